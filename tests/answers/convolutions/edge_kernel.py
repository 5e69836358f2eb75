# %% steered Sobel verdict="right"
def edge_kernel(v):
    down = torch.tensor([[-1.0, -2.0, -1.0], [0.0, 0.0, 0.0], [1.0, 2.0, 1.0]])
    return v[0] * down + v[1] * down.T

# %% steered Prewitt, nested lists, two loops verdict="right"
def edge_kernel(v):
    kernel = []
    for i in (-1, 0, 1):
        row = []
        for j in (-1, 0, 1):
            row.append(v[0] * i + v[1] * j)
        kernel.append(row)
    return kernel

# %% steered Scharr, the other sign verdict="right"
def edge_kernel(v):
    right = np.outer([3, 10, 3], [1, 0, -1]) / 32
    return np.tensordot(v, np.stack([right.T, right]), axes=1)

# %% normalised to length 1, zero-padded to 5×5 verdict="right"
def edge_kernel(v):
    length = math.sqrt(v[0] ** 2 + v[1] ** 2)
    K = np.zeros((5, 5))
    for i in range(3):
        for j in range(3):
            K[i + 1, j + 1] = (v[0] * (i - 1) * [1, 2, 1][j] + v[1] * (j - 1) * [1, 2, 1][i]) / length
    return K / np.abs(K).sum()

# %% the 2×2 plane fit verdict="right"
def edge_kernel(v):
    a, b = v
    return torch.tensor([[-a - b, b - a], [a - b, a + b]]) / 2

# %% an L-shaped 2×2 verdict="right"
def edge_kernel(v):
    return [[-(v[0] + v[1]), v[1]], [v[0], 0.0]]

# %% an L-shaped 2×2 in the corner of 5×5, negated verdict="right"
def edge_kernel(v):
    K = torch.zeros(5, 5, dtype=torch.float64)
    K[4, 4], K[3, 4], K[4, 3] = -(v[0] + v[1]), v[0], v[1]
    return K

# %% derivative of a Gaussian, 7×7 verdict="right"
def edge_kernel(v, sigma=1.2):
    x = torch.arange(-3, 4).float()
    g = torch.exp(-x**2 / (2 * sigma**2))
    G = g[:, None] * g
    n = torch.tensor(v) / torch.tensor(v).norm()
    return -(n[0] * x[:, None] + n[1] * x[None]) / sigma**2 * G

# %% a sharp Gaussian derivative, even size verdict="right"
def edge_kernel(v):
    r, c = np.meshgrid(np.arange(4) - 1.5, np.arange(4) - 1.5, indexing="ij")
    return (v[0] * r + v[1] * c) * np.exp(-(r**2 + c**2) / (2 * 0.7**2))

# %% plane fit to 7×7 by least squares verdict="right"
def edge_kernel(v):
    r, c = torch.meshgrid(torch.arange(7.0), torch.arange(7.0), indexing="ij")
    A = torch.stack([torch.ones(49), r.flatten(), c.flatten()], 1).double()
    P = torch.linalg.pinv(A)
    return (v[0] * P[1] + v[1] * P[2]).reshape(7, 7)

# %% bilinear difference of two points along v verdict="right"
class Difference:
    def __init__(self, v):
        n = math.hypot(*v)
        self.v = (v[0] / n, v[1] / n)
        self.K = [[0.0] * 3 for _ in range(3)]

    def add(self, sign):
        r, c = 1 + sign * self.v[0], 1 + sign * self.v[1]
        i, j = min(int(r), 1), min(int(c), 1)
        for di in (0, 1):
            for dj in (0, 1):
                w = (r - i if di else 1 - (r - i)) * (c - j if dj else 1 - (c - j))
                self.K[i + di][j + dj] += sign * w
        return self


def edge_kernel(v):
    return Difference(v).add(+1).add(-1).K

# %% only the cross of four neighbours verdict="right"
def edge_kernel(v):
    return torch.tensor([[0, -v[0], 0], [-v[1], 0, v[1]], [0, v[0], 0]])

