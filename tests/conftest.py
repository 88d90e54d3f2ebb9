"""What all tests share: a catalogue of examples, and an environment of their own."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from neuroplastic_cli.catalogue import store

if TYPE_CHECKING:
    from neuroplastic_cli.catalogue.store import Store

TESTS = Path(__file__).parent
SMALL = TESTS / "catalogues" / "valid" / "small.yaml"
_COLOURS = (
    "CLICOLOR_FORCE",
    "COLUMNS",
    "FORCE_COLOR",
    "LESS",
    "NO_COLOR",
    "PAGER",
    "THERAPIES_PAGER",
)


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the option that writes the golden pages again."""
    parser.addoption("--rewrite", action="store_true", help="write golden pages again")


@pytest.fixture(autouse=True)
def _quiet_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take away what would change colours, widths and pagers between machines."""
    for name in _COLOURS:
        monkeypatch.delenv(name, raising=False)


@pytest.fixture(scope="session")
def small() -> Store:
    """Return the small catalogue of examples, which stands alone."""
    return store.open_store([SMALL])


@pytest.fixture(scope="session")
def shipped() -> Store:
    """Return the shipped catalogue."""
    return store.open_store()
