"""The law: every string of a catalogue comes out whole in every format."""

from __future__ import annotations

import itertools
import re
from typing import TYPE_CHECKING, Any

import msgspec
import pytest
import reading
from every_page import every_page, whole
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from neuroplastic_cli import export
from neuroplastic_cli.catalogue import markdown, model
from neuroplastic_cli.catalogue import store as stores
from neuroplastic_cli.catalogue.read import read_text
from neuroplastic_cli.pages import evidence
from neuroplastic_cli.writers import FORMATS, Sink, writer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from neuroplastic_cli.catalogue.store import Store

_READ = {"markdown": reading.from_markdown, "html": reading.from_html}
# Fields whose values follow a pattern or a list, name another record, or are parsed.
_FIXED = {
    *("as_of", "blinded", "blocks", "body", "by", "checked", "condition", "date"),
    *("direction", "doi", "id", "issued", "kind", "level", "outcome", "part_of"),
    *("place", "pmid", "read_in", "review_due", "see_also", "sources", "status"),
    *("strength", "study", "therapy", "trial", "type", "url", "variant", "variants"),
    "verdict",
}
# Where the keys are ids of records, not names of fields.
_BY_ID = {"therapies", "conditions", "concepts", "sources"}
# Text that has been parsed as markup, cut, or swallowed elsewhere.
_HOSTILE = [
    "dose [mg] [/x] [bold]b[/bold]",
    "10:100:1000 :smile:",
    "a | b || c",
    "<b>&amp;</b> <script>",
    "*not* _emphasis_ `code` # no heading",
    "- no item",
    "\\n \\x1b[31m",
    "日本語 ทดสอบ 👩\u200d🔬 e\u0301",
    "a" * 200,
    "line one\n\n  line two\tend",
    "%s {0} ${HOME} $(id)",
    "</script><script>alert(1)</script>",
    '<img src=x onerror="alert(1)">',
    "javascript:alert(1) [a](javascript:alert(1))",
    "{{ 7 * 7 }} {% raw %} &lt; &#60;",
    "1. one\n# two\n> three\n=== \\* `` ```",
    "~~gone~~ $x$ :smile: www.example.org <https://e.org>",
]
_TEXT = st.text(
    st.characters(
        blacklist_categories=("Cc", "Cs", "Cn", "Zl", "Zp"),
        blacklist_characters="\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069",
    ),
    min_size=1,
    max_size=60,
).filter(lambda text: bool(text.strip()))


def is_fixed(key: str, value: Any) -> bool:
    """Return whether the *value* of the field *key* is no free text."""
    ids = key == "conditions" and all(isinstance(each, str) for each in value)
    return key in _FIXED or ids  # those of a consideration, not of the catalogue


def refilled(value: Any, texts: Iterator[str]) -> Any:
    """Return the fields of a record with every free text the next of *texts*."""
    if isinstance(value, dict):
        return {
            key: child if is_fixed(key, child) else refilled(child, texts)
            for key, child in value.items()
        }
    if isinstance(value, list):
        return [refilled(child, texts) for child in value]
    return next(texts) if isinstance(value, str) else value


def free_texts(value: Any) -> Iterator[str]:
    """Yield every free text in the fields of a record."""
    if isinstance(value, dict):
        for key, child in value.items():
            if not is_fixed(key, child):
                yield from free_texts(child)
    elif isinstance(value, list):
        for child in value:
            yield from free_texts(child)
    elif isinstance(value, str):
        yield value


def parts(store: Store) -> dict[str, Any]:
    """Return the catalogue of *store* as plain data, records in lists."""
    plain = msgspec.to_builtins(whole(store))
    return {k: list(v.values()) if k in _BY_ID else v for k, v in plain.items()}


def refilled_store(store: Store, texts: Iterator[str]) -> Store:
    """Return *store* with every free text the next of *texts*."""
    filled = refilled(parts(store), texts)
    for section in filled["article"]["sections"]:
        section["about"] = []
    by_id = {k: {r["id"]: r for r in filled[k]} for k in _BY_ID}
    return stores.of(msgspec.convert({**filled, **by_id}, model.Catalogue))


def squashed(text: str) -> str:
    """Return *text* without escapes and white space: wrapping is allowed."""
    plain = re.sub(r"\x1b\[[0-9;]*m|\x1b\]8;[^\x1b]*\x1b\\", "", text)
    return re.sub(r"\s+", "", plain)


def assert_whole(store: Store, name: str, sink: Sink) -> None:
    """Assert that every free text of *store* stands on a page in the format *name*."""
    write = writer(name).write
    read = _READ.get(name, str)
    printed = squashed("".join(read(write(page, sink)) for page in every_page(store)))
    for text in free_texts(parts(store)):
        assert squashed(text) in printed, text


def numbered(texts: list[str]) -> Iterator[str]:
    """Yield *texts* for ever, each between numbers that make it unique."""
    return (f"{i}.{texts[i % len(texts)]}.{i}" for i in itertools.count(1))


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("text", _HOSTILE)
def test_hostile_text_comes_out_whole(small: Store, name: str, text: str) -> None:
    """Markup, codes and long words in any field are printed as they were typed."""
    store = refilled_store(small, numbered([text]))
    assert_whole(store, name, Sink(width=50, colour=True, links=True))


@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
@given(texts=st.lists(_TEXT, min_size=1, max_size=8), width=st.integers(20, 54))
def test_any_text_comes_out_whole(small: Store, texts: list[str], width: int) -> None:
    """Arbitrary text in every field is printed as it was typed, at any narrow width."""
    store = refilled_store(small, numbered(texts))
    for name in FORMATS:
        assert_whole(store, name, Sink(width=width))


@pytest.mark.parametrize("text", _HOSTILE)
def test_json_gives_back_every_string(small: Store, text: str) -> None:
    """A record read back from JSON is the record that went in."""
    store = refilled_store(small, numbered([text]))
    for therapy in store.therapies:
        printed = msgspec.json.decode(export.record(store, "therapy", therapy))
        for trial in evidence.found(therapy.trials) and printed["therapy"]["trials"]:
            del trial["effect"]
        assert msgspec.convert(printed["therapy"], model.Therapy) == therapy


@settings(max_examples=200, deadline=None)
@given(_TEXT)
def test_a_quoted_scalar_is_read_as_it_was_typed(text: str) -> None:
    """What is typed between double quotes is what is read."""
    root, problems = read_text(b"key: " + msgspec.json.encode(text), "file.yaml")
    assert not problems
    assert root is not None
    assert getattr(root.entries["key"], "text", None) == text


def test_the_body_of_an_article_loses_no_word() -> None:
    """Emphasis, lists and citations of a body become runs; the words all stay."""
    body = "One *two* **three** [@a; @b].\n\n- four\n- five [six](https://e.org)\n"
    blocks = markdown.parse(body)
    words = [run.text for block in blocks for item in block.items for run in item]
    assert "".join(words) == "One two three .fourfive six"
