"""Checks: plain data to a catalogue, or every problem in it.

Single mistakes stand in `catalogues/invalid`; here is what takes several records,
files or layers, and what a valid catalogue comes to.
"""

from __future__ import annotations

import datetime
from string import Template

import pytest
from hypothesis import given
from hypothesis import strategies as st

from neuroplastic_cli.catalogue import check, model
from neuroplastic_cli.catalogue.decode import locate
from neuroplastic_cli.catalogue.names import fold, nearest
from neuroplastic_cli.catalogue.read import Problem, read_text

SOURCE = Template("""
  - id: $id
    type: book
    title: Title
    url: https://example.org
    checked: 2026-01-01
""")
CONCEPT = Template("""
  - id: $id
    name: $name
    plain: Plain.
    clinical: Clinical.
    sources: [$source]
    checked: 2026-01-01
""")
CONDITION = Template("""
  - id: $id
    name: Condition $id
    summary: {says: S., sources: [s]}
    decision: D.
    untreated: {none_found: true}
    other_options: {none_found: true}
    checked: 2026-01-01
    review_due: 2026-07-01
""")
THERAPY = Template("""
  - id: $id
    name: Therapy $id
    kind: no_treatment
    variants: [slow, fast]
    summary: {says: S., sources: [s]}
    in_short:
      help: {says: S., sources: [s]}
      harm: {says: S., sources: [s]}
      effort: {says: S., sources: [s]}
      wait: {says: S., sources: [s]}
    experience:
      body: {none_found: true}
      mind: {none_found: true}
      daily_life: {none_found: true}
    uses:
      - condition: c
        certainty: {level: [$level], by: ours, why: W.}
        says: S.
        sources: [s]
    trials: $trials
    harms: {none_found: true}
    not_for: {none_found: true}
    cost: {none_found: true}
    availability: {none_found: true}
    uncertainties: {none_found: true}
    questions: [Why]
    checked: 2026-01-01
    review_due: 2026-07-01
""")
TRIAL = Template("""
      - id: $id
        study: s
        condition: c
        design: D
        blinded: []
        population: P
        outcome: $outcome
        measure: M
        good: $good
        timepoint: T
        arms: [{name: A, events: 1, total: 2}]
        sources: [s]
""")


def source(name: str = "s") -> str:
    """Return a source as an entry of a list."""
    return SOURCE.substitute(id=name)


def concept(name: str, label: str = "", source: str = "s") -> str:
    """Return a concept as an entry of a list."""
    return CONCEPT.substitute(id=name, name=label or f"Concept {name}", source=source)


def condition(name: str) -> str:
    """Return a condition as an entry of a list."""
    return CONDITION.substitute(id=name)


def therapy(name: str, *trials: str, level: str = "low") -> str:
    """Return a therapy as an entry of a list."""
    listed = "".join(trials) or "{none_found: true}"
    return THERAPY.substitute(id=name, trials=listed, level=level)


def trial(name: str, *more: str, outcome: str = "remission") -> str:
    """Return a trial as an entry of a list, with *more* lines; harm is unwanted."""
    good = "false" if outcome == "harm" else "true"
    text = TRIAL.substitute(id=name, outcome=outcome, good=good)
    return text + "".join(f"        {line}\n" for line in more)


def compiled(*layers: dict[str, str]) -> tuple[model.Catalogue, list[str]]:
    """Return *layers*, texts by file name, as one catalogue, and its problems."""
    problems: list[Problem] = []
    read = []
    for files in layers:
        roots = []
        for name, text in files.items():
            root, found = read_text(f"format: 1\n{text}".encode(), name)
            problems += found
            if root is not None:
                roots.append((name, root))
        layer = check.read_layer(roots, problems)
        layer.partial = len(roots) < len(files)
        read.append(layer)
    whole = check.combine(read, problems)
    return whole, [str(p) for p in sorted(problems)]


def problems(*layers: dict[str, str]) -> list[str]:
    """Return the problems of *layers*, as lines."""
    return compiled(*layers)[1]


def test_a_record_comes_out_typed() -> None:
    """Dates, lists and texts are what the record asks for, defaults filled in."""
    whole, found = compiled({"a": f"sources:{source()}concepts:{concept('c')}"})
    assert found == []
    assert whole.concepts == {
        "c": model.Concept(
            id="c",
            name="Concept c",
            plain="Plain.",
            clinical="Clinical.",
            sources=("s",),
            checked=datetime.date(2026, 1, 1),
        )
    }
    assert whole.title == "A catalogue without a title"
    assert whole.article is None


