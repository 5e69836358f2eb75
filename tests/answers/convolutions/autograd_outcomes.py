# %% finds out verdict="right"
def autograd_outcomes():
    found = {}
    for name in SNIPPETS:
        try:
            SNIPPETS[name]()
            found[name] = None
        except Exception as problem:
            found[name] = problem.__class__
    return found


# %% written down verdict="right"
def autograd_outcomes():
    return {
        "plain_backward": None,
        "feature_map_backward": RuntimeError,
        "backward_twice": RuntimeError,
        "write_into_leaf": RuntimeError,
        "update_in_place": RuntimeError,
        "update_under_no_grad": None,
        "new_weight": TypeError,
        "layer_grad": AttributeError,
    }


# %% written down by keyword, in another order verdict="right"
def autograd_outcomes():
    answers = dict.fromkeys(SNIPPETS, RuntimeError)
    answers.update(layer_grad=AttributeError, new_weight=TypeError)
    for fine in ("update_under_no_grad", "plain_backward"):
        answers.pop(fine)
        answers[fine] = None
    return answers


# %% a dict of its own kind, noisy, with a note verdict="right"
import sys
import traceback
from collections import OrderedDict


class Notes(OrderedDict):
    def try_it(self, name, snippet):
        try:
            snippet()
        except BaseException:
            kind, text, _ = sys.exc_info()
            traceback.print_exc()
            print(name, text)
            self[name] = kind
        else:
            self[name] = None


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
            outcomes[self.name] = kind
            return True

    for name, snippet in SNIPPETS.items():
        with Watch(name):
            snippet()
    return outcomes


# %% recursion, one snippet at a time, each tried several times verdict="right"
def autograd_outcomes(names=None):
    names = list(SNIPPETS) if names is None else names
    if not names:
        return {}
    kinds = set()
    for _ in range(20):
        try:
            SNIPPETS[names[0]]()
            kinds.add(None)
        except Exception as error:
            kinds.add(type(error))
    (kind,) = kinds
    return {names[0]: kind, **autograd_outcomes(names[1:])}


# %% the book's question taken literally verdict="wrong" fails=["test_start"]
def autograd_outcomes():
    return {
        "plain_backward": RuntimeError,
        "feature_map_backward": RuntimeError,
        "backward_twice": RuntimeError,
        "write_into_leaf": RuntimeError,
        "update_in_place": RuntimeError,
        "update_under_no_grad": None,
        "new_weight": TypeError,
        "layer_grad": AttributeError,
    }


# %% a feature map as good as a number verdict="wrong" fails=["test_start"]
def autograd_outcomes():
    return {
        "plain_backward": None,
        "feature_map_backward": None,
        "backward_twice": RuntimeError,
        "write_into_leaf": RuntimeError,
        "update_in_place": RuntimeError,
        "update_under_no_grad": None,
        "new_weight": TypeError,
        "layer_grad": AttributeError,
    }


# %% twice is fine verdict="wrong" fails=["test_graph"]
def autograd_outcomes():
    return {
        "plain_backward": None,
        "feature_map_backward": RuntimeError,
        "backward_twice": None,
        "write_into_leaf": RuntimeError,
        "update_in_place": RuntimeError,
        "update_under_no_grad": None,
        "new_weight": TypeError,
        "layer_grad": AttributeError,
    }


# %% writing into a leaf is a TypeError verdict="wrong" fails=["test_graph"]
def autograd_outcomes():
    return {
        "plain_backward": None,
        "feature_map_backward": RuntimeError,
        "backward_twice": RuntimeError,
        "write_into_leaf": TypeError,
        "update_in_place": RuntimeError,
        "update_under_no_grad": None,
        "new_weight": TypeError,
        "layer_grad": AttributeError,
    }


# %% the update is the other way round verdict="wrong" fails=["test_update"]
def autograd_outcomes():
    return {
        "plain_backward": None,
        "feature_map_backward": RuntimeError,
        "backward_twice": RuntimeError,
        "write_into_leaf": RuntimeError,
        "update_in_place": None,
        "update_under_no_grad": RuntimeError,
        "new_weight": TypeError,
        "layer_grad": AttributeError,
    }


# %% a new weight is fine verdict="wrong" fails=["test_layer"]
def autograd_outcomes():
    return {
        "plain_backward": None,
        "feature_map_backward": RuntimeError,
        "backward_twice": RuntimeError,
        "write_into_leaf": RuntimeError,
        "update_in_place": RuntimeError,
        "update_under_no_grad": None,
        "new_weight": None,
        "layer_grad": AttributeError,
    }


# %% an entry is missing verdict="wrong" fails=["test_layer"]
def autograd_outcomes():
    return {
        "plain_backward": None,
        "feature_map_backward": RuntimeError,
        "backward_twice": RuntimeError,
        "write_into_leaf": RuntimeError,
        "update_in_place": RuntimeError,
        "update_under_no_grad": None,
        "new_weight": TypeError,
    }


# %% names in quotes verdict="wrong" fails=["test_start", "test_graph", "test_update", "test_layer"] says=["name_in_quotes"]
def autograd_outcomes():
    outcomes = {}
    for name, snippet in SNIPPETS.items():
        try:
            snippet()
            outcomes[name] = None
        except Exception as error:
            outcomes[name] = type(error).__name__
    return outcomes


# %% the exceptions themselves verdict="wrong" fails=["test_start", "test_graph", "test_update", "test_layer"]
def autograd_outcomes():
    outcomes = {}
    for name, snippet in SNIPPETS.items():
        try:
            snippet()
            outcomes[name] = None
        except Exception as error:
            outcomes[name] = error
    return outcomes


# %% Exception for everything verdict="wrong" fails=["test_start", "test_graph", "test_update", "test_layer"] says=["superclass"]
def autograd_outcomes():
    outcomes = {}
    for name, snippet in SNIPPETS.items():
        try:
            snippet()
            outcomes[name] = None
        except Exception:
            outcomes[name] = Exception
    return outcomes


# %% a class with a trick in its comparison verdict="wrong" fails=["test_start", "test_graph", "test_update", "test_layer"]
class Anything(type):
    def __eq__(cls, other):
        return True

    def __hash__(cls):
        return 0


class Any(Exception, metaclass=type("Meta", (Anything,), {})):
    pass


def autograd_outcomes():
    return dict.fromkeys(SNIPPETS, Any)


# %% always RuntimeError verdict="wrong" fails=["test_start", "test_update", "test_layer"]
def autograd_outcomes():
    return dict.fromkeys(SNIPPETS, RuntimeError)


# %% nothing ever happens verdict="wrong" fails=["test_start", "test_graph", "test_update", "test_layer"]
def autograd_outcomes():
    return dict.fromkeys(SNIPPETS)


# %% a list verdict="wrong" fails=["test_start", "test_graph", "test_update", "test_layer"]
def autograd_outcomes():
    return [None, RuntimeError, RuntimeError, RuntimeError, RuntimeError, None, TypeError, AttributeError]


# %% prints and returns nothing verdict="wrong" fails=["test_start", "test_graph", "test_update", "test_layer"]
def autograd_outcomes():
    for name, snippet in SNIPPETS.items():
        try:
            snippet()
        except Exception as error:
            print(name, type(error))
