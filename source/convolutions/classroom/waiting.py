"""Pictures and experiments that wait for an exercise."""

import linecache
import traceback
from contextlib import contextmanager


@contextmanager
def when_ready(what="an exercise above"):
    """Let a picture or an experiment wait for `what` without stopping the notebook."""
    try:
        yield
    except Exception as problem:
        name, line, _ = place(problem)
        if isinstance(problem, NotImplementedError) and not problem.args:  # where there are some, it is a library's
            print(f"This appears when {name or what} is finished.")
            return
        if isinstance(problem, NameError) and not name:  # the cell that defines it has not been run
            print(f"This appears when {problem.name or what} is finished, and its cell was run.")
            return
        first_line = str(problem).splitlines()[0] if str(problem) else ""
        where = f"{name}, line {line}" if name else f"{what} as it is"
        print(f"This does not work yet with {where}: {type(problem).__name__}: {first_line}")


def place(problem):
    """Return what of the notebook `problem` came up in: the function or class, the line in its cell, and its text.

    Where it came up in nothing of the notebook, these are "", 0 and "".
    """
    name, line, text = "", 0, ""
    for frame, number in traceback.walk_tb(problem.__traceback__):
        if frame.f_globals.get("__name__") == "__main__" and frame.f_code.co_name != "<module>":
            name, line = frame.f_code.co_qualname.split(".")[0], number
            text = linecache.getline(frame.f_code.co_filename, number).strip()
    return name, line, text
