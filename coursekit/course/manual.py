"""Scores that a person has entered for a cell that has fewer points by now."""

from __future__ import annotations

from nbgrader.api import Gradebook


def lowered(name: str, score: float | None, points: float) -> str:
    """Return what to tell of a score that was entered by hand if the cell has fewer points by now, or ""."""
    if score is None or score <= points:
        return ""
    return (
        f"the score of {score:g} that was entered by hand for {name} is more than its {points:g} points; "
        "it was lowered to these: look at it in Formgrader"
    )


def lower_manual_scores(gradebook: Gradebook, assignment: str, student: str) -> list[str]:
    """Lower in the gradebook, for nbgrader's own command, what is more than a cell's points; return what to tell."""
    told = []
    for notebook in gradebook.find_submission(assignment, student).notebooks:
        for grade in notebook.grades:
            if said := lowered(grade.name, grade.manual_score, grade.max_score):
                grade.manual_score, grade.needs_manual_grade = grade.max_score, True
                told.append(f"{notebook.name}: {said}")
    gradebook.db.commit()
    return told
