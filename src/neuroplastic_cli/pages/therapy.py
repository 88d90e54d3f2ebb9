"""The page of a therapy: a short one that answers six questions, or everything."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from neuroplastic_cli.catalogue import citations, model, narrow
from neuroplastic_cli.document import (
    Answer,
    Answers,
    Chances,
    Heading,
    Items,
    Line,
    Paragraph,
    Span,
    line,
)
from neuroplastic_cli.pages import article, evidence, words
from neuroplastic_cli.pages.page import NO_DATA, Page, View, shortest_name

if TYPE_CHECKING:
    from collections.abc import Callable

    from neuroplastic_cli.catalogue.store import Store
    from neuroplastic_cli.document import Document

IN_SHORT = {
    "help": "Does it help?",
    "harm": "What can go wrong?",
    "effort": "What is asked of me?",
    "wait": "Who should not, or wait?",
    "allowed": "Is it allowed?",
    "brain": "And the brain?",
}


_HARMS = 2
"""How many harms stand in words on a short page that has no picture of one."""


class _Subject(NamedTuple):
    """A therapy narrowed to what the reader asks about, and for which condition."""

    therapy: model.Therapy
    condition: model.Condition
    first: str
    """The condition that `in_short` speaks of."""
    view: View
    whole: bool

    def all(self) -> _Subject:
        """Return the subject with nothing left out."""
        return self._replace(whole=True)


def page(store: Store, therapy: model.Therapy, view: View) -> Document:
    """Return the page of *therapy* as *view* asks for it."""
    page_ = Page(store)
    subject = _subject(store, therapy, view)
    title = f"{therapy.short}: {therapy.name}" if therapy.short else therapy.name
    page_.add(Heading(title, 1))
    if view.sections:
        for name in view.sections:
            SECTIONS[name](page_, subject.all())
    elif view.whole:
        for section in SECTIONS.values():
            section(page_, subject)
    else:
        for section in (_summary, _help, _harms, _rest):
            section(page_, subject)
    _footer(page_, subject)
    return page_.document(title, view, therapy)


def _subject(store: Store, therapy: model.Therapy, view: View) -> _Subject:
    first = therapy.uses[0].condition
    condition = view.condition or store.condition(first)
    if view.condition:
        therapy = narrow.to_condition(store, therapy, view.condition, view.place)
    elif view.place:
        therapy = narrow.to_place(therapy, view.place)
    return _Subject(therapy, condition, first, view, view.whole)


def _summary(page_: Page, subject: _Subject) -> None:
    therapy = subject.therapy
    conditions = dict.fromkeys(use.condition for use in therapy.uses)
    used = [words.inline(page_.store.label(name)) for name in conditions]
    if not subject.whole and len(used) > 2:
        used = [used[0], f"{len(used) - 1} other conditions"]
    kind = words.KINDS[therapy.kind]
    studied = used and therapy.kind != "no_treatment"
    use = f", studied for {words.listed(used)}" if studied else ""
    page_.say(f"{kind}{use}.")
    page_.add(Paragraph(page_.said(therapy.summary)))
    if subject.whole:
        _names(page_, therapy)
    hint = "a part in full: --section NAME; everything: --all"
    page_.add(Heading("In short", note=subject.view.hint(hint)))
    rows = []
    for name, label in IN_SHORT.items():
        if getattr(therapy.in_short, name):
            said = _in_short(page_, subject, name)
            if name == "allowed":
                said += _standing(page_, subject)
            rows.append(Answer(label, said))
    page_.add(Answers(tuple(rows)))


def _in_short(page_: Page, subject: _Subject, name: str) -> Line:
    """Return an answer of the first screen, for the condition asked about."""
    therapy, condition = subject.therapy, subject.view.condition
    ids = {condition.id} if condition else set()
    if name == "help" and (said := _help_for(page_, subject)):
        return said
    if name == "harm" and ids and therapy.kind == "no_treatment":
        return page_.first(evidence.harms_for(therapy, ids))
    if name == "wait":
        return evidence.wait_in_short(page_, therapy, ids)
    return page_.said(getattr(therapy.in_short, name))


def _help_for(page_: Page, subject: _Subject) -> Line:
    """Return the answer for the condition asked about, if it is not the first one's."""
    condition = subject.view.condition
    uses = subject.therapy.uses
    if condition is None or subject.first == condition.id or not uses:
        return ()
    label = words.started(page_.store.label(uses[0].condition))
    return line(f"{label}: ", *page_.said(uses[0]))


