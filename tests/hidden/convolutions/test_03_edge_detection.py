"""Hidden suite of 03_edge_detection: images with edges, and detectors for them."""

import re

import pytest
import torch

from coursekit.suite import misconception, recognise, reference

from .answers import UNREADABLE, leaves_inputs_alone, numbers
from .reference import corr2d

TINY = 1e-5
WRITES = "The function changes the image that it gets. Work on a copy."


def pick(rng, low, high):
    """Return a random integer from low to high, both included."""
    return int(torch.randint(low, high + 1, (), generator=rng))


# --- edge_image -------------------------------------------------------------------------------


@reference("edge_image")
def edge_image(height, width, start, stop):
    """Return ones with the columns start:stop zero."""
    X = torch.ones(height, width)
    X[:, start:stop] = 0
    return X


@misconception("edge_image", says="The band includes the column `stop`. As in a slice, it ends just before.")
def stop_included(height, width, start, stop):
    """Return the image with a band that is one column too wide."""
    return edge_image(height, width, start, stop + 1)


@misconception("edge_image", says="The band begins one column too late: column `start` belongs to it.")
def start_left_out(height, width, start, stop):
    """Return the image with a band that lacks its first column."""
    return edge_image(height, width, start + 1, stop)


@misconception(
    "edge_image", says="`stop` is taken as the width of the band; it is the column where the band ends."
)
def stop_as_band_width(height, width, start, stop):
    """Return the image with a band of `stop` columns."""
    return edge_image(height, width, start, start + stop)


@misconception(
    "edge_image", says="Black and white change places: the sheet is white (1), the band black (0)."
)
def black_and_white_swapped(height, width, start, stop):
    """Return a white band on black."""
    return 1 - edge_image(height, width, start, stop)


@misconception("edge_image", says="Height and width change places: rows come first in a shape, then columns.")
def height_and_width_swapped(height, width, start, stop):
    """Return an image of shape (width, height)."""
    return edge_image(width, height, start, stop)


@misconception(
    "edge_image", says="The band runs from left to right: rows are painted, where columns were asked for."
)
def rows_painted(height, width, start, stop):
    """Return ones with the rows start:stop zero."""
    X = torch.ones(height, width)
    X[start:stop] = 0
    return X


@misconception(
    "edge_image", says="Rows and columns change places: the image lies on its side, and the band with it."
)
def lies_on_its_side(height, width, start, stop):
    """Return the image transposed."""
    return edge_image(height, width, start, stop).t()


@misconception("edge_image", says="The image is always square: its width is used for the height as well.")
def width_for_both_sides(height, width, start, stop):
    """Return an image of shape (width, width)."""
    return edge_image(width, width, start, stop)


@misconception("edge_image", says="The image is always square: its height is used for the width as well.")
def height_for_both_sides(height, width, start, stop):
    """Return an image of shape (height, height)."""
    return edge_image(height, height, start, stop)


@misconception("edge_image", says="Size or band are always the same, whatever the arguments say.")
def always_the_first_example(height, width, start, stop):
    """Return the image of 6 × 8 pixels with the band 2:6."""
    return edge_image(6, 8, 2, 6)


def bands(rng):
    """Yield sizes with bands; none of these bands is empty or reaches the last column.

    The first one tells the usual mistakes apart. Then come sheets of up to 32 pixels a side, one with a band beyond the
    middle of it, the first size again with another band, and a band of a single column.
    """
    yield 1, 7, 2, 4
    yield 2, 4, 1, 3
    yield 6, 8, 2, 6
    for low, high in [(1, 3), (7, 12)]:
        width = pick(rng, 6, 14)
        start = pick(rng, 1, width - 4)
        yield pick(rng, low, high), width, start, pick(rng, start + 2, width - 1)
    width = pick(rng, 5, 9)
    yield 4, width, 0, pick(rng, 1, width - 1)
    yield pick(rng, 28, 32), 32, pick(rng, 2, 20), pick(rng, 27, 31)
    yield 6, 8, 1, 3
    start = pick(rng, 1, 4)
    yield 3, 6, start, start + 1


