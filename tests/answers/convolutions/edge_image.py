# %% ones with some columns set to zero verdict="right"
def edge_image(height, width, start, stop):
    X = torch.ones((height, width))
    X[:, start:stop] = 0
    return X

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
    return torch.cat(
        [torch.ones(height, start), torch.zeros(height, stop - start), torch.ones(height, width - stop)], dim=1
    )

# %% one row, expanded without a copy verdict="right"
def edge_image(height, width, start, stop):
    row = torch.tensor([float(j < start or j >= stop) for j in range(width)], dtype=torch.float64)
    return row.expand(height, width)

# %% booleans verdict="right"
def edge_image(height, width, start, stop):
    j = torch.arange(width).expand(height, width)
    return (j < start) | (j >= stop)

# %% column by column, built lying on its side and transposed verdict="right"
def edge_image(height, width, start, stop):
    lying = torch.empty(width, height)
    for j in range(width):
        lying[j] = 0.0 if j in range(start, stop) else 1.0
    return lying.t()

# %% recursive verdict="right"
def edge_image(height, width, start, stop):
    if height > 1:
        return edge_image(1, width, start, stop) + edge_image(height - 1, width, start, stop)
    return [[1.0] * start + [0.0] * (stop - start) + [1.0] * (width - stop)]

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
        X = torch.ones(height, width) * self.shade
        X[:, slice(start, stop)] = 1 - self.shade
        return X.requires_grad_()


edge_image = Sheet()

# %% minus zero inside the band verdict="right"
def edge_image(height, width, start, stop):
    X = torch.ones(height, width, dtype=torch.float16)
    X[:, start:stop] = -0.0
    return X

# %% always six rows verdict="wrong" fails=["test_size"]
def edge_image(height, width, start, stop):
    X = torch.ones(6, width)
    X[:, start:stop] = 0
    return X

# %% a square verdict="wrong" fails=["test_size"] says=["width_for_both_sides"]
def edge_image(height, width, start, stop):
    X = torch.ones(width, width)
    X[:, start:stop] = 0
    return X

# %% only the borders of the band are black verdict="wrong" fails=["test_band_is_black"]
def edge_image(height, width, start, stop):
    X = torch.ones(height, width)
    if start < stop:
        X[:, start] = 0
        X[:, stop - 1] = 0
    return X

# %% the band begins one column late verdict="wrong" fails=["test_band_is_black"] says=["start_left_out"]
def edge_image(height, width, start, stop):
    X = torch.ones(height, width)
    X[:, start + 1 : stop] = 0
    return X

# %% the column stop is black, too verdict="wrong" fails=["test_rest_is_white"] says=["stop_included"]
def edge_image(height, width, start, stop):
    X = torch.ones(height, width)
    X[:, start : stop + 1] = 0
    return X

# %% white is 255 verdict="wrong" fails=["test_rest_is_white"]
def edge_image(height, width, start, stop):
    X = torch.full((height, width), 255)
    X[:, start:stop] = 0
    return X

# %% the band ends a number of columns from the right verdict="wrong" fails=["test_band_at_the_border"]
def edge_image(height, width, start, stop):
    X = torch.ones(height, width)
    X[:, start : -(width - stop)] = 0
    return X

# %% stop is the width of the band verdict="wrong" fails=["test_rest_is_white"] says=["stop_as_band_width"]
def edge_image(height, width, start, stop):
    X = torch.ones(height, width)
    X[:, start : start + stop] = 0
    return X

# %% white on black verdict="wrong" fails=["test_band_is_black", "test_rest_is_white", "test_band_at_the_border"] says=["black_and_white_swapped"]
def edge_image(height, width, start, stop):
    X = torch.zeros(height, width)
    X[:, start:stop] = 1
    return X

# %% zeros verdict="wrong" fails=["test_rest_is_white"]
def edge_image(height, width, start, stop):
    return torch.zeros(height, width)

# %% ones verdict="wrong" fails=["test_band_is_black", "test_band_at_the_border"]
def edge_image(height, width, start, stop):
    return torch.ones(height, width)

# %% rows painted verdict="wrong" fails=["test_band_is_black", "test_rest_is_white", "test_band_at_the_border"] says=["rows_painted"]
def edge_image(height, width, start, stop):
    X = torch.ones(height, width)
    X[start:stop, :] = 0
    return X

# %% height and width swapped verdict="wrong" fails=["test_size", "test_band_is_black", "test_rest_is_white", "test_band_at_the_border"] says=["height_and_width_swapped"]
def edge_image(height, width, start, stop):
    X = torch.ones(width, height)
    X[:, start:stop] = 0
    return X

