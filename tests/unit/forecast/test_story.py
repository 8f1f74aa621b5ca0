"""One future in sentences: who comes and goes, what a process of the user does."""

import capsim as cs
from capsim.facade import trace


def told(tasks, people, **settings):
    processes = settings.pop("processes", ())
    model = cs.Portfolio("Demo", "2027-01-04", people, [cs.Project("Mobile App", tasks)], **settings)
    return trace(model, seed=1, processes=processes)


def on(story, heading):
    """The lines under a date."""
    lines = story.splitlines()
    start = lines.index(heading) + 1
    end = next((place for place in range(start, len(lines)) if lines[place][0] != " "), len(lines))
    return [line.strip() for line in lines[start:end]]


def test_an_absence_is_told_with_its_dates():
    def away(world):
        world.away("Ben Okoye", "2027-02-01", "2027-03-31")
        world.away("Ada", "2027-12-20", "2028-01-07")
        world.away("Ada", "2027-06-01", "2027-06-01")
        world.away("Ada", "2029-01-01")
        yield world.days(1)

    people = [cs.Person("Ben Okoye", "analyst"), cs.Person("Ada", "qa")]
    future = told([cs.Task("study", effort=30, skill="analyst")], people, processes=[away])
    assert on(future.story(), "Mon 4 Jan 2027")[:4] == [
        "Ben Okoye is away from 1 Feb to 31 Mar 2027.",
        "Ada is away from 20 Dec 2027 to 7 Jan 2028.",
        "Ada is away on 1 Jun 2027.",
        "Ada is away from 1 Jan 2029 on.",
    ]
    assert future.events["detail"].iloc[0] == "from 1 Feb to 31 Mar 2027"


def test_a_freeze_and_its_end_are_told_with_the_project():
    def freeze(world):
        world.freeze("Mobile App")
        yield world.until("2027-01-11")
        world.thaw("Mobile App")
        world.expedite("Mobile App/study")

    future = told([cs.Task("study", effort=3, skill="qa")], [cs.Person("Ada", "qa")], processes=[freeze])
    assert on(future.story(), "Mon 4 Jan 2027")[0] == "Mobile App is frozen."
    assert on(future.story(), "Mon 11 Jan 2027") == [
        "Mobile App goes on.",
        "Mobile App/study is put before all other work.",
        "Mobile App/study starts with Ada.",
    ]
    frozen = future.events.set_index("event").loc["freeze"]
    assert (frozen["project"], frozen["detail"]) == ("Mobile App", "")
    assert future.chain("Mobile App")["driver"].tolist()[-1] == "end of the freeze of Mobile App"


def test_who_gives_more_time_does_not_join_again():
    # by Friday half of Ada does 2 1/2 days, all of her 5, and half of Ben the rest
    study = cs.Need("qa", effort=7.5, people=(1, 9), allocation=0.5, least_allocation=0.05)
    people = [cs.Person("Ada", "qa"), cs.Person("Ben Okoye", "qa")]
    future = told([cs.Task("study", needs=[study], end="2027-01-08")], people)
    assert on(future.story(), "Mon 4 Jan 2027") == [
        "Mobile App/study is ready.",
        "Mobile App/study starts with Ada.",
        "Ada gives more time to Mobile App/study.",
        "Ben Okoye joins Mobile App/study.",
    ]
    assert future.seats["allocation"].tolist() == [0.5, 0.5, 0.5]
    assert future.schedule["people"].tolist() == ["Ada, Ben Okoye"]
    assert future.events["detail"].eq("").all()


def test_a_need_with_alternatives_is_quoted():
    future = told([cs.Task("study", effort=2, skill="data, or backend at 0.7")], [cs.Person("Ada", "data")])
    assert on(future.story(), "Tue 5 Jan 2027")[0] == (
        'Mobile App/study: the work for "data, or backend at 0.7" is done.'
    )
    assert future.chain("Mobile App")["driver"].iloc[0] == 'end of its work for "data, or backend at 0.7"'


def test_who_joins_and_leaves_is_told_as_long_as_something_is_open():
    people = [
        cs.Person("Ada", "qa", end="2027-01-29"),
        cs.Person("Ben", "design", start="2027-01-12", leave=[("2027-02-01", "2027-02-05"), "2027-02-15"]),
    ]
    open_for_ever = [cs.Task("study", effort=90, skill="qa")]
    story = told(open_for_ever, people, horizon="2027-12-31").story()
    assert on(story, "Tue 12 Jan 2027") == ["Ben joins."]
    assert on(story, "Fri 29 Jan 2027") == [
        "Ada leaves Mobile App/study.",
        "Mobile App/study: the work for qa is handed over.",
        "Ada leaves: this is the last day.",
    ]
    assert on(story, "Mon 1 Feb 2027") == ["Ben is on leave from 1 Feb to 5 Feb 2027."]
    assert "15 Feb" not in story  # a day off is not


def test_who_leaves_after_the_last_finish_is_not_told():
    story = told([cs.Task("study", effort=2, skill="qa")], [cs.Person("Ada", "qa", end="2027-01-29")]).story()
    assert "leaves" not in story


def test_a_milestone_that_waits_for_its_finish_is_told_in_full():
    tasks = [cs.Task("study", effort=2, skill="qa"), cs.Task("done", after="study FF")]
    story = told(tasks, [cs.Person("Ada", "qa")]).story()
    assert "Mobile App/done starts." in on(story, "Mon 4 Jan 2027")
    assert "Mobile App/done finishes." in on(story, "Tue 5 Jan 2027")