def painted(student, cases):
    """Yield the band and the student's image of every case; its width must be right, its height is not looked at."""
    images = [numbers(student.edge_image(*case), ndim=2) for case in cases]
    for X, (_, width, start, stop) in zip(images, cases, strict=True):
        assert X.shape[0] > 0, "the image has no rows"
        assert X.shape[1] == width, f"the image has {X.shape[1]} columns where {width} were asked for"
        yield start, stop, X


@pytest.mark.edge_image
class TestEdgeImage:
    """A white image with a black band."""

    @pytest.mark.points(0.5)
    def test_size(self, student, rng):
        """The image has `height` rows and `width` columns."""
        for height, width, start, stop in bands(rng):
            shape = tuple(numbers(student.edge_image(height, width, start, stop)).shape)
            assert shape == (height, width), f"the image has shape {shape}, expected ({height}, {width})"

    @pytest.mark.points(0.5)
    def test_band_is_black(self, student, rng):
        """Every pixel of the columns `start` to `stop` - 1 is 0."""
        for start, stop, X in painted(student, [*bands(rng)]):
            band = X[:, start:stop]
            wrong = int((band != 0).sum())
            assert wrong == 0, f"{wrong} of {band.numel()} pixels in the band {start}:{stop} are not 0"

    @pytest.mark.points(0.5)
    def test_rest_is_white(self, student, rng):
        """Every pixel outside the band is 1, and where there is no band the whole image is."""
        width = pick(rng, 3, 9)
        empty = [(3, 5, 2, 2), (2, width, 0, 0), (2, width, width, width), (1, 1, 0, 0)]
        for start, stop, X in painted(student, [*bands(rng), *empty]):
            rest = torch.cat([X[:, :start], X[:, stop:]], 1)
            wrong = int((rest != 1).sum())
            assert wrong == 0, f"{wrong} of {rest.numel()} pixels outside the band {start}:{stop} are not 1"

    @pytest.mark.points(0.5)
    def test_band_at_the_border(self, student, rng):
        """A band may reach the last column, and cover the whole sheet."""
        width = pick(rng, 7, 9)
        cases = [(2, 4, 1, 4), (3, width, pick(rng, 2, 5), width), (2, width, 0, width), (30, 32, 9, 32)]
        for start, stop, X in painted(student, cases):
            assert (X[:, -1] == 0).all(), (
                f"the last of {stop} columns is not black in the band {start}:{stop}"
            )


# --- vertical_edges and horizontal_edges ------------------------------------------------------


@reference("vertical_edges")
def vertical_edges(X):
    """Return every pixel minus its right neighbour."""
    return corr2d(X, X.new_tensor([[1, -1]]))


@reference("horizontal_edges")
def horizontal_edges(X):
    """Return every pixel minus the one below it."""
    return corr2d(X, X.new_tensor([[1], [-1]]))


SIGNS_REVERSED = "The signs are reversed: white to black is 1, and black to white is -1."
SIGNS_LOST = "The sign is lost: white to black is 1, but black to white is -1."
ADDED = "Neighbours are added; an edge is where they differ."


@misconception("vertical_edges", says=SIGNS_REVERSED)
def right_minus_left(X):
    """Return every pixel's right neighbour minus the pixel."""
    return -vertical_edges(X)


@misconception("horizontal_edges", says=SIGNS_REVERSED)
def lower_minus_upper(X):
    """Return the pixel below every pixel minus the pixel."""
    return -horizontal_edges(X)


@misconception("vertical_edges", says=SIGNS_LOST)
def vertical_signs_lost(X):
    """Return the vertical edges without their signs."""
    return vertical_edges(X).abs()


@misconception("horizontal_edges", says=SIGNS_LOST)
def horizontal_signs_lost(X):
    """Return the horizontal edges without their signs."""
    return horizontal_edges(X).abs()


@misconception("vertical_edges", says=ADDED)
def sideways_added(X):
    """Return every pixel plus its right neighbour."""
    return corr2d(X, X.new_ones(1, 2))


