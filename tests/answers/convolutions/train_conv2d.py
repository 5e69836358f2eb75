# %% zero_grad, backward, update verdict="right"
def train_conv2d(layer, X, Y, lr, steps):
    losses = []
    for _ in range(steps):
        layer.zero_grad()
        loss = ((layer(X) - Y) ** 2).sum()
        loss.backward()
        with torch.no_grad():
            for p in layer.parameters():
                p -= lr * p.grad
        losses.append(loss.item())
    return losses

# %% an optimiser and a float32 tensor of losses verdict="right"
def train_conv2d(layer, X, Y, lr, steps):
    optimiser = torch.optim.SGD(layer.parameters(), lr)
    losses = torch.zeros(steps)
    for i in range(steps):
        optimiser.zero_grad(set_to_none=False)
        loss = nn.MSELoss(reduction="sum")(layer(X), Y)
        losses[i] = loss.detach()
        loss.backward()
        optimiser.step()
    return losses

# %% autograd.grad, and data written verdict="right"
def train_conv2d(layer, X, Y, lr, steps):
    losses = []
    for _ in range(steps):
        loss = torch.square(Y - layer(X)).sum()
        dw, db = torch.autograd.grad(loss, [layer.weight, layer.bias])
        layer.weight.data.sub_(lr * dw)
        layer.bias.data = layer.bias.data - lr * db
        losses += [loss.detach()]
    return losses

# %% clears after the step as well as at the beginning verdict="right"
def train_conv2d(layer, X, Y, lr, steps):
    layer.weight.grad = None
    layer.bias.grad = None
    losses = []
    for _ in range(steps):
        loss = (layer.forward(X) - Y).norm() ** 2
        loss.backward()
        losses.append(loss.item())
        with torch.no_grad():
            layer.weight.copy_(layer.weight - lr * layer.weight.grad)
            layer.bias.copy_(layer.bias - lr * layer.bias.grad)
        layer.weight.grad.zero_()
        layer.bias.grad.zero_()
    return tuple(losses)

# %% recursion, noisy verdict="right"
import sys

def train_conv2d(layer, X, Y, lr, steps):
    if not steps:
        return []
    for p in layer.parameters():
        p.grad = None
    loss = ((layer(X) - Y) ** 2).sum()
    print("loss", loss, file=sys.stderr)
    print("weight", layer.weight)
    loss.backward()
    for p in layer.parameters():
        p.data -= lr * p.grad
    return [float(loss.detach())] + train_conv2d(layer, X, Y, lr, steps - 1)

# %% functional call, a class, state loaded back verdict="right"
class Trainer:
    def __init__(self, layer, lr):
        self.layer, self.lr = layer, lr

    def loss(self, state, X, Y):
        return ((torch.func.functional_call(self.layer, state, (X,)) - Y) ** 2).sum()

    def step(self, X, Y):
        state = {name: p.detach() for name, p in self.layer.named_parameters()}
        gradients, loss = torch.func.grad_and_value(self.loss)(state, X, Y)
        self.layer.load_state_dict({n: state[n] - self.lr * gradients[n] for n in state})
        return loss.item()

def train_conv2d(layer, X, Y, lr, steps):
    trainer = Trainer(layer, lr)
    return [trainer.step(X, Y) for _ in range(steps)]

# %% clears only once, at the beginning verdict="wrong" fails=["test_many_steps"] says=["gradients_never_cleared"]
def train_conv2d(layer, X, Y, lr, steps):
    layer.zero_grad()
    losses = []
    for _ in range(steps):
        loss = ((layer(X) - Y) ** 2).sum()
        loss.backward()
        with torch.no_grad():
            for p in layer.parameters():
                p -= lr * p.grad
        losses.append(loss.item())
    return losses

# %% momentum verdict="wrong" fails=["test_many_steps"]
def train_conv2d(layer, X, Y, lr, steps):
    optimiser = torch.optim.SGD(layer.parameters(), lr, momentum=0.9, nesterov=False)
    losses = []
    for _ in range(steps):
        optimiser.zero_grad()
        loss = ((layer(X) - Y) ** 2).sum()
        loss.backward()
        optimiser.step()
        losses.append(loss.item())
    return losses

