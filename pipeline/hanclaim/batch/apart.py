"""Work in a process of its own."""

from __future__ import annotations

import multiprocessing
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection
from multiprocessing.context import BaseContext
from multiprocessing.process import BaseProcess
from typing import Any

from hanclaim.errors import BatchError

# Linux forks: dictionaries are loaded once, before any thread, and shared by all workers.  Elsewhere forking is not
# safe, and each worker loads its own.
FORKS = sys.platform == "linux"
CONTEXT = multiprocessing.get_context("fork" if FORKS else "spawn")


def child(context: BaseContext, function: Callable[..., object], *arguments: Any) -> BaseProcess:
    """Return a process, not yet started, that SIGTERM ends alone and that leaves Ctrl-C to this one; start it ``undisturbed``.

    Should it be forgotten, Python ends it at the end, where it would wait for one that is no daemon.
    """
    return context.Process(target=_obey, args=(function, arguments), daemon=True)  # type: ignore[attr-defined, no-any-return]  # typeshed keeps it to the subclasses


def _obey(function: Callable[..., object], arguments: tuple[Any, ...]) -> None:
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGTERM})
    function(*arguments)


@contextmanager
def undisturbed() -> Iterator[None]:
    """Let Ctrl-C and SIGTERM wait while processes begin and end: one that is not yet known of would never be ended."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT, signal.SIGTERM})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def apart(function: Callable[..., object], *arguments: Any) -> None:
    """Call a function in a process of its own, and raise here what it raises there.

    Reading archives starts threads, and workers must be forked where there are none.
    """
    receiving, sending = CONTEXT.Pipe(duplex=False)
    process = child(CONTEXT, _call, sending, function, arguments)
    try:
        with undisturbed():
            process.start()
        sending.close()
        error = receiving.recv()
    except EOFError:
        error = BatchError("the sources could not be listed: the process that did so ended; run again")
    finally:
        if process.pid is not None:  # else a signal came before it began
            process.kill()
            process.join()
        receiving.close()
    if error is not None:
        raise error


def _call(sending: Connection, function: Callable[..., object], arguments: tuple[Any, ...]) -> None:
    try:
        function(*arguments)
    except Exception as error:  # noqa: BLE001  it is raised again where it was asked for
        sending.send(error)
    else:
        sending.send(None)
