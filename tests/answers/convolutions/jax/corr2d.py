# %% two loops verdict="right"
def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError("2-D only")
    height, width = output_shape(X.shape, K.shape)
    k_h, k_w = K.shape
    rows = [jnp.stack([(X[i : i + k_h, j : j + k_w] * K).sum() for j in range(width)]) for i in range(height)]
    return jnp.stack(rows)

# %% inside out verdict="right"
def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError("2-D only")
    height, width = output_shape(X.shape, K.shape)
    Y = jnp.zeros((height, width), dtype=X.dtype)
    for a in range(K.shape[0]):
        for b in range(K.shape[1]):
            Y += K[a, b] * X[a : a + height, b : b + width]
    return Y

# %% set, element by element verdict="right"
def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError("2-D only")
    height, width = output_shape(X.shape, K.shape)
    Y = jnp.zeros((height, width), dtype=X.dtype)
    for i in range(height):
        for j in range(width):
            Y = Y.at[i, j].set(jnp.vdot(X[i : i + K.shape[0], j : j + K.shape[1]], K))
    return Y

# %% flipped verdict="wrong" fails=["test_values", "test_thin_and_full_kernels", "test_views", "test_gradients"] says=["kernel_flipped"]
def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError("2-D only")
    height, width = output_shape(X.shape, K.shape)
    K = K[::-1, ::-1]
    Y = jnp.zeros((height, width), dtype=X.dtype)
    for a in range(K.shape[0]):
        for b in range(K.shape[1]):
            Y += K[a, b] * X[a : a + height, b : b + width]
    return Y

# %% numbers of Python on the way verdict="wrong" fails=["test_gradients"] says=["detached"]
def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError("2-D only")
    height, width = output_shape(X.shape, K.shape)
    k_h, k_w = K.shape
    rows = [[float((X[i : i + k_h, j : j + k_w] * K).sum()) for j in range(width)] for i in range(height)]
    return jnp.array(rows, dtype=X.dtype)

# %% cut off verdict="wrong" fails=["test_gradients"] says=["detached"]
def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError("2-D only")
    height, width = output_shape(X.shape, K.shape)
    k_h, k_w = K.shape
    rows = [jnp.stack([(X[i : i + k_h, j : j + k_w] * K).sum() for j in range(width)]) for i in range(height)]
    return jax.lax.stop_gradient(jnp.stack(rows))

# %% rounded on the way verdict="wrong" fails=["test_dtype"]
def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError("2-D only")
    height, width = output_shape(X.shape, K.shape)
    k_h, k_w = K.shape
    rows = [jnp.stack([(X[i : i + k_h, j : j + k_w] * K).sum() for j in range(width)]) for i in range(height)]
    return jnp.stack(rows).astype("float32").astype(X.dtype)

# %% the library's own verdict="wrong" fails=["test_values", "test_thin_and_full_kernels", "test_views", "test_dtype", "test_gradients", "test_inputs_unchanged"]
def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError("2-D only")
    height, width = output_shape(X.shape, K.shape)
    return jax.lax.conv(X[None, None], K[None, None], (1, 1), "VALID")[0, 0]

# %% nothing is refused but what output_shape refuses verdict="wrong" fails=["test_two_axes"]
def corr2d(X, K):
    X, K = (X[0] if X.ndim > 2 else X), (K[0] if K.ndim > 2 else K)
    height, width = output_shape(X.shape[-2:], K.shape[-2:])
    Y = jnp.zeros((height, width), dtype=X.dtype)
    for a in range(K.shape[0]):
        for b in range(K.shape[1]):
            Y += K[a, b] * X[a : a + height, b : b + width]
    return Y

# %% very flat kernels are cut verdict="wrong" fails=["test_values"]
def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError("2-D only")
    height, width = output_shape(X.shape, K.shape)
    Y = jnp.zeros((height, width), dtype=X.dtype)
    for a in range(K.shape[0]):
        for b in range(min(K.shape[1], 16)):
            Y += K[a, b] * X[a : a + height, b : b + width]
    return Y

