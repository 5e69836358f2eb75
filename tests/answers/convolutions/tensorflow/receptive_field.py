# %% a loop that widens the view verdict="right"
def receptive_field(kernel_shapes):
    rows = columns = 1
    for k_h, k_w in kernel_shapes:
        rows += k_h - 1
        columns += k_w - 1
    return rows, columns

# %% sums, and the number of layers taken off verdict="right"
def receptive_field(kernel_shapes):
    return tuple(1 - len(kernel_shapes) + sum(shape[axis] for shape in kernel_shapes) for axis in (0, 1))

# %% a tensor verdict="right"
def receptive_field(kernel_shapes):
    shapes = tf.reshape(tf.constant(kernel_shapes, dtype=tf.int32), (-1, 2))
    return 1 + tf.reduce_sum(shapes - 1, axis=0)

# %% a pair of TensorFlow's integers verdict="right"
def receptive_field(kernel_shapes):
    rows, columns = tf.reduce_sum(tf.constant([(1, 1), *kernel_shapes]), axis=0) - len(kernel_shapes)
    return rows, columns

# %% recursion verdict="right"
def receptive_field(kernel_shapes):
    if not kernel_shapes:
        return 1, 1
    rows, columns = receptive_field(kernel_shapes[1:])
    return rows + kernel_shapes[0][0] - 1, columns + kernel_shapes[0][1] - 1

# %% melts the stack into one kernel verdict="right"
def receptive_field(kernel_shapes):
    kernel = tf.ones((1, 1))
    for shape in kernel_shapes:
        kernel = compose_kernels(kernel, tf.ones(shape))
    return kernel.shape

# %% asks the gradient of a real stack verdict="right"
def receptive_field(kernel_shapes):
    side = 2 + sum(max(shape) for shape in kernel_shapes)
    image = tf.Variable(tf.ones((side, side), tf.float64))
    with tf.GradientTape() as tape:
        X = tf.convert_to_tensor(image)
        for k_h, k_w in kernel_shapes:
            rows, columns = X.shape[0] - k_h + 1, X.shape[1] - k_w + 1
            X = tf.add_n([X[a : a + rows] for a in range(k_h)])
            X = tf.add_n([X[:, b : b + columns] for b in range(k_w)])
        corner = X[0, 0]
    seen = tape.gradient(corner, image) != 0
    rows, columns = tf.reduce_any(seen, axis=1), tf.reduce_any(seen, axis=0)
    return int(tf.math.count_nonzero(rows)), int(tf.math.count_nonzero(columns))

# %% asks for the shape that would come out, and computes nothing verdict="right"
def receptive_field(kernel_shapes):
    @tf.function
    def stack(X):
        for k_h, k_w in kernel_shapes:
            X = tf.nn.avg_pool2d(X, (k_h, k_w), strides=1, padding="VALID")
        return X

    left = stack.get_concrete_function(tf.TensorSpec((1, 1000, 1000, 1))).output_shapes
    return 1001 - left[1], 1001 - left[2]

# %% scan over the layers verdict="right"
def receptive_field(kernel_shapes):
    shapes = tf.constant([(1, 1), *kernel_shapes])
    return tf.scan(lambda size, shape: size + shape - 1, shapes)[-1]

# %% adds up the sizes verdict="wrong" fails=["test_columns", "test_no_layers", "test_rows"] says=["sizes_added"]
def receptive_field(kernel_shapes):
    return tuple(tf.reduce_sum(tf.reshape(tf.constant(kernel_shapes, tf.int32), (-1, 2)), axis=0))

# %% multiplies the sizes verdict="wrong" fails=["test_columns", "test_rows"] says=["sizes_multiplied"]
def receptive_field(kernel_shapes):
    return tuple(tf.reduce_prod(tf.reshape(tf.constant(kernel_shapes, tf.int32), (-1, 2)), axis=0))

# %% leaves the element out verdict="wrong" fails=["test_rows", "test_columns", "test_no_layers", "test_list_unchanged"] says=["element_not_counted"]
def receptive_field(kernel_shapes):
    return tuple(sum(shape[axis] - 1 for shape in kernel_shapes) for axis in (0, 1))

# %% one too many verdict="wrong" fails=["test_rows", "test_columns", "test_no_layers", "test_list_unchanged"] says=["one_too_many"]
def receptive_field(kernel_shapes):
    return tuple(2 + sum(shape[axis] - 1 for shape in kernel_shapes) for axis in (0, 1))

# %% swaps height and width verdict="wrong" fails=["test_columns", "test_rows"] says=["height_width_swapped"]
def receptive_field(kernel_shapes):
    return tuple(1 + sum(shape[axis] - 1 for shape in kernel_shapes) for axis in (1, 0))

# %% height for both verdict="wrong" fails=["test_columns"] says=["square_by_height"]
def receptive_field(kernel_shapes):
    return (1 + sum(shape[0] - 1 for shape in kernel_shapes),) * 2

# %% width for both verdict="wrong" fails=["test_rows"] says=["square_by_width"]
def receptive_field(kernel_shapes):
    return (1 + sum(shape[1] - 1 for shape in kernel_shapes),) * 2

# %% the largest kernel verdict="wrong" fails=["test_columns", "test_rows"] says=["largest_only"]
def receptive_field(kernel_shapes):
    return tuple(tf.reduce_max(tf.constant([(1, 1), *kernel_shapes]), axis=0))

# %% the first layer verdict="wrong" fails=["test_columns", "test_rows"] says=["first_layer_only"]
def receptive_field(kernel_shapes):
    return tuple(kernel_shapes[0]) if kernel_shapes else (1, 1)

# %% the last layer verdict="wrong" fails=["test_columns", "test_rows"] says=["last_layer_only"]
def receptive_field(kernel_shapes):
    return tuple(kernel_shapes[-1]) if kernel_shapes else (1, 1)

# %% a tensor of no rows verdict="wrong" fails=["test_no_layers"]
def receptive_field(kernel_shapes):
    return tuple(1 + tf.reduce_sum(tf.constant(kernel_shapes) - 1, axis=0))

# %% empties the list verdict="wrong" fails=["test_list_unchanged"] says=["writes_into_input"]
def receptive_field(kernel_shapes):
    rows = columns = 1
    kernel_shapes.reverse()
    while kernel_shapes:
        k_h, k_w = kernel_shapes.pop()
        rows, columns = rows + k_h - 1, columns + k_w - 1
    return rows, columns

# %% whole numbers as floats verdict="wrong" fails=["test_columns", "test_rows", "test_no_layers", "test_list_unchanged"]
def receptive_field(kernel_shapes):
    return 1 + tf.reduce_sum(tf.constant([(1.0, 1.0), *kernel_shapes]) - 1, axis=0)

# %% at most ten layers verdict="wrong" fails=["test_columns", "test_rows"]
def receptive_field(kernel_shapes):
    return tuple(1 + sum(shape[axis] - 1 for shape in kernel_shapes[:10]) for axis in (0, 1))
