"""The public checks of notebook 06, and the soft edges that it measures kernels with."""

import math

import numpy as np

from ..frameworks import fw
from ..given import corr2d  # which is right, whatever became of the student's
from ..pictures import as_array, as_floats

tensor = fw.tensor


def soft_edge(degrees, size=21, width=2.5):
    """Return an image with one soft edge through its middle, a sharp one blurred with a Gaussian of `width` pixels.

    Brightness rises along the direction that is turned by `degrees` from "down" towards "right".
    """
    angle = math.radians(degrees)
    place = np.arange(size) - size // 2
    along = math.cos(angle) * place[:, None] + math.sin(angle) * place[None, :]
    shares = [math.erf(pixels) for pixels in along.ravel() / (width * math.sqrt(2))]
    return tensor((1 + np.reshape(shares, (size, size))) / 2, fw.DOUBLE)


def strength(K, degrees):
    """Return the largest absolute value of what the kernel answers to `soft_edge(degrees)`."""
    return float(np.abs(_correlated(soft_edge(degrees), K)).max())


def _correlated(X, K):
    """Return the cross-correlation of whatever holds numbers, as an array of floats."""
    return as_array(corr2d(tensor(as_floats(X), fw.DOUBLE), tensor(as_floats(K), fw.DOUBLE)))


def _moment(K):
    """Return the first moment of a kernel, positions counted from its middle; what is left of rounding is zero."""
    K = as_floats(K)
    rows, columns = (np.arange(n) - (n - 1) / 2 for n in K.shape)
    moment = np.array([rows @ K.sum(axis=1), columns @ K.sum(axis=0)])
    return moment * (np.abs(moment).max() > 1e-9 * np.abs(K).sum())


def _uniform_area_share(K):
    """Return the sum of the weights, relative to the sum of their absolute values."""
    return abs(as_floats(K).sum()) / np.abs(as_floats(K)).sum()


def edge_kernel(c, own):
    def looks_along(v):
        """Return the direction of the kernel's first moment for v, as a vector of length 1; its sign is taken away."""
        m = _moment(own.edge_kernel(v))
        m = m / (np.hypot(*m) or 1)  # which may be very small
        return -m if m[np.abs(m) > 1e-9][:1].sum() < 0 else m

    def same_side(*directions):
        """Return whether the first moment is on the same side of v for all of these v."""
        sides = [float(np.sign(_moment(own.edge_kernel(v)) @ np.array(v))) for v in directions]
        return sides in ([1.0] * len(sides), [-1.0] * len(sides))

    def strongest_edge(v):
        """Return how many degrees lie between v and the direction of the soft edge with the strongest answer."""
        K = own.edge_kernel(v)
        best = max(range(0, 180, 5), key=lambda degrees: strength(K, degrees))
        return abs((best - math.degrees(math.atan2(v[1], v[0])) + 90) % 180 - 90)

    c.holds(
        "2-D, and at most 7×7",
        lambda: np.ndim(own.edge_kernel((0.6, 0.8))) == 2 and max(np.shape(own.edge_kernel((0.6, 0.8)))) <= 7,
        "look at the shape of edge_kernel((0.6, 0.8))",
    )
    c.holds(
        "a uniform area gives nothing",
        lambda: _uniform_area_share(own.edge_kernel((0.6, 0.8))) < 1e-6,
        lambda: (
            "the weights do not sum to zero"
            if as_floats(own.edge_kernel((0.6, 0.8))).any()
            else "and neither does an edge: all weights are zero"
        ),
    )
    c.equal(
        "the first moment is parallel to v = (8/17, 15/17)",
        looks_along,
        [8 / 17, 15 / 17],
        given=((8 / 17, 15 / 17),),
        slips={
            "v is read as (right, down); v1 is along axis 0, down the rows": [15 / 17, 8 / 17],
            "the kernel is turned by 90°: it detects edges parallel to v": [15 / 17, -8 / 17],
            "axis 0 is taken to point up; it points down": [8 / 17, -15 / 17],
            "for this v, it is a detector of vertical edges": [0, 1],
            "for this v, it is a detector of horizontal edges": [1, 0],
            "for this v, it looks along a diagonal, as it does where directions are rounded": [0.5**0.5, 0.5**0.5],
            "the first moment is zero: that is not a first derivative": [0, 0],
        },
    )
    c.equal("a long v: (20, -21)", looks_along, [20 / 29, -21 / 29], given=((20.0, -21.0),))
    c.equal("a very short v", looks_along, [12 / 13, -5 / 13], given=((12e-10, -5e-10),))
    c.equal("a v close to the axis: (5, 0.1)", looks_along, [0.9998, 0.019996], given=((5.0, 0.1),))
    c.equal("a v closer to it: (5, 0.004)", looks_along, [1, 0.0008], given=((5.0, 0.004),))
    c.holds(
        "no weight is larger than a million",
        lambda: np.abs(as_floats(own.edge_kernel((20.0, -21.0)))).max() <= 1e6,
        "look at the size of the weights",
    )
    if not c.values_are_right:
        return  # what a kernel answers to edges, tells nothing yet
    c.holds(
        "one side for every v",
        lambda: same_side((0.6, 0.8), (-0.6, -0.8), (-2.0, 1.0), (2.0, -1.0)),
        "the first moment does not point the way of v for all v, nor the opposite way for all",
    )
    c.holds(
        "the strongest answer is to an edge orthogonal to v",
        lambda: max(strongest_edge((0.6, 0.8)), strongest_edge((0.0, 1.0))) <= 10,
        "the kernel answers more strongly to edges in another direction",
    )
    c.holds(
        "an edge parallel to v gets at most half of the answer",
        lambda: strength(own.edge_kernel((0.0, 1.0)), 0) <= 0.5 * strength(own.edge_kernel((0.0, 1.0)), 90),
        "for v = (0, 1), compare what horizontal and vertical edges get",
    )


