"""The notebooks of the course have one form, whoever wrote them; nothing is run for it."""

from __future__ import annotations

import re

import pytest
from nbformat import NotebookNode

from coursekit.notebooks.marks import exercises, grade_id
from coursekit.notebooks.read import read_notebook

from .helpers import ROOT, source_notebook

SOURCE = ROOT / "source/convolutions"
NOTEBOOKS = {
    path.stem: source_notebook(path)
    for path in sorted(SOURCE.glob("*.ipynb"))
    if exercises(source_notebook(path))
}
TASK = re.compile(r"\*\*Exercise \((\d+) points, about \d+ minutes\)\.\*\* Write `(\w+)`")
PREDICTION = re.compile(r"\*\*Predict\.\*\* .+?<details>.+?</details>\s+\*\*Look\.\*\* ", re.DOTALL)
WAYS = re.compile(r"notebooks? 0\d|Notebook \d(?!\]\()|nb ?\d", re.ASCII)

SMALL = {
    path.stem: read_notebook(path) for path in sorted((ROOT / "source/padding_and_stride").glob("*.ipynb"))
}
every_notebook = pytest.mark.parametrize("stem", NOTEBOOKS)


def texts(notebook: NotebookNode) -> list[str]:
    """Return what a person reads in the text cells of a notebook."""
    return [cell.source for cell in notebook.cells if cell.cell_type == "markdown"]


@pytest.mark.parametrize("stem", [*NOTEBOOKS, *SMALL])
def test_exercises_have_one_form(stem: str) -> None:
    """Text with the real points and the minutes, stub, check, hints, prediction and look: in this order, each of them."""
    notebook = {**NOTEBOOKS, **SMALL}[stem]
    cells = notebook.cells
    places = {grade_id(cell): number for number, cell in enumerate(cells) if grade_id(cell)}
    for exercise in exercises(notebook):
        stub = places[exercise.name]
        task = TASK.search(cells[stub - 1].source)
        assert task, f"{exercise.name}: no points and minutes in the text before it"
        assert task.groups() == (f"{exercise.points:g}", exercise.name)
        assert places[f"test_{exercise.name}"] == stub + 1
        assert cells[stub + 2].source.count("<summary>Hint ") == 2, exercise.name
        assert PREDICTION.search(cells[stub + 3].source), (
            f"{exercise.name}: nothing to predict before the look"
        )
        assert cells[stub + 4].cell_type == "code", exercise.name


@every_notebook
def test_titles_have_one_style(stem: str) -> None:
    """Titles are `1 · …`, and `1.1 …` in a row without a gap; what every notebook ends with has the same titles in each."""
    number = int(stem[:2])
    titles = re.findall(r"^(#+) (.+)$", "\n".join(texts(NOTEBOOKS[stem])), re.MULTILINE)
    assert titles[0][0] == "#" and titles[0][1].startswith(f"{number} · ")
    *sections, along, questions = [title for level, title in titles[1:] if level == "##"]
    assert len(titles) == len(sections) + 3, "there are titles of another level"
    assert [title.split()[0] for title in sections] == [f"{number}.{k + 1}" for k in range(len(sections))]
    assert (along, questions) == ("What to take along", "Questions for yourself")


@every_notebook
def test_end_asks_and_leads_on(stem: str) -> None:
    """At the end stand three to five questions with folded answers, a challenge, and the way onwards."""
    end = next(text for text in texts(NOTEBOOKS[stem]) if text.startswith("## Questions for yourself"))
    questions = re.findall(r"^\*\*\d\.\*\* ", end, re.MULTILINE)
    assert 3 <= len(questions) <= 5 and end.count("<details>") == end.count("</details>") == len(questions)
    assert "**A challenge.** " in end
    following = int(stem[:2]) + 1
    onwards = rf"\*\*Onwards\.\*\* .*\[[Nn]otebook {following}\]\(0{following}_\w+\.ipynb\)"
    assert re.match(onwards, texts(NOTEBOOKS[stem])[-1], re.DOTALL)
    assert NOTEBOOKS[stem].cells[-1].source == "progress()"


@every_notebook
def test_notebooks_are_called_alike(stem: str) -> None:
    """Other notebooks are called "notebook 4", never "notebook 04"."""
    assert not WAYS.findall("\n".join(texts(NOTEBOOKS[stem])))


@every_notebook
def test_drawing_is_out_of_sight(stem: str) -> None:
    """No cell draws with matplotlib itself: what pictures need is in the classroom package."""
    for cell in NOTEBOOKS[stem].cells:
        assert not re.search(
            r"plt\.(?!imread)|subplots|savefig", cell.source if cell.cell_type == "code" else ""
        )
