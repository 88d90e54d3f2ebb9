"""Document to text: one module a format."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Protocol

import msgspec

if TYPE_CHECKING:
    from neuroplastic_cli.document import Document

FORMATS = ("terminal", "plain", "markdown", "html")


class Sink(msgspec.Struct, frozen=True):
    """What the place that text goes to can do.

    `width` is in columns; `colour` is for styles too (bold, underline).
    """

    width: int = 80
    colour: bool = False
    links: bool = False
    unicode: bool = True


class Writer(Protocol):
    """A format: a module with one function."""

    def write(self, document: Document, sink: Sink) -> str:
        """Return *document* as text for *sink*."""
        ...


def writer(name: str) -> Writer:
    """Return the writer of the format *name*, imported when it is asked for."""
    return importlib.import_module(f"neuroplastic_cli.writers.{name}")
