# %% lists and the given corr2d verdict="right"
def corr2d_channels(X, K):
    if len(X) != K.shape[1]:
        raise ValueError("channels")
    return torch.stack([torch.stack([corr2d(x, k) for x, k in zip(X, kernel)]).sum(0) for kernel in K])


# %% adds into zeros verdict="right"
def corr2d_channels(X, K):
    c_out, c_in, k_h, k_w = K.shape
    if X.shape[0] != c_in:
        raise ValueError(f"{X.shape[0]} and {c_in}")
    Y = torch.zeros(c_out, X.shape[1] - k_h + 1, X.shape[2] - k_w + 1, dtype=X.dtype)
    for o in range(c_out):
        for c in range(c_in):
            Y[o] += corr2d(X[c], K[o, c])
    return Y


# %% einsum over all windows verdict="right"
def corr2d_channels(X, K):
    windows = X.unfold(1, K.shape[2], 1).unfold(2, K.shape[3], 1)
    if windows.shape[0] != K.shape[1]:
        raise ValueError
    return torch.einsum("cijab,ocab->oij", windows, K)


# %% F.unfold and a matrix product verdict="right"
from torch.nn import functional as F


def corr2d_channels(X, K):
    if X.size(0) != K.size(1):
        raise ValueError("another number of channels")
    columns = F.unfold(X[None], K.shape[2:])[0]
    return (K.flatten(1) @ columns).reshape(len(K), X.size(1) - K.size(2) + 1, X.size(2) - K.size(3) + 1)


# %% as_strided verdict="right"
def corr2d_channels(X, K):
    assert_same(X.shape[0], K.shape[1])
    X = X.contiguous()
    channel, down, right = X.stride()
    h, w = X.shape[1] - K.shape[2] + 1, X.shape[2] - K.shape[3] + 1
    windows = X.as_strided((h, w, *K.shape[1:]), (down, right, channel, down, right))
    return torch.tensordot(K, windows, dims=([1, 2, 3], [2, 3, 4]))


def assert_same(there, wanted):
    if there != wanted:
        raise ValueError(f"{there} channels for {wanted}")


# %% a loop over the places verdict="right"
def corr2d_channels(X, K):
    if X.shape[0] != K.shape[1]:
        raise ValueError
    h, w = X.shape[1] - K.shape[2] + 1, X.shape[2] - K.shape[3] + 1
    Y = X.new_zeros(K.shape[0], h, w)
    for i in range(h):
        for j in range(w):
            Y[:, i, j] = (K * X[:, i : i + K.shape[2], j : j + K.shape[3]]).sum((1, 2, 3))
    return Y


# %% a shifted slice for each place in the kernel verdict="right"
def corr2d_channels(X, K):
    o, c, a, b = K.shape
    if X.shape[0] - c:
        raise ValueError(c)
    h, w = X.shape[1] - a + 1, X.shape[2] - b + 1
    return sum(
        (K[:, :, i, j] @ X[:, i : i + h, j : j + w].reshape(c, -1)).reshape(o, h, w)
        for i in range(a)
        for j in range(b)
    )


# %% ready-made verdict="wrong" fails=["test_values", "test_single", "test_dtype", "test_inputs_unchanged"]
def corr2d_channels(X, K):
    if X.shape[0] != K.shape[1]:
        raise ValueError
    return torch.nn.functional.conv2d(X[None], K)[0]


# %% the first channel only verdict="wrong" fails=["test_values", "test_dtype", "test_inputs_unchanged"] says=["first_channel_only"]
def corr2d_channels(X, K):
    if X.shape[0] != K.shape[1]:
        raise ValueError
    return torch.stack([corr2d(X[0], kernel[0]) for kernel in K])


# %% averages verdict="wrong" fails=["test_values", "test_dtype", "test_inputs_unchanged"] says=["channels_averaged"]
def corr2d_channels(X, K):
    if X.shape[0] != K.shape[1]:
        raise ValueError
    return torch.stack([torch.stack([corr2d(x, k) for x, k in zip(X, kernel)]).mean(0) for kernel in K])


