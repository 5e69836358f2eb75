"""What `make` installs: on the oldest Python that is promised, and for grading nothing but what grading needs."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
from importlib.metadata import PackageNotFoundError, metadata, requires, version
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name

from coursekit.sandbox.inside import frameworks
from coursekit.sandbox.inside.frameworks.dialects import DIALECTS

from .helpers import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
PINS = re.findall(r"^(\S+)==(\S+)$", (ROOT / "constraints.txt").read_text(), re.MULTILINE)
EXTENSION = "coursekit/templates/jupyter/coursekit.json"
NEEDED = ("pyproject.toml", "constraints.txt", EXTENSION)  # what the environment is made from
OLDEST = "3.11.0"  # and so Debian 12's 3.11.2, too


def test_oldest_python_is_the_same_everywhere() -> None:
    """README, package and Makefile name the same oldest Python."""
    assert PROJECT["requires-python"] == ">=3.11" and OLDEST.startswith("3.11.")
    assert "Python 3.11 or newer" in (ROOT / "README.md").read_text()
    assert "sys.version_info < (3, 11)" in (ROOT / "Makefile").read_text()


@pytest.mark.parametrize(("name", "pinned"), PINS, ids=[name for name, _ in PINS])
def test_pins_can_be_installed_on_the_oldest_python(name: str, pinned: str) -> None:
    """No version in constraints.txt asks for a newer Python than the oldest that is promised."""
    try:
        found = version(name).partition("+")[0]
    except PackageNotFoundError:
        return  # for another system, or another extra
    if found == pinned:
        known = metadata(name)
        wanted = dict(known.items()).get("Requires-Python", "")
        assert SpecifierSet(wanted).contains(OLDEST), f"{name} {pinned} needs Python {wanted}"


def test_each_framework_has_its_place_everywhere() -> None:
    """A framework has a module, a name, words of its own, and is installed by `make setup`, an extra or an environment."""
    modules = {path.stem for path in Path(str(frameworks.__file__)).parent.glob("*.py")}
    assert (
        {name for name in modules if not name.endswith("_operations")} - {"__init__", "arrays", "dialects"}
        == set(frameworks.NAMES)
        == set(DIALECTS)
    )
    makefile = (ROOT / "Makefile").read_text()
    assert re.search(r"^mxnet: ", makefile, re.MULTILINE) and "constraints-mxnet.txt" in makefile
    for name in set(frameworks.NAMES) - set(PROJECT["dependencies"]) - {"mxnet"}:
        assert name in PROJECT["optional-dependencies"]
        assert re.search(rf"^setup-{name}: setup .*\n\t\$\(PIP\) -e '\.\[{name}\]'$", makefile, re.MULTILINE)
        assert re.search(rf"^test-frameworks-fast: .*\bsetup-{name}\b", makefile, re.MULTILINE)


def test_ci_installs_what_it_tests() -> None:
    """CI runs `make test` first, on nothing but what that installs, and then the target that installs every framework."""
    steps = (ROOT / ".ci/run").read_text().splitlines()
    assert steps[-2:] == ["make test", "make test-frameworks-fast"] and "set -euo pipefail" in steps
    hosted = (ROOT / ".github/workflows/ci.yml").read_text()
    assert "command: [grade, test, test-frameworks-fast]" in hosted


@pytest.mark.parametrize("extra", ["", *PROJECT["optional-dependencies"]])
def test_pins_resolve_together(extra: str) -> None:
    """Whatever an extra brings along is pinned, at a version with which all that need it are content."""
    pinned = {canonicalize_name(name): pin for name, pin in PINS}
    asked = PROJECT["optional-dependencies"][extra] if extra else PROJECT["dependencies"]
    waiting, seen = [Requirement(text) for text in asked], set[str]()
    while waiting:
        requirement = waiting.pop()
        name = canonicalize_name(requirement.name)
        if name == PROJECT["name"]:
            continue
        assert name in pinned, f"{requirement} is not in constraints.txt"
        assert requirement.specifier.contains(pinned[name], prereleases=True), requirement
        if str(requirement) not in seen:
            seen.add(str(requirement))
            waiting += required_by(requirement)


def required_by(requirement: Requirement) -> list[Requirement]:
    """Return what a package needs on this machine; nothing where it is not installed."""
    try:
        texts = requires(requirement.name) or []
    except PackageNotFoundError:
        return []
    found = [Requirement(text) for text in texts]
    extras = [{"extra": extra} for extra in ("", *requirement.extras)]
    return [one for one in found if not one.marker or any(map(one.marker.evaluate, extras))]


def made(folder: Path, *targets: str, path: str) -> subprocess.CompletedProcess[str]:
    """Run the Makefile of the course in `folder` as an account that is not root, with these programs alone."""
    (folder / "Makefile").write_text((ROOT / "Makefile").read_text())
    command = ["make", *targets, f"PYTHON={folder / 'python'}"]
    (folder / "python").write_text("#!/bin/sh\n")
    (folder / "python").chmod(0o755)
    return subprocess.run(command, cwd=folder, env={"PATH": path}, capture_output=True, text=True)


@pytest.fixture
def programs(tmp_path: Path) -> Path:
    """Return a folder with the programs that every Linux has, where `id` names an account that is not root."""
    folder = tmp_path / "programs"
    folder.mkdir()
    for name in ("sh", "make", "echo", "tr", "test", "touch", "chmod", "grep", "sed", "expand"):
        (folder / name).symlink_to(f"/usr/bin/{name}")
    (folder / "id").write_text("#!/bin/sh\necho 1000\n")
    (folder / "id").chmod(0o755)
    return folder


def test_what_grading_needs_is_asked_for_before_anything_is_installed(tmp_path: Path, programs: Path) -> None:
    """Without bubblewrap an account that is not root is told so at once, and asked for nothing else."""
    done = made(tmp_path, "setup", path=str(programs))
    assert done.returncode != 0 and not (tmp_path / ".venv").exists()
    told = done.stdout.splitlines()
    assert told == [
        "please install bubblewrap (Debian, Ubuntu: sudo apt-get install bubblewrap), and run make again"
    ]


def test_grading_asks_for_no_browser(tmp_path: Path, programs: Path) -> None:
    """With bubblewrap there, what grading needs is there; only the tests ask for a browser, a database server and npm."""
    (programs / "bwrap").symlink_to("/usr/bin/bwrap")
    (tmp_path / ".venv").mkdir()
    for age, name in enumerate((*NEEDED, ".venv/ready", ".venv/ready-dev")):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
        os.utime(tmp_path / name, (age, age))
    done = made(tmp_path, "setup", path=str(programs))
    assert (done.returncode, done.stderr) == (0, "") and "install" not in done.stdout
    done = made(tmp_path, "setup-dev", path=str(programs))
    assert done.returncode == 0
    assert "please install chromium fonts-dejavu-core" in done.stdout and "install postgresql" in done.stdout
    assert "please install npm" in done.stdout


def test_new_course_is_closed_to_other_accounts(tmp_path: Path) -> None:
    """Before `make` installs anything into a new course, no other account can read the course any more."""
    for name in NEEDED:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    done = subprocess.run(
        ["make", "--no-print-directory", "-n", ".venv/ready", "-f", str(ROOT / "Makefile")],
        capture_output=True,
        text=True,
        cwd=tmp_path,
    )
    steps = done.stdout.splitlines()
    assert steps[0].startswith("test -d .venv || chmod go-rwx .") and "-m venv .venv" in steps[1]


def test_extension_of_the_jupyter_server_is_enabled() -> None:
    """The environment that `make` has made enables the kit's extension, and so does the package where it is installed."""
    enabled = Path(sys.prefix, "etc/jupyter/jupyter_server_config.d/coursekit.json")
    assert enabled.read_bytes() == (ROOT / EXTENSION).read_bytes()
    tools = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["setuptools"]
    assert tools["data-files"] == {"etc/jupyter/jupyter_server_config.d": [EXTENSION]}
