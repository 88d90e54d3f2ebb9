"""Document to terminal: the only user of Rich.

Text objects throughout, never markup, so that no text of a catalogue is parsed.
"""

from __future__ import annotations

import functools
import io
import itertools
from typing import TYPE_CHECKING, Any

from rich.cells import cell_len
from rich.color import ColorSystem
from rich.style import Style
from rich.text import Text

from neuroplastic_cli import document as doc

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from neuroplastic_cli.writers import Sink

TEXT_WIDTH = 100
COLUMNS_FROM = 110
OPTION_WIDTH = 34
_LABEL_WIDTH = 15
_LABELS_FROM = 56
_PICTURE = 25
_NARROW_PICTURE = 10
_PLOT = 41
_STYLES = {"plain": "", "strong": "bold", "emphasis": "italic", "command": "cyan"}
_TEN = "  ".join(map(str, range(11)))
_NO_CONSOLE: Any = None
"""Wrapping asks a console nothing unless it justifies, and one takes long to import."""

_SPACED = (doc.Heading, doc.Comparison, doc.Table, doc.Chances, doc.Forest)


def write(document: doc.Document, sink: Sink) -> str:
    """Return *document* as text with escapes, wrapped to the width of *sink*."""
    return _Page(sink).write(document)


class _Page:
    def __init__(self, sink: Sink) -> None:
        self.sink = sink
        self.width = max(20, min(sink.width, TEXT_WIDTH))
        self.out = io.StringIO()

    def write(self, document: doc.Document) -> str:
        for index, block in enumerate(document.blocks):
            if index and _starts(block, document.blocks[index - 1]):
                self.out.write("\n")
            if isinstance(block, doc.Comparison) and self._columns(block):
                self._side_by_side(block)
            else:
                self._print(_lines(block, self, self.width))
        return self.out.getvalue()

    def _print(self, lines: Iterable[Text]) -> None:
        for line in lines:
            line.rstrip()
            self.out.write(f"{self._escaped(line)}\n")

    def _escaped(self, line: Text) -> str:
        """Return *line* with its escapes, where the sink takes colour."""
        plain = line.plain
        if not self.sink.colour:
            return plain
        edges = sorted({0, len(plain), *(e for span in line.spans for e in span[:2])})
        parts = []
        for start, end in itertools.pairwise(edges):
            over = [s.style for s in line.spans if s.start <= start and s.end >= end]
            style = Style.combine(Style.parse(str(s)) for s in (line.style, *over))
            text = plain[start:end]
            parts.append(style.render(text, color_system=ColorSystem.STANDARD))
        return "".join(parts)

    def hang(self, text: Text, width: int, first: str, rest: str) -> Iterator[Text]:
        """Yield *text* wrapped to *width*, behind *first* and then behind *rest*."""
        room = max(8, width - cell_len(rest))
        lines = text.wrap(_NO_CONSOLE, room, overflow="fold", tab_size=1)
        for index, line in enumerate(lines):
            line.rstrip()
            yield Text.assemble(rest if index else first, line)

    def text(self, line: doc.Line) -> Text:
        """Return *line* as styled text; a link shows its address."""
        text = Text()
        for span in line:
            if isinstance(span, doc.Cite):
                text.append(doc.flat(span.text), "dim")
                continue
            words = doc.flat(span.text)
            if span.address:
                words += f" ({span.address})"
            style = _STYLES[span.style]
            if span.web and self.sink.links:
                style = f"{style} link {span.web}".strip()
            text.append(words, style)
        return text

    def _columns(self, block: doc.Comparison) -> int:
        """Return the width of a column where the options fit side by side, else 0."""
        if self.sink.width < COLUMNS_FROM:
            return 0
        width = (self.sink.width - 2) // len(block.options) - 2
        return min(width, 60) if width >= OPTION_WIDTH else 0

    def _side_by_side(self, block: doc.Comparison) -> None:
        width = self._columns(block)
        self._print(self.heading(block.question, block.note, self.width))
        cells = []
        for option in block.options:
            lines = list(self.hang(Text(doc.flat(option.name), "bold"), width, "", ""))
            for inner in option.blocks:
                lines += _lines(inner, self, width)
            cells.append(lines)
        self._print(_rows(cells, [width] * len(cells)))

    def heading(self, text: str, note: str, width: int) -> Iterator[Text]:
        """Yield a heading with its *note* at the right, or below where it is long."""
        title, note = Text(doc.flat(text), "bold"), doc.flat(note)
        room = width - cell_len(title.plain) - cell_len(note)
        if note and room >= 2:
            yield Text.assemble(title, " " * room, (note, "dim"))
            return
        yield from self.hang(title, width, "", "")
        if note:
            yield from self.hang(Text(note, "dim"), width, "  ", "  ")


def _starts(block: doc.Block, before: doc.Block) -> bool:
    """Return whether an empty line stands between *before* and *block*."""
    if isinstance(before, doc.Heading):
        return before.level == 1 and not isinstance(block, doc.Paragraph)
    if isinstance(block, doc.Paragraph):
        return isinstance(before, doc.Answers | doc.Table)
    if isinstance(block, doc.References):
        return block.full
    if isinstance(block, doc.Callout):
        return not isinstance(before, doc.Callout)
    return isinstance(block, _SPACED)


