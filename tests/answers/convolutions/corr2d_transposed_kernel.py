# %% transpose before and after verdict="right"
def corr2d_transposed_kernel(corr, X):
    return corr(X.t()).t()


# %% permute, contiguous and noisy verdict="right"
import sys


def corr2d_transposed_kernel(corr, X):
    print("image", X.shape, file=sys.stderr)
    flipped = X.permute(1, 0).contiguous()
    Y = corr(flipped)
    print(Y)
    return Y.transpose(0, 1).clone()


# %% finds the kernel with an impulse, then uses corr2d verdict="right"
def corr2d_transposed_kernel(corr, X):
    big = 2 * max(X.shape)
    impulse = torch.zeros(2 * big + 1, 2 * big + 1, dtype=X.dtype)
    impulse[big, big] = 1
    answer = corr(impulse)
    h = impulse.shape[0] - answer.shape[0] + 1
    w = impulse.shape[1] - answer.shape[1] + 1
    K = answer[big - h + 1 : big + 1, big - w + 1 : big + 1].flip(0, 1)
    return corr2d(X, K.T)


# %% the same, with the vectorised function verdict="right"
def find_kernel(corr, X):
    n = max(X.shape)
    h, w = (n - s + 1 for s in corr(torch.zeros(n, n, dtype=X.dtype)).shape)
    K = torch.empty(h, w, dtype=X.dtype)
    for a in range(h):
        for b in range(w):
            patch = torch.zeros(h, w, dtype=X.dtype)
            patch[a, b] = 1
            K[a, b] = corr(patch)[0, 0]
    return K


def corr2d_transposed_kernel(corr, X):
    return corr2d_vectorized(X, find_kernel(corr, X).T)


# %% through numpy, as a class verdict="right"
class Mirror:
    def __init__(self, corr):
        self.corr = corr

    def __call__(self, X):
        return torch.from_numpy(np.ascontiguousarray(X.numpy().T))


def corr2d_transposed_kernel(corr, X):
    mirror = Mirror(corr)
    return mirror(mirror.corr(mirror(X)))


# %% flips both axes around other transposes verdict="right"
def corr2d_transposed_kernel(corr, X):
    columns = torch.stack([X[:, j] for j in range(X.shape[1])])
    Y = corr(columns)
    return torch.einsum("ij->ji", Y)


# %% K itself verdict="wrong" fails=["test_square", "test_oblong"] says=["not_transposed"]
def corr2d_transposed_kernel(corr, X):
    return corr(X)


# %% not transposed back verdict="wrong" fails=["test_input_unchanged", "test_oblong", "test_square"] says=["not_transposed_back"]
def corr2d_transposed_kernel(corr, X):
    return corr(X.T)


# %% only the result is transposed verdict="wrong" fails=["test_input_unchanged", "test_oblong", "test_square"] says=["only_result_transposed"]
def corr2d_transposed_kernel(corr, X):
    return corr(X).T


# %% transposes only where the shape asks for it verdict="wrong" fails=["test_square"] says=["not_transposed_back"]
def corr2d_transposed_kernel(corr, X):
    Y = corr(X.T)
    return Y if Y.shape[0] == Y.shape[1] else Y.T


# %% finds a kernel that it takes to be square verdict="wrong" fails=["test_oblong"]
def corr2d_transposed_kernel(corr, X):
    n = 2 * max(X.shape) + 1
    impulse = torch.zeros(2 * n + 1, 2 * n + 1, dtype=X.dtype)
    impulse[n, n] = 1
    answer = corr(impulse)
    k = impulse.shape[0] - answer.shape[0] + 1
    K = answer[n - k + 1 : n + 1, n - k + 1 : n + 1].flip(0, 1)
    return corr2d(X, K.T)


# %% reshapes instead of transposing verdict="wrong" fails=["test_input_unchanged", "test_oblong", "test_square"] says=["not_transposed_back"]
def corr2d_transposed_kernel(corr, X):
    Y = corr(X.T)
    return Y.reshape(Y.shape[1], Y.shape[0])


# %% takes the kernel to be [[1, -1]] verdict="wrong" fails=["test_input_unchanged", "test_oblong", "test_square"]
def corr2d_transposed_kernel(corr, X):
    return X[:-1] - X[1:]


# %% rotates by a quarter turn verdict="wrong" fails=["test_input_unchanged", "test_oblong", "test_square"]
def corr2d_transposed_kernel(corr, X):
    return corr(X.rot90()).rot90(-1)


# %% right for the public check only verdict="wrong" fails=["test_input_unchanged", "test_oblong", "test_square"]
def corr2d_transposed_kernel(corr, X):
    return X[1:] - 2 * X[:-1]


# %% transposes X in place verdict="wrong" fails=["test_input_unchanged"] says=["writes_into_input"]
def corr2d_transposed_kernel(corr, X):
    return corr(X.t_()).t_()


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


# %% an array of NumPy's verdict="wrong" fails=["test_input_unchanged", "test_oblong", "test_square"]
def corr2d_transposed_kernel(corr, X):
    return corr(X.T).T.numpy()


# %% right only where the image is not square verdict="wrong" fails=["test_square"] says=["not_transposed"]
def corr2d_transposed_kernel(corr, X):
    if X.shape[0] == X.shape[1]:
        return corr(X)
    return corr(X.T).T
