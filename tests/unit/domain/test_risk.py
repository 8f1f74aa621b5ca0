# ruff: noqa: E501
"""Risks, responses and the scale that they are scored on: what can be said, and what is remarked on."""

import pytest

import capsim as cs
from capsim.domain.findings.risks import about_risks
from capsim.domain.rework import Rework
from capsim.errors import InputError

Impact, Response, Risk, Scale = cs.risks.Impact, cs.risks.Response, cs.risks.Risk, cs.risks.Scale


def agency(*risks, scale=None, **fields):
    """A portfolio of one task with a register."""
    shop = cs.Project("Shop", [cs.Task("build", effort=5, skill="backend")])
    return cs.Portfolio(
        "Agency", "2027-01-04", [cs.Person("Ada", "backend")], [shop], risks=risks, risk_scale=scale, **fields
    )


def told(*risks, **fields):
    return [
        (each.kind, each.problem.severity, str(each.problem))
        for each in about_risks(agency(*risks, **fields))
    ]


GOOD = {"owner": "Eva", "responses": [Response("watch it")]}


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: Risk("r", 1.5), "probability: out of range"),
        (lambda: Risk("r", -0.1), "probability: out of range"),
        (lambda: Risk("r", 0.5, Impact(delay=-1)), "an amount that can be below 0"),
        (lambda: Risk("r", 0.5, {"effort": "20%"}), "not a factor"),
        (lambda: Risk("r", 0.5, {"days": 3}), "no field 'days'"),
        (lambda: Risk("r", window=("2027-03-01", "2027-02-01")), "a window that ends before it begins"),
        (lambda: Risk("r", window="2027"), "no window"),
        (lambda: Risk("r", 0.5, {"delay": 3}, kind="opportunity"), "an opportunity with a delay"),
        (lambda: Risk("r", kind="perhaps"), "no kind of risk"),
        (lambda: Risk("r", responses=[Response("a"), Response("a")]), "a response given twice"),
        (lambda: Risk("r", responses="watch"), "no list of responses"),
        (lambda: Response("a", cost=-1), "a negative amount of money"),
        (lambda: Response("a", impact=11), "out of range .*; write 0.11 if 11 % was meant"),
        (lambda: Response("a", impact=-1), "out of range .*; write a number from 0 to 10"),
        (lambda: Scale({"30%": 0.3}), "a word of a scale that reads as a number"),
        (lambda: Scale({"low": 1.3}), "out of range"),
        (lambda: Scale({"low": 0.1, "Low": 0.2}), "a word given twice"),
        (lambda: Scale(effort={"low": "LogNormal(p50=1, p90=2)"}), "not a factor"),
        (lambda: Rework(0.3, 0.5, {0: 0.2}), "no speed"),
        (lambda: Rework(0.3, 0.5, [1.0, 1.2]), "no probabilities by speed .*; write {1.0: 0.2, 1.2: 0.1}"),
        (lambda: Scale(["low", "high"]), "no words of a scale .*; write {\"low\": 0.1"),
        (lambda: cs.money.Terms(exchange_rates=[1.17]), "no exchange rates .*; write {\"GBP\": 1.17}"),
        (lambda: cs.Project("P", objectives=["growth"], scores=["growth"]), "no scores .*; write {\"growth\": 3}"),
        (lambda: Rework(0.3, 0.5, at_most=0), "no number of loops"),
        (lambda: cs.Task("m", rework=(0.3, 0.5)), "rework of a milestone"),
        (lambda: cs.Task("w", duration=3, rework=Rework(0.3, 0.5, {1: 0.1})), "rework by speed beside a duration"),
    ],
)  # fmt: skip
def test_what_is_none_is_refused(make, message) -> None:
    with pytest.raises(InputError, match=message):
        make()


