"""How the program and its catalogue measure up to IPDAS and DISCERN, by our own marks.

The lists of items are tables: what is asked, the check or the mark, and where to look.
A check counts in the catalogue, so that its mark turns when the catalogue changes.
"""

from __future__ import annotations

import datetime
import re
from collections import Counter
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias

import msgspec

from neuroplastic_cli.catalogue import model
from neuroplastic_cli.document import (
    Answer,
    Answers,
    Heading,
    Items,
    Line,
    Span,
    line,
)
from neuroplastic_cli.pages import comparison, evidence, therapy, words
from neuroplastic_cli.pages.page import Page, View

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from neuroplastic_cli.catalogue.store import Store
    from neuroplastic_cli.document import Document

Verdict: TypeAlias = Literal["met", "partly", "not met", "not done"]
_ORDER: tuple[Verdict, ...] = ("not done", "not met", "partly", "met")
_QUESTIONS = 5
_NAMED = 3
_PART_OF_A_PART = 3
# One denominator of a comparison; a sentence with any other is another.
_BASES = {"100", "1000", "10000"}
_FIGURE = re.compile(r"\d ?%|\d of (?:every |the )?\d|\b1 in \d")
_RANGE = re.compile(r"\d ?%? to \d|between \d")
_OUT_OF = re.compile(r"\d of (?:every |the )?(\d[\d,]*)|\b1 in (\d[\d,]*)")
# The word that comes first says who it was: "a nurse who works with patients".
_ROLE = re.compile(
    r"(?P<patient>patient|lived experience|liv(?:es|ing) with|service user|carer)|"
    r"(?P<professional>doctor\b|physician|psychiatr|psycholog|psychother|nurse|midwi|"
    r"therapist|clinician|pharmacist|counsell?or|social worker|surgeon)",
    re.IGNORECASE,
)


class Finding(NamedTuple):
    """A mark, and what in the catalogue keeps it from being a better one."""

    verdict: Verdict
    lacks: str = ""


if TYPE_CHECKING:
    Check: TypeAlias = Callable[[Store], Finding]


class Item(NamedTuple):
    """What a standard asks, the check or the mark, and where to look or why.

    `best` is the best mark that a check may give, where more is asked than it counts.
    """

    asks: str
    check: Check | Verdict
    where: str
    best: Verdict = "met"

    def mark(self, store: Store) -> Finding:
        """Return the mark of the item for the catalogue of *store*."""
        if isinstance(self.check, str):
            return Finding(self.check)
        return _at_most(self.best, self.check(store))


class Part(NamedTuple):
    """A group of items that is counted by itself."""

    short: str
    title: str
    items: tuple[Item, ...]

    def marks(self, store: Store) -> list[Finding]:
        """Return the marks of all items for the catalogue of *store*."""
        return [item.mark(store) for item in self.items]


def marks(store: Store) -> list[dict[str, str]]:
    """Return what each item asks, its mark, and why, as plain data."""
    return [
        {
            "standard": part.short,
            "asks": item.asks,
            "mark": found.verdict,
            "why": f"{item.where} {found.lacks}".rstrip(),
        }
        for part in PARTS
        for item, found in zip(part.items, part.marks(store), strict=True)
    ]


def page(store: Store) -> Document:
    """Return the marks of the program with the catalogue of *store*."""
    page_ = Page(store)
    title = f"Measured against standards: {store.title}"
    found = {part: part.marks(store) for part in PARTS}
    page_.add(Heading(title, 1))
    page_.add(
        Answers(tuple(Answer(p.short, _summary(each)) for p, each in found.items()))
    )
    page_.say(_conclusion(found[QUALIFYING], found[CERTIFYING]))
    page_.say(
        "These are our own marks: nobody outside has given any. A mark that the "
        "catalogue can settle is counted from it each time; the others were set by "
        "hand. What takes other people, and has not happened, is marked as not done."
    )
    page_.say(
        "Not applicable: 4 certifying and 5 quality items, which are for tests and "
        "screening only. DISCERN also asks for one overall mark; we give none."
    )
    page_.say(
        "IPDAS is an international list of what a decision aid needs: ", _link(_IPDAS)
    )
    page_.say(
        "DISCERN is a list of what a good text on treatment does: ", _link(_DISCERN)
    )
    for part, each in found.items():
        page_.add(Heading(part.title), _items(part, each))
    page_.add(Heading("Keep in mind"))
    page_.closing()
    return page_.document(title)


