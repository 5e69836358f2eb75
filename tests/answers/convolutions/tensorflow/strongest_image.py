# %% a white line verdict="right"
def strongest_image(shape):
    line = np.zeros(shape, "float32")
    line[:, 1] = 1
    return tf.constant(line)

# %% rows that are one-hot verdict="right"
def strongest_image(shape):
    return tf.one_hot(tf.fill([shape[0]], shape[1] // 2), shape[1])

# %% a black dot on white verdict="right"
def strongest_image(shape):
    return tf.tensor_scatter_nd_update(tf.ones(shape), [[shape[0] // 2, shape[1] // 2]], [0.0])

# %% stripes verdict="right"
def strongest_image(shape):
    return tf.tile(tf.range(shape[1])[None] % 2, (shape[0], 1))

# %% a checkerboard of booleans verdict="right"
def strongest_image(shape):
    return (tf.range(shape[0])[:, None] + tf.range(shape[1])) % 2 == 1

# %% signs of the own kernel, in a variable verdict="right"
def strongest_image(shape):
    X = tf.Variable(tf.fill(shape, 0.5))
    X[0, :3].assign(tf.cast(tf.constant(second_derivative_kernel())[0] > 0, tf.float32))
    return X

# %% uphill by gradients, with brightness cut off verdict="right"
def strongest_image(shape):
    K = tf.cast(second_derivative_kernel(), tf.float64)
    X = tf.Variable(tf.tensor_scatter_nd_update(tf.fill(shape, np.float64(0.5)), [[0, 0]], [np.float64(0.6)]))
    for _ in range(5):
        with tf.GradientTape() as tape:
            answer = corr2d(X, K)[0, 0] ** 2
        X.assign(tf.clip_by_value(X + tape.gradient(answer, X), 0, 1))
    return X

# %% lists verdict="right"
def strongest_image(shape):
    return [[float(j == 1) for j in range(shape[1])] for _ in range(shape[0])]

# %% always 7×7 verdict="wrong" fails=["test_shape"]
def strongest_image(shape):
    return tf.one_hot([3] * 7, 7)

# %% height and width swapped verdict="wrong" fails=["test_shape"] says=["height_width_swapped"]
def strongest_image(shape):
    width, height = shape
    return tf.one_hot([width // 2] * height, width)

# %% one column too many verdict="wrong" fails=["test_shape"]
def strongest_image(shape):
    return tf.one_hot([1] * shape[0], shape[1] + 1)

# %% up to 255 verdict="wrong" fails=["test_range"]
def strongest_image(shape):
    return tf.one_hot([1] * shape[0], shape[1], on_value=tf.constant(255, tf.uint8))

# %% minus one around the line verdict="wrong" fails=["test_range"]
def strongest_image(shape):
    return tf.one_hot([1] * shape[0], shape[1], on_value=1.0, off_value=-1.0)

# %% a step verdict="wrong" fails=["test_response"] says=["a_step"]
def strongest_image(shape):
    half = shape[1] // 2
    return tf.pad(tf.ones((shape[0], shape[1] - half)), [[0, 0], [half, 0]])

# %% a line along the row verdict="wrong" fails=["test_response"] says=["nothing_to_the_right"]
def strongest_image(shape):
    return tf.one_hot([shape[0] // 2] * shape[1], shape[0], axis=0)

# %% a line at the border verdict="wrong" fails=["test_response"] says=["at_the_border"]
def strongest_image(shape):
    return tf.one_hot([shape[1] - 1] * shape[0], shape[1])

# %% a parabola verdict="wrong" fails=["test_response"] says=["a_slope"]
def strongest_image(shape):
    return tf.repeat(tf.linspace(0.0, 1.0, shape[1])[None] ** 2, shape[0], axis=0)

# %% a line two pixels wide verdict="wrong" fails=["test_response"]
def strongest_image(shape):
    return tf.one_hot([1] * shape[0], shape[1]) + tf.one_hot([2] * shape[0], shape[1])

# %% noise verdict="wrong" fails=["test_response"]
def strongest_image(shape):
    return 0.9 * tf.random.stateless_uniform(shape, seed=(3, 1))

# %% all white verdict="wrong" fails=["test_response"] says=["nothing_to_the_right"]
def strongest_image(shape):
    return tf.ones(shape)

# %% writes into a tensor verdict="wrong" fails=["test_shape", "test_range", "test_response"]
def strongest_image(shape):
    X = tf.zeros(shape)
    X[:, 1] = 1
    return X
