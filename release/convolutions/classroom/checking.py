"""The public checks: what one collects while it looks at an answer, and the state that it ends with."""

import inspect
import re
import sys
from dataclasses import dataclass, field
from functools import wraps
from types import FunctionType

import numpy as np
from IPython.display import display

from .box import box, brief
from .checks import find
from .frameworks import fw
from .pictures import FormError, as_array, same
from .waiting import place

UNFINISHED = (NotImplementedError, NameError)
# By which some errors begin: the node of a graph, that nobody has drawn, or a place in the library's own code.
OF_A_PLACE = re.compile(r"^\{\{.*?\}\} |^Traceback .*\n( .*\n)+\w+: (Check.*?: (.*?: (?=[A-Za-z]))?)?")
NOTHING = "the result is None; is a `return` missing?"
NOT_FINITE = "some numbers of the result are not finite: nan or inf"
UNKNOWN = object()  # what a call has come to that could not be made
WORDS = {
    "not started": "not started yet: the cell above still waits for your code.",
    "in progress": "in progress: a part of the cell above still waits for your code.",
    "keep working": "keep working.",
    "almost": "almost there: the values are right, and something beside them is missing.",
    "form": "the form is right; whether the answers are, is not checked here.",
    "correct": "correct, as far as this check can see. Hidden checks look closer.",
}
TOLD = ("in progress", "keep working", "almost")  # where each check is told of


@dataclass
class Outcome:
    """What became of one property: whether it holds, and if not, why.

    `given` are the inputs by name, `expected` and `seen` what was compared, and `problem` is the exception that came up.
    """

    title: str
    ok: bool
    why: str = ""
    slip: bool = False
    given: dict = field(default_factory=dict)
    expected: object = None
    seen: object = None
    problem: Exception | None = None


class Check:
    """Collects the outcomes of one public check; `form` is true where only the form of the answer is looked at."""

    def __init__(self, name, own):
        self.name = name
        self.own = own
        self.form = False
        self.started = True
        self.finished = True
        self.outcomes = []
        self.has_values = self.values_are_right = False
        self.came_back = False  # whether a call that was compared has ended without an error
        self.inputs_stay = True  # in all calls that were compared so far

    def that(self, title, test, hint="", of_value=True):
        """Look at one property: `test` is a function without arguments that returns True or False.

        `hint` is what to tell the student when the answer is False, or a function that returns it; if the property is
        one `of_value`s, a result without numbers is told in its place.
        """
        ok, problem = self._try(test)
        if problem is not None:
            self.outcomes.append(Outcome(title, False, self._told(problem), problem=problem))
        elif ok is not UNKNOWN:
            said = "" if ok else (of_value and _without_numbers(self.own.result)) or hint
            self.outcomes.append(Outcome(title, bool(ok), said() if callable(said) else said))

    def equal(self, title, answer, expected, given=(), slips=None):
        """Compare what `answer(*given)` returns with `expected`, both by shape and by value.

        `slips` maps the name of a usual slip to the result that the slip would give.
        """
        self._looks_at_values()
        outcome = Outcome(title, True, given=_named(answer, given), expected=expected)
        copies = [fw.copy(value) if fw.is_tensor(value) else value for value in given]  # others are asked with them, too
        outcome.seen, outcome.problem = self._try(lambda: answer(*copies))
        result = self.own.result
        self.came_back = self.came_back or outcome.problem is None and outcome.seen is not UNKNOWN
        tensors = [(value, copy) for value, copy in zip(given, copies) if value is not copy]
        self.inputs_stay = self.inputs_stay and all(same(value, copy) for value, copy in tensors)
        if outcome.problem is None and outcome.seen is not UNKNOWN:
            outcome.ok, outcome.problem = self._try(lambda: same(outcome.seen, expected))
            self.own.result = result
        if outcome.problem is not None:
            outcome.ok, outcome.why = False, self._told(outcome.problem)
        elif outcome.seen is not UNKNOWN and not outcome.ok:
            outcome.slip, outcome.why = _difference(outcome.seen, expected, slips or {})
            if result is None:
                outcome.slip, outcome.why = True, NOTHING
        if outcome.seen is not UNKNOWN or outcome.problem is not None:
            self.values_are_right = self.values_are_right and outcome.ok
            self.outcomes.append(outcome)

    def holds(self, title, test, hint=""):
        """Look, as `that` does, at a property without which the value itself is wrong."""
        self._looks_at_values()
        failed = len(self.failed)
        self.that(title, test, hint)
        self.values_are_right = self.values_are_right and len(self.failed) == failed

    def once_right(self, title, test, hint=""):
        """Look, as `that` does, at a property of values that are right; where they are not, it would tell nothing true."""
        if self.values_are_right:
            self.that(title, test, hint)

    def inputs_left(self, title, hint):
        """Look at whether the inputs of all calls so far are as they were; where each has ended in an error, at nothing."""
        if self.came_back or not self.inputs_stay:
            self.that(title, lambda: self.inputs_stay, hint, of_value=False)

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

        self.that(title, test, f"expected a {kind.__name__}, and nothing was raised", of_value=False)

    def _looks_at_values(self):
        if not self.has_values:
            self.has_values = self.values_are_right = True

    def _try(self, test):
        """Return what `test()` returns, or UNKNOWN, and the exception that it raised, or None."""
        if not self.started:
            return UNKNOWN, None
        self.own.result = UNKNOWN
        try:
            return test(), None
        except NotImplementedError as problem:  # of a class, some methods may be written and others not
            if problem.args:  # a stub says nothing; what does is a library's, of what it cannot do
                return UNKNOWN, problem
            self.started = bool(self.outcomes)
            self.finished = self.values_are_right = False
            return UNKNOWN, None
        except Exception as problem:
            if isinstance(problem, NameError) and problem.name == self.name:  # its cell has not been run
                self.started = False
            return UNKNOWN, problem

    def _told(self, problem):
        """Return an exception in one line; one that comes of what the notebook's function has returned, as that."""
        result = self.own.result
        if result is UNKNOWN or isinstance(problem, NameError) or place(problem)[1]:
            return told(problem)
        what = str(problem) if isinstance(problem, FormError) else _in_a_line(result)
        return _without_numbers(result) or f"the result is not of the form that is asked for: {what}"

    @property
    def failed(self):
        """What does not hold yet."""
        return [outcome for outcome in self.outcomes if not outcome.ok]

    @property
    def state(self):
        """Return 'not started', 'in progress', 'keep working', 'almost', 'form' or 'correct'."""
        if not self.started:
            return "not started"
        if not self.finished:
            return "in progress"
        if not self.failed:
            return "form" if self.form else "correct"
        return "almost" if self.has_values and self.values_are_right else "keep working"

    def text(self):
        """Return what was found in plain words."""
        lines = [f"{self.name}: {WORDS[self.state]}"]
        if self.state in TOLD:
            lines += [f"  [ok] {outcome.title}" for outcome in self.outcomes if outcome.ok]
            lines += [f"  [--] {outcome.title}" + f": {outcome.why}" * bool(outcome.why) for outcome in self.failed]
        return "\n".join(lines)


