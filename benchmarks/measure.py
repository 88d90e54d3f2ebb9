"""Measure the program as whole processes, in turn, and print medians and ratios.

    python benchmarks/measure.py [--rounds 15] [--sizes 20 200 1000]

It makes two environments of its own, one with the wheel of this checkout and one with
what people would use instead (tldr, rich-cli), so it needs pip and a few minutes.
Every round runs every command once, so that whatever slows the machine slows all of
them; ratios are of medians within the one run. Ends with 1 where a target is missed.
"""

from __future__ import annotations

import argparse
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

HERE = Path(__file__).parent
TERMINAL = ["--format", "terminal", "--color", "always", "--width", "80"]


class Case(NamedTuple):
    """A command to measure; *cold* empties the cache before each run."""

    name: str
    command: list[str]
    cold: bool = False


class Runs(NamedTuple):
    """The seconds, and the peak memory in MB, of every run of a case."""

    seconds: list[float]
    megabytes: list[float]

    @property
    def median(self) -> float:
        """Return the median of the seconds."""
        return statistics.median(self.seconds)


class Bench:
    """The environments, files and catalogues that the cases need, in one folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.cache = folder / "cache"
        self.env = {
            k: v
            for k, v in os.environ.items()
            if not k.startswith(("THERAPIES_", "PYTHON", "COV"))
        }
        self.env |= {"XDG_CACHE_HOME": str(self.cache), "TERM": "xterm-256color"}
        self.ours = folder / "ours" / "bin"
        self.others = folder / "others" / "bin"

    def install(self) -> None:
        """Install the wheel, and the other programs, each in an environment."""
        self._venv("ours", str(HERE.parent))
        self._venv("others", "tldr", "rich-cli")

    def _venv(self, name: str, *packages: str) -> None:
        self.call(sys.executable, "-m", "venv", self.folder / name)
        pip = self.folder / name / "bin" / "pip"
        self.call(pip, "install", "--quiet", *packages)

    def call(self, *command: str | Path) -> str:
        """Run *command*, which must succeed; return what it prints."""
        done = subprocess.run(
            [str(part) for part in command],
            env=self.env,
            check=True,
            stdout=subprocess.PIPE,
            encoding="utf-8",
        )
        return done.stdout

    def therapies(self, *arguments: str) -> list[str]:
        """Return the command line of the program."""
        return [str(self.ours / "therapies"), *arguments]

    def measured(self, case: Case) -> tuple[float, float]:
        """Run *case* once; return its seconds and its peak memory in MB."""
        if case.cold:
            shutil.rmtree(self.cache, ignore_errors=True)
        nowhere = [(os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)]
        start = time.perf_counter()
        process = os.posix_spawn(
            case.command[0], case.command, self.env, file_actions=nowhere
        )
        _, status, usage = os.wait4(process, 0)
        seconds = time.perf_counter() - start
        if os.waitstatus_to_exitcode(status) != 0:
            raise SystemExit(f"{case.name} failed: {' '.join(case.command)}")
        return seconds, usage.ru_maxrss / 1024

    def run(self, cases: list[Case], rounds: int) -> dict[str, Runs]:
        """Run all *cases* in turn, *rounds* times, after one round that warms up."""
        runs = {case.name: Runs([], []) for case in cases}
        for number in range(rounds + 1):
            for case in cases:
                seconds, megabytes = self.measured(case)
                if number:
                    runs[case.name].seconds.append(seconds)
                    runs[case.name].megabytes.append(megabytes)
        return runs


def programs(bench: Bench) -> list[Case]:
    """Return each command, warm, and what it is compared with."""
    page = bench.folder / "emdr.txt"
    page.write_text(bench.call(*bench.therapies("show", "emdr", *TERMINAL[:2])))
    article = bench.folder / "article.md"
    article.write_text(bench.call(bench.ours / "python", HERE / "make.py", "article"))
    tldr = bench.folder / "tar.md"
    tldr.write_text(_TLDR)
    commands = {
        "show emdr": ["show", "emdr"],
        "show emdr --all": ["show", "emdr", "--all"],
        "compare tms emdr": ["compare", "tms", "emdr", "--for", "depression"],
        "list": ["list"],
        "search seizure": ["search", "seizure"],
        "article": ["article"],
        "crisis": ["crisis"],
    }
    return [
        Case("python -c pass", [str(bench.ours / "python"), "-c", "pass"]),
        Case("bare", [str(bench.ours / "python"), str(HERE / "bare.py"), str(page)]),
        Case("tldr --render", [str(bench.others / "tldr"), "--render", str(tldr)]),
        Case(
            "rich-cli, the article",
            [str(bench.others / "rich"), "--force-terminal", "-w", "80", str(article)],
        ),
        Case("--help", bench.therapies("--help")),
        *(
            Case(f"{name}, {sink}", bench.therapies(*arguments, *options))
            for name, arguments in commands.items()
            for sink, options in (("terminal", TERMINAL), ("pipe", []))
        ),
        Case("completion", _completion(bench)),
    ]


_TLDR = "# tar\n\n> An archive.\n> See also: `gzip`.\n\n" + "".join(
    f"- Example {number} of what one does with it:\n\n`tar {{{{c{number}}}}} f.tar`\n\n"
    for number in range(8)
)


def _completion(bench: Bench) -> list[str]:
    """Return the completion of a name, as bash asks for it."""
    asked = (
        "_THERAPIES_COMPLETE=complete_bash COMP_CWORD=2 COMP_WORDS='therapies show '"
    )
    return ["/bin/sh", "-c", f"{asked} exec {bench.ours / 'therapies'}"]


def cold(bench: Bench) -> list[Case]:
    """Return what the first run after an installation or a change costs."""
    return [
        Case("show emdr, cold", bench.therapies("show", "emdr"), cold=True),
        Case("list, cold", bench.therapies("list"), cold=True),
    ]


def sized(bench: Bench, sizes: list[int]) -> list[Case]:
    """Return showing and searching in catalogues of these many therapies."""
    cases = []
    for size in sizes:
        folder = bench.folder / f"of-{size}"
        bench.call(
            bench.ours / "python", HERE / "make.py", "catalogue", folder, str(size)
        )
        given = ["--catalogue", str(folder)]
        start = time.perf_counter()
        bench.call(*bench.therapies("list", *given))
        print(f"compiled {size} therapies in {time.perf_counter() - start:.1f} s")
        for name, arguments in (
            ("show", ["show", "emdr-2"]),
            ("search", ["search", "seizure"]),
            ("search a letter", ["search", "a"]),
        ):
            command = bench.therapies(*arguments, *given, *TERMINAL)
            cases.append(Case(f"{name}, of {size}", command))
    return cases


def table(runs: dict[str, Runs], base: str) -> None:
    """Print *runs* as a Markdown table, with ratios to the run named *base*."""
    print(f"\n| command | median, ms | of {base} | peak memory, MB |")
    print("| --- | ---: | ---: | ---: |")
    for name, run in runs.items():
        ratio = run.median / runs[base].median
        memory = statistics.median(run.megabytes)
        print(f"| {name} | {run.median * 1000:.0f} | {ratio:.2f} | {memory:.0f} |")


def targets(one: dict[str, Runs], many: dict[str, Runs], sizes: list[int]) -> bool:
    """Print each target and whether it holds; return whether all do."""
    few, most = f"of {sizes[0]}", f"of {sizes[-1]}"
    grown = statistics.median(many[f"show, {most}"].megabytes) / statistics.median(
        many[f"show, {few}"].megabytes
    )

    def ratio(runs: dict[str, Runs], first: str, second: str) -> float:
        return runs[first].median / runs[second].median

    shown = "show emdr, terminal"
    held = [
        (f"{shown}, of the bare program", ratio(one, shown, "bare"), 1.15),
        (f"{shown}, of rich-cli", ratio(one, shown, "rich-cli, the article"), 1),
        ("show emdr, pipe, of tldr", ratio(one, "show emdr, pipe", "tldr --render"), 1),
        ("completion, of list", ratio(one, "completion", "list, pipe"), 1.2),
        (f"show, {most} to {few}", ratio(many, f"show, {most}", f"show, {few}"), 1.25),
        (
            f"search, {most} to {few}",
            ratio(many, f"search, {most}", f"search, {few}"),
            1.5,
        ),
        (f"peak memory of show, {most} to {few}", grown, 1.2),
    ]
    print("\n| target | measured | at most | |\n| --- | ---: | ---: | --- |")
    for name, value, most_ in held:
        said = "held" if value <= most_ else "MISSED"
        print(f"| {name} | {value:.2f} | {most_} | {said} |")
    return all(value <= most_ for _, value, most_ in held)


def main() -> None:
    """Measure everything and print it."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--sizes", type=int, nargs="+", default=[20, 200, 1000])
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(Path(folder))
        bench.install()
        model = platform.processor() or platform.machine()
        print(f"{platform.system()}, {model}, {os.cpu_count()} cores, ", end="")
        print(f"Python {platform.python_version()}, {asked.rounds} rounds")
        one = bench.run(programs(bench), asked.rounds)
        many = bench.run(sized(bench, asked.sizes), asked.rounds)
        first = bench.run(cold(bench), max(3, asked.rounds // 5))
        table(one, "bare")
        table(many, f"show, of {asked.sizes[0]}")
        table(first, "list, cold")
        sys.exit(0 if targets(one, many, asked.sizes) else 1)


if __name__ == "__main__":
    main()
