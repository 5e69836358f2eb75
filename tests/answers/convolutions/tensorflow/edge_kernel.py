# %% steered Sobel verdict="right"
def edge_kernel(v):
    down = tf.constant([[-1.0, -2.0, -1.0], [0.0, 0.0, 0.0], [1.0, 2.0, 1.0]])
    return v[0] * down + v[1] * tf.transpose(down)

# %% steered Prewitt, nested lists verdict="right"
def edge_kernel(v):
    return [[v[0] * i + v[1] * j for j in (-1, 0, 1)] for i in (-1, 0, 1)]

# %% steered Scharr, the other sign verdict="right"
def edge_kernel(v):
    right = tf.constant([[3.0], [10.0], [3.0]]) * tf.constant([1.0, 0.0, -1.0])
    return tf.tensordot(tf.constant(v), tf.stack([tf.transpose(right), right]), axes=1)

# %% zero-padded to 5×5, by einsum verdict="right"
def edge_kernel(v):
    down = tf.constant([[-1.0], [0.0], [1.0]]) * [[1.0, 2.0, 1.0]]
    both = tf.stack([down, tf.transpose(down)])
    return tf.pad(tf.einsum("k,kij->ij", tf.constant(v), both), [[1, 1], [1, 1]])

# %% the 2×2 plane fit, numbers of TensorFlow's in nested lists verdict="right"
def edge_kernel(v):
    a, b = tf.unstack(tf.constant(v, tf.float64) / tf.norm(tf.constant(v, tf.float64)))
    return [[-a - b, b - a], [a - b, a + b]]

# %% an L-shaped 2×2 in the corner of 5×5, negated, scattered verdict="right"
def edge_kernel(v):
    weights = tf.constant([-(v[0] + v[1]), v[0], v[1]], tf.float64)
    return tf.scatter_nd([[4, 4], [3, 4], [4, 3]], weights, (5, 5))

# %% derivative of a Gaussian on a mesh, even size verdict="right"
def edge_kernel(v):
    place = tf.range(4.0) - 1.5
    i, j = tf.meshgrid(place, place, indexing="ij")
    return (v[0] * i + v[1] * j) * tf.exp(-(i**2 + j**2) / (2 * 0.7**2))

# %% the derivative of a Gaussian, on a tape verdict="right"
def edge_kernel(v):
    place = tf.range(5.0) - 2
    i, j = (tf.Variable(axis) for axis in tf.meshgrid(place, place, indexing="ij"))
    with tf.GradientTape() as tape:
        gauss = tf.exp(-(i**2 + j**2) / 2)
    down, right = tape.gradient(gauss, [i, j])
    return v[0] * down + v[1] * right

# %% plane fit to 7×7 by least squares verdict="right"
def edge_kernel(v):
    place = tf.range(7, dtype=tf.float64)
    i, j = (tf.reshape(axis, [-1]) for axis in tf.meshgrid(place, place, indexing="ij"))
    planes = tf.linalg.pinv(tf.stack([tf.ones_like(i), i, j], axis=1))
    return tf.reshape(tf.tensordot(tf.constant(v, tf.float64), planes[1:], axes=1), (7, 7))

# %% a variable, written into verdict="right"
def edge_kernel(v):
    K = tf.Variable(tf.zeros((3, 3)))
    K[0].assign(tf.fill([3], -v[0]))
    K[2].assign(tf.fill([3], v[0]))
    K.assign_add([[-v[1], 0, v[1]]] * 3)
    return K

# %% NumPy verdict="right"
def edge_kernel(v):
    down = np.outer([-1, 0, 1], [1, 2, 1])
    return v[0] * down + v[1] * down.T

# %% plane fit to 9×9 verdict="wrong" fails=["test_size"]
def edge_kernel(v):
    i = tf.range(9.0) - 4
    return v[0] * i[:, None] + v[1] * i

# %% something in the middle verdict="wrong" fails=["test_sums_to_zero"]
def edge_kernel(v):
    down = tf.constant([[-1.0], [0.0], [1.0]]) * tf.constant([1.0, 2.0, 1.0])
    K = v[0] * down + v[1] * tf.transpose(down)
    return tf.tensor_scatter_nd_add(K, [[1, 1]], [0.1 * math.hypot(*v)])

# %% rounded to whole degrees verdict="wrong" fails=["test_first_moment"]
def edge_kernel(v):
    angle = tf.round(tf.atan2(v[1], v[0]) * 180 / math.pi) * math.pi / 180
    down = tf.constant([[-1.0], [0.0], [1.0]]) * tf.constant([1.0, 2.0, 1.0])
    return tf.cos(angle) * down + tf.sin(angle) * tf.transpose(down)

# %% rounded to two places verdict="wrong" fails=["test_first_moment"]
def edge_kernel(v):
    a, b = tf.unstack(tf.round(100 * tf.constant(v) / tf.norm(tf.constant(v))) / 100)
    down = tf.constant([[-1.0], [0.0], [1.0]]) * tf.constant([1.0, 2.0, 1.0])
    return a * down + b * tf.transpose(down)

