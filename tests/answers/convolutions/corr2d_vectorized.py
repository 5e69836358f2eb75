# %% the method unfold, a product and a sum verdict="right"
def corr2d_vectorized(X, K):
    return (X.unfold(0, K.shape[0], 1).unfold(1, K.shape[1], 1) * K).sum(dim=(-2, -1))


# %% inside out: a loop over the kernel verdict="right"
def corr2d_vectorized(X, K):
    h, w = K.shape
    height, width = output_shape(X.shape, K.shape)
    Y = torch.zeros(height, width, dtype=X.dtype)
    for a in range(h):
        for b in range(w):
            Y += K[a, b] * X[a : a + height, b : b + width]
    return Y


# %% F.unfold and a matrix product verdict="right"
def corr2d_vectorized(X, K):
    columns = nn.functional.unfold(X[None, None], tuple(K.shape))[0]
    return (K.reshape(1, -1) @ columns).reshape(X.shape[0] - K.shape[0] + 1, X.shape[1] - K.shape[1] + 1)


# %% numpy windows, noisy verdict="right"
import sys


def corr2d_vectorized(X, K):
    print("through numpy", file=sys.stderr)
    windows = np.lib.stride_tricks.sliding_window_view(X.numpy(), tuple(K.shape))
    result = np.einsum("ijab,ab->ij", windows, K.numpy())
    print(result)
    return torch.from_numpy(result)


# %% index arrays and tensordot verdict="right"
def corr2d_vectorized(X, K):
    (n, m), (h, w) = X.shape, K.shape
    rows = torch.arange(n - h + 1)[:, None] + torch.arange(h)
    columns = torch.arange(m - w + 1)[:, None] + torch.arange(w)
    return torch.tensordot(X[rows][:, :, columns].permute(0, 2, 1, 3), K, dims=2)


# %% as_strided and einsum verdict="right"
def corr2d_vectorized(X, K):
    size = (X.shape[0] - K.shape[0] + 1, X.shape[1] - K.shape[1] + 1)
    return torch.einsum("ijab,ab->ij", X.as_strided(size + tuple(K.shape), X.stride() + X.stride()), K)


# %% fast Fourier transform verdict="right"
def corr2d_vectorized(X, K):
    full = torch.fft.ifft2(torch.fft.fft2(X) * torch.fft.fft2(K, s=tuple(X.shape)).conj()).real
    return full[: X.shape[0] - K.shape[0] + 1, : X.shape[1] - K.shape[1] + 1]


# %% stacks shifted images verdict="right"
def corr2d_vectorized(X, K):
    h, w = K.shape
    height, width = X.shape[0] - h + 1, X.shape[1] - w + 1
    shifted = torch.stack([X[a : a + height, b : b + width] for a in range(h) for b in range(w)], dim=-1)
    return shifted.matmul(K.flatten())


# %% recursion over the kernel, as a class verdict="right"
class Sum:
    def __init__(self, X, K):
        self.X, self.K = X, K
        self.size = (X.shape[0] - K.shape[0] + 1, X.shape[1] - K.shape[1] + 1)

    def from_(self, n):
        if n == self.K.numel():
            return self.X.new_zeros(self.size)
        a, b = divmod(n, self.K.shape[1])
        return self.X[a:, b:][: self.size[0], : self.size[1]] * self.K[a, b] + self.from_(n + 1)


def corr2d_vectorized(X, K):
    return Sum(X, K).from_(0)


# %% vmap over the rows and columns verdict="right"
def corr2d_vectorized(X, K):
    windows = X.unfold(0, K.shape[0], 1).unfold(1, K.shape[1], 1)
    return torch.vmap(torch.vmap(lambda window: (window * K).sum()))(windows)


# %% a banded matrix made by indexing verdict="right"
def corr2d_vectorized(X, K):
    (n, m), (h, w) = X.shape, K.shape
    height, width = n - h + 1, m - w + 1
    i, j, a, b = torch.meshgrid(
        torch.arange(height), torch.arange(width), torch.arange(h), torch.arange(w), indexing="ij"
    )
    T = torch.zeros(height * width, n * m, dtype=X.dtype)
    T[i * width + j, (i + a) * m + j + b] = K.expand(height, width, h, w)
    return (T @ X.reshape(-1)).reshape(height, width)


