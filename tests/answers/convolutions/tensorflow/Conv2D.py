# %% corr2d and a bias verdict="right"
class Conv2D(tf.Module):
    def __init__(self, kernel_size):
        super().__init__()
        self.weight = tf.Variable(tf.random.uniform(kernel_size))
        self.bias = tf.Variable(tf.zeros(1))

    def __call__(self, X):
        if X.ndim != 2:
            raise ValueError("2-D images only")
        return corr2d(X, self.weight) + self.bias


# %% leaves the error to corr2d, and forgets super verdict="right"
class Conv2D(tf.Module):
    def __init__(self, kernel_size):
        self.weight = tf.Variable(tf.random.normal(shape=kernel_size), name="weight")
        self.bias = tf.Variable([0.0], name="bias")

    def __call__(self, X):
        return corr2d(X, self.weight) + self.bias


# %% loops, and stacks of lists verdict="right"
class Conv2D(tf.Module):
    def __init__(self, kernel_size, name=None):
        super().__init__(name=name)
        h, w = kernel_size
        self.bias = tf.Variable(tf.zeros((1,)))
        self.weight = tf.Variable(tf.random.uniform((h, w), -1, 1))

    def __call__(self, X):
        if len(X.shape) != 2:
            raise ValueError
        h, w = self.weight.shape
        rows = []
        for i in range(X.shape[0] - h + 1):
            row = [tf.reduce_sum(X[i : i + h, j : j + w] * self.weight) for j in range(X.shape[1] - w + 1)]
            rows.append(tf.stack(row) + self.bias)
        return tf.stack(rows)


# %% a TensorArray verdict="right"
class Conv2D(tf.Module):
    def __init__(self, kernel_size):
        super().__init__()
        self.weight = tf.Variable(tf.random.truncated_normal(kernel_size))
        self.bias = tf.Variable(tf.zeros(1))

    def __call__(self, X):
        if X.ndim != 2:
            raise ValueError("X")
        h, w = self.weight.shape
        height, width = X.shape[0] - h + 1, X.shape[1] - w + 1
        numbers = tf.TensorArray(X.dtype, size=height * width)
        for n in range(height * width):
            i, j = divmod(n, width)
            numbers = numbers.write(n, tf.reduce_sum(X[i : i + h, j : j + w] * self.weight))
        return tf.reshape(numbers.stack(), (height, width)) + self.bias


# %% tf.map_fn over the rows verdict="right"
class Conv2D(tf.Module):
    def __init__(self, kernel_size):
        super().__init__()
        self.weight = tf.Variable(tf.random.normal(kernel_size, stddev=0.1))
        self.bias = tf.Variable(tf.zeros(1))

    def __call__(self, X):
        if X.ndim != 2:
            raise ValueError("X")
        h, w = self.weight.shape

        def row(i):
            part = X[i : i + h]
            return tf.stack([tf.reduce_sum(part[:, j : j + w] * self.weight) for j in range(X.shape[1] - w + 1)])

        return tf.map_fn(row, tf.range(X.shape[0] - h + 1), fn_output_signature=X.dtype) + self.bias


# %% tf.gather and einsum, as a tf.function verdict="right"
class Conv2D(tf.Module):
    def __init__(self, kernel_size):
        super().__init__()
        self.weight = tf.Variable(tf.keras.initializers.GlorotUniform()(kernel_size))
        self.bias = tf.Variable(tf.zeros(1))

    @tf.function
    def __call__(self, X):
        if len(X.shape) != 2:
            raise ValueError("X")
        h, w = self.weight.shape
        rows = tf.range(X.shape[0] - h + 1)[:, None] + tf.range(h)
        columns = tf.range(X.shape[1] - w + 1)[:, None] + tf.range(w)
        windows = tf.gather(tf.gather(X, rows), columns, axis=2)
        return tf.einsum("iajb,ab->ij", windows, self.weight) + self.bias


