# %% corr2d and a bias verdict="right"
class Conv2D:
    def __init__(self, kernel_size):
        self.weight = np.random.rand(*kernel_size).astype(np.float32)
        self.bias = np.zeros(1, dtype=np.float32)

    def __call__(self, X):
        if X.ndim != 2:
            raise ValueError("2-D images only")
        return corr2d(X, self.weight) + self.bias

    def gradients(self, X, dY):
        return {"weight": corr2d(X, dY), "bias": dY.sum(keepdims=True).reshape(1)}

# %% leaves the error to corr2d verdict="right"
class Conv2D:
    def __init__(self, kernel_size):
        self.weight = np.float32(np.random.normal(size=kernel_size))
        self.bias = np.float32([0])

    def __call__(self, X):
        return corr2d(X, self.weight) + self.bias

    def gradients(self, X, dY):
        return dict(weight=corr2d(X, dY), bias=np.sum(dY)[None])

# %% its own loops verdict="right"
class Conv2D:
    def __init__(self, kernel_size):
        h, w = kernel_size
        self.bias = np.zeros((1,), "f4")
        self.weight = np.random.uniform(-1, 1, (h, w)).astype("f4")

    def __call__(self, X):
        if len(X.shape) != 2:
            raise ValueError
        h, w = self.weight.shape
        Y = np.empty((X.shape[0] - h + 1, X.shape[1] - w + 1), dtype=X.dtype)
        for i in range(Y.shape[0]):
            for j in range(Y.shape[1]):
                Y[i, j] = (X[i : i + h, j : j + w] * self.weight).sum() + self.bias[0]
        return Y

    def gradients(self, X, dY):
        h, w = self.weight.shape
        dK, db = np.zeros_like(self.weight), np.zeros_like(self.bias)
        for i in range(dY.shape[0]):
            for j in range(dY.shape[1]):
                dK += dY[i, j] * X[i : i + h, j : j + w]
                db[0] += dY[i, j]
        return {"bias": db, "weight": dK}

# %% windows and einsum, with a generator of its own verdict="right"
class Conv2D:
    rng = np.random.default_rng()

    def __init__(self, kernel_size, scale=0.1):
        self.weight = scale * self.rng.standard_normal(tuple(kernel_size), dtype=np.float32)
        self.bias = np.zeros(1, np.float32)

    def __call__(self, X):
        if X.ndim != 2:
            raise ValueError("X")
        windows = np.lib.stride_tricks.sliding_window_view(X, self.weight.shape)
        return np.einsum("ijkl,kl->ij", windows, self.weight) + self.bias

    def gradients(self, X, dY):
        windows = np.lib.stride_tricks.sliding_window_view(X, self.weight.shape)
        return {"weight": np.einsum("ijkl,ij->kl", windows, dY), "bias": np.array([dY.sum()])}

# %% a product of matrices, of windows by fancy indexing verdict="right"
class Conv2D:
    def __init__(self, kernel_size):
        self.weight = np.random.randn(*kernel_size).astype(np.float32)
        self.bias = np.zeros(1).astype(np.float32)

    def windows(self, X):
        (h, w), (n, m) = self.weight.shape, X.shape
        rows = np.arange(n - h + 1)[:, None, None, None] + np.arange(h)[:, None]
        columns = np.arange(m - w + 1)[:, None, None] + np.arange(w)
        return X[rows, columns]

    def __call__(self, X):
        if X.ndim != 2:
            raise ValueError("X")
        windows = self.windows(X)
        return (windows.reshape(-1, self.weight.size) @ self.weight.ravel()).reshape(windows.shape[:2]) + self.bias

    def gradients(self, X, dY):
        columns = self.windows(X).reshape(dY.size, self.weight.size)
        return {"weight": (dY.ravel() @ columns).reshape(self.weight.shape), "bias": dY.reshape(1, -1).sum(axis=1)}

# %% a sum of shifted images, in a class with a base verdict="right"
class Layer:
    def __call__(self, X):
        if np.ndim(X) != 2:
            raise ValueError("not an image")
        return self.forward(X)


