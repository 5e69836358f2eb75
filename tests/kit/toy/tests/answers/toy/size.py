# %% formula verdict="right"
def size(n, k):
    return n - k + 1

# %% counts verdict="right"
def size(n, k):
    return len([i for i in range(n) if i + k <= n])

# %% noisy verdict="right"
import sys
def size(n, k):
    print("computing")
    print("careful", file=sys.stderr)
    return n - k + 1

# %% off by one verdict="wrong" fails=["test_values"]
def size(n, k):
    return n - k
