"""Where the user's own files are: what platformdirs says, without the wait for it."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import platformdirs
import pytest

from neuroplastic_cli.catalogue import folders

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere it is platformdirs")
@pytest.mark.parametrize("named", [None, "", "absolute"])
def test_on_linux_it_is_what_platformdirs_says(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, named: str | None
) -> None:
    """Named in the environment or not."""
    for variable in ("XDG_CACHE_HOME", "XDG_DATA_HOME"):
        monkeypatch.delenv(variable, raising=False)
        if named is not None:
            monkeypatch.setenv(variable, str(tmp_path) if named else "")
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    assert folders.cache() == platformdirs.user_cache_path("therapies", appauthor=False)
    assert folders.data() == platformdirs.user_data_path("therapies", appauthor=False)


@pytest.mark.skipif(sys.platform != "linux", reason="the rule is that of Linux")
def test_a_relative_path_says_nothing(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """The XDG specification: such a path is to be ignored."""
    monkeypatch.setenv("XDG_CACHE_HOME", "somewhere")
    monkeypatch.setenv("HOME", str(tmp_path))
    assert folders.cache() == tmp_path / ".cache" / "therapies"


@pytest.mark.parametrize("system", ["darwin", "win32"])
def test_elsewhere_platformdirs_is_asked(
    monkeypatch: pytest.MonkeyPatch, system: str
) -> None:
    """Its answer is ours."""
    monkeypatch.setattr(sys, "platform", system)
    assert folders.cache() == platformdirs.user_cache_path("therapies", appauthor=False)
    assert folders.data() == platformdirs.user_data_path("therapies", appauthor=False)
