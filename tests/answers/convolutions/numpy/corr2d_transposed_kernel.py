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

# %% finds the kernel with an impulse, then uses corr2d verdict="right"
def corr2d_transposed_kernel(corr, X):
    big = 2 * max(X.shape)
    impulse = np.zeros((2 * big + 1, 2 * big + 1), dtype=X.dtype)
    impulse[big, big] = 1
    answer = corr(impulse)
    h, w = np.array(impulse.shape) - answer.shape + 1
    K = np.flip(answer[big - h + 1 : big + 1, big - w + 1 : big + 1])
    return corr2d(X, K.T)

# %% finds the kernel number by number, then uses the vectorised function verdict="right"
def find_kernel(corr, X):
    n = max(X.shape)
    h, w = (n - s + 1 for s in corr(np.zeros((n, n), dtype=X.dtype)).shape)
    K = np.empty((h, w), dtype=X.dtype)
    for a, b in np.ndindex(h, w):
        patch = np.zeros((h, w), dtype=X.dtype)
        patch[a, b] = 1
        K[a, b] = corr(patch)[0, 0]
    return K

def corr2d_transposed_kernel(corr, X):
    return corr2d_vectorized(X, find_kernel(corr, X).T)

# %% columns stacked as rows, as a class and noisy verdict="right"
import sys

class Mirror:
    def __init__(self, corr):
        self.corr = corr

    def __call__(self, X):
        print("image", X.shape, file=sys.stderr)
        return np.stack([X[:, j] for j in range(X.shape[1])])

def corr2d_transposed_kernel(corr, X):
    mirror = Mirror(corr)
    return np.einsum("ij->ji", mirror.corr(mirror(X)))

# %% only the result is transposed verdict="wrong" fails=["test_input_unchanged", "test_oblong", "test_square"] says=["only_result_transposed"]
def corr2d_transposed_kernel(corr, X):
    return corr(X).T

# %% transposes back only where the shape asks for it verdict="wrong" fails=["test_square"] says=["not_transposed_back"]
def corr2d_transposed_kernel(corr, X):
    Y = corr(X.T)
    return Y if Y.shape[0] == Y.shape[1] else Y.T

# %% finds a kernel that it takes to be square verdict="wrong" fails=["test_oblong"]
def corr2d_transposed_kernel(corr, X):
    n = 2 * max(X.shape) + 1
    impulse = np.zeros((2 * n + 1, 2 * n + 1), dtype=X.dtype)
    impulse[n, n] = 1
    answer = corr(impulse)
    k = impulse.shape[0] - answer.shape[0] + 1
    K = np.flip(answer[n - k + 1 : n + 1, n - k + 1 : n + 1])
    return corr2d(X, K.T)

# %% reshapes instead of transposing verdict="wrong" fails=["test_input_unchanged", "test_oblong", "test_square"] says=["not_transposed_back"]
def corr2d_transposed_kernel(corr, X):
    Y = corr(X.T)
    return Y.reshape(Y.shape[::-1])

# %% takes the kernel to be [[1, -1]] verdict="wrong" fails=["test_input_unchanged", "test_oblong", "test_square"]
def corr2d_transposed_kernel(corr, X):
    return -np.diff(X, axis=0)

# %% rotates by a quarter turn verdict="wrong" fails=["test_input_unchanged", "test_oblong", "test_square"]
def corr2d_transposed_kernel(corr, X):
    return np.rot90(corr(np.rot90(X)), -1)

# %% puts the result into X verdict="wrong" fails=["test_input_unchanged"] says=["writes_into_input"]
def corr2d_transposed_kernel(corr, X):
    Y = corr(X.T).T
    X[: Y.shape[0], : Y.shape[1]] = Y
    return Y

# %% takes a window of a square only verdict="wrong" fails=["test_oblong", "test_input_unchanged"]
def corr2d_transposed_kernel(corr, X):
    if X.shape[0] != X.shape[1]:
        raise ValueError("square images only")
    return corr(X.T).T

# %% no return verdict="wrong" fails=["test_square", "test_oblong", "test_input_unchanged"]
def corr2d_transposed_kernel(corr, X):
    corr(X.T).T

# %% not started verdict="wrong" fails=["test_square", "test_oblong", "test_input_unchanged"]
def corr2d_transposed_kernel(corr, X):
    raise NotImplementedError()
