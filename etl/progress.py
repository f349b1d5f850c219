"""A run as a person at a terminal, or a log, sees it."""

from __future__ import annotations

import multiprocessing
import os
import sys
from collections.abc import Iterator
from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

from etl.config import Settings
from etl.extract.read import files
from etl.pipeline import Study, run
from etl.report import Report

SMALL = 16_000_000
"""Below so many bytes, starting worker processes takes longer than reading."""


def run_with_progress(settings: Settings, study: Study) -> Report:
    """Run the ETL: progress bars on a terminal, nothing but the result in a log.

    Parameters
    ----------
    study
        See `pipeline.run`.
    """
    console = Console(file=sys.stderr)
    with _executor(settings) as executor:
        if not console.is_terminal:
            return run(settings, executor=executor, study=study)
        with Progress(
            TextColumn("{task.description:<10}"), BarColumn(), TimeElapsedColumn(), console=console
        ) as bars:
            tasks: dict[str, TaskID] = {}

            def show(stage: str, done: int, total: int) -> None:
                if stage not in tasks:
                    tasks[stage] = bars.add_task(stage, total=max(total, 1))
                bars.update(tasks[stage], completed=done if total else 1)

            return run(settings, executor=executor, study=study, progress=show)


@contextmanager
def _executor(settings: Settings) -> Iterator[Executor]:
    size = sum(
        part.stat().st_size
        for source in settings.source
        for file in files(source)
        for part in ([file.path] if file.path.is_file() else file.path.rglob("*"))
    )
    workers = os.cpu_count() or 1
    # Spawned, not forked: a fork of a process with Arrow's threads may hang.
    spawn = multiprocessing.get_context("spawn")
    executor: Executor = (
        ThreadPoolExecutor(1) if size < SMALL else ProcessPoolExecutor(workers, mp_context=spawn)
    )
    with executor:
        yield executor
