# %% every output gives its share, with tf.pad verdict="right"
def corr2d_backward(X, K, dY):
    dX, dK = tf.zeros_like(X), tf.zeros_like(K)
    (n, m), (h, w) = X.shape, K.shape
    for i in range(dY.shape[0]):
        for j in range(dY.shape[1]):
            dX += tf.pad(dY[i, j] * K, [[i, n - h - i], [j, m - w - j]])
            dK += dY[i, j] * X[i : i + h, j : j + w]
    return dX, dK


# %% both with corr2d verdict="right"
def corr2d_backward(X, K, dY):
    h, w = K.shape
    border = tf.pad(dY, ((h - 1, h - 1), (w - 1, w - 1)))
    return corr2d(border, K[::-1, ::-1]), corr2d(X, dY)


# %% TensorFlow's own convolutions, forward and transposed, which are allowed here verdict="right"
def corr2d_backward(X, K, dY):
    shape = (1, *X.shape, 1)
    dX = tf.nn.conv2d_transpose(dY[None, :, :, None], K[:, :, None, None], shape, 1, "VALID")
    dK = tf.nn.conv2d(X[None, :, :, None], dY[:, :, None, None], 1, "VALID")
    return dX[0, :, :, 0], dK[0, :, :, 0]


# %% variables that collect, returned as they are verdict="right"
def corr2d_backward(X, K, dY):
    dX, dK = tf.Variable(tf.zeros_like(X)), tf.Variable(tf.zeros_like(K))
    h, w = K.shape
    for i in range(dY.shape[0]):
        for j in range(dY.shape[1]):
            window = dX[i : i + h, j : j + w]
            window.assign(window + dY[i, j] * K)
            dK.assign_add(dY[i, j] * X[i : i + h, j : j + w])
    return [dX, dK]


# %% tensor_scatter_nd_add and gather_nd verdict="right"
@tf.function
def corr2d_backward(X, K, dY):
    rows = tf.range(dY.shape[0])[:, None] + tf.range(K.shape[0])
    columns = tf.range(dY.shape[1])[:, None] + tf.range(K.shape[1])
    places = tf.stack(
        [
            tf.broadcast_to(rows[:, None, :, None], (*dY.shape, *K.shape)),
            tf.broadcast_to(columns[None, :, None, :], (*dY.shape, *K.shape)),
        ],
        axis=-1,
    )
    dX = tf.tensor_scatter_nd_add(tf.zeros_like(X), places, dY[:, :, None, None] * K)
    return dX, tf.einsum("ijab,ij->ab", tf.gather_nd(X, places), dY)


# %% tf.map_fn and a TensorArray, noisy verdict="right"
def corr2d_backward(X, K, dY):
    print("backward")
    (h, w), (n, m) = K.shape, dY.shape
    numbers = tf.TensorArray(X.dtype, size=h * w)
    for a in range(h):
        for b in range(w):
            numbers = numbers.write(a * w + b, tf.reduce_sum(X[a : a + n, b : b + m] * dY))
    border = tf.pad(dY, ((h - 1, h - 1), (w - 1, w - 1)))

    def row(r):
        part = border[r : r + h]
        return tf.stack([tf.reduce_sum(part[:, s : s + w] * tf.reverse(K, [0, 1])) for s in range(X.shape[1])])

    return tf.map_fn(row, tf.range(X.shape[0]), fn_output_signature=X.dtype), tf.reshape(numbers.stack(), (h, w))


# %% the matrix of the kernel verdict="right"
class Backward:
    def matrix(self, K, shape):
        rows = []
        for i in range(shape[0] - K.shape[0] + 1):
            for j in range(shape[1] - K.shape[1] + 1):
                padding = [[i, shape[0] - K.shape[0] - i], [j, shape[1] - K.shape[1] - j]]
                rows.append(tf.reshape(tf.pad(K, padding), [-1]))
        return tf.stack(rows)

    def __call__(self, X, K, dY):
        dX = tf.linalg.matvec(self.matrix(K, X.shape), tf.reshape(dY, [-1]), transpose_a=True)
        dK = tf.linalg.matvec(self.matrix(dY, X.shape), tf.reshape(X, [-1]))
        return tf.reshape(dX, X.shape), tf.reshape(dK, K.shape)


