"""Effects: against published worked examples, and an oracle on random tables."""

from __future__ import annotations

import math
import warnings

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import binomtest
from scipy.stats.contingency import relative_risk
from statsmodels.stats.proportion import confint_proportions_2indep

from neuroplastic_cli import effects

CLOSE = {"rel_tol": 1e-9, "abs_tol": 1e-9}


@st.composite
def arms(draw: st.DrawFn) -> tuple[int, int]:
    """Draw an arm: its events and its total; none, all and arms of one included."""
    total = draw(st.one_of(st.integers(1, 5), st.integers(1, 5_000)))
    events = draw(st.one_of(st.sampled_from([0, total]), st.integers(0, total)))
    return events, total


def same(ours: tuple[float, float], theirs: tuple[float, float]) -> bool:
    """Return whether two intervals agree."""
    return all(math.isclose(a, b, **CLOSE) for a, b in zip(ours, theirs, strict=True))


@pytest.mark.parametrize(
    ("arm", "other", "interval"),
    [
        # Newcombe 1998, table II, method 10, contrasts (a) to (h).
        ((56, 70), (48, 80), (0.0524, 0.3339)),
        ((9, 10), (3, 10), (0.1705, 0.8090)),
        ((6, 7), (2, 7), (0.0582, 0.8062)),
        ((5, 56), (0, 29), (-0.0381, 0.1926)),
        ((0, 10), (0, 20), (-0.1611, 0.2775)),
        ((0, 10), (0, 10), (-0.2775, 0.2775)),
        ((10, 10), (0, 20), (0.6791, 1.0000)),
        ((10, 10), (0, 10), (0.6075, 1.0000)),
    ],
)
def test_newcombe_1998(
    arm: tuple[int, int], other: tuple[int, int], interval: tuple[float, float]
) -> None:
    """The eight contrasts of the paper come out to its four decimals."""
    low, high = effects.newcombe(arm, other)
    assert (round(low, 4), round(high, 4)) == interval


@pytest.mark.parametrize(
    ("events", "total", "interval"),
    [
        # Newcombe 1998 (single proportions), table I, method 3.
        (81, 263, (0.2553, 0.3662)),
        (15, 148, (0.0624, 0.1605)),
        (0, 20, (0.0, 0.1611)),
        (1, 29, (0.0061, 0.1718)),
    ],
)
def test_wilson(events: int, total: int, interval: tuple[float, float]) -> None:
    """The four examples of the paper come out to its four decimals."""
    low, high = effects.wilson(events, total)
    assert (round(low, 4), round(high, 4)) == interval


def test_a_trial_by_hand() -> None:
    """EMDR 33 of 55 against 13 of 47 waiting."""
    effect = effects.comparison((33, 55), (13, 47))
    assert round(effect.treatment_per_100, 2) == 60.0
    assert round(effect.comparator_per_100, 2) == 27.66
    assert round(effect.difference_per_100, 2) == 32.34
    assert [round(end, 1) for end in effect.difference_ci95] == [13.0, 48.3]
    assert effect.risk_ratio is not None
    assert round(effect.risk_ratio, 3) == 2.169
    assert effect.nnt is not None
    assert round(effect.nnt, 2) == 3.09
    assert effect.nnt_ci95 is not None
    assert [round(end, 2) for end in effect.nnt_ci95] == [2.07, 7.67]
    assert not effect.too_close_to_call
    assert effect.method == (
        "Newcombe hybrid score interval (method 10), Katz log interval for the ratio"
    )


def test_what_cannot_be_computed_is_none() -> None:
    """Zero counts have no ratio interval; no difference has no number to treat."""
    none = effects.comparison((0, 10), (0, 10))
    assert (none.difference_per_100, none.risk_ratio, none.nnt) == (0.0, None, None)
    zero = effects.comparison((0, 10), (5, 10))
    assert (zero.risk_ratio, zero.risk_ratio_ci95, zero.nnt) == (0.0, None, 2.0)
    ones = effects.comparison((1, 1), (0, 1))
    assert (ones.nnt, ones.nnt_ci95, ones.too_close_to_call) == (1.0, None, True)


def test_too_close_to_call_has_no_interval_of_the_nnt() -> None:
    """From 22 fewer to 8 more: the range of the number to treat would be nonsense."""
    close = effects.comparison((20, 70), (25, 70))
    assert [round(end, 1) for end in close.difference_ci95] == [-22.1, 8.2]
    assert close.nnt is not None
    assert round(close.nnt, 2) == 14.0
    assert (close.nnt_ci95, close.too_close_to_call) == (None, True)


@pytest.mark.parametrize(
    ("arm", "other"),
    [
        ((1, 3), (2, 6)),
        ((10**17, 3 * 10**17), (10**17 + 1, 3 * 10**17)),
        ((10**17, 10**17), (10**17, 10**17)),
    ],
    ids=["the same fraction", "the same number", "an interval without width"],
)
def test_no_difference_has_no_number_to_treat(
    arm: tuple[int, int], other: tuple[int, int]
) -> None:
    """Counts may have 18 digits; rates that come out the same divide nothing."""
    effect = effects.comparison(arm, other)
    assert (effect.difference_per_100, effect.risk_ratio) == (0.0, 1.0)
    assert (effect.nnt, effect.nnt_ci95) == (None, None)
    assert effect.too_close_to_call


@pytest.mark.parametrize("total", [1, 3, 10, 28, 5_000])
def test_none_and_all_are_exact(total: int) -> None:
    """The interval of none begins at 0 itself, that of all ends at 1 itself."""
    assert effects.wilson(0, total)[0] == 0.0
    assert effects.wilson(total, total)[1] == 1.0


def test_one_arm() -> None:
    """One arm gives its rate and the Wilson interval, per 100."""
    one = effects.proportion(15, 148)
    assert round(one.per_100, 2) == 10.14
    assert [round(end, 2) for end in one.ci95] == [6.24, 16.05]
    assert one.method == "Wilson score interval"


@settings(max_examples=2000, deadline=None)
@given(arms(), arms())
def test_against_statsmodels_and_scipy(
    arm: tuple[int, int], other: tuple[int, int]
) -> None:
    """On random tables our intervals are those of well-known libraries."""
    theirs = confint_proportions_2indep(*arm, *other, method="newcomb")
    assert same(effects.newcombe(arm, other), theirs)
    test = binomtest(*arm).proportion_ci(method="wilson")
    assert same(effects.wilson(*arm), (test.low, test.high))
    if arm[0] and other[0]:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            ratio = relative_risk(*arm, *other).confidence_interval()
        ours = effects.katz(arm, other)
        assert ours is not None
        assert same(ours, (ratio.low, ratio.high))


@settings(max_examples=500, deadline=None)
@given(arms(), arms())
def test_turning_the_arms_round_turns_the_effect_round(
    arm: tuple[int, int], other: tuple[int, int]
) -> None:
    """The interval holds the difference, stays within bounds, and is symmetrical."""
    one, two = effects.comparison(arm, other), effects.comparison(other, arm)
    low, high = one.difference_ci95
    assert -100 - 1e-9 <= low <= one.difference_per_100 + 1e-9
    assert one.difference_per_100 - 1e-9 <= high <= 100 + 1e-9
    assert math.isclose(low, -two.difference_ci95[1], **CLOSE)
    assert math.isclose(high, -two.difference_ci95[0], **CLOSE)
    assert one.nnt == two.nnt or math.isclose(one.nnt or 0, two.nnt or 0, **CLOSE)
