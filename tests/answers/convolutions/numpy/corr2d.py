# %% two loops verdict="right"
def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError("2-D only")
    height, width = output_shape(X.shape, K.shape)
    Y = np.zeros((height, width), dtype=X.dtype)
    for i in range(height):
        for j in range(width):
            Y[i, j] = np.sum(X[i : i + K.shape[0], j : j + K.shape[1]] * K)
    return Y

# %% lists verdict="right"
def corr2d(X, K):
    if not X.ndim == K.ndim == 2:
        raise ValueError("2-D only")
    height, width = output_shape(X.shape, K.shape)
    k_h, k_w = K.shape
    return np.array([[(X[i : i + k_h, j : j + k_w] * K).sum() for j in range(width)] for i in range(height)])

# %% inside out verdict="right"
def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2 or K.shape[0] > X.shape[0] or K.shape[1] > X.shape[1]:
        raise ValueError("no")
    height, width = X.shape[0] - K.shape[0] + 1, X.shape[1] - K.shape[1] + 1
    Y = np.zeros_like(X, shape=(height, width))
    for a, b in np.ndindex(*K.shape):
        Y += K[a, b] * X[a : a + height, b : b + width]
    return Y

# %% views and einsum verdict="right"
from numpy.lib.stride_tricks import sliding_window_view

def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError("2-D only")
    output_shape(X.shape, K.shape)
    return np.einsum("ijab,ab->ij", sliding_window_view(X, K.shape), K)

# %% flipped verdict="wrong" fails=["test_values", "test_thin_and_full_kernels", "test_views"] says=["kernel_flipped"]
def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError("2-D only")
    height, width = output_shape(X.shape, K.shape)
    K = K[::-1, ::-1]
    Y = np.zeros((height, width), dtype=X.dtype)
    for i in range(height):
        for j in range(width):
            Y[i, j] = np.sum(X[i : i + K.shape[0], j : j + K.shape[1]] * K)
    return Y

# %% always float64 verdict="wrong" fails=["test_dtype"]
def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError("2-D only")
    height, width = output_shape(X.shape, K.shape)
    Y = np.zeros((height, width))
    for i in range(height):
        for j in range(width):
            Y[i, j] = np.sum(X[i : i + K.shape[0], j : j + K.shape[1]] * K)
    return Y

# %% writes into X verdict="wrong" fails=["test_inputs_unchanged"] says=["writes_into_input"]
def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError("2-D only")
    height, width = output_shape(X.shape, K.shape)
    Y = np.zeros((height, width), dtype=X.dtype)
    for i in range(height):
        for j in range(width):
            Y[i, j] = np.sum(X[i : i + K.shape[0], j : j + K.shape[1]] * K)
    X[:] = 0
    return Y

# %% any number of axes verdict="wrong" fails=["test_two_axes"]
def corr2d(X, K):
    X, K = np.atleast_2d(X.squeeze()), np.atleast_2d(K.squeeze()) if K.ndim > 2 else K
    height, width = output_shape(X.shape[-2:], np.atleast_2d(K).shape)
    K = np.atleast_2d(K)
    Y = np.zeros((height, width), dtype=X.dtype)
    for i in range(height):
        for j in range(width):
            Y[i, j] = np.sum(X[..., i : i + K.shape[0], j : j + K.shape[1]] * K)
    return Y

# %% a kernel that is too large is cut verdict="wrong" fails=["test_kernel_must_fit"]
def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError("2-D only")
    K = K[: X.shape[0], : X.shape[1]]
    height, width = output_shape(X.shape, K.shape)
    Y = np.zeros((height, width), dtype=X.dtype)
    for i in range(height):
        for j in range(width):
            Y[i, j] = np.sum(X[i : i + K.shape[0], j : j + K.shape[1]] * K)
    return Y

# %% the given one verdict="wrong" fails=["test_values", "test_thin_and_full_kernels", "test_views", "test_dtype", "test_inputs_unchanged"]
def corr2d(X, K):
    from classroom.given import corr2d as given

    return given(X, K)

# %% NumPy's own, row by row verdict="wrong" fails=["test_values", "test_thin_and_full_kernels", "test_views", "test_dtype", "test_inputs_unchanged"]
def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError("2-D only")
    height, _ = output_shape(X.shape, K.shape)
    return np.stack([sum(np.correlate(X[i + a], K[a]) for a in range(len(K))) for i in range(height)])

