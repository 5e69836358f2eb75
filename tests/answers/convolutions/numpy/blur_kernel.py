# %% the smallest box verdict="right"
def blur_kernel():
    return np.ones((2, 2)) / 4

# %% box of 15×15 in single precision verdict="right"
def blur_kernel():
    K = np.ones((15, 15), dtype=np.float32)
    return K / K.sum()

# %% binomial verdict="right"
def blur_kernel():
    row = np.poly1d([1, 1]) ** 4
    return np.outer(row, row) / 256

# %% Gaussian on a mesh verdict="right"
def blur_kernel():
    i, j = np.mgrid[-3:4, -3:4]
    K = np.exp(-(i**2 + j**2) / 2)
    return K / K.sum()

# %% a disk verdict="right"
def blur_kernel():
    i, j = np.ogrid[-4:5, -4:5]
    disk = i**2 + j**2 <= 16
    return disk / np.count_nonzero(disk)

# %% a window of Hann verdict="right"
def blur_kernel():
    row = np.hanning(7)
    row /= row.sum()
    return row[:, np.newaxis] * row

# %% windowed sinc with negative lobes verdict="right"
def blur_kernel():
    row = np.sinc(0.5 * (np.arange(9) - 4)) * np.hamming(9)
    return np.outer(row, row) / row.sum() ** 2

# %% a box in the middle of zeros verdict="right"
def blur_kernel():
    return np.pad(np.full((3, 3), 1 / 9), 2)

# %% 17×17 verdict="wrong" fails=["test_size"]
def blur_kernel():
    return np.ones((17, 17)) / 289

# %% not divided verdict="wrong" fails=["test_sums_to_one"] says=["not_divided"]
def blur_kernel():
    return np.ones((3, 3))

# %% divided by the number of weights verdict="wrong" fails=["test_sums_to_one"] says=["not_divided"]
def blur_kernel():
    K = np.outer([1, 2, 1], [1, 2, 1])
    return K / K.size

# %% a Gaussian divided by 2πσ² verdict="wrong" fails=["test_sums_to_one"] says=["gaussian_not_normalised"]
def blur_kernel():
    i, j = np.ogrid[-2:3, -2:3]
    return np.exp(-(i**2 + j**2) / 2) / (2 * np.pi)

# %% divided as integers verdict="wrong" fails=["test_sums_to_one", "test_centre", "test_amplifies_nothing", "test_noise", "test_both_axes"]
def blur_kernel():
    return np.ones((3, 3), dtype=int) // 9

# %% rounded weights verdict="wrong" fails=["test_sums_to_one"]
def blur_kernel():
    return np.full((3, 3), 1 / 9).round(3)

# %% fades to one side verdict="wrong" fails=["test_centre"]
def blur_kernel():
    return np.outer([4, 2, 1], np.ones(3)) / 21

# %% a sinc cut off sharply verdict="wrong" fails=["test_amplifies_nothing"]
def blur_kernel():
    row = np.sinc(0.5 * (np.arange(11) - 5))
    row /= row.sum()
    return np.outer(row, row)

# %% hardly blurs verdict="wrong" fails=["test_noise"]
def blur_kernel():
    return np.array([[0, 0.1, 0], [0.1, 0.6, 0.1], [0, 0.1, 0]])

# %% one axis, long verdict="wrong" fails=["test_both_axes"] says=["one_axis_blur"]
def blur_kernel():
    return np.ones((1, 5)) / 5

# %% hardly any blur down the rows verdict="wrong" fails=["test_both_axes"]
def blur_kernel():
    return np.outer([0.05, 0.9, 0.05], np.full(7, 1 / 7))

# %% an edge detector verdict="wrong" fails=["test_sums_to_one", "test_centre", "test_amplifies_nothing", "test_noise", "test_both_axes"] says=["sums_to_zero"]
def blur_kernel():
    return np.array([[0, 1, 0], [1, -4, 1], [0, 1, 0]])

# %% one axis of an array alone verdict="wrong" fails=["test_size", "test_centre", "test_amplifies_nothing", "test_noise", "test_both_axes"]
def blur_kernel():
    return np.ones(5) / 5
