"""What can go wrong: one tree of errors, each with its line for the user."""

from __future__ import annotations

import inspect
import pickle

import pytest

from coursekit import errors
from coursekit.errors import GradebookError, KitError, Stopped, StudentError, SuiteError, TimedOut

KINDS = [
    kind for _, kind in inspect.getmembers(errors, inspect.isclass) if kind.__module__ == errors.__name__
]


def an_error(kind: type[KitError]) -> KitError:
    """Return an error of this class."""
    return TimedOut(2.5, True) if kind is TimedOut else kind("what is wrong,\n  and  where")


def test_errors_are_one_tree() -> None:
    """Every error of the kit is a KitError, and stands below its parent in the tree at the top of the module."""
    lines = (errors.__doc__ or "").splitlines()
    start = lines.index("KitError")
    path: list[str] = []
    drawn = {}
    for line in lines[start:]:
        name = line.lstrip("│├└─ ").split()[0]
        depth = line.index(name) // 4
        path[depth:] = [name]
        drawn[name] = path[depth - 1] if depth else "Exception"
    assert drawn == {kind.__name__: kind.__base__.__name__ for kind in KINDS if kind.__base__}


@pytest.mark.parametrize("kind", KINDS)
def test_errors_have_one_line_and_an_exit_code(kind: type[KitError]) -> None:
    """Every error is told in one line, and ends a command with an exit code that is no success."""
    error = an_error(kind)
    assert error.line == ("took longer than 2.5 s" if kind is TimedOut else "what is wrong, and where")
    assert error.exit_code == (130 if issubclass(kind, Stopped) else 1)


@pytest.mark.parametrize("kind", KINDS)
def test_errors_survive_a_journey(kind: type[KitError]) -> None:
    """An error that comes back from another process is the same one, with all that it knows."""
    error = an_error(kind)
    back = pickle.loads(pickle.dumps(error))
    assert type(back) is kind and back.args == error.args and vars(back) == vars(error)
    assert back.line == error.line


def test_what_the_instructor_mends_is_one_family() -> None:
    """What is wrong with a suite or the gradebook is caught as what is wrong with the course; student code is not."""
    assert issubclass(SuiteError, errors.CourseError) and issubclass(GradebookError, errors.CourseError)
    assert not issubclass(StudentError, errors.CourseError) and not issubclass(TimedOut, StudentError)


@pytest.mark.parametrize("builtin", [KeyError, OSError, SyntaxError, ImportError, UnicodeError])
def test_errors_of_builtin_classes_keep_their_words(builtin: type[Exception]) -> None:
    """A student's error that is a builtin one as well is told in the kit's words, as they are."""
    kind = type(builtin.__name__, (StudentError, builtin), {})
    assert str(kind("raised it (line 2)")) == "raised it (line 2)"
