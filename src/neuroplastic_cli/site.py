"""The whole catalogue as a site: files that any host serves as they are.

Every page stands in a folder for its kind. All links are relative, so that a site works
from a folder, below a path, and anywhere else.
"""

from __future__ import annotations

import json
import re
import shutil
from functools import partial
from typing import TYPE_CHECKING, NamedTuple
from xml.sax.saxutils import escape

from neuroplastic_cli import export
from neuroplastic_cli.catalogue.names import fold, names_of
from neuroplastic_cli.catalogue.store import SINGULAR
from neuroplastic_cli.errors import UsageError
from neuroplastic_cli.pages import (
    about,
    article,
    changes,
    comparison,
    concept,
    condition,
    crisis,
    source,
    standards,
    therapy,
    web,
)
from neuroplastic_cli.pages.page import View
from neuroplastic_cli.printing import unwritten
from neuroplastic_cli.writers import html

if TYPE_CHECKING:
    import datetime
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from neuroplastic_cli.catalogue.store import Store
    from neuroplastic_cli.document import Document

MARK = ".therapies-site"
"""The file by which a folder is known as a site of ours, which may be replaced."""
_MISSING = "404.html"
_SHORTEST_TERM = 4
_SHOW = re.compile(r"therapies show ([^ ]+)( --for [^ ]+)?")
_COMPARE = re.compile(r"therapies compare .*--for ([^ ]+)")
_COMMANDS = {
    "therapies": ("index.html", "the front page"),
    "therapies list": ("index.html", "all therapies"),
    "therapies list conditions": ("index.html", "all conditions"),
    "therapies crisis": ("crisis.html", "where to turn in a crisis"),
    "therapies article": ("article.html", "the article"),
    "therapies changes": ("changes.html", "what changed"),
    "therapies about": ("about.html", "who or what made this, and how"),
    "therapies about --standards": ("standards.html", "measured against standards"),
}
"""Where the page is that a command prints, and what to call it."""


class Site(NamedTuple):
    """What a site is made from and when; `address` is where it will be, if known."""

    store: Store
    today: datetime.date
    version: str
    address: str = ""

    @property
    def view(self) -> View:
        """Return how much a page of a site shows: everything."""
        return View(today=self.today, whole=True, on_paper=True, checked=True)


def files(site: Site) -> Iterator[tuple[str, str]]:
    """Yield every file of *site*: its path below the site's folder, and its text."""
    pages = dict(_pages(site))
    known = _Addresses(site.store)
    terms = _terms(site.store)
    navigation = _navigation(site.store)
    for path, make in pages.items():
        missing = path == _MISSING
        # A host shows this one at any depth: only whole addresses work from it.
        root = _base(site) if missing else "../" * path.count("/")
        around = html.Surroundings(
            name=site.store.title,
            navigation=tuple((label, root + to) for label, to in navigation),
            pages=partial(known.find, root),
            said=known.said,
            terms={word: root + to for word, to in terms.items() if to != path},
            style="" if missing else f"{root}page.css",
            scripts=("search-index.js", "search.js") if path == "search.html" else (),
        )
        yield path, html.page(make(), around)
    yield "page.css", html.style()
    yield "search.js", html.asset("search.js")
    yield "search-index.js", f"const INDEX = {_index(site.store, known)};\n"
    yield "sitemap.xml", _sitemap(site, list(pages))
    yield MARK, f"therapies {site.version}\n"
    yield from _data(site.store)


def _pages(site: Site) -> Iterator[tuple[str, Callable[[], Document]]]:
    """Yield the path of every page, and what makes it."""
    store, view = site.store, site.view
    yield "index.html", partial(web.front, store)
    yield "glossary.html", partial(web.glossary, store)
    yield "search.html", web.search
    yield _MISSING, web.missing
    yield "about.html", partial(about.page, store, site.version)
    yield "standards.html", partial(standards.page, store)
    changed = changes.found(store, None)
    yield "changes.html", partial(changes.page, store, changed, None)
    yield "crisis.html", partial(crisis.page, store.crisis_lines, None)
    if store.article:
        yield "article.html", partial(article.page, store, store.article, view)
    for each in store.therapies:
        yield _path("therapies", each.id), partial(therapy.page, store, each, view)
    for case in store.conditions:
        yield _path("conditions", case.id), partial(condition.page, store, case, view)
        options = comparison.options(store, case, None, every=True)
        narrowed = View(today=site.today, on_paper=True, condition=case)
        yield (
            _path("compare", case.id),
            partial(comparison.page, store, options, narrowed),
        )
    for idea in store.concepts:
        yield _path("concepts", idea.id), partial(concept.page, store, idea, view)
    for work in store.sources:
        yield _path("sources", work.id), partial(source.page, store, work)


