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