def _names(page_: Page, therapy: model.Therapy) -> None:
    rows = [Answer("Command", line(f"therapies show {therapy.id}"))]
    for label, found in (
        ("Also called", therapy.aliases),
        ("Variants", therapy.variants),
        ("ICD-11", therapy.codes.icd_11),
        ("MeSH", therapy.codes.mesh),
    ):
        if found:
            rows.append(Answer(label, line(", ".join(found))))
    page_.add(Answers(tuple(rows)))


def _standing(page_: Page, subject: _Subject) -> Line:
    """Return how many guidelines say what of the therapy for the condition."""
    ids = page_.store.with_parts(subject.condition)
    said = evidence.guidelines_in_words(subject.therapy, ids)
    if not said:
        return ()
    cite = page_.cite(said.sources)
    about = words.inline(subject.condition.label)
    if len(ids) > 1:
        about += " of all kinds"
    return line(f" Guidelines for {about}: {said.text}. ", cite)


def _help(page_: Page, subject: _Subject) -> None:
    therapy = subject.therapy
    ids = page_.store.with_parts(subject.condition)
    shown = [u for u in therapy.uses if subject.whole or u.condition in ids]
    others = len(therapy.uses) - len(shown)
    note = subject.condition.label if not subject.whole else ""
    if others:
        note += subject.view.hint("; others: --for NAME")
    page_.add(Heading("Does it help?", note=note))
    if not shown:
        command = Span(f"therapies show {subject.condition.id}", "command")
        page_.say(f"{NO_DATA} All options for it: ", command)
    limit = None if subject.whole or subject.view.condition else 1
    drawn = 0
    for use in shown[:limit]:
        labelled = limit is None and len(shown) > 1
        drawn += _use(page_, subject, use, labelled=labelled, drawn=drawn)


def _use(
    page_: Page, subject: _Subject, use: model.Use, *, labelled: bool, drawn: int
) -> int:
    """Add what a therapy may do for one condition; return how many pictures it took.

    A whole page draws every headline, another only the first; the rest is in words.
    """
    if labelled:
        page_.add(Heading(evidence.condition_in_words(page_.store, use.condition), 3))
    headlines = evidence.benefits(subject.therapy, use)
    shown = headlines if subject.whole else headlines[: 0 if drawn else 1]
    if labelled or subject.whole or not shown:
        page_.add(Paragraph(page_.said(use)))
    for trial in shown:
        page_.add(_picture(page_, subject, trial))
    if not headlines:
        why = evidence.no_headline(subject.therapy, {use.condition}, good=True)
        page_.say(why)
    sure = evidence.certainty(page_, use.certainty, whole=subject.whole)
    page_.say("How sure: ", *sure)
    return len(shown)


def _picture(page_: Page, subject: _Subject, trial: model.Trial) -> Chances:
    return evidence.chances(
        page_, trial, whole=subject.whole, experts=subject.view.whole
    )


def _harms(page_: Page, subject: _Subject) -> None:
    harms = evidence.found(subject.therapy.harms)
    # Without a condition a whole page is about them all, and so are its pictures.
    every = subject.whole and subject.view.condition is None
    conditions = [u.condition for u in subject.therapy.uses] if every else []
    ids = {*page_.store.with_parts(subject.condition), *conditions, None}
    trials = evidence.harms(subject.therapy, ids)
    shown = harms
    if not subject.whole:
        trials = trials[:1]
        shown = harms[: 0 if trials else _HARMS]
    more = len(harms) - len(shown)
    note = subject.view.hint(f"{more} more: --section harms") if more else ""
    page_.add(Heading("What can go wrong?", note=note))
    if shown:
        page_.add(Items(tuple(_harm(page_, harm) for harm in shown)))
    for trial in trials:
        page_.add(_picture(page_, subject, trial))
    if not harms:
        page_.say(NO_DATA)
    if not trials:
        page_.say(evidence.no_headline(subject.therapy, ids, good=False))


def _harm(page_: Page, harm: model.Harm) -> Line:
    said = page_.said(harm)
    return (Span("On serious harm: ", "strong"), *said) if harm.serious else said


def _like(page_: Page, subject: _Subject) -> None:
    page_.add(Heading("What is it like?"))
    for label, part in _felt(subject.therapy).items():
        page_.add(Heading(label, 3))
        page_.statements(part)


def _felt(therapy: model.Therapy) -> dict[str, model.Statements]:
    return {
        "In the body": therapy.experience.body,
        "In the mind": therapy.experience.mind,
        "In daily life": therapy.experience.daily_life,
    }


