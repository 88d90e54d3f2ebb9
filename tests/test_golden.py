"""Golden pages: whole pages of a small catalogue, and one of the shipped one a format.

`pytest --rewrite` writes them again; the diff is what a reviewer reads.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
import pytest
from every_page import TODAY

from neuroplastic_cli import export
from neuroplastic_cli.pages import (
    about,
    article,
    changes,
    comparison,
    concept,
    condition,
    crisis,
    handout,
    listing,
    source,
    start,
    therapy,
    weigh,
)
from neuroplastic_cli.pages.page import View
from neuroplastic_cli.writers import Sink, writer

if TYPE_CHECKING:
    from collections.abc import Callable

    from neuroplastic_cli.catalogue import model
    from neuroplastic_cli.catalogue.store import Store
    from neuroplastic_cli.document import Document

GOLDEN = Path(__file__).parent / "golden"
SHORT = View(today=TODAY)
WHOLE = View(today=TODAY, whole=True)


def _view(view: View, **changes: object) -> View:
    return msgspec.structs.replace(view, **changes)


def _therapy(store: Store, view: View = SHORT) -> Document:
    return therapy.page(store, store.therapies[0], view)


def _comparison(store: Store, view: View = SHORT) -> Document:
    return comparison.page(store, store.therapies[:2], view)


def _for_condition(store: Store) -> Document:
    return _comparison(store, _view(SHORT, condition=store.conditions[0]))


def _handout(store: Store) -> Document:
    options = comparison.with_no_treatment(store, store.therapies[:1])
    return handout.page(store, options, store.conditions[0], SHORT)


def _article(store: Store, *, checked: bool) -> Document:
    assert store.article
    return article.page(store, store.article, _view(SHORT, checked=checked))


def _considerations(store: Store, said: dict[str, str]) -> list[model.Consideration]:
    return weigh.considerations(store, store.conditions[0], store.therapies, said)


def _sheet(store: Store, said: dict[str, str]) -> Document:
    view = _view(SHORT, condition=store.conditions[0])
    found = _considerations(store, said)
    return weigh.sheet(store, store.therapies, found, said, view)


PAGES: dict[str, Callable[[Store], Document]] = {
    "start": start.page,
    "list": lambda store: listing.therapies(store, store.therapies, None),
    "list-for": lambda store: listing.therapies(
        store, store.options(store.conditions[1]), store.conditions[1]
    ),
    "list-nothing": lambda store: listing.therapies(store, [], None),
    "list-conditions": lambda store: listing.conditions(store, store.conditions),
    "list-concepts": lambda store: listing.concepts(store, store.concepts),
    "list-sources": lambda store: listing.sources(store, store.sources),
    "therapy": _therapy,
    "therapy-all": lambda store: _therapy(store, WHOLE),
    "therapy-harms": lambda store: _therapy(store, _view(SHORT, sections=("harms",))),
    "therapy-us": lambda store: _therapy(
        store, _view(SHORT, sections=("allowed", "guidelines"), place="US")
    ),
    "therapy-for": lambda store: therapy.page(
        store, store.therapies[1], _view(SHORT, condition=store.conditions[0])
    ),
    "therapy-second-all": lambda store: therapy.page(store, store.therapies[1], WHOLE),
    "no-treatment": lambda store: therapy.page(store, store.therapies[2], SHORT),
    "no-treatment-all": lambda store: therapy.page(store, store.therapies[2], WHOLE),
    "compare": _comparison,
    "compare-all": lambda store: _comparison(
        store, _view(WHOLE, condition=store.conditions[0], place="US")
    ),
    "compare-for": _for_condition,
    "condition-part": lambda store: condition.page(store, store.conditions[1], WHOLE),
    "condition": lambda store: condition.page(store, store.conditions[0], SHORT),
    "concept": lambda store: concept.page(store, store.concepts[0], SHORT),
    "source": lambda store: source.page(store, store.sources[0]),
    "article": lambda store: _article(store, checked=False),
    "article-checked": lambda store: _article(store, checked=True),
    "about": lambda store: about.page(store, "0.1.0"),
    "crisis": lambda store: crisis.page(store.crisis_lines, None),
    "handout": _handout,
    "weigh-opening": lambda store: weigh.opening(store, store.conditions[0], 2),
    "weigh-question": lambda store: weigh.question(
        store, _considerations(store, {})[0], "1 of 2"
    ),
    "weigh": lambda store: _sheet(
        store, {"out-of-doors": "Rain is fine.", "medicines": "Two of them."}
    ),
    "weigh-nothing-said": lambda store: _sheet(store, {}),
    "changes": lambda store: changes.page(store, changes.found(store, None), None),
    "changes-none": lambda store: changes.page(store, [], TODAY),
}
WIDTHS = (
    *("start", "list", "therapy", "therapy-all", "compare-for", "article", "crisis"),
    *("weigh-question", "weigh", "handout"),
)


def check(request: pytest.FixtureRequest, name: str, text: str) -> None:
    """Compare *text* with the golden page *name*."""
    path = GOLDEN / name
    if request.config.getoption("--rewrite"):
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    assert path.read_text(encoding="utf-8") == text


@pytest.mark.parametrize("width", [40, 80, 120])
@pytest.mark.parametrize("name", WIDTHS)
def test_terminal(
    request: pytest.FixtureRequest, small: Store, name: str, width: int
) -> None:
    """A page in a terminal of this width, without colours."""
    text = writer("terminal").write(PAGES[name](small), Sink(width=width))
    assert max(map(len, text.splitlines())) <= width
    check(request, f"{name}-{width}.txt", text)


@pytest.mark.parametrize("name", sorted(PAGES))
def test_plain(request: pytest.FixtureRequest, small: Store, name: str) -> None:
    """A page in plain text."""
    text = writer("plain").write(PAGES[name](small), Sink())
    check(request, f"{name}-plain.txt", text)


def test_colours(request: pytest.FixtureRequest, small: Store) -> None:
    """A page with its escapes, as a terminal gets it; links have no random names."""
    page = PAGES["concept"](small)
    sink = Sink(width=80, colour=True)
    check(request, "concept-colours.txt", writer("terminal").write(page, sink))


def test_shipped_concept(request: pytest.FixtureRequest, shipped: Store) -> None:
    """One short page of the shipped catalogue in each format."""
    record = shipped.concepts[0]
    page = concept.page(shipped, record, WHOLE)
    check(
        request, "shipped-terminal.txt", writer("terminal").write(page, Sink(width=80))
    )
    check(request, "shipped-plain.txt", writer("plain").write(page, Sink()))
    check(request, "shipped.json", export.record(shipped, "concept", record))
