# %% turns the kernel, then correlates verdict="right"
def strict_convolution(X, K):
    return corr2d(X, jnp.flip(K))

# %% turns twice by a quarter verdict="right"
def strict_convolution(X, K):
    return corr2d(X, jnp.rot90(K, 2))

# %% loops over the output, each element set verdict="right"
def strict_convolution(X, K):
    k_h, k_w = K.shape
    Y = jnp.zeros((X.shape[0] - k_h + 1, X.shape[1] - k_w + 1), dtype=X.dtype)
    turned = K[::-1, ::-1]
    for i in range(Y.shape[0]):
        for j in range(Y.shape[1]):
            Y = Y.at[i, j].set((X[i : i + k_h, j : j + k_w] * turned).sum())
    return Y

# %% sums of shifted images, without corr2d verdict="right"
def strict_convolution(X, K):
    (n_h, n_w), (k_h, k_w) = X.shape, K.shape
    h, w = n_h - k_h + 1, n_w - k_w + 1
    return sum(
        K[a, b] * X[k_h - 1 - a : k_h - 1 - a + h, k_w - 1 - b : k_w - 1 - b + w]
        for a in range(k_h)
        for b in range(k_w)
    )

# %% vmap over places, compiled verdict="right"
@jax.jit
def strict_convolution(X, K):
    def at(i, j):
        return jnp.vdot(jax.lax.dynamic_slice(X, (i, j), K.shape), K[::-1, ::-1])

    h, w = X.shape[0] - K.shape[0] + 1, X.shape[1] - K.shape[1] + 1
    return jax.vmap(jax.vmap(at, (None, 0)), (0, None))(jnp.arange(h), jnp.arange(w))

# %% gathered windows and einsum verdict="right"
def strict_convolution(X, K):
    (k_h, k_w), (n_h, n_w) = K.shape, X.shape
    rows = jnp.arange(n_h - k_h + 1)[:, None] + jnp.arange(k_h)[::-1]
    columns = jnp.arange(n_w - k_w + 1)[:, None] + jnp.arange(k_w)[::-1]
    return jnp.einsum("iajb,ab->ij", X[rows[:, :, None, None], columns[None, None]], K)

# %% gathered windows and tensordot verdict="right"
def strict_convolution(X, K):
    (k_h, k_w), (n_h, n_w) = K.shape, X.shape
    rows = jnp.arange(n_h - k_h + 1)[:, None] + jnp.arange(k_h)
    columns = jnp.arange(n_w - k_w + 1)[:, None] + jnp.arange(k_w)
    windows = X[rows[:, None, :, None], columns[None, :, None, :]]
    return jnp.tensordot(windows, jnp.flip(K), axes=2)

# %% fori_loop over the weights verdict="right"
def strict_convolution(X, K):
    k_h, k_w = K.shape
    shape = X.shape[0] - k_h + 1, X.shape[1] - k_w + 1

    def add(n, Y):
        a, b = n // k_w, n % k_w
        return Y + K[a, b] * jax.lax.dynamic_slice(X, (k_h - 1 - a, k_w - 1 - b), shape)

    return jax.lax.fori_loop(0, K.size, add, jnp.zeros(shape, X.dtype))

# %% scan over the weights verdict="right"
def strict_convolution(X, K):
    shape = X.shape[0] - K.shape[0] + 1, X.shape[1] - K.shape[1] + 1
    places = jnp.indices(K.shape)[:, ::-1, ::-1].reshape(2, -1).T

    def step(Y, weight_and_place):
        weight, place = weight_and_place
        return Y + weight * jax.lax.dynamic_slice(X, place, shape), None

    return jax.lax.scan(step, jnp.zeros(shape, X.dtype), (K.ravel(), places))[0]

# %% turns the image and the result verdict="right"
def strict_convolution(X, K):
    return jnp.flip(corr2d(X[::-1, ::-1], K), (0, 1))

# %% by Fourier transform verdict="right"
def strict_convolution(X, K):
    spectrum = jnp.fft.rfft2(X) * jnp.fft.rfft2(K, s=X.shape)
    return jnp.fft.irfft2(spectrum, s=X.shape)[K.shape[0] - 1 :, K.shape[1] - 1 :]

# %% a detour through NumPy verdict="right"
def strict_convolution(X, K):
    image, kernel = np.asarray(X), np.asarray(K)[::-1, ::-1]
    windows = np.lib.stride_tricks.sliding_window_view(image, kernel.shape)
    return jnp.array(np.einsum("ijab,ab->ij", windows, kernel))

# %% the gradient of a correlation verdict="right"
def strict_convolution(X, K):
    def total(image):
        return (corr2d(image, K) * X).sum()

    wide = jnp.zeros((X.shape[0] + K.shape[0] - 1, X.shape[1] + K.shape[1] - 1), X.dtype)
    every_overlap = jax.grad(total)(wide)
    return every_overlap[K.shape[0] - 1 : X.shape[0], K.shape[1] - 1 : X.shape[1]]

# %% does not turn the kernel verdict="wrong" fails=["test_values"] says=["kernel_not_turned"]
def strict_convolution(X, K):
    return corr2d(X, K)

# %% reverses the rows only verdict="wrong" fails=["test_values"] says=["only_rows_turned"]
def strict_convolution(X, K):
    return corr2d(X, K[::-1])

# %% reverses the columns only verdict="wrong" fails=["test_values"] says=["only_columns_turned"]
def strict_convolution(X, K):
    return corr2d(X, jnp.fliplr(K))

