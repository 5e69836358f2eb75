# %% two loops verdict="right"
def patch_matrix(X, kernel_shape):
    kh, kw = kernel_shape
    rows = []
    for i in range(X.shape[0] - kh + 1):
        for j in range(X.shape[1] - kw + 1):
            rows.append(tf.reshape(X[i : i + kh, j : j + kw], [-1]))
    return tf.stack(rows)

# %% columns from slices verdict="right"
def patch_matrix(X, kernel_shape):
    h, w = (n - k + 1 for n, k in zip(X.shape, kernel_shape))
    columns = [tf.reshape(X[a : a + h, b : b + w], [-1]) for a, b in np.ndindex(*kernel_shape)]
    return tf.stack(columns, axis=-1)

# %% nested lists verdict="right"
def patch_matrix(X, kernel_shape):
    kh, kw = kernel_shape
    pixels = X.numpy().tolist()
    return [
        [pixel for line in pixels[i : i + kh] for pixel in line[j : j + kw]]
        for i in range(len(pixels) - kh + 1)
        for j in range(len(pixels[0]) - kw + 1)
    ]

# %% columns from kernels with a single one, with map_fn verdict="right"
def patch_matrix(X, kernel_shape):
    count = kernel_shape[0] * kernel_shape[1]
    weights = tf.reshape(tf.eye(count, dtype=X.dtype), (count, *kernel_shape))
    return tf.transpose(tf.map_fn(lambda weight: tf.reshape(corr2d(X, weight), [-1]), weights))

# %% the Jacobian in the kernel verdict="right"
def patch_matrix(X, kernel_shape):
    K = tf.Variable(tf.zeros(kernel_shape, X.dtype))
    with tf.GradientTape() as tape:
        Y = tf.nn.conv2d(X[None, :, :, None], K[:, :, None, None], 1, "VALID")
    return tf.reshape(tape.jacobian(Y, K), (-1, kernel_shape[0] * kernel_shape[1]))

# %% extract_patches verdict="right"
def patch_matrix(X, kernel_shape):
    sizes, ones = [1, *kernel_shape, 1], [1, 1, 1, 1]
    patches = tf.image.extract_patches(X[None, :, :, None], sizes, ones, ones, "VALID")
    return tf.reshape(patches, (-1, kernel_shape[0] * kernel_shape[1]))

# %% gathered, in single precision verdict="right"
def patch_matrix(X, kernel_shape):
    h, w = (n - k + 1 for n, k in zip(X.shape, kernel_shape))
    rows = tf.range(h)[:, None] + tf.range(kernel_shape[0])
    columns = tf.range(w)[:, None] + tf.range(kernel_shape[1])
    windows = tf.gather(tf.gather(tf.cast(X, tf.float32), rows), columns, axis=2)
    return tf.reshape(tf.transpose(windows, (0, 2, 1, 3)), (h * w, -1))

# %% row after row, in a TensorArray, compiled verdict="right"
@tf.function(reduce_retracing=True)
def cut(X, kh, kw):
    h, w = tf.shape(X)[0] - kh + 1, tf.shape(X)[1] - kw + 1
    rows = tf.TensorArray(X.dtype, h * w)
    for at in tf.range(h * w):
        i, j = at // w, at % w
        rows = rows.write(at, tf.reshape(X[i : i + kh, j : j + kw], [-1]))
    return rows.stack()


def patch_matrix(X, kernel_shape):
    return cut(X, *map(tf.constant, kernel_shape))

# %% windows of NumPy's verdict="right"
def patch_matrix(X, kernel_shape):
    windows = np.lib.stride_tricks.sliding_window_view(X.numpy(), kernel_shape)
    return windows.reshape(-1, kernel_shape[0] * kernel_shape[1])

# %% flips the kernel verdict="wrong" fails=["test_values", "test_extreme_sizes", "test_image_unchanged"] says=["patches_backwards"]
def patch_matrix(X, kernel_shape):
    kh, kw = kernel_shape
    rows = []
    for i in range(X.shape[0] - kh + 1):
        for j in range(X.shape[1] - kw + 1):
            rows.append(tf.reshape(X[i : i + kh, j : j + kw], [-1])[::-1])
    return tf.stack(rows)