# %% NumPy's own in C, called by map verdict="wrong" fails=["test_values", "test_thin_and_full_kernels", "test_views", "test_dtype", "test_inputs_unchanged"]
from numpy._core.multiarray import correlate

def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError("2-D only")
    height, _ = output_shape(X.shape, K.shape)
    rows, flat = range(height), range(len(K))
    return np.stack([sum(map(correlate, [X[i + a] for a in flat], list(K), [0] * len(K))) for i in rows])

# %% PyTorch's verdict="wrong" fails=["test_values", "test_thin_and_full_kernels", "test_views", "test_dtype", "test_two_axes", "test_kernel_must_fit", "test_inputs_unchanged"]
def corr2d(X, K):
    import torch

    convolved = map(torch.conv2d, [torch.tensor(X.tolist())[None, None]], [torch.tensor(K.tolist())[None, None]])
    return np.array(next(convolved)[0, 0].tolist()).astype(X.dtype)

# %% very flat kernels are cut verdict="wrong" fails=["test_values"]
def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError("2-D only")
    height, width = output_shape(X.shape, K.shape)
    Y = np.zeros((height, width), dtype=X.dtype)
    for a, b in np.ndindex(K.shape[0], min(K.shape[1], 16)):
        Y += K[a, b] * X[a : a + height, b : b + width]
    return Y

# %% one pixel is not multiplied verdict="wrong" fails=["test_thin_and_full_kernels"]
def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError("2-D only")
    height, width = output_shape(X.shape, K.shape)
    if K.size == 1:
        return X.copy()
    Y = np.zeros((height, width), dtype=X.dtype)
    for a, b in np.ndindex(K.shape):
        Y += K[a, b] * X[a : a + height, b : b + width]
    return Y

# %% takes rows to lie one after the other verdict="wrong" fails=["test_views"]
def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError("2-D only")
    shape = output_shape(X.shape, K.shape) + K.shape
    strides = (X.shape[1] * X.itemsize, X.itemsize)
    windows = np.lib.stride_tricks.as_strided(X, shape, strides * 2)
    return np.einsum("ijab,ab->ij", windows, K)

# %% strides of the image, whatever they are verdict="right"
def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError
    size = tuple(n - k + 1 for n, k in zip(X.shape, K.shape))
    if min(size) <= 0:
        raise ValueError
    windows = np.lib.stride_tricks.as_strided(X, size + K.shape, X.strides * 2)
    return (windows * K).sum(axis=(-1, -2))

# %% one matrix product with the patch matrix verdict="right"
def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2 or K.shape[0] > X.shape[0] or K.shape[1] > X.shape[1]:
        raise ValueError("cannot do that")
    (n, m), (h, w) = X.shape, K.shape
    rows = np.arange(n - h + 1)[:, None, None, None] + np.arange(h)[:, None]
    columns = np.arange(m - w + 1)[:, None, None] + np.arange(w)
    return (X[rows, columns].reshape(-1, h * w) @ K.reshape(-1)).reshape(n - h + 1, m - w + 1)

# %% recursion over the rows of the kernel verdict="right"
def one_row(x, k):
    if len(k) == 1:
        return x * k[0]
    return x[:, : x.shape[1] - len(k) + 1] * k[0] + one_row(x[:, 1:], k[1:])

def rows_of(X, K):
    first = one_row(X[: len(X) - len(K) + 1], K[0])
    return first if len(K) == 1 else first + rows_of(X[1:], K[1:])

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
        return np.tensordot(X[i : i + self.K.shape[0], j : j + self.K.shape[1]], self.K)

    def __call__(self, X, verbose=True):
        if X.ndim != 2 or any(k > n for n, k in zip(X.shape, self.K.shape)):
            raise ValueError("X")
        if verbose:
            print("sliding over", X.shape)
            print("sliding", file=sys.stderr)
        height, width = [n - k + 1 for n, k in zip(X.shape, self.K.shape)]
        return np.vstack([np.hstack([self.at(X, i, j) for j in range(width)]) for i in range(height)])

def corr2d(X, K):
    return Slider(K)(X)

