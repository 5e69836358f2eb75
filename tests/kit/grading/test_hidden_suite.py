"""Hidden suites: how they are collected, what is wrong with one in a line, and what their fixtures give."""

from __future__ import annotations

import sys
import textwrap
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import torch

from coursekit.errors import NotDefined, StudentError, SuiteError
from coursekit.grading.collection import Collection, generator, names_asked_for
from coursekit.grading.hidden_suite import HiddenSuite
from coursekit.grading.result import Call, CellRun, Diagnosis

HEAD = "import pytest\nimport torch\nfrom coursekit.suite import misconception, recognise, reference\n"
Make = Callable[..., HiddenSuite]


@pytest.fixture
def suite(tmp_path: Path) -> Iterator[Make]:
    """Return a function that collects a suite with this source."""
    made: list[HiddenSuite] = []

    def make(source: str, exercises: tuple[str, ...] = ("size", "slide"), seed: int = 0) -> HiddenSuite:
        path = tmp_path / f"test_{len(made)}.py"
        path.write_text(HEAD + textwrap.dedent(source))
        made.append(HiddenSuite(path, exercises, seed))
        return made[-1]

    yield make
    for one in made:
        one.close()


def a_student(calls: list[Call] | None = None, **names: Any) -> Any:
    """Return somebody who answers like a `Student`, in this process, and has made these calls at every test."""
    made = {"runs": {}, "digest": "", "answers": SimpleNamespace(gradients=True), **names}
    return SimpleNamespace(calls=[] if calls is None else calls, **made)


def nobody(names: tuple[str, ...]) -> Any:
    """Stand for a student who is not needed."""
    raise AssertionError(names)


# --- what is wrong with a suite ---------------------------------------------------------------

FAULTS = {
    "no exercise": (
        "@pytest.mark.points(1)\ndef test_lonely(student):\n    'Title.'",
        r"test_lonely needs the marker of exactly one exercise",
    ),
    "two exercises": (
        "@pytest.mark.size\n@pytest.mark.slide\n@pytest.mark.points(1)\ndef test_torn(student):\n    'Title.'",
        r"test_torn needs the marker of exactly one exercise",
    ),
    "no points": ("@pytest.mark.size\ndef test_free(student):\n    'Title.'", r"test_free needs its points"),
    "zero points": (
        "@pytest.mark.size\n@pytest.mark.points(0)\ndef test_free(student):\n    'Title.'",
        r"test_free needs its points",
    ),
    "points without a number": (
        "@pytest.mark.size\n@pytest.mark.points()\ndef test_free(student):\n    'Title.'",
        r"test_free needs its points",
    ),
    "points in words": (
        "@pytest.mark.size\n@pytest.mark.points('ten')\ndef test_free(student):\n    'Title.'",
        r"test_free needs its points",
    ),
    "no title": (
        "@pytest.mark.size\n@pytest.mark.points(1)\ndef test_silent(student):\n    pass",
        r"test_silent needs a docstring",
    ),
    "an unknown exercise": (
        "@pytest.mark.glide\n@pytest.mark.points(1)\ndef test_new(student):\n    'Title.'",
        r"test_0\.py: there is no exercise glide in the notebook",
    ),
    "a syntax error": ("def test_(:", r"test_0\.py: .*SyntaxError"),
    "an import that fails": ("import nowhere", r"test_0\.py: .*nowhere"),
}  # fmt: skip


@pytest.mark.parametrize(("source", "problem"), FAULTS.values(), ids=FAULTS)
def test_faults_of_suites_are_told(suite: Make, source: str, problem: str) -> None:
    """What keeps a suite from being used is a SuiteError in one line, which names the test or the file."""
    with pytest.raises(SuiteError, match=problem) as caught:
        suite(source)
    assert "\n" not in str(caught.value)


def test_missing_suite_is_told(tmp_path: Path) -> None:
    """A suite that is not there is a SuiteError that names the file."""
    with pytest.raises(SuiteError, match=r"test_none\.py"):
        Collection(tmp_path / "test_none.py", ())


