# %% corr2d with a column of two weights verdict="right"
def horizontal_edges(X):
    K = jnp.array([[1.0], [-1.0]])
    return corr2d(X, K)

# %% vertical edges of the transposed image, turned back verdict="right"
def horizontal_edges(X):
    return vertical_edges(X.T).T

# %% slices, compiled verdict="right"
@jax.jit
def horizontal_edges(X):
    return X[:-1] - X[1:]

# %% loops over pixels verdict="right"
def horizontal_edges(X):
    n, m = X.shape
    return jnp.array([[X[i, j] - X[i + 1, j] for j in range(m)] for i in range(n - 1)])

# %% lists verdict="right"
def horizontal_edges(X):
    rows = X.tolist()
    return [[a - b for a, b in zip(upper, lower)] for upper, lower in zip(rows, rows[1:])]

# %% diff of what lies upside down, noisy verdict="right"
import sys


class Edges:
    @classmethod
    def down(cls, X):
        print("down", file=sys.stderr)
        print(X.shape)
        return jnp.flipud(jnp.diff(jnp.flipud(X), axis=0))


horizontal_edges = Edges.down

# %% a product of matrices verdict="right"
def horizontal_edges(X):
    n = len(X)
    return ((jnp.eye(n - 1, n) - jnp.eye(n - 1, n, k=1)) @ X).astype(jnp.float32)

# %% vmap over the columns verdict="right"
def horizontal_edges(X):
    return jax.vmap(lambda column: column[:-1] - column[1:], in_axes=1, out_axes=1)(X)

# %% scan from row to row verdict="right"
def horizontal_edges(X):
    def step(above, below):
        return below, above - below

    return jax.lax.scan(step, X[0], X[1:])[1]

# %% rows that are added to zeros verdict="right"
def horizontal_edges(X):
    Y = jnp.zeros((X.shape[0] - 1, X.shape[1]), X.dtype)
    for i in range(X.shape[0] - 1):
        Y = Y.at[i].add(X[i]).at[i].add(-X[i + 1])
    return Y

# %% the gradient of what it measures verdict="right"
def horizontal_edges(X):
    weights = jnp.zeros((X.shape[0] - 1, X.shape[1]), X.dtype)
    return jax.grad(lambda W: (W * X[:-1]).sum() - (W * X[1:]).sum())(weights)

# %% no place without an edge verdict="wrong" fails=["test_places"]
def horizontal_edges(X):
    return jnp.where(X[:-1] < X[1:], -1.0, 1.0)

# %% absolute value verdict="wrong" fails=["test_signs"] says=["horizontal_signs_lost"]
def horizontal_edges(X):
    return jnp.abs(corr2d(X, jnp.array([[1.0], [-1.0]])))

# %% signs reversed verdict="wrong" fails=["test_signs", "test_image_unchanged"] says=["lower_minus_upper"]
def horizontal_edges(X):
    return jnp.diff(X, axis=0)

# %% half as strong verdict="wrong" fails=["test_signs", "test_image_unchanged"]
def horizontal_edges(X):
    return (X[:-1] - X[1:]) / 2

# %% drops axes of length one verdict="wrong" fails=["test_shape"]
def horizontal_edges(X):
    return jnp.squeeze(X[:-1] - X[1:])

# %% a row of zeros at the bottom verdict="wrong" fails=["test_shape"] says=["as_high_as_the_image"]
def horizontal_edges(X):
    return jnp.zeros_like(X).at[:-1].set(X[:-1] - X[1:])

# %% reads beyond the border, where JAX gives the last row again verdict="wrong" fails=["test_shape"] says=["as_high_as_the_image"]
def horizontal_edges(X):
    i = jnp.arange(X.shape[0])
    return X[i] - X[i + 1]

# %% a border of zeros below verdict="wrong" fails=["test_shape"] says=["zeros_below"]
def horizontal_edges(X):
    return corr2d(jnp.pad(X, ((0, 1), (0, 0))), jnp.array([[1.0], [-1.0]]))

# %% gives the image's memory back verdict="wrong" fails=["test_image_unchanged"] says=["writes_into_input"]
def horizontal_edges(X):
    edges = X[:-1] - X[1:]
    X.delete()
    return edges

# %% vertical edges verdict="wrong" fails=["test_places", "test_signs", "test_shape", "test_image_unchanged"] says=["compared_sideways"]
def horizontal_edges(X):
    return vertical_edges(X)

# %% not turned back verdict="wrong" fails=["test_places", "test_signs", "test_shape", "test_image_unchanged"] says=["horizontal_not_turned_back"]
def horizontal_edges(X):
    return vertical_edges(X.T)

# %% adds neighbours verdict="wrong" fails=["test_places", "test_signs", "test_image_unchanged"] says=["downwards_added"]
def horizontal_edges(X):
    return corr2d(X, jnp.ones((2, 1)))

# %% black to white only verdict="wrong" fails=["test_places", "test_signs"]
def horizontal_edges(X):
    return jnp.clip(X[:-1] - X[1:], None, 0)

# %% zeros of the right size verdict="wrong" fails=["test_places", "test_signs", "test_image_unchanged"]
def horizontal_edges(X):
    return jnp.zeros((X.shape[0] - 1, X.shape[1]))

# %% nothing returned verdict="wrong" fails=["test_places", "test_signs", "test_shape", "test_image_unchanged"]
def horizontal_edges(X):
    print(X[:-1] - X[1:])

# %% as many columns as the image has rows verdict="wrong" fails=["test_places", "test_signs", "test_shape"] says=["horizontal_on_a_square"]
def horizontal_edges(X):
    n = X.shape[0]
    return jnp.array([[X[i, j] - X[i + 1, j] for j in range(n)] for i in range(n - 1)])

# %% nothing to compare in a single column verdict="wrong" fails=["test_places"]
def horizontal_edges(X):
    if X.shape[1] == 1:
        return jnp.zeros((X.shape[0] - 1, 1))
    return X[:-1] - X[1:]
