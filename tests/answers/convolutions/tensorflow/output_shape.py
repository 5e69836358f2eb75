# %% each side counted verdict="right"
def output_shape(image_shape, kernel_shape):
    if any(k > n for n, k in zip(image_shape, kernel_shape)):
        raise ValueError("the kernel does not fit")
    return tuple(n - k + 1 for n, k in zip(image_shape, kernel_shape))

# %% by an array of ints verdict="right"
def output_shape(image_shape, kernel_shape):
    sizes = np.array(image_shape) - np.array(kernel_shape) + 1
    if sizes.min() < 1:
        raise ValueError("the kernel does not fit")
    return int(sizes[0]), int(sizes[1])

# %% views verdict="right"
def output_shape(image_shape, kernel_shape):
    n_h, n_w = image_shape
    k_h, k_w = kernel_shape
    if k_h > n_h or k_w > n_w:
        raise ValueError("the kernel does not fit")
    windows = np.lib.stride_tricks.sliding_window_view(np.empty((n_h, n_w)), (k_h, k_w))
    return windows.shape[:2]

# %% one too small verdict="wrong" fails=["test_sizes"] says=["size_one_too_small"]
def output_shape(image_shape, kernel_shape):
    if any(k > n for n, k in zip(image_shape, kernel_shape)):
        raise ValueError("the kernel does not fit")
    return tuple(n - k for n, k in zip(image_shape, kernel_shape))

# %% nothing is refused verdict="wrong" fails=["test_kernel_must_fit"]
def output_shape(image_shape, kernel_shape):
    return tuple(n - k + 1 for n, k in zip(image_shape, kernel_shape))

# %% only tuples verdict="wrong" fails=["test_kinds_of_shapes"]
def output_shape(image_shape, kernel_shape):
    if not isinstance(image_shape, tuple):
        raise TypeError("a tuple is needed")
    if any(k > n for n, k in zip(image_shape, kernel_shape)):
        raise ValueError("the kernel does not fit")
    return tuple(n - k + 1 for n, k in zip(image_shape, kernel_shape))

# %% counts the places one by one, returns a list verdict="right"
def places(n, k):
    count = 0
    while count + k <= n:
        count += 1
    if count == 0:
        raise ValueError
    return count

def output_shape(image_shape, kernel_shape):
    return [places(n, k) for n, k in zip(image_shape, kernel_shape)]

# %% an array of ints, an error of its own verdict="right"
class DoesNotFit(ValueError):
    pass

def output_shape(image_shape, kernel_shape, stride=1):
    size = np.subtract(image_shape, kernel_shape) // stride + 1
    if (size <= 0).any():
        raise DoesNotFit(f"{kernel_shape} in {image_shape}")
    return tuple(size)

# %% recursive and noisy verdict="right"
import sys

def one_axis(n, k):
    print("axis", n, k, file=sys.stderr)
    return 1 if n == k else 1 + one_axis(n - 1, k)

def output_shape(image_shape, kernel_shape):
    print("output_shape", image_shape, kernel_shape)
    try:
        fits = all(map(lambda n, k: n >= k, image_shape, kernel_shape))
        return tuple(map(one_axis, image_shape, kernel_shape)) if fits else int("does not fit")
    finally:
        print("done")

# %% one too large verdict="wrong" fails=["test_sizes"] says=["size_one_too_large"]
def output_shape(image_shape, kernel_shape):
    if kernel_shape[0] > image_shape[0] or kernel_shape[1] > image_shape[1]:
        raise ValueError
    return image_shape[0] - kernel_shape[0] + 2, image_shape[1] - kernel_shape[1] + 2

# %% height and width swapped verdict="wrong" fails=["test_sizes"] says=["size_swapped"]
def output_shape(image_shape, kernel_shape):
    h, w = image_shape
    a, b = kernel_shape
    if a > h or b > w:
        raise ValueError
    return w - b + 1, h - a + 1

# %% same size as the image verdict="wrong" fails=["test_sizes"] says=["size_same"]
def output_shape(image_shape, kernel_shape):
    if kernel_shape[0] > image_shape[0] or kernel_shape[1] > image_shape[1]:
        raise ValueError
    return tuple(image_shape)

# %% full size verdict="wrong" fails=["test_sizes"] says=["size_full"]
def output_shape(image_shape, kernel_shape):
    if (np.array(kernel_shape) > np.array(image_shape)).any():
        raise ValueError
    return tuple(np.array(image_shape) + np.array(kernel_shape) - 1)

