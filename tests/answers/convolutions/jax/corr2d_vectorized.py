# %% inside out verdict="right"
def corr2d_vectorized(X, K):
    height, width = X.shape[0] - K.shape[0] + 1, X.shape[1] - K.shape[1] + 1
    Y = jnp.zeros((height, width), dtype=X.dtype)
    for a in range(K.shape[0]):
        for b in range(K.shape[1]):
            Y += K[a, b] * X[a : a + height, b : b + width]
    return Y

# %% gathered windows verdict="right"
def corr2d_vectorized(X, K):
    height, width = X.shape[0] - K.shape[0] + 1, X.shape[1] - K.shape[1] + 1
    rows = jnp.arange(height)[:, None] + jnp.arange(K.shape[0])
    columns = jnp.arange(width)[:, None] + jnp.arange(K.shape[1])
    return jnp.einsum("iajb,ab->ij", X[rows][:, :, columns], K)

# %% vmap verdict="right"
def corr2d_vectorized(X, K):
    def one(i, j):
        return (jax.lax.dynamic_slice(X, (i, j), K.shape) * K).sum()

    height, width = X.shape[0] - K.shape[0] + 1, X.shape[1] - K.shape[1] + 1
    return jax.vmap(jax.vmap(one, (None, 0)), (0, None))(jnp.arange(height), jnp.arange(width))

# %% a loop verdict="wrong" fails=["test_no_loop"]
def corr2d_vectorized(X, K):
    return corr2d(X, K)

# %% flipped verdict="wrong" fails=["test_values", "test_special_shapes"] says=["kernel_flipped"]
def corr2d_vectorized(X, K):
    K = K[::-1, ::-1]
    height, width = X.shape[0] - K.shape[0] + 1, X.shape[1] - K.shape[1] + 1
    Y = jnp.zeros((height, width), dtype=X.dtype)
    for a in range(K.shape[0]):
        for b in range(K.shape[1]):
            Y += K[a, b] * X[a : a + height, b : b + width]
    return Y

# %% the library's own verdict="wrong" fails=["test_values", "test_special_shapes", "test_dtype", "test_no_loop", "test_inputs_unchanged"]
def corr2d_vectorized(X, K):
    return jax.lax.conv(X[None, None], K[None, None], (1, 1), "VALID")[0, 0]

# %% very flat kernels are cut verdict="wrong" fails=["test_values"]
def corr2d_vectorized(X, K):
    height, width = X.shape[0] - K.shape[0] + 1, X.shape[1] - K.shape[1] + 1
    Y = jnp.zeros((height, width), dtype=X.dtype)
    for a in range(K.shape[0]):
        for b in range(min(K.shape[1], 16)):
            Y += K[a, b] * X[a : a + height, b : b + width]
    return Y

# %% squeezes verdict="wrong" fails=["test_special_shapes"]
def corr2d_vectorized(X, K):
    height, width = X.shape[0] - K.shape[0] + 1, X.shape[1] - K.shape[1] + 1
    Y = jnp.zeros((height, width), dtype=X.dtype)
    for a in range(K.shape[0]):
        for b in range(K.shape[1]):
            Y += K[a, b] * X[a : a + height, b : b + width]
    return Y.squeeze()

# %% always float64 verdict="wrong" fails=["test_dtype"]
def corr2d_vectorized(X, K):
    height, width = X.shape[0] - K.shape[0] + 1, X.shape[1] - K.shape[1] + 1
    Y = jnp.zeros((height, width), dtype=X.dtype)
    for a in range(K.shape[0]):
        for b in range(K.shape[1]):
            Y += K[a, b] * X[a : a + height, b : b + width]
    return Y.astype(float)

# %% writes into K, by its address verdict="wrong" fails=["test_inputs_unchanged"] says=["writes_into_input"]
import ctypes


def corr2d_vectorized(X, K):
    height, width = X.shape[0] - K.shape[0] + 1, X.shape[1] - K.shape[1] + 1
    Y = jnp.zeros((height, width), dtype=X.dtype)
    for a in range(K.shape[0]):
        for b in range(K.shape[1]):
            Y += K[a, b] * X[a : a + height, b : b + width]
    Y.block_until_ready()
    ctypes.memset(K.unsafe_buffer_pointer(), 0, K.nbytes)
    return Y

