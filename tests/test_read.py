"""Reading: text to plain data, and the wall against hostile input."""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from neuroplastic_cli.catalogue import check, read
from neuroplastic_cli.catalogue.read import (
    Mapping,
    Problem,
    Scalar,
    Sequence,
    read_file,
    read_text,
)

if TYPE_CHECKING:
    from neuroplastic_cli.catalogue.model import Catalogue

SMALL = (Path(__file__).parent / "catalogues" / "valid" / "small.yaml").read_bytes()
PARSERS = ["CLoader", "Loader"]


@pytest.fixture(params=PARSERS)
def parser(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Read with libyaml's parser, then with PyYAML's own."""
    monkeypatch.setattr(read, "_Loader", getattr(yaml, request.param))


def problems(data: bytes) -> list[str]:
    """Return the problems of a file that holds *data*, as lines."""
    return [str(problem) for problem in read_text(data, "f.yaml")[1]]


@pytest.mark.usefixtures("parser")
def test_plain_data_keeps_line_and_column() -> None:
    """Every scalar, list and mapping, and every key, knows where it stands."""
    root, found = read_text(b"a: x\nb:\n  - y\n  - {c: z}\n", "f.yaml")
    assert found == []
    assert root == Mapping(
        {
            "a": Scalar("x", 1, 4),
            "b": Sequence(
                [
                    Scalar("y", 3, 5),
                    Mapping({"c": Scalar("z", 4, 9)}, {"c": Scalar("c", 4, 6)}, 4, 5),
                ],
                3,
                3,
            ),
        },
        {"a": Scalar("a", 1, 1), "b": Scalar("b", 2, 1)},
        1,
        1,
    )


@pytest.mark.parametrize(
    "typed",
    ["no", "~", "null", "3:1", "010", "12:30:45", "2026-11-22", "1_000", ".inf", "="],
)
@pytest.mark.usefixtures("parser")
def test_nothing_is_converted(typed: str) -> None:
    """What YAML 1.1 takes for a number, a date or nothing stays as it was typed."""
    root, found = read_text(f"a: {typed}\n".encode(), "f.yaml")
    assert found == []
    assert root is not None
    assert root.entries["a"] == Scalar(typed, 1, 4)


@pytest.mark.usefixtures("parser")
def test_columns_count_characters() -> None:
    """A column is a number of characters, not of bytes; a byte order mark is none."""
    assert problems("\ufeff日本: &a x\n".encode()) == [
        "f.yaml:1:5: 日本: an anchor (&) is not allowed; delete it"
    ]


def test_a_broken_byte_is_found_after_a_byte_order_mark() -> None:
    """The place of a byte that is not UTF-8 is given in lines and characters."""
    assert problems("\ufeffa: b\nü: ".encode() + b"\xff") == [
        "f.yaml:2:4: the file is not UTF-8 here; save it as UTF-8"
    ]


def test_an_encoded_surrogate_is_not_utf_8() -> None:
    """A lone surrogate in bytes is refused, as every strict decoder does."""
    assert problems(b"a: \xed\xa0\x80\n") == [
        "f.yaml:1:4: the file is not UTF-8 here; save it as UTF-8"
    ]


@pytest.mark.parametrize("escape", [r'"\ud800"', r'"\udfff"', r'"\U0000d800"'])
def test_an_escaped_surrogate_is_refused(
    escape: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A lone surrogate does not get in as an escape: not past libyaml, nor past us."""
    monkeypatch.setattr(read, "_Loader", yaml.CLoader)
    complaint = "found invalid Unicode character escape code"
    assert complaint in problems(f"a: {escape}\n".encode())[0]
    monkeypatch.setattr(read, "_Loader", yaml.Loader)
    code = escape[-5:-1].upper()
    what = f"the character U+{code} can hide text or act on a terminal; delete it"
    assert problems(f"a: {escape}\n".encode()) == [f"f.yaml:1:4: a: {what}"]


@pytest.mark.parametrize("name", PARSERS)
@pytest.mark.parametrize("escape", [r'"\U00110000"', r'"\UFFFFFFFF"'])
def test_an_escape_beyond_unicode_is_a_problem(
    escape: str, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """PyYAML's own parser lets Python's errors out there; they become a problem."""
    monkeypatch.setattr(read, "_Loader", getattr(yaml, name))
    [problem] = read_text(f"a: {escape}\n".encode(), "f.yaml")[1]
    assert problem.unreadable
    assert str(problem).startswith(
        "f.yaml:1:7: this is not YAML: found invalid Unicode character escape code "
        if name == "CLoader"
        else "f.yaml:1:1: this is not YAML: "
    )


@pytest.mark.parametrize(
    ("name", "complaint"),
    [
        (
            "CLoader",
            "found character that cannot start any token (while scanning for the next "
            "token from line 2)",
        ),
        (
            "Loader",
            r"found character '\t' that cannot start any token (while scanning for the "
            "next token)",
        ),
    ],
)
def test_what_the_parser_says_comes_with_what_to_do(
    name: str, complaint: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each parser words it in its own way; PyYAML's own leaves a place out here."""
    monkeypatch.setattr(read, "_Loader", getattr(yaml, name))
    assert problems(b"a:\n\tb: c\n") == [
        f"f.yaml:2:1: this is not YAML: {complaint}; indent with spaces, and put other "
        "text between quotes"
    ]


def test_an_error_of_python_itself_is_said() -> None:
    """What went wrong below PyYAML's own parser stands in the problem."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(read, "_Loader", yaml.Loader)
        assert problems(b'a: "\\U00110000"\n') == [
            "f.yaml:1:1: this is not YAML: chr() arg not in range(0x110000); check the "
            "quotes, the brackets and the indentation here and above"
        ]


REFUSED = [
    *map(chr, [*range(0x09), *range(0x0B, 0x0D), *range(0x0E, 0x20)]),
    *map(chr, range(0x7F, 0xA0)),
    *("\u2028", "\u2029", "\u202a", "\u202b", "\u202c", "\u202d", "\u202e"),
    *("\u2066", "\u2067", "\u2068", "\u2069", "\ufffe", "\uffff"),
]


@pytest.mark.parametrize("character", REFUSED, ids=lambda c: f"{ord(c):04X}")
@pytest.mark.usefixtures("parser")
def test_a_character_that_can_act_is_refused(character: str) -> None:
    """It is refused wherever it stands, comments too, at its own line and column."""
    code = f"U+{ord(character):04X}"
    what = f"the character {code} can hide text or act on a terminal; delete it"
    text = f"a: x{character}y\nb: z # {character}\n"
    assert problems(text.encode()) == [f"f.yaml:1:5: {what}", f"f.yaml:2:8: {what}"]
    escaped = f'a: "\\u{ord(character):04x}"\n'
    assert problems(escaped.encode()) == [f"f.yaml:1:4: a: {what}"]


@pytest.mark.usefixtures("parser")
def test_a_lone_carriage_return_is_refused() -> None:
    """It would take a terminal's cursor back; before a newline it is a line end."""
    what = "the character U+000D can hide text or act on a terminal; delete it"
    assert problems(b"a: x\ry\r\nb: z\r\n") == [f"f.yaml:1:5: {what}"]


@pytest.mark.usefixtures("parser")
def test_newline_tab_and_other_scripts_are_kept() -> None:
    """What is harmless comes through: tabs, joiners, emoji, right-to-left text."""
    text = "tab\there 👩\u200d🔬 שלום é e\u0301"
    root, found = read_text(f"a: |\n  {text}\n  two\n".encode(), "f.yaml")
    assert found == []
    assert root is not None
    assert root.entries["a"] == Scalar(f"{text}\ntwo\n", 1, 4)


@pytest.mark.usefixtures("parser")
def test_reading_finds_all_problems_at_once() -> None:
    """One walk reports each thing that is refused, in the order of the file."""
    text = b"a: &x 1\nb: *x\nc: !!int 3\na: 4\n? [d]\n: 5\ne: \x07\n--- {}\n"
    assert sorted(problems(text)) == [
        "f.yaml:1:4: a: an anchor (&) is not allowed; delete it",
        "f.yaml:2:4: b: an alias (*) is not allowed; write the value out",
        "f.yaml:3:4: c: a tag (!) is not allowed; delete it",
        "f.yaml:4:1: the key 'a' stands twice, first on line 1; delete one",
        (
            "f.yaml:5:3: a key must be one word, not a list or keys with values; "
            "put a text between quotes"
        ),
        (
            "f.yaml:7:4: the character U+0007 can hide text or act on a terminal; "
            "delete it"
        ),
        "f.yaml:8:1: a second document begins here; one file holds one document",
    ]


@pytest.mark.usefixtures("parser")
def test_a_path_leads_from_the_root() -> None:
    """It names each key and, from one on, each place in a list on the way."""
    text = b"a:\n  - b: &x c\n  - {&y d: e}\n  - {f: [{g: 1, g: 2}]}\n"
    assert problems(text) == [
        "f.yaml:2:8: a[1].b: an anchor (&) is not allowed; delete it",
        "f.yaml:3:6: a[2]: an anchor (&) is not allowed; delete it",
        (
            "f.yaml:4:17: a[3].f[1]: the key 'g' stands twice, first on line 4; "
            "delete one"
        ),
    ]


@pytest.mark.usefixtures("parser")
def test_an_alias_leaves_a_text_in_its_place() -> None:
    """So what else is wrong there is told with the place of the alias."""
    root, _ = read_text(b"a: b\nc: *d\n", "f.yaml")
    assert root is not None
    assert root.entries["c"] == Scalar("*", 2, 4)


@pytest.mark.usefixtures("parser")
def test_a_key_below_another_may_not_be_a_list() -> None:
    """A key that is no scalar is refused at any depth, and its value is read on."""
    assert problems(b"a:\n  ? {b: c}\n  : &d e\n") == [
        "f.yaml:3:5: a: an anchor (&) is not allowed; delete it",
        (
            "f.yaml:2:5: a: a key must be one word, not a list or keys with values; "
            "put a text between quotes"
        ),
    ]


@pytest.mark.usefixtures("parser")
def test_a_problem_is_one_line() -> None:
    """A key with a line end, or a very long one, does not break the line up."""
    fits, long = "k" * 60, "k" * 61
    text = f'"a\\n b": &x 1\n{fits}: &y 2\n{long}: &z 3\n'
    assert problems(text.encode()) == [
        "f.yaml:1:10: a b: an anchor (&) is not allowed; delete it",
        f"f.yaml:2:63: {fits}: an anchor (&) is not allowed; delete it",
        f"f.yaml:3:64: {'k' * 57}...: an anchor (&) is not allowed; delete it",
    ]


@pytest.mark.usefixtures("parser")
def test_a_character_that_can_act_is_named_in_a_key() -> None:
    """What a path repeats of the file cannot act on a terminal."""
    assert problems(b'"a\\u202eb": &x 1\n') == [
        (
            "f.yaml:1:1: the character U+202E can hide text or act on a terminal; "
            "delete it"
        ),
        "f.yaml:1:13: aU+202Eb: an anchor (&) is not allowed; delete it",
    ]


@pytest.mark.usefixtures("parser")
def test_what_follows_a_refused_character_keeps_its_place() -> None:
    """The character is replaced by one other, so that columns stay what they were."""
    assert problems("a: \u202e\u202e\nb\u202ec: &x 1\n".encode()) == [
        *(
            f"f.yaml:{where}: the character U+202E can hide text or act on a terminal; "
            "delete it"
            for where in ("1:4", "2:2")
        ),
        "f.yaml:2:6: b\ufffdc: an anchor (&) is not allowed; delete it",
    ]


@pytest.mark.usefixtures("parser")
def test_the_deepest_nesting_that_is_allowed() -> None:
    """The root is the first level, and thirty-two are allowed."""
    assert problems(b"a: " + b"[" * 31 + b"]" * 31 + b"\n") == []
    assert problems(b"a: " + b"[" * 29 + b"{b: c}" + b"]" * 29 + b"\n") == []
    assert problems(b"a: " + b"[" * 32 + b"]" * 32 + b"\n") == [
        "f.yaml:1:35: nested more than 32 deep; flatten it"
    ]


@pytest.mark.parametrize(
    "unit",
    ["[", "[\n", "{", "{a: ", "- ", "? ", "[? ", "[{", "{[a]: ", "[a,", "!a [", "&a ["],
)
@pytest.mark.usefixtures("parser")
def test_very_deep_nesting_is_refused_quickly(unit: str) -> None:
    """200,000 levels neither crash the program nor keep it busy."""
    start = time.perf_counter()
    root, found = read_text(unit.encode() * 200_000, "f.yaml")
    assert time.perf_counter() - start < 20
    assert root is None
    assert "nest" in found[-1].what
    assert found[-1].what.endswith("; flatten it")


def test_a_bomb_of_aliases_is_refused_before_it_expands() -> None:
    """Nine levels of nine aliases each are 81 problems, not 400 million values."""
    rows = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    rows += [f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 9)}]" for i in range(1, 10)]
    start = time.perf_counter()
    found = problems("\n".join(rows).encode())
    assert time.perf_counter() - start < 5
    assert len([line for line in found if "an alias (*)" in line]) == 81
    assert len([line for line in found if "an anchor (&)" in line]) == 10


def test_what_is_not_yaml_is_unreadable() -> None:
    """Syntax, encoding and control characters are; what YAML allows is not."""
    broken = (b"a: [", b"a: \xff", b"a: \x00", "a: \uffff".encode())
    flags = {
        data: [problem.unreadable for problem in read_text(data, "f.yaml")[1]]
        for data in (*broken, b"", b"- a", b"a: *b", "a: \u202e".encode(), b"a: b")
    }
    assert flags == {
        **{data: [True] for data in broken},
        b"": [False],
        b"- a": [False],
        b"a: *b": [False],
        "a: \u202e".encode(): [False],
        b"a: b": [],
    }


def test_too_little_memory_is_a_problem(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is one line; `test_hostile.py` has files that take more than there is."""

    def exhausted(*_: object, **__: object) -> None:
        raise MemoryError

    monkeypatch.setattr(yaml, "parse", exhausted)
    [problem] = read_text(b"a: b\n", "f.yaml")[1]
    what = "there is not enough memory to read the file; split it"
    assert problem == Problem("f.yaml", 1, 1, "", what, unreadable=True)


def refusal(path: Path) -> str:
    """Return the one problem of the file at *path*, which cannot be read."""
    root, found = read_file(path, "f.yaml")
    assert root is None
    assert [problem.unreadable for problem in found] == [True]
    return str(found[0])


def test_a_file_is_read(tmp_path: Path) -> None:
    """A file gives what its bytes give, under the name it goes by."""
    (tmp_path / "a.yaml").write_bytes(b"a: &b c\n")
    assert read_file(tmp_path / "a.yaml", "x") == read_text(b"a: &b c\n", "x")


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    """A file that vanished after the folder was listed is a problem, no crash."""
    assert refusal(tmp_path / "a.yaml") == (
        "f.yaml:1:1: the file cannot be read (No such file or directory); check its "
        "path and mode"
    )


def test_a_file_that_vanishes_before_it_is_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """So is one that goes between the look at it and the opening."""
    file = tmp_path / "a.yaml"
    file.write_bytes(b"format: 1\n")
    status = file.stat()
    file.unlink()
    monkeypatch.setattr(Path, "stat", lambda *_, **__: status)
    assert refusal(file) == (
        "f.yaml:1:1: the file cannot be read (No such file or directory); check its "
        "path and mode"
    )


def test_a_file_without_permission(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file that may not be read says so; the tests may run as root, so pretend."""
    file = tmp_path / "a.yaml"
    file.write_bytes(b"format: 1\n")

    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    assert refusal(file) == (
        "f.yaml:1:1: the file cannot be read (Permission denied); check its path and "
        "mode"
    )


@pytest.mark.parametrize("name", ["a\0.yaml", "a\ud800.yaml"], ids=["nul", "surrogate"])
def test_a_name_that_no_file_can_have(name: str) -> None:
    """A path that the system cannot even be asked for is a problem, no crash."""
    assert refusal(Path(name)).startswith("f.yaml:1:1: the file cannot be read (")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no FIFOs")
def test_a_fifo_is_refused_without_waiting(tmp_path: Path) -> None:
    """Opening it would wait for a writer for ever; it is not opened."""
    os.mkfifo(tmp_path / "a.yaml")
    assert refusal(tmp_path / "a.yaml") == (
        "f.yaml:1:1: this is not a regular file; name a YAML file"
    )


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="no such device here")
def test_a_device_is_refused() -> None:
    """A device that never ends is not read."""
    assert refusal(Path("/dev/zero")) == (
        "f.yaml:1:1: this is not a regular file; name a YAML file"
    )


def test_a_folder_is_refused(tmp_path: Path) -> None:
    """A folder that is named as a file is not read."""
    assert refusal(tmp_path) == (
        "f.yaml:1:1: this is not a regular file; name a YAML file"
    )


def test_a_file_that_is_too_large(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Up to the limit is read, one byte more is not, whatever size it says it has."""
    file = tmp_path / "a.yaml"
    file.write_bytes(b"a: bcdef\n")
    assert read.MAX_BYTES == 64 * 1024 * 1024
    monkeypatch.setattr(read, "MAX_BYTES", 9)
    assert read_file(file, "f.yaml")[1] == []
    monkeypatch.setattr(read, "MAX_BYTES", 8)
    assert refusal(file) == "f.yaml:1:1: the file is over 64 MiB; split it"


def catalogue(data: bytes) -> tuple[Catalogue, list[Problem]]:
    """Return *data* as a catalogue, with all its problems."""
    root, found = read_text(data, "f.yaml")
    layer = check.read_layer([("f.yaml", root)] if root else [], found)
    return check.combine([layer], found), found


EDITS = st.lists(
    st.tuples(
        st.integers(0, len(SMALL)),
        st.integers(0, 12),
        st.one_of(
            st.binary(max_size=8),
            st.sampled_from(SMALL.split()),
            st.sampled_from(
                [b"", b" ", b"\n", b": ", b"- ", b"[", b"{", b"*", b"&a ", b"!", b'"']
            ),
        ),
    ),
    min_size=1,
    max_size=4,
)


@pytest.mark.parametrize("name", PARSERS)
def test_mutated_bytes_give_problems_or_a_catalogue(name: str) -> None:
    """Whatever becomes of a file, nothing is raised, and what is accepted is valid."""
    import msgspec

    from neuroplastic_cli.catalogue.model import Catalogue

    @settings(max_examples=200 if name == "CLoader" else 30, deadline=None)
    @given(EDITS)
    def holds(edits: list[tuple[int, int, bytes]]) -> None:
        data = SMALL
        for start, length, new in edits:
            data = data[:start] + new + data[start + length :]
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(read, "_Loader", getattr(yaml, name))
            whole, found = catalogue(data)
        for problem in found:
            assert str(problem).startswith(f"f.yaml:{problem.line}:{problem.column}: ")
            assert len(str(problem).splitlines()) == 1
            assert 1 <= problem.line <= data.count(b"\n") + 2
        if not found:
            plain = msgspec.to_builtins(whole)
            assert msgspec.convert(plain, Catalogue) == whole

    holds()


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=200))
def test_arbitrary_bytes_give_problems_or_a_catalogue(data: bytes) -> None:
    """Bytes that are no catalogue at all have a problem, and raise nothing."""
    _, found = catalogue(data)
    assert found
