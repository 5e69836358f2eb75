"""One batch in which nearly every student hands in something damaged, graded with one command."""

from __future__ import annotations

import copy
import json
import os
import re
import shutil
import socket
import stat
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any

import nbformat
import pytest

from coursekit.notebooks.marks import fill
from coursekit.notebooks.read import read_notebook

from ..helpers import RIGHT, build_toy, new_toy, run

pytestmark = pytest.mark.slow

Document = dict[str, Any]
NAME = "01_toy.ipynb"
SECRET = "kept-outside-the-course"
NOTHING = "nothing that was handed in has the name of a notebook of this assignment"
LINK = "the file is a link to another one, and links are not followed; hand in the file itself"
NOT_JSON = "the file is not a notebook (not JSON)"
BROKEN_OFF = f"{NOT_JSON}: it breaks off before its end"
NO_CELLS = "the file is a notebook without a list of cells"


@dataclass(frozen=True)
class Hand:
    """What a student hands in with: the `folder` that is theirs, a right `document`, and a place `outside` the course."""

    folder: Path
    document: Document
    outside: Path
    course: Path

    @property
    def path(self) -> Path:
        """Return where the notebook belongs."""
        return self.folder / NAME

    def write(self, document: Any = None) -> None:
        """Write a notebook, by default the right one."""
        self.path.write_text(json.dumps(self.document if document is None else document), encoding="utf-8")

    def cell(self, name: str) -> Document:
        """Return the cell that has this name."""
        cells: list[Document] = self.document["cells"]
        return next(cell for cell in cells if cell["id"] == name)


@dataclass(frozen=True)
class Kind:
    """A kind of damage: how it is made, and what must become of it.

    `points` is None where nothing can be graded; then there is no feedback. `reason` is what must be printed, and be
    in the feedback of an ungradable notebook; without one, nothing must be printed. `student` is the folder's name.
    """

    make: Callable[[Hand], object]
    points: float | None = 100
    reason: str = ""
    student: str = ""


def raw(data: bytes) -> Callable[[Hand], object]:
    """Return the damage of a file that has this content."""
    return lambda hand: hand.path.write_bytes(data)


def text(change: Callable[[bytes], bytes]) -> Callable[[Hand], object]:
    """Return the damage of a right file whose bytes are changed."""
    return lambda hand: hand.path.write_bytes(change(json.dumps(hand.document, ensure_ascii=False).encode()))


def edited(edit: Callable[[Hand], object]) -> Callable[[Hand], object]:
    """Return the damage of a right notebook that is edited."""

    def make(hand: Hand) -> None:
        edit(hand)
        hand.write()

    return make


def beside(add: Callable[[Hand], object]) -> Callable[[Hand], object]:
    """Return the damage of a right notebook with something beside it."""

    def make(hand: Hand) -> None:
        hand.write()
        add(hand)

    return make


def replaced(**parts: Any) -> Callable[[Hand], object]:
    """Return the damage of a right notebook with other `parts` at its top."""
    return edited(lambda hand: hand.document.update(parts))


def part(name: str, **parts: Any) -> Callable[[Hand], object]:
    """Return the damage of a right notebook with other `parts` in one cell."""
    return edited(lambda hand: hand.cell(name).update(parts))


def without(name: str, *keys: str) -> Callable[[Hand], object]:
    """Return the damage of a right notebook in which a cell lacks `keys`."""
    return edited(lambda hand: [hand.cell(name).pop(key) for key in keys])


def deleted(*names: str) -> Callable[[Hand], object]:
    """Return the damage of a right notebook without these cells."""
    return edited(lambda hand: [hand.document["cells"].remove(hand.cell(name)) for name in names])


def doubled(name: str, **parts: Any) -> Callable[[Hand], object]:
    """Return the damage of a right notebook with a copy of a cell, changed in `parts`, at its end."""
    return edited(lambda hand: hand.document["cells"].append({**copy.deepcopy(hand.cell(name)), **parts}))