@misconception("horizontal_edges", says=ADDED)
def downwards_added(X):
    """Return every pixel plus the one below it."""
    return corr2d(X, X.new_ones(2, 1))


@misconception(
    "vertical_edges", says="These are the horizontal edges: compare a pixel with the one to its right."
)
def compared_downwards(X):
    """Return the horizontal edges."""
    return horizontal_edges(X)


@misconception(
    "horizontal_edges", says="These are the vertical edges: compare a pixel with the one below it."
)
def compared_sideways(X):
    """Return the vertical edges."""
    return vertical_edges(X)


@misconception(
    "vertical_edges",
    says="The image was transposed and the map was not transposed back, so it is about horizontal edges.",
)
def vertical_of_transposed(X):
    """Return the vertical edges of the transposed image."""
    return vertical_edges(X.t())


@misconception("horizontal_edges", says="The map lies on its side: transpose it back.")
def horizontal_not_turned_back(X):
    """Return the vertical edges of the transposed image."""
    return vertical_edges(X.t())


@misconception(
    "vertical_edges",
    says="The map has as many columns as the image; the last pixel of a row has no right neighbour to compare with.",
)
def as_wide_as_the_image(X):
    """Return the vertical edges with a column of zeros at the right."""
    return torch.cat([vertical_edges(X), X.new_zeros(X.shape[0], 1)], 1)


@misconception(
    "vertical_edges", says="The image gets a border of zeros, which adds an edge that is not there."
)
def zeros_to_the_right(X):
    """Return the vertical edges of the image with a black column at its right."""
    return vertical_edges(torch.cat([X, X.new_zeros(X.shape[0], 1)], 1))


@misconception(
    "horizontal_edges",
    says="The map has as many rows as the image; the last pixel of a column has none below it to compare with.",
)
def as_high_as_the_image(X):
    """Return the horizontal edges with a row of zeros at the bottom."""
    return torch.cat([horizontal_edges(X), X.new_zeros(1, X.shape[1])], 0)


@misconception(
    "horizontal_edges", says="The image gets a border of zeros, which adds an edge that is not there."
)
def zeros_below(X):
    """Return the horizontal edges of the image with a black row at its bottom."""
    return horizontal_edges(torch.cat([X, X.new_zeros(1, X.shape[1])], 0))


@misconception(
    "vertical_edges",
    says="The image's height is used for both axes. An image need not be square: its width counts for the second.",
)
def vertical_on_a_square(X):
    """Return the vertical edges as far to the right as the image is high."""
    return vertical_edges(X[:, torch.arange(X.shape[0])])


@misconception(
    "horizontal_edges",
    says="The image's height is used for both axes. An image need not be square: its width counts for the second.",
)
def horizontal_on_a_square(X):
    """Return the horizontal edges as far to the right as the image is high."""
    return horizontal_edges(X[:, torch.arange(X.shape[0])])


def black_and_white(rng):
    """Yield images: a small one and its negative, the section's 6 × 8, and two random ones that are not square.

    They are float32, as images are in the notebook; zeros and ones make every sum exact.
    """
    small = torch.tensor([[1.0, 0.0, 1.0], [1.0, 1.0, 0.0], [0.0, 0.0, 1.0]])
    yield from (small, 1 - small)
    X = torch.ones(6, 8)
    X[:, 2:6] = 0
    yield X
    yield X.t().contiguous()
    for shape in [(5, 9), (8, 4)]:
        yield torch.randint(0, 2, shape, generator=rng).float()


def thin_and_large(rng):
    """Yield an image of a single row and one of two columns, each with edges of both signs, and a large one."""
    for shape in [(1, pick(rng, 4, 9)), (pick(rng, 4, 9), 2)]:
        X = torch.randint(0, 2, shape, generator=rng).float()
        X.view(-1)[:4] = torch.tensor([1.0, 0.0, 0.0, 1.0])
        yield X
    yield torch.randint(0, 2, (pick(rng, 28, 32), pick(rng, 28, 32)), generator=rng).float()


