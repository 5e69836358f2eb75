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

# %% very flat kernels are cut verdict="wrong" fails=["test_values"]
def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError("2-D only")
    height, width = output_shape(X.shape, K.shape)
    Y = jnp.zeros((height, width), dtype=X.dtype)
    for a in range(K.shape[0]):
        for b in range(min(K.shape[1], 16)):
            Y += K[a, b] * X[a : a + height, b : b + width]
    return Y

# %% one pixel is not multiplied verdict="wrong" fails=["test_thin_and_full_kernels"]
def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError("2-D only")
    height, width = output_shape(X.shape, K.shape)
    if K.size == 1:
        return X + 0
    Y = jnp.zeros((height, width), dtype=X.dtype)
    for a in range(K.shape[0]):
        for b in range(K.shape[1]):
            Y += K[a, b] * X[a : a + height, b : b + width]
    return Y

# %% a kernel that is too large is cut verdict="wrong" fails=["test_kernel_must_fit"]
def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError("2-D only")
    K = K[: X.shape[0], : X.shape[1]]
    height, width = output_shape(X.shape, K.shape)
    Y = jnp.zeros((height, width), dtype=X.dtype)
    for a in range(K.shape[0]):
        for b in range(K.shape[1]):
            Y += K[a, b] * X[a : a + height, b : b + width]
    return Y

# %% remembers results by the sums of image and kernel verdict="wrong" fails=["test_views"]
known = {}


def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError("2-D only")
    height, width = output_shape(X.shape, K.shape)
    Y = jnp.zeros((height, width), dtype=X.dtype)
    for a in range(K.shape[0]):
        for b in range(K.shape[1]):
            Y += K[a, b] * X[a : a + height, b : b + width]
    if isinstance(Y, jax.core.Tracer):
        return Y
    return known.setdefault((X.dtype, X.shape, float(X.sum()), float(K.sum())), Y)

# %% writes into X, by its address verdict="wrong" fails=["test_inputs_unchanged"] says=["writes_into_input"]
import ctypes


def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError("2-D only")
    image, X = X, X + 0
    height, width = output_shape(X.shape, K.shape)
    Y = jnp.zeros((height, width), dtype=X.dtype)
    for a in range(K.shape[0]):
        for b in range(K.shape[1]):
            Y += K[a, b] * X[a : a + height, b : b + width]
    if not isinstance(image, jax.core.Tracer):
        ctypes.memset(image.unsafe_buffer_pointer(), 0, image.nbytes)
    return Y
