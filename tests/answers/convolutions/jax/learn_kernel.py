# %% value and gradient verdict="right"
def learn_kernel(X, Y, K0, lr, steps):
    loss = lambda K: ((corr2d(X, K) - Y) ** 2).sum()
    K, losses = K0, []
    for _ in range(steps):
        value, gradient = jax.value_and_grad(loss)(K)
        losses.append(value.item())
        K -= lr * gradient
    return K, losses

# %% the gradient by hand, correlating with the error verdict="right"
def learn_kernel(X, Y, K0, lr, steps):
    K, losses = K0.copy(), []
    for _ in range(steps):
        error = corr2d(X, K) - Y
        losses.append(jnp.vdot(error, error))
        K = K - 2 * lr * corr2d(X, error)
    return K, losses

# %% the patch matrix, and a scan verdict="right"
def learn_kernel(X, Y, K0, lr, steps):
    (h, w), (n, m) = K0.shape, Y.shape
    P = jnp.stack([X[a : a + n, b : b + m].ravel() for a in range(h) for b in range(w)], axis=1)

    def step(k, _):
        residual = P @ k - Y.ravel()
        return k - 2 * lr * P.T @ residual, residual @ residual

    k, losses = jax.lax.scan(step, K0.ravel(), length=steps)
    return k.reshape(K0.shape), losses

# %% fori_loop, and losses set in an array verdict="right"
def learn_kernel(X, Y, K0, lr, steps):
    def loss(K):
        return jnp.sum(jnp.square(jax.scipy.signal.correlate2d(X, K, mode="valid") - Y))

    def body(i, state):
        K, losses = state
        value, gradient = jax.value_and_grad(loss)(K)
        return K - lr * gradient, losses.at[i].set(value)

    K, losses = jax.lax.fori_loop(0, steps, body, (K0, jnp.zeros(max(steps, 1), K0.dtype)))
    return K, losses[:steps]

# %% a compiled step verdict="right"
from functools import partial

@jax.jit
def update(K, X, Y, lr):
    value, gradient = jax.value_and_grad(lambda K: jnp.sum((corr2d(X, K) - Y) ** 2))(K)
    return K - lr * gradient, value

def learn_kernel(X, Y, K0, lr, steps):
    K, losses = K0, []
    for _ in range(steps):
        K, value = update(K, X, Y, lr)
        losses.append(float(value))
    return K, losses

# %% pulled back verdict="right"
def learn_kernel(X, Y, K0, lr, steps):
    K, losses = jnp.array(K0), ()
    for _ in range(steps):
        output, pull = jax.vjp(lambda K: corr2d(X, K), K)
        (gradient,) = pull(2 * (output - Y))
        losses += (float(jnp.linalg.norm(output - Y)) ** 2,)
        K = K - lr * gradient
    return K, losses

# %% windows by vmap, einsum verdict="right"
def learn_kernel(X, Y, K0, lr, steps):
    def window(i, j):
        return jax.lax.dynamic_slice(X, (i, j), K0.shape)

    windows = jax.vmap(lambda i: jax.vmap(lambda j: window(i, j))(jnp.arange(Y.shape[1])))(jnp.arange(Y.shape[0]))
    K, losses = K0, []
    for _ in range(steps):
        error = jnp.einsum("ijab,ab->ij", windows, K) - Y
        losses.append((error**2).sum())
        K = K - 2 * lr * jnp.tensordot(error, windows, axes=2)
    return K, jnp.array(losses)

# %% recursion verdict="right"
def learn_kernel(X, Y, K0, lr, steps):
    if steps == 0:
        return K0, []
    E = corr2d(X, K0) - Y
    K, later = learn_kernel(X, Y, K0 - 2 * lr * corr2d(X, E), lr, steps - 1)
    return K, [float(jnp.sum(E * E))] + later

# %% a layer of Flax, its parameter as it is verdict="right"
class Kernel(nnx.Module):
    def __init__(self, K0):
        self.weight = nnx.Param(K0)

    def __call__(self, X):
        return corr2d(X, self.weight[...])

def learn_kernel(X, Y, K0, lr, steps):
    layer, losses = Kernel(K0), []
    for _ in range(steps):
        value, gradients = nnx.value_and_grad(lambda layer: jnp.sum((layer(X) - Y) ** 2))(layer)
        nnx.update(layer, jax.tree.map(lambda p, g: p - lr * g, nnx.state(layer), gradients))
        losses.append(float(value))
    return layer.weight, losses

