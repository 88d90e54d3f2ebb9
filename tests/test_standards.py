"""The self-assessment: literal marks, and counted marks turn with the catalogue."""

from __future__ import annotations

import datetime
import re
import sqlite3
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec
import pytest
from every_page import whole
from test_content import GRADE, grade

from neuroplastic_cli.catalogue import compiled, model
from neuroplastic_cli.catalogue import store as stores
from neuroplastic_cli.catalogue.store import Store
from neuroplastic_cli.pages import standards
from neuroplastic_cli.writers import Sink, plain

if TYPE_CHECKING:
    from collections.abc import Callable

    Change = Callable[[Store], Store]

NOTHING = model.NoneFound(none_found=True)
SAID = (model.Statement(says="Something.", sources=("review-2020",)),)
QUALIFYING, CERTIFYING, QUALITY, DISCERN = standards.PARTS


def lines(store: Store) -> list[str]:
    """Return the page of *store* as plain text, line by line."""
    return plain.write(standards.page(store), Sink(width=80)).splitlines()


def test_marks_of_the_small_catalogue(small: Store) -> None:
    """The counts lead the page, and the conclusion follows from them."""
    page = lines(small)
    assert page[:5] == [
        "Measured against standards: A small catalogue for tests:",
        "Qualifying: 3 of 6 met, 3 partly, 0 not.",
        "Certifying: 5 of 6 met, 1 partly, 0 not.",
        "Quality: 7 of 23 met, 7 partly, 9 not (of these 7 not done).",
        "DISCERN: 3 of 15 met, 11 partly, 1 not.",
    ]
    assert page[5] == (
        "So this is an explainer, not a decision aid. To be one, it would have to meet "
        "all six qualifying items, and all six certifying ones to keep the risk of "
        "harmful bias low."
    )


@pytest.mark.parametrize(
    ("start", "said"),
    [
        (
            "2. It says what there is",
            "met. 'The decision', in 'therapies show CONDITION'.",
        ),
        ("5. It tells the bad points", "partly. 'What can go wrong?' on the page of"),
        (
            "6. It tells what it is like",
            "Not so for Pulse, No new treatment and one without",
        ),
        (
            "15. Professionals",
            "partly. A page names its reviewers, by role. Not so for 4 ",
        ),
        ("22. Studies show", "not done. There is no study of it."),
    ],
)
def test_an_item_says_where_and_what_is_missing(
    small: Store, start: str, said: str
) -> None:
    """An item ends in its mark, where to look, and what keeps it from a better one."""
    assert any(each.startswith(start) and said in each for each in lines(small))


def test_what_does_not_apply_is_said_in_one_line(small: Store) -> None:
    """Nine items are about tests and screening, and are not counted."""
    (said,) = [each for each in lines(small) if each.startswith("Not applicable:")]
    assert said == (
        "Not applicable: 4 certifying and 5 quality items, which are for tests and "
        "screening only. DISCERN also asks for one overall mark; we give none."
    )


def test_the_shipped_catalogue_is_marked_on_every_item(shipped: Store) -> None:
    """All items are there, numbered as in their lists; what data can meet is met.

    It is still no decision aid: nobody outside has read it.
    """
    page = "\n".join(lines(shipped))
    for part, count in zip(standards.PARTS, (6, 6, 23, 15), strict=True):
        assert len(part.items) == len(part.marks(shipped)) == count
        listed = page.split(f"\n{part.title}:\n")[1].split("\n\n")[0].splitlines()
        numbers = [int(each.split(".")[0]) for each in listed]
        assert numbers == list(range(1, count + 1))
        assert all(re.search(r": (met|partly|not met|not done)\. ", x) for x in listed)
    assert "Qualifying: 6 of 6 met, 0 partly, 0 not." in page
    assert "Certifying: 6 of 6 met, 0 partly, 0 not." in page
    assert "so it still calls itself an explainer." in page


def test_what_needs_people_is_not_done(shipped: Store) -> None:
    """Needs, outside review, field tests and trials are not done, and it says so."""
    found = QUALITY.marks(shipped)
    undone = [n for n, each in enumerate(found, 1) if each.verdict == "not done"]
    assert undone == [12, 13, 14, 15, 16, 17, 22, 23]


def test_an_empty_catalogue_meets_nothing() -> None:
    """No counted item is met, in whole or in part, where there is nothing to count."""
    empty = stores.of(model.Catalogue())
    for part in standards.PARTS:
        for item in part.items:
            if callable(item.check):
                assert item.mark(empty).verdict in {"not met", "not done"}, item.asks
    assert "Qualifying: 0 of 6 met, 0 partly, 6 not." in lines(empty)


