"""The gradebook: what is written, what stays, and a line if it cannot be used."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from nbgrader.api import Gradebook
from nbgrader.coursedir import CourseDirectory
from nbgrader.plugins import BasePlugin
from sqlalchemy.exc import SQLAlchemyError
from traitlets.config import Config, LoggingConfigurable

from coursekit.course.gradebook import Marks, Writer, opened, reason
from coursekit.course.sheet import Sheet
from coursekit.errors import GradebookError

from .gradebooks import new_gradebook

DUE = datetime(2026, 3, 1)
FULL = {
    "one": Marks({"test_size": 40.0, "test_slide": 10.5, "essay": None}, ["size"]),
    "two": Marks({"test_last": 5.0}, []),
}


class PerHour(BasePlugin):
    """Takes one point for each hour."""

    def late_submission_penalty(
        self, student_id: str, score: float, total_seconds_late: float
    ) -> float | None:
        """Return the points that are taken."""
        return None if student_id == "spared" else total_seconds_late / 3600


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a gradebook that knows an assignment with two notebooks, made by nbgrader; to be copied only."""
    path = tmp_path_factory.mktemp("gradebook") / "gradebook.db"
    with new_gradebook(path) as gradebook:
        gradebook.add_assignment("toy", duedate=DUE)
        gradebook.add_assignment("other")
        for assignment in ("toy", "other"):
            gradebook.add_notebook("one", assignment)
        gradebook.add_notebook("two", "toy")
        gradebook.add_grade_cell("test_size", "one", "toy", max_score=40, cell_type="code")
        gradebook.add_grade_cell("test_slide", "one", "toy", max_score=60, cell_type="code")
        gradebook.add_grade_cell("essay", "one", "toy", max_score=10, cell_type="markdown")
        gradebook.add_solution_cell("size", "one", "toy")
        gradebook.add_solution_cell("essay", "one", "toy")
        gradebook.add_task_cell("task", "two", "toy", max_score=7, cell_type="markdown")
        gradebook.add_grade_cell("test_last", "two", "toy", max_score=5, cell_type="code")
    return path


@pytest.fixture
def directory(empty: Path, tmp_path: Path) -> CourseDirectory:
    """Return a course with such a gradebook."""
    shutil.copy(empty, tmp_path)
    config = Config(
        CourseDirectory={
            "db_url": f"sqlite:///{tmp_path / empty.name}",
            "course_id": "course",
            "root": str(tmp_path),
        }
    )
    return CourseDirectory(config=config)


def parent(plugin: type[BasePlugin] | None) -> LoggingConfigurable:
    """Return what configures late penalties."""
    return LoggingConfigurable(config=Config(AssignLatePenalties={"plugin_class": plugin} if plugin else {}))


@pytest.fixture
def writer(directory: CourseDirectory) -> Iterator[Writer]:
    """Return a writer that takes one point for each hour."""
    made = Writer(directory, "toy", parent(PerHour))
    yield made
    made.close()


@pytest.fixture
def gradebook(directory: CourseDirectory) -> Iterator[Gradebook]:
    """Return nbgrader's own view of the gradebook."""
    with Gradebook(directory.db_url, "course") as made:
        yield made


def rows(directory: CourseDirectory) -> dict[str, list[tuple[Any, ...]]]:
    """Return all that the gradebook holds of submissions, as it stands in the file."""
    with sqlite3.connect(directory.db_url.removeprefix("sqlite:///")) as database:
        tables = ("student", "submitted_assignment", "submitted_notebook", "grade", "comment")
        found = {table: database.execute(f"SELECT * FROM {table} ORDER BY id").fetchall() for table in tables}
    database.close()
    return found


def test_new_submissions_are_written(writer: Writer, gradebook: Gradebook) -> None:
    """A submission of a new student is there as nbgrader would have made it: scores, what waits, and comments."""
    assert not writer.knows("ada")
    sheets = writer.write("ada", DUE, FULL)
    assert writer.knows("ada") and gradebook.find_submission("toy", "ada").timestamp == DUE
    notebook = gradebook.find_submission_notebook("one", "toy", "ada")
    found = {g.name: (g.auto_score, g.manual_score, bool(g.needs_manual_grade)) for g in notebook.grades}
    assert found == {
        "test_size": (40, None, False),
        "test_slide": (10.5, None, False),
        "essay": (None, None, True),
    }
    assert {c.name: c.comment for c in notebook.comments} == {"size": "No response.", "essay": None}
    assert (
        notebook.score == sheets["one"].score == 50.5 and sheets["one"].max_score == notebook.max_score == 110
    )
    assert sheets["one"].comments == {"size": "No response.", "essay": None}
    task = gradebook.find_grade("task", "two", "toy", "ada")
    assert task.needs_manual_grade and sheets["two"].scores == {"test_last": (5, 5), "task": (0, 7)}
    assert gradebook.find_submission("toy", "ada").score == sum(sheet.score for sheet in sheets.values())


