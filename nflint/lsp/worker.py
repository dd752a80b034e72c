"""One thread beside the one that answers the editor, for work that takes more than a moment."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import Future
from queue import SimpleQueue
from threading import Thread
from typing import Any, TypeVar

_T = TypeVar("_T")


class Worker:
    """Does what it is given, one after the other. A class, because it owns its thread.

    The end of the process does not wait for it, as it would for a thread of the standard library's pools; but an end
    that tidies up first must not come while it works (`nflint.lsp.server.serve`).
    """

    def __init__(self) -> None:
        self._pending: SimpleQueue[tuple[Future[Any], Callable[..., Any], tuple[Any, ...]]] = SimpleQueue()
        Thread(target=self._work, name="nflint-worker", daemon=True).start()

    def do(self, function: Callable[..., _T], *arguments: object) -> asyncio.Future[_T]:
        """What the function answers, in time. Work that is cancelled before its turn is not begun."""
        future: Future[_T] = Future()
        self._pending.put((future, function, arguments))
        return asyncio.wrap_future(future)

    def _work(self) -> None:
        while True:
            future, function, arguments = self._pending.get()
            if not future.set_running_or_notify_cancel():
                continue
            try:
                future.set_result(function(*arguments))
            except BaseException as error:  # A plugin may raise anything, and the thread is to live on.
                future.set_exception(error)
            # What was done is not to be kept alive until there is more to do.
            del future, function, arguments
