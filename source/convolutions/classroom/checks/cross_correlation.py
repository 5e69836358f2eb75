"""The public checks of notebook 01."""

import numpy as np

from ..frameworks import fw
from ..pictures import as_array, same
from ..watching import count_operations, ready_made

tensor = fw.tensor


def _are_whole(sizes):
    """Return whether sizes are whole numbers, each for itself or in one array."""
    if fw.is_tensor(sizes) or isinstance(sizes, np.ndarray):
        return as_array(sizes).dtype.kind in "iu"
    return all(isinstance(size, (int, np.integer)) for size in sizes)


def output_shape(c, own):
    c.equal(
        "a 10×20 image and a 3×5 kernel",
        own.output_shape,
        (8, 16),
        given=((10, 20), (3, 5)),
        slips={
            "each side comes out one too small": (7, 15),
            "each side comes out one too large": (9, 17),
            "height and width change places": (16, 8),
            "the border is padded: here the kernel stays inside the image": (10, 20),
            "the kernel jumps by its own size instead of one pixel": (3, 4),
        },
    )
    c.that(
        "both sizes are whole numbers",
        lambda: _are_whole(own.output_shape((10, 20), (3, 5))),
        "at least one is of another kind, such as a float, or an array with one number",
    )

    def lists_stay():
        sizes = [20, 10], [5, 3]
        own.output_shape(*sizes)
        return sizes == ([20, 10], [5, 3])

    c.that("lists are taken, and left as they are", lists_stay, "the function writes into its sizes")
    c.equal("a kernel with even sides", own.output_shape, (8, 17), given=((11, 20), (4, 4)))
    c.equal("a 1×1 kernel changes nothing", own.output_shape, (14, 13), given=((14, 13), (1, 1)))
    c.equal("a kernel as large as the image has one place", own.output_shape, (1, 1), given=((15, 13), (15, 13)))
    c.raises("a kernel that is too high", ValueError, lambda: own.output_shape((14, 20), (16, 2)))
    c.raises("a kernel that is too wide by one", ValueError, lambda: own.output_shape((14, 20), (2, 21)))


