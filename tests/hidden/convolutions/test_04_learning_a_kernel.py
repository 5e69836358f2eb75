"""Hidden suite of notebook 04: descents are compared step by step, long ones below the stable rate."""

import math

import pytest
import torch
from torch.nn import functional
from torch.testing import assert_close

from coursekit.suite import fw, misconception, recognise, reference

from .bounded import OWN_ERRORS, entries, leaves_inputs, matrix, number, number_list, numbers
from .reference import corr2d

CLOSE = {"rtol": 1e-4, "atol": 1e-4}


def normal(rng, *shape):
    """Return random float64 numbers."""
    return torch.randn(shape, generator=rng, dtype=torch.float64)


def whole(rng, *shape):
    """Return random whole numbers in float64; their products and sums are exact in whatever order."""
    return torch.randint(-6, 7, shape, generator=rng).to(torch.float64)


def patches(X, kernel_shape):
    """Return the patch matrix of `X`: one row for each output position, one column for each kernel entry."""
    k_h, k_w = kernel_shape
    return X.unfold(0, k_h, 1).unfold(1, k_w, 1).reshape(-1, k_h * k_w)


def eigenvalues(P):
    """Return the eigenvalues of PᵀP, in ascending order."""
    return torch.linalg.eigvalsh(P.T @ P)


def assert_losses(seen, expected):
    """Compare losses by their distance in relation to the largest, never relatively near zero."""
    scale = max(expected)
    assert_close(
        torch.tensor(seen, dtype=torch.float64) / scale,
        torch.tensor(expected, dtype=torch.float64) / scale,
        **CLOSE,
    )


def alike(a, b):
    """Return whether two tensors have one shape and nearly the same values."""
    return a.shape == b.shape and torch.allclose(a.double(), b.double(), **CLOSE)


# --- learn_kernel -----------------------------------------------------------------------------


def descend(X, Y, K0, lr, steps, factor=1.0, start=None, keep=0.0, average=False, after=False, bias=False):
    """Run the descent with the gradient times `factor`; `keep` is the part of the old gradient that stays."""
    P = patches(X, K0.shape)
    k = (K0 if start is None else start).flatten()
    if bias:
        P, k = functional.pad(P, (0, 1), value=1.0), functional.pad(k, (0, 1))
    gradient, losses = torch.zeros_like(k), []
    for _ in range(steps):
        error = P @ k - Y.flatten()
        gradient = keep * gradient + factor * 2 * P.T @ error
        k = k - lr * gradient
        if after:
            error = P @ k - Y.flatten()
        losses.append(float((error**2).mean() if average else (error**2).sum()))
    return k[: K0.numel()].reshape(K0.shape).clone(), losses


@reference("learn_kernel")
def learn_kernel(X, Y, K0, lr, steps):
    """Return the kernel after `steps` updates, and the loss before each."""
    return descend(X, Y, K0, lr, steps)


@misconception(
    "learn_kernel",
    says="Gradients are never cleared: each step still carries those of all steps before it. "
    "Start every round with a fresh gradient.",
)
def gradients_never_cleared(X, Y, K0, lr, steps):
    return descend(X, Y, K0, lr, steps, keep=1.0)


@misconception(
    "learn_kernel",
    says="The loss is averaged over the output. The task asks for the sum of the squared errors, "
    "which gives larger losses and larger gradients.",
)
def loss_averaged(X, Y, K0, lr, steps):
    return descend(X, Y, K0, lr, steps, factor=1 / Y.numel(), average=True)


@misconception(
    "learn_kernel",
    says="Only the reported losses are averaged. They should be sums, like the loss you descend.",
)
def reported_loss_averaged(X, Y, K0, lr, steps):
    return descend(X, Y, K0, lr, steps, average=True)


@misconception(
    "learn_kernel",
    says="The update has the wrong sign: it climbs. The gradient points to where the loss grows, "
    "so the step goes against it.",
)
def wrong_sign(X, Y, K0, lr, steps):
    return descend(X, Y, K0, lr, steps, factor=-1.0)


@misconception(
    "learn_kernel",
    says="Each loss is taken after its update. losses[i] belongs to the kernel before update i, "
    "so that losses[0] is that of the start.",
)
def loss_after_update(X, Y, K0, lr, steps):
    return descend(X, Y, K0, lr, steps, after=True)


@misconception(
    "learn_kernel",
    says="A factor of 2 is missing in the gradient: the derivative of a square brings one along.",
)
def factor_two_missing(X, Y, K0, lr, steps):
    return descend(X, Y, K0, lr, steps, factor=0.5)


@misconception(
    "learn_kernel", says="The descent does not begin at the kernel that is handed in, but at zeros."
)
def start_ignored(X, Y, K0, lr, steps):
    return descend(X, Y, K0, lr, steps, start=torch.zeros_like(K0))


@misconception(
    "learn_kernel",
    says="A bias is trained along with the kernel, and takes over a part of its work. Only the kernel is to be "
    "learned here: leave the bias of a layer at zero, and out of the update.",
)
def bias_trained_along(X, Y, K0, lr, steps):
    return descend(X, Y, K0, lr, steps, bias=True)


