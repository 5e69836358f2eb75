# %% corr2d with a row of two weights verdict="right"
def vertical_edges(X):
    K = np.array([[1.0, -1.0]])
    return corr2d(X, K)

# %% slices, without corr2d verdict="right"
def vertical_edges(X):
    return X[:, :-1] - X[:, 1:]

# %% negative diff verdict="right"
def vertical_edges(X):
    return -np.diff(X)

# %% two loops and whole numbers in lists verdict="right"
def vertical_edges(X):
    rows = []
    for row in X.tolist():
        rows.append([int(a) - int(b) for a, b in zip(row, row[1:])])
    return rows

# %% library convolution, which is allowed here verdict="right"
def vertical_edges(X):
    return np.apply_along_axis(np.convolve, 1, X, [-1.0, 1.0], "valid")

# %% windows and einsum verdict="right"
def vertical_edges(X):
    pairs = np.lib.stride_tricks.sliding_window_view(X, 2, axis=1)
    return np.einsum("ijk,k->ij", pairs, [1.0, -1.0])

# %% comparisons of booleans, as bytes verdict="right"
def vertical_edges(X):
    white = X > 0.5
    falls = white[:, :-1] & ~white[:, 1:]
    rises = ~white[:, :-1] & white[:, 1:]
    return falls.astype(np.int8) - rises.astype(np.int8)

# %% a product of matrices verdict="right"
def vertical_edges(X):
    m = X.shape[1]
    return X @ (np.eye(m, m - 1) - np.eye(m, m - 1, k=-1))

# %% a class, noisy on both streams, with a memory verdict="right"
import sys


class Detector:
    seen = []

    def __init__(self, *weights):
        self.kernel = np.array([weights])

    def __call__(self, X, verbose=True):
        if verbose:
            print("looking at", X)
            print("warning: looking", file=sys.stderr)
        self.seen.append(X.copy())
        return corr2d(X, self.kernel.astype(X.dtype))


vertical_edges = Detector(1.0, -1.0)

# %% kernel from a transposed column, not contiguous verdict="right"
def vertical_edges(X):
    column = np.array([[-1.0], [1.0]], dtype=X.dtype)
    return corr2d(X, column[::-1].T)

# %% counts flat white as an edge verdict="wrong" fails=["test_places"]
def vertical_edges(X):
    left, right = X[:, :-1], X[:, 1:]
    return np.where(left >= right, np.where(left == 1, 1.0, 0.0), -1.0)

# %% no place without an edge verdict="wrong" fails=["test_places"]
def vertical_edges(X):
    return np.where(X[:, :-1] < X[:, 1:], -1.0, 1.0)

# %% an edge of white and black is minus one both ways verdict="wrong" fails=["test_white_to_black"]
def vertical_edges(X):
    return -np.abs(X[:, :-1] - X[:, 1:])

# %% absolute value verdict="wrong" fails=["test_black_to_white"] says=["vertical_signs_lost"]
def vertical_edges(X):
    return np.abs(corr2d(X, np.array([[1.0, -1.0]])))

# %% unsigned bytes verdict="wrong" fails=["test_black_to_white"]
def vertical_edges(X):
    pixels = X.astype(np.uint8)
    return pixels[:, :-1] - pixels[:, 1:]

# %% drops axes of length one verdict="wrong" fails=["test_shape"]
def vertical_edges(X):
    return corr2d(X, np.array([[1.0, -1.0]])).squeeze()

# %% a column of zeros at the right verdict="wrong" fails=["test_shape"] says=["as_wide_as_the_image"]
def vertical_edges(X):
    edges = np.zeros_like(X)
    edges[:, :-1] = X[:, :-1] - X[:, 1:]
    return edges

# %% a border of zeros verdict="wrong" fails=["test_shape"] says=["zeros_to_the_right"]
def vertical_edges(X):
    return corr2d(np.pad(X, ((0, 0), (0, 1))), np.array([[1.0, -1.0]]))

# %% circular verdict="wrong" fails=["test_shape"]
def vertical_edges(X):
    return X - np.roll(X, -1, axis=1)

# %% writes into the image verdict="wrong" fails=["test_image_unchanged"] says=["writes_into_input"]
def vertical_edges(X):
    X[:, :-1] -= X[:, 1:]
    return X[:, :-1]

# %% turns the image to shades up to 255 in place verdict="wrong" fails=["test_image_unchanged"] says=["writes_into_input"]
def vertical_edges(X):
    X *= 255
    return corr2d(X, np.array([[1.0, -1.0]])) / 255

# %% signs reversed verdict="wrong" fails=["test_white_to_black", "test_black_to_white", "test_image_unchanged"] says=["right_minus_left"]
def vertical_edges(X):
    return np.diff(X, axis=1)

# %% half as strong verdict="wrong" fails=["test_white_to_black", "test_black_to_white", "test_image_unchanged"]
def vertical_edges(X):
    return corr2d(X, np.array([[0.5, -0.5]]))

# %% adds neighbours verdict="wrong" fails=["test_places", "test_black_to_white", "test_image_unchanged"] says=["sideways_added"]
def vertical_edges(X):
    return corr2d(X, np.ones((1, 2)))

# %% horizontal edges verdict="wrong" fails=["test_places", "test_white_to_black", "test_black_to_white", "test_shape", "test_image_unchanged"] says=["compared_downwards"]
def vertical_edges(X):
    return X[:-1] - X[1:]

# %% image transposed and not turned back verdict="wrong" fails=["test_places", "test_white_to_black", "test_black_to_white", "test_shape", "test_image_unchanged"] says=["vertical_of_transposed"]
def vertical_edges(X):
    return corr2d(X.T, np.array([[1.0, -1.0]]))

# %% as many columns as the image has rows verdict="wrong" fails=["test_places", "test_white_to_black", "test_black_to_white", "test_shape"] says=["vertical_on_a_square"]
def vertical_edges(X):
    n = X.shape[0]
    Y = np.zeros((n, n - 1))
    for i in range(n):
        for j in range(n - 1):
            Y[i, j] = X[i, j] - X[i, j + 1]
    return Y

# %% zeros of the right size verdict="wrong" fails=["test_places", "test_white_to_black", "test_black_to_white", "test_image_unchanged"]
def vertical_edges(X):
    return np.zeros((X.shape[0], X.shape[1] - 1))

# %% a kernel with one axis verdict="wrong" fails=["test_places", "test_white_to_black", "test_black_to_white", "test_shape", "test_image_unchanged"]
def vertical_edges(X):
    return corr2d(X, np.array([1.0, -1.0]))

# %% nothing to compare in two columns verdict="wrong" fails=["test_places"]
def vertical_edges(X):
    if X.shape[1] == 2:
        return np.zeros((X.shape[0], 1))
    return X[:, :-1] - X[:, 1:]
