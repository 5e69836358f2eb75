# %% a loop that widens the view verdict="right"
def receptive_field(kernel_shapes):
    rows, columns = 1, 1
    for k_h, k_w in kernel_shapes:
        rows += k_h - 1
        columns += k_w - 1
    return rows, columns

# %% sums, and the number of layers taken off verdict="right"
def receptive_field(kernel_shapes):
    n = len(kernel_shapes)
    return (sum(s[0] for s in kernel_shapes) - n + 1, sum(s[1] for s in kernel_shapes) - n + 1)

# %% numpy, a list of its integers verdict="right"
def receptive_field(kernel_shapes):
    shapes = np.array(kernel_shapes, dtype=int).reshape(-1, 2)
    return list((shapes - 1).sum(axis=0) + 1)

# %% torch, a one-dimensional tensor verdict="right"
def receptive_field(kernel_shapes):
    return torch.tensor(kernel_shapes, dtype=torch.long).reshape(-1, 2).sub(1).sum(0) + 1

# %% torch, a tuple of tensors verdict="right"
def receptive_field(kernel_shapes):
    return tuple(torch.tensor([(1, 1), *kernel_shapes]).sum(0) - len(kernel_shapes))

# %% recursion verdict="right"
def receptive_field(kernel_shapes):
    if not kernel_shapes:
        return 1, 1
    rows, columns = receptive_field(kernel_shapes[1:])
    return rows + kernel_shapes[0][0] - 1, columns + kernel_shapes[0][1] - 1

# %% melts the stack into one kernel verdict="right"
def receptive_field(kernel_shapes):
    kernel = torch.ones(1, 1)
    for shape in kernel_shapes:
        kernel = compose_kernels(kernel, torch.ones(shape))
    return kernel.shape

# %% asks the gradient of a real stack verdict="right"
def receptive_field(kernel_shapes):
    side = 2 + sum(max(shape) for shape in kernel_shapes)
    X = torch.ones(side, side, dtype=torch.float64, requires_grad=True)
    Y = X
    for k_h, k_w in kernel_shapes:
        Y = Y.unfold(0, k_h, 1).unfold(1, k_w, 1).mean((2, 3))
    Y[0, 0].backward()
    seen = X.grad.ne(0)
    return int(seen.any(1).sum()), int(seen.any(0).sum())

# %% shrinks an image until nothing is left, talking verdict="right"
import sys

class Field:
    def __init__(self, start=100):
        self.start = start

    def measure(self, sizes):
        left = self.start
        for size in sizes:
            left = left - size + 1
        print("left:", left, file=sys.stderr)
        return self.start - left + 1

def receptive_field(kernel_shapes, measure=Field().measure):
    print("layers:", len(kernel_shapes))
    return tuple(measure([shape[axis] for shape in kernel_shapes]) for axis in range(2))

# %% pops from a copy verdict="right"
def receptive_field(kernel_shapes):
    left, rows, columns = list(kernel_shapes), 1, 1
    while left:
        k_h, k_w = left.pop()
        rows, columns = rows + k_h - 1, columns + k_w - 1
    return rows, columns

# %% adds up the sizes verdict="wrong" fails=["test_columns", "test_no_layers", "test_rows"] says=["sizes_added"]
def receptive_field(kernel_shapes):
    return sum(h for h, _ in kernel_shapes), sum(w for _, w in kernel_shapes)

# %% multiplies the sizes verdict="wrong" fails=["test_columns", "test_rows"] says=["sizes_multiplied"]
def receptive_field(kernel_shapes):
    return math.prod(h for h, _ in kernel_shapes), math.prod(w for _, w in kernel_shapes)

# %% leaves the element out verdict="wrong" fails=["test_rows", "test_columns", "test_no_layers", "test_list_unchanged"] says=["element_not_counted"]
def receptive_field(kernel_shapes):
    return sum(h - 1 for h, _ in kernel_shapes), sum(w - 1 for _, w in kernel_shapes)

# %% one too many verdict="wrong" fails=["test_rows", "test_columns", "test_no_layers", "test_list_unchanged"] says=["one_too_many"]
def receptive_field(kernel_shapes):
    return 2 + sum(h - 1 for h, _ in kernel_shapes), 2 + sum(w - 1 for _, w in kernel_shapes)

# %% swaps height and width verdict="wrong" fails=["test_columns", "test_rows"] says=["height_width_swapped"]
def receptive_field(kernel_shapes):
    return 1 + sum(w - 1 for _, w in kernel_shapes), 1 + sum(h - 1 for h, _ in kernel_shapes)

# %% height for both verdict="wrong" fails=["test_columns"] says=["square_by_height"]
def receptive_field(kernel_shapes):
    size = 1 + sum(shape[0] - 1 for shape in kernel_shapes)
    return size, size

# %% width for both verdict="wrong" fails=["test_rows"] says=["square_by_width"]
def receptive_field(kernel_shapes):
    size = 1 + sum(shape[1] - 1 for shape in kernel_shapes)
    return size, size

