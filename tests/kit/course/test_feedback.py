"""What a feedback page tells of points, of what was lost, and of the smallest case that went wrong."""

from __future__ import annotations

import hashlib
from typing import Any

import pytest
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from coursekit.course.feedback import entries, foot, summary
from coursekit.course.grids import panels
from coursekit.course.origin import changes, origin, origin_of, sign

GRID = "[[1.0, -2.0], [0.0, 3.0]]"


def check(name: str, score: float, *tests: dict[str, Any]) -> NotebookNode:
    """Return a check cell with points, and with the results of hidden tests."""
    noted = {"grade": True, "grade_id": f"test_{name}", "points": 4, "score": score}
    return new_code_cell(
        "", metadata={"nbgrader": noted, "coursekit": [result(name, **test) for test in tests]}
    )


def result(exercise: str, **parts: Any) -> dict[str, Any]:
    """Return the result of one hidden test, as grading writes it."""
    plain = {"exercise": exercise, "title": "It is right.", "points": 2, "earned": 0, "message": "No."}
    return {**plain, "inputs": "", "seen": "", "expected": "", "diagnosis": None, "replaced": (), **parts}


def answer(name: str, comment: str) -> NotebookNode:
    """Return the cell of an answer with a person's comment."""
    noted = {"solution": True, "grade_id": name, "comment": comment}
    return new_code_cell("", metadata={"nbgrader": noted})


def page(*cells: NotebookNode) -> str:
    """Return the upper part of the page of a notebook."""
    notebook = new_notebook(cells=[new_markdown_cell("# A <title>\nx"), *cells])
    graded = {"score": 2, "max_score": 8, "late_penalty": 0.5, "notebook": "one"}
    return summary(notebook, entries(notebook), {"nbgrader": graded})


def test_what_was_lost_comes_before_what_was_right() -> None:
    """An exercise with all its points stands below one without, and a check that was passed is told in a line."""
    right = {"title": "Right things.", "earned": 2}
    text = page(
        check("full", 4, right, right), check("half", 2, right, {"diagnosis": {"says": "Turned over."}})
    )
    assert text.index('id="result-half"') < text.index('id="result-full"')
    assert "Turned over." in text and "Right: Right things." in text
    assert "2 of 8 points" in text and "0.5 points were taken off because it was late" in text


def test_points_of_a_person_and_comments_are_told() -> None:
    """Where a person set other points than the checks, both are told, and a comment stands with its exercise."""
    text = page(answer("a", "Well done\n\nReally"), check("a", 3, {"earned": 2}))
    assert "The checks gave 2; your instructor set 3." in text
    assert "<p>Well done</p><p>Really</p>" in text


def test_what_is_unfinished_is_told_once() -> None:
    """Of an exercise that is not begun, the page says so once, and names what is checked."""
    text = page(
        check(
            "a",
            0,
            *[{"title": t, "message": "Not finished yet: x.", "unfinished": True} for t in ("One.", "Two.")],
        )
    )
    assert text.count("Not finished yet") == 2 and "What is checked: One; Two." in text


def test_nothing_of_it_is_html() -> None:
    """Whatever results, comments and titles hold is shown as text, but for code between grave accents."""
    text = page(
        answer("a", "<b>"),
        check("a", 0, {"title": "`x` <i>", "message": "<u>", "seen": "<s>", "inputs": "<q>"}),
    )
    assert not [tag for tag in ("<title>", "<b>", "<i>", "<u>", "<s>", "<q>") if tag in text]
    assert "<code>x</code> &lt;i&gt;" in text


def test_checks_for_one_reason_are_told_together() -> None:
    """Checks that were lost for the same reason share one explanation."""
    text = page(check("a", 0, {"title": "One."}, {"title": "Two."}, {"title": "Three.", "message": "Else."}))
    assert text.count("<article>") == 2


def test_case_that_is_no_grid_is_one_sentence() -> None:
    """Result and expectation are told in a sentence that is right for one value, for several, and for an error."""
    seen = {
        "4×7 values": "gave <code>4×7 values</code> instead",
        "raised ValueError": " <code>raised ValueError</code>",
    }
    for shown, told in seen.items():
        text = page(check("a", 0, {"inputs": "x", "seen": shown, "expected": "3×6 values"}))
        assert told in text and "instead of <code>3×6 values</code>." in text


def test_notebook_that_could_not_be_graded_says_why_once() -> None:
    """Where nothing could be graded, that is told above, each exercise names what is checked, and no answer is missed."""
    cells = [answer("a", "No response."), check("a", 0, {"title": "One."}, {"title": "Two."})]
    notebook = new_notebook(cells=cells, metadata={"coursekit": {"ungradable": "the file is empty"}})
    text = summary(notebook, entries(notebook), {})
    assert text.count("the file is empty") == 1 and "No response." not in text
    assert "It could not be graded. What is checked: One; Two." in text


