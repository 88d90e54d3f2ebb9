"""Any catalogue, and any damage to ours: through reading, checks, pages and writers.

`pytest tests/test_fuzz.py --hypothesis-profile=long` does the same for about an hour;
docs/reliability.md says what is promised. What was found stands below, as cases.
"""

from __future__ import annotations

import functools
import itertools
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec
import pytest
from catalogue_strategies import PLACES, TEXT, catalogues, edited, spoiled_catalogues
from every_page import TODAY, every_page
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from neuroplastic_cli import bibliography, effects, export
from neuroplastic_cli.catalogue import check, layers, markdown, model
from neuroplastic_cli.catalogue import store as stores
from neuroplastic_cli.catalogue.read import (
    Mapping,
    Problem,
    Scalar,
    Sequence,
    read_text,
)
from neuroplastic_cli.document import Chances, Document, Forest, Group, Whisker, line
from neuroplastic_cli.pages import (
    article,
    changes,
    comparison,
    concept,
    condition,
    crisis,
    listing,
    standards,
    therapy,
    weigh,
    words,
)
from neuroplastic_cli.pages.page import View, shortest_name
from neuroplastic_cli.writers import Sink, plain, terminal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from neuroplastic_cli.catalogue.read import Node
    from neuroplastic_cli.catalogue.store import Store

    Drawn = Callable[..., Any]

SMALL = Path(__file__).parent / "catalogues" / "valid" / "small.yaml"
_ESCAPE = re.compile(r"\x1b\[[0-9;]*m|\x1b\]8;[^\x1b]*\x1b\\")
_ACTS = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]"
)
_fuzzed = settings(
    deadline=None,
    suppress_health_check=[
        HealthCheck.too_slow,
        HealthCheck.data_too_large,
        HealthCheck.large_base_example,
    ],
)


class Asked(NamedTuple):
    """What a reader asks for, and on what."""

    sink: Sink
    whole: bool
    place: str
    sections: tuple[str, ...]
    nth: int
    """Which condition, of those there are."""
    words: list[str]


ASKED = st.builds(
    Asked,
    sink=st.builds(
        Sink,
        width=st.one_of(st.integers(20, 130), st.integers(20, 400)),
        colour=st.booleans(),
        links=st.booleans(),
        unicode=st.booleans(),
    ),
    whole=st.booleans(),
    place=st.sampled_from(PLACES),
    sections=st.lists(st.sampled_from(list(therapy.SECTIONS)), max_size=3).map(tuple),
    nth=st.integers(0, 2),
    words=st.lists(TEXT, max_size=3),
)


# What is done with a catalogue


def read(data: bytes) -> tuple[model.Catalogue, list[Problem]]:
    """Return the file *data* as a catalogue, and every problem in it."""
    root, problems = read_text(data, "f.yaml")
    layer = check.read_layer([("f.yaml", root)] if root else [], problems)
    return check.combine([layer], problems), problems


def assert_problems(problems: list[Problem], data: bytes) -> None:
    """Assert that each problem is one line that leads somewhere in the file."""
    lines = data.count(b"\n") + 2
    for problem in problems:
        assert 1 <= problem.line <= lines
        assert problem.column >= 1
        assert problem.what
        assert not _ACTS.search(problem.what), problem


def every_view(store: Store, asked: Asked) -> Iterator[Document]:
    """Yield every page of *store*: whole, short, and narrowed as *asked*."""
    yield from every_page(store)
    yield standards.page(store)
    yield listing.conditions(store, store.conditions)
    yield listing.concepts(store, store.concepts)
    yield listing.sources(store, store.sources)
    for each in store.conditions[asked.nth :][:1]:
        yield from _weighed(store, each, asked.words)
    whole = asked.whole
    views = [
        View(today=TODAY),
        View(today=TODAY, whole=whole, place=asked.place),
        *(
            View(today=TODAY, whole=whole, condition=each, place=place)
            for each in store.conditions[asked.nth :][:1]
            for place in (None, asked.place)
        ),
    ]
    for view in views:
        yield from _pages(store, view)
    view = View(today=TODAY, sections=asked.sections)
    yield from (therapy.page(store, each, view) for each in store.therapies)
    lines = [x for x in store.crisis_lines if words.covers(x.place, asked.place)]
    yield crisis.page(lines, asked.place)


def _pages(store: Store, view: View) -> Iterator[Document]:
    yield from (therapy.page(store, each, view) for each in store.therapies)
    options = store.options(view.condition) if view.condition else store.therapies
    yield listing.therapies(store, options, view.condition)
    yield comparison.page(store, options, view)
    if view.condition is None and view.place is None:
        yield from (condition.page(store, each, view) for each in store.conditions)
        yield from (concept.page(store, each, view) for each in store.concepts)
        if store.article:
            yield article.page(store, store.article, view)


