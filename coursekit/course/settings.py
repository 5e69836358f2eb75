"""The settings of the kit, for course_config.py."""

from __future__ import annotations

import os
from dataclasses import Field
from typing import Any

from traitlets import Bool, Enum, Float, Int, Unicode
from traitlets.config import Configurable

from ..sandbox.inside.frameworks import NAMES
from ..sandbox.limits import Limits


def _setting(limit: Field[Any]) -> Any:
    """Return the setting for one limit; default, unit and meaning are those of `Limits`."""
    unit = limit.metadata["unit"]
    text = f"{limit.metadata['meaning']}{f', in {unit}' if unit else ''}."
    kind = Float if isinstance(limit.default, float) else Int
    return kind(limit.default, help=text[0].upper() + text[1:]).tag(config=True)


class CourseKit(Configurable):
    """The settings of the kit: those below, and one for each of `Limits`."""

    protected = Bool(True, help="Run student code in a sandbox. Only for machines without one: False.").tag(
        config=True
    )
    framework = Enum(NAMES, "torch", help="What the notebooks compute with.").tag(config=True)
    seed = Int(0, help="Hidden inputs are drawn from it; change it from year to year.").tag(config=True)
    trust_dates = Bool(
        False, help="Whether each timestamp.txt in submitted/ counts, and not only what was collected."
    ).tag(config=True)
    suites = Unicode("tests/hidden", help="Where the hidden suites are.").tag(config=True)
    answers = Unicode("tests/answers", help="Where the answer bank is.").tag(config=True)
    workers = Int(0, help="How many processes grade; 0: one for each processor.").tag(config=True)

    vars().update({limit.name: _setting(limit) for limit in Limits.described()})

    @property
    def grading_processes(self) -> int:
        """Return how many processes grade a class."""
        return self.workers or len(os.sched_getaffinity(0))

    @property
    def limits(self) -> Limits:
        """Return the limits for one notebook."""
        return Limits(**{limit.name: getattr(self, limit.name) for limit in Limits.described()})
