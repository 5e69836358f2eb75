"""The settings of the kit: every limit has one, with the same default in the code, the course and the documents."""

from __future__ import annotations

import ast
import os
import re

import pytest
from traitlets import TraitError
from traitlets.config import Config

from coursekit.course.settings import CourseKit
from coursekit.sandbox.limits import Limits

from ..helpers import ROOT

NAMES = [limit.name for limit in Limits.described()]
SETTING = re.compile(r"^c\.CourseKit\.(\w+) = (.+)$", re.MULTILINE)


@pytest.mark.parametrize("name", NAMES)
def test_every_limit_is_a_setting(name: str) -> None:
    """Each limit is a setting of the same name, default and meaning, and setting it sets the limit."""
    trait = CourseKit.class_traits(config=True)[name]
    assert trait.default_value == getattr(Limits(), name)
    meaning = next(limit.metadata["meaning"] for limit in Limits.described() if limit.name == name)
    assert meaning[1:] in trait.help
    config = Config()
    config.CourseKit[name] = 7
    assert vars(CourseKit(config=config).limits) == vars(Limits()) | {name: 7}


def test_limits_without_settings_are_the_defaults() -> None:
    """If nothing is set, the limits are the defaults."""
    assert CourseKit().limits == Limits()


def test_an_assignment_has_what_its_framework_needs() -> None:
    """In JAX, limits are at least what it needs; what is higher stays, and what an assignment says of itself holds."""
    own = {
        "a": {"framework": "jax"},
        "b": {"framework": "jax", "call_seconds": 5.0},
        "c": {"framework": "numpy"},
    }
    config = Config(CourseKit={"assignments": own, "memory_mb": 4096})
    limits = {name: CourseKit(config=config).of(name).limits for name in "abcd"}
    assert {name: each.call_seconds for name, each in limits.items()} == {"a": 30, "b": 5, "c": 10, "d": 10}
    assert {each.memory_mb for each in limits.values()} == {4096}
    assert CourseKit(config=Config(CourseKit={"framework": "jax"})).of("d").limits.memory_mb == 2048


def test_settings_of_another_kind_are_refused() -> None:
    """A setting that is no number but has to be one, or an unknown framework, is refused."""
    for name, value in (
        ("memory_mb", "much"),
        ("memory_mb", 1.5),
        ("cell_seconds", "5"),
        ("framework", "keras"),
    ):
        with pytest.raises(TraitError):
            CourseKit(config=Config(CourseKit={name: value}))


def test_grading_processes_are_one_for_each_processor_or_as_set() -> None:
    """As many processes grade as are set, or as there are processors for this process."""
    assert CourseKit().grading_processes == len(os.sched_getaffinity(0))
    assert CourseKit(workers=3).grading_processes == 3


def test_the_course_sets_defaults_alone() -> None:
    """What course_config.py sets are settings that there are, all limits among them, each at its default but the seed."""
    found = dict(SETTING.findall((ROOT / "course_config.py").read_text()))
    defaults = {name: trait.default_value for name, trait in CourseKit.class_traits(config=True).items()}
    assert found.keys() <= defaults.keys() and found.keys() >= set(NAMES)
    assert {name for name, value in found.items() if ast.literal_eval(value) != defaults[name]} <= {"seed"}


def test_documented_limits_are_the_defaults() -> None:
    """The table in docs/security.md has one row for each limit, in their order, with its default."""
    rows = re.findall(
        r"^\| `(\w+)` \|[^|]*\| (\S+) \|", (ROOT / "docs/security.md").read_text(), re.MULTILINE
    )
    assert rows == [(limit.name, f"{limit.default:g}") for limit in Limits.described()]


def test_documented_settings_are_there() -> None:
    """Every setting of the kit that a document names is one."""
    known = set(CourseKit.class_traits(config=True))
    for path in [*ROOT.glob("docs/*.md"), ROOT / "README.md"]:
        assert set(re.findall(r"c\.CourseKit\.(\w+)", path.read_text())) <= known, path.name
