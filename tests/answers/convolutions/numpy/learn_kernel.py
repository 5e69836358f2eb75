# %% the gradient by hand, correlating with the error verdict="right"
def learn_kernel(X, Y, K0, lr, steps):
    K = K0.copy()
    losses = []
    for _ in range(steps):
        error = corr2d(X, K) - Y
        losses.append((error**2).sum())
        K -= lr * corr2d(X, 2 * error)
    return K, losses

# %% the patch matrix verdict="right"
def learn_kernel(X, Y, K0, lr, steps):
    P = np.lib.stride_tricks.sliding_window_view(X, K0.shape).reshape(-1, K0.size)
    k, losses = K0.ravel().copy(), np.empty(steps)
    for step in range(steps):
        r = P @ k - Y.ravel()
        losses[step] = r @ r
        k = k - 2 * lr * P.T @ r
    return k.reshape(K0.shape), losses

# %% one element of the gradient after the other verdict="right"
def learn_kernel(X, Y, K0, lr, steps):
    K, losses = np.array(K0), []
    (h, w), (n, m) = K0.shape, Y.shape
    for _ in range(steps):
        error = sum(K[a, b] * X[a : a + n, b : b + m] for a in range(h) for b in range(w)) - Y
        losses += [float(np.square(error).sum())]
        gradient = [[2 * np.sum(error * X[a : a + n, b : b + m]) for b in range(w)] for a in range(h)]
        K = K - lr * np.array(gradient)
    return [K, losses]

# %% einsum over the windows verdict="right"
from numpy.lib.stride_tricks import sliding_window_view

def learn_kernel(X, Y, K0, lr, steps):
    windows, K, losses = sliding_window_view(X, K0.shape), K0, ()
    for _ in range(steps):
        error = np.einsum("ijab,ab->ij", windows, K) - Y
        losses += (np.linalg.norm(error) ** 2,)
        K = K - 2 * lr * np.einsum("ijab,ij->ab", windows, error)
    return K.copy(), losses

# %% recursion verdict="right"
def learn_kernel(X, Y, K0, lr, steps):
    if steps == 0:
        return K0.copy(), []
    E = corr2d(X, K0) - Y
    K, later = learn_kernel(X, Y, K0 - 2 * lr * corr2d(X, E), lr, steps - 1)
    return K, [np.sum(E * E).item()] + later

# %% finite differences, exact for a quadratic verdict="right"
def learn_kernel(X, Y, K0, lr, steps):
    def loss(K):
        return float(((corr2d(X, K) - Y) ** 2).sum())
    K, losses = K0.copy(), []
    for _ in range(steps):
        losses.append(loss(K))
        gradient = np.zeros_like(K)
        for place in np.ndindex(*K.shape):
            nudge = np.zeros_like(K)
            nudge[place] = 0.5
            gradient[place] = loss(K + nudge) - loss(K - nudge)
        K = K - lr * gradient
    return K, losses

# %% the student's own layer, its bias left out of the update verdict="right"
def learn_kernel(X, Y, K0, lr, steps):
    layer = Conv2D(K0.shape)
    layer.weight = K0.copy()
    losses = []
    for _ in range(steps):
        error = layer(X) - Y
        losses.append(float((error**2).sum()))
        layer.weight = layer.weight - lr * corr2d(X, 2 * error)
    return layer.weight, losses

# %% noisy on both streams, and warns verdict="right"
import sys
import warnings

def learn_kernel(X, Y, K0, lr, steps):
    K, losses = K0.copy(), []
    for i in range(steps):
        error = corr2d(X, K) - Y
        losses.append((error**2).sum())
        K -= lr * 2 * corr2d(X, error)
        print(f"epoch {i + 1}, loss {losses[-1]:.3f}")
        print("still learning", file=sys.stderr)
        warnings.warn("slow")
    return K, losses