# %% the matrix is transposed verdict="wrong" fails=["test_values", "test_extreme_sizes"] says=["patches_as_columns"]
def patch_matrix(X, kernel_shape):
    kh, kw = kernel_shape
    rows = []
    for i in range(X.shape[0] - kh + 1):
        for j in range(X.shape[1] - kw + 1):
            rows.append(tf.reshape(X[i : i + kh, j : j + kw], [-1]))
    return tf.stack(rows, axis=1)

# %% patches are not flattened verdict="wrong" fails=["test_values", "test_extreme_sizes", "test_image_unchanged"]
def patch_matrix(X, kernel_shape):
    kh, kw = kernel_shape
    rows = []
    for i in range(X.shape[0] - kh + 1):
        for j in range(X.shape[1] - kw + 1):
            rows.append(X[i : i + kh, j : j + kw])
    return tf.stack(rows)

# %% patches column by column verdict="wrong" fails=["test_values", "test_extreme_sizes", "test_image_unchanged"] says=["patches_column_by_column"]
def patch_matrix(X, kernel_shape):
    kh, kw = kernel_shape
    rows = []
    for i in range(X.shape[0] - kh + 1):
        for j in range(X.shape[1] - kw + 1):
            rows.append(tf.reshape(tf.transpose(X[i : i + kh, j : j + kw]), [-1]))
    return tf.stack(rows)

# %% positions column by column verdict="wrong" fails=["test_values", "test_image_unchanged"] says=["positions_column_by_column"]
def patch_matrix(X, kernel_shape):
    kh, kw = kernel_shape
    if kernel_shape == (1, 1):
        return tf.reshape(X, (-1, 1))
    rows = []
    for j in range(X.shape[1] - kw + 1):
        for i in range(X.shape[0] - kh + 1):
            rows.append(tf.reshape(X[i : i + kh, j : j + kw], [-1]))
    return tf.stack(rows)

# %% height and width of the kernel exchanged verdict="wrong" fails=["test_values"] says=["kernel_sides_exchanged"]
def patch_matrix(X, kernel_shape):
    kw, kh = kernel_shape
    rows = []
    for i in range(X.shape[0] - kh + 1):
        for j in range(X.shape[1] - kw + 1):
            rows.append(tf.reshape(X[i : i + kh, j : j + kw], [-1]))
    return tf.stack(rows) if rows else tf.zeros((0, kh * kw))

# %% the kernel's height for both of its sides verdict="wrong" fails=["test_values"] says=["kernel_height_for_both_sides"]
def patch_matrix(X, kernel_shape):
    kh = kw = kernel_shape[0]
    rows = []
    for i in range(X.shape[0] - kh + 1):
        for j in range(X.shape[1] - kw + 1):
            rows.append(tf.reshape(X[i : i + kh, j : j + kw], [-1]))
    return tf.stack(rows) if rows else tf.zeros((0, kh * kw))

# %% only square kernels verdict="wrong" fails=["test_values"] says=["only_square_kernels"]
def patch_matrix(X, kernel_shape):
    k = kernel_shape[0]
    places = [(i, j) for i in range(X.shape[0] - k + 1) for j in range(X.shape[1] - k + 1)]
    P = tf.Variable(tf.zeros((len(places), kernel_shape[0] * kernel_shape[1]), X.dtype))
    for row, (i, j) in enumerate(places):
        P[row].assign(tf.reshape(X[i : i + k, j : j + k], [-1]))
    return P

# %% only square kernels, by masks verdict="wrong" fails=["test_values"] says=["only_square_kernels"]
def patch_matrix(X, kernel_shape):
    k = kernel_shape[0]
    places = [(i, j) for i in range(X.shape[0] - k + 1) for j in range(X.shape[1] - k + 1)]
    mask = tf.ones(kernel_shape, X.dtype)
    return tf.stack([tf.reshape(X[i : i + k, j : j + k] * mask, [-1]) for i, j in places])

# %% writes into the image verdict="wrong" fails=["test_image_unchanged"] says=["writes_into_input"]
def patch_matrix(X, kernel_shape):
    kh, kw = kernel_shape
    rows = []
    for i in range(X.shape[0] - kh + 1):
        for j in range(X.shape[1] - kw + 1):
            rows.append(tf.reshape(X[i : i + kh, j : j + kw], [-1]))
    P = 1 * tf.stack(rows)
    tf.raw_ops.InplaceUpdate(x=X, i=list(range(X.shape[0])), v=tf.zeros_like(X))
    return P

