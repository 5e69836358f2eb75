"""How bubblewrap is called: a read-only system without anything of the course, and no network."""

from __future__ import annotations

import ctypes.util
import os
import shutil
from pathlib import Path

from ..errors import SandboxError
from .compiled import COMPILED, Compiled
from .inside.frameworks.dialects import DIALECTS
from .inside.namespaces import STUDENT
from .inside.resources import has_accounts
from .python import Python

INSIDE = Path(__file__).parent / "inside"
FOLDER = "/notebook"
# What a student's process may know of accounts and machines: its own and this one.
ETC = {
    "passwd": f"root:x:0:0:root:/:/bin/sh\nstudent:x:{STUDENT}:{STUDENT}:student:{FOLDER}:/bin/sh\n",
    "group": f"root:x:0:\nstudent:x:{STUDENT}:\n",
    "hosts": "127.0.0.1 localhost\n::1 localhost\n",
}
DEVICES = ("null", "zero", "full", "random", "urandom")
# Of a place where programs are installed, what Python and its libraries need: never all of it, for nbgrader's own
# exchange is in /usr/local/share.
PARTS = (
    *("bin", "sbin", "lib", "lib32", "lib64", "libexec", "include", "pyvenv.cfg"),
    *("share/fontconfig", "share/fonts", "share/gdal", "share/i18n", "share/locale", "share/matplotlib"),
    *("share/mime", "share/misc", "share/proj", "share/tcltk", "share/terminfo", "share/zoneinfo"),
)


def find_bubblewrap() -> str:
    """Return the path of the program; SandboxError if it or libseccomp is missing."""
    if ctypes.util.find_library("seccomp") is None:
        raise SandboxError(
            "libseccomp is not installed, so system calls of student code cannot be filtered; "
            "install it (Debian, Ubuntu: apt-get install libseccomp2)"
        )
    path = shutil.which("bwrap")
    if path is None:
        raise SandboxError(
            "bubblewrap is not installed, so student code cannot be kept apart from this machine; "
            "install it (Debian, Ubuntu: apt-get install bubblewrap), or set c.CourseKit.protected = False "
            "in course_config.py to go on without protection"
        )
    return path


def bubblewrap_command(
    program: str, private: Path, python: Python, framework: str, compiled: Compiled | None = None
) -> list[str]:
    """Return `program` with the options before the command of `python` that is to run; `private` is for its use.

    What the `framework` has `compiled` before is shown, or may be written, and other frameworks are hidden.
    """
    fonts, etc = _copy_font_list(private), _write_etc(private)
    # All but cgroups: a process that has a namespace of its own for these cannot be put into another one.
    isolation = [f"--unshare-{name}" for name in ("user-try", "ipc", "pid", "net", "uts")]
    isolation += ["--die-with-parent", "--new-session", "--cap-drop", "ALL"]
    # To make namespaces, also where this is root and knows no other account.
    capabilities = ["SYS_ADMIN", "SETFCAP"]
    if has_accounts():  # no user namespace, so that students' processes can be given other accounts
        isolation.remove("--unshare-user-try")
        capabilities += ["SETUID", "SETGID", "KILL", "SYS_NICE", "SYS_PTRACE"]
    for name in capabilities:
        isolation += ["--cap-add", f"CAP_{name}"]
    shown = _hide_others(private, python, framework)
    if compiled is not None:
        shown += ["--bind" if compiled.is_made else "--ro-bind", str(compiled.folder), COMPILED]
    return [program, *_mounts(fonts, etc, python, shown), *isolation]


def _mounts(fonts: str, etc: Path, python: Python, more: list[str]) -> list[str]:
    options = ["--tmpfs", "/tmp", "--tmpfs", FOLDER, "--proc", "/proc"]
    # Device by device: bubblewrap's own --dev would cost a second user namespace, which cannot be left again.
    options += ["--dir", "/dev"]
    for name in DEVICES:
        options += ["--dev-bind", f"/dev/{name}", f"/dev/{name}"]
    options += ["--tmpfs", "/dev/shm"]
    for name in ("/bin", "/sbin", "/lib", "/lib32", "/lib64"):
        options += _mount(Path(name))
    options += ["--dir", "/etc"]
    for name in ("/etc/ld.so.cache", "/etc/localtime", "/etc/fonts", "/etc/alternatives"):
        options += ["--ro-bind-try", name, name]
    for name in ETC:
        options += ["--ro-bind", str(etc / name), f"/etc/{name}"]
    for path in installed(python):
        for parent in reversed(path.parents[:-1]):
            options += ["--dir", str(parent)]  # readable for every account, which bubblewrap's own are not
        options += _mount(path)
    options += ["--ro-bind", str(INSIDE), "/kit/inside"]
    options += [*more, "--bind", fonts, "/matplotlib", "--chdir", FOLDER]
    return [*options, "--remount-ro", "/"]


def _hide_others(private: Path, python: Python, framework: str) -> list[str]:
    """Return the options that make other frameworks look as if they were not installed, as with students.

    PyTorch is the default: notebooks of a course that says nothing of frameworks may import whatever is there.
    """
    if framework == "torch":
        return []
    missing = private / "missing"
    missing.mkdir()
    text = 'raise ModuleNotFoundError(f"No module named {__name__!r}", name=__name__)\n'
    (missing / "__init__.py").write_text(text)
    options = []
    foreign = {name for dialect in DIALECTS.values() for name in dialect.packages} - DIALECTS[
        framework
    ].packages
    for folder in dict.fromkeys(python.libraries[2:]):
        for path in sorted(Path(folder, name) for name in foreign):
            options += ["--ro-bind", str(missing), str(path)] if path.is_dir() else []
    return options


def _mount(path: Path) -> list[str]:
    """Return the options that show `path`, a link as a link, and nothing if it is not there."""
    if path.is_symlink():
        return ["--symlink", os.readlink(path), str(path)]
    return ["--ro-bind", str(path), str(path)] if path.exists() else []


def installed(python: Python) -> list[Path]:
    """Return what is shown of the system and of a Python, without what lies inside another one of these."""
    prefixes = ["/usr", "/usr/local", *prefixes_of_python(python)]
    paths = {Path(prefix, part) for prefix in prefixes for part in PARTS}
    paths |= set(map(Path, python.libraries))
    return sorted(path for path in paths if path.exists() and paths.isdisjoint(path.parents))


def prefixes_of_python(python: Python) -> set[str]:
    """Return where a Python is installed, and its environment."""
    return set(python.prefixes)


def python_folders(python: Python) -> list[str]:
    """Return the folders of a Python, without those that lie inside another one."""
    folders = prefixes_of_python(python) | set(python.libraries[2:])
    outermost = []
    for folder in sorted(folders):
        if not any(folder.startswith(f"{other}/") for other in folders - {folder}):
            outermost.append(folder)
    return outermost


def _write_etc(folder: Path) -> Path:
    """Return a folder with the files of ETC, readable for every account."""
    etc = folder / "etc"
    etc.mkdir()
    for name, text in ETC.items():
        (etc / name).write_text(text)
        (etc / name).chmod(0o644)
    return etc


def _copy_font_list(folder: Path) -> str:
    """Return a copy of matplotlib's folder with its list of fonts, made now if there is none yet."""
    import matplotlib.font_manager  # which makes the list

    target = folder / "matplotlib"
    target.mkdir()
    for path in Path(matplotlib.get_cachedir()).glob("fontlist*.json"):
        shutil.copy(path, target)
    return str(target)
