# %% four loops and arithmetic, in NumPy verdict="right"
def kernel_matrix(K, image_shape):
    (h, w), (kh, kw) = image_shape, K.shape
    oh, ow = h - kh + 1, w - kw + 1
    T = np.zeros((oh * ow, h * w))
    for i, j, a, b in np.ndindex(oh, ow, kh, kw):
        T[i * ow + j, (i + a) * w + (j + b)] = K[a, b]
    return T

# %% columns from images with a single one, with map_fn verdict="right"
def kernel_matrix(K, image_shape):
    pixels = image_shape[0] * image_shape[1]
    images = tf.reshape(tf.eye(pixels, dtype=K.dtype), (pixels, *image_shape))
    return tf.transpose(tf.map_fn(lambda image: tf.reshape(corr2d(image, K), [-1]), images))

# %% the Jacobian of corr2d verdict="right"
def kernel_matrix(K, image_shape):
    X = tf.Variable(tf.zeros(image_shape, K.dtype))
    with tf.GradientTape() as tape:
        Y = tf.nn.conv2d(X[None, :, :, None], K[:, :, None, None], 1, "VALID")
    T = tape.jacobian(Y, X)
    return tf.reshape(T, (-1, image_shape[0] * image_shape[1]))

# %% all images with a single one in one batch verdict="right"
def kernel_matrix(K, image_shape):
    pixels = image_shape[0] * image_shape[1]
    images = tf.reshape(tf.eye(pixels, dtype=K.dtype), (pixels, *image_shape, 1))
    outputs = tf.nn.conv2d(images, K[:, :, None, None], 1, "VALID")
    return tf.transpose(tf.reshape(outputs, (pixels, -1)))

# %% scattered verdict="right"
def kernel_matrix(K, image_shape):
    (h, w), (kh, kw) = image_shape, K.shape
    ow, places, weights = w - kw + 1, [], []
    for i, j, a, b in np.ndindex(h - kh + 1, ow, kh, kw):
        places.append([i * ow + j, (i + a) * w + j + b])
        weights.append(K[a, b])
    return tf.scatter_nd(places, tf.stack(weights), ((h - kh + 1) * ow, h * w))

# %% padded pictures, in a TensorArray verdict="right"
def kernel_matrix(K, image_shape):
    (h, w), (kh, kw) = image_shape, K.shape
    rows = tf.TensorArray(tf.float32, 0, dynamic_size=True)
    for i in range(h - kh + 1):
        for j in range(w - kw + 1):
            picture = tf.pad(tf.cast(K, tf.float32), [[i, h - kh - i], [j, w - kw - j]])
            rows = rows.write(rows.size(), tf.reshape(picture, [-1]))
    return rows.stack()

# %% written into a variable verdict="right"
def kernel_matrix(K, image_shape):
    (h, w), (kh, kw) = image_shape, K.shape
    T = tf.Variable(tf.zeros((h - kh + 1, w - kw + 1, h, w), K.dtype))
    for i, j in np.ndindex(*T.shape[:2]):
        T[i, j, i : i + kh, j : j + kw].assign(K)
    return tf.reshape(T, (-1, h * w))

# %% in lists verdict="right"
def kernel_matrix(K, image_shape):
    (h, w), (kh, kw) = image_shape, K.shape
    pixels = K.numpy().tolist()
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
    K = tf.reverse(K, [0, 1])
    (h, w), (kh, kw) = image_shape, K.shape
    rows = []
    for i in range(h - kh + 1):
        for j in range(w - kw + 1):
            picture = tf.pad(K, [[i, h - kh - i], [j, w - kw - j]])
            rows.append(tf.reshape(picture, [-1]))
    return tf.stack(rows)

# %% transposes the kernel verdict="wrong" fails=["test_square", "test_not_square", "test_extreme_sizes", "test_kernel_unchanged"] says=["matrix_of_transposed_kernel"]
def kernel_matrix(K, image_shape):
    K = tf.transpose(K)
    (h, w), (kh, kw) = image_shape, K.shape
    rows = []
    for i in range(h - kh + 1):
        for j in range(w - kw + 1):
            picture = tf.pad(K, [[i, h - kh - i], [j, w - kw - j]])
            rows.append(tf.reshape(picture, [-1]))
    return tf.stack(rows) if rows else tf.zeros((0, h * w))

