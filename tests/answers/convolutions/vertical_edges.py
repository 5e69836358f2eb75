# %% corr2d with a row of two weights verdict="right"
def vertical_edges(X):
    K = torch.tensor([[1.0, -1.0]])
    return corr2d(X, K)

# %% slices, without corr2d verdict="right"
def vertical_edges(X):
    return X[:, :-1] - X[:, 1:]

# %% negative diff verdict="right"
def vertical_edges(X):
    return -torch.diff(X, dim=1)

# %% numpy in and out verdict="right"
def vertical_edges(X):
    pixels = X.numpy()
    return np.negative(np.diff(pixels, axis=-1))

# %% two loops and whole numbers in lists verdict="right"
def vertical_edges(X):
    rows = []
    for row in X.tolist():
        rows.append([int(a) - int(b) for a, b in zip(row, row[1:])])
    return rows

# %% library convolution, which is allowed here verdict="right"
def vertical_edges(X):
    kernel = torch.tensor([1.0, -1.0]).reshape(1, 1, 1, 2)
    return torch.nn.functional.conv2d(X.reshape(1, 1, *X.shape), kernel)[0, 0]

# %% fourier transform verdict="right"
def vertical_edges(X):
    m = X.shape[1]
    kernel = torch.zeros(m)
    kernel[0], kernel[1] = 1, -1
    spectrum = torch.fft.fft(X, dim=1) * torch.fft.fft(kernel).conj()
    return torch.fft.ifft(spectrum, dim=1).real[:, : m - 1]

# %% comparisons of booleans, as bytes verdict="right"
def vertical_edges(X):
    white = X > 0.5
    falls = white[:, :-1] & ~white[:, 1:]
    rises = ~white[:, :-1] & white[:, 1:]
    return falls.to(torch.int8) - rises.to(torch.int8)

# %% matrix product with a parameter that wants gradients verdict="right"
def vertical_edges(X):
    m = X.shape[1]
    D = torch.nn.Parameter(torch.eye(m)[:, :-1] - torch.eye(m)[:, 1:])
    return X @ D

# %% a class, noisy on both streams, with a memory verdict="right"
import sys


class Detector:
    seen = []

    def __init__(self, *weights):
        self.kernel = torch.tensor([weights])

    def __call__(self, X, verbose=True):
        if verbose:
            print("looking at", X)
            print("warning: looking", file=sys.stderr)
        self.seen.append(X.clone())
        return corr2d(X, self.kernel.to(X.dtype))


vertical_edges = Detector(1.0, -1.0)

# %% kernel from a transposed column, not contiguous verdict="right"
def vertical_edges(X):
    column = torch.tensor([[-1.0], [1.0]])
    return corr2d(X, column.flip(0).t())

# %% a kernel that wants gradients, and a twist of signs verdict="right"
def vertical_edges(X):
    return corr2d(1 - X, torch.tensor([[-1.0, 1.0]], requires_grad=True))

# %% counts flat white as an edge verdict="wrong" fails=["test_places"]
def vertical_edges(X):
    left, right = X[:, :-1], X[:, 1:]
    return torch.where(left >= right, torch.where(left == 1, 1.0, 0.0), -1.0)

# %% no place without an edge verdict="wrong" fails=["test_places"]
def vertical_edges(X):
    return torch.where(X[:, :-1] < X[:, 1:], -1.0, 1.0)

# %% an edge of white and black is minus one both ways verdict="wrong" fails=["test_white_to_black"]
def vertical_edges(X):
    return -(X[:, :-1] - X[:, 1:]).abs()

# %% absolute value verdict="wrong" fails=["test_black_to_white"] says=["vertical_signs_lost"]
def vertical_edges(X):
    return corr2d(X, torch.tensor([[1.0, -1.0]])).abs()

# %% unsigned bytes verdict="wrong" fails=["test_black_to_white"]
def vertical_edges(X):
    pixels = X.to(torch.uint8)
    return pixels[:, :-1] - pixels[:, 1:]

