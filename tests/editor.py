"""What an editor does with a catalogue: reads YAML 1.2, and checks it by the schema."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import jsonschema
import yaml

if TYPE_CHECKING:
    from collections.abc import Iterator


class _Core(yaml.SafeLoader):
    """Reads values by the core schema of YAML 1.2."""

    yaml_implicit_resolvers: dict[str, Any] = {}  # noqa: RUF012 - PyYAML's own name


for _tag, _pattern in {
    "null": r"~|null|Null|NULL|",
    "bool": r"true|True|TRUE|false|False|FALSE",
    "int": r"[-+]?[0-9]+",
    "float": r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?",
}.items():
    _Core.add_implicit_resolver(
        f"tag:yaml.org,2002:{_tag}", re.compile(f"(?:{_pattern})$"), None
    )


def _integer(_: yaml.SafeLoader, node: yaml.ScalarNode) -> float:
    """Return an integer whatever zeros it begins with; a huge one is a float."""
    digits = str(node.value)
    return int(digits) if len(digits) < 4000 else float(digits)


_Core.add_constructor("tag:yaml.org,2002:int", _integer)


def _pattern_(
    _: object, wanted: str, value: object, __: object
) -> Iterator[jsonschema.ValidationError]:
    """Check a pattern as JSON Schema means it: `$` lets no line end pass."""
    if isinstance(value, str) and not re.search(wanted.replace("$", r"\Z"), value):
        yield jsonschema.ValidationError(f"{value!r} does not match {wanted!r}")


_Validator: Any = jsonschema.validators.extend(
    jsonschema.Draft202012Validator, {"pattern": _pattern_}
)


def read(text: str) -> Any:
    """Return the values of a YAML text."""
    return yaml.load(text.removeprefix("\ufeff"), Loader=_Core)  # noqa: S506


def errors(schema: dict[str, Any], value: object) -> list[str]:
    """Return where the schema finds something wrong, as JSON paths."""
    found = _Validator(schema).iter_errors(value)
    return sorted(str(error.json_path) for error in found)
