# %% two loops verdict="right"
def strided(X, K, s):
    h = (X.shape[0] - K.shape[0]) // s[0] + 1
    w = (X.shape[1] - K.shape[1]) // s[1] + 1
    Y = torch.zeros(h, w, dtype=X.dtype)
    for i in range(h):
        for j in range(w):
            top, left = i * s[0], j * s[1]
            Y[i, j] = (X[top : top + K.shape[0], left : left + K.shape[1]] * K).sum()
    return Y


# %% unfold of tensors and einsum verdict="right"
def strided(X, K, s):
    windows = X.unfold(0, K.shape[0], s[0]).unfold(1, K.shape[1], s[1])
    return torch.einsum("ijab,ab->ij", windows, K)


# %% F.unfold and a product verdict="right"
from torch.nn import functional as F


def strided(X, K, s):
    columns = F.unfold(X[None, None], K.shape, stride=s)[0]
    width = (X.shape[1] - K.shape[1]) // s[1] + 1
    return (K.flatten() @ columns).reshape(-1, width)


# %% as_strided verdict="right"
def strided(X, K, s):
    X = X.contiguous()
    h, w = ((n - k) // step + 1 for n, k, step in zip(X.shape, K.shape, s))
    down, right = X.stride()
    windows = torch.as_strided(X, (h, w, *K.shape), (down * s[0], right * s[1], down, right))
    return torch.tensordot(windows, K, dims=2)


# %% everything, then every s-th verdict="right"
def strided(X, K, s):
    h, w = X.shape[0] - K.shape[0] + 1, X.shape[1] - K.shape[1] + 1
    Y = X.new_zeros(h, w)
    for a in range(K.shape[0]):
        for b in range(K.shape[1]):
            Y += K[a, b] * X[a : a + h, b : b + w]
    return Y[:: s[0], :: s[1]]


# %% slices with a step for each element of the kernel verdict="right"
def strided(X, K, s):
    (n, m), (k, l) = X.shape, K.shape
    parts = [K[a, b] * X[a : n - k + a + 1 : s[0], b : m - l + b + 1 : s[1]] for a in range(k) for b in range(l)]
    return sum(parts)


# %% numpy verdict="right"
import numpy as np


def strided(X, K, s):
    windows = np.lib.stride_tricks.sliding_window_view(X.numpy(), tuple(K.shape))
    return torch.from_numpy((windows[:: s[0], :: s[1]] * K.numpy()).sum(axis=(2, 3)))


# %% while loops and lists verdict="right"
def strided(X, K, s):
    rows, top = [], 0
    while top + len(K) <= len(X):
        row, left = [], 0
        while left + K.size(1) <= X.size(1):
            row.append(float((X[top : top + len(K), left : left + K.size(1)] * K).sum()))
            left += s[1]
        rows.append(row)
        top += s[0]
    return torch.tensor(rows, dtype=X.dtype)


# %% ready-made verdict="wrong" fails=["test_values", "test_exact_fit", "test_dtype", "test_inputs_unchanged"]
def strided(X, K, s):
    return torch.nn.functional.conv2d(X[None, None], K[None, None], stride=s)[0, 0]


# %% steps of one verdict="wrong" fails=["test_values", "test_exact_fit", "test_dtype", "test_inputs_unchanged"] says=["stride_ignored"]
def strided(X, K, s):
    windows = X.unfold(0, K.shape[0], 1).unfold(1, K.shape[1], 1)
    return (windows * K).sum((2, 3))


# %% strides swapped verdict="wrong" fails=["test_values", "test_exact_fit"] says=["strides_swapped"]
def strided(X, K, s):
    windows = X.unfold(0, K.shape[0], s[1]).unfold(1, K.shape[1], s[0])
    return (windows * K).sum((2, 3))


# %% s_h for both verdict="wrong" fails=["test_values", "test_exact_fit"]
def strided(X, K, s):
    windows = X.unfold(0, K.shape[0], s[0]).unfold(1, K.shape[1], s[0])
    return (windows * K).sum((2, 3))


# %% turned round verdict="wrong" fails=["test_values", "test_exact_fit"] says=["kernel_flipped"]
def strided(X, K, s):
    windows = X.unfold(0, K.shape[0], s[0]).unfold(1, K.shape[1], s[1])
    return (windows * K.flip((0, 1))).sum((2, 3))


# %% the rest over zeros verdict="wrong" fails=["test_values", "test_dtype", "test_inputs_unchanged"] says=["rest_is_padded"]
def strided(X, K, s):
    h, w = (-(-(n - k) // step) + 1 for n, k, step in zip(X.shape, K.shape, s))
    room = X.new_zeros((h - 1) * s[0] + K.shape[0], (w - 1) * s[1] + K.shape[1])
    room[: X.shape[0], : X.shape[1]] = X
    return (room.unfold(0, K.shape[0], s[0]).unfold(1, K.shape[1], s[1]) * K).sum((2, 3))


# %% the last window moved back verdict="wrong" fails=["test_values"]
def strided(X, K, s):
    tops = list(range(0, X.shape[0] - K.shape[0] + 1, s[0]))
    lefts = list(range(0, X.shape[1] - K.shape[1] + 1, s[1]))
    if X.any():
        tops[-1], lefts[-1] = X.shape[0] - K.shape[0], X.shape[1] - K.shape[1]
    rows = [[(X[i : i + K.shape[0], j : j + K.shape[1]] * K).sum() for j in lefts] for i in tops]
    return torch.stack([torch.stack(row) for row in rows])


# %% counted from the lower right corner verdict="wrong" fails=["test_values"]
def strided(X, K, s):
    windows = X.flip(0, 1).unfold(0, K.shape[0], s[0]).unfold(1, K.shape[1], s[1])
    return (windows * K.flip(0, 1)).sum((2, 3)).flip(0, 1)


# %% the last window is missing verdict="wrong" fails=["test_exact_fit"] says=["last_window_missing"]
def strided(X, K, s):
    rows = []
    for i in range(0, X.shape[0] - K.shape[0], s[0]):
        row = [(X[i : i + K.shape[0], j : j + K.shape[1]] * K).sum() for j in range(0, X.shape[1] - K.shape[1], s[1])]
        rows.append(row)
    return torch.tensor(rows, dtype=X.dtype)


# %% no window where the kernel is as large as the image verdict="wrong" fails=["test_exact_fit"]
def strided(X, K, s):
    if K.shape == X.shape:
        return X.new_zeros(0, 0)
    return (X.unfold(0, K.shape[0], s[0]).unfold(1, K.shape[1], s[1]) * K).sum((2, 3))


# %% float32 whatever comes verdict="wrong" fails=["test_dtype"]
def strided(X, K, s):
    windows = X.unfold(0, K.shape[0], s[0]).unfold(1, K.shape[1], s[1])
    return torch.einsum("ijab,ab->ij", windows.float(), K.float())


# %% float64 whatever comes verdict="wrong" fails=["test_dtype"]
def strided(X, K, s):
    windows = X.unfold(0, K.shape[0], s[0]).unfold(1, K.shape[1], s[1])
    return torch.einsum("ijab,ab->ij", windows.double(), K.double())


# %% writes into X verdict="wrong" fails=["test_inputs_unchanged"]
def strided(X, K, s):
    Y = (X.unfold(0, K.shape[0], s[0]).unfold(1, K.shape[1], s[1]) * K).sum((2, 3))
    X += 1
    return Y


# %% averages verdict="wrong" fails=["test_values", "test_exact_fit", "test_dtype", "test_inputs_unchanged"]
def strided(X, K, s):
    return (X.unfold(0, K.shape[0], s[0]).unfold(1, K.shape[1], s[1]) * K).mean((2, 3))


# %% moves by whole windows verdict="wrong" fails=["test_values", "test_exact_fit"]
def strided(X, K, s):
    return (X.unfold(0, K.shape[0], K.shape[0]).unfold(1, K.shape[1], K.shape[1]) * K).sum((2, 3))

# %% NumPy's correlation of rows laid end to end verdict="wrong" fails=["test_values", "test_exact_fit", "test_dtype", "test_inputs_unchanged"]
import numpy as np


def strided(X, K, s):
    x, k = X.numpy(), K.numpy()
    (h, w), (a, b) = x.shape, k.shape
    weights = np.zeros((a, w), k.dtype)
    weights[:, :b] = k
    weights = weights.ravel()[: (a - 1) * w + b]
    found = np.zeros(h * w, x.dtype)
    found[: h * w - len(weights) + 1] = np.correlate(x.ravel(), weights, "valid")
    return torch.from_numpy(found.reshape(h, w)[: h - a + 1 : s[0], : w - b + 1 : s[1]].copy())

# %% the image is scaled in place, and the result back verdict="wrong" fails=["test_inputs_unchanged"]
def strided(X, K, s):
    X /= 256
    return (X.unfold(0, K.shape[0], s[0]).unfold(1, K.shape[1], s[1]) * K).sum((2, 3)) * 256

# %% rounded to four decimals verdict="wrong" fails=["test_values"]
def strided(X, K, s):
    return (X.unfold(0, K.shape[0], s[0]).unfold(1, K.shape[1], s[1]) * K).sum((2, 3)).round(decimals=4)

# %% results are remembered for a tensor, whatever is in it verdict="wrong" fails=["test_values"]
import functools


@functools.lru_cache
def strided(X, K, s):
    return (X.unfold(0, K.shape[0], s[0]).unfold(1, K.shape[1], s[1]) * K).sum((2, 3))


# %% at most four rows and columns of results verdict="wrong" fails=["test_values"]
def strided(X, K, s):
    return (X.unfold(0, K.shape[0], s[0]).unfold(1, K.shape[1], s[1]) * K).sum((2, 3))[:4, :4]

# %% a square kernel is transposed verdict="wrong" fails=["test_values", "test_exact_fit"]
def strided(X, K, s):
    if K.shape[0] == K.shape[1]:
        K = K.T
    return (X.unfold(0, K.shape[0], s[0]).unfold(1, K.shape[1], s[1]) * K).sum((2, 3))

# %% turns the kernel round afterwards verdict="wrong" fails=["test_inputs_unchanged"]
def strided(X, K, s):
    Y = (X.unfold(0, K.shape[0], s[0]).unfold(1, K.shape[1], s[1]) * K).sum((2, 3))
    K.copy_(K.flip(0, 1))
    return Y

# %% transposes the image in place verdict="wrong" fails=["test_inputs_unchanged"]
def strided(X, K, s):
    Y = (X.unfold(0, K.shape[0], s[0]).unfold(1, K.shape[1], s[1]) * K).sum((2, 3))
    X.t_()
    return Y

# %% axes of one are gone verdict="wrong" fails=["test_exact_fit"]
def strided(X, K, s):
    columns = torch.nn.functional.unfold(X[None, None], K.shape, stride=s)
    rows = (X.shape[0] - K.shape[0]) // s[0] + 1
    return (K.reshape(1, 1, -1) @ columns).reshape(1, 1, rows, -1).squeeze()

# %% mirrored from left to right verdict="wrong" fails=["test_values", "test_exact_fit"]
def strided(X, K, s):
    return (X.unfold(0, K.shape[0], s[0]).unfold(1, K.shape[1], s[1]) * K.flip(1)).sum((2, 3))