# %% the first weight is made positive verdict="wrong" fails=["test_same_sign"]
def edge_kernel(v):
    K = tf.constant([[-(v[0] + v[1]), v[1]], [v[0], 0.0]], tf.float64)
    return K if v[0] >= 0 else -K

# %% takes the numbers for cosine and sine of an angle verdict="wrong" fails=["test_any_length"] says=["only_unit_v"]
def edge_kernel(v):
    angle = tf.acos(tf.clip_by_value(tf.constant(v[0], tf.float64), -1, 1)) * (-1 if v[1] < 0 else 1)
    down = tf.constant([[-1.0], [0.0], [1.0]], tf.float64) * tf.constant([1.0, 2.0, 1.0], tf.float64)
    return tf.cos(angle) * down + tf.sin(angle) * tf.transpose(down)

# %% sharpened across in place of smoothed verdict="wrong" fails=["test_strongest_edge"]
def edge_kernel(v):
    down = tf.constant([[-1.0], [0.0], [1.0]]) * [[-4.0, 9.0, -4.0]]
    return v[0] * down + v[1] * tf.transpose(down)

# %% a strong Laplacian on top verdict="wrong" fails=["test_parallel_edge"]
def edge_kernel(v):
    down = tf.constant([[-1.0], [0.0], [1.0]]) * tf.constant([1.0, 2.0, 1.0])
    laplacian = tf.constant([[0.0, 1.0, 0.0], [1.0, -4.0, 1.0], [0.0, 1.0, 0.0]])
    return (v[0] * down + v[1] * tf.transpose(down)) / math.hypot(*v) + 40 * laplacian

# %% v as (x, y) verdict="wrong" fails=["test_first_moment", "test_same_sign", "test_strongest_edge", "test_parallel_edge"] says=["v_as_x_y"]
def edge_kernel(v):
    x, y = v
    down = tf.constant([[-1.0], [0.0], [1.0]]) * tf.constant([1.0, 2.0, 1.0])
    return x * tf.transpose(down) + y * down

# %% detects edges along v verdict="wrong" fails=["test_first_moment", "test_same_sign", "test_strongest_edge", "test_parallel_edge"] says=["edges_along_v"]
def edge_kernel(v):
    down = tf.constant([[-1.0], [0.0], [1.0]]) * tf.constant([1.0, 2.0, 1.0])
    return v[1] * down - v[0] * tf.transpose(down)

# %% rows point up verdict="wrong" fails=["test_first_moment", "test_same_sign", "test_strongest_edge", "test_parallel_edge"] says=["rows_point_up"]
def edge_kernel(v):
    down = tf.constant([[-1.0], [0.0], [1.0]]) * tf.constant([1.0, 2.0, 1.0])
    return v[0] * down[::-1] + v[1] * tf.transpose(down)

# %% a fixed Sobel verdict="wrong" fails=["test_first_moment", "test_same_sign", "test_strongest_edge", "test_parallel_edge"] says=["ignores_v"]
def edge_kernel(v):
    down = tf.constant([[-1.0], [0.0], [1.0]]) * tf.constant([1.0, 2.0, 1.0])
    return down

# %% whole numbers alone verdict="wrong" fails=["test_first_moment", "test_strongest_edge"] says=["direction_rounded"]
def edge_kernel(v):
    a, b = tf.unstack(tf.round(tf.constant(v) / tf.norm(tf.constant(v))))
    down = tf.constant([[-1.0], [0.0], [1.0]]) * tf.constant([1.0, 2.0, 1.0])
    return a * down + b * tf.transpose(down)

# %% averages verdict="wrong" fails=["test_sums_to_zero", "test_first_moment", "test_same_sign", "test_any_length", "test_strongest_edge", "test_parallel_edge"] says=["averages"]
def edge_kernel(v):
    return tf.ones((3, 3)) / 9

# %% one axis alone verdict="wrong" fails=["test_size", "test_sums_to_zero", "test_first_moment", "test_same_sign", "test_any_length", "test_strongest_edge", "test_parallel_edge"]
def edge_kernel(v):
    return tf.constant([-v[0], 0.0, v[1]])

# %% whole numbers times fractions verdict="wrong" fails=["test_size", "test_sums_to_zero", "test_first_moment", "test_same_sign", "test_any_length", "test_strongest_edge", "test_parallel_edge"]
def edge_kernel(v):
    down = tf.constant([[-1, -2, -1], [0, 0, 0], [1, 2, 1]])
    return v[0] * down + v[1] * tf.transpose(down)

# %% writes into a tensor verdict="wrong" fails=["test_size", "test_sums_to_zero", "test_first_moment", "test_same_sign", "test_any_length", "test_strongest_edge", "test_parallel_edge"]
def edge_kernel(v):
    K = tf.zeros((3, 3))
    K[0, 1], K[2, 1], K[1, 0], K[1, 2] = -v[0], v[0], -v[1], v[1]
    return K