def _link(address: str) -> Span:
    return Span(address, link=address)


def _summary(found: list[Finding]) -> Line:
    count = Counter(each.verdict for each in found)
    missed = count["not met"] + count["not done"]
    undone = f" (of these {count['not done']} not done)" if count["not done"] else ""
    return line(
        f"{count['met']} of {len(found)} met, {count['partly']} partly, "
        f"{missed} not{undone}."
    )


def _conclusion(qualifying: list[Finding], certifying: list[Finding]) -> str:
    """Return what the marks make this: an explainer, or by its own marks more."""
    if any(each.verdict != "met" for each in qualifying):
        return (
            "So this is an explainer, not a decision aid. To be one, it would have to "
            "meet all six qualifying items, and all six certifying ones to keep the "
            "risk of harmful bias low."
        )
    if any(each.verdict != "met" for each in certifying):
        return (
            "So this is an explainer, not a decision aid. All six qualifying items are "
            "met, but not all six certifying ones, which guard against harmful bias."
        )
    return (
        "By our own marks it meets what is asked of a decision aid. Nobody outside has "
        "confirmed that, so it still calls itself an explainer."
    )


def _items(part: Part, found: list[Finding]) -> Items:
    lines = [
        line(
            f"{item.asks}: ",
            Span(each.verdict, "strong"),
            f". {item.where} {each.lacks}".rstrip(),
        )
        for item, each in zip(part.items, found, strict=True)
    ]
    return Items(tuple(lines), numbered=True)


# How a count becomes a mark.


def _at_most(best: Verdict, found: Finding) -> Finding:
    verdict = min(best, found.verdict, key=_ORDER.index)
    return found._replace(verdict=verdict)


def _share(held: list[tuple[str, bool]], unit: str) -> Finding:
    """Return `met` where all of *held* hold, `not met` where none does.

    What does not hold is named where it is little, and has a name.
    """
    missed = [name for name, holds in held if not holds]
    if not held:
        return Finding("not met", f"The catalogue has no {unit}.")
    if not missed:
        return Finding("met")
    verdict: Verdict = "partly" if len(missed) < len(held) else "not met"
    names = list(dict.fromkeys(missed))
    if len(names) <= _NAMED and all(names):
        return Finding(verdict, f"Not so for {words.listed(names)}.")
    return Finding(verdict, f"Not so for {len(missed):,} of {len(held):,} {unit}.")


def _of_conditions(store: Store, holds: Callable[[model.Condition], bool]) -> Finding:
    return _share([(c.label, holds(c)) for c in store.conditions], "conditions")


def _of_therapies(store: Store, holds: Callable[[model.Therapy], bool]) -> Finding:
    return _share([(t.label, holds(t)) for t in store.therapies], "options")


def _of_uses(
    store: Store, holds: Callable[[model.Therapy, model.Use], bool]
) -> Finding:
    return _share(
        [
            (f"{t.label} for {words.inline(store.label(use.condition))}", holds(t, use))
            for t in store.therapies
            for use in t.uses
        ],
        "uses",
    )


def _of_headlines(store: Store, holds: Callable[[model.Trial], bool]) -> Finding:
    trials = [t for t in _trials(store) if t.headline]
    return _share([(t.id, holds(t)) for t in trials], "results that lead a page")


def _each_option(
    store: Store,
    holds: Callable[[model.Therapy], bool],
    said: Literal["help", "harm", "like"],
) -> Finding:
    """Return whether every option is described, those without a record too."""
    held = [(t.label, holds(t)) for t in store.therapies]
    held += [
        (f"one without a record for {words.inline(c.label)}", bool(getattr(o, said)))
        for c in store.conditions
        for o in evidence.found(c.other_options)
    ]
    return _share(held, "options")


