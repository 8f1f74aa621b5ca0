# ruff: noqa: E501
"""Frames in and out: any types, names for columns, places by label; and the caller's frames stay as they are."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

import capsim as cs
from capsim.domain.person import Person
from capsim.domain.portfolio import Portfolio
from capsim.domain.project import Project
from capsim.domain.task import Task
from capsim.errors import InputError, ModelError
from capsim.io import to_frames
from capsim.io.frames import frame_grids
from capsim.io.tree import Gathering

SETTINGS = pd.DataFrame({"setting": ["start"], "value": ["2027-01-04"]})


def people(**columns: Any) -> pd.DataFrame:
    return pd.DataFrame({"person": ["Ada", "Ben"], "role": ["backend", "qa"], **columns})


def tasks(**columns: Any) -> pd.DataFrame:
    plain = {"project": ["Shop"], "task": ["build"], "role": ["backend"], "effort": [5]}
    return pd.DataFrame(plain | columns)


def told(frames: dict[str, Any], columns: Any = None, take: Callable[[Any], str] = str) -> list[str]:
    with pytest.raises(ModelError) as caught:
        cs.read({"settings": SETTINGS, **frames}, columns=columns)
    return [take(problem) for problem in caught.value.found]


def texts(frame: pd.DataFrame) -> list[tuple[int, tuple[str, ...]]]:
    [grid] = frame_grids({"people": frame}, Gathering())
    return [(line.number, line.cells) for line in grid.lines]


# ---------------------------------------------------------------- what values mean


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        (["001", None, "NA"], ("001", "", "NA")),
        (pd.array(["a", pd.NA, "b"], dtype="string"), ("a", "", "b")),
        (pd.Categorical(["a", None, "b"]), ("a", "", "b")),
        ([1.0, np.nan, 0.1 + 0.2], ("1", "", "0.30000000000000004")),
        (pd.array([1, None, 3], dtype="Int64"), ("1", "", "3")),
        (np.array([1, 2, 3], dtype=np.uint8), ("1", "2", "3")),
        ([True, False, None], ("TRUE", "FALSE", "")),
        (pd.array([True, None, False], dtype="boolean"), ("TRUE", "", "FALSE")),
        (pd.to_datetime(["2027-01-04", None, "2027-02-01"]), ("2027-01-04", "", "2027-02-01")),
        ([date(2027, 1, 4), pd.NaT, pd.Timestamp("2027-01-04 09:30")], ("2027-01-04", "", "2027-01-04 09:30:00")),
        ([np.datetime64("2027-01-04"), np.datetime64("NaT"), None], ("2027-01-04", "", "")),
        ([pd.Period("2027-01", "M"), pd.Period("2027-01-04", "W"), pd.Period("2027-01-04", "D")],
         ("2027-01", "2027-W01", "2027-01-04")),
        ([Decimal("1.5"), np.float32(0.5), np.int64(7)], ("1.5", "0.5", "7")),
    ],
)  # fmt: skip
def test_a_value_of_any_type_becomes_the_text_that_means_it(values: Any, expected: tuple[str, ...]) -> None:
    assert [cells for _, cells in texts(pd.DataFrame({"x": values}))] == [
        ("x",),
        *((text,) for text in expected),
    ]


def test_months_may_be_stamps_periods_or_texts() -> None:
    wide = pd.DataFrame([["Shop", "backend", 0.5, 0.25, 1.0, 0.5]])
    wide.columns = pd.Index(
        ["project", "role", pd.Timestamp("2027-01-01"), pd.Period("2027-02", "M"), "Mar 2027", "2027-04"],
        dtype=object,
    )
    portfolio = cs.read({"people": people(), "demand": wide, "settings": SETTINGS})
    assert [task.name for task in portfolio.project("Shop").tasks] == [
        "backend 2027-01", "backend 2027-02", "backend 2027-03", "backend 2027-04",
    ]  # fmt: skip


def test_levels_of_an_index_with_names_are_columns() -> None:
    plain = cs.read({"people": people(), "tasks": tasks(), "settings": SETTINGS})
    indexed = {
        "people": people().set_index("person"),
        "tasks": tasks().set_index(["project", "task"]),
        "settings": SETTINGS.set_index("setting"),
    }
    assert cs.read(indexed) == plain


def test_the_frames_of_the_caller_are_not_changed() -> None:
    given = {"people": people().set_index("person"), "tasks": tasks(), "settings": SETTINGS}
    before = {name: frame.copy(deep=True) for name, frame in given.items()}
    cs.read(given)
    cs.check(given)
    for name, frame in given.items():
        pd.testing.assert_frame_equal(frame, before[name])


# ---------------------------------------------------------------- places


def test_a_row_is_known_by_its_label() -> None:
    given = people(fte=[1, 80]).set_axis([3, 7])
    assert told({"people": given, "tasks": tasks()})[0].startswith("frame people, row 7, column fte: ")
    named = people(fte=[1, 80]).set_axis(["a", "b"])
    assert told({"people": named, "tasks": tasks()})[0].startswith("frame people, row 1, column fte: ")
    frame = cs.check({"people": given, "tasks": tasks(), "settings": SETTINGS})
    assert frame[["severity", "sheet", "row", "cell"]].to_dict("records")[0] == {
        "severity": "error", "sheet": "frame people", "row": 7, "cell": "fte",
    }  # fmt: skip


def test_columns_of_several_levels_are_refused() -> None:
    given = people()
    given.columns = pd.MultiIndex.from_tuples([("a", "person"), ("a", "role")])
    assert told({"people": given, "tasks": tasks()}) == [
        "frame people: columns of 2 levels; give its columns one level, such as frame.columns = "
        "frame.columns.map(' '.join)"
    ]


def test_a_column_that_is_there_twice_is_refused() -> None:
    given = people()
    given.columns = pd.Index(["person", "person"])
    assert any(
        "a column that is there twice (got 'person')" in each
        for each in told({"people": given, "tasks": tasks()})
    )


def test_what_no_cell_can_say_is_refused_where_it_is_used() -> None:
    given = people(fte=[1, [1, 2]], mine=[object(), object()])
    assert told({"people": given, "tasks": tasks()}) == [
        "frame people, row 1, column fte: a list where a text, a number or a date belongs (got [1, 2]); "
        "write one value into each cell"
    ]


def test_infinite_numbers_are_refused() -> None:
    [problem] = told({"people": people(), "tasks": tasks(effort=[np.inf])})
    assert problem.startswith("frame tasks, row 0, column effort: ")


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        (people(), 'read, source: a frame without the name of its sheet; say which sheet it is, as in {"people": people, "demand": demand}'),
        (None, "read, source: a NoneType instead of a path; give a folder of CSV files, or a file that ends in .xlsx, .yaml, .yml or .json"),
        ({"people": [["Ada", "qa"]]}, "frame people: a list where a DataFrame belongs; give a DataFrame"),
        ({1: people()}, 'read, source: a sheet without a name (got 1); write {"people": people, "demand": demand}'),
    ],
)  # fmt: skip
def test_what_is_no_source_is_told(source: Any, expected: str) -> None:
    with pytest.raises(InputError) as caught:
        cs.read(source)
    assert [str(problem) for problem in caught.value.found] == [expected]


def test_no_frames_are_told_what_a_model_needs() -> None:
    with pytest.raises(ModelError, match="no frame people"):
        cs.read({})


# ---------------------------------------------------------------- names of columns


def test_columns_can_have_names_of_the_callers_in_every_sheet() -> None:
    given = {
        "people": people().rename(columns={"person": "Wer", "role": "Was"}),
        "tasks": tasks().rename(columns={"role": "Was", "effort": "Wieviel"}),
        "settings": SETTINGS,
    }
    plain = cs.read({"people": people(), "tasks": tasks(), "settings": SETTINGS})
    assert cs.read(given, columns={"Wer": "person", "Was": "role", "Wieviel": "effort"}) == plain
    assert (
        cs.read(
            given,
            columns={
                "people": {"Wer": "person", "was": "Role"},
                "tasks": {"Was": "role", "Wieviel": "effort"},
            },
        )
        == plain
    )


def test_columns_can_have_names_of_the_callers_in_files_too(tmp_path: Path) -> None:
    given = to_frames(cs.read({"people": people(), "tasks": tasks(), "settings": SETTINGS}))
    folder = tmp_path / "model"
    folder.mkdir()
    for name, frame in given.items():
        frame.rename(columns={"person": "Wer"}).to_csv(folder / f"{name}.csv", index=False)
    assert [person.name for person in cs.read(folder, columns={"Wer": "person"}).people] == ["Ada", "Ben"]
    (tmp_path / "model.yaml").write_text("start: 2027-01-04\n")
    with pytest.raises(
        ModelError, match=r"read, columns: no columns in a \.yaml file; write the model's own words"
    ):
        cs.read(tmp_path / "model.yaml", columns={"Wer": "person"})


@pytest.mark.parametrize(
    ("columns", "expected"),
    [
        ({"Resorce": "person"}, "read, columns: no header of that name in people (got 'Resorce'); did you mean 'Resource'?"),
        ({"Resource": "persn"}, "read, columns: no such column (got 'persn'); did you mean 'person'?"),
        ({"peple": {"Resource": "person"}}, "read, columns: no such sheet (got 'peple'); did you mean 'people'?"),
        ({"people": {"Resource": "effort"}}, "read, columns of people: no such column (got 'effort')"),
        (["person"], "read, columns: a list instead of a mapping; write {\"Resource\": \"person\"}"),
    ],
)  # fmt: skip
def test_names_of_columns_that_mean_nothing_are_refused(columns: Any, expected: str) -> None:
    given = people().rename(columns={"person": "Resource"})
    found = told({"people": given, "tasks": tasks()}, columns)
    assert [each for each in found if each.startswith(expected)], found


# ---------------------------------------------------------------- out


def test_columns_out_have_types() -> None:
    portfolio = Portfolio(
        "Agency", "2027-01-04",
        [Person("Ada", "qa", start="2027-02-01", availability=0.8), Person("Ben", "qa")],
        [Project("Shop", [Task("a", effort=3, skill="qa", people=(1, 2)), Task("b", duration=cs.PERT(1, 2, 4))], priority=2)],
    )  # fmt: skip
    frames = to_frames(portfolio)
    assert list(frames) == ["settings", "people", "projects", "tasks"]
    kinds = {name: {word: str(kind) for word, kind in frame.dtypes.items()} for name, frame in frames.items()}
    assert kinds["people"] == {
        "person": "string",
        "role": "string",
        "fte": "float64",
        "from": "datetime64[s]",
    }
    assert kinds["projects"] == {"project": "string", "priority": "int64"}
    assert kinds["tasks"]["effort"] == "Int64"
    assert kinds["tasks"]["days"] == "string"
    assert frames["people"]["fte"].isna().tolist() == [False, True]
    assert cs.read(frames) == portfolio