def _weighed(
    store: Store, about: model.Condition, answers: list[str]
) -> Iterator[Document]:
    found = weigh.considerations(store, about, store.therapies, {})
    said = dict(zip([each.id for each in found], answers, strict=False))
    yield weigh.opening(store, about, len(found))
    yield from (weigh.question(store, each, "1") for each in found)
    view = View(today=TODAY, condition=about)
    yield weigh.sheet(store, store.therapies, found, said, view)


def every_export(store: Store) -> Iterator[str]:
    """Yield *store* as each command's JSON."""
    for kind in ("therapies", "conditions", "concepts", "sources"):
        records = getattr(store, kind)
        yield export.records(store, kind, records)
        yield from (export.record(store, stores.SINGULAR[kind], r) for r in records)
    for each in (None, *store.conditions):
        yield export.comparison(store, each, store.therapies)
    if store.article:
        yield export.article(store, store.article)
    for about in store.conditions:
        found = weigh.considerations(store, about, store.therapies, {})
        yield export.sheet(store, about, store.therapies, found, {})
    yield export.changes(changes.found(store, None))
    yield export.crisis(store.crisis_lines)
    yield export.about(store)


def assert_prints(catalogue: model.Catalogue, asked: Asked) -> None:
    """Assert that all of *catalogue* can be printed in every format, and safely."""
    store = stores.of(catalogue)
    for document in every_view(store, asked):
        printed = plain.write(document, asked.sink)
        assert not _ACTS.search(printed)
        printed = _ESCAPE.sub("", terminal.write(document, asked.sink))
        assert not _ACTS.search(printed)
        for printed_line in printed.split("\n"):
            assert cell_len(printed_line) <= asked.sink.width, printed_line
    for text in every_export(store):
        assert msgspec.json.decode(text)["schema_version"] == 1
    for hit in store.search([*asked.words, *store.title.split()[:1]]).best:
        assert hit.text
    for style in ("text", "bibtex", "csl-json", "ris"):
        assert bibliography.write(store.sources, style) or not store.sources
    for kind in ("therapies", "conditions"):
        for record in getattr(store, kind):
            assert store.find(shortest_name(record)).record == record


def assert_handled(data: bytes, asked: Asked) -> None:
    """Assert that *data* gives problems, or a catalogue that can be printed."""
    catalogue, problems = read(data)
    assert_problems(problems, data)
    if not problems:
        whole = msgspec.convert(msgspec.to_builtins(catalogue), model.Catalogue)
        assert whole == catalogue
        assert_prints(catalogue, asked)


# Whole catalogues


@_fuzzed
@given(catalogues(), ASKED)
def test_any_catalogue_is_accepted_and_printed(data: bytes, asked: Asked) -> None:
    """Whatever the format allows, `check` accepts, and every page prints."""
    catalogue, problems = read(data)
    assert problems == []
    assert_prints(catalogue, asked)


@_fuzzed
@given(spoiled_catalogues(), ASKED)
def test_any_mistake_gives_problems_or_pages(data: bytes, asked: Asked) -> None:
    """Wrong values, lost keys and references to nothing are problems, no crash."""
    assert_handled(data, asked)


# The shipped catalogue, damaged


@functools.cache
def pieces() -> list[bytes]:
    """Return some of the records that ship, each as a small file that has no problem.

    It holds the first item of each list of the record, and what they lean on.
    """
    texts = [
        file.read_text("utf-8") for file in sorted(layers.shipped().glob("*.yaml"))
    ]
    cut = [_Cut(text) for text in texts]
    records = {own: r for each in cut for own, r in each.records.items()}
    leant_on = {own: r for own, r in records.items() if r.kind in _LEANT_ON}
    kinds = {"therapies": 5, "conditions": 3, "concepts": 3, "sections": 3}
    found = []
    for kind, count in kinds.items():
        of_kind = [r for r in records.values() if r.kind == kind]
        found += [_piece(record, leant_on) for record in of_kind[:count]]
    return found


_LEANT_ON = ("conditions", "sources")


class _Record(NamedTuple):
    kind: str
    head: str
    text: str