# %% one pixel is not multiplied verdict="wrong" fails=["test_thin_and_full_kernels"]
def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError("2-D only")
    height, width = output_shape(X.shape, K.shape)
    if K.size == 1:
        return X + 0
    Y = jnp.zeros((height, width), dtype=X.dtype)
    for a in range(K.shape[0]):
        for b in range(K.shape[1]):
            Y += K[a, b] * X[a : a + height, b : b + width]
    return Y

# %% a kernel that is too large is cut verdict="wrong" fails=["test_kernel_must_fit"]
def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError("2-D only")
    K = K[: X.shape[0], : X.shape[1]]
    height, width = output_shape(X.shape, K.shape)
    Y = jnp.zeros((height, width), dtype=X.dtype)
    for a in range(K.shape[0]):
        for b in range(K.shape[1]):
            Y += K[a, b] * X[a : a + height, b : b + width]
    return Y

# %% remembers results by the sums of image and kernel verdict="wrong" fails=["test_views"]
known = {}


def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError("2-D only")
    height, width = output_shape(X.shape, K.shape)
    Y = jnp.zeros((height, width), dtype=X.dtype)
    for a in range(K.shape[0]):
        for b in range(K.shape[1]):
            Y += K[a, b] * X[a : a + height, b : b + width]
    if isinstance(Y, jax.core.Tracer):
        return Y
    return known.setdefault((X.dtype, X.shape, float(X.sum()), float(K.sum())), Y)

# %% writes into X, by its address verdict="wrong" fails=["test_inputs_unchanged"] says=["writes_into_input"]
import ctypes


def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError("2-D only")
    image, X = X, X + 0
    height, width = output_shape(X.shape, K.shape)
    Y = jnp.zeros((height, width), dtype=X.dtype)
    for a in range(K.shape[0]):
        for b in range(K.shape[1]):
            Y += K[a, b] * X[a : a + height, b : b + width]
    if not isinstance(image, jax.core.Tracer):
        ctypes.memset(image.unsafe_buffer_pointer(), 0, image.nbytes)
    return Y

# %% jax.vmap over the places, twice verdict="right"
def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError("2-D only")
    height, width = output_shape(X.shape, K.shape)

    def one(i, j):
        return jnp.sum(jax.lax.dynamic_slice(X, (i, j), K.shape) * K)

    along_row = jax.vmap(one, in_axes=(None, 0))
    return jax.vmap(along_row, in_axes=(0, None))(jnp.arange(height), jnp.arange(width))

# %% compiled as a whole verdict="right"
@jax.jit
def corr2d(X, K):
    if not X.ndim == K.ndim == 2:
        raise ValueError(f"shapes {X.shape} and {K.shape}")
    height, width = output_shape(X.shape, K.shape)
    Y = jnp.zeros((height, width), dtype=X.dtype)
    for a in range(K.shape[0]):
        for b in range(K.shape[1]):
            Y = Y + K[a, b] * X[a : a + height, b : b + width]
    return Y

# %% jax.lax.fori_loop over the places verdict="right"
def corr2d(X, K):
    if len(X.shape) != 2 or len(K.shape) != 2:
        raise ValueError
    if K.shape[0] > X.shape[0] or K.shape[1] > X.shape[1]:
        raise ValueError("the kernel sticks out")
    height, width = X.shape[0] - K.shape[0] + 1, X.shape[1] - K.shape[1] + 1

    def step(n, Y):
        i, j = n // width, n % width
        return Y.at[i, j].set(jnp.vdot(jax.lax.dynamic_slice(X, (i, j), K.shape), K))

    return jax.lax.fori_loop(0, height * width, step, jnp.zeros((height, width), X.dtype))

