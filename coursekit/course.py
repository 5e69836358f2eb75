"""What ties the kit to nbgrader: settings, and the classes that its configuration names."""

from __future__ import annotations

import hashlib
import html
import logging
import os
import re
import shutil
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

import jinja2
import latex2mathml.converter
from nbconvert.exporters import HTMLExporter, NotebookExporter
from nbconvert.preprocessors import Preprocessor
from nbformat import NotebookNode
from nbformat.v4 import new_markdown_cell, new_output
from nbgrader.apps import NbGrader
from nbgrader.apps.api import NbGraderAPI
from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import Execute, NbGraderPreprocessor
from traitlets import Bool, Float, Int, Unicode
from traitlets.config import Configurable, LoggingConfigurable

from . import execute
from . import notebook as nb
from .grading import Grader, Limits, NotebookResult
from .harmless import harmless_notebook, harmless_outputs, harmless_page, plain_name
from .sandbox import Sandbox, shared_sandbox
from .student import CellRun
from .submission import read_submission

TEMPLATES = jinja2.Environment(
    loader=jinja2.PackageLoader("coursekit"), autoescape=True, undefined=jinja2.StrictUndefined
)


class CourseKit(Configurable):
    """The settings of the kit, for course_config.py."""

    protected = Bool(True, help="Run student code in a sandbox. Only for machines without one: False.").tag(
        config=True
    )
    seed = Int(0, help="Hidden inputs are drawn from it; change it from year to year.").tag(config=True)
    suites = Unicode("tests/hidden", help="Where the hidden suites are.").tag(config=True)
    answers = Unicode("tests/answers", help="Where the answer bank is.").tag(config=True)
    cell_seconds = Float(20, help="How long one cell may run.").tag(config=True)
    call_seconds = Float(10, help="How long one call of a hidden test may run.").tag(config=True)
    notebook_seconds = Float(300, help="How long one notebook may take in all.").tag(config=True)
    cell_cpu_seconds = Float(60, help="How much processor time one cell or call may take.").tag(config=True)
    notebook_cpu_seconds = Float(600, help="How much processor time one notebook may take.").tag(config=True)
    memory_mb = Int(1024, help="Memory for one notebook, beside what Python and torch take.").tag(config=True)
    processes = Int(128, help="How many processes and threads one notebook may have.").tag(config=True)
    open_files = Int(256, help="How many files one process may have open.").tag(config=True)
    file_mb = Int(64, help="How large a file may become that a notebook writes.").tag(config=True)
    disk_mb = Int(256, help="How much a notebook may write in all.").tag(config=True)
    output_mb = Int(10, help="How much of a notebook's outputs is kept.").tag(config=True)
    workers = Int(0, help="How many processes grade; 0: one for each processor.").tag(config=True)

    @property
    def limits(self) -> Limits:
        """Return the limits for one notebook."""
        return Limits(**{name: getattr(self, name) for name in Limits.__dataclass_fields__})


class CourseError(Exception):
    """Something that the instructor has to mend; the text says what, where, and what to do next."""


