"""The small grammar in which laws are written in files; nothing in it is ever executed.

::

    law       = number | name "(" [ argument { "," argument } ] ")"
    argument  = [ name "=" ] value
    value     = law | "[" [ value { "," value } ] "]" | name
"""

from __future__ import annotations

import functools
import inspect
import re
from collections.abc import Mapping
from typing import Any, Final, NamedTuple

from capsim.domain import laws
from capsim.domain.laws import Distribution, Fixed
from capsim.domain.values import no_amount
from capsim.errors import Refused, did_you_mean

__all__ = ["parse", "seems_a_law"]

_LAWS: Final[Mapping[str, type[Distribution]]] = {
    name: getattr(laws, name) for name in laws.__all__ if name not in ("Distribution", "is_scipy")
}
_FOLDED: Final = {name.casefold(): name for name in _LAWS}
_DEEPEST: Final = 20
_LONGEST: Final = 1_000_000

_TOKEN: Final = re.compile(
    r"""\s*(?:
        (?P<number> [+-]? (?: \d+\.?\d* | \.\d+ ) (?: [eE][+-]?\d+ )? )
      | (?P<name> [^\W\d]\w* )
      | (?P<mark> [()\[\],=] )
      | (?P<end> \Z ) )""",
    re.VERBOSE,
)

_BEGINNING: Final = re.compile(
    r"\s*(?:(?P<number>[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)\s*\Z|(?P<name>[^\W\d]\w*)\s*(?P<bracket>\()?)"
)


def parse(text: str) -> Distribution:
    """Read a law from text; `str` of a law reads back as the same law.

    Parameters
    ----------
    text : str
        A number, or a law such as ``"PERT(5, 8, 15)"`` or ``"Truncated(Gamma(2, 9), high=90)"``.

    Returns
    -------
    Distribution

    Raises
    ------
    Refused
        If the text is no law; names and arguments are guessed at.

    Examples
    --------
    >>> parse("Triangular(3, 5, high=9)")
    Triangular(3, 5, 9)
    """
    if not seems_a_law(text):
        raise no_amount(text, "neither a number nor a law")
    if len(text) > _LONGEST:
        raise Refused("a text too long for a law", f"{text[:40]}…", "write something shorter")
    return _Parser(text).law_alone()


def seems_a_law(text: str) -> bool:
    """Whether a text begins like a number alone or like a law: else it is better spoken of as an amount.

    Examples
    --------
    >>> seems_a_law("8"), seems_a_law("Pret(5, 8"), seems_a_law("8 days")
    (True, True, False)
    """
    found = _BEGINNING.match(text)
    if found is None:
        return False
    return found["number"] is not None or found["bracket"] is not None or found["name"].casefold() in _FOLDED


class _Token(NamedTuple):
    kind: str
    text: str
    start: int


