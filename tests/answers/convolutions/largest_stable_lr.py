# %% unfold and eigenvalues verdict="right"
def largest_stable_lr(X, kernel_shape):
    h, w = kernel_shape
    P = X.unfold(0, h, 1).unfold(1, w, 1).reshape(-1, h * w)
    return 1 / torch.linalg.eigvalsh(P.T @ P).max().item()

# %% loops and the spectral norm, as a tensor verdict="right"
def largest_stable_lr(X, kernel_shape):
    rows = []
    for i in range(X.shape[0] - kernel_shape[0] + 1):
        for j in range(X.shape[1] - kernel_shape[1] + 1):
            rows.append(X[i:i + kernel_shape[0], j:j + kernel_shape[1]].flatten())
    P = torch.stack(rows)
    return 1 / torch.linalg.matrix_norm(P, 2) ** 2

# %% numpy, general eigenvalues verdict="right"
import numpy as np

def largest_stable_lr(X, kernel_shape):
    P = np.lib.stride_tricks.sliding_window_view(X.numpy(), kernel_shape).reshape(-1, int(np.prod(kernel_shape)))
    return 1 / np.linalg.eigvals(P.T @ P).real.max()

# %% eigenvalues of a general matrix, complex verdict="right"
def largest_stable_lr(X, kernel_shape):
    h, w = kernel_shape
    P = torch.nn.functional.unfold(X[None, None], (h, w))[0].T
    values = torch.linalg.eigvals(P.T @ P)
    return 1 / values[values.abs().argmax()]

# %% answers to one-hot kernels, in single precision verdict="right"
def largest_stable_lr(X, kernel_shape):
    columns = []
    for i in range(kernel_shape[0]):
        for j in range(kernel_shape[1]):
            K = torch.zeros(kernel_shape, dtype=X.dtype)
            K[i, j] = 1
            columns.append(corr2d(X, K).flatten().float())
    P = torch.stack(columns, dim=1)
    return float(1 / torch.linalg.svdvals(P)[0] ** 2)

# %% power iteration without any matrix, noisy verdict="right"
import sys

def largest_stable_lr(X, kernel_shape):
    generator = torch.Generator().manual_seed(3)
    k = torch.rand(kernel_shape, generator=generator, dtype=X.dtype)
    for _ in range(500):
        k = corr2d(X, corr2d(X, k))
        k = k / k.norm()
    value = (corr2d(X, k) ** 2).sum()
    print("eigenvalue", value)
    print("done", file=sys.stderr)
    return (1 / value).reshape(1)

# %% the curvature of the loss verdict="right"
class Loss:
    def __init__(self, X):
        self.X = X

    def __call__(self, K):
        return nn.functional.conv2d(self.X[None, None], K[None, None]).pow(2).sum()

def largest_stable_lr(X, kernel_shape):
    H = torch.autograd.functional.hessian(Loss(X), torch.zeros(kernel_shape, dtype=X.dtype))
    n = kernel_shape[0] * kernel_shape[1]
    return 2 / torch.linalg.eigvalsh(H.reshape(n, n))[-1].item()

# %% trying rates, and bisection verdict="right"
def largest_stable_lr(X, kernel_shape):
    h, w = kernel_shape
    P = X.unfold(0, h, 1).unfold(1, w, 1).reshape(-1, h * w)
    M = P.T @ P

    def diverges(lr):
        step = torch.eye(h * w, dtype=X.dtype) - 2 * lr * M
        for _ in range(14):
            step = step @ step
            if step.abs().max() > 1e6:
                return True
        return False

    high = 1e-9
    while not diverges(high):
        high *= 2
    low = high / 2
    for _ in range(12):
        middle = (low + high) / 2
        low, high = (low, middle) if diverges(middle) else (middle, high)
    return (low + high) / 2

# %% power iteration that starts at the edge detector verdict="wrong" fails=["test_edge_images"] says=["smallest_eigenvalue"]
def largest_stable_lr(X, kernel_shape):
    h, w = kernel_shape
    P = X.unfold(0, h, 1).unfold(1, w, 1).reshape(-1, h * w)
    M = P.T @ P
    k = torch.tensor([(-1.0) ** i for i in range(h * w)], dtype=X.dtype)
    for _ in range(500):
        k = M @ k
        k = k / k.abs().max()
    return float((k @ k) / (k @ (M @ k)))

# %% the largest row sum for the largest eigenvalue verdict="wrong" fails=["test_edge_images", "test_random_images"]
def largest_stable_lr(X, kernel_shape):
    h, w = kernel_shape
    P = X.unfold(0, h, 1).unfold(1, w, 1).reshape(-1, h * w)
    return 1 / (P.T @ P).abs().sum(1).max().item()

# %% the trace verdict="wrong" fails=["test_edge_images", "test_random_images"] says=["eigenvalues_added_up"]
def largest_stable_lr(X, kernel_shape):
    h, w = kernel_shape
    P = X.unfold(0, h, 1).unfold(1, w, 1).reshape(-1, h * w)
    return 1 / (P.T @ P).trace().item()

