"""The files for containers: a parser takes them, and what they start works together."""

from __future__ import annotations

import os
import secrets
import stat
import subprocess
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pytest
import yaml
from distributed import Client
from playwright.sync_api import Page, expect

from .course.lab import CHROMIUM, chromium, free_port, new_page, own_home, wait_until_up
from .helpers import BIN, ROOT, environment, grades, run
from .teaching import test_scale as scale
from .watching import hub
from .watching.exchange import teach, until, watching

postgresql = scale.postgresql
COMPOSE, KUBERNETES = ROOT / "deploy/compose.yaml", ROOT / "deploy/kubernetes.yaml"
HUB = ROOT / "deploy/jupyterhub_config.py"
BESIDE = """
c.ConfigurableHTTPProxy.api_url = "http://127.0.0.1:{api}"
c.SimpleLocalProcessSpawner.home_dir_template = {homes!r} + "/{{username}}"
c.Spawner.args = ["--allow-root"]
"""
VALID = {
    COMPOSE: ("check-jsonschema", "--builtin-schema", "vendor.compose-spec"),
    KUBERNETES: ("kubernetes-validate", "--strict"),
}


def services() -> dict[str, Any]:
    """Return the services of the compose file."""
    return dict(yaml.safe_load(COMPOSE.read_text())["services"])


def containers() -> dict[str, Any]:
    """Return the containers of the manifest, each with what its pod says of all of them."""
    pods = [one["spec"]["template"]["spec"] for one in manifests() if one["kind"] == "Deployment"]
    return {pod["containers"][0]["name"]: pod["containers"][0] for pod in pods}


def manifests() -> list[dict[str, Any]]:
    """Return all that is in the manifest."""
    return list(yaml.safe_load_all(KUBERNETES.read_text()))


@pytest.mark.parametrize(
    ("path", "right", "wrong"),
    [(COMPOSE, "security_opt", "security_options"), (KUBERNETES, "procMount", "procmount")],
    ids=["compose", "kubernetes"],
)
def test_schema_takes_them(path: Path, right: str, wrong: str, tmp_path: Path) -> None:
    """The schema of Compose and that of Kubernetes take the files as they are, and no mistyped key in them."""
    mistyped = tmp_path / path.name
    mistyped.write_text(path.read_text().replace(f"{right}:", f"{wrong}:"))
    for file, good in ((path, True), (mistyped, False)):
        done = subprocess.run([BIN / VALID[path][0], *VALID[path][1:], file], capture_output=True, text=True)
        assert (done.returncode == 0) is good, done.stdout + done.stderr


def test_both_start_the_same() -> None:
    """Compose and Kubernetes start the same commands, and only where code of a course runs may namespaces be made."""
    found = containers()
    kit = {name: one for name, one in services().items() if name != "database"}
    same = {name: one["command"] for name, one in kit.items() if name not in ("course", "hub")}
    assert same == {name: one["command"] for name, one in found.items()}
    unconfined = {name for name, one in kit.items() if "seccomp=unconfined" in one["security_opt"]}
    assert unconfined == {"course", "worker"}
    assert [name for name, one in found.items() if "seccompProfile" in one["securityContext"]] == ["worker"]
    for one in [*kit.values(), *(one["securityContext"] for one in found.values())]:
        assert "ALL" in str(one.get("cap_drop") or one.get("capabilities"))
    told = {entry["name"] for entry in found["watch"]["env"]}
    assert told == set(kit["watch"]["environment"])


def test_students_reach_no_scheduler() -> None:
    """Where students' servers run, the network of the cluster is not, which carries the hidden suites."""
    networks = {name: set(one["networks"]) for name, one in services().items()}
    assert networks["hub"] & networks["worker"] == networks["hub"] & networks["scheduler"] == set()


