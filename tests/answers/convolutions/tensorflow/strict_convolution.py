# %% turns the kernel, then correlates verdict="right"
def strict_convolution(X, K):
    return corr2d(X, tf.reverse(K, axis=[0, 1]))

# %% steps back through the kernel verdict="right"
def strict_convolution(X, K):
    return corr2d(X, K[::-1, ::-1])

# %% turns twice by a quarter verdict="right"
def strict_convolution(X, K):
    return corr2d(X, tf.image.rot90(K[:, :, None], k=2)[:, :, 0])

# %% stacked lists verdict="right"
def strict_convolution(X, K):
    (n_h, n_w), (k_h, k_w) = X.shape, K.shape
    K = K[::-1, ::-1]
    rows = [
        [tf.reduce_sum(X[i : i + k_h, j : j + k_w] * K) for j in range(n_w - k_w + 1)] for i in range(n_h - k_h + 1)
    ]
    return tf.stack([tf.stack(row) for row in rows])

# %% sums of shifted images, without corr2d verdict="right"
def strict_convolution(X, K):
    (n_h, n_w), (k_h, k_w) = X.shape, K.shape
    h, w = n_h - k_h + 1, n_w - k_w + 1
    return tf.add_n(
        [
            K[a, b] * X[k_h - 1 - a : k_h - 1 - a + h, k_w - 1 - b : k_w - 1 - b + w]
            for a in range(k_h)
            for b in range(k_w)
        ]
    )

# %% a TensorArray of rows, compiled verdict="right"
@tf.function
def strict_convolution(X, K):
    k_h, k_w = K.shape
    columns = tf.range(X.shape[1] - k_w + 1)[:, None] + tf.range(k_w)[::-1]
    rows = tf.TensorArray(X.dtype, size=X.shape[0] - k_h + 1)
    for i in tf.range(X.shape[0] - k_h + 1):
        windows = tf.gather(X[i : i + k_h][::-1], columns, axis=1)
        rows = rows.write(i, tf.einsum("ajb,ab->j", windows, K))
    return rows.stack()

# %% gathered windows and tensordot verdict="right"
def strict_convolution(X, K):
    (k_h, k_w), (n_h, n_w) = K.shape, X.shape
    rows = tf.range(n_h - k_h + 1)[:, None] + tf.range(k_h)[::-1]
    columns = tf.range(n_w - k_w + 1)[:, None] + tf.range(k_w)[::-1]
    windows = tf.gather(tf.gather(X, rows, axis=0), columns, axis=2)
    return tf.tensordot(windows, K, axes=[[1, 3], [0, 1]])

# %% a variable that the weights are added to verdict="right"
def strict_convolution(X, K):
    (n_h, n_w), (k_h, k_w) = X.shape, K.shape
    h, w = n_h - k_h + 1, n_w - k_w + 1
    Y = tf.Variable(tf.zeros((h, w), X.dtype))
    for a in range(k_h):
        for b in range(k_w):
            Y.assign_add(K[-1 - a, -1 - b] * X[a : a + h, b : b + w])
    return Y

# %% patches that TensorFlow extracts verdict="right"
def strict_convolution(X, K):
    sizes = [1, *K.shape, 1]
    patches = tf.image.extract_patches(X[None, :, :, None], sizes, [1] * 4, [1] * 4, "VALID")[0]
    return tf.linalg.matvec(patches, tf.reverse(tf.reshape(K, [-1]), [0]))

# %% map_fn over the rows of the output verdict="right"
def strict_convolution(X, K):
    (k_h, k_w), n_w = K.shape, X.shape[1]

    def row(i):
        band = tf.reverse(X[i : i + k_h], [0])
        return tf.add_n([tf.linalg.matvec(band, K[:, b], transpose_a=True)[k_w - 1 - b : n_w - b] for b in range(k_w)])

    return tf.map_fn(row, tf.range(X.shape[0] - k_h + 1), fn_output_signature=X.dtype)

