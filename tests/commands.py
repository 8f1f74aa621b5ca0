"""The command line, called from tests."""

import inspect

from typer.testing import CliRunner, Result

from capsim.cli.commands import app

# older versions of the runner mix standard error into standard output unless told not to
_APART = {"mix_stderr": False} if "mix_stderr" in inspect.signature(CliRunner).parameters else {}


def run(*words: object) -> Result:
    """Call the command with some words."""
    return CliRunner(**_APART).invoke(app, [str(word) for word in words])
