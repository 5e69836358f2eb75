# %% account by number
import os, pwd
assert pwd.getpwuid(os.getuid()).pw_name

# %% account has a home
import os, pwd
assert pwd.getpwuid(os.getuid()).pw_dir.startswith("/")

# %% account has a shell
import os, pwd
assert pwd.getpwuid(os.getuid()).pw_shell

# %% account by name
import getpass, pwd
assert pwd.getpwnam(getpass.getuser()).pw_uid == __import__("os").getuid()

# %% group by number
import os, grp
assert grp.getgrgid(os.getgid()).gr_name

# %% all accounts
import pwd
assert len(pwd.getpwall()) >= 1

# %% user
import getpass
assert getpass.getuser()

# %% home
import os
assert os.path.isabs(os.path.expanduser("~"))

# %% home by pathlib
from pathlib import Path
assert Path.home().is_absolute()

# %% file below home
import os
assert not os.path.expanduser("~/notes.txt").startswith("~")

# %% home is a folder
from pathlib import Path
assert Path.home().is_dir()

# %% whoami
import subprocess
assert subprocess.run(["whoami"], capture_output=True, text=True, check=True).stdout.strip()

# %% id
import subprocess
assert "uid=" in subprocess.run(["id"], capture_output=True, text=True, check=True).stdout

# %% python on the path
import subprocess
assert subprocess.run(["python", "-c", "print(6 * 7)"], capture_output=True, text=True, check=True).stdout == "42\n"

# %% python3 on the path
import subprocess
assert subprocess.run(["python3", "-c", "print(6 * 7)"], capture_output=True, text=True, check=True).stdout == "42\n"

# %% python by its own name
import subprocess, sys
assert subprocess.check_output([sys.executable, "-c", "print(6 * 7)"], text=True) == "42\n"

# %% the same python by either name
import subprocess, sys
assert subprocess.check_output(["python", "-c", "import sys; print(sys.prefix)"], text=True).strip() == sys.prefix

# %% python sees the same packages
import subprocess
assert subprocess.run(["python", "-c", "import numpy"], check=False).returncode == 0

# %% which
import shutil
assert shutil.which("python") and shutil.which("python3")

# %% shell command
import os
assert os.system("true") == 0

# %% a script of one's own
import subprocess
from pathlib import Path
Path("script.py").write_text("import sys\nprint(sum(map(int, sys.argv[1:])))\n")
assert subprocess.check_output(["python", "script.py", "40", "2"], text=True) == "42\n"

# %% a script by the shell
out = !python -c "print(6 * 7)"
assert out == ["42"]

# %% pip tells its version
import subprocess, sys
assert subprocess.run([sys.executable, "-m", "pip", "--version"], capture_output=True, check=False).returncode == 0

# %% arguments
import sys
assert len(sys.argv) >= 1 and sys.argv[0]

# %% program name
import sys
assert sys.argv[0].endswith("ipykernel_launcher.py")

# %% known arguments
import argparse
parser = argparse.ArgumentParser()
parser.add_argument("--size", type=int, default=3)
assert parser.parse_known_args()[0].size == 3

# %% arguments of one's own
import argparse
parser = argparse.ArgumentParser()
parser.add_argument("--size", type=int, default=3)
assert parser.parse_args(["--size", "4"]).size == 4

# %% working folder is there
import os
assert os.path.isdir(os.getcwd()) and os.access(os.getcwd(), os.W_OK)

# %% working folder is the assignment's
from pathlib import Path
assert Path.cwd().name == "cells"

# %% working folder has a parent
from pathlib import Path
assert list(Path("..").iterdir())

# %% path of the working folder
import sys
assert "" in sys.path or __import__("os").getcwd() in sys.path

# %% module beside the notebook
from pathlib import Path
Path("beside.py").write_text("ANSWER = 42\n")
import beside
assert beside.ANSWER == 42

# %% file beside the notebook
assert open("data/number.txt").read() == "42"

# %% file beside the notebook, by its whole path
import os
assert open(os.path.join(os.getcwd(), "data", "number.txt")).read() == "42"

# %% folder made and left
import os
os.makedirs("made/deeper", exist_ok=True)
os.chdir("made/deeper")
os.chdir("../..")
assert os.path.exists("made/deeper")

# %% temporary file
import tempfile
with tempfile.NamedTemporaryFile("w+") as file:
    file.write("text")
    file.seek(0)
    assert file.read() == "text"

# %% temporary folder
import tempfile, os
with tempfile.TemporaryDirectory() as folder:
    assert os.path.isdir(folder)

# %% environment
import os
assert os.environ["PATH"] and os.environ["HOME"]

# %% language of texts
import sys
assert sys.getdefaultencoding() == "utf-8" and sys.getfilesystemencoding() == "utf-8"

# %% name of the machine
import platform, socket
assert platform.node() and socket.gethostname()

# %% system
import platform
assert platform.system() == "Linux" and platform.python_implementation() == "CPython"

# %% nbgrader is told
import os
assert os.environ["NBGRADER_EXECUTION"] == "autograde"

# %% time zone
import time
assert time.tzname[0]

# %% zone by name
from zoneinfo import ZoneInfo
from datetime import datetime
assert datetime(2026, 7, 1, tzinfo=ZoneInfo("Europe/Berlin")).utcoffset().total_seconds() == 7200
