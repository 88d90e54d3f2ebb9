"""A checked catalogue as an SQLite database: written once, then only looked up in."""

from __future__ import annotations

import re
import zlib
from typing import TYPE_CHECKING, Any

import msgspec

from neuroplastic_cli.catalogue import citations, model
from neuroplastic_cli.catalogue.names import fold, names_of

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator

KINDS = ("therapies", "conditions", "concepts", "sources")

_TABLES = """
CREATE TABLE part (name TEXT PRIMARY KEY, data BLOB, crc INTEGER) WITHOUT ROWID;
CREATE TABLE record (
  kind TEXT, id TEXT, position INTEGER, label TEXT, part_of TEXT, origin TEXT,
  data BLOB, crc INTEGER, PRIMARY KEY (kind, id)
);
CREATE INDEX record_by_id ON record (id);
CREATE INDEX record_by_part ON record (part_of) WHERE part_of IS NOT NULL;
CREATE INDEX record_in_order ON record (kind, position, id);
CREATE TABLE name (
  folded TEXT, kind TEXT, id TEXT, PRIMARY KEY (folded, kind, id)
) WITHOUT ROWID;
CREATE TABLE use (
  condition TEXT, position INTEGER, therapy TEXT,
  PRIMARY KEY (condition, position, therapy)
) WITHOUT ROWID;
CREATE TABLE no_treatment (position INTEGER PRIMARY KEY, id TEXT);
CREATE TABLE citation (source TEXT, label TEXT, text TEXT);
CREATE INDEX citation_by_source ON citation (source);
CREATE TABLE word (word TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE VIRTUAL TABLE passage USING fts5 (
  text, kind UNINDEXED, id UNINDEXED, place UNINDEXED,
  tokenize = 'porter unicode61 remove_diacritics 2', prefix = '2 3'
);
"""
_WORD = re.compile(r"[^\W\d_]{4,}")
# Where a passage stands: what a record is called, what it is, all else.
NAMES, SUMMARY, REST = range(3)


def write(catalogue: model.Catalogue, database: sqlite3.Connection) -> None:
    """Write *catalogue* into the empty *database*."""
    database.executescript(_TABLES)
    parts = {
        "title": catalogue.title,
        "about": catalogue.about,
        "crisis_lines": catalogue.crisis_lines,
        "considerations": catalogue.considerations,
        "article": catalogue.article,
        "blocks": catalogue.blocks,
    }
    for name, value in parts.items():
        row = (name, *packed(value))
        database.execute("INSERT INTO part VALUES (?, ?, ?)", row)
    for kind in KINDS:
        records = getattr(catalogue, kind).values()
        database.executemany(
            "INSERT INTO record VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            _record_rows(kind, records, catalogue.origins),
        )
        database.executemany(
            "INSERT OR IGNORE INTO name VALUES (?, ?, ?)", _name_rows(kind, records)
        )
        database.executemany(
            "INSERT INTO passage VALUES (?, ?, ?, ?)", _passage_rows(kind, records)
        )
    database.executemany(
        "INSERT OR IGNORE INTO use VALUES (?, ?, ?)", _use_rows(catalogue)
    )
    database.executemany(
        "INSERT INTO no_treatment VALUES (?, ?)", _no_treatment_rows(catalogue)
    )
    database.executemany(
        "INSERT INTO citation VALUES (?, ?, ?)", _citation_rows(catalogue)
    )
    database.executemany(
        "INSERT INTO passage VALUES (?, ?, ?, ?)",
        _consideration_rows(catalogue.considerations),
    )
    if catalogue.article:
        database.executemany(
            "INSERT INTO passage VALUES (?, ?, ?, ?)",
            _article_rows(catalogue.article, catalogue.blocks),
        )
    texts = database.execute("SELECT text FROM passage")
    words = {word for (text,) in texts for word in _WORD.findall(fold(text))}
    database.executemany("INSERT INTO word VALUES (?)", ((word,) for word in words))
    database.commit()


def packed(value: object) -> tuple[bytes, int]:
    """Return *value* as bytes, and a sum that tells whether they are whole."""
    data = msgspec.msgpack.encode(value)
    return data, zlib.crc32(data)