def two_parts(result):
    """Return the two parts of what learn_kernel returned as they are."""
    if result is None:
        pytest.fail("learn_kernel returns None: is a `return` missing?")
    if not isinstance(result, tuple | list) or len(result) != 2:
        pytest.fail("learn_kernel should return two things: the kernel and the losses")
    return result


def kernel_and_losses(result):
    """Return the two parts of what learn_kernel returned: the kernel in float64, and the losses."""
    kernel, losses = two_parts(result)
    swapped = getattr(losses, "ndim", 0) == 2 and (
        isinstance(kernel, list) or getattr(kernel, "ndim", 2) == 1
    )
    assert not swapped, "The two parts have changed places: the kernel comes first, and then the losses."
    return matrix(kernel, "kernel"), losses


def learned(student, X, Y, K0, lr, steps):
    """Return the kernel that the student's function has learned."""
    return kernel_and_losses(student.learn_kernel(X, Y, K0, lr, steps))[0]


def right_kernel(value, X, Y, K0, lr, steps):
    """Fail where the kernel in a result is not the right one."""
    assert_close(kernel_and_losses(value)[0], learn_kernel(X, Y, K0, lr, steps)[0], **CLOSE)


def lesson(rng, image, kernel, part):
    """Return a random image, target and start, and a learning rate that is `part` of the stable one.

    The start is off by 1 or more at every position, so that there is always something to learn.
    """
    X, K0 = normal(rng, *image), normal(rng, *kernel)
    error = normal(rng, image[0] - kernel[0] + 1, image[1] - kernel[1] + 1)
    Y = corr2d(X, K0) + error + error.sign()
    return X, Y, K0, part / float(eigenvalues(patches(X, kernel))[-1])


def again(function, *arguments):
    """Return the kernel that `function` learns, and the one that it learns when it is called once more."""
    return [function(*arguments)[0], function(*arguments)[0]]


def answer_hard_wired(K, expected):
    """Fail with a diagnosis where the kernel is [[1, -1]] without having been learned."""
    edge = torch.tensor([[1.0, -1.0]], dtype=torch.float64)
    recognise(
        alike(K, edge) and not alike(K, expected),
        "answer_hard_wired",
        "The kernel comes out as [[1, -1]] whatever is to be learned. It has to come from X and Y.",
    )


