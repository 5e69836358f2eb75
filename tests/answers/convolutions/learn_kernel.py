# %% autograd with a fresh gradient verdict="right"
def learn_kernel(X, Y, K0, lr, steps):
    K = K0.detach().clone().requires_grad_(True)
    losses = []
    for _ in range(steps):
        loss = ((corr2d(X, K) - Y) ** 2).sum()
        (g,) = torch.autograd.grad(loss, K)
        with torch.no_grad():
            K -= lr * g
        losses.append(loss.item())
    return K.detach(), losses

# %% backward, data and grad zeroed, loss tensors in a list verdict="right"
def learn_kernel(X, Y, K0, lr, steps):
    K = K0.clone()
    K.requires_grad = True
    losses = []
    for i in range(steps):
        loss = torch.sum((Y - corr2d(X, K)) ** 2)
        losses.append(loss.detach())
        loss.backward()
        K.data[:] -= lr * K.grad
        K.grad.zero_()
    return [K, losses]

# %% the gradient by hand, correlating with the error verdict="right"
def learn_kernel(X, Y, K0, lr, steps):
    K = torch.clone(K0)
    losses = torch.zeros(steps, dtype=X.dtype)
    for i in range(steps):
        E = corr2d(X, K) - Y
        losses[i] = (E * E).sum()
        K = K - 2 * lr * corr2d(X, E)
    return K, losses

# %% numpy and the patch matrix verdict="right"
import numpy as np

def learn_kernel(X, Y, K0, lr, steps):
    h, w = K0.shape
    A = X.numpy()
    n, m = Y.shape
    P = np.array([A[i:i + h, j:j + w].ravel() for i in range(n) for j in range(m)])
    k, y = K0.numpy().ravel().copy(), Y.numpy().ravel()
    losses = []
    for _ in range(steps):
        r = P @ k - y
        losses.append((r ** 2).sum())
        k = k - lr * 2 * (P.T @ r)
    return torch.from_numpy(k.reshape(h, w)), np.array(losses)

# %% an optimiser and a float32 list of losses verdict="right"
def learn_kernel(X, Y, K0, lr, steps):
    K = nn.Parameter(K0.clone())
    optimiser = torch.optim.SGD([K], lr=lr)
    losses = []
    for _ in range(steps):
        optimiser.zero_grad()
        loss = nn.functional.mse_loss(corr2d(X, K), Y, reduction="sum")
        loss.backward()
        optimiser.step()
        losses.append(loss.item())
    return K, torch.tensor(losses)

# %% the built-in layer verdict="right"
def learn_kernel(X, Y, K0, lr, steps):
    layer = nn.Conv2d(1, 1, tuple(K0.shape), bias=False, dtype=K0.dtype)
    layer.weight.data.copy_(K0[None, None])
    losses = []
    for _ in range(steps):
        layer.zero_grad()
        out = layer(X[None, None]).squeeze(0).squeeze(0)
        loss = ((out - Y) ** 2).sum()
        loss.backward()
        layer.weight.data -= lr * layer.weight.grad
        losses.append(float(loss))
    return layer.weight.data[0, 0], losses

# %% recursion verdict="right"
def learn_kernel(X, Y, K0, lr, steps):
    if steps == 0:
        return K0.clone(), []
    E = corr2d(X, K0) - Y
    K, later = learn_kernel(X, Y, K0 - 2 * lr * corr2d(X, E), lr, steps - 1)
    return K, [E.pow(2).sum().item()] + later

# %% a class and functional gradients verdict="right"
class Learner:
    def __init__(self, X, Y):
        self.X, self.Y = X, Y

    def loss(self, K):
        return (corr2d(self.X, K) - self.Y).pow(2).sum()

    def run(self, K, lr, steps):
        for _ in range(steps):
            K = K.detach().requires_grad_()
            loss = self.loss(K)
            loss.backward()
            yield loss.detach().item()
            K = K - lr * K.grad
            self.K = K

def learn_kernel(X, Y, K0, lr, steps, verbose=False):
    learner = Learner(X, Y)
    learner.K = K0.clone()
    losses = tuple(learner.run(K0.clone(), lr, steps))
    return learner.K, losses

# %% noisy on both streams, and warns verdict="right"
import sys
import warnings

