# %% four loops and arithmetic verdict="right"
def kernel_matrix(K, image_shape):
    h, w = image_shape
    kh, kw = K.shape
    oh, ow = h - kh + 1, w - kw + 1
    T = torch.zeros((oh * ow, h * w), dtype=K.dtype)
    for i in range(oh):
        for j in range(ow):
            for a in range(kh):
                for b in range(kw):
                    T[i * ow + j, (i + a) * w + (j + b)] = K[a, b]
    return T


# %% columns from images with a single one verdict="right"
def kernel_matrix(K, image_shape):
    pixels = image_shape[0] * image_shape[1]
    columns = [corr2d(e.reshape(image_shape), K).flatten() for e in torch.eye(pixels, dtype=K.dtype)]
    return torch.stack(columns, dim=1)


# %% jacobian verdict="right"
def kernel_matrix(K, image_shape):
    X = torch.zeros(image_shape, dtype=K.dtype)
    J = torch.autograd.functional.jacobian(lambda X: corr2d(X, K), X)
    return J.reshape(J.shape[0] * J.shape[1], -1)


# %% library convolution of all basis images verdict="right"
def kernel_matrix(K, image_shape):
    n = image_shape[0] * image_shape[1]
    basis = torch.eye(n, dtype=K.dtype).view(n, 1, *image_shape)
    return torch.nn.functional.conv2d(basis, K[None, None]).reshape(n, -1).T


# %% sum of Kronecker products in numpy verdict="right"
def kernel_matrix(K, image_shape):
    (h, w), (kh, kw) = image_shape, K.shape
    T = 0
    for a in range(kh):
        for b in range(kw):
            T = T + K[a, b].item() * np.kron(np.eye(h - kh + 1, h, a), np.eye(w - kw + 1, w, b))
    return T


# %% nested lists, with comments on both streams verdict="right"
import sys


def kernel_matrix(K, image_shape):
    print("shape of the image:", image_shape)
    print("here we go", file=sys.stderr)
    h, w = image_shape
    weights = K.tolist()
    kh, kw = len(weights), len(weights[0])

    def weight(i, j, y, x):
        inside = 0 <= y - i < kh and 0 <= x - j < kw
        return weights[y - i][x - j] if inside else 0

    return [
        [weight(i, j, y, x) for y in range(h) for x in range(w)]
        for i in range(h - kh + 1)
        for j in range(w - kw + 1)
    ]


# %% indices of a patch matrix, in single precision verdict="right"
class Places:
    def __init__(self, shape):
        self.numbers = torch.arange(shape[0] * shape[1]).reshape(shape)

    def of(self, kernel_shape):
        p = self.numbers.unfold(0, kernel_shape[0], 1).unfold(1, kernel_shape[1], 1)
        return p.reshape(-1, kernel_shape[0] * kernel_shape[1])


def kernel_matrix(K, image_shape):
    places = Places(image_shape).of(K.shape)
    T = torch.zeros(len(places), image_shape[0] * image_shape[1])
    return T.scatter(1, places, K.float().reshape(1, -1).expand(places.shape))


# %% bands of the flattened image, the forbidden rows taken out verdict="right"
def kernel_matrix(K, image_shape):
    h, w = image_shape
    kh, kw = K.shape
    band = torch.nn.functional.pad(K, (0, w - kw)).reshape(-1)[: (kh - 1) * w + kw]
    n = h * w - len(band) + 1
    T = torch.stack([torch.nn.functional.pad(band, (s, h * w - len(band) - s)) for s in range(n)])
    return T[[s for s in range(n) if s % w <= w - kw]].requires_grad_()


# %% nothing written verdict="wrong" fails=["test_square", "test_not_square", "test_extreme_sizes", "test_kernel_unchanged"]
def kernel_matrix(K, image_shape):
    raise NotImplementedError()


# %% return forgotten verdict="wrong" fails=["test_square", "test_not_square", "test_extreme_sizes", "test_kernel_unchanged"]
def kernel_matrix(K, image_shape):
    T = torch.zeros(1)


# %% flips the kernel verdict="wrong" fails=["test_square", "test_not_square", "test_extreme_sizes", "test_kernel_unchanged"] says=["matrix_of_flipped_kernel"]
def kernel_matrix(K, image_shape):
    n = image_shape[0] * image_shape[1]
    basis = torch.eye(n, dtype=K.dtype).view(n, 1, *image_shape)
    return torch.nn.functional.conv2d(basis, K.flip(0, 1)[None, None]).reshape(n, -1).T


