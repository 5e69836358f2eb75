"""nbgrader's own tests of autograding, with the kit's classes in the place of nbgrader's."""

from __future__ import annotations

import gc
import os
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from nbgrader.api import Gradebook

from ..helpers import ROOT, environment

pytest.register_assert_rewrite("nbgrader.tests.apps.test_nbgrader_autograde")

from nbgrader.tests.apps.conftest import course_dir, db, temp_cwd  # noqa: E402
from nbgrader.tests.apps.test_nbgrader_autograde import TestNbGraderAutograde as Theirs  # noqa: E402

__all__ = ["course_dir", "db", "temp_cwd"]  # fixtures that their tests ask for

# The course's own configuration, but for where the course is, which each of their tests says itself; and of what
# grades a notebook, only Execute is replaced.
CONFIG = f"""
from nbgrader.converters import Autograde
from nbgrader.preprocessors import Execute

c = get_config()
load_subconfig("course_config.py", path={str(ROOT)!r})
# Theirs is the one that nbgrader has by default: what late work costs is a decision of each course.
c.AssignLatePenalties.plugin_class = "nbgrader.plugins.LateSubmissionPlugin"
del c.CourseDirectory, c.Exchange
c.CourseKit.trust_dates = True  # their tests hand in without an exchange
c.Autograde.autograde_preprocessors = [
    "coursekit.nbgrader.Grade" if given is Execute else given
    for given in Autograde.autograde_preprocessors.default()
]
"""


@dataclass
class Difference:
    """Why a test of theirs fails here, and with what message: any other failure of it is one of ours."""

    reason: str
    message: str


NOT_STOPPED = "process returned an unexpected return code: 0$"
ON_PURPOSE = {
    "test_handle_failure": Difference(
        "A notebook whose cells are not those of the release is mended and graded, and stops nobody's grading.",
        NOT_STOPPED,
    ),
    "test_handle_failure_single_notebook": Difference(
        "A notebook whose cells are not those of the release is mended and graded, and so are the student's others.",
        NOT_STOPPED,
    ),
    "test_missing_source_kernelspec": Difference(
        "The release says in which language a notebook runs; a kernel that the student has named is not asked for.",
        NOT_STOPPED,
    ),
}


@pytest.fixture(scope="module")
def gradebook(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return an empty gradebook: to make one takes longer than most of their tests."""
    path = tmp_path_factory.mktemp("gradebook") / "gradebook.db"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PATH", environment(path.parent)["PATH"])
        Gradebook(f"sqlite:///{path}", "").close()
    return path


@pytest.fixture(scope="class")
def all_closed() -> Iterator[None]:
    """Close, when the last of their tests is through, the sockets of kernels that nbgrader has left open."""
    yield
    gc.collect()


@pytest.fixture
def configured(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Let every command find the kit's classes in the configuration, and undo what their helper leaves changed."""
    config = tmp_path / ".jupyter/nbgrader_config.py"
    config.parent.mkdir()
    config.write_text(CONFIG)
    monkeypatch.setattr(os, "environ", os.environ)  # a mere copy of it is left in its place
    monkeypatch.setattr(sys, "path", [*sys.path])  # and every working folder in this
    for name, value in environment(tmp_path).items():
        monkeypatch.setenv(name, value)


@pytest.fixture
def differences(request: pytest.FixtureRequest) -> None:
    """Expect the failures that are on purpose, and no others of the same tests."""
    if difference := ON_PURPOSE.get(request.function.__name__):
        failure = pytest.RaisesExc(AssertionError, match=difference.message)
        request.applymarker(pytest.mark.xfail(reason=difference.reason, raises=failure, strict=True))


# The sockets that nbgrader has left open warn when they are forgotten.
@pytest.mark.filterwarnings("ignore:Unclosed:ResourceWarning")
@pytest.mark.usefixtures("all_closed", "configured", "differences")
@pytest.mark.slow
class TestAutograde(Theirs):
    """Every test of theirs; which of them do not hold here, ON_PURPOSE says."""

    @pytest.fixture
    def db(self, db: str, gradebook: Path) -> str:
        """Return the address of a gradebook, as theirs does, but of one that is there already."""
        shutil.copy(gradebook, db.removeprefix("sqlite:///"))
        return db

    @pytest.fixture
    def course_dir(self, course_dir: str, gradebook: Path) -> str:
        """Return the folder of a course, as theirs does, with a gradebook in it."""
        shutil.copy(gradebook, Path(course_dir, "gradebook.db"))
        return course_dir


@pytest.mark.parametrize("name", ON_PURPOSE)
def test_difference_is_one_from_a_test_of_theirs(name: str) -> None:
    """What the list names is a test of nbgrader's."""
    assert callable(getattr(Theirs, name, None))
