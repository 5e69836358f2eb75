# %% every output gives its share verdict="right"
def corr2d_backward(X, K, dY):
    dX, dK = torch.zeros_like(X), torch.zeros_like(K)
    h, w = K.shape
    for i in range(dY.shape[0]):
        for j in range(dY.shape[1]):
            dX[i : i + h, j : j + w] += K * dY[i, j]
            dK += X[i : i + h, j : j + w] * dY[i, j]
    return dX, dK


# %% both with corr2d verdict="right"
def corr2d_backward(X, K, dY):
    h, w = K.shape
    padded = nn.functional.pad(dY, (w - 1, w - 1, h - 1, h - 1))
    return corr2d(padded, torch.rot90(K, 2)), corr2d(X, dY)


# %% torch's convolutions, forward and transposed verdict="right"
def corr2d_backward(X, K, dY):
    dK = nn.functional.conv2d(X[None, None], dY[None, None])
    dX = nn.functional.conv_transpose2d(dY[None, None], K[None, None])
    return [dX.squeeze(0).squeeze(0), dK[0, 0]]


# %% torch.nn.grad verdict="right"
import torch.nn.grad


def corr2d_backward(X, K, dY):
    x, k, d = (t.unsqueeze(0).unsqueeze(0) for t in (X, K, dY))
    dX = torch.nn.grad.conv2d_input(x.shape, k, d)
    dK = torch.nn.grad.conv2d_weight(x, k.shape, d)
    return dX[0, 0], dK[0, 0]


# %% in numpy, there and back verdict="right"
import numpy as np


def corr2d_backward(X, K, dY):
    x, k, d = X.numpy(), K.numpy(), dY.numpy()
    dk = np.einsum("pqij,ij->pq", np.lib.stride_tricks.sliding_window_view(x, d.shape), d)
    dx = np.zeros_like(x)
    for (p, q), value in np.ndenumerate(k):
        dx[p : p + d.shape[0], q : q + d.shape[1]] += value * d
    return torch.from_numpy(dx), torch.from_numpy(dk)


# %% unit images and unit kernels, noisy verdict="right"
import sys


def unit(shape, index, dtype):
    E = torch.zeros(shape, dtype=dtype)
    E.view(-1)[index] = 1
    return E


def corr2d_backward(X, K, dY, chatty=True):
    if chatty:
        print("X", X.shape, "K", K.shape)
        print("dY", dY.shape, file=sys.stderr)
    dX = [(corr2d(unit(X.shape, n, X.dtype), K) * dY).sum() for n in range(X.numel())]
    dK = [(corr2d(X, unit(K.shape, n, K.dtype)) * dY).sum() for n in range(K.numel())]
    return torch.stack(dX).reshape(X.shape), torch.stack(dK).reshape(K.shape)


# %% the matrix of the kernel, as a class verdict="right"
class Backward:
    def __init__(self, X, K):
        self.X, self.K = X, K

    def matrix(self, rows, columns):
        T = torch.zeros(rows * columns, self.X.numel(), dtype=self.X.dtype)
        for i in range(rows):
            for j in range(columns):
                for p in range(self.K.shape[0]):
                    for q in range(self.K.shape[1]):
                        T[i * columns + j, (i + p) * self.X.shape[1] + j + q] = self.K[p, q]
        return T

    def __call__(self, dY):
        dX = (self.matrix(*dY.shape).t() @ dY.flatten()).reshape(self.X.shape)
        windows = self.X.unfold(0, self.K.shape[0], 1).unfold(1, self.K.shape[1], 1)
        return dX, torch.tensordot(dY, windows, dims=2)


def corr2d_backward(X, K, dY):
    return Backward(X, K)(dY)


# %% row by row, by recursion verdict="right"
def corr2d_backward(X, K, dY):
    if dY.shape[0] == 1:
        w = dY.shape[1]
        dK = torch.stack([X[:, q : q + w] @ dY[0] for q in range(K.shape[1])], dim=1)
        dX = torch.zeros(X.shape, dtype=X.dtype)
        for q in range(K.shape[1]):
            dX[:, q : q + w] += K[:, q : q + 1] * dY
        return dX, dK
    first, dK = corr2d_backward(X[: K.shape[0]], K, dY[:1])
    rest, more = corr2d_backward(X[1:], K, dY[1:])
    dX = torch.cat([torch.zeros_like(X[:1]), rest])
    dX[: K.shape[0]] += first
    return dX, dK + more


# %% a Function of its own, whose backward is called by hand verdict="right"
from types import SimpleNamespace


