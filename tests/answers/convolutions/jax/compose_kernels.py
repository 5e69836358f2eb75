# %% shifted copies, added up verdict="right"
def compose_kernels(A, B):
    C = jnp.zeros((A.shape[0] + B.shape[0] - 1, A.shape[1] + B.shape[1] - 1), dtype=A.dtype)
    for p in range(B.shape[0]):
        for q in range(B.shape[1]):
            C = C.at[p : p + A.shape[0], q : q + A.shape[1]].add(B[p, q] * A)
    return C

# %% strict convolution of the padded kernel verdict="right"
def compose_kernels(A, B):
    return strict_convolution(jnp.pad(A, [(k - 1, k - 1) for k in B.shape]), B)

# %% a dot seen through both layers, turned verdict="right"
def compose_kernels(A, B):
    h, w = A.shape[0] + B.shape[0] - 1, A.shape[1] + B.shape[1] - 1
    dot = jnp.zeros((2 * h - 1, 2 * w - 1), dtype=A.dtype).at[h - 1, w - 1].set(1)
    return corr2d(corr2d(dot, A), B)[::-1, ::-1]

# %% the gradient of both layers verdict="right"
def compose_kernels(A, B):
    X = jnp.zeros((A.shape[0] + B.shape[0] - 1, A.shape[1] + B.shape[1] - 1), dtype=A.dtype)
    return jax.grad(lambda X: corr2d(corr2d(X, A), B).sum())(X)

# %% the same, pulled back from the one output verdict="right"
def compose_kernels(A, B):
    X = jnp.zeros((A.shape[0] + B.shape[0] - 1, A.shape[1] + B.shape[1] - 1), dtype=A.dtype)
    _, pull = jax.vjp(lambda X: corr2d(corr2d(X, A), B), X)
    return pull(jnp.ones((1, 1), A.dtype))[0]

# %% the library's convolution, which is allowed here verdict="right"
def compose_kernels(A, B):
    around = [(k - 1, k - 1) for k in B.shape]
    return jax.lax.conv_general_dilated(A[None, None], B[None, None, ::-1, ::-1], (1, 1), around)[0, 0]

# %% Fourier transform verdict="right"
def compose_kernels(A, B):
    shape = tuple(a + b - 1 for a, b in zip(A.shape, B.shape))
    return jnp.fft.irfft2(jnp.fft.rfft2(A, shape) * jnp.fft.rfft2(B, shape), shape)

# %% polynomials in one variable verdict="right"
def compose_kernels(A, B):
    height, width = A.shape[0] + B.shape[0] - 1, A.shape[1] + B.shape[1] - 1
    p, q = (jnp.pad(K, ((0, 0), (0, width - K.shape[1]))).ravel() for K in (A, B))
    return jnp.convolve(p, q)[: height * width].reshape(height, width)

# %% nested lists of Python's numbers verdict="right"
def compose_kernels(A, B):
    rows, columns = A.shape[0] + B.shape[0] - 1, A.shape[1] + B.shape[1] - 1
    C = [[0.0] * columns for _ in range(rows)]
    for (a, b), x in np.ndenumerate(np.asarray(A)):
        for (c, d), y in np.ndenumerate(np.asarray(B)):
            C[a + c][b + d] += float(x * y)
    return C

# %% scattered sums verdict="right"
def compose_kernels(A, B):
    (a, b), (c, d) = jnp.indices(A.shape), jnp.indices(B.shape)
    C = jnp.zeros((A.shape[0] + B.shape[0] - 1, A.shape[1] + B.shape[1] - 1), dtype=A.dtype)
    return C.at[jnp.add.outer(a, c), jnp.add.outer(b, d)].add(jnp.multiply.outer(A, B))

# %% vmap over the weights, compiled verdict="right"
@jax.jit
def compose_kernels(A, B):
    shape = A.shape[0] + B.shape[0] - 1, A.shape[1] + B.shape[1] - 1

    def copy(p, q):
        return B[p, q] * jax.lax.dynamic_update_slice(jnp.zeros(shape, A.dtype), A, (p, q))

    copies = jax.vmap(lambda p: jax.vmap(lambda q: copy(p, q))(jnp.arange(B.shape[1])))(jnp.arange(B.shape[0]))
    return copies.sum((0, 1))

# %% fori_loop over the weights verdict="right"
def compose_kernels(A, B):
    shape = A.shape[0] + B.shape[0] - 1, A.shape[1] + B.shape[1] - 1
    wide = jnp.pad(A, [(0, n - a) for n, a in zip(shape, A.shape)])

    def add(n, C):
        p, q = jnp.divmod(n, B.shape[1])
        return C + B[p, q] * jnp.roll(wide, (p, q), (0, 1))

    return jax.lax.fori_loop(0, B.size, add, jnp.zeros(shape, A.dtype))

# %% the second kernel backwards verdict="wrong" fails=["test_thin_kernels", "test_values"] says=["second_turned"]
def compose_kernels(A, B):
    return corr2d(jnp.pad(A, [(k - 1, k - 1) for k in B.shape]), B)