def _partly(found: Finding, why: str) -> Finding:
    """Return *found* as partly met at best, and *why*."""
    return _at_most("partly", Finding(found.verdict, f"{found.lacks} {why}".lstrip()))


def _about(
    field: Literal["made_by", "paid_by", "updated", "evidence", "reading"],
) -> Check:
    """Return a check that the catalogue says this of its making."""

    def says(store: Store) -> Finding:
        if store.about and getattr(store.about, field):
            return Finding("met")
        return Finding("not met", "The catalogue does not say.")

    return says


def _read_by(who: Literal["patient", "professional"]) -> Check:
    """Return a check that such a person from outside has read each record."""

    def fits(review: model.Review) -> bool:
        found = _ROLE.search(review.role)
        return found is not None and found.lastgroup == who

    def read(store: Store) -> Finding:
        held = [(r.label, any(map(fits, r.reviewed_by))) for r in _reviewed(store)]
        if not any(holds for _, holds in held):
            return Finding("not done", "There is no such review yet.")
        return _share(held, "records")

    return read


# What there is to count.


def _trials(store: Store) -> list[model.Trial]:
    return [trial for t in store.therapies for trial in evidence.found(t.trials)]


def _reviewed(store: Store) -> list[model.Reviewed]:
    return [*store.therapies, *store.conditions]


def _structs(value: object) -> Iterator[msgspec.Struct]:
    """Yield every struct in *value*, itself included."""
    if isinstance(value, list | tuple):
        for each in value:
            yield from _structs(each)
    elif isinstance(value, msgspec.Struct):
        yield value
        for field in value.__struct_fields__:
            yield from _structs(getattr(value, field))


def _sentences(store: Store) -> list[str]:
    """Return what therapies and conditions say, but for remarks beside a result."""
    parts = _structs([*store.therapies, *store.conditions])
    return [part.says for part in parts if isinstance(part, model.Statement)]


def _base(store: Store, trial: model.Trial) -> int:
    return evidence.chances(Page(store), trial, whole=False).base


# The checks. Each says in its name what is so where it is met.


def _describes_conditions(store: Store) -> Finding:
    known = {c.id: c for c in store.conditions}
    used = [use.condition for t in store.therapies for use in t.uses]
    names = dict.fromkeys([*known, *used])
    return _share(
        [(store.label(n), n in known and bool(known[n].summary.says)) for n in names],
        "conditions",
    )


def _states_decisions(store: Store) -> Finding:
    return _of_conditions(store, lambda condition: bool(condition.decision.strip()))


def _lists_options(store: Store) -> Finding:
    """Find a treatment and no new treatment: what else there is, every record says."""
    waiting = any(t.kind == "no_treatment" for t in store.therapies)

    def listed(condition: model.Condition) -> bool:
        treatments = [t for t in store.options(condition) if t.kind != "no_treatment"]
        return waiting and bool(treatments)

    return _of_conditions(store, listed)


def _tells_benefits(store: Store) -> Finding:
    def told(therapy: model.Therapy) -> bool:
        said = [therapy.in_short.help.says, *(use.says for use in therapy.uses)]
        return bool(therapy.uses) and all(said)

    return _each_option(store, told, "help")


def _tells_harms(store: Store) -> Finding:
    return _each_option(store, lambda t: bool(evidence.found(t.harms)), "harm")


def _tells_experience(store: Store) -> Finding:
    def told(therapy: model.Therapy) -> bool:
        felt = therapy.experience
        return all(map(evidence.found, (felt.body, felt.mind, felt.daily_life)))

    return _each_option(store, told, "like")


def _tells_how_it_works(store: Store) -> Finding:
    found = _of_therapies(
        store, lambda t: t.kind == "no_treatment" or t.how_it_works is not None
    )
    if any(evidence.found(c.other_options) for c in store.conditions):
        return _partly(found, "Options without a record are not explained.")
    return found


def _tells_of_daily_life(store: Store) -> Finding:
    return _of_therapies(store, lambda t: bool(evidence.found(t.experience.daily_life)))