class Conv2D(Layer):
    def __init__(self, kernel_size):
        self.kernel_size = kernel_size
        self.weight = np.random.random(kernel_size).astype(np.float32)
        self.bias = np.zeros(1, dtype=np.float32)
        self.calls = 0

    def parts(self, X):
        rows, columns = self.weight.shape
        height, width = X.shape[0] - rows + 1, X.shape[1] - columns + 1
        for p, q in np.ndindex(rows, columns):
            yield X[p : p + height, q : q + width]

    def forward(self, X):
        self.calls += 1
        return sum((part * number for part, number in zip(self.parts(X), self.weight.flat)), self.bias)

    def gradients(self, X, dY):
        dK = [np.vdot(part, dY) for part in self.parts(X)]
        return {"weight": np.reshape(dK, self.weight.shape), "bias": np.atleast_1d(dY.sum())}

# %% noisy verdict="right"
import sys
import warnings


def draw(shape):
    print("drawing", shape)
    return (2 * np.random.rand(*shape) - 1).astype(np.float32)


class Conv2D:
    def __init__(self, kernel_size):
        self.weight, self.bias = draw(kernel_size), np.zeros(1, np.float32)
        warnings.warn("a warning")

    def __call__(self, X):
        print("call", X.shape, file=sys.stderr)
        if X.ndim != 2:
            raise ValueError(f"I want 2 axes and not {X.ndim}")
        return corr2d(X, self.weight) + self.bias

    def gradients(self, X, dY):
        print("gradients")
        return {"weight": corr2d(X, dY), "bias": np.array([dY.sum()])}


layer = Conv2D((2, 2))
print(layer(np.eye(4)), layer.gradients(np.eye(4), np.ones((3, 3))))

# %% the gradient of the bias as a number verdict="right"
class Conv2D:
    def __init__(self, kernel_size):
        self.weight = np.random.randn(*kernel_size).astype(np.float32)
        self.bias = np.zeros(1, dtype=np.float32)

    def __call__(self, X):
        if X.ndim != 2:
            raise ValueError
        return corr2d(X, self.weight) + self.bias

    def gradients(self, X, dY):
        return {"weight": corr2d(X, dY), "bias": dY.sum()}

# %% the bias is forgotten verdict="wrong" fails=["test_bias"] says=["bias_forgotten"]
class Conv2D:
    def __init__(self, kernel_size):
        self.weight = np.random.rand(*kernel_size).astype(np.float32)
        self.bias = np.zeros(1, dtype=np.float32)

    def __call__(self, X):
        return corr2d(X, self.weight)

    def gradients(self, X, dY):
        return {"weight": corr2d(X, dY), "bias": np.array([dY.sum()])}

# %% the bias is added inside the window verdict="wrong" fails=["test_bias"] says=["bias_per_element"]
class Conv2D:
    def __init__(self, kernel_size):
        self.weight = np.random.rand(*kernel_size).astype(np.float32)
        self.bias = np.zeros(1, dtype=np.float32)

    def __call__(self, X):
        if X.ndim != 2:
            raise ValueError("X")
        windows = np.lib.stride_tricks.sliding_window_view(X, self.weight.shape)
        return (windows * self.weight + self.bias).sum((-1, -2))

    def gradients(self, X, dY):
        return {"weight": corr2d(X, dY), "bias": np.array([dY.sum()])}

# %% the bias is added to the image verdict="wrong" fails=["test_bias"] says=["bias_times_weight"]
class Conv2D:
    def __init__(self, kernel_size):
        self.weight = np.random.rand(*kernel_size).astype(np.float32)
        self.bias = np.zeros(1, dtype=np.float32)

    def __call__(self, X):
        if X.ndim != 2:
            raise ValueError("X")
        return corr2d(X + self.bias, self.weight)

    def gradients(self, X, dY):
        return {"weight": corr2d(X, dY), "bias": np.array([dY.sum()])}

