"""Plain data to a catalogue, or every problem in it.

`decode` sees to the shape of each record; the rules here see to what a shape cannot
say: names that are unique, references that lead somewhere, counts that can be.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Generic, TypeVar

import msgspec

from neuroplastic_cli.catalogue import markdown, model
from neuroplastic_cli.catalogue.decode import (
    Step,
    decode,
    locate,
    step_into,
)
from neuroplastic_cli.catalogue.names import fold, nearest
from neuroplastic_cli.catalogue.read import (
    Mapping,
    Node,
    Problem,
    Scalar,
    Sequence,
    below,
    shown,
)

if TYPE_CHECKING:
    import datetime
    from collections.abc import Collection, Iterable, Iterator

RECORDS: dict[str, type[model.Record]] = {
    "conditions": model.Condition,
    "therapies": model.Therapy,
    "concepts": model.Concept,
    "sources": model.Source,
}
SINGULAR = {
    "conditions": "condition",
    "therapies": "therapy",
    "concepts": "concept",
    "sources": "source",
}
SUMMARY_LENGTH = 150
ANSWER_LENGTH = 200
ANSWERS_LENGTH = 640
# Names that hints are looked for among, in all: some two seconds of looking.
_LOOKS = 300_000
NOT_FOR_NO_TREATMENT = (
    "how_it_works",
    "plasticity",
    "course",
    "regulation",
    "guidelines",
)
LEVELS = ["high", "moderate", "low", "very_low"]
UNWANTED = {"relapse", "dropout", "harm"}
WANTED = {"response", "remission", "no_longer_diagnosed"}

R = TypeVar("R", bound=msgspec.Struct)
Finding = tuple[tuple[Step, ...], str]
"""Where below a record, and what is wrong there."""


class Entry(msgspec.Struct, Generic[R], frozen=True):
    """A record, or another part of a file, and where it stands."""

    record: R
    node: Node
    file: str
    path: str

    def problem(self, steps: Iterable[Step], what: str) -> Problem:
        """Return *what* is wrong at *steps* below the record."""
        node, path = locate(self.node, steps, self.path)
        return Problem(self.file, node.line, node.column, path, what)


class Layer:
    """What the files of one layer hold."""

    def __init__(self) -> None:
        self.alone = False
        self.records: dict[str, dict[str, Entry[Any]]] = {kind: {} for kind in RECORDS}
        self.partial = False
        """A file could not be read: nothing can be said of what is not there."""
        self.broken: set[str] = set()
        """Ids of records that could not be decoded; references to them stand."""
        self.scraps: list[tuple[Node, str, str]] = []
        """Parts that could not be decoded; the sources they name are checked still."""
        self.title: Entry[Any] | None = None
        self.about: Entry[model.About] | None = None
        self.article: Entry[model.Article] | None = None
        self.crisis_lines: list[Entry[model.CrisisLine]] = []
        self.considerations: dict[str, Entry[Any]] = {}


def read_layer(roots: Iterable[tuple[str, Mapping]], problems: list[Problem]) -> Layer:
    """Return what the files of one layer hold; add what is wrong to *problems*.

    *roots* are the layer's files, each as its name and its root.
    """
    layer = Layer()
    for file, root in roots:
        _Reader(layer, file, problems).read(root)
    return layer


class _Reader:
    """Adds one file to a layer."""

    def __init__(self, layer: Layer, file: str, problems: list[Problem]) -> None:
        self.layer, self.file, self.problems = layer, file, problems

    def wrong(self, node: Node, path: str, what: str) -> None:
        self.problems.append(Problem(self.file, node.line, node.column, path, what))

    def read(self, root: Mapping) -> None:
        rest = {k: v for k, v in root.entries.items() if k not in self._parts()}
        plain = Mapping(rest, root.keys, root.line, root.column)
        decode(plain, model.File, self.file, "", self.problems)
        self.layer.alone |= "builds_on" in root.entries  # misspelt or not
        for key, read in self._parts().items():
            if key in root.entries:
                read(root.entries[key], key)

    def _parts(self) -> dict[str, Any]:
        return {
            **dict.fromkeys(RECORDS, self._records),
            "title": self._title,
            "about": self._about,
            "article": self._article,
            "crisis_lines": self._crisis_lines,
            "considerations": self._considerations,
        }

    def _title(self, node: Node, key: str) -> None:
        if not isinstance(node, Scalar) or not node.text.strip():
            self.wrong(node, key, "write the title of the catalogue here")
        elif not self._twice(self.layer.title, node, key):
            title = model.Catalogue(title=node.text)
            self.layer.title = Entry(title, node, self.file, key)

    def _about(self, node: Node, key: str) -> None:
        about = decode(node, model.About, self.file, key, self.problems)
        if about and not self._twice(self.layer.about, node, key):
            self.layer.about = Entry(about, node, self.file, key)

    def _article(self, node: Node, key: str) -> None:
        article = decode(node, model.Article, self.file, key, self.problems)
        if article is None:
            self.layer.scraps.append((node, self.file, key))
        elif not self._twice(self.layer.article, node, key):
            self.layer.article = Entry(article, node, self.file, key)

    def _twice(self, first: Entry[Any] | None, node: Node, key: str) -> bool:
        if first:
            what = f"a second {key} in one catalogue, the first in {first.file}"
            self.wrong(node, key, f"{what}; delete one")
        return first is not None

    def _entries(self, node: Node, key: str) -> Iterator[tuple[Node, str]]:
        if not isinstance(node, Sequence):
            self.wrong(node, key, "write a list here, each entry after '- '")
            return
        for index, child in enumerate(node.items):
            yield child, step_into(key, child, index)

    def _crisis_lines(self, node: Node, key: str) -> None:
        for child, path in self._entries(node, key):
            line = decode(child, model.CrisisLine, self.file, path, self.problems)
            if line:
                self.layer.crisis_lines.append(Entry(line, child, self.file, path))
            else:
                self.layer.scraps.append((child, self.file, path))

    def _records(self, node: Node, kind: str) -> None:
        self._add(node, kind, RECORDS[kind], self.layer.records[kind])

    def _considerations(self, node: Node, key: str) -> None:
        self._add(node, key, model.Consideration, self.layer.considerations)

    def _add(
        self,
        node: Node,
        key: str,
        struct: type[model.Record],
        records: dict[str, Entry[Any]],
    ) -> None:
        """Add the entries below *key*, each a *struct*, to *records*."""
        for child, path in self._entries(node, key):
            record = decode(child, struct, self.file, path, self.problems)
            if record is None:
                name = isinstance(child, Mapping) and child.entries.get("id")
                if isinstance(name, Scalar):
                    self.layer.broken.add(name.text)
                self.layer.scraps.append((child, self.file, path))
                continue
            entry = Entry(record, child, self.file, path)
            if record.id in records:
                first = records[record.id]
                singular = struct.__name__.lower()
                what = (
                    f"a second {singular} '{record.id}', the first in "
                    f"{first.file} line {first.node.line}; rename one"
                )
                self.problems.append(entry.problem(["id"], what))
            else:
                records[record.id] = entry


def read_crisis_lines(root: Mapping) -> list[model.CrisisLine]:
    """Return the crisis lines of a file that can be read, whatever else is wrong."""
    node = root.entries.get("crisis_lines")
    items = node.items if isinstance(node, Sequence) else []
    lines = (decode(item, model.CrisisLine, "", "", []) for item in items)
    return [line for line in lines if line]


def combine(
    layers: list[Layer],
    problems: list[Problem],
    today: datetime.date | None = None,
) -> model.Catalogue:
    """Return all *layers* as one catalogue; add what is wrong to *problems*.

    A later layer adds records or replaces whole records of the same kind and id. With
    *today*, records that were due for review before it are added as well.
    """
    starts = [index for index, layer in enumerate(layers) if layer.alone]
    layers = layers[starts[-1] if starts else 0 :]
    whole = Layer()
    for layer in layers:
        for kind, records in layer.records.items():
            for other in RECORDS:
                for name in records.keys() & (
                    whole.records[other].keys() if other != kind else set()
                ):
                    what = (
                        f"'{name}' is the id of a {SINGULAR[other]} already; rename it"
                    )
                    problems.append(records[name].problem(["id"], what))
            whole.records[kind].update(records)
        whole.partial |= layer.partial
        whole.broken |= layer.broken
        whole.scraps += layer.scraps
        whole.title = layer.title or whole.title
        whole.about = layer.about or whole.about
        whole.article = layer.article or whole.article
        whole.crisis_lines += layer.crisis_lines
        whole.considerations.update(layer.considerations)
    rules = _Rules(whole, layers)
    told = {problem[:3] for problem in problems}
    problems += (problem for problem in rules.all() if problem[:3] not in told)
    if today:
        problems += rules.stale(today)
    return model.Catalogue(
        title=whole.title.record.title if whole.title else model.Catalogue().title,
        about=whole.about.record if whole.about else None,
        crisis_lines=tuple(entry.record for entry in whole.crisis_lines),
        considerations=tuple(e.record for e in whole.considerations.values()),
        article=whole.article.record if whole.article else None,
        blocks=rules.blocks,
        **{
            kind: {name: entry.record for name, entry in records.items()}
            for kind, records in whole.records.items()
        },
    )


class _Rules:
    """The rules that hold across the records of a whole catalogue."""

    def __init__(self, whole: Layer, layers: Iterable[Layer]) -> None:
        self.whole, self.layers = whole, layers
        self.known = {
            kind: records.keys() | whole.broken
            for kind, records in whole.records.items()
        }
        self.trials: dict[str, tuple[str, int]] = {}
        self.looked_at = 0
        self.blocks: dict[str, tuple[model.Block, ...]] = {}

    def all(self) -> Iterator[Problem]:
        yield from self._names()
        rules: dict[str, Any] = {
            "conditions": self._condition,
            "therapies": self._therapy,
            "concepts": self._concept,
            "sources": _source,
        }
        for kind, entry in self._entries():
            for steps, what in rules[kind](entry.record):
                yield entry.problem(steps, what)
            for steps, what in self._citations(entry.record):
                yield entry.problem(steps, what)
            if kind == "therapies":
                yield from self._unique_trials(entry)
        for scrap in self.whole.scraps:
            yield from self._cited_in(*scrap)
        for line in self.whole.crisis_lines:
            findings = [*_crisis_line(line.record), *self._citations(line.record)]
            yield from (line.problem(steps, what) for steps, what in findings)
        for entry in self._considerations():
            findings = [
                *self._consideration(entry.record),
                *self._citations(entry.record),
            ]
            yield from (entry.problem(steps, what) for steps, what in findings)
        if article := self.whole.article:
            findings = [
                *self._article(article.record),
                *self._citations(article.record),
            ]
            yield from (article.problem(steps, what) for steps, what in findings)

    def stale(self, today: datetime.date) -> Iterator[Problem]:
        """Yield each record that was due for review before *today*."""
        for _, entry in self._entries():
            due = getattr(entry.record, "review_due", None)
            if due and due < today:
                what = f"this was due to be checked again on {due}; check it"
                problem = entry.problem(["review_due"], f"{what}, and give new days")
                yield problem._replace(stale=True)

    def _entries(self) -> Iterator[tuple[str, Entry[Any]]]:
        """Yield the kind and entry of each record, a later layer's after an earlier's.

        So it is the later of two records in conflict that a problem points to.
        """
        for layer in self.layers:
            for kind, records in layer.records.items():
                for name, entry in records.items():
                    if self.whole.records[kind][name] is entry:
                        yield kind, entry

    def _considerations(self) -> Iterator[Entry[model.Consideration]]:
        """Yield the entry of each consideration, a later layer's after an earlier's."""
        for layer in self.layers:
            for name, entry in layer.considerations.items():
                if self.whole.considerations[name] is entry:
                    yield entry

    def _names(self) -> Iterator[Problem]:
        """Yield every name that two records answer to."""
        owners: dict[str, tuple[str, str]] = {}
        for kind, entry in self._entries():
            record = entry.record
            told: set[str] = set()
            for steps, name in _names(record):
                owner = owners.setdefault(fold(name), (kind, record.id))
                if owner[1] != record.id and fold(name) not in told:
                    told.add(fold(name))
                    taken = f"the {SINGULAR[owner[0]]} '{owner[1]}'"
                    what = f"the name '{name}' leads to {taken} already; choose another"
                    yield entry.problem(steps, what)

    def _reference(self, kind: str, name: str, *steps: Step) -> Iterator[Finding]:
        if name not in self.known[kind] and not self.whole.partial:
            hint = self._hint(name, self.known[kind]) or f"add it under '{kind}'"
            yield steps, f"there is no {SINGULAR[kind]} '{name}'; {hint}"

    def _any_record(self, name: str, *steps: Step) -> Iterator[Finding]:
        known = set().union(*self.known.values())
        if name not in known and not self.whole.partial:
            hint = self._hint(name, known) or "add it, or delete this"
            yield steps, f"there is no record '{name}'; {hint}"

    def _hint(self, name: str, known: Collection[str]) -> str:
        """Return which of *known* is nearest, until looking has taken too long."""
        self.looked_at += len(known)
        return nearest(name, known) if self.looked_at <= _LOOKS else ""

    def _cited_in(
        self, node: Node, file: str, path: str, *, cites: bool = False
    ) -> Iterator[Problem]:
        """Yield every source that is named below *node*, not decoded, and lacks."""
        if isinstance(node, Mapping):
            for key, child in node.entries.items():
                cites = key in {"sources", "read_in"}
                yield from self._cited_in(child, file, below(path, key), cites=cites)
        elif isinstance(node, Sequence):
            for index, child in enumerate(node.items):
                here = step_into(path, child, index)
                yield from self._cited_in(child, file, here, cites=cites)
        elif cites:
            for _, what in self._reference("sources", shown(node.text)):
                yield Problem(file, node.line, node.column, path, what)

    def _citations(self, value: object, *steps: Step) -> Iterator[Finding]:
        """Yield every id below *value* that should be a source's and is not."""
        if isinstance(value, tuple):
            for index, item in enumerate(value):
                yield from self._citations(item, *steps, index)
        elif isinstance(value, msgspec.Struct):
            for field in value.__struct_fields__:
                child = getattr(value, field)
                if field == "sources":
                    for index, name in enumerate(child):
                        yield from self._reference(
                            "sources", name, *steps, field, index
                        )
                elif field == "read_in" and child:
                    yield from self._reference("sources", child, *steps, field)
                else:
                    yield from self._citations(child, *steps, field)

    def _condition(self, condition: model.Condition) -> Iterator[Finding]:
        yield from _dates(condition)
        yield from self._condition_names(condition)
        if condition.part_of is None:
            return
        yield from self._reference("conditions", condition.part_of, "part_of")
        wider = self.whole.records["conditions"].get(condition.part_of)
        if condition.part_of == condition.id:
            yield ("part_of",), "a condition is no part of itself; delete this"
        elif wider and wider.record.part_of:
            what = f"'{condition.part_of}' is part of '{wider.record.part_of}' itself"
            yield ("part_of",), f"{what}; name the widest condition"

    def _concept(self, concept: model.Concept) -> Iterator[Finding]:
        for index, name in enumerate(concept.see_also):
            yield from self._any_record(name, "see_also", index)

    def _therapy(self, therapy: model.Therapy) -> Iterator[Finding]:
        yield from _dates(therapy)
        yield from _fields_by_kind(therapy)
        yield from _lengths(therapy)
        yield from _variants(therapy)
        yield from _regulation(therapy)
        yield from self._condition_names(therapy)
        used = {use.condition for use in therapy.uses}
        for index, use in enumerate(therapy.uses):
            yield from self._certainty(use.certainty, "uses", index, "certainty")
        trials = _found(therapy.trials)
        for index, trial in enumerate(trials):
            for steps, what in _trial(trial, used):
                yield ("trials", index, *steps), what
        yield from _headlines(trials)
        unwanted = {trial.id for trial in trials if not trial.good}
        for index, harm in enumerate(_found(therapy.harms)):
            if harm.trial and harm.trial not in unwanted:
                what = f"this record has no trial '{harm.trial}' with 'good: false'"
                yield ("harms", index, "trial"), f"{what}; name one, or delete this"

    def _condition_names(self, record: model.Record) -> Iterator[Finding]:
        """Yield every condition that is named and not there; trials have their rule."""
        for steps, name in _leaves(record, "condition"):
            if steps[0] != "trials":
                yield from self._reference("conditions", name, *steps)

    def _certainty(self, certainty: model.Certainty, *steps: Step) -> Iterator[Finding]:
        if certainty.by != "ours":
            yield from self._reference("sources", certainty.by, *steps, "by")
        places = [LEVELS.index(level) for level in certainty.level]
        if len(places) > 1 and abs(places[0] - places[1]) != 1:
            what = f"two levels must be neighbours in {', '.join(LEVELS)}"
            yield (*steps, "level"), f"{what}; correct one, or delete it"

    def _unique_trials(self, entry: Entry[Any]) -> Iterator[Problem]:
        for index, trial in enumerate(_found(entry.record.trials)):
            here = (entry.record.id, index)
            if self.trials.setdefault(trial.id, here) != here:
                what = f"the trial id '{trial.id}' stands twice; rename one"
                yield entry.problem(["trials", index, "id"], what)

    def _consideration(self, found: model.Consideration) -> Iterator[Finding]:
        yield from self._condition_names(found)
        for index, name in enumerate(found.conditions):
            yield from self._reference("conditions", name, "conditions", index)
        first: dict[tuple[str, str | None], int] = {}
        for index, option in enumerate(found.options):
            steps = ("options", index)
            yield from self._reference("therapies", option.therapy, *steps, "therapy")
            if first.setdefault((option.therapy, option.condition), index) != index:
                of = f" and '{option.condition}'" if option.condition else ""
                what = f"a second entry for '{option.therapy}'{of}; keep one"
                yield (*steps, "therapy"), what
            yield from (((*steps, *rest), what) for rest, what in _difference(option))
            yield from self._variant(option, *steps)

    def _variant(self, option: model.Difference, *steps: Step) -> Iterator[Finding]:
        """Yield the variant of *option* if no layer's record of the therapy names it.

        A record that a later layer replaces counts: whoever laid it cannot mend what
        ships.
        """
        records = (
            each.records["therapies"].get(option.therapy) for each in self.layers
        )
        known = {name for each in records if each for name in each.record.variants}
        missing = option.variant is not None and option.variant not in known
        if missing and option.therapy in self.whole.records["therapies"]:
            hint = nearest(str(option.variant), known) or "add it to the therapy"
            what = f"'{option.therapy}' has no variant '{option.variant}'; {hint}"
            yield (*steps, "variant"), what

    def _article(self, article: model.Article) -> Iterator[Finding]:
        known: dict[str, int] = {}
        for index, section in enumerate(article.sections):
            if known.setdefault(section.id, index) != index:
                what = f"the section '{section.id}' stands twice; rename one"
                yield ("sections", index, "id"), what
            for place, name in enumerate(section.about):
                yield from self._any_record(name, "sections", index, "about", place)
            try:
                blocks = markdown.parse(section.body)
            except markdown.MarkdownError as error:
                yield ("sections", index, "body"), str(error)
                continue
            self.blocks[section.id] = blocks
            for name in markdown.cited(blocks):
                yield from self._reference("sources", name, "sections", index, "body")


