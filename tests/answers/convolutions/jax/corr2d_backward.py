# %% every output gives its share, with .at[].add verdict="right"
def corr2d_backward(X, K, dY):
    dX, dK = jnp.zeros_like(X), jnp.zeros_like(K)
    h, w = K.shape
    for i in range(dY.shape[0]):
        for j in range(dY.shape[1]):
            dX = dX.at[i : i + h, j : j + w].add(K * dY[i, j])
            dK = dK + X[i : i + h, j : j + w] * dY[i, j]
    return dX, dK


# %% both with corr2d verdict="right"
def corr2d_backward(X, K, dY):
    h, w = K.shape
    border = jnp.pad(dY, ((h - 1, h - 1), (w - 1, w - 1)))
    return corr2d(border, K[::-1, ::-1]), corr2d(X, dY)


# %% JAX's own convolutions, which are allowed here verdict="right"
def corr2d_backward(X, K, dY):
    h, w = K.shape
    dX = jax.lax.conv_general_dilated(dY[None, None], jnp.rot90(K, 2)[None, None], (1, 1), [(h - 1, h - 1), (w - 1, w - 1)])
    dK = jax.scipy.signal.correlate(X, dY, mode="valid")
    return dX[0, 0], dK


# %% vmap over the elements, in a list verdict="right"
def corr2d_backward(X, K, dY):
    (h, w), (n, m) = K.shape, dY.shape

    def places(shape):
        return jnp.arange(shape[0]), jnp.arange(shape[1])

    def cut(image, i, j, shape):
        return jax.lax.dynamic_slice(image, (i, j), shape)

    border = jnp.pad(dY, ((h - 1, h - 1), (w - 1, w - 1)))
    rows, columns = places(K.shape)
    dK = jax.vmap(lambda a: jax.vmap(lambda b: (cut(X, a, b, (n, m)) * dY).sum())(columns))(rows)
    rows, columns = places(X.shape)
    turned = K[::-1, ::-1]
    dX = jax.vmap(lambda r: jax.vmap(lambda s: jnp.vdot(cut(border, r, s, (h, w)), turned))(columns))(rows)
    return [dX, dK]


# %% fancy indices, scattered with .at[].add verdict="right"
@jax.jit
def corr2d_backward(X, K, dY):
    i, j = jnp.indices(dY.shape)
    a, b = jnp.indices(K.shape)
    rows, columns = i[..., None, None] + a, j[..., None, None] + b
    dX = jnp.zeros_like(X).at[rows, columns].add(dY[..., None, None] * K)
    return dX, jnp.einsum("ijab,ij->ab", X[rows, columns], dY)


# %% fori_loop over the kernel verdict="right"
def corr2d_backward(X, K, dY):
    (h, w), size = K.shape, dY.shape

    def add(n, gradients):
        dX, dK = gradients
        a, b = n // w, n % w
        part = jax.lax.dynamic_slice(X, (a, b), size)
        old = jax.lax.dynamic_slice(dX, (a, b), size)
        return jax.lax.dynamic_update_slice(dX, old + K[a, b] * dY, (a, b)), dK.at[a, b].set((part * dY).sum())

    return jax.lax.fori_loop(0, h * w, add, (jnp.zeros_like(X), jnp.zeros_like(K)))


# %% scan over the outputs, noisy verdict="right"
def corr2d_backward(X, K, dY):
    print("backward")
    h, w = K.shape

    def step(carry, place):
        dX, dK = carry
        i, j, share = place
        here = jax.lax.dynamic_slice(dX, (i, j), (h, w)) + share * K
        dX = jax.lax.dynamic_update_slice(dX, here, (i, j))
        return (dX, dK + share * jax.lax.dynamic_slice(X, (i, j), (h, w))), None

    i, j = jnp.indices(dY.shape)
    gradients, _ = jax.lax.scan(step, (0 * X, 0 * K), (i.ravel(), j.ravel(), dY.ravel()))
    return gradients


# %% in numpy, there and back verdict="right"
import numpy as np


def corr2d_backward(X, K, dY):
    x, k, d = np.asarray(X), np.asarray(K), np.asarray(dY)
    dX, dK = np.zeros_like(x), np.zeros_like(k)
    for i, j in np.ndindex(*d.shape):
        dX[i : i + k.shape[0], j : j + k.shape[1]] += k * d[i, j]
        dK += x[i : i + k.shape[0], j : j + k.shape[1]] * d[i, j]
    return jnp.asarray(dX), jnp.asarray(dK)


