"""Imported by a process from which runs are forked: what they would begin with is done, so that more of them fit."""

from coursekit import cli
from coursekit.sandbox.sandbox import shared_sandbox
from coursekit.teaching import process

__all__ = ["cli"]

process.warm_up()
shared_sandbox(protected=True).wait()
