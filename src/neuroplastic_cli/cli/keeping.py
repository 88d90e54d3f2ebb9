"""Commands to keep a catalogue, and to take it along."""

import datetime
import os
import re
from pathlib import Path
from typing import Annotated, Literal

import typer

from neuroplastic_cli import __version__, console, errors
from neuroplastic_cli.catalogue import store
from neuroplastic_cli.cli.common import (
    NAMED,
    Catalogues,
    Output,
    choice,
    day_of,
    names_of,
    printing,
)

app = typer.Typer()


Style = Literal["text", "bibtex", "csl-json", "ris"]


@app.command("changes", epilog="Example: therapies changes --since 2026-06-01")
@printing
def changes(
    output: Output,
    since: Annotated[
        str | None,
        typer.Option(
            "--since", metavar="DATE", help="Only from this day on, as YYYY-MM-DD."
        ),
    ] = None,
) -> None:
    """List what was changed in the records, the newest first."""
    from neuroplastic_cli.pages import changes as pages

    day = day_of(since)
    catalogue = output.open()
    found = pages.found(catalogue, day)
    output.give(
        lambda: pages.page(catalogue, found, day),
        lambda export: export.changes(found),
    )


@app.command(
    "cite", epilog="Example: therapies cite emdr tms --style bibtex > therapies.bib"
)
def cite(
    name: Annotated[
        list[str],
        typer.Argument(
            metavar="NAME...",
            help="The names of any records, quoted where needed.",
            autocompletion=names_of(*NAMED),
        ),
    ],
    style: Annotated[
        Style, typer.Option("--style", help="How to print the references.")
    ] = "text",
    catalogue: Catalogues = None,
) -> None:
    """Print the references behind any records, for a reference manager."""
    from neuroplastic_cli import bibliography
    from neuroplastic_cli.catalogue import citations

    opened = store.open_store(catalogue or (), console.patience)
    ids: dict[str, None] = {}
    for each in name:
        found = opened.find(each)
        own = [found.record.id] if found.kind == "sources" else []
        ids.update(dict.fromkeys([*own, *citations.sources(found.record)]))
    text = bibliography.write([opened.source(each) for each in ids], style)
    console.write(text, os.environ, page=False, utf_8=style != "text")


@app.command("site", epilog="Example: therapies site public")
def site(
    folder: Annotated[
        Path,
        typer.Argument(metavar="FOLDER", help="A new folder, or one with such a site."),
    ],
    address: Annotated[
        str,
        typer.Option(
            "--address",
            metavar="URL",
            help="Where the site will stand; for whole addresses in its sitemap.",
        ),
    ] = "",
    catalogue: Catalogues = None,
) -> None:
    """Write the whole catalogue as a site, for any host of files."""
    from neuroplastic_cli import site as sites

    if address and not address.startswith("https://"):
        raise errors.UsageError(
            f"'{address}' is not an address; write one that begins with https://"
        )
    opened = store.open_store(catalogue or (), console.patience)
    today = datetime.date.today()  # noqa: DTZ011 - the day it is made
    with console.patience("therapies: writing the site ..."):
        made = sites.Site(opened, today, __version__, address)
        count = sites.save(made, folder)
    text = f"{count} files written to {console.visible(str(folder))}\n"
    console.write(text, os.environ, page=False)


@app.command("check", epilog="Example: therapies check my-therapies.yaml")
@printing
def check(
    output: Output,
    path: Annotated[
        Path | None,
        typer.Argument(metavar="[PATH]", help="A file or folder of catalogue YAML."),
    ] = None,
    stale: Annotated[
        bool,
        typer.Option(
            "--stale", help="List the records that are due for review as well."
        ),
    ] = False,
) -> None:
    """Check a catalogue and list every problem.

    Without PATH it is the shipped one; with it, PATH laid over that.
    """
    paths = [*output.catalogues, *([path] if path else [])]
    today = datetime.date.today() if stale else None  # noqa: DTZ011 - the keeper's day
    problems = store.check(paths, today)
    if output.format == "json":
        from neuroplastic_cli import export

        wrong = [problem[:5] for problem in problems if not problem.stale]
        due = [problem[:5] for problem in problems if problem.stale]
        output.text(export.problems(wrong, due if stale else None))
    else:
        listed = "".join(f"{console.visible(str(p))}\n" for p in problems)
        none = (
            "no problems found, and no review is due" if stale else "no problems found"
        )
        output.text(listed or f"{none}\n")
    if problems:
        raise typer.Exit(3 if any(p.unreadable for p in problems) else 1)


@app.command("paths", epilog="Example: therapies paths")
@printing
def paths(output: Output) -> None:
    """Say where catalogues and the cache are looked for."""
    from neuroplastic_cli.catalogue import cache, layers
    from neuroplastic_cli.pages import paths as pages

    chosen = layers.layers(os.environ, output.catalogues)
    kept = cache.place(chosen)
    output.give(
        lambda: pages.page(chosen, kept),
        lambda export: export.paths(
            [(layer.what, str(layer.path)) for layer in chosen], str(kept)
        ),
    )


@app.command("schema", epilog="Example: therapies schema > catalogue.schema.json")
def schema() -> None:
    """Print the JSON Schema of a catalogue, for editors."""
    from neuroplastic_cli.catalogue import schema as schemas

    console.write(schemas.text(), os.environ, page=False)


@app.command(
    "new", epilog="Example: therapies new therapy my-therapy > my-therapy.yaml"
)
def new(
    kind: Annotated[
        str, typer.Argument(metavar="KIND", help="therapy, condition, concept, source.")
    ],
    name: Annotated[
        str,
        typer.Argument(
            metavar="ID", help="Its id: lower-case letters, digits and single hyphens."
        ),
    ],
) -> None:
    """Print the skeleton of a new record, with every field explained."""
    from neuroplastic_cli.catalogue import skeleton

    chosen = choice(kind, skeleton.KINDS, "kind of record")
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", name):
        raise errors.UsageError(
            f"'{name}' is no id; write lower-case letters, digits and single hyphens"
        )
    text = skeleton.skeleton(chosen, name, datetime.date.today())  # noqa: DTZ011 - the writer's day
    console.write(text, os.environ, page=False)