# %% the largest singular value, not squared verdict="wrong" fails=["test_edge_images", "test_random_images", "test_dim_and_bright", "test_image_unchanged"] says=["singular_value_not_squared"]
def largest_stable_lr(X, kernel_shape):
    h, w = kernel_shape
    P = X.unfold(0, h, 1).unfold(1, w, 1).reshape(-1, h * w)
    return 1 / torch.linalg.svdvals(P)[0].item()

# %% half of the limit verdict="wrong" fails=["test_edge_images", "test_random_images", "test_dim_and_bright", "test_image_unchanged"] says=["half_of_it"]
def largest_stable_lr(X, kernel_shape):
    h, w = kernel_shape
    P = X.unfold(0, h, 1).unfold(1, w, 1).reshape(-1, h * w)
    return 0.5 / torch.linalg.eigvalsh(P.T @ P)[-1].item()

# %% twice the limit verdict="wrong" fails=["test_edge_images", "test_random_images", "test_dim_and_bright", "test_image_unchanged"] says=["twice_as_large"]
def largest_stable_lr(X, kernel_shape):
    h, w = kernel_shape
    P = X.unfold(0, h, 1).unfold(1, w, 1).reshape(-1, h * w)
    return 2 / torch.linalg.eigvalsh(P.T @ P)[-1]

# %% the smallest eigenvalue verdict="wrong" fails=["test_edge_images", "test_random_images"] says=["smallest_eigenvalue"]
def largest_stable_lr(X, kernel_shape):
    h, w = kernel_shape
    P = X.unfold(0, h, 1).unfold(1, w, 1).reshape(-1, h * w)
    return 1 / torch.linalg.eigvalsh(P.T @ P)[0].item()

# %% for the averaged loss verdict="wrong" fails=["test_edge_images", "test_random_images", "test_dim_and_bright", "test_image_unchanged"] says=["limit_of_the_mean"]
def largest_stable_lr(X, kernel_shape):
    h, w = kernel_shape
    P = X.unfold(0, h, 1).unfold(1, w, 1).reshape(-1, h * w)
    return len(P) / torch.linalg.eigvalsh(P.T @ P)[-1].item()

# %% height and width swapped verdict="wrong" fails=["test_edge_images", "test_random_images"] says=["kernel_shape_swapped"]
def largest_stable_lr(X, kernel_shape):
    w, h = kernel_shape
    P = X.unfold(0, h, 1).unfold(1, w, 1).reshape(-1, h * w)
    return 1 / torch.linalg.eigvalsh(P.T @ P)[-1].item()

# %% always a 1×2 kernel verdict="wrong" fails=["test_random_images", "test_dim_and_bright"] says=["kernel_shape_hard_wired"]
def largest_stable_lr(X, kernel_shape):
    P = torch.stack([X[:, :-1].flatten(), X[:, 1:].flatten()], dim=1)
    return 1 / torch.linalg.eigvalsh(P.T @ P)[-1].item()

# %% one number by heart verdict="wrong" fails=["test_edge_images", "test_random_images", "test_dim_and_bright", "test_image_unchanged"]
def largest_stable_lr(X, kernel_shape):
    return 1 / 30 if X.shape == (6, 8) else 0.1

# %% bisection between 0 and 1 verdict="wrong" fails=["test_dim_and_bright"]
def largest_stable_lr(X, kernel_shape):
    h, w = kernel_shape
    P = X.unfold(0, h, 1).unfold(1, w, 1).reshape(-1, h * w)
    M = P.T @ P
    low, high = 0.0, 1.0
    for _ in range(40):
        middle = (low + high) / 2
        factors = 1 - 2 * middle * torch.linalg.eigvalsh(M)
        low, high = (low, middle) if factors.abs().max() > 1 + 1e-12 else (middle, high)
    return low

# %% adds a small number against division by zero verdict="wrong" fails=["test_dim_and_bright"]
def largest_stable_lr(X, kernel_shape):
    h, w = kernel_shape
    P = X.unfold(0, h, 1).unfold(1, w, 1).reshape(-1, h * w)
    return 1 / (torch.linalg.eigvalsh(P.T @ P)[-1].item() + 1e-3)

# %% scales the image in place verdict="wrong" fails=["test_image_unchanged"] says=["writes_into_its_input"]
def largest_stable_lr(X, kernel_shape):
    h, w = kernel_shape
    top = X.abs().max().item()
    X /= top
    P = X.unfold(0, h, 1).unfold(1, w, 1).reshape(-1, h * w)
    return 1 / torch.linalg.eigvalsh(P.T @ P)[-1].item() / top ** 2

# %% all eigenvalues verdict="wrong" fails=["test_edge_images", "test_random_images"]
def largest_stable_lr(X, kernel_shape):
    h, w = kernel_shape
    P = X.unfold(0, h, 1).unfold(1, w, 1).reshape(-1, h * w)
    return 1 / torch.linalg.eigvalsh(P.T @ P)


