# %% two loops, and stacks of lists verdict="right"
def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError("2-D only")
    height, width = output_shape(X.shape, K.shape)
    k_h, k_w = K.shape
    rows = [np.stack([(X[i : i + k_h, j : j + k_w] * K).sum() for j in range(width)]) for i in range(height)]
    return np.stack(rows)

# %% inside out verdict="right"
def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError("2-D only")
    height, width = output_shape(X.shape, K.shape)
    k_h, k_w = K.shape
    Y = np.zeros((height, width), dtype=X.dtype)
    for a in range(k_h):
        for b in range(k_w):
            Y = Y + K[a, b] * X[a : a + height, b : b + width]
    return Y

# %% np.tensordot verdict="right"
def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError("2-D only")
    height, width = output_shape(X.shape, K.shape)
    k_h, k_w = K.shape
    values = [np.tensordot(X[i : i + k_h, j : j + k_w], K, axes=2) for i in range(height) for j in range(width)]
    return np.stack(values).reshape(height, width)

# %% np.einsum over windows that np.take has made verdict="right"
def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError("2-D only")
    height, width = output_shape(X.shape, K.shape)
    k_h, k_w = K.shape
    rows = np.arange(height, dtype="int64")[:, None] + np.arange(k_h, dtype="int64")
    columns = np.arange(width, dtype="int64")[:, None] + np.arange(k_w, dtype="int64")
    windows = np.take(np.take(X, rows, axis=0), columns, axis=2)
    return np.einsum("iajb,ab->ij", windows, K)

# %% writes where nothing is recorded, and stacks where it is verdict="right"
def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError("2-D only")
    height, width = output_shape(X.shape, K.shape)
    k_h, k_w = K.shape
    if autograd.is_recording():
        rows = [np.stack([(X[i : i + k_h, j : j + k_w] * K).sum() for j in range(width)]) for i in range(height)]
        return np.stack(rows)
    Y = np.zeros((height, width), dtype=X.dtype)
    for i in range(height):
        for j in range(width):
            Y[i, j] = (X[i : i + k_h, j : j + k_w] * K).sum()
    return Y

# %% flipped verdict="wrong" fails=["test_gradients", "test_thin_and_full_kernels", "test_values", "test_views"] says=["kernel_flipped"]
def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError("2-D only")
    height, width = output_shape(X.shape, K.shape)
    k_h, k_w = K.shape
    K = np.flip(K, (0, 1))
    Y = np.zeros((height, width), dtype=X.dtype)
    for a in range(k_h):
        for b in range(k_w):
            Y = Y + K[a, b] * X[a : a + height, b : b + width]
    return Y

# %% the book's function, which writes into its output verdict="wrong" fails=["test_gradients"]
def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError("2-D only")
    height, width = output_shape(X.shape, K.shape)
    k_h, k_w = K.shape
    Y = np.zeros((height, width), dtype=X.dtype)
    for i in range(height):
        for j in range(width):
            Y[i, j] = (X[i : i + k_h, j : j + k_w] * K).sum()
    return Y

# %% adds up in place verdict="wrong" fails=["test_gradients"]
def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError("2-D only")
    height, width = output_shape(X.shape, K.shape)
    k_h, k_w = K.shape
    Y = np.zeros((height, width), dtype=X.dtype)
    for a in range(k_h):
        for b in range(k_w):
            Y += K[a, b] * X[a : a + height, b : b + width]
    return Y

# %% numbers of Python on the way verdict="wrong" fails=["test_gradients"] says=["detached"]
def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError("2-D only")
    height, width = output_shape(X.shape, K.shape)
    k_h, k_w = K.shape
    rows = [[(X[i : i + k_h, j : j + k_w] * K).sum().item() for j in range(width)] for i in range(height)]
    return np.array(rows, dtype=X.dtype)

# %% through NumPy and back verdict="wrong" fails=["test_gradients"] says=["detached"]
def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError("2-D only")
    height, width = output_shape(X.shape, K.shape)
    k_h, k_w = K.shape
    rows = [[(X[i : i + k_h, j : j + k_w] * K).sum().asnumpy() for j in range(width)] for i in range(height)]
    return np.array(rows, dtype=X.dtype)

