"""Runs what the pages show: fenced blocks of Python, and the output that they claim."""

from __future__ import annotations

import ast
import contextlib
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent

_FENCE = re.compile(r"^```(?P<info>[^\n`]*)\n(?P<body>.*?)^```$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Block:
    """A fenced block: its language, the rest of the line after it, its text and its line."""

    language: str
    title: str
    body: str
    line: int


def blocks_of(text: str) -> Iterator[Block]:
    for found in _FENCE.finditer(text):
        language, _, title = found["info"].strip().partition(" ")
        yield Block(language, title.strip(), found["body"], text.count("\n", 0, found.start()) + 1)


@dataclass(frozen=True)
class Shown:
    """What a Python block came to and printed, and what the text right after it claims (None: nothing)."""

    block: Block
    value: Any
    printed: str
    claimed: str | None


def run_python(text: str) -> list[Shown]:
    """Run all Python blocks of a page in one namespace, as a notebook would."""
    blocks = list(blocks_of(text))
    namespace: dict[str, Any] = {"__name__": "page"}
    shown = []
    for block, after in zip(blocks, [*blocks[1:], None], strict=True):
        if block.language != "python":
            continue
        claims = after is not None and (after.language, after.title) == ("text", "output")
        claimed = after.body if claims and after is not None else None
        shown.append(Shown(block, *_run(block, namespace), claimed))
    return shown


def _run(block: Block, namespace: dict[str, Any]) -> tuple[Any, str]:
    tree = ast.parse("\n" * block.line + block.body)
    last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    stream, value = io.StringIO(), None
    with contextlib.redirect_stdout(stream):
        exec(compile(tree, f"line {block.line}", "exec"), namespace)
        if isinstance(last, ast.Expr):
            value = eval(compile(ast.Expression(last.value), f"line {block.line}", "eval"), namespace)
            if value is not None:
                print(repr(value))
    return value, stream.getvalue()


def words(text: str) -> list[list[str]]:
    """The words of each line that has any: what must agree, whatever the width of the columns."""
    return [line.split() for line in text.splitlines() if line.strip()]