# %% the bias is added to the kernel verdict="wrong" fails=["test_bias", "test_input_unchanged"] says=["bias_in_kernel"]
class Conv2D:
    def __init__(self, kernel_size):
        self.weight = np.random.rand(*kernel_size).astype(np.float32)
        self.bias = np.zeros(1, dtype=np.float32)

    def __call__(self, X):
        return corr2d(X, self.weight + self.bias)

    def gradients(self, X, dY):
        return {"weight": corr2d(X, dY), "bias": np.array([dY.sum()])}

# %% the bias is subtracted verdict="wrong" fails=["test_bias"]
class Conv2D:
    def __init__(self, kernel_size):
        self.weight = np.random.rand(*kernel_size).astype(np.float32)
        self.bias = np.zeros(1, dtype=np.float32)

    def __call__(self, X):
        return corr2d(X, self.weight) - self.bias

    def gradients(self, X, dY):
        return {"weight": corr2d(X, dY), "bias": np.array([dY.sum()])}

# %% the bias is added twice to dark outputs verdict="wrong" fails=["test_bias"]
class Conv2D:
    def __init__(self, kernel_size):
        self.weight = np.random.rand(*kernel_size).astype(np.float32)
        self.bias = np.zeros(1, dtype=np.float32)

    def __call__(self, X):
        Y = corr2d(X, self.weight) + self.bias
        return Y + self.bias if Y.sum() < 0 else Y

    def gradients(self, X, dY):
        return {"weight": corr2d(X, dY), "bias": np.array([dY.sum()])}

# %% no gradient of the bias verdict="wrong" fails=["test_bias"] says=["bias_detached"]
class Conv2D:
    def __init__(self, kernel_size):
        self.weight = np.random.rand(*kernel_size).astype(np.float32)
        self.bias = np.zeros(1, dtype=np.float32)

    def __call__(self, X):
        return corr2d(X, self.weight) + self.bias

    def gradients(self, X, dY):
        return {"weight": corr2d(X, dY)}

# %% the gradient of the bias is an average verdict="wrong" fails=["test_bias"]
class Conv2D:
    def __init__(self, kernel_size):
        self.weight = np.random.rand(*kernel_size).astype(np.float32)
        self.bias = np.zeros(1, dtype=np.float32)

    def __call__(self, X):
        return corr2d(X, self.weight) + self.bias

    def gradients(self, X, dY):
        return {"weight": corr2d(X, dY), "bias": np.array([dY.mean()])}

# %% the gradient of the bias is one verdict="wrong" fails=["test_bias"]
class Conv2D:
    def __init__(self, kernel_size):
        self.weight = np.random.rand(*kernel_size).astype(np.float32)
        self.bias = np.zeros(1, dtype=np.float32)

    def __call__(self, X):
        return corr2d(X, self.weight) + self.bias

    def gradients(self, X, dY):
        return {"weight": corr2d(X, dY), "bias": np.ones(1)}

# %% no gradient of the weight verdict="wrong" fails=["test_weight_gradient"] says=["weight_detached"]
class Conv2D:
    def __init__(self, kernel_size):
        self.weight = np.random.rand(*kernel_size).astype(np.float32)
        self.bias = np.zeros(1, dtype=np.float32)

    def __call__(self, X):
        return corr2d(X, self.weight) + self.bias

    def gradients(self, X, dY):
        return {"bias": np.array([dY.sum()])}

# %% the gradient of the weight is turned verdict="wrong" fails=["test_weight_gradient"]
class Conv2D:
    def __init__(self, kernel_size):
        self.weight = np.random.rand(*kernel_size).astype(np.float32)
        self.bias = np.zeros(1, dtype=np.float32)

    def __call__(self, X):
        return corr2d(X, self.weight) + self.bias

    def gradients(self, X, dY):
        return {"weight": corr2d(X, dY)[::-1, ::-1], "bias": np.array([dY.sum()])}