# %% windows side by side verdict="wrong" fails=["test_sizes"] says=["size_tiled"]
def output_shape(image_shape, kernel_shape):
    h, w = np.array(image_shape) // np.array(kernel_shape)
    if h == 0 or w == 0:
        raise ValueError
    return h, w

# %% only square kernels verdict="wrong" fails=["test_sizes"] says=["size_square_kernel"]
def output_shape(image_shape, kernel_shape):
    k = kernel_shape[0]
    if k > image_shape[0] or kernel_shape[1] > image_shape[1]:
        raise ValueError
    return image_shape[0] - k + 1, image_shape[1] - k + 1

# %% only square images verdict="wrong" fails=["test_sizes"] says=["size_square_image"]
def output_shape(image_shape, kernel_shape):
    n = image_shape[0]
    if kernel_shape[0] > n or kernel_shape[1] > image_shape[1]:
        raise ValueError
    return n - kernel_shape[0] + 1, n - kernel_shape[1] + 1

# %% a kernel as large as the image is refused verdict="wrong" fails=["test_kernel_must_fit", "test_sizes"]
def output_shape(image_shape, kernel_shape):
    if kernel_shape[0] >= image_shape[0] or kernel_shape[1] >= image_shape[1]:
        raise ValueError
    return image_shape[0] - kernel_shape[0] + 1, image_shape[1] - kernel_shape[1] + 1

# %% floats verdict="wrong" fails=["test_sizes", "test_kinds_of_shapes"]
def output_shape(image_shape, kernel_shape):
    h, w = np.array(image_shape, dtype=float) - np.array(kernel_shape) + 1
    if h <= 0 or w <= 0:
        raise ValueError
    return h, w

# %% prints instead of returning verdict="wrong" fails=["test_sizes", "test_kinds_of_shapes"]
def output_shape(image_shape, kernel_shape):
    h, w = (n - k + 1 for n, k in zip(image_shape, kernel_shape))
    if h <= 0 or w <= 0:
        raise ValueError
    print((h, w))

# %% looks at the height only verdict="wrong" fails=["test_kernel_must_fit"]
def output_shape(image_shape, kernel_shape):
    if kernel_shape[0] > image_shape[0]:
        raise ValueError
    return image_shape[0] - kernel_shape[0] + 1, image_shape[1] - kernel_shape[1] + 1

# %% error only where both sides are too long verdict="wrong" fails=["test_kernel_must_fit"]
def output_shape(image_shape, kernel_shape):
    if (np.array(kernel_shape) > np.array(image_shape)).all():
        raise ValueError
    return image_shape[0] - kernel_shape[0] + 1, image_shape[1] - kernel_shape[1] + 1

# %% compares whole tuples verdict="wrong" fails=["test_kernel_must_fit"]
def output_shape(image_shape, kernel_shape):
    if tuple(kernel_shape) > tuple(image_shape):
        raise ValueError
    return image_shape[0] - kernel_shape[0] + 1, image_shape[1] - kernel_shape[1] + 1

# %% an assertion instead of a ValueError verdict="wrong" fails=["test_kernel_must_fit"]
def output_shape(image_shape, kernel_shape):
    h, w = image_shape[0] - kernel_shape[0] + 1, image_shape[1] - kernel_shape[1] + 1
    assert h > 0 and w > 0
    return h, w

# %% writes into the lists verdict="wrong" fails=["test_kinds_of_shapes"] says=["writes_into_input"]
def output_shape(image_shape, kernel_shape):
    size = image_shape if isinstance(image_shape, list) else list(image_shape)
    for axis in range(2):
        size[axis] = size[axis] - kernel_shape[axis] + 1
        if size[axis] < 1:
            raise ValueError
    return size[0], size[1]

# %% not started verdict="wrong" fails=["test_sizes", "test_kernel_must_fit", "test_kinds_of_shapes"]
def output_shape(image_shape, kernel_shape):
    raise NotImplementedError()

# %% never more than 24 rows verdict="wrong" fails=["test_sizes"]
def output_shape(image_shape, kernel_shape):
    (H, W), (h, w) = image_shape, kernel_shape
    if h > H or w > W:
        raise ValueError("the kernel does not fit")
    return min(H - h + 1, 24), W - w + 1
