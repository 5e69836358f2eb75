"""Fixtures: a small course of its own in a temporary folder, and one warm sandbox for each test process."""

from __future__ import annotations

import copy
import shutil
import zlib
from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest
from nbgrader.preprocessors import ClearSolutions
from xdist.scheduler import LoadScopeScheduling

from coursekit.grading.grader import Grader
from coursekit.notebooks.read import read_notebook
from coursekit.sandbox.limits import Limits
from coursekit.sandbox.sandbox import Sandbox

from .helpers import ROOT, TOY, new_toy, warm_sandbox

collect_ignore = ["toy"]  # hidden suites of the small course, which the kit runs

# The longest modules, begun first: whichever comes last keeps one processor busy, and the others waiting.
LONGEST = (
    *("test_course", "test_benchmarks", "test_other_courses", "test_robust", "test_hostile", "test_scale"),
    *(
        "test_nbgraders_own_tests",
        "test_harmless",
        "test_framework_courses",
        "test_hostile_frameworks",
        "test_formgrader",
        "test_cycle",
        "test_hub",
        "test_accuracy",
        "test_commands",
        "test_damaged",
    ),
)
SHARES_NOTHING = (
    "test_accuracy",
    "test_commands",
    "test_release",
    "test_sandbox",
    "test_grader",
)
# One after the other: stock nbgrader starts kernels, and two that begin at the same time may be given one port.
KERNELS = ("test_other_courses", "test_other_cells", "test_benchmarks", "test_nbgraders_own_tests")
PARTS = 4  # of the tests that try one hostile submission each


class Spread(LoadScopeScheduling):
    """Keeps the tests of a module together, for what it prepares, but for those that share nothing."""

    def _split_scope(self, nodeid: str) -> str:
        module = nodeid.partition("::")[0]
        if "hostile_submission_alone" in nodeid:
            return f"{module} {zlib.crc32(nodeid.encode()) % PARTS}"
        if Path(module).stem in KERNELS:
            return "kernels"
        return nodeid if Path(module).stem in SHARES_NOTHING else module


@pytest.hookimpl(optionalhook=True)  # hidden suites that lie below meet this module too
def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> Spread:
    """Return what hands out tests to test processes."""
    return Spread(config, log)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the tests of the longest modules first."""
    items.sort(key=lambda item: LONGEST.index(item.path.stem) if item.path.stem in LONGEST else len(LONGEST))


@pytest.fixture(scope="session")
def sandbox() -> Sandbox:
    """Return a running sandbox, protected as in a real course."""
    return warm_sandbox()


@pytest.fixture
def toy(tmp_path: Path) -> Path:
    """Return the folder of a small course with one notebook, two exercises and 100 points."""
    return new_toy(tmp_path / "course")


@pytest.fixture(scope="session")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a copy of the whole course, without anything that teaching it has made."""
    root = tmp_path_factory.mktemp("real") / "course"
    for name in ("source", "release", "tests/hidden", "tests/answers"):
        shutil.copytree(ROOT / name, root / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("course_config.py", "nbgrader_config.py"):
        shutil.copy(ROOT / name, root / name)
    return root


def make_grader(sandbox: Sandbox, folder: Path, limits: Limits) -> Grader:
    """Return a grader of the small course, from a release in `folder`."""
    source = read_notebook(TOY / "source/toy/01_toy.ipynb")
    release, _ = ClearSolutions().preprocess(copy.deepcopy(source), {})
    nbformat.write(release, folder / "01_toy.ipynb")
    return Grader(folder / "01_toy.ipynb", TOY / "tests/hidden/toy/test_01_toy.py", sandbox, limits=limits)


@pytest.fixture(scope="session")
def toy_grader(sandbox: Sandbox, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Grader]:
    """Return a grader of the small course."""
    grader = make_grader(sandbox, tmp_path_factory.mktemp("toy"), Limits())
    yield grader
    grader.close()


@pytest.fixture(scope="session")
def impatient_grader(sandbox: Sandbox, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Grader]:
    """Return a grader of the small course that soon gives up on what hangs."""
    limits = Limits(cell_seconds=1.5, call_seconds=0.5, stop_seconds=1)
    grader = make_grader(sandbox, tmp_path_factory.mktemp("toy"), limits)
    yield grader
    grader.close()