# %% adds the results too verdict="wrong" fails=["test_values", "test_single", "test_dtype", "test_inputs_unchanged"] says=["results_added"]
def corr2d_channels(X, K):
    if X.shape[0] != K.shape[1]:
        raise ValueError
    return sum(corr2d(x, k) for kernel in K for x, k in zip(X, kernel))[None]


# %% turned round verdict="wrong" fails=["test_values"] says=["kernels_flipped"]
def corr2d_channels(X, K):
    if X.shape[0] != K.shape[1]:
        raise ValueError
    windows = X.unfold(1, K.shape[2], 1).unfold(2, K.shape[3], 1)
    return torch.einsum("cijab,ocab->oij", windows, K.flip(2, 3))


# %% channels in the wrong order verdict="wrong" fails=["test_values"] says=["channels_in_wrong_order"]
def corr2d_channels(X, K):
    if X.shape[0] != K.shape[1]:
        raise ValueError
    windows = X.unfold(1, K.shape[2], 1).unfold(2, K.shape[3], 1)
    return torch.einsum("cijab,ocab->oij", windows, K.flip(1))


# %% keeps the channels apart verdict="wrong" fails=["test_values", "test_single", "test_dtype", "test_inputs_unchanged"]
def corr2d_channels(X, K):
    if X.shape[0] != K.shape[1]:
        raise ValueError
    return torch.stack([torch.stack([corr2d(x, k) for x, k in zip(X, kernel)]) for kernel in K])


# %% axes of one are gone verdict="wrong" fails=["test_single"]
def corr2d_channels(X, K):
    if X.shape[0] != K.shape[1]:
        raise ValueError
    windows = X.unfold(1, K.shape[2], 1).unfold(2, K.shape[3], 1)
    return torch.einsum("cijab,ocab->oij", windows, K).squeeze()


# %% a single kernel gives a single image verdict="wrong" fails=["test_single"]
def corr2d_channels(X, K):
    if X.shape[0] != K.shape[1]:
        raise ValueError
    maps = [sum(corr2d(x, k) for x, k in zip(X, kernel)) for kernel in K]
    return torch.stack(maps) if len(maps) > 1 else maps[0]


# %% zip tells nothing verdict="wrong" fails=["test_error"]
def corr2d_channels(X, K):
    return torch.stack([sum(corr2d(x, k) for x, k in zip(X, kernel)) for kernel in K])


# %% one channel for all verdict="wrong" fails=["test_error"]
def corr2d_channels(X, K):
    if X.shape[0] not in (1, K.shape[1]):
        raise ValueError
    return torch.stack([sum(corr2d(x, k) for x, k in zip(X.expand(K.shape[1], -1, -1), kernel)) for kernel in K])


# %% too many channels are no mistake verdict="wrong" fails=["test_error"]
def corr2d_channels(X, K):
    if X.shape[0] < K.shape[1]:
        raise ValueError
    return torch.stack([sum(corr2d(x, k) for x, k in zip(X, kernel)) for kernel in K])


# %% float32 whatever comes verdict="wrong" fails=["test_dtype"]
def corr2d_channels(X, K):
    if X.shape[0] != K.shape[1]:
        raise ValueError
    Y = torch.zeros(len(K), X.shape[1] - K.shape[2] + 1, X.shape[2] - K.shape[3] + 1)
    for o in range(len(K)):
        for c in range(len(X)):
            Y[o] += corr2d(X[c], K[o, c])
    return Y


# %% float64 whatever comes verdict="wrong" fails=["test_dtype"]
def corr2d_channels(X, K):
    if X.shape[0] != K.shape[1]:
        raise ValueError
    return torch.stack([sum(corr2d(x, k) for x, k in zip(X, kernel)) for kernel in K]).double()


