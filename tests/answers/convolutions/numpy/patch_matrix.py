# %% two loops verdict="right"
def patch_matrix(X, kernel_shape):
    kh, kw = kernel_shape
    rows = []
    for i in range(X.shape[0] - kh + 1):
        for j in range(X.shape[1] - kw + 1):
            rows.append(X[i : i + kh, j : j + kw].flatten())
    return np.array(rows)

# %% windows verdict="right"
def patch_matrix(X, kernel_shape):
    return np.lib.stride_tricks.sliding_window_view(X, kernel_shape).reshape(-1, np.prod(kernel_shape))

# %% strides verdict="right"
def patch_matrix(X, kernel_shape):
    outputs = tuple(n - k + 1 for n, k in zip(X.shape, kernel_shape))
    windows = np.lib.stride_tricks.as_strided(X, outputs + tuple(kernel_shape), X.strides * 2, writeable=False)
    return windows.reshape(outputs[0] * outputs[1], -1)

# %% columns from kernels with a single one verdict="right"
def patch_matrix(X, kernel_shape):
    weights = np.eye(kernel_shape[0] * kernel_shape[1], dtype=X.dtype)
    return np.column_stack([corr2d(X, weight.reshape(kernel_shape)).ravel() for weight in weights])

# %% columns from slices verdict="right"
def patch_matrix(X, kernel_shape):
    h, w = (n - k + 1 for n, k in zip(X.shape, kernel_shape))
    return np.stack([X[a : a + h, b : b + w].ravel() for a, b in np.ndindex(*kernel_shape)], axis=-1)

# %% fancy indices, in single precision verdict="right"
def patch_matrix(X, kernel_shape):
    h, w = (n - k + 1 for n, k in zip(X.shape, kernel_shape))
    i, j, a, b = np.ix_(range(h), range(w), range(kernel_shape[0]), range(kernel_shape[1]))
    return X.astype(np.float32)[i + a, j + b].reshape(h * w, -1)

# %% numbers of pixels and take verdict="right"
def patch_matrix(X, kernel_shape):
    pixels = np.arange(X.size).reshape(X.shape)
    places = np.lib.stride_tricks.sliding_window_view(pixels, kernel_shape)
    return np.take(X, places).reshape(-1, kernel_shape[0] * kernel_shape[1])

# %% nested lists verdict="right"
def patch_matrix(X, kernel_shape):
    kh, kw = kernel_shape
    pixels = X.tolist()
    return [
        [pixel for line in pixels[i : i + kh] for pixel in line[j : j + kw]]
        for i in range(len(pixels) - kh + 1)
        for j in range(len(pixels[0]) - kw + 1)
    ]

# %% flips the kernel verdict="wrong" fails=["test_values", "test_transposed_view", "test_extreme_sizes", "test_image_unchanged"] says=["patches_backwards"]
def patch_matrix(X, kernel_shape):
    windows = np.lib.stride_tricks.sliding_window_view(X, kernel_shape)
    return np.flip(windows, (2, 3)).reshape(-1, kernel_shape[0] * kernel_shape[1])

# %% the matrix is transposed verdict="wrong" fails=["test_values", "test_transposed_view", "test_extreme_sizes"] says=["patches_as_columns"]
def patch_matrix(X, kernel_shape):
    h, w = (n - k + 1 for n, k in zip(X.shape, kernel_shape))
    return np.stack([X[a : a + h, b : b + w].ravel() for a, b in np.ndindex(*kernel_shape)])

# %% two axes for the places verdict="wrong" fails=["test_values", "test_transposed_view", "test_extreme_sizes", "test_image_unchanged"]
def patch_matrix(X, kernel_shape):
    return np.lib.stride_tricks.sliding_window_view(X, kernel_shape)

# %% patches as Fortran flattens them verdict="wrong" fails=["test_values", "test_transposed_view", "test_extreme_sizes", "test_image_unchanged"] says=["patches_column_by_column"]
def patch_matrix(X, kernel_shape):
    kh, kw = kernel_shape
    rows = []
    for i in range(X.shape[0] - kh + 1):
        for j in range(X.shape[1] - kw + 1):
            rows.append(X[i : i + kh, j : j + kw].flatten("F"))
    return np.stack(rows)

# %% positions column by column verdict="wrong" fails=["test_values", "test_transposed_view", "test_image_unchanged"] says=["positions_column_by_column"]
def patch_matrix(X, kernel_shape):
    if kernel_shape == (1, 1):
        return X.reshape(-1, 1)
    windows = np.lib.stride_tricks.sliding_window_view(X, kernel_shape)
    return windows.swapaxes(0, 1).reshape(-1, kernel_shape[0] * kernel_shape[1])

# %% height and width of the kernel exchanged verdict="wrong" fails=["test_values"] says=["kernel_sides_exchanged"]
def patch_matrix(X, kernel_shape):
    windows = np.lib.stride_tricks.sliding_window_view(X, kernel_shape[::-1])
    return windows.reshape(-1, kernel_shape[0] * kernel_shape[1])

# %% the kernel's height for both of its sides verdict="wrong" fails=["test_values"] says=["kernel_height_for_both_sides"]
def patch_matrix(X, kernel_shape):
    k = kernel_shape[0]
    return np.lib.stride_tricks.sliding_window_view(X, (k, k)).reshape(-1, k * k)

