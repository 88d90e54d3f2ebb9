"""The console in this process: what a sink can do, and streams that fail."""

from __future__ import annotations

import errno
import io
import os
import subprocess
import types
from typing import TYPE_CHECKING, Any, ClassVar

import pytest

from neuroplastic_cli import console
from neuroplastic_cli.errors import OutputError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


class Stream(io.StringIO):
    """A stream that claims to be a terminal, with an encoding, and may fail."""

    encoding = "utf-8"
    fails: BaseException | None = None

    def isatty(self) -> bool:
        """Claim to be a terminal."""
        return True

    def flush(self) -> None:
        """Fail as told."""
        if self.fails:
            raise self.fails


def replace_streams(monkeypatch: pytest.MonkeyPatch, **streams: object) -> None:
    """Give the console other streams; pytest puts its own back into `sys`."""
    whole = {"stdin": None, "stdout": None, "stderr": None, **streams}
    monkeypatch.setattr(console, "sys", types.SimpleNamespace(**whole))


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> Stream:
    """Make both ends a terminal of 80 by 24."""
    stream = Stream()
    replace_streams(monkeypatch, stdout=stream, stdin=Stream())
    return stream


@pytest.mark.parametrize(
    ("environ", "colour", "styled"),
    [
        ({}, "auto", True),
        ({"TERM": "dumb"}, "auto", False),
        ({"NO_COLOR": "1"}, "auto", False),
        ({"NO_COLOR": ""}, "auto", True),
        ({"FORCE_COLOR": "0"}, "auto", False),
        ({"CLICOLOR_FORCE": "1", "NO_COLOR": "1"}, "auto", False),
        ({"NO_COLOR": "1"}, "always", True),
        ({}, "never", False),
    ],
)
@pytest.mark.usefixtures("terminal")
def test_colour(environ: dict[str, str], colour: Any, *, styled: bool) -> None:
    """The option wins over the environment, and that over what stdout is."""
    assert console.look(environ, colour).sink.colour == styled


@pytest.mark.parametrize(
    ("environ", "width"),
    [({"COLUMNS": "61"}, 61), ({"COLUMNS": "0"}, 80), ({"COLUMNS": "wide"}, 80)],
)
@pytest.mark.usefixtures("terminal")
def test_width(
    monkeypatch: pytest.MonkeyPatch, environ: dict[str, str], width: int
) -> None:
    """COLUMNS is honoured where it is a number; an option wins over it."""
    size = os.terminal_size((80, 24))
    monkeypatch.setattr("shutil.get_terminal_size", lambda *_: size)
    assert console.look(environ).sink.width == width
    assert console.look(environ, width=50).sink.width == 50


@pytest.mark.parametrize(
    ("encoding", "environ", "unicode"),
    [
        ("utf-8", {"LANG": "en_GB.UTF-8"}, True),
        ("utf-8", {}, True),
        ("utf-8", {"LANG": "C"}, False),
        ("utf-8", {"LC_ALL": "POSIX", "LANG": "en_GB.UTF-8"}, False),
        ("utf-8", {"LANG": "C", "PYTHONIOENCODING": "utf-8"}, True),
        ("latin-1", {"LANG": "en_GB"}, False),
    ],
)
def test_unicode(
    terminal: Stream, encoding: str, environ: dict[str, str], *, unicode: bool
) -> None:
    """Pictures use more than ASCII only where the encoding and the locale have it."""
    terminal.encoding = encoding
    assert console.look(environ).sink.unicode == unicode


def test_a_stream_that_is_gone_is_no_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """A closed or missing stdout is a sink like a pipe."""
    closed = io.StringIO()
    closed.close()
    for stream in (closed, None):
        replace_streams(monkeypatch, stdout=stream)
        assert not console.look({}).is_terminal


def test_a_reader_that_goes_away_is_no_error(terminal: Stream) -> None:
    """A closed pipe ends quietly."""
    terminal.fails = BrokenPipeError()
    console.write("text\n", {}, page=False)


