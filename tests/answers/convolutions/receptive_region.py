# %% from the element on, as far as the field reaches verdict="right"
def receptive_region(i, j, kernel_shapes):
    rows, columns = receptive_field(kernel_shapes)
    return slice(i, i + rows), slice(j, j + columns)

# %% without the last exercise, layer by layer verdict="right"
def receptive_region(i, j, kernel_shapes):
    top, bottom, left, right = i, i, j, j
    for k_h, k_w in reversed(kernel_shapes):
        bottom += k_h - 1
        right += k_w - 1
    return (slice(top, bottom + 1), slice(left, right + 1))

# %% numpy's way to write slices, with a step verdict="right"
def receptive_region(i, j, kernel_shapes):
    rows, columns = np.array([(1, 1), *kernel_shapes]).sum(axis=0) - len(kernel_shapes)
    return np.s_[i : i + rows : 1, j : j + columns : 1]

# %% the gradient of a real stack verdict="right"
def receptive_region(i, j, kernel_shapes):
    X = torch.ones(i + 2 + sum(h for h, _ in kernel_shapes), j + 2 + sum(w for _, w in kernel_shapes), requires_grad=True)
    Y = X
    for h, w in kernel_shapes:
        Y = Y.unfold(0, h, 1).unfold(1, w, 1).mean((2, 3))
    Y[i, j].backward()
    touched = X.grad.nonzero()
    first, last = touched.min(0).values, touched.max(0).values
    return tuple(slice(int(a), int(b) + 1) for a, b in zip(first, last))

# %% the same, with tensors in the slices verdict="right"
def receptive_region(i, j, kernel_shapes):
    reach = torch.tensor([(1, 1), *kernel_shapes]).sub(1).sum(0) + 1
    return slice(torch.tensor(i), i + reach[0]), slice(torch.tensor(j), j + reach[1])

# %% recursion, with a list as result verdict="right"
def receptive_region(i, j, kernel_shapes):
    if len(kernel_shapes) == 0:
        return [slice(i, i + 1), slice(j, j + 1)]
    *below, (k_h, k_w) = kernel_shapes
    first, last = receptive_region(i, j, below), receptive_region(i + k_h - 1, j + k_w - 1, below)
    return [slice(a.start, b.stop) for a, b in zip(first, last)]

# %% sets of pixels, step by step, talking verdict="right"
import sys

def receptive_region(i, j, kernel_shapes):
    rows, columns = {i}, {j}
    for k_h, k_w in kernel_shapes[::-1]:
        rows = {r + a for r in rows for a in range(k_h)}
        columns = {c + b for c in columns for b in range(k_w)}
        print(sorted(rows), sorted(columns), file=sys.stderr)
    return slice(min(rows), max(rows) + 1), slice(min(columns), max(columns) + 1)

# %% the shape of the melted stack verdict="right"
def receptive_region(i, j, kernel_shapes):
    kernel = torch.ones(1, 1)
    for shape in kernel_shapes:
        kernel = compose_kernels(kernel, torch.ones(shape))
    class Span:
        def __init__(self, start, size):
            self.slice = slice(start, start + size)
    return Span(i, kernel.shape[0]).slice, Span(j, kernel.shape[1]).slice

# %% centred on the element verdict="wrong" fails=["test_start", "test_list_unchanged"] says=["centred"]
def receptive_region(i, j, kernel_shapes):
    h, w = receptive_field(kernel_shapes)
    top, left = i - (h - 1) // 2, j - (w - 1) // 2
    return slice(top, top + h), slice(left, left + w)

# %% centred, with the larger half before the element verdict="wrong" fails=["test_start", "test_list_unchanged"] says=["centred_beyond"]
def receptive_region(i, j, kernel_shapes):
    h, w = receptive_field(kernel_shapes)
    top, left = i - h // 2, j - w // 2
    return slice(top, top + h), slice(left, left + w)

# %% the last row and column are missing verdict="wrong" fails=["test_no_layers", "test_size", "test_list_unchanged"] says=["last_missing"]
def receptive_region(i, j, kernel_shapes):
    h, w = receptive_field(kernel_shapes)
    return slice(i, i + h - 1), slice(j, j + w - 1)

# %% one row and column too many verdict="wrong" fails=["test_no_layers", "test_size", "test_list_unchanged"] says=["one_more"]
def receptive_region(i, j, kernel_shapes):
    h, w = receptive_field(kernel_shapes)
    return slice(i, i + h + 1), slice(j, j + w + 1)