# %% the gradient of the weight is that of the image verdict="wrong" fails=["test_weight_gradient"]
class Conv2D:
    def __init__(self, kernel_size):
        self.weight = np.random.rand(*kernel_size).astype(np.float32)
        self.bias = np.zeros(1, dtype=np.float32)

    def __call__(self, X):
        return corr2d(X, self.weight) + self.bias

    def gradients(self, X, dY):
        h, w = self.weight.shape
        border = np.pad(dY, ((h - 1, h - 1), (w - 1, w - 1)))
        return {"weight": corr2d(border, self.weight[::-1, ::-1]), "bias": np.array([dY.sum()])}

# %% dY is not used verdict="wrong" fails=["test_bias", "test_weight_gradient"]
class Conv2D:
    def __init__(self, kernel_size):
        self.weight = np.random.rand(*kernel_size).astype(np.float32)
        self.bias = np.zeros(1, dtype=np.float32)

    def __call__(self, X):
        return corr2d(X, self.weight) + self.bias

    def gradients(self, X, dY):
        dY = np.ones_like(dY)
        return {"weight": corr2d(X, dY), "bias": np.array([dY.sum()])}

# %% a pair of gradients in place of a dict verdict="wrong" fails=["test_bias", "test_weight_gradient"] says=["bias_detached", "weight_detached"]
class Conv2D:
    def __init__(self, kernel_size):
        self.weight = np.random.rand(*kernel_size).astype(np.float32)
        self.bias = np.zeros(1, dtype=np.float32)

    def __call__(self, X):
        return corr2d(X, self.weight) + self.bias

    def gradients(self, X, dY):
        return corr2d(X, dY), np.array([dY.sum()])

# %% no method gradients verdict="wrong" fails=["test_bias", "test_weight_gradient"] says=["bias_detached", "weight_detached"]
class Conv2D:
    def __init__(self, kernel_size):
        self.weight = np.random.rand(*kernel_size).astype(np.float32)
        self.bias = np.zeros(1, dtype=np.float32)

    def __call__(self, X):
        return corr2d(X, self.weight) + self.bias

# %% gradients is not written yet verdict="wrong" fails=["test_bias", "test_weight_gradient"]
class Conv2D:
    def __init__(self, kernel_size):
        self.weight = np.random.rand(*kernel_size).astype(np.float32)
        self.bias = np.zeros(1, dtype=np.float32)

    def __call__(self, X):
        return corr2d(X, self.weight) + self.bias

    def gradients(self, X, dY):
        raise NotImplementedError()

# %% lists for parameters verdict="wrong" fails=["test_parameters", "test_random_start"] says=["parameters_not_registered"]
class Conv2D:
    def __init__(self, kernel_size):
        self.weight = np.random.rand(*kernel_size).tolist()
        self.bias = [0.0]

    def __call__(self, X):
        return corr2d(X, np.array(self.weight, X.dtype)) + np.array(self.bias, X.dtype)

    def gradients(self, X, dY):
        return {"weight": corr2d(X, dY), "bias": np.array([dY.sum()])}

# %% a number for the bias verdict="wrong" fails=["test_parameters"] says=["parameters_not_registered"]
class Conv2D:
    def __init__(self, kernel_size):
        self.weight = np.random.rand(*kernel_size).astype(np.float32)
        self.bias = 0.0

    def __call__(self, X):
        return corr2d(X, self.weight) + self.bias

    def gradients(self, X, dY):
        return {"weight": corr2d(X, dY), "bias": np.array([dY.sum()])}

# %% the weight starts at zero verdict="wrong" fails=["test_random_start"]
class Conv2D:
    def __init__(self, kernel_size):
        self.weight = np.zeros(kernel_size, dtype=np.float32)
        self.bias = np.zeros(1, dtype=np.float32)

    def __call__(self, X):
        return corr2d(X, self.weight) + self.bias

    def gradients(self, X, dY):
        return {"weight": corr2d(X, dY), "bias": np.array([dY.sum()])}