# %% gradients are added up and never cleared verdict="wrong" fails=["test_many_steps"] says=["gradients_never_cleared"]
def learn_kernel(X, Y, K0, lr, steps):
    K, losses, gradient = K0.copy(), [], np.zeros_like(K0)
    for _ in range(steps):
        error = corr2d(X, K) - Y
        losses.append((error**2).sum())
        gradient += 2 * corr2d(X, error)
        K -= lr * gradient
    return K, losses

# %% the error of the first round, for all steps verdict="wrong" fails=["test_many_steps", "test_losses"]
def learn_kernel(X, Y, K0, lr, steps):
    K, losses = K0.copy(), []
    error = corr2d(X, K) - Y
    for _ in range(steps):
        losses.append((error**2).sum())
        K -= lr * 2 * corr2d(X, error)
    return K, losses

# %% the loss is taken after the update verdict="wrong" fails=["test_losses"] says=["loss_after_update"]
def learn_kernel(X, Y, K0, lr, steps):
    K, losses = K0.copy(), []
    for _ in range(steps):
        K -= lr * 2 * corr2d(X, corr2d(X, K) - Y)
        losses.append(((corr2d(X, K) - Y) ** 2).sum())
    return K, losses

# %% only the reported loss is averaged verdict="wrong" fails=["test_losses"] says=["reported_loss_averaged"]
def learn_kernel(X, Y, K0, lr, steps):
    K, losses = K0.copy(), []
    for _ in range(steps):
        error = corr2d(X, K) - Y
        losses.append(np.mean(error**2))
        K -= lr * 2 * corr2d(X, error)
    return K, losses

# %% the mean instead of the sum verdict="wrong" fails=["test_many_steps", "test_losses", "test_kernel_shapes", "test_dtype", "test_inputs_unchanged"] says=["loss_averaged"]
def learn_kernel(X, Y, K0, lr, steps):
    K, losses = K0.copy(), []
    for _ in range(steps):
        error = corr2d(X, K) - Y
        losses.append(np.mean(error**2))
        K -= lr * 2 * corr2d(X, error) / error.size
    return K, losses

# %% the wrong sign verdict="wrong" fails=["test_many_steps", "test_losses", "test_kernel_shapes", "test_dtype", "test_inputs_unchanged"] says=["wrong_sign"]
def learn_kernel(X, Y, K0, lr, steps):
    K, losses = K0.copy(), []
    for _ in range(steps):
        error = Y - corr2d(X, K)
        losses.append((error**2).sum())
        K -= lr * 2 * corr2d(X, error)
    return K, losses

# %% the factor of 2 is missing verdict="wrong" fails=["test_many_steps", "test_losses", "test_kernel_shapes", "test_dtype", "test_inputs_unchanged"] says=["factor_two_missing"]
def learn_kernel(X, Y, K0, lr, steps):
    K, losses = K0.copy(), []
    for _ in range(steps):
        error = corr2d(X, K) - Y
        losses.append((error**2).sum())
        K -= lr * corr2d(X, error)
    return K, losses

# %% begins at zeros verdict="wrong" fails=["test_many_steps", "test_losses", "test_kernel_shapes", "test_nothing_to_do", "test_dtype", "test_inputs_unchanged"] says=["start_ignored"]
def learn_kernel(X, Y, K0, lr, steps):
    K, losses = np.zeros_like(K0), []
    for _ in range(steps):
        error = corr2d(X, K) - Y
        losses.append((error**2).sum())
        K -= lr * 2 * corr2d(X, error)
    return K, losses

# %% a bias is trained along verdict="wrong" fails=["test_many_steps", "test_losses"] says=["bias_trained_along"]
def learn_kernel(X, Y, K0, lr, steps):
    K, bias, losses = K0.copy(), 0.0, []
    for _ in range(steps):
        error = corr2d(X, K) + bias - Y
        losses.append((error**2).sum())
        K -= lr * 2 * corr2d(X, error)
        bias -= lr * 2 * error.sum()
    return K, losses