def old(version: int, minor: int | None = None) -> Callable[[Hand], object]:
    """Return a right notebook in an old format, written out as that format has it."""

    def make(hand: Hand) -> None:
        cells = hand.document["cells"]
        for cell in cells:
            del cell["id"]
            if version < 4 and cell["cell_type"] == "code":
                cell["input"], cell["prompt_number"] = cell.pop("source"), cell.pop("execution_count")
                cell |= {"language": "python", "collapsed": False}
        document = {"metadata": {"name": "toy"}, "nbformat": version, "nbformat_minor": minor}
        if version == 2:
            del document["nbformat_minor"]
            for cell in cells:
                del cell["metadata"]
        hand.write(document | ({"cells": cells} if version == 4 else {"worksheets": [{"cells": cells}]}))

    return make


def clear(*, ids: bool, marks: bool) -> Callable[[Hand], object]:
    """Return the damage of a right notebook whose cells have lost their ids, nbgrader's marks, or both."""

    def edit(hand: Hand) -> None:
        for cell in hand.document["cells"]:
            if ids:
                del cell["id"]
            if marks:
                cell["metadata"] = {}

    return edited(edit)


def clear_everything(hand: Hand) -> None:
    """Remove every piece of metadata there is."""
    hand.document["metadata"] = {}
    for cell in hand.document["cells"]:
        cell["metadata"] = {}


def reverse(hand: Hand) -> None:
    """Turn the order of the cells round."""
    hand.document["cells"].reverse()


def imports_last(hand: Hand) -> None:
    """Move the imports to the end, though a function needs them when it is defined."""
    hand.cell("slide")["source"] = RIGHT["slide"].replace("(x, k)", "(x: torch.Tensor, k)")
    reverse(hand)


def merge(into: str, other: str) -> Callable[[Hand], object]:
    """Return the damage of a right notebook in which one cell was merged into another."""

    def edit(hand: Hand) -> None:
        gone = hand.cell(other)
        hand.cell(into)["source"] += "\n\n" + gone["source"]
        hand.document["cells"].remove(gone)

    return edited(edit)


def split(hand: Hand) -> None:
    """Split a solution cell in two, as Jupyter does: the first half keeps everything, the second is new."""
    cells = hand.document["cells"]
    cell = hand.cell("slide")
    first = "def window(x, i, n):\n    return x[i : i + n]"
    second = (
        "def slide(x, k):\n    places = range(len(x) - len(k) + 1)\n"
        "    return torch.stack([window(x, i, len(k)) @ k for i in places])"
    )
    cell["source"] = first
    cells.insert(cells.index(cell) + 1, {**cell, "id": "new", "metadata": {}, "source": second})


def raise_points(hand: Hand) -> None:
    """Give every check cell more points."""
    for name in ("test_size", "test_slide"):
        hand.cell(name)["metadata"]["nbgrader"]["points"] = 1000


def edit_check(hand: Hand) -> None:
    """Unlock a check cell, and write something else into it."""
    check = hand.cell("test_slide")
    check["metadata"]["nbgrader"]["locked"] = False
    check["source"] = "60.0"


def forge(hand: Hand) -> None:
    """Write results into the metadata, where the kit writes its own."""
    hand.document["metadata"]["coursekit"] = {"ungradable": "forged reason", "graded": {"kit": "forged"}}
    for cell in hand.document["cells"]:
        cell["metadata"]["coursekit"] = [{"earned": 100}]


def nonsense_marks(hand: Hand) -> None:
    """Write what nbgrader would stumble over into its metadata."""
    for cell, mark in zip(hand.document["cells"], [5, {"grade": True}, [], None], strict=False):
        cell["metadata"] = {"nbgrader": mark, "tags": 7, "name": ""}


def nest(depth: int) -> Any:
    """Return a list within a list, `depth` times."""
    nested: list[Any] = []
    for _ in range(depth):
        nested = [nested]
    return nested


def sparse(path: Path) -> None:
    """Write a file of 300 MB that takes no space."""
    path.touch()
    os.truncate(path, 300_000_000)


def own_socket(path: Path) -> None:
    """Leave a socket at `path`, whose name may be longer than sockets allow."""
    here = Path.cwd()
    os.chdir(path.parent)
    try:
        with socket.socket(socket.AF_UNIX) as server:
            server.bind(path.name)
    finally:
        os.chdir(here)