def _names(record: model.Record) -> Iterator[tuple[tuple[Step, ...], str]]:
    """Yield every name that *record* answers to, and where it stands."""
    yield ("id",), record.id
    if isinstance(record, model.Named):
        if record.short:
            yield ("short",), record.short
        yield ("name",), record.name
        for index, name in enumerate(record.aliases):
            yield ("aliases", index), name


def _found(value: Any) -> tuple[Any, ...]:
    """Return a list that may be absent or `none_found`, as a list."""
    return value if isinstance(value, tuple) else ()


def _dates(record: model.Reviewed) -> Iterator[Finding]:
    if record.review_due < record.checked:
        yield ("review_due",), "the review is due before the check; give a later day"


def _fields_by_kind(therapy: model.Therapy) -> Iterator[Finding]:
    none = therapy.kind == "no_treatment"
    for name in NOT_FOR_NO_TREATMENT:
        if none and getattr(therapy, name) is not None:
            yield (name,), f"a record of kind no_treatment has no '{name}'; delete it"
        if not none and getattr(therapy, name) is None:
            means = therapy.field_docs[name]
            yield (), f"the key '{name}' is missing ({means})"
    for name in ("allowed", "brain"):
        answer = getattr(therapy.in_short, name)
        if none and answer is not None:
            what = f"a record of kind no_treatment has no '{name}' here; delete it"
            yield ("in_short", name), what
        if not none and answer is None:
            means = therapy.in_short.field_docs[name]
            yield ("in_short",), f"the key '{name}' is missing ({means})"


