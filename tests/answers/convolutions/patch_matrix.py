# %% two loops verdict="right"
def patch_matrix(X, kernel_shape):
    kh, kw = kernel_shape
    rows = []
    for i in range(X.shape[0] - kh + 1):
        for j in range(X.shape[1] - kw + 1):
            rows.append(X[i : i + kh, j : j + kw].flatten())
    return torch.stack(rows)


# %% library unfold verdict="right"
def patch_matrix(X, kernel_shape):
    return torch.nn.functional.unfold(X[None, None], kernel_shape).squeeze(0).T


# %% columns from kernels with a single one verdict="right"
def patch_matrix(X, kernel_shape):
    weights = torch.eye(kernel_shape[0] * kernel_shape[1], dtype=X.dtype)
    return torch.stack([corr2d(X, w.reshape(kernel_shape)).flatten() for w in weights]).T


# %% jacobian in the kernel verdict="right"
def patch_matrix(X, kernel_shape):
    start = torch.zeros(kernel_shape, dtype=X.dtype)
    J = torch.autograd.functional.jacobian(lambda K: corr2d(X, K), start)
    return J.reshape(-1, start.numel())


# %% numpy windows verdict="right"
def patch_matrix(X, kernel_shape):
    windows = np.lib.stride_tricks.sliding_window_view(X.numpy(), kernel_shape)
    return windows.reshape(-1, kernel_shape[0] * kernel_shape[1])


# %% strides of the tensor itself, in single precision verdict="right"
class Windows:
    def __init__(self, X):
        self.X = X.float()

    def of(self, kh, kw):
        h, w = self.X.shape
        return self.X.as_strided((h - kh + 1, w - kw + 1, kh, kw), self.X.stride() * 2)


def patch_matrix(X, kernel_shape):
    return Windows(X).of(*kernel_shape).flatten(0, 1).flatten(1)


# %% nested lists, with comments on both streams verdict="right"
import sys


def patch_matrix(X, kernel_shape):
    print(X)
    print("patches", file=sys.stderr)
    kh, kw = kernel_shape
    pixels = X.tolist()
    result = []
    for top in range(len(pixels) - kh + 1):
        for left in range(len(pixels[0]) - kw + 1):
            result.append([p for line in pixels[top : top + kh] for p in line[left : left + kw]])
    return result


# %% broadcast indices verdict="right"
def patch_matrix(X, kernel_shape):
    kh, kw = kernel_shape
    i = torch.arange(X.shape[0] - kh + 1)[:, None, None, None]
    j = torch.arange(X.shape[1] - kw + 1)[None, :, None, None]
    a = torch.arange(kh)[None, None, :, None]
    b = torch.arange(kw)
    return X[i + a, j + b].reshape(-1, kh * kw).clone().requires_grad_()


# %% nothing written verdict="wrong" fails=["test_values", "test_transposed_view", "test_extreme_sizes", "test_image_unchanged"]
def patch_matrix(X, kernel_shape):
    raise NotImplementedError()


# %% return forgotten verdict="wrong" fails=["test_values", "test_transposed_view", "test_extreme_sizes", "test_image_unchanged"]
def patch_matrix(X, kernel_shape):
    patches = X.unfold(0, kernel_shape[0], 1)


# %% flips the kernel verdict="wrong" fails=["test_values", "test_transposed_view", "test_extreme_sizes", "test_image_unchanged"] says=["patches_backwards"]
def patch_matrix(X, kernel_shape):
    return torch.nn.functional.unfold(X[None, None], kernel_shape)[0].T.flip(1)


# %% the matrix is transposed verdict="wrong" fails=["test_values", "test_transposed_view", "test_extreme_sizes"] says=["patches_as_columns"]
def patch_matrix(X, kernel_shape):
    return torch.nn.functional.unfold(X[None, None], kernel_shape)[0]


# %% a batch axis is left verdict="wrong" fails=["test_values", "test_transposed_view", "test_extreme_sizes", "test_image_unchanged"]
def patch_matrix(X, kernel_shape):
    return torch.nn.functional.unfold(X[None, None], kernel_shape).transpose(1, 2)


# %% patches column by column verdict="wrong" fails=["test_values", "test_transposed_view", "test_extreme_sizes", "test_image_unchanged"] says=["patches_column_by_column"]
def patch_matrix(X, kernel_shape):
    kh, kw = kernel_shape
    rows = []
    for i in range(X.shape[0] - kh + 1):
        for j in range(X.shape[1] - kw + 1):
            rows.append(X[i : i + kh, j : j + kw].T.flatten())
    return torch.stack(rows)


