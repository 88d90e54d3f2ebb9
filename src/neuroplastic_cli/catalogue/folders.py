"""Where a user's own catalogue is, and the cache.

platformdirs knows that for every system. On Linux the rule is one line, and importing
the library takes a tenth of a warm run, so there the line stands here; a test holds
that both agree.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

_NAME = "therapies"


def data() -> Path:
    """Return the folder that a user's own catalogue stands in."""
    if sys.platform == "linux":
        return _of("XDG_DATA_HOME", "~/.local/share")
    from platformdirs import user_data_path

    return user_data_path(_NAME, appauthor=False)


def cache() -> Path:
    """Return the folder that compiled catalogues are kept in."""
    if sys.platform == "linux":
        return _of("XDG_CACHE_HOME", "~/.cache")
    from platformdirs import user_cache_path

    return user_cache_path(_NAME, appauthor=False)


def _of(variable: str, otherwise: str) -> Path:
    """Return the folder that *variable* names: an absolute path, or it says nothing.

    So the XDG Base Directory Specification, version 0.8.
    """
    named = os.environ.get(variable, "")
    base = Path(named) if Path(named).is_absolute() else Path(otherwise).expanduser()
    return base / _NAME
