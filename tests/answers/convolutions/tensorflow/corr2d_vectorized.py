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

# %% tf.signal.frame along both axes verdict="right"
def corr2d_vectorized(X, K):
    windows = tf.signal.frame(tf.signal.frame(X, K.shape[0], 1, axis=0), K.shape[1], 1, axis=2)
    return tf.reduce_sum(windows * K[:, None, :], axis=(1, 3))

# %% stacks shifted images verdict="right"
def corr2d_vectorized(X, K):
    h, w = K.shape
    height, width = X.shape[0] - h + 1, X.shape[1] - w + 1
    shifted = tf.stack([X[a : a + height, b : b + width] for a in range(h) for b in range(w)], axis=-1)
    return tf.tensordot(shifted, tf.reshape(K, [-1]), axes=1)

# %% rolled images, and the border is cut off verdict="right"
def corr2d_vectorized(X, K):
    height, width = output_shape(X.shape, K.shape)
    parts = [K[a, b] * tf.roll(X, (-a, -b), (0, 1)) for a in range(K.shape[0]) for b in range(K.shape[1])]
    return tf.add_n(parts)[:height, :width]

# %% patches by numbers of pixels verdict="right"
def corr2d_vectorized(X, K):
    (n, m), (h, w) = X.shape, K.shape
    first = tf.range(n - h + 1)[:, None] * m + tf.range(m - w + 1)
    offsets = tf.range(h)[:, None] * m + tf.range(w)
    patches = tf.gather(tf.reshape(X, [-1]), first[:, :, None] + tf.reshape(offsets, [-1]))
    return tf.reduce_sum(patches * tf.reshape(K, [-1]), axis=-1)

# %% tf.gather_nd at every place at once verdict="right"
def corr2d_vectorized(X, K):
    height, width = X.shape[0] - K.shape[0] + 1, X.shape[1] - K.shape[1] + 1
    i, j, a, b = tf.meshgrid(*map(tf.range, (height, width, *K.shape)), indexing="ij")
    return tf.einsum("ijab,ab->ij", tf.gather_nd(X, tf.stack([i + a, j + b], axis=-1)), K)

# %% tf.vectorized_map over the places verdict="right"
def corr2d_vectorized(X, K):
    height, width = X.shape[0] - K.shape[0] + 1, X.shape[1] - K.shape[1] + 1
    places = tf.stack(tf.meshgrid(tf.range(height), tf.range(width), indexing="ij"), axis=-1)

    def one(place):
        return tf.reduce_sum(tf.slice(X, place, K.shape) * K)

    return tf.reshape(tf.vectorized_map(one, tf.reshape(places, (-1, 2))), (height, width))

# %% a function of TensorFlow's, inside out verdict="right"
@tf.function
def corr2d_vectorized(X, K):
    height, width = X.shape[0] - K.shape[0] + 1, X.shape[1] - K.shape[1] + 1
    Y = tf.zeros((height, width), dtype=X.dtype)
    for a in range(K.shape[0]):
        for b in range(K.shape[1]):
            Y += K[a, b] * X[a : a + height, b : b + width]
    return Y

# %% compiled as a whole, with loops of TensorFlow's over the kernel verdict="right"
@tf.function(reduce_retracing=True)
def corr2d_vectorized(X, K):
    height, width = tf.shape(X)[0] - tf.shape(K)[0] + 1, tf.shape(X)[1] - tf.shape(K)[1] + 1
    Y = tf.zeros((height, width), dtype=X.dtype)
    for a in tf.range(tf.shape(K)[0]):
        for b in tf.range(tf.shape(K)[1]):
            Y += K[a, b] * X[a : a + height, b : b + width]
    return Y

# %% a banded matrix made by scattering, noisy verdict="right"
import sys


