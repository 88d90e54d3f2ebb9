"""Blocks: how citations, chances and long lists read."""

from __future__ import annotations

import pytest

from neuroplastic_cli.document import Chances, Cite, Group, line
from neuroplastic_cli.pages.words import counted, inline, listed, place


@pytest.mark.parametrize(
    ("numbers", "text"),
    [((1,), "[1]"), ((2, 1), "[1, 2]"), ((3, 1, 2), "[1-3]"), ((1, 2, 3, 5), "[1-3, 5]")],
)
def test_cite(numbers: tuple[int, ...], text: str) -> None:
    """Neighbours of three and more are drawn together."""
    assert Cite(numbers).text == text


@pytest.mark.parametrize(
    ("groups", "sentences"),
    [
        (
            [("EMDR", 33, 55), ("Waiting list", 13, 47)],
            [
                "EMDR: 60 of 100, 40 not (33 of 55 people)",
                "Waiting list: 28 of 100, 72 not (13 of 47 people)",
            ],
        ),
        ([("TMS", 0, 30)], ["TMS: 0 of 100, 100 not (0 of 30 people)"]),
        ([("TMS", 30, 30)], ["TMS: 100 of 100, 0 not (30 of 30 people)"]),
        ([("One", 1, 8)], ["One: 13 of 100, 87 not (1 of 8 people)"]),
        (
            [("TMS", 4, 1000), ("Sham", 50, 1000)],
            [
                "TMS: 4 of 1,000, 996 not (4 of 1,000 people)",
                "Sham: 50 of 1,000, 950 not (50 of 1,000 people)",
            ],
        ),
        ([("TMS", 7, 9999)], ["TMS: 7 of 10,000, 9,993 not (7 of 9,999 people)"]),
    ],
)
def test_chances(groups: list[tuple[str, int, int]], sentences: list[str]) -> None:
    """Both framings, one denominator: larger where an event is rarer than 1 in 100."""
    chances = Chances(line("x"), tuple(Group(*group) for group in groups))
    assert list(chances.sentences) == sentences


def test_words() -> None:
    """Lists, counts and labels read as they would be said."""
    assert listed([]) == ""
    assert listed(["a"]) == "a"
    assert listed(["a", "b", "c"]) == "a, b and c"
    assert listed(["a", "b"], "or") == "a or b"
    assert counted(1, "person", "people") == "1 person"
    assert counted(1200, "trial") == "1,200 trials"
    assert inline("Depression") == "depression"
    assert inline("PTSD") == "PTSD"
    assert place("GB") == "United Kingdom"
    assert place("JP") == "JP"