def test_files_of_one_layer_are_read_as_one() -> None:
    """References lead from file to file, whatever the order."""
    files = {"a": f"concepts:{concept('c')}", "b": f"title: T\nsources:{source()}"}
    whole, found = compiled(files)
    assert found == []
    assert whole.title == "T"
    assert list(whole.sources) == ["s"]


def test_all_problems_are_found_at_once() -> None:
    """Every record is checked on, whatever is wrong with another, or with itself."""
    text = (
        "titel: T\n"
        f"sources:{source()}{source('t').replace('2026-01-01', 'never')}"
        f"concepts:{concept('c', source='s, gone')}"
        f"{concept('d', source='t, gone').replace('plain', 'plane')}"
        f"therapies:{therapy('e', trial('r'), level='high, low')}"
    )
    gone = "there is no source 'gone'; add it under 'sources'"
    assert problems({"a": text}) == [
        "a:2:1: titel: unknown key 'titel'; did you mean 'title'?",
        ("a:14:14: sources[t].checked: 'never' is not a date; write it as YYYY-MM-DD"),
        f"a:20:18: concepts[c].sources[2]: {gone}",
        (
            "a:23:5: concepts[d]: the key 'plain' is missing "
            "(the explanation in plain words)"
        ),
        "a:25:5: concepts[d].plane: unknown key 'plane'; did you mean 'plain'?",
        f"a:27:18: concepts[d].sources[2]: {gone}",
        (
            "a:45:20: therapies[e].uses[1].condition: there is no condition 'c'; "
            "add it under 'conditions'"
        ),
        (
            "a:46:28: therapies[e].uses[1].certainty.level: two levels must be "
            "neighbours in high, moderate, low, very_low; correct one, or delete it"
        ),
    ]


def test_sources_are_checked_at_any_depth() -> None:
    """A source that is not there is found in a field, a list and a list of lists."""
    record = therapy("t", trial("q"), trial("r").replace("[s]", "[s, gone]"))
    record = record.replace(
        "help: {says: S., sources: [s]", "help: {says: S., sources: [x]"
    )
    record = record.replace(
        "body: {none_found: true}",
        "body: [{says: S., sources: [s]}, {says: S., sources: [s], read_in: y}]",
    )
    base = f"sources:{source()}conditions:{condition('c')}"
    assert problems({"a": f"{base}therapies:{record}"}) == [
        (
            "a:24:34: therapies[t].in_short.help.sources[1]: there is no source 'x'; "
            "add it under 'sources'"
        ),
        (
            "a:29:74: therapies[t].experience.body[2].read_in: there is no source 'y'; "
            "add it under 'sources'"
        ),
        (
            "a:62:22: therapies[t].trials[r].sources[2]: there is no source 'gone'; "
            "add it under 'sources'"
        ),
    ]


def test_sources_of_the_article_and_of_crisis_lines_are_checked() -> None:
    """They stand in no record, and are missed all the same."""
    claim = "{claim: C, verdict: supported, why: W, sources: [x]}"
    section = f"{{id: a, heading: H, body: B, claims: [{claim}]}}"
    credit = "{author: A, publisher: P, date: 2026-01-01, note: N}"
    text = (
        f"article: {{title: A, checked: 2026-01-01, credit: {credit},\n"
        f"  sections: [{section}]}}\n"
        "crisis_lines: [{name: L, number: 1, how: H, sources: [y], as_of: 2026}]\n"
    )
    assert problems({"a": text}) == [
        (
            "a:3:101: article.sections[a].claims[1].sources[1]: there is no source "
            "'x'; add it under 'sources'"
        ),
        (
            "a:4:55: crisis_lines[1].sources[1]: there is no source 'y'; "
            "add it under 'sources'"
        ),
    ]


