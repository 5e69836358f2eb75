"""What grading a class costs in each framework, against PyTorch: `python -m benchmarks.frameworks`.

The class hands in the notebooks of this course, the same mistakes at the same places in each framework. JAX finds what
it compiled when the release was built, as it does in any course.
"""

from __future__ import annotations

import importlib.util
import os
import shutil
import tempfile
import time
import uuid
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import click
import nbformat
from rich.console import Console
from rich.table import Table

from coursekit.authoring import bank
from coursekit.grading.hidden_suite import HiddenSuite
from coursekit.notebooks.marks import exercises, fill, solutions
from coursekit.notebooks.read import read_notebook
from coursekit.notebooks.variants import kept
from coursekit.sandbox.inside.frameworks import NAMES
from coursekit.sandbox.inside.frameworks.dialects import DIALECTS

from . import ROOT
from . import contenders as them
from .measure import CommandError, Cost, cost
from .results import ratios, spread

COURSE = "convolutions"
TORCH = "torch"
GOALS = {"numpy": "at most 0.9", "tensorflow": "at most 2", "jax": "at most 8"}
Costs = dict[str, dict[int, Cost]]  # by framework and repeat


@dataclass(frozen=True)
class Bench:
    """Courses below `folder`, one for each framework, with these `notebooks` of the course, or all."""

    folder: Path
    notebooks: tuple[str, ...]

    @property
    def environment(self) -> dict[str, str]:
        """Return the variables for all commands."""
        return them.environment(self.folder)

    def build(self, framework: str) -> Cost:
        """Make the course in a framework, and its release; return what building costs."""
        root = self.folder / framework
        without = shutil.ignore_patterns("__pycache__")
        for place in ("source", "tests/hidden"):
            shutil.copytree(ROOT / place / COURSE, root / place / COURSE, ignore=without)
        for path in (root / "source" / COURSE).glob("*.ipynb"):
            if not exercises(read_notebook(path)) or (self.notebooks and path.stem not in self.notebooks):
                path.unlink()
                (root / "tests/hidden" / COURSE / f"test_{path.stem}.py").unlink(missing_ok=True)
        shutil.copy(ROOT / "nbgrader_config.py", root)
        settings = f"\nc.CourseKit.framework = {framework!r}\n"
        (root / "course_config.py").write_text((ROOT / "course_config.py").read_text() + settings)
        return cost([[them.KIT[0], "build", COURSE]], root, self.environment)

    def grade(self, framework: str, students: int) -> Cost:
        """Return what `coursekit grade` costs for a new class in a framework, all of whose scores are right."""
        root = self.folder / "run"
        shutil.copytree(self.folder / framework, root)
        expected = hand_in(root, framework, students)
        taken = cost([[them.KIT[0], "grade", COURSE]], root, self.environment)
        found = them.from_gradebook(root, COURSE)
        for student, points in expected.items():
            if found.get(student) != points:
                raise click.ClickException(
                    f"{framework}: {student} gets {found.get(student)} points instead of {points:g}"
                )
        shutil.rmtree(root)
        return taken


def hand_in(root: Path, framework: str, students: int) -> dict[str, float]:
    """Write submissions into a course, and return the points that each student must get.

    Of three exercises two are solved as the instructor does, and one has a mistake that has the same name in each
    framework; who makes which differs from student to student. No two notebooks are the same, within a run or between.
    """
    mistakes, token = shared_mistakes(framework), uuid.uuid4().hex
    expected = {f"student-{number + 1}": 0.0 for number in range(students)}
    for path in sorted((root / "release" / COURSE).glob("*.ipynb")):
        released = read_notebook(path)
        solved = solutions(kept(read_notebook(root / "source" / COURSE / path.name), framework))
        suite = HiddenSuite(
            root / "tests/hidden" / COURSE / f"test_{path.stem}.py",
            tuple(solved),
            dialect=DIALECTS[framework],
        )
        points = {test.key: test.points for test in suite.tests}
        suite.close()
        for number, student in enumerate(expected):
            made = {name: answer for name in solved if (answer := chosen(mistakes, number, name))}
            sources = solved | {name: answer.source for name, answer in made.items()}
            sources = {name: f"{text}\n# {student}, {token}" for name, text in sources.items()}
            target = root / "submitted" / student / COURSE / path.name
            target.parent.mkdir(parents=True, exist_ok=True)
            nbformat.write(fill(released, sources), target)
            lost = {(name, test) for name, answer in made.items() for test in answer.fails}
            expected[student] += sum(each for key, each in points.items() if key not in lost)
    return expected


