# %% one bright corner verdict="right"
def unteachable_image(shape, kernel_shape):
    X = np.zeros(shape)
    X[0, 0] = 1
    return X

# %% the other corner, as nested lists of integers verdict="right"
def unteachable_image(shape, kernel_shape):
    X = np.zeros(shape, dtype=int)
    X[-1, -1] = 3
    return X.tolist()

# %% stripes along the kernel, bool verdict="right"
def unteachable_image(shape, kernel_shape):
    X = np.zeros(shape, dtype=bool)
    if kernel_shape[1] > 1:
        X[::2, :] = True
    else:
        X[:, ::2] = True
    return X

# %% a ramp along the longer side of the kernel, in single precision verdict="right"
def unteachable_image(shape, kernel_shape):
    rows, columns = np.mgrid[1 : 2 : shape[0] * 1j, 1 : 2 : shape[1] * 1j].astype(np.float32)
    return rows if kernel_shape[1] > 1 else columns

# %% random along one axis only, a view verdict="right"
def unteachable_image(shape, kernel_shape):
    if kernel_shape[1] > kernel_shape[0]:
        return np.broadcast_to(np.random.randn(shape[0], 1), shape)
    return np.broadcast_to(np.random.randn(1, shape[1]), shape)

# %% a search among corner spots verdict="right"
def unteachable_image(shape, kernel_shape):
    for spot in np.ndindex(*shape):
        X = np.zeros(shape)
        X[spot] = 0.5
        P = np.lib.stride_tricks.sliding_window_view(X, kernel_shape).reshape(-1, np.prod(kernel_shape))
        if np.linalg.matrix_rank(P) < P.shape[1]:
            return X

# %% horizontal stripes, always verdict="wrong" fails=["test_tall_kernels"] says=["kernel_shape_ignored"]
def unteachable_image(shape, kernel_shape):
    X = np.zeros(shape)
    X[: shape[0] // 2] = 1
    return X

# %% vertical stripes, always verdict="wrong" fails=["test_wide_kernels"] says=["kernel_shape_ignored"]
def unteachable_image(shape, kernel_shape):
    X = np.ones(shape)
    X[:, shape[1] // 3 : 2 * shape[1] // 3] = 0
    return X

# %% noise for kernels with two directions verdict="wrong" fails=["test_larger_kernels"]
def unteachable_image(shape, kernel_shape):
    if kernel_shape[0] == 1:
        return np.indices(shape)[0]
    if kernel_shape[1] == 1:
        return np.indices(shape)[1]
    return np.random.standard_normal(shape)

# %% constant verdict="wrong" fails=["test_not_constant"] says=["image_constant"]
def unteachable_image(shape, kernel_shape):
    return np.ones(shape)

# %% constant but for noise that nobody sees verdict="wrong" fails=["test_not_constant"] says=["image_constant"]
def unteachable_image(shape, kernel_shape):
    return 1 + 1e-9 * np.random.randn(*shape)

# %% noise verdict="wrong" fails=["test_wide_kernels", "test_tall_kernels", "test_larger_kernels"]
def unteachable_image(shape, kernel_shape):
    return np.random.default_rng(0).standard_normal(shape)

# %% a checkerboard verdict="wrong" fails=["test_wide_kernels", "test_tall_kernels"]
def unteachable_image(shape, kernel_shape):
    return np.indices(shape).sum(axis=0) % 2

# %% stripes along the wrong axis verdict="wrong" fails=["test_wide_kernels", "test_tall_kernels"] says=["direction_swapped"]
def unteachable_image(shape, kernel_shape):
    X = np.zeros(shape)
    if kernel_shape[1] == 1:
        X[::2, :] = 1
        X[0] = 0.5
    else:
        X[:, ::2] = 1
        X[:, 0] = 0.5
    return X

# %% height and width of the image swapped verdict="wrong" fails=["test_wide_kernels", "test_tall_kernels", "test_larger_kernels"]
def unteachable_image(shape, kernel_shape):
    X = np.zeros(shape[::-1])
    X[0, 0] = 1
    return X

# %% values that are not numbers verdict="wrong" fails=["test_wide_kernels", "test_tall_kernels", "test_larger_kernels", "test_not_constant"]
def unteachable_image(shape, kernel_shape):
    return np.full(shape, np.nan)

# %% memory that nobody has filled, of the wrong kind verdict="wrong" fails=["test_wide_kernels", "test_tall_kernels", "test_larger_kernels", "test_not_constant"]
def unteachable_image(shape, kernel_shape):
    return np.empty(shape, dtype=object)

# %% noise beside one very bright pixel verdict="wrong" fails=["test_wide_kernels", "test_tall_kernels", "test_larger_kernels"]
def unteachable_image(shape, kernel_shape):
    X = np.random.randn(*shape)
    X[0, 0] = 1e6
    return X
