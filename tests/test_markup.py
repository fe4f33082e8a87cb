"""What an editor typed comes out safe, and comes back as it was typed."""

import pytest

from liveblog import markup


@pytest.mark.parametrize(
    "typed",
    ["One\n\nTwo < 3\nx & y", "Turnout <50% then", "“Quoted”", "<p>a</p><p lang='fr'>b</p>"],
)
def test_showing_a_text_again_and_saving_it_changes_nothing(typed: str):
    stored = markup.clean(typed)
    assert markup.clean(markup.as_typed(stored)) == stored


def test_plain_paragraphs_are_shown_as_they_were_typed():
    assert markup.as_typed(markup.clean("One\nmore\n\nTwo & three")) == "One\nmore\n\nTwo & three"


def test_a_tag_that_was_typed_as_words_is_not_read_as_a_tag_later():
    stored = "<p>He wrote &lt;b&gt; by mistake</p>"
    assert markup.clean(markup.as_typed(stored)) == stored


@pytest.mark.parametrize(
    ("typed", "safe"),
    [
        ("<script>alert(1)</script>Words", "Words"),
        ('<p onclick="x()">Words</p>', "<p>Words</p>"),
        ('<a href="javascript:x()">Words</a>', '<a rel="noopener noreferrer">Words</a>'),
        ("<h1>Words</h1>", "<h3>Words</h3>"),
        ("<b>Words</b>", "<strong>Words</strong>"),
        ('<img src="https://example.org/x.png">Words', "Words"),
        ("<p></p><p>Words</p><p>&nbsp;</p>", "<p>Words</p>"),
        ("   ", ""),
    ],
)
def test_what_is_not_safe_goes_and_its_words_stay(typed: str, safe: str):
    assert markup.clean(typed) == safe


def test_the_words_of_a_text_stand_one_paragraph_a_line():
    assert markup.plain("<p>One &amp; <em>two</em></p><p>Three<br>four</p>") == (
        "One & two\nThree\nfour"
    )
