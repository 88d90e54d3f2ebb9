"""The door: parse, look up, make a page, hand it on; and what an error becomes."""

import importlib
import os
import re
from collections.abc import Sequence
from typing import Annotated, Any

import typer

from neuroplastic_cli import __version__, console, errors
from neuroplastic_cli.catalogue import store
from neuroplastic_cli.cli.common import Output, default_format

_COMMANDS = {
    "reading": ("list", "show", "compare", "article", "search"),
    "deciding": ("weigh", "handout"),
    "trust": ("about", "crisis"),
    "keeping": ("changes", "cite", "site", "check", "paths", "schema", "new"),
}
"""The modules that have the commands: only that of the one asked for is imported."""
_COMPLETED = "_TYPER_COMPLETE_ARGS"
"""Where zsh and fish have the line that they complete; bash has it in COMP_WORDS."""
_FAULT = (
    "a fault of ours ({}); please report it, with the command you typed, in the issue "
    "tracker of neuroplastic-cli"
)


def _version(asked: bool) -> None:  # noqa: FBT001 - Typer calls it
    if asked:
        catalogue = store.open_shipped(console.patience)
        newest = max(record.checked for record in catalogue.therapies)
        text = f"therapies {__version__}, catalogue checked {newest}\n"
        console.write(text, os.environ, page=False)
        raise typer.Exit


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
        output = Output((), default_format(terminal), terminal, pager=False)
        output.text(output.write(start.page(output.open())))


def _program(arguments: Sequence[str]) -> typer.Typer:
    """Return the program with the one command that *arguments* begin with, or whole.

    Typer makes all the commands that it is given, which takes as long as a page. A
    shell that completes a word gives the line in its environment.
    """
    program = typer.Typer(
        name="therapies",
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        context_settings={
            "help_option_names": ["-h", "--help"],
            "max_content_width": 100,
        },
    )
    program.callback(
        invoke_without_command=True,
        epilog="Try: therapies show emdr; therapies compare tms emdr --for depression; "
        "therapies COMMAND --help",
    )(_start)
    completed = os.environ.get("COMP_WORDS") or os.environ.get(_COMPLETED, "")
    words = arguments or completed.split()[1:2]
    first = words[0] if words else ""
    holding = [module for module, known in _COMMANDS.items() if first in known]
    for module in holding or _COMMANDS:
        commands = importlib.import_module(f"neuroplastic_cli.cli.{module}").app
        program.registered_commands += [
            each
            for each in commands.registered_commands
            if not holding or each.name == first
        ]
    return program


def run(arguments: Sequence[str]) -> int:  # noqa: PLR0911 - a status an error
    """Run the program with *arguments*; return its exit status."""
    console.mark_closed()
    command = typer.main.get_command(_program(arguments))
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