# %% extract_patches and a product of matrices verdict="right"
class Conv2D(tf.Module):
    def __init__(self, kernel_size):
        super().__init__()
        self.weight = tf.Variable(tf.random.Generator.from_non_deterministic_state().normal(kernel_size))
        self.bias = tf.Variable(tf.constant([0.0]))

    def __call__(self, X):
        if X.ndim != 2:
            raise ValueError("X")
        h, w = self.weight.shape
        patches = tf.image.extract_patches(X[None, :, :, None], (1, h, w, 1), (1, 1, 1, 1), (1, 1, 1, 1), "VALID")
        return tf.linalg.matvec(patches[0], tf.reshape(self.weight, [-1])) + self.bias


# %% a sum of shifted images, in a class with a base, which counts verdict="right"
class Layer(tf.Module):
    def __init__(self, shape):
        super().__init__()
        self.calls = 0
        self.bias = tf.Variable(tf.zeros(1))
        self.weight = tf.Variable(tf.random.uniform(shape))

    def __call__(self, X):
        self.calls += 1
        if tf.rank(X) != 2:
            raise ValueError("not an image")
        return self.forward(X)


class Conv2D(Layer):
    def __init__(self, kernel_size):
        super().__init__(kernel_size)

    def forward(self, X):
        h, w = self.weight.shape
        height, width = X.shape[0] - h + 1, X.shape[1] - w + 1
        parts = [self.weight[p, q] * X[p : p + height, q : q + width] for p in range(h) for q in range(w)]
        return tf.add_n(parts) + self.bias


# %% numpy inside, with its own backward verdict="right"
import numpy as np


@tf.custom_gradient
def correlate(X, K):
    windows = np.lib.stride_tricks.sliding_window_view(X.numpy(), K.shape)

    def backward(dY):
        seen = np.lib.stride_tricks.sliding_window_view(X.numpy(), dY.shape)
        return None, tf.constant(np.einsum("ijkl,kl->ij", seen, dY.numpy()))

    return tf.constant(np.einsum("ijkl,kl->ij", windows, K.numpy())), backward


class Conv2D(tf.Module):
    def __init__(self, kernel_size):
        super().__init__()
        self.weight = tf.Variable(tf.random.uniform(kernel_size))
        self.bias = tf.Variable(tf.zeros(1))

    def __call__(self, X):
        if X.ndim != 2:
            raise ValueError("X")
        return correlate(X, tf.convert_to_tensor(self.weight)) + self.bias


# %% noisy, and random by numpy verdict="right"
import sys
import warnings

import numpy as np


def draw(shape):
    print("drawing", shape)
    return tf.Variable(2 * np.random.rand(*shape) - 1, dtype=tf.float32)


class Conv2D(tf.Module):
    def __init__(self, kernel_size):
        super().__init__()
        self.weight, self.bias = draw(kernel_size), tf.Variable(np.zeros(1, "float32"))
        warnings.warn("a warning")

    def __call__(self, X):
        print("call", X.shape, file=sys.stderr)
        if X.ndim != 2:
            raise ValueError(f"I want 2 axes and not {X.ndim}")
        return corr2d(X, self.weight) + self.bias


layer = Conv2D((2, 2))
print(layer(tf.eye(4)))


# %% the bias is forgotten verdict="wrong" fails=["test_bias"] says=["bias_forgotten"]
class Conv2D(tf.Module):
    def __init__(self, kernel_size):
        super().__init__()
        self.weight = tf.Variable(tf.random.uniform(kernel_size))
        self.bias = tf.Variable(tf.zeros(1))

    def __call__(self, X):
        return corr2d(X, self.weight)


# %% the bias is added inside the window verdict="wrong" fails=["test_bias"] says=["bias_per_element"]
class Conv2D(tf.Module):
    def __init__(self, kernel_size):
        super().__init__()
        self.weight = tf.Variable(tf.random.uniform(kernel_size))
        self.bias = tf.Variable(tf.zeros(1))

    def __call__(self, X):
        if X.ndim != 2:
            raise ValueError("X")
        h, w = self.weight.shape
        height, width = X.shape[0] - h + 1, X.shape[1] - w + 1
        return sum(self.weight[a, b] * X[a : a + height, b : b + width] + self.bias for a in range(h) for b in range(w))


