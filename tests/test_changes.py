"""What changed in the records, and what is due for review."""

from __future__ import annotations

import datetime
import json
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest
from conftest import SMALL

from neuroplastic_cli import cli
from neuroplastic_cli.cli import keeping

if TYPE_CHECKING:
    from pathlib import Path

SMALL_ = ("--catalogue", str(SMALL))
DUE = "this was due to be checked again on 2026-07-10; check it, and give new days"


@pytest.fixture
def _july(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make today the day after the small catalogue's reviews were due."""
    on(monkeypatch, datetime.date(2026, 7, 11))


def on(monkeypatch: pytest.MonkeyPatch, day: datetime.date) -> None:
    """Make *day* the day on which the program runs."""
    clock = SimpleNamespace(date=SimpleNamespace(today=lambda: day))
    monkeypatch.setattr(keeping, "datetime", clock)


def run(
    capsys: pytest.CaptureFixture[str], *arguments: str | Path
) -> tuple[int, str, str]:
    """Run the program in this process; return its status, output and errors."""
    status = cli.run([str(each) for each in arguments])
    return (status, *capsys.readouterr())


def test_changes_are_listed_newest_first(capsys: pytest.CaptureFixture[str]) -> None:
    """All records', by day, with the reason."""
    assert run(capsys, "changes", *SMALL_) == (
        0,
        "What changed:\n"
        "\n"
        "2026-01-10:\n"
        "- WTT (walk-and-talk): The price is that of 2022 now. Why: The old one was of "
        "2018.\n"
        "- Depression (depression): How long it may last was added. Why: Readers asked "
        "for it.\n"
        "\n"
        "2026-01-09:\n"
        "- WTT (walk-and-talk): The wrist that broke was added to the harms. Why: It "
        "stood in the trial and had been left out.\n",
        "",
    )


def test_changes_since_a_day(capsys: pytest.CaptureFixture[str]) -> None:
    """That day counts; where nothing changed it says so, which is no error."""
    _, out, _ = run(capsys, "changes", "--since", "2026-01-10", *SMALL_)
    assert out.startswith("What changed since 2026-01-10:\n\n2026-01-10:\n")
    assert "wrist" not in out
    assert run(capsys, "changes", "--since", "2026-01-11", *SMALL_) == (
        0,
        "What changed since 2026-01-11:\nNo record says that it was changed.\n",
        "",
    )
    status, out, _ = run(
        capsys, "changes", "--since", "2026-01-11", "--format", "json", *SMALL_
    )
    assert (status, json.loads(out)) == (0, {"schema_version": 1, "changes": []})


@pytest.mark.parametrize(
    ("since", "said"),
    [
        ("2026", "'2026' is not a date; write it as YYYY-MM-DD"),
        ("20260110", "'20260110' is not a date; write it as YYYY-MM-DD"),
        ("2026-01-1\u0660", "'2026-01-1\u0660' is not a date; write it as YYYY-MM-DD"),
        ("2026-02-30", "'2026-02-30' is no day of the calendar; correct it"),
    ],
)
def test_a_day_that_is_none(
    capsys: pytest.CaptureFixture[str], since: str, said: str
) -> None:
    """One sentence, and status 2."""
    status, out, err = run(capsys, "changes", "--since", since, *SMALL_)
    assert (status, out, err) == (2, "", f"therapies: {said}\n")


@pytest.mark.usefixtures("_july")
def test_what_is_due_is_listed_like_problems(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Each record past its day, where that day stands; status 1."""
    status, out, err = run(capsys, "check", SMALL, "--stale")
    assert (status, err) == (1, "")
    names = [
        "conditions[depression]",
        "conditions[hard-to-treat-depression]",
        "therapies[walk-and-talk]",
        "therapies[pulse]",
        "therapies[no-treatment]",
    ]
    lines = out.splitlines()
    assert len(lines) == 5
    for line, name in zip(lines, names, strict=True):
        where, said = line.split(f": {name}.review_due: ")
        file, number, column = where.rsplit(":", 2)
        assert (file, column, said) == (str(SMALL), "17", DUE)
        text = SMALL.read_text(encoding="utf-8").splitlines()[int(number) - 1]
        assert text == "    review_due: 2026-07-10"


@pytest.mark.usefixtures("_july")
def test_what_is_due_is_no_problem_otherwise(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """Without `--stale` it is not looked at; with it, problems are listed as well."""
    assert run(capsys, "check", SMALL) == (0, "no problems found\n", "")
    empty = tmp_path / "empty.yaml"
    empty.write_text("format: 1\nbuilds_on: nothing\n", encoding="utf-8")
    said = "no problems found, and no review is due\n"
    assert run(capsys, "check", empty, "--stale") == (0, said, "")
    broken = tmp_path / "broken.yaml"
    text = SMALL.read_text(encoding="utf-8").replace(
        "kind: neurostimulation", "kind: x"
    )
    broken.write_text(text, encoding="utf-8")
    status, out, _ = run(capsys, "check", broken, "--stale")
    assert status == 1
    assert out.count(DUE) == 4
    assert out.count("'x' is not allowed here") == 1


@pytest.mark.usefixtures("_july")
def test_what_is_due_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    """Apart from the problems, under a key that is there only when it was asked for."""
    status, out, _ = run(capsys, "check", SMALL, "--stale", "--format", "json")
    document = json.loads(out)
    assert status == 1
    assert document["problems"] == []
    assert len(document["stale"]) == 5
    assert document["stale"][0] == {
        "file": str(SMALL),
        "line": document["stale"][0]["line"],
        "column": 17,
        "path": "conditions[depression].review_due",
        "what": DUE,
    }
    _, out, _ = run(capsys, "check", SMALL, "--format", "json")
    assert json.loads(out) == {"schema_version": 1, "problems": []}


def test_what_is_due_on_the_day_itself_is_not_late(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A review is late from the day after, as the pages have it."""
    on(monkeypatch, datetime.date(2026, 7, 10))
    said = "no problems found, and no review is due\n"
    assert run(capsys, "check", SMALL, "--stale") == (0, said, "")
