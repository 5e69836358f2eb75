"""The files for containers: a parser takes them, and what they start works together."""

from __future__ import annotations

import subprocess
import urllib.error
import urllib.request
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
import yaml
from distributed import Client

from .helpers import BIN, ROOT, environment, grades, run
from .teaching import test_scale as scale
from .watching.exchange import teach, until, watching

postgresql = scale.postgresql
COMPOSE, KUBERNETES = ROOT / "deploy/compose.yaml", ROOT / "deploy/kubernetes.yaml"
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
    """Compose and Kubernetes start the same commands, and only where student code runs may namespaces be made."""
    found = containers()
    kit = {name: one for name, one in services().items() if name != "database"}
    assert {name: one["command"] for name, one in kit.items()} == {
        name: one["command"] for name, one in found.items()
    }
    assert [name for name, one in kit.items() if "seccomp=unconfined" in one["security_opt"]] == ["worker"]
    assert [name for name, one in found.items() if "seccompProfile" in one["securityContext"]] == ["worker"]
    for one in [*kit.values(), *(one["securityContext"] for one in found.values())]:
        assert "ALL" in str(one.get("cap_drop") or one.get("capabilities"))
    told = {entry["name"] for entry in found["watch"]["env"]}
    assert told == set(kit["watch"]["environment"])


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
