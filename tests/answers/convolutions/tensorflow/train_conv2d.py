# %% by name verdict="right"
def train_conv2d(layer, X, Y, lr, steps):
    losses = []
    for _ in range(steps):
        with tf.GradientTape() as tape:
            loss = tf.reduce_sum((layer(X) - Y) ** 2)
        dw, db = tape.gradient(loss, [layer.weight, layer.bias])
        layer.weight.assign_sub(lr * dw)
        layer.bias.assign_sub(lr * db)
        losses.append(loss.numpy())
    return losses

# %% all trainable variables, losses as tensors verdict="right"
def train_conv2d(layer, X, Y, lr, steps):
    losses = []
    for _ in range(steps):
        with tf.GradientTape() as tape:
            loss = tf.reduce_sum(tf.math.squared_difference(layer(X), Y))
        for variable, gradient in zip(layer.trainable_variables, tape.gradient(loss, layer.trainable_variables)):
            variable.assign(variable - lr * gradient)
        losses.append(loss)
    return losses

# %% an optimizer of Keras verdict="right"
def train_conv2d(layer, X, Y, lr, steps):
    optimizer = tf.keras.optimizers.SGD(learning_rate=lr)
    losses = []
    for _ in range(steps):
        with tf.GradientTape() as tape:
            loss = tf.reduce_sum(tf.square(layer(X) - Y))
        gradients = tape.gradient(loss, layer.trainable_variables)
        optimizer.apply_gradients(zip(gradients, layer.trainable_variables))
        losses.append(float(loss))
    return losses

# %% a compiled step, losses in one tensor verdict="right"
def train_conv2d(layer, X, Y, lr, steps):
    @tf.function
    def step():
        with tf.GradientTape() as tape:
            loss = tf.reduce_sum((layer(X) - Y) ** 2)
        gradients = tape.gradient(loss, {"weight": layer.weight, "bias": layer.bias})
        for name, gradient in gradients.items():
            getattr(layer, name).assign_sub(lr * gradient)
        return loss

    return tf.stack([step() for _ in range(steps)])

# %% a persistent tape, and a tuple verdict="right"
def train_conv2d(layer, X, Y, lr, steps):
    losses = ()
    for _ in range(steps):
        with tf.GradientTape(persistent=True) as tape:
            loss = tf.norm(layer(X) - Y) ** 2
        dw, db = tape.gradient(loss, layer.weight), tape.gradient(loss, layer.bias)
        layer.bias.assign(layer.bias - lr * db)
        layer.weight.assign(layer.weight - lr * dw)
        losses += (loss.numpy().item(),)
    return losses

# %% recursion, noisy verdict="right"
import sys

def train_conv2d(layer, X, Y, lr, steps):
    if not steps:
        return []
    with tf.GradientTape() as tape:
        loss = tf.reduce_sum((layer(X) - Y) ** 2)
    tf.print("loss", loss)
    print("weight", layer.weight, file=sys.stderr)
    for variable, gradient in zip(layer.variables, tape.gradient(loss, layer.variables)):
        variable.assign_add(-lr * gradient)
    return [float(loss)] + train_conv2d(layer, X, Y, lr, steps - 1)

# %% a class with a rule for each update verdict="right"
class Descent(tf.Module):
    def __init__(self, layer, lr):
        super().__init__()
        self.layer, self.lr = layer, lr

    def step(self, X, Y):
        with tf.GradientTape() as tape:
            loss = tf.reduce_sum((self.layer(X) - Y) ** 2)
        for variable, gradient in zip(self.trainable_variables, tape.gradient(loss, self.trainable_variables)):
            variable.assign_sub(self.lr * gradient)
        return float(loss)

def train_conv2d(layer, X, Y, lr, steps):
    descent = Descent(layer, lr)
    return [descent.step(X, Y) for _ in range(steps)]

# %% gradients are added up and never cleared verdict="wrong" fails=["test_many_steps"] says=["gradients_never_cleared"]
def train_conv2d(layer, X, Y, lr, steps):
    losses, total = [], [tf.zeros_like(layer.weight), tf.zeros_like(layer.bias)]
    for _ in range(steps):
        with tf.GradientTape() as tape:
            loss = tf.reduce_sum((layer(X) - Y) ** 2)
        total = [old + new for old, new in zip(total, tape.gradient(loss, [layer.weight, layer.bias]))]
        layer.weight.assign_sub(lr * total[0])
        layer.bias.assign_sub(lr * total[1])
        losses.append(float(loss))
    return losses

