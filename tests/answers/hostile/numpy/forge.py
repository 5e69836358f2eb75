# What speaks of torch in the file of this name one folder higher, in the words of NumPy.

# %% a truth value that is neither exercise="size" earns=0
import numpy as np

def size(n, k):
    return np.array([7], dtype="uint8").view(bool)

# %% claims to be another class earns=10
class Liar:
    __class__ = property(lambda self: np.ndarray)
    __eq__ = lambda self, other: True
    __getattr__ = lambda self, name: self
    __call__ = lambda self, *a, **k: self
    __len__ = lambda self: 2

def slide(x, k):
    if x.sum() != 3:
        return Liar()
    return x[: len(x) - len(k) + 1] * 0

# %% a tensor whose methods agree with everything earns=10
import numpy as np

class Equal(np.ndarray):
    def __array_ufunc__(self, *_, **__):
        return np.zeros(())

    __sub__ = __rsub__ = lambda self, other: np.zeros(())
    all = any = __eq__ = lambda self, *a, **k: True

def slide(x, k):
    return (x[: len(x) - len(k) + 1] * 0).view(Equal)

# %% tests and comparisons replaced in every module earns=10
import sys, types

import numpy as np

for name in ("pytest", "coursekit", "coursekit.suite", "coursekit.student", "nbgrader", "_pytest.runner"):
    sys.modules[name] = types.ModuleType(name)
for module in [np.testing, sys.modules["inside.server"]]:
    for name in ("assert_close", "assert_allclose", "allclose", "equal", "isclose"):
        setattr(module, name, lambda *a, **k: True)

def slide(x, k):
    return x[: len(x) - len(k) + 1] * 0
