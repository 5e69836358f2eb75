# %% corr2d and a bias verdict="right"
class Conv2D(nnx.Module):
    def __init__(self, kernel_size, *, rngs):
        self.weight = nnx.Param(jax.random.uniform(rngs.params(), kernel_size, jnp.float32))
        self.bias = nnx.Param(jnp.zeros(1, jnp.float32))

    def __call__(self, X):
        if X.ndim != 2:
            raise ValueError("2-D images only")
        return corr2d(X, self.weight[...]) + self.bias[...]


# %% leaves the error to corr2d, and hands over the parameters as they are verdict="right"
class Conv2D(nnx.Module):
    def __init__(self, kernel_size, rngs: nnx.Rngs):
        self.weight = nnx.Param(jax.random.normal(rngs(), shape=kernel_size, dtype="float32"))
        self.bias = nnx.Param(jnp.array([0.0], dtype="float32"))

    def __call__(self, X):
        return corr2d(X, self.weight) + self.bias


# %% loops, with .at[].set verdict="right"
class Conv2D(nnx.Module):
    def __init__(self, kernel_size, *, rngs):
        h, w = kernel_size
        self.kernel_size = (h, w)
        self.bias = nnx.Param(jnp.zeros((1,), dtype=jnp.float32))
        self.weight = nnx.Param(jax.random.uniform(rngs.params(), (h, w), minval=-1, maxval=1).astype(jnp.float32))

    def __call__(self, X):
        if len(X.shape) != 2:
            raise ValueError
        h, w = self.kernel_size
        Y = jnp.zeros((X.shape[0] - h + 1, X.shape[1] - w + 1), X.dtype)
        for i in range(Y.shape[0]):
            for j in range(Y.shape[1]):
                Y = Y.at[i, j].set(jnp.sum(X[i : i + h, j : j + w] * self.weight[...]) + self.bias[0])
        return Y


# %% vmap over the windows, and einsum verdict="right"
class Conv2D(nnx.Module):
    def __init__(self, kernel_size, *, rngs):
        init = nnx.initializers.normal(0.1)
        self.weight = nnx.Param(init(rngs.params(), tuple(kernel_size), jnp.float32))
        self.bias = nnx.Param(nnx.initializers.zeros_init()(rngs.params(), (1,), jnp.float32))

    def __call__(self, X):
        if X.ndim != 2:
            raise ValueError("X")
        h, w = self.weight.shape
        rows, columns = jnp.arange(X.shape[0] - h + 1), jnp.arange(X.shape[1] - w + 1)

        def window(i, j):
            return jax.lax.dynamic_slice(X, (i, j), (h, w))

        windows = jax.vmap(jax.vmap(window, (None, 0)), (0, None))(rows, columns)
        return jnp.einsum("ijab,ab->ij", windows, self.weight[...]) + self.bias[...]


# %% fori_loop over the elements of the kernel verdict="right"
class Conv2D(nnx.Module):
    def __init__(self, kernel_size, *, rngs):
        self.weight = nnx.Param(jax.random.truncated_normal(rngs.params(), -2, 2, kernel_size, jnp.float32))
        self.bias = nnx.Param(jnp.zeros(1, jnp.float32))

    def __call__(self, X):
        if X.ndim != 2:
            raise ValueError("X")
        K = self.weight[...]
        size = X.shape[0] - K.shape[0] + 1, X.shape[1] - K.shape[1] + 1

        def add(n, Y):
            a, b = n // K.shape[1], n % K.shape[1]
            return Y + K[a, b] * jax.lax.dynamic_slice(X, (a, b), size)

        return jax.lax.fori_loop(0, K.size, add, jnp.zeros(size, X.dtype)) + self.bias[...]


# %% scan over the rows, compiled by nnx.jit verdict="right"
class Conv2D(nnx.Module):
    def __init__(self, kernel_size, *, rngs):
        self.weight = nnx.Param(jax.random.normal(rngs.params(), kernel_size).astype(jnp.float32))
        self.bias = nnx.Param(jnp.zeros(1).astype(jnp.float32))

    @nnx.jit
    def __call__(self, X):
        if X.ndim != 2:
            raise ValueError("X")
        K, width = self.weight[...], X.shape[1] - self.weight.shape[1] + 1

        def row(_, i):
            part = jax.lax.dynamic_slice(X, (i, 0), (K.shape[0], X.shape[1]))
            return None, jnp.stack([(part[:, j : j + K.shape[1]] * K).sum() for j in range(width)])

        _, Y = jax.lax.scan(row, None, jnp.arange(X.shape[0] - K.shape[0] + 1))
        return Y + self.bias[...]


