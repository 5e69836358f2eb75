"""The public checks of notebook 05."""

import math
import operator

import numpy as np

from ..frameworks import fw
from ..given import corr2d  # which is right, whatever became of the student's
from ..pictures import as_array, same
from ..watching import ready_made

tensor = fw.tensor


def strict_convolution(c, own):
    numbers = tensor([[0.0, 1.0, 5.0], [2.0, 8.0, 3.0], [6.0, 4.0, 7.0]])
    weights = tensor([[1.0, 2.0], [4.0, 7.0]])
    double = tensor(numbers, fw.DOUBLE), tensor(weights, fw.DOUBLE)
    c.equal(
        "a 2×2 kernel on a 3×3 image",
        own.strict_convolution,
        [[16, 46], [62, 83]],
        given=(numbers, weights),
        slips={
            "the kernel is laid on as it is, which is what corr2d does": [[66, 64], [70, 79]],
            "only the rows of the kernel change places": [[25, 53], [78, 71]],
            "only the columns of the kernel change places": [[47, 75], [70, 75]],
            "the kernel is transposed": [[64, 58], [74, 77]],
            "the result is turned by half a turn": [[83, 62], [46, 16]],
        },
    )
    c.holds(
        "the result is of X's kind",
        lambda: fw.is_tensor(own.strict_convolution(fw.copy(numbers), fw.copy(weights))),
        "it is a list, or an array of another library",
    )
    dot = tensor([[float((i, j) == (2, 3)) for j in range(7)] for i in range(5)])
    letter = tensor([[5.0, 6.0, 0.0], [3.0, 0.0, 0.0], [1.0, 2.0, 4.0]])
    c.equal(
        "a dot gives a picture of the kernel",
        lambda X, K: own.strict_convolution(X, K)[:, 1:4],
        letter,
        given=(dot, letter),
        slips={"the picture is upside down, as with corr2d": [[4, 2, 1], [0, 0, 3], [0, 6, 5]]},
    )
    c.equal(
        "a kernel of one row",
        own.strict_convolution,
        [[5], [23], [67]],
        given=(numbers, tensor([[1.0, 0.0, 10.0]])),
    )
    c.once_right(
        "float64 stays float64, and float32 stays float32",
        lambda: (
            own.strict_convolution(*map(fw.copy, double)).dtype == fw.DOUBLE
            and own.strict_convolution(fw.copy(numbers), fw.copy(weights)).dtype == fw.SINGLE
        ),
        "the dtype of X is lost on the way",
    )
    c.equal("an image of halves", own.strict_convolution, [[8, 23], [31, 41.5]], given=(numbers / 2, weights))
    c.equal(
        "negative weights",
        own.strict_convolution,
        [[1, 4], [6, -5], [-2, 3]],
        given=(numbers, tensor([[1.0, -1.0]])),
    )

    def digits_stay():
        seen = as_array(own.strict_convolution(double[0] / 3, double[1] / 7))
        return float(abs(seen - np.array([[16.0, 46], [62, 83]]) / 21).max()) < 1e-12

    c.once_right("float64 keeps all its digits", digits_stay, "the calculation rounds on its way, as float32 does")
    c.that(
        "no ready-made convolution does the work",
        lambda: (
            "conv" not in ready_made(own.strict_convolution, fw.copy(numbers), fw.copy(weights))
            or "conv" in ready_made(own.corr2d, numbers, weights)
        ),
        f"{fw.READY_MADE} is at work; turn the kernel, and use corr2d",
    )
    image, kernel = fw.copy(numbers), fw.copy(weights)
    c.that(
        "image and kernel are left as they were",
        lambda: (own.strict_convolution(image, kernel), same(image, numbers) and same(kernel, weights))[1],
        "strict_convolution writes into one of its inputs",
    )


def compose_kernels(c, own):
    first = tensor([[1.0, 2.0], [0.0, 1.0]])
    second = tensor([[1.0, -2.0]])
    c.equal(
        "a small case",
        own.compose_kernels,
        [[1, 0, -4], [0, 1, -2]],
        given=(first, second),
        slips={
            "the second kernel is turned round": [[-2, -3, 2], [0, -2, 1]],
            "the composed kernel is turned by half a turn": [[-2, 1, 0], [-4, 0, 1]],
            "only the places where both kernels overlap fully are kept": [[0], [1]],
            "every element is multiplied with every other, and nothing is added up": [[1, -2, 2, -4], [0, 0, 1, -2]],
        },
    )
    c.equal(
        "the same kernels in float64",
        own.compose_kernels,
        [[1, 0, -4], [0, 1, -2]],
        given=(tensor(first, fw.DOUBLE), tensor(second, fw.DOUBLE)),
    )
    c.equal(
        "two rows, as polynomials",
        own.compose_kernels,
        [[2, 6, 1, 3]],
        given=(tensor([[1.0, 3.0]]), tensor([[2.0, 0.0, 1.0]])),
    )
    c.equal(
        "kernels with zeros at the border",
        own.compose_kernels,
        [[0, 0, 2, 0]],
        given=(tensor([[0.0, 1.0, 0.0]]), tensor([[0.0, 2.0]])),
    )
    c.equal("a kernel of zeros", own.compose_kernels, [[0, 0, 0], [0, 0, 0]], given=(0 * first, second))
    c.equal(
        "the small case with the kernels exchanged",
        own.compose_kernels,
        [[1, 0, -4], [0, 1, -2]],
        given=(second, first),
    )
    c.equal("a small case of the same shapes", own.compose_kernels, [[2, 0, -8], [0, 2, -4]], given=(2 * first, second))

    def one_after_the_other(shape_a, shape_b):
        """Return the largest difference between two layers and the composed one on a random image."""
        A, B, X = (tensor(np.random.standard_normal(shape)) for shape in (shape_a, shape_b, (9, 10)))
        composed = tensor(as_array(own.compose_kernels(fw.copy(A), fw.copy(B))))
        two, one = as_array(corr2d(corr2d(X, A), B)), as_array(corr2d(X, composed))
        return float(abs(two - one).max()) if two.shape == one.shape else math.inf

    c.holds(
        "one layer does the work of two, square kernels",
        lambda: one_after_the_other((3, 3), (3, 3)) < 1e-3,
        "the results have other shapes or other values",
    )
    c.holds(
        "one layer does the work of two, the second of which is larger",
        lambda: one_after_the_other((2, 2), (3, 4)) < 1e-3,
        "the results have other shapes or other values",
    )
    c.holds(
        "one layer does the work of two, kernels that are not square",
        lambda: one_after_the_other((2, 4), (3, 1)) < 1e-3,
        "the results have other shapes or other values",
    )
    c.inputs_left("both kernels are left as they were", "compose_kernels writes into one of its kernels")


