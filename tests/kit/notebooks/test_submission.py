"""What a student's folder holds: ordinary files within bounds, and for each other one the reason."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable
from pathlib import Path

import pytest

from coursekit.errors import Ungradable
from coursekit.notebooks import submission
from coursekit.notebooks.submission import nothing, read_file, read_submission, refused_student


def make(folder: Path, *names: str) -> Path:
    """Make files that hold their names."""
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(name)
    return folder


def make_socket(path: Path) -> None:
    """Make a socket; its path may be too long to be named whole."""
    with socket.socket(socket.AF_UNIX) as made:
        folder = os.open(path.parent, os.O_PATH)
        made.bind(f"/proc/self/fd/{folder}/{path.name}")
        os.close(folder)


def make_large(path: Path) -> None:
    """Make a file that is larger than may be, without anything in it."""
    path.touch()
    os.truncate(path, submission.LARGEST + 1)


SPECIAL: dict[str, tuple[Callable[[Path], object], str]] = {
    "a link": (lambda path: path.symlink_to("/etc/passwd"), "links are not followed"),
    "a link to nothing": (lambda path: path.symlink_to("nowhere"), "links are not followed"),
    "a folder": (lambda path: path.mkdir(), "a folder of this name"),
    "a pipe": (os.mkfifo, "not an ordinary file"),
    "a socket": (make_socket, "not an ordinary file"),
    "a large file": (make_large, "larger than 50 MB"),
    "nothing": (lambda path: None, "No such file"),
}


@pytest.mark.parametrize(("create", "reason"), SPECIAL.values(), ids=SPECIAL)
def test_only_ordinary_files_are_read(tmp_path: Path, create: Callable[[Path], object], reason: str) -> None:
    """What is no ordinary file is refused with the reason, at once, and not opened."""
    path = tmp_path / "one.ipynb"
    create(path)
    before = len(os.listdir("/proc/self/fd"))
    with pytest.raises(Ungradable, match=reason):
        read_file(path)
    assert len(os.listdir("/proc/self/fd")) == before
    if path.exists() or path.is_symlink():
        assert reason in read_submission(tmp_path).refused["one.ipynb"]


def test_large_notebooks_are_told_what_to_do(tmp_path: Path) -> None:
    """For a notebook that is too large the reason says how to make it smaller, for another file it does not."""
    for name, advice in (("one.ipynb", True), ("data.csv", False)):
        make_large(tmp_path / name)
        assert ("clear its outputs" in read_submission(tmp_path).refused[name]) == advice


def test_ordinary_files_are_found(tmp_path: Path) -> None:
    """Files are found by their names within the folder, sorted, the hidden ones left out."""
    make(tmp_path, "two.ipynb", "one.ipynb", "b/c.csv", "a.txt", ".x", ".git/y", "__pycache__/z", "b/.x")
    found = read_submission(tmp_path)
    assert found.files == ("a.txt", "one.ipynb", "two.ipynb", "b/c.csv") and found.refused == {}
    assert found.read("b/c.csv") == b"b/c.csv" and found.extras() == ["a.txt", "b/c.csv"]
    assert found.has("a.txt") and not found.has(".x")
    assert found.notebooks(["one.ipynb", "three.ipynb"]) == {"one.ipynb": b"one.ipynb"}


def test_refused_files_are_not_read(tmp_path: Path) -> None:
    """A file that was refused stays so, and is missing among the notebooks."""
    make(tmp_path, "two.ipynb")
    (tmp_path / "one.ipynb").symlink_to("two.ipynb")
    found = read_submission(tmp_path)
    with pytest.raises(Ungradable, match="links are not followed"):
        found.read("one.ipynb")
    assert found.has("one.ipynb") and list(found.notebooks(["one.ipynb", "two.ipynb"])) == ["two.ipynb"]
    (tmp_path / "two.ipynb").unlink()
    assert found.notebooks(["two.ipynb"]) == {}  # it has gone meanwhile


def test_folders_are_not_followed_out_or_down_without_end(tmp_path: Path) -> None:
    """A folder behind a link, and one below ten others, is refused; what is before it is read."""
    deep = "/".join("abcdefghijk")
    make(tmp_path, "outside/x", f"in/{deep}/x", f"in/{deep[:-2]}/y", "in/one.ipynb/z")
    (tmp_path / "in/linked").symlink_to(tmp_path / "outside")
    found = read_submission(tmp_path / "in")
    assert found.files == (f"{deep[:-2]}/y",)
    assert found.refused.keys() == {"linked", deep, "one.ipynb"}
    assert "nested too deeply" in found.refused[deep] and "links" in found.refused["linked"]


def test_folders_that_are_none_are_told(tmp_path: Path) -> None:
    """If the student's folder is a link or a file, nothing of it is read."""
    make(tmp_path, "ada/toy/one.ipynb", "ben/toy")
    (tmp_path / "cem").symlink_to("ada")
    (tmp_path / "dee").mkdir()
    (tmp_path / "dee/toy").symlink_to(tmp_path / "ada/toy")
    for student, reason in (("ben", "a file where"), ("cem", "a link"), ("dee", "a link")):
        with pytest.raises(Ungradable, match=reason):
            read_submission(tmp_path / student / "toy")