# %% a product of matrices, of windows by fancy indexing verdict="right"
@jax.jit
def correlate(X, K):
    rows = jnp.arange(X.shape[0] - K.shape[0] + 1)[:, None, None, None] + jnp.arange(K.shape[0])[:, None]
    columns = jnp.arange(X.shape[1] - K.shape[1] + 1)[:, None, None] + jnp.arange(K.shape[1])
    return jnp.tensordot(X[rows, columns], K, axes=2)


class Conv2D(nnx.Module):
    def __init__(self, kernel_size, *, rngs):
        self.weight = nnx.Param(rngs.params.normal(kernel_size, jnp.float32))
        self.bias = nnx.Param(jnp.zeros(1, jnp.float32))

    def __call__(self, X):
        if X.ndim != 2:
            raise ValueError("X")
        return correlate(X, self.weight[...]) + self.bias[...]


# %% a sum of shifted images, in a class with a base, which keeps rngs and counts verdict="right"
class Layer(nnx.Module):
    def __init__(self, shape, rngs):
        self.rngs, self.calls = rngs, 0
        self.bias = nnx.Param(jnp.zeros(1, jnp.float32))
        self.weight = nnx.Param(jax.random.uniform(self.rngs.params(), shape, jnp.float32))

    def __call__(self, X):
        self.calls += 1
        if jnp.ndim(X) != 2:
            raise ValueError("not an image")
        return self.forward(X)


class Conv2D(Layer):
    def __init__(self, kernel_size, *, rngs):
        super().__init__(kernel_size, rngs)

    def forward(self, X):
        h, w = self.weight.shape
        height, width = X.shape[0] - h + 1, X.shape[1] - w + 1
        parts = [self.weight[p, q] * X[p : p + height, q : q + width] for p in range(h) for q in range(w)]
        return sum(parts, start=self.bias[...])


# %% numpy inside, with its own backward verdict="right"
import numpy as np


@jax.custom_vjp
def correlate(X, K):
    windows = np.lib.stride_tricks.sliding_window_view(np.asarray(X), K.shape)
    return jnp.asarray(np.einsum("ijkl,kl->ij", windows, np.asarray(K)))


def forward(X, K):
    return correlate(X, K), (X, K)


def backward(kept, dY):
    X, K = kept
    windows = np.lib.stride_tricks.sliding_window_view(np.asarray(X), dY.shape)
    return jnp.zeros_like(X), jnp.asarray(np.einsum("ijkl,kl->ij", windows, np.asarray(dY)))


correlate.defvjp(forward, backward)


class Conv2D(nnx.Module):
    def __init__(self, kernel_size, *, rngs):
        self.weight = nnx.Param(jax.random.uniform(rngs.params(), kernel_size, jnp.float32))
        self.bias = nnx.Param(jnp.zeros(1, jnp.float32))

    def __call__(self, X):
        if X.ndim != 2:
            raise ValueError("X")
        return correlate(X, self.weight[...]) + self.bias[...]


# %% noisy, and random by numpy verdict="right"
import sys
import warnings

import numpy as np


def draw(shape):
    print("drawing", shape)
    return jnp.asarray(2 * np.random.rand(*shape) - 1, dtype=jnp.float32)


class Conv2D(nnx.Module):
    def __init__(self, kernel_size, *, rngs=None):
        self.weight, self.bias = nnx.Param(draw(kernel_size)), nnx.Param(jnp.zeros(1, jnp.float32))
        warnings.warn("a warning")

    def __call__(self, X):
        print("call", X.shape, file=sys.stderr)
        if X.ndim != 2:
            raise ValueError(f"I want 2 axes and not {X.ndim}")
        return corr2d(X, self.weight[...]) + self.bias[...]


layer = Conv2D((2, 2))
print(layer(jnp.eye(4)))


# %% the bias is forgotten verdict="wrong" fails=["test_bias"] says=["bias_forgotten"]
class Conv2D(nnx.Module):
    def __init__(self, kernel_size, *, rngs):
        self.weight = nnx.Param(jax.random.uniform(rngs.params(), kernel_size, jnp.float32))
        self.bias = nnx.Param(jnp.zeros(1, jnp.float32))

    def __call__(self, X):
        return corr2d(X, self.weight[...])