# %% cut off verdict="wrong" fails=["test_gradients"] says=["detached"]
def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError("2-D only")
    height, width = output_shape(X.shape, K.shape)
    k_h, k_w = K.shape
    Y = np.zeros((height, width), dtype=X.dtype)
    for a in range(k_h):
        for b in range(k_w):
            Y = Y + K[a, b] * X[a : a + height, b : b + width]
    return Y.detach()

# %% while recording is paused verdict="wrong" fails=["test_gradients"] says=["detached"]
def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError("2-D only")
    height, width = output_shape(X.shape, K.shape)
    k_h, k_w = K.shape
    with autograd.pause():
        Y = np.zeros((height, width), dtype=X.dtype)
        for a in range(k_h):
            for b in range(k_w):
                Y = Y + K[a, b] * X[a : a + height, b : b + width]
    return Y

# %% no gradient for the kernel verdict="wrong" fails=["test_gradients"] says=["detached"]
def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError("2-D only")
    height, width = output_shape(X.shape, K.shape)
    k_h, k_w = K.shape
    K = K.detach()
    Y = np.zeros((height, width), dtype=X.dtype)
    for a in range(k_h):
        for b in range(k_w):
            Y = Y + K[a, b] * X[a : a + height, b : b + width]
    return Y

# %% rounded on the way verdict="wrong" fails=["test_dtype"]
def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError("2-D only")
    height, width = output_shape(X.shape, K.shape)
    k_h, k_w = K.shape
    Y = np.zeros((height, width), dtype=X.dtype)
    for a in range(k_h):
        for b in range(k_w):
            Y = Y + K[a, b] * X[a : a + height, b : b + width]
    return Y.astype("float32").astype(X.dtype)

# %% always float32, where nothing else is said verdict="wrong" fails=["test_dtype"]
def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError("2-D only")
    height, width = output_shape(X.shape, K.shape)
    k_h, k_w = K.shape
    rows = [np.stack([(X[i : i + k_h, j : j + k_w] * K).sum() for j in range(width)]) for i in range(height)]
    return np.stack(rows).astype("float32")

# %% npx.convolution verdict="wrong" fails=["test_dtype", "test_gradients", "test_inputs_unchanged", "test_thin_and_full_kernels", "test_values", "test_views"]
def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError("2-D only")
    height, width = output_shape(X.shape, K.shape)
    k_h, k_w = K.shape
    return npx.convolution(X[None, None], K[None, None], kernel=(k_h, k_w), num_filter=1, no_bias=True)[0, 0]

# %% a layer of Gluon's verdict="wrong" fails=["test_dtype", "test_gradients", "test_inputs_unchanged", "test_thin_and_full_kernels", "test_values", "test_views"]
from mxnet.gluon import nn as layers


def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError("2-D only")
    height, width = output_shape(X.shape, K.shape)
    k_h, k_w = K.shape
    layer = layers.Conv2D(1, (k_h, k_w), use_bias=False, in_channels=1)
    layer.initialize()
    layer.cast(X.dtype)
    layer.weight.set_data(K[None, None])
    return layer(X[None, None])[0, 0]

# %% a layer of Gluon's that was made a graph verdict="wrong" fails=["test_dtype", "test_gradients", "test_inputs_unchanged", "test_thin_and_full_kernels", "test_values", "test_views"]
from mxnet.gluon import nn as layers


def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError("2-D only")
    height, width = output_shape(X.shape, K.shape)
    k_h, k_w = K.shape
    layer = layers.Conv2D(1, (k_h, k_w), use_bias=False, in_channels=1)
    layer.initialize()
    layer.cast(X.dtype)
    layer.hybridize()
    layer.weight.set_data(K[None, None])
    return layer(X[None, None])[0, 0]

# %% np.correlate, row by row verdict="wrong" fails=["test_dtype", "test_gradients", "test_inputs_unchanged", "test_thin_and_full_kernels", "test_values", "test_views"]
def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError("2-D only")
    height, width = output_shape(X.shape, K.shape)
    k_h, k_w = K.shape
    sums = []
    for i in range(height):
        sums.append(sum(np.correlate(X[i + a], K[a], "valid") for a in range(k_h)))
    return np.stack(sums)