@functools.singledispatch
def _lines(block: doc.Block, _page: _Page, _width: int) -> Iterator[Text]:
    raise NotImplementedError(block)


@_lines.register(doc.Heading)
def _heading(block: doc.Heading, page: _Page, width: int) -> Iterator[Text]:
    if block.level > 2:
        yield from page.hang(Text(doc.flat(block.text), "bold"), width, "  ", "  ")
        return
    yield from page.heading(block.text, block.note, width)


@_lines.register(doc.Paragraph)
def _paragraph(block: doc.Paragraph, page: _Page, width: int) -> Iterator[Text]:
    yield from page.hang(page.text(block.line), width, "  ", "  ")


@_lines.register(doc.Answers)
def _answers(block: doc.Answers, page: _Page, width: int) -> Iterator[Text]:
    stacked = width < _LABELS_FROM or any(
        cell_len(word) > _LABEL_WIDTH
        for row in block.rows
        for word in row.label.split()
    )
    for row in block.rows:
        label = Text(doc.flat(row.label), "bold")
        if stacked:
            if not label.plain:
                yield from page.hang(page.text(row.line), width, "    ", "    ")
                continue
            yield from page.hang(label, width, "  ", "  ")
            yield from page.hang(page.text(row.line), width, "    ", "    ")
            continue
        labels = list(page.hang(label, _LABEL_WIDTH + 2, "  ", "  "))
        column = " " * (_LABEL_WIDTH + 3)
        words = list(page.hang(page.text(row.line), width, column, column))
        for index in range(max(len(labels), len(words))):
            left = labels[index] if index < len(labels) else Text()
            left.pad_right(len(column) - cell_len(left.plain))
            right = words[index][len(column) :] if index < len(words) else Text()
            yield Text.assemble(left, right)


@_lines.register(doc.Items)
def _items(block: doc.Items, page: _Page, width: int) -> Iterator[Text]:
    for number, item in enumerate(block.items, 1):
        mark = f"{number}. " if block.numbered else "- "
        yield from page.hang(
            page.text(item), width, f"  {mark}", "  " + " " * len(mark)
        )


@_lines.register(doc.Table)
def _table(block: doc.Table, page: _Page, width: int) -> Iterator[Text]:
    yield from page.heading(block.caption, "", width)
    firsts = [page.text(row[0]) for row in block.rows]
    column = max((cell_len(first.plain) for first in firsts), default=0)
    others = len(block.header) - 1
    room = (width - 2 - column - 2 * others) // max(1, others)
    for first, row in zip(firsts, block.rows, strict=True):
        first.stylize("bold cyan")
        if room < 28:
            yield from page.hang(first, width, "  ", "  ")
            for cell in row[1:]:
                yield from page.hang(page.text(cell), width, "    ", "    ")
            continue
        cells = [
            list(page.hang(first, column, "", "")),
            *(list(page.hang(page.text(cell), room, "", "")) for cell in row[1:]),
        ]
        yield from _rows(cells, [column, *([room] * others)])


def _rows(cells: list[list[Text]], widths: list[int]) -> Iterator[Text]:
    for index in range(max(map(len, cells), default=0)):
        text = Text("  ")
        for lines, width in zip(cells, widths, strict=True):
            part = lines[index] if index < len(lines) else Text()
            part.pad_right(max(0, width - cell_len(part.plain)) + 2)
            text.append_text(part)
        yield text


