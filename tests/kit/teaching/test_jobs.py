"""What travels to grading processes: every field that a grade depends on changes its key, and so does every file of the kit."""

from __future__ import annotations

import importlib.util
import json
import pickle
import shutil
import sys
from collections.abc import Iterator
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import pytest
from traitlets.config import Config

from coursekit.course import digests
from coursekit.course.digests import digest, kit_version
from coursekit.course.gradebook import Marks
from coursekit.course.originals import Original, OriginalCell
from coursekit.grading.result import Diagnosis, TestResult
from coursekit.sandbox.limits import Limits
from coursekit.teaching.jobs import Bundle, Graded, Job, PageJob

from ..helpers import ROOT

CELL = OriginalCell("test_size", "code", True, "assert size()", "abc", 4.0)
ORIGINAL = Original('{"name": "python3"}', (CELL,), (CELL,), (), ())
BUNDLE = Bundle(
    name="toy",
    release={"one.ipynb": b"{}", "given.py": b"x = 1"},
    shared={"data.csv": b"1,2"},
    suites={"test_one.py": b"def test(): ..."},
    originals={"one": ORIGINAL},
    seed=1,
    limits=Limits(),
    protected=True,
    framework="torch",
    python="",
    compiled=None,
    config=Config(),
)
JOB = Job("one", b"{}", "", {"two.ipynb": b"{}"}, {"data.csv": b"1"}, "ada")
PAGE = PageJob("one", "{}", {"test_size": (1.0, 4.0)}, {"size": None}, 1.0, 4.0, 0.0)

BUNDLES: dict[str, Any] = {
    "release": BUNDLE.release | {"given.py": b"x = 2"},
    "shared": BUNDLE.shared | {"more.csv": b""},
    "suites": {"test_one.py": b"def test(): 1"},
    "originals": {"one": replace(ORIGINAL, source_cells=(replace(CELL, max_score=5.0),))},
    "seed": 2,
    "limits": Limits(cell_seconds=21),
    "protected": False,
    "framework": "other",
    "python": "/opt/other/bin/python",
    "config": Config({"LimitOutput": {"max_lines": 3}}),
}
JOBS: dict[str, Any] = {
    "notebook": "two",
    "data": b"{ }",
    "reason": "the file is empty",
    "others": {"two.ipynb": b"{ }"},
    "files": {"data.csv": b"2"},
    "student": "ben",
    "written": {"model.pt": b"1"},
}
PAGES: dict[str, Any] = {
    "notebook": "two",
    "text": "{ }",
    "scores": {"test_size": (2.0, 4.0)},
    "comments": {"size": "Good."},
    "score": 2.0,
    "max_score": 5.0,
    "late_penalty": 1.0,
    "full_marks": ("test_size",),
}


def test_every_field_is_looked_at() -> None:
    """What follows is about every field; the name of an assignment and what was compiled before change no grade."""
    assert BUNDLES.keys() == {field.name for field in fields(Bundle)} - {"name", "compiled"}
    assert JOBS.keys() == {field.name for field in fields(Job)}
    assert PAGES.keys() == {field.name for field in fields(PageJob)}


@pytest.mark.parametrize("field", BUNDLES)
def test_bundles_have_keys_of_their_own(field: str) -> None:
    """Whatever a grade depends on besides the submission changes the key of a bundle."""
    assert replace(BUNDLE, **{field: BUNDLES[field]}).key() != BUNDLE.key()


@pytest.mark.parametrize("field", JOBS)
def test_jobs_have_keys_of_their_own(field: str) -> None:
    """Whatever was handed in, by whom and for what, changes the key of a job."""
    assert replace(JOB, **{field: JOBS[field]}).key("bundle") != JOB.key("bundle")


@pytest.mark.parametrize("field", PAGES)
def test_pages_have_keys_of_their_own(field: str) -> None:
    """Whatever stands in a page changes its key."""
    assert replace(PAGE, **{field: PAGES[field]}).key("bundle") != PAGE.key("bundle")


def test_keys_depend_on_the_bundle() -> None:
    """A job and a page for another bundle have other keys."""
    assert JOB.key("a") != JOB.key("b") and PAGE.key("a") != PAGE.key("b")


def test_equal_values_have_equal_keys() -> None:
    """Keys depend on values alone, not on the order of files, on the process or on a journey."""
    turned = replace(
        BUNDLE, release=dict(reversed(BUNDLE.release.items())), originals=dict(BUNDLE.originals), name="other"
    )
    assert turned.key() == BUNDLE.key() == pickle.loads(pickle.dumps(BUNDLE)).key()
    assert replace(JOB, data=bytes(bytearray(b"{}"))).key("a") == JOB.key("a")


def test_files_are_not_mistaken() -> None:
    """Files that move from one folder to another, or whose names and contents run together, change the key."""
    data = {"a": b"b", "c": b"d"}
    keys = {
        replace(BUNDLE, release=release, shared=shared, suites=suites).key()
        for release, shared, suites in (
            *((data, {}, {}), ({}, data, {}), ({}, {}, data), ({"a": b"b"}, {"c": b"d"}, {})),
            *(({"a": b"bc", "d": b""}, {}, {}), ({"ab": b"", "c": b"d"}, {}, {})),
        )
    }
    assert len(keys) == 6
    assert replace(JOB, others=data, files={}).key("a") != replace(JOB, others={}, files=data).key("a")


