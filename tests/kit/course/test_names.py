"""What students are called: by name, by id, or by a pseudonym that says nothing."""

from __future__ import annotations

import re
import stat
from pathlib import Path

from coursekit.course.names import SECRET, Names
from coursekit.course.pages import headed

ROSTER = "id,first_name,last_name\nada,Ada,Lovelace\nben,,\n"


def names(root: Path, *, anonymous: bool = False) -> Names:
    """Return the names in a course with two students."""
    (root / "roster.csv").write_text(ROSTER)
    return Names(root, anonymous=anonymous)


def test_names_are_shown_where_they_are_known(tmp_path: Path) -> None:
    """Who has a name is called by it and the id, all others by the id, as it can be printed."""
    known = names(tmp_path)
    assert [known.shown(who) for who in ("ada", "ben", "x\x1b")] == ["Ada Lovelace (ada)", "ben", "x\\x1b"]
    assert [known.heading(who) for who in ("ada", "ben", "x")] == ["Ada Lovelace (ada)", "", ""]
    assert not (tmp_path / SECRET).exists()
    (tmp_path / "roster.csv").unlink()
    assert Names(tmp_path, anonymous=False).shown("ada") == "ada"


def test_pseudonyms_stay_and_say_nothing(tmp_path: Path) -> None:
    """A pseudonym is the same in each run, another in another course, and can be resolved with the course's key alone."""
    hidden = names(tmp_path, anonymous=True)
    ada = hidden.shown("ada")
    assert re.fullmatch("student-[a-z2-7]{6}", ada) and hidden.heading("ada") == ""
    assert names(tmp_path, anonymous=True).shown("ada") == ada != hidden.shown("ben")
    assert hidden.who(ada.upper(), []) == ["ada"] and hidden.who(hidden.shown("eve"), ["eve"]) == ["eve"]
    assert stat.S_IMODE((tmp_path / SECRET).stat().st_mode) == 0o600
    (tmp_path / SECRET).unlink()
    assert names(tmp_path, anonymous=True).shown("ada") != ada and hidden.who("nobody", ["eve"]) == []


def test_pages_say_whose_they_are() -> None:
    """The line is put once, above all else, and is text whatever it holds; without one the page is as it was."""
    page = '<html><body class="x"><p><body></p></body></html>'
    assert headed(page, "") == page
    assert headed(page, "<b> & \\1") == page.replace(
        '"x">', '"x"><p class="container coursekit-student">&lt;b&gt; &amp; \\1</p>'
    )