# %% the bias is added inside the window verdict="wrong" fails=["test_bias"] says=["bias_per_element"]
class Conv2D(nnx.Module):
    def __init__(self, kernel_size, *, rngs):
        self.weight = nnx.Param(jax.random.uniform(rngs.params(), kernel_size, jnp.float32))
        self.bias = nnx.Param(jnp.zeros(1, jnp.float32))

    def __call__(self, X):
        if X.ndim != 2:
            raise ValueError("X")
        h, w = self.weight.shape
        height, width = X.shape[0] - h + 1, X.shape[1] - w + 1
        return sum(self.weight[...][a, b] * X[a : a + height, b : b + width] + self.bias[...] for a in range(h) for b in range(w))


# %% the bias as a plain number verdict="wrong" fails=["test_bias"] says=["bias_detached"]
class Conv2D(nnx.Module):
    def __init__(self, kernel_size, *, rngs):
        self.weight = nnx.Param(jax.random.uniform(rngs.params(), kernel_size, jnp.float32))
        self.bias = nnx.Param(jnp.zeros(1, jnp.float32))

    def __call__(self, X):
        return corr2d(X, self.weight[...]) + self.bias[...].item()


# %% the bias is added to the image verdict="wrong" fails=["test_bias"] says=["bias_times_weight"]
class Conv2D(nnx.Module):
    def __init__(self, kernel_size, *, rngs):
        self.weight = nnx.Param(jax.random.uniform(rngs.params(), kernel_size, jnp.float32))
        self.bias = nnx.Param(jnp.zeros(1, jnp.float32))

    def __call__(self, X):
        if X.ndim != 2:
            raise ValueError("2-D images only")
        return corr2d(X + self.bias[...], self.weight[...])


# %% the bias is added to the kernel verdict="wrong" fails=["test_bias", "test_input_unchanged"] says=["bias_in_kernel"]
class Conv2D(nnx.Module):
    def __init__(self, kernel_size, *, rngs):
        self.weight = nnx.Param(jax.random.uniform(rngs.params(), kernel_size, jnp.float32))
        self.bias = nnx.Param(jnp.zeros(1, jnp.float32))

    def __call__(self, X):
        return corr2d(X, self.weight[...] + self.bias[...])


# %% the bias is subtracted verdict="wrong" fails=["test_bias"]
class Conv2D(nnx.Module):
    def __init__(self, kernel_size, *, rngs):
        self.weight = nnx.Param(jax.random.uniform(rngs.params(), kernel_size, jnp.float32))
        self.bias = nnx.Param(jnp.zeros(1, jnp.float32))

    def __call__(self, X):
        return corr2d(X, self.weight[...]) - self.bias[...]


# %% the bias is added twice to dark outputs verdict="wrong" fails=["test_bias"]
class Conv2D(nnx.Module):
    def __init__(self, kernel_size, *, rngs):
        self.weight = nnx.Param(jax.random.uniform(rngs.params(), kernel_size, jnp.float32))
        self.bias = nnx.Param(jnp.zeros(1, jnp.float32))

    def __call__(self, X):
        Y = corr2d(X, self.weight[...]) + self.bias[...]
        return jnp.where(Y.sum() < 0, Y + self.bias[...], Y)


# %% plain arrays for parameters verdict="wrong" fails=["test_bias", "test_parameters", "test_weight_gradient"] says=["parameters_not_registered", "bias_detached", "weight_detached"]
class Conv2D(nnx.Module):
    def __init__(self, kernel_size, *, rngs):
        self.weight = jax.random.uniform(rngs.params(), kernel_size, jnp.float32)
        self.bias = jnp.zeros(1, jnp.float32)

    def __call__(self, X):
        return corr2d(X, self.weight[...].astype(X.dtype)) + self.bias[...].astype(X.dtype)


# %% variables that are no parameters verdict="wrong" fails=["test_bias", "test_parameters", "test_weight_gradient"] says=["parameters_not_registered", "bias_detached", "weight_detached"]
class Conv2D(nnx.Module):
    def __init__(self, kernel_size, *, rngs):
        self.weight = nnx.Variable(jax.random.uniform(rngs.params(), kernel_size, jnp.float32))
        self.bias = nnx.Variable(jnp.zeros(1, jnp.float32))

    def __call__(self, X):
        return corr2d(X, self.weight[...]) + self.bias[...]


# %% the weight starts at zero verdict="wrong" fails=["test_random_start"]
class Conv2D(nnx.Module):
    def __init__(self, kernel_size, *, rngs):
        self.weight = nnx.Param(jnp.zeros(kernel_size, jnp.float32))
        self.bias = nnx.Param(jnp.zeros(1, jnp.float32))

    def __call__(self, X):
        return corr2d(X, self.weight[...]) + self.bias[...]


