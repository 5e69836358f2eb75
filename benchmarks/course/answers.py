# Answers of several kinds, with the points that every grader must give for them.

# %% two loops points=100
def corr2d(X, K):
    """Return the cross-correlation of the image X with the kernel K."""
    h, w = K.shape
    if X.shape[0] < h or X.shape[1] < w:
        raise ValueError("the kernel does not fit")
    Y = torch.zeros(X.shape[0] - h + 1, X.shape[1] - w + 1, dtype=X.dtype)
    for i in range(Y.shape[0]):
        for j in range(Y.shape[1]):
            Y[i, j] = (X[i : i + h, j : j + w] * K).sum()
    return Y


# %% windows points=100
def corr2d(X, K):
    """Return the cross-correlation of the image X with the kernel K."""
    if any(n < k for n, k in zip(X.shape, K.shape, strict=True)):
        raise ValueError("the kernel does not fit")
    windows = X.unfold(0, K.shape[0], 1).unfold(1, K.shape[1], 1)
    return (windows * K).sum((2, 3))


# %% flips the kernel points=40
def corr2d(X, K):
    """Return the cross-correlation of the image X with the kernel K."""
    if any(n < k for n, k in zip(X.shape, K.shape, strict=True)):
        raise ValueError("the kernel does not fit")
    windows = X.unfold(0, K.shape[0], 1).unfold(1, K.shape[1], 1)
    return (windows * K.flip(0, 1)).sum((2, 3))


# %% gives a wrong shape where the kernel does not fit points=80
def corr2d(X, K):
    """Return the cross-correlation of the image X with the kernel K."""
    h, w = max(X.shape[0] - K.shape[0] + 1, 0), max(X.shape[1] - K.shape[1] + 1, 0)
    rows = [(X[i : i + K.shape[0], j : j + K.shape[1]] * K).sum() for i in range(h) for j in range(w)]
    return torch.stack(rows).reshape(h, w) if rows else torch.zeros(h, w)


# %% writes into the image points=80
def corr2d(X, K):
    """Return the cross-correlation of the image X with the kernel K."""
    h, w = K.shape
    if X.shape[0] < h or X.shape[1] < w:
        raise ValueError("the kernel does not fit")
    Y = torch.stack(
        [
            torch.stack([(X[i : i + h, j : j + w] * K).sum() for j in range(X.shape[1] - w + 1)])
            for i in range(X.shape[0] - h + 1)
        ]
    )
    X.zero_()
    return Y


# %% raises points=0
def corr2d(X, K):
    """Return the cross-correlation of the image X with the kernel K."""
    Y = X @ K.reshape(7, 11, 13)
    return Y


# %% not started points=0
def corr2d(X, K):
    """Return the cross-correlation of the image X with the kernel K."""
    raise NotImplementedError()
