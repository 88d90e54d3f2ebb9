"""Finding catalogues, layering them, opening them and looking records up."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
import pytest

from neuroplastic_cli.catalogue import citations, layers, model, narrow, store
from neuroplastic_cli.errors import CatalogueError, UnknownNameError

if TYPE_CHECKING:
    from neuroplastic_cli.catalogue.store import Store

CATALOGUES = Path(__file__).parent / "catalogues"
SMALL = CATALOGUES / "valid" / "small.yaml"
EMPTY = CATALOGUES / "valid" / "empty.yaml"
SOURCE = "{id: %s, type: book, title: %s, url: https://e.org, checked: 2026-01-01}"


@pytest.fixture
def base(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Put a folder of one file, `a.yaml`, in the place of the shipped catalogue."""
    folder = tmp_path / "shipped"
    folder.mkdir()
    (folder / "a.yaml").write_text(
        f"format: 1\ntitle: Base\nsources: [{SOURCE % ('s', 'Base')}]\n"
    )
    monkeypatch.setattr(layers, "shipped", lambda: folder)
    return folder


def write(path: Path, text: str) -> Path:
    """Write a catalogue file at *path*; return it."""
    path.parent.mkdir(exist_ok=True)
    path.write_text(f"format: 1\n{text}", encoding="utf-8")
    return path


def titles(opened: Store) -> dict[str, str]:
    """Return the titles of all sources by id."""
    return {source.id: source.title for source in opened.sources}


def error(*paths: Path) -> str:
    """Return why a catalogue with *paths* laid over it cannot be opened."""
    with pytest.raises(CatalogueError) as caught:
        store.open_store(paths)
    assert caught.value.status == 3
    return str(caught.value)


# Looking up


@pytest.mark.parametrize(
    ("name", "kind", "name_of_record"),
    [
        ("walk-and-talk", "therapies", "walk-and-talk"),
        ("WALK AND TALK", "therapies", "walk-and-talk"),
        ("walk_and_talk", "therapies", "walk-and-talk"),
        ("Walk and Talk Therapy", "therapies", "walk-and-talk"),
        ("wtt", "therapies", "walk-and-talk"),
        ("walking  therapy", "therapies", "walk-and-talk"),
        ("wälk", "therapies", "walk-and-talk"),
        ("w", "therapies", "walk-and-talk"),
        ("pulse", "therapies", "pulse"),
        ("htd", "conditions", "hard-to-treat-depression"),
        ("depression", "conditions", "depression"),
        ("dummy", "concepts", "sham"),
        ("berg-2015", "sources", "berg-2015"),
        ("berg", "sources", "berg-2015"),
    ],
)
def test_a_name_leads_to_its_record(
    small: Store, name: str, kind: str, name_of_record: str
) -> None:
    """An id, a name, a short name, an alias or a prefix of one, however it is typed."""
    found = small.find(name)
    assert (found.kind, found.record.id) == (kind, name_of_record)
    assert small.find(name, kind) == found


def test_a_whole_name_goes_before_a_prefix(small: Store) -> None:
    """`sham` is a record though a longer name begins with it; so is `depression`."""
    assert small.find("Sham").record.id == "sham"
    assert small.find("Sham treatment").record.id == "sham"


