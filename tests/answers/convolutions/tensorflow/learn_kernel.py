# %% a variable and a tape verdict="right"
def learn_kernel(X, Y, K0, lr, steps):
    K = tf.Variable(K0)
    losses = []
    for _ in range(steps):
        with tf.GradientTape() as tape:
            loss = tf.reduce_sum((corr2d(X, K) - Y) ** 2)
        gradient = tape.gradient(loss, K)
        K.assign_sub(lr * gradient)
        losses.append(loss.numpy())
    return K, losses

# %% a tensor that the tape watches, losses in a tensor verdict="right"
def learn_kernel(X, Y, K0, lr, steps):
    K, losses = K0, []
    for _ in range(steps):
        with tf.GradientTape() as tape:
            tape.watch(K)
            loss = tf.reduce_sum(tf.square(Y - corr2d(X, K)))
        K = K - lr * tape.gradient(loss, K)
        losses.append(loss)
    return K, tf.stack(losses) if losses else tf.zeros(0)

# %% the gradient by hand, correlating with the error verdict="right"
def learn_kernel(X, Y, K0, lr, steps):
    K, losses = tf.identity(K0), []
    for _ in range(steps):
        error = corr2d(X, K) - Y
        losses.append(float(tf.reduce_sum(error * error)))
        K = K - 2 * lr * corr2d(X, error)
    return K, losses

# %% the patch matrix verdict="right"
def learn_kernel(X, Y, K0, lr, steps):
    (h, w), (n, m) = K0.shape, Y.shape
    P = tf.stack([tf.reshape(X[i : i + h, j : j + w], [-1]) for i in range(n) for j in range(m)])
    k, y = tf.reshape(K0, [-1, 1]), tf.reshape(Y, [-1, 1])
    losses = tf.TensorArray(X.dtype, size=steps)
    for step in range(steps):
        residual = P @ k - y
        losses = losses.write(step, tf.reduce_sum(residual**2))
        k -= 2 * lr * tf.matmul(P, residual, transpose_a=True)
    return tf.reshape(k, K0.shape), losses.stack() if steps else []

# %% in float64 throughout verdict="right"
def learn_kernel(X, Y, K0, lr, steps):
    K = tf.Variable(tf.cast(K0, tf.float64))
    X, Y = tf.cast(X, tf.float64), tf.cast(Y, tf.float64)
    losses = []
    for _ in range(steps):
        with tf.GradientTape() as tape:
            loss = tf.reduce_sum(tf.math.squared_difference(corr2d(X, K), Y))
        K.assign(K - tf.constant(lr, tf.float64) * tape.gradient(loss, K))
        losses.append(loss.numpy().item())
    return tf.cast(K, K0.dtype), losses

# %% an optimizer of Keras verdict="right"
def learn_kernel(X, Y, K0, lr, steps):
    K, losses = tf.Variable(K0), []
    optimizer = tf.keras.optimizers.SGD(lr)
    for _ in range(steps):
        with tf.GradientTape() as tape:
            loss = tf.reduce_sum((corr2d(X, K) - Y) ** 2)
        optimizer.apply_gradients([(tape.gradient(loss, K), K)])
        losses.append(float(loss))
    return K, losses

# %% each step compiled verdict="right"
@tf.function
def step(X, Y, K, lr):
    with tf.GradientTape() as tape:
        tape.watch(K)
        loss = tf.reduce_sum((corr2d(X, K) - Y) ** 2)
    return K - lr * tape.gradient(loss, K), loss

def learn_kernel(X, Y, K0, lr, steps):
    K, losses, lr = K0, [], tf.constant(lr, K0.dtype)
    for _ in range(steps):
        K, loss = step(X, Y, K, lr)
        losses.append(float(loss))
    return K, losses

# %% a loop of TensorFlow's own verdict="right"
def learn_kernel(X, Y, K0, lr, steps):
    rate = tf.constant(lr, K0.dtype)

    def body(i, K, losses):
        error = corr2d(X, K) - Y
        return i + 1, K - 2 * rate * corr2d(X, error), losses.write(i, tf.reduce_sum(error**2))

    start = tf.constant(0), K0, tf.TensorArray(K0.dtype, steps, element_shape=[])
    _, K, losses = tf.while_loop(lambda i, *_: i < steps, body, start)
    return K, losses.stack()

# %% recursion verdict="right"
def learn_kernel(X, Y, K0, lr, steps):
    if steps == 0:
        return tf.identity(K0), []
    E = corr2d(X, K0) - Y
    K, later = learn_kernel(X, Y, K0 - 2 * lr * corr2d(X, E), lr, steps - 1)
    return K, [tf.reduce_sum(E * E).numpy().item()] + later