def corr2d(c, own):
    X = tensor([[1.0, 2, 0, 1], [0, 1, 3, 2], [2, 0, 1, 4]])
    K = tensor([[1.0, -2], [0, 3]])
    c.equal(
        "a 3×4 image and a 2×2 kernel",
        own.corr2d,
        [[0, 11, 4], [-2, -2, 11]],
        given=(X, K),
        slips={
            "the kernel is flipped; use it as it stands": [[4, 7, -4], [-4, 4, 11]],
            "the kernel is transposed": [[4, 9, 0], [-4, 4, 13]],
            "the result is transposed": [[0, -2], [11, -2], [4, 11]],
            "the last row and the last column are missing": [[0, 11]],
            "the image is padded with zeros; the kernel stays inside": [
                [0, 11, 4, 1],
                [-2, -2, 11, 2],
                [2, -2, -7, 4],
            ],
            "the products are averaged instead of summed": [[0, 2.75, 1], [-0.5, -0.5, 2.75]],
            "the windows are summed without the kernel": [[4, 6, 6], [3, 5, 10]],
            "the window does not move down": [[0, 11, 4], [0, 11, 4]],
            "the window does not move to the right": [[0, 0, 0], [-2, -2, -2]],
            "the sign is lost": [[0, 11, 4], [2, 2, 11]],
        },
    )
    c.holds(
        "the result is of X's kind",
        lambda: fw.is_tensor(own.corr2d(fw.copy(X), fw.copy(K))),
        "it is a list, or an array of another library",
    )
    c.equal(
        "a kernel with one row",
        own.corr2d,
        [[2, 5], [3, 4], [5, 4]],
        given=(X, tensor([[2.0, 0, 1]])),
    )
    c.equal("a kernel as large as the image", own.corr2d, [[41]], given=(X, X))
    c.raises("a kernel that is too wide", ValueError, lambda: own.corr2d(X, tensor([[1.0] * 5])))
    c.raises("a kernel that is too high", ValueError, lambda: own.corr2d(X, tensor([[1.0]] * 5)))
    c.equal("an image of halves", own.corr2d, [[0, 5.5, 2], [-1, -1, 5.5]], given=(X / 2, K))
    c.equal("a transposed image", own.corr2d, [[0, -2], [11, -2], [4, 11]], given=(fw.transpose(X), fw.transpose(K)))
    c.raises("an image with three axes", ValueError, lambda: own.corr2d(X[None], K))
    c.raises("an image with one axis", ValueError, lambda: own.corr2d(X[0], K))
    c.raises("a kernel with three axes", ValueError, lambda: own.corr2d(X, K[None]))
    c.raises("a kernel with one axis", ValueError, lambda: own.corr2d(X, K[0]))
    c.once_right(
        "float64 stays float64, and float32 stays float32",
        lambda: all(
            own.corr2d(fw.copy(tensor(X, t)), fw.copy(tensor(K, t))).dtype == t for t in (fw.DOUBLE, fw.SINGLE)
        ),
        "the result has another dtype than X",
    )

    def digits_stay():
        image, kernel = tensor(X, fw.DOUBLE), tensor(K, fw.DOUBLE)
        exact = as_array(own.corr2d(fw.copy(image), fw.copy(kernel))).astype(float) / 21  # whole numbers before that
        return float(abs(as_array(own.corr2d(image / 3, kernel / 7)) - exact).max()) < 1e-12

    c.once_right("float64 keeps all its digits", digits_stay, "the calculation rounds on its way, as float32 does")

    def gradients_are_right():
        to_image, to_kernel = fw.gradients(own.corr2d, X, K)
        return same(to_image, [[1, -1, -1, -2], [1, 2, 2, 1], [0, 3, 3, 3]]) and same(to_kernel, [[7, 9], [7, 11]])

    if fw.HAS_GRADIENTS:
        c.that(
            "gradients reach both inputs",
            lambda: None not in fw.gradients(own.corr2d, X, K),
            f"none arrives at one of them; perhaps {fw.CUT_OFF}",
        )
        c.once_right("they are the right ones", gradients_are_right, f"they are not; perhaps {fw.CUT_OFF}")

    def untouched():
        image, kernel = fw.copy(X), fw.copy(K)
        own.corr2d(image, kernel)
        return same(image, X) and same(kernel, K)

    c.that("X and K are left as they were", untouched, "corr2d writes into one of its inputs")
    c.that(
        "no ready-made convolution does the work",
        lambda: not ready_made(own.corr2d, fw.copy(X), fw.copy(K)),
        f"{fw.READY_MADE}{fw.CUTTING} is at work; with it, hardly any of the points can be earned",
    )


