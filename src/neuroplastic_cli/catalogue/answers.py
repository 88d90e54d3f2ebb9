"""What a person says on considerations: typed, or in a file that is read strictly."""

from __future__ import annotations

from typing import TYPE_CHECKING

from neuroplastic_cli.catalogue.decode import decode_text
from neuroplastic_cli.catalogue.read import (
    Problem,
    harmless,
    read_file,
    read_text,
    shown,
)
from neuroplastic_cli.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

    from neuroplastic_cli.catalogue.read import Mapping


def from_file(path: Path, known: Collection[str]) -> dict[str, str]:
    """Return the answers in the file at *path*, by the ids of considerations.

    *known* are all the ids. Raises UsageError where anything is wrong.
    """
    name = str(path)
    return _answers(name, *read_file(path, name, _example(known)), known)


def from_bytes(data: bytes, name: str, known: Collection[str]) -> dict[str, str]:
    """Return the answers in *data*, called *name* in problems; see `from_file`."""
    return _answers(name, *read_text(data, name, _example(known)), known)


def typed(text: str) -> str:
    """Return what a person typed, with nothing in it that could act on a terminal."""
    return harmless(text.strip())


def _example(known: Collection[str]) -> str:
    return f"{next(iter(known), 'id')}: my words"


def _answers(
    name: str,
    root: Mapping | None,
    problems: list[Problem],
    known: Collection[str],
) -> dict[str, str]:
    answers: dict[str, str] = {}
    keys = root.keys if root else {}
    for key, place in keys.items():
        if root and key in known:
            answers[key] = decode_text(root.entries[key], name, key, problems)
            continue
        what = f"there is no consideration '{shown(key)}'; there are {', '.join(known)}"
        problems.append(Problem(name, place.line, place.column, shown(key), what))
    if problems:
        first = min(problems)
        count = len(problems)
        said = (
            f"have {count} problems, the first: " if count > 1 else "have a problem: "
        )
        raise UsageError(f"the answers {said}{first}")
    return answers