# %% the kernel is transposed verdict="wrong" fails=["test_gradients", "test_thin_and_full_kernels", "test_values", "test_views"] says=["kernel_transposed"]
def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError("2-D only")
    height, width = output_shape(X.shape, K.shape)
    k_h, k_w = K.shape
    height, width = output_shape(X.shape, K.T.shape)
    K = K.T
    k_h, k_w = K.shape
    Y = np.zeros((height, width), dtype=X.dtype)
    for a in range(k_h):
        for b in range(k_w):
            Y = Y + K[a, b] * X[a : a + height, b : b + width]
    return Y

# %% the result is transposed verdict="wrong" fails=["test_gradients", "test_inputs_unchanged", "test_thin_and_full_kernels", "test_values", "test_views"] says=["axes_swapped"]
def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError("2-D only")
    height, width = output_shape(X.shape, K.shape)
    k_h, k_w = K.shape
    Y = np.zeros((height, width), dtype=X.dtype)
    for a in range(k_h):
        for b in range(k_w):
            Y = Y + K[a, b] * X[a : a + height, b : b + width]
    return Y.T

# %% zeros around the image verdict="wrong" fails=["test_gradients", "test_inputs_unchanged", "test_thin_and_full_kernels", "test_values", "test_views"] says=["zero_padded"]
def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError("2-D only")
    height, width = output_shape(X.shape, K.shape)
    k_h, k_w = K.shape
    X = np.pad(X, (((k_h - 1) // 2, k_h // 2), ((k_w - 1) // 2, k_w // 2)))
    height, width = X.shape[0] - k_h + 1, X.shape[1] - k_w + 1
    Y = np.zeros((height, width), dtype=X.dtype)
    for a in range(k_h):
        for b in range(k_w):
            Y = Y + K[a, b] * X[a : a + height, b : b + width]
    return Y

# %% more zeros before than behind verdict="wrong" fails=["test_gradients", "test_inputs_unchanged", "test_thin_and_full_kernels", "test_values", "test_views"] says=["zero_padded", "zero_padded_before"]
def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError("2-D only")
    height, width = output_shape(X.shape, K.shape)
    k_h, k_w = K.shape
    X = np.pad(X, ((k_h // 2, (k_h - 1) // 2), (k_w // 2, (k_w - 1) // 2)))
    height, width = X.shape[0] - k_h + 1, X.shape[1] - k_w + 1
    Y = np.zeros((height, width), dtype=X.dtype)
    for a in range(k_h):
        for b in range(k_w):
            Y = Y + K[a, b] * X[a : a + height, b : b + width]
    return Y

# %% zeros behind verdict="wrong" fails=["test_gradients", "test_inputs_unchanged", "test_thin_and_full_kernels", "test_values", "test_views"] says=["zero_padded", "zero_padded_after"]
def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError("2-D only")
    height, width = output_shape(X.shape, K.shape)
    k_h, k_w = K.shape
    X = np.pad(X, ((0, k_h - 1), (0, k_w - 1)))
    height, width = X.shape[0] - k_h + 1, X.shape[1] - k_w + 1
    Y = np.zeros((height, width), dtype=X.dtype)
    for a in range(k_h):
        for b in range(k_w):
            Y = Y + K[a, b] * X[a : a + height, b : b + width]
    return Y

# %% as many zeros as the kernel reaches verdict="wrong" fails=["test_gradients", "test_inputs_unchanged", "test_thin_and_full_kernels", "test_values", "test_views"] says=["zero_padded_fully"]
def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError("2-D only")
    height, width = output_shape(X.shape, K.shape)
    k_h, k_w = K.shape
    X = np.pad(X, ((k_h - 1, k_h - 1), (k_w - 1, k_w - 1)))
    height, width = X.shape[0] - k_h + 1, X.shape[1] - k_w + 1
    Y = np.zeros((height, width), dtype=X.dtype)
    for a in range(k_h):
        for b in range(k_w):
            Y = Y + K[a, b] * X[a : a + height, b : b + width]
    return Y

# %% one row and column too few verdict="wrong" fails=["test_gradients", "test_inputs_unchanged", "test_thin_and_full_kernels", "test_values", "test_views"] says=["one_too_small"]
def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError("2-D only")
    height, width = output_shape(X.shape, K.shape)
    k_h, k_w = K.shape
    height, width = height - 1, width - 1
    Y = np.zeros((height, width), dtype=X.dtype)
    for a in range(k_h):
        for b in range(k_w):
            Y = Y + K[a, b] * X[a : a + height, b : b + width]
    return Y

# %% one row and column of zeros too many verdict="wrong" fails=["test_gradients", "test_inputs_unchanged", "test_thin_and_full_kernels", "test_values", "test_views"] says=["one_too_large"]
def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError("2-D only")
    height, width = output_shape(X.shape, K.shape)
    k_h, k_w = K.shape
    Y = np.zeros((height, width), dtype=X.dtype)
    for a in range(k_h):
        for b in range(k_w):
            Y = Y + K[a, b] * X[a : a + height, b : b + width]
    return np.pad(Y, ((0, 1), (0, 1)))

# %% as large as the image verdict="wrong" fails=["test_gradients", "test_inputs_unchanged", "test_thin_and_full_kernels", "test_values", "test_views"] says=["as_large_as_image", "one_too_large"]
def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError("2-D only")
    height, width = output_shape(X.shape, K.shape)
    k_h, k_w = K.shape
    Y = np.zeros((height, width), dtype=X.dtype)
    for a in range(k_h):
        for b in range(k_w):
            Y = Y + K[a, b] * X[a : a + height, b : b + width]
    return np.pad(Y, ((0, k_h - 1), (0, k_w - 1)))

# %% means verdict="wrong" fails=["test_gradients", "test_inputs_unchanged", "test_thin_and_full_kernels", "test_values", "test_views"] says=["averaged"]
def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError("2-D only")
    height, width = output_shape(X.shape, K.shape)
    k_h, k_w = K.shape
    Y = np.zeros((height, width), dtype=X.dtype)
    for a in range(k_h):
        for b in range(k_w):
            Y = Y + K[a, b] * X[a : a + height, b : b + width]
    return Y / K.size

# %% the kernel plays no part verdict="wrong" fails=["test_dtype", "test_gradients", "test_inputs_unchanged", "test_thin_and_full_kernels", "test_values", "test_views"] says=["not_multiplied"]
def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError("2-D only")
    height, width = output_shape(X.shape, K.shape)
    k_h, k_w = K.shape
    K = np.ones_like(K)
    Y = np.zeros((height, width), dtype=X.dtype)
    for a in range(k_h):
        for b in range(k_w):
            Y = Y + K[a, b] * X[a : a + height, b : b + width]
    return Y

# %% sums are multiplied verdict="wrong" fails=["test_gradients", "test_inputs_unchanged", "test_thin_and_full_kernels", "test_values", "test_views"] says=["sums_multiplied"]
def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError("2-D only")
    height, width = output_shape(X.shape, K.shape)
    k_h, k_w = K.shape
    rows = [np.stack([X[i : i + k_h, j : j + k_w].sum() * K.sum() for j in range(width)]) for i in range(height)]
    return np.stack(rows)

# %% a product of matrices verdict="wrong" fails=["test_gradients", "test_inputs_unchanged", "test_thin_and_full_kernels", "test_values", "test_views"] says=["matrix_product"]
def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError("2-D only")
    height, width = output_shape(X.shape, K.shape)
    k_h, k_w = K.shape
    rows = [np.stack([(X[i : i + k_h, j : j + k_w] @ K).sum() for j in range(width)]) for i in range(height)]
    return np.stack(rows)

# %% the window never moves down verdict="wrong" fails=["test_gradients", "test_inputs_unchanged", "test_thin_and_full_kernels", "test_values", "test_views"] says=["first_row_repeated"]
def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError("2-D only")
    height, width = output_shape(X.shape, K.shape)
    k_h, k_w = K.shape
    rows = [np.stack([(X[:k_h, j : j + k_w] * K).sum() for j in range(width)]) for i in range(height)]
    return np.stack(rows)

# %% the window never moves to the right verdict="wrong" fails=["test_gradients", "test_inputs_unchanged", "test_thin_and_full_kernels", "test_values", "test_views"] says=["first_column_repeated"]
def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError("2-D only")
    height, width = output_shape(X.shape, K.shape)
    k_h, k_w = K.shape
    rows = [np.stack([(X[i : i + k_h, :k_w] * K).sum() for j in range(width)]) for i in range(height)]
    return np.stack(rows)

# %% only square kernels verdict="wrong" fails=["test_thin_and_full_kernels", "test_values"] says=["only_square_kernels"]
def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError("2-D only")
    height, width = output_shape(X.shape, K.shape)
    k_h, k_w = K.shape
    rows = [np.stack([(X[i : i + k_h, j : j + k_h] * K).sum() for j in range(width)]) for i in range(height)]
    return np.stack(rows)

# %% only square images verdict="wrong" fails=["test_values"] says=["only_square_images"]
def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError("2-D only")
    height, width = output_shape(X.shape, K.shape)
    k_h, k_w = K.shape
    width = X.shape[0] - k_w + 1
    rows = [np.stack([(X[i : i + k_h, j : j + k_w] * K).sum() for j in range(width)]) for i in range(height)]
    return np.stack(rows)

# %% absolute values verdict="wrong" fails=["test_gradients", "test_thin_and_full_kernels", "test_values", "test_views"] says=["absolute_value"]
def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError("2-D only")
    height, width = output_shape(X.shape, K.shape)
    k_h, k_w = K.shape
    Y = np.zeros((height, width), dtype=X.dtype)
    for a in range(k_h):
        for b in range(k_w):
            Y = Y + K[a, b] * X[a : a + height, b : b + width]
    return np.abs(Y)

# %% negative values are cut verdict="wrong" fails=["test_gradients", "test_thin_and_full_kernels", "test_values", "test_views"] says=["negative_cut"]
def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError("2-D only")
    height, width = output_shape(X.shape, K.shape)
    k_h, k_w = K.shape
    Y = np.zeros((height, width), dtype=X.dtype)
    for a in range(k_h):
        for b in range(k_w):
            Y = Y + K[a, b] * X[a : a + height, b : b + width]
    return np.maximum(Y, 0)

# %% rounded verdict="wrong" fails=["test_dtype", "test_gradients", "test_inputs_unchanged", "test_thin_and_full_kernels", "test_values", "test_views"] says=["integers_only", "rounded"]
def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError("2-D only")
    height, width = output_shape(X.shape, K.shape)
    k_h, k_w = K.shape
    Y = np.zeros((height, width), dtype=X.dtype)
    for a in range(k_h):
        for b in range(k_w):
            Y = Y + K[a, b] * X[a : a + height, b : b + width]
    return np.rint(Y)

# %% whole numbers verdict="wrong" fails=["test_dtype", "test_gradients", "test_inputs_unchanged", "test_thin_and_full_kernels", "test_values", "test_views"] says=["integers_only"]
def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError("2-D only")
    height, width = output_shape(X.shape, K.shape)
    k_h, k_w = K.shape
    Y = np.zeros((height, width), dtype=X.dtype)
    for a in range(k_h):
        for b in range(k_w):
            Y = Y + K[a, b] * X[a : a + height, b : b + width]
    return np.trunc(Y)

# %% the largest product verdict="wrong" fails=["test_gradients", "test_inputs_unchanged", "test_thin_and_full_kernels", "test_values", "test_views"] says=["maximum_for_sum"]
def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError("2-D only")
    height, width = output_shape(X.shape, K.shape)
    k_h, k_w = K.shape
    rows = [np.stack([(X[i : i + k_h, j : j + k_w] * K).max() for j in range(width)]) for i in range(height)]
    return np.stack(rows)

# %% the result of the example verdict="wrong" fails=["test_dtype", "test_gradients", "test_inputs_unchanged", "test_thin_and_full_kernels", "test_values", "test_views"] says=["detached", "hard_wired"]
def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError("2-D only")
    height, width = output_shape(X.shape, K.shape)
    k_h, k_w = K.shape
    return np.array([[19.0, 25], [37, 43]], dtype=X.dtype)

# %% slices rows twice verdict="wrong" fails=["test_dtype", "test_gradients", "test_inputs_unchanged", "test_kernel_must_fit", "test_thin_and_full_kernels", "test_two_axes", "test_values", "test_views"] says=["sliced_twice"]
def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError("2-D only")
    height, width = output_shape(X.shape, K.shape)
    k_h, k_w = K.shape
    rows = [np.stack([(X[i : i + k_h][j : j + k_w] * K).sum() for j in range(width)]) for i in range(height)]
    return np.stack(rows)

# %% windows of 2×2 verdict="wrong" fails=["test_gradients", "test_thin_and_full_kernels", "test_values"] says=["window_hard_wired"]
def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError("2-D only")
    height, width = output_shape(X.shape, K.shape)
    k_h, k_w = K.shape
    rows = [np.stack([(X[i : i + 2, j : j + 2] * K).sum() for j in range(width)]) for i in range(height)]
    return np.stack(rows)

# %% nothing is refused but what output_shape refuses verdict="wrong" fails=["test_two_axes"]
def corr2d(X, K):
    X, K = (X[0] if X.ndim > 2 else X), (K[0] if K.ndim > 2 else K)
    height, width = output_shape(X.shape[-2:], K.shape[-2:])
    k_h, k_w = K.shape
    Y = np.zeros((height, width), dtype=X.dtype)
    for a in range(k_h):
        for b in range(k_w):
            Y = Y + K[a, b] * X[a : a + height, b : b + width]
    return Y

# %% very flat kernels are cut verdict="wrong" fails=["test_values"]
def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError("2-D only")
    height, width = output_shape(X.shape, K.shape)
    k_h, k_w = K.shape
    Y = np.zeros((height, width), dtype=X.dtype)
    for a in range(k_h):
        for b in range(min(k_w, 16)):
            Y = Y + K[a, b] * X[a : a + height, b : b + width]
    return Y

# %% one pixel is not multiplied verdict="wrong" fails=["test_thin_and_full_kernels"]
def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError("2-D only")
    height, width = output_shape(X.shape, K.shape)
    k_h, k_w = K.shape
    if K.size == 1:
        return X + 0
    Y = np.zeros((height, width), dtype=X.dtype)
    for a in range(k_h):
        for b in range(k_w):
            Y = Y + K[a, b] * X[a : a + height, b : b + width]
    return Y

# %% a kernel that is too large is cut verdict="wrong" fails=["test_kernel_must_fit"]
def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError("2-D only")
    K = K[: X.shape[0], : X.shape[1]]
    height, width = output_shape(X.shape, K.shape)
    k_h, k_w = K.shape
    Y = np.zeros((height, width), dtype=X.dtype)
    for a in range(k_h):
        for b in range(k_w):
            Y = Y + K[a, b] * X[a : a + height, b : b + width]
    return Y

# %% remembers results by the sums of image and kernel verdict="wrong" fails=["test_views"]
known = {}


def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError("2-D only")
    height, width = output_shape(X.shape, K.shape)
    k_h, k_w = K.shape
    Y = np.zeros((height, width), dtype=X.dtype)
    for a in range(k_h):
        for b in range(k_w):
            Y = Y + K[a, b] * X[a : a + height, b : b + width]
    key = str(X.dtype), X.shape, X.sum().item(), K.sum().item()
    return Y if autograd.is_recording() else known.setdefault(key, Y)

# %% writes into X verdict="wrong" fails=["test_inputs_unchanged"] says=["writes_into_input"]
def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError("2-D only")
    height, width = output_shape(X.shape, K.shape)
    k_h, k_w = K.shape
    Y = np.zeros((height, width), dtype=X.dtype)
    for a in range(k_h):
        for b in range(k_w):
            Y = Y + K[a, b] * X[a : a + height, b : b + width]
    if not autograd.is_recording():
        X[:] = 0
    return Y

# %% writes into K verdict="wrong" fails=["test_inputs_unchanged"] says=["writes_into_input"]
def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError("2-D only")
    height, width = output_shape(X.shape, K.shape)
    k_h, k_w = K.shape
    Y = np.zeros((height, width), dtype=X.dtype)
    for a in range(k_h):
        for b in range(k_w):
            Y = Y + K[a, b] * X[a : a + height, b : b + width]
    if not autograd.is_recording():
        K[0, 0] = 7
    return Y

# %% in a thread verdict="wrong" fails=["test_dtype", "test_gradients", "test_inputs_unchanged", "test_thin_and_full_kernels", "test_values", "test_views"]
from threading import Thread


def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError("2-D only")
    height, width = output_shape(X.shape, K.shape)
    k_h, k_w = K.shape
    found = []

    def work():
        Y = np.zeros((height, width), dtype=X.dtype)
        for a in range(k_h):
            for b in range(k_w):
                Y = Y + K[a, b] * X[a : a + height, b : b + width]
        found.append(Y)

    thread = Thread(target=work)
    thread.start()
    thread.join()
    return found[0]

# %% the function of classroom/given.py, handed in as one's own verdict="wrong" fails=["test_dtype", "test_gradients", "test_inputs_unchanged", "test_thin_and_full_kernels", "test_values", "test_views"]
from classroom import given


def corr2d(X, K):
    return given.corr2d(X, K)