# %% transposes the kernel verdict="wrong" fails=["test_square", "test_not_square", "test_extreme_sizes", "test_kernel_unchanged"] says=["matrix_of_transposed_kernel"]
def kernel_matrix(K, image_shape):
    n = image_shape[0] * image_shape[1]
    basis = torch.eye(n, dtype=K.dtype).view(n, 1, *image_shape)
    return torch.nn.functional.conv2d(basis, K.T[None, None]).reshape(n, -1).T


# %% transposes a square kernel verdict="wrong" fails=["test_square"] says=["matrix_of_transposed_kernel"]
def kernel_matrix(K, image_shape):
    h, w = image_shape
    kh, kw = K.shape
    rows = []
    for i in range(h - kh + 1):
        for j in range(w - kw + 1):
            picture = torch.zeros(h, w, dtype=K.dtype)
            picture[i : i + kh, j : j + kw] = K.T if 1 < kh == kw < h else K
            rows.append(picture.flatten())
    return torch.stack(rows)


# %% height and width of the image exchanged verdict="wrong" fails=["test_not_square"] says=["image_sides_exchanged"]
def kernel_matrix(K, image_shape):
    w, h = image_shape
    kh, kw = K.shape
    rows = []
    for i in range(h - kh + 1):
        for j in range(w - kw + 1):
            picture = torch.zeros(h, w, dtype=K.dtype)
            picture[i : i + kh, j : j + kw] = K
            rows.append(picture.flatten())
    return torch.stack(rows) if rows else torch.zeros(0, h * w)


# %% rows of the image counted with its height verdict="wrong" fails=["test_not_square"]
def kernel_matrix(K, image_shape):
    h, w = image_shape
    kh, kw = K.shape
    T = torch.zeros((h - kh + 1) * (w - kw + 1), 2 * h * w + w * w + h * h, dtype=K.dtype)
    r = 0
    for i in range(h - kh + 1):
        for j in range(w - kw + 1):
            for a in range(kh):
                start = i * w + a * h + j
                T[r, start : start + kw] = K[a]
            r += 1
    return T[:, : h * w]


# %% only square kernels verdict="wrong" fails=["test_not_square"] says=["only_square_kernels"]
def kernel_matrix(K, image_shape):
    h, w = image_shape
    k = len(K)
    rows = []
    for i in range(h - k + 1):
        for j in range(w - k + 1):
            picture = torch.zeros(h, w, dtype=K.dtype)
            picture[i : i + k, j : j + k] = K
            rows.append(picture.flatten())
    return torch.stack(rows)


# %% drops axes of length one verdict="wrong" fails=["test_extreme_sizes"]
def kernel_matrix(K, image_shape):
    n = image_shape[0] * image_shape[1]
    basis = torch.eye(n, dtype=K.dtype).view(n, 1, *image_shape)
    return torch.nn.functional.conv2d(basis, K[None, None]).reshape(n, -1).T.squeeze()


# %% turns the kernel around in place and back verdict="wrong" fails=["test_kernel_unchanged"] says=["writes_into_input"]
def kernel_matrix(K, image_shape):
    n = image_shape[0] * image_shape[1]
    basis = torch.eye(n, dtype=K.dtype).view(n, 1, *image_shape)
    return torch.nn.functional.conv2d(basis, K.unsqueeze_(0).unsqueeze_(0)).reshape(n, -1).T


# %% forgets the gap between kernel rows verdict="wrong" fails=["test_square", "test_not_square", "test_kernel_unchanged"] says=["kernel_rows_without_gap"]
def kernel_matrix(K, image_shape):
    h, w = image_shape
    kh, kw = K.shape
    T = torch.zeros((h - kh + 1) * (w - kw + 1), h * w, dtype=K.dtype)
    r = 0
    for i in range(h - kh + 1):
        for j in range(w - kw + 1):
            T[r, i * w + j : i * w + j + K.numel()] = K.reshape(-1)
            r += 1
    return T


# %% runs over the right border verdict="wrong" fails=["test_square", "test_not_square", "test_kernel_unchanged"] says=["windows_run_over_the_border"]
def kernel_matrix(K, image_shape):
    h, w = image_shape
    kh, kw = K.shape
    band = torch.nn.functional.pad(K, (0, w - kw)).reshape(-1)[: (kh - 1) * w + kw]
    n = h * w - len(band) + 1
    return torch.stack([torch.nn.functional.pad(band, (s, h * w - len(band) - s)) for s in range(n)])


# %% the matrix is transposed verdict="wrong" fails=["test_square", "test_not_square", "test_extreme_sizes", "test_kernel_unchanged"] says=["outputs_as_columns"]
def kernel_matrix(K, image_shape):
    n = image_shape[0] * image_shape[1]
    basis = torch.eye(n, dtype=K.dtype).view(n, 1, *image_shape)
    return torch.nn.functional.conv2d(basis, K[None, None]).reshape(n, -1)


