"""Tables as spreadsheets and learning platforms write them: read, and written so that texts stay texts."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from ..errors import CourseError
from ..notebooks.text import shown
from .export import plain

LARGEST = 20_000_000  # bytes
DELIMITERS = ",;\t"
BOM = codecs.BOM_UTF8.decode()
NO_GRADE = "-"  # as platforms write it: nothing that a spreadsheet would calculate


@dataclass(frozen=True)
class Row:
    """One line of a table: the number of the line that it begins in, and its cells."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """What a file holds. `keys` are the names of its columns as they are compared: in small letters."""

    path: Path
    header: tuple[str, ...]
    rows: tuple[Row, ...]
    delimiter: str
    has_bom: bool

    @property
    def keys(self) -> list[str]:
        """Return the names of the columns, as they are compared."""
        return [key(name) for name in self.header]

    def column(self, *names: str) -> int | None:
        """Return the number of the first column that has one of these names, or None."""
        keys = self.keys
        found = [keys.index(name) for name in map(key, names) if name in keys]
        return found[0] if found else None

    def wrong(self, row: Row, text: str) -> CourseError:
        """Return the error that something is wrong in a line."""
        return CourseError(f"{self.path.name}, line {row.number}: {text}")


def key(name: str) -> str:
    """Return the name of a column as it is compared."""
    return " ".join(name.split()).casefold()


def read_table(path: Path) -> Table:
    """Return the table in a CSV file; CourseError, with the line, if it is none."""
    text, has_bom = _text(path)
    first = text.lstrip("\r\n").partition("\n")[0]
    delimiter = max(DELIMITERS, key=first.count)
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    rows: list[Row] = []
    begins = 1
    try:
        for cells in lines:
            if any(cell.strip() for cell in cells):
                rows.append(Row(begins, tuple(map(bare, cells))))
            begins = lines.line_num + 1
    except csv.Error as error:
        raise CourseError(f"{path.name}, line {begins}: this is no table ({error})") from error
    if not rows:
        raise CourseError(f"{path.name}: there is nothing in it")
    header, *others = rows
    width = len(header.cells)
    for row in others:
        if any(cell.strip() for cell in row.cells[width:]):
            raise CourseError(
                f"{path.name}, line {row.number}: has more cells than the first line has columns"
            )
    padded = (Row(row.number, (*row.cells, *[""] * width)[:width]) for row in others)
    return Table(path, tuple(cell.strip() for cell in header.cells), tuple(padded), delimiter, has_bom)


def _text(path: Path) -> tuple[str, bool]:
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST + 1)
    except OSError as error:
        raise CourseError(f"{shown(str(path))}: cannot be opened ({error.strerror})") from error
    if len(data) > LARGEST:
        raise CourseError(
            f"{path.name}: is larger than {LARGEST // 1_000_000} MB, so it is no table of a class"
        )
    wide = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    try:
        text = data.decode("utf-16" if wide else "utf-8")
    except UnicodeDecodeError as error:
        raise CourseError(f"{path.name}: is not in UTF-8; save it as “CSV UTF-8”") from error
    if "\0" in text:
        raise CourseError(f"{path.name}: is no text; save it as “CSV UTF-8”")
    return text.removeprefix(BOM), text.startswith(BOM)


def bare(cell: str) -> str:
    """Return a cell without the apostrophe that `guarded` has put before it."""
    return cell[1:] if cell.startswith("'") and guarded(cell[1:]) == cell else cell


def guarded(cell: str) -> str:
    """Return a cell that no spreadsheet calculates."""
    return cell if cell.strip() == NO_GRADE else str(plain(cell))


def written_table(rows: Iterable[Sequence[str]], delimiter: str = ",", *, has_bom: bool = False) -> bytes:
    """Return rows as the content of a CSV file, in UTF-8, with every text guarded."""
    text = io.StringIO()
    if has_bom:
        text.write(BOM)
    table = csv.writer(text, delimiter=delimiter, lineterminator="\r\n" if has_bom else "\n")
    for row in rows:
        table.writerow(map(guarded, row))
    return text.getvalue().encode("utf-8", "replace")
