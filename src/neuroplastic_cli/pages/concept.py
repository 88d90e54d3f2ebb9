"""The page of a concept: plain words, clinical words, where to go on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from neuroplastic_cli.document import Answer, Answers, Heading, Paragraph, Span, line
from neuroplastic_cli.pages.page import Page, View

if TYPE_CHECKING:
    from neuroplastic_cli.catalogue import model
    from neuroplastic_cli.catalogue.store import Store
    from neuroplastic_cli.document import Document


def page(store: Store, concept: model.Concept, view: View) -> Document:
    """Return the page of *concept*."""
    page_ = Page(store)
    title = f"{concept.short}: {concept.name}" if concept.short else concept.name
    page_.add(Heading(title, 1))
    cite = page_.cite(concept.sources)
    page_.add(Paragraph(line(concept.plain, " ", cite)))
    page_.add(
        Heading("In clinical words"), Paragraph(line(concept.clinical, " ", cite))
    )
    rows = []
    if concept.aliases:
        rows.append(Answer("Also called", line(", ".join(concept.aliases))))
    if concept.see_also:
        seen: list[str | Span] = []
        for name in concept.see_also:
            seen.append("; " if seen else "")
            seen += [Span(store.label(name), link=name), f" ({name})"]
        rows.append(Answer("See also", line(*seen)))
    rows.append(Answer("Command", line(f"therapies show {concept.id}")))
    rows.append(Answer("Checked", line(f"{concept.checked}")))
    page_.add(Heading("More"), Answers(tuple(rows)))
    page_.origin(concept)
    page_.references(full=view.in_full)
    return page_.document(title)
