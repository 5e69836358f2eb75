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

# %% finds the kernel number by number, then uses the vectorised function verdict="right"
def find_kernel(corr, X):
    n = max(X.shape)
    h, w = (n - s + 1 for s in corr(jnp.zeros((n, n), X.dtype)).shape)
    one = jnp.zeros((h, w), X.dtype)
    return jnp.array([[corr(one.at[a, b].set(1))[0, 0] for b in range(w)] for a in range(h)])

def corr2d_transposed_kernel(corr, X):
    return corr2d_vectorized(X, find_kernel(corr, X).T)

# %% columns stacked as rows, as a class and noisy verdict="right"
import sys

class Mirror:
    def __init__(self, corr):
        self.corr = corr

    def __call__(self, X):
        print("image", X.shape, file=sys.stderr)
        return jnp.stack([X[:, j] for j in range(X.shape[1])])

def corr2d_transposed_kernel(corr, X):
    mirror = Mirror(corr)
    return jnp.einsum("ij->ji", mirror.corr(mirror(X)))

# %% by gathering from all numbers in a row verdict="right"
def mirrored(X):
    h, w = X.shape
    return X.reshape(-1)[jnp.arange(h * w).reshape(h, w).T]

def corr2d_transposed_kernel(corr, X):
    return mirrored(corr(mirrored(X)))

# %% only the result is transposed verdict="wrong" fails=["test_input_unchanged", "test_oblong", "test_square"] says=["only_result_transposed"]
def corr2d_transposed_kernel(corr, X):
    return corr(X).T

# %% transposes back only where the shape asks for it verdict="wrong" fails=["test_square"] says=["not_transposed_back"]
def corr2d_transposed_kernel(corr, X):
    Y = corr(X.T)
    return Y if Y.shape[0] == Y.shape[1] else Y.T

# %% reshapes instead of transposing verdict="wrong" fails=["test_input_unchanged", "test_oblong", "test_square"] says=["not_transposed_back"]
def corr2d_transposed_kernel(corr, X):
    Y = corr(X.T)
    return Y.reshape(Y.shape[::-1])

# %% takes the kernel to be [[1, -1]] verdict="wrong" fails=["test_input_unchanged", "test_oblong", "test_square"]
def corr2d_transposed_kernel(corr, X):
    return X[:-1] - X[1:]

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
