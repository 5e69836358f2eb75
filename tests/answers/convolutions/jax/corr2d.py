# %% two loops verdict="right"
def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError("2-D only")
    height, width = output_shape(X.shape, K.shape)
    k_h, k_w = K.shape
    rows = [jnp.stack([(X[i : i + k_h, j : j + k_w] * K).sum() for j in range(width)]) for i in range(height)]
    return jnp.stack(rows)

# %% inside out verdict="right"
def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError("2-D only")
    height, width = output_shape(X.shape, K.shape)
    Y = jnp.zeros((height, width), dtype=X.dtype)
    for a in range(K.shape[0]):
        for b in range(K.shape[1]):
            Y += K[a, b] * X[a : a + height, b : b + width]
    return Y

# %% set, element by element verdict="right"
def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError("2-D only")
    height, width = output_shape(X.shape, K.shape)
    Y = jnp.zeros((height, width), dtype=X.dtype)
    for i in range(height):
        for j in range(width):
            Y = Y.at[i, j].set(jnp.vdot(X[i : i + K.shape[0], j : j + K.shape[1]], K))
    return Y

# %% flipped verdict="wrong" fails=["test_values", "test_thin_and_full_kernels", "test_views", "test_gradients"] says=["kernel_flipped"]
def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError("2-D only")
    height, width = output_shape(X.shape, K.shape)
    K = K[::-1, ::-1]
    Y = jnp.zeros((height, width), dtype=X.dtype)
    for a in range(K.shape[0]):
        for b in range(K.shape[1]):
            Y += K[a, b] * X[a : a + height, b : b + width]
    return Y

# %% numbers of Python on the way verdict="wrong" fails=["test_gradients"] says=["detached"]
def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError("2-D only")
    height, width = output_shape(X.shape, K.shape)
    k_h, k_w = K.shape
    rows = [[float((X[i : i + k_h, j : j + k_w] * K).sum()) for j in range(width)] for i in range(height)]
    return jnp.array(rows, dtype=X.dtype)

# %% cut off verdict="wrong" fails=["test_gradients"] says=["detached"]
def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError("2-D only")
    height, width = output_shape(X.shape, K.shape)
    k_h, k_w = K.shape
    rows = [jnp.stack([(X[i : i + k_h, j : j + k_w] * K).sum() for j in range(width)]) for i in range(height)]
    return jax.lax.stop_gradient(jnp.stack(rows))

# %% rounded on the way verdict="wrong" fails=["test_dtype"]
def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError("2-D only")
    height, width = output_shape(X.shape, K.shape)
    k_h, k_w = K.shape
    rows = [jnp.stack([(X[i : i + k_h, j : j + k_w] * K).sum() for j in range(width)]) for i in range(height)]
    return jnp.stack(rows).astype("float32").astype(X.dtype)

# %% the library's own verdict="wrong" fails=["test_values", "test_thin_and_full_kernels", "test_views", "test_dtype", "test_gradients", "test_inputs_unchanged"]
def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError("2-D only")
    height, width = output_shape(X.shape, K.shape)
    return jax.lax.conv(X[None, None], K[None, None], (1, 1), "VALID")[0, 0]

# %% nothing is refused but what output_shape refuses verdict="wrong" fails=["test_two_axes"]
def corr2d(X, K):
    X, K = (X[0] if X.ndim > 2 else X), (K[0] if K.ndim > 2 else K)
    height, width = output_shape(X.shape[-2:], K.shape[-2:])
    Y = jnp.zeros((height, width), dtype=X.dtype)
    for a in range(K.shape[0]):
        for b in range(K.shape[1]):
            Y += K[a, b] * X[a : a + height, b : b + width]
    return Y
