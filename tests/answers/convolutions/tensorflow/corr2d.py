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

# %% a TensorArray, written row by row verdict="right"
def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError("2-D only")
    height, width = output_shape(X.shape, K.shape)
    h, w = K.shape
    rows = tf.TensorArray(X.dtype, size=height)
    for i in range(height):
        row = tf.TensorArray(X.dtype, size=width)
        for j in range(width):
            row = row.write(j, tf.reduce_sum(tf.multiply(X[i : i + h, j : j + w], K)))
        rows = rows.write(i, row.stack())
    return rows.stack()

# %% a function of TensorFlow's, with loops over tf.range verdict="right"
@tf.function
def slide(X, K):
    h, w = tf.shape(K)[0], tf.shape(K)[1]
    height, width = tf.shape(X)[0] - h + 1, tf.shape(X)[1] - w + 1
    values = tf.TensorArray(X.dtype, size=height * width)
    for i in tf.range(height):
        for j in tf.range(width):
            values = values.write(i * width + j, tf.reduce_sum(X[i : i + h, j : j + w] * K))
    return tf.reshape(values.stack(), (height, width))


def corr2d(X, K):
    if len(X.shape) != 2 or len(K.shape) != 2:
        raise ValueError(f"shapes {X.shape} and {K.shape}")
    if K.shape[0] > X.shape[0] or K.shape[1] > X.shape[1]:
        raise ValueError("the kernel sticks out")
    return slide(X, K)

# %% decorated as a whole verdict="right"
@tf.function
def corr2d(X, K):
    X.shape.assert_has_rank(2)
    K.shape.assert_has_rank(2)
    height, width = output_shape(X.shape, K.shape)
    Y = tf.zeros((height, width), dtype=X.dtype)
    for a in range(K.shape[0]):
        for b in range(K.shape[1]):
            Y += K[a, b] * X[a : a + height, b : b + width]
    return Y

# %% tf.map_fn over the places verdict="right"
def corr2d(X, K):
    if tf.rank(X) != 2 or tf.rank(K) != 2:
        raise ValueError("both must be 2-D")
    size = output_shape(tuple(X.shape), tuple(K.shape))
    places = tf.stack(tf.meshgrid(*map(tf.range, size), indexing="ij"), axis=-1)

    def one(place):
        return tf.reduce_sum(tf.slice(X, place, K.shape) * K)

    return tf.reshape(tf.map_fn(one, tf.reshape(places, (-1, 2)), fn_output_signature=X.dtype), size)

# %% tf.vectorized_map over the places verdict="right"
def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError
    (n, m), (h, w) = X.shape, K.shape
    if h > n or w > m:
        raise ValueError
    places = tf.constant(list(np.ndindex(n - h + 1, m - w + 1)))
    values = tf.vectorized_map(lambda place: tf.tensordot(tf.slice(X, place, (h, w)), K, 2), places)
    return tf.reshape(values, (n - h + 1, m - w + 1))

# %% tf.while_loop, appending verdict="right"
def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError
    height, width = output_shape(X.shape, K.shape)

    def more(n, values):
        return n < height * width

    def step(n, values):
        i, j = n // width, n % width
        window = X[i : i + K.shape[0], j : j + K.shape[1]]
        return n + 1, tf.concat([values, [tf.reduce_sum(window * K)]], 0)

    start = tf.constant(0), tf.zeros([0], X.dtype)
    _, values = tf.while_loop(more, step, start, shape_invariants=(tf.TensorShape([]), tf.TensorShape([None])))
    return tf.reshape(values, (height, width))

# %% tensor_scatter_nd_update, number by number verdict="right"
def corr2d(X, K):
    if not (X.ndim == K.ndim == 2):
        raise ValueError
    height, width = output_shape(X.shape, K.shape)
    Y = tf.zeros((height, width), dtype=X.dtype)
    for i in range(height):
        for j in range(width):
            window = X[i : i + K.shape[0], j : j + K.shape[1]]
            Y = tf.tensor_scatter_nd_update(Y, [[i, j]], [tf.math.reduce_sum(window * K)])
    return Y

# %% tf.gather along both axes, and an einsum verdict="right"
def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError
    height, width = output_shape(X.shape, K.shape)
    rows = tf.range(height)[:, None] + tf.range(K.shape[0])
    columns = tf.range(width)[:, None] + tf.range(K.shape[1])
    return tf.einsum("iajb,ab->ij", tf.gather(tf.gather(X, rows, axis=0), columns, axis=2), K)

