"""Which sources a record rests on, and where it says so."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from neuroplastic_cli.catalogue import model

if TYPE_CHECKING:
    from collections.abc import Iterator

_TEXTS = ("says", "claim", "plain", "name", "sessions")


class Citation(NamedTuple):
    """A source that something rests on; `text` is what does."""

    source: str
    text: str


def of(value: object) -> Iterator[Citation]:
    """Yield every citation in a record, or below a part of one, in order."""
    if isinstance(value, tuple):
        for item in value:
            yield from of(item)
    elif isinstance(value, msgspec.Struct):
        text = _text(value)
        for name in getattr(value, "sources", ()):
            yield Citation(name, text)
        if read_in := getattr(value, "read_in", None):
            yield Citation(read_in, text)
        if isinstance(value, model.Certainty) and value.by != "ours":
            yield Citation(value.by, value.why)
        for field in value.__struct_fields__:
            if field != "sources":
                yield from of(getattr(value, field))


def sources(*values: object) -> list[str]:
    """Return the ids of all sources that *values* rest on, in order of first use."""
    return list(dict.fromkeys(c.source for value in values for c in of(value)))


def in_article(
    article: model.Article, blocks: dict[str, tuple[model.Block, ...]]
) -> Iterator[Citation]:
    """Yield every citation of *article*, whose bodies were parsed into *blocks*."""
    for section in article.sections:
        for block in blocks.get(section.id, ()):
            for item in block.items:
                text = _without_gaps("".join(run.text for run in item))
                yield from (Citation(name, text) for run in item for name in run.cites)
        yield from of(section.claims)


def _without_gaps(text: str) -> str:
    """Return *text* without the gaps that its citations left."""
    return re.sub(r" +(?=[ ,;.)]|$)", "", text)


def _text(value: msgspec.Struct) -> str:
    if isinstance(value, model.Trial):
        return value.says or f"{value.measure}, {value.timepoint}"
    for field in _TEXTS:
        if text := getattr(value, field, None):
            return str(text)
    return ""
