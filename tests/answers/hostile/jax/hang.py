# Endless loops that JAX compiles: no line of Python runs in them, so that Ctrl-C is not heard.

# %% a loop that is compiled exercise="size" earns=0 words=["took longer than 1 s"]
def size(n, k):
    return int(jax.lax.while_loop(lambda i: i > 0, lambda i: (i + 1) % 97 + 1, jnp.asarray(n)))

# %% a compiled loop before anything is defined earns=0 words=["took longer than 2 s"]
jax.lax.while_loop(lambda i: i > 0, lambda i: (i + 1) % 97 + 1, jnp.asarray(1)).block_until_ready()

# %% a compiled loop that nobody waits for exercise="size" earns=0 words=["took longer than 1 s"]
def size(n, k):
    jax.lax.while_loop(lambda i: i > 0, lambda i: (i + 1) % 97 + 1, jnp.asarray(n))
    jax.lax.while_loop(lambda i: i > 0, lambda i: (i + 1) % 97 + 1, jnp.asarray(n + 1))
    return jnp.asarray(n - k + 1) + jax.lax.while_loop(lambda i: i > 0, lambda i: (i + 1) % 97 + 1, jnp.asarray(n)) * 0

# %% compiles without end exercise="size" earns=0
def size(n, k):
    while True:
        n += 1
        jax.jit(lambda x: jnp.fft.fft(x * n).real.sum())(jnp.ones(n))

# %% one function that takes very long to compile exercise="size" earns=0
@jax.jit
def deep(x):
    for _ in range(20000):
        x = jnp.sin(x) @ jnp.cos(x).T
    return x

def size(n, k):
    return int(deep(jnp.ones((3, 3))).sum())

# %% a compiled loop that asks Python each time exercise="size" earns=0 words=["took longer than 1 s"]
def size(n, k):
    def forever(i):
        try:
            return jax.pure_callback(lambda i: i, jax.ShapeDtypeStruct((), "int64"), i)
        except BaseException:
            return i

    return int(jax.lax.while_loop(lambda i: i > 0, forever, jnp.asarray(n)))
