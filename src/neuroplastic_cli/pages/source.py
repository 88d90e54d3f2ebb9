"""The page of a source: the reference, and everything that rests on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

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
    page_.origin(source)
    page_.add(Heading("What rests on it"))
    resting = store.resting_on(source.id)
    if not resting:
        page_.say("Nothing in this catalogue.")
    for label, texts in resting.items():
        page_.add(Heading(label, 3), Items(tuple(line(text) for text in texts)))
    return page_.document(source.title)
