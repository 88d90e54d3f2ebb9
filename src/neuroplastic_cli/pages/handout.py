"""A page to take to an appointment: options side by side, and room to write."""

from __future__ import annotations

from typing import TYPE_CHECKING

from neuroplastic_cli.catalogue import narrow
from neuroplastic_cli.document import (
    Answer,
    Answers,
    Blanks,
    Block,
    Comparison,
    Heading,
    Items,
    Option,
    Paragraph,
    Scale,
    Span,
    line,
)
from neuroplastic_cli.pages import crisis, evidence, words
from neuroplastic_cli.pages.page import NO_DATA, Page, View

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from neuroplastic_cli.catalogue import model
    from neuroplastic_cli.catalogue.store import Store
    from neuroplastic_cli.document import Document

_STEPS = (
    "Read what each option may do, and what can go wrong. Skip what you like.",
    "Mark under 'What matters to me' how much each point matters to you.",
    "Take it to your appointment, and ask your questions.",
    "Agree there what comes next, and on what day to look at it again.",
)
_HELP = 420
"""How many characters of what an option may do stand on a handout, in sentences."""
_HARMS = 2
_POINT = 130
"""How many characters of what an option may do stand on the worksheet."""
_QUESTIONS = 2
_OWN_LINES = 2


def page(
    store: Store,
    therapies: Sequence[model.Therapy],
    condition: model.Condition,
    view: View,
    *,
    worksheet: bool = False,
) -> Document:
    """Return the handout of *therapies* for *condition*, or its *worksheet* alone."""
    page_ = Page(store)
    options = [
        narrow.to_condition(store, each, condition, view.place) for each in therapies
    ]
    names = words.listed([words.inline(each.label) for each in options], "or")
    title = f"{condition.label}: {names}?"
    page_.add(Heading(title, 1))
    if not worksheet:
        _opening(page_, options, condition)
        _options(page_, options, condition)
        _questions(page_, options)
    _worksheet(page_, options, condition)
    _closing(page_, options, view)
    return page_.document(title)


def shared_condition(therapies: Sequence[model.Therapy]) -> str:
    """Return the first condition that all *therapies* have a use for.

    Where they share none, the first of the first therapy.
    """
    first = [use.condition for use in therapies[0].uses]
    for name in first:
        if all(any(u.condition == name for u in t.uses) for t in therapies):
            return name
    return first[0]


def _opening(
    page_: Page, options: Sequence[model.Therapy], condition: model.Condition
) -> None:
    page_.add(Paragraph(page_.said(condition.summary)))
    page_.say(f"The decision: {condition.decision}")
    others = evidence.left_out(page_.store, condition, options)
    left_out = (
        ("Other options", words.listed(others)),
        ("Often offered too", evidence.other_options_in_words(condition)),
    )
    said = [f"{label}: {names}." for label, names in left_out if names]
    if said:
        page_.say(Span("Not on these pages. ", "strong"), " ".join(said))
    page_.add(Heading("How to use these pages"))
    page_.add(Items(tuple(line(step) for step in _STEPS), numbered=True))


def _options(
    page_: Page, options: Sequence[model.Therapy], condition: model.Condition
) -> None:
    asked: dict[str, tuple[str, Callable[[model.Therapy], list[Block]]]] = {
        "Will it help?": (evidence.APART, lambda each: _help(page_, each, condition)),
        "What is asked of me?": (
            "",
            lambda each: [Paragraph(page_.said(each.in_short.effort))],
        ),
        "Who should not, or wait?": (
            "",
            lambda each: [
                Paragraph(evidence.wait_in_short(page_, each, {condition.id}))
            ],
        ),
        "What can go wrong?": (
            evidence.APART,
            lambda each: _harm(page_, each, condition),
        ),
        "Is it allowed, and what does it cost?": (
            "",
            lambda each: _allowed(page_, each),
        ),
    }
    for question, (note, answer) in asked.items():
        answers = tuple(Option(each.label, tuple(answer(each))) for each in options)
        page_.add(Comparison(question, answers, note))


