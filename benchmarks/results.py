"""What was measured, the ratios in it, and the tables that show them."""

from __future__ import annotations

import itertools
import statistics
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from typing import Any

from rich.table import Table

from . import WHOLE

Times = dict[int, float]


@dataclass(frozen=True)
class Run:
    """One whole run of one contender; `seconds` of wall time."""

    contender: str
    submissions: int
    notebooks: int
    repeat: int
    seconds: float


@dataclass
class Results:
    """All that was measured.

    `memory` has the peak in bytes by contender and class size, `warm` the seconds of one submission graded
    again, by grader and number of notebooks.
    """

    runs: list[Run] = field(default_factory=list)
    memory: dict[tuple[str, int], float] = field(default_factory=dict)
    warm: dict[tuple[str, int], list[float]] = field(default_factory=dict)

    def plain(self) -> dict[str, Any]:
        """Return it for a JSON file."""
        memory = [
            {"contender": name, "submissions": size, "bytes": peak}
            for (name, size), peak in self.memory.items()
        ]
        again = [
            {"grader": grader, "notebooks": notebooks, "seconds": taken}
            for (grader, notebooks), taken in self.warm.items()
        ]
        return {"runs": [asdict(run) for run in self.runs], "memory": memory, "warm": again}

    def names(self) -> list[str]:
        """Return the contenders that were measured, in the order they came in."""
        return list(dict.fromkeys(run.contender for run in self.runs))

    def times(self, contender: str, submissions: int, notebooks: int = 1) -> Times:
        """Return the seconds by repeat; nothing where it was not measured."""
        wanted = (contender, submissions, notebooks)
        return {
            run.repeat: run.seconds
            for run in self.runs
            if (run.contender, run.submissions, run.notebooks) == wanted
        }

    def extrapolated(self, contender: str, submissions: int) -> Times:
        """Return the seconds by repeat on the straight line through the smallest and the largest class measured."""
        sizes = sorted(
            {run.submissions for run in self.runs if run.contender == contender and run.notebooks == 1}
        )
        if len(sizes) < 2:
            return {}
        low, high = self.times(contender, sizes[0]), self.times(contender, sizes[-1])
        further = (submissions - sizes[-1]) / (sizes[-1] - sizes[0])
        return {r: high[r] + (high[r] - low[r]) * further for r in high.keys() & low.keys()}


def ratios(above: Times, below: Times) -> list[float]:
    """Return the ratio of each repeat."""
    return [above[repeat] / below[repeat] for repeat in sorted(above.keys() & below.keys())]


def spread(values: Iterable[float], mark: str = "") -> str:
    """Return the median of `values`, with the least and the most in brackets."""
    found = sorted(values)
    if not found:
        return "–"
    middle = f"{mark}{statistics.median(found):.3g}"
    return middle if len(found) == 1 else f"{middle} ({found[0]:.3g}–{found[-1]:.3g})"


# Ratios of whole runs: who above whom, and what is to be reached.
COMPARISONS = [
    ("stock nbgrader", "ours", "at least 40"),
    ("stock nbgrader", "ours with feedback", ""),
    ("otter run", "ours", ""),
    ("otter run", "ours with feedback", ""),
    ("ours", "floor × 1", ""),
    ("ours", "floor × 2", "at most 3"),
    ("ours", "floor × 2, with its start", ""),
    ("ours with feedback", "floor × 1", ""),
    ("ours with feedback", "floor × 2", ""),
    ("ours with feedback", "floor × 2, with its start", ""),
]

WHOLE_GOALS = {
    ("stock nbgrader", "ours"): "at least 40",
    ("stock nbgrader", "ours with feedback"): "at least 20",
}


def tables(results: Results, sizes: list[int]) -> Iterator[Table]:
    """Yield the tables for which something was measured; `sizes` are the classes to show."""
    runs = (throughput(results, sizes), growth(results, sizes), by_notebooks(results), whole(results))
    yield from (table for table in (*runs, memory(results), warm(results)) if table.row_count)


def _table(title: str, first: str, columns: Iterable[object], caption: str) -> Table:
    table = Table(
        title=title, title_justify="left", header_style="bold", caption=caption, caption_justify="left"
    )
    table.add_column(first, no_wrap=True)
    for column in columns:
        table.add_column(str(column), justify="right", no_wrap=True)
    return table


def throughput(results: Results, sizes: list[int]) -> Table:
    """Return how many times longer one whole run takes than another, by class size."""
    caption = (
        "Wall time; median over the repeats (least–most). ≈: nbgrader and Otter were not run at this size, but "
        "extrapolated on a straight line. The floor's time counts from warm, unless its start is named."
    )
    table = _table("Whole runs", "submissions", [*sizes, "to reach"], caption)
    for above, below, goal in COMPARISONS:
        if {above, below} <= set(results.names()):
            table.add_row(
                f"{above} / {below}", *(_ratio(results, above, below, size) for size in sizes), goal
            )
    return table


def _ratio(results: Results, above: str, below: str, size: int) -> str:
    measured, mark = results.times(above, size), ""
    if not measured:
        measured, mark = results.extrapolated(above, size), "≈ "
    return spread(ratios(measured, results.times(below, size)), mark)