# %% jax.vjp verdict="wrong" fails=["test_dtype", "test_image_gradient", "test_inputs_unchanged", "test_kernel_gradient"]
def corr2d_backward(X, K, dY):
    _, pull = jax.vjp(corr2d, X, K)
    return pull(dY)


# %% jax.grad, compiled verdict="wrong" fails=["test_dtype", "test_image_gradient", "test_inputs_unchanged", "test_kernel_gradient"]
@jax.jit
def corr2d_backward(X, K, dY):
    return jax.grad(lambda X, K: (corr2d(X, K) * dY).sum(), argnums=(0, 1))(X, K)


# %% jax.linear_transpose, twice verdict="wrong" fails=["test_dtype", "test_image_gradient", "test_inputs_unchanged", "test_kernel_gradient"]
def corr2d_backward(X, K, dY):
    (dX,) = jax.linear_transpose(lambda image: corr2d(image, K), X)(dY)
    (dK,) = jax.linear_transpose(lambda kernel: corr2d(X, kernel), K)(dY)
    return dX, dK


# %% forward mode, one element at a time verdict="wrong" fails=["test_dtype", "test_image_gradient", "test_inputs_unchanged", "test_kernel_gradient"]
def corr2d_backward(X, K, dY):
    def gradient(function, like):
        units = jnp.eye(like.size, dtype=like.dtype).reshape(-1, *like.shape)
        slopes = [(jax.jvp(function, (like,), (unit,))[1] * dY).sum() for unit in units]
        return jnp.stack(slopes).reshape(like.shape)

    return gradient(lambda E: corr2d(E, K), X), gradient(lambda E: corr2d(X, E), K)


# %% jax.jacrev verdict="wrong" fails=["test_dtype", "test_image_gradient", "test_inputs_unchanged", "test_kernel_gradient"]
def corr2d_backward(X, K, dY):
    toX, toK = jax.jacrev(corr2d, argnums=(0, 1))(X, K)
    return jnp.tensordot(dY, toX, 2), jnp.tensordot(dY, toK, 2)


# %% the order is swapped verdict="wrong" fails=["test_dtype", "test_image_gradient", "test_inputs_unchanged", "test_kernel_gradient"] says=["gradients_swapped"]
def corr2d_backward(X, K, dY):
    h, w = K.shape
    dX = corr2d(jnp.pad(dY, ((h - 1, h - 1), (w - 1, w - 1))), K[::-1, ::-1])
    return corr2d(X, dY), dX


# %% dY is not used verdict="wrong" fails=["test_dtype", "test_image_gradient", "test_inputs_unchanged", "test_kernel_gradient"] says=["upstream_ignored"]
def corr2d_backward(X, K, dY):
    h, w = K.shape
    ones = jnp.ones_like(dY)
    dX = corr2d(jnp.pad(ones, ((h - 1, h - 1), (w - 1, w - 1))), K[::-1, ::-1])
    return dX, corr2d(X, ones)


# %% the kernel is not turned verdict="wrong" fails=["test_image_gradient"] says=["kernel_not_turned"]
def corr2d_backward(X, K, dY):
    h, w = K.shape
    dX = corr2d(jnp.pad(dY, ((h - 1, h - 1), (w - 1, w - 1))), K)
    return dX, corr2d(X, dY)


# %% dX only where the window starts verdict="wrong" fails=["test_image_gradient"] says=["border_missing"]
def corr2d_backward(X, K, dY):
    return K.sum() * dY, corr2d(X, dY)


# %% each pixel keeps only its last window verdict="wrong" fails=["test_image_gradient"]
def corr2d_backward(X, K, dY):
    dX = jnp.zeros_like(X)
    h, w = K.shape
    for i in range(dY.shape[0]):
        for j in range(dY.shape[1]):
            dX = dX.at[i : i + h, j : j + w].set(K * dY[i, j])
    return dX, corr2d(X, dY)


# %% the kernel's gradient is turned verdict="wrong" fails=["test_kernel_gradient"] says=["kernel_gradient_turned"]
def corr2d_backward(X, K, dY):
    h, w = K.shape
    dX = corr2d(jnp.pad(dY, ((h - 1, h - 1), (w - 1, w - 1))), K[::-1, ::-1])
    return dX, jnp.flip(corr2d(X, dY))


# %% the kernel's gradient is an average verdict="wrong" fails=["test_kernel_gradient"] says=["gradient_averaged"]
def corr2d_backward(X, K, dY):
    h, w = K.shape
    dX = corr2d(jnp.pad(dY, ((h - 1, h - 1), (w - 1, w - 1))), K[::-1, ::-1])
    return dX, corr2d(X, dY) / dY.size