def _path(kind: str, name: str) -> str:
    return f"{kind}/{name}.html"


def _navigation(store: Store) -> list[tuple[str, str]]:
    told = [("Start", "index.html")]
    if store.article:
        told.append(("The article", "article.html"))
    return [
        *told,
        (web.GLOSSARY, "glossary.html"),
        (web.SEARCH, "search.html"),
        ("About", "about.html"),
        ("In a crisis", "crisis.html"),
    ]


class _Addresses:
    """Where the page of a record is, and of what a command shows."""

    def __init__(self, store: Store) -> None:
        self._paths: dict[str, str] = {}
        self._names: dict[str, str] = {}
        self._labels: dict[str, str] = {}
        for kind in SINGULAR:
            for record in getattr(store, kind):
                path = _path(kind, record.id)
                self._paths[record.id] = path
                if kind != "sources":
                    self._labels[path] = record.label
                    self._names |= {fold(name): path for name in names_of(record)}

    def path(self, name: str) -> str:
        """Return the path of the page for a record's id or a command, or ''."""
        if name in self._paths:
            return self._paths[name]
        if shown := _SHOW.fullmatch(name):
            return self._names.get(fold(shown.group(1)), "")
        if compared := _COMPARE.fullmatch(name):
            return _path("compare", compared.group(1))
        return _COMMANDS[name][0] if name in _COMMANDS else ""

    def said(self, command: str) -> str:
        """Return what to call the page that a command prints, or ''."""
        if _COMPARE.fullmatch(command):
            return "all options side by side"
        if command in _COMMANDS:
            return _COMMANDS[command][1]
        return self._labels.get(self.path(command), "")

    def find(self, root: str, name: str) -> str:
        """Return the address of that page, seen from a page that is below *root*."""
        path = self.path(name)
        return f"{root}{path}" if path else ""


def _terms(store: Store) -> dict[str, str]:
    """Return the words that the glossary explains, and where."""
    return {
        name.casefold(): _path("concepts", each.id)
        for each in store.concepts
        for name in (each.name, each.short or "", *each.aliases)
        if len(name) >= _SHORTEST_TERM
    }


def _index(store: Store, known: _Addresses) -> str:
    """Return what the search looks in: title, kind, address, and texts, as JSON."""
    rows = [
        [title, kind, known.path(name) if kind in SINGULAR else "article.html", texts]
        for kind, name, title, texts in store.texts()
    ]
    return json.dumps(rows, ensure_ascii=False, separators=(",", ":"))


def _base(site: Site) -> str:
    return f"{site.address.rstrip('/')}/" if site.address else ""


def _sitemap(site: Site, paths: list[str]) -> str:
    """Return the sitemap; its addresses are whole where the site's own is known."""
    base = _base(site)
    entries = "".join(
        f"<url><loc>{escape(base + path)}</loc></url>\n"
        for path in paths
        if path not in {_MISSING, "search.html"}
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
        f"{entries}</urlset>\n"
    )


def _data(store: Store) -> Iterator[tuple[str, str]]:
    """Yield each record as `show --format json` prints it."""
    for kind, singular in SINGULAR.items():
        for record in getattr(store, kind):
            yield (
                f"{kind}/{record.id}.json",
                export.record(store, singular, record),
            )


def save(site: Site, folder: Path) -> int:
    """Write *site* to *folder*, whole or not at all; return how many files it has.

    A folder that holds a site of ours is replaced. Raises UsageError where it holds
    anything else, OutputError where it cannot be written.
    """
    if folder.exists() and not folder.is_dir():
        raise UsageError(f"'{folder}' is a file; name a folder")
    if folder.is_dir() and any(folder.iterdir()) and not (folder / MARK).is_file():
        raise UsageError(
            f"'{folder}' is not empty and no site of ours; name an empty folder or a "
            "new one"
        )
    aside = folder.with_name(f".writing-{folder.name}")
    try:
        try:
            count = _write(site, aside)
            if folder.is_dir():
                shutil.rmtree(folder)
            aside.replace(folder)
        except BaseException:
            shutil.rmtree(aside, ignore_errors=True)
            raise
    except OSError as error:
        raise unwritten(folder, error) from error
    return count


def _write(site: Site, folder: Path) -> int:
    shutil.rmtree(folder, ignore_errors=True)
    count = 0
    for path, text in files(site):
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8", newline="\n")
        count += 1
    return count
