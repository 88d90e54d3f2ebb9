"""The real streams: what the sink can do, the pager, the one place that writes."""

from __future__ import annotations

import contextlib
import errno
import io
import os
import shutil
import subprocess
import sys
import threading
from typing import TYPE_CHECKING, Literal, NamedTuple, TextIO, TypeAlias

from neuroplastic_cli.errors import OutputError, UsageError
from neuroplastic_cli.writers import Sink

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_PATIENCE = "therapies: reading the catalogue, which is new or has changed ..."

_FOR_A_SHELL = frozenset("|&;<>()$`*?[#~%{}\n")

Colour: TypeAlias = Literal["auto", "always", "never"]


class Terminal(NamedTuple):
    """What standard output turned out to be."""

    is_terminal: bool
    sink: Sink


class _Closed(io.TextIOBase):
    """A standard output that is closed."""

    def write(self, _text: str) -> int:
        raise OSError(errno.EBADF, os.strerror(errno.EBADF))


def mark_closed() -> None:
    """Let a standard output that is closed refuse what is written, not lose it.

    Python has no stream there then, and Typer's help would go nowhere without a word.
    """
    if sys.stdout is None:
        sys.stdout = _Closed()


def look(
    environ: Mapping[str, str], colour: Colour = "auto", width: int | None = None
) -> Terminal:
    """Return what standard output is and can do, as *environ* and the options say."""
    out = sys.stdout
    is_terminal = _isatty(out) and environ.get("TERM") != "dumb"
    coloured = _coloured(environ, colour, is_terminal=is_terminal)
    sink = Sink(
        width=width or _width(environ),
        colour=coloured,
        links=coloured and is_terminal and environ.get("TERM") != "linux",
        unicode=_unicode(out, environ),
    )
    return Terminal(is_terminal, sink)


def write(
    text: str, environ: Mapping[str, str], *, page: bool, utf_8: bool = False
) -> None:
    """Write *text* to standard output, through the pager where *page* says so.

    With *utf_8* it is UTF-8 whatever the locale: what a program reads, not a person.

    A reader that goes away (a closed pipe, a pager that is quit) is no error.
    Raises OutputError where the text cannot be written.
    """
    if page and _needs_pager(text) and _through_pager(text, environ):
        return
    try:
        _make_encodable(sys.stdout, "utf-8" if utf_8 else None)
        sys.stdout.write(text)
        sys.stdout.flush()
    except BrokenPipeError:
        _discard(sys.stdout)
    except (OSError, ValueError) as error:
        _discard(sys.stdout)
        raise OutputError(unwritten(error)) from error


def is_interactive() -> bool:
    """Return whether a person can be asked: both ends are a terminal."""
    return _isatty(sys.stdin) and _isatty(sys.stdout)


def ask(prompt: str, environ: Mapping[str, str]) -> str | None:
    """Return the line that is typed after *prompt*, or None at the end of input.

    What cannot be decoded comes as surrogates; the caller makes it harmless.
    """
    write(prompt, environ, page=False)
    try:
        # Bytes: a stream that was read from takes no other way to decode any more.
        data = sys.stdin.buffer.readline()
        typed = data.decode(sys.stdin.encoding or "utf-8", "surrogateescape")
    except (OSError, ValueError, AttributeError):
        typed = ""
    if not typed.endswith("\n"):
        write("\n", environ, page=False)
    return typed or None


def read_input() -> bytes:
    """Return all that comes from standard input."""
    try:
        return sys.stdin.buffer.read()
    except (OSError, ValueError, AttributeError) as error:
        raise UsageError(
            "standard input cannot be read; give it something, or name a file"
        ) from error


def unwritten(error: Exception) -> str:
    """Return that the output could not be written, and why."""
    reason = getattr(error, "strerror", None) or "it is closed"
    return f"the output could not be written ({reason}); check where it goes"


def gone(status: int = 0) -> int:
    """Return *status* after nobody can be written to any more."""
    _discard(sys.stdout)
    return status


def say_error(text: str) -> None:
    """Write *text* to standard error, if there is one, as one visible line."""
    try:
        _make_encodable(sys.stderr)
        sys.stderr.write(f"{visible(text)}\n")
        sys.stderr.flush()
    except (OSError, ValueError, AttributeError):
        _discard(sys.stderr)