# %% jax.lax.scan over the rows verdict="right"
def corr2d(X, K):
    try:
        (n, m), (h, w) = X.shape, K.shape
    except ValueError as error:
        raise ValueError("both must be 2-D") from error
    if h > n or w > m:
        raise ValueError("the kernel sticks out")

    def row(carry, i):
        strip = jax.lax.dynamic_slice_in_dim(X, i, h, axis=0)
        windows = strip[:, jnp.arange(m - w + 1)[:, None] + jnp.arange(w)]
        return carry, jnp.einsum("ajb,ab->j", windows, K)

    return jax.lax.scan(row, None, jnp.arange(n - h + 1))[1]

# %% jax.lax.map over pairs of numbers verdict="right"
def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError
    size = output_shape(X.shape, K.shape)
    places = jnp.stack(jnp.meshgrid(*map(jnp.arange, size), indexing="ij"), axis=-1).reshape(-1, 2)
    values = jax.lax.map(lambda place: (jax.lax.dynamic_slice(X, place, K.shape) * K).sum(), places)
    return values.reshape(size)

# %% all windows at once, by arrays of numbers verdict="right"
def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError
    height, width = output_shape(X.shape, K.shape)
    rows = jnp.arange(height)[:, None, None, None] + jnp.arange(K.shape[0])[:, None]
    columns = jnp.arange(width)[:, None, None] + jnp.arange(K.shape[1])
    return jnp.tensordot(X[rows, columns], K, axes=2)

# %% by Fourier transforms verdict="right"
def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError("2-D only")
    height, width = output_shape(X.shape, K.shape)
    spectrum = jnp.fft.rfft2(X) * jnp.conj(jnp.fft.rfft2(K, X.shape))
    return jnp.fft.irfft2(spectrum, X.shape)[:height, :width]

# %% a gradient of its own verdict="right"
@jax.custom_vjp
def correlated(X, K):
    height, width = X.shape[0] - K.shape[0] + 1, X.shape[1] - K.shape[1] + 1
    places = np.ndindex(*K.shape)
    return sum(K[a, b] * X[a : a + height, b : b + width] for a, b in places)


def forward(X, K):
    return correlated(X, K), (X, K)


def backward(saved, dY):
    (X, K), (height, width) = saved, dY.shape
    dX, dK = jnp.zeros_like(X), jnp.zeros_like(K)
    for a, b in np.ndindex(*K.shape):
        dX = dX.at[a : a + height, b : b + width].add(K[a, b] * dY)
        dK = dK.at[a, b].set((X[a : a + height, b : b + width] * dY).sum())
    return dX, dK


correlated.defvjp(forward, backward)


def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2 or K.shape[0] > X.shape[0] or K.shape[1] > X.shape[1]:
        raise ValueError
    return correlated(X, K)

# %% rolled images, and the border is cut off verdict="right"
def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError
    height, width = output_shape(X.shape, K.shape)
    parts = [K[a, b] * jnp.roll(X, (-a, -b), (0, 1)) for a in range(K.shape[0]) for b in range(K.shape[1])]
    return jnp.sum(jnp.stack(parts), axis=0)[:height, :width]

# %% a class with helpers, noisy on both streams, computing in float64 verdict="right"
import sys
import warnings


class Slider:
    def __init__(self, K):
        if K.ndim != 2:
            raise ValueError("K")
        self.K = K.astype(jnp.float64)

    def __call__(self, X, verbose=True):
        if X.ndim != 2 or any(k > n for n, k in zip(X.shape, self.K.shape)):
            raise ValueError("X")
        if verbose:
            print("sliding over", X.shape)
            print("sliding", file=sys.stderr)
            warnings.warn("a window")
        (h, w), (n, m) = self.K.shape, X.shape
        rows = jnp.stack([X[:, b : b + m - w + 1] for b in range(w)], axis=-1)
        return jnp.stack([(rows[i : i + h] * self.K[:, None, :]).sum((0, 2)) for i in range(n - h + 1)]).astype(X.dtype)


