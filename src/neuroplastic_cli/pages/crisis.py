"""Where to turn in a crisis."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from neuroplastic_cli.document import (
    Answer,
    Answers,
    Block,
    Callout,
    Document,
    Heading,
    Items,
    Line,
    Paragraph,
    Span,
    line,
)
from neuroplastic_cli.pages import words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from neuroplastic_cli.catalogue import model

_TITLE = "Where to turn in a crisis"
_NO_LINES = (
    "The crisis lines of the catalogue cannot be read. In the US and Canada call or "
    "text 988; elsewhere https://findahelpline.com lists lines by country."
)
_DANGER = "if someone is in danger now, call your local emergency number."


def page(lines: Sequence[model.CrisisLine], place: str | None) -> Document:
    """Return the crisis *lines*; they were narrowed to *place* where one is named."""
    blocks: list[Block] = [Heading(_TITLE, 1)]
    blocks.append(Callout("Danger", line(_DANGER)))
    if not lines:
        blocks.append(Paragraph(line(_NO_LINES)))
    elif place and all(each.place is None for each in lines):
        blocks.append(
            Paragraph(line(f"No line for {words.place(place)} in this catalogue."))
        )
    for name in dict.fromkeys(each.place for each in lines):
        blocks.append(Heading(words.place(name) if name else "Everywhere", 2))
        rows = [answer(each) for each in lines if each.place == name]
        blocks.append(Answers(tuple(rows)))
    if lines:
        blocks.append(Heading("Where this was read (therapies show ID)", 2))
        blocks.append(Items(tuple(_read_in(each) for each in lines)))
    return Document(_TITLE, tuple(blocks))


def _read_in(each: model.CrisisLine) -> Line:
    parts: list[str | Span] = [f"{each.name}: "]
    for index, name in enumerate(each.sources):
        parts += [", " if index else "", Span(name, link=name)]
    return line(*parts)


def answer(each: model.CrisisLine) -> Answer:
    """Return a crisis line: its name, how to reach it, and when that was so."""
    number = _number(each.number) if each.number else ()
    hours = f" Open: {each.hours}." if each.hours else ""
    how = each.how if each.how.endswith(".") else f"{each.how}."
    address = line(" ", Span(each.url, link=each.url)) if each.url else ()
    said = line(*number, how, hours, *address)
    return Answer(each.name, said + line(f" (As of {each.as_of})"))


def _number(number: str) -> Line:
    """Return *number* so that a telephone can call it, where it is one and no more."""
    digits = re.sub(r"[ ()-]", "", number)
    call = f"tel:{digits}" if re.fullmatch(r"\+?[0-9]{3,15}", digits) else None
    return line(Span(number, "strong", call), ". ")
