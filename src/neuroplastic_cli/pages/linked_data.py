"""What a page is about, in the words of schema.org, for machines that read pages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from neuroplastic_cli.catalogue import citations, model
from neuroplastic_cli.pages import evidence

if TYPE_CHECKING:
    from collections.abc import Iterable

    from neuroplastic_cli.catalogue.store import Store

Data = dict[str, object]
_SYSTEMS = {"icd_11": "ICD-11", "mesh": "MeSH"}


def of(store: Store, record: model.Therapy | model.Condition) -> Data:
    """Return a MedicalWebPage about *record*."""
    if isinstance(record, model.Therapy):
        return _of_therapy(store, record)
    return _of_condition(store, record)


def _of_therapy(store: Store, therapy: model.Therapy) -> Data:
    conditions = dict.fromkeys(use.condition for use in therapy.uses)
    about: list[Data] = [
        {
            "@type": "MedicalTherapy",
            **_named(therapy),
            "guideline": [_guideline(g) for g in evidence.found(therapy.guidelines)],
        },
        *(_condition(store.condition(name)) for name in conditions),
    ]
    return _page(store, therapy, therapy.summary.says, about)


def _of_condition(store: Store, condition: model.Condition) -> Data:
    options = [
        {"@type": "MedicalTherapy", "name": label}
        for label in store.option_labels(condition).values()
    ]
    about = [{**_condition(condition), "possibleTreatment": options}]
    return _page(store, condition, condition.summary.says, about)


def _page(
    store: Store, record: model.Reviewed, description: str, about: Iterable[Data]
) -> Data:
    cited = [store.source(name) for name in citations.sources(record)]
    return {
        "@context": "https://schema.org",
        "@type": "MedicalWebPage",
        "name": record.name,
        "description": description,
        "inLanguage": "en",
        "isAccessibleForFree": True,
        "dateModified": str(record.checked),
        "about": list(about),
        "citation": [_source(source) for source in cited],
    }


def _named(record: model.Therapy | model.Condition) -> Data:
    names = [name for name in (record.short, *record.aliases) if name]
    codes = [
        {"@type": "MedicalCode", "codeValue": code, "codingSystem": system}
        for field, system in _SYSTEMS.items()
        for code in getattr(record.codes, field)
    ]
    return {"name": record.name, "alternateName": names, "code": codes}


def _condition(condition: model.Condition) -> Data:
    return {"@type": "MedicalCondition", **_named(condition)}


def _guideline(guideline: model.Guideline) -> Data:
    return {
        "@type": "MedicalGuideline",
        "name": f"{guideline.body} ({guideline.year})",
        "guidelineDate": str(guideline.year),
        "description": guideline.says,
    }


def _source(source: model.Source) -> Data:
    kind = "ScholarlyArticle" if source.type == "article-journal" else "CreativeWork"
    known: dict[str, Any] = {"@type": kind, "name": source.title}
    if source.doi:
        known["url"] = f"https://doi.org/{source.doi}"
    elif source.url:
        known["url"] = source.url
    return known
