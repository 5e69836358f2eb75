"""What every notebook of this course uses: checks, pictures, and the exercises of earlier notebooks."""

from __future__ import annotations

import ast
import base64
import html
import io
import json
import math
import traceback
from contextlib import contextmanager
from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np
import torch
from given import GIVEN, TRIAL
from IPython.display import display
from torch.overrides import TorchFunctionMode
from torch.utils._python_dispatch import TorchDispatchMode

UNFINISHED = (NotImplementedError, NameError)
UNKNOWN = object()  # what a call has come to that could not be made
RED, BLUE = np.array([160, 10, 40]), np.array([5, 60, 140])  # as far from white as a picture goes


# --- checks -----------------------------------------------------------------------------------


class Check:
    """Collects the outcomes of one public check; made by `check`."""

    def __init__(self, name, form):
        self.name = name
        self.form = form
        self.started = True
        self.finished = True
        self.passed = []
        self.failed = []
        self.has_values = self.values_are_right = False

    def that(self, title, test, hint=""):
        """Look at one property: `test` is a function without arguments that returns True or False.

        `hint` is what to tell the student when the answer is False.
        """
        ok, problem = self._try(test)
        if problem is not None:
            self._note(title, problem)
        elif ok is not UNKNOWN:
            self._note(title, "" if ok else hint, ok)

    def equal(self, title, answer, expected, slips=None):
        """Compare what `answer()` returns with `expected`, both by shape and by value.

        `slips` maps the name of a usual slip to the result that the slip would give.
        """
        if not self.has_values:
            self.has_values = self.values_are_right = True
        seen, problem = self._try(answer)
        if problem is None and seen is not UNKNOWN:
            right, problem = self._try(lambda: _same(seen, expected))
        if problem is None and seen is None:
            problem = "the result is None; is a `return` missing?"
        if problem is not None:
            self.values_are_right = False
            self._note(title, problem)
        elif seen is not UNKNOWN and right:
            self._note(title, "", True)
        elif seen is not UNKNOWN:
            self.values_are_right = False
            slip = next((slip for slip, result in (slips or {}).items() if _same(seen, result)), "")
            plain = f"expected {_brief(expected)}, got {_brief(seen)}"
            self._note(title, f"it looks as if {slip}" if slip else plain)

    def holds(self, title, test, hint=""):
        """Look, as `that` does, at a property without which the value itself is wrong."""
        if not self.has_values:
            self.has_values = self.values_are_right = True
        failed = len(self.failed)
        self.that(title, test, hint)
        self.values_are_right = self.values_are_right and len(self.failed) == failed

    def raises(self, title, kind, call):
        """Expect that `call()` raises an exception of class `kind`."""

        def test():
            try:
                call()
            except NotImplementedError:
                raise
            except kind:
                return True
            return False

        self.that(title, test, f"expected a {kind.__name__}, and nothing was raised")

    def _try(self, test):
        """Return what `test()` returns, or UNKNOWN, and what went wrong, or None."""
        if not self.started:
            return UNKNOWN, None
        try:
            return test(), None
        except NotImplementedError:  # of a class, some methods may be written and others not
            self.started = bool(self.passed or self.failed)
            self.finished = self.values_are_right = False
            return UNKNOWN, None
        except Exception as problem:
            if isinstance(problem, NameError) and problem.name == self.name:  # its cell has not been run
                self.started = False
            first_line = str(problem).splitlines()[0] if str(problem) else ""
            return UNKNOWN, f"{type(problem).__name__}: {first_line}"

    def _note(self, title, why, ok=False):
        (self.passed if ok else self.failed).append((title, why))

    def state(self):
        """Return 'not started', 'in progress', 'keep working', 'almost', 'form' or 'correct'."""
        if not self.started:
            return "not started"
        if not self.finished:
            return "in progress"
        if not self.failed:
            return "form" if self.form else "correct"
        return "almost" if self.has_values and self.values_are_right else "keep working"