def second_derivative_kernel(c, own):
    def applied_to(pixels):
        """Return what the kernel makes of three pixels."""
        return float(np.sum(as_floats(own.second_derivative_kernel()) * np.array([pixels], dtype=float)))

    c.equal(
        "the shape",
        lambda: as_floats(own.second_derivative_kernel()).shape,
        (1, 3),
        slips={
            "a pair of brackets is missing: one row of three weights needs two": (3,),
            "the kernel stands upright, and looks down the column": (3, 1),
        },
    )
    c.equal("even brightness: 7, 7, 7", applied_to, 0, given=([7, 7, 7],))
    c.equal(
        "a ramp: 4, 6, 8",
        applied_to,
        0,
        given=([4, 6, 8],),
        slips={
            "this is a first derivative": 2,
            "this is a first derivative with the other sign": -2,
            "this is a central difference, a first derivative": 4,
            "this is a central difference with the other sign, a first derivative": -4,
        },
    )
    c.equal(
        "a bend: 1, 5, 2 (without the sign)",
        lambda: abs(applied_to([1, 5, 2])),
        7,
        slips={"the result is half of the second derivative": 3.5, "the result is a quarter of it": 1.75},
    )
    c.equal("another bend: 9, 4, −3 (without the sign)", lambda: abs(applied_to([9, 4, -3])), 2)


def _largest_bend(image):
    """Return the largest absolute second derivative, found by laying a parabola through every three pixels in a row."""
    image = as_floats(image)
    bends = [
        2 * np.polyfit([-1, 0, 1], image[:, j : j + 3].T, 2)[0] for j in range(image.shape[1] - 2)
    ]
    return round(float(np.abs(bends).max()), 4)


