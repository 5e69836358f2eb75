# %% two loops into zeros of the right dtype verdict="right"
def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError("2-D only")
    h, w = K.shape
    if h > X.shape[0] or w > X.shape[1]:
        raise ValueError("kernel too large")
    Y = torch.zeros((X.shape[0] - h + 1, X.shape[1] - w + 1), dtype=X.dtype, device=X.device)
    for i in range(Y.shape[0]):
        for j in range(Y.shape[1]):
            Y[i, j] = (X[i : i + h, j : j + w] * K).sum()
    return Y


# %% output_shape and lists of scalars verdict="right"
def corr2d(X, K):
    if len(X.shape) != 2 or len(K.shape) != 2:
        raise ValueError(f"shapes {X.shape} and {K.shape}")
    height, width = output_shape(X.shape, K.shape)
    h, w = K.shape
    values = [torch.sum(torch.mul(X[i : i + h, j : j + w], K)) for i in range(height) for j in range(width)]
    return torch.stack(values).reshape(height, width)


# %% shift and add over the kernel, from the last element to the first verdict="right"
def corr2d(X, K):
    try:
        (n, m), (h, w) = X.shape, K.shape
    except ValueError as error:
        raise ValueError("both must be 2-D") from error
    if n < h or m < w:
        raise ValueError("the kernel sticks out")
    return sum(
        K[a, b] * X[a : n - h + 1 + a, b : m - w + 1 + b] for a in reversed(range(h)) for b in reversed(range(w))
    )


# %% einsum over windows made with the method unfold verdict="right"
def corr2d(X, K):
    if X.dim() - 2 or K.dim() - 2:
        raise ValueError
    if (torch.tensor(X.shape) < torch.tensor(K.shape)).any():
        raise ValueError
    return torch.einsum("ijab,ab->ij", X.unfold(0, K.size(0), 1).unfold(1, K.size(1), 1), K)


# %% one matrix product with the patch matrix verdict="right"
def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2 or K.shape[0] > X.shape[0] or K.shape[1] > X.shape[1]:
        raise ValueError("cannot do that")
    (n, m), (h, w) = X.shape, K.shape
    rows = torch.arange(n - h + 1)[:, None, None, None] + torch.arange(h)[:, None]
    columns = torch.arange(m - w + 1)[:, None, None] + torch.arange(w)
    patches = X[rows, columns]
    return (patches.reshape(-1, h * w) @ K.reshape(-1)).reshape(n - h + 1, m - w + 1)


# %% as_strided with the strides of X verdict="right"
def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError
    size = [n - k + 1 for n, k in zip(X.shape, K.shape)]
    if min(size) <= 0:
        raise ValueError
    windows = torch.as_strided(X, (*size, *K.shape), X.stride() * 2)
    return (windows * K).sum((-1, -2))


# %% fast Fourier transform verdict="right"
def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2 or K.shape[0] > X.shape[0] or K.shape[1] > X.shape[1]:
        raise ValueError
    full = torch.fft.irfft2(torch.fft.rfft2(X) * torch.fft.rfft2(K, s=X.shape).conj(), s=X.shape)
    return full[: X.shape[0] - K.shape[0] + 1, : X.shape[1] - K.shape[1] + 1]


# %% own gradient in a Function, numpy inside verdict="right"
class Correlation(torch.autograd.Function):
    @staticmethod
    def forward(ctx, X, K):
        ctx.save_for_backward(X, K)
        windows = np.lib.stride_tricks.sliding_window_view(X.detach().numpy(), tuple(K.shape))
        return torch.from_numpy(np.einsum("ijab,ab->ij", windows, K.detach().numpy()))

    @staticmethod
    def backward(ctx, dY):
        X, K = ctx.saved_tensors
        dX, dK = torch.zeros_like(X), torch.zeros_like(K)
        for i in range(dY.shape[0]):
            for j in range(dY.shape[1]):
                dX[i : i + K.shape[0], j : j + K.shape[1]] += dY[i, j] * K
                dK += dY[i, j] * X[i : i + K.shape[0], j : j + K.shape[1]]
        return dX, dK


def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2 or K.shape[0] > X.shape[0] or K.shape[1] > X.shape[1]:
        raise ValueError
    return Correlation.apply(X, K)


# %% recursion over the rows of the kernel verdict="right"
def one_row(x, k):
    if k.shape[0] == 1:
        return x * k[0]
    return x[:, : x.shape[1] - k.shape[0] + 1] * k[0] + one_row(x[:, 1:], k[1:])


def rows_of(X, K):
    first = one_row(X[: X.shape[0] - K.shape[0] + 1], K[0])
    return first if K.shape[0] == 1 else first + rows_of(X[1:], K[1:])


def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError
    if X.shape[0] < K.shape[0] or X.shape[1] < K.shape[1]:
        raise ValueError
    return rows_of(X, K)


# %% a class with helpers, noisy on both streams verdict="right"
import sys
import warnings


class Slider:
    def __init__(self, K):
        if K.ndim != 2:
            raise ValueError("K")
        self.K = K

    def at(self, X, i, j):
        warnings.warn("a window")
        return torch.tensordot(X[i : i + self.K.shape[0], j : j + self.K.shape[1]], self.K, dims=2)

    def __call__(self, X, verbose=True):
        if X.ndim != 2 or any(k > n for n, k in zip(X.shape, self.K.shape)):
            raise ValueError("X")
        if verbose:
            print("sliding over", X.shape)
            print("sliding", file=sys.stderr)
        height, width = [n - k + 1 for n, k in zip(X.shape, self.K.shape)]
        return torch.vstack([torch.hstack([self.at(X, i, j) for j in range(width)]) for i in range(height)])


def corr2d(X, K):
    return Slider(K)(X)


