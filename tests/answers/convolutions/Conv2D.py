# %% corr2d and a bias verdict="right"
class Conv2D(nn.Module):
    def __init__(self, kernel_size):
        super().__init__()
        self.weight = nn.Parameter(torch.rand(kernel_size))
        self.bias = nn.Parameter(torch.zeros(1))

    def forward(self, X):
        if X.dim() != 2:
            raise ValueError("2-D images only")
        return corr2d(X, self.weight) + self.bias


# %% leaves the error to corr2d verdict="right"
class Conv2D(nn.Module):
    def __init__(self, kernel_size):
        super().__init__()
        self.weight = nn.Parameter(torch.randn(kernel_size))
        self.bias = nn.Parameter(torch.zeros(1))

    def forward(self, X):
        return corr2d(X, self.weight) + self.bias


# %% its own two loops verdict="right"
class Conv2D(nn.Module):
    def __init__(self, kernel_size):
        super(Conv2D, self).__init__()
        h, w = kernel_size
        self.bias = nn.Parameter(torch.zeros(1))
        self.weight = nn.Parameter(torch.normal(0.0, 1.0, (h, w)))

    def forward(self, X):
        if len(X.shape) != 2:
            raise ValueError
        h, w = self.weight.shape
        rows = []
        for i in range(X.shape[0] - h + 1):
            row = []
            for j in range(X.shape[1] - w + 1):
                row.append((X[i : i + h, j : j + w] * self.weight).sum() + self.bias[0])
            rows.append(torch.stack(row))
        return torch.stack(rows)


# %% strided windows and einsum verdict="right"
class Conv2D(nn.Module):
    def __init__(self, kernel_size, scale=0.1):
        super().__init__()
        self.register_parameter("weight", nn.Parameter(torch.empty(*kernel_size).uniform_(-scale, scale)))
        self.register_parameter("bias", nn.Parameter(torch.zeros((1,))))

    def forward(self, X):
        if X.ndim != 2:
            raise ValueError("X")
        windows = X.unfold(0, self.weight.shape[0], 1).unfold(1, self.weight.shape[1], 1)
        return torch.einsum("ijkl,kl->ij", windows, self.weight) + self.bias


# %% nn.functional.unfold and a matrix product verdict="right"
class Conv2D(nn.Module):
    def __init__(self, kernel_size):
        super().__init__()
        weight = torch.empty(tuple(kernel_size))
        nn.init.xavier_uniform_(weight)
        self.weight, self.bias = nn.Parameter(weight), nn.Parameter(torch.tensor([0.0]))

    def forward(self, X):
        if X.ndim != 2:
            raise ValueError("X")
        h, w = self.weight.shape
        columns = nn.functional.unfold(X[None, None], (h, w))[0]
        Y = self.weight.reshape(1, -1) @ columns
        return Y.view(X.shape[0] - h + 1, -1).add(self.bias)


# %% noisy, and with an initial weight by hand verdict="right"
import sys
import warnings


def draw(shape):
    print("drawing", shape)
    return 2 * torch.rand(shape) - 1


class Conv2D(nn.Module):
    def __init__(self, kernel_size):
        super().__init__()
        self.weight = nn.Parameter(draw(kernel_size))
        self.bias = nn.Parameter(torch.zeros(1))
        warnings.warn("a warning")

    def forward(self, X):
        print("forward", X.shape, file=sys.stderr)
        if X.ndim != 2:
            raise ValueError(f"I want 2 axes and not {X.ndim}")
        return corr2d(X, self.weight) + self.bias


layer = Conv2D((2, 2))
print(layer(torch.eye(4)))


# %% a base class, a mixin and an extra buffer verdict="right"
class Checked:
    def forward(self, X):
        if X.ndim != 2:
            raise ValueError("not an image")
        return self.compute(X)


class Base(nn.Module):
    def __init__(self, shape):
        super().__init__()
        self.bias = nn.Parameter(torch.zeros(1), requires_grad=True)
        self.weight = nn.Parameter(torch.rand(*shape), requires_grad=True)
        self.register_buffer("calls", torch.tensor(0))


class Conv2D(Checked, Base):
    def compute(self, X):
        self.calls += 1
        return torch.add(corr2d(X, self.weight), self.bias.expand(1))


# %% numpy inside, with its own backward verdict="right"
import numpy as np


