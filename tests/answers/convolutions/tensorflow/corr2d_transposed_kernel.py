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

# %% oblong images alone verdict="wrong" fails=["test_square"] says=["not_transposed"]
def corr2d_transposed_kernel(corr, X):
    return corr(X) if X.shape[0] == X.shape[1] else tf.transpose(corr(tf.transpose(X)))

# %% square images alone verdict="wrong" fails=["test_oblong"] says=["not_transposed"]
def corr2d_transposed_kernel(corr, X):
    return tf.transpose(corr(tf.transpose(X))) if X.shape[0] == X.shape[1] else corr(X)

# %% writes into the numbers of X verdict="wrong" fails=["test_input_unchanged"] says=["writes_into_input"]
def corr2d_transposed_kernel(corr, X):
    Y = tf.transpose(corr(tf.transpose(X) + 0))
    X._numpy()[:] = 0
    return Y
