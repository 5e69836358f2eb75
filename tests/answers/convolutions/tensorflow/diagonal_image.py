# %% identity verdict="right"
def diagonal_image(n):
    return tf.eye(n)

# %% lower triangle verdict="right"
def diagonal_image(n):
    return tf.linalg.band_part(tf.ones((n, n)), -1, 0)

# %% lower triangle without its diagonal, whole numbers in lists verdict="right"
def diagonal_image(n):
    return [[int(i > j) for j in range(n)] for i in range(n)]

# %% a band of booleans verdict="right"
def diagonal_image(n):
    i, j = tf.meshgrid(tf.range(n), tf.range(n), indexing="ij")
    return tf.abs(i - j) <= 2

# %% the two diagonals of the square, assigned verdict="right"
def diagonal_image(n):
    X = tf.Variable(tf.zeros((n, n), dtype=tf.int32))
    for i in range(n):
        X[i, i].assign(1)
        X[i, n - 1 - i].assign(1)
    return X

# %% the two diagonals in black on white verdict="right"
def diagonal_image(n):
    X = tf.eye(n)
    return 1 - tf.maximum(X, tf.reverse(X, axis=[1]))

# %% wide stripes along anti-diagonals, by map_fn verdict="right"
def diagonal_image(n):
    steps = tf.range(n)
    return tf.map_fn(lambda i: tf.cast((i + steps) // 3 % 2, tf.float16), steps, fn_output_signature=tf.float16)

# %% a grey diamond, compiled verdict="right"
@tf.function
def diagonal_image(n):
    steps = tf.abs(tf.range(n, dtype=tf.float32) - (n - 1) / 2)
    return tf.where(steps[:, None] + steps > n // 3, 0.25, 0.75)

# %% crossing lines of three shades verdict="right"
def diagonal_image(n):
    i, j = np.indices((n, n))
    falling = np.where(abs(i - j) <= 1, 0.5, 0.2)
    rising = np.where(i + j == n - 1, 0.9, 0.0)
    return np.maximum(falling, rising).astype(np.float32)

# %% the darker of two stripes verdict="right"
def diagonal_image(n):
    i, j = tf.range(n)[:, None], tf.range(n)
    return tf.cast(tf.logical_and((i - j) % 6 < 3, (i + j) % 8 < 5), tf.uint32)

# %% random shades, one for each of a few wide bands verdict="right"
def diagonal_image(n):
    shades = tf.random.uniform((2 * n,))
    steps = tf.range(n)
    return tf.gather(shades, (steps[:, None] - steps + n) // 4)

# %% a TensorArray of one row that moves on, noisy verdict="right"
def diagonal_image(n):
    print("moving")
    line, rows = tf.range(2 * n) // 4 % 2, tf.TensorArray(tf.int32, size=n)
    for i in range(n):
        rows = rows.write(i, line[n - i : 2 * n - i])
    return rows.stack()

# %% a Toeplitz operator verdict="right"
def diagonal_image(n):
    column = tf.cast(tf.range(n) < 3, tf.float32)
    return tf.linalg.LinearOperatorToeplitz(column, tf.zeros(n) + tf.one_hot(0, n)).to_dense()

# %% always eight by eight verdict="wrong" fails=["test_size"]
def diagonal_image(n):
    return tf.eye(8)

# %% one column short verdict="wrong" fails=["test_size"]
def diagonal_image(n):
    return tf.eye(n, n - 1)

# %% white is 255 verdict="wrong" fails=["test_values"] says=["shades_up_to_255"]
def diagonal_image(n):
    return 255 * tf.eye(n, dtype=tf.uint8)

# %% shades below zero verdict="wrong" fails=["test_values"]
def diagonal_image(n):
    lower = tf.linalg.band_part(tf.ones((n, n)), -1, 0)
    return 2 * lower - 1

# %% vertical edges verdict="wrong" fails=["test_diagonal"] says=["edges_drawn_vertical"]
def diagonal_image(n):
    return tf.tile(tf.where(tf.abs(tf.range(n) - 4) < 2, 0.0, 1.0)[None], [n, 1])

# %% horizontal edges verdict="wrong" fails=["test_diagonal", "test_areas"] says=["edges_drawn_horizontal"]
def diagonal_image(n):
    return tf.tile(tf.where(tf.abs(tf.range(n) - 4) < 2, 0.0, 1.0)[:, None], [1, n])

# %% noise verdict="wrong" fails=["test_diagonal"]
def diagonal_image(n):
    return tf.random.stateless_uniform((n, n), seed=(3, 4)) < 0.2

# %% a square in the middle verdict="wrong" fails=["test_diagonal"]
def diagonal_image(n):
    return tf.pad(tf.ones((4, 4)), [[2, n - 6], [2, n - 6]])

# %% a disc verdict="wrong" fails=["test_diagonal"]
def diagonal_image(n):
    steps = (tf.range(n, dtype=tf.float32) - (n - 1) / 2) ** 2
    return steps[:, None] + steps < (n / 2.2) ** 2

# %% a line that is too steep verdict="wrong" fails=["test_diagonal"]
def diagonal_image(n):
    i, j = tf.range(n)[:, None], tf.range(n)
    return tf.cast(2 * j < i, tf.float32)

# %% checkerboard verdict="wrong" fails=["test_areas"] says=["checkerboard"]
def diagonal_image(n):
    i, j = tf.range(n)[:, None], tf.range(n)
    return (i + j) % 2

# %% gradual change along the diagonal verdict="wrong" fails=["test_areas"] says=["gradual_change"]
def diagonal_image(n):
    i, j = tf.range(n)[:, None], tf.range(n)
    return (i + j) / (2 * n - 2)

# %% dense diagonal lines verdict="wrong" fails=["test_areas"]
def diagonal_image(n):
    i, j = tf.range(n)[:, None], tf.range(n)
    return tf.cast((i - j) % 3 == 0, tf.float32)

# %% a constant verdict="wrong" fails=["test_diagonal", "test_areas"]
def diagonal_image(n):
    return tf.ones((n, n))

# %% nothing returned verdict="wrong" fails=["test_size", "test_values", "test_diagonal", "test_areas"]
def diagonal_image(n):
    X = tf.eye(n)

# %% two crossing lines, their shades added verdict="wrong" fails=["test_values", "test_diagonal"] says=["shades_added"]
def diagonal_image(n):
    X = tf.eye(n)
    return X + X[:, ::-1]
