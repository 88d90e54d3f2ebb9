"""Opening a catalogue, looking records up in it, and searching it."""

from __future__ import annotations

import difflib
import os
import sqlite3
import time
import zlib
from contextlib import nullcontext
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias, TypeVar

import msgspec

from neuroplastic_cli.catalogue import cache, layers, model
from neuroplastic_cli.catalogue.names import fold
from neuroplastic_cli.errors import CatalogueError, UnknownNameError

if TYPE_CHECKING:
    import datetime
    from collections.abc import Callable, Iterable, Sequence
    from contextlib import AbstractContextManager
    from pathlib import Path

    from neuroplastic_cli.catalogue.read import Problem

SINGULAR = {
    "therapies": "therapy",
    "conditions": "condition",
    "concepts": "concept",
    "sources": "source",
}
_TYPES: dict[str, type[model.Record]] = {
    "therapies": model.Therapy,
    "conditions": model.Condition,
    "concepts": model.Concept,
    "sources": model.Source,
}
Lines: TypeAlias = tuple[model.CrisisLine, ...]
Blocks: TypeAlias = dict[str, tuple[model.Block, ...]]
_AT_ONCE = 500
"""How many values one question to SQLite may safely hold."""
_LAST = "\U0010ffff"
T = TypeVar("T")


class Found(NamedTuple):
    """A record that a name led to."""

    kind: str
    record: model.Record


class Hit(NamedTuple):
    """A passage that words were found in; `text` has them between U+0001 and U+0002."""

    kind: str
    id: str
    text: str


class Hits(NamedTuple):
    """How many records were found, and the best of them, the best first."""

    total: int
    best: list[Hit]


