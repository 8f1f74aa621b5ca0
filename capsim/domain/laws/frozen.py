"""The laws of scipy.stats, by name."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from capsim.domain.laws.base import Distribution, Floats, number_of, written
from capsim.errors import Refused, did_you_mean

__all__ = ["Scipy", "is_scipy"]

_MOST_ATOMS: Final = 100_000


def is_scipy(given: object) -> bool:
    """Return whether a value is a frozen law of scipy.stats (without importing it)."""
    return (
        hasattr(given, "dist") and hasattr(given, "args") and hasattr(given, "kwds") and hasattr(given, "ppf")
    )


def _stats() -> Any:
    from scipy import stats  # slow to import, and few models need it

    return stats


@dataclass(frozen=True, slots=True, repr=False, init=False)
class Scipy(Distribution):
    """A law of scipy.stats, by its name there.

    Its quantile function is SciPy's own, and as reproducible between machines as that.

    Parameters
    ----------
    name : str
        Such as ``"norm"``.
    *args, **kwds : float
        Its shapes, ``loc`` and ``scale``, as SciPy takes them.

    Examples
    --------
    >>> law = Scipy("triang", 0.5, loc=5, scale=10)
    >>> str(law), law.mean()
    ('Scipy(triang, 0.5, loc=5, scale=10)', 10.0)
    """

    name: str
    shapes: tuple[float, ...]
    loc: float
    scale: float

    def __init__(self, name: str, *args: float, **kwds: float) -> None:
        law = _scipy_law(name)
        shapes = [each.strip() for each in (law.shapes or "").split(",") if each.strip()]
        keys = [*shapes, "loc", *(["scale"] if _is_continuous(law) else [])]
        given = _bound(name, keys, args, kwds)
        missing = [key for key in shapes if key not in given]
        if missing:
            raise Refused(
                f"Scipy: {name} needs {', '.join(missing)}", fix=f"write Scipy({name}, {', '.join(shapes)})"
            )
        object.__setattr__(self, "name", name)
        object.__setattr__(self, "shapes", tuple(given[key] for key in shapes))
        object.__setattr__(self, "loc", given.get("loc", 0.0))
        object.__setattr__(self, "scale", given.get("scale", 1.0))
        if not np.isfinite(self._frozen().ppf(0.5)):
            raise Refused(
                f"Scipy: {name} does not take these arguments", str(self), "see the help of scipy.stats"
            )

    @classmethod
    def of(cls, frozen: Any) -> Scipy:
        """Return the law that a frozen one of scipy.stats stands for."""
        name = frozen.dist.name
        known = getattr(_stats(), name, None) if isinstance(name, str) else None
        if type(known) is not type(frozen.dist):
            raise Refused(
                "a law that scipy.stats does not know by name", name, "use Empirical or Quantiles instead"
            )
        return cls(name, *frozen.args, **frozen.kwds)

    def _frozen(self) -> Any:
        return _frozen(self.name, self.shapes, self.loc, self.scale)

    def mean(self) -> float:
        """Return SciPy's mean."""
        return float(self._frozen().mean())

    def sd(self) -> float:
        """Return SciPy's standard deviation."""
        return float(self._frozen().std())

    def support(self) -> tuple[float, float]:
        """Return SciPy's support."""
        low, high = self._frozen().support()
        return float(low), float(high)

    def _quantiles(self, u: Floats) -> Floats:
        low, high = self.support()
        found: Floats = np.clip(np.asarray(self._frozen().ppf(u), dtype=np.float64), low, high)
        return found

    def _shares(self, x: Floats) -> Floats:
        found: Floats = np.asarray(self._frozen().cdf(x), dtype=np.float64)
        return found

    def _shares_below(self, x: Floats) -> Floats:
        if _is_continuous(self._frozen().dist):
            return self._shares(x)
        found: Floats = np.asarray(self._frozen().cdf(np.ceil(x - self.loc) + self.loc - 1), dtype=np.float64)
        return found

    def _cuts(self) -> Iterable[float]:
        """Return the atoms of a discrete law, as far into the tails as draws can reach."""
        if _is_continuous(self._frozen().dist):
            return ()
        low, high = (float(end) for end in self._frozen().ppf([2.0**-45, 1 - 2.0**-45]))
        if not high - low < _MOST_ATOMS:
            raise Refused("Scipy: a discrete law with too many values", str(self), "use a continuous law")
        return [low + step for step in range(int(high - low) + 1)]

    def _arguments(self) -> Iterable[str]:
        words = [self.name, *map(written, self.shapes)]
        words += [f"loc={written(self.loc)}"] if self.loc else []
        return words + ([f"scale={written(self.scale)}"] if self.scale != 1 else [])


def _is_continuous(law: Any) -> bool:
    return isinstance(law, _stats().rv_continuous)


def _scipy_law(name: object) -> Any:
    stats = _stats()
    kinds = (stats.rv_continuous, stats.rv_discrete)
    law = getattr(stats, name, None) if isinstance(name, str) and re.fullmatch(r"[a-z]\w*", name) else None
    if not isinstance(law, kinds):
        known = [key for key, item in vars(stats).items() if isinstance(item, kinds)]
        raise Refused("Scipy: no such law in scipy.stats", name, did_you_mean(str(name), known))
    return law


def _bound(name: str, keys: list[str], args: Sequence[float], kwds: dict[str, float]) -> dict[str, float]:
    """Match arguments to names, as a call would."""
    if len(args) > len(keys):
        raise Refused(f"Scipy: too many arguments for {name}", len(args), f"it takes {', '.join(keys)}")
    given = dict(zip(keys, args, strict=False))
    for key, figure in kwds.items():
        if key not in keys:
            raise Refused(f"Scipy: {name} has no argument {key!r}", fix=did_you_mean(key, keys))
        if key in given:
            raise Refused(f"Scipy: {key} given twice", fix="give it once")
        given[key] = figure
    return {key: number_of(f"Scipy: {name}", key, figure) for key, figure in given.items()}


@functools.lru_cache(maxsize=4096)
def _frozen(name: str, shapes: tuple[float, ...], loc: float, scale: float) -> Any:
    law = getattr(_stats(), name)
    return law(*shapes, loc=loc, scale=scale) if _is_continuous(law) else law(*shapes, loc=loc)