def sub_folder(hand: Hand) -> None:
    """Add a folder with files, one of them a notebook of the right name."""
    inner = hand.folder / "more" / "still more"
    inner.mkdir(parents=True)
    (inner / "notes.txt").write_text("mine")
    (hand.folder / "more" / NAME).write_text("{}")


def linked_folder(hand: Hand) -> None:
    """Make the submission a link to a folder with a right notebook."""
    other = hand.outside / "somebody"
    other.mkdir()
    Hand(other, hand.document, hand.outside, hand.course).write()
    hand.folder.rmdir()
    hand.folder.symlink_to(other)


def named(path: str) -> Callable[[Hand], object]:
    """Return a right notebook under another name."""

    def make(hand: Hand) -> None:
        hand.write()
        target = hand.folder / path
        target.parent.mkdir(exist_ok=True)
        hand.path.rename(target)

    return make


def whole(hand: Hand) -> None:
    """Hand in a right notebook."""
    hand.write()


def odd_numbers(hand: Hand) -> None:
    """Write numbers that JSON or Python cannot hold."""
    hand.document["metadata"]["odd"] = {"nan": float("nan"), "infinity": float("-inf"), "large": "LARGE"}
    hand.cell("slide")["execution_count"] = "LARGE"
    hand.path.write_text(json.dumps(hand.document).replace('"LARGE"', "9" * 10_000))


