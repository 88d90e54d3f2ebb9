"""The shipped catalogue: sources, dates, reading grade, words, and lengths."""

from __future__ import annotations

import datetime
import re
from typing import TYPE_CHECKING, Any

import msgspec
import textstat
from every_page import TODAY

from neuroplastic_cli.catalogue import citations
from neuroplastic_cli.document import Answers, Document, Heading
from neuroplastic_cli.pages import evidence, therapy
from neuroplastic_cli.pages.page import View
from neuroplastic_cli.writers import Sink, plain, terminal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from neuroplastic_cli.catalogue import model
    from neuroplastic_cli.catalogue.store import Store

GRADE = 8
# Clinical words, names, and how a trial was made: not plain fields.
_NOT_PLAIN = {"clinical", "design", "population", "measure", "name", "derived", "body"}
_PLAIN = {
    *("says", "why", "what", "plain", "decision", "claim", "how", "question"),
    "questions",
}
# Words that promise, blame or advise; CONTRIBUTING.md says why.
_WORDS = re.compile(
    r"\b(cure[ds]?|breakthroughs?|miracles?|proven|proves|rewir\w+|game.chang\w+|"
    r"revolutionary|sufferers?|suffers? from|victims?|addicts?|schizophrenics?|"
    r"commit\w* suicide|completed suicide|you should|patients should|we recommend|"
    r"best for you|1 in \d+)\b",
    re.IGNORECASE,
)


def plain_texts(value: Any, path: str = "") -> Iterator[tuple[str, str]]:
    """Yield every plain text of a record and where it stands."""
    if isinstance(value, tuple):
        for index, item in enumerate(value):
            yield from plain_texts(item, f"{path}[{index + 1}]")
    elif isinstance(value, msgspec.Struct):
        for field in value.__struct_fields__:
            child = getattr(value, field)
            if field in _NOT_PLAIN:
                continue
            if field in _PLAIN and isinstance(child, str):
                yield f"{path}.{field}", child
            elif field in _PLAIN and isinstance(child, tuple):
                yield from ((f"{path}.{field}", text) for text in child)
            else:
                yield from plain_texts(child, f"{path}.{field}")


def records(store: Store) -> list[Any]:
    """Return all records that hold plain texts."""
    return [
        *store.therapies,
        *store.conditions,
        *store.concepts,
        *store.considerations,
    ]


def grade(texts: list[str]) -> float:
    """Return the Flesch-Kincaid grade of *texts*, each ended as a sentence."""
    ended = [t if t.rstrip().endswith((".", "?", "!")) else f"{t}." for t in texts]
    return float(textstat.flesch_kincaid_grade(" ".join(ended)))


def test_every_source_is_used(shipped: Store) -> None:
    """The bibliography holds what is cited, and nothing else."""
    assert shipped.article
    cited = set(citations.sources(*records(shipped), shipped.crisis_lines))
    cited |= {c.source for c in citations.in_article(shipped.article, shipped.blocks)}
    assert {source.id for source in shipped.sources} == cited


def test_every_source_has_a_real_title(shipped: Store) -> None:
    """No source is a stand-in for a title that nobody saw."""
    for source in shipped.sources:
        assert not source.title.startswith("("), source.id
        assert "not seen" not in source.title, source.id
        assert "memory" not in (source.note or ""), source.id


def test_dates_are_in_order(shipped: Store) -> None:
    """Nothing was checked in the future, and reviews are due within a year."""
    year = datetime.timedelta(days=366)
    for record in (*records(shipped), *shipped.sources):
        assert datetime.date(2026, 11, 1) <= record.checked <= TODAY, record.id
        due = getattr(record, "review_due", None)
        assert due is None or record.checked < due <= record.checked + year, record.id


def test_sections_read_at_grade_8(shipped: Store) -> None:
    """Each part of each record is at US grade 8 or below (Flesch-Kincaid)."""
    hard = {}
    for record in records(shipped):
        parts: dict[str, list[str]] = {}
        for path, text in plain_texts(record):
            parts.setdefault(re.split(r"[.\[]", path.lstrip("."))[0], []).append(text)
        for part, texts in parts.items():
            if grade(texts) > GRADE:
                hard[f"{record.id}.{part}"] = grade(texts)
    assert hard == {}


def test_the_article_reads_at_grade_8(shipped: Store) -> None:
    """Each section of the article, and its claims, are at US grade 8 or below."""
    assert shipped.article
    for section in shipped.article.sections:
        body = re.sub(r"\[@[^\]]*\]|[*\[\]]|\(https[^)]*\)", "", section.body)
        assert grade([body]) <= GRADE, section.id
        claims = [text for c in section.claims for text in (c.claim, c.why)]
        if claims:
            assert grade(claims) <= GRADE, section.id


def test_no_word_promises_blames_or_advises(shipped: Store) -> None:
    """The word list holds in every plain text, the article's included."""
    assert shipped.article
    found = [
        (record.id, path, match.group())
        for record in records(shipped)
        for path, text in plain_texts(record)
        if (match := _WORDS.search(text))
    ]
    found += [
        (section.id, "body", match.group())
        for section in shipped.article.sections
        if (match := _WORDS.search(section.body))
    ]
    assert found == []


def lines(store: Store, name: str) -> list[str]:
    """Return the short page of a therapy in a terminal of 80 columns."""
    page = therapy.page(store, store.therapy(name), View(today=TODAY))
    return terminal.write(page, Sink(width=80)).splitlines()


