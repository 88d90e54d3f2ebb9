"""What a page is made of: blocks that every writer can write.

A block holds words, not layout. A line is a sequence of spans, some of which cite.
"""

from __future__ import annotations

import re
from typing import Literal, TypeAlias

import msgspec

Style: TypeAlias = Literal["plain", "strong", "emphasis", "command"]


class Span(msgspec.Struct, frozen=True):
    """Words in one style; `link` is where they lead."""

    text: str
    style: Style = "plain"
    link: str | None = None


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
    """One group of a trial: what it got, and how many of how many it happened to."""

    name: str
    events: int
    total: int

    def of(self, base: int) -> int:
        """Return how many of *base*, to the nearest whole person (halves go up)."""
        return (2 * base * self.events + self.total) // (2 * self.total)


class Chances(msgspec.Struct, frozen=True):
    """What happened to people in one or two groups of a trial.

    Both framings are given: how many it happened to, and how many it did not.
    """

    outcome: Line
    groups: tuple[Group, ...]
    notes: tuple[Line, ...] = ()

    @property
    def base(self) -> int:
        """Return the one denominator: 100, or more where an event is rarer."""
        rarest = min((g.events / g.total for g in self.groups if g.events), default=1.0)
        return 100 if rarest >= 0.01 else 1_000 if rarest >= 0.001 else 10_000

    @property
    def sentences(self) -> tuple[str, ...]:
        """Return what happened in each group, in words."""
        base = self.base
        return tuple(
            f"{g.name}: {g.of(base):,} of {base:,}, {base - g.of(base):,} not "
            f"({g.events:,} of {g.total:,} people)"
            for g in self.groups
        )


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
    | Callout
    | Comparison
    | References
)


class Document(msgspec.Struct, frozen=True):
    """A page."""

    title: str
    blocks: tuple[Block, ...]