def strongest_image(c, own):
    for size in [(5, 6), (1, 3), (3, 11)]:
        c.equal(f"the shape {size}", lambda size=size: np.shape(own.strongest_image(size)), size)
    c.holds(
        "all values are between 0 and 1",
        lambda: all(
            as_floats(own.strongest_image(size)).min() >= 0 and as_floats(own.strongest_image(size)).max() <= 1
            for size in ((5, 6), (1, 3), (3, 11), (2, 9))
        ),
        "some are outside",
    )
    if c.failed:
        return  # what is stronger, shows among images of these values alone
    c.holds(
        "it beats a step from black to white",
        lambda: _largest_bend(own.strongest_image((5, 6))) > _largest_bend([[0, 0, 0, 1, 1, 1]]),
        "a step reaches at least as much; look at what the two outer weights see, and what the one in the middle sees",
    )
    c.holds(
        "nothing stronger is possible",
        lambda: all(
            _largest_bend(own.strongest_image(size)) > 1.999 for size in ((5, 6), (1, 3), (1, 4), (3, 11), (2, 9))
        ),
        "there is an image with a stronger answer",
    )


def blur_kernel(c, own):
    def kernel():
        """Return the kernel as an array."""
        return as_floats(own.blur_kernel())

    def blur():
        """Return the kernel with its sum made 1, which one property asks for, and the others take as given."""
        return kernel() / kernel().sum()

    def gravity():
        """Return how far the centre of gravity is from the middle, down and to the right."""
        return _moment(blur())

    def stripes(axis):
        """Return what is left of stripes, black and white by turns along `axis`."""
        K = blur()
        signs = np.cos(np.pi * np.arange(K.shape[axis]))
        return abs(float(signs @ K.sum(axis=1 - axis)))

    c.that(
        "2-D, and at most 15×15",
        lambda: kernel().ndim == 2 and max(kernel().shape) <= 15,
        "look at np.shape(blur_kernel())",
    )
    c.that("all weights are numbers", lambda: np.isfinite(kernel()).all(), "some are nan or inf")
    c.that(
        "the weights do not sum to 0",
        lambda: abs(kernel().sum()) > 1e-6 * np.abs(kernel()).sum(),
        "they do: a uniform area comes out black, which is no blur",
    )
    if c.failed:
        return
    c.that(
        "the weights sum to 1",
        lambda: abs(kernel().sum() - 1) < 1e-6,
        "they do not; divide them by their sum",
    )
    once = "once they are divided by their sum, " if c.failed else ""
    c.that(
        "the centre of gravity is in the middle",
        lambda: np.abs(gravity()).max() < 1e-6,
        "the image would be shifted",
    )
    c.that(
        f"{once}no frequency is amplified",
        lambda: np.abs(np.fft.fft2(blur(), (60, 60))).max() <= 1 + 1e-6,
        "look at np.abs(np.fft.fft2(K, (60, 60))).max(); are there large negative weights?",
    )
    c.that(
        f"{once}noise is at least halved",
        lambda: (blur() ** 2).sum() <= 0.25 + 1e-6,
        "the sum of the squared weights is above 1/4: spread the weight over more pixels",
    )
    kept = "the finest of them, black and white by turns, keep more than 75 % of their contrast"
    c.that("stripes from row to row fade", lambda: stripes(0) <= 0.75 + 1e-6, kept)
    c.that("stripes from column to column fade", lambda: stripes(1) <= 0.75 + 1e-6, kept)


def noise_gain(c, own):
    weights = tensor([[3.0, -4.0]], fw.DOUBLE)

    def gain(K):
        return as_floats(own.noise_gain(K)).item()

    c.equal(
        "the weights 3 and -4",
        gain,
        5.0,
        given=(weights,),
        slips={
            "this is the variance, not the standard deviation": 25.0,
            "the weights are added without squares": -1.0,
            "absolute values are added instead of variances": 7.0,
            "a mean is taken where a sum is asked for": math.sqrt(12.5),
        },
    )
    c.equal(
        "a difference of neighbours",
        gain,
        math.sqrt(2),
        given=(tensor([[1.0, -1.0]]),),
    )
    c.equal("the weight -2 alone", gain, 2.0, given=(tensor([[-2.0]]),))
    c.equal("weights that are all zero", gain, 0.0, given=(tensor([[0.0] * 3] * 2),))
    c.equal("the average of four pixels", gain, 0.5, given=(tensor([[0.25] * 2] * 2),))
    c.equal(
        "the weights 1, 2, −3 and 1 in a square",
        gain,
        math.sqrt(15),
        given=(tensor([[1.0, 2.0], [-3.0, 1.0]], fw.DOUBLE),),
        slips={
            "the mean of the kernel is removed": math.sqrt(14.75),
            "this is the largest singular value of the kernel, which is a norm of another kind": 3.1926,
        },
    )
    c.equal(
        "a kernel that only copies",
        gain,
        1.0,
        given=(tensor([[0.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 0.0]]),),
    )
    c.inputs_left("the kernel is left as it was", "noise_gain writes into its kernel")