@pytest.mark.learn_kernel
@pytest.mark.builds_on("corr2d")
class TestLearnKernel:
    @pytest.mark.points(1.5)
    def test_many_steps(self, student, rng):
        """After several steps the kernel is right, for several targets, starts, sizes and learning rates."""
        lessons = [(*lesson(rng, (3, 3), (1, 2), 0.4), 3), (*lesson(rng, (4, 6), (1, 2), 0.8), 6)]
        stripes = torch.ones(7, 8, dtype=torch.float64)
        stripes[:, 2:6] = 0
        for target in (torch.tensor([[1.0, -1.0]]), normal(rng, 1, 2)):
            Y = corr2d(stripes, target.to(torch.float64))
            lessons.append((stripes, Y, normal(rng, 1, 2), 0.02, 8))
        X, _, K0, lr = lesson(rng, (32, 29), (1, 2), 0.4)
        lessons.append((X, corr2d(X, K0 + 2), K0, lr, 2))  # a start that is far away, with large gradients
        # Longer than a schedule waits before it changes the rate, and far from learned.
        lessons.append((*lesson(rng, (4, 3), (1, 2), 0.1), 24))
        lessons.append((*lesson(rng, (4, 3), (1, 2), 1.3), 5))  # the loss grows, and the rate stays as it is
        X, Y, K0, lr = lesson(rng, (3, 3), (1, 2), 0.4)
        lessons.append(
            (X / 1000, Y / 1000, K0, 1e6 * lr, 3)
        )  # a loss that is small, though there is much to learn
        for arguments in (*lessons, lessons[0]):  # what was asked before is answered as before
            K, (expected, _) = learned(student, *arguments), learn_kernel(*arguments)
            answer_hard_wired(K, expected)
            assert_close(K, expected, **CLOSE)

    @pytest.mark.points(1.5)
    def test_losses(self, student, rng):
        """Each loss is the sum of squared errors just before its update."""
        for image, part in [
            ((3, 3), 0.3),
            ((4, 5), 0.6),
            ((3, 3), 0.3),
        ]:  # one size twice, with other numbers
            X, Y, K0, lr = lesson(rng, image, (1, 2), part)
            _, losses = kernel_and_losses(student.learn_kernel(X, Y, K0, lr, 2))
            seen, expected = number_list(losses, "losses"), learn_kernel(X, Y, K0, lr, 2)[1]
            assert len(seen) >= 2, f"two steps were asked for, and the number of losses is {len(seen)}"
            assert_losses(seen[:2], expected)
        X, Y, K0, lr = lesson(rng, (5, 4), (2, 2), 1.3)  # the loss grows, and the kernel has several rows
        try:
            K, losses = kernel_and_losses(student.learn_kernel(X, Y, K0, lr, 5))
        except OWN_ERRORS:
            return  # whether kernels may have several rows, is another test's business
        expected = learn_kernel(X, Y, K0, lr, 5)
        if alike(K, expected[0]):  # and so is whether the kernel is right
            seen = number_list(losses, "losses")
            assert len(seen) >= 5, f"five steps were asked for, and the number of losses is {len(seen)}"
            assert_losses(seen[:5], expected[1])

    @pytest.mark.points(1)
    def test_kernel_shapes(self, student, rng):
        """A step is right for kernels of any shape: tall, wide, square, and as large as the image; so are several."""
        shapes = [((3, 3), (2, 1)), ((5, 6), (3, 2)), ((6, 4), (2, 3)), ((3, 3), (3, 3)), ((9, 8), (5, 4))]
        shapes.append(((6, 3), (2, 3)))  # an output with one column
        for image, kernel in shapes:
            X, Y, K0, lr = lesson(rng, image, kernel, 0.4)
            assert_close(learned(student, X, Y, K0, lr, 1), learn_kernel(X, Y, K0, lr, 1)[0], **CLOSE)
        one_row, rows = (
            (*lesson(rng, image, kernel, 0.6), 4) for image, kernel in (((3, 4), (1, 2)), ((5, 6), (3, 2)))
        )
        if alike(
            learned(student, *one_row), learn_kernel(*one_row)[0]
        ):  # or several steps go wrong in any shape
            assert_close(learned(student, *rows), learn_kernel(*rows)[0], **CLOSE)

    @pytest.mark.points(0.5)
    def test_number_of_losses(self, student, rng):
        """There are as many losses as steps, even where the start fits perfectly."""
        X, Y, K0, lr = lesson(rng, (3, 4), (1, 2), 0.4)
        for target in (Y, corr2d(X, K0)):
            for steps in (1, 4, 0):
                try:
                    result = student.learn_kernel(X, target, K0, lr, steps)
                except OWN_ERRORS:
                    if steps:
                        raise
                    continue  # whether no steps are taken without an error is another test's business
                found = len(entries(two_parts(result)[1], "losses"))
                assert found == steps, f"after {steps} steps the number of losses is {found}"

    @pytest.mark.points(0.5)
    def test_nothing_to_do(self, student, rng):
        """No steps, a learning rate of zero, or a start that fits perfectly give the start back."""
        X, Y, K0, lr = lesson(rng, (3, 3), (1, 2), 0.4)
        assert_close(learned(student, X, Y, K0, lr, 0), K0, **CLOSE)
        assert_close(learned(student, X, Y, K0, 0.0, 3), K0, **CLOSE)
        X, K0 = whole(rng, 3, 4) + 0.5, whole(rng, 1, 2) + 0.5
        K = learned(student, X, corr2d(X, K0), K0, 0.4 * largest_stable_lr(X, (1, 2)), 3)
        assert_close(K, K0, **CLOSE)  # here the error and its gradient are exactly zero

    @pytest.mark.points(0.5)
    def test_inputs_unchanged(self, student, rng):
        """The image, the target and the start are left as they were while the right kernel is found."""

        def says(changed):
            names = " and ".join(("X", "Y", "K0", "lr", "steps")[i] for i in changed)
            return (
                "writes_into_its_input",
                f"learn_kernel does not leave {names} as before. Work on a copy instead.",
            )

        cases = []
        for image, steps in (((3, 4), 2), ((3, 3), 1)):
            X, Y, K0, lr = lesson(rng, image, (1, 2), 0.4)
            # A faint target shows it when something larger is subtracted and added again.
            cases.append((X, Y / 1000, K0, lr, steps))
        leaves_inputs(student, student.learn_kernel, cases, right_kernel, says)
        kernels = student.run(again, student.learn_kernel, *cases[0])
        first, second = (matrix(K, "kernel") for K in kernels)
        assert alike(first, second), (
            "When learn_kernel is called again with the same K0, another kernel comes out: something is left on K0, "
            "such as a gradient. Work on a copy instead."
        )

    @pytest.mark.points(0.5)
    def test_dtype(self, student, rng):
        """A float64 lesson is computed in float64, and the kernel of a float32 lesson is float32."""
        for image in [(3, 3), (4, 5), (5, 4)]:
            X, Y, K0, lr = lesson(rng, image, (1, 2), 0.4)
            # So does Keras keep a rate, whatever it updates.
            lr = torch.tensor(lr, dtype=torch.float32).item()
            K = learned(student, X, Y, K0, lr, 1)
            expected, _ = learn_kernel(X, Y, K0, lr, 1)
            precise = K.shape == expected.shape and torch.allclose(K, expected, rtol=1e-9, atol=1e-9)
            recognise(
                alike(K, expected) and not precise,
                "single_precision",
                "The kernel is right only to the digits of float32. Keep the dtype of the inputs.",
            )
            assert_close(K, expected, rtol=1e-9, atol=1e-9)
        single = student.learn_kernel(X.float(), Y.float(), K0.float(), lr, 1)
        right_kernel(single, X, Y, K0, lr, 1)
        name = str(getattr(single[0], "dtype", "float32")).removeprefix("torch.")
        assert name == "float32", f"X, Y and K0 are float32, and the kernel is {name}."