WORDS = {
    "not started": "not started yet: the cell above still waits for your code.",
    "in progress": "in progress: a part of the cell above still waits for your code.",
    "keep working": "keep working.",
    "almost": "almost there: the values are right, and something beside them is missing.",
    "form": "the form is right; whether the answers are, is not checked here.",
    "correct": "correct, as far as this check can see. Hidden checks look closer.",
}


@contextmanager
def check(name, form=False):
    """Run the public check of exercise `name`, print what it found, and stop nothing after it.

    With `form`, only the form of the answer is looked at, and this is said.
    """
    result = Check(name, form)
    try:
        yield result
    except UNFINISHED:
        result.started = False
    except Exception as problem:
        result.failed.append(("the check could run", f"{type(problem).__name__}: {problem}"))
    state = result.state()
    print(f"{name}: {WORDS[state]}")
    if state in ("in progress", "keep working", "almost"):
        for title, _ in result.passed:
            print(f"  [ok] {title}")
        for title, why in result.failed:
            print(f"  [--] {title}" + (f": {why}" if why else ""))


@contextmanager
def when_ready(what="an exercise above"):
    """Let a picture or an experiment wait for `what` without stopping the notebook."""
    try:
        yield
    except NotImplementedError as problem:
        print(f"This appears when {_place(problem)[0] or what} is finished.")
    except Exception as problem:
        name, line = _place(problem)
        if isinstance(problem, NameError) and not name:  # the cell that defines it has not been run
            print(f"This appears when {problem.name or what} is finished, and its cell was run.")
            return
        first_line = str(problem).splitlines()[0] if str(problem) else ""
        where = f"{name}, line {line}" if name else f"{what} as it is"
        print(f"This does not work yet with {where}: {type(problem).__name__}: {first_line}")


def _place(problem):
    """Return the function or class of the notebook in which `problem` came up, and the line there; or ("", 0)."""
    name, line = "", 0
    for frame, number in traceback.walk_tb(problem.__traceback__):
        if frame.f_globals.get("__name__") == "__main__" and frame.f_code.co_name != "<module>":
            name = frame.f_code.co_qualname.split(".")[0]
            line = number - frame.f_code.co_firstlineno + 1
    return name, line


def _array(value):
    if isinstance(value, torch.Tensor):
        return value.detach().cpu().numpy()
    return np.asarray(value)


def _same(seen, expected):
    """Return whether two results agree in shape and, within rounding, in value."""
    seen, expected = _array(seen), _array(expected)
    if seen.shape != expected.shape:
        return False
    if seen.dtype.kind in "fiub" and expected.dtype.kind in "fiub":
        return bool(np.allclose(seen, expected, rtol=1e-4, atol=1e-5))
    return bool((seen == expected).all())


def _brief(value):
    """Return `value` in at most one short line."""
    array = _array(value)
    if array.dtype.kind in "fiub" and array.size <= 16:
        return str(np.round(array.astype(float), 4).tolist())
    if array.dtype.kind in "fiub":
        return f"an array of shape {array.shape}"
    return str(value)[:80]


class _Operations(TorchDispatchMode):
    """Keeps the names of torch's operations while it is active."""

    def __init__(self):
        super().__init__()
        self.names = set()

    def __torch_dispatch__(self, function, types, arguments=(), options=None):
        self.names.add(function.overloadpacket.__name__)
        return function(*arguments, **(options or {}))


class _Gradients(TorchFunctionMode):
    """Keeps whether gradients were asked for while it is active."""

    asked = False

    def __torch_function__(self, function, types, arguments=(), options=None):
        ways = (torch.autograd.grad, torch.autograd.backward, torch.Tensor.backward, torch._VF._make_dual)
        self.asked = self.asked or function in ways
        return function(*arguments, **(options or {}))


def ready_made(function, *arguments):
    """Return the name of a ready-made convolution or F.unfold that works in `function(*arguments)`, or ""."""
    with _Operations() as operations:
        function(*arguments)
    found = [name for name in operations.names if "conv" in name and "convert" not in name or name == "im2col"]
    return min(found, default="")  # a convolution before "im2col", which is F.unfold


