# %% one bright corner verdict="right"
def unteachable_image(shape, kernel_shape):
    X = torch.zeros(shape)
    X[0, 0] = 1
    return X

# %% the other corner, as nested lists of integers verdict="right"
def unteachable_image(shape, kernel_shape):
    rows = [[7] * shape[1] for _ in range(shape[0])]
    rows[-1][-1] = -3
    return [[x - 7 for x in row] for row in rows]

# %% stripes along the kernel, numpy bool verdict="right"
import numpy as np

def unteachable_image(shape, kernel_shape):
    X = np.zeros(shape, dtype=bool)
    if kernel_shape[1] > 1:
        X[::2, :] = True
    else:
        X[:, ::2] = True
    return X

# %% a ramp along the longer side of the kernel, in single precision verdict="right"
def unteachable_image(shape, kernel_shape):
    rows, columns = torch.meshgrid(torch.linspace(1, 2, shape[0]), torch.linspace(1, 2, shape[1]), indexing="ij")
    return rows if kernel_shape[1] > 1 else columns

# %% random along one axis only verdict="right"
def unteachable_image(shape, kernel_shape):
    if kernel_shape[1] > kernel_shape[0]:
        return torch.randn(shape[0], 1).expand(shape)
    return torch.randn(1, shape[1]).expand(*shape)

# %% a geometric sequence along the kernel verdict="right"
class Grower:
    def __init__(self, factor):
        self.factor = factor

    def __call__(self, i):
        return self.factor ** i

def unteachable_image(shape, kernel_shape):
    grow = Grower(1.1)
    along = 1 if kernel_shape[1] > 1 else 0
    return [[grow((i, j)[along]) for j in range(shape[1])] for i in range(shape[0])]

# %% search among corner spots, noisy verdict="right"
import sys

def unteachable_image(shape, kernel_shape):
    h, w = kernel_shape
    for spot in range(shape[0] * shape[1]):
        X = torch.zeros(shape[0] * shape[1], dtype=torch.float64)
        X[spot] = 0.5
        X = X.reshape(shape)
        P = X.unfold(0, h, 1).unfold(1, w, 1).reshape(-1, h * w)
        if torch.linalg.matrix_rank(P) < h * w:
            print("found", spot)
            print("found", file=sys.stderr)
            return X

