# %% finds out verdict="right"
def autograd_outcomes():
    found_out = {}
    for name in SNIPPETS:
        try:
            found = SNIPPETS[name]()
            found_out[name] = "gradient" if found.any() else "zeros"
        except Exception as problem:
            found_out[name] = problem.__class__
    return found_out


# %% written down verdict="right"
def autograd_outcomes():
    return {
        "plain_gradient": "gradient",
        "feature_map_gradient": TypeError,
        "write_into_output": TypeError,
        "write_with_at": "gradient",
        "number_on_the_way": jax.errors.ConcretizationTypeError,
        "update_in_place": NotImplementedError,
        "update_in_brackets": "gradient",
        "new_weight": KeyError,
        "layer_from_outside": "zeros",
    }


# %% written down by keyword, in another order verdict="right"
import numpy as np


def autograd_outcomes():
    answers = dict.fromkeys(SNIPPETS, TypeError)
    answers.update(number_on_the_way=jax.errors.ConcretizationTypeError, new_weight=KeyError)
    for fine in ("update_in_brackets", "plain_gradient", "write_with_at"):
        answers.pop(fine)
        answers[fine] = str(np.str_("gradient"))
    return answers | {"update_in_place": NotImplementedError, "layer_from_outside": "zeros"}


# %% a dict of its own kind, noisy, with a note verdict="right"
import sys
import traceback
from collections import OrderedDict


class Notes(OrderedDict):
    def try_it(self, name, snippet):
        try:
            found = snippet()
        except BaseException:
            kind, text, _ = sys.exc_info()
            traceback.print_exc()
            print(name, text)
            self[name] = kind
        else:
            self[name] = "gradient" if found.any() else "zeros"


def autograd_outcomes():
    notes = Notes()
    for name, snippet in SNIPPETS.items():
        notes.try_it(name, snippet)
    notes["my own: read a missing file"] = FileNotFoundError
    return notes


# %% with contextlib verdict="right"
import contextlib


def autograd_outcomes():
    outcomes = {}

    class Watch(contextlib.AbstractContextManager):
        def __init__(self, name):
            self.name = name

        def __exit__(self, kind, value, trace):
            if kind is not None:
                outcomes[self.name] = kind
            return True

    for name, snippet in SNIPPETS.items():
        with Watch(name):
            found = snippet()
            outcomes[name] = "gradient" if found.any() else "zeros"
    return outcomes


# %% recursion, one snippet at a time verdict="right"
def autograd_outcomes(names=None):
    names = list(SNIPPETS) if names is None else names
    if not names:
        return {}
    try:
        outcome = ("zeros", "gradient")[int(jnp.count_nonzero(SNIPPETS[names[0]]()) > 0)]
    except Exception as error:
        outcome = type(error)
    return {names[0]: outcome, **autograd_outcomes(names[1:])}


# %% the book's question taken literally verdict="wrong" fails=["test_start"]
def autograd_outcomes():
    return {
        "plain_gradient": TypeError,
        "feature_map_gradient": TypeError,
        "write_into_output": TypeError,
        "write_with_at": "gradient",
        "number_on_the_way": jax.errors.ConcretizationTypeError,
        "update_in_place": NotImplementedError,
        "update_in_brackets": "gradient",
        "new_weight": KeyError,
        "layer_from_outside": "zeros",
    }


# %% a feature map as good as a number verdict="wrong" fails=["test_start"]
def autograd_outcomes():
    return {
        "plain_gradient": "gradient",
        "feature_map_gradient": "gradient",
        "write_into_output": TypeError,
        "write_with_at": "gradient",
        "number_on_the_way": jax.errors.ConcretizationTypeError,
        "update_in_place": NotImplementedError,
        "update_in_brackets": "gradient",
        "new_weight": KeyError,
        "layer_from_outside": "zeros",
    }


# %% arrays can be written into verdict="wrong" fails=["test_graph"]
def autograd_outcomes():
    return {
        "plain_gradient": "gradient",
        "feature_map_gradient": TypeError,
        "write_into_output": "gradient",
        "write_with_at": "gradient",
        "number_on_the_way": jax.errors.ConcretizationTypeError,
        "update_in_place": NotImplementedError,
        "update_in_brackets": "gradient",
        "new_weight": KeyError,
        "layer_from_outside": "zeros",
    }


# %% the class above ConcretizationTypeError verdict="wrong" fails=["test_graph"] says=["superclass"]
def autograd_outcomes():
    return {
        "plain_gradient": "gradient",
        "feature_map_gradient": TypeError,
        "write_into_output": TypeError,
        "write_with_at": "gradient",
        "number_on_the_way": TypeError,
        "update_in_place": NotImplementedError,
        "update_in_brackets": "gradient",
        "new_weight": KeyError,
        "layer_from_outside": "zeros",
    }


# %% a number cuts in silence verdict="wrong" fails=["test_graph"]
def autograd_outcomes():
    return {
        "plain_gradient": "gradient",
        "feature_map_gradient": TypeError,
        "write_into_output": TypeError,
        "write_with_at": "gradient",
        "number_on_the_way": "zeros",
        "update_in_place": NotImplementedError,
        "update_in_brackets": "gradient",
        "new_weight": KeyError,
        "layer_from_outside": "zeros",
    }


# %% the update is the other way round verdict="wrong" fails=["test_update"]
def autograd_outcomes():
    return {
        "plain_gradient": "gradient",
        "feature_map_gradient": TypeError,
        "write_into_output": TypeError,
        "write_with_at": "gradient",
        "number_on_the_way": jax.errors.ConcretizationTypeError,
        "update_in_place": "gradient",
        "update_in_brackets": NotImplementedError,
        "new_weight": KeyError,
        "layer_from_outside": "zeros",
    }


