# %% one bright corner verdict="right"
def unteachable_image(shape, kernel_shape):
    return tf.tensor_scatter_nd_update(tf.zeros(shape), [[0, 0]], [1.0])

# %% the other corner, as nested lists verdict="right"
def unteachable_image(shape, kernel_shape):
    X = [[0] * shape[1] for _ in range(shape[0])]
    X[-1][-1] = 3
    return X

# %% stripes along the kernel, bool verdict="right"
def unteachable_image(shape, kernel_shape):
    if kernel_shape[1] > 1:
        return tf.repeat(tf.range(shape[0])[:, None] % 2 == 0, shape[1], axis=1)
    return tf.repeat(tf.range(shape[1])[None] % 2 == 0, shape[0], axis=0)

# %% a ramp along the longer side of the kernel, a variable verdict="right"
def unteachable_image(shape, kernel_shape):
    rows, columns = tf.meshgrid(tf.linspace(1.0, 2.0, shape[0]), tf.linspace(1.0, 2.0, shape[1]), indexing="ij")
    return tf.Variable(rows if kernel_shape[1] > 1 else columns)

# %% random along one axis only verdict="right"
def unteachable_image(shape, kernel_shape):
    if kernel_shape[1] > kernel_shape[0]:
        return tf.broadcast_to(tf.random.normal((shape[0], 1)), shape)
    return tf.broadcast_to(tf.random.normal((1, shape[1])), shape)

# %% padded with zeros verdict="right"
def unteachable_image(shape, kernel_shape):
    return tf.pad(tf.constant([[0.5]], tf.float64), [[0, shape[0] - 1], [shape[1] - 1, 0]])

# %% written into an array of NumPy's verdict="right"
def unteachable_image(shape, kernel_shape):
    X = np.zeros(shape)
    X[0, 0] = 1
    return X

# %% horizontal stripes, always verdict="wrong" fails=["test_tall_kernels"] says=["kernel_shape_ignored"]
def unteachable_image(shape, kernel_shape):
    half = shape[0] // 2
    return tf.concat([tf.ones((half, shape[1])), tf.zeros((shape[0] - half, shape[1]))], axis=0)

# %% vertical stripes, always verdict="wrong" fails=["test_wide_kernels"] says=["kernel_shape_ignored"]
def unteachable_image(shape, kernel_shape):
    start, stop = shape[1] // 3, 2 * shape[1] // 3
    row = tf.concat([tf.ones(start), tf.zeros(stop - start), tf.ones(shape[1] - stop)], axis=0)
    return tf.tile(row[None], (shape[0], 1))

# %% noise for kernels with two directions verdict="wrong" fails=["test_larger_kernels"]
def unteachable_image(shape, kernel_shape):
    if kernel_shape[0] == 1:
        return tf.broadcast_to(tf.range(shape[0])[:, None], shape)
    if kernel_shape[1] == 1:
        return tf.broadcast_to(tf.range(shape[1]), shape)
    return tf.random.normal(shape)

# %% constant verdict="wrong" fails=["test_not_constant"] says=["image_constant"]
def unteachable_image(shape, kernel_shape):
    return tf.ones(shape)

# %% constant but for noise that nobody sees verdict="wrong" fails=["test_not_constant"] says=["image_constant"]
def unteachable_image(shape, kernel_shape):
    return 1 + 1e-9 * tf.random.normal(shape, dtype=tf.float64)

# %% noise verdict="wrong" fails=["test_wide_kernels", "test_tall_kernels", "test_larger_kernels"]
def unteachable_image(shape, kernel_shape):
    return tf.random.stateless_normal(shape, seed=(0, 1))

# %% a checkerboard verdict="wrong" fails=["test_wide_kernels", "test_tall_kernels"]
def unteachable_image(shape, kernel_shape):
    return (tf.range(shape[0])[:, None] + tf.range(shape[1])) % 2

# %% stripes along the wrong axis verdict="wrong" fails=["test_wide_kernels", "test_tall_kernels"] says=["direction_swapped"]
def unteachable_image(shape, kernel_shape):
    axis = 0 if kernel_shape[1] == 1 else 1
    line = tf.cast(tf.range(shape[axis]) % 2 == 0, tf.float32) - 0.5 * tf.one_hot(0, shape[axis])
    return tf.broadcast_to(line[:, None] if axis == 0 else line, shape)

# %% height and width of the image swapped verdict="wrong" fails=["test_wide_kernels", "test_tall_kernels", "test_larger_kernels"]
def unteachable_image(shape, kernel_shape):
    return tf.scatter_nd([[0, 0]], [1.0], shape[::-1])

# %% values that are not numbers verdict="wrong" fails=["test_wide_kernels", "test_tall_kernels", "test_larger_kernels", "test_not_constant"]
def unteachable_image(shape, kernel_shape):
    return tf.fill(shape, float("nan"))

# %% text verdict="wrong" fails=["test_wide_kernels", "test_tall_kernels", "test_larger_kernels", "test_not_constant"]
def unteachable_image(shape, kernel_shape):
    return tf.as_string(tf.scatter_nd([[0, 0]], [1.0], shape))

# %% writes into a tensor verdict="wrong" fails=["test_wide_kernels", "test_tall_kernels", "test_larger_kernels", "test_not_constant"]
def unteachable_image(shape, kernel_shape):
    X = tf.zeros(shape)
    X[0, 0] = 1
    return X

# %% noise beside one very bright pixel verdict="wrong" fails=["test_wide_kernels", "test_tall_kernels", "test_larger_kernels"]
def unteachable_image(shape, kernel_shape):
    noise = tf.random.normal(shape, dtype=tf.float64)
    return tf.tensor_scatter_nd_update(noise, [[0, 0]], tf.constant([1e6], tf.float64))
