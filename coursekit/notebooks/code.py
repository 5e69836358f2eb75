"""Reads what the code of a cell binds, and what its functions do with names from outside; nothing is run."""

from __future__ import annotations

import ast
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache

from .syntax import (
    CALM_DECORATORS,
    NOT_PLAIN,
    Function,
    dotted,
    draws_numbers,
    goes_aside,
    is_calm,
    is_constant,
    is_stream,
    marks_types,
    own_names,
    owner,
    written,
)

ONLY_LOOK = {"isinstance", "issubclass", "super", "len"}
ONLY_READ = {"items", "keys", "values"}


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
        code.doubtful = marks_types(tree)
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
        if draws_numbers(node):
            self._code.draws = True
            self._code.draws_now = self._code.draws_now or self._local is None
        if self._local is not None and goes_aside(node):
            self._code.doubtful = True
        super().generic_visit(node)

    # --- definitions --------------------------------------------------------------------------

    def visit_FunctionDef(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> None:
        if self._local is None:
            self._code.defined.add(node.name)
        if not all(dotted(decorator) in CALM_DECORATORS for decorator in node.decorator_list):
            self._code.doubtful = True
        self._enter(node, node.body)

    visit_AsyncFunctionDef = visit_FunctionDef

    def visit_Lambda(self, node: ast.Lambda) -> None:
        self._enter(node, [node.body])

    def _enter(self, node: Function, body: Iterable[ast.AST]) -> None:
        defaults = [*node.args.defaults, *filter(None, node.args.kw_defaults)]
        if not all(map(is_constant, defaults)):
            self._code.doubtful = True
        inner = _Reader(self._code, (self._local or frozenset()) | frozenset(own_names(node)))
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
            elif not is_calm(statement):
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
        if is_stream(node):
            return
        writes = self._local is not None and not isinstance(node.ctx, ast.Load)
        if writes and written(node) not in (self._local or ()):
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
