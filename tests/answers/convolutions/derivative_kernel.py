# %% binomial coefficients in a list verdict="right"
def derivative_kernel(d):
    return [(-1) ** (d - i) * math.comb(d, i) for i in range(d + 1)]


# %% the other sign, as an array of integers verdict="right"
def derivative_kernel(d):
    return np.array([(-1) ** i * math.comb(d, i) for i in range(d + 1)])


# %% linear equations verdict="right"
def derivative_kernel(d):
    i = torch.arange(d + 1, dtype=torch.float64)
    powers = torch.stack([i**p for p in range(d + 1)])
    right = torch.zeros(d + 1, dtype=torch.float64)
    right[d] = math.factorial(d)
    return torch.linalg.solve(powers, right)


# %% linear equations in single precision, centred verdict="right"
def derivative_kernel(d):
    i = torch.arange(d + 1) - d / 2
    A = i[None, :] ** torch.arange(d + 1)[:, None]
    b = torch.tensor([0.0] * d + [float(math.factorial(d))])
    return torch.linalg.inv(A) @ b


# %% numpy differences of a unit pulse verdict="right"
def derivative_kernel(d):
    pulse = np.zeros(2 * d + 1)
    pulse[d] = 1
    return np.diff(pulse, n=d)


# %% recursion with numpy convolve, noisy verdict="right"
def derivative_kernel(d):
    print("order", d)
    if d == 0:
        return np.array([1.0])
    return np.convolve(derivative_kernel(d - 1), [1, -1])


# %% coefficients of a polynomial, as a tuple verdict="right"
def derivative_kernel(d, root=1):
    return tuple(np.poly([root] * d))


# %% a table of single-precision tensors with a gradient verdict="right"
class Pascal:
    rows = {1: [-1, 1], 2: [1, -2, 1], 3: [-1, 3, -3, 1], 4: [1, -4, 6, -4, 1]}
    rows[5] = [-1, 5, -10, 10, -5, 1]
    rows[6] = [1, -6, 15, -20, 15, -6, 1]


def derivative_kernel(d):
    return torch.nn.Parameter(torch.tensor(Pascal.rows[d], dtype=torch.float32))


# %% numbers as tensors in a list verdict="right"
def derivative_kernel(d):
    kernel = torch.ones(1)
    for _ in range(d):
        kernel = torch.cat([-kernel, torch.zeros(1)]) + torch.cat([torch.zeros(1), kernel])
    return [k for k in kernel]


# %% nothing written verdict="wrong" fails=["test_length", "test_lower_powers", "test_scale"]
def derivative_kernel(d):
    raise NotImplementedError()


# %% padded to odd length verdict="wrong" fails=["test_length"]
def derivative_kernel(d):
    row = [(-1) ** i * math.comb(d, i) for i in range(d + 1)]
    return row if d % 2 == 0 else [*row, 0]


# %% zeros on both sides verdict="wrong" fails=["test_length"]
def derivative_kernel(d):
    return [0.0, *[(-1.0) ** i * math.comb(d, i) for i in range(d + 1)], 0.0]


# %% central differences verdict="wrong" fails=["test_length"] says=["central_differences_composed"]
def derivative_kernel(d):
    kernel = np.ones(1)
    for _ in range(d):
        kernel = np.convolve(kernel, [-0.5, 0.0, 0.5])
    return kernel


# %% a matrix with one row verdict="wrong" fails=["test_length"]
def derivative_kernel(d):
    return torch.tensor([[(-1.0) ** i * math.comb(d, i) for i in range(d + 1)]])


# %% one order too low verdict="wrong" fails=["test_length", "test_lower_powers", "test_scale"] says=["one_weight_too_few"]
def derivative_kernel(d):
    return [(-1) ** i * math.comb(d - 1, i) for i in range(d)]


# %% one order too high verdict="wrong" fails=["test_length", "test_scale"]
def derivative_kernel(d):
    return [(-1) ** i * math.comb(d + 1, i) for i in range(d + 2)]


# %% always the first derivative verdict="wrong" fails=["test_length", "test_lower_powers", "test_scale"]
def derivative_kernel(d):
    return torch.tensor([-1.0, 1.0])