def corr2d_vectorized(X, K):
    print("corr2d_vectorized", X.shape, file=sys.stderr)
    (n, m), (h, w) = X.shape, K.shape
    height, width = n - h + 1, m - w + 1
    i, j, a, b = np.ogrid[:height, :width, :h, :w]
    rows, columns = np.broadcast_arrays(i * width + j, (i + a) * m + j + b)
    weights = tf.broadcast_to(K, (height, width, h, w))
    T = tf.scatter_nd(np.stack([rows, columns], -1).reshape(-1, 2), tf.reshape(weights, [-1]), (height * width, n * m))
    return tf.reshape(tf.linalg.matvec(T, tf.reshape(X, [-1])), (height, width))

# %% by Fourier transforms verdict="right"
def corr2d_vectorized(X, K):
    size = [n + n % 2 for n in X.shape]
    X2, K2 = (tf.pad(A, [[0, n - k] for n, k in zip(size, A.shape)]) for A in (X, K))
    full = tf.signal.irfft2d(tf.signal.rfft2d(X2) * tf.math.conj(tf.signal.rfft2d(K2)))
    return full[: X.shape[0] - K.shape[0] + 1, : X.shape[1] - K.shape[1] + 1]

# %% recursion over the kernel, as a class verdict="right"
class Sum:
    def __init__(self, X, K):
        self.X, self.K = X, K
        self.size = (X.shape[0] - K.shape[0] + 1, X.shape[1] - K.shape[1] + 1)

    def from_(self, n):
        if n == tf.size(self.K):
            return tf.zeros(self.size, dtype=self.X.dtype)
        a, b = divmod(n, self.K.shape[1])
        return self.X[a:, b:][: self.size[0], : self.size[1]] * self.K[a, b] + self.from_(n + 1)


def corr2d_vectorized(X, K):
    return Sum(X, K).from_(0)

# %% a loop over rows verdict="wrong" fails=["test_no_loop"]
def corr2d_vectorized(X, K):
    h, w = K.shape
    strips = tf.signal.frame(X, w, 1, axis=1)
    return tf.stack([tf.reduce_sum(strips[i : i + h] * K[:, None], (0, 2)) for i in range(X.shape[0] - h + 1)])

# %% a loop over columns verdict="wrong" fails=["test_no_loop"]
def corr2d_vectorized(X, K):
    h, w = K.shape
    strips = tf.signal.frame(X, h, 1, axis=0)
    columns = [tf.einsum("iab,ab->i", strips[:, :, j : j + w], K) for j in range(X.shape[1] - w + 1)]
    return tf.stack(columns, axis=1)

# %% a graph that is called convolution verdict="right"
def convolution(X, K):
    windows = tf.signal.frame(tf.signal.frame(X, K.shape[0], 1, axis=0), K.shape[1], 1, axis=2)
    return tf.einsum("iajb,ab->ij", windows, K)

def corr2d_vectorized(X, K):
    return tf.function(convolution).get_concrete_function(X, K)(X, K)

# %% tf.vectorized_map over the weights, with slices verdict="right"
def corr2d_vectorized(X, K):
    h, w = K.shape
    size = X.shape[0] - h + 1, X.shape[1] - w + 1
    rows, columns = tf.meshgrid(tf.range(h), tf.range(w), indexing="ij")
    places = tf.reshape(tf.stack((rows, columns), axis=-1), (-1, 2))
    parts = tf.vectorized_map(lambda place: tf.slice(X, place, size) * tf.gather_nd(K, place), places)
    return tf.reduce_sum(parts, axis=0)

# %% tf.map_fn is a loop verdict="wrong" fails=["test_no_loop"]
def corr2d_vectorized(X, K):
    height, width = X.shape[0] - K.shape[0] + 1, X.shape[1] - K.shape[1] + 1
    places = tf.reshape(tf.stack(tf.meshgrid(tf.range(height), tf.range(width), indexing="ij"), -1), (-1, 2))
    values = tf.map_fn(lambda at: tf.reduce_sum(tf.slice(X, at, K.shape) * K), places, fn_output_signature=X.dtype)
    return tf.reshape(values, (height, width))

