"""The records of a catalogue, as typed and frozen structs.

This module knows nothing of files or terminals. Docstrings under the fields are
the catalogue's documentation: `docs/catalogue.md` is generated from them. Annotations
are values here, not text, which a decoder would have to compile at every start.
"""

import datetime
from typing import Annotated, ClassVar, Literal, TypeAlias

import msgspec
from msgspec import Meta

Id: TypeAlias = Annotated[
    str,
    Meta(
        pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$",
        max_length=80,
        description="an id: lower-case letters, digits and single hyphens",
    ),
]
Text: TypeAlias = Annotated[
    str, Meta(min_length=1, max_length=20_000, description="text")
]
Url: TypeAlias = Annotated[
    str,
    Meta(
        pattern=r"^https://[A-Za-z0-9][^\s\"<>\\^`{|}]*$",
        max_length=2_000,
        description="an address that begins with https://",
    ),
]
Doi: TypeAlias = Annotated[
    str,
    Meta(
        pattern=r"^10\.[0-9]{4,9}/[^\s\"<>]+$",
        description="a DOI without its resolver, such as 10.1000/182",
    ),
]
Pmid: TypeAlias = Annotated[
    str, Meta(pattern=r"^[0-9]{1,9}$", description="a PubMed number")
]
AsOf: TypeAlias = Annotated[
    str,
    Meta(
        pattern=r"^[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?$",
        description="a date as YYYY, YYYY-MM or YYYY-MM-DD",
    ),
]
Place: TypeAlias = Annotated[
    str,
    Meta(
        pattern=r"^[A-Z]{2}$",
        description="a country as two capital letters (ISO 3166), or EU",
    ),
]
Year: TypeAlias = Annotated[
    int, Meta(ge=1800, le=2200, description="a year of four digits")
]
Count: TypeAlias = Annotated[int, Meta(ge=0, description="a whole number, 0 or more")]
Total: TypeAlias = Annotated[int, Meta(ge=1, description="a whole number, 1 or more")]
Weeks: TypeAlias = Annotated[float, Meta(ge=0, description="a number of weeks")]

Kind: TypeAlias = Literal[
    "neurostimulation",
    "psychotherapy",
    "drug_assisted_psychotherapy",
    "medication",
    "lifestyle",
    "no_treatment",
]
Level: TypeAlias = Literal["high", "moderate", "low", "very_low"]
Blinded: TypeAlias = Literal["participants", "raters"]
Outcome: TypeAlias = Literal[
    "response",
    "remission",
    "no_longer_diagnosed",
    "relapse",
    "dropout",
    "harm",
    "other",
]
Comparator: TypeAlias = Literal[
    "sham", "placebo", "active", "waiting_list", "usual_care", "no_treatment"
]
Status: TypeAlias = Literal[
    "approved",
    "cleared",
    "authorised",
    "off_label",
    "not_licensed",
    "refused",
    "not_needed",
    "not_found",
]
Direction: TypeAlias = Literal["for", "for_some", "neither", "against"]
Strength: TypeAlias = Literal["strong", "conditional", "not_graded"]
Verdict: TypeAlias = Literal[
    "supported", "partly_supported", "overstated", "outdated", "unsupported"
]
SourceType: TypeAlias = Literal[
    "article",
    "article-journal",
    "article-magazine",
    "article-newspaper",
    "book",
    "chapter",
    "dataset",
    "legislation",
    "report",
    "speech",
    "standard",
    "thesis",
    "webpage",
]


class Base(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
    omit_defaults=True,
    forbid_unknown_fields=True,
):
    """What every struct of a catalogue has in common."""

    field_docs: ClassVar[dict[str, str]] = {}
    """One line for each field, for the documentation."""


class NoneFound(Base, frozen=True, kw_only=True):
    """An empty list that a record should have: looked for, and not found."""

    none_found: Literal[True]

    field_docs = {"none_found": "`true`: looked for, and nothing was found"}