# %% long steps, 7×7 box halves verdict="right"
def edge_kernel(v):
    s = np.sign(np.arange(7) - 3)
    down = np.repeat(s[:, None], 7, 1)
    return (v[0] * down + v[1] * down.T).astype(np.float32)

# %% prints and warns verdict="right"
import sys
import warnings


def edge_kernel(v):
    print("v =", v)
    print("steering", file=sys.stderr)
    warnings.warn("nothing to worry about")
    down = torch.tensor([[-1.0, -1.0, -1.0], [0.0, 0.0, 0.0], [1.0, 1.0, 1.0]], requires_grad=True)
    return v[0] * down + v[1] * down.t()

# %% from the angle, with a helper verdict="right"
def rotated(angle):
    return [[math.cos(angle) * (2 - abs(j)) * i + math.sin(angle) * (2 - abs(i)) * j for j in (-1, 0, 1)] for i in (-1, 0, 1)]


def edge_kernel(v):
    return torch.tensor(rotated(math.atan2(v[1], v[0])), dtype=torch.float64)

# %% Sobel of 5×5, divided by the length of v verdict="right"
def edge_kernel(v):
    smooth, slope = np.array([1, 4, 6, 4, 1]), np.array([-1, -2, 0, 2, 1])
    return -(v[0] * np.outer(slope, smooth) + v[1] * np.outer(smooth, slope)) / np.hypot(*v)

# %% a 3×4 kernel, columns are one more verdict="right"
def edge_kernel(v):
    r = np.arange(3) - 1.0
    c = np.arange(4) - 1.5
    down = np.outer(r, np.ones(4)) / (np.sum(r**2) * 4)
    right = np.outer(np.ones(3), c) / (np.sum(c**2) * 3)
    return v[0] * down + v[1] * right

# %% padded to 9×9 verdict="wrong" fails=["test_size"]
def edge_kernel(v):
    down = torch.tensor([[-1.0, -2.0, -1.0], [0.0, 0.0, 0.0], [1.0, 2.0, 1.0]])
    return torch.nn.functional.pad(v[0] * down + v[1] * down.T, (3, 3, 3, 3))

# %% plane fit to 8×8 verdict="wrong" fails=["test_size"]
def edge_kernel(v):
    x = np.arange(8) - 3.5
    return v[0] * x[:, None] + v[1] * x[None, :]

# %% something in the middle verdict="wrong" fails=["test_sums_to_zero"]
def edge_kernel(v):
    K = torch.tensor([[-1.0, -2.0, -1.0], [0.0, 0.0, 0.0], [1.0, 2.0, 1.0]])
    K = v[0] * K + v[1] * K.T
    K[1, 1] += 0.1 * math.hypot(*v)
    return K

# %% rounded to two places verdict="wrong" fails=["test_sums_to_zero", "test_first_moment"]
def edge_kernel(v):
    n = math.hypot(*v)
    a, b = round(v[0] / n, 2), round(v[1] / n, 2)
    return [[-round(a + b, 1), b], [a, 0.0]]

# %% rounded to whole degrees verdict="wrong" fails=["test_first_moment"]
def edge_kernel(v):
    angle = math.radians(round(math.degrees(math.atan2(v[1], v[0]))))
    down = np.outer([-1, 0, 1], [1, 2, 1])
    return math.cos(angle) * down + math.sin(angle) * down.T

# %% the two parts differ in scale a little verdict="wrong" fails=["test_first_moment"]
def edge_kernel(v):
    down = np.outer([-1, 0, 1], [1, 2, 1])
    right = np.outer([1, 1.8, 1], [-1, 0, 1])
    return v[0] * down + v[1] * right

# %% folds the angle into a half plane verdict="wrong" fails=["test_same_sign"]
def edge_kernel(v):
    if v[1] < 0 or (v[1] == 0 and v[0] < 0):
        v = (-v[0], -v[1])
    down = np.outer([-1, 0, 1], [1, 2, 1])
    return v[0] * down + v[1] * down.T