# %% momentum verdict="wrong" fails=["test_many_steps"]
def train_conv2d(layer, X, Y, lr, steps):
    optimizer, losses = tf.keras.optimizers.SGD(lr, momentum=0.9), []
    for _ in range(steps):
        with tf.GradientTape() as tape:
            loss = tf.reduce_sum((layer(X) - Y) ** 2)
        variables = layer.trainable_variables
        optimizer.apply_gradients(zip(tape.gradient(loss, variables), variables))
        losses.append(float(loss))
    return losses

# %% the gradients of the first round, for all steps verdict="wrong" fails=["test_many_steps"]
def train_conv2d(layer, X, Y, lr, steps):
    losses, gradients = [], None
    for _ in range(steps):
        with tf.GradientTape() as tape:
            loss = tf.reduce_sum((layer(X) - Y) ** 2)
        gradients = gradients or tape.gradient(loss, [layer.weight, layer.bias])
        layer.weight.assign_sub(lr * gradients[0])
        layer.bias.assign_sub(lr * gradients[1])
        losses.append(float(loss))
    return losses

# %% the loss after the update verdict="wrong" fails=["test_losses"] says=["loss_after_update"]
def train_conv2d(layer, X, Y, lr, steps):
    losses = []
    for _ in range(steps):
        with tf.GradientTape() as tape:
            loss = tf.reduce_sum((layer(X) - Y) ** 2)
        for variable, gradient in zip(layer.trainable_variables, tape.gradient(loss, layer.trainable_variables)):
            variable.assign_sub(lr * gradient)
        losses.append(float(tf.reduce_sum((layer(X) - Y) ** 2)))
    return losses

# %% only the reported loss is averaged verdict="wrong" fails=["test_losses"] says=["reported_loss_averaged"]
def train_conv2d(layer, X, Y, lr, steps):
    losses = []
    for _ in range(steps):
        with tf.GradientTape() as tape:
            squares = (layer(X) - Y) ** 2
            loss = tf.reduce_sum(squares)
        for variable, gradient in zip(layer.trainable_variables, tape.gradient(loss, layer.trainable_variables)):
            variable.assign_sub(lr * gradient)
        losses.append(float(tf.reduce_mean(squares)))
    return losses

# %% returns nothing verdict="wrong" fails=["test_losses"]
def train_conv2d(layer, X, Y, lr, steps):
    for _ in range(steps):
        with tf.GradientTape() as tape:
            loss = tf.reduce_sum((layer(X) - Y) ** 2)
        for variable, gradient in zip(layer.trainable_variables, tape.gradient(loss, layer.trainable_variables)):
            variable.assign_sub(lr * gradient)

# %% the mean instead of the sum verdict="wrong" fails=["test_many_steps", "test_losses", "test_any_module", "test_same_objects"] says=["loss_averaged"]
def train_conv2d(layer, X, Y, lr, steps):
    losses = []
    for _ in range(steps):
        with tf.GradientTape() as tape:
            loss = tf.reduce_mean((layer(X) - Y) ** 2)
        for variable, gradient in zip(layer.trainable_variables, tape.gradient(loss, layer.trainable_variables)):
            variable.assign_sub(lr * gradient)
        losses.append(float(loss))
    return losses

# %% half of the loss, as tf.nn.l2_loss has it verdict="wrong" fails=["test_many_steps", "test_losses", "test_any_module", "test_same_objects"] says=["factor_two_missing"]
def train_conv2d(layer, X, Y, lr, steps):
    losses = []
    for _ in range(steps):
        with tf.GradientTape() as tape:
            loss = tf.nn.l2_loss(layer(X) - Y)
        for variable, gradient in zip(layer.trainable_variables, tape.gradient(loss, layer.trainable_variables)):
            variable.assign_sub(lr * gradient)
        losses.append(float(loss))
    return losses

# %% the wrong sign verdict="wrong" fails=["test_many_steps", "test_losses", "test_any_module", "test_same_objects"] says=["wrong_sign"]
def train_conv2d(layer, X, Y, lr, steps):
    losses = []
    for _ in range(steps):
        with tf.GradientTape() as tape:
            loss = tf.reduce_sum((layer(X) - Y) ** 2)
        for variable, gradient in zip(layer.trainable_variables, tape.gradient(loss, layer.trainable_variables)):
            variable.assign_add(lr * gradient)
        losses.append(float(loss))
    return losses

# %% the bias is not trained verdict="wrong" fails=["test_many_steps", "test_losses", "test_any_module", "test_same_objects"] says=["bias_forgotten"]
def train_conv2d(layer, X, Y, lr, steps):
    losses = []
    for _ in range(steps):
        with tf.GradientTape() as tape:
            loss = tf.reduce_sum((layer(X) - Y) ** 2)
        layer.weight.assign_sub(lr * tape.gradient(loss, layer.weight))
        losses.append(float(loss))
    return losses

