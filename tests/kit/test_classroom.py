"""What notebooks of the real course share: the box of a check, exercises of earlier notebooks, and the table of all."""

from __future__ import annotations

import io
import re
import runpy
from typing import Any

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook
from PIL import Image

from coursekit.grading.student import Student
from coursekit.notebooks.cells import Cell
from coursekit.notebooks.folders import read_folder, read_notebook_files
from coursekit.notebooks.html import harmless_html
from coursekit.notebooks.marks import exercises
from coursekit.sandbox.sandbox import Sandbox

from .helpers import ROOT, in_words, source_files, source_notebook

SOURCE = ROOT / "source/convolutions"
RELEASE = ROOT / "release/convolutions"
NOTEBOOKS = [path for path in sorted(SOURCE.glob("*.ipynb")) if exercises(source_notebook(path))]
SETUP = "import os\nimport torch\nfrom torch import nn\nfrom classroom import check, earlier, given, progress"


def outputs(sandbox: Sandbox, *sources: str, **files: bytes) -> list[list[dict[str, Any]]]:
    """Return what each of some cells shows, with what the course hands out, and `files`, beside the notebook."""
    cells = [Cell(str(number), source) for number, source in enumerate((SETUP, *sources))]
    student = Student(sandbox, cells, {**read_folder(SOURCE), **files})
    student.start()
    student.close()
    return [student.runs[cell.key].outputs for cell in cells[1:]]


def test_check_cells_only_call_the_check_of_their_exercise() -> None:
    """A check cell is one call and no more, and there is a public check for each exercise, and for nothing else."""
    checked = runpy.run_path(str(SOURCE / "classroom/checks/__init__.py"))["EXERCISES"]
    for (module, names), path in zip(checked.items(), NOTEBOOKS, strict=True):
        notebook = source_notebook(path)
        cells = {cell.id: cell.source for cell in notebook.cells}
        assert path.stem[3:] == module
        assert names == tuple(exercise.name for exercise in exercises(notebook))
        for name in names:
            assert cells[f"test_{name}"] == f'check("{name}")'
        functions = re.findall(
            r"^def (\w+)\(c, own\):", (SOURCE / f"classroom/checks/{module}.py").read_text(), re.M
        )
        assert tuple(functions) == names


FLIPPED = """
def corr2d(X, K):
    K = K.flip(0, 1)
    return (X.unfold(0, K.shape[0], 1).unfold(1, K.shape[1], 1) * K).sum((2, 3))
"""
TYPO = "def corr2d(X, K):\n    # <here>\n    return X * kernal < 1"
LARGE = "def corr2d(X, K):\n    return torch.ones(20, 20)"
RIGHT = "from classroom import given\ndef corr2d(X, K):\n    return given.corr2d(X, K)"


@pytest.mark.slow
def test_a_box_shows_the_first_case_that_fails(sandbox: Sandbox) -> None:
    """Inputs, what is expected, what came out and the difference are tables, an exception comes with its line."""
    sources = [f"{source}\n" for source in (FLIPPED, TYPO, LARGE)]
    shown = outputs(sandbox, *(part for source in sources for part in (source, "check('corr2d')")))
    pages = [shown[number][-1]["data"]["text/html"] for number in (1, 3, 5)]
    flipped, typo, large = (re.sub(r"\s+", " ", page) for page in pages)
    captions = [re.findall(r"<caption[^>]*>([^<]*)</caption>", page) for page in pages]
    assert captions == [["X", "K", "expected", "yours", "difference"], ["X", "K"], ["X", "K"]]
    difference = re.findall(
        r"<td[^>]*>([^<]*)</td>", flipped.split("difference</caption>")[1].split("</table>")[0]
    )
    assert difference == ["4", "−4", "−8", "−2", "6", "0"]
    assert "✗ fails: a 3×4 image and a 2×2 kernel – it looks as if the kernel is flipped" in flipped
    assert "✓ ok: X and K are left as they were" in flipped
    assert "corr2d, line 3: <code>return X * kernal &lt; 1</code>" in typo
    assert "name &#x27;kernal&#x27; is not defined" in typo
    assert "yours: an array of shape (20, 20)" in large
    for page in pages:  # nothing of it is lost where a page is shown that students wrote
        for part in ("style=", "<caption", "<td", "<li", "<code"):
            assert harmless_html(page).count(part) == page.count(part)