# %% the same key for every layer verdict="wrong" fails=["test_random_start"]
class Conv2D(nnx.Module):
    def __init__(self, kernel_size, *, rngs):
        self.weight = nnx.Param(jax.random.uniform(jax.random.key(0), kernel_size, jnp.float32))
        self.bias = nnx.Param(jnp.zeros(1, jnp.float32))

    def __call__(self, X):
        return corr2d(X, self.weight[...]) + self.bias[...]


# %% a random bias verdict="wrong" fails=["test_parameters"]
class Conv2D(nnx.Module):
    def __init__(self, kernel_size, *, rngs):
        self.weight = nnx.Param(jax.random.uniform(rngs.params(), kernel_size, jnp.float32))
        self.bias = nnx.Param(jax.random.uniform(rngs.params(), (1,), jnp.float32) + 0.1)

    def __call__(self, X):
        return corr2d(X, self.weight[...]) + self.bias[...]


# %% a bias without axes verdict="wrong" fails=["test_parameters"]
class Conv2D(nnx.Module):
    def __init__(self, kernel_size, *, rngs):
        self.weight = nnx.Param(jax.random.uniform(rngs.params(), kernel_size, jnp.float32))
        self.bias = nnx.Param(jnp.array(0, jnp.float32))

    def __call__(self, X):
        return corr2d(X, self.weight[...]) + self.bias[...]


# %% a third parameter verdict="wrong" fails=["test_parameters"]
class Conv2D(nnx.Module):
    def __init__(self, kernel_size, *, rngs):
        self.weight = nnx.Param(jax.random.uniform(rngs.params(), kernel_size, jnp.float32))
        self.bias = nnx.Param(jnp.zeros(1, jnp.float32))
        self.gain = nnx.Param(jnp.ones(1, jnp.float32))

    def __call__(self, X):
        return self.gain[...].astype(X.dtype) * corr2d(X, self.weight[...]) + self.bias[...]


# %% parameters in float64 verdict="wrong" fails=["test_parameters"]
class Conv2D(nnx.Module):
    def __init__(self, kernel_size, *, rngs):
        self.weight = nnx.Param(jax.random.uniform(rngs.params(), kernel_size))
        self.bias = nnx.Param(jnp.zeros(1))

    def __call__(self, X):
        return corr2d(X, self.weight[...].astype(X.dtype)) + self.bias[...].astype(X.dtype)


# %% a weight with batch and channel axes verdict="wrong" fails=["test_parameters"]
class Conv2D(nnx.Module):
    def __init__(self, kernel_size, *, rngs):
        self.weight = nnx.Param(jax.random.uniform(rngs.params(), (1, 1, *kernel_size), jnp.float32))
        self.bias = nnx.Param(jnp.zeros(1, jnp.float32))

    def __call__(self, X):
        return corr2d(X, self.weight[...][0, 0]) + self.bias[...]


# %% other names for the parameters verdict="wrong" fails=["test_bias", "test_input_unchanged", "test_parameters", "test_random_start", "test_values", "test_weight_gradient"]
class Conv2D(nnx.Module):
    def __init__(self, kernel_size, *, rngs):
        self.kernel = nnx.Param(jax.random.uniform(rngs.params(), kernel_size, jnp.float32))
        self.b = nnx.Param(jnp.zeros(1, jnp.float32))

    def __call__(self, X):
        return corr2d(X, self.kernel[...]) + self.b[...]


# %% the bias is called bais verdict="wrong" fails=["test_bias", "test_input_unchanged", "test_parameters", "test_values", "test_weight_gradient"] says=["parameter_misspelt"]
class Conv2D(nnx.Module):
    def __init__(self, kernel_size, *, rngs):
        self.weight = nnx.Param(jax.random.uniform(rngs.params(), kernel_size, jnp.float32))
        self.bais = nnx.Param(jnp.zeros(1, jnp.float32))

    def __call__(self, X):
        return corr2d(X, self.weight[...]) + self.bais[...]


# %% width first verdict="wrong" fails=["test_parameters", "test_values", "test_weight_gradient"] says=["height_width_swapped"]
class Conv2D(nnx.Module):
    def __init__(self, kernel_size, *, rngs):
        self.weight = nnx.Param(jax.random.uniform(rngs.params(), kernel_size[::-1], jnp.float32))
        self.bias = nnx.Param(jnp.zeros(1, jnp.float32))

    def __call__(self, X):
        return corr2d(X, self.weight[...]) + self.bias[...]


