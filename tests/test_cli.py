"""The command line: what is asked for, what is said when it is wrong, exit statuses."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from conftest import SMALL

from neuroplastic_cli import cli
from neuroplastic_cli.catalogue import layers, store

if TYPE_CHECKING:
    from pathlib import Path

SMALL_ = ("--catalogue", str(SMALL))


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    """Run the program in this process; return its status, output and errors."""
    status = cli.run(arguments)
    out, err = capsys.readouterr()
    return status, out, err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (
            ("lst",),
            "no such command 'lst'; did you mean 'list'? (see 'therapies --help')",
        ),
        (
            ("show", "emdr", "--sectoin", "x"),
            "no such option: --sectoin; did you mean --section? "
            "(see 'therapies show --help')",
        ),
        (("show",), "missing argument 'NAME...' (see 'therapies show --help')"),
        (
            ("show", "emdr", "--width", "5"),
            "invalid value for '--width': 5 is not in the range 20<=x<=1000 "
            "(see 'therapies show --help')",
        ),
        (("show", "emrd"), "there is no record named 'emrd'; did you mean 'emdr'?"),
        (
            ("show", "emdr", "--section", "harm"),
            "there is no section 'harm'; did you mean 'harms'?",
        ),
        (
            ("show", "emdr", "--section", "zzz"),
            "there is no section 'zzz'; there are summary, help, harms, like, course, "
            "not-for, allowed, guidelines, cost, unknown, brain, trials, article, "
            "options, questions, sources",
        ),
        (
            ("show", "emdr", "--for", "tms"),
            "'tms' is a therapy, not a condition; 'therapies list conditions' shows "
            "what there is",
        ),
        (
            ("compare", "ptsd"),
            "'ptsd' is a condition, not a therapy; 'therapies list therapies' shows "
            "what there is",
        ),
        (
            ("show", "tms", "emdr"),
            "'show' prints one record; to set these side by side type 'therapies "
            "compare tms emdr'",
        ),
        (
            ("show", "ptsd", "--section", "harms"),
            "'ptsd' is a condition; only the page of a therapy takes '--section' and "
            "'--for'",
        ),
        (
            ("list", "therapist"),
            "there is no kind of record 'therapist'; did you mean 'therapies'?",
        ),
        (
            ("list", "concepts", "--for", "ptsd"),
            "'--for' and '--kind' go with therapies, not with concepts; leave them out",
        ),
        (
            ("list", "--kind", "psychotherapie"),
            "there is no kind of therapy 'psychotherapie'; did you mean "
            "'psychotherapy'?",
        ),
        (
            ("crisis", "--place", "Atlantis"),
            "'Atlantis' is not a place; give a country as two letters, such as US, or "
            "EU",
        ),
        (
            ("crisis", "--place", "ß"),
            "'ß' is not a place; give a country as two letters, such as US, or EU",
        ),
        (
            ("list", "--kind", ""),
            "there is no kind of therapy ''; there are neurostimulation, "
            "psychotherapy, drug_assisted_psychotherapy, medication, lifestyle, "
            "no_treatment",
        ),
        (
            ("article", "--section", "ect"),
            "the article has no section 'ect'; its sections are opening, "
            "neuroplasticity, mental-health, tms, emdr, "
            "ketamine-assisted-psychotherapy, psychedelic-assisted-psychotherapy, "
            "conclusion",
        ),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_a_wrong_command_line(
    capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], said: str
) -> None:
    """It ends with 2 and one sentence on stderr, and nothing on stdout."""
    assert run(capsys, *arguments) == (2, "", f"therapies: {said}\n")


def test_what_is_echoed_cannot_act_on_the_terminal(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """A name from elsewhere is made visible."""
    status, _, err = run(capsys, "show", "a\x1b[31m\u202eb\udcff")
    assert status == 2
    assert "'a\\x1b[31m\\u202eb\\udcff'" in err


@pytest.mark.parametrize(
    "name",
    [
        ("emdr",),
        ("EMDR",),
        ("eye", "movement", "desensitization", "and", "reprocessing"),
        ("Eye-Movement desensitization",),
        ("émdr",),
    ],
    ids=" ".join,
)
def test_a_name_is_forgiving(
    capsys: pytest.CaptureFixture[str], name: tuple[str, ...]
) -> None:
    """Case, accents, hyphens and quotes do not matter, and a prefix will do."""
    status, out, _ = run(capsys, "show", *name, "--section", "summary")
    assert status == 0
    assert out.startswith("EMDR: Eye Movement Desensitization and Reprocessing:\n")


def test_an_empty_list_is_no_error(capsys: pytest.CaptureFixture[str]) -> None:
    """A list without entries ends with 0 and says so."""
    status, out, err = run(
        capsys, "list", "--for", "fear of childbirth", "--kind", "medication"
    )
    assert (status, err) == (0, "")
    assert "Nothing in this catalogue fits." in out


def test_a_missing_catalogue(capsys: pytest.CaptureFixture[str]) -> None:
    """A path given by hand that is missing ends with 3."""
    said = "therapies: there is no file or folder '/no/such'; check the path\n"
    assert run(capsys, "list", "--catalogue", "/no/such") == (3, "", said)


def test_a_broken_catalogue_stops_all_but_check_and_crisis(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """Any problem, wherever it stands, ends with 3; `check` says 1, `crisis` 0."""
    broken = tmp_path / "my.yaml"
    broken.write_text("format: 1\ncolour: blue\n", encoding="utf-8")
    layer = ("--catalogue", str(broken))
    what = "unknown key 'colour'; known here: "
    for command in (
        ("show", "emdr"),
        ("list",),
        ("compare",),
        ("article",),
        ("about",),
    ):
        status, out, err = run(capsys, *command, *layer)
        assert (status, out) == (3, "")
        assert f"my.yaml:2:1: colour: {what}" in err
    status, out, err = run(capsys, "check", str(broken))
    assert (status, err) == (1, "")
    assert out.startswith(f"{broken}:2:1: colour: {what}")
    status, out, err = run(capsys, "crisis", *layer)
    assert status == 0
    assert "988" in out
    assert "colour" in err


def test_what_is_not_yaml_ends_check_with_3(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """A file that cannot be read, or is not YAML, is 3 for `check` too."""
    broken = tmp_path / "my.yaml"
    broken.write_text("format: 1\n  bad: [\n", encoding="utf-8")
    status, out, err = run(capsys, "check", str(broken))
    assert (status, err) == (3, "")
    assert "this is not YAML" in out


def test_check_says_that_there_is_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    """Without problems, `check` says so and ends with 0."""
    assert run(capsys, "check") == (0, "no problems found\n", "")
    assert run(capsys, "check", str(SMALL)) == (0, "no problems found\n", "")


def test_a_catalogue_without_an_article(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """`article` says what to do where there is none."""
    bare = tmp_path / "my.yaml"
    bare.write_text("format: 1\nbuilds_on: nothing\n", encoding="utf-8")
    status, _, err = run(capsys, "article", "--catalogue", str(bare))
    assert status == 2
    assert err == (
        "therapies: this catalogue has no article; leave out '--catalogue' to read the "
        "shipped one\n"
    )
    status, out, _ = run(capsys, "about", "--catalogue", str(bare))
    assert status == 0
    assert "This catalogue does not say how it was made." in out


def test_a_fault_of_ours_is_one_sentence(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What nobody foresaw ends with 70 and says where to report it."""

    def fail(*_: object) -> None:
        raise KeyError

    monkeypatch.setattr(store, "open_store", fail)
    status, out, err = run(capsys, "about")
    assert (status, out) == (70, "")
    assert err.startswith("therapies: a fault of ours (KeyError in test_cli.py line ")
    assert err.endswith(
        "please report it, with the command you typed, in the issue tracker of "
        "neuroplastic-cli\n"
    )


