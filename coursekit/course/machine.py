"""Looks at the machine as others meet it: a process in namespaces of its own, and somebody else's account."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

NOBODY = 65534
MOST = 1000  # files of each folder that are looked at


def refused_namespaces() -> str:
    """Return what the system says where it refuses the namespaces of a sandbox, "" where it does not."""
    return _in_a_fork(_make_namespaces)


def _make_namespaces() -> str:
    from ..sandbox.inside import namespaces as to  # needs libseccomp, which may be missing

    user, group = os.getuid(), os.getgid()
    kinds = to.CLONE_NEWUSER | to.CLONE_NEWNS | to.CLONE_NEWPID | to.CLONE_NEWNET | to.CLONE_NEWIPC
    to.call(to.libc.unshare, kinds)
    Path("/proc/self/setgroups").write_text("deny")
    Path("/proc/self/uid_map").write_text(f"0 {user} 1")
    Path("/proc/self/gid_map").write_text(f"0 {group} 1")
    to.call(to.libc.mount, b"none", b"/", None, to.MS_REC | to.MS_PRIVATE, None)
    to.call(to.libc.unshare, to.CLONE_NEWUSER)  # a notebook's own, inside that of the sandbox
    return ""


def open_to_others(places: Mapping[str, Path]) -> list[str]:
    """Return the names of the `places`, files or folders, of which another account can read something."""
    files = {name: list(_files(path)) for name, path in places.items()}

    def look() -> str:
        can_read = _become_another() or _by_mode
        return "\n".join(name for name, paths in files.items() if any(map(can_read, paths)))

    return _in_a_fork(look).splitlines()


def others_can_write(folder: Path) -> bool:
    """Return whether another account of this machine can make files in a folder."""

    def look() -> str:
        if _become_another():
            return "yes" if os.access(folder, os.W_OK | os.X_OK) else ""
        return "yes" if folder.stat().st_mode & 0o003 == 0o003 and _reachable(folder) else ""

    return folder.is_dir() and _in_a_fork(look) == "yes"


def _files(path: Path) -> Iterable[Path]:
    """Return the files below `path`, or itself: also in a folder that cannot be listed, names may be known."""
    if not path.is_dir():
        return [path] if path.exists() else []
    found = []
    for folder, _, names in os.walk(path):
        found += [Path(folder, name) for name in names]
        if len(found) > MOST:
            break
    return found[:MOST]


def _become_another() -> Callable[[Path], bool] | None:
    """Take on an account that owns nothing, where this is root, and return what tells whether it can read a file."""
    try:
        os.setgroups([])
        os.setresgid(NOBODY, NOBODY, NOBODY)
        os.setresuid(NOBODY, NOBODY, NOBODY)
    except OSError:
        return None
    return lambda path: os.access(path, os.R_OK)


def _by_mode(path: Path) -> bool:
    return bool(path.stat().st_mode & 0o004) and _reachable(path)


def _reachable(path: Path) -> bool:
    return all(parent.stat().st_mode & 0o001 for parent in path.resolve().parents)


def _in_a_fork(look: Callable[[], str]) -> str:
    """Return what `look` finds, or what it fails with, in a process of its own, which it may change as it likes."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            found = look()
        except BaseException as error:
            found = f"{type(error).__name__}: {error}"
        os.write(writing, found.encode())
        os._exit(0)
    os.close(writing)
    with open(reading, "rb") as pipe:
        found = pipe.read().decode()
    os.waitpid(child, 0)
    return found
