# %% identity verdict="right"
def diagonal_image(n):
    return jnp.eye(n)

# %% lower triangle verdict="right"
def diagonal_image(n):
    return jnp.tril(jnp.ones((n, n)))

# %% lower triangle without its diagonal, whole numbers in lists verdict="right"
def diagonal_image(n):
    return [[int(i > j) for j in range(n)] for i in range(n)]

# %% a band of booleans verdict="right"
def diagonal_image(n):
    i, j = jnp.meshgrid(jnp.arange(n), jnp.arange(n), indexing="ij")
    return jnp.abs(i - j) <= 2

# %% the two diagonals of the square, set verdict="right"
def diagonal_image(n):
    i = jnp.arange(n)
    return jnp.zeros((n, n), dtype=int).at[i, i].set(1).at[i, n - 1 - i].set(1)

# %% the two diagonals in black on white verdict="right"
def diagonal_image(n):
    X = jnp.eye(n)
    return 1 - jnp.maximum(X, jnp.fliplr(X))

# %% wide stripes along anti-diagonals, by vmap verdict="right"
def diagonal_image(n):
    def pixel(i, j):
        return ((i + j) // 3 % 2).astype(jnp.float16)

    row = jax.vmap(pixel, (None, 0))
    return jax.vmap(row, (0, None))(jnp.arange(n), jnp.arange(n))

# %% a grey diamond verdict="right"
def diagonal_image(n):
    i, j = jnp.indices((n, n)) - (n - 1) / 2
    return jnp.where(jnp.abs(i) + jnp.abs(j) > n // 3, 0.25, 0.75)

# %% crossing lines of three shades verdict="right"
def diagonal_image(n):
    i, j = np.indices((n, n))
    falling = np.where(abs(i - j) <= 1, 0.5, 0.2)
    rising = np.where(i + j == n - 1, 0.9, 0.0)
    return np.maximum(falling, rising).astype(np.float32)

# %% the darker of two stripes verdict="right"
def diagonal_image(n):
    i, j = jnp.ogrid[:n, :n]
    return jnp.minimum((i - j) % 6 < 3, (i + j) % 8 < 5).astype(jnp.uint16)

# %% random shades, one for each of a few wide bands verdict="right"
def diagonal_image(n):
    shades = jax.random.uniform(jax.random.key(7), (2 * n,), dtype=jnp.float32)
    return shades[(jnp.subtract.outer(jnp.arange(n), jnp.arange(n)) + n) // 4]

# %% scan that rolls one row on, noisy verdict="right"
def diagonal_image(n):
    print("rolling")
    start = jnp.arange(2 * n) // 4 % 2
    _, rows = jax.lax.scan(lambda row, _: (jnp.roll(row, 1), row[n:]), start, length=n)
    return rows

# %% fori_loop along the diagonal verdict="right"
def diagonal_image(n):
    def line(i, X):
        return jax.lax.dynamic_update_slice(X, jnp.ones((1, 1)), (i, i))

    return jax.lax.fori_loop(0, n, line, jnp.zeros((n, n)))

# %% always eight by eight verdict="wrong" fails=["test_size"]
def diagonal_image(n):
    return jnp.eye(8)

# %% one column short verdict="wrong" fails=["test_size"]
def diagonal_image(n):
    return jnp.eye(n, n - 1)

# %% white is 255 verdict="wrong" fails=["test_values"] says=["shades_up_to_255"]
def diagonal_image(n):
    return 255 * jnp.eye(n, dtype=jnp.uint8)

# %% shades below zero verdict="wrong" fails=["test_values"]
def diagonal_image(n):
    return jnp.tri(n) - jnp.tri(n, k=-1).T

# %% vertical edges verdict="wrong" fails=["test_diagonal"] says=["edges_drawn_vertical"]
def diagonal_image(n):
    return jnp.ones((n, n)).at[:, 2:6].set(0)

# %% horizontal edges verdict="wrong" fails=["test_diagonal", "test_areas"] says=["edges_drawn_horizontal"]
def diagonal_image(n):
    return jnp.ones((n, n)).at[2:6].set(0)

# %% noise verdict="wrong" fails=["test_diagonal"]
def diagonal_image(n):
    return jax.random.bernoulli(jax.random.key(3), 0.2, (n, n))

# %% a square in the middle verdict="wrong" fails=["test_diagonal"]
def diagonal_image(n):
    return jnp.zeros((n, n)).at[2:6, 2:6].set(1)

# %% a disc verdict="wrong" fails=["test_diagonal"]
def diagonal_image(n):
    i, j = jnp.indices((n, n)) - (n - 1) / 2
    return i**2 + j**2 < (n / 2.2) ** 2

# %% a line that is too steep verdict="wrong" fails=["test_diagonal"]
def diagonal_image(n):
    i, j = jnp.indices((n, n))
    return (2 * j < i).astype(float)

# %% checkerboard verdict="wrong" fails=["test_areas"] says=["checkerboard"]
def diagonal_image(n):
    i, j = jnp.indices((n, n))
    return (i + j) % 2

# %% gradual change along the diagonal verdict="wrong" fails=["test_areas"] says=["gradual_change"]
def diagonal_image(n):
    i, j = jnp.indices((n, n))
    return (i + j) / (2 * n - 2)

# %% dense diagonal lines verdict="wrong" fails=["test_areas"]
def diagonal_image(n):
    i, j = jnp.indices((n, n))
    return ((i - j) % 3 == 0).astype(float)

# %% a constant verdict="wrong" fails=["test_diagonal", "test_areas"]
def diagonal_image(n):
    return jnp.ones((n, n))

# %% the line is left where it is verdict="wrong" fails=["test_diagonal", "test_areas"]
def diagonal_image(n):
    X = jnp.zeros((n, n))
    for i in range(n):
        X.at[i, i].set(1)
    return X

# %% nothing returned verdict="wrong" fails=["test_size", "test_values", "test_diagonal", "test_areas"]
def diagonal_image(n):
    X = jnp.eye(n)

# %% two crossing lines, their shades added verdict="wrong" fails=["test_values", "test_diagonal"] says=["shades_added"]
def diagonal_image(n):
    X = jnp.eye(n)
    return X + X[:, ::-1]
