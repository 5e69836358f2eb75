# %% zeros and a slice verdict="right"
def padded(X, p):
    h, w = X.shape
    Y = torch.zeros((h + 2 * p[0], w + 2 * p[1]), dtype=X.dtype)
    Y[p[0] : h + p[0], p[1] : w + p[1]] = X
    return Y


# %% F.pad verdict="right"
from torch.nn import functional as F


def padded(X, p):
    return F.pad(X, (p[1], p[1], p[0], p[0]))


# %% joined from strips verdict="right"
def padded(X, p):
    side = X.new_zeros(X.shape[0], p[1])
    middle = torch.cat([side, X, side], dim=1)
    lid = X.new_zeros(p[0], middle.shape[1])
    return torch.cat([lid, middle, lid])


# %% one ring after the other, with lists verdict="right"
def padded(X, p):
    rows = X.tolist()
    for _ in range(p[1]):
        rows = [[0.0, *row, 0.0] for row in rows]
    for _ in range(p[0]):
        rows = [[0.0] * len(rows[0]), *rows, [0.0] * len(rows[0])]
    return torch.tensor(rows, dtype=X.dtype)


# %% numpy verdict="right"
import numpy as np


def padded(X, p):
    return torch.from_numpy(np.pad(X.numpy(), [(n, n) for n in p]))


# %% between two matrices verdict="right"
def padded(X, p):
    (h, w), (a, b) = X.shape, p
    down = torch.eye(h + 2 * a, dtype=X.dtype)[:, a : a + h]
    right = torch.eye(w + 2 * b, dtype=X.dtype)[b : b + w]
    return down @ X @ right


# %% pixel by pixel verdict="right"
def padded(X, p):
    Y = torch.zeros(X.shape[0] + p[0] * 2, X.shape[1] + p[1] * 2).to(X)
    for i in range(X.shape[0]):
        for j in range(X.shape[1]):
            Y[i + p[0]][j + p[1]] = X[i, j]
    return Y


# %% torch's layer verdict="right"
def padded(X, p):
    layer = torch.nn.ZeroPad2d((p[1], p[1], p[0], p[0]))
    return layer(X[None, None]).squeeze(0).squeeze(0)


# %% F.pad in the wrong order verdict="wrong" fails=["test_values", "test_no_border"] says=["border_axes_swapped"]
from torch.nn import functional as F


def padded(X, p):
    return F.pad(X, (p[0], p[0], p[1], p[1]))


# %% below and on the right verdict="wrong" fails=["test_values", "test_no_border", "test_dtype", "test_input_unchanged"] says=["border_on_one_side"]
def padded(X, p):
    Y = torch.zeros(X.shape[0] + p[0], X.shape[1] + p[1], dtype=X.dtype)
    Y[: X.shape[0], : X.shape[1]] = X
    return Y


# %% above and on the left verdict="wrong" fails=["test_values", "test_no_border", "test_dtype", "test_input_unchanged"]
def padded(X, p):
    Y = torch.zeros(X.shape[0] + p[0], X.shape[1] + p[1], dtype=X.dtype)
    Y[p[0] :, p[1] :] = X
    return Y


# %% repeats the rim verdict="wrong" fails=["test_values", "test_no_border"] says=["border_repeats_rim"]
def padded(X, p):
    rows = torch.arange(-p[0], X.shape[0] + p[0]).clamp(0, X.shape[0] - 1)
    columns = torch.arange(-p[1], X.shape[1] + p[1]).clamp(0, X.shape[1] - 1)
    return X[rows][:, columns]


# %% fills the corners verdict="wrong" fails=["test_values"]
def padded(X, p):
    (h, w), (a, b) = X.shape, p
    Y = torch.zeros(h + 2 * a, w + 2 * b, dtype=X.dtype)
    Y[a : a + h, b : b + w] = X
    Y[:a, :b] = X[0, 0]
    return Y


# %% p_h everywhere where there is a border all around verdict="wrong" fails=["test_values"]
def padded(X, p):
    (h, w), (a, b) = X.shape, p
    b = a if a and b else b
    Y = torch.zeros(h + 2 * a, w + 2 * b, dtype=X.dtype)
    Y[a : a + h, b : b + w] = X
    return Y


