# %% in place, by name verdict="right"
def train_conv2d(layer, X, Y, lr, steps):
    losses = []
    for _ in range(steps):
        error = layer(X) - Y
        losses.append((error**2).sum())
        gradients = layer.gradients(X, 2 * error)
        layer.weight -= lr * gradients["weight"]
        layer.bias -= lr * gradients["bias"]
    return losses

# %% a loop over the gradients, and an array of losses verdict="right"
def train_conv2d(layer, X, Y, lr, steps):
    losses = np.zeros(steps, dtype=X.dtype)
    for step in range(steps):
        error = layer(X) - Y
        losses[step] = np.vdot(error, error)
        for name, gradient in layer.gradients(X, error).items():
            getattr(layer, name)[...] -= 2 * lr * gradient
    return losses

# %% copyto verdict="right"
def train_conv2d(layer, X, Y, lr, steps):
    losses = ()
    for _ in range(steps):
        error = Y - layer(X)
        gradients = layer.gradients(X, -2 * error)
        np.copyto(layer.bias, layer.bias - lr * gradients["bias"])
        np.copyto(layer.weight, layer.weight - lr * gradients["weight"])
        losses += (float(np.square(error).sum()),)
    return losses

# %% out verdict="right"
def train_conv2d(layer, X, Y, lr, steps):
    losses, parameters = [], {"weight": layer.weight, "bias": layer.bias}
    for _ in range(steps):
        error = layer(X) - Y
        losses.append(np.linalg.norm(error).item() ** 2)
        gradients = layer.gradients(X, 2 * error)
        for name, parameter in parameters.items():
            np.subtract(parameter, lr * gradients[name], out=parameter)
    return losses

# %% recursion, noisy verdict="right"
import sys

def train_conv2d(layer, X, Y, lr, steps):
    if not steps:
        return []
    error = layer(X) - Y
    print("error", error, file=sys.stderr)
    print("weight", layer.weight)
    gradients = layer.gradients(X, 2 * error)
    layer.weight[:] = layer.weight - lr * gradients["weight"]
    layer.bias[:] = layer.bias - lr * gradients["bias"]
    return [np.sum(error * error)] + train_conv2d(layer, X, Y, lr, steps - 1)

# %% a class with a rule for each update verdict="right"
class Descent:
    def __init__(self, layer, lr):
        self.layer, self.lr = layer, lr

    def step(self, X, dY):
        gradients = self.layer.gradients(X, dY)
        for name in ("weight", "bias"):
            parameter = vars(self.layer)[name]
            parameter += -self.lr * gradients[name]

def train_conv2d(layer, X, Y, lr, steps):
    descent, losses = Descent(layer, lr), []
    for _ in range(steps):
        error = layer(X) - Y
        descent.step(X, 2 * error)
        losses.append((error**2).sum())
    return losses

# %% gradients are added up and never cleared verdict="wrong" fails=["test_many_steps"] says=["gradients_never_cleared"]
def train_conv2d(layer, X, Y, lr, steps):
    losses, total = [], {"weight": 0, "bias": 0}
    for _ in range(steps):
        error = layer(X) - Y
        losses.append((error**2).sum())
        gradients = layer.gradients(X, 2 * error)
        total = {name: total[name] + gradients[name] for name in total}
        layer.weight -= lr * total["weight"]
        layer.bias -= lr * total["bias"]
    return losses

# %% momentum verdict="wrong" fails=["test_many_steps"]
def train_conv2d(layer, X, Y, lr, steps):
    losses, step = [], {"weight": 0, "bias": 0}
    for _ in range(steps):
        error = layer(X) - Y
        losses.append((error**2).sum())
        gradients = layer.gradients(X, 2 * error)
        step = {name: 0.9 * step[name] + gradients[name] for name in step}
        layer.weight -= lr * step["weight"]
        layer.bias -= lr * step["bias"]
    return losses

# %% the error of the first round, for all steps verdict="wrong" fails=["test_many_steps", "test_losses"]
def train_conv2d(layer, X, Y, lr, steps):
    losses, error = [], layer(X) - Y
    for _ in range(steps):
        losses.append((error**2).sum())
        gradients = layer.gradients(X, 2 * error)
        layer.weight -= lr * gradients["weight"]
        layer.bias -= lr * gradients["bias"]
    return losses

# %% the loss after the update verdict="wrong" fails=["test_losses"] says=["loss_after_update"]
def train_conv2d(layer, X, Y, lr, steps):
    losses = []
    for _ in range(steps):
        gradients = layer.gradients(X, 2 * (layer(X) - Y))
        layer.weight -= lr * gradients["weight"]
        layer.bias -= lr * gradients["bias"]
        losses.append(((layer(X) - Y) ** 2).sum())
    return losses

# %% only the reported loss is averaged verdict="wrong" fails=["test_losses"] says=["reported_loss_averaged"]
def train_conv2d(layer, X, Y, lr, steps):
    losses = []
    for _ in range(steps):
        error = layer(X) - Y
        losses.append((error**2).mean())
        gradients = layer.gradients(X, 2 * error)
        layer.weight -= lr * gradients["weight"]
        layer.bias -= lr * gradients["bias"]
    return losses

# %% returns nothing verdict="wrong" fails=["test_losses"]
def train_conv2d(layer, X, Y, lr, steps):
    for _ in range(steps):
        gradients = layer.gradients(X, 2 * (layer(X) - Y))
        layer.weight -= lr * gradients["weight"]
        layer.bias -= lr * gradients["bias"]

