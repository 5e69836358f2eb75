"""The public checks of notebook 02."""

import torch

from ..watching import by_autograd, ready_made


def Conv2D(c, own):
    stripes = torch.tensor([[1.0, 0, 2, 0], [0, 3, 0, 1], [2, 0, 0, 5]])
    kernel = [[1.0, 2.0, 0.0], [0.0, -1.0, 1.0]]

    def prepared(kernel, number):
        """Return a layer of the student's with this kernel and this bias."""
        layer = own.Conv2D((len(kernel), len(kernel[0])))
        with torch.no_grad():
            layer.weight.copy_(torch.tensor(kernel))
            layer.bias.fill_(number)
        return layer

    def output(image, weight, bias):
        return prepared(weight, bias)(image)

    c.that(
        "the register holds a weight of the asked shape and a bias of shape (1,)",
        lambda: (
            {name: tuple(p.shape) for name, p in own.Conv2D((3, 2)).named_parameters()}
            == {"weight": (3, 2), "bias": (1,)}
        ),
        "look at dict(Conv2D((3, 2)).named_parameters()); a plain tensor does not appear there",
    )
    c.that("a new bias is zero", lambda: own.Conv2D((3, 2)).bias.item() == 0, "the bias starts elsewhere")
    c.that(
        "two new layers differ",
        lambda: not torch.equal(own.Conv2D((3, 2)).weight, own.Conv2D((3, 2)).weight),
        "both have the same weight",
    )
    c.equal(
        "the output with a bias of 10",
        output,
        [[8, 15], [16, 18]],
        given=(stripes, kernel, 10.0),
        slips={
            "the bias is forgotten": [[-2, 5], [6, 8]],
            "the bias is added once for every element of the kernel": [[58, 65], [66, 68]],
            "the kernel is flipped": [[17, 9], [7, 18]],
        },
    )
    c.equal("a dark output", output, [[0, -3, -1]], given=(stripes[:1], [[-1.0, -2.0]], 1.0))

    def second_image():
        layer = prepared(kernel, 10.0)
        layer(stripes)
        return layer(torch.ones(2, 3))

    c.equal("a second image, seen by the same layer", second_image, [[13]])

    def untouched():
        image = stripes.clone()
        prepared(kernel, 10.0)(image)
        return torch.equal(image, stripes)

    c.that("the image is left as it was", untouched, "the layer writes into its image")

    def saved_and_loaded():
        layer = own.Conv2D((2, 3))
        layer.load_state_dict(prepared(kernel, 10.0).state_dict())
        return {"weight", "bias"} <= set(layer.state_dict()) and layer.weight.tolist() == kernel

    c.that("weights can be saved and loaded", saved_and_loaded, "look at state_dict() and load_state_dict(…)")
    c.that(
        "parameters and output are float32, and float64 after .double()",
        lambda: (
            {p.dtype for p in own.Conv2D((2, 3)).parameters()} == {torch.float32}
            and prepared(kernel, 10.0)(stripes).dtype is torch.float32
            and prepared(kernel, 10.0).double()(stripes.double()).dtype is torch.float64
        ),
        "torch's own layers begin in float32, and change with .double()",
    )

    def gradients_arrive():
        layer = prepared(kernel, 10.0)
        layer(stripes).sum().backward()
        return layer.weight.grad is not None and layer.bias.grad is not None

    c.that(
        "gradients arrive at both parameters",
        gradients_arrive,
        "one of them is cut off; .data, .detach(), .item() and numpy cut",
    )
    c.that(
        "the layer does not lean on torch's own convolution",
        lambda: (
            "conv" not in ready_made(prepared(kernel, 10.0), stripes)
            or "conv" in ready_made(own.corr2d, stripes, torch.ones(2, 2))
        ),
        "with a ready-made convolution hardly any of the points can be earned",
    )
    c.raises("a 4-D input is refused", ValueError, lambda: own.Conv2D((2, 2))(torch.zeros(1, 1, 5, 5)))


