# ruff: noqa: E501
"""Reactions: what they are made from, how they are written, and what is no reaction."""

from __future__ import annotations

import pytest

import capsim as cs
from capsim.domain.reactiontext import reaction_of
from capsim.errors import InputError

r = cs.rules


@pytest.mark.parametrize(
    ("text", "reaction"),
    [
        ("slip by 10 days -> stop", r.Reaction(r.Slip(10), r.Stop())),
        (
            "Slips of Shop by 1 day -> Expedite Data Lake",
            r.Reaction(r.Slip(1, "Shop"), r.Expedite("Data Lake")),
        ),
        ("work waiting 5 days -> expedite Shop", r.Reaction(r.Overloaded(5), r.Expedite("Shop"))),
        (
            "3 data engineer waiting 2.5 days -> descope nice to have of Shop, every 10 days, at most 2",
            r.Reaction(r.Overloaded(2.5, "data engineer", 3), r.Descope("nice to have", "Shop"), 10, 2),
        ),
        (
            "on 2027-03-01 -> stop Shop, at most 1 times",
            r.Reaction(r.OnDate("2027-03-01"), r.Stop("Shop"), None, 1),
        ),
        ("backend waiting 5 days -> hire backend", r.Reaction(r.Overloaded(5, "backend"), r.Hire("backend"))),
        (
            "slip by 5 days -> Hire 2 data engineer, at most 3",
            r.Reaction(r.Slip(5), r.Hire("data engineer", 2), None, 3),
        ),
        (
            "work waiting 5 days -> overtime of backend by 12.5 % for 5 days",
            r.Reaction(r.Overloaded(5), r.Overtime("backend", 0.125, 5)),
        ),
        (
            'slip of "A, B; by C" by 2 days->stop "say ""no"""',
            r.Reaction(r.Slip(2, "A, B; by C"), r.Stop('say "no"')),
        ),
    ],
)
def test_a_reaction_reads_back_as_itself(text: str, reaction: cs.rules.Reaction) -> None:
    assert reaction_of(text) == reaction
    assert reaction_of(str(reaction)) == reaction
    assert cs.Policy(reactions=f"{text}; {reaction}").reactions == (reaction, reaction)


@pytest.mark.parametrize("name", ["work", "3 men", "of", "a by b", "for x", "x -> y", "p;q", "Ä/ö", 'a"', "waiting"])
def test_any_name_can_be_written(name: str) -> None:
    for reaction in (
        r.Reaction(r.Slip(2, name), r.Descope(name, name)),
        r.Reaction(r.Overloaded(0.5, name, 2), r.Stop(name), 3, 4),
        r.Reaction(r.OnDate("2027-03-01"), r.Expedite(name)),
        r.Reaction(r.OnDate("2027-03-01"), r.Hire(name)),
        r.Reaction(r.OnDate("2027-03-01"), r.Hire(name, 2)),
        r.Reaction(r.OnDate("2027-03-01"), r.Overtime(name, 0.333, 3)),
    ):
        assert cs.Policy(reactions=[str(reaction)]).reactions == (reaction,)


