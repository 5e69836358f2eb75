"""The public checks of notebook 04."""

import numpy as np

from ..frameworks import fw
from ..pictures import FormError, as_array, as_floats, same

tensor, copy = fw.tensor, fw.copy
leave_gradients = getattr(fw, "leave_gradients", None)  # where no layer keeps any, None


def _number(value):
    """Return one number, alone or in an array but not in a list, as a float."""
    if isinstance(value, (list, tuple)):
        raise FormError("it should be one number, and is a list")
    return float(np.real_if_close(as_array(value)).item())


def _numbers(losses):
    """Return losses along one axis as an array of numbers, whatever each of them is kept in."""
    if not (isinstance(losses, (list, tuple, np.ndarray)) or fw.is_tensor(losses)):
        raise FormError("the losses should be a list of numbers")
    if getattr(losses, "ndim", 1) != 1:
        raise FormError(f"the losses should have one axis, and have {losses.ndim}")
    return np.array([as_array(loss).item() for loss in losses])


def learn_kernel(c, own):
    image, double_image = (tensor([[1.0, 2.0, 0.0, 1.0]], kind) for kind in (fw.SINGLE, fw.DOUBLE))
    wanted, double_wanted = (tensor([[3.0, 1.0, 0.0]], kind) for kind in (fw.SINGLE, fw.DOUBLE))
    start, double_start = (tensor([[0.5, 0.0]], kind) for kind in (fw.SINGLE, fw.DOUBLE))

    def kernel(X, Y, K0, lr, steps):
        return own.learn_kernel(X, Y, K0, lr, steps)[0]

    def losses(X, Y, K0, lr, steps):
        return _numbers(own.learn_kernel(X, Y, K0, lr, steps)[1])

    c.equal(
        "the kernel after one step",
        kernel,
        [[1.0, 1.0]],
        given=(image, wanted, copy(start), 0.1, 1),
        slips={
            "the step goes uphill: check the sign of the update": [[0.0, -1.0]],
            "the loss is averaged; it should be summed": [[0.66667, 0.33333]],
            "the 2 of the square's derivative is missing, or the loss is halved": [[0.75, 0.5]],
            "no update was made": [[0.5, 0.0]],
        },
    )
    c.equal(
        "the kernel after two steps",
        kernel,
        [[0.6, 0.8]],
        given=(image, wanted, copy(start), 0.1, 2),
        slips={
            "the second step still carries the first one's gradient": [[1.1, 1.8]],
            "only one update was made": [[1.0, 1.0]],
            "a bias is trained along with the kernel; leave it out": [[0.3, 0.5]],
        },
    )
    c.equal(
        "the two losses",
        losses,
        [6.25, 2.0],
        given=(image, wanted, copy(start), 0.1, 2),
        slips={
            "each loss is taken after its update; it belongs before": [2.0, 1.32],
            "the losses are averaged; they should be summed": [2.08333, 0.66667],
            "one loss too many is recorded": [6.25, 2.0, 1.32],
        },
    )
    c.equal("no steps at all", kernel, [[0.5, 0.0]], given=(image, wanted, copy(start), 0.1, 0))
    c.equal(
        "a start that fits perfectly",
        lambda: kernel(image, own.corr2d(image, start), copy(start), 0.1, 3),
        [[0.5, 0.0]],
    )
    c.equal(
        "a 2×2 kernel, after one step",
        kernel,
        [[0.6, 0.8], [0.0, 0.6]],
        given=(
            tensor([[1.0, 2, 0], [0, 1, 1], [2, 0, 1]]),
            tensor([[1.0, 0], [0, 2]]),
            tensor([[0.0, 0], [0, 0]]),
            0.1,
            1,
        ),
    )
    c.equal(
        "the losses of a start that fits perfectly",
        lambda: losses(image, own.corr2d(image, start), copy(start), 0.1, 3),
        [0.0, 0.0, 0.0],
    )
    c.equal("no steps, no losses", lambda: len(own.learn_kernel(image, wanted, copy(start), 0.1, 0)[1]), 0)
    c.equal(
        "a kernel of small numbers, times ten million",
        lambda: 1e7 * as_array(kernel(double_image, 1e-7 * double_wanted, 1e-7 * double_start, 0.1, 1)),
        [[1.0, 1.0]],
    )
    c.equal(
        "a learning rate that is too large, after three steps",
        kernel,
        [[3.74, 4.08]],
        given=(image, wanted, copy(start), 0.2, 3),
    )
    c.equal("its losses, where they grow", losses, [6.25, 88.25, 1804.17], given=(image, wanted, copy(start), 0.4, 3))
    squares = tensor([[1.0, 2, 0], [0, 1, 1], [2, 0, 1]]), tensor([[1.0, 0], [0, 2]]), tensor([[0.0, 0], [0, 0]])
    c.equal("a 2×2 kernel, after two steps", kernel, [[-0.48, -0.08], [-0.68, -0.12]], given=(*squares, 0.1, 2))
    column = tensor([[1.0, 2], [0, 1], [2, 0]]), tensor([[3.0], [1], [0]])
    c.equal("an output of one column", kernel, [[0.6, 1.2]], given=(*column, copy(start), 0.1, 1))
    c.equal("a learning rate of 0", kernel, [[0.5, 0.0]], given=(image, wanted, copy(start), 0.0, 2))
    c.equal(
        "an error of a thousand",
        kernel,
        [[1.0, 1.0]],
        given=(1000 * image, 1000 * wanted, copy(start), 1e-7, 1),
    )

    def untouched():
        thirds = image / 3, wanted / 3
        own.learn_kernel(*thirds, copy(start), 0.1, 2)
        return same(thirds[0], image / 3) and same(thirds[1], wanted / 3)

    c.that("image and target are left as they were", untouched, "learn_kernel writes into one of them")
    c.that(
        "a float64 lesson gives a float64 kernel, and a float32 lesson a float32 kernel",
        lambda: (
            as_array(kernel(double_image, double_wanted, double_start, 0.1, 1)).dtype == np.float64
            and as_array(kernel(image, wanted, copy(start), 0.1, 1)).dtype == np.float32
        ),
        "the dtype of K0 is lost on the way",
    )

    def repeated():
        once = copy(start)
        first, second = (as_array(kernel(image, wanted, once, 0.1, 2)) for _ in range(2))
        return same(first, second)

    c.once_right(
        "called twice with the same start, it learns the same kernel twice",
        repeated,
        "something of the first call is left on K0, such as a gradient: work on a copy",
    )
    c.that(
        "the start is left as it was",
        lambda: (own.learn_kernel(image, wanted, start, 0.1, 1), as_array(start).tolist())[1] == [[0.5, 0.0]],
        "learn_kernel writes into K0: work on a copy",
    )