def _lengths(therapy: model.Therapy) -> Iterator[Finding]:
    """Yield what is too long for the short page."""
    length = len(therapy.summary.says)
    if length > SUMMARY_LENGTH:
        what = f"{length} characters, where a summary has {SUMMARY_LENGTH}; shorten it"
        yield ("summary", "says"), what
    total = 0
    for name in therapy.in_short.__struct_fields__:
        if answer := getattr(therapy.in_short, name):
            length = len(answer.says)
            total += length
            if length > ANSWER_LENGTH:
                what = f"{length} characters, where an answer has {ANSWER_LENGTH}"
                yield ("in_short", name, "says"), f"{what}; shorten it"
    if total > ANSWERS_LENGTH:
        what = f"{total} characters, where all answers together have {ANSWERS_LENGTH}"
        yield ("in_short",), f"{what}; shorten some"


def _variants(therapy: model.Therapy) -> Iterator[Finding]:
    """Yield every variant that the record does not name."""
    for steps, name in _leaves(therapy, "variant"):
        if name not in therapy.variants:
            hint = nearest(name, therapy.variants) or "add it under 'variants'"
            yield steps, f"there is no variant '{name}'; {hint}"


def _leaves(value: object, field: str, *steps: Step) -> Iterator[Finding]:
    """Yield every text below *value* that stands under the key *field*, and where."""
    if isinstance(value, tuple):
        for index, item in enumerate(value):
            yield from _leaves(item, field, *steps, index)
    elif isinstance(value, msgspec.Struct):
        for name in value.__struct_fields__:
            yield from _leaves(getattr(value, name), field, *steps, name)
    elif steps[-1:] == (field,) and value:
        yield steps, str(value)