# %% vectorized_map over the columns of the output verdict="right"
def strict_convolution(X, K):
    turned, height = K[::-1, ::-1], X.shape[0] - K.shape[0] + 1

    def column(j):
        band = tf.slice(X, [0, j], [X.shape[0], K.shape[1]])
        return tf.add_n([tf.linalg.matvec(band[a : a + height], turned[a]) for a in range(K.shape[0])])

    return tf.transpose(tf.vectorized_map(column, tf.range(X.shape[1] - K.shape[1] + 1)))

# %% turns the image and the result verdict="right"
def strict_convolution(X, K):
    return tf.reverse(corr2d(X[::-1, ::-1], K), [0, 1])

# %% by Fourier transform verdict="right"
def strict_convolution(X, K):
    spectrum = tf.signal.rfft2d(X) * tf.signal.rfft2d(K, fft_length=X.shape)
    return tf.signal.irfft2d(spectrum, fft_length=X.shape)[K.shape[0] - 1 :, K.shape[1] - 1 :]

# %% a detour through numpy verdict="right"
def strict_convolution(X, K):
    image, kernel = X.numpy(), K.numpy()[::-1, ::-1]
    windows = np.lib.stride_tricks.sliding_window_view(image, kernel.shape)
    return tf.constant(np.einsum("ijab,ab->ij", windows, kernel))

# %% the gradient of a correlation verdict="right"
def strict_convolution(X, K):
    wide = tf.zeros((X.shape[0] + K.shape[0] - 1, X.shape[1] + K.shape[1] - 1), X.dtype)
    with tf.GradientTape() as tape:
        tape.watch(wide)
        Y = corr2d(wide, K)
    every_overlap = tape.gradient(Y, wide, output_gradients=X)
    return every_overlap[K.shape[0] - 1 : X.shape[0], K.shape[1] - 1 : X.shape[1]]

# %% does not turn the kernel verdict="wrong" fails=["test_values"] says=["kernel_not_turned"]
def strict_convolution(X, K):
    return corr2d(X, K)

# %% reverses the rows only verdict="wrong" fails=["test_values"] says=["only_rows_turned"]
def strict_convolution(X, K):
    return corr2d(X, tf.reverse(K, [0]))

# %% reverses the columns only verdict="wrong" fails=["test_values"] says=["only_columns_turned"]
def strict_convolution(X, K):
    return corr2d(X, tf.reverse(K, [1]))

# %% transposes verdict="wrong" fails=["test_values"] says=["kernel_transposed"]
def strict_convolution(X, K):
    return corr2d(X, tf.transpose(K))

# %% turns the image verdict="wrong" fails=["test_values"] says=["image_turned"]
def strict_convolution(X, K):
    return corr2d(tf.reverse(X, [0, 1]), K)

# %% every overlap verdict="wrong" fails=["test_values", "test_dtype", "test_inputs_unchanged"] says=["every_overlap"]
def strict_convolution(X, K):
    return corr2d(tf.pad(X, [(k - 1, k - 1) for k in K.shape]), tf.reverse(K, [0, 1]))

# %% every overlap, and not turned verdict="wrong" fails=["test_values", "test_dtype", "test_inputs_unchanged"] says=["every_overlap_not_turned"]
def strict_convolution(X, K):
    return corr2d(tf.pad(X, [(k - 1, k - 1) for k in K.shape]), K)

