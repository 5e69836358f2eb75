# %% the smallest box verdict="right"
def blur_kernel():
    return tf.ones((2, 2)) / 4

# %% box of 15×15 verdict="right"
def blur_kernel():
    K = tf.ones((15, 15))
    return K / tf.reduce_sum(K)

# %% binomial verdict="right"
def blur_kernel():
    row = tf.constant([1.0, 4.0, 6.0, 4.0, 1.0]) / 16
    return tf.tensordot(row, row, axes=0)

# %% Gaussian on a mesh, by softmax verdict="right"
def blur_kernel():
    place = tf.range(7.0) - 3
    i, j = tf.meshgrid(place, place, indexing="ij")
    return tf.reshape(tf.nn.softmax(tf.reshape(-(i**2 + j**2) / 2, [-1])), (7, 7))

# %% a disk verdict="right"
def blur_kernel():
    place = tf.range(-4, 5)
    disk = tf.cast(place[:, None] ** 2 + place**2 <= 16, tf.float64)
    return disk / tf.reduce_sum(disk)

# %% a window of Hann verdict="right"
def blur_kernel():
    row = tf.signal.hann_window(7, periodic=False)
    row /= tf.reduce_sum(row)
    return tf.einsum("i,j->ij", row, row)

# %% windowed sinc with negative lobes verdict="right"
def blur_kernel():
    place = math.pi * 0.5 * (tf.range(9.0) - 4)
    row = tf.math.divide_no_nan(tf.sin(place), place) + tf.one_hot(4, 9)
    row *= tf.signal.hamming_window(9, periodic=False)
    return row[:, None] * row / tf.reduce_sum(row) ** 2

# %% a box in the middle of zeros, in a variable verdict="right"
def blur_kernel():
    return tf.Variable(tf.pad(tf.fill((3, 3), 1 / 9), [[2, 2], [2, 2]]))

# %% 17×17 verdict="wrong" fails=["test_size"]
def blur_kernel():
    return tf.ones((17, 17)) / 289

# %% not divided verdict="wrong" fails=["test_sums_to_one"] says=["not_divided"]
def blur_kernel():
    return tf.ones((3, 3))

# %% divided by the number of weights verdict="wrong" fails=["test_sums_to_one"] says=["not_divided"]
def blur_kernel():
    row = tf.constant([1.0, 2.0, 1.0])
    K = row[:, None] * row
    return K / tf.size(K, out_type=tf.int64).numpy()

# %% a Gaussian divided by 2πσ² verdict="wrong" fails=["test_sums_to_one"] says=["gaussian_not_normalised"]
def blur_kernel():
    place = tf.range(5.0) - 2
    return tf.exp(-(place[:, None] ** 2 + place**2) / 2) / (2 * math.pi)

# %% divided as integers verdict="wrong" fails=["test_sums_to_one", "test_centre", "test_amplifies_nothing", "test_noise", "test_both_axes"]
def blur_kernel():
    return tf.ones((3, 3), tf.int32) // 9

# %% rounded weights verdict="wrong" fails=["test_sums_to_one"]
def blur_kernel():
    return tf.round(1000 * tf.fill((3, 3), 1 / 9)) / 1000

# %% half precision verdict="wrong" fails=["test_sums_to_one"]
def blur_kernel():
    return tf.cast(tf.fill((3, 3), 1 / 9), tf.float16)

# %% fades to one side verdict="wrong" fails=["test_centre"]
def blur_kernel():
    return tf.constant([[4.0], [2.0], [1.0]]) * tf.ones(3) / 21

# %% a sinc cut off sharply verdict="wrong" fails=["test_amplifies_nothing"]
def blur_kernel():
    place = math.pi * 0.5 * (tf.range(11.0) - 5)
    row = tf.math.divide_no_nan(tf.sin(place), place) + tf.one_hot(5, 11)
    row /= tf.reduce_sum(row)
    return row[:, None] * row

# %% hardly blurs verdict="wrong" fails=["test_noise"]
def blur_kernel():
    return tf.constant([[0, 0.1, 0], [0.1, 0.6, 0.1], [0, 0.1, 0]])

# %% one axis, long verdict="wrong" fails=["test_both_axes"] says=["one_axis_blur"]
def blur_kernel():
    return tf.ones((1, 5)) / 5

# %% hardly any blur down the rows verdict="wrong" fails=["test_both_axes"]
def blur_kernel():
    return tf.constant([[0.05], [0.9], [0.05]]) * tf.fill([7], 1 / 7)

# %% an edge detector verdict="wrong" fails=["test_sums_to_one", "test_centre", "test_amplifies_nothing", "test_noise", "test_both_axes"] says=["sums_to_zero"]
def blur_kernel():
    return tf.constant([[0, 1, 0], [1, -4, 1], [0, 1, 0]])

# %% one axis alone verdict="wrong" fails=["test_size", "test_centre", "test_amplifies_nothing", "test_noise", "test_both_axes"]
def blur_kernel():
    return tf.ones(5) / 5
