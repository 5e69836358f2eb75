# %% inside out verdict="right"
def corr2d_vectorized(X, K):
    height, width = X.shape[0] - K.shape[0] + 1, X.shape[1] - K.shape[1] + 1
    Y = jnp.zeros((height, width), dtype=X.dtype)
    for a in range(K.shape[0]):
        for b in range(K.shape[1]):
            Y += K[a, b] * X[a : a + height, b : b + width]
    return Y

# %% gathered windows verdict="right"
def corr2d_vectorized(X, K):
    height, width = X.shape[0] - K.shape[0] + 1, X.shape[1] - K.shape[1] + 1
    rows = jnp.arange(height)[:, None] + jnp.arange(K.shape[0])
    columns = jnp.arange(width)[:, None] + jnp.arange(K.shape[1])
    return jnp.einsum("iajb,ab->ij", X[rows][:, :, columns], K)

# %% vmap verdict="right"
def corr2d_vectorized(X, K):
    def one(i, j):
        return (jax.lax.dynamic_slice(X, (i, j), K.shape) * K).sum()

    height, width = X.shape[0] - K.shape[0] + 1, X.shape[1] - K.shape[1] + 1
    return jax.vmap(jax.vmap(one, (None, 0)), (0, None))(jnp.arange(height), jnp.arange(width))

# %% a loop verdict="wrong" fails=["test_no_loop"]
def corr2d_vectorized(X, K):
    return corr2d(X, K)

# %% flipped verdict="wrong" fails=["test_values", "test_special_shapes"] says=["kernel_flipped"]
def corr2d_vectorized(X, K):
    K = K[::-1, ::-1]
    height, width = X.shape[0] - K.shape[0] + 1, X.shape[1] - K.shape[1] + 1
    Y = jnp.zeros((height, width), dtype=X.dtype)
    for a in range(K.shape[0]):
        for b in range(K.shape[1]):
            Y += K[a, b] * X[a : a + height, b : b + width]
    return Y

# %% the library's own verdict="wrong" fails=["test_values", "test_special_shapes", "test_dtype", "test_no_loop", "test_inputs_unchanged"]
def corr2d_vectorized(X, K):
    return jax.lax.conv(X[None, None], K[None, None], (1, 1), "VALID")[0, 0]

# %% very flat kernels are cut verdict="wrong" fails=["test_values"]
def corr2d_vectorized(X, K):
    height, width = X.shape[0] - K.shape[0] + 1, X.shape[1] - K.shape[1] + 1
    Y = jnp.zeros((height, width), dtype=X.dtype)
    for a in range(K.shape[0]):
        for b in range(min(K.shape[1], 16)):
            Y += K[a, b] * X[a : a + height, b : b + width]
    return Y

# %% squeezes verdict="wrong" fails=["test_special_shapes"]
def corr2d_vectorized(X, K):
    height, width = X.shape[0] - K.shape[0] + 1, X.shape[1] - K.shape[1] + 1
    Y = jnp.zeros((height, width), dtype=X.dtype)
    for a in range(K.shape[0]):
        for b in range(K.shape[1]):
            Y += K[a, b] * X[a : a + height, b : b + width]
    return Y.squeeze()

# %% always float64 verdict="wrong" fails=["test_dtype"]
def corr2d_vectorized(X, K):
    height, width = X.shape[0] - K.shape[0] + 1, X.shape[1] - K.shape[1] + 1
    Y = jnp.zeros((height, width), dtype=X.dtype)
    for a in range(K.shape[0]):
        for b in range(K.shape[1]):
            Y += K[a, b] * X[a : a + height, b : b + width]
    return Y.astype(float)

# %% writes into K, by its address verdict="wrong" fails=["test_inputs_unchanged"] says=["writes_into_input"]
import ctypes


def corr2d_vectorized(X, K):
    height, width = X.shape[0] - K.shape[0] + 1, X.shape[1] - K.shape[1] + 1
    Y = jnp.zeros((height, width), dtype=X.dtype)
    for a in range(K.shape[0]):
        for b in range(K.shape[1]):
            Y += K[a, b] * X[a : a + height, b : b + width]
    Y.block_until_ready()
    ctypes.memset(K.unsafe_buffer_pointer(), 0, K.nbytes)
    return Y
