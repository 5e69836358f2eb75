"""Remarks for the instructor: solutions that reach for what could hide how they work.

What a call did is told by the student's own process, where it can be hidden. Who does so has to name one of these.
"""

from __future__ import annotations

import re

from nbformat import NotebookNode

from ..notebooks.marks import grade_id, mark

REACHES = re.compile(
    r"\b(_disable_current_modes|_python_dispatch|_DisableTorchDispatch|_DisableTorchFunction|_TorchDispatchMode"
    r"|DisableTorchFunction|settrace|setprofile|_getframe|get_objects|get_referrers|addaudithook|ctypes|cffi"
    r"|EvalTrace|jaxlib|disable_jit|op_callbacks|_?pywrap_tfe"
    r"|_thread|threading|multiprocessing|concurrent|cpp_extension|load_inline|right_answers|user_ns|__closure__)\b"
)


def remarks(notebook: NotebookNode, release: NotebookNode) -> tuple[str, ...]:
    """Return a sentence for each cell, other than the released ones, that names what could hide how it works."""
    released = {cell.source for cell in release.cells}
    found = []
    for cell in notebook.cells:
        names = sorted(set(REACHES.findall(cell.source)))
        if cell.cell_type == "code" and names and cell.source not in released:
            where = grade_id(cell) if mark(cell).get("solution") else "a cell of the student's own"
            found.append(
                f"please look at {where}, which uses {', '.join(names)}: how it works can hardly be checked"
            )
    return tuple(found)
