"""The one input that would turn a choice: known cases, and what is said where nothing turns it."""

import capsim as cs


def shop(deadline: str = "2027-01-15") -> cs.Portfolio:
    """Eight days of work that one person does by the 13th of January."""
    project = cs.Project("Shop", [cs.Task("build", effort=8, skill="backend")], deadline=deadline)
    return cs.Portfolio("Demo", "2027-01-04", [cs.Person("Ada", "backend")], [project])


def compared(portfolio: cs.Portfolio, edit: cs.edits.Edit, replications: int = 20):
    return cs.compare(portfolio, cs.Scenario("it", [edit]), replications, seed=7, progress=False)


def test_estimates_that_break_the_deadline_anyway_turn_a_delay() -> None:
    # ten working days are left until Friday the 15th: with more than 10/8 of the work the base is late too
    found = compared(shop(), cs.edits.Delay("Shop", 14)).turning("it")
    assert (found.measure, found.better) == ("all on time", False)
    assert found.input == "the factor on all estimates"
    assert 1.25 < found.at < 1.28
    assert str(found).endswith("or more (now 1).")


def test_a_hire_that_comes_after_the_work_is_done_is_worth_nothing() -> None:
    # 20 days of work: Ada alone until 29 January, with a second one by 15 January
    build = cs.Task("build", effort=20, skill="backend", people=(1, 2))
    base = cs.Portfolio(
        "Demo", "2027-01-04", [cs.Person("Ada", "backend")],
        [cs.Project("Shop", [build], deadline="2027-01-20")],
    )  # fmt: skip
    found = compared(base, cs.edits.Hire("backend", "2027-01-05")).turning("it")
    assert found.better
    assert str(found).startswith("it is better in all on time no more if ")
    assert any("arrival is later" in name for name in found.tried)
    assert any("factor on all estimates" in name for name in found.tried)


def test_the_nearest_of_several_inputs_is_named() -> None:
    # delayed by a week it begins on the 11th: 7 days of work, or 7/8 of it, fit until Tuesday the 19th; the
    # delay would have to be 4 days (change 3/7), the work of the base more than 12 days (change 1/2)
    found = compared(shop("2027-01-19"), cs.edits.Delay("Shop", 7)).turning("it")
    assert found.input == "the factor on all estimates"
    assert 0.85 < found.at <= 0.875
    assert "the number of days in 'delay Shop by 7 days'" in found.tried


def test_a_tie_has_nothing_to_turn() -> None:
    found = compared(shop(), cs.edits.ChangeProject("Shop", owner="Ada")).turning("it")
    assert str(found) == "it is a tie with the base: there is no choice to turn."