def corr2d(X, K):
    return Slider(K)(X)

# %% transposes the kernel verdict="wrong" fails=["test_values", "test_thin_and_full_kernels", "test_views", "test_gradients"] says=["kernel_transposed"]
def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError
    output_shape(X.shape, K.shape)
    height, width = output_shape(X.shape, K.T.shape)
    rows = jnp.arange(height)[:, None] + jnp.arange(K.shape[1])
    columns = jnp.arange(width)[:, None] + jnp.arange(K.shape[0])
    return jnp.einsum("iajb,ba->ij", X[rows][:, :, columns], K)

# %% transposed result verdict="wrong" fails=["test_gradients", "test_inputs_unchanged", "test_thin_and_full_kernels", "test_values", "test_views"] says=["axes_swapped"]
def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError
    height, width = output_shape(X.shape, K.shape)
    h, w = K.shape
    return jnp.array([[(X[i : i + h, j : j + w] * K).sum() for i in range(height)] for j in range(width)])

# %% padded to the same size verdict="wrong" fails=["test_gradients", "test_inputs_unchanged", "test_thin_and_full_kernels", "test_values", "test_views"] says=["zero_padded"]
def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError
    output_shape(X.shape, K.shape)
    (height, width), (h, w) = X.shape, K.shape
    P = jnp.pad(X, (((h - 1) // 2, h // 2), ((w - 1) // 2, w // 2)))
    return sum(K[a, b] * P[a : a + height, b : b + width] for a in range(h) for b in range(w))

# %% padded, more before than after verdict="wrong" fails=["test_gradients", "test_inputs_unchanged", "test_thin_and_full_kernels", "test_values", "test_views"] says=["zero_padded_before"]
def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError
    output_shape(X.shape, K.shape)
    (height, width), (h, w) = X.shape, K.shape
    P = jnp.pad(X, ((h // 2, (h - 1) // 2), (w // 2, (w - 1) // 2)))
    return sum(K[a, b] * P[a : a + height, b : b + width] for a in range(h) for b in range(w))

# %% padded at the end of both axes only verdict="wrong" fails=["test_gradients", "test_inputs_unchanged", "test_thin_and_full_kernels", "test_values", "test_views"] says=["zero_padded_after", "zero_padded"]
def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError
    output_shape(X.shape, K.shape)
    (height, width), (h, w) = X.shape, K.shape
    P = jnp.pad(X, ((0, h - 1), (0, w - 1)))
    return sum(K[a, b] * P[a : a + height, b : b + width] for a in range(h) for b in range(w))

# %% padded on all sides: every overlap counts verdict="wrong" fails=["test_gradients", "test_inputs_unchanged", "test_thin_and_full_kernels", "test_values", "test_views"] says=["zero_padded_fully"]
def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError
    output_shape(X.shape, K.shape)
    h, w = K.shape
    P = jnp.pad(X, ((h - 1, h - 1), (w - 1, w - 1)))
    height, width = output_shape(P.shape, K.shape)
    return sum(K[a, b] * P[a : a + height, b : b + width] for a in range(h) for b in range(w))

# %% last row and column missing verdict="wrong" fails=["test_gradients", "test_inputs_unchanged", "test_thin_and_full_kernels", "test_values", "test_views"] says=["one_too_small"]
def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError
    if K.shape[0] > X.shape[0] or K.shape[1] > X.shape[1]:
        raise ValueError
    height, width = X.shape[0] - K.shape[0], X.shape[1] - K.shape[1]
    Y = jnp.zeros((height, width), dtype=X.dtype)
    for a in range(K.shape[0]):
        for b in range(K.shape[1]):
            Y += K[a, b] * X[a : a + height, b : b + width]
    return Y

# %% a row and a column of zeros too many verdict="wrong" fails=["test_gradients", "test_inputs_unchanged", "test_thin_and_full_kernels", "test_values", "test_views"] says=["one_too_large"]
def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError
    h, w = K.shape
    height, width = output_shape(X.shape, K.shape)
    Y = jnp.zeros((height + 1, width + 1), dtype=X.dtype)
    for i in range(height):
        for j in range(width):
            Y = Y.at[i, j].set((X[i : i + h, j : j + w] * K).sum())
    return Y

# %% zeros of the image's size, partly filled verdict="wrong" fails=["test_gradients", "test_inputs_unchanged", "test_thin_and_full_kernels", "test_values", "test_views"] says=["one_too_large", "as_large_as_image"]
def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError
    height, width = output_shape(X.shape, K.shape)
    Y = jnp.zeros_like(X)
    for a in range(K.shape[0]):
        for b in range(K.shape[1]):
            Y = Y.at[:height, :width].add(K[a, b] * X[a : a + height, b : b + width])
    return Y

# %% windows that are moved back where they stick out, as dynamic_slice does it verdict="wrong" fails=["test_gradients", "test_inputs_unchanged", "test_thin_and_full_kernels", "test_values", "test_views"]
def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError
    output_shape(X.shape, K.shape)

    def one(i, j):
        return (jax.lax.dynamic_slice(X, (i, j), K.shape) * K).sum()

    height, width = X.shape
    return jax.vmap(jax.vmap(one, (None, 0)), (0, None))(jnp.arange(height), jnp.arange(width))

# %% mean instead of sum verdict="wrong" fails=["test_gradients", "test_inputs_unchanged", "test_thin_and_full_kernels", "test_values", "test_views"] says=["averaged"]
def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError
    height, width = output_shape(X.shape, K.shape)
    rows = jnp.arange(height)[:, None] + jnp.arange(K.shape[0])
    columns = jnp.arange(width)[:, None] + jnp.arange(K.shape[1])
    return (X[rows][:, :, columns] * K[:, None, :]).mean((1, 3))

# %% sums without multiplying verdict="wrong" fails=["test_dtype", "test_gradients", "test_inputs_unchanged", "test_thin_and_full_kernels", "test_values", "test_views"] says=["not_multiplied"]
def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError
    height, width = output_shape(X.shape, K.shape)
    h, w = K.shape
    return jnp.array([[X[i : i + h, j : j + w].sum() for j in range(width)] for i in range(height)])

# %% multiplies the sums verdict="wrong" fails=["test_gradients", "test_inputs_unchanged", "test_thin_and_full_kernels", "test_values", "test_views"] says=["sums_multiplied"]
def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError
    height, width = output_shape(X.shape, K.shape)
    rows = jnp.arange(height)[:, None] + jnp.arange(K.shape[0])
    columns = jnp.arange(width)[:, None] + jnp.arange(K.shape[1])
    return jnp.einsum("iajb,cd->ij", X[rows][:, :, columns], K)

# %% multiplies as matrices verdict="wrong" fails=["test_gradients", "test_inputs_unchanged", "test_thin_and_full_kernels", "test_values", "test_views"] says=["matrix_product"]
def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError
    height, width = output_shape(X.shape, K.shape)
    h, w = K.shape
    return jnp.array([[(X[i : i + h, j : j + w] @ K).sum() for j in range(width)] for i in range(height)])

# %% never moves down verdict="wrong" fails=["test_gradients", "test_inputs_unchanged", "test_thin_and_full_kernels", "test_values", "test_views"] says=["first_row_repeated"]
def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError
    height, width = output_shape(X.shape, K.shape)
    h, w = K.shape
    row = [(X[:h, j : j + w] * K).sum() for j in range(width)]
    return jnp.stack([jnp.stack(row)] * height)

# %% never moves to the right verdict="wrong" fails=["test_gradients", "test_inputs_unchanged", "test_thin_and_full_kernels", "test_values", "test_views"] says=["first_column_repeated"]
def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError
    height, width = output_shape(X.shape, K.shape)
    h, w = K.shape
    column = jnp.stack([(X[i : i + h, :w] * K).sum() for i in range(height)])
    return jnp.repeat(column[:, None], width, axis=1)

# %% only square kernels verdict="wrong" fails=["test_values", "test_thin_and_full_kernels"] says=["only_square_kernels"]
def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError
    if K.shape[0] > X.shape[0] or K.shape[1] > X.shape[1]:
        raise ValueError
    k = len(K)
    height, width = X.shape[0] - k + 1, X.shape[1] - k + 1
    return jnp.array([[(X[i : i + k, j : j + k] * K).sum() for j in range(width)] for i in range(height)])

# %% only square images verdict="wrong" fails=["test_values"] says=["only_square_images"]
def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2 or K.shape[0] > X.shape[0] or K.shape[1] > X.shape[1]:
        raise ValueError("does not fit")
    (h, w), n = K.shape, len(X)
    return jnp.array([[(X[i : i + h, j : j + w] * K).sum() for j in range(n - w + 1)] for i in range(n - h + 1)])

# %% absolute values verdict="wrong" fails=["test_gradients", "test_thin_and_full_kernels", "test_values", "test_views"] says=["absolute_value"]
def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError
    height, width = output_shape(X.shape, K.shape)
    rows = jnp.arange(height)[:, None] + jnp.arange(K.shape[0])
    columns = jnp.arange(width)[:, None] + jnp.arange(K.shape[1])
    return jnp.abs(jnp.einsum("iajb,ab->ij", X[rows][:, :, columns], K))

# %% negative values cut off verdict="wrong" fails=["test_gradients", "test_thin_and_full_kernels", "test_values", "test_views"] says=["negative_cut"]
def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError
    height, width = output_shape(X.shape, K.shape)
    rows = jnp.arange(height)[:, None] + jnp.arange(K.shape[0])
    columns = jnp.arange(width)[:, None] + jnp.arange(K.shape[1])
    return jax.nn.relu(jnp.einsum("iajb,ab->ij", X[rows][:, :, columns], K))

# %% rounds verdict="wrong" fails=["test_dtype", "test_gradients", "test_inputs_unchanged", "test_thin_and_full_kernels", "test_values", "test_views"] says=["rounded", "detached"]
def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError
    height, width = output_shape(X.shape, K.shape)
    rows = jnp.arange(height)[:, None] + jnp.arange(K.shape[0])
    columns = jnp.arange(width)[:, None] + jnp.arange(K.shape[1])
    return jnp.round(jnp.einsum("iajb,ab->ij", X[rows][:, :, columns], K))

# %% a result of integers verdict="wrong" fails=["test_dtype", "test_gradients", "test_inputs_unchanged", "test_thin_and_full_kernels", "test_values", "test_views"] says=["integers_only", "detached"]
def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError
    height, width = output_shape(X.shape, K.shape)
    h, w = K.shape
    Y = jnp.zeros((height, width), dtype=int)
    for i in range(height):
        for j in range(width):
            Y = Y.at[i, j].set((X[i : i + h, j : j + w] * K).sum().astype(int))
    return Y

# %% the largest product instead of the sum verdict="wrong" fails=["test_gradients", "test_inputs_unchanged", "test_thin_and_full_kernels", "test_values", "test_views"] says=["maximum_for_sum"]
def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError
    height, width = output_shape(X.shape, K.shape)
    h, w = K.shape
    return jnp.array([[(X[i : i + h, j : j + w] * K).max() for j in range(width)] for i in range(height)])

# %% the example of the text, hard-wired verdict="wrong" fails=["test_dtype", "test_gradients", "test_inputs_unchanged", "test_kernel_must_fit", "test_thin_and_full_kernels", "test_two_axes", "test_values", "test_views"] says=["hard_wired", "detached"]
def corr2d(X, K):
    return jnp.array([[19.0, 25.0], [37.0, 43.0]])

# %% two slices in a row, both along the rows verdict="wrong" fails=["test_dtype", "test_gradients", "test_inputs_unchanged", "test_kernel_must_fit", "test_thin_and_full_kernels", "test_two_axes", "test_values", "test_views"] says=["sliced_twice"]
def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError
    height, width = output_shape(X.shape, K.shape)
    h, w = K.shape
    return jnp.array([[(X[i : i + h][j : j + w] * K).sum() for j in range(width)] for i in range(height)])

# %% every window has two rows and columns verdict="wrong" fails=["test_gradients", "test_thin_and_full_kernels", "test_values"] says=["window_hard_wired"]
def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError
    height, width = output_shape(X.shape, K.shape)
    Y = jnp.zeros((height, width), dtype=X.dtype)
    for i in range(height):
        for j in range(width):
            Y = Y.at[i, j].set((X[i : i + 2, j : j + 2] * K).sum())
    return Y

# %% squeezes the result verdict="wrong" fails=["test_thin_and_full_kernels"]
def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError
    height, width = output_shape(X.shape, K.shape)
    Y = sum(K[a, b] * X[a : a + height, b : b + width] for a in range(K.shape[0]) for b in range(K.shape[1]))
    return Y.squeeze()

# %% always float64, as jnp.zeros makes them here verdict="wrong" fails=["test_dtype"]
def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError
    height, width = output_shape(X.shape, K.shape)
    Y = jnp.zeros((height, width))
    for a in range(K.shape[0]):
        for b in range(K.shape[1]):
            Y += K[a, b] * X[a : a + height, b : b + width]
    return Y

# %% writes into an array verdict="wrong" fails=["test_dtype", "test_gradients", "test_inputs_unchanged", "test_kernel_must_fit", "test_thin_and_full_kernels", "test_two_axes", "test_values", "test_views"]
def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError
    height, width = output_shape(X.shape, K.shape)
    Y = jnp.zeros((height, width), dtype=X.dtype)
    for i in range(height):
        for j in range(width):
            Y[i, j] = (X[i : i + K.shape[0], j : j + K.shape[1]] * K).sum()
    return Y

# %% the new arrays are not kept, and zeros come back verdict="wrong" fails=["test_dtype", "test_gradients", "test_inputs_unchanged", "test_thin_and_full_kernels", "test_values", "test_views"] says=["detached"]
def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError
    height, width = output_shape(X.shape, K.shape)
    Y = jnp.zeros((height, width), dtype=X.dtype)
    for i in range(height):
        for j in range(width):
            Y.at[i, j].set((X[i : i + K.shape[0], j : j + K.shape[1]] * K).sum())
    return Y

# %% an array of numpy's on the way verdict="wrong" fails=["test_gradients"] says=["detached"]
def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError
    h, w = K.shape
    Y = np.zeros(output_shape(X.shape, K.shape), dtype=X.dtype)
    for i, j in np.ndindex(*Y.shape):
        Y[i, j] = (X[i : i + h, j : j + w] * K).sum()
    return jnp.asarray(Y)

# %% only the kernel is cut off verdict="wrong" fails=["test_gradients"] says=["detached"]
def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError
    height, width = output_shape(X.shape, K.shape)
    K = jax.lax.stop_gradient(K)
    return sum(K[a, b] * X[a : a + height, b : b + width] for a in range(K.shape[0]) for b in range(K.shape[1]))

# %% gradients that are not right verdict="wrong" fails=["test_gradients"]
@jax.custom_vjp
def correlated(X, K):
    height, width = X.shape[0] - K.shape[0] + 1, X.shape[1] - K.shape[1] + 1
    return sum(K[a, b] * X[a : a + height, b : b + width] for a in range(K.shape[0]) for b in range(K.shape[1]))


correlated.defvjp(
    lambda X, K: (correlated(X, K), (X, K)),
    lambda saved, dY: (jnp.ones_like(saved[0]) * dY.sum(), jnp.ones_like(saved[1]) * dY.sum()),
)


def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError
    output_shape(X.shape, K.shape)
    return correlated(X, K)

# %% looks at the height only verdict="wrong" fails=["test_kernel_must_fit"]
def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2 or K.shape[0] > X.shape[0]:
        raise ValueError
    height, width = X.shape[0] - K.shape[0] + 1, max(0, X.shape[1] - K.shape[1] + 1)
    rows = jnp.arange(height)[:, None] + jnp.arange(K.shape[0])
    columns = jnp.arange(width)[:, None] + jnp.arange(K.shape[1])
    return jnp.einsum("iajb,ab->ij", X[rows][:, :, columns], K)

# %% an assertion about the axes verdict="wrong" fails=["test_two_axes"]
def corr2d(X, K):
    assert X.ndim == 2 and K.ndim == 2
    height, width = output_shape(X.shape, K.shape)
    return sum(K[a, b] * X[a : a + height, b : b + width] for a in range(K.shape[0]) for b in range(K.shape[1]))

# %% the book's function verdict="wrong" fails=["test_dtype", "test_kernel_must_fit", "test_two_axes"]
def corr2d(X, K):
    h, w = K.shape
    Y = jnp.zeros((X.shape[0] - h + 1, X.shape[1] - w + 1))
    for i in range(Y.shape[0]):
        for j in range(Y.shape[1]):
            Y = Y.at[i, j].set((X[i : i + h, j : j + w] * K).sum())
    return Y

# %% jnp.convolve, row by row verdict="wrong" fails=["test_values", "test_thin_and_full_kernels", "test_views", "test_dtype", "test_gradients", "test_inputs_unchanged"]
def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError("2-D only")
    height, _ = output_shape(X.shape, K.shape)
    lines = [sum(jnp.convolve(X[i + a], K[a, ::-1], "valid") for a in range(len(K))) for i in range(height)]
    return jnp.stack(lines)

# %% jax.scipy.signal.correlate2d under another name verdict="wrong" fails=["test_values", "test_thin_and_full_kernels", "test_views", "test_dtype", "test_gradients", "test_inputs_unchanged"]
import jax.scipy.signal

slide = getattr(jax.scipy.signal, "correl" + "ate2d")


def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError("2-D only")
    output_shape(X.shape, K.shape)
    return slide(X, K, mode="valid")

# %% jax.lax.conv_general_dilated_patches verdict="wrong" fails=["test_values", "test_thin_and_full_kernels", "test_views", "test_dtype", "test_gradients", "test_inputs_unchanged"]
def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError("2-D only")
    output_shape(X.shape, K.shape)
    patches = jax.lax.conv_general_dilated_patches(X[None, None], K.shape, (1, 1), "VALID")
    return jnp.tensordot(K.reshape(-1), patches[0], axes=1)

# %% no return verdict="wrong" fails=["test_dtype", "test_gradients", "test_inputs_unchanged", "test_thin_and_full_kernels", "test_values", "test_views"]
def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError
    height, width = output_shape(X.shape, K.shape)
    sum(K[a, b] * X[a : a + height, b : b + width] for a in range(K.shape[0]) for b in range(K.shape[1]))

# %% nested lists instead of an array verdict="wrong" fails=["test_dtype", "test_gradients", "test_inputs_unchanged", "test_thin_and_full_kernels", "test_values", "test_views"]
def corr2d(X, K):
    if X.ndim != 2 or K.ndim != 2:
        raise ValueError
    height, width = output_shape(X.shape, K.shape)
    h, w = K.shape
    return [[(X[i : i + h, j : j + w] * K).sum() for j in range(width)] for i in range(height)]

# %% not started verdict="wrong" fails=["test_dtype", "test_gradients", "test_inputs_unchanged", "test_kernel_must_fit", "test_thin_and_full_kernels", "test_two_axes", "test_values", "test_views"]
def corr2d(X, K):
    raise NotImplementedError()
