# %% the smallest box verdict="right"
def blur_kernel():
    return jnp.ones((2, 2)) / 4

# %% box of 15×15 in single precision verdict="right"
def blur_kernel():
    K = jnp.ones((15, 15), "float32")
    return K / K.sum()

# %% binomial verdict="right"
def blur_kernel():
    row = jnp.ones(1)
    for _ in range(4):
        row = jnp.convolve(row, jnp.array([0.5, 0.5]))
    return jnp.outer(row, row)

# %% Gaussian on a mesh, by softmax verdict="right"
def blur_kernel():
    i, j = jnp.mgrid[-3:4, -3:4]
    return jax.nn.softmax(-(i**2 + j**2) / 2, axis=(0, 1))

# %% a disk verdict="right"
def blur_kernel():
    i, j = jnp.ogrid[-4:5, -4:5]
    disk = i**2 + j**2 <= 16
    return disk / jnp.count_nonzero(disk)

# %% a window of Hann verdict="right"
def blur_kernel():
    row = jnp.hanning(7)
    row /= row.sum()
    return row[:, None] * row

# %% windowed sinc with negative lobes verdict="right"
def blur_kernel():
    row = jnp.sinc(0.5 * (jnp.arange(9) - 4)) * jnp.hamming(9)
    return jnp.outer(row, row) / row.sum() ** 2

# %% a box in the middle of zeros, by vmap verdict="right"
def blur_kernel():
    near = lambda i, j: jnp.where((abs(i) <= 1) & (abs(j) <= 1), 1 / 9, 0)
    place = jnp.arange(-3, 4)
    return jax.vmap(lambda i: jax.vmap(lambda j: near(i, j))(place))(place)

# %% 17×17 verdict="wrong" fails=["test_size"]
def blur_kernel():
    return jnp.ones((17, 17)) / 289

# %% not divided verdict="wrong" fails=["test_sums_to_one"] says=["not_divided"]
def blur_kernel():
    return jnp.ones((3, 3))

# %% divided by the number of weights verdict="wrong" fails=["test_sums_to_one"] says=["not_divided"]
def blur_kernel():
    row = jnp.array([1, 2, 1])
    K = jnp.outer(row, row)
    return K / K.size

# %% a Gaussian divided by 2πσ² verdict="wrong" fails=["test_sums_to_one"] says=["gaussian_not_normalised"]
def blur_kernel():
    i, j = jnp.ogrid[-2:3, -2:3]
    return jnp.exp(-(i**2 + j**2) / 2) / (2 * jnp.pi)

# %% divided as integers verdict="wrong" fails=["test_sums_to_one", "test_centre", "test_amplifies_nothing", "test_noise", "test_both_axes"]
def blur_kernel():
    return jnp.ones((3, 3), dtype=int) // 9

# %% rounded weights verdict="wrong" fails=["test_sums_to_one"]
def blur_kernel():
    return jnp.full((3, 3), 1 / 9).round(3)

# %% half precision verdict="wrong" fails=["test_sums_to_one"]
def blur_kernel():
    return jnp.full((3, 3), 1 / 9, dtype="float16")

# %% fades to one side verdict="wrong" fails=["test_centre"]
def blur_kernel():
    return jnp.outer(jnp.array([4, 2, 1]), jnp.ones(3)) / 21

# %% a sinc cut off sharply verdict="wrong" fails=["test_amplifies_nothing"]
def blur_kernel():
    row = jnp.sinc(0.5 * (jnp.arange(11) - 5))
    row /= row.sum()
    return jnp.outer(row, row)

# %% hardly blurs verdict="wrong" fails=["test_noise"]
def blur_kernel():
    return jnp.array([[0, 0.1, 0], [0.1, 0.6, 0.1], [0, 0.1, 0]])

# %% one axis, long verdict="wrong" fails=["test_both_axes"] says=["one_axis_blur"]
def blur_kernel():
    return jnp.ones((1, 5)) / 5

# %% hardly any blur down the rows verdict="wrong" fails=["test_both_axes"]
def blur_kernel():
    return jnp.outer(jnp.array([0.05, 0.9, 0.05]), jnp.full(7, 1 / 7))

# %% an edge detector verdict="wrong" fails=["test_sums_to_one", "test_centre", "test_amplifies_nothing", "test_noise", "test_both_axes"] says=["sums_to_zero"]
def blur_kernel():
    return jnp.array([[0, 1, 0], [1, -4, 1], [0, 1, 0]])

# %% one axis alone verdict="wrong" fails=["test_size", "test_centre", "test_amplifies_nothing", "test_noise", "test_both_axes"]
def blur_kernel():
    return jnp.ones(5) / 5
