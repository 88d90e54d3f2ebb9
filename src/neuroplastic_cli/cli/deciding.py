"""Commands for a decision: weigh, handout."""

import datetime
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any, Literal

import typer

from neuroplastic_cli import console, errors
from neuroplastic_cli.catalogue import model, store
from neuroplastic_cli.cli.common import (
    All,
    Catalogues,
    For,
    Output,
    Place,
    condition_of,
    default_format,
    names_of,
    place_of,
    printing,
    view_of,
)

app = typer.Typer()


@app.command(
    "weigh",
    epilog="Examples: therapies weigh --for ptsd; therapies weigh tms --for ocd",
)
@printing
def weigh(  # noqa: PLR0913, PLR0917 - the options of the command
    output: Output,
    for_: Annotated[
        str,
        typer.Option(
            "--for",
            metavar="CONDITION",
            help="The condition that there is something to decide on.",
            autocompletion=names_of("conditions"),
        ),
    ],
    name: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[NAME]...",
            help="Therapies; by default the options for the condition.",
            autocompletion=names_of("therapies"),
        ),
    ] = None,
    answers: Annotated[
        Path | None,
        typer.Option(
            "--answers",
            metavar="FILE",
            help="Print the sheet for the answers in this YAML file; - reads them "
            "from standard input.",
        ),
    ] = None,
    place: Place = None,
    all_: All = False,
) -> None:
    """Say what matters to you, and see what each option asks.

    It asks in a terminal, question by question, and prints a sheet for the
    appointment at the end. Nothing is scored, kept or sent; q or Ctrl-C leaves.
    """
    from neuroplastic_cli.pages import comparison
    from neuroplastic_cli.pages import weigh as pages

    if answers is None and not console.is_interactive():
        raise errors.UsageError(
            "'weigh' asks in a terminal, and this is none; give your answers with "
            "'--answers FILE'"
        )
    catalogue = output.open()
    condition = catalogue.condition(catalogue.find(for_, "conditions").record.id)
    named: list[Any] = [catalogue.find(n, "therapies").record for n in name or ()]
    # By the alphabet, as in a comparison: the first of a list is read most.
    options = named or sorted(
        catalogue.options(condition), key=lambda each: each.label.casefold()
    )
    therapies = comparison.with_no_treatment(catalogue, options)
    code = place_of(place)
    said: dict[str, str] = {}
    if answers is not None:
        said = _answered(answers, [each.id for each in catalogue.considerations])
    found = pages.considerations(catalogue, condition, therapies, said, code)
    if answers is None:
        said = _asked(output, catalogue, condition, found)
    view = view_of(output, whole=all_, condition=condition, place=code)
    output.give(
        lambda: pages.sheet(catalogue, therapies, found, said, view),
        lambda export: export.sheet(catalogue, condition, therapies, found, said),
    )


def _asked(
    output: Output,
    catalogue: store.Store,
    condition: model.Condition,
    matters: Sequence[model.Consideration],
) -> dict[str, str]:
    """Return what a person says in a terminal to what *matters*, by its ids."""
    from neuroplastic_cli.catalogue.answers import typed
    from neuroplastic_cli.pages import weigh as pages

    asking = output._replace(pager=False)
    if output.format not in {"terminal", "plain"}:
        asking = asking._replace(format=default_format(output.terminal))
    asking.text(asking.write(pages.opening(catalogue, condition, len(matters))))
    said: dict[str, str] = {}
    for number, each in enumerate(matters, 1):
        page = pages.question(catalogue, each, f"{number} of {len(matters)}")
        asking.text(f"\n{asking.write(page)}\n")
        answer = console.ask(pages.PROMPT, os.environ)
        answer = None if answer is None else typed(answer)
        if answer is None or answer.casefold() == "q":
            break
        if answer:
            said[each.id] = answer
    asking.text("\n")
    return said


def _answered(file: Path, known: Sequence[str]) -> dict[str, str]:
    """Return what the answers in *file* say, `-` for standard input."""
    from neuroplastic_cli.catalogue import answers

    if str(file) == "-":
        return answers.from_bytes(console.read_input(), "standard input", known)
    return answers.from_file(file, known)


@app.command(
    "handout",
    epilog="Example: therapies handout tms emdr --for depression --output handout.html",
)
def handout(  # noqa: PLR0913, PLR0917 - the options of the command
    name: Annotated[
        list[str],
        typer.Argument(
            metavar="NAME...",
            help="Therapies, quoted where needed.",
            autocompletion=names_of("therapies"),
        ),
    ],
    output: Annotated[
        str,
        typer.Option(
            "--output", metavar="FILE", help="A .html, .pdf or .md file, or - for here."
        ),
    ],
    for_: For = None,
    place: Place = None,
    worksheet: Annotated[
        bool, typer.Option("--worksheet", help="Only the page to write on.")
    ] = False,
    large_print: Annotated[
        bool, typer.Option("--large-print", help="In letters of 18 point.")
    ] = False,
    force: Annotated[
        bool, typer.Option("--force", help="Overwrite the file if it is there.")
    ] = False,
    format_: Annotated[
        Literal["html", "markdown"],
        typer.Option("--format", help="The format where FILE is -."),
    ] = "html",
    catalogue: Catalogues = None,
) -> None:
    """Write a page to print: options side by side, and room to write."""
    from neuroplastic_cli import printing
    from neuroplastic_cli.pages import comparison
    from neuroplastic_cli.pages import handout as pages
    from neuroplastic_cli.pages.page import View

    target = printing.target(output, format_, force=force)
    opened = store.open_store(catalogue or (), console.patience)
    therapies: list[Any] = [opened.find(n, "therapies").record for n in name]
    options = comparison.with_no_treatment(opened, therapies)
    code = place_of(place)
    condition = condition_of(opened, for_ or pages.shared_condition(therapies), code)
    today = datetime.date.today()  # noqa: DTZ011 - the reader's day
    view = View(today=today, on_paper=True, place=code)
    page = pages.page(opened, options, condition, view, worksheet=worksheet)
    printed = printing.printed(page, target.format, large=large_print)
    if target.path is None:
        console.write(printed.decode(), os.environ, page=False, utf_8=True)
    else:
        printing.save(printed, target.path)
