"""A JupyterHub of an instructor and a student, configured as the documentation says."""

from __future__ import annotations

import getpass
import json
import re
import secrets
import shutil
import subprocess
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import psutil

from ..course.lab import free_port, own_home, wait_until_up
from ..helpers import BIN, ROOT

MISSING = [
    what
    for what, there in {
        "JupyterHub": find_spec("jupyterhub"),
        "configurable-http-proxy": shutil.which("configurable-http-proxy", path=own_home(Path())["PATH"]),
    }.items()
    if not there
]
BESIDE = """
c.JupyterHub.bind_url = "http://127.0.0.1:{ports[0]}/school/"
c.JupyterHub.hub_bind_url = "http://127.0.0.1:{ports[1]}"
c.ConfigurableHTTPProxy.api_url = "http://127.0.0.1:{ports[2]}"
c.JupyterHub.authenticator_class = "shared-password"
c.SharedPasswordAuthenticator.user_password = {password!r}
c.Authenticator.allowed_users = {{"instructor", "student"}}
c.JupyterHub.spawner_class = "simple"
c.SimpleLocalProcessSpawner.home_dir_template = {homes!r} + "/{{username}}"
c.Spawner.args = ["--allow-root"]
c.Spawner.default_url = "/lab"
c.JupyterHub.services.append({{"name": "office", "api_token": {token!r}}})
c.JupyterHub.load_roles.append(
    {{"name": "office", "scopes": ["groups", "admin:users", "tokens"], "services": ["office"]}}
)
"""


@dataclass
class Hub:
    """A running hub: its address, everybody's password, the token of who may change groups and make tokens, the homes, and its process."""

    url: str
    password: str
    token: str
    homes: Path
    process: psutil.Process

    def service(self) -> psutil.Process:
        """Return the process that the hub keeps running to watch."""
        [found] = [one for one in self.process.children() if one.cmdline()[-2:] == ["watch", "toy"]]
        return found

    def ask(self, method: str, path: str, body: object = None) -> dict[str, object]:
        """Ask the hub for something over its API."""
        request = urllib.request.Request(
            f"{self.url}/hub/api/{path}",
            data=None if body is None else json.dumps(body).encode(),
            headers={"Authorization": f"token {self.token}", "Content-Type": "application/json"},
            method=method,
        )
        with urllib.request.urlopen(request) as answer:
            return dict(json.loads(answer.read() or "{}"))


def configuration(course: Path, port: int) -> str:
    """Return the configuration of the service in the documentation, for a course in another place."""
    page = (ROOT / "docs/jupyterhub.md").read_text()
    [found] = [block for block in re.findall(r"```python\n(.*?)```", page, re.DOTALL) if "services" in block]
    for there, here in {
        "/home/instructor/course/.venv/bin/coursekit": str(BIN / "coursekit"),
        "/home/instructor/course": str(course),
        '"user": "instructor"': f'"user": {getpass.getuser()!r}',
        '"convolutions"': '"toy"',
        ":10101": f":{port}",
    }.items():
        assert there in found
        found = found.replace(there, here)
    return found


@contextmanager
def hub(course: Path, folder: Path) -> Iterator[Hub]:
    """Run a hub in `folder`, with homes there, which keeps `coursekit watch` running for a course."""
    ports = [free_port() for _ in range(4)]
    url, homes = f"http://127.0.0.1:{ports[0]}/school", folder / "homes"
    password, token = secrets.token_hex(8), secrets.token_hex(32)
    config, log = folder / "jupyterhub_config.py", folder / "log"
    beside = BESIDE.format(ports=ports, password=password, token=token, homes=str(homes))
    config.write_text(configuration(course, ports[3]) + beside)
    with log.open("w") as said:
        process = subprocess.Popen(
            [BIN / "jupyterhub", "-f", config],
            cwd=folder,
            env=own_home(folder),
            stdout=said,
            stderr=subprocess.STDOUT,
        )
        try:
            wait_until_up(process, f"{url}/hub/api", log)
            wait_until_up(process, f"{url}/services/watch/", log)
            yield Hub(url, password, token, homes, psutil.Process(process.pid))
        finally:
            process.terminate()
            process.wait(60)