def _gives_both_sides_room(store: Store) -> Finding:
    """Find for each therapy that help and harm have equal room.

    That is half to twice as many words on its short page, and counted results on both
    sides or on neither.
    """

    def even(each: model.Therapy) -> bool:
        sides = {trial.good for trial in evidence.found(each.trials)}
        page = therapy.page(store, each, View(today=each.checked))
        helps, harms = _words_of_sides(page)
        return len(sides) != 1 and helps <= 2 * harms and harms <= 2 * helps

    found = _of_therapies(store, even)
    counted = [tuple(sides) for sides in _counted(store).values() if any(sides)]
    both = sum(map(all, counted))
    note = f"Uses with a count on both sides: {both:,} of {len(counted):,} with any."
    return found._replace(lacks=f"{found.lacks} {note}".lstrip())


def _counted(store: Store) -> dict[tuple[str, str], list[bool]]:
    """Return for each use whether a benefit is counted, and whether a harm is."""
    counted: dict[tuple[str, str], list[bool]] = {}
    for each in store.therapies:
        for use in each.uses:
            sides = counted.setdefault((each.id, use.condition), [False, False])
            sides[0] |= bool(evidence.benefits(each, use))
            sides[1] |= bool(evidence.harms(each, {use.condition, None}))
    return counted


def _words_of_sides(page: Document) -> tuple[int, int]:
    """Return how many words the page of a therapy has on help, and how many on harm."""
    questions = ("Does it help?", "What can go wrong?")
    told = dict.fromkeys(questions, 0)
    part = ""
    for block in page.blocks:
        if isinstance(block, Heading):
            part = block.text if block.level < _PART_OF_A_PART else part
        elif isinstance(block, Answers):
            for row in block.rows:
                if row.label in told:
                    told[row.label] += _words(row.line)
        elif part in told:
            told[part] += _words(block)
    return told[questions[0]], told[questions[1]]


def _words(value: object) -> int:
    """Return how many words stand in *value*, a part of a page."""
    if isinstance(value, str):
        return len(value.split())
    if isinstance(value, list | tuple):
        return sum(map(_words, value))
    if isinstance(value, msgspec.Struct):
        return sum(_words(getattr(value, name)) for name in value.__struct_fields__)
    return 0


def _cites_sources(store: Store) -> Finding:
    sections = store.article.sections if store.article else ()
    records = [*store.therapies, *store.conditions, *store.concepts]
    held = []
    known_sources = set(store.ids("sources"))
    for part in _structs([records, store.crisis_lines, sections]):
        sources = getattr(part, "sources", None)
        # That nothing was found in the law of a place rests on no source.
        unfound = isinstance(part, model.Regulation) and part.status == "not_found"
        if sources is not None and not unfound:
            known = all(name in known_sources for name in sources)
            held.append(("", bool(sources) and known))
    return _share(held, "statements")


def _dates_records(store: Store) -> Finding:
    records = [*_reviewed(store), *store.concepts, *store.sources]
    dated = [(r.id, isinstance(r.checked, datetime.date)) for r in records]
    if store.article:
        article = store.article
        dated.append((article.title, isinstance(article.checked, datetime.date)))
    return _share(dated, "records")


def _says_when_it_is_due(store: Store) -> Finding:
    policy = _about("updated")(store)
    if policy.verdict != "met":
        return policy
    due = [(r.label, r.review_due > r.checked) for r in _reviewed(store)]
    return _share(due, "records")


def _says_how_unsure(store: Store) -> Finding:
    """Find a level of certainty for each use; how many sentences lack a range is told.

    A counted result always gets a range. Of every other number the pages say that it
    is a best estimate, which is what the item asks for where there is no range.
    """
    figures = [each for each in _sentences(store) if _FIGURE.search(each)]
    bare = sum(not _RANGE.search(each) for each in figures)
    found = _rates_certainty(store)
    if not bare:
        return found
    ranges = f"Sentences with a number but no range: {bare:,} of {len(figures):,}."
    return found._replace(lacks=f"{found.lacks} {ranges}".lstrip())


def _tells_of_no_treatment(store: Store) -> Finding:
    return _of_conditions(store, lambda c: bool(evidence.found(c.untreated)))


