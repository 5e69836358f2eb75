# %% in place, by name verdict="right"
def train_conv2d(layer, X, Y, lr, steps):
    losses = []
    for _ in range(steps):
        loss, gradients = nnx.value_and_grad(lambda layer: ((layer(X) - Y) ** 2).sum())(layer)
        layer.weight[...] -= lr * gradients["weight"][...]
        layer.bias[...] -= lr * gradients["bias"][...]
        losses.append(loss)
    return losses

# %% nnx.update with a tree of new values verdict="right"
def train_conv2d(layer, X, Y, lr, steps):
    def loss(layer):
        return jnp.sum(jnp.square(Y - layer(X)))

    losses = []
    for _ in range(steps):
        value, gradients = nnx.value_and_grad(loss)(layer)
        state = nnx.state(layer, nnx.Param)
        nnx.update(layer, jax.tree.map(lambda p, g: p - lr * g, state, gradients))
        losses.append(value.item())
    return losses

# %% split and merged, pure functions, an array of losses verdict="right"
def train_conv2d(layer, X, Y, lr, steps):
    graph, state = nnx.split(layer)

    @jax.jit
    def step(state):
        def loss(state):
            return jnp.sum((nnx.merge(graph, state)(X) - Y) ** 2)

        value, gradients = jax.value_and_grad(loss)(state)
        return jax.tree.map(lambda p, g: p - lr * g, state, gradients), value

    losses = jnp.zeros(steps)
    for i in range(steps):
        state, value = step(state)
        losses = losses.at[i].set(value)
    nnx.update(layer, state)
    return losses

# %% a compiled step of Flax verdict="right"
@nnx.jit
def step(layer, X, Y, lr):
    value, gradients = nnx.value_and_grad(lambda layer: jnp.sum((layer(X) - Y) ** 2))(layer)
    for name in ("weight", "bias"):
        parameter = getattr(layer, name)
        parameter[...] = parameter[...] - lr * gradients[name][...]
    return value

def train_conv2d(layer, X, Y, lr, steps):
    return [float(step(layer, X, Y, lr)) for _ in range(steps)]

# %% an optimizer verdict="right"
import optax

def train_conv2d(layer, X, Y, lr, steps):
    optimizer = nnx.Optimizer(layer, optax.sgd(lr), wrt=nnx.Param)
    losses = ()
    for _ in range(steps):
        value, gradients = nnx.value_and_grad(lambda layer: optax.squared_error(layer(X), Y).sum())(layer)
        optimizer.update(layer, gradients)
        losses += (float(value),)
    return losses

# %% get_value and set_value, recursion, noisy verdict="right"
import sys

def train_conv2d(layer, X, Y, lr, steps):
    if not steps:
        return []
    value, gradients = nnx.value_and_grad(lambda layer: jnp.sum((layer(X) - Y) ** 2))(layer)
    print("loss", value, file=sys.stderr)
    print("weight", layer.weight)
    for name, gradient in gradients.items():
        parameter = getattr(layer, name)
        parameter.set_value(parameter.get_value() - lr * gradient.get_value())
    return [float(value)] + train_conv2d(layer, X, Y, lr, steps - 1)

# %% value, as in older books verdict="right"
def train_conv2d(layer, X, Y, lr, steps):
    losses = []
    for _ in range(steps):
        value, gradients = nnx.value_and_grad(lambda model: ((model(X) - Y) ** 2).sum())(layer)
        layer.weight.value = layer.weight.value - lr * gradients.weight.value
        layer.bias.value = layer.bias.value - lr * gradients.bias.value
        losses.append(float(value))
    return losses

# %% a class with a rule for each update verdict="right"
class Descent:
    def __init__(self, layer, lr):
        self.layer, self.lr = layer, lr

    def step(self, X, Y):
        graph, state = nnx.split(self.layer)
        error, pull = jax.vjp(lambda state: nnx.merge(graph, state)(X) - Y, state)
        (gradients,) = pull(2 * error)
        nnx.update(self.layer, jax.tree.map(lambda p, g: p - self.lr * g, state, gradients))
        return float((error**2).sum())

def train_conv2d(layer, X, Y, lr, steps):
    descent = Descent(layer, lr)
    return [descent.step(X, Y) for _ in range(steps)]

# %% gradients are added up and never cleared verdict="wrong" fails=["test_many_steps"] says=["gradients_never_cleared"]
def train_conv2d(layer, X, Y, lr, steps):
    losses, total = [], None
    for _ in range(steps):
        value, gradients = nnx.value_and_grad(lambda layer: jnp.sum((layer(X) - Y) ** 2))(layer)
        total = gradients if total is None else jax.tree.map(jnp.add, total, gradients)
        nnx.update(layer, jax.tree.map(lambda p, g: p - lr * g, nnx.state(layer, nnx.Param), total))
        losses.append(float(value))
    return losses

