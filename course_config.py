"""The instructor's decisions; nbgrader and coursekit read them, from the course folder."""

from pathlib import Path

c = get_config()  # noqa: F821  nbgrader puts it there

# Where the course is: this folder, wherever it was cloned.
ROOT = Path(__file__).resolve().parent
c.CourseDirectory.root = str(ROOT)
c.CourseDirectory.course_id = "convolutions"
c.CourseDirectory.db_url = f"sqlite:///{ROOT / 'gradebook.db'}"

# Where students fetch and hand in, if they do so on this machine; every account that takes part needs to be able to
# write there. It is no part of this folder, which no other account may read: `coursekit doctor` looks.
c.Exchange.root = "/srv/nbgrader/exchange"

# When something was handed in stands in timestamp.txt, and counts where the exchange, or the download that
# `nbgrader zip_collect` has read, says the same. True: each in submitted/ counts, since you see to them yourself.
c.CourseKit.trust_dates = False

# What late work costs: so many per cent of the points earned for each day that begins after the due date (days of grace
# cost nothing), and all of them after the days of the cut-off (None: never). So many minutes after the end of a day
# still belong to it. A day ends when the clocks of the time zone show the time of the due date again.
# Extensions stand in roster.csv (`coursekit extend`).
c.CourseKit.timezone = "UTC"
c.CourseKit.late_percent_a_day = 0.0
c.CourseKit.late_grace_days = 0
c.CourseKit.late_cut_off_days = None
c.CourseKit.late_tolerance_minutes = 0

# What is never handed out.
c.CourseDirectory.ignore = [
    *(".ipynb_checkpoints", "*.pyc", "__pycache__", ".pytest_cache", ".DS_Store"),
]

# True: terminal and report call students by pseudonyms, and Formgrader knows no names; docs/platforms.md says what
# this does not cover.
c.CourseKit.anonymous = False

# Grading remarks whose answers are more alike than the class explains; it changes no grade. Where students hand in what
# they wrote together: False. `coursekit alike` looks whenever it is asked.
c.CourseKit.alike = True

# `coursekit watch` grades what is handed in as it arrives: so many attempts of each student (0: all), with so many
# minutes between them, of which the "last" or the "best" counts. Before the due date it shows "all", or which checks
# were lost and for which "mistakes" but no points, or "nothing" of the hidden checks; after it, everything.
c.CourseKit.attempts = 0
c.CourseKit.attempt_minutes = 0.0
c.CourseKit.attempt_that_counts = "last"
c.CourseKit.shown_before_due = "all"

# Where `coursekit export --to canvas --upload` brings grades, and the number of the course there. The access token is
# no part of the course: it stands in the environment, as CANVAS_TOKEN.
# c.CourseKit.canvas_url = "https://canvas.example.org"
# c.CourseKit.canvas_course = 7

# Hidden inputs are drawn from this number. Change it each year, so that last year's numbers help nobody.
c.CourseKit.seed = 2026

# What the notebooks compute with: "torch", "numpy", "jax", "tensorflow" or, in notebooks 01 and 02 alone, "mxnet",
# for which another Python has to be named; docs/frameworks.md helps to choose. The kit's own Python runs them, unless
# another is named by its whole path. Each assignment may have its own framework, Python and limits, and share the
# source of another one. In JAX, call_seconds and memory_mb below are at least 30 and 2048.
c.CourseKit.framework = "torch"
# c.CourseKit.python = "/opt/jax/bin/python"
# c.CourseKit.assignments = {"convolutions_numpy": {"source": "convolutions", "framework": "numpy"}}

# Student code runs in a sandbox. Only where a machine offers none, and only for students you trust: False.
c.CourseKit.protected = True

# How long a cell, a call of a hidden test, and a whole notebook may compute and wait, in seconds (how busy the machine
# is does not count), how long what is interrupted then may take to stop, and how much processor time.
c.CourseKit.cell_seconds = 20
c.CourseKit.call_seconds = 10
c.CourseKit.notebook_seconds = 300
c.CourseKit.stop_seconds = 10
c.CourseKit.cell_cpu_seconds = 60
c.CourseKit.notebook_cpu_seconds = 600

# What a notebook may use besides: memory beyond what Python and torch take, processes and threads, open files, the
# size of one file, everything that it writes, and the outputs that are kept of it.
c.CourseKit.memory_mb = 1024
c.CourseKit.processes = 256
c.CourseKit.open_files = 256
c.CourseKit.file_mb = 64
c.CourseKit.disk_mb = 256
c.CourseKit.output_mb = 10
c.CourseKit.kept_files = 100
c.CourseKit.kept_mb = 50

# What reading, judging and showing one notebook may take of the process that grades.
c.CourseKit.grading_cpu_seconds = 120
c.CourseKit.grading_memory_mb = 1024

# How many processes grade a class; 0: one for each processor.
c.CourseKit.workers = 0

# Of cells and files that are for some frameworks alone, the assignment's own are kept. Nothing is released that
# `coursekit build` would not release, whichever button or command is used. The rest is nbgrader's own list.
c.GenerateAssignment.preprocessors = [
    "coursekit.nbgrader.Keep",
    "coursekit.nbgrader.Gate",
    "nbgrader.preprocessors.IncludeHeaderFooter",
    "nbgrader.preprocessors.InstantiateTests",
    "nbgrader.preprocessors.LockCells",
    "nbgrader.preprocessors.ClearSolutions",
    "nbgrader.preprocessors.ClearOutput",
    "nbgrader.preprocessors.CheckCellMetadata",
    "nbgrader.preprocessors.ComputeChecksums",
    "nbgrader.preprocessors.SaveCells",
    "nbgrader.preprocessors.ClearHiddenTests",
    "nbgrader.preprocessors.ClearMarkScheme",
    "nbgrader.preprocessors.ComputeChecksums",
    "nbgrader.preprocessors.CheckCellMetadata",
]

# Student code runs in the sandbox and the hidden tests outside it, where nbgrader would execute both in one kernel.
c.Autograde.exporter_class = "coursekit.nbgrader.SubmittedNotebook"
c.Autograde.autograde_preprocessors = [
    "coursekit.nbgrader.Grade",
    "nbgrader.preprocessors.IgnorePattern",
    "nbconvert.preprocessors.ClearMetadataPreprocessor",
    "nbgrader.preprocessors.LimitOutput",
    "nbgrader.preprocessors.SaveAutoGrades",
    "nbgrader.preprocessors.AssignLatePenalties",
    "nbgrader.preprocessors.CheckCellMetadata",
]

# What late work costs is decided above.
c.AssignLatePenalties.plugin_class = "coursekit.nbgrader.LateWork"

# Feedback is readable without a network.
c.GenerateFeedback.exporter_class = "coursekit.nbgrader.FeedbackPage"

# Feedback goes through the exchange to those who handed in through it; nbgrader would end at the first who did not.
c.ExchangeFactory.release_feedback = "coursekit.nbgrader.ReleaseFeedback"

# The exported table has texts that a spreadsheet could take for formulas marked as texts.
c.ExportApp.plugin_class = "coursekit.nbgrader.GradesTable"

# What students wrote is shown in Formgrader and in feedback, and never runs there.
c.HTMLExporter.preprocessors = ["coursekit.nbgrader.HarmlessPage"]
c.HTMLExporter.filters = {
    "markdown2html": "coursekit.nbgrader.markdown2html",
    "clean_html": "coursekit.nbgrader.clean_html",
}
