"""What all tests share: a catalogue of examples, and an environment of their own."""

from __future__ import annotations

import signal
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

from neuroplastic_cli.catalogue import layers, store

if TYPE_CHECKING:
    from collections.abc import Iterator

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
# Chosen by `--hypothesis-profile=long`; docs/reliability.md tells of it.
settings.register_profile("long", max_examples=8_000, print_blob=True)


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the option that writes the golden pages again."""
    parser.addoption("--rewrite", action="store_true", help="write golden pages again")


@pytest.fixture(autouse=True)
def _quiet_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take away what would change colours, widths and pagers between machines."""
    for name in _COLOURS:
        monkeypatch.delenv(name, raising=False)


@pytest.fixture(autouse=True, scope="session")
def _own_folders(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep the cache and the user's folder of the tests apart from the user's own."""
    with pytest.MonkeyPatch.context() as patch:
        home = tmp_path_factory.mktemp("home")
        patch.setenv("XDG_CACHE_HOME", str(home / "cache"))
        patch.setenv("XDG_DATA_HOME", str(home / "data"))
        patch.delenv("THERAPIES_CATALOGUE", raising=False)
        yield


@pytest.fixture(autouse=True, scope="session")
def _interrupts() -> Iterator[None]:
    """Let Ctrl-C interrupt the tests' programs where a CI in the background does not.

    It has the signal ignored, and what it starts inherits that.
    """
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.fixture(scope="session")
def small() -> Store:
    """Return the small catalogue of examples, as if it were the shipped one."""
    catalogue, problems = layers.read([layers.Layer("shipped", SMALL)])
    assert problems == []
    return store.of(catalogue)


@pytest.fixture(scope="session")
def shipped() -> Store:
    """Return the shipped catalogue."""
    return store.open_store()
