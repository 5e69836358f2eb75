"""The measurement of how often the grader is wrong: it finds what is planted, and its page is kept current."""

from __future__ import annotations

import re
import subprocess
from contextlib import suppress
from pathlib import Path

import psutil
import pytest

from coursekit.authoring.accuracy import tasks
from coursekit.authoring.accuracy_page import page_of
from coursekit.authoring.bank import read_answers
from coursekit.authoring.mutants import mutants
from coursekit.course.course import Course
from coursekit.notebooks.marks import solutions
from coursekit.sandbox.inside.frameworks import NAMES

from ..helpers import BIN, ROOT, build_toy, environment, new_toy, run
from .test_variants import share

pytestmark = pytest.mark.slow

SIZES = """
# %% with a sum verdict="right"
def size(n, k):
    return sum(1 for start in range(n) if start + k <= n)

# %% by counting down verdict="right"
def size(n, k):
    return 1 if n == k else 1 + size(n - 1, k)

# %% with a class verdict="right"
class Places:
    def __call__(self, n, k):
        return n - k + 1
size = Places()
"""
SLIDES = """
# %% with numpy verdict="right"
def slide(x, k):
    places = [torch.arange(start, start + len(k)) for start in range(len(x) - len(k) + 1)]
    return x[torch.stack(places)] @ k

# %% as a convolution verdict="right"
def slide(x, k):
    return torch.nn.functional.conv1d(x[None, None], k[None, None])[0, 0]

# %% one term after the other verdict="right"
def slide(x, k):
    end = len(x) - len(k) + 1
    return sum(k[j] * x[j : j + end] for j in range(len(k)))
"""
WRONG_SIZE = (
    '\n# %% plus {0} verdict="wrong" fails=["test_values"]\ndef size(n, k):\n    return n - k + {0}\n'
)
WRONG_SLIDE = (
    '\n# %% times {0} verdict="wrong" fails=["test_values", "test_gradient"]\n'
    "def slide(x, k):\n    return {0} * (x.unfold(0, len(k), 1) @ k)\n"
)
PLANTED = {
    "size": """
# %% called wrong verdict="wrong" fails=["test_values"]
def size(n, k):
    return 1 + n - k

# %% called right verdict="right"
def size(n, k):
    return n - k + 2
""",
    "slide": """
# %% spoils another exercise verdict="right"
def slide(x, k):
    return x.unfold(0, len(k), 1) @ k
size = max

# %% wrong for some numbers verdict="wrong" fails=["test_values"]
def slide(x, k):
    return (x.unfold(0, len(k), 1) @ k) * (2 if x[0] > 1 else 1)

# %% loses more than it says verdict="wrong" fails=["test_values"]
def slide(x, k):
    return (x.unfold(0, len(k), 1) @ k) * 5

# %% is named and should not be verdict="wrong" fails=["test_values"]
def slide(x, k):
    k = k if x.requires_grad else k.flip(0)
    return x.unfold(0, len(k), 1) @ k

# %% is not named and should be verdict="wrong" fails=["test_values"] says=["kernel_flipped"]
def slide(x, k):
    return (x.unfold(0, len(k), 1) @ k) * (1 if x.requires_grad else 3)
""",
}
FOUND = [
    "size: called right: is right, and loses test_values",
    "size: called wrong: is wrong, and gets full marks",
    "size: called wrong: loses nothing, should lose test_values",
    "size: mutant `return n + k + 1`: survives under seed 2026",
    "size: equivalent.toml lists `return 1`, and no mutant is like that",
    "slide: is named and should not be: the feedback says kernel_flipped",
    "slide: is not named and should be: the feedback does not say kernel_flipped",
    "slide: loses more than it says: loses test_gradient, test_values, should lose test_values",
    "slide: spoils another exercise: costs also size test_values",
]


def bank(root: Path, name: str) -> Path:
    """Return the file with the answers to an exercise of the small course."""
    return root / "tests/answers/toy" / f"{name}.py"


def test_planted_mistakes_of_the_grader_are_found(toy: Path) -> None:
    """Every kind of mistake, in the suite or in the bank, is named in a line, and the command fails."""
    suite = toy / "tests/hidden/toy/test_01_toy.py"
    suite.write_text(suite.read_text().replace("[(3, 2), (5, 2), (4, 4)]", "[(3, 0)]"))
    for name, planted in PLANTED.items():
        bank(toy, name).write_text(bank(toy, name).read_text() + planted)
    entry = '[[equivalent]]\nexercise = "size"\nline = "return 1"\nreason = "none"\n'
    bank(toy, "size").with_name("equivalent.toml").write_text(entry)
    build_toy(toy)
    done = run(toy, "coursekit", "accuracy", "toy", check=False)
    lines = {line.strip() for line in done.stderr.splitlines()}
    assert [line for line in FOUND if line not in lines] == [], done.stderr
    assert any(line.startswith("slide: wrong for some numbers: gets another grade") for line in lines)
    assert done.returncode == 1 and not (toy / "docs/accuracy.md").exists()


