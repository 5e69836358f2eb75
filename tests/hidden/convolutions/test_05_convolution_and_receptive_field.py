"""Strict convolution, composed kernels, receptive fields: the hidden checks of notebook 05."""

import math

import pytest
import torch
from torch.nn import functional
from torch.testing import assert_close

from coursekit.suite import misconception, reference

from .bounded import finite, leaves_inputs, matrix, present, sized, two_sizes, whole_number
from .reference import corr2d, ready_made


def writes_into(*names):
    """Return a function that says which of the arguments with these names a call has written into."""

    def says(changed):
        what = " and ".join(names[position] for position in changed)
        return "writes_into_input", f"The call changes {what}. Work on a copy, or only read it."

    return says


def wrong_answers(exercise):
    """Return the functions that give what the known mistakes in an exercise would."""
    marked = [value for value in globals().values() if hasattr(value, "__misconception__")]
    return [function for function in marked if exercise in function.__misconception__[0]]


def symmetric(rng, height, width):
    """Return random numbers that stay the same when they are turned by half a turn, or, if square, mirrored."""
    X = torch.rand(height, width, generator=rng, dtype=torch.float64) + 0.5
    X = X + X.flip(0)
    X = X + X.flip(1)
    return X + X.T if height == width else X


# --- strict_convolution -----------------------------------------------------------------------


@reference("strict_convolution")
def strict_convolution(X, K):
    """Return the valid part of the convolution of X with K."""
    return corr2d(X, K.flip(0, 1))


@misconception(
    "strict_convolution",
    says="This is cross-correlation: the kernel was used as it is written. A convolution reads it backwards.",
)
def kernel_not_turned(X, K):
    """Lay the kernel on as it is."""
    return corr2d(X, K)


@misconception(
    "strict_convolution",
    says="Only the rows of the kernel were reversed. A convolution reads it backwards along both axes.",
)
def only_rows_turned(X, K):
    """Reverse axis 0 only."""
    return corr2d(X, K.flip(0))


@misconception(
    "strict_convolution",
    says="Only the columns of the kernel were reversed. A convolution reads it backwards along both axes.",
)
def only_columns_turned(X, K):
    """Reverse axis 1 only."""
    return corr2d(X, K.flip(1))


@misconception(
    "strict_convolution",
    says="The kernel was transposed. That is a mirror image along the diagonal, and not half a turn.",
)
def kernel_transposed(X, K):
    """Transpose instead of reversing."""
    return corr2d(X, K.T)


@misconception(
    "strict_convolution",
    says="The result is the right one turned by half a turn, "
    "as it is when the image is reversed and the kernel is not.",
)
def image_turned(X, K):
    """Reverse the image."""
    return corr2d(X.flip(0, 1), K)


@misconception(
    "strict_convolution",
    says="The result also has the places where the kernel hangs over the edge of the image. "
    "Only the valid part is wanted.",
)
def every_overlap(X, K):
    """Keep every position at which image and kernel meet."""
    return full_convolution(X, K)


