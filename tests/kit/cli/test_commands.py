"""The command line and the Python call, as an instructor uses them."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import nbformat
import pexpect
import pytest
from nbgrader.api import Gradebook

import coursekit
from coursekit.notebooks.marks import fill
from coursekit.notebooks.read import read_notebook

from ..helpers import BIN, RIGHT, TOY, build_toy, environment, run, run_anew

pytestmark = pytest.mark.slow


def released(root: Path) -> Path:
    """Build the small course, and return its released notebook."""
    build_toy(root)
    return root / "release/toy/01_toy.ipynb"


def test_grade_says_who_got_what(toy: Path) -> None:
    """`grade` ends with a table of points, the problems, and where feedback and report are."""
    released(toy)
    run_anew(toy, "coursekit", "sample", "toy")
    done = run_anew(toy, "coursekit", "grade", "toy")
    for student, points in (("toy-ada", "100"), ("toy-ben", "70"), ("toy-cem", "0")):
        row = next(line for line in done.stdout.splitlines() if student in line)
        assert row.split("│")[-2].strip() == points
    assert "toy-dee: 01_toy: the file is not a notebook (not JSON)" in done.stdout
    assert "feedback/<student>/toy/" in done.stdout
    assert (toy / "reports/toy.html").exists()
    assert (toy / "feedback/toy-ben/toy/01_toy.html").exists()
    assert done.stderr == ""


def test_one_student_can_be_graded_alone(toy: Path) -> None:
    """Students named on the command line are graded, and no others; an unknown name is one clear line."""
    released(toy)
    run(toy, "coursekit", "sample", "toy")
    run(toy, "coursekit", "grade", "toy", "toy-ben")
    assert [path.name for path in (toy / "feedback").iterdir()] == ["toy-ben"]
    done = run(toy, "coursekit", "grade", "toy", "nobody", check=False)
    assert (done.returncode, done.stderr) == (1, "Error: toy: nothing was handed in by nobody\n")


def test_wrongly_named_files_are_reported(toy: Path) -> None:
    """A submission without any released name is not graded, the others are, and the exit code tells."""
    notebook = released(toy)
    run(toy, "coursekit", "sample", "toy")
    odd = toy / "submitted/odd/toy"
    odd.mkdir(parents=True)
    shutil.copy(notebook, odd / "homework (final).ipynb")
    done = run(toy, "coursekit", "grade", "toy", check=False)
    assert done.returncode == 1
    assert "odd: nothing that was handed in has the name of a notebook of this assignment" in done.stdout
    assert "toy-ada" in done.stdout and (toy / "feedback/toy-ada/toy/01_toy.html").exists()


def test_sample_class_comes_and_goes(toy: Path) -> None:
    """The sample class can be removed from folders and gradebook, and never joins real submissions."""
    notebook = released(toy)
    run(toy, "coursekit", "sample", "toy")
    run(toy, "coursekit", "grade", "toy")
    run(toy, "coursekit", "sample", "toy", "--remove")
    assert not list((toy / "submitted").iterdir()) and not list((toy / "feedback").iterdir())
    assert not list((toy / "reports").iterdir())
    with Gradebook(f"sqlite:///{toy / 'gradebook.db'}", "convolutions") as gradebook:
        assert gradebook.students == []
    real = toy / "submitted/mia/toy"
    real.mkdir(parents=True)
    shutil.copy(notebook, real)
    assert "there are real submissions" in run(toy, "coursekit", "sample", "toy").stdout
    assert [path.name for path in (toy / "submitted").iterdir()] == ["mia"]


def test_grading_before_building_says_what_to_do(toy: Path) -> None:
    """Grading an assignment that was never built is one clear line."""
    done = run(toy, "coursekit", "grade", "toy", check=False)
    assert done.returncode == 1
    assert done.stderr == "Error: toy is not in the gradebook yet; run `coursekit build toy`\n"


def test_mistyped_assignments_are_answered_with_those_that_there_are(toy: Path) -> None:
    """Whatever is to be done with an assignment that is not there, the nearest name is told, or all; nothing is made."""
    verbs = [
        ("build",),
        ("sample",),
        ("collect",),
        ("grade",),
        ("export", "--to", "csv"),
        ("alike",),
        ("answers",),
        ("accuracy",),
    ]
    for verb, *options in verbs:
        rest = ["x.zip"] if verb == "collect" else []
        done = run(toy, "coursekit", verb, "toi", *rest, *options, check=False)
        assert (done.returncode, done.stderr) == (1, "Error: there is no assignment toi; is toy meant?\n")
    assert not (toy / "gradebook.db").exists()
    build_toy(toy)
    with Gradebook(f"sqlite:///{toy / 'gradebook.db'}", "convolutions") as gradebook:
        gradebook.add_assignment("last year's")
    done = run(toy, "coursekit", "grade", "quiz", check=False)
    assert done.stderr == "Error: there is no assignment quiz; there is last year's, toy\n"
    done = run(toy, "coursekit", "grade", "last year's", check=False)
    assert done.stderr.startswith("Error: last year's is not in the gradebook yet")


def test_unprotected_grading_is_named_everywhere(toy: Path) -> None:
    """With protection turned off, the closing lines, the report and every table of checks say so."""
    config = toy / "course_config.py"
    config.write_text(config.read_text().replace("protected = True", "protected = False"))
    released(toy)
    run(toy, "coursekit", "sample", "toy")
    assert "WITHOUT protection" in run(toy, "coursekit", "grade", "toy").stdout
    assert "without protection" in (toy / "feedback/toy-ada/toy/01_toy.html").read_text()
    assert "without protection" in (toy / "reports/toy.html").read_text()


def test_python_call_needs_no_course(toy: Path, tmp_path: Path, sandbox: coursekit.Sandbox) -> None:
    """`grade_notebook` gives points, verdict, message and diagnosis for each test, from three files alone."""
    release = released(toy)
    flipped = "def slide(x, k):\n    return x.unfold(0, len(k), 1) @ k.flip(0)"
    handed_in = tmp_path / "handed in" / "01_toy.ipynb"
    handed_in.parent.mkdir()
    filled = fill(read_notebook(release), {"size": RIGHT["size"], "slide": flipped})
    nbformat.write(filled, handed_in)
    suite = TOY / "tests/hidden/toy/test_01_toy.py"
    result = coursekit.grade_notebook(handed_in, release=release, suite=suite, sandbox=sandbox)
    assert (result.points, result.max_points) == (50, 100)
    values = next(test for test in result.tests if test.exercise == "slide" and test.test == "test_values")
    assert not values.passed and values.message
    assert values.diagnosis is not None and values.diagnosis.key == "kernel_flipped"
    handed_in.write_text("no notebook")
    damaged = coursekit.grade_notebook(handed_in, release=release, suite=suite, sandbox=sandbox)
    assert damaged.points == 0 and "not JSON" in damaged.ungradable


def test_progress_is_shown_on_a_terminal_and_kept_in_a_log(toy: Path) -> None:
    """A terminal shows how many are done, how fast, who, and what failed; elsewhere there is none, and a log in both."""
    released(toy)
    run(toy, "coursekit", "sample", "toy")
    (toy / "submitted/toy-eve/toy").mkdir(parents=True)
    command = [str(BIN / "coursekit"), "grade", "toy"]
    screen = pexpect.spawn(
        command[0], command[1:], cwd=toy, env=environment(toy) | {"TERM": "xterm"}, timeout=300
    )
    screen.setwinsize(40, 150)
    shown = re.sub(r"\x1b\[[\d;?]*[a-zA-Z]", "", screen.read().decode())
    screen.close()
    assert screen.exitstatus == 1
    for words in ("/5 ", "/min", "1 not graded", "toy-ada, toy-ben"):
        assert words in shown, shown
    log = (toy / "reports/toy.log").read_text()
    assert (
        "5 submissions to grade" in log
        and "WARNING toy-eve: not graded: " in log
        and "INFO toy-ada: 100 points" in log
    )
    done = run(toy, "coursekit", "grade", "toy", check=False)
    assert "/min" not in done.stdout and "\x1b" not in done.stdout
    assert (toy / "reports/toy.log").read_text().startswith(log)


def test_doctor_says_what_is_missing_and_how_to_mend_it(toy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """On a machine that can grade the doctor finds nothing that prevents it; without bubblewrap it names the fix, and fails."""
    done = run(toy, "coursekit", "doctor")
    assert "✗" not in done.stdout and "runs a cell" in done.stdout and "Gradebook" in done.stdout
    cgroups = next(line for line in done.stdout.splitlines() if " Cgroups " in line)
    assert ("✓" in cgroups and "one for each notebook" in cgroups) or ("!" in cgroups and "none" in cgroups)
    (toy / "constraints.txt").write_text("nbgrader==0.0.1\n")
    monkeypatch.setenv("PATH", str(toy))
    done = run(toy, "coursekit", "doctor", check=False)
    lines = [" ".join(line.split()) for line in done.stdout.splitlines()]
    assert "✗ bubblewrap missing" in lines and "→ Debian, Ubuntu: apt-get install bubblewrap" in lines
    assert any(line.startswith("! Versions nbgrader ") for line in lines)
    assert done.returncode == 1
    assert done.stderr.startswith("Error: grading is not possible on this machine before")


@pytest.mark.parametrize("namespaces", [0, 1])
def test_where_no_notebook_can_be_started_grading_stops(toy: Path, namespaces: int) -> None:
    """In a container that allows too few namespaces nobody is graded, and one line says so and what to do."""
    released(toy)
    run(toy, "coursekit", "sample", "toy")
    script = f"echo {namespaces} > /proc/sys/user/max_user_namespaces; coursekit grade toy"
    command = ["unshare", "--map-root-user", "--mount", "sh", "-c", script]
    done = subprocess.run(command, cwd=toy, env=environment(toy), capture_output=True, text=True, timeout=300)
    assert done.returncode == 1 and done.stderr.startswith("Error: the ") and "start" in done.stderr
    assert "allow user namespaces" in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert not list(toy.glob("autograded/*/toy/*.ipynb"))


def test_grade_says_what_doctor_says(toy: Path) -> None:
    """Where bubblewrap may make no namespaces, the line with which `grade` ends is that of `doctor`."""
    released(toy)
    run(toy, "coursekit", "sample", "toy")
    told = "No permissions to create new namespace"
    program = toy / "forbidden/bwrap"
    program.parent.mkdir()
    program.write_text(f"#!/bin/sh\necho 'bwrap: {told}' >&2\nexit 1\n")
    program.chmod(0o755)
    path = {"PATH": f"{program.parent}:{environment(toy)['PATH']}"}

    def said(*words: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "coursekit", *words]
        return subprocess.run(
            command, cwd=toy, env=environment(toy) | path, capture_output=True, text=True, timeout=300
        )

    grade, doctor = said("grade", "toy"), said("doctor")
    assert grade.returncode == doctor.returncode == 1
    assert told in grade.stderr and len(grade.stderr.splitlines()) == 1
    fix = grade.stderr.partition("; ")[2]
    assert fix.startswith("allow user namespaces") and fix.split() == fix_of(doctor.stdout, "Sandbox")


def fix_of(table: str, name: str) -> list[str]:
    """Return the words of the advice that the doctor gives for a line that is not good."""
    rows = table.split(f" {name} ", 1)[1].split("→", 1)[1]
    return re.split(r" [✓✗!] ", rows)[0].split()


def test_doctor_tries_namespaces(toy: Path) -> None:
    """Where the system refuses namespaces, for whatever reason, the doctor crosses them too, not the sandbox alone."""
    script = "echo 1 > /proc/sys/user/max_user_namespaces; coursekit doctor"
    command = ["unshare", "--map-root-user", "--mount", "sh", "-c", script]
    done = subprocess.run(command, cwd=toy, env=environment(toy), capture_output=True, text=True, timeout=300)
    lines = [" ".join(line.split()) for line in done.stdout.splitlines()]
    assert done.returncode == 1
    assert any(line.startswith("✗ Namespaces refused by the system (OSError") for line in lines), done.stdout


def test_doctor_looks_from_another_account(toy: Path) -> None:
    """Sources, suites, grades and the seed that another account can read are named, and in a closed folder none is."""
    released(toy)
    rows = " ".join(run(toy, "coursekit", "doctor").stdout.split())
    assert (
        "✓ Other accounts cannot read solutions, hidden suites and grades" in rows
    )  # pytest closes its folders
    open_ = Path(tempfile.mkdtemp(prefix="open-"))
    try:
        shutil.copytree(toy, open_, dirs_exist_ok=True)
        open_.chmod(0o711)  # what is in it cannot be listed, but its names are known
        (open_ / "exchange").mkdir()
        (open_ / "exchange").chmod(0o777)
        with (open_ / "course_config.py").open("a") as config:
            config.write("c.Exchange.root = str(ROOT / 'exchange')\n")
        rows = " ".join(run(open_, "coursekit", "doctor").stdout.split())
        can = re.search(r"! Other accounts can read (.*?) → in the course's folder: chmod go-rwx", rows)
        assert can and {"source", "tests/hidden", "gradebook.db", "course_config.py"} <= set(
            can[1].split(", ")
        )
        assert "! Exchange inside the course's folder" in rows
        open_.chmod(0o700)
        assert "✓ Other accounts cannot" in " ".join(run(open_, "coursekit", "doctor").stdout.split())
    finally:
        shutil.rmtree(open_)
