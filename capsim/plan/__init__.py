"""From a portfolio to what an engine reads: index arrays, planned values, draws."""