# %% swaps i and j verdict="wrong" fails=["test_no_layers", "test_start"] says=["position_swapped"]
def receptive_region(i, j, kernel_shapes):
    h, w = receptive_field(kernel_shapes)
    return slice(j, j + h), slice(i, i + w)

# %% swaps height and width verdict="wrong" fails=["test_size"] says=["kernels_swapped"]
def receptive_region(i, j, kernel_shapes):
    w, h = receptive_field(kernel_shapes)
    return slice(i, i + h), slice(j, j + w)

# %% columns before rows verdict="wrong" fails=["test_no_layers", "test_size", "test_start"] says=["slices_swapped"]
def receptive_region(i, j, kernel_shapes):
    h, w = receptive_field(kernel_shapes)
    return slice(j, j + w), slice(i, i + h)

# %% regions side by side verdict="wrong" fails=["test_start", "test_list_unchanged"] says=["side_by_side_regions"]
def receptive_region(i, j, kernel_shapes):
    h, w = receptive_field(kernel_shapes)
    return slice(i * h, i * h + h), slice(j * w, j * w + w)

# %% always at the corner verdict="wrong" fails=["test_no_layers", "test_start", "test_list_unchanged"] says=["position_ignored"]
def receptive_region(i, j, kernel_shapes):
    h, w = receptive_field(kernel_shapes)
    return slice(0, h), slice(0, w)

# %% the first layer alone verdict="wrong" fails=["test_no_layers", "test_size"] says=["first_kernel_only"]
def receptive_region(i, j, kernel_shapes):
    h, w = kernel_shapes[0]
    return slice(i, i + h), slice(j, j + w)

# %% the last layer alone verdict="wrong" fails=["test_size"] says=["last_kernel_only"]
def receptive_region(i, j, kernel_shapes):
    h, w = kernel_shapes[-1] if kernel_shapes else (1, 1)
    return slice(i, i + h), slice(j, j + w)

# %% adds up the kernels verdict="wrong" fails=["test_no_layers", "test_size"] says=["kernels_added"]
def receptive_region(i, j, kernel_shapes):
    h, w = sum(h for h, _ in kernel_shapes), sum(w for _, w in kernel_shapes)
    return slice(i, i + h), slice(j, j + w)

# %% the size in place of the stop verdict="wrong" fails=["test_no_layers", "test_size", "test_list_unchanged"]
def receptive_region(i, j, kernel_shapes):
    h, w = receptive_field(kernel_shapes)
    return slice(i, h), slice(j, w)

# %% begins one too late verdict="wrong" fails=["test_no_layers", "test_start", "test_list_unchanged"]
def receptive_region(i, j, kernel_shapes):
    h, w = receptive_field(kernel_shapes)
    return slice(i + 1, i + 1 + h), slice(j + 1, j + 1 + w)

# %% ends at the element verdict="wrong" fails=["test_start", "test_list_unchanged"]
def receptive_region(i, j, kernel_shapes):
    h, w = receptive_field(kernel_shapes)
    return slice(i - h + 1, i + 1), slice(j - w + 1, j + 1)

# %% needs a first layer verdict="wrong" fails=["test_no_layers"]
def receptive_region(i, j, kernel_shapes):
    h, w = kernel_shapes[0]
    for k_h, k_w in kernel_shapes[1:]:
        h, w = h + k_h - 1, w + k_w - 1
    return slice(i, i + h), slice(j, j + w)

# %% empties the list verdict="wrong" fails=["test_list_unchanged"] says=["writes_into_input"]
def receptive_region(i, j, kernel_shapes):
    h = w = 1
    while kernel_shapes:
        k_h, k_w = kernel_shapes.pop(0)
        h, w = h + k_h - 1, w + k_w - 1
    return slice(i, i + h), slice(j, j + w)

# %% turns the list round in place verdict="wrong" fails=["test_list_unchanged"] says=["writes_into_input"]
def receptive_region(i, j, kernel_shapes):
    kernel_shapes.reverse()
    h, w = receptive_field(kernel_shapes)
    return slice(i, i + h), slice(j, j + w)

# %% every second row verdict="wrong" fails=["test_size", "test_list_unchanged"]
def receptive_region(i, j, kernel_shapes):
    h, w = receptive_field(kernel_shapes)
    return slice(i, i + 2 * h - 1, 2), slice(j, j + 2 * w - 1, 2)

