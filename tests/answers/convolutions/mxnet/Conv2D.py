# %% corr2d and a bias verdict="right"
class Conv2D(nn.Block):
    def __init__(self, kernel_size):
        super().__init__()
        self.weight = self.params.get("weight", shape=kernel_size, init="uniform")
        self.bias = self.params.get("bias", shape=(1,), init="zeros")

    def forward(self, X):
        if X.ndim != 2:
            raise ValueError("2-D only")
        return corr2d(X, self.weight.data()) + self.bias.data()

# %% leaves the error to corr2d, and initializes itself verdict="right"
class Conv2D(nn.Block):
    def __init__(self, kernel_size):
        super().__init__()
        with self.name_scope():
            self.weight = self.params.get("weight", shape=kernel_size, init="uniform")
            self.bias = self.params.get("bias", shape=(1,), init="zeros")
        self.initialize()

    def forward(self, X):
        return self.bias.data() + corr2d(X, self.weight.data())

# %% loops, and stacks of lists verdict="right"
class Conv2D(nn.Block):
    def __init__(self, kernel_size):
        super().__init__()
        self.weight = self.params.get("weight", shape=kernel_size, init="uniform")
        self.bias = self.params.get("bias", shape=(1,), init="zeros")

    def forward(self, X):
        if X.ndim != 2:
            raise ValueError("2-D only")
        K, b = self.weight.data(), self.bias.data()
        (k_h, k_w), (n_h, n_w) = K.shape, X.shape
        rows = []
        for i in range(n_h - k_h + 1):
            rows.append(np.stack([(X[i : i + k_h, j : j + k_w] * K).sum() for j in range(n_w - k_w + 1)]))
        return np.stack(rows) + b

# %% an initializer of its own, and a sum of shifted images verdict="right"
import mxnet


class Conv2D(nn.Block):
    def __init__(self, kernel_size):
        super().__init__()
        self.weight = self.params.get("weight", shape=kernel_size, init=mxnet.init.Normal(0.5))
        self.bias = self.params.get("bias", shape=(1,), init=mxnet.init.Zero())

    def forward(self, X):
        if X.ndim != 2:
            raise ValueError("2-D only")
        K = self.weight.data()
        height, width = X.shape[0] - K.shape[0] + 1, X.shape[1] - K.shape[1] + 1
        Y = self.bias.data()
        for a in range(K.shape[0]):
            for b in range(K.shape[1]):
                Y = Y + K[a, b] * X[a : a + height, b : b + width]
        return Y

# %% a HybridBlock, hybridized, that is called as a Block verdict="right"
class Conv2D(nn.HybridBlock):
    def __init__(self, kernel_size):
        super().__init__()
        self.weight = self.params.get("weight", shape=kernel_size, init="uniform")
        self.bias = self.params.get("bias", shape=(1,), init="zeros")
        self.hybridize()

    def forward(self, X):
        if X.ndim != 2:
            raise ValueError("2-D only")
        return corr2d(X, self.weight.data()) + self.bias.data()

# %% the bias is forgotten verdict="wrong" fails=["test_bias"] says=["bias_forgotten"]
class Conv2D(nn.Block):
    def __init__(self, kernel_size):
        super().__init__()
        self.weight = self.params.get("weight", shape=kernel_size, init="uniform")
        self.bias = self.params.get("bias", shape=(1,), init="zeros")

    def forward(self, X):
        if X.ndim != 2:
            raise ValueError("2-D only")
        return corr2d(X, self.weight.data())

# %% the bias is added inside the window verdict="wrong" fails=["test_bias"] says=["bias_per_element"]
class Conv2D(nn.Block):
    def __init__(self, kernel_size):
        super().__init__()
        self.weight = self.params.get("weight", shape=kernel_size, init="uniform")
        self.bias = self.params.get("bias", shape=(1,), init="zeros")

    def forward(self, X):
        if X.ndim != 2:
            raise ValueError("2-D only")
        return corr2d(X, self.weight.data()) + self.weight.data().size * self.bias.data()

