# %% identity verdict="right"
def diagonal_image(n):
    return np.eye(n)

# %% lower triangle verdict="right"
def diagonal_image(n):
    return np.tril(np.ones((n, n)))

# %% lower triangle without its diagonal, whole numbers in lists verdict="right"
def diagonal_image(n):
    return [[int(i > j) for j in range(n)] for i in range(n)]

# %% a band of booleans verdict="right"
def diagonal_image(n):
    i, j = np.meshgrid(np.arange(n), np.arange(n), indexing="ij")
    return np.abs(i - j) <= 2

# %% the two diagonals of the square verdict="right"
def diagonal_image(n):
    X = np.zeros((n, n), dtype=int)
    i = np.arange(n)
    X[i, i] = X[i, n - 1 - i] = 1
    return X

# %% the two diagonals in black on white verdict="right"
def diagonal_image(n):
    X = np.eye(n)
    return 1 - np.maximum(X, np.fliplr(X))

# %% wide stripes along anti-diagonals verdict="right"
def diagonal_image(n):
    i, j = np.indices((n, n))
    return ((i + j) // 3 % 2).astype(float)

# %% a grey diamond verdict="right"
def diagonal_image(n):
    i, j = np.indices((n, n)) - (n - 1) / 2
    return np.where(np.abs(i) + np.abs(j) > n // 3, 0.25, 0.75)

# %% crossing lines of three shades verdict="right"
def diagonal_image(n):
    i, j = np.indices((n, n))
    falling = np.where(abs(i - j) <= 1, 0.5, 0.2)
    rising = np.where(i + j == n - 1, 0.9, 0.0)
    return np.maximum(falling, rising).astype(np.float32)

# %% the darker of two stripes verdict="right"
def diagonal_image(n):
    i, j = np.ogrid[:n, :n]
    return np.minimum((i - j) % 6 < 3, (i + j) % 8 < 5).astype(np.uint8)

# %% random shades, one for each of a few wide bands verdict="right"
def diagonal_image(n):
    shades = np.random.rand(2 * n)
    return shades[(np.subtract.outer(np.arange(n), np.arange(n)) + n) // 4]

# %% windows of one row, noisy verdict="right"
def diagonal_image(n):
    print("sliding")
    row = np.arange(2 * n - 1) // 4 % 2
    return np.lib.stride_tricks.sliding_window_view(row, n)

# %% always eight by eight verdict="wrong" fails=["test_size"]
def diagonal_image(n):
    return np.eye(8)

# %% one column short verdict="wrong" fails=["test_size"]
def diagonal_image(n):
    return np.eye(n, n - 1)

# %% white is 255 verdict="wrong" fails=["test_values"] says=["shades_up_to_255"]
def diagonal_image(n):
    return 255 * np.eye(n, dtype=np.uint8)

# %% shades below zero verdict="wrong" fails=["test_values"]
def diagonal_image(n):
    return np.tri(n) - np.tri(n, k=-1).T

# %% vertical edges verdict="wrong" fails=["test_diagonal"] says=["edges_drawn_vertical"]
def diagonal_image(n):
    X = np.ones((n, n))
    X[:, 2:6] = 0
    return X

# %% horizontal edges verdict="wrong" fails=["test_diagonal", "test_areas"] says=["edges_drawn_horizontal"]
def diagonal_image(n):
    X = np.ones((n, n))
    X[2:6] = 0
    return X

# %% noise verdict="wrong" fails=["test_diagonal"]
def diagonal_image(n):
    return np.random.default_rng(3).random((n, n)) < 0.2

# %% a square in the middle verdict="wrong" fails=["test_diagonal"]
def diagonal_image(n):
    X = np.zeros((n, n))
    X[2:6, 2:6] = 1
    return X

# %% a disc verdict="wrong" fails=["test_diagonal"]
def diagonal_image(n):
    i, j = np.indices((n, n)) - (n - 1) / 2
    return i**2 + j**2 < (n / 2.2) ** 2

# %% a line that is too steep verdict="wrong" fails=["test_diagonal"]
def diagonal_image(n):
    i, j = np.indices((n, n))
    return (2 * j < i).astype(float)

# %% checkerboard verdict="wrong" fails=["test_areas"] says=["checkerboard"]
def diagonal_image(n):
    i, j = np.indices((n, n))
    return (i + j) % 2

# %% gradual change along the diagonal verdict="wrong" fails=["test_areas"] says=["gradual_change"]
def diagonal_image(n):
    i, j = np.indices((n, n))
    return (i + j) / (2 * n - 2)

# %% dense diagonal lines verdict="wrong" fails=["test_areas"]
def diagonal_image(n):
    i, j = np.indices((n, n))
    return ((i - j) % 3 == 0).astype(float)

# %% a constant verdict="wrong" fails=["test_diagonal", "test_areas"]
def diagonal_image(n):
    return np.ones((n, n))

# %% nothing returned verdict="wrong" fails=["test_size", "test_values", "test_diagonal", "test_areas"]
def diagonal_image(n):
    X = np.eye(n)

# %% two crossing lines, their shades added verdict="wrong" fails=["test_values", "test_diagonal"] says=["shades_added"]
def diagonal_image(n):
    X = np.eye(n)
    return X + X[:, ::-1]