# %% the edge detector, hard-wired verdict="wrong" fails=["test_many_steps", "test_losses", "test_kernel_shapes", "test_nothing_to_do", "test_dtype", "test_inputs_unchanged"] says=["answer_hard_wired"]
def learn_kernel(X, Y, K0, lr, steps):
    return np.array([[1.0, -1.0]], dtype=K0.dtype), [0.5**i for i in range(steps)]

# %% the gradient of a flipped window verdict="wrong" fails=["test_many_steps", "test_losses", "test_kernel_shapes", "test_dtype", "test_inputs_unchanged"]
def learn_kernel(X, Y, K0, lr, steps):
    K, losses = K0.copy(), []
    for _ in range(steps):
        error = corr2d(X, K) - Y
        losses.append((error**2).sum())
        K -= lr * 2 * corr2d(X, error)[::-1, ::-1]
    return K, losses

# %% only 1×2 kernels verdict="wrong" fails=["test_kernel_shapes"]
def learn_kernel(X, Y, K0, lr, steps):
    left, right, losses = X[:, :-1], X[:, 1:], []
    a, b = K0.flat[:2]
    for _ in range(steps):
        E = a * left + b * right - Y
        losses.append((E**2).sum())
        a, b = a - 2 * lr * (E * left).sum(), b - 2 * lr * (E * right).sum()
    return np.array([[a, b]]), losses

# %% stops when it fits verdict="wrong" fails=["test_number_of_losses"]
def learn_kernel(X, Y, K0, lr, steps):
    K, losses = K0.copy(), []
    for _ in range(steps):
        error = corr2d(X, K) - Y
        losses.append((error**2).sum())
        if losses[-1] < 1e-12:
            break
        K -= lr * 2 * corr2d(X, error)
    return K, losses

# %% replaces a learning rate of 0 by a default verdict="wrong" fails=["test_nothing_to_do"]
def learn_kernel(X, Y, K0, lr, steps):
    lr, K, losses = lr or 0.03, K0.copy(), []
    for _ in range(steps):
        error = corr2d(X, K) - Y
        losses.append((error**2).sum())
        K -= lr * 2 * corr2d(X, error)
    return K, losses

# %% trains the start itself verdict="wrong" fails=["test_inputs_unchanged"] says=["writes_into_its_input"]
def learn_kernel(X, Y, K0, lr, steps):
    K, losses = K0, []
    for _ in range(steps):
        error = corr2d(X, K) - Y
        losses.append((error**2).sum())
        K -= lr * 2 * corr2d(X, error)
    return K.copy(), losses

# %% single precision verdict="wrong" fails=["test_dtype"] says=["single_precision"]
def learn_kernel(X, Y, K0, lr, steps):
    X, Y, K = (np.float32(A) for A in (X, Y, K0))
    losses = []
    for _ in range(steps):
        error = corr2d(X, K) - Y
        losses.append((error**2).sum())
        K = K - np.float32(2 * lr) * corr2d(X, error)
    return K, losses

# %% the same loss array, overwritten in place verdict="wrong" fails=["test_losses"]
def learn_kernel(X, Y, K0, lr, steps):
    K, losses, loss = K0.copy(), [], np.zeros(())
    for _ in range(steps):
        error = corr2d(X, K) - Y
        loss[...] = (error**2).sum()
        losses.append(loss)
        K -= lr * 2 * corr2d(X, error)
    return K, losses

# %% momentum verdict="wrong" fails=["test_many_steps"]
def learn_kernel(X, Y, K0, lr, steps):
    K, losses, step = K0.copy(), [], 0
    for _ in range(steps):
        error = corr2d(X, K) - Y
        losses.append((error**2).sum())
        step = 0.5 * step + 2 * corr2d(X, error)
        K -= lr * step
    return K, losses

# %% the rate is halved after every ten steps verdict="wrong" fails=["test_many_steps"]
def learn_kernel(X, Y, K0, lr, steps):
    K, losses = K0.copy(), []
    for step in range(steps):
        error = corr2d(X, K) - Y
        losses.append((error**2).sum())
        K -= lr * 0.5 ** (step // 10) * 2 * corr2d(X, error)
    return K, losses
