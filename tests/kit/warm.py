"""Imported by a process from which runs are forked: what they would begin with is done, so that more of them fit."""

from coursekit import cli, work
from coursekit.sandbox import shared_sandbox

__all__ = ["cli"]

work.warm_up()
shared_sandbox(protected=True).wait()
