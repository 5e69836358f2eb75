"""The snippets of notebook 02 in MXNet: text that is run where MXNet is, and in no process that grades."""

from mxnet import autograd, np, npx
from mxnet.gluon import nn

npx.set_np()


class GivenConv2D(nn.Block):
    def __init__(self, kernel_size):
        super().__init__()
        self.weight = self.params.get("weight", shape=kernel_size, init="uniform")
        self.bias = self.params.get("bias", shape=(1,), init="zeros")

    def forward(self, X):
        image, kernel = X[None, None], self.weight.data()[None, None]
        options = {"kernel": self.weight.shape, "num_filter": 1, "no_bias": True}
        return npx.convolution(image, kernel, **options)[0, 0] + self.bias.data()


# What follows stands in the notebook, word for word.


def new_layer():
    """Return a layer whose parameters have their first numbers."""
    conv = GivenConv2D((1, 2))
    conv.initialize()
    return conv


def plain_gradient():
    """The gradient of the sum of the feature map."""
    conv = new_layer()
    with autograd.record():
        loss = conv(np.ones((3, 4))).sum()
    loss.backward()
    return conv.weight.grad()


def feature_map_gradient():
    """The gradient of the feature map itself."""
    conv = new_layer()
    with autograd.record():
        feature_map = conv(np.ones((3, 4)))
    feature_map.backward()
    return conv.weight.grad()


def image_gradient():
    """The gradient of the image, in place of that of the weight."""
    conv, image = new_layer(), np.ones((3, 4))
    with autograd.record():
        loss = conv(image).sum()
    loss.backward()
    return image.grad


def outside_record():
    """The same loss, computed while nothing is recorded."""
    conv = new_layer()
    loss = conv(np.ones((3, 4))).sum()
    loss.backward()
    return conv.weight.grad()


def backward_twice():
    """The same loss, sent backward two times."""
    conv = new_layer()
    with autograd.record():
        loss = conv(np.ones((3, 4))).sum()
    loss.backward()
    loss.backward()
    return conv.weight.grad()


def write_into_output():
    """An output that is filled element by element."""
    conv, image, output = new_layer(), np.ones((1, 3)), np.zeros((1, 2))
    with autograd.record():
        for j in range(2):
            output[0, j] = (image[:, j : j + 2] * conv.weight.data()).sum()
        loss = output.sum()
    loss.backward()
    return conv.weight.grad()


def stack_output():
    """The same, with the elements put together at the end."""
    conv, image = new_layer(), np.ones((1, 3))
    with autograd.record():
        output = np.stack([(image[:, j : j + 2] * conv.weight.data()).sum() for j in range(2)])
        loss = output.sum()
    loss.backward()
    return conv.weight.grad()


def update_while_recording():
    """A step of gradient descent, written into the weight while autograd records."""
    conv = new_layer()
    with autograd.record():
        loss = conv(np.ones((3, 4))).sum()
        loss.backward()
        conv.weight.data()[:] -= 0.1 * conv.weight.grad()
    return conv.weight.grad()


def update_afterwards():
    """The same step, after recording has ended."""
    conv = new_layer()
    with autograd.record():
        loss = conv(np.ones((3, 4))).sum()
    loss.backward()
    conv.weight.data()[:] -= 0.1 * conv.weight.grad()
    return conv.weight.grad()


def new_weight():
    """The same step, with the result assigned to the layer as a new weight."""
    conv = new_layer()
    with autograd.record():
        loss = conv(np.ones((3, 4))).sum()
    loss.backward()
    conv.weight = conv.weight.data() - 0.1 * conv.weight.grad()
    return conv.weight.grad()


def layer_gradient():
    """The gradient, read from the layer."""
    conv = new_layer()
    with autograd.record():
        loss = conv(np.ones((3, 4))).sum()
    loss.backward()
    return conv.grad


def not_initialized():
    """A layer whose parameters have no numbers yet."""
    conv = GivenConv2D((1, 2))
    with autograd.record():
        loss = conv(np.ones((3, 4))).sum()
    loss.backward()
    return conv.weight.grad()


SNIPPETS = {
    "plain_gradient": plain_gradient,
    "feature_map_gradient": feature_map_gradient,
    "image_gradient": image_gradient,
    "outside_record": outside_record,
    "backward_twice": backward_twice,
    "write_into_output": write_into_output,
    "stack_output": stack_output,
    "update_while_recording": update_while_recording,
    "update_afterwards": update_afterwards,
    "new_weight": new_weight,
    "layer_gradient": layer_gradient,
    "not_initialized": not_initialized,
}
