"""The shape of the package: who may import whom, how large a piece may be, and which names are promised."""

from __future__ import annotations

import ast
import importlib
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

import pytest

from .helpers import ROOT

KIT = ROOT / "coursekit"
MODULES = sorted(KIT.rglob("*.py"))
LONGEST = 250  # lines of a module
COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
WINGS = {"sandbox", "notebooks", "grading", "course", "authoring", "teaching", "watching", "cli"}
FORBIDDEN = {
    "upwards": ("grading/words.py", "from ..teaching.outcome import Outcome", "Wings import downwards only"),
    "nbgrader": ("grading/words.py", "import nbgrader.api", "Grading runs without nbgrader"),
    "inside": ("sandbox/inside/shell.py", "import nbformat", "What runs beside student code"),
    "framework": ("teaching/jobs.py", "import torch", "Frameworks are the child's"),
    "protocol": ("sandbox/inside/wire.py", "import torch", "The protocol knows plain arrays"),
    "circle": ("notebooks/marks.py", "from .cells import Cell", "No circles inside a wing"),
}


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with a copy of the package and its contracts."""
    folder = tmp_path_factory.mktemp("copy")
    shutil.copytree(KIT, folder / "coursekit", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", folder)
    return folder


def lint_imports(folder: Path) -> subprocess.CompletedProcess[str]:
    """Check the contracts of the package in `folder`."""
    code = "import sys; sys.path.insert(0, '.'); from importlinter.cli import lint_imports_command as c; c()"
    command = [sys.executable, "-c", code, "--no-cache", "--no-logo"]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True)


@pytest.mark.parametrize(("module", "line", "contract"), FORBIDDEN.values(), ids=FORBIDDEN)
def test_forbidden_import_is_found(copy: Path, module: str, line: str, contract: str) -> None:
    """An import that a contract forbids is named, and the contract with it."""
    path = copy / "coursekit" / module
    usual = path.read_text()
    path.write_text(usual.replace("import annotations\n", f"import annotations\n\n{line}\n", 1))
    done = lint_imports(copy)
    path.write_text(usual)
    broken = [name for name in done.stdout.splitlines() if name.endswith(" BROKEN")]
    assert done.returncode == 1
    assert any(name.startswith(contract) for name in broken), done.stdout


def test_folders_are_the_architecture() -> None:
    """The package has its seven wings, and each says in its first line what it is for."""
    assert {path.name for path in KIT.iterdir() if (path / "__init__.py").exists()} == {*WINGS, "templates"}
    for wing in WINGS:
        assert ast.get_docstring(ast.parse((KIT / wing / "__init__.py").read_text())), wing


def test_tests_mirror_the_wings() -> None:
    """Every wing has its folder of tests, with tests in it."""
    for wing in WINGS:
        assert list((ROOT / "tests/kit" / wing).glob("test_*.py")), wing


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(KIT)))
def test_modules_are_in_view(path: Path) -> None:
    """No module is longer than 250 lines, and no statement has two comprehensions."""
    source = path.read_text()
    assert len(source.splitlines()) <= LONGEST
    for line, parts in statements(ast.parse(source)):
        found = [node for part in parts for node in ast.walk(part) if isinstance(node, COMPREHENSIONS)]
        assert len(found) <= 1, f"{path.name}:{line}"


def statements(tree: ast.Module) -> Iterator[tuple[int, list[ast.AST]]]:
    """Yield each statement's line and its own expressions, without the statements inside it."""
    for node in ast.walk(tree):
        if isinstance(node, ast.stmt | ast.match_case | ast.ExceptHandler):
            inner = (ast.stmt, ast.match_case, ast.ExceptHandler)
            children = list(ast.iter_child_nodes(node))
            yield getattr(node, "lineno", 0), [child for child in children if not isinstance(child, inner)]


@pytest.mark.parametrize("module", ["coursekit", "coursekit.suite", "coursekit.nbgrader"])
def test_public_names_are_documented(module: str) -> None:
    """Each name that others may import has a docstring, and stands in docs/architecture.md under its module."""
    page = (ROOT / "docs/architecture.md").read_text()
    section = page[page.index(f"### `{module}`") :].partition("\n### ")[0].partition("\n## ")[0]
    imported = importlib.import_module(module)
    documented = {line.split("`")[1] for line in section.splitlines() if line.startswith("| `")}
    assert documented == set(imported.__all__)
    for name in imported.__all__:
        assert getattr(imported, name).__doc__, name


@pytest.mark.slow
def test_importing_changes_nothing() -> None:
    """To import every module changes neither the working folder, nor the environment, nor a class of nbgrader's."""
    names = []
    for path in MODULES:
        parts = path.relative_to(ROOT).with_suffix("").parts
        if "inside" not in parts and parts[-1] not in ("__main__", "mutants"):
            names.append(".".join(parts).removesuffix(".__init__"))
    code = (
        "import importlib, os, sys, warnings\n"
        "from nbgrader.converters import Autograde\n"
        "import nbconvert.exporters, matplotlib\n"
        "def state():\n"
        "    lists = Autograde.autograde_preprocessors.default_args, Autograde.exporter_class.default_value\n"
        "    absent = sorted(name for name, module in sys.modules.items() if module is None)\n"
        "    return os.getcwd(), dict(os.environ), str(lists), absent, matplotlib.get_backend()\n"
        "before = state()\n"
        f"for name in {names!r}:\n"
        "    importlib.import_module(name)\n"
        "assert state() == before\n"
    )
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True)


def test_commands_that_grade_nothing_wait_for_no_framework() -> None:
    """The command line is there without PyTorch, which takes longer to import than all else together."""
    code = "import sys, coursekit.cli; sys.exit('torch' in sys.modules)"
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True)


def test_distribution_has_a_name_of_its_own() -> None:
    """The distribution's name is not the command's, which belongs to another project on the package index."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    assert project["name"] == "nbcoursekit" and list(project["scripts"]) == ["coursekit"]
    assert version(project["name"]) == project["version"]