def learn_kernel(X, Y, K0, lr, steps):
    K = K0.clone().requires_grad_()
    losses = []
    for i in range(steps):
        loss = ((corr2d(X, K) - Y) ** 2).sum()
        K.grad = None
        loss.backward()
        with torch.no_grad():
            K.sub_(lr * K.grad)
        losses.append(loss.item())
        print(f"epoch {i + 1}, loss {loss:.3f}")
        print("still learning", file=sys.stderr)
        warnings.warn("slow")
    return K.detach(), losses

# %% finite differences, exact for a quadratic verdict="right"
def learn_kernel(X, Y, K0, lr, steps):
    def loss(K):
        return ((corr2d(X, K) - Y) ** 2).sum().item()
    K, losses = K0.clone(), []
    for _ in range(steps):
        losses.append(loss(K))
        G = torch.zeros_like(K)
        for i in range(K.shape[0]):
            for j in range(K.shape[1]):
                D = torch.zeros_like(K)
                D[i, j] = 0.5
                G[i, j] = loss(K + D) - loss(K - D)
        K = K - lr * G
    return K, losses

# %% gradients are never cleared verdict="wrong" fails=["test_many_steps"] says=["gradients_never_cleared"]
def learn_kernel(X, Y, K0, lr, steps):
    K = K0.clone().requires_grad_(True)
    losses = []
    for _ in range(steps):
        loss = ((corr2d(X, K) - Y) ** 2).sum()
        loss.backward()
        with torch.no_grad():
            K -= lr * K.grad
        losses.append(loss.item())
    return K.detach(), losses

# %% gradients are cleared only before the loop verdict="wrong" fails=["test_many_steps"] says=["gradients_never_cleared"]
def learn_kernel(X, Y, K0, lr, steps):
    K = nn.Parameter(K0.clone())
    optimiser = torch.optim.SGD([K], lr=lr)
    optimiser.zero_grad()
    losses = []
    for _ in range(steps):
        loss = ((corr2d(X, K) - Y) ** 2).sum()
        loss.backward()
        optimiser.step()
        losses.append(loss.item())
    return K.detach(), losses

# %% momentum verdict="wrong" fails=["test_many_steps"]
def learn_kernel(X, Y, K0, lr, steps):
    K = nn.Parameter(K0.clone())
    optimiser = torch.optim.SGD([K], lr=lr, momentum=0.5)
    losses = []
    for _ in range(steps):
        optimiser.zero_grad()
        loss = ((corr2d(X, K) - Y) ** 2).sum()
        loss.backward()
        optimiser.step()
        losses.append(loss.item())
    return K.detach(), losses

# %% the learning rate decays verdict="wrong" fails=["test_many_steps"]
def learn_kernel(X, Y, K0, lr, steps):
    K, losses = K0.clone(), []
    for i in range(steps):
        E = corr2d(X, K) - Y
        losses.append((E ** 2).sum().item())
        K = K - lr * 0.9 ** i * 2 * corr2d(X, E)
    return K, losses

# %% Adam verdict="wrong" fails=["test_many_steps", "test_losses", "test_kernel_shapes", "test_dtype", "test_inputs_unchanged"]
def learn_kernel(X, Y, K0, lr, steps):
    K = nn.Parameter(K0.clone())
    optimiser = torch.optim.Adam([K], lr=lr)
    losses = []
    for _ in range(steps):
        optimiser.zero_grad()
        loss = ((corr2d(X, K) - Y) ** 2).sum()
        loss.backward()
        optimiser.step()
        losses.append(loss.item())
    return K.detach(), losses

# %% the loss is taken after the update verdict="wrong" fails=["test_losses"] says=["loss_after_update"]
def learn_kernel(X, Y, K0, lr, steps):
    K, losses = K0.clone(), []
    for _ in range(steps):
        K = K - 2 * lr * corr2d(X, corr2d(X, K) - Y)
        losses.append(((corr2d(X, K) - Y) ** 2).sum().item())
    return K, losses

# %% only the reported loss is averaged verdict="wrong" fails=["test_losses"] says=["reported_loss_averaged"]
def learn_kernel(X, Y, K0, lr, steps):
    K, losses = K0.clone(), []
    for _ in range(steps):
        E = corr2d(X, K) - Y
        losses.append((E ** 2).mean().item())
        K = K - 2 * lr * corr2d(X, E)
    return K, losses

