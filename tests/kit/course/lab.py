"""A real JupyterLab and a real browser, for the tests of what teachers and students do there."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Browser, FrameLocator, Locator, Page, Route, expect, sync_playwright

from ..helpers import BIN

CHROMIUM = shutil.which("chromium")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking"]
PATIENCE = 120_000  # milliseconds


@contextmanager
def serving(folder: Path, home: Path) -> Iterator[str]:
    """Run a JupyterLab in `folder` for the user whose home is `home`, and give its address."""
    settings = home / ".jupyter/lab/user-settings/@jupyterlab/apputils-extension"
    settings.mkdir(parents=True)
    (settings / "notification.jupyterlab-settings").write_text(
        '{"fetchNews": "false", "checkForUpdates": false}'
    )
    port = free_port()
    command = [BIN / "jupyter-lab", "--no-browser", "--allow-root", "--ip=127.0.0.1", f"--port={port}"]
    command += ["--ServerApp.port_retries=0", "--IdentityProvider.token="]
    url = f"http://127.0.0.1:{port}"
    with (home / "log").open("w") as log:
        server = subprocess.Popen(
            command, cwd=folder, env=own_home(home), stdout=log, stderr=subprocess.STDOUT
        )
        try:
            wait_until_up(server, f"{url}/api", home / "log")
            yield url
        finally:
            server.terminate()
            server.wait(60)


def free_port() -> int:
    """Return a port that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def own_home(home: Path) -> dict[str, str]:
    """Return an environment in which Jupyter keeps everything of the user in `home`."""
    ours = {name: value for name, value in os.environ.items() if not name.startswith("JUPYTER_")}
    return ours | {"HOME": str(home), "PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}"}


def wait_until_up(server: subprocess.Popen[bytes], url: str, log: Path) -> None:
    """Return when this address answers; fail with its log when it ends instead."""
    while True:
        with suppress(OSError):
            urllib.request.urlopen(url).close()
            return
        with suppress(subprocess.TimeoutExpired):
            server.wait(0.2)
            raise AssertionError(f"the server ended:\n{log.read_text()}")


@contextmanager
def chromium() -> Iterator[Browser]:
    """Give a headless Chromium."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@contextmanager
def new_page(browser: Browser, outside: list[str], width: int = 1400, height: int = 1000) -> Iterator[Page]:
    """Give an empty page that reaches this machine only; other hosts that it asks are noted in `outside`."""

    def guard(route: Route) -> None:
        host = urlsplit(route.request.url).hostname
        if host in ("127.0.0.1", None):
            route.continue_()
        else:
            outside.append(host)
            route.abort()

    context = browser.new_context(viewport={"width": width, "height": height})
    context.set_default_timeout(PATIENCE)
    context.route("**/*", guard)
    expect.set_options(timeout=PATIENCE)
    yield context.new_page()
    context.unroute_all(behavior="ignoreErrors")
    context.close()


def open_lab(page: Page, address: str, command: str) -> None:
    """Open JupyterLab, and choose a command from its menu Nbgrader."""
    page.goto(f"{address}/lab?reset", wait_until="domcontentloaded")
    page.locator(".jp-Launcher").wait_for()
    page.locator(".lm-MenuBar-itemLabel", has_text="Nbgrader").click()
    page.locator(f'.lm-Menu-item[data-command="nbgrader:{command}"]').click()


def open_formgrader(page: Page, address: str) -> FrameLocator:
    """Open Formgrader from JupyterLab's menu, and return the frame it is in."""
    open_lab(page, address, "open-formgrader")
    return page.frame_locator('iframe[src*="/formgrader"]')


def row(frame: FrameLocator, cell: str, key: str) -> Locator:
    """Return the row of Formgrader's table that has `key` in this cell."""
    return frame.locator("#main-table tr", has=frame.locator(f'{cell}[data-order="{key}"]'))


def confirm(frame: FrameLocator) -> None:
    """Close the dialog that tells of the success of what was pressed."""
    dialog = frame.locator(".modal.in")
    expect(dialog).to_contain_text(re.compile("Success|Error"))
    assert dialog.locator(".modal-title").inner_text() == "Success", dialog.inner_text()
    dialog.locator("button.btn-primary.close").click()
    expect(dialog).to_have_count(0)