# %% the bias as a plain number verdict="wrong" fails=["test_bias"] says=["bias_detached"]
class Conv2D(nn.Block):
    def __init__(self, kernel_size):
        super().__init__()
        self.weight = self.params.get("weight", shape=kernel_size, init="uniform")
        self.bias = self.params.get("bias", shape=(1,), init="zeros")

    def forward(self, X):
        if X.ndim != 2:
            raise ValueError("2-D only")
        return corr2d(X, self.weight.data()) + self.bias.data().item()

# %% the bias is added to the image verdict="wrong" fails=["test_bias"] says=["bias_times_weight"]
class Conv2D(nn.Block):
    def __init__(self, kernel_size):
        super().__init__()
        self.weight = self.params.get("weight", shape=kernel_size, init="uniform")
        self.bias = self.params.get("bias", shape=(1,), init="zeros")

    def forward(self, X):
        if X.ndim != 2:
            raise ValueError("2-D only")
        return corr2d(X + self.bias.data(), self.weight.data())

# %% the bias is added to the kernel verdict="wrong" fails=["test_bias", "test_input_unchanged"] says=["bias_in_kernel"]
class Conv2D(nn.Block):
    def __init__(self, kernel_size):
        super().__init__()
        self.weight = self.params.get("weight", shape=kernel_size, init="uniform")
        self.bias = self.params.get("bias", shape=(1,), init="zeros")

    def forward(self, X):
        if X.ndim != 2:
            raise ValueError("2-D only")
        return corr2d(X, self.weight.data() + self.bias.data())

# %% the bias is subtracted verdict="wrong" fails=["test_bias"]
class Conv2D(nn.Block):
    def __init__(self, kernel_size):
        super().__init__()
        self.weight = self.params.get("weight", shape=kernel_size, init="uniform")
        self.bias = self.params.get("bias", shape=(1,), init="zeros")

    def forward(self, X):
        if X.ndim != 2:
            raise ValueError("2-D only")
        return corr2d(X, self.weight.data()) - self.bias.data()

# %% the book's own, whose bias is drawn verdict="wrong" fails=["test_parameters"]
class Conv2D(nn.Block):
    def __init__(self, kernel_size):
        super().__init__()
        self.weight = self.params.get("weight", shape=kernel_size, init="uniform")
        self.bias = self.params.get("bias", shape=(1,))

    def forward(self, X):
        if X.ndim != 2:
            raise ValueError("2-D only")
        return corr2d(X, self.weight.data()) + self.bias.data()

# %% the book's own forward, in which a batch passes in silence verdict="wrong" fails=["test_bias", "test_not_2d", "test_weight_gradient"]
class Conv2D(nn.Block):
    def __init__(self, kernel_size):
        super().__init__()
        self.weight = self.params.get("weight", shape=kernel_size, init="uniform")
        self.bias = self.params.get("bias", shape=(1,), init="zeros")

    def forward(self, X):
        h, w = self.weight.shape
        Y = np.zeros((X.shape[0] - h + 1, X.shape[1] - w + 1), dtype=X.dtype)
        for i in range(Y.shape[0]):
            for j in range(Y.shape[1]):
                Y[i, j] = (X[i : i + h, j : j + w] * self.weight.data()).sum()
        return Y + self.bias.data()

# %% plain arrays for parameters verdict="wrong" fails=["test_bias", "test_parameters", "test_weight_gradient"] says=["bias_detached", "parameters_not_registered", "weight_detached"]
class Conv2D(nn.Block):
    def __init__(self, kernel_size):
        super().__init__()
        self.weight = np.random.normal(size=kernel_size)
        self.bias = np.zeros(1)

    def forward(self, X):
        if X.ndim != 2:
            raise ValueError("2-D only")
        return corr2d(X, self.weight) + self.bias

# %% parameters that the block does not know verdict="wrong" fails=["test_parameters"] says=["parameters_not_registered"]
from mxnet.gluon import Parameter