corr2d_backward = Backward()


# %% in numpy, there and back verdict="right"
import numpy as np


def corr2d_backward(X, K, dY):
    x, k, d = X.numpy(), K.numpy(), dY.numpy()
    dX, dK = np.zeros_like(x), np.zeros_like(k)
    for i, j in np.ndindex(*d.shape):
        dX[i : i + k.shape[0], j : j + k.shape[1]] += k * d[i, j]
        dK += x[i : i + k.shape[0], j : j + k.shape[1]] * d[i, j]
    return tf.constant(dX), tf.constant(dK)


# %% a tape verdict="wrong" fails=["test_dtype", "test_image_gradient", "test_inputs_unchanged", "test_kernel_gradient"]
def corr2d_backward(X, K, dY):
    with tf.GradientTape() as tape:
        tape.watch([X, K])
        Y = corr2d(X, K)
    return tape.gradient(Y, [X, K], output_gradients=dY)


# %% a tape in a tf.function verdict="wrong" fails=["test_dtype", "test_image_gradient", "test_inputs_unchanged", "test_kernel_gradient"]
@tf.function
def corr2d_backward(X, K, dY):
    with tf.GradientTape() as tape:
        tape.watch([X, K])
        loss = tf.reduce_sum(corr2d(X, K) * dY)
    return tape.gradient(loss, [X, K])


# %% the Jacobians of a tape verdict="wrong" fails=["test_dtype", "test_image_gradient", "test_inputs_unchanged", "test_kernel_gradient"]
def corr2d_backward(X, K, dY):
    with tf.GradientTape() as tape:
        tape.watch([X, K])
        Y = corr2d(X, K)
    toX, toK = tape.jacobian(Y, [X, K], experimental_use_pfor=False)
    return tf.tensordot(dY, toX, 2), tf.tensordot(dY, toK, 2)


# %% forward mode, one element at a time verdict="wrong" fails=["test_dtype", "test_image_gradient", "test_inputs_unchanged", "test_kernel_gradient"]
def corr2d_backward(X, K, dY):
    def gradient(function, like):
        slopes = []
        for n in range(tf.size(like)):
            unit = tf.reshape(tf.one_hot(n, tf.size(like), dtype=like.dtype), like.shape)
            with tf.autodiff.ForwardAccumulator(like, unit) as forward:
                Y = function(like)
            slopes.append(tf.reduce_sum(forward.jvp(Y) * dY))
        return tf.reshape(tf.stack(slopes), like.shape)

    return gradient(lambda E: corr2d(E, K), X), gradient(lambda E: corr2d(X, E), K)


# %% tf.gradients in a graph of its own verdict="wrong" fails=["test_dtype", "test_image_gradient", "test_inputs_unchanged", "test_kernel_gradient"]
def corr2d_backward(X, K, dY):
    with tf.Graph().as_default():
        image, kernel = tf.constant(X.numpy()), tf.constant(K.numpy())
        n, m = dY.shape
        parts = [[tf.reduce_sum(image[i : i + K.shape[0], j : j + K.shape[1]] * kernel) for j in range(m)] for i in range(n)]
        found = tf.gradients(tf.stack(parts), [image, kernel], tf.constant(dY.numpy()))
        with tf.compat.v1.Session() as session:
            dX, dK = session.run(found)
    return tf.constant(dX), tf.constant(dK)


# %% the order is swapped verdict="wrong" fails=["test_dtype", "test_image_gradient", "test_inputs_unchanged", "test_kernel_gradient"] says=["gradients_swapped"]
def corr2d_backward(X, K, dY):
    h, w = K.shape
    dX = corr2d(tf.pad(dY, ((h - 1, h - 1), (w - 1, w - 1))), K[::-1, ::-1])
    return corr2d(X, dY), dX


