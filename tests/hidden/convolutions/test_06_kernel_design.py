"""Hidden tests for notebook 6: kernels designed by hand, noise, and cross-correlation as a matrix.

Designed kernels are judged by their properties, so that every family, size, scale and sign that the
exercise allows is right.
"""

import functools
import math
from contextlib import suppress

import pytest
import torch
from torch.nn import functional
from torch.testing import assert_close

from coursekit.suite import fw, misconception, recognise, reference

from .answers import UNREADABLE, agrees, leaves_inputs_alone, numbers
from .reference import corr2d

WRITES = "The call does not leave the {} as it was before. Work on a copy."

PADDED = "The image is padded with zeros, so that the kernel hangs over the border. Use full windows only."
HEIGHT_TWICE = (
    "The image's height is used for both axes. An image need not be square: its width counts for the second."
)

# --- edge_kernel ------------------------------------------------------------------------------

BLUR = 2.5  # of a soft edge, in pixels; the docstring names it
AXES = [(1.0, 0.0), (0.0, 1.0), (-1.0, 0.0), (0.0, -1.0)]
EIGHTHS = [(1.0, 0.0), (0.0, 1.0), (1.0, 1.0), (1.0, -1.0)]
DIAGONALS = [(s * math.sqrt(0.5), t * math.sqrt(0.5)) for s in (1, -1) for t in (1, -1)]


def directions(rng, count=6):
    """Return vectors of length 1: along axes and diagonals, about halfway between those, close to them, and random.

    `count` of them are random, one is about halfway, one each is within a degree of an axis and of a diagonal, and
    the last is less than a twentieth of a degree from an axis.
    """
    between, axis, diagonal, *angles = torch.rand(count + 3, generator=rng, dtype=torch.float64).tolist()
    turns = [
        _beside(between, 0.4, 0.6),
        _beside(axis, 0.007, 0.02, 4),
        _beside(diagonal, 0.507, 0.52, 4),
        *angles,
        1e-4,  # so near an axis that it is easily taken for it
    ]
    return AXES + DIAGONALS + [(math.cos(2 * math.pi * t), math.sin(2 * math.pi * t)) for t in turns]


def _beside(draw, low, high, parts=8):
    """Return a share of a full turn that lies between `low` and `high` in one of so many equal parts."""
    part = math.floor(parts * draw)
    return (part + low + (high - low) * (parts * draw - part)) / parts


def shown(v):
    """Return a direction as the student reads it."""
    return f"v = ({v[0]:.3g}, {v[1]:.3g})"


def edge_kernel_for(student, v):
    """Return the student's kernel for `v` with a largest weight of 1, once it is clear that it is one."""
    K = numbers(student.edge_kernel(v), ndim=2)
    assert K.numel() > 0, f"the kernel for {shown(v)} has no weights"
    assert K.any(), f"all weights of the kernel for {shown(v)} are zero"
    return K / K.abs().max()


def first_moment(K):
    """Return the first moment of a kernel, positions counted from its middle."""
    rows, columns = (torch.arange(n, dtype=K.dtype) - (n - 1) / 2 for n in K.shape)
    return torch.stack([rows @ K.sum(1), columns @ K.sum(0)])


def negligible(K):
    """Return whether the first moment of a kernel is next to nothing."""
    return bool(first_moment(K).norm() < 1e-3 * K.abs().sum())


def across(a, b):
    """Return the sine of the angle between two vectors, without its sign."""
    return float(abs(a[0] * b[1] - a[1] * b[0]) / (a.norm() * b.norm()))


@functools.cache
def soft_edges(shape):
    """Return what a kernel of `shape` sees of soft edges: (90 directions, positions, weights).

    Direction k is that in which the brightness rises: 2k degrees from axis 0 towards axis 1.
    """
    rows, columns = (torch.arange(n, dtype=torch.float64) - (n - 1) / 2 for n in shape)
    angles = torch.arange(0, 180, 2, dtype=torch.float64) * math.pi / 180
    along = angles.cos()[:, None, None] * rows[:, None] + angles.sin()[:, None, None] * columns
    reach = math.hypot(*shape) / 2 + 3 * BLUR
    steps = torch.arange(-math.ceil(8 * reach), math.ceil(8 * reach) + 1, dtype=torch.float64) / 8
    return torch.erf((along.flatten(1)[:, None] - steps[:, None]) / (BLUR * math.sqrt(2))) / 2


def strengths(K):
    """Return the largest absolute value of a kernel's answers to soft edges, for each of the 90 directions."""
    assert max(K.shape) <= 11, f"a kernel of {K.shape[0]}×{K.shape[1]} is too large to be tried on edges"
    return (soft_edges(tuple(K.shape)) @ K.flatten()).abs().amax(1)


def degrees(v):
    """Return the angle of a direction, from axis 0 towards axis 1."""
    return math.degrees(math.atan2(v[1], v[0]))


TURNED = {
    "v_as_x_y": (
        lambda v: (v[1], v[0]),
        "v is read as (right, down). Its first number is along axis 0, down the rows.",
    ),
    "edges_along_v": (
        lambda v: (v[1], -v[0]),
        "The kernel is turned by 90°: it detects edges parallel to v, not those orthogonal to it.",
    ),
    "rows_point_up": (
        lambda v: (v[0], -v[1]),
        "Axis 0 is taken to point up, or axis 1 to the left. Axis 0 runs down the rows, axis 1 to the right.",
    ),
}