class Conv2D(nn.Block):
    def __init__(self, kernel_size):
        super().__init__()
        self.weight = Parameter("weight", shape=kernel_size, init="uniform")
        self.bias = Parameter("bias", shape=(1,), init="zeros")
        self.weight.initialize()
        self.bias.initialize()

    def forward(self, X):
        if X.ndim != 2:
            raise ValueError("2-D only")
        return corr2d(X, self.weight.data()) + self.bias.data()

# %% the weight starts at zero verdict="wrong" fails=["test_random_start"]
class Conv2D(nn.Block):
    def __init__(self, kernel_size):
        super().__init__()
        self.weight = self.params.get("weight", shape=kernel_size, init="zeros")
        self.bias = self.params.get("bias", shape=(1,), init="zeros")

    def forward(self, X):
        if X.ndim != 2:
            raise ValueError("2-D only")
        return corr2d(X, self.weight.data()) + self.bias.data()

# %% the seed is set in every layer verdict="wrong" fails=["test_random_start"]
import mxnet


class Conv2D(nn.Block):
    def __init__(self, kernel_size):
        super().__init__()
        mxnet.random.seed(3)
        self.weight = self.params.get("weight", shape=kernel_size, init="uniform")
        self.bias = self.params.get("bias", shape=(1,), init="zeros")
        self.initialize()

    def forward(self, X):
        if X.ndim != 2:
            raise ValueError("2-D only")
        return corr2d(X, self.weight.data()) + self.bias.data()

# %% a bias without axes verdict="wrong" fails=["test_parameters"]
class Conv2D(nn.Block):
    def __init__(self, kernel_size):
        super().__init__()
        self.weight = self.params.get("weight", shape=kernel_size, init="uniform")
        self.bias = self.params.get("bias", shape=(1, 1), init="zeros")

    def forward(self, X):
        if X.ndim != 2:
            raise ValueError("2-D only")
        return corr2d(X, self.weight.data()) + self.bias.data()

# %% a third parameter verdict="wrong" fails=["test_parameters"]
class Conv2D(nn.Block):
    def __init__(self, kernel_size):
        super().__init__()
        self.weight = self.params.get("weight", shape=kernel_size, init="uniform")
        self.bias = self.params.get("bias", shape=(1,), init="zeros")
        self.scale = self.params.get("scale", shape=(1,), init="ones")

    def forward(self, X):
        if X.ndim != 2:
            raise ValueError("2-D only")
        return corr2d(X, self.weight.data()) + self.bias.data()

# %% parameters in float64 verdict="wrong" fails=["test_parameters"]
class Conv2D(nn.Block):
    def __init__(self, kernel_size):
        super().__init__()
        self.weight = self.params.get("weight", shape=kernel_size, init="uniform")
        self.bias = self.params.get("bias", shape=(1,), init="zeros")
        self.initialize()
        self.cast("float64")

    def forward(self, X):
        if X.ndim != 2:
            raise ValueError("2-D only")
        return corr2d(X, self.weight.data()) + self.bias.data()

# %% other names for the parameters verdict="wrong" fails=["test_bias", "test_input_unchanged", "test_parameters", "test_random_start", "test_values", "test_weight_gradient"]
class Conv2D(nn.Block):
    def __init__(self, kernel_size):
        super().__init__()
        self.kernel = self.params.get("weight", shape=kernel_size, init="uniform")
        self.offset = self.params.get("bias", shape=(1,), init="zeros")

    def forward(self, X):
        if X.ndim != 2:
            raise ValueError("2-D only")
        return corr2d(X, self.kernel.data()) + self.offset.data()

# %% the bias is called bais verdict="wrong" fails=["test_bias", "test_input_unchanged", "test_parameters", "test_values", "test_weight_gradient"] says=["parameter_misspelt"]
class Conv2D(nn.Block):
    def __init__(self, kernel_size):
        super().__init__()
        self.weight = self.params.get("weight", shape=kernel_size, init="uniform")
        self.bais = self.params.get("bias", shape=(1,), init="zeros")

    def forward(self, X):
        if X.ndim != 2:
            raise ValueError("2-D only")
        return corr2d(X, self.weight.data()) + self.bais.data()

