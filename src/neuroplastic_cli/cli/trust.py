"""Commands that say what this is, and where to turn: about, crisis."""

from collections.abc import Sequence
from typing import Annotated

import typer

from neuroplastic_cli import __version__, console, errors
from neuroplastic_cli.catalogue import model, store
from neuroplastic_cli.cli.common import (
    Output,
    Place,
    place_of,
    printing,
)

app = typer.Typer()


@app.command("about", epilog="Examples: therapies about; therapies about --standards")
@printing
def about(
    output: Output,
    standards: Annotated[
        bool,
        typer.Option("--standards", help="Show how far this meets IPDAS and DISCERN."),
    ] = False,
) -> None:
    """Say who or what made this, how, and what was not done."""
    from neuroplastic_cli.pages import about as pages
    from neuroplastic_cli.pages import standards as assessment

    catalogue = output.open()
    output.give(
        lambda: (
            assessment.page(catalogue)
            if standards
            else pages.page(catalogue, __version__)
        ),
        lambda export: export.about(
            catalogue, assessment.marks(catalogue) if standards else None
        ),
    )


@app.command("crisis", epilog="Example: therapies crisis --place CA")
@printing
def crisis(output: Output, place: Place = None) -> None:
    """Say where to turn in a crisis.

    It works whatever is wrong with a catalogue.
    """
    from neuroplastic_cli.pages import crisis as pages
    from neuroplastic_cli.pages import words

    if output.catalogues:
        try:
            output.open()
        except errors.CatalogueError as error:
            console.say_error(f"therapies: {error}")
    lines = _crisis_lines()
    code = place_of(place)
    kept = [each for each in lines if code is None or words.covers(each.place, code)]
    output._replace(pager=False).give(
        lambda: pages.page(kept, code), lambda export: export.crisis(kept)
    )


def _crisis_lines() -> Sequence[model.CrisisLine]:
    """Return the shipped crisis lines, whatever is wrong with a catalogue."""
    from neuroplastic_cli.catalogue import layers

    try:
        return store.open_shipped(console.patience).crisis_lines
    except errors.CatalogueError:
        pass
    try:
        return layers.crisis_lines()
    except errors.CatalogueError as error:
        console.say_error(f"therapies: {error}")
        return ()