# %% drops axes of length one verdict="wrong" fails=["test_shape"]
def vertical_edges(X):
    kernel = torch.tensor([[[[1.0, -1.0]]]])
    return torch.nn.functional.conv2d(X[None, None], kernel).squeeze()

# %% a column of zeros at the right verdict="wrong" fails=["test_shape"] says=["as_wide_as_the_image"]
def vertical_edges(X):
    edges = torch.zeros_like(X)
    edges[:, :-1] = X[:, :-1] - X[:, 1:]
    return edges

# %% a border of zeros around the image verdict="wrong" fails=["test_shape"] says=["zeros_to_the_right"]
def vertical_edges(X):
    padded = torch.cat([X, torch.zeros(X.shape[0], 1)], dim=1)
    return corr2d(padded, torch.tensor([[1.0, -1.0]]))

# %% writes into the image verdict="wrong" fails=["test_image_unchanged"] says=["writes_into_input"]
def vertical_edges(X):
    X[:, :-1] = X[:, :-1] - X[:, 1:]
    return X[:, :-1]

# %% turns the image to shades up to 255 in place verdict="wrong" fails=["test_image_unchanged"] says=["writes_into_input"]
def vertical_edges(X):
    X *= 255
    return corr2d(X, torch.tensor([[1.0, -1.0]])) / 255

# %% signs reversed verdict="wrong" fails=["test_white_to_black", "test_black_to_white", "test_image_unchanged"] says=["right_minus_left"]
def vertical_edges(X):
    return corr2d(X, torch.tensor([[-1.0, 1.0]]))

# %% white to black only verdict="wrong" fails=["test_places", "test_black_to_white"]
def vertical_edges(X):
    return (X[:, :-1] - X[:, 1:]).clamp(min=0)

# %% half as strong verdict="wrong" fails=["test_white_to_black", "test_black_to_white", "test_image_unchanged"]
def vertical_edges(X):
    return corr2d(X, torch.tensor([[0.5, -0.5]]))

# %% adds neighbours verdict="wrong" fails=["test_places", "test_black_to_white", "test_image_unchanged"] says=["sideways_added"]
def vertical_edges(X):
    return corr2d(X, torch.tensor([[1.0, 1.0]]))

# %% horizontal edges verdict="wrong" fails=["test_places", "test_white_to_black", "test_black_to_white", "test_shape", "test_image_unchanged"] says=["compared_downwards"]
def vertical_edges(X):
    return corr2d(X, torch.tensor([[1.0], [-1.0]]))

# %% image transposed and not turned back verdict="wrong" fails=["test_places", "test_white_to_black", "test_black_to_white", "test_shape", "test_image_unchanged"] says=["vertical_of_transposed"]
def vertical_edges(X):
    return corr2d(X.t(), torch.tensor([[1.0, -1.0]]))

# %% a square kernel verdict="wrong" fails=["test_places", "test_white_to_black", "test_black_to_white", "test_shape", "test_image_unchanged"]
def vertical_edges(X):
    return corr2d(X, torch.tensor([[0.5, -0.5], [0.5, -0.5]]))

# %% central difference verdict="wrong" fails=["test_places", "test_white_to_black", "test_black_to_white", "test_shape", "test_image_unchanged"]
def vertical_edges(X):
    return corr2d(X, torch.tensor([[1.0, 0.0, -1.0]]))

# %% padded at the left verdict="wrong" fails=["test_places", "test_white_to_black", "test_black_to_white", "test_shape", "test_image_unchanged"]
def vertical_edges(X):
    padded = torch.cat([X[:, :1], X], dim=1)
    return corr2d(padded, torch.tensor([[1.0, -1.0]]))

# %% circular verdict="wrong" fails=["test_shape"]
def vertical_edges(X):
    return X - X.roll(-1, dims=1)

