"""Opens what a platform's download holds, zips within zips and folders, without believing a word of it."""

from __future__ import annotations

import os
import re
import stat
import tempfile
import unicodedata
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path, PurePosixPath

from ..errors import Ungradable
from .submission import FORBIDDEN, LARGEST, LINK, LINKED_FOLDER, TOO_LARGE, read_file
from .text import CONTROL, shown

MOST_ENTRIES = 100_000  # of one download
DEEPEST = 2  # zips within the download
MOST_SAID = 20  # lines about one download
LARGEST_ALL = 20_000_000_000  # bytes that one download may say it unpacks to
FROM_SIZE, MOST_TIMES = (
    1_000_000,
    300,
)  # a file of this size may unpack to so many times what it takes; text does to 20
UTF8_NAME, ENCRYPTED = 0x800, 0x1  # flags of an entry
OTHER_ARCHIVES = (".tar", ".gz", ".tgz", ".bz2", ".xz", ".7z", ".rar")
UNSAFE_NAME = re.compile(f"[{CONTROL}]|^[A-Za-z]:")
BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError, ValueError)


@dataclass(frozen=True)
class Item:
    """One file of a download: its name with slashes, which leads nowhere else, and how to read it."""

    name: str
    read: Callable[[], bytes] = field(compare=False, repr=False)

    @property
    def parts(self) -> tuple[str, ...]:
        """Return the folders of its name, and the file."""
        return PurePosixPath(self.name).parts

    def below(self, depth: int) -> Item:
        """Return the same file, named from so many folders further in."""
        return Item("/".join(self.parts[depth:]), self.read)