# %% never clears verdict="wrong" fails=["test_many_steps", "test_old_gradients"] says=["gradients_never_cleared"]
def train_conv2d(layer, X, Y, lr, steps):
    losses = []
    for _ in range(steps):
        loss = ((layer(X) - Y) ** 2).sum()
        loss.backward()
        with torch.no_grad():
            for p in layer.parameters():
                p -= lr * p.grad
        losses.append(loss.item())
    return losses

# %% clears after the step only verdict="wrong" fails=["test_old_gradients"] says=["gradients_never_cleared"]
def train_conv2d(layer, X, Y, lr, steps):
    losses = []
    for _ in range(steps):
        loss = ((layer(X) - Y) ** 2).sum()
        loss.backward()
        with torch.no_grad():
            for p in layer.parameters():
                p -= lr * p.grad
                p.grad.zero_()
        losses.append(loss.item())
    return losses

# %% clears the weight's gradient only verdict="wrong" fails=["test_many_steps", "test_old_gradients"]
def train_conv2d(layer, X, Y, lr, steps):
    losses = []
    for _ in range(steps):
        layer.weight.grad = None
        loss = ((layer(X) - Y) ** 2).sum()
        loss.backward()
        with torch.no_grad():
            for p in layer.parameters():
                p -= lr * p.grad
        losses.append(loss.item())
    return losses

# %% the loss after the update verdict="wrong" fails=["test_losses"] says=["loss_after_update"]
def train_conv2d(layer, X, Y, lr, steps):
    losses = []
    for _ in range(steps):
        layer.zero_grad()
        ((layer(X) - Y) ** 2).sum().backward()
        with torch.no_grad():
            for p in layer.parameters():
                p -= lr * p.grad
            losses.append(((layer(X) - Y) ** 2).sum().item())
    return losses

# %% only the reported loss is averaged verdict="wrong" fails=["test_losses"] says=["reported_loss_averaged"]
def train_conv2d(layer, X, Y, lr, steps):
    losses = []
    for _ in range(steps):
        layer.zero_grad()
        loss = (layer(X) - Y) ** 2
        loss.sum().backward()
        with torch.no_grad():
            for p in layer.parameters():
                p -= lr * p.grad
        losses.append(loss.mean().item())
    return losses

# %% returns nothing verdict="wrong" fails=["test_losses"]
def train_conv2d(layer, X, Y, lr, steps):
    for _ in range(steps):
        layer.zero_grad()
        loss = ((layer(X) - Y) ** 2).sum()
        loss.backward()
        with torch.no_grad():
            for p in layer.parameters():
                p -= lr * p.grad

# %% one loss too many verdict="wrong" fails=["test_losses"]
def train_conv2d(layer, X, Y, lr, steps):
    losses = []
    for i in range(steps + 1):
        layer.zero_grad()
        loss = ((layer(X) - Y) ** 2).sum()
        losses.append(loss.item())
        loss.backward()
        with torch.no_grad():
            for p in layer.parameters():
                p -= lr * p.grad * (i < steps)
    return losses

# %% the mean instead of the sum verdict="wrong" fails=["test_many_steps", "test_losses", "test_old_gradients", "test_any_module", "test_same_objects"] says=["loss_averaged"]
def train_conv2d(layer, X, Y, lr, steps):
    losses = []
    for _ in range(steps):
        layer.zero_grad()
        loss = ((layer(X) - Y) ** 2).mean()
        loss.backward()
        with torch.no_grad():
            for p in layer.parameters():
                p -= lr * p.grad
        losses.append(loss.item())
    return losses

# %% the wrong sign verdict="wrong" fails=["test_many_steps", "test_losses", "test_old_gradients", "test_any_module", "test_same_objects"] says=["wrong_sign"]
def train_conv2d(layer, X, Y, lr, steps):
    losses = []
    for _ in range(steps):
        layer.zero_grad()
        loss = ((layer(X) - Y) ** 2).sum()
        loss.backward()
        with torch.no_grad():
            for p in layer.parameters():
                p += lr * p.grad
        losses.append(loss.item())
    return losses