# %% only square kernels verdict="wrong" fails=["test_bias", "test_parameters", "test_values", "test_weight_gradient"]
class Conv2D(nnx.Module):
    def __init__(self, kernel_size, *, rngs):
        self.weight = nnx.Param(jax.random.uniform(rngs.params(), (kernel_size[0],) * 2, jnp.float32))
        self.bias = nnx.Param(jnp.zeros(1, jnp.float32))

    def __call__(self, X):
        return corr2d(X, self.weight[...]) + self.bias[...]


# %% the weight behind stop_gradient verdict="wrong" fails=["test_weight_gradient"] says=["weight_detached"]
class Conv2D(nnx.Module):
    def __init__(self, kernel_size, *, rngs):
        self.weight = nnx.Param(jax.random.uniform(rngs.params(), kernel_size, jnp.float32))
        self.bias = nnx.Param(jnp.zeros(1, jnp.float32))

    def __call__(self, X):
        return corr2d(X, jax.lax.stop_gradient(self.weight[...])) + self.bias[...]


# %% computed in numpy verdict="wrong" fails=["test_weight_gradient"] says=["weight_detached"]
import numpy as np


class Conv2D(nnx.Module):
    def __init__(self, kernel_size, *, rngs):
        self.weight = nnx.Param(jax.random.uniform(rngs.params(), kernel_size, jnp.float32))
        self.bias = nnx.Param(jnp.zeros(1, jnp.float32))

    def __call__(self, X):
        h, w = self.weight.shape
        windows = np.lib.stride_tricks.sliding_window_view(np.asarray(X), (h, w))
        return jnp.asarray(np.einsum("ijkl,kl->ij", windows, np.asarray(self.weight[...]))) + self.bias[...]


# %% no gradient gets through verdict="wrong" fails=["test_bias", "test_weight_gradient"] says=["bias_detached", "weight_detached"]
class Conv2D(nnx.Module):
    def __init__(self, kernel_size, *, rngs):
        self.weight = nnx.Param(jax.random.uniform(rngs.params(), kernel_size, jnp.float32))
        self.bias = nnx.Param(jnp.zeros(1, jnp.float32))

    def __call__(self, X):
        return jax.lax.stop_gradient(corr2d(X, self.weight[...]) + self.bias[...])


# %% always float32 verdict="wrong" fails=["test_values"]
class Conv2D(nnx.Module):
    def __init__(self, kernel_size, *, rngs):
        self.weight = nnx.Param(jax.random.uniform(rngs.params(), kernel_size, jnp.float32))
        self.bias = nnx.Param(jnp.zeros(1, jnp.float32))

    def __call__(self, X):
        return (corr2d(X.astype("float32"), self.weight[...].astype("float32")) + self.bias[...].astype("float32"))


# %% the kernel is flipped verdict="wrong" fails=["test_values", "test_weight_gradient"] says=["kernel_flipped"]
class Conv2D(nnx.Module):
    def __init__(self, kernel_size, *, rngs):
        self.weight = nnx.Param(jax.random.uniform(rngs.params(), kernel_size, jnp.float32))
        self.bias = nnx.Param(jnp.zeros(1, jnp.float32))

    def __call__(self, X):
        return corr2d(X, self.weight[...][::-1, ::-1]) + self.bias[...]