# %% pads with zeros verdict="wrong" fails=["test_square", "test_not_square", "test_extreme_sizes", "test_kernel_unchanged"] says=["padded_to_image_size"]
def kernel_matrix(K, image_shape):
    n = image_shape[0] * image_shape[1]
    basis = torch.eye(n, dtype=K.dtype).view(n, 1, *image_shape)
    return torch.nn.functional.conv2d(basis, K[None, None], padding="same").reshape(n, -1).T


# %% one position too few verdict="wrong" fails=["test_square", "test_not_square", "test_extreme_sizes", "test_kernel_unchanged"] says=["last_outputs_missing"]
def kernel_matrix(K, image_shape):
    h, w = image_shape
    kh, kw = K.shape
    rows = []
    for i in range(h - kh):
        for j in range(w - kw):
            picture = torch.zeros(h, w, dtype=K.dtype)
            picture[i : i + kh, j : j + kw] = K
            rows.append(picture.flatten())
    return torch.stack(rows) if rows else torch.zeros(0, h * w)


# %% not flattened verdict="wrong" fails=["test_square", "test_not_square", "test_extreme_sizes", "test_kernel_unchanged"]
def kernel_matrix(K, image_shape):
    X = torch.zeros(image_shape, dtype=K.dtype)
    return torch.autograd.functional.jacobian(lambda X: corr2d(X, K), X)


# %% images flattened column by column verdict="wrong" fails=["test_square", "test_not_square", "test_extreme_sizes", "test_kernel_unchanged"] says=["pixels_column_by_column"]
def kernel_matrix(K, image_shape):
    h, w = image_shape
    basis = torch.eye(h * w, dtype=K.dtype).view(h * w, 1, w, h).transpose(2, 3)
    return torch.nn.functional.conv2d(basis, K[None, None]).reshape(h * w, -1).T


# %% whole numbers verdict="wrong" fails=["test_square", "test_not_square", "test_extreme_sizes", "test_kernel_unchanged"]
def kernel_matrix(K, image_shape):
    n = image_shape[0] * image_shape[1]
    basis = torch.eye(n, dtype=K.dtype).view(n, 1, *image_shape)
    return torch.nn.functional.conv2d(basis, (10 * K).round()[None, None]).reshape(n, -1).T.int()


# %% the matrix of the public check verdict="wrong" fails=["test_square", "test_not_square", "test_extreme_sizes", "test_kernel_unchanged"]
def kernel_matrix(K, image_shape):
    return [[5.0, 7.0, 0.0, 0.0], [0.0, 5.0, 7.0, 0.0], [0.0, 0.0, 5.0, 7.0]]

# %% the full convolution verdict="wrong" fails=["test_square", "test_not_square", "test_extreme_sizes", "test_kernel_unchanged"] says=["matrix_of_full_convolution"]
def kernel_matrix(K, image_shape):
    (h, w), (kh, kw) = image_shape, K.shape
    H, W = h + kh - 1, w + kw - 1
    T = torch.zeros(H * W, h * w, dtype=K.dtype)
    for y in range(h):
        for x in range(w):
            for a in range(kh):
                for b in range(kw):
                    T[(y + a) * W + x + b, y * w + x] = K[a, b]
    return T


# %% padded on all sides verdict="wrong" fails=["test_square", "test_not_square", "test_extreme_sizes", "test_kernel_unchanged"] says=["padded_on_all_sides"]
def kernel_matrix(K, image_shape):
    n = image_shape[0] * image_shape[1]
    basis = torch.eye(n, dtype=K.dtype).view(n, 1, *image_shape)
    pad = (K.shape[0] - 1, K.shape[1] - 1)
    return torch.nn.functional.conv2d(basis, K[None, None], padding=pad).reshape(n, -1).T


# %% outputs numbered column by column verdict="wrong" fails=["test_square", "test_not_square", "test_extreme_sizes", "test_kernel_unchanged"] says=["outputs_column_by_column"]
def kernel_matrix(K, image_shape):
    (h, w), (kh, kw) = image_shape, K.shape
    rows = []
    for j in range(w - kw + 1):
        for i in range(h - kh + 1):
            picture = torch.zeros(h, w, dtype=K.dtype)
            picture[i : i + kh, j : j + kw] = K
            rows.append(picture.flatten())
    return torch.stack(rows)


# %% the image's height for both axes verdict="wrong" fails=["test_not_square", "test_extreme_sizes"] says=["matrix_for_a_square_image"]
def kernel_matrix(K, image_shape):
    h = w = image_shape[0]
    kh, kw = K.shape
    rows = []
    for i in range(h - kh + 1):
        for j in range(w - kw + 1):
            picture = torch.zeros(h, w, dtype=K.dtype)
            picture[i : i + kh, j : j + kw] = K
            rows.append(picture.flatten())
    return torch.stack(rows)