# %% the mean instead of the sum verdict="wrong" fails=["test_many_steps", "test_losses", "test_any_module", "test_same_objects"] says=["loss_averaged"]
def train_conv2d(layer, X, Y, lr, steps):
    losses = []
    for _ in range(steps):
        error = layer(X) - Y
        losses.append((error**2).mean())
        gradients = layer.gradients(X, 2 * error / error.size)
        layer.weight -= lr * gradients["weight"]
        layer.bias -= lr * gradients["bias"]
    return losses

# %% asks with the error, without its 2 verdict="wrong" fails=["test_many_steps", "test_losses", "test_any_module", "test_same_objects"] says=["factor_two_missing"]
def train_conv2d(layer, X, Y, lr, steps):
    losses = []
    for _ in range(steps):
        error = layer(X) - Y
        losses.append((error**2).sum())
        gradients = layer.gradients(X, error)
        layer.weight -= lr * gradients["weight"]
        layer.bias -= lr * gradients["bias"]
    return losses

# %% asks with the output verdict="wrong" fails=["test_many_steps", "test_losses", "test_any_module", "test_same_objects"]
def train_conv2d(layer, X, Y, lr, steps):
    losses = []
    for _ in range(steps):
        output = layer(X)
        losses.append(((output - Y) ** 2).sum())
        gradients = layer.gradients(X, output)
        layer.weight -= lr * gradients["weight"]
        layer.bias -= lr * gradients["bias"]
    return losses

# %% the wrong sign verdict="wrong" fails=["test_many_steps", "test_losses", "test_any_module", "test_same_objects"] says=["wrong_sign"]
def train_conv2d(layer, X, Y, lr, steps):
    losses = []
    for _ in range(steps):
        error = Y - layer(X)
        losses.append((error**2).sum())
        gradients = layer.gradients(X, 2 * error)
        layer.weight -= lr * gradients["weight"]
        layer.bias -= lr * gradients["bias"]
    return losses

# %% the bias is not trained verdict="wrong" fails=["test_many_steps", "test_losses", "test_any_module", "test_same_objects"] says=["bias_forgotten"]
def train_conv2d(layer, X, Y, lr, steps):
    losses = []
    for _ in range(steps):
        error = layer(X) - Y
        losses.append((error**2).sum())
        layer.weight -= lr * layer.gradients(X, 2 * error)["weight"]
    return losses

# %% trains a copy verdict="wrong" fails=["test_many_steps", "test_any_module", "test_same_objects"] says=["layer_not_changed"]
import copy

def train_conv2d(layer, X, Y, lr, steps):
    layer, losses = copy.deepcopy(layer), []
    for _ in range(steps):
        error = layer(X) - Y
        losses.append((error**2).sum())
        gradients = layer.gradients(X, 2 * error)
        layer.weight -= lr * gradients["weight"]
        layer.bias -= lr * gradients["bias"]
    return losses

# %% changes copies of the parameters verdict="wrong" fails=["test_many_steps", "test_losses", "test_any_module", "test_same_objects"] says=["layer_not_changed"]
def train_conv2d(layer, X, Y, lr, steps):
    weight, bias = layer.weight, layer.bias
    losses = []
    for _ in range(steps):
        error = layer(X) - Y
        losses.append((error**2).sum())
        gradients = layer.gradients(X, 2 * error)
        weight = weight - lr * gradients["weight"]
        bias = bias - lr * gradients["bias"]
    return losses

# %% gradients by hand, for a convolution only verdict="wrong" fails=["test_any_module"]
def train_conv2d(layer, X, Y, lr, steps):
    losses = []
    for _ in range(steps):
        error = layer(X) - Y
        losses.append((error**2).sum())
        layer.weight -= lr * 2 * corr2d(X, error)
        layer.bias -= lr * 2 * error.sum()
    return losses

# %% asks for each gradient in turn, after the other update verdict="wrong" fails=["test_any_module"]
def train_conv2d(layer, X, Y, lr, steps):
    losses = []
    for _ in range(steps):
        error = layer(X) - Y
        losses.append((error**2).sum())
        layer.weight -= lr * layer.gradients(X, 2 * error)["weight"]
        layer.bias -= lr * layer.gradients(X, 2 * error)["bias"]
    return losses

# %% new arrays in the place of the old verdict="wrong" fails=["test_same_objects"] says=["parameters_replaced"]
def train_conv2d(layer, X, Y, lr, steps):
    losses = []
    for _ in range(steps):
        error = layer(X) - Y
        losses.append((error**2).sum())
        gradients = layer.gradients(X, 2 * error)
        layer.weight = layer.weight - lr * gradients["weight"]
        layer.bias = layer.bias - lr * gradients["bias"]
    return losses

# %% the rate is halved after every ten steps verdict="wrong" fails=["test_many_steps"]
def train_conv2d(layer, X, Y, lr, steps):
    losses = []
    for step in range(steps):
        error = layer(X) - Y
        losses.append((error**2).sum())
        gradients = layer.gradients(X, 2 * error)
        layer.weight -= lr * 0.5 ** (step // 10) * gradients["weight"]
        layer.bias -= lr * 0.5 ** (step // 10) * gradients["bias"]
    return losses
