# %% every output gives its share verdict="right"
def corr2d_backward(X, K, dY):
    dX, dK = np.zeros(X.shape, X.dtype), np.zeros(K.shape, K.dtype)
    h, w = K.shape
    for i, j in np.ndindex(*dY.shape):
        dX[i : i + h, j : j + w] += K * dY[i, j]
        dK += X[i : i + h, j : j + w] * dY[i, j]
    return dX, dK

# %% both with corr2d verdict="right"
def corr2d_backward(X, K, dY):
    h, w = K.shape
    border = np.pad(dY, ((h - 1, h - 1), (w - 1, w - 1)))
    return corr2d(border, K[::-1, ::-1]), corr2d(X, dY)

# %% windows and einsum verdict="right"
from numpy.lib.stride_tricks import sliding_window_view


def corr2d_backward(X, K, dY):
    dK = np.einsum("ijab,ij->ab", sliding_window_view(X, K.shape), dY)
    dX = np.zeros_like(X)
    windows = sliding_window_view(dX, K.shape, writeable=True)
    for a, b in np.ndindex(K.shape):
        windows[:, :, a, b] += K[a, b] * dY
    return dX, dK

# %% strides and tensordot, in a list verdict="right"
def corr2d_backward(X, K, dY):
    windows = np.lib.stride_tricks.as_strided(X, K.shape + dY.shape, X.strides * 2)
    h, w = K.shape
    border = np.zeros_like(X, shape=(dY.shape[0] + 2 * h - 2, dY.shape[1] + 2 * w - 2))
    border[h - 1 : h - 1 + dY.shape[0], w - 1 : w - 1 + dY.shape[1]] = dY
    turned = np.lib.stride_tricks.as_strided(border, X.shape + K.shape, border.strides * 2)
    return [np.tensordot(turned, np.rot90(K, 2), 2), np.tensordot(windows, dY, 2)]

# %% np.add.at with fancy indices verdict="right"
def corr2d_backward(X, K, dY):
    i, j = np.indices(dY.shape)
    a, b = np.indices(K.shape)
    rows, columns = i[..., None, None] + a, j[..., None, None] + b
    dX = np.zeros_like(X)
    np.add.at(dX, (rows, columns), dY[..., None, None] * K)
    return dX, (X[rows, columns] * dY[..., None, None]).sum(axis=(0, 1))

# %% unit images and unit kernels, noisy verdict="right"
def corr2d_backward(X, K, dY):
    print("backward")

    def gradient(function, like):
        found = np.zeros_like(like)
        for place in np.ndindex(like.shape):
            unit = np.zeros_like(like)
            unit[place] = 1
            found[place] = (function(unit) * dY).sum()
        return found

    return gradient(lambda E: corr2d(E, K), X), gradient(lambda E: corr2d(X, E), K)

# %% the matrix of the kernel verdict="right"
class Backward:
    def matrix(self, K, shape):
        rows = []
        for i in range(shape[0] - K.shape[0] + 1):
            for j in range(shape[1] - K.shape[1] + 1):
                row = np.zeros(shape, K.dtype)
                row[i : i + K.shape[0], j : j + K.shape[1]] = K
                rows.append(row.ravel())
        return np.array(rows)

    def __call__(self, X, K, dY):
        dX = self.matrix(K, X.shape).T @ dY.ravel()
        dK = self.matrix(dY, X.shape) @ X.ravel()
        return dX.reshape(X.shape), dK.reshape(K.shape)


corr2d_backward = Backward()

# %% NumPy's own convolutions, which are allowed here verdict="right"
def corr2d_backward(X, K, dY):
    dX, dK = np.zeros_like(X), np.zeros_like(K)
    for i, a in np.ndindex(dY.shape[0], K.shape[0]):
        dX[i + a] += np.convolve(dY[i], K[a])
        dK[a] += np.correlate(X[i + a], dY[i])
    return dX, dK

