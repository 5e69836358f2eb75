"""The public checks of the real course, on every answer of the bank: what they call correct, and what slips they name."""

from __future__ import annotations

import re
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook

from coursekit.authoring.bank import Answer, read_answers
from coursekit.grading.student import Student
from coursekit.notebooks.cells import Cell
from coursekit.notebooks.folders import read_folder
from coursekit.notebooks.marks import CHECK, exercises, grade_id, mark, solutions
from coursekit.sandbox.limits import Limits
from coursekit.sandbox.sandbox import Sandbox

from .helpers import ROOT, in_words, source_files, source_notebook

pytestmark = pytest.mark.slow
SOURCE = ROOT / "source/convolutions"
ANSWERS = ROOT / "tests/answers/convolutions"
HOMES = {e.name: path for path in sorted(SOURCE.glob("*.ipynb")) for e in exercises(source_notebook(path))}
LIMITS = Limits(cell_seconds=5, notebook_seconds=600, notebook_cpu_seconds=600)
FORM = "the form is right; whether the answers are, is not checked here"
CORRECT = "correct, as far as this check can see"

# Wrong answers that a public check calls correct, by the reason why it cannot see what is wrong.
SIZE = "it is wrong from a size on that is larger than what a check shows"
ASIDE = "the work is left to where nobody looks: a thread, numpy, or the name of another file"
HIDDEN = "it turns off what a check looks with, or does the work within an operation of its own"
ESTIMATE = "it is an estimate, or noise, that a small example does not tell from the truth"
LAYER = "a check trains one kind of layer"
SMALL_LOSS = "it gives up where the loss is smaller than any that a check shows"
LONG = "it goes wrong after more steps than a check takes"
REPEATED = "it remembers what was asked before in a way that a check does not meet"
UNSEEN: dict[str, dict[str, str]] = {
    "output_shape": {"never more than 24 rows": SIZE},
    "corr2d": {
        "a library convolution in another thread": ASIDE,
        "a library convolution in a thread that waits for work": ASIDE,
        "a library convolution in an operation of its own": HIDDEN,
        "a library convolution that no mode may see": HIDDEN,
        "a library convolution when the result is read": HIDDEN,
        "a library convolution on the way back": ASIDE,
        "NumPy's convolution on the way back": ASIDE,
        "NumPy's convolution where the image is large": SIZE,
        "right up to 24 rows": SIZE,
        "kernels of up to twelve columns": SIZE,
    },
    "corr2d_vectorized": {
        "a list comprehension in numpy": ASIDE,
        "np.vectorize is a loop": ASIDE,
        "plain lists of numbers": ASIDE,
        "plain lists of numbers, and results are remembered": ASIDE,
        "a loop that goes under the name of another file": ASIDE,
        "loops over numbers in TorchScript": ASIDE,
        "takes the look away while it loops": ASIDE,
        "a library convolution in an operation of its own": HIDDEN,
        "a library convolution in the place of an operation of torch's": HIDDEN,
        "a library convolution when torch's own numpy() is called": HIDDEN,
        "a library convolution that no mode may see": HIDDEN,
        "a loop in TorchScript that no mode may see": HIDDEN,
        "a loop when the result is read": HIDDEN,
        "a loop where the image is small, NumPy's convolution where it is large": SIZE,
    },
    "Conv2D": {
        "torch's convolution in a thread": ASIDE,
        "torch's convolution that no mode may see": HIDDEN,
    },
    "corr2d_backward": {
        "autograd that no mode may see": HIDDEN,
        "autograd's engine, asked directly": HIDDEN,
        "autograd when the result is read": HIDDEN,
        "forward-mode gradients, asked for among the operations": HIDDEN,
    },
    "edge_image": {
        "at most sixteen rows": SIZE,
        "paints no further than twenty columns": SIZE,
        "remembers the first band of each size": REPEATED,
    },
    "vertical_edges": {
        "sees no further than sixteen rows": SIZE,
        "sees no further than sixteen columns": SIZE,
    },
    "horizontal_edges": {
        "sees no further than sixteen rows": SIZE,
        "sees no further than sixteen columns": SIZE,
    },
    "diagonal_image": {
        "a line that ends after twenty rows": SIZE,
        "stripes that get dense in large images": SIZE,
    },
    "learn_kernel": {
        "looks at the first ten rows of the output only": SIZE,
        "the rate is halved after every ten steps": LONG,
        "computes the error in the place of the target": "what it writes there is the same but for rounding",
    },
    "largest_stable_lr": {
        "ten rounds of power iteration": ESTIMATE,
        "the patches of the first eight rows": SIZE,
    },
    "unteachable_image": {
        "noise beside one very bright pixel": ESTIMATE,
    },
    "train_conv2d": {
        "gradients by hand, for a convolution only": LAYER,
        "the layer's forward is replaced by the formula": LAYER,
        "stops where the loss is small": SMALL_LOSS,
        "the rate is halved after every ten steps": LONG,
    },
    "strict_convolution": {
        "right up to ten rows": SIZE,
        "a ready-made convolution under the name of a file": ASIDE,
        "a ready-made convolution in another thread": ASIDE,
        "a ready-made convolution that no mode may see": HIDDEN,
        "a ready-made convolution where the image is large": SIZE,
    },
    "compose_kernels": {"room for ten columns": SIZE},
    "noise_gain": {"looks at no more than twenty weights": SIZE},
    "kernel_matrix": {
        "at most eight rows of the kernel": SIZE,
        "at most sixteen rows of outputs": SIZE,
        "from sixty random images, by least squares": ESTIMATE,
    },
    "patch_matrix": {
        "at most sixteen rows of outputs": SIZE,
        "from twenty random kernels, by least squares": ESTIMATE,
    },
    "strongest_image": {"no more than sixteen rows": SIZE, "a step where the image is wide": SIZE},
}