def derivative_kernel(c, own):
    def slide(d, power):
        """Apply the student's kernel to samples of x**power at 2, 3, 4, ... and return the five results."""
        taps = as_floats(own.derivative_kernel(d)).ravel()
        samples = np.arange(2.0, 6 + len(taps) + 1) ** power
        return np.correlate(samples, taps)[:5]

    def one_of_two_signs(d, value):
        return np.allclose(np.abs(slide(d, d)), value, rtol=1e-3)

    def left(d):
        """Return the powers below d of which the student's kernel leaves something."""
        return [power for power in range(d) if np.abs(slide(d, power)).max() >= 1e-3]

    def which(d):
        """Say which power does not vanish, or that the weights have to sum to zero."""
        return f"x to the power {left(d)[0]} does not" if left(d)[0] else "a constant does not: the weights do not sum to 0"

    for d in (1, 2, 3, 4, 6):
        c.equal(
            f"order {d}: number of weights",
            lambda d=d: as_floats(own.derivative_kernel(d)).shape,
            (d + 1,),
            slips={"there is one weight too few": (d,), "it is not 1-D": (1, d + 1)},
        )
    for d in (1, 2, 3, 4):
        c.holds(
            f"order {d}: lower powers vanish",
            lambda d=d: not left(d),
            lambda d=d: which(d),
        )
        c.holds(
            f"order {d}: x to the power {d} gives {math.factorial(d)} everywhere, with either sign",
            lambda d=d: one_of_two_signs(d, math.factorial(d)),
            "the size of the result is not right",
        )


def kernel_matrix(c, own):
    def by_matrix(K, X):
        """Multiply the student's matrix with the flattened image."""
        return as_floats(own.kernel_matrix(K, tuple(X.shape))) @ as_array(X).ravel()

    c.equal(
        "the weights (5, 7) on one row of four pixels",
        own.kernel_matrix,
        [[5, 7, 0, 0], [0, 5, 7, 0], [0, 0, 5, 7]],
        given=(tensor([[5.0, 7.0]]), (1, 4)),
        slips={
            "the kernel is flipped": [[7, 5, 0, 0], [0, 7, 5, 0], [0, 0, 7, 5]],
            "rows and columns of the matrix are exchanged": [[5, 0, 0], [7, 5, 0], [0, 7, 5], [0, 0, 7]],
        },
    )
    c.equal(
        "the weights (0, 7) on one row of four pixels",
        own.kernel_matrix,
        [[0, 7, 0, 0], [0, 0, 7, 0], [0, 0, 0, 7]],
        given=(tensor([[0.0, 7.0]]), (1, 4)),
    )
    c.equal(
        "the weights (1000/3, 0) on one row of three pixels",
        own.kernel_matrix,
        [[1000 / 3, 0, 0], [0, 1000 / 3, 0]],
        given=(tensor([[1000 / 3, 0.0]], fw.DOUBLE), (1, 3)),
        slips={"the numbers lose their fractions": [[333, 0, 0], [0, 333, 0]]},
    )
    K_check = tensor([[1.0, 2.5], [-3.0, 5.0]], fw.DOUBLE)
    transposed = "the kernel is transposed"
    for size in ((3, 5), (3, 3)):
        X_check = tensor(np.arange(math.prod(size)).reshape(size) ** 2 % 11, fw.DOUBLE)
        c.equal(
            f"an image of {size[0]}×{size[1]} pixels, flattened and multiplied",
            by_matrix,
            _correlated(X_check, K_check).ravel(),
            given=(K_check, X_check),
            slips={
                "the kernel is flipped": _correlated(X_check, [[5, -3], [2.5, 1]]).ravel(),
                transposed: _correlated(X_check, [[1, -3], [2.5, 5]]).ravel(),
                "the numbers lose their fractions": _correlated(X_check, [[1, 2], [-3, 5]]).ravel(),
            },
        )
        transposed += ", or image and outputs are read column by column"  # which of a square image is the same
    c.equal(
        "a kernel as large as the image: the shape of the matrix",
        lambda: as_floats(own.kernel_matrix(tensor([[1.0] * 3] * 2), (2, 3))).shape,
        (1, 6),
        slips={"an axis of length 1 got lost": (6,), "rows and columns of the matrix are exchanged": (6, 1)},
    )
    c.inputs_left("the kernel is left as it was", "kernel_matrix writes into its kernel")


