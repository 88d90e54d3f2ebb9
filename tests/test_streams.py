"""The real streams: terminals, pipes, colours, pagers, encodings and full disks."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from run_program import PROGRAM, environment, in_terminal, piped

ESCAPE = "\x1b["
SECTION = ("show", "emdr", "--section", "summary")


def widest(text: str) -> int:
    """Return the length of the longest line, escapes aside."""
    plain = re.sub(r"\x1b\[[0-9;]*m|\x1b\]8;[^\x1b]*\x1b\\", "", text)
    return max(len(line) for line in plain.splitlines())


@pytest.mark.parametrize("columns", [40, 80, 120])
@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("list",),
        ("show", "emdr"),
        ("show", "tms", "--all"),
        ("compare", "tms", "emdr", "--for", "depression"),
        ("article", "--section", "emdr"),
        ("about",),
        ("changes",),
        ("crisis",),
    ],
    ids=" ".join,
)
def test_a_page_fits_the_terminal(arguments: tuple[str, ...], columns: int) -> None:
    """Nothing is wider than the terminal, and nothing is cut with an ellipsis."""
    options = ("--no-pager",) if arguments else ()
    ran = in_terminal(*arguments, *options, columns=columns)
    assert ran.status == 0
    assert ran.err == ""
    assert widest(ran.out) <= columns
    assert "…" not in ran.out


def test_a_terminal_gets_styles_and_a_pipe_gets_none() -> None:
    """Escapes are for terminals."""
    assert ESCAPE in in_terminal(*SECTION, "--no-pager").out
    assert ESCAPE not in piped(*SECTION).out


@pytest.mark.parametrize(
    ("changes", "options", "styled"),
    [
        ({"NO_COLOR": "1"}, (), False),
        ({"NO_COLOR": ""}, (), True),
        ({"FORCE_COLOR": "0"}, (), False),
        ({"TERM": "dumb"}, (), False),
        ({"NO_COLOR": "1"}, ("--color", "always"), True),
        ({}, ("--color", "never"), False),
    ],
)
def test_colour_in_a_terminal(
    changes: dict[str, str], options: tuple[str, ...], *, styled: bool
) -> None:
    """The environment is honoured, and the option wins over it."""
    ran = in_terminal(*SECTION, "--no-pager", *options, env=changes)
    assert (ESCAPE in ran.out) == styled


@pytest.mark.parametrize("variable", ["CLICOLOR_FORCE", "FORCE_COLOR"])
def test_colour_forced_into_a_pipe(variable: str) -> None:
    """A terminal page in a pipe is coloured when the environment forces it."""
    ran = piped(*SECTION, "--format", "terminal", env={variable: "1"})
    assert ESCAPE in ran.out


def test_a_dumb_terminal_gets_plain_text() -> None:
    """`TERM=dumb` gets what a pipe gets."""
    assert in_terminal(*SECTION, env={"TERM": "dumb"}).out == piped(*SECTION).out


@pytest.mark.parametrize(
    "changes",
    [
        {"LANG": "C", "LC_ALL": "C"},
        {"PYTHONIOENCODING": "latin-1"},
        {"PYTHONIOENCODING": "ascii"},
        {"PYTHONUTF8": "0", "LC_ALL": "POSIX"},
    ],
)
def test_an_encoding_that_lacks_letters_loses_none(changes: dict[str, str]) -> None:
    """What the encoding lacks is spelled out; the program never fails over it."""
    ran = in_terminal("list", "sources", "--no-pager", env=changes)
    assert ran.status == 0
    assert ran.err == ""
    assert "vandenberg-2015" in ran.out


def test_columns_is_honoured_in_a_pipe() -> None:
    """A terminal page in a pipe is as wide as COLUMNS says."""
    ran = piped(*SECTION, "--format", "terminal", env={"COLUMNS": "44"})
    assert 30 < widest(ran.out) <= 44


def test_a_long_page_goes_through_the_pager(tmp_path: Path) -> None:
    """Where both ends are a terminal and the page does not fit, the pager shows it."""
    pager = tmp_path / "pager"
    pager.write_text('#!/bin/sh\necho "PAGER LESS=$LESS"\ncat\n', encoding="utf-8")
    pager.chmod(0o755)
    env = {"THERAPIES_PAGER": str(pager)}
    ran = in_terminal("show", "emdr", env={**env, "PAGER": "false"})
    assert ran.status == 0
    assert ran.out.startswith("PAGER LESS=FRX\n")
    short = in_terminal("show", "emdr", lines=2000, env=env)
    assert "PAGER" not in short.out
    without = in_terminal("show", "emdr", "--no-pager", env=env)
    assert "PAGER" not in without.out


def test_a_pager_that_is_missing_is_done_without() -> None:
    """The page is printed all the same."""
    ran = in_terminal("show", "emdr", env={"PAGER": "no-such-pager-here"})
    assert ran.status == 0
    assert "What can go wrong?" in ran.out


def test_a_pager_that_is_quit_early_is_no_error() -> None:
    """Quitting `less` on the first screen ends the program well."""
    ran = in_terminal("show", "emdr", "--all", keys="q", env={"PAGER": "less"})
    assert (ran.status, ran.err) == (0, "")


def test_a_pipe_that_closes_is_no_error() -> None:
    """`therapies show emdr --all | head -1` ends well and quietly."""
    command = f"{' '.join(PROGRAM)} show emdr --all | head -1; echo ${{PIPESTATUS[0]}}"
    done = subprocess.run(
        ["bash", "-c", command],
        env=environment(),
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.stderr == ""
    assert done.stdout.splitlines()[-1] == "0"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
def test_a_full_disk_is_said_in_one_sentence() -> None:
    """Output that cannot be written ends with 4."""
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        done = subprocess.run(
            [*PROGRAM, "about"],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            check=False,
        )
    assert done.returncode == 4
    assert done.stderr == (
        "therapies: the output could not be written (No space left on device); check "
        "where it goes\n"
    )


@pytest.mark.parametrize("closed", [0, 1, 2])
@pytest.mark.parametrize("asked", ["about", "--help", "show --help"])
def test_a_closed_stream_gives_no_traceback(closed: int, asked: str) -> None:
    """Without standard output the status is 4; the other two are not needed."""
    command = (
        f"exec {' '.join(PROGRAM)} {asked} {closed}{'<' if closed == 0 else '>'}&-"
    )
    done = subprocess.run(
        ["bash", "-c", command],
        env=environment(),
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == (4 if closed == 1 else 0)
    assert "Traceback" not in done.stderr


def test_an_interrupt_before_the_program_is_read_ends_with_130() -> None:
    """Ctrl-C in the first moments is no traceback either."""
    code = (
        "import builtins, sys\n"
        "from neuroplastic_cli import __main__\n"
        "sys.modules['neuroplastic_cli.cli'] = None\n"
        "real = builtins.__import__\n"
        "def interrupted(name, *rest):\n"
        "    if name == 'neuroplastic_cli.cli':\n"
        "        raise KeyboardInterrupt\n"
        "    return real(name, *rest)\n"
        "builtins.__import__ = interrupted\n"
        "__main__.main()\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        env=environment(),
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr) == (130, "", "")


def test_an_interrupt_ends_with_130() -> None:
    """Ctrl-C while a catalogue is read ends with 130 and without a traceback."""
    code = (
        "import sys, signal, os, time\n"
        "from neuroplastic_cli import cli\n"
        "from neuroplastic_cli.catalogue import store\n"
        "def stop(*_):\n"
        "    os.kill(os.getpid(), signal.SIGINT)\n"
        "    time.sleep(60)\n"
        "store.open_store = stop\n"
        "sys.exit(cli.run(['about']))\n"
    )
    done = subprocess.run(
        [PROGRAM[0], "-c", code],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 130
    assert "Traceback" not in done.stderr


def test_json_is_utf_8_whatever_the_locale() -> None:
    """What a program reads does not change with the terminal's encoding."""
    done = subprocess.run(
        [*PROGRAM, "list", "sources", "--format", "json"],
        env=environment({"PYTHONIOENCODING": "ascii"}),
        capture_output=True,
        check=False,
    )
    assert len(json.loads(done.stdout.decode("utf-8"))["sources"]) > 100


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
def test_help_that_cannot_be_written() -> None:
    """Help keeps the promises of the other output: 4 on a full disk."""
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        done = subprocess.run(
            [*PROGRAM, "--help"],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            check=False,
        )
    assert done.returncode == 4
    assert done.stderr.startswith(
        "therapies: the output could not be written (No space"
    )


@pytest.mark.parametrize("format_", ["markdown", "html"])
def test_pages_for_files_are_utf_8_whatever_the_locale(format_: str) -> None:
    """What a browser opens says UTF-8, and is."""
    env = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    ran = piped("show", "emdr", "--format", format_, env=env)
    assert (ran.status, ran.err) == (0, "")
    # Spelled out, these would be the marks of the pictures, and of quoted words.
    assert ("▮" if format_ == "markdown" else '<meta charset="utf-8">') in ran.out
    assert "\\u25" not in ran.out
    assert "\\u20" not in ran.out