def test_second_writing_changes_nothing(directory: CourseDirectory, writer: Writer) -> None:
    """What is written again leaves every row as it was, and gives the same sheets; other students are untouched."""
    first = writer.write("ada", DUE + timedelta(hours=2), FULL)
    before = rows(directory)
    assert writer.write("ada", DUE + timedelta(hours=2), FULL) == first
    assert rows(directory) == before
    writer.write("ben", None, {})
    assert all(
        set(map(repr, before[table])) <= set(map(repr, found)) for table, found in rows(directory).items()
    )


def test_other_results_replace_old_ones(writer: Writer, gradebook: Gradebook) -> None:
    """Another score, another comment and another time take the places of the old ones."""
    writer.write("ada", DUE, FULL)
    later = DUE - timedelta(hours=1)
    sheets = writer.write("ada", later, {"one": Marks({"test_size": 1.0}, ["essay"])})
    notebook = gradebook.find_submission_notebook("one", "toy", "ada")
    assert {g.name: g.auto_score for g in notebook.grades} == {
        "test_size": 1,
        "test_slide": 10.5,
        "essay": None,
    }
    assert {c.name: c.auto_comment for c in notebook.comments} == {"size": None, "essay": "No response."}
    assert gradebook.find_submission("toy", "ada").timestamp == later
    assert sheets["one"].score == 11.5 and sheets["two"].score == 0
    writer.write("ada", None, FULL)
    gradebook.db.expire_all()
    assert (
        gradebook.find_submission("toy", "ada").timestamp == later
    )  # a time that is not known replaces none


def test_manual_scores_end_at_the_points_there_are(
    directory: CourseDirectory, writer: Writer, gradebook: Gradebook
) -> None:
    """A manual score above points that were lowered since is lowered to them, told once, and comes up for review."""
    writer.write("ada", DUE, FULL)
    grade = gradebook.find_grade("test_size", "one", "toy", "ada")
    grade.manual_score, grade.extra_credit, grade.needs_manual_grade = 45.0, 2.0, False
    gradebook.db.commit()
    sheet = writer.write("ada", DUE, FULL)["one"]
    assert sheet.scores["test_size"] == (42, 40)
    (said,) = sheet.remarks
    assert "the score of 45 that was entered by hand for test_size is more than its 40 points" in said
    gradebook.db.expire_all()
    grade = gradebook.find_grade("test_size", "one", "toy", "ada")
    assert (grade.manual_score, grade.extra_credit, grade.needs_manual_grade) == (40, 2, True)
    before = rows(directory)
    assert writer.write("ada", DUE, FULL)["one"].remarks == [] and rows(directory) == before


def test_what_a_person_entered_stays(writer: Writer, gradebook: Gradebook) -> None:
    """A manual score, extra credit and a manual comment stay, count, and bring the cell up for review again."""
    writer.write("ada", DUE, FULL)
    grade = gradebook.find_grade("test_size", "one", "toy", "ada")
    grade.manual_score, grade.extra_credit, grade.needs_manual_grade = 33.0, 2.0, False
    gradebook.find_comment("size", "one", "toy", "ada").manual_comment = "Well done."
    gradebook.db.commit()
    sheets = writer.write("ada", DUE, {"one": Marks({"test_size": 0.0, "test_slide": 60.0}, [])})
    gradebook.db.expire_all()
    grade = gradebook.find_grade("test_size", "one", "toy", "ada")
    assert (grade.auto_score, grade.manual_score, grade.extra_credit, grade.score) == (0, 33, 2, 35)
    assert grade.needs_manual_grade
    assert sheets["one"].scores["test_size"] == (35, 40)
    assert sheets["one"].comments["size"] == "Well done."
    assert gradebook.find_comment("size", "one", "toy", "ada").auto_comment is None


def test_missing_notebooks_get_nothing(writer: Writer, gradebook: Gradebook) -> None:
    """A notebook that was not handed in gets 0 for every cell, waits for nobody, and keeps its comments."""
    writer.write("ada", DUE, FULL)
    sheets = writer.write("ada", DUE, {"two": FULL["two"]})
    notebook = gradebook.find_submission_notebook("one", "toy", "ada")
    assert {(g.auto_score, bool(g.needs_manual_grade)) for g in notebook.grades} == {(0, False)}
    assert sheets["one"].score == notebook.score == 0 and sheets["two"].score == 5
    assert sheets["one"].comments["size"] == "No response."


PENALTIES = {
    "in time": ("ada", timedelta(0), None),
    "before": ("ada", timedelta(hours=-3), None),
    "late": ("ada", timedelta(hours=3), 3.0),
    "later than there are points": ("ada", timedelta(hours=1000), 50.5),
    "earlier than nothing": ("spared", timedelta(hours=3), None),
}


