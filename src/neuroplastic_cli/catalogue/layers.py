"""Where catalogues are, in what order they are laid, and reading them."""

from __future__ import annotations

import os
from fnmatch import fnmatchcase
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from neuroplastic_cli.catalogue import folders
from neuroplastic_cli.errors import CatalogueError

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterable, Mapping, Sequence

    from neuroplastic_cli.catalogue import model
    from neuroplastic_cli.catalogue.check import Layer as Read
    from neuroplastic_cli.catalogue.read import Mapping as Root
    from neuroplastic_cli.catalogue.read import Problem

VARIABLE = "THERAPIES_CATALOGUE"
_PROJECT = 'name = "neuroplastic-cli"'


class Layer(NamedTuple):
    """A file or a folder of catalogue YAML; `what` says how it came to be looked at."""

    what: str
    path: Path
    optional: bool = False

    def files(self) -> list[Path]:
        """Return its files: itself, or a folder's `*.yaml` by name.

        Raises CatalogueError where there is none, unless the layer is optional.
        """
        if self.optional and not self.path.is_dir():
            return []
        return _files(self.path, empty=self.optional)


def layers(environ: Mapping[str, str], given: Iterable[Path] = ()) -> list[Layer]:
    """Return all layers: shipped, the user's, the variable's, those *given*."""
    named = [part for part in environ.get(VARIABLE, "").split(os.pathsep) if part]
    return [
        Layer("shipped", shipped()),
        Layer("your folder", folders.data(), optional=True),
        *(Layer(VARIABLE, Path(part)) for part in named),
        *(Layer("--catalogue", path) for path in given),
    ]


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


def read(
    chosen: Sequence[Layer], today: datetime.date | None = None
) -> tuple[model.Catalogue, list[Problem]]:
    """Return the catalogue that the *chosen* layers make, and every problem in it.

    With *today*, records that were due for review before it are among them.
    """
    # Reading needs PyYAML and the checks need msgspec.inspect: only a compile pays.
    import msgspec

    from neuroplastic_cli.catalogue import check as checks

    problems: list[Problem] = []
    parts: list[Read] = []
    origins: dict[str, str] = {}
    # From the top: what lies under a layer that stands alone is not even read.
    for layer, files in reversed([(each, each.files()) for each in chosen]):
        part, found = _read_layer(files)
        problems = [*found, *problems]
        parts = [part, *parts]
        if layer.what != "shipped":
            ids = (name for records in part.records.values() for name in records)
            origins = {**dict.fromkeys(ids, str(layer.path)), **origins}
        if part.alone:
            break
    catalogue = checks.combine(parts, problems, today)
    catalogue = msgspec.structs.replace(catalogue, origins=origins)
    return catalogue, _in_order(problems)


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


def _read_layer(files: Sequence[Path]) -> tuple[Read, list[Problem]]:
    from neuroplastic_cli.catalogue import check as checks
    from neuroplastic_cli.catalogue.read import read_file

    roots: list[tuple[str, Root]] = []
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
    return layer, [*refused, *(p for p in wrong if p[:3] not in told)]


def _in_order(problems: list[Problem]) -> list[Problem]:
    files = list(dict.fromkeys(p.file for p in problems))
    ordered = sorted(problems, key=lambda p: (files.index(p.file), p.line, p.column))
    return list(dict.fromkeys(ordered))


def _files(path: Path, *, empty: bool = False) -> list[Path]:
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
    if not names and not empty:
        raise CatalogueError(
            f"the folder '{path}' holds no *.yaml file; name a folder that does"
        )
    return [path / name for name in names]
