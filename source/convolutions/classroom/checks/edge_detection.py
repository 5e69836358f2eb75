"""The public checks of notebook 03."""

import re

import numpy as np

from ..frameworks import fw
from ..pictures import as_floats

tensor = fw.tensor


def edge_image(c, own):
    c.equal(
        "4 × 10 pixels with the band 3:5",
        own.edge_image,
        [[1, 1, 1, 0, 0, 1, 1, 1, 1, 1]] * 4,
        given=(4, 10, 3, 5),
        slips={
            "the band includes the column `stop`; it ends just before": [[1, 1, 1, 0, 0, 0, 1, 1, 1, 1]] * 4,
            "the band begins one column too late": [[1, 1, 1, 1, 0, 1, 1, 1, 1, 1]] * 4,
            "`stop` is taken as the width of the band": [[1, 1, 1, 0, 0, 0, 0, 0, 1, 1]] * 4,
            "black and white change places": [[0, 0, 0, 1, 1, 0, 0, 0, 0, 0]] * 4,
            "rows are painted in place of columns": [[1] * 10, [1] * 10, [1] * 10, [0] * 10],
            "height and width change places": [[1, 1, 1, 0]] * 10,
        },
    )
    c.equal("a wide band", own.edge_image, [[1, 0, 0, 0, 0, 0, 0, 1]] * 2, given=(2, 8, 1, 7))
    c.equal("a band over the whole image", own.edge_image, [[0, 0, 0]], given=(1, 3, 0, 3))
    c.equal("a band of no width", own.edge_image, [[1, 1, 1]] * 2, given=(2, 3, 1, 1))
    c.equal("a band of no width at the left border", own.edge_image, [[1, 1, 1]] * 2, given=(2, 3, 0, 0))
    c.equal("a single row", own.edge_image, [[1, 1, 0, 1]], given=(1, 4, 2, 3))
    c.equal("a band that begins in column 0", own.edge_image, [[0, 1, 1]] * 2, given=(2, 3, 0, 1))
    c.equal("a band that reaches the last column", own.edge_image, [[1, 0, 0]] * 2, given=(2, 3, 1, 3))


def vertical_edges(c, own):
    steps = tensor([[1.0, 0.0, 0.0, 1.0, 1.0], [0.0, 0.0, 1.0, 1.0, 0.0]])
    upside_down = tensor([[0.0, 0.0, 1.0, 1.0, 0.0], [1.0, 0.0, 0.0, 1.0, 1.0]])
    c.equal(
        "an image of two rows",
        own.vertical_edges,
        [[1, 0, -1, 0], [0, -1, 0, 1]],
        given=(steps,),
        slips={
            "the signs are reversed: subtract the right pixel from the left one": [
                [-1, 0, 1, 0],
                [0, 1, 0, -1],
            ],
            "the sign is lost: white to black and black to white need different signs": [
                [1, 0, 1, 0],
                [0, 1, 0, 1],
            ],
            "pixels are compared with the one below, not with the one to the right": [[1, 0, -1, 0, 1]],
            "pixels are added, not subtracted": [[1, 0, 1, 2], [0, 1, 2, 1]],
            "the map has one column too many: nothing stands to the right of the last pixel": [
                [1, 0, -1, 0, 0],
                [0, -1, 0, 1, 0],
            ],
            "the image gets zeros at its right border, which adds an edge": [
                [1, 0, -1, 0, 1],
                [0, -1, 0, 1, 0],
            ],
        },
    )
    c.equal("the same image upside down", own.vertical_edges, [[0, -1, 0, 1], [1, 0, -1, 0]], given=(upside_down,))
    c.equal("a single row", own.vertical_edges, [[-1, 0]], given=(tensor([[0.0, 1.0, 1.0]]),))
    c.equal("two columns", own.vertical_edges, [[-1], [1]], given=(tensor([[0.0, 1.0], [1.0, 0.0]]),))
    c.equal(
        "bands from left to right have no vertical edge",
        own.vertical_edges,
        [[0], [0]],
        given=(tensor([[1.0, 1.0], [0.0, 0.0]]),),
    )
    c.inputs_left("X is left unchanged", "the function writes into the image that it gets")