# %% dY is not used verdict="wrong" fails=["test_dtype", "test_image_gradient", "test_inputs_unchanged", "test_kernel_gradient"] says=["upstream_ignored"]
def corr2d_backward(X, K, dY):
    h, w = K.shape
    ones = tf.ones_like(dY)
    dX = corr2d(tf.pad(ones, ((h - 1, h - 1), (w - 1, w - 1))), K[::-1, ::-1])
    return dX, corr2d(X, ones)


# %% the kernel is not turned verdict="wrong" fails=["test_image_gradient"] says=["kernel_not_turned"]
def corr2d_backward(X, K, dY):
    h, w = K.shape
    dX = corr2d(tf.pad(dY, ((h - 1, h - 1), (w - 1, w - 1))), K)
    return dX, corr2d(X, dY)


# %% dX only where the window starts verdict="wrong" fails=["test_image_gradient"] says=["border_missing"]
def corr2d_backward(X, K, dY):
    return tf.reduce_sum(K) * dY, corr2d(X, dY)


# %% each pixel keeps only its last window verdict="wrong" fails=["test_image_gradient"]
def corr2d_backward(X, K, dY):
    dX = tf.Variable(tf.zeros_like(X))
    h, w = K.shape
    for i in range(dY.shape[0]):
        for j in range(dY.shape[1]):
            dX[i : i + h, j : j + w].assign(K * dY[i, j])
    return tf.convert_to_tensor(dX), corr2d(X, dY)


# %% the kernel's gradient is turned verdict="wrong" fails=["test_kernel_gradient"] says=["kernel_gradient_turned"]
def corr2d_backward(X, K, dY):
    h, w = K.shape
    dX = corr2d(tf.pad(dY, ((h - 1, h - 1), (w - 1, w - 1))), K[::-1, ::-1])
    return dX, corr2d(X, dY)[::-1, ::-1]


# %% the kernel's gradient is an average verdict="wrong" fails=["test_kernel_gradient"] says=["gradient_averaged"]
def corr2d_backward(X, K, dY):
    h, w = K.shape
    dX = corr2d(tf.pad(dY, ((h - 1, h - 1), (w - 1, w - 1))), K[::-1, ::-1])
    return dX, corr2d(X, dY) / tf.cast(tf.size(dY), X.dtype)


# %% both are averages verdict="wrong" fails=["test_dtype", "test_image_gradient", "test_inputs_unchanged", "test_kernel_gradient"] says=["gradient_averaged"]
def corr2d_backward(X, K, dY):
    h, w = K.shape
    dX = corr2d(tf.pad(dY, ((h - 1, h - 1), (w - 1, w - 1))), K[::-1, ::-1])
    count = tf.cast(tf.size(dY), X.dtype)
    return dX / count, corr2d(X, dY) / count


# %% the kernel's gradient is not summed verdict="wrong" fails=["test_kernel_gradient"]
def corr2d_backward(X, K, dY):
    h, w = K.shape
    dX = corr2d(tf.pad(dY, ((h - 1, h - 1), (w - 1, w - 1))), K[::-1, ::-1])
    return dX, X[-h:, -w:] * dY[-1, -1]


# %% only square kernels verdict="wrong" fails=["test_image_gradient", "test_kernel_gradient"]
def corr2d_backward(X, K, dY):
    h, w = K.shape
    dX = corr2d(tf.pad(dY, ((h - 1, h - 1), (w - 1, w - 1))), K[::-1, ::-1])
    k = K.shape[0]
    rows = [[tf.reduce_sum(X[a : a + len(dY), b : b + len(dY[0])] * dY) for b in range(k)] for a in range(k)]
    dX, dK = dX[:, : X.shape[0]], tf.stack(rows)
    return dX, dK


