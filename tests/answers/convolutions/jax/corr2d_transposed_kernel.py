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
