"""Layers of one's own: the user's folder, the variable, and what pages say."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING

import pytest

from neuroplastic_cli import cli
from neuroplastic_cli.catalogue import layers

if TYPE_CHECKING:
    from pathlib import Path

CONCEPT = (
    "format: 1\nconcepts:\n  - {id: %s, name: %s, plain: %s, clinical: C.,\n"
    "     sources: [nijdam-2012], checked: 2026-11-25}\n"
)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the user's folder, which is not there yet."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    return tmp_path / "data" / "therapies"


def show(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    """Return the page that the program prints."""
    assert cli.run(["show", *arguments]) == 0
    out, err = capsys.readouterr()
    assert err == ""
    return out


def test_the_users_folder(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    """Missing or empty it is nothing; a file in it adds records, as the page says."""
    show(capsys, "sham")
    folder.mkdir(parents=True)
    show(capsys, "sham")
    (folder / "mine.yaml").write_text(
        CONCEPT % ("mine", "Mine", "M."), encoding="utf-8"
    )
    out = show(capsys, "mine")
    assert out.startswith("Mine:\nM. [1]\n")
    assert f"Added by {folder}, not part of the shipped catalogue: mine.\n" in out
    assert "not part of the shipped" not in show(capsys, "sham")


def test_the_order_of_layers(
    capsys: pytest.CaptureFixture[str],
    folder: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Shipped, the user's folder, the variable's, the option's: the last one counts."""
    folder.mkdir(parents=True)
    for number, path in enumerate(
        [
            folder / "a.yaml",
            tmp_path / "b.yaml",
            tmp_path / "c.yaml",
            tmp_path / "d.yaml",
        ]
    ):
        path.write_text(CONCEPT % ("sham", "Sham", f"N{number}."), encoding="utf-8")
    assert "N0. [1]" in show(capsys, "sham")
    named = os.pathsep.join([str(tmp_path / "b.yaml"), str(tmp_path / "c.yaml")])
    monkeypatch.setenv("THERAPIES_CATALOGUE", named)
    assert "N2. [1]" in show(capsys, "sham")
    assert "N3. [1]" in show(capsys, "sham", "--catalogue", str(tmp_path / "d.yaml"))


def test_a_variable_that_leads_nowhere(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A path given by hand must be there."""
    monkeypatch.setenv("THERAPIES_CATALOGUE", "/no/such")
    assert cli.run(["list"]) == 3
    said = "therapies: there is no file or folder '/no/such'; check the path\n"
    assert capsys.readouterr().err == said
    assert cli.run(["crisis"]) == 0


def test_paths(
    capsys: pytest.CaptureFixture[str], folder: Path, tmp_path: Path
) -> None:
    """Where things are looked for, in order, and what is there."""
    mine = tmp_path / "mine.yaml"
    mine.write_text("format: 1\n", encoding="utf-8")
    assert cli.run(["paths", "--catalogue", str(mine)]) == 0
    out = capsys.readouterr().out
    assert f"1. shipped: {layers.shipped()} (4 files)\n" in out
    assert f"2. your folder: {folder} (not there, which is fine)\n" in out
    assert f"3. --catalogue: {mine} (1 file)\n" in out
    assert cli.run(["paths", "--format", "json", "--catalogue", "/no/such"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert document["layers"][2] == {"what": "--catalogue", "path": "/no/such"}
    assert document["cache"].endswith(".sqlite")
    assert cli.run(["paths", "--catalogue", "/no/such"]) == 0
    assert "3. --catalogue: /no/such (not there)\n" in capsys.readouterr().out
