"""What a search found: the best hits first, the matching words in their sentence."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from neuroplastic_cli.catalogue.store import SINGULAR
from neuroplastic_cli.document import Answer, Answers, Heading, Paragraph, Span, line
from neuroplastic_cli.pages import words
from neuroplastic_cli.pages.page import Page

if TYPE_CHECKING:
    from neuroplastic_cli.catalogue.store import Hit, Hits, Store
    from neuroplastic_cli.document import Document, Line

SHOWN = 20
_MARKED = re.compile("\x01([^\x01\x02]*)\x02")
_SENTENCE = re.compile(r"(?<=[.?!])\s+")


def page(store: Store, asked: str, hits: Hits) -> Document:
    """Return the best of *hits*, each with the command that shows it."""
    page_ = Page(store)
    title = f"'{asked}': {words.counted(hits.total, 'record')}"
    page_.add(Heading(title, 1))
    for hit in hits.best:
        label, command = _where(store, hit)
        page_.add(Heading(label, 3), Paragraph(_sentence(hit.text)))
        page_.add(Answers((Answer("To read it", line(Span(command, "command"))),)))
    more = hits.total - len(hits.best)
    if more:
        page_.say(f"{more} more: --all shows them; a further word finds fewer.")
    return page_.document(title)


def plain_text(hit: Hit) -> str:
    """Return the sentence of *hit* that the words were found in, without marks."""
    return "".join(span.text for span in _sentence(hit.text))


def command(hit: Hit) -> str:
    """Return the command that shows the record of *hit*."""
    if hit.kind == "article":
        return f"therapies article --section {hit.id}"
    if hit.kind == "considerations":
        return "therapies weigh --for CONDITION"
    return f"therapies show {hit.id}"


def _where(store: Store, hit: Hit) -> tuple[str, str]:
    if hit.kind == "article":
        return "The article", command(hit)
    if hit.kind == "considerations":
        names = {each.id: each.name for each in store.considerations}
        return f"What may matter: {names[hit.id]}", command(hit)
    label = hit.id if hit.kind == "sources" else store.label(hit.id)
    return f"{label} ({SINGULAR[hit.kind]})", command(hit)


def _sentence(text: str) -> Line:
    """Return the sentences of *text* that hold marked words, those words strong."""
    marked = [part for part in _SENTENCE.split(text) if "\x01" in part]
    spans: list[Span] = []
    for index, part in enumerate(_MARKED.split(" ".join(marked))):
        if part:
            spans.append(Span(part, "strong" if index % 2 else "plain"))
    return tuple(spans)