# %% the same loss tensor, overwritten in place verdict="wrong" fails=["test_losses"]
def learn_kernel(X, Y, K0, lr, steps):
    K, losses, loss = K0.clone(), [], torch.zeros((), dtype=X.dtype)
    for _ in range(steps):
        E = corr2d(X, K) - Y
        loss.copy_((E ** 2).sum())
        losses.append(loss)
        K = K - 2 * lr * corr2d(X, E)
    return K, losses

# %% losses one by one are not summed verdict="wrong" fails=["test_losses", "test_number_of_losses"]
def learn_kernel(X, Y, K0, lr, steps):
    K, losses = K0.clone(), []
    for _ in range(steps):
        E = corr2d(X, K) - Y
        losses.append(E ** 2)
        K = K - 2 * lr * corr2d(X, E)
    return K, losses

# %% the mean instead of the sum verdict="wrong" fails=["test_many_steps", "test_losses", "test_kernel_shapes", "test_dtype", "test_inputs_unchanged"] says=["loss_averaged"]
def learn_kernel(X, Y, K0, lr, steps):
    K = K0.clone().requires_grad_(True)
    losses = []
    for _ in range(steps):
        loss = ((corr2d(X, K) - Y) ** 2).mean()
        (g,) = torch.autograd.grad(loss, K)
        with torch.no_grad():
            K -= lr * g
        losses.append(loss.item())
    return K.detach(), losses

# %% the wrong sign verdict="wrong" fails=["test_many_steps", "test_losses", "test_kernel_shapes", "test_dtype", "test_inputs_unchanged"] says=["wrong_sign"]
def learn_kernel(X, Y, K0, lr, steps):
    K = K0.clone().requires_grad_(True)
    losses = []
    for _ in range(steps):
        loss = ((corr2d(X, K) - Y) ** 2).sum()
        (g,) = torch.autograd.grad(loss, K)
        with torch.no_grad():
            K += lr * g
        losses.append(loss.item())
    return K.detach(), losses

# %% the factor of 2 is missing verdict="wrong" fails=["test_many_steps", "test_losses", "test_kernel_shapes", "test_dtype", "test_inputs_unchanged"] says=["factor_two_missing"]
def learn_kernel(X, Y, K0, lr, steps):
    K, losses = K0.clone(), []
    for _ in range(steps):
        E = corr2d(X, K) - Y
        losses.append((E ** 2).sum().item())
        K = K - lr * corr2d(X, E)
    return K, losses

# %% begins at zeros verdict="wrong" fails=["test_many_steps", "test_losses", "test_kernel_shapes", "test_nothing_to_do", "test_dtype", "test_inputs_unchanged"] says=["start_ignored"]
def learn_kernel(X, Y, K0, lr, steps):
    K, losses = torch.zeros_like(K0), []
    for _ in range(steps):
        E = corr2d(X, K) - Y
        losses.append((E ** 2).sum().item())
        K = K - 2 * lr * corr2d(X, E)
    return K, losses

# %% a random start verdict="wrong" fails=["test_dtype", "test_inputs_unchanged", "test_kernel_shapes", "test_losses", "test_many_steps", "test_nothing_to_do", "test_number_of_losses"]
def learn_kernel(X, Y, K0, lr, steps):
    K, losses = torch.rand_like(K0), []
    for _ in range(steps):
        E = corr2d(X, K) - Y
        losses.append((E ** 2).sum().item())
        K = K - 2 * lr * corr2d(X, E)
    return K, losses

# %% the edge detector, hard-wired verdict="wrong" fails=["test_many_steps", "test_losses", "test_kernel_shapes", "test_nothing_to_do", "test_dtype", "test_inputs_unchanged"] says=["answer_hard_wired"]
def learn_kernel(X, Y, K0, lr, steps):
    return torch.tensor([[1.0, -1.0]], dtype=K0.dtype), [0.5 ** i for i in range(steps)]

# %% the example of the notebook, by heart verdict="wrong" fails=["test_many_steps", "test_losses", "test_kernel_shapes", "test_number_of_losses", "test_dtype", "test_inputs_unchanged"]
def learn_kernel(X, Y, K0, lr, steps):
    answers = {0: [[0.5, 0.0]], 1: [[1.0, 1.0]], 2: [[0.6, 0.8]]}
    if X.shape == (1, 4):
        return torch.tensor(answers[steps]), [6.25, 2.0][:steps]
    return K0.clone(), []

