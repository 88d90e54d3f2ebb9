"""Make what `measure.py` measures with: catalogues of any size, and the article.

It is a program of its own because a process that has held a large catalogue would
count that as the peak memory of every process it starts.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import yaml

DATA = Path(__file__).parent.parent / "data"
_A_FILE = 100
"""Therapies in a file; a file may have 64 MiB."""


class _Plain(yaml.CSafeDumper):
    """Writes what stands twice twice: a catalogue has no anchors."""

    def ignore_aliases(self, _data: Any) -> bool:
        return True


def loaded(name: str) -> Any:
    """Return a file of the shipped catalogue, every value as text."""
    with (DATA / f"{name}.yaml").open(encoding="utf-8") as file:
        return yaml.load(file, yaml.CBaseLoader)  # noqa: S506 - it makes texts only


def copied(therapy: dict[str, Any], number: int) -> dict[str, Any]:
    """Return *therapy* under names of its own."""
    kept = {key: therapy[key] for key in therapy if key not in {"short", "aliases"}}
    for key in ("id", "name"):
        kept[key] = f"{therapy[key]}-{number}"
    trials = therapy["trials"]
    if isinstance(trials, list):
        kept["trials"] = [{**each, "id": f"{each['id']}-{number}"} for each in trials]
    if isinstance(therapy["harms"], list):
        kept["harms"] = [
            {**each, "trial": f"{each['trial']}-{number}"} if "trial" in each else each
            for each in therapy["harms"]
        ]
    return kept


def written(path: Path, content: dict[str, Any]) -> None:
    """Write *content* to the YAML file at *path*."""
    text = yaml.dump(content, Dumper=_Plain, allow_unicode=True, sort_keys=False)
    path.write_text(text, encoding="utf-8")


def catalogue(folder: Path, size: int) -> None:
    """Write a catalogue of *size* therapies, copies of the shipped, to *folder*."""
    folder.mkdir()
    shipped = loaded("therapies")
    therapies = shipped.pop("therapies")
    shared = {"format": "1", "builds_on": "nothing"}
    known = {therapy["id"] for therapy in therapies}
    for concept in shipped["concepts"]:
        concept["see_also"] = [i for i in concept.get("see_also", ()) if i not in known]
        if not concept["see_also"]:
            del concept["see_also"]
    written(folder / "base.yaml", {**shipped, **shared})
    written(folder / "sources.yaml", loaded("sources") | shared)
    copies = [
        copied(therapies[number % len(therapies)], number // len(therapies) + 1)
        for number in range(size)
    ]
    for start in range(0, size, _A_FILE):
        some = {**shared, "therapies": copies[start : start + _A_FILE]}
        written(folder / f"therapies-{start:04}.yaml", some)


def article() -> None:
    """Print the shipped article as Markdown."""
    found = loaded("article")["article"]
    print(f"# {found['title']}\n")
    for section in found["sections"]:
        print(f"## {section['heading']}\n\n{section['body']}\n")


if __name__ == "__main__":
    if sys.argv[1] == "article":
        article()
    else:
        catalogue(Path(sys.argv[2]), int(sys.argv[3]))
