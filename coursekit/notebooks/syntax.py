"""Small questions about parts of Python's syntax trees."""

from __future__ import annotations

import ast
from collections.abc import Iterator

# What Python raises for text that it cannot read, nested too deeply for it included.
NOT_PLAIN = (SyntaxError, ValueError, RecursionError, MemoryError)

# Ways around everything that is looked at here, files, and what changes a library for all that use it.
ASIDE = {"globals", "locals", "vars", "setattr", "delattr", "exec", "eval", "compile", "open", "__import__"}
FOR_ALL = {
    *("lru_cache", "cache", "cached_property", "environ", "chdir", "rcParams", "seterr"),
    *("save", "savefig", "savetxt", "imsave", "tofile", "write_text", "write_bytes", "dump"),
    *("simplefilter", "filterwarnings", "use_deterministic_algorithms", "get_ipython", "sys", "builtins"),
}
SETTINGS = (
    *("set_default", "set_grad", "set_num", "set_rng", "set_print", "set_flush", "set_float"),
    "register_module",
)
PLAIN_DUNDERS = {"__init__", "__name__", "__call__", "__version__"}
# What draws random numbers, by a part of its name.
DRAWS = ("rand", "normal", "uniform", "bernoulli", "multinomial", "shuffle", "choice", "sample", "dropout")
DRAWS_AS_WELL = {"Conv1d", "Conv2d", "Conv3d", "Linear", "Bilinear", "Embedding", "permutation", "poisson"}

CALM_DECORATORS = {
    *("staticmethod", "classmethod", "property", "abstractmethod", "override"),
    *("torch.no_grad", "torch.inference_mode", "torch.enable_grad"),
}
STREAMS = {"stdout", "stderr"}  # of sys; what is printed to them is shown, and nothing else comes of it

Function = ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda


def goes_aside(node: ast.AST) -> bool:
    """Return whether a part of code goes around what is looked at here, or changes something for all."""
    if isinstance(node, ast.Name):
        return node.id in ASIDE or node.id in FOR_ALL
    if isinstance(node, ast.Attribute):
        hidden = node.attr.startswith("__") and node.attr not in PLAIN_DUNDERS
        return hidden or node.attr in FOR_ALL or node.attr.startswith(SETTINGS)
    if isinstance(node, ast.ImportFrom):
        return not FOR_ALL.isdisjoint((node.module or "").split("."))
    if isinstance(node, ast.alias):
        # Of `sys` it is told where it is used what is done with it, as long as it is called that.
        return node.asname is not None if node.name == "sys" else not FOR_ALL.isdisjoint(node.name.split("."))
    return False


def is_stream(node: ast.AST) -> bool:
    """Return whether a part of code is `sys.stdout` or `sys.stderr`, and is read."""
    if not isinstance(node, ast.Attribute) or not isinstance(node.ctx, ast.Load):
        return False
    return isinstance(node.value, ast.Name) and node.value.id == "sys" and node.attr in STREAMS


def draws_numbers(node: ast.AST) -> bool:
    """Return whether a part of code is the name of something that draws random numbers."""
    name = node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else ""
    return name in DRAWS_AS_WELL or any(part in name for part in DRAWS)


def dotted(node: ast.expr) -> str:
    """Return `a.b` for a decorator `a.b` or `a.b()`."""
    return ast.unparse(node).removesuffix("()")


def is_constant(node: ast.expr) -> bool:
    """Return whether nobody can write into what an expression gives: a number, a text, `(1, -1)`, `torch.int8`."""
    if isinstance(node, ast.Tuple):
        return all(map(is_constant, node.elts))
    if isinstance(node, ast.UnaryOp):
        node = node.operand
    return isinstance(node, ast.Constant) or (isinstance(node, ast.Attribute) and bool(owner(node)))


def is_calm(statement: ast.stmt) -> bool:
    """Return whether a statement in a class holds nothing that could be written into."""
    if isinstance(statement, ast.Assign | ast.AnnAssign):
        return statement.value is None or is_constant(statement.value)
    return isinstance(statement, ast.Pass) or (
        isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)
    )


def owner(node: ast.expr) -> str:
    """Return the name at the front of `name`, `name.attribute` or `name[index]`, or ""."""
    while isinstance(node, ast.Attribute | ast.Subscript):
        node = node.value
    return node.id if isinstance(node, ast.Name) else ""


def written(node: ast.expr) -> str:
    """Return the name of what `y[0] = 1` or `y.view(-1)[0] = 1` writes into, or ""."""
    while isinstance(node, ast.Attribute | ast.Subscript | ast.Call):
        if isinstance(node, ast.Call) and not isinstance(node.func, ast.Attribute):
            return ""
        node = node.func if isinstance(node, ast.Call) else node.value
    return node.id if isinstance(node, ast.Name) else ""


def marks_types(tree: ast.AST) -> bool:
    """Return whether code may keep something at a type, by another name than that of a class: `type(x)` has one."""
    nodes = list(ast.walk(tree))
    if not any(isinstance(node, ast.Name) and node.id == "type" for node in nodes):
        return False
    return any(map(_binds_beside_self, nodes))


def _binds_beside_self(node: ast.AST) -> bool:
    """Return whether an attribute of anything but `self` is bound, or `self` itself: by convention it is no type."""
    if not isinstance(node, ast.Attribute | ast.Name) or not isinstance(node.ctx, ast.Store):
        return False
    return (owner(node) != "self") == isinstance(node, ast.Attribute)


def own_names(function: Function) -> Iterator[str]:
    """Yield the names that are a function's own: its arguments, and what it binds."""
    every = function.args
    named = [*every.posonlyargs, *every.args, *every.kwonlyargs, every.vararg, every.kwarg]
    yield from (argument.arg for argument in named if argument is not None)
    todo: list[ast.AST] = [function.body] if isinstance(function, ast.Lambda) else list(function.body)
    while todo:
        node = todo.pop()
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield node.name
        elif isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load):
            yield node.id
        elif isinstance(node, ast.ExceptHandler) and node.name:
            yield node.name
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.Lambda):
            todo.extend(ast.iter_child_nodes(node))
