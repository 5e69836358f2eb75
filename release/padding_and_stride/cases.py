"""The public checks: a function is asked some questions, and the first answer that is wrong is shown."""

import copy
import sys

import numpy as np
import torch


def check_cases(name, cases):
    """Ask the notebook's function `name`, and say how far it is: not started, keep working, almost or correct.

    Each case is a tuple: the arguments in a list, what is expected (a value, or the class of an error) and, where there
    are some, usual slips: a dictionary from what they are called to what they would give.
    """
    print(f"{name}: {state(sys._getframe(1).f_globals.get(name), cases)}")


def state(function, cases):
    """Return what `check_cases` says of a function, or of None where its cell has not been run."""
    beside = ""
    for arguments, expected, *slips in cases:
        given = copy.deepcopy(arguments)
        try:
            if function is None:
                raise NotImplementedError
            value = function(*given)
        except NotImplementedError:
            return "not started yet: the cell above still waits for your code."
        except Exception as error:
            if isinstance(expected, type) and isinstance(error, expected):
                continue
            value = Raised(error)
        if not same(value, expected):
            return told(arguments, expected, value, dict(*slips))
        beside = beside or aside(value, expected, arguments, given)
    if beside:
        return f"almost there: the values are right, but {beside}"
    return "correct, as far as this check can see. Hidden checks look closer."


class Raised:
    """An error that a function raised, and did not return."""

    def __init__(self, error):
        self.error = error


def same(value, expected):
    """Return whether a value is what is expected, in shape and numbers, whether in a tensor, an array or lists."""
    if isinstance(value, Raised) or isinstance(expected, type):
        return False
    try:
        value, expected = np.asarray(plain(value), dtype=float), np.asarray(plain(expected), dtype=float)
    except (TypeError, ValueError):
        return False
    return value.shape == expected.shape and np.allclose(value, expected)


def plain(value):
    """Return a tensor without the way to its gradients, and anything else as it is."""
    return value.detach() if isinstance(value, torch.Tensor) else value


def aside(value, expected, arguments, given):
    """Return what is wrong beside the value: that its kind of numbers is another, or that an argument has changed."""
    dtype, wanted = getattr(value, "dtype", None), getattr(expected, "dtype", None)
    if isinstance(expected, tuple) and all(isinstance(size, int) for size in expected):
        sizes = value.tolist() if dtype else value
        if other := [type(size).__name__ for size in sizes if not isinstance(size, (int, np.integer))]:
            return f"one of them comes as {other[0]}, and whole numbers are asked for."
    elif isinstance(value, np.ndarray) and isinstance(expected, torch.Tensor):
        return "they come as a NumPy array, and a tensor is asked for."
    elif dtype != wanted:
        return f"they come as {dtype or type(value).__name__}, and {wanted or type(expected).__name__} is asked for."
    if not all(map(same, given, arguments)):
        return "the function writes into what it is given. Work on a copy."
    return ""


def told(arguments, expected, value, slips):
    """Return the case that went wrong: the arguments, what was expected, and what came."""
    lines = ["keep working. This is the first case that goes wrong:"]
    lines += [f"  input     {line}" for argument in arguments for line in shown(argument)]
    lines += [f"  expected  {line}" for line in shown(expected)]
    lines += [f"  yours     {line}" for line in shown(value)]
    if value is None and not isinstance(expected, type):
        lines.append("Is a `return` missing?")
    if isinstance(expected, type) and isinstance(value, (Exception, type)):
        lines.append("An error is raised, by `raise`, and not returned.")
    lines += [f"It looks as if {slip}." for slip, result in slips.items() if same(value, result)]
    return "\n".join(lines)


def shown(value):
    """Return a value in lines, and an error by its class and its words."""
    if isinstance(value, type):
        return [f"an error: {value.__name__}"]
    error = value.error if isinstance(value, Raised) else value
    return (f"{type(error).__name__}: {error}" if isinstance(error, Exception) else str(error)).splitlines()