# %% only square kernels verdict="wrong" fails=["test_values"] says=["only_square_kernels"]
def patch_matrix(X, kernel_shape):
    k = kernel_shape[0]
    places = [(i, j) for i in range(X.shape[0] - k + 1) for j in range(X.shape[1] - k + 1)]
    P = np.zeros((len(places), kernel_shape[0] * kernel_shape[1]))
    for row, (i, j) in zip(P, places):
        row[:] = X[i : i + k, j : j + k].ravel()
    return P

# %% takes rows to lie one after the other verdict="wrong" fails=["test_transposed_view"]
def patch_matrix(X, kernel_shape):
    outputs = tuple(n - k + 1 for n, k in zip(X.shape, kernel_shape))
    strides = (X.shape[1] * X.itemsize, X.itemsize)
    windows = np.lib.stride_tricks.as_strided(X, outputs + tuple(kernel_shape), strides * 2)
    return windows.reshape(-1, kernel_shape[0] * kernel_shape[1])

# %% flattened in the order of the memory verdict="wrong" fails=["test_transposed_view"]
def patch_matrix(X, kernel_shape):
    X = X.ravel(order="K").reshape(X.shape)
    return np.lib.stride_tricks.sliding_window_view(X, kernel_shape).reshape(-1, np.prod(kernel_shape))

# %% drops axes of length one verdict="wrong" fails=["test_extreme_sizes"]
def patch_matrix(X, kernel_shape):
    h, w = (n - k + 1 for n, k in zip(X.shape, kernel_shape))
    P = np.stack([X[a : a + h, b : b + w].ravel() for a, b in np.ndindex(*kernel_shape)], axis=-1)
    return P.squeeze()

# %% writes into the image verdict="wrong" fails=["test_image_unchanged"] says=["writes_into_input"]
def patch_matrix(X, kernel_shape):
    P = np.lib.stride_tricks.sliding_window_view(X, kernel_shape).reshape(-1, np.prod(kernel_shape)).copy()
    X[...] = 0
    return P

# %% gives the image another shape verdict="wrong" fails=["test_image_unchanged"] says=["writes_into_input"]
def patch_matrix(X, kernel_shape):
    P = np.lib.stride_tricks.sliding_window_view(X, kernel_shape).reshape(-1, np.prod(kernel_shape)).copy()
    X.resize(X.size, refcheck=False)
    return P

# %% patches side by side verdict="wrong" fails=["test_values", "test_transposed_view", "test_image_unchanged"] says=["patches_do_not_overlap"]
def patch_matrix(X, kernel_shape):
    kh, kw = kernel_shape
    windows = np.lib.stride_tricks.sliding_window_view(X, kernel_shape)[::kh, ::kw]
    return windows.reshape(-1, kh * kw)

# %% pads with zeros verdict="wrong" fails=["test_values", "test_transposed_view", "test_extreme_sizes", "test_image_unchanged"] says=["patches_of_padded_image"]
def patch_matrix(X, kernel_shape):
    X = np.pad(X, [((k - 1) // 2, k // 2) for k in kernel_shape])
    return np.lib.stride_tricks.sliding_window_view(X, kernel_shape).reshape(-1, np.prod(kernel_shape))

# %% padded on all sides verdict="wrong" fails=["test_values", "test_transposed_view", "test_extreme_sizes", "test_image_unchanged"] says=["patches_on_all_sides"]
def patch_matrix(X, kernel_shape):
    X = np.pad(X, [(k - 1, k - 1) for k in kernel_shape])
    return np.lib.stride_tricks.sliding_window_view(X, kernel_shape).reshape(-1, np.prod(kernel_shape))

# %% one position too few verdict="wrong" fails=["test_values", "test_transposed_view", "test_extreme_sizes", "test_image_unchanged"] says=["last_patches_missing"]
def patch_matrix(X, kernel_shape):
    kh, kw = kernel_shape
    rows = [
        X[i : i + kh, j : j + kw].ravel() for i in range(X.shape[0] - kh) for j in range(X.shape[1] - kw)
    ]
    return np.array(rows).reshape(len(rows), kh * kw)

# %% the image transposed verdict="wrong" fails=["test_values", "test_transposed_view", "test_extreme_sizes", "test_image_unchanged"] says=["patches_of_transposed_image"]
def patch_matrix(X, kernel_shape):
    return np.lib.stride_tricks.sliding_window_view(X.T, kernel_shape).reshape(-1, np.prod(kernel_shape))

# %% places counted by the image's height verdict="wrong" fails=["test_values", "test_extreme_sizes"] says=["positions_counted_by_height"]
def patch_matrix(X, kernel_shape):
    kh, kw = kernel_shape
    n = X.shape[0]
    rows = [X[i : i + kh, j : j + kw].ravel() for i in range(n - kh + 1) for j in range(n - kw + 1)]
    return np.stack(rows)

# %% keeps one of each patch verdict="wrong" fails=["test_values", "test_transposed_view", "test_extreme_sizes", "test_image_unchanged"]
def patch_matrix(X, kernel_shape):
    windows = np.lib.stride_tricks.sliding_window_view(X, kernel_shape)
    return np.unique(windows.reshape(-1, kernel_shape[0] * kernel_shape[1]), axis=0)
