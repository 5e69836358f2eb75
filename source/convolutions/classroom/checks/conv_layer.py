"""The public checks of notebook 02."""

from ..frameworks import fw
from ..pictures import as_array, same
from ..watching import by_autograd, ready_made

tensor = fw.tensor


def Conv2D(c, own):
    stripes = tensor([[1.0, 0, 2, 0], [0, 3, 0, 1], [2, 0, 0, 5]])
    kernel = [[1.0, 2.0, 0.0], [0.0, -1.0, 1.0]]

    def new(size):
        return fw.new_layer(own.Conv2D, size)

    def prepared(kernel, number):
        """Return a layer of the student's with this kernel and this bias."""
        layer = new((len(kernel), len(kernel[0])))
        fw.set_layer(layer, tensor(kernel), number)
        return layer

    def of_layer(layer, image):
        """Return what a layer makes of an image, as the result that is told of."""
        own.result = layer(image)
        return own.result

    def output(image, weight, bias):
        return of_layer(prepared(weight, bias), image)

    holds, look, left_out = fw.HOLDS
    asked = {"weight": (3, 2), "bias": (1,)}

    def held():
        """Return the shapes of a new layer's parameters, by their names."""
        return {name: tuple(parameter.shape) for name, parameter in fw.parameters(new((3, 2))).items()}

    def others():
        """Say what a new layer holds instead."""
        shapes = held()
        found = " and ".join(f"{name} of shape {shape}" for name, shape in shapes.items())
        return f"it holds {found or 'nothing'}; {look}" + f"; {left_out}" * bool(set(asked) - set(shapes))

    c.that(holds, lambda: held() == asked, others)
    c.that("a new bias is zero", lambda: as_array(new((3, 2)).bias).item() == 0, "the bias starts elsewhere")
    c.that(
        "two new layers differ",
        lambda: not same(new((3, 2)).weight, new((3, 2)).weight),
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
        return of_layer(layer, tensor([[1.0] * 3] * 2))

    c.equal("a second image, seen by the same layer", second_image, [[13]])
    c.equal("an image of halves", output, [[9, 12.5], [13, 14]], given=(stripes / 2, kernel, 10.0))

    def untouched():
        image = fw.copy(stripes)
        prepared(kernel, 10.0)(image)
        return same(image, stripes)

    c.that("the image is left as it was", untouched, "the layer writes into its image")

    def saved_and_loaded():
        layer = new((2, 3))
        return fw.hand_over(prepared(kernel, 10.0), layer) and as_array(layer.weight).tolist() == kernel

    if hasattr(fw, "hand_over"):
        c.that("weights can be saved and loaded", saved_and_loaded, fw.SAVED)
    kinds, of_which = fw.KINDS
    c.that(
        kinds,
        lambda: (
            {p.dtype for p in fw.parameters(new((2, 3))).values()} == {fw.SINGLE}
            and prepared(kernel, 10.0)(stripes).dtype == fw.SINGLE
            and fw.in_double(prepared(kernel, 10.0))(tensor(stripes, fw.DOUBLE)).dtype == fw.DOUBLE
        ),
        of_which,
    )
    if fw.HAS_GRADIENTS:
        c.that(
            "gradients arrive at both parameters",
            lambda: all(fw.gradients_reach(prepared(kernel, bias), stripes) for bias in (10.0, 0.0)),
            f"one of them is not used, or {fw.CUT_OFF}",
        )
    else:
        _gradients_of_layer(c, stripes, lambda: prepared(kernel, 10.0))
    c.that(
        f"the layer does not lean on {fw.READY_MADE}",
        lambda: (
            "conv" not in ready_made(prepared(kernel, 10.0), stripes)
            or "conv" in ready_made(own.corr2d, stripes, tensor([[1.0] * 2] * 2))
        ),
        "with a ready-made convolution hardly any of the points can be earned",
    )
    c.raises("a 4-D input is refused", ValueError, lambda: new((2, 2))(tensor([[[[0.0] * 5] * 5]])))


def _gradients_of_layer(c, image, prepared):
    """Look at the gradients that a layer itself says it has, where nobody else can."""
    arriving = tensor([[1.0, -1], [0, 2]])

    def of(name):
        return lambda X, dY: prepared().gradients(X, dY)[name]

    c.equal(
        "the gradient of the weight, by the method gradients",
        of("weight"),
        [[7, -2, 4], [-3, 3, 9]],
        given=(image, arriving),
        slips={
            "dY is not used": [[4, 5, 3], [5, 3, 6]],
            "the result is an average and not a sum": [[1.75, -0.5, 1], [-0.75, 0.75, 2.25]],
        },
    )
    c.that(
        "the gradient of the bias, by the method gradients",
        lambda: same(as_array(prepared().gradients(image, arriving)["bias"]).reshape(-1), [2]),
        "the bias is added to every element of the output, so all elements of dY add up",
    )


def corr2d_backward(c, own):
    photo = tensor([[2.0, 0, 1, 3], [1, 1, 0, 2], [0, 4, 1, 1]])
    stencil = tensor([[1.0, 2, 0], [0, 0, 3]])
    arriving = tensor([[1.0, -1], [0, 2]])
    before = [fw.copy(photo), fw.copy(stencil), fw.copy(arriving)]

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
    precise = [tensor(value, fw.DOUBLE) for value in (photo, stencil, arriving)]
    c.that(
        "the dtype is that of the inputs",
        lambda: all(
            gradient.dtype == inputs[0].dtype
            for inputs in (precise, before)
            for gradient in own.corr2d_backward(*map(fw.copy, inputs))
        ),
        "float64 or float32 went in, and something else came out",
    )

    def digits_stay():
        X, K, dY = map(fw.copy, precise)
        dX, _ = own.corr2d_backward(X, K / 3, dY)
        exact = as_array(tensor([[1.0, 1, -2, 0], [0, 2, 7, -3], [0, 0, 0, 6]], fw.DOUBLE)) / 3
        return float(abs(as_array(dX) - exact).max()) < 1e-12

    c.once_right("float64 keeps all its digits", digits_stay, "the calculation rounds on its way, as float32 does")

    def untouched():
        own.corr2d_backward(photo, stencil, arriving)
        return all(map(same, (photo, stencil, arriving), before))

    c.that("the inputs are left as they were", untouched, "corr2d_backward writes into one of its inputs")
    if by_autograd:
        c.that(
            f"the gradients are found without {fw.AUTOGRAD}",
            lambda: not by_autograd(own.corr2d_backward, photo, stencil, arriving),
            f"{fw.AUTOGRAD} is asked for the gradients; with it, no points can be earned",
        )


def _is_outcome(value):
    """Return whether `value` is the class of an exception, or what stands for a snippet that runs through."""
    is_class = isinstance(value, type) and issubclass(value, BaseException)
    return is_class or any(value is word or (isinstance(value, str) and value == word) for word in fw.RUNS_THROUGH)


def autograd_outcomes(c, own):
    c.form = True  # whether the answers are right, is for the hidden tests to say
    c.that(
        "the result is a dict",
        lambda: isinstance(own.autograd_outcomes(), dict),
        "it is something else",
    )
    c.that(
        "every snippet has an answer",
        lambda: set(own.SNIPPETS) <= set(own.autograd_outcomes()),
        "some names of SNIPPETS are missing",
    )
    c.that(
        f"every answer is the class of an exception, or {fw.OR_ELSE}",
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
