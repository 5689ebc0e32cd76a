"""Work off the UI thread: reads, writes and long tasks, delivered back to the UI thread.

The UI thread never waits for the database, a file or a computation. Of reads with one key the
newest wins; a result whose owner is gone is dropped; closing cancels, then waits.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import shiboken6
from PySide6.QtCore import QObject, QRunnable, QThreadPool, Signal, Slot
from PySide6.QtWidgets import QWidget

from b2bdesk.core.errors import B2BDeskError, Cancelled
from b2bdesk.core.progress import Progress
from b2bdesk.ui.tasks.next_paint import NextPaint

Done = Callable[[Any], None]
Failed = Callable[[B2BDeskError], None]


@dataclass(slots=True, eq=False)
class _Task:
    work: Callable[[Progress], Any]
    owner: QObject
    done: Done | None
    failed: Failed | None
    progress: Progress
    key: str = ""
    title: str = ""
    value: Any = None
    error: BaseException | None = None


class _Runnable(QRunnable):
    def __init__(self, task: _Task, finish: Callable[[_Task], None]) -> None:
        super().__init__()
        self._task = task
        self._finish = finish

    def run(self) -> None:
        task = self._task
        try:
            if not task.progress.cancelled:
                task.value = task.work(task.progress)
        except BaseException as error:
            task.error = error
        self._finish(task)


class TaskRunner(QObject):
    """Runs work in threads. Callbacks arrive on the UI thread, in the order work finished."""

    started = Signal(object)  # the running task's Progress and title: (Progress, str)
    progressed = Signal(object, str, object)  # Progress, what, share or None
    ended = Signal(object)  # Progress
    crashed = Signal(object)  # an exception that is a bug
    idle = Signal()
    _finished = Signal(object)
    _reported = Signal(object, str, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._readers = QThreadPool(self)
        self._readers.setMaxThreadCount(3)
        self._writer = QThreadPool(self)
        self._writer.setMaxThreadCount(1)
        self._running: set[_Task] = set()
        self._paints: set[NextPaint] = set()
        self._newest: dict[str, _Task] = {}
        self._guard = threading.Lock()
        self._finished.connect(self._on_finished)
        self._reported.connect(self.progressed)

    @property
    def busy(self) -> bool:
        """True while anything is under way."""
        return bool(self._running or self._paints)

    def read(
        self,
        key: str,
        owner: QObject,
        work: Callable[[Progress], Any],
        done: Done,
        failed: Failed | None = None,
    ) -> None:
        """Run ``work`` beside others; an older read of the same key is cancelled and dropped."""
        older = self._newest.get(key)
        if older is not None:
            older.progress.cancel()
        task = _Task(work, owner, done, failed, Progress(), key)
        self._newest[key] = task
        self._start(task, self._readers)

    def write(
        self,
        owner: QObject,
        work: Callable[[Progress], Any],
        done: Done | None = None,
        failed: Failed | None = None,
        title: str = "",
    ) -> Progress:
        """Run ``work`` after earlier writes. With a title it is shown with progress and cancel."""
        progress = Progress(lambda what, share: self._reported.emit(progress, what, share))
        self._start(_Task(work, owner, done, failed, progress, title=title), self._writer)
        return progress

    def long(
        self,
        owner: QObject,
        title: str,
        work: Callable[[Progress], Any],
        done: Done,
        failed: Failed | None = None,
    ) -> Progress:
        """Run a long task that reads a file or computes, shown with progress and cancel."""
        progress = Progress(lambda what, share: self._reported.emit(progress, what, share))
        self._start(_Task(work, owner, done, failed, progress, title=title), self._readers)
        return progress

    def after_paint(self, widget: QWidget, call: Callable[[], object]) -> None:
        """Call once the window of ``widget`` was painted next; ``busy`` until then."""
        paint = NextPaint(widget.window(), self)
        self._paints.add(paint)
        paint.passed.connect(lambda: self._on_painted(paint, call))

    def shut_down(self) -> None:
        """Cancel everything that only reads, finish what writes, and wait."""
        self._paints.clear()
        for task in list(self._running):
            if task.key or task.title:
                task.progress.cancel()
            task.done = task.failed = None
        self._readers.waitForDone()
        self._writer.waitForDone()

    def _start(self, task: _Task, pool: QThreadPool) -> None:
        self._running.add(task)
        if task.title:
            self.started.emit((task.progress, task.title))
        pool.start(_Runnable(task, self._finished.emit))

    @Slot(object)
    def _on_finished(self, task: _Task) -> None:
        self._running.discard(task)
        if task.title:
            self.ended.emit(task.progress)
        stale = bool(task.key) and self._newest.get(task.key) is not task
        if task.key and not stale:
            del self._newest[task.key]
        if not stale and shiboken6.isValid(task.owner):
            self._deliver(task)
        if not self.busy:
            self.idle.emit()

    def _on_painted(self, paint: NextPaint, call: Callable[[], object]) -> None:
        paint.deleteLater()
        if paint not in self._paints:
            return  # shut down meanwhile
        self._paints.remove(paint)
        call()
        if not self.busy:
            self.idle.emit()

    def _deliver(self, task: _Task) -> None:
        error = task.error
        if error is None:
            if task.done is not None and not (task.key and task.progress.cancelled):
                task.done(task.value)
        elif isinstance(error, Cancelled):
            return
        elif isinstance(error, B2BDeskError) and task.failed is not None:
            task.failed(error)
        else:
            self.crashed.emit(error)
