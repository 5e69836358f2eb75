"""Grading processes: of this machine, or of a Dask cluster."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import CancelledError, Future, ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from queue import LifoQueue
from typing import Any, Protocol

from ..errors import CourseError, GradingEnded, SandboxError
from ..sandbox.child import Child
from ..sandbox.sandbox import shared_sandbox
from . import process
from .grading_process import ENDED, GradingProcess
from .jobs import AnyJob, Bundle

MANY = 100  # notebooks, from which it pays to get ready for many


class Grading(Protocol):
    """Does jobs elsewhere. A future ends in GradingEnded where its job, and nothing else, has to be tried again."""

    def submit(self, function: Callable[..., Any], job: AnyJob, /) -> Future[Any]:
        """Return the future of `function(job)`."""


class Processes:
    """At most `number` grading processes of this machine: what ends one of them takes no other's work with it."""

    def __init__(self, number: int, begin: Callable[[], GradingProcess]):
        self._all = [begin() for _ in range(number)]
        self._free: LifoQueue[GradingProcess] = LifoQueue()
        for one in self._all:
            self._free.put(one)
        self._threads = ThreadPoolExecutor(number)

    def submit(self, function: Callable[..., Any], job: AnyJob, /) -> Future[Any]:
        """Return the future of `function(job)` in whichever process is free first."""
        return self._threads.submit(self._run, function, job)

    def _run(self, function: Callable[..., Any], job: AnyJob) -> Any:
        one = self._free.get()
        try:
            return one.run(function, job)
        finally:
            self._free.put(one)

    def close(self, *, now: bool = False) -> None:
        """End all processes, `now` or when they have done what they were asked for."""
        for one in self._all if now else ():
            one.terminate()
        self._threads.shutdown(cancel_futures=now)
        for one in self._all:
            one.close()


class WhenNeeded:
    """Begins with the first job: where nothing is new, no sandbox is started."""

    def __init__(self, begin: Callable[[], Grading]):
        self._begin = begin
        self._grading: Grading | None = None

    def submit(self, function: Callable[..., Any], job: AnyJob, /) -> Future[Any]:
        """Return the future of `function(job)`; SandboxError if no notebook can be started."""
        if self._grading is None:
            self._grading = self._begin()
        return self._grading.submit(function, job)


@contextmanager
def processes(bundle: Bundle, number: int, jobs: int) -> Iterator[Grading]:
    """Give at most `number` processes of this machine that do up to `jobs` jobs with `bundle`."""
    with ExitStack() as stack:
        yield WhenNeeded(lambda: stack.enter_context(begun(bundle, min(number, jobs), jobs)))


@contextmanager
def begun(bundle: Bundle, number: int, jobs: int) -> Iterator[Grading]:
    """Give `number` processes of this machine that are ready now, for as many jobs as are expected."""
    sandbox = shared_sandbox(bundle.protected, bundle.framework, bundle.python, bundle.compiled)
    if jobs >= MANY:
        sandbox.expect_many()
    process.warm_up()  # while the sandbox starts
    pool = Processes(number, lambda: GradingProcess(bundle, sandbox.door))
    try:  # where none can be had, that is said before anything is graded
        Child(sandbox, bundle.limits).kill()
    except BaseException:
        pool.close(now=True)
        raise
    try:
        yield pool
        pool.close()
    except BaseException as error:
        pool.close(now=True)
        if isinstance(error, SandboxError):
            sandbox.wait()  # if its template does not start, it tells why
        raise


class Cluster:
    """A Dask cluster, through the executor of its `client`: it tries again by itself what has ended a worker."""

    def __init__(self, client: Any):
        self._executor = client.get_executor(pure=False)

    def submit(self, function: Callable[..., Any], job: AnyJob, /) -> Future[Any]:
        """Return the future of `function(job)` on whichever worker is free."""
        told: Future[Any] = Future()
        self._executor.submit(function, job).add_done_callback(lambda done: _tell(done, told))
        return told


def _tell(done: Future[Any], told: Future[Any]) -> None:
    """Let `told` end as `done` has, and in GradingEnded if that has ended several workers."""
    from distributed import KilledWorker

    try:
        told.set_result(done.result())
    except KilledWorker:
        told.set_exception(GradingEnded(ENDED))
    except (Exception, CancelledError) as error:
        told.set_exception(error)


@contextmanager
def cluster(bundle: Bundle, address: str) -> Iterator[Grading]:
    """Give the Dask cluster whose scheduler is at `address`, with workers that are ready with `bundle`."""
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
            yield Cluster(client)
        finally:
            client.unregister_worker_plugin("coursekit")
