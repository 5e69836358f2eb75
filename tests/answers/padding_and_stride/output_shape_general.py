# %% the formula twice verdict="right"
def output_shape_general(image_shape, kernel_shape, padding, stride):
    h = image_shape[0] + 2 * padding[0] - kernel_shape[0]
    w = image_shape[1] + 2 * padding[1] - kernel_shape[1]
    if h < 0 or w < 0:
        raise ValueError("the kernel does not fit")
    return h // stride[0] + 1, w // stride[1] + 1


# %% the book's form verdict="right"
def output_shape_general(image_shape, kernel_shape, padding, stride):
    sizes = []
    for n, k, p, s in zip(image_shape, kernel_shape, padding, stride):
        size = (n - k + 2 * p + s) // s
        if n + 2 * p < k:
            raise ValueError
        sizes.append(size)
    return sizes


# %% counts the places verdict="right"
def output_shape_general(image_shape, kernel_shape, padding, stride):
    def places(n, k, p, s):
        found = len(range(0, n + p + p - k + 1, s))
        if not found:
            raise ValueError(f"{k} does not fit in {n}")
        return found

    return tuple(map(places, image_shape, kernel_shape, padding, stride))


# %% steps on until it sticks out verdict="right"
def output_shape_general(image_shape, kernel_shape, padding, stride):
    sizes = []
    for axis in (0, 1):
        start, count = -padding[axis], 0
        while start + kernel_shape[axis] <= image_shape[axis] + padding[axis]:
            start, count = start + stride[axis], count + 1
        if count == 0:
            raise ValueError("no place")
        sizes.append(count)
    return tuple(sizes)


# %% numpy verdict="right"
import numpy as np