def notebook(**cells: str) -> bytes:
    """Return a saved notebook with these cells, by their names for nbgrader."""
    made = [
        new_code_cell(source, metadata={"nbgrader": {"grade_id": name}}) for name, source in cells.items()
    ]
    return nbformat.writes(new_notebook(cells=made)).encode()


LAYER = """
class Conv2D(nn.Module):
    def __init__(self, size):
        super().__init__()
        self.weight, self.bias = nn.Parameter(torch.rand(size)), nn.Parameter(torch.zeros(1))

    def forward(self, X):
        return corr2d(X, self.weight) + BIAS
"""
FOLDERS = {  # what is saved in one, whose exercise is asked for, and what is said
    "right": ("corr2d", notebook(corr2d=RIGHT), ""),
    "flipped": ("corr2d", notebook(corr2d=FLIPPED), "gives wrong values yet"),
    "no index": ("corr2d", notebook(corr2d="def corr2d(X, K):\n    return [][1]"), "fails (IndexError)"),
    "unfinished": (
        "corr2d",
        notebook(corr2d="def corr2d(X, K):\n    raise NotImplementedError()"),
        "is not finished",
    ),
    "damaged": ("corr2d", notebook(corr2d=FLIPPED)[:-40], "cannot be read from damaged.ipynb"),
    "layer": ("Conv2D", notebook(x=RIGHT, Conv2D=LAYER.replace("BIAS", "self.bias")), ""),
    "no bias": ("Conv2D", notebook(x=RIGHT, Conv2D=LAYER.replace("BIAS", "0")), "gives wrong values yet"),
}


def test_earlier_exercises_are_used_where_their_values_are_right(sandbox: Sandbox) -> None:
    """One's own solution is used once it gives the right values; until then a given one, and a line says why."""
    files = {f"{folder}/{folder}.ipynb": data for folder, (_, data, _) in FOLDERS.items()}
    sources = [
        f"os.chdir({folder!r})\nprint('given:', earlier({name!r}) is given.GIVEN[{name!r}])\nos.chdir('..')"
        for folder, (name, _, _) in FOLDERS.items()
    ]
    shown = dict(zip(FOLDERS, map(in_words, outputs(sandbox, *sources, **files)), strict=True))
    for folder, (_, _, reason) in FOLDERS.items():
        assert reason in shown[folder] and f"given: {bool(reason)}" in shown[folder]
        assert ("save that notebook" in shown[folder]) == bool(reason), shown[folder]


def test_an_error_in_an_earlier_exercise_is_shown_with_its_line(sandbox: Sandbox) -> None:
    """An error that comes up in an exercise of an earlier notebook is shown with the line of its cell."""
    source = (
        "import traceback\ncorr2d = earlier('corr2d')\n"
        "try:\n    corr2d(None, None)\nexcept Exception:\n    print(traceback.format_exc())"
    )
    (shown,) = outputs(sandbox, source, **{"01.ipynb": notebook(corr2d=RIGHT)})
    assert "in corr2d\n    return given.corr2d(X, K)\n" in in_words(shown)


def rows(text: str) -> list[tuple[str, str, str]]:
    """Return name, points and state of each exercise in a table of progress."""
    return re.findall(r"^\S+\.ipynb +(\w+) +(\d*)  . (.*)$", text, re.MULTILINE)


# What an interrupted kernel gets, at a moment that is always the same.
STOPPED = b"import signal; signal.raise_signal(signal.SIGINT); "