@misconception(
    "strict_convolution",
    says="The image was padded with zeros so that the result keeps its size. Only the valid part is wanted.",
)
def same_size(X, K):
    """Pad to the size of the image."""
    down, right = K.shape[0] - 1, K.shape[1] - 1
    around = ((right + 1) // 2, right // 2, (down + 1) // 2, down // 2)
    return corr2d(functional.pad(X, around), K.flip(0, 1))


@misconception(
    "strict_convolution",
    says="Two things at once: the kernel was used as it is written, not backwards, and the image was padded with "
    "zeros so that the result keeps its size.",
)
def same_size_not_turned(X, K):
    """Pad to the size of the image, and correlate."""
    return same_size(X, K.flip(0, 1))


@misconception(
    "strict_convolution",
    says="Two things at once: the kernel was used as it is written, not backwards, and the result also has the "
    "places where it hangs over the edge of the image.",
)
def every_overlap_not_turned(X, K):
    """Keep every position at which image and kernel meet, and correlate."""
    return every_overlap(X, K.flip(0, 1))


@misconception(
    "strict_convolution",
    says="The result is as wide as it should be high: the image's height was used for both axes. "
    "The number of columns follows from the image's width.",
)
def image_height_for_both(X, K):
    """Return as many columns as an image has that is as wide as high."""
    return corr2d(X[:, : X.shape[0]], K.flip(0, 1))


def whole_tensor(value):
    """Return a result as it is, once it is sure to be a tensor."""
    present(value, "result")
    if not isinstance(value, torch.Tensor):
        pytest.fail("strict_convolution must return {a_tensor}.")
    sized(value, "result", axes=2)
    return finite(value, "result")


def right_convolution(value, X, K):
    """Fail where a result has not the values of the mathematical convolution."""
    assert_close(whole_tensor(value), strict_convolution(X, K), rtol=1e-6, atol=1e-6, check_dtype=False)


def by_own_means(student, seen):
    """Fail where a ready-made convolution has done the work of a call, or somebody else."""
    assert not ready_made(student.framework, seen), (
        "A ready-made convolution has computed these values. "
        "They count when your corr2d, or sums and products of your own, do the work."
    )
    assert not seen.elsewhere, (
        "Part of the work is done where nobody sees how: in another thread or process, in a "
        "session, or in an operation of your own. Do it in the call itself."
    )


def whole_image(rng, shape):
    """Return an image of whole numbers, so that a detour through float32 is not held against the values."""
    return torch.randint(-9, 10, shape, generator=rng).double()


def whole_kernel(rng, shape):
    """Return a kernel of whole numbers, no two of the same size and none of them 0."""
    count = math.prod(shape)
    sizes = torch.randperm(2 * count, generator=rng)[:count] + 1.0
    signs = torch.randint(0, 2, (count,), generator=rng) * 2 - 1
    return (sizes * signs).reshape(shape).double()


@pytest.mark.strict_convolution
@pytest.mark.builds_on("corr2d")
class TestStrictConvolution:
    @pytest.mark.points(2)
    def test_values(self, student, rng):
        """Images and kernels of many shapes give the values of the mathematical convolution, by means of your own."""
        shapes = [
            ((3, 4), (2, 2)),
            ((3, 3), (1, 2)),
            ((3, 3), (2, 1)),
            ((5, 7), (2, 3)),
            ((8, 6), (5, 2)),
            ((6, 6), (3, 3)),
            ((4, 5), (1, 1)),
            ((3, 4), (3, 4)),
            ((3, 4), (2, 2)),
        ]
        pairs = [(whole_image(rng, image), whole_kernel(rng, kernel)) for image, kernel in shapes]
        pairs[0] = whole_kernel(rng, (3, 4)), pairs[0][1]  # no two pixels alike: so no two mistakes are
        zero_sum = torch.tensor([[1.0, -1.0]]).double() * whole_kernel(rng, (2, 1))
        calls = []
        large = whole_image(rng, (31, 32)), whole_kernel(rng, (3, 2))
        for X, K in (*pairs, (whole_image(rng, (4, 4)), zero_sum), large):
            calls.append(student.observe(student.strict_convolution, X, K, below=True))
            right_convolution(calls[-1].value, X, K)
        for seen in calls:
            by_own_means(student, seen)

    @pytest.mark.points(0.5)
    def test_dtype(self, student, rng):
        """Float64 stays float64, with the right values to all digits, and float32 stays float32."""
        # where nothing changes when it is turned, only the digits are judged
        X, K = symmetric(rng, 5, 6), symmetric(rng, 3, 3)
        seen = student.observe(student.strict_convolution, X, K, below=True)
        right_convolution(seen.value, X, K)
        name = str(seen.value.dtype).removeprefix("torch.")
        assert seen.value.dtype is torch.float64, (
            f"The image and the kernel are in float64, the result is in {name}."
        )
        assert torch.allclose(seen.value, strict_convolution(X, K), rtol=1e-11, atol=0), (
            "The values are right only to the digits of float32: "
            "somewhere the numbers go through a type with fewer digits than float64."
        )
        by_own_means(student, seen)
        X, K = symmetric(rng, 4, 7), symmetric(rng, 3, 3)
        seen = student.observe(student.strict_convolution, X.float(), K.float(), below=True)
        right_convolution(seen.value, X, K)
        name = str(seen.value.dtype).removeprefix("torch.")
        assert seen.value.dtype is torch.float32, (
            f"The image and the kernel are in float32, the result is in {name}."
        )
        by_own_means(student, seen)

    @pytest.mark.points(0.5)
    def test_inputs_unchanged(self, student, rng):
        """Image and kernel are left as they were while the right result is found."""
        cases = [(symmetric(rng, 4, 5), symmetric(rng, 3, 3))]
        cases.append((whole_image(rng, (4, 5)), whole_kernel(rng, (2, 3))))
        says = writes_into("the image", "the kernel")
        leaves_inputs(student, student.strict_convolution, cases, right_convolution, says)


# --- compose_kernels --------------------------------------------------------------------------


def full_convolution(A, B):
    """Return A convolved with B, at every position at which they meet."""
    down, right = B.shape[0] - 1, B.shape[1] - 1
    return corr2d(functional.pad(A, (right, right, down, down)), B.flip(0, 1))


@reference("compose_kernels")
def compose_kernels(A, B):
    """Return the kernel that does the work of A and then B."""
    return full_convolution(A, B)


@misconception(
    "compose_kernels",
    says="The second kernel went in backwards: offsets in the two kernels must add up, and here they are subtracted.",
)
def second_turned(A, B):
    """Correlate the padded A with B."""
    return full_convolution(A, B.flip(0, 1))


@misconception(
    "compose_kernels",
    says="The first kernel went in backwards: offsets in the two kernels must add up, and here they are subtracted.",
)
def first_turned(A, B):
    """Correlate the padded B with A."""
    return full_convolution(A.flip(0, 1), B)


@misconception(
    "compose_kernels",
    says="The composed kernel is the right one turned by half a turn.",
)
def result_turned(A, B):
    """Turn the composed kernel."""
    return full_convolution(A, B).flip(0, 1)


@misconception(
    "compose_kernels",
    says="Every product of two weights stands in a place of its own. "
    "Products that belong to the same pixel must be added.",
)
def nothing_added(A, B):
    """Return the Kronecker product."""
    return torch.kron(A, B)


@misconception(
    "compose_kernels",
    says="The result has only the places where one kernel lies wholly inside the other. "
    "The composed kernel is larger than either of them.",
)
def inside_only(A, B):
    """Keep the valid part of the convolution."""
    return corr2d(A, B.flip(0, 1))


@misconception(
    "compose_kernels",
    says="This is corr2d of the two kernels. The composed kernel is larger than either of them.",
)
def correlated_inside(A, B):
    """Correlate the first kernel with the second."""
    return corr2d(A, B)


@misconception(
    "compose_kernels",
    says="The composed kernel came out transposed: its rows and columns are swapped.",
)
def result_transposed(A, B):
    """Transpose the composed kernel."""
    return full_convolution(A, B).T


@misconception(
    "compose_kernels",
    says="The two kernels were added, as if the two layers worked side by side. They work one after the other.",
)
def side_by_side(A, B):
    """Add the kernels, the smaller one padded with zeros at its lower right."""
    height, width = max(A.shape[0], B.shape[0]), max(A.shape[1], B.shape[1])
    return sum(functional.pad(K, (0, width - K.shape[1], 0, height - K.shape[0])) for K in (A, B))


@misconception(
    "compose_kernels",
    says="The result is only as large as the first kernel: what two kernels reach together is more, "
    "and was cut off all around.",
)
def as_large_as_first(A, B):
    """Keep the middle part, as padding to the size of the first kernel does."""
    top, left = (B.shape[0]) // 2, (B.shape[1]) // 2
    return full_convolution(A, B)[top : top + A.shape[0], left : left + A.shape[1]]


def right_composition(value, A, B):
    """Fail where a result is not the composed kernel."""
    assert_close(matrix(value), compose_kernels(A, B), rtol=1e-4, atol=1e-4)


def compare_composed(student, rng, shapes):
    """Compare composed kernels with the reference for pairs of random kernels of these shapes."""
    for first, second in shapes:
        A, B = (torch.randn(shape, generator=rng, dtype=torch.float64) for shape in (first, second))
        right_composition(student.compose_kernels(A, B), A, B)


@pytest.mark.compose_kernels
@pytest.mark.builds_on("corr2d", "strict_convolution")
class TestComposeKernels:
    @pytest.mark.points(2.5)
    def test_values(self, student, rng):
        """One layer with the composed kernel does the work of two layers, for kernels of many shapes."""
        shapes = [
            ((2, 2), (2, 2)),
            ((2, 2), (2, 2)),
            ((3, 3), (2, 2)),
            ((2, 3), (4, 2)),
            ((2, 5), (3, 3)),
            ((3, 1), (1, 4)),
            ((2, 29), (5, 4)),
            ((29, 2), (4, 5)),
            ((2, 2), (3, 4)),
        ]
        compare_composed(student, rng, shapes)
        A, B = (torch.randn(shape, generator=rng, dtype=torch.float64) for shape in ((3, 4), (2, 2)))
        A[-1], A[:, 0] = 0, 0  # zeros at the border count like all other numbers
        right_composition(student.compose_kernels(A, B), A, B)
        right_composition(student.compose_kernels(B, 0 * A), B, 0 * A)
        right_composition(student.compose_kernels(A.float(), B.float()), A, B)

    @pytest.mark.points(1)
    def test_thin_kernels(self, student, rng):
        """Two kernels of one row, of one column or of one weight give again such a kernel."""
        compare_composed(
            student, rng, [((1, 3), (1, 2)), ((2, 1), (3, 1)), ((1, 4), (1, 5)), ((1, 1), (1, 1))]
        )

    @pytest.mark.points(0.5)
    def test_inputs_unchanged(self, student, rng):
        """Both kernels are left as they were while the right one is found."""
        pair = [torch.randn(shape, generator=rng, dtype=torch.float64) for shape in ((3, 3), (2, 3))]
        cases = [(symmetric(rng, 3, 3), symmetric(rng, 3, 3)), pair]
        says = writes_into("the first kernel", "the second kernel")
        leaves_inputs(student, student.compose_kernels, cases, right_composition, says)


# --- receptive_field --------------------------------------------------------------------------


@reference("receptive_field")
def receptive_field(kernel_shapes):
    """Return the size of the view of one element."""
    return tuple(1 + sum(shape[axis] - 1 for shape in kernel_shapes) for axis in (0, 1))


@misconception(
    "receptive_field",
    says="The kernel sizes were added up. The patches of neighbouring elements overlap, so the view grows by less.",
)
def sizes_added(kernel_shapes):
    """Add up the sizes."""
    return tuple(sum(shape[axis] for shape in kernel_shapes) for axis in (0, 1))


@misconception(
    "receptive_field",
    says="The kernel sizes were multiplied. The patches of neighbouring elements overlap, so the view grows by less.",
)
def sizes_multiplied(kernel_shapes):
    """Multiply the sizes."""
    return tuple(math.prod(shape[axis] for shape in kernel_shapes) for axis in (0, 1))


@misconception(
    "receptive_field",
    says="The view is one too small in both directions: the element that it began with is not counted.",
)
def element_not_counted(kernel_shapes):
    """Leave out the element itself."""
    return tuple(sum(shape[axis] - 1 for shape in kernel_shapes) for axis in (0, 1))


@misconception("receptive_field", says="The view is one too large in both directions.")
def one_too_many(kernel_shapes):
    """Count one more."""
    return tuple(2 + sum(shape[axis] - 1 for shape in kernel_shapes) for axis in (0, 1))


@misconception("receptive_field", says="Height and width are swapped.")
def height_width_swapped(kernel_shapes):
    """Swap the axes."""
    return receptive_field(kernel_shapes)[::-1]


@misconception(
    "receptive_field", says="Height and width are taken to be the same. Kernels need not be square."
)
def square_by_height(kernel_shapes):
    """Use the height twice."""
    return (receptive_field(kernel_shapes)[0],) * 2


@misconception(
    "receptive_field", says="Height and width are taken to be the same. Kernels need not be square."
)
def square_by_width(kernel_shapes):
    """Use the width twice."""
    return (receptive_field(kernel_shapes)[1],) * 2


@misconception("receptive_field", says="Only the largest kernel counts here. Every layer widens the view.")
def largest_only(kernel_shapes):
    """Look at the largest kernel."""
    return tuple(max(shape[axis] for shape in kernel_shapes) for axis in (0, 1))


@misconception("receptive_field", says="Only the first layer counts here. Every layer widens the view.")
def first_layer_only(kernel_shapes):
    """Look at the first layer."""
    return tuple(kernel_shapes[0])


@misconception("receptive_field", says="Only the last layer counts here. Every layer widens the view.")
def last_layer_only(kernel_shapes):
    """Look at the last layer."""
    return tuple(kernel_shapes[-1])


def different(results):
    """Return whether no two of some tuples are the same."""
    return len({str(result) for result in results}) == len(results)


def telling_stack(rng):
    """Return a stack of three layers for which no two of the known mistakes give the same, and none the right size."""
    while True:
        stack = random_stack(rng, 3, 2, 9)
        functions = (receptive_field, *wrong_answers("receptive_field"), half_to_both_sides)
        if different([function(stack) for function in functions]):
            return stack


def half_to_both_sides(kernel_shapes):
    """Widen the view by half of each kernel on either side, which is wrong where a side is even."""
    return tuple(1 + sum(2 * (shape[axis] // 2) for shape in kernel_shapes) for axis in (0, 1))


def random_stack(rng, layers, smallest, largest=5):
    """Return the kernel shapes of a random stack that does not see as many rows as columns."""
    while True:
        sizes = torch.randint(smallest, largest + 1, (layers, 2), generator=rng)
        shapes = [tuple(shape) for shape in sizes.tolist()]
        height, width = receptive_field(shapes)
        if height != width:
            return shapes


def random_stacks(rng):
    """Return stacks of growing depth; in the second, one layer has the taller and the other the wider kernel."""
    tall, narrow = torch.randint(2, (2,), generator=rng).tolist()
    pair = [(2, 5), (3 + tall, 2 + narrow)]
    deep = [random_stack(rng, depth, 1) for depth in (3, 5, 9)]
    return [telling_stack(rng), random_stack(rng, 1, 2), pair, *deep, random_stack(rng, 12, 2)]


def right_field(value, kernel_shapes):
    """Fail where a result is not the size of the receptive field."""
    assert two_sizes(value) == receptive_field(kernel_shapes), "The size is not the right one."


def footprint(i, j, kernel_shapes):
    """Return, as two ranges, the pixels at which the gradient of output (i, j) of a real stack is not zero."""
    height, width = receptive_field(kernel_shapes)
    X = torch.ones(i + height + 1, j + width + 1, dtype=torch.float64, requires_grad=True)
    Y = X
    for height, width in kernel_shapes:
        Y = Y.unfold(0, height, 1).unfold(1, width, 1).sum((2, 3))  # a kernel of ones
    Y[i, j].backward()
    touched = X.grad != 0
    rows, columns = (touched.any(1).nonzero().flatten(), touched.any(0).nonzero().flatten())
    return range(int(rows[0]), int(rows[-1]) + 1), range(int(columns[0]), int(columns[-1]) + 1)


def layers(kernel_shapes):
    """Return a short stack in words, and only the depth of a long one."""
    if len(kernel_shapes) > 3:
        return f"{len(kernel_shapes)} layers"
    return "kernels " + ", ".join(f"{height}×{width}" for height, width in kernel_shapes)


def plainly(function, *arguments):
    """Call a function; what it returns is then compared with no misconception."""
    return function(*arguments)


def compare_deep(student, rng, axis, name):
    """Compare one side of the view of a stack that is too deep to be asked by its gradient."""
    shapes = random_stack(rng, 60, 2)
    seen, expected = two_sizes(student.receptive_field(shapes))[axis], receptive_field(shapes)[axis]
    assert seen == expected, f"With {layers(shapes)}: {seen} {name}, and not {expected}."


@pytest.mark.receptive_field
@pytest.mark.builds_on("corr2d", "strict_convolution", "compose_kernels")
class TestReceptiveField:
    @pytest.mark.points(1)
    def test_rows(self, student, rng):
        """The number of rows is that of a real stack, asked by its gradient."""
        for shapes in random_stacks(rng):
            seen = two_sizes(student.receptive_field(shapes))[0]
            expected = len(footprint(0, 0, shapes)[0])
            assert seen == expected, f"With {layers(shapes)}: {seen} rows, and not {expected}."
        compare_deep(student, rng, 0, "rows")

    @pytest.mark.points(1)
    def test_columns(self, student, rng):
        """The number of columns is that of a real stack, asked by its gradient."""
        for shapes in random_stacks(rng):
            seen = two_sizes(student.receptive_field(shapes))[1]
            expected = len(footprint(0, 0, shapes)[1])
            assert seen == expected, f"With {layers(shapes)}: {seen} columns, and not {expected}."
        compare_deep(student, rng, 1, "columns")

    @pytest.mark.points(0.5)
    def test_no_layers(self, student):
        """Without any layer an element sees one row and one column, itself."""
        seen = two_sizes(student.run(plainly, student.receptive_field, []))
        assert seen == (1, 1), f"For an empty list the result is {seen}, and not (1, 1)."

    @pytest.mark.points(0.5)
    def test_list_unchanged(self, student):
        """The list of kernel shapes is left as it was while the right size is found."""
        cases = [([(3, 2), (1, 4), (2, 1)],), ([(4, 4)],)]
        leaves_inputs(student, student.receptive_field, cases, right_field, writes_into("the list"))


# --- receptive_region -------------------------------------------------------------------------


@reference("receptive_region")
def receptive_region(i, j, kernel_shapes):
    """Return the rows and columns that output (i, j) sees."""
    return region(i, j, *receptive_field(kernel_shapes))


def region(row, column, height, width):
    """Return the slices of a patch with its upper left corner at (row, column)."""
    return slice(row, row + height), slice(column, column + width)


CENTRED = (
    "The region is centred on the element. "
    "Without padding it begins further down and right: think of output (0, 0)."
)


@misconception("receptive_region", says=CENTRED)
def centred(i, j, kernel_shapes):
    """Put the element in the middle."""
    height, width = receptive_field(kernel_shapes)
    return region(i - (height - 1) // 2, j - (width - 1) // 2, height, width)


@misconception("receptive_region", says=CENTRED)
def centred_beyond(i, j, kernel_shapes):
    """Put the element in the middle, or just after it where there is none."""
    height, width = receptive_field(kernel_shapes)
    return region(i - height // 2, j - width // 2, height, width)


CLIPPED = (
    "The region is centred on the element, and cut off at the border of the image. "
    "Without padding it begins at the element's own row and column, and never reaches over the border."
)


@misconception("receptive_region", says=CLIPPED)
def centred_and_clipped(i, j, kernel_shapes):
    """Put the element in the middle, and begin at 0 at the earliest."""
    return tuple(slice(max(part.start, 0), part.stop) for part in centred(i, j, kernel_shapes))


@misconception("receptive_region", says=CENTRED)
def reaching_out(i, j, kernel_shapes):
    """Go half of the size to both sides."""
    reach = [(at, size // 2) for at, size in zip((i, j), receptive_field(kernel_shapes), strict=True)]
    return tuple(slice(at - half, at + half + 1) for at, half in reach)


@misconception("receptive_region", says=CLIPPED)
def reaching_out_and_clipped(i, j, kernel_shapes):
    """Go half of the size to both sides, and begin at 0 at the earliest."""
    reach = [(at, size // 2) for at, size in zip((i, j), receptive_field(kernel_shapes), strict=True)]
    return tuple(slice(max(at - half, 0), at + half + 1) for at, half in reach)


@misconception(
    "receptive_region",
    says="The last row and the last column are missing. A slice stops before its stop.",
)
def last_missing(i, j, kernel_shapes):
    """Take the stop for the last index."""
    height, width = receptive_field(kernel_shapes)
    return region(i, j, height - 1, width - 1)


@misconception(
    "receptive_region",
    says="There is one row and one column too many. A slice stops before its stop.",
)
def one_more(i, j, kernel_shapes):
    """Go one too far."""
    height, width = receptive_field(kernel_shapes)
    return region(i, j, height + 1, width + 1)


@misconception(
    "receptive_region", says="Rows and columns are swapped: i belongs to the rows, j to the columns."
)
def position_swapped(i, j, kernel_shapes):
    """Swap i and j."""
    return region(j, i, *receptive_field(kernel_shapes))


@misconception("receptive_region", says="Height and width of the kernels are swapped.")
def kernels_swapped(i, j, kernel_shapes):
    """Swap height and width."""
    return region(i, j, *receptive_field(kernel_shapes)[::-1])


@misconception(
    "receptive_region", says="The two slices are in the wrong order: rows come first, then columns."
)
def slices_swapped(i, j, kernel_shapes):
    """Return columns first."""
    return receptive_region(i, j, kernel_shapes)[::-1]


@misconception(
    "receptive_region",
    says="The regions of neighbouring elements lie side by side here. One step in the output is one step in the input.",
)
def side_by_side_regions(i, j, kernel_shapes):
    """Step by the size of the region."""
    height, width = receptive_field(kernel_shapes)
    return region(i * height, j * width, height, width)


@misconception(
    "receptive_region",
    says="The region has the right size and stays at the upper left corner, whichever element is asked for.",
)
def position_ignored(i, j, kernel_shapes):
    """Forget the position."""
    return region(0, 0, *receptive_field(kernel_shapes))


@misconception("receptive_region", says="Only one layer counts here. Every layer widens the region.")
def first_kernel_only(i, j, kernel_shapes):
    """Look at the first layer."""
    return region(i, j, *kernel_shapes[0])


@misconception("receptive_region", says="Only one layer counts here. Every layer widens the region.")
def last_kernel_only(i, j, kernel_shapes):
    """Look at the last layer."""
    return region(i, j, *kernel_shapes[-1])


@misconception(
    "receptive_region",
    says="The region is as large as the sum of the kernels. The patches of neighbouring elements overlap.",
)
def kernels_added(i, j, kernel_shapes):
    """Add up the sizes."""
    return region(i, j, *sizes_added(kernel_shapes))


def seen_lines(value):
    """Return a result, a pair of slices, as two ranges of rows and columns; an open end reaches far."""
    words = "A pair of slices was expected, first the rows, then the columns."
    present(value, "result")
    assert isinstance(value, list | tuple), words
    assert len(value) == 2, words
    assert all(isinstance(part, slice) for part in value), words
    lines = []
    for part in value:
        usual = {"start": 0, "stop": 10**6, "step": 1}
        given = {name: getattr(part, name) for name in usual if getattr(part, name) is not None}
        bounds = usual | {name: whole_number(number, f"slice's {name}") for name, number in given.items()}
        assert bounds["step"], "The step of a slice is 0."
        lines.append(range(bounds["start"], bounds["stop"], bounds["step"]))
    return tuple(lines)


def right_region(value, i, j, kernel_shapes):
    """Fail where a result is not the region that element (i, j) sees."""
    right = tuple(range(part.start, part.stop) for part in receptive_region(i, j, kernel_shapes))
    assert seen_lines(value) == right, "The region is not the right one."


def telling_position(rng):
    """Return an element and a stack for which no two of the known mistakes give the same, and none the right region."""
    while True:
        stack = telling_stack(rng)
        i, j = torch.randint(1, 6, (2,), generator=rng).tolist()
        known = (receptive_region, *wrong_answers("receptive_region"))
        if different([function(i, j, stack) for function in known]):
            return i, j, stack


def random_positions(rng):
    """Return elements and their stacks: near the corner, on the border, and with i and j far from equal."""
    yield telling_position(rng)
    for shapes in random_stacks(rng):
        i, j = torch.randint(3, 8, (2,), generator=rng).tolist()
        yield (i, j + i, shapes)
        yield (i + j, i - 1, shapes)
    yield (0, i, shapes)
    yield (i, 0, shapes)


def far_positions(rng):
    """Return elements and their stacks so far from the corner that no region, wherever it is put, is cut off there."""
    for shapes in random_stacks(rng):
        height, width = receptive_field(shapes)
        down, right = torch.randint(1, 4, (2,), generator=rng).tolist()
        # On the diagonal, exchanged slices look like exchanged kernels.
        right += height + down == width + right + 4
        yield (height + down, width + right + 4, shapes)
        yield (height + down + 4, width + right, shapes)


@pytest.mark.receptive_region
@pytest.mark.builds_on("corr2d", "strict_convolution", "compose_kernels", "receptive_field")
class TestReceptiveRegion:
    @pytest.mark.points(1.5)
    def test_start(self, student, rng):
        """The region begins at the first row and column at which the gradient of a real stack is not zero."""
        for i, j, shapes in random_positions(rng):
            seen = seen_lines(student.receptive_region(i, j, shapes))
            for name, part, whole in zip(("row", "column"), seen, footprint(i, j, shapes), strict=True):
                assert part.start == whole[0], (
                    f"Element ({i}, {j}) with {layers(shapes)}: the first {name} is {part.start}, and not {whole[0]}."
                )

    @pytest.mark.points(1.5)
    def test_size(self, student, rng):
        """The region has as many rows and columns, without gaps, as the gradient of a real stack."""
        for i, j, shapes in far_positions(rng):
            seen = seen_lines(student.receptive_region(i, j, shapes))
            for name, part, whole in zip(("rows", "columns"), seen, footprint(i, j, shapes), strict=True):
                where = f"Element ({i}, {j}) with {layers(shapes)}"
                assert part.stop < 10**6, f"{where}: the slice of the {name} has no stop."
                assert len(part) == len(whole), f"{where}: {len(part)} {name}, and not {len(whole)}."
                assert len(part) == 1 or part.step == 1, (
                    f"{where}: the {name} do not follow one upon another."
                )
        for i, j, shapes in ((0, 0, [(2, 2)]), (1, 0, [(3, 2), (2, 4)])):
            seen, whole = seen_lines(student.receptive_region(i, j, shapes)), footprint(i, j, shapes)
            # Where a region begins is another check's business, and one that is cut off there ends too soon.
            if all(part.start == lines[0] for part, lines in zip(seen, whole, strict=True)):
                where = f"Element ({i}, {j}) with {layers(shapes)}"
                assert [*map(len, seen)] == [*map(len, whole)], (
                    f"{where}: not all rows or columns that it sees."
                )

    @pytest.mark.points(0.5)
    def test_no_layers(self, student):
        """Without any layer the region is the element itself."""
        for i, j in ((0, 0), (4, 2)):
            seen = seen_lines(student.run(plainly, student.receptive_region, i, j, []))
            assert seen == (range(i, i + 1), range(j, j + 1)), (
                f"For element ({i}, {j}) and an empty list the slices do not take out row {i} and column {j} alone."
            )

    @pytest.mark.points(0.5)
    def test_list_unchanged(self, student):
        """The list of kernel shapes is left as it was while the right region is found."""
        cases = [(2, 1, [(3, 2), (1, 4), (2, 1)]), (3, 3, [(4, 4)])]
        says = writes_into("i", "j", "the list")
        leaves_inputs(student, student.receptive_region, cases, right_region, says)