def _rest(page_: Page, subject: _Subject) -> None:
    """Add the first words of what the short page has no room for."""
    therapy, condition = subject.therapy, subject.condition
    felt = [s for part in _felt(therapy).values() for s in evidence.found(part)]
    others = evidence.left_out(page_.store, condition, [therapy])
    # None is named: the first two of ten would be all that most readers see.
    options = f"{len(others)} in this catalogue. " if others else ""
    command = Span(f"therapies show {condition.id}", "command")
    rows = [
        Answer("What is it like?", page_.first(felt)),
        Answer("Still argued", page_.first(therapy.uncertainties)),
        Answer("Other options", line(f"{options}All: ", command)),
        *(
            Answer("" if n else "Ask", line(question))
            for n, question in enumerate(therapy.questions[:2])
        ),
    ]
    note = subject.view.hint("more: --section like, unknown, options, questions")
    page_.add(Heading("And then?", note=note), Answers(tuple(rows)))


def _course(page_: Page, subject: _Subject) -> None:
    course = subject.therapy.course
    if course is None:
        return
    page_.add(Heading("What happens, from the first visit to the last?"))
    page_.add(Paragraph(page_.said(course.setting)))
    page_.add(Heading("How long it takes", 3))
    if isinstance(course.lengths, model.NoneFound):
        page_.say(NO_DATA)
    else:
        page_.add(Items(tuple(_length(page_, length) for length in course.lengths)))
    page_.add(Heading("The steps", 3))
    page_.statements(course.steps, numbered=True)
    page_.add(Heading("How soon a change may be felt", 3))
    page_.statements(course.onset)
    page_.add(Heading("How long a change lasts", 3))
    page_.statements(course.lasting)


def _length(page_: Page, length: model.Length) -> Line:
    known = [f"{length.sessions} sessions"]
    if length.minutes:
        known.append(f"{length.minutes} minutes each")
    if length.weeks:
        known.append(f"over {length.weeks} weeks")
    return page_.about(length, f"{', '.join(known)}.")


def _not_for(page_: Page, subject: _Subject) -> None:
    page_.add(Heading("Who should not have it, or wait?"))
    page_.statements(subject.therapy.not_for)


def _allowed(page_: Page, subject: _Subject) -> None:
    rules = subject.therapy.regulation
    if rules is None:
        return
    page_.add(Heading("Is it allowed, and where can I have it?"))
    if isinstance(rules, tuple):
        items = tuple(_rule(page_, rule) for rule in rules)
        page_.add(Items(items))
    else:
        page_.say(NO_DATA)
    _availability(page_, subject.therapy)


def _rule(page_: Page, rule: model.Regulation) -> Line:
    status = words.STATUSES[rule.status]
    condition = rule.condition and evidence.condition_in_words(
        page_.store, rule.condition
    )
    labels = [condition, status]
    if not rule.says:
        known = [rule.variant, words.place(rule.place), *labels]
        label = ", ".join(part for part in known if part)
        return line(f"{label} (as of {rule.as_of}).")
    return page_.about(rule, rule.says, *(part for part in labels if part))


def _guidelines(page_: Page, subject: _Subject) -> None:
    found = subject.therapy.guidelines
    if found is None:
        return
    page_.add(Heading("What do guidelines say?"))
    if isinstance(found, model.NoneFound):
        page_.say(NO_DATA)
        return
    in_force = [g for g in found if not g.replaced]
    replaced = [g for g in found if g.replaced]
    page_.add(Items(tuple(_guideline(page_, g) for g in (*in_force, *replaced))))


def _guideline(page_: Page, guideline: model.Guideline) -> Line:
    condition = evidence.condition_in_words(page_.store, guideline.condition)
    direction = words.DIRECTIONS[guideline.direction]
    strength = words.STRENGTHS[guideline.strength]
    said = page_.about(
        guideline,
        guideline.says,
        f"{guideline.body} {guideline.year}",
        condition,
        f"{direction} ({strength})",
    )
    if guideline.replaced:
        said += line(f" No longer in force: {guideline.replaced}")
    return said


def _cost(page_: Page, subject: _Subject) -> None:
    therapy = subject.therapy
    page_.add(Heading("What does it cost?"))
    page_.statements(therapy.cost)
    if therapy.regulation is None:
        _availability(page_, therapy)


def _availability(page_: Page, therapy: model.Therapy) -> None:
    page_.add(Heading("Where it can be had", 3))
    page_.statements(therapy.availability)


def _unknown(page_: Page, subject: _Subject) -> None:
    page_.add(Heading("What is not known, or argued about?"))
    page_.statements(subject.therapy.uncertainties)


