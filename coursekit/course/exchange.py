"""Feedback through nbgrader's exchange, for a class of which some have handed in another way."""

from __future__ import annotations

import re
from pathlib import Path

from nbgrader.exchange.default import ExchangeReleaseFeedback

# By what nbgrader submits with a notebook it names the page in the exchange, so that nobody else finds it.
NEEDED = ("timestamp.txt", "submission_secret.txt")


class ReleaseFeedback(ExchangeReleaseFeedback):
    """Leaves out who did not hand in through the exchange, and could not fetch anything: nbgrader would end there."""

    def copy_files(self) -> None:
        """Bring pages into the exchange, and say who gets none there."""
        before = self.coursedir.student_id_exclude
        lacking = self._lacking()
        for student in lacking:
            self.log.warning("%s did not hand in through the exchange, and gets no feedback there", student)
        self.coursedir.student_id_exclude = ",".join([*filter(None, [before]), *lacking])
        try:
            super().copy_files()
        finally:
            self.coursedir.student_id_exclude = before

    def _lacking(self) -> list[str]:
        pattern = self.coursedir.format_path(
            self.coursedir.feedback_directory,
            "(?P<student>.*)",
            self.coursedir.assignment_id,
            escape=True,
        )
        place = Path(self.src_path)
        folders = sorted(Path(place.anchor).glob(str(place.relative_to(place.anchor))))
        found = [re.fullmatch(pattern, str(folder)) for folder in folders if not _is_complete(folder)]
        return [match["student"] for match in found if match]


def _is_complete(folder: Path) -> bool:
    return all((folder / name).is_file() for name in NEEDED)