# %% a RuntimeError, from which NotImplementedError is derived verdict="wrong" fails=["test_update"] says=["superclass"]
def autograd_outcomes():
    return {
        "plain_gradient": "gradient",
        "feature_map_gradient": TypeError,
        "write_into_output": TypeError,
        "write_with_at": "gradient",
        "number_on_the_way": jax.errors.ConcretizationTypeError,
        "update_in_place": RuntimeError,
        "update_in_brackets": "gradient",
        "new_weight": KeyError,
        "layer_from_outside": "zeros",
    }


# %% a new weight is fine verdict="wrong" fails=["test_layer"]
def autograd_outcomes():
    return {
        "plain_gradient": "gradient",
        "feature_map_gradient": TypeError,
        "write_into_output": TypeError,
        "write_with_at": "gradient",
        "number_on_the_way": jax.errors.ConcretizationTypeError,
        "update_in_place": NotImplementedError,
        "update_in_brackets": "gradient",
        "new_weight": "gradient",
        "layer_from_outside": "zeros",
    }


# %% the layer outside is as good as another verdict="wrong" fails=["test_layer"]
def autograd_outcomes():
    return {
        "plain_gradient": "gradient",
        "feature_map_gradient": TypeError,
        "write_into_output": TypeError,
        "write_with_at": "gradient",
        "number_on_the_way": jax.errors.ConcretizationTypeError,
        "update_in_place": NotImplementedError,
        "update_in_brackets": "gradient",
        "new_weight": KeyError,
        "layer_from_outside": "gradient",
    }


# %% an entry is missing verdict="wrong" fails=["test_layer"]
def autograd_outcomes():
    return {
        "plain_gradient": "gradient",
        "feature_map_gradient": TypeError,
        "write_into_output": TypeError,
        "write_with_at": "gradient",
        "number_on_the_way": jax.errors.ConcretizationTypeError,
        "update_in_place": NotImplementedError,
        "update_in_brackets": "gradient",
        "new_weight": KeyError,
    }


# %% None in place of the word verdict="wrong" fails=["test_graph", "test_layer", "test_start", "test_update"]
def autograd_outcomes():
    return {
        "plain_gradient": None,
        "feature_map_gradient": TypeError,
        "write_into_output": TypeError,
        "write_with_at": None,
        "number_on_the_way": jax.errors.ConcretizationTypeError,
        "update_in_place": NotImplementedError,
        "update_in_brackets": None,
        "new_weight": KeyError,
        "layer_from_outside": None,
    }


# %% names in quotes verdict="wrong" fails=["test_graph", "test_layer", "test_start", "test_update"] says=["name_in_quotes"]
def autograd_outcomes():
    outcomes = {}
    for name, snippet in SNIPPETS.items():
        try:
            found = snippet()
            outcomes[name] = "gradient" if found.any() else "zeros"
        except Exception as error:
            outcomes[name] = type(error).__name__
    return outcomes


# %% the exceptions themselves verdict="wrong" fails=["test_graph", "test_layer", "test_start", "test_update"]
def autograd_outcomes():
    outcomes = {}
    for name, snippet in SNIPPETS.items():
        try:
            found = snippet()
            outcomes[name] = "gradient" if found.any() else "zeros"
        except Exception as error:
            outcomes[name] = error
    return outcomes


# %% Exception for everything verdict="wrong" fails=["test_graph", "test_layer", "test_start", "test_update"] says=["superclass"]
def autograd_outcomes():
    outcomes = {}
    for name, snippet in SNIPPETS.items():
        try:
            found = snippet()
            outcomes[name] = "gradient" if found.any() else "zeros"
        except Exception:
            outcomes[name] = Exception
    return outcomes


# %% a class with a trick in its comparison verdict="wrong" fails=["test_graph", "test_layer", "test_start", "test_update"]
class Anything(type):
    def __eq__(cls, other):
        return True

    def __hash__(cls):
        return 0


class Any(Exception, metaclass=type("Meta", (Anything,), {})):
    pass


def autograd_outcomes():
    return dict.fromkeys(SNIPPETS, Any)


# %% a text with a trick in its comparison verdict="wrong" fails=["test_graph", "test_layer", "test_start", "test_update"]
class Anything(str):
    def __eq__(self, other):
        return True

    def __hash__(self):
        return 0


def autograd_outcomes():
    return dict.fromkeys(SNIPPETS, Anything("gradient"))


# %% always TypeError verdict="wrong" fails=["test_graph", "test_layer", "test_start", "test_update"]
def autograd_outcomes():
    return dict.fromkeys(SNIPPETS, TypeError)


# %% what comes back, as it is verdict="wrong" fails=["test_graph", "test_layer", "test_start", "test_update"]
def autograd_outcomes():
    outcomes = {}
    for name, snippet in SNIPPETS.items():
        try:
            outcomes[name] = snippet()
        except Exception as error:
            outcomes[name] = type(error)
    return outcomes


# %% a list verdict="wrong" fails=["test_graph", "test_layer", "test_start", "test_update"]
def autograd_outcomes():
    return list(SNIPPETS)


# %% prints and returns nothing verdict="wrong" fails=["test_graph", "test_layer", "test_start", "test_update"]
def autograd_outcomes():
    for name, snippet in SNIPPETS.items():
        try:
            print(name, snippet())
        except Exception as error:
            print(name, type(error))
