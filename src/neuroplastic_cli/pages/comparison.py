"""Therapies side by side: people's questions as rows, always with no new treatment."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from neuroplastic_cli.catalogue import model, narrow
from neuroplastic_cli.document import (
    Block,
    Comparison,
    Heading,
    Items,
    Line,
    Option,
    Paragraph,
    Span,
    line,
)
from neuroplastic_cli.pages import evidence, words
from neuroplastic_cli.pages.page import NO_DATA, Page, View

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from neuroplastic_cli.catalogue.store import Store
    from neuroplastic_cli.document import Document

_NO_DATA = Paragraph(line(NO_DATA))
_NO_GUIDELINE = Paragraph(line("No guideline that we have read speaks of it for this."))
_SEE_HELP = Paragraph(
    line("What was counted, and when, stands under the first question.")
)


class _Context(NamedTuple):
    page: Page
    condition: str | None
    ids: frozenset[str]
    """Ids of the condition asked about and of its parts; empty without one."""
    whole: bool

    def first(self, statements: object) -> list[Block]:
        """Return the first of *statements*, or all of them on a whole page."""
        found = evidence.found(statements)
        if len(found) > 1 and self.whole:
            return [Items(tuple(self.page.said(each) for each in found))]
        return [Paragraph(self.page.said(each)) for each in found[:1]] or [_NO_DATA]


def page(
    store: Store,
    therapies: Sequence[model.Therapy],
    view: View,
    *,
    usual: bool = False,
) -> Document:
    """Return *therapies* and no new treatment side by side, for a condition or all.

    *usual* says that they are those of `options`, not named by the reader.
    """
    page_ = Page(store)
    condition = view.condition
    shown = with_no_treatment(store, therapies)
    ids = frozenset(store.with_parts(condition) if condition else ())
    title = words.capital(words.listed([words.inline(t.label) for t in shown], "or"))
    title = title or "Nothing to compare"
    if condition:
        title += f", for {words.inline(condition.label)}"
    page_.add(Heading(title, 1))
    _opening(page_, shown, view, usual=usual)
    if not shown:
        page_.say("No therapy of this catalogue.")
        page_.closing()
        page_.references(full=view.in_full)
        return page_.document(title)
    context = _Context(page_, condition.id if condition else None, ids, view.whole)
    wider = condition.part_of if condition else None
    narrowed = [
        narrow.narrowed(each, _about(context, each), view.place, wider=wider)
        for each in shown
    ]
    for question, (note, answer) in _QUESTIONS.items():
        options = tuple(
            Option(therapy.label, tuple(answer(context, therapy)))
            for therapy in narrowed
        )
        page_.add(Comparison(question, options, note if condition else ""))
    _questions(page_, narrowed, whole=view.whole)
    page_.add(Heading("Keep in mind"))
    page_.dated(view.today, *shown)
    page_.closing()
    page_.references(full=view.in_full)
    return page_.document(title)


def _about(context: _Context, therapy: model.Therapy) -> frozenset[str] | None:
    """Return the conditions to show: that asked about, and all its parts if *whole*.

    What is used for a part of it alone is shown for that part. None is every one.
    """
    if context.condition is None:
        return None
    own = any(use.condition == context.condition for use in therapy.uses)
    if context.whole or not own:
        return context.ids
    return frozenset({context.condition})


def options(
    store: Store, condition: model.Condition, place: str | None, *, every: bool
) -> list[model.Therapy]:
    """Return the usual first options for *condition*, or all; in alphabetical order.

    Usual is what a guideline in force advises for people with it, not only for some of
    them. Beside it stand the therapies of the article. Without any, all are returned.
    """
    found = sorted(store.options(condition), key=lambda each: each.label.casefold())
    usual = {therapy.id for therapy in found if _usual(therapy, condition, place)}
    if every or not usual:
        return found
    shown = usual | {therapy.id for therapy in store.of_the_article()}
    return [therapy for therapy in found if therapy.id in shown]


def _usual(
    therapy: model.Therapy, condition: model.Condition, place: str | None
) -> bool:
    here = narrow.narrowed(therapy, {condition.id}, place)
    advice = evidence.in_force(here, {condition.id})
    return any(guideline.direction == "for" for guideline in advice)


def with_no_treatment(
    store: Store, therapies: Sequence[model.Therapy]
) -> list[model.Therapy]:
    """Return *therapies* once each, those of no new treatment last."""
    chosen = {t.id: t for t in therapies if t.kind != "no_treatment"}
    none = {t.id: t for t in store.no_treatment()}
    return [*chosen.values(), *none.values()]


def _opening(
    page_: Page, shown: Sequence[model.Therapy], view: View, *, usual: bool
) -> None:
    condition = view.condition
    if condition is None:
        page_.say(
            "No condition is named, so no chances are shown: they hold for one "
            "condition only. Add ",
            Span("--for CONDITION", "command"),
            " to see them.",
        )
        return
    page_.add(Paragraph(page_.said(condition.summary)))
    page_.say(f"The decision: {condition.decision}")
    if others := evidence.left_out(page_.store, condition, shown):
        why = (
            "Shown: what a guideline advises, not only for some, and what the article "
            "is about. "
        )
        page_.say(
            f"{why if usual else ''}Also in this catalogue: "
            f"{words.listed(others)}. To see all: ",
            Span(f"therapies compare --for {condition.id} --all", "command"),
        )
    if elsewhere := evidence.other_options_in_words(condition):
        page_.say(f"Often offered too, and not compared here: {elsewhere}.")
    for part in [] if view.whole else page_.store.parts(condition):
        command = Span(f"therapies compare --for {part.id}", "command")
        page_.say(f"For {words.inline(part.label)} alone: ", command)
    command = Span(f"therapies show {condition.id}", "command")
    page_.say("More on the condition and all options: ", command)


def _will_it_help(context: _Context, therapy: model.Therapy) -> list[Block]:
    if not context.ids:
        return [Paragraph(context.page.said(therapy.in_short.help))]
    blocks: list[Block] = []
    uses = sorted(therapy.uses, key=lambda use: _order(therapy, use.condition))
    for use in uses:
        heads = evidence.benefits(therapy, use)
        blocks.append(
            Paragraph((*_label(context, use.condition), *context.page.said(use)))
        )
        blocks += [
            evidence.chances(context.page, trial, whole=False)
            for trial in heads[: None if context.whole else 1]
        ]
    return blocks or [_NO_DATA]


def _order(therapy: model.Therapy, condition: str) -> int:
    """Return where *condition* first stands among the uses of *therapy*."""
    return [use.condition for use in therapy.uses].index(condition)


def _label(context: _Context, condition: str) -> Line:
    """Return which condition something is about, where there are several."""
    if len(context.ids) == 1 or condition == context.condition:
        return ()
    label = evidence.condition_in_words(context.page.store, condition)
    return line(f"{label}: ")


def _what_can_go_wrong(context: _Context, therapy: model.Therapy) -> list[Block]:
    blocks = evidence.harm_in_short(context.page, therapy, context.ids)
    if context.ids:
        heads = evidence.harms(therapy, {*context.ids, None})
        blocks += [
            evidence.chances(context.page, trial, whole=False)
            for trial in heads[: None if context.whole else 1]
        ]
    if context.whole:
        blocks += context.first(therapy.harms)
    return blocks


def _what_is_it_like(context: _Context, therapy: model.Therapy) -> list[Block]:
    felt = therapy.experience
    firsts = [
        each
        for part in (felt.body, felt.mind, felt.daily_life)
        for each in evidence.found(part)[: None if context.whole else 1]
    ]
    if not firsts:
        return [_NO_DATA]
    return [Items(tuple(context.page.said(each) for each in firsts))]


def _what_is_asked(context: _Context, therapy: model.Therapy) -> list[Block]:
    return [Paragraph(context.page.said(therapy.in_short.effort))]


def _how_soon(context: _Context, therapy: model.Therapy) -> list[Block]:
    if therapy.course is None:
        return [_SEE_HELP]
    return context.first(therapy.course.onset)


def _how_lasting(context: _Context, therapy: model.Therapy) -> list[Block]:
    if therapy.course is None:
        return [_SEE_HELP]
    return context.first(therapy.course.lasting)


def _who_should_not(context: _Context, therapy: model.Therapy) -> list[Block]:
    if context.whole:
        return context.first(therapy.not_for)
    said = evidence.wait_in_short(context.page, therapy, context.ids)
    return [Paragraph(said)]


def _allowed_and_cost(context: _Context, therapy: model.Therapy) -> list[Block]:
    allowed = therapy.in_short.allowed
    blocks: list[Block] = []
    if allowed:
        blocks.append(Paragraph(context.page.said(allowed)))
    elif isinstance(therapy.cost, model.NoneFound):
        return [Paragraph(line("It needs no permission. Costs: no data found."))]
    return blocks + context.first(therapy.cost)


def _guidelines(context: _Context, therapy: model.Therapy) -> list[Block]:
    if therapy.guidelines is None:
        return [Paragraph(line("Guidelines do not speak of it as a treatment."))]
    store = context.page.store
    lines: list[Line] = []
    for condition in store.conditions:
        said = evidence.guidelines_in_words(therapy, {condition.id})
        if said and (not context.ids or condition.id in context.ids):
            cite = context.page.cite(said.sources)
            label = _label(context, condition.id)
            lines.append((*label, *line(f"{said.text}. ", cite)))
    return [Paragraph(each) for each in lines] or [_NO_GUIDELINE]


def _how_sure(context: _Context, therapy: model.Therapy) -> list[Block]:
    blocks: list[Block] = []
    for use in therapy.uses:
        said = evidence.certainty(context.page, use.certainty, whole=context.whole)
        variant = line(f"{words.started(use.variant)}: ") if use.variant else ()
        label = _label(context, use.condition)
        blocks.append(Paragraph((*label, *variant, *said)))
    return blocks or [_NO_DATA]


def _questions(page_: Page, therapies: Sequence[model.Therapy], *, whole: bool) -> None:
    page_.add(Heading("Ask at your appointment"))
    for therapy in therapies:
        shown = therapy.questions if whole else therapy.questions[:2]
        page_.add(Heading(therapy.label, 3))
        page_.add(Items(tuple(line(question) for question in shown)))


_QUESTIONS: dict[str, tuple[str, Callable[[_Context, model.Therapy], list[Block]]]] = {
    "Will it help?": (evidence.APART, _will_it_help),
    "What can go wrong?": (evidence.APART, _what_can_go_wrong),
    "What is it like?": ("", _what_is_it_like),
    "What is asked of me?": ("", _what_is_asked),
    "How soon?": ("", _how_soon),
    "How lasting?": ("", _how_lasting),
    "Who should not?": ("", _who_should_not),
    "Is it allowed, and what does it cost?": ("", _allowed_and_cost),
    "What do guidelines say?": ("", _guidelines),
    "How sure is all this?": ("", _how_sure),
}
