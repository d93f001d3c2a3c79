"""Runs tasks one by one or in processes; the results come in the order of the tasks either way."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import connection, parent_process

from pipelines.build.attempt import Task, attempt, refused
from pipelines.build.report import Result

FEW = 8  # below this, starting processes costs more than it saves
Progress = Callable[[int, int], None]


def worker_count(jobs: int | None, tasks: int) -> int:
    """Processes for so many tasks; `jobs` None means one a core, and none at all for a few files."""
    if jobs is None:
        return 1 if tasks < FEW else min(os.cpu_count() or 1, tasks)
    return max(1, min(jobs, tasks))


def _end_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        connection.wait([parent.sentinel])
        os._exit(1)


def _start_worker() -> None:
    """An interrupt is the parent's business; a parent that was killed must leave no worker behind."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _alone(task: Task) -> Result:
    """One task in a process of its own, after some task took its whole process down."""
    with ProcessPoolExecutor(1, initializer=_start_worker) as pool:
        try:
            return pool.submit(attempt, task).result()
        except BrokenProcessPool:
            reason = "internal error: the process that read the file was ended by the system"
            return refused(task, "internal_error", reason, "check the memory of the machine; report a small file")


def _in_processes(tasks: Sequence[Task], workers: int) -> Iterator[Result]:
    pool = ProcessPoolExecutor(workers, initializer=_start_worker)
    try:
        futures = [pool.submit(attempt, task) for task in tasks]
        for task, future in zip(tasks, futures, strict=True):
            try:
                yield future.result()
            except BrokenProcessPool:
                yield _alone(task)
    finally:
        pool.shutdown(cancel_futures=True)


def run(tasks: Sequence[Task], jobs: int | None, progress: Progress) -> list[Result]:
    """The result of every task, in order. Raises OutputError as soon as one task cannot write."""
    workers = worker_count(jobs, len(tasks))
    running = map(attempt, tasks) if workers == 1 else _in_processes(tasks, workers)
    results: list[Result] = []
    for result in running:
        results.append(result)
        progress(len(results), len(tasks))
    return results