# %% the bias as a plain number verdict="wrong" fails=["test_bias"] says=["bias_detached"]
class Conv2D(tf.Module):
    def __init__(self, kernel_size):
        super().__init__()
        self.weight = tf.Variable(tf.random.uniform(kernel_size))
        self.bias = tf.Variable(tf.zeros(1))

    def __call__(self, X):
        return corr2d(X, self.weight) + self.bias.numpy()[0]


# %% the bias is added to the image verdict="wrong" fails=["test_bias"] says=["bias_times_weight"]
class Conv2D(tf.Module):
    def __init__(self, kernel_size):
        super().__init__()
        self.weight = tf.Variable(tf.random.uniform(kernel_size))
        self.bias = tf.Variable(tf.zeros(1))

    def __call__(self, X):
        if X.ndim != 2:
            raise ValueError("2-D images only")
        return corr2d(X + self.bias, self.weight)


# %% the bias is added to the kernel verdict="wrong" fails=["test_bias", "test_input_unchanged"] says=["bias_in_kernel"]
class Conv2D(tf.Module):
    def __init__(self, kernel_size):
        super().__init__()
        self.weight = tf.Variable(tf.random.uniform(kernel_size))
        self.bias = tf.Variable(tf.zeros(1))

    def __call__(self, X):
        return corr2d(X, self.weight + self.bias)


# %% the bias is subtracted verdict="wrong" fails=["test_bias"]
class Conv2D(tf.Module):
    def __init__(self, kernel_size):
        super().__init__()
        self.weight = tf.Variable(tf.random.uniform(kernel_size))
        self.bias = tf.Variable(tf.zeros(1))

    def __call__(self, X):
        return corr2d(X, self.weight) - self.bias


# %% the bias is added twice to dark outputs verdict="wrong" fails=["test_bias"]
class Conv2D(tf.Module):
    def __init__(self, kernel_size):
        super().__init__()
        self.weight = tf.Variable(tf.random.uniform(kernel_size))
        self.bias = tf.Variable(tf.zeros(1))

    def __call__(self, X):
        Y = corr2d(X, self.weight) + self.bias
        return Y + self.bias if tf.reduce_sum(Y) < 0 else Y


# %% plain tensors for parameters verdict="wrong" fails=["test_bias", "test_parameters", "test_weight_gradient"] says=["parameters_not_registered", "bias_detached", "weight_detached"]
class Conv2D(tf.Module):
    def __init__(self, kernel_size):
        super().__init__()
        self.weight = tf.random.uniform(kernel_size)
        self.bias = tf.zeros(1)

    def __call__(self, X):
        return corr2d(X, tf.cast(self.weight, X.dtype)) + tf.cast(self.bias, X.dtype)


# %% the weight starts at zero verdict="wrong" fails=["test_random_start"]
class Conv2D(tf.Module):
    def __init__(self, kernel_size):
        super().__init__()
        self.weight = tf.Variable(tf.zeros(kernel_size))
        self.bias = tf.Variable(tf.zeros(1))

    def __call__(self, X):
        return corr2d(X, self.weight) + self.bias


# %% the seed is set in every layer verdict="wrong" fails=["test_random_start"]
class Conv2D(tf.Module):
    def __init__(self, kernel_size):
        super().__init__()
        tf.random.set_seed(0)
        self.weight = tf.Variable(tf.random.uniform(kernel_size))
        self.bias = tf.Variable(tf.zeros(1))

    def __call__(self, X):
        return corr2d(X, self.weight) + self.bias


# %% a random bias verdict="wrong" fails=["test_parameters"]
class Conv2D(tf.Module):
    def __init__(self, kernel_size):
        super().__init__()
        self.weight = tf.Variable(tf.random.uniform(kernel_size))
        self.bias = tf.Variable(tf.random.uniform((1,)) + 0.1)

    def __call__(self, X):
        return corr2d(X, self.weight) + self.bias


