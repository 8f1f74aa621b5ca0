"""Docstrings exist, are complete where users look, and their examples run."""

import doctest
import importlib
import inspect
import pkgutil
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

import capsim
from capsim.forecast import Trace

ROOT = Path(__file__).parents[1]
MODULES = sorted(
    info.name
    for info in pkgutil.walk_packages(capsim.__path__, "capsim.")
    if not info.name.endswith("__main__")
)


@pytest.mark.parametrize("name", ["capsim", *MODULES])
def test_the_examples_run(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)  # some read one of the models
    module = importlib.import_module(name)
    outcome = doctest.testmod(module, optionflags=doctest.NORMALIZE_WHITESPACE)
    assert outcome.failed == 0


@pytest.mark.parametrize("name", MODULES)
def test_a_module_says_what_it_is_for(name: str) -> None:
    module = importlib.import_module(name)
    assert len((module.__doc__ or "").split()) >= 3


# ---------------------------------------------------------------- what users see


def public() -> Iterator[tuple[str, Any]]:
    """Yield every function and class that users can reach by its public name."""
    for name in capsim.__all__:
        content = getattr(capsim, name)
        if inspect.ismodule(content):
            yield from ((f"{name}.{each}", getattr(content, each)) for each in content.__all__)
        else:
            yield name, content
    yield "Trace", Trace  # what cs.trace returns


def methods() -> Iterator[tuple[str, Any]]:
    """Yield the public methods and properties of public classes, where they are written."""
    for name, content in public():
        if inspect.isclass(content) and content.__module__.startswith("capsim"):
            for each, member in vars(content).items():
                plain = member.__func__ if isinstance(member, classmethod | staticmethod) else member
                if not each.startswith("_") and (inspect.isfunction(plain) or isinstance(plain, property)):
                    yield f"{name}.{each}", plain


ENTITIES = dict(public())
MEMBERS = dict(methods())


def parameters(function: Callable[..., Any]) -> list[str]:
    """Return the parameters that a user gives."""
    given = [each for each in inspect.signature(function).parameters if each not in ("self", "cls")]
    return [each for each in given if not each.startswith("_")]


def described(doc: str) -> str:
    """Return the sections that describe parameters, or the fields of what capsim itself makes."""
    section = r"^(?:Parameters|Attributes)\n-+\n(.*?)(?=^\w[\w ]*\n-+\n|\Z)"
    return "\n".join(re.findall(section, inspect.cleandoc(doc), re.MULTILINE | re.DOTALL))


@pytest.mark.parametrize("name", sorted(ENTITIES))
def test_a_public_name_is_documented(name: str) -> None:
    assert ENTITIES[name].__doc__, name


@pytest.mark.parametrize("name", sorted(name for name, each in ENTITIES.items() if callable(each)))
def test_every_parameter_of_a_public_name_is_described(name: str) -> None:
    entity = ENTITIES[name]
    if inspect.isclass(entity) and (issubclass(entity, BaseException) or inspect.isabstract(entity)):
        pytest.skip("its subclasses, or the raised text, describe it")
    if entity in (capsim.Forecast, Trace):
        pytest.skip("a run makes it, not its user")
    section = described(entity.__doc__ or "")
    missing = [each for each in parameters(entity) if not re.search(rf"\b{each}\b", section)]
    assert missing == [], f"{name} does not describe {missing}"


@pytest.mark.parametrize("name", sorted(MEMBERS))
def test_a_public_method_is_documented(name: str) -> None:
    assert (MEMBERS[name].__doc__ or "").strip(), name


@pytest.mark.parametrize(
    "name", sorted(name for name, each in ENTITIES.items() if inspect.isfunction(each) and "." not in name)
)
def test_a_public_function_says_what_it_returns_and_shows_an_example(name: str) -> None:
    function = ENTITIES[name]
    doc = inspect.cleandoc(function.__doc__ or "")
    if function.__annotations__.get("return") not in (None, "None"):
        assert "\nReturns\n---" in doc
    assert ">>>" in doc
