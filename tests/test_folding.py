"""What is typed on any keyboard finds what is written in any letters."""

import pytest

from liveblog.folding import folded


@pytest.mark.parametrize(
    ("written", "typed"),
    [
        ("Åsa Öberg", "asa oberg"),
        ("A\u030asa", "åsa"),
        ("Søren Kjær", "soren kjaer"),
        ("Straße", "STRASSE"),
        ("Łódź", "lodz"),
        ("İzmir", "izmir"),
        ("of  two\nlines", "of two lines"),
        ("Sarkisian’s “ford”", 'sarkisian\'s "ford"'),
        ("the Stepanakert–Goris road", "the stepanakert-goris road"),
    ],
)
def test_accents_capitals_and_lines_make_no_difference(written: str, typed: str):
    assert folded(written) == folded(typed)


def test_letters_of_other_scripts_stay_themselves():
    assert folded("Київ 東京") == folded("київ 東京")
    assert folded("東京") != folded("京都")
