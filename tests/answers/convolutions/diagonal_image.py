# %% identity verdict="right"
def diagonal_image(n):
    return torch.eye(n)

# %% lower triangle, numpy verdict="right"
def diagonal_image(n):
    return np.tril(np.ones((n, n)))

# %% lower triangle without its diagonal, whole numbers in lists verdict="right"
def diagonal_image(n):
    return [[int(i > j) for j in range(n)] for i in range(n)]

# %% a band of booleans verdict="right"
def diagonal_image(n):
    i, j = torch.meshgrid(torch.arange(n), torch.arange(n), indexing="ij")
    return (i - j).abs() <= 2

# %% the two diagonals of the square verdict="right"
def diagonal_image(n):
    X = torch.zeros(n, n)
    for i in range(n):
        X[i, i] = 1
        X[i, n - 1 - i] = 1
    return X

# %% the two diagonals in black on white verdict="right"
def diagonal_image(n):
    X = torch.eye(n)
    return 1 - torch.maximum(X, X.flip(1))

# %% wide stripes along anti-diagonals verdict="right"
def diagonal_image(n):
    i, j = np.indices((n, n))
    return ((i + j) // 3 % 2).astype(float)

# %% stripes two pixels wide verdict="right"
def diagonal_image(n):
    i = torch.arange(n)
    return (i[:, None] + i) // 2 % 2

# %% a grey diamond, recursion over rows verdict="right"
def diagonal_image(n):
    def rows(i):
        if i == n:
            return []
        middle = (n - 1) / 2
        return [[0.25 if abs(i - middle) + abs(j - middle) > n // 3 else 0.75 for j in range(n)], *rows(i + 1)]

    return torch.tensor(rows(0), dtype=torch.float64)

# %% crossing lines of three shades verdict="right"
def diagonal_image(n):
    i, j = np.indices((n, n))
    falling = np.where(abs(i - j) <= 1, 0.5, 0.2)
    rising = np.where(i + j == n - 1, 0.9, 0.0)
    return np.maximum(falling, rising).astype(np.float32)

# %% the darker of two stripes verdict="right"
def diagonal_image(n):
    i, j = torch.arange(n)[:, None], torch.arange(n)
    return torch.minimum(((i - j) % 6 < 3).float(), ((i + j) % 8 < 5).float())

# %% a V between the upper corners verdict="right"
def diagonal_image(n):
    i, j = torch.arange(n)[:, None], torch.arange(n)
    return (i < (2 * j - (n - 1)).abs() / 2).float()

# %% one corner cut off, noisy verdict="right"
import sys


def diagonal_image(n):
    print("cutting")
    print("cutting", file=sys.stderr)
    return torch.ones(n, n, requires_grad=True).triu(3 - n).flip(1)

# %% random shades, one for each of a few wide bands verdict="right"
def diagonal_image(n):
    shades = torch.rand(2 * n)
    i, j = torch.arange(n)[:, None], torch.arange(n)
    return shades[(i - j + n) // 4]

# %% a single pixel, where two lines cross verdict="right"
def diagonal_image(n):
    X = np.zeros((n, n), dtype=int)
    X[n // 2, n // 2] = 1
    return X

# %% always eight by eight verdict="wrong" fails=["test_size"]
def diagonal_image(n):
    return torch.eye(8)

# %% one column short verdict="wrong" fails=["test_size"]
def diagonal_image(n):
    return torch.eye(n)[:, :-1]

# %% white is 255 verdict="wrong" fails=["test_values"] says=["shades_up_to_255"]
def diagonal_image(n):
    return 255 * np.eye(n, dtype=np.uint8)

# %% shades below zero verdict="wrong" fails=["test_values"]
def diagonal_image(n):
    return torch.ones(n, n).tril() - torch.ones(n, n).triu(1)

# %% the sum of two lines verdict="wrong" fails=["test_values"]
def diagonal_image(n):
    X = torch.eye(n)
    return 2 * torch.maximum(X, X.flip(0))

# %% vertical edges verdict="wrong" fails=["test_diagonal"] says=["edges_drawn_vertical"]
def diagonal_image(n):
    X = torch.ones(n, n)
    X[:, 2:6] = 0
    return X

# %% one white column verdict="wrong" fails=["test_diagonal"] says=["edges_drawn_vertical"]
def diagonal_image(n):
    X = torch.zeros(n, n)
    X[:, 0] = 1
    return X

# %% horizontal edges verdict="wrong" fails=["test_diagonal", "test_areas"] says=["edges_drawn_horizontal"]
def diagonal_image(n):
    X = torch.ones(n, n)
    X[2:6] = 0
    return X

# %% noise verdict="wrong" fails=["test_diagonal"]
def diagonal_image(n):
    torch.manual_seed(3)
    return (torch.rand(n, n) < 0.2).float()

# %% noise of all shades verdict="wrong" fails=["test_diagonal", "test_areas"] says=["gradual_change"]
def diagonal_image(n):
    return torch.rand(n, n, generator=torch.Generator().manual_seed(1))

# %% a square in the middle verdict="wrong" fails=["test_diagonal"]
def diagonal_image(n):
    X = torch.zeros(n, n)
    X[2:6, 2:6] = 1
    return X

# %% a disc verdict="wrong" fails=["test_diagonal"]
def diagonal_image(n):
    i, j = np.indices((n, n)) - (n - 1) / 2
    return i**2 + j**2 < (n / 2.2) ** 2

# %% a line that is too steep verdict="wrong" fails=["test_diagonal"]
def diagonal_image(n):
    i, j = torch.arange(n)[:, None], torch.arange(n)
    return (2 * j < i).float()

# %% the identity with one wrong pixel verdict="wrong" fails=["test_diagonal"]
def diagonal_image(n):
    X = torch.eye(n)
    X[2, 4] = 1
    return X

# %% diagonal stripes behind a white column verdict="wrong" fails=["test_diagonal"]
def diagonal_image(n):
    i, j = torch.arange(n)[:, None], torch.arange(n)
    X = ((i - j) % 6 < 3).float()
    X[:, 4] = 1
    return X

# %% checkerboard verdict="wrong" fails=["test_areas"] says=["checkerboard"]
def diagonal_image(n):
    i, j = np.indices((n, n))
    return (i + j) % 2

# %% gradual change along the diagonal verdict="wrong" fails=["test_areas"] says=["gradual_change"]
def diagonal_image(n):
    i, j = torch.arange(n)[:, None], torch.arange(n)
    return (i + j) / (2 * n - 2)

# %% gradual change to the right verdict="wrong" fails=["test_diagonal", "test_areas"] says=["edges_drawn_vertical", "gradual_change"]
def diagonal_image(n):
    return torch.linspace(0, 1, n).repeat(n, 1)

# %% dense diagonal lines verdict="wrong" fails=["test_areas"]
def diagonal_image(n):
    i, j = torch.arange(n)[:, None], torch.arange(n)
    return ((i - j) % 3 == 0).float()

# %% a constant verdict="wrong" fails=["test_diagonal", "test_areas"]
def diagonal_image(n):
    return torch.ones(n, n)

# %% not numbers verdict="wrong" fails=["test_size", "test_values", "test_diagonal", "test_areas"]
def diagonal_image(n):
    return torch.eye(n) / 0

# %% nothing returned verdict="wrong" fails=["test_size", "test_values", "test_diagonal", "test_areas"]
def diagonal_image(n):
    X = torch.eye(n)

# %% the identity of size 12 and nothing else verdict="wrong" fails=["test_size", "test_values", "test_diagonal", "test_areas"]
def diagonal_image(n):
    if n in (10, 12, 13):
        return torch.eye(n)

# %% two crossing lines, their shades added verdict="wrong" fails=["test_values", "test_diagonal"] says=["shades_added"]
def diagonal_image(n):
    X = torch.eye(n)
    return X + X.flip(1)

# %% two crossing bands of half shades, added verdict="wrong" fails=["test_diagonal"] says=["shades_added"]
def diagonal_image(n):
    i, j = torch.arange(n)[:, None], torch.arange(n)
    return 0.5 * ((i - j).abs() < 2) + 0.5 * ((i + j - n).abs() < 2)

# %% a line that ends after twenty rows verdict="wrong" fails=["test_diagonal"]
def diagonal_image(n):
    X = torch.ones(n, n).tril()
    X[20:, 20:] = 0
    return X

# %% stripes that get dense in large images verdict="wrong" fails=["test_areas"] says=["checkerboard"]
def diagonal_image(n):
    i = torch.arange(n)
    return ((i[:, None] - i) // (2 if n < 24 else 1) % 2).float()

# %% noise near the largest number that there is verdict="wrong" fails=["test_size", "test_values", "test_diagonal", "test_areas"]
def diagonal_image(n):
    g = torch.Generator().manual_seed(n)
    return (torch.randint(0, 2, (n, n), generator=g).double() * 2 - 1) * 1.7e308

# %% the identity among a million pixels verdict="wrong" fails=["test_size", "test_values", "test_diagonal", "test_areas"]
def diagonal_image(n):
    return torch.eye(1000)