def test_plugins_from_outside_stay_outside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither installed plugins, nor the environment, nor files beside a suite change how it is collected."""
    package = tmp_path / "intruder-1.dist-info"
    package.mkdir()
    (package / "METADATA").write_text("Name: intruder\nVersion: 1\n")
    (package / "entry_points.txt").write_text("[pytest11]\nintruder = intruder\n")
    (tmp_path / "intruder.py").write_text("raise AssertionError('loaded')")
    (tmp_path / "pytest.ini").write_text("[pytest]\naddopts = --no-such-option\n")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setenv("PYTEST_ADDOPTS", "--no-such-option")
    monkeypatch.setenv("PYTEST_PLUGINS", "intruder")
    path = tmp_path / "test_a.py"
    path.write_text("def test_a():\n    pass")
    collection = Collection(path, ())
    assert [item.name for item in collection.items] == ["test_a"] and "intruder" not in sys.modules
    collection.close()


@pytest.mark.parametrize("package", [False, True])
def test_suites_of_one_name_are_not_mistaken(tmp_path: Path, package: bool) -> None:
    """A suite is read as it is now, whatever suite of the same name, or with such helpers, was read before."""
    for folder, points in (("a", 1), ("b", 10), ("a", 100)):
        path = tmp_path / folder / "suites" / "test_one.py"
        path.parent.mkdir(parents=True, exist_ok=True)
        (path.parent / "helper.py").write_text(f"POINTS = {points}")
        if package:
            (path.parent / "__init__.py").touch()
        given = "from .helper import POINTS" if package else f"POINTS = {points}"
        test = "@pytest.mark.size\n@pytest.mark.points(POINTS)\ndef test_it(student):\n    'Title.'"
        path.write_text(f"{HEAD}{given}\n{test}")
        made = HiddenSuite(path, ("size",))
        assert [test.points for test in made.tests] == [points]
        made.close()


# --- what a suite is --------------------------------------------------------------------------

SUITE = """
@reference("size")
def size(n, k):
    return n - k + 1

@reference("slide")
def slide(x, k):
    return x.unfold(0, len(k), 1) @ k

@misconception("size", says="One is missing.")
def one_less(n, k):
    return n - k

@misconception("slide", says="The kernel is flipped.")
def flipped(x, k):
    return slide(x, k.flip(0))

@pytest.mark.size
class TestSize:
    @pytest.mark.points(1.5)
    def test_values(self, student):
        '''Every size
        is right.'''
        assert student.size(3, 2) == 2

@pytest.mark.slide
@pytest.mark.builds_on("size", "unknown")
@pytest.mark.points(2)
class TestSlide:
    def test_values(self, student, rng):
        'Numbers are right.'
        assert student.slide(rng) == "right"

    @pytest.mark.points(3)
    @pytest.mark.parametrize("n", [1, 2])
    def test_more(self, student, n):
        'More is right.'
        assert student.slide(n)
"""


def test_tests_are_described(suite: Make) -> None:
    """Each test has its exercise, its name, its points and its docstring in one line."""
    found = [(t.exercise, t.test, t.title, t.points, t.earned) for t in suite(SUITE).tests]
    assert found == [
        ("size", "test_values", "Every size is right.", 1.5, 0),
        ("slide", "test_values", "Numbers are right.", 2, 0),
        ("slide", "test_more[1]", "More is right.", 3, 0),
        ("slide", "test_more[2]", "More is right.", 3, 0),
    ]


def test_registered_functions_are_found(suite: Make) -> None:
    """References are found by their exercises, and misconceptions in the order of their lines."""
    made = suite(SUITE)
    assert sorted(made.references) == ["size", "slide"] and made.references["size"](5, 2) == 4
    assert [f.__name__ for f in made.misconceptions] == ["one_less", "flipped"]
    assert made.reached == {"size", "slide"}


def test_builds_on_names_exercises_with_a_right_answer(suite: Make) -> None:
    """An exercise builds on those that its tests name, as far as the suite has a right answer to them."""
    made = suite(SUITE)
    assert made.builds_on("slide") == ["size"] and made.builds_on("size") == []


def test_keys_tell_which_tests_draw(suite: Make) -> None:
    """Of an exercise's tests are known the keys, and which of them draw their inputs."""
    made = suite(SUITE)
    assert made.keys("slide", drawing=True) == {("slide", "test_values")}
    assert made.keys("slide") == {("slide", name) for name in ("test_values", "test_more[1]", "test_more[2]")}