def chosen(mistakes: dict[str, list[bank.Answer]], number: int, exercise: str) -> bank.Answer | None:
    """Return the mistake that the student with this number makes in an exercise, if any."""
    place, found = number + list(mistakes).index(exercise), mistakes[exercise]
    return found[place // 3 % len(found)] if place % 3 == 2 and found else None


def shared_mistakes(framework: str) -> dict[str, list[bank.Answer]]:
    """Return by exercise, for a framework, one answer for each misconception that has a name in all frameworks."""
    banks = {name: named_mistakes(name) for name in NAMES}
    shared = {}
    for exercise in banks[TORCH]:
        there = [found[exercise] for found in banks.values() if exercise in found]
        names = set.intersection(*map(set, there))
        own = banks[framework].get(exercise, {})
        shared[exercise] = [own[name] for name in sorted(names) if own]
    return shared


@cache
def named_mistakes(framework: str) -> dict[str, dict[str, bank.Answer]]:
    """Return by exercise, and by what the feedback must say, the first such answer in the bank of a framework."""
    folder = ROOT / "tests/answers" / COURSE
    named: dict[str, dict[str, bank.Answer]] = {}
    for path in sorted((folder if framework == TORCH else folder / framework).glob("*.py")):
        found = named[path.stem] = {}
        for answer in bank.read_answers(path):
            if answer.says:
                found.setdefault(" ".join(sorted(answer.says)), answer)
    return named


def table(graded: Costs, built: dict[str, Cost], students: int) -> Table:
    """Return the ratios to PyTorch; median (least–most) of the repeats."""
    shown = Table(
        *("framework", "processor time", "clock", "to reach", "building, processor time"),
        title=f"`coursekit grade` / the same in PyTorch, {students} submissions",
    )
    for name, costs in graded.items():
        if name != TORCH:
            parts = [
                {repeat: getattr(each[repeat], part) for repeat in each}
                for part in ("processor", "clock")
                for each in (costs, graded[TORCH])
            ]
            cells = [spread(ratios(*parts[:2])), spread(ratios(*parts[2:]))]
            share = built[name].processor / built[TORCH].processor
            shown.add_row(name, *cells, GOALS.get(name, ""), f"{share:.3g}")
    return shown


@click.command()
@click.option("--framework", "wanted", multiple=True, type=click.Choice(NAMES[1:]), help="Only these.")
@click.option("--notebook", "notebooks", multiple=True, metavar="NAME", help="Only these notebooks.")
@click.option("--submissions", default=6, type=click.IntRange(1), help="How many hand in.")
@click.option("--repeats", default=3, type=click.IntRange(1), help="How often everything is graded.")
def main(wanted: tuple[str, ...], notebooks: tuple[str, ...], submissions: int, repeats: int) -> None:
    """Measure what grading this course costs in each framework that is installed, against PyTorch."""
    console, load = Console(width=120), os.getloadavg()[0]
    asked = [name for name in NAMES[1:] if not wanted or name in wanted]
    there = [TORCH, *(name for name in asked if importlib.util.find_spec(name) is not None)]
    graded: Costs = {name: {} for name in there}
    with tempfile.TemporaryDirectory(prefix="frameworks-") as place:
        bench, started = Bench(Path(place), notebooks), time.monotonic()
        try:
            built = {name: bench.build(name) for name in there}
            for repeat in range(repeats):
                turn = repeat % len(there)  # each time another one is first
                for name in there[turn:] + there[:turn]:
                    graded[name][repeat] = bench.grade(name, submissions)
                    click.echo(f"{name}, {time.monotonic() - started:.0f} s since the start", err=True)
        except CommandError as error:
            raise click.ClickException(str(error)) from error
    console.print(table(graded, built, submissions))
    for name in set(asked) - set(there):
        console.print(f"{name} is not installed: `make setup-{name}`")
    console.print(
        f"Scores agree, for every submission: {', '.join(there)}. Load before the start: {load:.1f}."
    )


if __name__ == "__main__":
    main()
