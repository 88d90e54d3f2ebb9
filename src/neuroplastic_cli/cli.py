"""The door: options and help texts; parse, look up, make a page, hand it on.

Annotations are values here, not text: Typer reads them all at every start, and would
have to compile each of them first.
"""

import contextlib
import datetime
import functools
import inspect
import os
import re
from collections.abc import Callable, Sequence
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Annotated, Any, Literal, NamedTuple, overload

import typer

from neuroplastic_cli import __version__, console, errors
from neuroplastic_cli.catalogue import model, names, narrow, store

if TYPE_CHECKING:
    from neuroplastic_cli.document import Document
    from neuroplastic_cli.pages.page import View

_LOOKS: dict[str, Any] = {
    "name": "therapies",
    "rich_markup_mode": None,
    "pretty_exceptions_enable": False,
    "context_settings": {
        "help_option_names": ["-h", "--help"],
        "max_content_width": 100,
    },
}
app = typer.Typer(**_LOOKS)

_MOST_WORDS = 20
_UTF_8 = {"markdown", "html", "json"}
"""Formats for files and programs: UTF-8 whatever the locale."""
_COMPLETED = "_TYPER_COMPLETE_ARGS"
"""Where zsh and fish have the line that they complete; bash has it in COMP_WORDS."""
_FAULT = (
    "a fault of ours ({}); please report it, with the command you typed, in the issue "
    "tracker of neuroplastic-cli"
)

Format = Literal["terminal", "plain", "markdown", "html", "json"]
Style = Literal["text", "bibtex", "csl-json", "ris"]


_NAMED = ("therapies", "conditions", "concepts")


def _names_of(*kinds: str) -> Callable[[str], list[str]]:
    """Return what completes the ids of these kinds of records."""

    def complete(incomplete: str) -> list[str]:
        # A broken catalogue completes nothing; the command itself says why.
        with contextlib.suppress(errors.TherapiesError):
            opened = store.open_store()
            ids = [name for kind in kinds for name in opened.ids(kind)]
            return [name for name in ids if name.startswith(incomplete.lower())]
        return []

    return complete


# Options that several commands take.
Catalogues = Annotated[
    list[Path] | None,
    typer.Option(
        "--catalogue",
        metavar="PATH",
        help="A file or folder laid over the catalogue; may be repeated.",
    ),
]
All = Annotated[bool, typer.Option("--all", help="Show everything.")]
For = Annotated[
    str | None,
    typer.Option(
        "--for",
        metavar="CONDITION",
        help="Only what is for this condition.",
        autocompletion=_names_of("conditions"),
    ),
]
Place = Annotated[
    str | None,
    typer.Option(
        "--place",
        metavar="PLACE",
        help="Only what holds in this place: a country as two letters, or EU.",
    ),
]


class Output(NamedTuple):
    """What the options that every printing command takes say."""

    catalogues: Sequence[Path]
    format: Format
    terminal: console.Terminal
    pager: bool

    def open(self) -> store.Store:
        """Return the catalogue with the layers that were asked for."""
        return store.open_store(self.catalogues, console.patience)

    def give(
        self, page: Callable[[], "Document"], json: Callable[[ModuleType], str]
    ) -> None:
        """Write the *page*, or its *json* (made by `export`), as was asked for."""
        if self.format == "json":
            from neuroplastic_cli import export

            self.text(json(export))
            return
        self.text(self.write(page()))

    def write(self, document: "Document") -> str:
        """Return *document* in the format that was asked for."""
        from neuroplastic_cli.writers import writer

        return writer(self.format).write(document, self.terminal.sink)

    def text(self, text: str) -> None:
        """Write *text*."""
        page = self.pager and self.terminal.is_terminal
        console.write(text, os.environ, page=page, utf_8=self.format in _UTF_8)


def _default_format(terminal: console.Terminal) -> Format:
    return "terminal" if terminal.is_terminal else "plain"


