# %% a row that is asked where, and tiled verdict="right"
def edge_image(height, width, start, stop):
    columns = tf.range(width)
    row = tf.where((columns >= start) & (columns < stop), 0.0, 1.0)
    return tf.tile(row[tf.newaxis, :], [height, 1])

# %% nested lists of whole numbers verdict="right"
def edge_image(height, width, start, stop):
    return [[0 if start <= j < stop else 1 for j in range(width)] for _ in range(height)]

# %% numpy, one byte for each pixel verdict="right"
def edge_image(height, width, start, stop):
    image = np.full((height, width), 1, dtype=np.uint8)
    image[..., start:stop] *= 0
    return image

# %% three pieces side by side verdict="right"
def edge_image(height, width, start, stop):
    pieces = [tf.ones((height, start)), tf.zeros((height, stop - start)), tf.ones((height, width - stop))]
    return tf.concat(pieces, axis=1)

# %% one row of short numbers, broadcast verdict="right"
def edge_image(height, width, start, stop):
    row = tf.constant([float(j < start or j >= stop) for j in range(width)], dtype=tf.bfloat16)
    return tf.broadcast_to(row, (height, width))

# %% booleans verdict="right"
def edge_image(height, width, start, stop):
    j, _ = tf.meshgrid(tf.range(width), tf.range(height))
    return tf.logical_or(j < start, j >= stop)

# %% a variable, some columns of which are assigned verdict="right"
def edge_image(height, width, start, stop):
    X = tf.Variable(tf.ones((height, width)))
    X[:, start:stop].assign(tf.zeros((height, stop - start)))
    return X

# %% a variable of doubles, column by column verdict="right"
def edge_image(height, width, start, stop):
    X = tf.Variable(tf.ones((height, width), dtype=tf.float64))
    for j in range(start, stop):
        X[:, j].assign(tf.zeros(height, dtype=tf.float64))
    return tf.convert_to_tensor(X)

# %% a band put between two borders verdict="right"
def edge_image(height, width, start, stop):
    band = tf.zeros((height, stop - start), dtype=tf.int32)
    return tf.pad(band, [[0, 0], [start, width - stop]], constant_values=1)

# %% scattered over the rows of what lies on its side verdict="right"
def edge_image(height, width, start, stop):
    places = tf.range(start, stop)[:, None]
    lying = tf.tensor_scatter_nd_update(tf.ones((width, height)), places, tf.zeros((stop - start, height)))
    return tf.transpose(lying)

# %% a TensorArray of rows verdict="right"
def edge_image(height, width, start, stop):
    rows = tf.TensorArray(tf.float32, size=height)
    for i in range(height):
        rows = rows.write(i, [1.0] * start + [0.0] * (stop - start) + [1.0] * (width - stop))
    return rows.stack()

# %% map_fn over the columns verdict="right"
def edge_image(height, width, start, stop):
    def column(j):
        return tf.fill([height], tf.cast(j < start or j >= stop, tf.float32))

    return tf.transpose(tf.map_fn(column, tf.range(width), fn_output_signature=tf.float32))

# %% the difference of two masks, compiled verdict="right"
@tf.function
def edge_image(height, width, start, stop):
    upto_stop, upto_start = (tf.sequence_mask([end] * height, width, dtype=tf.uint16) for end in (stop, start))
    return 1 - (upto_stop - upto_start)

# %% a class that is called, and that warns and prints verdict="right"
import sys
import warnings


class Sheet(tf.Module):
    def __init__(self, shade=1.0):
        super().__init__()
        self.shade = tf.Variable(shade)

    def __call__(self, height, width, start, stop):
        print("painting", height, width)
        print("still painting", file=sys.stderr)
        warnings.warn("wet paint")
        row = tf.concat([tf.ones(start), -0.0 * tf.ones(stop - start), tf.ones(width - stop)], 0)
        return tf.cast(self.shade * tf.stack([row] * height), tf.float16)


edge_image = Sheet()

# %% always six rows verdict="wrong" fails=["test_size"]
def edge_image(height, width, start, stop):
    columns = tf.range(width)
    return tf.tile(tf.where((columns >= start) & (columns < stop), 0.0, 1.0)[None], [6, 1])

# %% a square verdict="wrong" fails=["test_size"] says=["width_for_both_sides"]
def edge_image(height, width, start, stop):
    columns = tf.range(width)
    return tf.tile(tf.where((columns >= start) & (columns < stop), 0.0, 1.0)[None], [width, 1])

# %% as wide as high verdict="wrong" fails=["test_size", "test_band_is_black", "test_rest_is_white", "test_band_at_the_border"] says=["height_for_both_sides"]
def edge_image(height, width, start, stop):
    columns = tf.range(height)
    return tf.tile(tf.where((columns >= start) & (columns < stop), 0.0, 1.0)[None], [height, 1])

