"""The measures that the tests hold and the page on published instances shows."""

import capsim as cs
from tests.published.folder import files, table
from tests.published.running import case_of, outcomes

RULES = {
    "LFT": cs.rules.LFT(),
    "LST": cs.rules.LST(),
    "MTS": cs.rules.MTS(),
    "GRPW": cs.rules.GRPW(),
    "GRPWAll": cs.rules.GRPWAll(),
    "MinSlack": cs.rules.MinSlack(),
    "EST": cs.rules.EST(),
    "SPT": cs.rules.SPT(),
}
DEVIATIONS = {
    "LFT": 17.46,
    "LST": 17.12,
    "MTS": 17.98,
    "GRPW": 22.32,
    "GRPWAll": 17.55,
    "MinSlack": 20.23,
    "EST": 21.68,
    "SPT": 23.77,
}
"""Mean deviation from the critical path on all 480 j60, in percent, ties by job number."""

SKILL_RULES = (
    cs.rules.LFT(),
    cs.rules.MinSlack(),
    cs.rules.MTS(),
    cs.rules.GRPWAll(),
    cs.rules.LPT(),
)
"""The best of these is taken where several people with several skills work together."""

PROJECT_RULES = (cs.rules.MinSlack(), cs.rules.LFT(), cs.rules.SPT(), cs.rules.GRPWAll())
"""The best of these is taken where several projects share people."""


def deviations(folder, reference, rules=tuple(RULES), every=1):
    """How far the list schedules of a set of PSPLIB lie above a column of its bounds, rule by rule."""
    bounds = table("psplib/bounds.csv", "instance")
    found = {rule: [] for rule in rules}
    for path in files(f"psplib/{folder}/*.sm")[::every]:
        for rule, outcome in zip(
            rules, outcomes(case_of(path), [RULES[each] for each in rules]), strict=True
        ):
            found[rule].append(outcome.makespan / int(bounds[path.stem][reference]) - 1)
    return found


def imopse_bounds(name):
    """The proved lower bound and a reachable makespan."""
    row = table("multi_skill/imopse/reference.csv", "instance")[name]
    return int(row["cp_lower_bound"]), int(row["cp_upper_bound"])


def mspsp_bounds(name):
    """The best proved lower bound and the best known makespan, which three lack."""
    row = table("multi_skill/mspsp/reference.csv", "instance")[name]
    proved = row["best_makespan"] if row["proved_optimal"] == "1" else row["solver_initial_lower_bound"]
    return int(proved or 0), int(row["best_makespan"]) if row["best_makespan"] else None
