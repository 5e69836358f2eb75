"""How far all exercises are: every public check, run on the notebooks as they were saved in this folder."""

import html
from dataclasses import dataclass
from itertools import groupby

from IPython.display import display
from IPython.utils.capture import capture_output

from .box import SIGNS
from .checking import run
from .checks import EXERCISES
from .earlier import Missing, home, load, saved
from .frameworks import fw

SAVED = "Only what is saved counts: save your notebooks (Ctrl+S, or ⌘S) before you run this cell."
STATES = {"almost": "almost there", "form": "the form is right"}  # all others are words already


@dataclass
class Row:
    """One exercise: where it is, its points, what became of its check, and the sign for it."""

    notebook: str
    exercise: str
    points: str
    state: str
    sign: str = "✗"


def progress():
    """Show in a table how far each exercise of the saved notebooks is, as far as public checks can see."""
    notebooks = saved()
    asked = [(module, name) for module in _modules() for name in EXERCISES[module] if name not in fw.LEFT_OUT]
    rows = [_row(module, exercise, notebooks) for module, exercise in asked]
    notes = [*_damaged(notebooks), *_missing(notebooks), _total(rows), SAVED]
    table = [f"{row.notebook:40} {row.exercise:26} {row.points:>6}  {row.sign} {row.state}" for row in rows]
    display({"text/html": _page(rows, notes), "text/plain": "\n".join([*table, *notes])}, raw=True)


def _modules():
    """Return those notebooks with exercises that the course has in this framework."""
    return [module for module in EXERCISES if module not in fw.LEFT_OUT]


def _row(module, exercise, notebooks):
    try:
        notebook = home(exercise, notebooks)
    except Missing:
        return Row(_usual(module), exercise, "", "not found", "–")
    checks = [cell for cell in notebooks[notebook] if cell.name == f"test_{exercise}" and cell.points is not None]
    points = f"{checks[0].points}" if checks else ""
    state = _state(exercise, notebooks)
    sign, _ = SIGNS.get(state, ("✗", ""))
    return Row(notebook, exercise, points, STATES.get(state, state), sign)


def _state(exercise, notebooks):
    """Return what the check of an exercise says, while nothing that it prints or shows is seen."""
    try:
        with capture_output():
            names = load(exercise, notebooks)
            return run(exercise, names).state
    except NotImplementedError:
        return "not started"
    except KeyboardInterrupt:  # the way out of a loop without an end; the others are looked at all the same
        return "stopped by you"
    except Exception as problem:
        return f"its cell fails ({type(problem).__name__})"


def _damaged(notebooks):
    names = [name for name, cells in notebooks.items() if cells is None]
    return [f"{name} cannot be read: it is damaged, or only half of it was saved." for name in names]


def _missing(notebooks):
    usual = [_usual(module) for module in _modules()]
    return [f"{name} is not in this folder." for name in usual if name not in notebooks]


def _usual(module):
    return f"{list(EXERCISES).index(module) + 1:02}_{module}.ipynb"


def _total(rows):
    states = [row.state for row in rows]
    words = f"{states.count('correct')} of {len(rows)} exercises are correct as far as public checks can see"
    form = states.count(STATES["form"])
    return f"{words}; of {form} more, only the form can be checked, and it is right." if form else f"{words}."


def _page(rows, notes):
    """Return the table in HTML; the name of a notebook stands above its exercises, so that all fits on a phone."""
    body = ""
    for notebook, group in groupby(rows, lambda row: row.notebook):
        lines = [f"<tr>{_cells(row)}</tr>" for row in group]
        body += f"<tbody><tr>{_head(notebook, 'rowgroup', 3)}</tr>{''.join(lines)}</tbody>"
    heads = "".join(_head(title, "col") for title in ("exercise", "points", "state"))
    caption = '<caption style="caption-side: top; text-align: left">Your saved notebooks</caption>'
    said = "".join(f"<div>{html.escape(note)}</div>" for note in notes)
    return f"<table>{caption}<thead><tr>{heads}</tr></thead>{body}</table>{said}"


def _cells(row):
    points = f'<td style="text-align: right">{html.escape(row.points)}</td>'
    state = f'<td style="text-align: left">{html.escape(f"{row.sign} {row.state}")}</td>'
    return _head(row.exercise, "row") + points + state


def _head(text, scope, columns=1):
    style = f"text-align: left; font-weight: {'bold' if columns > 1 else 'normal'}"
    return f'<th scope="{scope}" colspan="{columns}" style="{style}">{html.escape(text)}</th>'
