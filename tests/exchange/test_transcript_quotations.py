"""A quoted social post: who said it, when, and where in the text it begins."""

from datetime import date

import pytest

from liveblog.exchange.transcript import reading
from liveblog.exchange.transcript.nouns import Entry, Quote, TranscriptError
from tests.exchange.texts import HARBOUR, entry, harbour, under

BY = "— Ann Lee (@annlee) March 2, 2024"


def own(read: Entry) -> list[str]:
    return [piece.text for piece in read.text]


def said(quote: Quote) -> list[str]:
    return [piece.text for piece in quote.text]


def test_the_attribution_gives_name_handle_and_day():
    (first, second) = entry("Pictures:").quotes
    assert (first.author.text, first.handle.text) == ("Ines Calder", "(@ines_calder)")
    assert second.author.text == "Tomas Vey #StormWatch"
    assert second.posted_on == date(2024, 3, 2)


def test_a_picture_link_at_the_end_is_the_link_and_not_the_words():
    first = entry("Pictures:").quotes[0]
    assert first.link is not None
    assert first.link.text == "pic.twitter.com/qWeRtY123"
    assert said(first)[0].endswith("drive here tonight.")


def test_a_picture_link_in_the_middle_stays_in_the_words():
    (quote,) = under("Flood", f"See pic.twitter.com/abc for yourself {BY}").quotes
    assert quote.link is None
    assert said(quote) == ["See pic.twitter.com/abc for yourself"]


def test_a_post_that_is_only_a_picture_has_its_link_and_no_words():
    (quote,) = under("Flood", f"pic.twitter.com/abc {BY}").quotes
    assert (said(quote), quote.link and quote.link.text) == ([], "pic.twitter.com/abc")


def test_a_quotation_that_repeats_what_the_text_quotes_begins_where_the_repetition_does():
    mayor = entry("Mayor calls")
    assert len(mayor.text) == 3
    (quote,) = mayor.quotes
    assert said(quote)[0].startswith("02.03.2024 Tonight")
    assert said(quote)[1:] == ["!!! Stay inside.", "Do not go to the mole."]
    assert quote.pieces[0].line == mayor.text[-1].line + 2


def test_the_lines_taken_as_said_are_noted_so_that_somebody_can_check():
    first = next(n for n, text in enumerate(HARBOUR.decode().split("\n"), 1) if "02.03." in text)
    said_by = f"lines {first} to {first + 4} are taken as said by (@agnes_tolk)."
    assert said_by in [note.text for note in harbour().notes]


@pytest.mark.parametrize(
    ("repeated", "is_said"),
    [("!!! The sea is too high!", True), ("Sea is too high.", False)],
)
def test_five_words_in_a_row_are_a_repetition_and_four_are_chance(repeated: str, is_said: bool):
    read = under("Swell", "She said “the sea is too high” today.", repeated, f"Stay in. {BY}")
    assert (repeated in said(read.quotes[0]), repeated in own(read)) == (is_said, not is_said)


def test_words_repeated_outside_quotation_marks_are_no_evidence():
    read = under("Swell", "The sea is too high.", "The sea is too high.", f"Stay in. {BY}")
    assert said(read.quotes[0]) == ["Stay in."]


def test_an_original_in_another_script_belongs_to_the_quotation_with_its_translation():
    tug = entry("Greek tug")
    assert len(tug.text) == 1
    assert len(tug.quotes[0].text) == 2


def test_after_an_introduction_that_ends_in_a_colon_all_is_quotation():
    read = under("Mayor speaks", "The mayor wrote on Twitter:", "Stay inside.", f"Be safe. {BY}")
    assert own(read) == ["The mayor wrote on Twitter:"]
    assert said(read.quotes[0]) == ["Stay inside.", "Be safe."]


def test_a_colon_that_introduces_no_speech_begins_no_quotation():
    read = under("So far", "Here is what we know:", "The port is shut.", f"Be safe. {BY}")
    assert own(read) == ["Here is what we know:", "The port is shut."]
    assert said(read.quotes[0]) == ["Be safe."]


def test_a_link_that_only_the_network_writes_belongs_to_the_quotation():
    read = under("Flood", "The quay is under water.", "Look: pic.twitter.com/abc", f"Awful. {BY}")
    assert own(read) == ["The quay is under water."]
    assert said(read.quotes[0]) == ["Look: pic.twitter.com/abc", "Awful."]


def test_without_evidence_the_paragraph_above_stays_the_blogs_own_and_the_doubt_is_noted():
    text = f"date 2024-03-02\n04:20 PM CET\nFlood\nThe port is shut.\nBe safe. {BY}"
    read = reading.parse(text)
    assert own(read.entries[0]) == ["The port is shut."]
    assert said(read.entries[0].quotes[0]) == ["Be safe."]
    assert [note.line for note in read.notes] == [5]
    assert "from line 5 on" in read.notes[0].text


def test_a_quotation_right_under_its_headline_leaves_no_doubt():
    assert reading.parse(f"date 2024-03-02\n04:20 PM CET\nFlood\nBe safe. {BY}").notes == ()


def test_a_second_quotation_does_not_reach_back_over_the_first():
    read = under("Flood", f"One. {BY}", f"Two. {BY}")
    assert [said(quote) for quote in read.quotes] == [["One."], ["Two."]]


def test_an_attribution_on_a_line_of_its_own_takes_the_paragraph_above():
    read = under("Flood", "The port is shut.", "Be safe.", BY)
    assert own(read) == ["The port is shut."]
    assert said(read.quotes[0]) == ["Be safe."]


def test_an_attribution_of_nothing_is_text():
    read = under("Flood", BY)
    assert (own(read), read.quotes) == ([BY], ())


def test_a_quotation_alone_under_a_stamp_has_no_headline():
    read = under(f"Be safe. {BY}")
    assert read.headline is None
    assert said(read.quotes[0]) == ["Be safe."]


def test_text_after_a_quotation_is_kept_and_its_new_place_is_noted():
    text = f"date 2024-03-02\n04:20 PM CET\nFlood\nBe safe. {BY}\nThe port is shut."
    read = reading.parse(text)
    assert own(read.entries[0]) == ["The port is shut."]
    assert [note.line for note in read.notes] == [5]


def test_an_ending_in_another_form_is_text_and_noted():
    text = "date 2024-03-02\n04:20 PM CET\nFlood\nBe safe. — Ann Lee (@annlee) 2. März 2024"
    read = reading.parse(text)
    assert read.entries[0].quotes == ()
    assert [note.line for note in read.notes] == [4]


def test_a_dash_in_the_words_is_not_the_dash_before_the_name():
    (quote,) = under("Flood", f"Stay in — all of you (@town) — now. {BY}").quotes
    assert said(quote) == ["Stay in — all of you (@town) — now."]


def test_a_quotation_of_a_day_that_never_was_names_its_line():
    with pytest.raises(TranscriptError, match="“February 30, 2024” is not a day") as error:
        under("Flood", "Be safe. — Ann Lee (@annlee) February 30, 2024")
    assert error.value.line == 7