def by_autograd(function, *arguments):
    """Return whether `function(*arguments)` asks autograd for gradients."""
    with _Gradients() as gradients:
        function(*arguments)
    return gradients.asked


# --- pictures ---------------------------------------------------------------------------------


def show(*images, titles=(), limit=None, grey=False, windows=()):
    """Show 2-D `images` side by side: red above zero, blue below, white at zero; with `grey`, 0 is black and 1 white.

    Grids of at most 12×12 show their numbers. `limit` is the absolute value of the strongest colour; by default each
    image has its own. `windows` gives for each image (top, left, rows, columns) of what a frame goes around.
    """
    grids = [_grid(image) for image in images]
    titles = [*titles, *[""] * len(images)][: len(images)]
    windows = [*windows, *[(0, 0, 0, 0)] * len(images)]
    panels, words = [], []
    for values, title, window in zip(grids, titles, windows):
        has_numbers = max(values.shape) <= 12
        colours = _grey(values) if grey else _signed(values, limit or _strongest(values))
        says = np.array2string(values, precision=3) if has_numbers else _extent(values)
        panels.append(_table(values, colours, title, window) if has_numbers else _photo(colours, title, says))
        words.append(f"{title}\n{says}".strip())
    display({"text/html": "".join(panels), "text/plain": "\n\n".join(words)}, raw=True)


def draw(figure, words):
    """Show a matplotlib `figure`, and say in `words` what it shows to those who cannot see it."""
    width, height = figure.get_size_inches()
    # Room for labels, in inches; to measure each text instead takes as long as the drawing.
    sides = {"left": 0.7 / width, "right": 1 - 0.2 / width, "bottom": 0.6 / height, "top": 1 - 0.4 / height}
    figure.subplots_adjust(**sides, wspace=0.3)
    picture = io.BytesIO()
    figure.savefig(picture, format="png")
    plt.close(figure)
    image = _image(picture, width * figure.dpi, height * figure.dpi, words)
    display({"text/html": image, "text/plain": words}, raw=True)


def _grid(image):
    values = _array(image).astype(float)
    if values.ndim != 2 or not values.size:
        raise ValueError(
            f"there is no picture of an array of shape {values.shape}; it needs rows and columns"
        )
    return values


def _strongest(values):
    finite = np.abs(values[np.isfinite(values)])
    return max(float(finite.max(initial=0.0)), 1e-12)


def _extent(values):
    rows, columns = values.shape
    return f"a picture of {rows}×{columns} numbers, from {values.min():.3g} to {values.max():.3g}"


def _grey(values):
    """Return colours between black for 0 and white for 1, shape (rows, columns, 3)."""
    shades = np.nan_to_num(np.clip(values, 0, 1)) * 255
    return np.repeat(shades.round().astype(np.uint8)[..., None], 3, axis=-1)


def _signed(values, top):
    """Return colours between white for 0 and the strongest red or blue for ±`top`, shape (rows, columns, 3)."""
    share = np.nan_to_num(np.clip(values / top, -1, 1))[..., None]
    strongest = np.where(share > 0, RED, BLUE)
    return (255 + np.abs(share) * (strongest - 255)).round().astype(np.uint8)


def _photo(colours, title, says):
    """Return the HTML of a picture: one pixel for each number, at most 240 on the screen along each side."""
    rows, columns, _ = colours.shape
    size = 240 / max(rows, columns)
    crisp = colours.repeat(max(round(size), 1), axis=0).repeat(max(round(size), 1), axis=1)
    picture = io.BytesIO()
    plt.imsave(picture, crisp if size > 3 else colours, format="png")
    image = _image(picture, columns * size, rows * size, f"{title}: {says}" if title else says)
    return f'<figure style="display: inline-block; margin: 0 16px 8px 0">{_caption(title)}{image}</figure>'


def _caption(title):
    return f'<figcaption style="text-align: center">{html.escape(title)}</figcaption>' if title else ""


def _image(picture, width, height, words):
    data = base64.b64encode(picture.getvalue()).decode()
    size = f'width="{width:.0f}" height="{height:.0f}"'
    return f'<img {size} style="border: 1px solid silver" alt="{html.escape(words)}" src="data:image/png;base64,{data}">'


