# %% padded copies, added up verdict="right"
def compose_kernels(A, B):
    b_h, b_w = B.shape
    C = 0
    for p in range(b_h):
        for q in range(b_w):
            C += B[p, q] * tf.pad(A, [[p, b_h - 1 - p], [q, b_w - 1 - q]])
    return C

# %% a variable, parts of which are assigned verdict="right"
def compose_kernels(A, B):
    C = tf.Variable(tf.zeros((A.shape[0] + B.shape[0] - 1, A.shape[1] + B.shape[1] - 1), A.dtype))
    for p in range(B.shape[0]):
        for q in range(B.shape[1]):
            part = C[p : p + A.shape[0], q : q + A.shape[1]]
            part.assign(part + B[p, q] * A)
    return C

# %% strict convolution of the padded kernel verdict="right"
def compose_kernels(A, B):
    return strict_convolution(tf.pad(A, [(k - 1, k - 1) for k in B.shape]), B)

# %% a dot seen through both layers, turned verdict="right"
def compose_kernels(A, B):
    h, w = A.shape[0] + B.shape[0] - 1, A.shape[1] + B.shape[1] - 1
    dot = tf.pad(tf.ones((1, 1), A.dtype), [[h - 1, h - 1], [w - 1, w - 1]])
    return tf.reverse(corr2d(corr2d(dot, A), B), [0, 1])

# %% the gradient of both layers verdict="right"
def compose_kernels(A, B):
    X = tf.Variable(tf.zeros((A.shape[0] + B.shape[0] - 1, A.shape[1] + B.shape[1] - 1), A.dtype))
    with tf.GradientTape() as tape:
        Y = corr2d(corr2d(tf.identity(X), A), B)
    return tape.gradient(Y, X)

# %% the library's transposed convolution, which is allowed here verdict="right"
def compose_kernels(A, B):
    size = [A.shape[0] + B.shape[0] - 1, A.shape[1] + B.shape[1] - 1]
    return tf.nn.conv2d_transpose(A[None, :, :, None], B[:, :, None, None], [1, *size, 1], 1, "VALID")[0, :, :, 0]

# %% Fourier transform verdict="right"
def compose_kernels(A, B):
    size = [A.shape[0] + B.shape[0] - 1, A.shape[1] + B.shape[1] - 1]
    spectrum = tf.signal.rfft2d(A, fft_length=size) * tf.signal.rfft2d(B, fft_length=size)
    return tf.signal.irfft2d(spectrum, fft_length=size)

# %% polynomials in one variable, by numpy verdict="right"
def compose_kernels(A, B):
    height, width = A.shape[0] + B.shape[0] - 1, A.shape[1] + B.shape[1] - 1
    p, q = (np.pad(K.numpy(), ((0, 0), (0, width - K.shape[1]))).ravel() for K in (A, B))
    return np.convolve(p, q)[: height * width].reshape(height, width)

# %% nested lists of TensorFlow's numbers verdict="right"
def compose_kernels(A, B):
    rows, columns = A.shape[0] + B.shape[0] - 1, A.shape[1] + B.shape[1] - 1
    C = [[tf.zeros((), A.dtype)] * columns for _ in range(rows)]
    for (a, b), x in np.ndenumerate(A.numpy()):
        for (c, d), y in np.ndenumerate(B.numpy()):
            C[a + c][b + d] += x * y
    return C

# %% scattered sums verdict="right"
def compose_kernels(A, B):
    (a_h, a_w), (b_h, b_w) = A.shape, B.shape
    shape = a_h, a_w, b_h, b_w
    rows = tf.broadcast_to(tf.range(a_h)[:, None, None, None] + tf.range(b_h)[:, None], shape)
    columns = tf.broadcast_to(tf.range(a_w)[:, None, None] + tf.range(b_w), shape)
    places = tf.stack([rows, columns], axis=-1)
    return tf.scatter_nd(places, A[:, :, None, None] * B, (a_h + b_h - 1, a_w + b_w - 1))

# %% einsum with shifts, compiled verdict="right"
@tf.function
def compose_kernels(A, B):
    (a_h, a_w), (b_h, b_w) = A.shape, B.shape
    down = tf.stack([tf.roll(tf.eye(a_h + b_h - 1, a_h, dtype=A.dtype), p, axis=0) for p in range(b_h)])
    right = tf.stack([tf.roll(tf.eye(a_w + b_w - 1, a_w, dtype=A.dtype), q, axis=0) for q in range(b_w)])
    return tf.einsum("pri,qcj,ij,pq->rc", down, right, A, B)

# %% a TensorArray of rows verdict="right"
def compose_kernels(A, B):
    above = tf.pad(A, [[B.shape[0] - 1] * 2, [B.shape[1] - 1] * 2])
    rows = tf.TensorArray(A.dtype, size=A.shape[0] + B.shape[0] - 1)
    for i in range(A.shape[0] + B.shape[0] - 1):
        rows = rows.write(i, strict_convolution(above[i : i + B.shape[0]], B)[0])
    return rows.stack()

