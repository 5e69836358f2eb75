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

# %% finds the kernel number by number, then uses the vectorised function verdict="right"
def find_kernel(corr, X):
    n = max(X.shape)
    h, w = (n - s + 1 for s in corr(tf.zeros((n, n), X.dtype)).shape)
    return [[corr(tf.scatter_nd([[a, b]], tf.ones(1, X.dtype), (h, w)))[0, 0] for b in range(w)] for a in range(h)]

def corr2d_transposed_kernel(corr, X):
    return corr2d_vectorized(X, tf.transpose(tf.stack([tf.stack(row) for row in find_kernel(corr, X)])))

# %% columns stacked as rows, as a class and noisy verdict="right"
import sys

class Mirror:
    def __init__(self, corr):
        self.corr = corr

    def __call__(self, X):
        print("image", X.shape, file=sys.stderr)
        return tf.stack([X[:, j] for j in range(X.shape[1])])

def corr2d_transposed_kernel(corr, X):
    mirror = Mirror(corr)
    return tf.einsum("ij->ji", mirror.corr(mirror(X)))

# %% by gathering from all numbers in a row verdict="right"
def mirrored(X):
    h, w = X.shape
    return tf.gather(tf.reshape(X, [-1]), np.arange(h * w).reshape(h, w).T)

def corr2d_transposed_kernel(corr, X):
    return mirrored(corr(mirrored(X)))

# %% only the result is transposed verdict="wrong" fails=["test_input_unchanged", "test_oblong", "test_square"] says=["only_result_transposed"]
def corr2d_transposed_kernel(corr, X):
    return tf.transpose(corr(X))

# %% transposes back only where the shape asks for it verdict="wrong" fails=["test_square"] says=["not_transposed_back"]
def corr2d_transposed_kernel(corr, X):
    Y = corr(tf.transpose(X))
    return Y if Y.shape[0] == Y.shape[1] else tf.transpose(Y)

# %% reshapes instead of transposing verdict="wrong" fails=["test_input_unchanged", "test_oblong", "test_square"] says=["not_transposed_back"]
def corr2d_transposed_kernel(corr, X):
    Y = corr(tf.transpose(X))
    return tf.reshape(Y, Y.shape[::-1])

# %% takes the kernel to be [[1, -1]] verdict="wrong" fails=["test_input_unchanged", "test_oblong", "test_square"]
def corr2d_transposed_kernel(corr, X):
    return X[:-1] - X[1:]

# %% takes a window of a square only verdict="wrong" fails=["test_oblong", "test_input_unchanged"]
def corr2d_transposed_kernel(corr, X):
    if X.shape[0] != X.shape[1]:
        raise ValueError("square images only")
    return tf.transpose(corr(tf.transpose(X)))

# %% no return verdict="wrong" fails=["test_square", "test_oblong", "test_input_unchanged"]
def corr2d_transposed_kernel(corr, X):
    tf.transpose(corr(tf.transpose(X)))

# %% not started verdict="wrong" fails=["test_square", "test_oblong", "test_input_unchanged"]
def corr2d_transposed_kernel(corr, X):
    raise NotImplementedError()
