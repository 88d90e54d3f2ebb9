"""What was changed in the records, the newest first."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, NamedTuple

from neuroplastic_cli.document import Heading, Items, Span, line
from neuroplastic_cli.pages import words
from neuroplastic_cli.pages.page import Page

if TYPE_CHECKING:
    import datetime

    from neuroplastic_cli.catalogue import model
    from neuroplastic_cli.catalogue.store import Store
    from neuroplastic_cli.document import Document


class Changed(NamedTuple):
    """A change, and the record that it was made in."""

    record: model.Named
    change: model.Change


def found(store: Store, since: datetime.date | None) -> list[Changed]:
    """Return the changes of all records, the newest first, those *since* a day."""
    records = [*store.therapies, *store.conditions, *store.concepts]
    changed = [
        Changed(record, change)
        for record in records
        for change in record.changes
        if since is None or change.date >= since
    ]
    return sorted(changed, key=lambda each: each.change.date, reverse=True)


def page(store: Store, changed: list[Changed], since: datetime.date | None) -> Document:
    """Return the page of what was *changed*, day by day."""
    page_ = Page(store)
    title = f"What changed since {since}" if since else "What changed"
    page_.add(Heading(title, 1))
    if not changed:
        page_.say("No record says that it was changed.")
    for day, those in itertools.groupby(changed, lambda each: each.change.date):
        page_.add(Heading(str(day)))
        items = [
            line(
                Span(f"{each.record.label} ({each.record.id}): ", "strong"),
                f"{words.ended(each.change.what)} Why: {words.ended(each.change.why)}",
            )
            for each in those
        ]
        page_.add(Items(tuple(items)))
    return page_.document(title)
