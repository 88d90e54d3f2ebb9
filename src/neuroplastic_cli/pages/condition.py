"""The page of a condition: what to decide, and every option by what guidelines say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from neuroplastic_cli.catalogue import narrow
from neuroplastic_cli.document import (
    Answer,
    Answers,
    Cite,
    Heading,
    Items,
    Line,
    Paragraph,
    Span,
    line,
)
from neuroplastic_cli.pages import evidence, words
from neuroplastic_cli.pages.page import NO_DATA, Page, View

if TYPE_CHECKING:
    from collections.abc import Sequence

    from neuroplastic_cli.catalogue import model
    from neuroplastic_cli.catalogue.store import Store
    from neuroplastic_cli.document import Document

_ADVISED = "Advised by a guideline, at least for some people"
_DISPUTED = "Guidelines disagree"
_NOT_ADVISED = "Guidelines do not advise it"
_UNKNOWN = "No guideline in force that we have read"
_NO_TREATMENT = "No new treatment"
_GROUPS = (_ADVISED, _DISPUTED, _NOT_ADVISED, _UNKNOWN, _NO_TREATMENT)
_OPENING = 130
"""How many characters of what an option may do a short page shows, in sentences."""
_OTHER_OPTION = 100
"""How many characters of an option without a record it shows, in sentences."""
_FIRST = 2
"""How many statements of a list a short page shows."""


def page(store: Store, condition: model.Condition, view: View) -> Document:
    """Return the page of *condition*."""
    page_ = Page(store)
    title = condition.name
    if condition.short:
        title = f"{condition.short}: {title}"
    page_.add(Heading(title, 1), Paragraph(page_.said(condition.summary)))
    if condition.part_of:
        wider = Span(f"therapies show {condition.part_of}", "command")
        page_.say(f"This is part of {store.label(condition.part_of)}: ", wider)
    page_.say(Span("The decision: ", "strong"), condition.decision)
    ids = store.with_parts(condition)
    groups = _grouped(store, condition, ids, view.place)
    others = evidence.other_options_in_words(condition)
    # Where no therapy here is advised, what is may have no record: it comes first.
    others_first = bool(others and groups) and _ADVISED not in groups
    below = "" if others_first else others
    page_.add(Heading("What are the options?"))
    if groups:
        _introduction(page_, condition, view, below=below)
    else:
        page_.say("No therapy of this catalogue.")
    if others_first:
        _other_options(page_, condition, view)
    for name, options in groups.items():
        page_.add(Heading(name))
        add = _in_full if view.whole else _in_short
        add(page_, condition, options, ids)
    untreated = "What tends to happen without treatment?"
    _statements(page_, untreated, condition.untreated, view)
    if not others_first:
        _other_options(page_, condition, view)
    _commands(page_, condition)
    if view.whole:
        _names(page_, condition)
    page_.add(Heading("Keep in mind"))
    page_.dated(view.today, condition)
    page_.closing()
    page_.references(full=view.in_full)
    return page_.document(title, view, condition)


def _grouped(
    store: Store, condition: model.Condition, ids: Sequence[str], place: str | None
) -> dict[str, list[model.Therapy]]:
    """Return the options by what guidelines say of them, each group by the alphabet."""
    groups: dict[str, list[model.Therapy]] = {name: [] for name in _GROUPS}
    for therapy in store.options(condition):
        option = narrow.narrowed(therapy, ids, place)
        groups[_group(option, ids)].append(option)
    for options in groups.values():
        options.sort(key=lambda option: option.label.casefold())
    return {name: options for name, options in groups.items() if options}


def _introduction(
    page_: Page, condition: model.Condition, view: View, *, below: str
) -> None:
    """Say how the options are grouped, and which others are told of *below*."""
    page_.say(
        "Grouped by what guidelines say, then by the alphabet: no order is a ranking."
    )
    page_.say(
        "What can go wrong with each: ",
        Span(f"therapies compare --for {condition.id} --all", "command"),
    )
    if below:
        page_.say(f"Often offered too, in brief below: {below}.")
    if view.place:
        here = words.place(view.place)
        page_.say(f"Only guidelines for {here}, and those that hold in every place.")


def _group(therapy: model.Therapy, ids: Sequence[str]) -> str:
    if therapy.kind == "no_treatment":
        return _NO_TREATMENT
    directions = {each.direction for each in evidence.in_force(therapy, ids)}
    if not directions:
        return _UNKNOWN
    if directions <= {"neither", "against"}:
        return _NOT_ADVISED
    return _ADVISED if directions <= {"for", "for_some"} else _DISPUTED


def _in_short(
    page_: Page,
    condition: model.Condition,
    options: Sequence[model.Therapy],
    ids: Sequence[str],
) -> None:
    """Add *options* in a few lines each."""
    rows = []
    for therapy in options:
        may = _may(page_, condition, therapy)
        said = (*may, *_guidelines(page_, therapy, ids))
        rows.append(Answer(therapy.label, said))
    page_.add(Answers(tuple(rows)))


def _in_full(
    page_: Page,
    condition: model.Condition,
    options: Sequence[model.Therapy],
    ids: Sequence[str],
) -> None:
    """Add all that *options* may do."""
    for therapy in options:
        page_.add(Heading(therapy.label, 3))
        for use in therapy.uses:
            part = _part(page_, condition, use)
            page_.add(Paragraph((*part, *page_.said(use))))
            sure = evidence.certainty(page_, use.certainty, whole=False)
            page_.say("How sure: ", *sure)
        guidelines = _guidelines(page_, therapy, ids)
        if guidelines:
            page_.add(Paragraph(guidelines))
        command = f"therapies show {therapy.id} --for {condition.id}"
        page_.say("More: ", Span(command, "command"))


def _may(page_: Page, condition: model.Condition, therapy: model.Therapy) -> Line:
    """Return the first words of what *therapy* may do, and how sure that is."""
    if not therapy.uses:
        return line(NO_DATA)
    use = therapy.uses[0]
    sure = " to ".join(words.LEVELS[level] for level in use.certainty.level)
    text = words.opening(use.says, _OPENING)
    return (
        *_part(page_, condition, use),
        *page_.about(use, text),
        *line(f" How sure: {sure}."),
    )


def _part(page_: Page, condition: model.Condition, use: model.Use) -> Line:
    """Return which part of *condition* the *use* is about, if it is about one."""
    if use.condition == condition.id:
        return ()
    return line(f"{page_.store.label(use.condition)}: ")


def _guidelines(page_: Page, therapy: model.Therapy, ids: Sequence[str]) -> Line:
    """Return what guidelines say of *therapy*, condition by condition."""
    parts: list[str | Cite] = []
    for name in ids:
        if said := evidence.guidelines_in_words(therapy, {name}):
            about = f" for {words.inline(page_.store.label(name))}" if ids[1:] else ""
            lead = f" Guidelines{about}: {said.text}. "
            parts += [lead, page_.cite(said.sources)]
    return line(*parts)


def _statements(page_: Page, title: str, found: model.Statements, view: View) -> None:
    known = evidence.found(found)
    shown = found if view.whole or len(known) <= _FIRST else known[:_FIRST]
    more = 0 if shown is found else len(known) - _FIRST
    note = view.hint(f"{more} more: --all") if more else ""
    page_.add(Heading(title, note=note))
    page_.statements(shown)


def _other_options(page_: Page, condition: model.Condition, view: View) -> None:
    """Add the options without a record; on a whole page with what each may do."""
    options = evidence.found(condition.other_options)
    note = view.hint("good and bad points: --all") if options and not view.whole else ""
    page_.add(Heading("Often offered too, in brief", note=note))
    if options and not view.whole:
        page_.add(Items(tuple(_opening(page_, option) for option in options)))
        return
    for option in options:
        if option.name:
            page_.add(Heading(option.name, 3))
        page_.add(Paragraph(page_.said(option)))
        rows = [Answer(label, page_.said(said)) for label, said in _points(option)]
        if rows:
            page_.add(Answers(tuple(rows)))
    if not options:
        page_.say(NO_DATA)


def _opening(page_: Page, option: model.OtherOption) -> Line:
    """Return what *option* is called, and its first sentences."""
    name = (Span(f"{option.name}: ", "strong"),) if option.name else ()
    return (*name, *page_.about(option, words.opening(option.says, _OTHER_OPTION)))


def _points(option: model.OtherOption) -> list[tuple[str, model.Statement]]:
    """Return what is said of *option*, under the questions that pages put to all."""
    points = (
        ("Does it help?", option.help),
        ("What can go wrong?", option.harm),
        ("What is it like?", option.like),
    )
    return [(label, said) for label, said in points if said]


def _commands(page_: Page, condition: model.Condition) -> None:
    commands = {
        "One option": f"therapies show NAME --for {condition.id}",
        "Side by side": f"therapies compare --for {condition.id}",
        **{
            part.label: f"therapies show {part.id}"
            for part in page_.store.parts(condition)
        },
        "Everything": f"therapies show {condition.id} --all",
    }
    page_.add(Heading("And then?"))
    items = ((line(f"{k}: ", Span(v, "command"))) for k, v in commands.items())
    page_.add(Items(tuple(items)))


def _names(page_: Page, condition: model.Condition) -> None:
    rows = []
    for label, found in (
        ("Also called", condition.aliases),
        ("ICD-11", condition.codes.icd_11),
        ("MeSH", condition.codes.mesh),
    ):
        if found:
            rows.append(Answer(label, line(", ".join(found))))
    rows.append(Answer("Command", line(f"therapies show {condition.id}")))
    page_.add(Heading("Names and codes"), Answers(tuple(rows)))
