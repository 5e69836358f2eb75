"""A notebook at work: its cells from top to bottom, in a process that may end, and what becomes of each cell."""

from __future__ import annotations

from typing import Any

import pytest
import torch

from coursekit.errors import LimitExceeded, StudentError
from coursekit.grading.cell_checks import Execution, TimedCell
from coursekit.grading.session import Session, probe_request
from coursekit.grading.student import Student
from coursekit.notebooks.cells import Cell
from coursekit.sandbox.limits import Limits
from coursekit.sandbox.sandbox import Sandbox

END = "import os\nos._exit(0)"


def execution(
    sandbox: Sandbox, *sources: str, files: dict[str, bytes] | None = None, **limits: Any
) -> list[list[Any]]:
    """Return the outputs of cells whose checks stand among them."""
    cells = [TimedCell(source, 60) for source in sources]
    return Execution(sandbox, cells, files or {}, {"NAME": "value"}, Limits(**limits)).run()


def text(outputs: list[Any]) -> str:
    """Return what outputs say."""
    return "".join(
        output.get("text") or output.get("ename") or output["data"]["text/plain"] for output in outputs
    )


class Shown(Session):
    """A session that notes what it is asked to do, and runs cells as they are."""

    def __init__(self, *arguments: Any):
        super().__init__(*arguments)
        self.noted: list[str] = []

    def prepare(self) -> None:
        """Note it."""
        self.noted.append("prepare")

    def wants(self, cell: Cell) -> bool:
        """Leave out what only shows."""
        return not cell.shows

    def run_cell(self, cell: Cell) -> Any:
        """Run it."""
        self.noted.append(cell.key)
        return self.ask("cell", 60, source=cell.source)

    def after(self, cell: Cell) -> None:
        """Note it."""
        self.noted.append(f"after {cell.key}")

    def ended(self, cell: Cell, problem: str, error: Exception) -> Any:
        """Keep why."""
        return problem


def test_cells_are_run_again_without_the_one_that_ended_them(sandbox: Sandbox) -> None:
    """After a cell that ends the process a fresh one is prepared, in which the other cells are run, that one never."""
    cells = [Cell("a", "x = 1"), Cell("b", END), Cell("s", "1 / 0", shows=True), Cell("c", "x")]
    session = Shown(sandbox, cells, Limits())
    session.start()
    assert session.noted == [
        *("prepare", "a", "after a", "b"),
        *("prepare", "a", "after a", "after b", "after s", "c", "after c"),
    ]
    assert session.runs["b"] == "ended the program" and set(session.runs) == {"a", "b", "c"}
    assert session.runs["c"]["outputs"][0]["data"] == {"text/plain": "1"}
    session.start()
    assert session.noted.count("prepare") == 2
    session.close()
    assert not session.alive


def double(x: Any) -> Any:
    """Return twice as much; in the student's process."""
    return 2 * x


def test_functions_are_run_by_their_source(sandbox: Sandbox) -> None:
    """A probe is defined in the process from its source, and gets its arguments."""
    request = probe_request(double, [3])
    assert request["source"].startswith("def double(x") and request["arguments"] == [3]
    session = Shown(sandbox, [], Limits())
    session.start()
    assert session.probe(double, 60, torch.ones(2)).tolist() == [2, 2]
    with pytest.raises(StudentError, match="raised TypeError"):
        session.probe(double, 60, None)
    session.close()


# From now on a text goes over as the JSON that it holds behind the word.
FORGE = """
import json, sys

Frame = sys.modules["inside.wire"].Frame
encode = Frame.encode

def forged(self, value):
    if isinstance(value, str) and value.startswith("FORGE "):
        return json.loads(value[6:])
    return encode(self, value)

Frame.encode = forged
"""
FORGED = {
    "a bare list": ("[1]", "cannot be read"),
    "an array that is none": ('{"array": 9, "dtype": "f8", "shape": [1]}', "cannot be read"),
    "deep": ('{"list": [' * 400 + "]}" * 400, "too deeply nested"),
}


def forge(text: str) -> str:
    """Return what goes over as other JSON; in the student's process."""
    return "FORGE " + text


@pytest.mark.parametrize(("json", "said"), FORGED.values(), ids=FORGED)
def test_answers_that_cannot_be_read_are_the_student_s(sandbox: Sandbox, json: str, said: str) -> None:
    """An answer nested too deeply, or of another form, is told as such, and the process goes on."""
    session = Shown(sandbox, [Cell("a", FORGE)], Limits())
    session.start()
    with pytest.raises(StudentError, match=said):
        session.probe(forge, 60, json)
    assert session.probe(forge, 60, '{"tuple": [1]}') == (1,)
    session.close()


def test_time_of_the_notebook_is_one(sandbox: Sandbox) -> None:
    """What is left of a notebook's time bounds each request; without any, nothing is begun, and it is said why."""
    session = Shown(sandbox, [], Limits(notebook_seconds=50))
    assert session.left(10) == 10 and 40 < session.left(1000) <= 50
    assert session.too_long(2.5) == "took longer than 2.5 s" and not session.is_over
    session._spent = 50
    assert session.is_over and session.too_long(2.5) == "took longer than 50 s in all"
    with pytest.raises(LimitExceeded, match="took longer than 50 s in all"):
        session.start()


def test_cells_may_have_a_time_of_their_own(sandbox: Sandbox) -> None:
    """A cell may run as long as it says, or else as long as any."""
    session = Shown(sandbox, [], Limits(cell_seconds=7))
    assert session.seconds(Cell("a", "")) == 7 and session.seconds(Cell("a", "", seconds=3)) == 3


