"""Files that notebooks write where checks stand in their cells: kept as nbgrader keeps them, and by their kind."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_notebook

from coursekit.grading.cell_checks import Execution, TimedCell
from coursekit.grading.written import Written, listing
from coursekit.notebooks.marks import fill
from coursekit.sandbox.limits import Limits
from coursekit.sandbox.sandbox import Sandbox

from ..helpers import graded_cell, new_course, run

# --- what is kept -----------------------------------------------------------------------------


def written(sandbox: Sandbox, source: str, files: dict[str, bytes] | None = None, **limits: int) -> Written:
    """Return what is kept of the files that a cell has written."""
    execution = Execution(
        sandbox, [TimedCell(source, 5)], files or {}, {}, Limits(**limits), folder="student/ps1"
    )
    execution.run()
    return execution.written


WRITE = "from pathlib import Path\nfor name in {!r}:\n    Path(name).parent.mkdir(parents=True, exist_ok=True)\n    Path(name).write_text('x')"


def test_new_and_changed_files_are_kept(sandbox: Sandbox) -> None:
    """What a notebook adds or changes is kept, and what it only reads is not."""
    before = {"a.txt": b"1", "data/b.csv": b"2", "empty.txt": b""}
    source = "open('a.txt', 'a').write('!')\nopen('data/b.csv').read()\n" + WRITE.format(["new/c.txt"])
    assert written(sandbox, source, before) == Written({"a.txt": b"1!", "new/c.txt": b"x"})


def test_large_files_come_whole(sandbox: Sandbox) -> None:
    """A file that is sent in pieces is kept byte for byte."""
    source = "open('big.dat', 'wb').write(bytes(range(256)) * 2**17 + b'end')"
    assert written(sandbox, source).files == {"big.dat": bytes(range(256)) * 2**17 + b"end"}


def test_kinds_that_run_or_are_rendered_are_not_kept(sandbox: Sandbox) -> None:
    """Pages, programs, notebooks, a date of handing in and hidden files are not kept; of those that show, it is told."""
    names = [
        "a.html",
        "b.svg",
        "c.py",
        "d.ipynb",
        "e.PDF",
        "timestamp.txt",
        ".hidden.txt",
        ".git/f.txt",
        "g.txt",
    ]
    kept = written(sandbox, WRITE.format(names))
    assert kept.files.keys() == {"g.txt"}
    assert kept.remarks == (
        "wrote files of a kind that is not kept: a.html, b.svg, c.py, d.ipynb, e.PDF and 1 more",
    )


def test_many_and_large_files_are_told(sandbox: Sandbox) -> None:
    """Of many files the first are kept, and of large ones those for which there is room; the others are named."""
    names = [f"{number}.txt" for number in range(5)]
    kept = written(sandbox, WRITE.format(names), kept_files=3)
    assert list(kept.files) == names[:3]
    assert kept.remarks == ("wrote files beyond the 3 that are kept: 3.txt, 4.txt",)
    source = "open('a.dat', 'wb').write(bytes(2**20 + 1))\nopen('b.dat', 'wb').write(bytes(2**20))"
    kept = written(sandbox, source, kept_mb=1)
    assert list(kept.files) == ["b.dat"]
    assert kept.remarks == ("wrote files beyond the 1 MB that are kept: a.dat",)


@pytest.mark.parametrize(
    "source",
    [
        "import os\nos.symlink('/etc/passwd', 'link.txt')\nos.mkfifo('pipe.txt')",
        "import os\nopen('gone.txt', 'w')\nos.remove('gone.txt')",
        "import os\nopen(b'\\xff.txt', 'w')\nopen('line\\nbreak.txt', 'w')",
        "import os\nopen('../above.txt', 'w')\nos.chdir('..')\nopen('elsewhere.txt', 'w')",
        "import os\nopen('a.txt', 'w')\nos._exit(0)",
        "import os\nopen('a.txt', 'w')\nos.walk = None",
    ],
)
def test_what_is_no_file_of_the_folder_is_left_out(sandbox: Sandbox, source: str) -> None:
    """Links, pipes, odd names, other folders, and files of a process that has ended or answers nonsense: nothing is kept."""
    assert written(sandbox, source) == Written()


LONGER = """
import builtins
open("a.txt", "w").write("x")
class Longer:
    __enter__ = lambda self: self
    __exit__ = seek = lambda self, *_: None
    read = lambda self, size: bytes({})
