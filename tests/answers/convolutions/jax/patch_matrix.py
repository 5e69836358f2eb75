# %% two loops verdict="right"
def patch_matrix(X, kernel_shape):
    kh, kw = kernel_shape
    rows = []
    for i in range(X.shape[0] - kh + 1):
        for j in range(X.shape[1] - kw + 1):
            rows.append(X[i : i + kh, j : j + kw].ravel())
    return jnp.stack(rows)

# %% columns from slices verdict="right"
def patch_matrix(X, kernel_shape):
    h, w = (n - k + 1 for n, k in zip(X.shape, kernel_shape))
    columns = [X[a : a + h, b : b + w].ravel() for a, b in np.ndindex(*kernel_shape)]
    return jnp.stack(columns, axis=-1)

# %% nested lists verdict="right"
def patch_matrix(X, kernel_shape):
    kh, kw = kernel_shape
    pixels = X.tolist()
    return [
        [pixel for line in pixels[i : i + kh] for pixel in line[j : j + kw]]
        for i in range(len(pixels) - kh + 1)
        for j in range(len(pixels[0]) - kw + 1)
    ]

# %% columns from kernels with a single one, by vmap verdict="right"
def patch_matrix(X, kernel_shape):
    weights = jnp.eye(kernel_shape[0] * kernel_shape[1], dtype=X.dtype).reshape(-1, *kernel_shape)
    return jax.vmap(lambda weight: corr2d(X, weight).ravel(), out_axes=1)(weights)

# %% the Jacobian in the kernel verdict="right"
def patch_matrix(X, kernel_shape):
    P = jax.jacobian(lambda K: corr2d(X, K).ravel())(jnp.zeros(kernel_shape, X.dtype))
    return P.reshape(len(P), -1)

# %% dynamic slices, compiled verdict="right"
from functools import partial

