# %% corr2d with a column of two weights verdict="right"
def horizontal_edges(X):
    K = torch.tensor([[1.0], [-1.0]])
    return corr2d(X, K)

# %% vertical edges of the transposed image, turned back verdict="right"
def horizontal_edges(X):
    return vertical_edges(X.t()).t()

# %% slices verdict="right"
def horizontal_edges(X):
    return X[:-1] - X[1:]

# %% loops over pixels into a numpy array verdict="right"
def horizontal_edges(X):
    n, m = X.shape
    Y = np.zeros((n - 1, m))
    for i in range(n - 1):
        for j in range(m):
            Y[i, j] = X[i, j] - X[i + 1, j]
    return Y

# %% lists verdict="right"
def horizontal_edges(X):
    rows = X.tolist()
    return [[a - b for a, b in zip(upper, lower)] for upper, lower in zip(rows, rows[1:])]

# %% recursive, from the top verdict="right"
def horizontal_edges(X):
    first = (X[0] - X[1]).unsqueeze(0)
    return first if len(X) == 2 else torch.cat([first, horizontal_edges(X[1:])])

# %% a method with helper and noise verdict="right"
import sys


class Edges:
    kernel = torch.tensor([[1.0, -1.0]]).t()

    @classmethod
    def down(cls, X):
        print("down", file=sys.stderr)
        print(X.shape)
        return corr2d(X, cls.kernel)


horizontal_edges = Edges.down

# %% flipped twice verdict="right"
def horizontal_edges(X):
    return corr2d(X.flip(0), torch.tensor([[-1.0], [1.0]])).flip(0)

# %% works in double and returns single verdict="right"
def horizontal_edges(X):
    D = torch.eye(X.shape[0], dtype=torch.float64)
    return ((D[:-1] - D[1:]) @ X.double()).float()

# %% no place without an edge verdict="wrong" fails=["test_places"]
def horizontal_edges(X):
    return torch.where(X[:-1] < X[1:], -1.0, 1.0)

# %% absolute value verdict="wrong" fails=["test_signs"] says=["horizontal_signs_lost"]
def horizontal_edges(X):
    return corr2d(X, torch.tensor([[1.0], [-1.0]])).abs()

# %% signs reversed verdict="wrong" fails=["test_signs", "test_image_unchanged"] says=["lower_minus_upper"]
def horizontal_edges(X):
    return torch.diff(X, dim=0)

# %% half as strong verdict="wrong" fails=["test_signs", "test_image_unchanged"]
def horizontal_edges(X):
    return (X[:-1] - X[1:]) / 2

# %% drops axes of length one verdict="wrong" fails=["test_shape"]
def horizontal_edges(X):
    return torch.squeeze(X[:-1] - X[1:])

# %% a row of zeros at the bottom verdict="wrong" fails=["test_shape"] says=["as_high_as_the_image"]
def horizontal_edges(X):
    edges = torch.zeros_like(X)
    edges[:-1] = X[:-1] - X[1:]
    return edges

# %% a border of zeros below verdict="wrong" fails=["test_shape"] says=["zeros_below"]
def horizontal_edges(X):
    padded = torch.cat([X, torch.zeros(1, X.shape[1])])
    return corr2d(padded, torch.tensor([[1.0], [-1.0]]))

# %% writes into the image verdict="wrong" fails=["test_image_unchanged"] says=["writes_into_input"]
def horizontal_edges(X):
    X[:-1] = X[:-1] - X[1:]
    return X[:-1]

# %% transposes the image in place verdict="wrong" fails=["test_image_unchanged"] says=["writes_into_input"]
def horizontal_edges(X):
    return vertical_edges(X.t_()).t()

# %% vertical edges verdict="wrong" fails=["test_places", "test_signs", "test_shape", "test_image_unchanged"] says=["compared_sideways"]
def horizontal_edges(X):
    return vertical_edges(X)

