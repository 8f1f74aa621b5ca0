"""What a forecast says of reactions (rule R21)."""

from __future__ import annotations

import capsim as cs
from capsim.clock import TICKS_PER_DAY


def forecast(text: str, **fields) -> cs.Forecast:
    work = [
        cs.Task("build", effort=cs.PERT(5, 8, 30), skill="backend"),
        cs.Task("polish", effort=5, skill="backend", after="build", tags="optional"),
        cs.Task("release", after="build"),
    ]
    shop = cs.Project("Shop", work, deadline="2027-01-26")
    demo = cs.Portfolio("Demo", "2027-01-04", [cs.Person("Ada", "backend", cost_per_day=500)], [shop])
    rules = cs.Policy(reactions=text)
    return cs.simulate(demo, rules, replications=200, seed=7, progress=False, engine="event", **fields)


def test_how_often_and_when_it_was_done_is_told() -> None:
    # Planned: 11 days of build, 5 of polish: 17 are there. At the reviews after one and two weeks that holds;
    # after three weeks whatever build is not done by then is late with polish, and on time without.
    done = forecast("slip by 0 days -> descope optional; on 2027-01-05 -> expedite Shop")
    frame = done.reactions()
    runs = done.kept
    late = (runs.finish[:, 0] > 21 * TICKS_PER_DAY).mean()
    assert 0.1 < late < 0.3
    assert frame.share.tolist() == [late, 1.0]
    assert frame.times.tolist() == [late, 1.0]
    assert frame.first_p50.dt.strftime("%Y-%m-%d").tolist() == ["2027-01-25", "2027-01-05"]
    assert frame.reaction.tolist() == ["slip by 0 days -> descope optional", "on 2027-01-05 -> expedite Shop"]
    assert (frame.share_low <= frame.share).all() and (frame.share <= frame.share_high).all()


def test_what_is_never_done_has_no_date() -> None:
    frame = forecast("slip by 300 days -> stop").reactions()
    assert frame.share.tolist() == [0.0]
    assert frame.first_p50.isna().all()


def test_without_reactions_there_are_no_rows() -> None:
    frame = forecast("").reactions()
    assert len(frame) == 0
    assert frame.columns[0] == "reaction"


def test_a_story_tells_reactions_and_what_they_leave_out() -> None:
    done = forecast("slip by 0 days -> descope optional")
    told = cs.replay(done, int(done.kept.reacted.replication[0])).story()
    assert "Reaction: slip by 0 days -> descope optional (Shop).\n  Shop/polish is left out." in told


def test_a_project_that_a_reaction_stops_is_stopped_and_costs_no_more() -> None:
    stopped = forecast("on 2027-01-05 -> stop Shop")
    assert stopped.delivery().stopped.tolist() == [1.0]
    assert stopped.cost(by="portfolio").mean(numeric_only=True)["mean"] == 500.0
    trace = cs.replay(stopped, 0)
    assert "Shop/build is stopped." in trace.story()


def test_runs_with_reactions_are_kept_and_put_together(tmp_path) -> None:
    text = "slip by 0 days -> descope optional"
    whole, kept = forecast(text), forecast(text, checkpoint=tmp_path / "run")
    again = forecast(text, checkpoint=tmp_path / "run")
    for other in (kept, again):
        assert other.reactions().equals(whole.reactions())
        assert other.delivery().equals(whole.delivery())