@pytest.mark.edge_kernel
class TestEdgeKernel:
    @pytest.mark.points(0.5)
    def test_size(self, student, rng):
        """The kernel is 2-D, with at most 7 rows and 7 columns."""
        for v in directions(rng, 2):
            shape = tuple(edge_kernel_for(student, v).shape)
            assert max(shape) <= 7, f"the kernel for {shown(v)} has shape {shape}"

    @pytest.mark.points(0.5)
    def test_sums_to_zero(self, student, rng):
        """A uniform area gives nothing: the weights sum to zero."""
        kernels = [(v, edge_kernel_for(student, v)) for v in directions(rng)]
        recognise(
            all((K >= 0).all() for _, K in kernels),
            "averages",
            "No weight is negative, so the kernel averages. A detector of change subtracts.",
        )
        for v, K in kernels:
            share = float(K.sum().abs() / K.abs().sum())
            assert share <= 1e-6, (
                f"for {shown(v)} the weights do not sum to 0, but to {share:.2g} times the sum of their sizes"
            )

    @pytest.mark.points(1.5)
    def test_first_moment(self, student, rng):
        """The kernel looks along v: its first moment is parallel to v, and not negligible."""
        kernels = [
            (torch.tensor(v, dtype=torch.float64), edge_kernel_for(student, v)) for v in directions(rng)
        ]
        pairs = [(v, first_moment(K)) for v, K in kernels]
        clear = not any(negligible(K) for _, K in kernels)
        if clear and any(across(v, m) > 1e-5 for v, m in pairs):
            for key, (turn, says) in TURNED.items():
                recognise(all(across(torch.stack(turn(v)), m) <= 1e-5 for v, m in pairs), key, says)
            recognise(
                all(across(pairs[0][1], m) <= 1e-5 for _, m in pairs),
                "ignores_v",
                "The kernel looks the same way whatever v is. It has to follow v.",
            )
            for step, ways in ((90, EIGHTHS[:2]), (45, EIGHTHS)):
                recognise(
                    all(min(across(torch.tensor(d), m) for d in ways) <= 1e-5 for _, m in pairs),
                    "direction_rounded",
                    f"The direction is rounded to a multiple of {step}°. It has to follow every v, at any angle.",
                )
        for v, K in kernels:
            name, m = shown(v.tolist()), first_moment(K)
            assert not negligible(K), (
                f"for {name} the first moment is next to nothing: a ramp along v gets no answer"
            )
            turn = math.degrees(math.asin(min(across(v, m), 1.0)))
            assert across(v, m) <= 1e-5, f"for {name} the first moment is {turn:.2g}° off the line of v"

    @pytest.mark.points(0.5)
    def test_same_sign(self, student, rng):
        """The first moment points the way of v for every v, or the opposite way for every v."""
        signs = {}
        for v in directions(rng):
            for w in (v, (-v[0], -v[1])):
                m = first_moment(edge_kernel_for(student, w))
                along = float(m @ torch.tensor(w, dtype=m.dtype))
                assert abs(along) > 1e-6 * m.norm(), (
                    f"for {shown(w)} the first moment points neither along v nor against it"
                )
                signs.setdefault(along > 0, w)
        assert len(signs) == 1, (
            f"the first moment points the way of v for {shown(signs[True])}, "
            f"but the opposite way for {shown(signs[False])}"
        )

    @pytest.mark.points(0.5)
    def test_any_length(self, student, rng):
        """A longer or shorter v of the same direction makes the kernel look the same way."""
        for v in directions(rng, 3)[3::2]:
            K = edge_kernel_for(student, v)
            for factor in (1e-9, 1e-5, 0.4, 3.0, 250.0):
                longer = (factor * v[0], factor * v[1])
                scaled = edge_kernel_for(student, longer)
                a, b = first_moment(K), first_moment(scaled)
                assert not negligible(K), f"for {shown(v)} the first moment is next to nothing"
                same_way = not negligible(scaled) and across(a, b) <= 1e-4 and bool(a @ b > 0)
                recognise(
                    not same_way,
                    "only_unit_v",
                    "The kernel looks another way when v gets longer or shorter. Only the direction of v counts.",
                )

    @pytest.mark.points(1)
    def test_strongest_edge(self, student, rng):
        """Of soft edges in all directions, one within 10° of orthogonal to v gets the strongest answer."""
        for v in directions(rng):
            strongest = 2 * int(strengths(edge_kernel_for(student, v)).argmax())
            off = abs((strongest - degrees(v) + 90) % 180 - 90)
            assert off <= 10, (
                f"for {shown(v)} the soft edge with the strongest answer is {off:.1f}° from where it should be"
            )

    @pytest.mark.points(0.5)
    def test_parallel_edge(self, student, rng):
        """A soft edge parallel to v gets at most half of the strongest answer."""
        for v in directions(rng):
            answers = strengths(edge_kernel_for(student, v))
            parallel = answers[round((degrees(v) + 90) / 2) % 90]
            share = float(parallel / answers.max())
            assert share <= 0.5, (
                f"for {shown(v)} a soft edge parallel to v gets {share:.0%} of the strongest answer"
            )


# --- second_derivative_kernel -----------------------------------------------------------------


@reference("second_derivative_kernel")
def second_derivative_kernel():
    """Return the second difference to the right."""
    return torch.tensor([[1.0, -2.0, 1.0]])


def profile(student):
    """Return the student's weights from left to right, each with its place counted from the middle."""
    K = numbers(student.second_derivative_kernel())
    weights = K.sum(0) if K.ndim == 2 and K.shape[1] > 1 else K.flatten()
    assert weights.any(), "all weights are zero, or there are none: such a kernel answers to nothing"
    return torch.arange(len(weights), dtype=K.dtype) - (len(weights) - 1) / 2, weights


def balances(terms):
    """Return whether the sum of these numbers is 0, up to rounding at their size."""
    return bool(terms.sum().abs() <= 1e-5 * terms.abs().sum())


