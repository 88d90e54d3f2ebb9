"""The article's Markdown, parsed into blocks when a catalogue is compiled."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from markdown_it import MarkdownIt

from neuroplastic_cli.catalogue.model import Block, Run
from neuroplastic_cli.catalogue.read import refused

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from markdown_it.token import Token

_CITATION = re.compile(r"\[(@[a-z0-9-]+(?:; ?@[a-z0-9-]+)*)\]")
_ADDRESS = re.compile(r"https://[A-Za-z0-9]")
_KINDS = {"bullet_list_open": "bullets", "ordered_list_open": "numbers"}
_TEXTS = {"text", "softbreak", "hardbreak"}
_SILENT = {"paragraph_open", "paragraph_close", "list_item_close"}
_ALLOWED = "paragraphs, *emphasis*, **strong**, flat lists and https links"


class MarkdownError(ValueError):
    """A body that holds more than the format allows."""


def parse(body: str) -> tuple[Block, ...]:
    """Return *body* as blocks; raise MarkdownError for what the format lacks."""
    blocks: list[Block] = []
    items: list[tuple[Run, ...]] = []
    kind = "paragraph"
    # Tables are on so that they are refused, not printed as a row of bars.
    env: dict[str, object] = {}
    for token in MarkdownIt("commonmark").enable("table").parse(body, env):
        if token.type in _KINDS and kind == "paragraph":
            kind, items = _KINDS[token.type], []
        elif token.type.endswith("_list_close"):
            blocks.append(Block(kind=kind, items=tuple(items)))  # type: ignore[arg-type]
            kind = "paragraph"
        elif token.type == "inline" and kind == "paragraph":
            blocks.append(Block(kind="paragraph", items=(_runs(token),)))
        elif token.type == "inline":
            gap = (Run(text=" "),) if items[-1] else ()
            items[-1] += gap + _runs(token)
        elif token.type == "list_item_open":
            items.append(())
        elif token.type not in _SILENT:
            raise MarkdownError(_too_much(token))
    if env.get("references"):
        what = "write the address of a link in its place, as [words](https://...)"
        raise MarkdownError(f"{what}, not in a line of its own")
    return tuple(blocks)


def cited(blocks: Sequence[Block]) -> Iterator[str]:
    """Yield the ids that *blocks* cite, in order."""
    for block in blocks:
        for item in block.items:
            for run in item:
                yield from run.cites


def _too_much(token: Token, around: Token | None = None) -> str:
    name = token.type.removesuffix("_open").replace("_", " ")
    place = token.map or (around and around.map)
    line = f" in line {place[0] + 1} of the text" if place else ""
    return f"a body holds only {_ALLOWED}, not this ({name}{line})"


def _runs(inline: Token) -> tuple[Run, ...]:
    runs: list[Run] = []
    text = ""
    strong = emphasis = 0
    link: str | None = None
    for token in inline.children or []:
        if token.type in _TEXTS:
            text += token.content if token.type == "text" else " "
            continue
        runs += _split(text, strong=strong > 0, emphasis=emphasis > 0, link=link)
        text = ""
        if token.type in {"strong_open", "strong_close"}:
            strong += token.nesting
        elif token.type in {"em_open", "em_close"}:
            emphasis += token.nesting
        elif token.type == "link_open":
            link = _address(token)
        elif token.type == "link_close":
            link = None
        else:
            raise MarkdownError(_too_much(token, inline))
    runs += _split(text, strong=strong > 0, emphasis=emphasis > 0, link=link)
    return tuple(runs)


def _address(token: Token) -> str:
    address = str(token.attrs["href"])
    if not _ADDRESS.match(address):
        what = f"a link must begin with https://, not as '{address}'"
        raise MarkdownError(f"{what}; write the whole address")
    if title := token.attrs.get("title"):
        raise MarkdownError(f"a link has no title; delete '{title}'")
    return address


def _split(
    text: str, *, strong: bool, emphasis: bool, link: str | None
) -> Iterator[Run]:
    """Yield *text* as runs of one style, its citations as runs of their own."""
    for index, part in enumerate(_CITATION.split(text)):
        if index % 2:
            yield Run(cites=tuple(re.findall(r"[a-z0-9-]+", part)))
        elif "[@" in part:
            what = f"'{part[part.index('[@') :][:40]}' is no citation"
            raise MarkdownError(f"{what}; write [@source-id] or [@one; @two]")
        elif what := refused(part):  # written as an entity, or as %1B in an address
            raise MarkdownError(what)
        elif part:
            yield Run(text=part, strong=strong, emphasis=emphasis, link=link)
