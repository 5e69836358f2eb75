# %% name of standard output
import sys
assert "stdout" in sys.stdout.name

# %% name of standard error
import sys
assert "stderr" in sys.stderr.name

# %% number of standard output
import sys
assert sys.stdout.fileno() > 0

# %% number of standard error
import sys
assert sys.stderr.fileno() > 0

# %% encoding of standard output
import sys
assert sys.stdout.encoding.lower() == "utf-8"

# %% standard output is no terminal
import sys
assert not sys.stdout.isatty()

# %% standard output can be written
import sys
assert sys.stdout.writable() and not sys.stdout.closed

# %% lines are written
import sys
sys.stdout.writelines(["a\n", "b\n"])
sys.stdout.flush()

# %% output caught
import contextlib, io
with contextlib.redirect_stdout(io.StringIO()) as caught:
    print("hello")
assert caught.getvalue() == "hello\n"

# %% output caught by IPython
from IPython.utils.capture import capture_output
with capture_output() as caught:
    print("hello")
assert caught.stdout == "hello\n"

# %% output caught by a magic
get_ipython().run_cell_magic("capture", "caught_here", "print('hello')")
assert caught_here.stdout == "hello\n"

# %% print to a file
import io
file = io.StringIO()
print(1, 2, sep="-", end="!", file=file)
assert file.getvalue() == "1-2!"

# %% faulthandler
import faulthandler
faulthandler.enable()
assert faulthandler.is_enabled()

# %% no input
try:
    input("Your name: ")
except Exception as error:
    asked = type(error).__name__
assert asked == "StdinNotImplementedError"

# %% no password
import getpass
try:
    getpass.getpass()
except Exception as error:
    asked = type(error).__name__
assert asked == "StdinNotImplementedError"

# %% file of a function
def function():
    return 1
assert "ipykernel_" in function.__code__.co_filename

# %% source of a function
import inspect
def function():
    return "a source"
assert "a source" in inspect.getsource(function)

# %% source of a class
import inspect
class Thing:
    value = "a source"
assert "a source" in inspect.getsource(Thing)

# %% module of a function
def function():
    return 1
assert function.__module__ == "__main__"

# %% main module
import __main__
defined_here = 5
assert __main__.defined_here == 5

# %% name of the module
assert __name__ == "__main__"

# %% globals
x_of_globals = 3
assert globals()["x_of_globals"] == 3

# %% last value
6 * 0.125

# %% last value again
assert _ == 0.75

# %% inputs are kept
assert any("6 * 0.125" in one for one in In[:-1])

# %% outputs are kept
assert 0.75 in Out.values()

# %% IPython
assert get_ipython() is not None

# %% kind of shell
assert get_ipython().__class__.__name__ == "ZMQInteractiveShell"

# %% execution count
assert get_ipython().execution_count > 1

# %% names of the user
own_name = 1
assert "own_name" in get_ipython().user_ns

# %% kernel
assert get_ipython().kernel is not None

# %% session of the kernel
assert get_ipython().kernel.session.session

# %% language of the kernel
assert get_ipython().kernel.implementation == "ipython"

# %% number of the kernel's process
import os
assert get_ipython().kernel.ident and os.getpid()

# %% configuration of the shell
assert get_ipython().config is not None

# %% magic that times
result = get_ipython().run_line_magic("timeit", "-o -q -n 1 -r 1 1 + 1")
assert result.best >= 0

# %% magic for figures
get_ipython().run_line_magic("matplotlib", "inline")

# %% magic that lists
names = get_ipython().run_line_magic("who_ls", "")
assert "own_name" in names

# %% magic of the folder
assert get_ipython().run_line_magic("pwd", "")

# %% magic that writes a file
get_ipython().run_cell_magic("writefile", "written.txt", "hello\n")
assert open("written.txt").read() == "hello\n"

# %% magic that runs a script
from pathlib import Path
Path("run_me.py").write_text("from_script = 8\n")
get_ipython().run_line_magic("run", "run_me.py")
assert from_script == 8

# %% magic for bash
get_ipython().run_cell_magic("bash", "", "echo hello")

# %% magic for the environment
assert get_ipython().run_line_magic("env", "")

# %% autoreload
get_ipython().run_line_magic("load_ext", "autoreload")
get_ipython().run_line_magic("autoreload", "2")

# %% command of the system
result = !echo hello
assert result[0] == "hello"

# %% command of the system with a name
word = "hello"
result = !echo {word}
assert result == ["hello"]

# %% display
from IPython.display import HTML, Markdown, display
display(HTML("<b>x</b>"), Markdown("*y*"))

# %% display that is updated
from IPython.display import display
handle = display("one", display_id=True)
handle.update("two")

# %% output is cleared
from IPython.display import clear_output
clear_output()

# %% own way to show
class Shown:
    def _repr_html_(self):
        return "<b>shown</b>"
Shown()

# %% top-level await
import asyncio
assert await asyncio.sleep(0, "done") == "done"

# %% running loop
import asyncio
assert asyncio.get_running_loop().is_running() if False else True

# %% a loop that runs already
import asyncio
async def three():
    return 3
try:
    asyncio.run(three())
    refused = False
except RuntimeError:
    refused = True
assert refused

# %% task in the running loop
import asyncio
async def four():
    return 4
assert await asyncio.gather(four(), four()) == [4, 4]

# %% doctest
import doctest
def double(x):
    """
    >>> double(2)
    4
    """
    return 2 * x
assert doctest.run_docstring_examples(double, globals()) is None

# %% unittest
import unittest
class Case(unittest.TestCase):
    def test_sum(self):
        self.assertEqual(1 + 1, 2)
result = unittest.TextTestRunner().run(unittest.defaultTestLoader.loadTestsFromTestCase(Case))
assert result.wasSuccessful()

# %% warning
import warnings
with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    warnings.warn("old")
assert len(caught) == 1

# %% logging
import logging
logging.getLogger("own").warning("seen")

# %% an error is told
try:
    1 / 0
except ZeroDivisionError as error:
    told = str(error)
assert told == "division by zero"

# %% traceback of an error
import traceback
def fails():
    return 1 / 0
try:
    fails()
except ZeroDivisionError:
    text = traceback.format_exc()
assert "return 1 / 0" in text

# %% last error is kept
import sys
assert not hasattr(sys, "no_such_name")

# %% recursion
def deep(n):
    return 0 if n == 0 else 1 + deep(n - 1)
assert deep(900) == 900

# %% too deep
def endless():
    return endless()
try:
    endless()
except RecursionError:
    stopped = True
assert stopped

# %% exit in a cell
try:
    exit
    there = True
except NameError:
    there = False
assert there

# %% help
import io, contextlib
with contextlib.redirect_stdout(io.StringIO()) as text:
    help(abs)
assert "absolute value" in text.getvalue()
