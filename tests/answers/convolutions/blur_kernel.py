# %% the smallest box verdict="right"
def blur_kernel():
    return torch.ones(2, 2) / 4

# %% box of 15×15 in float32, summed one by one verdict="right"
def blur_kernel():
    K = np.ones((15, 15), dtype=np.float32)
    total = np.float32(0)
    for value in K.ravel():
        total += value
    return K / total

# %% binomial, nested lists verdict="right"
def blur_kernel():
    row = [1, 2, 1]
    return [[a * b / 16 for b in row] for a in row]

# %% Gaussian, narrow verdict="right"
def blur_kernel(sigma=0.6):
    x = torch.arange(7) - 3.0
    g = torch.exp(-(x**2) / (2 * sigma**2))
    K = torch.outer(g, g)
    return K / K.sum()

# %% Gaussian in float32, normalised by a loop verdict="right"
def blur_kernel():
    g = np.exp(-((np.arange(15, dtype=np.float32) - 7) ** 2) / np.float32(50))
    K = np.outer(g, g)
    s = np.float32(0)
    for value in K.flatten():
        s += value
    return K / s

# %% a disk verdict="right"
def blur_kernel():
    x = np.arange(-4, 5)
    D = (x[:, None] ** 2 + x**2 <= 16).astype(float)
    return D / D.sum()

# %% a plus verdict="right"
def blur_kernel():
    return torch.tensor([[0, 1, 0], [1, 1, 1], [0, 1, 0]]) / 5

# %% windowed sinc with negative lobes (Hamming) verdict="right"
def blur_kernel():
    x = np.arange(9) - 4
    k = np.sinc(0.5 * x) * np.hamming(9)
    k /= k.sum()
    return np.outer(k, k)

# %% windowed sinc with negative lobes (Lanczos) verdict="right"
def blur_kernel():
    x = torch.arange(-4, 5, dtype=torch.float64)
    k = torch.sinc(0.4 * x) * torch.sinc(x / 5)
    k = k / k.sum()
    return k[:, None] @ k[None, :]

# %% odd by even, a diamond with prints verdict="right"
import sys


class Blur:
    def __init__(self, n, m):
        self.K = torch.rand(n, m, generator=torch.Generator().manual_seed(1), dtype=torch.float64) + 1

    def __call__(self):
        print("blurring")
        print("soft", file=sys.stderr)
        K = self.K + self.K.flip(0, 1)
        return K / K.sum()


blur_kernel = Blur(3, 4)

# %% not symmetric, but its centre is in the middle verdict="right"
def blur_kernel():
    row = np.array([0.1, 0.25, 0.0, 0.55, 0.0, 0.1])
    row = np.array([2.0, 0.0, 3.0, 1.0, 0.0]) / 6
    at = np.arange(5) @ row
    shift = np.array([0, 0, 0, 0, 1.0])
    t = (2 - at) / (4 - at)
    row = (1 - t) * row + t * shift
    return np.outer(row, row)

# %% a box in the middle of zeros verdict="right"
def blur_kernel():
    K = np.zeros((7, 7))
    K[2:5, 2:5] = 1 / 9
    return K

# %% 17×17 verdict="wrong" fails=["test_size"]
def blur_kernel():
    return torch.ones(17, 17, dtype=torch.float64) / 289

# %% not divided verdict="wrong" fails=["test_sums_to_one"] says=["not_divided"]
def blur_kernel():
    return torch.ones(3, 3)

# %% divided by the number of weights verdict="wrong" fails=["test_sums_to_one"] says=["not_divided"]
def blur_kernel():
    K = torch.outer(torch.tensor([1.0, 2.0, 1.0]), torch.tensor([1.0, 2.0, 1.0]))
    return K / K.numel()

# %% divided by too much verdict="wrong" fails=["test_sums_to_one"]
def blur_kernel():
    return np.full((3, 3), 0.1)

# %% rounded weights verdict="wrong" fails=["test_sums_to_one"]
def blur_kernel():
    return np.full((3, 3), 0.111)

# %% box at the corner of zeros verdict="wrong" fails=["test_centre"]
def blur_kernel():
    K = torch.zeros(3, 3)
    K[:2, :2] = 0.25
    return K

# %% fades to one side verdict="wrong" fails=["test_centre"]
def blur_kernel():
    row = np.array([4.0, 2.0, 1.0]) / 7
    return np.outer(row, np.ones(3) / 3)

# %% amplifies slow waves to the right verdict="wrong" fails=["test_amplifies_nothing"]
def blur_kernel():
    return np.outer(np.full(5, 0.2), [-0.2, 0.7, 0.7, -0.2])