@pytest.mark.parametrize(
    ("name", "kind", "message"),
    [
        (
            "n",
            None,
            (
                "'n' could be any of 3 records (concept neuroplasticity, source "
                "north-guideline-2021, therapy no-treatment); type more of it"
            ),
        ),
        (
            "b",
            "concepts",
            (
                "'b' could be any of 2 records (concept blinding, concept "
                "neuroplasticity); type more of it"
            ),
        ),
        (
            "neuroplastisity",
            None,
            (
                "there is no record named 'neuroplastisity'; did you mean "
                "'neuroplasticity'?"
            ),
        ),
        (
            "guideline-2021",
            "sources",
            (
                "there is no source named 'guideline-2021'; did you mean "
                "'north-guideline-2021' or 'south-guideline-2023' or 'lines-2024'?"
            ),
        ),
        (
            "sham",
            "therapies",
            (
                "'sham' is a concept, not a therapy; 'therapies list therapies' "
                "shows what there is"
            ),
        ),
        (
            "xyzzy",
            None,
            (
                "there is no record named 'xyzzy'; 'therapies list therapies' "
                "shows what there is"
            ),
        ),
        (
            "xyzzy",
            "sources",
            (
                "there is no source named 'xyzzy'; 'therapies list sources' "
                "shows what there is"
            ),
        ),
        (
            "  ",
            None,
            (
                "there is no record named '  '; 'therapies list therapies' "
                "shows what there is"
            ),
        ),
        (
            "Walking while talking: a randomised trial",
            None,
            (
                "there is no record named 'Walking while talking: a randomised "
                "trial'; 'therapies list therapies' shows what there is"
            ),
        ),
    ],
)
def test_a_name_that_leads_nowhere(
    small: Store, name: str, kind: str | None, message: str
) -> None:
    """The sentence says what is the matter, and what to type instead."""
    with pytest.raises(UnknownNameError) as caught:
        small.find(name, kind)
    assert str(caught.value) == message
    assert caught.value.status == 2


def test_answers_says_whether_a_whole_name_is_known(small: Store) -> None:
    """Prefixes and names of other kinds do not count."""
    assert small.answers("MDD", "conditions")
    assert not small.answers("MD", "conditions")
    assert not small.answers("MDD", "therapies")


def test_records_by_id(small: Store) -> None:
    """Conditions, sources and labels are looked up by id."""
    assert small.therapy("pulse").short == "Pulse"
    assert small.condition("depression").name == "Depression"
    assert small.source("berg-2015").issued == "2015"
    assert small.label("hard-to-treat-depression") == "HTD"
    assert small.label("sham") == "Sham treatment"
    assert small.label("nothing-known") == "nothing-known"
    named = small.named(["pulse", "berg-2015", "gone", "sham"])
    assert [record.id for record in named] == ["pulse", "sham"]


def test_a_condition_comes_with_its_parts(small: Store) -> None:
    """A therapy for a part of a condition is an option for the whole of it."""
    whole = small.condition("depression")
    part = small.condition("hard-to-treat-depression")
    assert small.parts(whole) == [part]
    assert small.parts(part) == []
    options = [therapy.id for therapy in small.options(whole)]
    assert options == ["walk-and-talk", "pulse", "no-treatment"]
    assert [therapy.id for therapy in small.options(part)] == ["pulse"]


def test_the_therapies_of_the_article(small: Store) -> None:
    """They come in the article's order; without an article, all are meant."""
    assert [t.id for t in small.of_the_article()] == ["walk-and-talk", "pulse"]
    assert store.open_store([EMPTY]).of_the_article() == []


def test_the_small_catalogue_holds_what_its_users_count_on(small: Store) -> None:
    """The order of its records is the order of the file."""
    assert [each.id for each in small.therapies] == [
        "walk-and-talk",
        "pulse",
        "no-treatment",
    ]
    assert [each.id for each in small.concepts] == [
        "neuroplasticity",
        "grey-matter",
        "sham",
        "blinding",
    ]
    assert len(small.sources) == 10
    assert [line.place for line in small.crisis_lines] == ["US", "GB", None]
    assert sorted(small.blocks) == ["pulses", "walk"]


# Finding and layering


def test_a_folder_is_read_by_name(base: Path) -> None:
    """Its `*.yaml` files are read in order of their names, and no others."""
    write(base / "c.yaml", f"sources: [{SOURCE % ('c', 'C')}]\n")
    write(base / "b.yaml", f"sources: [{SOURCE % ('b', 'B')}]\n")
    write(base / ".hidden.yaml", "nonsense: 1\n")
    write(base / "other.yml", "nonsense: 1\n")
    write(base / "deeper" / "d.yaml", "nonsense: 1\n")
    assert titles(store.open_store()) == {"s": "Base", "b": "B", "c": "C"}