class Correlation(torch.autograd.Function):
    @staticmethod
    def forward(ctx, X, K):
        ctx.save_for_backward(X, K)
        x, k = X.detach().numpy(), K.detach().numpy()
        return torch.from_numpy(np.einsum("ijkl,kl->ij", np.lib.stride_tricks.sliding_window_view(x, k.shape), k))

    @staticmethod
    def backward(ctx, dY):
        X, K = ctx.saved_tensors
        d = dY.numpy()
        windows = np.lib.stride_tricks.sliding_window_view(X.detach().numpy(), d.shape)
        return None, torch.from_numpy(np.einsum("ijkl,kl->ij", windows, d))


class Conv2D(nn.Module):
    def __init__(self, kernel_size):
        super().__init__()
        self.weight = nn.Parameter(torch.rand(kernel_size))
        self.bias = nn.Parameter(torch.zeros(1))

    def forward(self, X):
        if X.ndim != 2:
            raise ValueError("X")
        return Correlation.apply(X, self.weight) + self.bias


# %% a sum of shifted images verdict="right"
class Conv2D(nn.Module):
    def __init__(self, kernel_size):
        super().__init__()
        rows, columns = kernel_size
        self.weight = nn.Parameter(torch.rand(rows, columns))
        self.bias = nn.Parameter(torch.zeros(1))

    def forward(self, X):
        if X.ndim != 2:
            raise ValueError("X")
        rows, columns = self.weight.shape
        height, width = X.shape[0] - rows + 1, X.shape[1] - columns + 1
        terms = [
            X[p : p + height, q : q + width] * self.weight[p, q] for p in range(rows) for q in range(columns)
        ]
        return sum(terms, start=self.bias)


# %% the bias is forgotten verdict="wrong" fails=["test_bias"] says=["bias_forgotten"]
class Conv2D(nn.Module):
    def __init__(self, kernel_size):
        super().__init__()
        self.weight = nn.Parameter(torch.rand(kernel_size))
        self.bias = nn.Parameter(torch.zeros(1))

    def forward(self, X):
        return corr2d(X, self.weight)


# %% the bias is added inside the window verdict="wrong" fails=["test_bias"] says=["bias_per_element"]
class Conv2D(nn.Module):
    def __init__(self, kernel_size):
        super().__init__()
        self.weight = nn.Parameter(torch.rand(kernel_size))
        self.bias = nn.Parameter(torch.zeros(1))

    def forward(self, X):
        if X.ndim != 2:
            raise ValueError("X")
        h, w = self.weight.shape
        windows = X.unfold(0, h, 1).unfold(1, w, 1)
        return (windows * self.weight + self.bias).sum((-1, -2))


# %% the bias as a plain number verdict="wrong" fails=["test_bias"] says=["bias_detached"]
class Conv2D(nn.Module):
    def __init__(self, kernel_size):
        super().__init__()
        self.weight = nn.Parameter(torch.rand(kernel_size))
        self.bias = nn.Parameter(torch.zeros(1))

    def forward(self, X):
        return corr2d(X, self.weight) + self.bias.item()


# %% the bias is added to the image verdict="wrong" fails=["test_bias"] says=["bias_times_weight"]
class Conv2D(nn.Module):
    def __init__(self, kernel_size):
        super().__init__()
        self.weight = nn.Parameter(torch.rand(kernel_size))
        self.bias = nn.Parameter(torch.zeros(1))

    def forward(self, X):
        if X.ndim != 2:
            raise ValueError("X")
        return corr2d(X + self.bias, self.weight)


# %% the bias is subtracted verdict="wrong" fails=["test_bias"]
class Conv2D(nn.Module):
    def __init__(self, kernel_size):
        super().__init__()
        self.weight = nn.Parameter(torch.rand(kernel_size))
        self.bias = nn.Parameter(torch.zeros(1))

    def forward(self, X):
        return corr2d(X, self.weight) - self.bias


# %% the bias is added twice to dark outputs verdict="wrong" fails=["test_bias"]
class Conv2D(nn.Module):
    def __init__(self, kernel_size):
        super().__init__()
        self.weight = nn.Parameter(torch.rand(kernel_size))
        self.bias = nn.Parameter(torch.zeros(1))

    def forward(self, X):
        Y = corr2d(X, self.weight) + self.bias
        return Y + self.bias if Y.sum() < 0 else Y