class Sourced(Base, frozen=True, kw_only=True):
    """What stands behind a sentence or a figure."""

    sources: Annotated[tuple[Id, ...], Meta(min_length=1)]
    read_in: Id | None = None
    as_of: AsOf | None = None
    place: Place | None = None
    variant: Text | None = None

    field_docs = {
        "sources": "ids of the sources, at least one",
        "read_in": "the source the figure was read in, if not in the work itself",
        "as_of": "when it was so",
        "place": "where it holds; absent for everywhere",
        "variant": "the variant of the therapy it is about",
    }


class Statement(Sourced, frozen=True, kw_only=True):
    """A sourced sentence."""

    says: Text
    condition: Id | None = None

    field_docs = {
        **Sourced.field_docs,
        "says": "the sentence",
        "condition": "the condition that it holds for; absent for all",
    }


Statements: TypeAlias = Annotated[tuple[Statement, ...], Meta(min_length=1)] | NoneFound


class Codes(Base, frozen=True, kw_only=True):
    """Codes of a record in public classifications."""

    icd_11: tuple[Text, ...] = ()
    mesh: tuple[Text, ...] = ()

    field_docs = {
        "icd_11": "codes of ICD-11",
        "mesh": "numbers of Medical Subject Headings",
    }


class Review(Base, frozen=True, kw_only=True):
    """A reading of a record by someone outside the project."""

    role: Text
    date: datetime.date

    field_docs = {"role": "who, by role", "date": "when, as YYYY-MM-DD"}


class Change(Base, frozen=True, kw_only=True):
    """A change of a record that a reader may want to know of."""

    date: datetime.date
    what: Text
    why: Text

    field_docs = {
        "date": "when, as YYYY-MM-DD",
        "what": "what was changed",
        "why": "the reason: what was wrong, or is new",
    }


class Record(Base, frozen=True, kw_only=True):
    """What every record has."""

    id: Id
    checked: datetime.date

    field_docs = {
        "id": "the name to type; unique among its kind",
        "checked": "the day it was last checked against its sources",
    }


class Named(Record, frozen=True, kw_only=True):
    """A record that answers to names."""

    name: Text
    short: Text | None = None
    aliases: tuple[Text, ...] = ()
    changes: tuple[Change, ...] = ()

    field_docs = {
        **Record.field_docs,
        "name": "the full name",
        "short": "the short name that pages use; absent where the name is short",
        "aliases": "other names it answers to",
        "changes": "what was changed in it since it was first checked",
    }

    @property
    def label(self) -> str:
        """Return the name that pages use."""
        return self.short or self.name


class Reviewed(Named, frozen=True, kw_only=True):
    """A record that is due for review on a day."""

    review_due: datetime.date
    reviewed_by: tuple[Review, ...] = ()

    field_docs = {
        **Named.field_docs,
        "review_due": "the day by which it is to be checked again",
        "reviewed_by": "people outside the project who have read it",
    }


class OtherOption(Statement, frozen=True, kw_only=True):
    """A treatment that is often offered and has no record in the catalogue."""

    name: Text | None = None
    help: Statement | None = None
    harm: Statement | None = None
    like: Statement | None = None

    field_docs = {
        **Statement.field_docs,
        "says": "what it is, and who offers it",
        "name": "what pages call it",
        "help": "does it help?",
        "harm": "what can go wrong?",
        "like": "what is it like?",
    }


class Condition(Reviewed, frozen=True, kw_only=True):
    """A condition, what there is to decide, and what happens untreated."""

    part_of: Id | None = None
    codes: Codes = Codes()
    summary: Statement
    decision: Text
    untreated: Statements
    other_options: Annotated[tuple[OtherOption, ...], Meta(min_length=1)] | NoneFound

    field_docs = {
        **Reviewed.field_docs,
        "part_of": "the wider condition; `--for` that one includes this one, labelled",
        "codes": "codes in public classifications",
        "summary": "what the condition is",
        "decision": "what there is to decide",
        "untreated": "what tends to happen without treatment",
        "other_options": "what is often offered and has no record here",
    }


