"""The models that come with capsim: they load, check as they should, forecast, and their stories are true."""

from __future__ import annotations

import dataclasses
import functools
import importlib.util

import numpy as np
import pandas as pd
import pytest
from python_calamine import CalamineWorkbook

import capsim as cs
from capsim.clock import NEVER, TICKS_PER_DAY
from tests.markdown import ROOT

REPLICATIONS = 400
SEED = 7
SHEET = "capacity_sheet/capacity.xlsx"
PROGRAM = "transformation/transformation.xlsx"
FILES = ["consultancy", "product_org.yaml"]
WORKBOOKS = [SHEET, PROGRAM]


@functools.cache
def model(name):
    return cs.read(ROOT / "models" / name)


class Futures:
    """When each project finishes, in days from the start, future by future."""

    def __init__(self, portfolio):
        self.forecast = cs.simulate(portfolio, replications=REPLICATIONS, seed=SEED, progress=False)
        runs = self.forecast.runs
        first = runs.plan.project_first_task
        self.names = runs.plan.project_names
        self.finish = {
            name: runs.finish[:, first[index] : first[index + 1]].max(axis=1).astype(float)
            for index, name in enumerate(self.names)
        }
        self.deadline = dict(zip(self.names, runs.plan.project_deadline.tolist(), strict=True))

    def goes_ahead(self, project):
        return self.finish[project] >= 0

    def probability(self, project):
        finish = self.finish[project][self.goes_ahead(project)]
        return float(np.mean(finish <= self.deadline[project]))

    def p80(self, project):
        finish = np.sort(self.finish[project][self.goes_ahead(project)])
        return finish[int(np.ceil(0.8 * len(finish))) - 1] / TICKS_PER_DAY

    def on_time(self):
        """Number of projects on time, future by future."""
        kept = [(self.finish[name] <= self.deadline[name]) & self.goes_ahead(name) for name in self.names]
        return np.sum(kept, axis=0)

    def earlier_than(self, other, project):
        """Days that this finishes before the other, future by future (same draws)."""
        both = self.goes_ahead(project) & other.goes_ahead(project)
        return (other.finish[project][both] - self.finish[project][both]) / TICKS_PER_DAY


def surely_above(values, bound):
    """Whether the mean lies above the bound by more than four standard errors."""
    return values.mean() - 4 * values.std(ddof=1) / np.sqrt(len(values)) > bound


def with_people(portfolio, count, skills, **more):
    new = [cs.Person(f"New {number}", skills, **more) for number in range(1, count + 1)]
    return portfolio.replace(people=[*portfolio.people, *new])


def without_skill(portfolio, who, skill):
    people = [
        dataclasses.replace(person, skills=tuple(held for held in person.skills if held.name != skill))
        if person.name == who
        else person
        for person in portfolio.people
    ]
    return portfolio.replace(people=people)


def busy_share(forecast, role, months):
    table = forecast.utilization(by="role", period="M")
    rows = table[table["role"] == role]
    periods = rows["period"].astype(str).str[:7]
    return rows.set_index(periods)["utilization"].loc[months]


def with_start(portfolio, vacancy, day):
    """The same portfolio, a vacancy filled on another day."""
    people = [
        dataclasses.replace(person, start=day) if person.name == vacancy else person
        for person in portfolio.people
    ]
    return portfolio.replace(people=people)


# ---------------------------------------------------------------- all


@pytest.mark.parametrize("name", [*FILES, *WORKBOOKS, "public_programme"])
def test_a_model_is_the_same_after_writing_and_reading(name, tmp_path):
    for target in ("folder", "model.yaml", "model.json", "model.xlsx"):
        cs.write(model(name), tmp_path / target)
        assert cs.read(tmp_path / target) == model(name)


def test_a_model_checks_clean_but_for_short_roles_and_meetings_that_nothing_waits_for():
    product, consultancy = model("product_org.yaml").check(), model("consultancy").check()
    assert sorted(short_roles(product)) == ["research", "security"]
    assert covered_roles(product) == ["merchant"]
    assert len(product) == 3 and product.attrs["score"] == 90
    assert short_roles(consultancy) == ["data engineer", "data scientist"]
    assert covered_roles(consultancy)[:2] == ["frontend engineer", "tester"]
    others = consultancy.problem[~consultancy.problem.str.startswith("Role")]
    assert others.str.extract(r"(^Project '.*', task '.*?'): nothing waits for it")[0].tolist() == [
        f"Project {name!r}, task 'Steering'"
        for name in ("Risk Data Mart", "Customer Portal", "Patient Booking")
    ]
    assert consultancy.attrs["score"] == 80


