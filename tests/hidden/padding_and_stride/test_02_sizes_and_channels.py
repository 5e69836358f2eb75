"""Hidden tests of 02_sizes_and_channels."""

import pytest
import torch
from torch.nn import functional
from torch.testing import assert_close

from coursekit.suite import integers, misconception, reference

from .reference import OwnMeans, all_right, called_again, quarters

WRITES = "It writes into what it is given. Work on new tensors, and only read your inputs."


# --- output_shape_general ---------------------------------------------------------------------


@reference("output_shape_general")
def output_shape_general(image_shape, kernel_shape, padding, stride):
    room = [n + 2 * p - k for n, k, p in zip(image_shape, kernel_shape, padding, strict=True)]
    if min(room) < 0:
        raise ValueError("the kernel does not fit")
    return tuple(left // step + 1 for left, step in zip(room, stride, strict=True))


@misconception("output_shape_general", says="The border is counted once. It is there on both sides.")
def padding_counted_once(image_shape, kernel_shape, padding, stride):
    larger = [n + p for n, p in zip(image_shape, padding, strict=True)]
    return output_shape_general(larger, kernel_shape, (0, 0), stride)


@misconception(
    "output_shape_general", says="The window moves by one pixel at a time, whatever the stride is."
)
def steps_of_one(image_shape, kernel_shape, padding, stride):
    return output_shape_general(image_shape, kernel_shape, padding, (1, 1))


@misconception(
    "output_shape_general",
    says="A side is one too small: the first window counts, and so does one that ends just on the border.",
)
def first_window_missing(image_shape, kernel_shape, padding, stride):
    return tuple(size - 1 for size in output_shape_general(image_shape, kernel_shape, padding, stride))


@misconception("output_shape_general", says="What is left over is rounded up. It is too short for a window.")
def rounded_up(image_shape, kernel_shape, padding, stride):
    sizes = zip(image_shape, kernel_shape, padding, stride, strict=True)
    return tuple(-(-(n + 2 * p - k) // step) + 1 for n, k, p, step in sizes)


@misconception(
    "output_shape_general", says="The two strides have changed places: stride begins with the step down."
)
def steps_swapped(image_shape, kernel_shape, padding, stride):
    return output_shape_general(image_shape, kernel_shape, padding, stride[::-1])


EXACT = [
    ((3, 6), (3, 2), (2, 1), (1, 3)),
    ((5, 7), (3, 3), (1, 0), (2, 4)),
    ((4, 9), (2, 3), (0, 2), (1, 5)),
    ((8, 3), (3, 1), (2, 1), (3, 1)),
]
EXACT += [
    ((2, 6), (1, 2), (0, 3), (1, 2)),
    ((12, 12), (5, 3), (3, 0), (1, 3)),
    ((224, 100), (4, 10), (1, 0), (2, 3)),
]


def sizes_right(function, questions):
    """Ask all `questions` before any answer is compared."""
    answers = [integers(function(*question)) for question in questions]
    for answer, question in zip(answers, questions, strict=True):
        assert answer == output_shape_general(*question)


@pytest.mark.output_shape_general
class TestOutputShapeGeneral:
    @pytest.mark.points(2)
    def test_sizes(self, student):
        """Sizes are right where the last window ends just on the border, on images that are not square."""
        sizes_right(student.output_shape_general, EXACT)

    @pytest.mark.points(1)
    def test_rest(self, student):
        """What is left over after the last window is not counted."""
        cases = [(6, 2, 0, 3), (6, 3, 0, 2), (7, 2, 0, 3), (11, 4, 0, 4), (3, 2, 0, 5)]
        cases += [(5, 2, 1, 3), (7, 3, 2, 5)]  # the same where the border is counted once, or not at all
        sizes_right(student.output_shape_general, [((n, n), (k, k), (p, p), (s, s)) for n, k, p, s in cases])

    @pytest.mark.points(1)
    def test_fits_with_border(self, student):
        """A kernel that is larger than the image fits where the border makes room for it."""
        questions = [((n, n), (k, k), (p, p), (1, 1)) for n, k, p in [(2, 4, 1), (3, 6, 2), (1, 3, 1)]]
        questions += [((2, 9), (6, 9), (2, 0), (1, 1)), ((9, 2), (9, 6), (0, 2), (1, 1))]
        questions += [((2, 2), (4, 4), (1, 1), (2, 3))]
        sizes_right(student.output_shape_general, questions)

    @pytest.mark.points(1)
    def test_error(self, student):
        """Where the kernel is higher or wider than image and border, there is a ValueError."""
        for image, kernel, p in [
            ((4, 4), (5, 2), (0, 0)),
            ((4, 4), (2, 5), (0, 0)),
            ((3, 3), (6, 6), (1, 1)),
            ((4, 9), (5, 5), (0, 3)),
            ((9, 4), (5, 5), (3, 0)),
        ]:
            for stride in [(1, 1), (2, 3)]:
                refuses(student.output_shape_general, image, kernel, p, stride)


def refuses(function, *arguments):
    """Fail where a call does not raise ValueError."""
    try:
        function(*arguments)
    except ValueError:
        return
    except NotImplementedError:
        raise
    except (ArithmeticError, AssertionError, AttributeError, LookupError, RuntimeError, TypeError) as error:
        pytest.fail(f"A ValueError is asked for; your code {error}.")
    pytest.fail("A ValueError is asked for, and none was raised.")


# --- corr2d_channels --------------------------------------------------------------------------


@reference("corr2d_channels")
def corr2d_channels(X, K):
    return functional.conv2d(X[None], K)[0]


@misconception("corr2d_channels", says="Only the first channel is looked at. All of them are added.")
def first_channel_only(X, K):
    return corr2d_channels(X[:1], K[:, :1])


@misconception("corr2d_channels", says="The channels are averaged. They are added, and not divided.")
def channels_averaged(X, K):
    return corr2d_channels(X, K) / len(X)


@misconception("corr2d_channels", says="The results of all kernels are added. Each is a channel of its own.")
def results_added(X, K):
    return corr2d_channels(X, K).sum(0, keepdim=True)


@misconception("corr2d_channels", says="The kernels are turned round. Lay them on the image as they are.")
def kernels_flipped(X, K):
    return corr2d_channels(X, K.flip(2, 3))


@misconception(
    "corr2d_channels",
    says="The channels meet the kernel's layers in the wrong order: the first meets the first.",
)
def channels_in_wrong_order(X, K):
    return corr2d_channels(X.flip(0), K)


GREY = torch.full((2, 3, 3), 10 / 3, dtype=torch.float64)  # where a wrong order, say, costs nothing
KERNELS = torch.full((2, 2, 2, 2), -0.77, dtype=torch.float64)


@pytest.mark.corr2d_channels
class TestCorr2dChannels:
    @pytest.mark.points(3)
    def test_values(self, student, rng):
        """Several channels and several kernels, not square, give the right values."""
        own = OwnMeans(student, student.corr2d_channels)
        cases = [
            ((2, 3, 3), (3, 2, 2)),
            ((3, 5, 4), (2, 1, 3)),
            ((7, 6, 9), (9, 4, 2)),
            ((3, 9, 8), (3, 5, 6)),
        ]
        cases += [((2, 4, 5), (2, 3, 2))]
        questions = [(quarters(rng, *image), quarters(rng, k[0], image[0], *k[1:])) for image, k in cases]
        X, K = quarters(rng, 2, 4, 5) / 65536, quarters(rng, 3, 2, 2, 3)
        all_right(own, corr2d_channels, [*questions, (X, K)])
        Z = quarters(rng, 2, 4, 5)
        seen = student.run(called_again, student.corr2d_channels, X, Z, K)
        for value, image in zip(seen, (X, Z), strict=True):
            assert_close(value, corr2d_channels(image, K), check_dtype=False)

    @pytest.mark.points(1)
    def test_single(self, student, rng):
        """With one channel, one kernel or a single element, the result still has three axes."""
        own = OwnMeans(student, student.corr2d_channels)
        for image, kernel in [((4, 4), (2, 2)), ((3, 3), (3, 3)), ((1, 1), (1, 1))]:
            X, K = quarters(rng, 1, *image), quarters(rng, 1, 1, *kernel)
            K = K + K.flip(2)
            K = K + K.flip(3)
            K = K + K.transpose(2, 3)  # the same when it is turned round: that mistake has cost enough
            assert_close(own(X, K), corr2d_channels(X, K), check_dtype=False)
        for channels, kernels in [(1, 3), (3, 1)]:  # of which the values are another check's business
            value = own(quarters(rng, channels, 3, 4), quarters(rng, kernels, channels, 2, 2))
            expected = kernels, 2, 3
            shape = tuple(value.shape) if isinstance(value, torch.Tensor) else ()
            assert shape == expected, (
                f"With {channels} channels and {kernels} kernels the result has shape {shape}, not {expected}."
            )

    @pytest.mark.points(1)
    def test_error(self, student):
        """Kernels for another number of channels are refused with a ValueError, one channel too many or too few."""
        for channels, wanted in [(3, 2), (2, 3), (3, 1), (1, 3), (5, 6)]:
            X, K = torch.ones(channels, 3, 3), torch.ones(2, wanted, 2, 2)
            refuses(student.corr2d_channels, X, K)

    @pytest.mark.points(0.5)
    def test_dtype(self, student):
        """The result has the dtype of the image."""
        own = OwnMeans(student, student.corr2d_channels)
        assert_close(own(GREY, KERNELS), corr2d_channels(GREY, KERNELS), rtol=1e-12, atol=1e-12)
        X, K = GREY.float(), KERNELS.float()
        assert_close(own(X, K), corr2d_channels(X, K))

    @pytest.mark.points(0.5)
    def test_inputs_unchanged(self, student, rng):
        """X and K are left as they were."""
        own = OwnMeans(student, student.corr2d_channels)
        assert not own.look(quarters(rng, 2, 3, 3), quarters(rng, 2, 2, 2, 2)).changed, WRITES
        seen = own.look(GREY, KERNELS)
        assert not seen.changed, WRITES
        assert_close(seen.value, corr2d_channels(GREY, KERNELS), check_dtype=False)