# %% the best kernel at once, by least squares verdict="wrong" fails=["test_many_steps", "test_losses", "test_kernel_shapes", "test_nothing_to_do", "test_dtype", "test_inputs_unchanged"]
def learn_kernel(X, Y, K0, lr, steps):
    P = X.unfold(0, K0.shape[0], 1).unfold(1, K0.shape[1], 1).reshape(Y.numel(), -1)
    k = torch.linalg.lstsq(P, Y.reshape(-1, 1)).solution
    return k.reshape(K0.shape), [0.0] * steps

# %% only 1×2 kernels verdict="wrong" fails=["test_kernel_shapes"]
def learn_kernel(X, Y, K0, lr, steps):
    left, right = X[:, :-1], X[:, 1:]
    a, b = K0.flatten()[:2].clone()
    losses = []
    for _ in range(steps):
        E = a * left + b * right - Y
        losses.append((E ** 2).sum().item())
        a, b = a - 2 * lr * (E * left).sum(), b - 2 * lr * (E * right).sum()
    return torch.stack([a, b]).reshape(1, 2), losses

# %% only one row of the kernel is trained verdict="wrong" fails=["test_kernel_shapes"]
def learn_kernel(X, Y, K0, lr, steps):
    K = K0.clone().requires_grad_(True)
    losses = []
    for _ in range(steps):
        loss = ((corr2d(X, K) - Y) ** 2).sum()
        (g,) = torch.autograd.grad(loss, K)
        with torch.no_grad():
            K[0] -= lr * g[0]
        losses.append(loss.item())
    return K.detach(), losses

# %% stops when it fits verdict="wrong" fails=["test_number_of_losses"]
def learn_kernel(X, Y, K0, lr, steps):
    K, losses = K0.clone(), []
    for _ in range(steps):
        E = corr2d(X, K) - Y
        losses.append((E ** 2).sum().item())
        if losses[-1] < 1e-12:
            break
        K = K - 2 * lr * corr2d(X, E)
    return K, losses

# %% records the last loss too verdict="wrong" fails=["test_number_of_losses"]
def learn_kernel(X, Y, K0, lr, steps):
    K, losses = K0.clone(), [((corr2d(X, K0) - Y) ** 2).sum().item()]
    for _ in range(steps):
        K = K - 2 * lr * corr2d(X, corr2d(X, K) - Y)
        losses.append(((corr2d(X, K) - Y) ** 2).sum().item())
    return K, losses

# %% prints the last loss, and stumbles where there is none verdict="wrong" fails=["test_nothing_to_do"]
def learn_kernel(X, Y, K0, lr, steps):
    K, losses = K0.clone(), []
    for _ in range(steps):
        E = corr2d(X, K) - Y
        losses.append((E ** 2).sum().item())
        K = K - 2 * lr * corr2d(X, E)
    print("trained, last loss", losses[-1])
    return K, losses

# %% replaces a learning rate of 0 by a default verdict="wrong" fails=["test_nothing_to_do"]
def learn_kernel(X, Y, K0, lr, steps):
    lr = lr or 0.03
    K, losses = K0.clone(), []
    for _ in range(steps):
        E = corr2d(X, K) - Y
        losses.append((E ** 2).sum().item())
        K = K - 2 * lr * corr2d(X, E)
    return K, losses

# %% trains the start itself verdict="wrong" fails=["test_inputs_unchanged"] says=["writes_into_its_input"]
def learn_kernel(X, Y, K0, lr, steps):
    K, losses = K0, []
    for _ in range(steps):
        E = corr2d(X, K) - Y
        losses.append((E ** 2).sum().item())
        K -= 2 * lr * corr2d(X, E)
    return K.clone(), losses

# %% computes the error in the place of the target verdict="wrong" fails=["test_inputs_unchanged"] says=["writes_into_its_input"]
def learn_kernel(X, Y, K0, lr, steps):
    K, losses = K0.clone(), []
    for _ in range(steps):
        Y -= corr2d(X, K)
        losses.append((Y ** 2).sum().item())
        step = 2 * lr * corr2d(X, Y)
        Y += corr2d(X, K)
        K = K + step
    return K, losses

