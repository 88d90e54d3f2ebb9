"""The page of a source: the reference, and everything that rests on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from neuroplastic_cli.catalogue import citations
from neuroplastic_cli.document import Answer, Answers, Heading, Items, Paragraph, line
from neuroplastic_cli.pages import words
from neuroplastic_cli.pages.page import Page, reference

if TYPE_CHECKING:
    from neuroplastic_cli.catalogue import model
    from neuroplastic_cli.catalogue.store import Store
    from neuroplastic_cli.document import Document


def page(store: Store, source: model.Source) -> Document:
    """Return the page of *source*."""
    page_ = Page(store)
    page_.add(Heading(source.title, 1), Paragraph(reference(source)))
    page_.add(
        Answers(
            (
                Answer("Type of work", line(words.TYPES.get(source.type, source.type))),
                Answer("Checked", line(f"{source.checked}")),
                Answer("Command", line(f"therapies show {source.id}")),
            )
        )
    )
    page_.add(Heading("What rests on it"))
    resting = _resting(store, source.id)
    if not resting:
        page_.say("Nothing in this catalogue.")
    for label, texts in resting.items():
        page_.add(Heading(label, 3), Items(tuple(line(text) for text in texts)))
    return page_.document(source.title)


def _resting(store: Store, name: str) -> dict[str, list[str]]:
    """Return what rests on the source *name*, by the record that says it."""
    resting: dict[str, list[str]] = {}
    for record in (*store.therapies, *store.conditions, *store.concepts):
        texts = [c.text for c in citations.of(record) if c.source == name]
        if texts:
            resting[f"{record.label} ({record.id})"] = list(dict.fromkeys(texts))
    if store.article:
        cited = citations.in_article(store.article, store.blocks)
        texts = [c.text for c in cited if c.source == name]
        if texts:
            resting["The article"] = list(dict.fromkeys(texts))
    texts = [c.text for c in citations.of(store.crisis_lines) if c.source == name]
    if texts:
        resting["Crisis lines"] = list(dict.fromkeys(texts))
    return resting
