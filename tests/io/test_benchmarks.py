# ruff: noqa: E501
"""Published formats become portfolios; what is wrong with a file is told at its line."""

import random
import subprocess
import sys

import pytest

import capsim as cs
from capsim.domain.portfolio import Portfolio
from capsim.io import benchmarks
from capsim.plan.build import make_plan
from tests.io.campaign.fuzz import mutated
from tests.io.small_instances import SMALL, written
from tests.oracles import instances
from tests.oracles.feasible import violations
from tests.published.running import Outcome, policy_of


def read(tmp_path, ending, content=None):
    return benchmarks.read(written(tmp_path, ending, content))


def tasks(portfolio):
    """What each task says: its days, its needs, what it waits for."""
    return {
        (project.name, task.name): (
            0 if task.duration is None else task.duration.mean(),
            [(need.label, need.people[0]) for need in task.needs],
            [str(link) for link in task.after],
        )
        for project in portfolio.projects
        for task in project.tasks
    }


# ---------------------------------------------------------------- what is read


def test_renewable_resources_become_pools(tmp_path):
    portfolio = read(tmp_path, ".sm")
    assert [(person.name, person.role, person.count) for person in portfolio.people] == [
        ("R1", "R1", 3),
        ("R2", "R2", 1),
    ]
    assert tasks(portfolio) == {
        ("small", "1"): (0, [], []),
        ("small", "2"): (3, [("R1", 2)], ["1"]),
        ("small", "3"): (2, [("R1", 2), ("R2", 1)], ["1"]),
        ("small", "4"): (4, [("R2", 1)], ["2"]),
        ("small", "5"): (0, [], ["3", "4"]),
    }


def test_a_period_is_a_day_of_a_seven_day_week_without_holidays(tmp_path):
    portfolio = benchmarks.read(written(tmp_path, ".sm"), start="2026-12-24")
    assert (str(portfolio.start), str(portfolio.horizon)) == ("2026-12-24", "2027-01-02")
    assert portfolio.calendar.pattern == (1,) * 7
    assert portfolio.calendar.holidays == ()
    assert max(Outcome(make_plan(portfolio), policy_of(cs.rules.LFT())).finish) == 9


def test_of_several_modes_the_shortest_that_can_be_done_counts(tmp_path):
    portfolio = read(tmp_path, ".mm")
    assert portfolio.people == ()
    assert tasks(portfolio)["small", "2"] == (5, [], ["1"])


def test_shared_capacities_decide_which_modes_can_be_done(tmp_path):
    portfolio = read(tmp_path, ".txt", SMALL[".txt"].replace("-1 -1", "9 -1"))
    assert [project.name for project in portfolio.projects] == ["1 one", "2 one"]
    assert [str(project.start) for project in portfolio.projects] == ["2027-01-04", "2027-01-07"]
    assert tasks(portfolio)["2 one", "2"] == (2, [], ["1"])
    assert tasks(read(tmp_path, ".txt"))["2 one", "2"] == (5, [], ["1"])


def test_people_with_levels_and_a_rate_do_one_job_each(tmp_path):
    portfolio = read(tmp_path, ".def")
    assert [(person.name, person.cost_per_day) for person in portfolio.people] == [
        ("person 1", 56.0),
        ("person 2", 28.5),
    ]
    assert portfolio.people[0].skills == (cs.Skill("Q1", level=1), cs.Skill("Q2", level=2))
    assert tasks(portfolio) == {
        ("small", "1"): (5, [("Q1 level 1", 1)], []),
        ("small", "2"): (3, [("Q1 level 2", 1)], []),
        ("small", "3"): (4, [("Q2 level 2", 1)], ["1", "2"]),
    }


def test_several_skills_are_wanted_at_once(tmp_path):
    portfolio = read(tmp_path, ".dzn")
    assert [[skill.name for skill in person.skills] for person in portfolio.people] == [
        ["S1"],
        ["S2"],
        ["S1", "S2"],
    ]
    assert tasks(portfolio)["small", "2"] == (3, [("S1", 1), ("S2", 1)], ["1"])
    assert tasks(portfolio)["small", "3"] == (2, [("S2", 2)], ["1"])


def test_each_seat_has_its_own_level(tmp_path):
    portfolio = read(tmp_path, ".msrcp")
    assert tasks(portfolio)["small", "2"] == (3, [("S1 level 3", 1), ("S2 level 1", 1)], ["1"])
    assert tasks(portfolio)["small", "3"] == (2, [("S2 level 1", 1), ("S2 level 3", 1)], ["1"])


