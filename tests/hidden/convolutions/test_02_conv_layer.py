"""Hidden checks of notebook 02: the layer, its gradients by hand, and what autograd says."""

import difflib
from contextlib import contextmanager
from pathlib import Path

import pytest
import torch
from torch import nn
from torch.testing import assert_close

from coursekit.suite import TypeName, misconception, recognise, reference

from .reference import OwnMeans, corr2d, require_tensor


def eighths(shape, rng):
    """Return a random float64 tensor of multiples of 1/8: sums in any order, and in float32, are exact."""
    return torch.randint(-16, 17, shape, generator=rng).double() / 8


def agree(a, b):
    """Return whether two tensors have the same shape and, whatever their dtypes, the same values."""
    if not isinstance(a, torch.Tensor) or not isinstance(b, torch.Tensor) or a.shape != b.shape:
        return False
    return bool(((a.double() - b.double()).abs() <= 1e-7 + 1e-7 * b.abs()).all())


def full(dY, K):
    """Return the cross-correlation of dY, inside a border of zeros, with K: of the size of the image."""
    k_h, k_w = K.shape
    return corr2d(nn.functional.pad(dY, (k_w - 1, k_w - 1, k_h - 1, k_h - 1)), K)


# --- Conv2D -------------------------------------------------------------------------------------


@contextmanager
def typing_slips():
    """Say in words what a usual slip of typing makes Python say about a class."""
    try:
        yield
    except (TypeError, AttributeError) as error:
        text = str(error)
        recognise(any(words in text for words in WITHOUT_SUPER), *SUPER_MISSING)
        recognise("'module' object is not callable" in text, *LOWER_CASE)
        recognise(
            "__init__() should return None" not in text and any(map(text.count, WITHOUT_INIT)), *INIT_MISSPELT
        )
        for name in ("weight", "bias"):  # where it is not the student's own line that asks for it
            if f"has no attribute '{name}'" in text and "(line " not in text:
                pytest.fail(NO_ATTRIBUTE.format(name=name))
        raise


def made(student, size):
    """Return a new layer."""
    with typing_slips():
        _, layer = student.layer(student.Conv2D, size)
    return layer


def filled(student, W, bias=0.0):
    """Return a layer of W's dtype with the weight W and a bias, as something that has to do its work itself."""
    size = tuple(W.shape)
    with typing_slips():
        misfits, layer = student.layer(
            student.Conv2D, size, weight=W, bias=torch.tensor([bias], dtype=W.dtype)
        )
    assert misfits is not None, NO_MODULE
    if "weight" in misfits:
        pytest.fail(f"A layer made with kernel_size {size} has a weight of shape {misfits['weight']}.")
    return OwnMeans(student, layer)


def symmetric(rng):
    """Return a kernel of 2×2 that is the same when it is turned or transposed: those mistakes cost enough elsewhere."""
    first, second = (torch.randperm(16, generator=rng)[:2] + 1) / 8
    return torch.tensor([[first, second], [second, first]])


def right_shape_of_output(value, shape, size):
    """Fail where `value` is not the output of a kernel of that size on an image of that shape."""
    require_tensor(value, "The output of the layer")
    expected = tuple(n - k + 1 for n, k in zip(shape, size, strict=True))
    seen = tuple(value.shape)
    text = f"An image of {shape} and a kernel of {size} give an output of shape {seen}, not {expected}."
    assert seen == expected, text