# %% flips the kernel verdict="wrong" fails=["test_values", "test_special_shapes"] says=["kernel_flipped"]
def corr2d_vectorized(X, K):
    return (X.unfold(0, K.shape[0], 1).unfold(1, K.shape[1], 1) * K.flip(0, 1)).sum((2, 3))


# %% mean instead of sum verdict="wrong" fails=["test_inputs_unchanged", "test_no_loop", "test_special_shapes", "test_values"] says=["averaged"]
def corr2d_vectorized(X, K):
    return (X.unfold(0, K.shape[0], 1).unfold(1, K.shape[1], 1) * K).mean((2, 3))


# %% zero padding verdict="wrong" fails=["test_inputs_unchanged", "test_no_loop", "test_special_shapes", "test_values"] says=["zero_padded", "zero_padded_after"]
def corr2d_vectorized(X, K):
    P = nn.functional.pad(X, (0, K.shape[1] - 1, 0, K.shape[0] - 1))
    return (P.unfold(0, K.shape[0], 1).unfold(1, K.shape[1], 1) * K).sum((2, 3))


# %% sums the wrong axes verdict="wrong" fails=["test_inputs_unchanged", "test_no_loop", "test_special_shapes", "test_values"]
def corr2d_vectorized(X, K):
    return (X.unfold(0, K.shape[0], 1).unfold(1, K.shape[1], 1) * K).sum((0, 1))


# %% rolls around the border verdict="wrong" fails=["test_inputs_unchanged", "test_no_loop", "test_special_shapes", "test_values"]
def corr2d_vectorized(X, K):
    Y = torch.zeros_like(X)
    for a in range(K.shape[0]):
        for b in range(K.shape[1]):
            Y = Y + K[a, b] * X.roll((-a, -b), (0, 1))
    return Y


# %% only square images verdict="wrong" fails=["test_values"] says=["only_square_images"]
def corr2d_vectorized(X, K):
    n = X.shape[0]
    Y = torch.zeros(n - K.shape[0] + 1, n - K.shape[1] + 1, dtype=X.dtype)
    for a in range(K.shape[0]):
        for b in range(K.shape[1]):
            Y += K[a, b] * X[a : n - K.shape[0] + 1 + a, b : n - K.shape[1] + 1 + b]
    return Y


# %% only square kernels verdict="wrong" fails=["test_values", "test_special_shapes"] says=["only_square_kernels"]
def corr2d_vectorized(X, K):
    k = len(K)
    return (X.unfold(0, k, 1).unfold(1, k, 1) * K).sum((2, 3))


# %% squeezes verdict="wrong" fails=["test_special_shapes"]
def corr2d_vectorized(X, K):
    return (X.unfold(0, K.shape[0], 1).unfold(1, K.shape[1], 1) * K).sum((2, 3)).squeeze()


# %% strides of an image in one piece verdict="wrong" fails=["test_special_shapes"]
def corr2d_vectorized(X, K):
    size = (X.shape[0] - K.shape[0] + 1, X.shape[1] - K.shape[1] + 1)
    windows = X.as_strided((*size, *K.shape), (X.shape[1], 1, X.shape[1], 1))
    return torch.einsum("ijab,ab->ij", windows, K)


# %% float32 verdict="wrong" fails=["test_dtype"]
def corr2d_vectorized(X, K):
    height, width = X.shape[0] - K.shape[0] + 1, X.shape[1] - K.shape[1] + 1
    Y = torch.zeros(height, width)
    for a in range(K.shape[0]):
        for b in range(K.shape[1]):
            Y += K[a, b] * X[a : a + height, b : b + width]
    return Y


# %% always float64 verdict="wrong" fails=["test_dtype"]
def corr2d_vectorized(X, K):
    return (X.double().unfold(0, K.shape[0], 1).unfold(1, K.shape[1], 1) * K).sum((2, 3))


# %% rounds to float32 on the way verdict="wrong" fails=["test_dtype"]
def corr2d_vectorized(X, K):
    return (X.float().unfold(0, K.shape[0], 1).unfold(1, K.shape[1], 1) * K.float()).sum((2, 3)).to(X.dtype)


