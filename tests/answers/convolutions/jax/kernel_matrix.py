# %% four loops and arithmetic verdict="right"
def kernel_matrix(K, image_shape):
    (h, w), (kh, kw) = image_shape, K.shape
    oh, ow = h - kh + 1, w - kw + 1
    T = np.zeros((oh * ow, h * w))
    for i, j, a, b in np.ndindex(oh, ow, kh, kw):
        T[i * ow + j, (i + a) * w + (j + b)] = K[a, b]
    return T

# %% columns from images with a single one, by vmap verdict="right"
def kernel_matrix(K, image_shape):
    images = jnp.eye(image_shape[0] * image_shape[1], dtype=K.dtype).reshape(-1, *image_shape)
    return jax.vmap(lambda image: corr2d(image, K).ravel(), out_axes=1)(images)

# %% the Jacobian of corr2d verdict="right"
def kernel_matrix(K, image_shape):
    T = jax.jacfwd(lambda X: corr2d(X, K).ravel())(jnp.zeros(image_shape, K.dtype))
    return T.reshape(len(T), -1)

# %% sum of Kronecker products verdict="right"
def kernel_matrix(K, image_shape):
    (h, w), (kh, kw) = image_shape, K.shape
    return sum(
        K[a, b] * jnp.kron(jnp.eye(h - kh + 1, h, a), jnp.eye(w - kw + 1, w, b)) for a, b in np.ndindex(K.shape)
    )

# %% windows of the numbers of the pixels, in single precision verdict="right"
def kernel_matrix(K, image_shape):
    (h, w), (kh, kw) = image_shape, K.shape
    i, j = jnp.indices((h - kh + 1, w - kw + 1)).reshape(2, -1, 1)
    a, b = jnp.indices((kh, kw)).reshape(2, -1)
    T = jnp.zeros((len(i), h * w), "float32")
    return T.at[jnp.arange(len(i))[:, None], (i + a) * w + (j + b)].set(K.ravel())

# %% written into an image, place by place, by vmap verdict="right"
def kernel_matrix(K, image_shape):
    (h, w), (kh, kw) = image_shape, K.shape
    def row(i, j):
        return jax.lax.dynamic_update_slice(jnp.zeros(image_shape, K.dtype), K, (i, j)).ravel()

    i, j = jnp.indices((h - kh + 1, w - kw + 1)).reshape(2, -1)
    return jax.vmap(row)(i, j)

# %% row after row, in a scan verdict="right"
def kernel_matrix(K, image_shape):
    (h, w), (kh, kw) = image_shape, K.shape
    def place(_, at):
        i, j = at // (w - kw + 1), at % (w - kw + 1)
        return None, jax.lax.dynamic_update_slice(jnp.zeros((h, w), K.dtype), K, (i, j)).ravel()

    return jax.lax.scan(place, None, jnp.arange((h - kh + 1) * (w - kw + 1)))[1]

# %% in lists verdict="right"
def kernel_matrix(K, image_shape):
    (h, w), (kh, kw) = image_shape, K.shape
    pixels = K.tolist()
    rows = []
    for i in range(h - kh + 1):
        for j in range(w - kw + 1):
            picture = [[0.0] * w for _ in range(h)]
            for a in range(kh):
                picture[i + a][j : j + kw] = pixels[a]
            rows.append(sum(picture, []))
    return rows

# %% flips the kernel verdict="wrong" fails=["test_square", "test_not_square", "test_extreme_sizes", "test_kernel_unchanged"] says=["matrix_of_flipped_kernel"]
def kernel_matrix(K, image_shape):
    K = K[::-1, ::-1]
    (h, w), (kh, kw) = image_shape, K.shape
    rows = []
    for i in range(h - kh + 1):
        for j in range(w - kw + 1):
            rows.append(jnp.zeros((h, w)).at[i : i + kh, j : j + kw].set(K).ravel())
    return jnp.stack(rows)

