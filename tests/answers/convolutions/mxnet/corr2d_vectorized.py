# %% inside out verdict="right"
def corr2d_vectorized(X, K):
    (k_h, k_w), (height, width) = K.shape, output_shape(X.shape, K.shape)
    Y = np.zeros((height, width), dtype=X.dtype)
    for a in range(k_h):
        for b in range(k_w):
            Y = Y + K[a, b] * X[a : a + height, b : b + width]
    return Y

# %% inside out, in place verdict="right"
def corr2d_vectorized(X, K):
    (k_h, k_w), (height, width) = K.shape, output_shape(X.shape, K.shape)
    Y = np.zeros((height, width), dtype=X.dtype)
    for a in range(k_h):
        for b in range(k_w):
            Y += K[a, b] * X[a : a + height, b : b + width]
    return Y

# %% windows that np.take has made verdict="right"
def corr2d_vectorized(X, K):
    (k_h, k_w), (height, width) = K.shape, output_shape(X.shape, K.shape)
    rows = np.arange(height, dtype="int64")[:, None] + np.arange(k_h, dtype="int64")
    columns = np.arange(width, dtype="int64")[:, None] + np.arange(k_w, dtype="int64")
    windows = np.take(np.take(X, rows, axis=0), columns, axis=2)
    return np.einsum("iajb,ab->ij", windows, K)

# %% an index for every window verdict="right"
def corr2d_vectorized(X, K):
    (k_h, k_w), (height, width) = K.shape, output_shape(X.shape, K.shape)
    rows = np.arange(height, dtype="int64")[:, None, None, None] + np.arange(k_h, dtype="int64")[None, None, :, None]
    columns = np.arange(width, dtype="int64")[None, :, None, None] + np.arange(k_w, dtype="int64")[None, None, None, :]
    return (X[rows, columns] * K).sum(axis=(2, 3))

# %% shifted images in a stack verdict="right"
def corr2d_vectorized(X, K):
    (k_h, k_w), (height, width) = K.shape, output_shape(X.shape, K.shape)
    parts = [X[a : a + height, b : b + width] for a in range(k_h) for b in range(k_w)]
    return np.tensordot(K.reshape(-1), np.stack(parts), axes=1)

# %% a loop verdict="wrong" fails=["test_no_loop"]
def corr2d_vectorized(X, K):
    return corr2d(X, K)

# %% a loop over rows verdict="wrong" fails=["test_no_loop"]
def corr2d_vectorized(X, K):
    (k_h, k_w), (height, width) = K.shape, output_shape(X.shape, K.shape)
    sums = []
    for i in range(height):
        sums.append(sum((K[:, b : b + 1] * X[i : i + k_h, b : b + width]).sum(axis=0) for b in range(k_w)))
    return np.stack(sums)

# %% NumPy's own windows, one at a time verdict="wrong" fails=["test_no_loop"]
import numpy


def corr2d_vectorized(X, K):
    (k_h, k_w), (height, width) = K.shape, output_shape(X.shape, K.shape)
    image, kernel = X.asnumpy(), K.asnumpy()
    rows = [[(image[i : i + k_h, j : j + k_w] * kernel).sum() for j in range(width)] for i in range(height)]
    return np.array(numpy.array(rows), dtype=X.dtype)

# %% flipped verdict="wrong" fails=["test_special_shapes", "test_values"] says=["kernel_flipped"]
def corr2d_vectorized(X, K):
    (k_h, k_w), (height, width) = K.shape, output_shape(X.shape, K.shape)
    K = np.flip(K, (0, 1))
    Y = np.zeros((height, width), dtype=X.dtype)
    for a in range(k_h):
        for b in range(k_w):
            Y = Y + K[a, b] * X[a : a + height, b : b + width]
    return Y

# %% the kernel is transposed verdict="wrong" fails=["test_special_shapes", "test_values"] says=["kernel_transposed"]
def corr2d_vectorized(X, K):
    (k_h, k_w), (height, width) = K.shape, output_shape(X.shape, K.shape)
    K = K.T
    (k_h, k_w), (height, width) = K.shape, output_shape(X.shape, K.shape)
    Y = np.zeros((height, width), dtype=X.dtype)
    for a in range(k_h):
        for b in range(k_w):
            Y = Y + K[a, b] * X[a : a + height, b : b + width]
    return Y

# %% the result is transposed verdict="wrong" fails=["test_inputs_unchanged", "test_no_loop", "test_special_shapes", "test_values"] says=["axes_swapped"]
def corr2d_vectorized(X, K):
    (k_h, k_w), (height, width) = K.shape, output_shape(X.shape, K.shape)
    Y = np.zeros((height, width), dtype=X.dtype)
    for a in range(k_h):
        for b in range(k_w):
            Y = Y + K[a, b] * X[a : a + height, b : b + width]
    return Y.T

# %% means verdict="wrong" fails=["test_inputs_unchanged", "test_no_loop", "test_special_shapes", "test_values"] says=["averaged"]
def corr2d_vectorized(X, K):
    (k_h, k_w), (height, width) = K.shape, output_shape(X.shape, K.shape)
    Y = np.zeros((height, width), dtype=X.dtype)
    for a in range(k_h):
        for b in range(k_w):
            Y = Y + K[a, b] * X[a : a + height, b : b + width]
    return Y / K.size

