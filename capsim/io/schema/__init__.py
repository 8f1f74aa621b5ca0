"""The JSON Schema of models in JSON and YAML."""

from __future__ import annotations

import json
from importlib.resources import files
from typing import Any

__all__ = ["schema"]


def schema() -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) of a model in JSON or YAML, version 1.

    Editors check a file against it while it is being typed. It knows the words and the shapes;
    whether names, dates and people fit together, only `capsim.read` says.

    Returns
    -------
    dict
        A new one with each call.

    Examples
    --------
    >>> schema()["title"]
    'capsim model, version 1'
    """
    text = files(__name__).joinpath("model-1.json").read_text(encoding="utf-8")
    made: dict[str, Any] = json.loads(text)
    return made
