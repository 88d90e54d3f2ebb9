"""Every page of a catalogue, with nothing left out."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

from neuroplastic_cli.catalogue import model
from neuroplastic_cli.pages import (
    about,
    article,
    changes,
    concept,
    condition,
    crisis,
    listing,
    source,
    start,
    therapy,
    weigh,
)
from neuroplastic_cli.pages.page import View

if TYPE_CHECKING:
    from collections.abc import Iterator

    from neuroplastic_cli.catalogue.store import Store
    from neuroplastic_cli.document import Document

TODAY = datetime.date(2026, 12, 1)
WHOLE = View(today=TODAY, whole=True, checked=True)


def whole(store: Store) -> model.Catalogue:
    """Return all that is in *store* as a catalogue."""
    kinds = ("therapies", "conditions", "concepts", "sources")
    records: dict[str, Any] = {
        kind: {r.id: r for r in getattr(store, kind)} for kind in kinds
    }
    return model.Catalogue(
        title=store.title,
        about=store.about,
        crisis_lines=store.crisis_lines,
        considerations=store.considerations,
        article=store.article,
        blocks=store.blocks,
        **records,
    )


def every_page(store: Store) -> Iterator[Document]:
    """Yield every page of *store*, as `--all` shows it."""
    yield start.page(store)
    yield listing.therapies(store, store.therapies, None)
    yield from (therapy.page(store, each, WHOLE) for each in store.therapies)
    yield from (condition.page(store, each, WHOLE) for each in store.conditions)
    yield from (concept.page(store, each, WHOLE) for each in store.concepts)
    yield from (source.page(store, each) for each in store.sources)
    if store.article:
        yield article.page(store, store.article, WHOLE)
    yield about.page(store, "0")
    yield crisis.page(store.crisis_lines, None)
    yield changes.page(store, changes.found(store, None), None)
    said = {each.id: "My words." for each in store.considerations}
    for each in store.conditions:
        found = weigh.considerations(store, each, store.therapies, said)
        yield weigh.sheet(store, store.therapies, found, said, WHOLE)
