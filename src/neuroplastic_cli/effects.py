"""Counts to effects: per 100, difference, risk ratio and NNT with 95 % intervals.

Pure functions, unrounded: rounding is the page's. Counts are people; everything
"per 100" is people out of a hundred.
"""

from __future__ import annotations

import math
from typing import TypeAlias

import msgspec

Interval: TypeAlias = tuple[float, float]

# The standard normal deviate that leaves 2.5 % in each tail.
_Z = 1.959963984540054
TWO_ARMS = "Newcombe hybrid score interval (method 10), Katz log interval for the ratio"
ONE_ARM = "Wilson score interval"


class Proportion(msgspec.Struct, frozen=True):
    """What happened in one arm, per 100 people."""

    per_100: float
    ci95: Interval
    method: str = ONE_ARM


class Comparison(msgspec.Struct, frozen=True):
    """What happened in two arms, per 100 people, and how they differ.

    Differences are the first arm minus the second. What cannot be computed is None.
    """

    treatment_per_100: float
    comparator_per_100: float
    difference_per_100: float
    difference_ci95: Interval
    risk_ratio: float | None
    risk_ratio_ci95: Interval | None
    nnt: float | None
    nnt_ci95: Interval | None
    method: str = TWO_ARMS

    @property
    def too_close_to_call(self) -> bool:
        """Return whether the interval of the difference holds zero."""
        low, high = self.difference_ci95
        return low <= 0 <= high


def wilson(events: int, total: int) -> Interval:
    """Return the 95 % score interval of a proportion, from 0 to 1, uncorrected.

    Source: Wilson 1927, doi:10.1080/01621459.1927.10502953.
    """
    p, z2 = events / total, _Z * _Z
    middle = (p + z2 / (2 * total)) / (1 + z2 / total)
    half = _Z * math.sqrt(p * (1 - p) / total + z2 / (4 * total**2)) / (1 + z2 / total)
    # At 0 and at all of them the bound is exact; rounding would leave a speck.
    low = 0.0 if events == 0 else middle - half
    high = 1.0 if events == total else middle + half
    return low, high


def newcombe(arm: tuple[int, int], other: tuple[int, int]) -> Interval:
    """Return the 95 % interval of a difference of proportions, from -1 to 1.

    Each arm is its events and its total. Source: Newcombe 1998, method 10,
    doi:10.1002/(SICI)1097-0258(19980430)17:8<873::AID-SIM779>3.0.CO;2-I.
    """
    p1, p2 = arm[0] / arm[1], other[0] / other[1]
    (low1, high1), (low2, high2) = wilson(*arm), wilson(*other)
    down = math.hypot(p1 - low1, high2 - p2)
    up = math.hypot(high1 - p1, p2 - low2)
    return p1 - p2 - down, p1 - p2 + up


def katz(arm: tuple[int, int], other: tuple[int, int]) -> Interval | None:
    """Return the 95 % interval of a ratio of proportions, or None with a zero count.

    Source: Katz and others 1978, doi:10.2307/2530610.
    """
    (events1, total1), (events2, total2) = arm, other
    if events1 == 0 or events2 == 0:
        return None
    log = math.log((events1 / total1) / (events2 / total2))
    error = math.sqrt(1 / events1 - 1 / total1 + 1 / events2 - 1 / total2)
    return math.exp(log - _Z * error), math.exp(log + _Z * error)


def proportion(events: int, total: int) -> Proportion:
    """Return what happened in one arm."""
    low, high = wilson(events, total)
    return Proportion(100 * events / total, (100 * low, 100 * high))


def comparison(arm: tuple[int, int], other: tuple[int, int]) -> Comparison:
    """Return what happened in two arms, each its events and its total."""
    (events1, total1), (events2, total2) = arm, other
    p1, p2 = events1 / total1, events2 / total2
    low, high = newcombe(arm, other)
    nearest, farthest = sorted((abs(low), abs(high)))
    return Comparison(
        treatment_per_100=100 * p1,
        comparator_per_100=100 * p2,
        difference_per_100=100 * (p1 - p2),
        difference_ci95=(100 * low, 100 * high),
        risk_ratio=p1 / p2 if events2 else None,
        risk_ratio_ci95=katz(arm, other),
        nnt=None if p1 == p2 else 1 / abs(p1 - p2),
        nnt_ci95=None if low <= 0 <= high else (1 / farthest, 1 / nearest),
    )