# %% the seed is set in every layer verdict="wrong" fails=["test_random_start"]
class Conv2D:
    def __init__(self, kernel_size):
        np.random.seed(0)
        self.weight = np.random.rand(*kernel_size).astype(np.float32)
        self.bias = np.zeros(1, dtype=np.float32)

    def __call__(self, X):
        return corr2d(X, self.weight) + self.bias

    def gradients(self, X, dY):
        return {"weight": corr2d(X, dY), "bias": np.array([dY.sum()])}

# %% a random bias verdict="wrong" fails=["test_parameters"]
class Conv2D:
    def __init__(self, kernel_size):
        self.weight = np.random.rand(*kernel_size).astype(np.float32)
        self.bias = np.random.rand(1).astype(np.float32) + np.float32(0.1)

    def __call__(self, X):
        return corr2d(X, self.weight) + self.bias

    def gradients(self, X, dY):
        return {"weight": corr2d(X, dY), "bias": np.array([dY.sum()])}

# %% a bias without axes verdict="wrong" fails=["test_parameters"]
class Conv2D:
    def __init__(self, kernel_size):
        self.weight = np.random.rand(*kernel_size).astype(np.float32)
        self.bias = np.array(0, dtype=np.float32)

    def __call__(self, X):
        return corr2d(X, self.weight) + self.bias

    def gradients(self, X, dY):
        return {"weight": corr2d(X, dY), "bias": np.array([dY.sum()])}

# %% a third array verdict="wrong" fails=["test_parameters"]
class Conv2D:
    def __init__(self, kernel_size):
        self.weight = np.random.rand(*kernel_size).astype(np.float32)
        self.bias = np.zeros(1, dtype=np.float32)
        self.gain = np.ones(1, dtype=np.float32)

    def __call__(self, X):
        return self.gain.astype(X.dtype) * corr2d(X, self.weight) + self.bias

    def gradients(self, X, dY):
        return {"weight": corr2d(X, dY), "bias": np.array([dY.sum()])}

# %% parameters in float64 verdict="wrong" fails=["test_parameters"]
class Conv2D:
    def __init__(self, kernel_size):
        self.weight = np.random.rand(*kernel_size)
        self.bias = np.zeros(1)

    def __call__(self, X):
        return corr2d(X, self.weight) + self.bias

    def gradients(self, X, dY):
        return {"weight": corr2d(X, dY), "bias": np.array([dY.sum()])}

# %% a weight with batch and channel axes verdict="wrong" fails=["test_parameters"]
class Conv2D:
    def __init__(self, kernel_size):
        self.weight = np.random.rand(1, 1, *kernel_size).astype(np.float32)
        self.bias = np.zeros(1, dtype=np.float32)

    def __call__(self, X):
        return corr2d(X, self.weight[0, 0]) + self.bias

    def gradients(self, X, dY):
        return {"weight": corr2d(X, dY), "bias": np.array([dY.sum()])}

# %% other names for the parameters verdict="wrong" fails=["test_bias", "test_input_unchanged", "test_parameters", "test_random_start", "test_values", "test_weight_gradient"]
class Conv2D:
    def __init__(self, kernel_size):
        self.kernel = np.random.rand(*kernel_size).astype(np.float32)
        self.b = np.zeros(1, dtype=np.float32)

    def __call__(self, X):
        return corr2d(X, self.kernel) + self.b

    def gradients(self, X, dY):
        return {"weight": corr2d(X, dY), "bias": np.array([dY.sum()])}

# %% the bias is called bais verdict="wrong" fails=["test_bias", "test_input_unchanged", "test_parameters", "test_values", "test_weight_gradient"] says=["parameter_misspelt"]
class Conv2D:
    def __init__(self, kernel_size):
        self.weight = np.random.rand(*kernel_size).astype(np.float32)
        self.bais = np.zeros(1, dtype=np.float32)

    def __call__(self, X):
        return corr2d(X, self.weight) + self.bais

    def gradients(self, X, dY):
        return {"weight": corr2d(X, dY), "bias": np.array([dY.sum()])}

