"""Which sandbox a command begins with, before it has read the configuration."""

from __future__ import annotations

import re
import subprocess
from contextlib import suppress
from pathlib import Path
from typing import Any

import psutil
import pytest

from coursekit.course.foretold import USUAL, foretold

from ..helpers import BIN, ROOT, environment

NUMPY = 'c.CourseKit.assignments = {"shared": {"source": "toy", "framework": "numpy"}}'
TEMPLATE = re.compile(r"inside\.template .* main\(\d+, \w+, '[^']*', '(\w+)'")


@pytest.mark.parametrize(
    ("lines", "words", "expected"),
    [
        ("", ["toy"], {}),
        ("c.CourseKit.framework = 'numpy'", ["toy"], {"framework": "numpy"}),
        ("c.CourseKit.framework = 'jax'\nc.CourseKit.framework = 'numpy'", ["toy"], {"framework": "numpy"}),
        (NUMPY, ["toy"], {}),
        (NUMPY, ["--workers", "2", "shared", "ada"], {"framework": "numpy"}),
        ("c.CourseKit.protected = False", ["toy"], {"protected": False}),
        ("c.CourseKit.python = '/opt/python'", ["toy"], {"python": "/opt/python"}),
        ("import os\nc.CourseKit.framework = os.environ['FRAMEWORK']", ["toy"], None),
        ("if True:\n    c.CourseKit.framework = 'numpy'", ["toy"], None),
        ("c.CourseKit.assignments['toy'] = {'framework': 'numpy'}", ["toy"], None),
        ("c.CourseKit.assignments = 5", ["toy"], None),
        ("c.CourseKit.framework = ", ["toy"], None),
    ],
)
def test_settings_are_foretold(
    tmp_path: Path, lines: str, words: list[str], expected: dict[str, Any] | None
) -> None:
    """What is written out is known for the assignment that is named; nothing is said where only running it would tell."""
    config = (ROOT / "course_config.py").read_text()
    (tmp_path / "course_config.py").write_text(f"{config}\n{lines}\n")
    found = foretold(tmp_path, words)
    if expected is None:
        assert found is None
    else:
        assert found is not None
        assert found | {"assignments": {}} == USUAL | expected


@pytest.mark.slow
@pytest.mark.parametrize(("assignment", "framework"), [("toy", "torch"), ("shared", "numpy")])
def test_no_other_framework_is_started(toy: Path, assignment: str, framework: str) -> None:
    """A command that runs notebooks starts the framework of its assignment, and no other one."""
    with (toy / "course_config.py").open("a") as config:
        config.write(f"\n{NUMPY}\n")
    seen: set[str] = set()
    with subprocess.Popen(
        [BIN / "coursekit", "build", assignment],
        cwd=toy,
        env=environment(toy),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as command:
        while command.poll() is None:
            for process in psutil.Process(command.pid).children(recursive=True):
                with suppress(psutil.Error):  # ended meanwhile
                    seen.update(TEMPLATE.findall(" ".join(process.cmdline())))
            with suppress(subprocess.TimeoutExpired):
                command.wait(0.05)
    assert seen == {framework}
