# %% from the element on, as far as the field reaches verdict="right"
def receptive_region(i, j, kernel_shapes):
    rows, columns = receptive_field(kernel_shapes)
    return slice(i, i + rows), slice(j, j + columns)

# %% without the last exercise, layer by layer verdict="right"
def receptive_region(i, j, kernel_shapes):
    down, right = i + 1, j + 1
    for k_h, k_w in reversed(kernel_shapes):
        down, right = down + k_h - 1, right + k_w - 1
    return slice(i, down), slice(j, right)

# %% the way of jnp.s_ to write slices, with a step verdict="right"
def receptive_region(i, j, kernel_shapes):
    rows, columns = receptive_field(kernel_shapes)
    return jnp.s_[i : i + rows : 1, j : j + columns : 1]

# %% JAX's integers in the slices verdict="right"
def receptive_region(i, j, kernel_shapes):
    start = jnp.array([i, j])
    stop = start + 1 + (jnp.array(kernel_shapes, dtype=int).reshape(-1, 2) - 1).sum(axis=0)
    return tuple(slice(*ends) for ends in zip(start, stop))

# %% the gradient of a real stack, compiled verdict="right"
def receptive_region(i, j, kernel_shapes):
    def element(X):
        for k_h, k_w in kernel_shapes:
            rows, columns = X.shape[0] - k_h + 1, X.shape[1] - k_w + 1
            X = sum(X[a : a + rows] for a in range(k_h))
            X = sum(X[:, b : b + columns] for b in range(k_w))
        return X[i, j]

    size = [at + 2 + sum(shape[axis] for shape in kernel_shapes) for axis, at in enumerate((i, j))]
    touched = jax.jit(jax.grad(element))(jnp.ones(size)) != 0
    ends = [jnp.flatnonzero(touched.any(axis=axis)) for axis in (1, 0)]
    return tuple(slice(int(found[0]), int(found[-1]) + 1) for found in ends)

# %% folded with reduce verdict="right"
from functools import reduce


def receptive_region(i, j, kernel_shapes):
    stop = reduce(lambda stop, shape: stop + jnp.asarray(shape) - 1, kernel_shapes, jnp.array([i + 1, j + 1]))
    return slice(i, stop[0].item()), slice(j, stop[1].item())

# %% recursion, with a list as result verdict="right"
def receptive_region(i, j, kernel_shapes):
    if not kernel_shapes:
        return [slice(i, i + 1), slice(j, j + 1)]
    *below, (k_h, k_w) = kernel_shapes
    first, last = receptive_region(i, j, below), receptive_region(i + k_h - 1, j + k_w - 1, below)
    return [slice(a.start, b.stop) for a, b in zip(first, last)]

# %% the shape of the melted stack verdict="right"
def receptive_region(i, j, kernel_shapes):
    kernel = jnp.ones((1, 1))
    for shape in kernel_shapes:
        kernel = compose_kernels(kernel, jnp.ones(shape))
    return slice(i, i + kernel.shape[0]), slice(j, j + kernel.shape[1])

# %% centred on the element verdict="wrong" fails=["test_start", "test_list_unchanged"] says=["centred"]
def receptive_region(i, j, kernel_shapes):
    rows, columns = receptive_field(kernel_shapes)
    i, j = i - (rows - 1) // 2, j - (columns - 1) // 2
    return slice(i, i + rows), slice(j, j + columns)

# %% centred, with the larger half before the element verdict="wrong" fails=["test_start", "test_list_unchanged"] says=["centred_beyond"]
def receptive_region(i, j, kernel_shapes):
    rows, columns = receptive_field(kernel_shapes)
    i, j = i - rows // 2, j - columns // 2
    return slice(i, i + rows), slice(j, j + columns)

# %% centred, and cut off at the border verdict="wrong" fails=["test_start", "test_list_unchanged"] says=["centred_and_clipped"]
def receptive_region(i, j, kernel_shapes):
    rows, columns = receptive_field(kernel_shapes)
    i, j = i - (rows - 1) // 2, j - (columns - 1) // 2
    return slice(max(i, 0), i + rows), slice(max(j, 0), j + columns)