# %% width first verdict="wrong" fails=["test_parameters", "test_values", "test_weight_gradient"] says=["height_width_swapped"]
class Conv2D(nn.Block):
    def __init__(self, kernel_size):
        super().__init__()
        height, width = kernel_size
        self.weight = self.params.get("weight", shape=(width, height), init="uniform")
        self.bias = self.params.get("bias", shape=(1,), init="zeros")

    def forward(self, X):
        if X.ndim != 2:
            raise ValueError("2-D only")
        return corr2d(X, self.weight.data()) + self.bias.data()

# %% the weight is detached verdict="wrong" fails=["test_weight_gradient"] says=["weight_detached"]
class Conv2D(nn.Block):
    def __init__(self, kernel_size):
        super().__init__()
        self.weight = self.params.get("weight", shape=kernel_size, init="uniform")
        self.bias = self.params.get("bias", shape=(1,), init="zeros")

    def forward(self, X):
        if X.ndim != 2:
            raise ValueError("2-D only")
        return corr2d(X, self.weight.data().detach()) + self.bias.data()

# %% the weight has no gradient verdict="wrong" fails=["test_weight_gradient"] says=["weight_detached"]
class Conv2D(nn.Block):
    def __init__(self, kernel_size):
        super().__init__()
        self.weight = self.params.get("weight", shape=kernel_size, init="uniform", grad_req="null")
        self.bias = self.params.get("bias", shape=(1,), init="zeros")

    def forward(self, X):
        if X.ndim != 2:
            raise ValueError("2-D only")
        return corr2d(X, self.weight.data()) + self.bias.data()

# %% no gradient gets through verdict="wrong" fails=["test_bias", "test_weight_gradient"] says=["bias_detached", "weight_detached"]
class Conv2D(nn.Block):
    def __init__(self, kernel_size):
        super().__init__()
        self.weight = self.params.get("weight", shape=kernel_size, init="uniform")
        self.bias = self.params.get("bias", shape=(1,), init="zeros")

    def forward(self, X):
        if X.ndim != 2:
            raise ValueError("2-D only")
        return (corr2d(X, self.weight.data()) + self.bias.data()).detach()

# %% always float32 verdict="wrong" fails=["test_values"]
class Conv2D(nn.Block):
    def __init__(self, kernel_size):
        super().__init__()
        self.weight = self.params.get("weight", shape=kernel_size, init="uniform")
        self.bias = self.params.get("bias", shape=(1,), init="zeros")

    def forward(self, X):
        if X.ndim != 2:
            raise ValueError("2-D only")
        return (corr2d(X, self.weight.data()) + self.bias.data()).astype("float32")

# %% the kernel is flipped verdict="wrong" fails=["test_values", "test_weight_gradient"] says=["kernel_flipped"]
class Conv2D(nn.Block):
    def __init__(self, kernel_size):
        super().__init__()
        self.weight = self.params.get("weight", shape=kernel_size, init="uniform")
        self.bias = self.params.get("bias", shape=(1,), init="zeros")

    def forward(self, X):
        if X.ndim != 2:
            raise ValueError("2-D only")
        return corr2d(X, np.flip(self.weight.data(), (0, 1))) + self.bias.data()