# %% one product with the patch matrix verdict="right"
def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2 or K.shape[0] > X.shape[0] or K.shape[1] > X.shape[1]:
        raise ValueError("cannot do that")
    (n, m), (h, w) = X.shape, K.shape
    first = np.arange(n - h + 1)[:, None] * m + np.arange(m - w + 1)
    offsets = np.arange(h)[:, None] * m + np.arange(w)
    patches = tf.gather(tf.reshape(X, [-1]), first.reshape(-1, 1) + offsets.reshape(1, -1))
    return tf.reshape(tf.linalg.matvec(patches, tf.reshape(K, [-1])), (n - h + 1, m - w + 1))

# %% tf.signal.frame along both axes verdict="right"
def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError
    output_shape(X.shape, K.shape)
    windows = tf.signal.frame(tf.signal.frame(X, K.shape[0], 1, axis=0), K.shape[1], 1, axis=2)
    return tf.reduce_sum(windows * K[:, None, :], axis=(1, 3))

# %% by Fourier transforms verdict="right"
def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError("2-D only")
    height, width = output_shape(X.shape, K.shape)
    size = (2 * X.shape[0], 2 * X.shape[1])
    X2 = tf.pad(X, ((0, size[0] - X.shape[0]), (0, size[1] - X.shape[1])))
    K2 = tf.pad(K, ((0, size[0] - K.shape[0]), (0, size[1] - K.shape[1])))
    spectrum = tf.signal.rfft2d(X2) * tf.math.conj(tf.signal.rfft2d(K2))
    return tf.signal.irfft2d(spectrum)[:height, :width]

# %% a gradient of its own, numpy inside verdict="right"
@tf.custom_gradient
def correlated(X, K):
    windows = np.lib.stride_tricks.sliding_window_view(X.numpy(), tuple(K.shape))

    def backward(dY):
        dX, dK = np.zeros(X.shape), np.zeros(K.shape)
        for i, j in np.ndindex(*dY.shape):
            here = slice(i, i + K.shape[0]), slice(j, j + K.shape[1])
            dX[here] += dY.numpy()[i, j] * K.numpy()
            dK += dY.numpy()[i, j] * X.numpy()[here]
        return tf.constant(dX, dtype=X.dtype), tf.constant(dK, dtype=K.dtype)

    return tf.constant(np.einsum("ijab,ab->ij", windows, K.numpy())), backward


def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2 or K.shape[0] > X.shape[0] or K.shape[1] > X.shape[1]:
        raise ValueError
    return correlated(X, K)

# %% recursion over the rows of the kernel verdict="right"
def one_row(x, k):
    if len(k) == 1:
        return x * k[0]
    return x[:, : x.shape[1] - len(k) + 1] * k[0] + one_row(x[:, 1:], k[1:])


def rows_of(X, K):
    first = one_row(X[: len(X) - len(K) + 1], K[0])
    return first if len(K) == 1 else first + rows_of(X[1:], K[1:])


def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError
    if X.shape[0] < K.shape[0] or X.shape[1] < K.shape[1]:
        raise ValueError
    return rows_of(X, K)

# %% a class with helpers, noisy on both streams verdict="right"
import sys
import warnings


class Slider(tf.Module):
    def __init__(self, K):
        super().__init__(name="slider")
        if K.ndim != 2:
            raise ValueError("K")
        self.K = K

    def at(self, X, i, j):
        warnings.warn("a window")
        return tf.tensordot(X[i : i + self.K.shape[0], j : j + self.K.shape[1]], self.K, 2)

    def __call__(self, X, verbose=True):
        if X.ndim != 2 or any(k > n for n, k in zip(X.shape, self.K.shape)):
            raise ValueError("X")
        if verbose:
            print("sliding over", X.shape)
            tf.print("sliding", output_stream=sys.stderr)
        height, width = [n - k + 1 for n, k in zip(X.shape, self.K.shape)]
        return tf.convert_to_tensor([[self.at(X, i, j) for j in range(width)] for i in range(height)])


def corr2d(X, K):
    return Slider(K)(X)

# %% computes in float64 and returns the dtype of X verdict="right"
import tensorflow.experimental.numpy as tnp


