"""Drawings that several notebooks need; each says in words what it shows."""

import html
from itertools import cycle

import matplotlib.pyplot as plt
import numpy as np
from IPython.display import display
from matplotlib.ticker import NullLocator

from .pictures import as_array, draw

BAR = 320  # pixels that the longest bar has on the screen


def curves(x, lines, across, up, logarithmic=False):
    """Draw one curve for each entry of `lines`, which has the numbers over `x` under the name of the curve.

    `across` and `up` say what the axes mean; with `logarithmic`, equal steps upwards are equal factors.
    """
    figure, axis = plt.subplots(figsize=(6, 3.5))
    for style, (name, values) in zip(cycle(["-", "--", "-.", ":"]), lines.items()):
        axis.plot(x, [float(value) for value in values], style, label=name)
    if logarithmic:
        axis.set_yscale("log")
        axis.yaxis.set_major_formatter("{x:g}")  # plain numbers: powers are typeset like formulas, which takes long
        axis.yaxis.set_minor_locator(NullLocator())
    axis.xaxis.get_major_locator().set_params(integer=True)
    axis.set_xlabel(across)
    axis.set_ylabel(up)
    axis.legend()
    draw(figure, f"Curves of {up}, by {across}: {_ends(x, lines)}.")


def bars(values, what):
    """Show numbers as bars, one below the other; `values` has them under their names, `what` says what they are."""
    top = max(*(abs(float(value)) for value in values.values()), 1e-12)
    rows = "".join(_bar(name, float(value), top) for name, value in values.items())
    caption = f'<caption style="caption-side: top; text-align: left">{html.escape(what)}</caption>'
    words = [f"{name}: {float(value):.3g}" for name, value in values.items()]
    page = f"<table>{caption}<tbody>{rows}</tbody></table>"
    display({"text/html": page, "text/plain": "\n".join([what, *words])}, raw=True)


def landscape(X, Y, *paths, titles=("",)):
    """Draw the loss of all 1×2 kernels that could lead from image `X` to `Y`, as contours, and `paths` through it.

    A path has one kernel in each row. With one title all paths are in one picture, else each has its own.
    """
    X, Y = as_array(X), as_array(Y)
    sides = np.linspace(-2, 2, 41)
    left, right = np.meshgrid(sides, sides)
    errors = left[..., None, None] * X[:, :-1] + right[..., None, None] * X[:, 1:] - Y
    heights = np.sqrt((errors**2).sum(axis=(-1, -2)))  # the root, so that contours stay apart
    figure, axes = plt.subplots(1, len(titles), figsize=(4 * len(titles), 4), squeeze=False)
    for place, (axis, title) in enumerate(zip(axes[0], titles)):
        axis.contour(left, right, heights, levels=10, cmap="viridis")
        for path in paths if len(titles) == 1 else paths[place : place + 1]:
            axis.plot(*as_array(path).T, "o-", color="crimson", markersize=4)
        axis.set(title=title, xlabel="K[0, 0]", ylabel="K[0, 1]", aspect="equal")
    ways = [f"from {_point(path[0])} to {_point(path[-1])}" for path in map(as_array, paths)]
    draw(figure, f"Contours of the loss over all 1×2 kernels, and the way of a kernel {', '.join(ways)}.")


def _point(kernel):
    return f"({', '.join(f'{number:.3g}' for number in kernel)})"


def _ends(x, lines):
    ends = [f"{name} from {float(v[0]):.3g} to {float(v[-1]):.3g}" for name, v in lines.items()]
    return f"{', '.join(ends)}, where {x[0]:g} becomes {x[-1]:g}"


def _bar(name, value, top):
    """Return the HTML of one bar, with its name before it and its number behind."""
    size = f"width: {max(round(BAR * abs(value) / top), 1)}px"
    bar = f'<div style="display: inline-block; background-color: rgb(47, 116, 200); {size}">&nbsp;</div>'
    return f'<tr><th>{html.escape(str(name))}</th><td style="text-align: left">{bar} {value:.3g}</td></tr>'
