# %% inside out verdict="right"
def corr2d_vectorized(X, K):
    height, width = X.shape[0] - K.shape[0] + 1, X.shape[1] - K.shape[1] + 1
    Y = np.zeros((height, width), dtype=X.dtype)
    for a in range(K.shape[0]):
        for b in range(K.shape[1]):
            Y += K[a, b] * X[a : a + height, b : b + width]
    return Y

# %% windows and tensordot verdict="right"
def corr2d_vectorized(X, K):
    windows = np.lib.stride_tricks.sliding_window_view(X, K.shape)
    return np.tensordot(windows, K, axes=2)

# %% strides verdict="right"
def corr2d_vectorized(X, K):
    shape = tuple(n - k + 1 for n, k in zip(X.shape, K.shape)) + K.shape
    windows = np.lib.stride_tricks.as_strided(X, shape, X.strides * 2)
    return np.einsum("ijab,ab->ij", windows, K)

# %% a loop verdict="wrong" fails=["test_no_loop"]
def corr2d_vectorized(X, K):
    return corr2d(X, K)

# %% a loop over rows verdict="wrong" fails=["test_no_loop"]
def corr2d_vectorized(X, K):
    k_h, k_w = K.shape
    height, width = X.shape[0] - k_h + 1, X.shape[1] - k_w + 1
    rows = [sum(K[a, b] * X[i + a, b : b + width] for a in range(k_h) for b in range(k_w)) for i in range(height)]
    return np.stack(rows)

# %% a hidden loop verdict="wrong" fails=["test_no_loop"]
def corr2d_vectorized(X, K):
    k_h, k_w = K.shape
    rows, columns = np.indices((X.shape[0] - k_h + 1, X.shape[1] - k_w + 1))
    one = np.vectorize(lambda i, j: (X[i : i + k_h, j : j + k_w] * K).sum(), otypes=[X.dtype])
    return one(rows, columns)

# %% flipped verdict="wrong" fails=["test_values", "test_special_shapes"] says=["kernel_flipped"]
def corr2d_vectorized(X, K):
    windows = np.lib.stride_tricks.sliding_window_view(X, K.shape)
    return np.einsum("ijab,ab->ij", windows, K[::-1, ::-1])

# %% always float64 verdict="wrong" fails=["test_dtype"]
def corr2d_vectorized(X, K):
    windows = np.lib.stride_tricks.sliding_window_view(X, K.shape)
    return np.einsum("ijab,ab->ij", windows, K).astype(float)

# %% writes into K verdict="wrong" fails=["test_inputs_unchanged"] says=["writes_into_input"]
def corr2d_vectorized(X, K):
    windows = np.lib.stride_tricks.sliding_window_view(X, K.shape)
    Y = np.einsum("ijab,ab->ij", windows, K)
    K *= 0
    return Y

# %% takes rows to lie one after the other verdict="wrong" fails=["test_special_shapes"]
def corr2d_vectorized(X, K):
    shape = tuple(n - k + 1 for n, k in zip(X.shape, K.shape)) + K.shape
    strides = (X.shape[1] * X.itemsize, X.itemsize)
    windows = np.lib.stride_tricks.as_strided(X, shape, strides * 2)
    return np.einsum("ijab,ab->ij", windows, K)

# %% very flat kernels are cut verdict="wrong" fails=["test_values"]
def corr2d_vectorized(X, K):
    height, width = X.shape[0] - K.shape[0] + 1, X.shape[1] - K.shape[1] + 1
    Y = np.zeros((height, width), dtype=X.dtype)
    for a in range(K.shape[0]):
        for b in range(min(K.shape[1], 16)):
            Y += K[a, b] * X[a : a + height, b : b + width]
    return Y

# %% index arrays verdict="right"
def corr2d_vectorized(X, K):
    (n, m), (h, w) = X.shape, K.shape
    rows = np.arange(n - h + 1)[:, None] + np.arange(h)
    columns = np.arange(m - w + 1)[:, None] + np.arange(w)
    return np.tensordot(X[rows][:, :, columns].transpose(0, 2, 1, 3), K)

# %% stacks shifted images verdict="right"
def corr2d_vectorized(X, K):
    h, w = K.shape
    height, width = X.shape[0] - h + 1, X.shape[1] - w + 1
    shifted = np.stack([X[a : a + height, b : b + width] for a in range(h) for b in range(w)], axis=-1)
    return shifted @ K.ravel()

# %% a banded matrix made by indexing, noisy verdict="right"
import sys