NO_MODULE = "Conv2D is not {a_layer}."
NO_ATTRIBUTE = "A new layer has no `{name}`: its parameters have to be `weight` and `bias`."
SUPER_MISSING = (
    "super_init_missing",
    "The layer is not set up: call super().__init__() first, before anything is assigned to self.",
)
LOWER_CASE = (
    "parameter_lower_case",
    "`nn.parameter` is a module. The class is `nn.Parameter`, with a capital P.",
)
INIT_MISSPELT = (
    "init_misspelt",
    "No layer can be made with a kernel_size: is the method spelled `__init__`, with two underscores on either side, "
    "and does it take kernel_size?",
)
WITHOUT_SUPER = ("before Module.__init__()", "has no attribute '_params'", "has no attribute '_reg_params'")
# The last two are said by tf.Module and nn.Block, which take the kernel_size for the name of the layer.
WITHOUT_INIT = (
    *("__init__() ", "takes no arguments", "expected string or bytes-like object"),
    "'tuple' object has no attribute 'endswith'",
)
MISSPELT = ("parameter_misspelt", "The name of a parameter is misspelt: it has to be `weight` and `bias`.")
BIAS = ("bias_forgotten", "The bias is never added: the output is the same whatever its value.")
BIAS_PER_ELEMENT = (
    "bias_per_element",
    "The bias is added once for every element of the kernel. Add it after the sum, once per output element.",
)
BIAS_TIMES_WEIGHT = (
    "bias_times_weight",
    "The bias is multiplied by the weight's sum: it is added to the image or to the products. Add it after the sum.",
)
BIAS_IN_KERNEL = (
    "bias_in_kernel",
    "The bias is added to the kernel. Add it to the output: once per element, after the sum.",
)
WEIGHT_DETACHED = (
    "weight_detached",
    "No gradient reaches the weight. {reaching}",
)
BIAS_DETACHED = (
    "bias_detached",
    "The bias is added, but no gradient reaches it. {reaching}",
)
UNREGISTERED = (
    "parameters_not_registered",
    "Not both the weight and the bias are parameters: {registered}",
)
SWAPPED = (
    "height_width_swapped",
    "Height and width are swapped: kernel_size is (height, width), and so is the shape of the weight.",
)
FLIPPED = (
    "kernel_flipped",
    "The kernel is flipped: that is the mathematical convolution. Slide the weight over the image as it is.",
)
PADDED = (
    "zero_padding",
    "The output has the size of the image: zeros were put around it. Use only places where the kernel fits.",
)
ABSOLUTE = ("absolute_value", "The output has lost its signs. A negative sum stays negative.")
REDRAWN = (
    "weight_not_used",
    "The output does not depend on the layer's weight: it is the same after the weight was replaced.",
)


def weight_stays(layer, W):
    """Fail where a layer that was filled with the weight W has another one after it was called."""
    weight = layer.function.weight
    assert weight.shape != W.shape or agree(weight, W), (
        "The layer changes its own weight when it is called. Only read it there."
    )


