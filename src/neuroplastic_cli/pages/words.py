"""The catalogue's fixed vocabularies, in words that a page prints."""

from __future__ import annotations

import re

KINDS = {
    "neurostimulation": "Brain stimulation from outside the head",
    "psychotherapy": "A talking therapy",
    "drug_assisted_psychotherapy": "A drug with talking therapy",
    "medication": "A medicine",
    "lifestyle": "Something that you do yourself",
    "no_treatment": "Going on as you are, with no new treatment",
}
LEVELS = {
    "high": "high",
    "moderate": "moderate",
    "low": "low",
    "very_low": "very low",
}
BLINDED = {
    (): "everyone knew what they got",
    ("participants",): "people were not told what they got",
    ("raters",): "the raters were not told who got what",
    ("participants", "raters"): "neither people nor raters were told who got what",
}
OUTCOMES = {
    "response": "much better (response)",
    "remission": "hardly any signs left (remission)",
    "no_longer_diagnosed": "no longer meets the diagnosis",
    "relapse": "became unwell again (relapse)",
    "dropout": "stopped early",
    "harm": "a harm",
    "other": "something else",
}
COMPARATORS = {
    "sham": "a pretend treatment (sham)",
    "placebo": "a dummy drug (placebo)",
    "active": "another treatment",
    "waiting_list": "waiting",
    "usual_care": "usual care",
    "no_treatment": "no treatment",
}
STATUSES = {
    "approved": "approved",
    "cleared": "cleared (not the same as approved)",
    "authorised": "authorised",
    "off_label": "used off-label",
    "not_licensed": "not licensed",
    "refused": "refused",
    "not_needed": "no approval needed",
    "not_found": "no data found",
}
DIRECTIONS = {
    "for": "for",
    "for_some": "for some people",
    "neither": "neither for nor against",
    "against": "against",
}
DIRECTIONS_COUNTED = {
    "for": "for",
    "for_some": "for some",
    "neither": "neither",
    "against": "against",
}
STRENGTHS = {
    "strong": "strong",
    "conditional": "weak, or conditional",
    "not_graded": "strength not graded, or its grade not seen",
}
VERDICTS = {
    "supported": "supported",
    "partly_supported": "partly supported",
    "overstated": "overstated",
    "outdated": "outdated",
    "unsupported": "unsupported",
}
TYPES = {
    "article-journal": "journal article",
    "article-magazine": "magazine article",
    "article-newspaper": "newspaper article",
    "webpage": "web page",
}
PLACES = {
    "AU": "Australia",
    "CA": "Canada",
    "CH": "Switzerland",
    "DE": "Germany",
    "EU": "European Union",
    "FR": "France",
    "GB": "United Kingdom",
    "IE": "Ireland",
    "NL": "Netherlands",
    "NZ": "New Zealand",
    "US": "United States",
}


EU_MEMBERS = frozenset(
    [
        "AT",
        "BE",
        "BG",
        "CY",
        "CZ",
        "DE",
        "DK",
        "EE",
        "ES",
        "FI",
        "FR",
        "GR",
        "HR",
        "HU",
        "IE",
        "IT",
        "LT",
        "LU",
        "LV",
        "MT",
        "NL",
        "PL",
        "PT",
        "RO",
        "SE",
        "SI",
        "SK",
    ]
)


def covers(place: str | None, wanted: str) -> bool:
    """Return whether what holds in *place* holds in the country *wanted*."""
    return place in {None, wanted} or (place == "EU" and wanted in EU_MEMBERS)


def place(code: str) -> str:
    """Return the name of the place *code*, or the code where we have no name."""
    return PLACES.get(code, code)


def listed(words: list[str], last: str = "and") -> str:
    """Return *words* as `a, b and c`."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {last} {words[-1]}"


def counted(count: int, one: str, many: str = "") -> str:
    """Return *count* with its noun."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def ended(text: str) -> str:
    """Return *text* with a full stop, if it has none."""
    return text if text.endswith((".", "?", "!")) else f"{text}."


def started(label: str) -> str:
    """Return a *label* as it begins a sentence; `iTBS` and the like stay."""
    return label if label[1:2].isupper() else capital(label)


def inline(label: str) -> str:
    """Return a *label* as it stands within a sentence; an abbreviation stays."""
    return label if label[1:2].isupper() else label[:1].lower() + label[1:]


def opening(text: str, most: int) -> str:
    """Return the first sentences of *text*: at least one, then while they fit."""
    first, *rest = re.split(r"(?<=[.?!])\s+", text)
    for sentence in rest:
        if len(first) + 1 + len(sentence) > most:
            break
        first += f" {sentence}"
    return first


def capital(text: str) -> str:
    """Return *text* with its first letter as a capital."""
    return text[:1].upper() + text[1:]
