"""Sources to bibliographies: numbered text, BibTeX, CSL-JSON and RIS.

What a format has no field for goes into its notes, so that nothing of a source is
lost. The libraries that write a format are imported where they are used.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec

from neuroplastic_cli.document import flat
from neuroplastic_cli.pages.page import reference
from neuroplastic_cli.writers import plain

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from bibtexparser.model import Entry

    from neuroplastic_cli.catalogue import model

OTHERS = "More authors than are named here."
"""What the notes say where a format has no word for "et al."."""


def write(sources: Sequence[model.Source], style: str) -> str:
    """Return *sources*, each of them once, in one of the `STYLES`."""
    return _WRITERS[style](list({source.id: source for source in sources}.values()))


class _Kind(NamedTuple):
    """How a type of source is called in RIS and in BibTeX.

    `container` and `publisher` are what BibTeX calls these fields; `also` is a field
    of BibTeX that tells apart what shares a type of entry.
    """

    ris: str
    bibtex: str
    container: str = "howpublished"
    publisher: str = "organization"
    also: tuple[str, str] = ("", "")


# @misc, because BibTeX's own styles know neither @online nor @dataset, and print
# `howpublished`. `organization` and `entrysubtype` are for biblatex, pandoc and Zotero.
_KINDS: dict[model.SourceType, _Kind] = {
    "article": _Kind("UNPB", "misc"),
    "article-journal": _Kind("JOUR", "article", "journal", "publisher"),
    "article-magazine": _Kind(
        "MGZN", "article", "journal", "publisher", ("entrysubtype", "magazine")
    ),
    "article-newspaper": _Kind(
        "NEWS", "article", "journal", "publisher", ("entrysubtype", "newspaper")
    ),
    "book": _Kind("BOOK", "book", "series", "publisher"),
    "chapter": _Kind("CHAP", "incollection", "booktitle", "publisher"),
    "dataset": _Kind("DATA", "misc"),
    "legislation": _Kind("STAT", "misc"),
    "report": _Kind("RPRT", "techreport", "series", "institution"),
    "speech": _Kind("SLIDE", "misc"),
    "standard": _Kind("STAND", "misc"),
    # Of itself the type of entry prints "PhD thesis", which nobody said.
    "thesis": _Kind("THES", "phdthesis", "series", "school", ("type", "Thesis")),
    "webpage": _Kind("ELEC", "misc"),
}
# What an entry of its type must have: without a publisher the container stands there,
# for BibTeX's styles would print neither.
_REQUIRED = ("institution", "school")
_MONTHS = (
    *("jan", "feb", "mar", "apr", "may", "jun"),
    *("jul", "aug", "sep", "oct", "nov", "dec"),
)
_PAGE = r"([A-Za-z]?\d+(?:\.e\d+)?)"
_PAGES = re.compile(rf"{_PAGE}[-\u2010-\u2013]{_PAGE}")
# BibTeX counts escaped braces too, so a lone one goes by its name. What is beyond
# ASCII stays as it is: today's readers take UTF-8, and commands for it lose some.
_TEX = str.maketrans(
    {
        "\\": r"{\textbackslash}",
        "{": r"{\textbraceleft}",
        "}": r"{\textbraceright}",
        "~": r"{\textasciitilde}",
        "^": r"{\textasciicircum}",
        "`": r"{\textasciigrave}",
        "<": r"{\textless}",
        ">": r"{\textgreater}",
        "|": r"{\textbar}",
        **{character: f"\\{character}" for character in "#$%&_"},
    }
)
# TeX would join these pairs into one dash or one quotation mark.
_LIGATURE = re.compile(r"(['-])(?=\1)")
# A DOI is read as it stands, so what would upset the count of braces is written as an
# address would.
_DOI = str.maketrans({"\\": "%5C", "{": "%7B", "}": "%7D"})
# What ends a name or a part of one in BibTeX.
_DIVIDES = re.compile(r",|\band\b", re.IGNORECASE)


def _text(sources: list[model.Source]) -> str:
    return "".join(
        f"{number}. {plain.text(reference(source))}\n"
        for number, source in enumerate(sources, 1)
    )


def _bibtex(sources: list[model.Source]) -> str:
    import bibtexparser
    from bibtexparser.middlewares import AddEnclosingMiddleware

    layout = bibtexparser.BibtexFormat()  # type: ignore[no-untyped-call] # says none
    layout.indent = "  "
    layout.block_separator = "\n"
    layout.trailing_comma = True
    braces = AddEnclosingMiddleware(
        reuse_previous_enclosing=False, enclose_integers=True, default_enclosing="{"
    )
    return bibtexparser.write_string(
        bibtexparser.Library([_entry(source) for source in sources]),
        unparse_stack=[braces],
        bibtex_format=layout,
    )


def _entry(source: model.Source) -> Entry:
    from bibtexparser.model import Entry, Field

    fields = [
        # A month is a macro, which each style prints its own way.
        Field(name, value, enclosing="no-enclosing" if name == "month" else None)
        for name, value in _fields(source)
        if value
    ]
    return Entry(_KINDS[source.type].bibtex, source.id, fields)


def _fields(source: model.Source) -> Iterator[tuple[str, str]]:
    """Yield the fields of a BibTeX entry; what *source* does not have is empty."""
    kind = _KINDS[source.type]
    year, month, day = _date(source.issued)
    container, publisher = source.container_title, source.publisher
    if kind.publisher in _REQUIRED and not publisher:
        container, publisher = None, container
    names = [_name(author) for author in source.author]
    if names and source.others:
        names.append("others")
    yield "author", " and ".join(names)
    # The inner braces keep styles from writing "emdr" and "syrian".
    yield "title", f"{{{_tex(source.title)}}}"
    booktitle = container and kind.container == "booktitle"
    yield kind.container, f"{{{_tex(container)}}}" if booktitle else _tex(container)
    yield kind.publisher, _tex(publisher)
    yield kind.also
    yield "year", year
    yield "month", _MONTHS[int(month) - 1] if month else ""
    yield "day", day
    yield "volume", _tex(source.volume)
    yield "number", _tex(source.issue)
    yield "pages", "--".join(_tex(page) for page in _pages(source.page))
    yield "doi", (source.doi or "").translate(_DOI)
    yield "pmid", source.pmid or ""
    yield "url", source.url or ""
    yield "urldate", str(source.checked)
    yield "note", _tex(" ".join(_notes(source, others=not names)))


def _name(author: model.Author) -> str:
    """Return *author* for BibTeX, whose braces keep a body's name in one piece."""
    if author.literal:
        return f"{{{_tex(author.literal)}}}"
    family, given = _part(author.family or ""), _part(author.given or "")
    if given:
        return f"{family}, {given}"
    # Alone, the words before the last would be read as given names, and this one as
    # the word for "et al.".
    return f"{{{family}}}" if " " in family or family == "others" else family


