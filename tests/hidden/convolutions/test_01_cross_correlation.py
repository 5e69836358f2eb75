"""Hidden tests of 01_cross_correlation.

Most images and kernels hold multiples of 1/4. Their products and sums are exact in float32 as well as in
float64, so that only the check of the dtype is lost by an answer that computes in float32. Only the checks of
values use images that are not square, so that a mixed-up height and width costs these alone.
"""

import math
import re
from contextlib import contextmanager

import numpy as np
import pytest
import torch
from torch.nn import functional
from torch.testing import assert_close

from coursekit.suite import fw, integers, misconception, real_tensor, recognise, reference

from .bounded import OWN_ERRORS
from .reference import OwnMeans, corr2d, loop_in_one, require_tensor

IMAGE = torch.arange(9, dtype=torch.float64).reshape(3, 3)
KERNEL = torch.arange(4, dtype=torch.float64).reshape(2, 2)
OBLONG = [((5, 8), (3, 3)), ((9, 6), (2, 2)), ((6, 9), (2, 3)), ((8, 5), (4, 2)), ((3, 7), (2, 5))]
OBLONG += [((32, 4), (3, 2)), ((4, 32), (2, 30))]
THIN = [((5, 5), size) for size in ((1, 3), (1, 1), (4, 1), (1, 5), (5, 1), (5, 5))]
THIN += [((1, 1), (1, 1)), ((9, 9), (9, 9))]
PADDED = "The image is padded with zeros. Only windows that lie wholly inside the image count here."
NOT_RIGHT = "Nothing was changed, but the result is not right, so this earns nothing yet."
ZEROS = "The result has zeros below and to the right that belong to no window: make it only n - k + 1 a side."
WRITES = "{} is changed by the call. Work on new {{tensor}}s, and only read what you are given."


# --- the right answers ------------------------------------------------------------------------


@reference("output_shape")
def output_shape(image_shape, kernel_shape):
    """Return the size of the valid cross-correlation."""
    if kernel_shape[0] > image_shape[0] or kernel_shape[1] > image_shape[1]:
        raise ValueError("the kernel does not fit in the image")
    return tuple(n - k + 1 for n, k in zip(image_shape, kernel_shape, strict=True))


@reference("corr2d_vectorized")
def corr2d_vectorized(X, K):
    """Return the valid cross-correlation."""
    return corr2d(X, K)


# --- the usual mistakes -----------------------------------------------------------------------


@misconception(
    "output_shape",
    says="Each side is one too small: the first and the last place of the kernel both count.",
)
def size_one_too_small(image_shape, kernel_shape):
    """Return n - k."""
    return tuple(n - k for n, k in zip(image_shape, kernel_shape, strict=True))


@misconception(
    "output_shape",
    says="Each side is one too large: try a kernel as large as the image, which has a single place.",
)
def size_one_too_large(image_shape, kernel_shape):
    """Return n - k + 2."""
    return tuple(n - k + 2 for n, k in zip(image_shape, kernel_shape, strict=True))


@misconception(
    "output_shape",
    says="Height and width have changed places: the first number of a shape is the height.",
)
def size_swapped(image_shape, kernel_shape):
    """Return (width, height)."""
    return output_shape(image_shape, kernel_shape)[::-1]


@misconception(
    "output_shape",
    says="This is the size with a padded border. Here nothing is padded: the kernel stays inside the image.",
)
def size_same(image_shape, kernel_shape):
    """Return the image's size."""
    return tuple(image_shape)


@misconception(
    "output_shape",
    says="The kernel only needs to overlap the image in this count. It has to lie wholly inside it.",
)
def size_full(image_shape, kernel_shape):
    """Return n + k - 1."""
    return tuple(n + k - 1 for n, k in zip(image_shape, kernel_shape, strict=True))