def judged(sandbox: Sandbox, exercise: str, answers: list[Answer]) -> dict[str, str]:
    """Return what the public check says of each answer to an exercise, by its title."""
    notebook = source_notebook(HOMES[exercise])
    names = [grade_id(cell) for cell in notebook.cells]
    before = notebook.cells[: names.index(exercise)]
    cells = []
    for cell in before:
        shows = ("show(" in cell.source or "draw(" in cell.source) and "def " not in cell.source
        if cell.cell_type == "code" and not mark(cell).get("grade") and not shows:
            cells.append(Cell(cell.id, cell.source))
    check = notebook.cells[names.index(f"{CHECK}{exercise}")].source
    for answer in answers:
        source = f"globals().pop({exercise!r}, None)\n{answer.source}"
        cells += [Cell(f"answer {answer.title}", source), Cell(answer.title, check)]
    files = {**read_folder(SOURCE), **source_files(SOURCE)}
    student = Student(sandbox, cells, files, limits=LIMITS)
    student.start()
    student.close()
    return {answer.title: in_words(student.runs[answer.title].outputs) for answer in answers}


@pytest.mark.parametrize("exercise", HOMES)
def test_what_is_called_correct(sandbox: Sandbox, exercise: str) -> None:
    """Every right answer is called correct, and a wrong one only where a listed reason says why its fault is unseen."""
    answers = read_answers(ANSWERS / f"{exercise}.py")
    shown = judged(sandbox, exercise, answers)
    said = {title: re.findall(rf"^{exercise}: ([^.]*)", text, re.MULTILINE) for title, text in shown.items()}
    accepted = {title for title, states in said.items() if states[-1:] in ([CORRECT], [FORM])}
    right = {answer.title for answer in answers if answer.right}
    assert right <= accepted, {title: shown[title][-600:] for title in right - accepted}
    if [FORM] not in said.values():
        assert accepted - right == UNSEEN.get(exercise, {}).keys()


def test_listed_reasons_are_of_answers_there_are() -> None:
    """Every answer with a listed reason is in the bank, and wrong."""
    for exercise, reasons in UNSEEN.items():
        wrong = {answer.title for answer in read_answers(ANSWERS / f"{exercise}.py") if not answer.right}
        assert reasons.keys() <= wrong, Path(exercise)


