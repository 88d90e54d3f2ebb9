"""How the catalogue came to be, who paid, how it is kept, and what was not done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from neuroplastic_cli.document import Answer, Answers, Heading, Items, Span, line
from neuroplastic_cli.pages import words
from neuroplastic_cli.pages.page import Page

if TYPE_CHECKING:
    from neuroplastic_cli.catalogue.store import Store
    from neuroplastic_cli.document import Document


def page(store: Store, version: str) -> Document:
    """Return what is known of the catalogue's making; *version* is the program's."""
    page_ = Page(store)
    title = f"About: {store.title}"
    page_.add(Heading(title, 1))
    page_.say(
        "An explainer: the same words for every reader. It does not advise, score, "
        "diagnose or rank, keeps nothing about anyone, and uses no network."
    )
    about = store.about
    if about is None:
        page_.say("This catalogue does not say how it was made.")
    else:
        for heading, text in (
            ("Who or what made it", about.made_by),
            ("Who paid", about.paid_by),
            ("How it is kept up to date", about.updated),
            ("How the evidence was chosen", about.evidence),
            ("How hard it is to read", about.reading),
        ):
            if text:
                page_.add(Heading(heading))
                page_.say(text)
        page_.add(Heading("What was not done"))
        page_.add(Items(tuple(line(text) for text in about.not_done)))
    page_.say(
        "How far this meets what is asked of such texts: ",
        Span("therapies about --standards", "command"),
        ". What was changed in it, and why: ",
        Span("therapies changes", "command"),
        ".",
    )
    page_.add(Heading("Found a mistake?"))
    page_.say(
        "Please report the sentence, and a source if you have one, in the issue "
        "tracker of neuroplastic-cli. Its CONTRIBUTING page says how to correct one."
    )
    page_.add(Heading("What is in it"), Answers(tuple(_counts(store, version))))
    page_.closing()
    return page_.document(title)


def _counts(store: Store, version: str) -> list[Answer]:
    dates = [record.checked for record in (*store.therapies, *store.conditions)]
    rows = [
        Answer("Therapies", line(words.listed([t.label for t in store.therapies]))),
        Answer("Conditions", line(words.listed([c.label for c in store.conditions]))),
        Answer("Concepts", line(f"{len(store.concepts)}")),
        Answer("Sources", line(f"{len(store.sources)}")),
    ]
    if dates:
        days = sorted({str(min(dates)), str(max(dates))})
        rows.append(Answer("Checked", line(" to ".join(days))))
    rows.append(Answer("Program", line(f"neuroplastic-cli {version}")))
    return rows