# %% the bias is not trained verdict="wrong" fails=["test_many_steps", "test_losses", "test_old_gradients", "test_any_module", "test_same_objects"] says=["bias_forgotten"]
def train_conv2d(layer, X, Y, lr, steps):
    losses = []
    for _ in range(steps):
        layer.zero_grad()
        loss = ((layer(X) - Y) ** 2).sum()
        loss.backward()
        layer.weight.data -= lr * layer.weight.grad
        losses.append(loss.item())
    return losses

# %% trains a copy verdict="wrong" fails=["test_many_steps", "test_old_gradients", "test_any_module", "test_same_objects"] says=["layer_not_changed"]
import copy

def train_conv2d(layer, X, Y, lr, steps):
    layer = copy.deepcopy(layer)
    losses = []
    for _ in range(steps):
        layer.zero_grad()
        loss = ((layer(X) - Y) ** 2).sum()
        loss.backward()
        with torch.no_grad():
            for p in layer.parameters():
                p -= lr * p.grad
        losses.append(loss.item())
    return losses

# %% the layer's forward is replaced by the formula verdict="wrong" fails=["test_any_module"]
def train_conv2d(layer, X, Y, lr, steps):
    losses = []
    for _ in range(steps):
        layer.zero_grad()
        loss = ((corr2d(X, layer.weight) + layer.bias - Y) ** 2).sum()
        loss.backward()
        with torch.no_grad():
            for p in layer.parameters():
                p -= lr * p.grad
        losses.append(loss.item())
    return losses

# %% gradients by hand, for a convolution only verdict="wrong" fails=["test_any_module"]
def train_conv2d(layer, X, Y, lr, steps):
    losses = []
    with torch.no_grad():
        for _ in range(steps):
            E = layer(X) - Y
            losses.append((E ** 2).sum().item())
            layer.weight -= 2 * lr * corr2d(X, E)
            layer.bias -= 2 * lr * E.sum()
    return losses

# %% new parameters in the place of the old verdict="wrong" fails=["test_same_objects"] says=["parameters_replaced"]
def train_conv2d(layer, X, Y, lr, steps):
    losses = []
    for _ in range(steps):
        layer.zero_grad()
        loss = ((layer(X) - Y) ** 2).sum()
        loss.backward()
        layer.weight = nn.Parameter(layer.weight.detach() - lr * layer.weight.grad)
        layer.bias = nn.Parameter(layer.bias.detach() - lr * layer.bias.grad)
        losses.append(loss.item())
    return losses

# %% the update is recorded by autograd verdict="wrong" fails=["test_many_steps", "test_losses", "test_old_gradients", "test_any_module", "test_same_objects"]
def train_conv2d(layer, X, Y, lr, steps):
    losses = []
    for _ in range(steps):
        layer.zero_grad()
        loss = ((layer(X) - Y) ** 2).sum()
        loss.backward()
        layer.weight -= lr * layer.weight.grad
        layer.bias -= lr * layer.bias.grad
        losses.append(loss.item())
    return losses

# %% gradients are clipped verdict="wrong" fails=["test_many_steps"]
def train_conv2d(layer, X, Y, lr, steps):
    losses = []
    for _ in range(steps):
        layer.zero_grad()
        loss = ((layer(X) - Y) ** 2).sum()
        loss.backward()
        nn.utils.clip_grad_norm_(layer.parameters(), 500.0)
        with torch.no_grad():
            for p in layer.parameters():
                p -= lr * p.grad
        losses.append(loss.item())
    return losses

# %% the square of a root, without a gradient where the error is zero verdict="wrong" fails=["test_many_steps"]
def train_conv2d(layer, X, Y, lr, steps):
    losses = []
    for _ in range(steps):
        layer.zero_grad()
        loss = torch.sqrt(((layer(X) - Y) ** 2).sum()) ** 2
        loss.backward()
        with torch.no_grad():
            for p in layer.parameters():
                p -= lr * p.grad
        losses.append(loss.item())
    return losses