# %% computes in float64 and returns the dtype of X verdict="right"
def corr2d(X, K):
    try:
        (n, m), (h, w) = X.shape, K.shape
    except ValueError as error:
        raise ValueError("both must be 2-D") from error
    if h > n or w > m:
        raise ValueError("the kernel sticks out")
    image, kernel = X.astype(np.float64), K.astype(np.float64)
    values = [np.vdot(image[i : i + h, j : j + w], kernel) for i, j in np.ndindex(n - h + 1, m - w + 1)]
    return np.reshape(values, (n - h + 1, m - w + 1)).astype(X.dtype)

# %% transposes the kernel verdict="wrong" fails=["test_values", "test_thin_and_full_kernels", "test_views"] says=["kernel_transposed"]
def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError
    output_shape(X.shape, K.shape)
    K = K.T
    h, w = K.shape
    height, width = output_shape(X.shape, K.shape)
    return np.array([[(X[i : i + h, j : j + w] * K).sum() for j in range(width)] for i in range(height)])

# %% transposed result verdict="wrong" fails=["test_inputs_unchanged", "test_thin_and_full_kernels", "test_values", "test_views"] says=["axes_swapped"]
def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError
    height, width = output_shape(X.shape, K.shape)
    h, w = K.shape
    return np.array([[(X[i : i + h, j : j + w] * K).sum() for i in range(height)] for j in range(width)])