def _sets_side_by_side(store: Store) -> Finding:
    def compared(condition: model.Condition) -> bool:
        options = store.options(condition)
        return len(comparison.with_no_treatment(store, options)) > 1

    return _of_conditions(store, compared)


def _asks_what_matters(store: Store) -> Finding:
    """Find for each therapy an entry on everything that may matter to a reader."""

    def weighed(therapy: model.Therapy) -> bool:
        entries = [{o.therapy for o in each.options} for each in store.considerations]
        return bool(entries) and all(therapy.id in those for those in entries)

    return _of_therapies(store, weighed)


def _gives_chances(store: Store) -> Finding:
    def counted(therapy: model.Therapy, use: model.Use) -> bool:
        return any(
            trial.good
            and trial.condition == use.condition
            and use.variant in {None, trial.variant}
            for trial in evidence.found(therapy.trials)
        )

    return _of_uses(store, counted)


def _names_groups(store: Store) -> Finding:
    return _of_headlines(store, lambda trial: bool(trial.population.strip()))


def _gives_event_rates(store: Store) -> Finding:
    return _of_headlines(
        store,
        lambda trial: (
            bool(trial.arms) and all(0 <= a.events <= a.total > 0 for a in trial.arms)
        ),
    )


def _shares_a_time(store: Store) -> Finding:
    """Find one time for all that a comparison for a condition sets side by side."""
    held = []
    for condition in store.conditions:
        ids = store.with_parts(condition)
        heads = [
            t for t in _trials(store) if t.headline and t.good and t.condition in ids
        ]
        times = {trial.weeks for trial in heads}
        named = all(trial.timepoint.strip() for trial in heads)
        if heads:
            held.append(
                (condition.label, named and len(times) == 1 and None not in times)
            )
    return _share(held, "conditions with a counted benefit")


def _shares_a_base(store: Store) -> Finding:
    """Find one denominator in all pictures and all sentences."""
    heads = [trial for trial in _trials(store) if trial.headline]
    held = [("", _base(store, trial) == 100) for trial in heads]
    for each in _sentences(store):
        totals = [a or b for a, b in _OUT_OF.findall(each)]
        if totals:
            bases = {total.replace(",", "") for total in totals}
            held.append(("", bases <= _BASES))
    return _share(held, "numbers")


def _draws_chances(store: Store) -> Finding:
    return _of_headlines(store, lambda trial: _base(store, trial) == 100)


def _gives_questions(store: Store) -> Finding:
    return _of_therapies(store, lambda t: len(t.questions) >= _QUESTIONS)


def _rates_certainty(store: Store) -> Finding:
    def rated(_: model.Therapy, use: model.Use) -> bool:
        sure = use.certainty
        return bool(sure.level and sure.by and sure.why)

    return _of_uses(store, rated)


def _answers_in_short(store: Store) -> Finding:
    def answered(therapy: model.Therapy) -> bool:
        short = therapy.in_short
        waiting = therapy.kind == "no_treatment"
        return waiting or (short.allowed is not None and short.brain is not None)

    return _of_therapies(store, answered)


def _dates_sources(store: Store) -> Finding:
    return _share([(s.id, s.issued is not None) for s in store.sources], "sources")


def _is_balanced(store: Store) -> Finding:
    """Find harms and doubts for each therapy, and judges from outside for the rest."""
    found = _of_therapies(
        store,
        lambda t: bool(evidence.found(t.harms) and evidence.found(t.uncertainties)),
    )
    if all(record.reviewed_by for record in _reviewed(store)):
        return found
    return _partly(found, "Not every record was read by someone outside.")


def _points_to_support(store: Store) -> Finding:
    if store.crisis_lines:
        return Finding("met")
    return Finding("not met", "The catalogue has no crisis lines.")


def _tells_doubts(store: Store) -> Finding:
    return _of_therapies(store, lambda t: bool(evidence.found(t.uncertainties)))


def _names_others(store: Store) -> Finding:
    """Find another option at the foot of each page of a therapy."""

    def others(_: model.Therapy, use: model.Use) -> bool:
        condition = {c.id: c for c in store.conditions}.get(use.condition)
        return condition is not None and bool(
            len(store.options(condition)) > 1 or evidence.found(condition.other_options)
        )

    return _of_uses(store, others)