def largest_stable_lr(c, own):
    small = tensor([[1.0, 0.0, 1.0], [2.0, 1.0, 2.0]], fw.DOUBLE)
    turned = tensor([[2.0, 1.0, 2.0], [1.0, 0.0, 1.0]], fw.DOUBLE)

    def within_a_percent(*limits):
        """Return what asks for a limit: it answers with that one of `limits` which is within 1 %, or with what it got."""

        def limit(X, kernel_shape):
            found = _number(own.largest_stable_lr(X, kernel_shape))
            return next((one for one in limits if abs(found - one) <= 0.01 * one), found)

        return limit

    slips = {
        "a factor of 2 is missing: for which lr is 1 - 2·lr·λ equal to -1?": 0.05,
        "there is a factor of 2 too much: for which lr is 1 - 2·lr·λ equal to -1?": 0.2,
        "a singular value of P stands where an eigenvalue of PᵀP belongs": 0.3162,
        "all eigenvalues are added up, where only the largest counts": 0.08333,
        "another direction than the steepest is used; the steepest is the first to blow up": 0.5,
        "the loss is averaged; it should be summed": 0.4,
        "height and width of the kernel are swapped": 0.09246,
    }
    c.equal(
        "a 1×2 kernel on a small image, within 1 %",
        within_a_percent(0.1, *slips.values()),
        0.1,
        given=(small, (1, 2)),
        slips=slips,
    )

    def ratio(X, kernel_shape=(1, 2)):
        """Return how the limit for X compares with that for the small image, be they right or not."""
        return _number(own.largest_stable_lr(X, kernel_shape)) / _number(own.largest_stable_lr(small, (1, 2)))

    c.holds(
        "the same image, a thousand times darker",
        lambda: abs(1e-6 * ratio(small / 1000) - 1) <= 0.01,
        "the limit has to grow with the square: a millionth of a curvature allows a million times the step",
    )
    c.holds(
        "the image turned by half a turn has the same limit, and one twice as bright a quarter of it",
        lambda: abs(ratio(turned) - 1) <= 0.01 and abs(4 * ratio(2 * small) - 1) <= 0.01,
        "it depends on the image in another way",
    )
    if not c.values_are_right:
        return  # of other images there is nothing to tell but that their limits are not right, either
    c.holds(
        "one row with large and small pixels, (10, -1, 10)",
        lambda: abs(_number(own.largest_stable_lr(tensor([[10.0, -1, 10]], fw.DOUBLE), (1, 2))) * 121 - 1) <= 0.01,
        "another direction is the steepest here",
    )
    c.holds(
        "the row (0, 0, 1), whose first patch is dark",
        lambda: abs(_number(own.largest_stable_lr(tensor([[0.0, 0, 1]], fw.DOUBLE), (1, 2))) - 1) <= 0.01,
        "the limit is off by more than 1 %",
    )
    c.holds(
        "the small image in float32",
        lambda: abs(_number(own.largest_stable_lr(tensor(small, fw.SINGLE), (1, 2))) - 0.1) <= 0.001,
        "the limit is off by more than 1 %",
    )
    c.holds(
        "the row (1, 2, 0, 1, 3)",
        lambda: (
            abs(_number(own.largest_stable_lr(tensor([[1.0, 2, 0, 1, 3]], fw.DOUBLE), (1, 2))) * 16.403 - 1)
            <= 0.01
        ),
        "the limit is off by more than 1 %",
    )
    c.holds(
        "a 2×2 kernel on three rows of 1, 0, 2, 1",
        lambda: abs(
            _number(own.largest_stable_lr(tensor([[1.0, 0, 2, 1]] * 3, fw.DOUBLE), (2, 2))) * 28 - 1
        ) <= 0.01,
        "the limit is off by more than 1 %",
    )
    c.equal(
        "a 2×1 kernel on a 3×5 image of ones, within 1 %",
        within_a_percent(0.05, 0.04167),
        0.05,
        given=(tensor([[1.0] * 5] * 3, fw.DOUBLE), (2, 1)),
        slips={"height and width are swapped, or kernel_shape is not used": 0.04167},
    )