def _regulation(therapy: model.Therapy) -> Iterator[Finding]:
    for index, rule in enumerate(_found(therapy.regulation)):
        if rule.status != "not_found" and not (rule.says and rule.sources):
            what = f"the status '{rule.status}' needs 'says' and 'sources'"
            yield ("regulation", index), f"{what}; add them"


def _trial(trial: model.Trial, used: set[str]) -> Iterator[Finding]:
    for index, arm in enumerate(trial.arms):
        if arm.events > arm.total:
            what = f"{arm.events} of {arm.total} people cannot be; correct the counts"
            yield ("arms", index, "events"), what
        if index == 0 and arm.kind is not None:
            what = "the first arm is the therapy and has no 'kind'"
            yield ("arms", 0, "kind"), f"{what}; delete it, or put this arm second"
        if index == 1 and arm.kind is None:
            what = "the key 'kind' is missing (what sort of comparison it is)"
            yield ("arms", 1), what
    if trial.good and trial.condition is None:
        yield (), "the key 'condition' is missing; only an unwanted event may lack it"
    if trial.condition is not None and trial.condition not in used:
        hint = nearest(trial.condition, used) or "add it under 'uses'"
        what = f"'{trial.condition}' is no condition under 'uses'; {hint}"
        yield ("condition",), what
    if trial.good and trial.outcome in UNWANTED:
        yield (
            ("good",),
            f"the outcome '{trial.outcome}' is unwanted; write 'good: false'",
        )
    if not trial.good and trial.outcome in WANTED:
        yield ("good",), f"the outcome '{trial.outcome}' is wanted; write 'good: true'"


