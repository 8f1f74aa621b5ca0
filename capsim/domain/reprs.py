"""How entities are shown: as the call that makes them, defaults left out, or as a small card."""

from __future__ import annotations

import dataclasses
import html
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from types import MappingProxyType
from typing import Any

from capsim.domain.values import plain

__all__ = ["Span", "Told", "as_call", "as_card", "as_code", "card_html", "written"]

_EMPTY: Mapping[str, object] = MappingProxyType({})


def as_call(
    entity: Any,
    *leading: str,
    hidden: Iterable[str] = (),
    extra: Mapping[str, object] = _EMPTY,
    forms: Mapping[str, object] = _EMPTY,
) -> str:
    """Write an entity as the call that makes it.

    Parameters
    ----------
    entity : dataclass
    leading : str
        Fields written first and without their names.
    hidden : iterable of str
        Fields left out.
    extra : dict of str to object
        Arguments that are no fields, written after the leading ones.
    forms : dict of str to object
        What to write for a field instead of its content: its friendly form.

    Returns
    -------
    str
        Fields that hold their default are left out.
    """
    left_out = {*leading, *hidden}
    others = [
        field.name
        for field in dataclasses.fields(entity)
        if field.name not in left_out and not _is_default(entity, field)
    ]
    parts = [
        *(written(forms.get(name, getattr(entity, name))) for name in leading),
        *(f"{name}={written(given)}" for name, given in extra.items()),
        *(f"{name}={written(forms.get(name, getattr(entity, name)))}" for name in others),
    ]
    return f"{type(entity).__name__}({', '.join(parts)})"


def _is_default(entity: Any, field: dataclasses.Field[Any]) -> bool:
    return field.default is not dataclasses.MISSING and bool(getattr(entity, field.name) == field.default)


def written(content: object) -> str:
    """Write the content of a field as a person would type it.

    Examples
    --------
    >>> written(date(2027, 2, 1)), written(("growth", 2.0))
    ("'2027-02-01'", "['growth', 2]")
    """
    if isinstance(content, date):
        return repr(str(content))
    if isinstance(content, bool) or content is None:
        return repr(content)
    if isinstance(content, float):
        return plain(content)
    if isinstance(content, Mapping):
        return f"{{{', '.join(f'{written(key)}: {written(item)}' for key, item in content.items())}}}"
    if isinstance(content, Span):
        return f"({', '.join(map(written, content))})"
    if isinstance(content, tuple | list):
        return f"[{', '.join(map(written, content))}]"
    return repr(content)


class Span(tuple[Any, ...]):
    """A pair that is written with round brackets."""

    __slots__ = ()


def as_code(entity: object) -> str:
    """Return what a notebook shows for a small entity: its text, escaped."""
    return f"<code>{html.escape(repr(entity))}</code>"


def as_card(title: str, lines: Mapping[str, str]) -> str:
    """Write a few facts under a title.

    Examples
    --------
    >>> print(as_card("Portfolio 'Agency'", {"people": "5", "projects": "2"}))
    Portfolio 'Agency'
      people    5
      projects  2
    """
    width = max(map(len, lines), default=0)
    return "\n".join([title, *(f"  {word:<{width}}  {fact}" for word, fact in lines.items())])


def card_html(title: str, lines: Mapping[str, str]) -> str:
    """Write a few facts under a title for a notebook, escaped."""
    rows = "".join(
        f'<tr><th style="text-align:left">{html.escape(word)}</th>'
        f'<td style="text-align:left">{html.escape(fact)}</td></tr>'
        for word, fact in lines.items()
    )
    return f"<table><caption>{html.escape(title)}</caption><tbody>{rows}</tbody></table>"


class Told:
    """An answer that shows itself as a title and sentences below it, in a terminal and in a notebook."""

    @property
    def _title(self) -> str:
        """What it is about."""
        raise NotImplementedError

    def _lines(self) -> Iterator[str]:
        """Yield the sentences; one that is a detail of that before it is set in."""
        raise NotImplementedError

    def __repr__(self) -> str:
        return "\n".join([self._title, *(f"  {line}" for line in self._lines())])

    def _repr_html_(self) -> str:
        items = "".join(f"<li>{html.escape(line.strip())}</li>" for line in self._lines())
        return f"<div><p><strong>{html.escape(self._title)}</strong></p><ul>{items}</ul></div>"
