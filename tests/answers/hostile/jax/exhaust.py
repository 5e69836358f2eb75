# What speaks of torch in the file of this name one folder higher, in the words of JAX, and what is hostile in it alone.

# %% memory of the framework earns=0 words=["used more than 256 MB of memory"]
def slide(x, k):
    return jnp.ones(2**28).sum() * x

# %% memory of many arrays earns=0 words=["used more than 256 MB of memory"]
def slide(x, k):
    kept = []
    while True:
        kept.append(jnp.ones(2**17) + len(kept))

# %% memory within what is compiled earns=0 words=["used more than 256 MB of memory"]
@jax.jit
def large(x):
    return jnp.sort(jnp.sin(jnp.arange(2**26) * x))[::2].sum()

def slide(x, k):
    return large(x[0]) * x

# %% a value that is too large to be read earns=0 words=["too large to be read"]
def slide(x, k):
    return jnp.zeros(2**22)