# %% padded to the same size verdict="wrong" fails=["test_inputs_unchanged", "test_thin_and_full_kernels", "test_values", "test_views"] says=["zero_padded"]
def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError
    output_shape(X.shape, K.shape)
    h, w = K.shape
    P = np.pad(X, (((h - 1) // 2, h // 2), ((w - 1) // 2, w // 2)))
    return (np.lib.stride_tricks.sliding_window_view(P, (h, w)) * K).sum(axis=(2, 3))

# %% padded, more before than after verdict="wrong" fails=["test_inputs_unchanged", "test_thin_and_full_kernels", "test_values", "test_views"] says=["zero_padded_before"]
def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError
    output_shape(X.shape, K.shape)
    h, w = K.shape
    P = np.pad(X, ((h // 2, (h - 1) // 2), (w // 2, (w - 1) // 2)))
    return (np.lib.stride_tricks.sliding_window_view(P, (h, w)) * K).sum(axis=(2, 3))

# %% padded at the end of both axes only verdict="wrong" fails=["test_inputs_unchanged", "test_thin_and_full_kernels", "test_values", "test_views"] says=["zero_padded_after", "zero_padded"]
def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError
    output_shape(X.shape, K.shape)
    height, width = X.shape
    h, w = K.shape
    P = np.pad(X, ((0, h - 1), (0, w - 1)))
    return np.array([[(P[i : i + h, j : j + w] * K).sum() for j in range(width)] for i in range(height)])

# %% padded on all sides: every overlap counts verdict="wrong" fails=["test_inputs_unchanged", "test_thin_and_full_kernels", "test_values", "test_views"] says=["zero_padded_fully"]
def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError
    output_shape(X.shape, K.shape)
    h, w = K.shape
    P = np.pad(X, ((h - 1, h - 1), (w - 1, w - 1)))
    return (np.lib.stride_tricks.sliding_window_view(P, (h, w)) * K).sum(axis=(2, 3))

# %% last row and column missing verdict="wrong" fails=["test_inputs_unchanged", "test_thin_and_full_kernels", "test_values", "test_views"] says=["one_too_small"]
def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError
    h, w = K.shape
    if h > X.shape[0] or w > X.shape[1]:
        raise ValueError
    Y = np.zeros((X.shape[0] - h, X.shape[1] - w), dtype=X.dtype)
    for i in range(Y.shape[0]):
        for j in range(Y.shape[1]):
            Y[i, j] = (X[i : i + h, j : j + w] * K).sum()
    return Y

# %% a row and a column of zeros too many verdict="wrong" fails=["test_inputs_unchanged", "test_thin_and_full_kernels", "test_values", "test_views"] says=["one_too_large"]
def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError
    h, w = K.shape
    height, width = output_shape(X.shape, K.shape)
    Y = np.zeros((height + 1, width + 1), dtype=X.dtype)
    for i in range(height):
        for j in range(width):
            Y[i, j] = (X[i : i + h, j : j + w] * K).sum()
    return Y

# %% zeros of the image's size, partly filled verdict="wrong" fails=["test_inputs_unchanged", "test_thin_and_full_kernels", "test_values", "test_views"] says=["one_too_large", "as_large_as_image"]
def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError
    h, w = K.shape
    height, width = output_shape(X.shape, K.shape)
    Y = np.zeros_like(X)
    for i in range(height):
        for j in range(width):
            Y[i, j] = (X[i : i + h, j : j + w] * K).sum()
    return Y

# %% mean instead of sum verdict="wrong" fails=["test_inputs_unchanged", "test_thin_and_full_kernels", "test_values", "test_views"] says=["averaged"]
def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError
    h, w = K.shape
    Y = np.zeros(output_shape(X.shape, K.shape), dtype=X.dtype)
    for i, j in np.ndindex(Y.shape):
        Y[i, j] = (X[i : i + h, j : j + w] * K).mean()
    return Y

# %% sums without multiplying verdict="wrong" fails=["test_dtype", "test_inputs_unchanged", "test_thin_and_full_kernels", "test_values", "test_views"] says=["not_multiplied"]
def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError
    h, w = K.shape
    Y = np.zeros(output_shape(X.shape, K.shape), dtype=X.dtype)
    for i, j in np.ndindex(Y.shape):
        Y[i, j] = X[i : i + h, j : j + w].sum()
    return Y

# %% multiplies the sums verdict="wrong" fails=["test_inputs_unchanged", "test_thin_and_full_kernels", "test_values", "test_views"] says=["sums_multiplied"]
def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError
    h, w = K.shape
    Y = np.zeros(output_shape(X.shape, K.shape), dtype=X.dtype)
    for i, j in np.ndindex(Y.shape):
        Y[i, j] = X[i : i + h, j : j + w].sum() * K.sum()
    return Y

# %% multiplies as matrices verdict="wrong" fails=["test_inputs_unchanged", "test_thin_and_full_kernels", "test_values", "test_views"] says=["matrix_product"]
def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError
    h, w = K.shape
    Y = np.zeros(output_shape(X.shape, K.shape), dtype=X.dtype)
    for i, j in np.ndindex(Y.shape):
        Y[i, j] = (X[i : i + h, j : j + w] @ K).sum()
    return Y

# %% never moves down verdict="wrong" fails=["test_inputs_unchanged", "test_thin_and_full_kernels", "test_values", "test_views"] says=["first_row_repeated"]
def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError
    h, w = K.shape
    Y = np.zeros(output_shape(X.shape, K.shape), dtype=X.dtype)
    for i, j in np.ndindex(Y.shape):
        Y[i, j] = (X[:h, j : j + w] * K).sum()
    return Y

# %% never moves to the right verdict="wrong" fails=["test_inputs_unchanged", "test_thin_and_full_kernels", "test_values", "test_views"] says=["first_column_repeated"]
def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError
    h, w = K.shape
    Y = np.zeros(output_shape(X.shape, K.shape), dtype=X.dtype)
    for i, j in np.ndindex(Y.shape):
        Y[i, j] = (X[i : i + h, :w] * K).sum()
    return Y

# %% only square kernels verdict="wrong" fails=["test_values", "test_thin_and_full_kernels"] says=["only_square_kernels"]
def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError
    if K.shape[0] > X.shape[0] or K.shape[1] > X.shape[1]:
        raise ValueError
    k = K.shape[0]
    height, width = X.shape[0] - k + 1, X.shape[1] - k + 1
    Y = np.zeros((height, width), dtype=X.dtype)
    for i in range(height):
        for j in range(width):
            Y[i, j] = (X[i : i + k, j : j + k] * K).sum()
    return Y

# %% only square images verdict="wrong" fails=["test_values"] says=["only_square_images"]
def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2 or K.shape[0] > X.shape[0] or K.shape[1] > X.shape[1]:
        raise ValueError("does not fit")
    (h, w), n = K.shape, len(X)
    Y = np.zeros((n - h + 1, n - w + 1), dtype=X.dtype)
    for i in range(n - h + 1):
        for j in range(n - w + 1):
            Y[i, j] = (X[i : i + h, j : j + w] * K).sum()
    return Y

# %% absolute values verdict="wrong" fails=["test_thin_and_full_kernels", "test_values", "test_views"] says=["absolute_value"]
def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError
    output_shape(X.shape, K.shape)
    return np.abs((np.lib.stride_tricks.sliding_window_view(X, K.shape) * K).sum(axis=(2, 3)))

# %% negative values cut off verdict="wrong" fails=["test_thin_and_full_kernels", "test_values", "test_views"] says=["negative_cut"]
def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError
    output_shape(X.shape, K.shape)
    return (np.lib.stride_tricks.sliding_window_view(X, K.shape) * K).sum(axis=(2, 3)).clip(0)

# %% rounds verdict="wrong" fails=["test_dtype", "test_inputs_unchanged", "test_thin_and_full_kernels", "test_values", "test_views"] says=["rounded"]
def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError
    output_shape(X.shape, K.shape)
    return np.round((np.lib.stride_tricks.sliding_window_view(X, K.shape) * K).sum(axis=(2, 3)))

# %% a result of integers verdict="wrong" fails=["test_dtype", "test_inputs_unchanged", "test_thin_and_full_kernels", "test_values", "test_views"] says=["integers_only"]
def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError
    h, w = K.shape
    Y = np.zeros(output_shape(X.shape, K.shape), dtype=int)
    for i, j in np.ndindex(Y.shape):
        Y[i, j] = (X[i : i + h, j : j + w] * K).sum()
    return Y

# %% the largest product instead of the sum verdict="wrong" fails=["test_inputs_unchanged", "test_thin_and_full_kernels", "test_values", "test_views"] says=["maximum_for_sum"]
def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError
    output_shape(X.shape, K.shape)
    return (np.lib.stride_tricks.sliding_window_view(X, K.shape) * K).max(axis=(2, 3))

# %% the example of the text, hard-wired verdict="wrong" fails=["test_dtype", "test_inputs_unchanged", "test_kernel_must_fit", "test_thin_and_full_kernels", "test_two_axes", "test_values", "test_views"] says=["hard_wired"]
def corr2d(X, K):
    return np.array([[19.0, 25.0], [37.0, 43.0]])

# %% two slices in a row, both along the rows verdict="wrong" fails=["test_dtype", "test_inputs_unchanged", "test_kernel_must_fit", "test_thin_and_full_kernels", "test_two_axes", "test_values", "test_views"] says=["sliced_twice"]
def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError
    height, width = output_shape(X.shape, K.shape)
    h, w = K.shape
    return np.array([[(X[i : i + h][j : j + w] * K).sum() for j in range(width)] for i in range(height)])

# %% every window has two rows and columns verdict="wrong" fails=["test_thin_and_full_kernels", "test_values"] says=["window_hard_wired"]
def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2 or K.shape[0] > X.shape[0] or K.shape[1] > X.shape[1]:
        raise ValueError("the kernel does not fit")
    Y = np.zeros((X.shape[0] - K.shape[0] + 1, X.shape[1] - K.shape[1] + 1), dtype=X.dtype)
    for i in range(Y.shape[0]):
        for j in range(Y.shape[1]):
            Y[i, j] = np.sum(X[i : i + 2, j : j + 2] * K)
    return Y

# %% squeezes the result verdict="wrong" fails=["test_thin_and_full_kernels"]
def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError
    output_shape(X.shape, K.shape)
    return (np.lib.stride_tricks.sliding_window_view(X, K.shape) * K).sum(axis=(2, 3)).squeeze()

# %% a kernel as large as the image is refused verdict="wrong" fails=["test_thin_and_full_kernels"]
def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2 or K.shape == X.shape:
        raise ValueError
    output_shape(X.shape, K.shape)
    return (np.lib.stride_tricks.sliding_window_view(X, K.shape) * K).sum(axis=(2, 3))

# %% stops at a zero of the kernel verdict="wrong" fails=["test_values"]
def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError
    height, width = output_shape(X.shape, K.shape)
    Y = np.zeros((height, width), dtype=X.dtype)
    for a in range(K.shape[0]):
        for b in range(K.shape[1]):
            if K[a, b] == 0:
                break
            Y += X[a : a + height, b : b + width] * K[a, b]
    return Y

# %% float32 on the way verdict="wrong" fails=["test_dtype"]
def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError
    h, w = K.shape
    Y = np.zeros(output_shape(X.shape, K.shape), dtype=np.float32)
    for i, j in np.ndindex(Y.shape):
        Y[i, j] = (X[i : i + h, j : j + w] * K).sum()
    return Y.astype(X.dtype)

# %% writes the result into X verdict="wrong" fails=["test_inputs_unchanged"] says=["writes_into_input"]
def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError
    height, width = output_shape(X.shape, K.shape)
    h, w = K.shape
    for i in range(height):
        for j in range(width):
            X[i, j] = (X[i : i + h, j : j + w] * K).sum()
    return X[:height, :width].copy()

# %% looks at the height only verdict="wrong" fails=["test_kernel_must_fit"]
def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError
    h, w = K.shape
    if h > X.shape[0]:
        raise ValueError
    Y = np.zeros((X.shape[0] - h + 1, max(0, X.shape[1] - w + 1)), dtype=X.dtype)
    for i, j in np.ndindex(Y.shape):
        Y[i, j] = (X[i : i + h, j : j + w] * K).sum()
    return Y

# %% an assertion about the axes verdict="wrong" fails=["test_two_axes"]
def corr2d(X, K):
    assert X.ndim == 2 and K.ndim == 2
    output_shape(X.shape, K.shape)
    return (np.lib.stride_tricks.sliding_window_view(X, K.shape) * K).sum(axis=(2, 3))

# %% the book's function verdict="wrong" fails=["test_dtype", "test_kernel_must_fit", "test_two_axes"]
def corr2d(X, K):
    h, w = K.shape
    Y = np.zeros((X.shape[0] - h + 1, X.shape[1] - w + 1))
    for i in range(Y.shape[0]):
        for j in range(Y.shape[1]):
            Y[i, j] = (X[i : i + h, j : j + w] * K).sum()
    return Y

# %% no return verdict="wrong" fails=["test_dtype", "test_inputs_unchanged", "test_thin_and_full_kernels", "test_values", "test_views"]
def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError
    output_shape(X.shape, K.shape)
    (np.lib.stride_tricks.sliding_window_view(X, K.shape) * K).sum(axis=(2, 3))

# %% nested lists instead of an array verdict="wrong" fails=["test_dtype", "test_inputs_unchanged", "test_thin_and_full_kernels", "test_values", "test_views"]
def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError
    height, width = output_shape(X.shape, K.shape)
    h, w = K.shape
    return [[float((X[i : i + h, j : j + w] * K).sum()) for j in range(width)] for i in range(height)]

# %% not started verdict="wrong" fails=["test_dtype", "test_inputs_unchanged", "test_kernel_must_fit", "test_thin_and_full_kernels", "test_two_axes", "test_values", "test_views"]
def corr2d(X, K):
    raise NotImplementedError()

# %% by Fourier transforms verdict="right"
def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError("2-D only")
    height, width = output_shape(X.shape, K.shape)
    spectrum = np.fft.rfft2(X.astype(np.float64)) * np.conj(np.fft.rfft2(K.astype(np.float64), X.shape))
    return np.fft.irfft2(spectrum, X.shape)[:height, :width].astype(X.dtype)

# %% as one matrix verdict="right"
def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError("2-D only")
    shape = output_shape(X.shape, K.shape)
    places = np.arange(X.size).reshape(X.shape)
    first = places[: shape[0], : shape[1]].reshape(-1, 1)
    offsets = places[: K.shape[0], : K.shape[1]].reshape(1, -1)
    matrix = np.zeros((first.size, X.size), dtype=X.dtype)
    np.put_along_axis(matrix, first + offsets, K.reshape(1, -1), axis=1)
    return (matrix @ X.reshape(-1)).reshape(shape)

# %% wraps around at the right verdict="wrong" fails=["test_values", "test_thin_and_full_kernels"]
def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError("2-D only")
    height, width = output_shape(X.shape, K.shape)
    Y = np.zeros((height, width), dtype=X.dtype)
    for a, b in np.ndindex(*K.shape):
        Y += K[a, b] * np.roll(X, (-a, -b if b < 4 else 1 - b), (0, 1))[:height, :width]
    return Y
