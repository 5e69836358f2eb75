"""`python -m benchmarks`: measure everybody in turn, several times, and print the ratios."""

from __future__ import annotations

import json
import os
import platform
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib import metadata
from pathlib import Path

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from . import FOLDER, WHOLE, measure
from . import contenders as them
from .classes import hand_in, prepare, require_same_release
from .contenders import Contender
from .results import Results, Run, tables


@dataclass(frozen=True)
class Task:
    """One run to be made, timed or weighed. What is not kept only fills caches, as on a machine in use."""

    contender: Contender
    submissions: int
    notebooks: int = 1
    repeat: int = 0
    weigh: bool = False
    keep: bool = True


@dataclass
class Bench:
    """Courses below `folder`, each made once and copied for every run; what was measured is in `results`."""

    folder: Path
    results: Results = field(default_factory=Results)

    def __post_init__(self) -> None:
        self.home = self.folder / "home"
        self.home.mkdir()

    def course(self, kind: str, notebooks: int) -> Path:
        """Return a released course of `kind` with nothing handed in."""
        folders = {kind: self.folder / f"{kind}-{notebooks}" for kind in ("kit", "stock")}
        if not folders[kind].exists():
            for each, folder in folders.items():
                prepare(each, notebooks, folder, them.environment(self.home))
            require_same_release(*folders.values())
        return folders[kind]

    def copy(self, kind: str, submissions: int, notebooks: int) -> tuple[Path, dict[str, float]]:
        """Return a fresh course with that many submissions, and the points that they must get."""
        template = self.course(kind, notebooks)
        folder = Path(tempfile.mkdtemp(prefix="run-", dir=self.folder)) / "course"
        shutil.copytree(template, folder)
        return folder, hand_in(folder, submissions, notebooks)

    def do(self, task: Task) -> None:
        """Make one run, check its scores, and keep what was measured."""
        contender, size = task.contender, task.submissions
        folder, expected = self.copy(contender.course, size, task.notebooks)
        first = them.OTTER / "bin" if contender is them.OTTER_RUN else them.BIN
        environment = them.environment(self.home, first)
        commands = contender.commands(list(expected))
        if contender is them.OTTER_RUN:  # which wants the folders for its results to be there
            for student in expected:
                (folder / "otter" / student).mkdir(parents=True)
        if task.weigh:
            peak = measure.peak_memory(commands, folder, environment)
            self.results.memory[contender.name, size] = peak
        else:
            taken = measure.seconds(commands, folder, environment)
            if task.keep:
                self._keep(task, folder, taken)
        if contender.scores is not None:
            require_scores(contender.name, expected, contender.scores(folder))
        shutil.rmtree(folder.parent)

    def _keep(self, task: Task, folder: Path, taken: float) -> None:
        where = (task.submissions, task.notebooks, task.repeat)
        name = task.contender.name
        if task.contender.scores is None:
            from_warm = json.loads((folder / "seconds.json").read_bytes())[0]
            self.results.runs.append(Run(name, *where, from_warm))
            name = f"{name}, with its start"
        self.results.runs.append(Run(name, *where, taken))

    def regrade(self, grader: str, times: int, notebooks: int = 1) -> None:
        """Measure one submission graded again, that many times, in a warm process."""
        folder, expected = self.copy(grader, 1, notebooks)
        (student,) = expected
        command = [sys.executable, "-m", "benchmarks.warm", grader, student, str(times)]
        measure.seconds([command], folder, them.environment(self.home))
        require_scores(f"{grader}, from warm", expected, them.from_gradebook(folder))
        self.results.warm[grader, notebooks] = json.loads((folder / "seconds.json").read_bytes())
        shutil.rmtree(folder.parent)


def require_scores(name: str, expected: dict[str, float], found: dict[str, float]) -> None:
    """Stop where a contender's scores are not the right ones: the speed of wrong grades is worth nothing."""
    for student, points in expected.items():
        if found.get(student) != points:
            raise click.ClickException(
                f"{name} gives {student} {found.get(student)} points instead of {points:g}"
            )


def plan(
    contenders: list[Contender],
    sizes: list[int],
    repeats: int,
    limit: int,
    notebooks: list[int],
    notebook_class: int,
    whole_classes: list[int],
    weigh: bool,
    rehearse: bool,
) -> Iterator[Task]:
    """Yield all runs: in each repeat everybody has a turn at every size, and each time somebody else is first."""
    if rehearse:
        yield from (Task(contender, 1, keep=False) for contender in contenders)
    several = [count for count in notebooks if count > 1]
    for repeat in range(repeats):
        turn = repeat % len(contenders)
        for contender in contenders[turn:] + contenders[:turn]:
            own = {size for size in sizes if not contender.peer or size <= limit}
            if several and not contender.one_notebook:
                own.add(notebook_class)
                yield from (Task(contender, notebook_class, count, repeat) for count in several)
            yield from (Task(contender, size, 1, repeat) for size in sorted(own))
            if whole_classes and contender.scores and not contender.one_notebook:
                few = whole_classes[:1] if contender.peer else whole_classes
                yield from (Task(contender, size, WHOLE, repeat) for size in few)
    if weigh:
        for contender in contenders:
            own = {size for size in sizes if not contender.peer or size <= limit}
            yield from (Task(contender, size, weigh=True) for size in sorted(own))


