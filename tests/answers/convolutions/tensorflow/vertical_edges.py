# %% corr2d with a row of two weights verdict="right"
def vertical_edges(X):
    K = tf.constant([[1.0, -1.0]])
    return corr2d(X, K)

# %% slices, without corr2d verdict="right"
def vertical_edges(X):
    return X[:, :-1] - X[:, 1:]

# %% the kernel as a variable, compiled verdict="right"
kernel = tf.Variable([[1.0, -1.0]])


@tf.function
def vertical_edges(X):
    return corr2d(X, tf.identity(kernel))

# %% two loops and whole numbers in lists verdict="right"
def vertical_edges(X):
    rows = []
    for row in X.numpy().tolist():
        rows.append([int(a) - int(b) for a, b in zip(row, row[1:])])
    return rows

# %% library convolution, which is allowed here verdict="right"
def vertical_edges(X):
    kernel = tf.reshape(tf.constant([1.0, -1.0]), (1, 2, 1, 1))
    return tf.nn.conv2d(X[None, :, :, None], kernel, strides=1, padding="VALID")[0, :, :, 0]

# %% map_fn over the rows verdict="right"
def vertical_edges(X):
    return tf.map_fn(lambda row: row[:-1] - row[1:], X)

# %% a TensorArray of columns verdict="right"
def vertical_edges(X):
    columns = tf.TensorArray(X.dtype, size=X.shape[1] - 1)
    for j in range(X.shape[1] - 1):
        columns = columns.write(j, X[:, j] - X[:, j + 1])
    return tf.transpose(columns.stack())

# %% comparisons of booleans, as bytes verdict="right"
def vertical_edges(X):
    white = X > 0.5
    falls = white[:, :-1] & ~white[:, 1:]
    rises = ~white[:, :-1] & white[:, 1:]
    return tf.cast(falls, tf.int8) - tf.cast(rises, tf.int8)

# %% a product of matrices verdict="right"
def vertical_edges(X):
    m = X.shape[1]
    return X @ (tf.eye(m, m - 1) - tf.roll(tf.eye(m, m - 1), 1, axis=0))

# %% a variable that is assigned element by element verdict="right"
def vertical_edges(X):
    n, m = X.shape
    Y = tf.Variable(tf.zeros((n, m - 1)))
    for i in range(n):
        for j in range(m - 1):
            Y[i, j].assign(X[i, j] - X[i, j + 1])
    return Y

# %% pairs and einsum verdict="right"
def vertical_edges(X):
    pairs = tf.stack([X[:, :-1], X[:, 1:]])
    return tf.einsum("kij,k->ij", pairs, tf.constant([1.0, -1.0]))

# %% numpy in and out verdict="right"
def vertical_edges(X):
    return -np.diff(X.numpy(), axis=1)

# %% the gradient of the image, in TensorFlow's own words verdict="right"
def vertical_edges(X):
    _, to_the_right = tf.image.image_gradients(X[None, :, :, None])
    return -to_the_right[0, :, :-1, 0]

# %% a layer with its kernel as variable, noisy on both streams verdict="right"
import sys


class Detector(tf.Module):
    def __init__(self, *weights):
        super().__init__()
        self.kernel = tf.Variable([weights])

    def __call__(self, X, verbose=True):
        if verbose:
            print("looking at", X)
            print("warning: looking", file=sys.stderr)
        return corr2d(X, tf.convert_to_tensor(self.kernel))


vertical_edges = Detector(1.0, -1.0)

# %% kernel from a transposed column verdict="right"
def vertical_edges(X):
    column = tf.constant([[-1], [1]])
    return corr2d(X, tf.cast(tf.transpose(tf.reverse(column, [0])), X.dtype))

# %% counts flat white as an edge verdict="wrong" fails=["test_places"]
def vertical_edges(X):
    left, right = X[:, :-1], X[:, 1:]
    return tf.where(left >= right, tf.where(left == 1, 1.0, 0.0), -1.0)

# %% no place without an edge verdict="wrong" fails=["test_places"]
def vertical_edges(X):
    return tf.where(X[:, :-1] < X[:, 1:], -1.0, 1.0)