# %% the order is swapped verdict="wrong" fails=["test_dtype", "test_image_gradient", "test_inputs_unchanged", "test_kernel_gradient"] says=["gradients_swapped"]
def corr2d_backward(X, K, dY):
    dX, dK = np.zeros_like(X), np.zeros_like(K)
    h, w = K.shape
    for i, j in np.ndindex(dY.shape):
        dX[i : i + h, j : j + w] += K * dY[i, j]
        dK += X[i : i + h, j : j + w] * dY[i, j]
    return dK, dX

# %% dY is not used verdict="wrong" fails=["test_dtype", "test_image_gradient", "test_inputs_unchanged", "test_kernel_gradient"] says=["upstream_ignored"]
def corr2d_backward(X, K, dY):
    dX, dK = np.zeros_like(X), np.zeros_like(K)
    h, w = K.shape
    for i, j in np.ndindex(dY.shape):
        dX[i : i + h, j : j + w] += K
        dK += X[i : i + h, j : j + w]
    return dX, dK

# %% the kernel is not turned verdict="wrong" fails=["test_image_gradient"] says=["kernel_not_turned"]
def corr2d_backward(X, K, dY):
    h, w = K.shape
    border = np.pad(dY, ((h - 1, h - 1), (w - 1, w - 1)))
    return corr2d(border, K), corr2d(X, dY)

# %% dX only where the window starts verdict="wrong" fails=["test_image_gradient"] says=["border_missing"]
def corr2d_backward(X, K, dY):
    return K.sum() * dY, corr2d(X, dY)

# %% each pixel keeps only its last window verdict="wrong" fails=["test_image_gradient"]
def corr2d_backward(X, K, dY):
    dX = np.zeros_like(X)
    h, w = K.shape
    for i, j in np.ndindex(dY.shape):
        dX[i : i + h, j : j + w] = K * dY[i, j]
    return dX, corr2d(X, dY)

# %% windows that overlap are added once verdict="wrong" fails=["test_image_gradient"]
def corr2d_backward(X, K, dY):
    i, j = np.indices(dY.shape)
    a, b = np.indices(K.shape)
    rows, columns = i[..., None, None] + a, j[..., None, None] + b
    dX = np.zeros_like(X)
    dX[rows, columns] += dY[..., None, None] * K
    return dX, corr2d(X, dY)

# %% the kernel's gradient is turned verdict="wrong" fails=["test_kernel_gradient"] says=["kernel_gradient_turned"]
def corr2d_backward(X, K, dY):
    dX = np.zeros_like(X)
    h, w = K.shape
    for i, j in np.ndindex(dY.shape):
        dX[i : i + h, j : j + w] += K * dY[i, j]
    return dX, np.flip(corr2d(X, dY))

# %% the kernel's gradient is an average verdict="wrong" fails=["test_kernel_gradient"] says=["gradient_averaged"]
def corr2d_backward(X, K, dY):
    dX = np.zeros_like(X)
    h, w = K.shape
    for i, j in np.ndindex(dY.shape):
        dX[i : i + h, j : j + w] += K * dY[i, j]
    return dX, corr2d(X, dY) / dY.size

# %% both are averages verdict="wrong" fails=["test_dtype", "test_image_gradient", "test_inputs_unchanged", "test_kernel_gradient"] says=["gradient_averaged"]
def corr2d_backward(X, K, dY):
    dX, dK = np.zeros_like(X), np.zeros_like(K)
    h, w = K.shape
    for i, j in np.ndindex(dY.shape):
        dX[i : i + h, j : j + w] += K * dY[i, j]
        dK += X[i : i + h, j : j + w] * dY[i, j]
    return dX / dY.size, dK / dY.size

# %% the kernel's gradient is not summed verdict="wrong" fails=["test_kernel_gradient"]
def corr2d_backward(X, K, dY):
    dX, dK = np.zeros_like(X), np.zeros_like(K)
    h, w = K.shape
    for i, j in np.ndindex(dY.shape):
        dX[i : i + h, j : j + w] += K * dY[i, j]
        dK = X[i : i + h, j : j + w] * dY[i, j]
    return dX, dK