def _brain(page_: Page, subject: _Subject) -> None:
    therapy = subject.therapy
    if therapy.how_it_works is None:
        return
    page_.add(Heading("How is it thought to work, and what of the brain?"))
    page_.add(Paragraph(page_.said(therapy.how_it_works.plain)))
    page_.add(Heading("In clinical words", 3))
    page_.add(Paragraph(page_.said(therapy.how_it_works.clinical)))
    page_.add(Heading("Does it change the brain?", 3))
    page_.statements(therapy.plasticity)


def _trials(page_: Page, subject: _Subject) -> None:
    trials = evidence.trials(subject.therapy)
    page_.add(Heading("The trials whose counts we have read"))
    if not trials:
        page_.say(NO_DATA)
    for condition in dict.fromkeys(trial.condition for trial in trials):
        for good, what in ((True, "what may get better"), (False, "what may go wrong")):
            these = [t for t in trials if (t.condition, t.good) == (condition, good)]
            if these:
                about = evidence.about_condition(page_.store, condition)
                page_.add(Heading(f"{about}: {what}", 3))
                _trials_together(page_, subject, these, good=good)


def _trials_together(
    page_: Page, subject: _Subject, trials: list[model.Trial], *, good: bool
) -> None:
    """Add *trials* of one condition: on one axis, then one by one."""
    plot = evidence.forest(page_, trials, good=good)
    if plot.rows:
        page_.say(
            "Each line is one trial: people per 100, the therapy minus the other, with "
            "the 95 % range. They differ in people, time and comparison."
        )
        page_.add(plot)
    for trial in trials:
        # A whole page has drawn its headlines already.
        if not (subject.view.whole and trial.headline):
            page_.add(_picture(page_, subject, trial))


def _article(page_: Page, subject: _Subject) -> None:
    sections = article.about(page_.store, subject.therapy.id)
    if sections and page_.store.article:
        page_.say(f"From the article: {page_.store.article.title}.")
    for section in sections:
        article.add_section(page_, section, checked=True)


def _options(page_: Page, subject: _Subject) -> None:
    condition, therapy = subject.condition, subject.therapy
    page_.add(Heading(f"Other options for {words.inline(condition.label)}"))
    _others_for(page_, condition, therapy)
    if elsewhere := evidence.other_options_in_words(condition):
        page_.say(f"Often offered too: {elsewhere}.")
    command = f"therapies compare {shortest_name(therapy)} --for {condition.id}"
    page_.say("Side by side: ", Span(command, "command"))
    for name in dict.fromkeys(use.condition for use in therapy.uses):
        if name not in page_.store.with_parts(condition):
            other = page_.store.condition(name)
            page_.add(Heading(f"And for {words.inline(other.label)}", 3))
            _others_for(page_, other, therapy)


def _others_for(
    page_: Page, condition: model.Condition, therapy: model.Therapy
) -> None:
    """Add the other options of the catalogue for *condition*."""
    others = evidence.left_out(page_.store, condition, [therapy])
    named = f"In this catalogue: {words.listed(others)}. " if others else ""
    command = Span(f"therapies show {condition.id}", "command")
    page_.say(f"{named}All of them: ", command)


def _questions(page_: Page, subject: _Subject) -> None:
    page_.add(Heading("Ask at your appointment"))
    questions = tuple(line(question) for question in subject.therapy.questions)
    page_.add(Items(questions, numbered=True))


def _sources(page_: Page, subject: _Subject) -> None:
    """Cite all that the record rests on, so that the footer prints it."""
    page_.cite(citations.sources(subject.therapy))


def _footer(page_: Page, subject: _Subject) -> None:
    view = subject.view
    if view.whole or view.sections:
        page_.add(Heading("Keep in mind"))
    page_.dated(view.today, subject.therapy)
    page_.closing()
    if not view.whole and not view.on_paper:
        shown = view.sections or _PREVIEWED
        names = [name for name in SECTIONS if name not in shown]
        page_.say(f"More: --section {', '.join(names)}; --all")
    page_.references(full=view.in_full or "sources" in view.sections)


SECTIONS: dict[str, Callable[[Page, _Subject], None]] = {
    "summary": _summary,
    "help": _help,
    "harms": _harms,
    "like": _like,
    "course": _course,
    "not-for": _not_for,
    "allowed": _allowed,
    "guidelines": _guidelines,
    "cost": _cost,
    "unknown": _unknown,
    "brain": _brain,
    "trials": _trials,
    "article": _article,
    "options": _options,
    "questions": _questions,
    "sources": _sources,
}
_PREVIEWED = ("summary", "help", "harms", "like", "unknown", "options", "questions")
"""Sections of which the short page shows the first words."""