# %% zeros around the image verdict="wrong" fails=["test_bias", "test_input_unchanged", "test_values", "test_weight_gradient"] says=["zero_padding"]
class Conv2D(nnx.Module):
    def __init__(self, kernel_size, *, rngs):
        self.weight = nnx.Param(jax.random.uniform(rngs.params(), kernel_size, jnp.float32))
        self.bias = nnx.Param(jnp.zeros(1, jnp.float32))

    def __call__(self, X):
        if X.ndim != 2:
            raise ValueError("2-D images only")
        h, w = self.weight.shape
        padded = jnp.pad(X, (((h - 1) // 2, h // 2), ((w - 1) // 2, w // 2)))
        return corr2d(padded, self.weight[...]) + jnp.abs(self.bias[...])


# %% absolute values verdict="wrong" fails=["test_values", "test_weight_gradient"] says=["absolute_value"]
class Conv2D(nnx.Module):
    def __init__(self, kernel_size, *, rngs):
        self.weight = nnx.Param(jax.random.uniform(rngs.params(), kernel_size, jnp.float32))
        self.bias = nnx.Param(jnp.zeros(1, jnp.float32))

    def __call__(self, X):
        return jnp.abs(corr2d(X, self.weight[...])) + self.bias[...]


# %% a new weight at every call verdict="wrong" fails=["test_bias", "test_input_unchanged", "test_random_start", "test_values", "test_weight_gradient"] says=["weight_detached"]
import numpy as np


class Conv2D(nnx.Module):
    def __init__(self, kernel_size, *, rngs):
        self.weight = nnx.Param(jax.random.uniform(rngs.params(), kernel_size, jnp.float32))
        self.bias = nnx.Param(jnp.zeros(1, jnp.float32))

    def __call__(self, X):
        drawn = jnp.asarray(np.random.rand(*self.weight.shape), X.dtype)
        return corr2d(X, drawn) + self.bias[...]


# %% the edge kernel, whatever the weight verdict="wrong" fails=["test_input_unchanged", "test_random_start", "test_values", "test_weight_gradient"] says=["weight_not_used", "weight_detached"]
class Conv2D(nnx.Module):
    def __init__(self, kernel_size, *, rngs):
        self.weight = nnx.Param(jax.random.uniform(rngs.params(), kernel_size, jnp.float32))
        self.bias = nnx.Param(jnp.zeros(1, jnp.float32))

    def __call__(self, X):
        K = jnp.zeros(self.weight.shape, X.dtype).at[0, 0].set(1).at[-1, -1].set(-1)
        return corr2d(X, K) + self.bias[...]


# %% jax.lax.conv verdict="wrong" fails=["test_bias", "test_input_unchanged", "test_random_start", "test_values", "test_weight_gradient"]
class Conv2D(nnx.Module):
    def __init__(self, kernel_size, *, rngs):
        self.weight = nnx.Param(jax.random.uniform(rngs.params(), kernel_size, jnp.float32))
        self.bias = nnx.Param(jnp.zeros(1, jnp.float32))

    def __call__(self, X):
        if X.ndim != 2:
            raise ValueError("2-D images only")
        return jax.lax.conv(X[None, None], self.weight[...][None, None], (1, 1), "VALID")[0, 0] + self.bias[...]


# %% jax.scipy.signal verdict="wrong" fails=["test_bias", "test_input_unchanged", "test_random_start", "test_values", "test_weight_gradient"]
class Conv2D(nnx.Module):
    def __init__(self, kernel_size, *, rngs):
        self.weight = nnx.Param(jax.random.uniform(rngs.params(), kernel_size, jnp.float32))
        self.bias = nnx.Param(jnp.zeros(1, jnp.float32))

    def __call__(self, X):
        if X.ndim != 2:
            raise ValueError("2-D images only")
        return jax.scipy.signal.correlate2d(X, self.weight[...], mode="valid") + self.bias[...]


# %% jnp.correlate, row by row verdict="wrong" fails=["test_bias", "test_input_unchanged", "test_random_start", "test_values", "test_weight_gradient"]
class Conv2D(nnx.Module):
    def __init__(self, kernel_size, *, rngs):
        self.weight = nnx.Param(jax.random.uniform(rngs.params(), kernel_size, jnp.float32))
        self.bias = nnx.Param(jnp.zeros(1, jnp.float32))

    def __call__(self, X):
        if X.ndim != 2:
            raise ValueError("2-D images only")
        h, w = self.weight.shape
        rows = []
        for i in range(X.shape[0] - h + 1):
            rows.append(sum(jnp.correlate(X[i + a], self.weight[a], mode="valid") for a in range(h)))
        return jnp.stack(rows) + self.bias[...]


# %% conv_general_dilated_patches, compiled verdict="wrong" fails=["test_bias", "test_input_unchanged", "test_random_start", "test_values", "test_weight_gradient"]
class Conv2D(nnx.Module):
    def __init__(self, kernel_size, *, rngs):
        self.weight = nnx.Param(jax.random.uniform(rngs.params(), kernel_size, jnp.float32))
        self.bias = nnx.Param(jnp.zeros(1, jnp.float32))

    def __call__(self, X):
        if X.ndim != 2:
            raise ValueError("2-D images only")
        h, w = self.weight.shape
        cut = jax.jit(lambda image: jax.lax.conv_general_dilated_patches(image[None, None], (h, w), (1, 1), "VALID")[0])
        return jnp.einsum("kij,k->ij", cut(X), self.weight[...].reshape(-1)) + self.bias[...]


# %% a layer of Flax inside verdict="wrong" fails=["test_bias", "test_input_unchanged", "test_random_start", "test_values", "test_weight_gradient"]
class Conv2D(nnx.Module):
    def __init__(self, kernel_size, *, rngs):
        conv = nnx.Conv(1, 1, kernel_size, padding="VALID", use_bias=False, rngs=rngs)
        self.weight = nnx.Param(conv.kernel[..., 0, 0])
        self.bias = nnx.Param(jnp.zeros(1, jnp.float32))

    def __call__(self, X):
        if X.ndim != 2:
            raise ValueError("X")
        conv = nnx.Conv(1, 1, self.weight.shape, padding="VALID", use_bias=False, rngs=nnx.Rngs(0))
        conv.kernel[...] = self.weight[...][..., None, None]
        return conv(X[None, :, :, None].astype("float32"))[0, :, :, 0] + self.bias[...]


# %% a ready-made convolution for the gradient alone verdict="wrong" fails=["test_weight_gradient"]
@jax.custom_vjp
def correlate(X, K):
    height, width = X.shape[0] - K.shape[0] + 1, X.shape[1] - K.shape[1] + 1
    parts = [K[a, b] * X[a : a + height, b : b + width] for a in range(K.shape[0]) for b in range(K.shape[1])]
    return sum(parts)


def forward(X, K):
    return correlate(X, K), X


def backward(X, dY):
    return jnp.zeros_like(X), jax.lax.conv(X[None, None], dY[None, None], (1, 1), "VALID")[0, 0]


correlate.defvjp(forward, backward)


class Conv2D(nnx.Module):
    def __init__(self, kernel_size, *, rngs):
        self.weight = nnx.Param(jax.random.uniform(rngs.params(), kernel_size, jnp.float32))
        self.bias = nnx.Param(jnp.zeros(1, jnp.float32))

    def __call__(self, X):
        if X.ndim != 2:
            raise ValueError("2-D only")
        return correlate(X, self.weight[...]) + self.bias[...]


# %% in a thread verdict="wrong" fails=["test_bias", "test_input_unchanged", "test_random_start", "test_values", "test_weight_gradient"]
import threading


class Conv2D(nnx.Module):
    def __init__(self, kernel_size, *, rngs):
        self.weight = nnx.Param(jax.random.uniform(rngs.params(), kernel_size, jnp.float32))
        self.bias = nnx.Param(jnp.zeros(1, jnp.float32))

    def __call__(self, X):
        if X.ndim != 2:
            raise ValueError("2-D images only")
        found = []
        worker = threading.Thread(target=lambda: found.append(corr2d(X, self.weight[...])))
        worker.start()
        worker.join()
        return found[0] + self.bias[...]


# %% a batch passes in silence, as in the book verdict="wrong" fails=["test_not_2d"]
class Conv2D(nnx.Module):
    def __init__(self, kernel_size, *, rngs):
        self.weight = nnx.Param(jax.random.uniform(rngs.params(), kernel_size, jnp.float32))
        self.bias = nnx.Param(jnp.zeros(1, jnp.float32))

    def __call__(self, X):
        h, w = self.weight.shape
        Y = jnp.zeros((X.shape[0] - h + 1, X.shape[1] - w + 1), X.dtype)
        for i in range(Y.shape[0]):
            for j in range(Y.shape[1]):
                Y = Y.at[i, j].set((X[i : i + h, j : j + w] * self.weight[...]).sum())
        return Y + self.bias[...]


# %% a batch of one is unpacked verdict="wrong" fails=["test_not_2d"]
class Conv2D(nnx.Module):
    def __init__(self, kernel_size, *, rngs):
        self.weight = nnx.Param(jax.random.uniform(rngs.params(), kernel_size, jnp.float32))
        self.bias = nnx.Param(jnp.zeros(1, jnp.float32))

    def __call__(self, X):
        return corr2d(X.squeeze(), self.weight[...]) + self.bias[...]


# %% an assertion instead of the error verdict="wrong" fails=["test_not_2d"]
class Conv2D(nnx.Module):
    def __init__(self, kernel_size, *, rngs):
        self.weight = nnx.Param(jax.random.uniform(rngs.params(), kernel_size, jnp.float32))
        self.bias = nnx.Param(jnp.zeros(1, jnp.float32))

    def __call__(self, X):
        assert X.ndim == 2, "2-D images only"
        return corr2d(X, self.weight[...]) + self.bias[...]


# %% returns the error verdict="wrong" fails=["test_not_2d"]
class Conv2D(nnx.Module):
    def __init__(self, kernel_size, *, rngs):
        self.weight = nnx.Param(jax.random.uniform(rngs.params(), kernel_size, jnp.float32))
        self.bias = nnx.Param(jnp.zeros(1, jnp.float32))

    def __call__(self, X):
        if X.ndim != 2:
            return ValueError("2-D images only")
        return corr2d(X, self.weight[...]) + self.bias[...]


# %% writes into the image, by its address verdict="wrong" fails=["test_input_unchanged"] says=["writes_into_input"]
import ctypes


class Conv2D(nnx.Module):
    def __init__(self, kernel_size, *, rngs):
        self.weight = nnx.Param(jax.random.uniform(rngs.params(), kernel_size, jnp.float32))
        self.bias = nnx.Param(jnp.zeros(1, jnp.float32))

    def __call__(self, X):
        Y = corr2d(X + 0, self.weight[...]) + self.bias[...]
        if not isinstance(X, jax.core.Tracer):
            ctypes.memset(X.unsafe_buffer_pointer(), 0, X.nbytes)
        return Y


# %% no module verdict="wrong" fails=["test_bias", "test_input_unchanged", "test_parameters", "test_values", "test_weight_gradient"]
class Conv2D:
    def __init__(self, kernel_size, *, rngs):
        self.weight = nnx.Param(jax.random.uniform(rngs.params(), kernel_size, jnp.float32))
        self.bias = nnx.Param(jnp.zeros(1, jnp.float32))

    def __call__(self, X):
        return corr2d(X, self.weight[...]) + self.bias[...]


# %% the method is called forward verdict="wrong" fails=["test_bias", "test_input_unchanged", "test_not_2d", "test_random_start", "test_values", "test_weight_gradient"]
class Conv2D(nnx.Module):
    def __init__(self, kernel_size, *, rngs):
        self.weight = nnx.Param(jax.random.uniform(rngs.params(), kernel_size, jnp.float32))
        self.bias = nnx.Param(jnp.zeros(1, jnp.float32))

    def forward(self, X):
        return corr2d(X, self.weight[...]) + self.bias[...]


# %% __call__ is not written yet verdict="wrong" fails=["test_bias", "test_input_unchanged", "test_not_2d", "test_random_start", "test_values", "test_weight_gradient"]
class Conv2D(nnx.Module):
    def __init__(self, kernel_size, *, rngs):
        self.weight = nnx.Param(jax.random.uniform(rngs.params(), kernel_size, jnp.float32))
        self.bias = nnx.Param(jnp.zeros(1, jnp.float32))

    def __call__(self, X):
        raise NotImplementedError()


# %% the method is called __int__ verdict="wrong" fails=["test_bias", "test_input_unchanged", "test_not_2d", "test_parameters", "test_random_start", "test_values", "test_weight_gradient"] says=["init_misspelt"]
class Conv2D(nnx.Module):
    def __int__(self, kernel_size, *, rngs):
        self.weight = nnx.Param(jax.random.uniform(rngs.params(), kernel_size, jnp.float32))
        self.bias = nnx.Param(jnp.zeros(1, jnp.float32))

    def __call__(self, X):
        return corr2d(X, self.weight[...]) + self.bias[...]


# %% returns the image verdict="wrong" fails=["test_bias", "test_input_unchanged", "test_not_2d", "test_random_start", "test_values", "test_weight_gradient"] says=["bias_forgotten", "weight_not_used"]
class Conv2D(nnx.Module):
    def __init__(self, kernel_size, *, rngs):
        self.weight = nnx.Param(jax.random.uniform(rngs.params(), kernel_size, jnp.float32))
        self.bias = nnx.Param(jnp.zeros(1, jnp.float32))

    def __call__(self, X):
        return X


# %% remembers the output of its first image verdict="wrong" fails=["test_values"]
class Conv2D(nnx.Module):
    def __init__(self, kernel_size, *, rngs):
        self.weight = nnx.Param(jax.random.uniform(rngs.params(), kernel_size, jnp.float32))
        self.bias = nnx.Param(jnp.zeros(1, jnp.float32))
        self.first = nnx.data(None)

    def __call__(self, X):
        if X.ndim != 2:
            raise ValueError("2-D images only")
        if self.first is None:
            self.first = corr2d(X, self.weight[...])
        return self.first + self.bias[...]


# %% the layer of classroom/given.py, handed in as one's own verdict="wrong" fails=["test_bias", "test_input_unchanged", "test_random_start", "test_values", "test_weight_gradient"]
from classroom.given import Conv2D


# %% the bias is a number from the start verdict="wrong" fails=["test_bias", "test_parameters"] says=["bias_detached", "parameters_not_registered"]
class Conv2D(nnx.Module):
    def __init__(self, kernel_size, *, rngs):
        self.weight = nnx.Param(jax.random.uniform(rngs.params(), kernel_size, jnp.float32))
        self.bias = 0.0

    def __call__(self, X):
        if X.ndim != 2:
            raise ValueError("2-D images only")
        return corr2d(X, self.weight[...]) + self.bias
