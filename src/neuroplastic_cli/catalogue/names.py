"""The name space that records share."""

from __future__ import annotations

import difflib
import re
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from neuroplastic_cli.catalogue.model import Named


def fold(name: str) -> str:
    """Return *name* without case, accents, hyphens and doubled spaces."""
    # Twice: a letter may only come out as a capital when it is taken apart.
    plain = unicodedata.normalize("NFKD", name).casefold()
    plain = unicodedata.normalize("NFKD", plain).casefold()
    plain = "".join(c for c in plain if not unicodedata.combining(c))
    return re.sub(r"[\s_\-]+", " ", plain).strip()


def names_of(record: Named) -> list[str]:
    """Return every name that *record* answers to, its id first."""
    short = [record.short] if record.short else []
    return [record.id, *short, record.name, *record.aliases]


def nearest(word: str, known: Iterable[str]) -> str:
    """Return a hint that names the nearest of the *known* words, or ''."""
    known = list(known)
    found = [name for name in known if _parts(name) == _parts(word)]
    found += difflib.get_close_matches(word.lower(), known, n=1, cutoff=0.6)
    return f"did you mean '{found[0]}'?" if found else ""


def _parts(name: str) -> list[str]:
    """Return the words of *name*, so that `journal-article` meets `article-journal`."""
    return sorted(fold(name).split())


def nearest_word(words: str, known: Iterable[str]) -> str:
    """Return *words* with each word that is not *known* replaced by the nearest one.

    The result is empty where no word has a near one.
    """
    listed = list(known)
    whole = set(listed)
    changed = False
    result = []
    for word in fold(words).split():
        near = [] if word in whole else difflib.get_close_matches(word, listed, 1, 0.75)
        changed |= bool(near)
        result.append(near[0] if near else word)
    return " ".join(result) if changed else ""
