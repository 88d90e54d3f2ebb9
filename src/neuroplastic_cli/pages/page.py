"""What all pages share: numbered citations, statements as lines, the closing words."""

from __future__ import annotations

import datetime  # noqa: TC003 - msgspec resolves annotations
from typing import TYPE_CHECKING, Any, TypeAlias

import msgspec

from neuroplastic_cli.catalogue import model
from neuroplastic_cli.catalogue.names import fold, names_of
from neuroplastic_cli.document import (
    Block,
    Callout,
    Cite,
    Document,
    Items,
    Line,
    Paragraph,
    Reference,
    References,
    Span,
    line,
)
from neuroplastic_cli.pages import words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from neuroplastic_cli.catalogue.store import Store

_Cited: TypeAlias = "model.Sourced | model.Regulation | model.Difference"
ESTIMATES = "Numbers are best estimates: the true ones may be higher or lower."
NO_DATA = "No data found."
_EASY_TO_TYPE = 20


class View(msgspec.Struct, frozen=True, kw_only=True):
    """How much of a record to show, and for whom.

    `today` is the reader's date; `whole` is `--all`; `condition` and `place` narrow
    the page; `checked` sets the claims under an article's sections. `on_paper` is for
    who cannot type: references in full, and no hints of what to type.
    """

    today: datetime.date
    whole: bool = False
    sections: tuple[str, ...] = ()
    condition: model.Condition | None = None
    place: str | None = None
    checked: bool = False
    on_paper: bool = False

    @property
    def in_full(self) -> bool:
        """Return whether references are whole, not ids to type."""
        return self.whole or self.on_paper

    def hint(self, text: str) -> str:
        """Return *text* about what to type, or '' where nothing can be typed."""
        return "" if self.on_paper else text


