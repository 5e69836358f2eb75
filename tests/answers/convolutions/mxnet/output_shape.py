# %% each side counted verdict="right"
def output_shape(image_shape, kernel_shape):
    if any(k > n for n, k in zip(image_shape, kernel_shape)):
        raise ValueError("the kernel does not fit")
    return tuple(n - k + 1 for n, k in zip(image_shape, kernel_shape))

# %% by an array of whole numbers verdict="right"
def output_shape(image_shape, kernel_shape):
    sizes = np.array(list(image_shape), dtype="int64") - np.array(list(kernel_shape), dtype="int64") + 1
    if sizes.min() < 1:
        raise ValueError("the kernel does not fit")
    return sizes[0].item(), sizes[1].item()

# %% the shape of a slice verdict="right"
def output_shape(image_shape, kernel_shape):
    if any(k > n for n, k in zip(image_shape, kernel_shape)):
        raise ValueError("the kernel does not fit")
    (n_h, n_w), (k_h, k_w) = image_shape, kernel_shape
    return np.zeros((n_h, n_w))[k_h - 1 :, k_w - 1 :].shape

# %% ranges verdict="right"
def output_shape(image_shape, kernel_shape):
    if any(k > n for n, k in zip(image_shape, kernel_shape)):
        raise ValueError("the kernel does not fit")
    (n_h, n_w), (k_h, k_w) = image_shape, kernel_shape
    return len(range(n_h - k_h + 1)), len(range(n_w - k_w + 1))

# %% one too small verdict="wrong" fails=["test_sizes"] says=["size_one_too_small"]
def output_shape(image_shape, kernel_shape):
    if any(k > n for n, k in zip(image_shape, kernel_shape)):
        raise ValueError("the kernel does not fit")
    (n_h, n_w), (k_h, k_w) = image_shape, kernel_shape
    return n_h - k_h, n_w - k_w

# %% one too large verdict="wrong" fails=["test_sizes"] says=["size_one_too_large"]
def output_shape(image_shape, kernel_shape):
    if any(k > n for n, k in zip(image_shape, kernel_shape)):
        raise ValueError("the kernel does not fit")
    (n_h, n_w), (k_h, k_w) = image_shape, kernel_shape
    return n_h - k_h + 2, n_w - k_w + 2

# %% width first verdict="wrong" fails=["test_sizes"] says=["size_swapped"]
def output_shape(image_shape, kernel_shape):
    if any(k > n for n, k in zip(image_shape, kernel_shape)):
        raise ValueError("the kernel does not fit")
    (n_h, n_w), (k_h, k_w) = image_shape, kernel_shape
    return n_w - k_w + 1, n_h - k_h + 1

# %% the size of the image verdict="wrong" fails=["test_sizes"] says=["size_same"]
def output_shape(image_shape, kernel_shape):
    if any(k > n for n, k in zip(image_shape, kernel_shape)):
        raise ValueError("the kernel does not fit")
    (n_h, n_w), (k_h, k_w) = image_shape, kernel_shape
    return n_h, n_w

# %% wherever they overlap verdict="wrong" fails=["test_sizes"] says=["size_full"]
def output_shape(image_shape, kernel_shape):
    if any(k > n for n, k in zip(image_shape, kernel_shape)):
        raise ValueError("the kernel does not fit")
    (n_h, n_w), (k_h, k_w) = image_shape, kernel_shape
    return n_h + k_h - 1, n_w + k_w - 1

# %% tiles verdict="wrong" fails=["test_sizes"] says=["size_tiled"]
def output_shape(image_shape, kernel_shape):
    if any(k > n for n, k in zip(image_shape, kernel_shape)):
        raise ValueError("the kernel does not fit")
    (n_h, n_w), (k_h, k_w) = image_shape, kernel_shape
    return n_h // k_h, n_w // k_w

# %% square kernels verdict="wrong" fails=["test_sizes"] says=["size_square_kernel"]
def output_shape(image_shape, kernel_shape):
    if any(k > n for n, k in zip(image_shape, kernel_shape)):
        raise ValueError("the kernel does not fit")
    (n_h, n_w), (k_h, k_w) = image_shape, kernel_shape
    return n_h - k_h + 1, n_w - k_h + 1

# %% square images verdict="wrong" fails=["test_sizes"] says=["size_square_image"]
def output_shape(image_shape, kernel_shape):
    if any(k > n for n, k in zip(image_shape, kernel_shape)):
        raise ValueError("the kernel does not fit")
    (n_h, n_w), (k_h, k_w) = image_shape, kernel_shape
    return n_h - k_h + 1, n_h - k_w + 1

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
