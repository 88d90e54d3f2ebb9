"""The page of a therapy: a short one that answers six questions, or everything."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from neuroplastic_cli.catalogue import citations, model, narrow
from neuroplastic_cli.document import (
    Answer,
    Answers,
    Heading,
    Items,
    Line,
    Paragraph,
    Span,
    line,
)
from neuroplastic_cli.pages import article, evidence, words
from neuroplastic_cli.pages.page import NO_DATA, Page, View

if TYPE_CHECKING:
    from collections.abc import Callable

    from neuroplastic_cli.catalogue.store import Store
    from neuroplastic_cli.document import Document

IN_SHORT = {
    "help": "Does it help?",
    "harm": "What can go wrong?",
    "effort": "What is asked of me?",
    "wait": "Who should wait?",
    "allowed": "Is it allowed?",
    "brain": "And the brain?",
}


class _Subject(NamedTuple):
    """A therapy narrowed to what the reader asks about, and for which condition."""

    therapy: model.Therapy
    condition: model.Condition
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
    else:
        for name, section in SECTIONS.items():
            if view.whole or name not in _ONLY_WHOLE:
                section(page_, subject)
    _footer(page_, subject)
    return page_.document(title)


def _subject(store: Store, therapy: model.Therapy, view: View) -> _Subject:
    condition = view.condition or store.condition(therapy.uses[0].condition)
    if view.condition:
        therapy = narrow.to_conditions(therapy, _ids(store, view.condition))
    if view.place:
        therapy = narrow.to_place(therapy, view.place)
    return _Subject(therapy, condition, view, view.whole)


def _ids(store: Store, condition: model.Condition) -> set[str]:
    return {condition.id, *(part.id for part in store.parts(condition))}


def _summary(page_: Page, subject: _Subject) -> None:
    therapy = subject.therapy
    used = [page_.store.label(use.condition) for use in therapy.uses]
    if not subject.whole and len(used) > 4:
        used = [*used[:3], f"{len(used) - 3} more"]
    kind = words.KINDS[therapy.kind]
    use = f", used or studied for {words.listed(used)}" if used else ""
    page_.say(f"{kind}{use}.")
    page_.add(Paragraph(page_.said(therapy.summary)))
    if subject.whole:
        _names(page_, therapy)
    page_.add(
        Heading("In short", note="a part in full: --section NAME; everything: --all")
    )
    rows = []
    for name, label in IN_SHORT.items():
        answer = getattr(therapy.in_short, name)
        if answer:
            said = page_.said(answer)
            if name == "allowed":
                said += _standing(page_, subject)
            rows.append(Answer(label, said))
    page_.add(Answers(tuple(rows)))


def _names(page_: Page, therapy: model.Therapy) -> None:
    rows = [Answer("Type", line(Span(f"therapies show {therapy.id}", "command")))]
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
    ids = _ids(page_.store, subject.condition)
    said = evidence.guidelines_in_words(subject.therapy, ids)
    if not said:
        return ()
    cite = page_.cite(said.sources)
    return line(f" Guidelines for {subject.condition.label}: {said.text}. ", cite)


def _help(page_: Page, subject: _Subject) -> None:
    therapy = subject.therapy
    ids = _ids(page_.store, subject.condition)
    shown = [u for u in therapy.uses if subject.whole or u.condition in ids]
    others = len(therapy.uses) - len(shown)
    note = subject.condition.label if not subject.whole else ""
    if others:
        note += "; others: --for NAME"
    page_.add(Heading("Does it help?", note=note))
    if not shown:
        page_.say(NO_DATA)
    limit = None if subject.whole or subject.view.condition else 1
    for use in shown[:limit]:
        label = evidence.condition_in_words(page_.store, use.condition)
        if subject.whole or len(shown) > 1:
            page_.add(Heading(label, 3))
        page_.add(Paragraph(page_.said(use)))
        page_.add(
            Paragraph(evidence.certainty(page_, use.certainty, whole=subject.whole))
        )
        headlines = [
            trial
            for trial in evidence.headlines(therapy, use.condition, good=True)
            if subject.whole or subject.view.condition or trial.variant is None
        ]
        for trial in headlines[:limit]:
            page_.add(evidence.chances(page_, trial, whole=subject.whole))
        if not headlines:
            page_.say("No trial whose counts we have read.")


def _harms(page_: Page, subject: _Subject) -> None:
    therapy = subject.therapy
    _heading(page_, subject, "What can go wrong?", therapy.harms, 2, "harms")
    if isinstance(therapy.harms, model.NoneFound):
        page_.say(NO_DATA)
    else:
        shown = therapy.harms if subject.whole else therapy.harms[:2]
        page_.add(Items(tuple(_harm(page_, harm) for harm in shown)))
    if subject.whole:
        trials = [t for t in evidence.trials(therapy) if not t.good]
    else:
        ids = [subject.condition.id, None]
        heads = [h for i in ids for h in evidence.headlines(therapy, i, good=False)]
        trials = heads[:1]
    for trial in trials:
        page_.add(evidence.chances(page_, trial, whole=subject.whole))


def _harm(page_: Page, harm: model.Harm) -> Line:
    said = page_.said(harm)
    return (Span("Serious: ", "strong"), *said) if harm.serious else said


def _like(page_: Page, subject: _Subject) -> None:
    felt = subject.therapy.experience
    parts = {
        "In the body": felt.body,
        "In the mind": felt.mind,
        "In daily life": felt.daily_life,
    }
    every = [s for part in parts.values() for s in evidence.found(part)]
    _heading(page_, subject, "What is it like?", tuple(every), 3, "like")
    if subject.whole:
        for label, part in parts.items():
            page_.add(Heading(label, 3))
            page_.statements(part)
        return
    firsts = [s for part in parts.values() for s in evidence.found(part)[:1]]
    page_.statements(tuple(firsts) or model.NoneFound(none_found=True))


def _course(page_: Page, subject: _Subject) -> None:
    course = subject.therapy.course
    if course is None:
        return
    if not subject.whole:
        every = (*evidence.found(course.onset), *evidence.found(course.lasting))
        note = "the steps, and more: --section course"
        page_.add(Heading("How soon, and how lasting?", note=note))
        firsts = [
            *evidence.found(course.onset)[:1],
            *evidence.found(course.lasting)[:1],
        ]
        page_.statements(tuple(firsts) if every else model.NoneFound(none_found=True))
        return
    page_.add(Heading("What happens, from the first visit to the last?"))
    page_.add(Paragraph(page_.said(course.setting)))
    page_.add(Heading("How long it takes", 3))
    if isinstance(course.lengths, model.NoneFound):
        page_.say(NO_DATA)
    else:
        page_.add(Items(tuple(_length(page_, length) for length in course.lengths)))
    page_.add(Heading("The steps", 3))
    steps = evidence.found(course.steps)
    page_.add(Items(tuple(page_.said(step) for step in steps), numbered=True))
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
    found = subject.therapy.not_for
    _heading(page_, subject, "Who should not have it, or wait?", found, 1, "not-for")
    page_.statements(found, None if subject.whole else 1)


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
    page_.add(Heading("Where it can be had", 3))
    page_.statements(subject.therapy.availability)


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
    _heading(page_, subject, "What does it cost?", therapy.cost, 1, "cost")
    page_.statements(therapy.cost, None if subject.whole else 1)
    if subject.whole and therapy.regulation is None:
        page_.add(Heading("Where it can be had", 3))
        page_.statements(therapy.availability)


def _unknown(page_: Page, subject: _Subject) -> None:
    found = subject.therapy.uncertainties
    _heading(page_, subject, "What is not known, or argued about?", found, 2, "unknown")
    page_.statements(found, None if subject.whole else 2)


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
    for trial in trials:
        page_.add(Heading(evidence.trial_in_words(page_.store, trial), 3))
        page_.add(evidence.chances(page_, trial, whole=True))


def _article(page_: Page, subject: _Subject) -> None:
    for section in article.about(page_.store, subject.therapy.id):
        article.add_section(page_, section, checked=True)


def _options(page_: Page, subject: _Subject) -> None:
    condition, therapy = subject.condition, subject.therapy
    page_.add(Heading(f"Other options for {condition.label}"))
    others = [t for t in page_.store.options(condition) if t.id != therapy.id]
    if others:
        page_.say(f"In this catalogue: {words.listed([t.label for t in others])}.")
    page_.statements(condition.other_options, None if subject.whole else 1)
    command = f"therapies compare {therapy.id} --for {condition.id}"
    page_.say("Side by side: ", Span(command, "command"))


def _questions(page_: Page, subject: _Subject) -> None:
    questions = subject.therapy.questions
    _heading(page_, subject, "Ask at your appointment", questions, 3, "questions")
    shown = questions if subject.whole else questions[:3]
    page_.add(Items(tuple(line(question) for question in shown), numbered=True))


def _sources(page_: Page, subject: _Subject) -> None:
    """Cite all that the record rests on, so that the footer prints it."""
    page_.cite(citations.sources(subject.therapy))


def _footer(page_: Page, subject: _Subject) -> None:
    view = subject.view
    page_.add(Heading("Before you go on"))
    page_.dated(subject.therapy, view.today)
    page_.closing()
    if not view.whole:
        names = [name for name in SECTIONS if name not in {"summary", *view.sections}]
        page_.say(f"More: --section {', '.join(names)}; or --all")
    page_.references(full=view.whole or "sources" in view.sections)


def _heading(  # noqa: PLR0913, PLR0917 - one thought: how much of a list is shown
    page_: Page,
    subject: _Subject,
    text: str,
    found: object,
    most: int,
    section: str,
) -> None:
    """Add a heading that says how much of what was *found* is shown."""
    count = len(found) if isinstance(found, tuple) else 0
    more = 0 if subject.whole else count - most
    note = f"{more} more: --section {section}" if more > 0 else ""
    page_.add(Heading(text, note=note))


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
_ONLY_WHOLE = {"allowed", "guidelines", "brain", "trials", "article", "sources"}