def short_roles(found):
    told = found.problem.str.extract(r"^Role '(.*)': demand is above capacity")[0]
    return told.dropna().tolist()


def covered_roles(found):
    told = found.problem.str.extract(r"^Role '(.*)': .*; others who can do it cover the rest")[0]
    return told.dropna().tolist()


@pytest.mark.parametrize("name", [*FILES, *WORKBOOKS])
def test_every_project_of_a_model_finishes_in_every_future(name):
    futures = base(name)
    assert all((futures.finish[project] < NEVER).all() for project in futures.names)


@pytest.mark.parametrize("name", [*FILES, *WORKBOOKS])
def test_a_forecast_of_a_model_has_dates_odds_and_errors_for_every_project(name):
    delivery = base(name).forecast.delivery()
    assert len(delivery) == len(model(name).projects)
    assert delivery[["deadline", "p50", "p80", "p95", "probability", "low", "high"]].notna().all().all()
    assert delivery["probability"].between(delivery["low"], delivery["high"]).all()
    assert (delivery["p50"] <= delivery["p80"]).all() and (delivery["p80"] <= delivery["p95"]).all()


@functools.cache
def base(name):
    return Futures(model(name))


# ---------------------------------------------------------------- workbooks


def generator(folder):
    """The script beside a workbook."""
    path = ROOT / "models" / folder / "make_workbook.py"
    spec = importlib.util.spec_from_file_location(f"make_{folder}", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def cells(path):
    book = CalamineWorkbook.from_path(path)
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


@pytest.mark.parametrize("name", WORKBOOKS)
def test_the_script_beside_a_workbook_writes_it(name, tmp_path):
    module = generator(name.split("/")[0])
    made, again = tmp_path / "made.xlsx", tmp_path / "again.xlsx"
    module.write(made)
    module.write(again)
    assert made.read_bytes() == again.read_bytes()
    assert cells(made) == cells(ROOT / "models" / name)


def told(portfolio):
    return [
        tuple(row)
        for row in portfolio.check()[["severity", "sheet", "cell", "problem"]].itertuples(index=False)
    ]


# ---------------------------------------------------------------- capacity sheet


@functools.cache
def capacity():
    return base(SHEET)


@functools.cache
def vacancy_filled_in_april(vacancy):
    return Futures(with_start(model(SHEET), vacancy, "2027-04-01"))


def test_the_capacity_sheet_has_the_size_that_it_tells():
    portfolio = model(SHEET)
    assert len(portfolio.people) == len(portfolio.staff) == 44
    assert sorted(person.name for person in portfolio.people if person.name.startswith("TBH")) == [
        "TBH data engineer 1",
        "TBH tester 1",
    ]
    assert len(portfolio.projects) == 12
    assert sum(len(project.tasks) for project in portfolio.projects) == 382
    assert len({person.role for person in portfolio.people}) == 9


def test_the_capacity_sheet_checks_to_what_its_manager_came_to_see():
    assert told(model(SHEET)) == [
        (
            *("warning", "", ""),
            "Role 'data engineer': demand is above capacity in 5 months: first in Apr 2027 (4.50 FTE wanted, "
            "3.42 there), most in Jun 2027 (4.50 FTE wanted, 2.55 there)",
        ),
        (
            *("warning", "Bookings", ""),
            "Person 'Anna Keller': booked 140 % from 2027-04-01 to 2027-07-30 (Policy Admin Upgrade, "
            "Payments Switch)",
        ),
        (
            *("warning", "Bookings", ""),
            "Person 'Miriam Adler': booked 130 % from 2027-05-03 to 2027-06-30 (Warehouse Move, "
            "Solvency Reporting)",
        ),
        (
            *("warning", "Bookings", ""),
            "People 'Rafael Costa', 'Viktor Lang', 'Ulrike Maas': booked for more of the day than is for "
            "projects: 'Rafael Costa' 100 % from 2027-02-01 to 2027-08-31, with 90 % for projects",
        ),
        (
            *("warning", "Bookings", "A5"),
            "Role 'data engineer': booked above what 2 projects want: 'Solvency Reporting' in 6 months from "
            "Feb 2027 to Aug 2027, most in Aug 2027 (1.50 FTE booked, 0.50 wanted), and 'Fraud Detection'",
        ),
        *(
            (
                *("warning", "Bookings", cell),
                f"Project {project!r}: booked above what the project wants: {what}",
            )
            for cell, project, what in (
                (
                    "A8",
                    "Mobile App 3",
                    "frontend developer in 2 months from Apr 2027 to Nov 2027, most in Nov 2027 (0.80 FTE "
                    "booked, 0.00 wanted)",
                ),
                (
                    "A9",
                    "Claims Portal",
                    "ux designer in 2 months from Apr 2027 to May 2027, most in May 2027 (0.60 FTE booked, "
                    "0.20 wanted)",
                ),
                (
                    "A10",
                    "Policy Admin Upgrade",
                    "solution architect from May 2027 to Jun 2027 (0.50 FTE booked, 0.30 wanted)",
                ),
                ("A3", "Payments Switch", "backend developer in Jul 2027 (0.60 FTE booked, 0.50 wanted)"),
            )
        ),
        ("info", "People", "E1", "not a column that capsim knows: passed over"),
        ("info", "Demand", "", "1 hidden row counts like the rest (row 61)"),
        ("info", "Bookings", "A7", "'viktor lang' is taken for 'Viktor Lang'"),
        (
            *("info", "Demand", "R4"),
            "a column of totals (R5 to R73), left out: it says the sum of other columns",
        ),
        ("info", "Demand", "A73", "a row of totals (C73 to Q73), left out: it says the sum of other rows"),
    ]
    assert model(SHEET).check().attrs["score"] == 60


def test_the_totals_of_the_capacity_sheet_come_back():
    rows = cells(ROOT / "models" / SHEET)["Demand"]
    total = next(row for row in rows if row[0] == "Total")
    wide = model(SHEET).demand(by=("project", "role"), wide=True)
    months = list(wide.columns[2:])
    assert months[0] == "2027-01"
    shown = [cell for cell in total[2:-1] if cell]
    assert wide[months].sum().tolist() == pytest.approx(shown, abs=0.01)
    assert wide[months].to_numpy().sum() == pytest.approx(total[-1], abs=0.01)


def test_every_cell_of_the_capacity_sheet_comes_back():
    rows = cells(ROOT / "models" / SHEET)["Demand"][4:]
    projects = [row[0] for row in rows]
    for index in range(1, len(rows)):  # projects are merged over their rows
        projects[index] = projects[index] or projects[index - 1]
    written = {
        (project, row[1]): [cell if isinstance(cell, float) else 0.0 for cell in row[2:-1]]
        for project, row in zip(projects, rows, strict=True)
        if row[1]
    }
    wide = model(SHEET).demand(by=("project", "role"), wide=True).set_index(["project", "role"])
    assert len(wide) == len(written) == 67
    for key, row in wide.iterrows():
        assert row.tolist() == pytest.approx(written[key][: len(row)], abs=0.01)


def test_data_engineers_are_short_from_april_to_august_and_nobody_else_is():
    demand = model(SHEET).demand(by="role")
    short = demand[demand["gap"] > 0.05]
    assert set(short["role"]) == {"data engineer"}
    assert [f"{when:%Y-%m}" for when in short["period"]] == [f"2027-{month:02}" for month in range(4, 9)]
    assert (short["gap"] > 1).all()
    assert short["demand"].between(4, 4.5).all()


def test_customer_360_is_rather_late_than_not_and_no_other_project_is():
    assert capacity().probability("Customer 360") < 0.3
    for project in set(capacity().names) - {"Customer 360"}:
        assert capacity().probability(project) > 0.9


def test_the_vacant_data_engineer_in_april_makes_customer_360_likely():
    after = vacancy_filled_in_april("TBH data engineer 1")
    assert after.probability("Customer 360") > 0.85
    assert surely_above(after.earlier_than(capacity(), "Customer 360"), 28)


def test_the_vacant_tester_in_april_changes_nothing_for_customer_360():
    after = vacancy_filled_in_april("TBH tester 1")
    gain = after.earlier_than(capacity(), "Customer 360")
    assert surely_above(gain, -7)
    assert surely_above(-gain, -7)


def test_the_vacant_data_engineer_keeps_more_promises_than_the_vacant_tester():
    engineer = vacancy_filled_in_april("TBH data engineer 1").on_time()
    assert surely_above(engineer - vacancy_filled_in_april("TBH tester 1").on_time(), 0.6)


# ---------------------------------------------------------------- transformation


@functools.cache
def program():
    return base(PROGRAM)


def test_the_transformation_has_what_it_tells():
    portfolio = model(PROGRAM)
    assert len(portfolio.people) == 16
    assert len(portfolio.staff) == 23
    assert len(portfolio.projects) == 7
    for project in portfolio.projects:
        assert project.objectives and project.budget and project.value and project.programme
    customers = [
        project for project in portfolio.projects if project.name in ("Service Desk", "Meter Self-Service")
    ]
    assert sum(project.value for project in customers) == 2_250_000
    assert {task.phase for project in portfolio.projects for task in project.tasks if task.phase} == {
        *("Design", "Decide", "Build", "Test", "Adopt", "Cut-over"),
    }
    booked = portfolio.demand(by="role")
    assert booked.loc[booked["role"] == "programme manager", "demand"].sum() > 5


def test_the_transformation_checks_to_its_shortage():
    assert told(model(PROGRAM)) == [
        (
            *("warning", "", ""),
            "Role 'change manager': demand is above capacity in 5 months: first in Jul 2027 (1.98 FTE "
            "wanted, 1.07 there), most in Aug 2027 (1.98 FTE wanted, 0.83 there)",
        ),
        (
            *("warning", "bookings", ""),
            "Person 'Celia Duarte': booked 120 % from 2027-07-01 to 2027-09-30 (Operating Model, "
            "Service Desk)",
        ),
        (
            *("warning", "bookings", "A7"),
            "Project 'Operating Model': booked above what the project wants: change manager from Apr 2027 to "
            "Sep 2027 (3.60 FTE-months booked, 2.11 wanted)",
        ),
        (
            *("info", "bookings", "A2"),
            "Role 'programme manager': no project asks for it, so its bookings are the demand: 12.39 "
            "FTE-months on top of what 'Operating Model', 'ERP Core', 'Service Desk', 'Meter Self-Service', "
            "'Sourcing' ask for",
        ),
    ]


def test_change_managers_are_the_role_that_is_short():
    demand = model(PROGRAM).demand(by="role")
    short = demand[demand["gap"] > 0.05]
    assert set(short["role"]) == {"change manager"}
    assert [f"{when:%Y-%m}" for when in short["period"]] == [f"2027-{month:02}" for month in range(7, 12)]


def test_change_managers_are_the_busiest_role_from_october_to_january():
    months = ["2027-10", "2027-11", "2027-12", "2028-01"]
    forecast = program().forecast
    change = busy_share(forecast, "change manager", months)
    assert (change > 0.95).all()
    for role in {person.role for person in model(PROGRAM).people} - {"change manager"}:
        assert busy_share(forecast, role, months).mean() < change.mean()


def test_a_third_change_manager_in_june_helps_where_a_fifth_erp_consultant_does_not():
    before = program()
    third = Futures(with_start(model(PROGRAM), "TBH change manager 1", "2027-06-01"))
    fifth = Futures(with_people(model(PROGRAM), 1, "erp consultant", start="2027-06-01"))
    assert before.probability("Meter Self-Service") < 0.35
    assert third.probability("Meter Self-Service") > 0.7
    assert surely_above(third.earlier_than(before, "Meter Self-Service"), 28)
    assert before.probability("Service Desk") < 0.05 < 0.65 < third.probability("Service Desk")
    for project in ("Meter Self-Service", "Service Desk"):
        gain = fifth.earlier_than(before, project)
        assert surely_above(gain, -1) and surely_above(-gain, -1)


def test_old_data_cost_deadlines_and_an_erp_template_that_does_not_fit_costs_none():
    risks = program().forecast.risks().set_index("risk")
    assert risks.index[0] == "Old data worse than known" and not risks.tie.iloc[0]
    assert risks.tie["ERP template does not fit"]


# ---------------------------------------------------------------- consultancy


@functools.cache
def consultancy():
    return base("consultancy")


@functools.cache
def more_data_engineers():
    return Futures(with_people(model("consultancy"), 2, "data engineer", start="2027-03-01"))


def test_the_consultancy_has_the_size_that_it_tells():
    portfolio = model("consultancy")
    assert len(portfolio.staff) == 47
    assert len(portfolio.projects) == 12
    assert 150 <= sum(len(project.tasks) for project in portfolio.projects) <= 160
    assert len({person.role for person in portfolio.people}) == 14
    asking = {
        project.name
        for project in portfolio.projects
        for task in project.tasks
        for need in task.needs
        if "data engineer" in need.label
    }
    assert len(asking) == 9


@pytest.mark.parametrize("project", ["Cloud Landing Zone", "Warehouse Redesign", "Knowledge Hub"])
def test_a_safe_project_is_safe(project):
    assert consultancy().probability(project) > 0.9


@pytest.mark.parametrize(
    ("project", "bound"),
    [("Claims Analytics", 0.2), ("ERP Rollout Vienna", 0.2), ("Demand Forecasting", 0.3)],
)
def test_a_project_in_trouble_is_in_trouble(project, bound):
    assert consultancy().probability(project) < bound


@pytest.mark.parametrize("project", ["Claims Analytics", "Demand Forecasting"])
def test_two_more_data_engineers_bring_an_analytics_project_forward_by_four_weeks(project):
    before, after = consultancy(), more_data_engineers()
    assert before.p80(project) - after.p80(project) > 28
    assert surely_above(after.earlier_than(before, project), 25)


def test_two_more_data_engineers_make_billing_likely():
    assert consultancy().probability("Billing Renewal") < 0.8
    assert more_data_engineers().probability("Billing Renewal") > 0.85


@pytest.mark.parametrize("project", ["Claims Analytics", "Demand Forecasting"])
def test_two_more_backend_engineers_change_little_for_an_analytics_project(project):
    after = more_backend_engineers()
    gain = after.earlier_than(consultancy(), project)
    assert surely_above(-gain, -7)
    assert surely_above(gain, -7)


@functools.cache
def more_backend_engineers():
    return Futures(with_people(model("consultancy"), 2, "backend engineer", start="2027-03-01"))


def test_the_erp_rollout_is_earlier_without_its_slowest_helper():
    schedules = [consultancy().forecast.schedule(number) for number in range(60)]
    taken = [
        "Lena Pichler" in people
        for each in schedules
        for people in each.loc[each["task"].eq("Master data"), "people"]
    ]
    assert len(taken) == 60 and np.mean(taken) > 2 / 3
    alone = Futures(without_skill(model("consultancy"), "Lena Pichler", "erp consultant"))
    assert surely_above(alone.earlier_than(consultancy(), "ERP Rollout Vienna"), 56)


def test_data_engineers_are_the_busiest_role_from_april_to_july():
    months = [f"2027-{month:02d}" for month in range(4, 8)]
    forecast = consultancy().forecast
    data = busy_share(forecast, "data engineer", months)
    assert (data > 0.9).all()
    for role in {person.role for person in model("consultancy").people} - {"data engineer"}:
        assert busy_share(forecast, role, months).mean() < data.mean()


# ---------------------------------------------------------------- product organization


@functools.cache
def product():
    return base("product_org.yaml")


@functools.cache
def more_security():
    return Futures(with_people(model("product_org.yaml"), 1, "security", team="Trust"))


def test_the_product_organization_has_the_size_that_it_tells():
    portfolio = model("product_org.yaml")
    assert len(portfolio.projects) == 25
    assert len(portfolio.people) == 33
    assert len({person.team for person in portfolio.people}) == 9


def test_security_is_busier_than_any_product_team_in_summer():
    months = ["2027-07", "2027-08", "2027-09"]
    forecast = product().forecast
    security = busy_share(forecast, "security", months)
    assert (security > 0.85).all()
    for role in ("checkout", "search", "catalog", "mobile", "merchant"):
        assert busy_share(forecast, role, months).mean() < security.mean()


def test_one_more_security_engineer_keeps_three_more_promises():
    gain = more_security().on_time() - product().on_time()
    assert surely_above(gain, 3)


@pytest.mark.parametrize("skill", ["checkout", "search", "catalog", "mobile", "merchant"])
def test_one_more_developer_keeps_less_than_half_as_many(skill):
    after = Futures(with_people(model("product_org.yaml"), 1, skill))
    gain = after.on_time() - product().on_time()
    security = more_security().on_time() - product().on_time()
    assert surely_above(security - 2 * gain, 0)


def test_merchant_onboarding_is_built_without_hugo_and_late_all_the_same():
    tasks = product().forecast.tasks().set_index(["project", "task"])
    assert tasks.loc[("Merchant onboarding", "build"), "p50"] < pd.Timestamp("2027-05-10")
    assert product().probability("Merchant onboarding") < 0.2


def test_the_store_locator_waits_for_security():
    assert product().probability("Store locator") < 0.5
    assert more_security().probability("Store locator") > 0.85


# ---------------------------------------------------------------- public programme

CITY = "public_programme"


@functools.cache
def city():
    return base(CITY)


def test_the_public_programme_has_what_it_tells():
    portfolio = model(CITY)
    equipment = [person.name for person in portfolio.staff if person.kind == "equipment"]
    assert len(equipment) == 2
    assert len(portfolio.people) - 1 == 38
    assert len(portfolio.staff) - len(equipment) == 41
    assert len(portfolio.projects) == 10
    gates = [task.name for project in portfolio.projects for task in project.tasks if task.gate is not None]
    assert len(gates) == 5
    assert all(project.budget for project in portfolio.projects)
    assert all(risk.owner and risk.responses for risk in portfolio.risks)
    assert len({objective.stakeholder for objective in portfolio.strategy}) == 3


def test_the_public_programme_checks_to_its_shortages_and_an_orphan():
    found = model(CITY).check()
    assert short_roles(found) == [
        "procurement officer", "platform engineer", "developer", "data protection officer",
    ]  # fmt: skip
    warnings = found[found.severity == "warning"].problem
    assert warnings[~warnings.str.startswith("Role")].tolist() == [
        "Project 'Open Data': serves no objective, while other projects say what they are for"
    ]
    infos = found.problem[found.severity == "info"]
    (alone,) = infos[~infos.str.startswith("Role")]
    assert "'Ines Marquardt' is away from 2027-07-12 to 2027-07-30 (15 working days)" in alone
    assert found.attrs["score"] == 78


def test_every_project_of_the_public_programme_is_finished_or_stopped_and_has_dates_and_odds():
    futures = city()
    assert all((futures.finish[project] < NEVER).all() for project in futures.names)
    delivery = futures.forecast.delivery().set_index("project").drop(index="Operations tickets")
    assert len(delivery) == 10
    assert delivery[["deadline", "p50", "probability", "low", "high"]].notna().all().all()
    assert delivery.stopped["Tax System"] == pytest.approx(0.2, abs=0.06)
    stopped = (futures.forecast.outcomes() == "stopped").any(axis=1)
    assert 0.3 < stopped.mean() < 0.5


def test_one_more_platform_engineer_moves_the_data_center_and_two_developers_move_nothing():
    before = city().forecast.delivery().set_index("project").probability
    engineer = with_people(model(CITY), 1, "platform engineer", start="2027-05-03")
    developers = with_people(model(CITY), 2, "developer", start="2027-05-03")
    more = Futures(engineer)
    assert before["Data Center Move"] < 0.6
    assert more.probability("Data Center Move") > 0.65
    assert surely_above(more.earlier_than(city(), "Data Center Move"), 14)
    after = Futures(developers).forecast.delivery().set_index("project").probability
    assert (after - before).drop("Operations tickets").abs().max() < 0.05


@pytest.mark.slow
def test_old_servers_cost_more_deadlines_than_the_risk_with_the_highest_score():
    risks = city().forecast.risks()
    gains = risks.set_index("risk").delivery_gain
    assert risks.risk[0] == "Old servers hold surprises"
    assert gains["Old servers hold surprises"] > 2 * gains["Tax package needs changes"]


@pytest.mark.slow
def test_one_response_of_the_register_is_worth_its_cost_and_a_dearer_one_is_not():
    worth = city().forecast.risks("response").set_index("response").worth
    assert worth["accept the standard process"] == "yes"
    assert worth["network split brought forward"] == "no"


def test_projects_of_the_public_programme_are_worth_their_money_and_some_exceed_their_budgets():
    forecast = city().forecast
    worth = (
        forecast.returns().set_index("project").positive.drop(["Operations tickets", "Digital Lindenfurt"])
    )
    assert (worth > 0.7).all()
    assert set(forecast.viability().reading) == {"go", "hold"}
    overspend = forecast.cost().set_index("project").overspend
    assert overspend["Case Files"] > 0.4
    assert overspend["Data Center Move"] < 0.2
    aims = forecast.objectives()
    assert (aims.expected_value > 0).all() and aims.busy_share.sum() == pytest.approx(1)


def test_most_baselines_of_the_public_programme_slip():
    slips = city().forecast.slips().set_index(["project", "task"])
    assert slips.slip_p50_days[("Data Center Move", "Old site closed")] > 28
    assert (slips.slip_p80_days.dropna() > 0).mean() > 0.6
