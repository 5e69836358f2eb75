# What speaks of torch in the file of this name one folder higher, in the words of NumPy.

# %% memory of the framework earns=0 words=["used more than 256 MB of memory"]
def slide(x, k):
    return np.ones(2**28).sum() * x

# %% memory of many arrays earns=0 words=["used more than 256 MB of memory"]
def slide(x, k):
    kept = []
    while True:
        kept.append(np.ones(2**17))

# %% memory that NumPy asks of the system for a file earns=0 words=["used more than 256 MB of memory"]
def slide(x, k):
    return np.fromfile("/dev/zero", count=2**28).sum() * x

# %% a value that is too large to be read earns=0 words=["too large to be read"]
def slide(x, k):
    return np.zeros(2**22)
