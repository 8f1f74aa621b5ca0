"""What `import capsim as cs` shows: little, sorted, importable and documented."""

import importlib
import inspect
import pkgutil
import re
import subprocess
import sys
from types import ModuleType

import pytest

import capsim as cs
from tests.markdown import ROOT

PROMISED = {
    "read", "write", "simulate", "trace", "replay", "compare", "stress", "what_if",
    "Portfolio", "Person", "Project", "Task", "Need", "Leave", "Calendar", "Policy", "Scenario",
    "PERT", "Triangular", "LogNormal",
    "distributions", "edits", "plots", "risks", "rules", "work",
}  # fmt: skip
FURTHER = {
    "Booking",
    "Demand",
    "Forecast",
    "Skill",
    "calibrate",
    "check",
    "compare_policies",
    "errors",
    "marginal_value",
    "sampling",
    "scenarios",
}
NAMESPACES = [name for name in cs.__all__ if isinstance(getattr(cs, name), ModuleType)]


def modules() -> list[str]:
    """Return every module of the package."""
    found = pkgutil.walk_packages(cs.__path__, "capsim.")
    return sorted(info.name for info in found if not info.name.endswith("__main__"))


def test_the_public_names_are_sorted_and_at_most_thirty() -> None:
    assert list(cs.__all__) == sorted(
        cs.__all__, key=lambda name: (not name.isupper(), not name[0].isupper(), name)
    )
    assert len(set(cs.__all__)) == len(cs.__all__) <= 30


def test_what_was_promised_is_there() -> None:
    assert set(cs.__all__) >= PROMISED


def test_further_names_are_there_and_not_shown() -> None:
    assert all(hasattr(cs, name) for name in FURTHER)
    assert FURTHER.isdisjoint(cs.__all__)


@pytest.mark.parametrize("name", sorted(PROMISED | FURTHER))
def test_a_public_name_is_documented(name: str) -> None:
    assert len(str(inspect.getdoc(getattr(cs, name))).split()) > 3


def test_the_namespace_shows_nothing_else() -> None:
    assert all(hasattr(cs, name) for name in cs.__all__)  # also what is loaded when it is first asked for
    assert dir(cs) == sorted(cs.__all__)
    shown = {name for name in vars(cs) if not name.startswith("_")}
    submodules = {info.name for info in pkgutil.iter_modules(cs.__path__)}
    assert shown - submodules == set(cs.__all__) - submodules - {"__version__"}


def test_a_misspelled_name_is_told_with_what_is_near() -> None:
    script = "import capsim as cs; cs.simulat"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert "has no attribute 'simulat'. Did you mean: 'simulate'?" in done.stderr


@pytest.mark.parametrize("name", NAMESPACES)
def test_a_submodule_lists_its_names(name: str) -> None:
    module = getattr(cs, name)
    assert module.__all__, name
    assert all(hasattr(module, each) for each in module.__all__)


@pytest.mark.parametrize("name", modules())
def test_every_listed_name_of_every_module_exists_once(name: str) -> None:
    module = importlib.import_module(name)
    listed = list(getattr(module, "__all__", []))
    assert len(set(listed)) == len(listed)
    assert [each for each in listed if not hasattr(module, each)] == []


def test_the_version_is_in_one_place() -> None:
    from importlib.metadata import version

    assert cs.__version__ == version("capsim")


@pytest.mark.parametrize("name", ["Portfolio", "Person", "Project", "Task", "Need", "Calendar", "Policy"])
def test_notebooks_show_the_friendly_signature(name: str) -> None:
    shown = str(inspect.signature(getattr(cs, name)))
    assert "Annotated" not in shown
    assert "BeforeValidator" not in shown


def test_the_signature_of_a_task_shows_its_shorthand() -> None:
    assert {"effort", "skill", "people", "allocation", "level", "fte"} <= set(
        inspect.signature(cs.Task).parameters
    )


def test_the_page_of_names_lists_each_and_no_others() -> None:
    page = (ROOT / "docs" / "reference" / "api.md").read_text(encoding="utf-8")
    listed = re.findall(r"^   (\w+)$", page, flags=re.MULTILINE)
    names = [name for name in cs.__all__ if name not in NAMESPACES]
    names += [name for name in FURTHER if not isinstance(getattr(cs, name), ModuleType)]
    modules = [*NAMESPACES, *(name for name in FURTHER if isinstance(getattr(cs, name), ModuleType))]
    names += [name for each in modules for name in getattr(cs, each).__all__]
    assert set(listed) == {*names, *cs.plots.interactive.__all__}