# %% transposes the kernel verdict="wrong" fails=["test_square", "test_not_square", "test_extreme_sizes", "test_kernel_unchanged"] says=["matrix_of_transposed_kernel"]
def kernel_matrix(K, image_shape):
    K = K.T
    (h, w), (kh, kw) = image_shape, K.shape
    rows = []
    for i in range(h - kh + 1):
        for j in range(w - kw + 1):
            rows.append(jnp.zeros((h, w)).at[i : i + kh, j : j + kw].set(K).ravel())
    return jnp.stack(rows) if rows else jnp.zeros((0, h * w))

# %% transposes a square kernel verdict="wrong" fails=["test_square"] says=["matrix_of_transposed_kernel"]
def kernel_matrix(K, image_shape):
    (h, w), (kh, kw) = image_shape, K.shape
    K = K.T if 1 < kh == kw < h else K
    rows = []
    for i in range(h - kh + 1):
        for j in range(w - kw + 1):
            rows.append(jnp.zeros((h, w)).at[i : i + kh, j : j + kw].set(K).ravel())
    return jnp.stack(rows)

# %% height and width of the image exchanged verdict="wrong" fails=["test_not_square"] says=["image_sides_exchanged"]
def kernel_matrix(K, image_shape):
    (w, h), (kh, kw) = image_shape, K.shape
    rows = []
    for i in range(h - kh + 1):
        for j in range(w - kw + 1):
            rows.append(jnp.zeros((h, w)).at[i : i + kh, j : j + kw].set(K).ravel())
    return jnp.stack(rows) if rows else jnp.zeros((0, h * w))

# %% only square kernels verdict="wrong" fails=["test_not_square"] says=["only_square_kernels"]
def kernel_matrix(K, image_shape):
    (h, w), k = image_shape, len(K)
    rows = []
    for i in range(h - k + 1):
        for j in range(w - k + 1):
            rows.append(jnp.zeros((h, w)).at[i : i + k, j : j + k].set(K).ravel())
    return jnp.stack(rows)

# %% only square kernels, by arithmetic of arrays verdict="wrong" fails=["test_not_square"] says=["only_square_kernels"]
def kernel_matrix(K, image_shape):
    (h, w), k = image_shape, len(K)
    rows = []
    for i in range(h - k + 1):
        for j in range(w - k + 1):
            row = (jnp.arange(h) == i)[:, None] * (jnp.arange(w) == j)
            rows.append(sum(jnp.roll(row * 1.0, (a, b), (0, 1)) * (K + jnp.zeros((k, k)))[a, b] for a in range(k) for b in range(k)).ravel())
    return jnp.stack(rows)

# %% drops axes of length one verdict="wrong" fails=["test_extreme_sizes"]
def kernel_matrix(K, image_shape):
    (h, w), (kh, kw) = image_shape, K.shape
    rows = []
    for i in range(h - kh + 1):
        for j in range(w - kw + 1):
            rows.append(jnp.zeros((h, w)).at[i : i + kh, j : j + kw].set(K).ravel())
    return jnp.stack(rows).squeeze()

# %% the picture is not wiped verdict="wrong" fails=["test_square", "test_not_square", "test_extreme_sizes", "test_kernel_unchanged"]
def kernel_matrix(K, image_shape):
    (h, w), (kh, kw) = image_shape, K.shape
    picture, rows = jnp.zeros((h, w)), []
    for i in range(h - kh + 1):
        for j in range(w - kw + 1):
            picture = picture.at[i : i + kh, j : j + kw].set(K)
            rows.append(picture.ravel())
    return jnp.stack(rows)

# %% what is set is let go verdict="wrong" fails=["test_square", "test_not_square", "test_extreme_sizes", "test_kernel_unchanged"]
def kernel_matrix(K, image_shape):
    (h, w), (kh, kw) = image_shape, K.shape
    T = jnp.zeros((h - kh + 1, w - kw + 1, h, w))
    for i, j in np.ndindex(T.shape[:2]):
        T.at[i, j, i : i + kh, j : j + kw].set(K)
    return T.reshape(-1, h * w)

