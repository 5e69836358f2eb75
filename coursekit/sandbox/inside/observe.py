"""Looks at one call of what a student wrote: which work it leaves to others, and how many steps it takes itself."""

from __future__ import annotations

import builtins
import gc
import inspect
import sys
import threading
import time
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from functools import cache
from types import CodeType, FunctionType
from typing import Any

import numpy as np

# What Python tells its auditors (its documentation's "Audit events table") when work is handed on, or a look averted.
HANDED_ON = {
    "os.fork": "elsewhere.process",
    "os.forkpty": "elsewhere.process",
    "os.posix_spawn": "elsewhere.process",
    "os.system": "elsewhere.process",
    "subprocess.Popen": "elsewhere.process",
    "sys.settrace": "elsewhere.trace",
    "sys.setprofile": "elsewhere.trace",
}
# To read two clocks takes a microsecond, to wake another thread, which multiplies two numbers, more than fifty.
UNNOTICED = 20_000  # nanoseconds of processor time
SETTLED = 1e-3  # seconds until a thread that has answered waits again: while it runs, not all is counted
# A NumPy before 2 has the last.
TEXT = ("torch._tensor_str", "numpy._core.arrayprint", "numpy.core.arrayprint")
_notes: list[list[str]] = []  # of the calls that are being looked at; an auditor cannot be taken off again
_auditing: list[bool] = []


def _audit(event: str, arguments: tuple[Any, ...]) -> None:
    if _notes and event in HANDED_ON:
        _notes[-1].append(HANDED_ON[event])


@contextmanager
def elsewhere(names: list[str], *, clocks: bool = True) -> Iterator[None]:
    """Append a name that begins with `elsewhere.` to `names` for what other threads and processes do meanwhile.

    What is recorded of a call is recorded of its own thread alone. Without `clocks`, threads that were there before are
    not looked at, where a framework has some of its own.
    """
    if not _auditing:
        sys.addaudithook(_audit)
        _auditing.append(True)
    _notes.append(names)
    before = threading.getprofile()
    # Is called in each thread that is begun now.
    threading.setprofile(lambda *_: names.append("elsewhere.thread"))
    _clocks()  # the first look in a fresh process takes long
    own, all_ = _clocks()
    try:
        yield
    finally:
        threading.setprofile(before)
        _notes.pop()
        if len(sys._current_frames()) > 1:
            time.sleep(SETTLED)
        all_, own = time.process_time_ns() - all_, time.thread_time_ns() - own
        if clocks and all_ - own > UNNOTICED:
            names.append("elsewhere.thread")


def _clocks() -> tuple[int, int]:
    """Return the processor time of this thread and then of all; in the other order at the end, no own time counts."""
    return time.thread_time_ns(), time.process_time_ns()


def show_correlation() -> None:
    """Let NumPy's correlation in C be a function of Python's: one in C that `map` calls is seen by no profiler."""
    multiarray = sys.modules.get("numpy._core.multiarray") or sys.modules["numpy.core.multiarray"]
    for name in ("correlate", "correlate2"):
        in_c = getattr(multiarray, name)
        in_python = _in_python(in_c)
        for module in list(sys.modules.values()):
            if vars(module).get(name) is in_c:
                setattr(module, name, in_python)


def _in_python(function: Callable[..., Any]) -> Callable[..., Any]:
    def in_python(*arguments: Any, **options: Any) -> Any:
        return function(*arguments, **options)

    return in_python


@contextmanager
def calls_noted(note: Callable[[str], object], but: Collection[str] = ()) -> Iterator[None]:
    """Call `note` with the name of each function of a library that is called meanwhile, as `scipy.correlate2d`.

    Not so for libraries in `but`, and for what an array is written with as text.
    """
    makers, libraries = text_makers(), dict[str, str]()

    def library(module: object) -> str:
        """Return the library of a module, or "" where nothing of it is noted."""
        if type(module) is str and module in libraries:
            return libraries[module]
        name = str(module)
        found = "" if name.startswith("inside.") else _library(name)  # nothing of this package
        libraries[name] = found = "" if found in but else found
        return found

    def look(frame: Any, event: str, argument: Any) -> None:
        # Behind every operation that PyTorch dispatches are a dozen calls: what is quick to ask is asked first.
        if event == "call":
            owner = frame.f_globals.get("__name__")
            noted = owner not in (None, "__main__") and id(frame.f_code) not in makers and library(owner)
            if noted:
                note(f"{noted}.{frame.f_code.co_name}")
        elif event == "c_call" and id(frame.f_code) not in makers:
            owner = (
                getattr(argument, "__module__", None) or type(getattr(argument, "__self__", None)).__module__
            )
            if noted := library(owner):
                note(f"{noted}.{argument.__name__}")

    before = sys.getprofile()
    sys.setprofile(look)
    try:
        yield
    finally:
        sys.setprofile(before)


def _library(module: str) -> str:
    """Return the library of a module; JAX brings SciPy's signal processing along."""
    return "scipy" if ".scipy.signal" in module else module.partition(".")[0]


@contextmanager
def others_noted(names: list[str], own: Collection[str]) -> Iterator[None]:
    """Append to `names` what is called meanwhile of libraries that are neither `own` nor Python's, each once."""
    called: set[str] = set()
    try:
        with calls_noted(called.add, sys.stdlib_module_names.union(own)):
            yield
    finally:
        names.extend(sorted(called))


@cache
def text_makers() -> dict[int, CodeType]:
    """Return the code, by its id, with which arrays are written as text: the larger they are, the more steps it takes.

    It is asked for first before anything of a student's runs, and tells the same from then on.
    """
    found: dict[int, CodeType] = {}
    functions: list[Any] = [type(np.s_).__getitem__]  # by which the border of a large array is cut
    if torch := sys.modules.get("torch"):
        functions += [torch.Tensor.__format__, torch.Tensor.__len__]
    for module in filter(None, map(sys.modules.get, TEXT)):
        owners = [module, *(kind for kind in vars(module).values() if isinstance(kind, type))]
        functions += [value for owner in owners for value in vars(owner).values()]
    functions = [inspect.unwrap(function) for function in functions if isinstance(function, FunctionType)]
    codes = [function.__code__ for function in functions]
    while codes:
        code = codes.pop()
        found[id(code)] = code
        codes += [inner for inner in code.co_consts if isinstance(inner, CodeType)]
    return found


def counted(function: Callable[[], Any], but: tuple[str, ...] = ()) -> tuple[Any, int]:
    """Return `function()`, and how many instructions Python carried out for it, in whichever file they stand.

    Those in files in the folders `but` are not counted, nor those that write an array as text, as in a message.
    """
    count, makers = 0, text_makers()

    def step(frame: Any, event: str, argument: Any) -> Any:
        nonlocal count
        if id(frame.f_code) in makers or (but and frame.f_code.co_filename.startswith(but)):
            return None
        frame.f_trace_opcodes = True
        count += event == "opcode"
        return step

    before, print_, collects = sys.gettrace(), builtins.print, gc.isenabled()
    builtins.print = lambda *_, **__: None  # an array takes the more steps to print the larger it is
    gc.disable()  # when garbage is collected is chance, and what it calls by the way is no work of the function's
    sys.settrace(step)
    try:
        value = function()
    finally:
        sys.settrace(before)
        builtins.print = print_
        if collects:
            gc.enable()
    return value, count
