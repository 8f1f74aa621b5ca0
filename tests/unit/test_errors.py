"""The error tree and the way problems are told."""

import copy
import pickle
from datetime import date

import pytest

from capsim import errors
from capsim.errors import InputError, Problem, Refused, did_you_mean


def test_a_problem_says_where_what_got_and_what_would_be_right() -> None:
    problem = Problem("people.csv, row 3, column fte", "not a share", "80", "write 0.8")
    assert str(problem) == "people.csv, row 3, column fte: not a share (got '80'); write 0.8"


def test_a_problem_leaves_out_what_it_does_not_know() -> None:
    assert str(Problem("", "missing")) == "missing"
    assert str(Problem("start", "missing", fix="give it")) == "start: missing; give it"


def test_none_is_a_value_that_can_be_wrong() -> None:
    assert str(Problem("start", "not a date", None)) == "start: not a date (got None)"


def test_a_place_goes_before_the_place() -> None:
    assert Problem("effort", "wrong").at("Task 'build'").where == "Task 'build', effort"
    assert Problem("", "wrong").at("Task 'build'").where == "Task 'build'"
    assert Problem("effort", "wrong").at("").where == "effort"


def test_a_long_value_is_cut_to_one_readable_line() -> None:
    told = str(Problem("x", "wrong", "a\n" * 500))
    assert "\n" not in told
    assert len(told) < 110


def test_a_date_is_told_as_it_is_typed() -> None:
    assert str(Problem("x", "wrong", date(2027, 1, 4))) == "x: wrong (got 2027-01-04)"


def test_an_input_error_tells_all_problems() -> None:
    error = InputError([Problem("a", "wrong"), Problem("b", "missing")], "Person 'Ada'")
    assert str(error) == "2 problems:\n  - Person 'Ada', a: wrong\n  - Person 'Ada', b: missing"
    assert [problem.where for problem in error.inner] == ["a", "b"]
    assert error.place == "Person 'Ada'"


def test_an_input_error_with_one_problem_is_one_line() -> None:
    assert str(InputError([Problem("a", "wrong")])) == "a: wrong"


def test_input_errors_are_value_errors_and_capsim_errors() -> None:
    for kind in (ValueError, errors.CapsimError, InputError):
        with pytest.raises(kind):
            raise Refused("not a date")


@pytest.mark.parametrize(
    "error",
    [
        Refused("not a date", "soon", "write 2027-01-04"),
        Refused("no skill", fix="give one"),
        InputError([Problem("a", "wrong", 3)], "Person 'Ada'"),
    ],
)
def test_an_error_survives_the_way_from_another_process(error: InputError) -> None:
    assert str(pickle.loads(pickle.dumps(error))) == str(error)
    assert str(copy.deepcopy(error)) == str(error)


@pytest.mark.parametrize(
    ("word", "hint"),
    [
        ("bakend", "did you mean 'backend'?"),
        ("BACKEND", "did you mean 'backend'?"),
        ("xyz", "known: 'backend', 'data'"),
    ],
)
def test_an_unknown_word_gets_the_nearest_or_all_the_known_ones(word: str, hint: str) -> None:
    assert did_you_mean(word, ["backend", "data"]) == hint


@pytest.mark.parametrize(
    ("word", "known", "hint"),
    [
        ("LTF", ["EDD", "LST", "LFT", "MTS"], "LFT"),
        ("biuld", ["bills", "guild", "build"], "build"),
        ("Ben", ["Ada Lovelace", "Ben Okoye"], "Ben Okoye"),
        ("okoye", ["Ada Lovelace", "Ben Okoye"], "Ben Okoye"),
        ("Bob", ["Rob", "Bop"], "Bop"),
        ("front", ["frond", "front end"], "front end"),
    ],
)
def test_swapped_letters_a_part_of_a_name_and_the_first_letter_count(
    word: str, known: list[str], hint: str
) -> None:
    assert did_you_mean(word, known) == f"did you mean {hint!r}?"


def test_a_part_that_two_names_have_suggests_neither() -> None:
    known = ["Ben Okoye", "Ben Franklin-Lovelace"]
    assert did_you_mean("Ben", known).startswith("known: ")


def test_at_most_eight_known_words_are_listed() -> None:
    hint = did_you_mean("zzz", [f"word{n}" for n in range(20)])
    assert hint.count("'word") == 8
    assert hint.endswith("…")


def test_nothing_is_suggested_where_nothing_is_known() -> None:
    assert did_you_mean("x", []) == ""


def test_the_tree_in_the_docstring_is_the_tree() -> None:
    told = str(errors.__doc__)
    classes = [getattr(errors, name) for name in errors.__all__ if isinstance(getattr(errors, name), type)]
    for kind in classes:
        if issubclass(kind, Exception):
            assert kind.__name__ in told
            assert issubclass(kind, errors.CapsimError | errors.CapsimWarning)
