"""The JSON that docs/json.md describes."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from conftest import SMALL

from neuroplastic_cli import cli

if TYPE_CHECKING:
    from neuroplastic_cli.catalogue.store import Store


def printed(capsys: pytest.CaptureFixture[str], *arguments: str) -> Any:
    """Return the one JSON document that a command prints."""
    layer = () if arguments[0] == "check" else ("--catalogue", str(SMALL))
    status = cli.run([*arguments, *layer, "--format", "json"])
    out, err = capsys.readouterr()
    assert (status, err) == (0, "")
    document = json.loads(out)
    assert document.pop("schema_version") == 1
    return document


def cited(value: Any) -> set[str]:
    """Return every source that is named below *value*."""
    if isinstance(value, dict):
        names = {
            *value.get("sources", ()),
            *([value["read_in"]] if "read_in" in value else ()),
        }
        if "level" in value and value["by"] != "ours":
            names.add(value["by"])
        return names.union(*(cited(child) for child in value.values()))
    if isinstance(value, list):
        return set().union(*(cited(child) for child in value))
    return set()


@pytest.mark.parametrize("kind", ["therapies", "conditions", "concepts"])
def test_list(capsys: pytest.CaptureFixture[str], small: Store, kind: str) -> None:
    """Whole records in the catalogue's order, and every source they cite."""
    document = printed(capsys, "list", kind)
    assert list(document) == [kind, "sources"]
    assert [r["id"] for r in document[kind]] == [r.id for r in getattr(small, kind)]
    assert set(document["sources"]) == cited(document[kind])


def test_list_sources(capsys: pytest.CaptureFixture[str], small: Store) -> None:
    """The sources are the array, with no second copy."""
    document = printed(capsys, "list", "sources")
    assert list(document) == ["sources"]
    assert [r["id"] for r in document["sources"]] == [s.id for s in small.sources]


def test_show(capsys: pytest.CaptureFixture[str], small: Store) -> None:
    """One record under the name of its kind."""
    for kind, found in (
        ("therapy", small.therapies[0]),
        ("condition", small.conditions[0]),
        ("concept", small.concepts[0]),
        ("source", small.sources[0]),
    ):
        document = printed(capsys, "show", found.id)
        assert list(document) == [kind, "sources"]
        assert document[kind]["id"] == found.id
        assert set(document["sources"]) == cited(document[kind])


def test_show_for_a_condition(capsys: pytest.CaptureFixture[str], small: Store) -> None:
    """The arrays that name conditions hold what is for this one, its parts, or all."""
    part = next(c for c in small.conditions if c.part_of)
    therapy = next(
        t for t in small.therapies if part.id in {u.condition for u in t.uses}
    )
    document = printed(capsys, "show", therapy.id, "--for", part.id)["therapy"]
    assert {u["condition"] for u in document["uses"]} == {part.id}
    for name in ("trials", "regulation", "guidelines"):
        items = document.get(name)
        if isinstance(items, list):
            assert {i.get("condition", part.id) for i in items} == {part.id}
        else:
            assert items in (None, {"none_found": True})


def test_compare(capsys: pytest.CaptureFixture[str], small: Store) -> None:
    """The condition or null, and no new treatment last."""
    name = small.therapies[0].id
    document = printed(capsys, "compare", name)
    assert list(document) == ["condition", "therapies", "sources"]
    assert document["condition"] is None
    assert [t["kind"] for t in document["therapies"]][-1] == "no_treatment"
    condition = small.therapies[0].uses[0].condition
    document = printed(capsys, "compare", name, "--for", condition)
    assert document["condition"]["id"] == condition


def test_article(capsys: pytest.CaptureFixture[str]) -> None:
    """All sections, and every source that a body or a claim cites."""
    document = printed(capsys, "article")
    assert list(document) == ["article", "sources"]
    bodies = "".join(s["body"] for s in document["article"]["sections"])
    assert document["sources"]
    for name in document["sources"]:
        assert f"@{name}" in bodies or name in cited(document["article"])


def test_about_crisis_and_check(capsys: pytest.CaptureFixture[str]) -> None:
    """The small documents have the keys that are described."""
    assert list(printed(capsys, "about")) == ["title", "about"]
    lines = printed(capsys, "crisis")["crisis_lines"]
    assert {"name", "how", "sources", "as_of"} <= set(lines[0])
    assert printed(capsys, "check", str(SMALL)) == {"problems": []}


