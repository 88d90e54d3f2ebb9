"""The bare program that ours is measured against: Typer, Rich, and a text."""

from __future__ import annotations

from pathlib import Path  # noqa: TC003 - Typer reads annotations

import typer
from rich.console import Console
from rich.text import Text

app = typer.Typer()


@app.command()
def show(file: Path, width: int = 80) -> None:
    """Print the lines of a file as for a terminal."""
    console = Console(width=width, force_terminal=True)
    for line in file.read_text(encoding="utf-8").splitlines():
        console.print(Text(line))


app()