class Own:
    """What a notebook defines, as attributes; whatever it does not define is a NameError, as in the notebook itself."""

    def __init__(self, names):
        self._names = names
        self.result = UNKNOWN  # what a function of the notebook returned last

    def __getattr__(self, name):
        if name not in self._names:
            raise NameError(f"name {name!r} is not defined", name=name)
        value = self._names[name]
        if not isinstance(value, FunctionType):
            return value

        @wraps(value)
        def noted(*arguments, **options):
            self.result = UNKNOWN
            self.result = value(*arguments, **options)
            return self.result

        return noted


def check(name):
    """Run the public check of exercise `name` on this notebook, show what it found, and stop nothing after it."""
    result = run(name, sys._getframe(1).f_globals)
    told_of = result.outcomes if result.state in TOLD else []
    page = box(result.state, f"{name}: {WORDS[result.state]}", told_of)
    display({"text/html": page, "text/plain": result.text()}, raw=True)


def run(name, names):
    """Return what the public check of exercise `name` finds in a notebook that defines these `names`."""
    own = Own(names)
    result = Check(name, own)
    try:
        with np.errstate(all="ignore"):  # of numbers that are not finite, a warning would show where this file lies
            find(name)(result, own)
    except UNFINISHED:
        result.started = False
    except Exception as problem:
        result.outcomes.append(Outcome("the check could run", False, told(problem), problem=problem))
    return result


def told(problem):
    """Return an exception in one line."""
    text = OF_A_PLACE.sub("", str(problem))
    return f"{type(problem).__name__}: {text.splitlines()[0] if text else ''}"


def _without_numbers(result):
    """Return in words that a result is None, or has numbers that are not finite; "" for all others."""
    if result is None:
        return NOTHING
    try:
        numbers = as_array(result)
        return "" if numbers.dtype.kind not in "fc" or np.isfinite(numbers).all() else NOT_FINITE
    except Exception:
        return ""


def _in_a_line(value):
    """Return a value in at most one short line, or its type where it cannot be written."""
    if callable(value):
        return "a function; are its parentheses missing?"
    if hasattr(value, "__next__"):
        return "a generator; list(…) makes a list of it"
    if isinstance(value, tuple) and any(np.ndim(part) for part in value):
        return "a tuple of " + " and ".join(type(part).__name__ for part in value[:4])
    try:
        return brief(value).splitlines()[0]
    except Exception:
        return f"a {type(value).__name__}"


def _named(answer, given):
    """Return the inputs by the names that `answer` has for them, arrays as they are now: they may be written into."""
    try:
        names = list(inspect.signature(answer).parameters)
    except (TypeError, ValueError):
        names = []
    if len(names) != len(given):
        names = [f"input {number}" for number in range(1, len(given) + 1)]
    kept = [fw.copy(value) if fw.is_tensor(value) else value for value in given]
    return dict(zip(names, kept))


def _difference(seen, expected, slips):
    """Return whether a result that is not right comes of one of the `slips`, and in words what is wrong with it."""
    slip = next((slip for slip, result in slips.items() if same(seen, result)), "")
    if slip:
        return True, f"it looks as if {slip}"
    wanted, got = as_array(expected), as_array(seen)
    if wanted.shape != got.shape or brief(wanted) != brief(got) or {wanted.dtype.kind, got.dtype.kind} - set("fiub"):
        return False, f"expected {brief(expected)}, got {_in_a_line(seen)}"
    places = [place for place in np.ndindex(wanted.shape) if not same(got[place], wanted[place])]
    return False, f"at index {list(places[0])}, expected {float(wanted[places[0]]):.8g}, got {float(got[places[0]]):.8g}"
