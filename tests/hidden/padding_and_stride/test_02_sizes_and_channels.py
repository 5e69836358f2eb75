"""Hidden tests of 02_sizes_and_channels."""

import pytest
import torch
from torch.nn import functional
from torch.testing import assert_close

from coursekit.suite import integers, misconception, reference

from .reference import OwnMeans, quarters

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
    "output_shape_general", says="Each side is one too small: the first window counts, before any step."
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
EXACT += [((1, 6), (1, 2), (0, 3), (1, 2)), ((12, 12), (5, 3), (3, 0), (1, 3))]


@pytest.mark.output_shape_general
class TestOutputShapeGeneral:
    @pytest.mark.points(2)
    def test_sizes(self, student):
        """Sizes are right where the last window ends just on the border, on images that are not square."""
        for question in EXACT:
            assert integers(student.output_shape_general(*question)) == output_shape_general(*question)

    @pytest.mark.points(1)
    def test_rest(self, student):
        """What is left over after the last window is not counted."""
        for n, k, s in [(6, 2, 3), (6, 3, 2), (7, 2, 3), (11, 4, 4), (3, 2, 5)]:
            question = ((n, n), (k, k), (0, 0), (s, s))
            assert integers(student.output_shape_general(*question)) == output_shape_general(*question)

    @pytest.mark.points(1)
    def test_fits_with_border(self, student):
        """A kernel that is larger than the image fits where the border makes room for it."""
        for n, k, p in [(2, 4, 1), (3, 6, 2), (1, 3, 1)]:
            question = ((n, n), (k, k), (p, p), (1, 1))
            assert integers(student.output_shape_general(*question)) == output_shape_general(*question)

    @pytest.mark.points(1)
    def test_error(self, student):
        """Where the kernel is higher or wider than image and border, there is a ValueError."""
        for image, kernel, p in [
            ((4, 4), (5, 2), (0, 0)),
            ((4, 4), (2, 5), (0, 0)),
            ((3, 3), (6, 6), (1, 1)),
        ]:
            refuses(student.output_shape_general, image, kernel, p, (1, 1))


def refuses(function, *arguments):
    """Fail where a call does not raise ValueError."""
    try:
        function(*arguments)
    except ValueError:
        return
    except NotImplementedError:
        raise
    except (ArithmeticError, AttributeError, LookupError, RuntimeError, TypeError) as error:
        pytest.fail(f"A ValueError is asked for; your code {error}.")
    pytest.fail("A ValueError is asked for, and a result came back.")


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


BLACK = torch.zeros(2, 3, 3, dtype=torch.float64)  # where a wrong order, say, costs nothing
KERNELS = torch.ones(2, 2, 2, 2, dtype=torch.float64)


@pytest.mark.corr2d_channels
class TestCorr2dChannels:
    @pytest.mark.points(3)
    def test_values(self, student, rng):
        """Several channels and several kernels, not square, give the right values."""
        own = OwnMeans(student, student.corr2d_channels)
        for image, kernel in [((2, 3, 3), (3, 2, 2)), ((3, 5, 4), (2, 1, 3)), ((7, 6, 9), (9, 4, 2))]:
            X, K = quarters(rng, *image), quarters(rng, kernel[0], image[0], *kernel[1:])
            assert_close(own(X, K), corr2d_channels(X, K), check_dtype=False)

    @pytest.mark.points(1)
    def test_single(self, student, rng):
        """With one channel and one kernel, and with a single element, the result still has three axes."""
        own = OwnMeans(student, student.corr2d_channels)
        for image, kernel in [((4, 4), (2, 2)), ((3, 3), (3, 3)), ((1, 1), (1, 1))]:
            X, K = quarters(rng, 1, *image), quarters(rng, 1, 1, *kernel)
            K = K + K.flip(2, 3)  # the same when it is turned round: that mistake has cost enough
            assert_close(own(X, K), corr2d_channels(X, K), check_dtype=False)

    @pytest.mark.points(1)
    def test_error(self, student):
        """Kernels for another number of channels are refused with a ValueError, one channel too many or too few."""
        for channels, wanted in [(3, 2), (2, 3), (3, 1), (1, 3)]:
            X, K = torch.ones(channels, 3, 3), torch.ones(2, wanted, 2, 2)
            refuses(student.corr2d_channels, X, K)

    @pytest.mark.points(0.5)
    def test_dtype(self, student):
        """The result has the dtype of the image."""
        own = OwnMeans(student, student.corr2d_channels)
        for X, K in ((BLACK, KERNELS), (BLACK.float(), KERNELS.float())):
            assert_close(own(X, K), corr2d_channels(X, K))

    @pytest.mark.points(0.5)
    def test_inputs_unchanged(self, student):
        """X and K are left as they were."""
        seen = OwnMeans(student, student.corr2d_channels).look(BLACK, KERNELS)
        assert not seen.changed, WRITES
        assert_close(seen.value, corr2d_channels(BLACK, KERNELS), check_dtype=False)