def one_kind_of_edge(rng):
    """Yield square images: white turns black once in each row, or black turns white, or narrow stripes.

    Whoever makes one mistake only is right on one of them.
    """
    ends = torch.randint(1, 7, (7, 1), generator=rng)
    falling = (torch.arange(7) < ends).float()
    yield from (falling, 1 - falling)
    yield ((torch.arange(7) + pick(rng, 0, 1)) % 2).float().repeat(7, 1)


def turned(images):
    """Yield images for horizontal edges in place of those for vertical ones."""
    for X in images:
        yield X.t().contiguous()


def pairs_of(value, right):
    """Return a student's map as far as `right` reaches; it may be larger here, and lack axes of length one."""
    found = numbers(value)
    if found.ndim < 2 and found.numel() == right.numel():
        found = found.reshape(right.shape)
    assert found.ndim == 2, f"expected 2 axes, got shape {tuple(found.shape)}"
    rows, columns = right.shape
    fits = found.shape[0] >= rows and found.shape[1] >= columns
    assert fits, f"the map has shape {tuple(found.shape)}, expected ({rows}, {columns})"
    return found[:rows, :columns]


def expect(found, right, value, where):
    """Fail unless `found` has `value` wherever `right` has it."""
    at = right == value
    wrong = int((~((found[at] - value).abs() <= TINY)).sum())
    assert wrong == 0, f"{wrong} of {int(at.sum())} places where {where} do not have {value}"


def expect_places(found, right):
    """Fail unless `found` differs from zero exactly where `right` does."""
    edge = right != 0
    seen = ~(found.abs() <= TINY)
    extra, missed = int((seen & ~edge).sum()), int((edge & ~seen).sum())
    assert extra == 0, f"{extra} of {int((~edge).sum())} places where both pixels are equal do not have 0"
    assert missed == 0, f"{missed} of {int(edge.sum())} places where the pixels differ have 0"


def leaves_image_alone(student, detector, right, images):
    """Fail where `detector` writes into its image, or finds the edges of none of these images."""

    def is_right(value, X):
        expected = right(X)
        try:
            found = pairs_of(value, expected)
        except UNREADABLE:
            return False
        return bool(((found - expected).abs() <= TINY).all())

    leaves_inputs_alone(student, detector, [(X,) for X in images], is_right, WRITES)


def expect_shapes(detector, shapes, right, rng):
    """Fail unless the maps that `detector` gives for images of these shapes are as large as those of `right`."""
    images = [torch.randint(0, 2, shape, generator=rng).float() for shape in shapes]
    for X in images:
        X[-1] = X[:, -1] = 1
    for X, value in [(X, detector(X)) for X in images]:
        seen, shape = tuple(numbers(value).shape), tuple(right(X).shape)
        assert seen == shape, (
            f"an image of shape {tuple(X.shape)} gives a map of shape {seen}, expected {shape}"
        )


@pytest.mark.vertical_edges
@pytest.mark.builds_on("corr2d")
class TestVerticalEdges:
    """The map of the vertical edges."""

    @pytest.mark.points(1)
    def test_places(self, student, rng):
        """The map differs from 0 where a pixel and its right neighbour differ, and nowhere else."""
        for X in (*black_and_white(rng), *thin_and_large(rng)):
            right = vertical_edges(X)
            expect_places(pairs_of(student.vertical_edges(X), right), right)

    @pytest.mark.points(0.5)
    def test_white_to_black(self, student, rng):
        """The map is 1 where white meets black going right."""
        for X in black_and_white(rng):
            right = vertical_edges(X)
            found = pairs_of(student.vertical_edges(X), right)
            expect(found, right, 1, "white meets black going right")

    @pytest.mark.points(0.5)
    def test_black_to_white(self, student, rng):
        """The map is -1 where black meets white going right."""
        for X in black_and_white(rng):
            right = vertical_edges(X)
            found = pairs_of(student.vertical_edges(X), right)
            expect(found, right, -1, "black meets white going right")

    @pytest.mark.points(0.5)
    def test_shape(self, student, rng):
        """The map has one column fewer than the image, be it a single row or two columns."""
        shapes = [
            (3, 3),
            (pick(rng, 4, 9), pick(rng, 10, 14)),
            (1, pick(rng, 3, 9)),
            (pick(rng, 3, 9), 2),
        ]
        expect_shapes(student.vertical_edges, shapes, vertical_edges, rng)

    @pytest.mark.points(0.5)
    def test_image_unchanged(self, student, rng):
        """The image is left as it was, and its edges are found."""
        leaves_image_alone(student, student.vertical_edges, vertical_edges, one_kind_of_edge(rng))


