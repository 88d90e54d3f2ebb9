"""Weighing: questions in a terminal, a sheet at the end, and nothing kept."""

from __future__ import annotations

import re
import subprocess
from typing import TYPE_CHECKING

import pytest
from conftest import SMALL
from every_page import TODAY
from hypothesis import given, settings
from hypothesis import strategies as st
from run_program import PROGRAM, environment, in_terminal, piped

from neuroplastic_cli import cli
from neuroplastic_cli.catalogue.answers import typed
from neuroplastic_cli.pages import weigh as pages
from neuroplastic_cli.pages.page import View
from neuroplastic_cli.writers import Sink, writer

if TYPE_CHECKING:
    from pathlib import Path

    from neuroplastic_cli.catalogue.store import Store

SMALL_ = ("--catalogue", str(SMALL))
PLAIN = ("--format", "plain", "--no-pager")
WEIGH = ("weigh", "pulse", "--for", "depression", *SMALL_)
_ACTS = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u202e\ud800-\udfff]")
PROMPT = "What would you say? (Enter to skip, q to stop) "


@pytest.fixture
def answers(tmp_path: Path) -> Path:
    """Return a file with answers to both considerations of the small catalogue."""
    path = tmp_path / "answers.yaml"
    path.write_text(
        "out-of-doors: I like rain.\nmedicines: |\n  Two.\n  Both made me sleepy.\n",
        encoding="utf-8",
    )
    return path


def run(
    capsys: pytest.CaptureFixture[str], *arguments: str | Path
) -> tuple[int, str, str]:
    """Run the program in this process; return its status, output and errors."""
    status = cli.run([str(each) for each in arguments])
    return (status, *capsys.readouterr())


def sheet(out: str) -> str:
    """Return what was printed from the title of the sheet on."""
    return out[out.index("What matters to me") :]


def test_the_sheet(capsys: pytest.CaptureFixture[str], answers: Path) -> None:
    """What the person said stands above what each option asks, with its sources."""
    status, out, err = run(capsys, *WEIGH, "--answers", answers)
    assert (status, err) == (0, "")
    assert out.startswith(
        "What matters to me: depression:\n"
        "For the appointment: what I said, beside what each option asks. The options: "
        "pulse and no new treatment. Nothing here is scored or ranked.\n"
        "Often offered too, and not weighed here: Tablets, alone or with talking "
        "therapy. therapies show depression --all\n"
        "\n"
        "Out of doors: How do you feel about rain, and about being seen?:\n"
        "I said: I like rain.\n"
        "Pulse: Fast pulse, United States: You sit in a clinic. [1]\n"
        "No new treatment: No data found.\n"
        "\n"
        "Medicines before: Which medicines have you tried? (for HTD):\n"
        "I said: Two. Both made me sleepy.\n"
        "Pulse: It is for people whom two medicines did not help. [1, 2]\n"
    )
    assert "Call your local emergency number. In a crisis: 988 (US, Canada)" in out
    assert out.endswith("[1] ito-2019\n[2] agency-2019\n")


def test_what_holds_elsewhere_is_left_out_for_a_place(
    capsys: pytest.CaptureFixture[str], answers: Path
) -> None:
    """In Britain what holds in the United States alone is no help."""
    us, gb = (
        sheet(run(capsys, *WEIGH, "--answers", answers, "--place", place)[1])
        for place in ("US", "GB")
    )
    assert "Pulse: Fast pulse, United States: You sit in a clinic." in us
    assert "Pulse: No data found." in gb
    assert "Pulse: It is for people whom two medicines did not help." in gb


