# %% corr2d with a column of two weights verdict="right"
def horizontal_edges(X):
    K = tf.constant([[1.0], [-1.0]])
    return corr2d(X, K)

# %% vertical edges of the transposed image, turned back verdict="right"
def horizontal_edges(X):
    return tf.transpose(vertical_edges(tf.transpose(X)))

# %% slices, compiled verdict="right"
@tf.function
def horizontal_edges(X):
    return X[:-1] - X[1:]

# %% loops over pixels verdict="right"
def horizontal_edges(X):
    n, m = X.shape
    rows = [tf.stack([X[i, j] - X[i + 1, j] for j in range(m)]) for i in range(n - 1)]
    return tf.stack(rows)

# %% lists of numbers of TensorFlow's verdict="right"
def horizontal_edges(X):
    rows = [list(row) for row in X]
    return [[a - b for a, b in zip(upper, lower)] for upper, lower in zip(rows, rows[1:])]

# %% what lies upside down, noisy verdict="right"
import sys


class Edges:
    kernel = tf.constant([[-1.0], [1.0]])

    @classmethod
    def down(cls, X):
        print("down", file=sys.stderr)
        print(X.shape)
        return tf.reverse(corr2d(tf.reverse(X, [0]), cls.kernel), [0])


horizontal_edges = Edges.down

# %% a product of matrices of doubles verdict="right"
def horizontal_edges(X):
    D = tf.eye(X.shape[0], dtype=tf.float64)
    return tf.cast((D[:-1] - D[1:]) @ tf.cast(X, tf.float64), tf.float32)

# %% a TensorArray of rows verdict="right"
def horizontal_edges(X):
    n = X.shape[0] - 1
    rows = tf.TensorArray(tf.float32, size=n)
    for i in tf.range(n):
        rows = rows.write(i, X[i] - X[i + 1])
    return rows.stack()

# %% map_fn over pairs of rows verdict="right"
def horizontal_edges(X):
    return tf.map_fn(lambda pair: pair[0] - pair[1], (X[:-1], X[1:]), fn_output_signature=tf.float32)

# %% a variable, from which the lower rows are taken verdict="right"
def horizontal_edges(X):
    Y = tf.Variable(X[:-1])
    Y.assign_sub(X[1:])
    return Y

# %% the gradient of what it measures verdict="right"
def horizontal_edges(X):
    weights = tf.Variable(tf.zeros((X.shape[0] - 1, X.shape[1])))
    with tf.GradientTape() as tape:
        total = tf.reduce_sum(weights * X[:-1]) - tf.reduce_sum(weights * X[1:])
    return tape.gradient(total, weights)

# %% no place without an edge verdict="wrong" fails=["test_places"]
def horizontal_edges(X):
    return tf.where(X[:-1] < X[1:], -1.0, 1.0)

# %% absolute value verdict="wrong" fails=["test_signs"] says=["horizontal_signs_lost"]
def horizontal_edges(X):
    return tf.abs(corr2d(X, tf.constant([[1.0], [-1.0]])))

# %% signs reversed verdict="wrong" fails=["test_signs", "test_image_unchanged"] says=["lower_minus_upper"]
def horizontal_edges(X):
    return X[1:] - X[:-1]

# %% half as strong verdict="wrong" fails=["test_signs", "test_image_unchanged"]
def horizontal_edges(X):
    return (X[:-1] - X[1:]) / 2

# %% drops axes of length one verdict="wrong" fails=["test_shape"]
def horizontal_edges(X):
    return tf.squeeze(X[:-1] - X[1:])

# %% a row of zeros at the bottom verdict="wrong" fails=["test_shape"] says=["as_high_as_the_image"]
def horizontal_edges(X):
    return tf.pad(X[:-1] - X[1:], [[0, 1], [0, 0]])

# %% a border of zeros below verdict="wrong" fails=["test_shape"] says=["zeros_below"]
def horizontal_edges(X):
    return corr2d(tf.pad(X, [[0, 1], [0, 0]]), tf.constant([[1.0], [-1.0]]))

# %% writes into the image verdict="wrong" fails=["test_image_unchanged"] says=["writes_into_input"]
def horizontal_edges(X):
    return tf.raw_ops.InplaceSub(x=X, i=tf.range(X.shape[0] - 1), v=X[1:])[:-1]

# %% vertical edges verdict="wrong" fails=["test_places", "test_signs", "test_shape", "test_image_unchanged"] says=["compared_sideways"]
def horizontal_edges(X):
    return vertical_edges(X)

# %% not turned back verdict="wrong" fails=["test_places", "test_signs", "test_shape", "test_image_unchanged"] says=["horizontal_not_turned_back"]
def horizontal_edges(X):
    return vertical_edges(tf.transpose(X))

# %% adds neighbours verdict="wrong" fails=["test_places", "test_signs", "test_image_unchanged"] says=["downwards_added"]
def horizontal_edges(X):
    return corr2d(X, tf.ones((2, 1)))

# %% black to white only verdict="wrong" fails=["test_places", "test_signs"]
def horizontal_edges(X):
    return tf.minimum(X[:-1] - X[1:], 0)

# %% zeros of the right size verdict="wrong" fails=["test_places", "test_signs", "test_image_unchanged"]
def horizontal_edges(X):
    return tf.zeros((X.shape[0] - 1, X.shape[1]))

# %% nothing returned verdict="wrong" fails=["test_places", "test_signs", "test_shape", "test_image_unchanged"]
def horizontal_edges(X):
    print(X[:-1] - X[1:])

# %% as many columns as the image has rows verdict="wrong" fails=["test_places", "test_signs", "test_shape"] says=["horizontal_on_a_square"]
def horizontal_edges(X):
    n = X.shape[0]
    return tf.convert_to_tensor([[X[i, j] - X[i + 1, j] for j in range(n)] for i in range(n - 1)])

# %% nothing to compare in a single column verdict="wrong" fails=["test_places"]
def horizontal_edges(X):
    if X.shape[1] == 1:
        return tf.zeros((X.shape[0] - 1, 1))
    return X[:-1] - X[1:]