# %% single precision verdict="wrong" fails=["test_dtype"] says=["single_precision"]
def learn_kernel(X, Y, K0, lr, steps):
    X, Y, K = X.float(), Y.float(), K0.float()
    losses = []
    for _ in range(steps):
        E = corr2d(X, K) - Y
        losses.append((E ** 2).sum().item())
        K = K - 2 * lr * corr2d(X, E)
    return K, losses

# %% rounds the kernel verdict="wrong" fails=["test_dtype"] says=["single_precision"]
def learn_kernel(X, Y, K0, lr, steps):
    K, losses = K0.clone(), []
    for _ in range(steps):
        E = corr2d(X, K) - Y
        losses.append((E ** 2).sum().item())
        K = K - 2 * lr * corr2d(X, E)
    return torch.round(K, decimals=6), losses

# %% returns the losses only verdict="wrong" fails=["test_many_steps", "test_losses", "test_kernel_shapes", "test_number_of_losses", "test_nothing_to_do", "test_dtype", "test_inputs_unchanged"]
def learn_kernel(X, Y, K0, lr, steps):
    K, losses = K0.clone(), []
    for _ in range(steps):
        E = corr2d(X, K) - Y
        losses.append((E ** 2).sum().item())
        K = K - 2 * lr * corr2d(X, E)
    return losses

# %% absolute instead of squared errors verdict="wrong" fails=["test_many_steps", "test_losses", "test_kernel_shapes", "test_dtype", "test_inputs_unchanged"]
def learn_kernel(X, Y, K0, lr, steps):
    K = K0.clone().requires_grad_(True)
    losses = []
    for _ in range(steps):
        loss = (corr2d(X, K) - Y).abs().sum()
        (g,) = torch.autograd.grad(loss, K)
        with torch.no_grad():
            K -= lr * g
        losses.append(loss.item())
    return K.detach(), losses

# %% the book's layer, copied without the four axes verdict="wrong" fails=["test_many_steps", "test_losses", "test_kernel_shapes", "test_number_of_losses", "test_nothing_to_do", "test_inputs_unchanged", "test_dtype"]
def learn_kernel(X, Y, K0, lr, steps):
    layer = nn.Conv2d(1, 1, tuple(K0.shape), bias=False)
    losses = []
    for _ in range(steps):
        loss = ((layer(X) - Y) ** 2).sum()
        loss.backward()
        layer.weight -= lr * layer.weight.grad
        losses.append(loss.item())
    return layer.weight, losses

# %% the student's own layer, its bias left out of the update verdict="right"
def learn_kernel(X, Y, K0, lr, steps):
    layer = Conv2D(tuple(K0.shape))
    layer.weight.data = K0.clone()
    losses = []
    for _ in range(steps):
        layer.zero_grad()
        loss = ((layer(X) - Y) ** 2).sum()
        loss.backward()
        layer.weight.data -= lr * layer.weight.grad
        losses.append(loss.item())
    return layer.weight.detach(), losses

# %% the student's own layer, turned into the dtype of the lesson, its bias frozen verdict="right"
def learn_kernel(X, Y, K0, lr, steps):
    layer = Conv2D(K0.shape).to(K0.dtype)
    layer.load_state_dict({"weight": K0, "bias": torch.zeros(1)})
    layer.bias.requires_grad_(False)
    optimiser = torch.optim.SGD([p for p in layer.parameters() if p.requires_grad], lr=lr)
    losses = []
    for _ in range(steps):
        optimiser.zero_grad()
        loss = (layer(X) - Y).pow(2).sum()
        loss.backward()
        optimiser.step()
        losses.append(loss.item())
    return layer.weight.data, losses

# %% the student's own layer, its bias trained along verdict="wrong" fails=["test_many_steps", "test_losses"] says=["bias_trained_along"]
def learn_kernel(X, Y, K0, lr, steps):
    layer = Conv2D(K0.shape)
    layer.weight.data = K0.clone()
    losses = []
    for _ in range(steps):
        layer.zero_grad()
        loss = ((layer(X) - Y) ** 2).sum()
        loss.backward()
        with torch.no_grad():
            for parameter in layer.parameters():
                parameter -= lr * parameter.grad
        losses.append(loss.item())
    return layer.weight.detach(), losses

