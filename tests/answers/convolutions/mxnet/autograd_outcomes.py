# %% finds out verdict="right"
def autograd_outcomes():
    outcomes = {}
    for name, snippet in SNIPPETS.items():
        try:
            found = snippet()
        except Exception as error:
            outcomes[name] = type(error)
        else:
            outcomes[name] = "no gradient" if found is None else "gradient"
    return outcomes

# %% written down verdict="right"
from mxnet import MXNetError


def autograd_outcomes():
    return {
        "plain_gradient": "gradient",
        "feature_map_gradient": "gradient",
        "image_gradient": "no gradient",
        "outside_record": MXNetError,
        "backward_twice": MXNetError,
        "write_into_output": MXNetError,
        "stack_output": "gradient",
        "update_while_recording": MXNetError,
        "update_afterwards": "gradient",
        "new_weight": TypeError,
        "layer_gradient": AttributeError,
        "not_initialized": RuntimeError,
    }

# %% finds out, by the class of the error verdict="right"
def autograd_outcomes():
    outcomes = {}
    for name, snippet in SNIPPETS.items():
        try:
            found = snippet()
        except Exception as error:
            outcomes[name] = error.__class__
        else:
            outcomes[name] = ("gradient", "no gradient")[found is None]
    return outcomes

# %% with the whole name of the class verdict="right"
import mxnet


def autograd_outcomes():
    return {
        "plain_gradient": "gradient",
        "feature_map_gradient": "gradient",
        "image_gradient": "no gradient",
        "outside_record": mxnet.base.MXNetError,
        "backward_twice": mxnet.base.MXNetError,
        "write_into_output": mxnet.base.MXNetError,
        "stack_output": "gradient",
        "update_while_recording": mxnet.base.MXNetError,
        "update_afterwards": "gradient",
        "new_weight": TypeError,
        "layer_gradient": AttributeError,
        "not_initialized": RuntimeError,
    }

# %% the book's question taken literally: an error for the plain case verdict="wrong" fails=["test_start"]
from mxnet import MXNetError


def autograd_outcomes():
    return {
        "plain_gradient": MXNetError,
        "feature_map_gradient": "gradient",
        "image_gradient": "no gradient",
        "outside_record": MXNetError,
        "backward_twice": MXNetError,
        "write_into_output": MXNetError,
        "stack_output": "gradient",
        "update_while_recording": MXNetError,
        "update_afterwards": "gradient",
        "new_weight": TypeError,
        "layer_gradient": AttributeError,
        "not_initialized": RuntimeError,
    }

# %% a feature map has to be summed verdict="wrong" fails=["test_start"]
from mxnet import MXNetError


def autograd_outcomes():
    return {
        "plain_gradient": "gradient",
        "feature_map_gradient": MXNetError,
        "image_gradient": "no gradient",
        "outside_record": MXNetError,
        "backward_twice": MXNetError,
        "write_into_output": MXNetError,
        "stack_output": "gradient",
        "update_while_recording": MXNetError,
        "update_afterwards": "gradient",
        "new_weight": TypeError,
        "layer_gradient": AttributeError,
        "not_initialized": RuntimeError,
    }

# %% the image has a gradient verdict="wrong" fails=["test_start"]
from mxnet import MXNetError


def autograd_outcomes():
    return {
        "plain_gradient": "gradient",
        "feature_map_gradient": "gradient",
        "image_gradient": "gradient",
        "outside_record": MXNetError,
        "backward_twice": MXNetError,
        "write_into_output": MXNetError,
        "stack_output": "gradient",
        "update_while_recording": MXNetError,
        "update_afterwards": "gradient",
        "new_weight": TypeError,
        "layer_gradient": AttributeError,
        "not_initialized": RuntimeError,
    }

# %% nothing needs to be recorded verdict="wrong" fails=["test_start"]
from mxnet import MXNetError


def autograd_outcomes():
    return {
        "plain_gradient": "gradient",
        "feature_map_gradient": "gradient",
        "image_gradient": "no gradient",
        "outside_record": "gradient",
        "backward_twice": MXNetError,
        "write_into_output": MXNetError,
        "stack_output": "gradient",
        "update_while_recording": MXNetError,
        "update_afterwards": "gradient",
        "new_weight": TypeError,
        "layer_gradient": AttributeError,
        "not_initialized": RuntimeError,
    }