# %% momentum verdict="wrong" fails=["test_many_steps"]
import optax

def train_conv2d(layer, X, Y, lr, steps):
    optimizer, losses = nnx.Optimizer(layer, optax.sgd(lr, momentum=0.9), wrt=nnx.Param), []
    for _ in range(steps):
        value, gradients = nnx.value_and_grad(lambda layer: jnp.sum((layer(X) - Y) ** 2))(layer)
        optimizer.update(layer, gradients)
        losses.append(float(value))
    return losses

# %% the gradients of the first round, for all steps verdict="wrong" fails=["test_many_steps"]
def train_conv2d(layer, X, Y, lr, steps):
    loss = lambda layer: jnp.sum((layer(X) - Y) ** 2)
    losses, gradients = [], nnx.grad(loss)(layer)
    for _ in range(steps):
        losses.append(float(loss(layer)))
        layer.weight[...] -= lr * gradients["weight"][...]
        layer.bias[...] -= lr * gradients["bias"][...]
    return losses

# %% the loss after the update verdict="wrong" fails=["test_losses"] says=["loss_after_update"]
def train_conv2d(layer, X, Y, lr, steps):
    loss = lambda layer: jnp.sum((layer(X) - Y) ** 2)
    losses = []
    for _ in range(steps):
        gradients = nnx.grad(loss)(layer)
        layer.weight[...] -= lr * gradients["weight"][...]
        layer.bias[...] -= lr * gradients["bias"][...]
        losses.append(float(loss(layer)))
    return losses

# %% only the reported loss is averaged verdict="wrong" fails=["test_losses"] says=["reported_loss_averaged"]
def train_conv2d(layer, X, Y, lr, steps):
    losses = []
    for _ in range(steps):
        value, gradients = nnx.value_and_grad(lambda layer: jnp.sum((layer(X) - Y) ** 2))(layer)
        layer.weight[...] -= lr * gradients["weight"][...]
        layer.bias[...] -= lr * gradients["bias"][...]
        losses.append(float(value) / Y.size)
    return losses

# %% returns nothing verdict="wrong" fails=["test_losses"]
def train_conv2d(layer, X, Y, lr, steps):
    for _ in range(steps):
        gradients = nnx.grad(lambda layer: jnp.sum((layer(X) - Y) ** 2))(layer)
        layer.weight[...] -= lr * gradients["weight"][...]
        layer.bias[...] -= lr * gradients["bias"][...]

# %% the mean instead of the sum verdict="wrong" fails=["test_many_steps", "test_losses", "test_any_module", "test_same_objects"] says=["loss_averaged"]
def train_conv2d(layer, X, Y, lr, steps):
    losses = []
    for _ in range(steps):
        value, gradients = nnx.value_and_grad(lambda layer: jnp.mean((layer(X) - Y) ** 2))(layer)
        layer.weight[...] -= lr * gradients["weight"][...]
        layer.bias[...] -= lr * gradients["bias"][...]
        losses.append(float(value))
    return losses

# %% half of the loss, as optax.l2_loss has it verdict="wrong" fails=["test_many_steps", "test_losses", "test_any_module", "test_same_objects"] says=["factor_two_missing"]
import optax

def train_conv2d(layer, X, Y, lr, steps):
    losses = []
    for _ in range(steps):
        value, gradients = nnx.value_and_grad(lambda layer: optax.l2_loss(layer(X), Y).sum())(layer)
        layer.weight[...] -= lr * gradients["weight"][...]
        layer.bias[...] -= lr * gradients["bias"][...]
        losses.append(float(value))
    return losses

# %% the wrong sign verdict="wrong" fails=["test_many_steps", "test_losses", "test_any_module", "test_same_objects"] says=["wrong_sign"]
def train_conv2d(layer, X, Y, lr, steps):
    losses = []
    for _ in range(steps):
        value, gradients = nnx.value_and_grad(lambda layer: jnp.sum((layer(X) - Y) ** 2))(layer)
        layer.weight[...] += lr * gradients["weight"][...]
        layer.bias[...] += lr * gradients["bias"][...]
        losses.append(float(value))
    return losses

# %% the bias is not trained verdict="wrong" fails=["test_many_steps", "test_losses", "test_any_module", "test_same_objects"] says=["bias_forgotten"]
def train_conv2d(layer, X, Y, lr, steps):
    losses = []
    for _ in range(steps):
        value, gradients = nnx.value_and_grad(lambda layer: jnp.sum((layer(X) - Y) ** 2))(layer)
        layer.weight[...] -= lr * gradients["weight"][...]
        losses.append(float(value))
    return losses

