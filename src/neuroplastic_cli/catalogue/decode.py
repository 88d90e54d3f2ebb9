"""Plain data to records, leaf by leaf, so that all problems are found at once.

The types of `model` say what is expected; msgspec checks each leaf against its
constraints and builds the structs. msgspec alone would stop at the first problem.
"""

from __future__ import annotations

import datetime
import functools
import re
from typing import TYPE_CHECKING, Any, Final, TypeVar, cast

import msgspec
from msgspec import inspect

from neuroplastic_cli.catalogue.model import AsOf, Text
from neuroplastic_cli.catalogue.names import nearest
from neuroplastic_cli.catalogue.read import (
    Mapping,
    Problem,
    Scalar,
    Sequence,
    below,
    shown,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from neuroplastic_cli.catalogue.read import Node

Step = str | int
T = TypeVar("T", bound=msgspec.Struct)

_BAD: Final = object()
_INTEGER = re.compile(r"-?(0|[1-9][0-9]{0,17})")
_NUMBER = re.compile(r"-?(0|[1-9][0-9]{0,17})(\.[0-9]{1,17})?")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_AS_OF: Final[Any] = cast("inspect.Metadata", inspect.type_info(AsOf)).type


def step_into(path: str, node: Node | None, index: int) -> str:
    """Return the path of a list's item: by its id if it has one, else from 1."""
    if isinstance(node, Mapping):
        name = node.entries.get("id")
        if isinstance(name, Scalar) and name.text:
            return f"{path}[{shown(name.text)}]"
    return f"{path}[{index + 1}]"


def locate(node: Node, steps: Iterable[Step], path: str) -> tuple[Node, str]:
    """Return what stands at *steps* below *node*, or nearest to it, and its path."""
    for step in steps:
        if isinstance(node, Mapping) and isinstance(step, str):
            path = below(path, step)
            if step not in node.entries:
                break
            node = node.entries[step]
        elif isinstance(node, Sequence) and isinstance(step, int):
            path = step_into(path, node.items[step], step)
            node = node.items[step]
    return node, path


def decode(
    node: Node, struct: type[T], file: str, path: str, problems: list[Problem]
) -> T | None:
    """Return *node* as a *struct*, or None with what is wrong added to *problems*."""
    before = len(problems)
    plain = _Decoder(file, problems).value(node, _type_of(struct), path)
    if len(problems) > before:
        return None
    return msgspec.convert(plain, struct)


def decode_text(node: Node, file: str, path: str, problems: list[Problem]) -> str:
    """Return *node* as text; add what is wrong with it to *problems*."""
    value = _Decoder(file, problems).value(node, inspect.type_info(Text), path)
    return "" if value is _BAD else str(value)


@functools.cache
def _type_of(struct: type[msgspec.Struct]) -> inspect.Type:
    return inspect.type_info(struct)


class _Decoder:
    def __init__(self, file: str, problems: list[Problem]) -> None:
        self.file = file
        self.problems = problems

    def wrong(self, node: Node, path: str, what: str) -> Any:
        self.problems.append(Problem(self.file, node.line, node.column, path, what))
        return _BAD

    def value(self, node: Node, type_: inspect.Type, path: str) -> Any:
        expected = "text"
        list_or_none = False
        if isinstance(type_, inspect.UnionType):
            type_, list_or_none = _choose(type_, node)
            if list_or_none and not _lists_or_says_none(node):
                what = "write a list, each entry after '- ', or 'none_found: true'"
                return self.wrong(node, path, what)
        if isinstance(type_, inspect.Metadata):
            expected = (type_.extra_json_schema or {}).get("description", expected)
            type_ = type_.type
        if isinstance(type_, inspect.StructType):
            return self.struct(node, type_, path)
        if isinstance(type_, inspect.VarTupleType):
            return self.items(node, type_, path, list_or_none=list_or_none)
        if not isinstance(node, Scalar):
            kind = "a list" if isinstance(node, Sequence) else "keys with values"
            return self.wrong(node, path, f"write {expected} here, not {kind}")
        if not node.text.strip():
            what = "the value is empty; write one, or delete the key"
            return self.wrong(node, path, what)
        value, what = _leaf(node.text, type_, expected)
        return self.wrong(node, path, what) if what else value

    def struct(self, node: Node, type_: inspect.StructType, path: str) -> Any:
        if not isinstance(node, Mapping):
            fields_ = [f for f in type_.fields if f.required] or type_.fields
            names = ", ".join(f.name for f in fields_)
            return self.wrong(node, path, f"write keys with values here ({names})")
        fields = {field.name: field for field in type_.fields}
        result = {}
        for key, child in node.entries.items():
            here = below(path, key)
            if key in fields:
                result[key] = self.value(child, fields[key].type, here)
            else:
                hint = nearest(key, fields) or f"known here: {', '.join(fields)}"
                self.wrong(node.keys[key], here, f"unknown key '{shown(key)}'; {hint}")
        for field in type_.fields:
            if field.required and field.name not in node.entries:
                docs = getattr(type_.cls, "field_docs", {})
                means = f" ({docs[field.name]})" if field.name in docs else ""
                self.wrong(node, path, f"the key '{field.name}' is missing{means}")
        return result

    def items(
        self, node: Node, type_: inspect.VarTupleType, path: str, *, list_or_none: bool
    ) -> Any:
        if not isinstance(node, Sequence):
            return self.wrong(node, path, "write a list here, each entry after '- '")
        count = len(node.items)
        if type_.min_length and count < type_.min_length:
            what = "the list is empty; add an entry"
            instead = ", or write 'none_found: true' in its place"
            return self.wrong(node, path, what + instead * list_or_none)
        if type_.max_length is not None and count > type_.max_length:
            what = f"{count} entries, where {type_.max_length} are allowed; delete some"
            return self.wrong(node, path, what)
        return [
            self.value(child, type_.item_type, step_into(path, child, index))
            for index, child in enumerate(node.items)
        ]


def _choose(union: inspect.UnionType, node: Node) -> tuple[inspect.Type, bool]:
    """Return the member of *union* that fits *node*, and whether it may be none."""
    members = [t for t in union.types if not isinstance(t, inspect.NoneType)]
    if len(members) == 1:
        return members[0], False
    mapping = isinstance(node, Mapping)
    fits = (t for t in members if isinstance(t, inspect.StructType) == mapping)
    return next(fits), True


def _lists_or_says_none(node: Node) -> bool:
    if isinstance(node, Mapping):
        return "none_found" in node.entries
    return isinstance(node, Sequence)


def _leaf(text: str, type_: inspect.Type, expected: str) -> tuple[Any, str]:
    """Return *text* as *type_*, or what is wrong with it."""
    value: object = text
    what = ""
    if isinstance(type_, inspect.LiteralType):
        return _literal(text, type_)
    if isinstance(type_, inspect.BoolType):
        known = {"true": True, "false": False}
        what = f"'{shown(text)}' is neither; write 'true' or 'false'"
        return (known[text], "") if text in known else (_BAD, what)
    if isinstance(type_, inspect.DateType):
        return _date(text)
    if isinstance(type_, inspect.IntType):
        value = int(text) if _INTEGER.fullmatch(text) else text
        if re.fullmatch("0[0-9]+", text):
            what = f"'{shown(text)}' begins with a zero; delete it"
    elif isinstance(type_, inspect.FloatType):
        value = float(text) if _NUMBER.fullmatch(text) else text
    else:
        what = _strange(text, cast("inspect.StrType", type_))
    try:
        return (_BAD, what) if what else (msgspec.convert(value, _plain(type_)), "")
    except msgspec.ValidationError:
        return _BAD, f"'{shown(text)}' is wrong; write {expected}"


def _strange(text: str, type_: inspect.StrType) -> str:
    """Return what is wrong with *text* that its pattern cannot say, or ''."""
    if type_.max_length is not None and len(text) > type_.max_length:
        what = f"{len(text)} characters, where {type_.max_length} are allowed"
        return f"{what}; shorten it"
    if type_.pattern and text != text.strip():  # `$` lets a last newline pass
        return "space or a line end around the value; delete it"
    if type_.pattern == _AS_OF.pattern and _DATE.fullmatch(text):
        return _date(text)[1]
    return ""


def _date(text: str) -> tuple[Any, str]:
    if not _DATE.fullmatch(text):
        return _BAD, f"'{shown(text)}' is not a date; write it as YYYY-MM-DD"
    try:
        return datetime.date.fromisoformat(text), ""
    except ValueError:
        return _BAD, f"'{text}' is no day of the calendar; correct it"


def _literal(text: str, type_: inspect.LiteralType) -> tuple[Any, str]:
    known = {str(v).lower() if isinstance(v, bool) else str(v): v for v in type_.values}
    if text in known:
        return known[text], ""
    one = "write" if len(known) == 1 else "write one of"
    hint = nearest(text, known) or f"{one} {', '.join(known)}"
    return _BAD, f"'{shown(text)}' is not allowed here; {hint}"


def _plain(type_: inspect.Type) -> Any:
    """Return a type that msgspec can convert to, from what `inspect` says of one."""
    if isinstance(type_, inspect.StrType):
        return _constrained(str, type_.min_length, type_.max_length, type_.pattern)
    base: type = int if isinstance(type_, inspect.IntType) else float
    return _ranged(base, type_.ge, type_.le)  # type: ignore[attr-defined]


@functools.cache
def _constrained(
    base: type, least: int | None, most: int | None, pattern: str | None
) -> Any:
    meta = msgspec.Meta(min_length=least, max_length=most, pattern=pattern)
    return _with(base, meta)


@functools.cache
def _ranged(base: type, least: float | None, most: float | None) -> Any:
    return _with(base, msgspec.Meta(ge=least, le=most))


def _with(base: type, meta: msgspec.Meta) -> Any:
    from typing import Annotated

    return Annotated[base, meta]
