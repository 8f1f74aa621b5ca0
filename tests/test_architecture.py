"""The layers hold: imports point one way, and heavy libraries stay where they belong."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from typing import NamedTuple

import pytest

import capsim

ROOT = Path(capsim.__file__).parent
FILES = sorted(ROOT.rglob("*.py"))

LAYERS = (
    {"_version", "errors", "clock"},
    {"domain"},
    {"plan"},
    {"rules"},
    {"engines", "metrics"},
    {"forecast"},
    {"running"},
    {"facade"},
    {"decide"},
    {"calibrate", "optimize", "io", "plots"},
    {"report"},
    {"cli"},
    {"__main__"},
)
"""From the bottom up; parts of one layer do not import each other, but for the first."""

RANK = {part: rank for rank, parts in enumerate(LAYERS) for part in parts}

ALLOWED = {
    "simpy": ("capsim.engines.event",),
    "numba": ("capsim.rules", "capsim.engines.compiled"),
    "matplotlib": ("capsim.plots", "capsim.report"),
    "pandas": tuple(f"capsim.{part}" for part, rank in RANK.items() if rank >= RANK["forecast"]),
    "typer": ("capsim.cli",),
    "holidays": ("capsim.domain.public_holidays",),
    "tqdm": ("capsim.running", "capsim.cli"),
}
"""Who may import a library at run time."""

FACADES = {
    ("capsim.domain.portfolio", "capsim.forecast.checking"),
    ("capsim.domain.portfolio", "capsim.forecast.differences"),
    ("capsim.domain.portfolio", "capsim.forecast.planned"),
    ("capsim.domain.portfolio", "capsim.forecast.skills"),
    ("capsim.domain.portfolio", "capsim.forecast.strategy"),
    ("capsim.forecast.comparison", "capsim.decide.turning"),
    ("capsim.forecast.comparison", "capsim.io.decisions"),
    ("capsim.decide.stressing", "capsim.report"),
    ("capsim.decide.stressing", "capsim.report.stressing"),
    ("capsim.forecast.comparison", "capsim.report.comparing"),
    ("capsim.forecast.telling", "capsim.report"),
}
"""The only imports that point up: methods that hand over to answers and to reports (decision 13)."""


class Import(NamedTuple):
    """One import statement's target."""

    module: str
    line: int
    for_types: bool


def name_of(file: Path) -> str:
    """Return the dotted name of a file of the package."""
    parts = file.relative_to(ROOT.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


MODULES = {name_of(file): file for file in FILES}


@cache
def tree_of(file: Path) -> ast.Module:
    """Parse a file, once for all tests."""
    return ast.parse(file.read_text(encoding="utf-8"))


@cache
def imports_of(file: Path) -> list[Import]:
    """Read every import of a file, those inside functions too."""
    return list(_imports(tree_of(file), for_types=False))


def _imports(node: ast.AST, for_types: bool) -> Iterator[Import]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Import):
            yield from (Import(alias.name, child.lineno, for_types) for alias in child.names)
        elif isinstance(child, ast.ImportFrom):
            assert child.level == 0, f"a relative import in line {child.lineno}"
            for alias in child.names:
                inner = f"{child.module}.{alias.name}"
                yield Import(inner if inner in MODULES else str(child.module), child.lineno, for_types)
        else:
            guarded = isinstance(child, ast.If) and "TYPE_CHECKING" in ast.unparse(child.test)
            yield from _imports(child, for_types or guarded)


def part_of(module: str) -> str:
    """Return the part of the package that a module belongs to."""
    return module.split(".")[1] if "." in module else ""


def test_every_part_has_its_layer() -> None:
    assert {part_of(module) for module in MODULES} - {""} <= set(RANK)


@pytest.mark.parametrize("module", sorted(MODULES))
def test_imports_point_down(module: str) -> None:
    part = part_of(module)
    if not part:  # the public namespace sees everything
        return
    for found in imports_of(MODULES[module]):
        if not found.module.startswith("capsim.") or (module, found.module) in FACADES:
            continue
        other = part_of(found.module)
        down = RANK[other] < RANK[part] or other == part or RANK[part] == 0 == RANK[other]
        assert down, f"{module}, line {found.line}: {part} imports {other}"


def test_nothing_inside_the_package_imports_the_public_namespace() -> None:
    for module, file in MODULES.items():
        assert all(found.module != "capsim" for found in imports_of(file)), module


def test_the_two_engines_do_not_know_each_other() -> None:
    for one, other in (("event", "compiled"), ("compiled", "event")):
        for module, file in MODULES.items():
            if module.startswith(f"capsim.engines.{one}"):
                assert not any(f"engines.{other}" in found.module for found in imports_of(file)), module


@pytest.mark.parametrize("library", sorted(ALLOWED))
def test_a_heavy_library_stays_where_it_belongs(library: str) -> None:
    for module, file in MODULES.items():
        for found in imports_of(file):
            if found.module.split(".")[0] == library and not found.for_types:
                assert module.startswith(ALLOWED[library]), f"{module}, line {found.line} imports {library}"


def test_there_are_no_import_cycles() -> None:
    graph = {
        module: {
            found.module
            for found in imports_of(file)
            if found.module in MODULES and not found.for_types and (module, found.module) not in FACADES
        }
        for module, file in MODULES.items()
    }
    try:
        TopologicalSorter({module: others - {module} for module, others in graph.items()}).prepare()
    except CycleError as error:
        pytest.fail(f"an import cycle: {' → '.join(error.args[1])}")


def test_importing_capsim_loads_no_heavy_library() -> None:
    heavy = ("numba", "matplotlib", "simpy", "scipy.special", "scipy.stats", "pandas", "holidays", "typer")
    script = f"import sys, capsim; print(*sorted(set({heavy!r}) & set(sys.modules)))"
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=ROOT.parent
    )
    assert done.stdout.split() == []


@pytest.mark.parametrize("word", ["eval", "exec", "compile", "__import__"])
def test_nothing_is_ever_executed_from_text(word: str) -> None:
    for module, file in MODULES.items():
        for node in ast.walk(tree_of(file)):
            called = isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == word
            assert not called, f"{module}, line {getattr(node, 'lineno', 0)} calls {word}"


def test_no_file_is_unpickled() -> None:
    for module, file in MODULES.items():
        names = {found.module.split(".")[0] for found in imports_of(file)}
        assert not names & {"pickle", "marshal", "shelve", "dill", "cloudpickle"}, module


def test_no_module_state_is_rebound() -> None:
    for module, file in MODULES.items():
        tree = tree_of(file)
        assert not any(isinstance(node, ast.Global) for node in ast.walk(tree)), module


@pytest.mark.parametrize("module", sorted(MODULES))
def test_a_file_can_be_read_in_one_sitting(module: str) -> None:
    lines = MODULES[module].read_text(encoding="utf-8").splitlines()
    assert len(lines) <= 900, f"{module} has {len(lines)} lines"
