"""The name space that records share."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from neuroplastic_cli.catalogue.model import Named


def fold(name: str) -> str:
    """Return *name* without case, accents, hyphens and doubled spaces."""
    plain = unicodedata.normalize("NFKD", name.casefold())
    plain = "".join(c for c in plain if not unicodedata.combining(c))
    return re.sub(r"[\s_\-]+", " ", plain).strip()


def names_of(record: Named) -> list[str]:
    """Return every name that *record* answers to, its id first."""
    short = [record.short] if record.short else []
    return [record.id, *short, record.name, *record.aliases]