# %% gives the memory of the kernel away verdict="wrong" fails=["test_kernel_unchanged"] says=["writes_into_input"]
from functools import partial

@partial(jax.jit, donate_argnums=0)
def doubled(K):
    return 2 * K

def kernel_matrix(K, image_shape):
    K = doubled(K) / 2
    (h, w), (kh, kw) = image_shape, K.shape
    rows = []
    for i in range(h - kh + 1):
        for j in range(w - kw + 1):
            rows.append(jnp.zeros((h, w)).at[i : i + kh, j : j + kw].set(K).ravel())
    return jnp.stack(rows)

# %% forgets the gap between kernel rows verdict="wrong" fails=["test_square", "test_not_square", "test_kernel_unchanged"] says=["kernel_rows_without_gap"]
def kernel_matrix(K, image_shape):
    (h, w), (kh, kw) = image_shape, K.shape
    starts = [i * w + j for i in range(h - kh + 1) for j in range(w - kw + 1)]
    row = jnp.zeros(h * w, K.dtype)
    return jnp.stack([jax.lax.dynamic_update_slice(row, K.ravel(), (start,)) for start in starts])

# %% runs over the right border verdict="wrong" fails=["test_square", "test_not_square", "test_kernel_unchanged"] says=["windows_run_over_the_border"]
def kernel_matrix(K, image_shape):
    (h, w), (kh, kw) = image_shape, K.shape
    band = jnp.pad(K, ((0, 0), (0, w - kw))).ravel()[: (kh - 1) * w + kw]
    row = jnp.zeros(h * w, K.dtype)
    starts = range(h * w - len(band) + 1)
    return jnp.stack([jax.lax.dynamic_update_slice(row, band, (start,)) for start in starts])

# %% the matrix is transposed verdict="wrong" fails=["test_square", "test_not_square", "test_extreme_sizes", "test_kernel_unchanged"] says=["outputs_as_columns"]
def kernel_matrix(K, image_shape):
    (h, w), (kh, kw) = image_shape, K.shape
    rows = []
    for i in range(h - kh + 1):
        for j in range(w - kw + 1):
            rows.append(jnp.zeros((h, w)).at[i : i + kh, j : j + kw].set(K).ravel())
    return jnp.stack(rows, axis=1)

# %% pads with zeros verdict="wrong" fails=["test_square", "test_not_square", "test_extreme_sizes", "test_kernel_unchanged"] says=["padded_to_image_size"]
def kernel_matrix(K, image_shape):
    (h, w), (kh, kw) = image_shape, K.shape
    top, left = (kh - 1) // 2, (kw - 1) // 2
    T = np.zeros((h, w, h + kh - 1, w + kw - 1))
    for i, j in np.ndindex(T.shape[:2]):
        T[i, j, i : i + kh, j : j + kw] = K
    return jnp.array(T[:, :, top : top + h, left : left + w].reshape(h * w, h * w))

# %% padded on all sides verdict="wrong" fails=["test_square", "test_not_square", "test_extreme_sizes", "test_kernel_unchanged"] says=["padded_on_all_sides"]
def kernel_matrix(K, image_shape):
    (h, w), (kh, kw) = image_shape, K.shape
    T = np.zeros((h + kh - 1, w + kw - 1, h + 2 * kh - 2, w + 2 * kw - 2))
    for i, j in np.ndindex(T.shape[:2]):
        T[i, j, i : i + kh, j : j + kw] = K
    return jnp.array(T[:, :, kh - 1 : kh - 1 + h, kw - 1 : kw - 1 + w].reshape(-1, h * w))

# %% the full convolution verdict="wrong" fails=["test_square", "test_not_square", "test_extreme_sizes", "test_kernel_unchanged"] says=["matrix_of_full_convolution"]
def kernel_matrix(K, image_shape):
    images = jnp.eye(image_shape[0] * image_shape[1], dtype=K.dtype).reshape(-1, *image_shape)
    full = jax.vmap(lambda image: jax.scipy.signal.convolve2d(image, K).ravel(), out_axes=1)
    return full(images)

