"""A live blog as text is read whole: what stands where, and no word dropped."""

from collections import Counter
from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from liveblog.exchange.transcript import reading
from liveblog.exchange.transcript.nouns import Transcript, TranscriptError
from tests.exchange.texts import HARBOUR, NIGHT, entry, harbour, under


def every_word(transcript: Transcript) -> Counter[str]:
    return Counter(word for piece in transcript.pieces for word in piece.text.split())


def test_the_first_line_gives_the_date_and_the_lead_picture_with_its_credit():
    read = harbour()
    assert read.date == date(2024, 3, 2)
    assert read.lead is not None
    assert read.lead.caption.text == "Waves break over the outer mole at Port Selby"
    assert read.lead.credit is not None
    assert read.lead.credit.text == "ANA REYES/Coast Press via Harbour Pictures"


def test_a_caption_that_only_ends_in_a_dash_and_words_has_no_credit():
    read = reading.parse("date 2024-03-02 The quay - closed since noon\n04:20 PM CET\nHigh water")
    assert read.lead is not None
    assert (read.lead.caption.text, read.lead.credit) == ("The quay - closed since noon", None)


def test_a_first_line_of_only_a_date_has_no_lead_picture():
    assert reading.read(NIGHT).lead is None


def test_what_stands_above_the_first_stamp_is_the_standfirst():
    assert len(harbour().standfirst) == 3


def test_each_stamp_is_an_entry_newest_first():
    moments = [e.at for e in harbour().entries]
    assert len(moments) == 10
    assert moments == sorted(moments, reverse=True)
    assert moments[0] == datetime(2024, 3, 2, 15, 20, tzinfo=UTC)


def test_the_first_line_under_a_stamp_is_its_headline_and_the_rest_its_text():
    ferries = entry("Ferry company")
    assert len(ferries.text) == 1
    assert ferries.text[0].line == ferries.stamp.line + 4


def test_a_headline_with_nothing_under_it_is_an_entry_all_the_same():
    watch = entry("Watch:")
    assert not watch.is_bare
    assert watch.text == watch.captions == watch.quotes == ()


def test_a_line_under_pictured_that_ends_in_a_name_is_a_caption_with_its_credit():
    pictured = entry("Pictured:")
    assert pictured.text == ()
    assert [c.credit.text for c in pictured.captions if c.credit] == ["Piet Lund/NPA"]
    assert pictured.captions[0].caption.text.endswith("school at Port Selby")


def test_the_same_line_under_another_headline_is_text():
    read = under("Sandbags", "Volunteers fill sandbags - Piet Lund/NPA")
    assert read.captions == ()
    assert [p.text for p in read.text] == ["Volunteers fill sandbags - Piet Lund/NPA"]


def test_what_is_with_text_under_it_is_an_explainer():
    assert entry("What is").is_explainer
    assert len(entry("What is").text) == 3
    assert not entry("Ferry company").is_explainer


def test_what_is_with_nothing_under_it_explains_nothing():
    assert not under("What is the outer mole?").is_explainer


def test_a_stamp_with_nothing_under_it_is_noted_and_is_no_post():
    read = harbour()
    last = read.entries[-1]
    assert last.is_bare
    assert [(n.line, n.text) for n in read.notes if "nothing under it" in n.text] == [
        (last.stamp.line, "02:25 PM CET has nothing under it, so it is no post.")
    ]


def test_an_opening_longer_than_a_headline_can_be_is_text():
    long = "word " * 61
    read = under(long)
    assert read.headline is None
    assert [p.text for p in read.text] == [long.strip()]


def test_a_line_that_begins_with_a_time_is_text_and_noted():
    read = reading.parse(
        "date 2024-03-02\n04:20 PM CET\nTimetable\n10:30 Arrival\n05:10 PM CET High water"
    )
    assert [p.text for p in read.entries[0].text] == ["10:30 Arrival", "05:10 PM CET High water"]
    assert [n.line for n in read.notes] == [5]


