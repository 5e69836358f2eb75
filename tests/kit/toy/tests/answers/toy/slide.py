# %% unfold verdict="right"
def slide(x, k):
    return x.unfold(0, len(k), 1) @ k

# %% uses size verdict="right"
def slide(x, k):
    return torch.stack([x[i : i + len(k)] @ k for i in range(size(len(x), len(k)))])

# %% recursion verdict="right"
def slide(x, k):
    first = (x[: len(k)] * k).sum()[None]
    return first if len(x) == len(k) else torch.cat([first, slide(x[1:], k)])

# %% flipped verdict="wrong" fails=["test_values"] says=["kernel_flipped"]
def slide(x, k):
    k = k.flip(0) if x.requires_grad is False else k
    return x.unfold(0, len(k), 1) @ k

# %% detached verdict="wrong" fails=["test_gradient"] says=["detached"]
def slide(x, k):
    return (x.unfold(0, len(k), 1) @ k).detach().requires_grad_()

# %% writes into its input verdict="wrong" fails=["test_unchanged"]
def slide(x, k):
    y = x.unfold(0, len(k), 1) @ k.clone()
    with torch.no_grad():
        x += 1
    return y
