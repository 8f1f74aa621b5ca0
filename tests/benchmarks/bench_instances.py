"""How published instances come out: `python -m tests.benchmarks.bench_instances`.

Every schedule of the event engine is checked by the oracles; in about six minutes it prints the tables of the
page on published instances. `python -m tests.benchmarks.bench_instances j60` prints the first of them alone.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from itertools import chain
from pathlib import Path

import capsim as cs
from capsim.io import benchmarks
from capsim.plan.build import make_plan
from tests.oracles.instances import critical_path_length, lower_bound, mista
from tests.oracles.parallel_sgs import Network, starts
from tests.published.folder import FOLDER, files, table
from tests.published.running import Outcome, case_of, outcomes, policy_of
from tests.published.tables import (
    DEVIATIONS,
    PROJECT_RULES,
    RULES,
    SKILL_RULES,
    imopse_bounds,
    mspsp_bounds,
)

Cells = Sequence[object]


def show(title: str, header: Cells, rows: Iterable[Cells]) -> None:
    print(f"\n{title}\n")
    for cells in chain((header, ["---"] * len(header)), rows):
        print(f"| {' | '.join(map(str, cells))} |", flush=True)


def percent(parts: Sequence[float]) -> str:
    return f"{100 * sum(parts) / len(parts):.2f}"


# ---------------------------------------------------------------- one project


def psplib(name: str) -> Iterator[Cells]:
    """Yield a row per rule: deviations, schedules equal to the oracle's, schedules below a bound."""
    bounds = table("psplib/bounds.csv", "instance")
    above: dict[str, list[tuple[float, float]]] = {rule: [] for rule in RULES}
    same, beaten = dict.fromkeys(RULES, 0), dict.fromkeys(RULES, 0)
    for path in files(f"psplib/{name}/*.sm"):
        case, bound = case_of(path), bounds[path.stem]
        network = Network(case.instance)
        for rule, outcome in zip(RULES, outcomes(case, RULES.values()), strict=True):
            known = int(bound["cpm_lower_bound"]), int(bound["best_known"])
            above[rule].append((outcome.makespan / known[0] - 1, outcome.makespan / known[1] - 1))
            same[rule] += outcome.start == starts(network, rule)
            beaten[rule] += outcome.makespan < int(bound["lower_bound"])
    for rule, found in above.items():
        wanted = f"{DEVIATIONS[rule]:.2f}" if name == "j60" else "·"
        path_gap, best_gap = (percent(each) for each in zip(*found, strict=True))
        yield name, rule, path_gap, wanted, best_gap, f"{same[rule]} of {len(found)}", beaten[rule]


def one_project(*names: str) -> None:
    show(
        "Mean deviation of one list schedule, %",
        (
            "Set",
            "Rule",
            "Above the critical path",
            "Known",
            "Above the best known",
            "Equal to the oracle",
            "Below a bound",
        ),
        (row for name in names for row in psplib(name)),
    )


# ---------------------------------------------------------------- several skills


def skills(title: str, paths: list[Path], known: Callable[[str], tuple[int, int | None]]) -> Cells:
    """Return a row for a set: its schedules, and how far the best of the rules lies above what is known."""
    bound_gaps, best_gaps, schedules, beaten = [], [], 0, 0
    for path in paths:
        case = case_of(path)
        proved, reached = known(path.stem)
        bound = max(proved, lower_bound(case.instance))
        found = [outcome.makespan for outcome in outcomes(case, SKILL_RULES)]
        schedules += len(found)
        beaten += sum(each < bound for each in found)
        bound_gaps.append(min(found) / bound - 1)
        if reached is not None:
            best_gaps.append(min(found) / reached - 1)
    shown = (percent(best_gaps), f"{100 * max(best_gaps):.2f}") if best_gaps else ("·", "·")
    reached_by = sum(gap <= 0 for gap in best_gaps) if best_gaps else "·"
    return (
        title,
        len(paths),
        schedules,
        beaten,
        percent(bound_gaps),
        len(best_gaps) or "·",
        *shown,
        reached_by,
    )


def several_skills() -> None:
    imopse = files("multi_skill/imopse/instances/*.def")
    small = [path for path in imopse if int(path.stem.split("_")[0]) <= 15]
    show(
        f"Several skills: the best of {len(SKILL_RULES)} list schedules",
        (
            "Set",
            "Instances",
            "Feasible schedules",
            "Below a bound",
            "Mean above the bound, %",
            "With a known makespan",
            "Mean above it, %",
            "Most above it, %",
            "Reached",
        ),
        [
            skills("iMOPSE, 10 to 15 tasks", small, imopse_bounds),
            skills("iMOPSE, 100 and 200 tasks", sorted({*imopse} - {*small}), imopse_bounds),
            skills("MSPSP", files("multi_skill/mspsp/*/*.dzn"), mspsp_bounds),
            skills("MSLIB set 1", files("multi_skill/mslib_set1/*.msrcp"), lambda name: (0, None)),
        ],
    )


# ---------------------------------------------------------------- several projects


def shared(path: Path) -> Cells:
    case = case_of(path)
    bound = lower_bound(case.instance)
    found = [outcome.makespan for outcome in outcomes(case, PROJECT_RULES)]
    reference = table("multi_project/mpsplib_reference_tms.csv", "instance")
    published = reference.get(case.instance.name, {}).get("tms_psgs_minslk_msproject", "·")
    tasks = sum(len(work.jobs) for work in case.instance.projects)
    gap = f"{100 * (min(found) / bound - 1):.1f}"
    return case.instance.name, len(case.instance.projects), tasks, bound, *found, gap, published


def several_projects() -> None:
    paths = [
        *files("multi_project/mpsplib/*/*.xml"),
        *files("multi_project/mpsplib_from_mpp/mp_*"),
        *files("multi_project/*.rcmp"),
    ]
    rules = [type(rule).__name__ for rule in PROJECT_RULES]
    show(
        "Several projects: makespan by rule",
        ("Instance", "Projects", "Tasks", "Bound", *rules, "Best above the bound, %", "Published, MinSlack"),
        map(shared, paths),
    )


def critical_paths(path: Path) -> Cells:
    instance, published = mista(path)
    plan = make_plan(benchmarks.read(path))
    ends = Outcome(plan, policy_of(cs.rules.LFT())).ends()
    found = [end - work.release for end, work in zip(ends, instance.projects, strict=True)]
    assert found == [*map(critical_path_length, instance.projects)]
    longer = [f"{two} for {one}" for one, two in zip(published, found, strict=True) if two > one]
    assert all(two >= one for one, two in zip(published, found, strict=True))
    return path.stem, len(found), len(found) - len(longer), ", ".join(longer) or "·"


def modes() -> None:
    show(
        "MISTA 2013: critical paths with each job in its shortest feasible mode",
        ("Instance", "Projects", "As published", "Longer"),
        map(critical_paths, files("multi_project/mista2013/*.txt")),
    )


def main() -> None:
    if not FOLDER.exists():
        sys.exit(f"no {FOLDER}: set CAPSIM_DATA to the folder with the published instances")
    print(f"{date.today():%d %B %Y}".lstrip("0"))
    if sys.argv[1:] == ["j60"]:
        return one_project("j60")
    one_project("j60", "j30", "j120")
    several_skills()
    several_projects()
    return modes()


if __name__ == "__main__":
    main()
