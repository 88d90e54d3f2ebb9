"""Running the program as its users do: in a process of its own."""

from __future__ import annotations

import contextlib
import fcntl
import os
import pty
import select
import subprocess
import sys
import termios
import time
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

PROGRAM = [sys.executable, "-m", "neuroplastic_cli"]


class Ran(NamedTuple):
    """What a run of the program left behind."""

    status: int
    out: str
    err: str


def environment(changes: Mapping[str, str | None] | None = None) -> dict[str, str]:
    """Return the environment with *changes*; None takes a variable away."""
    env = {**os.environ, "PYTHONWARNDEFAULTENCODING": "1", "TERM": "xterm-256color"}
    for name, value in (changes or {}).items():
        env.pop(name, None)
        if value is not None:
            env[name] = value
    return env


def piped(*arguments: str, env: Mapping[str, str] | None = None) -> Ran:
    """Run the program with its output in a pipe."""
    done = subprocess.run(
        [*PROGRAM, *arguments],
        env=environment(env),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
        timeout=60,
    )
    return Ran(done.returncode, done.stdout.decode(), done.stderr.decode())


def in_terminal(
    *arguments: str,
    columns: int = 80,
    lines: int = 24,
    keys: str = "",
    replies: tuple[str, ...] = (),
    asked: str = "",
    env: Mapping[str, str | None] | None = None,
) -> Ran:
    """Run the program in a real pseudo-terminal; type *keys* once it has printed.

    Each of *replies* is typed when *asked* is printed once more, as a person does.
    """
    main, side = pty.openpty()
    size = lines.to_bytes(2, sys.byteorder) + columns.to_bytes(2, sys.byteorder)
    fcntl.ioctl(side, termios.TIOCSWINSZ, size + bytes(4))
    with subprocess.Popen(
        [*PROGRAM, *arguments],
        env=environment({"COLUMNS": None, "LINES": None, **(env or {})}),
        stdin=side,
        stdout=side,
        stderr=subprocess.PIPE,
        start_new_session=True,
        preexec_fn=own_terminal,  # noqa: PLW1509 - no test has threads
    ) as process:
        os.close(side)
        out = _read(process, main, keys, replies, asked.encode())
        assert process.stderr is not None
        err = process.stderr.read().decode()
        status = process.wait(60)
    os.close(main)
    return Ran(status, out.replace("\r\n", "\n"), err)


def own_terminal() -> None:
    """Make the terminal at standard input this process's own, so that Ctrl-C works."""
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)


def printed(process: subprocess.Popen[bytes], main: int) -> Iterator[bytes]:
    """Yield what *process* prints at a terminal; kill it if it lasts over a minute."""
    until = time.monotonic() + 60
    while time.monotonic() < until:
        ended = process.poll() is not None
        if select.select([main], [], [], 0.1)[0]:
            with contextlib.suppress(OSError):  # the other side is closed
                if data := os.read(main, 65536):
                    yield data
                    continue
        if ended:
            return
    process.kill()


def _read(
    process: subprocess.Popen[bytes],
    main: int,
    keys: str,
    replies: tuple[str, ...],
    asked: bytes,
) -> str:
    """Return all that *process* prints at a terminal, and type at it."""
    data = b""
    given = 0
    for more in printed(process, main):
        data += more
        if keys:
            time.sleep(0.5)
            os.write(main, keys.encode())
            keys = ""
        if replies and data.count(asked) > given:
            time.sleep(0.3)
            os.write(main, replies[0].encode())
            replies, given = replies[1:], given + 1
    return data.decode(errors="replace")
