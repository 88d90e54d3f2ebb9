"""A record narrowed to the condition and the place that a reader asks about."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

import msgspec

from neuroplastic_cli.catalogue import model

if TYPE_CHECKING:
    from collections.abc import Container

T = TypeVar("T", bound=msgspec.Struct)


def narrowed(
    therapy: model.Therapy, ids: Container[str] | None, place: str | None
) -> model.Therapy:
    """Return *therapy* for the conditions *ids*, and in *place*; None is every one."""
    if ids is not None:
        therapy = to_conditions(therapy, ids)
    return to_place(therapy, place) if place else therapy


def to_conditions(therapy: model.Therapy, ids: Container[str]) -> model.Therapy:
    """Return *therapy* with what it says of the conditions *ids*, and of all alike.

    Only `uses`, `trials`, `harms`, `regulation` and `guidelines` name conditions.
    """
    changes: dict[str, Any] = {}
    for field in ("uses", "trials", "harms", "regulation", "guidelines"):
        items = getattr(therapy, field)
        if isinstance(items, tuple):
            kept = tuple(i for i in items if i.condition is None or i.condition in ids)
            changes[field] = kept or _nothing(field)
    return msgspec.structs.replace(therapy, **changes)


def to_place(record: T, place: str) -> T:
    """Return *record* without what holds only in places other than *place*."""
    changes: dict[str, Any] = {}
    for field in record.__struct_fields__:
        value = getattr(record, field)
        if isinstance(value, tuple) and value and isinstance(value[0], msgspec.Struct):
            kept: Any = tuple(
                i for i in value if getattr(i, "place", None) in {None, place}
            )
            if kept != value:
                changes[field] = kept or _nothing(field)
        elif isinstance(value, msgspec.Struct):
            kept = to_place(value, place)
            if kept != value:
                changes[field] = kept
    return msgspec.structs.replace(record, **changes)


def _nothing(field: str) -> object:
    return () if field in {"uses", "reviewed_by"} else model.NoneFound(none_found=True)
