"""Implementations that step in while an exercise of an earlier notebook is unfinished.

They may do what the exercises themselves do not accept, and take whatever a right answer takes: dtypes may be mixed.
"""

from .frameworks import fw

corr2d, Conv2D = fw.corr2d, fw.Conv2D


def _small_case(corr2d):
    """Return what `corr2d` makes of a small case that tells rows from columns, and a kernel from its mirror image."""
    X = fw.tensor([[1.0, 2, 0, 1], [0, 1, 3, 2], [2, 0, 1, 4]])
    return corr2d(X, fw.tensor([[1.0, -2, 0], [0, 3, 1]]))


def _layer_with_weight(layer):
    """Return what a layer with a set weight and bias makes of the same case."""
    made = fw.new_layer(layer, (2, 3))

    def output(X, K):
        fw.set_layer(made, K, 5)
        return made(X)

    return _small_case(output)


GIVEN = {"corr2d": corr2d, "Conv2D": Conv2D}
TRIAL = {"corr2d": _small_case, "Conv2D": _layer_with_weight}
