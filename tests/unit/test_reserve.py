"""A share of people that is kept for a project."""

import pytest

import capsim as cs
from capsim.errors import InputError


def house() -> cs.Portfolio:
    """Ada does ten days for the shop and what is left of her for the lab, which comes after it."""
    shop = cs.Project("Shop", [cs.Task("do", effort=8, skill="dev", least_allocation=0.1)], priority=1)
    lab = cs.Project("Lab", [cs.Task("try", effort=2, skill="dev", allocation=0.2)], priority=2)
    pool = cs.Person("Ops", "ops", count=2)
    return cs.Portfolio("House", "2027-01-04", [cs.Person("Ada", "dev", end="2027-12-31"), pool], [shop, lab])


def test_what_is_kept_for_one_project_is_missing_in_the_others() -> None:
    keep = cs.Scenario("a fifth", [cs.edits.Reserve("Lab", 0.2, "2027-01-04", "2027-12-31", "dev")])
    found = cs.compare(house(), keep, replications=2, seed=1, progress=False).projects().set_index("project")
    # the shop ends on working day 10 instead of 8, the lab on day 10 instead of 18
    assert found["days"].to_dict() == {"Shop": 2, "Lab": -12}


def test_everybody_gives_it_as_long_as_they_are_there() -> None:
    made = cs.edits.Reserve("Lab", "10 %", "2027-06-01", "2028-06-30").apply(house())
    told = [(each.person, str(each.start), str(each.end), each.share, each.kind) for each in made.bookings]
    assert told == [
        ("Ada", "2027-06-01", "2027-12-31", 0.1, "hard"),
        ("Ops", "2027-06-01", "2028-06-30", 0.1, "hard"),
    ]


@pytest.mark.parametrize(
    ("given", "message"),
    [
        (("Lob", 0.1, "2027-01-04", "2027-12-31"), r"no such project \(got 'Lob'\); did you mean 'Lab'"),
        (
            ("Lab", 0.1, "2027-01-04", "2027-12-31", "dav"),
            r"nobody has that name, team or role \(got 'dav'\)",
        ),
        (("Lab", 0.1, "2027-02-04", "2027-01-04"), "ends before it starts"),
        (("Lab", 1.5, "2027-01-04", "2027-12-31"), "share"),
    ],
)
def test_what_cannot_be_kept_is_told(given: tuple[object, ...], message: str) -> None:
    with pytest.raises(InputError, match=message):
        cs.Scenario("x", [cs.edits.Reserve(*given)]).apply(house())  # type: ignore[arg-type]