def test_sources_of_a_broken_part_are_checked() -> None:
    """A slip in a record, the article or a crisis line hides no dangling source."""
    text = (
        "article: {titel: A, sections: [{id: a, claims: [{sources: [b]}]}]}\n"
        "crisis_lines: [{nam: L, sources: [c, {sources: d}]}]\n"
        "concepts: [{id: f, plane: P, read_in: g}]\n"
    )
    what = "there is no source '{}'; add it under 'sources'"
    assert [line for line in problems({"a": text}) if "no source" in line] == [
        f"a:2:60: article.sections[a].claims[1].sources[1]: {what.format('b')}",
        f"a:3:35: crisis_lines[1].sources[1]: {what.format('c')}",
        f"a:3:48: crisis_lines[1].sources[2].sources: {what.format('d')}",
        f"a:4:39: concepts[f].read_in: {what.format('g')}",
    ]


def test_what_is_wrong_in_about_has_its_place() -> None:
    """A key that the description of the catalogue lacks is missed where it stands."""
    text = "about: {made_by: M, paid_by: P, updated: U, not_done: [N]}\n"
    assert problems({"a": text}) == [
        "a:2:8: about: the key 'evidence' is missing (how the evidence was chosen)"
    ]


def test_every_section_of_the_article_is_read() -> None:
    """A section that cannot be read hides nothing of the next one."""
    sections = (
        "{id: a, heading: H, body: '# One'}",
        "{id: b, heading: H, body: '# Two'}",
        "{id: c, heading: H, body: 'Three [@gone].'}",
    )
    credit = "{author: A, publisher: P, date: 2026-01-01, note: N}"
    text = (
        f"article: {{title: A, checked: 2026-01-01, credit: {credit}, sections:\n"
        f"  [{', '.join(sections)}]}}\n"
    )
    what = (
        "a body holds only paragraphs, *emphasis*, **strong**, flat lists and https "
        "links, not this (heading in line 1 of the text)"
    )
    assert problems({"a": text}) == [
        f"a:3:30: article.sections[a].body: {what}",
        f"a:3:66: article.sections[b].body: {what}",
        (
            "a:3:102: article.sections[c].body: there is no source 'gone'; "
            "add it under 'sources'"
        ),
    ]