@pytest.mark.parametrize("part", standards.PARTS, ids=lambda part: part.short)
def test_the_page_reads_at_grade_8(part: standards.Part) -> None:
    """What the items say is at US grade 8 or below (Flesch-Kincaid)."""
    texts = [text for item in part.items for text in (item.asks, item.where)]
    # A command that is named is typed, not read.
    assert grade([re.sub(r"'[^']*'", "it", text) for text in texts]) <= GRADE


# How a catalogue is changed.


class Held(Store):
    """A store of records that no check would let through, as they were given."""

    def __init__(self, database: sqlite3.Connection, held: model.Catalogue) -> None:
        super().__init__(database)
        for part in ("title", "about", "crisis_lines", "article", "blocks"):
            setattr(self, part, getattr(held, part))
        self.held = held

    def _record(self, kind: str, name: str, _: Any) -> Any:
        return getattr(self.held, kind)[name]

    def _records(self, kind: str, _: Any) -> Any:
        return list(getattr(self.held, kind).values())


def replaced(store: Store, **changes: Any) -> Store:
    """Return *store* with these fields of its catalogue replaced."""
    catalogue = msgspec.structs.replace(whole(store), **changes)
    matters = tuple(
        msgspec.structs.replace(
            each,
            options=tuple(o for o in each.options if o.therapy in catalogue.therapies),
        )
        for each in catalogue.considerations
    )
    catalogue = msgspec.structs.replace(catalogue, considerations=matters)
    database = sqlite3.connect(":memory:")
    compiled.write(catalogue, database)
    return Held(database, catalogue)


def each_record(kind: str, *ids: str, **changes: Any) -> Change:
    """Return a change of these fields in the records *ids*, or in all of a kind."""

    def change(store: Store) -> Store:
        records = dict(getattr(whole(store), kind))
        for name in ids or records:
            records[name] = msgspec.structs.replace(records[name], **changes)
        return replaced(store, **{kind: records})

    return change


def therapies(*ids: str, **changes: Any) -> Change:
    """Return a change of therapies."""
    return each_record("therapies", *ids, **changes)


def conditions(*ids: str, **changes: Any) -> Change:
    """Return a change of conditions."""
    return each_record("conditions", *ids, **changes)


def without(kind: str, name: str) -> Change:
    """Return a change that takes a record away."""

    def change(store: Store) -> Store:
        records = getattr(whole(store), kind)
        return replaced(
            store, **{kind: {k: v for k, v in records.items() if k != name}}
        )

    return change


def part_of(field: str, *ids: str, **changes: Any) -> Change:
    """Return a change within a struct, or each of a list, that therapies hold."""

    def change(store: Store) -> Store:
        records = dict(whole(store).therapies)
        for name in ids or records:
            held = getattr(records[name], field)
            if isinstance(held, tuple):
                new: Any = tuple(msgspec.structs.replace(x, **changes) for x in held)
            else:
                new = msgspec.structs.replace(held, **changes)
            records[name] = msgspec.structs.replace(records[name], **{field: new})
        return replaced(store, therapies=records)

    return change


def trials(*ids: str, **changes: Any) -> Change:
    """Return a change of the trials of the therapies that have any."""
    return part_of("trials", *(ids or ("walk-and-talk", "pulse")), **changes)


def about(**changes: Any) -> Change:
    """Return a change of what a catalogue says of its making."""

    def change(store: Store) -> Store:
        assert store.about
        return replaced(store, about=msgspec.structs.replace(store.about, **changes))

    return change


def no_about(store: Store) -> Store:
    """Return *store* without a word on its making."""
    return replaced(store, about=None)


def pulse_alone(store: Store) -> Store:
    """Return *store* with the pulse, of which each consideration says something."""
    return replaced(store, therapies={"pulse": store.therapy("pulse")})


def reviewed(kind: str, role: str) -> Change:
    """Return a change by which someone has reviewed all records of a kind."""
    review = model.Review(role=role, date=datetime.date(2026, 2, 1))
    return each_record(kind, reviewed_by=(review,))


def both(*changes: Change) -> Change:
    """Return all *changes*, one after the other."""

    def change(store: Store) -> Store:
        for each in changes:
            store = each(store)
        return store

    return change


def read_outside(role: str) -> Change:
    """Return a change by which someone has reviewed every record."""
    return both(reviewed("therapies", role), reviewed("conditions", role))


def pulse_harm(store: Store) -> Store:
    """Return *store* with a counted harm of the pulse that may lead its page."""
    found = store.therapy("pulse").trials
    assert isinstance(found, tuple)
    harm = msgspec.structs.replace(
        found[0], id="ito-2019-headache", good=False, outcome="harm"
    )
    return therapies("pulse", trials=(*found, harm))(store)