def _table(values, colours, title, window):
    """Return the HTML of a grid of numbers, each on its colour, with one frame around those in the window."""
    page = ""
    for i, row in enumerate(zip(values, colours, strict=True)):
        cells = [_number(*cell, _frame(window, i, j)) for j, cell in enumerate(zip(*row, strict=True))]
        page += f"<tr>{''.join(cells)}</tr>"
    caption = f'<caption style="caption-side: top; text-align: center">{html.escape(title)}</caption>'
    style = "display: inline-table; margin: 0 24px 8px 0; border-collapse: separate; border-spacing: 0"
    return f'<table style="{style}">{caption if title else ""}<tbody>{page}</tbody></table>'


def _frame(window, i, j):
    """Return which sides of the pixel in row i and column j are sides of the window; None if there is no window."""
    top, left, height, width = window
    if not height:
        return None
    inside = top <= i < top + height and left <= j < left + width
    sides = {"top": i == top, "bottom": i == top + height - 1, "left": j == left, "right": j == left + width - 1}
    return [side for side, is_there in sides.items() if inside and is_there]


def _number(value, colour, sides):
    """Return the HTML of one number, readable on its colour, with a green frame at these `sides`."""
    red, green, blue = colour.tolist()
    colour = f"rgb({red}, {green}, {blue})"
    ink = "white" if 0.3 * red + 0.59 * green + 0.11 * blue < 128 else "black"
    frame = "" if sides is None else f"; border: 3px solid {colour}"
    frame += "".join(f"; border-{side}: 3px solid green" for side in sides or ())
    colours = f"background-color: {colour}; color: {ink}"
    size = "min-width: 46px; height: 34px; padding: 0; text-align: center"
    return f'<td style="{colours}; {size}{frame}">{value:.3g}</td>'.replace(">-", ">−")


# --- exercises of earlier notebooks -----------------------------------------------------------


def earlier(name):
    """Return your own solution of exercise `name`, from its notebook in this folder.

    While that is unfinished or fails, a given implementation steps in, and a line says so.
    """
    try:
        own = _load(name)
        TRIAL[name](own)
    except Exception as problem:
        unfinished = isinstance(problem, NotImplementedError | LookupError)
        reason = "is not finished in its saved notebook" if unfinished else f"fails ({type(problem).__name__})"
        print(f"Your own {name} {reason}, so a given one is used here.")
        print("If it is finished, save that notebook, and run this cell again.")
        return GIVEN[name]
    return own


def _load(name):
    """Return what the solution cell `name` defines, from whichever notebook here has that cell, copies last.

    Of the cells before it only imports, functions, classes and calls of `earlier` are run.
    """
    for path in sorted(Path().glob("*.ipynb"), key=lambda path: ("-Copy" in path.stem, path.name)):
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        code = [cell for cell in cells if cell["cell_type"] == "code"]
        ids = [cell["metadata"].get("nbgrader", {}).get("grade_id") for cell in code]
        if name in ids:
            namespace = {"torch": torch, "nn": torch.nn, "np": np, "math": math}
            for cell in code[: ids.index(name)]:
                _define(_source(cell), namespace, path.name)
            exec(compile(_source(code[ids.index(name)]), path.name, "exec"), namespace)
            return namespace[name]
    raise LookupError(name)


def _source(cell):
    source = cell["source"]
    return source if isinstance(source, str) else "".join(source)


def _define(source, namespace, filename):
    """Run what `source` defines; leave out whatever does not work."""
    try:
        body = ast.parse(source).body
    except SyntaxError:
        return
    for node in body:
        plain = isinstance(node, ast.Import | ast.ImportFrom | ast.FunctionDef | ast.ClassDef)
        if plain or (isinstance(node, ast.Assign) and ast.unparse(node.value).startswith("earlier(")):
            module = ast.Module([node], [])
            try:
                exec(compile(module, filename, "exec"), namespace)
            except Exception:
                continue