# %% plain tensors for parameters verdict="wrong" fails=["test_parameters", "test_bias", "test_weight_gradient", "test_state_dict"] says=["parameters_not_registered", "bias_detached", "weight_detached"]
class Conv2D(nn.Module):
    def __init__(self, kernel_size):
        super().__init__()
        self.weight = torch.rand(kernel_size)
        self.bias = torch.zeros(1)

    def forward(self, X):
        return corr2d(X, self.weight.to(X.dtype)) + self.bias.to(X.dtype)


# %% plain tensors that require gradients verdict="wrong" fails=["test_parameters", "test_state_dict"] says=["parameters_not_registered"]
class Conv2D(nn.Module):
    def __init__(self, kernel_size):
        super().__init__()
        self.weight = torch.rand(kernel_size, requires_grad=True)
        self.bias = torch.zeros(1, requires_grad=True)

    def forward(self, X):
        return corr2d(X, self.weight.to(X.dtype)) + self.bias.to(X.dtype)


# %% the weight starts at zero verdict="wrong" fails=["test_random_start"]
class Conv2D(nn.Module):
    def __init__(self, kernel_size):
        super().__init__()
        self.weight = nn.Parameter(torch.zeros(kernel_size))
        self.bias = nn.Parameter(torch.zeros(1))

    def forward(self, X):
        return corr2d(X, self.weight) + self.bias


# %% the seed is set in every layer verdict="wrong" fails=["test_random_start"]
class Conv2D(nn.Module):
    def __init__(self, kernel_size):
        super().__init__()
        torch.manual_seed(0)
        self.weight = nn.Parameter(torch.rand(kernel_size))
        self.bias = nn.Parameter(torch.zeros(1))

    def forward(self, X):
        return corr2d(X, self.weight) + self.bias


# %% a random bias verdict="wrong" fails=["test_parameters"]
class Conv2D(nn.Module):
    def __init__(self, kernel_size):
        super().__init__()
        self.weight = nn.Parameter(torch.rand(kernel_size))
        self.bias = nn.Parameter(torch.rand(1) + 0.1)

    def forward(self, X):
        return corr2d(X, self.weight) + self.bias


# %% a bias without axes verdict="wrong" fails=["test_parameters"]
class Conv2D(nn.Module):
    def __init__(self, kernel_size):
        super().__init__()
        self.weight = nn.Parameter(torch.rand(kernel_size))
        self.bias = nn.Parameter(torch.tensor(0.0))

    def forward(self, X):
        return corr2d(X, self.weight) + self.bias


# %% a third parameter verdict="wrong" fails=["test_parameters"]
class Conv2D(nn.Module):
    def __init__(self, kernel_size):
        super().__init__()
        self.weight = nn.Parameter(torch.rand(kernel_size))
        self.bias = nn.Parameter(torch.zeros(1))
        self.gain = nn.Parameter(torch.ones(1))

    def forward(self, X):
        return self.gain * corr2d(X, self.weight) + self.bias


# %% parameters in float64 verdict="wrong" fails=["test_parameters"]
class Conv2D(nn.Module):
    def __init__(self, kernel_size):
        super().__init__()
        self.weight = nn.Parameter(torch.rand(kernel_size, dtype=torch.float64))
        self.bias = nn.Parameter(torch.zeros(1, dtype=torch.float64))

    def forward(self, X):
        return corr2d(X, self.weight.to(X.dtype)) + self.bias.to(X.dtype)


# %% a weight with batch and channel axes verdict="wrong" fails=["test_parameters"]
class Conv2D(nn.Module):
    def __init__(self, kernel_size):
        super().__init__()
        self.weight = nn.Parameter(torch.rand(1, 1, *kernel_size))
        self.bias = nn.Parameter(torch.zeros(1))

    def forward(self, X):
        return corr2d(X, self.weight[0, 0]) + self.bias


# %% other names for the parameters verdict="wrong" fails=["test_bias", "test_input_unchanged", "test_parameters", "test_random_start", "test_state_dict", "test_values", "test_weight_gradient"]
class Conv2D(nn.Module):
    def __init__(self, kernel_size):
        super().__init__()
        self.kernel = nn.Parameter(torch.rand(kernel_size))
        self.b = nn.Parameter(torch.zeros(1))

    def forward(self, X):
        return corr2d(X, self.kernel) + self.b