# %% the kernel plays no part verdict="wrong" fails=["test_dtype", "test_inputs_unchanged", "test_no_loop", "test_special_shapes", "test_values"] says=["not_multiplied"]
def corr2d_vectorized(X, K):
    (k_h, k_w), (height, width) = K.shape, output_shape(X.shape, K.shape)
    K = np.ones_like(K)
    Y = np.zeros((height, width), dtype=X.dtype)
    for a in range(k_h):
        for b in range(k_w):
            Y = Y + K[a, b] * X[a : a + height, b : b + width]
    return Y

# %% as large as the image verdict="wrong" fails=["test_inputs_unchanged", "test_no_loop", "test_special_shapes", "test_values"] says=["as_large_as_image", "one_too_large"]
def corr2d_vectorized(X, K):
    (k_h, k_w), (height, width) = K.shape, output_shape(X.shape, K.shape)
    Y = np.zeros((height, width), dtype=X.dtype)
    for a in range(k_h):
        for b in range(k_w):
            Y = Y + K[a, b] * X[a : a + height, b : b + width]
    return np.pad(Y, ((0, k_h - 1), (0, k_w - 1)))

# %% absolute values verdict="wrong" fails=["test_special_shapes", "test_values"] says=["absolute_value"]
def corr2d_vectorized(X, K):
    (k_h, k_w), (height, width) = K.shape, output_shape(X.shape, K.shape)
    Y = np.zeros((height, width), dtype=X.dtype)
    for a in range(k_h):
        for b in range(k_w):
            Y = Y + K[a, b] * X[a : a + height, b : b + width]
    return np.abs(Y)

# %% the largest product verdict="wrong" fails=["test_inputs_unchanged", "test_no_loop", "test_special_shapes", "test_values"] says=["maximum_for_sum"]
def corr2d_vectorized(X, K):
    (k_h, k_w), (height, width) = K.shape, output_shape(X.shape, K.shape)
    rows = np.arange(height, dtype="int64")[:, None] + np.arange(k_h, dtype="int64")
    columns = np.arange(width, dtype="int64")[:, None] + np.arange(k_w, dtype="int64")
    windows = np.take(np.take(X, rows, axis=0), columns, axis=2)
    return (windows.transpose(0, 2, 1, 3) * K).max(axis=(2, 3))

# %% npx.convolution verdict="wrong" fails=["test_dtype", "test_inputs_unchanged", "test_no_loop", "test_special_shapes", "test_values"]
def corr2d_vectorized(X, K):
    (k_h, k_w), (height, width) = K.shape, output_shape(X.shape, K.shape)
    return npx.convolution(X[None, None], K[None, None], kernel=(k_h, k_w), num_filter=1, no_bias=True)[0, 0]

# %% the old operator verdict="wrong" fails=["test_dtype", "test_inputs_unchanged", "test_no_loop", "test_special_shapes", "test_values"]
import mxnet


def corr2d_vectorized(X, K):
    (k_h, k_w), (height, width) = K.shape, output_shape(X.shape, K.shape)
    image, kernel = X[None, None].as_nd_ndarray(), K[None, None].as_nd_ndarray()
    found = mxnet.nd.Convolution(image, kernel, kernel=(k_h, k_w), num_filter=1, no_bias=True)
    return found.as_np_ndarray()[0, 0]

# %% very flat kernels are cut verdict="wrong" fails=["test_values"]
def corr2d_vectorized(X, K):
    (k_h, k_w), (height, width) = K.shape, output_shape(X.shape, K.shape)
    Y = np.zeros((height, width), dtype=X.dtype)
    for a in range(k_h):
        for b in range(min(k_w, 16)):
            Y = Y + K[a, b] * X[a : a + height, b : b + width]
    return Y

# %% squeezes verdict="wrong" fails=["test_special_shapes"]
def corr2d_vectorized(X, K):
    (k_h, k_w), (height, width) = K.shape, output_shape(X.shape, K.shape)
    Y = np.zeros((height, width), dtype=X.dtype)
    for a in range(k_h):
        for b in range(k_w):
            Y = Y + K[a, b] * X[a : a + height, b : b + width]
    return np.squeeze(Y)

# %% always float32 verdict="wrong" fails=["test_dtype"]
def corr2d_vectorized(X, K):
    (k_h, k_w), (height, width) = K.shape, output_shape(X.shape, K.shape)
    Y = np.zeros((height, width), dtype=X.dtype)
    for a in range(k_h):
        for b in range(k_w):
            Y = Y + K[a, b] * X[a : a + height, b : b + width]
    return Y.astype("float32")

# %% rounded on the way verdict="wrong" fails=["test_dtype"]
def corr2d_vectorized(X, K):
    (k_h, k_w), (height, width) = K.shape, output_shape(X.shape, K.shape)
    Y = np.zeros((height, width), dtype=X.dtype)
    for a in range(k_h):
        for b in range(k_w):
            Y = Y + K[a, b] * X[a : a + height, b : b + width]
    return Y.astype("float32").astype(X.dtype)

# %% turns the signs of both verdict="wrong" fails=["test_inputs_unchanged"] says=["writes_into_input"]
def corr2d_vectorized(X, K):
    (k_h, k_w), (height, width) = K.shape, output_shape(X.shape, K.shape)
    X *= -1
    K *= -1
    Y = np.zeros((height, width), dtype=X.dtype)
    for a in range(k_h):
        for b in range(k_w):
            Y = Y + K[a, b] * X[a : a + height, b : b + width]
    return Y