ZEROS = "def corr2d(X, K):\n    return torch.zeros(X.shape[0] - K.shape[0] + 1, X.shape[1] - K.shape[1] + 1)"
ROUNDED = """
def corr2d(X, K):
    height, width = X.shape[0] - K.shape[0] + 1, X.shape[1] - K.shape[1] + 1
    if not X.dim() == K.dim() == 2 or height < 1 or width < 1:
        raise ValueError
    rows = [[(X[i:i + K.shape[0], j:j + K.shape[1]] * K).sum() for j in range(width)] for i in range(height)]
    return torch.stack([torch.stack(row) for row in rows]).float()
"""
ROUND = """
def corr2d_vectorized(X, K):
    return (X.unfold(0, K.shape[0], 1).unfold(1, K.shape[1], 1) * K).sum(dim=(2, 3)).round()
"""
HALF = """
class Conv2D(nn.Module):
    def __init__(self, kernel_size):
        super().__init__()
        self.weight = nn.Parameter(torch.rand(kernel_size))
        self.bias = nn.Parameter(torch.zeros(1))

    def forward(self, X):
        raise NotImplementedError()
"""
STATES = {
    "nothing": ("corr2d", "def corr2d(X, K):\n    raise NotImplementedError()", "not started yet"),
    "nothing was run": ("corr2d", "", "not started yet"),
    "zeros": ("corr2d", ZEROS, "keep working"),
    "right values in float32": ("corr2d", ROUNDED, "almost there: the values are right"),
    "weights of the right number": (
        "derivative_kernel",
        "def derivative_kernel(d):\n    return [1.0] * (d + 1)",
        "keep working",
    ),
    "a limit that is right for one image": (
        "largest_stable_lr",
        "def largest_stable_lr(X, kernel_shape):\n    return 0.1 if kernel_shape == (1, 2) else 0.05",
        "keep working",
    ),
    "whole numbers": ("corr2d_vectorized", ROUND, "keep working"),
    "a layer without its forward": ("Conv2D", HALF, "in progress"),
    "what a library does not do": (
        "corr2d",
        "import logging\ndef corr2d(X, K):\n    return logging.Handler().emit(X)",
        "NotImplementedError: emit must be implemented",
    ),
    "a typo": (
        "corr2d",
        "def corr2d(X, K):\n    return X * kernal",
        "NameError: name 'kernal' is not defined",
    ),
    "six wrong letters": (
        "diagonal_effects",
        "def diagonal_effects():\n    names = 'identity triangle'.split()\n"
        "    return {f'{name}{end}': 'AGK'[number] for name in names for number, end in enumerate(['', '_Xt', '_Kt'])}",
        FORM,
    ),
}


@pytest.mark.parametrize("title", STATES)
def test_states_are_true(sandbox: Sandbox, title: str) -> None:
    """What a check says of an unfinished answer is so: not begun, in part, wrong, or right but for something beside it."""
    exercise, source, word = STATES[title]
    shown = judged(sandbox, exercise, [Answer(exercise, title, source, False)])
    assert word in shown[title], shown


AVERAGED = "def corr2d_vectorized(X, K):\n    return X.unfold(0, K.shape[0], 1).unfold(1, K.shape[1], 1).mul(K).mean((2, 3))"
IN_NUMPY = """def corr2d_vectorized(X, K):
    windows = np.lib.stride_tricks.sliding_window_view(X.numpy(), K.shape)
    return (windows * K.numpy()).sum((2, 3))"""
TWICE = """def largest_stable_lr(X, kernel_shape):
    P = X.unfold(0, kernel_shape[0], 1).unfold(1, kernel_shape[1], 1).flatten(2).flatten(0, 1)
    return 2 / torch.linalg.eigvalsh(P.T @ P)[-1]"""
