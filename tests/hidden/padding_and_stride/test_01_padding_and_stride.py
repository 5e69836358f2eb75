"""Hidden tests of 01_padding_and_stride."""

import pytest
import torch
from torch.nn import functional
from torch.testing import assert_close

from coursekit.suite import misconception, reference

from .reference import OwnMeans, all_right, called_again, quarters

WRITES = "It writes into what it is given. Work on new tensors, and only read your inputs."
# Images on which a wrong order, say, costs nothing.
# Their numbers are not exact in float32, and change wherever something is written into them.
DOT = torch.tensor([[0.0, 0, 0], [0, -10, 0], [0, 0, 0]], dtype=torch.float64) / 3
GREY, SQUARE = torch.full((8, 8), 10 / 3, dtype=torch.float64), torch.full((3, 3), -0.77, dtype=torch.float64)
EXACTLY = {"rtol": 1e-12, "atol": 1e-12}


# --- padded -----------------------------------------------------------------------------------


@reference("padded")
def padded(X, p):
    return functional.pad(X, (p[1], p[1], p[0], p[0]))


@misconception("padded", says="Rows and columns have changed places: p begins with the rows above and below.")
def border_axes_swapped(X, p):
    return padded(X, p[::-1])


@misconception(
    "padded", says="The zeros are below and on the right only. There are as many above and on the left."
)
def border_on_one_side(X, p):
    return functional.pad(X, (0, p[1], 0, p[0]))


@misconception("padded", says="The border repeats the pixels at the rim. It should be zero.")
def border_repeats_rim(X, p):
    return functional.pad(X[None], (p[1], p[1], p[0], p[0]), mode="replicate")[0]


@pytest.mark.padded
class TestPadded:
    @pytest.mark.points(2)
    def test_values(self, student, rng):
        """Images that are not square get borders of other heights than widths."""
        cases = [((2, 3), (1, 2)), ((5, 2), (3, 1)), ((1, 4), (2, 5)), ((6, 7), (1, 1)), ((5, 1), (2, 9))]
        cases += [((4, 3), (1, 1)), ((2, 3), (2, 1))]  # of one size with their borders
        questions = []
        for shape, p in cases:
            X = quarters(rng, *shape)
            X[0] /= 65536  # small, and no zeros
            questions.append((X, p))
        all_right(student.padded, padded, questions)
        X, Z, p = quarters(rng, 3, 4), quarters(rng, 3, 4), (1, 2)
        seen = student.run(called_again, student.padded, X, Z, p)
        for value, image in zip(seen, (X, Z), strict=True):
            assert_close(value, padded(image, p), check_dtype=False)

    @pytest.mark.points(1)
    def test_no_border(self, student, rng):
        """Where there is no border on two sides, or on none, only the others get one."""
        cases = [((2, 3), (0, 0)), ((2, 3), (2, 0)), ((2, 3), (0, 1)), ((3, 1), (2, 0)), ((1, 3), (0, 2))]
        questions = [(quarters(rng, *shape), p) for shape, p in [*cases, ((1, 1), (0, 0))]]
        all_right(student.padded, padded, questions)

    @pytest.mark.points(0.5)
    def test_dtype(self, student):
        """The result has the dtype of the image."""
        assert_close(student.padded(DOT, (2, 2)), padded(DOT, (2, 2)), **EXACTLY)
        assert_close(student.padded(DOT.float(), (2, 2)), padded(DOT.float(), (2, 2)))

    @pytest.mark.points(0.5)
    def test_input_unchanged(self, student, rng):
        """X is left as it was."""
        assert not student.observe(student.padded, quarters(rng, 3, 3), (2, 2)).changed, WRITES
        seen = student.observe(student.padded, DOT, (2, 2))
        assert not seen.changed, WRITES
        assert_close(seen.value, padded(DOT, (2, 2)), check_dtype=False)


# --- strided ----------------------------------------------------------------------------------


@reference("strided")
def strided(X, K, s):
    return functional.conv2d(X[None, None], K[None, None], stride=s)[0, 0]


@misconception("strided", says="The window moves by one pixel at a time, whatever the stride is.")
def stride_ignored(X, K, s):
    return strided(X, K, (1, 1))


@misconception("strided", says="The two strides have changed places: s begins with the step down.")
def strides_swapped(X, K, s):
    return strided(X, K, s[::-1])


@misconception("strided", says="The kernel is turned round. Lay it on the image as it is.")
def kernel_flipped(X, K, s):
    return strided(X, K.flip(0, 1), s)


@misconception(
    "strided", says="Windows stick out at the end, over zeros. What is too short for a window is left out."
)
def rest_is_padded(X, K, s):
    rest = [-(n - k) % step for n, k, step in zip(X.shape, K.shape, s, strict=True)]
    return strided(functional.pad(X, (0, rest[1], 0, rest[0])), K, s)


@misconception(
    "strided", says="A window that ends just on the border is left out. It lies inside, and counts."
)
def last_window_missing(X, K, s):
    return strided(X[:-1, :-1], K, s)


@pytest.mark.strided
class TestStrided:
    @pytest.mark.points(2.5)
    def test_values(self, student, rng):
        """Where the windows leave some pixels over, these are left out, on images and kernels that are not square."""
        own = OwnMeans(student, student.strided)
        cases = [((5, 5), (2, 2), (2, 2)), ((6, 9), (3, 4), (2, 3)), ((9, 5), (1, 2), (5, 2))]
        cases += [((12, 14), (4, 3), (3, 4)), ((4, 4), (1, 1), (2, 2)), ((18, 20), (5, 7), (2, 2))]
        questions = [(quarters(rng, *image), quarters(rng, *kernel), s) for image, kernel, s in cases]
        X, K, s = quarters(rng, 5, 8) / 65536, quarters(rng, 2, 3), (2, 3)  # small, and exact still
        all_right(own, strided, [*questions, (X, K, s)])
        Z = quarters(rng, 5, 8)
        seen = student.run(called_again, student.strided, X, Z, K, s)
        for value, image in zip(seen, (X, Z), strict=True):
            assert_close(value, strided(image, K, s), check_dtype=False)

    @pytest.mark.points(1.5)
    def test_exact_fit(self, student, rng):
        """Where the last window ends just on the border, it counts."""
        own = OwnMeans(student, student.strided)
        some = [((3, 3), (1, 2), (1, 1)), ((5, 7), (3, 3), (2, 4)), ((9, 7), (3, 1), (3, 2))]
        only = [((4, 3), (4, 3), (1, 1)), ((3, 4), (3, 4), (2, 5))]  # as large as the image
        for cases in (some, only):
            questions = [(quarters(rng, *image), quarters(rng, *kernel), s) for image, kernel, s in cases]
            all_right(own, strided, questions)

    @pytest.mark.points(0.5)
    def test_dtype(self, student):
        """The result has the dtype of the image."""
        own = OwnMeans(student, student.strided)
        assert_close(own(GREY, SQUARE, (3, 4)), strided(GREY, SQUARE, (3, 4)), **EXACTLY)
        X, K = GREY.float(), SQUARE.float()
        assert_close(own(X, K, (3, 4)), strided(X, K, (3, 4)))

    @pytest.mark.points(0.5)
    def test_inputs_unchanged(self, student, rng):
        """X and K are left as they were."""
        own = OwnMeans(student, student.strided)
        assert not own.look(quarters(rng, 8, 8), quarters(rng, 3, 3), (3, 4)).changed, WRITES
        seen = own.look(GREY, SQUARE, (3, 4))
        assert not seen.changed, WRITES
        assert_close(seen.value, strided(GREY, SQUARE, (3, 4)), check_dtype=False)
