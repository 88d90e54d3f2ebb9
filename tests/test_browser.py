"""The site in a real browser: axe, light and dark, 320 px, print, search, keyboard.

These need Debian's Chromium and are skipped where there is none.
"""

from __future__ import annotations

import functools
import http.server
import io
import shutil
import threading
from typing import TYPE_CHECKING

import pypdf
import pytest
from axe_playwright_python.sync_playwright import Axe
from every_page import TODAY
from playwright.sync_api import sync_playwright
from test_law import numbered, refilled_store

from neuroplastic_cli import site
from neuroplastic_cli.pages import handout
from neuroplastic_cli.pages.page import View
from neuroplastic_cli.writers import Sink, html

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

    from neuroplastic_cli.catalogue.store import Store

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
pytestmark = [
    pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium here"),
    # All of them in one process: one site, one server, one browser.
    pytest.mark.xdist_group("browser"),
]
# One page of each kind, and the longest of its kind.
KINDS = [
    "index.html",
    "glossary.html",
    "search.html?words=sham",
    "404.html",
    "about.html",
    "standards.html",
    "crisis.html",
    "article.html",
    "therapies/tms.html",
    "therapies/no-treatment.html",
    "conditions/depression.html",
    "compare/depression.html",
    "concepts/sham.html",
    "sources/vandenberg-2015.html",
]


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def public(shipped: Store, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the shipped catalogue's site, below a path."""
    root = tmp_path_factory.mktemp("host")
    site.save(site.Site(shipped, TODAY, "1.0"), root / "below")
    return root


@pytest.fixture(scope="module")
def address(public: Path) -> Iterator[str]:
    """Serve the site as any static host would."""
    handler = functools.partial(_Quiet, directory=str(public))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}/below"
        server.shutdown()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Return a headless Chromium."""
    with sync_playwright() as play:
        opened = play.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield opened
        opened.close()


@pytest.fixture(params=["light", "dark", "narrow", "print"])
def page(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    """Return a tab as people have it: light, dark, 320 px wide, or on paper."""
    width = 320 if request.param == "narrow" else 1000
    dark = request.param == "dark"
    opened = browser.new_page(
        viewport={"width": width, "height": 800},
        color_scheme="dark" if dark else "light",
    )
    if request.param == "print":
        opened.emulate_media(media="print")
    asked: list[str] = []
    opened.on("request", lambda request: asked.append(request.url))
    yield opened
    opened.close()
    assert all(url.startswith("http://127.0.0.1") for url in asked)


@pytest.mark.parametrize("path", KINDS)
def test_axe_finds_nothing(page: Page, address: str, path: str) -> None:
    """No fault of accessibility, and nothing is wider than the window."""
    page.goto(f"{address}/{path}")
    found = Axe().run(page).response["violations"]
    assert [(each["id"], each["nodes"][0]["html"]) for each in found] == []
    wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert page.evaluate(wide) <= 0


@pytest.fixture
def tab(browser: Browser) -> Iterator[Page]:
    """Return a tab that fails on any error of a script."""
    opened = browser.new_page()
    errors: list[str] = []
    opened.on("pageerror", lambda error: errors.append(str(error)))
    yield opened
    opened.close()
    assert errors == []


def test_axe_finds_nothing_on_any_page_of_a_therapy_or_condition(
    tab: Page, address: str, public: Path
) -> None:
    """The kinds above were looked at in every way; these in light, each of them."""
    for kind in ("therapies", "conditions"):
        for file in sorted((public / "below" / kind).glob("*.html")):
            tab.goto(f"{address}/{kind}/{file.name}")
            found = Axe().run(tab).response["violations"]
            assert [each["id"] for each in found] == [], file.name


def test_the_search_finds(tab: Page, address: str) -> None:
    """Words are typed, hits come with their sentence and lead to their page."""
    tab.goto(f"{address}/search.html")
    tab.get_by_label("Words to look for").fill("séizures coil")
    tab.keyboard.press("Enter")
    assert tab.locator("#found").inner_text().endswith("found.")
    first = tab.locator("#hits li").first
    assert first.locator("mark").count() > 0
    first.get_by_role("link").click()
    assert "/therapies/" in tab.url or "/concepts/" in tab.url


def test_the_search_says_that_nothing_was_found(tab: Page, address: str) -> None:
    """What was typed is said again, as text."""
    tab.goto(f"{address}/search.html?words=%3Cimg%20src%3Dx%3Eqqqq")
    assert tab.locator("#found").inner_text() == (
        "Nothing was found for “<img src=x>qqqq”. Try other words."
    )
    assert tab.locator("#hits li").count() == 0


def test_it_works_from_a_folder_without_a_server(tab: Page, public: Path) -> None:
    """Opened as a file, the search finds too."""
    tab.goto((public / "below" / "search.html").as_uri() + "?words=sham")
    assert tab.locator("#hits li").count() > 0


@pytest.mark.parametrize("path", ["index.html", "search.html", "therapies/tms.html"])
def test_the_keyboard_reaches_everything(tab: Page, address: str, path: str) -> None:
    """Tab comes by every link and field, the way past the start first."""
    tab.goto(f"{address}/{path}")
    marked = """() => [
        ...document.querySelectorAll('a[href], input, button, [tabindex]')]
        .filter((each) => each.checkVisibility())
        .forEach((each, index) => { each.dataset.stop = index; })"""
    tab.evaluate(marked)
    count = tab.locator("[data-stop]").count()
    stops = []
    for _ in range(count):
        tab.keyboard.press("Tab")
        stops.append(tab.evaluate("document.activeElement.dataset.stop"))
    assert stops == [str(number) for number in range(count)]
    tab.goto(f"{address}/{path}")
    tab.keyboard.press("Tab")
    assert tab.evaluate("document.activeElement.textContent") == "Skip to the text"


def test_no_text_of_a_catalogue_runs(tab: Page, small: Store, tmp_path: Path) -> None:
    """Scripts, handlers and links in every field of every record are words."""
    hostile = [
        "<script>document.title = 'run'</script>",
        "<img src=x onerror=\"document.title='run'\">",
        "</script><script>document.title = 'run'</script>",
        "javascript:document.title='run'",
        '"><svg onload="document.title=\'run\'">',
        "{{ ''.__class__ }} ${7*7} <!-- ]]> --!>",
    ]
    store = refilled_store(small, numbered(hostile))
    site.save(site.Site(store, TODAY, "1.0"), tmp_path / "site")
    asked: list[str] = []
    tab.on("request", lambda request: asked.append(request.url))
    tab.on("dialog", lambda dialog: asked.append(dialog.message))
    pages = sorted((tmp_path / "site").rglob("*.html"))
    for file in pages:
        tab.goto(file.as_uri())
        assert tab.title() != "run", file
    search = (tmp_path / "site" / "search.html").as_uri()
    tab.goto(f"{search}?words=script")
    assert tab.locator("#hits li").count() > 0
    assert tab.title() != "run"
    assert all(address.startswith("file:") for address in asked)


def test_a_reference_on_paper(browser: Browser, address: str, shipped: Store) -> None:
    """An id that leads somewhere keeps its colon; one to type only is left out."""
    source = shipped.source("va-library-ptsd")
    opened = browser.new_page()
    opened.emulate_media(media="print")
    opened.goto(f"{address}/conditions/ptsd.html")
    on_a_site = opened.locator(".references li").first.inner_text()
    options = [shipped.therapy(name) for name in ("emdr", "no-treatment")]
    view = View(today=TODAY, on_paper=True)
    made = handout.page(shipped, options, shipped.condition("ptsd"), view)
    opened.set_content(html.write(made, Sink()))
    on_a_handout = opened.locator(".references li").first.inner_text()
    opened.close()
    assert on_a_site.startswith("va-library-ptsd: US Department of Veterans Affairs")
    assert on_a_handout.startswith(source.title)


def test_a_handout_prints_from_the_browser(browser: Browser, shipped: Store) -> None:
    """It takes as many sheets as the PDF, and no part of a table is torn."""
    names = ("tms", "ketamine-assisted-psychotherapy", "no-treatment")
    options = [shipped.therapy(name) for name in names]
    view = View(today=TODAY, on_paper=True)
    made = handout.page(shipped, options, shipped.condition("depression"), view)
    opened = browser.new_page()
    opened.set_content(html.write(made, Sink()))
    printed = opened.pdf(format="A4", prefer_css_page_size=True)
    opened.close()
    assert len(pypdf.PdfReader(io.BytesIO(printed)).pages) <= 4