def _independent_answers(image, kernel_shape):
    """Return how many independent outputs `image` gives to kernels of that shape."""
    windows = np.lib.stride_tricks.sliding_window_view(as_floats(image), kernel_shape)
    kernels = np.random.default_rng(4).standard_normal((2 * kernel_shape[0] * kernel_shape[1], *kernel_shape))
    strengths = np.linalg.svd(np.einsum("ijab,nab->nij", windows, kernels).reshape(len(kernels), -1), compute_uv=False)
    return int((strengths > 1e-5 * strengths.max()).sum())


def _contrast(image):
    """Return how far the extreme values are apart, as a part of the largest absolute value."""
    values = as_floats(image)
    return np.ptp(values) / max(np.abs(values).max(), 1e-12)


def unteachable_image(c, own):
    cases = [((4, 5), (1, 2)), ((5, 4), (2, 1)), ((5, 5), (2, 2)), ((6, 7), (2, 2)), ((12, 12), (2, 2)), ((4, 2), (2, 1))]
    c.that(
        "the images have the sizes asked for",
        lambda: all(tuple(np.shape(own.unteachable_image(size, window))) == size for size, window in cases),
        "at least one has another size",
    )
    for size, window in cases:
        c.that(
            f"a {window[0]}×{window[1]} kernel cannot be learned from a {size[0]}×{size[1]} image",
            lambda size=size, window=window: (
                _independent_answers(own.unteachable_image(size, window), window) < window[0] * window[1]
            ),
            "it can: its outputs tell all kernels apart",
        )
    c.that(
        "no value is larger than a million",
        lambda: all(np.abs(as_floats(own.unteachable_image(*case))).max() <= 1e6 for case in cases),
        "where numbers are that large, what is lost in rounding hides what the outputs tell apart",
    )
    c.that(
        "no image is constant",
        lambda: all(_contrast(own.unteachable_image(size, window)) > 0.01 for size, window in cases),
        "at least one is the same everywhere, or very nearly so",
    )