# %% only square kernels verdict="wrong" fails=["test_dtype", "test_image_gradient", "test_inputs_unchanged", "test_kernel_gradient"]
def corr2d_backward(X, K, dY):
    dX, dK = np.zeros_like(X), np.zeros_like(K)
    k = K.shape[0]
    for i in range(X.shape[0] - k + 1):
        for j in range(X.shape[1] - k + 1):
            dX[i : i + k, j : j + k] += K * dY[i, j]
            dK += X[i : i + k, j : j + k] * dY[i, j]
    return dX, dK

# %% results in float32 verdict="wrong" fails=["test_dtype"]
def corr2d_backward(X, K, dY):
    dX, dK = np.zeros(X.shape, np.float32), np.zeros(K.shape, np.float32)
    h, w = K.shape
    for i, j in np.ndindex(dY.shape):
        dX[i : i + h, j : j + w] += K * dY[i, j]
        dK += X[i : i + h, j : j + w] * dY[i, j]
    return dX, dK

# %% computed in float32, returned in float64 verdict="wrong" fails=["test_dtype"]
def corr2d_backward(X, K, dY):
    x, k, d = X.astype("f4"), K.astype("f4"), dY.astype("f4")
    border = np.pad(d, ((k.shape[0] - 1,) * 2, (k.shape[1] - 1,) * 2))
    return corr2d(border, k[::-1, ::-1]).astype(X.dtype), corr2d(x, d).astype(K.dtype)

# %% collects in the image itself verdict="wrong" fails=["test_inputs_unchanged"] says=["writes_into_input"]
def corr2d_backward(X, K, dY):
    dK = corr2d(X, dY)
    dX = X
    dX[:] = 0
    h, w = K.shape
    for i, j in np.ndindex(dY.shape):
        dX[i : i + h, j : j + w] += K * dY[i, j]
    return dX, dK

# %% right on the public example only verdict="wrong" fails=["test_dtype", "test_image_gradient", "test_inputs_unchanged", "test_kernel_gradient"]
def corr2d_backward(X, K, dY):
    dX = np.array([[1.0, 1, -2, 0], [0, 2, 7, -3], [0, 0, 0, 6]], dtype=X.dtype)
    return dX, np.array([[4.0, -1, 2], [8, 3, 0]], dtype=X.dtype)

# %% zeros verdict="wrong" fails=["test_dtype", "test_image_gradient", "test_inputs_unchanged", "test_kernel_gradient"]
def corr2d_backward(X, K, dY):
    return np.zeros_like(X), np.zeros_like(K)

# %% lists verdict="wrong" fails=["test_dtype", "test_image_gradient", "test_inputs_unchanged", "test_kernel_gradient"]
def corr2d_backward(X, K, dY):
    h, w = K.shape
    border = np.pad(dY, ((h - 1, h - 1), (w - 1, w - 1)))
    return corr2d(border, K[::-1, ::-1]).tolist(), corr2d(X, dY).tolist()

# %% only the kernel's gradient verdict="wrong" fails=["test_dtype", "test_image_gradient", "test_inputs_unchanged", "test_kernel_gradient"]
def corr2d_backward(X, K, dY):
    return corr2d(X, dY)

# %% by another library's autograd verdict="wrong" fails=["test_dtype", "test_image_gradient", "test_inputs_unchanged", "test_kernel_gradient"]
import torch


def corr2d_backward(X, K, dY):
    X, K = (torch.tensor(value, requires_grad=True) for value in (X, K))
    Y = torch.nn.functional.conv2d(X[None, None], K[None, None])[0, 0]
    return tuple(g.numpy() for g in torch.autograd.grad(Y, (X, K), torch.tensor(dY)))

# %% in a thread verdict="wrong" fails=["test_dtype", "test_image_gradient", "test_inputs_unchanged", "test_kernel_gradient"]
from concurrent.futures import ThreadPoolExecutor


def corr2d_backward(X, K, dY):
    h, w = K.shape
    border = np.pad(dY, ((h - 1, h - 1), (w - 1, w - 1)))
    with ThreadPoolExecutor(1) as pool:
        dX = pool.submit(corr2d, border, K[::-1, ::-1])
        dK = pool.submit(corr2d, X, dY)
    return dX.result(), dK.result()
