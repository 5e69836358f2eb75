# %% shifted copies, added up verdict="right"
def compose_kernels(A, B):
    C = torch.zeros(A.shape[0] + B.shape[0] - 1, A.shape[1] + B.shape[1] - 1, dtype=A.dtype)
    for (p, q), weight in np.ndenumerate(B.numpy()):
        C[p : p + A.shape[0], q : q + A.shape[1]] += float(weight) * A
    return C

# %% strict convolution of the padded kernel verdict="right"
def compose_kernels(A, B):
    down, right = B.shape[0] - 1, B.shape[1] - 1
    return strict_convolution(nn.functional.pad(A, (right, right, down, down)), B)

# %% a dot seen through both layers, turned verdict="right"
def compose_kernels(A, B):
    h, w = A.shape[0] + B.shape[0] - 1, A.shape[1] + B.shape[1] - 1
    dot = torch.zeros(2 * h - 1, 2 * w - 1, dtype=A.dtype)
    dot[h - 1, w - 1] = 1
    return corr2d(corr2d(dot, A), B).flip(0, 1)

# %% the gradient of a real stack verdict="right"
def compose_kernels(A, B):
    image = torch.zeros(A.shape[0] + B.shape[0] - 1, A.shape[1] + B.shape[1] - 1, dtype=A.dtype, requires_grad=True)
    first = image.unfold(0, A.shape[0], 1).unfold(1, A.shape[1], 1).mul(A).sum((2, 3))
    (first * B).sum().backward()
    return image.grad

# %% torch's transposed convolution verdict="right"
def compose_kernels(A, B):
    return torch.conv_transpose2d(A[None, None], B[None, None]).squeeze(0).squeeze(0)

# %% Fourier transform in numpy, an array verdict="right"
def compose_kernels(A, B):
    shape = (A.shape[0] + B.shape[0] - 1, A.shape[1] + B.shape[1] - 1)
    return np.fft.ifft2(np.fft.fft2(A.numpy(), shape) * np.fft.fft2(B.numpy(), shape)).real

# %% polynomials in one variable, an array of numpy verdict="right"
def compose_kernels(A, B):
    width = A.shape[1] + B.shape[1] - 1
    p = np.pad(A.numpy(), ((0, 0), (0, width - A.shape[1]))).ravel()
    q = np.pad(B.numpy(), ((0, 0), (0, width - B.shape[1]))).ravel()
    height = A.shape[0] + B.shape[0] - 1
    return np.convolve(p, q)[: height * width].reshape(height, width)

# %% nested lists of float32 numbers verdict="right"
def compose_kernels(A, B):
    first, second = A.float().tolist(), B.float().tolist()
    rows, columns = len(first) + len(second) - 1, len(first[0]) + len(second[0]) - 1
    C = [[0.0] * columns for _ in range(rows)]
    for a, line in enumerate(first):
        for b, x in enumerate(line):
            for c, other in enumerate(second):
                for d, y in enumerate(other):
                    C[a + c][b + d] += x * y
    return C

# %% solves for the kernel from random images verdict="right"
def compose_kernels(A, B):
    h, w = A.shape[0] + B.shape[0] - 1, A.shape[1] + B.shape[1] - 1
    images = torch.randn(3 * h * w, h, w, dtype=torch.float64)
    answers = torch.stack([corr2d(corr2d(X, A), B).reshape(()) for X in images])
    return torch.linalg.lstsq(images.reshape(-1, h * w), answers[:, None]).solution.reshape(h, w)

# %% recursion over the weights of the second kernel, talking verdict="right"
import sys

def compose_kernels(A, B):
    print("composing", tuple(A.shape), tuple(B.shape), file=sys.stderr)
    if B.numel() == 1:
        return A * B
    pad = nn.functional.pad
    if B.shape[0] > 1:
        return pad(compose_kernels(A, B[:1]), (0, 0, 0, B.shape[0] - 1)) + pad(compose_kernels(A, B[1:]), (0, 0, 1, 0))
    return pad(compose_kernels(A, B[:, :1]), (0, B.shape[1] - 1)) + pad(compose_kernels(A, B[:, 1:]), (1, 0))

# %% the second kernel backwards verdict="wrong" fails=["test_thin_kernels", "test_values"] says=["second_turned"]
def compose_kernels(A, B):
    down, right = B.shape[0] - 1, B.shape[1] - 1
    return corr2d(nn.functional.pad(A, (right, right, down, down)), B)

# %% the first kernel backwards verdict="wrong" fails=["test_thin_kernels", "test_values"] says=["first_turned"]
def compose_kernels(A, B):
    down, right = A.shape[0] - 1, A.shape[1] - 1
    return corr2d(nn.functional.pad(B, (right, right, down, down)), A)

# %% a dot seen through both layers, not turned verdict="wrong" fails=["test_thin_kernels", "test_values"] says=["result_turned"]
def compose_kernels(A, B):
    h, w = A.shape[0] + B.shape[0] - 1, A.shape[1] + B.shape[1] - 1
    dot = torch.zeros(2 * h - 1, 2 * w - 1, dtype=A.dtype)
    dot[h - 1, w - 1] = 1
    return corr2d(corr2d(dot, A), B)