# %% one list for the losses of all calls verdict="wrong" fails=["test_losses"]
def train_conv2d(layer, X, Y, lr, steps, losses=[]):
    for _ in range(steps):
        layer.zero_grad()
        loss = ((layer(X) - Y) ** 2).sum()
        loss.backward()
        with torch.no_grad():
            for p in layer.parameters():
                p -= lr * p.grad
        losses.append(loss.item())
    return losses

# %% losses that are not numbers verdict="wrong" fails=["test_losses"]
def train_conv2d(layer, X, Y, lr, steps):
    losses = []
    for _ in range(steps):
        layer.zero_grad()
        loss = ((layer(X) - Y) ** 2).sum()
        loss.backward()
        with torch.no_grad():
            for p in layer.parameters():
                p -= lr * p.grad
        losses.append(loss.item() * 1e308)
    return losses


# %% the rate is halved after every ten steps verdict="wrong" fails=["test_many_steps"]
def train_conv2d(layer, X, Y, lr, steps):
    optimizer = torch.optim.SGD(layer.parameters(), lr=lr)
    schedule = torch.optim.lr_scheduler.StepLR(optimizer, step_size=10, gamma=0.5)
    losses = []
    for _ in range(steps):
        optimizer.zero_grad()
        loss = ((layer(X) - Y) ** 2).sum()
        loss.backward()
        losses.append(loss.item())
        optimizer.step()
        schedule.step()
    return losses


# %% everything becomes float64 verdict="wrong" fails=["test_any_module"]
def train_conv2d(layer, X, Y, lr, steps):
    layer.double()
    X, Y = X.double(), Y.double()
    optimizer = torch.optim.SGD(layer.parameters(), lr=lr)
    losses = []
    for _ in range(steps):
        optimizer.zero_grad()
        loss = ((layer(X) - Y) ** 2).sum()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses


# %% the rate is halved where the loss grows verdict="wrong" fails=["test_many_steps"]
def train_conv2d(layer, X, Y, lr, steps):
    losses = []
    for _ in range(steps):
        layer.zero_grad()
        loss = ((layer(X) - Y) ** 2).sum()
        loss.backward()
        losses.append(loss.item())
        if len(losses) > 1 and losses[-1] > losses[-2]:
            lr /= 2
        with torch.no_grad():
            for parameter in layer.parameters():
                parameter -= lr * parameter.grad
    return losses


# %% at least one step verdict="wrong" fails=["test_losses"]
def train_conv2d(layer, X, Y, lr, steps):
    losses = []
    while True:
        layer.zero_grad()
        loss = (layer(X) - Y).square().sum()
        loss.backward()
        with torch.no_grad():
            for parameter in layer.parameters():
                parameter -= lr * parameter.grad
        losses.append(loss.item())
        if len(losses) >= steps:
            return losses


# %% the lowest loss so far verdict="wrong" fails=["test_losses"]
def train_conv2d(layer, X, Y, lr, steps):
    losses = []
    for _ in range(steps):
        layer.zero_grad()
        loss = (layer(X) - Y).square().sum()
        loss.backward()
        with torch.no_grad():
            for parameter in layer.parameters():
                parameter -= lr * parameter.grad
        losses.append(min([loss.item(), *losses]))
    return losses


# %% stops where the loss is small verdict="wrong" fails=["test_many_steps"] says=["layer_not_changed"]
def train_conv2d(layer, X, Y, lr, steps):
    losses = []
    for _ in range(steps):
        layer.zero_grad()
        loss = (layer(X) - Y).square().sum()
        losses.append(loss.item())
        if losses[-1] < 0.01:
            return losses + losses[-1:] * (steps - len(losses))
        loss.backward()
        with torch.no_grad():
            for parameter in layer.parameters():
                parameter -= lr * parameter.grad
    return losses