@pytest.mark.parametrize(
    ("make", "told"),
    [
        (lambda: r.Reaction(r.Slip(), r.Stop(), every=0), "Reaction, every: no rhythm (got 0); write a whole number"),
        (lambda: r.Reaction(r.Slip(), r.Stop(), every=2.5), "Reaction, every: no rhythm (got 2.5)"),
        (lambda: r.Reaction(r.Slip(), r.Stop(), at_most=0), "Reaction, at_most: no number of times (got 0)"),
        (lambda: r.Reaction(r.Stop(), r.Slip()), "Reaction, when: nothing to watch"),
        (lambda: r.Reaction(r.Slip(), r.Slip()), "Reaction, do: nothing to do"),
        (lambda: r.Reaction(r.Overloaded(), r.Stop()), 'name it, such as Stop(project="Shop")'),
        (lambda: r.Reaction(r.OnDate("2027-02-01"), r.Stop("P"), every=5), "a rhythm of a date (got 5); leave every out"),
        (lambda: r.Overloaded(0), "no time to wait (got 0.0); write days above 0"),
        (lambda: r.Overloaded(work=0), "no work at all (got 0); write work=1 or more"),
        (lambda: r.Slip(-1), "Slip, days: out of range"),
        (lambda: r.OnDate("soon"), "OnDate, day: not a date"),
        (lambda: r.Hire("backend", 0), "Hire: nobody to hire (got 0); write people=1 or more"),
        (lambda: r.Overtime("backend", 0), "no overtime (got 0); write a share of the day above 0, such as 0.25"),
        (lambda: r.Overtime("backend", 25), "Overtime, share: out of range (got 25); write 0.25 if 25 % was meant"),
        (lambda: r.Overtime("backend", days=2.5), "days: no length (got 2.5); write a whole number of working days"),
        (lambda: cs.Policy(reactions="slip by 1 day -> hire"), "not understood (got 'hire'); write stop"),
        (lambda: cs.Policy(reactions=["slip -> stop"]), "Policy, reaction 1: not understood (got 'slip'); write slip by 10 days"),
        (lambda: cs.Policy(reactions="slip by 1 day -> dance"), "not understood (got 'dance'); write stop, descope and a tag"),
        (lambda: cs.Policy(reactions="slip by 1 day -> stop, often"), "not understood (got 'often'); write every 10 days"),
        (lambda: cs.Policy(reactions=7), "Policy, reactions: no list of reactions (got 7)"),
        (lambda: cs.Policy(reactions=[7]), "Policy, reaction 1: no reaction (got 7)"),
    ],
)  # fmt: skip
def test_what_is_no_reaction_says_what_would_be(make, told: str) -> None:
    with pytest.raises(InputError) as error:
        make()
    assert told in str(error.value)


def demo(policy: cs.Policy, **fields) -> cs.Portfolio:
    work = [
        cs.Task("build", effort=5, skill="backend"),
        cs.Task("polish", effort=1, skill="backend", tags="optional"),
    ]
    projects = [
        cs.Project("Shop", work, **fields),
        cs.Project("Lake", [cs.Task("load", effort=1, skill="backend")]),
    ]
    people = [cs.Person("Ada", "backend"), cs.Person("rig", "test", kind="equipment")]
    return cs.Portfolio("Demo", "2027-01-04", people, projects, policy=policy)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("slip of Shpo by 1 day -> stop", "Policy, reaction 1, when: no such project (got 'Shpo'); did you mean 'Shop'?"),
        ("slip of Lake by 1 day -> stop", "Policy, reaction 1, when: a project without a deadline (got 'Lake')"),
        ("slip by 1 day -> stop Lkae", "Policy, reaction 1, do: no such project (got 'Lkae'); did you mean 'Lake'?"),
        ("slip by 1 day -> descope optionl", "Policy, reaction 1, do: no task has that tag (got 'optionl'); did you mean 'optional'?"),
        ("slip by 1 day -> descope optional of Lake", "no task of project 'Lake' has that tag (got 'optional')"),
        ("backnd waiting 5 days -> stop Shop", "when: no work asks for that skill (got 'backnd'); did you mean 'backend'?"),
        ("slip by 1 day -> hire backnd", "do: nobody has that name, team or role (got 'backnd'); did you mean 'backend'?"),
        ("slip by 1 day -> hire Ada", "do: nobody of them is a candidate (got 'Ada'); list who could be hired among the people"),
        ("slip by 1 day -> overtime of Adda by 25 % for 5 days", "do: nobody has that name, team or role (got 'Adda')"),
        ("slip by 1 day -> overtime of rig by 25 % for 5 days", "do: equipment, which works no overtime (got 'rig')"),
        ("on 2026-12-31 -> stop Shop", "when: a date before the portfolio starts (got '2026-12-31'); write 2027-01-04 or later"),
    ],
)  # fmt: skip
def test_a_reaction_is_about_something_that_is_there(text: str, told: str) -> None:
    with pytest.raises(InputError) as error:
        demo(cs.Policy(reactions=text), deadline="2027-01-20")
    assert told in str(error.value)
    with pytest.raises(InputError) as error:
        cs.simulate(demo(cs.Policy(), deadline="2027-01-20"), cs.Policy(reactions=text), progress=False)
    assert told in str(error.value)


def test_without_any_deadline_nothing_slips() -> None:
    with pytest.raises(InputError, match="when: no project has a deadline; give one a deadline"):
        demo(cs.Policy(reactions="slip by 1 day -> stop"))