@pytest.mark.slow
def test_progress_tells_of_every_exercise(sandbox: Sandbox) -> None:
    """Each exercise has its points and state, also after one was interrupted; what is damaged or missing has a line."""
    solved, released = source_files(SOURCE), read_notebook_files(RELEASE)
    files = {f"solved/{name}": data for name, data in solved.items()}
    first, second, third, fourth, fifth, _ = names = [path.name for path in NOTEBOOKS]
    half = solved[first].replace(b"* K).sum()", b"* K.flip(0)).sum()").replace(b"mirrored =", b"mirrored = =")
    half = half.replace(b"windows = X", STOPPED + b"windows = X")
    files |= {f"mixed/{first}": half, f"mixed/{second}": solved[second], f"mixed/{third}": released[third]}
    files |= {f"mixed/{fourth}": solved[fourth][:9000], f"mixed/{fifth}": b"[]"}
    sources = [f"os.chdir({folder!r})\nprogress()\nos.chdir('..')" for folder in ("solved", "mixed")]
    sources[1] = f"import signal\nsignal.signal(signal.SIGINT, signal.default_int_handler)\n{sources[1]}"
    everything, mixed = (shown[0]["data"] for shown in outputs(sandbox, *sources, **files))
    graded = [exercise for name in names for exercise in exercises(source_notebook(SOURCE / name))]
    points = [(name, float(points)) for name, points, _ in rows(everything["text/plain"])]
    assert points == [(exercise.name, exercise.points) for exercise in graded]
    assert "26 of 28 exercises are correct as far as public checks can see; of 2" in everything["text/plain"]
    said = mixed["text/plain"]
    states = {name: state for name, _, state in rows(said)}
    assert states["output_shape"] == "correct" and states["corr2d"] == "keep working"
    assert states["corr2d_vectorized"] == "stopped by you"
    assert states["corr2d_transposed_kernel"] == "its cell fails (SyntaxError)"
    assert states["Conv2D"] == "correct" and states["autograd_outcomes"] == "the form is right"
    assert states["edge_image"] == "not started"
    assert {states[name] for name in ("learn_kernel", "receptive_field", "blur_kernel")} == {"not found"}
    for damaged in (fourth, fifth):
        assert f"{damaged} cannot be read: it is damaged" in said
    assert "06_kernel_design.ipynb is not in this folder." in said
    assert "3 of 28 exercises are correct" in said
    assert len(re.findall(r'<th scope="rowgroup"', mixed["text/html"])) == 6


PLAY = "from classroom.explore import playground\nplayground('NAME')"
NO_WIDGETS = "import sys\nsys.modules['ipywidgets'] = None\nget_ipython().kernel.comm_manager = None"
SLIDE = "from classroom.explore import slide\nslide(torch.arange(9.0).reshape(3, 3), torch.ones(2, 2))"


def test_things_to_move_are_shown_without_widgets(sandbox: Sandbox) -> None:
    """With no ipywidgets there are pictures, also of one's own file; of one that is not there a line says so."""
    own, dot = io.BytesIO(), io.BytesIO()
    Image.new("RGB", (60, 40), "teal").save(own, "jpeg")
    Image.new("L", (2, 2)).save(dot, "png")
    files = {"own.jpg": own.getvalue(), "dot.png": dot.getvalue(), "cut.png": dot.getvalue()[:40]}
    names = ("own.jpg", "none.jpg", "dot.png", "cut.png", "README.md")
    sources = [PLAY.replace("NAME", name) for name in names]
    _, (window,), (pictures,), *lines = outputs(sandbox, NO_WIDGETS, SLIDE, *sources, **files)
    assert set(window["data"]) == set(pictures["data"]) == {"text/html", "text/plain"}
    assert window["data"]["text/html"].count("The window at") == 4
    assert "blur: a picture of 38×58 numbers" in pictures["data"]["text/plain"]
    assert re.findall(r"<figcaption[^>]*>(\w+)", pictures["data"]["text/html"])[1:3] == ["blur", "sharpen"]
    for name, shown in zip(names[1:], lines, strict=True):
        assert in_words(shown).startswith("There is no ") and name in in_words(shown)
        assert len(in_words(shown).split("\n")) == 3, shown  # one line
