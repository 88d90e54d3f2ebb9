"""Make the README's pictures, the tables of docs/catalogue.md and the JSON Schema.

    python docs/make.py            writes them
    python docs/make.py --check    says which are not current; exit status 1 if any

The pictures show the program's own output, on the day the record was checked.
"""

from __future__ import annotations

import io
import sys
from pathlib import Path
from typing import TYPE_CHECKING, get_type_hints

from rich.console import Console
from rich.terminal_theme import MONOKAI
from rich.text import Text

from neuroplastic_cli.catalogue import model, schema, store
from neuroplastic_cli.pages import comparison, therapy
from neuroplastic_cli.pages.page import View
from neuroplastic_cli.writers import Sink, terminal

if TYPE_CHECKING:
    from neuroplastic_cli.document import Document

DOCS = Path(__file__).parent
SCHEMA = DOCS.parent / "src" / "neuroplastic_cli" / "schema.json"
MARK = "<!-- The tables below are made by docs/make.py from the records. -->\n"
WIDTH = 80
# No font is fetched: the picture asks nobody for anything.
SVG = """<svg class="rich-terminal" viewBox="0 0 {width} {height}" \
xmlns="http://www.w3.org/2000/svg" role="img" aria-label="TITLE">
<style>
.{unique_id}-matrix {{ font-family: ui-monospace, Menlo, Consolas, "DejaVu Sans Mono", \
monospace; font-size: {char_height}px; line-height: {line_height}px; }}
{styles}
</style>
<defs><clipPath id="{unique_id}-clip-terminal">
<rect x="0" y="0" width="{terminal_width}" height="{terminal_height}"/></clipPath>
{lines}</defs>
{chrome}
<g transform="translate({terminal_x}, {terminal_y})" \
clip-path="url(#{unique_id}-clip-terminal)">
{backgrounds}<g class="{unique_id}-matrix">{matrix}</g></g>
</svg>
"""


def picture(document: Document, command: str, lines: int) -> str:
    """Return the first *lines* of *document* in a terminal as SVG."""
    text = terminal.write(document, Sink(width=WIDTH, colour=True))
    shown = f"$ {command}\n" + "".join(text.splitlines(keepends=True)[:lines])
    console = Console(record=True, width=WIDTH, file=io.StringIO())
    console.print(Text.from_ansi(shown), end="")
    name = command.split()[1]
    return console.export_svg(
        title=command,
        theme=MONOKAI,
        code_format=SVG.replace("TITLE", command),
        unique_id=name,
    )


def pictures() -> dict[Path, str]:
    """Return the pictures of the README by their files."""
    shipped = store.open_store()
    emdr = shipped.therapy("emdr")
    tms = shipped.therapy("tms")
    depression = shipped.condition("depression")
    show = therapy.page(shipped, emdr, View(today=emdr.checked))
    view = View(today=emdr.checked, condition=depression)
    compare = comparison.page(shipped, [tms, emdr], view)
    command = "therapies compare tms emdr --for depression"
    return {
        DOCS / "pictures" / "show.svg": picture(show, "therapies show emdr", 40),
        DOCS / "pictures" / "compare.svg": picture(compare, command, 50),
    }


def tables() -> str:
    """Return a table of fields for each struct of a catalogue, in Markdown."""
    parts = []
    for struct in (model.File, *_structs()):
        required = {f.name for f in _fields(struct) if f.required}
        parts.append(f"\n### {struct.__name__}\n\n{struct.__doc__}\n")
        parts.append("| field | required | what it is |\n| --- | --- | --- |")
        parts += [
            f"| `{name}` | {'yes' if name in required else ''} | {text} |"
            for name, text in struct.field_docs.items()
        ]
    return "\n".join(parts) + "\n"


def _structs() -> list[type[model.Base]]:
    inner = {model.File, model.Catalogue, model.Block, model.Run}
    bases = {model.Record, model.Named, model.Reviewed, model.Sourced}
    return [
        value
        for value in vars(model).values()
        if isinstance(value, type)
        and issubclass(value, model.Base)
        and value.field_docs
        and value not in inner | bases
    ]


def _fields(struct: type[model.Base]) -> list[object]:
    import msgspec

    get_type_hints(struct)
    return list(msgspec.structs.fields(struct))


def main(arguments: list[str]) -> int:
    """Write what is made here, or say with `--check` what is not current."""
    page = DOCS / "catalogue.md"
    before = page.read_text(encoding="utf-8").partition(MARK)[0]
    made = {
        **pictures(),
        page: before + MARK + tables(),
        SCHEMA: schema.text(),
    }
    old = [
        path
        for path, text in made.items()
        if not path.exists() or path.read_text(encoding="utf-8") != text
    ]
    for path in old:
        if arguments == ["--check"]:
            print(f"{path} is not current; run 'python docs/make.py'", file=sys.stderr)
        else:
            path.write_text(made[path], encoding="utf-8")
    return 1 if old and arguments == ["--check"] else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
