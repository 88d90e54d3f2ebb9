"""Document to Markdown (CommonMark with GitHub's tables), every text escaped."""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING

from neuroplastic_cli import document as doc

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from neuroplastic_cli.writers import Sink

# `:name:` and `$sums$` are no Markdown, but readers of it turn them into other things.
_MARKUP = re.compile(r"[\\`*_\[\]<>|&~$]|:(?=[\w+-]+:)")
_BEGINS_A_BLOCK = re.compile(r"^((?=[#+=-])|\d{1,9}(?=[.)]))")
"""What a backslash stands behind: nothing, or the number of an item."""
_PICTURE = 25


def write(document: doc.Document, _sink: Sink) -> str:
    """Return *document* as Markdown, whatever the sink can do."""
    return "\n\n".join(_each(document.blocks)) + "\n"


def escaped(text: str) -> str:
    """Return *text* on one line as Markdown that reads as it was typed."""
    return _MARKUP.sub(r"\\\g<0>", doc.flat(text))


def _code(text: str) -> str:
    """Return *text* as code, between more backticks than it has in a row."""
    text = doc.flat(text)
    fence = "`" * (1 + max(map(len, re.findall("`+", text)), default=0))
    padding = " " if text.startswith("`") or text.endswith("`") else ""
    return f"{fence}{padding}{text}{padding}{fence}"


def _span(span: doc.Span | doc.Cite) -> str:
    if isinstance(span, doc.Cite):
        return escaped(span.text)
    if span.web and span.web == span.text:
        return f"<{span.web}>"
    address = f" (<{span.address}>)" if span.address else ""
    return _styled(span) + address


def _styled(span: doc.Span) -> str:
    if span.style == "command":
        return _code(span.text)
    text = escaped(span.text)
    mark = {"plain": "", "strong": "**", "emphasis": "*"}[span.style]
    inner = text.strip()
    return text.replace(inner, f"{mark}{inner}{mark}", 1) if inner else text


def _text(line: doc.Line) -> str:
    """Return *line* as Markdown, with nothing that would begin a block."""
    return _BEGINS_A_BLOCK.sub(r"\1\\", "".join(map(_span, line)).strip())


def _plain(text: str) -> str:
    return _text((doc.Span(text),))


def _strong(text: str) -> str:
    return _text((doc.Span(text, "strong"),)) if text else ""


def _each(blocks: Iterable[doc.Block]) -> Iterator[str]:
    for block in blocks:
        yield from _parts(block)


def _list(items: Iterable[str], *, numbered: bool = False) -> str:
    return "\n".join(
        f"{number}. {item}" if numbered else f"- {item}"
        for number, item in enumerate(items, 1)
    )


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


@functools.singledispatch
def _parts(block: doc.Block) -> Iterator[str]:
    """Yield the parts of *block*, between which empty lines stand."""
    raise NotImplementedError(block)


@_parts.register(doc.Heading)
def _heading(block: doc.Heading) -> Iterator[str]:
    yield f"{'#' * block.level} {escaped(block.text)}"
    if block.note:
        yield _text((doc.Span(block.note, "emphasis"),))


@_parts.register(doc.Paragraph)
def _paragraph(block: doc.Paragraph) -> Iterator[str]:
    yield _text(block.line)


@_parts.register(doc.Answers)
def _answers(block: doc.Answers) -> Iterator[str]:
    yield _list(_labelled(row.label, _text(row.line)) for row in block.rows)


@_parts.register(doc.Items)
def _items(block: doc.Items) -> Iterator[str]:
    yield _list(map(_text, block.items), numbered=block.numbered)


@_parts.register(doc.Table)
def _table(block: doc.Table) -> Iterator[str]:
    yield _strong(block.caption)
    rows = [_row(map(_text, row)) for row in block.rows]
    head = _row(map(escaped, block.header))
    yield "\n".join([head, _row("---" for _ in block.header), *rows])


@_parts.register(doc.Chances)
def _chances(block: doc.Chances) -> Iterator[str]:
    yield _text(block.outcome)
    for group in block.groups:
        yield f"- {_labelled(group.name, _plain(group.words))}"
        if block.base == 100:
            yield _indented(f"```text\n{_icons(group)}\n```")
    yield _plain(block.difference)
    yield from map(_text, block.notes)


def _icons(group: doc.Group) -> str:
    """Return a hundred people, told apart by shape."""
    icons = "▮" * group.happened + "▯" * (100 - group.happened)
    return "\n".join(icons[n : n + _PICTURE] for n in range(0, 100, _PICTURE))


def _indented(text: str) -> str:
    return "\n".join(f"  {line}" for line in text.splitlines())


@_parts.register(doc.Forest)
def _forest(block: doc.Forest) -> Iterator[str]:
    head = f"Fewer {escaped(block.left)}, more {escaped(block.right)}"
    rows = [_row((escaped(row.label), escaped(row.words))) for row in block.rows]
    yield "\n".join([_row(("Trial", head)), _row(("---", "---")), *rows])


@_parts.register(doc.Callout)
def _callout(block: doc.Callout) -> Iterator[str]:
    yield f"> {_labelled(block.label, _text(block.line))}"


@_parts.register(doc.Comparison)
def _comparison(block: doc.Comparison) -> Iterator[str]:
    yield from _heading(doc.Heading(block.question, 2, block.note))
    for option in block.options:
        yield f"### {escaped(option.name)}"
        yield from _each(option.blocks)


@_parts.register(doc.Blanks)
def _blanks(block: doc.Blanks) -> Iterator[str]:
    if block.label:
        yield _plain(block.label)
    yield from (r"\_" * 60 for _ in range(block.count))


@_parts.register(doc.Scale)
def _scale(block: doc.Scale) -> Iterator[str]:
    yield _plain(block.label)
    yield " · ".join(map(str, range(11)))


@_parts.register(doc.References)
def _references(block: doc.References) -> Iterator[str]:
    yield f"## {escaped(block.title)}"
    entries = (
        _labelled(e.id, _text(e.line)) if e.line else e.id for e in block.entries
    )
    yield _list(entries, numbered=True)


def _labelled(label: str, words: str) -> str:
    """Return *words* behind their *label*; a question needs no colon."""
    if not label:
        return words
    colon = "" if label.endswith("?") else ":"
    return f"{_strong(label + colon)} {words}"