# %% the student's own layer, its bias left out of the update verdict="right"
def learn_kernel(X, Y, K0, lr, steps):
    layer = Conv2D(tuple(K0.shape))
    layer.weight = tf.Variable(K0)
    layer.bias = tf.Variable(tf.zeros(1, K0.dtype))
    losses = []
    for _ in range(steps):
        with tf.GradientTape() as tape:
            loss = tf.reduce_sum((layer(X) - Y) ** 2)
        layer.weight.assign_sub(lr * tape.gradient(loss, layer.weight))
        losses.append(float(loss))
    return layer.weight, losses

# %% NumPy, on the numbers of the tensors verdict="right"
def learn_kernel(X, Y, K0, lr, steps):
    windows = np.lib.stride_tricks.sliding_window_view(X.numpy(), K0.shape)
    K, losses = K0.numpy(), []
    for _ in range(steps):
        error = np.einsum("ijab,ab->ij", windows, K) - Y.numpy()
        losses.append((error**2).sum())
        K = K - 2 * lr * np.einsum("ijab,ij->ab", windows, error)
    return tf.constant(K), np.array(losses)

# %% noisy on both streams, and warns verdict="right"
import sys
import warnings

def learn_kernel(X, Y, K0, lr, steps):
    K, losses = tf.Variable(K0, name="kernel"), []
    for i in range(steps):
        with tf.GradientTape(watch_accessed_variables=False) as tape:
            tape.watch(K)
            loss = tf.reduce_sum((corr2d(X, K) - Y) ** 2)
        K.assign_sub(lr * tape.gradient(loss, K))
        losses.append(float(loss))
        tf.print("epoch", i + 1, "loss", loss)
        print("still learning", file=sys.stderr)
        warnings.warn("slow")
    return tf.convert_to_tensor(K), losses

# %% gradients are added up and never cleared verdict="wrong" fails=["test_many_steps"] says=["gradients_never_cleared"]
def learn_kernel(X, Y, K0, lr, steps):
    K, total, losses = tf.Variable(K0), tf.zeros_like(K0), []
    for _ in range(steps):
        with tf.GradientTape() as tape:
            loss = tf.reduce_sum((corr2d(X, K) - Y) ** 2)
        total += tape.gradient(loss, K)
        K.assign_sub(lr * total)
        losses.append(float(loss))
    return K, losses

# %% gradients are kept in a variable verdict="wrong" fails=["test_many_steps"] says=["gradients_never_cleared"]
def learn_kernel(X, Y, K0, lr, steps):
    K, losses = tf.Variable(K0), []
    total = tf.Variable(tf.zeros_like(K0))
    for _ in range(steps):
        with tf.GradientTape() as tape:
            loss = tf.reduce_sum((corr2d(X, K) - Y) ** 2)
        total.assign_add(tape.gradient(loss, K))
        K.assign(K - lr * total)
        losses.append(float(loss))
    return K, losses

# %% the gradient of the first round, for all steps verdict="wrong" fails=["test_many_steps"]
def learn_kernel(X, Y, K0, lr, steps):
    K, losses, gradient = tf.Variable(K0), [], None
    for _ in range(steps):
        with tf.GradientTape() as tape:
            loss = tf.reduce_sum((corr2d(X, K) - Y) ** 2)
        if gradient is None:
            gradient = tape.gradient(loss, K)
        K.assign_sub(lr * gradient)
        losses.append(float(loss))
    return K, losses

# %% the loss is taken after the update verdict="wrong" fails=["test_losses"] says=["loss_after_update"]
def learn_kernel(X, Y, K0, lr, steps):
    K, losses = tf.identity(K0), []
    for _ in range(steps):
        K = K - 2 * lr * corr2d(X, corr2d(X, K) - Y)
        losses.append(float(tf.reduce_sum((corr2d(X, K) - Y) ** 2)))
    return K, losses

# %% only the reported loss is averaged verdict="wrong" fails=["test_losses"] says=["reported_loss_averaged"]
def learn_kernel(X, Y, K0, lr, steps):
    K, losses = tf.identity(K0), []
    for _ in range(steps):
        error = corr2d(X, K) - Y
        losses.append(float(tf.reduce_mean(error**2)))
        K = K - 2 * lr * corr2d(X, error)
    return K, losses

