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