SOURCES = {
    "student.corr2d(X)": {"corr2d"},
    "self.student.a.b; student.observe(student.c)": {"a", "observe", "c"},
    "def f(student):\n    return [student.x for _ in range(3)]": {"x"},
    "my_student.a; students.b; student['c']; 'student.d'  # student.e": set(),
    "student().f": set(),
}


@pytest.mark.parametrize(("source", "names"), SOURCES.items())
def test_names_that_a_suite_asks_for(source: str, names: set[str]) -> None:
    """A suite asks for whatever stands behind `student.`, whoever holds the student, and for nothing else."""
    assert names_asked_for(source) == names


def test_streams_depend_on_seed_and_name_alone() -> None:
    """The same seed and name give the same numbers each time; another seed or another name gives others."""
    drawn = [
        torch.rand(4, generator=generator(*key)).tolist() for key in ((1, "a"), (1, "a"), (2, "a"), (1, "b"))
    ]
    assert drawn[0] == drawn[1] and len(set(map(tuple, drawn))) == 3


RANDOM = """
@pytest.mark.size
@pytest.mark.points(1)
class TestA:
    def test_one(self, student, rng):
        'Title.'
        student.size("A one", torch.rand(1, generator=rng).item())

    def test_two(self, student, rng):
        'Title.'
        student.size("A two", torch.rand(1, generator=rng).item())

@pytest.mark.size
@pytest.mark.points(1)
class TestB:
    def test_one(self, student, rng):
        'Title.'
        student.size("B one", torch.rand(1, generator=rng).item())
"""


def drawn(made: HiddenSuite, seed: int | None = None) -> dict[str, float]:
    """Return what each test of `RANDOM` draws."""
    found: dict[str, float] = {}
    made.run(a_student(size=found.__setitem__), nobody, seed)
    return found


def test_hidden_inputs_depend_on_seed_and_test_alone(suite: Make) -> None:
    """Tests draw inputs of their own, which stay when tests before them go, and change with the seed."""
    first = drawn(suite(RANDOM, seed=1))
    assert len(set(first.values())) == 3 and first == drawn(suite(RANDOM, seed=1))
    fewer = drawn(suite(RANDOM.replace("def test_one", "def check_one", 1), seed=1))
    assert fewer == {name: value for name, value in first.items() if name != "A one"}
    other = suite(RANDOM, seed=2)
    assert not set(drawn(other).values()) & set(first.values())
    assert drawn(other, seed=1) == first and drawn(other) != first


# --- running ----------------------------------------------------------------------------------


def test_points_are_all_or_none(suite: Make) -> None:
    """A test earns all its points, or none and a message."""
    made = suite(SUITE)
    (right,) = made.results(a_student(size=lambda n, k: 2), nobody, only={("size", "test_values")})
    (wrong,) = made.results(a_student(size=lambda n, k: 3), nobody, only={("size", "test_values")})
    assert (right.earned, right.passed, right.message) == (1.5, True, "")
    assert (wrong.earned, wrong.passed) == (0, False) and wrong.message


def test_failed_tests_are_run_again_on_right_answers(suite: Make) -> None:
    """A test that builds on another exercise and fails counts if it passes with that one right; only then."""
    made, asked = suite(SUITE), list[tuple[str, ...]]()

    def replaced(names: tuple[str, ...]) -> Any:
        asked.append(names)
        return a_student(slide=lambda n: n == 1)

    results = made.run(a_student(size=lambda n, k: 0, slide=lambda n: n == 2), replaced)
    assert (
        asked == [("size",)] * 2
    )  # the test that passed, and the exercise that builds on none, are not asked for
    assert [(r.earned, r.replaced) for r in results] == [(0, ()), (0, ()), (3, ("size",)), (3, ())]


