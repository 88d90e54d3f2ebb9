"""The skeletons of new records: blanks are named, and filled it passes."""

from __future__ import annotations

import re
from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import editor
import msgspec
import pytest

from neuroplastic_cli.catalogue import check, model, schema, skeleton, store

if TYPE_CHECKING:
    from pathlib import Path

TODAY = date(2026, 11, 25)
TEXT = "Some words"
# What a blank is filled with where a text will not do, by its key.
FILLED = {
    "aliases": "[other words]",
    "blinded": "[]",
    "as_of": "2026",
    "by": "ours",
    "condition": "ptsd",
    "date": "2026-01-02",
    "direction": "for",
    "doi": "10.1000/182",
    "events": "1",
    "good": "false",
    "headline": "true",
    "icd_11": "[6A70]",
    "id": "my-trial",
    "issued": "2026-05",
    "level": "[low]",
    "others": "true",
    "outcome": "harm",
    "part_of": "depression",
    "place": "US",
    "pmid": "1",
    "read_in": "nijdam-2012",
    "see_also": "[ptsd]",
    "serious": "false",
    "short": "Own",
    "sources": "[nijdam-2012]",
    "status": "cleared",
    "strength": "strong",
    "study": "my-study",
    "total": "2",
    "trial": "my-trial",
    "url": "https://example.org",
    "variant": "slow",
    "variants": "[slow]",
    "weeks": "8",
    "year": "2026",
}
KIND = {
    ("therapy", "kind"): "lifestyle",
    ("source", "type"): "book",
}
BLANK = re.compile(r"( *(?:- )*)(?:([a-z0-9_]+):(?: \[\])?|-)(  #.*)?")


def blanks(text: str) -> list[int]:
    """Return the indexes of the lines of *text* with a blank: nothing stands below."""
    lines = [*text.splitlines(), ""]
    return [
        index
        for index, (line, below) in enumerate(pairwise(lines))
        if line.strip() and BLANK.fullmatch(line) and not _opens(line, below)
    ]


def _opens(line: str, below: str) -> bool:
    """Return whether the entries of *line*'s key stand *below* it."""
    start = len(line) - len(line.lstrip(" -"))
    inner = len(below) - len(below.lstrip())
    return inner > start and not below.lstrip().startswith("#")


def filled(text: str, kind: str) -> str:
    """Return *text* with every blank filled in."""
    lines = text.splitlines()
    for index in blanks(text):
        found = BLANK.fullmatch(lines[index])
        assert found
        before, key, about = found.groups()
        if key is None:
            lines[index] = f"{before}- {TEXT}"
            continue
        value = KIND.get((kind, key)) or FILLED.get(key, TEXT)
        if key == "kind" and kind == "therapy" and len(before) > 4:
            value = "sham"  # an arm's
        lines[index] = f"{before}{key}: {value}{about or ''}"
    return "\n".join(lines) + "\n"


def problems(text: str, folder: Path) -> list[Any]:
    """Return what `check` says of *text*, laid over the shipped catalogue."""
    path = folder / "new.yaml"
    path.write_text(text, encoding="utf-8")
    return store.check([path])


def opened(text: str) -> str:
    """Return *text* with what is commented out in its record let in."""
    top, mark, record = text.partition("\n\n")
    first, gap, record = record.partition("\n\n")
    record = re.sub(r"(?m)^( *)# (?=[a-z0-9_]+:|- )", r"\1", record)
    return top + mark + first + gap + record


@pytest.mark.parametrize("kind", skeleton.KINDS)
def test_check_names_every_blank_and_nothing_else(kind: str, tmp_path: Path) -> None:
    """An unfilled skeleton has one problem a blank, on its line."""
    text = skeleton.skeleton(kind, "my-own", TODAY)
    found = problems(text, tmp_path)
    assert [problem.line - 1 for problem in found] == blanks(text)
    assert not any(problem.unreadable for problem in found)


@pytest.mark.parametrize("kind", skeleton.KINDS)
def test_the_schema_refuses_blanks(kind: str) -> None:
    """An editor marks an unfilled skeleton too."""
    value = editor.read(skeleton.skeleton(kind, "my-own", TODAY))
    assert len(editor.errors(schema.schema(), value)) > 1