@pytest.mark.second_derivative_kernel
class TestSecondDerivativeKernel:
    @pytest.mark.points(0.5)
    def test_shape(self, student):
        """The kernel has one row of three weights: its shape is (1, 3)."""
        shape = tuple(numbers(student.second_derivative_kernel()).shape)
        recognise(
            shape == (3, 1), "stands_upright", "The kernel stands upright: it looks down, not to the right."
        )
        recognise(
            shape == (3,),
            "one_axis_only",
            "The kernel has one axis only. A row of an image needs a second pair of brackets.",
        )
        assert shape == (1, 3), f"the kernel has shape {shape}, not (1, 3)"

    @pytest.mark.points(0.5)
    def test_even_brightness(self, student):
        """Even brightness gives 0."""
        _, weights = profile(student)
        assert balances(weights), f"a row of ones gives {float(weights.sum()):.3g}, not 0"

    @pytest.mark.points(0.5)
    def test_ramp(self, student):
        """A steady ramp gives 0."""
        places, weights = profile(student)
        slope = float(places @ weights)
        recognise(
            not balances(places * weights) and balances(weights) and int((weights != 0).sum()) == 2,
            "first_derivative",
            "This is a first derivative: it answers to every slope. The second one answers where the slope changes.",
        )
        assert balances(places * weights), (
            f"a ramp that rises by 1 from pixel to pixel, with 0 in the middle, gives {slope:.3g}, not 0"
        )

    @pytest.mark.points(0.5)
    def test_bend(self, student):
        """The parabola of height j² gives 2 or −2, its second derivative."""
        places, weights = profile(student)
        bend = float(places**2 @ weights)
        recognise(
            abs(abs(bend) - 1) < 1e-5 and balances(weights) and balances(places * weights),
            "half_the_bend",
            "The result is half of the second derivative: that of j² is 2, not 1.",
        )
        assert abs(abs(bend) - 2) < 1e-5, (
            f"the parabola with its lowest point in the middle gives {bend:.3g}, not 2 or -2"
        )


# --- strongest_image --------------------------------------------------------------------------


@pytest.mark.strongest_image
@pytest.mark.builds_on("second_derivative_kernel", "corr2d")
class TestStrongestImage:
    @pytest.mark.points(0.5)
    def test_shape(self, student):
        """The image has the shape that is asked for."""
        for shape in [(4, 9), (9, 4), (1, 3), (2, 5), (7, 3), (12, 12), (32, 30)]:
            seen = tuple(numbers(student.strongest_image(shape)).shape)
            recognise(
                seen == shape[::-1] != shape,
                "height_width_swapped",
                "Height and width change places in the image.",
            )
            assert seen == shape, f"for shape {shape} the image has shape {seen}"

    @pytest.mark.points(0.5)
    def test_range(self, student):
        """All values of the image are between 0 and 1."""
        for shape in [(4, 9), (5, 4), (3, 3), (2, 32), (31, 6), (1, 6)]:
            image = numbers(student.strongest_image(shape))
            assert image.numel() > 0, f"for shape {shape} the image has no pixels"
            low, high = float(image.min()), float(image.max())
            assert low >= -1e-6 and high <= 1 + 1e-6, (
                f"for shape {shape} the values go from {low:.3g} to {high:.3g}"
            )

    @pytest.mark.points(1)
    def test_response(self, student):
        """The largest answer of the second derivative, with brightness cut at 0 and 1, is as large as can be."""
        for shape in [(4, 9), (6, 5), (3, 3), (1, 4), (2, 5), (5, 12), (3, 32), (32, 4), (1, 9)]:
            image = numbers(student.strongest_image(shape), ndim=2).clamp(0, 1)
            rows, columns = image.shape
            if (rows, columns) == shape[::-1] and columns < 3:
                continue  # what it should have shown has no room there, and the sides are another check's business
            assert rows >= 1 and columns >= 3, f"for shape {shape} the image has no room for the kernel"
            largest = float(corr2d(image, second_derivative_kernel().double()).abs().max())
            if not largest >= 2 - 1e-3:
                recognise_structure(image)
            assert largest >= 2 - 1e-3, (
                f"for shape {shape} the largest answer of the second derivative is {largest:.3g}, and more is possible"
            )


def recognise_structure(image):
    """Name the structure in an image that does not get the strongest answer."""
    rises = image.diff(dim=1)
    recognise(
        bool((rises == 0).all()),
        "nothing_to_the_right",
        "The image does not change from left to right, which is the only way the kernel looks.",
    )
    inner = rises[:, 1:-1]
    recognise(
        bool((inner == 0).all())
        and image.shape[1] > 3
        and bool((rises[:, 0] == 0).any() or (rises[:, -1] == 0).any()),
        "at_the_border",
        "What stands at the left or right border is seen from one side only. Leave room on both sides.",
    )
    one_way = bool(((rises >= 0).all(1) | (rises <= 0).all(1)).all())
    recognise(
        one_way and bool(((image == 0) | (image == 1)).all()),
        "a_step",
        "A step from dark to bright gets half of what is possible: the kernel answers to bends, not to slopes.",
    )
    recognise(
        one_way,
        "a_slope",
        "Brightness changes one way only, and the second derivative is weak on a slope. Where is the sharpest bend?",
    )


# --- blur_kernel ------------------------------------------------------------------------------


def blur_of(student):
    """Return the student's blur divided by its sum, so that a wrong sum costs one test and no others."""
    K = numbers(student.blur_kernel(), ndim=2)
    assert K.numel() > 0, "the kernel has no weights"
    assert K.sum().abs() > 1e-6 * K.abs().sum(), "the weights sum to 0, so even brightness is lost altogether"
    return K / K.sum() if abs(K.sum() - 1) > 1e-6 else K


