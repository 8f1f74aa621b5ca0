"""The command ``capsim``: read a model, ask one question, print the answer."""

from __future__ import annotations

import sys

from capsim._interrupts import STOPPED, take_over

__all__ = ["main"]


def main() -> None:
    """Run the command line and exit; Ctrl-C is answered in a sentence from the first moment on."""
    try:
        take_over()
        from capsim.cli.commands import main as run  # loading it takes a while

        run()
    except KeyboardInterrupt:
        print(STOPPED, file=sys.stderr)
        sys.exit(1)
