"""The article's Markdown: what is parsed, and what is refused."""

from __future__ import annotations

import pytest

from neuroplastic_cli.catalogue.markdown import MarkdownError, cited, parse
from neuroplastic_cli.catalogue.model import Block, Run

ALLOWED = "paragraphs, *emphasis*, **strong**, flat lists and https links"


def paragraph(*runs: Run) -> tuple[Block, ...]:
    """Return the blocks of a body that is one paragraph."""
    return (Block(kind="paragraph", items=(runs,)),)


def test_paragraphs() -> None:
    """A blank line parts paragraphs; a line end within one is a space."""
    assert parse("One\ntwo.\n\nThree.  \nFour.\\\nFive.\n") == (
        Block(kind="paragraph", items=((Run(text="One two."),),)),
        Block(kind="paragraph", items=((Run(text="Three. Four. Five."),),)),
    )


def test_emphasis() -> None:
    """Emphasis and strong text nest and end where they end."""
    assert parse("a *b **c*** d __e *f*__ g") == paragraph(
        Run(text="a "),
        Run(text="b ", emphasis=True),
        Run(text="c", emphasis=True, strong=True),
        Run(text=" d "),
        Run(text="e ", strong=True),
        Run(text="f", strong=True, emphasis=True),
        Run(text=" g"),
    )


def test_links() -> None:
    """A link keeps its address, on text of any style, and as its own text."""
    assert parse("[a *b*](https://e.org/c) <https://e.org>") == paragraph(
        Run(text="a ", link="https://e.org/c"),
        Run(text="b", emphasis=True, link="https://e.org/c"),
        Run(text=" "),
        Run(text="https://e.org", link="https://e.org"),
    )


def test_lists() -> None:
    """Lists are bullets or numbers, between paragraphs, their items inline."""
    assert parse("a\n\n- b *c*\n- d\n\n1. e\n2. f\n\ng") == (
        Block(kind="paragraph", items=((Run(text="a"),),)),
        Block(
            kind="bullets",
            items=(
                (Run(text="b "), Run(text="c", emphasis=True)),
                (Run(text="d"),),
            ),
        ),
        Block(kind="numbers", items=((Run(text="e"),), (Run(text="f"),))),
        Block(kind="paragraph", items=((Run(text="g"),),)),
    )


def test_two_paragraphs_of_an_item_stay_apart() -> None:
    """The words of two paragraphs in one item do not run together."""
    assert parse("- a\n\n  b\n") == (
        Block(kind="bullets", items=((Run(text="a"), Run(text=" "), Run(text="b")),)),
    )


def test_citations() -> None:
    """A citation, alone or with others, also over a line end, is a run of its own."""
    blocks = parse("a [@b-1] c [@d;\n@e]. *f [@g; @h;@i]*")
    assert blocks == paragraph(
        Run(text="a "),
        Run(cites=("b-1",)),
        Run(text=" c "),
        Run(cites=("d", "e")),
        Run(text=". "),
        Run(text="f ", emphasis=True),
        Run(cites=("g", "h", "i")),
    )
    assert list(cited(blocks)) == ["b-1", "d", "e", "g", "h", "i"]


def test_what_is_no_markup_stays_as_typed() -> None:
    """Escapes, entities, brackets, bars and addresses without brackets are text."""
    text = r"\*a\* &amp; [b] | c | 2 * 3 * 4 a_b_c me@e.org https://e.org ~~d~~"
    assert parse(text) == paragraph(
        Run(
            text="*a* & [b] | c | 2 * 3 * 4 a_b_c me@e.org https://e.org ~~d~~",
        )
    )


@pytest.mark.parametrize(
    ("body", "name", "line"),
    [
        ("# a", "heading", 1),
        ("a\n\nb\n---", "heading", 3),
        ("> a", "blockquote", 1),
        ("```\na\n```", "fence", 1),
        ("a\n\n    b", "code block", 3),
        ("a\n\n***", "hr", 3),
        ("<div>a</div>", "html block", 1),
        ("<!-- a -->", "html block", 1),
        ("a <b>c</b>", "html inline", 1),
        ("a\n\n`b`", "code inline", 3),
        ("![a](https://e.org/b.png)", "image", 1),
        ("| a |\n| --- |\n| b |", "table", 1),
        ("- a\n  - b", "bullet list", 2),
        ("- a\n\n  1. b", "ordered list", 3),
        ("- > a", "blockquote", 1),
    ],
)
def test_what_is_refused(body: str, name: str, line: int) -> None:
    """Anything else is named, with its line, and with what is allowed."""
    with pytest.raises(MarkdownError) as caught:
        parse(body)
    assert str(caught.value) == (
        f"a body holds only {ALLOWED}, not this ({name} in line {line} of the text)"
    )


@pytest.mark.parametrize(
    ("body", "what"),
    [
        (
            "[a](http://e.org)",
            (
                "a link must begin with https://, not as 'http://e.org'; "
                "write the whole address"
            ),
        ),
        (
            "[a](/b)",
            "a link must begin with https://, not as '/b'; write the whole address",
        ),
        (
            "[a](https:///b)",
            (
                "a link must begin with https://, not as 'https:///b'; "
                "write the whole address"
            ),
        ),
        (
            "<me@e.org>",
            (
                "a link must begin with https://, not as 'mailto:me@e.org'; "
                "write the whole address"
            ),
        ),
        ("[a](https://e.org 'b')", "a link has no title; delete 'b'"),
        (
            "[a]\n\n[a]: https://e.org",
            (
                "write the address of a link in its place, as [words](https://...), "
                "not in a line of its own"
            ),
        ),
        (
            "a [@B]",
            "'[@B]' is no citation; write [@source-id] or [@one; @two]",
        ),
        (
            "a [@b, @c] d",
            "'[@b, @c] d' is no citation; write [@source-id] or [@one; @two]",
        ),
        (
            "a [@b, p. 3, and a remark that goes on and on and on]",
            (
                "'[@b, p. 3, and a remark that goes on and' is no citation; "
                "write [@source-id] or [@one; @two]"
            ),
        ),
    ],
)
def test_what_would_lose_text_is_refused(body: str, what: str) -> None:
    """Links and citations that would not come out as meant say what to write."""
    with pytest.raises(MarkdownError) as caught:
        parse(body)
    assert str(caught.value) == what


@pytest.mark.parametrize(
    ("unit", "refused"),
    [
        ("*a", False),
        ("[", False),
        ("**a", False),
        ("[@a]", False),
        ("![", False),
        ("<", False),
        ("> ", True),
        ("- ", True),
        ("`a`", True),
        ("[a](", False),
    ],
)
def test_a_long_body_raises_nothing_else(unit: str, *, refused: bool) -> None:
    """A body of nothing but markup, closed or not, is parsed or refused."""
    body = unit * (5_000 // len(unit))
    if refused:
        with pytest.raises(MarkdownError, match="a body holds only"):
            parse(body)
    else:
        assert len(parse(body)) == 1