def test_what_was_skipped_is_said(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """Questions without an answer are named at the end."""
    path = tmp_path / "answers.yaml"
    path.write_text("medicines: Two.\n", encoding="utf-8")
    _, out, _ = run(capsys, *WEIGH, "--answers", path)
    assert "\nNothing said about:\nOut of doors.\n" in out
    assert "rain" not in out


def test_all_prints_whole_references(
    capsys: pytest.CaptureFixture[str], answers: Path
) -> None:
    """With `--all` the sheet can be read without the program."""
    _, out, _ = run(capsys, *WEIGH, "--all", "--answers", answers)
    assert "[1] ito-2019: Ken Ito (2019). Fast pulses against a sham coil." in out


def test_the_options_are_those_of_compare(
    capsys: pytest.CaptureFixture[str], answers: Path
) -> None:
    """Without a name: those for the condition, by the alphabet, no treatment last."""
    _, out, _ = run(
        capsys, "weigh", "--for", "depression", *SMALL_, "--answers", answers
    )
    assert "The options: pulse, WTT and no new treatment." in out
    _, out, _ = run(capsys, "weigh", "--for", "htd", *SMALL_, "--answers", answers)
    assert "The options: pulse and no new treatment." in out


@pytest.mark.parametrize(
    ("where", "condition", "asked"),
    [
        ("ptsd", "ptsd", True),
        ("ptsd", "obsessive-compulsive-disorder", False),
        ("treatment-resistant-depression", "depression", True),
        ("depression", "treatment-resistant-depression", True),
    ],
)
def test_what_matters_for_one_condition_only(
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    where: str,
    condition: str,
    *,
    asked: bool,
) -> None:
    """It is asked for this condition, its parts and what it is part of, no other.

    What a person says on it all the same is on the sheet.
    """
    layer = tmp_path / "mine.yaml"
    layer.write_text(
        "format: 1\nconsiderations:\n  - id: own\n    name: Own one\n"
        f"    question: Q?\n    checked: 2026-01-01\n    conditions: [{where}]\n"
        "    options: [{therapy: tms, says: S., sources: [mayo-tms]}]\n",
        encoding="utf-8",
    )
    said = tmp_path / "said.yaml"
    said.write_text("cost: Little.\n", encoding="utf-8")
    weigh = ("weigh", "--for", condition, "--catalogue", layer, "--answers", said)
    assert ("Own one" in run(capsys, *weigh)[1]) == asked
    said.write_text("own: Much.\n", encoding="utf-8")
    out = run(capsys, *weigh)[1]
    assert "\nOwn one: Q? (for " in out
    assert "\nI said: Much.\n" in out
    assert "\nTMS: S. [1]\n" in out
    assert "\nNo new treatment: No data found.\n" in out


def test_what_holds_for_one_condition_only(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """It follows what holds for all, for this condition and its parts alone."""
    layer = tmp_path / "mine.yaml"
    entries = "".join(
        f"      - {{therapy: tms, says: {says}, sources: [mayo-tms]{condition}}}\n"
        for says, condition in (
            ("All.", ""),
            ("Low.", ", condition: depression"),
            ("Shaken.", ", condition: ptsd"),
        )
    )
    entries += "      - {therapy: emdr, none_found: true}\n"
    entries += (
        "      - {therapy: emdr, says: Eyes., sources: [mayo-tms], condition: ptsd}\n"
    )
    layer.write_text(
        "format: 1\nconsiderations:\n  - id: own\n    name: Own one\n"
        f"    question: Q?\n    checked: 2026-01-01\n    options:\n{entries}",
        encoding="utf-8",
    )
    said = tmp_path / "said.yaml"
    said.write_text("own: Much.\n", encoding="utf-8")
    mine = ("--catalogue", layer, "--answers", said, *PLAIN)

    def sheet_for(condition: str) -> str:
        return sheet(run(capsys, "weigh", "tms", "emdr", "--for", condition, *mine)[1])

    assert "\nTMS: All. [1] Shaken. [1]\n" in sheet_for("ptsd")
    assert "\nEMDR: Eyes. [1]\n" in sheet_for("ptsd")
    part = sheet_for("treatment-resistant-depression")
    assert "\nTMS: All. [1] Low. [1]\n" in part
    assert "\nEMDR: No data found.\n" in part
    assert "\nTMS: All. [1]\n" in sheet_for("tobacco-use-disorder")


def test_answers_from_standard_input(answers: Path) -> None:
    """`--answers -` reads the same from a pipe."""
    done = subprocess.run(
        [*PROGRAM, *WEIGH, "--answers", "-"],
        env=environment(),
        input=answers.read_bytes(),
        capture_output=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.decode() == piped(*WEIGH, "--answers", str(answers)).out


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "medicine: x\n",
            "the answers have a problem: FILE:1:1: medicine: there is no consideration "
            "'medicine'; there are out-of-doors, medicines",
        ),
        (
            "medicines: [a]\nmedicines: b\nx: y\n",
            "the answers have 3 problems, the first: FILE:1:12: medicines: write text "
            "here, not a list",
        ),
        (
            "medicines:\n",
            "the answers have a problem: FILE:1:11: medicines: the value is empty; "
            "write one, or delete the key",
        ),
        (
            "medicines: &a b\n",
            "the answers have a problem: FILE:1:12: medicines: an anchor (&) is not "
            "allowed; delete it",
        ),
        (
            'medicines: "\\e[31m"\n',
            "the answers have a problem: FILE:1:12: medicines: the character U+001B "
            "can hide text or act on a terminal; delete it",
        ),
        (
            "",
            "the answers have a problem: FILE:1:1: the file is empty; begin with "
            "'out-of-doors: my words'",
        ),
        (
            "- x\n",
            "the answers have a problem: FILE:1:1: the file must hold keys with "
            "values, as 'out-of-doors: my words'",
        ),
    ],
)
def test_answers_are_read_strictly(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, text: str, said: str
) -> None:
    """What is wrong is said as in a catalogue, and nothing is printed."""
    path = tmp_path / "answers.yaml"
    path.write_text(text, encoding="utf-8")
    status, out, err = run(capsys, *WEIGH, "--answers", path)
    assert (status, out) == (2, "")
    assert err == f"therapies: {said}\n".replace("FILE", str(path))