# %% makes the first weight positive verdict="wrong" fails=["test_same_sign"]
def edge_kernel(v):
    K = torch.tensor([[-(v[0] + v[1]), v[1]], [v[0], 0.0]], dtype=torch.float64)
    return K if v[0] >= 0 else -K

# %% takes the numbers for cosine and sine of an angle verdict="wrong" fails=["test_any_length"] says=["only_unit_v"]
def edge_kernel(v):
    angle = math.acos(max(-1.0, min(1.0, v[0])))
    if v[1] < 0:
        angle = -angle
    down = np.outer([-1, 0, 1], [1, 2, 1])
    return math.cos(angle) * down + math.sin(angle) * down.T

# %% bilinear without normalising v verdict="wrong" fails=["test_any_length"]
def edge_kernel(v):
    K = np.zeros((3, 3))
    for s in (1, -1):
        r, c = 1 + s * v[0], 1 + s * v[1]
        i, j = min(math.floor(r), 1), min(math.floor(c), 1)
        if i < 0 or j < 0 or r > 2 or c > 2:
            raise ValueError("outside of the kernel")
        for di, wi in ((0, 1 - (r - i)), (1, r - i)):
            for dj, wj in ((0, 1 - (c - j)), (1, c - j)):
                K[i + di, j + dj] += s * wi * wj
    return K

# %% sharpened across in place of smoothed verdict="wrong" fails=["test_strongest_edge"]
def edge_kernel(v):
    down = np.outer([-1, 0, 1], [-4, 9, -4])
    return v[0] * down + v[1] * down.T

# %% a strong Laplacian on top verdict="wrong" fails=["test_parallel_edge"]
def edge_kernel(v):
    n = math.hypot(*v)
    down = np.outer([-1, 0, 1], [1, 2, 1])
    laplacian = np.array([[0, 1, 0], [1, -4, 1], [0, 1, 0]])
    return (v[0] * down + v[1] * down.T) / n + 40 * laplacian

# %% v as (x, y) verdict="wrong" fails=["test_first_moment", "test_same_sign", "test_strongest_edge", "test_parallel_edge"] says=["v_as_x_y"]
def edge_kernel(v):
    x, y = v
    gx = torch.tensor([[-1.0, 0.0, 1.0], [-2.0, 0.0, 2.0], [-1.0, 0.0, 1.0]])
    return x * gx + y * gx.T

# %% detects edges along v verdict="wrong" fails=["test_first_moment", "test_same_sign", "test_strongest_edge", "test_parallel_edge"] says=["edges_along_v"]
def edge_kernel(v):
    gx = torch.tensor([[-1.0, 0.0, 1.0], [-2.0, 0.0, 2.0], [-1.0, 0.0, 1.0]])
    return v[1] * gx.T - v[0] * gx

# %% rows point up verdict="wrong" fails=["test_first_moment", "test_same_sign", "test_strongest_edge", "test_parallel_edge"] says=["rows_point_up"]
def edge_kernel(v):
    up = torch.tensor([[1.0, 2.0, 1.0], [0.0, 0.0, 0.0], [-1.0, -2.0, -1.0]])
    right = torch.tensor([[-1.0, 0.0, 1.0], [-2.0, 0.0, 2.0], [-1.0, 0.0, 1.0]])
    return v[0] * up + v[1] * right

# %% a fixed Sobel verdict="wrong" fails=["test_first_moment", "test_same_sign", "test_strongest_edge", "test_parallel_edge"] says=["ignores_v"]
def edge_kernel(v):
    return torch.tensor([[-1.0, -2.0, -1.0], [0.0, 0.0, 0.0], [1.0, 2.0, 1.0]])

# %% right on the numbers of the public check only verdict="wrong" fails=["test_first_moment", "test_same_sign", "test_strongest_edge", "test_parallel_edge"]
def edge_kernel(v):
    if v not in [(0.6, 0.8), (-0.6, -0.8), (20.0, -21.0), (-2.0, 1.0), (2.0, -1.0), (0.0, 1.0)]:
        v = (0.6, 0.8)
    down = np.outer([-1, 0, 1], [1, 2, 1])
    return v[0] * down + v[1] * down.T

