# %% binomial coefficients in a list verdict="right"
def derivative_kernel(d):
    return [(-1) ** (d - i) * math.comb(d, i) for i in range(d + 1)]

# %% the other sign, as an array of integers verdict="right"
def derivative_kernel(d):
    return np.array([(-1) ** i * math.comb(d, i) for i in range(d + 1)])

# %% linear equations verdict="right"
def derivative_kernel(d):
    powers = np.vander(np.arange(d + 1), increasing=True).T
    return np.linalg.solve(powers, [0] * d + [math.factorial(d)])

# %% differences of a unit pulse verdict="right"
def derivative_kernel(d):
    return np.diff(np.pad([1.0], d), n=d)

# %% differences of the rows of a unit matrix verdict="right"
def derivative_kernel(d):
    return np.diff(np.eye(d + 1), n=d, axis=0)[0]

# %% recursion with convolve verdict="right"
def derivative_kernel(d):
    return np.ones(1) if d == 0 else np.convolve(derivative_kernel(d - 1), [1, -1])

# %% coefficients of a polynomial verdict="right"
def derivative_kernel(d):
    return np.poly([1] * d)

# %% in single precision, by rolling verdict="right"
def derivative_kernel(d):
    kernel = np.zeros(d + 1, dtype=np.float32)
    kernel[0] = 1
    for _ in range(d):
        kernel = np.roll(kernel, 1) - kernel
    return kernel

# %% zeros on both sides verdict="wrong" fails=["test_length"]
def derivative_kernel(d):
    return np.pad(np.poly([1] * d), 1)

# %% central differences verdict="wrong" fails=["test_length"] says=["central_differences_composed"]
def derivative_kernel(d):
    kernel = np.ones(1)
    for _ in range(d):
        kernel = np.convolve(kernel, [-0.5, 0, 0.5])
    return kernel

# %% a matrix with one row verdict="wrong" fails=["test_length"]
def derivative_kernel(d):
    return np.poly([1] * d)[None]

# %% one order too low verdict="wrong" fails=["test_length", "test_lower_powers", "test_scale"] says=["one_weight_too_few"]
def derivative_kernel(d):
    return np.array([(-1) ** i * math.comb(d - 1, i) for i in range(d)])

# %% one order too high verdict="wrong" fails=["test_length", "test_scale"]
def derivative_kernel(d):
    return np.poly([1] * (d + 1))

# %% right up to the second order verdict="wrong" fails=["test_length", "test_lower_powers", "test_scale"]
def derivative_kernel(d):
    return np.array([-1, 1]) if d == 1 else np.array([1, -2, 1])

# %% no minus verdict="wrong" fails=["test_lower_powers", "test_scale"] says=["signs_missing"]
def derivative_kernel(d):
    return np.poly([-1] * d)

# %% only the difference of the ends verdict="wrong" fails=["test_lower_powers"]
def derivative_kernel(d):
    kernel = np.zeros(d + 1)
    kernel[[0, -1]] = -1, 1
    return kernel * math.factorial(d) / d**d

# %% divided by the factorial verdict="wrong" fails=["test_scale"] says=["divided_by_factorial"]
def derivative_kernel(d):
    return np.poly([1] * d) / math.factorial(d)

# %% weights scaled to absolute sum one verdict="wrong" fails=["test_scale"]
def derivative_kernel(d):
    kernel = np.poly([1] * d)
    return kernel / np.abs(kernel).sum()

# %% not numbers verdict="wrong" fails=["test_length", "test_lower_powers", "test_scale"]
def derivative_kernel(d):
    return np.full(d + 1, np.nan)

# %% works in its own row verdict="wrong" fails=["test_length", "test_lower_powers", "test_scale"]
def derivative_kernel(d, row=[1.0]):
    for _ in range(d):
        row[:] = np.convolve(row, [1, -1])
    return row