# %% trains a copy verdict="wrong" fails=["test_many_steps", "test_any_module", "test_same_objects"] says=["layer_not_changed"]
def train_conv2d(layer, X, Y, lr, steps):
    layer, losses = nnx.clone(layer), []
    for _ in range(steps):
        value, gradients = nnx.value_and_grad(lambda layer: jnp.sum((layer(X) - Y) ** 2))(layer)
        layer.weight[...] -= lr * gradients["weight"][...]
        layer.bias[...] -= lr * gradients["bias"][...]
        losses.append(float(value))
    return losses

# %% changes arrays, and not the parameters verdict="wrong" fails=["test_many_steps", "test_losses", "test_any_module", "test_same_objects"] says=["layer_not_changed"]
def train_conv2d(layer, X, Y, lr, steps):
    weight, bias, losses = layer.weight[...], layer.bias[...], []
    for _ in range(steps):
        value, gradients = nnx.value_and_grad(lambda layer: jnp.sum((layer(X) - Y) ** 2))(layer)
        weight -= lr * gradients["weight"][...]
        bias -= lr * gradients["bias"][...]
        losses.append(float(value))
    return losses

# %% new states are made, and not handed back to the layer verdict="wrong" fails=["test_many_steps", "test_any_module", "test_same_objects"] says=["layer_not_changed"]
def train_conv2d(layer, X, Y, lr, steps):
    graph, state = nnx.split(layer)
    losses = []
    for _ in range(steps):
        loss = lambda state: jnp.sum((nnx.merge(graph, state)(X) - Y) ** 2)
        value, gradients = jax.value_and_grad(loss)(state)
        state = jax.tree.map(lambda p, g: p - lr * g, state, gradients)
        losses.append(float(value))
    layer = nnx.merge(graph, state)
    return losses

# %% gradients by hand, for a convolution only verdict="wrong" fails=["test_any_module"]
def train_conv2d(layer, X, Y, lr, steps):
    losses = []
    for _ in range(steps):
        error = layer(X) - Y
        losses.append(float(jnp.sum(error**2)))
        layer.weight[...] -= lr * 2 * corr2d(X, error)
        layer.bias[...] -= lr * 2 * error.sum()
    return losses

# %% the layer is replaced by the formula verdict="wrong" fails=["test_any_module"]
def train_conv2d(layer, X, Y, lr, steps):
    def loss(weight, bias):
        return jnp.sum((corr2d(X, weight) + bias - Y) ** 2)

    losses = []
    for _ in range(steps):
        value, gradients = jax.value_and_grad(loss, argnums=(0, 1))(layer.weight[...], layer.bias[...])
        layer.weight[...] -= lr * gradients[0]
        layer.bias[...] -= lr * gradients[1]
        losses.append(float(value))
    return losses

# %% new parameters in the place of the old verdict="wrong" fails=["test_same_objects"] says=["parameters_replaced"]
def train_conv2d(layer, X, Y, lr, steps):
    losses = []
    for _ in range(steps):
        value, gradients = nnx.value_and_grad(lambda layer: jnp.sum((layer(X) - Y) ** 2))(layer)
        layer.weight = nnx.Param(layer.weight - lr * gradients["weight"])
        layer.bias = nnx.Param(layer.bias - lr * gradients["bias"])
        losses.append(float(value))
    return losses

# %% arrays in the place of the parameters verdict="wrong" fails=["test_many_steps", "test_losses", "test_same_objects"] says=["parameters_replaced"]
def train_conv2d(layer, X, Y, lr, steps):
    losses = []
    for _ in range(steps):
        value, gradients = nnx.value_and_grad(lambda layer: jnp.sum((layer(X) - Y) ** 2))(layer)
        layer.weight = layer.weight - lr * gradients["weight"]
        layer.bias = layer.bias - lr * gradients["bias"]
        losses.append(float(value))
    return losses

# %% in place, as Flax refuses it verdict="wrong" fails=["test_many_steps", "test_losses", "test_any_module", "test_same_objects"]
def train_conv2d(layer, X, Y, lr, steps):
    losses = []
    for _ in range(steps):
        value, gradients = nnx.value_and_grad(lambda layer: jnp.sum((layer(X) - Y) ** 2))(layer)
        layer.weight -= lr * gradients["weight"]
        layer.bias -= lr * gradients["bias"]
        losses.append(float(value))
    return losses

# %% the rate is halved after every ten steps verdict="wrong" fails=["test_many_steps"]
def train_conv2d(layer, X, Y, lr, steps):
    losses = []
    for step in range(steps):
        value, gradients = nnx.value_and_grad(lambda layer: jnp.sum((layer(X) - Y) ** 2))(layer)
        rate = lr * 0.5 ** (step // 10)
        layer.weight[...] -= rate * gradients["weight"][...]
        layer.bias[...] -= rate * gradients["bias"][...]
        losses.append(float(value))
    return losses