def corr2d_backward(c, own):
    photo = torch.tensor([[2.0, 0, 1, 3], [1, 1, 0, 2], [0, 4, 1, 1]])
    stencil = torch.tensor([[1.0, 2, 0], [0, 0, 3]])
    arriving = torch.tensor([[1.0, -1], [0, 2]])
    before = [photo.clone(), stencil.clone(), arriving.clone()]

    c.equal(
        "the gradient of the kernel",
        lambda X, K, dY: own.corr2d_backward(X, K, dY)[1],
        [[4, -1, 2], [8, 3, 0]],
        given=(photo, stencil, arriving),
        slips={
            "dX stands where dK should: (dX, dK) is the order": [[1, 1, -2, 0], [0, 2, 7, -3], [0, 0, 0, 6]],
            "dY is not used": [[4, 2, 6], [6, 6, 4]],
            "the result is an average and not a sum": [[1, -0.25, 0.5], [2, 0.75, 0]],
        },
    )
    c.equal(
        "the gradient of the image",
        lambda X, K, dY: own.corr2d_backward(X, K, dY)[0],
        [[1, 1, -2, 0], [0, 2, 7, -3], [0, 0, 0, 6]],
        given=(photo, stencil, arriving),
        slips={
            "dK stands where dX should: (dX, dK) is the order": [[4, -1, 2], [8, 3, 0]],
            "dY is not used": [[1, 3, 2, 0], [1, 3, 5, 3], [0, 0, 3, 3]],
            "the kernel slides over dY the wrong way round": [[3, -3, 0, 0], [0, 8, -1, -1], [0, 0, 4, 2]],
        },
    )
    c.that(
        "the dtype is that of the inputs",
        lambda: all(
            g.dtype == torch.float64
            for g in own.corr2d_backward(photo.double(), stencil.double(), arriving.double())
        ),
        "float64 went in, and something else came out",
    )

    def digits_stay():
        dX, _ = own.corr2d_backward(photo.double(), stencil.double() / 3, arriving.double())
        exact = torch.tensor([[1.0, 1, -2, 0], [0, 2, 7, -3], [0, 0, 0, 6]], dtype=torch.float64) / 3
        return float((dX - exact).abs().max()) < 1e-12

    c.that("float64 keeps all its digits", digits_stay, "the calculation rounds on its way, as float32 does")

    def untouched():
        own.corr2d_backward(photo, stencil, arriving)
        return all(map(torch.equal, (photo, stencil, arriving), before))

    c.that("the inputs are left as they were", untouched, "corr2d_backward writes into one of its inputs")
    c.that(
        "the gradients are found without autograd",
        lambda: not by_autograd(own.corr2d_backward, photo, stencil, arriving),
        "autograd is asked for the gradients; with it, no points can be earned",
    )


def _is_outcome(value):
    """Return whether `value` is None or the class of an exception."""
    return value is None or (isinstance(value, type) and issubclass(value, BaseException))


def autograd_outcomes(c, own):
    c.form = True  # whether the answers are right, is for the hidden tests to say
    c.that(
        "the result is a dict",
        lambda: isinstance(own.autograd_outcomes(), dict),
        "it is something else; is a `return` missing?",
    )
    c.that(
        "every snippet has an answer",
        lambda: set(own.SNIPPETS) <= set(own.autograd_outcomes()),
        "some names of SNIPPETS are missing",
    )
    c.that(
        "every answer is the class of an exception, or None",
        lambda: all(_is_outcome(answer) for answer in own.autograd_outcomes().values()),
        "write the class itself: ZeroDivisionError, not 'ZeroDivisionError' and not ZeroDivisionError()",
    )
    c.that(
        "no answer is Exception or BaseException",
        lambda: not {Exception, BaseException} & set(own.autograd_outcomes().values()),
        "that is a class which all others are derived from; ask the exception for its own class",
    )
    c.that(
        "the answers are not all alike",
        lambda: len(set(own.autograd_outcomes().values())) > 1,
        "some of the snippets run through, and some do not; run them one at a time",
    )
