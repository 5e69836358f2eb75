"""What hidden tests ask of a student's notebook: what comes back is seen from outside, or earns nothing alone."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

import pytest
import torch

from coursekit.errors import StudentError, SuiteError
from coursekit.grading.student import Student
from coursekit.grading.telling import digest
from coursekit.notebooks.cells import Cell
from coursekit.sandbox.sandbox import Sandbox

NOTEBOOK = """
import subprocess, sys, threading, queue
import torch
from torch import nn

def double(x):
    return 2 * x

def twice(function, x):
    return function(function(x))

def in_a_thread(x):
    found = []
    worker = threading.Thread(target=lambda: found.append(torch.ones(9, 9) @ torch.ones(9, 9)))
    worker.start()
    worker.join()
    return x

def in_a_process(x):
    subprocess.run(["true"], check=False)
    return x

def by_numpy(x):
    from numpy._core import multiarray
    return torch.from_numpy(next(map(multiarray.correlate, [x.numpy()], [x.numpy()])))

def blind(x):
    sys.settrace(None)
    return x

class Left:
    def __init__(self):
        self.itself = self

    def __del__(self):
        return sum(range(100))

def littering(x):
    left = [Left() for _ in range(len(x))]
    return 2 * x

def cannot(x):
    return torch.linalg.eigvals(torch.eye(len(x))).max()  # complex numbers have no order

def later(x):
    raise NotImplementedError("later")

def telling(x):
    f"{x} or {x.numpy()}"
    return 2 * x

class Looping(torch.Tensor):
    def __format__(self, kind):
        return str(sum(1 for _ in range(len(self))))

def looping_text(x):
    f"{torch.Tensor.as_subclass(x, Looping)}"
    return 2 * x

def loop(x):
    return torch.tensor([2 * value for value in x.tolist()])

class Layer(nn.Module):
    def __init__(self, size):
        super().__init__()
        self.weight = nn.Parameter(torch.zeros(size))

    def forward(self, x):
        return (x * self.weight).sum()

class Own(ValueError):
    pass

