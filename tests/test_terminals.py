"""Odd terminals: very narrow, very wide and very low ones, old ones, Ctrl-C in a pager.

`test_streams.py` has colours, encodings, pipes and pagers; all of these run in a real
pseudo-terminal too.
"""

from __future__ import annotations

import os
import pty
import re
import shutil
import subprocess
import termios
import time

import pytest
from rich.cells import cell_len
from run_program import PROGRAM, environment, in_terminal, own_terminal, printed

ESCAPES = re.compile(r"\x1b\[[0-9;]*m|\x1b\]8;[^\x1b]*\x1b\\")
PAGES = [
    ("list", "sources"),
    ("show", "tms", "--all"),
    ("show", "emdr", "--section", "trials"),
    ("compare", "tms", "emdr", "--for", "depression", "--all"),
]


def widest(text: str) -> int:
    """Return the columns of the widest line, escapes aside."""
    return max(cell_len(line) for line in ESCAPES.sub("", text).split("\n"))


@pytest.mark.parametrize("columns", [20, 33, 56, 110, 400])
@pytest.mark.parametrize("arguments", PAGES, ids=" ".join)
def test_a_page_fits_any_width(arguments: tuple[str, ...], columns: int) -> None:
    """From 20 columns to 400 nothing is wider than the terminal, and nothing is cut."""
    ran = in_terminal(*arguments, "--no-pager", columns=columns)
    assert (ran.status, ran.err) == (0, "")
    assert widest(ran.out) <= columns
    assert "…" not in ran.out


@pytest.mark.parametrize("columns", [1, 5, 19])
def test_a_terminal_too_narrow_gets_20_columns(columns: int) -> None:
    """Below 20 columns lines are as for 20, and the terminal breaks them."""
    ran = in_terminal("show", "emdr", "--no-pager", columns=columns)
    assert ran == in_terminal("show", "emdr", "--no-pager", columns=20)


@pytest.mark.parametrize("lines", [1, 5, 24])
def test_a_page_in_a_low_terminal_goes_through_the_pager(lines: int) -> None:
    """What is higher than the terminal goes through the pager, however low that is."""
    env = {"PAGER": "sed s/^/PAGED:/"}
    ran = in_terminal("show", "emdr", lines=lines, env=env)
    assert (ran.status, ran.err) == (0, "")
    printed = ESCAPES.sub("", ran.out).split("\n")
    assert printed[-1] == ""
    assert all(line.startswith("PAGED:") for line in printed[:-1])
    assert widest(ran.out) <= 80 + len("PAGED:")


def test_a_pager_with_a_pipe_in_it() -> None:
    """A pager that needs a shell gets one, as with git."""
    ran = in_terminal("show", "emdr", env={"PAGER": "cat | sed s/^/PAGED:/"})
    assert (ran.status, ran.err) == (0, "")
    assert ran.out.startswith("PAGED:")


def test_less_shows_no_escapes_whatever_its_options_are() -> None:
    """A `LESS` of the reader's own that lacks `R` shows colours, not `ESC[1m`."""
    env = {"PAGER": "less", "LESS": "-FX"}
    ran = in_terminal("show", "sham", lines=5, keys="  q", env=env)
    assert (ran.status, ran.err) == (0, "")
    assert "ESC[" not in ESCAPES.sub("", ran.out)


@pytest.mark.parametrize("lines", [5, 10])
def test_less_in_a_low_terminal(lines: int) -> None:
    """`less` shows a page of a few lines at a time, and `q` ends it."""
    ran = in_terminal("show", "emdr", lines=lines, keys="  q", env={"PAGER": "less"})
    assert (ran.status, ran.err) == (0, "")


def test_the_console_of_linux_gets_colours_and_no_links() -> None:
    """`TERM=linux` prints an address, and would show the escape of a link."""
    ran = in_terminal("show", "vandenberg-2015", "--no-pager", env={"TERM": "linux"})
    assert (ran.status, ran.err) == (0, "")
    assert "\x1b[1m" in ran.out
    assert "\x1b]8;" not in ran.out
    linked = in_terminal("show", "vandenberg-2015", "--no-pager")
    assert "\x1b]8;" in linked.out


@pytest.mark.parametrize("term", [None, "", "no-such-terminal"])
def test_a_terminal_without_a_name(term: str | None) -> None:
    """Without `TERM`, or with one that nobody knows, the page is printed too."""
    ran = in_terminal("show", "emdr", "--no-pager", env={"TERM": term})
    assert (ran.status, ran.err) == (0, "")
    assert "What can go wrong?" in ran.out
    assert widest(ran.out) <= 80


def test_pictures_in_ascii() -> None:
    """Under `LANG=C` a picture of a hundred is made of letters that all have."""
    ran = in_terminal("show", "emdr", "--no-pager", env={"LANG": "C", "LC_ALL": "C"})
    assert (ran.status, ran.err) == (0, "")
    assert "▮" not in ran.out
    assert re.search(r"^    #{25}  ", ESCAPES.sub("", ran.out), re.MULTILINE)
    assert ran.out.isascii()


def test_a_terminal_whose_input_is_closed() -> None:
    """Without an input there is nobody to page for: all is printed at once."""
    main, side = pty.openpty()
    with subprocess.Popen(
        ["sh", "-c", 'exec "$@" <&-', "sh", *PROGRAM, "show", "emdr"],
        env=environment({"PAGER": "sed s/^/PAGED:/"}),
        stdout=side,
        stderr=side,
        start_new_session=True,
    ) as process:
        os.close(side)
        out = b"".join(printed(process, main)).decode()
    os.close(main)
    assert process.returncode == 0
    assert "What can go wrong?" in out
    assert "PAGED:" not in out
    assert "Traceback" not in out


@pytest.mark.skipif(shutil.which("less") is None, reason="less is not installed")
@pytest.mark.parametrize(
    ("keys", "flags"),
    [("\x03q", None), ("\x03\x03\x03q", None), ("\x03", "KRX")],
    ids=["once", "again", "less quits"],
)
def test_ctrl_c_in_the_pager(keys: str, flags: str | None) -> None:
    """Ctrl-C goes to the pager, which stays or quits; the terminal is as it was."""
    main, side = pty.openpty()
    before = termios.tcgetattr(side)
    with subprocess.Popen(
        [*PROGRAM, "show", "emdr", "--all"],
        env=environment({"PAGER": "less", "LESS": flags}),
        stdin=side,
        stdout=side,
        stderr=side,
        start_new_session=True,
        preexec_fn=own_terminal,  # noqa: PLW1509 - no test has threads
    ) as process:
        shown = printed(process, main)
        out = next(shown)
        for key in keys:
            time.sleep(0.5)
            os.write(main, key.encode())
        out += b"".join(shown)
    after = termios.tcgetattr(side)
    os.close(side)
    os.close(main)
    assert process.returncode in {0, 130}
    assert after == before
    assert b"Traceback" not in out
    assert b"therapies: " not in out