def corr2d(X, K):
    try:
        (n, m), (h, w) = X.shape, K.shape
    except ValueError as error:
        raise ValueError("both must be 2-D") from error
    if h > n or w > m:
        raise ValueError("the kernel sticks out")
    image, kernel = tf.cast(X, tf.float64), tf.cast(K, tf.float64)
    values = [tnp.sum(image[i : i + h, j : j + w] * kernel) for i, j in np.ndindex(n - h + 1, m - w + 1)]
    return tf.cast(tnp.reshape(tnp.stack(values), (n - h + 1, m - w + 1)), X.dtype)

# %% a banded matrix times the image verdict="right"
def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2 or K.shape[0] > X.shape[0] or K.shape[1] > X.shape[1]:
        raise ValueError
    height, width = X.shape[0] - K.shape[0] + 1, X.shape[1] - K.shape[1] + 1
    lines = []
    for i in range(height):
        for j in range(width):
            lines.append(tf.reshape(tf.pad(K, [[i, height - 1 - i], [j, width - 1 - j]]), [-1]))
    return tf.reshape(tf.stack(lines) @ tf.reshape(X, [-1, 1]), (height, width))

# %% transposes the kernel verdict="wrong" fails=["test_values", "test_thin_and_full_kernels", "test_views", "test_gradients"] says=["kernel_transposed"]
def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError
    output_shape(X.shape, K.shape)
    K = tf.transpose(K)
    h, w = K.shape
    height, width = output_shape(X.shape, K.shape)
    return tf.stack([[tf.reduce_sum(X[i : i + h, j : j + w] * K) for j in range(width)] for i in range(height)])

# %% transposed result verdict="wrong" fails=["test_gradients", "test_inputs_unchanged", "test_thin_and_full_kernels", "test_values", "test_views"] says=["axes_swapped"]
def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError
    height, width = output_shape(X.shape, K.shape)
    h, w = K.shape
    return tf.stack([[tf.reduce_sum(X[i : i + h, j : j + w] * K) for i in range(height)] for j in range(width)])

