"""Finding catalogues, layering them, opening them and looking records up."""

from __future__ import annotations

import difflib
from fnmatch import fnmatchcase
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from neuroplastic_cli.catalogue.names import fold, names_of
from neuroplastic_cli.errors import CatalogueError, UnknownNameError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from neuroplastic_cli.catalogue import model
    from neuroplastic_cli.catalogue.read import Mapping, Problem

KINDS = ("therapies", "conditions", "concepts", "sources")
SINGULAR = {
    "therapies": "therapy",
    "conditions": "condition",
    "concepts": "concept",
    "sources": "source",
}
_PROJECT = 'name = "neuroplastic-cli"'


class Found(NamedTuple):
    """A record that a name led to."""

    kind: str
    record: model.Record


class Store:
    """A checked catalogue to look things up in."""

    def __init__(self, catalogue: model.Catalogue) -> None:
        self.catalogue = catalogue
        self.title = catalogue.title
        self.about = catalogue.about
        self.crisis_lines = catalogue.crisis_lines
        self.article = catalogue.article
        self.blocks = catalogue.blocks

    @property
    def therapies(self) -> list[model.Therapy]:
        """Return all therapies, in the catalogue's order."""
        return list(self.catalogue.therapies.values())

    @property
    def conditions(self) -> list[model.Condition]:
        """Return all conditions, in the catalogue's order."""
        return list(self.catalogue.conditions.values())

    @property
    def concepts(self) -> list[model.Concept]:
        """Return all concepts, in the catalogue's order."""
        return list(self.catalogue.concepts.values())

    @property
    def sources(self) -> list[model.Source]:
        """Return all sources, in the catalogue's order."""
        return list(self.catalogue.sources.values())

    def condition(self, name: str) -> model.Condition:
        """Return the condition with the id *name*."""
        return self.catalogue.conditions[name]

    def therapy(self, name: str) -> model.Therapy:
        """Return the therapy with the id *name*."""
        return self.catalogue.therapies[name]

    def source(self, name: str) -> model.Source:
        """Return the source with the id *name*."""
        return self.catalogue.sources[name]

    def named(self, ids: Iterable[str]) -> list[model.Named]:
        """Return the therapies, conditions and concepts among *ids*."""
        kinds = [getattr(self.catalogue, kind) for kind in KINDS if kind != "sources"]
        return [kind[name] for name in ids for kind in kinds if name in kind]

    def label(self, name: str) -> str:
        """Return the name that pages use of the record with the id *name*."""
        found = self.named([name])
        return found[0].label if found else name

    def parts(self, condition: model.Condition) -> list[model.Condition]:
        """Return the conditions that are part of *condition*."""
        return [c for c in self.conditions if c.part_of == condition.id]

    def options(self, condition: model.Condition) -> list[model.Therapy]:
        """Return the therapies that have a use for *condition* or a part of it."""
        ids = {condition.id, *(part.id for part in self.parts(condition))}
        return [t for t in self.therapies if any(u.condition in ids for u in t.uses)]

    def of_the_article(self) -> list[model.Therapy]:
        """Return the therapies that the article is about, or all without one."""
        sections = self.article.sections if self.article else ()
        ids = [name for section in sections for name in section.about]
        about = [t for t in self.catalogue.therapies.values() if t.id in ids]
        return sorted(about, key=lambda t: ids.index(t.id)) or self.therapies

    def answers(self, name: str, kind: str) -> bool:
        """Return whether a record of *kind* answers to *name*."""
        return fold(name) in self._names(kind)

    def find(self, name: str, kind: str | None = None) -> Found:
        """Return the record that *name*, or a prefix of its names, leads to.

        With *kind*, only records of that kind are looked at. Raises
        UnknownNameError where none answers, or where a prefix fits several.
        """
        wanted = fold(name)
        names = self._names(kind)
        if wanted in names:
            return names[wanted]
        hits = {
            (found.kind, found.record.id): found
            for known, found in names.items()
            if wanted and known.startswith(wanted)
        }
        if len(hits) == 1:
            return next(iter(hits.values()))
        if hits:
            listed = ", ".join(f"{SINGULAR[k]} {i}" for k, i in sorted(hits))
            any_of = f"'{name}' could be any of {len(hits)} records ({listed})"
            raise UnknownNameError(f"{any_of}; type more of it")
        raise UnknownNameError(self._unknown(name, wanted, names, kind))

    def _names(self, kind: str | None) -> dict[str, Found]:
        names: dict[str, Found] = {}
        for each in KINDS if kind is None else (kind,):
            for record in getattr(self.catalogue, each).values():
                own = [record.id] if each == "sources" else names_of(record)
                for name in own:
                    names.setdefault(fold(name), Found(each, record))
        return names

    def _unknown(
        self, name: str, wanted: str, names: dict[str, Found], kind: str | None
    ) -> str:
        what = f"there is no {SINGULAR[kind] if kind else 'record'} named '{name}'"
        if kind and (other := self._names(None).get(wanted)):
            what = f"'{name}' is a {SINGULAR[other.kind]}, not a {SINGULAR[kind]}"
        close = difflib.get_close_matches(wanted, names, n=6, cutoff=0.6)
        ids = list(dict.fromkeys(names[c].record.id for c in close))[:3]
        if ids:
            quoted = " or ".join(f"'{i}'" for i in ids)
            return f"{what}; did you mean {quoted}?"
        return f"{what}; 'therapies list {kind or 'therapies'}' shows what there is"


