"""HTML: one file that needs nothing else, that says all it draws, and runs no text."""

from __future__ import annotations

import itertools
import json
import re
from typing import TYPE_CHECKING, Any

import pytest
import reading
from every_page import TODAY, every_page

from neuroplastic_cli import document as doc
from neuroplastic_cli.pages import condition, therapy
from neuroplastic_cli.pages.page import View
from neuroplastic_cli.writers import Sink, html

if TYPE_CHECKING:
    from neuroplastic_cli.catalogue.store import Store

PAPER = View(today=TODAY, whole=True, on_paper=True)


def written(*blocks: doc.Block, **more: Any) -> str:
    """Return a page of *blocks*, below its title."""
    blocks = (doc.Heading("A page", 1), *blocks)
    return html.write(doc.Document("A page", blocks, **more), Sink())


def body(text: str) -> str:
    """Return what stands below the title in the main part of a page."""
    found = re.search(r'<h1 id="at-a-page">A page</h1>\n(.*)\n</main>', text, re.DOTALL)
    assert found
    return found.group(1)


def test_a_page_needs_nothing_else(small: Store) -> None:
    """No script runs, and no style, font or picture is fetched from anywhere."""
    for page in every_page(small):
        for tag, attributes in reading.tags(html.write(page, Sink())):
            assert tag not in {"img", "link", "iframe", "object", "embed"}
            assert tag != "script" or attributes["type"] == "application/ld+json"
            assert not any(name.startswith("on") for name in attributes)
            assert "src" not in attributes
    assert "url(" not in html.style()
    assert "@import" not in html.style()


def test_every_page_has_what_a_screen_reader_needs(small: Store) -> None:
    """A language, a title, a way past the start, and headings that leave out none."""
    for page in every_page(small):
        tags = reading.tags(html.write(page, Sink()))
        assert ("html", {"lang": "en"}) in tags
        assert ("a", {"class": "skip", "href": "#main"}) in tags
        levels = [int(tag[1]) for tag, _ in tags if re.fullmatch(r"h[1-6]", tag)]
        assert levels[0] == 1
        assert all(b <= a + 1 for a, b in itertools.pairwise(levels))
        ids = [attributes["id"] for _, attributes in tags if "id" in attributes]
        assert len(ids) == len(set(ids))


def test_pictures_say_what_they_show() -> None:
    """A picture of a hundred has that many, and a text that says the same."""
    groups = (doc.Group("Walking", 60, "60 of 100, 40 not"),)
    page = written(doc.Chances(doc.line("Well again."), 100, groups, "60 of 100."))
    assert '<svg class="people" viewBox="0 0 250 40" role="img" ' in page
    assert 'aria-label="Walking: 60 of 100, 40 not"' in page
    on, off = re.findall(r'<path class="(?:on|off)"[^>]* d="([^"]*)"', page)
    assert (on.count("M"), off.count("M")) == (60, 40)
    assert "<p><strong>Walking</strong>: 60 of 100, 40 not</p>" in page


def test_rare_events_are_not_drawn() -> None:
    """Of 10,000 people no picture is drawn; the words stand."""
    groups = (doc.Group("TMS", 7, "7 of 10,000"),)
    page = written(doc.Chances(doc.line("A seizure."), 10_000, groups, "7 of 10,000."))
    assert "<svg" not in page
    assert "7 of 10,000" in page


def test_a_table_has_header_cells_and_a_caption() -> None:
    """Rows and columns are named for those who hear them."""
    rows = ((doc.line("tms"), doc.line("pulses")),)
    page = body(written(doc.Table("Therapies", ("Type", "What"), rows)))
    assert "<caption>Therapies</caption>" in page
    assert '<th scope="col">Type</th><th scope="col">What</th>' in page
    assert '<th scope="row">tms</th><td>pulses</td>' in page


def test_a_citation_leads_to_its_source() -> None:
    """The number goes to the reference, which says its address."""
    page = body(
        written(
            doc.Paragraph(doc.line("It may help. ", doc.Cite((1, 2, 3)))),
            doc.References((doc.Reference(1, "ito-2019", doc.line("Ito (2019).")),)),
        )
    )
    assert '[<a href="#source-1">1</a>-<a href="#source-3">3</a>]' in page
    assert '<li id="source-1" value="1"><span class="id">ito-2019</span>' in page


@pytest.mark.parametrize(
    ("link", "leads"),
    [
        ("https://example.org/a?b=1&c=2", "https://example.org/a?b=1&amp;c=2"),
        ("tel:988", "tel:988"),
        ("mailto:someone@example.org", "mailto:someone@example.org"),
        ("javascript:alert(1)", None),
        ("http://example.org", None),
        ("data:text/html,x", None),
        ("//example.org", None),
    ],
)
def test_links_lead_only_where_they_may(link: str, leads: str | None) -> None:
    """Only https, mailto and tel; anything else is words."""
    page = body(written(doc.Paragraph((doc.Span("here", link=link),))))
    assert page == (f'<p><a href="{leads}">here</a></p>' if leads else "<p>here</p>")


def test_data_for_machines(small: Store) -> None:
    """A therapy's page is about it, its conditions and its guidelines, with sources."""
    page = html.write(therapy.page(small, small.therapies[0], PAPER), Sink())
    found = re.search(r'<script type="application/ld\+json">(.*)</script>', page)
    assert found
    data = json.loads(found.group(1))
    assert data["@type"] == "MedicalWebPage"
    about = data["about"]
    assert about[0]["@type"] == "MedicalTherapy"
    assert about[0]["name"] == "Walk and Talk Therapy"
    assert about[0]["guideline"][0]["@type"] == "MedicalGuideline"
    assert {each["@type"] for each in about[1:]} == {"MedicalCondition"}
    assert data["citation"]
    page = html.write(condition.page(small, small.conditions[0], PAPER), Sink())
    assert '"possibleTreatment"' in page


def test_data_cannot_end_its_element() -> None:
    """A text with `</script>` in it stays data."""
    hostile = "</script><script>alert(1)</script><!--"
    page = written(data={"name": hostile})
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', page)
    assert found
    assert json.loads(found.group(1)) == {"name": hostile}


def test_a_long_page_says_what_it_has() -> None:
    """From seven parts on, links go to each; two of one name stay apart."""
    parts = [doc.Heading("Part") for _ in range(7)]
    page = body(written(*parts))
    assert '<nav class="contents" aria-label="On this page">' in page
    assert '<li><a href="#at-part">Part</a></li>' in page
    assert '<h2 id="at-part-7">Part</h2>' in page
    assert "<nav" not in body(written(*parts[:6]))


def test_a_term_is_linked_where_it_is_first_used() -> None:
    """Once a page, in any case, only as a whole word, and never inside a link."""
    around = html.Surroundings(terms={"sham": "concepts/sham.html"})
    blocks = (
        doc.Heading("A page", 1),
        doc.Paragraph((doc.Span("see sham", link="https://example.org"),)),
        doc.Paragraph(doc.line("Shamans. A Sham coil is a sham.")),
    )
    page = body(html.page(doc.Document("A page", blocks), around))
    assert page == (
        '<p><a href="https://example.org">see sham</a></p>\n'
        '<p>Shamans. A <a class="term" href="concepts/sham.html">Sham</a> coil is a '
        "sham.</p>"
    )


def test_large_print() -> None:
    """The page says so at its root, and the style makes that 18 points on paper."""
    page = html.page(doc.Document("A page", ()), html.Surroundings(large=True))
    assert '<html lang="en" class="large">' in page
    assert "html.large { font-size: 18pt; }" in page
