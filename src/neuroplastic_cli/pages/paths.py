"""Where the program looks for things, in order, and what it finds there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from neuroplastic_cli.document import (
    Answer,
    Answers,
    Document,
    Heading,
    Paragraph,
    line,
)

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from neuroplastic_cli.catalogue.layers import Layer
    from neuroplastic_cli.document import Block

_TITLE = "Where things are looked for"


def page(layers: Sequence[Layer], cache: Path) -> Document:
    """Return the *layers* of the catalogue in their order, and the *cache* file."""
    rows = [
        Answer(f"{number}. {layer.what}", line(f"{layer.path} ({_state(layer)})"))
        for number, layer in enumerate(layers, 1)
    ]
    blocks: list[Block] = [
        Heading(_TITLE, 1),
        Heading("Catalogues, each laid over the one before"),
        Answers(tuple(rows)),
        Heading("The compiled catalogue"),
        Paragraph(line(f"{cache} (may be deleted; it is made again)")),
    ]
    return Document(_TITLE, tuple(blocks))


def _state(layer: Layer) -> str:
    if not layer.path.exists():
        return "not there, which is fine" if layer.optional else "not there"
    count = len(layer.files())
    return f"{count} file{'' if count == 1 else 's'}"
