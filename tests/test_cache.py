"""The compiled catalogue: never stale, never half, and done without if need be."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

from neuroplastic_cli.catalogue import cache, layers, store
from neuroplastic_cli.errors import CatalogueError

if TYPE_CHECKING:
    from pathlib import Path

CONCEPT = (
    "  - {id: walking, name: Walking, plain: %s, clinical: Going on foot.,\n"
    "     sources: [ours], checked: 2026-11-25}\n"
)
CATALOGUE = (
    "format: 1\nbuilds_on: nothing\nconcepts:\n%s"
    "sources:\n  - {id: ours, type: webpage, title: Ours,\n"
    '     url: "https://example.org/", checked: 2026-11-25}\n'
)


@pytest.fixture(autouse=True)
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a cache folder of the test's own."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache" / "therapies"


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    """Return a small catalogue that stands alone and was made a while ago."""
    path = tmp_path / "mine.yaml"
    write(path, "One word.")
    return path


def write(path: Path, plain: str, *, ago: int = 60) -> None:
    """Write a catalogue whose concept says *plain*, as if *ago* seconds before now."""
    path.write_text(CATALOGUE % (CONCEPT % plain), encoding="utf-8")
    then = time.time() - ago
    os.utime(path, (then, then))


def says(path: Path) -> str:
    """Return what the concept of the catalogue at *path* says."""
    (concept,) = store.open_store([path]).concepts
    return concept.plain


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """Return a list that grows each time catalogues are read from YAML."""
    seen: list[object] = []
    read = layers.read

    def watched(chosen: object) -> object:
        seen.append(chosen)
        return read(chosen)  # type: ignore[arg-type]

    monkeypatch.setattr(layers, "read", watched)
    return seen


def test_a_catalogue_is_read_once(mine: Path, kept: Path, reads: list[object]) -> None:
    """The second run finds the compiled file and reads no YAML."""
    assert says(mine) == "One word."
    assert says(mine) == "One word."
    assert len(reads) == 1
    (file,) = kept.iterdir()
    assert file.name.startswith("catalogue-")
    assert file.suffix == ".sqlite"


def test_an_edit_of_the_same_length_in_the_same_second_is_seen(mine: Path) -> None:
    """Neither size nor time tells the two apart; their contents do."""
    then = time.time()
    for word in ("One word.", "Two word.", "Six word."):
        mine.write_text(CATALOGUE % (CONCEPT % word), encoding="utf-8")
        os.utime(mine, (then, then))
        assert says(mine) == word


@pytest.mark.parametrize("change", ["longer", "later", "another", "more"])
def test_any_change_of_the_files_is_seen(
    mine: Path, tmp_path: Path, reads: list[object], change: str
) -> None:
    """Size, time, inode and the list of files all count."""
    folder = tmp_path / "folder"
    folder.mkdir()
    file = mine.rename(folder / "a.yaml")
    assert says(folder) == "One word."
    if change == "longer":
        write(file, "One word more.")
    elif change == "later":
        os.utime(file, (time.time() - 30, time.time() - 30))
    elif change == "another":
        write(tmp_path / "b.yaml", "One word.")
        (tmp_path / "b.yaml").replace(file)
    else:
        (folder / "b.yaml").write_text("format: 1\n", encoding="utf-8")
    assert says(folder) == ("One word more." if change == "longer" else "One word.")
    assert len(reads) == 2


@pytest.mark.parametrize(
    "damage",
    [
        b"",
        b"no database at all",
        b"SQLite format 3\0" + bytes(200),
        "half",
        "foreign",
        "older",
        "bits",
    ],
)
def test_a_file_that_is_no_good_is_made_again(
    mine: Path, kept: Path, reads: list[object], damage: bytes | str
) -> None:
    """Damaged, half-written, foreign or outdated: the page is right all the same."""
    assert says(mine) == "One word."
    (file,) = kept.iterdir()
    whole = file.read_bytes()
    if damage == "half":
        file.write_bytes(whole[: len(whole) // 2])
    elif damage == "bits":
        assert whole.count(b"One word.") >= 1
        file.write_bytes(whole.replace(b"One word.", b"Two word."))
    elif isinstance(damage, bytes):
        file.write_bytes(damage)
    else:
        with sqlite3.connect(file) as database:
            if damage == "foreign":
                database.execute("PRAGMA application_id = 1")
            else:
                stamp = database.execute("SELECT data FROM stamp").fetchone()[0]
                old = stamp.replace(b"0.1.0", b"0.0.9")
                database.execute("UPDATE stamp SET data = ?", (old,))
        database.close()
    assert says(mine) == "One word."
    assert len(reads) == 2


def test_damage_in_the_middle_of_a_page_is_mended(mine: Path, kept: Path) -> None:
    """A record whose sum is wrong is read anew, once it is asked for."""
    opened = store.open_store([mine])
    (file,) = kept.iterdir()
    with sqlite3.connect(file) as database:
        database.execute("UPDATE record SET crc = crc + 1")
    database.close()
    assert opened.concepts[0].plain == "One word."
    assert opened.source("ours").title == "Ours"


def test_a_store_in_memory_that_is_damaged_says_so(mine: Path) -> None:
    """Where there is nothing to make it anew from, the error says to try again."""
    catalogue, _ = layers.read([layers.Layer("--catalogue", mine)])
    opened = store.of(catalogue)
    opened._database.execute("DROP TABLE record")  # noqa: SLF001 - damage, on purpose
    with pytest.raises(CatalogueError, match="damaged; try again"):
        _ = opened.concepts


@pytest.mark.parametrize("how", ["file", "no-folder"])
def test_without_a_cache_the_program_works(
    mine: Path, kept: Path, tmp_path: Path, reads: list[object], how: str
) -> None:
    """A cache folder that cannot be made or written is no error."""
    if how == "file":
        kept.parent.mkdir()
        kept.write_text("in the way", encoding="utf-8")
    else:
        (tmp_path / "cache").write_text("in the way", encoding="utf-8")
    assert says(mine) == says(mine) == "One word."
    assert len(reads) == 2


def test_a_disk_that_is_full_is_no_error(
    mine: Path, kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What cannot be written whole is not left behind in part."""

    def full(*_: object) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr(cache, "_copy", full)
    assert says(mine) == "One word."
    assert list(kept.iterdir()) == []