# %% one of eight directions verdict="wrong" fails=["test_first_moment", "test_strongest_edge"] says=["direction_rounded"]
def edge_kernel(v):
    angle = round(math.atan2(v[1], v[0]) / (math.pi / 4)) * math.pi / 4
    down = np.outer([-1, 0, 1], [1, 2, 1])
    return math.cos(angle) * down + math.sin(angle) * down.T

# %% Laplacian verdict="wrong" fails=["test_first_moment", "test_same_sign", "test_any_length", "test_strongest_edge", "test_parallel_edge"]
def edge_kernel(v):
    return torch.tensor([[0.0, 1.0, 0.0], [1.0, -4.0, 1.0], [0.0, 1.0, 0.0]])

# %% lengths of the numbers only verdict="wrong" fails=["test_first_moment", "test_same_sign", "test_strongest_edge", "test_parallel_edge"]
def edge_kernel(v):
    down = np.outer([-1, 0, 1], [1, 2, 1])
    return abs(v[0]) * down + abs(v[1]) * down.T

# %% v itself as a row verdict="wrong" fails=["test_sums_to_zero", "test_first_moment", "test_same_sign", "test_any_length", "test_strongest_edge", "test_parallel_edge"]
def edge_kernel(v):
    return torch.tensor([[v[0], v[1]]])

# %% averages verdict="wrong" fails=["test_sums_to_zero", "test_first_moment", "test_same_sign", "test_any_length", "test_strongest_edge", "test_parallel_edge"] says=["averages"]
def edge_kernel(v):
    return torch.ones(3, 3) / 9

# %% zeros verdict="wrong" fails=["test_size", "test_sums_to_zero", "test_first_moment", "test_same_sign", "test_any_length", "test_strongest_edge", "test_parallel_edge"]
def edge_kernel(v):
    return torch.zeros(3, 3)

# %% one axis only verdict="wrong" fails=["test_size", "test_sums_to_zero", "test_first_moment", "test_same_sign", "test_any_length", "test_strongest_edge", "test_parallel_edge"]
def edge_kernel(v):
    return torch.tensor([-v[0], 0.0, v[1]])

# %% the outer product of v verdict="wrong" fails=["test_sums_to_zero", "test_first_moment", "test_same_sign", "test_any_length", "test_strongest_edge", "test_parallel_edge"]
def edge_kernel(v):
    return torch.outer(torch.tensor(v), torch.tensor(v))

# %% as small as numbers get verdict="right"
def edge_kernel(v):
    down = np.outer([-1.0, 0.0, 1.0], [1.0, 2.0, 1.0]) / math.hypot(*v) * 1e-200
    return v[0] * down + v[1] * down.T

# %% nearly a million verdict="right"
def edge_kernel(v):
    down = np.outer([-1.0, 0.0, 1.0], [1.0, 2.0, 1.0]) / math.hypot(*v) * 3e5
    return v[0] * down + v[1] * down.T

# %% snaps to an axis within two degrees verdict="wrong" fails=["test_first_moment"]
def edge_kernel(v):
    angle = math.atan2(v[1], v[0])
    nearest = round(angle / (math.pi / 2)) * math.pi / 2
    if abs(angle - nearest) < math.radians(2):
        angle = nearest
    down = np.outer([-1, 0, 1], [1, 2, 1])
    return math.cos(angle) * down + math.sin(angle) * down.T

# %% takes nearly equal numbers for equal verdict="wrong" fails=["test_first_moment"]
def edge_kernel(v):
    a, b = v
    if abs(abs(a) - abs(b)) < 0.2 * max(abs(a), abs(b)):
        a, b = math.copysign(1, a), math.copysign(1, b)
    down = np.outer([-1, 0, 1], [1, 2, 1])
    return a * down + b * down.T

# %% a short v is taken for none verdict="wrong" fails=["test_any_length"] says=["only_unit_v"]
def edge_kernel(v):
    if math.hypot(*v) < 1e-3:
        v = (0.6, 0.8)
    down = np.outer([-1, 0, 1], [1, 2, 1])
    return v[0] * down + v[1] * down.T

