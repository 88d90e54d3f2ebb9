"""Trials by hand: what pages print against a table written from the evidence ledger.

The counts were read in the ledger, not in the catalogue. Intervals are Newcombe's, by
`confint_proportions_2indep(..., method="newcomb")` of statsmodels. Halves go away from
zero. A difference is of the counts, so it may be one off that of the rounded arms.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, TypeAlias

import pytest

from neuroplastic_cli.document import Document
from neuroplastic_cli.pages import evidence, words
from neuroplastic_cli.pages.page import Page
from neuroplastic_cli.writers import Sink, plain

if TYPE_CHECKING:
    from neuroplastic_cli.catalogue import model
    from neuroplastic_cli.catalogue.store import Store

# Events, total, events per 100.
Arm: TypeAlias = tuple[int, int, int]
# The trial, its arms, the difference per 100 and its 95 % interval, low and high.
Row: TypeAlias = tuple[str, Arm, Arm, int, int, int]

# The first arm of every row has the therapy of the record in full; the second has not.
THERAPY = {
    "tms": "TMS",
    "emdr": "EMDR",
    "ketamine-assisted-psychotherapy": "ketamine",
    "psychedelic-assisted-psychotherapy": "25 mg|MDMA|LSD|ayahuasca",
    "esketamine": "esketamine",
    "cbt": "CBT",
    "trauma-focused-cbt": "exposure",
    "antidepressants": "tablets kept",
    "mbct": "MBCT",
    "ect": "ECT",
}
TABLE: list[Row] = [
    # TMS: wanted events, then unwanted ones.
    ("george-2010-remission", (13, 92, 14), (5, 98, 5), 9, 1, 18),
    ("kratter-2026-remission", (12, 24, 50), (5, 24, 21), 29, 2, 51),
    ("kratter-2026-response", (13, 24, 54), (6, 24, 25), 29, 2, 51),
    ("eranti-2007-remission", (4, 24, 17), (13, 22, 59), -42, -63, -14),
    ("carmi-2019-response", (16, 42, 38), (5, 45, 11), 27, 9, 43),
    ("carmi-2019-followup", (19, 42, 45), (8, 45, 18), 27, 8, 45),
    ("zangen-2021-quit", (21, 108, 19), (11, 126, 9), 11, 2, 20),
    ("croarkin-2021-response", (20, 48, 42), (20, 55, 36), 5, -13, 23),
    ("kim-2019-response", (9, 11, 82), (5, 11, 45), 36, -3, 64),
    ("kim-2019-remission", (3, 11, 27), (2, 11, 18), 9, -25, 41),
    ("nice-2015-headache", (46, 472, 10), (12, 461, 3), 7, 4, 10),
    ("nice-2015-scalp", (45, 472, 10), (9, 461, 2), 8, 5, 11),
    ("nice-2015-twitching", (9, 472, 2), (0, 461, 0), 2, 1, 4),
    ("kim-2019-preterm", (3, 11, 27), (0, 11, 0), 27, -4, 57),
    ("george-2010-stopped", (5, 92, 5), (0, 98, 0), 5, 1, 12),
    # EMDR.
    ("vandenberg-2015-no-longer-ptsd", (33, 55, 60), (13, 47, 28), 32, 13, 48),
    ("vandenberg-2015-no-longer-ptsd-exposure", (33, 55, 60), (30, 53, 57), 3, -15, 21),
    ("ostacoli-2018-remission-6-months", (17, 31, 55), (15, 35, 43), 12, -12, 34),
    ("rothbaum-2005-dropout-exposure", (5, 25, 20), (3, 23, 13), 7, -15, 28),
    ("rothbaum-2005-dropout-waiting", (5, 25, 20), (4, 24, 17), 3, -19, 25),
    ("nijdam-2012-dropout", (20, 70, 29), (25, 70, 36), -7, -22, 8),
    ("power-2002-dropout-exposure", (12, 39, 31), (16, 37, 43), -12, -32, 9),
    ("power-2002-dropout-waiting", (12, 39, 31), (5, 29, 17), 14, -8, 32),
    ("ostacoli-2018-dropout", (9, 40, 23), (7, 42, 17), 6, -11, 23),
    # Ketamine.
    ("murrough-2013-response", (30, 47, 64), (7, 25, 28), 36, 12, 54),
    ("lii-2023-day-1", (12, 20, 60), (10, 20, 50), 10, -19, 37),
    ("lii-2023-day-1-remission", (10, 20, 50), (7, 20, 35), 15, -15, 41),
    ("lii-2023-day-14", (8, 19, 42), (11, 19, 58), -16, -43, 15),
    ("jelovac-2025-response", (15, 32, 47), (10, 30, 33), 14, -10, 35),
    ("jelovac-2025-remission", (14, 32, 44), (9, 30, 30), 14, -10, 35),
    ("feder-2021-response", (10, 15, 67), (3, 15, 20), 47, 11, 69),
    ("anand-2023-response", (108, 195, 55), (70, 170, 41), 14, 4, 24),
    ("daly-2018-28-mg", (1, 11, 9), (2, 33, 6), 3, -12, 32),
    ("daly-2018-56-mg", (2, 11, 18), (2, 33, 6), 12, -7, 42),
    ("daly-2018-84-mg", (5, 12, 42), (2, 33, 6), 36, 9, 62),
    ("transform-1-2-day-2", (55, 318, 17), (19, 203, 9), 8, 2, 14),
    ("transform-1-2-day-28", (182, 310, 59), (94, 208, 45), 14, 5, 22),
    ("fedgchin-2019-response-56-mg", (60, 111, 54), (42, 108, 39), 15, 2, 28),
    ("fedgchin-2019-response-84-mg", (52, 98, 53), (42, 108, 39), 14, 1, 27),
    ("fedgchin-2019-remission-56-mg", (40, 111, 36), (33, 108, 31), 5, -7, 18),
    ("fedgchin-2019-remission-84-mg", (38, 98, 39), (33, 108, 31), 8, -5, 21),
    ("popova-2019-response", (70, 101, 69), (52, 100, 52), 17, 4, 30),
    ("popova-2019-remission", (53, 101, 52), (31, 100, 31), 21, 8, 34),
    ("reif-2023-remission", (91, 336, 27), (60, 340, 18), 9, 3, 16),
    ("reif-2023-stayed-well", (73, 336, 22), (48, 340, 14), 8, 2, 13),
    ("daly-2019-relapse", (24, 90, 27), (39, 86, 45), -19, -32, -5),
    ("ekstrand-2022-detached", (55, 91, 60), (14, 90, 16), 45, 31, 56),
    ("ekstrand-2022-memory-gaps", (0, 91, 0), (19, 90, 21), -21, -31, -13),
    ("ekstrand-2022-spinning", (63, 91, 69), (22, 90, 24), 45, 31, 56),
    ("ekstrand-2022-worry", (41, 91, 45), (16, 90, 18), 27, 14, 39),
    ("ekstrand-2022-headache", (20, 91, 22), (72, 90, 80), -58, -68, -45),
    # Psychedelics.
    ("carhartharris-2021-response", (21, 30, 70), (14, 29, 48), 22, -3, 43),
    ("carhartharris-2021-remission", (17, 30, 57), (8, 29, 28), 29, 4, 50),
    ("goodwin-2022-remission", (23, 79, 29), (6, 79, 8), 22, 10, 33),
    ("goodwin-2022-sustained", (16, 79, 20), (8, 79, 10), 10, -1, 21),
    ("raison-2023-response", (20, 48, 42), (5, 44, 11), 30, 12, 46),
    ("raison-2023-sustained-remission", (12, 48, 25), (4, 44, 9), 16, 0, 31),
    ("mitchell-2021-no-ptsd", (28, 42, 67), (12, 37, 32), 34, 12, 52),
    ("mitchell-2023-no-ptsd", (37, 52, 71), (20, 42, 48), 24, 4, 41),
    ("mitchell-2023-remission", (24, 52, 46), (9, 42, 21), 25, 5, 41),
    ("mitchell-2023-severe", (5, 53, 9), (2, 51, 4), 6, -5, 17),
    ("robison-2025-response", (26, 40, 65), (12, 39, 31), 34, 12, 52),
    ("robison-2025-response-200", (25, 40, 63), (12, 39, 31), 32, 10, 50),
    ("robison-2025-remission", (19, 40, 48), (8, 39, 21), 27, 6, 45),
    ("robison-2025-remission-200", (18, 40, 45), (8, 39, 21), 24, 4, 43),
    ("palhanofontes-2019-response", (9, 14, 64), (4, 15, 27), 38, 2, 63),
    # Esketamine spray on its own page.
    ("esk-transform-1-2-day-28", (182, 310, 59), (94, 208, 45), 14, 5, 22),
    ("esk-transform-1-response-56-mg", (60, 111, 54), (42, 108, 39), 15, 2, 28),
    ("esk-transform-1-response-84-mg", (52, 98, 53), (42, 108, 39), 14, 1, 27),
    ("esk-transform-1-remission-56-mg", (40, 111, 36), (33, 108, 31), 5, -7, 18),
    ("esk-transform-1-remission-84-mg", (38, 98, 39), (33, 108, 31), 8, -5, 21),
    ("esk-transform-2-response", (70, 101, 69), (52, 100, 52), 17, 4, 30),
    ("esk-transform-2-remission", (53, 101, 52), (31, 100, 31), 21, 8, 34),
    ("esk-daly-2018-28-mg", (1, 11, 9), (2, 33, 6), 3, -12, 32),
    ("esk-daly-2018-56-mg", (2, 11, 18), (2, 33, 6), 12, -7, 42),
    ("esk-daly-2018-84-mg", (5, 12, 42), (2, 33, 6), 36, 9, 62),
    ("esk-reif-2023-remission", (91, 336, 27), (60, 340, 18), 9, 3, 16),
    ("esk-reif-2023-stayed-well", (73, 336, 22), (48, 340, 14), 8, 2, 13),
    ("esk-daly-2019-relapse", (24, 90, 27), (39, 86, 45), -19, -32, -5),
    # CBT, and CBT that works on a trauma: the other side of what EMDR was set against.
    ("ostacoli-2018-cbt-remission-6-months", (15, 35, 43), (17, 31, 55), -12, -34, 12),
    ("ostacoli-2018-cbt-dropout", (7, 42, 17), (9, 40, 23), -6, -23, 11),
    ("vandenberg-2015-exposure-waiting", (30, 53, 57), (13, 47, 28), 29, 10, 45),
    ("vandenberg-2015-exposure-emdr", (30, 53, 57), (33, 55, 60), -3, -21, 15),
    ("rothbaum-2005-exposure-dropout", (3, 23, 13), (5, 25, 20), -7, -28, 15),
    ("power-2002-cbt-dropout", (16, 37, 43), (12, 39, 31), 12, -9, 32),
    # Antidepressants kept or stopped, and a class to stay well.
    ("lewis-2021-antler-stayed-well", (146, 238, 61), (105, 240, 44), 18, 9, 26),
    ("shallcross-2018-no-relapse", (24, 46, 52), (23, 46, 50), 2, -18, 22),
    # ECT: the other side of what TMS and ketamine were set against.
    ("eranti-2007-ect-remission", (13, 22, 59), (4, 24, 17), 42, 14, 63),
    ("anand-2023-ect-response", (70, 170, 41), (108, 195, 55), -14, -24, -4),
    ("ekstrand-2022-ect-lasting-memory-gaps", (19, 90, 21), (0, 91, 0), 21, 13, 31),
    ("ekstrand-2022-ect-headache", (72, 90, 80), (20, 91, 22), 58, 45, 68),
    ("ekstrand-2022-ect-dissociation", (14, 90, 16), (55, 91, 60), -45, -56, -31),
]


def trial_of(store: Store, name: str) -> tuple[str, model.Trial]:
    """Return the one trial of that id, and the therapy it is a trial of."""
    (found,) = (
        (therapy.id, trial)
        for therapy in store.therapies
        for trial in evidence.trials(therapy)
        if trial.id == name
    )
    return found


def more(number: int) -> str:
    """Return a difference in words."""
    return f"{-number} fewer" if number < 0 else f"{number} more"


def range_in_words(low: int, high: int) -> str:
    """Return an interval in words; only one that holds zero is too close to call.

    A 0 in the table is a bound of less than half a person, on the side of the other.
    """
    if low < 0 < high:
        return f"from {more(low)} to {more(high)}. Too close to call."
    if high <= 0:
        return f"{-high or 'under 1'} to {-low} fewer."
    return f"{low or 'under 1'} to {high} more."


def test_the_table_is_broad() -> None:
    """No trial stands twice; good news, bad news and none are all there."""
    assert len({row[0] for row in TABLE}) == len(TABLE)
    assert sum(low < 0 < high for *_, low, high in TABLE) >= 10
    assert sum(high < 0 for *_, high in TABLE) >= 3


@pytest.mark.parametrize("row", TABLE, ids=lambda row: row[0])
def test_the_catalogue_has_the_counts_of_the_table(shipped: Store, row: Row) -> None:
    """The same people in the same order, under the right names."""
    name, first, second, *_ = row
    therapy, trial = trial_of(shipped, name)
    one, other = trial.arms
    assert (one.events, one.total) == first[:2]
    assert (other.events, other.total) == second[:2]
    assert re.search(THERAPY[therapy], one.name, re.IGNORECASE)
    assert not re.search(THERAPY[therapy], other.name, re.IGNORECASE)


@pytest.mark.parametrize("row", TABLE, ids=lambda row: row[0])
def test_the_page_prints_the_numbers_of_the_table(shipped: Store, row: Row) -> None:
    """Arm by arm what happened and what did not, then the difference and its range."""
    name, first, second, difference, low, high = row
    _, trial = trial_of(shipped, name)
    one, other = (arm.name for arm in trial.arms)
    block = evidence.chances(Page(shipped), trial, whole=False)
    lines = plain.write(Document("", (block,)), Sink()).splitlines()
    assert f" {first[1] + second[1]} people: " in lines[0]
    assert lines[1] == f"- {one}: {first[2]} of 100, {100 - first[2]} not."
    assert lines[2] == f"- {other}: {second[2]} of 100, {100 - second[2]} not."
    about = "" if difference == first[2] - second[2] else "About "
    assert lines[3] == (
        f"{about}{more(difference)} with {words.inline(one)}; "
        f"it could be {range_in_words(low, high)}"
    )