def test_one_point_is_no_points() -> None:
    """A single point is told as one."""
    text = page(check("a", 0, {"points": 1}))
    assert "(0 of 1 point)" in text and "0 of 4 points" in text


def test_forged_results_are_left_out() -> None:
    """Metadata that no grading has written comes to nothing."""
    cell = check("a", 0)
    for forged in ("x", 7, {"a": 1}, [1, {"title": "x"}]):
        cell.metadata["coursekit"] = forged
        assert not entries(new_notebook(cells=[cell]))[0].by_checks


def test_grids_of_a_case() -> None:
    """Of grids the input, the result, what was expected and the difference are shown, all in one scale of colours."""
    shown = panels(f"{GRID}, 3", "[[1.0, 0.0]]", "[[1.0, 2.0]]")
    assert [panel.title for panel in shown] == [
        "input (1)",
        "what you gave",
        "what was expected",
        "difference",
    ]
    assert [number.text for number in shown[-1].rows[0]] == ["0", "−2"]
    colours = {number.text: number.colour for number in shown[0].rows[0] + shown[0].rows[1]}
    assert colours["0"] == "rgb(255, 255, 255)" and colours["3"] == "rgb(160, 10, 40)"


@pytest.mark.parametrize(
    "seen", ["4", "nan", "raised ValueError", "[[1], [2, 3]]", "[[]]", "[]", "[['x']]", "[" * 999]
)
def test_what_is_no_grid_is_told_in_a_sentence(seen: str) -> None:
    """Numbers, errors, and lists that are no grid are left to the sentence."""
    assert panels("3", seen, "4") == []


def test_an_error_stands_beside_the_grid_that_was_expected() -> None:
    """An error in the place of a grid is shown as text beside it."""
    shown = panels(GRID, "raised ValueError", GRID)
    assert [(panel.title, panel.text) for panel in shown if not panel.rows] == [
        ("what you gave", "raised ValueError")
    ]


def test_results_of_several_parts() -> None:
    """Of a result with several parts, those that are wrong are shown, each beside what was expected in its place."""
    second = panels("3", f"({GRID}, [1.0])", f"({GRID}, [2.0])")
    assert [(panel.title, panel.text) for panel in second] == [
        ("what you gave (2)", "[1.0]"),
        ("what was expected (2)", "[2.0]"),
    ]
    first = panels("3", f"([[1.0]], {GRID})", f"([[2.0]], {GRID})")
    assert [panel.title for panel in first] == ["what you gave (1)", "what was expected (1)", "difference"]
    both = panels("3", f"([[1.0]], {GRID})", f"([[2.0]], {GRID}, 3)")
    assert [panel.title[-3:] for panel in both] == ["(1)", "(2)", "(1)", "(2)", "(3)", "(1)", "(2)"]


def test_pages_end_with_what_the_grade_was_made_from() -> None:
    """The foot has the digests that `sha256sum` prints and the version; not the seed, and nothing where it is unknown."""
    made_from = origin("one", b"mine", {}, b"{}", {"test_one.py": b"def ", "help.py": b"x"}, 987654321)
    notebook = new_notebook(metadata={"coursekit": {"protected": False}})
    assert origin_of(notebook) == {} and foot(notebook) == ""
    sign(notebook, made_from)
    text = foot(notebook)
    assert (
        hashlib.sha256(b"mine").hexdigest()[:12] in text and hashlib.sha256(b"def x").hexdigest()[:12] in text
    )
    assert "987654321" not in text and origin_of(notebook) == made_from
    assert notebook.metadata["coursekit"]["protected"] is False
    sign(notebook, {**made_from, "kit": "<b>", "suite": "", "submission": ""})
    text = foot(notebook)
    assert "&lt;b&gt;" in text and "the checks in the notebook" in text and "could not be read" in text


def test_what_changed_between_two_grades_is_told() -> None:
    """Another seed, suite, release or hand-in is named; what is no suite of another notebook counts as its own."""
    first = origin("one", b"a", {"one.ipynb": b"a", "two.ipynb": b"b"}, b"{}", {"test_one.py": b"x"}, 1)
    suites = {"test_one.py": b"x", "test_two.py": b"y"}
    assert changes(first, origin("one", b"a", {"two.ipynb": b"b"}, b"{}", suites, 1)) == []
    assert changes(first, origin("one", b"a", {"two.ipynb": b"b"}, b"{}", {**suites, "help.py": b""}, 2)) == [
        "the seed"
    ]
    other = origin("one", b"A", {"two.ipynb": b"c"}, b"{ }", {}, 1)
    assert changes(first, other) == [
        "what was handed in",
        "the other notebooks that were handed in",
        "the hidden suite",
        "the released notebook",
    ]
    assert changes({}, other) == []