def _small_layer(kind=fw.SINGLE):
    """Return a linear layer with weight [[0.5, 0]] and bias 0."""
    return fw.linear_layer([[0.5, 0.0]], [0.0], kind)


def train_conv2d(c, own):
    inputs, double_inputs = (tensor([[1.0, 2.0], [2.0, 0.0], [0.0, 1.0]], kind) for kind in (fw.SINGLE, fw.DOUBLE))
    targets, double_targets = (tensor([[2.0], [1.0], [0.0]], kind) for kind in (fw.SINGLE, fw.DOUBLE))

    def after(steps, stale=None, lr=0.05):
        """Train a small layer, and return its two weights and its bias."""
        layer = _small_layer()
        if stale is not None:
            leave_gradients(layer, stale)
        own.train_conv2d(layer, inputs, targets, lr, steps)
        return [*as_array(layer.weight).ravel().tolist(), as_array(layer.bias).item()]

    c.equal(
        "weights and bias after one step",
        lambda: after(1),
        [0.65, 0.3, 0.15],
        slips={
            "the bias is not trained": [0.65, 0.3, 0.0],
            "the step goes uphill: check the sign of the update": [0.35, -0.3, -0.15],
            "the loss is averaged; it should be summed": [0.55, 0.1, 0.05],
            "the 2 of the square's derivative is missing, or the loss is halved": [0.575, 0.15, 0.075],
            "the layer is not changed at all": [0.5, 0.0, 0.0],
        },
    )
    c.equal(
        "weights and bias after two steps",
        lambda: after(2),
        [0.62, 0.375, 0.12],
        slips={
            "the second step still carries the first one's gradient": [0.77, 0.675, 0.27],
            "the bias is not trained": [0.665, 0.42, 0.0],
        },
    )
    c.equal(
        "the two losses",
        lambda: _numbers(own.train_conv2d(_small_layer(), inputs, targets, 0.05, 2)),
        [2.25, 0.765],
        slips={
            "each loss is taken after its update; it belongs before": [0.765, 0.634725],
            "the losses are averaged; they should be summed": [0.75, 0.255],
            "one loss too many is recorded": [2.25, 0.765, 0.634725],
        },
    )
    c.that(
        "no steps, no losses",
        lambda: len(own.train_conv2d(_small_layer(), inputs, targets, 0.05, 0)) == 0,
        "there are losses of steps that nobody asked for",
    )
    c.equal(
        "a layer and an input in float64",
        lambda: _numbers(own.train_conv2d(_small_layer(fw.DOUBLE), double_inputs, double_targets, 0.05, 1)),
        [2.25],
    )

    def kinds_stay():
        layer = _small_layer()
        own.train_conv2d(layer, inputs, targets, 0.05, 1)
        return {as_array(one).dtype for one in (layer.weight, layer.bias)} == {np.dtype("float32")}

    c.that("a layer in float32 stays in float32", kinds_stay, "its parameters have another dtype after training")
    c.equal(
        "a learning rate that is too large, after three steps",
        lambda: after(3, lr=0.25),
        [12.875, 12.9375, 10.6875],
    )
    c.equal(
        "its losses, where they grow",
        lambda: _numbers(own.train_conv2d(_small_layer(), inputs, targets, 0.25, 3)),
        [2.25, 19.125, 275.203125],
    )

    def same_objects():
        layer = _small_layer()
        weight, bias = layer.weight, layer.bias
        own.train_conv2d(layer, inputs, targets, 0.05, 1)
        return layer.weight is weight and layer.bias is bias

    c.that(
        "the layer keeps its own parameters",
        same_objects,
        "new objects stand in their place; whoever holds the old ones does not notice",
    )
    c.equal(
        "an error of a thousand",
        lambda: _numbers(own.train_conv2d(_small_layer(), 1000 * inputs, 1000 * targets, 5e-8, 2)) / 1e6,
        [2.25, 0.7425],
    )
    c.equal(
        "the losses of a layer that fits perfectly",
        lambda: _numbers(own.train_conv2d(_small_layer(), inputs, copy(_small_layer()(inputs)), 0.05, 2)),
        [0.0, 0.0],
    )
    if leave_gradients:
        c.equal(
            "a layer that comes with old gradients",
            lambda: after(1, stale=4.0),
            [0.65, 0.3, 0.15],
            slips={"the old gradients leak into the first step": [0.45, 0.1, -0.05]},
        )
