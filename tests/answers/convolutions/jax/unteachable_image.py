# %% one bright corner verdict="right"
def unteachable_image(shape, kernel_shape):
    return jnp.zeros(shape).at[0, 0].set(1)

# %% the other corner, as nested lists verdict="right"
def unteachable_image(shape, kernel_shape):
    X = [[0] * shape[1] for _ in range(shape[0])]
    X[-1][-1] = 3
    return X

# %% stripes along the kernel, bool verdict="right"
def unteachable_image(shape, kernel_shape):
    X = jnp.zeros(shape, dtype=bool)
    return X.at[::2].set(True) if kernel_shape[1] > 1 else X.at[:, ::2].set(True)

# %% a ramp along the longer side of the kernel, in single precision verdict="right"
def unteachable_image(shape, kernel_shape):
    sides = [jnp.linspace(1, 2, n, dtype="float32") for n in shape]
    rows, columns = jnp.meshgrid(*sides, indexing="ij")
    return rows if kernel_shape[1] > 1 else columns

# %% random along one axis only verdict="right"
def unteachable_image(shape, kernel_shape):
    key = jax.random.key(0)
    if kernel_shape[1] > kernel_shape[0]:
        return jnp.broadcast_to(jax.random.normal(key, (shape[0], 1)), shape)
    return jnp.tile(jax.random.normal(key, (shape[1],)), (shape[0], 1))

# %% padded with zeros verdict="right"
def unteachable_image(shape, kernel_shape):
    return jnp.pad(jnp.array([[0.5]]), ((0, shape[0] - 1), (shape[1] - 1, 0)))

# %% written into an array of NumPy's verdict="right"
def unteachable_image(shape, kernel_shape):
    X = np.zeros(shape)
    X[0, 0] = 1
    return X

# %% horizontal stripes, always verdict="wrong" fails=["test_tall_kernels"] says=["kernel_shape_ignored"]
def unteachable_image(shape, kernel_shape):
    return jnp.zeros(shape).at[: shape[0] // 2].set(1)

# %% vertical stripes, always verdict="wrong" fails=["test_wide_kernels"] says=["kernel_shape_ignored"]
def unteachable_image(shape, kernel_shape):
    return jnp.ones(shape).at[:, shape[1] // 3 : 2 * shape[1] // 3].set(0)

# %% noise for kernels with two directions verdict="wrong" fails=["test_larger_kernels"]
def unteachable_image(shape, kernel_shape):
    if kernel_shape[0] == 1:
        return jnp.indices(shape)[0]
    if kernel_shape[1] == 1:
        return jnp.indices(shape)[1]
    return jax.random.normal(jax.random.key(2), shape)

# %% constant verdict="wrong" fails=["test_not_constant"] says=["image_constant"]
def unteachable_image(shape, kernel_shape):
    return jnp.ones(shape)

# %% constant but for noise that nobody sees verdict="wrong" fails=["test_not_constant"] says=["image_constant"]
def unteachable_image(shape, kernel_shape):
    return 1 + 1e-9 * jax.random.normal(jax.random.key(1), shape)

# %% noise verdict="wrong" fails=["test_wide_kernels", "test_tall_kernels", "test_larger_kernels"]
def unteachable_image(shape, kernel_shape):
    return jax.random.normal(jax.random.key(0), shape)

# %% a checkerboard verdict="wrong" fails=["test_wide_kernels", "test_tall_kernels"]
def unteachable_image(shape, kernel_shape):
    return jnp.indices(shape).sum(axis=0) % 2

# %% stripes along the wrong axis verdict="wrong" fails=["test_wide_kernels", "test_tall_kernels"] says=["direction_swapped"]
def unteachable_image(shape, kernel_shape):
    if kernel_shape[1] == 1:
        return jnp.zeros(shape).at[::2].set(1).at[0].set(0.5)
    return jnp.zeros(shape).at[:, ::2].set(1).at[:, 0].set(0.5)

# %% height and width of the image swapped verdict="wrong" fails=["test_wide_kernels", "test_tall_kernels", "test_larger_kernels"]
def unteachable_image(shape, kernel_shape):
    return jnp.zeros(shape[::-1]).at[0, 0].set(1)

# %% values that are not numbers verdict="wrong" fails=["test_wide_kernels", "test_tall_kernels", "test_larger_kernels", "test_not_constant"]
def unteachable_image(shape, kernel_shape):
    return jnp.full(shape, jnp.nan)

# %% writes into an array verdict="wrong" fails=["test_wide_kernels", "test_tall_kernels", "test_larger_kernels", "test_not_constant"]
def unteachable_image(shape, kernel_shape):
    X = jnp.zeros(shape)
    X[0, 0] = 1
    return X

# %% a method of an array, and not its result verdict="wrong" fails=["test_wide_kernels", "test_tall_kernels", "test_larger_kernels", "test_not_constant"]
def unteachable_image(shape, kernel_shape):
    return jnp.zeros(shape).at[0, 0].set

# %% what is set is let go verdict="wrong" fails=["test_not_constant"] says=["image_constant"]
def unteachable_image(shape, kernel_shape):
    X = jnp.zeros(shape)
    X.at[0, 0].set(1)
    return X

# %% noise beside one very bright pixel verdict="wrong" fails=["test_wide_kernels", "test_tall_kernels", "test_larger_kernels"]
def unteachable_image(shape, kernel_shape):
    return jax.random.normal(jax.random.key(5), shape).at[0, 0].set(1e6)