# %% transposes a square kernel verdict="wrong" fails=["test_square"] says=["matrix_of_transposed_kernel"]
def kernel_matrix(K, image_shape):
    (h, w), (kh, kw) = image_shape, K.shape
    K = tf.transpose(K) if 1 < kh == kw < h else K
    rows = []
    for i in range(h - kh + 1):
        for j in range(w - kw + 1):
            picture = tf.pad(K, [[i, h - kh - i], [j, w - kw - j]])
            rows.append(tf.reshape(picture, [-1]))
    return tf.stack(rows)

# %% height and width of the image exchanged verdict="wrong" fails=["test_not_square"] says=["image_sides_exchanged"]
def kernel_matrix(K, image_shape):
    (w, h), (kh, kw) = image_shape, K.shape
    rows = []
    for i in range(h - kh + 1):
        for j in range(w - kw + 1):
            picture = tf.pad(K, [[i, h - kh - i], [j, w - kw - j]])
            rows.append(tf.reshape(picture, [-1]))
    return tf.stack(rows) if rows else tf.zeros((0, h * w))

# %% only square kernels verdict="wrong" fails=["test_not_square"] says=["only_square_kernels"]
def kernel_matrix(K, image_shape):
    (h, w), k = image_shape, K.shape[0]
    T = tf.Variable(tf.zeros((h - k + 1, w - k + 1, h, w), K.dtype))
    for i, j in np.ndindex(*T.shape[:2]):
        T[i, j, i : i + k, j : j + k].assign(K)
    return tf.reshape(T, (-1, h * w))

# %% only square kernels, in NumPy verdict="wrong" fails=["test_not_square"] says=["only_square_kernels"]
def kernel_matrix(K, image_shape):
    (h, w), k = image_shape, len(K)
    T = np.zeros((h - k + 1, w - k + 1, h, w))
    for i, j in np.ndindex(T.shape[:2]):
        T[i, j, i : i + k, j : j + k] = K
    return tf.constant(T.reshape(-1, h * w))

# %% drops axes of length one verdict="wrong" fails=["test_extreme_sizes"]
def kernel_matrix(K, image_shape):
    (h, w), (kh, kw) = image_shape, K.shape
    rows = []
    for i in range(h - kh + 1):
        for j in range(w - kw + 1):
            picture = tf.pad(K, [[i, h - kh - i], [j, w - kw - j]])
            rows.append(tf.reshape(picture, [-1]))
    return tf.squeeze(tf.stack(rows))

# %% all rows are the same variable verdict="wrong" fails=["test_square", "test_not_square", "test_extreme_sizes", "test_kernel_unchanged"]
def kernel_matrix(K, image_shape):
    (h, w), (kh, kw) = image_shape, K.shape
    picture, rows = tf.Variable(tf.zeros((h, w), K.dtype)), []
    for i in range(h - kh + 1):
        for j in range(w - kw + 1):
            picture.assign(tf.zeros_like(picture))
            picture[i : i + kh, j : j + kw].assign(K)
            rows.append(picture)
    return tf.reshape(tf.stack(rows), (len(rows), h * w))

# %% the picture is not wiped verdict="wrong" fails=["test_square", "test_not_square", "test_extreme_sizes", "test_kernel_unchanged"]
def kernel_matrix(K, image_shape):
    (h, w), (kh, kw) = image_shape, K.shape
    picture, rows = tf.Variable(tf.zeros((h, w), K.dtype)), []
    for i in range(h - kh + 1):
        for j in range(w - kw + 1):
            picture[i : i + kh, j : j + kw].assign(K)
            rows.append(tf.reshape(picture, [-1]))
    return tf.stack(rows)