# %% the student's own layer, in single precision verdict="wrong" fails=["test_dtype"] says=["single_precision"]
def learn_kernel(X, Y, K0, lr, steps):
    layer = Conv2D(K0.shape)
    with torch.no_grad():
        layer.weight.copy_(K0)
    losses = []
    for _ in range(steps):
        layer.zero_grad()
        loss = ((layer(X) - Y) ** 2).sum()
        loss.backward()
        layer.weight.data -= lr * layer.weight.grad
        losses.append(loss.item())
    return layer.weight.detach(), losses

# %% gradients are clipped verdict="wrong" fails=["test_many_steps"]
def learn_kernel(X, Y, K0, lr, steps):
    K = K0.clone().requires_grad_(True)
    losses = []
    for _ in range(steps):
        K.grad = None
        loss = ((corr2d(X, K) - Y) ** 2).sum()
        loss.backward()
        torch.nn.utils.clip_grad_norm_([K], 500.0)
        with torch.no_grad():
            K -= lr * K.grad
        losses.append(loss.item())
    return K.detach(), losses

# %% looks at the first ten rows of the output only verdict="wrong" fails=["test_many_steps"]
def learn_kernel(X, Y, K0, lr, steps):
    X, Y = X[: 10 + K0.shape[0] - 1], Y[:10]
    K, losses = K0.clone(), []
    for _ in range(steps):
        E = corr2d(X, K) - Y
        losses.append((E ** 2).sum().item())
        K = K - 2 * lr * corr2d(X, E)
    return K, losses

# %% the square of a root, without a gradient where the error is zero verdict="wrong" fails=["test_nothing_to_do"]
def learn_kernel(X, Y, K0, lr, steps):
    K = K0.clone().requires_grad_(True)
    losses = []
    for _ in range(steps):
        loss = torch.sqrt(((corr2d(X, K) - Y) ** 2).sum()) ** 2
        (g,) = torch.autograd.grad(loss, K)
        with torch.no_grad():
            K -= lr * g
        losses.append(loss.item())
    return K.detach(), losses

# %% losses beyond every number verdict="wrong" fails=["test_losses"]
def learn_kernel(X, Y, K0, lr, steps):
    K, losses = K0.clone(), []
    for _ in range(steps):
        E = corr2d(X, K) - Y
        losses.append((E ** 2).sum().item() * 1e308)
        K = K - 2 * lr * corr2d(X, E)
    return K, losses

# %% a method, and not its result verdict="wrong" fails=["test_losses", "test_number_of_losses"]
def learn_kernel(X, Y, K0, lr, steps):
    K, losses = K0.clone(), []
    for _ in range(steps):
        E = corr2d(X, K) - Y
        losses.append((E ** 2).sum().item)
        K = K - 2 * lr * corr2d(X, E)
    return K, losses

# %% one list for the losses of all calls verdict="wrong" fails=["test_dtype", "test_inputs_unchanged", "test_kernel_shapes", "test_losses", "test_many_steps", "test_nothing_to_do", "test_number_of_losses"]
def learn_kernel(X, Y, K0, lr, steps, losses=[]):
    K = K0.clone()
    for _ in range(steps):
        E = corr2d(X, K) - Y
        losses.append((E ** 2).sum().item())
        K = K - 2 * lr * corr2d(X, E)
    return K, losses

# %% a loss where there was no step verdict="wrong" fails=["test_number_of_losses"]
def learn_kernel(X, Y, K0, lr, steps):
    K, losses = K0.clone(), []
    while True:
        E = corr2d(X, K) - Y
        losses.append((E ** 2).sum().item())
        if len(losses) > steps:
            break
        K = K - 2 * lr * corr2d(X, E)
    return K, losses[:steps] or losses

# %% goes on from the last kernel of that shape verdict="wrong" fails=["test_dtype", "test_inputs_unchanged", "test_kernel_shapes", "test_losses", "test_many_steps", "test_nothing_to_do", "test_number_of_losses"]
kept = {}