A_POINT = model.Statement(says="Something.", sources=("review-2020",))
TABLETS = model.OtherOption(
    says="Tablets.", sources=("review-2020",), help=A_POINT, harm=A_POINT, like=A_POINT
)
told = conditions("depression", other_options=(TABLETS,))
wordy = part_of("in_short", harm=msgspec.structs.replace(A_POINT, says="Harm. " * 300))
alone = conditions(other_options=NOTHING)
felt = part_of("experience", body=SAID, mind=SAID, daily_life=SAID)
unfelt = part_of("experience", body=NOTHING, mind=NOTHING, daily_life=NOTHING)
asking = therapies(questions=("What?",) * 5)
eight_weeks = trials("pulse", weeks=8)
no_figures = conditions(untreated=SAID)
waiting = without("therapies", "no-treatment")
unhelped = therapies(uses=())
unharmed = therapies(harms=NOTHING)
unsourced = part_of("summary", "pulse", sources=())
unexplained = therapies("pulse", how_it_works=None)
unrated = model.Certainty(level=("low",), by="", why="Who knows.")
rare_arms = (
    model.Arm(name="Pulse", events=1, total=900),
    model.Arm(name="Sham", events=2, total=900, kind="sham"),
)


class Turn(NamedTuple):
    """An item, its mark for the small catalogue, and its mark after a change."""

    part: standards.Part
    number: int
    before: str
    change: Change
    after: str


TURNS = [
    Turn(QUALIFYING, 1, "met", without("conditions", "depression"), "partly"),
    Turn(QUALIFYING, 2, "met", conditions("depression", decision=" "), "partly"),
    Turn(QUALIFYING, 3, "met", waiting, "not met"),
    Turn(QUALIFYING, 3, "met", without("therapies", "pulse"), "partly"),
    Turn(QUALIFYING, 4, "partly", alone, "met"),
    Turn(QUALIFYING, 4, "partly", told, "met"),
    Turn(QUALIFYING, 4, "partly", unhelped, "not met"),
    Turn(QUALIFYING, 5, "partly", alone, "met"),
    Turn(QUALIFYING, 5, "partly", told, "met"),
    Turn(QUALIFYING, 5, "partly", unharmed, "not met"),
    Turn(QUALIFYING, 6, "partly", both(alone, felt), "met"),
    Turn(QUALIFYING, 6, "partly", both(told, felt), "met"),
    Turn(QUALIFYING, 6, "partly", unfelt, "not met"),
    Turn(CERTIFYING, 1, "partly", pulse_harm, "met"),
    Turn(CERTIFYING, 1, "partly", both(pulse_harm, wordy), "not met"),
    Turn(CERTIFYING, 2, "met", unsourced, "partly"),
    Turn(CERTIFYING, 2, "met", without("sources", "lines-2024"), "partly"),
    Turn(CERTIFYING, 3, "met", each_record("concepts", checked=None), "partly"),
    Turn(CERTIFYING, 4, "met", about(updated=""), "not met"),
    Turn(
        CERTIFYING,
        4,
        "met",
        conditions(review_due=datetime.date(2026, 1, 10)),
        "partly",
    ),
    Turn(CERTIFYING, 5, "met", part_of("uses", "pulse", certainty=unrated), "partly"),
    Turn(CERTIFYING, 6, "met", no_about, "not met"),
    Turn(CERTIFYING, 6, "met", about(paid_by=""), "not met"),
    Turn(QUALITY, 1, "partly", conditions(untreated=SAID), "met"),
    Turn(QUALITY, 2, "met", both(waiting, without("therapies", "pulse")), "not met"),
    Turn(QUALITY, 3, "partly", therapies(trials=NOTHING), "not met"),
    Turn(QUALITY, 3, "partly", waiting, "met"),
    Turn(QUALITY, 4, "met", trials("pulse", population=" "), "partly"),
    Turn(QUALITY, 5, "met", trials("pulse", arms=()), "partly"),
    Turn(QUALITY, 6, "partly", eight_weeks, "met"),
    Turn(
        QUALITY,
        6,
        "partly",
        both(eight_weeks, trials("pulse", timepoint=" ")),
        "not met",
    ),
    Turn(QUALITY, 6, "partly", trials(timepoint=" "), "not met"),
    Turn(QUALITY, 7, "partly", no_figures, "met"),
    Turn(
        QUALITY,
        7,
        "partly",
        both(no_figures, trials("pulse", arms=rare_arms)),
        "partly",
    ),
    Turn(QUALITY, 8, "met", trials("pulse", arms=rare_arms), "partly"),
    Turn(QUALITY, 9, "partly", lambda s: replaced(s, considerations=()), "not met"),
    Turn(QUALITY, 9, "partly", pulse_alone, "met"),
    Turn(QUALITY, 11, "not met", asking, "met"),
    Turn(
        QUALITY, 14, "not done", read_outside("a person living with depression"), "met"
    ),
    Turn(
        QUALITY, 14, "not done", read_outside("a nurse who sees patients"), "not done"
    ),
    Turn(QUALITY, 15, "partly", read_outside("a nurse who sees patients"), "met"),
    Turn(QUALITY, 15, "partly", conditions(reviewed_by=()), "not done"),
    Turn(QUALITY, 18, "met", about(evidence=""), "not met"),
    Turn(QUALITY, 19, "met", part_of("uses", "pulse", certainty=unrated), "partly"),
    Turn(QUALITY, 20, "partly", no_about, "not met"),
    Turn(QUALITY, 21, "not met", about(reading="Grade 7."), "met"),
    Turn(DISCERN, 2, "met", part_of("in_short", "pulse", brain=None), "partly"),
    Turn(DISCERN, 4, "met", unsourced, "partly"),
    Turn(DISCERN, 5, "partly", each_record("sources", issued="2019"), "met"),
    Turn(DISCERN, 5, "partly", each_record("sources", issued=None), "not met"),
    Turn(DISCERN, 6, "partly", read_outside("a statistician"), "met"),
    Turn(DISCERN, 6, "partly", unharmed, "not met"),
    Turn(DISCERN, 7, "partly", lambda s: replaced(s, crisis_lines=()), "not met"),
    Turn(DISCERN, 8, "met", therapies("pulse", uncertainties=NOTHING), "partly"),
    Turn(DISCERN, 9, "partly", alone, "met"),
    Turn(DISCERN, 9, "partly", both(alone, unexplained), "partly"),
    Turn(DISCERN, 9, "partly", told, "partly"),
    Turn(DISCERN, 10, "partly", unhelped, "not met"),
    Turn(DISCERN, 11, "partly", unharmed, "not met"),
    Turn(DISCERN, 12, "partly", conditions(untreated=NOTHING), "not met"),
    Turn(DISCERN, 13, "partly", unfelt, "not met"),
    Turn(DISCERN, 14, "partly", conditions(other_options=(TABLETS,)), "met"),
    Turn(DISCERN, 15, "not met", asking, "partly"),
]