# --- largest_stable_lr ------------------------------------------------------------------------


@reference("largest_stable_lr")
def largest_stable_lr(X, kernel_shape):
    """Return 1 / the largest eigenvalue of PᵀP."""
    return 1 / float(eigenvalues(patches(X, kernel_shape))[-1])


@misconception(
    "largest_stable_lr",
    says="The result is half of the limit. A direction grows once 1 - 2·lr·λ is below -1, not below 0.",
)
def half_of_it(X, kernel_shape):
    return largest_stable_lr(X, kernel_shape) / 2


@misconception(
    "largest_stable_lr",
    says="The result is twice the limit. The gradient of the sum of squares has a factor of 2; "
    "it belongs in 1 - 2·lr·λ.",
)
def twice_as_large(X, kernel_shape):
    return largest_stable_lr(X, kernel_shape) * 2


@misconception(
    "largest_stable_lr",
    says="That is 1 over a singular value of P. The eigenvalues of PᵀP are the squares of those.",
)
def singular_value_not_squared(X, kernel_shape):
    return math.sqrt(largest_stable_lr(X, kernel_shape))


@misconception(
    "largest_stable_lr",
    says="All eigenvalues are added up (the trace of PᵀP). Only the largest decides when one starts to grow.",
)
def eigenvalues_added_up(X, kernel_shape):
    return 1 / float((patches(X, kernel_shape) ** 2).sum())


@misconception(
    "largest_stable_lr",
    says="That is the limit for the flattest direction. The one with the largest eigenvalue grows first.",
)
def smallest_eigenvalue(X, kernel_shape):
    return 1 / float(eigenvalues(patches(X, kernel_shape))[0])


@misconception(
    "largest_stable_lr", says="That limit belongs to the mean of the squared errors. Here they are summed."
)
def limit_of_the_mean(X, kernel_shape):
    P = patches(X, kernel_shape)
    return P.shape[0] / float(eigenvalues(P)[-1])


@misconception(
    "largest_stable_lr", says="Height and width of the kernel are swapped: kernel_shape is (k_h, k_w)."
)
def kernel_shape_swapped(X, kernel_shape):
    return largest_stable_lr(X, (kernel_shape[1], kernel_shape[0]))


@misconception(
    "largest_stable_lr",
    says="That is the limit for a 1×2 kernel, whatever kernel is asked for. Use kernel_shape.",
)
def kernel_shape_hard_wired(X, kernel_shape):
    return largest_stable_lr(X, (1, 2))


@misconception(
    "largest_stable_lr",
    says="The kernel moves to the right only as often as the image is high. Its steps to the right are counted "
    "from the image's width.",
)
def image_height_for_both(X, kernel_shape):
    return largest_stable_lr(X[:, : X.shape[0]], kernel_shape)


@misconception(
    "largest_stable_lr",
    says="These patches also hang over the edge of the image, over zeros that are not there. "
    "Only patches that lie wholly inside it count.",
)
def image_padded(X, kernel_shape):
    down, right = kernel_shape[0] - 1, kernel_shape[1] - 1
    return largest_stable_lr(functional.pad(X, (right, right, down, down)), kernel_shape)


def right_rate(value, X, kernel_shape):
    """Accept one number within 1 % of the limit."""
    seen, expected = number(value), largest_stable_lr(X, kernel_shape)
    assert abs(seen - expected) <= 0.01 * expected * (1 + 1e-9), (
        f"expected {expected:.4g} within 1 %, got {seen:.4g}"
    )


def nearly_as_steep(rng, stripes=False):
    """Return an image for a 3×5 kernel whose steepest direction has 14 others close behind it, 3 % less steep.

    A lonely dot shows every entry of the kernel alike; a faint chequerboard, or stripes, out of its reach, decides
    between them. Whoever guesses where to begin holds little of at least one of the two, and a few rounds of an
    iteration do not find it.
    """
    dot = float(torch.rand(1, generator=rng)) + 1
    X = torch.zeros(5, 23, dtype=torch.float64)
    X[2, 4] = dot
    board = (torch.arange(5)[:, None] * (not stripes) + torch.arange(9, 23)) % 2 * 2 - 1
    X[:, 9:] = 0.008 * dot * board
    return X


def opposite_signs(rng, part):
    """Return an image of one row in which `part` decides between two directions: (1, -1) is the steeper one."""
    bright = float(torch.rand(1, generator=rng)) * 5 + 5
    return torch.tensor([[bright, -part * bright, bright]], dtype=torch.float64)


