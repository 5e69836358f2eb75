"""One submission graded again and again in a warm process; `python -m benchmarks.warm GRADER STUDENT TIMES`.

Run in a course's folder; writes the seconds of each time into seconds.json. The submission's text is new each time.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from coursekit.course.course import Course
from coursekit.teaching.class_grader import ClassGrader
from coursekit.teaching.executors import processes
from coursekit.teaching.gather import gather

from . import ASSIGNMENT
from .classes import renew


@contextmanager
def warm_regrade(student: str) -> Iterator[Callable[[], None]]:
    """Give a function that grades `student` with the kit, in the course in this folder; it writes no feedback."""
    assignment = Course.here().assignment(ASSIGNMENT)
    bundle = gather(assignment, [path.stem for path in sorted(assignment.folder("release").glob("*.ipynb"))])
    with (
        processes(bundle, 1, jobs=1) as pool,
        closing(ClassGrader(assignment, bundle, pool, feedback=False)) as running,
    ):

        def grade() -> None:
            for outcome in running.run([student]):
                if outcome.failed:
                    raise RuntimeError(f"{student}: {outcome.problems}")

        yield grade


@contextmanager
def warm_autograde(student: str) -> Iterator[Callable[[], None]]:
    """Give a function that grades `student` with nbgrader, in the course in this folder."""
    api = Course.here().api  # only nbgrader's part of it: the course has no setting of the kit

    def grade() -> None:
        result = api.autograde(ASSIGNMENT, student, force=True)
        if not result["success"]:
            raise RuntimeError(f"{student}: {result}")

    yield grade


GRADERS = {"kit": warm_regrade, "stock": warm_autograde}


def main(grader: str, student: str, times: int) -> None:
    """Grade once to get warm, then `times` more, and write down how long each took."""
    taken = []
    with GRADERS[grader](student) as grade:
        grade()
        for _ in range(times):
            for path in Path("submitted", student, ASSIGNMENT).glob("*.ipynb"):
                renew(path)
            start = time.perf_counter()
            grade()
            taken.append(time.perf_counter() - start)
    Path("seconds.json").write_text(json.dumps(taken))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
