"""What a student's folder holds: only ordinary files are opened, and no link is followed."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

from ..errors import Ungradable
from .text import CONTROL, shown

LARGEST = 50_000_000  # bytes of one file
EXTRAS = 200_000_000  # bytes of all files that are not notebooks
MOST = 1000  # files
DEEPEST = 10  # folders within one another
LINK = "the file is a link to another one, and links are not followed; hand in the file itself"
LINKED_FOLDER = "the folder is a link to another one, and links are not followed"
FOLDER = "there is a folder of this name where a file should be"
SPECIAL = "it is not an ordinary file"
TOO_LARGE = f"the file is larger than {LARGEST // 1_000_000} MB"
TOO_LARGE_NOTEBOOK = f"{TOO_LARGE}; clear its outputs, save it, and hand it in again"
FORBIDDEN = "the file cannot be opened (Permission denied)"
UNSAFE = re.compile(f"[{CONTROL}/]")
MARKUP = re.compile('[<>"]')


def refused_student(student: str, is_known: Callable[[str], bool] = lambda _: False) -> str:
    """Return why nothing can be graded under this student id, or "" if it can.

    Formgrader writes ids into its pages as they are, so one that could become part of a page has to be the course's
    own: `is_known` tells whether it is in the gradebook.
    """
    odd = sorted(set(UNSAFE.findall(student)))
    if odd:
        return f"the student id has characters that it may not have: {' '.join(map(shown, odd))}; rename the folder"
    if student.startswith("."):
        return "the student id begins with a dot, which hides the folder; rename the folder"
    markup = sorted(set(MARKUP.findall(student)))
    if markup and not is_known(student):
        return (
            f"the student id has characters that could become part of a page: {' '.join(markup)}; rename the folder "
            "or, if this is the id, add it to the gradebook (nbgrader db student add)"
        )
    return ""


def read_file(path: Path) -> bytes:
    """Return the content of an ordinary file of at most `LARGEST` bytes; Ungradable, with the reason, else."""
    try:
        # NONBLOCK: opening a pipe would otherwise wait for somebody who writes into it.
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError as error:
        reason = _refused(path) or f"the file cannot be opened ({error.strerror})"
        raise Ungradable(reason) from error
    reason = _refused_kind(os.fstat(descriptor), path.suffix)
    if reason:
        os.close(descriptor)
        raise Ungradable(reason)
    with open(descriptor, "rb") as file:
        return file.read(LARGEST)


def _refused(path: Path) -> str:
    """Return why the file at `path` is not read, or ""."""
    try:
        return _refused_kind(path.lstat(), path.suffix) or ("" if os.access(path, os.R_OK) else FORBIDDEN)
    except OSError as error:
        return f"the file cannot be opened ({error.strerror})"


def _refused_kind(status: os.stat_result, suffix: str) -> str:
    if stat.S_ISLNK(status.st_mode):
        return LINK
    if stat.S_ISDIR(status.st_mode):
        return FOLDER
    if not stat.S_ISREG(status.st_mode):
        return SPECIAL
    if status.st_size > LARGEST:
        return TOO_LARGE_NOTEBOOK if suffix == ".ipynb" else TOO_LARGE
    return ""


@dataclass(frozen=True)
class Submission:
    """One student's folder: the `files` that may be read, and for each that was `refused` the reason.

    Names are relative to the folder, with slashes. Hidden files and folders are in neither.
    """

    folder: Path
    files: tuple[str, ...]
    refused: Mapping[str, str]

    def read(self, name: str) -> bytes:
        """Return the content of a file; Ungradable, with the reason, if it was refused or is not there."""
        if name in self.refused:
            raise Ungradable(self.refused[name])
        return read_file(self.folder / name)

    def has(self, name: str) -> bool:
        """Return whether something of this name was handed in, readable or not."""
        return name in self.files or name in self.refused

    def notebooks(self, names: Collection[str]) -> dict[str, bytes]:
        """Return the readable files among `names`."""
        found = {}
        for name in sorted(set(names) & set(self.files)):
            try:
                found[name] = self.read(name)
            except Ungradable:
                continue
        return found

    def problems(self, notebooks: Collection[str], may_lack: Collection[str] = ()) -> list[str]:
        """Return what to tell about the files of a submission to the assignment with these `notebooks`.

        It `may_lack` some of them. What was refused under the name of a notebook is not told: that notebook's own
        result says why.
        """
        wanted = {f"{name}.ipynb" for name in notebooks}
        there = {name for name in self.files if name.endswith(".ipynb")}
        missing = [name for name in sorted(notebooks) if not self.has(f"{name}.ipynb")]
        told = [f"{name}: was not handed in" for name in missing if name not in may_lack]
        told += [
            f"{shown(name.removesuffix('.ipynb'))}: is no notebook of this assignment"
            for name in sorted(there - wanted)
        ]
        left_out = sorted(self.refused.keys() - wanted)
        told += [f"{shown(name)}: {self.refused[name]}; it was left out" for name in left_out[:10]]
        if len(left_out) > 10:
            told.append(f"{len(left_out) - 10} more files were left out")
        return told

    def extras(self) -> list[str]:
        """Return the files that are no notebooks."""
        return [name for name in self.files if not name.endswith(".ipynb")]


NOTHING = Submission(Path(), (), {})


def read_submission(folder: Path) -> Submission:
    """Return what is in a student's folder; Ungradable if the folder itself is none, or a link."""
    if folder.is_symlink() or folder.parent.is_symlink():
        raise Ungradable(LINKED_FOLDER)
    if not folder.is_dir():
        raise Ungradable("there is a file where the student's folder should be")
    files: list[str] = []
    refused: dict[str, str] = {}
    extras = 0

    def unreadable(error: OSError) -> None:
        name = Path(error.filename).relative_to(folder).as_posix()
        refused[name] = f"the folder cannot be opened ({error.strerror})"

    for path, folders, names in os.walk(folder, onerror=unreadable):
        here = Path(path)
        depth = len(here.relative_to(folder).parts)
        for name in sorted(folders):
            reason = _refused_folder(here / name, depth)
            if reason:
                refused[(here / name).relative_to(folder).as_posix()] = reason
                folders.remove(name)
        folders[:] = sorted(name for name in folders if not _hidden(name))
        for name in sorted(name for name in names if not _hidden(name)):
            relative = (here / name).relative_to(folder).as_posix()
            reason = _refused(here / name)
            if not reason and not name.endswith(".ipynb"):
                extras += (here / name).lstat().st_size
                reason = f"there are more than {EXTRAS // 1_000_000} MB of files" if extras > EXTRAS else ""
            if not reason and len(files) >= MOST:
                reason = f"there are more than {MOST} files"
            if reason:
                refused[relative] = reason
            else:
                files.append(relative)
    return Submission(folder, tuple(files), refused)


def _refused_folder(path: Path, depth: int) -> str:
    if _hidden(path.name):
        return ""
    if path.is_symlink():
        return LINKED_FOLDER if path.suffix != ".ipynb" else LINK
    if path.suffix == ".ipynb":
        return FOLDER
    return "the folder is nested too deeply" if depth >= DEEPEST else ""


def _hidden(name: str) -> bool:
    return name.startswith(".") or name == "__pycache__"


def nothing(submission: Submission) -> str:
    """Return why a submission without a notebook of the assignment cannot be graded."""
    others = [shown(name) for name in submission.files if name.endswith(".ipynb")]
    if not submission.files and not submission.refused:
        return "nothing was handed in: the folder is empty"
    return "nothing that was handed in has the name of a notebook of this assignment" + (
        f"; there is {', '.join(others[:5])}" if others else ""
    )
