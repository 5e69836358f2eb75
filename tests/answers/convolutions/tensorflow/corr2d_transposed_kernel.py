# %% mirrored twice verdict="right"
def corr2d_transposed_kernel(corr, X):
    return tf.transpose(corr(tf.transpose(X)))

# %% step by step verdict="right"
def corr2d_transposed_kernel(corr, X):
    mirrored = tf.transpose(X, perm=[1, 0])
    found = corr(mirrored)
    return tf.transpose(found, perm=[1, 0])

# %% einsum verdict="right"
def corr2d_transposed_kernel(corr, X):
    return tf.einsum("ij->ji", corr(tf.einsum("ij->ji", X)))

# %% not transposed verdict="wrong" fails=["test_square", "test_oblong"] says=["not_transposed"]
def corr2d_transposed_kernel(corr, X):
    return corr(X)

# %% not transposed back verdict="wrong" fails=["test_square", "test_oblong", "test_input_unchanged"] says=["not_transposed_back"]
def corr2d_transposed_kernel(corr, X):
    return corr(tf.transpose(X))