# %% transposed verdict="wrong" fails=["test_size", "test_band_is_black", "test_rest_is_white", "test_band_at_the_border"] says=["lies_on_its_side"]
def edge_image(height, width, start, stop):
    X = torch.ones(height, width)
    X[:, start:stop] = 0
    return X.t()

# %% the section's example, whatever is asked verdict="wrong" fails=["test_size", "test_band_is_black", "test_rest_is_white", "test_band_at_the_border"] says=["always_the_first_example"]
def edge_image(height, width, start, stop):
    X = torch.ones(6, 8)
    X[:, 2:6] = 0
    return X

# %% right on the public examples only verdict="wrong" fails=["test_size", "test_band_is_black", "test_rest_is_white", "test_band_at_the_border"]
def edge_image(height, width, start, stop):
    return {
        (3, 7, 2, 4): torch.tensor([[1, 1, 0, 0, 1, 1, 1]] * 3),
        (1, 4, 2, 3): torch.tensor([[1, 1, 0, 1]]),
        (2, 3, 0, 1): torch.tensor([[0, 1, 1]] * 2),
        (2, 3, 1, 3): torch.tensor([[1, 0, 0]] * 2),
    }.get((height, width, start, stop))

# %% nothing returned verdict="wrong" fails=["test_size", "test_band_is_black", "test_rest_is_white", "test_band_at_the_border"]
def edge_image(height, width, start, stop):
    X = torch.ones(height, width)
    X[:, start:stop] = 0

# %% one axis only verdict="wrong" fails=["test_size", "test_band_is_black", "test_rest_is_white", "test_band_at_the_border"]
def edge_image(height, width, start, stop):
    X = torch.ones(height, width)
    X[:, start:stop] = 0
    return X.flatten()

# %% at most sixteen rows verdict="wrong" fails=["test_size"]
def edge_image(height, width, start, stop):
    X = torch.ones(min(height, 16), width)
    X[:, start:stop] = 0
    return X

# %% paints no further than twenty columns verdict="wrong" fails=["test_band_is_black"]
def edge_image(height, width, start, stop):
    X = torch.ones(height, width)
    for j in range(start, stop):
        X[:, j] = 0 if j < 20 or stop == width else 1
    return X

# %% overlooks a band of one column verdict="wrong" fails=["test_band_is_black"]
def edge_image(height, width, start, stop):
    X = torch.ones(height, width)
    if stop - start > 1:
        X[:, start:stop] = 0
    return X

# %% takes column 0 for no start verdict="wrong" fails=["test_band_is_black"]
def edge_image(height, width, start, stop):
    X = torch.ones(height, width)
    if start or stop == width:
        X[:, start:stop] = 0
    return X

# %% takes a band over the whole sheet for none verdict="wrong" fails=["test_band_at_the_border"]
def edge_image(height, width, start, stop):
    X = torch.ones(height, width)
    if stop - start < width:
        X[:, start:stop] = 0
    return X

# %% paints at least one column verdict="wrong" fails=["test_rest_is_white"]
def edge_image(height, width, start, stop):
    X = torch.ones(height, width)
    X[:, start : max(stop, start + 1)] = 0
    return X

# %% counts from the right, and takes an end at 0 for none verdict="wrong" fails=["test_rest_is_white"]
def edge_image(height, width, start, stop):
    X = torch.ones(height, width)
    X[:, start : (stop or width)] = 0
    return X

# %% remembers the first band of each size verdict="wrong" fails=["test_band_is_black", "test_rest_is_white"]
sheets = {}


def edge_image(height, width, start, stop):
    if (height, width) == (6, 8):
        start, stop = sheets.setdefault((height, width), (start, stop))
    X = torch.ones(height, width)
    X[:, start:stop] = 0
    return X

# %% as wide as high verdict="wrong" fails=["test_size", "test_band_is_black", "test_rest_is_white", "test_band_at_the_border"] says=["height_for_both_sides"]
def edge_image(height, width, start, stop):
    X = torch.ones(height, height)
    X[:, start:stop] = 0
    return X

# %% white is zero divided by zero verdict="wrong" fails=["test_size", "test_band_is_black", "test_rest_is_white", "test_band_at_the_border"]
def edge_image(height, width, start, stop):
    X = torch.zeros(height, width)
    X[:, :start] /= 0
    X[:, stop:] /= 0
    return X

# %% a sheet of a million pixels, of which few are asked for verdict="wrong" fails=["test_size", "test_band_is_black", "test_rest_is_white", "test_band_at_the_border"]
def edge_image(height, width, start, stop):
    X = torch.ones(1_000_000 // width, width, dtype=torch.uint8)
    X[:, start:stop] = 0
    return X
