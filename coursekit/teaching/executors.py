"""Grading processes: of this machine, or of a Dask cluster."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import contextmanager
from typing import Any

from ..errors import CourseError, SandboxError
from ..sandbox.child import Child
from ..sandbox.sandbox import shared_sandbox
from . import process
from .jobs import Bundle

MANY = 100  # notebooks, from which it pays to get ready for many


@contextmanager
def processes(bundle: Bundle, number: int, jobs: int) -> Iterator[Executor]:
    """Give an executor of at most `number` processes of this machine that are ready for `jobs` with `bundle`."""
    sandbox = shared_sandbox(bundle.protected, bundle.framework)
    Child(
        sandbox, bundle.limits
    ).kill()  # where none can be had, that is said now, and no process waits for it
    if jobs >= MANY:
        sandbox.expect_many()
    process.warm_up()
    # A fork has all imports done already, and takes over the bundle as it is, classes of a configuration included.
    # It is made at once: it copies only the thread that forks.
    context = multiprocessing.get_context("fork")
    pool = ProcessPoolExecutor(min(number, jobs), context, process.prepare, (bundle, sandbox.door))
    pool.submit(os.getpid)
    try:
        yield pool
        pool.shutdown()
    except BaseException as error:
        for child in multiprocessing.active_children():
            child.terminate()
        pool.shutdown(cancel_futures=True)
        if isinstance(error, SandboxError):
            sandbox.wait()  # if its template does not start, it tells why
        raise


@contextmanager
def cluster(bundle: Bundle, address: str) -> Iterator[Executor]:
    """Give an executor on the Dask cluster whose scheduler is at `address`."""
    try:
        from distributed import Client, WorkerPlugin
    except ImportError as error:
        raise CourseError(
            "Dask is not installed; in the course's folder, run `.venv/bin/pip install -c constraints.txt -e '.[dask]'`"
        ) from error
    sent = bundle.portable()

    class Prepare(WorkerPlugin):
        def setup(self, worker: Any) -> None:
            process.prepare(sent)

        def teardown(self, worker: Any) -> None:
            process.finish()

    try:
        client = Client(address, timeout=10)
    except OSError as error:
        raise CourseError(f"no Dask scheduler answers at {address}") from error
    with client:
        client.register_plugin(Prepare(), name="coursekit")
        try:
            yield client.get_executor(pure=False)
        finally:
            client.unregister_worker_plugin("coursekit")
