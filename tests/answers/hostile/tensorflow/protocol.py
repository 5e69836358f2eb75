# What speaks of torch in the file of this name one folder higher, in the words of TensorFlow.

# %% a million rows without elements earns=0 words=["cannot be read"]
def slide(x, k):
    return [tf.zeros((1000000, 0))] * 10

# %% numbers of half the length that the feedback has to show earns=10
def slide(x, k):
    return tf.cast(x[: len(x) - len(k) + 1] * 0, tf.bfloat16)

# %% a value that is known only while it is compiled earns=0
def slide(x, k):
    kept = []
    tf.function(lambda x: kept.append(x) or x)(x)
    return kept[0]

# %% rows of texts, and rows of other lengths earns=10
def slide(x, k):
    return [tf.constant(["x"]), tf.ragged.constant([[1.0], []]), tf.sparse.from_dense([1.0, 0.0])]
