"""Pages that only a site has: its front, its glossary, and what stands for nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from neuroplastic_cli.document import (
    Answer,
    Answers,
    Document,
    Heading,
    Items,
    Line,
    Paragraph,
    Span,
    line,
)
from neuroplastic_cli.pages import evidence, words
from neuroplastic_cli.pages.page import Page

if TYPE_CHECKING:
    from neuroplastic_cli.catalogue import model
    from neuroplastic_cli.catalogue.store import Store

SEARCH = "Search"
GLOSSARY = "Words explained"


def front(store: Store) -> Document:
    """Return the front page: the therapies, and for each condition its options."""
    page_ = Page(store)
    page_.add(Heading(store.title, 1))
    page_.say(
        "What they are, what they may do, what can go wrong, and how sure that is: in "
        "plain words, with the source of every statement."
    )
    page_.add(Heading("By condition"))
    page_.add(Answers(tuple(_condition(store, each) for each in store.conditions)))
    page_.add(Heading("All therapies"))
    page_.add(Items(tuple(_therapy(each) for each in store.therapies)))
    page_.add(Heading("In a crisis"))
    page_.closing()
    return page_.document(store.title)


def _condition(store: Store, condition: model.Condition) -> Answer:
    options = store.option_labels(condition)
    links = [Span(label, link=name) for name, label in options.items()]
    spans: list[str | Span] = [Span("What are my options?", link=condition.id)]
    if links:
        spans.append(" In this catalogue: ")
    for index, link in enumerate(links):
        spans += [", " if index else "", link]
    label = evidence.condition_in_words(store, condition.id)
    return Answer(words.started(label), line(*spans))


def _therapy(therapy: model.Therapy) -> Line:
    name = Span(therapy.label, link=therapy.id)
    return line(name, f": {therapy.summary.says}")


def glossary(store: Store) -> Document:
    """Return all concepts in plain words, in the order of the alphabet."""
    blocks: list[Heading | Paragraph] = [Heading(GLOSSARY, 1)]
    for concept in sorted(store.concepts, key=lambda each: each.label.casefold()):
        link = Span("More, and where this comes from", link=concept.id)
        blocks += [
            Heading(concept.label),
            Paragraph(line(concept.plain, " ", link, ".")),
        ]
    return Document(GLOSSARY, tuple(blocks))


def search() -> Document:
    """Return the page that a search is typed on."""
    return Document(SEARCH, (Heading(SEARCH, 1),))


def missing() -> Document:
    """Return the page for an address that there is nothing at."""
    title = "There is no such page"
    said = line(
        "It may have moved, or never have been there. ",
        Span("The front page", link="therapies"),
        " shows all there is. In danger now? Call your local emergency number.",
    )
    return Document(title, (Heading(title, 1), Paragraph(said)))
