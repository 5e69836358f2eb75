# %% a tensor verdict="right"
def second_derivative_kernel():
    return torch.tensor([[1.0, -2.0, 1.0]])

# %% nested lists of integers, the other sign verdict="right"
def second_derivative_kernel():
    return [[-1, 2, -1]]

# %% from equations, numpy, with prints verdict="right"
import sys


def second_derivative_kernel():
    A = np.array([[1, 1, 1], [0, 1, 2], [0, 1, 4]])
    K = np.linalg.solve(A, np.array([0, 0, 2]))
    print(K)
    print("solved", file=sys.stderr)
    return K.reshape(1, 3)

# %% from equations in float32 verdict="right"
def second_derivative_kernel():
    x = torch.tensor([-1.0, 0.0, 1.0])
    return torch.linalg.solve(torch.stack([x**0, x, x**2]), torch.tensor([0.0, 0.0, 2.0])).unsqueeze(0)

# %% difference of differences verdict="right"
def difference(row):
    return [b - a for a, b in zip(row, row[1:])]


def second_derivative_kernel():
    K = torch.zeros(1, 3, dtype=torch.float64)
    for k in range(3):
        K[0, k] = difference(difference([float(k == i) for i in range(3)]))[0]
    return K

# %% integers, numpy.convolve verdict="right"
second_derivative_kernel = lambda: np.convolve([1, -1], [1, -1])[None, :]

# %% a column verdict="wrong" fails=["test_shape"] says=["stands_upright"]
def second_derivative_kernel():
    return torch.tensor([[1.0], [-2.0], [1.0]])

# %% one axis verdict="wrong" fails=["test_shape"] says=["one_axis_only"]
def second_derivative_kernel():
    return torch.tensor([1.0, -2.0, 1.0])

# %% five taps verdict="wrong" fails=["test_shape"]
def second_derivative_kernel():
    return torch.tensor([[-1 / 12, 16 / 12, -30 / 12, 16 / 12, -1 / 12]])

# %% Laplacian verdict="wrong" fails=["test_shape"]
def second_derivative_kernel():
    return torch.tensor([[0.0, 1.0, 0.0], [1.0, -4.0, 1.0], [0.0, 1.0, 0.0]])

# %% weights do not balance verdict="wrong" fails=["test_even_brightness"]
def second_derivative_kernel():
    return torch.tensor([[1.0, -1.0, 1.0]])

# %% answers to ramps verdict="wrong" fails=["test_ramp"]
def second_derivative_kernel():
    return torch.tensor([[1.5, -2.0, 0.5]])

# %% two neighbours, doubled verdict="wrong" fails=["test_ramp"] says=["first_derivative"]
def second_derivative_kernel():
    return torch.tensor([[2.0, -2.0, 0.0]])

# %% half verdict="wrong" fails=["test_bend"] says=["half_the_bend"]
def second_derivative_kernel():
    return torch.tensor([[0.5, -1.0, 0.5]])

# %% normalised verdict="wrong" fails=["test_bend"]
def second_derivative_kernel():
    K = np.array([[1.0, -2.0, 1.0]])
    return K / np.abs(K).sum()

# %% central first difference verdict="wrong" fails=["test_ramp", "test_bend"] says=["first_derivative"]
def second_derivative_kernel():
    return torch.tensor([[-0.5, 0.0, 0.5]])

# %% two taps verdict="wrong" fails=["test_shape", "test_ramp", "test_bend"] says=["first_derivative"]
def second_derivative_kernel():
    return torch.tensor([[1.0, -1.0]])

# %% all plus verdict="wrong" fails=["test_even_brightness"]
def second_derivative_kernel():
    return torch.tensor([[1.0, 2.0, 1.0]])

# %% nothing returned verdict="wrong" fails=["test_shape", "test_even_brightness", "test_ramp", "test_bend"]
def second_derivative_kernel():
    K = torch.tensor([[1.0, -2.0, 1.0]])

# %% zeros verdict="wrong" fails=["test_even_brightness", "test_ramp", "test_bend"]
def second_derivative_kernel():
    return torch.zeros(1, 3)

# %% a tiny mean verdict="wrong" fails=["test_even_brightness", "test_bend"]
def second_derivative_kernel():
    return [[1e-9, 1e-9, 1e-9]]

# %% a tiny slope verdict="wrong" fails=["test_ramp", "test_bend"] says=["first_derivative"]
def second_derivative_kernel():
    return [[-1e-9, 0.0, 1e-9]]

# %% not numbers verdict="wrong" fails=["test_shape", "test_even_brightness", "test_ramp", "test_bend"]
def second_derivative_kernel():
    return np.array([[1.0, -2.0, 1.0]]) / 0

# %% no weights verdict="wrong" fails=["test_shape", "test_even_brightness", "test_ramp", "test_bend"]
def second_derivative_kernel():
    return torch.zeros(1, 0)

# %% a row of a million weights verdict="wrong" fails=["test_shape", "test_even_brightness", "test_ramp", "test_bend"]
def second_derivative_kernel():
    K = torch.zeros(1, 1_000_000)
    K[0, :3] = torch.tensor([1.0, -2.0, 1.0])
    return K
