"""Lists: one row a record, with the name to type and where it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from neuroplastic_cli.document import Document, Heading, Line, Paragraph, Table, line
from neuroplastic_cli.pages import evidence, words
from neuroplastic_cli.pages.page import Page, reference, shortest_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from neuroplastic_cli.catalogue import model
    from neuroplastic_cli.catalogue.store import Store

_NOTHING = "Nothing in this catalogue fits."


def therapies(
    store: Store, found: Sequence[model.Therapy], condition: model.Condition | None
) -> Document:
    """Return the therapies *found*, with where each stands for *condition*."""
    rows = []
    for therapy in found:
        name = therapy.short or therapy.name
        what = f"{name}. {words.KINDS[therapy.kind]}: {therapy.summary.says}"
        stands = _stands(store, therapy, condition)
        rows.append((line(shortest_name(therapy)), line(what), line(stands)))
    header = ("Type", "What it is", "Where it stands")
    title = f"Therapies for {condition.label}" if condition else "Therapies"
    return _document(store, title, header, rows, "therapies show NAME")


def conditions(store: Store, found: Sequence[model.Condition]) -> Document:
    """Return the conditions *found*."""
    rows = []
    for condition in found:
        name = evidence.condition_in_words(store, condition.id)
        options = list(store.option_labels(condition).values())
        stands = f"In this catalogue: {words.listed(options)}." if options else ""
        rows.append(
            (
                line(shortest_name(condition)),
                line(f"{name}. {condition.summary.says}"),
                line(stands),
            )
        )
    header = ("Type", "What it is", "Options")
    return _document(store, "Conditions", header, rows, "therapies show NAME")


def concepts(store: Store, found: Sequence[model.Concept]) -> Document:
    """Return the concepts *found*, each with the first sentence about it."""
    rows = [
        (line(concept.id), line(f"{concept.label}. {_first_sentence(concept.plain)}"))
        for concept in found
    ]
    header = ("Type", "What it is")
    return _document(store, "Concepts", header, rows, "therapies show NAME")


def sources(store: Store, found: Sequence[model.Source]) -> Document:
    """Return the sources *found*."""
    rows = [(line(source.id), reference(source)) for source in found]
    return _document(store, "Sources", ("Type", "Source"), rows, "therapies show ID")


def _stands(
    store: Store, therapy: model.Therapy, condition: model.Condition | None
) -> str:
    parts = []
    conditions = [condition] if condition else store.conditions
    for each in conditions:
        ids = store.with_parts(each) if condition else [each.id]
        if said := evidence.guidelines_in_words(therapy, ids):
            parts.append(f"{words.inline(each.label)} {said.text}")
    law = evidence.law_in_words(therapy)
    known = [f"Law: {law}."] if law else []
    if parts:
        known.append(f"Guidelines: {'; '.join(parts)}.")
    elif therapy.guidelines is not None:
        known.append("Guidelines: no data found.")
    return " ".join(known)


def _first_sentence(text: str) -> str:
    head, stop, _ = text.partition(". ")
    return head + stop.rstrip()


def _document(
    store: Store,
    title: str,
    header: tuple[str, ...],
    rows: Sequence[tuple[Line, ...]],
    command: str,
) -> Document:
    page = Page(store)
    if rows:
        caption = f"{title}: {len(rows)}; one in full: {command}"
        page.add(Table(caption, header, tuple(rows)))
    else:
        page.add(Heading(title, 1), Paragraph(line(_NOTHING)))
    return page.document(title)
