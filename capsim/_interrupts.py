"""Ctrl-C while the command loads: a sentence instead of a traceback.

Python imports this package before it calls the command's `main`, and that takes most of a second.
Nothing happens here where capsim is imported as a library.
"""

from __future__ import annotations

import signal
import sys
import threading
from pathlib import PurePath
from typing import NoReturn

__all__ = ["STOPPED", "is_the_command", "take_over"]

STOPPED = "stopped before there was an answer"


def is_the_command() -> bool:
    """Whether this process is ``capsim …`` or ``python -m capsim …``, and loads it just now."""
    first = (sys.argv or [""])[0]  # "-m" stands there only while Python looks for the module to run
    return (first == "-m" or PurePath(first).stem == "capsim") and (
        threading.current_thread() is threading.main_thread()
    )


def _stop(*_: object) -> NoReturn:
    print(STOPPED, file=sys.stderr)
    sys.exit(1)


def take_over() -> None:
    """Give Ctrl-C its usual meaning back: the command answers it itself from here on."""
    if signal.getsignal(signal.SIGINT) is _stop:
        signal.signal(signal.SIGINT, signal.default_int_handler)


if is_the_command() and signal.getsignal(signal.SIGINT) is signal.default_int_handler:
    signal.signal(signal.SIGINT, _stop)
