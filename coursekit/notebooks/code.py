"""Reads what the code of a cell binds, and what its functions do with names from outside; nothing is run."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache

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
ONLY_LOOK = {"isinstance", "issubclass", "super", "len"}
ONLY_READ = {"items", "keys", "values"}

Function = ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda


@dataclass
class Code:
    """What was read of one cell.

    `doubtful`: a function in it may keep something. `data` are the names to which it binds what is neither a function
    nor a class nor a module, `defined` those of its functions and classes. Of the names that these functions find
    outside, they only call those that are `called`, and do more with those that are `handled`. The cell `draws` random
    numbers in functions, or `draws_now`, when it is run; `acts` are the names that it calls then, or "" for others.
    """

    doubtful: bool = False
    data: set[str] = field(default_factory=set)
    defined: set[str] = field(default_factory=set)
    handled: set[str] = field(default_factory=set)
    called: set[str] = field(default_factory=set)
    draws: bool = False
    draws_now: bool = False
    acts: set[str] = field(default_factory=set)


@lru_cache(maxsize=4096)  # most cells of a class are the instructor's
def read_code(source: str) -> Code:
    """Return what there is to know of a cell."""
    code = Code()
    try:
        tree = ast.parse(source)
        for statement in tree.body:
            _Reader(code).visit(statement)
    except NOT_PLAIN:
        code.doubtful = True
    return code


class _Reader(ast.NodeVisitor):
    """Notes in `code` what is found; `local` are the names of the function around, None outside of all."""

    def __init__(self, code: Code, local: frozenset[str] | None = None):
        self._code, self._local = code, local

    def generic_visit(self, node: ast.AST) -> None:
        if _draws(node):
            self._code.draws = True
            self._code.draws_now = self._code.draws_now or self._local is None
        if self._local is not None and goes_aside(node):
            self._code.doubtful = True
        super().generic_visit(node)

    # --- definitions --------------------------------------------------------------------------

    def visit_FunctionDef(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> None:
        if self._local is None:
            self._code.defined.add(node.name)
        if not all(_name(decorator) in CALM_DECORATORS for decorator in node.decorator_list):
            self._code.doubtful = True
        self._enter(node, node.body)

    visit_AsyncFunctionDef = visit_FunctionDef

    def visit_Lambda(self, node: ast.Lambda) -> None:
        self._enter(node, [node.body])

    def _enter(self, node: Function, body: Iterable[ast.AST]) -> None:
        defaults = [*node.args.defaults, *filter(None, node.args.kw_defaults)]
        if not all(map(_is_constant, defaults)):
            self._code.doubtful = True
        inner = _Reader(self._code, (self._local or frozenset()) | frozenset(_locals(node)))
        for part in body:
            inner.visit(part)

    def visit_ClassDef(self, node: ast.ClassDef) -> None:
        if self._local is None:
            self._code.defined.add(node.name)
        if node.decorator_list or node.keywords:
            self._code.doubtful = True
        for statement in node.body:
            if isinstance(statement, ast.FunctionDef):
                _Reader(self._code, self._local or frozenset()).visit(statement)
            elif not _is_calm(statement):
                self._code.doubtful = True
        for base in node.bases:
            self.visit(base)

    def visit_Global(self, node: ast.Global | ast.Nonlocal) -> None:
        self._code.doubtful = True

    visit_Nonlocal = visit_Global

    # --- what is done -------------------------------------------------------------------------

    def visit_Name(self, node: ast.Name) -> None:
        if self._local is None:
            if not isinstance(node.ctx, ast.Load):
                self._code.data.add(node.id)
        elif isinstance(node.ctx, ast.Load) and node.id not in self._local:
            self._code.handled.add(node.id)
        self.generic_visit(node)

    def visit_Assign(self, node: ast.Assign) -> None:
        names = [target.id for target in node.targets if isinstance(target, ast.Name)]
        if self._local is None and isinstance(node.value, ast.Lambda) and len(names) == len(node.targets):
            self._code.defined.update(names)
            self.visit(node.value)
        else:
            self.generic_visit(node)

    def visit_Attribute(self, node: ast.Attribute | ast.Subscript) -> None:
        if _is_stream(node):
            return
        writes = self._local is not None and not isinstance(node.ctx, ast.Load)
        if writes and owner(node) not in (self._local or ()):
            self._code.doubtful = True
        self.generic_visit(node)

    visit_Subscript = visit_Attribute

    def visit_Call(self, node: ast.Call) -> None:
        if self._local is None:
            self._code.acts.add(owner(node.func))
        rest: list[ast.AST] = [*node.args, *(keyword.value for keyword in node.keywords)]
        function = node.func
        if isinstance(function, ast.Name):
            if function.id in ONLY_LOOK:
                rest = [part for part in rest if not isinstance(part, ast.Name)]
            if self._local is not None and function.id not in self._local:
                self._code.called.add(function.id)
            self.generic_visit(function)
        elif isinstance(function, ast.Attribute) and function.attr in ONLY_READ and not node.args:
            rest += [] if isinstance(function.value, ast.Name) else [function.value]
        else:
            rest.append(function)
        for part in rest:
            self.visit(part)


# --- small questions ------------------------------------------------------------------------------


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


def _is_stream(node: ast.AST) -> bool:
    """Return whether a part of code is `sys.stdout` or `sys.stderr`, and is read."""
    if not isinstance(node, ast.Attribute) or not isinstance(node.ctx, ast.Load):
        return False
    return isinstance(node.value, ast.Name) and node.value.id == "sys" and node.attr in STREAMS


def _draws(node: ast.AST) -> bool:
    name = node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else ""
    return name in DRAWS_AS_WELL or any(part in name for part in DRAWS)


def _name(node: ast.expr) -> str:
    """Return `a.b` for a decorator `a.b` or `a.b()`."""
    return ast.unparse(node).removesuffix("()")


def _is_constant(node: ast.expr) -> bool:
    """Return whether nobody can write into what an expression gives: a number, a text, `(1, -1)`, `torch.int8`."""
    if isinstance(node, ast.Tuple):
        return all(map(_is_constant, node.elts))
    if isinstance(node, ast.UnaryOp):
        node = node.operand
    return isinstance(node, ast.Constant) or (isinstance(node, ast.Attribute) and bool(owner(node)))


def _is_calm(statement: ast.stmt) -> bool:
    """Return whether a statement in a class holds nothing that could be written into."""
    if isinstance(statement, ast.Assign | ast.AnnAssign):
        return statement.value is None or _is_constant(statement.value)
    return isinstance(statement, ast.Pass) or (
        isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)
    )


def owner(node: ast.expr) -> str:
    """Return the name at the front of `name`, `name.attribute` or `name[index]`, or ""."""
    while isinstance(node, ast.Attribute | ast.Subscript):
        node = node.value
    return node.id if isinstance(node, ast.Name) else ""


def _locals(function: Function) -> Iterator[str]:
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