# %% twice is fine verdict="wrong" fails=["test_graph"]
from mxnet import MXNetError


def autograd_outcomes():
    return {
        "plain_gradient": "gradient",
        "feature_map_gradient": "gradient",
        "image_gradient": "no gradient",
        "outside_record": MXNetError,
        "backward_twice": "gradient",
        "write_into_output": MXNetError,
        "stack_output": "gradient",
        "update_while_recording": MXNetError,
        "update_afterwards": "gradient",
        "new_weight": TypeError,
        "layer_gradient": AttributeError,
        "not_initialized": RuntimeError,
    }

# %% the textbook's function can be trained: outputs may be written into verdict="wrong" fails=["test_graph"]
from mxnet import MXNetError


def autograd_outcomes():
    return {
        "plain_gradient": "gradient",
        "feature_map_gradient": "gradient",
        "image_gradient": "no gradient",
        "outside_record": MXNetError,
        "backward_twice": MXNetError,
        "write_into_output": "gradient",
        "stack_output": "gradient",
        "update_while_recording": MXNetError,
        "update_afterwards": "gradient",
        "new_weight": TypeError,
        "layer_gradient": AttributeError,
        "not_initialized": RuntimeError,
    }

# %% writing loses the gradient without a word verdict="wrong" fails=["test_graph"]
from mxnet import MXNetError


def autograd_outcomes():
    return {
        "plain_gradient": "gradient",
        "feature_map_gradient": "gradient",
        "image_gradient": "no gradient",
        "outside_record": MXNetError,
        "backward_twice": MXNetError,
        "write_into_output": "no gradient",
        "stack_output": "gradient",
        "update_while_recording": MXNetError,
        "update_afterwards": "gradient",
        "new_weight": TypeError,
        "layer_gradient": AttributeError,
        "not_initialized": RuntimeError,
    }

# %% stacking fails, too verdict="wrong" fails=["test_graph"]
from mxnet import MXNetError


def autograd_outcomes():
    return {
        "plain_gradient": "gradient",
        "feature_map_gradient": "gradient",
        "image_gradient": "no gradient",
        "outside_record": MXNetError,
        "backward_twice": MXNetError,
        "write_into_output": MXNetError,
        "stack_output": MXNetError,
        "update_while_recording": MXNetError,
        "update_afterwards": "gradient",
        "new_weight": TypeError,
        "layer_gradient": AttributeError,
        "not_initialized": RuntimeError,
    }

# %% the update is the other way round verdict="wrong" fails=["test_update"]
from mxnet import MXNetError


def autograd_outcomes():
    return {
        "plain_gradient": "gradient",
        "feature_map_gradient": "gradient",
        "image_gradient": "no gradient",
        "outside_record": MXNetError,
        "backward_twice": MXNetError,
        "write_into_output": MXNetError,
        "stack_output": "gradient",
        "update_while_recording": "gradient",
        "update_afterwards": MXNetError,
        "new_weight": TypeError,
        "layer_gradient": AttributeError,
        "not_initialized": RuntimeError,
    }

# %% a new weight is fine verdict="wrong" fails=["test_layer"]
from mxnet import MXNetError


def autograd_outcomes():
    return {
        "plain_gradient": "gradient",
        "feature_map_gradient": "gradient",
        "image_gradient": "no gradient",
        "outside_record": MXNetError,
        "backward_twice": MXNetError,
        "write_into_output": MXNetError,
        "stack_output": "gradient",
        "update_while_recording": MXNetError,
        "update_afterwards": "gradient",
        "new_weight": "gradient",
        "layer_gradient": AttributeError,
        "not_initialized": RuntimeError,
    }

# %% a layer has a gradient verdict="wrong" fails=["test_layer"]
from mxnet import MXNetError


def autograd_outcomes():
    return {
        "plain_gradient": "gradient",
        "feature_map_gradient": "gradient",
        "image_gradient": "no gradient",
        "outside_record": MXNetError,
        "backward_twice": MXNetError,
        "write_into_output": MXNetError,
        "stack_output": "gradient",
        "update_while_recording": MXNetError,
        "update_afterwards": "gradient",
        "new_weight": TypeError,
        "layer_gradient": "gradient",
        "not_initialized": RuntimeError,
    }