def machine() -> dict[str, object]:
    """Return what the figures depend on."""
    packages = ("nbgrader", "torch", "ipython", "ipykernel", "pytest")
    return {
        "cores": len(os.sched_getaffinity(0)),
        "system": platform.platform(),
        "python": platform.python_version(),
        "load": os.getloadavg()[0],
        "packages": {name: metadata.version(name) for name in packages},
    }


def _numbers_or_none(context: click.Context, parameter: click.Parameter, text: str) -> list[int]:
    return [] if text == "0" else _numbers(context, parameter, text)


def _numbers(_: click.Context, __: click.Parameter, text: str) -> list[int]:
    try:
        numbers = sorted({int(part) for part in text.split(",")})
    except ValueError:
        numbers = [0]
    if numbers[0] < 1:
        raise click.BadParameter("whole numbers above 0, with commas between them")
    return numbers


@click.command()
@click.option("--sizes", default="1,30,200,1000", callback=_numbers, help="Submissions in a class.")
@click.option("--repeats", default=5, type=click.IntRange(1), help="How often everything is run.")
@click.option("--notebooks", default="1,2,5", callback=_numbers, help="Notebooks per assignment.")
@click.option("--notebook-class", default=10, type=click.IntRange(1), help="Submissions for --notebooks.")
@click.option(
    "--course",
    "whole_classes",
    default="6,30",
    callback=_numbers_or_none,
    help="Submissions to the course of this repository; 0 leaves it out.",
)
@click.option(
    "--peer-limit",
    default=30,
    type=click.IntRange(1),
    help="The largest class that nbgrader and Otter grade.",
)
@click.option("--full", is_flag=True, help="Let nbgrader and Otter grade every class; takes hours.")
@click.option(
    "--otter/--no-otter", default=True, help="Compare with Otter, installed when it is first needed."
)
@click.option("--stock/--no-stock", default=True, help="Compare with stock nbgrader.")
@click.option("--memory/--no-memory", default=True, help="Measure peak memory, in runs of its own.")
@click.option("--warm/--no-warm", default=True, help="Measure one submission graded again from warm.")
@click.option(
    "--again", type=click.IntRange(1), help="How often for --warm; by default, twice more than --repeats."
)
@click.option("--rehearsal/--no-rehearsal", default=True, help="Run everybody once before, to fill caches.")
@click.option("--output", type=click.Path(path_type=Path), help="Where the figures go (JSON).")
def main(
    sizes: list[int],
    repeats: int,
    notebooks: list[int],
    notebook_class: int,
    whole_classes: list[int],
    peer_limit: int,
    full: bool,
    otter: bool,
    stock: bool,
    memory: bool,
    warm: bool,
    again: int | None,
    rehearsal: bool,
    output: Path | None,
) -> None:
    """Compare `coursekit grade` with stock nbgrader, Otter and the floor, and print ratios."""
    console = Console(width=None if sys.stdout.isatty() else 160)
    contenders = [them.GRADES, them.GRADES_AND_FEEDBACK, *them.FLOORS]
    if stock:
        contenders.append(them.STOCK)
    if otter:
        them.install_otter()
        contenders.append(them.OTTER_RUN)
    limit = max(sizes) if full else peer_limit
    tasks = list(
        plan(contenders, sizes, repeats, limit, notebooks, notebook_class, whole_classes, memory, rehearsal)
    )
    about = machine()
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with tempfile.TemporaryDirectory(prefix="benchmark-") as place:
        bench = Bench(Path(place))
        with Progress(*columns, console=console, disable=not console.is_terminal) as progress:
            line = progress.add_task("", total=len(tasks))
            for task in tasks:
                doing = f"{task.contender.name}, {task.submissions} × {task.notebooks or 'all of the course'}"
                progress.update(line, description=doing)
                if not console.is_terminal:
                    click.echo(doing, err=True)
                try:
                    bench.do(task)
                except measure.CommandError as error:
                    raise click.ClickException(str(error)) from error
                progress.advance(line)
        for grader in ("kit", "stock") if warm else ():
            if grader == "kit" or stock:
                bench.regrade(grader, again or repeats + 2)
        if warm and whole_classes:
            bench.regrade("kit", again or repeats + 2, WHOLE)
        results = bench.results
    if output is None:
        output = FOLDER / "results" / f"{time.strftime('%Y-%m-%d-%H%M%S')}.json"
    output.parent.mkdir(parents=True, exist_ok=True)
    output.write_text(json.dumps({"machine": about, **results.plain()}, indent=1))
    for table in tables(results, sizes):
        console.print(table)
    graded = sorted({task.contender.name for task in tasks if task.contender.scores})
    console.print(f"Scores agree, for every submission: {', '.join(graded)}.")
    if not full and max(sizes) > peer_limit:
        console.print(
            f"≈: nbgrader and Otter were not run on more than {peer_limit} submissions (--full does)."
        )
    console.print(f"{about['cores']} cores; load before the start {about['load']:.1f}. Figures: {output}")


if __name__ == "__main__":
    main()
