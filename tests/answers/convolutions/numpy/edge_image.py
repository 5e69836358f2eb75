# %% ones with some columns set to zero verdict="right"
def edge_image(height, width, start, stop):
    X = np.ones((height, width))
    X[:, start:stop] = 0
    return X

# %% nested lists of whole numbers verdict="right"
def edge_image(height, width, start, stop):
    return [[0 if start <= j < stop else 1 for j in range(width)] for _ in range(height)]

# %% one byte for each pixel verdict="right"
def edge_image(height, width, start, stop):
    image = np.full((height, width), 1, dtype=np.uint8)
    image[..., start:stop] *= 0
    return image

# %% three pieces side by side verdict="right"
def edge_image(height, width, start, stop):
    return np.hstack([np.ones((height, start)), np.zeros((height, stop - start)), np.ones((height, width - stop))])

# %% one row, broadcast without a copy verdict="right"
def edge_image(height, width, start, stop):
    row = np.array([float(j < start or j >= stop) for j in range(width)], dtype=np.float32)
    return np.broadcast_to(row, (height, width))

# %% booleans verdict="right"
def edge_image(height, width, start, stop):
    _, j = np.indices((height, width))
    return (j < start) | (j >= stop)

# %% lying on its side and transposed verdict="right"
def edge_image(height, width, start, stop):
    lying = np.empty((width, height))
    for j in range(width):
        lying[j] = 0.0 if j in range(start, stop) else 1.0
    return lying.T

# %% a band put between two borders verdict="right"
def edge_image(height, width, start, stop):
    band = np.zeros((height, stop - start), dtype=int)
    return np.pad(band, ((0, 0), (start, width - stop)), constant_values=1)

# %% where, and fancy indexing verdict="right"
def edge_image(height, width, start, stop):
    rows = np.where(np.isin(np.arange(width), np.arange(start, stop)), 0, 1)[None]
    return rows[[0] * height]

# %% a class that is called, and that warns and prints verdict="right"
import sys
import warnings


class Sheet:
    def __init__(self, shade=1.0):
        self.shade = shade

    def __call__(self, height, width, start, stop):
        print("painting", height, width)
        print("still painting", file=sys.stderr)
        warnings.warn("wet paint")
        X = np.full((height, width), self.shade, dtype=np.float16)
        X[:, slice(start, stop)] = -0.0
        return X


edge_image = Sheet()

# %% always six rows verdict="wrong" fails=["test_size"]
def edge_image(height, width, start, stop):
    X = np.ones((6, width))
    X[:, start:stop] = 0
    return X

# %% a square verdict="wrong" fails=["test_size"] says=["width_for_both_sides"]
def edge_image(height, width, start, stop):
    X = np.ones((width, width))
    X[:, start:stop] = 0
    return X

# %% as wide as high verdict="wrong" fails=["test_size", "test_band_is_black", "test_rest_is_white", "test_band_at_the_border"] says=["height_for_both_sides"]
def edge_image(height, width, start, stop):
    X = np.ones((height, height))
    X[:, start:stop] = 0
    return X

# %% only the borders of the band are black verdict="wrong" fails=["test_band_is_black"]
def edge_image(height, width, start, stop):
    X = np.ones((height, width))
    if start < stop:
        X[:, [start, stop - 1]] = 0
    return X

# %% the band begins one column late verdict="wrong" fails=["test_band_is_black"] says=["start_left_out"]
def edge_image(height, width, start, stop):
    X = np.ones((height, width))
    X[:, start + 1 : stop] = 0
    return X

# %% the column stop is black, too verdict="wrong" fails=["test_rest_is_white"] says=["stop_included"]
def edge_image(height, width, start, stop):
    X = np.ones((height, width))
    X[:, start : stop + 1] = 0
    return X

# %% white is 255 verdict="wrong" fails=["test_rest_is_white"]
def edge_image(height, width, start, stop):
    X = np.full((height, width), 255, dtype=np.uint8)
    X[:, start:stop] = 0
    return X

# %% the band ends a number of columns from the right verdict="wrong" fails=["test_band_at_the_border"]
def edge_image(height, width, start, stop):
    X = np.ones((height, width))
    X[:, start : -(width - stop)] = 0
    return X

# %% stop is the width of the band verdict="wrong" fails=["test_rest_is_white"] says=["stop_as_band_width"]
def edge_image(height, width, start, stop):
    X = np.ones((height, width))
    X[:, start : start + stop] = 0
    return X

# %% white on black verdict="wrong" fails=["test_band_is_black", "test_rest_is_white", "test_band_at_the_border"] says=["black_and_white_swapped"]
def edge_image(height, width, start, stop):
    X = np.zeros((height, width))
    X[:, start:stop] = 1
    return X

# %% rows painted verdict="wrong" fails=["test_band_is_black", "test_rest_is_white", "test_band_at_the_border"] says=["rows_painted"]
def edge_image(height, width, start, stop):
    X = np.ones((height, width))
    X[start:stop] = 0
    return X

# %% height and width swapped verdict="wrong" fails=["test_size", "test_band_is_black", "test_rest_is_white", "test_band_at_the_border"] says=["height_and_width_swapped"]
def edge_image(height, width, start, stop):
    X = np.ones((width, height))
    X[:, start:stop] = 0
    return X

# %% transposed verdict="wrong" fails=["test_size", "test_band_is_black", "test_rest_is_white", "test_band_at_the_border"] says=["lies_on_its_side"]
def edge_image(height, width, start, stop):
    X = np.ones((height, width))
    X[:, start:stop] = 0
    return X.T

# %% the section's example, whatever is asked verdict="wrong" fails=["test_size", "test_band_is_black", "test_rest_is_white", "test_band_at_the_border"] says=["always_the_first_example"]
def edge_image(height, width, start, stop):
    X = np.ones((6, 8))
    X[:, 2:6] = 0
    return X

# %% nothing returned verdict="wrong" fails=["test_size", "test_band_is_black", "test_rest_is_white", "test_band_at_the_border"]
def edge_image(height, width, start, stop):
    X = np.ones((height, width))
    X[:, start:stop] = 0

# %% paints at least one column verdict="wrong" fails=["test_rest_is_white"]
def edge_image(height, width, start, stop):
    X = np.ones((height, width))
    X[:, start : max(stop, start + 1)] = 0
    return X

# %% takes a band over the whole sheet for none verdict="wrong" fails=["test_band_at_the_border"]
def edge_image(height, width, start, stop):
    X = np.ones((height, width))
    if stop - start < width:
        X[:, start:stop] = 0
    return X
