"""The house: what may import what, and what a command does not load."""

from __future__ import annotations

import subprocess
import sys

import pytest
from importlinter.cli import lint_imports

LATER = {
    "importlib.metadata",
    "jinja2",
    "pydantic",
    "pygments",
    "rich.markdown",
    "rich.table",
}


def test_the_layers_hold(capsys: pytest.CaptureFixture[str]) -> None:
    """import-linter finds no import that goes back up the way."""
    assert lint_imports() == 0, capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "unwanted"),
    [
        (["show", "emdr"], LATER | {"rich"}),
        (["show", "emdr", "--format", "terminal"], LATER),
        (["list", "--format", "json"], LATER | {"rich"}),
        (["--help"], LATER | {"rich", "yaml", "markdown_it"}),
        (["crisis"], LATER | {"rich"}),
    ],
    ids=["show", "show-terminal", "list-json", "help", "crisis"],
)
def test_a_command_loads_only_what_it_needs(
    arguments: list[str], unwanted: set[str]
) -> None:
    """What is slow to import is imported where it is used."""
    code = (
        "import sys\nfrom neuroplastic_cli import cli\n"
        f"status = cli.run({arguments!r})\n"
        f"print(*({unwanted!r} & set(sys.modules)), file=sys.stderr)\n"
        "sys.exit(status)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "\n")
