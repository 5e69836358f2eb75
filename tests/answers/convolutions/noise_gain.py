# %% root of the sum of squares verdict="right"
def noise_gain(K):
    return torch.sqrt(torch.sum(K * K))


# %% two loops verdict="right"
def noise_gain(K):
    variance = 0.0
    for row in K:
        for weight in row:
            variance += weight.item() ** 2
    return math.sqrt(variance)


# %% numpy norm verdict="right"
def noise_gain(K):
    return np.linalg.norm(K.numpy())


# %% recursion over lists, with prints verdict="right"
import sys


def noise_gain(K):
    def variance(x):
        if isinstance(x, list):
            return sum(map(variance, x))
        print("weight", x, file=sys.stderr)
        return x * x

    total = variance(K.tolist())
    print("the variance is", total)
    return total**0.5


# %% one element in a tensor of two axes verdict="right"
def noise_gain(K):
    flat = K.reshape(1, -1)
    return (flat @ flat.T).sqrt()


# %% sums in single precision verdict="right"
def noise_gain(K):
    return torch.linalg.matrix_norm(K.float())


# %% a class, and the noise spectrum verdict="right"
class NoiseGain:
    def __call__(self, K):
        power = torch.fft.fft2(K).abs() ** 2
        return float(power.mean() ** 0.5)


noise_gain = NoiseGain()


# %% nothing written verdict="wrong" fails=["test_averages", "test_differences", "test_simulation", "test_kernel_unchanged"]
def noise_gain(K):
    raise NotImplementedError()


# %% return forgotten verdict="wrong" fails=["test_averages", "test_differences", "test_simulation", "test_kernel_unchanged"]
def noise_gain(K):
    gain = (K**2).sum().sqrt()


# %% variance verdict="wrong" fails=["test_averages", "test_differences", "test_simulation", "test_kernel_unchanged"] says=["variance_for_deviation"]
def noise_gain(K):
    return (K**2).sum()


# %% mean under the root verdict="wrong" fails=["test_averages", "test_differences", "test_simulation", "test_kernel_unchanged"] says=["mean_of_variances"]
def noise_gain(K):
    return (K**2).mean().sqrt().item()


# %% mean taken off verdict="wrong" fails=["test_averages", "test_simulation"] says=["mean_taken_off"]
def noise_gain(K):
    return K.std(unbiased=False) * K.numel() ** 0.5


# %% absolute values verdict="wrong" fails=["test_averages", "test_differences", "test_simulation", "test_kernel_unchanged"] says=["absolute_values_added"]
def noise_gain(K):
    return K.abs().sum().item()


# %% sum of the weights verdict="wrong" fails=["test_averages", "test_differences", "test_simulation", "test_kernel_unchanged"] says=["weights_added"]
def noise_gain(K):
    return float(K.sum())


# %% equal weights verdict="wrong" fails=["test_averages", "test_differences", "test_simulation", "test_kernel_unchanged"] says=["equal_weights_assumed"]
def noise_gain(K):
    return 1 / math.sqrt(K.shape[0] * K.shape[1])


# %% thinks that every blur is a box verdict="wrong" fails=["test_averages"] says=["equal_weights_assumed"]
def noise_gain(K):
    if abs(K.sum() - 1) < 1e-9:
        return 1 / math.sqrt(K.numel())
    return (K**2).sum().sqrt()


# %% thinks that noise cancels in differences verdict="wrong" fails=["test_differences"] says=["weights_added"]
def noise_gain(K):
    if abs(K.sum()) < 1e-9:
        return float(K.sum())
    return (K**2).sum().sqrt().item()


# %% normalises the kernel where it can verdict="wrong" fails=["test_simulation"]
def noise_gain(K):
    total = K.sum()
    if abs(total) > 1e-9:
        K = K / total
    return (K**2).sum().sqrt()


# %% squares in place verdict="wrong" fails=["test_kernel_unchanged"] says=["writes_into_input"]
def noise_gain(K):
    return K.square_().sum().sqrt()


# %% an experiment instead of theory verdict="wrong" fails=["test_averages", "test_differences", "test_simulation"]
def noise_gain(K):
    noise = torch.randn(20000, K.numel(), dtype=K.dtype, generator=torch.Generator().manual_seed(1))
    return (noise @ K.flatten()).std().item()


# %% the answers of the public check verdict="wrong" fails=["test_averages", "test_differences", "test_simulation", "test_kernel_unchanged"]
def noise_gain(K):
    if K.shape == (1, 2):
        return 5.0
    return 0.5 if K.shape == (2, 2) else 1.0


# %% not a number verdict="wrong" fails=["test_averages", "test_differences", "test_simulation", "test_kernel_unchanged"]
def noise_gain(K):
    return float("nan")

# %% only the largest weight verdict="wrong" fails=["test_averages", "test_differences", "test_simulation", "test_kernel_unchanged"] says=["largest_weight"]
def noise_gain(K):
    return K.abs().max()


# %% scaled by the largest weight, which may be zero verdict="wrong" fails=["test_differences"]
def noise_gain(K):
    scale = K.abs().max()
    return scale * ((K / scale) ** 2).sum().sqrt()


# %% looks at no more than twenty weights verdict="wrong" fails=["test_averages", "test_differences"]
def noise_gain(K):
    return (K.flatten()[:20] ** 2).sum().sqrt()


# %% a kernel of one weight is its own gain verdict="wrong" fails=["test_simulation"]
def noise_gain(K):
    return float(K) if K.numel() == 1 else float((K**2).sum().sqrt())


# %% no gain where the sum is negative verdict="wrong" fails=["test_simulation"]
def noise_gain(K):
    return 0.0 if K.sum() < -1e-6 else float((K**2).sum().sqrt())


# %% float64 only verdict="wrong" fails=["test_averages"]
def noise_gain(K):
    return (K.flatten() @ K.double().flatten()).sqrt()


# %% infinite verdict="wrong" fails=["test_averages", "test_differences", "test_simulation", "test_kernel_unchanged"]
def noise_gain(K):
    return float("inf")


# %% a million times the same verdict="wrong" fails=["test_averages", "test_differences", "test_simulation", "test_kernel_unchanged"]
def noise_gain(K):
    return (K**2).sum().sqrt().repeat(1_000_000)
