"""A new assignment, or one more exercise: notebook, hidden suite and answers that are right from the beginning.

What is written stands in `coursekit/templates/new`. Whoever uses it puts their own exercise in the place of that one.
"""

from __future__ import annotations

import ast
import builtins
import json
import keyword
import re
from pathlib import Path
from typing import Any

import jupytext
import nbformat

from ..course.assignment import Assignment
from ..errors import CourseError
from ..notebooks.marks import CHECK, grade_id, is_for_reading
from ..notebooks.read import read_notebook
from ..notebooks.text import shown
from ..templates import TEXT

FIRST = "differences"  # what the exercise of a new assignment is called
POINTS = 4
NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,39}")
STEM = re.compile(r"\w{1,60}", re.ASCII)
# What a hidden suite already calls something: markers and fixtures.
RESERVED = {"points", "builds_on", "parametrize", "skip", "skipif", "usefixtures", "xfail", "filterwarnings"}
RESERVED |= {"student", "rng", "setup"}
# What the tests of an exercise need, with the line by which a suite gets it.
IMPORTS = {
    "pytest": "import pytest",
    "torch": "import torch",
    "assert_close": "from torch.testing import assert_close",
    "misconception": "from coursekit.suite import misconception",
    "reference": "from coursekit.suite import reference",
}
METADATA = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}


def begin(assignment: Assignment, notebook: str | None = None) -> list[Path]:
    """Write an assignment with one notebook and one exercise, and return its files; CourseError if there is one."""
    name = assignment.name
    require_name(name, "an assignment")
    folders = (assignment.folder("source"), assignment.folder("release"))
    for place in (*folders, assignment.suites, assignment.answers):
        if place.exists():
            raise CourseError(
                f"{name} exists already, in {_short(assignment, place)}; "
                f"`coursekit new {name} --exercise …` gives it one more exercise"
            )
    return _write(assignment, _files(assignment, _stem(notebook or f"01_{name}"), FIRST))


def extend(assignment: Assignment, exercise: str, notebook: str | None = None) -> list[Path]:
    """Write one more exercise into a notebook, the last that asks something, and return the files that were touched.

    A `notebook` that is not there is begun. CourseError where the name is taken.
    """
    require_name(exercise, "an exercise")
    sources = {path.stem: read_notebook(path) for path in assignment.sources()}
    for stem, found in sources.items():
        if {exercise, CHECK + exercise} & {grade_id(cell) for cell in found.cells}:
            raise CourseError(f"{exercise} exists already, in {stem}.ipynb")
    if assignment.bank(exercise).exists():
        raise CourseError(f"{exercise} exists already, in {_short(assignment, assignment.bank(exercise))}")
    asking = [stem for stem, found in sources.items() if not is_for_reading(found)]
    stem = _stem(notebook) if notebook else (asking or list(sources))[-1]
    if stem in asking and not assignment.suite(stem).exists():
        raise CourseError(
            f"{stem}.ipynb has its checks in its cells, and no hidden suite that an exercise could join"
        )
    return _write(assignment, _files(assignment, stem, exercise))


def require_name(name: str, what: str) -> None:
    """Raise CourseError where `name` cannot be that of an assignment or an exercise, which Python has to understand."""
    if not NAME.fullmatch(name):
        raise CourseError(
            f"{shown(name)} cannot be the name of {what}: a letter, then letters, digits and _, 40 in all"
        )
    if keyword.iskeyword(name) or hasattr(builtins, name):
        raise CourseError(f"{name} cannot be the name of {what}: it means something in Python")
    if name in RESERVED | IMPORTS.keys() or name.startswith(CHECK):
        raise CourseError(f"{name} cannot be the name of {what}: hidden suites use it")


def _stem(notebook: str) -> str:
    stem = notebook.removesuffix(".ipynb")
    if not STEM.fullmatch(stem):
        raise CourseError(
            f"{shown(stem)} cannot be the name of a notebook: letters, digits and _, as 02_more"
        )
    return stem