def _help(
    page_: Page, therapy: model.Therapy, condition: model.Condition
) -> list[Block]:
    use = _use(therapy, condition)
    if use is None:
        return [Paragraph(line(NO_DATA))]
    said = page_.about(use, words.opening(use.says, _HELP))
    blocks: list[Block] = [Paragraph(said)]
    trials = evidence.benefits(therapy, use)[:1]
    blocks += [evidence.chances(page_, trial, whole=False) for trial in trials]
    sure = evidence.certainty(page_, use.certainty, whole=False)
    blocks.append(Paragraph((*line("How sure: "), *sure)))
    return blocks


def _use(therapy: model.Therapy, condition: model.Condition) -> model.Use | None:
    """Return the use for *condition* itself, else for a part of it."""
    own = [use for use in therapy.uses if use.condition == condition.id]
    return next(iter(own or therapy.uses), None)


def _harm(
    page_: Page, therapy: model.Therapy, condition: model.Condition
) -> list[Block]:
    blocks = evidence.harm_in_short(page_, therapy, {condition.id})
    none = therapy.kind == "no_treatment"
    harms = [] if none else evidence.found(therapy.harms)
    serious = [each for each in harms if each.serious][:1]
    others = [each for each in harms if each not in serious]
    shown = [*others[: _HARMS - len(serious)], *serious]
    trials = evidence.harms(therapy, {condition.id, None})[:1]
    blocks += [evidence.chances(page_, trial, whole=False) for trial in trials]
    if shown:
        blocks.append(Items(tuple(page_.said(each) for each in shown)))
    return blocks


def _allowed(page_: Page, therapy: model.Therapy) -> list[Block]:
    blocks: list[Block] = []
    if therapy.in_short.allowed:
        blocks.append(Paragraph(page_.said(therapy.in_short.allowed)))
    costs = evidence.found(therapy.cost)
    said = page_.said(costs[0]) if costs else line(f"Cost: {NO_DATA.lower()}")
    return [*blocks, Paragraph(said)]


def _questions(page_: Page, options: Sequence[model.Therapy]) -> None:
    page_.add(Heading("Questions to ask, and room for the answers"))
    for therapy in options:
        page_.add(Heading(therapy.label, 3))
        page_.add(*(Blanks(each) for each in therapy.questions[:_QUESTIONS]))
    page_.add(Heading("My own questions", 3), Blanks("", _OWN_LINES))


def _worksheet(
    page_: Page, options: Sequence[model.Therapy], condition: model.Condition
) -> None:
    page_.add(Heading("What matters to me"))
    page_.say(
        "Mark each line: 0 is 'does not matter to me', 10 is 'matters a lot'. There is "
        "no right answer, and nothing to add up. The marks are for you, and for the "
        "talk."
    )
    for therapy in options:
        page_.add(Heading(therapy.label, 3))
        use = _use(therapy, condition)
        help_ = words.opening(use.says, _POINT) if use else ""
        points = [help_, _harm_point(therapy, condition)]
        points.append(therapy.in_short.effort.says)
        for point in filter(None, points):
            page_.add(Scale(point))
    page_.add(Blanks("What else matters to me, or to the people close to me", 2))


def _harm_point(therapy: model.Therapy, condition: model.Condition) -> str:
    if therapy.kind != "no_treatment":
        return therapy.in_short.harm.says
    told = evidence.harms_for(therapy, {condition.id})
    return words.opening(told[0].says, _POINT) if told else ""


def _closing(page_: Page, options: Sequence[model.Therapy], view: View) -> None:
    page_.add(Heading("Who made this, and where to turn"))
    page_.say(f"From the catalogue: {page_.store.title}.")
    page_.dated(view.today, *options)
    page_.closing(typed=False)
    lines = [
        each
        for each in page_.store.crisis_lines
        if each.place is None or (view.place and words.covers(each.place, view.place))
    ]
    rows: tuple[Answer, ...] = tuple(crisis.answer(each) for each in lines)
    if rows:
        page_.add(Answers(rows))
    page_.references(full=False, brief=True)
