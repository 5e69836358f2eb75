# %% every output gives its share verdict="right"
def corr2d_backward(X, K, dY):
    (k_h, k_w), (height, width) = K.shape, dY.shape
    dX, dK = np.zeros_like(X), np.zeros_like(K)
    for i in range(height):
        for j in range(width):
            dX[i : i + k_h, j : j + k_w] += dY[i, j] * K
            dK += dY[i, j] * X[i : i + k_h, j : j + k_w]
    return dX, dK

# %% both with corr2d verdict="right"
def corr2d_backward(X, K, dY):
    (k_h, k_w), (height, width) = K.shape, dY.shape
    wide = np.pad(dY, ((k_h - 1, k_h - 1), (k_w - 1, k_w - 1)))
    return corr2d(wide, np.flip(K, (0, 1))), corr2d(X, dY)

# %% shifted, kernel element by kernel element verdict="right"
def corr2d_backward(X, K, dY):
    (k_h, k_w), (height, width) = K.shape, dY.shape
    dX, dK = np.zeros_like(X), []
    for a in range(k_h):
        for b in range(k_w):
            dX = dX + np.pad(K[a, b] * dY, ((a, k_h - 1 - a), (b, k_w - 1 - b)))
            dK.append((dY * X[a : a + height, b : b + width]).sum())
    return dX, np.stack(dK).reshape(K.shape)

# %% MXNet's own convolutions, which are allowed here verdict="right"
def corr2d_backward(X, K, dY):
    (k_h, k_w), (height, width) = K.shape, dY.shape
    options = {"num_filter": 1, "no_bias": True}
    image, kernel, arriving = X[None, None], K[None, None], dY[None, None]
    dX = npx.deconvolution(arriving, kernel, kernel=K.shape, **options)[0, 0]
    return dX, npx.convolution(image, arriving, kernel=dY.shape, **options)[0, 0]

# %% in NumPy, there and back verdict="right"
import numpy


def corr2d_backward(X, K, dY):
    image, kernel, arriving = X.asnumpy(), K.asnumpy(), dY.asnumpy()
    dX, dK = numpy.zeros_like(image), numpy.zeros_like(kernel)
    for a, b in numpy.ndindex(kernel.shape):
        window = slice(a, a + arriving.shape[0]), slice(b, b + arriving.shape[1])
        dX[window] += kernel[a, b] * arriving
        dK[a, b] = (arriving * image[window]).sum()
    return np.array(dX, dtype=X.dtype), np.array(dK, dtype=X.dtype)

# %% autograd and backward verdict="wrong" fails=["test_dtype", "test_image_gradient", "test_inputs_unchanged", "test_kernel_gradient"]
def corr2d_backward(X, K, dY):
    (k_h, k_w), (height, width) = K.shape, dY.shape
    X.attach_grad()
    K.attach_grad()
    with autograd.record():
        Y = corr2d(X, K)
    Y.backward(dY)
    return X.grad, K.grad

# %% autograd.grad verdict="wrong" fails=["test_dtype", "test_image_gradient", "test_inputs_unchanged", "test_kernel_gradient"]
def corr2d_backward(X, K, dY):
    (k_h, k_w), (height, width) = K.shape, dY.shape
    X.attach_grad()
    K.attach_grad()
    with autograd.record():
        Y = corr2d(X, K)
    return tuple(autograd.grad(Y, [X, K], head_grads=dY))

# %% autograd.backward verdict="wrong" fails=["test_dtype", "test_image_gradient", "test_inputs_unchanged", "test_kernel_gradient"]
def corr2d_backward(X, K, dY):
    (k_h, k_w), (height, width) = K.shape, dY.shape
    X.attach_grad()
    K.attach_grad()
    with autograd.record():
        Y = corr2d(X, K)
    autograd.backward([Y], [dY])
    return X.grad, K.grad

# %% the order is swapped verdict="wrong" fails=["test_dtype", "test_image_gradient", "test_inputs_unchanged", "test_kernel_gradient"] says=["gradients_swapped"]
def corr2d_backward(X, K, dY):
    (k_h, k_w), (height, width) = K.shape, dY.shape
    dX, dK = np.zeros_like(X), np.zeros_like(K)
    for i in range(height):
        for j in range(width):
            dX[i : i + k_h, j : j + k_w] += dY[i, j] * K
            dK += dY[i, j] * X[i : i + k_h, j : j + k_w]
    return dK, dX

# %% dY is not used verdict="wrong" fails=["test_dtype", "test_image_gradient", "test_inputs_unchanged", "test_kernel_gradient"] says=["upstream_ignored"]
def corr2d_backward(X, K, dY):
    (k_h, k_w), (height, width) = K.shape, dY.shape
    dX, dK = np.zeros_like(X), np.zeros_like(K)
    for i in range(height):
        for j in range(width):
            dX[i : i + k_h, j : j + k_w] += K
            dK += X[i : i + k_h, j : j + k_w]
    return dX, dK

# %% the kernel is not turned verdict="wrong" fails=["test_image_gradient"] says=["kernel_not_turned"]
def corr2d_backward(X, K, dY):
    (k_h, k_w), (height, width) = K.shape, dY.shape
    wide = np.pad(dY, ((k_h - 1, k_h - 1), (k_w - 1, k_w - 1)))
    return corr2d(wide, K), corr2d(X, dY)

