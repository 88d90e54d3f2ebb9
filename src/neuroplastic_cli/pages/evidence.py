"""Trials and guidelines, in the words that pages print."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from neuroplastic_cli.document import Chances, Cite, Group, Line, line
from neuroplastic_cli.pages import words

if TYPE_CHECKING:
    from collections.abc import Container

    from neuroplastic_cli.catalogue import model
    from neuroplastic_cli.catalogue.store import Store
    from neuroplastic_cli.pages.page import Page


class Standing(NamedTuple):
    """What guidelines say, counted, and the sources that say it."""

    text: str
    sources: tuple[str, ...]


def found(value: Any) -> tuple[Any, ...]:
    """Return a list that may be absent or `none_found` as a list."""
    return value if isinstance(value, tuple) else ()


def trials(therapy: model.Therapy) -> tuple[model.Trial, ...]:
    """Return the trials of *therapy*, benefits before unwanted events."""
    return tuple(sorted(found(therapy.trials), key=lambda trial: not trial.good))


def headlines(
    therapy: model.Therapy, condition: str | None, *, good: bool
) -> list[model.Trial]:
    """Return the headline results for *condition*, those of no variant first."""
    heads = [
        trial
        for trial in found(therapy.trials)
        if trial.headline and trial.condition == condition and trial.good == good
    ]
    return sorted(heads, key=lambda trial: trial.variant is not None)


def condition_in_words(store: Store, name: str) -> str:
    """Return the label of the condition *name*, and what it is part of."""
    condition = store.condition(name)
    if condition.part_of is None:
        return condition.label
    return f"{condition.label} (part of {store.label(condition.part_of)})"


def trial_in_words(store: Store, trial: model.Trial) -> str:
    """Return what a trial compared, and for what."""
    arms = " against ".join(arm.name for arm in trial.arms)
    about = condition_in_words(store, trial.condition) if trial.condition else "all"
    return f"{about}: {arms}"


def chances(page: Page, trial: model.Trial, *, whole: bool) -> Chances:
    """Return what happened in *trial*, to whom, when; *whole* for all of it."""
    total = sum(arm.total for arm in trial.arms)
    who = f"{words.counted(total, 'person', 'people')}: {trial.population}"
    blinded = words.BLINDED[tuple(sorted(trial.blinded))]
    outcome = f"{trial.measure}, {trial.timepoint}. {who}; {blinded}."
    notes = [
        line(f"The count for {arm.name} was worked out: {arm.derived}.")
        for arm in trial.arms
        if arm.derived
    ]
    if trial.says:
        notes.append(line(trial.says))
    if whole:
        notes.append(_particulars(trial))
    groups = tuple(Group(arm.name, arm.events, arm.total) for arm in trial.arms)
    return Chances(page.about(trial, outcome), groups, tuple(notes))


def _particulars(trial: model.Trial) -> Line:
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
    return line(" ".join(part if part.endswith(".") else f"{part}." for part in known))


def law_in_words(therapy: model.Therapy) -> str:
    """Return what the law says of *therapy*, place by place, in one line."""
    by_place: dict[str, dict[str, None]] = {}
    rules = found(therapy.regulation)
    for rule in [rule for rule in rules if rule.variant is None] or rules:
        if rule.status != "not_found":
            status = words.STATUSES[rule.status]
            about = f"{rule.variant} {status}" if rule.variant else status
            by_place.setdefault(rule.place, {})[about] = None
    return "; ".join(f"{p} {words.listed([*s])}" for p, s in by_place.items())


def guidelines_in_words(
    therapy: model.Therapy, conditions: Container[str]
) -> Standing | None:
    """Return what the guidelines in force say for *conditions*, or None without any."""
    kept = [
        guideline
        for guideline in found(therapy.guidelines)
        if guideline.condition in conditions and not guideline.replaced
    ]
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
        parts += [", as rated by ", page.cite([rating.by])]
    parts.append(f". {rating.why}" if whole else ".")
    return line(*parts)