def is_gaussian_density(K):
    """Return whether these are samples of exp(-r² / 2σ²) / 2πσ², for some σ, around the middle of the kernel."""
    if K.ndim != 2 or K.numel() < 2 or not bool((K > 0).all()):
        return False
    rows, columns = (torch.arange(n, dtype=K.dtype) - (n - 1) / 2 for n in K.shape)
    distances = (rows[:, None] ** 2 + columns**2).flatten()
    lines = torch.stack([torch.ones_like(distances), distances], 1)
    _, slope = torch.linalg.lstsq(lines, K.log().flatten()[:, None]).solution.flatten().tolist()
    if slope >= -1e-6:
        return False
    density = -slope / math.pi * torch.exp(slope * distances)
    return bool(((K.flatten() - density).abs() <= 1e-4 * density.max()).all())


@pytest.mark.blur_kernel
class TestBlurKernel:
    @pytest.mark.points(0.5)
    def test_size(self, student):
        """The kernel is 2-D, with at most 15 rows and 15 columns."""
        shape = tuple(numbers(student.blur_kernel(), ndim=2).shape)
        assert min(shape) > 0 and max(shape) <= 15, f"the kernel has shape {shape}"

    @pytest.mark.points(0.5)
    def test_sums_to_one(self, student):
        """Brightness stays: the weights sum to 1."""
        K = numbers(student.blur_kernel())
        total = float(K.sum())
        recognise(
            abs(total) < 1e-6 < float(K.abs().sum()),
            "sums_to_zero",
            "The weights sum to 0. That makes a detector of change; a blur keeps what is even as it is.",
        )
        recognise(
            abs(total - 1) > 1e-6 and is_gaussian_density(K),
            "gaussian_not_normalised",
            "The Gaussian is divided by 2πσ², which makes the area below the whole curve 1. "
            "The few samples in a kernel do not sum to 1 by that: divide them by their own sum.",
        )
        recognise(
            total > 1 + 1e-6 and bool((K >= 0).all()),
            "not_divided",
            "The weights are not divided by their sum, so the image gets brighter.",
        )
        assert abs(total - 1) <= 1e-6, f"the weights sum to {total:.7g}, not to 1"

    @pytest.mark.points(0.5)
    def test_centre(self, student):
        """Nothing moves: the centre of gravity is the middle of the kernel."""
        down, right = first_moment(blur_of(student)).tolist()
        assert max(abs(down), abs(right)) <= 1e-6, (
            f"the centre of gravity is {abs(down):.3g} rows and {abs(right):.3g} columns from the middle"
        )

    @pytest.mark.points(0.5)
    def test_amplifies_nothing(self, student):
        """No frequency is amplified."""
        K = blur_of(student)
        largest = float(torch.fft.fft2(K, s=[max(64, n) for n in K.shape]).abs().max())
        assert largest <= 1 + 1e-6, (
            f"relative to even brightness, some frequency is multiplied by {largest:.7g}"
        )

    @pytest.mark.points(0.5)
    def test_noise(self, student):
        """Noise is at least halved: the sum of the squared weights is at most ¼."""
        squares = float((blur_of(student) ** 2).sum())
        assert squares <= 0.25 + 1e-6, (
            f"with weights that sum to 1, the sum of their squares is {squares:.7g}"
        )

    @pytest.mark.points(0.5)
    def test_both_axes(self, student):
        """The finest stripes lose at least a quarter of their contrast, from row to row and from column to column."""
        K = blur_of(student)
        rows, columns = ((-1.0) ** torch.arange(n, dtype=K.dtype) for n in K.shape)
        left = {"row to row": abs(float(rows @ K.sum(1))), "column to column": abs(float(columns @ K.sum(0)))}
        recognise(
            min(left.values()) <= 0.75 and 1 - 1e-6 <= max(left.values()) <= 1 + 1e-6,
            "one_axis_blur",
            "The kernel blurs one way only. It should blur down the rows and to the right.",
        )
        for way, share in left.items():
            assert share <= 0.75 + 1e-6, f"stripes from {way} keep {share:.0%} of their contrast"


# --- noise_gain -------------------------------------------------------------------------------


@reference("noise_gain")
def noise_gain(K: torch.Tensor) -> float:
    """Return the root of the sum of the squared weights."""
    return float(K.norm())


@misconception("noise_gain", says="This is what happens to the variance; the standard deviation is its root.")
def variance_for_deviation(K):
    return float(K.square().sum())


@misconception(
    "noise_gain",
    says="This takes a mean over the weights. The variances of the terms of a sum add up; nothing divides them.",
)
def mean_of_variances(K):
    return float(K.square().mean().sqrt())


@misconception(
    "noise_gain",
    says="The mean of the weights is taken off first. Every weight counts with its full size, in an average too.",
)
def mean_taken_off(K):
    return float((K - K.mean()).norm())


@misconception(
    "noise_gain",
    says="The weights are added. That is what happens to the brightness; noise has the variance that adds up.",
)
def weights_added(K):
    return float(K.sum())


@misconception(
    "noise_gain", says="The absolute values are added. What adds up for independent noise is the variance."
)
def absolute_values_added(K):
    return float(K.abs().sum())


@misconception(
    "noise_gain",
    says="Only the largest weight counts here. The variances of all the terms add up, not of one alone.",
)
def largest_weight(K):
    return float(K.abs().max())


@misconception("noise_gain", says="This holds for equal weights that sum to 1 only, not for every kernel.")
def equal_weights_assumed(K):
    return K.numel() ** -0.5


def one_number(value: object) -> float:
    """Return a number, or the only element of a tensor or array, as a float."""
    tensor = numbers(value)
    assert tensor.numel() == 1, f"expected one number, got {tensor.numel()} of them"
    return tensor.item()


def assert_gain(student, K: torch.Tensor) -> None:
    """Compare the student's noise gain of `K` with the exact one."""
    gain, expected = one_number(student.noise_gain(K)), noise_gain(K.double())
    assert abs(gain - expected) <= 1e-5 * expected + 1e-12, (
        f"for a kernel of shape {tuple(K.shape)} the result is {gain:.5g}; the exact factor is {expected:.5g}"
    )