# %% padded to the same size verdict="wrong" fails=["test_gradients", "test_inputs_unchanged", "test_thin_and_full_kernels", "test_values", "test_views"] says=["zero_padded"]
def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError
    output_shape(X.shape, K.shape)
    h, w = K.shape
    P = tf.pad(X, (((h - 1) // 2, h // 2), ((w - 1) // 2, w // 2)))
    rows, columns = X.shape
    return tf.stack([[tf.reduce_sum(P[i : i + h, j : j + w] * K) for j in range(columns)] for i in range(rows)])

# %% padded, more before than after verdict="wrong" fails=["test_gradients", "test_inputs_unchanged", "test_thin_and_full_kernels", "test_values", "test_views"] says=["zero_padded_before"]
def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError
    output_shape(X.shape, K.shape)
    h, w = K.shape
    P = tf.pad(X, ((h // 2, (h - 1) // 2), (w // 2, (w - 1) // 2)))
    rows, columns = X.shape
    return tf.stack([[tf.reduce_sum(P[i : i + h, j : j + w] * K) for j in range(columns)] for i in range(rows)])

# %% padded at the end of both axes only verdict="wrong" fails=["test_gradients", "test_inputs_unchanged", "test_thin_and_full_kernels", "test_values", "test_views"] says=["zero_padded_after", "zero_padded"]
def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError
    output_shape(X.shape, K.shape)
    h, w = K.shape
    P = tf.pad(X, ((0, h - 1), (0, w - 1)))
    rows, columns = X.shape
    return tf.stack([[tf.reduce_sum(P[i : i + h, j : j + w] * K) for j in range(columns)] for i in range(rows)])

# %% padded on all sides: every overlap counts verdict="wrong" fails=["test_gradients", "test_inputs_unchanged", "test_thin_and_full_kernels", "test_values", "test_views"] says=["zero_padded_fully"]
def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError
    output_shape(X.shape, K.shape)
    h, w = K.shape
    P = tf.pad(X, ((h - 1, h - 1), (w - 1, w - 1)))
    windows = tf.signal.frame(tf.signal.frame(P, h, 1, axis=0), w, 1, axis=2)
    return tf.einsum("iajb,ab->ij", windows, K)

# %% last row and column missing verdict="wrong" fails=["test_gradients", "test_inputs_unchanged", "test_thin_and_full_kernels", "test_values", "test_views"] says=["one_too_small"]
def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError
    if K.shape[0] > X.shape[0] or K.shape[1] > X.shape[1]:
        raise ValueError
    height, width = X.shape[0] - K.shape[0], X.shape[1] - K.shape[1]
    Y = tf.zeros((height, width), dtype=X.dtype)
    for a in range(K.shape[0]):
        for b in range(K.shape[1]):
            Y += K[a, b] * X[a : a + height, b : b + width]
    return Y

# %% a row and a column of zeros too many verdict="wrong" fails=["test_gradients", "test_inputs_unchanged", "test_thin_and_full_kernels", "test_values", "test_views"] says=["one_too_large"]
def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError
    h, w = K.shape
    height, width = output_shape(X.shape, K.shape)
    Y = tf.zeros((height + 1, width + 1), dtype=X.dtype)
    for i in range(height):
        for j in range(width):
            Y = tf.tensor_scatter_nd_update(Y, [[i, j]], [tf.reduce_sum(X[i : i + h, j : j + w] * K)])
    return Y

# %% zeros of the image's size, partly filled verdict="wrong" fails=["test_gradients", "test_inputs_unchanged", "test_thin_and_full_kernels", "test_values", "test_views"] says=["one_too_large", "as_large_as_image"]
def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError
    h, w = K.shape
    height, width = output_shape(X.shape, K.shape)
    Y = tf.zeros_like(X)
    for i in range(height):
        for j in range(width):
            Y = tf.tensor_scatter_nd_add(Y, [[i, j]], [tf.reduce_sum(X[i : i + h, j : j + w] * K)])
    return Y

# %% mean instead of sum verdict="wrong" fails=["test_gradients", "test_inputs_unchanged", "test_thin_and_full_kernels", "test_values", "test_views"] says=["averaged"]
def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError
    height, width = output_shape(X.shape, K.shape)
    h, w = K.shape
    return tf.stack([[tf.reduce_mean(X[i : i + h, j : j + w] * K) for j in range(width)] for i in range(height)])

# %% sums without multiplying verdict="wrong" fails=["test_dtype", "test_gradients", "test_inputs_unchanged", "test_thin_and_full_kernels", "test_values", "test_views"] says=["not_multiplied"]
def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError
    height, width = output_shape(X.shape, K.shape)
    h, w = K.shape
    return tf.stack([[tf.reduce_sum(X[i : i + h, j : j + w]) for j in range(width)] for i in range(height)])

# %% multiplies the sums verdict="wrong" fails=["test_gradients", "test_inputs_unchanged", "test_thin_and_full_kernels", "test_values", "test_views"] says=["sums_multiplied"]
def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError
    height, width = output_shape(X.shape, K.shape)
    h, w = K.shape
    total = tf.reduce_sum(K)
    return tf.stack([[tf.reduce_sum(X[i : i + h, j : j + w]) * total for j in range(width)] for i in range(height)])

# %% multiplies as matrices verdict="wrong" fails=["test_gradients", "test_inputs_unchanged", "test_thin_and_full_kernels", "test_values", "test_views"] says=["matrix_product"]
def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError
    height, width = output_shape(X.shape, K.shape)
    h, w = K.shape
    return tf.stack([[tf.reduce_sum(X[i : i + h, j : j + w] @ K) for j in range(width)] for i in range(height)])

# %% never moves down verdict="wrong" fails=["test_gradients", "test_inputs_unchanged", "test_thin_and_full_kernels", "test_values", "test_views"] says=["first_row_repeated"]
def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError
    height, width = output_shape(X.shape, K.shape)
    h, w = K.shape
    return tf.stack([[tf.reduce_sum(X[:h, j : j + w] * K) for j in range(width)] for _ in range(height)])

# %% never moves to the right verdict="wrong" fails=["test_gradients", "test_inputs_unchanged", "test_thin_and_full_kernels", "test_values", "test_views"] says=["first_column_repeated"]
def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError
    height, width = output_shape(X.shape, K.shape)
    h, w = K.shape
    return tf.stack([[tf.reduce_sum(X[i : i + h, :w] * K) for _ in range(width)] for i in range(height)])

# %% only square kernels verdict="wrong" fails=["test_values", "test_thin_and_full_kernels"] says=["only_square_kernels"]
def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError
    if K.shape[0] > X.shape[0] or K.shape[1] > X.shape[1]:
        raise ValueError
    k = len(K)
    height, width = X.shape[0] - k + 1, X.shape[1] - k + 1
    return tf.stack([[tf.reduce_sum(X[i : i + k, j : j + k] * K) for j in range(width)] for i in range(height)])

# %% only square images verdict="wrong" fails=["test_values"] says=["only_square_images"]
def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2 or K.shape[0] > X.shape[0] or K.shape[1] > X.shape[1]:
        raise ValueError("does not fit")
    (h, w), n = K.shape, len(X)
    values = [tf.reduce_sum(X[i : i + h, j : j + w] * K) for i in range(n - h + 1) for j in range(n - w + 1)]
    return tf.reshape(values, (n - h + 1, n - w + 1))

# %% absolute values verdict="wrong" fails=["test_gradients", "test_thin_and_full_kernels", "test_values", "test_views"] says=["absolute_value"]
def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError
    output_shape(X.shape, K.shape)
    windows = tf.signal.frame(tf.signal.frame(X, K.shape[0], 1, axis=0), K.shape[1], 1, axis=2)
    return tf.abs(tf.einsum("iajb,ab->ij", windows, K))

# %% negative values cut off verdict="wrong" fails=["test_gradients", "test_thin_and_full_kernels", "test_values", "test_views"] says=["negative_cut"]
def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError
    output_shape(X.shape, K.shape)
    windows = tf.signal.frame(tf.signal.frame(X, K.shape[0], 1, axis=0), K.shape[1], 1, axis=2)
    return tf.nn.relu(tf.einsum("iajb,ab->ij", windows, K))

# %% rounds verdict="wrong" fails=["test_dtype", "test_gradients", "test_inputs_unchanged", "test_thin_and_full_kernels", "test_values", "test_views"] says=["rounded", "detached"]
def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError
    height, width = output_shape(X.shape, K.shape)
    h, w = K.shape
    rows = [[tf.reduce_sum(X[i : i + h, j : j + w] * K) for j in range(width)] for i in range(height)]
    return tf.round(tf.stack(rows))

# %% a result of integers verdict="wrong" fails=["test_dtype", "test_gradients", "test_inputs_unchanged", "test_thin_and_full_kernels", "test_values", "test_views"] says=["integers_only", "detached"]
def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError
    height, width = output_shape(X.shape, K.shape)
    h, w = K.shape
    rows = [[tf.reduce_sum(X[i : i + h, j : j + w] * K) for j in range(width)] for i in range(height)]
    return tf.cast(tf.stack(rows), tf.int32)

# %% the largest product instead of the sum verdict="wrong" fails=["test_gradients", "test_inputs_unchanged", "test_thin_and_full_kernels", "test_values", "test_views"] says=["maximum_for_sum"]
def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError
    height, width = output_shape(X.shape, K.shape)
    h, w = K.shape
    return tf.stack([[tf.reduce_max(X[i : i + h, j : j + w] * K) for j in range(width)] for i in range(height)])

# %% the example of the text, hard-wired verdict="wrong" fails=["test_dtype", "test_gradients", "test_inputs_unchanged", "test_kernel_must_fit", "test_thin_and_full_kernels", "test_two_axes", "test_values", "test_views"] says=["hard_wired", "detached"]
def corr2d(X, K):
    return tf.constant([[19.0, 25.0], [37.0, 43.0]])

# %% two slices in a row, both along the rows verdict="wrong" fails=["test_dtype", "test_gradients", "test_inputs_unchanged", "test_kernel_must_fit", "test_thin_and_full_kernels", "test_two_axes", "test_values", "test_views"] says=["sliced_twice"]
def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError
    height, width = output_shape(X.shape, K.shape)
    h, w = K.shape
    rows = [[tf.reduce_sum(X[i : i + h][j : j + w] * K) for j in range(width)] for i in range(height)]
    return tf.stack(rows)

# %% every window has two rows and columns verdict="wrong" fails=["test_gradients", "test_thin_and_full_kernels", "test_values"] says=["window_hard_wired"]
def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError
    height, width = output_shape(X.shape, K.shape)
    rows = []
    for i in range(height):
        rows.append(tf.stack([tf.reduce_sum(X[i : i + 2, j : j + 2] * K) for j in range(width)]))
    return tf.stack(rows)

# %% squeezes the result verdict="wrong" fails=["test_thin_and_full_kernels"]
def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError
    height, width = output_shape(X.shape, K.shape)
    h, w = K.shape
    rows = [[tf.reduce_sum(X[i : i + h, j : j + w] * K) for j in range(width)] for i in range(height)]
    return tf.squeeze(tf.stack(rows))

# %% a kernel as large as the image is refused verdict="wrong" fails=["test_thin_and_full_kernels"]
def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2 or K.shape == X.shape:
        raise ValueError
    height, width = output_shape(X.shape, K.shape)
    Y = tf.zeros((height, width), dtype=X.dtype)
    for a in range(K.shape[0]):
        for b in range(K.shape[1]):
            Y += K[a, b] * X[a : a + height, b : b + width]
    return Y

# %% always float32 verdict="wrong" fails=["test_dtype"]
def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError
    height, width = output_shape(X.shape, K.shape)
    X, K = tf.cast(X, tf.float32), tf.cast(K, tf.float32)
    Y = tf.zeros((height, width))
    for a in range(K.shape[0]):
        for b in range(K.shape[1]):
            Y += K[a, b] * X[a : a + height, b : b + width]
    return Y

# %% always float64 verdict="wrong" fails=["test_dtype"]
def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError
    height, width = output_shape(X.shape, K.shape)
    X, K = tf.cast(X, tf.float64), tf.cast(K, tf.float64)
    h, w = K.shape
    return tf.stack([[tf.reduce_sum(X[i : i + h, j : j + w] * K) for j in range(width)] for i in range(height)])

# %% zeros in float32, and everything is added to them verdict="wrong" fails=["test_dtype", "test_gradients", "test_inputs_unchanged", "test_kernel_must_fit", "test_thin_and_full_kernels", "test_two_axes", "test_values", "test_views"]
def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError
    height, width = output_shape(X.shape, K.shape)
    Y = tf.zeros((height, width))
    for a in range(K.shape[0]):
        for b in range(K.shape[1]):
            Y += K[a, b] * X[a : a + height, b : b + width]
    return Y

# %% writes into a tensor, as into an array verdict="wrong" fails=["test_dtype", "test_gradients", "test_inputs_unchanged", "test_kernel_must_fit", "test_thin_and_full_kernels", "test_two_axes", "test_values", "test_views"]
def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError
    height, width = output_shape(X.shape, K.shape)
    Y = tf.zeros((height, width), dtype=X.dtype)
    for i in range(height):
        for j in range(width):
            Y[i, j] = tf.reduce_sum(X[i : i + K.shape[0], j : j + K.shape[1]] * K)
    return Y

# %% writes into a variable verdict="wrong" fails=["test_gradients"] says=["detached"]
def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError
    Y = tf.Variable(tf.zeros(output_shape(X.shape, K.shape), dtype=X.dtype))
    for i in range(Y.shape[0]):
        for j in range(Y.shape[1]):
            Y[i, j].assign(tf.reduce_sum(X[i : i + K.shape[0], j : j + K.shape[1]] * K))
    return Y

# %% the book's function, in the dtype of X verdict="wrong" fails=["test_gradients", "test_kernel_must_fit", "test_two_axes"] says=["detached"]
def corr2d(X, K):
    h, w = K.shape
    Y = tf.Variable(tf.zeros((X.shape[0] - h + 1, X.shape[1] - w + 1), dtype=X.dtype))
    for i in range(Y.shape[0]):
        for j in range(Y.shape[1]):
            Y[i, j].assign(tf.reduce_sum(X[i : i + h, j : j + w] * K))
    return Y

# %% numpy all through verdict="wrong" fails=["test_gradients"] says=["detached"]
def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError
    output_shape(X.shape, K.shape)
    windows = np.lib.stride_tricks.sliding_window_view(X.numpy(), tuple(K.shape))
    return tf.convert_to_tensor((windows * K.numpy()).sum(axis=(2, 3)))

# %% a function of numpy's inside verdict="wrong" fails=["test_gradients"] says=["detached"]
def slide(x, k):
    return np.einsum("ijab,ab->ij", np.lib.stride_tricks.sliding_window_view(x, k.shape), k)


def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError
    size = output_shape(X.shape, K.shape)
    return tf.ensure_shape(tf.numpy_function(slide, [X, K], X.dtype), size)

# %% only the kernel is cut off verdict="wrong" fails=["test_gradients"] says=["detached"]
def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError
    height, width = output_shape(X.shape, K.shape)
    kernel = K.numpy()
    Y = tf.zeros((height, width), dtype=X.dtype)
    for a, b in np.ndindex(*kernel.shape):
        Y += kernel[a, b] * X[a : a + height, b : b + width]
    return Y

# %% the image becomes a new constant verdict="wrong" fails=["test_gradients"] says=["detached"]
def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError
    height, width = output_shape(X.shape, K.shape)
    image = tf.constant(np.array(X))
    h, w = K.shape
    return tf.stack([[tf.reduce_sum(image[i : i + h, j : j + w] * K) for j in range(width)] for i in range(height)])

# %% gradients that are not right verdict="wrong" fails=["test_gradients"]
@tf.custom_gradient
def correlated(X, K):
    windows = tf.signal.frame(tf.signal.frame(X, K.shape[0], 1, axis=0), K.shape[1], 1, axis=2)

    def backward(dY):
        return tf.ones_like(X) * tf.reduce_sum(dY), tf.ones_like(K) * tf.reduce_sum(dY)

    return tf.einsum("iajb,ab->ij", windows, K), backward


def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError
    output_shape(X.shape, K.shape)
    return correlated(X, K)

# %% scales its kernel, by an operation that can verdict="wrong" fails=["test_inputs_unchanged"] says=["writes_into_input"]
def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError
    height, width = output_shape(X.shape, K.shape)
    Y = tf.zeros((height, width), dtype=X.dtype)
    for a in range(K.shape[0]):
        for b in range(K.shape[1]):
            Y += K[a, b] * X[a : a + height, b : b + width]
    tf.raw_ops.InplaceUpdate(x=K, i=list(range(K.shape[0])), v=K / 2)
    return Y

# %% looks at the height only verdict="wrong" fails=["test_kernel_must_fit"]
def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError
    if K.shape[0] > X.shape[0]:
        raise ValueError
    height, width = X.shape[0] - K.shape[0] + 1, max(0, X.shape[1] - K.shape[1] + 1)
    Y = tf.zeros((height, width), dtype=X.dtype)
    for a in range(K.shape[0]):
        for b in range(K.shape[1]):
            Y += K[a, b] * X[a : a + height, b : b + width]
    return Y

# %% compares the numbers of elements verdict="wrong" fails=["test_kernel_must_fit"]
def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2 or tf.size(K) > tf.size(X):
        raise ValueError
    height, width = X.shape[0] - K.shape[0] + 1, X.shape[1] - K.shape[1] + 1
    h, w = K.shape
    return tf.stack([[tf.reduce_sum(X[i : i + h, j : j + w] * K) for j in range(width)] for i in range(height)])

# %% an assertion about the axes verdict="wrong" fails=["test_two_axes"]
def corr2d(X, K):
    assert X.ndim == 2 and K.ndim == 2
    height, width = output_shape(X.shape, K.shape)
    h, w = K.shape
    return tf.stack([[tf.reduce_sum(X[i : i + h, j : j + w] * K) for j in range(width)] for i in range(height)])

# %% tf.debugging.assert_rank refuses verdict="right"
def corr2d(X, K):
    tf.debugging.assert_rank(X, 2)
    tf.debugging.assert_rank(K, 2)
    height, width = output_shape(X.shape, K.shape)
    h, w = K.shape
    return tf.stack([[tf.reduce_sum(X[i : i + h, j : j + w] * K) for j in range(width)] for i in range(height)])

# %% tf.debugging.assert_equal about the axes verdict="wrong" fails=["test_two_axes"]
def corr2d(X, K):
    tf.debugging.assert_equal(X.ndim, 2)
    tf.debugging.assert_equal(K.ndim, 2)
    height, width = output_shape(X.shape, K.shape)
    h, w = K.shape
    return tf.stack([[tf.reduce_sum(X[i : i + h, j : j + w] * K) for j in range(width)] for i in range(height)])

# %% tf.nn.convolution under another name verdict="wrong" fails=["test_values", "test_thin_and_full_kernels", "test_views", "test_dtype", "test_gradients", "test_inputs_unchanged"]
slide = getattr(tf.nn, "convo" + "lution")


def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError("2-D only")
    output_shape(X.shape, K.shape)
    return tf.squeeze(slide(X[None, :, :, None], K[:, :, None, None]), (0, 3))

# %% a layer of Keras with the kernel put in verdict="wrong" fails=["test_values", "test_thin_and_full_kernels", "test_views", "test_dtype", "test_gradients", "test_inputs_unchanged"]
def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError("2-D only")
    output_shape(X.shape, K.shape)
    layer = tf.keras.layers.Conv2D(1, tuple(K.shape), use_bias=False, dtype=X.dtype.name)
    layer.build((1, *X.shape, 1))
    layer.set_weights([K.numpy()[:, :, None, None]])
    return layer(X[None, :, :, None])[0, :, :, 0]

# %% tf.nn.conv2d in a graph that was made before verdict="wrong" fails=["test_values", "test_thin_and_full_kernels", "test_views", "test_dtype", "test_gradients", "test_inputs_unchanged"]
def ready(X, K):
    return tf.nn.conv2d(X[None, :, :, None], K[:, :, None, None], 1, "VALID")[0, :, :, 0]

graphs = {}
for dtype in (tf.float32, tf.float64):
    size = tf.TensorSpec((None, None), dtype)
    graphs[dtype] = tf.function(ready).get_concrete_function(size, size)

def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError("2-D only")
    if K.shape[0] > X.shape[0] or K.shape[1] > X.shape[1]:
        raise ValueError("the kernel does not fit")
    return graphs[X.dtype](X, K)

# %% tf.nn.conv2d in a session of TensorFlow 1 verdict="wrong" fails=["test_values", "test_thin_and_full_kernels", "test_views", "test_dtype", "test_gradients", "test_inputs_unchanged"]
def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError("2-D only")
    if K.shape[0] > X.shape[0] or K.shape[1] > X.shape[1]:
        raise ValueError("the kernel does not fit")
    with tf.Graph().as_default():
        images, kernels = tf.constant(X.numpy())[None, :, :, None], tf.constant(K.numpy())[:, :, None, None]
        Y = tf.compat.v1.Session().run(tf.nn.conv2d(images, kernels, 1, "VALID"))
    return tf.convert_to_tensor(Y[0, :, :, 0])

# %% tf.nn.conv2d_transpose, cropped verdict="wrong" fails=["test_values", "test_thin_and_full_kernels", "test_views", "test_dtype", "test_gradients", "test_inputs_unchanged"]
def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError("2-D only")
    height, width = output_shape(X.shape, K.shape)
    (n, m), (h, w) = X.shape, K.shape
    turned = K[::-1, ::-1, None, None]
    full = tf.nn.conv2d_transpose(X[None, :, :, None], turned, (1, n + h - 1, m + w - 1, 1), 1, "VALID")
    return full[0, h - 1 : h - 1 + height, w - 1 : w - 1 + width, 0]

# %% tf.image.extract_patches verdict="wrong" fails=["test_values", "test_thin_and_full_kernels", "test_views", "test_dtype", "test_gradients", "test_inputs_unchanged"]
def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError("2-D only")
    output_shape(X.shape, K.shape)
    ones = [1, 1, 1, 1]
    patches = tf.image.extract_patches(X[None, :, :, None], [1, *K.shape, 1], ones, ones, "VALID")
    return tf.linalg.matvec(patches[0], tf.reshape(K, [-1]))

# %% no return verdict="wrong" fails=["test_dtype", "test_gradients", "test_inputs_unchanged", "test_thin_and_full_kernels", "test_values", "test_views"]
def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError
    height, width = output_shape(X.shape, K.shape)
    h, w = K.shape
    tf.stack([[tf.reduce_sum(X[i : i + h, j : j + w] * K) for j in range(width)] for i in range(height)])

# %% nested lists instead of a tensor verdict="wrong" fails=["test_dtype", "test_gradients", "test_inputs_unchanged", "test_thin_and_full_kernels", "test_values", "test_views"]
def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError
    height, width = output_shape(X.shape, K.shape)
    h, w = K.shape
    return [[tf.reduce_sum(X[i : i + h, j : j + w] * K) for j in range(width)] for i in range(height)]

# %% an array of numpy's instead of a tensor verdict="wrong" fails=["test_dtype", "test_gradients", "test_inputs_unchanged", "test_thin_and_full_kernels", "test_values", "test_views"]
def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError
    height, width = output_shape(X.shape, K.shape)
    h, w = K.shape
    Y = np.zeros((height, width), dtype=X.dtype.as_numpy_dtype)
    for i in range(height):
        for j in range(width):
            Y[i, j] = tf.reduce_sum(X[i : i + h, j : j + w] * K)
    return Y

# %% not started verdict="wrong" fails=["test_dtype", "test_gradients", "test_inputs_unchanged", "test_kernel_must_fit", "test_thin_and_full_kernels", "test_two_axes", "test_values", "test_views"]
def corr2d(X, K):
    raise NotImplementedError()

# %% in terms of tf.roll, which wraps around where nothing is kept verdict="right"
def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError
    height, width = output_shape(X.shape, K.shape)
    parts = [K[a, b] * tf.roll(X, (-a, -b), (0, 1)) for a in range(K.shape[0]) for b in range(K.shape[1])]
    return tf.add_n(parts)[:height, :width]
