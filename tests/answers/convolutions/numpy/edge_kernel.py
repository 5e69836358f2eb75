# %% steered Sobel verdict="right"
def edge_kernel(v):
    down = np.array([[-1, -2, -1], [0, 0, 0], [1, 2, 1]])
    return v[0] * down + v[1] * down.T

# %% steered Prewitt, nested lists verdict="right"
def edge_kernel(v):
    return [[v[0] * i + v[1] * j for j in (-1, 0, 1)] for i in (-1, 0, 1)]

# %% steered Scharr, the other sign, in single precision verdict="right"
def edge_kernel(v):
    right = np.outer([3, 10, 3], [1, 0, -1]).astype(np.float32)
    return np.tensordot(np.float32(v), np.stack([right.T, right]), axes=1)

# %% zero-padded to 5×5, by einsum verdict="right"
def edge_kernel(v):
    down = np.outer([-1, 0, 1], [1, 2, 1])
    return np.pad(np.einsum("k,kij->ij", v, [down, down.T]), 1)

# %% the 2×2 plane fit verdict="right"
def edge_kernel(v):
    a, b = np.asarray(v) / np.linalg.norm(v)
    return np.array([[-a - b, b - a], [a - b, a + b]])

# %% an L-shaped 2×2 in the corner of 5×5, negated verdict="right"
def edge_kernel(v):
    K = np.zeros((5, 5))
    K[4, 4], K[3, 4], K[4, 3] = -(v[0] + v[1]), v[0], v[1]
    return K

# %% derivative of a Gaussian on a mesh, even size verdict="right"
def edge_kernel(v):
    i, j = np.mgrid[-1.5:2, -1.5:2]
    return (v[0] * i + v[1] * j) * np.exp(-(i**2 + j**2) / (2 * 0.7**2))

# %% plane fit to 7×7 by least squares verdict="right"
def edge_kernel(v):
    i, j = np.indices((7, 7)).reshape(2, -1)
    planes = np.linalg.pinv(np.stack([np.ones(49), i, j], axis=1))
    return (np.asarray(v) @ planes[1:]).reshape(7, 7)

# %% steps of the gradient of a small blur verdict="right"
def edge_kernel(v):
    blur = np.pad(np.outer([1, 2, 1], [1, 2, 1]).astype(float), 1)
    down, right = np.gradient(blur)
    return v[0] * down + v[1] * right

# %% divided by the largest weight verdict="right"
def edge_kernel(v):
    i = np.arange(-1, 2)
    K = v[0] * i[:, np.newaxis] + v[1] * i[np.newaxis, :]
    K /= np.abs(K).max()
    return K

# %% plane fit to 9×9 verdict="wrong" fails=["test_size"]
def edge_kernel(v):
    i = np.arange(9) - 4
    return v[0] * i[:, None] + v[1] * i

# %% something in the middle verdict="wrong" fails=["test_sums_to_zero"]
def edge_kernel(v):
    down = np.outer([-1, 0, 1], [1, 2, 1])
    K = v[0] * down + v[1] * down.T
    K[1, 1] += 0.1 * np.hypot(*v)
    return K

# %% rounded to whole degrees verdict="wrong" fails=["test_first_moment"]
def edge_kernel(v):
    angle = np.radians(np.degrees(np.arctan2(v[1], v[0])).round())
    down = np.outer([-1, 0, 1], [1, 2, 1])
    return np.cos(angle) * down + np.sin(angle) * down.T

# %% rounded to two places verdict="wrong" fails=["test_first_moment"]
def edge_kernel(v):
    a, b = np.round(np.asarray(v) / np.linalg.norm(v), 2)
    down = np.outer([-1, 0, 1], [1, 2, 1])
    return a * down + b * down.T

# %% the first weight is made positive verdict="wrong" fails=["test_same_sign"]
def edge_kernel(v):
    K = np.array([[-(v[0] + v[1]), v[1]], [v[0], 0.0]])
    return K if v[0] >= 0 else -K

