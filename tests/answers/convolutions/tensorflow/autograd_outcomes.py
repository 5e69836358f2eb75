# %% finds out verdict="right"
def autograd_outcomes():
    found_out = {}
    for name in SNIPPETS:
        try:
            found = SNIPPETS[name]()
            found_out[name] = "no gradient" if found is None else "gradient"
        except Exception as problem:
            found_out[name] = problem.__class__
    return found_out


# %% written down verdict="right"
def autograd_outcomes():
    return {
        "plain_gradient": "gradient",
        "feature_map_gradient": "gradient",
        "image_gradient": "no gradient",
        "gradient_twice": RuntimeError,
        "write_into_tensor": TypeError,
        "write_into_variable": "no gradient",
        "update_in_place": RuntimeError,
        "update_by_assign_sub": "gradient",
        "new_weight": "no gradient",
        "layer_gradient": TypeError,
    }


# %% written down by keyword, in another order verdict="right"
def autograd_outcomes():
    answers = dict.fromkeys(SNIPPETS, "no gradient")
    answers.update(gradient_twice=RuntimeError, update_in_place=RuntimeError)
    answers.update(layer_gradient=TypeError, write_into_tensor=TypeError)
    for fine in ("update_by_assign_sub", "plain_gradient", "feature_map_gradient"):
        answers.pop(fine)
        answers[fine] = "gradient"
    return answers


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
            self[name] = "no gradient" if found is None else "gradient"


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
            outcomes[name] = "no gradient" if found is None else "gradient"
    return outcomes


# %% recursion, one snippet at a time verdict="right"
def autograd_outcomes(names=None):
    names = list(SNIPPETS) if names is None else names
    if not names:
        return {}
    try:
        outcome = "no gradient" if SNIPPETS[names[0]]() is None else "gradient"
    except Exception as error:
        outcome = type(error)
    return {names[0]: outcome, **autograd_outcomes(names[1:])}


# %% the book's question taken literally verdict="wrong" fails=["test_start"]
def autograd_outcomes():
    return {
        "plain_gradient": RuntimeError,
        "feature_map_gradient": "gradient",
        "image_gradient": "no gradient",
        "gradient_twice": RuntimeError,
        "write_into_tensor": TypeError,
        "write_into_variable": "no gradient",
        "update_in_place": RuntimeError,
        "update_by_assign_sub": "gradient",
        "new_weight": "no gradient",
        "layer_gradient": TypeError,
    }


# %% a feature map has to be summed verdict="wrong" fails=["test_start"]
def autograd_outcomes():
    return {
        "plain_gradient": "gradient",
        "feature_map_gradient": ValueError,
        "image_gradient": "no gradient",
        "gradient_twice": RuntimeError,
        "write_into_tensor": TypeError,
        "write_into_variable": "no gradient",
        "update_in_place": RuntimeError,
        "update_by_assign_sub": "gradient",
        "new_weight": "no gradient",
        "layer_gradient": TypeError,
    }


# %% a constant is watched verdict="wrong" fails=["test_start"]
def autograd_outcomes():
    return {
        "plain_gradient": "gradient",
        "feature_map_gradient": "gradient",
        "image_gradient": "gradient",
        "gradient_twice": RuntimeError,
        "write_into_tensor": TypeError,
        "write_into_variable": "no gradient",
        "update_in_place": RuntimeError,
        "update_by_assign_sub": "gradient",
        "new_weight": "no gradient",
        "layer_gradient": TypeError,
    }


# %% twice is fine verdict="wrong" fails=["test_graph"]
def autograd_outcomes():
    return {
        "plain_gradient": "gradient",
        "feature_map_gradient": "gradient",
        "image_gradient": "no gradient",
        "gradient_twice": "gradient",
        "write_into_tensor": TypeError,
        "write_into_variable": "no gradient",
        "update_in_place": RuntimeError,
        "update_by_assign_sub": "gradient",
        "new_weight": "no gradient",
        "layer_gradient": TypeError,
    }


# %% tensors can be written into verdict="wrong" fails=["test_graph"]
def autograd_outcomes():
    return {
        "plain_gradient": "gradient",
        "feature_map_gradient": "gradient",
        "image_gradient": "no gradient",
        "gradient_twice": RuntimeError,
        "write_into_tensor": "no gradient",
        "write_into_variable": "no gradient",
        "update_in_place": RuntimeError,
        "update_by_assign_sub": "gradient",
        "new_weight": "no gradient",
        "layer_gradient": TypeError,
    }