@pytest.mark.largest_stable_lr
@pytest.mark.builds_on("corr2d", "learn_kernel")
class TestLargestStableLr:
    @pytest.mark.points(1.5)
    def test_random_images(self, student, rng):
        """The limit is right for images and kernels of many shapes, also where two directions are nearly as steep."""
        shapes = [
            ((7, 5), (3, 2)),  # first: elsewhere the norm of the image looks like a kernel that is turned
            ((3, 5), (1, 3)),
            ((3, 3), (1, 2)),
            ((1, 7), (1, 3)),
            ((6, 7), (2, 3)),
            ((8, 4), (2, 1)),
            ((4, 4), (3, 3)),
            ((32, 31), (5, 6)),
        ]
        cases = [(normal(rng, *image), kernel) for image, kernel in shapes]
        cases += [(opposite_signs(rng, part), (1, 2)) for part in (0.1, 0.0075)]
        cases += [(nearly_as_steep(rng, stripes), (3, 5)) for stripes in (False, True)]
        for X, kernel in cases:
            right_rate(student.largest_stable_lr(X, kernel), X, kernel)

    @pytest.mark.points(1)
    def test_edge_images(self, student):
        """The limit is right for a 1×2 kernel on white images with a dark band, also at a border, or in float32."""
        bands = [
            (5, 9, 3, 7),
            (6, 8, 2, 6),
            (3, 6, 1, 4),
            (4, 7, 0, 4),
            (4, 9, 4, 9),
            (3, 9, 0, 8),
            (2, 11, 1, 11),
        ]
        for height, width, start, stop in bands:
            X = torch.ones(height, width, dtype=torch.float64)
            X[:, start:stop] = 0
            right_rate(student.largest_stable_lr(X, (1, 2)), X, (1, 2))
        X = torch.ones(7, 9)
        X[:, 3:6] = 0
        right_rate(student.largest_stable_lr(X, (1, 2)), X.double(), (1, 2))

    @pytest.mark.points(1)
    def test_dim_and_bright(self, student, rng):
        """The limit is right for very dim and very bright images, here with a 1×1 kernel."""
        X = torch.rand(4, 4, generator=rng, dtype=torch.float64) + 0.1
        for light in (1.0, 0.01, 100.0):
            right_rate(student.largest_stable_lr(light * X, (1, 1)), light * X, (1, 1))

    @pytest.mark.points(0.5)
    def test_image_unchanged(self, student, rng):
        """The image is left as it was while the right limit is found."""
        says = (
            "writes_into_its_input",
            "largest_stable_lr does not leave X as before. Work on a copy instead.",
        )
        X = normal(rng, 4, 4)
        X[:, 3] = X[:, 0]  # so that a rule of thumb for its two directions is right
        cases = [(X, (1, 2)), (X, (2, 2)), (X, (1, 1))]
        leaves_inputs(student, student.largest_stable_lr, cases, right_rate, lambda changed: says)


# --- unteachable_image ------------------------------------------------------------------------


def usable(value, shape):
    """Return a student's image as a float64 tensor of the shape asked for."""
    image = matrix(value, "image")
    assert tuple(image.shape) == shape, f"the image should have shape {shape}; it has {tuple(image.shape)}"
    return image


def hides(image, kernel_shape):
    """Return whether the patch matrix has too small a rank, apart from rounding.

    Its columns are compared at the same length, for one bright pixel makes no other column smaller.
    """
    P = patches(image / image.abs().max().clamp(min=1e-300), kernel_shape)
    if P.shape[0] < P.shape[1]:
        return True
    lengths = P.norm(dim=0)
    if bool((lengths <= 1e-9 * lengths.max()).any()):
        return True
    values = torch.linalg.svdvals(P / lengths)
    return bool(values[-1] <= 1e-5 * values[0])


def assert_hides(student, cases):
    """Ask for an image in each case, and see whether it hides the kernel."""
    for shape, kernel_shape in cases:
        image = usable(student.unteachable_image(shape, kernel_shape), shape)
        height, width = kernel_shape
        hidden = hides(image, kernel_shape)
        fits_turned = height != width and width <= shape[0] and height <= shape[1]
        if not hidden and fits_turned and hides(image, (width, height)):
            other = usable(student.unteachable_image(shape, (width, height)), shape)
            recognise(
                torch.equal(other, image),
                "kernel_shape_ignored",
                f"The image is the same whatever kernel_shape says. It hides a {width}×{height} kernel, and not a "
                f"{height}×{width} one.",
            )
            recognise(
                hides(other, kernel_shape),
                "direction_swapped",
                f"This image hides a {width}×{height} kernel, not a {height}×{width} one as it should: "
                "height and width are swapped.",
            )
        assert hidden, f"a {height}×{width} kernel can be learned from the {shape[0]}×{shape[1]} image"