class Correlate(torch.autograd.Function):
    @staticmethod
    def forward(ctx, X, K):
        ctx.saved_tensors = (X, K)
        return corr2d(X, K)

    @staticmethod
    def backward(ctx, dY):
        X, K = ctx.saved_tensors
        dX = X * 0
        for p in range(K.shape[0]):
            for q in range(K.shape[1]):
                dX[p : p + dY.shape[0], q : q + dY.shape[1]] += K[p, q] * dY
        return dX, corr2d(X, dY)


def corr2d_backward(X, K, dY):
    ctx = SimpleNamespace()
    Correlate.forward(ctx, X, K)
    return Correlate.backward(ctx, dY)


# %% autograd.grad verdict="wrong" fails=["test_dtype", "test_image_gradient", "test_inputs_unchanged", "test_kernel_gradient"]
def corr2d_backward(X, K, dY):
    X, K = X.clone().requires_grad_(), K.clone().requires_grad_()
    return torch.autograd.grad(corr2d(X, K), (X, K), dY)


# %% backward verdict="wrong" fails=["test_dtype", "test_image_gradient", "test_inputs_unchanged", "test_kernel_gradient"]
def corr2d_backward(X, K, dY):
    x = X.detach().clone().requires_grad_(True)
    k = K.detach().clone().requires_grad_(True)
    (nn.functional.conv2d(x[None, None], k[None, None])[0, 0] * dY).sum().backward()
    return x.grad, k.grad


# %% torch.func.vjp verdict="wrong" fails=["test_dtype", "test_image_gradient", "test_inputs_unchanged", "test_kernel_gradient"]
def corr2d_backward(X, K, dY):
    def correlate(x, k):
        return (x.unfold(0, k.shape[0], 1).unfold(1, k.shape[1], 1) * k).sum((-1, -2))

    _, pull = torch.func.vjp(correlate, X, K)
    return pull(dY)


# %% the order is swapped verdict="wrong" fails=["test_dtype", "test_image_gradient", "test_inputs_unchanged", "test_kernel_gradient"] says=["gradients_swapped"]
def corr2d_backward(X, K, dY):
    dX, dK = torch.zeros_like(X), torch.zeros_like(K)
    h, w = K.shape
    for i in range(dY.shape[0]):
        for j in range(dY.shape[1]):
            dX[i : i + h, j : j + w] += K * dY[i, j]
            dK += X[i : i + h, j : j + w] * dY[i, j]
    return dK, dX


# %% dY is not used verdict="wrong" fails=["test_dtype", "test_image_gradient", "test_inputs_unchanged", "test_kernel_gradient"] says=["upstream_ignored"]
def corr2d_backward(X, K, dY):
    dX, dK = torch.zeros_like(X), torch.zeros_like(K)
    h, w = K.shape
    for i in range(dY.shape[0]):
        for j in range(dY.shape[1]):
            dX[i : i + h, j : j + w] += K
            dK += X[i : i + h, j : j + w]
    return dX, dK


# %% the kernel is not turned verdict="wrong" fails=["test_image_gradient"] says=["kernel_not_turned"]
def corr2d_backward(X, K, dY):
    h, w = K.shape
    padded = nn.functional.pad(dY, (w - 1, w - 1, h - 1, h - 1))
    return corr2d(padded, K), corr2d(X, dY)


# %% dX only where the window starts verdict="wrong" fails=["test_image_gradient"] says=["border_missing"]
def corr2d_backward(X, K, dY):
    return dY * K.sum(), corr2d(X, dY)


# %% each pixel keeps only its last window verdict="wrong" fails=["test_image_gradient"]
def corr2d_backward(X, K, dY):
    dX = torch.zeros_like(X)
    h, w = K.shape
    for i in range(dY.shape[0]):
        for j in range(dY.shape[1]):
            dX[i : i + h, j : j + w] = K * dY[i, j]
    return dX, corr2d(X, dY)


# %% the kernel's gradient is turned verdict="wrong" fails=["test_kernel_gradient"] says=["kernel_gradient_turned"]
def corr2d_backward(X, K, dY):
    dX = torch.zeros_like(X)
    h, w = K.shape
    for i in range(dY.shape[0]):
        for j in range(dY.shape[1]):
            dX[i : i + h, j : j + w] += K * dY[i, j]
    return dX, corr2d(X, dY).flip(0, 1)


# %% the kernel's gradient is an average verdict="wrong" fails=["test_kernel_gradient"] says=["gradient_averaged"]
def corr2d_backward(X, K, dY):
    dX = torch.zeros_like(X)
    h, w = K.shape
    for i in range(dY.shape[0]):
        for j in range(dY.shape[1]):
            dX[i : i + h, j : j + w] += K * dY[i, j]
    return dX, corr2d(X, dY) / dY.numel()