@pytest.mark.parametrize("kind", skeleton.KINDS)
def test_it_passes_once_its_blanks_are_filled(kind: str, tmp_path: Path) -> None:
    """Neither `check` nor the schema finds anything in a filled skeleton."""
    text = filled(skeleton.skeleton(kind, "my-own", TODAY), kind)
    assert problems(text, tmp_path) == []
    assert editor.errors(schema.schema(), editor.read(text)) == []


@pytest.mark.parametrize("kind", skeleton.KINDS)
def test_what_may_be_absent_passes_too(kind: str, tmp_path: Path) -> None:
    """What is commented out is right where it stands, once let in and filled."""
    text = filled(opened(skeleton.skeleton(kind, "my-own", TODAY)), kind)
    assert problems(text, tmp_path) == []
    assert editor.errors(schema.schema(), editor.read(text)) == []


def test_a_source_stands_alone(tmp_path: Path) -> None:
    """With the line let in that makes it stand alone, nothing lies under it."""
    text = skeleton.skeleton("source", "my-own", TODAY)
    alone = text.replace("# builds_on: nothing", "builds_on: nothing")
    assert alone != text
    assert problems(filled(alone, "source"), tmp_path) == []


@pytest.mark.parametrize("kind", skeleton.KINDS)
def test_every_field_is_explained(kind: str) -> None:
    """Each field of the record, and of each struct below it, stands with its line."""
    text = skeleton.skeleton(kind, "my-own", TODAY)
    for struct in _structs(check.RECORDS[skeleton.KINDS[kind]]):
        for name, about in struct.field_docs.items():
            if struct is not model.NoneFound:
                line = rf"(?m)^[ #-]*{name}:.*  # {re.escape(about)}( \| .*)?$"
                assert re.search(line, text), (struct, name)


def _structs(struct: type[model.Base]) -> list[type[model.Base]]:
    """Return *struct* and every struct that stands below it."""
    _, shapes = msgspec.json.schema_components([struct])
    return [getattr(model, name) for name in shapes]


CONCEPT = """\
# yaml-language-server: $schema=catalogue.schema.json
#
# A new concept. Fill in each blank: a key without a value, or an empty list.
# A field that is commented out may be absent: delete its lines, or '# ' before each.
# What has been explained once is not explained again, nor is what it can also hold.
# 'therapies check FILE' names what is still missing.

format: 1
# builds_on: nothing  # `nothing` makes the catalogue stand alone

concepts:
  - id: my-own  # the name to type; unique among its kind
    name:  # the full name
    # short:  # the short name that pages use; absent where the name is short
    # aliases: []  # other names it answers to
    plain:  # the explanation in plain words
    clinical:  # the explanation in clinical words
    # see_also: []  # ids of related records
    sources: []  # ids of the sources, at least one
    checked: 2026-11-25  # the day it was last checked against its sources | YYYY-MM-DD
    # changes:  # what was changed in it since it was first checked
      # - date:  # when, as YYYY-MM-DD
        # what:  # what was changed
        # why:  # the reason: what was wrong, or is new
"""


def test_a_skeleton_is_this() -> None:
    """A skeleton is short, and says how it is to be used."""
    assert skeleton.skeleton("concept", "my-own", TODAY) == CONCEPT


def test_the_review_is_due_in_half_a_year() -> None:
    """A therapy or a condition says when it is to be checked again."""
    text = skeleton.skeleton("condition", "my-own", TODAY)
    assert "\n    review_due: 2027-05-26  # " in text


def test_a_chosen_word_is_named() -> None:
    """Where only some words will do, the line says which."""
    text = skeleton.skeleton("therapy", "my-own", TODAY)
    assert (
        "      # place:  # where it holds; absent for everywhere | "
        "a country as two capital letters (ISO 3166), or EU\n"
    ) in text
    assert "one of high, low, moderate, very_low\n" in text
    assert "\n    course:  # a course of treatment | delete it where kind is " in text