# %% a bias without axes verdict="wrong" fails=["test_parameters"]
class Conv2D(tf.Module):
    def __init__(self, kernel_size):
        super().__init__()
        self.weight = tf.Variable(tf.random.uniform(kernel_size))
        self.bias = tf.Variable(0.0)

    def __call__(self, X):
        return corr2d(X, self.weight) + self.bias


# %% a third parameter verdict="wrong" fails=["test_parameters"]
class Conv2D(tf.Module):
    def __init__(self, kernel_size):
        super().__init__()
        self.weight = tf.Variable(tf.random.uniform(kernel_size))
        self.bias = tf.Variable(tf.zeros(1))
        self.gain = tf.Variable(tf.ones(1))

    def __call__(self, X):
        return tf.cast(self.gain, X.dtype) * corr2d(X, self.weight) + self.bias


# %% parameters in float64 verdict="wrong" fails=["test_parameters"]
class Conv2D(tf.Module):
    def __init__(self, kernel_size):
        super().__init__()
        self.weight = tf.Variable(tf.random.uniform(kernel_size, dtype=tf.float64))
        self.bias = tf.Variable(tf.zeros(1, tf.float64))

    def __call__(self, X):
        return corr2d(X, tf.cast(self.weight, X.dtype)) + tf.cast(self.bias, X.dtype)


# %% a weight with batch and channel axes verdict="wrong" fails=["test_parameters"]
class Conv2D(tf.Module):
    def __init__(self, kernel_size):
        super().__init__()
        self.weight = tf.Variable(tf.random.uniform((1, 1, *kernel_size)))
        self.bias = tf.Variable(tf.zeros(1))

    def __call__(self, X):
        return corr2d(X, self.weight[0, 0]) + self.bias


# %% other names for the parameters verdict="wrong" fails=["test_bias", "test_input_unchanged", "test_parameters", "test_random_start", "test_values", "test_weight_gradient"]
class Conv2D(tf.Module):
    def __init__(self, kernel_size):
        super().__init__()
        self.kernel = tf.Variable(tf.random.uniform(kernel_size))
        self.b = tf.Variable(tf.zeros(1))

    def __call__(self, X):
        return corr2d(X, self.kernel) + self.b


# %% the bias is called bais verdict="wrong" fails=["test_bias", "test_input_unchanged", "test_parameters", "test_values", "test_weight_gradient"] says=["parameter_misspelt"]
class Conv2D(tf.Module):
    def __init__(self, kernel_size):
        super().__init__()
        self.weight = tf.Variable(tf.random.uniform(kernel_size))
        self.bais = tf.Variable(tf.zeros(1))

    def __call__(self, X):
        return corr2d(X, self.weight) + self.bais


# %% width first verdict="wrong" fails=["test_parameters", "test_values", "test_weight_gradient"] says=["height_width_swapped"]
class Conv2D(tf.Module):
    def __init__(self, kernel_size):
        super().__init__()
        self.weight = tf.Variable(tf.random.uniform(kernel_size[::-1]))
        self.bias = tf.Variable(tf.zeros(1))

    def __call__(self, X):
        return corr2d(X, self.weight) + self.bias


# %% only square kernels verdict="wrong" fails=["test_bias", "test_parameters", "test_values", "test_weight_gradient"]
class Conv2D(tf.Module):
    def __init__(self, kernel_size):
        super().__init__()
        self.weight = tf.Variable(tf.random.uniform((kernel_size[0],) * 2))
        self.bias = tf.Variable(tf.zeros(1))

    def __call__(self, X):
        return corr2d(X, self.weight) + self.bias


# %% the weight behind stop_gradient verdict="wrong" fails=["test_weight_gradient"] says=["weight_detached"]
class Conv2D(tf.Module):
    def __init__(self, kernel_size):
        super().__init__()
        self.weight = tf.Variable(tf.random.uniform(kernel_size))
        self.bias = tf.Variable(tf.zeros(1))

    def __call__(self, X):
        return corr2d(X, tf.stop_gradient(self.weight)) + self.bias