# %% squeezes the image verdict="wrong" fails=["test_random_images"]
def largest_stable_lr(X, kernel_shape):
    k_h, k_w = kernel_shape
    patches = X.squeeze().unfold(0, k_h, 1).unfold(1, k_w, 1).reshape(-1, k_h * k_w)
    return 1 / torch.linalg.eigvalsh(patches.T @ patches)[-1].item()

# %% power iteration that starts at ones verdict="wrong" fails=["test_random_images"]
def largest_stable_lr(X, kernel_shape):
    k_h, k_w = kernel_shape
    P = X.unfold(0, k_h, 1).unfold(1, k_w, 1).reshape(-1, k_h * k_w)
    M = P.T @ P
    v = torch.ones(k_h * k_w, dtype=X.dtype)
    for _ in range(300):
        v = M @ v
        v = v / v.norm()
    return 1 / float(v @ (M @ v))

# %% ten rounds of power iteration verdict="wrong" fails=["test_random_images"]
def largest_stable_lr(X, kernel_shape):
    k_h, k_w = kernel_shape
    P = X.unfold(0, k_h, 1).unfold(1, k_w, 1).reshape(-1, k_h * k_w)
    M = P.T @ P
    v = torch.linspace(1, 2, k_h * k_w, dtype=X.dtype) * torch.tensor([1.0, -0.3] * (k_h * k_w))[: k_h * k_w]
    for _ in range(10):
        v = M @ v
        v = v / v.norm()
    return 1 / float(v @ (M @ v))

# %% power iteration that stops when little changes verdict="wrong" fails=["test_edge_images", "test_random_images"]
def largest_stable_lr(X, kernel_shape):
    k_h, k_w = kernel_shape
    P = X.unfold(0, k_h, 1).unfold(1, k_w, 1).reshape(-1, k_h * k_w)
    M = P.T @ P
    v, before = torch.zeros(k_h * k_w, dtype=X.dtype), 0.0
    v[0] = 1
    while True:
        v = M @ v
        value = float(v.norm())
        v = v / value
        if abs(value - before) < 1e-3 * value:
            return 1 / value
        before = value

# %% as many columns of patches as the image is high verdict="wrong" fails=["test_random_images", "test_edge_images"] says=["image_height_for_both"]
def largest_stable_lr(X, kernel_shape):
    k_h, k_w = kernel_shape
    n_h = X.shape[0]
    rows = []
    for i in range(n_h - k_h + 1):
        for j in range(n_h - k_w + 1):
            rows.append(X[i : i + k_h, j : j + k_w].flatten())
    P = torch.stack(rows)
    return 1 / torch.linalg.eigvalsh(P.T @ P)[-1].item()

# %% the matrix of the full convolution verdict="wrong" fails=["test_random_images", "test_edge_images"] says=["image_padded"]
def largest_stable_lr(X, kernel_shape):
    k_h, k_w = kernel_shape
    P = nn.functional.unfold(X[None, None], (k_h, k_w), padding=(k_h - 1, k_w - 1))[0].T
    return 1 / torch.linalg.eigvalsh(P.T @ P)[-1].item()

# %% the strongest frequency, as if the image went round verdict="wrong" fails=["test_random_images", "test_edge_images", "test_dim_and_bright", "test_image_unchanged"]
def largest_stable_lr(X, kernel_shape):
    return 1 / (torch.fft.fft2(X).abs() ** 2).max().item()

# %% the patches of the first eight rows verdict="wrong" fails=["test_random_images"]
def largest_stable_lr(X, kernel_shape):
    k_h, k_w = kernel_shape
    P = X[: 8 + k_h - 1].unfold(0, k_h, 1).unfold(1, k_w, 1).reshape(-1, k_h * k_w)
    return 1 / torch.linalg.eigvalsh(P.T @ P)[-1].item()

# %% remembers the first limit for a size verdict="wrong" fails=["test_random_images", "test_dim_and_bright"]
known = {}

def largest_stable_lr(X, kernel_shape):
    key = X.numel(), kernel_shape
    if key not in known:
        k_h, k_w = kernel_shape
        P = X.unfold(0, k_h, 1).unfold(1, k_w, 1).reshape(-1, k_h * k_w)
        known[key] = 1 / torch.linalg.eigvalsh(P.T @ P)[-1].item()
    return known[key]


# %% power iteration that begins at a patch verdict="wrong" fails=["test_edge_images"]
def largest_stable_lr(X, kernel_shape):
    k_h, k_w = kernel_shape
    P = X.unfold(0, k_h, 1).unfold(1, k_w, 1).reshape(-1, k_h * k_w)
    v = P[0]
    for _ in range(2000):
        v = P.T @ (P @ v)
        v = v / v.norm()
    return 1 / (P @ v).square().sum().item()


# %% float64 alone verdict="wrong" fails=["test_edge_images"]
def largest_stable_lr(X, kernel_shape):
    k_h, k_w = kernel_shape
    P = X.unfold(0, k_h, 1).unfold(1, k_w, 1).reshape(-1, k_h * k_w)
    v = 1 + torch.arange(k_h * k_w, dtype=torch.float64).sin()
    for _ in range(2000):
        v = P.T @ (P @ v)
        v = v / v.norm()
    return 1 / (P @ v).square().sum().item()
