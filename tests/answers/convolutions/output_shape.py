# %% formula and two comparisons verdict="right"
def output_shape(image_shape, kernel_shape):
    h = image_shape[0] - kernel_shape[0] + 1
    w = image_shape[1] - kernel_shape[1] + 1
    if h < 1 or w < 1:
        raise ValueError("kernel too large")
    return h, w


# %% counts the places one by one, returns a list verdict="right"
def places(n, k):
    count = 0
    start = 0
    while start + k <= n:
        count += 1
        start += 1
    if count == 0:
        raise ValueError
    return count


def output_shape(image_shape, kernel_shape):
    return [places(n, k) for n, k in zip(image_shape, kernel_shape)]


# %% with numpy verdict="right"
import numpy as np


def output_shape(image_shape, kernel_shape):
    size = np.array(image_shape) - np.array(kernel_shape) + 1
    if (size <= 0).any():
        raise ValueError(f"{kernel_shape} in {image_shape}")
    return tuple(size)


# %% with torch, returns torch.Size, an error of its own verdict="right"
class DoesNotFit(ValueError):
    pass


def output_shape(image_shape, kernel_shape, stride=1):
    size = (torch.tensor(image_shape) - torch.tensor(kernel_shape)) // stride + 1
    if size.min() < 1:
        raise DoesNotFit("no place for the kernel")
    return torch.Size(size.tolist())


# %% recursive and noisy verdict="right"
import sys


def one_axis(n, k):
    print("axis", n, k, file=sys.stderr)
    return 1 if n == k else 1 + one_axis(n - 1, k)


def output_shape(image_shape, kernel_shape):
    print("output_shape", image_shape, kernel_shape)
    try:
        return tuple(map(one_axis, image_shape, kernel_shape)) if all(
            map(lambda n, k: n >= k, image_shape, kernel_shape)
        ) else int("does not fit")
    finally:
        print("done")


# %% lets torch count its windows verdict="right"
def output_shape(image_shape, kernel_shape):
    (h, w), (a, b) = image_shape, kernel_shape
    if a > h or b > w:
        raise ValueError("kernel does not fit")
    return torch.empty(h, w).unfold(0, a, 1).unfold(1, b, 1).shape[:2]


# %% one too small verdict="wrong" fails=["test_sizes"] says=["size_one_too_small"]
def output_shape(image_shape, kernel_shape):
    if kernel_shape[0] > image_shape[0] or kernel_shape[1] > image_shape[1]:
        raise ValueError
    return image_shape[0] - kernel_shape[0], image_shape[1] - kernel_shape[1]


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
    if kernel_shape[0] > image_shape[0] or kernel_shape[1] > image_shape[1]:
        raise ValueError
    return image_shape[0] + kernel_shape[0] - 1, image_shape[1] + kernel_shape[1] - 1


# %% windows side by side verdict="wrong" fails=["test_sizes"] says=["size_tiled"]
def output_shape(image_shape, kernel_shape):
    h, w = image_shape[0] // kernel_shape[0], image_shape[1] // kernel_shape[1]
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
    h = image_shape[0] - kernel_shape[0] + 1
    w = image_shape[1] - kernel_shape[1] + 1
    if kernel_shape[0] >= image_shape[0] or kernel_shape[1] >= image_shape[1]:
        raise ValueError
    return h, w


# %% floats verdict="wrong" fails=["test_sizes", "test_kinds_of_shapes"]
def output_shape(image_shape, kernel_shape):
    h, w = (float(n - k + 1) for n, k in zip(image_shape, kernel_shape))
    if h <= 0 or w <= 0:
        raise ValueError
    return h, w


# %% prints instead of returning verdict="wrong" fails=["test_sizes", "test_kinds_of_shapes"]
def output_shape(image_shape, kernel_shape):
    h, w = (n - k + 1 for n, k in zip(image_shape, kernel_shape))
    if h <= 0 or w <= 0:
        raise ValueError
    print((h, w))


# %% the example, hard-wired verdict="wrong" fails=["test_sizes", "test_kernel_must_fit"]
def output_shape(image_shape, kernel_shape):
    return 2, 2


# %% right for the public check only verdict="wrong" fails=["test_sizes", "test_kernel_must_fit", "test_kinds_of_shapes"]
def output_shape(image_shape, kernel_shape):
    known = {((10, 20), (3, 5)): (8, 16), ((14, 13), (1, 1)): (14, 13), ((15, 13), (15, 13)): (1, 1)}
    if (image_shape, kernel_shape) in known:
        return known[image_shape, kernel_shape]
    raise ValueError


# %% no error at all verdict="wrong" fails=["test_kernel_must_fit"]
def output_shape(image_shape, kernel_shape):
    return image_shape[0] - kernel_shape[0] + 1, image_shape[1] - kernel_shape[1] + 1


# %% looks at the height only verdict="wrong" fails=["test_kernel_must_fit"]
def output_shape(image_shape, kernel_shape):
    if kernel_shape[0] > image_shape[0]:
        raise ValueError
    return image_shape[0] - kernel_shape[0] + 1, image_shape[1] - kernel_shape[1] + 1


# %% error only where both sides are too long verdict="wrong" fails=["test_kernel_must_fit"]
def output_shape(image_shape, kernel_shape):
    if kernel_shape[0] > image_shape[0] and kernel_shape[1] > image_shape[1]:
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


# %% returns the error verdict="wrong" fails=["test_kernel_must_fit"]
def output_shape(image_shape, kernel_shape):
    h, w = image_shape[0] - kernel_shape[0] + 1, image_shape[1] - kernel_shape[1] + 1
    return (h, w) if h > 0 and w > 0 else ValueError("too large")


# %% lists cannot be cached verdict="wrong" fails=["test_kinds_of_shapes"]
import functools


@functools.lru_cache
def output_shape(image_shape, kernel_shape):
    h, w = image_shape[0] - kernel_shape[0] + 1, image_shape[1] - kernel_shape[1] + 1
    if h <= 0 or w <= 0:
        raise ValueError
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


# %% syntax error verdict="wrong" fails=["test_sizes", "test_kernel_must_fit", "test_kinds_of_shapes"]
def output_shape(image_shape, kernel_shape)
    return image_shape


# %% never more than 24 rows verdict="wrong" fails=["test_sizes"]
def output_shape(image_shape, kernel_shape):
    (H, W), (h, w) = image_shape, kernel_shape
    if h > H or w > W:
        raise ValueError("the kernel does not fit")
    return min(H - h + 1, 24), W - w + 1
