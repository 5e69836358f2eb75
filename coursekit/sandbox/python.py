"""Where a Python is installed: the kit's own, or another one that is to run notebooks."""

from __future__ import annotations

import json
import subprocess
import sys
import sysconfig
from dataclasses import dataclass
from functools import cache

from ..errors import SandboxError

PATHS = ("stdlib", "platstdlib", "purelib", "platlib")
ASKED = (
    "import json, sys, sysconfig; "
    f"paths = [sysconfig.get_path(name) for name in {PATHS}]; "
    "print(json.dumps([sys.executable, [sys.base_prefix, sys.prefix], paths]))"
)


@dataclass(frozen=True)
class Python:
    """A Python: its program, where it and its environment are installed, and the folders of its libraries."""

    program: str
    prefixes: tuple[str, ...]
    libraries: tuple[str, ...]


@cache
def find_python(program: str) -> Python:
    """Return where the Python at this path is, "" being this one; SandboxError if it does not say so."""
    if program in ("", sys.executable):
        libraries = [sysconfig.get_path(name) for name in PATHS]
        return Python(sys.executable, (sys.base_prefix, sys.prefix), tuple(libraries))
    try:
        done = subprocess.run(
            [program, "-I", "-c", ASKED], capture_output=True, text=True, check=True, timeout=60
        )
        own, prefixes, found = json.loads(done.stdout)
    except (OSError, subprocess.SubprocessError, ValueError) as error:
        raise SandboxError(
            f"c.CourseKit.python is {program}, and that does not run as a Python ({type(error).__name__}); name one "
            "that does, in course_config.py"
        ) from error
    return Python(own, tuple(prefixes), tuple(found))