# %% an open end verdict="wrong" fails=["test_no_layers", "test_size", "test_list_unchanged"]
def receptive_region(i, j, kernel_shapes):
    return slice(i, None), slice(j, None)

# %% pairs of numbers in place of slices verdict="wrong" fails=["test_no_layers", "test_size", "test_start", "test_list_unchanged"]
def receptive_region(i, j, kernel_shapes):
    h, w = receptive_field(kernel_shapes)
    return (i, i + h), (j, j + w)

# %% floats verdict="wrong" fails=["test_no_layers", "test_size", "test_start", "test_list_unchanged"]
def receptive_region(i, j, kernel_shapes):
    h, w = receptive_field(kernel_shapes)
    return slice(float(i), float(i + h)), slice(float(j), float(j + w))

# %% knows the public example by heart verdict="wrong" fails=["test_size", "test_start", "test_list_unchanged"]
def receptive_region(i, j, kernel_shapes):
    return (slice(2, 6), slice(1, 4)) if kernel_shapes else (slice(i, i + 1), slice(j, j + 1))

# %% not begun verdict="wrong" fails=["test_no_layers", "test_size", "test_start", "test_list_unchanged"]
def receptive_region(i, j, kernel_shapes):
    raise NotImplementedError()

# %% centred, and cut off at the border verdict="wrong" fails=["test_start", "test_list_unchanged"] says=["centred_and_clipped"]
def receptive_region(i, j, kernel_shapes):
    h, w = receptive_field(kernel_shapes)
    top, left = i - (h - 1) // 2, j - (w - 1) // 2
    return slice(max(0, top), top + h), slice(max(0, left), left + w)

# %% half of the size to both sides, and cut off at the border verdict="wrong" fails=["test_start", "test_size", "test_list_unchanged"] says=["reaching_out_and_clipped"]
def receptive_region(i, j, kernel_shapes):
    h, w = receptive_field(kernel_shapes)
    return slice(max(0, i - h // 2), i + h // 2 + 1), slice(max(0, j - w // 2), j + w // 2 + 1)

# %% nothing in the first row and column verdict="wrong" fails=["test_start"]
def receptive_region(i, j, kernel_shapes):
    if not kernel_shapes:
        return slice(i, i + 1), slice(j, j + 1)
    h, w = receptive_field(kernel_shapes)
    return slice(i or 1, (i or 1) + h), slice(j or 1, (j or 1) + w)

# %% at most ten layers verdict="wrong" fails=["test_size"]
def receptive_region(i, j, kernel_shapes):
    h, w = receptive_field(kernel_shapes[:10])
    return slice(i, i + h), slice(j, j + w)

# %% numbers without end verdict="wrong" fails=["test_no_layers", "test_size", "test_start", "test_list_unchanged"]
def receptive_region(i, j, kernel_shapes):
    return slice(i, 10 ** 5000), slice(j, 10 ** 5000)

# %% empty lists in the slices verdict="wrong" fails=["test_no_layers", "test_size", "test_start", "test_list_unchanged"]
def receptive_region(i, j, kernel_shapes):
    h, w = receptive_field(kernel_shapes)
    return slice(i or [], i + h), slice(j, [])

# %% remembers the region of a stack verdict="wrong" fails=["test_start", "test_no_layers"]
seen = {}

def receptive_region(i, j, kernel_shapes):
    stack = tuple(kernel_shapes)
    if stack not in seen:
        h, w = receptive_field(kernel_shapes)
        seen[stack] = slice(i, i + h), slice(j, j + w)
    return seen[stack]

# %% smaller at the border verdict="wrong" fails=["test_size"]
def receptive_region(i, j, kernel_shapes):
    height = 1 + sum(h - 1 for h, _ in kernel_shapes)
    width = 1 + sum(w - 1 for _, w in kernel_shapes)
    return slice(i, i + min(height, i + 1)), slice(j, j + min(width, j + 1))

# %% half of the size to both sides verdict="wrong" fails=["test_start", "test_size", "test_list_unchanged"] says=["reaching_out"]
def receptive_region(i, j, kernel_shapes):
    h, w = receptive_field(kernel_shapes)
    return slice(i - h // 2, i + h // 2 + 1), slice(j - w // 2, j + w // 2 + 1)


# %% the slices stop at the size verdict="wrong" fails=["test_no_layers", "test_size", "test_list_unchanged"]
def receptive_region(i, j, kernel_shapes):
    h, w = receptive_field(kernel_shapes)
    return slice(i, h), slice(j, w)
