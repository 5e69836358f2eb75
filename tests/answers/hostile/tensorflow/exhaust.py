# What speaks of torch in the file of this name one folder higher, in the words of TensorFlow, and what is hostile in it alone.

# %% memory of the framework earns=0 words=["used more than 256 MB of memory"]
def slide(x, k):
    return tf.reduce_sum(tf.ones(2**28, tf.float64)) * x

# %% memory of many tensors earns=0 words=["used more than 256 MB of memory"]
def slide(x, k):
    kept = []
    while True:
        kept.append(tf.ones(2**17, tf.float64) + len(kept))

# %% memory within what is compiled earns=0 words=["used more than 256 MB of memory"]
@tf.function
def large(x):
    return tf.reduce_sum(tf.sort(tf.sin(tf.range(2.0**26, dtype="float64") * x)))

def slide(x, k):
    return large(x[0]) * x

# %% memory of a variable that grows earns=0 words=["used more than 256 MB of memory"]
def slide(x, k):
    kept = tf.Variable(tf.ones(1, tf.float64), shape=tf.TensorShape(None))
    while True:
        kept.assign(tf.concat([kept, kept], 0))

# %% a value that is too large to be read earns=0 words=["too large to be read"]
def slide(x, k):
    return tf.zeros(2**22, tf.float64)
