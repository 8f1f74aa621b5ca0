"""Decisions: the same futures under other plans."""

from capsim.decide.comparing import compare
from capsim.decide.marginal import MarginalValues, marginal_value
from capsim.decide.policies import PolicyComparison, compare_policies, usual_policies
from capsim.decide.promises import Promise, promise
from capsim.decide.stressing import Stress, stress, usual_shocks
from capsim.decide.whatif import WhatIfs, what_if

__all__ = [
    "MarginalValues",
    "PolicyComparison",
    "Promise",
    "Stress",
    "WhatIfs",
    "compare",
    "compare_policies",
    "marginal_value",
    "promise",
    "stress",
    "usual_policies",
    "usual_shocks",
    "what_if",
]