@misconception(
    "output_shape",
    says="The kernel jumps by its own size in this count. It moves by one pixel at a time, and windows overlap.",
)
def size_tiled(image_shape, kernel_shape):
    """Return n // k."""
    return tuple(n // k for n, k in zip(image_shape, kernel_shape, strict=True))


@misconception(
    "output_shape",
    says="The kernel's height is used for both axes. A kernel need not be square: its width counts for the second.",
)
def size_square_kernel(image_shape, kernel_shape):
    """Return (n_h - k_h + 1, n_w - k_h + 1)."""
    return tuple(n - kernel_shape[0] + 1 for n in image_shape)


@misconception(
    "output_shape",
    says="The image's height is used for both axes. An image need not be square: its width counts for the second.",
)
def size_square_image(image_shape, kernel_shape):
    """Return (n_h - k_h + 1, n_h - k_w + 1)."""
    return tuple(image_shape[0] - k + 1 for k in kernel_shape)


@misconception(
    "corr2d",
    "corr2d_vectorized",
    says="The kernel is flipped: that is the mathematical convolution. Lay the kernel on the window as it is.",
)
def kernel_flipped(X, K):
    """Return the true convolution."""
    return corr2d(X, K.flip(0, 1))


@misconception(
    "corr2d",
    "corr2d_vectorized",
    says="The kernel is transposed: rows of the kernel must meet rows of the image.",
)
def kernel_transposed(X, K):
    """Return the correlation with K transposed."""
    return corr2d(X, K.mT)


@misconception(
    "corr2d",
    "corr2d_vectorized",
    says="The result is transposed: height and width have changed places. Axis 0 runs down the rows.",
)
def axes_swapped(X, K):
    """Return the result transposed."""
    return corr2d(X, K).mT


@misconception(
    "corr2d",
    "corr2d_vectorized",
    says=PADDED,
)
def zero_padded(X, K):
    """Return the result of "same" size, the larger half of the padding at the bottom and right."""
    h, w = K.shape
    return corr2d(functional.pad(X, ((w - 1) // 2, w // 2, (h - 1) // 2, h // 2)), K)


@misconception("corr2d", "corr2d_vectorized", says=PADDED)
def zero_padded_before(X, K):
    """Return the result of "same" size, the larger half of the padding at the top and left."""
    h, w = K.shape
    return corr2d(functional.pad(X, (w // 2, (w - 1) // 2, h // 2, (h - 1) // 2)), K)


@misconception("corr2d", "corr2d_vectorized", says=PADDED)
def zero_padded_after(X, K):
    """Return the result of "same" size, all the padding at the bottom and right."""
    return corr2d(functional.pad(X, (0, K.shape[1] - 1, 0, K.shape[0] - 1)), K)


@misconception("corr2d", "corr2d_vectorized", says=PADDED)
def zero_padded_fully(X, K):
    """Return the "full" result."""
    h, w = K.shape
    return corr2d(functional.pad(X, (w - 1, w - 1, h - 1, h - 1)), K)


@misconception(
    "corr2d",
    "corr2d_vectorized",
    says="The last row and the last column are missing: a side of n and a kernel of k have n - k + 1 places.",
)
def one_too_small(X, K):
    """Return the result without its last row and column."""
    return corr2d(X, K)[:-1, :-1]


@misconception(
    "corr2d",
    "corr2d_vectorized",
    says=ZEROS,
)
def one_too_large(X, K):
    """Return the result with one more row and column of zeros."""
    return functional.pad(corr2d(X, K), (0, 1, 0, 1))


@misconception(
    "corr2d",
    "corr2d_vectorized",
    says=ZEROS,
)
def as_large_as_image(X, K):
    """Return the result in the corner of zeros of the image's size."""
    return functional.pad(corr2d(X, K), (0, K.shape[1] - 1, 0, K.shape[0] - 1))


@misconception(
    "corr2d",
    "corr2d_vectorized",
    says="The products are divided by the size of the window: that is a mean. Only sum them.",
)
def averaged(X, K):
    """Return means instead of sums."""
    return corr2d(X, K) / K.numel()


@misconception(
    "corr2d",
    "corr2d_vectorized",
    says="The windows are summed and the kernel's numbers play no part: multiply element by element first.",
)
def not_multiplied(X, K):
    """Return sums of windows."""
    return corr2d(X, torch.ones_like(K))


@misconception(
    "corr2d",
    "corr2d_vectorized",
    says="Window and kernel are each summed, and then the sums are multiplied. Multiply element by element, then sum.",
)
def sums_multiplied(X, K):
    """Return sums of windows times the sum of the kernel."""
    return corr2d(X, torch.ones_like(K)) * K.sum()


@misconception(
    "corr2d",
    "corr2d_vectorized",
    says="Window and kernel are multiplied as matrices. Multiply element by element: `*`, not `@`.",
)
def matrix_product(X, K):
    """Return sums of matrix products."""
    return _each_window(X, K, lambda i, j: (X[i : i + K.shape[0], j : j + K.shape[1]] @ K).sum())


@misconception(
    "corr2d",
    "corr2d_vectorized",
    says="Every row of the result repeats the first: the window moves to the right and never down.",
)
def first_row_repeated(X, K):
    """Return the first row again and again."""
    return corr2d(X, K)[:1].expand(X.shape[0] - K.shape[0] + 1, -1)


@misconception(
    "corr2d",
    "corr2d_vectorized",
    says="Every column of the result repeats the first: the window moves down and never to the right.",
)
def first_column_repeated(X, K):
    """Return the first column again and again."""
    return corr2d(X, K)[:, :1].expand(-1, X.shape[1] - K.shape[1] + 1)


@misconception(
    "corr2d",
    "corr2d_vectorized",
    says="The kernel's height is used for both of its axes. Kernels need not be square: take height and width apart.",
)
def only_square_kernels(X, K):
    """Return what comes of windows as wide as the kernel is high, where that multiplies at all."""
    h = K.shape[0]
    return _each_window(X, X.new_zeros(h, h), lambda i, j: (X[i : i + h, j : j + h] * K).sum())


@misconception("corr2d", "corr2d_vectorized", says="The sign is lost: a result may be negative.")
def absolute_value(X, K):
    """Return absolute values."""
    return corr2d(X, K).abs()


@misconception("corr2d", "corr2d_vectorized", says="Negative results are replaced by 0. Keep them.")
def negative_cut(X, K):
    """Return 0 for negative values."""
    return corr2d(X, K).clamp(min=0)


@misconception(
    "corr2d", "corr2d_vectorized", says="The results are rounded to whole numbers. Keep the fractions."
)
def rounded(X, K):
    """Return the nearest whole numbers."""
    return corr2d(X, K).round()


@misconception(
    "corr2d",
    "corr2d_vectorized",
    says="The results lose their fractions, as in {a_tensor} of integers. Give the result the dtype of X.",
)
def integers_only(X, K):
    """Return whole numbers, cut off towards zero."""
    return corr2d(X, K).trunc()


@misconception(
    "corr2d",
    "corr2d_vectorized",
    says="The largest product of each window is taken. Take the sum of all of them.",
)
def maximum_for_sum(X, K):
    """Return the largest product of each window."""
    return (X.unfold(0, K.shape[0], 1).unfold(1, K.shape[1], 1) * K).amax((-1, -2))


@misconception(
    "corr2d",
    "corr2d_vectorized",
    says="The image's height is used for both of its axes. Images need not be square: take height and width apart.",
)
def only_square_images(X, K):
    """Return as many columns as a square image would give, from windows cut off at the image's end."""
    (h, w), n = K.shape, X.shape[0]
    rows = [[(X[i : i + h, j : j + w] * K).sum() for j in range(n - w + 1)] for i in range(n - h + 1)]
    return torch.stack([torch.stack(row) for row in rows])


@misconception(
    "corr2d",
    "corr2d_vectorized",
    says="The result is always that of the example in the text, whatever goes in. Compute it from X and K.",
)
def hard_wired(X, K):
    """Return the example's result."""
    return torch.tensor([[19.0, 25], [37, 43]], dtype=X.dtype)


def _each_window(X, K, value):
    height, width = X.shape[0] - K.shape[0] + 1, X.shape[1] - K.shape[1] + 1
    return torch.stack([torch.stack([value(i, j) for j in range(width)]) for i in range(height)])


# --- what runs in the student's process -------------------------------------------------------


def every_size(function, largest):
    """Return what `function` gives for every kernel that fits in an image of at most `largest` a side."""
    sizes = [(h, w) for h in range(1, largest + 1) for w in range(1, largest + 1)]
    return [function(n, k) for n in sizes for k in sizes if k[0] <= n[0] and k[1] <= n[1]]


def refusals(function, largest):
    """Return for every image and kernel of at most `largest` a side 1 if `function` raises ValueError, else 0."""
    sizes = [(h, w) for h in range(1, largest + 1) for w in range(1, largest + 1)]
    outcomes = []
    for image in sizes:
        for kernel in sizes:
            try:
                function(image, kernel)
            except ValueError:
                outcomes.append(1)
            except NotImplementedError:
                raise
            except Exception:
                outcomes.append(0)
            else:
                outcomes.append(0)
    return np.array(outcomes, dtype=np.uint8)


def sizes_of_tensors(function, image, kernel):
    """Return what `function` gives for the shapes of arrays, and for one beside a tuple."""
    first, second = fw.zeros(image).shape, fw.zeros(kernel).shape
    return [function(first, second), function(first, tuple(kernel)), function(list(image), tuple(kernel))]


def on_views(function, X, K):
    """Return what `function` gives for the transpose of X, and for a window of X."""
    return [function(fw.transpose(fw.copy(X)), fw.copy(K)), function(fw.copy(X)[1:, :-1], fw.copy(K))]


# --- helpers ----------------------------------------------------------------------------------


def quarters(rng, shape):
    """Return random multiples of 1/4 in float64, no two of the same size. None is 0, nor is their sum.

    With zeros, ties or symmetry, some mistakes would show under some seeds only; and where the mean size is 1, a sum
    that is divided by the sizes looks like one that is divided by their number.
    """
    count = math.prod(shape)
    sizes = torch.randperm(max(20, count), generator=rng)[:count] + 1
    signs = torch.randint(0, 2, (count,), generator=rng) * 2 - 1
    values = (sizes * signs).to(torch.float64) / 4
    values[:1] *= -1 if values.sum() == 0 else 1
    values *= 2 if values.abs().sum() == count else 1
    return values.view(shape)


def with_fractions(rng, image, kernel):
    """Return a random image and kernel whose results are not the same whether they are rounded or cut off."""
    while True:
        X, K = quarters(rng, image), quarters(rng, kernel)
        right = corr2d(X, K)
        if bool((right.round() != right.trunc()).any()):
            return X, K


def harmless_kernel(rng):
    """Return a positive kernel that is the same when it is turned or transposed, as those mistakes have cost enough."""
    K = quarters(rng, (2, 2)).abs()
    K = K + K.flip(0, 1)
    if K[0, 0] == K[0, 1]:  # of equal numbers, a kernel that is mirrored in place would look untouched
        K = K + torch.eye(2)
    return K + K.mT + 0.125


def same_values(seen, expected):
    """Compare shape and values; the dtype is another check's business."""
    require_tensor(seen)
    assert_close(seen, expected, check_dtype=False)


def right_on(function, right, cases, rng):
    """Compare `function` with `right` on random images and kernels of the given shapes."""
    all_right(function, right, [(quarters(rng, image), quarters(rng, kernel)) for image, kernel in cases])


def all_right(function, right, pairs):
    """Ask all before one is judged: what is said of a mistake has to explain every answer up to the first error."""
    seen, problem = [], None
    try:
        for X, K in pairs:
            seen.append(function(X, K))
    except (*OWN_ERRORS, AssertionError) as error:
        problem = error
    for value, (X, K) in zip(seen, pairs, strict=False):
        same_values(value, right(X, K))
    if problem:
        raise problem


SLICED_TWICE = re.compile(r"\[[^\[\],]*:[^\[\],]*\]\s*\[[^\[\],]*:[^\[\],]*\]")
FIXED_SIZE = re.compile(r"(\w+)\s*:\s*\1\s*\+\s*(?:[2-9]|\d\d)")


@contextmanager
def slips_of_slices():
    """Say in words what is wrong with the slices of a window, where the line that takes them ends in an error."""
    try:
        yield
    except (RuntimeError, IndexError, ValueError, TypeError) as error:  # the last is JAX's
        _, code = getattr(error, "where", None) or (0, "")
        recognise(
            bool(SLICED_TWICE.search(code)),
            "sliced_twice",
            f"The second pair of brackets takes rows again, of those that the first has taken ({error}). "
            "Rows and columns are sliced in one pair of brackets, with a comma between.",
        )
        recognise(
            bool(FIXED_SIZE.search(code)),
            "window_hard_wired",
            f"A window has the same size whatever the kernel ({error}). Take height and width from K.",
        )
        raise


def right_on_oblong(function, rng):
    """Compare `function` with the reference, first where all is square."""
    with slips_of_slices():
        oblong = [(quarters(rng, image), quarters(rng, kernel)) for image, kernel in OBLONG[:2]]
        all_right(function, corr2d, [(IMAGE, KERNEL), with_fractions(rng, (3, 3), (2, 2)), *oblong])
    for image, kernel in OBLONG[2:]:
        X, K = quarters(rng, image), quarters(rng, kernel)
        try:
            seen = function(X, K)
        except (RuntimeError, IndexError, TypeError) as error:
            size = f"{kernel[0]}×{kernel[1]}"
            recognise(
                True,
                "only_square_kernels",
                f"Square kernels come out right, and a kernel of {size} ends in an error ({error}). "
                "Kernels need not be square: take height and width apart.",
            )
        same_values(seen, corr2d(X, K))


def depends_on_inputs(first, second):
    """Refuse to judge the manners of a function that computes nothing."""
    require_tensor(first)
    require_tensor(second)
    assert first.shape != second.shape or not torch.equal(first, second), (
        "This can only be judged when the result depends on the kernel: "
        "with a kernel three times as strong it is still the same."
    )


def leaves_inputs_alone(function, rng):
    """Fail where a call of `function` writes into what it was given."""
    X, K = quarters(rng, (4, 4)).abs(), harmless_kernel(rng)
    seen = function.look(X, K)
    recognise(0 in seen.changed, "writes_into_input", WRITES.format("X"))
    recognise(1 in seen.changed, "writes_into_input", WRITES.format("K"))
    assert isinstance(seen.value, torch.Tensor) and equals(seen.value, corr2d(X, K)), NOT_RIGHT


def keeps_dtype(function, rng):
    """Fail where the result of `function` has another dtype than its inputs, or fewer digits."""
    X, K = quarters(rng, (4, 4)).abs() + 0.125, quarters(rng, (2, 2)).abs() + 0.125
    value = function(X, K)
    depends_on_inputs(value, function(X, 3 * K))
    assert value.dtype == torch.float64, f"X and K are float64, and the result is {name_of(value.dtype)}."
    single = function(X.float(), K.float())
    require_tensor(single)
    assert single.dtype == torch.float32, f"X and K are float32, and the result is {name_of(single.dtype)}."
    tiny = 2.0**-30
    for name, moved in (("X", function(X + tiny, K)), ("K", function(X, K + tiny))):
        assert moved.shape == value.shape and bool(((moved > value) | (value == 0)).all()), (
            f"All numbers are positive, those in {name} grow by a billionth, and not all results grow with them. "
            "Float64 has room for that: is something rounded, or kept as float32 on the way?"
        )


def name_of(dtype):
    """Return a dtype's name as students write it."""
    return str(dtype).removeprefix("torch.")


def hidden_kernel(student, X, K):
    """Compare the answer for one kernel with the reference, and name the usual mistakes."""
    seen = student.corr2d_transposed_kernel(correlating(K), X)
    require_tensor(seen)

    right = corr2d(X, K.T)
    found = {}
    for key, image, back, says in (
        ("not_transposed", X, False, "This is the result with K itself. What is asked for is K transposed."),
        ("not_transposed_back", X.T, False, "This is the right result with rows and columns exchanged."),
        (
            "only_result_transposed",
            X,
            True,
            "This is the result with K itself, transposed. It is the image that must change before `corr` sees it.",
        ),
    ):
        if K.shape[0] <= image.shape[0] and K.shape[1] <= image.shape[1]:
            wrong = corr2d(image, K).T if back else corr2d(image, K)
            if equals(seen, wrong) and not equals(seen, right):
                found[key] = says
    for key, says in found.items():
        recognise(len(found) == 1, key, says)  # for some kernels one mistake looks like another
    same_values(seen, right)


def correlating(K):
    """Return a function that correlates an image with K, and shows nothing of K."""

    def corr(image):
        return corr2d(image, K)

    return corr


def equals(seen, value):
    """Return whether two tensors agree in shape and, within rounding, in value."""
    return seen.shape == value.shape and torch.allclose(seen.double(), value)


# --- the tests --------------------------------------------------------------------------------


@pytest.mark.output_shape
class TestOutputShape:
    """The size of the result."""

    @pytest.mark.points(1.5)
    def test_sizes(self, student):
        """Every kernel that fits, in every image up to 10×10 and in larger ones, gives the right size."""
        for image, kernel in [
            ((6, 9), (2, 3)),
            ((3, 3), (2, 2)),
            ((7, 5), (3, 2)),
            ((12, 5), (12, 5)),
            ((32, 29), (3, 4)),
        ]:
            seen = integers(student.output_shape(image, kernel))
            assert seen == output_shape(image, kernel), says_size(image, kernel, seen)
        sizes = [(h, w) for h in range(1, 11) for w in range(1, 11)]
        fitting = [(n, k) for n in sizes for k in sizes if k[0] <= n[0] and k[1] <= n[1]]
        values = student.run(every_size, student.output_shape, 10)
        for (image, kernel), value in zip(fitting, values, strict=True):
            seen = integers(value)
            assert seen == output_shape(image, kernel), says_size(image, kernel, seen)

    @pytest.mark.points(1)
    def test_kernel_must_fit(self, student):
        """A kernel that is higher or wider than the image raises ValueError, and one that fits does not."""
        sizes = [(h, w) for h in range(1, 11) for w in range(1, 11)]
        cases = [(image, kernel) for image in sizes for kernel in sizes]
        refused = real_tensor(student.run(refusals, student.output_shape, 10), 1).tolist()
        assert len(refused) == len(cases), "The outcomes cannot be read."
        for (image, kernel), outcome in zip(cases, refused, strict=True):
            fits = kernel[0] <= image[0] and kernel[1] <= image[1]
            if fits == outcome:
                refuses_size(student.output_shape, image, kernel, fits)
        student.output_shape((7, 9), (3, 4))

    @pytest.mark.points(0.5)
    def test_kinds_of_shapes(self, student):
        """Shapes may be lists or {shape} as well as tuples, and are left as they are."""
        image, kernel = [9, 11], [2, 4]
        tuples = integers(student.output_shape(tuple(image), tuple(kernel)))
        lists = student.observe(student.output_shape, image, kernel)
        recognise(bool(lists.changed), "writes_into_input", WRITES.format("A list that was handed in"))
        for kind, value in zip(
            ("two lists", "{shape} twice", "{shape} and a tuple", "a list and a tuple"),
            (lists.value, *student.run(sizes_of_tensors, student.output_shape, image, kernel)),
            strict=True,
        ):
            assert integers(value) == tuples, f"For {kind} the answer is another one than for two tuples."


def refuses_size(function, image, kernel, fits):
    """Fail, with what happens in a case in which `function` does not do what it should."""
    does = "fits" if fits else "does not fit"
    case = f"A kernel of {kernel[0]}×{kernel[1]} {does} in an image of {image[0]}×{image[1]}"
    try:
        function(image, kernel)
    except ValueError:
        assert not fits, f"{case}, and ValueError is raised."
    except (ArithmeticError, AssertionError, AttributeError, LookupError, RuntimeError, TypeError) as error:
        pytest.fail(f"{case}, and your code {error}, not ValueError.")
    pytest.fail(
        f"{case}, and nothing is raised." if not fits else f"{case}, and sometimes ValueError is raised."
    )


def says_size(image, kernel, seen):
    """Return what to tell about a wrong size."""
    case = f"An image of {image[0]}×{image[1]} and a kernel of {kernel[0]}×{kernel[1]}"
    return f"{case}: expected {output_shape(image, kernel)}, got {seen}."


@pytest.mark.corr2d
@pytest.mark.builds_on("output_shape")
class TestCorr2d:
    """Cross-correlation, one way or another."""

    @pytest.mark.points(2)
    def test_values(self, student, rng):
        """The example of the text and random images and kernels, not square, come out right, by your own means."""
        right_on_oblong(by_hand(student), rng)

    @pytest.mark.points(1)
    def test_thin_and_full_kernels(self, student, rng):
        """Kernels of 1×1, 1×n and n×1, and one as large as the image, give the right values and shape."""
        right_on(by_hand(student), corr2d, THIN, rng)

    @pytest.mark.points(0.5)
    def test_views(self, student, rng):
        """An image that is a transpose or a part of another {tensor} is read correctly."""
        X, K = quarters(rng, (6, 6)), quarters(rng, (2, 2))
        by_hand(student)(X, K)
        transposed, part = student.run(on_views, student.corr2d, X, K)
        same_values(transposed, corr2d(X.T, K))
        same_values(part, corr2d(X[1:, :-1], K))

    @pytest.mark.points(0.5)
    def test_dtype(self, student, rng):
        """Float64 stays float64, with all its digits, and float32 stays float32."""
        keeps_dtype(by_hand(student), rng)

    @pytest.mark.points(1.5)
    @pytest.mark.needs("gradients")
    def test_gradients(self, student, rng):
        """The gradients that reach X and K are the right ones."""
        cases = []
        for image, kernel in ((3, 2), (5, 3)):
            X, K = quarters(rng, (image, image)), quarters(rng, (kernel, kernel))
            K[0, kernel - 2] = 0  # a weight that is nothing now may become something
            W = quarters(rng, (image - kernel + 1, image - kernel + 1))
            # All are asked before one is judged: the values of a single one have more than one explanation.
            cases.append((X, K, W, by_hand(student).look(X, K, upstream=W)))
        for X, K, W, seen in cases:
            require_tensor(seen.value)
            assert seen.value.shape == W.shape, (
                f"The result has shape {tuple(seen.value.shape)}, not {tuple(W.shape)}."
            )
            leaves = X.clone().requires_grad_(), K.clone().requires_grad_()
            expected = torch.autograd.grad(corr2d(*leaves), leaves, W)
            for name, gradient, right in zip(("X", "K"), seen.gradients, expected, strict=True):
                recognise(
                    gradient is None,
                    "detached",
                    f"No gradient reaches {name}: the result is cut off from it. {{following}}",
                )
                assert gradient.shape == right.shape and torch.allclose(gradient.double(), right), (
                    f"A gradient reaches {name}, and it is not the right one."
                )

    @pytest.mark.points(0.5)
    def test_inputs_unchanged(self, student, rng):
        """X and K are the same after the call as before."""
        leaves_inputs_alone(by_hand(student), rng)

    @pytest.mark.points(0.5)
    def test_kernel_must_fit(self, student, rng):
        """A kernel that is higher or wider than the image raises ValueError."""
        for image, kernel in [
            ((4, 4), (5, 2)),
            ((4, 4), (2, 5)),
            ((4, 4), (7, 1)),
            ((3, 3), (1, 8)),
            ((3, 3), (5, 5)),
        ]:
            refuses(student.corr2d, quarters(rng, image), quarters(rng, kernel))
        student.corr2d(quarters(rng, (4, 4)), quarters(rng, (2, 2)))

    @pytest.mark.points(0.5)
    def test_two_axes(self, student, rng):
        """An image or a kernel that is not 2-D raises ValueError."""
        for image, kernel in [((6,), (2, 2)), ((1, 6, 6), (2, 2)), ((1, 1, 6, 6), (2, 2)), ((3, 3), (2,))]:
            refuses(student.corr2d, quarters(rng, image), quarters(rng, kernel))
        for image, kernel in [
            ((6, 6), (1, 2, 2)),
            ((6, 6), (1, 1, 2, 2)),
            ((2, 6, 6), (2, 2, 2)),
            ((6,), (2,)),
        ]:
            refuses(student.corr2d, quarters(rng, image), quarters(rng, kernel))
        student.corr2d(quarters(rng, (4, 4)), quarters(rng, (2, 2)))


def by_hand(student):
    """Return the student's `corr2d`, which has to work without F.unfold too."""
    return OwnMeans(student, student.corr2d, cutting=True)


def refuses(function, X, K):
    """Fail where function(X, K) does not raise ValueError."""
    case = f"image of shape {tuple(X.shape)}, kernel of shape {tuple(K.shape)}"
    try:
        value = function(X, K)
    except ValueError:
        return
    except NotImplementedError:
        raise
    except (RuntimeError, IndexError, TypeError, AssertionError, AttributeError) as error:
        pytest.fail(f"A ValueError is asked for ({case}); your code {error}.")
    what = (
        f"a result of shape {tuple(value.shape)} came back"
        if isinstance(value, torch.Tensor)
        else "none was raised"
    )
    pytest.fail(f"A ValueError is asked for ({case}), and {what}.")


@pytest.mark.corr2d_vectorized
@pytest.mark.builds_on("output_shape")
class TestCorr2dVectorized:
    """Cross-correlation in a fixed number of operations."""

    @pytest.mark.points(1.5)
    def test_values(self, student, rng):
        """The example of the text and random images and kernels, not square, come out right, by your own means."""
        right_on_oblong(OwnMeans(student, student.corr2d_vectorized), rng)

    @pytest.mark.points(0.5)
    def test_special_shapes(self, student, rng):
        """Thin kernels, a kernel as large as the image, and a transposed image give the right values and shape."""
        right_on(OwnMeans(student, student.corr2d_vectorized), corr2d, THIN, rng)
        X, K = quarters(rng, (6, 6)), quarters(rng, (2, 2))
        transposed, part = student.run(on_views, student.corr2d_vectorized, X, K)
        same_values(transposed, corr2d(X.T, K))
        same_values(part, corr2d(X[1:, :-1], K))

    @pytest.mark.points(0.5)
    def test_dtype(self, student, rng):
        """Float64 stays float64, with all its digits, and float32 stays float32."""
        keeps_dtype(OwnMeans(student, student.corr2d_vectorized), rng)

    @pytest.mark.points(1)
    def test_no_loop(self, student, rng):
        """The work takes no more steps for a large image than for a small one."""
        function = OwnMeans(student, student.corr2d_vectorized)
        K, images = harmless_kernel(rng), [quarters(rng, shape).abs() for shape in ((6, 6), (32, 32))]
        seen = [function.look(X, K) for X in images]
        for X, one in zip(images, seen, strict=True):
            right = isinstance(one.value, torch.Tensor) and equals(one.value, corr2d(X, K))
            assert right, "The result is not right, so its steps are not counted yet."
        loop = loop_in_one(student.framework, seen[0])
        assert not loop, (
            f"{{library}} carries out a loop here (the operation {loop}), and nobody sees over what it runs. "
            "Let operations on whole {tensor}s do the work."
        )
        few, many = (sum(not name.startswith("below.") for name in one.operations) for one in seen)
        assert many <= few + 4, (
            f"For an image of 6×6 {{library}} is asked for {few} operations, for one of 32×32 for {many}: "
            "somewhere a loop runs over rows, columns or positions of the result."
        )
        others = [quarters(rng, X.shape).abs() for X in images]  # a result that is remembered takes no steps
        few, many = (function.look(X, K, steps=True).steps for X in others)
        assert (
            many - few < 52
        ), (  # a loop over rows takes 31 - 5 = 26 more rounds, each of two instructions or more
            f"For an image of 32×32 Python takes {many - few} steps more than for one of 6×6: "
            "a loop runs over rows, columns or positions of the result, even if {library} has no part in it."
        )

    @pytest.mark.points(0.5)
    def test_inputs_unchanged(self, student, rng):
        """X and K are the same after the call as before."""
        leaves_inputs_alone(OwnMeans(student, student.corr2d_vectorized), rng)


@pytest.mark.corr2d_transposed_kernel
@pytest.mark.builds_on("output_shape", "corr2d", "corr2d_vectorized")
class TestCorr2dTransposedKernel:
    """A kernel that only `corr` knows."""

    @pytest.mark.points(1)
    def test_square(self, student, rng):
        """Square kernels on square images, where a wrong result can have the right shape, come out right."""
        for image, kernel in ((3, 2), (6, 3), (8, 4)):
            hidden_kernel(student, quarters(rng, (image, image)), quarters(rng, (kernel, kernel)))

    @pytest.mark.points(1.5)
    def test_oblong(self, student, rng):
        """Kernels and images that are not square come out right."""
        hidden_kernel(student, quarters(rng, (5, 7)), torch.tensor([[1.0, -1]], dtype=torch.float64))
        for image, kernel in (((4, 8), (5, 2)), ((9, 6), (2, 3)), ((6, 8), (4, 1)), ((7, 5), (5, 7))):
            hidden_kernel(student, quarters(rng, image), quarters(rng, kernel))

    @pytest.mark.points(0.5)
    def test_input_unchanged(self, student, rng):
        """X has the same values and the same shape after the call as before."""
        X, K = quarters(rng, (5, 7)), quarters(rng, (2, 2))
        K = K + K.mT  # the same when it is transposed: that mistake has cost enough
        seen = student.observe(student.corr2d_transposed_kernel, correlating(K), X)
        recognise(bool(seen.changed), "writes_into_input", WRITES.format("X"))
        assert isinstance(seen.value, torch.Tensor) and equals(seen.value, corr2d(X, K.T)), NOT_RIGHT
