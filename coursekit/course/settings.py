"""The settings of the kit, for course_config.py."""

from __future__ import annotations

import difflib
import math
import os
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import Field
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from traitlets import Bool, Dict, Enum, Float, Int, TraitError, Unicode
from traitlets.config import Config, Configurable

from ..sandbox.inside.frameworks import NAMES
from ..sandbox.limits import LEAST, Limits

MOST = 10**6  # of anything: more is a slip, and too much for the system's own numbers
SHORTEST = 0.1  # seconds
# What an assignment says of itself beside settings: the name of another, whose source it shares.
SOURCE = "source"
OF_ONE = {"framework", "python", *(limit.name for limit in Limits.described())}  # what may hold for one alone


class Seconds(Float):
    """A time that ends."""

    def validate(self, obj: Any, value: Any) -> Any:
        """Return the value; TraitError if it is no number, or none that can be waited for."""
        seconds = super().validate(obj, value)
        if not math.isfinite(seconds):
            raise TraitError(f"{seconds} is not a time")
        return seconds


class Zone(Unicode):
    """The name of a time zone."""

    def validate(self, obj: Any, value: Any) -> Any:
        """Return the value; TraitError if there is no such zone."""
        name = super().validate(obj, value)
        try:
            ZoneInfo(name)
        except (KeyError, ValueError, OSError) as error:
            raise TraitError(f"{name} is no time zone") from error
        return name


class Program(Unicode):
    """The path of a program, or "" for none."""

    def validate(self, obj: Any, value: Any) -> Any:
        """Return the value; TraitError if there is no such program."""
        path = super().validate(obj, value)
        if path and not (Path(path).is_absolute() and os.access(path, os.X_OK)):
            raise TraitError(f"{path} is no program")
        return path


def _setting(limit: Field[Any]) -> Any:
    """Return the setting for one limit; default, unit and meaning are those of `Limits`."""
    unit = limit.metadata["unit"]
    text = f"{limit.metadata['meaning']}{f', in {unit}' if unit else ''}."
    text = text[0].upper() + text[1:]
    if isinstance(limit.default, float):
        return Seconds(limit.default, min=SHORTEST, max=MOST, help=text).tag(config=True)
    return Int(limit.default, min=1, max=MOST, help=text).tag(config=True)


class CourseKit(Configurable):
    """The settings of the kit: those below, and one for each of `Limits`."""

    protected = Bool(True, help="Run student code in a sandbox. Only for machines without one: False.").tag(
        config=True
    )
    framework = Enum(NAMES, "torch", help="What the notebooks compute with.").tag(config=True)
    python = Program("", help="The Python that runs the notebooks, where it is not the kit's own.").tag(
        config=True
    )
    assignments = Dict(
        help="What holds for one assignment alone, by its name: its framework, python or limits, and its source."
    ).tag(config=True)
    seed = Int(0, help="Hidden inputs are drawn from it; change it from year to year.").tag(config=True)
    trust_dates = Bool(
        False, help="Whether each timestamp.txt in submitted/ counts, and not only what was collected."
    ).tag(config=True)
    anonymous = Bool(False, help="Call students by pseudonyms on terminal and report.").tag(config=True)
    alike = Bool(
        True, help="Whether grading remarks whose answers are more alike than the class explains."
    ).tag(config=True)
    timezone = Zone("UTC", help="The time zone by whose clocks late work is counted.").tag(config=True)
    late_percent_a_day = Float(
        0.0, min=0, max=100, help="What each day costs that begins after the due date, of the points earned."
    ).tag(config=True)
    late_grace_days = Int(0, min=0, max=MOST, help="How many days are late and cost nothing.").tag(
        config=True
    )
    late_cut_off_days = Int(
        None,
        min=0,
        max=MOST,
        allow_none=True,
        help="After so many days nothing counts; None: there is no end.",
    ).tag(config=True)
    late_tolerance_minutes = Int(
        0, min=0, max=MOST, help="How many minutes after the end of a day still belong to it."
    ).tag(config=True)
    attempts = Int(
        0, min=0, max=MOST, help="How many hand-ins of a student `coursekit watch` grades; 0: all."
    ).tag(config=True)
    attempt_minutes = Float(
        0.0, min=0, max=MOST, help="How many minutes lie between two that `coursekit watch` grades."
    ).tag(config=True)
    attempt_that_counts = Enum(
        ("last", "best"), "last", help="Which of those that `coursekit watch` has graded counts."
    ).tag(config=True)
    shown_before_due = Enum(
        ("all", "mistakes", "nothing"),
        "all",
        help="What `coursekit watch` shows students before the due date.",
    ).tag(config=True)
    canvas_url = Unicode("", help="Where Canvas is, for `coursekit export --upload`.").tag(config=True)
    canvas_course = Int(0, min=0, help="The number of the course on Canvas.").tag(config=True)
    suites = Unicode("tests/hidden", help="Where the hidden suites are.").tag(config=True)
    answers = Unicode("tests/answers", help="Where the answer bank is.").tag(config=True)
    workers = Int(0, min=0, max=1000, help="How many processes grade; 0: one for each processor.").tag(
        config=True
    )

    vars().update({limit.name: _setting(limit) for limit in Limits.described()})

    def of(self, assignment: str) -> CourseKit:
        """Return the settings for one assignment, with what its framework needs unless it says otherwise itself."""
        own = {name: value for name, value in self.assignments.get(assignment, {}).items() if name != SOURCE}
        least = LEAST.get(own.get("framework", self.framework), {})
        own = {name: max(value, getattr(self, name)) for name, value in least.items()} | own
        if not own:
            return self
        return CourseKit(config=Config(self.config, CourseKit=Config(self.config.CourseKit, **own)))

    def source_of(self, assignment: str) -> str:
        """Return the name of the folder in which an assignment has its notebooks, suites and answers."""
        return str(self.assignments.get(assignment, {}).get(SOURCE, assignment))

    @property
    def grading_processes(self) -> int:
        """Return how many processes grade a class."""
        return self.workers or len(os.sched_getaffinity(0))

    @property
    def limits(self) -> Limits:
        """Return the limits for one notebook."""
        return Limits(**{limit.name: getattr(self, limit.name) for limit in Limits.described()})


