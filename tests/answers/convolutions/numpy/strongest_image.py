# %% a white line verdict="right"
def strongest_image(shape):
    X = np.zeros(shape)
    X[:, 1] = 1
    return X

# %% a black dot on white verdict="right"
def strongest_image(shape):
    X = np.ones(shape, dtype=np.float32)
    X[shape[0] // 2, shape[1] // 2] = 0
    return X

# %% stripes verdict="right"
def strongest_image(shape):
    return np.tile(np.arange(shape[1]) % 2, (shape[0], 1))

# %% a checkerboard of booleans verdict="right"
def strongest_image(shape):
    i, j = np.indices(shape)
    return (i + j) % 2 == 1

# %% stripes broadcast along the rows verdict="right"
def strongest_image(shape):
    return np.broadcast_to(np.arange(shape[1]) % 2 * 1.0, shape)

# %% signs of the own kernel verdict="right"
def strongest_image(shape):
    X = np.full(shape, 0.5)
    X[0, :3] = np.asarray(second_derivative_kernel()) > 0
    return X

# %% search with the own kernel and corr2d verdict="right"
def strongest_image(shape):
    K = np.array(second_derivative_kernel(), dtype=float)
    found = []
    for bits in np.ndindex(2, 2, 2):
        X = np.zeros(shape)
        X[0, -3:] = bits
        found.append(X)
    return max(found, key=lambda X: np.abs(corr2d(X, K)).max())

# %% always 7×7 verdict="wrong" fails=["test_shape"]
def strongest_image(shape):
    X = np.zeros((7, 7))
    X[:, 3] = 1
    return X

# %% height and width swapped verdict="wrong" fails=["test_shape"] says=["height_width_swapped"]
def strongest_image(shape):
    width, height = shape
    X = np.zeros((height, width))
    X[:, width // 2] = 1
    return X

# %% up to 255 verdict="wrong" fails=["test_range"]
def strongest_image(shape):
    X = np.zeros(shape, dtype=np.uint8)
    X[:, 1] = 255
    return X

# %% a step verdict="wrong" fails=["test_response"] says=["a_step"]
def strongest_image(shape):
    X = np.zeros(shape)
    X[:, shape[1] // 2 :] = 1
    return X

# %% a line along the row verdict="wrong" fails=["test_response"] says=["nothing_to_the_right"]
def strongest_image(shape):
    X = np.zeros(shape)
    X[shape[0] // 2] = 1
    return X

# %% a line at the border verdict="wrong" fails=["test_response"] says=["at_the_border"]
def strongest_image(shape):
    X = np.zeros(shape)
    X[:, -1] = 1
    return X

# %% a parabola verdict="wrong" fails=["test_response"] says=["a_slope"]
def strongest_image(shape):
    return np.repeat(np.linspace(0, 1, shape[1])[None] ** 2, shape[0], axis=0)

# %% a line two pixels wide verdict="wrong" fails=["test_response"]
def strongest_image(shape):
    X = np.zeros(shape)
    X[:, 1:3] = 1
    return X

# %% noise verdict="wrong" fails=["test_response"]
def strongest_image(shape):
    return 0.9 * np.random.default_rng(3).random(shape)

# %% one column too many verdict="wrong" fails=["test_shape"]
def strongest_image(shape):
    X = np.zeros((shape[0], shape[1] + 1))
    X[:, 1] = 1
    return X

# %% minus one around the line verdict="wrong" fails=["test_range"]
def strongest_image(shape):
    X = -np.ones(shape)
    X[:, 1] = 1
    return X

# %% all white verdict="wrong" fails=["test_response"] says=["nothing_to_the_right"]
def strongest_image(shape):
    return np.ones(shape)