def test_only_the_first_of_many_slips_get_a_hint(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Looking for the nearest name takes long: after so many looks there is none."""
    names = "".join(source(name) for name in ("alpha", "beta", "gamma"))
    text = f"sources:{names}concepts:{concept('c', source='alpa, bta, gama')}"
    monkeypatch.setattr(check, "_LOOKS", 6)
    assert [line.split("; ")[1] for line in problems({"a": text})] == [
        "did you mean 'alpha'?",
        "did you mean 'beta'?",
        "add it under 'sources'",
    ]


def test_references_to_a_broken_record_stand() -> None:
    """A record with a problem of its own is not said to be missing as well."""
    text = (
        f"sources:{source().replace('book', 'bok')}"
        f"concepts:{concept('c')}{concept('d').replace('id: d', 'id: D')}"
    )
    assert problems({"a": text}) == [
        "a:4:11: sources[s].type: 'bok' is not allowed here; did you mean 'book'?",
        (
            "a:16:9: concepts[D].id: 'D' is wrong; write an id: lower-case "
            "letters, digits and single hyphens"
        ),
    ]


def test_what_an_unreadable_file_holds_is_not_missed() -> None:
    """With one file unread, nobody can say what is missing; the rest is checked."""
    files = {
        "a": "sources: [\n",
        "b": f"concepts:{concept('c')}    see_also: [x]\n",
        "c": f"conditions:{condition('c').replace('2026-07-01', '2025-07-01')}",
    }
    found = problems(files)
    assert [line.split(": ")[0] for line in found] == ["a:3:1", "b:3:9", "c:10:17"]
    assert found[1:] == [
        "b:3:9: concepts[c].id: 'c' is the id of a condition already; rename it",
        (
            "c:10:17: conditions[c].review_due: the review is due before the check; "
            "give a later day"
        ),
    ]


def test_what_is_wrong_below_counts_in_every_layer() -> None:
    """An unread file, a broken record and a broken part: the last layer hides none."""
    last = {"c": "title: T\n"}
    unread = {"a": "sources: [\n"}
    found = problems(unread, {"b": f"concepts:{concept('c')}"}, last)
    assert [line.split(": ")[0] for line in found] == ["a:3:1"]
    broken = {"a": f"sources:{source().replace('book', 'bok')}"}
    bok = "a:4:11: sources[s].type: 'bok' is not allowed here; did you mean 'book'?"
    assert problems(broken, {"b": f"concepts:{concept('c')}"}, last) == [bok]
    part = {"a": "concepts: [{id: f, plane: P, read_in: g}]\n"}
    assert [line for line in problems(part, last) if "'g'" in line] == [
        "a:2:39: concepts[f].read_in: there is no source 'g'; add it under 'sources'"
    ]


def test_one_title_one_about_one_article() -> None:
    """A second one in the same layer is refused, in a later layer it replaces."""
    about = "{made_by: M, paid_by: P, updated: U, evidence: E, not_done: [N]}"
    credit = "{author: A, publisher: P, date: 2026-01-01, note: N}"
    section = "{id: s, heading: H, body: B}"
    article = (
        f"{{title: A, checked: 2026-01-01, credit: {credit}, sections: [{section}]}}"
    )
    text = f"title: T\nabout: {about}\narticle: {article}\n"
    assert problems({"a": text, "b": text}) == [
        "b:2:8: title: a second title in one catalogue, the first in a; delete one",
        "b:3:8: about: a second about in one catalogue, the first in a; delete one",
        (
            "b:4:10: article: a second article in one catalogue, the first in a; "
            "delete one"
        ),
    ]
    whole, found = compiled({"a": text}, {"b": text.replace("title: T", "title: U")})
    assert found == []
    assert whole.title == "U"
    assert whole.about == model.About(
        made_by="M", paid_by="P", updated="U", evidence="E", not_done=("N",)
    )
    assert whole.article is not None
    assert whole.article.title == "A"
    below, found = compiled({"a": text}, {"b": "title: U\n"})
    assert found == []
    assert (below.about, below.article) == (whole.about, whole.article)


def test_a_later_layer_adds_and_replaces_whole_records() -> None:
    """A record of the same kind and id takes the place of the earlier one."""
    lower = {"a": f"sources:{source()}concepts:{concept('c')}{concept('d')}"}
    upper = {"b": f"concepts:{concept('c', 'New')}{concept('e')}"}
    whole, found = compiled(lower, upper)
    assert found == []
    assert [record.name for record in whole.concepts.values()] == [
        "New",
        "Concept d",
        "Concept e",
    ]


def test_a_replaced_record_takes_its_problems_along() -> None:
    """What is wrong by a rule in a record that is replaced is of no account."""
    lower = {"a": f"sources:{source()}concepts:{concept('c', source='gone')}"}
    assert len(problems(lower)) == 1
    assert problems(lower, {"b": f"concepts:{concept('c')}"}) == []


def test_the_same_id_in_another_kind_is_an_error() -> None:
    """It is reported in the later layer, and within one layer too."""
    lower = {"a": f"sources:{source()}concepts:{concept('c')}"}
    what = "'c' is the id of a concept already; rename it"
    assert problems(lower, {"b": f"conditions:{condition('c')}"}) == [
        f"b:3:9: conditions[c].id: {what}",
    ]
    assert problems(lower, {"b": f"sources:{source('c')}"}) == [
        f"b:3:9: sources[c].id: {what}"
    ]


def test_a_conflict_of_names_is_reported_in_the_later_layer() -> None:
    """A keeper cannot mend the shipped file: the problem points to their own."""
    lower = {"a": f"sources:{source()}concepts:{concept('c', 'Élan-vital')}"}
    upper = {"b": f"conditions:{condition('d')}    aliases: [x, ELAN  VITAL]\n"}
    assert problems(lower, upper) == [
        (
            "b:11:18: conditions[d].aliases[2]: the name 'ELAN  VITAL' leads to the "
            "concept 'c' already; choose another"
        )
    ]


def test_a_name_in_conflict_is_told_where_it_stands() -> None:
    """The name, the short name and an alias are each a place of their own."""
    text = f"sources:{source()}concepts:{concept('c')}{concept('d', 'C')}"
    assert problems({"a": text}) == [
        "a:17:11: concepts[d].name: the name 'C' leads to the concept 'c' already; "
        "choose another"
    ]


def test_a_record_may_repeat_its_own_names() -> None:
    """An alias that is the name in other letters is no conflict."""
    text = f"sources:{source()}concepts:{concept('c', 'C')}    aliases: [C, c]\n"
    assert problems({"a": text}) == []


def test_a_name_in_conflict_twice_is_told_once() -> None:
    """Two names of a record that come to the same are one problem, not two."""
    one = f"sources:{source()}concepts:{concept('c', 'Same')}"
    text = f"{one}{concept('d', 'same')}    short: SAME\n    aliases: [same]\n"
    assert problems({"a": text}) == [
        (
            "a:22:12: concepts[d].short: the name 'SAME' leads to the concept 'c' "
            "already; choose another"
        )
    ]


def test_a_trial_id_twice_is_reported_in_the_later_layer() -> None:
    """The problem points to the user's record, though it replaces an earlier one."""
    base = f"sources:{source()}conditions:{condition('c')}"
    lower = {"a": f"{base}therapies:{therapy('t')}{therapy('u', trial('r'))}"}
    upper = {"b": f"therapies:{therapy('t', trial('r'))}"}
    assert problems(lower, upper) == [
        (
            "b:23:13: therapies[t].trials[r].id: the trial id 'r' stands twice; "
            "rename one"
        )
    ]


@pytest.mark.parametrize("name", ["a", "c"], ids=["the first", "the last"])
def test_a_layer_can_stand_alone(name: str) -> None:
    """With `builds_on: nothing` in any of its files, what is below does not count."""
    lower = {"a": f"title: T\nsources:{source()}crisis_lines: []\n"}
    files = {"b": f"concepts:{concept('c')}", name: "builds_on: nothing\n"}
    upper = dict(sorted(files.items()))
    whole, found = compiled(lower, upper)
    assert found == [
        "b:7:15: concepts[c].sources[1]: there is no source 's'; add it under 'sources'"
    ]
    assert whole.title == "A catalogue without a title"
    assert whole.sources == {}


def test_crisis_lines_of_all_layers_are_kept() -> None:
    """A later layer's crisis lines come after, and replace none."""
    line = "crisis_lines: [{name: %s, number: 1, how: H, sources: [s], as_of: 2026}]\n"
    lower = {"a": f"sources:{source()}{line % 'A'}"}
    whole, found = compiled(lower, {"b": line % "B"})
    assert found == []
    assert [each.name for each in whole.crisis_lines] == ["A", "B"]


CONSIDERATION = Template("""
  - id: $id
    name: $name
    question: Q?
    options: [{therapy: t, says: S., sources: [s]$more}]
    checked: 2026-01-01
""")


def consideration(name: str, label: str = "N", more: str = "") -> str:
    """Return a consideration as an entry of a list."""
    return CONSIDERATION.substitute(id=name, name=label, more=more)


def with_a_therapy(more: str = "") -> str:
    """Return a file with a source, a condition and a therapy, and *more*."""
    base = f"sources:{source()}conditions:{condition('c')}"
    return f"{base}therapies:{therapy('t')}{more}"


def test_a_later_layer_adds_and_replaces_whole_considerations() -> None:
    """One of the same id takes the place of the earlier one, others come after."""
    own = f"considerations:{consideration('a', 'New')}{consideration('z')}"
    lower = f"considerations:{consideration('a')}{consideration('b')}"
    whole, found = compiled({"a": with_a_therapy(lower)}, {"b": own})
    assert found == []
    names = [(each.id, each.name) for each in whole.considerations]
    assert names == [("a", "New"), ("b", "N"), ("z", "N")]


def test_a_consideration_shares_no_names_with_records() -> None:
    """Its id names it in a file of answers only, so it may be that of a record."""
    assert problems({"a": with_a_therapy(f"considerations:{consideration('t')}")}) == []


def test_a_replaced_consideration_takes_its_problems_along() -> None:
    """What is wrong in one that is replaced is of no account."""
    gone = consideration("a").replace("therapy: t", "therapy: gone")
    lower = {"a": with_a_therapy(f"considerations:{gone}")}
    assert len(problems(lower)) == 1
    assert problems(lower, {"b": f"considerations:{consideration('a')}"}) == []


def test_a_variant_that_a_later_layer_took_away_still_stands() -> None:
    """Whoever replaces a therapy cannot mend the consideration that ships."""
    more = consideration("a", more=", variant: slow")
    lower = {"a": with_a_therapy(f"considerations:{more}")}
    own = therapy("t").replace("variants: [slow, fast]", "variants: []")
    assert problems(lower, {"b": f"therapies:{own}"}) == []


def test_a_broken_consideration_hides_no_dangling_source() -> None:
    """The sources it names are checked, whatever else is wrong with it."""
    broken = "considerations: [{id: a, options: [{therapy: t, sources: [gone]}]}]\n"
    gone = "there is no source 'gone'; add it under 'sources'"
    where = "considerations[a].options[1].sources[1]"
    assert f"a:46:59: {where}: {gone}" in problems({"a": with_a_therapy(broken)})


def test_what_is_due_for_review() -> None:
    """With a day, records that were due before it are listed, and flagged."""
    problems: list[Problem] = []
    root, _ = read_text(f"format: 1\n{with_a_therapy()}".encode(), "a")
    assert root
    layer = check.read_layer([("a", root)], problems)
    check.combine([layer], problems, datetime.date(2026, 7, 1))
    assert problems == []
    check.combine([layer], problems, datetime.date(2026, 7, 2))
    assert [problem.stale for problem in problems] == [True, True]
    assert [str(problem) for problem in problems] == [
        (
            "a:16:17: conditions[c].review_due: this was due to be checked again on "
            "2026-07-01; check it, and give new days"
        ),
        (
            "a:45:17: therapies[t].review_due: this was due to be checked again on "
            "2026-07-01; check it, and give new days"
        ),
    ]


def test_crisis_lines_are_read_from_a_file_with_problems() -> None:
    """The lines that are whole come out, whatever else is wrong."""
    good = "{name: A, number: 1, how: H, sources: [gone], as_of: 2026}"
    root, _ = read_text(f"crisis_lines: [{good}, {{name: B}}]\n".encode(), "a")
    assert root is not None
    assert [line.name for line in check.read_crisis_lines(root)] == ["A"]
    for text in (b"crisis_lines: 988\n", b"a: b\n"):
        root, _ = read_text(text, "a")
        assert root is not None
        assert check.read_crisis_lines(root) == []


@pytest.mark.parametrize(
    "levels", ["high, moderate", "low, moderate", "very_low, low", "very_low"]
)
def test_levels_that_are_neighbours(levels: str) -> None:
    """One level, or two that stand side by side in either order, are allowed."""
    base = f"sources:{source()}conditions:{condition('c')}"
    assert problems({"a": f"{base}therapies:{therapy('t', level=levels)}"}) == []


def test_a_review_may_be_due_at_once() -> None:
    """The day of the check itself is not before it."""
    text = condition("c").replace("2026-07-01", "2026-01-01")
    assert problems({"a": f"sources:{source()}conditions:{text}"}) == []


@pytest.mark.parametrize(
    ("outcome", "good", "what"),
    [
        ("relapse", True, "is unwanted; write 'good: false'"),
        ("dropout", True, "is unwanted; write 'good: false'"),
        ("harm", True, "is unwanted; write 'good: false'"),
        ("response", False, "is wanted; write 'good: true'"),
        ("remission", False, "is wanted; write 'good: true'"),
        ("no_longer_diagnosed", False, "is wanted; write 'good: true'"),
        ("other", True, ""),
        ("other", False, ""),
    ],
)
def test_what_is_counted_fits_whether_it_is_good(
    outcome: str, *, good: bool, what: str
) -> None:
    """A harm that is called good would be drawn as a benefit, and the other way."""
    text = TRIAL.substitute(id="r", outcome=outcome, good=str(good).lower())
    base = f"sources:{source()}conditions:{condition('c')}"
    assert problems({"a": f"{base}therapies:{therapy('t', text)}"}) == (
        [f"a:46:15: therapies[t].trials[r].good: the outcome '{outcome}' {what}"]
        if what
        else []
    )


FIELDS = ["how_it_works", "plasticity", "course", "regulation", "guidelines"]


def test_no_treatment_has_not_what_a_treatment_has() -> None:
    """Five parts of a record have no meaning without a treatment."""
    sentence = "{says: S., sources: [s]}"
    none = "{none_found: true}"
    how = f"{{plain: {sentence}, clinical: {sentence}}}"
    lists = ", ".join(f"{name}: {none}" for name in ("lengths", "steps", "onset"))
    course = f"{{setting: {sentence}, {lists}, lasting: {none}}}"
    rules = "[{place: US, status: not_found, as_of: 2026}]"
    parts = zip(FIELDS, [how, none, course, rules, none], strict=True)
    record = therapy("t") + "".join(f"    {name}: {part}\n" for name, part in parts)
    base = f"sources:{source()}conditions:{condition('c')}"
    assert [
        line.split(": ", 1)[1] for line in problems({"a": f"{base}therapies:{record}"})
    ] == [
        f"therapies[t].{name}: a record of kind no_treatment has no '{name}'; delete it"
        for name in FIELDS
    ]


def test_a_treatment_has_what_no_treatment_has_not() -> None:
    """Each of the five parts is missed, and so are two of the answers."""
    record = therapy("t").replace("no_treatment", "lifestyle")
    base = f"sources:{source()}conditions:{condition('c')}"
    assert [
        line.split(" (")[0] for line in problems({"a": f"{base}therapies:{record}"})
    ] == [
        *(
            f"a:18:5: therapies[t]: the key '{name}' is missing"
            for name in sorted(FIELDS)
        ),
        "a:24:7: therapies[t].in_short: the key 'allowed' is missing",
        "a:24:7: therapies[t].in_short: the key 'brain' is missing",
    ]


def test_everyone_may_have_had_the_event() -> None:
    """Two of two people is a count that can be."""
    arms = trial("r").replace("events: 1, total: 2", "events: 2, total: 2")
    base = f"sources:{source()}conditions:{condition('c')}"
    assert problems({"a": f"{base}therapies:{therapy('t', arms)}"}) == []


def test_texts_as_long_as_the_short_page_holds() -> None:
    """A summary of 150 characters, an answer of 200 and 640 in all are allowed."""
    record = therapy("t")
    for key, length in [
        ("summary", 150),
        ("help", 200),
        ("harm", 200),
        ("effort", 200),
        ("wait", 40),
    ]:
        record = record.replace(f"{key}: {{says: S.", f"{key}: {{says: {'s' * length}")
    base = f"sources:{source()}conditions:{condition('c')}"
    assert problems({"a": f"{base}therapies:{record}"}) == []
    over = record.replace(f" {'s' * 40},", f" {'s' * 41},")
    assert problems({"a": f"{base}therapies:{over}"}) == [
        (
            "a:24:7: therapies[t].in_short: 641 characters, where all answers "
            "together have 640; shorten some"
        )
    ]


def test_one_headline_for_each_variant_and_sort() -> None:
    """Benefit and harm, and each variant, may have a headline of their own."""
    trials = [
        trial("a", "headline: true"),
        trial("b", "headline: true", outcome="harm"),
        trial("d", "headline: true", "variant: slow"),
        trial("e", "headline: true", "variant: fast"),
        trial("f"),
    ]
    base = f"sources:{source()}conditions:{condition('c')}"
    assert problems({"a": f"{base}therapies:{therapy('t', *trials)}"}) == []


def test_a_problem_is_placed_as_near_as_there_is() -> None:
    """What is missing is placed where it should be; below a text, at the text."""
    root, _ = read_text(b"a:\n  - {id: b, c: d}\n", "f.yaml")
    assert root is not None
    assert locate(root, ["a", 0, "c"], "")[1] == "a[b].c"
    node, path = locate(root, ["a", 0, "gone", "on"], "")
    assert (node.line, node.column, path) == (2, 5, "a[b].gone")
    node, path = locate(root, ["a", 0, "c", "on"], "")
    assert (node.line, node.column, path) == (2, 16, "a[b].c")


def test_names_fold_alike() -> None:
    """Case, accents, hyphens, underscores and doubled spaces do not count."""
    assert fold("  Élan-Vital_\tSTRASSE ") == "elan vital strasse"
    assert fold("straße") == "strasse"
    assert fold("Ｅ２") == "e2"  # noqa: RUF001 - full width, as typed in Japanese
    assert fold("\N{MATHEMATICAL DOUBLE-STRUCK CAPITAL S}") == "s"


@given(st.text())
def test_folding_twice_changes_nothing(name: str) -> None:
    """A name that is folded already leads to the same record."""
    assert fold(fold(name)) == fold(name)


@pytest.mark.parametrize(
    ("word", "hint"),
    [
        ("titel", "did you mean 'title'?"),
        ("Title", "did you mean 'title'?"),
        ("journal-article", "did you mean 'article-journal'?"),
        ("Journal article", "did you mean 'article-journal'?"),
        ("isbn", ""),
        ("", ""),
    ],
)
def test_the_nearest_known_word(word: str, hint: str) -> None:
    """A slip, another case or another order finds its word; a stranger finds none."""
    assert nearest(word, ["title", "article", "article-journal"]) == hint
