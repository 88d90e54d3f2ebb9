"""The start page: what this is, what to try, where to turn in a crisis."""

from __future__ import annotations

from typing import TYPE_CHECKING

from neuroplastic_cli.document import Document, Heading, Span, Table, line
from neuroplastic_cli.pages.page import Page

if TYPE_CHECKING:
    from neuroplastic_cli.catalogue.store import Store


def page(store: Store) -> Document:
    """Return the start page."""
    page_ = Page(store)
    example = next(iter(store.ids("therapies")), "NAME")
    condition = next(iter(store.ids("conditions")), "CONDITION")
    page_.add(Heading(store.title, 1))
    page_.say(
        "What they are, what they may do, what can go wrong, and how sure that is: "
        "in plain words, with the source of every statement."
    )
    tries = {
        f"therapies show {condition}": "a condition: what to decide, and every option",
        f"therapies compare --for {condition}": "its usual options, side by side",
        f"therapies show {example}": "one therapy, on a page",
        "therapies list": "what is in the catalogue",
        "therapies list conditions": "also: concepts, sources",
        "therapies article": "the whole story, to read in one go",
        "therapies about": "who made this, and how",
    }
    rows = tuple(
        (line(Span(command, "command")), line(what)) for command, what in tries.items()
    )
    page_.add(Table("To try", ("Type", "You get"), rows))
    page_.add(Heading("In a crisis"))
    page_.closing()
    return page_.document(store.title)