class InShort(Base, frozen=True, kw_only=True):
    """The first screen: six answers (four for no treatment)."""

    help: Statement
    harm: Statement
    effort: Statement
    wait: Statement
    allowed: Statement | None = None
    brain: Statement | None = None

    field_docs = {
        "help": "does it help?",
        "harm": "what can go wrong?",
        "effort": "what is asked of me?",
        "wait": "who should wait?",
        "allowed": "is it allowed? Only what the law says",
        "brain": "and the brain?",
    }


class HowItWorks(Base, frozen=True, kw_only=True):
    """How a therapy is thought to work, in two wordings."""

    plain: Statement
    clinical: Statement

    field_docs = {"plain": "in plain words", "clinical": "in clinical words"}


class Length(Sourced, frozen=True, kw_only=True):
    """How long a course takes."""

    sessions: Text
    minutes: Text | None = None
    weeks: Text | None = None

    field_docs = {
        **Sourced.field_docs,
        "sessions": "how many sessions, as text: `6 to 12`",
        "minutes": "how many minutes a session takes",
        "weeks": "how many weeks a course takes",
    }


class Course(Base, frozen=True, kw_only=True):
    """A course of treatment from the first visit to the last."""

    lengths: Annotated[tuple[Length, ...], Meta(min_length=1)] | NoneFound
    setting: Statement
    steps: Statements
    onset: Statements
    lasting: Statements

    field_docs = {
        "lengths": "how long it takes: one a variant, or one for all",
        "setting": "where it is given, and by whom",
        "steps": "what happens, in order",
        "onset": "how soon a change may be felt",
        "lasting": "how long a change lasts",
    }


class Experience(Base, frozen=True, kw_only=True):
    """What it is like to live through it."""

    body: Statements
    mind: Statements
    daily_life: Statements

    field_docs = {
        "body": "what it is like in the body",
        "mind": "what it is like in the mind",
        "daily_life": "what it means for work, travel, money and others",
    }


class Certainty(Base, frozen=True, kw_only=True):
    """How sure the evidence is, in the words of GRADE."""

    level: Annotated[tuple[Level, ...], Meta(min_length=1, max_length=2)]
    by: Text
    why: Text

    field_docs = {
        "level": "one level, or two neighbours where the source gives a range",
        "by": "the id of the source that rated it, or `ours`",
        "why": "the reason, in plain words",
    }


class Use(Statement, frozen=True, kw_only=True):
    """A condition that a therapy is used or studied for."""

    condition: Id
    certainty: Certainty

    field_docs = {
        **Statement.field_docs,
        "condition": "the id of the condition",
        "certainty": "how sure the evidence is",
    }


class Arm(Base, frozen=True, kw_only=True):
    """One group of a trial, counted."""

    name: Text
    events: Count
    total: Total
    kind: Comparator | None = None
    derived: Text | None = None

    field_docs = {
        "name": "what the group got, as printed beside the number",
        "events": "how many people the outcome happened to",
        "total": "out of how many people",
        "kind": "what sort of comparison; absent for the therapy itself",
        "derived": "how the count follows from printed figures, if it was not printed",
    }


class Trial(Sourced, frozen=True, kw_only=True):
    """A counted result of one trial: one arm, or two with the therapy first."""

    id: Id
    study: Id
    condition: Id | None = None
    headline: bool = False
    design: Text
    blinded: tuple[Blinded, ...] | None = None
    population: Text
    outcome: Outcome
    measure: Text
    good: bool
    timepoint: Text
    weeks: Weeks | None = None
    arms: Annotated[tuple[Arm, ...], Meta(min_length=1, max_length=2)]
    says: Text | None = None

    field_docs = {
        **Sourced.field_docs,
        "id": "a name of the result, unique in the catalogue",
        "study": "the study; results of one study share it",
        "condition": "the id of the condition; may be absent where `good` is false",
        "headline": "`true` for the result that the short page shows",
        "design": "how the trial was made",
        "blinded": "who did not know the treatment; `[]`: nobody; absent: not seen",
        "population": "who took part, as printed beside the number",
        "outcome": "what was counted",
        "measure": "how it was measured",
        "good": "`false` where the event is unwanted",
        "timepoint": "when it was counted, in words",
        "weeks": "when it was counted, in weeks from the start",
        "arms": "the groups: one or two, the therapy first",
        "says": "what a reader should know of this result",
    }