# %% wipes the kernel verdict="wrong" fails=["test_kernel_unchanged"] says=["writes_into_input"]
def kernel_matrix(K, image_shape):
    (h, w), (kh, kw) = image_shape, K.shape
    rows = []
    for i in range(h - kh + 1):
        for j in range(w - kw + 1):
            picture = tf.pad(K, [[i, h - kh - i], [j, w - kw - j]])
            rows.append(tf.reshape(picture, [-1]))
    T = 1 * tf.stack(rows)
    tf.raw_ops.InplaceUpdate(x=K, i=list(range(kh)), v=tf.zeros_like(K))
    return T

# %% forgets the gap between kernel rows verdict="wrong" fails=["test_square", "test_not_square", "test_kernel_unchanged"] says=["kernel_rows_without_gap"]
def kernel_matrix(K, image_shape):
    (h, w), (kh, kw) = image_shape, K.shape
    flat = tf.reshape(K, [-1])
    starts = [i * w + j for i in range(h - kh + 1) for j in range(w - kw + 1)]
    return tf.stack([tf.pad(flat, [[start, h * w - start - kh * kw]]) for start in starts])

# %% runs over the right border verdict="wrong" fails=["test_square", "test_not_square", "test_kernel_unchanged"] says=["windows_run_over_the_border"]
def kernel_matrix(K, image_shape):
    (h, w), (kh, kw) = image_shape, K.shape
    band = tf.reshape(tf.pad(K, [[0, 0], [0, w - kw]]), [-1])[: (kh - 1) * w + kw]
    rest = h * w - len(band)
    return tf.stack([tf.pad(band, [[start, rest - start]]) for start in range(rest + 1)])

# %% the matrix is transposed verdict="wrong" fails=["test_square", "test_not_square", "test_extreme_sizes", "test_kernel_unchanged"] says=["outputs_as_columns"]
def kernel_matrix(K, image_shape):
    (h, w), (kh, kw) = image_shape, K.shape
    rows = []
    for i in range(h - kh + 1):
        for j in range(w - kw + 1):
            picture = tf.pad(K, [[i, h - kh - i], [j, w - kw - j]])
            rows.append(tf.reshape(picture, [-1]))
    return tf.stack(rows, axis=1)

# %% pads with zeros verdict="wrong" fails=["test_square", "test_not_square", "test_extreme_sizes", "test_kernel_unchanged"] says=["padded_to_image_size"]
def kernel_matrix(K, image_shape):
    (h, w), (kh, kw) = image_shape, K.shape
    top, left = (kh - 1) // 2, (kw - 1) // 2
    T = np.zeros((h, w, h + kh - 1, w + kw - 1))
    for i, j in np.ndindex(T.shape[:2]):
        T[i, j, i : i + kh, j : j + kw] = K
    return tf.constant(T[:, :, top : top + h, left : left + w].reshape(h * w, h * w))

# %% padded on all sides verdict="wrong" fails=["test_square", "test_not_square", "test_extreme_sizes", "test_kernel_unchanged"] says=["padded_on_all_sides"]
def kernel_matrix(K, image_shape):
    (h, w), (kh, kw) = image_shape, K.shape
    T = np.zeros((h + kh - 1, w + kw - 1, h + 2 * kh - 2, w + 2 * kw - 2))
    for i, j in np.ndindex(T.shape[:2]):
        T[i, j, i : i + kh, j : j + kw] = K
    return tf.constant(T[:, :, kh - 1 : kh - 1 + h, kw - 1 : kw - 1 + w].reshape(-1, h * w))

# %% the full convolution verdict="wrong" fails=["test_square", "test_not_square", "test_extreme_sizes", "test_kernel_unchanged"] says=["matrix_of_full_convolution"]
def kernel_matrix(K, image_shape):
    (h, w), (kh, kw) = image_shape, K.shape
    T = tf.Variable(tf.zeros((h + kh - 1, w + kw - 1, h, w), K.dtype))
    for y, x in np.ndindex(h, w):
        T[y : y + kh, x : x + kw, y, x].assign(K)
    return tf.reshape(T, (-1, h * w))