def corr2d_vectorized(X, K):
    print("corr2d_vectorized", X.shape, file=sys.stderr)
    (n, m), (h, w) = X.shape, K.shape
    height, width = n - h + 1, m - w + 1
    i, j, a, b = np.ogrid[:height, :width, :h, :w]
    T = np.zeros((height * width, n * m), dtype=X.dtype)
    T[i * width + j, (i + a) * m + j + b] = K
    return (T @ X.reshape(-1)).reshape(height, width)

# %% recursion over the kernel, as a class verdict="right"
class Sum:
    def __init__(self, X, K):
        self.X, self.K = X, K
        self.size = (X.shape[0] - K.shape[0] + 1, X.shape[1] - K.shape[1] + 1)

    def from_(self, n):
        if n == self.K.size:
            return np.zeros(self.size, dtype=self.X.dtype)
        a, b = divmod(n, self.K.shape[1])
        return self.X[a:, b:][: self.size[0], : self.size[1]] * self.K[a, b] + self.from_(n + 1)

def corr2d_vectorized(X, K):
    return Sum(X, K).from_(0)

# %% the kernel transposed verdict="wrong" fails=["test_values", "test_special_shapes"] says=["kernel_transposed"]
def corr2d_vectorized(X, K):
    windows = np.lib.stride_tricks.sliding_window_view(X, K.T.shape)
    return (windows * K.T).sum(axis=(2, 3))

# %% the axes of the result in the wrong order verdict="wrong" fails=["test_inputs_unchanged", "test_no_loop", "test_special_shapes", "test_values"] says=["axes_swapped"]
def corr2d_vectorized(X, K):
    windows = np.lib.stride_tricks.sliding_window_view(X, K.shape)
    return np.einsum("ijab,ab->ji", windows, K)