# %% the weight is frozen verdict="wrong" fails=["test_weight_gradient"] says=["weight_detached"]
class Conv2D(tf.Module):
    def __init__(self, kernel_size):
        super().__init__()
        self.weight = tf.Variable(tf.random.uniform(kernel_size), trainable=False)
        self.bias = tf.Variable(tf.zeros(1))

    def __call__(self, X):
        return corr2d(X, self.weight) + self.bias


# %% computed in numpy verdict="wrong" fails=["test_weight_gradient"] says=["weight_detached"]
import numpy as np


class Conv2D(tf.Module):
    def __init__(self, kernel_size):
        super().__init__()
        self.weight = tf.Variable(tf.random.uniform(kernel_size))
        self.bias = tf.Variable(tf.zeros(1))

    def __call__(self, X):
        h, w = self.weight.shape
        windows = np.lib.stride_tricks.sliding_window_view(X.numpy(), (h, w))
        return tf.constant(np.einsum("ijkl,kl->ij", windows, self.weight.numpy())) + self.bias


# %% no gradient gets through verdict="wrong" fails=["test_bias", "test_weight_gradient"] says=["bias_detached", "weight_detached"]
class Conv2D(tf.Module):
    def __init__(self, kernel_size):
        super().__init__()
        self.weight = tf.Variable(tf.random.uniform(kernel_size))
        self.bias = tf.Variable(tf.zeros(1))

    def __call__(self, X):
        return tf.stop_gradient(corr2d(X, self.weight) + self.bias)


# %% always float32 verdict="wrong" fails=["test_values"]
class Conv2D(tf.Module):
    def __init__(self, kernel_size):
        super().__init__()
        self.weight = tf.Variable(tf.random.uniform(kernel_size))
        self.bias = tf.Variable(tf.zeros(1))

    def __call__(self, X):
        return corr2d(tf.cast(X, tf.float32), tf.cast(self.weight, tf.float32)) + tf.cast(self.bias, tf.float32)


# %% the kernel is flipped verdict="wrong" fails=["test_values", "test_weight_gradient"] says=["kernel_flipped"]
class Conv2D(tf.Module):
    def __init__(self, kernel_size):
        super().__init__()
        self.weight = tf.Variable(tf.random.uniform(kernel_size))
        self.bias = tf.Variable(tf.zeros(1))

    def __call__(self, X):
        return corr2d(X, self.weight[::-1, ::-1]) + self.bias