def test_bounds_hold_for_all_files_together(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Beyond a number of files, or a size of all that are no notebooks, the rest is refused with the reason."""
    make(tmp_path, "aaaa", "bbbb", "cccc", "one.ipynb")
    monkeypatch.setattr(submission, "EXTRAS", 8)
    found = read_submission(tmp_path)
    assert found.files == ("aaaa", "bbbb", "one.ipynb") and "MB of files" in found.refused["cccc"]
    monkeypatch.setattr(submission, "MOST", 1)
    found = read_submission(tmp_path)
    assert found.files == ("aaaa",) and "more than 1 files" in found.refused["one.ipynb"]


def test_problems_are_told(tmp_path: Path) -> None:
    """What is missing, superfluous or left out is told, a notebook that was refused by its own result."""
    make(tmp_path, "extra\n.ipynb", "one.ipynb", "notes.txt")
    for name in ("two.ipynb", *(f"link{number:02}" for number in range(12))):
        (tmp_path / name).symlink_to("one.ipynb")
    told = read_submission(tmp_path).problems(["one", "two", "three"])
    assert told[:2] == ["three: was not handed in", "extra\\n: is no notebook of this assignment"]
    assert told[2].startswith("link00: the file is a link") and told[2].endswith("; it was left out")
    assert told[11].startswith("link09") and told[12:] == ["2 more files were left out"]
    assert read_submission(tmp_path).problems(["one", "two", "three"], may_lack=["three"]) == told[1:]


def test_empty_submissions_are_told_apart(tmp_path: Path) -> None:
    """If there is no notebook of the assignment, it is told what there is instead."""
    assert "the folder is empty" in nothing(read_submission(tmp_path))
    make(tmp_path, "notes.txt")
    assert nothing(read_submission(tmp_path)).endswith("notebook of this assignment")
    make(tmp_path, "one (1).ipynb")
    assert nothing(read_submission(tmp_path)).endswith("; there is one (1).ipynb")


@pytest.mark.parametrize(
    "student", ["ada", "Zoë.Ångström-李", "a b", "a_b@c", "a&b", "o'brien", "dom\\user", "a;b{c}"]
)
def test_student_ids_are_taken(student: str) -> None:
    """Ids with letters of any script, spaces and common signs are taken."""
    assert refused_student(student) == ""


@pytest.mark.parametrize("student", ["a/b", "a\nb", "a\x1bb", "\u202eb", "\ud800"])
def test_odd_student_ids_are_refused(student: str) -> None:
    """An id with signs that would act on a terminal or a path is refused, and they are named printably."""
    said = refused_student(student, lambda _: True)
    assert "characters that it may not have" in said and said.isprintable()


@pytest.mark.parametrize("student", ["a<b", "a>b", 'q"q'])
def test_ids_that_could_be_markup_are_the_course_s_own(student: str) -> None:
    """An id that could become part of a page is taken if it is in the gradebook, and else it is told how to add it."""
    assert refused_student(student, {student}.__contains__) == ""
    assert "nbgrader db student add" in refused_student(student)


def test_hidden_student_ids_are_refused() -> None:
    """An id that hides its folder is refused."""
    assert "begins with a dot" in refused_student(".ada")