@pytest.mark.horizontal_edges
@pytest.mark.builds_on("corr2d", "vertical_edges")
class TestHorizontalEdges:
    """The map of the horizontal edges."""

    @pytest.mark.points(0.5)
    def test_places(self, student, rng):
        """The map differs from 0 where a pixel and the one below it differ, and nowhere else."""
        for X in (*black_and_white(rng), *turned(thin_and_large(rng))):
            right = horizontal_edges(X)
            expect_places(pairs_of(student.horizontal_edges(X), right), right)

    @pytest.mark.points(0.5)
    def test_signs(self, student, rng):
        """The map is 1 where white meets black going down, and -1 where black meets white."""
        for X in black_and_white(rng):
            right = horizontal_edges(X)
            found = pairs_of(student.horizontal_edges(X), right)
            expect(found, right, 1, "white meets black going down")
            expect(found, right, -1, "black meets white going down")

    @pytest.mark.points(0.5)
    def test_shape(self, student, rng):
        """The map has one row fewer than the image, be it a single column or two rows."""
        shapes = [
            (3, 3),
            (pick(rng, 4, 9), pick(rng, 10, 14)),
            (pick(rng, 3, 9), 1),
            (2, pick(rng, 3, 9)),
        ]
        expect_shapes(student.horizontal_edges, shapes, horizontal_edges, rng)

    @pytest.mark.points(0.5)
    def test_image_unchanged(self, student, rng):
        """The image is left as it was, and its edges are found."""
        leaves_image_alone(student, student.horizontal_edges, horizontal_edges, turned(one_kind_of_edge(rng)))


# --- diagonal_image ---------------------------------------------------------------------------


def sizes(rng):
    """Return sizes, even and odd ones, up to 32."""
    return (8, 9, pick(rng, 10, 20), *((32, 29) if pick(rng, 0, 1) else (30, 31)))


def drawings(student, rng):
    """Yield sizes with the student's images; shape and range are not looked at."""
    for n in sizes(rng):
        X = numbers(student.diagonal_image(n), ndim=2)
        assert min(X.shape) >= 2, f"for n = {n} the image has shape {tuple(X.shape)}"
        yield n, X


def neighbours_that_differ(X):
    """Return the share of neighbours in a row that differ."""
    return float((X.diff(dim=1).abs() > 1e-6 * (X.max() - X.min())).double().mean())


def is_sum_of_diagonals(X):
    """Return whether X is the sum, in place of the maximum, of two images that are painted along the diagonals."""
    around = X[:-2, 1:-1] + X[2:, 1:-1] - X[1:-1, :-2] - X[1:-1, 2:]
    return min(X.shape) > 2 and bool((around.abs() <= 1e-6 * (X.max() - X.min())).all())


def is_maximum_of_diagonals(X):
    """Return whether X is the maximum of an image constant along main diagonals and one along anti-diagonals.

    If any two such images will do, then those of the smallest value on each diagonal do.
    """
    rows, columns = X.shape
    i, j = torch.arange(rows)[:, None], torch.arange(columns)
    highest = torch.full_like(X, -torch.inf)
    for diagonal in (i - j + columns, i + j):
        smallest = X.new_full((rows + columns + 1,), torch.inf)
        smallest.scatter_reduce_(0, diagonal.flatten(), X.flatten(), "amin")
        highest = highest.maximum(smallest[diagonal])
    return bool((highest - X).abs().max() <= 1e-6 * (X.max() - X.min()))