# %% MXNet's error for what is not initialized verdict="wrong" fails=["test_layer"]
from mxnet import MXNetError


def autograd_outcomes():
    return {
        "plain_gradient": "gradient",
        "feature_map_gradient": "gradient",
        "image_gradient": "no gradient",
        "outside_record": MXNetError,
        "backward_twice": MXNetError,
        "write_into_output": MXNetError,
        "stack_output": "gradient",
        "update_while_recording": MXNetError,
        "update_afterwards": "gradient",
        "new_weight": TypeError,
        "layer_gradient": AttributeError,
        "not_initialized": MXNetError,
    }

# %% an entry is missing verdict="wrong" fails=["test_layer"]
from mxnet import MXNetError


def autograd_outcomes():
    return {
        "plain_gradient": "gradient",
        "feature_map_gradient": "gradient",
        "image_gradient": "no gradient",
        "outside_record": MXNetError,
        "backward_twice": MXNetError,
        "write_into_output": MXNetError,
        "stack_output": "gradient",
        "update_while_recording": MXNetError,
        "update_afterwards": "gradient",
        "new_weight": TypeError,
        "not_initialized": RuntimeError,
    }

# %% RuntimeError, from which MXNetError is derived verdict="wrong" fails=["test_graph", "test_start", "test_update"] says=["superclass"]
def autograd_outcomes():
    return {
        "plain_gradient": "gradient",
        "feature_map_gradient": "gradient",
        "image_gradient": "no gradient",
        "outside_record": RuntimeError,
        "backward_twice": RuntimeError,
        "write_into_output": RuntimeError,
        "stack_output": "gradient",
        "update_while_recording": RuntimeError,
        "update_afterwards": "gradient",
        "new_weight": TypeError,
        "layer_gradient": AttributeError,
        "not_initialized": RuntimeError,
    }

# %% None in place of the words verdict="wrong" fails=["test_graph", "test_start", "test_update"]
def autograd_outcomes():
    outcomes = {}
    for name, snippet in SNIPPETS.items():
        try:
            found = snippet()
        except Exception as error:
            outcomes[name] = type(error)
        else:
            outcomes[name] = None
    return outcomes

# %% names in quotes verdict="wrong" fails=["test_graph", "test_layer", "test_start", "test_update"] says=["name_in_quotes"]
def autograd_outcomes():
    outcomes = {}
    for name, snippet in SNIPPETS.items():
        try:
            found = snippet()
        except Exception as error:
            outcomes[name] = type(error).__name__
        else:
            outcomes[name] = "no gradient" if found is None else "gradient"
    return outcomes

# %% the exceptions themselves verdict="wrong" fails=["test_graph", "test_layer", "test_start", "test_update"]
def autograd_outcomes():
    outcomes = {}
    for name, snippet in SNIPPETS.items():
        try:
            found = snippet()
        except Exception as error:
            outcomes[name] = error
        else:
            outcomes[name] = "no gradient" if found is None else "gradient"
    return outcomes

# %% Exception for everything verdict="wrong" fails=["test_graph", "test_layer", "test_start", "test_update"] says=["superclass"]
def autograd_outcomes():
    outcomes = {}
    for name, snippet in SNIPPETS.items():
        try:
            found = snippet()
        except Exception as error:
            outcomes[name] = Exception
        else:
            outcomes[name] = "no gradient" if found is None else "gradient"
    return outcomes

# %% what comes back, as it is verdict="wrong" fails=["test_graph", "test_start", "test_update"]
def autograd_outcomes():
    outcomes = {}
    for name, snippet in SNIPPETS.items():
        try:
            found = snippet()
        except Exception as error:
            outcomes[name] = type(error)
        else:
            outcomes[name] = found
    return outcomes

# %% a list verdict="wrong" fails=["test_graph", "test_layer", "test_start", "test_update"]
def autograd_outcomes():
    return list(SNIPPETS)

# %% prints and returns nothing verdict="wrong" fails=["test_graph", "test_layer", "test_start", "test_update"]
def autograd_outcomes():
    print(SNIPPETS)
