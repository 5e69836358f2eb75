"""Downloads are opened without believing a word of them: every trick costs its own line, and nothing else."""

from __future__ import annotations

import io
import stat
import zipfile
from pathlib import Path

import pytest

from coursekit.errors import Ungradable
from coursekit.notebooks.archives import MOST_SAID, Download
from coursekit.notebooks.submission import LARGEST, LINK

LINKED = (stat.S_IFLNK | 0o777) << 16


def zipped(entries: dict[str, bytes], attributes: int = 0o644 << 16) -> bytes:
    """Return a zip with these entries."""
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in entries.items():
            entry = zipfile.ZipInfo(name)
            entry.external_attr, entry.compress_type = attributes, zipfile.ZIP_DEFLATED
            archive.writestr(entry, data)
    return whole.getvalue()


def opened(path: Path) -> tuple[dict[str, bytes], list[str]]:
    """Return what a download holds, and what it says about the rest."""
    with Download(path) as download:
        return {item.name: item.read() for item in download.items}, download.refused


def of_zip(folder: Path, data: bytes) -> tuple[dict[str, bytes], list[str]]:
    """Return what a zip with this content holds, and what it says about the rest."""
    path = folder / "all.zip"
    path.write_bytes(data)
    return opened(path)


TRICKS = {
    "upwards": (zipped({"../x": b"", "a/../../x": b""}), "../x: leads out of its folder"),
    "absolute": (zipped({"/etc/passwd": b""}), "/etc/passwd: leads out of its folder"),
    "of windows": (zipped({"C:\\x": b"", "..\\x": b""}), "C:/x: leads out of its folder"),
    "escapes": (zipped({"a\x1b[31m": b""}), "a\\x1b[31m: leads out of its folder"),
    "long": (zipped({"x" * 300: b""}), f"{'x' * 50}: has a name that is too long"),
    "link": (zipped({"x": b"/etc/passwd"}, LINKED), f"x: {LINK}"),
    "bomb": (zipped({"x.ipynb": bytes(20_000_000)}), "x.ipynb: unpacks to more than 300 times its size"),
    "large": (zipped({"x.ipynb": bytes(LARGEST + 1)}), "x.ipynb: the file is larger than 50 MB"),
    "many zips": (zipped({"a.zip": zipped({"b.zip": zipped({"c.zip": zipped({})})})}), "a.zip/b.zip/c.zip: is a zip in"),
    "no zip": (zipped({"a.zip": b"PK"}), "a.zip/: is no zip that can be opened"),
}  # fmt: skip


@pytest.mark.parametrize(("data", "line"), TRICKS.values(), ids=TRICKS)
def test_tricks_cost_a_line(tmp_path: Path, data: bytes, line: str) -> None:
    """What leads elsewhere, is no file, or is more than it seems is left out with a line, and the rest is there."""
    whole = io.BytesIO(data)
    with zipfile.ZipFile(whole, "a") as archive:
        archive.writestr("good.ipynb", "good")
    found, told = of_zip(tmp_path, whole.getvalue())
    assert found == {"good.ipynb": b"good"} and told[0].startswith(f"all.zip: {line}")
    assert all("\x1b" not in said for said in told) and list(tmp_path.iterdir()) == [tmp_path / "all.zip"]


def test_damage_costs_its_own_file(tmp_path: Path) -> None:
    """An entry whose content is damaged or encrypted is told when it is read, or before; the others are read."""
    data = bytearray(zipped({"a": b"a" * 100, "b": b"b" * 100}))
    data[33] ^= 0xFF
    (tmp_path / "all.zip").write_bytes(data)
    with Download(tmp_path / "all.zip") as download:
        damaged, good = download.items
        assert good.read() == b"b" * 100
        with pytest.raises(Ungradable, match="is damaged"):
            damaged.read()
    place = bytes(zipped({"a": b"a"})).index(b"PK\x01\x02")
    data = bytearray(zipped({"a": b"a"}))
    data[place + 8] |= 1
    assert of_zip(tmp_path, bytes(data)) == ({}, ["all.zip: a: is encrypted"])


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_names_that_are_there_twice(tmp_path: Path) -> None:
    """Of two entries of one name the last is taken, as unpacking would leave it, and that is told."""
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w") as archive:
        archive.writestr("a", "1")
        archive.writestr("./a", "2")
    told = ["all.zip: a: is there twice; the last one was taken, as by whatever unpacks it"]
    assert of_zip(tmp_path, whole.getvalue()) == ({"a": b"2"}, told)


def test_names_in_any_encoding(tmp_path: Path) -> None:
    """Names in UTF-8 are read whether or not the zip says so; others as zips have them; accents are one sign."""
    entries = {"Zoë": b"1", "Zoe\u0301": b"2"}
    found, told = of_zip(tmp_path, zipped(entries))
    assert found == {"Zoë": b"1", "Zoé": b"2"} and told == []
    data = bytearray(zipped({"Zoë/x": b"1", "aX": b"2"}))
    for start in range(len(data)):  # without the flag that says UTF-8
        if data[start : start + 4] in (b"PK\x03\x04", b"PK\x01\x02"):
            data[start + (7 if data[start + 2] == 3 else 9)] = 0
    data = data.replace(b"aX", b"a\x81")
    assert of_zip(tmp_path, bytes(data)) == ({"Zoë/x": b"1", "aü": b"2"}, [])


def test_what_systems_leave_is_no_file(tmp_path: Path) -> None:
    """What macOS, Windows, Jupyter and Python put beside files is passed over in silence; zips within are opened."""
    beside = {
        "__MACOSX/._a": b"",
        ".DS_Store": b"",
        "a/.ipynb_checkpoints/x": b"",
        "a/__pycache__/x": b"",
        "d/": b"",
    }
    found, told = of_zip(tmp_path, zipped(beside | {"a/b.ZIP": zipped({"c/d": b"1"} | beside)}))
    assert (found, told) == ({"a/b.ZIP/c/d": b"1"}, [])


def test_folders_are_read_as_zips_are(tmp_path: Path) -> None:
    """A folder gives the same as the zip that it was unpacked from; links in it are not followed."""
    folder = tmp_path / "all"
    (folder / "ada/.hidden").mkdir(parents=True)
    (folder / "ada/x").write_text("1")
    (folder / "ben.zip").write_bytes(zipped({"y": b"2"}))
    (folder / "ada/link").symlink_to("/etc/passwd")
    (folder / "linked").symlink_to("/etc")
    found, told = opened(folder)
    assert found == {"ada/x": b"1", "ben.zip/y": b"2"}
    assert told == [
        "all: linked: the folder is a link to another one, and links are not followed",
        f"all: ada/link: {LINK}",
    ]
    assert opened(folder / "ada/x") == ({"x": b"1"}, [])


def test_a_download_that_is_none_is_one_line(tmp_path: Path) -> None:
    """What is not there, or cannot be opened at all, is told; of very many lines some are."""
    with pytest.raises(Ungradable, match=r"nothing\.zip: there is no such file or folder"):
        opened(tmp_path / "nothing.zip")
    _, told = of_zip(tmp_path, zipped({f"../{number}": b"" for number in range(MOST_SAID + 7)}))
    assert len(told) == MOST_SAID + 1 and told[-1] == "all.zip: 7 more were left out"
