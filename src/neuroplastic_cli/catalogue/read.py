"""Text to plain data with line and column: the wall against hostile input.

One walk over the parser's events. Every scalar stays the text that was typed:
nothing is converted the YAML 1.1 way (`no`, `3:1`, `010`, an unquoted date).
"""

from __future__ import annotations

import re
import stat
import unicodedata
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

import msgspec
import yaml

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MAX_BYTES = 64 * 1024 * 1024
MAX_DEPTH = 32
_EXAMPLE = "format: 1"

# C0 and C1 but newline and tab, the line and paragraph separators, bidirectional
# embeddings, overrides and isolates, lone surrogates, two codes that are no characters:
# what can act on a terminal, or make a text read otherwise than it is stored.
_REFUSED = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069"
    "\ud800-\udfff\ufffe\uffff]"
)
# What to do about the parser's commonest complaints; both parsers begin them so.
_ADVICE = {
    "mapping values are not allowed": "put a text that holds ': ' between quotes",
    "found character": "indent with spaces, and put other text between quotes",
    "exceeded maximum nesting depth": "flatten it",
}
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
    """The file cannot be read or is not YAML: little more can be said of it."""
    stale: bool = False
    """Nothing is wrong but the day: a record was due to be checked again."""

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
    def __init__(self, mark: yaml.Mark, what: str) -> None:
        self.mark, self.what = mark, what


def read_file(
    path: Path, name: str, example: str = _EXAMPLE
) -> tuple[Mapping | None, list[Problem]]:
    """Read the catalogue file at *path*, called *name* in problems.

    *example* is a line that such a file may begin with, to tell of one that is empty.
    Returns its root and no problem, or what of it could be read and every problem.
    """

    def unreadable(what: str) -> tuple[None, list[Problem]]:
        return None, [Problem(name, 1, 1, "", what, unreadable=True)]

    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            return unreadable("this is not a regular file; name a YAML file")
        with path.open("rb") as file:  # it may grow, or lie about its size
            data = file.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        return unreadable(
            f"the file cannot be read ({reason}); check its path and mode"
        )
    return read_text(data, name, example)


def read_text(
    data: bytes, name: str, example: str = _EXAMPLE
) -> tuple[Mapping | None, list[Problem]]:
    """Read a file's bytes; see `read_file`."""
    if len(data) > MAX_BYTES:
        what = "the file is over 64 MiB; split it"
        return None, [Problem(name, 1, 1, "", what, unreadable=True)]
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = error.object[: error.start].decode("utf-8")
        line = before.count("\n") + 1
        column = len(before) - before.rfind("\n")
        what = "the file is not UTF-8 here; save it as UTF-8"
        return None, [Problem(name, line, column, "", what, unreadable=True)]
    walk = _Walk(name, example)
    try:
        root = walk.document(walk.cleared(text))
    except _Refusal as refusal:
        walk.refuse(refusal.mark, refusal.what)
        root = None
    except MemoryError:
        what = "there is not enough memory to read the file; split it"
        return None, [Problem(name, 1, 1, "", what, unreadable=True)]
    except (yaml.YAMLError, ValueError, OverflowError) as error:
        # The last two: PyYAML's own parser, on an escape beyond Unicode.
        walk.problems.append(_syntax(name, error))
        root = None
    return root, walk.problems


def below(path: str, key: str) -> str:
    """Return the path of what stands at *key* below *path*."""
    return f"{path}.{shown(key)}" if path else shown(key)


def shown(text: str) -> str:
    """Return *text* on one line, short, and with what could act made visible."""
    flat = harmless(" ".join(text.split()))
    return flat if len(flat) <= 60 else flat[:57] + "..."


def harmless(text: str) -> str:
    """Return *text* with every character that is refused in a file spelled out."""
    return _REFUSED.sub(lambda found: _code(found.group()), text)


def refused(text: str) -> str:
    """Return what is wrong with a character of *text* that is refused, or ''."""
    found = _REFUSED.search(text)
    return _hidden(found.group()) if found else ""