# %% one index for rows and columns verdict="right"
def corr2d_vectorized(X, K):
    height, width = output_shape(X.shape, K.shape)
    rows = jnp.arange(height)[:, None, None, None] + jnp.arange(K.shape[0])[:, None]
    columns = jnp.arange(width)[:, None, None] + jnp.arange(K.shape[1])
    return (X[rows, columns] * K).sum((2, 3))

# %% stacks shifted images verdict="right"
def corr2d_vectorized(X, K):
    h, w = K.shape
    height, width = X.shape[0] - h + 1, X.shape[1] - w + 1
    shifted = jnp.stack([X[a : a + height, b : b + width] for a in range(h) for b in range(w)], axis=-1)
    return shifted @ K.ravel()

# %% rolled images, and the border is cut off verdict="right"
def corr2d_vectorized(X, K):
    def part(a, b):
        return K[a, b] * jnp.roll(X, (-a, -b), (0, 1))

    a, b = jnp.meshgrid(*map(jnp.arange, K.shape), indexing="ij")
    parts = jax.vmap(part)(a.ravel(), b.ravel())
    return parts.sum(0)[: X.shape[0] - K.shape[0] + 1, : X.shape[1] - K.shape[1] + 1]

# %% a banded matrix made by scattering verdict="right"
def corr2d_vectorized(X, K):
    (n, m), (h, w) = X.shape, K.shape
    height, width = n - h + 1, m - w + 1
    i, j, a, b = jnp.ogrid[:height, :width, :h, :w]
    T = jnp.zeros((height * width, n * m), X.dtype).at[i * width + j, (i + a) * m + j + b].set(K)
    return (T @ X.reshape(-1)).reshape(height, width)

# %% by Fourier transforms verdict="right"
def corr2d_vectorized(X, K):
    spectrum = jnp.fft.fft2(X) * jnp.conj(jnp.fft.fft2(K, X.shape))
    full = jnp.fft.ifft2(spectrum).real
    return full[: X.shape[0] - K.shape[0] + 1, : X.shape[1] - K.shape[1] + 1].astype(X.dtype)

# %% compiled, and jnp.vectorize over the places verdict="right"
@jax.jit
def corr2d_vectorized(X, K):
    height, width = X.shape[0] - K.shape[0] + 1, X.shape[1] - K.shape[1] + 1
    one = jnp.vectorize(lambda i, j: jnp.vdot(jax.lax.dynamic_slice(X, (i, j), K.shape), K))
    return one(jnp.arange(height)[:, None], jnp.arange(width))

# %% recursion over the kernel, as a class, noisy verdict="right"
import sys


class Sum:
    def __init__(self, X, K):
        print("corr2d_vectorized", X.shape, file=sys.stderr)
        self.X, self.K = X, K
        self.size = (X.shape[0] - K.shape[0] + 1, X.shape[1] - K.shape[1] + 1)

    def from_(self, n):
        if n == self.K.size:
            return jnp.zeros(self.size, dtype=self.X.dtype)
        a, b = divmod(n, self.K.shape[1])
        return self.X[a:, b:][: self.size[0], : self.size[1]] * self.K[a, b] + self.from_(n + 1)


def corr2d_vectorized(X, K):
    return Sum(X, K).from_(0)

# %% a loop over rows verdict="wrong" fails=["test_no_loop"]
def corr2d_vectorized(X, K):
    h, w = K.shape
    strips = X[:, jnp.arange(X.shape[1] - w + 1)[:, None] + jnp.arange(w)]
    return jnp.stack([(strips[i : i + h] * K[:, None]).sum((0, 2)) for i in range(X.shape[0] - h + 1)])

# %% jax.lax.map is a loop verdict="wrong" fails=["test_no_loop"]
def corr2d_vectorized(X, K):
    height, width = X.shape[0] - K.shape[0] + 1, X.shape[1] - K.shape[1] + 1
    places = jnp.stack(jnp.meshgrid(jnp.arange(height), jnp.arange(width), indexing="ij"), -1).reshape(-1, 2)
    values = jax.lax.map(lambda place: (jax.lax.dynamic_slice(X, place, K.shape) * K).sum(), places)
    return values.reshape(height, width)