def test_crisis_works_without_a_catalogue(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """With the shipped lines gone, the emergency advice still stands."""
    (tmp_path / "empty.yaml").write_text("", encoding="utf-8")
    monkeypatch.setattr(layers, "shipped", lambda: tmp_path)
    status, out, _ = run(capsys, "crisis")
    assert status == 0
    assert "if someone is in danger now, call your local emergency number" in out
    assert "988" in out


def test_crisis_works_without_the_shipped_folder(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """With the folder itself gone, the number still stands, and a note says why."""
    monkeypatch.setattr(layers, "shipped", lambda: tmp_path / "gone")
    status, out, err = run(capsys, "crisis")
    assert status == 0
    assert "988" in out
    assert "there is no file or folder" in err


def test_crisis_knows_places_by_name(capsys: pytest.CaptureFixture[str]) -> None:
    """`--place ireland`, `IE` and `ie` are the same; the directory always stays."""
    texts = {run(capsys, "crisis", "--place", p)[1] for p in ("ireland", "IE", "ie")}
    assert len(texts) == 1
    (text,) = texts
    assert "Ireland:" in text
    assert "United States" not in text
    assert "Find A Helpline" in text


def test_version_names_the_program_and_the_catalogue(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """`--version` gives both dates a reader needs."""
    status, out, _ = run(capsys, "--version")
    assert status == 0
    assert out.startswith("therapies 0.1.0, catalogue checked 2026-")


def test_every_command_has_help_with_an_example(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """`-h` and `--help` say what a command does; nothing is cut with dots."""
    status, top, _ = run(capsys, "--help")
    assert status == 0
    assert "..." not in top.split("Commands:")[1]
    assert "therapies crisis" in top
    for command in (
        *("list", "show", "compare", "article", "about", "crisis", "check"),
        *("search", "paths", "schema", "new", "cite", "weigh", "changes"),
    ):
        assert f"\n  {command} " in top
        status, out, _ = run(capsys, command, "-h")
        assert status == 0
        assert out == run(capsys, command, "--help")[1]
        assert f"therapies {command}" in out.split("Options:")[1]


def test_layers_replace_whole_records(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """A record of a later layer is shown in the place of the shipped one."""
    mine = tmp_path / "my.yaml"
    mine.write_text(
        "format: 1\nconcepts:\n  - {id: sham, name: Sham, plain: Our words.,\n"
        "     clinical: Ours too., sources: [ours], checked: 2026-11-25}\n"
        "sources:\n  - {id: ours, type: webpage, title: Ours,\n"
        '     url: "https://example.org/", checked: 2026-11-25}\n',
        encoding="utf-8",
    )
    _, out, err = run(capsys, "show", "sham", "--catalogue", str(mine))
    assert err == ""
    assert "Our words. [1]" in out


@pytest.mark.parametrize(
    ("arguments", "start"),
    [
        (("show", "ptsd"), "PTSD: Post-traumatic stress disorder:\n"),
        (("show", "sham"), "Sham"),
        (("show", "nijdam-2012"), ""),
        (("list", "--for", "ptsd"), "Therapies for PTSD: "),
        (("list", "conditions"), "Conditions: "),
        (("compare",), "TMS, EMDR, "),
        (("compare", "--for", "ptsd"), "Antidepressants, EMDR, ketamine"),
        (("compare", "--for", "ptsd", "--all"), "Antidepressants, ECT, EMDR, "),
        (("article", "--section", "psychedelic-assisted psychotherapy"), ""),
        (("article", "--section", "kap"), ""),
        (("about", "--standards"), "Measured against standards: "),
        ((), "Therapies that draw on neuroplasticity:\n"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_pages_of_the_shipped_catalogue(
    capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], start: str
) -> None:
    """Every kind of page of the shipped catalogue is printed."""
    status, out, err = run(capsys, *arguments)
    assert (status, err) == (0, "")
    assert out.startswith(start)
    assert out.count("\n") > 5


def test_an_interrupt_in_this_process(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ctrl-C ends with 130 and says nothing."""

    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(store, "open_store", interrupt)
    assert run(capsys, "about") == (130, "", "")


def test_schema_and_skeleton(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """What an editor and a writer need; an unfilled skeleton is told what it lacks."""
    status, out, err = run(capsys, "schema")
    assert (status, err) == (0, "")
    assert out.startswith("{")
    status, out, err = run(capsys, "new", "concept", "my-word")
    assert (status, err) == (0, "")
    assert "my-word" in out
    mine = tmp_path / "mine.yaml"
    mine.write_text(out, encoding="utf-8")
    status, out, _ = run(capsys, "check", str(mine))
    assert status == 1
    assert "plain: the value is empty" in out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("new", "therapist", "x"), "there is no kind of record 'therapist'; did you"),
        (("new", "concept", "My Word"), "'My Word' is no id; write lower-case letters"),
    ],
)
def test_a_skeleton_that_cannot_be(
    capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], said: str
) -> None:
    """A wrong kind or id is named."""
    status, out, err = run(capsys, *arguments)
    assert (status, out) == (2, "")
    assert err.startswith(f"therapies: {said}")


def test_cite(capsys: pytest.CaptureFixture[str]) -> None:
    """The references behind records, each once, in the style that was asked for."""
    status, out, err = run(capsys, "cite", "nijdam-2012", "nijdam-2012")
    assert (status, err) == (0, "")
    assert out.startswith("1. Nijdam, Gersons, Reitsma, et al. (2012). ")
    assert out.count("\n") == 1
    for style, start in (("bibtex", "@"), ("csl-json", "["), ("ris", "TY  - ")):
        status, out, err = run(capsys, "cite", "emdr", "sham", "--style", style)
        assert (status, err) == (0, "")
        assert out.startswith(start)


@pytest.mark.parametrize(
    ("shell", "typed", "offered"),
    [
        ("bash", "therapies show ket", ["ketamine-assisted-psychotherapy", "ketamine"]),
        ("zsh", "therapies show ket", ["ketamine-assisted-psychotherapy", "ketamine"]),
        ("fish", "therapies show ket", ["ketamine-assisted-psychotherapy", "ketamine"]),
        ("bash", "therapies compare em", ["emdr"]),
        ("bash", "therapies compare tms --for pt", ["ptsd"]),
        ("bash", "therapies sea", ["search"]),
        ("bash", "therapies show zzzz", []),
    ],
)
def test_completion(shell: str, typed: str, offered: list[str]) -> None:
    """Commands and names are completed in each shell that Typer knows."""
    env = {
        **os.environ,
        "_THERAPIES_COMPLETE": f"complete_{shell}",
        "COMP_WORDS": typed,
        "COMP_CWORD": str(len(typed.split()) - 1),
        "_TYPER_COMPLETE_ARGS": typed,
        "_TYPER_COMPLETE_FISH_ACTION": "get-args",
    }
    done = subprocess.run(
        [sys.executable, "-m", "neuroplastic_cli"],
        env=env,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.stderr == ""
    words = re.findall(r"[a-z0-9-]+", done.stdout)
    assert [word for word in offered if word not in words] == []
    assert offered or "ketamine" not in words


def test_place_narrows_the_texts_of_a_condition(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """What holds only in another country is left out of every page about it."""
    british = "Tablets, alone or with talking therapy."
    for command in (("show", "depression"), ("compare", "--for", "depression")):
        assert british in run(capsys, *command, *SMALL_)[1], command
        assert british in run(capsys, *command, "--place", "GB", *SMALL_)[1], command
        narrowed = run(capsys, *command, "--place", "US", *SMALL_)[1]
        assert narrowed.startswith(("Depression:", "Pulse, WTT"))
        assert british not in narrowed, command


def test_place_adds_nothing_to_json(capsys: pytest.CaptureFixture[str]) -> None:
    """A record that has no codes gets none."""
    out = run(capsys, "show", "no-treatment", "--place", "US", "--format", "json")[1]
    assert "codes" not in json.loads(out)["therapy"]


def test_the_standards_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    """Each item with its mark and the reason."""
    out = run(capsys, "about", "--standards", "--format", "json")[1]
    items = json.loads(out)["standards"]
    assert {tuple(item) for item in items} == {("standard", "asks", "mark", "why")}
    assert {item["mark"] for item in items} == {"met", "partly", "not done"}