def output_shape_general(image_shape, kernel_shape, padding, stride):
    left = np.array(image_shape) + 2 * np.array(padding) - np.array(kernel_shape)
    if (left < 0).any():
        raise ValueError(str(left))
    return tuple((left // np.array(stride) + 1).tolist())


# %% asks torch to do it verdict="right"
def output_shape_general(image_shape, kernel_shape, padding, stride):
    image = torch.zeros(1, 1, *image_shape)
    try:
        result = torch.nn.functional.conv2d(image, torch.zeros(1, 1, *kernel_shape), stride=stride, padding=padding)
    except RuntimeError as error:
        raise ValueError("the kernel does not fit") from error
    return result.shape[2:]


# %% divides with divmod, an error of its own verdict="right"
class NoRoom(ValueError):
    pass


def output_shape_general(image_shape, kernel_shape, padding, stride):
    sizes = ()
    for n, k, p, s in zip(image_shape, kernel_shape, padding, stride):
        steps, _ = divmod(n + 2 * p - k, s)
        if n + 2 * p - k < 0:
            raise NoRoom
        sizes += (1 + steps,)
    return sizes


# %% border counted once verdict="wrong" fails=["test_sizes", "test_fits_with_border"] says=["padding_counted_once"]
def output_shape_general(image_shape, kernel_shape, padding, stride):
    left = [n + p - k for n, k, p in zip(image_shape, kernel_shape, padding)]
    if min(left) < 0:
        raise ValueError
    return left[0] // stride[0] + 1, left[1] // stride[1] + 1


# %% steps of one verdict="wrong" fails=["test_sizes", "test_rest"] says=["steps_of_one"]
def output_shape_general(image_shape, kernel_shape, padding, stride):
    left = [n + 2 * p - k for n, k, p in zip(image_shape, kernel_shape, padding)]
    if min(left) < 0:
        raise ValueError
    return left[0] + 1, left[1] + 1


# %% without the first window verdict="wrong" fails=["test_sizes", "test_rest", "test_fits_with_border"] says=["first_window_missing"]
def output_shape_general(image_shape, kernel_shape, padding, stride):
    left = [n + 2 * p - k for n, k, p in zip(image_shape, kernel_shape, padding)]
    if min(left) < 0:
        raise ValueError
    return left[0] // stride[0], left[1] // stride[1]


# %% rounds up verdict="wrong" fails=["test_rest"] says=["rounded_up"]
import math


def output_shape_general(image_shape, kernel_shape, padding, stride):
    left = [n + 2 * p - k for n, k, p in zip(image_shape, kernel_shape, padding)]
    if min(left) < 0:
        raise ValueError
    return math.ceil(left[0] / stride[0]) + 1, math.ceil(left[1] / stride[1]) + 1


# %% rounds to the nearest verdict="wrong" fails=["test_rest"]
def output_shape_general(image_shape, kernel_shape, padding, stride):
    left = [n + 2 * p - k for n, k, p in zip(image_shape, kernel_shape, padding)]
    if min(left) < 0:
        raise ValueError
    return int(left[0] / stride[0] + 0.5) + 1, int(left[1] / stride[1] + 0.5) + 1


# %% strides swapped verdict="wrong" fails=["test_sizes"] says=["steps_swapped"]
def output_shape_general(image_shape, kernel_shape, padding, stride):
    left = [n + 2 * p - k for n, k, p in zip(image_shape, kernel_shape, padding)]
    if min(left) < 0:
        raise ValueError
    return left[0] // stride[1] + 1, left[1] // stride[0] + 1


# %% borders swapped verdict="wrong" fails=["test_sizes", "test_fits_with_border", "test_error"]
def output_shape_general(image_shape, kernel_shape, padding, stride):
    left = [n + 2 * p - k for n, k, p in zip(image_shape, kernel_shape, padding[::-1])]
    if min(left) < 0:
        raise ValueError
    return left[0] // stride[0] + 1, left[1] // stride[1] + 1


# %% width first verdict="wrong" fails=["test_sizes"]
def output_shape_general(image_shape, kernel_shape, padding, stride):
    left = [n + 2 * p - k for n, k, p in zip(image_shape, kernel_shape, padding)]
    if min(left) < 0:
        raise ValueError
    return left[1] // stride[1] + 1, left[0] // stride[0] + 1


# %% compares without the border verdict="wrong" fails=["test_fits_with_border"]
def output_shape_general(image_shape, kernel_shape, padding, stride):
    if kernel_shape[0] > image_shape[0] or kernel_shape[1] > image_shape[1]:
        raise ValueError
    left = [n + 2 * p - k for n, k, p in zip(image_shape, kernel_shape, padding)]
    return left[0] // stride[0] + 1, left[1] // stride[1] + 1


# %% a kernel that just fits is refused verdict="wrong" fails=["test_fits_with_border"]
def output_shape_general(image_shape, kernel_shape, padding, stride):
    left = [n + 2 * p - k for n, k, p in zip(image_shape, kernel_shape, padding)]
    if max(left) <= 0:
        raise ValueError
    if min(left) < 0:
        raise ValueError
    return left[0] // stride[0] + 1, left[1] // stride[1] + 1


# %% no error verdict="wrong" fails=["test_error"]
def output_shape_general(image_shape, kernel_shape, padding, stride):
    left = [n + 2 * p - k for n, k, p in zip(image_shape, kernel_shape, padding)]
    return left[0] // stride[0] + 1, left[1] // stride[1] + 1


# %% an error for the height alone verdict="wrong" fails=["test_error"]
def output_shape_general(image_shape, kernel_shape, padding, stride):
    left = [n + 2 * p - k for n, k, p in zip(image_shape, kernel_shape, padding)]
    if left[0] < 0:
        raise ValueError
    return left[0] // stride[0] + 1, left[1] // stride[1] + 1


# %% another error verdict="wrong" fails=["test_error"]
def output_shape_general(image_shape, kernel_shape, padding, stride):
    left = [n + 2 * p - k for n, k, p in zip(image_shape, kernel_shape, padding)]
    if min(left) < 0:
        raise RuntimeError("the kernel does not fit")
    return left[0] // stride[0] + 1, left[1] // stride[1] + 1


# %% fractions verdict="wrong" fails=["test_sizes", "test_rest", "test_fits_with_border"]
def output_shape_general(image_shape, kernel_shape, padding, stride):
    left = [n + 2 * p - k for n, k, p in zip(image_shape, kernel_shape, padding)]
    if min(left) < 0:
        raise ValueError
    return left[0] / stride[0] + 1, left[1] / stride[1] + 1

# %% cut towards zero before the size is looked at verdict="wrong" fails=["test_error"]
def output_shape_general(image_shape, kernel_shape, padding, stride):
    sizes = []
    for n, k, p, s in zip(image_shape, kernel_shape, padding, stride):
        size = int((n + 2 * p - k) / s) + 1
        if size < 1:
            raise ValueError("the kernel does not fit")
        sizes.append(size)
    return tuple(sizes)

# %% the larger border decides whether it fits verdict="wrong" fails=["test_error"]
def output_shape_general(image_shape, kernel_shape, padding, stride):
    if any(k > n + 2 * max(padding) for n, k in zip(image_shape, kernel_shape)):
        raise ValueError("the kernel does not fit")
    return tuple((n + 2 * p - k) // s + 1 for n, k, p, s in zip(image_shape, kernel_shape, padding, stride))

# %% borders swapped where it is asked whether the kernel fits verdict="wrong" fails=["test_fits_with_border", "test_error"]
def output_shape_general(image_shape, kernel_shape, padding, stride):
    if kernel_shape[0] > image_shape[0] + 2 * padding[1] or kernel_shape[1] > image_shape[1] + 2 * padding[0]:
        raise ValueError("the kernel does not fit")
    return tuple((n + 2 * p - k) // s + 1 for n, k, p, s in zip(image_shape, kernel_shape, padding, stride))

# %% what is left over is rounded up only where there is a border verdict="wrong" fails=["test_rest"]
def output_shape_general(image_shape, kernel_shape, padding, stride):
    sizes = []
    for n, k, p, s in zip(image_shape, kernel_shape, padding, stride):
        room = n + 2 * p - k
        if room < 0:
            raise ValueError("the kernel does not fit")
        sizes.append(-(-room // s) + 1 if p else room // s + 1)
    return tuple(sizes)

# %% at most twenty windows verdict="wrong" fails=["test_sizes"]
def output_shape_general(image_shape, kernel_shape, padding, stride):
    sizes = []
    for n, k, p, s in zip(image_shape, kernel_shape, padding, stride):
        if n + 2 * p < k:
            raise ValueError("the kernel does not fit")
        sizes.append(sum(1 for i in range(20) if i * s + k <= n + 2 * p))
    return tuple(sizes)

# %% a window that ends on the border is not counted verdict="wrong" fails=["test_sizes", "test_fits_with_border"] says=["first_window_missing"]
def output_shape_general(image_shape, kernel_shape, padding, stride):
    if any(n + 2 * p < k for n, k, p in zip(image_shape, kernel_shape, padding)):
        raise ValueError("the kernel does not fit")
    return tuple((n + 2 * p - k - 1) // s + 1 for n, k, p, s in zip(image_shape, kernel_shape, padding, stride))

# %% a side that just fits is refused verdict="wrong" fails=["test_fits_with_border"]
def output_shape_general(image_shape, kernel_shape, padding, stride):
    left = [n + 2 * p - k for n, k, p in zip(image_shape, kernel_shape, padding)]
    if min(left) <= 0:
        raise ValueError
    return left[0] // stride[0] + 1, left[1] // stride[1] + 1

# %% an assertion verdict="wrong" fails=["test_error"]
def output_shape_general(image_shape, kernel_shape, padding, stride):
    left = [n + 2 * p - k for n, k, p in zip(image_shape, kernel_shape, padding)]
    assert min(left) >= 0
    return left[0] // stride[0] + 1, left[1] // stride[1] + 1