def test_projects_share_pools_and_wait_for_each_other(tmp_path):
    portfolio = read(tmp_path, ".rcmp")
    assert [str(project.start) for project in portfolio.projects] == ["2027-01-04", "2027-01-08"]
    assert tasks(portfolio)["project 2", "2"] == (3, [("R1", 1), ("R2", 1)], ["project 1/3", "1"])


def test_what_is_not_shared_belongs_to_each_project(tmp_path):
    portfolio = read(tmp_path, ".xml")
    assert portfolio.name == "small set"
    assert [(person.name, person.count) for person in portfolio.people] == [
        ("R1", 4),
        ("R2 of 1", 1),
        ("R2 of 2", 1),
    ]
    assert tasks(portfolio)["2 one", "3"] == (2, [("R1", 2), ("R2 of 2", 1)], ["1"])


@pytest.mark.parametrize("ending", [ending for ending in SMALL if ending in instances.READERS])
def test_what_is_read_can_be_scheduled_as_a_second_reading_wants_it(tmp_path, ending):
    path = written(tmp_path, ending)
    plan = make_plan(benchmarks.read(path))
    schedule = Outcome(plan, policy_of(cs.rules.LFT())).schedule()
    assert violations(instances.READERS[ending](path), schedule) == []


def test_importing_capsim_does_not_import_the_formats():
    script = "import sys, capsim; print(any('benchmarks' in name for name in sys.modules))"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


# ---------------------------------------------------------------- what is wrong