# %% positions column by column verdict="wrong" fails=["test_values", "test_transposed_view", "test_image_unchanged"] says=["positions_column_by_column"]
def patch_matrix(X, kernel_shape):
    kh, kw = kernel_shape
    rows = []
    for j in range(X.shape[1] - kw + 1):
        for i in range(X.shape[0] - kh + 1):
            rows.append(X[i : i + kh, j : j + kw].flatten())
    if kernel_shape == (1, 1):
        return X.reshape(-1, 1)
    return torch.stack(rows)


# %% height and width of the kernel exchanged verdict="wrong" fails=["test_values"] says=["kernel_sides_exchanged"]
def patch_matrix(X, kernel_shape):
    kw, kh = kernel_shape
    return X.unfold(0, kh, 1).unfold(1, kw, 1).reshape(-1, kh * kw)


# %% only square kernels verdict="wrong" fails=["test_values"] says=["kernel_height_for_both_sides"]
def patch_matrix(X, kernel_shape):
    k = kernel_shape[0]
    return X.unfold(0, k, 1).unfold(1, k, 1).reshape(-1, k * k)


# %% strides of a contiguous image verdict="wrong" fails=["test_transposed_view"]
def patch_matrix(X, kernel_shape):
    (h, w), (kh, kw) = X.shape, kernel_shape
    windows = torch.as_strided(X, (h - kh + 1, w - kw + 1, kh, kw), (w, 1, w, 1))
    return windows.reshape(-1, kh * kw)


# %% drops axes of length one verdict="wrong" fails=["test_extreme_sizes"]
def patch_matrix(X, kernel_shape):
    return torch.nn.functional.unfold(X[None, None], kernel_shape).squeeze().T


# %% adds axes in place verdict="wrong" fails=["test_image_unchanged"] says=["writes_into_input"]
def patch_matrix(X, kernel_shape):
    X.unsqueeze_(0).unsqueeze_(0)
    return torch.nn.functional.unfold(X, kernel_shape)[0].T


# %% patches side by side verdict="wrong" fails=["test_values", "test_transposed_view", "test_image_unchanged"] says=["patches_do_not_overlap"]
def patch_matrix(X, kernel_shape):
    return torch.nn.functional.unfold(X[None, None], kernel_shape, stride=kernel_shape)[0].T


# %% pads with zeros verdict="wrong" fails=["test_values", "test_transposed_view", "test_extreme_sizes", "test_image_unchanged"] says=["patches_of_padded_image"]
def patch_matrix(X, kernel_shape):
    kh, kw = kernel_shape
    t, l = (kh - 1) // 2, (kw - 1) // 2
    X = torch.nn.functional.pad(X, (l, kw - 1 - l, t, kh - 1 - t))
    return X.unfold(0, kh, 1).unfold(1, kw, 1).reshape(-1, kh * kw)


# %% one position too few verdict="wrong" fails=["test_values", "test_transposed_view", "test_extreme_sizes", "test_image_unchanged"] says=["last_patches_missing"]
def patch_matrix(X, kernel_shape):
    kh, kw = kernel_shape
    rows = []
    for i in range(X.shape[0] - kh):
        for j in range(X.shape[1] - kw):
            rows.append(X[i : i + kh, j : j + kw].flatten())
    return torch.stack(rows) if rows else torch.zeros(0, kh * kw)


# %% the result of one kernel verdict="wrong" fails=["test_values", "test_transposed_view", "test_extreme_sizes", "test_image_unchanged"]
def patch_matrix(X, kernel_shape):
    return corr2d(X, torch.ones(kernel_shape, dtype=X.dtype)).reshape(-1, 1).repeat(1, 2)


# %% the matrix of the public check verdict="wrong" fails=["test_values", "test_transposed_view", "test_extreme_sizes", "test_image_unchanged"]
def patch_matrix(X, kernel_shape):
    return [[3.0, 1.0], [1.0, 4.0], [4.0, 1.0], [1.0, 6.0]]

# %% only square kernels, in numpy verdict="wrong" fails=["test_values"] says=["only_square_kernels"]
def patch_matrix(X, kernel_shape):
    k = kernel_shape[0]
    X = X.numpy()
    outputs = [(i, j) for i in range(X.shape[0] - k + 1) for j in range(X.shape[1] - k + 1)]
    P = np.zeros((len(outputs), kernel_shape[0] * kernel_shape[1]))
    for row, (i, j) in zip(P, outputs):
        row[:] = X[i : i + k, j : j + k].ravel()
    return P