@pytest.mark.unteachable_image
@pytest.mark.builds_on("corr2d")
class TestUnteachableImage:
    @pytest.mark.points(1)
    def test_wide_kernels(self, student):
        """Kernels with one row cannot be learned from the image."""
        assert_hides(student, [((6, 8), (1, 2)), ((5, 7), (1, 3)), ((2, 6), (1, 2))])

    @pytest.mark.points(1)
    def test_tall_kernels(self, student):
        """Kernels with one column cannot be learned from the image."""
        assert_hides(student, [((8, 6), (2, 1)), ((7, 5), (3, 1)), ((6, 2), (2, 1))])

    @pytest.mark.points(0.5)
    def test_larger_kernels(self, student):
        """Kernels with several rows and columns cannot be learned from the image."""
        assert_hides(
            student,
            [((6, 6), (2, 2)), ((9, 7), (3, 2)), ((8, 9), (2, 3)), ((3, 3), (3, 3)), ((32, 30), (3, 4))],
        )

    @pytest.mark.points(0.5)
    def test_not_constant(self, student):
        """The image is not constant."""
        cases = [((6, 8), (1, 2)), ((8, 6), (2, 1)), ((6, 6), (2, 2)), ((2, 3), (2, 3)), ((2, 6), (1, 2))]
        cases += [((6, 2), (2, 1)), ((3, 2), (2, 2)), ((2, 2), (1, 2)), ((2, 2), (2, 1))]
        for shape, kernel_shape in cases:
            image = matrix(student.unteachable_image(shape, kernel_shape), "image")
            assert image.numel(), "the image has no pixels"
            recognise(
                not float(image.max() - image.min()) > 0.01 * (1 - 1e-9) * float(image.abs().max()),
                "image_constant",
                "The image is constant, or so nearly constant that nobody could tell. "
                "It should have contrast and hide the kernel all the same.",
            )


# --- train_conv2d -----------------------------------------------------------------------------


def make_layer(weight, bias, kind):
    """Make a layer of its own kind in the student's process, and keep its parameters aside."""

    class Layer(nn.Module):  # noqa: F821  a probe has nn and torch
        def __init__(self):
            super().__init__()
            self.weight = nn.Parameter(weight.clone())  # noqa: F821
            self.bias = nn.Parameter(bias.clone())  # noqa: F821

        def forward(self, X):
            if kind == "linear":
                return X @ self.weight + self.bias
            Y = torch.nn.functional.conv2d(X[None, None], self.weight[None, None])[0, 0] + self.bias
            return torch.tanh(Y) if kind == "tanh" else Y

    layer = Layer()
    layer.first_parameters = [layer.weight, layer.bias]
    return layer


def make_plain_layer(weight, bias, kind):
    """Make such a layer where nothing is differentiated: a plain class that tells its own gradients."""

    class Layer:
        def __init__(self):
            self.weight, self.bias = fw.copy(weight), fw.copy(bias)

        def windows(self, X):
            return np.lib.stride_tricks.sliding_window_view(X, self.weight.shape)  # noqa: F821  a probe has np

        def __call__(self, X):
            if kind == "linear":
                return X @ self.weight + self.bias
            Y = (self.windows(X) * self.weight).sum((2, 3)) + self.bias
            return np.tanh(Y) if kind == "tanh" else Y  # noqa: F821

        def gradients(self, X, dY):
            if kind == "linear":
                return {"weight": X.T @ dY, "bias": dY.sum().reshape(1)}
            if kind == "tanh":
                dY = dY * (1 - self(X) ** 2)
            weight = (self.windows(X) * dY[:, :, None, None]).sum((0, 1))
            return {"weight": weight, "bias": dY.sum().reshape(1)}

    layer = Layer()
    layer.first_parameters = [layer.weight, layer.bias]
    return layer


def make_nnx_layer(weight, bias, kind):
    """Make such a layer of Flax's, which may hold no list: its parameters are kept aside in its class."""

    class Layer(nnx.Module):  # noqa: F821  a probe has nnx, jax and jnp
        def __init__(self):
            self.weight, self.bias = nnx.Param(weight), nnx.Param(bias)  # noqa: F821

        def __call__(self, X):
            if kind == "linear":
                return X @ self.weight[...] + self.bias[...]
            K = self.weight[...]
            Y = jax.lax.conv(X[None, None], K[None, None], (1, 1), "VALID")[0, 0] + self.bias[...]  # noqa: F821
            return jnp.tanh(Y) if kind == "tanh" else Y  # noqa: F821

    layer = Layer()
    Layer.first_parameters = [layer.weight, layer.bias]
    return layer


def make_variable_layer(weight, bias, kind):
    """Make such a layer whose parameters are variables."""

    class Layer(tf.Module):  # noqa: F821  a probe has tf
        def __init__(self):
            super().__init__()
            self.weight, self.bias = tf.Variable(weight), tf.Variable(bias)  # noqa: F821

        def __call__(self, X):
            if kind == "linear":
                return X @ self.weight + self.bias
            K = self.weight[:, :, None, None]
            Y = tf.nn.conv2d(X[None, :, :, None], K, 1, "VALID")[0, :, :, 0] + self.bias  # noqa: F821
            return tf.tanh(Y) if kind == "tanh" else Y  # noqa: F821

    layer = Layer()
    Layer.first_parameters = [layer.weight, layer.bias]
    return layer


