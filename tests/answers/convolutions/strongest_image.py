# %% a white line verdict="right"
def strongest_image(shape):
    X = torch.zeros(shape)
    X[:, 1] = 1
    return X

# %% a black dot on white, nested lists verdict="right"
def strongest_image(shape):
    h, w = shape
    return [[0 if (i, j) == (h // 2, w // 2) else 1 for j in range(w)] for i in range(h)]

# %% stripes, numpy verdict="right"
def strongest_image(shape):
    return np.tile(np.arange(shape[1]) % 2, (shape[0], 1))

# %% a checkerboard of booleans as integers verdict="right"
def strongest_image(shape):
    return (np.indices(shape).sum(0) % 2).astype(np.int8)

# %% signs of the own kernel verdict="right"
def strongest_image(shape):
    K = torch.as_tensor(second_derivative_kernel()).double()
    X = torch.full(shape, 0.5, dtype=torch.float64)
    X[:1, :3] = (K > 0).double()
    return X

# %% search with the own kernel and corr2d verdict="right"
import itertools
import sys


def strongest_image(shape):
    K = torch.as_tensor(second_derivative_kernel()).float()
    best, answer = None, -1.0
    for pixels in itertools.product([0.0, 1.0], repeat=3):
        X = torch.zeros(shape)
        X[0, -3:] = torch.tensor(pixels)
        found = corr2d(X, K).abs().max().item()
        if found > answer:
            best, answer = X, found
    print("best:", answer)
    print("done", file=sys.stderr)
    return best

# %% gradient ascent in float32 verdict="right"
def strongest_image(shape):
    g = torch.Generator().manual_seed(0)
    X = torch.rand(shape, generator=g)
    for _ in range(40):
        X.requires_grad_(True)
        (2 * X[:, 1:-1] - X[:, :-2] - X[:, 2:]).abs().amax().backward()
        with torch.no_grad():
            X = (X + 0.2 * X.grad).clamp(0, 1)
    return X

# %% always 7×7 verdict="wrong" fails=["test_shape"]
def strongest_image(shape):
    X = torch.zeros(7, 7)
    X[:, 3] = 1
    return X

# %% one column too many verdict="wrong" fails=["test_shape"]
def strongest_image(shape):
    X = torch.zeros(shape[0], shape[1] + 1)
    X[:, 1] = 1
    return X

# %% height and width swapped verdict="wrong" fails=["test_shape"] says=["height_width_swapped"]
def strongest_image(shape):
    w, h = shape
    X = torch.zeros(h, w)
    X[:, w // 2] = 1
    return X

# %% minus one around the line verdict="wrong" fails=["test_range"]
def strongest_image(shape):
    X = -torch.ones(shape)
    X[:, 1] = 1
    return X

# %% up to 255 verdict="wrong" fails=["test_range"]
def strongest_image(shape):
    X = np.zeros(shape)
    X[:, 1] = 255
    return X

# %% a step verdict="wrong" fails=["test_response"] says=["a_step"]
def strongest_image(shape):
    X = torch.zeros(shape)
    X[:, shape[1] // 2 :] = 1
    return X

# %% a line along the row verdict="wrong" fails=["test_response"] says=["nothing_to_the_right"]
def strongest_image(shape):
    X = torch.zeros(shape)
    X[shape[0] // 2] = 1
    return X

# %% all white verdict="wrong" fails=["test_response"] says=["nothing_to_the_right"]
def strongest_image(shape):
    return np.ones(shape)

# %% a line at the border verdict="wrong" fails=["test_response"] says=["at_the_border"]
def strongest_image(shape):
    X = torch.zeros(shape)
    X[:, 0] = 1
    return X

# %% a parabola verdict="wrong" fails=["test_response"] says=["a_slope"]
def strongest_image(shape):
    row = torch.linspace(0, 1, shape[1]) ** 2
    return row.repeat(shape[0], 1)

# %% a line two pixels wide verdict="wrong" fails=["test_response"]
def strongest_image(shape):
    X = torch.zeros(shape)
    X[:, 1:3] = 1
    return X

# %% noise verdict="wrong" fails=["test_response"]
def strongest_image(shape):
    return torch.rand(shape, generator=torch.Generator().manual_seed(3)) * 0.9

# %% right on the shapes of the public check only verdict="wrong" fails=["test_shape", "test_response"]
def strongest_image(shape):
    X = torch.zeros({(5, 6): (5, 6), (1, 3): (1, 3), (3, 11): (3, 11)}.get(shape, (1, 2)))
    X[:, 1] = 1
    return X

# %% a step where the image is wide verdict="wrong" fails=["test_response"] says=["a_step"]
def strongest_image(shape):
    X = torch.zeros(shape)
    X[:, shape[1] // 2 : None if shape[1] > 12 else shape[1] // 2 + 1] = 1
    return X

# %% a dot in the second row verdict="wrong" fails=["test_response"] says=["nothing_to_the_right"]
def strongest_image(shape):
    X = torch.zeros(shape)
    X[1:2, 1] = 1
    return X

# %% no more than sixteen rows verdict="wrong" fails=["test_shape"]
def strongest_image(shape):
    X = torch.zeros(min(shape[0], 16), shape[1])
    X[:, 1] = 1
    return X

# %% brightness that grows with the width verdict="wrong" fails=["test_range"]
def strongest_image(shape):
    X = torch.zeros(shape)
    X[:, 1] = max(1.0, shape[1] / 10)
    return X

# %% a step a thousand times too bright verdict="wrong" fails=["test_range", "test_response"] says=["a_step"]
def strongest_image(shape):
    X = torch.zeros(shape)
    X[:, shape[1] // 2 :] = 1000
    return X

# %% noise near the largest number that there is verdict="wrong" fails=["test_shape", "test_range", "test_response"]
def strongest_image(shape):
    return torch.rand(shape, generator=torch.Generator().manual_seed(3), dtype=torch.float64) * 1.7e308

# %% a line in an image of a million pixels verdict="wrong" fails=["test_shape", "test_range", "test_response"]
def strongest_image(shape):
    X = torch.zeros(1000, 1000)
    X[:, 1] = 1
    return X

# %% a line that touches no border verdict="wrong" fails=["test_response"] says=["nothing_to_the_right"]
def strongest_image(shape):
    X = torch.zeros(shape)
    if shape[0] == 1:
        X[0, 1] = 1
    else:
        X[1:-1, 1] = 1
    return X