def _output(
    catalogue: Catalogues = None,
    format_: Annotated[
        Format | None,
        typer.Option(
            "--format",
            help="How to print; by default terminal, and plain into a pipe.",
            show_default=False,
        ),
    ] = None,
    color: Annotated[
        console.Colour, typer.Option("--color", help="Whether to use colour.")
    ] = "auto",
    width: Annotated[
        int | None,
        typer.Option(
            "--width", min=20, max=1000, metavar="N", help="Columns to print in."
        ),
    ] = None,
    no_pager: Annotated[
        bool, typer.Option("--no-pager", help="Do not use a pager.")
    ] = False,
) -> Output:
    """Return what the options that every printing command takes say."""
    terminal = console.look(os.environ, color, width)
    chosen = format_ or _default_format(terminal)
    return Output(catalogue or (), chosen, terminal, pager=not no_pager)


_SHARED = inspect.signature(_output).parameters


def _printing(command: Callable[..., None]) -> Callable[..., None]:
    """Give *command* the options of output; it gets them as `Output`, first."""
    own = inspect.signature(command).parameters

    @functools.wraps(command)
    def wrapper(**given: Any) -> None:
        output = _output(**{name: given.pop(name) for name in _SHARED})
        command(output, **given)

    parameters = [*list(own.values())[1:], *_SHARED.values()]
    wrapper.__signature__ = inspect.Signature(  # type: ignore[attr-defined]
        [p.replace(kind=p.KEYWORD_ONLY) for p in parameters]
    )
    wrapper.__annotations__ = {p.name: p.annotation for p in parameters}
    return wrapper


def _version(asked: bool) -> None:  # noqa: FBT001 - Typer calls it
    if asked:
        catalogue = store.open_shipped(console.patience)
        newest = max(record.checked for record in catalogue.therapies)
        text = f"therapies {__version__}, catalogue checked {newest}\n"
        console.write(text, os.environ, page=False)
        raise typer.Exit


@app.callback(
    invoke_without_command=True,
    epilog="Try: therapies show emdr; therapies compare tms emdr --for depression; "
    "therapies COMMAND --help",
)
def _start(
    context: typer.Context,
    _version: Annotated[
        bool,
        typer.Option(
            "--version",
            callback=_version,
            is_eager=True,
            help="Show the version of the program and the date of the catalogue.",
        ),
    ] = False,
) -> None:
    """Explain mental-health therapies that draw on the brain's ability to change.

    In plain words, with honest numbers and a source for every statement. It informs,
    it does not advise. In a crisis: therapies crisis.
    """
    if context.invoked_subcommand is None:
        from neuroplastic_cli.pages import start

        terminal = console.look(os.environ)
        output = Output((), _default_format(terminal), terminal, pager=False)
        output.text(output.write(start.page(output.open())))


@app.command("list", epilog="Example: therapies list --for ptsd")
@_printing
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

    what = _choice(what, store.SINGULAR, "kind of record")
    if what != "therapies" and not (for_ is kind is None):
        raise errors.UsageError(
            f"'--for' and '--kind' go with therapies, not with {what}; leave them out"
        )
    catalogue = output.open()
    condition = _condition(catalogue, for_)
    found = list(getattr(catalogue, what))
    if condition:
        found = catalogue.options(condition)
    if kind is not None:
        from neuroplastic_cli.pages.words import KINDS

        kind = _choice(kind, KINDS, "kind of therapy")
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
            [_narrowed(catalogue, each, condition, None) for each in found],
        ),
    )