# The items, in the order and by the numbers of each list.

_IPDAS = "https://doi.org/10.1177/0272989X13501721"
_DISCERN = "https://doi.org/10.1136/jech.53.2.105"

QUALIFYING = Part(
    "Qualifying",
    "IPDAS, qualifying: without all of these it is no decision aid",
    (
        Item(
            "It says what the health problem is",
            _describes_conditions,
            "At the top of 'therapies show CONDITION', and in comparisons for it.",
        ),
        Item(
            "It says what there is to decide",
            _states_decisions,
            "'The decision', in 'therapies show CONDITION'.",
        ),
        Item(
            "It lists the options",
            _lists_options,
            "'What are the options?', in 'therapies show CONDITION'.",
        ),
        Item(
            "It tells the good points of each option",
            _tells_benefits,
            "'Does it help?' on the page of each therapy. Of options without a record: "
            "'therapies show CONDITION --all'.",
        ),
        Item(
            "It tells the bad points of each option",
            _tells_harms,
            "'What can go wrong?' on the page of each therapy. Of options without a "
            "record: 'therapies show CONDITION --all'.",
        ),
        Item(
            "It tells what it is like to live with: body, mind, daily life",
            _tells_experience,
            "'therapies show NAME --section like'. Of options without a record: "
            "'therapies show CONDITION --all'.",
        ),
    ),
)

CERTIFYING = Part(
    "Certifying",
    "IPDAS, certifying: without these the risk of harmful bias is high",
    (
        Item(
            "Good and bad points are shown in the same detail",
            _gives_both_sides_room,
            "Both sides have one form, each has counted results or none has, and on a "
            "short page the words of help are half to twice those of harm.",
        ),
        Item(
            "It names the evidence behind what it says",
            _cites_sources,
            "Numbers in brackets; '--all' prints the whole list.",
        ),
        Item(
            "It says how old it is",
            _dates_records,
            "'Checked', at the foot of a page.",
        ),
        Item(
            "It says how it is kept up to date",
            _says_when_it_is_due,
            "'therapies about'; each page says when it is due, and warns when late.",
        ),
        Item(
            "It says how unsure the numbers are",
            _says_how_unsure,
            "Each counted result has a range, and each use a level, 'How sure'. Pages "
            "call every number a best estimate.",
        ),
        Item(
            "It says who paid",
            _about("paid_by"),
            "'Who paid', in 'therapies about'.",
        ),
    ),
)

