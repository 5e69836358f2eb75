# %% loops and eigenvalues verdict="right"
def largest_stable_lr(X, kernel_shape):
    h, w = kernel_shape
    rows = []
    for i in range(X.shape[0] - h + 1):
        for j in range(X.shape[1] - w + 1):
            rows.append(tf.reshape(X[i : i + h, j : j + w], [-1]))
    P = tf.stack(rows)
    return 1 / tf.linalg.eigvalsh(tf.transpose(P) @ P)[-1]

# %% extract_patches and the spectral norm verdict="right"
def largest_stable_lr(X, kernel_shape):
    sizes, ones = [1, *kernel_shape, 1], [1, 1, 1, 1]
    patches = tf.image.extract_patches(X[None, :, :, None], sizes, ones, ones, "VALID")
    P = tf.reshape(patches, (-1, kernel_shape[0] * kernel_shape[1]))
    return float(1 / tf.norm(P, ord=2, axis=[0, 1]) ** 2)

# %% singular values, squared, with one axis verdict="right"
def largest_stable_lr(X, kernel_shape):
    h, w = kernel_shape
    n, m = X.shape[0] - h + 1, X.shape[1] - w + 1
    P = tf.stack([tf.reshape(X[a : a + n, b : b + m], [-1]) for a in range(h) for b in range(w)], axis=1)
    return 1 / tf.linalg.svd(P, compute_uv=False)[:1] ** 2

# %% gathered windows, general eigenvalues verdict="right"
def largest_stable_lr(X, kernel_shape):
    h, w = kernel_shape
    rows = tf.range(X.shape[0] - h + 1)[:, None] + tf.range(h)
    columns = tf.range(X.shape[1] - w + 1)[:, None] + tf.range(w)
    windows = tf.gather(tf.gather(X, rows), columns, axis=2)
    M = tf.einsum("iajb,icjd->abcd", windows, windows)
    values = tf.linalg.eigvals(tf.reshape(M, (h * w, h * w)))
    return 1 / tf.reduce_max(tf.math.real(values))

# %% NumPy verdict="right"
def largest_stable_lr(X, kernel_shape):
    P = np.lib.stride_tricks.sliding_window_view(X.numpy(), kernel_shape).reshape(-1, np.prod(kernel_shape))
    return 1 / np.linalg.eigvalsh(P.T @ P)[-1]

# %% answers to one-hot kernels, in single precision verdict="right"
def largest_stable_lr(X, kernel_shape):
    X, k = tf.cast(X, tf.float32), kernel_shape[0] * kernel_shape[1]
    columns = [tf.reshape(corr2d(X, tf.reshape(one, kernel_shape)), [-1]) for one in tf.unstack(tf.eye(k))]
    return 1 / tf.reduce_max(tf.linalg.svd(tf.stack(columns), compute_uv=False)) ** 2

# %% power iteration without any matrix verdict="right"
def largest_stable_lr(X, kernel_shape):
    k = tf.random.stateless_uniform(kernel_shape, seed=(3, 4), dtype=X.dtype)
    for _ in range(500):
        k = tf.nn.conv2d(X[None, :, :, None], k[:, :, None, None], 1, "VALID")
        k = tf.nn.conv2d(X[None, :, :, None], tf.transpose(k, (1, 2, 0, 3)), 1, "VALID")[0, :, :, 0]
        k /= tf.norm(k)
    return 1 / tf.reduce_sum(corr2d(X, k) ** 2)

# %% the curvature of the loss verdict="right"
def largest_stable_lr(X, kernel_shape):
    K = tf.Variable(tf.zeros(kernel_shape, X.dtype))
    with tf.GradientTape() as outer:
        with tf.GradientTape() as tape:
            loss = tf.reduce_sum(tf.nn.conv2d(X[None, :, :, None], K[:, :, None, None], 1, "VALID") ** 2)
        gradient = tf.reshape(tape.gradient(loss, K), [-1])
    n = kernel_shape[0] * kernel_shape[1]
    H = tf.reshape(outer.jacobian(gradient, K), (n, n))
    return 2 / float(tf.linalg.eigvalsh(H)[-1])