@app.command(epilog="Examples: therapies show emdr; therapies show tms --section harms")
@_printing
def show(  # noqa: PLR0913, PLR0917 - the options of the command
    output: Output,
    name: Annotated[
        list[str],
        typer.Argument(
            metavar="NAME...",
            help="The name of any record; words may stand unquoted.",
            autocompletion=_names_of(*_NAMED),
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
    code = _place(place)
    condition = _condition(catalogue, for_, code)
    singular = store.SINGULAR[found.kind]
    if found.kind != "therapies" and (section or condition):
        raise errors.UsageError(
            f"'{' '.join(name)}' is a {singular}; only the page of a therapy takes "
            "'--section' and '--for'"
        )
    view = _view(
        output, whole=all_, sections=_sections(section), condition=condition, place=code
    )
    output.give(
        lambda: _record_page(catalogue, found, view),
        lambda export: export.record(
            catalogue, singular, _narrowed(catalogue, found.record, condition, code)
        ),
    )


@app.command(epilog="Examples: therapies compare; therapies compare tms --for ptsd")
@_printing
def compare(
    output: Output,
    name: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[NAME]...",
            help="Therapies; by default those of the article and, with '--for', those "
            "that a guideline advises for the condition.",
            autocompletion=_names_of("therapies"),
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
    code = _place(place)
    condition = _condition(catalogue, for_, code)
    if name:
        therapies: list[Any] = [catalogue.find(n, "therapies").record for n in name]
    elif condition:
        therapies = comparison.options(catalogue, condition, code, every=all_)
    else:
        therapies = catalogue.of_the_article()
    view = _view(output, whole=all_, condition=condition, place=code)
    output.give(
        lambda: comparison.page(catalogue, therapies, view, usual=not name),
        lambda export: export.comparison(
            catalogue,
            condition,
            [
                _narrowed(catalogue, therapy, condition, code)
                for therapy in comparison.with_no_treatment(catalogue, therapies)
            ],
        ),
    )


@app.command(
    epilog="Examples: therapies weigh --for ptsd; therapies weigh tms --for ocd"
)
@_printing
def weigh(
    output: Output,
    for_: Annotated[
        str,
        typer.Option(
            "--for",
            metavar="CONDITION",
            help="The condition that there is something to decide on.",
            autocompletion=_names_of("conditions"),
        ),
    ],
    name: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[NAME]...",
            help="Therapies; by default the options for the condition.",
            autocompletion=_names_of("therapies"),
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
    options = named or catalogue.options(condition)
    therapies = comparison.with_no_treatment(catalogue, options)
    if answers is None:
        said = _asked(output, catalogue, condition, therapies)
    else:
        said = _answered(answers, [each.id for each in catalogue.considerations])
    found = pages.considerations(catalogue, condition, therapies, said)
    view = _view(output, whole=all_, condition=condition)
    output.give(
        lambda: pages.sheet(catalogue, therapies, found, said, view),
        lambda export: export.sheet(catalogue, condition, therapies, found, said),
    )


def _asked(
    output: Output,
    catalogue: store.Store,
    condition: model.Condition,
    therapies: Sequence[model.Therapy],
) -> dict[str, str]:
    """Return what a person says in a terminal, by the ids of considerations."""
    from neuroplastic_cli.catalogue.answers import typed
    from neuroplastic_cli.pages import weigh as pages

    asking = output._replace(pager=False)
    if output.format not in {"terminal", "plain"}:
        asking = asking._replace(format=_default_format(output.terminal))
    found = pages.considerations(catalogue, condition, therapies, {})
    asking.text(asking.write(pages.opening(catalogue, condition, len(found))))
    said: dict[str, str] = {}
    for number, each in enumerate(found, 1):
        page = pages.question(catalogue, each, f"{number} of {len(found)}")
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


@app.command(epilog="Example: therapies changes --since 2026-06-01")
@_printing
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

    day = _day(since)
    catalogue = output.open()
    found = pages.found(catalogue, day)
    output.give(
        lambda: pages.page(catalogue, found, day),
        lambda export: export.changes(found),
    )


@app.command(epilog="Example: therapies article --section emdr --checked")
@_printing
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
    view = _view(output, sections=tuple(section or ()), checked=checked)
    output.give(
        lambda: pages.page(catalogue, found, view),
        lambda export: export.article(
            catalogue, pages.narrowed(catalogue, found, view)
        ),
    )


@app.command(epilog="Example: therapies search side effects --in therapies")
@_printing
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
    chosen = None if kind is None else _choice(kind, kinds, "kind of record")
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


@app.command(epilog="Example: therapies paths")
@_printing
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


@app.command(epilog="Example: therapies schema > catalogue.schema.json")
def schema() -> None:
    """Print the JSON Schema of a catalogue, for editors."""
    from neuroplastic_cli.catalogue import schema as schemas

    console.write(schemas.text(), os.environ, page=False)


@app.command(epilog="Example: therapies new therapy my-therapy > my-therapy.yaml")
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

    chosen = _choice(kind, skeleton.KINDS, "kind of record")
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", name):
        raise errors.UsageError(
            f"'{name}' is no id; write lower-case letters, digits and single hyphens"
        )
    text = skeleton.skeleton(chosen, name, datetime.date.today())  # noqa: DTZ011 - the writer's day
    console.write(text, os.environ, page=False)


@app.command(epilog="Example: therapies cite emdr tms --style bibtex > therapies.bib")
def cite(
    name: Annotated[
        list[str],
        typer.Argument(
            metavar="NAME...",
            help="The names of any records, quoted where needed.",
            autocompletion=_names_of(*_NAMED),
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


@app.command(
    epilog="Example: therapies handout tms emdr --for depression --output handout.html"
)
def handout(  # noqa: PLR0913, PLR0917 - the options of the command
    name: Annotated[
        list[str],
        typer.Argument(
            metavar="NAME...",
            help="Therapies, quoted where needed.",
            autocompletion=_names_of("therapies"),
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
    code = _place(place)
    condition = _condition(opened, for_ or pages.shared_condition(therapies), code)
    today = datetime.date.today()  # noqa: DTZ011 - the reader's day
    view = View(today=today, on_paper=True, place=code)
    page = pages.page(opened, options, condition, view, worksheet=worksheet)
    printed = printing.printed(page, target.format, large=large_print)
    if target.path is None:
        console.write(printed.decode(), os.environ, page=False, utf_8=True)
    else:
        printing.save(printed, target.path)


@app.command(epilog="Example: therapies site public")
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


@app.command(epilog="Examples: therapies about; therapies about --standards")
@_printing
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


@app.command(epilog="Example: therapies crisis --place CA")
@_printing
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
    code = _place(place)
    kept = [each for each in lines if code is None or words.covers(each.place, code)]
    output._replace(pager=False).give(
        lambda: pages.page(kept, code), lambda export: export.crisis(kept)
    )


@app.command(epilog="Example: therapies check my-therapies.yaml")
@_printing
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


def _view(output: Output, **given: Any) -> "View":
    from neuroplastic_cli.pages.page import View

    on_paper = output.format in {"markdown", "html"}
    today = datetime.date.today()  # noqa: DTZ011 - the reader's day
    return View(today=today, on_paper=on_paper, **given)


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


@overload
def _condition(
    catalogue: store.Store, name: str, place: str | None = None
) -> model.Condition: ...
@overload
def _condition(
    catalogue: store.Store, name: str | None, place: str | None = None
) -> model.Condition | None: ...
def _condition(
    catalogue: store.Store, name: str | None, place: str | None = None
) -> model.Condition | None:
    """Return the condition *name*, without what does not hold in *place*."""
    if name is None:
        return None
    condition = catalogue.condition(catalogue.find(name, "conditions").record.id)
    return narrow.to_place(condition, place) if place else condition


def _place(name: str | None) -> str | None:
    """Return the code of the place *name*: a code, or the name of one we know."""
    from neuroplastic_cli.pages.words import PLACES

    if name is None:
        return None
    known = {names.fold(v): k for k, v in PLACES.items()} | {"uk": "GB"}
    code = known.get(names.fold(name), name.upper())
    if not re.fullmatch("[A-Za-z]{2}", code, re.ASCII) or not name.isascii():
        raise errors.UsageError(
            f"'{name}' is not a place; give a country as two letters, such as US, or EU"
        )
    return code


def _day(text: str | None) -> datetime.date | None:
    if text is None:
        return None
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        raise errors.UsageError(f"'{text}' is not a date; write it as YYYY-MM-DD")
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        raise errors.UsageError(
            f"'{text}' is no day of the calendar; correct it"
        ) from None


def _sections(given: list[str] | None) -> tuple[str, ...]:
    from neuroplastic_cli.pages.therapy import SECTIONS

    return tuple(_choice(name, SECTIONS, "section") for name in given or ())


def _choice(given: str, known: Any, what: str) -> str:
    """Return which of the *known* words is meant by the one *given*."""
    wanted = names.fold(given)
    for word in known:
        if wanted in {names.fold(word), names.fold(store.SINGULAR.get(word, word))}:
            return str(word)
    hint = names.nearest(wanted, known) or f"there are {', '.join(known)}"
    raise errors.UsageError(f"there is no {what} '{given}'; {hint}")


def _narrowed(
    catalogue: store.Store,
    record: Any,
    condition: model.Condition | None,
    place: str | None,
) -> Any:
    if condition:
        ids = {condition.id, *(part.id for part in catalogue.parts(condition))}
        record = narrow.to_conditions(record, ids)
    return narrow.to_place(record, place) if place else record


def _needed(arguments: Sequence[str]) -> typer.Typer:
    """Return the program with the one command that *arguments* begin with, or whole.

    Typer makes all the commands that it is given, which takes as long as a page. A
    shell that completes a word gives the line in its environment.
    """
    completed = os.environ.get("COMP_WORDS") or os.environ.get(_COMPLETED, "")
    words = arguments or completed.split()[1:2]
    first = words[0] if words else ""
    asked = [each for each in app.registered_commands if _name(each) == first]
    if not asked:
        return app
    needed = typer.Typer(**_LOOKS)
    needed.registered_callback = app.registered_callback
    needed.registered_commands = asked
    return needed


def _name(command: Any) -> str:
    return command.name or str(command.callback.__name__)


def run(arguments: Sequence[str]) -> int:  # noqa: PLR0911 - a status an error
    """Run the program with *arguments*; return its exit status."""
    console.mark_closed()
    command = typer.main.get_command(_needed(arguments))
    try:
        status = command.main(
            list(arguments), prog_name="therapies", standalone_mode=False
        )
    except errors.TherapiesError as error:
        console.say_error(f"therapies: {error}")
        return error.status
    except typer.TyperException as error:
        console.say_error(f"therapies: {_usage(error)}")
        return 2
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        return console.gone()
    except OSError as error:
        # Typer writes help itself; what we write has its own error.
        console.say_error(f"therapies: {console.unwritten(error)}")
        return console.gone(errors.OutputError.status)
    except Exception as error:  # noqa: BLE001 - never a traceback
        console.say_error(f"therapies: {_FAULT.format(_where(error))}")
        return 70
    return status if isinstance(status, int) else 0


def _usage(error: Any) -> str:
    """Return Typer's own complaint as one sentence that says what to do."""
    said = error.format_message().strip().rstrip(".")
    said = f"{said[:1].lower()}{said[1:]}".replace(". Did you mean", "; did you mean")
    said = re.sub(r" \(Possible options: (.*)\)", r"; did you mean \1?", said)
    path = getattr(getattr(error, "ctx", None), "command_path", None) or "therapies"
    return f"{said} (see '{path} --help')"


def _where(error: Exception) -> str:
    frame = error.__traceback__
    while frame and frame.tb_next:
        frame = frame.tb_next
    name = type(error).__name__
    if frame is None:
        return name
    file = os.path.basename(frame.tb_frame.f_code.co_filename)  # noqa: PTH119
    return f"{name} in {file} line {frame.tb_lineno}"