# %% takes the numbers for cosine and sine of an angle verdict="wrong" fails=["test_any_length"] says=["only_unit_v"]
def edge_kernel(v):
    angle = np.arccos(np.clip(v[0], -1, 1)) * (-1 if v[1] < 0 else 1)
    down = np.outer([-1, 0, 1], [1, 2, 1])
    return np.cos(angle) * down + np.sin(angle) * down.T

# %% sharpened across in place of smoothed verdict="wrong" fails=["test_strongest_edge"]
def edge_kernel(v):
    down = np.outer([-1, 0, 1], [-4, 9, -4])
    return v[0] * down + v[1] * down.T

# %% a strong Laplacian on top verdict="wrong" fails=["test_parallel_edge"]
def edge_kernel(v):
    down = np.outer([-1, 0, 1], [1, 2, 1])
    laplacian = np.array([[0, 1, 0], [1, -4, 1], [0, 1, 0]])
    return (v[0] * down + v[1] * down.T) / np.hypot(*v) + 40 * laplacian

# %% v as (x, y) verdict="wrong" fails=["test_first_moment", "test_same_sign", "test_strongest_edge", "test_parallel_edge"] says=["v_as_x_y"]
def edge_kernel(v):
    x, y = v
    right = np.outer([1, 2, 1], [-1, 0, 1])
    return x * right + y * right.T

# %% detects edges along v verdict="wrong" fails=["test_first_moment", "test_same_sign", "test_strongest_edge", "test_parallel_edge"] says=["edges_along_v"]
def edge_kernel(v):
    right = np.outer([1, 2, 1], [-1, 0, 1])
    return v[1] * right.T - v[0] * right

# %% rows point up verdict="wrong" fails=["test_first_moment", "test_same_sign", "test_strongest_edge", "test_parallel_edge"] says=["rows_point_up"]
def edge_kernel(v):
    right = np.outer([1, 2, 1], [-1, 0, 1])
    return v[0] * np.flipud(right.T) + v[1] * right

# %% a fixed Sobel verdict="wrong" fails=["test_first_moment", "test_same_sign", "test_strongest_edge", "test_parallel_edge"] says=["ignores_v"]
def edge_kernel(v):
    return np.outer([-1, 0, 1], [1, 2, 1])

# %% whole numbers alone verdict="wrong" fails=["test_first_moment", "test_strongest_edge"] says=["direction_rounded"]
def edge_kernel(v):
    a, b = np.rint(np.asarray(v) / np.linalg.norm(v)).astype(int)
    down = np.outer([-1, 0, 1], [1, 2, 1])
    return a * down + b * down.T

# %% fractions lost in an array of integers verdict="wrong" fails=["test_first_moment", "test_same_sign", "test_any_length", "test_size", "test_sums_to_zero", "test_strongest_edge", "test_parallel_edge"]
def edge_kernel(v):
    K = np.zeros((3, 3), dtype=int)
    K[0, 1], K[2, 1], K[1, 0], K[1, 2] = -v[0], v[0], -v[1], v[1]
    return K

# %% works in an array of integers verdict="wrong" fails=["test_size", "test_sums_to_zero", "test_first_moment", "test_same_sign", "test_any_length", "test_strongest_edge", "test_parallel_edge"]
def edge_kernel(v):
    K = np.outer([-1, 0, 1], [1, 2, 1])
    K *= v[0]
    return K

# %% averages verdict="wrong" fails=["test_sums_to_zero", "test_first_moment", "test_same_sign", "test_any_length", "test_strongest_edge", "test_parallel_edge"] says=["averages"]
def edge_kernel(v):
    return np.ones((3, 3)) / 9

# %% one axis alone verdict="wrong" fails=["test_size", "test_sums_to_zero", "test_first_moment", "test_same_sign", "test_any_length", "test_strongest_edge", "test_parallel_edge"]
def edge_kernel(v):
    return np.array([-v[0], 0.0, v[1]])