def test_outputs_are_counted(sandbox: Sandbox) -> None:
    """Outputs of a notebook have room together, and none when it is used up."""
    session, half = Shown(sandbox, [], Limits(output_mb=1)), "x" * 2**19
    assert session.has_room(half) and session.has_room(half) and not session.has_room("x")


# --- notebooks with a hidden suite ------------------------------------------------------------


def test_handles_reach_what_the_notebook_has(sandbox: Sandbox) -> None:
    """A student's names are called, and looked into, from here; calls are kept with values and errors."""
    source = "class Box:\n    def __init__(self, n):\n        self.n = n\n    def plus(self, m):\n        return self.n + m"
    student = Student(sandbox, [Cell("Box", source, exercise="Box")], {})
    box = student.Box(3)
    assert (box.n, box.plus(4), repr(box), repr(student.Box)) == (3, 7, "a Box", "Box")
    with pytest.raises(StudentError, match="raised TypeError"):
        student.Box()
    assert [(call.name, call.arguments) for call in student.calls] == [("Box", (3,)), ("", (4,)), ("Box", ())]
    assert isinstance(student.calls[-1].error, TypeError)
    with pytest.raises(AttributeError):
        box.m  # noqa: B018  asking is what fails
    with pytest.raises(StudentError, match="nowhere is not defined"):
        student.nowhere()
    with pytest.raises(TypeError, match="cannot be sent"):
        student.Box(object())
    student.close()


def test_hanging_call_costs_no_other(sandbox: Sandbox) -> None:
    """A call that hangs or ends the process is told as that, and the next one finds the notebook again."""
    source = "def hang():\n    while True: pass\n\ndef end():\n    import os\n    os._exit(0)\n\ndef one():\n    return 1"
    student = Student(sandbox, [Cell("a", source)], {}, limits=Limits(call_seconds=0.3))
    with pytest.raises(LimitExceeded, match=r"took longer than 0\.3 s"):
        student.hang()
    with pytest.raises(LimitExceeded, match="ended the program"):
        student.end()
    assert student.one() == 1
    student.close()


def test_failed_cells_are_kept_with_their_error(sandbox: Sandbox) -> None:
    """Of each cell is kept what it has shown and the error that ended it, whatever kind of end it was."""
    cells = [Cell("a", "print('x')\n1 / 0"), Cell("b", END), Cell("c", "'fine'")]
    student = Student(sandbox, cells, {})
    student.start()
    assert student.runs["a"].error == "ZeroDivisionError: division by zero (line 2: 1 / 0)"
    assert student.runs["b"].error == "it ended the program"
    assert student.runs["b"].outputs[0]["text"] == "This cell ended the program.\n"
    assert student.runs["c"].error is None and text(student.runs["c"].outputs) == "'fine'"
    student.close()


def test_more_outputs_than_there_is_room_for_are_left_out(sandbox: Sandbox) -> None:
    """Of outputs beyond the notebook's bound a note is kept, and errors in any case."""
    flood = "from IPython.display import display\ndisplay({'text/plain': 'x' * 1_100_000}, raw=True)\n1 / 0"
    student = Student(sandbox, [Cell("a", flood)], {}, limits=Limits(output_mb=1))
    student.start()
    assert "larger than 1 MB" in text(student.runs["a"].outputs)
    assert (student.runs["a"].error or "").startswith("ZeroDivisionError")
    student.close()


# --- notebooks whose checks stand in their cells ----------------------------------------------


def test_cells_find_files_and_variables(sandbox: Sandbox) -> None:
    """Cells find the files of their folder, empty and large ones included, and the environment they were given."""
    files = {"a/b.txt": b"hello", "empty": b"", "large": bytes(2 * 2**20)}
    look = "import os\n[open('a/b.txt').read(), os.path.getsize('empty'), os.path.getsize('large'), os.environ['NAME']]"
    (outputs,) = execution(sandbox, look, files=files, disk_mb=1, file_mb=1)
    assert text(outputs) == "['hello', 0, 2097152, 'value']"


def test_ends_of_cells_are_shown_as_errors(sandbox: Sandbox) -> None:
    """A cell that ends the process shows an error; the others show what they would without it."""
    first, ended, last = execution(sandbox, "x = 1\nx", END, "x + 1")
    assert (text(first), text(ended), text(last)) == ("1", "CellEnded", "2")


def test_what_is_written_past_python_is_shown(sandbox: Sandbox) -> None:
    """What a cell writes to the descriptors of standard output and error is shown with it, and not with the next."""
    first, second = execution(sandbox, "import os\nos.write(2, b'past') and 5", "6")
    assert [output["output_type"] for output in first] == ["stream", "execute_result"]
    assert (first[0]["name"], first[0]["text"], text(second)) == ("stderr", "past", "6")


def test_cells_for_which_there_is_no_time_show_an_error(sandbox: Sandbox) -> None:
    """If there is no time for a notebook, every cell shows that it was not run."""
    for outputs in execution(sandbox, "1", "2", notebook_seconds=0):
        assert text(outputs) == "CellNotRun" and "took longer than 0 s" in outputs[0]["evalue"]


def test_points_survive_a_flood(sandbox: Sandbox) -> None:
    """If there is no room for its outputs, the result of a check is kept."""
    flood = "from IPython.display import display\ndisplay({'text/plain': 'x' * 1_100_000}, raw=True)\n0.5"
    (outputs,) = execution(sandbox, flood, output_mb=1)
    assert [output["output_type"] for output in outputs] == ["stream", "execute_result"]
    assert text(outputs[1:]) == "0.5" and "too large" in outputs[0]["text"]
