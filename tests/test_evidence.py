"""Trials in words: both framings, one denominator, the range, who and when."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec
import pytest

from neuroplastic_cli.catalogue import model
from neuroplastic_cli.document import Document
from neuroplastic_cli.pages import evidence
from neuroplastic_cli.pages.page import Page
from neuroplastic_cli.writers import Sink, plain, terminal

if TYPE_CHECKING:
    from neuroplastic_cli.catalogue.store import Store

Counts = list[tuple[str, int, int]]


def trial(counts: Counts, **changes: Any) -> model.Trial:
    """Return a trial with these arms (name, events, total)."""
    kinds: list[Any] = [None, "sham"]
    arms = tuple(
        model.Arm(name=name, events=events, total=total, kind=kind)
        for (name, events, total), kind in zip(counts, kinds, strict=False)
    )
    given: dict[str, Any] = {
        "id": "ours-2020",
        "study": "ours-2020",
        "condition": "ptsd",
        "design": "randomised trial",
        "blinded": ("raters",),
        "population": "adults",
        "outcome": "response",
        "measure": "Half the signs gone",
        "good": True,
        "timepoint": "after 6 weeks",
        "arms": arms,
        "sources": ("ours-2020",),
    }
    return model.Trial(**{**given, **changes})


@pytest.mark.parametrize(
    ("counts", "said"),
    [
        (
            [("EMDR", 33, 55), ("Waiting list", 13, 47)],
            [
                "- EMDR: 60 of 100, 40 not.",
                "- Waiting list: 28 of 100, 72 not.",
                "32 more with EMDR; it could be 13 to 48 more.",
            ],
        ),
        (
            [("EMDR", 20, 70), ("Talks", 25, 70)],
            [
                "- EMDR: 29 of 100, 71 not.",
                "- Talks: 36 of 100, 64 not.",
                "7 fewer with EMDR; it could be from 22 fewer to 8 more. Too "
                "close to call.",
            ],
        ),
        (
            [("TMS", 5, 100), ("Sham", 40, 100)],
            [
                "- TMS: 5 of 100, 95 not.",
                "- Sham: 40 of 100, 60 not.",
                "35 fewer with TMS; it could be 24 to 45 fewer.",
            ],
        ),
        (
            [("TMS", 10, 50), ("Sham", 10, 50)],
            [
                "- TMS: 20 of 100, 80 not.",
                "- Sham: 20 of 100, 80 not.",
                "As many in both; it could be from 16 fewer to 16 more. Too "
                "close to call.",
            ],
        ),
        (
            [("TMS", 0, 30)],
            ["- TMS: 0 of 100, 100 not.", "It could be 0 to 11 of 100."],
        ),
        ([("TMS", 1, 8)], ["- TMS: 13 of 100, 87 not.", "It could be 2 to 47 of 100."]),
        (
            [("TMS", 4, 1000), ("Sham", 50, 1000)],
            [
                "- TMS: 4 of 1,000, 996 not.",
                "- Sham: 50 of 1,000, 950 not.",
                "46 fewer with TMS; it could be 33 to 62 fewer.",
            ],
        ),
        (
            [("TMS", 7, 9999)],
            ["- TMS: 7 of 10,000, 9,993 not.", "It could be 3 to 14 of 10,000."],
        ),
    ],
)
def test_chances_in_words(small: Store, counts: Counts, said: list[str]) -> None:
    """What happens and what does not, the difference, and the range."""
    block = evidence.chances(Page(small), trial(counts), whole=False)
    lines = plain.write(Document("", (block,)), Sink()).splitlines()
    assert lines[0] == (
        f"Half the signs gone, after 6 weeks. {sum(c[2] for c in counts):,} people: "
        "adults; the raters were not told who got what. [1]"
    )
    assert lines[1:] == said


def test_experts_get_the_ratio_and_the_number_to_treat(small: Store) -> None:
    """The whole page adds counts, risk ratio, NNT and how the trial was made."""
    counts = [("EMDR", 33, 55), ("Waiting list", 13, 47)]
    block = evidence.chances(
        Page(small), trial(counts, weeks=8.0), whole=True, experts=True
    )
    text = plain.write(Document("", (block,)), Sink())
    assert "- EMDR: 60 of 100, 40 not (33 of 55 people).\n" in text
    assert (
        "For experts: Risk ratio 2.17 (95 % interval 1.30 to 3.61); number needed to "
        "treat 3 (95 % interval 2 to 8). Difference by Newcombe, ratio by Katz.\n"
    ) in text
    assert (
        "Design: randomised trial. Counted: much better (response), a wanted event. "
        "Compared with: a pretend treatment (sham). Weeks from the start: 8. Result "
        "ours-2020 of the study ours-2020.\n"
    ) in text


def test_an_unwanted_event_has_a_number_to_harm(small: Store) -> None:
    """More of what is unwanted is a number needed to harm; less, to treat."""
    harm = {"good": False, "outcome": "harm"}
    for counts, word in (
        ([("TMS", 30, 100), ("Sham", 10, 100)], "harm"),
        ([("TMS", 10, 100), ("Sham", 30, 100)], "treat"),
    ):
        block = evidence.chances(
            Page(small), trial(counts, **harm), whole=True, experts=True
        )
        text = plain.write(Document("", (block,)), Sink())
        assert f"number needed to {word} 5 (95 % interval 3 to 11)" in text


@pytest.mark.parametrize(
    ("unicode", "on", "off"), [(True, "▮", "▯"), (False, "#", ".")]
)
def test_the_picture_counts_what_the_words_say(
    small: Store, *, unicode: bool, on: str, off: str
) -> None:
    """Two arrays of a hundred, told apart by shape, side by side where they fit."""
    counts = [("EMDR", 33, 55), ("Waiting list", 13, 47)]
    block = evidence.chances(Page(small), trial(counts), whole=False)
    document = Document("", (block,))
    wide = terminal.write(document, Sink(width=80, unicode=unicode))
    rows = [line for line in wide.splitlines() if set(line) <= {on, off, " "}]
    assert len(rows) == 4
    assert "".join(rows).count(on) == 60 + 28
    assert "".join(rows).count(off) == 40 + 72
    assert f"    {on * 25}              {on * 3}{off * 22}\n" in wide
    narrow = terminal.write(document, Sink(width=40, unicode=unicode))
    assert f"    {on * 3}{off * 22}\n" in narrow


def test_rare_events_have_no_picture(small: Store) -> None:
    """Rarer than 1 in 100 stays in words: a picture of 100 would show nobody."""
    block = evidence.chances(Page(small), trial([("TMS", 1, 500)]), whole=False)
    text = terminal.write(Document("", (block,)), Sink(width=80))
    assert "TMS: 2 of 1,000, 998 not" in text
    assert "▮" not in text
    assert "▯" not in text


def test_a_forest_plot_draws_a_null_trial_as_honestly(small: Store) -> None:
    """Whiskers on a common axis, a line at no difference, both sides named."""
    trials = [
        trial([("EMDR", 33, 55), ("Waiting list", 13, 47)]),
        trial([("EMDR", 10, 50), ("Talks", 10, 50)]),
        trial([("EMDR", 5, 9)]),
    ]
    plot = evidence.forest(Page(small), trials, good=True)
    assert len(plot.rows) == 2
    document = Document("", (plot,))
    assert plain.write(document, Sink()) == (
        "Fewer favours the other, more favours the therapy.\n"
        "- Half the signs gone, after 6 weeks; EMDR against Waiting list [1]: 32 more "
        "(13 more to 48 more).\n"
        "- Half the signs gone, after 6 weeks; EMDR against Talks [1]: 0 more (16 "
        "fewer to 16 more).\n"
    )
    lines = terminal.write(document, Sink(width=50)).splitlines()
    assert lines[0] == "  favours the other         favours the therapy"
    assert lines[1] == "  -50                   0                   +50"
    marks = [line for line in lines if set(line) <= set(" |-+o") and "-" in line]
    assert marks == [
        "                        |     --------o-------",
        "                 -------o-------",
    ]
    turned = evidence.forest(Page(small), trials, good=False)
    assert (turned.left, turned.right) == ("favours the therapy", "favours the other")


def test_a_guideline_is_counted_once(small: Store) -> None:
    """One that speaks of a condition and of a part of it is one guideline."""
    therapy = small.therapies[0]
    assert isinstance(therapy.guidelines, tuple)
    ids = {"depression", "hard-to-treat-depression"}
    said = evidence.guidelines_in_words(therapy, ids)
    again = [
        msgspec.structs.replace(each, condition="hard-to-treat-depression")
        for each in therapy.guidelines
    ]
    told = msgspec.structs.replace(therapy, guidelines=(*therapy.guidelines, *again))
    assert evidence.guidelines_in_words(told, ids) == said


def test_going_without_is_told_for_the_condition_asked_about(shipped: Store) -> None:
    """What can go wrong without treatment of PTSD says nothing of depression."""
    none = shipped.therapy("no-treatment")
    page = Page(shipped)
    for asked, other in (("ptsd", "depression"), ("depression", "PTSD")):
        (items,) = evidence.harm_in_short(page, none, {asked})
        said = plain.write(Document("", (items,)), Sink())
        assert len(said.splitlines()) == 2
        assert other not in said
    nothing = evidence.harm_in_short(page, none, {"obsessive-compulsive-disorder"})
    assert plain.write(Document("", tuple(nothing)), Sink()) == "No data found.\n"