def _part(name: str) -> str:
    return f"{{{_tex(name)}}}" if _DIVIDES.search(name) else _tex(name)


def _tex(text: str | None) -> str:
    """Return *text* as TeX reads it, on one line."""
    return _LIGATURE.sub(r"\1{}", flat(text or "").translate(_TEX))


def _csl_json(sources: list[model.Source]) -> str:
    items = [
        {name: value for name, value in _variables(source).items() if value}
        for source in sources
    ]
    return msgspec.json.format(msgspec.json.encode(items)).decode() + "\n"


def _variables(source: model.Source) -> dict[str, Any]:
    """Return the variables of CSL; what *source* does not have is empty."""
    return {
        "id": source.id,
        "type": source.type,
        "title": source.title,
        "author": msgspec.to_builtins(source.author),
        "issued": _date_parts(source.issued),
        "container-title": source.container_title,
        "publisher": source.publisher,
        "volume": source.volume,
        "issue": source.issue,
        "page": source.page,
        "DOI": source.doi,
        "PMID": source.pmid,
        "URL": source.url,
        "accessed": _date_parts(str(source.checked)),
        "note": " ".join(_notes(source, others=True)),
    }


def _date_parts(date: str | None) -> dict[str, list[list[int]]] | None:
    return (
        {"date-parts": [[int(part) for part in _date(date) if part]]} if date else None
    )


def _ris(sources: list[model.Source]) -> str:
    import rispy

    class Writer(rispy.RisWriter):  # type: ignore[misc] # rispy has no types
        """Write what the format knows: no number stands before a reference."""

        def set_header(self, count: int) -> str:  # noqa: ARG002
            return ""

    entries = [
        {name: value for name, value in _tags(source).items() if value}
        for source in sources
    ]
    return str(rispy.dumps(entries, implementation=Writer))


def _tags(source: model.Source) -> dict[str, str | list[str]]:
    """Return the tags of RIS by rispy's names; what *source* does not have is empty."""
    year, month, day = _date(source.issued)
    first, last = [*_pages(source.page), "", ""][:2]
    found: dict[str, str | list[str]] = {
        "type_of_reference": _KINDS[source.type].ris,
        "id": source.id,
        "authors": [_ris_name(author) for author in source.author],
        "title": source.title,
        "secondary_title": source.container_title or "",
        "publisher": source.publisher or "",
        "year": year,
        "date": f"{year}/{month}/{day}/" if month else "",
        "volume": source.volume or "",
        "number": source.issue or "",
        "start_page": first,
        "end_page": last,
        "doi": source.doi or "",
        "accession_number": source.pmid or "",
        "name_of_database": "PubMed" if source.pmid else "",
        "urls": [source.url] if source.url else [],
        "access_date": f"{source.checked:%Y/%m/%d}/",
        "notes": _notes(source, others=True),
    }
    # One tag a line: what begins a line of a text would be read as a tag.
    return {
        name: flat(value) if isinstance(value, str) else [flat(each) for each in value]
        for name, value in found.items()
    }


def _ris_name(author: model.Author) -> str:
    """Return *author* for RIS, where a comma ends what comes before the given names.

    So a name of several words that has no given names ends in one, a body's too, or
    its last word would be read as a family name. RIS cannot say that a comma within a
    body's name is no such comma.
    """
    name = flat(author.literal or author.family or "").strip()
    if author.given:
        return f"{name}, {author.given}"
    return f"{name}," if " " in name and "," not in name else name


def _date(date: str | None) -> tuple[str, str, str]:
    """Return the year, the month and the day of *date*, what it lacks as empty."""
    year, month, day = [*(date or "").split("-"), "", ""][:3]
    return year, month, day


def _pages(page: str | None) -> tuple[str, ...]:
    """Return the first and the last page, or what is not a range as it stands."""
    if page and (found := _PAGES.fullmatch(page)):
        return found.groups()
    return (page,) if page else ()


def _notes(source: model.Source, *, others: bool) -> list[str]:
    """Return the notes of *source*; *others*: the format cannot say "et al."."""
    unsaid = OTHERS if source.others and others else ""
    return [note for note in (unsaid, source.note) if note]


_WRITERS: dict[str, Callable[[list[model.Source]], str]] = {
    "text": _text,
    "bibtex": _bibtex,
    "csl-json": _csl_json,
    "ris": _ris,
}
STYLES = tuple(_WRITERS)
"""The names of the styles, plain text first."""