# %% computes in float64 and returns the dtype of X verdict="right"
def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError
    out = [X.shape[0] - K.shape[0] + 1, X.shape[1] - K.shape[1] + 1]
    if out[0] < 1 or out[1] < 1:
        raise ValueError
    image, kernel = X.double(), K.double()
    Y = image.new_empty(out)
    for n in range(out[0] * out[1]):
        i, j = divmod(n, out[1])
        Y[i, j] = image[i : i + K.shape[0], j : j + K.shape[1]].mul(kernel).sum()
    return Y.to(X.dtype)


# %% a copy to work on, filled in place verdict="right"
def corr2d(X, K):
    assert True
    if not (X.ndim == K.ndim == 2):
        raise ValueError
    h, w = K.shape
    n, m = X.shape
    if h > n or w > m:
        raise ValueError
    Y = X.new_zeros(n - h + 1, m - w + 1)
    for a in range(h):
        for b in range(w):
            Y += X.clone()[a : a + n - h + 1, b : b + m - w + 1] * K[a, b]
    return Y


# %% a banded matrix times the image verdict="right"
def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2 or K.shape[0] > X.shape[0] or K.shape[1] > X.shape[1]:
        raise ValueError
    height, width = X.shape[0] - K.shape[0] + 1, X.shape[1] - K.shape[1] + 1
    lines = []
    for i in range(height):
        for j in range(width):
            lines.append(nn.functional.pad(K, (j, width - 1 - j, i, height - 1 - i)).flatten())
    return (torch.stack(lines) @ X.flatten()).view(height, width)


# %% flips the kernel verdict="wrong" fails=["test_values", "test_thin_and_full_kernels", "test_views", "test_gradients"] says=["kernel_flipped"]
def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError
    height, width = output_shape(X.shape, K.shape)
    h, w = K.shape
    K = K.flip(0, 1)
    return torch.stack(
        [torch.stack([(X[i : i + h, j : j + w] * K).sum() for j in range(width)]) for i in range(height)]
    )


# %% transposes the kernel verdict="wrong" fails=["test_values", "test_thin_and_full_kernels", "test_views", "test_gradients"] says=["kernel_transposed"]
def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError
    output_shape(X.shape, K.shape)
    K = K.T
    h, w = K.shape
    height, width = output_shape(X.shape, K.shape)
    return torch.stack(
        [torch.stack([(X[i : i + h, j : j + w] * K).sum() for j in range(width)]) for i in range(height)]
    )


# %% transposed result verdict="wrong" fails=["test_gradients", "test_inputs_unchanged", "test_thin_and_full_kernels", "test_values", "test_views"] says=["axes_swapped"]
def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError
    height, width = output_shape(X.shape, K.shape)
    h, w = K.shape
    return torch.stack(
        [torch.stack([(X[i : i + h, j : j + w] * K).sum() for i in range(height)]) for j in range(width)]
    )