# %% both are averages verdict="wrong" fails=["test_dtype", "test_image_gradient", "test_inputs_unchanged", "test_kernel_gradient"] says=["gradient_averaged"]
def corr2d_backward(X, K, dY):
    h, w = K.shape
    dX = corr2d(jnp.pad(dY, ((h - 1, h - 1), (w - 1, w - 1))), K[::-1, ::-1])
    return dX / dY.size, corr2d(X, dY) / dY.size


# %% the kernel's gradient is not summed verdict="wrong" fails=["test_kernel_gradient"]
def corr2d_backward(X, K, dY):
    h, w = K.shape
    dX = corr2d(jnp.pad(dY, ((h - 1, h - 1), (w - 1, w - 1))), K[::-1, ::-1])
    return dX, X[-h:, -w:] * dY[-1, -1]


# %% only square kernels verdict="wrong" fails=["test_image_gradient", "test_kernel_gradient"]
def corr2d_backward(X, K, dY):
    h, w = K.shape
    dX = corr2d(jnp.pad(dY, ((h - 1, h - 1), (w - 1, w - 1))), K[::-1, ::-1])
    k = K.shape[0]
    rows = [[(X[a : a + len(dY), b : b + len(dY[0])] * dY).sum() for b in range(k)] for a in range(k)]
    dX, dK = dX[:, : X.shape[0]], jnp.array(rows)
    return dX, dK


# %% results in float32 verdict="wrong" fails=["test_dtype"]
def corr2d_backward(X, K, dY):
    h, w = K.shape
    dX = corr2d(jnp.pad(dY, ((h - 1, h - 1), (w - 1, w - 1))), K[::-1, ::-1])
    return dX.astype("float32"), corr2d(X, dY).astype("float32")


# %% computed in float32, returned in float64 verdict="wrong" fails=["test_dtype"]
def corr2d_backward(X, K, dY):
    kind = X.dtype
    X, K, dY = (value.astype("float32") for value in (X, K, dY))
    h, w = K.shape
    dX = corr2d(jnp.pad(dY, ((h - 1, h - 1), (w - 1, w - 1))), K[::-1, ::-1])
    return dX.astype(kind), corr2d(X, dY).astype(kind)


# %% collects in the image itself, by its address verdict="wrong" fails=["test_inputs_unchanged"] says=["writes_into_input"]
import ctypes


def corr2d_backward(X, K, dY):
    h, w = K.shape
    dX = corr2d(jnp.pad(dY, ((h - 1, h - 1), (w - 1, w - 1))), K[::-1, ::-1])
    dK = corr2d(X, dY)
    ctypes.memset(X.unsafe_buffer_pointer(), 0, X.nbytes)
    return dX, dK


# %% right on the public example only verdict="wrong" fails=["test_dtype", "test_image_gradient", "test_inputs_unchanged", "test_kernel_gradient"]
def corr2d_backward(X, K, dY):
    dX = jnp.array([[1.0, 1, -2, 0], [0, 2, 7, -3], [0, 0, 0, 6]], dtype=X.dtype)
    return dX, jnp.array([[4.0, -1, 2], [8, 3, 0]], dtype=X.dtype)


# %% zeros verdict="wrong" fails=["test_dtype", "test_image_gradient", "test_inputs_unchanged", "test_kernel_gradient"]
def corr2d_backward(X, K, dY):
    return jnp.zeros_like(X), jnp.zeros_like(K)


# %% lists verdict="wrong" fails=["test_dtype", "test_image_gradient", "test_inputs_unchanged", "test_kernel_gradient"]
def corr2d_backward(X, K, dY):
    h, w = K.shape
    dX = corr2d(jnp.pad(dY, ((h - 1, h - 1), (w - 1, w - 1))), K[::-1, ::-1])
    return dX.tolist(), corr2d(X, dY).tolist()


# %% only the kernel's gradient verdict="wrong" fails=["test_dtype", "test_image_gradient", "test_inputs_unchanged", "test_kernel_gradient"]
def corr2d_backward(X, K, dY):
    return corr2d(X, dY)


# %% in a thread verdict="wrong" fails=["test_dtype", "test_image_gradient", "test_inputs_unchanged", "test_kernel_gradient"]
from concurrent.futures import ThreadPoolExecutor


def corr2d_backward(X, K, dY):
    h, w = K.shape
    border = jnp.pad(dY, ((h - 1, h - 1), (w - 1, w - 1)))
    with ThreadPoolExecutor(1) as pool:
        dX = pool.submit(corr2d, border, K[::-1, ::-1])
        dK = pool.submit(corr2d, X, dY)
    return dX.result(), dK.result()
