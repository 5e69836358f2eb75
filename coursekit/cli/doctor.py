"""`coursekit doctor`."""

from __future__ import annotations

import click
from rich.console import Console
from rich.table import Table
from rich.text import Text

from ..course.course import Course
from ..course.doctor import Finding, examine


@click.command()
def doctor() -> None:
    """Say what this machine offers for grading, what is missing, and how to mend it."""
    findings = list(examine(Course.here()))
    table = Table(show_header=False, box=None)
    for finding in findings:
        table.add_row(_sign(finding), finding.name, Text(finding.seen))
        if not finding.good:
            table.add_row("", "", Text(f"→ {finding.fix}"))
    Console().print(table)
    if not all(finding.good or finding.possible for finding in findings):
        raise click.ClickException(
            "grading is not possible on this machine before the lines with ✗ are mended"
        )


def _sign(finding: Finding) -> str:
    if finding.good:
        return "[green]✓[/green]"
    return "[yellow]![/yellow]" if finding.possible else "[red]✗[/red]"