LAYERS = {
    "torch": make_layer,
    "numpy": make_plain_layer,
    "jax": make_nnx_layer,
    "tensorflow": make_variable_layer,
}


def fill_gradients(layer, value):
    """Leave gradients in the layer, as an earlier training would."""
    layer.weight.grad = torch.full_like(layer.weight, value)
    layer.bias.grad = torch.full_like(layer.bias, value)


def parameters(layer):
    """Return the layer's weight and bias."""
    return fw.plain(layer.weight), fw.plain(layer.bias)


def same_objects(layer):
    """Return whether weight and bias are the objects that the layer began with."""
    return layer.weight is layer.first_parameters[0], layer.bias is layer.first_parameters[1]


def output(kind, X, weight, bias):
    """Return what a layer of that kind gives for `X`."""
    if kind == "linear":
        return X @ weight + bias
    Y = corr2d(X, weight) + bias
    return torch.tanh(Y) if kind == "tanh" else Y


class Task:
    """A layer's parameters, an input, a target and a stable rate; and what training does to them."""

    def __init__(self, rng, kind="conv", image=(4, 5), kernel=(2, 2), part=0.5, fits=False):
        self.kind, draw = kind, whole if fits else normal
        self.X, self.weight, self.bias = draw(rng, *image), draw(rng, *kernel), draw(rng, 1)
        self.Y = output(kind, self.X, self.weight, self.bias)
        if not fits:
            self.Y = normal(rng, *self.Y.shape)
        P = self.X if kind == "linear" else patches(self.X, kernel)
        P = torch.cat([P, torch.ones(P.shape[0], 1, dtype=torch.float64)], 1)
        self.lr = part / float(eigenvalues(P)[-1])

    def layer(self, student, dtype=torch.float64):
        """Make the layer in the student's process."""
        weight, bias = self.weight.to(dtype), self.bias.to(dtype)
        return student.run(LAYERS[student.framework.name], weight, bias, self.kind)

    def train(self, steps, factor=1.0, clear=True, train_bias=True, stale=0.0, after=False):
        """Return the weight, the bias and the losses of a descent, with one slip if asked for."""
        weight, bias = self.weight.clone().requires_grad_(), self.bias.clone().requires_grad_()
        total = [torch.full_like(weight, stale), torch.full_like(bias, stale)]
        losses = []
        for _ in range(steps):
            loss = (output(self.kind, self.X, weight, bias) - self.Y).square().sum()
            fresh = torch.autograd.grad(loss, (weight, bias))
            total = [factor * new + (0 if clear else old) for new, old in zip(fresh, total, strict=True)]
            with torch.no_grad():
                weight -= self.lr * total[0]
                bias -= self.lr * total[1] * train_bias
            if after:
                loss = (output(self.kind, self.X, weight, bias) - self.Y).square().sum()
            losses.append(loss.item())
        return weight.detach(), bias.detach(), losses


def assert_trained(seen, task, steps, stale=0.0):
    """Compare weight and bias after training with the right ones, and name a known slip."""
    weight, bias = numbers(seen[0], "weight", axes=2), numbers(seen[1], "bias", axes=1)

    def like(**slip):
        slipped = task.train(steps, **slip)
        return alike(weight, slipped[0]) and alike(bias, slipped[1])

    if not like():
        recognise(
            like(clear=False, stale=stale),
            "gradients_never_cleared",
            "Old gradients stay, and are added to the new ones. Begin every round without them.",
        )
        recognise(
            alike(weight, task.weight) and alike(bias, task.bias),
            "layer_not_changed",
            "The layer still has the parameters that it came with. Is it updated at all, with gradients that are "
            "still there, and is it not a copy that is trained?",
        )
        recognise(
            like(train_bias=False),
            "bias_forgotten",
            "The bias is never updated. It is a parameter like the weight, and has a gradient of its own.",
        )
        recognise(
            like(factor=1 / task.Y.numel()),
            "loss_averaged",
            "The loss is averaged over the output. The task asks for the sum of the squared errors.",
        )
        recognise(
            like(factor=0.5),
            "factor_two_missing",
            "The steps are half as long as they should be: a factor of 2 is missing in the gradient, or the loss is "
            "half of the sum of squares.",
        )
        recognise(
            like(factor=-1.0),
            "wrong_sign",
            "The update has the wrong sign: it climbs. The step goes against the gradient.",
        )
    expected = task.train(steps)
    assert_close(weight, expected[0], **CLOSE)
    assert_close(bias, expected[1], **CLOSE)


