"""Pages as files: what a file's name asks for, and writing it whole or not at all."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from neuroplastic_cli.errors import OutputError, UsageError
from neuroplastic_cli.writers import Sink, html, markdown

if TYPE_CHECKING:
    from neuroplastic_cli.document import Document

_FORMATS = {".html": "html", ".htm": "html", ".pdf": "pdf", ".md": "markdown"}


class Target(NamedTuple):
    """Where a page goes, and in what format; no path is standard output."""

    path: Path | None
    format: str


def target(name: str, format_: str, *, force: bool) -> Target:
    """Return what the file *name* asks for; *format_* is for `-`.

    Raises UsageError where its ending is none of ours, or it is there already and
    *force* is not given.
    """
    if name == "-":
        return Target(None, format_)
    path = Path(name)
    if path.suffix.lower() not in _FORMATS:
        raise UsageError(
            f"'{name}' has no ending that says what to write; end it in .html, .pdf "
            "or .md"
        )
    if path.exists() and not force:
        raise UsageError(
            f"'{name}' is there already; name another file, or overwrite it with "
            "'--force'"
        )
    return Target(path, _FORMATS[path.suffix.lower()])


def printed(document: Document, format_: str, *, large: bool) -> bytes:
    """Return *document* in a format for paper."""
    around = html.Surroundings(large=large, contents=False)
    if format_ == "pdf":
        from neuroplastic_cli.writers import pdf

        return pdf.write(document, around)
    if format_ == "html":
        return html.page(document, around).encode()
    return markdown.write(document, Sink()).encode()


def save(content: bytes, path: Path) -> None:
    """Write *content* to *path*, whole or not at all.

    Raises OutputError where it cannot be written.
    """
    aside = path.with_name(f".writing-{os.getpid()}-{path.name}")
    try:
        try:
            aside.write_bytes(content)
            aside.replace(path)
        except BaseException:
            aside.unlink(missing_ok=True)
            raise
    except OSError as error:
        raise unwritten(path, error) from error


def unwritten(path: Path, error: OSError) -> OutputError:
    """Return that *path* could not be written, and why."""
    reason = error.strerror or "it cannot be written to"
    return OutputError(
        f"'{path}' could not be written ({reason}); check the folder and its rights"
    )
