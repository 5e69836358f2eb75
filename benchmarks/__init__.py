"""Compares `coursekit grade` with other graders and with the floor, on one machine and the same notebooks."""

from pathlib import Path

ASSIGNMENT = "bench"
FOLDER = Path(__file__).parent
ROOT = FOLDER.parent
COURSES = FOLDER / "course"
WHOLE = 0  # in the place of a number of notebooks: all those of the course in this repository