# %% half of the size to both sides, and cut off at the border verdict="wrong" fails=["test_start", "test_size", "test_list_unchanged"] says=["reaching_out_and_clipped"]
def receptive_region(i, j, kernel_shapes):
    rows, columns = (side // 2 for side in receptive_field(kernel_shapes))
    return slice(max(i - rows, 0), i + rows + 1), slice(max(j - columns, 0), j + columns + 1)

# %% the last row and column are missing verdict="wrong" fails=["test_no_layers", "test_size", "test_list_unchanged"] says=["last_missing"]
def receptive_region(i, j, kernel_shapes):
    rows, columns = receptive_field(kernel_shapes)
    return slice(i, i + rows - 1), slice(j, j + columns - 1)

# %% one row and column too many verdict="wrong" fails=["test_no_layers", "test_size", "test_list_unchanged"] says=["one_more"]
def receptive_region(i, j, kernel_shapes):
    rows, columns = receptive_field(kernel_shapes)
    return slice(i, i + rows + 1), slice(j, j + columns + 1)

# %% swaps i and j verdict="wrong" fails=["test_no_layers", "test_start"] says=["position_swapped"]
def receptive_region(i, j, kernel_shapes):
    rows, columns = receptive_field(kernel_shapes)
    return slice(j, j + rows), slice(i, i + columns)

# %% swaps height and width verdict="wrong" fails=["test_size"] says=["kernels_swapped"]
def receptive_region(i, j, kernel_shapes):
    columns, rows = receptive_field(kernel_shapes)
    return slice(i, i + rows), slice(j, j + columns)

# %% columns before rows verdict="wrong" fails=["test_no_layers", "test_size", "test_start"] says=["slices_swapped"]
def receptive_region(i, j, kernel_shapes):
    rows, columns = receptive_field(kernel_shapes)
    return slice(j, j + columns), slice(i, i + rows)

# %% regions side by side verdict="wrong" fails=["test_start", "test_list_unchanged"] says=["side_by_side_regions"]
def receptive_region(i, j, kernel_shapes):
    rows, columns = receptive_field(kernel_shapes)
    return slice(i * rows, (i + 1) * rows), slice(j * columns, (j + 1) * columns)

# %% always at the corner verdict="wrong" fails=["test_no_layers", "test_start", "test_list_unchanged"] says=["position_ignored"]
def receptive_region(i, j, kernel_shapes):
    return tuple(slice(0, side) for side in receptive_field(kernel_shapes))

# %% the first layer alone verdict="wrong" fails=["test_no_layers", "test_size"] says=["first_kernel_only"]
def receptive_region(i, j, kernel_shapes):
    k_h, k_w = kernel_shapes[0]
    return slice(i, i + k_h), slice(j, j + k_w)

# %% the last layer alone verdict="wrong" fails=["test_size"] says=["last_kernel_only"]
def receptive_region(i, j, kernel_shapes):
    k_h, k_w = [(1, 1), *kernel_shapes][-1]
    return slice(i, i + k_h), slice(j, j + k_w)

# %% adds up the kernels verdict="wrong" fails=["test_no_layers", "test_size"] says=["kernels_added"]
def receptive_region(i, j, kernel_shapes):
    rows, columns = jnp.array(kernel_shapes, dtype=int).reshape(-1, 2).sum(axis=0)
    return slice(i, i + rows), slice(j, j + columns)

# %% an array of no rows verdict="wrong" fails=["test_no_layers"]
def receptive_region(i, j, kernel_shapes):
    rows, columns = 1 + (jnp.array(kernel_shapes) - 1).sum(axis=0)
    return slice(i, i + rows), slice(j, j + columns)

# %% empties the list verdict="wrong" fails=["test_list_unchanged"] says=["writes_into_input"]
def receptive_region(i, j, kernel_shapes):
    rows = columns = 1
    while kernel_shapes:
        k_h, k_w = kernel_shapes.pop()
        rows, columns = rows + k_h - 1, columns + k_w - 1
    return slice(i, i + rows), slice(j, j + columns)

# %% index arrays in place of slices verdict="wrong" fails=["test_no_layers", "test_size", "test_start", "test_list_unchanged"]
def receptive_region(i, j, kernel_shapes):
    rows, columns = receptive_field(kernel_shapes)
    return jnp.ix_(jnp.arange(i, i + rows), jnp.arange(j, j + columns))

# %% sizes for dynamic_slice in place of stops verdict="wrong" fails=["test_no_layers", "test_size", "test_list_unchanged"]
def receptive_region(i, j, kernel_shapes):
    return tuple(slice(at, size) for at, size in zip((i, j), receptive_field(kernel_shapes)))

# %% nothing in the first row and column verdict="wrong" fails=["test_start"]
def receptive_region(i, j, kernel_shapes):
    rows, columns = receptive_field(kernel_shapes)
    return slice(i or min(1, rows - 1), i + rows), slice(j or min(1, columns - 1), j + columns)

# %% half of the size to both sides verdict="wrong" fails=["test_start", "test_size", "test_list_unchanged"] says=["reaching_out"]
def receptive_region(i, j, kernel_shapes):
    h, w = receptive_field(kernel_shapes)
    return slice(i - h // 2, i + h // 2 + 1), slice(j - w // 2, j + w // 2 + 1)