# %% only the borders of the band are black verdict="wrong" fails=["test_band_is_black"]
def edge_image(height, width, start, stop):
    columns = tf.range(width)
    border = (columns == start) | (columns == stop - 1)
    row = tf.where(border & (start < stop), 0.0, 1.0)
    return tf.tile(row[None], [height, 1])

# %% the band begins one column late verdict="wrong" fails=["test_band_is_black"] says=["start_left_out"]
def edge_image(height, width, start, stop):
    columns = tf.range(width)
    return tf.tile(tf.where((columns > start) & (columns < stop), 0.0, 1.0)[None], [height, 1])

# %% the column stop is black, too verdict="wrong" fails=["test_rest_is_white"] says=["stop_included"]
def edge_image(height, width, start, stop):
    columns = tf.range(width)
    return tf.tile(tf.where((columns >= start) & (columns <= stop), 0.0, 1.0)[None], [height, 1])

# %% white is 255 verdict="wrong" fails=["test_rest_is_white"]
def edge_image(height, width, start, stop):
    columns = tf.range(width)
    row = tf.where((columns >= start) & (columns < stop), 0, 255)
    return tf.cast(tf.tile(row[None], [height, 1]), tf.uint8)

# %% the band ends a number of columns from the right verdict="wrong" fails=["test_band_at_the_border"]
def edge_image(height, width, start, stop):
    X = tf.Variable(tf.ones((height, width)))
    band = X[:, start : -(width - stop)]
    band.assign(tf.zeros(band.shape))
    return X

# %% stop is the width of the band verdict="wrong" fails=["test_rest_is_white"] says=["stop_as_band_width"]
def edge_image(height, width, start, stop):
    columns = tf.range(width)
    return tf.tile(tf.where((columns >= start) & (columns < start + stop), 0.0, 1.0)[None], [height, 1])

# %% white on black verdict="wrong" fails=["test_band_is_black", "test_rest_is_white", "test_band_at_the_border"] says=["black_and_white_swapped"]
def edge_image(height, width, start, stop):
    columns = tf.range(width)
    return tf.tile(tf.where((columns >= start) & (columns < stop), 1.0, 0.0)[None], [height, 1])

# %% rows painted verdict="wrong" fails=["test_band_is_black", "test_rest_is_white", "test_band_at_the_border"] says=["rows_painted"]
def edge_image(height, width, start, stop):
    rows = tf.range(height)
    return tf.tile(tf.where((rows >= start) & (rows < stop), 0.0, 1.0)[:, None], [1, width])

# %% height and width swapped verdict="wrong" fails=["test_size", "test_band_is_black", "test_rest_is_white", "test_band_at_the_border"] says=["height_and_width_swapped"]
def edge_image(height, width, start, stop):
    columns = tf.range(height)
    return tf.tile(tf.where((columns >= start) & (columns < stop), 0.0, 1.0)[None], [width, 1])

# %% transposed verdict="wrong" fails=["test_size", "test_band_is_black", "test_rest_is_white", "test_band_at_the_border"] says=["lies_on_its_side"]
def edge_image(height, width, start, stop):
    columns = tf.range(width)
    return tf.transpose(tf.tile(tf.where((columns >= start) & (columns < stop), 0.0, 1.0)[None], [height, 1]))

# %% the section's example, whatever is asked verdict="wrong" fails=["test_size", "test_band_is_black", "test_rest_is_white", "test_band_at_the_border"] says=["always_the_first_example"]
def edge_image(height, width, start, stop):
    return tf.constant([[1.0, 1, 0, 0, 0, 0, 1, 1]] * 6)

# %% a tensor is written into verdict="wrong" fails=["test_size", "test_band_is_black", "test_rest_is_white", "test_band_at_the_border"]
def edge_image(height, width, start, stop):
    X = tf.ones((height, width))
    X[:, start:stop] = 0
    return X

# %% nothing returned verdict="wrong" fails=["test_size", "test_band_is_black", "test_rest_is_white", "test_band_at_the_border"]
def edge_image(height, width, start, stop):
    X = tf.Variable(tf.ones((height, width)))
    X[:, start:stop].assign(tf.zeros((height, stop - start)))

# %% paints at least one column verdict="wrong" fails=["test_rest_is_white"]
def edge_image(height, width, start, stop):
    columns = tf.range(width)
    return tf.tile(tf.where((columns >= start) & (columns < max(stop, start + 1)), 0.0, 1.0)[None], [height, 1])

# %% takes a band over the whole sheet for none verdict="wrong" fails=["test_band_at_the_border"]
def edge_image(height, width, start, stop):
    columns = tf.range(width)
    band = (columns >= start) & (columns < stop)
    return tf.tile(tf.where(band & (stop - start < width), 0.0, 1.0)[None], [height, 1])