# %% width first verdict="wrong" fails=["test_parameters", "test_values", "test_weight_gradient"] says=["height_width_swapped"]
class Conv2D(nn.Module):
    def __init__(self, kernel_size):
        super().__init__()
        width, height = kernel_size
        self.weight = nn.Parameter(torch.rand(height, width))
        self.bias = nn.Parameter(torch.zeros(1))

    def forward(self, X):
        return corr2d(X, self.weight) + self.bias


# %% only square kernels verdict="wrong" fails=["test_bias", "test_parameters", "test_values", "test_weight_gradient"]
class Conv2D(nn.Module):
    def __init__(self, kernel_size):
        super().__init__()
        k = kernel_size[0]
        self.weight = nn.Parameter(torch.rand(k, k))
        self.bias = nn.Parameter(torch.zeros(1))

    def forward(self, X):
        return corr2d(X, self.weight) + self.bias


# %% the weight's data verdict="wrong" fails=["test_weight_gradient"] says=["weight_detached"]
class Conv2D(nn.Module):
    def __init__(self, kernel_size):
        super().__init__()
        self.weight = nn.Parameter(torch.rand(kernel_size))
        self.bias = nn.Parameter(torch.zeros(1))

    def forward(self, X):
        return corr2d(X, self.weight.data) + self.bias


# %% the weight is frozen verdict="wrong" fails=["test_weight_gradient"] says=["weight_detached"]
class Conv2D(nn.Module):
    def __init__(self, kernel_size):
        super().__init__()
        self.weight = nn.Parameter(torch.rand(kernel_size), requires_grad=False)
        self.bias = nn.Parameter(torch.zeros(1))

    def forward(self, X):
        return corr2d(X, self.weight) + self.bias


# %% computed in numpy verdict="wrong" fails=["test_weight_gradient"] says=["weight_detached"]
class Conv2D(nn.Module):
    def __init__(self, kernel_size):
        super().__init__()
        self.weight = nn.Parameter(torch.rand(kernel_size))
        self.bias = nn.Parameter(torch.zeros(1))

    def forward(self, X):
        if X.ndim != 2:
            raise ValueError("X")
        x, w = X.detach().numpy(), self.weight.detach().numpy()
        h, k = w.shape
        rows = range(x.shape[0] - h + 1)
        Y = [[float((x[i : i + h, j : j + k] * w).sum()) for j in range(x.shape[1] - k + 1)] for i in rows]
        return torch.tensor(Y, dtype=X.dtype) + self.bias


# %% everything is detached in the end verdict="wrong" fails=["test_bias", "test_weight_gradient"] says=["bias_detached", "weight_detached"]
class Conv2D(nn.Module):
    def __init__(self, kernel_size):
        super().__init__()
        self.weight = nn.Parameter(torch.rand(kernel_size))
        self.bias = nn.Parameter(torch.zeros(1))

    def forward(self, X):
        with torch.no_grad():
            return corr2d(X, self.weight) + self.bias


# %% always float32 verdict="wrong" fails=["test_values"]
class Conv2D(nn.Module):
    def __init__(self, kernel_size):
        super().__init__()
        self.weight = nn.Parameter(torch.rand(kernel_size))
        self.bias = nn.Parameter(torch.zeros(1))

    def forward(self, X):
        return corr2d(X.float(), self.weight.float()) + self.bias.float()


# %% the kernel is flipped verdict="wrong" fails=["test_values", "test_weight_gradient"] says=["kernel_flipped"]
class Conv2D(nn.Module):
    def __init__(self, kernel_size):
        super().__init__()
        self.weight = nn.Parameter(torch.rand(kernel_size))
        self.bias = nn.Parameter(torch.zeros(1))

    def forward(self, X):
        return corr2d(X, self.weight.flip(0, 1)) + self.bias