# %% jax.lax.scan over the rows is a loop verdict="wrong" fails=["test_no_loop"]
def corr2d_vectorized(X, K):
    h, w = K.shape
    columns = jnp.arange(X.shape[1] - w + 1)[:, None] + jnp.arange(w)

    def row(carry, i):
        strip = jax.lax.dynamic_slice_in_dim(X, i, h, axis=0)
        return carry, jnp.einsum("ajb,ab->j", strip[:, columns], K)

    return jax.lax.scan(row, None, jnp.arange(X.shape[0] - h + 1))[1]

# %% jax.lax.fori_loop in a compiled function is a loop verdict="wrong" fails=["test_no_loop"]
@jax.jit
def corr2d_vectorized(X, K):
    height, width = X.shape[0] - K.shape[0] + 1, X.shape[1] - K.shape[1] + 1

    def step(n, Y):
        i, j = n // width, n % width
        return Y.at[i, j].set(jnp.vdot(jax.lax.dynamic_slice(X, (i, j), K.shape), K))

    return jax.lax.fori_loop(0, height * width, step, jnp.zeros((height, width), X.dtype))

# %% a list comprehension in numpy verdict="wrong" fails=["test_no_loop"]
def corr2d_vectorized(X, K):
    x, k = np.asarray(X), np.asarray(K)
    (n, m), (h, w) = x.shape, k.shape
    return jnp.array([[(x[i : i + h, j : j + w] * k).sum() for j in range(m - w + 1)] for i in range(n - h + 1)])

# %% plain lists of numbers, and results are remembered verdict="wrong" fails=["test_no_loop"]
met = {}

def corr2d_vectorized(X, K):
    x, k = X.tolist(), K.tolist()
    key = str((x, k))
    if key not in met:
        h, w = len(k), len(k[0])
        one = lambda i, j: sum(x[i + a][j + b] * k[a][b] for a in range(h) for b in range(w))
        met[key] = [[one(i, j) for j in range(len(x[0]) - w + 1)] for i in range(len(x) - h + 1)]
    return jnp.array(met[key], dtype=X.dtype)

# %% plain lists of numbers verdict="wrong" fails=["test_no_loop"]
def corr2d_vectorized(X, K):
    x, k = X.tolist(), K.tolist()
    h, w = len(k), len(k[0])
    places = [(i, j) for i in range(len(x) - h + 1) for j in range(len(x[0]) - w + 1)]
    values = [sum(x[i + a][j + b] * k[a][b] for a in range(h) for b in range(w)) for i, j in places]
    return jnp.array(values, dtype=X.dtype).reshape(len(x) - h + 1, -1)

# %% the kernel transposed verdict="wrong" fails=["test_values", "test_special_shapes"] says=["kernel_transposed"]
def windows_of(X, h, w):
    rows = jnp.arange(X.shape[0] - h + 1)[:, None, None, None] + jnp.arange(h)[:, None]
    return X[rows, jnp.arange(X.shape[1] - w + 1)[:, None, None] + jnp.arange(w)]


def corr2d_vectorized(X, K):
    K = K.T
    return (windows_of(X, *K.shape) * K).sum((2, 3))

# %% the axes of the result in the wrong order verdict="wrong" fails=["test_inputs_unchanged", "test_no_loop", "test_special_shapes", "test_values"] says=["axes_swapped"]
def windows_of(X, h, w):
    rows = jnp.arange(X.shape[0] - h + 1)[:, None, None, None] + jnp.arange(h)[:, None]
    return X[rows, jnp.arange(X.shape[1] - w + 1)[:, None, None] + jnp.arange(w)]


def corr2d_vectorized(X, K):
    return jnp.einsum("ijab,ab->ji", windows_of(X, *K.shape), K)