# %% the student's own layer, its bias left out of the update verdict="right"
def learn_kernel(X, Y, K0, lr, steps):
    layer, losses = Conv2D(K0.shape, rngs=nnx.Rngs(0)), []
    layer.weight = nnx.Param(K0)
    for _ in range(steps):
        value, gradients = nnx.value_and_grad(lambda layer: ((layer(X) - Y) ** 2).sum())(layer)
        layer.weight[...] -= lr * gradients.weight[...]
        losses.append(float(value))
    return layer.weight[...], losses

# %% NumPy, on the numbers of the arrays verdict="right"
def learn_kernel(X, Y, K0, lr, steps):
    windows = np.lib.stride_tricks.sliding_window_view(np.asarray(X), K0.shape)
    K, Y, losses = np.array(K0), np.asarray(Y), []
    for _ in range(steps):
        error = np.einsum("ijab,ab->ij", windows, K) - Y
        losses.append((error**2).sum())
        K -= 2 * lr * np.einsum("ijab,ij->ab", windows, error)
    return jnp.asarray(K), losses

# %% noisy on both streams, and warns verdict="right"
import sys
import warnings

def learn_kernel(X, Y, K0, lr, steps):
    K, losses = K0, []
    for i in range(steps):
        error = corr2d(X, K) - Y
        losses.append(float((error**2).sum()))
        K = K - 2 * lr * corr2d(X, error)
        jax.debug.print("epoch {}, loss {}", i + 1, losses[-1])
        print("still learning", file=sys.stderr)
        warnings.warn("slow")
    return K, losses

# %% gradients are added up and never cleared verdict="wrong" fails=["test_many_steps"] says=["gradients_never_cleared"]
def learn_kernel(X, Y, K0, lr, steps):
    K, total, losses = K0, jnp.zeros_like(K0), []
    for _ in range(steps):
        value, gradient = jax.value_and_grad(lambda K: jnp.sum((corr2d(X, K) - Y) ** 2))(K)
        total += gradient
        K = K - lr * total
        losses.append(float(value))
    return K, losses

# %% the gradient of the first round, for all steps verdict="wrong" fails=["test_many_steps"]
def learn_kernel(X, Y, K0, lr, steps):
    loss = lambda K: jnp.sum((corr2d(X, K) - Y) ** 2)
    K, gradient, losses = K0, jax.grad(loss)(K0), []
    for _ in range(steps):
        losses.append(float(loss(K)))
        K = K - lr * gradient
    return K, losses

# %% the loss is taken after the update verdict="wrong" fails=["test_losses"] says=["loss_after_update"]
def learn_kernel(X, Y, K0, lr, steps):
    K, losses = K0, []
    for _ in range(steps):
        K = K - 2 * lr * corr2d(X, corr2d(X, K) - Y)
        losses.append(float(jnp.sum((corr2d(X, K) - Y) ** 2)))
    return K, losses

# %% only the reported loss is averaged verdict="wrong" fails=["test_losses"] says=["reported_loss_averaged"]
def learn_kernel(X, Y, K0, lr, steps):
    K, losses = K0, []
    for _ in range(steps):
        error = corr2d(X, K) - Y
        losses.append(float(jnp.mean(error**2)))
        K = K - 2 * lr * corr2d(X, error)
    return K, losses

# %% sets losses, and lets go what comes of it verdict="wrong" fails=["test_losses"]
def learn_kernel(X, Y, K0, lr, steps):
    K, losses = K0, jnp.zeros(steps)
    for i in range(steps):
        error = corr2d(X, K) - Y
        losses.at[i].set(jnp.sum(error**2))
        K = K - 2 * lr * corr2d(X, error)
    return K, losses

# %% a method, and not its result verdict="wrong" fails=["test_losses", "test_number_of_losses"]
def learn_kernel(X, Y, K0, lr, steps):
    K, losses = K0, []
    for _ in range(steps):
        error = corr2d(X, K) - Y
        losses.append(jnp.sum(error**2).item)
        K = K - 2 * lr * corr2d(X, error)
    return K, losses

# %% the mean instead of the sum verdict="wrong" fails=["test_many_steps", "test_losses", "test_kernel_shapes", "test_dtype", "test_inputs_unchanged"] says=["loss_averaged"]
def learn_kernel(X, Y, K0, lr, steps):
    K, losses = K0, []
    for _ in range(steps):
        value, gradient = jax.value_and_grad(lambda K: jnp.mean((corr2d(X, K) - Y) ** 2))(K)
        losses.append(float(value))
        K = K - lr * gradient
    return K, losses

