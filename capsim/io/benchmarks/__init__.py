"""Published scheduling instances as portfolios: one period is one day, and a resource is a pool of people.

Nothing else of capsim imports this package: write ``from capsim.io import benchmarks``.
"""

from capsim.io.benchmarks.reading import read

__all__ = ["read"]
