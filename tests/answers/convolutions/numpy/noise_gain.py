# %% root of the sum of squares verdict="right"
def noise_gain(K):
    return np.sqrt(np.sum(K**2))

# %% two loops verdict="right"
def noise_gain(K):
    variance = 0.0
    for row in K:
        for weight in row:
            variance += float(weight) ** 2
    return math.sqrt(variance)

# %% norm of the flattened kernel verdict="right"
def noise_gain(K):
    return np.linalg.norm(K.ravel())

# %% Frobenius norm verdict="right"
def noise_gain(K):
    return np.linalg.norm(K, "fro").item()

# %% einsum, an array without axes verdict="right"
def noise_gain(K):
    return np.asarray(np.einsum("ij,ij->", K, K) ** 0.5)

# %% an array of one element with two axes verdict="right"
def noise_gain(K):
    flat = K.reshape(1, -1)
    return np.sqrt(flat @ flat.T)

# %% the noise spectrum verdict="right"
def noise_gain(K):
    return np.sqrt((np.abs(np.fft.fft2(K)) ** 2).mean())

# %% nothing returned verdict="wrong" fails=["test_averages", "test_differences", "test_simulation", "test_kernel_unchanged"]
def noise_gain(K):
    gain = np.sqrt((K**2).sum())

# %% variance verdict="wrong" fails=["test_averages", "test_differences", "test_simulation", "test_kernel_unchanged"] says=["variance_for_deviation"]
def noise_gain(K):
    return np.vdot(K, K)

# %% mean under the root verdict="wrong" fails=["test_averages", "test_differences", "test_simulation", "test_kernel_unchanged"] says=["mean_of_variances"]
def noise_gain(K):
    return np.sqrt(np.mean(np.square(K)))

# %% mean taken off verdict="wrong" fails=["test_averages", "test_simulation"] says=["mean_taken_off"]
def noise_gain(K):
    return K.std() * np.sqrt(K.size)

# %% absolute values verdict="wrong" fails=["test_averages", "test_differences", "test_simulation", "test_kernel_unchanged"] says=["absolute_values_added"]
def noise_gain(K):
    return np.abs(K).sum()

# %% sum of the weights verdict="wrong" fails=["test_averages", "test_differences", "test_simulation", "test_kernel_unchanged"] says=["weights_added"]
def noise_gain(K):
    return K.sum()

# %% only the largest weight verdict="wrong" fails=["test_averages", "test_differences", "test_simulation", "test_kernel_unchanged"] says=["largest_weight"]
def noise_gain(K):
    return np.abs(K).max()

# %% equal weights verdict="wrong" fails=["test_averages", "test_differences", "test_simulation", "test_kernel_unchanged"] says=["equal_weights_assumed"]
def noise_gain(K):
    return 1 / np.sqrt(K.size)

# %% the largest singular value verdict="wrong" fails=["test_averages", "test_differences", "test_simulation"]
def noise_gain(K):
    return np.linalg.norm(K, 2)

# %% thinks that every blur is a box verdict="wrong" fails=["test_averages"] says=["equal_weights_assumed"]
def noise_gain(K):
    return K.size**-0.5 if np.isclose(K.sum(), 1) else np.linalg.norm(K)

# %% thinks that noise cancels in differences verdict="wrong" fails=["test_differences"] says=["weights_added"]
def noise_gain(K):
    return 0.0 if abs(K.sum()) < 1e-9 else np.linalg.norm(K)

# %% normalises the kernel where it can verdict="wrong" fails=["test_simulation"]
def noise_gain(K):
    total = K.sum()
    return np.linalg.norm(K / total if abs(total) > 1e-9 else K)

# %% squares in place verdict="wrong" fails=["test_kernel_unchanged"] says=["writes_into_input"]
def noise_gain(K):
    K **= 2
    return np.sqrt(K.sum())

# %% an experiment instead of theory verdict="wrong" fails=["test_averages", "test_differences", "test_simulation"]
def noise_gain(K):
    noise = np.random.default_rng(1).normal(size=(20000, K.size))
    return np.std(noise @ K.ravel())
