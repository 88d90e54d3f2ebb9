"""Text to plain data with line and column: the wall against hostile input.

One walk over the parser's events. Every scalar stays the text that was typed:
nothing is converted the YAML 1.1 way (`no`, `3:1`, `010`, an unquoted date).
"""

from __future__ import annotations

import re
import stat
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

import msgspec
import yaml

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MAX_BYTES = 64 * 1024 * 1024
MAX_DEPTH = 32

# C0 and C1 but newline and tab, the line and paragraph separators, bidirectional
# embeddings, overrides and isolates, lone surrogates: what can act on a terminal,
# or make a text read otherwise than it is stored.
_REFUSED = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)
# libyaml's parser where PyYAML was built with it, PyYAML's own elsewhere.
_Loader: type = getattr(yaml, "CLoader", yaml.Loader)


class Problem(NamedTuple):
    """Something wrong with a catalogue, and where."""

    file: str
    line: int
    column: int
    path: str
    what: str
    unreadable: bool = False
    """The file cannot be read or is not YAML, so that nothing more can be said of it."""

    def __str__(self) -> str:
        """Return the problem as `file:line:column: path: what is wrong`."""
        where = f"{self.file}:{self.line}:{self.column}: "
        return where + (f"{self.path}: {self.what}" if self.path else self.what)


class Scalar(msgspec.Struct, frozen=True):
    """A text, as it was typed."""

    text: str
    line: int
    column: int


class Sequence(msgspec.Struct, frozen=True):
    """A list."""

    items: list[Node]
    line: int
    column: int


class Mapping(msgspec.Struct, frozen=True):
    """Keys with their values, in order; `keys` holds where each key stands."""

    entries: dict[str, Node]
    keys: dict[str, Scalar]
    line: int
    column: int


Node: TypeAlias = "Scalar | Sequence | Mapping"


class _Refusal(Exception):  # noqa: N818 - it stops the walk; the problem is the error
    def __init__(self, mark: yaml.Mark, what: str, *, unreadable: bool = False) -> None:
        self.mark, self.what, self.unreadable = mark, what, unreadable


def read_file(path: Path, name: str) -> tuple[Mapping | None, list[Problem]]:
    """Read the catalogue file at *path*, called *name* in problems.

    Returns its root and no problem, or what of it could be read and every problem.
    """

    def unreadable(what: str) -> tuple[None, list[Problem]]:
        return None, [Problem(name, 1, 1, "", what, unreadable=True)]

    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            return unreadable("this is not a regular file; name a YAML file")
        if status.st_size > MAX_BYTES:
            return unreadable("the file is over 64 MiB; split it")
        data = path.read_bytes()
    except OSError as error:
        return unreadable(f"the file cannot be read ({error.strerror or error})")
    return read_text(data, name)


