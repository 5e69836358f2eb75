"""The answer bank: right and wrong answers to every exercise, and the verdict that each must get."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import jupytext
from nbformat import NotebookNode

from ..errors import AnswerError
from ..grading.result import NotebookResult
from ..notebooks.marks import fill, solutions

if TYPE_CHECKING:
    from ..grading.grader import Grader


@dataclass(frozen=True)
class Answer:
    """One answer, as a student would write it into the solution cell.

    `fails` are the tests it must lose, `says` the misconceptions that the feedback must name.
    """

    exercise: str
    title: str
    source: str
    right: bool
    fails: frozenset[str] = frozenset()
    says: frozenset[str] = frozenset()

    def __str__(self) -> str:
        return f"{self.exercise}: {self.title}"


def read_answers(path: Path) -> list[Answer]:
    """Return the answers in a file in jupytext's percent format; the file's name is the exercise's."""
    answers = []
    for cell in jupytext.read(path, fmt="py:percent").cells:
        if cell.cell_type != "code" or not cell.source.strip():
            continue
        header = cell.metadata
        title, verdict = header.get("title", ""), header.get("verdict")
        fails = frozenset(header.get("fails", []))
        if not title or verdict not in ("right", "wrong") or (verdict == "wrong") != bool(fails):
            raise AnswerError(
                f"{path.name}: {title or cell.source[:40]!r} needs a title, a verdict and, where wrong, fails"
            )
        says = frozenset(header.get("says", []))
        answers.append(Answer(path.stem, title, cell.source, verdict == "right", fails, says))
    titles = [answer.title for answer in answers]
    if len(set(titles)) != len(titles):
        raise AnswerError(f"{path.name}: two answers have the same title")
    return answers


def submission(release: NotebookNode, source: NotebookNode, *answers: Answer) -> NotebookNode:
    """Return a released notebook with `answers` filled in, and every other exercise solved."""
    return fill(release, {**solutions(source), **{answer.exercise: answer.source for answer in answers}})


def surprises(answer: Answer, result: NotebookResult) -> Iterator[str]:
    """Yield every way in which `result` is not what `answer` says it must be."""
    own = result.exercise(answer.exercise)
    unknown = answer.fails - {test.test for test in own}
    if unknown:
        yield f"there is no test {', '.join(sorted(unknown))}"
    for test in own:
        if test.passed and test.test in answer.fails:
            yield f"{test.test} passes and should not"
        if not test.passed and test.test not in answer.fails:
            yield f"{test.test} is lost and should not be: {test.message}"
    said = {test.diagnosis.key for test in own if test.diagnosis}
    if said != answer.says:
        yield f"says {sorted(said) or 'nothing'}, should say {sorted(answer.says) or 'nothing'}"
    for test in result.tests:
        if test.exercise != answer.exercise and not test.passed:
            yield f"{test.exercise} {test.test} is lost too: {test.message}"


def bank_faults(name: str, answers: list[Answer], grader: Grader, source: NotebookNode) -> Iterator[str]:
    """Grade the answers to the exercise `name`, and yield whatever is wrong with its suite or with them."""
    for answer in answers:
        result = grader.grade(submission(grader.release, source, answer), pictures=False)
        for surprise in surprises(answer, result):
            yield f"{answer}: {surprise}"
    alone = {next(iter(answer.fails)) for answer in answers if len(answer.fails) == 1}
    for test in grader.suite.tests:
        if test.exercise == name and test.test not in alone:
            yield f"{name}: no answer loses {test.test} alone"
    if sum(answer.right for answer in answers) < 3:
        yield f"{name}: has fewer than three right answers"