@pytest.mark.noise_gain
class TestNoiseGain:
    @pytest.mark.points(0.5)
    def test_averages(self, student, rng):
        """Weights that sum to 1 (a blur) give the exact factor."""
        # Of two weights, these tell all the usual mistakes apart.
        assert_gain(student, torch.tensor([[2.25, -1.25]], dtype=torch.float64))
        for shape in [(1, 2), (2, 2), (3, 3), (2, 5), (6, 1), (32, 30)]:
            K = torch.rand(shape, generator=rng, dtype=torch.float64) + 0.1
            assert_gain(student, K / K.sum())
        K = torch.rand((4, 3), generator=rng)
        assert_gain(student, K / K.sum())

    @pytest.mark.points(0.5)
    def test_differences(self, student, rng):
        """Weights that sum to 0 (an edge detector, or nothing but zeros) give the exact factor."""
        for shape in [(1, 2), (2, 2), (3, 3), (4, 2), (1, 5), (30, 32), (1, 1)]:
            K = torch.randn(shape, generator=rng, dtype=torch.float64)
            assert_gain(student, K - K.mean())

    @pytest.mark.points(0.5)
    def test_simulation(self, student, rng):
        """The factor is found again in simulated noise, for kernels that sum neither to 0 nor to 1."""
        for K in neither(rng):
            noise = torch.randn(20_000, *K.shape, generator=rng, dtype=torch.float64)
            measured = (noise * K).sum((1, 2)).std().item()
            gain = one_number(student.noise_gain(K))
            assert abs(gain - measured) <= 0.05 * measured, (
                f"noise of standard deviation 1 comes out of this kernel with {measured:.3g}; "
                f"the result is {gain:.3g}"
            )
            assert_gain(student, K)

    @pytest.mark.points(0.5)
    def test_kernel_unchanged(self, student, rng):
        """The kernel is left as it was, and the factor is right."""
        K = torch.rand(3, 2, generator=rng, dtype=torch.float64) + 0.5
        K *= 2 + 20 * torch.rand((), generator=rng, dtype=torch.float64)
        leaves_inputs_alone(
            student,
            student.noise_gain,
            [(K,), (K - K.mean(),)],
            nearly_right_gain,
            WRITES.format("kernel"),
        )


def nearly_right_gain(value, K):
    """Return whether a noise gain is right to 5 %."""
    try:
        gain = one_number(value)
    except UNREADABLE:
        return False
    return abs(gain - noise_gain(K)) <= 0.05 * noise_gain(K)


def neither(rng):
    """Yield kernels that are neither blurs nor edge detectors; one is large and negative, with a row of zeros."""
    K = torch.rand(3, 4, generator=rng, dtype=torch.float64) + 1
    K[0, 0] *= -1
    yield K
    yield -1 - torch.rand(1, 1, generator=rng, dtype=torch.float64)
    K = -30 - 30 * torch.rand(4, 5, generator=rng, dtype=torch.float64)
    K[2] = 0
    yield K


# --- derivative_kernel ------------------------------------------------------------------------

ORDERS = (2, 1, 6, 3, 5, 4, 2)  # in no order, and one of them twice


def taps_for(student, d: int) -> torch.Tensor:
    """Return the student's weights for order `d` in one row, whatever their layout."""
    taps = numbers(student.derivative_kernel(d)).flatten()
    assert taps.numel() > 0, f"derivative_kernel({d}) has no weights"
    return taps


def moment(taps: torch.Tensor, power: int) -> float:
    """Return the sum of the weights times their position to the power `power`."""
    return (taps * torch.arange(len(taps), dtype=torch.float64) ** power).sum().item()


@pytest.mark.derivative_kernel
class TestDerivativeKernel:
    @pytest.mark.points(0.5)
    def test_length(self, student):
        """The kernel for order d is one row of exactly d + 1 weights, none of them wasted on padding."""
        kernels = [(d, numbers(student.derivative_kernel(d))) for d in ORDERS]
        recognise(
            all(kernel.shape == (d,) for d, kernel in kernels),
            "one_weight_too_few",
            "There are d weights for order d: one too few to make d powers vanish and keep the next.",
        )
        recognise(
            all(kernel.shape == (2 * d + 1,) for d, kernel in kernels),
            "central_differences_composed",
            "There are 2d + 1 weights for order d, as from central differences taken d times. "
            "Differences of neighbours need fewer.",
        )
        for d, kernel in kernels:
            assert kernel.shape == (d + 1,), (
                f"derivative_kernel({d}) has shape {tuple(kernel.shape)}, not ({d + 1},)"
            )
            assert kernel[0] != 0 and kernel[-1] != 0, f"derivative_kernel({d}) has a zero at one of its ends"

    @pytest.mark.points(1)
    def test_lower_powers(self, student):
        """Samples of x to the power p give zero for every p below d, and the kernel is not zero."""
        kernels = [(d, taps_for(student, d)) for d in ORDERS]
        recognise(
            all(len(kernel) > 1 and abs(kernel.sign().sum()) == len(kernel) for _, kernel in kernels),
            "signs_missing",
            "All weights have the same sign, so that a constant cannot give zero: a derivative takes differences.",
        )
        for d, kernel in kernels:
            assert kernel.abs().sum() > 0, f"all weights of derivative_kernel({d}) are zero"
            for power in range(d):
                size = moment(kernel.abs(), power)
                assert abs(moment(kernel, power)) <= 1e-5 * size, (
                    f"slid along samples of x to the power {power}, derivative_kernel({d}) does not give zero"
                )

    @pytest.mark.points(0.5)
    def test_scale(self, student):
        """Samples of x to the power d give d! or -d!."""
        kernels = [(d, taps_for(student, d)) for d in ORDERS]
        results = [(d, moment(kernel, d)) for d, kernel in kernels]
        recognise(
            all(len(kernel) == d + 1 for d, kernel in kernels)
            and all(abs(abs(result) - 1) <= 1e-4 for _, result in results)
            and all(abs(moment(kernel, power)) <= 1e-4 for d, kernel in kernels for power in range(d)),
            "divided_by_factorial",
            "On x to the power d the result is 1 or -1; the derivative of order d of this power is d!.",
        )
        for d, result in results:
            assert abs(abs(result) - math.factorial(d)) <= 1e-4 * math.factorial(d), (
                f"on samples of x to the power {d} at x = 0, 1, 2, ... derivative_kernel({d}) gives {result:.5g} "
                f"at the first position, which is neither {math.factorial(d)} nor -{math.factorial(d)}"
            )