# %% the second kernel backwards verdict="wrong" fails=["test_thin_kernels", "test_values"] says=["second_turned"]
def compose_kernels(A, B):
    return corr2d(tf.pad(A, [(k - 1, k - 1) for k in B.shape]), B)

# %% the first kernel backwards verdict="wrong" fails=["test_thin_kernels", "test_values"] says=["first_turned"]
def compose_kernels(A, B):
    return corr2d(tf.pad(B, [(k - 1, k - 1) for k in A.shape]), A)

# %% a dot seen through both layers, not turned verdict="wrong" fails=["test_thin_kernels", "test_values"] says=["result_turned"]
def compose_kernels(A, B):
    h, w = A.shape[0] + B.shape[0] - 1, A.shape[1] + B.shape[1] - 1
    dot = tf.pad(tf.ones((1, 1), A.dtype), [[h - 1, h - 1], [w - 1, w - 1]])
    return corr2d(corr2d(dot, A), B)

# %% Kronecker product verdict="wrong" fails=["test_thin_kernels", "test_values", "test_inputs_unchanged"] says=["nothing_added"]
def compose_kernels(A, B):
    (a_h, a_w), (b_h, b_w) = A.shape, B.shape
    return tf.reshape(tf.einsum("ab,cd->acbd", A, B), (a_h * b_h, a_w * b_w))

# %% the valid part only verdict="wrong" fails=["test_thin_kernels", "test_values", "test_inputs_unchanged"] says=["inside_only"]
def compose_kernels(A, B):
    return strict_convolution(A, B)

# %% correlates the kernels verdict="wrong" fails=["test_thin_kernels", "test_values", "test_inputs_unchanged"] says=["correlated_inside"]
def compose_kernels(A, B):
    return corr2d(A, B)

# %% transposed verdict="wrong" fails=["test_thin_kernels", "test_values"] says=["result_transposed"]
def compose_kernels(A, B):
    return tf.transpose(strict_convolution(tf.pad(A, [(k - 1, k - 1) for k in B.shape]), B))

# %% adds the kernels verdict="wrong" fails=["test_thin_kernels", "test_values", "test_inputs_unchanged"] says=["side_by_side"]
def compose_kernels(A, B):
    size = [max(a, b) for a, b in zip(A.shape, B.shape)]
    return sum(tf.pad(K, [[0, n - k] for n, k in zip(size, K.shape)]) for K in (A, B))

# %% as large as the first kernel verdict="wrong" fails=["test_thin_kernels", "test_values", "test_inputs_unchanged"] says=["as_large_as_first"]
def compose_kernels(A, B):
    return corr2d(tf.pad(A, [((k - 1) // 2, k // 2) for k in B.shape]), tf.reverse(B, [0, 1]))

# %% assigns where it should add verdict="wrong" fails=["test_thin_kernels", "test_values", "test_inputs_unchanged"]
def compose_kernels(A, B):
    C = tf.Variable(tf.zeros((A.shape[0] + B.shape[0] - 1, A.shape[1] + B.shape[1] - 1), A.dtype))
    for p in range(B.shape[0]):
        for q in range(B.shape[1]):
            C[p : p + A.shape[0], q : q + A.shape[1]].assign(B[p, q] * A)
    return C

# %% matrix product verdict="wrong" fails=["test_thin_kernels", "test_values", "test_inputs_unchanged"]
def compose_kernels(A, B):
    return A @ B

# %% squeezes too much away verdict="wrong" fails=["test_thin_kernels"]
def compose_kernels(A, B):
    return tf.squeeze(strict_convolution(tf.pad(A, [(k - 1, k - 1) for k in B.shape]), B))

# %% whole numbers only verdict="wrong" fails=["test_thin_kernels", "test_values", "test_inputs_unchanged"]
def compose_kernels(A, B):
    return tf.cast(strict_convolution(tf.pad(A, [(k - 1, k - 1) for k in B.shape]), B), tf.int32)

# %% turns the second kernel in place verdict="wrong" fails=["test_inputs_unchanged"] says=["writes_into_input"]
def compose_kernels(A, B):
    turned = tf.raw_ops.InplaceUpdate(x=B, i=tf.range(B.shape[0]), v=tf.reverse(B, [0, 1]))
    return corr2d(tf.pad(A, [(k - 1, k - 1) for k in B.shape]), turned)

# %% cuts off zeros at the border verdict="wrong" fails=["test_values"]
def compose_kernels(A, B):
    C = strict_convolution(tf.pad(A, [(k - 1, k - 1) for k in B.shape]), B)
    rows, columns = tf.reduce_any(C != 0, axis=1), tf.reduce_any(C != 0, axis=0)
    return tf.boolean_mask(tf.boolean_mask(C, rows), columns, axis=1)

# %% room for ten columns verdict="wrong" fails=["test_values"]
def compose_kernels(A, B):
    C = strict_convolution(tf.pad(A, [(k - 1, k - 1) for k in B.shape]), B)
    return tf.concat([C[:, :10], 0 * C[:, 10:]], axis=1)