def test_digests_keep_parts_apart() -> None:
    """The same bytes in other parts give another digest."""
    parts = [(b"ab",), (b"a", b"b"), (b"", b"ab"), (b"ab", b""), (b"1:a",), (), (b"",)]
    assert len({digest(*part) for part in parts}) == len(parts)
    assert digest(b"a") == digest(b"a") and len(digest()) == 64


def test_bundles_know_their_suites() -> None:
    """Whether the checks of a notebook stand in a suite is told by the files."""
    assert BUNDLE.has_suite("one") and not BUNDLE.has_suite("two")


def test_only_beside_suites_nothing_is_run_of_what_asks_nothing() -> None:
    """A notebook that asks nothing is only read where others have suites; where checks stand in cells, it is run."""
    empty = Original("null", (), (), (), ())
    bundle = replace(BUNDLE, originals={**BUNDLE.originals, "read": empty})
    assert bundle.only_read == {"read"} and not bundle.has_checks_in_cells("read")
    bundle = replace(bundle, suites={"helper.py": b""})
    assert bundle.only_read == frozenset() and bundle.has_checks_in_cells("read")


def test_portable_bundles_leave_local_classes_behind() -> None:
    """What cannot be sent is left out of the configuration, and all else goes along."""
    local = type("Local", (), {"__module__": "course_config"})
    bundle = replace(BUNDLE, config=Config({"A": {"number": 1, "kind": local}}))
    sent = bundle.portable()
    assert pickle.loads(pickle.dumps(sent)) == replace(bundle, config=Config({"A": {"number": 1}}))


def test_results_come_back_from_a_detour() -> None:
    """A result is the same after it was written as JSON, diagnosis and follow-through included."""
    test = TestResult(
        *("size", "test_values", "Title.", 2.0, 1.0),
        message="Not right.",
        diagnosis=Diagnosis("key", "One is missing."),
        replaced=("size",),
    )
    plain = TestResult("size", "test_more", "Title.", 2.0)
    graded = Graded(
        *("{}", Marks({"test_size": 1.0, "essay": None}, ["size"]), (test, plain), "the file is empty", True),
        written={"data/model.npy": b"\x00\xff"},
    )
    assert Graded.from_dict(json.loads(json.dumps(graded.to_dict()))) == graded


# --- the kit's own files ----------------------------------------------------------------------


@pytest.fixture
def copied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Return a copy of the kit, which stands for the kit itself meanwhile."""
    folder = tmp_path / "coursekit"
    shutil.copytree(ROOT / "coursekit", folder, ignore=shutil.ignore_patterns("__pycache__"))
    spec = importlib.util.spec_from_file_location(
        "coursekit", folder / "__init__.py", submodule_search_locations=[str(folder)]
    )
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    monkeypatch.setitem(sys.modules, "coursekit", module)
    kit_version.cache_clear()
    yield folder
    kit_version.cache_clear()


def current() -> str:
    """Return the version of the kit as its files are now."""
    kit_version.cache_clear()
    return kit_version()


def test_change_in_any_wing_is_noticed(copied: Path) -> None:
    """A change of any one file of code, in any folder of the kit, is another version; undone, it is the same again."""
    before = current()
    files = [path for path in copied.rglob("*") if path.suffix in digests.CODE]
    wings = {path.parent.relative_to(copied).as_posix() for path in files}
    assert wings >= {".", "authoring", "cli", "course", "grading", "notebooks", "sandbox", "sandbox/inside"}
    assert wings >= {"sandbox/inside/frameworks", "teaching", "templates"}
    for wing in sorted(wings):
        path = next(path for path in files if path.parent == copied / wing)
        text = path.read_bytes()
        path.write_bytes(text + b" ")
        assert current() != before, path
        path.write_bytes(text)
        assert current() == before, path
    for path in copied.glob("templates/*.j2"):
        path.write_bytes(path.read_bytes() + b" ")
        assert current() != before, path
        before = current()


def test_every_file_of_code_counts(copied: Path) -> None:
    """A file that is added, renamed or removed is another version; what Python and editors leave behind is none."""
    seen = [current()]
    (copied / "__pycache__").mkdir(exist_ok=True)
    (copied / "__pycache__/jobs.cpython-311.pyc").write_bytes(b"x")
    (copied / "notes.txt").write_text("x")
    assert current() == seen[0]
    (copied / "grading/extra.py").write_text("")
    seen.append(current())
    (copied / "grading/extra.py").rename(copied / "grading/other.py")
    seen.append(current())
    (copied / "grading/other.py").rename(copied / "course/other.py")
    seen.append(current())
    assert len(set(seen)) == len(seen)
    (copied / "course/other.py").unlink()
    assert current() == seen[0]


def test_versions_of_libraries_count(copied: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another version of what the kit calculates with is another version of the kit."""
    before, version = current(), digests.version
    for changed in digests.LIBRARIES:
        other = {changed: "0"}
        monkeypatch.setattr(digests, "version", lambda name, other=other: other.get(name) or version(name))
        assert current() != before, changed


def test_version_of_the_kit_is_part_of_every_key(copied: Path) -> None:
    """With another version of the kit, a bundle has another key."""
    before = BUNDLE.key()
    (copied / "errors.py").write_text("")
    kit_version.cache_clear()
    assert BUNDLE.key() != before
