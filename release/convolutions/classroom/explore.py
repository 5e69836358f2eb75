"""Things to move: a window on a small image, and kernels on a photograph."""

import matplotlib.pyplot as plt
import numpy as np
from IPython import get_ipython
from IPython.display import display

from .pictures import _extent, _grey, _photo, _signed, _table, as_array, strongest

KERNELS = {
    "identity": [[0, 0, 0], [0, 1, 0], [0, 0, 0]],
    "blur": np.full((3, 3), 1 / 9),
    "sharpen": [[0, -1, 0], [-1, 5, -1], [0, -1, 0]],
    "emboss": [[-2, -1, 0], [-1, 1, 1], [0, 1, 2]],
    "edges": [[-1, -1, -1], [-1, 8, -1], [-1, -1, -1]],
}
EMPTY = 225  # grey, where the result is still to come
PIXELS = 160  # along the longer side of a picture in the playground, at most
SIDE = 220  # of a picture on the screen: five of them lie side by side on a laptop


def slide(image, kernel):
    """Let a window of the size of `kernel` move over a small `image`: products, sum, and the result as it fills up.

    In JupyterLab two sliders move it. Where nothing can be moved, some of its positions are shown.
    """
    X, K = as_array(image).astype(float), as_array(kernel).astype(float)
    if K.shape[0] > X.shape[0] or K.shape[1] > X.shape[1]:
        raise ValueError("the kernel does not fit in the image")
    Y = _correlate(X, K)
    rows, columns = Y.shape
    places = [(i, j) for i in range(rows) for j in range(columns)]
    _offer(
        lambda row, column: _position(X, K, Y, row, column),
        {"row": range(rows), "column": range(columns)},
        places if len(places) <= 4 else [*places[:2], places[columns], places[-1]],
    )


def playground(picture="photograph.png"):
    """Let some famous kernels work on a picture: a drop-down list in JupyterLab, elsewhere a row of results.

    `picture` is the name of a file in the folder of the notebook: PNG, JPEG or what else matplotlib reads.
    """
    try:
        X = _read(picture)
    except FileNotFoundError:
        print(f"There is no file {picture}: it has to lie in the folder of this notebook, under just this name.")
        return
    except (OSError, ValueError, SyntaxError) as problem:  # the last is what a damaged PNG comes to
        print(f"There is no picture to be had from {picture}: {problem}")
        return
    _offer(lambda kernel: _filtered(X, kernel), {"kernel": list(KERNELS)}, [(name,) for name in KERNELS])


def _correlate(X, K):
    """Return the valid cross-correlation of two arrays."""
    rows, columns = (n - k + 1 for n, k in zip(X.shape, K.shape))
    return sum(K[a, b] * X[a : a + rows, b : b + columns] for a, b in np.ndindex(K.shape))


def _offer(picture, choices, stills):
    """Show `picture(…)`, HTML and words, for values that are chosen by hand, or those in `stills` where nobody can.

    `choices` has for each argument its values: a range becomes a slider, a list a drop-down list.
    """
    pages, words = zip(*[picture(*values) for values in stills])
    bundle = {"text/html": "".join(pages), "text/plain": "\n\n".join(words)}
    # In front of a person the first kind is shown, in a file that is only read the second.
    display(_controls(picture, choices) | bundle, raw=True)


def _controls(picture, choices):
    """Return what a front end needs in order to offer the choice: nothing where there is none, or no ipywidgets."""
    if not hasattr(getattr(get_ipython(), "kernel", None), "comm_manager"):
        return {}
    try:
        import ipywidgets as widgets
    except ImportError:
        return {}
    page = widgets.HTML()
    controls = [_control(widgets, name, values) for name, values in choices.items()]

    def redraw(_):
        page.value = picture(*[control.value for control in controls])[0]

    for control in controls:
        control.observe(redraw, "value")
    redraw(None)
    return widgets.VBox([widgets.HBox(controls), page])._repr_mimebundle_()


def _control(widgets, name, values):
    if isinstance(values, range):
        return widgets.IntSlider(description=name, min=values[0], max=values[-1])
    return widgets.Dropdown(description=name, options=values)


def _position(X, K, Y, row, column):
    """Return one position of the window, in HTML and in words."""
    height, width = K.shape
    patch = X[row : row + height, column : column + width]
    done = np.arange(Y.size).reshape(Y.shape) <= row * Y.shape[1] + column
    so_far = np.where(done, Y, np.nan)
    terms = [f"{x:.3g}·{k:.3g}" for x, k in zip(patch.flat, K.flat)]
    sentence = f"{' + '.join(terms)} = {Y[row, column]:.3g}"
    panels = [
        _grid(X, "image", (row, column, height, width)),
        _grid(K, "kernel"),
        _grid(patch * K, "products"),
        _grid(so_far, "result", (row, column, 1, 1)),
    ]
    words = f"The window at row {row}, column {column}: {sentence}"
    return f'<div>{"".join(panels)}<div style="margin-bottom: 12px">{words}</div></div>', words


def _grid(values, title, window=(0, 0, 0, 0)):
    """Return the HTML of a grid of numbers in pale colours; what is not a number yet is empty and grey."""
    colours = np.where(np.isnan(values)[..., None], EMPTY, _signed(values, 3 * strongest(values)))
    return _table(values, colours, title, window).replace(">nan<", "><")


def _read(picture):
    """Return a picture file in grey, from 0 to 1, made so small that it can be worked on while somebody waits."""
    pixels = plt.imread(picture)
    colours = 1 if pixels.shape[-1] == 2 else 3  # what follows says how transparent a pixel is
    grey = pixels if pixels.ndim == 2 else pixels[..., :colours].mean(axis=-1)
    grey = grey / 255 if pixels.dtype.kind == "u" else grey
    step = -(-max(grey.shape) // PIXELS)
    rows, columns = (n // step for n in grey.shape)
    if min(rows, columns) < 3:
        raise ValueError("it has no room for a kernel of 3×3")
    return grey[: rows * step, : columns * step].reshape(rows, step, columns, step).mean(axis=(1, 3))


def _filtered(X, name):
    """Return the picture after the kernel of this name, in HTML and in words; beyond black and white it is cut off."""
    Y = np.clip(_correlate(X, np.asarray(KERNELS[name], dtype=float)), 0, 1)
    says = _extent(Y)
    return _photo(_grey(Y), name, says, SIDE), f"{name}: {says}"
