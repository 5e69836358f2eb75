# %% windows and eigenvalues verdict="right"
def largest_stable_lr(X, kernel_shape):
    P = np.lib.stride_tricks.sliding_window_view(X, kernel_shape).reshape(-1, np.prod(kernel_shape))
    return 1 / np.linalg.eigvalsh(P.T @ P).max()

# %% loops and the spectral norm verdict="right"
def largest_stable_lr(X, kernel_shape):
    h, w = kernel_shape
    rows = []
    for i in range(X.shape[0] - h + 1):
        for j in range(X.shape[1] - w + 1):
            rows.append(X[i : i + h, j : j + w].flatten())
    return float(1 / np.linalg.norm(np.array(rows), 2) ** 2)

# %% singular values, squared, as an array verdict="right"
def largest_stable_lr(X, kernel_shape):
    h, w = kernel_shape
    n, m = X.shape[0] - h + 1, X.shape[1] - w + 1
    P = np.stack([X[a : a + n, b : b + m].ravel() for a in range(h) for b in range(w)], axis=1)
    return np.array([1 / np.linalg.svd(P, compute_uv=False)[0] ** 2])

# %% eigenvalues of a general matrix verdict="right"
def largest_stable_lr(X, kernel_shape):
    h, w = kernel_shape
    shape = (X.shape[0] - h + 1, X.shape[1] - w + 1, h, w)
    P = np.lib.stride_tricks.as_strided(X, shape, X.strides * 2).reshape(-1, h * w)
    values = np.linalg.eigvals((P.T @ P).astype(complex))
    return 1 / values[np.abs(values).argmax()].real

# %% answers to one-hot kernels, in single precision verdict="right"
def largest_stable_lr(X, kernel_shape):
    columns = []
    for one in np.eye(kernel_shape[0] * kernel_shape[1]):
        columns.append(corr2d(X, one.reshape(kernel_shape)).ravel().astype(np.float32))
    return 1 / np.linalg.svd(np.array(columns), compute_uv=False).max() ** 2

# %% power iteration without any matrix verdict="right"
def largest_stable_lr(X, kernel_shape):
    k = np.random.default_rng(3).random(kernel_shape)
    for _ in range(500):
        k = corr2d(X, corr2d(X, k))
        k = k / np.linalg.norm(k)
    return 1 / np.sum(corr2d(X, k) ** 2)

# %% the trace verdict="wrong" fails=["test_edge_images", "test_random_images"] says=["eigenvalues_added_up"]
def largest_stable_lr(X, kernel_shape):
    P = np.lib.stride_tricks.sliding_window_view(X, kernel_shape).reshape(-1, np.prod(kernel_shape))
    return 1 / np.trace(P.T @ P)

# %% the Frobenius norm for the spectral norm verdict="wrong" fails=["test_edge_images", "test_random_images"] says=["eigenvalues_added_up"]
def largest_stable_lr(X, kernel_shape):
    P = np.lib.stride_tricks.sliding_window_view(X, kernel_shape).reshape(-1, np.prod(kernel_shape))
    return 1 / np.linalg.norm(P) ** 2

# %% the largest singular value, not squared verdict="wrong" fails=["test_edge_images", "test_random_images", "test_dim_and_bright", "test_image_unchanged"] says=["singular_value_not_squared"]
def largest_stable_lr(X, kernel_shape):
    P = np.lib.stride_tricks.sliding_window_view(X, kernel_shape).reshape(-1, np.prod(kernel_shape))
    return 1 / np.linalg.norm(P, 2)

# %% half of the limit verdict="wrong" fails=["test_edge_images", "test_random_images", "test_dim_and_bright", "test_image_unchanged"] says=["half_of_it"]
def largest_stable_lr(X, kernel_shape):
    P = np.lib.stride_tricks.sliding_window_view(X, kernel_shape).reshape(-1, np.prod(kernel_shape))
    return 0.5 / np.linalg.eigvalsh(P.T @ P)[-1]

# %% twice the limit verdict="wrong" fails=["test_edge_images", "test_random_images", "test_dim_and_bright", "test_image_unchanged"] says=["twice_as_large"]
def largest_stable_lr(X, kernel_shape):
    P = np.lib.stride_tricks.sliding_window_view(X, kernel_shape).reshape(-1, np.prod(kernel_shape))
    return 2 / np.linalg.eigvalsh(P.T @ P)[-1]