class Store:
    """A checked catalogue to look things up in.

    *database* is a compiled catalogue; *again* makes it anew where it turns out to be
    damaged.
    """

    def __init__(
        self,
        database: sqlite3.Connection,
        again: Callable[[], sqlite3.Connection] | None = None,
    ) -> None:
        self._database = database
        self._again = again

    @cached_property
    def title(self) -> str:
        """Return the title of the catalogue."""
        part: str = self._part("title", str)
        return part

    @cached_property
    def about(self) -> model.About | None:
        """Return how the catalogue came to be, if it says."""
        part: model.About | None = self._part("about", model.About | None)
        return part

    @cached_property
    def crisis_lines(self) -> Lines:
        """Return where to turn in a crisis."""
        part: tuple[model.CrisisLine, ...] = self._part(
            "crisis_lines", tuple[model.CrisisLine, ...]
        )
        return part

    @cached_property
    def considerations(self) -> tuple[model.Consideration, ...]:
        """Return what may matter to a person, in the catalogue's order."""
        part: tuple[model.Consideration, ...] = self._part(
            "considerations", tuple[model.Consideration, ...]
        )
        return part

    @cached_property
    def article(self) -> model.Article | None:
        """Return the article, if there is one."""
        part: model.Article | None = self._part("article", model.Article | None)
        return part

    @cached_property
    def blocks(self) -> Blocks:
        """Return the bodies of the article's sections, parsed, by the section's id."""
        part: dict[str, tuple[model.Block, ...]] = self._part(
            "blocks", dict[str, tuple[model.Block, ...]]
        )
        return part

    @property
    def therapies(self) -> list[model.Therapy]:
        """Return all therapies, in the catalogue's order."""
        return self._records("therapies", model.Therapy)

    @property
    def conditions(self) -> list[model.Condition]:
        """Return all conditions, in the catalogue's order."""
        return self._records("conditions", model.Condition)

    @property
    def concepts(self) -> list[model.Concept]:
        """Return all concepts, in the catalogue's order."""
        return self._records("concepts", model.Concept)

    @property
    def sources(self) -> list[model.Source]:
        """Return all sources, in the catalogue's order."""
        return self._records("sources", model.Source)

    def therapy(self, name: str) -> model.Therapy:
        """Return the therapy with the id *name*; KeyError without one."""
        return self._record("therapies", name, model.Therapy)

    def condition(self, name: str) -> model.Condition:
        """Return the condition with the id *name*; KeyError without one."""
        return self._record("conditions", name, model.Condition)

    def source(self, name: str) -> model.Source:
        """Return the source with the id *name*; KeyError without one."""
        return self._record("sources", name, model.Source)

    def ids(self, kind: str) -> list[str]:
        """Return the ids of all records of *kind*, in the catalogue's order."""
        sql = "SELECT id FROM record WHERE kind = ? ORDER BY position"
        return [name for (name,) in self._rows(sql, kind)]

    def named(self, ids: Iterable[str]) -> list[model.Named]:
        """Return the therapies, conditions and concepts among *ids*."""
        sql = "SELECT kind FROM record WHERE id = ? AND kind != 'sources'"
        found = [(kind, name) for name in ids for (kind,) in self._rows(sql, name)]
        records: list[Any] = [self._record(k, i, _TYPES[k]) for k, i in found]
        return records

    def label(self, name: str) -> str:
        """Return the name that pages use of the record with the id *name*."""
        sql = "SELECT label FROM record WHERE id = ? AND kind != 'sources'"
        rows = self._rows(sql, name)
        return str(rows[0][0]) if rows else name

    def origin(self, name: str) -> str | None:
        """Return the layer that the record with the id *name* was added by, if any."""
        rows = self._rows("SELECT origin FROM record WHERE id = ?", name)
        return rows[0][0] if rows else None

    def parts(self, condition: model.Condition) -> list[model.Condition]:
        """Return the conditions that are part of *condition*."""
        return [self.condition(name) for name in self.with_parts(condition)[1:]]

    def with_parts(self, condition: model.Condition) -> list[str]:
        """Return the id of *condition*, and then those of its parts."""
        sql = "SELECT id FROM record WHERE part_of = ? ORDER BY position"
        return [condition.id, *(name for (name,) in self._rows(sql, condition.id))]

    def options(self, condition: model.Condition) -> list[model.Therapy]:
        """Return the therapies that have a use for *condition* or a part of it."""
        return [self.therapy(name) for name in self.option_labels(condition)]

    def option_labels(self, condition: model.Condition) -> dict[str, str]:
        """Return the labels of the options for *condition*, by their ids."""
        ids = self.with_parts(condition)
        marks = ", ".join("?" * len(ids))
        sql = (
            "SELECT DISTINCT therapy, label FROM use JOIN record ON id = therapy AND "
            "kind = 'therapies' WHERE condition IN (?) ORDER BY use.position"
        )
        return dict(self._rows(sql.replace("?", marks), *ids))

    def no_treatment(self) -> list[model.Therapy]:
        """Return the therapies that are the choice of no new treatment."""
        rows = self._rows("SELECT id FROM no_treatment ORDER BY position")
        return [self.therapy(name) for (name,) in rows]

    def of_the_article(self) -> list[model.Therapy]:
        """Return the therapies that the article is about, or all without one."""
        sections = self.article.sections if self.article else ()
        about = dict.fromkeys(name for section in sections for name in section.about)
        known = set(self.ids("therapies"))
        return [self.therapy(i) for i in about if i in known] or self.therapies

    def resting_on(self, source: str) -> dict[str, list[str]]:
        """Return what rests on the source with that id, by the record that says it."""
        sql = "SELECT label, text FROM citation WHERE source = ? ORDER BY rowid"
        resting: dict[str, list[str]] = {}
        for label, text in self._rows(sql, source):
            texts = resting.setdefault(label, [])
            if text not in texts:
                texts.append(text)
        return resting

    def answers(self, name: str, kind: str) -> bool:
        """Return whether a record of *kind* answers to *name*."""
        sql = "SELECT 1 FROM name WHERE folded = ? AND kind = ?"
        return bool(self._rows(sql, _bindable(fold(name)), kind))

    def find(self, name: str, kind: str | None = None) -> Found:
        """Return the record that *name*, or a prefix of its names, leads to.

        With *kind*, only records of that kind are looked at. Raises
        UnknownNameError where none answers, or where a prefix fits several.
        """
        wanted = _bindable(fold(name))
        hits = self._named(wanted, wanted, kind)
        hits = hits or (self._named(wanted, wanted + _LAST, kind) if wanted else [])
        if len(hits) == 1:
            ((found, record_id),) = hits
            return Found(found, self._record(found, record_id, _TYPES[found]))
        if hits:
            listed = ", ".join(f"{SINGULAR[k]} {i}" for k, i in sorted(hits))
            any_of = f"'{name}' could be any of {len(hits)} records ({listed})"
            raise UnknownNameError(f"{any_of}; type more of it")
        raise UnknownNameError(self._unknown(name, wanted, kind))

    def search(
        self, words: Sequence[str], kind: str | None = None, most: int | None = None
    ) -> Hits:
        """Return the best passage of each record that holds all *words*.

        Names go before summaries, and these before the rest. Words in one passage go
        before words that only stand in the same record. With *most*, no more of them
        are returned.
        """
        told = dict.fromkeys(word for word in words if any(map(str.isalnum, word)))
        phrases = [_phrase(word) for word in told]
        if not phrases:
            return Hits(0, [])
        query = " AND ".join(phrases)
        best = self._best(query, kind)
        if not best:
            query = " OR ".join(phrases)
            best = self._scattered(phrases, query, kind)
        first = dict(list(best.items())[:most])
        texts = self._marked(query, list(first.values()))
        hits = [Hit(*record, texts[number]) for record, number in first.items()]
        return Hits(len(best), hits)

    def _scattered(
        self, phrases: list[str], query: str, kind: str | None
    ) -> dict[tuple[str, str], int]:
        """Return the best passages of records that hold all *phrases* somewhere."""
        sql = "SELECT DISTINCT kind, id FROM passage WHERE passage MATCH ?"
        holding = set.intersection(*(set(self._rows(sql, p)) for p in phrases))
        if not holding:
            return {}
        best = self._best(query, kind)
        return {record: best[record] for record in best if record in holding}

    def texts(self) -> list[tuple[str, str, str, list[str]]]:
        """Return what is searched: kind, id, label and texts, the names first."""
        found: dict[tuple[str, str], list[str]] = {}
        sql = "SELECT kind, id, text FROM passage ORDER BY rowid"
        for kind, name, text in self._rows(sql):
            found.setdefault((kind, name), []).append(text)
        return [
            (
                kind,
                name,
                texts[0] if kind in {"article", "sources"} else self.label(name),
                texts,
            )
            for (kind, name), texts in found.items()
        ]

    def vocabulary(self) -> list[str]:
        """Return the words of all passages, without accents and in small letters."""
        return [word for (word,) in self._rows("SELECT word FROM word")]

    def _best(self, query: str, kind: str | None) -> dict[tuple[str, str], int]:
        """Return the row number of the best passage of each record, the best first."""
        rows = self._rows(
            "SELECT rowid, kind, id FROM passage WHERE passage MATCH ? AND "
            "(? IS NULL OR kind = ?) ORDER BY place, kind = 'sources', rank",
            query,
            kind,
            kind,
        )
        best: dict[tuple[str, str], int] = {}
        for number, found, name in rows:
            best.setdefault((found, name), number)
        return best

    def _marked(self, query: str, numbers: list[int]) -> dict[int, str]:
        """Return the passages with these row numbers, what *query* finds marked."""
        sql = (
            "SELECT rowid, highlight(passage, 0, char(1), char(2)) FROM passage "
            "WHERE passage MATCH ? AND rowid IN (#)"
        )
        texts: dict[int, str] = {}
        for start in range(0, len(numbers), _AT_ONCE):
            some = numbers[start : start + _AT_ONCE]
            marks = ", ".join("?" * len(some))
            texts.update(self._rows(sql.replace("#", marks), query, *some))
        return texts

    def _named(self, first: str, last: str, kind: str | None) -> list[tuple[str, str]]:
        return self._rows(
            "SELECT DISTINCT kind, id FROM name WHERE folded BETWEEN ? AND ? AND "
            "(? IS NULL OR kind = ?)",
            first,
            last,
            kind,
            kind,
        )

    def _unknown(self, name: str, wanted: str, kind: str | None) -> str:
        what = f"there is no {SINGULAR[kind] if kind else 'record'} named '{name}'"
        elsewhere = self._named(wanted, wanted, None) if kind else []
        if kind and elsewhere:
            other = SINGULAR[elsewhere[0][0]]
            what = f"'{name}' is a {other}, not a {SINGULAR[kind]}"
        rows = [] if elsewhere else self._rows("SELECT folded, kind, id FROM name")
        names = {folded: i for folded, k, i in rows if kind in {None, k}}
        close = difflib.get_close_matches(wanted, names, n=6, cutoff=0.6)
        ids = list(dict.fromkeys(names[each] for each in close))[:3]
        if ids:
            quoted = " or ".join(f"'{i}'" for i in ids)
            return f"{what}; did you mean {quoted}?"
        return f"{what}; 'therapies list {kind or 'therapies'}' shows what there is"

    def _record(self, kind: str, name: str, type_: type[T]) -> T:
        sql = "SELECT data, crc FROM record WHERE kind = ? AND id = ?"
        found: list[T] = self._unpacked(type_, sql, kind, name)
        if not found:
            raise KeyError(name)
        return found[0]

    def _records(self, kind: str, type_: type[T]) -> list[T]:
        sql = "SELECT data, crc FROM record WHERE kind = ? ORDER BY position"
        return self._unpacked(type_, sql, kind)

    def _part(self, name: str, type_: Any) -> Any:
        sql = "SELECT data, crc FROM part WHERE name = ?"
        return self._unpacked(type_, sql, name)[0]

    def _unpacked(self, type_: Any, sql: str, *values: object) -> list[Any]:
        decoder = msgspec.msgpack.Decoder(type_)
        rows = self._rows(sql, *values)
        if any(zlib.crc32(data) != crc for data, crc in rows):
            rows = self._anew(sql, *values)
        return [decoder.decode(data) for data, _ in rows]

    def _rows(self, sql: str, *values: object) -> list[Any]:
        try:
            return self._database.execute(sql, values).fetchall()
        except sqlite3.DatabaseError:
            return self._anew(sql, *values)

    def _anew(self, sql: str, *values: object) -> list[Any]:
        """Ask a catalogue made anew: the file in the cache is damaged."""
        if self._again is None:
            raise CatalogueError("the compiled catalogue is damaged; try again")
        self._database, self._again = self._again(), None
        return self._database.execute(sql, values).fetchall()