class Page:
    """A page in the making: blocks, and sources numbered as they are first cited."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.blocks: list[Block] = []
        self._numbers: dict[str, int] = {}

    def add(self, *blocks: Block) -> None:
        """Add *blocks* at the end."""
        self.blocks += blocks

    def say(self, *parts: str | Span | Cite) -> None:
        """Add a paragraph."""
        self.add(Paragraph(line(*parts)))

    def cite(self, sources: Iterable[str]) -> Cite:
        """Return the numbers of *sources*, given out in the order of first use."""
        return Cite(
            tuple(self._numbers.setdefault(s, len(self._numbers) + 1) for s in sources)
        )

    def cited(self, item: _Cited) -> Line:
        """Return what *item* rests on, and where its figure was read if elsewhere."""
        parts: list[str | Span | Cite] = []
        if item.sources:
            parts += [" ", self.cite(item.sources)]
        if item.read_in:
            parts += [", as reported by ", self.cite([item.read_in])]
        return line(*parts)

    def said(self, item: model.Statement | model.Regulation | model.Difference) -> Line:
        """Return a statement as a line: where and what it is about, and its sources."""
        return self.about(item, item.says or "")

    def about(self, item: _Cited, text: str, *labels: str) -> Line:
        """Return *text* with the place, variant, date and sources of *item*."""
        where = item.place and words.place(item.place)
        known = [item.variant and words.started(item.variant), where, *labels]
        start = text.lower()
        label = ", ".join(p for p in known if p and not start.startswith(p.lower()))
        dated = f" (as of {item.as_of})" if item.as_of else ""
        return line(f"{label}: " if label else "", text, dated, *self.cited(item))

    def statements(
        self, found: model.Statements | None, *, numbered: bool = False
    ) -> None:
        """Add *found* as a list, or that nothing was found."""
        if found is None:
            return
        if isinstance(found, model.NoneFound):
            self.say(NO_DATA)
            return
        self.add(Items(tuple(self.said(item) for item in found), numbered))

    def first(self, found: object) -> Line:
        """Return the first of the statements *found*, or that there is none."""
        statements = found if isinstance(found, (list, tuple)) else ()
        return self.said(statements[0]) if statements else line(NO_DATA)

    def references(self, *, full: bool, brief: bool = False) -> None:
        """Add the sources that were cited: in full, brief, or as ids to type."""
        if not self._numbers:
            return
        title = "Sources" if full or brief else "Sources (therapies show ID)"
        said = _brief if brief else reference
        entries = tuple(
            Reference(
                number,
                name,
                said(self.store.source(name)) if full or brief else (),
            )
            for name, number in self._numbers.items()
        )
        self.add(References(entries, title))

    def dated(self, today: datetime.date, *records: model.Reviewed) -> None:
        """Add when *records* were checked, who reviewed them, and how far to trust."""
        for due in sorted({r.review_due for r in records if today > r.review_due}):
            late = words.listed([r.label for r in records if r.review_due == due])
            warning = (
                f"{late} was due to be checked again on {due}; things may have changed "
                "since."
            )
            self.add(Callout("Out of date", line(warning)))
        reviews = [f"{r.role} ({r.date})" for each in records for r in each.reviewed_by]
        reviewed = (
            f"Reviewed by {words.listed(list(dict.fromkeys(reviews)))}."
            if reviews
            else "No clinician has reviewed this yet."
        )
        for record in records:
            self.origin(record)
        checked = min(record.checked for record in records)
        due = min(record.review_due for record in records)
        self.say(f"Checked {checked}, due again {due}. {reviewed} {ESTIMATES}")

    def origin(self, record: model.Record) -> None:
        """Add which layer *record* comes from, where it is not the shipped one."""
        if layer := self.store.origin(record.id):
            self.say(
                f"Added by {layer}, not part of the shipped catalogue: {record.id}."
            )

    def closing(self, *, typed: bool = True) -> None:
        """Add what every page of a therapy says at its end.

        Where nothing can be *typed*, the lines for a crisis follow it.
        """
        self.say(
            "Information, not medical advice. In danger now? Call your local emergency "
            "number. In a crisis: 988 (US, Canada); elsewhere",
            *(
                (": ", Span("therapies crisis", "command"), ".")
                if typed
                else (" see below.",)
            ),
        )

    def document(
        self, title: str, view: View | None = None, about: Any = None
    ) -> Document:
        """Return the page as it stands.

        For paper and the web it says what it is *about*, a therapy or a condition.
        """
        data = None
        if about is not None and view and view.on_paper:
            from neuroplastic_cli.pages import linked_data

            data = linked_data.of(self.store, about)
        return Document(title, tuple(self.blocks), data)


def reference(source: model.Source) -> Line:
    """Return *source* as a reference, its addresses visible."""
    names = [_name(author) for author in source.author]
    if source.others:
        names.append("et al.")
    year = source.issued or "no date"
    parts: list[str | Span] = []
    if names:
        parts.append(f"{', '.join(names)} ({year}). ")
    parts.append(Span(source.title, "emphasis"))
    parts.append(". " if names else f" ({year}). ")
    parts.append(_container(source))
    for label, address in _addresses(source):
        parts += [label, Span(address, link=address), " "]
    if source.note:
        parts.append(f"Note: {words.ended(source.note)}")
    return line(*parts)


def _brief(source: model.Source) -> Line:
    """Return *source* in a line: its title, its year, and one address."""
    year = source.issued or "no date"
    found = _addresses(source)[:1]
    address = [Span(address, link=address) for _, address in found]
    return line(Span(source.title, "emphasis"), f" ({year}). ", *address)


def _addresses(source: model.Source) -> list[tuple[str, str]]:
    """Return where *source* is found, each address once, with a label before it."""
    found = []
    if source.doi:
        found.append(("", f"https://doi.org/{source.doi}"))
    if source.pmid:
        found.append(("PubMed ", f"https://pubmed.ncbi.nlm.nih.gov/{source.pmid}/"))
    known = {address.rstrip("/") for _, address in found}
    if source.url and source.url.rstrip("/") not in known:
        found.append(("", source.url))
    return found


def _name(author: model.Author) -> str:
    if author.literal:
        return author.literal
    return f"{author.given} {author.family}" if author.given else author.family or ""


def _container(source: model.Source) -> str:
    volume = source.volume or ""
    volume += f"({source.issue})" if source.issue else ""
    volume += f":{source.page}" if source.page else ""
    parts = [source.container_title, source.publisher, volume]
    text = ", ".join(part for part in parts if part)
    return f"{text}. " if text else ""


def shortest_name(record: model.Named) -> str:
    """Return the id of *record*, or where that is long its shortest name, to type."""
    if len(record.id) <= _EASY_TO_TYPE:
        return record.id
    names = [name for name in names_of(record) if name.replace("-", "").isalnum()]
    return fold(min(names, key=len)).replace(" ", "-")
