"""Hypothesis strategies: whole catalogues as plain data, mended or broken."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, get_args

import msgspec
from hypothesis import strategies as st

from neuroplastic_cli.catalogue import model

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

Plain = dict[str, Any]
Draw = Any  # hypothesis's `draw`: what it returns depends on what it is given

HUGE = 999_999_999_999_999_999
SOURCES = ("s1", "s2", "s3")
CONDITIONS = ("c1", "c2", "c3")
PLACES = ("US", "EU", "GB", "ZZ")
DAYS = ("0001-01-01", "2020-02-29", "2026-01-10", "9999-12-31")
ODD = (
    "dose [mg] [/x] [bold]b[/bold]",
    "10:100:1000 :smile: \\n \\x1b[31m %s {0}",
    "日本語 ทดสอบ 👩\u200d🔬 👍🏽 🇩🇪 e\u0301\u0302\u0303 ❤\ufe0f",
    "שלום עולם مرحبا",
    "\u200b\u200d\u00ad",
    "\u0301\u0301",
    "line one\n\n  line two\tend\n",
    " spaces around\u00a0\u3000 ",
    "a" * 120,
    "日" * 70,
    "👩\u200d👩\u200d👧\u200d👦" * 12,
    ".",
    "?",
    ":",
    "- no item",
    "no",
    "~",
)

TEXT = st.one_of(
    st.text(
        st.characters(
            blacklist_categories=("Cc", "Cs", "Zl", "Zp"),
            blacklist_characters="\u202a\u202b\u202c\u202d\u202e"
            "\u2066\u2067\u2068\u2069\ufeff\ufffe\uffff",
        ),
        min_size=1,
        max_size=40,
    ).filter(lambda text: bool(text.strip())),
    st.sampled_from(ODD),
)
URL = st.builds(
    lambda rest: f"https://e{rest}",
    st.text("aZ0-_.~:/?#[]@!$&'()*+,;=%é日\u200b", max_size=40),
)
DOI = st.builds(
    lambda rest: f"10.5555/{rest}",
    st.text("aZ0-_.~:/?#[]()%{}|\\^`'é日", min_size=1, max_size=40),
)
COUNTS = st.one_of(
    st.integers(1, 300), st.sampled_from([1, 10**6, 10**17, HUGE - 1, HUGE])
)
FRAGMENTS = (
    "words",
    "*words* **words** ***words***",
    "[@s1]",
    "[@s1; @s2]",
    "[words](https://e.org/%7E?a=b)",
    "<https://e.org/%20>",
    "- an item",
    "1. an item",
    "99999999. x",
    "&amp; &copy; &#8203;",
    "\\*",
    "a  ",
    "日本語",
    "a_b_c",
    "!",
)
BROKEN_FRAGMENTS = (
    "- ",
    "&#13;",
    "&#12;",
    "&#x202e;",
    "&NewLine;",
    "<https://e.org/%1b[31m>",
    "<https://e.org/%E2%80%AE>",
    "[x](https://e.org/%0d&#13;)",
    "[@none]",
    "[@",
    "> quote",
    "# heading",
    "`code`",
    "    code",
    "---",
    "|a|b|\n|-|-|",
    "<b>",
    "![i](https://e.org)",
    "[x]: https://e.org",
    "- - x",
    "[x](http://e.org)",
    "[" * 50,
    "*" * 50,
)


class Maker:
    """Draws the parts of one catalogue; all of them draw on the same few texts."""

    def __init__(self, draw: Draw) -> None:
        self.draw = draw
        self.texts = draw(st.lists(TEXT, min_size=1, max_size=5))
        self.trials = 0
        self.variants: list[str] = []

    def one(self, *values: Any) -> Any:
        """Return one of *values*."""
        return self.draw(st.sampled_from(values))

    def maybe(self, **makers: Callable[[], Any]) -> Plain:
        """Return some of the fields that *makers* make."""
        return {k: make() for k, make in makers.items() if self.draw(st.booleans())}

    def some(self, make: Callable[[], Any], least: int = 0, most: int = 2) -> list[Any]:
        """Return a few of what *make* makes."""
        return [make() for _ in range(self.draw(st.integers(least, most)))]

    def text(self, limit: int = 20_000) -> str:
        """Return a text of at most *limit* characters."""
        text = str(self.one(*self.texts))[:limit]
        return text if text.strip() else "x"

    def word(self, alias: Any) -> str:
        """Return one of the words that the literal type *alias* allows."""
        return str(self.one(*get_args(alias)))

    def name(self, own: str) -> str:
        """Return a name that no other record has: it begins or ends with an id."""
        return str(self.one(f"{own} {self.text()}", f"{self.text()} {own}"))

    def as_of(self) -> str:
        """Return a date that may lack its day or month."""
        return str(self.one("0000", "2020", "2024-02", "2024-02-29", "9999-12-31"))

    def sources(self) -> list[str]:
        """Return ids of sources, maybe one twice."""
        return self.some(lambda: self.one(*SOURCES), 1, 3)

    def sourced(self) -> Plain:
        """Return what stands behind a statement."""
        more = self.maybe(
            read_in=lambda: self.one(*SOURCES),
            as_of=self.as_of,
            place=lambda: self.one(*PLACES),
        )
        if self.variants:
            more |= self.maybe(variant=lambda: self.one(*self.variants))
        return {"sources": self.sources(), **more}

    def statement(self, limit: int = 20_000) -> Plain:
        """Return a statement."""
        return {"says": self.text(limit), **self.sourced()}

    def listed(self, make: Callable[[], Any], least: int = 1) -> Any:
        """Return what *make* makes, or that none was found."""
        found = self.some(make, 0, 2)
        return found if len(found) >= least else {"none_found": True}

    def statements(self) -> Any:
        """Return statements, or that none was found."""
        return self.listed(self.statement)

    def codes(self) -> Plain:
        """Return codes of public classifications."""
        return self.maybe(
            icd_11=lambda: self.some(self.text), mesh=lambda: self.some(self.text)
        )

    def named(self, own: str) -> Plain:
        """Return the fields of a record that answers to names."""
        return {
            "id": own,
            "name": self.name(own),
            "checked": self.one(*DAYS),
            **self.maybe(
                short=lambda: self.name(own),
                aliases=lambda: self.some(lambda: self.name(own)),
                changes=lambda: self.some(self.change),
            ),
        }

    def change(self) -> Plain:
        """Return a change of a record."""
        return {"date": self.one(*DAYS), "what": self.text(), "why": self.text()}

    def reviewed(self, own: str) -> Plain:
        """Return the fields of a record that is due for review."""
        named = self.named(own)
        due = [day for day in DAYS if day >= named["checked"]]
        review = lambda: {"role": self.text(), "date": self.one(*DAYS)}  # noqa: E731
        return {
            **named,
            "review_due": self.one(*due),
            **self.maybe(reviewed_by=lambda: self.some(review)),
        }

    def condition(self, own: str) -> Plain:
        """Return a condition; all but the first may be part of the first."""
        part: dict[str, Callable[[], Any]] = {"part_of": lambda: CONDITIONS[0]}
        part = {} if own == CONDITIONS[0] else part
        return {
            **self.reviewed(own),
            **self.maybe(codes=self.codes, **part),
            "summary": self.statement(),
            "decision": self.text(),
            "untreated": self.statements(),
            "other_options": self.listed(self.other_option),
        }

    def other_option(self) -> Plain:
        """Return a treatment without a record, with some of its points."""
        points = dict.fromkeys(("help", "harm", "like"), self.statement)
        return {**self.statement(), **self.maybe(**points)}

    def therapy(self, own: str, conditions: Sequence[str]) -> Plain:
        """Return a therapy for some of *conditions*."""
        self.variants = list(dict.fromkeys(self.some(self.text)))
        none = self.draw(st.integers(0, 3)) == 0
        kinds = [k for k in _words(model.Kind) if (k == "no_treatment") == none]
        short: Plain = {
            name: self.statement(100) for name in ("help", "harm", "effort", "wait")
        }
        if not none:
            short |= {name: self.statement(100) for name in ("allowed", "brain")}
        uses = self.some(lambda: self.use(conditions), 1, 3)
        trials = self.trials_of([use["condition"] for use in uses])
        unwanted = [trial["id"] for trial in trials if not trial["good"]]
        therapy = {
            **self.reviewed(own),
            "kind": self.one(*kinds),
            "variants": self.variants,
            **self.maybe(codes=self.codes),
            "summary": self.statement(150),
            "in_short": short,
            "experience": {
                name: self.statements() for name in ("body", "mind", "daily_life")
            },
            "uses": uses,
            "trials": trials or {"none_found": True},
            "harms": self.listed(lambda: self.harm(unwanted, conditions)),
            "questions": self.some(self.text, 1, 3),
            **{
                name: self.statements()
                for name in ("not_for", "cost", "availability", "uncertainties")
            },
        }
        if not none:
            therapy |= {
                "how_it_works": {
                    "plain": self.statement(),
                    "clinical": self.statement(),
                },
                "plasticity": self.statements(),
                "course": {
                    "lengths": self.listed(self.length),
                    "setting": self.statement(),
                    **{n: self.statements() for n in ("steps", "onset", "lasting")},
                },
                "regulation": self.some(lambda: self.rule(conditions), 1, 3),
                "guidelines": self.listed(lambda: self.guideline(conditions)),
            }
        self.variants = []
        return therapy

    def length(self) -> Plain:
        """Return how long a course takes."""
        more = self.maybe(minutes=self.text, weeks=self.text)
        return {"sessions": self.text(), **self.sourced(), **more}

    def use(self, conditions: Sequence[str]) -> Plain:
        """Return a use for one of *conditions*."""
        levels = _words(model.Level)
        first = self.draw(st.integers(0, len(levels) - 2))
        pair = levels[first : first + 2]
        return {
            **self.statement(),
            "condition": self.one(*conditions),
            "certainty": {
                "level": self.one(pair, pair[::-1], pair[:1], pair[1:]),
                "by": self.one("ours", *SOURCES),
                "why": self.text(),
            },
        }

    def trials_of(self, conditions: Sequence[str]) -> list[Plain]:
        """Return trials for *conditions*, one headline at most for each question."""
        trials = self.some(lambda: self.trial(conditions), 0, 4)
        heads = set()
        for trial in trials:
            key = (trial.get("condition"), trial.get("variant"), trial["good"])
            if trial.get("headline") and key in heads:
                del trial["headline"]
            heads.add(key)
        return trials

    def trial(self, conditions: Sequence[str]) -> Plain:
        """Return a trial."""
        self.trials += 1
        good = self.draw(st.booleans())
        wanted = ("response", "remission", "no_longer_diagnosed", "other")
        unwanted = ("relapse", "dropout", "harm", "other")
        arms = [self.arm()]
        if self.draw(st.booleans()):
            arms.append({**self.arm(), "kind": self.word(model.Comparator)})
        about = self.one(*conditions)
        return {
            "id": f"trial-{self.trials}",
            "study": self.one("study-1", "study-2"),
            "design": self.text(),
            "population": self.text(),
            "outcome": self.one(*(wanted if good else unwanted)),
            "measure": self.text(),
            "good": good,
            "timepoint": self.text(),
            "arms": arms,
            **self.sourced(),
            **self.maybe(
                headline=lambda: True,
                blinded=lambda: self.some(lambda: self.word(model.Blinded), 0, 3),
                weeks=lambda: self.one(0, 0.5, 52, HUGE),
                says=self.text,
            ),
            **({"condition": about} if good or self.draw(st.booleans()) else {}),
        }

    def arm(self) -> Plain:
        """Return a group of a trial."""
        total = self.draw(COUNTS)
        few = min(1, total)
        events = self.draw(
            st.one_of(
                st.sampled_from([0, few, total - 1, total]), st.integers(0, total)
            )
        )
        arm = {"name": self.text(), "events": events, "total": total}
        return {**arm, **self.maybe(derived=self.text)}

    def harm(self, trials: Sequence[str], conditions: Sequence[str]) -> Plain:
        """Return a harm, counted in one of *trials* or not."""
        more = self.maybe(
            serious=lambda: self.draw(st.booleans()),
            condition=lambda: self.one(*conditions),
        )
        if trials:
            more |= self.maybe(trial=lambda: self.one(*trials))
        return {**self.statement(), **more}

    def rule(self, conditions: Sequence[str]) -> Plain:
        """Return what the law of a place says."""
        status = self.word(model.Status)
        makers: dict[str, Callable[[], Any]] = {
            "says": self.text,
            "sources": self.sources,
        }
        said = {k: make() for k, make in makers.items()}
        if status == "not_found":
            said = self.maybe(**makers)
        variant = {"variant": lambda: self.one(*self.variants)} if self.variants else {}
        return {
            "place": self.one(*PLACES),
            "status": status,
            "as_of": self.as_of(),
            **said,
            **self.maybe(
                condition=lambda: self.one(*conditions),
                read_in=lambda: self.one(*SOURCES),
                **variant,
            ),
        }

    def guideline(self, conditions: Sequence[str]) -> Plain:
        """Return what a guideline says."""
        return {
            **self.statement(),
            "body": self.text(),
            "year": self.one(1800, 2021, 2200),
            "condition": self.one(*conditions),
            "direction": self.word(model.Direction),
            "strength": self.word(model.Strength),
            **self.maybe(replaced=self.text),
        }

    def concept(self, own: str, records: Sequence[str]) -> Plain:
        """Return a concept that may lead to any of *records*, itself included."""
        return {
            **self.named(own),
            "plain": self.text(),
            "clinical": self.text(),
            "sources": self.sources(),
            **self.maybe(see_also=lambda: self.some(lambda: self.one(*records))),
        }

    def consideration(self, own: str, therapies: Sequence[Plain]) -> Plain:
        """Return what may matter to a person, and how some of *therapies* differ."""
        about = [each for each in therapies if self.draw(st.booleans())]
        return {
            "id": own,
            "name": self.text(),
            "question": self.text(),
            "checked": self.one(*DAYS),
            "options": [self.difference(each) for each in about or therapies[:1]],
            **self.maybe(conditions=lambda: self.some(lambda: self.one(CONDITIONS[0]))),
        }

    def difference(self, therapy: Plain) -> Plain:
        """Return how *therapy* stands on a consideration."""
        if self.draw(st.booleans()):
            return {"therapy": therapy["id"], "none_found": True}
        self.variants = therapy["variants"]
        said = {"therapy": therapy["id"], **self.statement()}
        self.variants = []
        return {**said, **self.maybe(condition=lambda: CONDITIONS[0])}

    def source(self, own: str) -> Plain:
        """Return a source."""
        place: dict[str, Callable[[], Any]] = {
            "doi": lambda: self.draw(DOI),
            "pmid": lambda: self.one("0", "90000001", "999999999"),
            "url": lambda: self.draw(URL),
        }
        found = self.maybe(**place)
        fields = ("container_title", "publisher", "volume", "issue", "page", "note")
        return {
            "id": own,
            "type": self.word(model.SourceType),
            "title": self.text(),
            "checked": self.one(*DAYS),
            **self.maybe(
                author=lambda: self.some(self.author, 0, 3),
                others=lambda: self.draw(st.booleans()),
                issued=self.as_of,
                **dict.fromkeys(fields, self.text),
            ),
            **(found or {"url": self.draw(URL)}),
        }

    def author(self) -> Plain:
        """Return a person or a body."""
        if self.draw(st.booleans()):
            return {"literal": self.text()}
        return {"family": self.text(), **self.maybe(given=self.text)}

    def crisis_line(self) -> Plain:
        """Return a crisis line."""
        found = self.maybe(number=self.text, url=lambda: self.draw(URL))
        return {
            "name": self.text(),
            "how": self.text(),
            "sources": self.sources(),
            "as_of": self.as_of(),
            **self.maybe(place=lambda: self.one(*PLACES), hours=self.text),
            **(found or {"number": self.text()}),
        }

    def article(self, records: Sequence[str]) -> Plain:
        """Return an article on some of *records*."""
        sections = [
            {
                "id": f"section-{number}",
                "heading": self.text(),
                "body": self.body(FRAGMENTS),
                **self.maybe(
                    about=lambda: self.some(lambda: self.one(*records)),
                    claims=lambda: self.some(self.claim),
                ),
            }
            for number in range(self.draw(st.integers(1, 2)))
        ]
        return {
            "title": self.text(),
            "checked": self.one(*DAYS),
            "credit": {
                "author": self.text(),
                "publisher": self.text(),
                "date": self.one(*DAYS),
                "note": self.text(),
            },
            "sections": sections,
        }

    def body(self, fragments: Sequence[str]) -> str:
        """Return Markdown made of *fragments*."""
        parts = self.some(lambda: self.one(*fragments), 1, 5)
        gaps = [self.one(" ", "\n", "\n\n") for _ in parts]
        return "".join(f"{part}{gap}" for part, gap in zip(parts, gaps, strict=True))

    def claim(self) -> Plain:
        """Return a claim."""
        return {
            "claim": self.text(),
            "verdict": self.word(model.Verdict),
            "why": self.text(),
            "sources": self.sources(),
        }

    def about(self) -> Plain:
        """Return how the catalogue came to be."""
        names = ("made_by", "paid_by", "updated", "evidence")
        return {
            **{name: self.text() for name in names},
            "not_done": self.some(self.text, 1, 2),
        }

    def catalogue(self) -> Plain:
        """Return a catalogue without a problem, which stands alone."""
        conditions = CONDITIONS[: self.draw(st.integers(0, 3))]
        therapies = [f"t{n}" for n in range(self.draw(st.integers(0, 2)))]
        therapies = therapies if conditions else []
        concepts = [f"n{n}" for n in range(self.draw(st.integers(0, 2)))]
        records = [*conditions, *therapies, *concepts, *SOURCES]
        made = [self.therapy(own, conditions) for own in therapies]
        matters = [f"m{n}" for n in range(self.draw(st.integers(0, 2)))]
        matters = matters if therapies else []
        return {
            "format": 1,
            "builds_on": "nothing",
            "conditions": [self.condition(own) for own in conditions],
            "therapies": made,
            "concepts": [self.concept(own, records) for own in concepts],
            "considerations": [self.consideration(own, made) for own in matters],
            "sources": [self.source(own) for own in SOURCES],
            **self.maybe(
                title=self.text,
                about=self.about,
                crisis_lines=lambda: self.some(self.crisis_line),
                article=lambda: self.article(records),
            ),
        }

    def spoiled(self, catalogue: Plain) -> Plain:
        """Return *catalogue* with a few things changed that may be wrong."""
        for _ in range(self.draw(st.integers(1, 3))):
            parent, key = self.one(*_places(catalogue))
            self.spoil(parent, key)
        return catalogue

    def spoil(self, parent: Any, key: Any) -> None:
        """Change what stands at *key* of *parent*, a list or a mapping."""
        how = self.draw(st.integers(0, 4))
        if key == "body" and how < 4:
            parent[key] = self.body((*FRAGMENTS, *BROKEN_FRAGMENTS))
        elif how == 0:
            del parent[key]
        elif how == 1 and isinstance(parent, list):
            parent.insert(key, parent[key])
        elif how == 1:
            parent[self.one("unknown", "id", "none_found", self.text())] = parent[key]
        elif how == 2:
            parent[key] = self.one(*SOURCES, *CONDITIONS, "t0", "n0", "trial-1", "none")
        elif how == 3:
            parent[key] = self.text()
        else:
            parent[key] = self.one(*_WRONG)


_WRONG: tuple[Any, ...] = (
    "",
    " ",
    "x" * 20_001,
    "https://",
    "https://e.org/\u202e",
    "\x1b[31m",
    [],
    [[]],
    {},
    {"none_found": True},
    {"none_found": False},
    {"": ""},
    0,
    -1,
    0.5,
    True,
    HUGE + 1,
    10**30,
    "9" * 5_000,
    "2026-02-30",
    "2026-13",
)


def _words(alias: Any) -> list[str]:
    return list(get_args(alias))


def _places(value: Any) -> list[tuple[Any, Any]]:
    """Return every place in plain data, as what holds it and its key there."""
    found: list[tuple[Any, Any]] = []
    pairs = value.items() if isinstance(value, dict) else enumerate(value)
    for key, child in pairs:
        found.append((value, key))
        if isinstance(child, dict | list):
            found += _places(child)
    return found


@st.composite
def catalogues(draw: Draw) -> bytes:
    """Draw the file of a catalogue that has no problem."""
    return as_yaml(Maker(draw).catalogue())


@st.composite
def spoiled_catalogues(draw: Draw) -> bytes:
    """Draw the file of a catalogue that may have problems."""
    maker = Maker(draw)
    return as_yaml(maker.spoiled(maker.catalogue()))


def as_yaml(plain: Plain) -> bytes:
    """Return *plain* as YAML: as JSON, which is YAML too, a key a line at the top."""
    parts = (
        b"%b: %b\n" % (key.encode(), msgspec.json.encode(value))
        for key, value in plain.items()
    )
    return b"".join(parts)


def edited(draw: Draw, data: bytes, others: bytes) -> bytes:
    """Return *data* with a few bytes or lines of it changed, maybe from *others*."""
    for _ in range(draw(st.integers(1, 2))):
        lines = data.split(b"\n")
        first = draw(st.integers(0, len(lines) - 1))
        taken = lines[first : first + draw(st.integers(1, 6))]
        start = draw(st.integers(0, len(data)))
        how = draw(st.integers(0, 8))
        if how == 0:  # a byte becomes another
            data = (
                data[:start]
                + draw(st.binary(min_size=1, max_size=1))
                + data[start + 1 :]
            )
        elif how == 1:  # bytes go
            data = data[:start] + data[start + draw(st.integers(1, 20)) :]
        elif how == 2:  # marks come
            new = draw(
                st.sampled_from([b" ", b"\n", b": ", b"- ", b"'", b'"', b"#", b"*"])
            )
            data = data[:start] + new + data[start:]
        elif how in {7, 8}:  # a word becomes another
            data = _reworded(draw, data, start)
        elif how == 3:  # lines go
            del lines[first : first + len(taken)]
            data = b"\n".join(lines)
        elif how == 4:  # lines stand twice
            lines[first:first] = taken
            data = b"\n".join(lines)
        elif how == 5:  # lines go elsewhere
            del lines[first : first + len(taken)]
            place = draw(st.integers(0, len(lines)))
            lines[place:place] = taken
            data = b"\n".join(lines)
        else:  # lines come from elsewhere
            foreign = others.split(b"\n")
            place = draw(st.integers(0, len(foreign) - 1))
            lines[first:first] = foreign[place : place + len(taken)]
            data = b"\n".join(lines)
    return data


def _reworded(draw: Draw, data: bytes, start: int) -> bytes:
    """Return *data* with the first word of small letters after *start* as another."""
    found = re.compile(rb"(?<= )[a-z]+(?=[ \n])").search(data, start)
    if found is None:
        return data
    new = str(draw(st.sampled_from([*_WORDS, *ODD]))).encode()
    return data[: found.start()] + new + data[found.end() :]


_WORDS = ("10:100:1000", "[mg]", "a" * 150, "no", "\u200b", "&#13;", "*x*", "[@none]")
