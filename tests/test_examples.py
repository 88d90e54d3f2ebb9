"""The example catalogues: valid ones have no problem, invalid ones what is expected.

`catalogues/invalid/NAME.expected` holds the lines for `NAME.yaml`, one a problem.
"""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from neuroplastic_cli.catalogue import layers, read, store

EXAMPLES = Path(__file__).parent / "catalogues"
VALID = sorted((EXAMPLES / "valid").glob("*.yaml"))
INVALID = sorted((EXAMPLES / "invalid").glob("*.yaml"))


@pytest.fixture(params=["CLoader", "Loader"])
def parser(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Read with libyaml's parser, then with PyYAML's own, as where it is not built."""
    name = str(request.param)
    monkeypatch.setattr(read, "_Loader", getattr(yaml, name))
    return name


@pytest.fixture(autouse=True)
def _no_shipped_catalogue(monkeypatch: pytest.MonkeyPatch) -> None:
    """Put an empty catalogue in the place of the shipped one."""
    monkeypatch.setattr(layers, "shipped", lambda: EXAMPLES / "valid" / "empty.yaml")


def lines(path: Path) -> list[str]:
    """Return the problems of the catalogue at *path*, which goes by its base name."""
    return [str(p).replace(str(path), path.name) for p in store.check([path])]


@pytest.mark.usefixtures("parser")
@pytest.mark.parametrize("path", VALID, ids=lambda path: path.stem)
def test_a_valid_example_has_no_problem(path: Path) -> None:
    """Nothing is wrong with it, whichever parser reads it."""
    assert lines(path) == []


@pytest.mark.parametrize("path", INVALID, ids=lambda path: path.stem)
def test_an_invalid_example_has_the_expected_problems(path: Path, parser: str) -> None:
    """It has the problems written beside it, no more and no less, in this order."""
    expected = path.with_suffix(".expected").read_text(encoding="utf-8").splitlines()
    if parser == "Loader" and "this is not YAML" in expected[0]:
        # The two parsers word a syntax error each in its own way.
        assert len(lines(path)) == 1
    else:
        assert lines(path) == expected


def test_the_examples_are_found() -> None:
    """Every example has its expectation beside it, and none is left over."""
    expectations = (EXAMPLES / "invalid").glob("*.expected")
    assert {p.stem for p in expectations} == {p.stem for p in INVALID}
    assert len(VALID) >= 5
    assert len(INVALID) >= 120
