# %% mirrored twice verdict="right"
def corr2d_transposed_kernel(corr, X):
    return corr(X.T).T

# %% copies verdict="right"
def corr2d_transposed_kernel(corr, X):
    return np.transpose(corr(np.ascontiguousarray(X.T)))

# %% axes swapped verdict="right"
def corr2d_transposed_kernel(corr, X):
    return np.swapaxes(corr(np.swapaxes(X, 0, 1)), 0, 1)

# %% not transposed verdict="wrong" fails=["test_square", "test_oblong"] says=["not_transposed"]
def corr2d_transposed_kernel(corr, X):
    return corr(X)

# %% not transposed back verdict="wrong" fails=["test_square", "test_oblong", "test_input_unchanged"] says=["not_transposed_back"]
def corr2d_transposed_kernel(corr, X):
    return corr(X.T)

# %% square images alone verdict="wrong" fails=["test_oblong"] says=["not_transposed"]
def corr2d_transposed_kernel(corr, X):
    return corr(X.T).T if X.shape[0] == X.shape[1] else corr(X)

# %% turns X itself verdict="wrong" fails=["test_input_unchanged"] says=["writes_into_input"]
def corr2d_transposed_kernel(corr, X):
    Y = corr(X.T.copy()).T
    X[...] = 0
    return Y

# %% oblong images alone verdict="wrong" fails=["test_square"] says=["not_transposed"]
def corr2d_transposed_kernel(corr, X):
    return corr(X) if X.shape[0] == X.shape[1] else corr(X.T).T