@pytest.mark.diagonal_image
class TestDiagonalImage:
    """An image of the student's own; its properties decide, not its looks."""

    @pytest.mark.points(0.5)
    def test_size(self, student, rng):
        """The image has n rows and n columns."""
        for n in sizes(rng):
            shape = tuple(numbers(student.diagonal_image(n)).shape)
            assert shape == (n, n), f"for n = {n} the image has shape {shape}"

    @pytest.mark.points(0.5)
    def test_values(self, student, rng):
        """All values are from 0 to 1."""
        for n, X in drawings(student, rng):
            recognise(
                float(X.max()) == 255 and float(X.min()) >= 0,
                "shades_up_to_255",
                "White is 255 here, as in image files. In this course white is 1.",
            )
            low, high = float(X.min()), float(X.max())
            assert low >= -1e-6, f"for n = {n} the lowest value is {low:.3g}"
            assert high <= 1 + 1e-6, f"for n = {n} the highest value is {high:.3g}"

    @pytest.mark.points(2)
    def test_diagonal(self, student, rng):
        """There is an edge, and every edge runs along a diagonal."""
        for n, X in drawings(student, rng):
            assert X.max() - X.min() > 1e-6, f"for n = {n} all pixels are equal: there is no edge"
            recognise(
                bool((X[:1] == X).all()),
                "edges_drawn_vertical",
                "The edges are vertical, as all rows are equal. Let the shade depend on i - j or on i + j.",
            )
            recognise(
                bool((X[:, :1] == X).all()),
                "edges_drawn_horizontal",
                "The edges are horizontal, as all columns are equal. Let the shade depend on i - j or on i + j.",
            )
            painted = is_maximum_of_diagonals(X) or is_maximum_of_diagonals(-X)
            recognise(
                not painted and is_sum_of_diagonals(X) and X.unique().numel() <= 8,
                "shades_added",
                "Where the two pictures cross, their shades are added. Keep the brighter of the two: the maximum.",
            )
            assert painted, f"for n = {n} not every edge runs along a diagonal"

    @pytest.mark.points(1)
    def test_areas(self, student, rng):
        """There are edges, and at most 55 % of the neighbours in a row differ."""
        for n, X in drawings(student, rng):
            share = neighbours_that_differ(X)
            recognise(
                share == 1 and torch.equal(X[1:, 1:], X[:-1, :-1]) and X.unique().numel() == 2,
                "checkerboard",
                "This is a checkerboard: every pixel differs from the next one. Make the stripes wider.",
            )
            recognise(
                share == 1 and X.unique().numel() > 2,
                "gradual_change",
                "The shade changes from each pixel to the next. An edge needs areas of one shade on its sides.",
            )
            assert share > 0, f"for n = {n} no two neighbours in a row differ"
            assert share <= 0.55 + 1e-6, f"for n = {n}, {share:.0%} of the neighbours in a row differ"


# --- diagonal_effects -------------------------------------------------------------------------

UNSEEN = (
    "A diagonal edge is crossed when one goes right and also when one goes down: no detector overlooks it."
)


def line(shape, offset):
    """Return zeros with ones on the diagonal that lies `offset` to the right of the main one."""
    return torch.ones(shape).triu(offset).tril(offset)


def right_letter(case, n=7):
    """Return the one outcome of the notebook's table that really happens."""
    name, _, turned = case.partition("_")
    X = {"identity": torch.eye(n), "triangle": torch.ones(n, n).tril()}[name]
    K = torch.tensor([[1.0, -1.0]])
    Y = corr2d(X, K)
    shape, shape_t = Y.shape, Y.t().shape
    plain = {
        "A": torch.zeros(shape),
        "B": line(shape, 0),
        "C": line(shape, 0) - line(shape, -1),
        "D": line(shape, 0) - line(shape, 1),
        "E": line(shape, -1) - line(shape, 0),
    }
    transposed = {
        "F": Y,
        "G": Y.t(),
        "H": -Y,
        "I": -Y.t(),
        "J": -line(shape, -1),
        "K": -line(shape_t, 1),
    }
    seen, table = {
        "": (Y, plain),
        "Xt": (corr2d(X.t(), K), transposed | {"L": torch.zeros(shape)}),
        "Kt": (corr2d(X, K.t()), transposed | {"L": torch.zeros(shape_t)}),
    }[turned]
    (letter,) = (letter for letter, outcome in table.items() if torch.equal(outcome, seen))
    return letter