# %% the image transposed verdict="wrong" fails=["test_values", "test_transposed_view", "test_extreme_sizes", "test_image_unchanged"] says=["patches_of_transposed_image"]
def patch_matrix(X, kernel_shape):
    kh, kw = kernel_shape
    return X.T.unfold(0, kh, 1).unfold(1, kw, 1).reshape(-1, kh * kw)


# %% padded on all sides verdict="wrong" fails=["test_values", "test_transposed_view", "test_extreme_sizes", "test_image_unchanged"] says=["patches_on_all_sides"]
def patch_matrix(X, kernel_shape):
    kh, kw = kernel_shape
    return torch.nn.functional.unfold(X[None, None], kernel_shape, padding=(kh - 1, kw - 1))[0].T


# %% places counted by the image's height verdict="wrong" fails=["test_values", "test_extreme_sizes"] says=["positions_counted_by_height"]
def patch_matrix(X, kernel_shape):
    kh, kw = kernel_shape
    n = X.shape[0]
    rows = []
    for i in range(n - kh + 1):
        for j in range(n - kw + 1):
            rows.append(X[i : i + kh, j : j + kw].flatten())
    return torch.stack(rows)


# %% at most sixteen rows of outputs verdict="wrong" fails=["test_values"]
def patch_matrix(X, kernel_shape):
    kh, kw = kernel_shape
    return X.unfold(0, kh, 1).unfold(1, kw, 1)[:16].reshape(-1, kh * kw)


# %% from twenty random kernels, by least squares verdict="wrong" fails=["test_values"]
def patch_matrix(X, kernel_shape):
    g = torch.Generator().manual_seed(1)
    kernels = torch.randn(20, *kernel_shape, generator=g, dtype=torch.float64)
    outputs = torch.stack([corr2d(X.double(), K).flatten() for K in kernels])
    return torch.linalg.lstsq(kernels.flatten(1), outputs, driver="gelsd").solution.T


# %% keeps one of each patch verdict="wrong" fails=["test_values"]
def patch_matrix(X, kernel_shape):
    kh, kw = kernel_shape
    patches = X.unfold(0, kh, 1).unfold(1, kw, 1).reshape(-1, kh * kw)
    return torch.stack([torch.tensor(p) for p in dict.fromkeys(tuple(p.tolist()) for p in patches)])


# %% remembers the matrix of each pair of shapes verdict="wrong" fails=["test_values"]
matrices = {}


def patch_matrix(X, kernel_shape):
    kh, kw = kernel_shape
    key = tuple(X.shape), kernel_shape
    if key not in matrices:
        matrices[key] = X.unfold(0, kh, 1).unfold(1, kw, 1).reshape(-1, kh * kw)
    return matrices[key]


# %% numbers beyond all bounds verdict="wrong" fails=["test_values", "test_transposed_view", "test_extreme_sizes", "test_image_unchanged"]
def patch_matrix(X, kernel_shape):
    kh, kw = kernel_shape
    return X.unfold(0, kh, 1).unfold(1, kw, 1).reshape(-1, kh * kw) / 0


# %% a million rows verdict="wrong" fails=["test_values", "test_transposed_view", "test_extreme_sizes", "test_image_unchanged"]
def patch_matrix(X, kernel_shape):
    kh, kw = kernel_shape
    P = X.unfold(0, kh, 1).unfold(1, kw, 1).reshape(-1, kh * kw)
    return torch.cat([P, torch.zeros(1_000_000 // (kh * kw), kh * kw, dtype=P.dtype)])


# %% strides of a square transpose verdict="wrong" fails=["test_transposed_view"]
def patch_matrix(X, kernel_shape):
    h, w = kernel_shape
    (n, m), (oh, ow) = X.shape, (X.shape[0] - h + 1, X.shape[1] - w + 1)
    s, t = (m, 1) if X.is_contiguous() else (1, m)
    return torch.as_strided(X, (oh, ow, h, w), (s, t, s, t)).reshape(oh * ow, h * w)


# %% rows of arrays without an axis verdict="right"
def patch_matrix(X, kernel_shape):
    h, w = kernel_shape
    rows, columns = X.shape[0] - h + 1, X.shape[1] - w + 1
    places = [(i, j) for i in range(rows) for j in range(columns)]
    return [[X[i + a, j + b].numpy() for a in range(h) for b in range(w)] for i, j in places]
