"""Commands to read: list, show, compare, article, search."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from neuroplastic_cli import console, errors
from neuroplastic_cli.catalogue import names, narrow, store
from neuroplastic_cli.cli.common import (
    NAMED,
    All,
    For,
    Output,
    Place,
    choice,
    condition_of,
    names_of,
    narrowed,
    place_of,
    printing,
    view_of,
)

if TYPE_CHECKING:
    from neuroplastic_cli.document import Document
    from neuroplastic_cli.pages.page import View


app = typer.Typer()


_MOST_WORDS = 20


@app.command("list", epilog="Example: therapies list --for ptsd")
@printing
def list_(
    output: Output,
    what: Annotated[
        str,
        typer.Argument(
            metavar="[therapies|concepts|conditions|sources]", show_default=False
        ),
    ] = "therapies",
    for_: For = None,
    kind: Annotated[
        str | None,
        typer.Option("--kind", metavar="KIND", help="Only therapies of this kind."),
    ] = None,
) -> None:
    """List what is in the catalogue, one row each."""
    from neuroplastic_cli.pages import listing

    what = choice(what, store.SINGULAR, "kind of record")
    if what != "therapies" and not (for_ is kind is None):
        raise errors.UsageError(
            f"'--for' and '--kind' go with therapies, not with {what}; leave them out"
        )
    catalogue = output.open()
    condition = condition_of(catalogue, for_)
    found = list(getattr(catalogue, what))
    if condition:
        found = catalogue.options(condition)
    if kind is not None:
        from neuroplastic_cli.pages.words import KINDS

        kind = choice(kind, KINDS, "kind of therapy")
        found = [therapy for therapy in found if therapy.kind == kind]
    output.give(
        lambda: (
            listing.therapies(catalogue, found, condition)
            if what == "therapies"
            else getattr(listing, what)(catalogue, found)
        ),
        lambda export: export.records(
            catalogue,
            what,
            [narrowed(catalogue, each, condition, None) for each in found],
        ),
    )


@app.command(
    "show", epilog="Examples: therapies show emdr; therapies show tms --section harms"
)
@printing
def show(  # noqa: PLR0913, PLR0917 - the options of the command
    output: Output,
    name: Annotated[
        list[str],
        typer.Argument(
            metavar="NAME...",
            help="The name of any record; words may stand unquoted.",
            autocompletion=names_of(*NAMED),
        ),
    ],
    section: Annotated[
        list[str] | None,
        typer.Option(
            "--section", metavar="S", help="Only this section, whole; may be repeated."
        ),
    ] = None,
    all_: All = False,
    for_: For = None,
    place: Place = None,
) -> None:
    """Show a therapy, condition, concept or source."""
    catalogue = output.open()
    found = _found(catalogue, name)
    code = place_of(place)
    condition = condition_of(catalogue, for_, code)
    singular = store.SINGULAR[found.kind]
    if found.kind != "therapies" and (section or condition):
        raise errors.UsageError(
            f"'{' '.join(name)}' is a {singular}; only the page of a therapy takes "
            "'--section' and '--for'"
        )
    view = view_of(
        output, whole=all_, sections=_sections(section), condition=condition, place=code
    )
    output.give(
        lambda: _record_page(catalogue, found, view),
        lambda export: export.record(
            catalogue, singular, narrowed(catalogue, found.record, condition, code)
        ),
    )


@app.command(
    "compare", epilog="Examples: therapies compare; therapies compare tms --for ptsd"
)
@printing
def compare(
    output: Output,
    name: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[NAME]...",
            help="Therapies; by default those of the article and, with '--for', those "
            "that a guideline advises for the condition.",
            autocompletion=names_of("therapies"),
        ),
    ] = None,
    for_: For = None,
    all_: Annotated[
        bool,
        typer.Option("--all", help="Show everything; without names, of every option."),
    ] = False,
    place: Place = None,
) -> None:
    """Set therapies side by side, always with no new treatment."""
    from neuroplastic_cli.pages import comparison

    catalogue = output.open()
    code = place_of(place)
    condition = condition_of(catalogue, for_, code)
    if name:
        therapies: list[Any] = [catalogue.find(n, "therapies").record for n in name]
    elif condition:
        therapies = comparison.options(catalogue, condition, code, every=all_)
    else:
        therapies = catalogue.of_the_article()
    view = view_of(output, whole=all_, condition=condition, place=code)
    output.give(
        lambda: comparison.page(catalogue, therapies, view, usual=not name),
        lambda export: export.comparison(
            catalogue,
            condition,
            [
                narrowed(catalogue, therapy, condition, code)
                for therapy in comparison.with_no_treatment(catalogue, therapies)
            ],
        ),
    )


@app.command("article", epilog="Example: therapies article --section emdr --checked")
@printing
def article(
    output: Output,
    section: Annotated[
        list[str] | None,
        typer.Option(
            "--section",
            metavar="S",
            help="Only this section: its id, or a name of what it is about.",
        ),
    ] = None,
    checked: Annotated[
        bool,
        typer.Option("--checked", help="Show how each claim of the original stands."),
    ] = False,
) -> None:
    """Read the article on neuroplasticity and the therapies."""
    from neuroplastic_cli.pages import article as pages

    catalogue = output.open()
    found = catalogue.article
    if found is None:
        raise errors.UsageError(
            "this catalogue has no article; leave out '--catalogue' to read the "
            "shipped one"
        )
    view = view_of(output, sections=tuple(section or ()), checked=checked)
    output.give(
        lambda: pages.page(catalogue, found, view),
        lambda export: export.article(
            catalogue, pages.narrowed(catalogue, found, view)
        ),
    )


@app.command("search", epilog="Example: therapies search side effects --in therapies")
@printing
def search(
    output: Output,
    words: Annotated[
        list[str],
        typer.Argument(metavar="WORDS...", help="What to look for; always plain text."),
    ],
    kind: Annotated[
        str | None,
        typer.Option(
            "--in",
            metavar="KIND",
            help="Only in therapies, conditions, concepts, sources, considerations or "
            "article.",
        ),
    ] = None,
    all_: All = False,
) -> None:
    """Find words in all records, the best hits first."""
    from neuroplastic_cli.pages import search as pages

    catalogue = output.open()
    kinds = (*store.SINGULAR, "considerations", "article")
    chosen = None if kind is None else choice(kind, kinds, "kind of record")
    asked = " ".join(words)
    if len(set(asked.split())) > _MOST_WORDS:
        raise errors.UsageError(
            f"these are too many words; search for at most {_MOST_WORDS}"
        )
    most = None if all_ or output.format == "json" else pages.SHOWN
    hits = catalogue.search(asked.split(), chosen, most)
    if not hits.total:
        close = names.nearest_word(asked, catalogue.vocabulary())
        hint = f"did you mean '{close}'?" if close else "try other words"
        console.say_error(f"therapies: nothing was found for '{asked}'; {hint}")
        raise typer.Exit(1)
    output.give(
        lambda: pages.page(catalogue, asked, hits),
        lambda export: export.hits(
            {**hit._asdict(), "text": pages.plain_text(hit), "show": pages.command(hit)}
            for hit in hits.best
        ),
    )


def _record_page(
    catalogue: store.Store, found: store.Found, view: "View"
) -> "Document":
    record: Any = found.record
    if found.kind == "therapies":
        from neuroplastic_cli.pages import therapy

        return therapy.page(catalogue, record, view)
    if found.kind == "conditions":
        from neuroplastic_cli.pages import condition

        if view.place:
            record = narrow.to_place(record, view.place)
        return condition.page(catalogue, record, view)
    if found.kind == "concepts":
        from neuroplastic_cli.pages import concept

        return concept.page(catalogue, record, view)
    from neuroplastic_cli.pages import source

    return source.page(catalogue, record)


def _found(catalogue: store.Store, words: list[str]) -> store.Found:
    try:
        return catalogue.find(" ".join(words))
    except errors.UnknownNameError:
        if len(words) > 1 and all(catalogue.answers(w, "therapies") for w in words):
            raise errors.UnknownNameError(
                f"'show' prints one record; to set these side by side type 'therapies "
                f"compare {' '.join(words)}'"
            ) from None
        raise


def _sections(given: list[str] | None) -> tuple[str, ...]:
    from neuroplastic_cli.pages.therapy import SECTIONS

    return tuple(choice(name, SECTIONS, "section") for name in given or ())
