# %% a tensor verdict="right"
def second_derivative_kernel():
    return tf.constant([[1.0, -2.0, 1.0]])

# %% nested lists, the other sign verdict="right"
def second_derivative_kernel():
    return [[-1, 2, -1]]

# %% whole numbers verdict="right"
def second_derivative_kernel():
    return tf.constant([[1, -2, 1]])

# %% from equations verdict="right"
def second_derivative_kernel():
    powers = tf.constant([[1.0, 1, 1], [0, 1, 2], [0, 1, 4]])
    return tf.transpose(tf.linalg.solve(powers, [[0.0], [0.0], [2.0]]))

# %% differences of a unit pulse verdict="right"
def second_derivative_kernel():
    pulse = tf.one_hot([2], 5)
    slope = pulse[:, 1:] - pulse[:, :-1]
    return slope[:, 1:] - slope[:, :-1]

# %% a variable in half precision verdict="right"
def second_derivative_kernel():
    return tf.Variable([[1, -2, 1]], dtype=tf.float16)

# %% numbers of TensorFlow's in nested lists verdict="right"
def second_derivative_kernel():
    one = tf.constant(1.0)
    return [[one, -2 * one, one]]

# %% NumPy verdict="right"
def second_derivative_kernel():
    return np.array([[1, -2, 1]])

# %% a column verdict="wrong" fails=["test_shape"] says=["stands_upright"]
def second_derivative_kernel():
    return tf.constant([[1], [-2], [1]])

# %% one axis verdict="wrong" fails=["test_shape"] says=["one_axis_only"]
def second_derivative_kernel():
    return tf.constant([1, -2, 1])

# %% a Laplacian verdict="wrong" fails=["test_shape"]
def second_derivative_kernel():
    return tf.constant([[0, 1, 0], [1, -4, 1], [0, 1, 0]])

# %% weights do not balance verdict="wrong" fails=["test_even_brightness"]
def second_derivative_kernel():
    return tf.constant([[1, -1, 1]])

# %% answers to ramps verdict="wrong" fails=["test_ramp"]
def second_derivative_kernel():
    return tf.constant([[1.5, -2, 0.5]])

# %% two neighbours, doubled verdict="wrong" fails=["test_ramp"] says=["first_derivative"]
def second_derivative_kernel():
    return tf.constant([[2, -2, 0]])

# %% half verdict="wrong" fails=["test_bend"] says=["half_the_bend"]
def second_derivative_kernel():
    return tf.constant([[0.5, -1, 0.5]])

# %% a quarter verdict="wrong" fails=["test_bend"]
def second_derivative_kernel():
    return tf.constant([[0.25, -0.5, 0.25]])

# %% central first difference verdict="wrong" fails=["test_ramp", "test_bend"] says=["first_derivative"]
def second_derivative_kernel():
    return tf.constant([[-0.5, 0, 0.5]])

# %% two weights verdict="wrong" fails=["test_shape", "test_ramp", "test_bend"] says=["first_derivative"]
def second_derivative_kernel():
    return tf.constant([[1, -1]])

# %% not numbers verdict="wrong" fails=["test_shape", "test_even_brightness", "test_ramp", "test_bend"]
def second_derivative_kernel():
    return tf.constant([[1.0, -2.0, 1.0]]) / 0

# %% zeros verdict="wrong" fails=["test_even_brightness", "test_ramp", "test_bend"]
def second_derivative_kernel():
    return tf.zeros((1, 3))

# %% writes into a tensor verdict="wrong" fails=["test_shape", "test_even_brightness", "test_ramp", "test_bend"]
def second_derivative_kernel():
    K = tf.ones((1, 3))
    K[0, 1] = -2
    return K
