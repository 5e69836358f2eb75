# %% loops and eigenvalues verdict="right"
def largest_stable_lr(X, kernel_shape):
    h, w = kernel_shape
    rows = []
    for i in range(X.shape[0] - h + 1):
        for j in range(X.shape[1] - w + 1):
            rows.append(X[i : i + h, j : j + w].flatten())
    P = jnp.stack(rows)
    return 1 / jnp.linalg.eigvalsh(P.T @ P)[-1]

# %% gathered windows and the spectral norm verdict="right"
def largest_stable_lr(X, kernel_shape):
    h, w = kernel_shape
    i = jnp.arange(X.shape[0] - h + 1)[:, None, None, None] + jnp.arange(h)[:, None]
    j = jnp.arange(X.shape[1] - w + 1)[:, None, None] + jnp.arange(w)
    return float(1 / jnp.linalg.norm(X[i, j].reshape(-1, h * w), 2) ** 2)

# %% singular values, squared, with one axis verdict="right"
def largest_stable_lr(X, kernel_shape):
    h, w = kernel_shape
    n, m = X.shape[0] - h + 1, X.shape[1] - w + 1
    P = jnp.stack([X[a : a + n, b : b + m].ravel() for a in range(h) for b in range(w)], axis=1)
    return 1 / jnp.linalg.svd(P, compute_uv=False)[:1] ** 2

# %% patches of the library, general eigenvalues verdict="right"
def largest_stable_lr(X, kernel_shape):
    patches = jax.lax.conv_general_dilated_patches(X[None, None], kernel_shape, (1, 1), "VALID")[0]
    P = patches.reshape(len(patches), -1).T
    values = jnp.linalg.eigvals(P.T @ P)
    return 1 / values[jnp.abs(values).argmax()].real

# %% dynamic slices by vmap verdict="right"
from functools import partial

@partial(jax.jit, static_argnums=1)
def steepest(X, kernel_shape):
    def window(i, j):
        return jax.lax.dynamic_slice(X, (i, j), kernel_shape).ravel()

    n, m = X.shape[0] - kernel_shape[0] + 1, X.shape[1] - kernel_shape[1] + 1
    P = jax.vmap(jax.vmap(window, (None, 0)), (0, None))(jnp.arange(n), jnp.arange(m)).reshape(n * m, -1)
    return jnp.linalg.eigvalsh(P.T @ P).max()

def largest_stable_lr(X, kernel_shape):
    return 1 / steepest(X, kernel_shape).item()

# %% answers to one-hot kernels, in single precision verdict="right"
def largest_stable_lr(X, kernel_shape):
    ones = jnp.eye(kernel_shape[0] * kernel_shape[1], dtype="float32").reshape(-1, *kernel_shape)
    P = jnp.stack([corr2d(X.astype("float32"), one).ravel() for one in ones], axis=1)
    return 1 / jnp.linalg.svd(P, compute_uv=False).max() ** 2

# %% power iteration without any matrix verdict="right"
def largest_stable_lr(X, kernel_shape):
    def slide(X, K):
        return jax.scipy.signal.correlate2d(X, K, mode="valid")

    def body(_, k):
        k = slide(X, slide(X, k))
        return k / jnp.linalg.norm(k)

    k = jax.lax.fori_loop(0, 500, body, jax.random.uniform(jax.random.key(3), kernel_shape, X.dtype))
    return 1 / jnp.sum(slide(X, k) ** 2)

# %% the curvature of the loss verdict="right"
def largest_stable_lr(X, kernel_shape):
    def loss(k):
        return jnp.sum(jax.lax.conv(X[None, None], k.reshape(1, 1, *kernel_shape), (1, 1), "VALID") ** 2)

    H = jax.hessian(loss)(jnp.zeros(kernel_shape[0] * kernel_shape[1], X.dtype))
    return 2 / float(jnp.linalg.eigvalsh(H)[-1])

# %% NumPy verdict="right"
def largest_stable_lr(X, kernel_shape):
    P = np.lib.stride_tricks.sliding_window_view(X, kernel_shape).reshape(-1, np.prod(kernel_shape))
    return 1 / np.linalg.eigvalsh(P.T @ P)[-1]