# %% the wrong sign verdict="wrong" fails=["test_many_steps", "test_losses", "test_kernel_shapes", "test_dtype", "test_inputs_unchanged"] says=["wrong_sign"]
def learn_kernel(X, Y, K0, lr, steps):
    K, losses = K0, []
    for _ in range(steps):
        value, gradient = jax.value_and_grad(lambda K: jnp.sum((corr2d(X, K) - Y) ** 2))(K)
        losses.append(float(value))
        K = K + lr * gradient
    return K, losses

# %% the factor of 2 is missing verdict="wrong" fails=["test_many_steps", "test_losses", "test_kernel_shapes", "test_dtype", "test_inputs_unchanged"] says=["factor_two_missing"]
def learn_kernel(X, Y, K0, lr, steps):
    K, losses = K0, []
    for _ in range(steps):
        error = corr2d(X, K) - Y
        losses.append(float(jnp.sum(error**2)))
        K = K - lr * corr2d(X, error)
    return K, losses

# %% begins at zeros verdict="wrong" fails=["test_many_steps", "test_losses", "test_kernel_shapes", "test_nothing_to_do", "test_dtype", "test_inputs_unchanged"] says=["start_ignored"]
def learn_kernel(X, Y, K0, lr, steps):
    K, losses = jnp.zeros_like(K0), []
    for _ in range(steps):
        error = corr2d(X, K) - Y
        losses.append(float(jnp.sum(error**2)))
        K = K - 2 * lr * corr2d(X, error)
    return K, losses

# %% the student's own layer, its bias trained along verdict="wrong" fails=["test_many_steps", "test_losses"] says=["bias_trained_along"]
def learn_kernel(X, Y, K0, lr, steps):
    layer, losses = Conv2D(K0.shape, rngs=nnx.Rngs(0)), []
    layer.weight, layer.bias = nnx.Param(K0), nnx.Param(jnp.zeros(1, K0.dtype))
    for _ in range(steps):
        value, gradients = nnx.value_and_grad(lambda layer: ((layer(X) - Y) ** 2).sum())(layer)
        nnx.update(layer, jax.tree.map(lambda p, g: p - lr * g, nnx.state(layer, nnx.Param), gradients))
        losses.append(float(value))
    return layer.weight[...], losses

# %% the edge detector, hard-wired verdict="wrong" fails=["test_many_steps", "test_losses", "test_kernel_shapes", "test_nothing_to_do", "test_dtype", "test_inputs_unchanged"] says=["answer_hard_wired"]
def learn_kernel(X, Y, K0, lr, steps):
    return jnp.array([[1.0, -1.0]], dtype=K0.dtype), [0.5**i for i in range(steps)]

# %% a loss that does not use what it is called with verdict="wrong" fails=["test_many_steps", "test_losses", "test_kernel_shapes", "test_dtype", "test_inputs_unchanged"]
def learn_kernel(X, Y, K0, lr, steps):
    K, losses = K0, []
    for _ in range(steps):
        value, gradient = jax.value_and_grad(lambda _: jnp.sum((corr2d(X, K) - Y) ** 2))(K)
        losses.append(float(value))
        K = K - lr * gradient
    return K, losses

# %% a number of Python's on the way to the gradient verdict="wrong" fails=["test_many_steps", "test_losses", "test_kernel_shapes", "test_number_of_losses", "test_nothing_to_do", "test_dtype", "test_inputs_unchanged"]
def learn_kernel(X, Y, K0, lr, steps):
    def loss(K):
        return float(jnp.sum((corr2d(X, K) - Y) ** 2))

    K, losses = K0, []
    for _ in range(steps):
        value, gradient = jax.value_and_grad(loss)(K)
        losses.append(value)
        K = K - lr * gradient
    return K, losses

# %% only 1×2 kernels verdict="wrong" fails=["test_kernel_shapes"]
def learn_kernel(X, Y, K0, lr, steps):
    left, right, losses = X[:, :-1], X[:, 1:], []
    a, b = K0.ravel()[:2]
    for _ in range(steps):
        E = a * left + b * right - Y
        losses.append(float(jnp.sum(E**2)))
        a, b = a - 2 * lr * (E * left).sum(), b - 2 * lr * (E * right).sum()
    return jnp.array([[a, b]]), losses