def test_blank_lines_line_ends_a_byte_order_mark_and_hard_spaces_change_nothing():
    text = HARBOUR.decode()
    as_windows = "\ufeff\r\n" + text.replace("\n\n", "\n \t\n").replace("\n", "\r\n")
    as_windows = as_windows.replace(" PM CET", "\u00a0pm\u00a0CET  ")
    assert every_word(reading.read(as_windows.encode())) == every_word(
        reading.parse(text.replace(" PM CET", " pm CET"))
    )
    squeezed = reading.parse(text.replace("\n\n", "\n"))
    assert every_word(squeezed) == every_word(harbour())
    assert [e.at for e in squeezed.entries] == [e.at for e in harbour().entries]


def test_every_word_of_the_file_is_in_one_place_and_knows_its_line():
    lines = HARBOUR.decode().split("\n")
    assert every_word(harbour()) == Counter(HARBOUR.decode().split())
    for piece in harbour().pieces:
        assert piece.text in lines[piece.line - 1]


def test_a_reading_that_loses_a_word_is_refused(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(reading, "_credited", lambda text: _only_caption(text))
    with pytest.raises(TranscriptError, match="not all understood") as error:
        harbour()
    assert error.value.line == 1


def _only_caption(text: str) -> dict[str, str]:
    return {"caption": text.rpartition(" - ")[0], "mark": "-", "credit": "Nobody"}


_SENTENCE = st.text(
    st.one_of(st.characters(exclude_categories=["C"]), st.sampled_from(" “”\"—-:@()#'")),
    min_size=1,
    max_size=60,
).filter(lambda text: text.strip())
_QUOTE = st.builds(
    "{} {} — {} (@{}) {} {}, {}".format,
    _SENTENCE,
    st.sampled_from(["", "pic.twitter.com/aB1", "see pic.x.com/zz9 pic.twitter.com/q"]),
    st.sampled_from(["Ann Lee", "Ann #Lee", "Ann — Lee", "Ånn (London)"]),
    st.from_regex(r"[A-Za-z0-9_]{1,15}", fullmatch=True),
    st.sampled_from(["March", "September", "Mars"]),
    st.integers(1, 28),
    st.integers(2006, 2030),
)
_HEADLINE = st.one_of(
    st.sampled_from(["Pictured: a quay", "What is a quay?", "Watch: a quay", "He wrote:"]),
    _SENTENCE,
)
_STAMP = st.builds(
    "{:02}:{:02} {} {}".format,
    st.integers(1, 12),
    st.integers(0, 59),
    st.sampled_from(["AM", "PM", "am", "p.m."]),
    st.sampled_from(["BST", "GMT", "CET", "PDT", "NPT"]),
)
_ENTRY = st.builds(
    lambda stamp, headline, rest: [stamp, headline, *rest],
    _STAMP,
    _HEADLINE,
    st.lists(st.one_of(_SENTENCE, _QUOTE, st.just("A caption - Ann Lee/AP")), max_size=6),
)


@settings(max_examples=150, deadline=None)
@given(
    lead=st.one_of(st.just(""), _SENTENCE, st.just("A quay - Ann Lee/AP")),
    standfirst=st.lists(_SENTENCE, max_size=3),
    entries=st.lists(_ENTRY, min_size=1, max_size=5),
    ends=st.sampled_from(["\n", "\n\n", "\r\n", "\r", " \n\t\n"]),
)
def test_no_word_of_any_transcript_is_lost(
    lead: str, standfirst: list[str], entries: list[list[str]], ends: str
):
    paragraphs = [f"date 2024-03-02 {lead}", *standfirst, *(p for e in entries for p in e)]
    text = ends.join(paragraphs)
    read = reading.read(text.encode())
    assert every_word(read) == Counter(text.split())
    assert len(read.entries) >= len(entries)