# %% not turned back verdict="wrong" fails=["test_places", "test_signs", "test_shape", "test_image_unchanged"] says=["horizontal_not_turned_back"]
def horizontal_edges(X):
    return vertical_edges(X.t())

# %% turns back what was not turned verdict="wrong" fails=["test_places", "test_signs", "test_shape", "test_image_unchanged"]
def horizontal_edges(X):
    return vertical_edges(X).t()

# %% adds neighbours verdict="wrong" fails=["test_places", "test_signs", "test_image_unchanged"] says=["downwards_added"]
def horizontal_edges(X):
    return corr2d(X, torch.ones(2, 1))

# %% black to white only verdict="wrong" fails=["test_places", "test_signs"]
def horizontal_edges(X):
    return (X[:-1] - X[1:]).clamp(max=0)

# %% both directions at once verdict="wrong" fails=["test_places", "test_signs", "test_shape", "test_image_unchanged"]
def horizontal_edges(X):
    return corr2d(X, torch.tensor([[1.0, -1.0], [-1.0, 1.0]]))

# %% zeros of the right size verdict="wrong" fails=["test_places", "test_signs", "test_image_unchanged"]
def horizontal_edges(X):
    return torch.zeros(X.shape[0] - 1, X.shape[1])

# %% right on the public example only verdict="wrong" fails=["test_places", "test_signs", "test_shape", "test_image_unchanged"]
def horizontal_edges(X):
    if X.shape[0] == 3 and X[0, 0] == 1 and X[1, 2] == 1:
        return torch.tensor([[0, 0, -1], [1, -1, 1]])
    return torch.tensor([0, 0])

# %% nothing returned verdict="wrong" fails=["test_places", "test_signs", "test_shape", "test_image_unchanged"]
def horizontal_edges(X):
    print(X[:-1] - X[1:])


# %% remembers the map of the first image of each shape verdict="wrong" fails=["test_signs"]
maps = {}


def horizontal_edges(X):
    if X.shape not in maps:
        maps[X.shape] = X[:-1] - X[1:]
    return maps[X.shape]

# %% sees no further than sixteen rows verdict="wrong" fails=["test_places"]
def horizontal_edges(X):
    Y = X[:-1] - X[1:]
    Y[16:] = 0
    return Y

# %% sees no further than sixteen columns verdict="wrong" fails=["test_places"]
def horizontal_edges(X):
    Y = torch.zeros(X.shape[0] - 1, X.shape[1])
    for i in range(X.shape[0] - 1):
        for j in range(min(16, X.shape[1])):
            Y[i, j] = X[i, j] - X[i + 1, j]
    return Y

# %% nothing to compare in a single column verdict="wrong" fails=["test_places"]
def horizontal_edges(X):
    if X.shape[1] == 1:
        return torch.zeros(X.shape[0] - 1, 1)
    return X[:-1] - X[1:]

# %% as many columns as the image has rows verdict="wrong" fails=["test_places", "test_signs", "test_shape"] says=["horizontal_on_a_square"]
def horizontal_edges(X):
    n = X.shape[0]
    Y = torch.zeros(n - 1, n)
    for i in range(n - 1):
        for j in range(n):
            Y[i, j] = X[i, j] - X[i + 1, j]
    return Y

# %% divided by the largest, which may be zero verdict="wrong" fails=["test_places", "test_signs", "test_shape"]
def horizontal_edges(X):
    Y = X[:-1] - X[1:]
    return Y / Y.abs().max()

# %% infinitely strong verdict="wrong" fails=["test_places", "test_signs", "test_shape", "test_image_unchanged"]
def horizontal_edges(X):
    return (X[:-1] - X[1:]) / 0

# %% a map of a million places verdict="wrong" fails=["test_places", "test_signs", "test_shape", "test_image_unchanged"]
def horizontal_edges(X):
    Y = torch.zeros(1000, 1000)
    Y[: X.shape[0] - 1, : X.shape[1]] = X[:-1] - X[1:]
    return Y
