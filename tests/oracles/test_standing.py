"""What is left of work that has begun (R16): the amounts drawn, worked out again from the text."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from capsim.domain.portfolio import Portfolio
from capsim.plan.build import make_plan
from capsim.plan.draws import make_draws
from tests.oracles.model import DAY, Model, to_ticks
from tests.oracles.with_status import status_case

COUNT = 2
CASES = [number for number in range(90) if number % 10]  # every tenth is a large one


def forgotten(portfolio: Portfolio) -> Portfolio:
    """The same portfolio as it was before anything of it had happened."""
    nothing = {"actual_start": None, "actual_finish": None, "progress": None, "remaining": None}
    projects = [
        replace(project, tasks=[replace(task, **nothing, assigned=()) for task in project.tasks])
        for project in portfolio.projects
    ]
    return replace(portfolio, projects=projects, status_date=None)


def drawn(portfolio: Portfolio, seed: int):
    """(effort, duration) of each need and task, in ticks: a row for each replication."""
    block = make_draws(make_plan(portfolio), seed).block(0, COUNT)
    return block.effort.tolist(), block.duration.tolist()


def left(task, law, done: float, whole: int) -> tuple[int, int]:
    """The least and the most ticks left of an amount of which so many are drawn without a status."""
    if task.progress is not None:
        share = 1 - task.progress
        return to_ticks(share * (whole - 1) / DAY), to_ticks(share * whole / DAY)
    if law.cdf(done + 1e-6) > 1 - 1e-6:
        return 0, 0
    known = law.cdf(done + 1e-6) if done > 0 else 0.0
    lows = [known + law.cdf(max(ticks, 0) / DAY) * (1 - known) for ticks in (whole - 1, whole)]
    low, high = (law.quantile(min(u, 1 - 1e-12)) - done for u in lows)
    return to_ticks(low - 1e-9), to_ticks(high)


def test_what_is_left_of_begun_work_is_what_was_drawn_on_condition_of_what_is_done() -> None:
    seen: Counter[str] = Counter()
    for number in CASES:
        portfolio, _ = status_case(number)
        if portfolio.risks or portfolio.drivers:
            continue
        model, plain = Model(portfolio), forgotten(portfolio)
        rows = zip(*drawn(portfolio, number), *drawn(plain, number), strict=True)
        for efforts, durations, all_efforts, all_durations in rows:
            for task in model.tasks:
                amounts = [
                    (need.effort, model.standing.done(need) if task.goes_on else 0.0,
                     efforts[need.index], all_efforts[need.index])
                    for need in task.needs if need.effort is not None
                ]  # fmt: skip
                if task.elapsed:
                    elapsed = model.standing.elapsed(task) if task.goes_on else 0
                    amounts.append(
                        (task.data.duration, elapsed, durations[task.index], all_durations[task.index])
                    )
                for law, done, got, whole in amounts:
                    if task.done is not None:
                        assert got == 0
                    elif task.goes_on and task.data.remaining is not None:
                        seen["remaining"] += 1
                        continue
                    elif not task.goes_on:
                        assert got == whole
                    else:
                        least, most = left(task.data, law, done, whole)
                        assert least <= got <= most, (number, task.label, got, least, most)
                        seen["progress" if task.data.progress is not None else "done so far"] += 1
                        seen["law"] += not law.is_fixed
                        seen["nothing left"] += got == 0
    assert min(seen.values()) >= 40, seen
    assert len(seen) == 5


def test_what_remains_is_shared_by_mean_effort() -> None:
    found = 0
    for number in CASES:
        portfolio, _ = status_case(number)
        efforts, durations = (rows[0] for rows in drawn(portfolio, number))
        for task in (task for task in Model(portfolio).tasks if task.goes_on and task.data.remaining):
            law = task.data.remaining
            if not law.is_fixed or portfolio.risks or portfolio.drivers:
                continue
            found += 1
            if task.elapsed:
                assert durations[task.index] == to_ticks(law.mean())
                continue
            means = [need.effort.mean() for need in task.needs]
            for need, mean in zip(task.needs, means, strict=True):
                part = mean / sum(means) if sum(means) else 1 / len(means)
                assert efforts[need.index] == to_ticks(law.mean() * part)
    assert found >= 40
