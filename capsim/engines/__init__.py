"""The engines: one readable (SimPy), one fast; both turn a plan and its draws into runs."""