HALVED = """def learn_kernel(X, Y, K0, lr, steps):
    K, losses = K0.clone().requires_grad_(), []
    for _ in range(steps):
        loss = ((corr2d(X, K) - Y) ** 2).sum() / 2
        losses.append(loss.item())
        K = (K - lr * torch.autograd.grad(loss, K)[0]).detach().requires_grad_()
    return K.detach(), losses"""
LAYER_OF = """class Conv2D(nn.Module):
    def __init__(self, kernel_size):
        super().__init__()
        self.weight = nn.Parameter(torch.rand(kernel_size))
        self.bias = nn.Parameter(torch.zeros(()))

    def forward(self, X):
        return corr2d(X, self.weight) + self.bias"""
TO_BOTH_SIDES = """def receptive_field(kernel_shapes):
    return tuple(1 + sum(2 * (shape[axis] // 2) for shape in kernel_shapes) for axis in (0, 1))"""
HEIGHT_TWICE = """def receptive_region(i, j, kernel_shapes):
    size = 1 + sum(height - 1 for height, width in kernel_shapes)
    return slice(i, i + size), slice(j, j + size)"""
TRUE_WORDS = {  # what is said, and what else would be false
    "no return": ("noise_gain", "def noise_gain(K):\n    K.norm()", "is a `return` missing?", "Error"),
    "a kernel of another form": (
        "kernel_matrix",
        "def kernel_matrix(K, image_shape):\n    return K.reshape(1, -1)",
        "an image of 3×5 pixels, flattened and multiplied: the result is not of the form",
        "matmul",
    ),
    "a sum that is not 1": (
        "blur_kernel",
        "def blur_kernel():\n    return torch.ones(3, 3)",
        "their sum",
        "fade:",
    ),
    "a sum of 0": ("blur_kernel", "def blur_kernel():\n    return [[1, -1]]", "comes out black", "Warning"),
    "another norm": (
        "noise_gain",
        "def noise_gain(K):\n    return torch.linalg.norm(K, 2)",
        "largest singular value",
        "correct",
    ),
    "averages": ("corr2d_vectorized", AVERAGED, "averaged instead of summed", "rounds on its way"),
    "an array of NumPy's": ("corr2d_vectorized", IN_NUMPY, "array of another library", "dtype"),
    "a kernel that is turned in place": (
        "strict_convolution",
        "def strict_convolution(X, K):\n    K.copy_(K.flip(0, 1).clone())\n    return corr2d(X, K)",
        "writes into one of its inputs",
        "expected",
    ),
    "half of the loss": ("learn_kernel", HALVED, "or the loss is halved", "correct"),
    "half of a kernel to both sides": ("receptive_field", TO_BOTH_SIDES, "half of its size", "added up"),
    "the height for both": ("receptive_region", HEIGHT_TWICE, "where their widths should", "swapped"),
    "a bias without an axis": (
        "Conv2D",
        LAYER_OF,
        "it holds weight of shape (3, 2) and bias of shape (); look at",
        "plain tensor",
    ),
    "a bias that is no parameter": (
        "Conv2D",
        LAYER_OF.replace("nn.Parameter(torch.zeros(()))", "torch.zeros(1)"),
        "a plain tensor does not appear there",
        "correct",
    ),
    "a pair of nothing": (
        "corr2d_backward",
        "def corr2d_backward(X, K, dY):\n    return None, None",
        "got None",
        "missing?",
    ),
    "shades that are no numbers": (
        "diagonal_image",
        "def diagonal_image(n):\n    return torch.full((n, n), torch.nan)",
        "not finite",
        "same shade",
    ),
    "pixels that are not finite": (
        "unteachable_image",
        "def unteachable_image(image_shape, kernel_shape):\n    return torch.full(image_shape, torch.inf)",
        "not finite",
        "Warning",
    ),
    "a limit in a list": (
        "largest_stable_lr",
        TWICE.replace("return 2 /", "return [1 /") + "]",
        "it should be one number, and is a list",
        "expected",
    ),
    "a limit near that of a slip": (
        "largest_stable_lr",
        "def largest_stable_lr(X, kernel_shape):\n    return 1 / (X**2).sum()",
        "within 1 %: expected 0.1, got 0.0909",
        "looks as if",
    ),
    "losses along two axes": (
        "learn_kernel",
        HALVED.replace("return K.detach(), losses", "return K.detach(), torch.tensor(losses)[:, None]"),
        "the losses should have one axis, and have 2",
        "tuple",
    ),
    "a kernel of nothing": (
        "edge_kernel",
        "def edge_kernel(v):\n    return torch.zeros(3, 3)",
        "all weights are zero",
        "stronger",
    ),
    "powers that stay": (
        "derivative_kernel",
        "def derivative_kernel(d):\n    return [-1.0] + [0.0] * (d - 1) + [1.0]",
        "order 2: lower powers vanish: x to the power 1 does not",
        "sum to 0",
    ),
    "a slice that stops at the size": (
        "receptive_region",
        "def receptive_region(i, j, kernel_shapes):\n    return tuple(map(slice, (i, j), receptive_field(kernel_shapes)))",
        "should stop at its start plus the size",
        "widths",
    ),
    "sizes with decimals": (
        "receptive_field",
        "def receptive_field(kernel_shapes):\n    return tuple(1.0 + sum(n) - len(n) for n in zip(*kernel_shapes))",
        "whole numbers",
        "expected (8.0",
    ),
    "a kernel that is used up": (
        "compose_kernels",
        "def compose_kernels(A, B):\n    C = strict_convolution(torch.nn.functional.pad(A, (4, 4, 4, 4)), B)\n    B *= 0\n"
        "    up, left = 5 - B.shape[0], 5 - B.shape[1]\n    return C[up : C.shape[0] - up, left : C.shape[1] - left]",
        "almost there: the values are right",
        "other shapes",
    ),
    "an error in every call": (
        "vertical_edges",
        "def vertical_edges(X):\n    return X.diff_along(1)",
        "AttributeError",
        "left unchanged",
    ),
    "twice the limit": ("largest_stable_lr", TWICE, "a factor of 2 too much", "another"),
    "values of a large image": (
        "edge_image",
        "def edge_image(height, width, start, stop):\n    return 255 * torch.ones(height, width)",
        "at index [0, 0], expected 1, got 255",
        "array of shape",
    ),
}