# %% only one row of the kernel is trained verdict="wrong" fails=["test_kernel_shapes"]
def learn_kernel(X, Y, K0, lr, steps):
    K, losses = K0, []
    for _ in range(steps):
        error = corr2d(X, K) - Y
        losses.append(float(jnp.sum(error**2)))
        K = K.at[0].add(-2 * lr * corr2d(X, error)[0])
    return K, losses

# %% stops when it fits verdict="wrong" fails=["test_number_of_losses"]
def learn_kernel(X, Y, K0, lr, steps):
    K, losses = K0, []
    for _ in range(steps):
        error = corr2d(X, K) - Y
        losses.append(float(jnp.sum(error**2)))
        if losses[-1] < 1e-12:
            break
        K = K - 2 * lr * corr2d(X, error)
    return K, losses

# %% replaces a learning rate of 0 by a default verdict="wrong" fails=["test_nothing_to_do"]
def learn_kernel(X, Y, K0, lr, steps):
    lr, K, losses = lr or 0.03, K0, []
    for _ in range(steps):
        error = corr2d(X, K) - Y
        losses.append(float(jnp.sum(error**2)))
        K = K - 2 * lr * corr2d(X, error)
    return K, losses

# %% the square of a root, without a gradient where the error is zero verdict="wrong" fails=["test_nothing_to_do"]
def learn_kernel(X, Y, K0, lr, steps):
    K, losses = K0, []
    for _ in range(steps):
        value, gradient = jax.value_and_grad(lambda K: jnp.linalg.norm(corr2d(X, K) - Y) ** 2)(K)
        losses.append(float(value))
        K = K - lr * gradient
    return K, losses

# %% gives the memory of the start away verdict="wrong" fails=["test_inputs_unchanged"] says=["writes_into_its_input"]
from functools import partial

@partial(jax.jit, donate_argnums=0)
def descend(K, gradient, lr):
    return K - lr * gradient

def learn_kernel(X, Y, K0, lr, steps):
    K, losses = K0, []
    for _ in range(steps):
        error = corr2d(X, K) - Y
        losses.append(float(jnp.sum(error**2)))
        K = descend(K, 2 * corr2d(X, error), lr)
    return K, losses

# %% deletes what it no longer needs verdict="wrong" fails=["test_inputs_unchanged"] says=["writes_into_its_input"]
def learn_kernel(X, Y, K0, lr, steps):
    K, losses = K0.copy(), []
    for _ in range(steps):
        error = corr2d(X, K) - Y
        losses.append(float(jnp.sum(error**2)))
        K = K - 2 * lr * corr2d(X, error)
    Y.delete()
    return K, losses

# %% single precision verdict="wrong" fails=["test_dtype"] says=["single_precision"]
def learn_kernel(X, Y, K0, lr, steps):
    X, Y, K = (A.astype(jnp.float32) for A in (X, Y, K0))
    losses = []
    for _ in range(steps):
        error = corr2d(X, K) - Y
        losses.append(float(jnp.sum(error**2)))
        K = K - 2 * lr * corr2d(X, error)
    return K, losses

# %% the student's own layer, in single precision verdict="wrong" fails=["test_dtype"] says=["single_precision"]
def learn_kernel(X, Y, K0, lr, steps):
    layer, losses = Conv2D(K0.shape, rngs=nnx.Rngs(0)), []
    layer.weight[...] = layer.weight[...].at[:].set(K0.astype(layer.weight.dtype))
    for _ in range(steps):
        value, gradients = nnx.value_and_grad(lambda layer: ((layer(X) - Y) ** 2).sum())(layer)
        layer.weight[...] -= lr * gradients["weight"][...]
        losses.append(float(value))
    return layer.weight[...], losses

# %% momentum verdict="wrong" fails=["test_many_steps"]
def learn_kernel(X, Y, K0, lr, steps):
    K, losses, step = K0, [], 0
    for _ in range(steps):
        error = corr2d(X, K) - Y
        losses.append(float(jnp.sum(error**2)))
        step = 0.5 * step + 2 * corr2d(X, error)
        K = K - lr * step
    return K, losses

# %% the rate is halved after every ten steps verdict="wrong" fails=["test_many_steps"]
def learn_kernel(X, Y, K0, lr, steps):
    K, losses = K0, []
    for step in range(steps):
        value, gradient = jax.value_and_grad(lambda K: jnp.sum((corr2d(X, K) - Y) ** 2))(K)
        K = K - lr * 0.5 ** (step // 10) * gradient
        losses.append(float(value))
    return K, losses