@_lines.register(doc.Chances)
def _chances(block: doc.Chances, page: _Page, width: int) -> Iterator[Text]:
    yield from page.hang(page.text(block.outcome), width, "  ", "  ")
    wide = width >= 2 * _PICTURE + 6
    column = min(40, (width - 6) // 2) if wide and len(block.groups) > 1 else width - 4
    heads = [list(page.hang(_in_words(g), column, "", "")) for g in block.groups]
    across = _PICTURE if column >= _PICTURE else _NARROW_PICTURE
    icons = [_icons(g, page, across) if block.base == 100 else [] for g in block.groups]
    if column < width - 4:
        widths = [column] * len(heads)
        for row in (*_rows(heads, widths), *_rows(icons, widths)):
            yield Text.assemble("  ", row)
    else:
        for head, rows in zip(heads, icons, strict=True):
            yield from (Text.assemble("    ", row) for row in (*head, *rows))
    yield from page.hang(Text(doc.flat(block.difference)), width, "  ", "  ")
    for note in block.notes:
        yield from page.hang(page.text(note), width, "  ", "  ")


def _in_words(group: doc.Group) -> Text:
    name = doc.flat(group.name)
    text = Text(f"{name}: {doc.flat(group.words)}")
    text.stylize("bold", 0, len(name))
    return text


def _icons(group: doc.Group, page: _Page, row: int) -> list[Text]:
    """Return a hundred people, *row* in a row, told apart by shape and by colour."""
    on, off = ("▮", "▯") if page.sink.unicode else ("#", ".")
    icons = Text(on * group.happened + off * (100 - group.happened))
    icons.stylize("cyan", 0, group.happened)
    icons.stylize("dim", group.happened)
    return [icons[start : start + row] for start in range(0, 100, row)]


@_lines.register(doc.Forest)
def _forest(block: doc.Forest, page: _Page, width: int) -> Iterator[Text]:
    wide = width >= 2 * _PLOT + 6
    plot = _PLOT + 1 - _PLOT % 2 if wide else width - 4 - (width + 1) % 2
    column = width - plot - 4 if wide else width - 4
    axis = _axis(block, plot)
    yield from _forest_row([], axis, column, wide=wide)
    for row in block.rows:
        label = Text.assemble((doc.flat(row.label), "bold"), f": {doc.flat(row.words)}")
        lines = list(page.hang(label, column, "", "  "))
        yield from _forest_row(
            lines, [_whisker(row, block.reach, plot)], column, wide=wide
        )


def _forest_row(
    label: list[Text], plot: list[Text], column: int, *, wide: bool
) -> Iterator[Text]:
    """Yield a label beside its plot where there is room, else above it."""
    if wide:
        cells = [label, plot]
        yield from _rows(cells, [column, cell_len(plot[0].plain)])
        return
    for part in (*label, *plot):
        yield Text.assemble("  ", part)


def _axis(block: doc.Forest, plot: int) -> list[Text]:
    """Return the names of the two sides, and the scale below them."""
    half = plot // 2
    left, right = doc.flat(block.left), doc.flat(block.right)
    reach = block.reach
    scale = Text(f"{-reach:<{half}}0{f'+{reach}':>{half}}", "dim")
    if max(cell_len(left), cell_len(right)) <= half:
        return [Text(f"{left:<{half}} {right:>{half}}", "dim"), scale]
    # In a narrow window each side gets lines of its own; no name is cut.
    sides = [Text(f"left {left}", "dim"), Text(f"right {right}", "dim")]
    lines = [each for side in sides for each in side.wrap(_NO_CONSOLE, plot)]
    return [*lines, scale]


def _whisker(row: doc.Whisker, reach: int, plot: int) -> Text:
    """Return a difference as a mark, and its interval as a line through it."""

    def at(value: float) -> int:
        return round((value + reach) / (2 * reach) * (plot - 1))

    marks = [" "] * plot
    marks[plot // 2] = "|"
    low, high = at(row.low), at(row.high)
    # A range that only comes near to no difference is not drawn across it.
    low += row.low > 0 and low == plot // 2
    high -= row.high < 0 and high == plot // 2
    for index in range(low, high + 1):
        marks[index] = "+" if index == plot // 2 else "-"
    marks[at(row.estimate)] = "o"
    text = Text("".join(marks))
    text.stylize("cyan", low, high + 1)
    return text


@_lines.register(doc.Callout)
def _callout(block: doc.Callout, page: _Page, width: int) -> Iterator[Text]:
    text = Text.assemble((doc.flat(block.label), "bold"), ": ", page.text(block.line))
    yield from page.hang(text, width, "  ", "  ")


@_lines.register(doc.Comparison)
def _comparison(block: doc.Comparison, page: _Page, width: int) -> Iterator[Text]:
    yield from page.heading(block.question, block.note, width)
    pictures = any(isinstance(b, doc.Chances) for o in block.options for b in o.blocks)
    for index, option in enumerate(block.options):
        if index and pictures:
            yield Text()
        name = Text(doc.flat(option.name), "bold")
        yield from page.hang(name, width, "  ", "  ")
        for inner in option.blocks:
            for line in _lines(inner, page, width - 2):
                yield Text.assemble("  ", line)


@_lines.register(doc.Blanks)
def _blanks(block: doc.Blanks, page: _Page, width: int) -> Iterator[Text]:
    if block.label:
        yield from page.hang(Text(doc.flat(block.label)), width, "  ", "  ")
    yield from (Text("  " + "_" * (width - 4)) for _ in range(block.count))


@_lines.register(doc.Scale)
def _scale(block: doc.Scale, page: _Page, width: int) -> Iterator[Text]:
    yield from page.hang(Text(doc.flat(block.label)), width, "  ", "  ")
    yield from page.hang(Text(_TEN), width, "    ", "    ")


@_lines.register(doc.References)
def _references(block: doc.References, page: _Page, width: int) -> Iterator[Text]:
    if block.full:
        yield from page.heading(block.title, "", width)
        for entry in block.entries:
            mark = f"[{entry.number}] "
            text = Text.assemble((entry.id, "cyan"), ": ", page.text(entry.line))
            yield from page.hang(text, width, f"  {mark}", "  " + " " * len(mark))
        return
    short = Text.assemble((doc.flat(block.title), "bold"), ": ")
    for entry in block.entries:
        short.append(f"{entry.number}:{entry.id}  ")
    yield from page.hang(short, width, "  ", "  ")