def explain_output(Y, X, W):
    """Recognise what is wrong with the layer's output for a bias of zero."""
    k_h, k_w = W.shape
    padding = ((k_w - 1) // 2, k_w // 2, (k_h - 1) // 2, k_h // 2)
    mirrored = (k_w // 2, (k_w - 1) // 2, k_h // 2, (k_h - 1) // 2)
    recognise(agree(Y, corr2d(X, W.flip(0, 1))), *FLIPPED)
    for border in (padding, mirrored):
        recognise(agree(Y, corr2d(nn.functional.pad(X, border), W)), *PADDED)
    recognise(agree(Y, corr2d(X, W).abs()), *ABSOLUTE)


@pytest.mark.Conv2D
@pytest.mark.builds_on("corr2d")
class TestConv2D:
    """The layer."""

    @pytest.mark.points(1)
    def test_parameters(self, student):
        """A new layer has just the parameters weight, of the asked shape, and bias, one zero; both float32."""
        for size in [(2, 3), (3, 1)]:
            layer = made(student, size)
            found = student.parameters(layer)
            assert found is not None, NO_MODULE
            recognise(
                any(name not in found and has(layer, name) for name in ("weight", "bias")), *UNREGISTERED
            )
            inner = ", ".join(sorted(str(name) for name in found if "." in str(name)))
            assert not inner, (
                f"The parameters belong to another layer within this one ({inner}). "
                "They have to be this layer's own: its `weight` and its `bias`."
            )
            names = ", ".join(sorted(map(str, found))) or "none"
            missing = {"weight", "bias"} - set(found)
            for name in set(found) - {"weight", "bias"}:
                recognise(bool(difflib.get_close_matches(str(name), missing)), *MISSPELT)
            assert set(found) == {"weight", "bias"}, f"The parameters found in a new layer: {names}."
            recognise(found["weight"].shape == size[::-1], *SWAPPED)
            for name, shape in [("weight", size), ("bias", (1,))]:
                actual = tuple(found[name].shape)
                text = f"A layer made with kernel_size {size} has a {name} of shape {actual}, not {shape}."
                assert actual == shape, text
                dtype = str(found[name].dtype).removeprefix("torch.")
                assert dtype == "float32", f"The {name} of a new layer has dtype {dtype}, not float32."
            bias = found["bias"].item()
            assert bias == 0, f"The bias of a new layer is {bias:.3g}, not 0."

    @pytest.mark.points(0.5)
    def test_random_start(self, student):
        """Two new layers start with different weights, and use them."""
        X = torch.zeros(3, 3)
        X[1, 1] = 1  # each weight meets it once
        weights = []
        for _ in range(2):
            layer = made(student, (2, 2))
            with typing_slips():
                weight = layer.weight
            seen = OwnMeans(student, layer)(X)
            bias = layer.bias if has(layer, "bias") else None
            assert isinstance(weight, torch.Tensor), "The weight of a new layer is not {a_tensor}."
            require_tensor(seen, "The output of the layer")
            shifted = (seen if bias is None else seen - bias).double().reshape(1, -1)
            used = (weight.double().reshape(-1, 1) - shifted).abs().amin(1) < 1e-5
            assert used.all(), "The output does not show the weights of the layer."
            weights.append(weight)
        assert not agree(*weights), "Two new layers have the same weight."

    @pytest.mark.points(2)
    def test_values(self, student, rng):
        """With a bias of zero the output is the cross-correlation with the weight, in its dtype, by own means."""
        for image, size in [
            ((3, 3), (2, 2)),
            ((7, 5), (2, 3)),
            ((4, 6), (4, 1)),
            ((5, 4), (1, 1)),
            ((3, 5), (3, 5)),
            ((32, 3), (30, 2)),
        ]:
            X, W = eighths(image, rng), eighths(size, rng)
            if image == (5, 4):
                X, W = X.float(), W.float()
            layer = filled(student, W)
            layer(X + 1)  # a layer is used for many images
            Y = layer(X)
            require_tensor(Y, "The output of the layer")
            if not agree(Y, corr2d(X, W)):
                weight_stays(layer, W)
                explain_output(Y, X, W)
                others = [filled(student, other)(X) for other in (W + 1, -W)]
                recognise(bool(Y.any()) and all(agree(other, Y) for other in others), *REDRAWN)
            assert_close(Y, corr2d(X, W))

    @pytest.mark.points(1)
    def test_bias(self, student, rng):
        """The bias is added once to every element of the output, and its gradient is the right one."""
        drawn = [
            (eighths((3, 4), rng), eighths((2, 2), rng), 2.5),
            (eighths((6, 4), rng), eighths((1, 3), rng), -0.75),
        ]
        for _, W, _ in drawn:  # with these sums, some mistakes would look right, or like others
            while W.sum().abs().item() in (0, 1, 2, W.numel()):
                W[0, 0] += 5
        # Of each image and kernel the negative too: then outputs and weights of either sign are met.
        signs = [(1, 1), (-1, 1), (1, -1)]
        for X, W, bias in [(x * X, w * W, bias) for X, W, bias in drawn for x, w in signs]:
            without = filled(student, W)(X)
            require_tensor(without, "The output of the layer")
            weights = torch.arange(without.numel(), dtype=W.dtype).reshape(without.shape)
            seen = filled(student, W, bias).look(X, upstream=weights, of=("bias",))
            assert isinstance(seen.value, torch.Tensor) and seen.value.shape == without.shape, (
                "With another bias the output is of another form."
            )
            difference = seen.value - without
            recognise(agree(difference, torch.zeros_like(difference)), *BIAS)
            if not agree(difference, torch.full_like(difference, bias)):
                per_element = torch.full_like(difference, bias * W.numel())
                recognise(agree(difference, per_element), *BIAS_PER_ELEMENT)
                recognise(
                    agree(difference, torch.full_like(difference, bias * W.sum().item())), *BIAS_TIMES_WEIGHT
                )
                recognise(agree(seen.value, corr2d(X, W + bias)), *BIAS_IN_KERNEL)
            text = f"A bias of {bias:g} does not add {bias:g} to every element of the output."
            assert agree(difference, torch.full_like(difference, bias)), text
            (gradient,) = seen.gradients
            recognise(gradient is None, *BIAS_DETACHED)
            right = gradient.numel() == 1 and abs(gradient.item() - weights.sum().item()) < 1e-6
            assert right, "The bias gets a gradient, but not the right one."
            (gradient,) = filled(student, W).look(X, upstream=weights, of=("bias",)).gradients
            assert gradient is not None, "A bias of 0, as a new layer has, gets no gradient."

    @pytest.mark.points(1)
    def test_weight_gradient(self, student, rng):
        """The gradient of the weight is the right one."""
        for image, size in [((3, 3), (2, 2)), ((7, 5), (2, 3))]:
            X, W = eighths(image, rng), eighths(size, rng)
            dY = eighths(tuple(n - k + 1 for n, k in zip(image, size, strict=True)), rng)
            layer = filled(student, W)
            seen = layer.look(X, upstream=dY, of=("weight",))
            right_shape_of_output(seen.value, image, size)
            weight_stays(layer, W)
            (gradient,) = seen.gradients
            recognise(gradient is None, *WEIGHT_DETACHED)
            right = gradient.numel() == W.numel() and agree(gradient.reshape(W.shape), corr2d(X, dY))
            assert right, "The weight gets a gradient, but not the right one."

    @pytest.mark.points(0.5)
    @pytest.mark.needs("states")
    def test_state_dict(self, student, rng):
        """What state_dict() gives, load_state_dict() puts into another layer, which then does the same."""
        X, W = torch.rand((5, 5), generator=rng), symmetric(rng)
        with typing_slips():
            _, first = student.layer(student.Conv2D, (2, 2), weight=W, bias=torch.tensor([0.5]))
        saved, second = first.state_dict(), made(student, (2, 2))
        assert isinstance(saved, dict), "state_dict() does not give a dict."
        missing = [name for name in ("weight", "bias") if name not in saved]
        assert not missing, f"state_dict() lacks the {' and the '.join(missing)}."
        second.load_state_dict(saved)
        values = [OwnMeans(student, layer)(X) for layer in (first, second)]
        require_tensor(values[0], "The output of the layer")
        bias = saved["bias"]
        assert isinstance(bias, torch.Tensor) and bool((bias == 0.5).all()), (
            "state_dict() has another bias than the layer."
        )
        assert agree(values[1], values[0]), (
            "With the state of one layer loaded, another layer gives another output."
        )
        right_output(values[1], corr2d(X, W))

    @pytest.mark.points(0.5)
    def test_not_2d(self, student):
        """An input that is not 2-D is refused with a ValueError, and an image is not."""
        layer = made(student, (2, 2))
        value = layer(torch.ones(5, 5))
        require_tensor(value, "The output of the layer")
        for shape in [(1, 1, 5, 5), (1, 5, 5), (5,)]:
            try:
                value = layer(torch.ones(shape))
            except ValueError:
                continue
            outcome = f" and gave an output of shape {tuple(value.shape)}" if hasattr(value, "shape") else ""
            pytest.fail(f"An input of shape {shape} was accepted{outcome}.")

    @pytest.mark.points(0.5)
    def test_input_unchanged(self, student, rng):
        """The layer leaves the image as it was."""
        X, W = torch.rand((5, 5), generator=rng), symmetric(rng)
        seen = filled(student, W, 0.5).look(X)
        recognise(
            bool(seen.changed),
            "writes_into_input",
            "The layer writes into the image that it is given. Only read it.",
        )
        right_output(seen.value, corr2d(X, W))


def has(owner, name):
    """Return whether an object of the student's has the attribute `name`."""
    try:
        getattr(owner, name)
    except AttributeError:
        return False
    return True


def right_output(seen, right):
    """Fail where the output with which manners are judged is not right; the bias has a check of its own."""
    text = "The output is not right, so this earns nothing yet."
    assert isinstance(seen, torch.Tensor) and seen.shape == right.shape, text
    difference = seen.double() - right.double()
    assert (difference - difference.mean()).abs().max() < 1e-4, text


# --- corr2d_backward ----------------------------------------------------------------------------


@reference("corr2d_backward")
def corr2d_backward(X, K, dY):
    """Return the gradients that autograd finds."""
    X, K = X.clone().requires_grad_(), K.clone().requires_grad_()
    return torch.autograd.grad(corr2d(X, K), (X, K), dY)


@misconception(
    "corr2d_backward",
    says="The two gradients are in the wrong order: dX comes first, then dK, as in the inputs.",
)
def gradients_swapped(X, K, dY):
    """Return (dK, dX)."""
    return corr2d_backward(X, K, dY)[::-1]


@misconception(
    "corr2d_backward", says="dY has no influence: what you compute is right only where dY is one everywhere."
)
def upstream_ignored(X, K, dY):
    """Return the gradients of the sum of the output."""
    return corr2d_backward(X, K, torch.ones_like(dY))


KERNEL_NOT_TURNED = (
    "kernel_not_turned",
    "For dX the kernel slides over dY the wrong way round. Look again at the row of three pixels in the text: "
    "which element of the kernel meets which output?",
)
BORDER_MISSING = (
    "border_missing",
    "dX has fewer elements than X: border pixels have a gradient too, from the few windows that cover them.",
)
GRADIENT_TURNED = (
    "kernel_gradient_turned",
    "dK is turned by 180 degrees: its first row and column belong to the first row and column of the kernel.",
)
AVERAGED = (
    "gradient_averaged",
    "The gradient is divided by the number of outputs. The chain rule adds up; it takes no average.",
)
IN_FLOAT32 = "The result is right to about seven digits only: the inputs are float64, so compute in float64."


def both_gradients(value):
    """Return the student's dX and dK, of which one may be missing still."""
    pair = isinstance(value, tuple | list) and len(value) == 2
    assert pair and any(isinstance(g, torch.Tensor) for g in value), (
        "The result is not a pair of {tensor}s (dX, dK)."
    )
    return value


def backward_case(image, size, rng):
    """Return a random image, kernel and gradient of the output."""
    out = tuple(n - k + 1 for n, k in zip(image, size, strict=True))
    return eighths(image, rng), eighths(size, rng), eighths(out, rng)


SIZES = [((7, 5), (2, 3)), ((3, 3), (2, 2)), ((4, 6), (4, 1)), ((5, 4), (1, 1)), ((3, 5), (3, 5))]
SIZES += [((32, 3), (30, 2))]


def by_hand(student, X, K, dY):
    """Return what is seen of a call that finds the gradients without autograd, and fail if it does not."""
    seen = student.observe(student.corr2d_backward, X, K, dY, below=True)
    asked = any(name.startswith("autograd.") for name in seen.operations)
    assert not asked, "{library} was asked for the gradients. Find them by hand: nothing else counts here."
    if student.framework.name == "numpy":
        others = {"jax", "mxnet", "tensorflow", "torch"} & {
            name.partition(".")[0] for name in seen.operations
        }
        assert not others, f"The work is left to {min(others)}. Find the gradients by hand, with {{library}}."
    assert not seen.elsewhere, (
        "Part of the work is done where nobody sees how: in another thread or process, in a session, or in an "
        "operation of your own. Do it in the call itself."
    )
    both_gradients(seen.value)
    return seen


@pytest.mark.corr2d_backward
@pytest.mark.builds_on("corr2d", gradients=False)
class TestCorr2dBackward:
    """The gradients by hand."""

    @pytest.mark.points(2)
    def test_image_gradient(self, student, rng):
        """The gradient of the image, found by hand, is the right one for all shapes."""
        for image, size in SIZES:
            X, K, dY = backward_case(image, size, rng)
            dX, _ = by_hand(student, X, K, dY).value
            require_tensor(dX, "dX")
            right, _ = corr2d_backward(X, K, dY)
            if not agree(dX, right):
                recognise(agree(dX, full(dY, K)), *KERNEL_NOT_TURNED)
                recognise(agree(dX * dY.numel(), right), *AVERAGED)
                valid = tuple(max(n - k + 1, 0) for n, k in zip(dY.shape, K.shape, strict=True))
                small = tuple(dX.shape) in (valid, tuple(dY.shape))
                recognise(small and dX.shape not in (X.shape, K.shape), *BORDER_MISSING)
            assert_close(dX, right, check_dtype=False)

    @pytest.mark.points(2)
    def test_kernel_gradient(self, student, rng):
        """The gradient of the kernel, found by hand, is the right one for all shapes."""
        for image, size in SIZES:
            X, K, dY = backward_case(image, size, rng)
            _, dK = by_hand(student, X, K, dY).value
            require_tensor(dK, "dK")
            _, right = corr2d_backward(X, K, dY)
            if not agree(dK, right):
                recognise(agree(dK, right.flip(0, 1)), *GRADIENT_TURNED)
                recognise(agree(dK * dY.numel(), right), *AVERAGED)
            assert_close(dK, right, check_dtype=False)

    @pytest.mark.points(0.5)
    def test_dtype(self, student, rng):
        """Inputs in float64 give gradients in float64, with all their digits, and those in float32 float32."""
        shapes = [(6, 5), (2, 3), (5, 3)]
        X, K, dY = (torch.randn(shape, generator=rng, dtype=torch.float64) for shape in shapes)
        seen = by_hand(student, X, K, dY).value
        single = by_hand(student, X.float(), K.float(), dY.float()).value
        for gradient, asked in [*((one, "float64") for one in seen), *((one, "float32") for one in single)]:
            if isinstance(gradient, torch.Tensor):  # whether both are there is another check's business
                dtype = str(gradient.dtype).removeprefix("torch.")
                assert dtype == asked, f"The inputs are {asked}, and a gradient is {dtype}."
        exact = []
        for gradient, right in zip(seen, corr2d_backward(X, K, dY), strict=True):
            if not isinstance(gradient, torch.Tensor):
                continue
            error = (gradient - right).abs().max().item() if gradient.shape == right.shape else torch.inf
            assert not 1e-9 < error < 1e-4, IN_FLOAT32
            exact.append(error <= 1e-9)
        assert any(exact), "Neither gradient is right, so their digits cannot be looked at."

    @pytest.mark.points(0.5)
    def test_inputs_unchanged(self, student, rng):
        """The image, the kernel and dY are left as they were."""
        X, K, dY = backward_case((6, 5), (2, 3), rng)
        seen = by_hand(student, X, K, dY)
        changed = [("the image", "the kernel", "dY")[i] for i in seen.changed]
        recognise(
            bool(changed),
            "writes_into_input",
            f"The function writes into {' and '.join(changed)}. Work on copies.",
        )
        pairs = zip(both_gradients(seen.value), corr2d_backward(X, K, dY), strict=True)
        assert any(isinstance(g, torch.Tensor) and agree(g, right) for g, right in pairs), (
            "Nothing was changed, but neither gradient is right."
        )


# --- autograd_outcomes --------------------------------------------------------------------------


class RightConv2D(nn.Module):
    """The layer that the snippets of the notebook are built on."""

    def __init__(self, kernel_size):
        super().__init__()
        self.weight = nn.Parameter(torch.rand(kernel_size))
        self.bias = nn.Parameter(torch.zeros(1))

    def forward(self, X):
        return corr2d(X, self.weight) + self.bias


def plain_backward():
    conv = RightConv2D((1, 2))
    conv(torch.ones(3, 4)).sum().backward()


def feature_map_backward():
    conv = RightConv2D((1, 2))
    conv(torch.ones(3, 4)).backward()


def backward_twice():
    conv = RightConv2D((1, 2))
    loss = conv(torch.ones(3, 4)).square().sum()
    loss.backward()
    loss.backward()


def write_into_leaf():
    conv = RightConv2D((1, 2))
    image = torch.ones(1, 3)
    output = torch.zeros(1, 2, requires_grad=True)
    for j in range(2):
        output[0, j] = (image[:, j : j + 2] * conv.weight).sum()
    output.sum().backward()


def update_in_place():
    conv = RightConv2D((1, 2))
    conv(torch.ones(3, 4)).sum().backward()
    conv.weight -= 0.1 * conv.weight.grad


def update_under_no_grad():
    conv = RightConv2D((1, 2))
    conv(torch.ones(3, 4)).sum().backward()
    with torch.no_grad():
        conv.weight -= 0.1 * conv.weight.grad


def assigned_weight():
    conv = RightConv2D((1, 2))
    conv(torch.ones(3, 4)).sum().backward()
    conv.weight = conv.weight - 0.1 * conv.weight.grad


def layer_grad():
    conv = RightConv2D((1, 2))
    conv(torch.ones(3, 4)).sum().backward()
    return conv.grad


IN_TORCH = {
    "plain_backward": plain_backward,
    "feature_map_backward": feature_map_backward,
    "backward_twice": backward_twice,
    "write_into_leaf": write_into_leaf,
    "update_in_place": update_in_place,
    "update_under_no_grad": update_under_no_grad,
    "new_weight": assigned_weight,
    "layer_grad": layer_grad,
}
SNIPPETS = {  # by framework: where gradients start, what is allowed on the way, the update, the layer
    "torch": (
        ("plain_backward", "feature_map_backward"),
        ("backward_twice", "write_into_leaf"),
        ("update_in_place", "update_under_no_grad"),
        ("new_weight", "layer_grad"),
    ),
    "jax": (
        ("plain_gradient", "feature_map_gradient"),
        ("write_into_output", "write_with_at", "number_on_the_way"),
        ("update_in_place", "update_in_brackets"),
        ("new_weight", "layer_from_outside"),
    ),
    "tensorflow": (
        ("plain_gradient", "feature_map_gradient", "image_gradient"),
        ("gradient_twice", "write_into_tensor", "write_into_variable"),
        ("update_in_place", "update_by_assign_sub"),
        ("new_weight", "layer_gradient"),
    ),
    "mxnet": (
        ("plain_gradient", "feature_map_gradient", "image_gradient", "outside_record"),
        ("backward_twice", "write_into_output", "stack_output"),
        ("update_while_recording", "update_afterwards"),
        ("new_weight", "layer_gradient", "not_initialized"),
    ),
}
WORDS = {
    "torch": "None",
    "jax": '"gradient" or "zeros"',
    "tensorflow": '"gradient" or "no gradient"',
    "mxnet": '"gradient" or "no gradient"',
}
SUPERCLASS = (
    "superclass",
    "The answer is a class from which the right one is derived. Give the class of the exception itself: the "
    "last line of the traceback begins with its name.",
)
_found = {}  # what was asked of a framework once, by framework and snippet


def run_snippet(source, name):
    snippets = {}
    exec(source, snippets)
    try:
        return snippets[name]()
    except Exception as error:
        return list(type(error).__mro__)


def in_torch(name):
    """Run a snippet here and now; return the classes of its exception, most special first, or None."""
    try:
        IN_TORCH[name]()
    except Exception as error:
        return [TypeName.of(kind) for kind in type(error).__mro__]
    return None


def outcome(student, name):
    """Return what a snippet does: the classes of its exception, most special first, or the word for what comes back.

    It is asked of the framework that is installed, where nothing of the student's has been run.
    """
    framework = student.framework.name
    if framework == "torch":
        return in_torch(name)
    if (framework, name) not in _found:
        source = Path(__file__).with_name(f"snippets_{framework}.py").read_text(encoding="utf-8")
        _found[framework, name] = student.run_apart(run_snippet, source, name)
    found = _found[framework, name]
    if isinstance(found, torch.Tensor):
        return "gradient" if found.any() else "zeros"
    return "no gradient" if found is None else found


def right_outcomes(student, topic):
    """Fail where the student's answer for one of a topic's snippets is not what happens when it runs."""
    answers = student.autograd_outcomes()
    assert answers is not None, "The result is None: is a `return` missing?"
    assert isinstance(answers, dict), "The result is not a dict."
    words = WORDS[student.framework.name]
    for name in SNIPPETS[student.framework.name][topic]:
        assert name in answers, f"There is no answer for {name}."
        right_outcome(name, answers[name], outcome(student, name), words)


def right_outcome(name, answer, right, words):
    """Fail where `answer` is not what happens, `right`; `words` are for snippets that run through."""
    said = "None" if answer is None else f'"{answer}"' if isinstance(answer, str) else ""
    if said and said in words.split(" or "):
        assert not isinstance(right, list), (
            f"{name}: the answer is {said}, but the snippet raises an exception."
        )
        assert answer == right, (
            f"{name}: the answer is {said}, but the snippet returns something else. Print it."
        )
        return
    recognise(
        isinstance(answer, str),
        "name_in_quotes",
        f"The answer is a piece of text. Give the exception's class itself, unquoted, or {words}."
        if '"' in words
        else "The answer is a piece of text. Give the exception's class itself, or None, unquoted.",
    )
    assert isinstance(answer, TypeName), f"{name}: the answer is neither a class nor {words}."
    assert isinstance(right, list), f"{name}: the answer is {answer.name}, but the snippet runs through."
    recognise(answer in right[1:], *SUPERCLASS)
    assert answer == right[0], (
        f"{name}: the answer is {answer.name}, but an exception of another class is raised."
    )


@pytest.mark.autograd_outcomes
@pytest.mark.needs("gradients")
class TestAutogradOutcomes:
    """What the snippets do in the framework that is installed."""

    @pytest.mark.points(1)
    def test_start(self, student):
        """Where gradients start."""
        right_outcomes(student, 0)

    @pytest.mark.points(1)
    def test_graph(self, student):
        """What is allowed on the way."""
        right_outcomes(student, 1)

    @pytest.mark.points(1)
    def test_update(self, student):
        """The update."""
        right_outcomes(student, 2)

    @pytest.mark.points(1)
    def test_layer(self, student):
        """The layer."""
        right_outcomes(student, 3)
