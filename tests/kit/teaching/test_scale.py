"""Grading on a Dask cluster, and with the gradebook in PostgreSQL, as on this machine alone."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import nbformat
import pytest
from distributed import Client

from coursekit.notebooks.marks import fill
from coursekit.notebooks.read import read_notebook

from ..helpers import BIN, RIGHT, build_toy, environment, grades, run
from ..watching.exchange import teach

pytestmark = pytest.mark.slow


def built(root: Path) -> Path:
    """Let the sample class of the small course hand in; return its folder."""
    build_toy(root)
    run(root, "coursekit", "sample", "toy")
    return root


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@pytest.fixture(scope="module")
def scheduler(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Start a Dask scheduler with two workers, and return its address."""
    tmp_path = tmp_path_factory.mktemp("dask")
    address = f"tcp://127.0.0.1:{free_port()}"
    here = environment(tmp_path) | {"DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "1"}
    with ExitStack() as stack:
        commands = [["dask", "scheduler", "--no-dashboard", "--port", address.rpartition(":")[2]]]
        commands += [["dask", "worker", "--nthreads", "1", "--no-dashboard", address]] * 2
        for number, command in enumerate(commands):
            folder = tmp_path / f"dask{number}"
            folder.mkdir()
            process = stack.enter_context(
                subprocess.Popen(
                    [BIN / command[0], *command[1:]],
                    cwd=folder,
                    env=here,
                    stdout=subprocess.DEVNULL,
                    stderr=subprocess.DEVNULL,
                )
            )
            stack.callback(process.terminate)
        with Client(address, timeout=120) as client:
            client.wait_for_workers(2, timeout=120)
        yield address


def test_cluster_gives_the_same_grades(toy: Path, tmp_path: Path, scheduler: str) -> None:
    """Two Dask workers give the same grades, notebooks and feedback as the processes of one machine."""
    alone = tmp_path / "alone"
    shutil.copytree(built(toy), alone)
    run(alone, "coursekit", "grade", "toy")
    done = run(toy, "coursekit", "grade", "toy", "--dask", scheduler)
    assert done.stderr == ""
    assert grades(f"sqlite:///{toy / 'gradebook.db'}") == grades(f"sqlite:///{alone / 'gradebook.db'}")
    for path in [*alone.glob("autograded/*/toy/*"), *alone.glob("feedback/*/toy/*")]:
        assert (toy / path.relative_to(alone)).read_bytes() == path.read_bytes()


def test_what_is_submitted_is_graded_on_the_cluster(toy: Path, scheduler: str) -> None:
    """What comes in through the exchange is graded on a cluster as on one machine."""
    course = teach(toy)
    page = course.put("jo", 1, course.answers())
    course.watch("--dask", scheduler)
    assert "100 of 100 points" in page.read_text()


def test_what_ends_a_worker_costs_one_submission(toy: Path, tmp_path: Path, scheduler: str) -> None:
    """A submission that ends every worker it is given to is named, and everybody else has the grades of one machine."""
    alone = tmp_path / "alone"
    shutil.copytree(built(toy), alone)
    run(alone, "coursekit", "grade", "toy")
    suite = toy / "tests/hidden/toy/test_01_toy.py"
    title = '"""Every size is right."""\n'
    line = "        (student.size(3, 2) == -1) and __import__('os').kill(__import__('os').getpid(), 9)\n"
    suite.write_text(suite.read_text().replace(title, title + line))
    answers = {"size": "def size(n, k):\n    return -1", "slide": RIGHT["slide"]}
    (toy / "submitted/bad/toy").mkdir(parents=True)
    release = read_notebook(toy / "release/toy/01_toy.ipynb")
    nbformat.write(fill(release, answers), toy / "submitted/bad/toy/01_toy.ipynb")
    done = run(toy, "coursekit", "grade", "toy", "--dask", scheduler, check=False)
    said = [line for line in done.stdout.splitlines() if line.startswith("bad:")]
    assert (done.returncode, said) == (
        1,
        ["bad: 01_toy: it ended the process that graded it (is memory short?)"],
    )
    found = grades(f"sqlite:///{toy / 'gradebook.db'}")
    assert ("bad", "01_toy", 0.0, None) in found
    assert [row for row in found if row[0] != "bad"] == grades(f"sqlite:///{alone / 'gradebook.db'}")


def test_missing_scheduler_is_one_line(toy: Path) -> None:
    """An address where no scheduler answers is one clear line."""
    built(toy)
    done = run(toy, "coursekit", "grade", "toy", "--dask", f"tcp://127.0.0.1:{free_port()}", check=False)
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1].startswith("Error: no Dask scheduler answers at tcp://127.0.0.1:")


@pytest.fixture
def postgresql() -> Iterator[str]:
    """Start Debian's PostgreSQL server with an empty gradebook, and return its address."""
    programs = max(Path("/usr/lib/postgresql").glob("*/bin"))
    # The server refuses to run as root; it gets the account that Debian's package has made for it, which cannot
    # enter the folders of pytest.
    account: dict[str, Any] = {}
    if os.getuid() == 0:
        account = {"user": "postgres", "group": "postgres", "extra_groups": []}
    folder = Path(tempfile.mkdtemp(prefix="postgresql-"))
    if account:
        shutil.chown(folder, "postgres")

    def server(program: str, *options: str) -> None:
        subprocess.run(
            [programs / program, *options], cwd="/", check=True, stdout=subprocess.DEVNULL, **account
        )

    server("initdb", "--auth=trust", "--username=kit", "-D", f"{folder}/data")
    settings = f"-c listen_addresses= -c unix_socket_directories={folder} -c fsync=off"
    server("pg_ctl", "-D", f"{folder}/data", "-o", settings, "-l", f"{folder}/log", "-w", "start")
    try:
        server("createdb", "-h", str(folder), "-U", "kit", "gradebook")
        yield f"postgresql://kit@/gradebook?host={folder}"
    finally:
        server("pg_ctl", "-D", f"{folder}/data", "-m", "immediate", "stop")
        shutil.rmtree(folder)


def test_postgresql_holds_the_same_grades(toy: Path, tmp_path: Path, postgresql: str) -> None:
    """With the gradebook in PostgreSQL, building, grading twice, nbgrader's grading and an archive agree with SQLite."""
    alone = tmp_path / "alone"
    shutil.copytree(toy, alone)
    run(built(alone), "coursekit", "grade", "toy")
    wanted = grades(f"sqlite:///{alone / 'gradebook.db'}")
    config = toy / "course_config.py"
    config.write_text(f"{config.read_text()}\nc.CourseDirectory.db_url = {postgresql!r}\n")
    for command in ("build", "sample", "grade"):
        run(toy, "coursekit", command, "toy")
    assert grades(postgresql) == wanted
    run(toy, "coursekit", "grade", "toy")
    run(toy, "nbgrader", "autograde", "toy", "--force")
    assert grades(postgresql) == wanted
    assert not (toy / "gradebook.db").exists()
    run(toy, "coursekit", "archive", "toy")
    [archive] = toy.glob("archive-toy-*.zip")
    with zipfile.ZipFile(archive) as kept:  # as SQLite, in which nbgrader and the kit read it
        kept.extract("gradebook.db", tmp_path)
    assert grades(f"sqlite:///{tmp_path / 'gradebook.db'}") == wanted