# %% one position too few verdict="wrong" fails=["test_square", "test_not_square", "test_extreme_sizes", "test_kernel_unchanged"] says=["last_outputs_missing"]
def kernel_matrix(K, image_shape):
    (h, w), (kh, kw) = image_shape, K.shape
    rows = []
    for i in range(h - kh ):
        for j in range(w - kw ):
            picture = tf.pad(K, [[i, h - kh - i], [j, w - kw - j]])
            rows.append(tf.reshape(picture, [-1]))
    return tf.stack(rows) if rows else tf.zeros((0, h * w))

# %% not flattened verdict="wrong" fails=["test_square", "test_not_square", "test_extreme_sizes", "test_kernel_unchanged"]
def kernel_matrix(K, image_shape):
    (h, w), (kh, kw) = image_shape, K.shape
    rows = []
    for i in range(h - kh + 1):
        for j in range(w - kw + 1):
            picture = tf.pad(K, [[i, h - kh - i], [j, w - kw - j]])
            rows.append(picture)
    return tf.stack(rows)

# %% images flattened column by column verdict="wrong" fails=["test_square", "test_not_square", "test_extreme_sizes", "test_kernel_unchanged"] says=["pixels_column_by_column"]
def kernel_matrix(K, image_shape):
    (h, w), (kh, kw) = image_shape, K.shape
    rows = []
    for i in range(h - kh + 1):
        for j in range(w - kw + 1):
            picture = tf.pad(K, [[i, h - kh - i], [j, w - kw - j]])
            rows.append(tf.reshape(tf.transpose(picture), [-1]))
    return tf.stack(rows)

# %% outputs numbered column by column verdict="wrong" fails=["test_square", "test_not_square", "test_extreme_sizes", "test_kernel_unchanged"] says=["outputs_column_by_column"]
def kernel_matrix(K, image_shape):
    (h, w), (kh, kw) = image_shape, K.shape
    rows = []
    for j in range(w - kw + 1):
        for i in range(h - kh + 1):
            picture = tf.pad(K, [[i, h - kh - i], [j, w - kw - j]])
            rows.append(tf.reshape(picture, [-1]))
    return tf.stack(rows)

# %% the image's height for both axes verdict="wrong" fails=["test_not_square", "test_extreme_sizes"] says=["matrix_for_a_square_image"]
def kernel_matrix(K, image_shape):
    h = w = image_shape[0]
    kh, kw = K.shape
    rows = []
    for i in range(h - kh + 1):
        for j in range(w - kw + 1):
            picture = tf.pad(K, [[i, h - kh - i], [j, w - kw - j]])
            rows.append(tf.reshape(picture, [-1]))
    return tf.stack(rows) if rows else tf.zeros((0, h * w))

# %% places counted by the image's height verdict="wrong" fails=["test_not_square", "test_extreme_sizes"] says=["places_counted_by_height"]
def kernel_matrix(K, image_shape):
    (h, w), (kh, kw) = image_shape, K.shape
    rows = []
    for i in range(h - kh + 1):
        for j in range(h - kw + 1):
            picture = tf.pad(K, [[i, h - kh - i], [j, w - kw - j]])
            rows.append(tf.reshape(picture, [-1]))
    return tf.stack(rows)

# %% whole numbers verdict="wrong" fails=["test_square", "test_not_square", "test_extreme_sizes", "test_kernel_unchanged"]
def kernel_matrix(K, image_shape):
    K = tf.cast(K, tf.int32)
    (h, w), (kh, kw) = image_shape, K.shape
    rows = []
    for i in range(h - kh + 1):
        for j in range(w - kw + 1):
            picture = tf.pad(K, [[i, h - kh - i], [j, w - kw - j]])
            rows.append(tf.reshape(picture, [-1]))
    return tf.stack(rows)

# %% writes into a tensor verdict="wrong" fails=["test_square", "test_not_square", "test_extreme_sizes", "test_kernel_unchanged"]
def kernel_matrix(K, image_shape):
    (h, w), (kh, kw) = image_shape, K.shape
    T = tf.zeros((h - kh + 1, w - kw + 1, h, w), K.dtype)
    for i, j in np.ndindex(*T.shape[:2]):
        T[i, j, i : i + kh, j : j + kw] = K
    return tf.reshape(T, (-1, h * w))
