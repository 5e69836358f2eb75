# %% binomial coefficients in a list verdict="right"
def derivative_kernel(d):
    return [(-1) ** (d - i) * math.comb(d, i) for i in range(d + 1)]

# %% the other sign, as an array of integers verdict="right"
def derivative_kernel(d):
    return jnp.array([(-1) ** i * math.comb(d, i) for i in range(d + 1)])

# %% linear equations verdict="right"
def derivative_kernel(d):
    powers = jnp.vander(jnp.arange(d + 1.0), increasing=True).T
    return jnp.linalg.solve(powers, jnp.zeros(d + 1).at[d].set(math.factorial(d)))

# %% differences of a unit pulse verdict="right"
def derivative_kernel(d):
    return jnp.diff(jnp.pad(jnp.ones(1), d), n=d)

# %% recursion with convolve verdict="right"
def derivative_kernel(d):
    return jnp.ones(1) if d == 0 else jnp.convolve(derivative_kernel(d - 1), jnp.array([1.0, -1.0]))

# %% coefficients of a polynomial verdict="right"
def derivative_kernel(d):
    return jnp.poly(jnp.ones(d))

# %% in single precision, by rolling in a loop of JAX's verdict="right"
def derivative_kernel(d):
    start = jnp.zeros(d + 1, "float32").at[0].set(1)
    return jax.lax.fori_loop(0, d, lambda _, kernel: jnp.roll(kernel, 1) - kernel, start)

# %% derivatives of a difference, by jax.jacobian verdict="right"
def derivative_kernel(d):
    def difference(samples):
        for _ in range(d):
            samples = samples[1:] - samples[:-1]
        return samples[0]

    return jax.grad(difference)(jnp.zeros(d + 1))

# %% zeros on both sides verdict="wrong" fails=["test_length"]
def derivative_kernel(d):
    return jnp.pad(jnp.poly(jnp.ones(d)), 1)

# %% central differences verdict="wrong" fails=["test_length"] says=["central_differences_composed"]
def derivative_kernel(d):
    kernel = jnp.ones(1)
    for _ in range(d):
        kernel = jnp.convolve(kernel, jnp.array([-0.5, 0, 0.5]))
    return kernel

# %% a matrix with one row verdict="wrong" fails=["test_length"]
def derivative_kernel(d):
    return jnp.poly(jnp.ones(d))[None]

# %% one order too low verdict="wrong" fails=["test_length", "test_lower_powers", "test_scale"] says=["one_weight_too_few"]
def derivative_kernel(d):
    return jnp.array([(-1) ** i * math.comb(d - 1, i) for i in range(d)])

# %% one order too high verdict="wrong" fails=["test_length", "test_scale"]
def derivative_kernel(d):
    return jnp.poly(jnp.ones(d + 1))

# %% right up to the second order verdict="wrong" fails=["test_length", "test_lower_powers", "test_scale"]
def derivative_kernel(d):
    return jnp.array([-1, 1]) if d == 1 else jnp.array([1, -2, 1])

# %% no minus verdict="wrong" fails=["test_lower_powers", "test_scale"] says=["signs_missing"]
def derivative_kernel(d):
    return jnp.poly(-jnp.ones(d))

# %% only the difference of the ends verdict="wrong" fails=["test_lower_powers"]
def derivative_kernel(d):
    kernel = jnp.zeros(d + 1).at[jnp.array([0, -1])].set(jnp.array([-1.0, 1.0]))
    return kernel * math.factorial(d) / d**d

# %% divided by the factorial verdict="wrong" fails=["test_scale"] says=["divided_by_factorial"]
def derivative_kernel(d):
    return jnp.poly(jnp.ones(d)) / math.factorial(d)

# %% weights scaled to absolute sum one verdict="wrong" fails=["test_scale"]
def derivative_kernel(d):
    kernel = jnp.poly(jnp.ones(d))
    return kernel / jnp.abs(kernel).sum()

# %% not numbers verdict="wrong" fails=["test_length", "test_lower_powers", "test_scale"]
def derivative_kernel(d):
    return jnp.full(d + 1, jnp.nan)

# %% works in its own row verdict="wrong" fails=["test_length", "test_lower_powers", "test_scale"]
def derivative_kernel(d, row=[1.0]):
    for _ in range(d):
        row[:] = np.convolve(row, [1, -1])
    return row