# %% the loss in a variable, which is overwritten verdict="wrong" fails=["test_losses"]
def learn_kernel(X, Y, K0, lr, steps):
    K, losses, loss = tf.identity(K0), [], tf.Variable(0.0, dtype=X.dtype)
    for _ in range(steps):
        error = corr2d(X, K) - Y
        loss.assign(tf.reduce_sum(error**2))
        losses.append(loss)
        K = K - 2 * lr * corr2d(X, error)
    return K, losses

# %% a method, and not its result verdict="wrong" fails=["test_losses", "test_number_of_losses"]
def learn_kernel(X, Y, K0, lr, steps):
    K, losses = tf.identity(K0), []
    for _ in range(steps):
        error = corr2d(X, K) - Y
        losses.append(tf.reduce_sum(error**2).numpy)
        K = K - 2 * lr * corr2d(X, error)
    return K, losses

# %% the mean instead of the sum verdict="wrong" fails=["test_many_steps", "test_losses", "test_kernel_shapes", "test_dtype", "test_inputs_unchanged"] says=["loss_averaged"]
def learn_kernel(X, Y, K0, lr, steps):
    K, losses = tf.Variable(K0), []
    for _ in range(steps):
        with tf.GradientTape() as tape:
            loss = tf.reduce_mean((corr2d(X, K) - Y) ** 2)
        K.assign_sub(lr * tape.gradient(loss, K))
        losses.append(float(loss))
    return K, losses

# %% the wrong sign verdict="wrong" fails=["test_many_steps", "test_losses", "test_kernel_shapes", "test_dtype", "test_inputs_unchanged"] says=["wrong_sign"]
def learn_kernel(X, Y, K0, lr, steps):
    K, losses = tf.Variable(K0), []
    for _ in range(steps):
        with tf.GradientTape() as tape:
            loss = tf.reduce_sum((corr2d(X, K) - Y) ** 2)
        K.assign_add(lr * tape.gradient(loss, K))
        losses.append(float(loss))
    return K, losses

# %% the factor of 2 is missing verdict="wrong" fails=["test_many_steps", "test_losses", "test_kernel_shapes", "test_dtype", "test_inputs_unchanged"] says=["factor_two_missing"]
def learn_kernel(X, Y, K0, lr, steps):
    K, losses = tf.identity(K0), []
    for _ in range(steps):
        error = corr2d(X, K) - Y
        losses.append(float(tf.reduce_sum(error**2)))
        K = K - lr * corr2d(X, error)
    return K, losses

# %% half of the loss, as tf.nn.l2_loss has it verdict="wrong" fails=["test_many_steps", "test_losses", "test_kernel_shapes", "test_dtype", "test_inputs_unchanged"]
def learn_kernel(X, Y, K0, lr, steps):
    K, losses = tf.Variable(K0), []
    for _ in range(steps):
        with tf.GradientTape() as tape:
            loss = tf.nn.l2_loss(corr2d(X, K) - Y)
        K.assign_sub(lr * tape.gradient(loss, K))
        losses.append(float(loss))
    return K, losses

# %% begins at zeros verdict="wrong" fails=["test_many_steps", "test_losses", "test_kernel_shapes", "test_nothing_to_do", "test_dtype", "test_inputs_unchanged"] says=["start_ignored"]
def learn_kernel(X, Y, K0, lr, steps):
    K, losses = tf.zeros_like(K0), []
    for _ in range(steps):
        error = corr2d(X, K) - Y
        losses.append(float(tf.reduce_sum(error**2)))
        K = K - 2 * lr * corr2d(X, error)
    return K, losses

# %% the student's own layer, its bias trained along verdict="wrong" fails=["test_many_steps", "test_losses"] says=["bias_trained_along"]
def learn_kernel(X, Y, K0, lr, steps):
    layer, losses = Conv2D(tuple(K0.shape)), []
    layer.weight, layer.bias = tf.Variable(K0), tf.Variable(tf.zeros(1, K0.dtype))
    for _ in range(steps):
        with tf.GradientTape() as tape:
            loss = tf.reduce_sum((layer(X) - Y) ** 2)
        for variable, gradient in zip(layer.trainable_variables, tape.gradient(loss, layer.trainable_variables)):
            variable.assign_sub(lr * gradient)
        losses.append(float(loss))
    return layer.weight, losses

# %% the edge detector, hard-wired verdict="wrong" fails=["test_many_steps", "test_losses", "test_kernel_shapes", "test_nothing_to_do", "test_dtype", "test_inputs_unchanged"] says=["answer_hard_wired"]
def learn_kernel(X, Y, K0, lr, steps):
    return tf.constant([[1.0, -1.0]], dtype=K0.dtype), [0.5**i for i in range(steps)]