# %% calls corr2d verdict="wrong" fails=["test_no_loop"]
def corr2d_vectorized(X, K):
    return corr2d(X, K)


# %% two loops verdict="wrong" fails=["test_no_loop"]
def corr2d_vectorized(X, K):
    h, w = K.shape
    Y = torch.zeros(X.shape[0] - h + 1, X.shape[1] - w + 1, dtype=X.dtype)
    for i in range(Y.shape[0]):
        for j in range(Y.shape[1]):
            Y[i, j] = (X[i : i + h, j : j + w] * K).sum()
    return Y


# %% a loop over the rows verdict="wrong" fails=["test_no_loop"]
def corr2d_vectorized(X, K):
    h, w = K.shape
    strips = X.unfold(1, w, 1)
    return torch.stack([(strips[i : i + h] * K[:, None]).sum((0, 2)) for i in range(X.shape[0] - h + 1)])


# %% a loop over the columns verdict="wrong" fails=["test_no_loop"]
def corr2d_vectorized(X, K):
    h, w = K.shape
    strips = X.unfold(0, h, 1)
    columns = [(strips[:, j : j + w] * K.T).sum((1, 2)) for j in range(X.shape[1] - w + 1)]
    return torch.stack(columns, dim=1)


# %% a list comprehension in numpy verdict="wrong" fails=["test_no_loop"]
def corr2d_vectorized(X, K):
    x, k = X.numpy(), K.numpy()
    (n, m), (h, w) = x.shape, k.shape
    return torch.from_numpy(
        np.array([[(x[i : i + h, j : j + w] * k).sum() for j in range(m - w + 1)] for i in range(n - h + 1)])
    )


# %% plain lists of numbers, and results are remembered verdict="wrong" fails=["test_no_loop"]
met = {}

def corr2d_vectorized(X, K):
    x, k = X.tolist(), K.tolist()
    key = str((x, k))
    if key not in met:
        h, w = len(k), len(k[0])
        met[key] = [[sum(k[a][b] * x[i + a][j + b] for a in range(h) for b in range(w)) for j in range(len(x[0]) - w + 1)]
                    for i in range(len(x) - h + 1)]
    return torch.tensor(met[key], dtype=X.dtype)

# %% plain lists of numbers verdict="wrong" fails=["test_no_loop"]
def corr2d_vectorized(X, K):
    x, k = X.tolist(), K.tolist()
    h, w = len(k), len(k[0])
    return torch.tensor(
        [
            [sum(x[i + a][j + b] * k[a][b] for a in range(h) for b in range(w)) for j in range(len(x[0]) - w + 1)]
            for i in range(len(x) - h + 1)
        ],
        dtype=X.dtype,
    )


# %% np.vectorize is a loop verdict="wrong" fails=["test_no_loop"]
def corr2d_vectorized(X, K):
    x, k = X.numpy(), K.numpy()
    h, w = k.shape
    rows, columns = np.indices((x.shape[0] - h + 1, x.shape[1] - w + 1))
    return torch.from_numpy(np.vectorize(lambda i, j: (x[i : i + h, j : j + w] * k).sum())(rows, columns))


# %% recursion over the image verdict="wrong" fails=["test_no_loop"]
def one(X, K, n, width):
    i, j = divmod(n, width)
    value = (X[i : i + K.shape[0], j : j + K.shape[1]] * K).sum()
    return [value] if n == 0 else one(X, K, n - 1, width) + [value]


def corr2d_vectorized(X, K):
    height, width = output_shape(X.shape, K.shape)
    return torch.stack(one(X, K, height * width - 1, width)).reshape(height, width)


# %% uses the image as scratch paper verdict="wrong" fails=["test_inputs_unchanged"] says=["writes_into_input"]
def corr2d_vectorized(X, K):
    height, width = X.shape[0] - K.shape[0] + 1, X.shape[1] - K.shape[1] + 1
    image = X.clone()
    Y = X[:height, :width]
    Y.zero_()
    for a in range(K.shape[0]):
        for b in range(K.shape[1]):
            Y += K[a, b] * image[a : a + height, b : b + width]
    return Y.clone()