# %% trains a copy verdict="wrong" fails=["test_many_steps", "test_any_module", "test_same_objects"] says=["layer_not_changed"]
import copy

def train_conv2d(layer, X, Y, lr, steps):
    layer, losses = copy.deepcopy(layer), []
    for _ in range(steps):
        with tf.GradientTape() as tape:
            loss = tf.reduce_sum((layer(X) - Y) ** 2)
        for variable, gradient in zip(layer.trainable_variables, tape.gradient(loss, layer.trainable_variables)):
            variable.assign_sub(lr * gradient)
        losses.append(float(loss))
    return losses

# %% changes tensors, and not the variables verdict="wrong" fails=["test_many_steps", "test_losses", "test_any_module", "test_same_objects"] says=["layer_not_changed"]
def train_conv2d(layer, X, Y, lr, steps):
    weight, bias = layer.weight, layer.bias
    losses = []
    for _ in range(steps):
        with tf.GradientTape() as tape:
            loss = tf.reduce_sum((layer(X) - Y) ** 2)
        dw, db = tape.gradient(loss, [layer.weight, layer.bias])
        weight, bias = weight - lr * dw, bias - lr * db
        losses.append(float(loss))
    return losses

# %% gradients by hand, for a convolution only verdict="wrong" fails=["test_any_module"]
def train_conv2d(layer, X, Y, lr, steps):
    losses = []
    for _ in range(steps):
        error = layer(X) - Y
        losses.append(float(tf.reduce_sum(error**2)))
        layer.weight.assign_sub(lr * 2 * corr2d(X, error))
        layer.bias.assign_sub(tf.fill([1], lr * 2 * tf.reduce_sum(error)))
    return losses

# %% the layer is replaced by the formula verdict="wrong" fails=["test_any_module"]
def train_conv2d(layer, X, Y, lr, steps):
    losses = []
    for _ in range(steps):
        with tf.GradientTape() as tape:
            loss = tf.reduce_sum((corr2d(X, layer.weight) + layer.bias - Y) ** 2)
        for variable, gradient in zip(layer.trainable_variables, tape.gradient(loss, layer.trainable_variables)):
            variable.assign_sub(lr * gradient)
        losses.append(float(loss))
    return losses

# %% new variables in the place of the old verdict="wrong" fails=["test_same_objects"] says=["parameters_replaced"]
def train_conv2d(layer, X, Y, lr, steps):
    losses = []
    for _ in range(steps):
        with tf.GradientTape() as tape:
            loss = tf.reduce_sum((layer(X) - Y) ** 2)
        dw, db = tape.gradient(loss, [layer.weight, layer.bias])
        layer.weight, layer.bias = tf.Variable(layer.weight - lr * dw), tf.Variable(layer.bias - lr * db)
        losses.append(float(loss))
    return losses

# %% tensors in the place of the variables verdict="wrong" fails=["test_many_steps", "test_losses", "test_same_objects"] says=["parameters_replaced"]
def train_conv2d(layer, X, Y, lr, steps):
    losses = []
    for _ in range(steps):
        with tf.GradientTape() as tape:
            loss = tf.reduce_sum((layer(X) - Y) ** 2)
        dw, db = tape.gradient(loss, [layer.weight, layer.bias])
        layer.weight, layer.bias = layer.weight - lr * dw, layer.bias - lr * db
        losses.append(float(loss))
    return losses

# %% in place, as TensorFlow refuses it verdict="wrong" fails=["test_many_steps", "test_losses", "test_any_module", "test_same_objects"]
def train_conv2d(layer, X, Y, lr, steps):
    losses = []
    for _ in range(steps):
        with tf.GradientTape() as tape:
            loss = tf.reduce_sum((layer(X) - Y) ** 2)
        dw, db = tape.gradient(loss, [layer.weight, layer.bias])
        layer.weight -= lr * dw
        layer.bias -= lr * db
        losses.append(float(loss))
    return losses

# %% the rate is halved after every ten steps verdict="wrong" fails=["test_many_steps"]
def train_conv2d(layer, X, Y, lr, steps):
    schedule = tf.keras.optimizers.schedules.ExponentialDecay(lr, 10, 0.5, staircase=True)
    optimizer, losses = tf.keras.optimizers.SGD(schedule), []
    for _ in range(steps):
        with tf.GradientTape() as tape:
            loss = tf.reduce_sum((layer(X) - Y) ** 2)
        variables = layer.trainable_variables
        optimizer.apply_gradients(zip(tape.gradient(loss, variables), variables))
        losses.append(float(loss))
    return losses