class Harm(Statement, frozen=True, kw_only=True):
    """Something that can go wrong."""

    serious: bool = False
    trial: Id | None = None

    field_docs = {
        **Statement.field_docs,
        "serious": "`true` for death, lasting damage, hospital, or danger to life",
        "trial": "the id of the trial that counted it",
    }


class Regulation(Base, frozen=True, kw_only=True):
    """What the law of a place says of a therapy for a condition."""

    place: Place
    condition: Id | None = None
    variant: Text | None = None
    status: Status
    as_of: AsOf
    says: Text | None = None
    sources: tuple[Id, ...] = ()
    read_in: Id | None = None

    field_docs = {
        "place": "the country, or EU",
        "condition": "the condition it is for; absent for all",
        "variant": "the variant it is for; absent for all",
        "status": "what the law says; `not_found` needs only place and as_of",
        "as_of": "when it was so",
        "says": "the sentence",
        "sources": "ids of the sources",
        "read_in": "the source it was read in, if not in the work itself",
    }


class Guideline(Statement, frozen=True, kw_only=True):
    """What a guideline says of a therapy for a condition."""

    body: Text
    year: Year
    condition: Id
    direction: Direction
    strength: Strength
    replaced: Text | None = None

    field_docs = {
        **Statement.field_docs,
        "body": "who issued it",
        "year": "the year of the guideline",
        "condition": "the id of the condition",
        "direction": "for, for_some, neither or against the therapy",
        "strength": "how strongly; `not_graded` also where the grade was not seen",
        "replaced": "what replaced it, if it is no longer in force",
    }


class Therapy(Reviewed, frozen=True, kw_only=True):
    """A therapy, or the choice of no new treatment."""

    kind: Kind
    variants: tuple[Text, ...]
    codes: Codes = Codes()
    summary: Statement
    in_short: InShort
    how_it_works: HowItWorks | None = None
    plasticity: Statements | None = None
    course: Course | None = None
    experience: Experience
    uses: Annotated[tuple[Use, ...], Meta(min_length=1)]
    trials: Annotated[tuple[Trial, ...], Meta(min_length=1)] | NoneFound
    harms: Annotated[tuple[Harm, ...], Meta(min_length=1)] | NoneFound
    not_for: Statements
    regulation: Annotated[tuple[Regulation, ...], Meta(min_length=1)] | None = None
    guidelines: (
        Annotated[tuple[Guideline, ...], Meta(min_length=1)] | NoneFound | None
    ) = None
    cost: Statements
    availability: Statements
    uncertainties: Statements
    questions: Annotated[tuple[Text, ...], Meta(min_length=1)]

    field_docs = {
        **Reviewed.field_docs,
        "kind": "what sort of treatment it is",
        "variants": "names of its variants; `[]` for none",
        "codes": "codes in public classifications",
        "summary": "what it is, in at most 150 characters",
        "in_short": "the first screen: at most 200 characters each, 640 together",
        "how_it_works": "how it is thought to work",
        "plasticity": "what is known of the claim that it changes the brain",
        "course": "a course of treatment",
        "experience": "what it is like",
        "uses": "the conditions it is used or studied for",
        "trials": "counted results",
        "harms": "what can go wrong, the most important first",
        "not_for": "who should not have it, or should wait",
        "regulation": "what the law says, place by place",
        "guidelines": "what guidelines say",
        "cost": "what it costs, and who pays",
        "availability": "where it can be had",
        "uncertainties": "what is not known, or argued about",
        "questions": "questions to ask at an appointment",
    }


