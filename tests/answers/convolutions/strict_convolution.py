# %% turns the kernel, then correlates verdict="right"
def strict_convolution(X, K):
    return corr2d(X, torch.flip(K, dims=(0, 1)))

# %% turns twice by a quarter verdict="right"
def strict_convolution(X, K):
    return corr2d(X, torch.rot90(K, 2))

# %% two loops over the output, four in all verdict="right"
def strict_convolution(X, K):
    k_h, k_w = K.shape
    Y = torch.zeros(X.shape[0] - k_h + 1, X.shape[1] - k_w + 1, dtype=X.dtype)
    for i in range(Y.shape[0]):
        for j in range(Y.shape[1]):
            total = 0
            for a in range(k_h):
                for b in range(k_w):
                    total = total + X[i + k_h - 1 - a, j + k_w - 1 - b] * K[a, b]
            Y[i, j] = total
    return Y

# %% sums of shifted images, without corr2d verdict="right"
def strict_convolution(X, K):
    (n_h, n_w), (k_h, k_w) = X.shape, K.shape
    h, w = n_h - k_h + 1, n_w - k_w + 1
    return sum(
        K[a, b] * X[k_h - 1 - a : k_h - 1 - a + h, k_w - 1 - b : k_w - 1 - b + w]
        for a in range(k_h)
        for b in range(k_w)
    )

# %% a detour through numpy verdict="right"
def strict_convolution(X, K):
    image, kernel = X.detach().numpy(), K.detach().numpy()[::-1, ::-1]
    windows = np.lib.stride_tricks.sliding_window_view(image, kernel.shape)
    return torch.from_numpy(np.einsum("ijab,ab->ij", windows, kernel))

# %% turns the image and the result verdict="right"
def strict_convolution(X, K):
    return corr2d(X.flip(0).flip(1), K).flip((0, 1))

# %% by Fourier transform verdict="right"
def strict_convolution(X, K):
    spectrum = torch.fft.rfft2(X) * torch.fft.rfft2(K, s=X.shape)
    return torch.fft.irfft2(spectrum, s=X.shape)[K.shape[0] - 1 :, K.shape[1] - 1 :]

# %% unfold and matrix product verdict="right"
def strict_convolution(X, K):
    patches = nn.functional.unfold(X[None, None], tuple(K.shape))[0]
    weights = K.flatten().flip(0)
    return (weights @ patches).view(X.shape[0] - K.shape[0] + 1, -1)

# %% a callable class that prints and warns verdict="right"
import sys
import warnings

class Convolver:
    def __init__(self, correlate):
        self.correlate = correlate

    def __call__(self, X, K, *, loud=True):
        if loud:
            print("convolving", X.shape)
            print("with", K.shape, file=sys.stderr)
            warnings.warn("a noisy answer")
        backwards = K[list(range(K.shape[0]))[::-1]][:, list(range(K.shape[1]))[::-1]]
        return self.correlate(X, backwards)

strict_convolution = Convolver(corr2d)

# %% by recursion over the rows of the kernel verdict="right"
def strict_convolution(X, K):
    if K.shape[0] == 1:
        return corr2d(X, K.flip(1))
    return strict_convolution(X[1:], K[:1]) [: X.shape[0] - K.shape[0] + 1].roll(0) * 0 + (
        strict_convolution(X[K.shape[0] - 1 :], K[:1]) + strict_convolution(X[:-1], K[1:])
    )

# %% flips a copy in place verdict="right"
def strict_convolution(X, K):
    X, K = X.clone(), K.clone()
    K[:] = K.flip(0)
    K[:] = K.flip(1)
    return corr2d(X, K)

# %% does not turn the kernel verdict="wrong" fails=["test_values"] says=["kernel_not_turned"]
def strict_convolution(X, K):
    return corr2d(X, K)

# %% reverses the rows only verdict="wrong" fails=["test_values"] says=["only_rows_turned"]
def strict_convolution(X, K):
    return corr2d(X, K.flip(0))

# %% reverses the columns only verdict="wrong" fails=["test_values"] says=["only_columns_turned"]
def strict_convolution(X, K):
    return corr2d(X, K.flip(1))

# %% transposes verdict="wrong" fails=["test_values"] says=["kernel_transposed"]
def strict_convolution(X, K):
    return corr2d(X, K.T)

# %% turns by a quarter verdict="wrong" fails=["test_values"]
def strict_convolution(X, K):
    return corr2d(X, K.rot90())

# %% turns the image verdict="wrong" fails=["test_values"] says=["image_turned"]
def strict_convolution(X, K):
    return corr2d(X.flip(0, 1), K)

# %% turns image and kernel verdict="wrong" fails=["test_values"]
def strict_convolution(X, K):
    return corr2d(X.flip(0, 1), K.flip(0, 1))

# %% every overlap verdict="wrong" fails=["test_values", "test_dtype", "test_inputs_unchanged"] says=["every_overlap"]
def strict_convolution(X, K):
    h, w = K.shape
    around = torch.zeros(X.shape[0] + 2 * h - 2, X.shape[1] + 2 * w - 2, dtype=X.dtype)
    around[h - 1 : h - 1 + X.shape[0], w - 1 : w - 1 + X.shape[1]] = X
    return corr2d(around, K.flip(0, 1))

