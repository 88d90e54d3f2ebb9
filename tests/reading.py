"""Reading Markdown and HTML back as a reader would see them."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import TYPE_CHECKING

from markdown_it import MarkdownIt

if TYPE_CHECKING:
    from collections.abc import Iterator

    from markdown_it.token import Token

_UNSEEN = {"script", "style", "title"}


def from_markdown(text: str) -> str:
    """Return what a reader of the Markdown *text* sees, tables included."""
    tokens = MarkdownIt("commonmark").enable("table").parse(text)
    return "\n".join(_seen(tokens))


def _seen(tokens: list[Token]) -> Iterator[str]:
    for token in tokens:
        if token.type == "inline":
            yield "".join(
                "" if child.type.startswith("html") else child.content
                for child in token.children or ()
            )
        elif token.type == "fence":
            yield token.content


class _Seen(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.unseen = 0
        self.tags: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self.unseen += tag in _UNSEEN

    def handle_endtag(self, tag: str) -> None:
        self.unseen -= tag in _UNSEEN

    def handle_data(self, data: str) -> None:
        if not self.unseen:
            self.parts.append(data)


def from_html(text: str) -> str:
    """Return what a reader of the HTML *text* sees."""
    seen = _Seen()
    seen.feed(text)
    return "".join(seen.parts)


def tags(text: str) -> list[tuple[str, dict[str, str | None]]]:
    """Return the elements of the HTML *text* with their attributes, in order."""
    seen = _Seen()
    seen.feed(text)
    return seen.tags