def test_answers_that_are_not_there(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """A file that cannot be read is an error of the command line."""
    path = tmp_path / "no.yaml"
    status, out, err = run(capsys, *WEIGH, "--answers", path)
    assert (status, out) == (2, "")
    assert err == (
        f"therapies: the answers have a problem: {path}:1:1: the file cannot be read "
        "(No such file or directory); check its path and mode\n"
    )


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (
            ("weigh",),
            "missing option '--for' (see 'therapies weigh --help')",
        ),
        (
            ("weigh", "--for", "ptds", "--answers", "x"),
            "there is no condition named 'ptds'; did you mean 'ptsd'?",
        ),
        (
            ("weigh", "ocd", "--for", "ptsd", "--answers", "x"),
            "'ocd' is a condition, not a therapy; 'therapies list therapies' shows "
            "what there is",
        ),
        (
            ("weigh", "--for", "ptsd"),
            "'weigh' asks in a terminal, and this is none; give your answers with "
            "'--answers FILE'",
        ),
    ],
)
def test_a_wrong_command_line(
    capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], said: str
) -> None:
    """One sentence, and status 2."""
    assert run(capsys, *arguments) == (2, "", f"therapies: {said}\n")


def test_a_closed_standard_input() -> None:
    """`--answers -` with nothing to read from is one sentence."""
    done = subprocess.run(
        ["bash", "-c", f"exec {' '.join(PROGRAM)} {' '.join(WEIGH)} --answers - <&-"],
        env=environment(),
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 2
    assert done.stderr == (
        "therapies: standard input cannot be read; give it something, or name a file\n"
    )


def test_a_catalogue_without_considerations(tmp_path: Path) -> None:
    """It asks nothing, and the sheet says why."""
    text = SMALL.read_text(encoding="utf-8")
    start, end = text.index("considerations:\n"), text.index("sources:\n  - id:")
    bare = tmp_path / "bare.yaml"
    bare.write_text(text[:start] + text[end:], encoding="utf-8")
    ran = in_terminal(
        *("weigh", "--for", "depression", "--catalogue", str(bare)), *PLAIN
    )
    assert (ran.status, ran.err) == (0, "")
    assert "This catalogue has no considerations for this.\n" in ran.out
    assert PROMPT not in ran.out


# In a terminal


def test_each_question_waits_for_its_answer() -> None:
    """Whoever reads first and types then is asked every question, to the last."""
    ran = in_terminal(
        *("weigh", "emdr", "--for", "ptsd"),
        *PLAIN,
        replies=tuple(f"answer {number}\n" for number in range(9)),
        asked=PROMPT,
    )
    assert (ran.status, ran.err) == (0, "")
    assert ran.out.count(PROMPT) == 9
    sheet = ran.out[ran.out.index("What matters to me: PTSD:") :]
    for number in range(9):
        assert f"I said: answer {number}\n" in sheet
    assert "Nothing said about" not in sheet


def test_a_conversation() -> None:
    """Each question with what the options ask, one line to answer, then the sheet."""
    ran = in_terminal(*WEIGH, *PLAIN, keys="  I like rain. \n\n")
    assert (ran.status, ran.err) == (0, "")
    lines = ran.out.splitlines()
    first = lines.index("1 of 2: Out of doors:")
    assert lines[0] == "What matters to you: depression:"
    assert lines[first + 1 : first + 9] == [
        "How do you feel about rain, and about being seen?",
        "- Pulse: Fast pulse, United States: You sit in a clinic. [1]",
        "- No new treatment: No data found.",
        "",
        "Sources (therapies show ID):",
        "[1] ito-2019",
        "",
        PROMPT + lines[first + 8].removeprefix(PROMPT),
    ]
    assert ran.out.count(PROMPT) == 2
    assert "2 of 2: Medicines before:\n" in ran.out
    end = sheet(ran.out)
    assert "\nI said: I like rain.\n" in end
    assert "\nNothing said about:\nMedicines before.\n" in end


def test_it_can_be_left_early_with_the_sheet() -> None:
    """After q, or at the end of input, comes the sheet of what was said so far."""
    for keys in ("Fine.\nq\n", "Fine.\n\x04"):
        ran = in_terminal(*WEIGH, *PLAIN, keys=keys)
        assert (ran.status, ran.err) == (0, "")
        end = sheet(ran.out)
        assert "\nI said: Fine.\n" in end
        assert "\nNothing said about:\nMedicines before.\n" in end
    ran = in_terminal(*WEIGH, *PLAIN, keys=" Q \n")
    assert "I said:" not in ran.out
    assert "\nNothing said about:\nOut of doors; Medicines before.\n" in ran.out


def test_it_can_be_left_at_once() -> None:
    """Ctrl-C ends with 130, without a sheet and without a traceback."""
    ran = in_terminal(*WEIGH, *PLAIN, keys="Fine.\n\x03")
    assert (ran.status, ran.err) == (130, "")
    assert "What matters to me" not in ran.out


def test_what_is_typed_cannot_act_on_the_terminal() -> None:
    """Escapes, overrides and bytes that are no text come out spelled out, and whole."""
    typed = "a\x1b]2;b\x07c \u202ed e\u200df"
    ran = in_terminal(*WEIGH, *PLAIN, keys=f"{typed}\nq\n")
    assert ran.status == 0
    end = sheet(ran.out)
    assert "\nI said: aU+001B]2;bU+0007c U+202Ed e\u200df\n" in end


def test_bytes_that_are_no_text() -> None:
    """What cannot be decoded is spelled out; the JSON is UTF-8 all the same."""
    env = {"PYTHONIOENCODING": "ascii"}
    ran = in_terminal(*WEIGH, "--format", "json", "--no-pager", keys="é\nq\n", env=env)
    assert (ran.status, ran.err) == (0, "")
    assert '"said": "U+DCC3U+DCA9"' in ran.out


@settings(deadline=None)
@given(st.text(st.characters(exclude_categories=[]), min_size=1, max_size=40))
def test_any_words_come_out_whole_and_harmless(small: Store, words: str) -> None:
    """Nothing that is typed is lost or cut, and nothing of it can act."""
    harmless = typed(words)
    said = {"out-of-doors": harmless} if harmless else {}
    therapies = small.therapies
    found = pages.considerations(small, small.conditions[0], therapies, said)
    document = pages.sheet(small, therapies, found, said, View(today=TODAY))
    for name in ("plain", "terminal"):
        printed = writer(name).write(document, Sink(width=40))
        assert not _ACTS.search(printed)
        assert "".join(harmless.split()) in "".join(printed.split())


def test_every_format_asks_in_words() -> None:
    """The questions are text; the sheet at the end is what was asked for."""
    ran = in_terminal(*WEIGH, "--format", "json", "--no-pager", keys="Fine.\n\n")
    assert "1 of 2: Out of doors" in ran.out
    assert '\n      "said": "Fine."\n' in ran.out
    ran = in_terminal(*WEIGH, "--no-pager", keys="Fine.\n\n", columns=40)
    plain = re.sub(r"\x1b\[[0-9;]*m", "", ran.out)
    assert "\n  I said\n    Fine.\n" in plain
    # Styles, and no sequence that moves the cursor or clears a line.
    assert set(re.findall(r"\x1b\[[0-9;]*(.)", ran.out)) == {"m"}


def test_a_dumb_terminal_is_one_too() -> None:
    """`TERM=dumb`, as under a screen reader, asks in plain lines."""
    ran = in_terminal(*WEIGH, keys="Fine.\n\n", env={"TERM": "dumb"}, lines=200)
    assert ran.status == 0
    assert "\x1b" not in ran.out
    assert "\nI said: Fine.\n" in sheet(ran.out)


def test_nothing_is_kept(tmp_path: Path) -> None:
    """Only the compiled catalogue is written, and no answer is in it."""
    folders = {
        name: str(tmp_path / name) for name in ("home", "cache", "data", "state")
    }
    env = {
        "HOME": folders["home"],
        "XDG_CACHE_HOME": folders["cache"],
        "XDG_DATA_HOME": folders["data"],
        "XDG_STATE_HOME": folders["state"],
    }
    words = "My own words"
    in_terminal(*WEIGH, *PLAIN, keys=f"{words}\nq\n", env=env)
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert [path.suffix for path in files] == [".sqlite"]
    assert words.encode() not in files[0].read_bytes()


def test_a_source_tells_what_rests_on_it(capsys: pytest.CaptureFixture[str]) -> None:
    """The page of a source names the therapy and the consideration."""
    _, out, _ = run(capsys, "show", "ito-2019", *SMALL_)
    assert "\nPulse, what may matter: Out of doors:\n- You sit in a clinic.\n" in out