def of(catalogue: model.Catalogue) -> Store:
    """Return *catalogue* as a store in memory."""
    return Store(_in_memory(catalogue))


def _in_memory(catalogue: model.Catalogue) -> sqlite3.Connection:
    from neuroplastic_cli.catalogue import compiled

    database = sqlite3.connect(":memory:")
    compiled.write(catalogue, database)
    return database


def open_store(
    paths: Sequence[Path] = (),
    patience: Callable[[], AbstractContextManager[object]] = nullcontext,
) -> Store:
    """Return the catalogue with all its layers, those at *paths* on top.

    *patience* is entered while a catalogue is compiled. Raises CatalogueError where
    one cannot be read, or has any problem.
    """
    return _open(layers.layers(os.environ, paths), patience)


def open_shipped(
    patience: Callable[[], AbstractContextManager[object]] = nullcontext,
) -> Store:
    """Return the shipped catalogue alone; see `open_store`."""
    return _open(layers.layers({})[:1], patience)


def _open(
    chosen: Sequence[layers.Layer],
    patience: Callable[[], AbstractContextManager[object]],
) -> Store:
    path = cache.place(chosen)

    def again() -> sqlite3.Connection:
        with patience():
            return _compile(chosen, path)

    return Store(cache.open_file(path, chosen) or again(), again)


