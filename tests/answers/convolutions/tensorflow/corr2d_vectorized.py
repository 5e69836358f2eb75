# %% inside out verdict="right"
def corr2d_vectorized(X, K):
    height, width = X.shape[0] - K.shape[0] + 1, X.shape[1] - K.shape[1] + 1
    Y = tf.zeros((height, width), dtype=X.dtype)
    for a in range(K.shape[0]):
        for b in range(K.shape[1]):
            Y += K[a, b] * X[a : a + height, b : b + width]
    return Y

# %% gathered windows verdict="right"
def corr2d_vectorized(X, K):
    height, width = X.shape[0] - K.shape[0] + 1, X.shape[1] - K.shape[1] + 1
    rows = np.arange(height)[:, None] + np.arange(K.shape[0])
    columns = np.arange(width)[:, None] + np.arange(K.shape[1])
    windows = tf.gather(tf.gather(X, rows, axis=0), columns, axis=2)
    return tf.einsum("iajb,ab->ij", windows, K)

# %% extract_patches verdict="right"
def corr2d_vectorized(X, K):
    sizes = [1, *K.shape, 1]
    patches = tf.image.extract_patches(X[None, :, :, None], sizes, [1, 1, 1, 1], [1, 1, 1, 1], "VALID")
    return tf.linalg.matvec(patches[0], tf.reshape(K, [-1]))

# %% a loop verdict="wrong" fails=["test_no_loop"]
def corr2d_vectorized(X, K):
    return corr2d(X, K)

# %% flipped verdict="wrong" fails=["test_values", "test_special_shapes"] says=["kernel_flipped"]
def corr2d_vectorized(X, K):
    K = K[::-1, ::-1]
    height, width = X.shape[0] - K.shape[0] + 1, X.shape[1] - K.shape[1] + 1
    Y = tf.zeros((height, width), dtype=X.dtype)
    for a in range(K.shape[0]):
        for b in range(K.shape[1]):
            Y += K[a, b] * X[a : a + height, b : b + width]
    return Y

# %% the library's own verdict="wrong" fails=["test_values", "test_special_shapes", "test_dtype", "test_no_loop", "test_inputs_unchanged"]
def corr2d_vectorized(X, K):
    return tf.nn.conv2d(X[None, :, :, None], K[:, :, None, None], 1, "VALID")[0, :, :, 0]

# %% very flat kernels are cut verdict="wrong" fails=["test_values"]
def corr2d_vectorized(X, K):
    height, width = X.shape[0] - K.shape[0] + 1, X.shape[1] - K.shape[1] + 1
    Y = tf.zeros((height, width), dtype=X.dtype)
    for a in range(K.shape[0]):
        for b in range(min(K.shape[1], 16)):
            Y += K[a, b] * X[a : a + height, b : b + width]
    return Y

# %% squeezes verdict="wrong" fails=["test_special_shapes"]
def corr2d_vectorized(X, K):
    height, width = X.shape[0] - K.shape[0] + 1, X.shape[1] - K.shape[1] + 1
    Y = tf.zeros((height, width), dtype=X.dtype)
    for a in range(K.shape[0]):
        for b in range(K.shape[1]):
            Y += K[a, b] * X[a : a + height, b : b + width]
    return tf.squeeze(Y)

# %% always float64 verdict="wrong" fails=["test_dtype"]
def corr2d_vectorized(X, K):
    height, width = X.shape[0] - K.shape[0] + 1, X.shape[1] - K.shape[1] + 1
    Y = tf.zeros((height, width), dtype=X.dtype)
    for a in range(K.shape[0]):
        for b in range(K.shape[1]):
            Y += K[a, b] * X[a : a + height, b : b + width]
    return tf.cast(Y, tf.float64)

# %% writes into the numbers of K verdict="wrong" fails=["test_inputs_unchanged"] says=["writes_into_input"]
def corr2d_vectorized(X, K):
    height, width = X.shape[0] - K.shape[0] + 1, X.shape[1] - K.shape[1] + 1
    Y = tf.zeros((height, width), dtype=X.dtype)
    for a in range(K.shape[0]):
        for b in range(K.shape[1]):
            Y += K[a, b] * X[a : a + height, b : b + width]
    K._numpy()[:] = 0
    return Y