def test_weigh(capsys: pytest.CaptureFixture[str], tmp_path: Any) -> None:
    """The condition, the options by name, and what was said beside what each asks."""
    answers = tmp_path / "answers.yaml"
    answers.write_text("out-of-doors: I like rain.\n", encoding="utf-8")
    document = printed(
        capsys, "weigh", "pulse", "--for", "depression", "--answers", str(answers)
    )
    assert list(document) == ["condition", "therapies", "considerations", "sources"]
    assert document["condition"]["id"] == "depression"
    assert document["therapies"] == [
        {"id": "pulse", "name": "Gentle Pulse Stimulation"},
        {"id": "no-treatment", "name": "No new treatment"},
    ]
    first, second = document["considerations"]
    assert first == {
        "id": "out-of-doors",
        "checked": "2026-01-12",
        "name": "Out of doors",
        "question": "How do you feel about rain, and about being seen?",
        "options": [
            {
                "therapy": "pulse",
                "says": "You sit in a clinic.",
                "sources": ["ito-2019"],
                "place": "US",
                "variant": "fast pulse",
            },
            {"therapy": "no-treatment", "none_found": True},
        ],
        "said": "I like rain.",
    }
    assert second["said"] is None
    expected = cited([document["condition"], document["considerations"]])
    assert set(document["sources"]) == expected


def test_changes(capsys: pytest.CaptureFixture[str]) -> None:
    """Each change with its record, the newest first."""
    document = printed(capsys, "changes", "--since", "2026-01-10")
    assert document == {
        "changes": [
            {
                "kind": "therapy",
                "id": "walk-and-talk",
                "date": "2026-01-10",
                "what": "The price is that of 2022 now.",
                "why": "The old one was of 2018.",
            },
            {
                "kind": "condition",
                "id": "depression",
                "date": "2026-01-10",
                "what": "How long it may last was added.",
                "why": "Readers asked for it",
            },
        ]
    }


def test_problems(capsys: pytest.CaptureFixture[str], tmp_path: Any) -> None:
    """A problem says where it stands."""
    broken = tmp_path / "my.yaml"
    broken.write_text("format: 2\nbuilds_on: nothing\n", encoding="utf-8")
    assert cli.run(["check", str(broken), "--format", "json"]) == 1
    (problem,) = json.loads(capsys.readouterr().out)["problems"]
    assert problem == {
        "file": str(broken),
        "line": 1,
        "column": 9,
        "path": "format",
        "what": "'2' is not allowed here; write 1",
    }


def test_each_trial_carries_its_effect(capsys: pytest.CaptureFixture[str]) -> None:
    """Two arms and one arm, unrounded, under the documented names."""
    therapies = printed(capsys, "list")["therapies"]
    trials = [t for each in therapies for t in each["trials"] if t != "none_found"]
    two = next(t for t in trials if len(t["arms"]) == 2)
    assert list(two["effect"]) == [
        "treatment_per_100",
        "comparator_per_100",
        "difference_per_100",
        "difference_ci95",
        "risk_ratio",
        "risk_ratio_ci95",
        "nnt",
        "nnt_ci95",
        "method",
    ]
    first, second = two["arms"]
    expected = 100 * first["events"] / first["total"]
    assert two["effect"]["treatment_per_100"] == pytest.approx(expected)
    expected -= 100 * second["events"] / second["total"]
    assert two["effect"]["difference_per_100"] == pytest.approx(expected)
    one = next(t for t in trials if len(t["arms"]) == 1)
    assert list(one["effect"]) == ["per_100", "ci95", "method"]


def test_article_by_section(capsys: pytest.CaptureFixture[str], small: Store) -> None:
    """`--section` narrows the article, and one that is not there is an error."""
    assert small.article
    name = small.article.sections[0].id
    document = printed(capsys, "article", "--section", name)
    assert [s["id"] for s in document["article"]["sections"]] == [name]
    layer = ("--catalogue", str(SMALL))
    assert cli.run(["article", "--section", "no", "--format", "json", *layer]) == 2
    assert capsys.readouterr().out == ""