# %% the trace verdict="wrong" fails=["test_edge_images", "test_random_images"] says=["eigenvalues_added_up"]
def largest_stable_lr(X, kernel_shape):
    h, w = kernel_shape
    n, m = X.shape[0] - h + 1, X.shape[1] - w + 1
    P = jnp.stack([X[a : a + n, b : b + m].ravel() for a in range(h) for b in range(w)], axis=1)
    return 1 / jnp.trace(P.T @ P)

# %% the Frobenius norm for the spectral norm verdict="wrong" fails=["test_edge_images", "test_random_images"] says=["eigenvalues_added_up"]
def largest_stable_lr(X, kernel_shape):
    h, w = kernel_shape
    n, m = X.shape[0] - h + 1, X.shape[1] - w + 1
    P = jnp.stack([X[a : a + n, b : b + m].ravel() for a in range(h) for b in range(w)], axis=1)
    return 1 / jnp.linalg.norm(P) ** 2

# %% the largest singular value, not squared verdict="wrong" fails=["test_edge_images", "test_random_images", "test_dim_and_bright", "test_image_unchanged"] says=["singular_value_not_squared"]
def largest_stable_lr(X, kernel_shape):
    h, w = kernel_shape
    n, m = X.shape[0] - h + 1, X.shape[1] - w + 1
    P = jnp.stack([X[a : a + n, b : b + m].ravel() for a in range(h) for b in range(w)], axis=1)
    return 1 / jnp.linalg.norm(P, 2)

# %% half of the limit verdict="wrong" fails=["test_edge_images", "test_random_images", "test_dim_and_bright", "test_image_unchanged"] says=["half_of_it"]
def largest_stable_lr(X, kernel_shape):
    h, w = kernel_shape
    n, m = X.shape[0] - h + 1, X.shape[1] - w + 1
    P = jnp.stack([X[a : a + n, b : b + m].ravel() for a in range(h) for b in range(w)], axis=1)
    return 0.5 / jnp.linalg.eigvalsh(P.T @ P)[-1]

# %% twice the limit verdict="wrong" fails=["test_edge_images", "test_random_images", "test_dim_and_bright", "test_image_unchanged"] says=["twice_as_large"]
def largest_stable_lr(X, kernel_shape):
    h, w = kernel_shape
    n, m = X.shape[0] - h + 1, X.shape[1] - w + 1
    P = jnp.stack([X[a : a + n, b : b + m].ravel() for a in range(h) for b in range(w)], axis=1)
    return 2 / jnp.linalg.eigvalsh(P.T @ P)[-1]

# %% the smallest eigenvalue verdict="wrong" fails=["test_edge_images", "test_random_images"] says=["smallest_eigenvalue"]
def largest_stable_lr(X, kernel_shape):
    h, w = kernel_shape
    n, m = X.shape[0] - h + 1, X.shape[1] - w + 1
    P = jnp.stack([X[a : a + n, b : b + m].ravel() for a in range(h) for b in range(w)], axis=1)
    return 1 / jnp.linalg.eigvalsh(P.T @ P)[0]

# %% for the averaged loss verdict="wrong" fails=["test_edge_images", "test_random_images", "test_dim_and_bright", "test_image_unchanged"] says=["limit_of_the_mean"]
def largest_stable_lr(X, kernel_shape):
    h, w = kernel_shape
    n, m = X.shape[0] - h + 1, X.shape[1] - w + 1
    P = jnp.stack([X[a : a + n, b : b + m].ravel() for a in range(h) for b in range(w)], axis=1)
    return len(P) / jnp.linalg.eigvalsh(P.T @ P)[-1]

# %% height and width swapped verdict="wrong" fails=["test_edge_images", "test_random_images"] says=["kernel_shape_swapped"]
def largest_stable_lr(X, kernel_shape):
    w, h = kernel_shape
    n, m = X.shape[0] - h + 1, X.shape[1] - w + 1
    P = jnp.stack([X[a : a + n, b : b + m].ravel() for a in range(h) for b in range(w)], axis=1)
    return 1 / jnp.linalg.eigvalsh(P.T @ P)[-1]