def faults(config: Config, root: Path) -> Iterator[str]:
    """Yield a line for each setting of the kit in `config` that cannot be meant so; `root` is the course's folder."""
    for section in config:
        if section != CourseKit.__name__ and section.casefold() == "coursekit":
            yield f"there is no c.{section}; it is called c.CourseKit"
    known = CourseKit.class_traits(config=True)
    for name, value in config.get("CourseKit", {}).items():
        where = f"{_place(name, root)}c.CourseKit.{name}"
        if name not in known:
            near = difflib.get_close_matches(name, known, 1)
            yield f"{_place(name, root)}there is no setting c.CourseKit.{name}" + (
                f"; is {near[0]} meant?" if near else ""
            )
            continue
        yield from _misfit(where, name, value)
        if name == "assignments" and isinstance(value, dict):
            for assignment, own in value.items():
                yield from _faults_of_one(f"{where}[{assignment!r}]", own, assignment, root)
        if name in ("suites", "answers") and isinstance(value, str) and not Path(root, value).is_dir():
            yield f"{where} is {value!r}, but there is no such folder in the course"


def _misfit(where: str, name: str, value: Any) -> Iterator[str]:
    """Yield a line if a setting cannot have this value."""
    try:
        getattr(CourseKit(config=Config(CourseKit={name: value})), name)
    except TraitError:
        wanted = _wanted(CourseKit.class_traits(config=True)[name], isinstance(value, str))
        yield f"{where} is {value!r}, but has to be {wanted}"


def _faults_of_one(where: str, own: Any, assignment: object, root: Path) -> Iterator[str]:
    """Yield a line for each thing that cannot be meant so in what holds for one assignment alone."""
    if not isinstance(own, dict) or not isinstance(assignment, str):
        yield f'{where} has to be like {{"framework": "numpy", "source": "…"}}'
        return
    for name, value in own.items():
        if name in OF_ONE:
            yield from _misfit(f"{where}[{name!r}]", name, value)
        elif name != SOURCE:
            near = difflib.get_close_matches(str(name), [SOURCE, *OF_ONE], 1)
            yield f"{where}: one assignment cannot have {name!r} of its own" + (
                f"; is {near[0]} meant?" if near else ""
            )
        elif not isinstance(value, str) or value == assignment:
            yield f"{where}[{name!r}] is {value!r}, but has to be the name of another assignment"


def _wanted(trait: Any, is_text: bool) -> str:
    """Return in words what a setting may be."""
    if isinstance(trait, Bool):
        return "True or False"
    if isinstance(trait, Enum):
        return f"one of {', '.join(map(repr, trait.values))}"
    if isinstance(trait, Program):
        return "the whole path of a Python, such as /opt/jax/bin/python"
    if isinstance(trait, Dict):
        return "a dict, which has for the name of an assignment what holds for it alone"
    if isinstance(trait, Zone):
        return "the name of a time zone, such as Europe/Berlin"
    if isinstance(trait, Unicode):
        return "a text"
    number = "a number" if isinstance(trait, Float) else "a whole number"
    if trait.min is not None:
        number += f" from {trait.min:,} " + ("on" if trait.max is None else f"to {trait.max:,}")
    if trait.allow_none:
        number += ", or None"
    return f"{number}, without quotation marks" if is_text else number


def _place(name: str, root: Path) -> str:
    """Return file and line of a setting as the beginning of a message, or "" where it cannot be found."""
    for file in ("course_config.py", "nbgrader_config.py"):
        with suppress(OSError, UnicodeDecodeError):
            lines = Path(root, file).read_text(encoding="utf-8").splitlines()
            for number in range(len(lines), 0, -1):
                if re.match(rf"\s*\w+\.CourseKit\.{name}\b", lines[number - 1]):
                    return f"{file}, line {number}: "
    return ""