# --- kernel_matrix ----------------------------------------------------------------------------


MOST_ENTRIES = 65_536
FIRST = ((4, 5), (2, 3))  # tells the usual mistakes apart
# Images as high or as wide as their kernel, a single column, and up to 32 rows or columns of image, result and kernel.
OBLONG = [((1, 3), (1, 2)), ((4, 6), (2, 3)), ((7, 3), (4, 2)), ((3, 5), (1, 4)), ((5, 4), (3, 1))]
OBLONG += [((5, 3), (2, 3)), ((5, 1), (2, 1)), ((32, 3), (3, 2)), ((3, 32), (2, 3)), ((32, 4), (29, 2))]


@reference("kernel_matrix")
def kernel_matrix(K: torch.Tensor, image_shape: tuple[int, int]) -> torch.Tensor:
    """Return the matrix of the map from image to output, column by column from the images with a single one."""
    pixels = math.prod(image_shape)
    basis = torch.eye(pixels, dtype=K.dtype).reshape(pixels, 1, *image_shape)
    return functional.conv2d(basis, K[None, None]).reshape(pixels, -1).T


@misconception(
    "kernel_matrix",
    says="The kernel is flipped: this is the matrix of the mathematical convolution. Slide it as it is.",
)
def matrix_of_flipped_kernel(K, image_shape):
    return kernel_matrix(K.flip(0, 1), image_shape)


@misconception("kernel_matrix", says="This is the matrix of the transposed kernel.")
def matrix_of_transposed_kernel(K, image_shape):
    return kernel_matrix(K.T, image_shape)


@misconception(
    "kernel_matrix",
    says="The matrix is transposed: it needs one row for each output element and one column for each pixel.",
)
def outputs_as_columns(K, image_shape):
    return kernel_matrix(K, image_shape).T


@misconception(
    "kernel_matrix",
    says="Height and width of the image are exchanged: image_shape is (rows, columns).",
)
def image_sides_exchanged(K, image_shape):
    return kernel_matrix(K, image_shape[::-1])


@misconception(
    "kernel_matrix",
    says="The rows of the kernel stand directly one after the other. In the flattened image, a pixel and the one "
    "below it are a whole image row apart.",
)
def kernel_rows_without_gap(K, image_shape):
    n_h, n_w = image_shape
    k_h, k_w = K.shape
    starts = [i * n_w + j for i in range(n_h - k_h + 1) for j in range(n_w - k_w + 1)]
    T = torch.zeros(len(starts), n_h * n_w, dtype=K.dtype)
    for row, start in zip(T, starts, strict=True):
        row[start : start + K.numel()] = K.flatten()
    return T


@misconception(
    "kernel_matrix",
    says="There are rows for windows that run over the right border into the next row of the image. Leave them out.",
)
def windows_run_over_the_border(K, image_shape):
    n_h, n_w = image_shape
    k_h, k_w = K.shape
    band = torch.zeros(k_h, n_w, dtype=K.dtype)
    band[:, :k_w] = K
    band = band.flatten()[: (k_h - 1) * n_w + k_w]
    T = torch.zeros(n_h * n_w - len(band) + 1, n_h * n_w, dtype=K.dtype)
    for start, row in enumerate(T):
        row[start : start + len(band)] = band
    return T


@misconception("kernel_matrix", says=PADDED)
def padded_to_image_size(K, image_shape):
    n_h, n_w = image_shape
    k_h, k_w = K.shape
    T = kernel_matrix(K, (n_h + k_h - 1, n_w + k_w - 1))
    top, left = (k_h - 1) // 2, (k_w - 1) // 2
    T = T.reshape(-1, n_h + k_h - 1, n_w + k_w - 1)[:, top : top + n_h, left : left + n_w]
    return T.reshape(n_h * n_w, n_h * n_w)


@misconception(
    "kernel_matrix",
    says="The last row and the last column of outputs are missing: n - k + 1 positions fit, one more than n - k.",
)
def last_outputs_missing(K, image_shape):
    n_h, n_w = image_shape
    outputs = (n_h - K.shape[0] + 1, n_w - K.shape[1] + 1)
    T = kernel_matrix(K, image_shape).reshape(*outputs, -1)
    return T[:-1, :-1].reshape(-1, n_h * n_w)


def all_overlaps(K, image_shape):
    """Return the matrix of every output in which the kernel touches the image."""
    (n_h, n_w), (k_h, k_w) = image_shape, K.shape
    padded = (n_h + 2 * (k_h - 1), n_w + 2 * (k_w - 1))
    T = kernel_matrix(K, padded).reshape(-1, *padded)[:, k_h - 1 : k_h - 1 + n_h, k_w - 1 : k_w - 1 + n_w]
    return T.reshape(-1, n_h * n_w)


@misconception("kernel_matrix", says=PADDED)
def padded_on_all_sides(K, image_shape):
    return all_overlaps(K, image_shape)


@misconception(
    "kernel_matrix",
    says="This is the matrix of the full convolution: the kernel hangs over the border, and is flipped. "
    "Use full windows only, and the kernel as it is.",
)
def matrix_of_full_convolution(K, image_shape):
    return all_overlaps(K.flip(0, 1), image_shape)