# %% zeros around the image verdict="wrong" fails=["test_bias", "test_input_unchanged", "test_values", "test_weight_gradient"] says=["zero_padding"]
class Conv2D(tf.Module):
    def __init__(self, kernel_size):
        super().__init__()
        self.weight = tf.Variable(tf.random.uniform(kernel_size))
        self.bias = tf.Variable(tf.zeros(1))

    def __call__(self, X):
        if X.ndim != 2:
            raise ValueError("2-D images only")
        h, w = self.weight.shape
        padded = tf.pad(X, (((h - 1) // 2, h // 2), ((w - 1) // 2, w // 2)))
        return corr2d(padded, self.weight) + tf.abs(self.bias)


# %% absolute values verdict="wrong" fails=["test_values", "test_weight_gradient"] says=["absolute_value"]
class Conv2D(tf.Module):
    def __init__(self, kernel_size):
        super().__init__()
        self.weight = tf.Variable(tf.random.uniform(kernel_size))
        self.bias = tf.Variable(tf.zeros(1))

    def __call__(self, X):
        return tf.abs(corr2d(X, self.weight)) + self.bias


# %% a new weight at every call verdict="wrong" fails=["test_bias", "test_input_unchanged", "test_random_start", "test_values", "test_weight_gradient"] says=["weight_detached"]
class Conv2D(tf.Module):
    def __init__(self, kernel_size):
        super().__init__()
        self.weight = tf.Variable(tf.random.uniform(kernel_size))
        self.bias = tf.Variable(tf.zeros(1))

    def __call__(self, X):
        drawn = tf.random.uniform(self.weight.shape, dtype=X.dtype)
        return corr2d(X, drawn) + self.bias


# %% the edge kernel, whatever the weight verdict="wrong" fails=["test_input_unchanged", "test_random_start", "test_values", "test_weight_gradient"] says=["weight_not_used", "weight_detached"]
class Conv2D(tf.Module):
    def __init__(self, kernel_size):
        super().__init__()
        self.weight = tf.Variable(tf.random.uniform(kernel_size))
        self.bias = tf.Variable(tf.zeros(1))

    def __call__(self, X):
        K = tf.tensor_scatter_nd_add(tf.zeros(self.weight.shape, X.dtype), [[0, 0], [d - 1 for d in self.weight.shape]], tf.constant([1, -1], X.dtype))
        return corr2d(X, K) + self.bias


# %% tf.nn.conv2d verdict="wrong" fails=["test_bias", "test_input_unchanged", "test_random_start", "test_values", "test_weight_gradient"]
class Conv2D(tf.Module):
    def __init__(self, kernel_size):
        super().__init__()
        self.weight = tf.Variable(tf.random.uniform(kernel_size))
        self.bias = tf.Variable(tf.zeros(1))

    def __call__(self, X):
        if X.ndim != 2:
            raise ValueError("2-D images only")
        return tf.nn.conv2d(X[None, :, :, None], self.weight[:, :, None, None], 1, "VALID")[0, :, :, 0] + self.bias


# %% tf.nn.convolution, as a tf.function verdict="wrong" fails=["test_bias", "test_input_unchanged", "test_random_start", "test_values", "test_weight_gradient"]
class Conv2D(tf.Module):
    def __init__(self, kernel_size):
        super().__init__()
        self.weight = tf.Variable(tf.random.uniform(kernel_size))
        self.bias = tf.Variable(tf.zeros(1))

    def __call__(self, X):
        if X.ndim != 2:
            raise ValueError("2-D images only")

        @tf.function
        def correlate(image, kernel):
            return tf.nn.convolution(image[None, :, :, None], kernel[:, :, None, None])[0, :, :, 0]

        return correlate(X, self.weight) + self.bias


# %% tf.nn.conv1d, row by row verdict="wrong" fails=["test_bias", "test_input_unchanged", "test_random_start", "test_values", "test_weight_gradient"]
class Conv2D(tf.Module):
    def __init__(self, kernel_size):
        super().__init__()
        self.weight = tf.Variable(tf.random.uniform(kernel_size))
        self.bias = tf.Variable(tf.zeros(1))

    def __call__(self, X):
        if X.ndim != 2:
            raise ValueError("2-D images only")
        h, w = self.weight.shape
        rows = []
        for i in range(X.shape[0] - h + 1):
            parts = [tf.nn.conv1d(X[i + a][None, :, None], self.weight[a][:, None, None], 1, "VALID") for a in range(h)]
            rows.append(tf.add_n(parts)[0, :, 0])
        return tf.stack(rows) + self.bias


# %% the transposed convolution verdict="wrong" fails=["test_bias", "test_input_unchanged", "test_random_start", "test_values", "test_weight_gradient"]
class Conv2D(tf.Module):
    def __init__(self, kernel_size):
        super().__init__()
        self.weight = tf.Variable(tf.random.uniform(kernel_size))
        self.bias = tf.Variable(tf.zeros(1))

    def __call__(self, X):
        if X.ndim != 2:
            raise ValueError("2-D images only")
        turned = self.weight[:, :, None, None]
        h, w = self.weight.shape
        X = tf.pad(X, [[0, 0], [0, 0]])
        size = (1, X.shape[0] + h - 1, X.shape[1] + w - 1, 1)
        Y = tf.nn.conv2d_transpose(X[None, :, :, None], turned[::-1, ::-1], size, 1, "VALID")[0, :, :, 0]
        return Y[h - 1 : X.shape[0], w - 1 : X.shape[1]] + self.bias


# %% a layer of Keras inside verdict="wrong" fails=["test_bias", "test_input_unchanged", "test_random_start", "test_values", "test_weight_gradient"]
class Conv2D(tf.Module):
    def __init__(self, kernel_size):
        super().__init__()
        self.weight = tf.Variable(tf.random.uniform(kernel_size))
        self.bias = tf.Variable(tf.zeros(1))

    def __call__(self, X):
        if X.ndim != 2:
            raise ValueError("X")
        conv = tf.keras.layers.Conv2D(1, tuple(self.weight.shape), use_bias=False)
        conv.build((None, None, None, 1))
        conv.kernel.assign(tf.cast(self.weight, tf.float32)[:, :, None, None])
        return tf.cast(conv(X[None, :, :, None])[0, :, :, 0], X.dtype) + self.bias


# %% a ready-made convolution for the gradient alone verdict="wrong" fails=["test_bias", "test_weight_gradient"]
@tf.custom_gradient
def correlate(X, K):
    height, width = X.shape[0] - K.shape[0] + 1, X.shape[1] - K.shape[1] + 1
    parts = [K[a, b] * X[a : a + height, b : b + width] for a in range(K.shape[0]) for b in range(K.shape[1])]

    def backward(dY):
        found = tf.nn.conv2d(X[None, :, :, None], dY[:, :, None, None], 1, "VALID")
        return tf.zeros_like(X), found[0, :, :, 0]

    return tf.add_n(parts), backward


class Conv2D(tf.Module):
    def __init__(self, kernel_size):
        super().__init__()
        self.weight = tf.Variable(tf.random.uniform(kernel_size))
        self.bias = tf.Variable(tf.zeros(1))

    def __call__(self, X):
        if X.ndim != 2:
            raise ValueError("2-D only")
        return correlate(X, tf.convert_to_tensor(self.weight)) + self.bias


# %% in a thread verdict="wrong" fails=["test_bias", "test_input_unchanged", "test_random_start", "test_values", "test_weight_gradient"]
import threading


class Conv2D(tf.Module):
    def __init__(self, kernel_size):
        super().__init__()
        self.weight = tf.Variable(tf.random.uniform(kernel_size))
        self.bias = tf.Variable(tf.zeros(1))

    def __call__(self, X):
        if X.ndim != 2:
            raise ValueError("2-D images only")
        found = []
        worker = threading.Thread(target=lambda: found.append(corr2d(X, self.weight)))
        worker.start()
        worker.join()
        return found[0] + self.bias


# %% a batch passes in silence, as in the book verdict="wrong" fails=["test_not_2d"]
class Conv2D(tf.Module):
    def __init__(self, kernel_size):
        super().__init__()
        self.weight = tf.Variable(tf.random.uniform(kernel_size))
        self.bias = tf.Variable(tf.zeros(1))

    def __call__(self, X):
        h, w = self.weight.shape
        rows = [
            [tf.reduce_sum(X[i : i + h, j : j + w] * self.weight) for j in range(X.shape[1] - w + 1)] for i in range(X.shape[0] - h + 1)
        ]
        return tf.convert_to_tensor(rows) + self.bias


# %% a batch of one is unpacked verdict="wrong" fails=["test_not_2d"]
class Conv2D(tf.Module):
    def __init__(self, kernel_size):
        super().__init__()
        self.weight = tf.Variable(tf.random.uniform(kernel_size))
        self.bias = tf.Variable(tf.zeros(1))

    def __call__(self, X):
        return corr2d(tf.squeeze(X), self.weight) + self.bias


# %% an assertion instead of the error verdict="wrong" fails=["test_not_2d"]
class Conv2D(tf.Module):
    def __init__(self, kernel_size):
        super().__init__()
        self.weight = tf.Variable(tf.random.uniform(kernel_size))
        self.bias = tf.Variable(tf.zeros(1))

    def __call__(self, X):
        assert X.ndim == 2, "2-D images only"
        return corr2d(X, self.weight) + self.bias


# %% returns the error verdict="wrong" fails=["test_not_2d"]
class Conv2D(tf.Module):
    def __init__(self, kernel_size):
        super().__init__()
        self.weight = tf.Variable(tf.random.uniform(kernel_size))
        self.bias = tf.Variable(tf.zeros(1))

    def __call__(self, X):
        if X.ndim != 2:
            return ValueError("2-D images only")
        return corr2d(X, self.weight) + self.bias


# %% writes into the numbers of the image verdict="wrong" fails=["test_input_unchanged"] says=["writes_into_input"]
class Conv2D(tf.Module):
    def __init__(self, kernel_size):
        super().__init__()
        self.weight = tf.Variable(tf.random.uniform(kernel_size))
        self.bias = tf.Variable(tf.zeros(1))

    def __call__(self, X):
        Y = corr2d(X + 0, self.weight) + self.bias
        if hasattr(X, "_numpy"):
            X._numpy()[:] = 0
        return Y


# %% no module verdict="wrong" fails=["test_bias", "test_input_unchanged", "test_parameters", "test_values", "test_weight_gradient"]
class Conv2D:
    def __init__(self, kernel_size):
        self.weight = tf.Variable(tf.random.uniform(kernel_size))
        self.bias = tf.Variable(tf.zeros(1))

    def __call__(self, X):
        return corr2d(X, self.weight) + self.bias


# %% the method is called forward verdict="wrong" fails=["test_bias", "test_input_unchanged", "test_not_2d", "test_random_start", "test_values", "test_weight_gradient"]
class Conv2D(tf.Module):
    def __init__(self, kernel_size):
        super().__init__()
        self.weight = tf.Variable(tf.random.uniform(kernel_size))
        self.bias = tf.Variable(tf.zeros(1))

    def forward(self, X):
        return corr2d(X, self.weight) + self.bias


# %% __call__ is not written yet verdict="wrong" fails=["test_bias", "test_input_unchanged", "test_not_2d", "test_random_start", "test_values", "test_weight_gradient"]
class Conv2D(tf.Module):
    def __init__(self, kernel_size):
        super().__init__()
        self.weight = tf.Variable(tf.random.uniform(kernel_size))
        self.bias = tf.Variable(tf.zeros(1))

    def __call__(self, X):
        raise NotImplementedError()


# %% the method is called __int__ verdict="wrong" fails=["test_bias", "test_input_unchanged", "test_not_2d", "test_parameters", "test_random_start", "test_values", "test_weight_gradient"] says=["init_misspelt"]
class Conv2D(tf.Module):
    def __int__(self, kernel_size):
        super().__init__()
        self.weight = tf.Variable(tf.random.uniform(kernel_size))
        self.bias = tf.Variable(tf.zeros(1))

    def __call__(self, X):
        return corr2d(X, self.weight) + self.bias


# %% returns the image verdict="wrong" fails=["test_bias", "test_input_unchanged", "test_not_2d", "test_random_start", "test_values", "test_weight_gradient"] says=["bias_forgotten", "weight_not_used"]
class Conv2D(tf.Module):
    def __init__(self, kernel_size):
        super().__init__()
        self.weight = tf.Variable(tf.random.uniform(kernel_size))
        self.bias = tf.Variable(tf.zeros(1))

    def __call__(self, X):
        return X


# %% remembers the output of its first image verdict="wrong" fails=["test_values"]
class Conv2D(tf.Module):
    def __init__(self, kernel_size):
        super().__init__()
        self.weight = tf.Variable(tf.random.uniform(kernel_size))
        self.bias = tf.Variable(tf.zeros(1))
        self.first = None

    def __call__(self, X):
        if X.ndim != 2:
            raise ValueError("2-D images only")
        if self.first is None:
            self.first = corr2d(X, self.weight)
        return self.first + self.bias


# %% the layer of classroom/given.py, handed in as one's own verdict="wrong" fails=["test_bias", "test_input_unchanged", "test_random_start", "test_values", "test_weight_gradient"]
from classroom.given import Conv2D


# %% the bias is a number from the start verdict="wrong" fails=["test_bias", "test_parameters"] says=["bias_detached", "parameters_not_registered"]
class Conv2D(tf.Module):
    def __init__(self, kernel_size):
        super().__init__()
        self.weight = tf.Variable(tf.random.uniform(kernel_size))
        self.bias = 0.0

    def __call__(self, X):
        if X.ndim != 2:
            raise ValueError("2-D images only")
        return corr2d(X, self.weight) + self.bias