# %% writes into X verdict="wrong" fails=["test_inputs_unchanged"]
def corr2d_channels(X, K):
    if X.shape[0] != K.shape[1]:
        raise ValueError
    Y = torch.stack([sum(corr2d(x, k) for x, k in zip(X, kernel)) for kernel in K])
    X += 1
    return Y


# %% writes into K verdict="wrong" fails=["test_inputs_unchanged"]
def corr2d_channels(X, K):
    if X.shape[0] != K.shape[1]:
        raise ValueError
    Y = torch.stack([sum(corr2d(x, k) for x, k in zip(X, kernel)) for kernel in K])
    K.zero_()
    return Y


# %% in and out have changed places verdict="wrong" fails=["test_values", "test_single", "test_error"]
def corr2d_channels(X, K):
    return torch.stack([sum(corr2d(X[c], K[c, o]) for c in range(len(X))) for o in range(K.shape[1])])

# %% no more than four channels verdict="wrong" fails=["test_values"]
def corr2d_channels(X, K):
    if X.shape[0] != K.shape[1]:
        raise ValueError("another number of channels")
    windows = X[:4].unfold(1, K.shape[2], 1).unfold(2, K.shape[3], 1)
    return torch.tensordot(K[:, :4], windows, dims=([1, 2, 3], [0, 3, 4]))


# %% tensordot over windows verdict="right"
def corr2d_channels(X, K):
    if X.shape[0] != K.shape[1]:
        raise ValueError("another number of channels")
    windows = X.unfold(1, K.shape[2], 1).unfold(2, K.shape[3], 1)
    return torch.tensordot(K, windows, dims=([1, 2, 3], [0, 3, 4]))

# %% one channel in gives one channel out verdict="wrong" fails=["test_single"]
def corr2d_channels(X, K):
    if X.shape[0] != K.shape[1]:
        raise ValueError("another number of channels")
    if len(X) == 1:
        return corr2d(X[0], K[0, 0])[None]
    return torch.stack([sum(corr2d(x, k) for x, k in zip(X, kernel)) for kernel in K])

# %% the channels are compared up to four alone verdict="wrong" fails=["test_error"]
def corr2d_channels(X, K):
    if X.shape[0] != K.shape[1] and max(X.shape[0], K.shape[1]) < 4:
        raise ValueError("another number of channels")
    return torch.stack([sum(corr2d(x, k) for x, k in zip(X, kernel)) for kernel in K])

# %% by way of float32 verdict="wrong" fails=["test_dtype"]
def corr2d_channels(X, K):
    if X.shape[0] != K.shape[1]:
        raise ValueError("another number of channels")
    image, kernels = X.float(), K.float()
    return torch.stack([sum(corr2d(x, k) for x, k in zip(image, kernel)) for kernel in kernels]).to(X.dtype)

# %% turns the kernels round afterwards verdict="wrong" fails=["test_inputs_unchanged"]
def corr2d_channels(X, K):
    if X.shape[0] != K.shape[1]:
        raise ValueError("as many channels as the kernels have, please")
    Y = torch.stack([sum(corr2d(x, k) for x, k in zip(X, kernels)) for kernels in K])
    K.copy_(K.flip(2, 3))
    return Y

# %% an axis is put before X itself verdict="wrong" fails=["test_inputs_unchanged"]
def corr2d_channels(X, K):
    if X.shape[0] != K.shape[1]:
        raise ValueError("as many channels as the kernels have, please")
    rows = X.shape[1] - K.shape[2] + 1
    columns = torch.nn.functional.unfold(X.unsqueeze_(0), tuple(K.shape[2:]))[0]
    return (K.flatten(1) @ columns).view(K.shape[0], rows, -1)

# %% each kernel is mirrored from left to right verdict="wrong" fails=["test_values"]
def corr2d_channels(X, K):
    if X.shape[0] != K.shape[1]:
        raise ValueError("as many channels as the kernels have, please")
    return torch.stack([sum(corr2d(x, k.flip(1)) for x, k in zip(X, kernels)) for kernels in K])