# %% an edge of white and black is minus one both ways verdict="wrong" fails=["test_white_to_black"]
def vertical_edges(X):
    return -tf.abs(X[:, :-1] - X[:, 1:])

# %% absolute value verdict="wrong" fails=["test_black_to_white"] says=["vertical_signs_lost"]
def vertical_edges(X):
    return tf.abs(corr2d(X, tf.constant([[1.0, -1.0]])))

# %% unsigned bytes verdict="wrong" fails=["test_black_to_white"]
def vertical_edges(X):
    pixels = tf.cast(X, tf.uint8)
    return pixels[:, :-1] - pixels[:, 1:]

# %% drops axes of length one verdict="wrong" fails=["test_shape"]
def vertical_edges(X):
    return tf.squeeze(corr2d(X, tf.constant([[1.0, -1.0]])))

# %% a column of zeros at the right verdict="wrong" fails=["test_shape"] says=["as_wide_as_the_image"]
def vertical_edges(X):
    return tf.concat([X[:, :-1] - X[:, 1:], tf.zeros((X.shape[0], 1))], axis=1)

# %% a border of zeros verdict="wrong" fails=["test_shape"] says=["zeros_to_the_right"]
def vertical_edges(X):
    return corr2d(tf.pad(X, [[0, 0], [0, 1]]), tf.constant([[1.0, -1.0]]))

# %% circular verdict="wrong" fails=["test_shape"]
def vertical_edges(X):
    return X - tf.roll(X, -1, axis=1)

# %% writes into the image verdict="wrong" fails=["test_image_unchanged"] says=["writes_into_input"]
def vertical_edges(X):
    right = tf.pad(X[:, 1:], [[0, 0], [0, 1]])
    return tf.raw_ops.InplaceSub(x=X, i=tf.range(X.shape[0]), v=right)[:, :-1]

# %% signs reversed verdict="wrong" fails=["test_white_to_black", "test_black_to_white", "test_image_unchanged"] says=["right_minus_left"]
def vertical_edges(X):
    return X[:, 1:] - X[:, :-1]

# %% half as strong verdict="wrong" fails=["test_white_to_black", "test_black_to_white", "test_image_unchanged"]
def vertical_edges(X):
    return corr2d(X, tf.constant([[0.5, -0.5]]))

# %% adds neighbours verdict="wrong" fails=["test_places", "test_black_to_white", "test_image_unchanged"] says=["sideways_added"]
def vertical_edges(X):
    return corr2d(X, tf.ones((1, 2)))

# %% horizontal edges verdict="wrong" fails=["test_places", "test_white_to_black", "test_black_to_white", "test_shape", "test_image_unchanged"] says=["compared_downwards"]
def vertical_edges(X):
    return X[:-1] - X[1:]

# %% image transposed and not turned back verdict="wrong" fails=["test_places", "test_white_to_black", "test_black_to_white", "test_shape", "test_image_unchanged"] says=["vertical_of_transposed"]
def vertical_edges(X):
    return corr2d(tf.transpose(X), tf.constant([[1.0, -1.0]]))

# %% as many columns as the image has rows verdict="wrong" fails=["test_places", "test_white_to_black", "test_black_to_white", "test_shape"] says=["vertical_on_a_square"]
def vertical_edges(X):
    n = X.shape[0]
    rows = [[X[i, j] - X[i, j + 1] for j in range(n - 1)] for i in range(n)]
    return tf.reshape(tf.convert_to_tensor(rows), (n, n - 1))

# %% zeros of the right size verdict="wrong" fails=["test_places", "test_white_to_black", "test_black_to_white", "test_image_unchanged"]
def vertical_edges(X):
    return tf.zeros((X.shape[0], X.shape[1] - 1))

# %% a kernel with one axis verdict="wrong" fails=["test_places", "test_white_to_black", "test_black_to_white", "test_shape", "test_image_unchanged"]
def vertical_edges(X):
    return corr2d(X, tf.constant([1.0, -1.0]))

# %% nothing to compare in two columns verdict="wrong" fails=["test_places"]
def vertical_edges(X):
    if X.shape[1] == 2:
        return tf.zeros((X.shape[0], 1))
    return X[:, :-1] - X[:, 1:]