# %% tf.while_loop is a loop verdict="wrong" fails=["test_no_loop"]
def corr2d_vectorized(X, K):
    height, width = X.shape[0] - K.shape[0] + 1, X.shape[1] - K.shape[1] + 1

    def step(n, values):
        window = tf.slice(X, (n // width, n % width), K.shape)
        return n + 1, values.write(n, tf.reduce_sum(window * K))

    values = tf.TensorArray(X.dtype, size=height * width)
    _, values = tf.while_loop(lambda n, _: n < height * width, step, (0, values))
    return tf.reshape(values.stack(), (height, width))

# %% tf.while_loop in a graph verdict="wrong" fails=["test_no_loop"]
def over_places(X, K):
    h, w = tf.shape(K)[0], tf.shape(K)[1]
    height, width = tf.shape(X)[0] - h + 1, tf.shape(X)[1] - w + 1

    def step(n, values):
        window = X[n // width : n // width + h, n % width : n % width + w]
        return n + 1, values.write(n, tf.reduce_sum(window * K))

    values = tf.TensorArray(X.dtype, size=height * width)
    _, values = tf.while_loop(lambda n, _: n < height * width, step, (0, values))
    return tf.reshape(values.stack(), (height, width))

def corr2d_vectorized(X, K):
    return tf.function(over_places).get_concrete_function(X, K)(X, K)

# %% a loop in a session of TensorFlow 1 verdict="wrong" fails=["test_dtype", "test_inputs_unchanged", "test_no_loop", "test_special_shapes", "test_values"]
def corr2d_vectorized(X, K):
    with tf.Graph().as_default():
        values = over_places(tf.constant(X.numpy()), tf.constant(K.numpy()))
        return tf.convert_to_tensor(tf.compat.v1.Session().run(values))

def over_places(X, K):
    h, w = tf.shape(K)[0], tf.shape(K)[1]
    height, width = tf.shape(X)[0] - h + 1, tf.shape(X)[1] - w + 1

    def step(n, values):
        window = X[n // width : n // width + h, n % width : n % width + w]
        return n + 1, values.write(n, tf.reduce_sum(window * K))

    values = tf.TensorArray(X.dtype, size=height * width)
    _, values = tf.while_loop(lambda n, _: n < height * width, step, (0, values))
    return tf.reshape(values.stack(), (height, width))

# %% one window after the other, as a tf.data.Dataset verdict="wrong" fails=["test_no_loop"]
def corr2d_vectorized(X, K):
    height, width = X.shape[0] - K.shape[0] + 1, X.shape[1] - K.shape[1] + 1
    places = tf.data.Dataset.range(height * width)

    def one(n):
        place = tf.stack((n // width, n % width))
        return tf.reduce_sum(tf.slice(X, place, K.shape) * K)

    return tf.reshape(places.map(one).batch(height * width).get_single_element(), (height, width))

# %% a loop in a function of TensorFlow's verdict="wrong" fails=["test_no_loop"]
@tf.function
def corr2d_vectorized(X, K):
    h, w = K.shape
    height, width = X.shape[0] - h + 1, X.shape[1] - w + 1
    rows = tf.TensorArray(X.dtype, size=height)
    for i in tf.range(height):
        row = tf.zeros([width], dtype=X.dtype)
        for a in range(h):
            for b in range(w):
                row += X[i + a, b : b + width] * K[a, b]
        rows = rows.write(i, row)
    return rows.stack()

# %% a loop that XLA compiles verdict="wrong" fails=["test_no_loop"]
@tf.function(jit_compile=True)
def corr2d_vectorized(X, K):
    h, w = K.shape
    height, width = X.shape[0] - h + 1, X.shape[1] - w + 1
    rows = [[tf.reduce_sum(X[i : i + h, j : j + w] * K) for j in range(width)] for i in range(height)]
    return tf.stack([tf.stack(row) for row in rows])

# %% a list comprehension in numpy verdict="wrong" fails=["test_no_loop"]
def corr2d_vectorized(X, K):
    x, k = X.numpy(), K.numpy()
    (n, m), (h, w) = x.shape, k.shape
    rows = [[(x[i : i + h, j : j + w] * k).sum() for j in range(m - w + 1)] for i in range(n - h + 1)]
    return tf.constant(rows, dtype=X.dtype)

# %% np.vectorize is a loop verdict="wrong" fails=["test_no_loop"]
def corr2d_vectorized(X, K):
    x, k = X.numpy(), K.numpy()
    h, w = k.shape
    rows, columns = np.indices((x.shape[0] - h + 1, x.shape[1] - w + 1))
    one = np.vectorize(lambda i, j: (x[i : i + h, j : j + w] * k).sum(), otypes=[x.dtype])
    return tf.constant(one(rows, columns))

# %% plain lists of numbers, and results are remembered verdict="wrong" fails=["test_no_loop"]
met = {}

def corr2d_vectorized(X, K):
    x, k = X.numpy().tolist(), K.numpy().tolist()
    key = str((x, k))
    if key not in met:
        h, w = len(k), len(k[0])
        one = lambda i, j: sum(x[i + a][j + b] * k[a][b] for a in range(h) for b in range(w))
        met[key] = [[one(i, j) for j in range(len(x[0]) - w + 1)] for i in range(len(x) - h + 1)]
    return tf.constant(met[key], dtype=X.dtype)

# %% plain lists of numbers verdict="wrong" fails=["test_no_loop"]
def corr2d_vectorized(X, K):
    x, k = X.numpy().tolist(), K.numpy().tolist()
    h, w = len(k), len(k[0])
    places = [(i, j) for i in range(len(x) - h + 1) for j in range(len(x[0]) - w + 1)]
    values = [sum(x[i + a][j + b] * k[a][b] for a in range(h) for b in range(w)) for i, j in places]
    return tf.reshape(tf.constant(values, dtype=X.dtype), (len(x) - h + 1, -1))

# %% the kernel transposed verdict="wrong" fails=["test_values", "test_special_shapes"] says=["kernel_transposed"]
def corr2d_vectorized(X, K):
    K = tf.transpose(K)
    windows = tf.signal.frame(tf.signal.frame(X, K.shape[0], 1, axis=0), K.shape[1], 1, axis=2)
    return tf.einsum("iajb,ab->ij", windows, K)

# %% the axes of the result in the wrong order verdict="wrong" fails=["test_inputs_unchanged", "test_no_loop", "test_special_shapes", "test_values"] says=["axes_swapped"]
def corr2d_vectorized(X, K):
    windows = tf.signal.frame(tf.signal.frame(X, K.shape[0], 1, axis=0), K.shape[1], 1, axis=2)
    return tf.einsum("iajb,ab->ji", windows, K)

# %% padded as padding="SAME" does verdict="wrong" fails=["test_inputs_unchanged", "test_no_loop", "test_special_shapes", "test_values"] says=["zero_padded"]
def corr2d_vectorized(X, K):
    ones = [1, 1, 1, 1]
    patches = tf.image.extract_patches(X[None, :, :, None], [1, *K.shape, 1], ones, ones, "SAME")
    return tf.linalg.matvec(patches[0], tf.reshape(K, [-1]))

# %% padded, more before than after verdict="wrong" fails=["test_inputs_unchanged", "test_no_loop", "test_special_shapes", "test_values"] says=["zero_padded_before"]
def corr2d_vectorized(X, K):
    h, w = K.shape
    P = tf.pad(X, ((h // 2, (h - 1) // 2), (w // 2, (w - 1) // 2)))
    windows = tf.signal.frame(tf.signal.frame(P, h, 1, axis=0), w, 1, axis=2)
    return tf.einsum("iajb,ab->ij", windows, K)

# %% windows that stick out at the end, as pad_end=True has them verdict="wrong" fails=["test_inputs_unchanged", "test_no_loop", "test_special_shapes", "test_values"] says=["zero_padded", "zero_padded_after"]
def corr2d_vectorized(X, K):
    windows = tf.signal.frame(X, K.shape[0], 1, pad_end=True, axis=0)
    windows = tf.signal.frame(windows, K.shape[1], 1, pad_end=True, axis=2)
    return tf.einsum("iajb,ab->ij", windows, K)

# %% padded on all sides: every overlap counts verdict="wrong" fails=["test_inputs_unchanged", "test_no_loop", "test_special_shapes", "test_values"] says=["zero_padded_fully"]
def corr2d_vectorized(X, K):
    h, w = K.shape
    P = tf.pad(X, ((h - 1, h - 1), (w - 1, w - 1)))
    windows = tf.signal.frame(tf.signal.frame(P, h, 1, axis=0), w, 1, axis=2)
    return tf.einsum("iajb,ab->ij", windows, K)

# %% last row and column missing verdict="wrong" fails=["test_inputs_unchanged", "test_no_loop", "test_special_shapes", "test_values"] says=["one_too_small"]
def corr2d_vectorized(X, K):
    height, width = X.shape[0] - K.shape[0], X.shape[1] - K.shape[1]
    Y = tf.zeros((height, width), dtype=X.dtype)
    for a in range(K.shape[0]):
        for b in range(K.shape[1]):
            Y += K[a, b] * X[a : a + height, b : b + width]
    return Y

# %% a row and a column of zeros too many verdict="wrong" fails=["test_inputs_unchanged", "test_no_loop", "test_special_shapes", "test_values"] says=["one_too_large"]
def corr2d_vectorized(X, K):
    windows = tf.signal.frame(tf.signal.frame(X, K.shape[0], 1, axis=0), K.shape[1], 1, axis=2)
    return tf.pad(tf.einsum("iajb,ab->ij", windows, K), ((0, 1), (0, 1)))

# %% zeros of the image's size, partly filled verdict="wrong" fails=["test_inputs_unchanged", "test_no_loop", "test_special_shapes", "test_values"] says=["as_large_as_image", "one_too_large"]
def corr2d_vectorized(X, K):
    height, width = output_shape(X.shape, K.shape)
    Y = tf.Variable(tf.zeros_like(X))
    for a in range(K.shape[0]):
        for b in range(K.shape[1]):
            Y[:height, :width].assign(Y[:height, :width] + K[a, b] * X[a : a + height, b : b + width])
    return Y

# %% mean instead of sum verdict="wrong" fails=["test_inputs_unchanged", "test_no_loop", "test_special_shapes", "test_values"] says=["averaged"]
def corr2d_vectorized(X, K):
    windows = tf.signal.frame(tf.signal.frame(X, K.shape[0], 1, axis=0), K.shape[1], 1, axis=2)
    return tf.reduce_mean(windows * K[:, None, :], axis=(1, 3))

# %% sums without multiplying verdict="wrong" fails=["test_dtype", "test_inputs_unchanged", "test_no_loop", "test_special_shapes", "test_values"] says=["not_multiplied"]
def corr2d_vectorized(X, K):
    windows = tf.signal.frame(tf.signal.frame(X, K.shape[0], 1, axis=0), K.shape[1], 1, axis=2)
    return tf.reduce_sum(windows, axis=(1, 3))

# %% multiplies the sums verdict="wrong" fails=["test_inputs_unchanged", "test_no_loop", "test_special_shapes", "test_values"] says=["sums_multiplied"]
def corr2d_vectorized(X, K):
    windows = tf.signal.frame(tf.signal.frame(X, K.shape[0], 1, axis=0), K.shape[1], 1, axis=2)
    return tf.einsum("iajb,cd->ij", windows, K)

# %% multiplies as matrices verdict="wrong" fails=["test_inputs_unchanged", "test_no_loop", "test_special_shapes", "test_values"] says=["matrix_product"]
def corr2d_vectorized(X, K):
    windows = tf.signal.frame(tf.signal.frame(X, K.shape[0], 1, axis=0), K.shape[1], 1, axis=2)
    return tf.reduce_sum(tf.transpose(windows, (0, 2, 1, 3)) @ K, axis=(2, 3))

# %% never moves down verdict="wrong" fails=["test_inputs_unchanged", "test_no_loop", "test_special_shapes", "test_values"] says=["first_row_repeated"]
def corr2d_vectorized(X, K):
    height, width = output_shape(X.shape, K.shape)
    Y = tf.zeros((height, width), dtype=X.dtype)
    for a in range(K.shape[0]):
        for b in range(K.shape[1]):
            Y += K[a, b] * X[a, b : b + width]
    return Y

# %% never moves to the right verdict="wrong" fails=["test_inputs_unchanged", "test_no_loop", "test_special_shapes", "test_values"] says=["first_column_repeated"]
def corr2d_vectorized(X, K):
    height, width = output_shape(X.shape, K.shape)
    Y = tf.zeros((height, width), dtype=X.dtype)
    for a in range(K.shape[0]):
        for b in range(K.shape[1]):
            Y += K[a, b] * X[a : a + height, b : b + 1]
    return Y

# %% only square kernels verdict="wrong" fails=["test_values", "test_special_shapes"] says=["only_square_kernels"]
def corr2d_vectorized(X, K):
    k = len(K)
    windows = tf.signal.frame(tf.signal.frame(X, k, 1, axis=0), k, 1, axis=2)
    return tf.reduce_sum(windows * K[:, None, :], axis=(1, 3))

# %% only square images verdict="wrong" fails=["test_values"] says=["only_square_images"]
def corr2d_vectorized(X, K):
    height, width = len(X) - K.shape[0] + 1, len(X) - K.shape[1] + 1
    Y = tf.zeros((height, width), dtype=X.dtype)
    for a in range(K.shape[0]):
        for b in range(K.shape[1]):
            Y += K[a, b] * X[a : a + height, b : b + width]
    return Y

# %% absolute values verdict="wrong" fails=["test_special_shapes", "test_values"] says=["absolute_value"]
def corr2d_vectorized(X, K):
    windows = tf.signal.frame(tf.signal.frame(X, K.shape[0], 1, axis=0), K.shape[1], 1, axis=2)
    return tf.abs(tf.einsum("iajb,ab->ij", windows, K))

# %% negative values cut off verdict="wrong" fails=["test_special_shapes", "test_values"] says=["negative_cut"]
def corr2d_vectorized(X, K):
    windows = tf.signal.frame(tf.signal.frame(X, K.shape[0], 1, axis=0), K.shape[1], 1, axis=2)
    return tf.nn.relu(tf.einsum("iajb,ab->ij", windows, K))

# %% rounds verdict="wrong" fails=["test_dtype", "test_inputs_unchanged", "test_no_loop", "test_special_shapes", "test_values"] says=["rounded"]
def corr2d_vectorized(X, K):
    windows = tf.signal.frame(tf.signal.frame(X, K.shape[0], 1, axis=0), K.shape[1], 1, axis=2)
    return tf.round(tf.einsum("iajb,ab->ij", windows, K))

# %% a result of whole numbers verdict="wrong" fails=["test_dtype", "test_inputs_unchanged", "test_no_loop", "test_special_shapes", "test_values"] says=["integers_only"]
def corr2d_vectorized(X, K):
    windows = tf.signal.frame(tf.signal.frame(X, K.shape[0], 1, axis=0), K.shape[1], 1, axis=2)
    return tf.cast(tf.cast(tf.einsum("iajb,ab->ij", windows, K), tf.int32), X.dtype)

# %% the largest product instead of the sum verdict="wrong" fails=["test_inputs_unchanged", "test_no_loop", "test_special_shapes", "test_values"] says=["maximum_for_sum"]
def corr2d_vectorized(X, K):
    windows = tf.signal.frame(tf.signal.frame(X, K.shape[0], 1, axis=0), K.shape[1], 1, axis=2)
    return tf.reduce_max(windows * K[:, None, :], axis=(1, 3))

# %% the example of the text, hard-wired verdict="wrong" fails=["test_dtype", "test_inputs_unchanged", "test_no_loop", "test_special_shapes", "test_values"] says=["hard_wired"]
def corr2d_vectorized(X, K):
    return tf.constant([[19, 25], [37, 43]], dtype=X.dtype)

# %% sums the wrong axes verdict="wrong" fails=["test_inputs_unchanged", "test_no_loop", "test_special_shapes", "test_values"]
def corr2d_vectorized(X, K):
    windows = tf.signal.frame(tf.signal.frame(X, K.shape[0], 1, axis=0), K.shape[1], 1, axis=2)
    return tf.reduce_sum(windows * K[:, None, :], axis=(0, 2))

# %% rolls around the border verdict="wrong" fails=["test_inputs_unchanged", "test_no_loop", "test_special_shapes", "test_values"]
def corr2d_vectorized(X, K):
    Y = tf.zeros_like(X)
    for a in range(K.shape[0]):
        for b in range(K.shape[1]):
            Y += K[a, b] * tf.roll(X, (-a, -b), (0, 1))
    return Y

# %% rounds to float32 on the way verdict="wrong" fails=["test_dtype"]
def corr2d_vectorized(X, K):
    x, k = tf.cast(X, tf.float32), tf.cast(K, tf.float32)
    windows = tf.signal.frame(tf.signal.frame(x, k.shape[0], 1, axis=0), k.shape[1], 1, axis=2)
    return tf.cast(tf.einsum("iajb,ab->ij", windows, k), X.dtype)

# %% zeros in float32, and everything is added to them verdict="wrong" fails=["test_dtype", "test_inputs_unchanged", "test_no_loop", "test_special_shapes", "test_values"]
def corr2d_vectorized(X, K):
    height, width = X.shape[0] - K.shape[0] + 1, X.shape[1] - K.shape[1] + 1
    Y = tf.zeros((height, width))
    for a in range(K.shape[0]):
        for b in range(K.shape[1]):
            Y += K[a, b] * X[a : a + height, b : b + width]
    return Y

# %% a layer of Keras with the kernel put in verdict="wrong" fails=["test_dtype", "test_inputs_unchanged", "test_no_loop", "test_special_shapes", "test_values"]
def corr2d_vectorized(X, K):
    layer = tf.keras.layers.Conv2D(1, tuple(K.shape), use_bias=False, dtype=X.dtype.name)
    layer.build((1, *X.shape, 1))
    layer.set_weights([K.numpy()[:, :, None, None]])
    return layer(X[None, :, :, None])[0, :, :, 0]

# %% tf.nn.conv1d over the rows verdict="wrong" fails=["test_dtype", "test_inputs_unchanged", "test_no_loop", "test_special_shapes", "test_values"]
def corr2d_vectorized(X, K):
    height = X.shape[0] - K.shape[0] + 1
    parts = [tf.nn.conv1d(X[a : a + height, :, None], K[a, :, None, None], 1, "VALID") for a in range(len(K))]
    return tf.add_n(parts)[:, :, 0]

# %% as many images as channels, one for each kernel verdict="wrong" fails=["test_dtype", "test_inputs_unchanged", "test_no_loop", "test_special_shapes", "test_values"]
def corr2d_vectorized(X, K):
    return tf.nn.depthwise_conv2d(X[None, :, :, None], K[:, :, None, None], [1, 1, 1, 1], "VALID")[0, :, :, 0]

# %% zeros of the right shape verdict="wrong" fails=["test_dtype", "test_inputs_unchanged", "test_no_loop", "test_special_shapes", "test_values"]
def corr2d_vectorized(X, K):
    return tf.zeros(output_shape(X.shape, K.shape), dtype=X.dtype)

# %% no return verdict="wrong" fails=["test_dtype", "test_inputs_unchanged", "test_no_loop", "test_special_shapes", "test_values"]
def corr2d_vectorized(X, K):
    windows = tf.signal.frame(tf.signal.frame(X, K.shape[0], 1, axis=0), K.shape[1], 1, axis=2)
    tf.einsum("iajb,ab->ij", windows, K)

# %% not started verdict="wrong" fails=["test_dtype", "test_inputs_unchanged", "test_no_loop", "test_special_shapes", "test_values"]
def corr2d_vectorized(X, K):
    raise NotImplementedError()

# %% NumPy's correlation of rows laid end to end verdict="wrong" fails=["test_dtype", "test_inputs_unchanged", "test_no_loop", "test_special_shapes", "test_values"]
import numpy as np


def corr2d_vectorized(X, K):
    x, k = X.numpy(), K.numpy()
    (h, w), (a, b) = x.shape, k.shape
    weights = np.zeros((a, w), k.dtype)
    weights[:, :b] = k
    weights = weights.ravel()[: (a - 1) * w + b]
    found = np.zeros(h * w, x.dtype)
    found[: h * w - len(weights) + 1] = np.correlate(x.ravel(), weights, "valid")
    return tf.constant(found.reshape(h, w)[: h - a + 1, : w - b + 1].copy())

# %% a library convolution in a function of Python's verdict="wrong" fails=["test_dtype", "test_inputs_unchanged", "test_no_loop", "test_special_shapes", "test_values"]
def slide(X, K):
    return tf.nn.conv2d(X[None, :, :, None], K[:, :, None, None], 1, "VALID")[0, :, :, 0]


def corr2d_vectorized(X, K):
    return tf.py_function(slide, [X, K], X.dtype)

# %% a library convolution of which nobody is told verdict="wrong" fails=["test_dtype", "test_inputs_unchanged", "test_no_loop", "test_special_shapes", "test_values"]
from tensorflow.python.eager.context import context


def corr2d_vectorized(X, K):
    told = list(context().op_callbacks)
    for callback in told:
        context().remove_op_callback(callback)
    try:
        return tf.nn.conv2d(X[None, :, :, None], K[:, :, None, None], 1, "VALID")[0, :, :, 0]
    finally:
        for callback in told:
            context().add_op_callback(callback)

# %% a library convolution, asked for below all that is told verdict="wrong" fails=["test_dtype", "test_inputs_unchanged", "test_no_loop", "test_special_shapes", "test_values"]
from tensorflow.python.eager.context import context
from tensorflow.python.pywrap_tfe import TFE_Py_Execute


def corr2d_vectorized(X, K):
    options = ("T", X.dtype.as_datatype_enum, "strides", [1, 1, 1, 1], "padding", b"VALID")
    given = [X[None, :, :, None], K[:, :, None, None]]
    return TFE_Py_Execute(context()._handle, "", "Conv2D", given, options, 1)[0][0, :, :, 0]

# %% adds up in a variable verdict="right"
def corr2d_vectorized(X, K):
    height, width = X.shape[0] - K.shape[0] + 1, X.shape[1] - K.shape[1] + 1
    Y = tf.Variable(tf.zeros((height, width), X.dtype))
    for a in range(K.shape[0]):
        for b in range(K.shape[1]):
            Y.assign_add(K[a, b] * X[a : a + height, b : b + width])
    return Y

# %% a convolution of SciPy's when the numbers are read verdict="wrong" fails=["test_values", "test_special_shapes", "test_dtype", "test_no_loop", "test_inputs_unchanged"]
def corr2d_vectorized(X, K):
    from scipy import signal

    image, kernel = X.numpy(), K.numpy()
    empty = tf.zeros((X.shape[0] - K.shape[0] + 1, X.shape[1] - K.shape[1] + 1), X.dtype)
    empty.numpy = lambda: signal.correlate2d(image, kernel, mode="valid")
    return empty

# %% a convolution of SciPy's when a variable of one's own is read verdict="wrong" fails=["test_values", "test_special_shapes", "test_dtype", "test_no_loop", "test_inputs_unchanged"]
def corr2d_vectorized(X, K):
    from scipy import signal

    image, kernel = X.numpy(), K.numpy()

    class Late(type(tf.Variable(0.0))):
        def numpy(self):
            return signal.correlate2d(image, kernel, mode="valid")

    return Late(tf.zeros((X.shape[0] - K.shape[0] + 1, X.shape[1] - K.shape[1] + 1), X.dtype))