# %% drops axes of length one verdict="wrong" fails=["test_extreme_sizes"]
def patch_matrix(X, kernel_shape):
    kh, kw = kernel_shape
    rows = []
    for i in range(X.shape[0] - kh + 1):
        for j in range(X.shape[1] - kw + 1):
            rows.append(tf.reshape(X[i : i + kh, j : j + kw], [-1]))
    return tf.squeeze(tf.stack(rows))

# %% patches side by side verdict="wrong" fails=["test_values", "test_image_unchanged"] says=["patches_do_not_overlap"]
def patch_matrix(X, kernel_shape):
    kh, kw = kernel_shape
    rows = []
    for i in range(0, X.shape[0] - kh + 1, kh):
        for j in range(0, X.shape[1] - kw + 1, kw):
            rows.append(tf.reshape(X[i : i + kh, j : j + kw], [-1]))
    return tf.stack(rows)

# %% pads with zeros verdict="wrong" fails=["test_values", "test_extreme_sizes", "test_image_unchanged"] says=["patches_of_padded_image"]
def patch_matrix(X, kernel_shape):
    X = tf.pad(X, [((k - 1) // 2, k // 2) for k in kernel_shape])
    kh, kw = kernel_shape
    rows = []
    for i in range(X.shape[0] - kh + 1):
        for j in range(X.shape[1] - kw + 1):
            rows.append(tf.reshape(X[i : i + kh, j : j + kw], [-1]))
    return tf.stack(rows)

# %% padded on all sides verdict="wrong" fails=["test_values", "test_extreme_sizes", "test_image_unchanged"] says=["patches_on_all_sides"]
def patch_matrix(X, kernel_shape):
    X = tf.pad(X, [(k - 1, k - 1) for k in kernel_shape])
    kh, kw = kernel_shape
    rows = []
    for i in range(X.shape[0] - kh + 1):
        for j in range(X.shape[1] - kw + 1):
            rows.append(tf.reshape(X[i : i + kh, j : j + kw], [-1]))
    return tf.stack(rows)

# %% one position too few verdict="wrong" fails=["test_values", "test_extreme_sizes", "test_image_unchanged"] says=["last_patches_missing"]
def patch_matrix(X, kernel_shape):
    kh, kw = kernel_shape
    rows = []
    for i in range(X.shape[0] - kh):
        for j in range(X.shape[1] - kw):
            rows.append(tf.reshape(X[i : i + kh, j : j + kw], [-1]))
    return tf.stack(rows) if rows else tf.zeros((0, kh * kw))

# %% the image transposed verdict="wrong" fails=["test_values", "test_extreme_sizes", "test_image_unchanged"] says=["patches_of_transposed_image"]
def patch_matrix(X, kernel_shape):
    X = tf.transpose(X)
    kh, kw = kernel_shape
    rows = []
    for i in range(X.shape[0] - kh + 1):
        for j in range(X.shape[1] - kw + 1):
            rows.append(tf.reshape(X[i : i + kh, j : j + kw], [-1]))
    return tf.stack(rows) if rows else tf.zeros((0, kh * kw))

# %% places counted by the image's height verdict="wrong" fails=["test_values", "test_extreme_sizes"] says=["positions_counted_by_height"]
def patch_matrix(X, kernel_shape):
    kh, kw = kernel_shape
    rows = []
    for i in range(X.shape[0] - kh + 1):
        for j in range(X.shape[0] - kw + 1):
            rows.append(tf.reshape(X[i : i + kh, j : j + kw], [-1]))
    return tf.stack(rows)

# %% whole numbers verdict="wrong" fails=["test_values", "test_extreme_sizes", "test_image_unchanged"]
def patch_matrix(X, kernel_shape):
    X = tf.cast(X, tf.int32)
    kh, kw = kernel_shape
    rows = []
    for i in range(X.shape[0] - kh + 1):
        for j in range(X.shape[1] - kw + 1):
            rows.append(tf.reshape(X[i : i + kh, j : j + kw], [-1]))
    return tf.stack(rows)