def answer(student, case):
    """Return the student's letter for one case."""
    answers = student.diagonal_effects()
    assert answers is not None, "the result is None: is a `return` missing?"
    assert isinstance(answers, dict), "the result is not a dict"
    assert case in answers, f"the dict has no entry {case!r}"
    letter = answers[case]
    assert isinstance(letter, str) and len(letter) <= 20, f"{case!r} has an answer that is not a letter"
    found = re.match(r"\s*([A-Za-z])(?![A-Za-z])", letter)  # "C: two edges" is C
    return found[1].upper() if found else letter.strip().upper()


def expect_letter(case, letter):
    """Fail where `letter` is not the outcome of `case`; the right one is not told."""
    assert letter == right_letter(case), f"{case!r} has the answer {letter!r}, which is not what happens"


@pytest.mark.diagonal_effects
@pytest.mark.builds_on("corr2d")
class TestDiagonalEffects:
    """What becomes of diagonal edges."""

    @pytest.mark.points(0.5)
    def test_identity(self, student):
        """The kernel is applied to the identity."""
        letter = answer(student, "identity")
        recognise(letter == "A", "diagonal_edge_overlooked", UNSEEN)
        recognise(
            letter == "B",
            "one_side_of_the_line",
            "A thin line has two edges, one on either side.",
        )
        recognise(
            letter == "D",
            "wrong_side_of_the_diagonal",
            "Go right along one row of the image: which comes first, black to white or white to black?",
        )
        expect_letter("identity", letter)

    @pytest.mark.points(0.5)
    def test_identity_image_transposed(self, student):
        """The identity is transposed before the kernel is applied."""
        letter = answer(student, "identity_Xt")
        recognise(
            letter == "G",
            "transposed_image_transposes_result",
            "To transpose X alone does not transpose the result. What does the identity look like when transposed?",
        )
        expect_letter("identity_Xt", letter)

    @pytest.mark.points(0.5)
    def test_identity_kernel_transposed(self, student):
        """The kernel is transposed before it is applied to the identity."""
        letter = answer(student, "identity_Kt")
        recognise(letter == "L", "diagonal_edge_overlooked", UNSEEN)
        expect_letter("identity_Kt", letter)

    @pytest.mark.points(0.5)
    def test_triangle(self, student):
        """The kernel is applied to the triangle."""
        letter = answer(student, "triangle")
        recognise(letter == "A", "diagonal_edge_overlooked", UNSEEN)
        recognise(
            letter in ("C", "D", "E"),
            "second_edge_in_each_row",
            "A row of the triangle has one edge only, so it cannot hold two different signs.",
        )
        expect_letter("triangle", letter)

    @pytest.mark.points(1)
    def test_triangle_image_transposed(self, student):
        """The triangle is transposed before the kernel is applied."""
        letter = answer(student, "triangle_Xt")
        recognise(
            letter == "G",
            "transposed_image_transposes_result",
            "To transpose X alone does not transpose the result: the kernel still compares with the right neighbour.",
        )
        recognise(
            letter == "H",
            "only_the_signs_change",
            "The sign does change, but the -1s do not stand where the 1s were. Look at the first row.",
        )
        expect_letter("triangle_Xt", letter)

    @pytest.mark.points(1)
    def test_triangle_kernel_transposed(self, student):
        """The kernel is transposed before it is applied to the triangle."""
        letter = answer(student, "triangle_Kt")
        recognise(letter == "L", "diagonal_edge_overlooked", UNSEEN)
        recognise(
            letter == "G",
            "transposed_kernel_transposes_result",
            "To transpose K transposes the result only where X equals its transpose; the triangle does not.",
        )
        recognise(
            letter == "I",
            "only_the_signs_change",
            "The sign does change, but the -1s do not stand where the transposed result has its 1s.",
        )
        expect_letter("triangle_Kt", letter)