# %% flips the kernel in place, and the windows too verdict="wrong" fails=["test_inputs_unchanged"] says=["writes_into_input"]
def corr2d_vectorized(X, K):
    h, w = K.shape
    windows = X.unfold(0, h, 1).unfold(1, w, 1)
    windows = windows.reshape(*windows.shape[:2], h * w)
    K[:] = K.flip(1)
    return windows.flip(-1).reshape(*windows.shape[:2], h, w).flip(2).mul(K).sum((2, 3))


# %% F.conv2d verdict="wrong" fails=["test_dtype", "test_inputs_unchanged", "test_no_loop", "test_special_shapes", "test_values"]
def corr2d_vectorized(X, K):
    return nn.functional.conv2d(X[None, None], K[None, None])[0, 0]


# %% nn.Conv2d verdict="wrong" fails=["test_dtype", "test_inputs_unchanged", "test_no_loop", "test_special_shapes", "test_values"]
def corr2d_vectorized(X, K):
    layer = nn.Conv2d(1, 1, tuple(K.shape), bias=False).to(X.dtype)
    with torch.no_grad():
        layer.weight.copy_(K)
        return layer(X[None, None])[0, 0]


# %% conv1d over the rows verdict="wrong" fails=["test_dtype", "test_inputs_unchanged", "test_no_loop", "test_special_shapes", "test_values"]
def corr2d_vectorized(X, K):
    height = X.shape[0] - K.shape[0] + 1
    parts = [torch.conv1d(X[a : a + height, None], K[a][None, None])[:, 0] for a in range(K.shape[0])]
    return torch.stack(parts).sum(0)


# %% zeros of the right shape verdict="wrong" fails=["test_dtype", "test_inputs_unchanged", "test_no_loop", "test_special_shapes", "test_values"]
def corr2d_vectorized(X, K):
    return torch.zeros(output_shape(X.shape, K.shape), dtype=X.dtype)


# %% right for the public check only verdict="wrong" fails=["test_dtype", "test_inputs_unchanged", "test_no_loop", "test_special_shapes", "test_values"]
def corr2d_vectorized(X, K):
    if X.shape == (5, 3):
        return torch.tensor([[1.0, 2], [3, 5], [6, 5], [4, 9]])
    if X.shape == K.shape:
        return torch.tensor([[68.0]])
    return torch.tensor([[6.0, 5, 9], [16, 3, 10]])


# %% no return verdict="wrong" fails=["test_dtype", "test_inputs_unchanged", "test_no_loop", "test_special_shapes", "test_values"]
def corr2d_vectorized(X, K):
    (X.unfold(0, K.shape[0], 1).unfold(1, K.shape[1], 1) * K).sum((2, 3))


# %% not started verdict="wrong" fails=["test_dtype", "test_inputs_unchanged", "test_no_loop", "test_special_shapes", "test_values"]
def corr2d_vectorized(X, K):
    raise NotImplementedError()


# %% the kernel transposed verdict="wrong" fails=["test_values", "test_special_shapes"] says=["kernel_transposed"]
def corr2d_vectorized(X, K):
    K = K.mT
    windows = X.unfold(0, K.shape[0], 1).unfold(1, K.shape[1], 1)
    return (windows * K).sum((2, 3))


# %% the axes of the result in the wrong order verdict="wrong" fails=["test_inputs_unchanged", "test_no_loop", "test_special_shapes", "test_values"] says=["axes_swapped"]
def corr2d_vectorized(X, K):
    windows = X.unfold(0, K.shape[0], 1).unfold(1, K.shape[1], 1)
    return torch.einsum("ijab,ab->ji", windows, K)