def at_once(ask, count):
    answers = {}
    def one(number):
        for _ in range(20):
            answers.setdefault(number, set()).add(float(ask(torch.tensor(float(number)))))
    threads = [threading.Thread(target=one, args=(number,)) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return [sorted(answers[number]) for number in range(count)]

def loud(x):
    raise Own(f"the input is {x.tolist()}")

def louder(x):
    raise type("x" + "".join(str(int(v)) for v in x.flatten()), (ValueError,), {})("and nothing else")
"""


@pytest.fixture
def student(sandbox: Sandbox) -> Iterator[Student]:
    """Return the student whose notebook is the one above."""
    one = Student(sandbox, [Cell("cell 0", textwrap.dedent(NOTEBOOK).strip())], {})
    yield one
    one.close()


def test_functions_of_a_test_are_called_back(student: Student) -> None:
    """A function that a test hands over is carried out outside; the notebook gets to see its values alone."""
    asked = []

    def secret(x: torch.Tensor) -> torch.Tensor:
        asked.append(x.tolist())
        return x + 1

    assert student.twice(secret, torch.ones(1)).tolist() == [3]
    assert asked == [[1], [2]]


def test_threads_that_call_back_at_once_get_their_own_answers(student: Student) -> None:
    """Where threads of a notebook ask the grading process at the same time, each gets the answer to its question."""
    assert student.at_once(lambda value: value * 10, 4) == [[0.0], [10.0], [20.0], [30.0]]


def test_gradients_come_with_the_value(student: Student) -> None:
    """Of one call come the value and its gradients, by the arguments or by parts of a layer."""
    seen = student.observe(student.double, torch.ones(2), upstream=torch.tensor([1.0, 10.0]))
    assert seen.value.tolist() == [2, 2] and [g.tolist() for g in seen.gradients] == [[2, 20]]
    misfits, layer = student.layer(student.Layer, 2, weight=torch.tensor([3.0, 4.0]))
    assert misfits == {} and layer.weight.tolist() == [3, 4]
    seen = student.observe(layer, torch.ones(2), upstream=torch.tensor(1.0), of=("weight",))
    assert seen.value.item() == 7 and [g.tolist() for g in seen.gradients] == [[1, 1]]


def test_parameters_are_values(student: Student) -> None:
    """The parameters of a layer come as values by name; something else has none, and cannot be filled."""
    assert {name: value.tolist() for name, value in student.parameters(student.Layer(2)).items()} == {
        "weight": [0, 0]
    }
    assert student.parameters(student.double) is None
    assert student.layer(student.Layer, 2, weight=torch.ones(3))[0] == {"weight": (2,)}
    assert student.layer(student.double, torch.ones(1), weight=torch.ones(1))[0] is None


def patched() -> float:
    """Ask the framework for three ones, and add them up."""
    return float(torch.ones(3).sum())


def fails() -> None:
    """Raise an error, as a probe that is wrong does."""
    raise ValueError("no")


def test_a_probe_apart_sees_nothing_of_the_notebook(sandbox: Sandbox) -> None:
    """A probe that is run apart finds the framework as it is, whatever the notebook has made of it; no student pays for its errors."""
    one = Student(sandbox, [Cell("cell 0", "import torch\ntorch.ones = torch.zeros\ndouble = 2")], {})
    assert one.run(patched) == 0 and one.run_apart(patched) == 3
    with pytest.raises(
        SuiteError, match="the probe fails does not run where no notebook is: it raised ValueError: no"
    ):
        one.run_apart(fails)
    one.close()


@pytest.mark.parametrize("name", ["in_a_thread", "in_a_process", "blind"])
def test_work_of_others_is_noted(student: Student, name: str) -> None:
    """What another thread or process does during an observed call, or an averted look, is noted, and no own work."""
    assert student.observe(getattr(student, name), torch.ones(2)).elsewhere
    assert not student.observe(student.double, torch.ones(2)).elsewhere


def test_calls_of_other_libraries_are_told(student: Student) -> None:
    """Where it is looked below, what is called of other libraries is told, also what C calls in C."""
    assert "numpy.correlate" in student.observe(student.by_numpy, torch.ones(2), below=True).others
    assert student.observe(student.double, torch.ones(2), below=True).others == ()
    assert student.observe(student.by_numpy, torch.ones(2)).others == ()


def test_steps_are_those_of_all_code(student: Student) -> None:
    """Steps grow with a loop, and not with the work of one operation."""

    def steps(name: str, size: int) -> int:
        return student.observe(getattr(student, name), torch.ones(size), steps=True).steps

    steps("double", 3)  # the first look takes some of its own
    assert steps("double", 100) == steps("double", 3) > 0
    assert steps("loop", 100) >= steps("loop", 3) + 97


def test_what_a_library_cannot_do_is_no_stub(student: Student) -> None:
    """An error of torch's in a line of the notebook is told as its own, and a stub with a text is one all the same."""
    with pytest.raises(StudentError, match="raised NotImplementedError") as refused:
        student.cannot(torch.ones(2))
    assert not isinstance(refused.value, NotImplementedError)
    with pytest.raises(NotImplementedError):
        student.later(torch.ones(2))


def test_writing_a_text_takes_no_steps(student: Student) -> None:
    """A message with an array in it takes the same steps whatever its size, but for what the notebook adds to it."""

    def steps(name: str, size: int) -> int:
        return student.observe(getattr(student, name), torch.ones(size), steps=True).steps

    steps("telling", 3)  # the first look takes some of its own
    assert abs(steps("telling", 2000) - steps("telling", 3)) < 30
    assert steps("looping_text", 2000) >= steps("looping_text", 3) + 1997


def test_collecting_garbage_is_no_step(student: Student) -> None:
    """What is called when garbage happens to be collected is not among the steps of the call that it comes upon."""
    x = torch.ones(20)  # that often, garbage of earlier calls is collected during some of the later ones
    seen = [student.observe(student.littering, x, steps=True).steps for _ in range(100)]
    assert len(set(seen[1:])) == 1  # the first look takes some of its own


def test_errors_on_small_inputs_are_told_whole(student: Student) -> None:
    """On inputs that feedback may show, an error is told with its text, and on larger ones by class and line alone."""
    with pytest.raises(ValueError, match=r"Own: the input is \[\[1.0\]\] \(line"):
        student.loud(torch.ones(1, 1))
    with pytest.raises(
        StudentError, match=r'^raised Own \(line \d+: raise Own\(f"the input is {x.tolist\(\)}"\)\)$'
    ):
        student.loud(torch.ones(4, 4))
    with pytest.raises(StudentError, match=r"^raised ValueError \(line"):
        student.louder(torch.ones(4, 4))


def test_probes_show_nothing_of_themselves(student: Student) -> None:
    """An error in what a test runs beside the notebook is told without the test's own source."""

    def probe(x):  # type: ignore[no-untyped-def]
        secret = 7
        return x.nothing_like_that + secret

    with pytest.raises(StudentError) as caught:
        student.run(probe, torch.ones(4, 4))
    assert str(caught.value) == "raised AttributeError"


def test_content_decides() -> None:
    """Two notebooks draw the same hidden inputs only if their cells are the same."""
    one, same, other = ([Cell("a", source)] for source in ("x = 1", "x = 1", "x = 2"))
    assert digest(one) == digest(same) != digest(other)
