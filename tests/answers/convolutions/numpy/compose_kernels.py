# %% shifted copies, added up verdict="right"
def compose_kernels(A, B):
    C = np.zeros((A.shape[0] + B.shape[0] - 1, A.shape[1] + B.shape[1] - 1), dtype=A.dtype)
    for (p, q), weight in np.ndenumerate(B):
        C[p : p + A.shape[0], q : q + A.shape[1]] += weight * A
    return C

# %% strict convolution of the padded kernel verdict="right"
def compose_kernels(A, B):
    return strict_convolution(np.pad(A, [(k - 1, k - 1) for k in B.shape]), B)

# %% a dot seen through both layers, turned verdict="right"
def compose_kernels(A, B):
    h, w = A.shape[0] + B.shape[0] - 1, A.shape[1] + B.shape[1] - 1
    dot = np.zeros((2 * h - 1, 2 * w - 1), dtype=A.dtype)
    dot[h - 1, w - 1] = 1
    return corr2d(corr2d(dot, A), B)[::-1, ::-1]

# %% one pixel after the other through both layers verdict="right"
def compose_kernels(A, B):
    C = np.zeros(np.add(A.shape, B.shape) - 1)
    for place in np.ndindex(*C.shape):
        pixel = np.zeros_like(C)
        pixel[place] = 1
        C[place] = corr2d(corr2d(pixel, A), B).item()
    return C

# %% Fourier transform verdict="right"
def compose_kernels(A, B):
    shape = tuple(a + b - 1 for a, b in zip(A.shape, B.shape))
    return np.fft.irfft2(np.fft.rfft2(A, shape) * np.fft.rfft2(B, shape), shape)

# %% polynomials in one variable verdict="right"
def compose_kernels(A, B):
    height, width = A.shape[0] + B.shape[0] - 1, A.shape[1] + B.shape[1] - 1
    p, q = (np.pad(K, ((0, 0), (0, width - K.shape[1]))).ravel() for K in (A, B))
    return np.convolve(p, q)[: height * width].reshape(height, width)

# %% nested lists verdict="right"
def compose_kernels(A, B):
    rows, columns = A.shape[0] + B.shape[0] - 1, A.shape[1] + B.shape[1] - 1
    C = [[0.0] * columns for _ in range(rows)]
    for (a, b), x in np.ndenumerate(A):
        for (c, d), y in np.ndenumerate(B):
            C[a + c][b + d] += x * y
    return C

# %% np.add.at with fancy indices verdict="right"
def compose_kernels(A, B):
    (a, b), (c, d) = np.indices(A.shape), np.indices(B.shape)
    C = np.zeros(np.add(A.shape, B.shape) - 1, dtype=A.dtype)
    places = np.add.outer(a, c), np.add.outer(b, d)
    np.add.at(C, places, np.multiply.outer(A, B))
    return C

# %% the second kernel backwards verdict="wrong" fails=["test_thin_kernels", "test_values"] says=["second_turned"]
def compose_kernels(A, B):
    return corr2d(np.pad(A, [(k - 1, k - 1) for k in B.shape]), B)

# %% the first kernel backwards verdict="wrong" fails=["test_thin_kernels", "test_values"] says=["first_turned"]
def compose_kernels(A, B):
    return corr2d(np.pad(B, [(k - 1, k - 1) for k in A.shape]), A)

# %% a dot seen through both layers, not turned verdict="wrong" fails=["test_thin_kernels", "test_values"] says=["result_turned"]
def compose_kernels(A, B):
    h, w = A.shape[0] + B.shape[0] - 1, A.shape[1] + B.shape[1] - 1
    dot = np.zeros((2 * h - 1, 2 * w - 1), dtype=A.dtype)
    dot[h - 1, w - 1] = 1
    return corr2d(corr2d(dot, A), B)

# %% Kronecker product verdict="wrong" fails=["test_thin_kernels", "test_values", "test_inputs_unchanged"] says=["nothing_added"]
def compose_kernels(A, B):
    return np.kron(A, B)

# %% the valid part only verdict="wrong" fails=["test_thin_kernels", "test_values", "test_inputs_unchanged"] says=["inside_only"]
def compose_kernels(A, B):
    return strict_convolution(A, B)

# %% correlates the kernels verdict="wrong" fails=["test_thin_kernels", "test_values", "test_inputs_unchanged"] says=["correlated_inside"]
def compose_kernels(A, B):
    return corr2d(A, B)

# %% transposed verdict="wrong" fails=["test_thin_kernels", "test_values"] says=["result_transposed"]
def compose_kernels(A, B):
    return strict_convolution(np.pad(A, [(k - 1, k - 1) for k in B.shape]), B).T

# %% adds the kernels verdict="wrong" fails=["test_thin_kernels", "test_values", "test_inputs_unchanged"] says=["side_by_side"]
def compose_kernels(A, B):
    C = np.zeros(np.maximum(A.shape, B.shape), dtype=A.dtype)
    for K in (A, B):
        C[: K.shape[0], : K.shape[1]] += K
    return C

# %% as large as the first kernel verdict="wrong" fails=["test_thin_kernels", "test_values", "test_inputs_unchanged"] says=["as_large_as_first"]
def compose_kernels(A, B):
    return corr2d(np.pad(A, [((k - 1) // 2, k // 2) for k in B.shape]), B[::-1, ::-1])

# %% fancy indices that overwrite where they should add verdict="wrong" fails=["test_thin_kernels", "test_values", "test_inputs_unchanged"]
def compose_kernels(A, B):
    (a, b), (c, d) = np.indices(A.shape), np.indices(B.shape)
    C = np.zeros(np.add(A.shape, B.shape) - 1, dtype=A.dtype)
    C[np.add.outer(a, c), np.add.outer(b, d)] += np.multiply.outer(A, B)
    return C

# %% matrix product verdict="wrong" fails=["test_thin_kernels", "test_values", "test_inputs_unchanged"]
def compose_kernels(A, B):
    return A @ B

# %% squeezes too much away verdict="wrong" fails=["test_thin_kernels"]
def compose_kernels(A, B):
    return strict_convolution(np.pad(A, [(k - 1, k - 1) for k in B.shape]), B).squeeze()

# %% whole numbers only verdict="wrong" fails=["test_thin_kernels", "test_values", "test_inputs_unchanged"]
def compose_kernels(A, B):
    return strict_convolution(np.pad(A, [(k - 1, k - 1) for k in B.shape]), B).astype(int)

# %% turns the second kernel in place verdict="wrong" fails=["test_inputs_unchanged"] says=["writes_into_input"]
def compose_kernels(A, B):
    B[:] = B[::-1, ::-1].copy()
    return corr2d(np.pad(A, [(k - 1, k - 1) for k in B.shape]), B)

# %% cuts off zeros at the border verdict="wrong" fails=["test_values"]
def compose_kernels(A, B):
    C = strict_convolution(np.pad(A, [(k - 1, k - 1) for k in B.shape]), B)
    return C[np.ix_(C.any(axis=1), C.any(axis=0))]

# %% room for ten columns verdict="wrong" fails=["test_values"]
def compose_kernels(A, B):
    C = strict_convolution(np.pad(A, [(k - 1, k - 1) for k in B.shape]), B)
    C[:, 10:] = 0
    return C
