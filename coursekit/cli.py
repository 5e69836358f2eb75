"""The command `coursekit`."""

from __future__ import annotations

from pathlib import Path

import click

from . import answers as bank
from . import notebook as nb
from .grading import Grader
from .sandbox import Sandbox


@click.group()
def main() -> None:
    """Build, grade and check notebook assignments."""


@main.command()
@click.argument("assignment")
@click.option("--exercise", multiple=True)
def answers(assignment: str, exercise: tuple[str, ...]) -> None:
    """Grade the answer bank, and show every answer whose verdict is not the expected one."""
    import copy
    import tempfile
    from nbgrader.preprocessors import ClearSolutions
    import nbformat

    root = Path.cwd()
    with Sandbox() as sandbox:
        for path in sorted((root / "source" / assignment).glob("*.ipynb")):
            source = nb.read(path)
            names = [e.name for e in nb.exercises(source)]
            wanted = [n for n in names if not exercise or n in exercise]
            if not wanted:
                continue
            release, _ = ClearSolutions().preprocess(copy.deepcopy(source), {})
            with tempfile.TemporaryDirectory() as folder:
                for p in (root / "source" / assignment).iterdir():
                    if p.is_file() and p.suffix != ".ipynb":
                        (Path(folder) / p.name).write_bytes(p.read_bytes())
                target = Path(folder) / path.name
                nbformat.write(release, target)
                grader = Grader(
                    target, root / "tests/hidden" / assignment / f"test_{path.stem}.py", sandbox
                )
                for name in wanted:
                    found = bank.read_answers(root / "tests/answers" / assignment / f"{name}.py")
                    alone = {next(iter(a.fails)) for a in found if len(a.fails) == 1}
                    bad = 0
                    for answer, problems in bank.check(found, grader, source):
                        bad += bool(problems)
                        for problem in problems:
                            print(f"{answer}: {problem}")
                    for t in grader.suite.tests:
                        if t.exercise == name and t.test not in alone:
                            print(f"{name}: no answer loses {t.test} alone")
                    print(f"{name}: {len(found)} answers, {sum(a.right for a in found)} right ones, {bad} surprises")
                grader.close()