# %% transposes verdict="wrong" fails=["test_values"] says=["kernel_transposed"]
def strict_convolution(X, K):
    return corr2d(X, K.T)

# %% turns the image verdict="wrong" fails=["test_values"] says=["image_turned"]
def strict_convolution(X, K):
    return corr2d(jnp.flip(X), K)

# %% every overlap verdict="wrong" fails=["test_values", "test_dtype", "test_inputs_unchanged"] says=["every_overlap"]
def strict_convolution(X, K):
    return corr2d(jnp.pad(X, [(k - 1, k - 1) for k in K.shape]), K[::-1, ::-1])

# %% every overlap, and not turned verdict="wrong" fails=["test_values", "test_dtype", "test_inputs_unchanged"] says=["every_overlap_not_turned"]
def strict_convolution(X, K):
    return corr2d(jnp.pad(X, [(k - 1, k - 1) for k in K.shape]), K)

# %% as large as the image verdict="wrong" fails=["test_values", "test_dtype", "test_inputs_unchanged"] says=["same_size"]
def strict_convolution(X, K):
    return corr2d(jnp.pad(X, [(k // 2, (k - 1) // 2) for k in K.shape]), K[::-1, ::-1])

# %% as large as the image, and not turned verdict="wrong" fails=["test_values", "test_dtype", "test_inputs_unchanged"] says=["same_size_not_turned"]
def strict_convolution(X, K):
    return corr2d(jnp.pad(X, [(k // 2, (k - 1) // 2) for k in K.shape]), K)

# %% image height for both axes verdict="wrong" fails=["test_values", "test_dtype", "test_inputs_unchanged"] says=["image_height_for_both"]
def strict_convolution(X, K):
    n, (k_h, k_w) = X.shape[0], K.shape
    rows = jnp.arange(n - k_h + 1)[:, None] + jnp.arange(k_h)
    columns = jnp.arange(n - k_w + 1)[:, None] + jnp.arange(k_w)
    return jnp.einsum("ijab,ab->ij", X[rows[:, None, :, None], columns[None, :, None, :]], K[::-1, ::-1])

# %% through float32 and back verdict="wrong" fails=["test_dtype"]
def strict_convolution(X, K):
    return corr2d(X.astype("float32"), jnp.flip(K).astype("float32")).astype(X.dtype)

# %% a result in float32 verdict="wrong" fails=["test_dtype"]
def strict_convolution(X, K):
    Y = corr2d(X, K[::-1, ::-1])
    return jnp.zeros(Y.shape, jnp.float32).at[:].set(Y)

# %% gives the memory of its inputs back verdict="wrong" fails=["test_inputs_unchanged"] says=["writes_into_input"]
def strict_convolution(X, K):
    Y = corr2d(X, K[::-1, ::-1])
    X.delete()
    K.delete()
    return Y

# %% ready-made, row by row verdict="wrong" fails=["test_values", "test_dtype"]
def strict_convolution(X, K):
    rows = range(X.shape[0] - K.shape[0] + 1)
    return jnp.array([sum(jnp.convolve(X[i + a], row, "valid") for a, row in enumerate(K[::-1])) for i in rows])

# %% ready-made, by SciPy's name verdict="wrong" fails=["test_values", "test_dtype"]
import jax.scipy.signal


def strict_convolution(X, K):
    return jax.scipy.signal.convolve2d(X, K, mode="valid")

# %% ready-made, transposed verdict="wrong" fails=["test_values", "test_dtype"]
@jax.jit
def strict_convolution(X, K):
    return jax.lax.conv_transpose(
        X[None, None], K[None, None], (1, 1), "VALID", dimension_numbers=("NCHW", "OIHW", "NCHW"), transpose_kernel=True
    )[0, 0, K.shape[0] - 1 : X.shape[0], K.shape[1] - 1 : X.shape[1]]

# %% the given one verdict="wrong" fails=["test_values", "test_dtype"]
from classroom import given

def strict_convolution(X, K):
    return given.corr2d(X, K[::-1, ::-1])

# %% nested lists verdict="wrong" fails=["test_values", "test_dtype", "test_inputs_unchanged"]
def strict_convolution(X, K):
    return corr2d(X, K[::-1, ::-1]).tolist()

# %% the new array is left where it is verdict="wrong" fails=["test_values", "test_dtype", "test_inputs_unchanged"]
def strict_convolution(X, K):
    Y = jnp.zeros((X.shape[0] - K.shape[0] + 1, X.shape[1] - K.shape[1] + 1), X.dtype)
    Y.at[:].set(corr2d(X, K[::-1, ::-1]))
    return Y

# %% right up to ten rows verdict="wrong" fails=["test_values"]
def strict_convolution(X, K):
    return corr2d(X, K[::-1, ::-1]).at[10:].set(0)

# %% remembers the result for each pair of shapes verdict="wrong" fails=["test_values"]
found = {}

def strict_convolution(X, K):
    return found.setdefault((X.shape, K.shape), corr2d(X, K[::-1, ::-1]))

# %% an array of NumPy's verdict="wrong" fails=["test_values", "test_dtype", "test_inputs_unchanged"]
def strict_convolution(X, K):
    return np.asarray(corr2d(X, K[::-1, ::-1]))

# %% scipy.signal verdict="wrong" fails=["test_values", "test_dtype"]
import scipy.signal

def strict_convolution(X, K):
    found = scipy.signal.convolve2d(np.asarray(X), np.asarray(K), "valid")
    return jnp.asarray(found.astype(X.dtype))