def learn_kernel(X, Y, K0, lr, steps):
    key = X.shape, K0.shape
    K, losses = kept.get(key, (K0.clone(), []))
    for _ in range(steps):
        E = corr2d(X, K) - Y
        losses.append((E ** 2).sum().item())
        K = K - 2 * lr * corr2d(X, E)
    kept[key] = K, losses
    return K, losses


# %% the rate is halved after every ten steps verdict="wrong" fails=["test_many_steps"]
def learn_kernel(X, Y, K0, lr, steps):
    K, losses = K0.clone(), []
    for step in range(steps):
        W = K.clone().requires_grad_()
        loss = ((corr2d(X, W) - Y) ** 2).sum()
        loss.backward()
        losses.append(loss.item())
        K = K - lr * 0.5 ** (step // 10) * W.grad
    return K, losses


# %% always in float64 verdict="wrong" fails=["test_dtype"]
def learn_kernel(X, Y, K0, lr, steps):
    X, Y, K = X.double(), Y.double(), K0.double()
    losses = []
    for _ in range(steps):
        error = corr2d(X, K) - Y
        losses.append(float((error**2).sum()))
        K = K - lr * 2 * corr2d(X, error)
    return K, losses


# %% the rate is halved where the loss grows verdict="wrong" fails=["test_many_steps"]
def learn_kernel(X, Y, K0, lr, steps):
    K, losses = K0.clone(), []
    for _ in range(steps):
        error = corr2d(X, K) - Y
        losses.append(float((error**2).sum()))
        if len(losses) > 1 and losses[-1] > losses[-2]:
            lr /= 2
        K = K - lr * 2 * corr2d(X, error)
    return K, losses


# %% the start is the first leaf and keeps its gradient verdict="wrong" fails=["test_inputs_unchanged"]
def learn_kernel(X, Y, K0, lr, steps):
    K, losses = K0, []
    for _ in range(steps):
        K.requires_grad_()
        loss = ((corr2d(X, K) - Y) ** 2).sum()
        loss.backward()
        losses.append(loss.item())
        with torch.no_grad():
            K = K - lr * K.grad
    return K, losses


# %% the output squeezed verdict="wrong" fails=["test_kernel_shapes"]
def learn_kernel(X, Y, K0, lr, steps):
    K, losses = K0.clone().requires_grad_(), []
    for _ in range(steps):
        loss = ((nn.functional.conv2d(X[None, None], K[None, None]).squeeze() - Y) ** 2).sum()
        (gradient,) = torch.autograd.grad(loss, K)
        K = (K - lr * gradient).detach().requires_grad_()
        losses.append(loss.item())
    return K.detach(), losses


# %% only the first row of the gradient is cleared verdict="wrong" fails=["test_kernel_shapes"]
def learn_kernel(X, Y, K0, lr, steps):
    K = K0.clone().requires_grad_()
    losses = []
    for _ in range(steps):
        loss = ((corr2d(X, K) - Y) ** 2).sum()
        loss.backward()
        with torch.no_grad():
            K -= lr * K.grad
            K.grad[0] = 0
        losses.append(loss.item())
    return K.detach(), losses


# %% the lowest loss so far verdict="wrong" fails=["test_losses"]
def learn_kernel(X, Y, K0, lr, steps):
    K, losses = K0.clone(), []
    for _ in range(steps):
        error = corr2d(X, K) - Y
        losses.append(min([error.square().sum().item(), *losses]))
        K = K - 2 * lr * corr2d(X, error)
    return K, losses


# %% losses are remembered for a size verdict="wrong" fails=["test_losses"]
_losses = {}


def learn_kernel(X, Y, K0, lr, steps):
    K, losses = K0.clone(), []
    for _ in range(steps):
        error = corr2d(X, K) - Y
        losses.append(error.square().sum().item())
        K = K - 2 * lr * corr2d(X, error)
    return K, _losses.setdefault((X.shape, K0.shape, steps), losses)[:steps]


# %% stops where the loss is small verdict="wrong" fails=["test_many_steps"]
def learn_kernel(X, Y, K0, lr, steps):
    K, losses = K0.clone(), []
    for _ in range(steps):
        error = corr2d(X, K) - Y
        losses.append(error.square().sum().item())
        if losses[-1] < 0.01:
            return K, losses + losses[-1:] * (steps - len(losses))
        K = K - 2 * lr * corr2d(X, error)
    return K, losses
