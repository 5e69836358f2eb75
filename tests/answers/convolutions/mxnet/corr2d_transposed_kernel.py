# %% mirrored twice verdict="right"
def corr2d_transposed_kernel(corr, X):
    return corr(X.T).T

# %% step by step verdict="right"
def corr2d_transposed_kernel(corr, X):
    mirrored = np.transpose(X, (1, 0))
    found = corr(mirrored)
    return np.transpose(found, (1, 0))

# %% swapaxes, on a copy verdict="right"
def corr2d_transposed_kernel(corr, X):
    return np.swapaxes(corr(np.swapaxes(X.copy(), 0, 1)), 0, 1)

# %% not transposed verdict="wrong" fails=["test_oblong", "test_square"] says=["not_transposed"]
def corr2d_transposed_kernel(corr, X):
    return corr(X)

# %% not transposed back verdict="wrong" fails=["test_input_unchanged", "test_oblong", "test_square"] says=["not_transposed_back"]
def corr2d_transposed_kernel(corr, X):
    return corr(X.T)

# %% the result alone is transposed verdict="wrong" fails=["test_input_unchanged", "test_oblong", "test_square"] says=["only_result_transposed"]
def corr2d_transposed_kernel(corr, X):
    return corr(X).T

# %% oblong images alone verdict="wrong" fails=["test_square"] says=["not_transposed"]
def corr2d_transposed_kernel(corr, X):
    return corr(X) if X.shape[0] == X.shape[1] else corr(X.T).T

# %% square images alone verdict="wrong" fails=["test_oblong"] says=["not_transposed"]
def corr2d_transposed_kernel(corr, X):
    return corr(X.T).T if X.shape[0] == X.shape[1] else corr(X)

# %% writes into X verdict="wrong" fails=["test_input_unchanged"] says=["writes_into_input"]
def corr2d_transposed_kernel(corr, X):
    Y = corr(X.T).T
    X[:] = 0
    return Y
