"""The configuration of a course, read so that what does not load or makes no sense stops whoever asks for it."""

from __future__ import annotations

import asyncio
import re
import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from nbgrader.coursedir import CourseDirectory
from traitlets import TraitError
from traitlets.config import Config, PyFileConfigLoader
from traitlets.utils.importstring import import_item

from ..errors import CourseError
from .links import link_sources
from .settings import CourseKit, faults

FILE = "nbgrader_config.py"
READS = re.compile(r"""^\s*load_subconfig\(["']([^"']+)["']""", re.MULTILINE)
KIT = Path(__file__).parents[1]
GRADE = "coursekit.nbgrader.Grade"


def read(root: Path) -> Config:
    """Return what the configuration in the folder `root` says; CourseError, with file and line, if it is wrong.

    nbgrader itself goes on with its defaults where a file does not load, and grades by the cells alone.
    """
    if str(root) not in sys.path:  # as nbgrader has it while it reads a configuration
        sys.path.insert(0, str(root))
    try:
        config = PyFileConfigLoader(FILE, path=str(root)).load_config()
    except SystemExit as end:
        text = str(end.code).removeprefix("Error: ")
        raise CourseError(text if _is_told(end) else f"{FILE} ends the program ({text})") from end
    except Exception as error:
        raise CourseError(why(error, root)) from error
    for name in READS.findall((root / FILE).read_text(encoding="utf-8")):
        if not (root / name).exists():  # which is passed over in silence
            raise CourseError(f"{FILE} reads {name}, which is not there; put it back")
    _require_sense(config, root)
    link_sources(config, root)
    return config


@contextmanager
def checked(config: Config) -> Iterator[None]:
    """Stop nbgrader where what is within fails, or leaves a `config` by which nobody must be graded.

    nbgrader logs every Exception in a configuration, and goes on without it; so this is none. In a JupyterLab that
    runs it is, for work may be open there: then the kit's own classes refuse to do anything.
    """
    root = Path.cwd()
    try:
        yield
        if not config:
            raise CourseError("course_config.py is not there, or says nothing; put it back")
        root = Path(str(config.CourseDirectory.get("root", root)))
        _require_sense(config, root)
        _require_grade(config, root)
        link_sources(config, root)
    except Exception as error:
        line = why(error, root)
        if _is_server():
            raise CourseError(line) from error
        raise _Told(f"Error: {line}") from error


class _Told(SystemExit):
    """Ends a program with a line that says all."""


def _is_told(end: SystemExit) -> bool:
    return isinstance(end, _Told)


def _is_server() -> bool:
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return False
    return True


def why(error: Exception, root: Path) -> str:
    """Return in one line where in a configuration below `root` an error was made, and which."""
    if isinstance(error, CourseError):
        return str(error)
    told = str(error).strip().partition("\n")[0]
    line: int | None
    if isinstance(error, SyntaxError):
        file, line, what = error.filename or FILE, error.lineno, f"not Python ({error.msg})"
    else:
        file, line = _place(error, root)
        what = f"{type(error).__name__}: {told}" if told else type(error).__name__
    at = f", line {line}" if line else ""
    return (
        f"{_shown(file, root)}{at}: {what}; the configuration does not load, and nothing is done without it"
    )


def _place(error: Exception, root: Path) -> tuple[str, int | None]:
    """Return the last line of the course's own files that was being run."""
    frames = traceback.extract_tb(error.__traceback__)
    own = [frame for frame in frames if _is_own(Path(frame.filename), root)]
    configurations = [frame for frame in frames if frame.filename.endswith("_config.py")]
    for frame in reversed(own or configurations):
        return frame.filename, frame.lineno
    return FILE, None


def _is_own(path: Path, root: Path) -> bool:
    """Return whether a file is the course's, and neither the kit's nor a library's, which may lie in its folder."""
    return path.is_relative_to(root) and not path.is_relative_to(KIT) and "site-packages" not in path.parts


def _shown(file: str, root: Path) -> str:
    path = Path(file)
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else path.name


def _require_sense(config: Config, root: Path) -> None:
    """Raise CourseError if a setting of the kit, or a folder of nbgrader's, makes no sense."""
    wrong = list(faults(config, root))
    try:
        CourseDirectory(config=config)
    except TraitError as error:
        wrong.append(str(error).partition("\n")[0])
    if wrong:
        raise CourseError("; ".join(wrong))


def _require_grade(config: Config, root: Path) -> None:
    """Raise CourseError if nbgrader would grade by the cells alone where there are hidden suites."""
    suites = CourseKit(config=config).suites
    if not any(Path(root, suites).glob("*/test_*.py")):
        return
    named = config.Autograde.get("autograde_preprocessors", [])
    if not any(_grades(kind) for kind in named):
        raise CourseError(
            f"c.Autograde.autograde_preprocessors does not name {GRADE}, so that nbgrader would grade by the cells "
            f"alone, without the hidden suites in {suites}; put it there, as in the kit's own course_config.py"
        )


def _grades(kind: object) -> bool:
    """Return whether a preprocessor is the kit's, or made of it; the kit's own is not imported, which takes long."""
    if kind == GRADE:
        return True
    try:
        found = import_item(kind) if isinstance(kind, str) else kind
    except (ImportError, AttributeError):
        return False
    bases = found.__mro__ if isinstance(found, type) else ()
    return any(base.__module__.startswith("coursekit.") and base.__name__ == "Grade" for base in bases)