def _record_rows(
    kind: str, records: Iterable[model.Record], origins: dict[str, str]
) -> Iterator[tuple[object, ...]]:
    for position, record in enumerate(records):
        label = record.label if isinstance(record, model.Named) else record.id
        part_of = getattr(record, "part_of", None)
        origin = origins.get(record.id)
        yield kind, record.id, position, label, part_of, origin, *packed(record)


def _name_rows(kind: str, records: Iterable[Any]) -> Iterator[tuple[str, str, str]]:
    for record in records:
        names = [record.id] if kind == "sources" else names_of(record)
        for name in names:
            yield fold(name), kind, record.id


def _use_rows(catalogue: model.Catalogue) -> Iterator[tuple[str, int, str]]:
    for position, therapy in enumerate(catalogue.therapies.values()):
        for use in therapy.uses:
            yield use.condition, position, therapy.id


def _no_treatment_rows(catalogue: model.Catalogue) -> Iterator[tuple[int, str]]:
    for position, therapy in enumerate(catalogue.therapies.values()):
        if therapy.kind == "no_treatment":
            yield position, therapy.id


def _citation_rows(catalogue: model.Catalogue) -> Iterator[tuple[str, str, str]]:
    for kind in ("therapies", "conditions", "concepts"):
        for record in getattr(catalogue, kind).values():
            label = f"{record.label} ({record.id})"
            for citation in citations.of(record):
                yield citation.source, label, citation.text
    for each in catalogue.considerations:
        for option in each.options:
            therapy = catalogue.therapies[option.therapy]
            label = f"{therapy.label}, what may matter: {each.name}"
            for citation in citations.of(option):
                yield citation.source, label, citation.text
    if catalogue.article:
        for citation in citations.in_article(catalogue.article, catalogue.blocks):
            yield citation.source, "The article", citation.text
    for citation in citations.of(catalogue.crisis_lines):
        yield citation.source, "Crisis lines", citation.text


def _passage_rows(
    kind: str, records: Iterable[Any]
) -> Iterator[tuple[str, str, str, int]]:
    for record in records:
        if kind == "sources":
            called, summary = [record.id], [record.title]
        else:
            called = names_of(record)
            first = record.plain if kind == "concepts" else record.summary.says
            summary = [first]
        yield " / ".join(called), kind, record.id, NAMES
        for text in summary:
            yield text, kind, record.id, SUMMARY
        known = {*called, *summary}
        for text in dict.fromkeys(_texts(record)):
            if text not in known:
                yield text, kind, record.id, REST


def _consideration_rows(
    considerations: Iterable[model.Consideration],
) -> Iterator[tuple[str, str, str, int]]:
    for each in considerations:
        yield f"{each.id} / {each.name}", "considerations", each.id, NAMES
        yield each.question, "considerations", each.id, SUMMARY
        for option in each.options:
            if option.says:
                yield option.says, "considerations", each.id, REST


def _article_rows(
    article: model.Article, blocks: dict[str, tuple[model.Block, ...]]
) -> Iterator[tuple[str, str, str, int]]:
    for section in article.sections:
        yield section.heading, "article", section.id, NAMES
        for block in blocks[section.id]:
            for item in block.items:
                text = "".join(run.text for run in item)
                yield text, "article", section.id, REST
        for claim in section.claims:
            yield f"{claim.claim} {claim.why}", "article", section.id, REST


# Fields whose words no reader looks for: names of other records, and fixed words.
_UNSEARCHED = re.compile(
    r"id|sources|read_in|see_also|checked|review_due|date|kind|type|by|level|study|"
    r"trial|condition|part_of|outcome|status|direction|strength|blinded|as_of|issued"
)


def _texts(value: object) -> Iterator[str]:
    """Yield every text of a record that a reader may look for, in order."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from _texts(item)
    elif isinstance(value, msgspec.Struct):
        for field in value.__struct_fields__:
            if not _UNSEARCHED.fullmatch(field):
                yield from _texts(getattr(value, field))