FAULTS = [
    (".sm", "     3       2    0", "     3x      2    0", "small.sm, line 18, job 2, duration: not a whole number (got '3x'); write a whole number from 0 to 100,000"),
    (".sm", "     3       2    0", "    -3       2    0", "small.sm, line 18, job 2, duration: out of range (got '-3'); write a whole number from 0 to 100,000"),
    (".sm", "     3       2    0", "     3       4    0", "small.sm, line 18, job 2: wants 4 of R1, and there are 3; write at most 3"),
    (".sm", "    3    1\n", "    3    0\n", "small.sm, line 19, job 3: wants 1 of R2, and there are 0; take the demand out, or add somebody who can meet it\nsmall.sm, line 20, job 4: wants 1 of R2, and there are 0; take the demand out, or add somebody who can meet it"),
    (".sm", "    3    1\n", "    3    1    4\n", "small.sm, line 25: 3 capacities for 2 resources (got '3 1 4'); write one for each"),
    (".sm", "    3    1\n", "", "small.sm: 1 line below RESOURCEAVAILABILITIES; write two: the names, such as R 1  R 2, and the capacities"),
    (".sm", "  R 1  R 2\n    3", "  R 1  N 1\n    3", "small.sm, line 25: N1 is used up by the jobs; take it out: people are there again when a job is done"),
    (".sm", "  R 1  R 2\n    3", "  R 1  R 2\n20000", "small.sm, line 25: 20,000 people of R1; write at most 10,000: everybody is simulated"),
    (".sm", "2   3\n   2", "2   9\n   2", "small.sm, line 8, job 1: no such job (got '9'); the jobs are 1 to 5"),
    (".sm", "2   3\n   2", "2\n   2", "small.sm, line 8, job 1: 2 successors announced and 1 listed (got '2'); list 2, or mend the number"),
    (".sm", "   5        1          0\n", "   5        1          1    2\n", "small.sm, line 18, job 2: tasks that wait for each other: small/2 → small/4 → small/5 → small/2; remove one of these links"),
    (".sm", "   4        1          1           5\n", "", "small.sm: a job that PRECEDENCE RELATIONS lacks (got '4'); list it there too"),
    (".sm", "  4      1     4       0    1\n", "", "small.sm: a job that REQUESTS/DURATIONS lacks (got '4'); list it there too"),
    (".sm", "   4        1          1           5\n", "   4        1          1           5\n" * 2, "small.sm: a job listed twice (got '4'); list it once"),
    (".sm", "   4        1          1           5\n", "   4\n", "small.sm, line 11, job 4: 1 value where at least 3 belong (got '4'); write job, number of modes, number of successors and the successors"),
    (".sm", "  4      1     4       0    1\n", "  4      1\n", "small.sm, line 20: 2 values (got '4 1'); write job, mode, duration and 2 demands"),
    (".sm", "  4      1     4       0    1\n", "  4      1     4       0    1\n         2     2       0    1\n", "small.sm, line 20, job 4: 2 modes; leave one, or call the file .mm to read the shortest"),
    (".sm", "RESOURCEAVAIL", "AVAIL", "small.sm: no section RESOURCEAVAILABILITIES; it may be cut short, or no PSPLIB file: get it again"),
    (".sm", SMALL[".sm"], "", "small.sm: empty; get the file again"),
    (".sm", SMALL[".sm"], "<html>not found</html>", "small.sm: no section PRECEDENCE RELATIONS; it may be cut short, or no PSPLIB file: get it again\nsmall.sm: no section REQUESTS/DURATIONS; it may be cut short, or no PSPLIB file: get it again\nsmall.sm: no section RESOURCEAVAILABILITIES; it may be cut short, or no PSPLIB file: get it again"),
    (".sm", "  4      1     4", "  4      1 40000", "small.sm: all jobs one after the other take 40,005 days; shorten them: at most 36,500 are simulated"),
    (".mm", "    4    5\n", "    0    0\n", "small.mm, line 12, job 2: no mode wants as little as there is; lower its demands; there are R1 0, N1 0"),
    (".def", "Q1: 2\t\n", "Q1: 4\t\n", "small.def, line 12, job 2: wants 1 of Q1 at level 4 or above, and there are 0; take the demand out, or add somebody who can meet it"),
    (".def", "Q1: 2\t\n", "Q1: two\t\n", "small.def, line 12, job 2, Q1: not a whole number (got 'two'); write a whole number from 0 to 1,000"),
    (".def", "\t1\t2\n", "\t1\t7\n", "small.def, line 13, job 3: no such job (got '7'); write the number of a job"),
    (".def", "28.5", "lots", "small.def, line 8, person 2, salary: not a number (got 'lots'); write a number such as 1.5"),
    (".def", "28.5\t Q1: 3", "28.5", "small.def, line 8: 2 values where at least 4 belong (got '2 28.5'); write number, salary, and a skill with its level, such as 1 56.0 Q1: 0"),
    (".def", "2\t\t3\t Q1: 2", "1\t\t3\t Q1: 2", "small.def, line 11: a number that stands twice (got '1'); give each its own\nsmall.def, line 12: a number that stands twice (got '1'); give each its own\nsmall.def, line 13, job 3: no such job (got '2'); write the number of a job"),
    (".def", "2\t\t28.5", "1\t\t28.5", "small.def, line 7: a number that stands twice (got '1'); give each its own\nsmall.def, line 8: a number that stands twice (got '1'); give each its own"),
    (".def", "Q1: 1 \t Q2: 2", "Q1: 1 \t Q1: 2", "small.def, line 7, person 1: a skill listed twice (got 'Q1'); list it once"),
    (".def", "56.0\t Q1: 1", "-56.0\t Q1: 1", "small.def, line 7, person 1: a negative amount of money (got -56.0); write 56 if the sign is a slip, or leave it out"),
    (".def", "Q1: 2\t\n", "Q1: 2\t\"\n", "small.def, line 12, job 2: no such job (got '\"'); write the number of a job"),
    (".def", "Tasks: 3", "Tasks: 4", "small.def, line 3: 4 announced and 3 listed (got 'Tasks: 4'); make them agree"),
    (".def", "TaskID", "Task", "small.def: no list below TaskID; it may be cut short: get it again"),
    (".dzn", "dur = [0,3,2,0];", "dur = [0,3,2];", "small.dzn, line 4: 3 durations and 4 rows of sreq; give each job both"),
    (".dzn", "dur = [0,3,2,0];", "dur = [0,x,2,0];", "small.dzn, line 4, job 2: not a whole number (got 'x'); write a whole number from 0 to 100,000"),
    (".dzn", "\t| 0,2,", "\t| 0,3,", "small.dzn, line 7, job 3: wants 3 of S2, and there are 2; write at most 2"),
    (".dzn", "\t| 1,1,", "\t| 2,2,", "small.dzn, line 6, job 2: takes 4 people at once for S1 and S2, and only 3 ever can: person 1, person 2, person 3; lower people to 3, or add people or alternatives"),
    (".dzn", "pred = [1,1,2,3];", "pred = [1,1,2];", "small.dzn, line 12: 3 entries of pred and 4 of succ; give both one entry per link"),
    (".dzn", "pred = [1,1,2,3];", "pred = [1,1,2,8];", "small.dzn, line 12: no such job (got '8'); the jobs are 1 to 4"),
    (".dzn", "succ = [2,3,4,4];", "succ = [2,3,4,8];", "small.dzn, line 13: no such job (got '8'); the jobs are 1 to 4"),
    (".dzn", "dur = [0,3,2,0];", "dur = [];", "small.dzn: no jobs; list their durations in dur"),
    (".dzn", "mastery", "skills", "small.dzn: no array mastery; write mastery = [| 1,0 | 0,1 |];"),
    (".dzn", "false,true,", "false,maybe,", "small.dzn, line 10, mastery: not a whole number (got 'maybe'); write a whole number from 0 to 1"),
    (".msrcp", "3 1\n", "3\n", "small.msrcp, line 31, job 2: 1 level for 2 people (got '3'); write one for each"),
    (".msrcp", "3 1\n", "5 1\n", "small.msrcp, line 25, job 2: wants 1 of S1 at level 5 or above, and there are 0; take the demand out, or add somebody who can meet it"),
    (".msrcp", "4\t3\t2\t5", "6\t3\t2\t5", "small.msrcp, line 2: 6 jobs announced and 4 listed; list every job in the project, its requirements and their levels"),
    (".msrcp", "3\t1\t4\n", "3\t2\t4\n", "small.msrcp, line 9, job 2: 2 successors announced and 1 listed (got '4'); list 2, or mend the number"),
    (".msrcp", "3\t1\t4\n", "3\t1\t5\n", "small.msrcp, line 9, job 2: no such job (got '5'); the jobs are 1 to 4"),
    (".msrcp", "Skill Requirements", "Requirements", "small.msrcp: nothing below Skill Requirements Module; it may be cut short, or no MSLIB file: get it again"),
    (".rcmp", " 0 0 0 1 2:2\n\n", " 0 0 0 1 2:9\n\n", "small.rcmp, line 9, job 1:3: no such job (got '2:9'); write project:job, such as 1:2"),
    (".rcmp", " 3 1 1 1 2:3\n 0 0 0 0\n", " 3 1 1 1 2:3\n", "small.rcmp: ends where job 3 of project 2 belongs; it may be cut short: get the file again"),
    (".rcmp", " 3 1\n\n", " 3\n\n", "small.rcmp, line 3: 2 resources announced and 1 listed (got '3'); list 2, or mend the number"),
    (".rcmp", " 2 2 0 1 1:3", " 2 7 0 1 1:3", "small.rcmp, line 8, job 1:2: wants 7 of R1, and there are 3; write at most 3"),
    (".rcmp", " 2 2 0 1 1:3", " 2 2 0 2 1:3", "small.rcmp, line 8, job 1:2: 2 successors announced and 1 listed (got '1:3'); list 2, or mend the number"),
    (".rcmp", " 2 2 0 1 1:3", " 2 2", "small.rcmp, line 8, job 1:2: 2 values where at least 4 belong (got '2 2'); write duration, 2 demands, number of successors and the successors"),
    (".rcmp", " 3 0\n", " 3 soon\n", "small.rcmp, line 5, project 1, release: not a whole number (got 'soon'); write a whole number from 0 to 100,000"),
    (".xml", "<start>2<", "<start>two<", "small.xml, line 12, start: not a whole number (got 'two'); write a whole number from 0 to 100,000"),
    (".xml", "        <start>2</start>\n", "", "small.xml: 2 of <filename> and 1 of <start>; give every project both"),
    (".xml", "</mp-list>", "", "small.xml, line 21: damaged XML: no element found; get the file again"),
    (".xml", "parts/one.sm</filename>\n        <start>2", "parts/two.sm</filename>\n        <start>2", "small.xml, line 11: no such file beside this one (got 'parts/two.sm'); put it there, or mend its name"),
    (".xml", "parts/one.sm</filename>\n        <start>2", "../small.sm</filename>\n        <start>2", "small.xml, line 11: no such file beside this one (got '../small.sm'); put it there, or mend its name"),
    (".xml", ' SYSTEM "mp.dtd"', ' [<!ENTITY a "b">]', "small.xml: XML with entities or references; take them out"),
    (".xml", "<resource>4<", "<resource>1<", "parts/one.sm, line 18, job 2: wants 2 of R1, and there are 1; write at most 1\nparts/one.sm, line 19, job 3: wants 2 of R1, and there are 1; write at most 1"),
    (".txt", "parts/one.mm\n3", "/etc/passwd\n3", "small.txt, line 4: no such file beside this one (got '/etc/passwd'); put it there, or mend its name"),
    (".txt", "-1 -1", "-1", "small.txt, line 9: 2 resources announced and 1 listed (got '-1'); list 2, or mend the number"),
    (".txt", "-1 -1\n", "", "small.txt: ends where the capacities belongs; it may be cut short: get the file again"),
    (".txt", "-1 -1", "0 -1", "parts/one.mm, line 12, job 2: no mode wants as little as there is; lower its demands; there are R1 0, N1 5"),
]  # fmt: skip