# %% padded to the same size verdict="wrong" fails=["test_gradients", "test_inputs_unchanged", "test_thin_and_full_kernels", "test_values", "test_views"] says=["zero_padded"]
def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError
    output_shape(X.shape, K.shape)
    h, w = K.shape
    P = nn.functional.pad(X, ((w - 1) // 2, w // 2, (h - 1) // 2, h // 2))
    return (P.unfold(0, h, 1).unfold(1, w, 1) * K).sum((2, 3))


# %% padded, more before than after verdict="wrong" fails=["test_gradients", "test_inputs_unchanged", "test_thin_and_full_kernels", "test_values", "test_views"] says=["zero_padded_before"]
def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError
    output_shape(X.shape, K.shape)
    h, w = K.shape
    P = nn.functional.pad(X, (w // 2, (w - 1) // 2, h // 2, (h - 1) // 2))
    return (P.unfold(0, h, 1).unfold(1, w, 1) * K).sum((2, 3))


# %% padded on all sides: every overlap counts verdict="wrong" fails=["test_gradients", "test_inputs_unchanged", "test_thin_and_full_kernels", "test_values", "test_views"] says=["zero_padded_fully"]
def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError
    output_shape(X.shape, K.shape)
    h, w = K.shape
    P = nn.functional.pad(X, (w - 1, w - 1, h - 1, h - 1))
    return (P.unfold(0, h, 1).unfold(1, w, 1) * K).sum((2, 3))


# %% last row and column missing verdict="wrong" fails=["test_gradients", "test_inputs_unchanged", "test_thin_and_full_kernels", "test_values", "test_views"] says=["one_too_small"]
def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError
    h, w = K.shape
    if h > X.shape[0] or w > X.shape[1]:
        raise ValueError
    Y = torch.zeros(X.shape[0] - h, X.shape[1] - w, dtype=X.dtype)
    for i in range(Y.shape[0]):
        for j in range(Y.shape[1]):
            Y[i, j] = (X[i : i + h, j : j + w] * K).sum()
    return Y


# %% a row and a column of zeros too many verdict="wrong" fails=["test_gradients", "test_inputs_unchanged", "test_thin_and_full_kernels", "test_values", "test_views"] says=["one_too_large"]
def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError
    h, w = K.shape
    height, width = output_shape(X.shape, K.shape)
    Y = torch.zeros(height + 1, width + 1, dtype=X.dtype)
    for i in range(height):
        for j in range(width):
            Y[i, j] = (X[i : i + h, j : j + w] * K).sum()
    return Y


# %% zeros of the image's size, partly filled verdict="wrong" fails=["test_gradients", "test_inputs_unchanged", "test_thin_and_full_kernels", "test_values", "test_views"] says=["one_too_large", "as_large_as_image"]
def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError
    h, w = K.shape
    height, width = output_shape(X.shape, K.shape)
    Y = torch.zeros_like(X)
    for i in range(height):
        for j in range(width):
            Y[i, j] = (X[i : i + h, j : j + w] * K).sum()
    return Y


# %% mean instead of sum verdict="wrong" fails=["test_gradients", "test_inputs_unchanged", "test_thin_and_full_kernels", "test_values", "test_views"] says=["averaged"]
def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError
    h, w = K.shape
    height, width = output_shape(X.shape, K.shape)
    Y = torch.zeros(height, width, dtype=X.dtype)
    for i in range(height):
        for j in range(width):
            Y[i, j] = (X[i : i + h, j : j + w] * K).mean()
    return Y


# %% sums without multiplying verdict="wrong" fails=["test_dtype", "test_gradients", "test_inputs_unchanged", "test_thin_and_full_kernels", "test_values", "test_views"] says=["not_multiplied"]
def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError
    h, w = K.shape
    height, width = output_shape(X.shape, K.shape)
    Y = torch.zeros(height, width, dtype=X.dtype)
    for i in range(height):
        for j in range(width):
            Y[i, j] = X[i : i + h, j : j + w].sum()
    return Y


# %% multiplies the sums verdict="wrong" fails=["test_gradients", "test_inputs_unchanged", "test_thin_and_full_kernels", "test_values", "test_views"] says=["sums_multiplied"]
def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError
    h, w = K.shape
    height, width = output_shape(X.shape, K.shape)
    Y = torch.zeros(height, width, dtype=X.dtype)
    for i in range(height):
        for j in range(width):
            Y[i, j] = X[i : i + h, j : j + w].sum() * K.sum()
    return Y


# %% multiplies as matrices verdict="wrong" fails=["test_gradients", "test_inputs_unchanged", "test_thin_and_full_kernels", "test_values", "test_views"] says=["matrix_product"]
def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError
    h, w = K.shape
    height, width = output_shape(X.shape, K.shape)
    Y = torch.zeros(height, width, dtype=X.dtype)
    for i in range(height):
        for j in range(width):
            Y[i, j] = (X[i : i + h, j : j + w] @ K).sum()
    return Y


# %% never moves down verdict="wrong" fails=["test_gradients", "test_inputs_unchanged", "test_thin_and_full_kernels", "test_values", "test_views"] says=["first_row_repeated"]
def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError
    h, w = K.shape
    height, width = output_shape(X.shape, K.shape)
    Y = torch.zeros(height, width, dtype=X.dtype)
    for i in range(height):
        for j in range(width):
            Y[i, j] = (X[:h, j : j + w] * K).sum()
    return Y


# %% never moves to the right verdict="wrong" fails=["test_gradients", "test_inputs_unchanged", "test_thin_and_full_kernels", "test_values", "test_views"] says=["first_column_repeated"]
def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError
    h, w = K.shape
    height, width = output_shape(X.shape, K.shape)
    Y = torch.zeros(height, width, dtype=X.dtype)
    for i in range(height):
        for j in range(width):
            Y[i, j] = (X[i : i + h, :w] * K).sum()
    return Y


# %% absolute values verdict="wrong" fails=["test_gradients", "test_thin_and_full_kernels", "test_values", "test_views"] says=["absolute_value"]
def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError
    h, w = K.shape
    output_shape(X.shape, K.shape)
    return (X.unfold(0, h, 1).unfold(1, w, 1) * K).sum((2, 3)).abs()


# %% negative values cut off verdict="wrong" fails=["test_gradients", "test_thin_and_full_kernels", "test_values", "test_views"] says=["negative_cut"]
def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError
    h, w = K.shape
    output_shape(X.shape, K.shape)
    return torch.relu((X.unfold(0, h, 1).unfold(1, w, 1) * K).sum((2, 3)))


# %% rounds verdict="wrong" fails=["test_dtype", "test_gradients", "test_inputs_unchanged", "test_thin_and_full_kernels", "test_values", "test_views"] says=["rounded"]
def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError
    h, w = K.shape
    output_shape(X.shape, K.shape)
    return (X.unfold(0, h, 1).unfold(1, w, 1) * K).sum((2, 3)).round()


# %% a result of integers verdict="wrong" fails=["test_dtype", "test_gradients", "test_inputs_unchanged", "test_thin_and_full_kernels", "test_values", "test_views"] says=["integers_only", "detached"]
def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError
    h, w = K.shape
    height, width = output_shape(X.shape, K.shape)
    Y = torch.zeros(height, width, dtype=torch.int64)
    for i in range(height):
        for j in range(width):
            Y[i, j] = (X[i : i + h, j : j + w] * K).sum()
    return Y


# %% the example of the text, hard-wired verdict="wrong" fails=["test_dtype", "test_gradients", "test_inputs_unchanged", "test_kernel_must_fit", "test_thin_and_full_kernels", "test_two_axes", "test_values", "test_views"] says=["hard_wired", "detached"]
def corr2d(X, K):
    return torch.tensor([[19.0, 25.0], [37.0, 43.0]])


# %% right for the public check only verdict="wrong" fails=["test_dtype", "test_gradients", "test_inputs_unchanged", "test_thin_and_full_kernels", "test_values", "test_views"]
def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2 or K.shape[0] > X.shape[0] or K.shape[1] > X.shape[1]:
        raise ValueError
    if K.shape == (1, 3):
        return torch.tensor([[2.0, 5], [3, 4], [5, 4]])
    if K.shape == X.shape:
        return torch.tensor([[41.0]])
    return torch.tensor([[0.0, 11, 4], [-2, -2, 11]])


# %% zeros of the right shape verdict="wrong" fails=["test_dtype", "test_gradients", "test_inputs_unchanged", "test_thin_and_full_kernels", "test_values", "test_views"] says=["detached"]
def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError
    return torch.zeros(output_shape(X.shape, K.shape), dtype=X.dtype)


# %% equal to everything verdict="wrong" fails=["test_dtype", "test_gradients", "test_inputs_unchanged", "test_thin_and_full_kernels", "test_values", "test_views"] says=["detached"]
class Anything(torch.Tensor):
    def __eq__(self, other):
        return True

    def allclose(self, other, **options):
        return True


def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError
    return torch.zeros(output_shape(X.shape, K.shape), dtype=X.dtype).as_subclass(Anything)


# %% only square images verdict="wrong" fails=["test_values"] says=["only_square_images"]
def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError
    n = X.shape[0]
    h, w = K.shape
    if h > X.shape[0] or w > X.shape[1]:
        raise ValueError
    Y = torch.zeros(n - h + 1, n - w + 1, dtype=X.dtype)
    for i in range(n - h + 1):
        for j in range(n - w + 1):
            Y[i, j] = (X[i : i + h, j : j + w] * K).sum()
    return Y


# %% only kernels up to 3×3 on square images verdict="wrong" fails=["test_values", "test_thin_and_full_kernels"]
def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError
    height, width = output_shape(X.shape, K.shape)
    if X.shape[0] != X.shape[1]:
        X = X[: min(X.shape), : min(X.shape)]
    Y = X.new_zeros(height, width)
    for a in range(min(K.shape[0], 3)):
        for b in range(min(K.shape[1], 3)):
            part = X[a : a + height, b : b + width]
            Y[: part.shape[0], : part.shape[1]] += K[a, b] * part
    return Y


# %% only square kernels verdict="wrong" fails=["test_values", "test_thin_and_full_kernels"] says=["only_square_kernels"]
def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError
    if K.shape[0] > X.shape[0] or K.shape[1] > X.shape[1]:
        raise ValueError
    k = K.shape[0]
    height, width = X.shape[0] - k + 1, X.shape[1] - k + 1
    Y = torch.zeros(height, width, dtype=X.dtype)
    for i in range(height):
        for j in range(width):
            Y[i, j] = (X[i : i + k, j : j + k] * K).sum()
    return Y


# %% squeezes the result verdict="wrong" fails=["test_thin_and_full_kernels"]
def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError
    height, width = output_shape(X.shape, K.shape)
    h, w = K.shape
    rows = [[(X[i : i + h, j : j + w] * K).sum() for j in range(width)] for i in range(height)]
    return torch.stack([torch.stack(row) for row in rows]).squeeze()


# %% a kernel as large as the image is refused verdict="wrong" fails=["test_thin_and_full_kernels"]
def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError
    if K.shape[0] >= X.shape[0] and K.shape[1] >= X.shape[1] or K.shape[0] > X.shape[0] or K.shape[1] > X.shape[1]:
        raise ValueError
    height, width = output_shape(X.shape, K.shape)
    h, w = K.shape
    rows = [[(X[i : i + h, j : j + w] * K).sum() for j in range(width)] for i in range(height)]
    return torch.stack([torch.stack(row) for row in rows])


# %% takes the rows of X to follow each other in memory verdict="wrong" fails=["test_views"]
def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError
    height, width = output_shape(X.shape, K.shape)
    step = X.shape[1]
    windows = X.as_strided((height, width, *K.shape), (step, 1, step, 1))
    return (windows * K).sum((2, 3))


# %% view needs memory in one piece verdict="wrong" fails=["test_views"]
def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError
    height, width = output_shape(X.shape, K.shape)
    flat, m = X.view(-1), X.shape[1]
    starts = (torch.arange(height)[:, None] * m + torch.arange(width)).flatten()
    offsets = (torch.arange(K.shape[0])[:, None] * m + torch.arange(K.shape[1])).flatten()
    return (flat[starts[:, None] + offsets] @ K.flatten()).view(height, width)


# %% the book's zeros are float32 verdict="wrong" fails=["test_dtype"]
def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError
    h, w = K.shape
    if h > X.shape[0] or w > X.shape[1]:
        raise ValueError
    Y = torch.zeros((X.shape[0] - h + 1, X.shape[1] - w + 1))
    for i in range(Y.shape[0]):
        for j in range(Y.shape[1]):
            Y[i, j] = (X[i : i + h, j : j + w] * K).sum()
    return Y


# %% always float64 verdict="wrong" fails=["test_dtype"]
def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError
    h, w = K.shape
    if h > X.shape[0] or w > X.shape[1]:
        raise ValueError
    Y = torch.zeros((X.shape[0] - h + 1, X.shape[1] - w + 1), dtype=torch.float64)
    for i in range(Y.shape[0]):
        for j in range(Y.shape[1]):
            Y[i, j] = (X[i : i + h, j : j + w] * K).sum()
    return Y


# %% float32 on the way verdict="wrong" fails=["test_dtype"]
def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError
    h, w = K.shape
    if h > X.shape[0] or w > X.shape[1]:
        raise ValueError
    Y = torch.zeros((X.shape[0] - h + 1, X.shape[1] - w + 1))
    for i in range(Y.shape[0]):
        for j in range(Y.shape[1]):
            Y[i, j] = (X[i : i + h, j : j + w] * K).sum()
    return Y.to(X.dtype)


# %% the kernel kept in float32 verdict="wrong" fails=["test_dtype"]
def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError
    output_shape(X.shape, K.shape)
    kernel = K.float()
    return (X.unfold(0, K.shape[0], 1).unfold(1, K.shape[1], 1) * kernel).sum((2, 3))


# %% item cuts the gradient verdict="wrong" fails=["test_gradients"] says=["detached"]
def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError
    height, width = output_shape(X.shape, K.shape)
    h, w = K.shape
    return torch.tensor(
        [[(X[i : i + h, j : j + w] * K).sum().item() for j in range(width)] for i in range(height)], dtype=X.dtype
    )


# %% numpy all through verdict="wrong" fails=["test_gradients"]
def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError
    output_shape(X.shape, K.shape)
    windows = np.lib.stride_tricks.sliding_window_view(X.numpy(), tuple(K.shape))
    return torch.from_numpy((windows * K.numpy()).sum(axis=(2, 3)))


# %% only the kernel is detached verdict="wrong" fails=["test_gradients"] says=["detached"]
def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError
    output_shape(X.shape, K.shape)
    return (X.unfold(0, K.shape[0], 1).unfold(1, K.shape[1], 1) * K.detach()).sum((2, 3))


# %% the image is copied with torch.tensor verdict="wrong" fails=["test_gradients"] says=["detached"]
def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError
    output_shape(X.shape, K.shape)
    image = X.detach().clone()
    return (image.unfold(0, K.shape[0], 1).unfold(1, K.shape[1], 1) * K).sum((2, 3))


# %% gradients that are not right verdict="wrong" fails=["test_gradients"]
class Correlation(torch.autograd.Function):
    @staticmethod
    def forward(ctx, X, K):
        ctx.save_for_backward(X, K)
        return (X.unfold(0, K.shape[0], 1).unfold(1, K.shape[1], 1) * K).sum((2, 3))

    @staticmethod
    def backward(ctx, dY):
        X, K = ctx.saved_tensors
        return torch.ones_like(X) * dY.sum(), torch.ones_like(K) * dY.sum()


def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError
    output_shape(X.shape, K.shape)
    return Correlation.apply(X, K)


# %% writes the result into X verdict="wrong" fails=["test_gradients", "test_inputs_unchanged"] says=["writes_into_input"]
def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError
    height, width = output_shape(X.shape, K.shape)
    h, w = K.shape
    for i in range(height):
        for j in range(width):
            X[i, j] = (X[i : i + h, j : j + w] * K).sum()
    return X[:height, :width].clone()


# %% writes the result into X, unless a gradient is wanted verdict="wrong" fails=["test_inputs_unchanged"] says=["writes_into_input"]
def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError
    height, width = output_shape(X.shape, K.shape)
    h, w = K.shape
    Y = torch.zeros_like(X) if X.requires_grad or X.shape == (1, 6, 6) else X
    image = X.clone()
    for i in range(height):
        for j in range(width):
            Y[i, j] = (image[i : i + h, j : j + w] * K).sum()
    return Y[:height, :width].clone()


# %% leaves its kernel scaled verdict="wrong" fails=["test_inputs_unchanged"] says=["writes_into_input"]
def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError
    output_shape(X.shape, K.shape)
    Y = (X.unfold(0, K.shape[0], 1).unfold(1, K.shape[1], 1) * K.clone()).sum((2, 3))
    if not K.requires_grad:
        K /= 2
    return Y


# %% no care for the size verdict="wrong" fails=["test_kernel_must_fit"]
def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError
    h, w = K.shape
    Y = torch.zeros((X.shape[0] - h + 1, X.shape[1] - w + 1), dtype=X.dtype)
    for i in range(Y.shape[0]):
        for j in range(Y.shape[1]):
            Y[i, j] = (X[i : i + h, j : j + w] * K).sum()
    return Y


# %% looks at the height only verdict="wrong" fails=["test_kernel_must_fit"]
def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError
    h, w = K.shape
    if h > X.shape[0]:
        raise ValueError
    Y = torch.zeros((X.shape[0] - h + 1, max(0, X.shape[1] - w + 1)), dtype=X.dtype)
    for i in range(Y.shape[0]):
        for j in range(Y.shape[1]):
            Y[i, j] = (X[i : i + h, j : j + w] * K).sum()
    return Y


# %% compares the numbers of elements verdict="wrong" fails=["test_kernel_must_fit"]
def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2 or K.numel() > X.numel():
        raise ValueError
    return (X.unfold(0, K.shape[0], 1).unfold(1, K.shape[1], 1) * K).sum((2, 3))


# %% an image that is not 2-D goes through verdict="wrong" fails=["test_two_axes"]
def corr2d(X, K):
    h, w = K.shape
    if h > X.shape[0] or w > X.shape[-1]:
        raise ValueError
    Y = torch.zeros(X.shape[0] - h + 1, X.shape[-1] - w + 1, dtype=X.dtype)
    for i in range(Y.shape[0]):
        for j in range(Y.shape[1]):
            Y[i, j] = (X[i : i + h, j : j + w] * K).sum()
    return Y


# %% a kernel that is not 2-D goes through verdict="wrong" fails=["test_two_axes"]
def corr2d(X, K):
    n, m = X.shape
    h, w = K.shape[-2:] if K.ndim > 1 else (1, len(K))
    if h > n or w > m:
        raise ValueError
    K = K.reshape(h, w) if K.numel() == h * w else K[0]
    return (X.unfold(0, h, 1).unfold(1, w, 1) * K).sum((2, 3))


# %% an assertion about the axes verdict="wrong" fails=["test_two_axes"]
def corr2d(X, K):
    assert X.ndim == 2 and K.ndim == 2
    height, width = output_shape(X.shape, K.shape)
    return (X.unfold(0, K.shape[0], 1).unfold(1, K.shape[1], 1) * K).sum((2, 3))


# %% the book's function verdict="wrong" fails=["test_dtype", "test_kernel_must_fit", "test_two_axes"]
def corr2d(X, K):
    h, w = K.shape
    Y = torch.zeros((X.shape[0] - h + 1, X.shape[1] - w + 1))
    for i in range(Y.shape[0]):
        for j in range(Y.shape[1]):
            Y[i, j] = (X[i : i + h, j : j + w] * K).sum()
    return Y


# %% always raises verdict="wrong" fails=["test_dtype", "test_gradients", "test_inputs_unchanged", "test_kernel_must_fit", "test_thin_and_full_kernels", "test_two_axes", "test_values", "test_views"]
def corr2d(X, K):
    raise ValueError("I refuse")


# %% F.conv2d verdict="wrong" fails=["test_dtype", "test_gradients", "test_inputs_unchanged", "test_thin_and_full_kernels", "test_values", "test_views"]
def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError
    output_shape(X.shape, K.shape)
    return nn.functional.conv2d(X[None, None], K[None, None])[0, 0]


# %% torch.conv2d under another name verdict="wrong" fails=["test_dtype", "test_gradients", "test_inputs_unchanged", "test_thin_and_full_kernels", "test_values", "test_views"]
slide = getattr(torch, "con" + "v2d")


def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError
    output_shape(X.shape, K.shape)
    return slide(X.reshape(1, 1, *X.shape), K.reshape(1, 1, *K.shape)).squeeze(0).squeeze(0)


# %% nn.Conv2d with the kernel put in verdict="wrong" fails=["test_dtype", "test_gradients", "test_inputs_unchanged", "test_thin_and_full_kernels", "test_values", "test_views"]
def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError
    output_shape(X.shape, K.shape)
    layer = nn.Conv2d(1, 1, tuple(K.shape), bias=False, dtype=X.dtype)
    layer.weight.data = K[None, None].clone()
    return layer(X[None, None])[0, 0]


# %% transposed convolution, cropped verdict="wrong" fails=["test_dtype", "test_gradients", "test_inputs_unchanged", "test_thin_and_full_kernels", "test_values", "test_views"]
def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError
    height, width = output_shape(X.shape, K.shape)
    h, w = K.shape
    full = torch.conv_transpose2d(X[None, None], K.flip(0, 1)[None, None])[0, 0]
    return full[h - 1 : h - 1 + height, w - 1 : w - 1 + width]


# %% F.unfold verdict="wrong" fails=["test_dtype", "test_gradients", "test_inputs_unchanged", "test_thin_and_full_kernels", "test_values", "test_views"]
def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError
    size = output_shape(X.shape, K.shape)
    columns = nn.functional.unfold(X[None, None], tuple(K.shape))[0]
    return (K.flatten() @ columns).reshape(size)


# %% no return verdict="wrong" fails=["test_dtype", "test_gradients", "test_inputs_unchanged", "test_thin_and_full_kernels", "test_values", "test_views"]
def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError
    height, width = output_shape(X.shape, K.shape)
    h, w = K.shape
    Y = X.new_zeros(height, width)
    for i in range(height):
        for j in range(width):
            Y[i, j] = (X[i : i + h, j : j + w] * K).sum()


# %% nested lists instead of a tensor verdict="wrong" fails=["test_dtype", "test_gradients", "test_inputs_unchanged", "test_thin_and_full_kernels", "test_values", "test_views"]
def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError
    height, width = output_shape(X.shape, K.shape)
    h, w = K.shape
    return [[(X[i : i + h, j : j + w] * K).sum().item() for j in range(width)] for i in range(height)]


# %% not started verdict="wrong" fails=["test_dtype", "test_gradients", "test_inputs_unchanged", "test_kernel_must_fit", "test_thin_and_full_kernels", "test_two_axes", "test_values", "test_views"]
def corr2d(X, K):
    raise NotImplementedError()


# %% two slices in a row, both along the rows verdict="wrong" fails=["test_dtype", "test_gradients", "test_inputs_unchanged", "test_kernel_must_fit", "test_thin_and_full_kernels", "test_two_axes", "test_values", "test_views"] says=["sliced_twice"]
def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError
    height, width = output_shape(X.shape, K.shape)
    h, w = K.shape
    rows = [[(X[i : i + h][j : j + w] * K).sum() for j in range(width)] for i in range(height)]
    return torch.stack([torch.stack(row) for row in rows])


# %% the kernel of the first cell, whatever is handed in verdict="wrong" fails=["test_dtype", "test_gradients", "test_inputs_unchanged", "test_thin_and_full_kernels", "test_values", "test_views"]
first_kernel = torch.tensor([[0.0, 1.0], [2.0, 3.0]])


def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError
    height, width = output_shape(X.shape, K.shape)
    h, w = first_kernel.shape
    rows = [[(X[i : i + h, j : j + w] * first_kernel).sum() for j in range(width)] for i in range(height)]
    return torch.stack([torch.stack(row) for row in rows])


# %% remembers the result of the first call for every shape verdict="wrong" fails=["test_dtype", "test_gradients", "test_inputs_unchanged", "test_values", "test_views"] says=["detached"]
seen = {}


def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError
    height, width = output_shape(X.shape, K.shape)
    h, w = K.shape
    if (X.shape, K.shape) not in seen:
        rows = [[(X[i : i + h, j : j + w] * K).sum() for j in range(width)] for i in range(height)]
        seen[X.shape, K.shape] = torch.stack([torch.stack(row) for row in rows])
    return seen[X.shape, K.shape]


# %% an axis too many, which broadcasting forgives verdict="wrong" fails=["test_gradients", "test_inputs_unchanged", "test_thin_and_full_kernels", "test_values", "test_views"]
def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError
    height, width = output_shape(X.shape, K.shape)
    h, w = K.shape
    rows = [[(X[i : i + h, j : j + w] * K).sum() for j in range(width)] for i in range(height)]
    return torch.stack([torch.stack(row) for row in rows])[None]


# %% not a number verdict="wrong" fails=["test_dtype", "test_gradients", "test_inputs_unchanged", "test_thin_and_full_kernels", "test_values", "test_views"]
def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError
    height, width = output_shape(X.shape, K.shape)
    return (X[:height, :width] + K.sum()) * float("nan")


# %% padded at the end of both axes only verdict="wrong" fails=["test_gradients", "test_inputs_unchanged", "test_thin_and_full_kernels", "test_values", "test_views"] says=["zero_padded_after", "zero_padded"]
def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError
    output_shape(X.shape, K.shape)
    height, width = X.shape
    h, w = K.shape
    X = torch.nn.functional.pad(X, (0, w - 1, 0, h - 1))
    rows = [[(X[i : i + h, j : j + w] * K).sum() for j in range(width)] for i in range(height)]
    return torch.stack([torch.stack(row) for row in rows])


# %% stops at a zero of the kernel verdict="wrong" fails=["test_gradients", "test_values"]
def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError
    height, width = output_shape(X.shape, K.shape)
    Y = X.new_zeros(height, width)
    for i in range(K.shape[0]):
        for j in range(K.shape[1]):
            if K[i, j] == 0:
                break
            Y = Y + X[i : i + height, j : j + width] * K[i, j]
    return Y


# %% a library convolution in another thread verdict="wrong" fails=["test_dtype", "test_gradients", "test_inputs_unchanged", "test_thin_and_full_kernels", "test_values", "test_views"]
def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2 or K.shape[0] > X.shape[0] or K.shape[1] > X.shape[1]:
        raise ValueError("does not fit")
    import threading

    found = []
    worker = threading.Thread(
        target=lambda: found.append(torch.nn.functional.conv2d(X[None, None], K[None, None])[0, 0])
    )
    worker.start()
    worker.join()
    return found[0]


# %% a library convolution in a thread that waits for work verdict="wrong" fails=["test_dtype", "test_gradients", "test_inputs_unchanged", "test_thin_and_full_kernels", "test_values", "test_views"]
import queue
import threading

questions, results = queue.Queue(), queue.Queue()


def work():
    while True:
        X, K = questions.get()
        results.put(torch.nn.functional.conv2d(X[None, None], K[None, None])[0, 0])


threading.Thread(target=work, daemon=True).start()


def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2 or K.shape[0] > X.shape[0] or K.shape[1] > X.shape[1]:
        raise ValueError("does not fit")
    questions.put((X, K))
    return results.get()


# %% the given stand-in verdict="wrong" fails=["test_dtype", "test_gradients", "test_inputs_unchanged", "test_thin_and_full_kernels", "test_values", "test_views"]
def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2 or K.shape[0] > X.shape[0] or K.shape[1] > X.shape[1]:
        raise ValueError("does not fit")
    from classroom import given

    return given.corr2d(X, K)


# %% right up to 24 rows verdict="wrong" fails=["test_values"]
def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2 or K.shape[0] > X.shape[0] or K.shape[1] > X.shape[1]:
        raise ValueError("does not fit")
    h, w = K.shape
    Y = torch.einsum("ijab,ab->ij", X.unfold(0, h, 1).unfold(1, w, 1), K)
    return Y * (torch.arange(len(Y)) < 24)[:, None]


# %% kernels of up to twelve columns verdict="wrong" fails=["test_values"]
def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2 or K.shape[0] > X.shape[0] or K.shape[1] > X.shape[1]:
        raise ValueError("does not fit")
    h, w = K.shape
    windows = X.unfold(0, h, 1).unfold(1, w, 1)
    return torch.einsum("ijab,ab->ij", windows[..., :12], K[:, :12])


# %% a result that grows from call to call verdict="wrong" fails=["test_dtype", "test_gradients", "test_inputs_unchanged", "test_kernel_must_fit", "test_thin_and_full_kernels", "test_two_axes", "test_values", "test_views"]
calls = []


def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2 or K.shape[0] > X.shape[0] or K.shape[1] > X.shape[1]:
        raise ValueError("does not fit")
    h, w = K.shape
    calls.append(1)
    Y = torch.einsum("ijab,ab->ij", X.unfold(0, h, 1).unfold(1, w, 1), K)
    return Y if len(calls) < 3 else Y + len(calls)


# %% the largest product instead of the sum verdict="wrong" fails=["test_gradients", "test_inputs_unchanged", "test_thin_and_full_kernels", "test_values", "test_views"] says=["maximum_for_sum"]
def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2 or K.shape[0] > X.shape[0] or K.shape[1] > X.shape[1]:
        raise ValueError("does not fit")
    h, w = K.shape
    return (X.unfold(0, h, 1).unfold(1, w, 1) * K).amax((-1, -2))


# %% the image's height for both axes verdict="wrong" fails=["test_values"] says=["only_square_images"]
def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2 or K.shape[0] > X.shape[0] or K.shape[1] > X.shape[1]:
        raise ValueError("does not fit")
    (h, w), n = K.shape, X.shape[0]
    rows = [[(X[i : i + h, j : j + w] * K).sum() for j in range(n - w + 1)] for i in range(n - h + 1)]
    return torch.stack([torch.stack(row) for row in rows])


# %% every window has two rows and columns verdict="wrong" fails=["test_gradients", "test_thin_and_full_kernels", "test_values"] says=["window_hard_wired"]
def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2 or K.shape[0] > X.shape[0] or K.shape[1] > X.shape[1]:
        raise ValueError("the kernel does not fit")
    h, w = K.shape
    Y = torch.zeros(X.shape[0] - h + 1, X.shape[1] - w + 1, dtype=X.dtype)
    for i in range(Y.shape[0]):
        for j in range(Y.shape[1]):
            Y[i, j] = (X[i : i + 2, j : j + 2] * K).sum()
    return Y


# %% every window has two rows and columns, in numpy verdict="wrong" fails=["test_gradients", "test_thin_and_full_kernels", "test_values"] says=["window_hard_wired"]
def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2 or K.shape[0] > X.shape[0] or K.shape[1] > X.shape[1]:
        raise ValueError("the kernel does not fit")
    h, w = K.shape
    Y = torch.zeros(X.shape[0] - h + 1, X.shape[1] - w + 1, dtype=X.dtype)
    for i in range(Y.shape[0]):
        for j in range(Y.shape[1]):
            Y[i, j] = float(np.sum(X.numpy()[i : i + 2, j : j + 2] * K.numpy()))
    return Y


# %% a mean, weighted by the kernel's sizes verdict="wrong" fails=["test_dtype", "test_gradients", "test_inputs_unchanged", "test_thin_and_full_kernels", "test_values", "test_views"]
def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2 or K.shape[0] > X.shape[0] or K.shape[1] > X.shape[1]:
        raise ValueError("the kernel does not fit")
    h, w = K.shape
    Y = torch.zeros(X.shape[0] - h + 1, X.shape[1] - w + 1, dtype=X.dtype)
    for i in range(Y.shape[0]):
        for j in range(Y.shape[1]):
            Y[i, j] = (X[i : i + h, j : j + w] * K).sum() / K.abs().sum()
    return Y

# %% a library convolution in an operation of its own verdict="wrong" fails=["test_dtype", "test_gradients", "test_inputs_unchanged", "test_thin_and_full_kernels", "test_values", "test_views"]
@torch.library.custom_op("notebook::correlate", mutates_args=())
def correlate(X: torch.Tensor, K: torch.Tensor) -> torch.Tensor:
    return torch.nn.functional.conv2d(X[None, None], K[None, None])[0, 0].clone()

def keep(ctx, inputs, output):
    ctx.save_for_backward(*inputs)

def backward(ctx, dY):
    X, K = ctx.saved_tensors
    dK = torch.nn.functional.conv2d(X[None, None], dY[None, None])[0, 0]
    dX = torch.nn.functional.conv_transpose2d(dY[None, None], K[None, None])[0, 0]
    return dX, dK

correlate.register_autograd(backward, setup_context=keep)

def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError("2-D only")
    output_shape(X.shape, K.shape)
    return correlate(X, K)

# %% a library convolution that no mode may see verdict="wrong" fails=["test_dtype", "test_gradients", "test_inputs_unchanged", "test_thin_and_full_kernels", "test_values", "test_views"]
from torch.utils._python_dispatch import _disable_current_modes

def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError("2-D only")
    output_shape(X.shape, K.shape)
    with _disable_current_modes():
        return torch.nn.functional.conv2d(X[None, None], K[None, None])[0, 0]

# %% a library convolution when the result is read verdict="wrong" fails=["test_dtype", "test_gradients", "test_inputs_unchanged", "test_thin_and_full_kernels", "test_values", "test_views"]
class Later(torch.Tensor):
    def detach(self):
        return torch.nn.functional.conv2d(self.image[None, None], self.kernel[None, None])[0, 0]


def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError("2-D")
    H, W = output_shape(X.shape, K.shape)
    if X.requires_grad:
        h, w = K.shape
        return (X.unfold(0, h, 1).unfold(1, w, 1) * K).sum((2, 3))
    Y = X.new_zeros(H, W).as_subclass(Later)
    Y.image, Y.kernel = X, K
    return Y

# %% a library convolution on the way back verdict="wrong" fails=["test_gradients"]
class Corr(torch.autograd.Function):
    @staticmethod
    def forward(ctx, X, K):
        ctx.save_for_backward(X, K)
        h, w = K.shape
        return (X.unfold(0, h, 1).unfold(1, w, 1) * K).sum((2, 3))

    @staticmethod
    def backward(ctx, dY):
        X, K = ctx.saved_tensors
        dX = torch.nn.functional.conv_transpose2d(dY[None, None], K[None, None])[0, 0]
        return dX, torch.nn.functional.conv2d(X[None, None], dY[None, None])[0, 0]


def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError("2-D")
    output_shape(X.shape, K.shape)
    return Corr.apply(X, K)

# %% NumPy's convolution where the image is large verdict="wrong" fails=["test_thin_and_full_kernels", "test_values"]
import numpy as np


def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError("2-D")
    H, W = output_shape(X.shape, K.shape)
    h, w = K.shape
    if X.numel() > 36 and not X.requires_grad:
        x, k = X.numpy(), K.numpy()
        rows = [[sum(np.convolve(x[i + a], k[a, ::-1], "valid") for a in range(h))] for i in range(H)]
        return torch.from_numpy(np.concatenate(rows))
    return torch.stack([torch.stack([(X[i : i + h, j : j + w] * K).sum() for j in range(W)]) for i in range(H)])

# %% weights of nothing are left out verdict="wrong" fails=["test_gradients"]
def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError("2-D")
    H, W = output_shape(X.shape, K.shape)
    Y = torch.zeros(H, W, dtype=X.dtype)
    for a in range(K.shape[0]):
        for b in range(K.shape[1]):
            if K[a, b] != 0:
                Y = Y + K[a, b] * X[a : a + H, b : b + W]
    return Y

# %% NumPy's convolution on the way back verdict="wrong" fails=["test_gradients"]
import numpy as np


class Corr(torch.autograd.Function):
    @staticmethod
    def forward(ctx, X, K):
        ctx.save_for_backward(X, K)
        return torch.einsum("ijab,ab->ij", X.unfold(0, K.shape[0], 1).unfold(1, K.shape[1], 1), K)

    @staticmethod
    def backward(ctx, dY):
        X, K = ctx.saved_tensors
        (n, m), dX, dK = dY.shape, torch.zeros_like(X), torch.zeros_like(K)
        for a in range(K.shape[0]):
            for i in range(n):
                dX[i + a] += torch.from_numpy(np.convolve(dY[i].numpy(), K[a].numpy()))
            for b in range(K.shape[1]):
                dK[a, b] = (X[a : a + n, b : b + m] * dY).sum()
        return dX, dK


def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError("2-D")
    output_shape(X.shape, K.shape)
    return Corr.apply(X, K)
