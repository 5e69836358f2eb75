"""What can go wrong: one tree of errors, each of which knows its line for the user and its exit code.

KitError
├── CourseError          the course has to be mended by its instructor
│   ├── SuiteError       … its hidden suite
│   ├── Unproven         … what its own solution does not get full marks from
│   ├── AnswerError      … its answer bank
│   └── GradebookError   … its gradebook
├── SandboxError         the machine offers no sandbox
├── Ungradable           a file that was handed in cannot be read
├── GradingEnded         grading a submission took more than it may, or ended the process that graded it
├── Stopped              somebody pressed Ctrl-C
├── StudentError         student code did something that costs its points
│   ├── LimitExceeded    … used more than it may
│   └── NotDefined       … does not define what is asked for
└── ProcessError         a student's process did not come to an answer
    ├── Died             … it has ended
    └── TimedOut         … it took longer than it may
"""

from __future__ import annotations


class KitError(Exception):
    """What the kit tells in one line: what is wrong, where, and what to do next."""

    exit_code = 1
    details: tuple[str, ...] = ()  # lines to be read before the one that counts

    @property
    def line(self) -> str:
        """Return the line that the user reads."""
        return " ".join(str(self).split())


class CourseError(KitError):
    """Something that the instructor has to mend."""


class SuiteError(CourseError):
    """A hidden suite that cannot be used."""


class Unproven(CourseError):
    """What would grade a class does not give the instructor's own solution full marks; `details` say what it loses."""

    def __init__(self, text: str, details: tuple[str, ...] = ()):
        super().__init__(text, details)
        self.text, self.details = text, details

    @property
    def line(self) -> str:
        """Return the line that is read after the details."""
        return " ".join(self.text.split())

    def __str__(self) -> str:
        return "\n".join([self.text, *self.details])  # for logs


class AnswerError(CourseError):
    """An answer in the bank whose header cannot be understood."""


class GradebookError(CourseError):
    """The gradebook cannot be read or written."""


class SandboxError(KitError):
    """The sandbox cannot be had on this machine."""


class Ungradable(KitError):
    """A file that was handed in and cannot be read as a notebook; the text says why."""


class GradingEnded(KitError):
    """Grading one notebook took more than it may, or ended its process; the text says which, after "it"."""


class Stopped(KitError):
    """A run that was stopped from the keyboard."""

    exit_code = 130


class StudentError(KitError):
    """What went wrong in the student's process, in words that the student reads after "your code" or "it".

    `name` is that of the exception's class, `where` the number and the text of the line that raised it.
    """

    name = ""
    where: tuple[int, str] | None = None

    def __str__(self) -> str:
        # One that is a KeyError as well would put quotation marks around its words.
        return Exception.__str__(self)


class LimitExceeded(StudentError):
    """The student's code used more than it may."""


class NotDefined(StudentError):
    """The student's notebook has no such name."""


class ProcessError(KitError):
    """What a student's process did instead of giving an answer; the text says what, after "it"."""


class Died(ProcessError):
    """The process ended by itself, or by a limit."""


class TimedOut(ProcessError):
    """A request took more than its `seconds`. `alive` tells whether the process took the interruption.

    `by_the_clock` tells whether it has computed for less than these seconds: then it has waited, or others were let
    before it. `elapsed` are the seconds that went by for everybody, of which a process that computes in several places
    needs fewer.
    """

    def __init__(
        self, seconds: float, alive: bool, *, by_the_clock: bool = True, elapsed: float = float("inf")
    ):
        super().__init__(seconds, alive)
        self.seconds, self.alive = seconds, alive
        self.by_the_clock, self.elapsed = by_the_clock, elapsed

    def __str__(self) -> str:
        if self.elapsed < 0.9 * self.seconds:  # and not for the sake of rounding
            return f"used more than {self.seconds:g} s of processor time"
        return f"took longer than {self.seconds:g} s"
