"""What student code may do without losing a point, and what it cannot gain or break."""

from __future__ import annotations

import pytest

from coursekit.grading.grader import Grader

from ..helpers import RIGHT, hand_in

NOISE = {
    "stderr": "import sys\nprint('careful', file=sys.stderr)",
    "warning": "import warnings\nwarnings.warn('deprecated')",
    "print": "print('x' * 1000)",
    "magic": "%matplotlib inline\n%timeit -n1 -r1 1 + 1",
    "await": "import asyncio\nawait asyncio.sleep(0)",
    "shell command": "!echo hello",
    "display": "from IPython.display import HTML, display\ndisplay(HTML('<b>x</b>'))",
    "plot": "import matplotlib.pyplot as plt\nplt.plot([1, 2])\nplt.show()",
    "exit": "exit()",
    "no gradients": "torch.set_grad_enabled(True)",
}
END = {"an error": "1 / 0", "system exit": "import sys\nsys.exit(1)", "command's failure": "!exit 3"}


@pytest.mark.parametrize("noise", NOISE.values(), ids=NOISE)
def test_noise_costs_nothing(toy_grader: Grader, noise: str) -> None:
    """Output, warnings, magics and commands before and after a right answer cost no point, and are no error."""
    result = toy_grader.grade(hand_in(toy_grader, slide=f"{noise}\n\n{RIGHT['slide']}\n\n{noise}"))
    assert result.points == 100, [test.message for test in result.tests]
    assert result.runs["slide"].error is None


@pytest.mark.parametrize("end", END.values(), ids=END)
def test_end_of_a_cell_costs_nothing(toy_grader: Grader, end: str) -> None:
    """A cell that fails after its right answer costs no point."""
    result = toy_grader.grade(hand_in(toy_grader, slide=f"{RIGHT['slide']}\n\n{end}"))
    assert result.points == 100, [test.message for test in result.tests]


def test_commands_are_run_and_shown(toy_grader: Grader) -> None:
    """What `!command` says is shown, with what it says on stderr, and its exit code is kept as in a notebook."""
    commands = "name = 'ada'\n!echo hello $name; echo oops >&2; exit 3\nagain = !echo again\nprint(_exit_code, again)"
    result = toy_grader.grade(hand_in(toy_grader, slide=f"{commands}\n{RIGHT['slide']}"))
    assert (
        "".join(output["text"] for output in result.runs["slide"].outputs) == "hello ada\noops\n3 ['again']\n"
    )


ODD = {
    "renamed helper": "def window(x, i, n):\n    return x[i:i+n]\n\ndef slide(x, k):\n"
    "    return torch.stack([window(x, i, len(k)) @ k for i in range(len(x) - len(k) + 1)])",
    "callable object": "class Slide:\n    def __call__(self, x, k):\n        return x.unfold(0, len(k), 1) @ k\n\n"
    "slide = Slide()",
    "lambda": "slide = lambda x, k, *, fast=True: x.unfold(0, len(k), 1) @ k",
    "library": "import torch.nn.functional as F\n\ndef slide(x, k):\n    return F.conv1d(x[None, None], k[None, None])[0, 0]",
    "decorated": "import functools\n\n@functools.lru_cache\ndef places(n, k):\n    return range(n - k + 1)\n\n"
    "def slide(x, k):\n    return sum(x[j : j + len(places(len(x), len(k)))] * k[j] for j in range(len(k)))",
    "prints while called": "def slide(x, k):\n    print('called')\n    return x.unfold(0, len(k), 1) @ k",
}


@pytest.mark.parametrize("answer", ODD.values(), ids=ODD)
def test_odd_right_answers_pass(toy_grader: Grader, answer: str) -> None:
    """A right answer in an unusual style gets full marks."""
    result = toy_grader.grade(hand_in(toy_grader, slide=answer))
    assert result.points == 100, [test.message for test in result.tests]


def test_numpy_detour_costs_only_gradients(toy_grader: Grader) -> None:
    """A detour through numpy loses the gradient, and nothing else."""
    answer = "def slide(x, k):\n    return torch.as_tensor(np.correlate(x.numpy(), k.numpy()))"
    result = toy_grader.grade(hand_in(toy_grader, slide=f"import numpy as np\n{answer}"))
    assert {test.test for test in result.tests if not test.passed} == {"test_gradient"}


BROKEN = {
    "syntax error": "def slide(x, k:",
    "hangs when called": "def slide(x, k):\n    while True:\n        pass",
    "hangs at once": "while True:\n    pass",
    "swallows the interruption": "def slide(x, k):\n    while True:\n        try:\n            while True:\n                pass\n"
    "        except BaseException:\n            pass",
    "ends the program when called": "import os\n\ndef slide(x, k):\n    os._exit(0)",
    "ends the program at once": "import os\nos._exit(0)",
    "kills its process": "import os, signal\n\ndef slide(x, k):\n    os.kill(os.getpid(), signal.SIGKILL)\n    os.abort()",
    "recursion without end": "def slide(x, k):\n    return slide(x, k)",
    "returns itself": "def slide(x, k):\n    nested = []\n    nested.append(nested)\n    return nested",
    "raises its own exception": "class Odd(BaseException):\n    pass\n\ndef slide(x, k):\n    raise Odd",
}


