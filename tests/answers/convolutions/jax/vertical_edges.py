# %% corr2d with a row of two weights verdict="right"
def vertical_edges(X):
    K = jnp.array([[1.0, -1.0]])
    return corr2d(X, K)

# %% slices, without corr2d verdict="right"
def vertical_edges(X):
    return X[:, :-1] - X[:, 1:]

# %% negative diff, compiled verdict="right"
vertical_edges = jax.jit(lambda X: -jnp.diff(X))

# %% two loops and whole numbers in lists verdict="right"
def vertical_edges(X):
    rows = []
    for row in X.tolist():
        rows.append([int(a) - int(b) for a, b in zip(row, row[1:])])
    return rows

# %% library convolution, which is allowed here verdict="right"
def vertical_edges(X):
    kernel = jnp.array([[[[1, -1]]]], dtype=X.dtype)
    return jax.lax.conv_general_dilated(X[None, None], kernel, (1, 1), "VALID")[0, 0]

# %% vmap over rows, each convolved by the library verdict="right"
def vertical_edges(X):
    return jax.vmap(lambda row: jnp.convolve(row, jnp.array([-1.0, 1.0]), mode="valid"))(X)

# %% vmap over places verdict="right"
def vertical_edges(X):
    def at(i, j):
        return X[i, j] - X[i, j + 1]

    rows, columns = jnp.arange(X.shape[0]), jnp.arange(X.shape[1] - 1)
    return jax.vmap(lambda i: jax.vmap(lambda j: at(i, j))(columns))(rows)

# %% comparisons of booleans, as bytes verdict="right"
def vertical_edges(X):
    white = X > 0.5
    falls = white[:, :-1] & ~white[:, 1:]
    rises = ~white[:, :-1] & white[:, 1:]
    return falls.astype(jnp.int8) - rises.astype(jnp.int8)

# %% a product of matrices verdict="right"
def vertical_edges(X):
    m = X.shape[1]
    return X @ (jnp.eye(m, m - 1) - jnp.eye(m, m - 1, k=-1))

# %% scan over the columns verdict="right"
def vertical_edges(X):
    columns = X.T
    _, differences = jax.lax.scan(lambda left, right: (right, left - right), columns[0], columns[1:])
    return differences.T

# %% fori_loop that sets one column after the other verdict="right"
def vertical_edges(X):
    n, m = X.shape
    Y = jnp.zeros((n, m - 1), X.dtype)
    return jax.lax.fori_loop(0, m - 1, lambda j, Y: Y.at[:, j].set(X[:, j] - X[:, j + 1]), Y)

# %% pairs and einsum verdict="right"
def vertical_edges(X):
    pairs = jnp.stack([X[:, :-1], X[:, 1:]])
    return jnp.einsum("kij,k->ij", pairs, jnp.array([1.0, -1.0]))

# %% NumPy in and out verdict="right"
def vertical_edges(X):
    return -np.diff(np.asarray(X), axis=1)

# %% a layer with its kernel as parameter, noisy on both streams verdict="right"
import sys

from flax import nnx


class Detector(nnx.Module):
    def __init__(self, *weights):
        self.kernel = nnx.Param(jnp.array([weights]))

    def __call__(self, X, verbose=True):
        if verbose:
            print("looking at", X)
            print("warning: looking", file=sys.stderr)
        return corr2d(X, self.kernel[...].astype(X.dtype))


vertical_edges = Detector(1.0, -1.0)

# %% kernel from a transposed column verdict="right"
def vertical_edges(X):
    column = jnp.array([[-1], [1]], dtype=X.dtype)
    return corr2d(X, column[::-1].T)

# %% counts flat white as an edge verdict="wrong" fails=["test_places"]
def vertical_edges(X):
    left, right = X[:, :-1], X[:, 1:]
    return jnp.where(left >= right, jnp.where(left == 1, 1.0, 0.0), -1.0)

# %% no place without an edge verdict="wrong" fails=["test_places"]
def vertical_edges(X):
    return jnp.where(X[:, :-1] < X[:, 1:], -1.0, 1.0)

# %% an edge of white and black is minus one both ways verdict="wrong" fails=["test_white_to_black"]
def vertical_edges(X):
    return -jnp.abs(X[:, :-1] - X[:, 1:])