# %% zeros of the right size verdict="wrong" fails=["test_places", "test_white_to_black", "test_black_to_white", "test_image_unchanged"]
def vertical_edges(X):
    return torch.zeros(X.shape[0], X.shape[1] - 1)

# %% the section's map, whatever the image verdict="wrong" fails=["test_places", "test_white_to_black", "test_black_to_white", "test_shape", "test_image_unchanged"]
def vertical_edges(X):
    Y = torch.zeros(6, 7)
    Y[:, 1], Y[:, 5] = 1, -1
    return Y

# %% right on the public example only verdict="wrong" fails=["test_places", "test_white_to_black", "test_black_to_white", "test_image_unchanged"]
def vertical_edges(X):
    if tuple(X.shape) == (2, 5):
        return torch.tensor([[1, 0, -1, 0], [0, -1, 0, 1]])
    return torch.zeros(X.shape[0], X.shape[1] - 1)

# %% a kernel with one axis verdict="wrong" fails=["test_places", "test_white_to_black", "test_black_to_white", "test_shape", "test_image_unchanged"]
def vertical_edges(X):
    return corr2d(X, torch.tensor([1.0, -1.0]))

# %% nothing returned verdict="wrong" fails=["test_places", "test_white_to_black", "test_black_to_white", "test_shape", "test_image_unchanged"]
def vertical_edges(X):
    Y = corr2d(X, torch.tensor([[1.0, -1.0]]))


# %% remembers the map of the first image of each shape verdict="wrong" fails=["test_white_to_black", "test_black_to_white"]
maps = {}


def vertical_edges(X):
    if X.shape not in maps:
        maps[X.shape] = X[:, :-1] - X[:, 1:]
    return maps[X.shape]

# %% sees no further than sixteen rows verdict="wrong" fails=["test_places"]
def vertical_edges(X):
    Y = X[:, :-1] - X[:, 1:]
    Y[16:] = 0
    return Y

# %% sees no further than sixteen columns verdict="wrong" fails=["test_places"]
def vertical_edges(X):
    Y = torch.zeros(X.shape[0], X.shape[1] - 1)
    for i in range(X.shape[0]):
        for j in range(min(16, X.shape[1] - 1)):
            Y[i, j] = X[i, j] - X[i, j + 1]
    return Y

# %% nothing to compare in a single row verdict="wrong" fails=["test_places"]
def vertical_edges(X):
    if len(X) == 1:
        return torch.zeros(1, X.shape[1] - 1)
    return X[:, :-1] - X[:, 1:]

# %% nothing to compare in two columns verdict="wrong" fails=["test_places"]
def vertical_edges(X):
    if X.shape[1] == 2:
        return torch.zeros(X.shape[0], 1)
    return X[:, :-1] - X[:, 1:]

# %% as many columns as the image has rows verdict="wrong" fails=["test_places", "test_white_to_black", "test_black_to_white", "test_shape"] says=["vertical_on_a_square"]
def vertical_edges(X):
    n = X.shape[0]
    Y = torch.zeros(n, n - 1)
    for i in range(n):
        for j in range(n - 1):
            Y[i, j] = X[i, j] - X[i, j + 1]
    return Y

# %% divided by the largest, which may be zero verdict="wrong" fails=["test_places", "test_white_to_black", "test_black_to_white", "test_shape"]
def vertical_edges(X):
    Y = X[:, :-1] - X[:, 1:]
    return Y / Y.abs().max()

# %% infinitely strong verdict="wrong" fails=["test_places", "test_white_to_black", "test_black_to_white", "test_shape", "test_image_unchanged"]
def vertical_edges(X):
    return (X[:, :-1] - X[:, 1:]) / 0

# %% a map of a million places verdict="wrong" fails=["test_places", "test_white_to_black", "test_black_to_white", "test_shape", "test_image_unchanged"]
def vertical_edges(X):
    Y = torch.zeros(1000, 1000)
    Y[: X.shape[0], : X.shape[1] - 1] = X[:, :-1] - X[:, 1:]
    return Y
