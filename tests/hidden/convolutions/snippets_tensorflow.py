"""The snippets of notebook 02 in TensorFlow: text that is run where TensorFlow is, and in no process that grades."""

import tensorflow as tf


class GivenConv2D(tf.Module):
    def __init__(self, kernel_size):
        super().__init__()
        self.weight = tf.Variable(tf.random.uniform(kernel_size))
        self.bias = tf.Variable(tf.zeros(1))

    def __call__(self, X):
        kernel = self.weight[:, :, None, None]
        return tf.nn.conv2d(X[None, :, :, None], kernel, 1, "VALID")[0, :, :, 0] + self.bias


# What follows stands in the notebook, word for word.


def plain_gradient():
    """The gradient of the sum of the feature map."""
    conv = GivenConv2D((1, 2))
    with tf.GradientTape() as tape:
        loss = tf.reduce_sum(conv(tf.ones((3, 4))))
    return tape.gradient(loss, conv.weight)


def feature_map_gradient():
    """The gradient of the feature map itself."""
    conv = GivenConv2D((1, 2))
    with tf.GradientTape() as tape:
        feature_map = conv(tf.ones((3, 4)))
    return tape.gradient(feature_map, conv.weight)


def image_gradient():
    """The gradient of the image, in place of that of the weight."""
    conv, image = GivenConv2D((1, 2)), tf.ones((3, 4))
    with tf.GradientTape() as tape:
        loss = tf.reduce_sum(conv(image))
    return tape.gradient(loss, image)


def gradient_twice():
    """The same gradient, asked of the same tape two times."""
    conv = GivenConv2D((1, 2))
    with tf.GradientTape() as tape:
        loss = tf.reduce_sum(conv(tf.ones((3, 4))))
    tape.gradient(loss, conv.weight)
    return tape.gradient(loss, conv.weight)


def write_into_tensor():
    """An output that is filled element by element."""
    conv, image = GivenConv2D((1, 2)), tf.ones((1, 3))
    with tf.GradientTape() as tape:
        output = tf.zeros((1, 2))
        for j in range(2):
            output[0, j] = tf.reduce_sum(image[:, j : j + 2] * conv.weight)
        loss = tf.reduce_sum(output)
    return tape.gradient(loss, conv.weight)


def write_into_variable():
    """The same, with an output that can be written into."""
    conv, image = GivenConv2D((1, 2)), tf.ones((1, 3))
    with tf.GradientTape() as tape:
        output = tf.Variable(tf.zeros((1, 2)))
        for j in range(2):
            output[0, j].assign(tf.reduce_sum(image[:, j : j + 2] * conv.weight))
        loss = tf.reduce_sum(output)
    return tape.gradient(loss, conv.weight)


def small_step(conv):
    """Return what a step of gradient descent takes away from the weight."""
    with tf.GradientTape() as tape:
        loss = tf.reduce_sum(conv(tf.ones((3, 4))))
    return 0.1 * tape.gradient(loss, conv.weight)


def update_in_place():
    """A step of gradient descent with -=, and then the gradient once more."""
    conv = GivenConv2D((1, 2))
    conv.weight -= small_step(conv)
    with tf.GradientTape() as tape:
        loss = tf.reduce_sum(conv(tf.ones((3, 4))))
    return tape.gradient(loss, conv.weight)


def update_by_assign_sub():
    """The same step, with assign_sub."""
    conv = GivenConv2D((1, 2))
    conv.weight.assign_sub(small_step(conv))
    with tf.GradientTape() as tape:
        loss = tf.reduce_sum(conv(tf.ones((3, 4))))
    return tape.gradient(loss, conv.weight)


def new_weight():
    """The same step, with the result assigned to the layer as a new weight."""
    conv = GivenConv2D((1, 2))
    conv.weight = conv.weight - small_step(conv)
    with tf.GradientTape() as tape:
        loss = tf.reduce_sum(conv(tf.ones((3, 4))))
    return tape.gradient(loss, conv.weight)


def layer_gradient():
    """The gradient of the layer, in place of that of its weight."""
    conv = GivenConv2D((1, 2))
    with tf.GradientTape() as tape:
        loss = tf.reduce_sum(conv(tf.ones((3, 4))))
    return tape.gradient(loss, conv)


SNIPPETS = {
    "plain_gradient": plain_gradient,
    "feature_map_gradient": feature_map_gradient,
    "image_gradient": image_gradient,
    "gradient_twice": gradient_twice,
    "write_into_tensor": write_into_tensor,
    "write_into_variable": write_into_variable,
    "update_in_place": update_in_place,
    "update_by_assign_sub": update_by_assign_sub,
    "new_weight": new_weight,
    "layer_gradient": layer_gradient,
}