class Download:
    """A zip or folder as a platform gives it: its `items`, and lines about what was `refused`; for use with `with`."""

    def __init__(self, path: Path):
        self.path, self.name = path, shown(path.name)
        self.items: list[Item] = []
        self.refused: list[str] = []
        self._stack = ExitStack()
        self._entries = self._bytes = 0

    def __enter__(self) -> Download:
        try:
            self._open()
        except BaseException:
            self._stack.close()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def _open(self) -> None:
        if self.path.is_dir():
            found = list(self._folder())
        elif zipfile.is_zipfile(self.path):
            found = list(self._zip(self.path, "", 0))
        elif self.path.is_file():
            found = [Item(self.path.name, lambda: read_file(self.path))]
        else:
            raise Ungradable(f"{shown(str(self.path))}: there is no such file or folder")
        by_name: dict[str, Item] = {}
        for item in found:
            if item.name in by_name:
                self._refuse(item.name, "is there twice; the last one was taken, as by whatever unpacks it")
            by_name[item.name] = item
        self.items = [by_name[name] for name in sorted(by_name)]
        if len(self.refused) > MOST_SAID:
            self.refused[MOST_SAID:] = [f"{self.name}: {len(self.refused) - MOST_SAID} more were left out"]

    def _folder(self) -> Iterator[Item]:
        for place, folders, names in os.walk(self.path):
            here = Path(place)
            for name in [name for name in sorted(folders) if (here / name).is_symlink()]:
                self._refuse((here / name).relative_to(self.path).as_posix(), LINKED_FOLDER)
            folders[:] = sorted(name for name in folders if not is_hidden(name))
            for name in sorted(name for name in names if not is_hidden(name)):
                relative = (here / name).relative_to(self.path).as_posix()
                safe = self._safe(relative)
                if safe is None:
                    continue
                if (here / name).is_symlink() or not (here / name).is_file():
                    self._refuse(relative, LINK if (here / name).is_symlink() else FORBIDDEN)
                elif name.lower().endswith(".zip") and zipfile.is_zipfile(here / name):
                    yield from self._zip(here / name, f"{safe}/", 1)
                else:
                    yield Item(safe, lambda path=here / name: read_file(path))  # type: ignore[misc]

    def _zip(self, path: Path, prefix: str, depth: int) -> Iterator[Item]:
        try:
            archive = self._stack.enter_context(zipfile.ZipFile(path))
        except BROKEN as error:
            self._refuse(prefix, f"is no zip that can be opened ({error})")
            return
        for entry in archive.infolist():
            name = self._safe(prefix + _decoded(entry))
            if entry.is_dir() or name is None or any(map(is_hidden, name.split("/"))):
                continue
            if reason := self._refused_entry(entry):
                self._refuse(name, reason)
            elif name.lower().endswith(".zip"):
                yield from self._inner(archive, entry, name, depth + 1)
            elif depth == 0:
                yield Item(name, lambda entry=entry: _content(archive, entry))  # type: ignore[misc]
            else:
                yield Item(name, lambda entry=entry: _reopened(path, entry))  # type: ignore[misc]
        if depth:  # of a large class there would be too many open ones
            archive.close()

    def _inner(
        self, archive: zipfile.ZipFile, entry: zipfile.ZipInfo, name: str, depth: int
    ) -> Iterator[Item]:
        if depth > DEEPEST:
            self._refuse(name, "is a zip in a zip in a zip, and was not opened")
            return
        try:
            data = _content(archive, entry)
        except Ungradable as error:
            self._refuse(name, str(error))
            return
        descriptor, path = tempfile.mkstemp(dir=self._aside)
        with open(descriptor, "wb") as file:
            file.write(data)
        yield from self._zip(Path(path), f"{name}/", depth)

    @cached_property
    def _aside(self) -> str:
        """Return a folder for zips that were in others, as long as the download is open."""
        return self._stack.enter_context(tempfile.TemporaryDirectory())

    def _refused_entry(self, entry: zipfile.ZipInfo) -> str:
        self._entries += 1
        self._bytes += entry.file_size
        if self._entries > MOST_ENTRIES:
            raise Ungradable(f"{self.name}: has more than {MOST_ENTRIES} files, and was not collected")
        if self._bytes > LARGEST_ALL:
            raise Ungradable(
                f"{self.name}: unpacks to more than {LARGEST_ALL // 10**9} GB, and was not collected"
            )
        if stat.S_ISLNK(entry.external_attr >> 16):
            return LINK
        if entry.flag_bits & ENCRYPTED:
            return "is encrypted"
        if entry.file_size > LARGEST:
            return TOO_LARGE
        if entry.file_size > FROM_SIZE and entry.file_size > MOST_TIMES * entry.compress_size:
            return f"unpacks to more than {MOST_TIMES} times its size"
        return ""

    def _safe(self, name: str) -> str | None:
        """Return a name that stays below the folder it is put in; None, and a line, if it would not."""
        name = unicodedata.normalize("NFC", name.replace("\\", "/"))
        parts = name.split("/")
        if name.startswith("/") or ".." in parts or UNSAFE_NAME.search(name):
            self._refuse(name, "leads out of its folder, or has signs that no name may have")
            return None
        if any(len(part.encode()) > 200 for part in parts):
            self._refuse(name[:50], "has a name that is too long")
            return None
        return "/".join(part for part in parts if part not in ("", "."))

    def _refuse(self, name: str, reason: str) -> None:
        self.refused.append(f"{self.name}: {shown(name)}: {reason}" if name else f"{self.name}: {reason}")


def is_hidden(name: str) -> bool:
    """Return whether a file or folder is one that a system has put beside the others."""
    return name.startswith(".") or name in ("__MACOSX", "__pycache__", "Thumbs.db", "desktop.ini")


def is_other_archive(name: str) -> bool:
    """Return whether a name is that of an archive that is not opened here."""
    return name.lower().endswith(OTHER_ARCHIVES)


def _decoded(entry: zipfile.ZipInfo) -> str:
    """Return the name of an entry: some programs write UTF-8 without saying so."""
    if entry.flag_bits & UTF8_NAME:
        return entry.filename
    try:
        return entry.filename.encode("cp437").decode()
    except UnicodeError:
        return entry.filename


def _reopened(path: Path, entry: zipfile.ZipInfo) -> bytes:
    with zipfile.ZipFile(path) as archive:
        return _content(archive, entry)


def _content(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    """Return the content of an entry; Ungradable, with the reason, if it is damaged or too large."""
    try:
        with archive.open(entry) as file:
            data = file.read(LARGEST + 1)
    except BROKEN as error:
        raise Ungradable(f"is damaged ({' '.join(str(error).split())[:100]})") from error
    if len(data) > LARGEST:
        raise Ungradable(TOO_LARGE)
    return data
