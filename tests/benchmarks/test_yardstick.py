"""What the benchmark compares is the same work."""

from capsim.engines.event import EventEngine
from capsim.plan.build import make_plan
from capsim.plan.draws import make_draws
from capsim.rules.priority import ranks
from tests.benchmarks.bench_event import PLAIN
from tests.benchmarks.workload import workload
from tests.benchmarks.yardstick import Yardstick


def test_the_yardstick_and_the_engine_make_the_same_schedules():
    plan = make_plan(workload())
    draws = make_draws(plan, seed=7)
    runs = EventEngine(plan, PLAIN).run(draws, 0, 20)
    yardstick = Yardstick(plan, ranks(plan, PLAIN, None).tolist())
    for row, effort in enumerate(draws.block(0, 20).effort.tolist()):
        start, finish = yardstick.run(effort)
        assert runs.start[row].tolist() == start
        assert runs.finish[row].tolist() == finish
