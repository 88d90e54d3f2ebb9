"""Document to plain text: for grep, files and screen readers.

No colour, boxes, links or wrapping; one fact a line; headings end in a colon.
"""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

from neuroplastic_cli import document as doc

if TYPE_CHECKING:
    from collections.abc import Iterator

    from neuroplastic_cli.writers import Sink


_SPACED = (doc.Heading, doc.Comparison, doc.References, doc.Callout)


def write(document: doc.Document, _sink: Sink) -> str:
    """Return *document* as plain text, whatever the sink can do."""
    lines: list[str] = []
    for block in document.blocks:
        if isinstance(block, _SPACED) and lines:
            lines.append("")
        lines += _lines(block)
    return "\n".join(lines) + "\n"


def text(line: doc.Line) -> str:
    """Return *line* as text on one line; a link shows its address."""
    parts = []
    for span in line:
        if isinstance(span, doc.Span) and span.address:
            parts.append(f"{span.text} ({span.address})")
        else:
            parts.append(span.text)
    return doc.flat("".join(parts)).strip()


@functools.singledispatch
def _lines(block: doc.Block) -> Iterator[str]:
    raise NotImplementedError(block)


@_lines.register(doc.Heading)
def _heading(block: doc.Heading) -> Iterator[str]:
    note = f" ({doc.flat(block.note)})" if block.note else ""
    yield f"{doc.flat(block.text)}{note}:"


@_lines.register(doc.Paragraph)
def _paragraph(block: doc.Paragraph) -> Iterator[str]:
    yield text(block.line)


@_lines.register(doc.Answers)
def _answers(block: doc.Answers) -> Iterator[str]:
    for row in block.rows:
        yield _labelled(row.label, text(row.line))


@_lines.register(doc.Items)
def _items(block: doc.Items) -> Iterator[str]:
    for number, item in enumerate(block.items, 1):
        yield f"{number}. {text(item)}" if block.numbered else f"- {text(item)}"


@_lines.register(doc.Table)
def _table(block: doc.Table) -> Iterator[str]:
    yield f"{doc.flat(block.caption)}:"
    for row in block.rows:
        first, *rest = (text(cell) for cell in row)
        if len(rest) == 1:
            yield f"- {first}: {rest[0]}"
            continue
        cells = zip(block.header[1:], rest, strict=True)
        yield f"- {first}. " + " ".join(_labelled(h, _ended(c)) for h, c in cells if c)


@_lines.register(doc.Chances)
def _chances(block: doc.Chances) -> Iterator[str]:
    yield text(block.outcome)
    yield from (f"- {doc.flat(g.name)}: {doc.flat(g.words)}." for g in block.groups)
    yield doc.flat(block.difference)
    yield from (text(note) for note in block.notes)


@_lines.register(doc.Forest)
def _forest(block: doc.Forest) -> Iterator[str]:
    yield f"Fewer {doc.flat(block.left)}, more {doc.flat(block.right)}."
    for row in block.rows:
        yield f"- {_labelled(row.label, doc.flat(row.words))}."


@_lines.register(doc.Callout)
def _callout(block: doc.Callout) -> Iterator[str]:
    yield _labelled(block.label, text(block.line))


@_lines.register(doc.Comparison)
def _comparison(block: doc.Comparison) -> Iterator[str]:
    note = f" ({doc.flat(block.note)})" if block.note else ""
    yield f"{doc.flat(block.question)}{note}:"
    for option in block.options:
        for inner in _each(option.blocks):
            yield _labelled(option.name, inner.removeprefix("- "))


@_lines.register(doc.Blanks)
def _blanks(block: doc.Blanks) -> Iterator[str]:
    yield _labelled(block.label, "____")


@_lines.register(doc.Scale)
def _scale(block: doc.Scale) -> Iterator[str]:
    yield _labelled(block.label, "__ of 10")


@_lines.register(doc.References)
def _references(block: doc.References) -> Iterator[str]:
    yield f"{doc.flat(block.title)}:"
    for entry in block.entries:
        full = f": {text(entry.line)}" if entry.line else ""
        yield f"[{entry.number}] {entry.id}{full}"


def _each(blocks: tuple[doc.Block, ...]) -> Iterator[str]:
    """Yield the lines of *blocks*."""
    for block in blocks:
        yield from _lines(block)


def _labelled(label: str, words: str) -> str:
    """Return *words* behind their *label*; a question needs no colon."""
    label = doc.flat(label)
    if not label:
        return words
    return f"{label} {words}" if label.endswith("?") else f"{label}: {words}"


def _ended(words: str) -> str:
    return words if words.endswith((".", "?", "!", "]")) else f"{words}."