# %% always a 1×2 kernel verdict="wrong" fails=["test_random_images", "test_dim_and_bright"] says=["kernel_shape_hard_wired"]
def largest_stable_lr(X, kernel_shape):
    P = jnp.column_stack([X[:, :-1].ravel(), X[:, 1:].ravel()])
    return 1 / jnp.linalg.eigvalsh(P.T @ P)[-1]

# %% as many columns of patches as the image is high verdict="wrong" fails=["test_random_images", "test_edge_images"] says=["image_height_for_both"]
def largest_stable_lr(X, kernel_shape):
    h, w = kernel_shape
    n, m = X.shape[0], min(X.shape)
    rows = [X[i : i + h, j : j + w].ravel() for i in range(n - h + 1) for j in range(m - w + 1)]
    P = jnp.stack(rows)
    return 1 / jnp.linalg.eigvalsh(P.T @ P)[-1]

# %% patches beyond the border verdict="wrong" fails=["test_random_images", "test_edge_images"] says=["image_padded"]
def largest_stable_lr(X, kernel_shape):
    h, w = kernel_shape
    X = jnp.pad(X, ((h - 1, h - 1), (w - 1, w - 1)))
    n, m = X.shape[0] - h + 1, X.shape[1] - w + 1
    P = jnp.stack([X[a : a + n, b : b + m].ravel() for a in range(h) for b in range(w)], axis=1)
    return 1 / jnp.linalg.eigvalsh(P.T @ P)[-1]

# %% the largest row sum for the largest eigenvalue verdict="wrong" fails=["test_edge_images", "test_random_images"]
def largest_stable_lr(X, kernel_shape):
    h, w = kernel_shape
    n, m = X.shape[0] - h + 1, X.shape[1] - w + 1
    P = jnp.stack([X[a : a + n, b : b + m].ravel() for a in range(h) for b in range(w)], axis=1)
    return 1 / jnp.abs(P.T @ P).sum(axis=1).max()

# %% power iteration that starts at the edge detector verdict="wrong" fails=["test_edge_images"] says=["smallest_eigenvalue"]
def largest_stable_lr(X, kernel_shape):
    h, w = kernel_shape
    n, m = X.shape[0] - h + 1, X.shape[1] - w + 1
    P = jnp.stack([X[a : a + n, b : b + m].ravel() for a in range(h) for b in range(w)], axis=1)
    M, k = P.T @ P, (-1.0) ** jnp.arange(h * w)
    for _ in range(500):
        k = M @ k
        k /= jnp.abs(k).max()
    return k @ k / (k @ M @ k)

# %% adds a small number against division by zero verdict="wrong" fails=["test_dim_and_bright"]
def largest_stable_lr(X, kernel_shape):
    h, w = kernel_shape
    n, m = X.shape[0] - h + 1, X.shape[1] - w + 1
    P = jnp.stack([X[a : a + n, b : b + m].ravel() for a in range(h) for b in range(w)], axis=1)
    return 1 / (jnp.linalg.eigvalsh(P.T @ P)[-1] + 1e-3)

# %% gives the memory of the image away verdict="wrong" fails=["test_image_unchanged"] says=["writes_into_its_input"]
from functools import partial

@partial(jax.jit, donate_argnums=0)
def scaled(X, top):
    return X / top

def largest_stable_lr(X, kernel_shape):
    top = jnp.abs(X).max()
    X = scaled(X, top)
    h, w = kernel_shape
    n, m = X.shape[0] - h + 1, X.shape[1] - w + 1
    P = jnp.stack([X[a : a + n, b : b + m].ravel() for a in range(h) for b in range(w)], axis=1)
    return 1 / jnp.linalg.eigvalsh(P.T @ P)[-1] / top**2

# %% the patches of the first eight rows verdict="wrong" fails=["test_random_images"]
def largest_stable_lr(X, kernel_shape):
    rows = np.asarray(X)[: 7 + kernel_shape[0]]
    P = np.lib.stride_tricks.sliding_window_view(rows, kernel_shape).reshape(-1, np.prod(kernel_shape))
    return float(1 / np.linalg.eigvalsh(P.T @ P)[-1])
