"""Every notebook of the real course as students have it: alone or beside the others, untouched, half done or solved."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import nbformat
import pytest
from nbconvert import HTMLExporter
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell
from playwright.sync_api import Page

from coursekit.grading.student import Student
from coursekit.notebooks.cells import cell_key, code_cells
from coursekit.notebooks.folders import read_folder
from coursekit.notebooks.marks import exercises
from coursekit.notebooks.read import parse_notebook, read_notebook
from coursekit.sandbox.sandbox import Sandbox

from .axe import barriers
from .course import test_formgrader as formgrader
from .helpers import ROOT, in_words, source_files, source_notebook
from .test_classroom import FLIPPED

browser, outside, page = formgrader.browser, formgrader.outside, formgrader.page

SOURCE = ROOT / "source/convolutions"
RELEASE = ROOT / "release/convolutions"
NAMES = sorted(path.name for path in RELEASE.glob("*.ipynb"))
STATES = ("untouched", "half", "solved")
TOGETHER = (
    *(("untouched", ""), ("half", ""), ("solved", "")),  # alone in the folder
    *(("untouched", "solved"), ("half", "half"), ("solved", "untouched"), ("solved", "solved")),
)
FRAME = ".jp-CodeCell .jp-Cell-inputWrapper"
UNFINISHED = ("This appears when", "not started yet", "so a given one is used here")

pytestmark = pytest.mark.slow


def folder(state: str) -> dict[str, bytes]:
    """Return all notebooks: untouched, solved, or every second exercise solved."""
    if state != "half":
        return source_files(SOURCE if state == "solved" else RELEASE)
    return {name: nbformat.writes(half_solved(name)).encode() for name in NAMES}


def half_solved(name: str) -> NotebookNode:
    """Return a released notebook with every second of its exercises solved."""
    notebook, solved = read_notebook(RELEASE / name), source_notebook(SOURCE / name)
    answers = {cell.id: cell.source for cell in solved.cells}
    done = {exercise.name for exercise in exercises(notebook)[::2]}
    for cell in notebook.cells:
        if cell.id in done:
            cell.source = answers[cell.id]
    return notebook


def shown(
    sandbox: Sandbox, notebook: NotebookNode, beside: Mapping[str, bytes]
) -> dict[str, list[dict[str, Any]]]:
    """Return by its key what each code cell shows in a folder of the course, run from top to bottom; none may fail."""
    student = Student(sandbox, code_cells(notebook, set(), notebook), {**read_folder(RELEASE), **beside})
    student.start()
    student.close()
    assert not [run.error for run in student.runs.values() if run.error]
    return {key: run.outputs for key, run in student.runs.items()}


@pytest.mark.parametrize("name", NAMES[:-1])  # the last one takes long: test_start_and_end runs it
def test_notebooks_run_in_any_state_and_company(sandbox: Sandbox, name: str) -> None:
    """No cell fails, whatever is solved and whatever lies beside it, and only what is unfinished is waited for."""
    notebooks = {state: folder(state) for state in STATES}
    for state, beside in TOGETHER:
        own = notebooks[state][name]
        files = {**notebooks.get(beside, {}), name: own}
        said = "".join(in_words(outputs) for outputs in shown(sandbox, parse_notebook(own), files).values())
        assert "does not work yet" not in said, (state, beside)
        steps_in = re.findall("Your own .*", said)
        assert len(steps_in) == len(set(steps_in)), (state, beside)
        if state == beside == "solved":
            assert not [words for words in UNFINISHED if words in said]


@pytest.mark.skipif(formgrader.CHROMIUM is None, reason="`make setup-dev` installs chromium")
def test_notebook_pages_have_no_barriers(sandbox: Sandbox, page: Page) -> None:
    """An accessibility checker finds nothing serious in texts and pictures, a check that fails, or the progress.

    Code cells are left out: their colours are those of nbconvert's template. So is how links look in a text.
    """
    third, sixth = (source_notebook(SOURCE / name) for name in (NAMES[3], NAMES[6]))
    third.cells += [new_code_cell(source) for source in (FLIPPED, "check('corr2d')", "progress()")]
    for notebook, scheme in ((third, "dark"), (sixth, "light")):
        text = as_page(notebook, shown(sandbox, notebook, folder("untouched")), scheme)
        page.set_content(text, wait_until="domcontentloaded")
        page.evaluate(f"document.querySelectorAll('{FRAME}').forEach(one => one.remove())")
        assert [one for one in barriers(page, scheme) if "link-in-text-block" not in one] == []


def as_page(notebook: NotebookNode, outputs: Mapping[str, list[dict[str, Any]]], theme: str) -> str:
    """Return the page that nbconvert makes of a notebook with these outputs."""
    for index, cell in enumerate(notebook.cells):
        if cell.cell_type == "code":
            cell.outputs = [nbformat.from_dict(output) for output in outputs.get(cell_key(index, cell), [])]
    text, _ = HTMLExporter(template_name="lab", theme=theme).from_notebook_node(notebook)
    return str(text)