def stream(size: int) -> Document:
    """Return an output with `size` characters of text."""
    return {"output_type": "stream", "name": "stdout", "text": "0123456789" * (size // 10)}


def latin(hand: Hand) -> None:
    """Write a comment with an umlaut in Latin-1."""
    hand.cell("slide")["source"] += "\n# größer"
    hand.path.write_bytes(json.dumps(hand.document, ensure_ascii=False).encode("latin-1"))


SOURCE_LINES = [f"{line}\n" for line in RIGHT["slide"].splitlines()]
GLYPHS = "👩‍💻 🎓"

KINDS: dict[str, Kind] = {
    # what is no notebook
    "empty": Kind(raw(b""), 0, "the file is empty"),
    "white space": Kind(raw(b" \r\n\t\n"), 0, "the file is empty"),
    "zero bytes": Kind(raw(b"\0" * 4096), 0, "the file is empty"),
    "not JSON": Kind(raw(b"Dear instructor, please find my homework attached."), 0, NOT_JSON),
    "a picture": Kind(raw(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\xff\xd8"), 0, NOT_JSON),
    "a web page": Kind(raw(b"<!doctype html><title>Log in</title>"), 0, NOT_JSON),
    "truncated": Kind(text(lambda data: data[: len(data) // 2]), 0, BROKEN_OFF),
    "merge conflict": Kind(text(lambda data: b"<<<<<<< HEAD\n" + data), 0, NOT_JSON),
    "a list": Kind(raw(b"[1, 2]"), 0, "the file is not a notebook"),
    "a number": Kind(raw(b"5"), 0, "the file is not a notebook"),
    "other JSON": Kind(raw(b'{"a": 1}'), 0, "the file is not a notebook"),
    "cells null": Kind(replaced(cells=None), 0, NO_CELLS),
    "cells a dictionary": Kind(replaced(cells={"0": {}}), 0, NO_CELLS),
    "cells missing": Kind(edited(lambda hand: hand.document.pop("cells")), 0, NO_CELLS),
    "no cells": Kind(replaced(cells=[]), 0),
    "nested without end": Kind(raw(b"[" * 200_000), 0, "the file is not a notebook (nested too deeply)"),
    # cells that are malformed
    "cells that are none": Kind(edited(lambda hand: hand.document["cells"].extend([None, 5, "x", []]))),
    "cell of no type": Kind(without("title", "cell_type")),
    "cell of unknown type": Kind(part("picture", cell_type="video")),
    "cell without source": Kind(without("slide", "source"), 40),
    "source a number": Kind(part("slide", source=5), 40),
    "source a list": Kind(part("slide", source=SOURCE_LINES)),
    "source nested": Kind(part("slide", source={"text": RIGHT["slide"]}), 40),
    "outputs missing": Kind(without("slide", "outputs", "execution_count")),
    "outputs null": Kind(part("slide", outputs=None)),
    "outputs malformed": Kind(part("slide", outputs=[{"output_type": 3}, "text", None])),
    "metadata missing": Kind(without("picture", "metadata")),
    "metadata null": Kind(part("slide", metadata=None)),
    "marks that are none": Kind(edited(nonsense_marks)),
    "nested metadata": Kind(part("picture", metadata={"deep": nest(400)})),
    "nested output": Kind(
        part(
            "picture",
            outputs=[
                {"output_type": "display_data", "metadata": {}, "data": {"application/json": nest(400)}}
            ],
        )
    ),
    # encodings
    "byte order mark": Kind(text(lambda data: b"\xef\xbb\xbf" + data)),
    "UTF-16": Kind(text(lambda data: data.decode().encode("utf-16"))),
    "UTF-16 without mark": Kind(text(lambda data: data.decode().encode("utf-16-be"))),
    "Latin-1": Kind(latin),
    "zero bytes at the end": Kind(text(lambda data: data + b"\0" * 512)),
    "zero character in a cell": Kind(part("slide", source=RIGHT["slide"] + "\n# \0")),
    "half a character": Kind(part("slide", source=RIGHT["slide"] + "\n# \ud83d")),
    "line ends of Windows": Kind(part("slide", source=RIGHT["slide"].replace("\n", "\r\n"))),
    "control characters": Kind(
        text(lambda data: data.replace(b"def slide(x, k):\\n", b"def slide(x, k):\n"))
    ),
    "odd numbers": Kind(odd_numbers),
    # formats
    "nbformat missing": Kind(edited(lambda hand: hand.document.pop("nbformat"))),
    "nbformat 2": Kind(old(2)),
    "nbformat 3": Kind(old(3, 0)),
    "nbformat 4.0": Kind(old(4, 0)),
    "nbformat 4.4": Kind(old(4, 4)),
    "nbformat 4.99": Kind(replaced(nbformat_minor=99, novelty={"a": 1})),
    "minor missing": Kind(edited(lambda hand: hand.document.pop("nbformat_minor"))),
    "nbformat 5": Kind(replaced(nbformat=5), 0, "its format is nbformat 5, and only 1 to 4 can be read"),
    "nbformat a text": Kind(replaced(nbformat="4", nbformat_minor="5")),
    "nbformat nonsense": Kind(replaced(nbformat="four"), 0, "the file is not a notebook"),
    # metadata and ids
    "metadata of the notebook null": Kind(replaced(metadata=None)),
    "all metadata cleared": Kind(edited(clear_everything)),
    "nbgrader cleared": Kind(clear(ids=False, marks=True)),
    "ids cleared": Kind(clear(ids=True, marks=False)),
    "nbgrader and ids cleared": Kind(clear(ids=True, marks=True)),
    "kernel unknown": Kind(replaced(metadata={"kernelspec": {"name": "julia"}, "language_info": 3})),
    "points raised": Kind(edited(raise_points)),
    "check unlocked and edited": Kind(edited(edit_check)),
    "results forged": Kind(edited(forge)),
    # cells
    "solution deleted": Kind(deleted("slide"), 40),
    "check deleted": Kind(deleted("test_slide")),
    "solution and check deleted": Kind(deleted("slide", "test_slide"), 40),
    "setup deleted": Kind(deleted("setup")),
    "solution twice": Kind(doubled("slide")),
    "solution twice, then the stub": Kind(
        doubled("slide", source="def slide(x, k):\n    raise NotImplementedError()"), 40
    ),
    "check twice": Kind(doubled("test_slide")),
    "name of a check on a solution": Kind(
        edited(
            lambda hand: hand.cell("slide").update(
                metadata=copy.deepcopy(hand.cell("test_slide")["metadata"])
            )
        )
    ),
    "solution as Markdown": Kind(part("slide", cell_type="markdown")),
    "solution as raw text": Kind(part("slide", cell_type="raw")),
    "check as Markdown": Kind(part("test_slide", cell_type="markdown")),
    "order reversed": Kind(edited(reverse)),
    "imports last": Kind(edited(imports_last), 40),
    "solutions merged": Kind(merge("size", "slide")),
    "solution merged into a check": Kind(merge("test_size", "slide")),
    "check merged into a solution": Kind(merge("slide", "test_slide")),
    "solution split": Kind(edited(split)),
    # size
    "huge output": Kind(part("slide", outputs=[stream(30_000_000)])),
    "many outputs": Kind(part("slide", outputs=[stream(10)] * 20_000)),
    "large source": Kind(part("slide", source=RIGHT["slide"] + "\n#" + " x" * 500_000)),
    "huge source": Kind(
        part("slide", source=RIGHT["slide"] + "\n#" + " x" * 6_000_000),
        0,
        "the cells of the notebook have more than 10 MB of text",
    ),
    "many cells": Kind(
        edited(
            lambda hand: hand.document["cells"].extend(
                [{"cell_type": "raw", "source": "", "metadata": {}}] * 11_000
            )
        ),
        0,
        "the notebook has more than 10000 cells",
    ),
    "300 MB": Kind(
        lambda hand: sparse(hand.path),
        0,
        "the file is larger than 50 MB; clear its outputs, save it, and hand it in again",
    ),
    # names
    "wrong name": Kind(named("homework (final).ipynb"), None, f"{NOTHING}; there is homework (final).ipynb"),
    "other case": Kind(named("01_TOY.ipynb"), None, f"{NOTHING}; there is 01_TOY.ipynb"),
    "in a sub folder": Kind(named("toy/01_toy.ipynb"), None, f"{NOTHING}; there is toy/01_toy.ipynb"),
    "no suffix": Kind(named("01_toy"), None, NOTHING),
    "and a copy": Kind(
        beside(lambda hand: shutil.copy(hand.path, hand.folder / "01_toy-Copy1.ipynb")),
        100,
        "01_toy-Copy1: is no notebook of this assignment",
    ),
    "only a text": Kind(lambda hand: (hand.folder / "answer.txt").write_text("42"), None, NOTHING),
    "empty folder": Kind(lambda hand: None, None, "nothing was handed in: the folder is empty"),
    "a file for the folder": Kind(
        lambda hand: [hand.folder.rmdir(), hand.folder.touch()],
        None,
        "there is a file where the student's folder should be",
    ),
    # files beside the notebook
    "large data": Kind(
        beside(lambda hand: sparse(hand.folder / "data.bin")),
        100,
        "data.bin: the file is larger than 50 MB; it was left out",
    ),
    "modules of known names": Kind(
        beside(
            lambda hand: [
                (hand.folder / name).write_text("raise SystemExit('taken for the real one')")
                for name in ("torch.py", "numpy.py", "conftest.py", "nbgrader_config.py", "sitecustomize.py")
            ]
        )
    ),
    "a sub folder": Kind(beside(sub_folder), 100, "more/01_toy: is no notebook of this assignment"),
    "a name with a line end": Kind(
        beside(lambda hand: (hand.folder / "a\nb: \x1b[31m.ipynb").touch()),
        100,
        r"a\nb: \x1b[31m: is no notebook of this assignment",
    ),
    # Root may read everything.
    "a notebook that nobody may read": Kind(
        beside(lambda hand: hand.path.chmod(0)),
        100 if os.geteuid() == 0 else 0,
        "" if os.geteuid() == 0 else "the file cannot be opened (Permission denied)",
    ),
    "a folder for the notebook": Kind(
        lambda hand: hand.path.mkdir(), 0, "there is a folder of this name where a file should be"
    ),
    "timestamp of nonsense": Kind(
        beside(lambda hand: (hand.folder / "timestamp.txt").write_bytes(b"soon\xff")),
        100,
        "timestamp.txt: holds no date that can be right; it was left out",
    ),
    "timestamp in words": Kind(
        beside(lambda hand: (hand.folder / "timestamp.txt").write_text("the day after tomorrow")),
        100,
        "timestamp.txt: holds no date that can be right; it was left out",
    ),
    "timestamp empty": Kind(
        beside(lambda hand: (hand.folder / "timestamp.txt").touch()),
        100,
        "timestamp.txt: holds no date that can be right; it was left out",
    ),
    "timestamp of the year 9999": Kind(
        beside(lambda hand: (hand.folder / "timestamp.txt").write_text("9999-12-31 23:59:59 -1200")),
        100,
        "timestamp.txt: holds no date that can be right; it was left out",
    ),
    # links and special files
    "link to the solutions": Kind(
        lambda hand: hand.path.symlink_to(hand.course / "source/toy" / NAME), 0, LINK
    ),
    "link to a system file": Kind(lambda hand: hand.path.symlink_to("/etc/passwd"), 0, LINK),
    "broken link": Kind(lambda hand: hand.path.symlink_to(hand.outside / "nowhere"), 0, LINK),
    "link to a device": Kind(lambda hand: hand.path.symlink_to("/dev/zero"), 0, LINK),
    "linked data": Kind(
        beside(lambda hand: (hand.folder / "data.txt").symlink_to(hand.outside / "secret.txt")),
        100,
        f"data.txt: {LINK}; it was left out",
    ),
    "linked sub folder": Kind(
        beside(lambda hand: (hand.folder / "data").symlink_to(hand.outside)),
        100,
        "data: the folder is a link to another one, and links are not followed; it was left out",
    ),
    "linked timestamp": Kind(
        beside(lambda hand: (hand.folder / "timestamp.txt").symlink_to("/etc/passwd")),
        100,
        f"timestamp.txt: {LINK}; it was left out",
    ),
    "linked submission": Kind(
        linked_folder, None, "the folder is a link to another one, and links are not followed"
    ),
    "hard link": Kind(
        beside(
            lambda hand: [
                os.link(hand.path, hand.outside / "same"),
                hand.path.unlink(),
                os.link(hand.outside / "same", hand.path),
            ]
        )
    ),
    "pipe": Kind(lambda hand: os.mkfifo(hand.path), 0, "it is not an ordinary file"),
    "pipe beside": Kind(
        beside(lambda hand: os.mkfifo(hand.folder / "pipe")),
        100,
        "pipe: it is not an ordinary file; it was left out",
    ),
    "socket": Kind(lambda hand: own_socket(hand.path), 0, "it is not an ordinary file"),
    "socket beside": Kind(
        beside(lambda hand: own_socket(hand.folder / "socket")),
        100,
        "socket: it is not an ordinary file; it was left out",
    ),
    # student ids that work
    "id with spaces": Kind(whole, student="Mary Ann  Evans"),
    "id with umlauts": Kind(whole, student="Jörg Müßig"),
    "id with emoji": Kind(whole, student=GLYPHS),
    "id with a leading dash": Kind(whole, student="--help"),
    "id with brackets": Kind(whole, student="[red]"),
    "id with braces": Kind(whole, student="{0}"),
    "id with a star": Kind(whole, student="*"),
    "id with a question mark": Kind(whole, student="?"),
    "id with a plus": Kind(whole, student="ada+toy@example.org"),
    "id with a comma": Kind(whole, student="Lovelace, Ada"),
    "id with a per cent sign": Kind(whole, student="%s%20$HOME"),
    "id with an ampersand": Kind(whole, student="a&amp;b"),
    "id with a backslash": Kind(whole, student="dom\\ada"),
    "id with an apostrophe": Kind(whole, student="O'Brien"),
    "id of dots at the end": Kind(whole, student="ada.."),
    "id of an assignment": Kind(whole, student="toy"),
    "id of 200 characters": Kind(whole, student="x" * 200),
    # student ids that would end in pages and paths
    "id with a tag": Kind(
        whole, None, "characters that could become part of a page: < >", "<img src=x onerror=alert(1)>"
    ),
    "id with quotes": Kind(whole, None, 'characters that could become part of a page: "', 'O\'Brien "Bob"'),
    "id with a line end": Kind(whole, None, r"characters that it may not have: \n", "ada\nben: 100"),
    "id with an escape": Kind(whole, None, r"characters that it may not have: \x1b", "ada\x1b[31m"),
    "id that runs backwards": Kind(whole, None, r"characters that it may not have: \u202e", "ada\u202enem"),
    "id that is no text": Kind(
        whole, None, r"characters that it may not have: \udcff", os.fsdecode(b"ada\xff")
    ),
    "id of dots": Kind(whole, None, "the student id begins with a dot", "..."),
}
NEIGHBOURS = ("0 first", "zz last")


def student_of(kind: str) -> str:
    """Return the student who hands in this kind of damage."""
    return KINDS[kind].student or kind


def shown(student: str) -> str:
    """Return a student's id as a terminal shows it."""
    return "".join(
        c if ord(c) >= 32 and c != "\u202e" and not 0xD800 <= ord(c) < 0xE000 else repr(c)[1:-1]
        for c in student
    )


@dataclass(frozen=True)
class Batch:
    """A graded class: its course, what the command said, and what was outside the course before."""

    course: Path
    done: CompletedProcess[str]
    outside: dict[Path, tuple[int, int, int]]

    def problems(self, student: str) -> list[str]:
        """Return what was printed about one student."""
        start = f"{shown(student)}: "
        return [line.removeprefix(start) for line in self.done.stdout.splitlines() if line.startswith(start)]

    def total(self, student: str) -> str:
        """Return what the table on the terminal has for one student."""
        rows = [[part.strip() for part in line.split("│")[1:-1]] for line in self.done.stdout.splitlines()]
        name = shown(student) if len(student) < 40 else f"{student[:39]}…"
        found = [row[-1] for row in rows if row and row[0] == name]
        assert len(found) == 1, f"{student!r} is in the table {len(found)} times"
        return found[0]

    def feedback(self, student: str) -> Path:
        """Return where a student's feedback is."""
        return self.course / "feedback" / student / "toy"


def snapshot(folder: Path) -> dict[Path, tuple[int, int, int]]:
    """Return for every file below `folder` its mode, size and time of change."""
    files = {path: path.lstat() for path in sorted(folder.rglob("*"))}
    return {path: (status.st_mode, status.st_size, status.st_mtime_ns) for path, status in files.items()}


@pytest.fixture(scope="module")
def batch(tmp_path_factory: pytest.TempPathFactory) -> Batch:
    """Return a class with every kind of damage and two whole neighbours, graded with one command."""
    base = tmp_path_factory.mktemp("damaged")
    course, outside = new_toy(base / "course"), base / "outside"
    outside.mkdir()
    (outside / "secret.txt").write_text(SECRET)
    build_toy(course)
    filled = fill(read_notebook(course / "release/toy" / NAME), RIGHT)
    right = json.loads(nbformat.writes(filled))
    for cell in right["cells"]:
        cell["source"] = "".join(cell["source"])
    for student in NEIGHBOURS:
        hand(course, outside, student, right).write()
    for kind, what in KINDS.items():
        what.make(hand(course, outside, student_of(kind), right))
    (course / "submitted/README.txt").write_text("left here by the instructor")
    (course / "submitted/nothing for this assignment").mkdir()
    before = snapshot(outside)
    return Batch(course, run(course, "coursekit", "grade", "toy", check=False), before)


def hand(course: Path, outside: Path, student: str, right: Document) -> Hand:
    """Return a student's folder, made, and a right notebook of their own."""
    folder = course / "submitted" / student / "toy"
    folder.mkdir(parents=True)
    return Hand(folder, copy.deepcopy(right), outside, course)


@pytest.mark.parametrize("kind", KINDS)
def test_damage_gets_what_it_is_worth(batch: Batch, kind: str) -> None:
    """Each kind of damage gets the points that can be graded, or is named as ungradable with the reason."""
    points, student = KINDS[kind].points, student_of(kind)
    assert batch.total(student) == ("ungraded" if points is None else f"{points:g}"), batch.problems(student)
    page = batch.feedback(student) / "01_toy.html"
    assert page.exists() == (points is not None)


@pytest.mark.parametrize("kind", KINDS)
def test_damage_is_told(batch: Batch, kind: str) -> None:
    """What keeps a notebook from being graded is printed in one line, and said in the student's feedback."""
    what, student = KINDS[kind], student_of(kind)
    problems = batch.problems(student)
    if not what.reason:
        assert problems == []
        return
    assert len(problems) == 1 and what.reason in problems[0]
    if what.points == 0:
        assert problems[0].startswith("01_toy: ")
        page = (batch.feedback(student) / "01_toy.html").read_text(encoding="utf-8")
        assert re.sub(r"\s+", " ", what.reason) in page


@pytest.mark.parametrize("student", NEIGHBOURS)
def test_whole_neighbours_are_untouched(batch: Batch, student: str) -> None:
    """Students who handed in a whole notebook, before and after all others, get their points and their feedback."""
    assert (batch.total(student), batch.problems(student)) == ("100", [])
    pages = [(batch.feedback(name) / "01_toy.html").read_text() for name in NEIGHBOURS]
    assert pages[0] == pages[1]


def test_batch_ends_as_every_batch(batch: Batch) -> None:
    """The batch ends with its table, the report and exit code 1, and without a traceback."""
    assert batch.done.returncode == 1
    assert batch.done.stderr == ""
    assert "Traceback" not in batch.done.stdout
    assert "Report:   reports/toy.html" in batch.done.stdout
    report = (batch.course / "reports/toy.html").read_text(encoding="utf-8")
    assert report.count('class="failed"') == sum(what.points is None for what in KINDS.values())
    assert "<img src=x" not in report and "forged reason" not in report


def test_nothing_comes_in_from_outside(batch: Batch) -> None:
    """What links lead to is neither changed nor copied, and no solution of the instructor reaches a student."""
    assert snapshot(batch.course.parent / "outside") == batch.outside
    hints = (SECRET.encode(), b"root:x:0:0", b"places = range(size(len(x), len(k)))")
    for folder in ("autograded", "feedback", "reports"):
        for path in sorted((batch.course / folder).rglob("*")):
            mode = path.lstat().st_mode
            assert stat.S_ISREG(mode) or stat.S_ISDIR(mode), path
            assert stat.S_ISDIR(mode) or not any(hint in path.read_bytes() for hint in hints), path


def test_what_a_grade_was_made_from_cannot_be_forged(batch: Batch) -> None:
    """Metadata that a student wrote where the kit notes its own is gone, and the kit's is there."""
    text = (batch.course / "autograded" / student_of("results forged") / "toy" / NAME).read_text()
    page = (batch.feedback("results forged") / "01_toy.html").read_text()
    assert "forged" not in text and "forged" not in page
    assert '"submission": "' in text and "How this grade was made: from your file" in page


def test_lost_answer_is_explained(batch: Batch) -> None:
    """The feedback of a lost or misplaced cell says what is missing, or which error its cell ended with."""
    lost = (batch.feedback("solution deleted") / "01_toy.html").read_text()
    assert "is its cell still there, and the name unchanged?" in lost
    early = (batch.feedback("imports last") / "01_toy.html").read_text()
    assert "its cell did not run: NameError" in early


OLD = (
    "nbformat 2",
    "nbformat 3",
    "nbformat 4.0",
    "nbformat 4.4",
    "ids cleared",
    "check deleted",
    "solution split",
)


def test_same_submission_gives_the_same_notebook(batch: Batch) -> None:
    """Graded once more, notebooks whose cells had no ids become the same autograded notebooks, byte for byte."""
    paths = [batch.course / "autograded" / student / "toy" / NAME for student in OLD]
    before = [path.read_bytes() for path in paths]
    run(batch.course, "coursekit", "grade", "toy", *OLD)
    assert [path.read_bytes() for path in paths] == before


def test_nbgrader_copies_nothing_through_links(batch: Batch) -> None:
    """`nbgrader autograde` itself leaves nothing in the autograded folder that a link leads to."""
    run(batch.course, "nbgrader", "autograde", "toy", "--student", "linked data", "--force")
    assert not (batch.course / "autograded/linked data/toy/data.txt").exists()
    test_nothing_comes_in_from_outside(batch)
