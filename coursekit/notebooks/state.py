"""Whether it can be noticed later that code was called: what keeps something from one call to the next.

All of it is read, and nothing is run. Where it cannot be told, the answer is that something may be kept.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable
from functools import lru_cache

from .code import read_code
from .syntax import NOT_PLAIN, goes_aside


def keeps_nothing(released: Iterable[str], students: Iterable[str], beside: Iterable[str] = ()) -> bool:
    """Return whether no function of a notebook can tell later whether it was called, and with what.

    `released` are cells as the instructor wrote them, `students` others, `beside` those of the student's other
    notebooks, of which only definitions are used. Random numbers are told apart from the rest: what is drawn in a call
    is another number each time, and the tests begin with the same numbers whatever was drawn before.
    """
    own = [read_code(source) for source in students]
    theirs = [*own, *map(read_code, beside)]
    every = [*theirs, *map(read_code, released)]
    if any(code.doubtful or code.draws_now for code in every):
        return False
    bound = set().union(*(code.data | code.defined for code in every))
    objects = set().union(*(code.data for code in theirs))  # which may be called, and remember it
    if any(code.handled & bound or code.called & objects for code in every):
        return False
    # What a needed cell computes when it is run could come from numbers that were drawn before.
    if not any(code.draws for code in every):
        return True
    acts = set().union(*(code.acts for code in own))
    return not acts and not any(code.acts & bound for code in every)


def data_of(sources: Iterable[str]) -> set[str]:
    """Return the names to which cells bind what may be written into."""
    return set().union(*(read_code(source).data for source in sources))


def touches(source: str, data: set[str], called: set[str]) -> bool:
    """Return whether a cell may write into `data`, or change a library; it may only call what is `called`."""
    goes, calls, handles = _uses(source)
    return goes or bool(handles & data) or bool(calls & data - called)


@lru_cache(maxsize=4096)  # most cells of a class are the instructor's
def _uses(source: str) -> tuple[bool, frozenset[str], frozenset[str]]:
    """Return whether a cell goes aside, the names that it calls, and those with which it does anything else."""
    try:
        nodes = list(ast.walk(ast.parse(source)))
    except NOT_PLAIN:
        return True, frozenset(), frozenset()
    callees = {id(node.func) for node in nodes if isinstance(node, ast.Call)}
    calls, handles = set[str](), set[str]()
    for node in nodes:
        if isinstance(node, ast.Name):
            (calls if id(node) in callees else handles).add(node.id)
    return any(map(goes_aside, nodes)), frozenset(calls), frozenset(handles)