def test_layers_add_and_replace(base: Path, tmp_path: Path) -> None:
    """Each path is laid over those before it, and replaces whole records."""
    one = write(tmp_path / "one.yaml", f"sources: [{SOURCE % ('t', 'One')}]\n")
    two = write(
        tmp_path / "two.yaml",
        f"title: Two\nsources: [{SOURCE % ('t', 'Two')}, {SOURCE % ('s', 'Two')}]\n",
    )
    assert base.is_dir()
    assert titles(store.open_store([one])) == {"s": "Base", "t": "One"}
    assert titles(store.open_store([one, two])) == {"s": "Two", "t": "Two"}
    assert titles(store.open_store([two, one])) == {"s": "Two", "t": "One"}
    assert store.open_store([one]).title == "Base"
    assert store.open_store([one, two]).title == "Two"


def test_a_layer_that_stands_alone_hides_what_is_below(
    base: Path, tmp_path: Path
) -> None:
    """It is as if nothing were below it; what is above is laid over it."""
    alone = write(
        tmp_path / "alone.yaml",
        f"builds_on: nothing\nsources: [{SOURCE % ('t', 'Alone')}]\n",
    )
    over = write(tmp_path / "over.yaml", f"sources: [{SOURCE % ('u', 'Over')}]\n")
    assert titles(store.open_store([alone])) == {"t": "Alone"}
    assert titles(store.open_store([over, alone])) == {"t": "Alone"}
    assert titles(store.open_store([alone, over])) == {"t": "Alone", "u": "Over"}
    write(base / "a.yaml", "nonsense: 1\n")
    assert titles(store.open_store([alone])) == {"t": "Alone"}


@pytest.mark.usefixtures("base")
def test_a_path_that_is_not_there(tmp_path: Path) -> None:
    """A path given by hand must exist, even below a layer that stands alone."""
    gone = tmp_path / "gone"
    message = f"there is no file or folder '{gone}'; check the path"
    assert error(gone) == message
    assert error(gone, EMPTY) == message
    with pytest.raises(CatalogueError, match="there is no file or folder"):
        store.check([gone])


@pytest.mark.usefixtures("base")
def test_a_folder_without_a_catalogue(tmp_path: Path) -> None:
    """A folder that holds no `*.yaml` file is an error."""
    (tmp_path / "empty").mkdir()
    write(tmp_path / "empty" / "a.yml", "")
    assert error(tmp_path / "empty") == (
        f"the folder '{tmp_path / 'empty'}' holds no *.yaml file; "
        "name a folder that does"
    )