@contextlib.contextmanager
def patience(text: str = _PATIENCE) -> Iterator[None]:
    """Say *text* on a terminal's standard error, once something takes long."""
    if not _isatty(sys.stderr):
        yield
        return
    said = threading.Timer(1.0, say_error, [text])
    said.daemon = True
    said.start()
    try:
        yield
    finally:
        said.cancel()


def visible(text: str) -> str:
    """Return *text* with every character that could act on a terminal spelled out."""
    return "".join(c if c.isprintable() else _spelled(c) for c in text)


def _spelled(character: str) -> str:
    return character.encode("unicode_escape", "surrogatepass").decode("ascii")


def _isatty(stream: TextIO | None) -> bool:
    try:
        return stream is not None and stream.isatty()
    except ValueError:  # closed
        return False


def _coloured(environ: Mapping[str, str], colour: Colour, *, is_terminal: bool) -> bool:
    if colour != "auto":
        return colour == "always"
    forced = environ.get("CLICOLOR_FORCE") or environ.get("FORCE_COLOR")
    if environ.get("NO_COLOR") or environ.get("FORCE_COLOR") == "0":
        return False
    return is_terminal or (bool(forced) and forced != "0")


def _width(environ: Mapping[str, str]) -> int:
    columns = environ.get("COLUMNS", "")
    if columns.isascii() and columns.isdigit() and int(columns[:6]) > 0:
        return int(columns[:6])
    return shutil.get_terminal_size((80, 24)).columns


def _unicode(stream: TextIO | None, environ: Mapping[str, str]) -> bool:
    """Return whether pictures may use more than ASCII."""
    if "utf" not in (getattr(stream, "encoding", "") or "").lower():
        return False
    asked = environ.get("LC_ALL") or environ.get("LC_CTYPE") or environ.get("LANG")
    return asked not in {"C", "POSIX"} or bool(environ.get("PYTHONIOENCODING"))


def _make_encodable(stream: TextIO, encoding: str | None = None) -> None:
    """Let *stream* spell out what its encoding lacks, so that nothing is lost."""
    reconfigure = getattr(stream, "reconfigure", None)
    if reconfigure:
        reconfigure(encoding=encoding, errors="backslashreplace")


def _needs_pager(text: str) -> bool:
    if not is_interactive():
        return False
    return text.count("\n") >= shutil.get_terminal_size((80, 24)).lines


def _through_pager(text: str, environ: Mapping[str, str]) -> bool:
    """Return whether a pager showed *text*."""
    named = environ.get("THERAPIES_PAGER") or environ.get("PAGER") or "less"
    command = _pager(named)
    if not command or shutil.which(command[0]) is None:
        return False
    env = {**environ, "LESS": environ.get("LESS") or "FRX"}
    encoding = sys.stdout.encoding or "utf-8"
    data = text.encode(encoding, "backslashreplace")
    try:
        with subprocess.Popen(command, stdin=subprocess.PIPE, env=env) as pager:  # noqa: S603 - the reader's own pager
            _feed(pager, data)
    except OSError:
        return False
    return pager.returncode not in {126, 127}


def _pager(named: str) -> list[str]:
    """Return the command line of the pager that the reader has *named*.

    As with git, one that needs a shell (`less | cat`) gets one.
    """
    import shlex

    if _FOR_A_SHELL.intersection(named):
        return ["sh", "-c", named]
    try:
        command = shlex.split(named)
    except ValueError:
        return []
    if command and os.path.basename(command[0]) == "less":  # noqa: PTH119 - a word
        # A LESS of the reader's own may lack it, and escapes would show.
        command.append("-R")
    return command


def _feed(pager: subprocess.Popen[bytes], data: bytes) -> None:
    """Give *data* to *pager* and wait for it, whatever the reader presses."""
    while True:
        try:
            pager.communicate(data)
        except KeyboardInterrupt:
            # A pager handles Ctrl-C itself; leaving first would spoil the terminal.
            data = b""
            continue
        return


def _discard(stream: TextIO | None) -> None:
    """Point *stream* at nothing, so that Python's exit does not write to it again."""
    try:
        null = os.open(os.devnull, os.O_WRONLY)
        os.dup2(null, stream.fileno())  # type: ignore[union-attr]
        os.close(null)
    except (OSError, ValueError, AttributeError):
        pass
