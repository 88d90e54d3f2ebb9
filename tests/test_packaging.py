"""The wheel: its whole file list, and the program run from it."""

from __future__ import annotations

import os
import subprocess
import sys
import tarfile
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGE = {
    "__init__.py",
    "__main__.py",
    "bibliography.py",
    "catalogue/__init__.py",
    "catalogue/answers.py",
    "catalogue/cache.py",
    "catalogue/compiled.py",
    "catalogue/layers.py",
    "catalogue/check.py",
    "catalogue/citations.py",
    "catalogue/decode.py",
    "catalogue/folders.py",
    "catalogue/markdown.py",
    "catalogue/model.py",
    "catalogue/names.py",
    "catalogue/narrow.py",
    "catalogue/read.py",
    "catalogue/schema.py",
    "catalogue/skeleton.py",
    "catalogue/store.py",
    "cli/__init__.py",
    "cli/common.py",
    "cli/deciding.py",
    "cli/keeping.py",
    "cli/reading.py",
    "cli/trust.py",
    "console.py",
    "data/article.yaml",
    "data/considerations.yaml",
    "data/sources.yaml",
    "data/therapies.yaml",
    "document.py",
    "effects.py",
    "errors.py",
    "export.py",
    "pages/__init__.py",
    "pages/about.py",
    "pages/article.py",
    "pages/changes.py",
    "pages/comparison.py",
    "pages/concept.py",
    "pages/condition.py",
    "pages/crisis.py",
    "pages/evidence.py",
    "pages/handout.py",
    "pages/linked_data.py",
    "pages/listing.py",
    "pages/page.py",
    "pages/paths.py",
    "pages/search.py",
    "pages/source.py",
    "pages/standards.py",
    "pages/start.py",
    "pages/therapy.py",
    "pages/web.py",
    "pages/weigh.py",
    "pages/words.py",
    "printing.py",
    "py.typed",
    "schema.json",
    "site.py",
    "writers/__init__.py",
    "writers/html.py",
    "writers/markdown.py",
    "writers/pdf.py",
    "writers/plain.py",
    "writers/templates/blocks.jinja",
    "writers/templates/page.css",
    "writers/templates/page.jinja",
    "writers/templates/search.js",
    "writers/terminal.py",
}
DIST_INFO = {
    "METADATA",
    "RECORD",
    "WHEEL",
    "entry_points.txt",
    "licenses/LICENSE",
    "licenses/LICENSE-CONTENT",
}


@pytest.fixture(scope="module")
def dist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the source distribution, and the wheel from it."""
    folder = tmp_path_factory.mktemp("dist")
    _run(sys.executable, "-m", "build", "--outdir", str(folder), str(ROOT))
    return folder


def _run(*command: str, cwd: Path | None = None) -> str:
    env = {k: v for k, v in os.environ.items() if k != "PYTHONPATH"}
    done = subprocess.run(
        command,
        cwd=cwd,
        env=env,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def _installed(folder: Path, *what: str) -> Path:
    """Install *what* into an environment that borrows our libraries; return its bin."""
    venv.create(folder, with_pip=False)
    (bin_,) = [p for p in (folder / "bin", folder / "Scripts") if p.exists()]
    command = [sys.executable, "-m", "pip", "--python", str(bin_ / "python")]
    _run(*command, "install", "--quiet", "--no-deps", *what)
    (packages,) = folder.glob("lib/python*/site-packages")
    borrowed = "\n".join(p for p in sys.path if p.endswith("site-packages"))
    (packages / "borrowed.pth").write_text(borrowed + "\n", encoding="utf-8")
    return bin_


def test_the_wheel_holds_exactly_these_files(dist: Path) -> None:
    """Nothing is missing from the wheel, and nothing strays into it."""
    (wheel,) = dist.glob("*.whl")
    names = set(zipfile.ZipFile(wheel).namelist())
    assert names == {f"neuroplastic_cli/{name}" for name in PACKAGE} | {
        f"neuroplastic_cli-0.1.0.dist-info/{name}" for name in DIST_INFO
    }


def test_the_data_is_in_the_wheel_byte_for_byte(dist: Path) -> None:
    """The wheel ships the YAML that stands in the checkout."""
    (wheel,) = dist.glob("*.whl")
    for path in (ROOT / "data").iterdir():
        shipped = zipfile.ZipFile(wheel).read(f"neuroplastic_cli/data/{path.name}")
        assert shipped == path.read_bytes()


def test_the_source_distribution_can_be_tested(dist: Path) -> None:
    """Tests, documents and licences travel with the source."""
    (sdist,) = dist.glob("*.tar.gz")
    with tarfile.open(sdist) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    assert {"tests/test_packaging.py", "docs/json.md", "LICENSE-CONTENT"} <= names


def test_the_program_runs_from_the_wheel(dist: Path, tmp_path: Path) -> None:
    """Outside the checkout, both scripts work and find the packaged catalogue."""
    (wheel,) = dist.glob("*.whl")
    bin_ = _installed(tmp_path / "env", str(wheel))
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    page = _run(str(bin_ / "therapies"), "show", "emdr", cwd=elsewhere)
    assert page.startswith("EMDR: Eye Movement Desensitization and Reprocessing:\n")
    version = _run(str(bin_ / "neuroplastic-cli"), "--version", cwd=elsewhere)
    assert version.startswith("therapies 0.1.0")
    code = "from neuroplastic_cli.catalogue import layers; print(layers.shipped())"
    found = _run(str(bin_ / "python"), "-c", code, cwd=elsewhere)
    assert Path(found.strip()).is_relative_to(tmp_path / "env")


def test_the_program_runs_from_an_editable_install(tmp_path: Path) -> None:
    """An editable install reads the checkout's catalogue, so that edits are seen."""
    bin_ = _installed(tmp_path / "env", "--editable", str(ROOT))
    page = _run(str(bin_ / "therapies"), "show", "emdr", cwd=tmp_path)
    assert page.startswith("EMDR: ")
    code = "from neuroplastic_cli.catalogue import layers; print(layers.shipped())"
    found = _run(str(bin_ / "python"), "-c", code, cwd=tmp_path)
    assert Path(found.strip()) == ROOT / "data"
