"""What may matter to a person: question by question, and the sheet at the end."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

import msgspec

from neuroplastic_cli.catalogue import model, narrow
from neuroplastic_cli.document import (
    Comparison,
    Heading,
    Items,
    Option,
    Paragraph,
    Span,
    line,
)
from neuroplastic_cli.pages import evidence, words
from neuroplastic_cli.pages.page import NO_DATA, Page

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from neuroplastic_cli.catalogue.store import Store
    from neuroplastic_cli.document import Document, Line
    from neuroplastic_cli.pages.page import View

PROMPT = "What would you say? (Enter to skip, q to stop) "
_SAID = "I said"
_NOTHING = "This catalogue has no considerations for this."


def considerations(
    store: Store,
    condition: model.Condition,
    therapies: Sequence[model.Therapy],
    said: Mapping[str, str],
    place: str | None = None,
) -> list[model.Consideration]:
    """Return what may matter for *condition*, or was *said*, with all *therapies*.

    How they differ is what holds for all, for *condition*, its parts and what it is
    part of; everywhere, and in *place* if one is named.
    """
    parts = store.with_parts(condition)
    wider = condition.part_of
    ids = {*parts, wider}
    return [
        _for(narrow.narrowed(each, parts, place, wider=wider), therapies)
        for each in store.considerations
        if not each.conditions or ids.intersection(each.conditions) or each.id in said
    ]


def _for(
    found: model.Consideration, therapies: Sequence[model.Therapy]
) -> model.Consideration:
    """Return *found* with what it says of *therapies*, or that nothing was found."""
    options: list[model.Difference] = []
    for each in therapies:
        own = [o for o in evidence.found(found.options) if o.therapy == each.id]
        said = [option for option in own if not option.none_found]
        options += said or [model.Difference(therapy=each.id, none_found=True)]
    return msgspec.structs.replace(found, options=tuple(options))


def opening(store: Store, condition: model.Condition, count: int) -> Document:
    """Return what is to come, before the first of *count* questions."""
    page = Page(store)
    title = f"What matters to you: {words.inline(condition.label)}"
    page.add(Heading(title, 1))
    page.say(
        f"{words.counted(count, 'question')} about you, in your own words. Each says "
        "how the options differ. No answer is right or wrong. Nothing is scored, kept "
        "or sent."
    )
    page.say(
        "At the end comes a sheet for your appointment. Enter skips a question, q goes "
        "to the sheet, and Ctrl-C leaves at once."
    )
    _elsewhere(page, condition)
    page.closing()
    return page.document(title)


def _elsewhere(page: Page, condition: model.Condition) -> None:
    """Add what is often offered for *condition* and is not weighed here."""
    if others := evidence.other_options_in_words(condition):
        command = Span(f"therapies show {condition.id} --all", "command")
        page.say(f"Often offered too, and not weighed here: {others}. ", command)


def question(store: Store, found: model.Consideration, place: str) -> Document:
    """Return a question and how the options differ on it; *place* is which it is."""
    page = Page(store)
    page.add(Heading(f"{place}: {found.name}"))
    page.say(Span(found.question, "strong"))
    # A list, one option after the other: columns are hard to follow by ear.
    options = [
        line(Span(f"{store.label(name)}: ", "strong"), *_said(page, entries))
        for name, entries in _by_therapy(found)
    ]
    page.add(Items(tuple(options)))
    page.references(full=False)
    return page.document(found.name)


def sheet(
    store: Store,
    therapies: Sequence[model.Therapy],
    found: Sequence[model.Consideration],
    said: Mapping[str, str],
    view: View,
) -> Document:
    """Return what was *said* beside what each of *therapies* asks, for *view*."""
    page = Page(store)
    title = "What matters to me"
    if view.condition:
        title += f": {words.inline(view.condition.label)}"
    page.add(Heading(title, 1))
    options = words.listed([words.inline(each.label) for each in therapies])
    page.say(
        "For the appointment: what I said, beside what each option asks. The options: "
        f"{options or 'none'}. Nothing here is scored or ranked."
    )
    if view.condition:
        _elsewhere(page, view.condition)
    for each in found:
        if each.id in said:
            page.add(_answered(page, each, said[each.id]))
    silent = [each.name for each in found if each.id not in said]
    if silent:
        page.add(Heading("Nothing said about"))
        page.say(f"{'; '.join(silent)}.")
    elif not found:
        page.say(_NOTHING)
    page.add(Heading("Keep in mind"))
    if found:
        checked = min(each.checked for each in found)
        page.say(f"What the options ask was checked {checked}.")
    if therapies:
        page.dated(view.today, *therapies)
    page.closing()
    page.references(full=view.in_full)
    return page.document(title)


def _answered(page: Page, found: model.Consideration, said: str) -> Comparison:
    mine = Option(_SAID, (Paragraph(line(said)),))
    others = [
        Option(page.store.label(name), (Paragraph(_said(page, entries)),))
        for name, entries in _by_therapy(found)
    ]
    labels = [words.inline(page.store.label(name)) for name in found.conditions]
    note = f"for {words.listed(labels)}" if labels else ""
    return Comparison(f"{found.name}: {found.question}", (mine, *others), note)


def _by_therapy(
    found: model.Consideration,
) -> Iterator[tuple[str, Iterable[model.Difference]]]:
    return itertools.groupby(found.options, key=lambda option: option.therapy)


def _said(page: Page, options: Iterable[model.Difference]) -> Line:
    """Return what is said of one therapy as one line, in the catalogue's order."""
    whole: Line = ()
    for option in options:
        said = line(NO_DATA) if option.none_found else page.said(option)
        whole = (*whole, Span(" "), *said) if whole else said
    return whole