# %% zeros around the image verdict="wrong" fails=["test_input_unchanged", "test_values", "test_weight_gradient"] says=["zero_padding"]
class Conv2D(nn.Block):
    def __init__(self, kernel_size):
        super().__init__()
        self.weight = self.params.get("weight", shape=kernel_size, init="uniform")
        self.bias = self.params.get("bias", shape=(1,), init="zeros")

    def forward(self, X):
        if X.ndim != 2:
            raise ValueError("2-D only")
        h, w = self.weight.shape
        X = np.pad(X, (((h - 1) // 2, h // 2), ((w - 1) // 2, w // 2)))
        return corr2d(X, self.weight.data()) + self.bias.data()

# %% absolute values verdict="wrong" fails=["test_values", "test_weight_gradient"] says=["absolute_value"]
class Conv2D(nn.Block):
    def __init__(self, kernel_size):
        super().__init__()
        self.weight = self.params.get("weight", shape=kernel_size, init="uniform")
        self.bias = self.params.get("bias", shape=(1,), init="zeros")

    def forward(self, X):
        if X.ndim != 2:
            raise ValueError("2-D only")
        return np.abs(corr2d(X, self.weight.data())) + self.bias.data()

# %% the edge kernel, whatever the weight verdict="wrong" fails=["test_input_unchanged", "test_random_start", "test_values", "test_weight_gradient"] says=["weight_detached", "weight_not_used"]
class Conv2D(nn.Block):
    def __init__(self, kernel_size):
        super().__init__()
        self.weight = self.params.get("weight", shape=kernel_size, init="uniform")
        self.bias = self.params.get("bias", shape=(1,), init="zeros")

    def forward(self, X):
        if X.ndim != 2:
            raise ValueError("2-D only")
        h, w = self.weight.shape
        K = np.zeros((h, w), dtype=X.dtype)
        K[0, 0], K[-1, -1] = 1, -1
        return corr2d(X, K) + self.bias.data()

# %% npx.convolution verdict="wrong" fails=["test_bias", "test_input_unchanged", "test_random_start", "test_values", "test_weight_gradient"]
class Conv2D(nn.Block):
    def __init__(self, kernel_size):
        super().__init__()
        self.weight = self.params.get("weight", shape=kernel_size, init="uniform")
        self.bias = self.params.get("bias", shape=(1,), init="zeros")

    def forward(self, X):
        if X.ndim != 2:
            raise ValueError("2-D only")
        found = npx.convolution(X[None, None], self.weight.data()[None, None], self.bias.data(), kernel=self.weight.shape, num_filter=1)
        return found[0, 0]

# %% a layer of Gluon's inside verdict="wrong" fails=["test_bias", "test_input_unchanged", "test_parameters", "test_random_start", "test_values", "test_weight_gradient"] says=["parameter_misspelt"]
class Conv2D(nn.Block):
    def __init__(self, kernel_size):
        super().__init__()
        self.inner = nn.Conv2D(1, kernel_size, in_channels=1)
        self.weight = self.params.get("weight", shape=kernel_size, init="uniform")
        self.bias = self.params.get("bias", shape=(1,), init="zeros")

    def forward(self, X):
        if X.ndim != 2:
            raise ValueError("2-D only")
        self.inner.initialize(force_reinit=True)
        self.inner.cast(X.dtype)
        self.inner.weight.set_data(self.weight.data()[None, None])
        self.inner.bias.set_data(self.bias.data())
        return self.inner(X[None, None])[0, 0]

# %% a batch of one is unpacked verdict="wrong" fails=["test_not_2d"]
class Conv2D(nn.Block):
    def __init__(self, kernel_size):
        super().__init__()
        self.weight = self.params.get("weight", shape=kernel_size, init="uniform")
        self.bias = self.params.get("bias", shape=(1,), init="zeros")

    def forward(self, X):
        X = X[0] if X.ndim == 3 else X
        if X.ndim != 2:
            raise ValueError("2-D only")
        return corr2d(X, self.weight.data()) + self.bias.data()

# %% an assertion instead of the error verdict="wrong" fails=["test_not_2d"]
class Conv2D(nn.Block):
    def __init__(self, kernel_size):
        super().__init__()
        self.weight = self.params.get("weight", shape=kernel_size, init="uniform")
        self.bias = self.params.get("bias", shape=(1,), init="zeros")

    def forward(self, X):
        assert X.ndim == 2, "2-D only"
        return corr2d(X, self.weight.data()) + self.bias.data()

# %% writes into the image verdict="wrong" fails=["test_input_unchanged"] says=["writes_into_input"]
class Conv2D(nn.Block):
    def __init__(self, kernel_size):
        super().__init__()
        self.weight = self.params.get("weight", shape=kernel_size, init="uniform")
        self.bias = self.params.get("bias", shape=(1,), init="zeros")

    def forward(self, X):
        if X.ndim != 2:
            raise ValueError("2-D only")
        Y = corr2d(X, self.weight.data()) + self.bias.data()
        if not autograd.is_recording():
            X[:] = 0
        return Y

# %% no block verdict="wrong" fails=["test_bias", "test_input_unchanged", "test_parameters", "test_values", "test_weight_gradient"]
class Conv2D:
    def __init__(self, kernel_size):
        self.weight = np.random.normal(size=kernel_size)
        self.bias = np.zeros(1)

    def __call__(self, X):
        if X.ndim != 2:
            raise ValueError("2-D only")
        return corr2d(X, self.weight) + self.bias

# %% super is missing verdict="wrong" fails=["test_bias", "test_input_unchanged", "test_not_2d", "test_parameters", "test_random_start", "test_values", "test_weight_gradient"] says=["super_init_missing"]
class Conv2D(nn.Block):
    def __init__(self, kernel_size):
        self.weight = self.params.get("weight", shape=kernel_size, init="uniform")
        self.bias = self.params.get("bias", shape=(1,), init="zeros")

    def forward(self, X):
        if X.ndim != 2:
            raise ValueError("2-D only")
        return corr2d(X, self.weight.data()) + self.bias.data()

# %% the method is called __int__ verdict="wrong" fails=["test_bias", "test_input_unchanged", "test_not_2d", "test_parameters", "test_random_start", "test_values", "test_weight_gradient"] says=["init_misspelt"]
class Conv2D(nn.Block):
    def __int__(self, kernel_size):
        self.weight = self.params.get("weight", shape=kernel_size, init="uniform")
        self.bias = self.params.get("bias", shape=(1,), init="zeros")

    def forward(self, X):
        if X.ndim != 2:
            raise ValueError("2-D only")
        return corr2d(X, self.weight.data()) + self.bias.data()

# %% the method is called __call__ and takes nothing verdict="wrong" fails=["test_bias", "test_input_unchanged", "test_not_2d", "test_random_start", "test_values", "test_weight_gradient"]
class Conv2D(nn.Block):
    def __init__(self, kernel_size):
        super().__init__()
        self.weight = self.params.get("weight", shape=kernel_size, init="uniform")
        self.bias = self.params.get("bias", shape=(1,), init="zeros")

    def forwards(self, X):
        if X.ndim != 2:
            raise ValueError("2-D only")
        return corr2d(X, self.weight.data()) + self.bias.data()

# %% returns the image verdict="wrong" fails=["test_bias", "test_input_unchanged", "test_not_2d", "test_random_start", "test_values", "test_weight_gradient"] says=["bias_forgotten", "weight_not_used"]
class Conv2D(nn.Block):
    def __init__(self, kernel_size):
        super().__init__()
        self.weight = self.params.get("weight", shape=kernel_size, init="uniform")
        self.bias = self.params.get("bias", shape=(1,), init="zeros")

    def forward(self, X):
        return X

# %% remembers the output of its first image verdict="wrong" fails=["test_values"]
class Conv2D(nn.Block):
    def __init__(self, kernel_size):
        super().__init__()
        self.weight = self.params.get("weight", shape=kernel_size, init="uniform")
        self.bias = self.params.get("bias", shape=(1,), init="zeros")
        self.known = {}

    def forward(self, X):
        if X.ndim != 2:
            raise ValueError("2-D only")
        key = X.shape
        if key not in self.known:
            self.known[key] = corr2d(X, self.weight.data())
        return self.known[key] + self.bias.data()

# %% the layer of classroom/given.py, handed in as one's own verdict="wrong" fails=["test_bias", "test_input_unchanged", "test_random_start", "test_values", "test_weight_gradient"]
from classroom import given

Conv2D = given.Conv2D
