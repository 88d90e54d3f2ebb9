"""What commands share: their options, how they print, and what a word stands for.

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

from neuroplastic_cli import console, errors
from neuroplastic_cli.catalogue import model, names, narrow, store

if TYPE_CHECKING:
    from neuroplastic_cli.document import Document
    from neuroplastic_cli.pages.page import View

Format = Literal["terminal", "plain", "markdown", "html", "json"]
NAMED = ("therapies", "conditions", "concepts")
_UTF_8 = {"markdown", "html", "json"}
"""Formats for files and programs: UTF-8 whatever the locale."""


def names_of(*kinds: str) -> Callable[[str], list[str]]:
    """Return what completes the ids of these kinds of records."""

    def complete(incomplete: str) -> list[str]:
        # A broken catalogue completes nothing; the command itself says why.
        with contextlib.suppress(errors.TherapiesError):
            opened = store.open_store()
            ids = [name for kind in kinds for name in opened.ids(kind)]
            return [name for name in ids if name.startswith(incomplete.lower())]
        return []

    return complete


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
        autocompletion=names_of("conditions"),
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


def default_format(terminal: console.Terminal) -> Format:
    """Return how to print where nobody said how."""
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
    chosen = format_ or default_format(terminal)
    return Output(catalogue or (), chosen, terminal, pager=not no_pager)


_SHARED = inspect.signature(_output).parameters


def printing(command: Callable[..., None]) -> Callable[..., None]:
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


def view_of(output: Output, **given: Any) -> "View":
    """Return how much to show, today, in the format that was asked for."""
    from neuroplastic_cli.pages.page import View

    on_paper = output.format in {"markdown", "html"}
    today = datetime.date.today()  # noqa: DTZ011 - the reader's day
    return View(today=today, on_paper=on_paper, **given)


@overload
def condition_of(
    catalogue: store.Store, name: str, place: str | None = None
) -> model.Condition: ...


@overload
def condition_of(
    catalogue: store.Store, name: str | None, place: str | None = None
) -> model.Condition | None: ...


def condition_of(
    catalogue: store.Store, name: str | None, place: str | None = None
) -> model.Condition | None:
    """Return the condition *name*, without what does not hold in *place*."""
    if name is None:
        return None
    condition = catalogue.condition(catalogue.find(name, "conditions").record.id)
    return narrow.to_place(condition, place) if place else condition


def place_of(name: str | None) -> str | None:
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


def day_of(text: str | None) -> datetime.date | None:
    """Return the day that *text* is, as YYYY-MM-DD."""
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


def choice(given: str, known: Any, what: str) -> str:
    """Return which of the *known* words is meant by the one *given*."""
    wanted = names.fold(given)
    for word in known:
        if wanted in {names.fold(word), names.fold(store.SINGULAR.get(word, word))}:
            return str(word)
    hint = names.nearest(wanted, known) or f"there are {', '.join(known)}"
    raise errors.UsageError(f"there is no {what} '{given}'; {hint}")


def narrowed(
    catalogue: store.Store,
    record: Any,
    condition: model.Condition | None,
    place: str | None,
) -> Any:
    """Return *record* with what holds for *condition*, and in *place*."""
    if condition:
        return narrow.to_condition(catalogue, record, condition, place)
    return narrow.to_place(record, place) if place else record