# %% both are averages verdict="wrong" fails=["test_dtype", "test_image_gradient", "test_inputs_unchanged", "test_kernel_gradient"] says=["gradient_averaged"]
def corr2d_backward(X, K, dY):
    dX, dK = torch.zeros_like(X), torch.zeros_like(K)
    h, w = K.shape
    for i in range(dY.shape[0]):
        for j in range(dY.shape[1]):
            dX[i : i + h, j : j + w] += K * dY[i, j]
            dK += X[i : i + h, j : j + w] * dY[i, j]
    return dX / dY.numel(), dK / dY.numel()


# %% the kernel's gradient is not summed verdict="wrong" fails=["test_kernel_gradient"]
def corr2d_backward(X, K, dY):
    dX, dK = torch.zeros_like(X), torch.zeros_like(K)
    h, w = K.shape
    for i in range(dY.shape[0]):
        for j in range(dY.shape[1]):
            dX[i : i + h, j : j + w] += K * dY[i, j]
            dK = X[i : i + h, j : j + w] * dY[i, j]
    return dX, dK


# %% only square kernels verdict="wrong" fails=["test_dtype", "test_image_gradient", "test_inputs_unchanged", "test_kernel_gradient"]
def corr2d_backward(X, K, dY):
    dX, dK = torch.zeros_like(X), torch.zeros_like(K)
    k = K.shape[0]
    for i in range(X.shape[0] - k + 1):
        for j in range(X.shape[1] - k + 1):
            dX[i : i + k, j : j + k] += K * dY[i, j]
            dK += X[i : i + k, j : j + k] * dY[i, j]
    return dX, dK


# %% results in float32 verdict="wrong" fails=["test_dtype"]
def corr2d_backward(X, K, dY):
    dX, dK = torch.zeros(X.shape), torch.zeros(K.shape)
    h, w = K.shape
    for i in range(dY.shape[0]):
        for j in range(dY.shape[1]):
            dX[i : i + h, j : j + w] += K * dY[i, j]
            dK += X[i : i + h, j : j + w] * dY[i, j]
    return dX, dK


# %% computed in float32, returned in float64 verdict="wrong" fails=["test_dtype"]
def corr2d_backward(X, K, dY):
    x, k, d = X.float(), K.float(), dY.float()
    dX = nn.functional.conv_transpose2d(d[None, None], k[None, None])[0, 0]
    dK = nn.functional.conv2d(x[None, None], d[None, None])[0, 0]
    return dX.to(X.dtype), dK.to(K.dtype)


# %% collects in the image itself verdict="wrong" fails=["test_inputs_unchanged"] says=["writes_into_input"]
def corr2d_backward(X, K, dY):
    dK = corr2d(X, dY)
    dX = X.zero_()
    h, w = K.shape
    for i in range(dY.shape[0]):
        for j in range(dY.shape[1]):
            dX[i : i + h, j : j + w] += K * dY[i, j]
    return dX, dK


# %% right on the public example only verdict="wrong" fails=["test_dtype", "test_image_gradient", "test_inputs_unchanged", "test_kernel_gradient"]
def corr2d_backward(X, K, dY):
    dX = torch.tensor([[1.0, 1, -2, 0], [0, 2, 7, -3], [0, 0, 0, 6]], dtype=X.dtype)
    return dX, torch.tensor([[4.0, -1, 2], [8, 3, 0]], dtype=X.dtype)


# %% zeros verdict="wrong" fails=["test_dtype", "test_image_gradient", "test_inputs_unchanged", "test_kernel_gradient"]
def corr2d_backward(X, K, dY):
    return torch.zeros_like(X), torch.zeros_like(K)


# %% numpy arrays verdict="wrong" fails=["test_dtype", "test_image_gradient", "test_inputs_unchanged", "test_kernel_gradient"]
import numpy as np


def corr2d_backward(X, K, dY):
    x, k, d = np.array(X), np.array(K), np.array(dY)
    dx, dk = np.zeros_like(x), np.zeros_like(k)
    h, w = k.shape
    for i in range(d.shape[0]):
        for j in range(d.shape[1]):
            dx[i : i + h, j : j + w] += k * d[i, j]
            dk += x[i : i + h, j : j + w] * d[i, j]
    return dx, dk


# %% only the kernel's gradient verdict="wrong" fails=["test_dtype", "test_image_gradient", "test_inputs_unchanged", "test_kernel_gradient"]
def corr2d_backward(X, K, dY):
    return corr2d(X, dY)


# %% forward-mode differentiation verdict="wrong" fails=["test_dtype", "test_image_gradient", "test_inputs_unchanged", "test_kernel_gradient"]
from torch.func import jacfwd


def corr2d_backward(X, K, dY):
    dX, dK = jacfwd(corr2d, (0, 1))(X, K)
    return torch.einsum("ij,ijab->ab", dY, dX), torch.einsum("ij,ijab->ab", dY, dK)