builtins.open = lambda *_: Longer()
"""


@pytest.mark.parametrize(("size", "kept"), [(1, {"a.txt": bytes(1)}), (2, {}), (2**20, {})])
def test_files_are_no_longer_than_they_were_said_to_be(
    sandbox: Sandbox, size: int, kept: dict[str, bytes]
) -> None:
    """A process that answers with more than a file was to hold keeps nothing: what is counted is what is taken."""
    assert written(sandbox, LONGER.format(size)).files == kept


@pytest.mark.parametrize(
    "name",
    [
        *(
            "../a.txt",
            "/a.txt",
            "a/../b.txt",
            "a//b.txt",
            "",
            ".",
            "./a.txt",
            ".a/b.txt",
            "a\\b.txt",
            "a\n.txt",
        ),
        *("a /b.txt", "x" * 201, "/".join("a" * 11), "\ud800.txt", "a\u202etxt.exe"),
    ],
)
def test_untrusted_names_are_checked(name: str) -> None:
    """A name that leads elsewhere, hides, or does not read as what it is, is not believed, whoever lists it."""
    assert listing([[name, 1, 1], ["good.txt", 1, 1]]) == {"good.txt": (1, 1)}


@pytest.mark.parametrize(
    "found", [None, 5, "a", {}, [1], [["a.txt"]], [["a.txt", "1", 1]], [["a.txt", -1, 1]]]
)
def test_nonsense_is_no_listing(found: object) -> None:
    """A reply that is no listing lists nothing."""
    assert listing(found) == {}


# --- where it is kept -------------------------------------------------------------------------


SOLUTION = "### BEGIN SOLUTION\n{}\n### END SOLUTION"
NOTEBOOKS = {
    "one": [
        graded_cell("write", SOLUTION.format("open('model.json', 'w').write('[42]')")),
        graded_cell("check_one", "1", 1),
    ],
    "two": [
        graded_cell("read", SOLUTION.format("pass")),
        graded_cell("check_two", "assert open('model.json').read() == '[42]'", 2),
    ],
}
ANSWERS = {
    "ada": {"write": "open('model.json', 'w').write('[42]')\nopen('page.html', 'w').write('<script>')"},
    "ben": {
        "write": "open('model.json', 'w').write('[43]')\nopen('timestamp.txt', 'w').write('2020-01-01 00:00:00 UTC')"
    },
    "cleo": {},
}


OURS = """
c.Autograde.exporter_class = "coursekit.nbgrader.SubmittedNotebook"
c.Autograde.autograde_preprocessors = [
    "coursekit.nbgrader.Grade",
    "nbconvert.preprocessors.ClearMetadataPreprocessor",
    "nbgrader.preprocessors.SaveAutoGrades",
]
"""


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a course whose second notebook reads what the first one writes, with submissions."""
    root = new_course(tmp_path_factory.mktemp("written") / "course101")
    (root / "source/ps1").mkdir()
    (root / "source/ps1/data.csv").write_text("1,2")
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    for name, cells in NOTEBOOKS.items():
        nbformat.write(
            new_notebook(cells=cells, metadata={"kernelspec": kernel}), root / f"source/ps1/{name}.ipynb"
        )
    run(root, "nbgrader", "generate_assignment", "ps1")
    for student, answers in ANSWERS.items():
        target = shutil.copytree(root / "release/ps1", root / "submitted" / student / "ps1")
        filled = fill(nbformat.read(target / "one.ipynb", 4), answers)
        nbformat.write(filled, target / "one.ipynb")
    return root


def files(root: Path, step: str) -> dict[str, set[str]]:
    """Return the files in the folders of one step, by student."""
    found = {}
    for folder in (root / step).iterdir():
        found[folder.name] = {path.name for path in (folder / "ps1").iterdir()}
    return found


@pytest.mark.slow
@pytest.mark.parametrize("command", [("coursekit", "grade"), ("nbgrader", "autograde")])
def test_later_notebooks_find_what_earlier_ones_wrote(
    course: Path, tmp_path: Path, command: tuple[str, str]
) -> None:
    """By both commands, what one notebook writes lies beside it, and the next one reads it, without anything active."""
    root = shutil.copytree(course, tmp_path / "course101")
    if command[0] == "nbgrader":
        with (root / "nbgrader_config.py").open("a") as config:
            config.write(OURS)
    for _ in range(2):  # from nothing, and from what is kept of the first time
        said = run(root, *command, "ps1")
        assert files(root, "autograded") == {
            "ada": {"one.ipynb", "two.ipynb", "data.csv", "model.json"},
            "ben": {"one.ipynb", "two.ipynb", "data.csv", "model.json"},
            "cleo": {"one.ipynb", "two.ipynb", "data.csv"},
        }
        scores = {}
        for student in ANSWERS:
            two = nbformat.read(root / f"autograded/{student}/ps1/two.ipynb", 4)
            scores[student] = not two.cells[-1].outputs
        assert scores == {"ada": True, "ben": False, "cleo": False}
        if command[0] == "coursekit":
            assert "ada: one: wrote files of a kind that is not kept: page.html" in said.stdout
    assert os.stat(root / "autograded/ada/ps1/model.json").st_size == 4