def corr2d_vectorized(c, own):
    X = tensor([[2.0, 0, 1, 3, 1], [1, 1, 0, 2, 4], [0, 5, 1, 1, 2]])
    K = tensor([[1.0, 0, 2], [-1, 3, 0]])
    c.equal(
        "a 3×5 image and a 2×3 kernel",
        own.corr2d_vectorized,
        [[6, 5, 9], [16, 3, 10]],
        given=(X, K),
        slips={
            "the kernel is flipped; use it as it stands": [[1, 4, 12], [4, 9, 6]],
            "the products are averaged instead of summed": [[1, 5 / 6, 1.5], [8 / 3, 0.5, 5 / 3]],
            "the windows are summed without the kernel": [[5, 7, 11], [8, 10, 10]],
            "the result is transposed": [[6, 16], [5, 3], [9, 10]],
            "the last row and the last column are missing": [[6, 5]],
        },
    )
    c.holds(
        "the result is of X's kind",
        lambda: fw.is_tensor(own.corr2d_vectorized(fw.copy(X), fw.copy(K))),
        "it is a list, or an array of another library",
    )
    c.equal(
        "a transposed image",
        own.corr2d_vectorized,
        [[1, 2], [3, 5], [6, 5], [4, 9]],
        given=(fw.transpose(X), tensor([[0.0, 1], [2, 0]])),
    )
    c.equal("an image of halves", own.corr2d_vectorized, [[3, 2.5, 4.5], [8, 1.5, 5]], given=(X / 2, K))
    c.equal("a kernel as large as the image", own.corr2d_vectorized, [[68]], given=(X, X))
    c.equal(
        "a kernel that makes negative numbers",
        own.corr2d_vectorized,
        [[2, -2, -5, 1], [-1, 1, -4, -6], [-10, 3, -1, -3]],
        given=(X, tensor([[1.0, -2.0]])),
    )
    c.once_right(
        "float64 stays float64, and float32 stays float32",
        lambda: all(
            own.corr2d_vectorized(fw.copy(tensor(X, t)), fw.copy(tensor(K, t))).dtype == t
            for t in (fw.DOUBLE, fw.SINGLE)
        ),
        "the result has another dtype than X",
    )

    def digits_stay():
        exact = as_array(tensor([[6.0, 5, 9], [16, 3, 10]], fw.DOUBLE)) / 3
        seen = own.corr2d_vectorized(tensor(X, fw.DOUBLE) / 3, fw.copy(tensor(K, fw.DOUBLE)))
        return float(abs(as_array(seen) - exact).max()) < 1e-12

    c.once_right("float64 keeps all its digits", digits_stay, "the calculation rounds on its way")

    def same_effort():
        small = count_operations(own.corr2d_vectorized, tensor([[1.0] * 4] * 4), fw.copy(K))
        return count_operations(own.corr2d_vectorized, tensor([[1.0] * 20] * 20), fw.copy(K)) <= small + 2

    c.that(
        "a larger image takes no more operations",
        same_effort,
        "the number of operations grows with the image: somewhere a loop runs over the result",
    )
    c.that(
        "no ready-made convolution does the work",
        lambda: "conv" not in ready_made(own.corr2d_vectorized, fw.copy(X), fw.copy(K)),
        f"{fw.READY_MADE} is at work; with it, hardly any of the points can be earned",
    )
    c.inputs_left("X and K are left as they were", "corr2d_vectorized writes into one of its inputs")


def corr2d_transposed_kernel(c, own):
    X = tensor([[3.0, 1, 4], [1, 5, 9], [2, 6, 5], [3, 5, 8]])

    def taken(given):
        """Return what `corr` was given, if it is an image of the kind that it takes."""
        if not fw.is_tensor(given):
            raise TypeError("corr has been given an image of another kind than X")
        return given

    def difference(image):
        return taken(image)[:, 1:] - 2 * image[:, :-1]

    def of_four(image):
        return taken(image)[:-1, :-1] + 2 * image[:-1, 1:] + 3 * image[1:, :-1] + 4 * image[1:, 1:]

    c.equal(
        "a kernel with one row, on a 4×3 image",
        own.corr2d_transposed_kernel,
        [[-5, 3, 1], [0, -4, -13], [-1, -7, -2]],
        given=(difference, X),
        slips={
            "the kernel is not transposed at all": as_array(X[:, 1:] - 2 * X[:, :-1]).tolist(),
            "the image is transposed before, and the result is not transposed after": [
                [-5, 0, -1],
                [3, -4, -7],
                [1, -13, -2],
            ],
            "the result is transposed, and the image is not": [[-5, 3, 2, -1], [2, -1, -7, -2]],
        },
    )
    c.equal(
        "the kernel [[1, 2], [3, 4]]",
        own.corr2d_transposed_kernel,
        [[28, 59], [44, 64], [46, 63]],
        given=(of_four, X),
    )
    c.equal("the same kernel on a square image", own.corr2d_transposed_kernel, [[28, 59], [44, 64]], given=(of_four, X[:3]))
    c.holds(
        "the result is of X's kind",
        lambda: fw.is_tensor(own.corr2d_transposed_kernel(of_four, fw.copy(X))),
        "it is a list, or an array of another library",
    )
    c.equal(
        "a kernel of one element has no transpose but itself",
        own.corr2d_transposed_kernel,
        as_array(7 * X).tolist(),
        given=(lambda image: 7 * taken(image), X),
    )

    def untouched():
        image = fw.copy(X)
        own.corr2d_transposed_kernel(difference, image)
        return same(image, X)

    c.that("X is left as it was", untouched, f"X itself is changed{fw.IN_PLACE}")
