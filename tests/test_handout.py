"""Handouts: what stands on them, what file they become, and what is refused."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pypdf
import pytest
import reading
from conftest import SMALL

from neuroplastic_cli import cli

if TYPE_CHECKING:
    from collections.abc import Sequence

SMALL_ = ("--catalogue", str(SMALL))


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Run in an empty folder."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(
    capsys: pytest.CaptureFixture[str], *arguments: str, own: Sequence[str] = SMALL_
) -> tuple[int, str, str]:
    """Write a handout from the small catalogue."""
    status = cli.run(["handout", *arguments, *own])
    return (status, *capsys.readouterr())


def test_what_stands_on_a_handout(capsys: pytest.CaptureFixture[str]) -> None:
    """Questions, pictures, room to write, and where to turn, in this order."""
    assert run(capsys, "walk-and-talk", "--output", "h.html") == (0, "", "")
    seen = reading.from_html(Path("h.html").read_text(encoding="utf-8"))
    parts = [
        "Depression: WTT or no new treatment?",
        "How to use these pages",
        "Read what each option may do, and what can go wrong.",
        "Will it help?",
        "What is asked of me?",
        "Who should not, or wait?",
        "What can go wrong?",
        "Is it allowed, and what does it cost?",
        "Questions to ask, and room for the answers",
        "My own questions",
        "What matters to me",
        "There is no right answer, and nothing to add up.",
        "Who made this, and where to turn",
        "Information, not medical advice.",
        "Sources",
    ]
    places = [seen.rindex(part) for part in parts]
    assert places == sorted(places)
    assert "therapies crisis" not in seen
    for question in ("Will it help?", "What can go wrong?"):
        part = seen[seen.index(question) :]
        assert part.index("WTT") < part.index("No new treatment")


def test_every_good_and_bad_point_has_a_line(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Help, harm and effort of each option, from 0 to 10; nothing is scored."""
    assert run(capsys, "walk-and-talk", "--output", "-")[0] == 0
    status, out, _ = run(capsys, "walk-and-talk", "--worksheet", "--output", "-")
    assert status == 0
    assert out.count('<ol class="marks" start="0">') == 6
    seen = reading.from_html(out)
    assert "What matters to me" in seen
    assert "Will it help?" not in seen


def test_crisis_lines_of_the_place(capsys: pytest.CaptureFixture[str]) -> None:
    """Those of the place, and the directory for everywhere."""
    shown = run(
        capsys, "emdr", "--place", "GB", "--output", "-", "--format", "markdown", own=()
    )[1]
    assert "116 123" in shown
    assert "findahelpline.com" in shown
    assert "988lifeline" not in shown


def test_a_handout_names_what_is_not_on_it(capsys: pytest.CaptureFixture[str]) -> None:
    """A person who holds two options in hand is told that there are others."""
    assert run(capsys, "walk-and-talk", "--output", "h.md") == (0, "", "")
    text = Path("h.md").read_text(encoding="utf-8")
    assert (
        "\n**Not on these pages.** Other options: pulse. Often offered too: Tablets, "
        "alone or with talking therapy.\n"
    ) in text


def test_markdown(capsys: pytest.CaptureFixture[str]) -> None:
    """The ending says the format."""
    assert run(capsys, "walk-and-talk", "--output", "h.md") == (0, "", "")
    text = Path("h.md").read_text(encoding="utf-8")
    assert text.startswith("# Depression: WTT or no new treatment?\n")


def test_a_pdf_is_tagged_and_two_sheets(capsys: pytest.CaptureFixture[str]) -> None:
    """Two therapies fit on two sheets, both sides; its title is the question."""
    names = ("tms", "ketamine-assisted-psychotherapy", "--for", "depression")
    assert run(capsys, *names, "--output", "h.pdf", own=()) == (0, "", "")
    read = pypdf.PdfReader("h.pdf")
    assert len(read.pages) <= 4
    assert read.metadata
    assert read.metadata.title == (
        "Depression: TMS, ketamine-assisted psychotherapy or no new treatment?"
    )
    assert read.trailer["/Root"]["/MarkInfo"]["/Marked"]  # type: ignore[index]
    text = re.sub(r"\s+", " ", " ".join(page.extract_text() for page in read.pages))
    for option in ("TMS", "Ketamine-assisted psychotherapy", "No new treatment"):
        # Side by side under five questions, and on the worksheet.
        assert text.count(option) >= 6, option


def test_large_print_is_larger(capsys: pytest.CaptureFixture[str]) -> None:
    """The worksheet in large print takes more paper."""
    asked = ("walk-and-talk", "--worksheet", "--output")
    assert run(capsys, *asked, "a.pdf")[0] == 0
    assert run(capsys, *asked, "b.pdf", "--large-print")[0] == 0
    pages = [len(pypdf.PdfReader(name).pages) for name in ("a.pdf", "b.pdf")]
    assert pages[0] < pages[1]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (
            ("emdr", "--output", "h.docx"),
            "'h.docx' has no ending that says what to write; end it in .html, .pdf or "
            ".md",
        ),
        (
            ("emdr", "--output", "there.html"),
            "'there.html' is there already; name another file, or overwrite it with "
            "'--force'",
        ),
        (
            ("depression", "--output", "h.html"),
            "'depression' is a condition, not a therapy; 'therapies list therapies' "
            "shows what there is",
        ),
    ],
)
def test_what_is_refused(
    capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], said: str
) -> None:
    """One sentence and status 2, and no file."""
    Path("there.html").write_text("mine", encoding="utf-8")
    assert run(capsys, *arguments, own=()) == (2, "", f"therapies: {said}\n")
    assert [path.name for path in Path().iterdir()] == ["there.html"]
    assert Path("there.html").read_text(encoding="utf-8") == "mine"


def test_force(capsys: pytest.CaptureFixture[str]) -> None:
    """With `--force` the file is replaced."""
    Path("h.html").write_text("mine", encoding="utf-8")
    assert run(capsys, "walk-and-talk", "--output", "h.html", "--force")[0] == 0
    assert "mine" not in Path("h.html").read_text(encoding="utf-8")[:4]


def test_a_folder_that_is_not_there(capsys: pytest.CaptureFixture[str]) -> None:
    """Status 4, and nothing is left behind."""
    assert run(capsys, "walk-and-talk", "--output", "no/h.html") == (
        4,
        "",
        "therapies: 'no/h.html' could not be written (No such file or directory); "
        "check the folder and its rights\n",
    )
    assert list(Path().iterdir()) == []


def test_without_weasyprint(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The error names the one install command, and the browser as the other way."""
    monkeypatch.setitem(sys.modules, "weasyprint", None)
    assert run(capsys, "walk-and-talk", "--output", "h.pdf") == (
        2,
        "",
        "therapies: a PDF needs WeasyPrint, which is not installed; type 'pip install "
        '"neuroplastic-cli[pdf]"\', or write a .html file and print it from a '
        "browser\n",
    )
    assert list(Path().iterdir()) == []
