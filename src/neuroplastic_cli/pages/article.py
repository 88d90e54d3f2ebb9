"""The article: whole, or section by section, with what was checked in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from neuroplastic_cli.catalogue.names import fold, names_of
from neuroplastic_cli.document import (
    Cite,
    Heading,
    Items,
    Line,
    Paragraph,
    Span,
    Table,
    line,
)
from neuroplastic_cli.errors import UnknownNameError
from neuroplastic_cli.pages import words
from neuroplastic_cli.pages.page import ESTIMATES, Page, View

if TYPE_CHECKING:
    from collections.abc import Iterable

    from neuroplastic_cli.catalogue import model
    from neuroplastic_cli.catalogue.store import Store
    from neuroplastic_cli.document import Document

_STYLES = {(True, False): "strong", (False, True): "emphasis", (True, True): "strong"}


def page(store: Store, article: model.Article, view: View) -> Document:
    """Return *article*, or the sections of it that *view* names."""
    page_ = Page(store)
    credit = article.credit
    page_.add(Heading(article.title, 1))
    page_.say(f"After {credit.author}, {credit.publisher}, {credit.date}.")
    page_.say(credit.note)
    sections = _sections(store, article, view.sections)
    for section in sections:
        add_section(page_, section, checked=view.checked)
    if view.checked:
        page_.add(_verdicts(sections))
    page_.add(Heading("Keep in mind"))
    page_.say(
        f"Checked {article.checked}. No clinician has reviewed this yet. {ESTIMATES}"
    )
    if not view.checked and any(section.claims for section in article.sections):
        command = Span("therapies article --checked", "command")
        page_.say("What the original claims, and how it stands today: ", command)
    page_.closing()
    page_.references(full=True)
    return page_.document(article.title)


def narrowed(store: Store, article: model.Article, view: View) -> model.Article:
    """Return *article* with only the sections that *view* names."""
    sections = tuple(_sections(store, article, view.sections))
    return msgspec.structs.replace(article, sections=sections)


def about(store: Store, name: str) -> list[model.Section]:
    """Return the sections that are about the record with the id *name*."""
    sections = store.article.sections if store.article else ()
    return [section for section in sections if name in section.about]


def add_section(page_: Page, section: model.Section, *, checked: bool) -> None:
    """Add the text of *section*, and with *checked* the claims of the original."""
    page_.add(Heading(section.heading))
    for block in page_.store.blocks[section.id]:
        lines = tuple(_line(page_, item) for item in block.items)
        if block.kind == "paragraph":
            page_.add(Paragraph(lines[0]))
        else:
            page_.add(Items(lines, numbered=block.kind == "numbers"))
    if checked and section.claims:
        page_.add(Heading("What the original says here, and how it stands", 3))
        page_.add(Items(tuple(_claim(page_, claim) for claim in section.claims)))


def _verdicts(sections: Iterable[model.Section]) -> Table:
    """Return how many claims stand how."""
    found: list[str] = [c.verdict for section in sections for c in section.claims]
    rows = tuple(
        (line(words.capital(text)), line(str(found.count(verdict))))
        for verdict, text in words.VERDICTS.items()
    )
    caption = f"How the claims stand: {words.counted(len(found), 'claim')}"
    return Table(caption, ("Verdict", "Claims"), rows)


def _sections(
    store: Store, article: model.Article, names: Iterable[str]
) -> Iterable[model.Section]:
    if not names:
        return article.sections
    return [_section(store, article, name) for name in names]


def _section(store: Store, article: model.Article, name: str) -> model.Section:
    for section in article.sections:
        if fold(section.id) == fold(name):
            return section
    for section in article.sections:
        for record in store.named(section.about):
            if fold(name) in map(fold, names_of(record)):
                return section
    ids = ", ".join(section.id for section in article.sections)
    raise UnknownNameError(
        f"the article has no section '{name}'; its sections are {ids}"
    )


def _line(page_: Page, runs: Iterable[model.Run]) -> Line:
    parts: list[Span | Cite] = []
    for run in runs:
        if run.cites:
            parts.append(page_.cite(run.cites))
        else:
            style = _STYLES.get((run.strong, run.emphasis), "plain")
            parts.append(Span(run.text, style, run.link))  # type: ignore[arg-type]
    return tuple(parts)


def _claim(page_: Page, claim: model.Claim) -> Line:
    verdict = words.capital(words.VERDICTS[claim.verdict])
    cite = page_.cite(claim.sources)
    said = claim.claim if claim.claim.endswith(".") else f"{claim.claim}."
    return line(said, " ", Span(f"{verdict}:", "strong"), f" {claim.why} ", cite)