# %% the trace verdict="wrong" fails=["test_edge_images", "test_random_images"] says=["eigenvalues_added_up"]
def largest_stable_lr(X, kernel_shape):
    h, w = kernel_shape
    n, m = X.shape[0] - h + 1, X.shape[1] - w + 1
    P = tf.stack([tf.reshape(X[a : a + n, b : b + m], [-1]) for a in range(h) for b in range(w)], axis=1)
    return 1 / float(tf.linalg.trace(tf.transpose(P) @ P))

# %% the Frobenius norm for the spectral norm verdict="wrong" fails=["test_edge_images", "test_random_images"] says=["eigenvalues_added_up"]
def largest_stable_lr(X, kernel_shape):
    h, w = kernel_shape
    n, m = X.shape[0] - h + 1, X.shape[1] - w + 1
    P = tf.stack([tf.reshape(X[a : a + n, b : b + m], [-1]) for a in range(h) for b in range(w)], axis=1)
    return 1 / tf.norm(P) ** 2

# %% the largest singular value, not squared verdict="wrong" fails=["test_edge_images", "test_random_images", "test_dim_and_bright", "test_image_unchanged"] says=["singular_value_not_squared"]
def largest_stable_lr(X, kernel_shape):
    h, w = kernel_shape
    n, m = X.shape[0] - h + 1, X.shape[1] - w + 1
    P = tf.stack([tf.reshape(X[a : a + n, b : b + m], [-1]) for a in range(h) for b in range(w)], axis=1)
    return 1 / tf.linalg.svd(P, compute_uv=False)[0]

# %% half of the limit verdict="wrong" fails=["test_edge_images", "test_random_images", "test_dim_and_bright", "test_image_unchanged"] says=["half_of_it"]
def largest_stable_lr(X, kernel_shape):
    h, w = kernel_shape
    n, m = X.shape[0] - h + 1, X.shape[1] - w + 1
    P = tf.stack([tf.reshape(X[a : a + n, b : b + m], [-1]) for a in range(h) for b in range(w)], axis=1)
    return 0.5 / tf.linalg.eigvalsh(tf.transpose(P) @ P)[-1]

# %% twice the limit verdict="wrong" fails=["test_edge_images", "test_random_images", "test_dim_and_bright", "test_image_unchanged"] says=["twice_as_large"]
def largest_stable_lr(X, kernel_shape):
    h, w = kernel_shape
    n, m = X.shape[0] - h + 1, X.shape[1] - w + 1
    P = tf.stack([tf.reshape(X[a : a + n, b : b + m], [-1]) for a in range(h) for b in range(w)], axis=1)
    return 2 / tf.linalg.eigvalsh(tf.transpose(P) @ P)[-1]

# %% the smallest eigenvalue verdict="wrong" fails=["test_edge_images", "test_random_images"] says=["smallest_eigenvalue"]
def largest_stable_lr(X, kernel_shape):
    h, w = kernel_shape
    n, m = X.shape[0] - h + 1, X.shape[1] - w + 1
    P = tf.stack([tf.reshape(X[a : a + n, b : b + m], [-1]) for a in range(h) for b in range(w)], axis=1)
    return 1 / tf.linalg.eigvalsh(tf.transpose(P) @ P)[0]

# %% for the averaged loss verdict="wrong" fails=["test_edge_images", "test_random_images", "test_dim_and_bright", "test_image_unchanged"] says=["limit_of_the_mean"]
def largest_stable_lr(X, kernel_shape):
    h, w = kernel_shape
    n, m = X.shape[0] - h + 1, X.shape[1] - w + 1
    P = tf.stack([tf.reshape(X[a : a + n, b : b + m], [-1]) for a in range(h) for b in range(w)], axis=1)
    return n * m / tf.linalg.eigvalsh(tf.transpose(P) @ P)[-1]

# %% height and width swapped verdict="wrong" fails=["test_edge_images", "test_random_images"] says=["kernel_shape_swapped"]
def largest_stable_lr(X, kernel_shape):
    w, h = kernel_shape
    n, m = X.shape[0] - h + 1, X.shape[1] - w + 1
    P = tf.stack([tf.reshape(X[a : a + n, b : b + m], [-1]) for a in range(h) for b in range(w)], axis=1)
    return 1 / tf.linalg.eigvalsh(tf.transpose(P) @ P)[-1]

# %% always a 1×2 kernel verdict="wrong" fails=["test_random_images", "test_dim_and_bright"] says=["kernel_shape_hard_wired"]
def largest_stable_lr(X, kernel_shape):
    P = tf.stack([tf.reshape(X[:, :-1], [-1]), tf.reshape(X[:, 1:], [-1])], axis=1)
    return 1 / tf.linalg.eigvalsh(tf.transpose(P) @ P)[-1]