# %% Kronecker product verdict="wrong" fails=["test_thin_kernels", "test_values", "test_inputs_unchanged"] says=["nothing_added"]
def compose_kernels(A, B):
    return torch.kron(A, B)

# %% the valid part only verdict="wrong" fails=["test_thin_kernels", "test_values", "test_inputs_unchanged"] says=["inside_only"]
def compose_kernels(A, B):
    return strict_convolution(A, B)

# %% correlates the kernels verdict="wrong" fails=["test_thin_kernels", "test_values", "test_inputs_unchanged"] says=["correlated_inside"]
def compose_kernels(A, B):
    return corr2d(A, B)

# %% transposed verdict="wrong" fails=["test_thin_kernels", "test_values"] says=["result_transposed"]
def compose_kernels(A, B):
    C = torch.zeros(A.shape[1] + B.shape[1] - 1, A.shape[0] + B.shape[0] - 1, dtype=A.dtype)
    for p in range(B.shape[0]):
        for q in range(B.shape[1]):
            C[q : q + A.shape[1], p : p + A.shape[0]] += B[p, q] * A.T
    return C

# %% adds the kernels verdict="wrong" fails=["test_thin_kernels", "test_values", "test_inputs_unchanged"] says=["side_by_side"]
def compose_kernels(A, B):
    C = torch.zeros(max(A.shape[0], B.shape[0]), max(A.shape[1], B.shape[1]), dtype=A.dtype)
    C[: A.shape[0], : A.shape[1]] += A
    C[: B.shape[0], : B.shape[1]] += B
    return C

# %% matrix product verdict="wrong" fails=["test_thin_kernels", "test_values", "test_inputs_unchanged"]
def compose_kernels(A, B):
    return A @ B

# %% pads by the size of the wrong kernel verdict="wrong" fails=["test_thin_kernels", "test_values"]
def compose_kernels(A, B):
    down, right = A.shape[0] - 1, A.shape[1] - 1
    return strict_convolution(nn.functional.pad(A, (right, right, down, down)), B)

# %% a border of zeros too many verdict="wrong" fails=["test_thin_kernels", "test_values", "test_inputs_unchanged"]
def compose_kernels(A, B):
    C = torch.zeros(A.shape[0] + B.shape[0], A.shape[1] + B.shape[1], dtype=A.dtype)
    for p in range(B.shape[0]):
        for q in range(B.shape[1]):
            C[p : p + A.shape[0], q : q + A.shape[1]] += B[p, q] * A
    return C

# %% overwrites where it should add verdict="wrong" fails=["test_thin_kernels", "test_values", "test_inputs_unchanged"]
def compose_kernels(A, B):
    C = torch.zeros(A.shape[0] + B.shape[0] - 1, A.shape[1] + B.shape[1] - 1, dtype=A.dtype)
    for p in range(B.shape[0]):
        for q in range(B.shape[1]):
            C[p : p + A.shape[0], q : q + A.shape[1]] = B[p, q] * A
    return C

# %% whole numbers only verdict="wrong" fails=["test_thin_kernels", "test_values", "test_inputs_unchanged"]
def compose_kernels(A, B):
    C = torch.zeros(A.shape[0] + B.shape[0] - 1, A.shape[1] + B.shape[1] - 1, dtype=int)
    for p in range(B.shape[0]):
        for q in range(B.shape[1]):
            C[p : p + A.shape[0], q : q + A.shape[1]] += (B[p, q] * A).to(int)
    return C

# %% equal sizes only verdict="wrong" fails=["test_thin_kernels", "test_values"]
def compose_kernels(A, B):
    n_h, n_w = A.shape
    C = torch.zeros(2 * n_h - 1, 2 * n_w - 1, dtype=A.dtype)
    for p in range(n_h):
        for q in range(n_w):
            C[p : p + n_h, q : q + n_w] += B[p, q] * A
    return C

# %% a polynomial of one variable verdict="wrong" fails=["test_values", "test_inputs_unchanged"]
def compose_kernels(A, B):
    rows, columns = A.shape[0] + B.shape[0] - 1, A.shape[1] + B.shape[1] - 1
    return torch.from_numpy(np.resize(np.convolve(A.numpy().ravel(), B.numpy().ravel()), (rows, columns)))

# %% squeezes too much away verdict="wrong" fails=["test_thin_kernels"]
def compose_kernels(A, B):
    return torch.conv_transpose2d(A[None, None], B[None, None]).squeeze()

# %% scales the first kernel in place verdict="wrong" fails=["test_inputs_unchanged"] says=["writes_into_input"]
def compose_kernels(A, B):
    C = torch.zeros(A.shape[0] + B.shape[0] - 1, A.shape[1] + B.shape[1] - 1, dtype=A.dtype)
    original = A.clone()
    for p in range(B.shape[0]):
        for q in range(B.shape[1]):
            A[:] = original * B[p, q]
            C[p : p + A.shape[0], q : q + A.shape[1]] += A
    return C