# %% a slice from the end verdict="wrong" fails=["test_no_border"]
def padded(X, p):
    (h, w), (a, b) = X.shape, p
    Y = torch.zeros(h + 2 * a, w + 2 * b, dtype=X.dtype)
    Y[a:-a, b:-b] = X
    return Y


# %% no border at all where one side has none verdict="wrong" fails=["test_no_border"]
def padded(X, p):
    if not all(p):
        return X.clone()
    return torch.nn.functional.pad(X, (p[1], p[1], p[0], p[0]))


# %% at least one pixel verdict="wrong" fails=["test_no_border"]
def padded(X, p):
    a, b = max(p[0], 1), max(p[1], 1)
    return torch.nn.functional.pad(X, (b, b, a, a))


# %% float32 whatever comes verdict="wrong" fails=["test_dtype"]
def padded(X, p):
    Y = torch.zeros(X.shape[0] + 2 * p[0], X.shape[1] + 2 * p[1])
    Y[p[0] : p[0] + X.shape[0], p[1] : p[1] + X.shape[1]] = X
    return Y


# %% float64 whatever comes verdict="wrong" fails=["test_dtype"]
def padded(X, p):
    return torch.nn.functional.pad(X, (p[1], p[1], p[0], p[0])).double()


# %% writes into X verdict="wrong" fails=["test_input_unchanged"]
def padded(X, p):
    Y = torch.nn.functional.pad(X, (p[1], p[1], p[0], p[0])).clone()
    X += 1
    return Y


# %% ones instead of zeros verdict="wrong" fails=["test_values", "test_no_border", "test_dtype", "test_input_unchanged"]
def padded(X, p):
    return torch.nn.functional.pad(X, (p[1], p[1], p[0], p[0]), value=1.0)


# %% half on each side verdict="wrong" fails=["test_values", "test_no_border", "test_dtype", "test_input_unchanged"]
def padded(X, p):
    return torch.nn.functional.pad(X, (p[1] // 2, p[1] - p[1] // 2, p[0] // 2, p[0] - p[0] // 2))


# %% the same border on all sides verdict="wrong" fails=["test_values", "test_no_border"]
def padded(X, p):
    return torch.nn.functional.pad(X, (p[0],) * 4)

# %% takes small numbers for zeros verdict="wrong" fails=["test_values"]
def padded(X, p):
    Y = torch.nn.functional.pad(X, (p[1], p[1], p[0], p[0]))
    Y[Y.abs() < 1e-3] = 0
    return Y

# %% axes of one are gone verdict="wrong" fails=["test_no_border"]
def padded(X, p):
    return torch.nn.functional.pad(X, (p[1], p[1], p[0], p[0])).squeeze()

# %% an image of one column is taken for a row verdict="wrong" fails=["test_values", "test_no_border"]
def padded(X, p):
    if X.shape[1] == 1:
        X = X.T
    return torch.nn.functional.pad(X, (p[1], p[1], p[0], p[0]))

# %% by way of float32 verdict="wrong" fails=["test_dtype"]
def padded(X, p):
    Y = torch.zeros(X.shape[0] + 2 * p[0], X.shape[1] + 2 * p[1])
    Y[p[0] : p[0] + X.shape[0], p[1] : p[1] + X.shape[1]] = X
    return Y.to(X.dtype)

# %% one canvas for all images of a size verdict="wrong" fails=["test_values"]
canvases = {}


def padded(X, p):
    size = X.shape[0] + 2 * p[0], X.shape[1] + 2 * p[1]
    Y = canvases.setdefault((size, X.dtype), torch.zeros(size, dtype=X.dtype))
    Y[p[0] : p[0] + X.shape[0], p[1] : p[1] + X.shape[1]] = X
    return Y

# %% blanks the image's first row verdict="wrong" fails=["test_input_unchanged"]
def padded(X, p):
    Y = torch.nn.functional.pad(X, (p[1], p[1], p[0], p[0])).clone()
    X[0] = 0
    return Y

# %% an axis is put before X itself verdict="wrong" fails=["test_input_unchanged"]
def padded(X, p):
    return torch.nn.functional.pad(X.unsqueeze_(0), (p[1], p[1], p[0], p[0]))[0]