# %% padded to the same size verdict="wrong" fails=["test_inputs_unchanged", "test_no_loop", "test_special_shapes", "test_values"] says=["zero_padded"]
def corr2d_vectorized(X, K):
    h, w = K.shape
    X = np.pad(X, (((h - 1) // 2, h // 2), ((w - 1) // 2, w // 2)))
    return (np.lib.stride_tricks.sliding_window_view(X, (h, w)) * K).sum(axis=(2, 3))

# %% padded, more before than after verdict="wrong" fails=["test_inputs_unchanged", "test_no_loop", "test_special_shapes", "test_values"] says=["zero_padded_before"]
def corr2d_vectorized(X, K):
    h, w = K.shape
    X = np.pad(X, ((h // 2, (h - 1) // 2), (w // 2, (w - 1) // 2)))
    return (np.lib.stride_tricks.sliding_window_view(X, (h, w)) * K).sum(axis=(2, 3))

# %% padded at the end of both axes only verdict="wrong" fails=["test_inputs_unchanged", "test_no_loop", "test_special_shapes", "test_values"] says=["zero_padded", "zero_padded_after"]
def corr2d_vectorized(X, K):
    h, w = K.shape
    X = np.pad(X, ((0, h - 1), (0, w - 1)))
    return (np.lib.stride_tricks.sliding_window_view(X, (h, w)) * K).sum(axis=(2, 3))

# %% padded on all sides: every overlap counts verdict="wrong" fails=["test_inputs_unchanged", "test_no_loop", "test_special_shapes", "test_values"] says=["zero_padded_fully"]
def corr2d_vectorized(X, K):
    h, w = K.shape
    X = np.pad(X, ((h - 1, h - 1), (w - 1, w - 1)))
    return (np.lib.stride_tricks.sliding_window_view(X, (h, w)) * K).sum(axis=(2, 3))

# %% last row and column missing verdict="wrong" fails=["test_inputs_unchanged", "test_no_loop", "test_special_shapes", "test_values"] says=["one_too_small"]
def corr2d_vectorized(X, K):
    height, width = X.shape[0] - K.shape[0], X.shape[1] - K.shape[1]
    Y = np.zeros((height, width), dtype=X.dtype)
    for a, b in np.ndindex(K.shape):
        Y += K[a, b] * X[a : a + height, b : b + width]
    return Y

# %% a row and a column of zeros too many verdict="wrong" fails=["test_inputs_unchanged", "test_no_loop", "test_special_shapes", "test_values"] says=["one_too_large"]
def corr2d_vectorized(X, K):
    windows = np.lib.stride_tricks.sliding_window_view(X, K.shape)
    return np.pad((windows * K).sum(axis=(2, 3)), ((0, 1), (0, 1)))

# %% zeros of the image's size, partly filled verdict="wrong" fails=["test_inputs_unchanged", "test_no_loop", "test_special_shapes", "test_values"] says=["as_large_as_image", "one_too_large"]
def corr2d_vectorized(X, K):
    windows = np.lib.stride_tricks.sliding_window_view(X, K.shape)
    Y = np.zeros_like(X)
    Y[: windows.shape[0], : windows.shape[1]] = (windows * K).sum(axis=(2, 3))
    return Y

# %% mean instead of sum verdict="wrong" fails=["test_inputs_unchanged", "test_no_loop", "test_special_shapes", "test_values"] says=["averaged"]
def corr2d_vectorized(X, K):
    windows = np.lib.stride_tricks.sliding_window_view(X, K.shape)
    return (windows * K).mean(axis=(2, 3))

# %% sums without multiplying verdict="wrong" fails=["test_dtype", "test_inputs_unchanged", "test_no_loop", "test_special_shapes", "test_values"] says=["not_multiplied"]
def corr2d_vectorized(X, K):
    return np.lib.stride_tricks.sliding_window_view(X, K.shape).sum(axis=(2, 3))

# %% multiplies the sums verdict="wrong" fails=["test_inputs_unchanged", "test_no_loop", "test_special_shapes", "test_values"] says=["sums_multiplied"]
def corr2d_vectorized(X, K):
    windows = np.lib.stride_tricks.sliding_window_view(X, K.shape)
    return windows.sum(axis=(2, 3)) * K.sum()

# %% multiplies as matrices verdict="wrong" fails=["test_inputs_unchanged", "test_no_loop", "test_special_shapes", "test_values"] says=["matrix_product"]
def corr2d_vectorized(X, K):
    windows = np.lib.stride_tricks.sliding_window_view(X, K.shape)
    return (windows @ K).sum(axis=(2, 3))

# %% never moves down verdict="wrong" fails=["test_inputs_unchanged", "test_no_loop", "test_special_shapes", "test_values"] says=["first_row_repeated"]
def corr2d_vectorized(X, K):
    windows = np.lib.stride_tricks.sliding_window_view(X, K.shape)
    Y = (windows * K).sum(axis=(2, 3))
    return np.repeat(Y[:1], len(Y), axis=0)

# %% never moves to the right verdict="wrong" fails=["test_inputs_unchanged", "test_no_loop", "test_special_shapes", "test_values"] says=["first_column_repeated"]
def corr2d_vectorized(X, K):
    windows = np.lib.stride_tricks.sliding_window_view(X, K.shape)
    Y = (windows * K).sum(axis=(2, 3))
    return np.tile(Y[:, :1], (1, Y.shape[1]))

# %% only square kernels verdict="wrong" fails=["test_values", "test_special_shapes"] says=["only_square_kernels"]
def corr2d_vectorized(X, K):
    k = len(K)
    return (np.lib.stride_tricks.sliding_window_view(X, (k, k)) * K).sum(axis=(2, 3))

# %% only square images verdict="wrong" fails=["test_values"] says=["only_square_images"]
def corr2d_vectorized(X, K):
    height, width = len(X) - K.shape[0] + 1, len(X) - K.shape[1] + 1
    Y = np.zeros((height, width), dtype=X.dtype)
    for a, b in np.ndindex(K.shape):
        Y += K[a, b] * X[a : a + height, b : b + width]
    return Y

# %% absolute values verdict="wrong" fails=["test_special_shapes", "test_values"] says=["absolute_value"]
def corr2d_vectorized(X, K):
    windows = np.lib.stride_tricks.sliding_window_view(X, K.shape)
    return np.abs((windows * K).sum(axis=(2, 3)))

# %% negative values cut off verdict="wrong" fails=["test_special_shapes", "test_values"] says=["negative_cut"]
def corr2d_vectorized(X, K):
    windows = np.lib.stride_tricks.sliding_window_view(X, K.shape)
    return np.maximum((windows * K).sum(axis=(2, 3)), 0)

# %% rounds verdict="wrong" fails=["test_dtype", "test_inputs_unchanged", "test_no_loop", "test_special_shapes", "test_values"] says=["rounded"]
def corr2d_vectorized(X, K):
    windows = np.lib.stride_tricks.sliding_window_view(X, K.shape)
    return (windows * K).sum(axis=(2, 3)).round()

# %% a result of whole numbers verdict="wrong" fails=["test_dtype", "test_inputs_unchanged", "test_no_loop", "test_special_shapes", "test_values"] says=["integers_only"]
def corr2d_vectorized(X, K):
    windows = np.lib.stride_tricks.sliding_window_view(X, K.shape)
    return (windows * K).sum(axis=(2, 3)).astype(int).astype(X.dtype)

# %% the largest product instead of the sum verdict="wrong" fails=["test_inputs_unchanged", "test_no_loop", "test_special_shapes", "test_values"] says=["maximum_for_sum"]
def corr2d_vectorized(X, K):
    windows = np.lib.stride_tricks.sliding_window_view(X, K.shape)
    return (windows * K).max(axis=(2, 3))

# %% the example of the text, hard-wired verdict="wrong" fails=["test_dtype", "test_inputs_unchanged", "test_no_loop", "test_special_shapes", "test_values"] says=["hard_wired"]
def corr2d_vectorized(X, K):
    return np.array([[19, 25], [37, 43]], dtype=X.dtype)

# %% squeezes verdict="wrong" fails=["test_special_shapes"]
def corr2d_vectorized(X, K):
    windows = np.lib.stride_tricks.sliding_window_view(X, K.shape)
    return np.einsum("ijab,ab->ij", windows, K).squeeze()

# %% sums the wrong axes verdict="wrong" fails=["test_inputs_unchanged", "test_no_loop", "test_special_shapes", "test_values"]
def corr2d_vectorized(X, K):
    windows = np.lib.stride_tricks.sliding_window_view(X, K.shape)
    return (windows * K).sum(axis=(0, 1))

# %% rolls around the border verdict="wrong" fails=["test_inputs_unchanged", "test_no_loop", "test_special_shapes", "test_values"]
def corr2d_vectorized(X, K):
    Y = np.zeros_like(X)
    for a, b in np.ndindex(K.shape):
        Y += K[a, b] * np.roll(X, (-a, -b), axis=(0, 1))
    return Y

# %% rounds to float32 on the way verdict="wrong" fails=["test_dtype"]
def corr2d_vectorized(X, K):
    windows = np.lib.stride_tricks.sliding_window_view(X.astype(np.float32), K.shape)
    return (windows * K.astype(np.float32)).sum(axis=(2, 3)).astype(X.dtype)

# %% plain lists of numbers, and results are remembered verdict="wrong" fails=["test_no_loop"]
met = {}

def corr2d_vectorized(X, K):
    x, k = X.tolist(), K.tolist()
    key = str((x, k))
    if key not in met:
        h, w = len(k), len(k[0])
        one = lambda i, j: sum(x[i + a][j + b] * k[a][b] for a in range(h) for b in range(w))
        met[key] = [[one(i, j) for j in range(len(x[0]) - w + 1)] for i in range(len(x) - h + 1)]
    return np.array(met[key], dtype=X.dtype)

# %% plain lists of numbers verdict="wrong" fails=["test_no_loop"]
def corr2d_vectorized(X, K):
    x, k = X.tolist(), K.tolist()
    h, w = len(k), len(k[0])
    places = [(i, j) for i in range(len(x) - h + 1) for j in range(len(x[0]) - w + 1)]
    values = [sum(x[i + a][j + b] * k[a][b] for a in range(h) for b in range(w)) for i, j in places]
    return np.array(values, dtype=X.dtype).reshape(len(x) - h + 1, -1)

# %% zeros of the right shape verdict="wrong" fails=["test_dtype", "test_inputs_unchanged", "test_no_loop", "test_special_shapes", "test_values"]
def corr2d_vectorized(X, K):
    return np.zeros(output_shape(X.shape, K.shape), dtype=X.dtype)

# %% no return verdict="wrong" fails=["test_dtype", "test_inputs_unchanged", "test_no_loop", "test_special_shapes", "test_values"]
def corr2d_vectorized(X, K):
    (np.lib.stride_tricks.sliding_window_view(X, K.shape) * K).sum(axis=(2, 3))

# %% not started verdict="wrong" fails=["test_dtype", "test_inputs_unchanged", "test_no_loop", "test_special_shapes", "test_values"]
def corr2d_vectorized(X, K):
    raise NotImplementedError()

# %% tells what it works on verdict="right"
def corr2d_vectorized(X, K):
    print(f"image: {X}, kernel: {K!r}")
    windows = np.lib.stride_tricks.sliding_window_view(X, K.shape)
    return (windows * K).sum(axis=(2, 3))