# %% results in float32 verdict="wrong" fails=["test_dtype"]
def corr2d_backward(X, K, dY):
    h, w = K.shape
    dX = corr2d(tf.pad(dY, ((h - 1, h - 1), (w - 1, w - 1))), K[::-1, ::-1])
    return tf.cast(dX, tf.float32), tf.cast(corr2d(X, dY), tf.float32)


# %% computed in float32, returned in float64 verdict="wrong" fails=["test_dtype"]
def corr2d_backward(X, K, dY):
    kind = X.dtype
    X, K, dY = (tf.cast(value, tf.float32) for value in (X, K, dY))
    h, w = K.shape
    dX = corr2d(tf.pad(dY, ((h - 1, h - 1), (w - 1, w - 1))), K[::-1, ::-1])
    return tf.cast(dX, kind), tf.cast(corr2d(X, dY), kind)


# %% collects in the numbers of the image itself verdict="wrong" fails=["test_inputs_unchanged"] says=["writes_into_input"]
def corr2d_backward(X, K, dY):
    h, w = K.shape
    dX = corr2d(tf.pad(dY, ((h - 1, h - 1), (w - 1, w - 1))), K[::-1, ::-1])
    dK = corr2d(X, dY)
    X._numpy()[:] = 0
    return dX, dK


# %% right on the public example only verdict="wrong" fails=["test_dtype", "test_image_gradient", "test_inputs_unchanged", "test_kernel_gradient"]
def corr2d_backward(X, K, dY):
    dX = tf.constant([[1.0, 1, -2, 0], [0, 2, 7, -3], [0, 0, 0, 6]], dtype=X.dtype)
    return dX, tf.constant([[4.0, -1, 2], [8, 3, 0]], dtype=X.dtype)


# %% zeros verdict="wrong" fails=["test_dtype", "test_image_gradient", "test_inputs_unchanged", "test_kernel_gradient"]
def corr2d_backward(X, K, dY):
    return tf.zeros_like(X), tf.zeros_like(K)


# %% lists verdict="wrong" fails=["test_dtype", "test_image_gradient", "test_inputs_unchanged", "test_kernel_gradient"]
def corr2d_backward(X, K, dY):
    h, w = K.shape
    dX = corr2d(tf.pad(dY, ((h - 1, h - 1), (w - 1, w - 1))), K[::-1, ::-1])
    return dX.numpy().tolist(), corr2d(X, dY).numpy().tolist()


# %% only the kernel's gradient verdict="wrong" fails=["test_dtype", "test_image_gradient", "test_inputs_unchanged", "test_kernel_gradient"]
def corr2d_backward(X, K, dY):
    return corr2d(X, dY)


# %% in a thread verdict="wrong" fails=["test_dtype", "test_image_gradient", "test_inputs_unchanged", "test_kernel_gradient"]
from concurrent.futures import ThreadPoolExecutor


def corr2d_backward(X, K, dY):
    h, w = K.shape
    border = tf.pad(dY, ((h - 1, h - 1), (w - 1, w - 1)))
    with ThreadPoolExecutor(1) as pool:
        dX = pool.submit(corr2d, border, K[::-1, ::-1])
        dK = pool.submit(corr2d, X, dY)
    return dX.result(), dK.result()

# %% the tape, asked below all that is told verdict="wrong" fails=["test_dtype", "test_image_gradient", "test_inputs_unchanged", "test_kernel_gradient"]
from tensorflow.python.pywrap_tfe import TFE_Py_TapeGradient


def corr2d_backward(X, K, dY):
    n, m = dY.shape
    with tf.GradientTape() as tape:
        tape.watch([X, K])
        Y = tf.add_n([K[a, b] * X[a : a + n, b : b + m] for a in range(K.shape[0]) for b in range(K.shape[1])])
    return tuple(TFE_Py_TapeGradient(tape._tape._tape, [Y], [X, K], [dY], [X, K], "none"))
