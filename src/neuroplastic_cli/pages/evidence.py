"""Trials and guidelines, in the words that pages print."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from neuroplastic_cli import effects
from neuroplastic_cli.document import (
    Block,
    Chances,
    Cite,
    Forest,
    Group,
    Items,
    Line,
    Paragraph,
    Whisker,
    line,
)
from neuroplastic_cli.pages import words
from neuroplastic_cli.pages.page import NO_DATA

if TYPE_CHECKING:
    from collections.abc import Collection, Container, Iterable, Sequence

    from neuroplastic_cli.catalogue import model
    from neuroplastic_cli.catalogue.store import Store
    from neuroplastic_cli.pages.page import Page


class Standing(NamedTuple):
    """What guidelines say, counted, and the sources that say it."""

    text: str
    sources: tuple[str, ...]


APART = "different people, comparisons and times: do not subtract across"
_IN_SHORT = 2
"""How many harms of going without treatment stand for it in a word."""


def found(value: Any) -> tuple[Any, ...]:
    """Return a list that may be absent or `none_found` as a list."""
    return value if isinstance(value, tuple) else ()


def trials(therapy: model.Therapy) -> tuple[model.Trial, ...]:
    """Return the trials of *therapy*, benefits before unwanted events."""
    return tuple(sorted(found(therapy.trials), key=lambda trial: not trial.good))


def benefits(therapy: model.Therapy, use: model.Use) -> list[model.Trial]:
    """Return the headline benefits of *use*, those of no variant first."""
    # A variant with a use of its own leads there, not here.
    elsewhere = {u.variant for u in therapy.uses if u.condition == use.condition}
    elsewhere -= {None, use.variant}
    heads = [
        trial
        for trial in _headlines(therapy, good=True)
        if trial.condition == use.condition
        and use.variant in {None, trial.variant}
        and trial.variant not in elsewhere
    ]
    return sorted(heads, key=lambda trial: trial.variant is not None)


def no_headline(
    therapy: model.Therapy, conditions: Container[str | None], *, good: bool
) -> str:
    """Return why no result leads for *conditions*, for benefit or for harm."""
    counted = [t for t in found(therapy.trials) if t.good == good]
    if any(trial.condition in conditions for trial in counted):
        return "None of the counted results fits our rule for a picture."
    return "No trial whose counts we have read."


def harms(
    therapy: model.Therapy, conditions: Container[str | None]
) -> list[model.Trial]:
    """Return the headline harms for *conditions*, those of no variant first."""
    heads = [t for t in _headlines(therapy, good=False) if t.condition in conditions]
    return sorted(heads, key=lambda trial: trial.variant is not None)


def harm_in_short(
    page: Page, therapy: model.Therapy, conditions: Collection[str]
) -> list[Block]:
    """Return what can go wrong, in a word.

    Of going without treatment that differs from one condition to the next: then it is
    the first harms that name one of *conditions*.
    """
    if therapy.kind != "no_treatment" or not conditions:
        return [Paragraph(page.said(therapy.in_short.harm))]
    told = harms_for(therapy, conditions)
    if not told:
        return [Paragraph(line(NO_DATA))]
    return [Items(tuple(page.said(each) for each in told[:_IN_SHORT]))]


def wait_in_short(
    page: Page, therapy: model.Therapy, conditions: Collection[str]
) -> Line:
    """Return who should wait, in a word.

    Of going without treatment that differs from one condition to the next: then it is
    what names one of *conditions*, if anything does.
    """
    if therapy.kind == "no_treatment":
        for said in found(therapy.not_for):
            if said.condition in conditions:
                return page.said(said)
    return page.said(therapy.in_short.wait)


def harms_for(therapy: model.Therapy, conditions: Collection[str]) -> list[model.Harm]:
    """Return the harms that hold for one of *conditions*, or for all."""
    ids = {None, *conditions}
    return [harm for harm in found(therapy.harms) if harm.condition in ids]


def _headlines(therapy: model.Therapy, *, good: bool) -> list[model.Trial]:
    return [t for t in found(therapy.trials) if t.headline and t.good == good]


def left_out(
    store: Store, condition: model.Condition, shown: Iterable[model.Therapy]
) -> list[str]:
    """Return the labels of the options for *condition* that are not *shown*.

    They are as within a sentence, and in the order of the alphabet.
    """
    ids = {therapy.id for therapy in shown}
    options = store.option_labels(condition).items()
    others = [words.inline(label) for name, label in options if name not in ids]
    return sorted(others, key=str.casefold)


def other_options_in_words(condition: model.Condition) -> str:
    """Return what is often offered for *condition* without a record, by name."""
    options = found(condition.other_options)
    return "; ".join(o.name or words.opening(o.says, 0).rstrip(".") for o in options)


def condition_in_words(store: Store, name: str) -> str:
    """Return the label of the condition *name*, and what it is part of."""
    condition = store.condition(name)
    if condition.part_of is None:
        return condition.label
    return f"{condition.label} (part of {store.label(condition.part_of)})"


def about_condition(store: Store, name: str | None) -> str:
    """Return what a trial was about: a condition, or all of them together."""
    return condition_in_words(store, name) if name else "All conditions together"


def chances(
    page: Page, trial: model.Trial, *, whole: bool, experts: bool = False
) -> Chances:
    """Return what happened in *trial*, to whom and when.

    *whole* adds how it was made, *experts* the risk ratio and the number to treat.
    """
    total = sum(arm.total for arm in trial.arms)
    who = f"{words.counted(total, 'person', 'people')}: {trial.population}"
    blinded = _blinding(trial)
    outcome = f"{trial.measure}, {trial.timepoint}. {who}; {blinded}."
    derived = {arm.name: arm.derived for arm in trial.arms if arm.derived}
    if whole:
        notes = [
            *(
                f"The count for {n} was worked out: {words.ended(derived[n])}"
                for n in derived
            ),
            trial.says or "",
            _for_experts(trial) if experts else "",
            _particulars(trial),
        ]
    else:
        worked_out = "Counts worked out from other printed figures." if derived else ""
        notes = [" ".join(part for part in (worked_out, trial.says) if part)]
    base = _base(trial)
    return Chances(
        outcome=page.about(trial, outcome),
        base=base,
        groups=tuple(_group(arm, base, whole=whole) for arm in trial.arms),
        difference=_difference(trial, base),
        notes=tuple(line(note) for note in notes if note),
    )


def forest(page: Page, trials: Sequence[model.Trial], *, good: bool) -> Forest:
    """Return the differences of two-armed *trials*, wanted events or unwanted ones."""
    sides = ("favours the other", "favours the therapy")
    rows = []
    for trial in trials:
        effect = effect_of(trial)
        if isinstance(effect, effects.Proportion):
            continue
        low, high = effect.difference_ci95
        cite = page.cite(trial.sources).text
        rows.append(
            Whisker(
                label=f"{_short(trial)} {cite}",
                estimate=effect.difference_per_100,
                low=low,
                high=high,
                words=_interval(effect),
            )
        )
    left, right = sides if good else reversed(sides)
    return Forest(left, right, tuple(rows))


def _short(trial: model.Trial) -> str:
    """Return which trial it is, in a few words."""
    arms = f"{trial.arms[0].name} against {trial.arms[1].name}"
    variant = f"{trial.variant}: " if trial.variant else ""
    return f"{variant}{trial.measure}, {trial.timepoint}; {arms}"


def _interval(effect: effects.Comparison) -> str:
    low, high = (_whole(each) for each in effect.difference_ci95)
    shown = _whole(effect.difference_per_100)
    return f"{_more(shown)} ({_more(low)} to {_more(high)})"


def _base(trial: model.Trial) -> int:
    """Return one denominator for *trial*: larger where an event is rarer than it."""
    rates = [arm.events / arm.total for arm in trial.arms if arm.events]
    rarest = min(rates, default=1.0)
    return 100 if rarest >= 0.01 else 1_000 if rarest >= 0.001 else 10_000


def _happened(arm: model.Arm, base: int) -> int:
    # Halves go up, as they do for a reader who checks with a pencil.
    return (2 * base * arm.events + arm.total) // (2 * arm.total)


def _group(arm: model.Arm, base: int, *, whole: bool) -> Group:
    happened = _happened(arm, base)
    said = f"{happened:,} of {base:,}, {base - happened:,} not"
    if whole:
        said += f" ({arm.events:,} of {arm.total:,} people)"
    return Group(arm.name, happened, said)


def _blinding(trial: model.Trial) -> str:
    if trial.blinded is None:
        return "we could not see who knew what they got"
    return words.BLINDED[tuple(sorted(set(trial.blinded)))]


def effect_of(trial: model.Trial) -> effects.Comparison | effects.Proportion:
    """Return the effect of *trial*: of its two arms, or of its one."""
    counts = [(arm.events, arm.total) for arm in trial.arms]
    if len(counts) == 1:
        return effects.proportion(*counts[0])
    return effects.comparison(*counts)


def _difference(trial: model.Trial, base: int) -> str:
    """Return how far apart the arms are, and how far they may be, in words."""
    effect = effect_of(trial)
    scale = base / 100
    if isinstance(effect, effects.Proportion):
        low, high = (_whole(scale * each) for each in effect.ci95)
        return f"It could be {low:,} to {high:,} of {base:,}."
    shown = _whole(scale * effect.difference_per_100)
    low, high = (_whole(scale * each) for each in effect.difference_ci95)
    name = words.inline(trial.arms[0].name)
    first, second = (_happened(arm, base) for arm in trial.arms)
    # The difference is rounded by itself; say so where that shows.
    about = "" if shown == first - second else "About "
    start = f"{about}{_more(shown)} with {name}" if shown else "As many in both"
    if effect.too_close_to_call:
        span = f"from {_more(low)} to {_more(high)}"
        return f"{start}; it could be {span}. Too close to call."
    least, most = sorted((abs(low), abs(high)))
    word = "fewer" if low < 0 else "more"
    least_ = f"{least:,}" if least else "under 1"
    return f"{start}; it could be {least_} to {most:,} {word}."


def _whole(number: float) -> int:
    """Return *number* to the nearest whole person, halves away from zero."""
    return int(number + (0.5 if number >= 0 else -0.5))


def _more(number: int) -> str:
    return f"{-number:,} fewer" if number < 0 else f"{number:,} more"


def _for_experts(trial: model.Trial) -> str:
    """Return the risk ratio and the number needed to treat, where there are any."""
    effect = effect_of(trial)
    if isinstance(effect, effects.Proportion):
        return ""
    parts = []
    if effect.risk_ratio is not None:
        parts.append(
            f"Risk ratio {effect.risk_ratio:.2f}{_span(effect.risk_ratio_ci95, 2)}"
        )
    if effect.nnt is not None:
        word = "treat" if trial.good == (effect.difference_per_100 > 0) else "harm"
        parts.append(
            f"number needed to {word} {effect.nnt:.0f}{_span(effect.nnt_ci95, 0)}"
        )
    if not parts:
        return ""
    return f"For experts: {'; '.join(parts)}. Difference by Newcombe, ratio by Katz."


def _span(interval: effects.Interval | None, digits: int) -> str:
    if interval is None:
        return " (no interval)"
    low, high = interval
    return f" (95 % interval {low:.{digits}f} to {high:.{digits}f})"


def _particulars(trial: model.Trial) -> str:
    wanted = "a wanted event" if trial.good else "an unwanted event"
    known = [
        f"Design: {trial.design}",
        f"Counted: {words.OUTCOMES[trial.outcome]}, {wanted}",
        *(
            f"Compared with: {words.COMPARATORS[arm.kind]}"
            for arm in trial.arms
            if arm.kind
        ),
        *([f"Weeks from the start: {trial.weeks:g}"] if trial.weeks else []),
        f"Result {trial.id} of the study {trial.study}",
    ]
    return " ".join(words.ended(part) for part in known)


def law_in_words(therapy: model.Therapy) -> str:
    """Return what the law says of *therapy*, place by place, in one line."""
    rules = [r for r in found(therapy.regulation) if r.status != "not_found"]
    parts = []
    for place in dict.fromkeys(rule.place for rule in rules):
        here = [rule for rule in rules if rule.place == place]
        # What holds for all variants says it; else each variant speaks for itself.
        general = [rule for rule in here if rule.variant is None] or here
        said = [
            f"{r.variant} {words.STATUSES[r.status]}"
            if r.variant
            else words.STATUSES[r.status]
            for r in general
        ]
        parts.append(f"{place} {words.listed(list(dict.fromkeys(said)))}")
    return "; ".join(parts)


def in_force(
    therapy: model.Therapy, conditions: Container[str]
) -> list[model.Guideline]:
    """Return the guidelines that speak of *therapy* for *conditions* today."""
    return [
        guideline
        for guideline in found(therapy.guidelines)
        if guideline.condition in conditions and not guideline.replaced
    ]


def guidelines_in_words(
    therapy: model.Therapy, conditions: Container[str]
) -> Standing | None:
    """Return what the guidelines in force say for *conditions*, or None without any.

    One that speaks of a condition and of a part of it is counted once, by what stands
    first.
    """
    speaking = in_force(therapy, conditions)
    first = {(g.body, g.year, g.variant): g for g in reversed(speaking)}
    kept = [each for each in speaking if each in first.values()]
    if not kept:
        return None
    counts = [
        f"{sum(g.direction == direction for g in kept)} {text}"
        for direction, text in words.DIRECTIONS_COUNTED.items()
        if any(g.direction == direction for g in kept)
    ]
    years = sorted(g.year for g in kept)
    span = str(years[0]) if years[0] == years[-1] else f"{years[0]} to {years[-1]}"
    # One source a guideline: the others stand in the section on guidelines.
    sources = tuple(g.sources[0] for g in kept)
    return Standing(f"{', '.join(counts)} ({span})", sources)


def certainty(page: Page, rating: model.Certainty, *, whole: bool) -> Line:
    """Return how sure the evidence is, who rated it and why."""
    level = " to ".join(words.LEVELS[name] for name in rating.level)
    parts: list[str | Cite] = [level]
    if rating.by == "ours":
        parts.append(", in our reading")
    else:
        parts += [", as rated in ", page.cite([rating.by])]
    parts.append(f". {rating.why}" if whole else ".")
    return line(*parts)
