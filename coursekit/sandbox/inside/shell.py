"""An IPython shell that keeps what cells print, show and raise, in the form a notebook stores it."""

from __future__ import annotations

import base64
import io
import os
import re
import subprocess
import sys
import zlib
from types import SimpleNamespace
from typing import Any

from IPython.core.compilerop import CachingCompiler
from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.interactiveshell import InteractiveShell
from traitlets.config import Config

MAX_TEXT = 100_000
SHORT = 1000
# Errors with no builtin class but Exception for a base, and the one that they are like.
KIN = {"OpError": "RuntimeError"}  # TensorFlow's
# By which some texts begin: a place in a graph of TensorFlow's, that nobody has drawn, or in MXNet's own code.
OF_A_PLACE = re.compile(r"^\{\{.*?\}\} |^(Trace.*\n( .*\n)+)?MXNetError: (Check.*?: (.*?: (?=[A-Za-z]))?)?")


class Outputs:
    """The outputs of the cell that runs now, streams merged and cut at MAX_TEXT characters."""

    def __init__(self) -> None:
        self.items: list[dict[str, Any]] = []
        self.room = MAX_TEXT

    def add(self, output: dict[str, Any]) -> None:
        """Append one output while there is room for it; a short first result always, which may be a score."""
        size = len(str(output))
        result = output["output_type"] == "execute_result" and not self._has("output_type", "execute_result")
        if size <= self.room * 20 or (result and size <= SHORT):
            self.items.append(output)
            self.room -= size // 20

    def stream(self, name: str, text: str) -> None:
        """Append `text` to the stream `name`; of the first to standard error, a part is kept in any case."""
        first = name == "stderr" and not self._has("name", "stderr")
        if not text or (self.room <= 0 and not first):
            return
        kept = text[: max(self.room, SHORT if first else 0)]
        self.room -= len(kept)
        if self.room <= 0:
            kept += "\n… the rest of the output was left out\n"
        last = self.items[-1] if self.items else {}
        if last.get("name") == name:
            last["text"] += kept
        else:
            self.items.append({"output_type": "stream", "name": name, "text": kept})

    def _has(self, key: str, value: str) -> bool:
        return any(item.get(key) == value for item in self.items)


class Stream(io.TextIOBase):
    """A text stream that writes into the outputs of a shell; of what a kernel's has, what notebooks ask for."""

    encoding = "UTF-8"

    def __init__(self, shell: Shell, name: str):
        self.shell, self.name = shell, name

    def fileno(self) -> int:
        """Return the descriptor that programs of this process write to, which faulthandler wants."""
        return {"stdout": 1, "stderr": 2}[self.name]

    def writable(self) -> bool:
        """Return True."""
        return True

    def write(self, text: str) -> int:
        """Keep `text` and return its length."""
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text).__name__}")
        self.shell.outputs.stream(self.name, text)
        return len(text)


def _plain(data: dict[str, Any]) -> dict[str, Any]:
    """Return a MIME bundle with bytes in base64, as notebooks store them."""
    return {
        kind: base64.b64encode(value).decode() if isinstance(value, bytes) else value
        for kind, value in data.items()
    }


class Publisher(DisplayPublisher):
    """Keeps what `display` shows."""

    def publish(self, data: Any, metadata: Any = None, **_: Any) -> None:
        """Keep one MIME bundle."""
        self.shell.outputs.add(
            {"output_type": "display_data", "data": _plain(data), "metadata": metadata or {}}
        )

    def clear_output(self, wait: bool = False) -> None:
        """Forget the outputs of this cell so far."""
        self.shell.outputs.items.clear()


class ResultHook(DisplayHook):
    """Keeps the value of a cell's last expression."""

    def write_output_prompt(self) -> None:
        """Print no prompt."""

    def write_format_data(self, format_dict: Any, md_dict: Any = None) -> None:
        """Keep one result."""
        self.shell.outputs.add(
            {
                "output_type": "execute_result",
                "data": _plain(format_dict),
                "metadata": md_dict or {},
                "execution_count": self.shell.execution_count,
            }
        )


