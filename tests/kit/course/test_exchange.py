"""nbgrader's own command line in a course of the kit: the exchange, grades, manual scores and late penalties."""

from __future__ import annotations

import csv
import json
import os
import shutil
from pathlib import Path

import pytest
from nbgrader.api import Gradebook

from ..helpers import RIGHT, ROOT, TOY, build_toy, run

FLIPPED = "def slide(x, k):\n    return x.unfold(0, len(k), 1) @ k.flip(0)"
STUDENT = """
c = get_config()
c.CourseDirectory.root = {folder!r}
c.CourseDirectory.course_id = "convolutions"
c.CourseDirectory.student_id = "jo"
c.Exchange.root = {exchange!r}
"""
LATE = """
from nbgrader.plugins import BasePlugin


class TenPoints(BasePlugin):
    def late_submission_penalty(self, student_id, score, total_seconds_late):
        return 10


c.AssignLatePenalties.plugin_class = TenPoints
c.CourseKit.trust_dates = True
"""
REGRADE = {
    "nbgrader": ("nbgrader", "autograde", "toy", "--student", "toy-ben", "--force"),
    "coursekit": ("coursekit", "grade", "toy", "toy-ben"),
}


@pytest.fixture(scope="module")
def autograded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the small course, its sample class graded by `nbgrader autograde`; to be read or copied only."""
    root = tmp_path_factory.mktemp("autograded") / "course"
    shutil.copytree(TOY, root)
    for name in ("course_config.py", "nbgrader_config.py"):
        shutil.copy(ROOT / name, root / name)
    build_toy(root)
    run(root, "coursekit", "sample", "toy")
    run(root, "nbgrader", "autograde", "toy")
    return root


@pytest.fixture
def classroom(autograded: Path, tmp_path: Path) -> Path:
    """Return a copy of the autograded course to work in."""
    root = tmp_path / "course"
    shutil.copytree(autograded, root)
    return root


def open_gradebook(root: Path) -> Gradebook:
    """Return the gradebook of the course in `root`, to be used in a with statement."""
    return Gradebook(f"sqlite:///{root / 'gradebook.db'}", "convolutions")


def scores(root: Path) -> dict[str, dict[str, float]]:
    """Return the points of each student, by check and in all."""
    with open_gradebook(root) as gradebook:
        submissions = gradebook.assignment_submissions("toy")
        return {
            submission.student.id: {"all": submission.score}
            | {grade.name: grade.score for notebook in submission.notebooks for grade in notebook.grades}
            for submission in submissions
        }


def spoil(root: Path) -> None:
    """Replace the points of every check in the gradebook by one that no answer earns."""
    with open_gradebook(root) as gradebook:
        for submission in gradebook.assignment_submissions("toy"):
            for grade in [grade for notebook in submission.notebooks for grade in notebook.grades]:
                grade.auto_score = 1
        gradebook.db.commit()


def exported(root: Path) -> dict[str, float]:
    """Return the points of each student in the file that `nbgrader export` writes."""
    run(root, "nbgrader", "export")
    with (root / "grades.csv").open(newline="") as file:
        return {row["student_id"]: float(row["score"]) for row in csv.DictReader(file)}


def enrol(folder: Path, exchange: Path) -> Path:
    """Make the folder of the student jo, who hands in through `exchange`."""
    folder.mkdir()
    (folder / "nbgrader_config.py").write_text(STUDENT.format(folder=str(folder), exchange=str(exchange)))
    return folder


def answer(path: Path, **cells: str) -> None:
    """Type answers into the solution cells of a fetched notebook, and save it."""
    notebook = json.loads(path.read_text())
    for cell in notebook["cells"]:
        name = cell["metadata"].get("nbgrader", {}).get("grade_id")
        if name in cells:
            assert "NotImplementedError" in "".join(cell["source"])
            cell["source"] = cells[name]
    path.write_text(json.dumps(notebook))


@pytest.mark.slow
def test_assignment_goes_through_the_exchange(toy: Path, tmp_path: Path) -> None:
    """What is released can be fetched, answered, submitted, graded, exported and read as feedback.

    Who handed in otherwise is left out of the exchange, and told.
    """
    build_toy(toy)
    exchange = tmp_path / "exchange"
    exchange.mkdir()
    exchange.chmod(0o777)
    with (toy / "course_config.py").open("a") as config:
        config.write(f"c.Exchange.root = {str(exchange)!r}\n")
    run(toy, "nbgrader", "release_assignment", "toy")
    student = enrol(tmp_path / "jo", exchange)
    run(student, "nbgrader", "fetch_assignment", "toy")
    answer(student / "toy/01_toy.ipynb", size=RIGHT["size"], slide=FLIPPED)
    run(student, "nbgrader", "submit", "toy")

    run(toy, "nbgrader", "collect", "toy")
    run(toy, "nbgrader", "autograde", "toy")
    assert scores(toy) == {"jo": {"all": 50, "test_size": 40, "test_slide": 10}}
    assert exported(toy) == {"jo": 50}
    for grade in (("nbgrader", "autograde", "toy", "--force"), ("coursekit", "grade", "toy")):
        assert "timestamp" not in run(toy, *grade).stdout
        with open_gradebook(toy) as gradebook:
            assert gradebook.find_submission("toy", "jo").timestamp is not None

    run(toy, "nbgrader", "generate_feedback", "toy")
    (toy / "submitted/by-hand/toy").mkdir(parents=True)
    shutil.copy(toy / "release/toy/01_toy.ipynb", toy / "submitted/by-hand/toy")
    run(toy, "coursekit", "grade", "toy", "by-hand")
    (toy / "submitted/jo/toy" / os.fsdecode(b"\xff.ipynb")).write_text("a name that is no text")
    released = run(toy, "nbgrader", "release_feedback", "toy")
    assert "by-hand did not hand in through the exchange" in released.stdout + released.stderr
    for student_id in ("jo", "by-hand"):  # the cover is no page of a notebook, and stays where it is
        assert (toy / f"feedback/{student_id}/toy/index.htm").is_file()
    assert len(list((exchange / "convolutions/feedback").iterdir())) == 1
    run(student, "nbgrader", "fetch_feedback", "toy")
    [page] = (student / "toy/feedback").rglob("01_toy.html")
    text = page.read_text()
    assert "50 of 100 points" in text
    assert "The kernel is flipped. Slide it as it is." in text


@pytest.mark.slow
@pytest.mark.parametrize("command", REGRADE.values(), ids=REGRADE)
def test_a_student_s_own_date_changes_nothing(classroom: Path, command: tuple[str, ...]) -> None:
    """A date that a student has put beside the notebook saves no penalty for being late, whoever grades."""
    (classroom / "submitted/toy-ben/toy/timestamp.txt").write_text("2020-01-01 12:00:00 UTC")
    with open_gradebook(classroom) as gradebook:  # as earlier versions have left it
        gradebook.update_or_create_submission("toy", "toy-ben", timestamp="2020-01-01 12:00:00 UTC")
    done = run(classroom, *command)
    with open_gradebook(classroom) as gradebook:
        assert gradebook.find_submission("toy", "toy-ben").timestamp is None
    assert not (classroom / "autograded/toy-ben/toy/timestamp.txt").exists()
    assert "toy-ben: timestamp.txt: neither the exchange nor" in done.stdout + done.stderr


@pytest.mark.slow
def test_autograde_and_coursekit_grade_agree(classroom: Path) -> None:
    """`nbgrader autograde` and `coursekit grade` give each student of the sample class the same points."""
    by_nbgrader = scores(classroom)
    assert {student: found["all"] for student, found in by_nbgrader.items()} == {
        "toy-ada": 100,
        "toy-ben": 70,
        "toy-cem": 0,
        "toy-dee": 0,
    }
    spoil(classroom)
    run(classroom, "coursekit", "grade", "toy")
    assert scores(classroom) == by_nbgrader


@pytest.mark.slow
def test_export_has_the_points_of_the_gradebook(classroom: Path) -> None:
    """`nbgrader export` writes the points that the gradebook has, and no id as a formula."""
    with open_gradebook(classroom) as gradebook:
        gradebook.add_student("=1+1")
    wanted = {student: found["all"] for student, found in scores(classroom).items()}
    assert exported(classroom) == wanted | {"'=1+1": 0}


@pytest.mark.slow
@pytest.mark.parametrize("command", REGRADE.values(), ids=REGRADE)
def test_manual_score_survives_a_regrade(classroom: Path, command: tuple[str, ...]) -> None:
    """A score and a comment that the instructor gave stay when the submission is graded again, marked for review."""
    with open_gradebook(classroom) as gradebook:
        grade = gradebook.find_grade("test_slide", "01_toy", "toy", "toy-ben")
        grade.manual_score, grade.extra_credit, grade.needs_manual_grade = 45, 2, False
        gradebook.find_comment("slide", "01_toy", "toy", "toy-ben").manual_comment = "Nearly."
        gradebook.db.commit()
    run(classroom, *command)
    with open_gradebook(classroom) as gradebook:
        grade = gradebook.find_grade("test_slide", "01_toy", "toy", "toy-ben")
        assert (grade.manual_score, grade.extra_credit, grade.auto_score) == (45, 2, 30)
        assert grade.needs_manual_grade
        assert gradebook.find_comment("slide", "01_toy", "toy", "toy-ben").comment == "Nearly."
        assert gradebook.find_submission("toy", "toy-ben").score == 40 + 45 + 2


@pytest.mark.slow
@pytest.mark.parametrize("command", REGRADE.values(), ids=REGRADE)
def test_manual_scores_end_at_the_points_there_are(classroom: Path, command: tuple[str, ...]) -> None:
    """A score by hand above points that were lowered since is lowered too, and that is told."""
    with open_gradebook(classroom) as gradebook:
        gradebook.find_grade("test_slide", "01_toy", "toy", "toy-ben").manual_score = 65
        gradebook.db.commit()
    done = run(classroom, *command)
    assert "01_toy: the score of 65 that was entered by hand for test_slide" in done.stdout + done.stderr
    assert scores(classroom)["toy-ben"] == {"all": 100, "test_size": 40, "test_slide": 60}
    assert exported(classroom)["toy-ben"] == 100


@pytest.mark.slow
def test_late_penalty_is_taken_at_a_regrade(classroom: Path) -> None:
    """A late penalty plugin named in course_config.py takes its points once, also from a manual score."""
    with (classroom / "course_config.py").open("a") as config:
        config.write(LATE)
    with open_gradebook(classroom) as gradebook:
        gradebook.update_or_create_assignment("toy", duedate="2026-01-15 11:00:00 UTC")
        gradebook.find_grade("test_slide", "01_toy", "toy", "toy-ben").manual_score = 45
        gradebook.db.commit()
    (classroom / "submitted/toy-ben/toy/timestamp.txt").write_text("2026-01-15 12:00:00.000000 UTC\n")
    for command in REGRADE.values():
        run(classroom, *command)
        with open_gradebook(classroom) as gradebook:
            [notebook] = gradebook.find_submission("toy", "toy-ben").notebooks
            assert (notebook.score, notebook.late_submission_penalty) == (40 + 45, 10)
    assert exported(classroom)["toy-ben"] == 40 + 45 - 10