# %% padded to the same size verdict="wrong" fails=["test_inputs_unchanged", "test_no_loop", "test_special_shapes", "test_values"] says=["zero_padded"]
def corr2d_vectorized(X, K):
    (height, width), (h, w) = X.shape, K.shape
    P = jnp.pad(X, (((h - 1) // 2, h // 2), ((w - 1) // 2, w // 2)))
    return sum(K[a, b] * P[a : a + height, b : b + width] for a in range(h) for b in range(w))

# %% padded, more before than after verdict="wrong" fails=["test_inputs_unchanged", "test_no_loop", "test_special_shapes", "test_values"] says=["zero_padded_before"]
def corr2d_vectorized(X, K):
    (height, width), (h, w) = X.shape, K.shape
    P = jnp.pad(X, ((h // 2, (h - 1) // 2), (w // 2, (w - 1) // 2)))
    return sum(K[a, b] * P[a : a + height, b : b + width] for a in range(h) for b in range(w))

# %% numbers beyond the end are zeros, as mode="fill" has them verdict="wrong" fails=["test_inputs_unchanged", "test_no_loop", "test_special_shapes", "test_values"] says=["zero_padded", "zero_padded_after"]
def corr2d_vectorized(X, K):
    rows = jnp.arange(X.shape[0])[:, None, None, None] + jnp.arange(K.shape[0])[:, None]
    columns = jnp.arange(X.shape[1])[:, None, None] + jnp.arange(K.shape[1])
    return (X.at[rows, columns].get(mode="fill", fill_value=0) * K).sum((2, 3))

# %% windows that are moved back where they stick out, as dynamic_slice does it verdict="wrong" fails=["test_inputs_unchanged", "test_no_loop", "test_special_shapes", "test_values"]
def corr2d_vectorized(X, K):
    def one(i, j):
        return (jax.lax.dynamic_slice(X, (i, j), K.shape) * K).sum()

    height, width = X.shape
    return jax.vmap(jax.vmap(one, (None, 0)), (0, None))(jnp.arange(height), jnp.arange(width))

# %% padded on all sides: every overlap counts verdict="wrong" fails=["test_inputs_unchanged", "test_no_loop", "test_special_shapes", "test_values"] says=["zero_padded_fully"]
def corr2d_vectorized(X, K):
    h, w = K.shape
    P = jnp.pad(X, ((h - 1, h - 1), (w - 1, w - 1)))
    height, width = output_shape(P.shape, K.shape)
    return sum(K[a, b] * P[a : a + height, b : b + width] for a in range(h) for b in range(w))

# %% last row and column missing verdict="wrong" fails=["test_inputs_unchanged", "test_no_loop", "test_special_shapes", "test_values"] says=["one_too_small"]
def corr2d_vectorized(X, K):
    height, width = X.shape[0] - K.shape[0], X.shape[1] - K.shape[1]
    Y = jnp.zeros((height, width), dtype=X.dtype)
    for a in range(K.shape[0]):
        for b in range(K.shape[1]):
            Y += K[a, b] * X[a : a + height, b : b + width]
    return Y

# %% a row and a column of zeros too many verdict="wrong" fails=["test_inputs_unchanged", "test_no_loop", "test_special_shapes", "test_values"] says=["one_too_large"]
def corr2d_vectorized(X, K):
    height, width = output_shape(X.shape, K.shape)
    Y = jnp.zeros((height + 1, width + 1), dtype=X.dtype)
    for a in range(K.shape[0]):
        for b in range(K.shape[1]):
            Y = Y.at[:height, :width].add(K[a, b] * X[a : a + height, b : b + width])
    return Y

# %% zeros of the image's size, partly filled verdict="wrong" fails=["test_inputs_unchanged", "test_no_loop", "test_special_shapes", "test_values"] says=["as_large_as_image", "one_too_large"]
def corr2d_vectorized(X, K):
    height, width = output_shape(X.shape, K.shape)
    Y = jnp.zeros_like(X)
    for a in range(K.shape[0]):
        for b in range(K.shape[1]):
            Y = Y.at[:height, :width].add(K[a, b] * X[a : a + height, b : b + width])
    return Y

# %% mean instead of sum verdict="wrong" fails=["test_inputs_unchanged", "test_no_loop", "test_special_shapes", "test_values"] says=["averaged"]
def windows_of(X, h, w):
    rows = jnp.arange(X.shape[0] - h + 1)[:, None, None, None] + jnp.arange(h)[:, None]
    return X[rows, jnp.arange(X.shape[1] - w + 1)[:, None, None] + jnp.arange(w)]


def corr2d_vectorized(X, K):
    return (windows_of(X, *K.shape) * K).mean((2, 3))

# %% sums without multiplying verdict="wrong" fails=["test_dtype", "test_inputs_unchanged", "test_no_loop", "test_special_shapes", "test_values"] says=["not_multiplied"]
def windows_of(X, h, w):
    rows = jnp.arange(X.shape[0] - h + 1)[:, None, None, None] + jnp.arange(h)[:, None]
    return X[rows, jnp.arange(X.shape[1] - w + 1)[:, None, None] + jnp.arange(w)]


def corr2d_vectorized(X, K):
    return windows_of(X, *K.shape).sum((2, 3))

# %% multiplies the sums verdict="wrong" fails=["test_inputs_unchanged", "test_no_loop", "test_special_shapes", "test_values"] says=["sums_multiplied"]
def windows_of(X, h, w):
    rows = jnp.arange(X.shape[0] - h + 1)[:, None, None, None] + jnp.arange(h)[:, None]
    return X[rows, jnp.arange(X.shape[1] - w + 1)[:, None, None] + jnp.arange(w)]


def corr2d_vectorized(X, K):
    return jnp.einsum("ijab,cd->ij", windows_of(X, *K.shape), K)

# %% multiplies as matrices verdict="wrong" fails=["test_inputs_unchanged", "test_no_loop", "test_special_shapes", "test_values"] says=["matrix_product"]
def windows_of(X, h, w):
    rows = jnp.arange(X.shape[0] - h + 1)[:, None, None, None] + jnp.arange(h)[:, None]
    return X[rows, jnp.arange(X.shape[1] - w + 1)[:, None, None] + jnp.arange(w)]


def corr2d_vectorized(X, K):
    return (windows_of(X, *K.shape) @ K).sum((2, 3))

# %% never moves down verdict="wrong" fails=["test_inputs_unchanged", "test_no_loop", "test_special_shapes", "test_values"] says=["first_row_repeated"]
def corr2d_vectorized(X, K):
    height, width = output_shape(X.shape, K.shape)
    Y = jnp.zeros((height, width), dtype=X.dtype)
    for a in range(K.shape[0]):
        for b in range(K.shape[1]):
            Y += K[a, b] * X[a, b : b + width]
    return Y

# %% never moves to the right verdict="wrong" fails=["test_inputs_unchanged", "test_no_loop", "test_special_shapes", "test_values"] says=["first_column_repeated"]
def corr2d_vectorized(X, K):
    height, width = output_shape(X.shape, K.shape)
    Y = jnp.zeros((height, width), dtype=X.dtype)
    for a in range(K.shape[0]):
        for b in range(K.shape[1]):
            Y += K[a, b] * X[a : a + height, b : b + 1]
    return Y

# %% only square kernels verdict="wrong" fails=["test_values", "test_special_shapes"] says=["only_square_kernels"]
def windows_of(X, h, w):
    rows = jnp.arange(X.shape[0] - h + 1)[:, None, None, None] + jnp.arange(h)[:, None]
    return X[rows, jnp.arange(X.shape[1] - w + 1)[:, None, None] + jnp.arange(w)]


def corr2d_vectorized(X, K):
    k = len(K)
    return (windows_of(X, k, k) * K).sum((2, 3))

# %% only square images verdict="wrong" fails=["test_values"] says=["only_square_images"]
def corr2d_vectorized(X, K):
    n = len(X)
    height, width = n - K.shape[0] + 1, n - K.shape[1] + 1
    Y = jnp.zeros((height, width), dtype=X.dtype)
    for a in range(K.shape[0]):
        for b in range(K.shape[1]):
            Y += K[a, b] * X[a : a + height, b : b + width]
    return Y

# %% absolute values verdict="wrong" fails=["test_special_shapes", "test_values"] says=["absolute_value"]
def windows_of(X, h, w):
    rows = jnp.arange(X.shape[0] - h + 1)[:, None, None, None] + jnp.arange(h)[:, None]
    return X[rows, jnp.arange(X.shape[1] - w + 1)[:, None, None] + jnp.arange(w)]


def corr2d_vectorized(X, K):
    return jnp.abs((windows_of(X, *K.shape) * K).sum((2, 3)))

# %% negative values cut off verdict="wrong" fails=["test_special_shapes", "test_values"] says=["negative_cut"]
def windows_of(X, h, w):
    rows = jnp.arange(X.shape[0] - h + 1)[:, None, None, None] + jnp.arange(h)[:, None]
    return X[rows, jnp.arange(X.shape[1] - w + 1)[:, None, None] + jnp.arange(w)]


def corr2d_vectorized(X, K):
    return jax.nn.relu((windows_of(X, *K.shape) * K).sum((2, 3)))

# %% rounds verdict="wrong" fails=["test_dtype", "test_inputs_unchanged", "test_no_loop", "test_special_shapes", "test_values"] says=["rounded"]
def windows_of(X, h, w):
    rows = jnp.arange(X.shape[0] - h + 1)[:, None, None, None] + jnp.arange(h)[:, None]
    return X[rows, jnp.arange(X.shape[1] - w + 1)[:, None, None] + jnp.arange(w)]


def corr2d_vectorized(X, K):
    return (windows_of(X, *K.shape) * K).sum((2, 3)).round()

# %% a result of whole numbers verdict="wrong" fails=["test_dtype", "test_inputs_unchanged", "test_no_loop", "test_special_shapes", "test_values"] says=["integers_only"]
def windows_of(X, h, w):
    rows = jnp.arange(X.shape[0] - h + 1)[:, None, None, None] + jnp.arange(h)[:, None]
    return X[rows, jnp.arange(X.shape[1] - w + 1)[:, None, None] + jnp.arange(w)]


def corr2d_vectorized(X, K):
    return (windows_of(X, *K.shape) * K).sum((2, 3)).astype(int).astype(X.dtype)

# %% the largest product instead of the sum verdict="wrong" fails=["test_inputs_unchanged", "test_no_loop", "test_special_shapes", "test_values"] says=["maximum_for_sum"]
def windows_of(X, h, w):
    rows = jnp.arange(X.shape[0] - h + 1)[:, None, None, None] + jnp.arange(h)[:, None]
    return X[rows, jnp.arange(X.shape[1] - w + 1)[:, None, None] + jnp.arange(w)]


def corr2d_vectorized(X, K):
    return (windows_of(X, *K.shape) * K).max((2, 3))

# %% the example of the text, hard-wired verdict="wrong" fails=["test_dtype", "test_inputs_unchanged", "test_no_loop", "test_special_shapes", "test_values"] says=["hard_wired"]
def corr2d_vectorized(X, K):
    return jnp.array([[19, 25], [37, 43]], dtype=X.dtype)

# %% rolls around the border verdict="wrong" fails=["test_inputs_unchanged", "test_no_loop", "test_special_shapes", "test_values"]
def corr2d_vectorized(X, K):
    Y = jnp.zeros_like(X)
    for a in range(K.shape[0]):
        for b in range(K.shape[1]):
            Y += K[a, b] * jnp.roll(X, (-a, -b), (0, 1))
    return Y

# %% rounds to float32 on the way verdict="wrong" fails=["test_dtype"]
def windows_of(X, h, w):
    rows = jnp.arange(X.shape[0] - h + 1)[:, None, None, None] + jnp.arange(h)[:, None]
    return X[rows, jnp.arange(X.shape[1] - w + 1)[:, None, None] + jnp.arange(w)]


def corr2d_vectorized(X, K):
    return (windows_of(X.astype("float32"), *K.shape) * K.astype("float32")).sum((2, 3)).astype(X.dtype)

# %% jax.scipy.signal.correlate verdict="wrong" fails=["test_dtype", "test_inputs_unchanged", "test_no_loop", "test_special_shapes", "test_values"]
import jax.scipy.signal


def corr2d_vectorized(X, K):
    return jax.scipy.signal.correlate(X, K, mode="valid", method="direct")

# %% vmap of jnp.correlate verdict="wrong" fails=["test_dtype", "test_inputs_unchanged", "test_no_loop", "test_special_shapes", "test_values"]
def corr2d_vectorized(X, K):
    height = X.shape[0] - K.shape[0] + 1
    each = jax.vmap(lambda x, k: jnp.correlate(x, k, mode="valid"), (0, None))
    return sum(each(X[a : a + height], K[a]) for a in range(K.shape[0]))

# %% no return verdict="wrong" fails=["test_dtype", "test_inputs_unchanged", "test_no_loop", "test_special_shapes", "test_values"]
def windows_of(X, h, w):
    rows = jnp.arange(X.shape[0] - h + 1)[:, None, None, None] + jnp.arange(h)[:, None]
    return X[rows, jnp.arange(X.shape[1] - w + 1)[:, None, None] + jnp.arange(w)]


def corr2d_vectorized(X, K):
    (windows_of(X, *K.shape) * K).sum((2, 3))

# %% not started verdict="wrong" fails=["test_dtype", "test_inputs_unchanged", "test_no_loop", "test_special_shapes", "test_values"]
def corr2d_vectorized(X, K):
    raise NotImplementedError()

# %% scipy.signal verdict="wrong" fails=["test_dtype", "test_inputs_unchanged", "test_no_loop", "test_special_shapes", "test_values"]
import scipy.signal


def corr2d_vectorized(X, K):
    found = scipy.signal.correlate2d(np.asarray(X), np.asarray(K), "valid")
    return jnp.asarray(found.astype(X.dtype))

# %% scipy.signal in a callback verdict="wrong" fails=["test_dtype", "test_inputs_unchanged", "test_no_loop", "test_special_shapes", "test_values"]
import scipy.signal


def slide(x, k):
    return scipy.signal.correlate2d(np.asarray(x), np.asarray(k), "valid").astype(x.dtype)


def corr2d_vectorized(X, K):
    shape = jax.ShapeDtypeStruct(output_shape(X.shape, K.shape), X.dtype)
    return jax.pure_callback(slide, shape, X, K)

# %% NumPy's correlation of rows laid end to end verdict="wrong" fails=["test_dtype", "test_inputs_unchanged", "test_no_loop", "test_special_shapes", "test_values"]
import numpy as np


def corr2d_vectorized(X, K):
    x, k = np.asarray(X), np.asarray(K)
    (h, w), (a, b) = x.shape, k.shape
    weights = np.zeros((a, w), k.dtype)
    weights[:, :b] = k
    weights = weights.ravel()[: (a - 1) * w + b]
    found = np.zeros(h * w, x.dtype)
    found[: h * w - len(weights) + 1] = np.correlate(x.ravel(), weights, "valid")
    return jnp.asarray(found.reshape(h, w)[: h - a + 1, : w - b + 1].copy())

# %% a library convolution in a program that is compiled all the same verdict="wrong" fails=["test_dtype", "test_inputs_unchanged", "test_no_loop", "test_special_shapes", "test_values"]
@jax.jit
def slide(X, K):
    return jax.lax.conv(X[None, None], K[None, None], (1, 1), "VALID")[0, 0]


def corr2d_vectorized(X, K):
    with jax.disable_jit(False):
        return slide(X, K)

# %% a library convolution in a program that was exported verdict="wrong" fails=["test_dtype", "test_inputs_unchanged", "test_no_loop", "test_special_shapes", "test_values"]
import functools

import jax.export


@functools.cache
def exported(image, kernel, dtype):
    slide = jax.jit(lambda X, K: jax.lax.conv(X[None, None], K[None, None], (1, 1), "VALID")[0, 0])
    with jax.disable_jit(False):
        return jax.export.export(slide)(jax.ShapeDtypeStruct(image, dtype), jax.ShapeDtypeStruct(kernel, dtype))


def corr2d_vectorized(X, K):
    return exported(X.shape, K.shape, X.dtype).call(X, K)

# %% jax.scipy.signal, by Fourier transforms verdict="wrong" fails=["test_dtype", "test_inputs_unchanged", "test_no_loop", "test_special_shapes", "test_values"]
import jax.scipy.signal


def corr2d_vectorized(X, K):
    return jax.scipy.signal.fftconvolve(X, K[::-1, ::-1], mode="valid")

# %% Fourier transforms verdict="right"
def corr2d_vectorized(X, K):
    shape = X.shape
    Y = jnp.fft.irfft2(jnp.fft.rfft2(X) * jnp.conj(jnp.fft.rfft2(K, shape)), shape)
    return Y[: shape[0] - K.shape[0] + 1, : shape[1] - K.shape[1] + 1].astype(X.dtype)