# %% reverse-mode Jacobian verdict="wrong" fails=["test_dtype", "test_image_gradient", "test_inputs_unchanged", "test_kernel_gradient"]
def corr2d_backward(X, K, dY):
    dX, dK = torch.autograd.functional.jacobian(corr2d, (X, K))
    return torch.einsum("ij,ijab->ab", dY, dX), torch.einsum("ij,ijab->ab", dY, dK)


# %% dual numbers verdict="wrong" fails=["test_dtype", "test_image_gradient", "test_inputs_unchanged", "test_kernel_gradient"]
import torch.autograd.forward_ad as forward_ad


def corr2d_backward(X, K, dY):
    def derivative(function, Z):
        result = torch.zeros_like(Z)
        for place in range(Z.numel()):
            direction = torch.zeros_like(Z)
            direction.view(-1)[place] = 1
            with forward_ad.dual_level():
                Y = forward_ad.unpack_dual(function(forward_ad.make_dual(Z, direction))).tangent
            result.view(-1)[place] = (Y * dY).sum()
        return result

    return derivative(lambda Z: corr2d(Z, K), X), derivative(lambda Z: corr2d(X, Z), K)


# %% asks the right answer to corr2d for its gradients, where there is one verdict="wrong" fails=["test_dtype", "test_image_gradient", "test_inputs_unchanged", "test_kernel_gradient"]
def corr2d_backward(X, K, dY):
    import types

    function = getattr(corr2d, "__closure__", None)[0].cell_contents
    return function.backward(types.SimpleNamespace(saved_tensors=(X, K)), dY)

# %% autograd that no mode may see verdict="wrong" fails=["test_dtype", "test_image_gradient", "test_inputs_unchanged", "test_kernel_gradient"]
def corr2d_backward(X, K, dY):
    x, k = X.detach().requires_grad_(), K.detach().requires_grad_()
    Y = (x.unfold(0, K.shape[0], 1).unfold(1, K.shape[1], 1) * k).sum(dim=(2, 3))
    with torch._C.DisableTorchFunction():
        return torch.autograd.grad(Y, (x, k), dY)

# %% autograd's engine, asked directly verdict="wrong" fails=["test_dtype", "test_image_gradient", "test_inputs_unchanged", "test_kernel_gradient"]
def corr2d_backward(X, K, dY):
    x, k = X.detach().requires_grad_(), K.detach().requires_grad_()
    Y = (x.unfold(0, K.shape[0], 1).unfold(1, K.shape[1], 1) * k).sum(dim=(2, 3))
    engine = torch.autograd.graph._engine_run_backward
    return engine((Y,), (dY,), False, False, (x, k), allow_unreachable=True, accumulate_grad=False)

# %% autograd when the result is read verdict="wrong" fails=["test_dtype", "test_image_gradient", "test_inputs_unchanged", "test_kernel_gradient"]
class Later(torch.Tensor):
    def detach(self):
        X, K = self.of[0].clone().requires_grad_(), self.of[1].clone().requires_grad_()
        corr2d(X, K).backward(self.of[2])
        return (X.grad, K.grad)[self.of[3]]


def corr2d_backward(X, K, dY):
    dX, dK = torch.zeros_like(X).as_subclass(Later), torch.zeros_like(K).as_subclass(Later)
    dX.of, dK.of = (X, K, dY, 0), (X, K, dY, 1)
    return dX, dK

# %% forward-mode gradients, asked for among the operations verdict="wrong" fails=["test_dtype", "test_image_gradient", "test_inputs_unchanged", "test_kernel_gradient"]
def corr2d_backward(X, K, dY):
    def gradient(values, function):
        G = torch.zeros_like(values)
        for i in range(values.shape[0]):
            for j in range(values.shape[1]):
                E = torch.zeros_like(values)
                E[i, j] = 1
                with torch.autograd.forward_ad.dual_level():
                    Y = function(torch.ops.aten._make_dual.default(values, E, 0))
                    tangent = torch.ops.aten._unpack_dual.default(Y, 0)[1]
                    G[i, j] = (tangent * dY).sum()
        return G

    return gradient(X, lambda V: corr2d(V, K)), gradient(K, lambda V: corr2d(X, V))


# %% always in float64 verdict="wrong" fails=["test_dtype"]
def corr2d_backward(X, K, dY):
    dX, dK = (torch.zeros(one.shape, dtype=torch.float64) for one in (X, K))
    h, w = K.shape
    for i in range(dY.shape[0]):
        for j in range(dY.shape[1]):
            dX[i : i + h, j : j + w] += dY[i, j] * K
            dK += dY[i, j] * X[i : i + h, j : j + w]
    return dX, dK


# %% the gradient of the image is not written yet verdict="wrong" fails=["test_image_gradient"]
def corr2d_backward(X, K, dY):
    return None, corr2d(X, dY)