def test_page_is_written_and_kept_current(tmp_path: Path) -> None:
    """A grader that makes no mistake gets its page, and a page that is not current is an error."""
    root = new_toy(tmp_path / "course")
    wrong = [number for number in range(-7, 7) if number not in (-1, 0, 1)]
    for name, right, pattern in (("size", SIZES, WRONG_SIZE), ("slide", SLIDES, WRONG_SLIDE)):
        answers = "".join(pattern.format(number) for number in wrong)
        bank(root, name).write_text(bank(root, name).read_text() + right + answers)
    build_toy(root)
    done = run(root, "coursekit", "accuracy", "toy", "--processes", "1", check=False)
    assert (done.returncode, done.stderr) == (0, "")
    page = root / "docs/accuracy.md"
    assert "0 of 12" in page.read_text()
    page.write_text(page.read_text().replace("0 of 12", "0 of 13"))
    fewer = ("--seeds", "2", "--processes", "1")
    done = run(root, "coursekit", "accuracy", "toy", "--check", *fewer, check=False)
    assert (
        done.stderr
        == "Error: docs/accuracy.md is not current; run `coursekit accuracy toy`, and read what changed\n"
    )
    assert done.returncode == 1


def test_another_framework_has_a_page_of_its_own(toy: Path) -> None:
    """In another framework than its own an assignment is measured as it is there, and the page tells seeds and sample."""
    share(toy, "")
    wrong = [number for number in range(-7, 7) if number not in (-1, 0, 1)]
    own = bank(toy, "numpy/size")
    own.parent.mkdir()
    own.write_text(
        bank(toy, "size").read_text() + SIZES + "".join(WRONG_SIZE.format(number) for number in wrong)
    )
    measure = ("coursekit", "accuracy", "toy", "--framework", "numpy", "--processes", "1")
    sample = ("--seeds", "2", "--exercise", "size")
    assert "Written: docs/accuracy-numpy.md" in run(toy, *measure, *sample).stdout
    page = toy / "docs/accuracy-numpy.md"
    text = page.read_text()
    assert "`toy` in NumPy" in text and "1 of 2 exercises" in text and "under 2 seeds" in text
    assert "`tests/answers/toy/numpy/`" in text and "| size |" in text and "| slide |" not in text
    assert not (toy / "docs/accuracy.md").exists() and not (toy / "release").exists()
    run(toy, *measure, "--check", "--seeds", "1")
    assert page.read_text() == text
    done = run(toy, "coursekit", "answers", "toy", "--framework", "numpy", "--exercise", "size")
    assert done.stdout == "size: 6 right, 12 wrong, 0 faults\n"


def test_answers_are_graded_together_for_one_exercise_too(
    course: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of a course with several notebooks one exercise alone can be measured, also where answers share notebooks."""
    monkeypatch.chdir(course)
    work = tasks(Course.here().assignment("convolutions"), ("corr2d",), together=True)
    assert {task.exercises for task in work} == {("corr2d",)}
    assert {task.kind for task in work} == {"answers", "mutants", "builds_on"}


def test_readme_quotes_the_page() -> None:
    """The figures in the README are those of docs/accuracy.md."""
    page, readme = (ROOT / "docs/accuracy.md").read_text(), (ROOT / "README.md").read_text()
    first = next(line for line in page.splitlines() if " right answers, " in line)
    figures = first[first.index(": ") + 2 :].split(", graded")[0]
    assert figures in " ".join(readme.split())


def test_every_assignment_has_its_page(monkeypatch: pytest.MonkeyPatch) -> None:
    """How often the grader is wrong is told for each assignment of this course, each on its own page."""
    monkeypatch.chdir(ROOT)
    course = Course.here()
    names = {path.parent.name for path in (ROOT / "source").glob("*/*.ipynb")}
    pages = {name: page_of(course.assignment(name)) for name in names}
    assert len(set(pages.values())) == len(pages)
    for name, page in pages.items():
        assert f"`{name}`" in page.read_text(), page


@pytest.mark.parametrize("page", sorted((ROOT / "docs").glob("accuracy-*.md")), ids=lambda page: page.stem)
def test_page_of_a_framework_counts_what_is_there(page: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The page of a framework has as many answers and mutants to each exercise as there are now, and nothing that is lost."""
    framework = page.stem.removeprefix("accuracy-")
    if framework not in NAMES:
        pytest.skip("the page of an assignment, which the gate measures anew")
    monkeypatch.chdir(ROOT)
    assignment = Course.here().assignment("convolutions").in_framework(framework)
    solved: dict[str, str] = {}
    for path in assignment.sources():
        solved |= solutions(assignment.source_notebook(path.stem))
    rows = re.findall(r"^\| (\w+) \|((?: \d+ \|){10})$", page.read_text(), re.MULTILINE)
    assert rows and {name for name, _ in rows} <= solved.keys()
    for name, cells in rows:
        right, rejected, wrong, *lost, count, _, survivors = map(int, cells.replace("|", "").split())
        answers = read_answers(assignment.bank(name))
        assert (right, right + wrong) == (sum(one.right for one in answers), len(answers)), name
        assert count == len(mutants(name, solved[name])), name
        assert not any((rejected, *lost, survivors)), name


def test_killed_it_leaves_nothing_behind(toy: Path) -> None:
    """When the command is killed, the processes that measure for it end as well, and their sandboxes."""
    build_toy(toy)
    command = [BIN / "coursekit", "accuracy", "toy"]
    with subprocess.Popen(command, cwd=toy, env=environment(toy), stderr=subprocess.DEVNULL) as process:
        below: list[psutil.Process] = []
        has_sandbox = False
        while not has_sandbox:
            assert process.poll() is None
            below = psutil.Process(process.pid).children(recursive=True)
            with suppress(psutil.NoSuchProcess):
                has_sandbox = any("bwrap" in one.name() for one in below)
        process.kill()
    assert psutil.wait_procs(below, timeout=60)[1] == []
