"""Says what this machine offers for grading, what is missing, and how to mend it."""

from __future__ import annotations

import ctypes.util
import platform
import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import psutil
from sqlalchemy import make_url

from ..errors import GradebookError, SandboxError
from ..grading.student import Student
from ..notebooks.cells import Cell
from ..sandbox.cgroups import make_cgroup_folder
from ..sandbox.limits import Limits
from ..sandbox.sandbox import ALLOW, Sandbox
from ..templates import counted
from .course import Course
from .gradebook import opened, reason
from .machine import open_to_others, others_can_write, refused_namespaces

GB = 2**30
MEMORY_FOR_ONE = 1.5 * GB  # a grading process, its sandbox and a notebook at its limit


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at; if it is not `good`, what to do, and whether grading is `possible` so."""

    name: str
    good: bool
    seen: str
    fix: str = ""
    possible: bool = True


def examine(course: Course) -> Iterator[Finding]:
    """Look at everything that grading needs, and yield what was found."""
    looks: list[Callable[[Course], Finding]] = [
        *(_python, _constraints, _seccomp, _bubblewrap, _namespaces, _sandbox, _cgroups, _limits, _memory),
        *(_disk, _gradebook, _others, _exchange, _alembic, _chromium),
    ]
    for look in looks:
        yield look(course)


def _python(course: Course) -> Finding:
    good = sys.version_info >= (3, 11)
    return Finding("Python", good, platform.python_version(), "install Python 3.11 or newer", possible=good)


def _constraints(course: Course) -> Finding:
    """Compare what is installed with the versions that grades were checked with."""
    path = course.root / "constraints.txt"
    if not path.exists():
        return Finding("Versions", True, "no constraints.txt in the course, nothing to compare with")
    other = []
    for line in path.read_text(encoding="utf-8").splitlines():
        name, _, wanted = line.partition("==")
        try:
            found = version(name).partition("+")[0]
        except PackageNotFoundError:
            continue
        if found != wanted:
            other.append(f"{name} {found}, not {wanted}")
    seen = "; ".join(other[:5]) if other else "as in constraints.txt"
    return Finding("Versions", not other, seen, "run `make setup`; other versions may give other grades")


def _seccomp(course: Course) -> Finding:
    found = ctypes.util.find_library("seccomp")
    return Finding(
        *("libseccomp", bool(found), found or "missing"),
        "Debian, Ubuntu: apt-get install libseccomp2",
        not course.settings.protected,
    )


def _bubblewrap(course: Course) -> Finding:
    found = shutil.which("bwrap")
    return Finding(
        *("bubblewrap", bool(found), found or "missing"),
        "Debian, Ubuntu: apt-get install bubblewrap",
        not course.settings.protected,
    )


def _namespaces(course: Course) -> Finding:
    refused = []
    for setting, bad, fix in (
        ("user/max_user_namespaces", "0", "sysctl -w user.max_user_namespaces=10000"),
        ("kernel/unprivileged_userns_clone", "0", "sysctl -w kernel.unprivileged_userns_clone=1"),
        (
            "kernel/apparmor_restrict_unprivileged_userns",
            "1",
            "sysctl -w kernel.apparmor_restrict_unprivileged_userns=0",
        ),
    ):
        path = Path("/proc/sys", setting)
        if path.exists() and path.read_text().strip() == bad:
            refused.append(fix)
    told = refused_namespaces()
    fix = f"as root: {'; '.join(refused)}" if refused else ALLOW
    if refused or told:
        told = f"refused by the system ({told or 'by a setting'})"
    return Finding("Namespaces", not told, told or "allowed", fix, not (told and course.settings.protected))


def _sandbox(course: Course) -> Finding:
    if not course.settings.protected:
        return Finding(
            *("Sandbox", False, "turned off"),
            "c.CourseKit.protected = True in course_config.py, unless you trust every student",
        )
    try:
        with Sandbox() as sandbox:
            student = Student(sandbox, [Cell("a", "def f():\n    return 6 * 7")], {})
            seen = student.f()
            student.close()
    except SandboxError as error:
        seen, _, fix = str(error).partition("; ")
        return Finding("Sandbox", False, seen, fix, possible=False)
    except Exception as error:
        return Finding(
            "Sandbox", False, f"a cell does not run: {error}", "mend what is named above", possible=False
        )
    return Finding("Sandbox", seen == 42, "runs a cell")


def _cgroups(course: Course) -> Finding:
    """Say whether the kernel itself counts what a notebook uses, or each process is limited alone."""
    made = make_cgroup_folder()
    if made is None:
        return Finding(
            *(
                "Cgroups",
                False,
                "none for this account; each process has its limits, and all are looked at together",
            ),
            "with systemd: systemd-run --user --scope -p Delegate=yes coursekit grade …; what the kernel keeps for a "
            "notebook is counted then, too",
        )
    seen = f"one for each notebook ({', '.join(sorted(made.controllers))})"
    made.remove()
    return Finding("Cgroups", True, seen)


def _limits(course: Course) -> Finding:
    """Compare the limits with those that the kit was tried with."""
    now, other = course.settings.limits, []
    for limit in Limits.described():
        value = getattr(now, limit.name)
        if value < limit.default:
            other.append(f"{limit.name} {value:g}, usually {limit.default:g}")
    seen = "; ".join(other) if other else "as usual, or wider"
    return Finding("Limits", not other, seen, "c.CourseKit in course_config.py, unless you mean it so")


def _memory(course: Course) -> Finding:
    number = course.settings.grading_processes
    free = psutil.virtual_memory().available
    seen = f"{free / GB:.1f} GB free for {number} grading processes"
    fix = f"c.CourseKit.workers = {max(1, int(free // MEMORY_FOR_ONE))} in course_config.py"
    return Finding("Memory", free >= number * MEMORY_FOR_ONE, seen, fix)


def _disk(course: Course) -> Finding:
    free = shutil.disk_usage(course.root).free
    return Finding("Disk", free > GB, f"{free / GB:.1f} GB free", "make room in the course's folder")


def _gradebook(course: Course) -> Finding:
    fix = "see c.CourseDirectory.db_url in course_config.py; an older one: back it up, then `nbgrader db upgrade`"
    try:
        with opened(course.directory) as gradebook:
            seen = counted(len(gradebook.assignments), "assignment")
            seen += f", {counted(len(gradebook.students), 'student')}"
    except (GradebookError, OSError, ImportError) as error:
        return Finding("Gradebook", False, reason(error.__cause__ or error), fix, possible=False)
    return Finding("Gradebook", True, seen)


def _others(course: Course) -> Finding:
    """Look from another account at what nobody but the instructor may read."""
    directory, root = course.directory, course.root
    names = [
        *(directory.source_directory, course.settings.suites, course.settings.answers, "course_config.py"),
        *(directory.submitted_directory, directory.autograded_directory, directory.feedback_directory),
        *("reports", ".coursekit", ".git"),
    ]
    places = {name: Path(root, name) for name in names}
    url = make_url(directory.db_url)
    if url.drivername.startswith("sqlite") and url.database:
        places[Path(url.database).name] = Path(root, url.database)
    found = open_to_others(places)
    seen = f"can read {', '.join(found)}" if found else "cannot read solutions, hidden suites and grades"
    return Finding("Other accounts", not found, seen, "in the course's folder: chmod go-rwx .")


def _exchange(course: Course) -> Finding:
    config = course.directory.config
    folder = Path(str(config.Exchange.get("root", "/usr/local/share/nbgrader/exchange")))
    fix = f"if you use it: sudo mkdir -p {folder} && sudo chmod 777 {folder}"
    if folder.is_relative_to(course.root):
        seen = "inside the course's folder, which other accounts must not read"
        return Finding(
            "Exchange", False, seen, "c.Exchange.root = '/srv/nbgrader/exchange' in course_config.py"
        )
    good = others_can_write(folder)
    return Finding(
        "Exchange", good, "can be written by everybody" if good else "missing, or closed to students", fix
    )


def _alembic(course: Course) -> Finding:
    found = shutil.which("alembic")
    fix = "put the environment's bin folder on PATH; nbgrader needs it to make a gradebook"
    return Finding("alembic", bool(found), "found" if found else "not on PATH", fix)


def _chromium(course: Course) -> Finding:
    found = shutil.which("chromium")
    seen = found or "missing; only the tests in a browser need it"
    return Finding("Chromium", bool(found), seen, "Debian, Ubuntu: apt-get install chromium")
