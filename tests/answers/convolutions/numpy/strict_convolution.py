# %% turns the kernel, then correlates verdict="right"
def strict_convolution(X, K):
    return corr2d(X, np.flip(K))

# %% turns twice by a quarter verdict="right"
def strict_convolution(X, K):
    return corr2d(X, np.rot90(K, 2))

# %% four loops verdict="right"
def strict_convolution(X, K):
    k_h, k_w = K.shape
    Y = np.zeros((X.shape[0] - k_h + 1, X.shape[1] - k_w + 1), dtype=X.dtype)
    for i, j in np.ndindex(*Y.shape):
        for a, b in np.ndindex(*K.shape):
            Y[i, j] += X[i + k_h - 1 - a, j + k_w - 1 - b] * K[a, b]
    return Y

# %% sums of shifted images, without corr2d verdict="right"
def strict_convolution(X, K):
    (n_h, n_w), (k_h, k_w) = X.shape, K.shape
    h, w = n_h - k_h + 1, n_w - k_w + 1
    return sum(
        K[a, b] * X[k_h - 1 - a : k_h - 1 - a + h, k_w - 1 - b : k_w - 1 - b + w]
        for a in range(k_h)
        for b in range(k_w)
    )

# %% windows and einsum verdict="right"
def strict_convolution(X, K):
    windows = np.lib.stride_tricks.sliding_window_view(X, K.shape)
    return np.einsum("ijab,ab->ij", windows, K[::-1, ::-1])

# %% turns the image and the result verdict="right"
def strict_convolution(X, K):
    return np.flip(corr2d(X[::-1, ::-1], K), (0, 1))

# %% strides and a matrix product verdict="right"
def strict_convolution(X, K):
    shape = tuple(n - k + 1 for n, k in zip(X.shape, K.shape))
    windows = np.lib.stride_tricks.as_strided(X, shape + K.shape, X.strides * 2)
    return (windows.reshape(-1, K.size) @ K.ravel()[::-1]).reshape(shape)

# %% by Fourier transform verdict="right"
def strict_convolution(X, K):
    spectrum = np.fft.rfft2(X) * np.fft.rfft2(K, s=X.shape)
    return np.fft.irfft2(spectrum, s=X.shape)[K.shape[0] - 1 :, K.shape[1] - 1 :]

# %% does not turn the kernel verdict="wrong" fails=["test_values"] says=["kernel_not_turned"]
def strict_convolution(X, K):
    return corr2d(X, K)

# %% reverses the rows only verdict="wrong" fails=["test_values"] says=["only_rows_turned"]
def strict_convolution(X, K):
    return corr2d(X, K[::-1])

# %% reverses the columns only verdict="wrong" fails=["test_values"] says=["only_columns_turned"]
def strict_convolution(X, K):
    return corr2d(X, np.fliplr(K))

# %% transposes verdict="wrong" fails=["test_values"] says=["kernel_transposed"]
def strict_convolution(X, K):
    return corr2d(X, K.T)

# %% turns the image verdict="wrong" fails=["test_values"] says=["image_turned"]
def strict_convolution(X, K):
    return corr2d(np.flip(X), K)

# %% every overlap verdict="wrong" fails=["test_values", "test_dtype", "test_inputs_unchanged"] says=["every_overlap"]
def strict_convolution(X, K):
    return corr2d(np.pad(X, [(k - 1, k - 1) for k in K.shape]), K[::-1, ::-1])

# %% every overlap, and not turned verdict="wrong" fails=["test_values", "test_dtype", "test_inputs_unchanged"] says=["every_overlap_not_turned"]
def strict_convolution(X, K):
    return corr2d(np.pad(X, [(k - 1, k - 1) for k in K.shape]), K)

# %% as large as the image verdict="wrong" fails=["test_values", "test_dtype", "test_inputs_unchanged"] says=["same_size"]
def strict_convolution(X, K):
    return corr2d(np.pad(X, [(k // 2, (k - 1) // 2) for k in K.shape]), K[::-1, ::-1])

# %% as large as the image, and not turned verdict="wrong" fails=["test_values", "test_dtype", "test_inputs_unchanged"] says=["same_size_not_turned"]
def strict_convolution(X, K):
    return corr2d(np.pad(X, [(k // 2, (k - 1) // 2) for k in K.shape]), K)

# %% image height for both axes verdict="wrong" fails=["test_values", "test_dtype", "test_inputs_unchanged"] says=["image_height_for_both"]
def strict_convolution(X, K):
    n, (k_h, k_w) = X.shape[0], K.shape
    Y = np.zeros((n - k_h + 1, n - k_w + 1), dtype=X.dtype)
    for i, j in np.ndindex(*Y.shape):
        Y[i, j] = (X[i : i + k_h, j : j + k_w] * K[::-1, ::-1]).sum()
    return Y

# %% through float32 and back verdict="wrong" fails=["test_dtype"]
def strict_convolution(X, K):
    return corr2d(X.astype("float32"), np.flip(K).astype("float32")).astype(X.dtype)

# %% a result in float32 verdict="wrong" fails=["test_dtype"]
def strict_convolution(X, K):
    Y = np.zeros((X.shape[0] - K.shape[0] + 1, X.shape[1] - K.shape[1] + 1), np.float32)
    Y[:] = corr2d(X, K[::-1, ::-1])
    return Y

# %% turns the kernel in place verdict="wrong" fails=["test_inputs_unchanged"] says=["writes_into_input"]
def strict_convolution(X, K):
    K[:] = K[::-1, ::-1].copy()
    return corr2d(X, K)

# %% ready-made, row by row verdict="wrong" fails=["test_values", "test_dtype"]
def strict_convolution(X, K):
    rows = range(X.shape[0] - K.shape[0] + 1)
    return np.array([sum(np.convolve(X[i + a], row, "valid") for a, row in enumerate(K[::-1])) for i in rows])

# %% the given one verdict="wrong" fails=["test_values", "test_dtype"]
from classroom import given

def strict_convolution(X, K):
    return given.corr2d(X, K[::-1, ::-1])

# %% nested lists verdict="wrong" fails=["test_values", "test_dtype", "test_inputs_unchanged"]
def strict_convolution(X, K):
    return corr2d(X, K[::-1, ::-1]).tolist()

# %% right up to ten rows verdict="wrong" fails=["test_values"]
def strict_convolution(X, K):
    Y = corr2d(X, K[::-1, ::-1])
    Y[10:] = 0
    return Y

# %% remembers the result for each pair of shapes verdict="wrong" fails=["test_values"]
found = {}

def strict_convolution(X, K):
    return found.setdefault((X.shape, K.shape), corr2d(X, K[::-1, ::-1]))
