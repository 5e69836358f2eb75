# %% corr2d with a column of two weights verdict="right"
def horizontal_edges(X):
    K = np.array([[1.0], [-1.0]])
    return corr2d(X, K)

# %% vertical edges of the transposed image, turned back verdict="right"
def horizontal_edges(X):
    return vertical_edges(X.T).T

# %% slices verdict="right"
def horizontal_edges(X):
    return X[:-1] - X[1:]

# %% loops over pixels verdict="right"
def horizontal_edges(X):
    n, m = X.shape
    Y = np.zeros((n - 1, m))
    for i, j in np.ndindex(n - 1, m):
        Y[i, j] = X[i, j] - X[i + 1, j]
    return Y

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
        return np.flipud(np.diff(np.flipud(X), axis=0))


horizontal_edges = Edges.down

# %% a product of matrices verdict="right"
def horizontal_edges(X):
    n = len(X)
    return ((np.eye(n - 1, n) - np.eye(n - 1, n, k=1)) @ X).astype(np.float32)

# %% subtract with an output of its own verdict="right"
def horizontal_edges(X):
    Y = np.empty_like(X, shape=(X.shape[0] - 1, X.shape[1]))
    np.subtract(X[:-1], X[1:], out=Y)
    return Y

# %% no place without an edge verdict="wrong" fails=["test_places"]
def horizontal_edges(X):
    return np.where(X[:-1] < X[1:], -1.0, 1.0)

# %% absolute value verdict="wrong" fails=["test_signs"] says=["horizontal_signs_lost"]
def horizontal_edges(X):
    return np.abs(corr2d(X, np.array([[1.0], [-1.0]])))

# %% signs reversed verdict="wrong" fails=["test_signs", "test_image_unchanged"] says=["lower_minus_upper"]
def horizontal_edges(X):
    return np.diff(X, axis=0)

# %% half as strong verdict="wrong" fails=["test_signs", "test_image_unchanged"]
def horizontal_edges(X):
    return (X[:-1] - X[1:]) / 2

# %% drops axes of length one verdict="wrong" fails=["test_shape"]
def horizontal_edges(X):
    return np.squeeze(X[:-1] - X[1:])

# %% a row of zeros at the bottom verdict="wrong" fails=["test_shape"] says=["as_high_as_the_image"]
def horizontal_edges(X):
    edges = np.zeros_like(X)
    edges[:-1] = X[:-1] - X[1:]
    return edges

# %% a border of zeros below verdict="wrong" fails=["test_shape"] says=["zeros_below"]
def horizontal_edges(X):
    return corr2d(np.pad(X, ((0, 1), (0, 0))), np.array([[1.0], [-1.0]]))

# %% writes into the image verdict="wrong" fails=["test_image_unchanged"] says=["writes_into_input"]
def horizontal_edges(X):
    X[:-1] -= X[1:]
    return X[:-1]

# %% an output that is the image verdict="wrong" fails=["test_image_unchanged"] says=["writes_into_input"]
def horizontal_edges(X):
    return np.subtract(X[:-1], X[1:], out=X[:-1])

# %% vertical edges verdict="wrong" fails=["test_places", "test_signs", "test_shape", "test_image_unchanged"] says=["compared_sideways"]
def horizontal_edges(X):
    return vertical_edges(X)

# %% not turned back verdict="wrong" fails=["test_places", "test_signs", "test_shape", "test_image_unchanged"] says=["horizontal_not_turned_back"]
def horizontal_edges(X):
    return vertical_edges(X.T)

# %% adds neighbours verdict="wrong" fails=["test_places", "test_signs", "test_image_unchanged"] says=["downwards_added"]
def horizontal_edges(X):
    return corr2d(X, np.ones((2, 1)))

# %% black to white only verdict="wrong" fails=["test_places", "test_signs"]
def horizontal_edges(X):
    return np.clip(X[:-1] - X[1:], None, 0)

# %% zeros of the right size verdict="wrong" fails=["test_places", "test_signs", "test_image_unchanged"]
def horizontal_edges(X):
    return np.zeros((X.shape[0] - 1, X.shape[1]))

# %% nothing returned verdict="wrong" fails=["test_places", "test_signs", "test_shape", "test_image_unchanged"]
def horizontal_edges(X):
    print(X[:-1] - X[1:])


# %% as many columns as the image has rows verdict="wrong" fails=["test_places", "test_signs", "test_shape"] says=["horizontal_on_a_square"]
def horizontal_edges(X):
    n = X.shape[0]
    Y = np.zeros((n - 1, n))
    for i in range(n - 1):
        for j in range(n):
            Y[i, j] = X[i, j] - X[i + 1, j]
    return Y

# %% nothing to compare in a single column verdict="wrong" fails=["test_places"]
def horizontal_edges(X):
    if X.shape[1] == 1:
        return np.zeros((X.shape[0] - 1, 1))
    return X[:-1] - X[1:]
