"""What hard bookings keep of a person for their projects (rule R14), in integers."""

from __future__ import annotations

from collections.abc import Sequence

__all__ = ["kept_shares"]


def kept_shares(free: int, projects: Sequence[int], shares: Sequence[int], held: Sequence[int]) -> list[int]:
    """Return what each hard booking in force keeps of what is free of a person.

    The bookings are walked as listed. Each keeps what its project does not hold of its share yet, and at
    most what those before it leave: so bookings that add up to more than the person never keep more than is
    there, and the first one listed gets what can be had.

    Parameters
    ----------
    free : int
        Thousandths of the person that no seat holds.
    projects, shares : sequence of int
        The bookings in force, as listed: their projects and thousandths.
    held : sequence of int
        For each booking, the thousandths that all seats of its project hold of the person.

    Returns
    -------
    list of int
        Thousandths, one per booking.

    Examples
    --------
    >>> kept_shares(1000, [4, 7], [600, 600], [0, 0])
    [600, 400]
    >>> kept_shares(400, [4, 7], [600, 600], [600, 0])
    [0, 400]
    """
    kept = []
    for row in range(len(projects)):
        covered = held[row]  # what the seats hold counts for the first booking of a project first
        for earlier in range(row):
            if projects[earlier] == projects[row]:
                covered -= min(covered, shares[earlier])
        mine = min(shares[row] - min(covered, shares[row]), free)
        kept.append(mine)
        free -= mine
    return kept
