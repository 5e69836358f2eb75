"""Grades the answers and mutants of one notebook under many seeds, and counts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import zip_longest
from operator import itemgetter
from typing import TYPE_CHECKING

import nbformat
from nbformat import NotebookNode

from ..course.assignment import Assignment
from ..grading.result import TestResult
from ..notebooks.marks import exercises, fill, solutions
from ..notebooks.read import parse_notebook
from .bank import Answer, read_answers, submission
from .findings import Findings, Trial
from .mutants import Mutant, mutants, read_equivalents

if TYPE_CHECKING:
    from ..grading.grader import Grader

RIGHT, WRONG = 6, 12  # the fewest answers that an exercise must have in the bank


class Measurement:
    """Measures the exercises of one notebook of an assignment."""

    def __init__(self, grader: Grader, assignment: Assignment, notebook: str, seeds: int):
        self.grader, self.bank = grader, assignment.answers
        self.source, self.name = assignment.source_notebook(notebook), f"{notebook}.ipynb"
        self.folder = {path.name: assignment.source_data(path.stem) for path in assignment.sources()}
        self.seeds = [grader.suite.seed, *range(1, seeds)]
        self.exercises = [exercise.name for exercise in exercises(self.source)]
        self._answers: dict[str, list[Answer]] = {}

    def answers(self, exercise: str) -> list[Answer]:
        """Return the answers in the bank, which is read once: that takes as long as to grade some of them."""
        if exercise not in self._answers:
            self._answers[exercise] = read_answers(self.bank / f"{exercise}.py")
        return self._answers[exercise]

    def mutants(self, exercise: str) -> list[Mutant]:
        """Return the mutants of the instructor's own solution."""
        return mutants(exercise, solutions(self.source)[exercise])

    def _known_right(self, exercise: str) -> frozenset[str]:
        """Return the other exercises of the notebook, which are solved there; those of earlier ones are as released."""
        return frozenset(self.exercises) - {exercise}

    # --- answers ------------------------------------------------------------------------------

    def grade(self, answer: Answer) -> list[Trial]:
        """Return the outcome under every seed, with the notebook's other exercises solved.

        Where another seed than the first brings another outcome, the exercise is graded again under it in a process of
        its own, for the answer may remember what it was asked.
        """
        (outcomes,), name = self.grade_beside_each_other([answer]), answer.exercise
        notebook, own = self._notebook([answer]), self.grader.suite.keys(name)
        for number, outcome in enumerate(outcomes):
            if not outcome.is_like(outcomes[0]):
                with self.grader.trials(notebook) as fresh:
                    outcomes[number] = Trial.of(fresh(self.seeds[number], own), {name})[name]
        return outcomes

    def grade_beside_each_other(self, answers: Sequence[Answer]) -> list[list[Trial]]:
        """Return for each of `answers`, to different exercises in one notebook, the outcome under every seed.

        The first trial is the whole notebook under the course's seed. The others run those tests of these exercises
        that draw their inputs, in the same process. The notebook's other exercises are the instructor's: where it does
        not help in the first trial to replace them, it does not help in the others.
        """
        names, suite = {answer.exercise for answer in answers}, self.grader.suite
        own = frozenset().union(*(suite.keys(name) for name in names))
        drawing = frozenset().union(*(suite.keys(name, drawing=True) for name in names))
        others = frozenset(self.exercises) - names
        with self.grader.trials(self._notebook(answers)) as trial:
            results = list(trial(self.seeds[0]))
            trials = [Trial.of(results, names)]
            settled = [result for result in results if result.key in own - drawing]
            for seed in self.seeds[1:]:
                trials.append(Trial.of([*settled, *trial(seed, drawing, others)], names))
        by_exercise = {name: list(map(itemgetter(name), trials)) for name in names}
        return [by_exercise[answer.exercise] for answer in answers]

    def _notebook(self, answers: Sequence[Answer]) -> NotebookNode:
        return submission(self.grader.release, self.source, *answers)

    def grade_answers(self, exercises: Sequence[str], part: slice) -> list[Findings]:
        """Grade answers to these exercises, and count: the first to each in one notebook, then the second, …."""
        found = {exercise: Findings(exercise) for exercise in exercises}
        for row in zip_longest(*(self.answers(exercise)[part] for exercise in exercises)):
            answers = [answer for answer in row if answer is not None]
            for answer, outcomes in zip(answers, self._outcomes(answers), strict=True):
                self._judge(found[answer.exercise], answer, outcomes)
                self._judge_words(found[answer.exercise], answer, outcomes)
                if len(outcomes[0].lost) == 1 and not answer.right:
                    found[answer.exercise].alone |= outcomes[0].lost
        return list(found.values())

    def _outcomes(self, answers: list[Answer]) -> Iterator[list[Trial]]:
        """Yield the outcomes of answers in one notebook; what does not come out as the bank says is graded alone.

        Where this is so in the first trial, it may be another answer's fault, and all of them are.
        """
        together = self.grade_beside_each_other(answers)
        all_alone = not all(map(_as_told, answers, (outcomes[:1] for outcomes in together)))
        for answer, outcomes in zip(answers, together, strict=True):
            yield self.grade(answer) if all_alone or not _as_told(answer, outcomes) else outcomes

    def _judge(self, found: Findings, answer: Answer, outcomes: list[Trial]) -> None:
        first = outcomes[0].lost
        found.counts["right" if answer.right else "wrong"] += 1
        lost = frozenset().union(*(outcome.lost for outcome in outcomes))
        if answer.right and lost:
            found.count("false rejects", f"{answer}: is right, and loses {_list(lost)}")
        if not answer.right and not all(outcome.lost for outcome in outcomes):
            found.count("false accepts", f"{answer}: is wrong, and gets full marks")
        if not answer.right and first != answer.fails:
            found.count("other points", f"{answer}: loses {_list(first)}, should lose {_list(answer.fails)}")
        changing = [seed for seed, o in zip(self.seeds, outcomes, strict=True) if o.lost != first]
        if changing:
            found.count("unstable", f"{answer}: gets another grade under seed {changing[0]}: {_list(lost)}")
        if outcomes[0].spilled:
            found.count("spill-over", f"{answer}: costs also {_list(outcomes[0].spilled)}")

    def _judge_words(self, found: Findings, answer: Answer, outcomes: list[Trial]) -> None:
        said = frozenset().union(*(outcome.said for outcome in outcomes))
        found.named |= said
        if said - answer.says:
            found.count("wrong diagnoses", f"{answer}: the feedback says {_list(said - answer.says)}")
        if answer.says:
            missing = frozenset().union(*(answer.says - outcome.said for outcome in outcomes))
            found.counts["mistakes"] += 1
            found.counts["right diagnoses"] += not missing and not said - answer.says
            if missing:
                found.counts["missing diagnoses"] += 1
                found.unnamed.append(f"{answer}: the feedback does not say {_list(missing)}")

    # --- mutants ------------------------------------------------------------------------------

    def grade_mutants(self, exercise: str, part: slice) -> Findings:
        """Grade mutants of the instructor's solution, under each seed until a test notices, and count."""
        found = Findings(exercise)
        equivalent = {
            e.line for e in read_equivalents(self.bank / "equivalent.toml") if e.exercise == exercise
        }
        others = self._known_right(exercise)
        for mutant in self.mutants(exercise)[part]:
            found.counts["mutants"] += 1
            notebook = fill(self.grader.release, {**solutions(self.source), exercise: mutant.source})
            with self.grader.trials(notebook) as trial:
                keys = self.grader.suite.keys(exercise)
                passes = [_all_passed(trial(seed, keys, others)) for seed in self.seeds]
            if mutant.line in equivalent:
                found.counts["equivalent"] += 1
                found.matched.add(mutant.line)
                if not all(passes):
                    found.count("false rejects", f"{mutant}: is listed as equivalent, and a test rejects it")
            elif any(passes):
                seed = self.seeds[passes.index(True)]
                found.count("survivors", f"{mutant}: survives under seed {seed}")
        return found

    # --- exercises that build on others ---------------------------------------------------------

    def builds_on(self, exercise: str, _: slice) -> Findings:
        """Grade the right answer to an exercise beside wrong answers to those that it builds on, one at a time."""
        found = Findings(exercise)
        for earlier in self.grader.suite.builds_on(exercise):
            wrong = max(
                (answer for answer in self.answers(earlier) if not answer.right),
                key=lambda answer: (bool(answer.says), len(answer.fails)),
            )
            solved = {name: parse_notebook(data) for name, data in self.folder.items()}
            files = {name: fill(notebook, {earlier: wrong.source}) for name, notebook in solved.items()}
            others = {name: nbformat.writes(notebook).encode() for name, notebook in files.items()}
            with self.grader.trials(self._handed_in(files[self.name]), others) as trial:
                results = list(trial(None))
            found.counts["follow-through"] += 1
            lost = {f"{r.exercise} {r.test}" for r in results if not r.passed and r.exercise != earlier}
            if lost:
                found.count("follow-through lost", f"{exercise}: beside {wrong}, loses {_list(lost)}")
            if earlier in self.exercises and all(r.passed for r in results if r.exercise == earlier):
                found.count("false accepts", f"{wrong}: is wrong, and gets full marks")
        return found

    def _handed_in(self, solved: NotebookNode) -> NotebookNode:
        return fill(self.grader.release, solutions(solved))

    # --- all together -------------------------------------------------------------------------

    def close(self, found: Findings) -> None:
        """Judge what only all answers to an exercise together can show."""
        name, counts = found.exercise, found.counts
        tests = {test.test for test in self.grader.suite.tests if test.exercise == name}
        counts["tests"], counts["needed"] = len(tests), len(tests & found.alone)
        found.faults += [f"{name}: no answer loses {test} alone" for test in sorted(tests - found.alone)]
        for wrong in self.grader.suite.misconceptions:
            if name in wrong.__misconception__[0] and wrong.__name__ not in found.named:
                found.faults.append(f"{name}: no answer brings out the diagnosis {wrong.__name__}")
        if counts["right"] < RIGHT or counts["wrong"] < WRONG:
            found.faults.append(
                f"{name}: has {counts['right']} right and {counts['wrong']} wrong answers, needs {RIGHT} and {WRONG}"
            )
        for entry in read_equivalents(self.bank / "equivalent.toml"):
            if entry.exercise == name and entry.line not in found.matched:
                found.faults.append(
                    f"{name}: equivalent.toml lists `{entry.line}`, and no mutant is like that"
                )


def _as_told(answer: Answer, outcomes: list[Trial]) -> bool:
    """Return whether an answer came out as the bank says, under every seed."""
    return all((o.lost, o.said, o.spilled) == (answer.fails, answer.says, frozenset()) for o in outcomes)


def _all_passed(results: Iterable[TestResult]) -> bool:
    """Return whether every test passed; after the first one that did not, no other is run."""
    return all(result.passed for result in results)


def _list(names: Iterable[str]) -> str:
    return ", ".join(sorted(names)) or "nothing"
