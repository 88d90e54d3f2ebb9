"""Records to the documented JSON: one document a run, with every source cited."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from neuroplastic_cli.catalogue import citations, model
from neuroplastic_cli.pages.evidence import effect_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from neuroplastic_cli.catalogue.store import Store

SCHEMA_VERSION = 1


def records(store: Store, kind: str, found: Iterable[model.Record]) -> str:
    """Return the records *found*, all of one *kind*, as `list` prints them."""
    found = tuple(found)
    if kind == "sources":
        return _text({"schema_version": SCHEMA_VERSION, "sources": found})
    return _document(store, {kind: found}, citations.sources(*found))


def record(store: Store, name: str, found: model.Record) -> str:
    """Return one record under its kind's *name*, as `show` prints it."""
    return _document(store, {name: found}, citations.sources(found))


def comparison(
    store: Store,
    condition: model.Condition | None,
    therapies: Iterable[model.Therapy],
) -> str:
    """Return *therapies* side by side, as `compare` prints them."""
    therapies = tuple(therapies)
    parts = {"condition": condition, "therapies": therapies}
    return _document(store, parts, citations.sources(condition, *therapies))


def sheet(
    store: Store,
    condition: model.Condition,
    therapies: Iterable[model.Therapy],
    considerations: Iterable[model.Consideration],
    said: Mapping[str, str],
) -> str:
    """Return what was *said* beside what each option asks, as `weigh` prints it."""
    considerations = tuple(considerations)
    parts = {
        "condition": condition,
        "therapies": [{"id": each.id, "name": each.name} for each in therapies],
        "considerations": [
            {**msgspec.to_builtins(each), "said": said.get(each.id)}
            for each in considerations
        ],
    }
    return _document(store, parts, citations.sources(condition, *considerations))


def changes(found: Iterable[tuple[model.Named, model.Change]]) -> str:
    """Return the changes *found*, the newest first, as `changes` prints them."""
    listed = [
        {
            "kind": type(record).__name__.lower(),
            "id": record.id,
            **msgspec.to_builtins(change),
        }
        for record, change in found
    ]
    return _text({"schema_version": SCHEMA_VERSION, "changes": listed})


def article(store: Store, found: model.Article) -> str:
    """Return the article, as `article` prints it."""
    cited = [c.source for c in citations.in_article(found, store.blocks)]
    return _document(store, {"article": found}, list(dict.fromkeys(cited)))


def crisis(lines: Iterable[model.CrisisLine]) -> str:
    """Return crisis *lines*, as `crisis` prints them."""
    return _text({"schema_version": SCHEMA_VERSION, "crisis_lines": tuple(lines)})


def about(store: Store, standards: list[dict[str, str]] | None = None) -> str:
    """Return what is known of the catalogue's making, as `about` prints it.

    With *standards*, the marks against them as well.
    """
    parts: dict[str, Any] = {"title": store.title, "about": store.about}
    if standards is not None:
        parts["standards"] = standards
    return _text({"schema_version": SCHEMA_VERSION, **parts})


def hits(found: Iterable[dict[str, str]]) -> str:
    """Return what a search found (kind, id, text, show), as `search` prints it."""
    return _text({"schema_version": SCHEMA_VERSION, "hits": list(found)})


def paths(layers: Iterable[tuple[str, str]], cache: str) -> str:
    """Return the *layers* (what, path) and the *cache* file, as `paths` prints them."""
    listed = [{"what": what, "path": path} for what, path in layers]
    parts = {"layers": listed, "cache": cache}
    return _text({"schema_version": SCHEMA_VERSION, **parts})


def problems(
    found: Iterable[tuple[str, int, int, str, str]],
    stale: Iterable[tuple[str, int, int, str, str]] | None = None,
) -> str:
    """Return *found* (file, line, column, path, what) as `check` prints it.

    With *stale*, what is due for review as well.
    """
    keys = ("file", "line", "column", "path", "what")
    parts = (
        {"problems": found} if stale is None else {"problems": found, "stale": stale}
    )
    listed = {
        name: [dict(zip(keys, each, strict=True)) for each in those]
        for name, those in parts.items()
    }
    return _text({"schema_version": SCHEMA_VERSION, **listed})


def _document(store: Store, parts: dict[str, Any], sources: list[str]) -> str:
    cited = {name: store.source(name) for name in sources}
    return _text({"schema_version": SCHEMA_VERSION, **parts, "sources": cited})


def _with_effects(value: Any) -> Any:
    """Return records as plain data, each trial with its computed effect."""
    if isinstance(value, tuple | list):
        return [_with_effects(item) for item in value]
    plain = msgspec.to_builtins(value)
    if isinstance(value, model.Therapy) and isinstance(value.trials, tuple):
        for trial, shown in zip(value.trials, plain["trials"], strict=True):
            shown["effect"] = msgspec.to_builtins(effect_of(trial))
    return plain


def _text(document: dict[str, Any]) -> str:
    plain = {key: _with_effects(value) for key, value in document.items()}
    return msgspec.json.format(msgspec.json.encode(plain)).decode() + "\n"
