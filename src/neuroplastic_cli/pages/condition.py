"""The page of a condition: what it is, what to decide, what the options are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from neuroplastic_cli.document import (
    Answer,
    Answers,
    Heading,
    Line,
    Paragraph,
    Span,
    line,
)
from neuroplastic_cli.pages import evidence
from neuroplastic_cli.pages.page import Page, View

if TYPE_CHECKING:
    from neuroplastic_cli.catalogue import model
    from neuroplastic_cli.catalogue.store import Store
    from neuroplastic_cli.document import Document


def page(store: Store, condition: model.Condition, view: View) -> Document:
    """Return the page of *condition*."""
    page_ = Page(store)
    title = condition.name
    if condition.short:
        title = f"{condition.short}: {title}"
    page_.add(Heading(title, 1), Paragraph(page_.said(condition.summary)))
    if condition.part_of:
        page_.say(f"This is part of {store.label(condition.part_of)}.")
    page_.add(Heading("What there is to decide"))
    page_.say(condition.decision)
    _options(page_, condition)
    page_.add(Heading("What tends to happen without treatment?"))
    page_.statements(condition.untreated)
    page_.add(Heading("Often offered, and not in this catalogue"))
    page_.statements(condition.other_options)
    _names(page_, condition)
    page_.add(Heading("Keep in mind"))
    page_.dated(view.today, condition)
    page_.closing()
    page_.references(full=view.in_full)
    return page_.document(title, view, condition)


def _options(page_: Page, condition: model.Condition) -> None:
    store = page_.store
    page_.add(Heading("Options in this catalogue"))
    ids = {condition.id, *(part.id for part in store.parts(condition))}
    options = store.options(condition)
    for therapy in options:
        page_.add(Heading(therapy.label, 3))
        for use in therapy.uses:
            if use.condition in ids:
                page_.add(Paragraph(_use(page_, condition, use)))
                sure = evidence.certainty(page_, use.certainty, whole=False)
                page_.say("How sure: ", *sure)
    if options:
        command = f"therapies compare --for {condition.id}"
        page_.say("Side by side: ", Span(command, "command"))
    else:
        page_.say("No therapy of this catalogue.")


def _use(page_: Page, condition: model.Condition, use: model.Use) -> Line:
    part = evidence.condition_in_words(page_.store, use.condition)
    label = line(f"{part}: ") if use.condition != condition.id else ()
    return (*label, *page_.said(use))


def _names(page_: Page, condition: model.Condition) -> None:
    rows = []
    for label, found in (
        ("Also called", condition.aliases),
        ("ICD-11", condition.codes.icd_11),
        ("MeSH", condition.codes.mesh),
    ):
        if found:
            rows.append(Answer(label, line(", ".join(found))))
    rows.append(Answer("Command", line(f"therapies show {condition.id}")))
    page_.add(Heading("Names and codes"), Answers(tuple(rows)))
