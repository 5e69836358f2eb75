"""What an instructor sees while a class is graded, and the log that stays."""

from __future__ import annotations

import logging
from pathlib import Path

from rich.console import Console
from rich.markup import escape
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    Task,
    TextColumn,
    TimeRemainingColumn,
)
from rich.text import Text

from ..teaching.hooks import LOG
from ..teaching.outcome import Outcome

LONGEST = 50  # characters of names beside the bar


class Rate(ProgressColumn):
    """Submissions in a minute."""

    def render(self, task: Task) -> Text:
        """Return the rate, once there is one."""
        return Text(f"{task.speed * 60:.0f}/min" if task.speed else "")


class Display:
    """A progress bar on a terminal, nothing elsewhere, and a line for each submission in the file `log`."""

    begins, ends = "%d submissions to grade", "%d submissions graded, %d of them not"

    def __init__(self, log: Path, total: int, console: Console):
        log.parent.mkdir(parents=True, exist_ok=True)
        self._handler = logging.FileHandler(log, encoding="utf-8")
        self._handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
        self._log = logging.getLogger(LOG)
        self._log.setLevel(logging.INFO)
        self._log.propagate = False
        columns = (MofNCompleteColumn(), BarColumn(), Rate(), TimeRemainingColumn())
        self._progress = Progress(
            *columns,
            TextColumn("{task.fields[failed]}{task.description}"),
            console=console,
            disable=not console.is_terminal,
            transient=True,
        )
        self._task = self._progress.add_task("", total=total, failed="")
        self._total, self._done, self._failed = total, 0, 0

    def __enter__(self) -> Display:
        self._log.addHandler(self._handler)
        self._log.info(self.begins, self._total)
        self._progress.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: object) -> None:
        self._progress.stop()
        if kind is None:
            self._log.info(self.ends, self._done, self._failed)
        else:
            self._log.error("stopped after %d of %d: %s", self._done, self._total, error or kind.__name__)
        self._log.removeHandler(self._handler)
        self._handler.close()

    def running(self, names: list[str]) -> None:
        """Show who is being graded."""
        text = ", ".join(names)
        text = text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"
        self._progress.update(self._task, description=escape(text))

    def done(self, outcome: Outcome) -> None:
        """Count one submission."""
        self._count(outcome.failed, "not graded")
        if outcome.ungraded:
            self._log.warning("%s: not graded: %s", outcome.name, "; ".join(outcome.problems))
        else:
            problems = f" ({'; '.join(outcome.problems)})" if outcome.problems else ""
            self._log.info("%s: %g points%s", outcome.name, outcome.total, problems)

    def _count(self, failed: bool, words: str) -> None:
        self._done += 1
        self._failed += failed
        text = f"[red]{self._failed} {words}[/red] " if self._failed else ""
        self._progress.update(self._task, advance=1, failed=text)


class Pages(Display):
    """The same for pages of feedback, when all grades are there."""

    begins, ends = (
        "feedback of %d submissions to make",
        "feedback of %d submissions made, of %d of them not all",
    )

    def done(self, outcome: Outcome) -> None:
        """Count one submission."""
        self._count(outcome.given_up, "without all pages")