def _syntax(name: str, error: Exception) -> Problem:
    """Return what the parser stumbled over, as a problem."""
    mark = getattr(error, "problem_mark", None)
    line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    complaint = str(getattr(error, "problem", None) or shown(str(error)))
    what = f"this is not YAML: {complaint}"
    if context := getattr(error, "context", None):
        begun = getattr(error, "context_mark", None)
        what += f" ({context}{f' from line {begun.line + 1}' if begun else ''})"
    advice = "check the quotes, the brackets and the indentation here and above"
    for beginning, better in _ADVICE.items():
        if complaint.startswith(beginning):
            advice = better
    return Problem(name, line, column, "", f"{what}; {advice}", unreadable=True)


def _hidden(character: str) -> str:
    code = _code(character)
    return f"the character {code} can hide text or act on a terminal; delete it"


def _code(character: str) -> str:
    return f"U+{ord(character):04X}"


class _Walk:
    """One pass over the events of a file."""

    def __init__(self, name: str, example: str) -> None:
        self.name, self.example = name, example
        self.problems: list[Problem] = []

    def refuse(self, mark: yaml.Mark, what: str, path: str = "") -> None:
        self.problems.append(
            Problem(self.name, mark.line + 1, mark.column + 1, path, what)
        )

    def cleared(self, text: str) -> str:
        """Return *text* without refused characters, all else where it was.

        The parser would stop at the first control character, and take others for
        the end of a line; comments never reach it. One problem a line is enough.
        """
        text = text.replace("\r\n", "\n")
        if not _REFUSED.search(text):
            return text
        for number, line in enumerate(text.split("\n"), 1):
            if found := _REFUSED.search(line):
                what = _hidden(found.group())
                binary = unicodedata.category(found.group()) in {"Cc", "Cn"}
                column = found.start() + 1
                self.problems.append(
                    Problem(self.name, number, column, "", what, unreadable=binary)
                )
        return _REFUSED.sub("\ufffd", text)

    def document(self, text: str) -> Mapping | None:
        """Return the root of the only document; append what is refused."""
        # Any: what an event has depends on its kind, and marks are always there.
        events: Iterator[Any] = iter(yaml.parse(text, Loader=_Loader))
        next(events)  # the start of the stream
        event = next(events)
        mark = event.start_mark
        if isinstance(event, yaml.StreamEndEvent):
            raise _Refusal(mark, f"the file is empty; begin with '{self.example}'")
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
            what = f"the file must hold keys with values, as '{self.example}'"
            raise _Refusal(first.start_mark, what)
        return root

    def _node(self, event: Any, events: Iterator[Any], path: str, depth: int) -> Node:
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
        return self._mapping(event, events, path, depth)

    def _mapping(
        self, event: Any, events: Iterator[Any], path: str, depth: int
    ) -> Mapping:
        entries: dict[str, Node] = {}
        keys: dict[str, Scalar] = {}
        line, column = event.start_mark.line + 1, event.start_mark.column + 1
        while not isinstance(event := next(events), yaml.MappingEndEvent):
            key = self._node(event, events, path, depth + 1)
            here = below(path, key.text) if isinstance(key, Scalar) else path
            value = self._node(next(events), events, here, depth + 1)
            if not isinstance(key, Scalar):
                what = "a key must be one word, not a list or keys with values"
                self.refuse(
                    event.start_mark, f"{what}; put a text between quotes", path
                )
            elif key.text in entries:
                first = keys[key.text].line
                self.refuse(
                    event.start_mark,
                    f"the key '{shown(key.text)}' stands twice, first on line {first}; "
                    "delete one",
                    path,
                )
            else:
                entries[key.text], keys[key.text] = value, key
        return Mapping(entries, keys, line, column)

    def _scalar(self, event: Any, path: str) -> Scalar:
        mark = event.start_mark
        if what := refused(event.value):  # written as an escape
            self.refuse(mark, what, path)
        return Scalar(event.value, mark.line + 1, mark.column + 1)
