"""What a page is made of: blocks that every writer can write.

A block holds words, not layout. A line is a sequence of spans, some of which cite.
"""

from __future__ import annotations

import math
import re
from typing import Literal, TypeAlias

import msgspec

Style: TypeAlias = Literal["plain", "strong", "emphasis", "command"]


class Span(msgspec.Struct, frozen=True):
    """Words in one style.

    `link` is where they lead: an https address, a number to call (`tel:`), or the id of
    a record, for those who can follow it there.
    """

    text: str
    style: Style = "plain"
    link: str | None = None

    @property
    def web(self) -> str:
        """Return the https address that the words lead to, or ''."""
        return self.link if self.link and self.link.startswith("https:") else ""

    @property
    def address(self) -> str:
        """Return the address to show beside the words, or '' where they say it."""
        return "" if self.web == self.text else self.web


class Cite(msgspec.Struct, frozen=True):
    """Numbers of references, as a reader finds them at the page's end."""

    numbers: tuple[int, ...]

    @property
    def text(self) -> str:
        """Return the numbers as `[1, 3-5]`."""
        parts: list[list[int]] = []
        for number in sorted(set(self.numbers)):
            if parts and parts[-1][-1] == number - 1:
                parts[-1].append(number)
            else:
                parts.append([number])
        shown = [
            ", ".join(map(str, p)) if len(p) < 3 else f"{p[0]}-{p[-1]}" for p in parts
        ]
        return f"[{', '.join(shown)}]"


Line: TypeAlias = "tuple[Span | Cite, ...]"


def line(*parts: str | Span | Cite) -> Line:
    """Return *parts* as a line, strings as plain spans."""
    return tuple(Span(p) if isinstance(p, str) else p for p in parts)


def flat(text: str) -> str:
    """Return *text* with its line breaks and tabs as spaces: wrapping is a writer's."""
    return re.sub(r"[ \t\n]*[\t\n][ \t\n]*", " ", text)


class Heading(msgspec.Struct, frozen=True):
    """A heading; level 1 is the page's, `note` a remark beside it."""

    text: str
    level: int = 2
    note: str = ""


class Paragraph(msgspec.Struct, frozen=True):
    """A line of text."""

    line: Line


class Answer(msgspec.Struct, frozen=True):
    """A short label and what it stands for."""

    label: str
    line: Line


class Answers(msgspec.Struct, frozen=True):
    """Labels in a column, what they stand for beside them."""

    rows: tuple[Answer, ...]


class Items(msgspec.Struct, frozen=True):
    """A list, numbered or not."""

    items: tuple[Line, ...]
    numbered: bool = False


class Table(msgspec.Struct, frozen=True):
    """Rows under a header; the first cell of a row is what the row is about."""

    caption: str
    header: tuple[str, ...]
    rows: tuple[tuple[Line, ...], ...]


class Group(msgspec.Struct, frozen=True):
    """One group of a trial: `happened` of the base, and that in words."""

    name: str
    happened: int
    words: str


class Chances(msgspec.Struct, frozen=True):
    """What happened to people in one or two groups of a trial, and how they differ.

    Everything is in words too; a picture shows `happened` of `base` people.
    """

    outcome: Line
    base: int
    groups: tuple[Group, ...]
    difference: str
    notes: tuple[Line, ...] = ()


class Whisker(msgspec.Struct, frozen=True):
    """A row of a forest plot: a difference per 100, its interval, and words."""

    label: str
    estimate: float
    low: float
    high: float
    words: str


class Forest(msgspec.Struct, frozen=True):
    """Differences of several trials on one axis with a line at no difference.

    `left` and `right` name the sides of that line.
    """

    left: str
    right: str
    rows: tuple[Whisker, ...]

    @property
    def reach(self) -> int:
        """Return how far the axis goes to both sides, in people per 100."""
        ends = [abs(end) for row in self.rows for end in (row.low, row.high)]
        return max(10, 10 * math.ceil(max(ends, default=0) / 10))


class Callout(msgspec.Struct, frozen=True):
    """A line that must not be missed; `label` says what sort."""

    label: str
    line: Line


class Option(msgspec.Struct, frozen=True):
    """One option's answer to a question of a comparison."""

    name: str
    blocks: tuple[Block, ...]


class Comparison(msgspec.Struct, frozen=True):
    """A question, and every option's answer."""

    question: str
    options: tuple[Option, ...]
    note: str = ""


class Blanks(msgspec.Struct, frozen=True):
    """Lines for the reader to write on, on paper."""

    label: str
    count: int = 1


class Scale(msgspec.Struct, frozen=True):
    """A line from 0 to 10 for the reader to mark, on paper; nothing is counted."""

    label: str


class Reference(msgspec.Struct, frozen=True):
    """A source under its number; `line` is the full reference, or empty."""

    number: int
    id: str
    line: Line = ()


class References(msgspec.Struct, frozen=True):
    """The sources of a page: in full, or as ids to type."""

    entries: tuple[Reference, ...]
    title: str = "Sources"

    @property
    def full(self) -> bool:
        """Return whether the entries are whole references."""
        return all(entry.line for entry in self.entries)


Block: TypeAlias = (
    Heading
    | Paragraph
    | Answers
    | Items
    | Table
    | Chances
    | Forest
    | Callout
    | Comparison
    | References
    | Blanks
    | Scale
)


class Document(msgspec.Struct, frozen=True):
    """A page; `data` says what it is about in the words of schema.org."""

    title: str
    blocks: tuple[Block, ...]
    data: dict[str, object] | None = None