# %% the largest kernel verdict="wrong" fails=["test_columns", "test_rows"] says=["largest_only"]
def receptive_field(kernel_shapes):
    return max((h for h, _ in kernel_shapes), default=1), max((w for _, w in kernel_shapes), default=1)

# %% the first layer verdict="wrong" fails=["test_columns", "test_rows"] says=["first_layer_only"]
def receptive_field(kernel_shapes):
    return kernel_shapes[0] if kernel_shapes else (1, 1)

# %% the last layer verdict="wrong" fails=["test_columns", "test_rows"] says=["last_layer_only"]
def receptive_field(kernel_shapes):
    rows, columns = 1, 1
    for shape in kernel_shapes:
        rows, columns = shape
    return rows, columns

# %% returns after the first turn of the loop verdict="wrong" fails=["test_columns", "test_no_layers", "test_rows"] says=["first_layer_only"]
def receptive_field(kernel_shapes):
    rows, columns = 1, 1
    for h, w in kernel_shapes:
        rows, columns = rows + h - 1, columns + w - 1
        return rows, columns

# %% begins with the first layer verdict="wrong" fails=["test_no_layers"]
def receptive_field(kernel_shapes):
    rows, columns = kernel_shapes[0]
    for h, w in kernel_shapes[1:]:
        rows, columns = rows + h - 1, columns + w - 1
    return rows, columns

# %% empties the list verdict="wrong" fails=["test_list_unchanged"] says=["writes_into_input"]
def receptive_field(kernel_shapes):
    rows, columns = 1, 1
    while kernel_shapes:
        h, w = kernel_shapes.pop()
        rows, columns = rows + h - 1, columns + w - 1
    return rows, columns

# %% sorts the list verdict="wrong" fails=["test_list_unchanged"] says=["writes_into_input"]
def receptive_field(kernel_shapes):
    kernel_shapes.sort()
    return 1 + sum(h - 1 for h, _ in kernel_shapes), 1 + sum(w - 1 for _, w in kernel_shapes)

# %% at most two layers verdict="wrong" fails=["test_columns", "test_rows"]
def receptive_field(kernel_shapes):
    if not kernel_shapes:
        return 1, 1
    if len(kernel_shapes) == 1:
        return kernel_shapes[0]
    (a, b), (c, d) = kernel_shapes[0], kernel_shapes[-1]
    return a + c - 1, b + d - 1

# %% a single number verdict="wrong" fails=["test_rows", "test_columns", "test_no_layers", "test_list_unchanged"]
def receptive_field(kernel_shapes):
    return 1 + sum(h - 1 for h, _ in kernel_shapes)

# %% the area verdict="wrong" fails=["test_rows", "test_columns", "test_no_layers", "test_list_unchanged"]
def receptive_field(kernel_shapes):
    h, w = 1 + sum(h - 1 for h, _ in kernel_shapes), 1 + sum(w - 1 for _, w in kernel_shapes)
    return h * w, 1.0

# %% knows the public examples by heart verdict="wrong" fails=["test_rows", "test_columns", "test_list_unchanged"]
def receptive_field(kernel_shapes):
    known = {((3, 5),): (3, 5), ((2, 4), (3, 1), (4, 2)): (7, 5), ((1, 1), (2, 3), (1, 1)): (2, 3), (): (1, 1)}
    return known.get(tuple(kernel_shapes), (50, 60))

# %% not begun verdict="wrong" fails=["test_columns", "test_no_layers", "test_rows", "test_list_unchanged"]
def receptive_field(kernel_shapes):
    raise NotImplementedError()

# %% at most ten layers verdict="wrong" fails=["test_columns", "test_rows"]
def receptive_field(kernel_shapes):
    rows, columns = 1, 1
    for h, w in kernel_shapes[:10]:
        rows, columns = rows + h - 1, columns + w - 1
    return rows, columns

# %% goes on where the last call ended verdict="wrong" fails=["test_columns", "test_rows", "test_no_layers", "test_list_unchanged"]
size = [1, 1]

def receptive_field(kernel_shapes):
    for h, w in kernel_shapes:
        size[0], size[1] = size[0] + h - 1, size[1] + w - 1
    return tuple(size)

# %% whole numbers as floats verdict="wrong" fails=["test_columns", "test_rows", "test_no_layers", "test_list_unchanged"]
def receptive_field(kernel_shapes):
    return torch.tensor([(1.0, 1.0), *kernel_shapes]).sub(1).sum(0) + 1

# %% numbers without end verdict="wrong" fails=["test_columns", "test_rows", "test_no_layers", "test_list_unchanged"]
def receptive_field(kernel_shapes):
    return 10 ** 5000, 10 ** 5000

# %% a million numbers verdict="wrong" fails=["test_columns", "test_rows", "test_no_layers", "test_list_unchanged"]
def receptive_field(kernel_shapes):
    return torch.ones(1_000_000, dtype=torch.int8)


# %% never more than twenty layers verdict="wrong" fails=["test_columns", "test_rows"]
def receptive_field(kernel_shapes):
    layers = kernel_shapes[:20]
    return 1 + sum(k_h - 1 for k_h, _ in layers), 1 + sum(k_w - 1 for _, k_w in layers)