def open_store(paths: Sequence[Path] = ()) -> Store:
    """Return the shipped catalogue with those at *paths* laid over it.

    Raises CatalogueError where one cannot be read, or has any problem.
    """
    catalogue, problems = _compile(paths)
    if problems:
        count = len(problems)
        where = f" {paths[-1]}" if paths else ""
        said = f"has {count} problems, the first: " if count > 1 else "has a problem: "
        raise CatalogueError(
            f"the catalogue {said}{problems[0]}; see 'therapies check{where}'"
        )
    return Store(catalogue)


def check(paths: Sequence[Path] = ()) -> list[Problem]:
    """Return every problem of the shipped catalogue with *paths* laid over it."""
    return _compile(paths)[1]


def crisis_lines() -> list[model.CrisisLine]:
    """Return the shipped crisis lines, whatever else is wrong with the catalogue."""
    from neuroplastic_cli.catalogue import check as checks
    from neuroplastic_cli.catalogue.read import read_file

    lines: list[model.CrisisLine] = []
    for file in _files(shipped()):
        root, _ = read_file(file, str(file))
        if root is not None:
            lines += checks.read_crisis_lines(root)
    return lines


def shipped() -> Path:
    """Return the folder of the shipped catalogue: packaged, else the checkout's.

    An editable install has no packaged copy, so that edits are seen at once.
    """
    package = Path(__file__).resolve().parents[1]
    packaged = package / "data"
    if packaged.is_dir():
        return packaged
    checkout = package.parents[1]
    project = checkout / "pyproject.toml"
    if project.is_file() and _PROJECT in project.read_text(encoding="utf-8"):
        return checkout / "data"
    raise CatalogueError(
        f"the shipped catalogue is missing from {packaged}; install the program again"
    )


def _compile(paths: Iterable[Path]) -> tuple[model.Catalogue, list[Problem]]:
    # Reading needs PyYAML and the checks need msgspec.inspect: only a compile pays.
    from neuroplastic_cli.catalogue import check as checks
    from neuroplastic_cli.catalogue.read import read_file

    problems: list[Problem] = []
    layers: list[checks.Layer] = []
    # From the top: what lies under a layer that stands alone is not even read.
    for files in reversed([_files(path) for path in (shipped(), *paths)]):
        roots: list[tuple[str, Mapping]] = []
        refused: list[Problem] = []
        wrong: list[Problem] = []
        for file in files:
            root, found = read_file(file, str(file))
            refused += found
            if root is not None:
                roots.append((str(file), root))
        layer = checks.read_layer(roots, wrong)
        layer.partial = len(roots) < len(files)
        told = {problem[:3] for problem in refused}
        wrong = [problem for problem in wrong if problem[:3] not in told]
        problems = [*refused, *wrong, *problems]
        layers = [layer, *layers]
        if layer.alone:
            break
    catalogue = checks.combine(layers, problems)
    return catalogue, _in_order(problems)


def _in_order(problems: list[Problem]) -> list[Problem]:
    files = list(dict.fromkeys(p.file for p in problems))
    ordered = sorted(problems, key=lambda p: (files.index(p.file), p.line, p.column))
    return list(dict.fromkeys(ordered))


def _files(path: Path) -> list[Path]:
    """Return the files of the catalogue at *path*: itself, or a folder's `*.yaml`."""
    try:
        if not path.is_dir():
            if not path.exists():
                raise CatalogueError(
                    f"there is no file or folder '{path}'; check the path"
                )
            return [path]
        names = [each.name for each in path.iterdir()]
        names = sorted(n for n in names if fnmatchcase(n, "[!.]*.yaml"))
    except OSError as error:
        raise CatalogueError(
            f"the catalogue '{path}' cannot be read ({error.strerror}); check the path"
        ) from error
    if not names:
        raise CatalogueError(
            f"the folder '{path}' holds no *.yaml file; name a folder that does"
        )
    return [path / name for name in names]