@misconception("kernel_matrix", says="The image is flattened column by column. It has to be read row by row.")
def pixels_column_by_column(K, image_shape):
    T = kernel_matrix(K, image_shape)
    return T.reshape(-1, *image_shape).transpose(1, 2).reshape(T.shape)


@misconception(
    "kernel_matrix", says="The outputs are numbered column by column. They have to be numbered row by row."
)
def outputs_column_by_column(K, image_shape):
    outputs = [n - k + 1 for n, k in zip(image_shape, K.shape, strict=True)]
    T = kernel_matrix(K, image_shape)
    return T.reshape(*outputs, -1).transpose(0, 1).reshape(T.shape)


@misconception("kernel_matrix", says=HEIGHT_TWICE)
def matrix_for_a_square_image(K, image_shape):
    return kernel_matrix(K, (image_shape[0], image_shape[0]))


@misconception("kernel_matrix", says=HEIGHT_TWICE)
def places_counted_by_height(K, image_shape):
    outputs = [n - k + 1 for n, k in zip(image_shape, K.shape, strict=True)]
    places = torch.arange(image_shape[0] - K.shape[1] + 1)
    return kernel_matrix(K, image_shape).reshape(*outputs, -1)[:, places].flatten(0, 1)


def assert_matrix(seen: object, expected: torch.Tensor) -> None:
    """Compare a matrix of any real dtype with the right one."""
    assert_close(numbers(seen, ndim=2, most=MOST_ENTRIES), expected, rtol=1e-5, atol=1e-6)


def as_it_should_be(right):
    """Return what says whether a value is the matrix that `right` makes of the arguments."""
    return lambda value, *arguments: agrees(value, right(*arguments), most=MOST_ENTRIES)


def recognise_square_only(error, kernel, square_is_right):
    """Name the mistake of whoever gets square kernels right, and an error where one is not square."""
    recognise(
        kernel[0] != kernel[1] and square_is_right,
        "only_square_kernels",
        f"Square kernels come out right, and a kernel of {kernel[0]}×{kernel[1]} ends in an error ({error}). "
        "Kernels need not be square: take height and width apart.",
    )


@pytest.mark.kernel_matrix
@pytest.mark.builds_on("corr2d")
class TestKernelMatrix:
    @pytest.mark.points(1)
    def test_square(self, student, rng):
        """Square kernels on square images give the right matrix."""
        for image, kernel in [(3, 2), (4, 2), (5, 3), (6, 4), (3, 2)]:
            K = torch.randn(kernel, kernel, generator=rng, dtype=torch.float64)
            assert_matrix(student.kernel_matrix(K, (image, image)), kernel_matrix(K, (image, image)))
        K = torch.randn(3, 3, generator=rng)
        K[0], K[:, 0] = 0, 0
        assert_matrix(student.kernel_matrix(K, (4, 4)), kernel_matrix(K.double(), (4, 4)))

    @pytest.mark.points(1)
    def test_not_square(self, student, rng):
        """Kernels that are not square, on images that are not square, give the right matrix."""
        for image, kernel in [FIRST, *OBLONG]:
            K = torch.randn(kernel, generator=rng, dtype=torch.float64)
            try:
                seen = student.kernel_matrix(K, image)
            except (RuntimeError, TypeError, ValueError, IndexError) as error:
                square = torch.arange(1, 5, dtype=K.dtype).reshape(2, 2), FIRST[0]
                is_right = as_it_should_be(kernel_matrix)(student.kernel_matrix(*square), *square)
                recognise_square_only(error, kernel, is_right)
                raise
            assert_matrix(seen, kernel_matrix(K, image))

    @pytest.mark.points(0.5)
    def test_extreme_sizes(self, student, rng):
        """A kernel of one weight, and a kernel as large as the image, give a right 2-D matrix."""
        for image, kernel in [((1, 1), (1, 1)), ((3, 5), (1, 1)), ((2, 2), (2, 2)), ((4, 4), (4, 4))]:
            K = torch.randn(kernel, generator=rng, dtype=torch.float64)
            assert_matrix(student.kernel_matrix(K, image), kernel_matrix(K, image))

    @pytest.mark.points(0.5)
    def test_kernel_unchanged(self, student, rng):
        """The kernel is left as it was, and the matrix is right."""
        cases = [((2, 2), (4, 4)), ((2, 3), (3, 5))]
        leaves_inputs_alone(
            student,
            student.kernel_matrix,
            [(torch.rand(k, generator=rng, dtype=torch.float64) + 0.5, n) for k, n in cases],
            as_it_should_be(kernel_matrix),
            WRITES.format("kernel"),
        )


# --- patch_matrix -----------------------------------------------------------------------------


@reference("patch_matrix")
def patch_matrix(X: torch.Tensor, kernel_shape: tuple[int, int]) -> torch.Tensor:
    """Return the patches of the image that the kernel meets, one in each row."""
    return functional.unfold(X[None, None], kernel_shape)[0].T


@misconception(
    "patch_matrix",
    says="Each patch is read backwards: that flips the kernel, as in the mathematical convolution.",
)
def patches_backwards(X, kernel_shape):
    return patch_matrix(X, kernel_shape).flip(1)


@misconception(
    "patch_matrix",
    says="The matrix is transposed: it needs one row for each output element and one column for each weight.",
)
def patches_as_columns(X, kernel_shape):
    return patch_matrix(X, kernel_shape).T


@misconception(
    "patch_matrix",
    says="Each patch is read column by column. It has to be read row by row, as the kernel is.",
)
def patches_column_by_column(X, kernel_shape):
    k_h, k_w = kernel_shape
    return patch_matrix(X, kernel_shape).reshape(-1, k_h, k_w).transpose(1, 2).reshape(-1, k_h * k_w)