@pytest.mark.slow
def test_what_they_start_works_together(toy: Path, tmp_path: Path, postgresql: str) -> None:
    """Their commands, on one machine: a hand-in is graded by the cluster, shown, and written into PostgreSQL."""
    course = teach(toy, f"c.CourseDirectory.db_url = {postgresql!r}")
    run(toy, "coursekit", "build", "toy")
    dask, page = scale.free_port(), scale.free_port()
    words = {"8786": str(dask), "convolutions": "toy", "/tmp": str(tmp_path)}

    def local(text: str) -> str:
        there = text.replace("scheduler:8786", f"127.0.0.1:{dask}")
        return words.get(text, there.replace("0.0.0.0:10101", f"127.0.0.1:{page}"))

    found = services()
    commands = {name: [local(word) for word in found[name].get("command", [])] for name in found}
    with ExitStack() as stack:
        for name in ("scheduler", "worker"):
            more = found[name].get("environment", {})
            process = subprocess.Popen(
                [BIN / commands[name][0], *commands[name][1:]],
                cwd=tmp_path,
                env=environment(tmp_path) | more,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
            stack.callback(process.wait, 60)
            stack.callback(process.terminate)
        with Client(f"tcp://127.0.0.1:{dask}", timeout=120) as client:
            client.wait_for_workers(1, timeout=120)
        told = {name: local(text) for name, text in found["watch"]["environment"].items()}
        assert commands["watch"][:2] == ["coursekit", "watch"]
        watcher = stack.enter_context(watching(toy, *commands["watch"][2:], **told))
        until(watcher, "Page: /services/watch/")
        until(watcher, "Watching for toy")
        handed_in = course.put("jo", 1, course.answers())
        until(watcher, "jo: attempt 1, 100 points")
        assert "100 of 100 points" in handed_in.read_text()
        request = urllib.request.Request(
            f"http://127.0.0.1:{page}/services/watch/events", headers={"Sec-Fetch-Mode": "cors"}
        )
        with pytest.raises(urllib.error.HTTPError, match="403") as refused:
            urllib.request.urlopen(request)
        refused.value.close()
    assert ("jo", "01_toy", 100.0, None) in grades(postgresql)


@contextmanager
def school(folder: Path, ports: dict[str, int], token: str) -> Iterator[str]:
    """Run the hub of the compose file in `folder`, with its ports on this machine alone, and give its address."""
    config = HUB.read_text()
    for there, here in {
        "/srv/jupyterhub": str(folder),
        "/var/lib/extrausers": str(folder / "accounts"),
        '"/home"': repr(str(folder / "homes")),
        "jupyterhub.spawner.LocalProcessSpawner": "simple",  # which needs no account of this machine
        "0.0.0.0:8000": f"127.0.0.1:{ports['hub']}",
        "0.0.0.0:8081": f"127.0.0.1:{ports['inside']}",
        "hub:8081": f"127.0.0.1:{ports['inside']}",
        "watch:10101": f"127.0.0.1:{ports['page']}",
    }.items():
        assert there in config
        config = config.replace(there, here)
    for name in ("accounts", "homes"):
        (folder / name).mkdir()
    log, url = folder / "log", f"http://127.0.0.1:{ports['hub']}"
    beside = BESIDE.format(api=ports["api"], homes=str(folder / "homes"))
    (folder / "jupyterhub_config.py").write_text(config + beside)
    command = [BIN / "jupyterhub", "--config", folder / "jupyterhub_config.py"]
    told = own_home(folder) | {"WATCH_TOKEN": token, "PGPASSWORD": "secret"}
    with log.open("w") as said:
        process = subprocess.Popen(command, cwd=folder, env=told, stdout=said, stderr=subprocess.STDOUT)
        try:
            wait_until_up(process, f"{url}/hub/api", log)
            yield url
        finally:
            process.terminate()
            process.wait(60)


def log_in(page: Page, url: str, name: str, password: str) -> None:
    """Log in to the hub."""
    page.goto(f"{url}/hub/login?next=%2Fhub%2Fhome")
    page.locator("#username_input").fill(name)
    page.locator("#password_input").fill(password)
    page.locator("#login_submit").click()


@pytest.mark.slow
@pytest.mark.skipif(bool(hub.MISSING), reason=f"`make setup-dev` installs {' and '.join(hub.MISSING)}")
@pytest.mark.skipif(CHROMIUM is None, reason="`make setup-dev` installs chromium")
@pytest.mark.skipif(os.geteuid() != 0, reason="only the superuser can give a student a home")
def test_its_hub_lets_in_whom_the_instructor_adds(toy: Path, tmp_path: Path) -> None:
    """The hub that Compose starts: whom the instructor adds has an account and a closed home; the page is not for students."""
    teach(toy)
    ports = {name: free_port() for name in ("hub", "inside", "api", "page")}
    password, token = secrets.token_hex(8), secrets.token_hex(32)
    told = {name: text for name, text in services()["watch"]["environment"].items() if "HUB" in name}
    told |= {
        "JUPYTERHUB_SERVICE_URL": f"http://127.0.0.1:{ports['page']}",
        "JUPYTERHUB_API_URL": f"http://127.0.0.1:{ports['inside']}/hub/api",
        "JUPYTERHUB_API_TOKEN": token,
    }
    with ExitStack() as stack:
        url = stack.enter_context(school(tmp_path, ports, token))
        until(stack.enter_context(watching(toy, "toy", **told)), "Page: /services/watch/")
        browser = stack.enter_context(chromium())
        instructor, jo = (stack.enter_context(new_page(browser, [])) for _ in range(2))
        log_in(instructor, url, "instructor", password)
        instructor.goto(f"{url}/services/watch/")
        expect(instructor.get_by_text("Nobody has handed in yet.")).to_be_visible()
        log_in(jo, url, "jo", password)
        expect(jo.get_by_text("Invalid username or password")).to_be_visible()

        instructor.goto(f"{url}/hub/admin")
        instructor.get_by_role("button", name="Add Users").click()
        instructor.locator("textarea").fill("jo\ndaemon")
        instructor.get_by_role("button", name="Add Users").click()
        expect(instructor.get_by_test_id("user-name-div-jo")).to_be_visible()
        for name, given in (("daemon", password), ("jo", "short"), ("jo", password), ("jo", password[::-1])):
            log_in(jo, url, name, given)
            if (name, given) == ("jo", password):
                expect(jo.locator("#start")).to_be_visible()
                jo.goto(f"{url}/hub/logout")
            else:
                expect(jo.locator(".login_error")).to_be_visible()
        log_in(jo, url, "jo", password)
        expect(jo.locator("#start")).to_be_visible()
        answer = jo.goto(f"{url}/services/watch/")
        assert answer is not None and answer.status == 403
        jo.goto(f"{url}/hub/spawn")
        jo.locator(".jp-Launcher").wait_for()
    home = (tmp_path / "homes/jo").stat()
    assert (tmp_path / "accounts/passwd").read_text() == f"jo:x:10000:10000::{tmp_path}/homes/jo:/bin/bash\n"
    assert (home.st_uid, home.st_gid, stat.S_IMODE(home.st_mode)) == (10000, 10000, 0o700)