# %% width first verdict="wrong" fails=["test_parameters", "test_values", "test_weight_gradient"] says=["height_width_swapped"]
class Conv2D:
    def __init__(self, kernel_size):
        self.weight = np.random.rand(*kernel_size[::-1]).astype(np.float32)
        self.bias = np.zeros(1, dtype=np.float32)

    def __call__(self, X):
        return corr2d(X, self.weight) + self.bias

    def gradients(self, X, dY):
        return {"weight": corr2d(X, dY), "bias": np.array([dY.sum()])}

# %% only square kernels verdict="wrong" fails=["test_bias", "test_parameters", "test_values", "test_weight_gradient"]
class Conv2D:
    def __init__(self, kernel_size):
        self.weight = np.random.rand(kernel_size[0], kernel_size[0]).astype(np.float32)
        self.bias = np.zeros(1, dtype=np.float32)

    def __call__(self, X):
        return corr2d(X, self.weight) + self.bias

    def gradients(self, X, dY):
        return {"weight": corr2d(X, dY), "bias": np.array([dY.sum()])}

# %% always float32 verdict="wrong" fails=["test_values"]
class Conv2D:
    def __init__(self, kernel_size):
        self.weight = np.random.rand(*kernel_size).astype(np.float32)
        self.bias = np.zeros(1, dtype=np.float32)

    def __call__(self, X):
        return corr2d(X.astype(np.float32), self.weight.astype(np.float32)) + self.bias.astype(np.float32)

    def gradients(self, X, dY):
        return {"weight": corr2d(X, dY), "bias": np.array([dY.sum()])}

# %% the kernel is flipped verdict="wrong" fails=["test_values"] says=["kernel_flipped"]
class Conv2D:
    def __init__(self, kernel_size):
        self.weight = np.random.rand(*kernel_size).astype(np.float32)
        self.bias = np.zeros(1, dtype=np.float32)

    def __call__(self, X):
        return corr2d(X, self.weight[::-1, ::-1]) + self.bias

    def gradients(self, X, dY):
        return {"weight": corr2d(X, dY), "bias": np.array([dY.sum()])}

