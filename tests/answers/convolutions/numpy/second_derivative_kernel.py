# %% an array verdict="right"
def second_derivative_kernel():
    return np.array([[1, -2, 1]])

# %% nested lists, the other sign verdict="right"
def second_derivative_kernel():
    return [[-1, 2, -1]]

# %% from equations verdict="right"
def second_derivative_kernel():
    powers = np.vander([0, 1, 2], increasing=True).T
    return np.linalg.solve(powers, [0, 0, 2])[np.newaxis]

# %% from equations, in single precision verdict="right"
def second_derivative_kernel():
    i = np.arange(-1, 2, dtype=np.float32)
    return (np.linalg.inv(np.stack([i**0, i, i**2])) @ np.float32([0, 0, 2])).reshape(1, 3)

# %% differences of a unit pulse verdict="right"
def second_derivative_kernel():
    return np.diff([[0.0, 0, 1, 0, 0]], n=2)

# %% two first derivatives verdict="right"
def second_derivative_kernel():
    return np.atleast_2d(np.convolve([1, -1], [1, -1]))

# %% an object that is a matrix verdict="right"
def second_derivative_kernel():
    return np.matrix("1 -2 1")

# %% a column verdict="wrong" fails=["test_shape"] says=["stands_upright"]
def second_derivative_kernel():
    return np.array([[1], [-2], [1]])

# %% one axis verdict="wrong" fails=["test_shape"] says=["one_axis_only"]
def second_derivative_kernel():
    return np.array([1, -2, 1])

# %% a Laplacian verdict="wrong" fails=["test_shape"]
def second_derivative_kernel():
    return np.array([[0, 1, 0], [1, -4, 1], [0, 1, 0]])

# %% weights do not balance verdict="wrong" fails=["test_even_brightness"]
def second_derivative_kernel():
    return np.array([[1, -1, 1]])

# %% answers to ramps verdict="wrong" fails=["test_ramp"]
def second_derivative_kernel():
    return np.array([[1.5, -2, 0.5]])

# %% two neighbours, doubled verdict="wrong" fails=["test_ramp"] says=["first_derivative"]
def second_derivative_kernel():
    return np.array([[2, -2, 0]])

# %% half verdict="wrong" fails=["test_bend"] says=["half_the_bend"]
def second_derivative_kernel():
    return np.array([[1, -2, 1]]) / 2

# %% the gradient of a gradient verdict="wrong" fails=["test_bend"]
def second_derivative_kernel():
    return np.gradient(np.gradient(np.array([0.0, 0, 0, 1, 0, 0, 0])))[1:6:2][None]

# %% central first difference verdict="wrong" fails=["test_ramp", "test_bend"] says=["first_derivative"]
def second_derivative_kernel():
    return np.array([[-0.5, 0, 0.5]])

# %% two weights verdict="wrong" fails=["test_shape", "test_ramp", "test_bend"] says=["first_derivative"]
def second_derivative_kernel():
    return np.array([[1, -1]])

# %% not numbers verdict="wrong" fails=["test_shape", "test_even_brightness", "test_ramp", "test_bend"]
def second_derivative_kernel():
    return np.array([[1.0, -2.0, 1.0]]) / 0

# %% zeros verdict="wrong" fails=["test_even_brightness", "test_ramp", "test_bend"]
def second_derivative_kernel():
    return np.zeros((1, 3))