def horizontal_edges(c, own):
    floors = tensor([[1.0, 0.0, 0.0], [1.0, 0.0, 1.0], [0.0, 1.0, 0.0]])
    mirrored = tensor([[0.0, 0.0, 1.0], [1.0, 0.0, 1.0], [0.0, 1.0, 0.0]])
    c.equal(
        "an image of 3 × 3 pixels",
        own.horizontal_edges,
        [[0, 0, -1], [1, -1, 1]],
        given=(floors,),
        slips={
            "the signs are reversed: subtract the lower pixel from the upper one": [[0, 0, 1], [-1, 1, -1]],
            "the sign is lost: white to black and black to white need different signs": [
                [0, 0, 1],
                [1, 1, 1],
            ],
            "pixels are compared with the one to the right, not with the one below": [
                [1, 0],
                [1, -1],
                [-1, 1],
            ],
            "the result lies on its side: transpose it back": [[0, 1], [0, -1], [-1, 1]],
            "pixels are added, not subtracted": [[2, 0, 1], [1, 1, 1]],
            "the map has one row too many: nothing stands below the last pixel": [
                [0, 0, -1],
                [1, -1, 1],
                [0, 0, 0],
            ],
            "the image gets zeros at its lower border, which adds an edge": [
                [0, 0, -1],
                [1, -1, 1],
                [0, 1, 0],
            ],
        },
    )
    c.equal("the same image in a mirror", own.horizontal_edges, [[-1, 0, 0], [1, -1, 1]], given=(mirrored,))
    c.equal("a single column", own.horizontal_edges, [[-1], [0]], given=(tensor([[0.0], [1.0], [1.0]]),))
    c.equal(
        "an image that is wider than high",
        own.horizontal_edges,
        [[-1, 0, 1]],
        given=(tensor([[0.0, 1.0, 1.0], [1.0, 1.0, 0.0]]),),
    )
    c.equal(
        "bands from top to bottom have no horizontal edge",
        own.horizontal_edges,
        [[0, 0]],
        given=(tensor([[0.0, 1.0], [0.0, 1.0]]),),
    )
    c.inputs_left("X is left unchanged", "the function writes into the image that it gets")


def _painted_along_diagonals(image):
    """Return whether the darkest shade of each diagonal, or else of each anti-diagonal, explains every pixel."""
    i, j = np.indices(image.shape)
    explained = np.full(image.shape, -np.inf)
    for family in (i + j, i - j + image.shape[1]):
        darkest = np.full(family.max() + 1, np.inf)
        np.minimum.at(darkest, family, image)
        explained = np.maximum(explained, darkest[family])
    return np.abs(explained - image).max() < 1e-6


def diagonal_image(c, own):
    def drawn(n):
        """Return the student's image of size n as an array of floats."""
        return as_floats(own.diagonal_image(n))

    c.that(
        "10 gives 10 × 10 pixels",
        lambda: drawn(10).shape == (10, 10),
        "the image must have n rows and n columns",
    )
    c.that("13 gives 13 × 13 pixels", lambda: drawn(13).shape == (13, 13), "the image must follow n")
    c.that(
        "the shades are from 0 to 1",
        lambda: all(drawn(n).min() >= 0 and drawn(n).max() <= 1 for n in (10, 13)),
        "0 is black, 1 is white",
    )
    c.that("there is an edge", lambda: min(np.ptp(drawn(n)) for n in (10, 13)) > 1e-6, "all pixels have the same shade")
    c.that(
        "neither all rows nor all columns are equal",
        lambda: not any((np.ptp(drawn(n), axis=axis) < 1e-6).all() for axis in (0, 1) for n in (10, 13)),
        "all rows, or all columns, are equal: its edges are vertical or horizontal, if there are any",
    )
    c.that(
        "every edge runs along a diagonal",
        lambda: all(
            _painted_along_diagonals(drawn(n)) or _painted_along_diagonals(-drawn(n)) for n in (10, 13, 16)
        ),
        "some pixels fit neither to their main diagonal nor to their anti-diagonal: look at the picture",
    )
    c.that(
        "at most 55 % of the neighbours in a row differ",
        lambda: all((np.abs(np.diff(drawn(n))) > 1e-6).mean() <= 0.55 for n in (10, 13, 16)),
        "this is a texture or a gradual change: make the areas wider, each of one shade",
    )


def diagonal_effects(c, own):
    c.form = True  # whether the answers are right, is for the hidden tests to say

    def letter(key):
        """Return the student's answer under `key`, as a capital letter."""
        answer = own.diagonal_effects()[key]
        found = re.match(r"\s*([A-Za-z])(?![A-Za-z])", answer) if isinstance(answer, str) else None
        return found[1].upper() if found else answer

    keys = ["identity", "triangle", "identity_Xt", "triangle_Xt", "identity_Kt", "triangle_Kt"]
    c.that("the result is a dict", lambda: isinstance(own.diagonal_effects(), dict), "return a dict")
    c.that(
        "it has the six keys", lambda: set(keys) <= set(own.diagonal_effects()), f"the keys are {', '.join(keys)}"
    )
    c.that(
        "the first table answers for the images as they are",
        lambda: all(letter(key) in set("ABCDE") for key in keys[:2]),
        "these two answers are letters from A to E",
    )
    c.that(
        "the second table answers for the transposed ones",
        lambda: all(letter(key) in set("FGHIJKL") for key in keys[2:]),
        "these four answers are letters from F to L",
    )
    c.that(
        "the shapes can be right",
        lambda: not {letter("identity_Kt"), letter("triangle_Kt")} & set("FHJ"),
        "a kernel of 2 × 1 gives a result with another shape than Y, so F, H and J cannot be",
    )
