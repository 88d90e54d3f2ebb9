"""Plain data to records, leaf by leaf, so that all problems are found at once.

The types of `model` say what is expected; msgspec checks each leaf against its
constraints and builds the structs. msgspec alone would stop at the first problem.
"""

from __future__ import annotations

import datetime
import functools
import re
from typing import TYPE_CHECKING, Any, Final, TypeVar

import msgspec
from msgspec import inspect

from neuroplastic_cli.catalogue.names import nearest
from neuroplastic_cli.catalogue.read import Mapping, Problem, Scalar, Sequence

if TYPE_CHECKING:
    from collections.abc import Iterable

    from neuroplastic_cli.catalogue.read import Node

Step = str | int
T = TypeVar("T", bound=msgspec.Struct)

_BAD: Final = object()
_INTEGER = re.compile(r"-?(0|[1-9][0-9]{0,17})")
_NUMBER = re.compile(r"-?(0|[1-9][0-9]{0,17})(\.[0-9]{1,17})?")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def step_into(path: str, node: Node | None, index: int) -> str:
    """Return the path of a list's item: by its id if it has one, else from 1."""
    if isinstance(node, Mapping):
        name = node.entries.get("id")
        if isinstance(name, Scalar) and name.text:
            return f"{path}[{name.text}]"
    return f"{path}[{index + 1}]"


def locate(node: Node, steps: Iterable[Step], path: str) -> tuple[Node, str]:
    """Return what stands at *steps* below *node*, or as near as there is, and its path."""
    for step in steps:
        if isinstance(node, Mapping) and isinstance(step, str):
            path = f"{path}.{step}" if path else step
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
        if isinstance(type_, inspect.UnionType):
            type_, list_or_none = _choose(type_, node)
            if list_or_none and isinstance(node, Scalar):
                what = "write a list of entries, or 'none_found: true' below the key"
                return self.wrong(node, path, what)
        if isinstance(type_, inspect.Metadata):
            expected = (type_.extra_json_schema or {}).get("description", expected)
            type_ = type_.type
        if isinstance(type_, inspect.StructType):
            return self.struct(node, type_, path)
        if isinstance(type_, inspect.VarTupleType):
            return self.items(node, type_, path)
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
            names = ", ".join(f.name for f in type_.fields if f.required)
            return self.wrong(node, path, f"write keys with values here ({names})")
        fields = {field.name: field for field in type_.fields}
        result = {}
        for key, child in node.entries.items():
            here = f"{path}.{key}" if path else key
            if key in fields:
                result[key] = self.value(child, fields[key].type, here)
            else:
                hint = nearest(key, fields) or f"known here: {', '.join(fields)}"
                self.wrong(node.keys[key], here, f"unknown key '{key}'; {hint}")
        for field in type_.fields:
            if field.required and field.name not in node.entries:
                docs = getattr(type_.cls, "field_docs", {})
                means = f" ({docs[field.name]})" if field.name in docs else ""
                self.wrong(node, path, f"the key '{field.name}' is missing{means}")
        return result

    def items(self, node: Node, type_: inspect.VarTupleType, path: str) -> Any:
        if not isinstance(node, Sequence):
            return self.wrong(node, path, "write a list here, each entry after '- '")
        count = len(node.items)
        if type_.min_length and count < type_.min_length:
            what = "the list is empty; add an entry, or write 'none_found: true'"
            return self.wrong(node, path, what + " where the format allows it")
        if type_.max_length is not None and count > type_.max_length:
            what = f"{count} entries, but at most {type_.max_length} are allowed"
            return self.wrong(node, path, what)
        return [
            self.value(child, type_.item_type, step_into(path, child, index))
            for index, child in enumerate(node.items)
        ]


def _choose(union: inspect.UnionType, node: Node) -> tuple[inspect.Type, bool]:
    """Return the member of *union* that fits *node*, and whether it is a list or none."""
    members = [t for t in union.types if not isinstance(t, inspect.NoneType)]
    if len(members) == 1:
        return members[0], False
    for member in members:
        if isinstance(node, Mapping) == isinstance(member, inspect.StructType):
            return member, True
    return members[0], True


def _leaf(text: str, type_: inspect.Type, expected: str) -> tuple[Any, str]:
    """Return *text* as *type_*, or what is wrong with it."""
    if isinstance(type_, inspect.LiteralType):
        return _literal(text, type_)
    value: object = text
    if isinstance(type_, inspect.BoolType):
        if text not in {"true", "false"}:
            return _BAD, f"'{_shorten(text)}' is neither 'true' nor 'false'"
        return text == "true", ""
    if isinstance(type_, inspect.DateType):
        try:
            if _DATE.fullmatch(text):
                return datetime.date.fromisoformat(text), ""
        except ValueError:
            pass
        return _BAD, f"'{_shorten(text)}' is not a date as YYYY-MM-DD"
    if isinstance(type_, inspect.IntType):
        value = int(text) if _INTEGER.fullmatch(text) else text
    elif isinstance(type_, inspect.FloatType):
        value = float(text) if _NUMBER.fullmatch(text) else text
    try:
        return msgspec.convert(value, _annotated(type_)), ""
    except msgspec.ValidationError:
        return _BAD, f"'{_shorten(text)}' is not {expected}"


def _literal(text: str, type_: inspect.LiteralType) -> tuple[Any, str]:
    known = {str(v).lower() if isinstance(v, bool) else str(v): v for v in type_.values}
    if text in known:
        return known[text], ""
    hint = nearest(text, known) or f"allowed: {', '.join(known)}"
    return _BAD, f"'{_shorten(text)}' is not allowed here; {hint}"


def _annotated(type_: inspect.Type) -> Any:
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


def _shorten(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= 60 else flat[:57] + "..."