QUALITY = Part(
    "Quality",
    "IPDAS, quality: these make it better",
    (
        Item(
            "It says what happens if nothing is done",
            _tells_of_no_treatment,
            "Near the end of 'therapies show CONDITION'.",
        ),
        Item(
            "A reader can hold the options against each other",
            _sets_side_by_side,
            "'therapies compare' puts the same questions to each option.",
        ),
        Item(
            "It gives the chances of what may happen",
            _gives_chances,
            "Only where people were counted; '--section trials' has them all.",
        ),
        Item(
            "It says what group of people a chance is for",
            _names_groups,
            "Beside each counted result.",
        ),
        Item(
            "It says how many people something happened to",
            _gives_event_rates,
            "So many of 100 had it and so many did not.",
        ),
        Item(
            "The chances of the options are over the same time",
            _shares_a_time,
            "Groups of one trial share a time; trials differ, and the page says so.",
        ),
        Item(
            "The chances of the options are out of the same number",
            _shares_a_base,
            "Pictures are of 100 people; a sentence may keep the count as printed.",
        ),
        Item(
            "Chances are shown in more than one way",
            _draws_chances,
            "In a terminal as numbers, words and a picture; in plain text no picture.",
        ),
        Item(
            "It asks what matters most to the reader",
            _asks_what_matters,
            "'therapies weigh --for CONDITION' asks, and keeps nothing.",
        ),
        Item(
            "It leads through the steps of deciding",
            "met",
            "Numbered steps lead each handout; 'therapies weigh' asks one question "
            "after the other. Neither leads to a choice.",
        ),
        Item(
            "It has a list of questions, or a sheet, to take to a visit",
            _gives_questions,
            f"'--section questions' has them; {_QUESTIONS} or more are asked for.",
        ),
        Item(
            "It was built on what patients say they need",
            "not done",
            "No patient was asked.",
        ),
        Item(
            "It was built on what professionals say they need",
            "not done",
            "No professional was asked.",
        ),
        Item(
            "Patients who did not make it have reviewed it",
            _read_by("patient"),
            "A page names its reviewers, by role.",
        ),
        Item(
            "Professionals who did not make it have reviewed it",
            _read_by("professional"),
            "A page names its reviewers, by role.",
        ),
        Item(
            "It was tried with patients who face the choice",
            "not done",
            "No field test was made.",
        ),
        Item(
            "It was tried with the people who treat them",
            "not done",
            "No field test was made.",
        ),
        Item(
            "It says how the evidence was picked and put together",
            _about("evidence"),
            "'How the evidence was chosen', in 'therapies about'.",
        ),
        Item(
            "It says how good the evidence is",
            _rates_certainty,
            "'How sure', for each use: a level, who rated it and, under '--all', why.",
        ),
        Item(
            "It says what its authors are trained in",
            _about("made_by"),
            "'therapies about' says who or what made it; there is no place for more.",
            best="partly",
        ),
        Item(
            "It says how hard it is to read",
            _about("reading"),
            "'How hard it is to read', in 'therapies about'.",
        ),
        Item(
            "Studies show that it helps people choose by what they value",
            "not done",
            "There is no study of it.",
        ),
        Item(
            "Studies show that people know more after they used it",
            "not done",
            "There is no study of it.",
        ),
    ),
)

DISCERN = Part(
    "DISCERN",
    "DISCERN: what a good text on treatment does",
    (
        Item(
            "Its aims are clear",
            "partly",
            "The start page and 'therapies about' say what it is for; others do not.",
        ),
        Item(
            "It does what it set out to do",
            _answers_in_short,
            "'In short': six questions to each therapy, four to no new treatment.",
        ),
        Item(
            "It speaks to what the reader wants to know",
            "partly",
            "Its headings are questions, but no reader was asked which.",
        ),
        Item(
            "It is clear what sources it used",
            _cites_sources,
            "Numbers in brackets; '--all' prints the whole list.",
        ),
        Item(
            "It is clear how old the facts are",
            _dates_sources,
            "Each reference has a year where one is known; each page its last check.",
        ),
        Item(
            "It is balanced and fair",
            _is_balanced,
            "A written rule, not its result, settles which trial leads a page.",
        ),
        Item(
            "It says where else to find help and facts",
            _points_to_support,
            "'therapies crisis' has lines to call; there is no list of groups.",
            best="partly",
        ),
        Item(
            "It says what is not known",
            _tells_doubts,
            "'therapies show NAME --section unknown'.",
        ),
        Item(
            "It says how each treatment works",
            _tells_how_it_works,
            "'therapies show NAME --section brain'.",
        ),
        Item(
            "It tells the good points of each treatment",
            _tells_benefits,
            "'Does it help?' on the page of each therapy.",
        ),
        Item(
            "It tells the risks of each treatment",
            _tells_harms,
            "'What can go wrong?' on the page of each therapy.",
        ),
        Item(
            "It says what happens without treatment",
            _tells_of_no_treatment,
            "Near the end of 'therapies show CONDITION'.",
        ),
        Item(
            "It says what a treatment means for the quality of life",
            _tells_of_daily_life,
            "'--section like' has it; counted results are mostly of signs of illness.",
            best="partly",
        ),
        Item(
            "It is clear that there is more than one choice",
            _names_others,
            "'Other options', on the page of each therapy.",
        ),
        Item(
            "It helps people decide together with those who treat them",
            _gives_questions,
            "It has questions to ask, and 'therapies weigh' makes a sheet of what "
            "matters to you; nobody has tried them at a visit.",
            best="partly",
        ),
    ),
)

PARTS = (QUALIFYING, CERTIFYING, QUALITY, DISCERN)
