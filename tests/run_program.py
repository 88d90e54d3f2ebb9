"""Running the program as its users do: in a process of its own."""

from __future__ import annotations

import os
import pty
import select
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

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
    import fcntl
    import termios

    fcntl.ioctl(side, termios.TIOCSWINSZ, size + bytes(4))

    def own() -> None:
        # Its own terminal, so that Ctrl-C interrupts it as it would a user's: also
        # where the tests run in the background, with that signal ignored.
        fcntl.ioctl(0, termios.TIOCSCTTY, 0)
        signal.signal(signal.SIGINT, signal.SIG_DFL)

    with subprocess.Popen(
        [*PROGRAM, *arguments],
        env=environment({"COLUMNS": None, "LINES": None, **(env or {})}),
        stdin=side,
        stdout=side,
        stderr=subprocess.PIPE,
        start_new_session=True,
        preexec_fn=own,  # noqa: PLW1509 - no test has threads
    ) as process:
        os.close(side)
        out = _read(process, main, keys, replies, asked.encode())
        assert process.stderr is not None
        err = process.stderr.read().decode()
        status = process.wait(60)
    os.close(main)
    return Ran(status, out.replace("\r\n", "\n"), err)


def _read(
    process: subprocess.Popen[bytes],
    main: int,
    keys: str,
    replies: tuple[str, ...],
    asked: bytes,
) -> str:
    """Return all that comes from a terminal until the program at its end is gone.

    A program that is still there after a minute is killed.
    """
    data = b""
    given = 0
    until = time.monotonic() + 60
    while time.monotonic() < until:
        ready, _, _ = select.select([main], [], [], 1)
        if not ready:
            continue
        try:
            more = os.read(main, 65536)
        except OSError:  # the other side is closed
            break
        if not more:
            break
        data += more
        if keys:
            time.sleep(0.5)
            os.write(main, keys.encode())
            keys = ""
        if replies and data.count(asked) > given:
            time.sleep(0.3)
            os.write(main, replies[0].encode())
            replies, given = replies[1:], given + 1
    else:
        process.kill()
    return data.decode(errors="replace")