class Compiler(CachingCompiler):
    """Compiles cells under names like those in a kernel, by which some libraries know what comes from a notebook."""

    def get_code_name(self, raw_code: str, transformed_code: str, number: int) -> str:
        """Return the name of a file that is nowhere."""
        return f"/tmp/ipykernel_{os.getpid()}/{zlib.crc32(raw_code.encode())}.py"


class Shell(InteractiveShell):
    """IPython as notebooks know it (magics, `!command`, top-level await, inline plots), without a kernel."""

    def __init__(self) -> None:
        self.outputs = Outputs()
        super().__init__(
            config=Config({"HistoryManager": {"enabled": False}, "HistoryAccessor": {"enabled": False}}),
            displayhook_class=ResultHook,
            display_pub_class=Publisher,
            compiler_class=Compiler,
        )
        self.system = self.run_command
        self.enable_matplotlib("inline")

    def enable_gui(self, gui: Any = None) -> None:
        """Accept any GUI and start none."""

    def run_command(self, command: str) -> None:
        """Run `!command`, without a terminal, of which there is none."""
        expanded = self.var_expand(command, depth=1)
        with subprocess.Popen(
            expanded,
            shell=True,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
        ) as process:
            try:
                assert process.stdout is not None
                for line in process.stdout:
                    sys.stdout.write(line)
            except BaseException:
                process.kill()
                raise
        self.user_ns["_exit_code"] = process.returncode

    def ask_exit(self) -> None:
        """Let `exit()` in a cell end nothing."""

    def _showtraceback(self, etype: Any, evalue: Any, stb: Any) -> None:
        self.outputs.add(
            {
                "output_type": "error",
                "ename": str(etype.__name__),
                "evalue": str(evalue),
                "traceback": [str(line) for line in stb],
            }
        )

    def run(self, source: str) -> dict[str, Any]:
        """Run one cell; return its outputs and, if it raised, the error with its line."""
        self.outputs = Outputs()
        sys.stdout, sys.stderr = Stream(self, "stdout"), Stream(self, "stderr")
        error: BaseException | None
        try:
            result = self.run_cell(source, store_history=True)
            error = result.error_before_exec or result.error_in_exec
        except BaseException as unusual:
            error = unusual
        return {"outputs": self.outputs.items, "error": None if error is None else describe(error)}


class ZMQInteractiveShell(Shell):
    """By this name, libraries know that they run in a notebook; `kernel` has the everyday attributes of one."""

    kernel = SimpleNamespace(
        implementation="ipython",
        banner="",
        ident="kernel",
        execution_count=0,
        session=SimpleNamespace(session="kernel"),
        do_shutdown=lambda restart=False: {"status": "ok", "restart": restart},
    )


def describe(error: BaseException) -> dict[str, Any]:
    """Return an exception as plain data: builtin base classes, name, first line of its text, and where."""
    bases = [base for base in type(error).__mro__ if base.__module__ == "builtins" or base.__name__ in KIN]
    kinds = [KIN.get(base.__name__, base.__name__) for base in bases]
    try:
        text = str(error)
    except BaseException:
        text = ""
    if isinstance(error, SyntaxError):
        text, line, code = str(error.msg), error.lineno, error.text
    else:
        line, code, own = _last_cell_line(error)
        is_stub = own and (not text or "raise" in (code or ""))
        if not is_stub and "NotImplementedError" in kinds:  # a library's, of what it cannot do
            kinds.remove("NotImplementedError")
    return {
        "kinds": [str(kind) for kind in kinds],
        "name": str(type(error).__name__),
        "text": OF_A_PLACE.sub("", text)[:500],
        "line": line,
        "code": (code or "").strip()[:200],
    }


def _last_cell_line(error: BaseException) -> tuple[int | None, str | None, bool]:
    """Return the last line of a cell on the way to an error, and whether nothing was called from there."""
    import linecache

    line, code, own = None, None, True
    trace = error.__traceback__
    while trace is not None:
        name = trace.tb_frame.f_code.co_filename
        in_cell = "ipython-input" in name or "ipykernel_" in name
        own = in_cell or line is None
        if in_cell:
            line = trace.tb_lineno
            code = linecache.getline(name, line)
        trace = trace.tb_next
    return line, code, own
