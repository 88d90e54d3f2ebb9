"""Where a reader with a condition starts: every option, by what guidelines say."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec
import pytest
from every_page import TODAY, WHOLE, whole

from neuroplastic_cli.catalogue import model
from neuroplastic_cli.catalogue import store as stores
from neuroplastic_cli.pages import comparison, condition, words
from neuroplastic_cli.pages.page import View
from neuroplastic_cli.writers import Sink, plain, terminal

if TYPE_CHECKING:
    from neuroplastic_cli.catalogue.store import Store

SHORT = View(today=TODAY)
GROUPS = (
    "Advised by a guideline, at least for some people:",
    "Guidelines disagree:",
    "Guidelines do not advise it:",
    "No guideline in force that we have read:",
    "No new treatment:",
)


def with_guidelines(store: Store, *given: tuple[str, str], **changes: Any) -> Store:
    """Return *store* with Pulse advised so: a direction and a condition each."""
    pulse = store.therapy("pulse")
    guidelines: Any = tuple(
        model.Guideline(
            body="North Guideline Group",
            year=2021,
            condition=about,
            direction=direction,  # type: ignore[arg-type]
            strength="strong",
            says="Offer it.",
            sources=("north-guideline-2021",),
            **changes,
        )
        for direction, about in given
    )
    catalogue = whole(store)
    none = model.NoneFound(none_found=True)
    new = msgspec.structs.replace(pulse, guidelines=guidelines or none)
    therapies = {**catalogue.therapies, "pulse": new}
    return stores.of(msgspec.structs.replace(catalogue, therapies=therapies))


def lines(store: Store, name: str = "depression", view: View = SHORT) -> list[str]:
    """Return the page of the condition *name* as plain text, line by line."""
    page = condition.page(store, store.condition(name), view)
    return plain.write(page, Sink()).splitlines()


def group(page: list[str], option: str) -> str:
    """Return the last heading of a group before the line of *option*."""
    at = next(n for n, each in enumerate(page) if each.startswith(f"{option}: "))
    return [each for each in page[:at] if each in GROUPS][-1]


@pytest.mark.parametrize(
    ("directions", "expected"),
    [
        (["for"], "Advised by a guideline, at least for some people:"),
        (["for_some"], "Advised by a guideline, at least for some people:"),
        (["for", "for_some"], "Advised by a guideline, at least for some people:"),
        (["for", "neither"], "Guidelines disagree:"),
        (["for_some", "against"], "Guidelines disagree:"),
        (["neither"], "Guidelines do not advise it:"),
        (["neither", "against"], "Guidelines do not advise it:"),
        ([], "No guideline in force that we have read:"),
    ],
)
def test_an_option_stands_where_guidelines_put_it(
    small: Store, directions: list[str], expected: str
) -> None:
    """Advised, disputed, not advised, or not spoken of."""
    store = with_guidelines(small, *((each, "depression") for each in directions))
    assert group(lines(store), "Pulse") == expected


def test_a_replaced_guideline_puts_an_option_nowhere(small: Store) -> None:
    """What is no longer in force does not count."""
    store = with_guidelines(small, ("for", "depression"), replaced="a newer one")
    assert group(lines(store), "Pulse") == "No guideline in force that we have read:"


def test_no_treatment_is_a_group_of_its_own_and_the_last(small: Store) -> None:
    """It is no therapy among others, and it is always there."""
    page = lines(small)
    assert [each for each in page if each in GROUPS] == [
        "Guidelines disagree:",
        "No guideline in force that we have read:",
        "No new treatment:",
    ]
    assert group(page, "No new treatment") == "No new treatment:"


def test_within_a_group_the_alphabet_decides(small: Store) -> None:
    """The order of the catalogue says nothing of an option, so it is not kept."""
    store = with_guidelines(small, ("for", "depression"), ("against", "depression"))
    page = lines(store)
    named = [each.split(":")[0] for each in page if each.startswith(("Pulse:", "WTT:"))]
    assert named == ["Pulse", "WTT"]
    assert [t.id for t in store.therapies][:2] == ["walk-and-talk", "pulse"]


def test_an_option_in_a_line(small: Store) -> None:
    """What it may do, how sure that is, and what guidelines say."""
    page = lines(small)
    at = page.index("Guidelines disagree:")
    assert page[at + 1 : at + 2] == [
        "WTT: It may help some people with depression. [1] How sure: moderate to low. "
        "Guidelines for depression: 1 for, 1 against (2021 to 2023). [2, 3]",
    ]


def test_a_guideline_for_a_part_is_labelled(small: Store) -> None:
    """Advice for a part of the condition is not passed off as advice for all of it."""
    store = with_guidelines(small, ("for", "hard-to-treat-depression"))
    page = "\n".join(lines(store))
    assert "\nPulse: HTD: It may help after two medicines have not. [" in page
    assert " Guidelines for HTD: 1 for (2021). [" in page
    own = "\n".join(lines(store, "hard-to-treat-depression"))
    assert " Guidelines: 1 for (2021). [" in own
    assert "This is part of Depression: therapies show depression" in own


def test_a_place_changes_what_guidelines_say(small: Store) -> None:
    """Only those that hold there put an option into its group."""
    british = lines(small, view=View(today=TODAY, place="GB"))
    assert group(british, "WTT") == "Advised by a guideline, at least for some people:"
    only = "Only guidelines for United Kingdom, and those that hold in every place."
    assert only in british
    american = lines(small, view=View(today=TODAY, place="US"))
    assert group(american, "WTT") == "Guidelines do not advise it:"


def test_the_page_says_how_to_go_on(small: Store) -> None:
    """One option, side by side, the parts, and all of it."""
    page = lines(small)
    at = page.index("And then?:")
    assert page[at + 1 : at + 5] == [
        "- One option: therapies show NAME --for depression",
        "- Side by side: therapies compare --for depression",
        "- HTD: therapies show hard-to-treat-depression",
        "- Everything: therapies show depression --all",
    ]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("One. Two. Three.", "One. Two."),
        (
            "A first sentence that is too long. Two.",
            "A first sentence that is too long.",
        ),
        ("About 3.5 of 10. Or not?", "About 3.5 of 10."),
        ("Is it? It is.", "Is it?"),
    ],
)
def test_the_first_words_are_whole_sentences(text: str, shown: str) -> None:
    """As many as fit, and at least one: nothing is cut within a sentence."""
    assert words.opening(text, 12) == shown


def described(store: Store, name: str | None = None, **points: str) -> Store:
    """Return *store* with one option without a record, and these *points* of it."""
    said: dict[str, Any] = {
        name: model.Statement(says=text, sources=("review-2020",))
        for name, text in points.items()
    }
    tablets = model.OtherOption(
        name=name, says="Two a day.", sources=("review-2020",), **said
    )
    catalogue = whole(store)
    depression = msgspec.structs.replace(
        store.condition("depression"), other_options=(tablets,)
    )
    conditions = {**catalogue.conditions, "depression": depression}
    return stores.of(msgspec.structs.replace(catalogue, conditions=conditions))


def test_an_option_without_a_record_answers_the_same_questions(small: Store) -> None:
    """The whole page tells its good points, its bad ones and what it is like."""
    store = described(small, help="A bit.", harm="A dry mouth.", like="One a day.")
    page = lines(store, view=WHOLE)
    start = page.index("Often offered too, in brief:")
    assert page[start + 1 : start + 5] == [
        "Two a day. [1]",
        "Does it help? A bit. [1]",
        "What can go wrong? A dry mouth. [1]",
        "What is it like? One a day. [1]",
    ]


def test_the_short_page_says_where_those_answers_are(small: Store) -> None:
    """It names every option in its first sentences."""
    heading = "Often offered too, in brief"
    page = lines(described(small, help="A bit."))
    assert f"{heading} (good and bad points: --all):" in page
    assert "- Two a day. [1]" in page
    assert f"{heading}:" in lines(small, "hard-to-treat-depression")


def test_an_option_without_a_record_is_named_first_of_all(small: Store) -> None:
    """What guidelines offer first may have no record: the page does not hide it.

    Without a name its first sentence stands for it.
    """
    advised = ("for", "depression")
    page = lines(with_guidelines(described(small, name="Tablets"), advised))
    assert "Often offered too, in brief below: Tablets." in page
    assert "- Tablets: Two a day. [1]" in page
    page = lines(with_guidelines(described(small), advised))
    assert "Often offered too, in brief below: Two a day." in page
    whole_page = lines(described(small, name="Tablets"), view=WHOLE)
    at = whole_page.index("Often offered too, in brief:")
    assert whole_page[at + 1 : at + 5] == ["", "Tablets:", "Two a day. [1]", ""]
    compared = comparison.page(
        described(small, name="Tablets"),
        small.therapies,
        View(today=TODAY, condition=described(small, name="Tablets").conditions[0]),
    )
    assert "and not compared here: Tablets." in plain.write(compared, Sink())


def test_where_none_is_advised_the_others_come_first(small: Store) -> None:
    """For opioids no therapy here is advised, and medicines are."""
    page = lines(described(small, name="Tablets"))
    heading = "Often offered too, in brief (good and bad points: --all):"
    assert page.index(heading) < page.index("Guidelines disagree:")
    assert page.count(heading) == 1
    advised = lines(with_guidelines(described(small), ("for", "depression")))
    assert advised.index(heading) > advised.index("No new treatment:")


def test_a_page_of_a_condition_is_short_and_names_every_option(shipped: Store) -> None:
    """It fits on two screens or three, and leaves no option of the catalogue out."""
    for each in shipped.conditions:
        page = condition.page(shipped, each, SHORT)
        text = terminal.write(page, Sink(width=80))
        assert len(text.splitlines()) <= 120, each.id
        found = plain.write(page, Sink())
        for option in shipped.options(each):
            assert found.count(f"\n{option.label}: ") == 1, (each.id, option.id)


def test_what_an_option_may_do_is_said_first(shipped: Store) -> None:
    """The first sentence of a use is short enough to stand on a page of them all."""
    for therapy in shipped.therapies:
        for use in therapy.uses:
            assert len(words.opening(use.says, 0)) <= 140, (therapy.id, use.condition)


def test_everything_is_on_the_whole_page(shipped: Store) -> None:
    """Each use of each option stands there whole, and what happens untreated."""
    each = shipped.condition("depression")
    page = "\n".join(lines(shipped, "depression", WHOLE))
    ids = {each.id, *(part.id for part in shipped.parts(each))}
    for therapy in shipped.options(each):
        for use in therapy.uses:
            assert use.condition not in ids or use.says in page
    assert isinstance(each.untreated, tuple)
    assert all(statement.says in page for statement in each.untreated)


def compared(
    store: Store, place: str | None = None, *, every: bool = False
) -> list[str]:
    """Return the ids of what is set side by side for depression, no name given.

    The article is about one of them here, so that guidelines decide on the other.
    """
    catalogue = whole(store)
    assert catalogue.article
    sections = tuple(
        msgspec.structs.replace(each, about=("walk-and-talk",))
        for each in catalogue.article.sections
    )
    article = msgspec.structs.replace(catalogue.article, sections=sections)
    store = stores.of(msgspec.structs.replace(catalogue, article=article))
    found = comparison.options(store, store.condition("depression"), place, every=every)
    return [therapy.id for therapy in found]


def test_the_usual_first_options_are_the_advised_and_the_articles(small: Store) -> None:
    """Advised for people with the condition: not for some only, nor for a part."""
    assert compared(small) == ["walk-and-talk"]
    advised = with_guidelines(small, ("for", "depression"))
    assert compared(advised) == ["pulse", "walk-and-talk"]
    for given in (("for_some", "depression"), ("for", "hard-to-treat-depression")):
        assert "pulse" not in compared(with_guidelines(small, given)), given


def test_every_option_on_request_or_where_none_is_usual(small: Store) -> None:
    """Without any advice nothing is usual, and so nothing is left out."""
    everything = ["no-treatment", "pulse", "walk-and-talk"]
    assert compared(small, every=True) == everything
    assert compared(small, "US") == everything


def test_a_comparison_says_what_it_leaves_out(shipped: Store) -> None:
    """The options left out are named, with the command that shows them."""
    depression = shipped.condition("depression")
    view = View(today=TODAY, condition=depression)
    found = comparison.options(shipped, depression, None, every=False)
    page = plain.write(comparison.page(shipped, found, view, usual=True), Sink())
    assert (
        "Shown: what a guideline advises, not only for some, and what the article is "
        "about. Also in this catalogue: ECT, esketamine and exercise. To see all: "
        "therapies compare --for depression --all\n"
    ) in page
