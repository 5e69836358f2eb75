"""The hub that compose.yaml starts: its accounts, a server for each student, and the page of `coursekit watch`."""

import os
import pwd
from pathlib import Path

INSTRUCTOR = "instructor"  # an account of the image; it has the course's folder
# The system's accounts beside those of the image. What watches reads them, too: a hand-in has to belong to its student.
ACCOUNTS = Path("/var/lib/extrausers")
HOMES = Path("/home")
FIRST_NUMBER = 10000


def account(name):
    """Return the number of a student's account, which is made where there is none."""
    known = ACCOUNTS / "passwd"
    lines = known.read_text().splitlines() if known.exists() else []
    numbers = {line.split(":")[0]: int(line.split(":")[2]) for line in lines}
    if name in numbers:
        return numbers[name]
    number = max(numbers.values(), default=FIRST_NUMBER - 1) + 1
    for file, line in {
        "group": f"{name}:x:{number}:",
        "passwd": f"{name}:x:{number}:{number}::{HOMES / name}:/bin/bash",
    }.items():
        with (ACCOUNTS / file).open("a") as accounts:
            accounts.write(f"{line}\n")
    return number


def prepare(spawner):
    """Let the instructor's server begin in the course, and a student's in a home that is closed to others."""
    name = spawner.user.name
    if name == INSTRUCTOR:
        spawner.notebook_dir = "/course"
        spawner.cmd = ["env", "--chdir=/course", *spawner.cmd]  # where nbgrader looks for its configuration
        spawner.environment["PGPASSWORD"] = os.environ["PGPASSWORD"]  # for Formgrader
        return
    number = account(name)
    home = HOMES / name
    home.mkdir(mode=0o700, exist_ok=True)
    os.chown(home, number, number)


c = get_config()  # noqa: F821  JupyterHub puts it there
c.JupyterHub.bind_url = "http://0.0.0.0:8000"
c.JupyterHub.hub_bind_url = "http://0.0.0.0:8081"
c.JupyterHub.hub_connect_url = "http://hub:8081"
c.JupyterHub.db_url = "sqlite:////srv/jupyterhub/jupyterhub.sqlite"
c.JupyterHub.cookie_secret_file = "/srv/jupyterhub/cookie_secret"

# The instructor adds students in the control panel; the first password that somebody gives is the one that counts.
# Take another authenticator where the school has one.
c.JupyterHub.authenticator_class = "firstuseauthenticator.FirstUseAuthenticator"
c.FirstUseAuthenticator.create_users = False
c.FirstUseAuthenticator.min_password_length = 10
c.FirstUseAuthenticator.dbm_path = "/srv/jupyterhub/passwords.dbm"
c.Authenticator.allow_all = True  # of those who were added
c.Authenticator.admin_users = {INSTRUCTOR}
c.Authenticator.blocked_users = {one.pw_name for one in pwd.getpwall() if one.pw_uid < FIRST_NUMBER} - {
    INSTRUCTOR
}
c.Authenticator.username_pattern = r"[a-z][a-z0-9_.-]{0,30}"

c.JupyterHub.spawner_class = "jupyterhub.spawner.LocalProcessSpawner"
c.Spawner.pre_spawn_hook = prepare
c.Spawner.default_url = "/lab"

c.JupyterHub.services = [
    {
        "name": "watch",
        "url": "http://watch:10101",
        "api_token": os.environ["WATCH_TOKEN"],
        "oauth_no_confirm": True,
    }
]
c.JupyterHub.load_groups = {"instructors": {"users": [INSTRUCTOR]}}
c.JupyterHub.load_roles = [
    {"name": "instructors", "scopes": ["access:services!service=watch"], "groups": ["instructors"]}
]
