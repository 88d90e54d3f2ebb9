"""What `cite` writes, read back by readers that did not write it."""

from __future__ import annotations

import datetime
import functools
import json
import re
import subprocess
import sys
from typing import TYPE_CHECKING, Any, get_args

import pytest
from citeproc import (
    Citation,
    CitationItem,
    CitationStylesBibliography,
    CitationStylesStyle,
    formatter,
)
from citeproc.source.json import CiteProcJSON
from hypothesis import given, settings
from hypothesis import strategies as st
from pybtex.database import parse_string
from pylatexenc.latex2text import (
    LatexNodes2Text,
    MacroTextSpec,
    get_default_latex_context_db,
)
from rispy import RisParser
from rispy.config import TYPE_OF_REFERENCE_MAPPING

from neuroplastic_cli.bibliography import OTHERS, STYLES, write
from neuroplastic_cli.catalogue import model

if TYPE_CHECKING:
    from collections.abc import Iterable

    from neuroplastic_cli.catalogue.store import Store

THREE = ("review-2020", "north-guideline-2021", "courier-2022")
TEXT = """\
1. Rosa Adler, Novak, et al. (2020-06). Movement and mood, a review of 12 trials. \
Journal of Made-up Medicine, 12(3):101-119. https://doi.org/10.5555/made.up.2020 \
PubMed https://pubmed.ncbi.nlm.nih.gov/90000001/
2. North Guideline Group (2021). Depression in adults. North Guideline Group. \
https://north.example.org/depression
3. A walk with the therapist (2022-04-01). The Town Courier. \
https://courier.example.org/walk
"""
BIBTEX = """\
@article{review-2020,
  author = {Adler, Rosa and Novak and others},
  title = {{Movement and mood, a review of 12 trials}},
  journal = {Journal of Made-up Medicine},
  year = {2020},
  month = jun,
  volume = {12},
  number = {3},
  pages = {101--119},
  doi = {10.5555/made.up.2020},
  pmid = {90000001},
  urldate = {2026-01-10},
}

@techreport{north-guideline-2021,
  author = {{North Guideline Group}},
  title = {{Depression in adults}},
  institution = {North Guideline Group},
  year = {2021},
  url = {https://north.example.org/depression},
  urldate = {2026-01-10},
}

@article{courier-2022,
  title = {{A walk with the therapist}},
  journal = {The Town Courier},
  entrysubtype = {newspaper},
  year = {2022},
  month = apr,
  day = {01},
  url = {https://courier.example.org/walk},
  urldate = {2026-01-10},
}
"""
CSL = [
    {
        "id": "review-2020",
        "type": "article-journal",
        "title": "Movement and mood, a review of 12 trials",
        "author": [{"family": "Adler", "given": "Rosa"}, {"family": "Novak"}],
        "issued": {"date-parts": [[2020, 6]]},
        "container-title": "Journal of Made-up Medicine",
        "volume": "12",
        "issue": "3",
        "page": "101-119",
        "DOI": "10.5555/made.up.2020",
        "PMID": "90000001",
        "accessed": {"date-parts": [[2026, 1, 10]]},
        "note": "More authors than are named here.",
    },
    {
        "id": "north-guideline-2021",
        "type": "report",
        "title": "Depression in adults",
        "author": [{"literal": "North Guideline Group"}],
        "issued": {"date-parts": [[2021]]},
        "publisher": "North Guideline Group",
        "URL": "https://north.example.org/depression",
        "accessed": {"date-parts": [[2026, 1, 10]]},
    },
    {
        "id": "courier-2022",
        "type": "article-newspaper",
        "title": "A walk with the therapist",
        "issued": {"date-parts": [[2022, 4, 1]]},
        "container-title": "The Town Courier",
        "URL": "https://courier.example.org/walk",
        "accessed": {"date-parts": [[2026, 1, 10]]},
    },
]
RIS = """\
TY  - JOUR
ID  - review-2020
AU  - Adler, Rosa
AU  - Novak
TI  - Movement and mood, a review of 12 trials
T2  - Journal of Made-up Medicine
PY  - 2020
DA  - 2020/06//
VL  - 12
IS  - 3
SP  - 101
EP  - 119
DO  - 10.5555/made.up.2020
AN  - 90000001
DB  - PubMed
Y2  - 2026/01/10/
N1  - More authors than are named here.
ER  -\x20

TY  - RPRT
ID  - north-guideline-2021
AU  - North Guideline Group,
TI  - Depression in adults
PB  - North Guideline Group
PY  - 2021
UR  - https://north.example.org/depression
Y2  - 2026/01/10/
ER  -\x20

TY  - NEWS
ID  - courier-2022
TI  - A walk with the therapist
T2  - The Town Courier
PY  - 2022
DA  - 2022/04/01/
UR  - https://courier.example.org/walk
Y2  - 2026/01/10/
ER  -\x20
"""
# The types of entry and reference, and what BibTeX calls the container and publisher.
KINDS = {
    "article": ("UNPB", "misc", "howpublished", "organization"),
    "article-journal": ("JOUR", "article", "journal", "publisher"),
    "article-magazine": ("MGZN", "article", "journal", "publisher"),
    "article-newspaper": ("NEWS", "article", "journal", "publisher"),
    "book": ("BOOK", "book", "series", "publisher"),
    "chapter": ("CHAP", "incollection", "booktitle", "publisher"),
    "dataset": ("DATA", "misc", "howpublished", "organization"),
    "legislation": ("STAT", "misc", "howpublished", "organization"),
    "report": ("RPRT", "techreport", "series", "institution"),
    "speech": ("SLIDE", "misc", "howpublished", "organization"),
    "standard": ("STAND", "misc", "howpublished", "organization"),
    "thesis": ("THES", "phdthesis", "series", "school"),
    "webpage": ("ELEC", "misc", "howpublished", "organization"),
}
MONTHS = (
    *("", "January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
HOSTILE = r"""A {brace, } two}} 50% & more @book{x, "quotes" 'single' ''two'' `tick`
\end{document} \"o $5^2$ a_b #1 ~ <i>x</i> -- --- | é ø 漢字 “x” – ?` \\ 	tab
@article{evil, title = {x}}
ER  - 
TY  - JOUR
AU  - Nobody
"""  # noqa: RUF001, W291 - hostile; the blank belongs to RIS's last tag
# The commands for characters that a reader of LaTeX may have no text for.
COMMANDS = {
    "textasciicircum": "^",
    "textasciigrave": "`",
    "textasciitilde": "~",
    "textbackslash": "\\",
    "textbar": "|",
    "textbraceleft": "{",
    "textbraceright": "}",
    "textgreater": ">",
    "textless": "<",
}


def source(**fields: Any) -> model.Source:
    """Return a source of which only *fields* matter."""
    basic = {"id": "x", "type": "webpage", "title": "X"}
    return model.Source(**{**basic, "checked": datetime.date(2026, 1, 2), **fields})


def flat(text: str | None) -> str:
    """Return *text* with one blank where there is white space."""
    return " ".join((text or "").split())


@functools.cache
def reader_of_latex() -> LatexNodes2Text:
    """Return a reader of LaTeX that has a text for all `COMMANDS`."""
    context = get_default_latex_context_db()
    macros = [MacroTextSpec(name, shown) for name, shown in COMMANDS.items()]
    context.add_context_category("characters", macros=macros, prepend=True)
    return LatexNodes2Text(latex_context=context)


def untex(text: str) -> str:
    """Return what LaTeX prints for *text*."""
    return flat(reader_of_latex().latex_to_text(text))


def parts(date: str | None) -> list[str]:
    """Return the year, the month and the day of *date*, what it lacks as empty."""
    return [*(date or "").split("-"), "", ""][:3]


def compare_bibtex(sources: Iterable[model.Source]) -> None:
    """Compare every field of *sources* with what pybtex reads."""
    expected = {each.id: each for each in sources}
    entries = parse_string(write(list(expected.values()), "bibtex"), "bibtex").entries
    assert list(entries) == list(expected)
    for each, entry in zip(expected.values(), entries.values(), strict=True):
        fields = dict(entry.fields)
        read = {name: untex(fields.pop(name, "")) for name in ("title", "note")}
        _, kind, container, publisher = KINDS[each.type]
        assert entry.type == kind
        assert people(entry) == [
            *(
                (flat(a.given), flat(a.family) or flat(a.literal) or "")
                for a in each.author
            ),
            *([("", "others")] if each.others and each.author else []),
        ]
        unsaid = OTHERS if each.others and not each.author else ""
        assert read == {
            "title": flat(each.title),
            "note": flat(f"{unsaid} {each.note or ''}"),
        }
        held = (untex(fields.pop(container, "")), untex(fields.pop(publisher, "")))
        if each.type in ("report", "thesis") and not each.publisher:
            assert held == ("", flat(each.container_title))
        else:
            assert held == (flat(each.container_title), flat(each.publisher))
        year, month, day = parts(each.issued)
        assert fields.pop("year", "") == year
        assert fields.pop("month", "") == MONTHS[int(month or 0)]
        assert fields.pop("day", "") == day
        assert fields.pop("pages", "").replace("--", "-") == (each.page or "")
        for name, value in (
            ("volume", each.volume),
            ("number", each.issue),
            ("doi", each.doi),
            ("pmid", each.pmid),
            ("url", each.url),
            ("urldate", str(each.checked)),
        ):
            assert fields.pop(name, "") == (value or "")
        assert not set(fields) - {"entrysubtype", "type"}


def people(entry: Any) -> list[tuple[str, str]]:
    """Return the given names and the family name, or the body, of all authors."""
    return [
        (
            untex(" ".join(person.first_names + person.middle_names)),
            untex(" ".join(person.prelast_names + person.last_names)),
        )
        for person in entry.persons.get("author", ())
    ]


def compare_csl(sources: Iterable[model.Source]) -> None:
    """Compare every field of *sources* with what citeproc-py reads."""
    sources = list(sources)
    read = CiteProcJSON(json.loads(write(sources, "csl-json")))
    assert list(read) == [each.id for each in sources]
    for each in sources:
        found = dict(read[each.id])
        assert (found.pop("key"), found.pop("type")) == (each.id, each.type)
        names = [dict(name) for name in found.pop("author", ())]
        assert names == [
            {"literal": a.literal}
            if a.literal
            else {"family": a.family, **({"given": a.given} if a.given else {})}
            for a in each.author
        ]
        for name, date in (("issued", each.issued), ("accessed", str(each.checked))):
            known = dict(found.pop(name, {}))
            known.pop("circa", None)
            values = [int(part) for part in parts(date) if part]
            keys = ("year", "month", "day")[: len(values)]
            assert known == dict(zip(keys, values, strict=True))
        notes = [OTHERS] * each.others + [each.note] * bool(each.note)
        expected = {
            "title": each.title,
            "container_title": each.container_title,
            "publisher": each.publisher,
            "volume": each.volume,
            "issue": each.issue,
            "page": each.page,
            "DOI": each.doi,
            "PMID": each.pmid,
            "URL": each.url,
            "note": " ".join(filter(None, notes)),
        }
        assert {name: str(value) for name, value in found.items()} == {
            name: value for name, value in expected.items() if value
        }


def compare_ris(sources: Iterable[model.Source]) -> None:
    """Compare every field of *sources* with what is read, by rispy and by its lines."""
    sources = list(sources)
    text = write(sources, "ris")
    # rispy takes a semicolon in an address for the end of it.
    read = RisParser(delimiter_tags_mapping={}).parse(text)
    assert len(read) == len(sources)
    for each, found, block in zip(sources, read, text.split("\n\n"), strict=True):
        year, month, day = parts(each.issued)
        first, _, last = (each.page or "").partition("-")
        notes = [OTHERS] * each.others + [flat(each.note)] * bool(each.note)
        expected: dict[str, str | list[str]] = {
            "type_of_reference": KINDS[each.type][0],
            "id": each.id,
            "title": flat(each.title),
            "secondary_title": flat(each.container_title),
            "publisher": flat(each.publisher),
            "year": year,
            "date": f"{year}/{month}/{day}/" if month else "",
            "volume": flat(each.volume),
            "number": flat(each.issue),
            "start_page": first,
            "end_page": last,
            "doi": each.doi or "",
            "accession_number": each.pmid or "",
            "name_of_database": "PubMed" if each.pmid else "",
            "urls": [each.url] if each.url else [],
            "access_date": f"{each.checked:%Y/%m/%d}/",
            "notes": notes,
        }
        for author, name in zip(each.author, found.pop("authors", ()), strict=True):
            known = filter(None, (author.family or author.literal, author.given))
            whole = flat(", ".join(known))
            assert flat(name) in (whole, f"{whole},")
        assert {
            name: flat(value) if isinstance(value, str) else [flat(v) for v in value]
            for name, value in found.items()
        } == {name: value for name, value in expected.items() if value}
        lines = block.rstrip("\n").split("\n")
        assert all(re.match(r"[A-Z][A-Z0-9]  - ", line) for line in lines)
        tags = [line[:2] for line in lines]
        assert (tags[0], tags[-1]) == ("TY", "ER")
        assert (tags.count("TY"), tags.count("ER")) == (1, 1)
        assert tags.count("AU") == len(each.author)


def compare_text(sources: Iterable[model.Source]) -> None:
    """See that each of *sources* is one numbered line that holds all of it."""
    sources = list(sources)
    lines = write(sources, "text").split("\n")
    assert lines.pop() == ""
    for number, (each, line) in enumerate(zip(sources, lines, strict=True), 1):
        assert line.startswith(f"{number}. ")
        shown = flat(line)
        names = [flat(a.family or a.literal) for a in each.author]
        for text in (
            *names,
            *(flat(a.given) for a in each.author),
            *map(flat, (each.title, each.container_title, each.publisher, each.note)),
            *(each.issued or "no date", each.volume or "", each.issue or ""),
            "et al." if each.others else "",
            f"https://doi.org/{each.doi}" if each.doi else "",
            f"https://pubmed.ncbi.nlm.nih.gov/{each.pmid}/" if each.pmid else "",
            each.url or "",
        ):
            assert text in shown


COMPARE = {
    "text": compare_text,
    "bibtex": compare_bibtex,
    "csl-json": compare_csl,
    "ris": compare_ris,
}


def test_the_styles() -> None:
    """These, in this order."""
    assert STYLES == ("text", "bibtex", "csl-json", "ris")
    assert list(COMPARE) == list(STYLES)


@pytest.mark.parametrize(
    ("style", "expected"), [("text", TEXT), ("bibtex", BIBTEX), ("ris", RIS)]
)
def test_three_records(small: Store, style: str, expected: str) -> None:
    """An article with more authors, a body's report, a newspaper without an author."""
    assert write([small.source(name) for name in THREE], style) == expected


def test_three_records_in_csl_json(small: Store) -> None:
    """CSL's own names, and nothing that the source does not say."""
    text = write([small.source(name) for name in THREE], "csl-json")
    assert json.loads(text) == CSL
    assert text.startswith('[\n  {\n    "id": "review-2020",\n')
    assert text.endswith("\n]\n")


@pytest.mark.parametrize("style", STYLES)
def test_every_source_is_read_back(small: Store, shipped: Store, style: str) -> None:
    """Field by field, for the examples and the whole shipped catalogue."""
    COMPARE[style](small.sources)
    COMPARE[style](shipped.sources)


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("type_", get_args(model.SourceType))
def test_every_type(style: str, type_: model.SourceType) -> None:
    """Each type has its entry, and every field its place in it."""
    full = source(
        type=type_,
        author=(model.Author(literal="A & B Agency"), model.Author(family="Berg")),
        issued="2020-12-31",
        container_title="C & C",
        publisher="P_P",
        volume="12",
        issue="3",
        page="101-119",
        doi="10.5555/a_b",
        pmid="1",
        url="https://example.org/a_b?c=%20&d#e",
        note="100% seen",
    )
    COMPARE[style]([full, source(id="y", type=type_), source(id="z", others=True)])
    assert KINDS[type_][0] in TYPE_OF_REFERENCE_MAPPING


@pytest.mark.parametrize("style", STYLES)
def test_hostile_text(style: str) -> None:
    """What is syntax somewhere comes back as the text that it is."""
    fields: dict[str, Any] = {
        "title": HOSTILE,
        "container_title": HOSTILE,
        "publisher": HOSTILE,
        "note": HOSTILE,
        "author": (model.Author(literal=HOSTILE),),
        "others": True,
        "url": "https://example.org/a_b;c?d=%7B&e=1#f~g",
    }
    after = source(id="after")
    COMPARE[style]([source(id="a", type="article-journal", **fields), after])
    COMPARE[style]([source(id="b", type="report", **fields), after])


@settings(max_examples=300, deadline=None)
@given(
    text=st.text(
        st.characters(
            exclude_categories=("Cc", "Cs", "Zl", "Zp"),
            exclude_characters="\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069",
        )
        | st.sampled_from("\n{}\\&%$#_^~`'\"-@,=<>|"),
        min_size=1,
    ).filter(flat),
)
def test_any_text(text: str) -> None:
    """Whatever a catalogue may hold is read back."""
    author = (model.Author(literal=text), model.Author(family="Berg", given="A."))
    held = [source(title=text, note=text, author=author), source(id="after")]
    for compare in COMPARE.values():
        compare(held)


@pytest.mark.parametrize(
    ("author", "expected", "tags"),
    [
        ({"family": "van den Berg"}, "{van den Berg}", "van den Berg,"),
        (
            {"family": "van den Berg", "given": "D. P."},
            "van den Berg, D. P.",
            "van den Berg, D. P.",
        ),
        ({"family": "Kern Sliwa"}, "{Kern Sliwa}", "Kern Sliwa,"),
        ({"family": "d'Andrea"}, "d'Andrea", "d'Andrea"),
        ({"family": "others"}, "{others}", "others"),
        ({"literal": "others"}, "{others}", "others"),
        (
            {"literal": "Trust of North and South, Ltd"},
            "{Trust of North and South, Ltd}",
            "Trust of North and South, Ltd",
        ),
        ({"family": "Berg, Jr", "given": "A"}, "{Berg, Jr}, A", "Berg, Jr, A"),
        ({"family": "Berg", "given": "A and B"}, "Berg, {A and B}", "Berg, A and B"),
        ({"family": "Sand\nberg"}, "{Sand berg}", "Sand berg,"),
    ],
)
def test_names(author: dict[str, str], expected: str, tags: str) -> None:
    """A name stays one name, whatever its words would say to BibTeX and RIS."""
    one = source(author=(model.Author(**author),), others=True)
    assert f"  author = {{{expected} and others}},\n" in write([one], "bibtex")
    assert f"\nAU  - {tags}\n" in write([one], "ris")
    compare_bibtex([one])
    compare_csl([one])


def test_others_without_an_author() -> None:
    """BibTeX has "and others" only after a name; else the note says it."""
    text = write([source(others=True, note="Seen in part.")], "bibtex")
    assert "author" not in text.replace("authors", "")
    assert f"  note = {{{OTHERS} Seen in part.}},\n" in text


@pytest.mark.parametrize(
    ("page", "bibtex", "ris"),
    [
        ("S101-S119", "S101--S119", "SP  - S101\nEP  - S119\n"),
        ("74.e11-74.e17", "74.e11--74.e17", "SP  - 74.e11\nEP  - 74.e17\n"),
        ("583\u20139", "583--9", "SP  - 583\nEP  - 9\n"),
        ("e0232245", "e0232245", "SP  - e0232245\n"),
        ("1-3, 7", "1-3, 7", "SP  - 1-3, 7\n"),
        ("CD-00--1", "CD-00-{}-1", "SP  - CD-00--1\n"),
    ],
)
def test_pages(page: str, bibtex: str, ris: str) -> None:
    """A range is split, anything else stays as it stands."""
    one = source(page=page)
    assert f"  pages = {{{bibtex}}},\n" in write([one], "bibtex")
    assert f"\n{ris}Y2  - " in write([one], "ris")


def test_a_doi_cannot_break_bibtex() -> None:
    """A brace or a backslash in a DOI is written as in an address."""
    two = [source(doi=r"10.1234/a{b}}\c%d"), source(id="after")]
    entries = parse_string(write(two, "bibtex"), "bibtex").entries
    assert entries["x"].fields["doi"] == "10.1234/a%7Bb%7D%7D%5Cc%d"
    assert list(entries) == ["x", "after"]
    compare_csl(two)
    compare_ris(two)


def test_a_report_without_a_publisher() -> None:
    """The container stands where BibTeX wants an institution."""
    one = source(type="report", container_title="Health Reports")
    assert "  institution = {Health Reports},\n" in write([one], "bibtex")
    both = source(type="report", container_title="Health Reports", publisher="WHO")
    assert ("  series = {Health Reports},\n  institution = {WHO},\n") in write(
        [both], "bibtex"
    )


def test_a_title_keeps_its_capitals() -> None:
    """Styles leave alone what stands in two pairs of braces."""
    text = write(
        [source(type="chapter", title="EMDR", container_title="A Book")], "bibtex"
    )
    assert "  title = {{EMDR}},\n  booktitle = {{A Book}},\n" in text


def test_a_thesis_is_not_said_to_be_for_a_phd() -> None:
    """BibTeX's styles print the type that the entry gives."""
    assert "  type = {Thesis},\n" in write([source(type="thesis")], "bibtex")


@pytest.mark.parametrize("style", STYLES)
def test_each_source_once(style: str) -> None:
    """In the order of first mention."""
    one, two = source(id="one"), source(id="two")
    assert write([two, one, two], style) == write([two, one], style)


@pytest.mark.parametrize(
    ("style", "expected"),
    [("text", ""), ("bibtex", ""), ("csl-json", "[]\n"), ("ris", "")],
)
def test_no_source(style: str, expected: str) -> None:
    """An empty list is a list."""
    assert write([], style) == expected


def test_a_processor_formats_every_source(shipped: Store) -> None:
    """CSL-JSON is what a real citation processor takes."""
    read = CiteProcJSON(json.loads(write(shipped.sources, "csl-json")))
    style = CitationStylesStyle("harvard-cite-them-right", validate=False)
    shown = CitationStylesBibliography(style, read, formatter.plain)
    for each in shipped.sources:
        shown.register(Citation([CitationItem(each.id)]))
    printed = [flat(str(entry)) for entry in shown.bibliography()]
    assert len(printed) == len(shipped.sources)
    for each, entry in zip(shipped.sources, printed, strict=True):
        assert each.author == () or (
            flat(each.author[0].family or each.author[0].literal) in entry
        )


@pytest.mark.parametrize(
    ("style", "loaded"),
    [
        ("text", ""),
        ("bibtex", "bibtexparser"),
        ("csl-json", ""),
        ("ris", "rispy"),
    ],
)
def test_a_style_loads_only_its_own_library(style: str, loaded: str) -> None:
    """Text and JSON pay for neither."""
    code = (
        "import sys\nfrom neuroplastic_cli import bibliography\n"
        "assert not {'bibtexparser', 'rispy'} & set(sys.modules)\n"
        f"bibliography.write([], {style!r})\n"
        "print(*{'bibtexparser', 'rispy', 'rich', 'yaml'} & set(sys.modules))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == loaded
