"""The pages of docs/ for instructors: each command in them runs, in a course as the page has it."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from ..helpers import ROOT, run
from ..watching.exchange import teach

NAMES = {
    "convolutions": "toy",
    "ps1": "toy",
    "noise_gain": "slide",
    "corr2d": "slide",
    " ada": " toy-ada",
    " ben": " toy-ben",
}
UNATTENDED = {
    "void": "--yes",
    "watch": "--once",
}  # what nobody is there for in a test: a question, and Ctrl-C
ELSEWHERE = ("--dask", "--port")  # which tests of their own run


def commands(page: str) -> list[list[str]]:
    """Return the commands in the blocks of a page, in their order, with the names of the small course."""
    text = (ROOT / "docs" / page).read_text()
    blocks = re.findall(r"^```(\w*)\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    found = []
    for line in "".join(block for language, block in blocks if not language).splitlines():
        command = line.partition("#")[0]
        for name, ours in NAMES.items():
            command = command.replace(name, ours)
        words = shlex.split(command)
        if words[:1] == ["coursekit"] and not set(words) & set(ELSEWHERE):
            more = UNATTENDED.get(words[1])
            found.append(words if more is None or more in words else [*words, more])
    return found


@pytest.mark.slow
def test_commands_of_the_pages_run(toy: Path) -> None:
    """Grading, what may change, and feedback at once: each command of these pages runs."""
    teach(toy)
    run(toy, "coursekit", "sample", "toy")
    run(toy, "coursekit", "grade", "toy")
    for page, number in {"teach.md": 3, "changed.md": 5, "feedback-at-once.md": 2}.items():
        found = commands(page)
        assert len(found) >= number, page
        for command in found:
            run(toy, *command)


def test_links_between_pages_lead_somewhere() -> None:
    """Every link of README and docs/ to a file of the repository finds it, and its heading."""
    for page in [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md")), ROOT / "benchmarks/README.md"]:
        for target in re.findall(r"\]\((?!https?:)([^)\s]+)\)", page.read_text()):
            path, _, heading = target.partition("#")
            file = (page.parent / path) if path else page
            assert file.exists(), (page.name, target)
            if heading:
                assert heading in headings(file.read_text()), (page.name, target)


def headings(text: str) -> set[str]:
    """Return what the headings of a page are called in links."""
    found = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", line.lower()).replace(" ", "-") for line in found}
