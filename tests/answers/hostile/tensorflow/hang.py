# Endless loops that TensorFlow compiles: no line of Python runs in them, so that Ctrl-C is not heard.

# %% a loop that is compiled exercise="size" earns=0 words=["took longer than 1 s"]
@tf.function
def forever(i):
    return tf.while_loop(lambda i: i > 0, lambda i: ((i + 1) % 97 + 1,), (i,))[0]

def size(n, k):
    return int(forever(tf.constant(n)))

# %% a compiled loop before anything is defined earns=0 words=["took longer than 2 s"]
@tf.function
def forever(i):
    return tf.while_loop(lambda i: i > 0, lambda i: ((i + 1) % 97 + 1,), (i,))[0]

forever(tf.constant(1))

# %% a loop that XLA compiles exercise="size" earns=0 words=["took longer than 1 s"]
@tf.function(jit_compile=True)
def forever(i):
    return tf.while_loop(lambda i: i > 0, lambda i: ((i + 1) % 97 + 1,), (i,))[0]

def size(n, k):
    return int(forever(tf.constant(n)))

# %% a loop of Python that is compiled exercise="size" earns=0 words=["took longer than 1 s"]
@tf.function
def forever(i):
    while i > 0:
        i = (i + 1) % 97 + 1
    return i

def size(n, k):
    return int(forever(tf.constant(n)))

# %% compiles without end exercise="size" earns=0
def size(n, k):
    while True:
        n += 1
        tf.function(lambda x: tf.reduce_sum(tf.sin(x * n)))(tf.ones(n))

# %% a compiled loop that asks Python each time exercise="size" earns=0 words=["took longer than 1 s"]
@tf.function
def forever(i):
    return tf.while_loop(lambda i: i > 0, lambda i: (tf.ensure_shape(tf.numpy_function(lambda i: i, [i], tf.int32), ()),), (i,))[0]

def size(n, k):
    return int(forever(tf.constant(n)))