class Concept(Named, frozen=True, kw_only=True):
    """A term, explained in plain and in clinical words."""

    plain: Text
    clinical: Text
    see_also: tuple[Id, ...] = ()
    sources: Annotated[tuple[Id, ...], Meta(min_length=1)]

    field_docs = {
        **Named.field_docs,
        "plain": "the explanation in plain words",
        "clinical": "the explanation in clinical words",
        "see_also": "ids of related records",
        "sources": "ids of the sources, at least one",
    }


class Difference(Base, frozen=True, kw_only=True):
    """How one therapy stands on a consideration, or that nothing was found."""

    therapy: Id
    says: Text | None = None
    sources: tuple[Id, ...] = ()
    read_in: Id | None = None
    as_of: AsOf | None = None
    condition: Id | None = None
    place: Place | None = None
    variant: Text | None = None
    none_found: Literal[True] | None = None

    field_docs = {
        **Sourced.field_docs,
        "therapy": "the id of the therapy",
        "says": "the sentence",
        "sources": "ids of the sources, at least one with `says`",
        "condition": "the condition that it holds for; absent for all",
        "none_found": "`true`: looked for, and nothing was found; in place of the rest",
    }


class Consideration(Record, frozen=True, kw_only=True):
    """Something that may matter to a person who weighs their options."""

    name: Text
    question: Text
    conditions: tuple[Id, ...] = ()
    options: Annotated[tuple[Difference, ...], Meta(min_length=1)]

    field_docs = {
        **Record.field_docs,
        "id": "its key in a file of answers; unique among considerations",
        "name": "a short label",
        "question": "a question about the person, to be answered in their own words",
        "conditions": "ids of the conditions it matters for; absent for all",
        "options": "how the therapies differ on it, one entry a therapy and condition",
    }


class Author(Base, frozen=True, kw_only=True):
    """A person or, under `literal`, a body."""

    family: Text | None = None
    given: Text | None = None
    literal: Text | None = None

    field_docs = {
        "family": "a person's family name",
        "given": "a person's given names, only if seen",
        "literal": "the name of a body",
    }


class Source(Record, frozen=True, kw_only=True):
    """A work that statements rest on; CSL's field names in snake_case."""

    type: SourceType
    title: Text
    author: tuple[Author, ...] = ()
    others: bool = False
    issued: AsOf | None = None
    container_title: Text | None = None
    publisher: Text | None = None
    volume: Text | None = None
    issue: Text | None = None
    page: Text | None = None
    doi: Doi | None = None
    pmid: Pmid | None = None
    url: Url | None = None
    note: Text | None = None

    field_docs = {
        **Record.field_docs,
        "type": "the type of work, in CSL's words",
        "title": "its title",
        "author": "its authors",
        "others": "`true` where there are more authors than are named",
        "issued": "when it was published",
        "container_title": "the journal, site or series it is part of",
        "publisher": "who published it",
        "volume": "the volume",
        "issue": "the issue",
        "page": "the pages",
        "doi": "its DOI",
        "pmid": "its PubMed number",
        "url": "its address",
        "note": "what a reader should know of it",
    }


class CrisisLine(Base, frozen=True, kw_only=True):
    """Where to turn in a crisis."""

    place: Place | None = None
    name: Text
    number: Text | None = None
    url: Url | None = None
    how: Text
    hours: Text | None = None
    sources: Annotated[tuple[Id, ...], Meta(min_length=1)]
    as_of: AsOf

    field_docs = {
        "place": "the country, or EU; absent for what is international",
        "name": "the name of the service",
        "number": "the number to call",
        "url": "its address",
        "how": "call, text or chat, and what else a caller should know",
        "hours": "when it answers",
        "sources": "ids of the sources, at least one",
        "as_of": "when it was so",
    }


class About(Base, frozen=True, kw_only=True):
    """How the catalogue came to be and how it is kept."""

    made_by: Text
    paid_by: Text
    updated: Text
    evidence: Text
    reading: Text | None = None
    not_done: Annotated[tuple[Text, ...], Meta(min_length=1)]

    field_docs = {
        "made_by": "who or what drafted and checked the text",
        "paid_by": "who paid",
        "updated": "how it is kept up to date",
        "evidence": "how the evidence was chosen",
        "reading": "how hard the text is to read, and by which measure",
        "not_done": "what was not done",
    }