# %% zeros around the image verdict="wrong" fails=["test_bias", "test_input_unchanged", "test_state_dict", "test_values", "test_weight_gradient"] says=["zero_padding"]
class Conv2D(nn.Module):
    def __init__(self, kernel_size):
        super().__init__()
        self.weight = nn.Parameter(torch.rand(kernel_size))
        self.bias = nn.Parameter(torch.zeros(1))

    def forward(self, X):
        if X.ndim != 2:
            raise ValueError("X")
        h, w = self.weight.shape
        padded = nn.functional.pad(X, ((w - 1) // 2, w // 2, (h - 1) // 2, h // 2))
        return corr2d(padded, self.weight) + self.bias.abs()


# %% absolute values verdict="wrong" fails=["test_values", "test_weight_gradient"] says=["absolute_value"]
class Conv2D(nn.Module):
    def __init__(self, kernel_size):
        super().__init__()
        self.weight = nn.Parameter(torch.rand(kernel_size))
        self.bias = nn.Parameter(torch.zeros(1))

    def forward(self, X):
        return corr2d(X, self.weight).abs() + self.bias


# %% a new weight at every call verdict="wrong" fails=["test_bias", "test_input_unchanged", "test_random_start", "test_state_dict", "test_values", "test_weight_gradient"] says=["weight_detached"]
class Conv2D(nn.Module):
    def __init__(self, kernel_size):
        super().__init__()
        self.weight = nn.Parameter(torch.rand(kernel_size))
        self.bias = nn.Parameter(torch.zeros(1))

    def forward(self, X):
        self.drawn = torch.rand(self.weight.shape, dtype=X.dtype)
        return corr2d(X, self.drawn) + self.bias


# %% the edge kernel, whatever the weight verdict="wrong" fails=["test_input_unchanged", "test_random_start", "test_state_dict", "test_values", "test_weight_gradient"] says=["weight_not_used", "weight_detached"]
class Conv2D(nn.Module):
    def __init__(self, kernel_size):
        super().__init__()
        self.weight = nn.Parameter(torch.rand(kernel_size))
        self.bias = nn.Parameter(torch.zeros(1))
        K = torch.zeros(kernel_size)
        K[0, 0], K[-1, -1] = 1.0, -1.0
        self.register_buffer("K", K, persistent=False)

    def forward(self, X):
        return corr2d(X, self.K) + self.bias


# %% torch's convolution verdict="wrong" fails=["test_bias", "test_input_unchanged", "test_random_start", "test_state_dict", "test_values", "test_weight_gradient"]
class Conv2D(nn.Module):
    def __init__(self, kernel_size):
        super().__init__()
        self.weight = nn.Parameter(torch.rand(kernel_size))
        self.bias = nn.Parameter(torch.zeros(1))

    def forward(self, X):
        if X.ndim != 2:
            raise ValueError("X")
        return nn.functional.conv2d(X[None, None], self.weight[None, None], self.bias)[0, 0]


# %% torch's transposed convolution verdict="wrong" fails=["test_bias", "test_input_unchanged", "test_random_start", "test_state_dict", "test_values", "test_weight_gradient"]
class Conv2D(nn.Module):
    def __init__(self, kernel_size):
        super().__init__()
        self.weight = nn.Parameter(torch.rand(kernel_size))
        self.bias = nn.Parameter(torch.zeros(1))

    def forward(self, X):
        if X.ndim != 2:
            raise ValueError("X")
        h, w = self.weight.shape
        K = self.weight.flip(0, 1)[None, None]
        return torch.conv_transpose2d(X[None, None], K, self.bias, padding=(h - 1, w - 1))[0, 0]


# %% derived from nn.Conv2d verdict="wrong" fails=["test_bias", "test_input_unchanged", "test_not_2d", "test_parameters", "test_random_start", "test_state_dict", "test_values", "test_weight_gradient"]
class Conv2D(nn.Conv2d):
    def __init__(self, kernel_size):
        super().__init__(1, 1, kernel_size)
        nn.init.zeros_(self.bias)

    def forward(self, X):
        while X.ndim < 4:
            X = X[None]
        return super().forward(X)[0, 0]


# %% a batch passes in silence, as in the book verdict="wrong" fails=["test_not_2d"]
class Conv2D(nn.Module):
    def __init__(self, kernel_size):
        super().__init__()
        self.weight = nn.Parameter(torch.rand(kernel_size))
        self.bias = nn.Parameter(torch.zeros(1))

    def forward(self, X):
        h, w = self.weight.shape
        Y = torch.zeros((X.shape[0] - h + 1, X.shape[1] - w + 1), dtype=X.dtype)
        for i in range(Y.shape[0]):
            for j in range(Y.shape[1]):
                Y[i, j] = (X[i : i + h, j : j + w] * self.weight).sum()
        return Y + self.bias


# %% a batch of one is unpacked verdict="wrong" fails=["test_not_2d"]
class Conv2D(nn.Module):
    def __init__(self, kernel_size):
        super().__init__()
        self.weight = nn.Parameter(torch.rand(kernel_size))
        self.bias = nn.Parameter(torch.zeros(1))

    def forward(self, X):
        return corr2d(X.squeeze(), self.weight) + self.bias


# %% an assertion instead of the error verdict="wrong" fails=["test_not_2d"]
class Conv2D(nn.Module):
    def __init__(self, kernel_size):
        super().__init__()
        self.weight = nn.Parameter(torch.rand(kernel_size))
        self.bias = nn.Parameter(torch.zeros(1))

    def forward(self, X):
        assert X.ndim == 2, "2-D images only"
        return corr2d(X, self.weight) + self.bias


# %% returns the error verdict="wrong" fails=["test_not_2d"]
class Conv2D(nn.Module):
    def __init__(self, kernel_size):
        super().__init__()
        self.weight = nn.Parameter(torch.rand(kernel_size))
        self.bias = nn.Parameter(torch.zeros(1))

    def forward(self, X):
        if X.ndim != 2:
            return ValueError("2-D images only")
        return corr2d(X, self.weight) + self.bias


# %% writes into the image verdict="wrong" fails=["test_input_unchanged"] says=["writes_into_input"]
class Conv2D(nn.Module):
    def __init__(self, kernel_size):
        super().__init__()
        self.weight = nn.Parameter(torch.rand(kernel_size))
        self.bias = nn.Parameter(torch.zeros(1))

    def forward(self, X):
        X *= 0.5
        return 2 * corr2d(X, self.weight) + self.bias


# %% a state_dict of its own, without the bias verdict="wrong" fails=["test_state_dict"]
class Conv2D(nn.Module):
    def __init__(self, kernel_size):
        super().__init__()
        self.weight = nn.Parameter(torch.rand(kernel_size))
        self.bias = nn.Parameter(torch.zeros(1))

    def forward(self, X):
        return corr2d(X, self.weight) + self.bias

    def state_dict(self):
        return {"weight": self.weight.detach()}


# %% loading is switched off verdict="wrong" fails=["test_state_dict"]
class Conv2D(nn.Module):
    def __init__(self, kernel_size):
        super().__init__()
        self.weight = nn.Parameter(torch.rand(kernel_size))
        self.bias = nn.Parameter(torch.zeros(1))

    def forward(self, X):
        return corr2d(X, self.weight) + self.bias

    def load_state_dict(self, state):
        self.state = dict(state)


# %% no nn.Module verdict="wrong" fails=["test_bias", "test_input_unchanged", "test_parameters", "test_state_dict", "test_values", "test_weight_gradient"]
class Conv2D:
    def __init__(self, kernel_size):
        self.weight = torch.rand(kernel_size, requires_grad=True)
        self.bias = torch.zeros(1, requires_grad=True)

    def __call__(self, X):
        return corr2d(X, self.weight) + self.bias


# %% super is not initialised verdict="wrong" fails=["test_bias", "test_input_unchanged", "test_not_2d", "test_parameters", "test_random_start", "test_state_dict", "test_values", "test_weight_gradient"] says=["super_init_missing"]
class Conv2D(nn.Module):
    def __init__(self, kernel_size):
        self.weight = nn.Parameter(torch.rand(kernel_size))
        self.bias = nn.Parameter(torch.zeros(1))

    def forward(self, X):
        return corr2d(X, self.weight) + self.bias


# %% forward is not written yet verdict="wrong" fails=["test_bias", "test_input_unchanged", "test_not_2d", "test_random_start", "test_state_dict", "test_values", "test_weight_gradient"]
class Conv2D(nn.Module):
    def __init__(self, kernel_size):
        super().__init__()
        self.weight = nn.Parameter(torch.rand(kernel_size))
        self.bias = nn.Parameter(torch.zeros(1))

    def forward(self, X):
        raise NotImplementedError()


# %% returns the image verdict="wrong" fails=["test_bias", "test_input_unchanged", "test_not_2d", "test_random_start", "test_state_dict", "test_values", "test_weight_gradient"] says=["bias_forgotten", "weight_not_used"]
class Conv2D(nn.Module):
    def __init__(self, kernel_size):
        super().__init__()
        self.weight = nn.Parameter(torch.rand(kernel_size))
        self.bias = nn.Parameter(torch.zeros(1))

    def forward(self, X):
        return X


# %% the layer of classroom/given.py, handed in as one's own verdict="wrong" fails=["test_bias", "test_input_unchanged", "test_random_start", "test_state_dict", "test_values", "test_weight_gradient"]
from classroom.given import Conv2D


# %% remembers the output of its first image verdict="wrong" fails=["test_values"]
class Conv2D(nn.Module):
    def __init__(self, kernel_size):
        super().__init__()
        self.weight = nn.Parameter(torch.rand(kernel_size))
        self.bias = nn.Parameter(torch.zeros(1))
        self.first = None

    def forward(self, X):
        if X.ndim != 2:
            raise ValueError
        if self.first is None:
            self.first = corr2d(X, self.weight)
        return self.first + self.bias


# %% the global image in place of the argument verdict="wrong" fails=["test_input_unchanged", "test_random_start", "test_state_dict", "test_values", "test_weight_gradient"]
image = torch.ones(6, 8)


class Conv2D(nn.Module):
    def __init__(self, kernel_size):
        super().__init__()
        self.weight = nn.Parameter(torch.rand(kernel_size))
        self.bias = nn.Parameter(torch.zeros(1))

    def forward(self, X):
        if X.ndim != 2:
            raise ValueError
        return corr2d(image.to(self.weight.dtype), self.weight) + self.bias


# %% the method is called __int__ verdict="wrong" fails=["test_bias", "test_input_unchanged", "test_not_2d", "test_parameters", "test_random_start", "test_state_dict", "test_values", "test_weight_gradient"] says=["init_misspelt"]
class Conv2D(nn.Module):
    def __int__(self, kernel_size):
        super().__init__()
        self.weight = nn.Parameter(torch.rand(kernel_size))
        self.bias = nn.Parameter(torch.zeros(1))

    def forward(self, X):
        return corr2d(X, self.weight) + self.bias


# %% the module in place of the class verdict="wrong" fails=["test_bias", "test_input_unchanged", "test_not_2d", "test_parameters", "test_random_start", "test_state_dict", "test_values", "test_weight_gradient"] says=["parameter_lower_case"]
class Conv2D(nn.Module):
    def __init__(self, kernel_size):
        super().__init__()
        self.weight = nn.parameter(torch.rand(kernel_size))
        self.bias = nn.Parameter(torch.zeros(1))

    def forward(self, X):
        return corr2d(X, self.weight) + self.bias


# %% the bias is called bais verdict="wrong" fails=["test_bias", "test_input_unchanged", "test_parameters", "test_state_dict", "test_values", "test_weight_gradient"] says=["parameter_misspelt"]
class Conv2D(nn.Module):
    def __init__(self, kernel_size):
        super().__init__()
        self.weight = nn.Parameter(torch.rand(kernel_size))
        self.bais = nn.Parameter(torch.zeros(1))

    def forward(self, X):
        return corr2d(X, self.weight) + self.bais


# %% the bias is added to the kernel verdict="wrong" fails=["test_bias", "test_input_unchanged", "test_state_dict"] says=["bias_in_kernel"]
class Conv2D(nn.Module):
    def __init__(self, kernel_size):
        super().__init__()
        self.weight = nn.Parameter(torch.rand(kernel_size))
        self.bias = nn.Parameter(torch.zeros(1))

    def forward(self, X):
        return corr2d(X, self.weight + self.bias)


# %% torch's convolution in a thread verdict="wrong" fails=["test_bias", "test_input_unchanged", "test_random_start", "test_state_dict", "test_values", "test_weight_gradient"]
import threading


class Conv2D(nn.Module):
    def __init__(self, kernel_size):
        super().__init__()
        self.weight = nn.Parameter(torch.rand(kernel_size))
        self.bias = nn.Parameter(torch.zeros(1))

    def forward(self, X):
        if X.ndim != 2:
            raise ValueError("2-D only")
        found = []
        worker = threading.Thread(
            target=lambda: found.append(nn.functional.conv2d(X[None, None], self.weight[None, None])[0, 0])
        )
        worker.start()
        worker.join()
        return found[0] + self.bias

# %% torch's convolution that no mode may see verdict="wrong" fails=["test_bias", "test_input_unchanged", "test_random_start", "test_state_dict", "test_values", "test_weight_gradient"]
class Conv2D(nn.Module):
    def __init__(self, kernel_size):
        super().__init__()
        self.weight = nn.Parameter(torch.rand(kernel_size))
        self.bias = nn.Parameter(torch.zeros(1))

    def forward(self, X):
        if X.ndim != 2:
            raise ValueError("2-D only")
        with torch._C._DisableTorchDispatch():
            return torch.nn.functional.conv2d(X[None, None], self.weight[None, None])[0, 0] + self.bias

# %% a bias of nothing is left out verdict="wrong" fails=["test_bias"]
class Conv2D(nn.Module):
    def __init__(self, kernel_size):
        super().__init__()
        self.weight = nn.Parameter(torch.rand(kernel_size))
        self.bias = nn.Parameter(torch.zeros(1))

    def forward(self, X):
        if X.ndim != 2:
            raise ValueError("2-D")
        Y = corr2d(X, self.weight)
        return Y + self.bias if self.bias else Y


# %% the output is always in float64 verdict="wrong" fails=["test_values"]
class Conv2D(nn.Module):
    def __init__(self, kernel_size):
        super().__init__()
        self.weight = nn.Parameter(torch.rand(kernel_size))
        self.bias = nn.Parameter(torch.zeros(1))

    def forward(self, X):
        return corr2d(X.double(), self.weight.double()) + self.bias.double()

# %% a new parameter at every call verdict="wrong" fails=["test_bias", "test_input_unchanged", "test_random_start", "test_state_dict", "test_values", "test_weight_gradient"]
class Conv2D(nn.Module):
    def __init__(self, kernel_size):
        super().__init__()
        self.kernel_size = kernel_size
        self.weight = nn.Parameter(torch.rand(kernel_size))
        self.bias = nn.Parameter(torch.zeros(1))

    def forward(self, X):
        self.weight = nn.Parameter(torch.rand(self.kernel_size).to(X.dtype))
        return corr2d(X, self.weight) + self.bias


# %% the sums are rounded verdict="wrong" fails=["test_input_unchanged", "test_state_dict", "test_values", "test_weight_gradient"]
class Conv2D(nn.Module):
    def __init__(self, kernel_size):
        super().__init__()
        self.weight = nn.Parameter(torch.randint(-5, 5, kernel_size).float())
        self.bias = nn.Parameter(torch.zeros(1))

    def forward(self, X):
        if X.ndim != 2:
            raise ValueError
        return corr2d(X, self.weight).round() + self.bias


# %% the bias is a plain number verdict="wrong" fails=["test_bias", "test_parameters", "test_state_dict"] says=["bias_detached", "parameters_not_registered"]
class Conv2D(nn.Module):
    def __init__(self, kernel_size):
        super().__init__()
        self.weight = nn.Parameter(torch.rand(kernel_size))
        self.bias = 0.0

    def forward(self, X):
        if X.ndim != 2:
            raise ValueError
        return corr2d(X, self.weight) + self.bias


# %% __init__ returns the layer verdict="wrong" fails=["test_bias", "test_input_unchanged", "test_not_2d", "test_parameters", "test_random_start", "test_state_dict", "test_values", "test_weight_gradient"]
class Conv2D(nn.Module):
    def __init__(self, kernel_size):
        super().__init__()
        self.weight = nn.Parameter(torch.rand(kernel_size))
        self.bias = nn.Parameter(torch.zeros(1))
        return self

    def forward(self, X):
        return corr2d(X, self.weight) + self.bias


# %% the bias is registered as None verdict="wrong" fails=["test_bias", "test_parameters", "test_state_dict"] says=["bias_forgotten", "parameters_not_registered"]
class Conv2D(nn.Module):
    def __init__(self, kernel_size):
        super().__init__()
        self.weight = nn.Parameter(torch.rand(kernel_size))
        self.register_parameter("bias", None)

    def forward(self, X):
        if X.ndim != 2:
            raise ValueError
        return corr2d(X, self.weight)