# %% a variable remembers what was written into it verdict="wrong" fails=["test_graph"]
def autograd_outcomes():
    return {
        "plain_gradient": "gradient",
        "feature_map_gradient": "gradient",
        "image_gradient": "no gradient",
        "gradient_twice": RuntimeError,
        "write_into_tensor": TypeError,
        "write_into_variable": "gradient",
        "update_in_place": RuntimeError,
        "update_by_assign_sub": "gradient",
        "new_weight": "no gradient",
        "layer_gradient": TypeError,
    }


# %% the update is the other way round verdict="wrong" fails=["test_update"]
def autograd_outcomes():
    return {
        "plain_gradient": "gradient",
        "feature_map_gradient": "gradient",
        "image_gradient": "no gradient",
        "gradient_twice": RuntimeError,
        "write_into_tensor": TypeError,
        "write_into_variable": "no gradient",
        "update_in_place": "gradient",
        "update_by_assign_sub": RuntimeError,
        "new_weight": "no gradient",
        "layer_gradient": TypeError,
    }


# %% a new weight is fine verdict="wrong" fails=["test_layer"]
def autograd_outcomes():
    return {
        "plain_gradient": "gradient",
        "feature_map_gradient": "gradient",
        "image_gradient": "no gradient",
        "gradient_twice": RuntimeError,
        "write_into_tensor": TypeError,
        "write_into_variable": "no gradient",
        "update_in_place": RuntimeError,
        "update_by_assign_sub": "gradient",
        "new_weight": "gradient",
        "layer_gradient": TypeError,
    }


# %% a layer has a gradient verdict="wrong" fails=["test_layer"]
def autograd_outcomes():
    return {
        "plain_gradient": "gradient",
        "feature_map_gradient": "gradient",
        "image_gradient": "no gradient",
        "gradient_twice": RuntimeError,
        "write_into_tensor": TypeError,
        "write_into_variable": "no gradient",
        "update_in_place": RuntimeError,
        "update_by_assign_sub": "gradient",
        "new_weight": "no gradient",
        "layer_gradient": "gradient",
    }


# %% an entry is missing verdict="wrong" fails=["test_layer"]
def autograd_outcomes():
    return {
        "plain_gradient": "gradient",
        "feature_map_gradient": "gradient",
        "image_gradient": "no gradient",
        "gradient_twice": RuntimeError,
        "write_into_tensor": TypeError,
        "write_into_variable": "no gradient",
        "update_in_place": RuntimeError,
        "update_by_assign_sub": "gradient",
        "new_weight": "no gradient",
    }


# %% None in place of the words verdict="wrong" fails=["test_graph", "test_layer", "test_start", "test_update"]
def autograd_outcomes():
    return {
        "plain_gradient": None,
        "feature_map_gradient": "gradient",
        "image_gradient": None,
        "gradient_twice": RuntimeError,
        "write_into_tensor": TypeError,
        "write_into_variable": None,
        "update_in_place": RuntimeError,
        "update_by_assign_sub": None,
        "new_weight": None,
        "layer_gradient": TypeError,
    }


# %% names in quotes verdict="wrong" fails=["test_graph", "test_layer", "test_update"] says=["name_in_quotes"]
def autograd_outcomes():
    outcomes = {}
    for name, snippet in SNIPPETS.items():
        try:
            found = snippet()
            outcomes[name] = "no gradient" if found is None else "gradient"
        except Exception as error:
            outcomes[name] = type(error).__name__
    return outcomes


# %% the exceptions themselves verdict="wrong" fails=["test_graph", "test_layer", "test_update"]
def autograd_outcomes():
    outcomes = {}
    for name, snippet in SNIPPETS.items():
        try:
            found = snippet()
            outcomes[name] = "no gradient" if found is None else "gradient"
        except Exception as error:
            outcomes[name] = error
    return outcomes


# %% Exception for everything verdict="wrong" fails=["test_graph", "test_layer", "test_update"] says=["superclass"]
def autograd_outcomes():
    outcomes = {}
    for name, snippet in SNIPPETS.items():
        try:
            found = snippet()
            outcomes[name] = "no gradient" if found is None else "gradient"
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