def check(
    paths: Sequence[Path] = (), today: datetime.date | None = None
) -> list[Problem]:
    """Return every problem of the catalogue with all its layers.

    With *today*, records that were due for review before it are among them.
    """
    return layers.read(layers.layers(os.environ, paths), today)[1]


def _compile(chosen: Sequence[layers.Layer], path: Path) -> sqlite3.Connection:
    """Return *chosen* layers compiled, and keep that at *path* if they hold still."""
    now = time.time_ns()
    before = _stamp(chosen, now)
    catalogue, problems = layers.read(chosen)
    if problems:
        count = len(problems)
        given = chosen[-1].what == "--catalogue"
        where = f" {chosen[-1].path}" if given else ""
        said = f"has {count} problems, the first: " if count > 1 else "has a problem: "
        raise CatalogueError(
            f"the catalogue {said}{problems[0]}; see 'therapies check{where}'"
        )
    database = _in_memory(catalogue)
    if before is not None and before == _stamp(chosen, now):
        cache.keep(path, before, database)
    return database


def _stamp(chosen: Sequence[layers.Layer], now: int) -> cache.Stamp | None:
    try:
        return cache.stamp_of(chosen, now)
    except OSError:
        return None


def _bindable(text: str) -> str:
    """Return *text* as SQLite takes it: bytes that were no text become a mark."""
    return text.encode("utf-8", "replace").decode("utf-8").replace("\0", "?")


def _phrase(word: str) -> str:
    """Return *word* as text in a query, never as syntax; it may be a beginning.

    A single letter begins half of all words, so it stands for itself.
    """
    quoted = '"{}"'.format(_bindable(word).replace('"', '""'))
    return quoted if len(word) == 1 else f"{quoted}*"
