"""The command ``capsim``: read a model, ask one question, print the answer."""

from capsim.cli.commands import app, main

__all__ = ["app", "main"]
