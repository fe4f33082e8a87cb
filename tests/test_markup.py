"""What an editor typed comes out safe, and comes back as it was typed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liveblog import markup


@pytest.mark.parametrize(
    "typed",
    [
        "One\n\nTwo < 3\nx & y",
        "Turnout <50% then",
        "“Quoted”",
        "<p>a</p><p lang='fr'>b</p>",
        "One\n\nTwo <b>bold</b> & <3\nmore",
        "One\n\n<ul><li>Two</li></ul>",
        "&lt;b&gt; and <i>x</i>",
    ],
)
def test_showing_a_text_again_and_saving_it_changes_nothing(typed: str):
    stored = markup.clean(typed)
    assert markup.clean(markup.as_typed(stored)) == stored


PIECES = ["<p>", "</p>", "<b>", "</b>", "<div>", "</div>", "<br>", "&amp;", "&", "<", ">", "\n\n"]
PIECES += [
    "<li>",
    "<ul>",
    "</ul>",
    '<a href="https://example.org">',
    "</a>",
    "words",
    "é",
    "\x0b",
    "<x>",
]


@given(st.lists(st.sampled_from(PIECES), max_size=12).map("".join))
def test_cleaning_again_changes_nothing(typed: str):
    once = markup.clean(typed)
    assert markup.clean(once) == once
    assert markup.clean(markup.as_typed(once)) == once


def test_plain_paragraphs_are_shown_as_they_were_typed():
    assert markup.as_typed(markup.clean("One\nmore\n\nTwo & three")) == "One\nmore\n\nTwo & three"


def test_a_word_in_bold_is_shown_among_plain_paragraphs():
    stored = markup.clean("One & two\n\nThree <b>four</b>")
    assert markup.as_typed(stored) == "One &amp; two\n\nThree <strong>four</strong>"


def test_a_tag_that_was_typed_as_words_is_not_read_as_a_tag_later():
    stored = "<p>He wrote &lt;b&gt; by mistake</p>"
    assert markup.clean(markup.as_typed(stored)) == stored


@pytest.mark.parametrize(
    ("typed", "safe"),
    [
        ("<script>alert(1)</script>Words", "<p>Words</p>"),
        ('<p onclick="x()">Words</p>', "<p>Words</p>"),
        ('<a href="javascript:x()">Words</a>', '<p><a rel="noopener noreferrer">Words</a></p>'),
        ("<h1>Words</h1>", "<h3>Words</h3>"),
        ("<b>Words</b>", "<p><strong>Words</strong></p>"),
        ('<img src="https://example.org/x.png">Words', "<p>Words</p>"),
        ("<p></p><p>Words</p><p>&nbsp;</p>", "<p>Words</p>"),
        ("   ", ""),
        ("<div>Fish & chips</div><div>Peas</div>", "<p>Fish &amp; chips</p><p>Peas</p>"),
        ("<table><tr><td>Hale</td><td>38</td></tr></table>", "<p>Hale 38</p>"),
        ("Write to <press@example.org>", "<p>Write to &lt;press@example.org&gt;</p>"),
        ("A paste\x0b from Word\x00", "<p>A paste from Word</p>"),
    ],
)
def test_what_is_not_safe_goes_and_its_words_stay(typed: str, safe: str):
    assert markup.clean(typed) == safe


def test_a_word_in_bold_leaves_the_paragraphs_around_it_standing():
    typed = "First.\n\nSecond with <b>bold</b>\nand a line.\n\nThird."
    assert markup.clean(typed) == (
        "<p>First.</p>\n<p>Second with <strong>bold</strong><br>and a line.</p>\n<p>Third.</p>"
    )


def test_the_words_of_a_text_stand_one_paragraph_a_line():
    assert markup.plain("<p>One &amp; <em>two</em></p><p>Three<br>four</p>") == (
        "One & two\nThree\nfour"
    )


@pytest.mark.parametrize(
    "text",
    [
        *("", " \n", "<p> </p>", "<p>&nbsp;</p>", "<p><br></p>", "<script>x</script>"),
        *("<p>\u200b</p>", "\u2060", "\u200e\u00a0", "\u00ad", "\u3164", "\u2800"),
        *("<p>\ufe0f</p>", "\u180b", "\u17b4", "\U000e0100"),
    ],
)
def test_what_nobody_would_see_is_blank(text: str):
    assert markup.is_blank_text(text)


@pytest.mark.parametrize("text", ["a", "<p>1</p>", ".", "🌊", "ع", "&amp;", "<", "\u200bword"])
def test_what_is_seen_is_not_blank(text: str):
    assert not markup.is_blank_text(text)


def test_tags_in_plain_words_are_there_to_be_seen():
    assert not markup.is_blank("<script>x</script>")


def test_what_would_turn_round_the_words_after_it_is_left_out_of_a_third_partys():
    assert markup.upright("The \u202egnp.exe\u202c\u2066!") == "The gnp.exe!"


@pytest.mark.parametrize("scheme", ["https://", "HTTP://", " https:/", "https:\\\\"])
def test_a_password_in_a_link_of_the_text_is_not_published(scheme: str):
    said = markup.clean(f'<p>See <a href="{scheme}ada:secret@example.org/x">the list</a>.</p>')
    assert "secret" not in said
    assert "the list" in said


@pytest.mark.parametrize(
    "address", ["https://x.org/@ada", "mailto:ada@x.org", "https://x.org/?a=@"]
)
def test_an_at_sign_elsewhere_in_an_address_is_left(address: str):
    assert f'href="{address}"' in markup.clean(f'<p><a href="{address}">Ada</a></p>')
