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