def _headlines(trials: tuple[model.Trial, ...]) -> Iterator[Finding]:
    first: dict[object, str] = {}
    for index, trial in enumerate(trials):
        if trial.headline:
            key = (trial.condition, trial.variant, trial.good)
            if first.setdefault(key, trial.id) != trial.id:
                sort = "benefit" if trial.good else "harm"
                what = f"a second headline for {sort}, the first is '{first[key]}'"
                yield ("trials", index, "headline"), f"{what}; keep one"


def _difference(option: model.Difference) -> Iterator[Finding]:
    """Yield what is wrong between what is said of an option and that nothing is."""
    if not option.none_found:
        if not (option.says and option.sources):
            what = "write 'says' and 'sources', or 'none_found: true' in their place"
            yield (), what
        return
    own = {"therapy", "none_found"}
    names = [n for n in option.__struct_fields__ if n not in own and getattr(option, n)]
    if names:
        what = f"'none_found' stands beside {', '.join(names)}; delete it, or them"
        yield ("none_found",), what


def _source(source: model.Source) -> Iterator[Finding]:
    if not (source.doi or source.pmid or source.url):
        yield (), "a source needs a 'doi', a 'pmid' or a 'url'; add one"
    for index, author in enumerate(source.author):
        if (author.family is None) == (author.literal is None):
            what = "an author has either 'family' or, for a body, 'literal'"
            yield ("author", index), f"{what}; write one of the two"


def _crisis_line(line: model.CrisisLine) -> Iterator[Finding]:
    if not (line.number or line.url):
        yield (), "a crisis line needs a 'number' or a 'url'; add one"