@pytest.mark.slow
@pytest.mark.parametrize("answer", BROKEN.values(), ids=BROKEN)
def test_broken_answer_costs_its_own_exercise(impatient_grader: Grader, answer: str) -> None:
    """An answer that fails, hangs or ends the program costs its own exercise, and says why."""
    result = impatient_grader.grade(hand_in(impatient_grader, slide=answer))
    assert result.points == 40
    assert all(test.message for test in result.exercise("slide"))


CHEATS = {
    "allclose": "torch.allclose = lambda *a, **k: True\ntorch.equal = lambda *a, **k: True",
    "assert_close": "import torch.testing\ntorch.testing.assert_close = lambda *a, **k: None",
    "conv": "import torch.nn.functional as F\nF.conv1d = F.conv2d = lambda *a, **k: torch.zeros(1)",
    "ast transformer": "import ast\n\nclass Drop(ast.NodeTransformer):\n    def visit_Assert(self, node):\n"
    "        return ast.Pass()\n\nget_ipython().ast_transformers.append(Drop())",
    "input transformer": "get_ipython().input_transformers_post.append(lambda lines: ['1.0\\n'])",
    "showtraceback": "get_ipython().showtraceback = lambda *a, **k: None",
    "display hook": "import sys\nsys.displayhook = lambda *a: print('100.0')",
    "pytest": "import sys, types\nsys.modules['pytest'] = types.SimpleNamespace(raises=None)",
    "wire": "import sys\nfor name, module in list(sys.modules.items()):\n    if name.endswith('wire'):\n"
    "        module.Frame.encode = lambda self, value: None",
}
SUBCLASS = """
class Equal(torch.Tensor):
    @classmethod
    def __torch_function__(cls, func, types, args=(), kwargs=None):
        return True
    def __eq__(self, other):
        return True

def slide(x, k):
    return torch.zeros(len(x) - len(k) + 1, dtype=x.dtype).as_subclass(Equal)
"""
WRONG = "def slide(x, k):\n    return x[: len(x) - len(k) + 1] * 0 + x.sum() * 0"


@pytest.mark.parametrize("cheat", CHEATS.values(), ids=CHEATS)
def test_replacing_what_judges_earns_nothing(toy_grader: Grader, cheat: str) -> None:
    """Patches of torch, IPython and the kit inside the student's process earn nothing for a wrong answer."""
    plain = toy_grader.grade(hand_in(toy_grader, slide=WRONG))
    patched = toy_grader.grade(hand_in(toy_grader, slide=f"{WRONG}\n\n{cheat}"))
    assert patched.points <= plain.points < 100


def test_subclass_that_equals_everything_earns_nothing(toy_grader: Grader) -> None:
    """A tensor subclass that claims to be equal to everything is compared by its bytes."""
    result = toy_grader.grade(hand_in(toy_grader, slide=SUBCLASS))
    assert not any(test.passed for test in result.exercise("slide") if test.test == "test_values")


def test_early_mistake_costs_its_own_points_only(toy_grader: Grader) -> None:
    """A later exercise that uses a wrong earlier one is graded with a right one in its place."""
    wrong = "def size(n, k):\n    return n - k"
    later = "def slide(x, k):\n    return torch.stack([x[i : i + len(k)] @ k for i in range(size(len(x), len(k)))])"
    result = toy_grader.grade(hand_in(toy_grader, wrong, later))
    assert [test.exercise for test in result.tests if not test.passed] == ["size"]
    assert {test.replaced for test in result.exercise("slide")} == {(), ("size",)}


def test_follow_through_does_not_help_a_wrong_answer(toy_grader: Grader) -> None:
    """A wrong later exercise stays wrong with a right earlier one."""
    wrong = "def size(n, k):\n    return n - k"
    later = "def slide(x, k):\n    return torch.stack([x[i] * k[0] for i in range(size(len(x), len(k)))])"
    result = toy_grader.grade(hand_in(toy_grader, wrong, later))
    assert not any(test.passed for test in result.exercise("slide") if test.test == "test_values")


def test_misconception_is_named(toy_grader: Grader) -> None:
    """A result that a known mistake would give is diagnosed, with a small case beside it."""
    flipped = "def slide(x, k):\n    return x.unfold(0, len(k), 1) @ k.flip(0)"
    values = toy_grader.grade(hand_in(toy_grader, slide=flipped)).exercise("slide")[0]
    assert values.diagnosis is not None
    assert values.diagnosis.says == "The kernel is flipped. Slide it as it is."
    assert values.inputs and values.seen and values.expected


def test_untouched_notebook_earns_nothing(toy_grader: Grader) -> None:
    """The released notebook as it is earns no point, and says that the exercise is not finished."""
    result = toy_grader.grade(toy_grader.release)
    assert result.points == 0
    assert all("ot finished" in test.message for test in result.tests)


def test_same_answer_same_grade(toy_grader: Grader) -> None:
    """The second grading of a notebook gives exactly the results of the first."""
    first, second = (toy_grader.grade(hand_in(toy_grader)) for _ in range(2))
    assert first.tests == second.tests
