"""Two versions become one, and no word of either side is lost on the way."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liveblog.desk import merging
from liveblog.desk.merging import (
    UNKNOWN,
    Change,
    Conflict,
    Run,
    difference,
    merge,
    paragraphs,
    settle,
    settle_ticks,
)
from liveblog.desk.proposal import in_words

# Few words, so that paragraphs meet; and now and then a tag, a quotation or a list.
WORDS = st.lists(
    st.sampled_from(["sea", "wall", "holds", "the", "<strong>old</strong>", "3", "<", "4"]),
    min_size=1,
)
PARAGRAPH = WORDS.map(" ".join) | st.sampled_from(
    ["<ul><li>One</li></ul>", "<blockquote><p>Said</p></blockquote>", "Two\nlines"]
)
TEXT = st.lists(PARAGRAPH, max_size=5).map("\n\n".join)


@given(TEXT, TEXT)
def test_a_side_that_changed_nothing_yields_to_the_other(before: str, changed: str):
    assert merge(before, changed, before).text == changed
    assert merge(before, before, changed).text == changed
    assert merge(before, changed, before).is_clean
    assert merge(before, before, changed).is_clean


@given(TEXT, TEXT)
def test_the_same_change_by_both_is_made_once(before: str, changed: str):
    made = merge(before, changed, changed)
    assert (made.text, made.changes, made.is_clean) == (changed, [], True)


@given(TEXT, TEXT, TEXT)
def test_no_paragraph_of_either_side_is_lost(before: str, theirs: str, mine: str):
    made = merge(before, theirs, mine)
    shown = set(paragraphs(made.text))
    for conflict in made.conflicts:
        shown |= {*paragraphs(conflict.theirs), *paragraphs(conflict.mine)}
    written = {*paragraphs(theirs), *paragraphs(mine)} - set(paragraphs(before))
    assert written <= shown


@given(TEXT, TEXT, TEXT)
def test_what_stands_was_written_by_somebody(before: str, theirs: str, mine: str):
    made = merge(before, theirs, mine)
    written = {each for text in (before, theirs, mine) for each in paragraphs(text)}
    assert {*paragraphs(made.text), *paragraphs(made.with_theirs)} <= written


@given(TEXT, TEXT)
def test_where_nobody_knows_what_stood_before_mine_stands_and_both_are_shown(
    theirs: str, mine: str
):
    made = merge(UNKNOWN, theirs, mine)
    assert (made.text, made.with_theirs) == (mine, theirs)
    assert made.is_clean is (paragraphs(theirs) == paragraphs(mine))


@given(TEXT, TEXT)
def test_a_difference_holds_the_words_of_both_texts_in_order(before: str, after: str):
    runs = difference(before, after)
    old = " ".join(run.words for run in runs if run.kind != "new").split()
    new = " ".join(run.words for run in runs if run.kind != "gone").split()
    assert (old, new) == (words_of(before), words_of(after))


def words_of(text: str) -> list[str]:
    return " ".join(merging.markup.as_typed(each) for each in paragraphs(text)).split()


def test_neighbours_are_no_conflict():
    made = merge("One\n\nTwo", "One, put right\n\nTwo", "One\n\nTwo, longer\n\nThree")
    assert made.text == "One, put right\n\nTwo, longer\n\nThree"
    assert made.changes == [
        Change("theirs", "changed", 1, 1),
        Change("mine", "changed", 2, 2),
    ]


def test_what_both_added_in_one_place_stands_twice_theirs_first():
    made = merge("One", "One\n\nTheirs", "One\n\nMine")
    assert (made.text, made.is_clean) == ("One\n\nTheirs\n\nMine", True)


def test_a_paragraph_that_both_changed_is_a_conflict_and_mine_stands():
    made = merge("One\n\nTwo", "One\n\nTheir two", "One, mine\n\nMy two")
    assert made.text == "One, mine\n\nMy two"
    assert made.with_theirs == "One, mine\n\nTheir two"
    assert made.conflicts == [Conflict("Two", "Their two", "My two")]


def test_a_paragraph_that_one_took_out_and_the_other_changed_is_a_conflict():
    made = merge("One\n\nTwo", "One", "One\n\nTwo, longer")
    assert made.text == "One\n\nTwo, longer"
    assert made.conflicts == [Conflict("Two", "", "Two, longer")]


def test_a_list_beside_plain_paragraphs_leaves_them_paragraphs():
    made = merge("One\n\nTwo", "<p>One</p><p>Two</p><ul><li>A</li></ul>", "One, mine\n\nTwo")
    assert paragraphs(made.text) == ["<p>One, mine</p>", "<p>Two</p>", "<ul><li>A</li></ul>"]


def test_whole_words_are_gone_and_new_and_paragraphs_stay_apart():
    runs = difference("Twelve people were hurt.\n\nMore soon.", "Nine people were hurt.\n\nMore.")
    assert runs[:3] == [
        Run("gone", "Twelve"),
        Run("new", "Nine"),
        Run("same", "people were hurt.\n\n"),
    ]


def test_a_paragraph_written_anew_is_shown_whole():
    runs = difference("The sea wall holds for now", "At the town hall nobody answers the phone")
    assert [run.kind for run in runs] == ["gone", "new"]


@pytest.mark.parametrize(
    ("before", "theirs", "mine", "settled"),
    [
        ("a", "b", "a", ("b", "theirs")),
        ("a", "a", "b", ("b", "mine")),
        ("a", "b", "b", ("b", "agreed")),
        ("a", "b", "c", ("c", "both")),
        (UNKNOWN, "b", "c", ("c", "both")),
    ],
)
def test_a_field_follows_whoever_alone_changed_it(before, theirs, mine, settled):
    assert settle(before, theirs, mine) == settled


def test_ticks_of_both_sides_stand_together():
    ticks = [frozenset(each) for each in ("ab", "abc", "bd")]
    assert settle_ticks(*ticks) == (frozenset("bcd"), "merged")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (Change("theirs", "added", 2, 1), "Their second paragraph was added."),
        (Change("mine", "added", 2, 2), "Your paragraphs 2 to 3 were added."),
        (Change("theirs", "changed", 1, 1), "The first paragraph is now theirs."),
        (Change("mine", "changed", 11, 1), "Your paragraph 11 stands."),
        (
            Change("theirs", "removed", 1, 1),
            "What was the first paragraph is out, as they wanted it.",
        ),
        (
            Change("both", "changed", 1, 1),
            "You both changed the first paragraph: yours stands until you choose.",
        ),
    ],
)
def test_what_became_of_a_paragraph_is_said_in_words(change: Change, said: str):
    assert in_words(change) == said


def test_one_paragraph_is_the_text():
    assert in_words(Change("theirs", "changed", 1, 1), whole="text") == "The text is now theirs."


def test_many_paragraphs_alike_are_merged_where_each_side_changed_another():
    """So many that one by one they would be compared for minutes."""
    base = "<p>Ten boats are out.</p>\n" * 3000
    theirs = base.replace("Ten", "Twelve", 1)
    merged = merge(base, theirs, base + "<p>All are back.</p>")
    assert merged.is_clean
    assert merged.text.startswith("Twelve boats are out.\n\nTen boats are out.")
    assert merged.text.endswith("All are back.")