class _Parser:
    """Reads one text, left to right, one token ahead."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._place = 0
        self._token = self._read()

    def law_alone(self) -> Distribution:
        """Read a law and nothing after it."""
        law = self._law(0)
        if self._token.kind != "end":
            raise self._wrong("something after the law", 'write one law such as "PERT(5, 8, 15)"')
        return law

    def _read(self) -> _Token:
        found = _TOKEN.match(self._text, self._place)
        if found is None:
            rest = self._text[self._place :].strip()
            raise Refused(
                f"not a law at {rest[:20]!r}", self._text, 'write a number, or a law such as "PERT(5, 8, 15)"'
            )
        self._place = found.end()
        kind = str(found.lastgroup)
        return _Token(kind, found[kind], found.start(kind))

    def _next(self) -> _Token:
        token, self._token = self._token, self._read() if self._token.kind != "end" else self._token
        return token

    def _wrong(self, what: str, fix: str) -> Refused:
        rest = self._text[self._token.start :]
        return Refused(f"{what} at {rest[:20]!r}" if rest else f"{what} at the end", self._text, fix)

    def _take(self, mark: str) -> bool:
        if self._token.kind == "mark" and self._token.text == mark:
            self._next()
            return True
        return False

    def _law(self, depth: int) -> Distribution:
        if self._token.kind == "number":
            return Fixed(float(self._next().text))
        if self._token.kind != "name":
            raise self._wrong("not a law", 'write a number, or a law such as "PERT(5, 8, 15)"')
        return self._call(self._next().text, depth)

    def _call(self, word: str, depth: int) -> Distribution:
        name = _FOLDED.get(word.casefold())
        if name is None:
            raise Refused(f"no law called {word!r}", self._text, did_you_mean(word, _LAWS))
        if depth >= _DEEPEST:
            raise Refused("laws nested too deeply", f"{self._text[:60]}…", f"nest at most {_DEEPEST} of them")
        if not self._take("("):
            raise self._wrong(f"no ( after {name}", f"write {_usage(name)}")
        args, kwds = self._arguments(name, depth)
        return _made(name, args, kwds, self._text)

    def _arguments(self, name: str, depth: int) -> tuple[list[Any], dict[str, Any]]:
        args: list[Any] = []
        kwds: dict[str, Any] = {}
        while not self._take(")"):
            if (args or kwds) and not self._take(","):
                raise self._wrong("no , or )", f"write {_usage(name)}")
            given = self._value(depth, bare=name == "Scipy" and not args)
            if isinstance(given, _Word):
                if not self._take("="):
                    args.append(str(given))
                    continue
                if given in kwds:
                    raise Refused(f"{name}: {given} given twice", self._text, "give it once")
                kwds[str(given)] = self._value(depth, bare=False)
            elif kwds:
                raise Refused(
                    f"{name}: an argument without a name after one with", self._text, f"write {_usage(name)}"
                )
            else:
                args.append(given)
        return args, kwds

    def _value(self, depth: int, bare: bool) -> Any:
        """Read a law, a list or the name of an argument (a bare word only where one can stand)."""
        if self._take("["):
            return self._list(depth)
        if self._token.kind == "number":
            return float(self._next().text)
        if self._token.kind != "name":
            raise self._wrong("no number, law or list", 'write a number, or a law such as "PERT(5, 8, 15)"')
        word = self._next().text
        if self._token.kind == "mark" and self._token.text == "(":
            return self._call(word, depth + 1)
        if bare or self._token.text == "=":
            return _Word(word)
        raise Refused(
            f"a bare word {word!r}", self._text, "write a number, or a law with its arguments in brackets"
        )

    def _list(self, depth: int) -> list[Any]:
        if depth >= _DEEPEST:
            raise Refused(
                "lists nested too deeply", f"{self._text[:60]}…", f"nest at most {_DEEPEST} of them"
            )
        items: list[Any] = []
        while not self._take("]"):
            if items and not self._take(","):
                raise self._wrong("no , or ]", "write a list such as [5, 8, 15]")
            items.append(self._value(depth + 1, bare=False))
        return items


class _Word(str):
    """A name standing as a value."""

    __slots__ = ()


@functools.cache  # a large model has thousands of laws, and reading a signature is slow
def _signature(name: str) -> inspect.Signature:
    return inspect.signature(_LAWS[name])


def _parameters(name: str) -> list[str]:
    return list(_signature(name).parameters)


def _usage(name: str) -> str:
    return f"{name}({', '.join(_parameters(name))})"


def _made(name: str, args: list[Any], kwds: dict[str, Any], text: str) -> Distribution:
    """Make a law from arguments, after checking that they fit its parameters."""
    signature = _signature(name)
    known = _parameters(name)
    if name != "Scipy":
        unknown = [key for key in kwds if key not in known]
        if unknown:
            raise Refused(f"{name} has no argument {unknown[0]!r}", text, did_you_mean(unknown[0], known))
    try:
        signature.bind(*args, **kwds)
    except TypeError as error:
        raise Refused(f"{name}: {error}", text, f"write {_usage(name)}") from None
    return _LAWS[name](*args, **kwds)
