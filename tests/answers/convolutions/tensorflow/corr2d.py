# %% two loops verdict="right"
def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError("2-D only")
    height, width = output_shape(X.shape, K.shape)
    k_h, k_w = K.shape
    rows = [tf.stack([tf.reduce_sum(X[i : i + k_h, j : j + k_w] * K) for j in range(width)]) for i in range(height)]
    return tf.stack(rows)

# %% inside out verdict="right"
def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError("2-D only")
    height, width = output_shape(X.shape, K.shape)
    Y = tf.zeros((height, width), dtype=X.dtype)
    for a in range(K.shape[0]):
        for b in range(K.shape[1]):
            Y += K[a, b] * X[a : a + height, b : b + width]
    return Y

# %% tensordot verdict="right"
def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError("2-D only")
    height, width = output_shape(X.shape, K.shape)
    k_h, k_w = K.shape
    values = [tf.tensordot(X[i : i + k_h, j : j + k_w], K, axes=2) for i in range(height) for j in range(width)]
    return tf.reshape(tf.stack(values), (height, width))

# %% flipped verdict="wrong" fails=["test_values", "test_thin_and_full_kernels", "test_views", "test_gradients"] says=["kernel_flipped"]
def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError("2-D only")
    height, width = output_shape(X.shape, K.shape)
    K = K[::-1, ::-1]
    Y = tf.zeros((height, width), dtype=X.dtype)
    for a in range(K.shape[0]):
        for b in range(K.shape[1]):
            Y += K[a, b] * X[a : a + height, b : b + width]
    return Y

# %% numbers of Python on the way verdict="wrong" fails=["test_gradients"] says=["detached"]
def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError("2-D only")
    height, width = output_shape(X.shape, K.shape)
    k_h, k_w = K.shape
    rows = [[tf.reduce_sum(X[i : i + k_h, j : j + k_w] * K).numpy() for j in range(width)] for i in range(height)]
    return tf.constant(np.array(rows), dtype=X.dtype)

# %% cut off verdict="wrong" fails=["test_gradients"] says=["detached"]
def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError("2-D only")
    height, width = output_shape(X.shape, K.shape)
    k_h, k_w = K.shape
    rows = [tf.stack([tf.reduce_sum(X[i : i + k_h, j : j + k_w] * K) for j in range(width)]) for i in range(height)]
    return tf.stop_gradient(tf.stack(rows))

# %% rounded on the way verdict="wrong" fails=["test_dtype"]
def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError("2-D only")
    height, width = output_shape(X.shape, K.shape)
    k_h, k_w = K.shape
    rows = [tf.stack([tf.reduce_sum(X[i : i + k_h, j : j + k_w] * K) for j in range(width)]) for i in range(height)]
    return tf.cast(tf.cast(tf.stack(rows), tf.float32), X.dtype)

# %% the library's own verdict="wrong" fails=["test_values", "test_thin_and_full_kernels", "test_views", "test_dtype", "test_gradients", "test_inputs_unchanged"]
def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError("2-D only")
    height, width = output_shape(X.shape, K.shape)
    return tf.nn.conv2d(X[None, :, :, None], K[:, :, None, None], 1, "VALID")[0, :, :, 0]

# %% nothing is refused but what output_shape refuses verdict="wrong" fails=["test_two_axes"]
def corr2d(X, K):
    X, K = (X[0] if X.ndim > 2 else X), (K[0] if K.ndim > 2 else K)
    height, width = output_shape(X.shape[-2:], K.shape[-2:])
    Y = tf.zeros((height, width), dtype=X.dtype)
    for a in range(K.shape[0]):
        for b in range(K.shape[1]):
            Y += K[a, b] * X[a : a + height, b : b + width]
    return Y

# %% very flat kernels are cut verdict="wrong" fails=["test_values"]
def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError("2-D only")
    height, width = output_shape(X.shape, K.shape)
    Y = tf.zeros((height, width), dtype=X.dtype)
    for a in range(K.shape[0]):
        for b in range(min(K.shape[1], 16)):
            Y += K[a, b] * X[a : a + height, b : b + width]
    return Y

# %% one pixel is not multiplied verdict="wrong" fails=["test_thin_and_full_kernels"]
def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError("2-D only")
    height, width = output_shape(X.shape, K.shape)
    if tf.size(K) == 1:
        return X + 0
    Y = tf.zeros((height, width), dtype=X.dtype)
    for a in range(K.shape[0]):
        for b in range(K.shape[1]):
            Y += K[a, b] * X[a : a + height, b : b + width]
    return Y

# %% a kernel that is too large is cut verdict="wrong" fails=["test_kernel_must_fit"]
def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError("2-D only")
    K = K[: X.shape[0], : X.shape[1]]
    height, width = output_shape(X.shape, K.shape)
    Y = tf.zeros((height, width), dtype=X.dtype)
    for a in range(K.shape[0]):
        for b in range(K.shape[1]):
            Y += K[a, b] * X[a : a + height, b : b + width]
    return Y

# %% remembers results by the sums of image and kernel verdict="wrong" fails=["test_views"]
known = {}


def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError("2-D only")
    height, width = output_shape(X.shape, K.shape)
    Y = tf.zeros((height, width), dtype=X.dtype)
    for a in range(K.shape[0]):
        for b in range(K.shape[1]):
            Y += K[a, b] * X[a : a + height, b : b + width]
    key = X.dtype, tuple(X.shape), float(tf.reduce_sum(X)), float(tf.reduce_sum(K))
    return known.setdefault(key, Y)

# %% writes into the numbers of X verdict="wrong" fails=["test_inputs_unchanged"] says=["writes_into_input"]
def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError("2-D only")
    image, X = X, X + 0
    height, width = output_shape(X.shape, K.shape)
    Y = tf.zeros((height, width), dtype=X.dtype)
    for a in range(K.shape[0]):
        for b in range(K.shape[1]):
            Y += K[a, b] * X[a : a + height, b : b + width]
    image._numpy()[:] = 0
    return Y