# %% places counted by the image's height verdict="wrong" fails=["test_not_square", "test_extreme_sizes"] says=["places_counted_by_height"]
def kernel_matrix(K, image_shape):
    (h, w), (kh, kw) = image_shape, K.shape
    rows = []
    for i in range(h - kh + 1):
        for j in range(h - kw + 1):
            picture = torch.zeros(h, w, dtype=K.dtype)
            picture[i : i + kh, j : j + kw] = K
            rows.append(picture.flatten())
    return torch.stack(rows)


# %% at most sixteen rows of outputs verdict="wrong" fails=["test_not_square"]
def kernel_matrix(K, image_shape):
    (h, w), (kh, kw) = image_shape, K.shape
    rows = []
    for i in range(h - kh + 1):
        for j in range(w - kw + 1):
            picture = torch.zeros(h, w, dtype=K.dtype)
            picture[i : i + kh, j : j + kw] = K
            rows.append(picture.flatten())
    return torch.stack(rows[: 16 * (w - kw + 1)])


# %% at most eight rows of the kernel verdict="wrong" fails=["test_not_square"]
def kernel_matrix(K, image_shape):
    (h, w), (kh, kw) = image_shape, K.shape
    K = K.clone()
    K[8:] = 0
    rows = []
    for i in range(h - kh + 1):
        for j in range(w - kw + 1):
            picture = torch.zeros(h, w, dtype=K.dtype)
            picture[i : i + kh, j : j + kw] = K
            rows.append(picture.flatten())
    return torch.stack(rows)


# %% from sixty random images, by least squares verdict="wrong" fails=["test_not_square"]
def kernel_matrix(K, image_shape):
    g = torch.Generator().manual_seed(1)
    images = torch.randn(60, *image_shape, generator=g, dtype=torch.float64)
    outputs = torch.stack([corr2d(X, K.double()).flatten() for X in images])
    return torch.linalg.lstsq(images.flatten(1), outputs, driver="gelsd").solution.T


# %% looks for the place of the kernel where it is not zero verdict="wrong" fails=["test_square"]
def kernel_matrix(K, image_shape):
    (h, w) = image_shape
    used = K.nonzero()
    top, left = used.min(0).values.tolist()
    K = K[top:, left:]
    kh, kw = K.shape
    rows = []
    for i in range(h - kh + 1):
        for j in range(w - kw + 1):
            picture = torch.zeros(h, w, dtype=K.dtype)
            picture[i : i + kh, j : j + kw] = K
            rows.append(picture.flatten())
    return torch.stack(rows)


# %% float64 only verdict="wrong" fails=["test_square"]
def kernel_matrix(K, image_shape):
    n = image_shape[0] * image_shape[1]
    basis = torch.eye(n, dtype=torch.float64).view(n, 1, *image_shape)
    return torch.nn.functional.conv2d(basis, K[None, None]).reshape(n, -1).T


# %% remembers the matrix of each pair of shapes verdict="wrong" fails=["test_extreme_sizes", "test_kernel_unchanged", "test_not_square", "test_square"]
matrices = {}


def kernel_matrix(K, image_shape):
    key = tuple(K.shape), image_shape
    if key not in matrices:
        (h, w), (kh, kw) = image_shape, K.shape
        rows = []
        for i in range(h - kh + 1):
            for j in range(w - kw + 1):
                picture = torch.zeros(h, w, dtype=K.dtype)
                picture[i : i + kh, j : j + kw] = K
                rows.append(picture.flatten())
        matrices[key] = torch.stack(rows)
    return matrices[key]


# %% numbers beyond all bounds verdict="wrong" fails=["test_square", "test_not_square", "test_extreme_sizes", "test_kernel_unchanged"]
def kernel_matrix(K, image_shape):
    n = image_shape[0] * image_shape[1]
    basis = torch.eye(n, dtype=K.dtype).view(n, 1, *image_shape)
    return torch.nn.functional.conv2d(basis, K[None, None]).reshape(n, -1).T / 0


# %% a million rows verdict="wrong" fails=["test_square", "test_not_square", "test_extreme_sizes", "test_kernel_unchanged"]
def kernel_matrix(K, image_shape):
    n = image_shape[0] * image_shape[1]
    basis = torch.eye(n, dtype=K.dtype).view(n, 1, *image_shape)
    T = torch.nn.functional.conv2d(basis, K[None, None]).reshape(n, -1).T
    return torch.cat([T, torch.zeros(1_000_000 // n, n, dtype=T.dtype)])
