"""The public checks: what one collects, and the words that it ends with."""

import sys

import numpy as np

from .checks import find
from .pictures import as_array

UNFINISHED = (NotImplementedError, NameError)
UNKNOWN = object()  # what a call has come to that could not be made


class Check:
    """Collects the outcomes of one public check; `form` is true where only the form of the answer is looked at."""

    def __init__(self, name):
        self.name = name
        self.form = False
        self.started = True
        self.finished = True
        self.passed = []
        self.failed = []
        self.has_values = self.values_are_right = False

    def that(self, title, test, hint=""):
        """Look at one property: `test` is a function without arguments that returns True or False.

        `hint` is what to tell the student when the answer is False.
        """
        ok, problem = self._try(test)
        if problem is not None:
            self._note(title, problem)
        elif ok is not UNKNOWN:
            self._note(title, "" if ok else hint, ok)

    def equal(self, title, answer, expected, given=(), slips=None):
        """Compare what `answer(*given)` returns with `expected`, both by shape and by value.

        `slips` maps the name of a usual slip to the result that the slip would give.
        """
        if not self.has_values:
            self.has_values = self.values_are_right = True
        seen, problem = self._try(lambda: answer(*given))
        if problem is None and seen is not UNKNOWN:
            right, problem = self._try(lambda: _same(seen, expected))
        if problem is None and seen is None:
            problem = "the result is None; is a `return` missing?"
        if problem is not None:
            self.values_are_right = False
            self._note(title, problem)
        elif seen is not UNKNOWN and right:
            self._note(title, "", True)
        elif seen is not UNKNOWN:
            self.values_are_right = False
            slip = next((slip for slip, result in (slips or {}).items() if _same(seen, result)), "")
            plain = f"expected {_brief(expected)}, got {_brief(seen)}"
            self._note(title, f"it looks as if {slip}" if slip else plain)

    def holds(self, title, test, hint=""):
        """Look, as `that` does, at a property without which the value itself is wrong."""
        if not self.has_values:
            self.has_values = self.values_are_right = True
        failed = len(self.failed)
        self.that(title, test, hint)
        self.values_are_right = self.values_are_right and len(self.failed) == failed

    def raises(self, title, kind, call):
        """Expect that `call()` raises an exception of class `kind`."""

        def test():
            try:
                call()
            except NotImplementedError:
                raise
            except kind:
                return True
            return False

        self.that(title, test, f"expected a {kind.__name__}, and nothing was raised")

    def _try(self, test):
        """Return what `test()` returns, or UNKNOWN, and what went wrong, or None."""
        if not self.started:
            return UNKNOWN, None
        try:
            return test(), None
        except NotImplementedError:  # of a class, some methods may be written and others not
            self.started = bool(self.passed or self.failed)
            self.finished = self.values_are_right = False
            return UNKNOWN, None
        except Exception as problem:
            if isinstance(problem, NameError) and problem.name == self.name:  # its cell has not been run
                self.started = False
            first_line = str(problem).splitlines()[0] if str(problem) else ""
            return UNKNOWN, f"{type(problem).__name__}: {first_line}"

    def _note(self, title, why, ok=False):
        (self.passed if ok else self.failed).append((title, why))

    def state(self):
        """Return 'not started', 'in progress', 'keep working', 'almost', 'form' or 'correct'."""
        if not self.started:
            return "not started"
        if not self.finished:
            return "in progress"
        if not self.failed:
            return "form" if self.form else "correct"
        return "almost" if self.has_values and self.values_are_right else "keep working"


WORDS = {
    "not started": "not started yet: the cell above still waits for your code.",
    "in progress": "in progress: a part of the cell above still waits for your code.",
    "keep working": "keep working.",
    "almost": "almost there: the values are right, and something beside them is missing.",
    "form": "the form is right; whether the answers are, is not checked here.",
    "correct": "correct, as far as this check can see. Hidden checks look closer.",
}


class Own:
    """What a notebook defines, as attributes; whatever it does not define is a NameError, as in the notebook itself."""

    def __init__(self, names):
        self._names = names

    def __getattr__(self, name):
        if name not in self._names:
            raise NameError(f"name {name!r} is not defined", name=name)
        return self._names[name]


def run(name, names):
    """Return what the public check of exercise `name` finds in a notebook that defines these `names`."""
    result = Check(name)
    try:
        find(name)(result, Own(names))
    except UNFINISHED:
        result.started = False
    except Exception as problem:
        result.failed.append(("the check could run", f"{type(problem).__name__}: {problem}"))
    return result


def check(name):
    """Run the public check of exercise `name` on this notebook, show what it found, and stop nothing after it."""
    result = run(name, sys._getframe(1).f_globals)
    state = result.state()
    print(f"{name}: {WORDS[state]}")
    if state in ("in progress", "keep working", "almost"):
        for title, _ in result.passed:
            print(f"  [ok] {title}")
        for title, why in result.failed:
            print(f"  [--] {title}" + (f": {why}" if why else ""))


def _same(seen, expected):
    """Return whether two results agree in shape and, within rounding, in value."""
    seen, expected = as_array(seen), as_array(expected)
    if seen.shape != expected.shape:
        return False
    if seen.dtype.kind in "fiub" and expected.dtype.kind in "fiub":
        return bool(np.allclose(seen, expected, rtol=1e-4, atol=1e-5))
    return bool((seen == expected).all())


def _brief(value):
    """Return `value` in at most one short line."""
    array = as_array(value)
    if array.dtype.kind in "fiub" and array.size <= 16:
        return str(np.round(array.astype(float), 4).tolist())
    if array.dtype.kind in "fiub":
        return f"an array of shape {array.shape}"
    return str(value)[:80]
