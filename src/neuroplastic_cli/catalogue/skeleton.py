"""A new record to fill in, made from the records: each field with what it is.

A blank is a key without a value, or a list without an entry: `check` names each that
is left. What may be absent is commented out. Each struct is explained where it
stands for the first time; later it has only what it needs.
"""

from __future__ import annotations

import datetime
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, cast

from msgspec import inspect

from neuroplastic_cli.catalogue import check, model

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

KINDS: Final = {singular: kind for kind, singular in check.SINGULAR.items()}
"""The kinds of a record that can be begun, with the key of a file that holds them."""

_UNTIL_REVIEW = datetime.timedelta(days=182)
_TOP: Final = """\
# yaml-language-server: $schema=catalogue.schema.json
#
# A new {kind}. Fill in each blank: a key without a value, or an empty list.
# A field that is commented out may be absent: delete its lines, or '# ' before each.
# What has been explained once is not explained again, nor is what it can also hold.
# 'therapies check FILE' names what is still missing.

format: 1
# builds_on: nothing  # {builds_on}

{key}:
"""
# What is asked for although a struct can be without it: `check` needs it, or mostly.
_ASKED: Final[dict[type, tuple[str, ...]]] = {
    model.Therapy: check.NOT_FOR_NO_TREATMENT,
    model.InShort: ("allowed", "brain"),
    model.Trial: ("condition",),
    model.Regulation: ("says", "sources"),
    model.Source: ("url",),
    # Nothing is required of these; one field, so that something stands there.
    model.Author: ("family",),
    model.Codes: ("icd_11",),
}
_NOTES: Final[dict[tuple[type, str], str]] = {
    **{
        (struct, name): "delete it where kind is no_treatment"
        for struct in (model.Therapy, model.InShort)
        for name in _ASKED[struct]
    },
    (model.Source, "url"): "or give its doi or its pmid",
}
_SHARED = frozenset(model.Sourced.__struct_fields__)
_DATES = frozenset({"checked", "review_due", "reviewed_by", "changes"})


def skeleton(kind: str, name: str, today: datetime.date) -> str:
    """Return a file with one record of *kind*, of the id *name*, to be filled in.

    *kind* is one of `KINDS`, and *name* an id.
    """
    key = KINDS[kind]
    filled = {
        "id": name,
        "checked": today.isoformat(),
        "review_due": (today + _UNTIL_REVIEW).isoformat(),
    }
    builds_on = model.File.field_docs["builds_on"]
    top = _TOP.format(kind=kind, builds_on=builds_on, key=key)
    struct = cast("inspect.StructType", inspect.type_info(check.RECORDS[key]))
    lines = _item(_Writer().struct(struct, filled=filled))
    return top + "".join(f"{line}\n" for line in lines)


class _Writer:
    """Writes structs, and knows what it has explained."""

    def __init__(self) -> None:
        self.explained: set[tuple[type, str]] = set()

    def struct(
        self,
        struct: inspect.StructType,
        *,
        filled: Mapping[str, str] = MappingProxyType({}),
        also: Collection[str] = (),
        without: Collection[str] = (),
    ) -> Iterator[str]:
        """Yield the lines of a struct, blank but for what is *filled*.

        What may be absent is commented out, unless it is asked for or in *also*.
        """
        asked = {*_ASKED.get(struct.cls, ()), *also}
        for field in _in_order(struct):
            explained = (struct.cls, field.name) in self.explained
            needed = field.required or field.name in asked
            if field.name in without or (explained and not needed):
                continue
            self.explained.add((struct.cls, field.name))
            about = "" if explained else f"  # {_about(struct.cls, field)}"
            type_, _ = _chosen(field.type)
            value = filled.get(field.name, "")
            if isinstance(type_, inspect.VarTupleType):
                value = _list(type_, needed=needed)
            lines = [f"{field.name}:{value and ' '}{value}{about}"]
            lines += self._below(type_)
            yield from lines if needed else map(_commented, lines)

    def _below(self, type_: inspect.Type) -> Iterator[str]:
        """Yield the lines below the key of a value."""
        if isinstance(type_, inspect.StructType):
            yield from (f"  {line}" for line in self.struct(type_))
        elif isinstance(type_, inspect.VarTupleType):
            item = type_.item_type
            if isinstance(item, inspect.StructType) and item.cls is model.Arm:
                yield from _item(self.struct(item, without=["kind"]))
                yield from _item(self.struct(item, also=["kind"]))
            elif isinstance(item, inspect.StructType):
                yield from _item(self.struct(item))
            elif type_.min_length and _described(item) == "text":
                yield "  -"


def _in_order(struct: inspect.StructType) -> list[inspect.Field]:
    """Return the fields of a struct, what it shares with others at the end."""
    shared = _SHARED if issubclass(struct.cls, model.Sourced) else _DATES
    return sorted(struct.fields, key=lambda field: field.name in shared)


def _chosen(type_: inspect.Type) -> tuple[inspect.Type, bool]:
    """Return what is to be written for a type, and whether 'none found' may be."""
    if not isinstance(type_, inspect.UnionType):
        return type_, False
    kinds = [t for t in type_.types if not isinstance(t, inspect.NoneType)]
    lists = [t for t in kinds if isinstance(t, inspect.VarTupleType)]
    return (lists or kinds)[0], len(kinds) > 1


def _list(type_: inspect.VarTupleType, *, needed: bool) -> str:
    """Return an empty list, or '' where that says something or entries stand below."""
    item = type_.item_type
    if isinstance(item, inspect.StructType) or (needed and not type_.min_length):
        return ""
    return "" if type_.min_length and _described(item) == "text" else "[]"


def _about(struct: Any, field: inspect.Field) -> str:
    """Return what a field is, and what can be written in it."""
    type_, or_none = _chosen(field.type)
    parts = [struct.field_docs[field.name]]
    expected = _expected(type_)
    if expected.removeprefix("a ") not in parts[0]:
        parts.append(expected)
    if or_none:
        parts.append("or 'none_found: true' in its place")
    if note := _NOTES.get((struct, field.name)):
        parts.append(note)
    return " | ".join(parts)


def _expected(type_: inspect.Type) -> str:
    """Return what can be written for a type that has no end of texts, or ''."""
    if isinstance(type_, inspect.VarTupleType):
        return _expected(type_.item_type)
    if isinstance(type_, inspect.LiteralType):
        return f"one of {', '.join(map(str, type_.values))}"
    if isinstance(type_, inspect.DateType):
        return "YYYY-MM-DD"
    expected = _described(type_)
    return (
        ""
        if expected in {"text", _described(inspect.type_info(model.Id))}
        else expected
    )


def _described(type_: inspect.Type) -> str:
    """Return the description of a type that has one, or ''."""
    more = type_.extra_json_schema if isinstance(type_, inspect.Metadata) else None
    return str((more or {}).get("description", ""))


def _item(lines: Iterable[str]) -> Iterator[str]:
    """Yield *lines* as an entry of a list."""
    for index, line in enumerate(lines):
        yield f"{'    ' if index else '  - '}{line}"


def _commented(line: str) -> str:
    """Return *line* commented out."""
    indent = len(line) - len(line.lstrip())
    return f"{line[:indent]}# {line[indent:]}"