# %% right up to the second order verdict="wrong" fails=["test_length", "test_lower_powers", "test_scale"]
def derivative_kernel(d):
    return {1: [-1, 1], 2: [1, -2, 1]}.get(d, [1, -2, 1])


# %% right up to the third order verdict="wrong" fails=["test_length", "test_lower_powers", "test_scale"]
def derivative_kernel(d):
    return {1: [-1, 1], 2: [1, -2, 1], 3: [-1, 3, -3, 1]}[d]


# %% no minus verdict="wrong" fails=["test_lower_powers", "test_scale"] says=["signs_missing"]
def derivative_kernel(d):
    return torch.tensor([float(math.comb(d, i)) for i in range(d + 1)])


# %% only the difference of the ends verdict="wrong" fails=["test_lower_powers"]
def derivative_kernel(d):
    kernel = torch.zeros(d + 1, dtype=torch.float64)
    kernel[0], kernel[d] = -1.0, 1.0
    return kernel * math.factorial(d) / d**d


# %% divided by the factorial verdict="wrong" fails=["test_scale"] says=["divided_by_factorial"]
def derivative_kernel(d):
    return np.array([(-1) ** i * math.comb(d, i) for i in range(d + 1)]) / math.factorial(d)


# %% weights scaled to absolute sum one verdict="wrong" fails=["test_scale"]
def derivative_kernel(d):
    kernel = torch.tensor([(-1.0) ** i * math.comb(d, i) for i in range(d + 1)])
    return kernel / kernel.abs().sum()


# %% zeros verdict="wrong" fails=["test_length", "test_lower_powers", "test_scale"]
def derivative_kernel(d):
    return torch.zeros(d + 1)


# %% not numbers verdict="wrong" fails=["test_length", "test_lower_powers", "test_scale"]
def derivative_kernel(d):
    return [float("nan")] * (d + 1)


# %% returns the size only verdict="wrong" fails=["test_length", "test_lower_powers", "test_scale"]
def derivative_kernel(d):
    return d + 1

# %% right when asked in order verdict="wrong" fails=["test_length", "test_scale"]
rows = [[1.0]]


def derivative_kernel(d):
    rows.append([b - a for a, b in zip([*rows[-1], 0.0], [0.0, *rows[-1]])])
    return rows[-1]


# %% works in its own row verdict="wrong" fails=["test_length", "test_lower_powers", "test_scale"]
def derivative_kernel(d, row=[1.0]):
    for _ in range(d):
        row[:] = [b - a for a, b in zip([*row, 0.0], [0.0, *row])]
    return row


# %% beyond all bounds verdict="wrong" fails=["test_length", "test_lower_powers", "test_scale"]
def derivative_kernel(d):
    return [(-1) ** i * math.comb(d, i) * 1e300 for i in range(d + 1)]


# %% a million weights verdict="wrong" fails=["test_length", "test_lower_powers", "test_scale"]
def derivative_kernel(d):
    kernel = np.zeros(1_000_000)
    kernel[: d + 1] = [(-1) ** i * math.comb(d, i) for i in range(d + 1)]
    return kernel


# %% exact fractions verdict="right"
from fractions import Fraction


def derivative_kernel(d):
    # solves sum(w * i**p) = d! for p = d and 0 for p < d, without any rounding
    rows = [[Fraction(i) ** p for i in range(d + 1)] + [Fraction(math.factorial(d) * (p == d))] for p in range(d + 1)]
    for column in range(d + 1):
        pivot = next(row for row in range(column, d + 1) if rows[row][column])
        rows[column], rows[pivot] = rows[pivot], rows[column]
        rows[column] = [number / rows[column][column] for number in rows[column]]
        for row in range(d + 1):
            if row != column:
                rows[row] = [a - rows[row][column] * b for a, b in zip(rows[row], rows[column])]
    return [row[-1] for row in rows]


# %% a table up to the fourth order verdict="wrong" fails=["test_length", "test_lower_powers", "test_scale"]
def derivative_kernel(d):
    return {1: [1, -1], 2: [1, -2, 1], 3: [1, -3, 3, -1], 4: [1, -4, 6, -4, 1]}.get(d)
