"""The JSON Schema for editors: generated, current, and of one mind with `check`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import editor
import jsonschema
import pytest
import yaml

import neuroplastic_cli
from neuroplastic_cli.catalogue import model, schema

EXAMPLES = Path(__file__).parent / "catalogues"
VALID = sorted((EXAMPLES / "valid").glob("*.yaml"))
INVALID = sorted((EXAMPLES / "invalid").glob("*.yaml"))
DATA = sorted((Path(__file__).parents[1] / "data").glob("*.yaml"))

# Examples that `check` refuses and a schema cannot, by the reason.
UNSEEN = {
    "what reading refuses, before there is a value": {
        "alias",
        "anchor",
        "bidi-in-a-comment",
        "bidi-override",
        "control-character",
        "control-character-escaped",
        "duplicate-key",
        "line-separator",
        "not-utf-8",
        "nul",
        "key-a-list",
        "tag",
        "two-documents",
        "utf-16",
        # not YAML at all
        "bad-indent",
        "colon-in-text",
        "open-bracket",
        "open-quote",
        "surrogate-escaped",
        "tab-indent",
    },
    "a reference that leads nowhere": {
        "article-about-unknown",
        "article-citation-unknown",
        "condition-unknown",
        "consideration-condition-unknown",
        "consideration-option-condition-unknown",
        "consideration-source-unknown",
        "consideration-therapy-unknown",
        "consideration-variant-unknown",
        "harm-trial-unknown",
        "levels-by-unknown",
        "part-of-unknown",
        "read-in-unknown",
        "harm-condition-unknown",
        "statement-condition-unknown",
        "untreated-condition-unknown",
        "regulation-condition-unknown",
        "see-also-unknown",
        "source-misspelt",
        "source-unknown",
        "trial-for-another-condition",
        "variant-not-named",
        "variant-unknown",
    },
    "a name that is taken, or must not be its own": {
        "alias-taken",
        "article-section-twice",
        "consideration-therapy-and-condition-twice",
        "consideration-therapy-twice",
        "consideration-twice",
        "headline-harm-twice",
        "headline-twice",
        "id-in-two-kinds",
        "id-twice",
        "name-taken-by-a-source",
        "part-of-a-part",
        "part-of-itself",
        "trial-id-twice",
        "trial-id-twice-in-two-records",
    },
    "a day that is not in the calendar, or before another": {
        "impossible-as-of",
        "impossible-date",
        "review-before-check",
    },
    "a sum, or a number against another": {"answers-too-long", "events-over-total"},
    "Markdown inside a text": {
        "article-citation-misspelt",
        "article-code",
        "article-heading",
        "article-html",
        "article-link-by-reference",
        "article-link-http",
        "article-link-title",
        "article-nested-list",
        "article-table",
    },
    "an integer to YAML, whatever zeros it begins with": {"integer-octal"},
}


SEEN = [p for p in INVALID if p.stem not in set().union(*UNSEEN.values())]


@pytest.fixture(scope="module")
def made() -> dict[str, Any]:
    """Return the schema."""
    return schema.schema()


def read(path: Path) -> Any:
    """Return a file's values as an editor reads them."""
    return editor.read(path.read_text(encoding="utf-8"))


def test_it_is_a_schema(made: dict[str, Any]) -> None:
    """It is valid JSON Schema 2020-12, and for editors that know only draft 7."""
    jsonschema.Draft202012Validator.check_schema(made)
    jsonschema.Draft7Validator.check_schema(made)


def test_the_packaged_file_is_current() -> None:
    """The file in the wheel is what the records say; `docs/make.py` writes it."""
    packaged = Path(neuroplastic_cli.__file__).with_name("schema.json")
    assert packaged.read_text(encoding="utf-8") == schema.text()


def test_the_text_is_stable() -> None:
    """The JSON has its keys in order, and ends with a line end."""
    text = schema.text()
    assert text == schema.text()
    assert json.loads(text) == schema.schema()
    assert text.startswith('{\n  "$defs": {\n    "About": {\n')
    assert text.endswith("}\n")


def test_every_struct_is_strict_and_explained(made: dict[str, Any]) -> None:
    """No struct takes an unknown key, and each field says what it is."""
    defs = made["$defs"]
    structs = {n: d for n, d in defs.items() if d.get("type") == "object"}
    assert {"File", "Therapy", "Condition", "Concept", "Source"} <= structs.keys()
    for name, struct in structs.items():
        docs = getattr(model, name).field_docs
        assert struct["additionalProperties"] is False
        said = {f: p["description"] for f, p in struct["properties"].items()}
        assert said == docs, name


@pytest.mark.parametrize("path", VALID + DATA, ids=lambda path: path.stem)
def test_it_finds_nothing_wrong_with_what_is_valid(
    path: Path, made: dict[str, Any]
) -> None:
    """What `check` passes it passes; but to an editor a bare `~` is no text."""
    expected = ["$.sources[0].publisher"] if path.stem == "typed" else []
    assert editor.errors(made, read(path)) == expected


def test_a_tilde_in_quotes_is_text(made: dict[str, Any]) -> None:
    """So there is a way to write one that all agree on."""
    text = (EXAMPLES / "valid" / "typed.yaml").read_text(encoding="utf-8")
    value = editor.read(text.replace(" ~,", ' "~",'))
    assert editor.errors(made, value) == []


@pytest.mark.parametrize("path", SEEN, ids=lambda path: path.stem)
def test_it_refuses_what_is_invalid(path: Path, made: dict[str, Any]) -> None:
    """What `check` refuses for its shape it refuses."""
    assert editor.errors(made, read(path)) != []


@pytest.mark.parametrize("name", sorted(set().union(*UNSEEN.values())))
def test_what_it_cannot_see_is_listed_rightly(name: str, made: dict[str, Any]) -> None:
    """An example on the list cannot be read, or has nothing wrong to the schema."""
    try:
        value = read(EXAMPLES / "invalid" / f"{name}.yaml")
    except (yaml.YAMLError, UnicodeDecodeError):
        return
    assert editor.errors(made, value) == []


def test_the_lists_hold_no_stranger() -> None:
    """Every name on the lists is an example, and most examples are seen."""
    assert set().union(*UNSEEN.values()) <= {p.stem for p in INVALID}
    assert len(SEEN) >= 60


@pytest.mark.parametrize(
    ("name", "where"),
    [
        ("course-missing", ["$.therapies[0]"]),
        ("answer-missing", ["$.therapies[0].in_short"]),
        ("summary-too-long", ["$.therapies[0].summary.says"]),
        ("answer-too-long", ["$.therapies[0].in_short.help.says"]),
        ("levels-apart", ["$.therapies[0].uses[0].certainty.level"]),
        ("second-arm-without-kind", ["$.therapies[0].trials"]),
        ("regulation-without-says", ["$.therapies[0].regulation[0]"] * 2),
        ("author-of-two-sorts", ["$.sources[0].author[0]"]),
        ("source-without-address", ["$.sources[0]"]),
        ("crisis-line-without-address", ["$.crisis_lines[0]"]),
        ("empty-value", ["$.title"]),
        ("bad-date", ["$.sources[0].checked"]),
        ("consideration-says-nothing", ["$.considerations[0].options[0]"] * 2),
        ("consideration-says-and-none-found", ["$.considerations[0].options[0]"] * 2),
    ],
)
def test_it_points_to_what_is_wrong(
    name: str, where: list[str], made: dict[str, Any]
) -> None:
    """It finds the mistake that `check` finds, and no other."""
    found = editor.errors(made, read(EXAMPLES / "invalid" / f"{name}.yaml"))
    assert found == where
