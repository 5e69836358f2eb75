"""Puts all that a course needs to be looked at later into one zip, with digests of what is in it; and checks one."""

from __future__ import annotations

import glob
import hashlib
import json
import os
import sqlite3
import tempfile
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import closing, suppress
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from typing import IO, Any

from nbgrader.api import Base
from sqlalchemy import create_engine, select, text
from sqlalchemy.engine import make_url

from ..course.assignment import ANYBODY, Assignment
from ..course.course import Course
from ..course.gradebook import in_one_line
from ..errors import CourseError

MANIFEST, GRADEBOOK = "MANIFEST.json", "gradebook.db"
OF_THE_COURSE = ("course_config.py", "nbgrader_config.py", "constraints.txt", "roster.csv")
CACHED = "results"  # what can be graded again
PIECE = 1 << 20  # bytes that are held at a time
BROKEN = (OSError, zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError)


def make(course: Course, assignments: Sequence[Assignment], what: str) -> tuple[Path, int, list[str]]:
    """Write the archive; return its path, how many files it has, and lines about what was left out.

    CourseError if there is one of today, or it cannot be written; then there is none.
    """
    target = course.root / f"archive-{what}-{datetime.now():%Y-%m-%d}.zip"
    try:
        descriptor = os.open(
            target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600
        )  # it holds solutions and grades
    except FileExistsError:
        raise CourseError(f"{target.name} is there already; move it away to make another") from None
    except OSError as error:
        raise CourseError(f"{target.name} cannot be written ({error.strerror})") from error
    try:
        with open(descriptor, "wb") as file, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
            count, left_out = _fill(archive, course, assignments)
    except BaseException as error:
        target.unlink()
        if isinstance(error, OSError):
            raise CourseError(f"{target.name} cannot be written ({error.strerror or error})") from error
        raise
    return target, count, left_out


def _fill(
    archive: zipfile.ZipFile, course: Course, assignments: Sequence[Assignment]
) -> tuple[int, list[str]]:
    digests: dict[str, str] = {}
    left_out = []
    for name, path in _files(course, assignments):
        if name in digests:
            continue
        if path.is_symlink() or not path.is_file():
            left_out.append(f"{name}: it is a link, or no ordinary file, and was left out")
            continue
        digests[name] = _add(archive, name, path)
    with tempfile.TemporaryDirectory(prefix="coursekit-") as folder:
        copy = Path(folder, GRADEBOOK)
        if copy_gradebook(course.directory.db_url, copy):
            digests[GRADEBOOK] = _add(archive, GRADEBOOK, copy)
    manifest = {
        "schema": 1,
        "made": datetime.now().astimezone().isoformat(timespec="seconds"),
        "course": course.directory.course_id,
        "assignments": [assignment.name for assignment in assignments],
        "kit": version("nbcoursekit"),
        "files": digests,
    }
    archive.writestr(MANIFEST, json.dumps(manifest, indent=1))
    return len(digests), left_out


def _files(course: Course, assignments: Sequence[Assignment]) -> Iterator[tuple[str, Path]]:
    """Yield every file that belongs into an archive, with its name there: as in a course's own folder."""
    for name in OF_THE_COURSE:
        if (course.root / name).exists():
            yield name, course.root / name
    for assignment in assignments:
        for step in ("source", "release"):
            yield from _below(course.root, assignment.folder(step), step)
        for step in ("submitted", "autograded", "feedback"):
            pattern = glob.escape(str(assignment.folder(step, ANYBODY))).replace(ANYBODY, "*")
            for folder in sorted(map(Path, glob.iglob(pattern))):
                yield from _below(course.root, folder, step)
        for folder in (assignment.suites, assignment.answers, assignment.kept):
            yield from _below(course.root, folder, folder.name)
        for path in sorted((course.root / "reports").glob(f"{glob.escape(assignment.name)}[.-]*")):
            yield f"reports/{path.name}", path


def _below(root: Path, folder: Path, elsewhere: str) -> Iterator[tuple[str, Path]]:
    """Yield the files below a folder; one that is not in the course's is named `elsewhere` there."""
    for place, folders, names in os.walk(folder):
        folders[:] = sorted(one for one in folders if one not in ("__pycache__", CACHED))
        links = [one for one in folders if Path(place, one).is_symlink()]
        for name in sorted([*names, *links]):
            path = Path(place, name)
            inside = (
                path.relative_to(root) if path.is_relative_to(root) else elsewhere / path.relative_to(folder)
            )
            yield inside.as_posix().encode("utf-8", "backslashreplace").decode(), path


def _add(archive: zipfile.ZipFile, name: str, path: Path) -> str:
    """Put a file into the archive, piece by piece, and return its digest."""
    entry = zipfile.ZipInfo.from_file(path, name, strict_timestamps=False)
    entry.compress_type = zipfile.ZIP_DEFLATED
    with path.open("rb") as source, archive.open(entry, "w", force_zip64=True) as target:
        return _digest(source, target)


def _digest(source: IO[bytes], target: IO[bytes] | None = None) -> str:
    found = hashlib.sha256()
    while piece := source.read(PIECE):
        found.update(piece)
        if target is not None:
            target.write(piece)
    return found.hexdigest()


def copy_gradebook(url: str, target: Path) -> bool:
    """Copy a gradebook as it is at one moment into a SQLite file; return whether there is one."""
    there = make_url(url)
    with in_one_line():
        if there.get_backend_name() != "sqlite":
            _copy_tables(url, target)
        elif not Path(there.database or "").exists():
            return False
        else:
            with (
                closing(sqlite3.connect(there.database or "")) as source,
                closing(sqlite3.connect(target)) as copy,
            ):
                source.backup(copy)
    return True


def _copy_tables(url: str, target: Path) -> None:
    """Copy nbgrader's tables from another kind of database, row by row."""
    here = create_engine(f"sqlite:///{target}")
    source = create_engine(url, isolation_level="REPEATABLE READ")
    Base.metadata.create_all(here)
    with source.connect() as reading, here.begin() as writing:
        for table in Base.metadata.sorted_tables:
            rows = reading.execution_options(yield_per=1000).execute(select(table)).mappings()
            for some in rows.partitions():
                writing.execute(table.insert(), [dict(row) for row in some])
        revision = reading.execute(text("select version_num from alembic_version")).scalar()
        writing.execute(text("create table alembic_version (version_num varchar(32) not null primary key)"))
        writing.execute(text("insert into alembic_version values (:revision)"), {"revision": revision})
    source.dispose()
    here.dispose()


def check(path: Path) -> tuple[dict[str, Any], list[str]]:
    """Return what an archive says of itself, and lines about what is not as it was when it was made.

    CourseError if it is none.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            manifest = json.loads(archive.read(MANIFEST))
            wanted: dict[str, str] = dict(manifest["files"])
            names = [name for name in archive.namelist() if name != MANIFEST]
            wrong = [f"{name}: is not in the manifest" for name in names if name not in wanted]
            for name, digest in wanted.items():
                found = _found(archive, name)
                if found != digest:
                    wrong.append(f"{name}: {'is missing or damaged' if not found else 'is not what it was'}")
            return manifest, wrong
    except FileNotFoundError:
        raise CourseError(f"there is no file {path}") from None
    except (*BROKEN, KeyError, ValueError, TypeError) as error:
        raise CourseError(f"{path.name} is no archive of a course, or is damaged ({error})") from error


def _found(archive: zipfile.ZipFile, name: str) -> str:
    with suppress(KeyError, *BROKEN), archive.open(name) as file:
        return _digest(file)
    return ""
