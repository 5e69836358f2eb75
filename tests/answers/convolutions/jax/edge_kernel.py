# %% steered Sobel verdict="right"
def edge_kernel(v):
    down = jnp.array([[-1, -2, -1], [0, 0, 0], [1, 2, 1]])
    return v[0] * down + v[1] * down.T

# %% steered Prewitt, nested lists verdict="right"
def edge_kernel(v):
    return [[v[0] * i + v[1] * j for j in (-1, 0, 1)] for i in (-1, 0, 1)]

# %% steered Scharr, the other sign, in single precision verdict="right"
def edge_kernel(v):
    right = jnp.outer(jnp.array([3, 10, 3]), jnp.array([1, 0, -1])).astype("float32")
    return jnp.tensordot(jnp.array(v, "float32"), jnp.stack([right.T, right]), axes=1)

# %% zero-padded to 5×5, by einsum verdict="right"
def edge_kernel(v):
    down = jnp.outer(jnp.array([-1, 0, 1]), jnp.array([1, 2, 1]))
    return jnp.pad(jnp.einsum("k,kij->ij", jnp.array(v), jnp.stack([down, down.T])), 1)

# %% the 2×2 plane fit verdict="right"
def edge_kernel(v):
    a, b = jnp.array(v) / jnp.linalg.norm(jnp.array(v))
    return jnp.array([[-a - b, b - a], [a - b, a + b]])

# %% an L-shaped 2×2 in the corner of 5×5, negated, set in place by place verdict="right"
def edge_kernel(v):
    K = jnp.zeros((5, 5))
    return K.at[4, 4].set(-(v[0] + v[1])).at[3, 4].set(v[0]).at[4, 3].set(v[1])

# %% derivative of a Gaussian on a mesh, even size verdict="right"
def edge_kernel(v):
    i, j = jnp.mgrid[-1.5:2, -1.5:2]
    return (v[0] * i + v[1] * j) * jnp.exp(-(i**2 + j**2) / (2 * 0.7**2))

# %% the derivative of a Gaussian, by jax.grad verdict="right"
def edge_kernel(v):
    def along(i, j):
        gauss = lambda i, j: jnp.exp(-(i**2 + j**2) / 2)
        return sum(part * slope for part, slope in zip(v, jax.grad(gauss, (0, 1))(i, j)))

    place = jnp.arange(-2.0, 3)
    return jax.vmap(jax.vmap(along, (None, 0)), (0, None))(place, place)

# %% plane fit to 7×7 by least squares verdict="right"
def edge_kernel(v):
    i, j = jnp.indices((7, 7)).reshape(2, -1)
    planes = jnp.linalg.pinv(jnp.stack([jnp.ones(49), i, j], axis=1))
    return (jnp.array(v) @ planes[1:]).reshape(7, 7)

# %% compiled, v as an array verdict="right"
@jax.jit
def slope_along(v):
    i = jnp.arange(-1, 2)
    return v[0] * i[:, None] + v[1] * i


def edge_kernel(v):
    return slope_along(jnp.array(v))

# %% NumPy verdict="right"
def edge_kernel(v):
    down = np.outer([-1, 0, 1], [1, 2, 1])
    return v[0] * down + v[1] * down.T

# %% plane fit to 9×9 verdict="wrong" fails=["test_size"]
def edge_kernel(v):
    i = jnp.arange(9) - 4
    return v[0] * i[:, None] + v[1] * i

# %% something in the middle verdict="wrong" fails=["test_sums_to_zero"]
def edge_kernel(v):
    down = jnp.outer(jnp.array([-1.0, 0.0, 1.0]), jnp.array([1.0, 2.0, 1.0]))
    K = v[0] * down + v[1] * down.T
    return K.at[1, 1].add(0.1 * math.hypot(*v))

# %% rounded to whole degrees verdict="wrong" fails=["test_first_moment"]
def edge_kernel(v):
    angle = jnp.radians(jnp.degrees(jnp.arctan2(v[1], v[0])).round())
    down = jnp.outer(jnp.array([-1.0, 0.0, 1.0]), jnp.array([1.0, 2.0, 1.0]))
    return jnp.cos(angle) * down + jnp.sin(angle) * down.T

# %% rounded to two places verdict="wrong" fails=["test_first_moment"]
def edge_kernel(v):
    a, b = jnp.round(jnp.array(v) / jnp.linalg.norm(jnp.array(v)), 2)
    down = jnp.outer(jnp.array([-1.0, 0.0, 1.0]), jnp.array([1.0, 2.0, 1.0]))
    return a * down + b * down.T

# %% the first weight is made positive verdict="wrong" fails=["test_same_sign"]
def edge_kernel(v):
    K = jnp.array([[-(v[0] + v[1]), v[1]], [v[0], 0.0]])
    return K if v[0] >= 0 else -K