# %% zeros around the image verdict="wrong" fails=["test_bias", "test_input_unchanged", "test_values", "test_weight_gradient"] says=["zero_padding"]
class Conv2D:
    def __init__(self, kernel_size):
        self.weight = np.random.rand(*kernel_size).astype(np.float32)
        self.bias = np.zeros(1, dtype=np.float32)

    def __call__(self, X):
        if X.ndim != 2:
            raise ValueError("X")
        h, w = self.weight.shape
        padded = np.pad(X, (((h - 1) // 2, h // 2), ((w - 1) // 2, w // 2)))
        return corr2d(padded, self.weight) + np.abs(self.bias)

    def gradients(self, X, dY):
        return {"weight": corr2d(X, dY), "bias": np.array([dY.sum()])}

# %% absolute values verdict="wrong" fails=["test_values"] says=["absolute_value"]
class Conv2D:
    def __init__(self, kernel_size):
        self.weight = np.random.rand(*kernel_size).astype(np.float32)
        self.bias = np.zeros(1, dtype=np.float32)

    def __call__(self, X):
        return np.abs(corr2d(X, self.weight)) + self.bias

    def gradients(self, X, dY):
        return {"weight": corr2d(X, dY), "bias": np.array([dY.sum()])}

# %% a new weight at every call verdict="wrong" fails=["test_bias", "test_input_unchanged", "test_random_start", "test_values"]
class Conv2D:
    def __init__(self, kernel_size):
        self.weight = np.random.rand(*kernel_size).astype(np.float32)
        self.bias = np.zeros(1, dtype=np.float32)

    def __call__(self, X):
        drawn = np.random.rand(*self.weight.shape).astype(X.dtype)
        return corr2d(X, drawn) + self.bias

    def gradients(self, X, dY):
        return {"weight": corr2d(X, dY), "bias": np.array([dY.sum()])}

# %% the edge kernel, whatever the weight verdict="wrong" fails=["test_input_unchanged", "test_random_start", "test_values"] says=["weight_not_used"]
class Conv2D:
    def __init__(self, kernel_size):
        self.weight = np.random.rand(*kernel_size).astype(np.float32)
        self.bias = np.zeros(1, dtype=np.float32)

    def __call__(self, X):
        K = np.zeros(self.weight.shape, X.dtype)
        K[0, 0], K[-1, -1] = 1, -1
        return corr2d(X, K) + self.bias

    def gradients(self, X, dY):
        return {"weight": corr2d(X, dY), "bias": np.array([dY.sum()])}

# %% NumPy's own, row by row verdict="wrong" fails=["test_bias", "test_input_unchanged", "test_random_start", "test_values", "test_weight_gradient"]
class Conv2D:
    def __init__(self, kernel_size):
        self.weight = np.random.rand(*kernel_size).astype(np.float32)
        self.bias = np.zeros(1, dtype=np.float32)

    def __call__(self, X):
        if X.ndim != 2:
            raise ValueError("X")
        h = len(self.weight)
        rows = range(X.shape[0] - h + 1)
        return np.stack([sum(np.correlate(X[i + a], self.weight[a]) for a in range(h)) for i in rows]) + self.bias

    def gradients(self, X, dY):
        return {"weight": corr2d(X, dY), "bias": np.array([dY.sum()])}

# %% a batch passes in silence, as in the book verdict="wrong" fails=["test_not_2d"]
class Conv2D:
    def __init__(self, kernel_size):
        self.weight = np.random.rand(*kernel_size).astype(np.float32)
        self.bias = np.zeros(1, dtype=np.float32)

    def __call__(self, X):
        h, w = self.weight.shape
        Y = np.zeros((X.shape[0] - h + 1, X.shape[1] - w + 1), dtype=X.dtype)
        for i in range(Y.shape[0]):
            for j in range(Y.shape[1]):
                Y[i, j] = (X[i : i + h, j : j + w] * self.weight).sum()
        return Y + self.bias

    def gradients(self, X, dY):
        return {"weight": corr2d(X, dY), "bias": np.array([dY.sum()])}

# %% a batch of one is unpacked verdict="wrong" fails=["test_not_2d"]
class Conv2D:
    def __init__(self, kernel_size):
        self.weight = np.random.rand(*kernel_size).astype(np.float32)
        self.bias = np.zeros(1, dtype=np.float32)

    def __call__(self, X):
        return corr2d(X.squeeze(), self.weight) + self.bias

    def gradients(self, X, dY):
        return {"weight": corr2d(X, dY), "bias": np.array([dY.sum()])}

# %% an assertion instead of the error verdict="wrong" fails=["test_not_2d"]
class Conv2D:
    def __init__(self, kernel_size):
        self.weight = np.random.rand(*kernel_size).astype(np.float32)
        self.bias = np.zeros(1, dtype=np.float32)

    def __call__(self, X):
        assert X.ndim == 2, "2-D images only"
        return corr2d(X, self.weight) + self.bias

    def gradients(self, X, dY):
        return {"weight": corr2d(X, dY), "bias": np.array([dY.sum()])}

# %% returns the error verdict="wrong" fails=["test_not_2d"]
class Conv2D:
    def __init__(self, kernel_size):
        self.weight = np.random.rand(*kernel_size).astype(np.float32)
        self.bias = np.zeros(1, dtype=np.float32)

    def __call__(self, X):
        if X.ndim != 2:
            return ValueError("2-D images only")
        return corr2d(X, self.weight) + self.bias

    def gradients(self, X, dY):
        return {"weight": corr2d(X, dY), "bias": np.array([dY.sum()])}

# %% writes into the image verdict="wrong" fails=["test_input_unchanged"] says=["writes_into_input"]
class Conv2D:
    def __init__(self, kernel_size):
        self.weight = np.random.rand(*kernel_size).astype(np.float32)
        self.bias = np.zeros(1, dtype=np.float32)

    def __call__(self, X):
        X *= 0.5
        return 2 * corr2d(X, self.weight) + self.bias

    def gradients(self, X, dY):
        return {"weight": corr2d(X, dY), "bias": np.array([dY.sum()])}

# %% the method is called call verdict="wrong" fails=["test_bias", "test_input_unchanged", "test_not_2d", "test_parameters", "test_random_start", "test_values", "test_weight_gradient"]
class Conv2D:
    def __init__(self, kernel_size):
        self.weight = np.random.rand(*kernel_size).astype(np.float32)
        self.bias = np.zeros(1, dtype=np.float32)

    def call(self, X):
        return corr2d(X, self.weight) + self.bias

    def gradients(self, X, dY):
        return {"weight": corr2d(X, dY), "bias": np.array([dY.sum()])}

# %% __call__ is not written yet verdict="wrong" fails=["test_bias", "test_input_unchanged", "test_not_2d", "test_random_start", "test_values", "test_weight_gradient"]
class Conv2D:
    def __init__(self, kernel_size):
        self.weight = np.random.rand(*kernel_size).astype(np.float32)
        self.bias = np.zeros(1, dtype=np.float32)

    def __call__(self, X):
        raise NotImplementedError()

    def gradients(self, X, dY):
        return {"weight": corr2d(X, dY), "bias": np.array([dY.sum()])}

# %% the method is called __int__ verdict="wrong" fails=["test_bias", "test_input_unchanged", "test_not_2d", "test_parameters", "test_random_start", "test_values", "test_weight_gradient"] says=["init_misspelt"]
class Conv2D:
    def __int__(self, kernel_size):
        self.weight = np.random.rand(*kernel_size).astype(np.float32)
        self.bias = np.zeros(1, dtype=np.float32)

    def __call__(self, X):
        return corr2d(X, self.weight) + self.bias

    def gradients(self, X, dY):
        return {"weight": corr2d(X, dY), "bias": np.array([dY.sum()])}

# %% returns the image verdict="wrong" fails=["test_bias", "test_input_unchanged", "test_not_2d", "test_random_start", "test_values", "test_weight_gradient"] says=["bias_forgotten", "weight_not_used"]
class Conv2D:
    def __init__(self, kernel_size):
        self.weight = np.random.rand(*kernel_size).astype(np.float32)
        self.bias = np.zeros(1, dtype=np.float32)

    def __call__(self, X):
        return X

    def gradients(self, X, dY):
        return {"weight": corr2d(X, dY), "bias": np.array([dY.sum()])}

# %% remembers the output of its first image verdict="wrong" fails=["test_values"]
class Conv2D:
    def __init__(self, kernel_size):
        self.weight = np.random.rand(*kernel_size).astype(np.float32)
        self.bias = np.zeros(1, dtype=np.float32)
        self.first = None

    def __call__(self, X):
        if X.ndim != 2:
            raise ValueError
        if self.first is None:
            self.first = corr2d(X, self.weight)
        return self.first + self.bias

    def gradients(self, X, dY):
        return {"weight": corr2d(X, dY), "bias": np.array([dY.sum()])}

# %% the layer of classroom/given.py, handed in as one's own verdict="wrong" fails=["test_bias", "test_input_unchanged", "test_random_start", "test_values", "test_weight_gradient"]
from classroom.given import Conv2D

# %% NumPy's own for the gradient alone verdict="wrong" fails=["test_bias", "test_weight_gradient"]
class Conv2D:
    def __init__(self, kernel_size):
        self.weight = np.random.rand(*kernel_size).astype(np.float32)
        self.bias = np.zeros(1, dtype=np.float32)

    def __call__(self, X):
        if X.ndim != 2:
            raise ValueError("2-D only")
        return corr2d(X, self.weight) + self.bias

    def gradients(self, X, dY):
        rows, height = range(len(dY)), self.weight.shape[0]
        weight = np.stack([sum(np.correlate(X[a + i], dY[i]) for i in rows) for a in range(height)])
        return {"weight": weight, "bias": dY.sum().reshape(1)}
