"""What the downloads of platforms say of each hand-in, which stands in names of files or in a file beside them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import yaml
from dateutil import parser

from ..errors import CourseError, Ungradable
from ..notebooks.archives import Download, Item
from ..notebooks.text import shown

# lovelaceada_LATE_101_5678_01_toy.ipynb: name, the user's number, the file's number, the name that the student gave.
CANVAS = re.compile(r"(?=_(?:LATE_)?(\d+)_(\d+)_(.+))")
CANVAS_WITHOUT_NAME = re.compile(r"anon_\w+?_(\d+)_.+")
# Ada Lovelace_7001_assignsubmission_file/01_toy.ipynb, or _file_01_toy.ipynb: Moodle has no _ in names.
MOODLE = re.compile(r"(?P<name>[^_]*)_(?P<number>\d+)_assignsubmission_(?P<kind>[a-z]+)(?:_(?P<rest>.*))?")
METADATA = "submission_metadata.yml"


@dataclass(frozen=True)
class Person:
    """What a download says of somebody: any of an id, a number on the platform, a name, an address."""

    id: str = ""
    number: str = ""
    name: str = ""
    email: str = ""


IsSomebody = Callable[[Person], bool]


@dataclass
class HandIn:
    """What `people` have handed in, together if they are several; `said` is how the download names it.

    `order` is greater for what was handed in later, where the platform counts; each of the `files` has its own.
    """

    said: str
    people: list[Person]
    files: list[tuple[int, Item]] = field(default_factory=list)
    time: datetime | None = None
    is_late: bool = False

    @property
    def order(self) -> int:
        """Return the greatest number that the platform gave to one of its files, or 0."""
        return max((order for order, _ in self.files), default=0)


def canvas(items: list[Item], is_somebody: IsSomebody) -> dict[str, HandIn]:
    """Return hand-ins by the user's number.

    Names of users and of files may have numbers in them, too; `is_somebody` knows which reading is a student's.
    """
    found: dict[str, HandIn] = {}
    for item in items:
        top = item.parts[0]
        readings = [match for match in CANVAS.finditer(top) if not top[: match.start()].endswith("_LATE")]
        known = [match for match in readings if is_somebody(_reading(top, match))]
        without_name = CANVAS_WITHOUT_NAME.fullmatch(top)
        match = known[0] if known else readings[0] if readings and not without_name else None
        if match is None:
            found[top] = HandIn(top, [Person()], [(0, item)])
            continue
        person = _reading(top, match) if len(known) < 2 else Person()
        hand_in = found.setdefault(top[: match.start(2) - 1].replace("_LATE_", "_"), HandIn("", [person]))
        hand_in.said = top[: match.start(2) - 1]
        hand_in.is_late |= top.startswith("_LATE_", match.start())
        hand_in.files.append((int(match[2][:18]), Item("/".join((match[3], *item.parts[1:])), item.read)))
    return found


def _reading(top: str, match: re.Match[str]) -> Person:
    return Person(number=match[1], name=top[: match.start()])


def moodle(items: list[Item], _: IsSomebody) -> dict[str, HandIn]:
    """Return hand-ins by participant; what was typed into Moodle's own field is none."""
    found: dict[str, HandIn] = {}
    for item in items:
        match = MOODLE.fullmatch(item.parts[0])
        if match is None or match["kind"] != "file":
            continue
        person = Person(number=match["number"], name=match["name"])
        hand_in = found.setdefault(
            match["number"], HandIn(f"{person.name} (participant {person.number})", [person])
        )
        names = (*filter(None, [match["rest"]]), *item.parts[1:])
        hand_in.files.append((0, Item("/".join(names), item.read)))
    return found


def gradescope(items: list[Item], _: IsSomebody) -> dict[str, HandIn]:
    """Return hand-ins by folder, with all who have handed them in and when."""
    (metadata,) = [item for item in items if item.name == METADATA]
    found: dict[str, HandIn] = {}
    for name, said in _submissions(metadata):
        people = [
            Person(id=_text(who, ":sid"), name=_text(who, ":name"), email=_text(who, ":email"))
            for who in said.get(":submitters") or []
        ]
        time = _time(_text(said, ":created_at"))
        found[name] = HandIn(f"{name} of {', '.join(who.name or who.id for who in people)}", people, [], time)
    for item in items:
        if item.parts[0] in found and len(item.parts) > 1:
            found[item.parts[0]].files.append((0, item.below(1)))
    return found