class Calls(list[Call]):
    """Calls that are there at every test."""

    def clear(self) -> None:
        """Keep them."""


DIAGNOSES = {
    "known mistake": (
        [Call("size", (3, 2), 1), Call("size", (5, 2), 3)],
        Diagnosis("one_less", "One is missing."),
    ),
    "known mistake once": ([Call("size", (3, 2), 1), Call("size", (5, 2), 4)], None),
    "right": ([Call("size", (3, 2), 2)], None),
    "mistake in another exercise": ([Call("slide", (3, 2), 1)], None),
    "an error and a known mistake": (
        [Call("size", (3, 2), error=StudentError("raised it")), Call("size", (5, 2), 3)],
        Diagnosis("one_less", "One is missing."),
    ),
}


@pytest.mark.parametrize(("calls", "diagnosis"), DIAGNOSES.values(), ids=DIAGNOSES)
def test_mistakes_that_explain_every_value_are_named(
    suite: Make, calls: list[Call], diagnosis: Diagnosis | None
) -> None:
    """A misconception is named if it gives every value that was seen, and the right answer does not."""
    student = a_student(Calls(calls), size=lambda n, k: 1)
    (result,) = suite(SUITE).results(student, nobody, only={("size", "test_values")})
    assert result.diagnosis == diagnosis


def test_small_case_is_shown_beside(suite: Make) -> None:
    """Of a failed test are shown the first small inputs that went wrong, what came of them, and what should have."""
    student = a_student(Calls([Call("size", (3, 2), 2), Call("size", (5, 2), 3)]), size=lambda n, k: 1)
    (result,) = suite(SUITE).results(student, nobody, only={("size", "test_values")})
    assert (result.inputs, result.seen, result.expected) == ("5, 2", "3", "4")


def test_several_explanations_are_none(suite: Make) -> None:
    """If two misconceptions with different sentences explain all values, none is named; with one sentence, it is."""
    second = '@misconception("size", says="{}")\ndef no_border(n, k):\n    return n - k\n\n'
    for says, named in (
        ("Something else.", None),
        ("One is missing.", Diagnosis("no_border", "One is missing.")),
    ):
        student = a_student(Calls([Call("size", (3, 2), 1)]), size=lambda n, k: 1)
        made = suite(second.format(says) + SUITE)
        (result,) = made.results(student, nobody, only={("size", "test_values")})
        assert result.diagnosis == named


def test_recognised_mistakes_are_named(suite: Make) -> None:
    """A test that recognises a mistake by itself has that diagnosis, and its sentence as message."""
    source = """
    @pytest.mark.size
    @pytest.mark.points(1)
    def test_none(student):
        'Title.'
        recognise(student.size() is None, "none", "Nothing is returned.")
    """
    (result,) = suite(source).run(a_student(size=lambda: None), nobody)
    assert result.diagnosis == Diagnosis("none", "Nothing is returned.")
    assert result.message == "Nothing is returned."


def test_error_of_the_cell_explains_a_missing_name(suite: Make) -> None:
    """If a name is not there because its cell failed, the message says so."""

    def size(n: int, k: int) -> int:
        raise NotDefined("size is not defined")

    student = a_student(size=size)
    student.runs = {"size": CellRun([], "SyntaxError: oops (line 1)")}
    (result,) = suite(SUITE).results(student, nobody, only={("size", "test_values")})
    assert result.message == "Size is not defined, because its cell did not run: SyntaxError: oops (line 1)."


def test_tests_that_leave_themselves_out_earn_nothing(suite: Make) -> None:
    """A test that is skipped is not passed."""
    source = """
    @pytest.mark.size
    @pytest.mark.points(1)
    def test_skip(student):
        'Title.'
        pytest.skip("not today")

    @pytest.mark.size
    @pytest.mark.points(1)
    @pytest.mark.skip
    def test_skipped(student):
        'Title.'
    """
    assert [r.passed for r in suite(source).run(a_student(), nobody)] == [False, False]