def _files(assignment: Assignment, stem: str, exercise: str) -> dict[Path, str]:
    """Return the text of every file that an exercise makes or joins."""
    source, suite = assignment.folder("source") / f"{stem}.ipynb", assignment.suite(stem)
    values = {"exercise": exercise, "notebook": stem, "points": POINTS}
    values["class"] = "".join(word[:1].upper() + word[1:] for word in exercise.split("_"))
    files = {
        source: _notebook(source, values),
        suite: _suite(suite, values),
        assignment.bank(exercise): _text("answers.py.j2", values),
    }
    checks = source.with_name("cases.py")
    return files if checks.exists() else files | {checks: _text("cases.py.j2", values)}


def _text(template: str, values: dict[str, Any]) -> str:
    return TEXT.get_template(f"new/{template}").render(values) + "\n"


# --- notebooks ------------------------------------------------------------------------------------


def _notebook(path: Path, values: dict[str, Any]) -> str:
    """Return a notebook with one more exercise, before its summary if it has one; every other cell as it stands."""
    if path.exists():
        notebook = json.loads(path.read_text(encoding="utf-8"))
    else:
        named = {**values, "title": _title(re.sub(r"^\d+_", "", path.stem))}
        notebook = {"cells": _cells("notebook.py.j2", named), "metadata": METADATA}
        notebook |= {"nbformat": 4, "nbformat_minor": 5}
    ids = [cell.get("id") for cell in notebook["cells"]]
    place = ids.index("summary") if "summary" in ids else len(ids)
    notebook["cells"][place:place] = _cells("exercise.py.j2", {**values, "title": _title(values["exercise"])})
    return json.dumps(notebook, indent=1, ensure_ascii=False) + "\n"


def _cells(template: str, values: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the cells of a template, which is a notebook in jupytext's percent format, as a notebook file has them."""
    notebook = jupytext.reads(_text(template, values), fmt="py:percent")
    for cell in notebook.cells:
        cell.id = cell.metadata.pop("id")
        cell.metadata.pop("lines_to_next_cell", None)
    cells: list[dict[str, Any]] = json.loads(nbformat.writes(notebook))["cells"]
    return cells


def _title(name: str) -> str:
    words = name.replace("_", " ").strip()
    return words[:1].upper() + words[1:]


# --- hidden suites --------------------------------------------------------------------------------


def _suite(path: Path, values: dict[str, Any]) -> str:
    """Return a hidden suite with the tests of one more exercise at its end, and what they need at its beginning."""
    before = path.read_text(encoding="utf-8") if path.exists() else _text("suite.py.j2", values)
    lines, (known, place) = before.rstrip().splitlines(), _names(path, before)
    if values["exercise"] in known:
        raise CourseError(f"{values['exercise']} cannot be the name of an exercise: {path.name} uses it")
    lines[place:place] = [line for name, line in IMPORTS.items() if name not in known]
    return "\n".join([*lines, "", "", _text("tests.py.j2", values)])


def _names(path: Path, text: str) -> tuple[set[str], int]:
    """Return the names that a module has from its own first column, and the number of the line after its imports."""
    try:
        body = ast.parse(text).body
    except SyntaxError as error:
        raise CourseError(f"{path.name} cannot be read: {error}") from error
    known: set[str] = set()
    place = body[0].end_lineno or 0 if ast.get_docstring(ast.Module(body, [])) else 0
    for node in body:
        if isinstance(node, ast.Import | ast.ImportFrom):
            known |= {alias.asname or alias.name for alias in node.names}
            place = node.end_lineno or place
        elif isinstance(node, ast.FunctionDef | ast.ClassDef):
            known.add(node.name)
        elif isinstance(node, ast.Assign):
            known |= {target.id for target in node.targets if isinstance(target, ast.Name)}
    return known, place


# --- writing --------------------------------------------------------------------------------------


def _write(assignment: Assignment, files: dict[Path, str]) -> list[Path]:
    """Write files that are new or hold what was there before, and return them as the course knows them."""
    for path, text in files.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return [_short(assignment, path) for path in files]


def _short(assignment: Assignment, path: Path) -> Path:
    return path.relative_to(assignment.root) if path.is_relative_to(assignment.root) else path
