"""A JSON Schema of a catalogue file, so that an editor checks YAML while it is typed.

The shapes come from the records and the rules are those of `check`, as far as JSON
Schema can say them. What it cannot see is left to `check`: what reading refuses,
names and references across records, days of the calendar, sums.
"""

from __future__ import annotations

import datetime
import json
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import msgspec

from neuroplastic_cli.catalogue import check, model

if TYPE_CHECKING:
    from collections.abc import Sequence

_REF = "#/$defs/{name}"
_DAY = r"^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$"
_MOST = {"maximum": 10**18 - 1}  # the longest number that `decode` takes

# What leaves are called, and what an editor must know besides: it reads YAML's core
# schema, where `volume: 12` and `as_of: 2021` are numbers and `name: true` is neither.
_LEAVES: dict[str, tuple[Any, dict[str, Any]]] = {
    "AsOf": (
        model.AsOf,
        {"type": ["string", "integer"], "minimum": 1000, "maximum": 9999},
    ),
    "Count": (model.Count, _MOST),
    "Date": (
        datetime.date,
        {"description": "a date as YYYY-MM-DD", "pattern": _DAY},
    ),
    "Doi": (model.Doi, {}),
    "Id": (model.Id, {"type": ["string", "integer"], "minimum": 0}),
    "Place": (model.Place, {}),
    "Pmid": (
        model.Pmid,
        {"type": ["string", "integer"], "minimum": 0, "maximum": 10**9 - 1},
    ),
    "Text": (model.Text, {"type": ["string", "number", "boolean"], "pattern": r"\S"}),
    "Total": (model.Total, _MOST),
    "Url": (model.Url, {}),
    "Weeks": (model.Weeks, {}),
    "Year": (model.Year, {}),
}


def schema() -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of a catalogue file."""
    _, shapes = msgspec.json.schema_components([model.File], ref_template=_REF)
    leaves = {
        name: {**msgspec.json.schema(type_), **more}
        for name, (type_, more) in _LEAVES.items()
    }
    rules = _rules()
    structs = {name: _struct(name, shape, rules) for name, shape in shapes.items()}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A catalogue of therapies",
        "$ref": _REF.format(name="File"),
        "$defs": leaves | structs,
    }


def text() -> str:
    """Return the schema as JSON, the same for the same records."""
    return json.dumps(schema(), indent=2, sort_keys=True, ensure_ascii=False) + "\n"


def _struct(
    name: str, shape: dict[str, Any], rules: dict[str, list[dict[str, Any]]]
) -> dict[str, Any]:
    docs: dict[str, str] = getattr(model, name).field_docs
    fields = {
        field: {**_value(value), "description": docs[field]}
        for field, value in shape["properties"].items()
    }
    more = {"allOf": rules[name]} if name in rules else {}
    return {**shape, "properties": fields, **more}


def _value(value: dict[str, Any]) -> dict[str, Any]:
    """Return what msgspec says of a value, without null, which no catalogue has."""
    value = {key: said for key, said in value.items() if key != "default"}
    for name, (type_, _) in _LEAVES.items():
        if value == msgspec.json.schema(type_):
            return {"$ref": _REF.format(name=name)}
    if "items" in value:
        value["items"] = _value(value["items"])
    if "anyOf" in value:
        kinds = [_value(v) for v in value["anyOf"] if v != {"type": "null"}]
        return kinds[0] if len(kinds) == 1 else {"anyOf": kinds}
    return value


def _rules() -> dict[str, list[dict[str, Any]]]:
    """Return the rules of `check` that hold within a struct, by the struct's name.

    They stand beside the shape, in its `allOf`: an editor that knows only draft 7
    takes what stands beside a `$ref` in its place, and passes over `prefixItems`.
    """
    answers = [f for f in msgspec.structs.fields(model.InShort) if not f.required]
    kind_only = {f.name: False for f in answers}
    short = {"says": {"maxLength": check.ANSWER_LENGTH}}
    said = [*model.Sourced.__struct_fields__, "says"]
    neighbours = [p for a, b in pairwise(check.LEVELS) for p in ([a, b], [b, a])]
    return {
        "Therapy": [
            {
                "if": _is("kind", ["no_treatment"]),
                "then": {
                    "properties": {
                        **dict.fromkeys(check.NOT_FOR_NO_TREATMENT, False),
                        "in_short": {"properties": kind_only},
                    }
                },
                "else": {
                    "required": list(check.NOT_FOR_NO_TREATMENT),
                    "properties": {"in_short": {"required": list(kind_only)}},
                },
            },
            {
                "properties": {
                    "summary": {
                        "properties": {"says": {"maxLength": check.SUMMARY_LENGTH}}
                    }
                }
            },
        ],
        "InShort": [
            {
                "properties": {
                    name: {"properties": short}
                    for name in model.InShort.__struct_fields__
                }
            }
        ],
        "Certainty": [
            {
                "if": {"properties": {"level": {"minItems": 2}}},
                "then": {"properties": {"level": {"enum": neighbours}}},
            }
        ],
        "Trial": [
            {"if": _is("good", [True]), "then": {"required": ["condition"]}},
            {
                "if": _is("outcome", sorted(check.UNWANTED)),
                "then": _is("good", [False]),
            },
            {"if": _is("outcome", sorted(check.WANTED)), "then": _is("good", [True])},
            {
                "properties": {
                    "arms": {
                        "prefixItems": [
                            {"properties": {"kind": False}},
                            {"required": ["kind"]},
                        ]
                    }
                }
            },
        ],
        "Regulation": [
            {
                "if": _is("status", ["not_found"]),
                "else": {
                    "required": ["says", "sources"],
                    "properties": {"sources": {"minItems": 1}},
                },
            }
        ],
        "Difference": [
            {
                "if": {"required": ["none_found"]},
                "then": {"properties": dict.fromkeys(said, False)},
                "else": {
                    "required": ["says", "sources"],
                    "properties": {"sources": {"minItems": 1}},
                },
            }
        ],
        "Source": [{"anyOf": [{"required": [key]} for key in ("doi", "pmid", "url")]}],
        "Author": [{"oneOf": [{"required": [key]} for key in ("family", "literal")]}],
        "CrisisLine": [{"anyOf": [{"required": [key]} for key in ("number", "url")]}],
    }


def _is(field: str, values: Sequence[object]) -> dict[str, Any]:
    """Return a schema of what has one of *values* in *field*."""
    return {"properties": {field: {"enum": values}}, "required": [field]}