# %% the smallest eigenvalue verdict="wrong" fails=["test_edge_images", "test_random_images"] says=["smallest_eigenvalue"]
def largest_stable_lr(X, kernel_shape):
    P = np.lib.stride_tricks.sliding_window_view(X, kernel_shape).reshape(-1, np.prod(kernel_shape))
    return 1 / np.linalg.eigvalsh(P.T @ P)[0]

# %% for the averaged loss verdict="wrong" fails=["test_edge_images", "test_random_images", "test_dim_and_bright", "test_image_unchanged"] says=["limit_of_the_mean"]
def largest_stable_lr(X, kernel_shape):
    P = np.lib.stride_tricks.sliding_window_view(X, kernel_shape).reshape(-1, np.prod(kernel_shape))
    return len(P) / np.linalg.eigvalsh(P.T @ P)[-1]

# %% height and width swapped verdict="wrong" fails=["test_edge_images", "test_random_images"] says=["kernel_shape_swapped"]
def largest_stable_lr(X, kernel_shape):
    P = np.lib.stride_tricks.sliding_window_view(X, kernel_shape[::-1]).reshape(-1, np.prod(kernel_shape))
    return 1 / np.linalg.eigvalsh(P.T @ P)[-1]

# %% always a 1×2 kernel verdict="wrong" fails=["test_random_images", "test_dim_and_bright"] says=["kernel_shape_hard_wired"]
def largest_stable_lr(X, kernel_shape):
    P = np.column_stack([X[:, :-1].ravel(), X[:, 1:].ravel()])
    return 1 / np.linalg.eigvalsh(P.T @ P)[-1]

# %% as many columns of patches as the image is high verdict="wrong" fails=["test_random_images", "test_edge_images"] says=["image_height_for_both"]
def largest_stable_lr(X, kernel_shape):
    h, w = kernel_shape
    n = X.shape[0]
    P = np.array([X[i : i + h, j : j + w].ravel() for i in range(n - h + 1) for j in range(min(n, X.shape[1]) - w + 1)])
    return 1 / np.linalg.eigvalsh(P.T @ P)[-1]

# %% patches beyond the border verdict="wrong" fails=["test_random_images", "test_edge_images"] says=["image_padded"]
def largest_stable_lr(X, kernel_shape):
    X = np.pad(X, [(side - 1, side - 1) for side in kernel_shape])
    P = np.lib.stride_tricks.sliding_window_view(X, kernel_shape).reshape(-1, np.prod(kernel_shape))
    return 1 / np.linalg.eigvalsh(P.T @ P)[-1]

# %% the largest row sum for the largest eigenvalue verdict="wrong" fails=["test_edge_images", "test_random_images"]
def largest_stable_lr(X, kernel_shape):
    P = np.lib.stride_tricks.sliding_window_view(X, kernel_shape).reshape(-1, np.prod(kernel_shape))
    return 1 / np.abs(P.T @ P).sum(axis=1).max()

# %% power iteration that starts at the edge detector verdict="wrong" fails=["test_edge_images"] says=["smallest_eigenvalue"]
def largest_stable_lr(X, kernel_shape):
    P = np.lib.stride_tricks.sliding_window_view(X, kernel_shape).reshape(-1, np.prod(kernel_shape))
    M, k = P.T @ P, (-1.0) ** np.arange(np.prod(kernel_shape))
    for _ in range(500):
        k = M @ k
        k /= np.abs(k).max()
    return k @ k / (k @ M @ k)

# %% adds a small number against division by zero verdict="wrong" fails=["test_dim_and_bright"]
def largest_stable_lr(X, kernel_shape):
    P = np.lib.stride_tricks.sliding_window_view(X, kernel_shape).reshape(-1, np.prod(kernel_shape))
    return 1 / (np.linalg.eigvalsh(P.T @ P)[-1] + 1e-3)

# %% scales the image in place verdict="wrong" fails=["test_image_unchanged"] says=["writes_into_its_input"]
def largest_stable_lr(X, kernel_shape):
    top = np.abs(X).max()
    X /= top
    P = np.lib.stride_tricks.sliding_window_view(X, kernel_shape).reshape(-1, np.prod(kernel_shape))
    return 1 / np.linalg.eigvalsh(P.T @ P)[-1] / top**2

# %% the patches of the first eight rows verdict="wrong" fails=["test_random_images"]
def largest_stable_lr(X, kernel_shape):
    rows = np.asarray(X)[: 7 + kernel_shape[0]]
    P = np.lib.stride_tricks.sliding_window_view(rows, kernel_shape).reshape(-1, np.prod(kernel_shape))
    return float(1 / np.linalg.eigvalsh(P.T @ P)[-1])
