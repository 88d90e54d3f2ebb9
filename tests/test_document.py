"""Blocks: how citations, axes and lists read."""

from __future__ import annotations

import pytest

from neuroplastic_cli.document import Cite, Document, Forest, Paragraph, Span, Whisker
from neuroplastic_cli.pages.words import counted, inline, listed, place
from neuroplastic_cli.writers import Sink, terminal


@pytest.mark.parametrize(
    ("numbers", "text"),
    [
        ((1,), "[1]"),
        ((2, 1), "[1, 2]"),
        ((3, 1, 2), "[1-3]"),
        ((1, 2, 3, 5), "[1-3, 5]"),
    ],
)
def test_cite(numbers: tuple[int, ...], text: str) -> None:
    """Neighbours of three and more are drawn together."""
    assert Cite(numbers).text == text


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


@pytest.mark.parametrize(
    ("low", "high", "reach"),
    [(-3, 4, 10), (-31, 12, 40), (13, 48.35, 50), (-100, 5, 100)],
)
def test_the_axis_reaches_as_far_as_the_longest_whisker(
    low: float, high: float, reach: int
) -> None:
    """The axis is symmetrical and ends at a full ten."""
    row = Whisker("Trial", 0, low, high, "")
    assert Forest("worse", "better", (row,)).reach == reach


@pytest.mark.parametrize("link", ["sham", "tel:988"])
def test_a_terminal_follows_only_https(link: str) -> None:
    """A record's id and a number lead nowhere from there, and are not shown."""
    page = Document("A page", (Paragraph((Span("here", link=link),)),))
    printed = terminal.write(page, Sink(colour=True, links=True))
    assert printed == "  here\n"
    web = Document("A page", (Paragraph((Span("here", link="https://e.org"),)),))
    printed = terminal.write(web, Sink(colour=True, links=True))
    assert "https://e.org\x1b\\here (https://e.org)" in printed
