"""Hostile and broken catalogues, each in a process of its own with little memory.

`test_read.py` and `tests/catalogues/invalid` have what reading and checking say of each
mistake; here it is the program as a whole that must end well: the right status, one
clear line, nothing run, nothing written, no traceback.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from run_program import Ran, environment

from neuroplastic_cli import cli

if TYPE_CHECKING:
    from collections.abc import Callable

SMALL = (Path(__file__).parent / "catalogues" / "valid" / "small.yaml").read_text(
    encoding="utf-8"
)
ALONE = "format: 1\nbuilds_on: nothing\n"
# The memory of a process, and then the program with the arguments that follow.
LIMITED = (
    "import resource, runpy, sys\n"
    "resource.setrlimit(resource.RLIMIT_AS, (1 << 30, 1 << 30))\n"
    "sys.argv[0] = 'therapies'\n"
    "runpy.run_module('neuroplastic_cli', run_name='__main__')\n"
)
SECONDS = 60
"""Far more than it takes, even on a busy machine."""

pytestmark = pytest.mark.skipif(
    not sys.platform.startswith("linux"), reason="no such limits and devices here"
)


@pytest.fixture
def limited(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> Callable[..., Ran]:
    """Return a way to run the program with little memory, in an empty folder."""
    folder = tmp_path_factory.mktemp("empty")

    def run(*arguments: str | Path) -> Ran:
        done = subprocess.run(
            [sys.executable, "-c", LIMITED, *map(str, arguments)],
            cwd=folder,
            env=environment({"TMPDIR": str(folder)}),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=False,
            timeout=SECONDS,
        )
        ran = Ran(done.returncode, done.stdout.decode(), done.stderr.decode())
        assert list(folder.iterdir()) == []
        assert "Traceback" not in ran.out + ran.err
        for line in (ran.out + ran.err).splitlines():
            assert line.isprintable()
        return ran

    assert tmp_path.is_dir()
    return run


def bomb() -> str:
    """Return ten levels of nine aliases each."""
    rows = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    rows += [f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 9)}]" for i in range(1, 10)]
    return "\n".join(rows)


def altered(old: str, new: str) -> bytes:
    """Return the small catalogue with the first *old* as *new*."""
    assert old in SMALL
    return SMALL.replace(old, new, 1).encode()


def article(body: str) -> bytes:
    """Return the small catalogue with *body* in its article."""
    return altered("Walking and talking is *not* new", body)


HIDDEN = "can hide text or act on a terminal; delete it"
NESTED = "nested more than 32 deep; flatten it"
HOSTILE: dict[str, tuple[bytes, int, str]] = {
    "alias bomb": (
        bomb().encode(),
        1,
        "1:5: a0: an anchor (&) is not allowed; delete it",
    ),
    "deep flow": (b"[" * 200_000, 3, "flow level from line 1); flatten it"),
    "deep flow of mappings": (b"{a: " * 200_000, 1, f": {NESTED}"),
    "deep block": (b"- " * 200_000, 1, f"1:65: {NESTED}"),
    "python": (
        b"format: 1\na: !!python/object/apply:os.system ['touch canary; echo ran']\n",
        1,
        "2:4: a: a tag (!) is not allowed; delete it",
    ),
    "python module": (
        b"!!python/module:this {}\n",
        1,
        "1:1: a tag (!) is not allowed; delete it",
    ),
    "duplicate keys": (
        ALONE.encode() + b"title: x\n" * 20_000,
        1,
        "4:1: the key 'title' stands twice, first on line 3; delete one",
    ),
    "binary": (
        b"\x7fELF\x02\x01\x01\x00" + bytes(range(256)) * 40,
        3,
        "2:118: the file is not UTF-8 here; save it as UTF-8",
    ),
    "UTF-16 with its mark": (
        ALONE.encode("utf-16"),
        3,
        "1:1: the file is not UTF-8 here; save it as UTF-8",
    ),
    "lone surrogate": (
        b"format: 1\ntitle: a\xed\xa0\x80\n",
        3,
        "2:9: the file is not UTF-8 here; save it as UTF-8",
    ),
    "lone surrogate, escaped": (
        rb'title: "\ud800"',
        3,
        "check the quotes, the brackets and the indentation here and above",
    ),
    "escape": (b"title: \x1b[2Jx\n", 3, f"1:8: the character U+001B {HIDDEN}"),
    "escape, escaped": (
        b'builds_on: nothing\ntitle: "\\e[2Jx"\n',
        1,
        f"2:8: title: the character U+001B {HIDDEN}",
    ),
    "escape in a comment": (
        b"# \x1b]0;x\x07\n",
        3,
        f"1:3: the character U+001B {HIDDEN}",
    ),
    "C1 in a key": ("a\x9b31m: x".encode(), 3, f"1:2: the character U+009B {HIDDEN}"),
    "override in a comment": (
        "# \u202e\nformat: 1\n".encode(),
        1,
        f"1:3: the character U+202E {HIDDEN}",
    ),
    "escape in an address": (
        article("<https://e.org/%1b[2J>"),
        1,
        f": the character U+001B {HIDDEN}",
    ),
    "return as an entity": (
        article("fine &#13; gone"),
        1,
        f": the character U+000D {HIDDEN}",
    ),
    "a number of 5,000 digits": (
        altered("events: 6", f"events: {'9' * 5_000}"),
        1,
        f".events: '{'9' * 57}...' is wrong; write a whole number, 0 or more",
    ),
    "a date that is none": (
        altered("checked: 2026-01-10", "checked: 2026-02-30"),
        1,
        ".checked: '2026-02-30' is no day of the calendar; correct it",
    ),
    "unknown key": (
        f"{ALONE}{'k' * 1_000}: x\n".encode(),
        1,
        "conditions, therapies, concepts, considerations, sources, article",
    ),
    "empty": (b"", 1, "1:1: the file is empty; begin with 'format: 1'"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file(limited: Callable[..., Ran], tmp_path: Path, name: str) -> None:
    """`check` says what is wrong, and where; other commands end with one line."""
    data, status, said = HOSTILE[name]
    file = tmp_path / "hostile.yaml"
    file.write_bytes(data)
    ran = limited("check", file)
    assert (ran.status, ran.err) == (status, "")
    lines = ran.out.splitlines()
    assert all(line.startswith(f"{file}:") for line in lines)
    assert any(line.endswith(said) for line in lines)
    ran = limited("list", "--catalogue", file)
    assert (ran.status, ran.out) == (3, "")
    assert ran.err.startswith("therapies: the catalogue has ")
    assert ran.err.count("\n") == 1
    assert file.read_bytes() == data


def test_a_file_over_the_limit(limited: Callable[..., Ran], tmp_path: Path) -> None:
    """It is refused by its size: no more of it than that is held in memory."""
    file = tmp_path / "large.yaml"
    with file.open("wb") as sparse:
        sparse.truncate((1 << 40) + 1)
    ran = limited("check", file)
    assert ran == (3, f"{file}:1:1: the file is over 64 MiB; split it\n", "")


@pytest.mark.parametrize("what", ["/dev/zero", "/dev/stdin", "fifo"])
def test_what_is_no_file(
    limited: Callable[..., Ran], tmp_path: Path, what: str
) -> None:
    """A device and a FIFO are refused by their kind, unread: nothing hangs."""
    file = tmp_path / what
    if what == "fifo":
        os.mkfifo(file)
    ran = limited("check", file)
    said = "this is not a regular file; name a YAML file"
    assert ran == (3, f"{file}:1:1: {said}\n", "")


CIRCLE = """\
format: 1
builds_on: nothing
sources:
  - {id: s, type: book, title: S, url: https://e.org, checked: 2026-01-01}
"""
CONCEPT = """\
  - id: {}
    name: {}
    plain: Round and round.
    clinical: Round and round.
    see_also: [{}]
    sources: [s]
    checked: 2026-01-01
"""
CONDITION = """\
  - id: {}
    name: {}
    part_of: {}
    summary: {{says: Round and round., sources: [s]}}
    decision: None.
    untreated: {{none_found: true}}
    other_options: {{none_found: true}}
    checked: 2026-01-01
    review_due: 2026-01-01
"""


def test_concepts_that_lead_round_in_a_circle(
    limited: Callable[..., Ran], tmp_path: Path
) -> None:
    """To see also each other, and itself, is no mistake, and no page loops."""
    file = tmp_path / "circle.yaml"
    records = CONCEPT.format("a", "A", "b, a") + CONCEPT.format("b", "B", "a")
    file.write_text(f"{CIRCLE}concepts:\n{records}", encoding="utf-8")
    assert limited("check", file) == (0, "no problems found\n", "")
    ran = limited("show", "a", "--catalogue", file)
    assert (ran.status, ran.err) == (0, "")
    assert "See also: B (b); A (a)\n" in ran.out


def test_conditions_that_are_part_of_each_other(
    limited: Callable[..., Ran], tmp_path: Path
) -> None:
    """Each of a circle is told to name the widest condition."""
    file = tmp_path / "circle.yaml"
    pairs = [("a", "b"), ("b", "c"), ("c", "a")]
    records = "".join(CONDITION.format(own, own, wider) for own, wider in pairs)
    file.write_text(f"{CIRCLE}conditions:\n{records}", encoding="utf-8")
    ran = limited("check", file)
    assert (ran.status, ran.err) == (1, "")
    what = "part_of: '{}' is part of '{}' itself; name the widest condition"
    told = [
        f"conditions[{own}].{what.format(wider, dict(pairs)[wider])}"
        for own, wider in pairs
    ]
    assert [line.split(": ", 1)[1] for line in ran.out.splitlines()] == told


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (FileNotFoundError(2, "It is gone"), "It is gone"),
        (PermissionError(13, "Permission denied"), "Permission denied"),
        (OSError(5, "Input/output error"), "Input/output error"),
    ],
    ids=["vanished", "forbidden", "broken disk"],
)
def test_a_file_that_is_lost_in_between(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    error: OSError,
    said: str,
) -> None:
    """A file that goes, or may not be read, once its folder was listed."""
    for name in ("a.yaml", "b.yaml"):
        (tmp_path / name).write_text(ALONE, encoding="utf-8")
    real = Path.open

    def opened(path: Path, *arguments: Any, **options: Any) -> Any:
        if path == tmp_path / "b.yaml":
            raise error
        return real(path, *arguments, **options)

    monkeypatch.setattr(Path, "open", opened)
    assert cli.run(["check", str(tmp_path)]) == 3
    what = f"the file cannot be read ({said}); check its path and mode"
    assert capsys.readouterr() == (f"{tmp_path / 'b.yaml'}:1:1: {what}\n", "")


def test_a_file_that_takes_more_memory_than_there_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A file within the limit may hold more than a small machine can: that is said."""

    def exhausted(*_: object, **__: object) -> None:
        raise MemoryError

    file = tmp_path / "a.yaml"
    file.write_text(ALONE, encoding="utf-8")
    monkeypatch.setattr("yaml.parse", exhausted)
    assert cli.run(["check", str(file)]) == 3
    said = "there is not enough memory to read the file; split it"
    assert f"{file}:1:1: {said}\n" in capsys.readouterr().out


def test_thousands_of_misspelt_references(
    limited: Callable[..., Ran], tmp_path: Path
) -> None:
    """Each is told; only the first get a hint, since looking for one takes long."""
    file = tmp_path / "misspelt.yaml"
    source = "- {{id: s{}, type: book, title: S, url: https://e.org, checked: {}}}\n"
    concept = "- {{id: c{0}, name: c{0}, plain: P, clinical: C, sources: [s{0}x], "
    day = "2026-01-01"
    records = "sources:\n" + "".join(source.format(n, day) for n in range(3_000))
    records += "concepts:\n" + "".join(
        f"{concept.format(n)}checked: {day}}}\n" for n in range(3_000)
    )
    file.write_text(ALONE + records, encoding="utf-8")
    ran = limited("check", file)
    assert (ran.status, ran.err) == (1, "")
    lines = ran.out.splitlines()
    assert len(lines) == 3_000
    assert lines[0].endswith("there is no source 's0x'; did you mean 's0'?")
    assert lines[-1].endswith("there is no source 's2999x'; add it under 'sources'")