@pytest.mark.parametrize(
    "turn", TURNS, ids=[f"{part.short}-{n}-{after}" for part, n, _, _, after in TURNS]
)
def test_a_mark_turns_with_the_catalogue(small: Store, turn: Turn) -> None:
    """A counted mark is what the catalogue makes it, for better and for worse."""
    item = turn.part.items[turn.number - 1]
    assert item.mark(small).verdict == turn.before
    assert item.mark(turn.change(small)).verdict == turn.after


def test_every_counted_mark_is_seen_to_turn() -> None:
    """No check stands untested, and nothing that is set by hand is said to turn."""
    counted = {
        (part.short, number)
        for part in standards.PARTS
        for number, item in enumerate(part.items, 1)
        if callable(item.check)
    }
    turned = {
        (part.short, number)
        for part, number, before, _, after in TURNS
        if before != after
    }
    assert counted == turned


def test_what_has_no_range_is_counted_where_the_mark_is_met(small: Store) -> None:
    """A number without a range is called a best estimate, and still told of."""
    said = "How sure'. Pages call every number a best estimate."
    lacking = " Sentences with a number but no range: 1 of 1."
    assert any(each.endswith(f"{said}{lacking}") for each in lines(small))
    assert any(each.endswith(said) for each in lines(no_figures(small)))


def test_the_conclusion_follows_from_the_marks(small: Store) -> None:
    """Only with all qualifying and all certifying items does it say more."""
    qualified = both(alone, felt)(small)
    page = lines(qualified)
    assert page[1] == "Qualifying: 6 of 6 met, 0 partly, 0 not."
    assert page[5] == (
        "So this is an explainer, not a decision aid. All six qualifying items are "
        "met, but not all six certifying ones, which guard against harmful bias."
    )
    page = lines(pulse_harm(qualified))
    assert page[2] == "Certifying: 6 of 6 met, 0 partly, 0 not."
    assert page[5] == (
        "By our own marks it meets what is asked of a decision aid. Nobody outside has "
        "confirmed that, so it still calls itself an explainer."
    )