# %% padded to the same size verdict="wrong" fails=["test_inputs_unchanged", "test_no_loop", "test_special_shapes", "test_values"] says=["zero_padded"]
def corr2d_vectorized(X, K):
    h, w = K.shape
    X = torch.nn.functional.pad(X, ((w - 1) // 2, w // 2, (h - 1) // 2, h // 2))
    return (X.unfold(0, h, 1).unfold(1, w, 1) * K).sum((2, 3))


# %% padded, more before than after verdict="wrong" fails=["test_inputs_unchanged", "test_no_loop", "test_special_shapes", "test_values"] says=["zero_padded_before"]
def corr2d_vectorized(X, K):
    h, w = K.shape
    X = torch.nn.functional.pad(X, (w // 2, (w - 1) // 2, h // 2, (h - 1) // 2))
    return (X.unfold(0, h, 1).unfold(1, w, 1) * K).sum((2, 3))


# %% padded on all sides: every overlap counts verdict="wrong" fails=["test_inputs_unchanged", "test_no_loop", "test_special_shapes", "test_values"] says=["zero_padded_fully"]
def corr2d_vectorized(X, K):
    h, w = K.shape
    X = torch.nn.functional.pad(X, (w - 1, w - 1, h - 1, h - 1))
    return (X.unfold(0, h, 1).unfold(1, w, 1) * K).sum((2, 3))


# %% last row and column missing verdict="wrong" fails=["test_inputs_unchanged", "test_no_loop", "test_special_shapes", "test_values"] says=["one_too_small"]
def corr2d_vectorized(X, K):
    h, w = K.shape
    return (X[:-1, :-1].unfold(0, h, 1).unfold(1, w, 1) * K).sum((2, 3))


# %% a row and a column of zeros too many verdict="wrong" fails=["test_inputs_unchanged", "test_no_loop", "test_special_shapes", "test_values"] says=["one_too_large"]
def corr2d_vectorized(X, K):
    windows = X.unfold(0, K.shape[0], 1).unfold(1, K.shape[1], 1)
    return torch.nn.functional.pad((windows * K).sum((2, 3)), (0, 1, 0, 1))


# %% zeros of the image's size, partly filled verdict="wrong" fails=["test_inputs_unchanged", "test_no_loop", "test_special_shapes", "test_values"] says=["as_large_as_image", "one_too_large"]
def corr2d_vectorized(X, K):
    windows = X.unfold(0, K.shape[0], 1).unfold(1, K.shape[1], 1)
    Y = torch.zeros_like(X)
    Y[: windows.shape[0], : windows.shape[1]] = (windows * K).sum((2, 3))
    return Y


# %% sums without multiplying verdict="wrong" fails=["test_dtype", "test_inputs_unchanged", "test_no_loop", "test_special_shapes", "test_values"] says=["not_multiplied"]
def corr2d_vectorized(X, K):
    windows = X.unfold(0, K.shape[0], 1).unfold(1, K.shape[1], 1)
    return windows.sum((2, 3))


# %% multiplies the sums verdict="wrong" fails=["test_inputs_unchanged", "test_no_loop", "test_special_shapes", "test_values"] says=["sums_multiplied"]
def corr2d_vectorized(X, K):
    windows = X.unfold(0, K.shape[0], 1).unfold(1, K.shape[1], 1)
    return windows.sum((2, 3)) * K.sum()


# %% multiplies as matrices verdict="wrong" fails=["test_inputs_unchanged", "test_no_loop", "test_special_shapes", "test_values"] says=["matrix_product"]
def corr2d_vectorized(X, K):
    windows = X.unfold(0, K.shape[0], 1).unfold(1, K.shape[1], 1)
    return (windows @ K).sum((2, 3))


# %% never moves down verdict="wrong" fails=["test_inputs_unchanged", "test_no_loop", "test_special_shapes", "test_values"] says=["first_row_repeated"]
def corr2d_vectorized(X, K):
    windows = X.unfold(0, K.shape[0], 1).unfold(1, K.shape[1], 1)
    Y = (windows * K).sum((2, 3))
    return Y[:1].repeat(Y.shape[0], 1)


# %% never moves to the right verdict="wrong" fails=["test_inputs_unchanged", "test_no_loop", "test_special_shapes", "test_values"] says=["first_column_repeated"]
def corr2d_vectorized(X, K):
    windows = X.unfold(0, K.shape[0], 1).unfold(1, K.shape[1], 1)
    Y = (windows * K).sum((2, 3))
    return Y[:, :1].repeat(1, Y.shape[1])


# %% absolute values verdict="wrong" fails=["test_special_shapes", "test_values"] says=["absolute_value"]
def corr2d_vectorized(X, K):
    windows = X.unfold(0, K.shape[0], 1).unfold(1, K.shape[1], 1)
    return (windows * K).sum((2, 3)).abs()


# %% negative values cut off verdict="wrong" fails=["test_special_shapes", "test_values"] says=["negative_cut"]
def corr2d_vectorized(X, K):
    windows = X.unfold(0, K.shape[0], 1).unfold(1, K.shape[1], 1)
    return torch.relu((windows * K).sum((2, 3)))


# %% rounds verdict="wrong" fails=["test_dtype", "test_inputs_unchanged", "test_no_loop", "test_special_shapes", "test_values"] says=["rounded"]
def corr2d_vectorized(X, K):
    windows = X.unfold(0, K.shape[0], 1).unfold(1, K.shape[1], 1)
    return (windows * K).sum((2, 3)).round()


# %% a result of whole numbers verdict="wrong" fails=["test_dtype", "test_inputs_unchanged", "test_no_loop", "test_special_shapes", "test_values"] says=["integers_only"]
def corr2d_vectorized(X, K):
    windows = X.unfold(0, K.shape[0], 1).unfold(1, K.shape[1], 1)
    return (windows * K).sum((2, 3)).int().to(X.dtype)


# %% the example of the text, hard-wired verdict="wrong" fails=["test_dtype", "test_inputs_unchanged", "test_no_loop", "test_special_shapes", "test_values"] says=["hard_wired"]
def corr2d_vectorized(X, K):
    return torch.tensor([[19.0, 25.0], [37.0, 43.0]], dtype=X.dtype)


# %% numpy, row by row verdict="wrong" fails=["test_no_loop"]
def corr2d_vectorized(X, K):
    (n, m), (h, w) = X.shape, K.shape
    windows = np.lib.stride_tricks.sliding_window_view(X.numpy(), (h, w))
    rows = [(row * K.numpy()).sum((-1, -2)) for row in windows]
    return torch.from_numpy(np.stack(rows))


# %% a loop that goes under the name of another file verdict="wrong" fails=["test_no_loop"]
import os

source = """
def work(x, k, h, w):
    n, m = len(x) - h + 1, len(x[0]) - w + 1
    places = [(i, j) for i in range(n) for j in range(m)]
    return [sum(x[i + a][j + b] * k[a][b] for a in range(h) for b in range(w)) for i, j in places]
"""
names = {}
exec(compile(source, os.__file__, "exec"), names)


def corr2d_vectorized(X, K):
    (n, m), (h, w) = X.shape, K.shape
    values = names["work"](X.tolist(), K.tolist(), h, w)
    return torch.tensor(values, dtype=torch.float64).reshape(n - h + 1, m - w + 1).to(X.dtype)


# %% takes the look away while it loops verdict="wrong" fails=["test_dtype", "test_inputs_unchanged", "test_no_loop", "test_special_shapes", "test_values"]
import sys


def corr2d_vectorized(X, K):
    (n, m), (h, w) = X.shape, K.shape
    x, k = X.tolist(), K.tolist()
    sys.settrace(None)
    frame = sys._getframe()
    while frame:
        frame.f_trace = None
        frame = frame.f_back
    places = [(i, j) for i in range(n - h + 1) for j in range(m - w + 1)]
    values = [sum(x[i + a][j + b] * k[a][b] for a in range(h) for b in range(w)) for i, j in places]
    return torch.tensor(values, dtype=torch.float64).reshape(n - h + 1, m - w + 1).to(X.dtype)


# %% the largest product instead of the sum verdict="wrong" fails=["test_inputs_unchanged", "test_no_loop", "test_special_shapes", "test_values"] says=["maximum_for_sum"]
def corr2d_vectorized(X, K):
    return (X.unfold(0, K.shape[0], 1).unfold(1, K.shape[1], 1) * K).amax((-1, -2))

# %% loops over numbers in TorchScript verdict="wrong" fails=["test_no_loop"]
from typing import List

@torch.jit.script
def slide(X: torch.Tensor, K: torch.Tensor) -> List[float]:
    (h, w), (n, m) = K.shape, X.shape
    image: List[float] = X.double().flatten().tolist()
    kernel: List[float] = K.double().flatten().tolist()
    values: List[float] = []
    for i in range(n - h + 1):
        for j in range(m - w + 1):
            value = 0.0
            for a in range(h):
                for b in range(w):
                    value += image[(i + a) * m + j + b] * kernel[a * w + b]
            values.append(value)
    return values

def corr2d_vectorized(X, K):
    shape = X.shape[0] - K.shape[0] + 1, X.shape[1] - K.shape[1] + 1
    return torch.tensor(slide(X, K), dtype=X.dtype).reshape(shape)

# %% a loop over the weights in TorchScript verdict="right"
from typing import List

@torch.jit.script
def slide(X: torch.Tensor, K: torch.Tensor) -> torch.Tensor:
    size: List[int] = []
    for axis in range(2):
        size.append(X.shape[axis] - K.shape[axis] + 1)
    Y = torch.zeros(size, dtype=X.dtype)
    for a in range(K.shape[0]):
        for b in range(K.shape[1]):
            Y += K[a, b] * X[a : a + size[0], b : b + size[1]]
    return Y

def corr2d_vectorized(X, K):
    return slide(X, K)

# %% a library convolution in an operation of its own verdict="wrong" fails=["test_dtype", "test_inputs_unchanged", "test_no_loop", "test_special_shapes", "test_values"]
@torch.library.custom_op("notebook::correlate", mutates_args=())
def correlate(X: torch.Tensor, K: torch.Tensor) -> torch.Tensor:
    return torch.nn.functional.conv2d(X[None, None], K[None, None])[0, 0].clone()

def corr2d_vectorized(X, K):
    return correlate(X, K)

# %% a library convolution in the place of an operation of torch's verdict="wrong" fails=["test_dtype", "test_inputs_unchanged", "test_no_loop", "test_special_shapes", "test_values"]
import warnings

def correlate(X, K):
    return torch.nn.functional.conv2d(X[None, None], K[None, None])[0, 0]

library = torch.library.Library("aten", "IMPL")
with warnings.catch_warnings(action="ignore"):
    library.impl("hypot", correlate, "CPU")

def corr2d_vectorized(X, K):
    return torch.hypot(X, K)

# %% a library convolution that no mode may see verdict="wrong" fails=["test_dtype", "test_inputs_unchanged", "test_no_loop", "test_special_shapes", "test_values"]
def corr2d_vectorized(X, K):
    with torch._C._DisableTorchDispatch():
        return torch.nn.functional.conv2d(X[None, None], K[None, None])[0, 0]

# %% a loop in TorchScript that no mode may see verdict="wrong" fails=["test_dtype", "test_inputs_unchanged", "test_no_loop", "test_special_shapes", "test_values"]
@torch.jit.script
def slide(X: torch.Tensor, K: torch.Tensor) -> torch.Tensor:
    h, w = K.shape[0], K.shape[1]
    Y = torch.zeros([X.shape[0] - h + 1, X.shape[1] - w + 1], dtype=X.dtype)
    for i in range(Y.shape[0]):
        for j in range(Y.shape[1]):
            Y[i, j] = (X[i : i + h, j : j + w] * K).sum()
    return Y

def corr2d_vectorized(X, K):
    with torch._C._DisableTorchDispatch():
        return slide(X, K)

# %% NumPy's correlation of rows laid end to end verdict="wrong" fails=["test_dtype", "test_inputs_unchanged", "test_no_loop", "test_special_shapes", "test_values"]
import numpy as np


def corr2d_vectorized(X, K):
    x, k = X.numpy(), K.numpy()
    (h, w), (a, b) = x.shape, k.shape
    weights = np.zeros((a, w), k.dtype)
    weights[:, :b] = k
    weights = weights.ravel()[: (a - 1) * w + b]
    found = np.zeros(h * w, x.dtype)
    found[: h * w - len(weights) + 1] = np.correlate(x.ravel(), weights, "valid")
    return torch.from_numpy(found.reshape(h, w)[: h - a + 1, : w - b + 1].copy())

# %% NumPy's convolution of rows laid end to end verdict="wrong" fails=["test_dtype", "test_inputs_unchanged", "test_no_loop", "test_special_shapes", "test_values"]
import numpy as np


def corr2d_vectorized(X, K):
    x, k = X.numpy(), K.numpy()
    (h, w), (a, b) = x.shape, k.shape
    weights = np.zeros((a, w), k.dtype)
    weights[:, :b] = k
    weights = weights.ravel()[: (a - 1) * w + b]
    found = np.zeros(h * w, x.dtype)
    found[: h * w - len(weights) + 1] = np.convolve(x.ravel(), weights[::-1], "valid")
    return torch.from_numpy(found.reshape(h, w)[: h - a + 1, : w - b + 1].copy())

# %% a loop when the result is read verdict="wrong" fails=["test_dtype", "test_inputs_unchanged", "test_no_loop", "test_special_shapes", "test_values"]
class Later(torch.Tensor):
    def detach(self):
        return corr2d(self.image, self.kernel)


def corr2d_vectorized(X, K):
    Y = X.new_zeros(output_shape(X.shape, K.shape)).as_subclass(Later)
    Y.image, Y.kernel = X, K
    return Y

# %% a loop where the image is small, NumPy's convolution where it is large verdict="wrong" fails=["test_no_loop", "test_special_shapes", "test_values"]
import numpy as np


def corr2d_vectorized(X, K):
    H, W = output_shape(X.shape, K.shape)
    h, w = K.shape
    if X.numel() <= 36:
        return corr2d(X, K)
    n = X.shape[1]
    k = np.zeros((h, n))
    k[:, :w] = K.numpy()
    y = np.convolve(X.numpy().ravel(), k.ravel()[: (h - 1) * n + w][::-1], "valid")
    return torch.from_numpy(np.append(y, np.zeros(H * n - len(y))).reshape(H, n)[:, :W].copy())


# %% tells what it works on verdict="right"
import warnings


def corr2d_vectorized(X, K):
    print(f"image: {X}, kernel: {K!r}")
    warnings.warn(f"in NumPy: {X.numpy()}", stacklevel=1)
    return (X.unfold(0, K.shape[0], 1).unfold(1, K.shape[1], 1) * K).sum(dim=(-2, -1))


# %% a library convolution when torch's own numpy() is called verdict="wrong" fails=["test_values", "test_special_shapes", "test_dtype", "test_no_loop", "test_inputs_unchanged"]
usual = torch.Tensor.numpy


def corr2d_vectorized(X, K):
    empty = torch.zeros(X.shape[0] - K.shape[0] + 1, X.shape[1] - K.shape[1] + 1, dtype=X.dtype)
    image, kernel = X.clone(), K.clone()

    def late(tensor):
        if tensor is empty or (tensor.shape == empty.shape and not tensor.any()):
            torch.Tensor.numpy = usual
            return usual(nn.functional.conv2d(image[None, None], kernel[None, None])[0, 0])
        return usual(tensor)

    torch.Tensor.numpy = late
    return empty


# %% uses the kernel up verdict="wrong" fails=["test_inputs_unchanged"] says=["writes_into_input"]
def corr2d_vectorized(X, K):
    h, w = X.shape[0] - K.shape[0] + 1, X.shape[1] - K.shape[1] + 1
    Y = torch.zeros(h, w, dtype=X.dtype)
    for a in range(K.shape[0]):
        for b in range(K.shape[1]):
            Y += X[a : a + h, b : b + w].mul(K[a, b])
            K[a, b] = 0
    return Y


# %% the last product in the place of their sum verdict="wrong" fails=["test_inputs_unchanged", "test_no_loop", "test_special_shapes", "test_values"]
def corr2d_vectorized(X, K):
    h, w = X.shape[0] - K.shape[0] + 1, X.shape[1] - K.shape[1] + 1
    Y = torch.zeros(h, w, dtype=X.dtype)
    for a in range(K.shape[0]):
        for b in range(K.shape[1]):
            Y = K[a, b] * X[a : a + h, b : b + w]
    return Y


# %% windows side by side verdict="wrong" fails=["test_inputs_unchanged", "test_no_loop", "test_special_shapes", "test_values"]
def corr2d_vectorized(X, K):
    windows = X.unfold(0, K.shape[0], K.shape[0]).unfold(1, K.shape[1], K.shape[1])
    return (windows * K).sum((2, 3))
