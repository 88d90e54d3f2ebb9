"""Markdown: what a reader of it sees is what was said, in tables too."""

from __future__ import annotations

import pytest
import reading

from neuroplastic_cli import document as doc
from neuroplastic_cli.writers import Sink, markdown


def written(*blocks: doc.Block) -> str:
    """Return *blocks* as Markdown."""
    return markdown.write(doc.Document("A page", blocks), Sink())


@pytest.mark.parametrize(
    ("said", "text"),
    [
        ("2 * 3 * 4", r"2 \* 3 \* 4"),
        ("# not a heading", r"\# not a heading"),
        ("1. not an item", r"1\. not an item"),
        ("- not an item", r"\- not an item"),
        ("10:100:1000", r"10\:100:1000"),
        ("<b> & [x](y) `z` a_b ~c~ $d$", None),
        ("line\none\ttwo", "line one two"),
    ],
)
def test_text_reads_as_it_was_typed(said: str, text: str | None) -> None:
    """Nothing in a text is markup."""
    page = written(doc.Paragraph(doc.line(said)))
    if text:
        assert page == f"{text}\n"
    assert reading.from_markdown(page) == doc.flat(said)


def test_a_table_survives_bars_and_line_breaks() -> None:
    """Each row stays a row, each cell a cell."""
    rows = (
        (doc.line("a|b"), doc.line("c\nd")),
        (doc.line("`e|f`"), doc.line("| g |")),
    )
    page = written(doc.Table("Cells", ("One", "Two"), rows))
    assert page == (
        "**Cells**\n"
        "\n"
        "| One | Two |\n"
        "| --- | --- |\n"
        r"| a\|b | c d |" + "\n"
        r"| \`e\|f\` | \| g \| |" + "\n"
    )
    assert reading.from_markdown(page).splitlines() == [
        *("Cells", "One", "Two", "a|b", "c d", "`e|f`", "| g |"),
    ]


def test_a_command_is_code() -> None:
    """Backticks in it do not end it."""
    page = written(doc.Paragraph((doc.Span("show `x`", "command"),)))
    assert page == "`` show `x` ``\n"
    assert reading.from_markdown(page) == "show `x`"


def test_a_link_shows_its_address() -> None:
    """Words stand before their address; an address stands once."""
    words = doc.Span("the paper", link="https://example.org/a_b")
    address = doc.Span("https://example.org", link="https://example.org")
    assert written(doc.Paragraph((words, doc.Span(" "), address))) == (
        "the paper (<https://example.org/a_b>) <https://example.org>\n"
    )


def test_a_picture_of_a_hundred() -> None:
    """Four rows of 25 below the words that say the same."""
    group = doc.Group("Walking", 26, "26 of 100, 74 not")
    page = written(doc.Chances(doc.line("Well."), 100, (group,), "26 of 100."))
    assert page == (
        "Well.\n\n- **Walking:** 26 of 100, 74 not\n\n  ```text\n"
        f"  {'▮' * 25}\n  ▮{'▯' * 24}\n  {'▯' * 25}\n  {'▯' * 25}\n  ```\n\n"
        "26 of 100.\n"
    )


def test_a_forest_is_a_table() -> None:
    """Each trial in a row, the two sides in the header."""
    row = doc.Whisker("Ito 2019", 3, -1, 7, "3 more (1 fewer to 7 more)")
    page = written(doc.Forest("well", "well", (row,)))
    assert page == (
        "| Trial | Fewer well, more well |\n| --- | --- |\n"
        "| Ito 2019 | 3 more (1 fewer to 7 more) |\n"
    )