def receptive_field(c, own):
    c.equal("a single layer sees as far as its kernel", own.receptive_field, (3, 5), given=([(3, 5)],))
    c.equal(
        "three layers",
        own.receptive_field,
        (8, 5),
        given=([(2, 4), (3, 1), (5, 2)],),
        slips={
            "the sizes are added up, and their overlap is forgotten": (10, 7),
            "the sizes are multiplied": (30, 8),
            "the element that the view began with is not counted": (7, 4),
            "every kernel reaches half of its size to both sides": (9, 7),
            "height and width are swapped": (5, 8),
            "only the largest kernel counts": (5, 4),
            "only the last layer counts": (5, 2),
            "only the first layer counts": (2, 4),
        },
    )
    c.equal("layers of a single weight change nothing", own.receptive_field, (2, 3), given=([(1, 1), (2, 3), (1, 1)],))
    c.that(
        "the list is left as it was",
        lambda: (lambda layers: (own.receptive_field(layers), layers)[1])([(3, 1), (2, 5)]) == [(3, 1), (2, 5)],
        "the function changes the list of layers",
    )
    c.that(
        "both sizes are whole numbers",
        lambda: list(map(operator.index, own.receptive_field([(3, 5), (2, 2)]))),
    )
    c.equal("forty layers", own.receptive_field, (41, 81), given=([(2, 3)] * 40,))
    c.equal("no layer at all", own.receptive_field, (1, 1), given=([],))


def _lines(part):
    """Return the rows, or the columns, that a slice takes out of a large image."""
    return tuple(range(100)[part])


def receptive_region(c, own):
    stack = [(3, 2), (5, 4), (4, 1)]

    def rows(i, j, kernel_shapes):
        return _lines(own.receptive_region(i, j, kernel_shapes)[0])

    def columns(i, j, kernel_shapes):
        return _lines(own.receptive_region(i, j, kernel_shapes)[1])

    c.equal(
        "rows of element (8, 2)",
        rows,
        _lines(slice(8, 18)),
        given=(8, 2, stack),
        slips={
            "the last row is missing; a slice stops before its stop": _lines(slice(8, 17)),
            "there is one row too many": _lines(slice(8, 19)),
            "the slice stops at the size; it should stop at its start plus the size": _lines(slice(8, 10)),
            "the heights of the kernels are added up, and their overlap is forgotten": _lines(slice(8, 20)),
            "the region is centred on the element": _lines(slice(3, 13)),
            "the rows begin at j": _lines(slice(2, 12)),
            "the widths of the kernels stand where their heights should": _lines(slice(8, 13)),
            "every output element has a region of its own, without overlap": _lines(slice(80, 90)),
            "only the last layer counts": _lines(slice(8, 12)),
            "only the first layer counts": _lines(slice(8, 11)),
        },
    )
    c.equal(
        "columns of element (8, 2)",
        columns,
        _lines(slice(2, 7)),
        given=(8, 2, stack),
        slips={
            "there is one column too many": _lines(slice(2, 8)),
            "the slice stops at the size; it should stop at its start plus the size": _lines(slice(2, 5)),
            "the widths of the kernels are added up, and their overlap is forgotten": _lines(slice(2, 9)),
            "the heights of the kernels stand where their widths should": _lines(slice(2, 12)),
            "the columns begin at i": _lines(slice(8, 13)),
            "the region begins before the element": _lines(slice(0, 3)),
        },
    )
    c.that(
        "the list is left as it was",
        lambda: (lambda layers: (own.receptive_region(2, 1, layers), layers)[1])([(3, 1), (2, 5)]) == [(3, 1), (2, 5)],
        "the function changes the list of layers",
    )
    c.equal("rows of element (0, 0)", rows, _lines(slice(0, 10)), given=(0, 0, stack))
    c.equal("columns of element (1, 0)", columns, (0, 1), given=(1, 0, [(3, 1), (4, 2)]))
    c.equal("rows below twelve layers", rows, _lines(slice(1, 14)), given=(1, 1, [(2, 1)] * 12))
    c.equal("no layer at all, rows", rows, (3,), given=(3, 6, []))
    c.equal("no layer at all, columns", columns, (6,), given=(3, 6, []))
