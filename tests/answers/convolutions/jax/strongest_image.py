# %% a white line verdict="right"
def strongest_image(shape):
    return jnp.zeros(shape).at[:, 1].set(1)

# %% a black dot on white verdict="right"
def strongest_image(shape):
    return jnp.ones(shape, "float32").at[shape[0] // 2, shape[1] // 2].set(0)

# %% stripes verdict="right"
def strongest_image(shape):
    return jnp.tile(jnp.arange(shape[1]) % 2, (shape[0], 1))

# %% a checkerboard of booleans verdict="right"
def strongest_image(shape):
    i, j = jnp.indices(shape)
    return (i + j) % 2 == 1

# %% signs of the own kernel verdict="right"
def strongest_image(shape):
    K = jnp.array(second_derivative_kernel(), dtype=float)
    return jnp.full(shape, 0.5).at[0, :3].set(K.ravel() > 0)

# %% uphill by gradients, with brightness cut off verdict="right"
def strongest_image(shape):
    K = jnp.array(second_derivative_kernel(), dtype=float)
    answer = lambda X: corr2d(X, K)[0, 0] ** 2
    X = jnp.full(shape, 0.5).at[0, 0].set(0.6)
    for _ in range(5):
        X = jnp.clip(X + jax.grad(answer)(X), 0, 1)
    return X

# %% a function of the pixel, by vmap verdict="right"
def strongest_image(shape):
    row = jax.vmap(lambda j: jnp.where(j == shape[1] // 2, 1.0, 0.0))(jnp.arange(shape[1]))
    return jnp.broadcast_to(row, shape)

# %% always 7×7 verdict="wrong" fails=["test_shape"]
def strongest_image(shape):
    return jnp.zeros((7, 7)).at[:, 3].set(1)

# %% height and width swapped verdict="wrong" fails=["test_shape"] says=["height_width_swapped"]
def strongest_image(shape):
    width, height = shape
    return jnp.zeros((height, width)).at[:, width // 2].set(1)

# %% one column too many verdict="wrong" fails=["test_shape"]
def strongest_image(shape):
    return jnp.zeros((shape[0], shape[1] + 1)).at[:, 1].set(1)

# %% up to 255 verdict="wrong" fails=["test_range"]
def strongest_image(shape):
    return jnp.zeros(shape, "uint8").at[:, 1].set(255)

# %% minus one around the line verdict="wrong" fails=["test_range"]
def strongest_image(shape):
    return -jnp.ones(shape).at[:, 1].set(-1)

# %% a step verdict="wrong" fails=["test_response"] says=["a_step"]
def strongest_image(shape):
    return jnp.zeros(shape).at[:, shape[1] // 2 :].set(1)

# %% a line along the row verdict="wrong" fails=["test_response"] says=["nothing_to_the_right"]
def strongest_image(shape):
    return jnp.zeros(shape).at[shape[0] // 2].set(1)

# %% a line at the border verdict="wrong" fails=["test_response"] says=["at_the_border"]
def strongest_image(shape):
    return jnp.zeros(shape).at[:, -1].set(1)

# %% a parabola verdict="wrong" fails=["test_response"] says=["a_slope"]
def strongest_image(shape):
    return jnp.repeat(jnp.linspace(0, 1, shape[1])[None] ** 2, shape[0], axis=0)

# %% a line two pixels wide verdict="wrong" fails=["test_response"]
def strongest_image(shape):
    return jnp.zeros(shape).at[:, 1:3].set(1)

# %% noise verdict="wrong" fails=["test_response"]
def strongest_image(shape):
    return 0.9 * jax.random.uniform(jax.random.key(3), shape)

# %% what is set is let go verdict="wrong" fails=["test_response"] says=["nothing_to_the_right"]
def strongest_image(shape):
    X = jnp.zeros(shape)
    X.at[:, 1].set(1)
    return X

# %% all white verdict="wrong" fails=["test_response"] says=["nothing_to_the_right"]
def strongest_image(shape):
    return jnp.ones(shape)

# %% writes into an array verdict="wrong" fails=["test_shape", "test_range", "test_response"]
def strongest_image(shape):
    X = jnp.zeros(shape)
    X[:, 1] = 1
    return X