# %% the first kernel backwards verdict="wrong" fails=["test_thin_kernels", "test_values"] says=["first_turned"]
def compose_kernels(A, B):
    return corr2d(jnp.pad(B, [(k - 1, k - 1) for k in A.shape]), A)

# %% a dot seen through both layers, not turned verdict="wrong" fails=["test_thin_kernels", "test_values"] says=["result_turned"]
def compose_kernels(A, B):
    h, w = A.shape[0] + B.shape[0] - 1, A.shape[1] + B.shape[1] - 1
    dot = jnp.zeros((2 * h - 1, 2 * w - 1), dtype=A.dtype).at[h - 1, w - 1].set(1)
    return corr2d(corr2d(dot, A), B)

# %% Kronecker product verdict="wrong" fails=["test_thin_kernels", "test_values", "test_inputs_unchanged"] says=["nothing_added"]
def compose_kernels(A, B):
    return jnp.kron(A, B)

# %% the valid part only verdict="wrong" fails=["test_thin_kernels", "test_values", "test_inputs_unchanged"] says=["inside_only"]
def compose_kernels(A, B):
    return strict_convolution(A, B)

# %% correlates the kernels verdict="wrong" fails=["test_thin_kernels", "test_values", "test_inputs_unchanged"] says=["correlated_inside"]
def compose_kernels(A, B):
    return corr2d(A, B)

# %% transposed verdict="wrong" fails=["test_thin_kernels", "test_values"] says=["result_transposed"]
def compose_kernels(A, B):
    return strict_convolution(jnp.pad(A, [(k - 1, k - 1) for k in B.shape]), B).T

# %% adds the kernels verdict="wrong" fails=["test_thin_kernels", "test_values", "test_inputs_unchanged"] says=["side_by_side"]
def compose_kernels(A, B):
    C = jnp.zeros((max(A.shape[0], B.shape[0]), max(A.shape[1], B.shape[1])), dtype=A.dtype)
    for K in (A, B):
        C = C.at[: K.shape[0], : K.shape[1]].add(K)
    return C

# %% as large as the first kernel verdict="wrong" fails=["test_thin_kernels", "test_values", "test_inputs_unchanged"] says=["as_large_as_first"]
def compose_kernels(A, B):
    return corr2d(jnp.pad(A, [((k - 1) // 2, k // 2) for k in B.shape]), B[::-1, ::-1])

# %% sets where it should add verdict="wrong" fails=["test_thin_kernels", "test_values", "test_inputs_unchanged"]
def compose_kernels(A, B):
    C = jnp.zeros((A.shape[0] + B.shape[0] - 1, A.shape[1] + B.shape[1] - 1), dtype=A.dtype)
    for p in range(B.shape[0]):
        for q in range(B.shape[1]):
            C = C.at[p : p + A.shape[0], q : q + A.shape[1]].set(B[p, q] * A)
    return C

# %% the new array is left where it is verdict="wrong" fails=["test_thin_kernels", "test_values", "test_inputs_unchanged"]
def compose_kernels(A, B):
    C = jnp.zeros((A.shape[0] + B.shape[0] - 1, A.shape[1] + B.shape[1] - 1), dtype=A.dtype)
    for p in range(B.shape[0]):
        for q in range(B.shape[1]):
            C.at[p : p + A.shape[0], q : q + A.shape[1]].add(B[p, q] * A)
    return C

# %% matrix product verdict="wrong" fails=["test_thin_kernels", "test_values", "test_inputs_unchanged"]
def compose_kernels(A, B):
    return A @ B

# %% squeezes too much away verdict="wrong" fails=["test_thin_kernels"]
def compose_kernels(A, B):
    return strict_convolution(jnp.pad(A, [(k - 1, k - 1) for k in B.shape]), B).squeeze()

# %% whole numbers only verdict="wrong" fails=["test_thin_kernels", "test_values", "test_inputs_unchanged"]
def compose_kernels(A, B):
    return strict_convolution(jnp.pad(A, [(k - 1, k - 1) for k in B.shape]), B).astype(int)

# %% gives the memory of the second kernel back verdict="wrong" fails=["test_inputs_unchanged"] says=["writes_into_input"]
def compose_kernels(A, B):
    C = strict_convolution(jnp.pad(A, [(k - 1, k - 1) for k in B.shape]), B)
    B.delete()
    return C

# %% cuts off zeros at the border verdict="wrong" fails=["test_values"]
def compose_kernels(A, B):
    C = strict_convolution(jnp.pad(A, [(k - 1, k - 1) for k in B.shape]), B)
    return C[C.any(axis=1)][:, C.any(axis=0)]

# %% room for ten columns verdict="wrong" fails=["test_values"]
def compose_kernels(A, B):
    C = strict_convolution(jnp.pad(A, [(k - 1, k - 1) for k in B.shape]), B)
    return C.at[:, 10:].set(0)