# %% as large as the image verdict="wrong" fails=["test_values", "test_dtype", "test_inputs_unchanged"] says=["same_size"]
def strict_convolution(X, K):
    return corr2d(tf.pad(X, [(k // 2, (k - 1) // 2) for k in K.shape]), tf.reverse(K, [0, 1]))

# %% as large as the image, and not turned verdict="wrong" fails=["test_values", "test_dtype", "test_inputs_unchanged"] says=["same_size_not_turned"]
def strict_convolution(X, K):
    return corr2d(tf.pad(X, [(k // 2, (k - 1) // 2) for k in K.shape]), K)

# %% image height for both axes verdict="wrong" fails=["test_values", "test_dtype", "test_inputs_unchanged"] says=["image_height_for_both"]
def strict_convolution(X, K):
    n, (k_h, k_w) = X.shape[0], K.shape
    K = tf.reverse(K, [0, 1])
    rows = [
        [tf.reduce_sum(X[i : i + k_h, j : j + k_w] * K) for j in range(n - k_w + 1)] for i in range(n - k_h + 1)
    ]
    return tf.convert_to_tensor(rows)

# %% through float32 and back verdict="wrong" fails=["test_dtype"]
def strict_convolution(X, K):
    turned = tf.reverse(tf.cast(K, tf.float32), [0, 1])
    return tf.cast(corr2d(tf.cast(X, tf.float32), turned), X.dtype)

# %% a result in float32 verdict="wrong" fails=["test_dtype"]
def strict_convolution(X, K):
    return tf.cast(corr2d(X, tf.reverse(K, [0, 1])), tf.float32)

# %% turns the kernel in place verdict="wrong" fails=["test_inputs_unchanged"] says=["writes_into_input"]
def strict_convolution(X, K):
    turned = tf.reverse(K, [0, 1])
    return corr2d(X, tf.raw_ops.InplaceUpdate(x=K, i=tf.range(K.shape[0]), v=turned))

# %% ready-made verdict="wrong" fails=["test_values", "test_dtype"]
def strict_convolution(X, K):
    filters = tf.reverse(K, [0, 1])[:, :, None, None]
    return tf.nn.conv2d(X[None, :, :, None], filters, strides=1, padding="VALID")[0, :, :, 0]

# %% a ready-made layer verdict="wrong" fails=["test_values", "test_dtype"]
def strict_convolution(X, K):
    layer = tf.keras.layers.Conv2D(1, tuple(K.shape), use_bias=False, dtype=X.dtype.name)
    layer.build((None, *X.shape, 1))
    layer.set_weights([K.numpy()[::-1, ::-1, None, None]])
    return layer(X[None, :, :, None])[0, :, :, 0]

# %% ready-made, compiled and transposed verdict="wrong" fails=["test_values", "test_dtype"]
@tf.function
def strict_convolution(X, K):
    size = [X.shape[0] + K.shape[0] - 1, X.shape[1] + K.shape[1] - 1]
    full = tf.nn.conv2d_transpose(X[None, :, :, None], K[:, :, None, None], [1, *size, 1], 1, "VALID")[0, :, :, 0]
    return full[K.shape[0] - 1 : X.shape[0], K.shape[1] - 1 : X.shape[1]]

# %% the given one verdict="wrong" fails=["test_values", "test_dtype"]
from classroom import given

def strict_convolution(X, K):
    return given.corr2d(X, tf.reverse(K, [0, 1]))

# %% nested lists verdict="wrong" fails=["test_values", "test_dtype", "test_inputs_unchanged"]
def strict_convolution(X, K):
    return corr2d(X, tf.reverse(K, [0, 1])).numpy().tolist()

# %% right up to ten rows verdict="wrong" fails=["test_values"]
def strict_convolution(X, K):
    Y = corr2d(X, tf.reverse(K, [0, 1]))
    return tf.concat([Y[:10], 0 * Y[10:]], axis=0)

# %% remembers the result for each pair of shapes verdict="wrong" fails=["test_values"]
found = {}

def strict_convolution(X, K):
    return found.setdefault((*X.shape, *K.shape), corr2d(X, tf.reverse(K, [0, 1])))

# %% an array of numpy's verdict="wrong" fails=["test_values", "test_dtype", "test_inputs_unchanged"]
def strict_convolution(X, K):
    return corr2d(X, tf.reverse(K, [0, 1])).numpy()