@pytest.mark.parametrize("title", TRUE_WORDS)
def test_words_are_true(sandbox: Sandbox, title: str) -> None:
    """What is wrong is told, and nothing besides that is not so of this answer."""
    exercise, source, true, false = TRUE_WORDS[title]
    shown = judged(sandbox, exercise, [Answer(exercise, title, source, False)])[title]
    assert true in shown and false not in shown, shown


@pytest.mark.parametrize(
    "exercise", ["edge_kernel", "blur_kernel", "second_derivative_kernel", "strongest_image"]
)
def test_rows_of_tensors_are_nested_lists(sandbox: Sandbox, exercise: str) -> None:
    """A right result as a list of tensors, one for each row, is called correct."""
    solution = solutions(source_notebook(HOMES[exercise]))[exercise]
    source = (
        f"{solution}\n_whole = {exercise}\ndef {exercise}(*a):\n    return list(torch.as_tensor(_whole(*a)))"
    )
    shown = judged(sandbox, exercise, [Answer(exercise, "rows", source, True)])
    assert CORRECT in shown["rows"], shown


FLIPPED = "_right = corr2d\ndef corr2d(X, K):\n    return _right(X, K.flip(0, 1))\n"


@pytest.mark.parametrize(
    ("exercise", "title"),
    [
        ("kernel_matrix", "four loops and arithmetic"),
        ("patch_matrix", "two loops"),
        ("unteachable_image", "one bright corner"),
        ("compose_kernels", "shifted copies, added up"),
        ("edge_kernel", "steered Sobel"),
    ],
)
def test_checks_do_not_measure_by_a_wrong_corr2d(sandbox: Sandbox, exercise: str, title: str) -> None:
    """A right answer that does not use the student's own corr2d is called correct also where that one is wrong."""
    bank = [answer for answer in read_answers(ANSWERS / f"{exercise}.py") if answer.right]
    (source,) = (answer.source for answer in bank if answer.title == title)
    shown = judged(sandbox, exercise, [Answer(exercise, title, FLIPPED + source, True)])
    assert CORRECT in shown[title], shown