class _Cut:
    """The records of one file that ships, each with the first item of its lists."""

    def __init__(self, text: str) -> None:
        self.lines = text.splitlines(keepends=True)
        self.dropped: set[int] = set()
        self.records: dict[str, _Record] = {}
        root, _ = read_text(text.encode(), "f.yaml")
        assert root
        for (key, node), (start, end) in _parts(root, len(self.lines) + 1):
            if key in {"conditions", "therapies", "concepts", "sources"}:
                self._records(key, f"{key}:\n", node, end)
            elif key == "article":
                self._article(node, start, end)

    def _article(self, node: Node, start: int, end: int) -> None:
        for (key, child), (first, last) in _parts(node, end):
            if key == "sections":
                head = "".join(self.lines[start - 1 : first])
                self._records(key, head, child, last)

    def _records(self, kind: str, head: str, node: Node, end: int) -> None:
        for (_, record), (first, last) in _parts(node, end):
            assert isinstance(record, Mapping)
            own = record.entries["id"]
            assert isinstance(own, Scalar)
            self._drop(record, last, set())
            text = "".join(
                line
                for number, line in enumerate(self.lines[first - 1 : last - 1], first)
                if number not in self.dropped
            )
            self.records[own.text] = _Record(kind, head, text)

    def _drop(self, node: Node, end: int, kept: set[str]) -> None:
        """Drop all but the first item of each list of *node*, and those *kept*."""
        places = list(_parts(node, end))
        if isinstance(node, Mapping):
            places.sort(key=lambda part: part[0][0] == "trials")  # harms name trials
        for index, ((key, child), (first, last)) in enumerate(places):
            if isinstance(node, Sequence) and index and _id(child) not in kept:
                self.dropped.update(range(first, last))
                continue
            if isinstance(node, Sequence) and isinstance(child, Mapping):
                trial = child.entries.get("trial")
                kept |= {trial.text} if isinstance(trial, Scalar) else set()
            if key in {"see_also", "about"}:
                self.dropped.update(range(first, last))
            elif key not in {"uses", "variants"}:
                self._drop(child, last, kept)


def _parts(node: Node, end: int) -> Iterator[tuple[tuple[str, Node], tuple[int, int]]]:
    """Yield the parts of *node* and the lines of each, where they begin lines."""
    if isinstance(node, Mapping):
        parts = [(key, child) for key, child in node.entries.items()]
        starts = [node.keys[key].line for key, _ in parts]
    elif isinstance(node, Sequence):
        parts = [("", child) for child in node.items]
        starts = [child.line for _, child in parts]
    else:
        return
    if len(set(starts)) < len(starts) or node.line == end - 1:  # written as a flow
        return
    yield from zip(parts, itertools.pairwise([*starts, end]), strict=True)


def _id(node: Node) -> str:
    own = node.entries.get("id") if isinstance(node, Mapping) else None
    return own.text if isinstance(own, Scalar) else ""


def _piece(record: _Record, leant_on: dict[str, _Record]) -> bytes:
    """Return the file of *record* with what it names of *leant_on*."""
    wanted: dict[str, _Record] = {}
    text = record.head + record.text
    while True:
        words_ = set(re.findall(r"[a-z0-9]+(?:-[a-z0-9]+)*", text))
        wanted = {own: leant_on[own] for own in leant_on if own in words_}
        longer = record.head + record.text
        for kind in _LEANT_ON:
            of_kind = [r.text for r in wanted.values() if r.kind == kind]
            of_kind = [each for each in of_kind if each != record.text]
            if of_kind:
                head = "" if kind == record.kind else f"{kind}:\n"
                longer += head + "".join(of_kind)
        if longer == text:
            return f"format: 1\nbuilds_on: nothing\n{text}".encode()
        text = longer


@st.composite
def damaged(draw: Drawn) -> bytes:
    """Draw a piece of the shipped catalogue with a few bytes or lines changed."""
    piece = draw(st.sampled_from(pieces()))
    return edited(draw, piece, draw(st.sampled_from(pieces())))


def test_the_pieces_are_small_and_have_no_problem() -> None:
    """What the shipped catalogue is cut into is accepted before it is damaged."""
    assert len(pieces()) == 14
    for piece in pieces():
        assert read(piece)[1] == []
        assert len(piece) < 120_000


@_fuzzed
@given(damaged(), ASKED)
def test_damage_to_the_shipped_catalogue(data: bytes, asked: Asked) -> None:
    """Bytes and lines that change, go, come or move are problems, or can be printed."""
    assert_handled(data, asked)


# What was found


def small(old: str, new: str) -> bytes:
    """Return the small catalogue of examples with every *old* as *new*."""
    text = SMALL.read_text(encoding="utf-8")
    assert old in text
    return text.replace(old, new).encode()


def in_terminal(document: Document, width: int) -> list[str]:
    """Return the lines of *document* in a terminal of *width* columns."""
    return terminal.write(document, Sink(width=width)).split("\n")


EMPTY = b"format: 1\nbuilds_on: nothing\n"