@pytest.mark.usefixtures("base")
def test_a_path_that_cannot_be_looked_at(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A name too long, a folder that may not be listed: the reason is given."""
    long = tmp_path / ("a" * 5_000)
    assert error(long) in {
        f"the catalogue '{long}' cannot be read (File name too long); check the path",
        f"there is no file or folder '{long}'; check the path",
    }

    def refuse(_: Path) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "iterdir", refuse)
    shipped = tmp_path / "shipped"
    assert error() == (
        f"the catalogue '{shipped}' cannot be read (Permission denied); check the path"
    )


@pytest.mark.usefixtures("base")
@pytest.mark.parametrize("name", ["a\0b", "a\ud800b"], ids=["nul", "surrogate"])
def test_a_path_that_no_file_can_have(name: str) -> None:
    """A path that the system cannot be asked for is an error like any other."""
    assert error(Path(name)).endswith("; check the path")


@pytest.mark.usefixtures("base")
@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no FIFOs")
def test_a_fifo_or_a_device_is_no_catalogue(tmp_path: Path) -> None:
    """Neither is opened, so that neither can keep the program waiting."""
    os.mkfifo(tmp_path / "fifo.yaml")
    for path in (tmp_path / "fifo.yaml", Path("/dev/zero")):
        assert error(path) == (
            f"the catalogue has a problem: {path}:1:1: this is not a regular file; "
            f"name a YAML file; see 'therapies check {path}'"
        )


@pytest.mark.usefixtures("base")
def test_a_file_that_vanished_is_a_problem(tmp_path: Path) -> None:
    """A link to nothing is what a file looks like that went while we looked."""
    (tmp_path / "c").mkdir()
    (tmp_path / "c" / "a.yaml").symlink_to(tmp_path / "gone.yaml")
    [problem] = store.check([tmp_path / "c"])
    assert problem.unreadable
    assert problem.what == (
        "the file cannot be read (No such file or directory); check its path and mode"
    )


# Problems


def test_a_catalogue_with_problems_is_not_opened(base: Path) -> None:
    """The first problem is told, how many there are, and how to see them all."""
    write(base / "b.yaml", "titel: T\n")
    file = base / "b.yaml"
    first = f"{file}:2:1: titel: unknown key 'titel'; did you mean 'title'?"
    assert error() == (f"the catalogue has a problem: {first}; see 'therapies check'")
    write(file, "titel: T\nabot: A\n")
    assert error() == (
        f"the catalogue has 2 problems, the first: {first}; see 'therapies check'"
    )
    assert error(EMPTY.parent / "gone") == (
        f"there is no file or folder '{EMPTY.parent / 'gone'}'; check the path"
    )


def test_problems_come_file_by_file_and_line_by_line(
    base: Path, tmp_path: Path
) -> None:
    """Layer by layer, in each file from the top, whatever step found them."""
    write(base / "a.yaml", f"sources: [{SOURCE % ('s', 'S')}]\nx: &y z\n")
    upper = write(
        tmp_path / "u.yaml",
        "concepts:\n"
        "  - {id: a, name: A, plain: P, clinical: C, sources: [s, t],\n"
        "     checked: 2026-01-01}\n"
        "x: 1\n"
        "title: !t T\n"
        "y: 2\n",
    )
    found = [(p.file, p.line, p.column) for p in store.check([upper])]
    assert found == [
        (str(base / "a.yaml"), 3, 1),
        (str(base / "a.yaml"), 3, 4),
        (str(upper), 3, 58),
        (str(upper), 5, 1),
        (str(upper), 6, 8),
        (str(upper), 7, 1),
    ]


@pytest.mark.usefixtures("base")
def test_what_reading_refused_is_told_once(tmp_path: Path) -> None:
    """An alias in place of a list is one problem, not also a missing list."""
    path = write(tmp_path / "a.yaml", "concepts: *x\nsources: *y\n")
    assert [str(problem) for problem in store.check([path])] == [
        f"{path}:2:11: concepts: an alias (*) is not allowed; write the value out",
        f"{path}:3:10: sources: an alias (*) is not allowed; write the value out",
    ]


def test_one_unreadable_file_does_not_make_the_rest_dangle(
    base: Path, tmp_path: Path
) -> None:
    """With the sources unread, no reference to one is said to lead nowhere."""
    write(base / "a.yaml", "sources: [\n")
    path = write(
        tmp_path / "b.yaml",
        "concepts: [{id: a, name: A, plain: P, clinical: C, sources: [s],\n"
        "  see_also: [z], checked: 2026-01-01}]\n",
    )
    assert [problem.file for problem in store.check([path])] == [str(base / "a.yaml")]


# The shipped catalogue


def test_the_checkout_ships_its_data() -> None:
    """In a checkout, or from an editable install, `data/` is what is shipped."""
    assert layers.shipped() == Path(__file__).parents[1] / "data"


def install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Pretend that the package is installed below *tmp_path*; return its folder."""
    package = tmp_path / "src" / "neuroplastic_cli"
    (package / "catalogue").mkdir(parents=True)
    monkeypatch.setattr(Path, "resolve", lambda _: package / "catalogue" / "layers.py")
    return package


def test_the_packaged_data_go_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An installed package finds the copy inside itself."""
    package = install(tmp_path, monkeypatch)
    (tmp_path / "pyproject.toml").write_text('name = "neuroplastic-cli"\n')
    assert layers.shipped() == tmp_path / "data"
    shutil.copytree(EMPTY.parent, package / "data")
    assert layers.shipped() == package / "data"


@pytest.mark.parametrize("project", [None, 'name = "another"\n'])
def test_without_data_the_program_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, project: str | None
) -> None:
    """A folder that only looks like the checkout is not taken for it."""
    package = install(tmp_path, monkeypatch)
    if project:
        (tmp_path / "pyproject.toml").write_text(project)
    (tmp_path / "data").mkdir()
    with pytest.raises(CatalogueError) as caught:
        layers.shipped()
    assert str(caught.value) == (
        f"the shipped catalogue is missing from {package / 'data'}; "
        "install the program again"
    )


def test_crisis_lines_come_out_of_a_broken_catalogue(base: Path) -> None:
    """Other mistakes, other files that cannot be read: the lines are still found."""
    write(base / "b.yaml", "crisis_lines: [\n")
    write(
        base / "c.yaml",
        "nonsense: 1\n"
        "crisis_lines:\n"
        "  - {name: A, number: 988, how: Call., sources: [gone], as_of: 2026}\n"
        "  - {name: B}\n",
    )
    assert [(line.name, line.number) for line in layers.crisis_lines()] == [
        ("A", "988")
    ]


# Which sources a record rests on, and what of it holds where


def therapy(small: Store, name: str) -> model.Therapy:
    """Return the therapy with the id *name*."""
    return next(each for each in small.therapies if each.id == name)


def test_the_sources_of_a_record(small: Store) -> None:
    """They come in the order of first use, with those they were read in."""
    assert citations.sources(small.condition("depression")) == [
        "review-2020",
        "north-guideline-2021",
    ]
    assert citations.sources(therapy(small, "pulse").regulation) == [
        "agency-2019",
        "courier-2022",
    ]
    uses = therapy(small, "walk-and-talk").uses
    assert list(citations.of(uses)) == [
        ("review-2020", "It may help some people with depression."),
        ("review-2020", "Few trials, and nobody could be blinded."),
    ]


def test_the_citations_of_a_trial_and_of_the_article(small: Store) -> None:
    """A trial without a sentence is cited by what it measured, a body by its text."""
    trials = therapy(small, "pulse").trials
    assert list(citations.of(trials)) == [("ito-2019", "score halved, after 4 weeks")]
    assert small.article is not None
    cited = list(citations.in_article(small.article, small.blocks))
    assert cited[0].source == "courier-2022"
    assert cited[0].text.startswith("Walking and talking is not new.")
    assert [each.source for each in cited] == [
        "courier-2022",
        "berg-2015",
        "review-2020",
        "scan-2017",
        "berg-2015",
        "agency-2019",
        "ito-2019",
    ]


def test_narrowed_to_a_condition(small: Store) -> None:
    """What names another condition is left out; what names none stays."""
    narrowed = narrow.to_conditions(therapy(small, "walk-and-talk"), {"other"})
    assert isinstance(narrowed.trials, tuple)
    assert [trial.id for trial in narrowed.trials] == ["olsen-2018-worse"]
    assert isinstance(narrowed.regulation, tuple)
    assert [rule.place for rule in narrowed.regulation] == ["US"]
    assert narrowed.uses == ()
    unchanged = narrow.to_conditions(therapy(small, "no-treatment"), {"depression"})
    assert unchanged == therapy(small, "no-treatment")


def test_a_statement_on_the_wider_condition_holds_for_its_parts(small: Store) -> None:
    """What depression feels like holds for a part of it; a harm counted in it does not.

    For any other condition both are left out.
    """
    found = therapy(small, "no-treatment")
    felt = model.Statement(
        says="Low.", sources=("review-2020",), condition="depression"
    )
    harm = model.Harm(says="Worse.", sources=("review-2020",), condition="depression")
    experience = msgspec.structs.replace(found.experience, mind=(felt,))
    found = msgspec.structs.replace(found, experience=experience, harms=(harm,))
    nothing = model.NoneFound(none_found=True)

    part = narrow.to_conditions(found, {"hard-to-treat-depression"}, wider="depression")
    assert part.experience.mind == (felt,)
    assert part.harms == nothing
    other = narrow.to_conditions(found, {"other"})
    assert other.experience.mind == nothing
    assert other.harms == nothing


def test_narrowed_to_a_place(small: Store) -> None:
    """What holds elsewhere is left out; what holds everywhere stays."""
    narrowed = narrow.to_place(therapy(small, "pulse"), "GB")
    assert not isinstance(narrowed.cost, tuple)
    assert narrowed.in_short == therapy(small, "pulse").in_short
    narrowed = narrow.to_place(therapy(small, "walk-and-talk"), "GB")
    assert isinstance(narrowed.cost, tuple)
    assert [cost.place for cost in narrowed.cost] == ["GB"]
    assert narrowed.reviewed_by == ()