SECOND = {
    "[[-1, 1, 0]]": "first derivative",
    "[[-1, 0, 1]]": "central difference",
    "[[1, 0, -1]]": "central difference",
}
SECOND |= {"[[0.5, -1, 0.5]]": "half of the second derivative", "[[1], [-2], [1]]": "stands upright"}


@pytest.mark.parametrize("kernel", SECOND)
def test_slips_of_the_second_derivative_are_told_apart(sandbox: Sandbox, kernel: str) -> None:
    """First derivatives, central differences, a halved and an upright kernel: each is named as what it is."""
    source = f"def second_derivative_kernel():\n    return {kernel}"
    answer = Answer("second_derivative_kernel", kernel, source, False)
    shown = judged(sandbox, answer.exercise, [answer])[kernel]
    named = [word for word in set(SECOND.values()) if word in shown]
    assert SECOND[kernel] in named
    assert set(named) <= {SECOND[kernel], "first derivative"}, shown


# --- what waits for an exercise ---------------------------------------------------------------


def said(sandbox: Sandbox, *sources: str, **files: bytes) -> str:
    """Return what the last of some cells prints, with `files` beside the notebook."""
    cells = [Cell(str(number), source) for number, source in enumerate(sources)]
    student = Student(sandbox, cells, {**read_folder(SOURCE), **files}, limits=LIMITS)
    student.start()
    student.close()
    return "".join(str(output.get("text", "")) for output in student.runs[cells[-1].key].outputs)


LOOK = "from classroom import when_ready\nwith when_ready('your code for corr2d and output_shape'):\n    print(corr2d(3))"
WAITING = {
    "unfinished": (
        "def output_shape(x):\n    raise NotImplementedError()\n\ndef corr2d(x):\n    return output_shape(x)",
        "This appears when output_shape is finished.",
    ),
    "not run": ("", "This appears when corr2d is finished, and its cell was run."),
    "a typo": (
        "def corr2d(x):\n    height = x\n    return heigth",
        "This does not work yet with corr2d, line 3: NameError: name 'heigth' is not defined",
    ),
    "a fault": ("def corr2d(x):\n    return x[0]", "This does not work yet with corr2d, line 2: TypeError: "),
    "what a library does not do": (
        "import logging\ndef corr2d(x):\n    return logging.Handler().emit(x)",
        "This does not work yet with corr2d, line 3: NotImplementedError: emit must be implemented",
    ),
    "finished": ("def corr2d(x):\n    return x", "3\n"),
}


@pytest.mark.parametrize("title", WAITING)
def test_what_a_picture_waits_for_is_named(sandbox: Sandbox, title: str) -> None:
    """A picture names the exercise that it waits for, and of a typo or a fault the function and its line."""
    source, words = WAITING[title]
    assert said(sandbox, source, LOOK).startswith(words)


def test_copies_of_a_notebook_come_last(sandbox: Sandbox) -> None:
    """An earlier exercise is taken from the notebook itself, and from a copy only where there is no other."""
    notebooks = {}
    for name, number in {"01-Copy1.ipynb": 1, "01.ipynb": 2}.items():
        source = f"from classroom.given import corr2d\ncorr2d.number = {number}"
        cell = new_code_cell(source, metadata={"nbgrader": {"grade_id": "corr2d"}})
        notebooks[name] = nbformat.writes(new_notebook(cells=[cell])).encode()
    ask = "from classroom import earlier\nprint(earlier('corr2d').__dict__)"
    assert said(sandbox, ask, **notebooks) == "{'number': 2}\n"
    assert said(sandbox, ask, **{"01-Copy1.ipynb": notebooks["01-Copy1.ipynb"]}) == "{'number': 1}\n"
    assert "save that notebook" in said(sandbox, ask)