class Credit(Base, frozen=True, kw_only=True):
    """Whose article is retold."""

    author: Text
    publisher: Text
    date: datetime.date
    note: Text

    field_docs = {
        "author": "who wrote the original",
        "publisher": "who published it",
        "date": "when it was published",
        "note": "what this retells, and how",
    }


class Claim(Base, frozen=True, kw_only=True):
    """A claim of the original article, and how it stands today."""

    claim: Text
    verdict: Verdict
    why: Text
    sources: Annotated[tuple[Id, ...], Meta(min_length=1)]

    field_docs = {
        "claim": "what the original says, in other words",
        "verdict": "how it stands",
        "why": "the reason",
        "sources": "ids of the sources, at least one",
    }


class Section(Base, frozen=True, kw_only=True):
    """A section of the article."""

    id: Id
    heading: Text
    about: tuple[Id, ...] = ()
    body: Text
    claims: tuple[Claim, ...] = ()

    field_docs = {
        "id": "the name to type after `--section`",
        "heading": "the heading",
        "about": "ids of the records it is about",
        "body": "Markdown: emphasis, lists and links; `[@SOURCE-ID]` cites",
        "claims": "what the original claims here, and how it stands",
    }


class Article(Base, frozen=True, kw_only=True):
    """The article, section by section."""

    title: Text
    checked: datetime.date
    credit: Credit
    sections: Annotated[tuple[Section, ...], Meta(min_length=1)]

    field_docs = {
        "title": "the title",
        "checked": "the day it was last checked against its sources",
        "credit": "whose article is retold",
        "sections": "the sections, in order",
    }


class File(Base, frozen=True, kw_only=True):
    """One file of a catalogue."""

    format: Literal[1]
    builds_on: Literal["nothing"] | None = None
    title: Text | None = None
    about: About | None = None
    crisis_lines: tuple[CrisisLine, ...] = ()
    conditions: tuple[Condition, ...] = ()
    therapies: tuple[Therapy, ...] = ()
    concepts: tuple[Concept, ...] = ()
    considerations: tuple[Consideration, ...] = ()
    sources: tuple[Source, ...] = ()
    article: Article | None = None

    field_docs = {
        "format": "`1`, in each file",
        "builds_on": "`nothing` makes the catalogue stand alone",
        "title": "the title of the catalogue",
        "about": "how the catalogue came to be and how it is kept",
        "crisis_lines": "where to turn in a crisis",
        "conditions": "the conditions",
        "therapies": "the therapies",
        "concepts": "the concepts",
        "considerations": "what may matter to a person, and how the therapies differ",
        "sources": "the bibliography",
        "article": "the article",
    }


class Run(Base, frozen=True, kw_only=True):
    """A stretch of an article's text in one style, or a citation without text."""

    text: str = ""
    strong: bool = False
    emphasis: bool = False
    link: str | None = None
    cites: tuple[Id, ...] = ()


class Block(Base, frozen=True, kw_only=True):
    """A paragraph or a list of an article: one item a paragraph has, or many."""

    kind: Literal["paragraph", "bullets", "numbers"]
    items: tuple[tuple[Run, ...], ...]


class Catalogue(Base, frozen=True, kw_only=True):
    """A checked catalogue: all layers as one, records by id."""

    title: str = "A catalogue without a title"
    about: About | None = None
    crisis_lines: tuple[CrisisLine, ...] = ()
    conditions: dict[str, Condition] = {}
    therapies: dict[str, Therapy] = {}
    concepts: dict[str, Concept] = {}
    considerations: tuple[Consideration, ...] = ()
    sources: dict[str, Source] = {}
    article: Article | None = None
    blocks: dict[str, tuple[Block, ...]] = {}
    """The bodies of the article's sections, parsed, by the section's id."""
    origins: dict[str, str] = {}
    """The layers that records were added by, by their ids; none for shipped ones."""
