# %% root of the sum of squares verdict="right"
def noise_gain(K):
    return jnp.sqrt(jnp.sum(K**2))

# %% two loops verdict="right"
def noise_gain(K):
    variance = 0.0
    for row in K:
        for weight in row:
            variance += float(weight) ** 2
    return math.sqrt(variance)

# %% norm of the flattened kernel verdict="right"
def noise_gain(K):
    return jnp.linalg.norm(K.ravel()).item()

# %% einsum verdict="right"
def noise_gain(K):
    return jnp.einsum("ij,ij->", K, K) ** 0.5

# %% an array of one element with two axes verdict="right"
def noise_gain(K):
    flat = K.reshape(1, -1)
    return jnp.sqrt(flat @ flat.T)

# %% summed by a loop of JAX's verdict="right"
def noise_gain(K):
    flat = K.ravel()
    add = lambda i, variance: variance + flat[i] ** 2
    return jnp.sqrt(jax.lax.fori_loop(0, flat.size, add, jnp.zeros((), K.dtype)))

# %% squares by vmap, in float64 verdict="right"
def noise_gain(K):
    return jax.jit(lambda K: jnp.sqrt(jax.vmap(jnp.vdot)(K, K).sum()))(K)

# %% the noise spectrum verdict="right"
def noise_gain(K):
    return jnp.sqrt((jnp.abs(jnp.fft.fft2(K)) ** 2).mean())

# %% nothing returned verdict="wrong" fails=["test_averages", "test_differences", "test_simulation", "test_kernel_unchanged"]
def noise_gain(K):
    gain = jnp.sqrt((K**2).sum())

# %% variance verdict="wrong" fails=["test_averages", "test_differences", "test_simulation", "test_kernel_unchanged"] says=["variance_for_deviation"]
def noise_gain(K):
    return jnp.vdot(K, K)

# %% mean under the root verdict="wrong" fails=["test_averages", "test_differences", "test_simulation", "test_kernel_unchanged"] says=["mean_of_variances"]
def noise_gain(K):
    return jnp.sqrt(jnp.mean(jnp.square(K)))

# %% mean taken off verdict="wrong" fails=["test_averages", "test_simulation"] says=["mean_taken_off"]
def noise_gain(K):
    return K.std() * math.sqrt(K.size)

# %% absolute values verdict="wrong" fails=["test_averages", "test_differences", "test_simulation", "test_kernel_unchanged"] says=["absolute_values_added"]
def noise_gain(K):
    return jnp.abs(K).sum()

# %% sum of the weights verdict="wrong" fails=["test_averages", "test_differences", "test_simulation", "test_kernel_unchanged"] says=["weights_added"]
def noise_gain(K):
    return K.sum()

# %% only the largest weight verdict="wrong" fails=["test_averages", "test_differences", "test_simulation", "test_kernel_unchanged"] says=["largest_weight"]
def noise_gain(K):
    return jnp.abs(K).max()

# %% equal weights verdict="wrong" fails=["test_averages", "test_differences", "test_simulation", "test_kernel_unchanged"] says=["equal_weights_assumed"]
def noise_gain(K):
    return 1 / math.sqrt(K.size)

# %% the largest singular value verdict="wrong" fails=["test_averages", "test_differences", "test_simulation"]
def noise_gain(K):
    return jnp.linalg.norm(K, 2)

# %% thinks that every blur is a box verdict="wrong" fails=["test_averages"] says=["equal_weights_assumed"]
def noise_gain(K):
    return K.size**-0.5 if jnp.isclose(K.sum(), 1) else jnp.linalg.norm(K)

# %% thinks that noise cancels in differences verdict="wrong" fails=["test_differences"] says=["weights_added"]
def noise_gain(K):
    return 0.0 if abs(K.sum()) < 1e-9 else jnp.linalg.norm(K)

# %% normalises the kernel where it can verdict="wrong" fails=["test_simulation"]
def noise_gain(K):
    total = K.sum()
    return jnp.linalg.norm(K / total if abs(total) > 1e-9 else K)

# %% gives the memory of the kernel away verdict="wrong" fails=["test_kernel_unchanged"] says=["writes_into_input"]
from functools import partial

@partial(jax.jit, donate_argnums=0)
def squared(K):
    return K**2

def noise_gain(K):
    return jnp.sqrt(squared(K).sum())

# %% an experiment instead of theory verdict="wrong" fails=["test_averages", "test_differences", "test_simulation"]
def noise_gain(K):
    noise = jax.random.normal(jax.random.key(1), (20000, K.size))
    return jnp.std(noise @ K.ravel())