@partial(jax.jit, static_argnums=1)
def patch_matrix(X, kernel_shape):
    h, w = (n - k + 1 for n, k in zip(X.shape, kernel_shape))
    cut = lambda at: jax.lax.dynamic_slice(X, (at // w, at % w), kernel_shape).ravel()
    return jax.lax.map(cut, jnp.arange(h * w))

# %% fancy indices, in single precision verdict="right"
def patch_matrix(X, kernel_shape):
    h, w = (n - k + 1 for n, k in zip(X.shape, kernel_shape))
    i, j, a, b = np.ix_(range(h), range(w), range(kernel_shape[0]), range(kernel_shape[1]))
    return X.astype("float32")[i + a, j + b].reshape(h * w, -1)

# %% patches of the library verdict="right"
def patch_matrix(X, kernel_shape):
    patches = jax.lax.conv_general_dilated_patches(X[None, None], kernel_shape, (1, 1), "VALID")
    return patches[0].reshape(kernel_shape[0] * kernel_shape[1], -1).T

# %% windows of NumPy's verdict="right"
def patch_matrix(X, kernel_shape):
    windows = np.lib.stride_tricks.sliding_window_view(np.asarray(X), kernel_shape)
    return windows.reshape(-1, kernel_shape[0] * kernel_shape[1])

# %% flips the kernel verdict="wrong" fails=["test_values", "test_extreme_sizes", "test_image_unchanged"] says=["patches_backwards"]
def patch_matrix(X, kernel_shape):
    kh, kw = kernel_shape
    rows = []
    for i in range(X.shape[0] - kh + 1):
        for j in range(X.shape[1] - kw + 1):
            rows.append(X[i : i + kh, j : j + kw].ravel()[::-1])
    return jnp.stack(rows)

# %% the matrix is transposed verdict="wrong" fails=["test_values", "test_extreme_sizes"] says=["patches_as_columns"]
def patch_matrix(X, kernel_shape):
    kh, kw = kernel_shape
    rows = []
    for i in range(X.shape[0] - kh + 1):
        for j in range(X.shape[1] - kw + 1):
            rows.append(X[i : i + kh, j : j + kw].ravel())
    return jnp.stack(rows, axis=1)

# %% patches are not flattened verdict="wrong" fails=["test_values", "test_extreme_sizes", "test_image_unchanged"]
def patch_matrix(X, kernel_shape):
    kh, kw = kernel_shape
    rows = []
    for i in range(X.shape[0] - kh + 1):
        for j in range(X.shape[1] - kw + 1):
            rows.append(X[i : i + kh, j : j + kw])
    return jnp.stack(rows)

# %% patches column by column verdict="wrong" fails=["test_values", "test_extreme_sizes", "test_image_unchanged"] says=["patches_column_by_column"]
def patch_matrix(X, kernel_shape):
    kh, kw = kernel_shape
    rows = []
    for i in range(X.shape[0] - kh + 1):
        for j in range(X.shape[1] - kw + 1):
            rows.append(X[i : i + kh, j : j + kw].T.ravel())
    return jnp.stack(rows)

# %% positions column by column verdict="wrong" fails=["test_values", "test_image_unchanged"] says=["positions_column_by_column"]
def patch_matrix(X, kernel_shape):
    kh, kw = kernel_shape
    if kernel_shape == (1, 1):
        return X.reshape(-1, 1)
    rows = []
    for j in range(X.shape[1] - kw + 1):
        for i in range(X.shape[0] - kh + 1):
            rows.append(X[i : i + kh, j : j + kw].ravel())
    return jnp.stack(rows)

# %% height and width of the kernel exchanged verdict="wrong" fails=["test_values"] says=["kernel_sides_exchanged"]
def patch_matrix(X, kernel_shape):
    kw, kh = kernel_shape
    rows = []
    for i in range(X.shape[0] - kh + 1):
        for j in range(X.shape[1] - kw + 1):
            rows.append(X[i : i + kh, j : j + kw].ravel())
    return jnp.stack(rows) if rows else jnp.zeros((0, kh * kw))

# %% the kernel's height for both of its sides verdict="wrong" fails=["test_values"] says=["kernel_height_for_both_sides"]
def patch_matrix(X, kernel_shape):
    kh = kw = kernel_shape[0]
    rows = []
    for i in range(X.shape[0] - kh + 1):
        for j in range(X.shape[1] - kw + 1):
            rows.append(X[i : i + kh, j : j + kw].ravel())
    return jnp.stack(rows) if rows else jnp.zeros((0, kh * kw))

# %% only square kernels verdict="wrong" fails=["test_values"] says=["only_square_kernels"]
def patch_matrix(X, kernel_shape):
    k = kernel_shape[0]
    places = [(i, j) for i in range(X.shape[0] - k + 1) for j in range(X.shape[1] - k + 1)]
    P = jnp.zeros((len(places), kernel_shape[0] * kernel_shape[1]))
    for row, (i, j) in enumerate(places):
        P = P.at[row].set(X[i : i + k, j : j + k].ravel())
    return P

# %% only square kernels, by masks verdict="wrong" fails=["test_values"] says=["only_square_kernels"]
def patch_matrix(X, kernel_shape):
    k = kernel_shape[0]
    places = [(i, j) for i in range(X.shape[0] - k + 1) for j in range(X.shape[1] - k + 1)]
    rows = [(X[i : i + k, j : j + k] * jnp.ones(kernel_shape)).ravel() for i, j in places]
    return jnp.stack(rows)

# %% gives the memory of the image away verdict="wrong" fails=["test_image_unchanged"] says=["writes_into_input"]
from functools import partial

@partial(jax.jit, donate_argnums=0)
def doubled(X):
    return 2 * X

def patch_matrix(X, kernel_shape):
    X = doubled(X) / 2
    kh, kw = kernel_shape
    rows = []
    for i in range(X.shape[0] - kh + 1):
        for j in range(X.shape[1] - kw + 1):
            rows.append(X[i : i + kh, j : j + kw].ravel())
    return jnp.stack(rows)

# %% drops axes of length one verdict="wrong" fails=["test_extreme_sizes"]
def patch_matrix(X, kernel_shape):
    kh, kw = kernel_shape
    rows = []
    for i in range(X.shape[0] - kh + 1):
        for j in range(X.shape[1] - kw + 1):
            rows.append(X[i : i + kh, j : j + kw].ravel())
    return jnp.stack(rows).squeeze()

# %% patches side by side verdict="wrong" fails=["test_values", "test_image_unchanged"] says=["patches_do_not_overlap"]
def patch_matrix(X, kernel_shape):
    kh, kw = kernel_shape
    rows = []
    for i in range(0, X.shape[0] - kh + 1, kh):
        for j in range(0, X.shape[1] - kw + 1, kw):
            rows.append(X[i : i + kh, j : j + kw].ravel())
    return jnp.stack(rows)

# %% pads with zeros verdict="wrong" fails=["test_values", "test_extreme_sizes", "test_image_unchanged"] says=["patches_of_padded_image"]
def patch_matrix(X, kernel_shape):
    X = jnp.pad(X, [((k - 1) // 2, k // 2) for k in kernel_shape])
    kh, kw = kernel_shape
    rows = []
    for i in range(X.shape[0] - kh + 1):
        for j in range(X.shape[1] - kw + 1):
            rows.append(X[i : i + kh, j : j + kw].ravel())
    return jnp.stack(rows)

# %% padded on all sides verdict="wrong" fails=["test_values", "test_extreme_sizes", "test_image_unchanged"] says=["patches_on_all_sides"]
def patch_matrix(X, kernel_shape):
    X = jnp.pad(X, [(k - 1, k - 1) for k in kernel_shape])
    kh, kw = kernel_shape
    rows = []
    for i in range(X.shape[0] - kh + 1):
        for j in range(X.shape[1] - kw + 1):
            rows.append(X[i : i + kh, j : j + kw].ravel())
    return jnp.stack(rows)

# %% one position too few verdict="wrong" fails=["test_values", "test_extreme_sizes", "test_image_unchanged"] says=["last_patches_missing"]
def patch_matrix(X, kernel_shape):
    kh, kw = kernel_shape
    rows = []
    for i in range(X.shape[0] - kh):
        for j in range(X.shape[1] - kw):
            rows.append(X[i : i + kh, j : j + kw].ravel())
    return jnp.stack(rows) if rows else jnp.zeros((0, kh * kw))

# %% the image transposed verdict="wrong" fails=["test_values", "test_extreme_sizes", "test_image_unchanged"] says=["patches_of_transposed_image"]
def patch_matrix(X, kernel_shape):
    X = X.T
    kh, kw = kernel_shape
    rows = []
    for i in range(X.shape[0] - kh + 1):
        for j in range(X.shape[1] - kw + 1):
            rows.append(X[i : i + kh, j : j + kw].ravel())
    return jnp.stack(rows) if rows else jnp.zeros((0, kh * kw))

# %% keeps one of each patch verdict="wrong" fails=["test_values", "test_extreme_sizes", "test_image_unchanged"]
def patch_matrix(X, kernel_shape):
    kh, kw = kernel_shape
    rows = []
    for i in range(X.shape[0] - kh + 1):
        for j in range(X.shape[1] - kw + 1):
            rows.append(X[i : i + kh, j : j + kw].ravel())
    return jnp.unique(jnp.stack(rows), axis=0)

# %% places counted by the image's height verdict="wrong" fails=["test_values", "test_extreme_sizes"] says=["positions_counted_by_height"]
def patch_matrix(X, kernel_shape):
    kh, kw = kernel_shape
    rows = []
    for i in range(X.shape[0] - kh + 1):
        for j in range(X.shape[0] - kw + 1):
            rows.append(X[i : i + kh, j : j + kw].ravel())
    return jnp.stack(rows)

# %% whole numbers verdict="wrong" fails=["test_values", "test_extreme_sizes", "test_image_unchanged"]
def patch_matrix(X, kernel_shape):
    X = X.astype(int)
    kh, kw = kernel_shape
    rows = []
    for i in range(X.shape[0] - kh + 1):
        for j in range(X.shape[1] - kw + 1):
            rows.append(X[i : i + kh, j : j + kw].ravel())
    return jnp.stack(rows)