@pytest.mark.train_conv2d
class TestTrainConv2d:
    @pytest.mark.points(1.5)
    def test_many_steps(self, student, rng):
        """After several steps the weight and the bias are right, also where nothing is left to learn."""
        for image, kernel, part, steps in [
            ((3, 3), (1, 2), 0.4, 3),
            ((5, 6), (2, 3), 0.8, 6),
            ((30, 32), (4, 5), 0.4, 2),
            ((4, 4), (2, 2), 0.4, 3),
            ((4, 3), (1, 2), 0.1, 24),  # longer than a schedule waits to change the rate
            ((4, 3), (1, 2), 1.3, 5),  # the loss grows, and the rate stays as it is
            ((4, 6), (2, 2), 0.4, 3),  # it fits nearly: a loss that is small, and something to learn
        ]:
            task = Task(rng, image=image, kernel=kernel, part=part, fits=image == (4, 4))
            if image == (4, 6):
                right = output(task.kind, task.X, task.weight, task.bias)
                task.Y = right + 1e-2 * normal(rng, *right.shape)
            layer = task.layer(student)
            student.train_conv2d(layer, task.X, task.Y, task.lr, steps)
            assert_trained(student.run(parameters, layer), task, steps)

    @pytest.mark.points(1)
    def test_losses(self, student, rng):
        """There is one loss for each step: the sum of squared errors just before its update."""
        for image, kernel in [((3, 3), (1, 2)), ((5, 4), (3, 2))]:
            task = Task(rng, image=image, kernel=kernel)
            losses = student.train_conv2d(task.layer(student), task.X, task.Y, task.lr, 2)
            seen = number_list(losses, "losses")
            assert len(seen) == 2, f"after 2 steps the number of losses is {len(seen)}"
            for key, says, slip, divisor in [
                (
                    "loss_after_update",
                    "Each loss is taken after its update. losses[i] belongs to the layer before update i.",
                    {"after": True},
                    1,
                ),
                (
                    "loss_averaged",
                    "The loss is averaged over the output. The task asks for the sum of the squared errors.",
                    {"factor": 1 / task.Y.numel()},
                    task.Y.numel(),
                ),
                (
                    "reported_loss_averaged",
                    "Only the reported losses are averaged. They should be sums of squared errors.",
                    {},
                    task.Y.numel(),
                ),
            ]:
                slipped = [loss / divisor for loss in task.train(2, **slip)[2]]
                known = all(abs(a - b) <= 1e-5 * abs(b) for a, b in zip(seen, slipped, strict=True))
                recognise(known, key, says)
            assert_losses(seen, task.train(2)[2])
        task = Task(rng, image=(5, 4), kernel=(2, 2), part=1.3)  # the loss grows
        layer, (*right, expected) = task.layer(student), task.train(5)
        seen = number_list(student.train_conv2d(layer, task.X, task.Y, task.lr, 5), "losses")
        trained = map(torch.as_tensor, student.run(parameters, layer))
        if all(map(alike, trained, right)):  # whether they are, is another test's business
            assert_losses(seen, expected)
        losses = entries(student.train_conv2d(task.layer(student), task.X, task.Y, task.lr, 0), "losses")
        assert len(losses) == 0, f"after no step the number of losses is {len(losses)}"

    @pytest.mark.points(0.5)
    @pytest.mark.needs("kept_gradients")
    def test_old_gradients(self, student, rng):
        """Gradients that the layer brings along have no influence."""
        task = Task(rng)
        layer = task.layer(student)
        student.run(fill_gradients, layer, 5.0)
        student.train_conv2d(layer, task.X, task.Y, task.lr, 1)
        assert_trained(student.run(parameters, layer), task, 1, stale=5.0)

    @pytest.mark.points(0.5)
    def test_any_module(self, student, rng):
        """Layers that compute something else from weight and bias, or in float32, are trained as well."""
        for kind, image, kernel, dtype in [
            ("linear", (4, 3), (3, 2), torch.float64),
            ("tanh", (4, 5), (1, 2), torch.float64),
            ("tanh", (4, 5), (2, 2), torch.float32),
        ]:
            task = Task(rng, kind=kind, image=image, kernel=kernel, part=0.3)
            layer = task.layer(student, dtype)
            student.train_conv2d(layer, task.X.to(dtype), task.Y.to(dtype), task.lr, 1)
            seen = student.run(parameters, layer)
            assert_trained(seen, task, 1)
            names = {str(one.dtype).removeprefix("torch.") for one in seen}
            asked = str(dtype).removeprefix("torch.")
            assert names == {asked}, (
                f"The layer came with parameters in {asked}, and has others after training."
            )

    @pytest.mark.points(0.5)
    def test_same_objects(self, student, rng):
        """The parameters are the same objects after a step of training as before, with the right values."""
        task = Task(rng)
        layer = task.layer(student)
        student.train_conv2d(layer, task.X, task.Y, task.lr, 1)
        assert_trained(student.run(parameters, layer), task, 1)
        kept = student.run(same_objects, layer)
        names = [name for name, same in zip(("weight", "bias"), kept, strict=True) if not same]
        recognise(
            bool(names),
            "parameters_replaced",
            f"Training puts a new object in place of {' and '.join(names)}. Change the old one's values.",
        )