@pytest.mark.parametrize(
    ("fails", "reason"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), "No space left on device"),
        (ValueError("I/O operation on closed file"), "it is closed"),
    ],
)
def test_output_that_cannot_be_written(
    terminal: Stream, fails: BaseException, reason: str
) -> None:
    """The error says why, and what to do."""
    terminal.fails = fails
    with pytest.raises(OutputError) as error:
        console.write("text\n", {}, page=False)
    assert str(error.value) == (
        f"the output could not be written ({reason}); check where it goes"
    )


def test_no_stdout_at_all(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a stdout the text cannot be written."""
    replace_streams(monkeypatch)
    console.mark_closed()
    with pytest.raises(OutputError, match="Bad file descriptor"):
        console.write("text\n", {}, page=False)


def test_an_error_without_a_stderr_is_lost_quietly(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """There is nowhere to say it."""
    replace_streams(monkeypatch)
    console.say_error("text")


@pytest.mark.parametrize("pager", ["no-such-pager", "'unclosed", "sh -c 'exit 127'"])
def test_a_pager_that_does_not_work_is_done_without(
    terminal: Stream, pager: str
) -> None:
    """The text is printed instead, once."""
    console.write("line\n" * 100, {"PATH": "/usr/bin:/bin", "PAGER": pager}, page=True)
    assert terminal.getvalue() == "line\n" * 100


def test_a_pager_gets_the_text(terminal: Stream, tmp_path: Path) -> None:
    """What the pager reads is the whole text, and `less` is told how to behave."""
    got = tmp_path / "got"
    pager = f"sh -c 'echo $LESS > {got}; cat >> {got}'"
    environ = {"PATH": "/usr/bin:/bin", "THERAPIES_PAGER": pager, "PAGER": "false"}
    console.write("line\n" * 100, environ, page=True)
    assert got.read_text(encoding="utf-8") == "FRX\n" + "line\n" * 100
    assert terminal.getvalue() == ""
    console.write("line\n" * 100, {**environ, "LESS": "M"}, page=True)
    assert got.read_text(encoding="utf-8").startswith("M\n")


def test_an_interrupt_is_the_pagers_own(
    terminal: Stream, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ctrl-C in a pager does not end the program before the pager is done."""
    asked: list[bytes] = []

    def communicate(_: object, data: bytes) -> None:
        asked.append(data)
        if len(asked) < 3:
            raise KeyboardInterrupt

    monkeypatch.setattr(subprocess.Popen, "communicate", communicate)
    environ = {"PATH": "/usr/bin:/bin", "PAGER": "true"}
    console.write("line\n" * 100, environ, page=True)
    assert [bool(data) for data in asked] == [True, False, False]
    assert terminal.getvalue() == ""


class Clock:
    """A timer whose time is over when the test says so."""

    made: ClassVar[list[Clock]] = []

    def __init__(self, wait: float, said: Callable[[str], None], given: list[str]):
        assert wait == 1.0
        self.said, self.given = said, given
        self.started = self.cancelled = False
        self.made.append(self)

    def start(self) -> None:
        """Begin to wait."""
        self.started = True

    def cancel(self) -> None:
        """Wait no more."""
        self.cancelled = True

    def strike(self) -> None:
        """Let the time be over."""
        assert self.started
        assert not self.cancelled
        self.said(*self.given)


def test_what_takes_long_says_so_on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """Past a second, on standard error; before that, and in a pipe, nothing."""
    monkeypatch.setattr("threading.Timer", Clock)
    errors = Stream()
    replace_streams(monkeypatch, stderr=errors)
    with console.patience("therapies: writing the site ..."):
        assert errors.getvalue() == ""
        Clock.made[-1].strike()
    assert errors.getvalue() == "therapies: writing the site ...\n"
    assert Clock.made[-1].cancelled
    replace_streams(monkeypatch, stderr=io.StringIO())
    with console.patience():
        assert len(Clock.made) == 1