@misconception(
    "patch_matrix", says="Height and width of the kernel are exchanged: kernel_shape is (rows, columns)."
)
def kernel_sides_exchanged(X, kernel_shape):
    return patch_matrix(X, kernel_shape[::-1])


@misconception(
    "patch_matrix",
    says="The window moves on by its own size. It moves by one pixel, so that patches overlap.",
)
def patches_do_not_overlap(X, kernel_shape):
    return functional.unfold(X[None, None], kernel_shape, stride=kernel_shape)[0].T


@misconception("patch_matrix", says=PADDED)
def patches_of_padded_image(X, kernel_shape):
    k_h, k_w = kernel_shape
    top, left = (k_h - 1) // 2, (k_w - 1) // 2
    padded = functional.pad(X, (left, k_w - 1 - left, top, k_h - 1 - top))
    return patch_matrix(padded, kernel_shape)


@misconception(
    "patch_matrix",
    says="The last row and the last column of positions are missing: n - k + 1 fit, one more than n - k.",
)
def last_patches_missing(X, kernel_shape):
    return patch_matrix(X[:-1, :-1], kernel_shape)


@misconception(
    "patch_matrix", says="The outputs are numbered column by column. They have to be numbered row by row."
)
def positions_column_by_column(X, kernel_shape):
    outputs = [n - k + 1 for n, k in zip(X.shape, kernel_shape, strict=True)]
    patches = patch_matrix(X, kernel_shape)
    return patches.reshape(*outputs, -1).transpose(0, 1).reshape(patches.shape)


@misconception("patch_matrix", says=PADDED)
def patches_on_all_sides(X, kernel_shape):
    k_h, k_w = kernel_shape
    return patch_matrix(functional.pad(X, (k_w - 1, k_w - 1, k_h - 1, k_h - 1)), kernel_shape)


@misconception("patch_matrix", says="The image is transposed: its rows must stay rows.")
def patches_of_transposed_image(X, kernel_shape):
    return patch_matrix(X.T, kernel_shape)


@misconception(
    "patch_matrix", says="The kernel's height is used for both of its sides: it need not be square."
)
def kernel_height_for_both_sides(X, kernel_shape):
    return patch_matrix(X, (kernel_shape[0], kernel_shape[0]))


@misconception("patch_matrix", says=HEIGHT_TWICE)
def positions_counted_by_height(X, kernel_shape):
    outputs = [n - k + 1 for n, k in zip(X.shape, kernel_shape, strict=True)]
    places = torch.arange(X.shape[0] - kernel_shape[1] + 1)
    return patch_matrix(X, kernel_shape).reshape(*outputs, -1)[:, places].flatten(0, 1)


def of_transposed_view(function, X, kernel_shape):
    return function(fw.transpose(X), kernel_shape)


@pytest.mark.patch_matrix
@pytest.mark.builds_on("corr2d")
class TestPatchMatrix:
    @pytest.mark.points(0.5)
    def test_values(self, student, rng):
        """Images and kernels, square or not, give the right matrix."""
        for image, kernel in [FIRST, ((3, 3), (2, 2)), *OBLONG, FIRST]:
            X = torch.randn(image, generator=rng, dtype=torch.float64)
            try:
                seen = student.patch_matrix(X, kernel)
            except (RuntimeError, TypeError, ValueError, IndexError) as error:
                square = torch.randn(FIRST[0], generator=rng, dtype=X.dtype), (2, 2)
                is_right = as_it_should_be(patch_matrix)(student.patch_matrix(*square), *square)
                recognise_square_only(error, kernel, is_right)
                raise
            assert_matrix(seen, patch_matrix(X, kernel))
        X = torch.randint(0, 2, (5, 4), generator=rng).float()
        X[:3] = 1
        assert_matrix(student.patch_matrix(X, (2, 3)), patch_matrix(X.double(), (2, 3)))

    @pytest.mark.points(0.5)
    @pytest.mark.needs("views")
    def test_transposed_view(self, student, rng):
        """An image that is the transpose of another {tensor}, in the same memory, gives the right matrix."""
        X = torch.randn(5, 5, generator=rng, dtype=torch.float64)
        for kernel in [(2, 2), (3, 3)]:
            P = student.run(of_transposed_view, student.patch_matrix, X, kernel)
            assert_matrix(P, patch_matrix(X.T, kernel))
        X = torch.randn(4, 6, generator=rng, dtype=torch.float64)
        oblong, is_right = (X.T.contiguous(), (2, 2)), False
        with suppress(RuntimeError, TypeError, ValueError, IndexError):  # where it is no matter of the view
            is_right = as_it_should_be(patch_matrix)(student.patch_matrix(*oblong), *oblong)
        if is_right:
            P = student.run(of_transposed_view, student.patch_matrix, X, (2, 2))
            assert_matrix(P, patch_matrix(*oblong))

    @pytest.mark.points(0.5)
    def test_extreme_sizes(self, student, rng):
        """A kernel of one weight, and a kernel as large as the image, give a right 2-D matrix."""
        for image, kernel in [((1, 1), (1, 1)), ((3, 5), (1, 1)), ((2, 2), (2, 2)), ((4, 4), (4, 4))]:
            X = torch.randn(image, generator=rng, dtype=torch.float64)
            assert_matrix(student.patch_matrix(X, kernel), patch_matrix(X, kernel))

    @pytest.mark.points(0.5)
    def test_image_unchanged(self, student, rng):
        """The image is left as it was, and the matrix is right."""
        cases = [((4, 4), (2, 2)), ((3, 5), (2, 3))]
        leaves_inputs_alone(
            student,
            student.patch_matrix,
            [(torch.rand(n, generator=rng, dtype=torch.float64) + 0.5, k) for n, k in cases],
            as_it_should_be(patch_matrix),
            WRITES.format("image"),
        )