# %% dX only where the window starts verdict="wrong" fails=["test_image_gradient"] says=["border_missing"]
def corr2d_backward(X, K, dY):
    (k_h, k_w), (height, width) = K.shape, dY.shape
    dX, dK = np.zeros_like(X), np.zeros_like(K)
    for i in range(height):
        for j in range(width):
            dX[i : i + k_h, j : j + k_w] += dY[i, j] * K
            dK += dY[i, j] * X[i : i + k_h, j : j + k_w]
    return dX[:height, :width], dK

# %% each pixel keeps only its last window verdict="wrong" fails=["test_image_gradient"]
def corr2d_backward(X, K, dY):
    (k_h, k_w), (height, width) = K.shape, dY.shape
    dX, dK = np.zeros_like(X), np.zeros_like(K)
    for i in range(height):
        for j in range(width):
            dX[i : i + k_h, j : j + k_w] = dY[i, j] * K
            dK += dY[i, j] * X[i : i + k_h, j : j + k_w]
    return dX, dK

# %% the kernel's gradient is turned verdict="wrong" fails=["test_kernel_gradient"] says=["kernel_gradient_turned"]
def corr2d_backward(X, K, dY):
    (k_h, k_w), (height, width) = K.shape, dY.shape
    dX, dK = np.zeros_like(X), np.zeros_like(K)
    for i in range(height):
        for j in range(width):
            dX[i : i + k_h, j : j + k_w] += dY[i, j] * K
            dK += dY[i, j] * X[i : i + k_h, j : j + k_w]
    return dX, np.flip(dK, (0, 1))

# %% the kernel's gradient is an average verdict="wrong" fails=["test_kernel_gradient"] says=["gradient_averaged"]
def corr2d_backward(X, K, dY):
    (k_h, k_w), (height, width) = K.shape, dY.shape
    dX, dK = np.zeros_like(X), np.zeros_like(K)
    for i in range(height):
        for j in range(width):
            dX[i : i + k_h, j : j + k_w] += dY[i, j] * K
            dK += dY[i, j] * X[i : i + k_h, j : j + k_w]
    return dX, dK / dY.size

# %% both are averages verdict="wrong" fails=["test_dtype", "test_image_gradient", "test_inputs_unchanged", "test_kernel_gradient"] says=["gradient_averaged"]
def corr2d_backward(X, K, dY):
    (k_h, k_w), (height, width) = K.shape, dY.shape
    dX, dK = np.zeros_like(X), np.zeros_like(K)
    for i in range(height):
        for j in range(width):
            dX[i : i + k_h, j : j + k_w] += dY[i, j] * K
            dK += dY[i, j] * X[i : i + k_h, j : j + k_w]
    return dX / dY.size, dK / dY.size

# %% results in float32 verdict="wrong" fails=["test_dtype"]
def corr2d_backward(X, K, dY):
    (k_h, k_w), (height, width) = K.shape, dY.shape
    dX, dK = np.zeros_like(X), np.zeros_like(K)
    for i in range(height):
        for j in range(width):
            dX[i : i + k_h, j : j + k_w] += dY[i, j] * K
            dK += dY[i, j] * X[i : i + k_h, j : j + k_w]
    return dX.astype("float32"), dK.astype("float32")

# %% computed in float32, returned in float64 verdict="wrong" fails=["test_dtype"]
def corr2d_backward(X, K, dY):
    (k_h, k_w), (height, width) = K.shape, dY.shape
    given, X, K, dY = X.dtype, X.astype("float32"), K.astype("float32"), dY.astype("float32")
    dX, dK = np.zeros_like(X), np.zeros_like(K)
    for i in range(height):
        for j in range(width):
            dX[i : i + k_h, j : j + k_w] += dY[i, j] * K
            dK += dY[i, j] * X[i : i + k_h, j : j + k_w]
    return dX.astype(given), dK.astype(given)

# %% collects in the image itself verdict="wrong" fails=["test_inputs_unchanged"] says=["writes_into_input"]
def corr2d_backward(X, K, dY):
    (k_h, k_w), (height, width) = K.shape, dY.shape
    dX, dK = np.zeros_like(X), np.zeros_like(K)
    for i in range(height):
        for j in range(width):
            dX[i : i + k_h, j : j + k_w] += dY[i, j] * K
            dK += dY[i, j] * X[i : i + k_h, j : j + k_w]
    X[:] = dX
    return X, dK

# %% zeros verdict="wrong" fails=["test_dtype", "test_image_gradient", "test_inputs_unchanged", "test_kernel_gradient"]
def corr2d_backward(X, K, dY):
    (k_h, k_w), (height, width) = K.shape, dY.shape
    dX, dK = np.zeros_like(X), np.zeros_like(K)
    return dX, dK

# %% lists verdict="wrong" fails=["test_dtype", "test_image_gradient", "test_inputs_unchanged", "test_kernel_gradient"]
def corr2d_backward(X, K, dY):
    (k_h, k_w), (height, width) = K.shape, dY.shape
    dX, dK = np.zeros_like(X), np.zeros_like(K)
    for i in range(height):
        for j in range(width):
            dX[i : i + k_h, j : j + k_w] += dY[i, j] * K
            dK += dY[i, j] * X[i : i + k_h, j : j + k_w]
    return dX.tolist(), dK.tolist()

# %% only the kernel's gradient verdict="wrong" fails=["test_dtype", "test_image_gradient", "test_inputs_unchanged", "test_kernel_gradient"]
def corr2d_backward(X, K, dY):
    (k_h, k_w), (height, width) = K.shape, dY.shape
    dX, dK = np.zeros_like(X), np.zeros_like(K)
    for i in range(height):
        for j in range(width):
            dX[i : i + k_h, j : j + k_w] += dY[i, j] * K
            dK += dY[i, j] * X[i : i + k_h, j : j + k_w]
    return dK