def growth(results: Results, sizes: list[int]) -> Table:
    """Return how the time for one submission changes with the size of the class."""
    sizes = [size for size in sizes if size > 1]
    steps = list(itertools.pairwise(sizes))
    columns = [*(f"{size} in all" for size in sizes[1:]), *(f"{low} to {high}" for low, high in steps[1:])]
    caption = (
        f"Left: time per submission, as a multiple of that in a class of {sizes[0] if sizes else 0}. "
        "Right: time for each further "
        "submission, as a multiple of that between the two smallest classes. 1: no growth."
    )
    table = _table("Growth with the class", "", columns, caption)
    for name in results.names():
        times = {size: results.times(name, size) for size in sizes}
        if len(sizes) > 1 and all(times.values()):
            each = {size: {r: t / size for r, t in times[size].items()} for size in sizes}
            further = [_further(times[low], times[high], high - low) for low, high in steps]
            cells = [ratios(each[size], each[sizes[0]]) for size in sizes[1:]]
            cells += [ratios(step, further[0]) for step in further[1:]]
            table.add_row(name, *map(spread, cells))
    return table


def _further(low: Times, high: Times, submissions: int) -> Times:
    return {r: (high[r] - low[r]) / submissions for r in low.keys() & high.keys()}


def by_notebooks(results: Results) -> Table:
    """Return how the time of a whole run changes with the number of notebooks in the assignment."""
    counts = sorted({run.notebooks for run in results.runs} - {WHOLE})
    sizes = {run.submissions for run in results.runs if run.notebooks == counts[-1]}
    size = min(sizes, default=0)
    caption = (
        f"Whole runs of {size} submissions, as multiples of those with one notebook; median (least–most)."
    )
    table = _table("Growth with notebooks per assignment", "", counts, caption)
    times = {name: {count: results.times(name, size, count) for count in counts} for name in results.names()}
    measured = [name for name in times if all(times[name].values())]
    if len(counts) > 1:
        for name in measured:
            table.add_row(name, *(spread(ratios(times[name][k], times[name][counts[0]])) for k in counts))
        for above, below, _ in COMPARISONS:
            if {above, below} <= set(measured):
                cells = (spread(ratios(times[above][k], times[below][k])) for k in counts)
                table.add_row(f"{above} / {below}", *cells)
    return table


def whole(results: Results) -> Table:
    """Return how many times faster than another a contender grades the course of this repository."""
    sizes = sorted({run.submissions for run in results.runs if run.notebooks == WHOLE})
    caption = (
        "Right answers and known mistakes. nbgrader runs the same cells, but no hidden tests; median (least–most). "
        "≈: it was run on the smallest class only, and takes as long for each submission of a larger one."
    )
    table = _table("All notebooks of this course", "submissions", [*sizes, "to reach"], caption)
    for above, below, _ in COMPARISONS:
        found = [_whole_ratio(results, above, below, size, sizes[0]) for size in sizes]
        if any(ratio != "–" for ratio in found):
            table.add_row(f"{above} / {below}", *found, WHOLE_GOALS.get((above, below), ""))
    return table


def _whole_ratio(results: Results, above: str, below: str, size: int, smallest: int) -> str:
    measured, mark = results.times(above, size, WHOLE), ""
    if not measured:
        few = results.times(above, smallest, WHOLE)
        measured, mark = {r: taken / smallest * size for r, taken in few.items()}, "≈ "
    return spread(ratios(measured, results.times(below, size, WHOLE)), mark)


def memory(results: Results) -> Table:
    """Return how peak memory changes with the size of the class, and from grader to grader."""
    sizes = sorted({size for _, size in results.memory})
    caption = (
        "Proportional set size of all processes together, as a multiple of ours in the smallest class; "
        "one run each, looked at every 50 ms: what 95 % of the looks stay below."
    )
    table = _table("Peak memory", "submissions", sizes, caption)
    names = list(dict.fromkeys(name for name, _ in results.memory))
    unit = next(
        (results.memory[name, size] for name in names for size in sizes if name.startswith("ours")), 0.0
    )
    for name in names:
        peaks = [results.memory.get((name, size)) for size in sizes]
        table.add_row(name, *("–" if peak is None else f"{peak / unit:.3g}" for peak in peaks))
    return table


def warm(results: Results) -> Table:
    """Return how long one submission takes when it is graded again, against nbgrader."""
    table = _table(
        "One submission graded again, from warm", "", ["ratio", "to reach"], "Median (least–most)."
    )
    ours = dict(enumerate(results.warm.get(("kit", 1), [])))
    command = results.times("stock nbgrader", 1)
    if ours and command:
        usual = statistics.median(command.values())
        cells = spread(t / usual for t in ours.values())
        table.add_row("ours / the command `nbgrader autograde`", cells, "at most 0.1")
    if ours and ("stock", 1) in results.warm:
        stock = dict(enumerate(results.warm["stock", 1]))
        table.add_row("ours / stock nbgrader in a warm process", spread(ratios(ours, stock)), "at most 0.1")
    course = [
        run.seconds / run.submissions
        for run in results.runs
        if run.contender == "stock nbgrader" and run.notebooks == WHOLE
    ]
    if course and ("kit", WHOLE) in results.warm:
        usual = statistics.median(course)
        cells = spread(t / usual for t in results.warm["kit", WHOLE])
        table.add_row(
            "ours / a submission of nbgrader's command, all notebooks of this course", cells, "at most 0.02"
        )
    return table