@pytest.mark.parametrize(
    ("risk", "message"),
    [
        (Risk("late", "hihg"), r"Risk 'late', probability: no probability of that name .*did you mean 'high'\?"),
        (Risk("late", 0.5, Impact(delay="long")), "Risk 'late', delay: no delay of that name"),
        (Risk("late", 0.5, Impact(cost="high")), "give cost words on the scale of risks, or write a number"),
        (Risk("late", 0.5, responses=[Response("a", probability="rare")]), "Risk 'late', response 'a', probability"),
        (Risk("late", 0.5, scope={"projects": "Shpo"}), r"Risk 'late', scope, projects: .*did you mean 'Shop'\?"),
        (Risk("late", 0.5, scope={"teams": "Web"}), "Risk 'late', scope, teams: no such team"),
    ],
)  # fmt: skip
def test_what_does_not_fit_the_portfolio_is_told_with_its_place(risk, message) -> None:
    with pytest.raises(InputError, match=message):
        agency(risk)


def test_names_of_risks_are_unique() -> None:
    with pytest.raises(InputError, match="Risk 'late': name given twice"):
        agency(Risk("late"), Risk("late"))


def test_words_of_a_scale_are_read_in_any_case_and_in_german() -> None:
    scale = Scale({"low": 0.1, "high": 0.6})
    assert (scale.of("probability", "HIGH"), scale.of("probability", "hoch")) == (0.6, 0.6)
    assert Scale({"hoch": 0.7}).of("probability", "Hoch") == 0.7
    assert Scale().of("effort", "medium") == 1.1


def test_every_risk_without_probability_impact_owner_or_response_is_named() -> None:
    assert told(Risk("bare"), Risk("scored", 0.5, Impact(delay=5)), Risk("whole", 0.5, Impact(delay=5), **GOOD)) == [
        ("risk not scored", "warning", "Risk 'bare': no probability and no impact: it changes nothing in the forecast; "
         "say how likely it is, and what it does to effort, dates or money: a word of the scale will do"),
        ("risk without owner or response", "info", "Risk 'bare': no owner and no response; write who answers for it, "
         "and what can be done about it at what cost"),
        ("risk without owner or response", "info", "Risk 'scored': no owner and no response; write who answers for it, "
         "and what can be done about it at what cost"),
    ]  # fmt: skip


def test_every_risk_scored_off_a_shared_scale_is_named() -> None:
    on = Risk("on", "high", Impact(delay=20), **GOOD)
    off = Risk("off", 0.42, Impact(delay=7, effort=cs.LogNormal(p50=1, p90=2)), **GOOD)
    assert [kind for kind, *_ in told(off)] == []  # nobody uses the scale
    (found,) = told(on, off)
    assert found[0] == "risk off the scale"
    assert "Risk 'off': scored off the shared scale: probability 0.42, delay 7" in found[2]


def test_what_the_scale_has_no_words_for_is_not_off_it() -> None:
    worded = Risk("worded", "high", Impact(delay="low"), **GOOD)
    costly = Risk("costly", "high", Impact(cost=5000), **GOOD)
    chance = Risk("chance", "high", Impact(effort=0.8), kind="opportunity", **GOOD)
    assert told(worded, costly, chance) == []
    priced = Scale({"high": 0.5}, delay={"low": 5}, cost={"high": 9000})
    (found,) = told(worded, costly, chance, scale=priced)
    assert "Risk 'costly': scored off the shared scale: cost 5000" in found[2]


def test_a_window_outside_the_run_and_a_lead_time_in_vain_are_remarked_on() -> None:
    past = Risk("past", 0.5, Impact(delay=5), window=("2026-01-01", "2026-06-30"), **GOOD)
    early = Risk(
        "early", 0.5, Impact(delay=5), owner="Eva", responses=[Response("a", taken=True, lead_days=5)]
    )
    kinds = [(kind, severity) for kind, severity, _ in told(past, early)]
    assert kinds == [("risk outside the run", "warning"), ("lead time without a window", "info")]