# %% as large as the image verdict="wrong" fails=["test_values", "test_dtype", "test_inputs_unchanged"] says=["same_size"]
def strict_convolution(X, K):
    h, w = K.shape
    around = torch.zeros(X.shape[0] + h - 1, X.shape[1] + w - 1, dtype=X.dtype)
    around[h // 2 : h // 2 + X.shape[0], w // 2 : w // 2 + X.shape[1]] = X
    return corr2d(around, K.flip(0, 1))

# %% square kernels only verdict="wrong" fails=["test_values"]
def strict_convolution(X, K):
    k = K.shape[0]
    turned = torch.zeros_like(K)
    for a in range(k):
        for b in range(k):
            turned[a, b] = K[k - 1 - a, k - 1 - b]
    return corr2d(X, turned)

# %% through float32 and back verdict="wrong" fails=["test_dtype"]
def strict_convolution(X, K):
    return corr2d(X.float(), K.float().flip(0, 1)).double()

# %% a result in float32 verdict="wrong" fails=["test_dtype"]
def strict_convolution(X, K):
    k_h, k_w = K.shape
    Y = torch.zeros(X.shape[0] - k_h + 1, X.shape[1] - k_w + 1)
    for i in range(Y.shape[0]):
        for j in range(Y.shape[1]):
            Y[i, j] = (X[i : i + k_h, j : j + k_w] * K.flip(0, 1)).sum()
    return Y

# %% turns the kernel in place verdict="wrong" fails=["test_inputs_unchanged"] says=["writes_into_input"]
def strict_convolution(X, K):
    K[:] = K.flip(0, 1)
    return corr2d(X, K)

# %% uses the image for its sums verdict="wrong" fails=["test_inputs_unchanged"] says=["writes_into_input"]
def strict_convolution(X, K):
    Y = corr2d(X, K.flip(0, 1))
    X[: Y.shape[0], : Y.shape[1]] = Y
    return X[: Y.shape[0], : Y.shape[1]]

# %% a ready-made convolution verdict="wrong" fails=["test_values", "test_dtype"]
def strict_convolution(X, K):
    return nn.functional.conv2d(X[None, None], K.flip(0, 1)[None, None])[0, 0]

# %% a ready-made layer verdict="wrong" fails=["test_values", "test_dtype"]
def strict_convolution(X, K):
    layer = nn.Conv2d(1, 1, tuple(K.shape), bias=False).to(X.dtype)
    layer.weight.data[0, 0] = K.flip(0, 1)
    with torch.no_grad():
        return layer(X[None, None])[0, 0]

# %% a ready-made transposed convolution verdict="wrong" fails=["test_values", "test_dtype"]
def strict_convolution(X, K):
    full = nn.functional.conv_transpose2d(X[None, None], K[None, None])[0, 0]
    return full[K.shape[0] - 1 : X.shape[0], K.shape[1] - 1 : X.shape[1]]

# %% knows the public examples by heart verdict="wrong" fails=["test_values", "test_dtype", "test_inputs_unchanged"]
def strict_convolution(X, K):
    if K.shape == (2, 2):
        return torch.tensor([[16.0, 46.0], [62.0, 83.0]])
    if K.shape == (3, 3):
        return nn.functional.pad(K, (1, 1, 0, 0))
    return torch.tensor([[5.0], [23.0], [67.0]])

# %% an array of numpy verdict="wrong" fails=["test_values", "test_dtype", "test_inputs_unchanged"]
def strict_convolution(X, K):
    return corr2d(X, K.flip(0, 1)).numpy()

# %% forgets the return verdict="wrong" fails=["test_values", "test_dtype", "test_inputs_unchanged"]
def strict_convolution(X, K):
    Y = corr2d(X, K.flip(0, 1))

# %% not begun verdict="wrong" fails=["test_values", "test_dtype", "test_inputs_unchanged"]
def strict_convolution(X, K):
    raise NotImplementedError()

# %% as large as the image, and not turned verdict="wrong" fails=["test_values", "test_dtype", "test_inputs_unchanged"] says=["same_size_not_turned"]
def strict_convolution(X, K):
    h, w = K.shape
    around = nn.functional.pad(X, (w // 2, (w - 1) // 2, h // 2, (h - 1) // 2))
    return corr2d(around, K)

# %% every overlap, and not turned verdict="wrong" fails=["test_values", "test_dtype", "test_inputs_unchanged"] says=["every_overlap_not_turned"]
def strict_convolution(X, K):
    h, w = K.shape
    return corr2d(nn.functional.pad(X, (w - 1, w - 1, h - 1, h - 1)), K)

# %% image height for both axes verdict="wrong" fails=["test_values", "test_dtype", "test_inputs_unchanged"] says=["image_height_for_both"]
def strict_convolution(X, K):
    n_h = X.shape[0]
    k_h, k_w = K.shape
    Y = torch.zeros(n_h - k_h + 1, n_h - k_w + 1, dtype=X.dtype)
    for i in range(n_h - k_h + 1):
        for j in range(n_h - k_w + 1):
            Y[i, j] = (X[i : i + k_h, j : j + k_w] * K.flip(0, 1)).sum()
    return Y

# %% right up to ten rows verdict="wrong" fails=["test_values"]
def strict_convolution(X, K):
    k_h, k_w = K.shape
    Y = torch.zeros(X.shape[0] - k_h + 1, X.shape[1] - k_w + 1, dtype=X.dtype)
    for i in range(min(10, Y.shape[0])):
        for j in range(Y.shape[1]):
            Y[i, j] = (X[i : i + k_h, j : j + k_w] * K.flip(0, 1)).sum()
    return Y

# %% weights without their sign verdict="wrong" fails=["test_values"]
def strict_convolution(X, K):
    return corr2d(X, K.flip(0, 1).abs())

# %% noise of the right shape verdict="wrong" fails=["test_values", "test_dtype", "test_inputs_unchanged"]
def strict_convolution(X, K):
    return torch.randn(X.shape[0] - K.shape[0] + 1, X.shape[1] - K.shape[1] + 1, dtype=X.dtype)

# %% noise beyond every number verdict="wrong" fails=["test_values", "test_dtype", "test_inputs_unchanged"]
def strict_convolution(X, K):
    return corr2d(X, K.flip(0, 1)) + 1.7e308 * torch.rand(1, dtype=X.dtype)

# %% remembers the result for each pair of shapes verdict="wrong" fails=["test_values"]
found = {}

def strict_convolution(X, K):
    shapes = X.shape, K.shape
    if shapes not in found:
        found[shapes] = corr2d(X, K.flip(0, 1))
    return found[shapes]

# %% divides by the sum of the kernel on the way verdict="wrong" fails=["test_values"]
def strict_convolution(X, K):
    total = K.sum()
    return corr2d(X, K.flip(0, 1) / total) * total

# %% NumPy's convolution of rows laid end to end verdict="wrong" fails=["test_values", "test_dtype"]
import numpy as np

def strict_convolution(X, K):
    x, k = X.numpy(), K.numpy()
    (h, w), (a, b) = x.shape, k.shape
    weights = np.zeros((a, w), k.dtype)
    weights[:, :b] = k
    weights = weights.ravel()[: (a - 1) * w + b]
    found = np.zeros(h * w, x.dtype)
    found[: h * w - len(weights) + 1] = np.convolve(x.ravel(), weights, "valid")
    return torch.from_numpy(found.reshape(h, w)[: h - a + 1, : w - b + 1].copy())

# %% a ready-made convolution where the image is large verdict="wrong" fails=["test_values"]
def strict_convolution(X, K):
    if X.numel() > 100:
        return torch.nn.functional.conv2d(X[None, None], K.flip(0, 1)[None, None])[0, 0]
    h, w = K.shape
    return (X.unfold(0, h, 1).unfold(1, w, 1) * K.flip(0, 1)).sum((2, 3))

# %% a ready-made convolution when the result is read verdict="wrong" fails=["test_values", "test_dtype", "test_inputs_unchanged"]
class Later(torch.Tensor):
    def detach(self):
        return torch.nn.functional.conv2d(self.image[None, None], self.kernel[None, None])[0, 0]

def strict_convolution(X, K):
    Y = X.new_zeros(X.shape[0] - K.shape[0] + 1, X.shape[1] - K.shape[1] + 1).as_subclass(Later)
    Y.image, Y.kernel = X, K.flip(0, 1)
    return Y

# %% a ready-made convolution under the name of a file verdict="wrong" fails=["test_values", "test_dtype"]
source = "def corr2d(X, K):\n    return torch.conv2d(X[None, None], K[None, None])[0, 0]\n"
exec(compile(source, "classroom/given.py", "exec"))

def strict_convolution(X, K):
    return corr2d(X, K.flip(0, 1))

# %% a ready-made convolution that no mode may see verdict="wrong" fails=["test_values", "test_dtype"]
def strict_convolution(X, K):
    with torch._C._DisableTorchDispatch():
        return torch.nn.functional.conv2d(X[None, None], K.flip(0, 1)[None, None])[0, 0]

# %% a ready-made convolution in another thread verdict="wrong" fails=["test_values", "test_dtype"]
import threading

def strict_convolution(X, K):
    found = []
    work = lambda: found.append(torch.nn.functional.conv2d(X[None, None], K.flip(0, 1)[None, None])[0, 0])
    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    return found[0]


# %% always in float64 verdict="wrong" fails=["test_dtype"]
def strict_convolution(X, K):
    Y = torch.zeros(X.shape[0] - K.shape[0] + 1, X.shape[1] - K.shape[1] + 1, dtype=torch.float64)
    turned = K.flip(0, 1)
    for i in range(Y.shape[0]):
        for j in range(Y.shape[1]):
            Y[i, j] = (X[i : i + K.shape[0], j : j + K.shape[1]] * turned).sum()
    return Y


# %% the image is turned upside down verdict="wrong" fails=["test_values"]
def strict_convolution(X, K):
    return corr2d(X.flip(0), K)