def test_a_file_that_changes_while_it_is_read_is_not_kept(
    mine: Path, kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The next run reads what stands there then."""
    read = layers.read

    def meddling(chosen: list[layers.Layer]) -> object:
        result = read(chosen)
        write(mine, "Two word.", ago=0)
        return result

    monkeypatch.setattr(layers, "read", meddling)
    assert says(mine) == "One word."
    assert not kept.exists()
    monkeypatch.setattr(layers, "read", read)
    assert says(mine) == "Two word."


def test_what_a_killed_process_left_is_swept(mine: Path, kept: Path) -> None:
    """Half-written files go when they are an hour old, not before."""
    kept.mkdir(parents=True)
    old, new = kept / ".writing-old", kept / ".writing-new"
    for path in (old, new):
        path.write_text("half", encoding="utf-8")
    os.utime(old, (time.time() - 4000, time.time() - 4000))
    says(mine)
    assert not old.exists()
    assert new.exists()


SHOW = "from neuroplastic_cli import cli; import sys; sys.exit(cli.run({!r}))"


def start(arguments: list[str]) -> subprocess.Popen[bytes]:
    """Start the program in a process of its own."""
    return subprocess.Popen(
        [sys.executable, "-c", SHOW.format(arguments)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def test_twenty_processes_on_a_cold_cache(mine: Path, kept: Path) -> None:
    """All print the same page, and one whole file is left."""
    arguments = ["show", "walking", "--catalogue", str(mine)]
    runs = [start(arguments) for _ in range(20)]
    printed = {run.communicate() for run in runs}
    assert len(printed) == 1
    assert [run.returncode for run in runs] == [0] * 20
    assert [path.suffix for path in kept.iterdir()] == [".sqlite"]
    with sqlite3.connect(next(kept.iterdir())) as database:
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    database.close()


def test_a_process_killed_at_any_moment_leaves_the_next_right(mine: Path) -> None:
    """Whatever it left half done, the next command prints the page."""
    arguments = ["show", "walking", "--catalogue", str(mine)]
    for wait in (0.02, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3):
        run = start(arguments)
        time.sleep(wait)
        run.send_signal(signal.SIGKILL)
        run.communicate()
        after = start(arguments)
        out, err = after.communicate()
        assert (after.returncode, err) == (0, b"")
        assert b"One word. [1]" in out