@pytest.mark.parametrize(("ending", "right", "wrong", "told"), FAULTS)
def test_a_fault_is_told_at_its_line(tmp_path, ending, right, wrong, told):
    assert SMALL[ending].count(right) >= 1
    with pytest.raises(cs.errors.ModelError) as caught:
        read(tmp_path, ending, SMALL[ending].replace(right, wrong, 1))
    assert [str(problem) for problem in caught.value.found] == told.split("\n")
    assert len(caught.value.problems) == len(caught.value.found)


def test_all_that_is_wrong_is_told_at_once(tmp_path):
    content = SMALL[".sm"].replace("     3       2    0", "     x       2    0").replace("2   3\n", "2   9\n")
    with pytest.raises(cs.errors.ModelError) as caught:
        read(tmp_path, ".sm", content)
    assert [problem.place.line for problem in caught.value.found] == [18, 8]


def test_text_that_is_none_is_told(tmp_path):
    with pytest.raises(cs.errors.ModelError, match="line 2 is not UTF-8"):
        read(tmp_path, ".sm", b"jobs\n\xff\xfe\xfa")


def test_a_file_larger_than_any_instance_is_not_read(tmp_path):
    with pytest.raises(cs.errors.ModelError, match="too large for an instance; at most 2,000,000 bytes"):
        read(tmp_path, ".sm", b" " * 2_000_001)


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("gone.sm", "gone.sm: no such file or folder; check the path"),
        (
            "plan.mpp",
            "plan.mpp: no published format (got '.mpp'); give a file that ends in .sm, .mm, .def, .dzn, .msrcp, .xml, .rcmp, .txt",
        ),
    ],
)
def test_a_path_that_leads_nowhere_is_told(tmp_path, monkeypatch, name, told):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(cs.errors.ModelError) as caught:
        benchmarks.read(name)
    assert str(caught.value) == told