class Course:
    """The folders of one course, and its graders; obtained with `Course.of`."""

    def __init__(self, directory: CourseDirectory, settings: CourseKit):
        self.directory, self.settings = directory, settings
        self.root = Path(directory.root)

    @classmethod
    def open(cls, root: Path) -> tuple[Course, NbGraderAPI]:
        """Return the course whose nbgrader_config.py is in `root`, and nbgrader's commands on it."""
        if not (root / "nbgrader_config.py").exists():
            raise CourseError(
                f"there is no course here: {root} has no nbgrader_config.py; go to the course's folder"
            )
        os.chdir(root)
        os.environ["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
        app = NbGrader(log_level=logging.WARNING)
        app.initialize([])
        directory = CourseDirectory(parent=app)
        return cls(directory, CourseKit(parent=app)), NbGraderAPI(coursedir=directory, parent=app)

    @classmethod
    def of(cls, owner: LoggingConfigurable) -> Course:
        """Return the course that the configuration of `owner` describes."""
        return cls(CourseDirectory(parent=owner), CourseKit(parent=owner))

    def folder(self, step: str, assignment: str, student: str = ".") -> Path:
        """Return nbgrader's folder of a step: source, release, submitted, autograded or feedback."""
        name: str = getattr(self.directory, f"{step}_directory")
        return Path(os.path.normpath(str(self.directory.format_path(name, student, assignment))))

    def sources(self, assignment: str) -> list[Path]:
        """Return the instructor's notebooks; CourseError where there are none."""
        folder = self.folder("source", assignment)
        paths = sorted(folder.glob("*.ipynb"))
        if not paths:
            raise CourseError(f"{assignment}: there are no notebooks in {folder.relative_to(self.root)}")
        return paths

    def suite(self, assignment: str, notebook: str) -> Path:
        """Return the path of a notebook's hidden suite, whether or not it is there."""
        return Path(self.root, self.settings.suites, assignment, f"test_{notebook}.py")

    def release_command(self, assignment: str) -> str:
        """Return what to type to release an assignment."""
        sources = list(self.folder("source", assignment).glob("*.ipynb"))
        in_cells = sources and not any(self.suite(assignment, path.stem).exists() for path in sources)
        return f"{'nbgrader generate_assignment' if in_cells else 'coursekit build'} {assignment}"

    def students(self, assignment: str) -> list[str]:
        """Return everybody who has handed in something, readable or not, sorted."""
        submitted = self.root / self.directory.submitted_directory
        folders = sorted(submitted.iterdir()) if submitted.is_dir() else []
        return [folder.name for folder in folders if os.path.lexists(folder / assignment)]

    def sandbox(self) -> Sandbox:
        """Return the sandbox of this process."""
        return shared_sandbox(bool(self.settings.protected))

    def grader(self, assignment: str, notebook: str) -> Grader:
        """Return the grader of a notebook, made anew when its suite or release has changed."""
        path = self.folder("release", assignment) / f"{notebook}.ipynb"
        if not path.exists():
            raise CourseError(
                f"{assignment}: {path.name} is not released; run `{self.release_command(assignment)}`"
            )
        suite = self.suite(assignment, notebook)
        files = [path, *sorted(suite.parent.glob("*.py"))]
        digest = hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()
        key = f"{path} {digest} {self.settings.seed} {self.settings.limits}"
        if key not in _graders:
            limits = self.settings.limits
            _graders[key] = Grader(path, suite, self.sandbox(), seed=self.settings.seed, limits=limits)
        return _graders[key]


_graders: dict[str, Grader] = {}


# --- what nbgrader's configuration names ------------------------------------------------------


class SubmittedNotebook(NotebookExporter):
    """Reads what students hand in, and makes it harmless to whoever looks at it.

    A file that cannot be read becomes an empty notebook that says why.
    """

    def from_filename(self, filename: str, resources: Any = None, **kw: Any) -> Any:
        """Return the notebook at `filename` after this exporter's preprocessors, as nbconvert does."""
        place = resources["nbgrader"]
        course = Course.of(self)
        released = course.folder("release", place["assignment"]) / f"{place['notebook']}.ipynb"
        if not released.exists():
            return super().from_filename(filename, resources=resources, **kw)
        autograded = course.folder("autograded", place["assignment"], place["student"])
        if Path(filename).parent == autograded:  # what this class has written for nbgrader's second pass
            notebook = nb.read(Path(filename))
        else:
            remove_followed_links(course, place["assignment"], place["student"])
            notebook = self._handed_in(course, place, nb.read(released))
        resources["metadata"] = {"name": place["notebook"], "path": str(Path(filename).parent)}
        return self.from_notebook_node(notebook, resources=resources, **kw)

    def _handed_in(self, course: Course, place: dict[str, str], release: NotebookNode) -> NotebookNode:
        folder = course.folder("submitted", place["assignment"], place["student"])
        try:
            return handed_in(read_submission(folder).read(f"{place['notebook']}.ipynb"), release)
        except nb.Ungradable as error:
            self.log.error("%s of %s: %s", place["notebook"], place["student"], error)
            return ungradable_notebook(release, str(error))


RAISED = re.compile(r"^ +(?:\w+\.)*(\w*(?:Error|Exception)\b.*)$", re.MULTILINE)


def failure(result: dict[str, Any]) -> str:
    """Return in one line why a command of nbgrader has failed: the exception in its log, or the log's last line."""
    text = str(result.get("error") or "") + "\n" + str(result.get("log") or "")
    raised = RAISED.findall(text)
    return str((raised or text.strip().splitlines() or ["nbgrader failed"])[-1])


def handed_in(data: bytes, release: NotebookNode) -> NotebookNode:
    """Return the notebook in `data` as it is graded and shown: mended, and harmless to whoever looks at it.

    Ungradable, with the reason, where there is none in `data`.
    """
    notebook = nb.mend(nb.parse(data), release)
    harmless_notebook(notebook, release)
    return notebook


def ungradable_notebook(release: NotebookNode, reason: str) -> NotebookNode:
    """Return the released notebook with a cell on top that says why what was handed in is not there."""
    notebook = nb.fill(release, {})
    notebook.metadata["coursekit"] = {"ungradable": plain_name(reason)}
    text = f"The notebook that was handed in could not be graded: {html.escape(plain_name(reason))}."
    notebook.cells.insert(0, new_markdown_cell(f"**{text}** Below is an empty one.", id="ungradable"))
    return notebook


def remove_followed_links(course: Course, assignment: str, student: str) -> None:
    """Remove from the autograded folder what nbgrader copied there by following a student's links."""
    folder, copies = (course.folder(step, assignment, student) for step in ("submitted", "autograded"))
    try:
        submission = read_submission(folder)
    except nb.Ungradable:
        shutil.rmtree(copies, ignore_errors=True)
        return
    for name in submission.refused:
        if not (course.folder("source", assignment) / name).exists() and (copies / name).is_file():
            (copies / name).unlink()


class RunCells(Execute):
    """Stands in for nbgrader's Execute where checks stand in cells: runs all of them in the sandbox.

    How long a cell may run is set as for Execute, for instance by `c.Execute.timeout`.
    """

    def preprocess(self, notebook: NotebookNode, resources: Any, km: Any = None) -> tuple[NotebookNode, Any]:
        """Leave in each code cell its outputs; CourseError where the notebook is not in Python."""
        course = Course.of(self)
        if not execute.is_python(notebook.metadata):
            if course.settings.protected:
                raise CourseError(not_python(resources["nbgrader"]["notebook"], notebook.metadata))
            notebook, resources = super().preprocess(notebook, resources, km)
            for cell in notebook.cells:
                if cell.cell_type == "code":
                    cell.outputs = harmless_outputs(cell.outputs)
            return notebook, resources
        cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
        for cell in cells:
            cell.outputs, cell.execution_count = [], None
        reason = nb.ungradable_because(notebook)
        if reason:
            for cell in cells:
                cell.outputs = [execute.failure("NotRun", f"was not run: {reason}")]
            return notebook, resources
        run = [cell for cell in cells if cell.source.strip() and not self._skipped(cell)]
        execution = execute.Execution(
            course.sandbox(),
            [execute.TimedCell(cell.source, self._seconds(cell, course)) for cell in run],
            execute.folder_files(Path(resources["metadata"]["path"])),
            {"NBGRADER_EXECUTION": os.environ.get("NBGRADER_EXECUTION", "autograde")},
            course.settings.limits,
        )
        for count, (cell, outputs) in enumerate(zip(run, execution.run(), strict=True), 1):
            cell.outputs = harmless_outputs([_without_paths(output) for output in outputs])
            cell.execution_count = count
            for output in cell.outputs:
                if output.output_type == "execute_result":
                    output.execution_count = count
        return notebook, resources

    def _skipped(self, cell: NotebookNode) -> bool:
        return self.skip_cells_with_tag in cell.metadata.get("tags", [])

    def _seconds(self, cell: NotebookNode, course: Course) -> float:
        seconds = self.timeout_func(cell) if self.timeout_func else self.timeout
        return float(seconds) if seconds and seconds > 0 else course.settings.notebook_seconds


def not_python(name: str, metadata: Any) -> str:
    """Return why a notebook cannot be graded that is not in Python, and what to do."""
    return (
        f"{name}: the notebook is in {execute.language(metadata)}, and the sandbox runs Python only; to run it "
        "WITHOUT protection against harmful code, set c.CourseKit.protected = False in nbgrader_config.py"
    )


class Grade(NbGraderPreprocessor):
    """Stands in for nbgrader's Execute: runs the cells in the sandbox, and the hidden suite outside it.

    In a notebook without a suite, the check cells are run like the others.
    """

    def preprocess(self, notebook: NotebookNode, resources: Any) -> tuple[NotebookNode, Any]:
        """Leave in each code cell its outputs, and in each check cell the score and a table."""
        place = resources["nbgrader"]
        course = Course.of(self)
        if not course.suite(place["assignment"], place["notebook"]).exists():
            executed: tuple[NotebookNode, Any] = RunCells(parent=self.parent).preprocess(notebook, resources)
            return executed
        grader = course.grader(place["assignment"], place["notebook"])
        reason = nb.ungradable_because(notebook)
        if reason:
            result = grader.ungradable(reason)
        else:
            released = course.folder("release", place["assignment"]).glob("*.ipynb")
            submitted = read_submission(course.folder("submitted", place["assignment"], place["student"]))
            others = submitted.notebooks({path.name for path in released})
            result = grader.grade(notebook, others, mended=True)
        write_outputs(notebook, result, grader.judged, protected=course.settings.protected)
        return notebook, resources


def write_outputs(
    notebook: NotebookNode, result: NotebookResult, judged: set[str], *, protected: bool
) -> None:
    """Write the outputs of a graded notebook's cells into it, and the scores where nbgrader looks for them."""
    for index, cell in enumerate(notebook.cells):
        if cell.cell_type != "code":
            continue
        name = nb.grade_id(cell) or ""
        exercise = name.removeprefix(nb.CHECK)
        if nb.mark(cell).get("grade") and exercise in judged:
            tests = result.exercise(exercise)
            cell.outputs = [_score(exercise, tests, protected)]
            cell.metadata["coursekit"] = [_without_paths(asdict(test)) for test in tests]
            cell.execution_count = None
        else:
            key = name if nb.mark(cell).get("solution") else f"cell {index}"
            run = result.runs.get(key, CellRun([]))
            cell.outputs = harmless_outputs([_without_paths(output) for output in run.outputs])


def _score(exercise: str, tests: list[Any], protected: bool) -> NotebookNode:
    earned, points = sum(test.earned for test in tests), sum(test.points for test in tests)
    table = TEMPLATES.get_template("checks.html.j2").render(
        exercise=exercise, tests=tests, earned=earned, points=points, protected=protected
    )
    data = {"text/plain": f"{earned:g}", "text/html": _without_paths(table)}
    return new_output("execute_result", data=data, execution_count=None)


def _without_paths(value: Any) -> Any:
    """Return `value` with the folders of this machine's Python left out of every text."""
    if isinstance(value, str):
        return PYTHON_FOLDER.sub("", value[::-1])[::-1]
    if isinstance(value, dict):
        return {key: _without_paths(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_without_paths(item) for item in value]
    return value


# Written backwards: so it begins with its rarest part, and a long path that is none takes no time.
PYTHON_FOLDER = re.compile(r"(?:/segakcap-etis)?/\d+\.3nohtyp/bil(?:/[\w.+-]+)+/")

# Code first, which holds no formulas; then formulas as Jupyter reads them: `$$…$$` over any lines, `$…$` without a
# space inside its signs.
CODE_OR_FORMULA = re.compile(
    r"(?<!`)(?P<run>`+)(?!`).*?(?<!`)(?P=run)(?!`)"
    r"|(?<![\\$])(?:\$\$(?P<block>(?:[^$\\]|\\.)+)\$\$|\$(?!\s)(?P<inline>(?:[^$\\]|\\.)+?)(?<!\s)\$(?!\$))",
    re.DOTALL,
)
SCRIPT_FROM_OUTSIDE = re.compile(r'<script[^>]*\ssrc="(?:https?:)?//[^"]*"[^>]*>\s*</script>')


class HarmlessPage(Preprocessor):
    """Makes harmless what Formgrader shows, whichever version of the kit graded it."""

    enabled = Bool(True, help="Whether pages are made harmless.").tag(config=True)

    def preprocess(self, notebook: NotebookNode, resources: Any) -> tuple[NotebookNode, Any]:
        """Return the notebook without what could run in the instructor's browser."""
        harmless_page(notebook, resources)
        return notebook, resources


class FeedbackPage(HTMLExporter):
    """Feedback that is read offline: formulas as MathML, no script from outside, nothing that runs."""

    def from_notebook_node(self, notebook: NotebookNode, resources: Any = None, **kw: Any) -> Any:
        """Return the page for `notebook`, as nbconvert does."""
        for cell in notebook.cells:
            if cell.cell_type == "markdown":
                cell.source = with_mathml(cell.source)
            for output in cell.get("outputs", []):
                data = output.get("data", {})
                if isinstance(data.get("text/markdown"), str):
                    data["text/markdown"] = with_mathml(data["text/markdown"])
                formula = data.get("text/latex")
                if isinstance(formula, str) and "<math" in (page := with_mathml(formula)):
                    data.setdefault("text/html", page)
        harmless_page(notebook, {})
        page, resources = super().from_notebook_node(notebook, resources=resources, **kw)
        return SCRIPT_FROM_OUTSIDE.sub("", page), resources


def with_mathml(text: str) -> str:
    """Return Markdown with its formulas, `$…$` and `$$…$$`, as MathML; what is no formula stays."""

    def formula(match: re.Match[str]) -> str:
        if match["run"]:
            return match[0]
        display = "block" if match["block"] else "inline"
        try:
            text = (match["block"] or match["inline"]).strip()
            return str(latex2mathml.converter.convert(text, display=display))
        except Exception:
            return match[0]

    return CODE_OR_FORMULA.sub(formula, text)