def read_text(data: bytes, name: str) -> tuple[Mapping | None, list[Problem]]:
    """Read a catalogue file's bytes; see `read_file`."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        column = error.start - data.rfind(b"\n", 0, error.start)
        what = "the file is not UTF-8 here; save it as UTF-8"
        return None, [Problem(name, line, column, "", what, unreadable=True)]
    walk = _Walk(name)
    try:
        root = walk.document(text)
    except _Refusal as refusal:
        walk.refuse(refusal.mark, refusal.what, unreadable=refusal.unreadable)
        root = None
    except yaml.YAMLError as error:
        walk.problems.append(_syntax(name, text, error))
        root = None
    return root, walk.problems


def _syntax(name: str, text: str, error: yaml.YAMLError) -> Problem:
    """Return what the parser stumbled over, as a problem."""
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    if mark is not None:
        line, column = mark.line + 1, mark.column + 1
        what = getattr(error, "problem", None) or "a syntax error"
        context = getattr(error, "context", None)
        what = f"this is not YAML: {what}" + (f" ({context})" if context else "")
    else:
        # A character that YAML forbids; the parser counts bytes or characters, we look.
        found = _REFUSED.search(text.replace("\r\n", "\n"))
        start = found.start() if found else 0
        line = text.count("\n", 0, start) + 1
        column = start - text.rfind("\n", 0, start)
        what = (
            f"a control character ({_code(found.group())}) is not allowed; delete it"
            if found
            else f"this is not YAML: {error}"
        )
    return Problem(name, line, column, "", what, unreadable=True)


def _code(character: str) -> str:
    return f"U+{ord(character):04X}"


class _Walk:
    """One pass over the events of a file."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.problems: list[Problem] = []

    def refuse(
        self, mark: yaml.Mark, what: str, path: str = "", *, unreadable: bool = False
    ) -> None:
        self.problems.append(
            Problem(self.name, mark.line + 1, mark.column + 1, path, what, unreadable)
        )

    def document(self, text: str) -> Mapping | None:
        """Return the root of the only document; append what is refused."""
        events = iter(yaml.parse(text, Loader=_Loader))
        next(events)  # the start of the stream
        event = next(events)
        if isinstance(event, yaml.StreamEndEvent):
            raise _Refusal(
                event.start_mark, "the file is empty; begin with 'format: 1'"
            )
        first = next(events)
        root = self._node(first, events, "", 1)
        next(events)  # the end of the document
        extra = next(events)
        if not isinstance(extra, yaml.StreamEndEvent):
            self.refuse(
                extra.start_mark,
                "a second document begins here; one file holds one document",
            )
        if not isinstance(root, Mapping):
            raise _Refusal(
                first.start_mark, "the file must hold keys with values, as 'format: 1'"
            )
        return root

    def _node(
        self, event: yaml.Event, events: Iterator[yaml.Event], path: str, depth: int
    ) -> Node:
        mark = event.start_mark
        line, column = mark.line + 1, mark.column + 1
        if depth > MAX_DEPTH:
            raise _Refusal(mark, f"nested more than {MAX_DEPTH} deep; flatten it")
        if isinstance(event, yaml.AliasEvent):
            self.refuse(mark, "an alias (*) is not allowed; write the value out", path)
            return Scalar("*", line, column)
        if event.anchor is not None:
            self.refuse(mark, "an anchor (&) is not allowed; delete it", path)
        if event.tag is not None:
            self.refuse(mark, "a tag (!) is not allowed; delete it", path)
        if isinstance(event, yaml.ScalarEvent):
            return self._scalar(event, path)
        if isinstance(event, yaml.SequenceStartEvent):
            items: list[Node] = []
            while not isinstance(event := next(events), yaml.SequenceEndEvent):
                item = self._node(event, events, f"{path}[{len(items) + 1}]", depth + 1)
                items.append(item)
            return Sequence(items, line, column)
        entries: dict[str, Node] = {}
        keys: dict[str, Scalar] = {}
        while not isinstance(event := next(events), yaml.MappingEndEvent):
            key = self._node(event, events, path, depth + 1)
            here = f"{path}.{key.text}" if path else getattr(key, "text", "")
            value = self._node(next(events), events, here, depth + 1)
            if not isinstance(key, Scalar):
                self.refuse(event.start_mark, "a key must be one word", path)
            elif key.text in entries:
                first = keys[key.text].line
                self.refuse(
                    event.start_mark,
                    f"the key '{key.text}' stands twice, first on line {first}; "
                    "delete one",
                    path,
                )
            else:
                entries[key.text], keys[key.text] = value, key
        return Mapping(entries, keys, line, column)

    def _scalar(self, event: yaml.ScalarEvent, path: str) -> Scalar:
        mark = event.start_mark
        if found := _REFUSED.search(event.value):
            self.refuse(
                mark,
                f"the text holds {_code(found.group())}, a character that can hide or "
                "act; delete it",
                path,
            )
        return Scalar(event.value, mark.line + 1, mark.column + 1)