# %% one of eight kernels, by the rounded numbers verdict="wrong" fails=["test_first_moment", "test_strongest_edge"] says=["direction_rounded"]
def edge_kernel(v):
    n = math.hypot(*v)
    down = np.outer([-1, 0, 1], [1, 2, 1])
    return round(v[0] / n) * down + round(v[1] / n) * down.T

# %% a compass of eight kernels verdict="wrong" fails=["test_first_moment", "test_strongest_edge"] says=["direction_rounded"]
COMPASS = [
    [[-3, -3, -3], [-3, 0, -3], [5, 5, 5]],
    [[-3, -3, -3], [-3, 0, 5], [-3, 5, 5]],
    [[-3, -3, 5], [-3, 0, 5], [-3, -3, 5]],
    [[-3, 5, 5], [-3, 0, 5], [-3, -3, -3]],
    [[5, 5, 5], [-3, 0, -3], [-3, -3, -3]],
    [[5, 5, -3], [5, 0, -3], [-3, -3, -3]],
    [[5, -3, -3], [5, 0, -3], [5, -3, -3]],
    [[-3, -3, -3], [5, 0, -3], [5, 5, -3]],
]


def edge_kernel(v):
    return torch.tensor(COMPASS[round(math.atan2(v[1], v[0]) / (math.pi / 4)) % 8])

# %% works in its template verdict="wrong" fails=["test_size", "test_sums_to_zero", "test_first_moment", "test_same_sign", "test_any_length", "test_strongest_edge", "test_parallel_edge"]
down = torch.tensor([[-1.0, -2.0, -1.0], [0.0, 0.0, 0.0], [1.0, 2.0, 1.0]])


def edge_kernel(v):
    down.mul_(v[0])
    return down + v[1] * down.T

# %% a constant beyond all bounds verdict="wrong" fails=["test_size", "test_sums_to_zero", "test_first_moment", "test_same_sign", "test_any_length", "test_strongest_edge", "test_parallel_edge"]
def edge_kernel(v):
    return [[1e200, 1e200], [1e200, -3e200]]

# %% right but for a factor of 1e300 verdict="wrong" fails=["test_size", "test_sums_to_zero", "test_first_moment", "test_same_sign", "test_any_length", "test_strongest_edge", "test_parallel_edge"]
def edge_kernel(v):
    down = np.outer([-1, 0, 1], [1, 2, 1]) * 1e300 / math.hypot(*v)
    return v[0] * down + v[1] * down.T

# %% noise near the largest number that there is verdict="wrong" fails=["test_size", "test_sums_to_zero", "test_first_moment", "test_same_sign", "test_any_length", "test_strongest_edge", "test_parallel_edge"]
def edge_kernel(v):
    return torch.rand(3, 3, dtype=torch.float64, generator=torch.Generator().manual_seed(4)) * 1.7e308

# %% not numbers verdict="wrong" fails=["test_size", "test_sums_to_zero", "test_first_moment", "test_same_sign", "test_any_length", "test_strongest_edge", "test_parallel_edge"]
def edge_kernel(v):
    return [[math.nan] * 3] * 3

# %% in a sheet of a million verdict="wrong" fails=["test_size", "test_sums_to_zero", "test_first_moment", "test_same_sign", "test_any_length", "test_strongest_edge", "test_parallel_edge"]
def edge_kernel(v):
    down = np.outer([-1, 0, 1], [1, 2, 1])
    return np.pad(v[0] * down + v[1] * down.T, 499)


# %% the nearer axis where it is very near verdict="wrong" fails=["test_first_moment"]
def edge_kernel(v):
    n = (v[0] ** 2 + v[1] ** 2) ** 0.5
    a, b = (0 if abs(part / n) < 1e-3 else part / n for part in v)
    down = torch.tensor([[-1.0, -2, -1], [0, 0, 0], [1, 2, 1]])
    return a * down + b * down.T
