# %% an array verdict="right"
def second_derivative_kernel():
    return jnp.array([[1.0, -2.0, 1.0]])

# %% nested lists, the other sign verdict="right"
def second_derivative_kernel():
    return [[-1, 2, -1]]

# %% whole numbers verdict="right"
def second_derivative_kernel():
    return jnp.array([[1, -2, 1]])

# %% from equations verdict="right"
def second_derivative_kernel():
    powers = jnp.vander(jnp.arange(3.0), increasing=True).T
    return jnp.linalg.solve(powers, jnp.array([0.0, 0.0, 2.0]))[None]

# %% differences of a unit pulse verdict="right"
def second_derivative_kernel():
    return jnp.diff(jnp.array([[0.0, 0, 1, 0, 0]]), n=2)

# %% two first derivatives verdict="right"
def second_derivative_kernel():
    step = jnp.array([1, -1])
    return jnp.atleast_2d(jnp.convolve(step, step))

# %% the second derivative of a parabola through three points, by jax.grad verdict="right"
def second_derivative_kernel():
    def bend(pixels):
        curve = jnp.linalg.solve(jnp.vander(jnp.arange(-1.0, 2)), pixels)
        return jax.grad(jax.grad(lambda x: jnp.polyval(curve, x)))(0.0)

    return jax.jacobian(bend)(jnp.zeros(3)).reshape(1, 3)

# %% NumPy verdict="right"
def second_derivative_kernel():
    return np.array([[1, -2, 1]])

# %% a column verdict="wrong" fails=["test_shape"] says=["stands_upright"]
def second_derivative_kernel():
    return jnp.array([[1], [-2], [1]])

# %% one axis verdict="wrong" fails=["test_shape"] says=["one_axis_only"]
def second_derivative_kernel():
    return jnp.array([1, -2, 1])

# %% a Laplacian verdict="wrong" fails=["test_shape"]
def second_derivative_kernel():
    return jnp.array([[0, 1, 0], [1, -4, 1], [0, 1, 0]])

# %% weights do not balance verdict="wrong" fails=["test_even_brightness"]
def second_derivative_kernel():
    return jnp.array([[1, -1, 1]])

# %% answers to ramps verdict="wrong" fails=["test_ramp"]
def second_derivative_kernel():
    return jnp.array([[1.5, -2, 0.5]])

# %% two neighbours, doubled verdict="wrong" fails=["test_ramp"] says=["first_derivative"]
def second_derivative_kernel():
    return jnp.array([[2, -2, 0]])

# %% half verdict="wrong" fails=["test_bend"] says=["half_the_bend"]
def second_derivative_kernel():
    return jnp.array([[0.5, -1, 0.5]])

# %% a quarter verdict="wrong" fails=["test_bend"]
def second_derivative_kernel():
    return jnp.array([[0.25, -0.5, 0.25]])

# %% central first difference verdict="wrong" fails=["test_ramp", "test_bend"] says=["first_derivative"]
def second_derivative_kernel():
    return jnp.array([[-0.5, 0, 0.5]])

# %% two weights verdict="wrong" fails=["test_shape", "test_ramp", "test_bend"] says=["first_derivative"]
def second_derivative_kernel():
    return jnp.array([[1, -1]])

# %% not numbers verdict="wrong" fails=["test_shape", "test_even_brightness", "test_ramp", "test_bend"]
def second_derivative_kernel():
    return jnp.array([[1.0, -2.0, 1.0]]) / 0

# %% zeros verdict="wrong" fails=["test_even_brightness", "test_ramp", "test_bend"]
def second_derivative_kernel():
    return jnp.zeros((1, 3))

# %% writes into an array verdict="wrong" fails=["test_shape", "test_even_brightness", "test_ramp", "test_bend"]
def second_derivative_kernel():
    K = jnp.ones((1, 3))
    K[0, 1] = -2
    return K