# %% a sinc cut off sharply verdict="wrong" fails=["test_amplifies_nothing"]
def blur_kernel():
    k = np.sinc(0.5 * (np.arange(11) - 5))
    k /= k.sum()
    return np.outer(k, k)

# %% hardly blurs verdict="wrong" fails=["test_noise"]
def blur_kernel():
    return torch.tensor([[0, 0.1, 0], [0.1, 0.6, 0.1], [0, 0.1, 0]])

# %% a very narrow Gaussian verdict="wrong" fails=["test_noise"]
def blur_kernel():
    x = torch.arange(5) - 2.0
    g = torch.exp(-(x**2) / (2 * 0.5**2))
    return torch.outer(g, g) / g.sum() ** 2

# %% one axis, long verdict="wrong" fails=["test_both_axes"] says=["one_axis_blur"]
def blur_kernel():
    return torch.ones(1, 5) / 5

# %% hardly any blur down the rows verdict="wrong" fails=["test_both_axes"]
def blur_kernel():
    return np.outer([0.05, 0.9, 0.05], np.full(7, 1 / 7))

# %% two pixels verdict="wrong" fails=["test_noise", "test_both_axes"] says=["one_axis_blur"]
def blur_kernel():
    return [[0.5, 0.5]]

# %% the identity verdict="wrong" fails=["test_noise", "test_both_axes"]
def blur_kernel():
    return [[1.0]]

# %% a sharpening verdict="wrong" fails=["test_amplifies_nothing", "test_noise", "test_both_axes"]
def blur_kernel():
    return torch.tensor([[0.0, -1.0, 0.0], [-1.0, 5.0, -1.0], [0.0, -1.0, 0.0]])

# %% an edge detector verdict="wrong" fails=["test_sums_to_one", "test_centre", "test_amplifies_nothing", "test_noise", "test_both_axes"] says=["sums_to_zero"]
def blur_kernel():
    return torch.tensor([[0.0, 1.0, 0.0], [1.0, -4.0, 1.0], [0.0, 1.0, 0.0]])

# %% one axis of a tensor only verdict="wrong" fails=["test_size", "test_centre", "test_amplifies_nothing", "test_noise", "test_both_axes"]
def blur_kernel():
    return torch.ones(5) / 5

# %% a Gaussian divided by 2πσ² verdict="wrong" fails=["test_sums_to_one"] says=["gaussian_not_normalised"]
def blur_kernel(sigma=1.0):
    x = torch.arange(5) - 2.0
    return torch.exp(-(x[:, None] ** 2 + x**2) / (2 * sigma**2)) / (2 * math.pi * sigma**2)

# %% a Gaussian divided by 2πσ², even, from its rows verdict="wrong" fails=["test_sums_to_one"] says=["gaussian_not_normalised"]
def blur_kernel(sigma=1.5):
    x = np.arange(6) - 2.5
    g = np.exp(-(x**2) / (2 * sigma**2)) / (math.sqrt(2 * math.pi) * sigma)
    return np.outer(g, g)

# %% a row of a million weights verdict="wrong" fails=["test_size", "test_sums_to_one", "test_centre", "test_amplifies_nothing", "test_noise", "test_both_axes"]
def blur_kernel():
    return torch.full((1, 1_000_000), 1e-6)

# %% a thousand rows of nothing verdict="wrong" fails=["test_size", "test_sums_to_one", "test_centre", "test_amplifies_nothing", "test_noise", "test_both_axes"]
def blur_kernel():
    return torch.zeros(1_000_000, 0)

# %% noise near the largest number that there is verdict="wrong" fails=["test_size", "test_sums_to_one", "test_centre", "test_amplifies_nothing", "test_noise", "test_both_axes"]
def blur_kernel():
    return torch.rand(3, 3, dtype=torch.float64, generator=torch.Generator().manual_seed(4)) * 1.7e308

# %% not numbers verdict="wrong" fails=["test_size", "test_sums_to_one", "test_centre", "test_amplifies_nothing", "test_noise", "test_both_axes"]
def blur_kernel():
    return np.ones((3, 3)) * np.inf

# %% weights beyond all bounds that cancel to one verdict="wrong" fails=["test_size", "test_sums_to_one", "test_centre", "test_amplifies_nothing", "test_noise", "test_both_axes"]
def blur_kernel():
    K = np.full((3, 3), 1 / 9)
    K[0, 0], K[2, 2], K[0, 2], K[2, 0] = 1e15, 1e15, -1e15, -1e15
    return K
