# %% a loop that widens the view verdict="right"
def receptive_field(kernel_shapes):
    rows = columns = 1
    for k_h, k_w in kernel_shapes:
        rows += k_h - 1
        columns += k_w - 1
    return rows, columns

# %% sums, and the number of layers taken off verdict="right"
def receptive_field(kernel_shapes):
    return tuple(1 - len(kernel_shapes) + sum(shape[axis] for shape in kernel_shapes) for axis in (0, 1))

# %% an array verdict="right"
def receptive_field(kernel_shapes):
    return 1 + (jnp.array(kernel_shapes, dtype=int).reshape(-1, 2) - 1).sum(axis=0)

# %% a pair of JAX's integers verdict="right"
def receptive_field(kernel_shapes):
    rows, columns = jnp.array([(1, 1), *kernel_shapes]).sum(axis=0) - len(kernel_shapes)
    return rows, columns

# %% recursion verdict="right"
def receptive_field(kernel_shapes):
    if not kernel_shapes:
        return 1, 1
    rows, columns = receptive_field(kernel_shapes[1:])
    return rows + kernel_shapes[0][0] - 1, columns + kernel_shapes[0][1] - 1

# %% melts the stack into one kernel verdict="right"
def receptive_field(kernel_shapes):
    kernel = jnp.ones((1, 1))
    for shape in kernel_shapes:
        kernel = compose_kernels(kernel, jnp.ones(shape))
    return kernel.shape

# %% asks the gradient of a real stack, compiled verdict="right"
def receptive_field(kernel_shapes):
    side = 2 + sum(max(shape) for shape in kernel_shapes)

    def corner(X):
        for k_h, k_w in kernel_shapes:
            rows, columns = X.shape[0] - k_h + 1, X.shape[1] - k_w + 1
            X = sum(X[a : a + rows] for a in range(k_h))
            X = sum(X[:, b : b + columns] for b in range(k_w))
        return X[0, 0]

    seen = jax.jit(jax.grad(corner))(jnp.ones((side, side))) != 0
    return int(seen.any(axis=1).sum()), int(seen.any(axis=0).sum())

# %% asks for the shape that would come out, and computes nothing verdict="right"
def receptive_field(kernel_shapes):
    def stack(X):
        for k_h, k_w in kernel_shapes:
            X = jax.lax.reduce_window(X, 0.0, jax.lax.add, (k_h, k_w), (1, 1), "VALID")
        return X

    left = jax.eval_shape(stack, jax.ShapeDtypeStruct((1000, 1000), jnp.float32))
    return tuple(1001 - side for side in left.shape)

# %% scan over the layers verdict="right"
def receptive_field(kernel_shapes):
    shapes = jnp.array(kernel_shapes, dtype=jnp.int32).reshape(-1, 2)
    size, _ = jax.lax.scan(lambda size, shape: (size + shape - 1, None), jnp.ones(2, jnp.int32), shapes)
    return [int(side) for side in size]

# %% adds up the sizes verdict="wrong" fails=["test_columns", "test_no_layers", "test_rows"] says=["sizes_added"]
def receptive_field(kernel_shapes):
    return tuple(jnp.array(kernel_shapes, dtype=int).reshape(-1, 2).sum(axis=0))

# %% multiplies the sizes verdict="wrong" fails=["test_columns", "test_rows"] says=["sizes_multiplied"]
def receptive_field(kernel_shapes):
    return tuple(jnp.array(kernel_shapes, dtype=int).reshape(-1, 2).prod(axis=0))

# %% leaves the element out verdict="wrong" fails=["test_rows", "test_columns", "test_no_layers", "test_list_unchanged"] says=["element_not_counted"]
def receptive_field(kernel_shapes):
    return tuple(sum(shape[axis] - 1 for shape in kernel_shapes) for axis in (0, 1))

# %% one too many verdict="wrong" fails=["test_rows", "test_columns", "test_no_layers", "test_list_unchanged"] says=["one_too_many"]
def receptive_field(kernel_shapes):
    return tuple(2 + sum(shape[axis] - 1 for shape in kernel_shapes) for axis in (0, 1))

# %% swaps height and width verdict="wrong" fails=["test_columns", "test_rows"] says=["height_width_swapped"]
def receptive_field(kernel_shapes):
    return tuple(1 + sum(shape[axis] - 1 for shape in kernel_shapes) for axis in (1, 0))

# %% height for both verdict="wrong" fails=["test_columns"] says=["square_by_height"]
def receptive_field(kernel_shapes):
    return (1 + sum(shape[0] - 1 for shape in kernel_shapes),) * 2

# %% width for both verdict="wrong" fails=["test_rows"] says=["square_by_width"]
def receptive_field(kernel_shapes):
    return (1 + sum(shape[1] - 1 for shape in kernel_shapes),) * 2

# %% the largest kernel verdict="wrong" fails=["test_columns", "test_rows"] says=["largest_only"]
def receptive_field(kernel_shapes):
    return tuple(jnp.array([(1, 1), *kernel_shapes]).max(axis=0))

# %% the first layer verdict="wrong" fails=["test_columns", "test_rows"] says=["first_layer_only"]
def receptive_field(kernel_shapes):
    return tuple(kernel_shapes[0]) if kernel_shapes else (1, 1)

# %% the last layer verdict="wrong" fails=["test_columns", "test_rows"] says=["last_layer_only"]
def receptive_field(kernel_shapes):
    return tuple(kernel_shapes[-1]) if kernel_shapes else (1, 1)

# %% an array of no rows verdict="wrong" fails=["test_no_layers"]
def receptive_field(kernel_shapes):
    return tuple(1 + (jnp.array(kernel_shapes) - 1).sum(axis=0))

# %% empties the list verdict="wrong" fails=["test_list_unchanged"] says=["writes_into_input"]
def receptive_field(kernel_shapes):
    rows = columns = 1
    kernel_shapes.reverse()
    while kernel_shapes:
        k_h, k_w = kernel_shapes.pop()
        rows, columns = rows + k_h - 1, columns + k_w - 1
    return rows, columns

# %% whole numbers as floats verdict="wrong" fails=["test_columns", "test_rows", "test_no_layers", "test_list_unchanged"]
def receptive_field(kernel_shapes):
    return tuple(1.0 + (jnp.array(kernel_shapes).reshape(-1, 2) - 1).sum(axis=0))

# %% at most ten layers verdict="wrong" fails=["test_columns", "test_rows"]
def receptive_field(kernel_shapes):
    return tuple(1 + sum(shape[axis] - 1 for shape in kernel_shapes[:10]) for axis in (0, 1))
