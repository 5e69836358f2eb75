"""Grading processes of this machine come to an end, and leave nothing behind."""

from __future__ import annotations

import multiprocessing
import os
import signal
import struct
import sys
import threading
from contextlib import suppress
from dataclasses import replace

import pytest

from coursekit.errors import GradingEnded
from coursekit.teaching.executors import processes
from coursekit.teaching.jobs import PageJob

from .test_jobs import BUNDLE, PAGE

READER, WRITER = os.pipe()


def begin_and_wait(job: PageJob) -> None:
    """Tell that the job has begun, and never end."""
    os.write(WRITER, b".")
    signal.pause()


@pytest.mark.slow
def test_processes_that_are_ended_at_work_leave_nothing_behind() -> None:
    """A run that stops in the middle ends its processes and their threads, which Python would stumble over as it ends."""
    threads = set(threading.enumerate())
    children = set(multiprocessing.active_children())
    bundle = replace(BUNDLE, release={}, suites={})
    with suppress(OSError), processes(bundle, 2, 2) as grading:
        for _ in range(2):
            grading.submit(begin_and_wait, PAGE)
        for _ in range(2):
            os.read(READER, 1)
        raise OSError("No space left on device")
    assert set(threading.enumerate()) == threads
    assert set(multiprocessing.active_children()) == children


def die_while_answering(job: PageJob) -> None:
    """End the process when a part of its answer has been sent."""
    frame = sys._getframe()
    while "result_queue" not in frame.f_locals and frame.f_back is not None:
        frame = frame.f_back
    os.write(frame.f_locals["result_queue"]._writer.fileno(), struct.pack("!i", 1000))
    os._exit(1)


def test_process_that_ends_in_the_middle_of_its_answer_is_replaced() -> None:
    """A process that is killed while it sends its result is noticed, and the next job gets another one."""
    with processes(replace(BUNDLE, release={}, suites={}), 1, 2) as grading:
        with pytest.raises(GradingEnded):
            grading.submit(die_while_answering, PAGE).result(60)
        assert grading.submit(_name, PAGE).result(60) == PAGE.notebook


def _name(job: PageJob) -> str:
    return job.notebook


def test_nothing_begins_before_there_is_a_job() -> None:
    """Where nothing has to be graded, no process is started."""
    children = set(multiprocessing.active_children())
    with processes(replace(BUNDLE, release={}, suites={}), 2, 2):
        assert set(multiprocessing.active_children()) == children
