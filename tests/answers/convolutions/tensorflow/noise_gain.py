# %% root of the sum of squares verdict="right"
def noise_gain(K):
    return tf.sqrt(tf.reduce_sum(K**2))

# %% two loops verdict="right"
def noise_gain(K):
    variance = 0.0
    for row in K:
        for weight in row:
            variance += float(weight) ** 2
    return math.sqrt(variance)

# %% norm verdict="right"
def noise_gain(K):
    return tf.norm(K)

# %% einsum verdict="right"
def noise_gain(K):
    return tf.einsum("ij,ij->", K, K) ** 0.5

# %% a tensor of one element with two axes verdict="right"
def noise_gain(K):
    flat = tf.reshape(K, (1, -1))
    return tf.sqrt(tf.matmul(flat, flat, transpose_b=True))

# %% row by row, with map_fn verdict="right"
def noise_gain(K):
    return tf.sqrt(tf.reduce_sum(tf.map_fn(lambda row: tf.tensordot(row, row, 1), K))).numpy()

# %% folded by TensorFlow, compiled verdict="right"
@tf.function
def noise_gain(K):
    flat = tf.reshape(K, [-1])
    return tf.sqrt(tf.foldl(lambda sum_, weight: sum_ + weight**2, flat, tf.zeros((), K.dtype)))

# %% in a variable verdict="right"
def noise_gain(K):
    return tf.Variable(tf.math.reduce_euclidean_norm(K))

# %% nothing returned verdict="wrong" fails=["test_averages", "test_differences", "test_simulation", "test_kernel_unchanged"]
def noise_gain(K):
    gain = tf.sqrt(tf.reduce_sum(K**2))

# %% variance verdict="wrong" fails=["test_averages", "test_differences", "test_simulation", "test_kernel_unchanged"] says=["variance_for_deviation"]
def noise_gain(K):
    return tf.reduce_sum(tf.square(K))

# %% mean under the root verdict="wrong" fails=["test_averages", "test_differences", "test_simulation", "test_kernel_unchanged"] says=["mean_of_variances"]
def noise_gain(K):
    return tf.sqrt(tf.reduce_mean(tf.square(K)))

# %% mean taken off verdict="wrong" fails=["test_averages", "test_simulation"] says=["mean_taken_off"]
def noise_gain(K):
    return tf.math.reduce_std(K) * math.sqrt(K.numpy().size)

# %% absolute values verdict="wrong" fails=["test_averages", "test_differences", "test_simulation", "test_kernel_unchanged"] says=["absolute_values_added"]
def noise_gain(K):
    return tf.reduce_sum(tf.abs(K))

# %% sum of the weights verdict="wrong" fails=["test_averages", "test_differences", "test_simulation", "test_kernel_unchanged"] says=["weights_added"]
def noise_gain(K):
    return tf.reduce_sum(K)

# %% only the largest weight verdict="wrong" fails=["test_averages", "test_differences", "test_simulation", "test_kernel_unchanged"] says=["largest_weight"]
def noise_gain(K):
    return tf.reduce_max(tf.abs(K))

# %% equal weights verdict="wrong" fails=["test_averages", "test_differences", "test_simulation", "test_kernel_unchanged"] says=["equal_weights_assumed"]
def noise_gain(K):
    return 1 / math.sqrt(int(tf.size(K)))

# %% the largest singular value verdict="wrong" fails=["test_averages", "test_differences", "test_simulation"]
def noise_gain(K):
    return tf.norm(K, ord=2, axis=[0, 1])

# %% thinks that every blur is a box verdict="wrong" fails=["test_averages"] says=["equal_weights_assumed"]
def noise_gain(K):
    total = float(tf.reduce_sum(K))
    return int(tf.size(K)) ** -0.5 if math.isclose(total, 1, rel_tol=1e-5) else tf.norm(K)

# %% thinks that noise cancels in differences verdict="wrong" fails=["test_differences"] says=["weights_added"]
def noise_gain(K):
    return 0.0 if abs(float(tf.reduce_sum(K))) < 1e-9 else tf.norm(K)

# %% normalises the kernel where it can verdict="wrong" fails=["test_simulation"]
def noise_gain(K):
    total = tf.reduce_sum(K)
    return tf.norm(K / total if abs(float(total)) > 1e-9 else K)

# %% squares where the kernel stands verdict="wrong" fails=["test_kernel_unchanged"] says=["writes_into_input"]
def noise_gain(K):
    K = tf.raw_ops.InplaceUpdate(x=K, i=list(range(K.shape[0])), v=K**2)
    return tf.sqrt(tf.reduce_sum(K))

# %% an experiment instead of theory verdict="wrong" fails=["test_averages", "test_differences", "test_simulation"]
def noise_gain(K):
    noise = tf.random.stateless_normal((20000, K.shape[0] * K.shape[1]), seed=(1, 2), dtype=K.dtype)
    return tf.math.reduce_std(tf.linalg.matvec(noise, tf.reshape(K, [-1])))