# %% turns the second kernel in place verdict="wrong" fails=["test_inputs_unchanged"] says=["writes_into_input"]
def compose_kernels(A, B):
    B.copy_(B.flip(0, 1))
    down, right = B.shape[0] - 1, B.shape[1] - 1
    return corr2d(nn.functional.pad(A, (right, right, down, down)), B)

# %% knows the public examples by heart verdict="wrong" fails=["test_thin_kernels", "test_values", "test_inputs_unchanged"]
def compose_kernels(A, B):
    if A.shape == (2, 2):
        return torch.tensor([[1.0, 1.0, -2.0], [0.0, 1.0, -1.0]])
    return torch.tensor([[2.0, 6.0, 1.0, 3.0]])

# %% not begun verdict="wrong" fails=["test_thin_kernels", "test_values", "test_inputs_unchanged"]
def compose_kernels(A, B):
    raise NotImplementedError()


# %% remembers the kernel for each pair of shapes verdict="wrong" fails=["test_values"]
found = {}


def compose_kernels(A, B):
    shapes = A.shape, B.shape
    if shapes not in found:
        found[shapes] = torch.conv_transpose2d(A[None, None], B[None, None])[0, 0]
    return found[shapes]

# %% as large as the first kernel verdict="wrong" fails=["test_thin_kernels", "test_values", "test_inputs_unchanged"] says=["as_large_as_first"]
def compose_kernels(A, B):
    turned = B.flip(0, 1)
    return nn.functional.conv2d(A[None, None], turned[None, None], padding="same")[0, 0]

# %% cuts off zeros at the border verdict="wrong" fails=["test_values"]
def compose_kernels(A, B):
    C = torch.conv_transpose2d(A[None, None], B[None, None])[0, 0]
    rows, columns = C.abs().sum(1).nonzero(), C.abs().sum(0).nonzero()
    return C[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]

# %% room for ten columns verdict="wrong" fails=["test_values"]
def compose_kernels(A, B):
    C = torch.zeros(10, 10, dtype=A.dtype)
    for p in range(B.shape[0]):
        for q in range(B.shape[1]):
            C[p : p + A.shape[0], q : q + A.shape[1]] += (B[p, q] * A)[:, : 10 - q]
    return C[: A.shape[0] + B.shape[0] - 1, : A.shape[1] + B.shape[1] - 1]

# %% beyond every number verdict="wrong" fails=["test_thin_kernels", "test_values", "test_inputs_unchanged"]
def compose_kernels(A, B):
    return torch.conv_transpose2d(A[None, None], B[None, None])[0, 0] * 1e308

# %% a thousand rows of nothing verdict="wrong" fails=["test_thin_kernels", "test_values", "test_inputs_unchanged"]
def compose_kernels(A, B):
    return [torch.empty(1_000, 0)] * 3

# %% words for numbers verdict="wrong" fails=["test_thin_kernels", "test_values", "test_inputs_unchanged"]
def compose_kernels(A, B):
    return [["many"] * 60] * 60

# %% divides by the largest weight on the way verdict="wrong" fails=["test_values"]
def compose_kernels(A, B):
    a, b = A.abs().max(), B.abs().max()
    return torch.conv_transpose2d((A / a)[None, None], (B / b)[None, None])[0, 0] * a * b


# %% for float64 alone verdict="wrong" fails=["test_values"]
def compose_kernels(A, B):
    h, w = B.shape
    padded = torch.zeros(A.shape[0] + 2 * (h - 1), A.shape[1] + 2 * (w - 1), dtype=torch.float64)
    padded[h - 1 : h - 1 + A.shape[0], w - 1 : w - 1 + A.shape[1]] = A
    turned = B.flip(0, 1).flatten()
    return (padded.unfold(0, h, 1).unfold(1, w, 1).reshape(-1, h * w) @ turned).reshape(
        A.shape[0] + h - 1, A.shape[1] + w - 1
    )


# %% not turned where the second kernel is larger verdict="wrong" fails=["test_values"]
def compose_kernels(A, B):
    if A.shape[0] < B.shape[0] and A.shape[1] < B.shape[1]:
        h, w = A.shape
        return corr2d(nn.functional.pad(B, (w - 1, w - 1, h - 1, h - 1)), A)
    h, w = B.shape
    return corr2d(nn.functional.pad(A, (w - 1, w - 1, h - 1, h - 1)), B.flip(0, 1))


# %% uses the second kernel up verdict="wrong" fails=["test_inputs_unchanged"] says=["writes_into_input"]
def compose_kernels(A, B):
    (a_h, a_w), (b_h, b_w) = A.shape, B.shape
    C = torch.zeros(a_h + b_h - 1, a_w + b_w - 1, dtype=A.dtype)
    for p in range(b_h):
        for q in range(b_w):
            C[p : p + a_h, q : q + a_w] += B[p, q] * A
            B[p, q] = 0
    return C
