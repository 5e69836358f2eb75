"""Pictures: grids of numbers, photographs and figures, each also in words."""

import base64
import html
import io

import matplotlib.pyplot as plt
import numpy as np
from IPython.display import display
from matplotlib.backends.backend_agg import FigureCanvasAgg
from PIL import Image

from .frameworks import fw

RED, BLUE = np.array([160, 10, 40]), np.array([5, 60, 140])  # as far from white as a picture goes


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
        colours = _grey(values) if grey else _signed(values, limit or strongest(values))
        says = np.array2string(values, precision=3) if has_numbers else _extent(values)
        panels.append(_table(values, colours, title, window) if has_numbers else _photo(colours, title, says))
        words.append(f"{title}\n{says}".strip())
    display({"text/html": "".join(panels), "text/plain": "\n\n".join(words)}, raw=True)


def grid(values, title, limit):
    """Return the HTML of an array of rows and columns as `show` draws it, `limit` being its strongest colour."""
    return _table(values, _signed(values, limit), title, (0, 0, 0, 0))


def draw(figure, words):
    """Show a matplotlib `figure`, and say in `words` what it shows to those who cannot see it."""
    width, height = figure.get_size_inches()
    # Room for labels, in inches; to measure each text instead takes as long as the drawing.
    sides = {"left": 0.7 / width, "right": 1 - 0.2 / width, "bottom": 0.6 / height, "top": 1 - 0.4 / height}
    figure.subplots_adjust(**sides, wspace=0.3)
    canvas = FigureCanvasAgg(figure)
    canvas.draw()
    pixels = Image.fromarray(np.asarray(canvas.buffer_rgba())[..., :3])
    picture = io.BytesIO()
    # For lines and words 256 colours are enough; they take a quarter of the space, and less time.
    pixels.quantize(256, Image.Quantize.FASTOCTREE).save(picture, "png")
    plt.close(figure)
    image = _image(picture, width * figure.dpi, height * figure.dpi, words)
    display({"text/html": image, "text/plain": words}, raw=True)


def _grid(image):
    values = as_array(image).astype(float)
    if values.ndim != 2 or not values.size:
        raise ValueError(
            f"there is no picture of an array of shape {values.shape}; it needs rows and columns"
        )
    return values


def strongest(values):
    """Return the largest absolute value, which is never 0."""
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


def _photo(colours, title, says, side=240):
    """Return the HTML of a picture: one pixel for each number, at most `side` on the screen along each side."""
    rows, columns, _ = colours.shape
    size = side / max(rows, columns)
    crisp = colours.repeat(max(round(size), 1), axis=0).repeat(max(round(size), 1), axis=1)
    picture = io.BytesIO()
    plt.imsave(picture, crisp if size > 3 else colours, format="png")
    image = _image(picture, columns * size, rows * size, f"{title}: {says}" if title else says)
    style = "display: inline-block; vertical-align: top; margin: 0 16px 8px 0"
    return f'<figure style="{style}">{_caption(title)}{image}</figure>'


def _caption(title):
    return f'<figcaption style="text-align: center">{html.escape(title)}</figcaption>' if title else ""


def _image(picture, width, height, words):
    data = base64.b64encode(picture.getvalue()).decode()
    size = f'width="{width:.0f}" height="{height:.0f}"'
    return f'<img {size} style="border: 1px solid silver" alt="{html.escape(words)}" src="data:image/png;base64,{data}">'


def _table(values, colours, title, window):
    """Return the HTML of a grid of numbers, each on its colour, with one frame around those in the window."""
    texts = [[f"{value + 0.0:.3g}".replace("-", "−") for value in row] for row in values]  # and no "−0"
    width = 36 if max(len(text) for row in texts for text in row) <= 4 else 46
    page = ""
    for i, row in enumerate(zip(texts, colours, strict=True)):
        cells = [_number(*cell, width, _frame(window, i, j)) for j, cell in enumerate(zip(*row, strict=True))]
        page += f"<tr>{''.join(cells)}</tr>"
    caption = f'<caption style="caption-side: top; text-align: center">{html.escape(title)}</caption>'
    style = "display: inline-table; margin: 0 24px 8px 0; border: 1px solid silver; border-spacing: 0"
    style += "; border-collapse: separate; vertical-align: top; print-color-adjust: exact"
    return f'<table style="{style}">{caption if title else ""}<tbody>{page}</tbody></table>'


def _frame(window, i, j):
    """Return which sides of the pixel in row i and column j are sides of the window; None if there is no window."""
    top, left, height, width = window
    if not height:
        return None
    inside = top <= i < top + height and left <= j < left + width
    sides = {"top": i == top, "bottom": i == top + height - 1, "left": j == left, "right": j == left + width - 1}
    return [side for side, is_there in sides.items() if inside and is_there]


def _number(text, colour, width, sides):
    """Return the HTML of one number, readable on its colour, with a green frame at these `sides`."""
    colours = f"background-color: rgb({', '.join(map(str, colour))}); color: {_ink(colour)}"
    size = f"min-width: {width}px; height: 34px; padding: 0 2px; text-align: center"
    # Room for a frame is as wide as the frame; as a border it would cut notches into that of its neighbours.
    room = () if sides is None else {"top": 3, "bottom": 3, "left": 5, "right": 5}.items()
    frame = [f"border-{side}: 3px solid green" if side in sides else f"padding-{side}: {wide}px" for side, wide in room]
    return f'<td style="{"; ".join([colours, size, *frame])}">{text}</td>'


def _ink(colour):
    """Return the one of black and white that stands out more from a colour, as WCAG measures contrast."""
    shares = colour / 255
    linear = np.where(shares <= 0.04045, shares / 12.92, ((shares + 0.055) / 1.055) ** 2.4)
    return "black" if linear @ (0.2126, 0.7152, 0.0722) > 0.179 else "white"


class FormError(TypeError):
    """Tells what of a result is not of the form that is asked for."""


def as_array(value):
    """Return a tensor, an array or nested lists as an array."""
    return fw.as_numpy(value) if fw.is_tensor(value) else np.asarray(value)


def as_floats(value):
    """Return whatever holds numbers as an array of floats; FormError where it is text that holds them."""
    array = as_array(value)
    if array.dtype.kind in "SU":
        raise FormError("text stands where numbers should")
    return array.astype(float)


def same(seen, expected):
    """Return whether two results agree in shape and, within rounding, in value."""
    seen, expected = as_array(seen), as_array(expected)
    if seen.shape != expected.shape:
        return False
    if seen.dtype.kind in "fiub" and expected.dtype.kind in "fiub":
        return bool(np.allclose(seen, expected, rtol=1e-4, atol=1e-5))
    return bool((seen == expected).all())
