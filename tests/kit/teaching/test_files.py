"""Files and folders that are whole at every moment, and results that are kept in them."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from coursekit.course.gradebook import Marks
from coursekit.grading.result import Diagnosis, TestResult
from coursekit.teaching.cache import Cache
from coursekit.teaching.files import forget_half_written, replace_file, replace_folder
from coursekit.teaching.jobs import Graded


def tree(folder: Path) -> dict[str, bytes]:
    """Return every file below a folder, hidden ones included."""
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def fail(*_: object) -> bytes:
    """Fail as a full disk does."""
    raise OSError("No space left on device")


# --- files ------------------------------------------------------------------------------------


def test_files_are_replaced(tmp_path: Path) -> None:
    """A file is there with its folders, readable for everybody, and takes the place of an older one."""
    path = tmp_path / "a/b/file"
    for data in (b"old", b"", b"\0new"):
        replace_file(path, data)
        assert tree(tmp_path) == {"a/b/file": data}
    assert path.stat().st_mode & 0o777 == 0o644


def test_links_are_replaced_and_not_followed(tmp_path: Path) -> None:
    """If a link stands, the file takes its place, and what the link leads to stays as it is."""
    (tmp_path / "target").write_text("kept")
    (tmp_path / "link").symlink_to("target")
    replace_file(tmp_path / "link", b"new")
    assert tree(tmp_path) == {"target": b"kept", "link": b"new"} and not (tmp_path / "link").is_symlink()


@pytest.mark.parametrize("step", ["chmod", "replace"])
@pytest.mark.parametrize("error", [OSError, KeyboardInterrupt])
def test_failed_replacements_leave_the_old_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str, error: type[BaseException]
) -> None:
    """Whatever interrupts the writing, the old file is there as it was, and nothing beside it."""

    def fail(*_: object) -> None:
        raise error

    replace_file(tmp_path / "file", b"old")
    monkeypatch.setattr(os, step, fail)
    with pytest.raises(error):
        replace_file(tmp_path / "file", b"new")
    assert tree(tmp_path) == {"file": b"old"}


def test_content_that_is_none_leaves_the_old_file(tmp_path: Path) -> None:
    """An error while the content is written leaves the old file and nothing beside it."""
    replace_file(tmp_path / "file", b"old")
    with pytest.raises(TypeError):
        replace_file(tmp_path / "file", "text")  # type: ignore[arg-type]
    assert tree(tmp_path) == {"file": b"old"}


# --- folders ----------------------------------------------------------------------------------

NEW = {"a.txt": b"new", "b/c.txt": b"new", "d/e/f.txt": b"new"}


def make(folder: Path, *names: str) -> None:
    """Make files with these names."""
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text("old")


BEFORE: dict[str, Callable[[Path], None]] = {
    "nothing": lambda folder: None,
    "an empty folder": lambda folder: folder.mkdir(),
    "the same files": lambda folder: make(folder, *NEW),
    "other files": lambda folder: make(folder, "x", "b/x", "d/e/x/y/z", "d/x", ".hidden"),
    "folders in the places of files": lambda folder: make(folder, "a.txt/x/y", "b/c.txt/x"),
    "files in the places of folders": lambda folder: make(folder, "b", "d/e"),
    "what was left half-written": lambda folder: make(folder, ".abc.part", "b/.abc.part"),
}


@pytest.mark.parametrize("before", BEFORE.values(), ids=BEFORE)
def test_folders_are_replaced(tmp_path: Path, before: Callable[[Path], None]) -> None:
    """Whatever was in a folder, afterwards it holds exactly the files that it has to, and no empty folders."""
    folder = tmp_path / "folder"
    before(folder)
    replace_folder(folder, NEW)
    assert tree(folder) == NEW
    assert {p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_dir()} == {"b", "d", "d/e"}
    replace_folder(folder, {})
    assert list(folder.iterdir()) == []


def test_links_in_folders_are_removed_and_not_followed(tmp_path: Path) -> None:
    """Links to files and folders are removed or replaced, and what they lead to stays as it is."""
    make(tmp_path, "outside/kept", "folder/x")
    (tmp_path / "outside/kept").write_text("new")  # what has to be in the file, but is not in the folder
    (tmp_path / "folder/a.txt").symlink_to(tmp_path / "outside/kept")
    (tmp_path / "folder/b").symlink_to(tmp_path / "outside")
    (tmp_path / "folder/gone").symlink_to(tmp_path / "nowhere")
    replace_folder(tmp_path / "folder", NEW)
    assert tree(tmp_path / "folder") == NEW and not (tmp_path / "folder/a.txt").is_symlink()
    assert tree(tmp_path / "outside") == {"kept": b"new"}


def test_files_that_are_there_are_not_written_again(tmp_path: Path) -> None:
    """A file whose content is right is left alone; content is made when it is wanted."""
    replace_folder(tmp_path, NEW)
    before = {path: path.stat().st_ino for path in tmp_path.rglob("*.txt")}
    replace_folder(tmp_path, {**NEW, "a.txt": lambda: b"new", "b/c.txt": lambda: b"newer"})
    changed = [path.name for path, inode in before.items() if path.stat().st_ino != inode]
    assert changed == ["c.txt"] and (tmp_path / "b/c.txt").read_bytes() == b"newer"


def test_failed_folders_hold_whole_files(tmp_path: Path) -> None:
    """If a file cannot be made, the others are old or new, and nothing is half-written."""
    make(tmp_path, "a.txt", "b.txt")
    with pytest.raises(OSError, match="No space left"):
        replace_folder(tmp_path, {"a.txt": b"new", "b.txt": fail})
    assert tree(tmp_path) == {"a.txt": b"new", "b.txt": b"old"}


# --- the cache --------------------------------------------------------------------------------

TEST = TestResult(
    *("size", "test_values", "Title.", 2.0),
    message="Not right: ä ≠ b.",
    inputs="[1]",
    seen="2",
    expected="3",
    diagnosis=Diagnosis("key", "One is missing."),
    replaced=("slide",),
)
GRADED = Graded("{ä}", Marks({"test_size": 0.0, "essay": None}, ["size"]), (TEST,), "")


def test_results_are_kept(tmp_path: Path) -> None:
    """What was put under a key is found under it, by this run and the next, and under no other key."""
    cache = Cache(tmp_path)
    assert cache.get("abcd") is None
    cache.put("abcd", GRADED)
    cache.put("abce", Graded("", Marks({}, []), (), "empty"))
    for found in (cache, Cache(tmp_path)):
        assert found.get("abcd") == GRADED
        assert found.get("abcf") is None and (found.get("abce") or GRADED).ungradable == "empty"


DAMAGES = [
    *(b"", b"{", b"\xff\xff", b"null", b"[]", b"5", b"{}", b'{"text": ""}'),
    b'{"text": "", "marks": {}, "tests": [], "ungradable": ""}',
    b'{"text": "", "marks": {"scores": {}, "unanswered": [], "more": 1}, "tests": [], "ungradable": ""}',
    b'{"text": "", "marks": {"scores": {}, "unanswered": []}, "tests": 5, "ungradable": ""}',
    b'{"text": "", "marks": {"scores": {}, "unanswered": []}, "tests": [{}], "ungradable": ""}',
    b'{"text": "", "marks": {"scores": {}, "unanswered": []}, "tests": ["x"], "ungradable": ""}',
]


@pytest.mark.parametrize("damage", DAMAGES)
def test_damaged_results_are_none(tmp_path: Path, damage: bytes) -> None:
    """A kept file that cannot be read is as if there were none, and is replaced by the next result."""
    cache = Cache(tmp_path)
    cache.put("abcd", GRADED)
    (path,) = tmp_path.glob("*/*")
    path.write_bytes(damage)
    assert cache.get("abcd") is None
    cache.put("abcd", GRADED)
    assert cache.get("abcd") == GRADED


@pytest.mark.parametrize("cut", [0.3, 0.6, 0.99])
def test_truncated_results_are_none(tmp_path: Path, cut: float) -> None:
    """Of a file that ends too soon nothing is taken."""
    cache = Cache(tmp_path)
    cache.put("abcd", GRADED)
    (path,) = tmp_path.glob("*/*")
    path.write_bytes(path.read_bytes()[: int(cut * path.stat().st_size)])
    assert cache.get("abcd") is None


def test_unused_results_are_forgotten(tmp_path: Path) -> None:
    """Results that were neither asked for nor made in this run are removed, and what a killed run left half-written."""
    for key in ("aa1", "aa2", "bb1"):
        Cache(tmp_path).put(key, GRADED)
    (tmp_path / "aa/.x.part").write_text("")
    cache = Cache(tmp_path)
    cache.get("aa1")
    cache.put("cc1", GRADED)
    cache.forget_unused()
    assert sorted(tree(tmp_path)) == ["aa/aa1.json", "cc/cc1.json"]
    Cache(tmp_path / "nowhere").forget_unused()


def test_only_what_nobody_writes_is_forgotten(tmp_path: Path) -> None:
    """What killed writers have left in a folder goes; what is being written, and all else, stays."""
    (tmp_path / ".left.part").write_text("half")
    (tmp_path / ".written.part").write_text("half")
    (tmp_path / "below").mkdir()
    (tmp_path / "below/.own.part").write_text("a student's")
    (tmp_path / "whole.json").write_text("{}")
    with (tmp_path / ".written.part").open() as file:
        fcntl.flock(file, fcntl.LOCK_SH)
        forget_half_written(tmp_path)
        assert sorted(tree(tmp_path)) == [".written.part", "below/.own.part", "whole.json"]
    forget_half_written(tmp_path)
    forget_half_written(tmp_path / "nowhere")
    assert sorted(tree(tmp_path)) == ["below/.own.part", "whole.json"]