# %% one position too few verdict="wrong" fails=["test_square", "test_not_square", "test_extreme_sizes", "test_kernel_unchanged"] says=["last_outputs_missing"]
def kernel_matrix(K, image_shape):
    (h, w), (kh, kw) = image_shape, K.shape
    rows = []
    for i in range(h - kh ):
        for j in range(w - kw ):
            rows.append(jnp.zeros((h, w)).at[i : i + kh, j : j + kw].set(K).ravel())
    return jnp.stack(rows) if rows else jnp.zeros((0, h * w))

# %% not flattened verdict="wrong" fails=["test_square", "test_not_square", "test_extreme_sizes", "test_kernel_unchanged"]
def kernel_matrix(K, image_shape):
    (h, w), (kh, kw) = image_shape, K.shape
    rows = []
    for i in range(h - kh + 1):
        for j in range(w - kw + 1):
            rows.append(jnp.zeros((h, w)).at[i : i + kh, j : j + kw].set(K))
    return jnp.stack(rows)

# %% images flattened as Fortran does verdict="wrong" fails=["test_square", "test_not_square", "test_extreme_sizes", "test_kernel_unchanged"] says=["pixels_column_by_column"]
def kernel_matrix(K, image_shape):
    (h, w), (kh, kw) = image_shape, K.shape
    rows = []
    for i in range(h - kh + 1):
        for j in range(w - kw + 1):
            rows.append(jnp.zeros((h, w)).at[i : i + kh, j : j + kw].set(K).ravel(order="F"))
    return jnp.stack(rows)

# %% outputs numbered column by column verdict="wrong" fails=["test_square", "test_not_square", "test_extreme_sizes", "test_kernel_unchanged"] says=["outputs_column_by_column"]
def kernel_matrix(K, image_shape):
    (h, w), (kh, kw) = image_shape, K.shape
    rows = []
    for j in range(w - kw + 1):
        for i in range(h - kh + 1):
            rows.append(jnp.zeros((h, w)).at[i : i + kh, j : j + kw].set(K).ravel())
    return jnp.stack(rows)

# %% the image's height for both axes verdict="wrong" fails=["test_not_square", "test_extreme_sizes"] says=["matrix_for_a_square_image"]
def kernel_matrix(K, image_shape):
    h = w = image_shape[0]
    kh, kw = K.shape
    rows = []
    for i in range(h - kh + 1):
        for j in range(w - kw + 1):
            rows.append(jnp.zeros((h, w)).at[i : i + kh, j : j + kw].set(K).ravel())
    return jnp.stack(rows) if rows else jnp.zeros((0, h * w))

# %% places counted by the image's height verdict="wrong" fails=["test_not_square", "test_extreme_sizes"] says=["places_counted_by_height"]
def kernel_matrix(K, image_shape):
    (h, w), (kh, kw) = image_shape, K.shape
    rows = []
    for i in range(h - kh + 1):
        for j in range(h - kw + 1):
            rows.append(jnp.zeros((h, w)).at[i : i + kh, j : j + kw].set(K).ravel())
    return jnp.stack(rows)

# %% whole numbers verdict="wrong" fails=["test_square", "test_not_square", "test_extreme_sizes", "test_kernel_unchanged"]
def kernel_matrix(K, image_shape):
    (h, w), (kh, kw) = image_shape, K.shape
    rows = []
    for i in range(h - kh + 1):
        for j in range(w - kw + 1):
            rows.append(jnp.zeros((h, w), int).at[i : i + kh, j : j + kw].set(K.astype(int)).ravel())
    return jnp.stack(rows)

# %% writes into an array verdict="wrong" fails=["test_square", "test_not_square", "test_extreme_sizes", "test_kernel_unchanged"]
def kernel_matrix(K, image_shape):
    (h, w), (kh, kw) = image_shape, K.shape
    T = jnp.zeros((h - kh + 1, w - kw + 1, h, w))
    for i, j in np.ndindex(T.shape[:2]):
        T[i, j, i : i + kh, j : j + kw] = K
    return T.reshape(-1, h * w)
