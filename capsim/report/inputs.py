"""The fingerprint of what was simulated."""

from __future__ import annotations

from typing import TYPE_CHECKING

from capsim.running.identity import identity_of

if TYPE_CHECKING:
    from capsim.forecast import Forecast

__all__ = ["input_hash"]


def input_hash(forecast: Forecast) -> str:
    """Return a hash of the portfolio that was simulated, its house rules among it.

    Two forecasts with the same hash rest on the same people, projects and settings.

    Parameters
    ----------
    forecast : Forecast

    Returns
    -------
    str
        64 hexadecimal digits.
    """
    return identity_of(forecast.portfolio)