@pytest.mark.parametrize(("student", "late", "penalty"), PENALTIES.values(), ids=PENALTIES)
def test_late_penalties_are_taken(
    writer: Writer, gradebook: Gradebook, student: str, late: timedelta, penalty: float | None
) -> None:
    """Of what was handed in late is taken what the course's plugin says, and never more than was earned."""
    sheet = writer.write(student, DUE + late, FULL)["one"]
    notebook = gradebook.find_submission_notebook("one", "toy", student)
    assert notebook.late_submission_penalty == penalty and sheet.late_penalty == (penalty or 0)
    assert notebook.score == 50.5


def test_extensions_count(writer: Writer, gradebook: Gradebook) -> None:
    """With an extension, lateness begins when that is over, and a penalty that was taken before is given back."""
    writer.write("ada", DUE + timedelta(hours=3), FULL)
    gradebook.grant_extension("toy", "ada", hours=2)
    gradebook.db.commit()
    assert writer.write("ada", DUE + timedelta(hours=3), FULL)["one"].late_penalty == 1
    assert writer.write("ada", DUE + timedelta(hours=2), FULL)["one"].late_penalty == 0
    assert gradebook.find_submission_notebook("one", "toy", "ada").late_submission_penalty is None


def test_penalty_of_what_was_not_handed_in_stays(writer: Writer) -> None:
    """Like nbgrader, nothing is taken or given back for a notebook that is missing."""
    writer.write("ada", DUE + timedelta(hours=3), FULL)
    assert writer.write("ada", DUE, {})["one"].late_penalty == 3
    assert writer.write("ben", DUE + timedelta(hours=3), {})["one"].late_penalty == 0


def test_without_a_plugin_lateness_costs_nothing(directory: CourseDirectory) -> None:
    """nbgrader's own plugin takes nothing."""
    writer = Writer(directory, "toy", parent(None))
    assert writer.write("ada", DUE + timedelta(days=3), FULL)["one"].late_penalty == 0
    writer.close()


class Broken(BasePlugin):
    """Fails."""

    def late_submission_penalty(self, *_: Any) -> float:
        """Raise an error."""
        raise ZeroDivisionError


def test_errors_leave_the_gradebook_as_it_was(directory: CourseDirectory, writer: Writer) -> None:
    """If writing ends in an error, nothing of it is written, and the next writing works."""
    writer.write("ada", DUE, FULL)
    before = rows(directory)
    broken = Writer(directory, "toy", parent(Broken))
    for student in ("ada", "ben"):
        with pytest.raises(ZeroDivisionError):
            broken.write(student, DUE + timedelta(hours=1), {"one": Marks({"test_size": 7.0}, [])})
    assert rows(directory) == before
    assert not broken.knows("ben")
    assert broken.write("ben", DUE, FULL)["one"].score == 50.5
    broken.close()
    assert rows(directory) != before


def test_writers_know_the_notebooks(writer: Writer) -> None:
    """A writer knows the notebooks of its own assignment, with the points of their cells."""
    assert sorted(writer.notebooks) == ["one", "two"]
    assert {name: points for name, (_, points) in writer.notebooks["one"].graded.items()} == {
        "test_size": 40,
        "test_slide": 60,
        "essay": 10,
    }


def test_sheets_add_up() -> None:
    """A sheet tells the points earned, and those that there are."""
    sheet = Sheet({"a": (1.5, 2), "b": (0, 3)})
    assert (sheet.score, sheet.max_score) == (1.5, 5)


# --- what is broken ---------------------------------------------------------------------------


def test_opened_is_nbgrader_s(directory: CourseDirectory) -> None:
    """What is given is nbgrader's gradebook of this course, and errors that are not the database's pass through."""
    with opened(directory) as gradebook:
        assert sorted(a.name for a in gradebook.assignments) == ["other", "toy"]
    with pytest.raises(ZeroDivisionError), opened(directory):
        raise ZeroDivisionError


def test_broken_gradebooks_are_one_line(directory: CourseDirectory, tmp_path: Path) -> None:
    """A gradebook that is none, or cannot be opened, is a GradebookError in one line with the reason."""
    (tmp_path / "gradebook.db").write_bytes(b"no database" * 1000)
    with pytest.raises(GradebookError, match="file is not a database") as caught, opened(directory):
        pass
    assert "\n" not in str(caught.value) and "sqlalche" not in str(caught.value)
    directory.db_url = f"sqlite:///{tmp_path / 'nowhere' / 'gradebook.db'}"
    with pytest.raises(GradebookError, match="unable to open"), opened(directory):
        pass


def test_broken_while_in_use_is_one_line(directory: CourseDirectory) -> None:
    """What the database complains about later on is a GradebookError as well."""
    with pytest.raises(GradebookError, match="no such table"), opened(directory) as gradebook:
        gradebook.db.connection().exec_driver_sql("SELECT * FROM nowhere")


def test_reasons_are_one_line() -> None:
    """The reason is the first line of what a database says."""
    assert reason(SQLAlchemyError("first\nsecond")) == "first"