def test_nothing_to_compare() -> None:
    """A catalogue without therapies has a comparison that says so."""
    document = comparison.page(stores.of(read(EMPTY)[0]), [], View(today=TODAY))
    assert plain.write(document, Sink()).startswith("Nothing to compare:\n")
    assert "No therapy of this catalogue.\n" in plain.write(document, Sink())
    assert in_terminal(document, 120)[0] == "Nothing to compare"


def test_no_option_for_a_condition() -> None:
    """A condition without any therapy has one that says what there is to decide."""
    data = EMPTY + (
        b"conditions: [{id: c, name: C, summary: {says: It is., sources: [s]}, "
        b"decision: To wait., untreated: {none_found: true}, other_options: "
        b"{none_found: true}, checked: 2026-01-01, review_due: 2026-01-01}]\n"
        b"sources: [{id: s, type: book, title: S, url: https://e.org, "
        b"checked: 2026-01-01}]\n"
    )
    catalogue, problems = read(data)
    assert problems == []
    store = stores.of(catalogue)
    view = View(today=TODAY, condition=store.conditions[0])
    printed = plain.write(comparison.page(store, [], view), Sink())
    assert printed.startswith("Nothing to compare, for c:\nIt is. [1]\n")
    assert "The decision: To wait.\nMore on the condition" in printed


def test_raters_who_are_named_twice() -> None:
    """`blinded` may name the same people twice; a page says it once."""
    catalogue, problems = read(small("blinded: [raters]", "blinded: [raters, raters]"))
    assert problems == []
    store = stores.of(catalogue)
    page = therapy.page(store, store.therapies[0], View(today=TODAY, whole=True))
    assert "the raters were not told who got what" in plain.write(page, Sink())


@pytest.mark.parametrize(
    ("low", "high", "drawn"),
    [
        (-10.4, 10.4, "          ----------o----------"),
        (-10.4, 0.0, "          -----o----+"),
        (0.0, 10.0, "                    +---------o----------"),
    ],
)
def test_a_range_that_is_rounded_down_stays_on_the_axis(
    low: float, high: float, drawn: str
) -> None:
    """The axis reaches as far as the longest range: 10.4 is not drawn beyond 10."""
    row = Whisker("Trial", (low + high) / 2, low, high, "words")
    lines = in_terminal(Document("Page", (Forest("less", "more", (row,)),)), 100)
    assert lines[2] == "  Trial: words".ljust(59) + drawn


def test_rates_too_close_for_a_number_needed_to_treat() -> None:
    """Two rates that differ by less than a computer can tell have none."""
    effect = effects.comparison((10**17, 10**18 - 1), (10**17 + 1, 10**18 - 1))
    assert effect.difference_per_100 == 0
    assert effect.nnt is None


@pytest.mark.parametrize("width", [20, 28, 29, 30, 40])
def test_a_picture_fits_a_narrow_terminal(width: int) -> None:
    """A hundred people stand in rows of 25, or of ten where that is too wide."""
    groups = (Group("A", 40, "40 of 100, 60 not"),)
    block = Chances(line("Well."), 100, groups, "40 of 100.")
    lines = in_terminal(Document("Page", (block,)), width)
    assert max(map(len, lines)) <= width
    pictures = [
        x.strip() for x in lines if set(x.strip()) in ({"▮"}, {"▯"}, {"▮", "▯"})
    ]
    assert "".join(pictures) == "▮" * 40 + "▯" * 60
    assert {len(x) for x in pictures} == {25 if width >= 29 else 10}


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ("a &#13; b", "000D"),
        ("a &#12; b", "000C"),
        ("a *&#x202e;b*", "202E"),
        ("- &#x2028;", "2028"),
        ("<https://e.org/%1b[31m>", "001B"),
        ("<https://e.org/%C2%9B31m>", "009B"),
        ("<https://e.org/%E2%80%AE>", "202E"),
    ],
)
def test_a_body_cannot_spell_what_the_file_may_not_hold(body: str, code: str) -> None:
    """Entities and addresses are decoded; what can act on a terminal is refused."""
    with pytest.raises(markdown.MarkdownError) as caught:
        markdown.parse(body)
    what = f"the character U+{code} can hide text or act on a terminal; delete it"
    assert str(caught.value) == what


def test_a_body_may_spell_what_is_harmless() -> None:
    """Other entities are read as what they stand for; an address stays encoded."""
    [block] = markdown.parse("&amp; &copy; [a](https://e.org/%1b)")
    assert [run.text for run in block.items[0]] == ["& © ", "a"]
    assert block.items[0][1].link == "https://e.org/%1b"
