"""`coursekit extend`: more time for one student, and nothing else in the roster is touched."""

from __future__ import annotations

from pathlib import Path

import pytest

from ..helpers import build_toy, run

pytestmark = pytest.mark.slow

ROSTER = "\ufeffNote;Name;id;Extension;phone\n=1+1;Lovelace, Ada;ada;1;'+49\n;;ben;;\n"


def test_extensions_are_written_into_the_roster(toy: Path) -> None:
    """The one cell changes; order, delimiter, mark and columns that the kit does not know stay, and 0 takes it back."""
    build_toy(toy)
    path = toy / "roster.csv"
    path.write_text(ROSTER, encoding="utf-8")
    done = run(toy, "coursekit", "extend", "ada", "2.5", "--assignment", "toy")
    assert done.stdout.startswith("Ada Lovelace (ada): 2.5 days more for toy\n")
    expected = ROSTER.replace("=1+1", "'=1+1").replace("ada;1", "ada;1; toy: 2.5").replace("\n", "\r\n")
    assert path.read_bytes().decode() == expected.replace("1; toy: 2.5", '"1; toy: 2.5"')
    run(toy, "coursekit", "extend", "ada", "0")
    run(toy, "coursekit", "extend", "ben", "3")
    lines = path.read_text(encoding="utf-8-sig").splitlines()
    assert lines[1:] == ["'=1+1;Lovelace, Ada;ada;toy: 2.5;'+49", ";;ben;3;"]
    path.write_text("id,phone\nada,1\n")
    run(toy, "coursekit", "extend", "ada", "1")
    assert path.read_text() == "id,phone,extension\nada,1,1\n"


def test_what_cannot_be_extended_is_one_line(toy: Path) -> None:
    """Who or what is not there, and what is no number of days, is told, and the roster stays as it is."""
    path = toy / "roster.csv"
    wrong = {
        ("ada", "1"): "there is no roster.csv in the course yet",
        ("eda", "1"): "eda is not on roster.csv; is ada meant?",
        ("ada", "1", "--assignment", "tory"): "there is no assignment tory; is toy meant?",
        ("ada", "nan"): "nan is no number of days from 0 to 3650",
        ("ada", "4000"): "4000 is no number of days",
    }
    for number, (options, line) in enumerate(wrong.items()):
        if number:
            path.write_text("id\nada\n")
        done = run(toy, "coursekit", "extend", *options, check=False)
        assert done.returncode == 1 and done.stderr.startswith(f"Error: {line}")
    assert path.read_text() == "id\nada\n"
