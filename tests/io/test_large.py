"""Large models load; how fast, `tests/benchmarks/bench_large.py` says."""

from pathlib import Path

from capsim.io import read
from tests.benchmarks.bench_large import write_sheets


def test_twenty_thousand_tasks_load(tmp_path: Path) -> None:
    write_sheets(tmp_path)
    portfolio = read(tmp_path)
    assert sum(len(project.tasks) for project in portfolio.projects) == 20_000
    assert len(portfolio.people) == 500