def test_the_first_screen(shipped: Store) -> None:
    """The first 22 lines are the six answers and where to read on."""
    for each in shipped.therapies:
        text = "\n".join(lines(shipped, each.id)[:22])
        assert "--section NAME" in text
        assert "--all" in text
        labels = ["Does it help?", "What can go", "What is asked", "Who should"]
        if each.kind != "no_treatment":
            labels += ["Is it allowed?", "And the brain?"]
        for label in labels:
            assert f"\n  {label}" in text, (each.id, label)


def test_the_short_page_is_short(shipped: Store) -> None:
    """The short page of every therapy has at most 70 lines at 80 columns."""
    long = {
        each.id: len(lines(shipped, each.id))
        for each in shipped.therapies
        if len(lines(shipped, each.id)) > 70
    }
    assert long == {}


def test_crisis_lines_for_all_these_places(shipped: Store) -> None:
    """The places that were promised, and an international directory."""
    places = {each.place for each in shipped.crisis_lines}
    assert {"US", "CA", "GB", "IE", "AU", "NZ", "EU", None} <= places


def test_considerations_are_short_and_name_every_therapy(shipped: Store) -> None:
    """Each says something of every therapy, or that none was found, in few words."""
    ids = [each.id for each in shipped.therapies]
    assert len(shipped.considerations) == 9
    for each in shipped.considerations:
        for_all = [o.therapy for o in each.options if o.condition is None]
        assert sorted(for_all) == sorted(ids), each.id
        assert len(each.question) <= 120, each.id
        long = [o.therapy for o in each.options if o.says and len(o.says) > 220]
        assert long == [], each.id


_RANKS = {
    "sham": 0,
    "placebo": 0,
    "waiting_list": 1,
    "usual_care": 1,
    "no_treatment": 1,
    "active": 2,
}
# Variants that are not the therapy itself: a benefit of theirs leads no page.
_NOT_THE_THERAPY = {
    "Ketamine by vein alone",
    "Ketamine tablet alone",
    "Ketamine under the skin alone",
    "Esketamine spray",
}
# Results that would lead by rank and must not, each with its reason.
_NO_HEADLINE = {
    "palhanofontes-2019-response": "ayahuasca is none of the drugs of the page",
}


def may_lead(trial: model.Trial) -> bool:
    """Return whether docs/evidence.md lets *trial* lead a page at all."""
    if len(trial.arms) < 2 or trial.read_in or trial.id in _NO_HEADLINE:
        return False
    if trial.good and trial.variant in _NOT_THE_THERAPY:
        return False
    return trial.outcome != "dropout" or trial.arms[1].kind == "active"


def rank(trial: model.Trial) -> tuple[int, int, int]:
    """Return the place of *trial* in the order of docs/evidence.md, the first first."""
    kind = trial.arms[1].kind
    assert kind
    people = sum(arm.total for arm in trial.arms)
    return (trial.outcome == "dropout", _RANKS[kind], -people)


def test_headlines_are_chosen_by_the_rule(shipped: Store) -> None:
    """No result that may lead has a better place than the headline of its kind."""
    for therapy_ in shipped.therapies:
        kinds: dict[Any, list[model.Trial]] = {}
        for trial in evidence.found(therapy_.trials):
            key = (trial.condition, trial.variant, trial.good)
            kinds.setdefault(key, []).append(trial)
        for key, trials in kinds.items():
            candidates = [trial for trial in trials if may_lead(trial)]
            best = min(map(rank, candidates), default=None)
            heads = [rank(trial) for trial in trials if trial.headline]
            assert heads == ([best] if best else []), (therapy_.id, key)


def words_of(page: Document) -> dict[str, int]:
    """Return how many words a page has on help, and how many on harm."""
    told = {"Does it help?": 0, "What can go wrong?": 0}
    part = ""
    for block in page.blocks:
        if isinstance(block, Heading):
            part = block.text
        elif isinstance(block, Answers):
            for row in block.rows:
                if row.label in told:
                    told[row.label] += len(plain.text(row.line).split())
        elif part in told:
            said = plain.write(Document("", (block,)), Sink())
            told[part] += len(said.split())
    return told


def test_help_and_harm_have_the_same_room(shipped: Store) -> None:
    """On each short page the words of help are half to twice those of harm."""
    for each in shipped.therapies:
        told = words_of(therapy.page(shipped, each, View(today=TODAY)))
        share = told["Does it help?"] / told["What can go wrong?"]
        assert 0.5 <= share <= 2, (each.id, told)


def test_options_have_the_same_sections_in_the_same_order(shipped: Store) -> None:
    """No option has a part that another lacks, but those that no treatment cannot have.

    The parts of a whole page, in order; the article speaks of some therapies only.
    """
    parts = {
        each.id: [
            re.sub(" for .*", "", block.text)
            for block in therapy.page(
                shipped, each, View(today=TODAY, whole=True)
            ).blocks
            if isinstance(block, Heading) and block.level == 2
        ]
        for each in shipped.therapies
    }
    assert shipped.article
    of_the_article = {section.heading for section in shipped.article.sections}
    kept = {
        name: [part for part in found if part not in of_the_article]
        for name, found in parts.items()
    }
    none = kept.pop("no-treatment")
    assert len(set(map(tuple, kept.values()))) == 1
    first = next(iter(kept.values()))
    assert none == [part for part in first if part in none]
    assert {"Does it help?", "What can go wrong?", "What is it like?"} <= set(none)
