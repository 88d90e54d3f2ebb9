"""Search: what is found, in what order, and that what is typed is only ever text."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from conftest import SMALL
from hypothesis import given, settings
from hypothesis import strategies as st

from neuroplastic_cli import cli
from neuroplastic_cli.pages.search import plain_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from neuroplastic_cli.catalogue.store import Store


def found(store: Store, *words: str, kind: str | None = None) -> list[str]:
    """Return the ids of what a search finds, in order."""
    return [hit.id for hit in store.search(words, kind).best]


def test_names_go_before_summaries_and_these_before_the_rest(shipped: Store) -> None:
    """The record that is called so comes first."""
    assert found(shipped, "emdr")[0] == "emdr"
    assert found(shipped, "sham")[0] == "sham"
    ids = found(shipped, "neuroplasticity")
    assert ids[0] == "neuroplasticity"
    assert len(ids) > 3


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("seizures", "tms"),
        ("SEIZURE", "tms"),
        ("psilo", "psychedelic-assisted-psychotherapy"),
        ("séizure", "tms"),
        ("dissociating", "dissociation"),
    ],
)
def test_word_forms_beginnings_and_accents(
    shipped: Store, typed: str, name: str
) -> None:
    """Endings, capitals and accents do not matter, and a beginning will do."""
    assert name in found(shipped, typed)


def test_all_words_must_be_there(shipped: Store) -> None:
    """Words may stand in one sentence, or only in the same record."""
    assert "tms" in found(shipped, "seizure", "coil")
    assert found(shipped, "seizure", "zzzzqq") == []


def test_only_one_kind(shipped: Store) -> None:
    """A search may be kept to one kind of record, or to the article."""
    hits = shipped.search(["ketamine"], "concepts").best
    assert {hit.kind for hit in hits} == {"concepts"}
    hits = shipped.search(["ketamine"], "article").best
    assert {hit.kind for hit in hits} == {"article"}


def test_the_words_stand_in_their_sentence(shipped: Store) -> None:
    """A hit shows whole sentences, and only those with the words."""
    hit = next(h for h in shipped.search(["seizure"]).best if h.id == "tms")
    assert "\x01" in hit.text
    assert "seizure" in plain_text(hit).lower()
    assert "\x01" not in plain_text(hit)


@pytest.mark.parametrize(
    "typed",
    ['"', "'", "*", "emdr*", '"emdr', "emdr OR", "NEAR(", "NOT", "a:b", "{x}", "^emdr"],
)
def test_what_is_typed_is_never_syntax(shipped: Store, typed: str) -> None:
    """Signs that mean something to the search engine mean nothing to the reader."""
    shipped.search(typed.split())


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=40))
def test_any_text_can_be_searched_for(small: Store, typed: str) -> None:
    """No text makes a search fail, undecodable bytes included."""
    small.search(typed.split())
    small.search([typed, "\udcff", "a\0b"])


def run(
    capsys: pytest.CaptureFixture[str], arguments: Sequence[str]
) -> tuple[int, str, str]:
    """Run the program on the small catalogue."""
    status = cli.run([*arguments, "--catalogue", str(SMALL)])
    return (status, *capsys.readouterr())


def test_the_page(capsys: pytest.CaptureFixture[str]) -> None:
    """The hit, its sentence, and the command that shows it."""
    status, out, err = run(capsys, ["search", "depression", "--in", "condition"])
    assert (status, err) == (0, "")
    assert out.startswith("'depression': ")
    assert "\nDepression (condition):\n" in out
    assert "\nTo read it: therapies show depression\n" in out


def test_nothing_found(capsys: pytest.CaptureFixture[str]) -> None:
    """Status 1, and the nearest words of the catalogue itself."""
    assert run(capsys, ["search", "wlaking"]) == (
        1,
        "",
        "therapies: nothing was found for 'wlaking'; did you mean 'walking'?\n",
    )
    assert run(capsys, ["search", "qqqq"]) == (
        1,
        "",
        "therapies: nothing was found for 'qqqq'; try other words\n",
    )


def test_json(capsys: pytest.CaptureFixture[str]) -> None:
    """One document: kind, id, sentence and command of each hit."""
    status, out, _ = run(capsys, ["search", "walk", "--format", "json"])
    assert status == 0
    document = json.loads(out)
    assert document["schema_version"] == 1
    assert list(document["hits"][0]) == ["kind", "id", "text", "show"]


def test_many_hits_are_counted_and_the_first_shown(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Twenty are shown; the page says how many more there are, and how to see them."""
    assert cli.run(["search", "trial"]) == 0
    out = capsys.readouterr().out
    assert out.count("To read it: ") == 20
    assert " more: --all shows them; a further word finds fewer.\n" in out
    assert cli.run(["search", "trial", "--all"]) == 0
    out = capsys.readouterr().out
    assert out.count("To read it: ") > 20
    assert " more: " not in out


def test_a_letter_is_a_word_and_no_beginning(shipped: Store) -> None:
    """Half of all words begin with it; only what has it as a word is found."""
    hits = shipped.search(["b"]).best
    assert all("\x01b\x02" in hit.text.lower() for hit in hits)


def test_the_article_is_searched(capsys: pytest.CaptureFixture[str]) -> None:
    """A section of the article is a hit, with the command that prints it."""
    assert cli.run(["search", "meadow"]) == 0
    out = capsys.readouterr().out
    assert "To read it: therapies article --section neuroplasticity\n" in out


def test_considerations_are_searched(capsys: pytest.CaptureFixture[str]) -> None:
    """A question or what an option asks is a hit, with the command that asks it."""
    status, out, _ = run(capsys, ["search", "weathers", "--in", "considerations"])
    assert status == 0
    assert out == (
        "'weathers': 1 record:\n"
        "\n"
        "What may matter: Out of doors:\n"
        "You walk in a park, in most weathers.\n"
        "To read it: therapies weigh --for CONDITION\n"
    )


def test_too_many_words(capsys: pytest.CaptureFixture[str]) -> None:
    """A search has at most twenty different words; the same one again costs nothing."""
    status, out, err = run(capsys, ["search", *(f"w{n}" for n in range(21))])
    assert (status, out) == (2, "")
    assert err == "therapies: these are too many words; search for at most 20\n"
    assert run(capsys, ["search", *["walk"] * 5000])[0] == 0
