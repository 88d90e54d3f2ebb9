"""Document to one HTML file that needs nothing else: no font, picture or request.

Jinja escapes every text. Pictures are drawn as SVG and said in words as well.
"""

from __future__ import annotations

import functools
import re
from importlib import resources
from typing import TYPE_CHECKING, NamedTuple

import jinja2
import msgspec
from markupsafe import Markup

from neuroplastic_cli import document as doc

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from neuroplastic_cli.writers import Sink

_ALLOWED = ("https:", "mailto:", "tel:")
_IN_A_ROW = 25
_LONG = 7
"""Parts from which on a page says what it has."""


def _nowhere(_name: str) -> str:
    return ""


class Surroundings(msgspec.Struct, frozen=True, kw_only=True):
    """What surrounds a page: a site, or nothing at all.

    `pages` gives the address of a record by its id, and of what a command shows, or '',
    and `said` what to call that page, or '' where the command itself will do;
    `terms` those of words, by the word in small letters, which are linked where a page
    first uses them. `style` and `scripts`, of the search, are addresses; without
    `style` it stands in the page. With `contents` a long page says what it has.
    """

    name: str = ""
    navigation: tuple[tuple[str, str], ...] = ()
    pages: Callable[[str], str] = _nowhere
    said: Callable[[str], str] = _nowhere
    terms: Mapping[str, str] = {}
    style: str = ""
    scripts: tuple[str, ...] = ()
    large: bool = False
    contents: bool = True


ALONE = Surroundings()


def write(document: doc.Document, _sink: Sink) -> str:
    """Return *document* as a page of its own, whatever the sink can do."""
    return page(document, ALONE)


def page(document: doc.Document, around: Surroundings) -> str:
    """Return *document* as HTML in its surroundings."""
    terms = _Terms(around.terms)
    return (
        _environment()
        .get_template("page.jinja")
        .render(
            document=document,
            around=around,
            style=style(),
            data=_data(document),
            linked=terms.linked,
            target=functools.partial(_target, around.pages),
            page_of=around.pages,
            said=around.said,
        )
    )


@functools.cache
def style() -> Markup:
    """Return the style sheet of all pages, which is ours and needs no escaping."""
    return Markup(asset("page.css"))  # noqa: S704 - no text of a catalogue


def asset(name: str) -> str:
    """Return the file *name* that comes with the pages."""
    folder = resources.files("neuroplastic_cli.writers") / "templates"
    return (folder / name).read_text(encoding="utf-8")


@functools.cache
def _environment() -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.FunctionLoader(asset),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
    )
    environment.filters["kind"] = lambda block: type(block).__name__
    environment.tests["cite"] = lambda span: isinstance(span, doc.Cite)
    environment.globals.update(
        flat=doc.flat,
        contents=_contents,
        placed=_placed,
        people=_people,
        pieces=_pieces,
        whisker=_whisker,
    )
    return environment


def _data(document: doc.Document) -> object:
    """Return the linked data of a page as JSON that cannot end its element."""
    if document.data is None:
        return ""
    return jinja2.utils.htmlsafe_json_dumps(
        document.data, ensure_ascii=False, sort_keys=True
    )


def _target(pages: Callable[[str], str], span: doc.Span | doc.Cite) -> str:
    """Return where *span* leads, or ''."""
    if isinstance(span, doc.Cite):
        return ""
    if span.link:
        return span.link if span.link.startswith(_ALLOWED) else pages(span.link)
    return pages(span.text) if span.style == "command" else ""


class _Placed(NamedTuple):
    """A block, the level of its heading, and how that is called and linked to."""

    block: doc.Block
    level: int
    title: str = ""
    id: str = ""


def _placed(document: doc.Document) -> list[_Placed]:
    """Return the blocks with the levels of their headings, which leave none out.

    A page that does not say what it is gets its title as a heading.
    """
    blocks = document.blocks
    if not any(isinstance(b, doc.Heading) and b.level == 1 for b in blocks):
        blocks = (doc.Heading(document.title, 1), *blocks)
    level = 0
    known: dict[str, int] = {}
    placed = []
    for block in blocks:
        if isinstance(block, doc.Heading):
            level = min(block.level, level + 1)
        title = _title(block)
        at = level if isinstance(block, doc.Heading) else 2
        slug = re.sub(r"[\W_]+", "-", title.lower()).strip("-")
        known[slug] = known.get(slug, 0) + 1
        number = f"-{known[slug]}" if known[slug] > 1 else ""
        placed.append(_Placed(block, at, title, f"at-{slug}{number}" if title else ""))
    return placed


def _title(block: doc.Block) -> str:
    if isinstance(block, doc.Heading):
        return block.text
    if isinstance(block, doc.Comparison):
        return block.question
    return block.title if isinstance(block, doc.References) else ""


def _contents(placed: list[_Placed]) -> list[_Placed]:
    """Return the parts of a long page, to go to each of them."""
    parts = [each for each in placed if each.title and each.level == 2]
    return parts if len(parts) >= _LONG else []


def _pieces(cite: doc.Cite) -> Iterator[tuple[str, int]]:
    """Yield a citation in pieces, each with its number, or 0 for what is between."""
    for piece in re.split(r"(\d+)", cite.text):
        yield piece, int(piece) if piece.isdigit() else 0


def _people(first: int, last: int) -> str:
    """Return people *first* to *last* of a hundred as an SVG path: a square each."""
    return "".join(
        f"M{n % _IN_A_ROW * 10 + 1} {n // _IN_A_ROW * 10 + 1}h7v7h-7z"
        for n in range(first, last)
    )


class _Whisker(NamedTuple):
    low: float
    high: float
    estimate: float


def _whisker(row: doc.Whisker, reach: int) -> _Whisker:
    """Return where a row of a forest plot lies on an axis 200 wide."""
    ends = (row.low, row.high, row.estimate)
    return _Whisker(*(round(100 + end / reach * 96, 1) for end in ends))


class _Terms:
    """Words that are linked to what explains them, each where it is first used."""

    def __init__(self, terms: Mapping[str, str]) -> None:
        self._left = dict(terms)
        longest = sorted(terms, key=len, reverse=True)
        any_of = "|".join(map(re.escape, longest))
        self._words = re.compile(rf"\b({any_of})\b", re.IGNORECASE) if terms else None

    def linked(self, text: str) -> list[tuple[str, str]]:
        """Return *text* in parts, each with the address it leads to, or ''."""
        text = doc.flat(text)
        if self._words is None:
            return [(text, "")]
        parts = []
        for index, part in enumerate(self._words.split(text)):
            address = self._left.get(part.lower(), "") if index % 2 else ""
            if address:
                self._left = {k: v for k, v in self._left.items() if v != address}
            parts.append((part, address))
        return parts
