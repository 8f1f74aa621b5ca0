"""The command ``capsim``: read a model, ask one question, print the answer."""

from __future__ import annotations

import sys

__all__ = ["main"]


def main() -> None:
    """Run the command line and exit; Ctrl-C is answered in a sentence."""
    try:
        from capsim.cli.commands import main as run  # loading it takes a while

        run()
    except KeyboardInterrupt:
        print("stopped before there was an answer", file=sys.stderr)
        sys.exit(1)
