"""The site: plain files, linked to each other, the same from the same catalogue."""

from __future__ import annotations

import json
import posixpath
import re
from typing import TYPE_CHECKING
from urllib.parse import unquote, urldefrag

import pytest
import reading
from conftest import SMALL
from every_page import TODAY

from neuroplastic_cli import cli, export, site

if TYPE_CHECKING:
    from pathlib import Path

    from neuroplastic_cli.catalogue.store import Store


@pytest.fixture(scope="module")
def made(shipped: Store) -> dict[str, str]:
    """Return the files of the shipped catalogue's site."""
    return dict(site.files(site.Site(shipped, TODAY, "1.0")))


def pages(made: dict[str, str]) -> dict[str, str]:
    """Return the pages among the files."""
    return {path: text for path, text in made.items() if path.endswith(".html")}


def test_every_record_has_a_page_and_its_data(
    made: dict[str, str], shipped: Store
) -> None:
    """A page, and a JSON file in the shape of `show --format json`."""
    for kind, singular in (("therapies", "therapy"), ("sources", "source")):
        for record in getattr(shipped, kind):
            assert f"{kind}/{record.id}.html" in made
            data = made[f"{kind}/{record.id}.json"]
            assert data == export.record(shipped, singular, record)
    for condition in shipped.conditions:
        assert f"conditions/{condition.id}.html" in made
        assert f"compare/{condition.id}.html" in made


def test_every_link_resolves(made: dict[str, str]) -> None:
    """Each relative link leads to a file of the site, and to a part that is there."""
    ids = {
        path: {a["id"] for _, a in reading.tags(text) if "id" in a}
        for path, text in pages(made).items()
    }
    for path, text in pages(made).items():
        for tag, attributes in reading.tags(text):
            link = attributes.get("href") or attributes.get("src")
            if not link or link.startswith(("https:", "tel:", "mailto:")):
                continue
            address, part = urldefrag(unquote(link))
            folder = posixpath.dirname(path)
            to = (
                posixpath.normpath(posixpath.join(folder, address)) if address else path
            )
            assert to in made, (path, tag, link)
            assert not part or part in ids[to], (path, link)


def test_every_page_can_be_reached(made: dict[str, str]) -> None:
    """From the front page, by links alone; only the page for nothing stands aside."""
    reached, left = {"index.html"}, ["index.html"]
    while left:
        path = left.pop()
        for _, attributes in reading.tags(made[path]):
            address = urldefrag(attributes.get("href") or "")[0]
            if not address or ":" in address:
                continue
            to = posixpath.normpath(posixpath.join(posixpath.dirname(path), address))
            if to.endswith(".html") and to not in reached:
                reached.add(to)
                left.append(to)
    assert set(pages(made)) - reached == {"404.html"}


def test_the_same_catalogue_gives_the_same_bytes(small: Store) -> None:
    """Nothing depends on chance, or on the moment."""
    first = list(site.files(site.Site(small, TODAY, "1.0")))
    assert first == list(site.files(site.Site(small, TODAY, "1.0")))


def test_terms_lead_to_what_explains_them(made: dict[str, str]) -> None:
    """A word of the glossary is linked, once a page, and not on its own page."""
    page = made["therapies/tms.html"]
    assert page.count('class="term" href="../concepts/sham.html"') == 1
    assert 'href="../concepts/sham.html"' not in re.sub(
        r'class="term"[^>]*', "", made["concepts/sham.html"]
    )


def test_the_sitemap(made: dict[str, str], small: Store) -> None:
    """Every page but the search and the one for nothing, whole where that is known."""
    assert "<loc>therapies/tms.html</loc>" in made["sitemap.xml"]
    assert "404" not in made["sitemap.xml"]
    named = site.Site(small, TODAY, "1.0", "https://example.org/therapies/")
    sitemap = dict(site.files(named))["sitemap.xml"]
    assert "<loc>https://example.org/therapies/index.html</loc>" in sitemap


def test_the_page_for_nothing_works_at_any_depth(small: Store) -> None:
    """Its style is in it; where the site's address is known, so are its links whole."""
    page = dict(site.files(site.Site(small, TODAY, "1.0", "https://example.org")))
    missing = page["404.html"]
    assert "<style>" in missing
    assert '<a href="https://example.org/index.html">The front page</a>' in missing


def test_the_index_of_the_search(made: dict[str, str]) -> None:
    """Title, kind, address and texts of each record."""
    index = made["search-index.js"]
    rows = json.loads(index.removeprefix("const INDEX = ").removesuffix(";\n"))
    found = {address: (title, kind) for title, kind, address, _ in rows}
    assert found["therapies/emdr.html"] == ("EMDR", "therapies")
    assert found["concepts/sham.html"] == ("Sham", "concepts")
    assert set(found) <= set(made)


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    """Write the site of the small catalogue."""
    status = cli.run(["site", *arguments, "--catalogue", str(SMALL)])
    return (status, *capsys.readouterr())


def test_it_is_written_to_a_folder(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """A new one, and again to the same; what an older site had goes."""
    folder = tmp_path / "public"
    status, out, err = run(capsys, str(folder))
    assert (status, err) == (0, "")
    count = sum(1 for path in folder.rglob("*") if path.is_file())
    assert out == f"{count} files written to {folder}\n"
    (folder / "therapies" / "old.html").touch()
    assert run(capsys, str(folder))[0] == 0
    assert not (folder / "therapies" / "old.html").exists()
    assert [path.name for path in tmp_path.iterdir()] == ["public"]


def test_a_folder_of_other_things_is_left_alone(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """Status 2, and what is there stays."""
    (tmp_path / "mine.txt").write_text("mine", encoding="utf-8")
    assert run(capsys, str(tmp_path)) == (
        2,
        "",
        f"therapies: '{tmp_path}' is not empty and no site of ours; name an empty "
        "folder or a new one\n",
    )
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]
    file = tmp_path / "mine.txt"
    assert run(capsys, str(file)) == (
        2,
        "",
        f"therapies: '{file}' is a file; name a folder\n",
    )


def test_an_address_is_https(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """Anything else is refused."""
    said = run(capsys, str(tmp_path / "s"), "--address", "ftp://example.org")
    assert said == (
        2,
        "",
        "therapies: 'ftp://example.org' is not an address; write one that begins with "
        "https://\n",
    )


def test_a_folder_that_cannot_be_written(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """Status 4 and one sentence."""
    (tmp_path / "file").touch()
    status, out, err = run(capsys, str(tmp_path / "file" / "site"))
    assert (status, out) == (4, "")
    assert err.endswith("(Not a directory); check the folder and its rights\n")