def test_arguments_of_another_kind_are_told(tmp_path):
    with pytest.raises(cs.errors.InputError, match=r"benchmarks\.read, path: a int instead of a path"):
        benchmarks.read(3)
    with pytest.raises(cs.errors.InputError, match=r"benchmarks\.read, start: not a date"):
        benchmarks.read(written(tmp_path, ".sm"), start="soon")


# ---------------------------------------------------------------- whatever it holds


PIECES = (
    b" ", b"\n", b"\t", b"***", b":", b'"', b"\x01", b"\n:\n", b"0", b"-1", b"99999999", b"9" * 30, b"1:1", b"R 1", b"x", b"\xff", b"\0", b"[", b"|",
    b";", b"true", b"<", b"&a;", b"</mp>", b"\\*", b"Q1: 1", b"===", b"\xc2\xb2", b"1e5", b"..", b"/", b"%", b"\x85",
)  # fmt: skip


def spoiled(path, ending, count):
    """Spoil a file again and again; return how often it could still be read."""
    chance, good = random.Random(ending), SMALL[ending].encode()
    still = 0
    for _ in range(count):
        path.write_bytes(mutated(good, chance, PIECES))
        try:
            assert isinstance(benchmarks.read(path), Portfolio)
            still += 1
        except cs.errors.ModelError as error:
            assert all(problem.where and problem.what for problem in error.found)
    return still


@pytest.mark.parametrize("ending", SMALL)
def test_spoiled_bytes_end_in_a_portfolio_or_in_problems_with_a_place(tmp_path, ending):
    assert 0 < spoiled(written(tmp_path, ending), ending, 150) < 150


@pytest.mark.slow
@pytest.mark.parametrize("ending", SMALL)
def test_thousands_of_spoiled_files_do_so_too(tmp_path, ending):
    assert 0 < spoiled(written(tmp_path, ending), ending, 5_000) < 5_000
