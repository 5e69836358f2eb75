# %% mirrored twice verdict="right"
def corr2d_transposed_kernel(corr, X):
    return corr(X.T).T

# %% step by step verdict="right"
def corr2d_transposed_kernel(corr, X):
    mirrored = jnp.swapaxes(X, 0, 1)
    found = corr(mirrored)
    return jnp.swapaxes(found, 0, 1)

# %% einsum verdict="right"
def corr2d_transposed_kernel(corr, X):
    return jnp.einsum("ij->ji", corr(jnp.einsum("ij->ji", X)))

# %% not transposed verdict="wrong" fails=["test_square", "test_oblong"] says=["not_transposed"]
def corr2d_transposed_kernel(corr, X):
    return corr(X)

# %% not transposed back verdict="wrong" fails=["test_square", "test_oblong", "test_input_unchanged"] says=["not_transposed_back"]
def corr2d_transposed_kernel(corr, X):
    return corr(X.T)

# %% oblong images alone verdict="wrong" fails=["test_square"] says=["not_transposed"]
def corr2d_transposed_kernel(corr, X):
    return corr(X) if X.shape[0] == X.shape[1] else corr(X.T).T

# %% square images alone verdict="wrong" fails=["test_oblong"] says=["not_transposed"]
def corr2d_transposed_kernel(corr, X):
    return corr(X.T).T if X.shape[0] == X.shape[1] else corr(X)

# %% writes into X, by its address verdict="wrong" fails=["test_input_unchanged"] says=["writes_into_input"]
import ctypes


def corr2d_transposed_kernel(corr, X):
    Y = corr(X.T + 0).T
    ctypes.memset(X.unsafe_buffer_pointer(), 0, X.nbytes)
    return Y