# %% takes the numbers for cosine and sine of an angle verdict="wrong" fails=["test_any_length"] says=["only_unit_v"]
def edge_kernel(v):
    angle = jnp.arccos(jnp.clip(v[0], -1, 1)) * (-1 if v[1] < 0 else 1)
    down = jnp.outer(jnp.array([-1.0, 0.0, 1.0]), jnp.array([1.0, 2.0, 1.0]))
    return jnp.cos(angle) * down + jnp.sin(angle) * down.T

# %% sharpened across in place of smoothed verdict="wrong" fails=["test_strongest_edge"]
def edge_kernel(v):
    down = jnp.outer(jnp.array([-1, 0, 1]), jnp.array([-4, 9, -4]))
    return v[0] * down + v[1] * down.T

# %% a strong Laplacian on top verdict="wrong" fails=["test_parallel_edge"]
def edge_kernel(v):
    down = jnp.outer(jnp.array([-1.0, 0.0, 1.0]), jnp.array([1.0, 2.0, 1.0]))
    laplacian = jnp.array([[0, 1, 0], [1, -4, 1], [0, 1, 0]])
    return (v[0] * down + v[1] * down.T) / math.hypot(*v) + 40 * laplacian

# %% v as (x, y) verdict="wrong" fails=["test_first_moment", "test_same_sign", "test_strongest_edge", "test_parallel_edge"] says=["v_as_x_y"]
def edge_kernel(v):
    x, y = v
    down = jnp.outer(jnp.array([-1.0, 0.0, 1.0]), jnp.array([1.0, 2.0, 1.0]))
    return x * down.T + y * down

# %% detects edges along v verdict="wrong" fails=["test_first_moment", "test_same_sign", "test_strongest_edge", "test_parallel_edge"] says=["edges_along_v"]
def edge_kernel(v):
    down = jnp.outer(jnp.array([-1.0, 0.0, 1.0]), jnp.array([1.0, 2.0, 1.0]))
    return v[1] * down - v[0] * down.T

# %% rows point up verdict="wrong" fails=["test_first_moment", "test_same_sign", "test_strongest_edge", "test_parallel_edge"] says=["rows_point_up"]
def edge_kernel(v):
    down = jnp.outer(jnp.array([-1.0, 0.0, 1.0]), jnp.array([1.0, 2.0, 1.0]))
    return v[0] * down[::-1] + v[1] * down.T

# %% a fixed Sobel verdict="wrong" fails=["test_first_moment", "test_same_sign", "test_strongest_edge", "test_parallel_edge"] says=["ignores_v"]
def edge_kernel(v):
    down = jnp.outer(jnp.array([-1.0, 0.0, 1.0]), jnp.array([1.0, 2.0, 1.0]))
    return down

# %% whole numbers alone verdict="wrong" fails=["test_first_moment", "test_strongest_edge"] says=["direction_rounded"]
def edge_kernel(v):
    a, b = jnp.rint(jnp.array(v) / jnp.linalg.norm(jnp.array(v))).astype(int)
    down = jnp.outer(jnp.array([-1.0, 0.0, 1.0]), jnp.array([1.0, 2.0, 1.0]))
    return a * down + b * down.T

# %% averages verdict="wrong" fails=["test_sums_to_zero", "test_first_moment", "test_same_sign", "test_any_length", "test_strongest_edge", "test_parallel_edge"] says=["averages"]
def edge_kernel(v):
    return jnp.ones((3, 3)) / 9

# %% one axis alone verdict="wrong" fails=["test_size", "test_sums_to_zero", "test_first_moment", "test_same_sign", "test_any_length", "test_strongest_edge", "test_parallel_edge"]
def edge_kernel(v):
    return jnp.array([-v[0], 0.0, v[1]])

# %% what is set is let go verdict="wrong" fails=["test_size", "test_sums_to_zero", "test_first_moment", "test_same_sign", "test_any_length", "test_strongest_edge", "test_parallel_edge"]
def edge_kernel(v):
    K = jnp.zeros((3, 3))
    K.at[0, 1].set(-v[0])
    K.at[2, 1].set(v[0])
    K.at[1, 0].set(-v[1])
    K.at[1, 2].set(v[1])
    return K

# %% writes into an array verdict="wrong" fails=["test_size", "test_sums_to_zero", "test_first_moment", "test_same_sign", "test_any_length", "test_strongest_edge", "test_parallel_edge"]
def edge_kernel(v):
    K = jnp.zeros((3, 3))
    K[0, 1], K[2, 1], K[1, 0], K[1, 2] = -v[0], v[0], -v[1], v[1]
    return K

# %% fractions lost in an array of integers verdict="wrong" fails=["test_size", "test_sums_to_zero", "test_first_moment", "test_same_sign", "test_any_length", "test_strongest_edge", "test_parallel_edge"]
def edge_kernel(v):
    K = jnp.zeros((3, 3), dtype=int)
    return K.at[0, 1].set(int(-v[0])).at[2, 1].set(int(v[0])).at[1, 0].set(int(-v[1])).at[1, 2].set(int(v[1]))
