"""A record narrowed to the condition and the place that a reader asks about."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

import msgspec

from neuroplastic_cli.catalogue import model

if TYPE_CHECKING:
    from collections.abc import Callable, Container

    from neuroplastic_cli.catalogue.store import Store

T = TypeVar("T", bound=msgspec.Struct)


def narrowed(
    record: T,
    ids: Container[str] | None,
    place: str | None,
    *,
    wider: str | None = None,
) -> T:
    """Return *record* for the conditions *ids*, and in *place*; None is every one."""
    if ids is not None:
        record = to_conditions(record, ids, wider=wider)
    return to_place(record, place) if place else record


def to_condition(
    store: Store, record: T, condition: model.Condition, place: str | None
) -> T:
    """Return *record* for *condition* and its parts, and in *place*."""
    ids = store.with_parts(condition)
    return narrowed(record, ids, place, wider=condition.part_of)


def to_conditions(record: T, ids: Container[str], *, wider: str | None = None) -> T:
    """Return *record* with what it says of the conditions *ids*, and of all alike.

    A plain statement on the *wider* condition holds for its parts too, and so does what
    an option asks; a use, a result, a harm, a law and a guideline do not.
    """
    plain = (model.Statement, model.Difference)

    def holds(item: msgspec.Struct) -> bool:
        condition = getattr(item, "condition", None)
        if condition is None or condition in ids:
            return True
        return condition == wider and type(item) in plain

    return _kept(record, holds)


def to_place(record: T, place: str) -> T:
    """Return *record* without what holds only in places other than *place*."""
    return _kept(record, lambda item: getattr(item, "place", None) in {None, place})


def _kept(record: T, holds: Callable[[msgspec.Struct], bool]) -> T:
    """Return *record* with those items of its lists that hold."""
    changes: dict[str, Any] = {}
    for field in record.__struct_fields__:
        value = getattr(record, field)
        if isinstance(value, tuple) and value and isinstance(value[0], msgspec.Struct):
            kept: Any = tuple(item for item in value if holds(item))
            if kept != value:
                changes[field] = kept or _nothing(field)
        elif isinstance(value, msgspec.Struct):
            kept = _kept(value, holds)
            if kept != value:
                changes[field] = kept
    return msgspec.structs.replace(record, **changes)


def _nothing(field: str) -> object:
    return () if field in {"uses", "reviewed_by"} else model.NoneFound(none_found=True)