def patch_matrix(c, own):
    def by_patches(X, K):
        """Multiply the student's matrix with the flattened kernel."""
        return as_floats(own.patch_matrix(X, tuple(K.shape))) @ as_array(K).ravel()

    X_row = tensor([[3.0, 1.0, 4.0, 1.0, 6.0]], fw.DOUBLE)
    c.equal(
        "one row of five pixels, and two weights",
        own.patch_matrix,
        [[3, 1], [1, 4], [4, 1], [1, 6]],
        given=(X_row, (1, 2)),
        slips={
            "each patch is read backwards": [[1, 3], [4, 1], [1, 4], [6, 1]],
            "rows and columns of the matrix are exchanged": [[3, 1, 4, 1], [1, 4, 1, 6]],
            "the window moves by its own width instead of by one pixel": [[3, 1], [4, 1]],
        },
    )
    c.equal(
        "another row of five pixels, some of them alike",
        own.patch_matrix,
        [[1, 2], [2, 1], [1, 2], [2, 1]],
        given=(tensor([[1.0, 2.0, 1.0, 2.0, 1.0]]), (1, 2)),
    )
    c.equal(
        "a row of halves and quarters",
        own.patch_matrix,
        [[0.5, -1.25], [-1.25, 0.75]],
        given=(tensor([[0.5, -1.25, 0.75]]), (1, 2)),
        slips={"the numbers lose their fractions": [[0, -1], [-1, 0]]},
    )
    c.equal(
        "a transposed image",
        own.patch_matrix,
        [[1, 3, 2, 4], [3, 5, 4, 6]],
        given=(fw.transpose(tensor([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]])), (2, 2)),
    )
    X_wide = tensor(np.arange(15).reshape(3, 5) ** 2 % 13, fw.DOUBLE)
    for kernel in ([[1.0, 2.0], [-3.0, 5.0]], [[1.0, 0.0, 2.0], [-1.0, 4.0, 3.0]]):
        K_wide = tensor(kernel, fw.DOUBLE)
        c.equal(
            f"a 3×5 image and a {K_wide.shape[0]}×{K_wide.shape[1]} kernel, multiplied",
            by_patches,
            _correlated(X_wide, K_wide).ravel(),
            given=(X_wide, K_wide),
            slips={"the kernel is flipped": _correlated(X_wide, [row[::-1] for row in kernel[::-1]]).ravel()},
        )
    c.equal(
        "a kernel as large as the image: the shape of the matrix",
        lambda: as_floats(own.patch_matrix(X_wide, (3, 5))).shape,
        (1, 15),
        slips={"an axis of length 1 got lost": (15,), "rows and columns of the matrix are exchanged": (15, 1)},
    )
    c.inputs_left("the image is left as it was", "patch_matrix writes into its image")
