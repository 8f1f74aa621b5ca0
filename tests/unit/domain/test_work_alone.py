"""Work that is handed over when somebody is long away, and that nobody else can take up."""

import capsim as cs

LONG = cs.Leave("2027-02-01", "2027-02-19")  # fifteen working days


def told(people, tasks=None, **fields):
    shop = cs.Project("Shop", tasks or [cs.Task("build", effort=30, skill="dev")])
    portfolio = cs.Portfolio("Demo", "2027-01-04", people, [shop], **fields)
    return [each for each in portfolio.check().problem if "nobody else can do it" in each]


def test_work_of_one_person_who_is_long_away_is_named():
    assert told([cs.Person("Ada", "dev", leave=[LONG]), cs.Person("Quinn", "qa")]) == [
        "Project 'Shop', task 'build': begun and not done when 'Ada' is away from 2027-02-01 to 2027-02-19 "
        "(15 working days), it waits: nobody else can do it"
    ]


def test_with_somebody_else_who_can_do_it_nothing_is_said():
    assert told([cs.Person("Ada", "dev", leave=[LONG]), cs.Person("Bo", "dev")]) == []


def test_a_task_for_two_of_two_waits_for_either():
    both = [cs.Task("build", effort=30, skill="dev", people=2)]
    assert len(told([cs.Person("Ada", "dev", leave=[LONG]), cs.Person("Bo", "dev")], both)) == 1


def test_a_pool_before_somebody_does_not_shift_who_it_is():
    people = [cs.Person("Testers", "qa", count=3), cs.Person("Ada", "dev", leave=[LONG])]
    assert len(told(people)) == 1


def test_short_leave_part_days_and_what_is_over_are_no_hand_over():
    people = [cs.Leave("2027-02-01", "2027-02-12"), cs.Leave("2027-03-01", "2027-03-31", share=0.5)]
    assert told([cs.Person("Ada", "dev", leave=people)]) == []
    assert told([cs.Person("Ada", "dev", leave=[LONG])], status_date="2027-02-15") == []


def test_elapsed_work_and_a_policy_without_hand_over_say_nothing():
    elapsed = [cs.Task("rent", duration=30, skill="dev")]
    assert told([cs.Person("Ada", "dev", leave=[LONG])], elapsed) == []
    assert told([cs.Person("Ada", "dev", leave=[LONG])], policy=cs.Policy(handover_after=None)) == []
    assert len(told([cs.Person("Ada", "dev", leave=[LONG])], policy=cs.Policy(handover_after=14))) == 1