# %% a tensor that nobody watches verdict="wrong" fails=["test_many_steps", "test_losses", "test_kernel_shapes", "test_number_of_losses", "test_nothing_to_do", "test_dtype", "test_inputs_unchanged"]
def learn_kernel(X, Y, K0, lr, steps):
    K, losses = tf.identity(K0), []
    for _ in range(steps):
        with tf.GradientTape() as tape:
            loss = tf.reduce_sum((corr2d(X, K) - Y) ** 2)
        K -= lr * tape.gradient(loss, K)
        losses.append(float(loss))
    return K, losses

# %% only 1×2 kernels verdict="wrong" fails=["test_kernel_shapes"]
def learn_kernel(X, Y, K0, lr, steps):
    left, right, losses = X[:, :-1], X[:, 1:], []
    a, b = K0[0, 0], K0.numpy().flat[1]
    for _ in range(steps):
        E = a * left + b * right - Y
        losses.append(float(tf.reduce_sum(E**2)))
        a, b = a - 2 * lr * tf.reduce_sum(E * left), b - 2 * lr * tf.reduce_sum(E * right)
    return tf.stack([[a, b]]), losses

# %% stops when it fits verdict="wrong" fails=["test_number_of_losses"]
def learn_kernel(X, Y, K0, lr, steps):
    K, losses = tf.identity(K0), []
    for _ in range(steps):
        error = corr2d(X, K) - Y
        losses.append(float(tf.reduce_sum(error**2)))
        if losses[-1] < 1e-12:
            break
        K = K - 2 * lr * corr2d(X, error)
    return K, losses

# %% replaces a learning rate of 0 by a default verdict="wrong" fails=["test_nothing_to_do"]
def learn_kernel(X, Y, K0, lr, steps):
    lr, K, losses = lr or 0.03, tf.identity(K0), []
    for _ in range(steps):
        error = corr2d(X, K) - Y
        losses.append(float(tf.reduce_sum(error**2)))
        K = K - 2 * lr * corr2d(X, error)
    return K, losses

# %% the square of a root, without a gradient where the error is zero verdict="wrong" fails=["test_nothing_to_do"]
def learn_kernel(X, Y, K0, lr, steps):
    K, losses = tf.Variable(K0), []
    for _ in range(steps):
        with tf.GradientTape() as tape:
            loss = tf.math.reduce_euclidean_norm(corr2d(X, K) - Y) ** 2
        K.assign_sub(lr * tape.gradient(loss, K))
        losses.append(float(loss))
    return K, losses

# %% writes into the start, by an operation that can verdict="wrong" fails=["test_inputs_unchanged"] says=["writes_into_its_input"]
def learn_kernel(X, Y, K0, lr, steps):
    losses, rows = [], list(range(K0.shape[0]))
    for _ in range(steps):
        error = corr2d(X, K0) - Y
        losses.append(float(tf.reduce_sum(error**2)))
        tf.raw_ops.InplaceSub(x=K0, i=rows, v=2 * lr * corr2d(X, error))
    return tf.identity(K0), losses

# %% single precision verdict="wrong" fails=["test_dtype"] says=["single_precision"]
def learn_kernel(X, Y, K0, lr, steps):
    X, Y, K = (tf.cast(A, tf.float32) for A in (X, Y, K0))
    losses = []
    for _ in range(steps):
        error = corr2d(X, K) - Y
        losses.append(float(tf.reduce_sum(error**2)))
        K = K - 2 * lr * corr2d(X, error)
    return K, losses

# %% momentum verdict="wrong" fails=["test_many_steps"]
def learn_kernel(X, Y, K0, lr, steps):
    K, losses, step = tf.Variable(K0), [], tf.zeros_like(K0)
    for _ in range(steps):
        with tf.GradientTape() as tape:
            loss = tf.reduce_sum((corr2d(X, K) - Y) ** 2)
        step = 0.5 * step + tape.gradient(loss, K)
        K.assign_sub(lr * step)
        losses.append(float(loss))
    return K, losses

# %% the rate is halved after every ten steps verdict="wrong" fails=["test_many_steps"]
def learn_kernel(X, Y, K0, lr, steps):
    K, losses = tf.Variable(K0), []
    for step in range(steps):
        with tf.GradientTape() as tape:
            loss = tf.reduce_sum((corr2d(X, K) - Y) ** 2)
        K.assign_sub(lr * 0.5 ** (step // 10) * tape.gradient(loss, K))
        losses.append(float(loss))
    return K, losses