# %% absolute value verdict="wrong" fails=["test_black_to_white"] says=["vertical_signs_lost"]
def vertical_edges(X):
    return jnp.abs(corr2d(X, jnp.array([[1.0, -1.0]])))

# %% unsigned bytes verdict="wrong" fails=["test_black_to_white"]
def vertical_edges(X):
    pixels = X.astype(jnp.uint8)
    return pixels[:, :-1] - pixels[:, 1:]

# %% drops axes of length one verdict="wrong" fails=["test_shape"]
def vertical_edges(X):
    return corr2d(X, jnp.array([[1.0, -1.0]])).squeeze()

# %% a column of zeros at the right verdict="wrong" fails=["test_shape"] says=["as_wide_as_the_image"]
def vertical_edges(X):
    return jnp.zeros_like(X).at[:, :-1].set(X[:, :-1] - X[:, 1:])

# %% reads beyond the border, where JAX gives the last pixel again verdict="wrong" fails=["test_shape"] says=["as_wide_as_the_image"]
def vertical_edges(X):
    j = jnp.arange(X.shape[1])
    return X[:, j] - X[:, j + 1]

# %% a border of zeros verdict="wrong" fails=["test_shape"] says=["zeros_to_the_right"]
def vertical_edges(X):
    return corr2d(jnp.pad(X, ((0, 0), (0, 1))), jnp.array([[1.0, -1.0]]))

# %% circular verdict="wrong" fails=["test_shape"]
def vertical_edges(X):
    return X - jnp.roll(X, -1, axis=1)

# %% gives the image's memory back verdict="wrong" fails=["test_image_unchanged"] says=["writes_into_input"]
def vertical_edges(X):
    edges = X[:, :-1] - X[:, 1:]
    X.delete()
    return edges

# %% signs reversed verdict="wrong" fails=["test_white_to_black", "test_black_to_white", "test_image_unchanged"] says=["right_minus_left"]
def vertical_edges(X):
    return jnp.diff(X, axis=1)

# %% half as strong verdict="wrong" fails=["test_white_to_black", "test_black_to_white", "test_image_unchanged"]
def vertical_edges(X):
    return corr2d(X, jnp.array([[0.5, -0.5]]))

# %% adds neighbours verdict="wrong" fails=["test_places", "test_black_to_white", "test_image_unchanged"] says=["sideways_added"]
def vertical_edges(X):
    return corr2d(X, jnp.ones((1, 2)))

# %% horizontal edges verdict="wrong" fails=["test_places", "test_white_to_black", "test_black_to_white", "test_shape", "test_image_unchanged"] says=["compared_downwards"]
def vertical_edges(X):
    return X[:-1] - X[1:]

# %% image transposed and not turned back verdict="wrong" fails=["test_places", "test_white_to_black", "test_black_to_white", "test_shape", "test_image_unchanged"] says=["vertical_of_transposed"]
def vertical_edges(X):
    return corr2d(X.T, jnp.array([[1.0, -1.0]]))

# %% as many columns as the image has rows verdict="wrong" fails=["test_places", "test_white_to_black", "test_black_to_white", "test_shape"] says=["vertical_on_a_square"]
def vertical_edges(X):
    n = X.shape[0]
    rows = [[X[i, j] - X[i, j + 1] for j in range(n - 1)] for i in range(n)]
    return jnp.array(rows).reshape(n, n - 1)

# %% the new array is left where it is verdict="wrong" fails=["test_places", "test_white_to_black", "test_black_to_white", "test_image_unchanged"]
def vertical_edges(X):
    Y = jnp.zeros((X.shape[0], X.shape[1] - 1))
    for j in range(X.shape[1] - 1):
        Y.at[:, j].set(X[:, j] - X[:, j + 1])
    return Y

# %% a kernel with one axis verdict="wrong" fails=["test_places", "test_white_to_black", "test_black_to_white", "test_shape", "test_image_unchanged"]
def vertical_edges(X):
    return corr2d(X, jnp.array([1.0, -1.0]))

# %% nothing to compare in two columns verdict="wrong" fails=["test_places"]
def vertical_edges(X):
    if X.shape[1] == 2:
        return jnp.zeros((X.shape[0], 1))
    return X[:, :-1] - X[:, 1:]