# %% as many columns of patches as the image is high verdict="wrong" fails=["test_random_images", "test_edge_images"] says=["image_height_for_both"]
def largest_stable_lr(X, kernel_shape):
    h, w = kernel_shape
    n = m = X.shape[0]
    m = min(m, X.shape[1])
    P = tf.stack(
        [tf.reshape(X[i : i + h, j : j + w], [-1]) for i in range(n - h + 1) for j in range(m - w + 1)]
    )
    return 1 / tf.linalg.eigvalsh(tf.transpose(P) @ P)[-1]

# %% patches beyond the border verdict="wrong" fails=["test_random_images", "test_edge_images"] says=["image_padded"]
def largest_stable_lr(X, kernel_shape):
    h, w = kernel_shape
    X = tf.pad(X, [[h - 1, h - 1], [w - 1, w - 1]])
    n, m = X.shape[0] - h + 1, X.shape[1] - w + 1
    P = tf.stack([tf.reshape(X[a : a + n, b : b + m], [-1]) for a in range(h) for b in range(w)], axis=1)
    return 1 / tf.linalg.eigvalsh(tf.transpose(P) @ P)[-1]

# %% the largest row sum for the largest eigenvalue verdict="wrong" fails=["test_edge_images", "test_random_images"]
def largest_stable_lr(X, kernel_shape):
    h, w = kernel_shape
    n, m = X.shape[0] - h + 1, X.shape[1] - w + 1
    P = tf.stack([tf.reshape(X[a : a + n, b : b + m], [-1]) for a in range(h) for b in range(w)], axis=1)
    return 1 / tf.reduce_max(tf.reduce_sum(tf.abs(tf.transpose(P) @ P), axis=1))

# %% power iteration that starts at the edge detector verdict="wrong" fails=["test_edge_images"] says=["smallest_eigenvalue"]
def largest_stable_lr(X, kernel_shape):
    h, w = kernel_shape
    n, m = X.shape[0] - h + 1, X.shape[1] - w + 1
    P = tf.stack([tf.reshape(X[a : a + n, b : b + m], [-1]) for a in range(h) for b in range(w)], axis=1)
    M = tf.transpose(P) @ P
    k = tf.constant([(-1.0) ** i for i in range(h * w)], dtype=X.dtype)
    for _ in range(500):
        k = tf.linalg.matvec(M, k)
        k /= tf.reduce_max(tf.abs(k))
    return tf.tensordot(k, k, 1) / tf.tensordot(k, tf.linalg.matvec(M, k), 1)

# %% adds a small number against division by zero verdict="wrong" fails=["test_dim_and_bright"]
def largest_stable_lr(X, kernel_shape):
    h, w = kernel_shape
    n, m = X.shape[0] - h + 1, X.shape[1] - w + 1
    P = tf.stack([tf.reshape(X[a : a + n, b : b + m], [-1]) for a in range(h) for b in range(w)], axis=1)
    return 1 / (tf.linalg.eigvalsh(tf.transpose(P) @ P)[-1] + 1e-3)

# %% scales the image where it stands verdict="wrong" fails=["test_image_unchanged"] says=["writes_into_its_input"]
def largest_stable_lr(X, kernel_shape):
    h, w = kernel_shape
    top = float(tf.reduce_max(tf.abs(X)))
    X = tf.raw_ops.InplaceUpdate(x=X, i=list(range(X.shape[0])), v=X / top)
    n, m = X.shape[0] - h + 1, X.shape[1] - w + 1
    P = tf.stack([tf.reshape(X[a : a + n, b : b + m], [-1]) for a in range(h) for b in range(w)], axis=1)
    return 1 / tf.linalg.eigvalsh(tf.transpose(P) @ P)[-1] / top**2

# %% the patches of the first eight rows verdict="wrong" fails=["test_random_images"]
def largest_stable_lr(X, kernel_shape):
    rows = np.asarray(X)[: 7 + kernel_shape[0]]
    P = np.lib.stride_tricks.sliding_window_view(rows, kernel_shape).reshape(-1, np.prod(kernel_shape))
    return float(1 / np.linalg.eigvalsh(P.T @ P)[-1])