def _submissions(metadata: Item) -> Iterator[tuple[str, dict[str, Any]]]:
    try:
        read = yaml.load(metadata.read(), Loader=yaml.BaseLoader)  # every value is a text
    except (yaml.YAMLError, Ungradable, RecursionError, UnicodeDecodeError) as error:
        raise CourseError(f"{METADATA} cannot be read ({' '.join(str(error).split())[:200]})") from error
    for name, said in read.items() if isinstance(read, dict) else ():
        if isinstance(said, dict):
            yield str(name), said


def _text(said: Any, name: str) -> str:
    value = said.get(name) if isinstance(said, dict) else None
    return value.strip() if isinstance(value, str) else ""


def _time(text: str) -> datetime | None:
    """Return a time in UTC, as nbgrader keeps it, whose own reading passes over a zone like -08:00."""
    try:
        time: datetime = parser.parse(text)
    except (ValueError, OverflowError):
        return None
    return time.astimezone(UTC).replace(tzinfo=None) if time.tzinfo else None


def plain(items: list[Item], _: IsSomebody) -> dict[str, HandIn]:
    """Return hand-ins by the folders, or zips, that are named after the ids of those who have handed them in."""
    found: dict[str, HandIn] = {}
    for item in items:
        if len(item.parts) > 1:
            identity = re.sub(r"\.zip$", "", item.parts[0], flags=re.IGNORECASE)
            hand_in = found.setdefault(identity, HandIn(identity, [Person(id=identity)]))
            hand_in.files.append((0, item.below(1)))
    return found


PLATFORMS: dict[str, Callable[[list[Item], IsSomebody], dict[str, HandIn]]] = {
    "gradescope": gradescope,
    "moodle": moodle,
    "canvas": canvas,
    "plain": plain,
}


def _is_canvas(top: str) -> bool:
    return bool(CANVAS.search(top) or CANVAS_WITHOUT_NAME.fullmatch(top))


def recognise(items: list[Item]) -> str:
    """Return of which platform a download is: of the one whose signs are on each of its files."""
    tops = {item.parts[0] for item in items}
    if METADATA in tops:
        return "gradescope"
    if tops and all(MOODLE.fullmatch(top) for top in tops):
        return "moodle"
    # A folder is no file of Canvas's, whatever it is called; but for a zip, of which one is made here.
    whole = {
        item.parts[0] for item in items if len(item.parts) == 1 or item.parts[0].lower().endswith(".zip")
    }
    return "canvas" if tops and tops == whole and all(map(_is_canvas, tops)) else "plain"


def hand_ins(
    download: Download, platform: str | None, is_student: Callable[[str], bool], is_somebody: IsSomebody
) -> tuple[str, list[HandIn], list[str]]:
    """Return of which platform a download is, its hand-ins, and a line for each file that is of nobody's.

    Downloads are often one folder that holds all the rest; `is_student` tells it from that of one student.
    """
    items = download.items
    tops = {item.parts[0] for item in items}
    if len(tops) == 1 and all(len(item.parts) > 1 for item in items):
        inner = [item.below(1) for item in items]
        alone = tops.pop()
        holds = _holds_a_class(inner, platform or recognise(inner), is_student)
        if holds and not is_student(alone) and not MOODLE.fullmatch(alone):
            items = inner
    named = platform or recognise(items)
    if named == "gradescope" and METADATA not in {item.name for item in items}:
        raise CourseError(f"{download.name}: there is no {METADATA} in it, which Gradescope's download has")
    found = PLATFORMS[named](items, is_somebody)
    taken = {item.read for hand_in in found.values() for _, item in hand_in.files}
    rest = [item for item in items if item.read not in taken and item.name != METADATA]
    told = [
        f"{download.name}: {shown(item.name)}: does not say whose it is, and was not collected"
        for item in rest
    ]
    return named, list(found.values()), told


def _holds_a_class(inner: list[Item], platform: str, is_student: Callable[[str], bool]) -> bool:
    if platform != "plain":
        return True
    return any(is_student(re.sub(r"\.zip$", "", item.parts[0])) for item in inner if len(item.parts) > 1)
