# %% binomial coefficients in a list verdict="right"
def derivative_kernel(d):
    return [(-1) ** (d - i) * math.comb(d, i) for i in range(d + 1)]

# %% the other sign, as a tensor of integers verdict="right"
def derivative_kernel(d):
    return tf.constant([(-1) ** i * math.comb(d, i) for i in range(d + 1)])

# %% linear equations verdict="right"
def derivative_kernel(d):
    places = tf.range(d + 1, dtype=tf.float64)
    powers = places[None, :] ** places[:, None]
    right = tf.one_hot([d], d + 1, on_value=tf.constant(math.factorial(d), tf.float64), axis=0)
    return tf.linalg.solve(powers, right)[:, 0]

# %% differences of a unit pulse verdict="right"
def derivative_kernel(d):
    kernel = tf.one_hot(d, 2 * d + 1)
    for _ in range(d):
        kernel = kernel[1:] - kernel[:-1]
    return kernel

# %% recursion verdict="right"
def derivative_kernel(d):
    if d == 0:
        return tf.ones(1)
    before = derivative_kernel(d - 1)
    return tf.concat([before, [0.0]], 0) - tf.concat([[0.0], before], 0)

# %% by rolling, in a variable verdict="right"
def derivative_kernel(d):
    kernel = tf.Variable(tf.one_hot(0, d + 1))
    for _ in range(d):
        kernel.assign(tf.roll(kernel, 1, axis=0) - kernel)
    return kernel

# %% one weight after the other, in a TensorArray verdict="right"
def derivative_kernel(d):
    weights, weight = tf.TensorArray(tf.float64, d + 1), 1.0
    for i in range(d + 1):
        weights = weights.write(i, tf.constant(weight, tf.float64))
        weight *= -(d - i) / (i + 1)
    return weights.stack()

# %% the gradient of a difference, on a tape verdict="right"
def derivative_kernel(d):
    samples = tf.Variable(tf.zeros(d + 1))
    with tf.GradientTape() as tape:
        difference = tf.identity(samples)
        for _ in range(d):
            difference = difference[1:] - difference[:-1]
    return tape.gradient(difference, samples)

# %% zeros on both sides verdict="wrong" fails=["test_length"]
def derivative_kernel(d):
    return tf.pad(tf.constant([(-1) ** i * math.comb(d, i) for i in range(d + 1)], tf.float64), [[1, 1]])

# %% central differences verdict="wrong" fails=["test_length"] says=["central_differences_composed"]
def derivative_kernel(d):
    kernel = tf.ones(1)
    for _ in range(d):
        kernel = 0.5 * (tf.pad(kernel, [[2, 0]]) - tf.pad(kernel, [[0, 2]]))
    return kernel

# %% a matrix with one row verdict="wrong" fails=["test_length"]
def derivative_kernel(d):
    return tf.constant([(-1) ** i * math.comb(d, i) for i in range(d + 1)], tf.float64)[None]

# %% one order too low verdict="wrong" fails=["test_length", "test_lower_powers", "test_scale"] says=["one_weight_too_few"]
def derivative_kernel(d):
    return tf.constant([(-1) ** i * math.comb(d - 1, i) for i in range(d)])

# %% one order too high verdict="wrong" fails=["test_length", "test_scale"]
def derivative_kernel(d):
    return tf.constant([(-1) ** i * math.comb(d + 1, i) for i in range(d + 2)])

# %% right up to the second order verdict="wrong" fails=["test_length", "test_lower_powers", "test_scale"]
def derivative_kernel(d):
    return tf.constant([-1, 1]) if d == 1 else tf.constant([1, -2, 1])

# %% no minus verdict="wrong" fails=["test_lower_powers", "test_scale"] says=["signs_missing"]
def derivative_kernel(d):
    return tf.constant([math.comb(d, i) for i in range(d + 1)])

# %% only the difference of the ends verdict="wrong" fails=["test_lower_powers"]
def derivative_kernel(d):
    kernel = tf.one_hot(d, d + 1) - tf.one_hot(0, d + 1)
    return kernel * math.factorial(d) / d**d

# %% divided by the factorial verdict="wrong" fails=["test_scale"] says=["divided_by_factorial"]
def derivative_kernel(d):
    return tf.constant([(-1) ** i * math.comb(d, i) for i in range(d + 1)], tf.float64) / math.factorial(d)

# %% weights scaled to absolute sum one verdict="wrong" fails=["test_scale"]
def derivative_kernel(d):
    kernel = tf.constant([(-1) ** i * math.comb(d, i) for i in range(d + 1)], tf.float64)
    return kernel / tf.reduce_sum(tf.abs(kernel))

# %% not numbers verdict="wrong" fails=["test_length", "test_lower_powers", "test_scale"]
def derivative_kernel(d):
    return tf.fill([d + 1], float("nan"))

# %% works in its own row verdict="wrong" fails=["test_length", "test_lower_powers", "test_scale"]
def derivative_kernel(d, row=[1.0]):
    for _ in range(d):
        row[:] = np.convolve(row, [1, -1])
    return row