# %% horizontal stripes, always verdict="wrong" fails=["test_tall_kernels"] says=["kernel_shape_ignored"]
def unteachable_image(shape, kernel_shape):
    X = torch.zeros(shape)
    X[: shape[0] // 2] = 1
    return X

# %% vertical stripes, always verdict="wrong" fails=["test_wide_kernels"] says=["kernel_shape_ignored"]
def unteachable_image(shape, kernel_shape):
    X = torch.ones(shape)
    X[:, shape[1] // 3 : 2 * shape[1] // 3] = 0
    return X

# %% nothing for kernels with two directions verdict="wrong" fails=["test_larger_kernels", "test_not_constant"]
def unteachable_image(shape, kernel_shape):
    X = torch.zeros(shape)
    if kernel_shape[0] == 1:
        X[0] = 1
    elif kernel_shape[1] == 1:
        X[:, 0] = 1
    else:
        raise ValueError("not for this kernel")
    return X

# %% noise for kernels with two directions verdict="wrong" fails=["test_larger_kernels"]
def unteachable_image(shape, kernel_shape):
    if kernel_shape[0] == 1:
        return torch.arange(shape[0]).reshape(-1, 1).expand(shape)
    if kernel_shape[1] == 1:
        return torch.arange(shape[1]).expand(shape)
    return torch.randn(shape)

# %% constant verdict="wrong" fails=["test_not_constant"] says=["image_constant"]
def unteachable_image(shape, kernel_shape):
    return torch.ones(shape)

# %% black verdict="wrong" fails=["test_not_constant"] says=["image_constant"]
def unteachable_image(shape, kernel_shape):
    return torch.zeros(shape)

# %% constant but for noise that nobody sees verdict="wrong" fails=["test_not_constant"] says=["image_constant"]
def unteachable_image(shape, kernel_shape):
    return torch.ones(shape, dtype=torch.float64) + 1e-9 * torch.randn(shape, dtype=torch.float64)

# %% noise verdict="wrong" fails=["test_wide_kernels", "test_tall_kernels", "test_larger_kernels"]
def unteachable_image(shape, kernel_shape):
    torch.manual_seed(0)
    return torch.randn(shape)

# %% a checkerboard verdict="wrong" fails=["test_wide_kernels", "test_tall_kernels"]
def unteachable_image(shape, kernel_shape):
    return [[(i + j) % 2 for j in range(shape[1])] for i in range(shape[0])]

# %% stripes along the wrong axis verdict="wrong" fails=["test_wide_kernels", "test_tall_kernels"] says=["direction_swapped"]
def unteachable_image(shape, kernel_shape):
    X = torch.zeros(shape)
    if kernel_shape[1] == 1:
        X[::2, :] = 1
        X[0] = 0.5
    else:
        X[:, ::2] = 1
        X[:, 0] = 0.5
    return X

# %% height and width of the image swapped verdict="wrong" fails=["test_wide_kernels", "test_tall_kernels", "test_larger_kernels"]
def unteachable_image(shape, kernel_shape):
    X = torch.zeros(shape[1], shape[0])
    X[0, 0] = 1
    return X

# %% always the size of the picture in the notebook verdict="wrong" fails=["test_wide_kernels", "test_tall_kernels", "test_larger_kernels"]
def unteachable_image(shape, kernel_shape):
    X = torch.zeros(5, 6)
    X[0, 0] = 1
    return X

# %% values that are not numbers verdict="wrong" fails=["test_wide_kernels", "test_tall_kernels", "test_larger_kernels", "test_not_constant"]
def unteachable_image(shape, kernel_shape):
    return torch.full(shape, float("nan"))

# %% noise near the largest number verdict="wrong" fails=["test_wide_kernels", "test_tall_kernels", "test_larger_kernels", "test_not_constant"]
def unteachable_image(shape, kernel_shape):
    return torch.rand(shape, dtype=torch.float64) * 1.7e308

# %% noise near the smallest number verdict="wrong" fails=["test_wide_kernels", "test_tall_kernels", "test_larger_kernels"]
def unteachable_image(shape, kernel_shape):
    return torch.rand(shape, dtype=torch.float64) * 1e-318

# %% noise beside one very bright pixel verdict="wrong" fails=["test_wide_kernels", "test_tall_kernels", "test_larger_kernels"]
def unteachable_image(shape, kernel_shape):
    X = torch.randn(shape, dtype=torch.float64)
    X[0, 0] = 1e6
    return X

# %% noise in images of more than ten rows verdict="wrong" fails=["test_larger_kernels"]
def unteachable_image(shape, kernel_shape):
    if shape[0] > 10:
        return torch.rand(shape)
    X = torch.zeros(shape)
    X[0, 0] = 1
    return X

# %% an image without pixels verdict="wrong" fails=["test_wide_kernels", "test_tall_kernels", "test_larger_kernels", "test_not_constant"]
def unteachable_image(shape, kernel_shape):
    return torch.zeros(0, 0)

# %% a million rows of nothing verdict="wrong" fails=["test_wide_kernels", "test_tall_kernels", "test_larger_kernels", "test_not_constant"]
def unteachable_image(shape, kernel_shape):
    return [torch.empty(1_000_000, 0)] * 3

# %% remembers the image for each kernel verdict="wrong" fails=["test_wide_kernels", "test_tall_kernels"]
images = {}

def unteachable_image(shape, kernel_shape):
    if kernel_shape not in images:
        images[kernel_shape] = torch.zeros(shape)
        images[kernel_shape][0, 0] = 1
    return images[kernel_shape]

# %% nothing in the first two rows verdict="wrong" fails=["test_not_constant"] says=["image_constant"]
def unteachable_image(shape, kernel_shape):
    X = torch.zeros(shape)
    if kernel_shape[0] == 1:
        X[2:, :] = 1
    else:
        X[:, 2:] = 1
    return X


# %% a band that fills a narrow image verdict="wrong" fails=["test_not_constant"] says=["image_constant"]
def unteachable_image(shape, kernel_shape):
    image = torch.ones(shape)
    if kernel_shape[0] == 1:
        image[: shape[0] // 2] = 0
    else:
        image[:, 2:6] = 0
    return image
