"""A new assignment and one more exercise: what is written works at once, and nothing that is there is lost."""

from __future__ import annotations

import importlib.util
import json
import shutil
import subprocess
from pathlib import Path
from types import ModuleType

import pytest
import torch
from nbgrader.api import Gradebook

from coursekit.notebooks.folders import read_all_files

from ..helpers import BIN, ROOT, begin_gradebook, run

pytestmark = pytest.mark.slow

NAMES = {
    "sm all": "sm all cannot be the name of an assignment: a letter, then letters, digits and _, 40 in all",
    "../small": "../small cannot be the name of an assignment: a letter, then letters, digits and _, 40 in all",
    "class": "class cannot be the name of an assignment: it means something in Python",
    "torch": "torch cannot be the name of an assignment: hidden suites use it",
    "toy": "toy exists already, in source/toy; `coursekit new toy --exercise …` gives it one more exercise",
}
EXERCISES = {
    "size": "size exists already, in 01_toy.ipynb",
    "test_more": "test_more cannot be the name of an exercise: hidden suites use it",
    "kernel_flipped": "kernel_flipped cannot be the name of an exercise: test_01_toy.py uses it",
    "kept": "kept exists already, in tests/answers/toy/kept.py",
}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Return the folder of a course in which there is nothing yet."""
    folder = tmp_path / "course"
    folder.mkdir()
    for name in ("course_config.py", "nbgrader_config.py", "pyproject.toml"):
        shutil.copy(ROOT / name, folder)
    # By it, ruff knows which imports are the course's own.
    (folder / "coursekit").symlink_to(ROOT / "coursekit")
    begin_gradebook(folder)
    return folder


def scores(root: Path) -> dict[str, tuple[float, float]]:
    """Return what each student has, and could have."""
    with Gradebook(f"sqlite:///{root / 'gradebook.db'}", "convolutions") as gradebook:
        return {s.student.id: (s.score, s.max_score) for s in gradebook.assignment_submissions("small")}


def public_checks(root: Path) -> ModuleType:
    """Return what is handed out to check answers with."""
    spec = importlib.util.spec_from_file_location("cases", root / "release/small/cases.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_new_assignment_is_graded_at_once_and_grows(root: Path) -> None:
    """What `new` writes builds, gives full marks to its solution and none to its release, and passes the gate; so does one more exercise."""
    run(root, "coursekit", "new", "small")
    assert "1 notebook is ready in release/small, 4 points" in run(root, "coursekit", "build", "small").stdout
    notebook, suite = root / "source/small/01_small.ipynb", root / "tests/hidden/small/test_01_small.py"
    before, tests = json.loads(notebook.read_text())["cells"], suite.read_text()
    run(root, "coursekit", "new", "small", "--exercise", "other_name")
    cells = json.loads(notebook.read_text())["cells"]
    assert [cell for cell in cells if cell in before] == before and cells[-1]["id"] == "summary"
    assert suite.read_text().startswith(tests)
    run(root, "coursekit", "new", "small", "--exercise", "third", "--notebook", "02_more")
    assert "2 notebooks are ready in release/small, 12" in run(root, "coursekit", "build", "small").stdout
    run(root, "coursekit", "sample", "small")  # that there is no class in its folder does not matter
    shutil.copytree(root / "source/small", root / "submitted/solved/small")
    run(root, "coursekit", "grade", "small")
    found = scores(root)
    full = {"solved", "small-right", "small-right-too"}
    assert {student for student, (score, most) in found.items() if score == most == 12} == full
    assert found["small-untouched"] == (0, 12) and 0 < found["small-wrong"][0] < 12

    for command in (("format", "--check"), ("check",)):
        subprocess.run([BIN / "ruff", *command, "--quiet", "tests/hidden"], cwd=root, check=True)
    shutil.copytree(ROOT / "docs", root / "docs")  # in which the first page tells of another assignment
    gate = ("coursekit", "accuracy", "small", "--check", "--seeds", "1", "--processes", "1")
    done = run(root, *gate)
    assert "needed: 9, right: 21" in done.stdout and not done.stderr
    assert "There is no docs/accuracy-small.md yet" in done.stdout


def test_first_exercise_is_renamed_and_removed_as_is_told(root: Path) -> None:
    """The exercise of a new assignment gets another name, and can go when there is another, in the ways that `new` tells."""
    told = run(root, "coursekit", "new", "small").stdout
    assert "The exercise is differences. To rename it," in told
    notebook, suite = root / "source/small/01_small.ipynb", root / "tests/hidden/small/test_01_small.py"
    answers = root / "tests/answers/small/differences.py"
    for path in (notebook, suite, answers):
        path.write_text(path.read_text().replace("differences", "steps"))
    answers.rename(answers.with_name("steps.py"))
    assert "1 notebook is ready in release/small, 4 points" in run(root, "coursekit", "build", "small").stdout
    assert "steps: 7 right, 15 wrong, 0 faults" in run(root, "coursekit", "answers", "small").stdout

    assert "The exercise is other." in run(root, "coursekit", "new", "small", "--exercise", "other").stdout
    whole = json.loads(notebook.read_text())
    whole["cells"] = [cell for cell in whole["cells"] if "steps" not in cell["id"]]
    notebook.write_text(json.dumps(whole))
    before, _, rest = suite.read_text().partition('@reference("steps")')
    suite.write_text(before + rest[rest.index('@reference("other")') :])
    answers.with_name("steps.py").unlink()
    assert "1 notebook is ready in release/small, 4 points" in run(root, "coursekit", "build", "small").stdout
    assert run(root, "coursekit", "answers", "small").stdout.startswith("other: 7 right")


def test_public_check_shows_the_first_case_that_goes_wrong(root: Path) -> None:
    """The check that is handed out tells four states, and of what is wrong the input, what is expected, and what came."""
    run(root, "coursekit", "new", "small")
    run(root, "coursekit", "build", "small")
    own = (root / "source/small/cases.py").read_text()
    assert own == (ROOT / "source/padding_and_stride/cases.py").read_text()  # which was made with it
    state, x = public_checks(root).state, torch.tensor([1.0, 4, 9])
    slip = {"the later number is taken from the earlier one": torch.tensor([-3.0, -5])}
    cases = [([x], torch.tensor([3.0, 5]), slip), ([x[:1]], torch.tensor([]))]

    def writing(x: torch.Tensor) -> torch.Tensor:
        changes = torch.diff(x)
        x += 1
        return changes

    assert state(None, cases).startswith("not started")
    assert state(torch.diff, cases).startswith("correct") and state(
        torch.diff, [([], ValueError)]
    ).startswith("keep")
    assert state(writing, cases).startswith("almost there: the values are right, but the function writes")
    assert "almost there: the values are right, but they come as torch.float64" in state(
        lambda x: torch.diff(x).double(), cases
    )
    told = state(lambda x: -torch.diff(x), cases)
    assert told.splitlines()[1:] == [
        "  input     tensor([1., 4., 9.])",
        "  expected  tensor([3., 5.])",
        "  yours     tensor([-3., -5.])",
        "It looks as if the later number is taken from the earlier one.",
    ]
    returned = state(lambda: ValueError("no"), [([], ValueError)])
    assert returned.endswith("yours     ValueError: no\nAn error is raised, by `raise`, and not returned.")
    assert "one of them comes as float, and whole numbers" in state(lambda: (1.0, 2), [([], (1, 2))])
    assert state(lambda: torch.tensor([1, 2]), [([], (1, 2))]).startswith("correct")
    array = torch.tensor([1.0, 2]).numpy()
    assert "as a NumPy array" in state(lambda: array, [([], torch.tensor([1.0, 2]))])
    assert state(lambda: array, [([], array)]).startswith("correct")
    assert "as float32, and list" in state(lambda: array, [([], [1.0, 2])])


def test_name_that_cannot_be_taken_is_refused(toy: Path) -> None:
    """A name that Python or the course would not take is answered with one line, and no file is written or changed."""
    (toy / "tests/answers/toy/kept.py").write_text("")
    before = read_all_files(toy)
    wrong = [(("coursekit", "new", name), line) for name, line in NAMES.items()]
    wrong += [(("coursekit", "new", "toy", "--exercise", name), line) for name, line in EXERCISES.items()]
    wrong.append(
        (("coursekit", "new", "tooy", "--exercise", "more"), "there is no assignment tooy; is toy meant?")
    )
    for command, line in wrong:
        done = run(toy, *command, check=False)
        assert (done.returncode, done.stderr) == (1, f"Error: {line}\n")
    assert read_all_files(toy) == before
    run(toy, "coursekit", "new", "toy", "--exercise", "more")
    assert "2 notebooks" not in run(toy, "coursekit", "build", "toy").stdout
