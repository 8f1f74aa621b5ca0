# ruff: noqa: E501
"""Every fault of one cell, one row, one column or one sheet that is told, and the words in which it is told."""

from __future__ import annotations

from datetime import date, datetime

from tests.io.campaign.book import (
    Formula,
    add,
    both,
    column,
    head,
    put,
    renamed_sheet,
    sheet,
    without_column,
    without_row,
    without_sheet,
)
from tests.io.campaign.forms import FILES, FOLDERS, NESTED, SHEETS, At
from tests.io.campaign.telling import Case, cell, fault

WORKBOOK = ("workbook",)
SEMICOLON = ("semicolon",)
UNSEPARATED = ("comma", "workbook", "frames", *NESTED)
"""The forms in which a comma is no decimal point."""

_DAY = "write year-month-day, such as 2027-01-04"
_WHOLE = "write a whole number such as 3"
_SHARE = "write a share such as 0.8 or 80%"
_NUMBER = "write a number such as 1.5"
_TWO_WAYS = "a number that can be read two ways"
_TOTAL = "correct the one or the other, or remove the row of totals"
_NEGATIVE = "a negative amount of money"
_TURNED = (
    "spreadsheets turn 1-3 into a date: write a range in columns of its own, low, likely and high, "
    "or people and people_max"
)
_CONTROL = "a name with control characters"
_QUOTE = 'close it; a " that begins a name is written """'
_PEOPLE_FIRST = date(2027, 3, 1)
_ADD_PROJECT = " If not, add it to the sheet projects"
_LENGTH = "hours, and the length of a day is not known"
_LEVELS = "lower it, or add people; the highest held: "

SETTINGS = [
    cell("a name of 501 letters", "settings", 2, "value", "x" * 501, "a name of 501 characters", "write at most 500", got=f"'{'x' * 78}…"),
    cell("a name with a bell in it", "settings", 2, "value", "a\x07b", _CONTROL, "remove them"),
    cell("a start in words", "settings", 3, "value", "soon", "not a date", _DAY),
    cell("a start with the day first, as dots say", "settings", 3, "value", "31.1.2027", "not a date", "write 2027-01-31", forms=UNSEPARATED),
    cell("a start that dots do not tell", "settings", 3, "value", "4.1.2027", "a date that can be read two ways", "write 2027-01-04 or 2027-04-01", forms=UNSEPARATED),
    cell("a start that slashes do not tell", "settings", 3, "value", "1/4/2027", "a date that can be read two ways", "write 2027-04-01 or 2027-01-04"),
    cell("a start on a day that there is not", "settings", 3, "value", "2027-02-30", "no such day in the calendar", "check the month and the day"),
    cell("a start as a serial number", "settings", 3, "value", 46026, "a number where a date belongs", "show the cell as a date, or write 2026-01-04 if that was meant"),
    cell("a start at half past nine", "settings", 3, "value", datetime(2027, 1, 4, 9, 30), "a date with a time", "write 2027-01-04"),
    cell("all the time for daily business", "settings", 7, "value", 1, "all the time is for daily business: nobody can ever work on a project", "write the share of the day that daily business takes, such as 0.1 or 10 %", got="'100%'"),
    cell("a start a hundred years too early", "settings", 3, "value", "1927-01-04", "more than 100 years before nearly every other date; the first of them is 2027-01-04", "check the year", got="'1927-01-04'"),
    cell("a country misspelled", "settings", 4, "value", "Germny", "no country whose public holidays are known", "did you mean 'Germany'?"),
    cell("a country by an unknown code", "settings", 4, "value", "XX", "no country whose public holidays are known", "write a name such as Germany, or a code such as DE"),
    cell("a region that is none", "settings", 5, "value", "ZZ", "no region of DE", "known: 'BB', 'BE', 'BW', 'BY', 'HB', 'HE', 'HH', 'MV', …"),
    cell("hours per day in words", "settings", 6, "value", "eight", "not a number", _NUMBER),
    cell("hours per day beyond a day", "settings", 6, "value", 25, "no length of a day", "write the hours of a working day, such as 8"),
    cell("no hours per day", "settings", 6, "value", 0, "no length of a day", "write the hours of a working day, such as 8"),
    cell("hours per day below zero", "settings", 6, "value", -8, "no length of a day", "write the hours of a working day, such as 8"),
    cell("a percentage without its sign", "settings", 7, "value", 10, "out of range", "write 0.1 if 10 % was meant"),
    cell("a share in words", "settings", 7, "value", "a tenth", "not a number", _SHARE),
    cell("a share below zero", "settings", 7, "value", "-10%", "out of range", "write a number from 0 % to 100 %"),
    cell("ranges misspelled", "settings", 8, "value", "usally", "no ranges", 'write "usual" or "none"; or 0.85 to 1.4, or -15% to +40%'),
    cell("a status date in words", "settings", 10, "value", "yesterday", "not a date", _DAY),
    cell("a unit of demand misspelled", "settings", 11, "value", "fts", "not known", "did you mean 'fte'?"),
    cell("a unit of demand that is none", "settings", 11, "value", "weeks", "not known", "known: 'fte', 'days', 'hours'"),
    cell("low and high of an unknown kind", "settings", 12, "value", "P10", "not known", 'write "PERT" (low and high are the ends) or "P10/P90"'),
    cell("a horizon before the start", "settings", 13, "value", "2020-01-01", "before the start", "write 2027-01-04 or later, or leave it out"),
    cell("a horizon in another century", "settings", 13, "value", "2200-01-01", "more than 100 years after the start", "leave it empty if no date is meant"),
    cell("a setting misspelled", "settings", 6, "setting", "hours_per_dya", "no such setting", "did you mean 'hours_per_day'?", forms=SHEETS),
    cell("a setting twice", "settings", 6, "setting", "name", "a setting given twice", "keep one of them: 'name' in {settings 2 setting} says the same", forms=SHEETS),
    cell("a value without its setting", "settings", 6, "setting", None, "empty", "write a setting's name", forms=SHEETS, got=""),
    fault("demand in hours of a day without length", both(put("settings", 11, "value", "hours"), without_row("settings", 6)), At("settings", 10, "value"), _LENGTH, "add the setting hours_per_day, such as 8"),
]  # fmt: skip

PEOPLE = [
    cell("a person twice", "people", 3, "person", "Ada", "name given twice", "names are unique, and this one is in {people 2 person}"),
    cell("a person twice in another case", "people", 3, "person", "ADA", "name given twice", "names are unique, and this one is in {people 2 person} as 'Ada'"),
    cell("a person with a name of 501 letters", "people", 3, "person", "y" * 501, "a name of 501 characters", "write at most 500", got=f"'{'y' * 78}…"),
    fault("a vacancy from nobody knows when", put("people", 3, "person", None), At("people", 3), "a vacancy without a start date", "give a name, or the date from which it is filled"),
    cell("a person without a role", "people", 3, "role", None, "empty", "write the role, such as backend; or remove the row if it is nobody", got=""),
    cell("a role with a level", "people", 3, "role", "qa level 3", "a role with more than its name", "write the role alone, and qa level 3 into the column skills", forms=SHEETS),
    cell("two roles", "people", 3, "role", "qa; data", "a role with more than its name", "write the role alone, and qa; data into the column skills", forms=SHEETS),
    cell("80 for a share", "people", 3, "fte", 80, "out of range", "write 0.8 if 80 % was meant"),
    cell("80 as text for a share", "people", 3, "fte", "80", "out of range", "write 0.8 if 80 % was meant"),
    cell("three people in one row", "people", 3, "fte", 3, "out of range", "write 3 into the column count if so many people were meant"),
    cell("more than two of a person", "people", 3, "fte", "2.5", "out of range", "write a number from 0 to 2"),
    cell("less than nothing of a person", "people", 3, "fte", "-0.5", "out of range", "write a number from 0 to 2"),
    cell("an fte with a comma", "people", 3, "fte", "0,8", "not a number", "write 0.8, with a point", forms=UNSEPARATED),
    cell("an fte in words", "people", 3, "fte", "full", "not a number", _SHARE),
    cell("an fte as a fraction", "people", 3, "fte", "1/2", "not a number", _SHARE),
    cell("an fte that is no number", "people", 3, "fte", "NaN", "not a finite number", _SHARE),
    cell("an fte without end", "people", 3, "fte", "inf", "not a finite number", _SHARE),
    cell("an fte of 250 %", "people", 3, "fte", "250 %", "out of range", "write a number from 0 % to 200 %"),
    cell("a team with a control character", "people", 3, "team", "A\x01", _CONTROL, "remove them"),
    cell("a location with a control character", "people", 3, "location", "A\x01", _CONTROL, "remove them"),
    cell("a country of a person misspelled", "people", 3, "country", "Germny", "no country whose public holidays are known", "did you mean 'Germany'?"),
    cell("a region of a person that is none", "people", 3, "country", "DE-XX", "no region of DE", "known: 'BB', 'BE', 'BW', 'BY', 'HB', 'HE', 'HH', 'MV', …", got="'XX'"),
    cell("a first day that can be read two ways", "people", 3, "from", "01/02/2027", "a date that can be read two ways", "write 2027-02-01 or 2027-01-02"),
    cell("a first day in words", "people", 3, "from", "next week", "not a date", _DAY),
    cell("a first day in month 13", "people", 3, "from", "2027-13-01", "no such day in the calendar", "check the month and the day"),
    cell("a first day as a serial number", "people", 3, "from", 46100, "a number where a date belongs", "show the cell as a date, or write 2026-03-19 if that was meant"),
    cell("a first day in another century", "people", 3, "from", "2150-01-01", "more than 100 years after the start", "leave it empty if no date is meant"),
    cell("leaving before joining", "people", 2, "to", "2026-12-31", "leaves before joining", "write 2027-01-04 or later"),
    cell("a last day with a month in words", "people", 2, "to", "31 Dec 2027", "not a date", "write 2027-12-31"),
    cell("run-the-business without its sign", "people", 3, "run_the_business", 20, "out of range", "write 0.2 if 20 % was meant"),
    cell("run-the-business above all", "people", 3, "run_the_business", "1.2", "out of range", "write 1 for all of it, 0.5 for half of it"),
    cell("run-the-business in words", "people", 3, "run_the_business", "some", "not a number", _SHARE),
    cell("a rate with its currency", "people", 3, "cost_per_day", "650 EUR", "not a number", "write 650"),
    cell("a rate with thousands apart", "people", 3, "cost_per_day", "1 200", "not a number", "write 1200"),
    cell("a rate that may be in thousands", "people", 3, "cost_per_day", "1.200", _TWO_WAYS, "write 1200 or 1,2", forms=SEMICOLON),
    cell("a rate of thousands below zero", "people", 3, "cost_per_day", "-1.200", _TWO_WAYS, "write -1200 or -1,2", forms=SEMICOLON),
    cell("a rate in words", "people", 3, "cost_per_day", "high", "not a number", _NUMBER),
    cell("a rate below zero", "people", 3, "cost_per_day", -650, _NEGATIVE, "write 650 if the sign is a slip, or leave it out"),
    cell("a rate just below zero", "people", 3, "cost_per_day", "-0.5", _NEGATIVE, "write 0.5 if the sign is a slip, or leave it out"),
    cell("a rate beyond any", "people", 3, "cost_per_day", "1e16", "out of range", "write a number from 0 to 1e15"),
    cell("a skill at two speeds", "people", 2, "skills", "data at 0.8 at 2", "not one skill", "write a skill such as data level 3 at 0.8, and ; between skills; or put a longer name in quotes", forms=SHEETS),
    cell("a skill with a quotation mark left open", "people", 2, "skills", '"data', "a quotation mark that is not closed", _QUOTE),
    cell("a speed below zero among skills", "people", 2, "skills", "data at -1", "no level or speed", "write it such as data level 3 at 0.8, or the name in quotes"),
    cell("a speed with a comma among skills", "people", 2, "skills", "data at 0,8", "no level or speed", "write it such as data level 3 at 0.8, or the name in quotes"),
    cell("a speed beyond all among skills", "people", 2, "skills", "data at 101", "out of range", "write a number from 0 to 100", got="101.0"),
    cell("a pool of nobody", "people", 3, "count", 0, "no number of people", "write a count from 1 to 10,000", got="0"),
    cell("a pool of half a person", "people", 3, "count", "2.5", "not a whole number", _WHOLE),
    cell("a pool in words", "people", 3, "count", "three", "not a whole number", _WHOLE),
    cell("a manager with a control character", "people", 3, "manager", "E\x02", _CONTROL, "remove them"),
    fault("a total of people that does not sum", add("people", person="Total", fte=3.9), At("people", 7, "fte"), "Total of fte says 3.9, the rows above add up to 4.3", _TOTAL, forms=SHEETS),
    cell("tags with a quotation mark left open", "people", 2, "tags", '"x', "a quotation mark that is not closed", _QUOTE),
]  # fmt: skip

SKILLS = [
    cell("a skill of nobody", "skills", 2, "person", None, "empty", "write the name of the person", forms=SHEETS, got=""),
    cell("a skill of somebody misspelled", "skills", 2, "person", "Cyy", "no such person", "did you mean 'Cy'?", forms=SHEETS),
    cell("a skill of somebody unknown", "skills", 2, "person", "Zed", "no such person", "add a row to the sheet people", forms=SHEETS),
    cell("no skill", "skills", 2, "skill", None, "empty", "write the skill", forms=SHEETS, got=""),
    cell("a skill with a level in its name", "skills", 2, "skill", "data level 3", "a skill with more than its name", "write the level and the speed into their own columns, and other skills into their own rows"),
    fault("a skill twice", add("skills", person="Cy", skill="data", level=2), At("skills", 4, "skill"), "a skill listed twice", "list it once", got="'data'", forms=SHEETS),
    cell("a grade in words", "skills", 2, "level", "high", "not a whole number", _WHOLE),
    cell("a grade below zero", "skills", 2, "level", -1, "out of range", "write a number from 0 to 1,000,000"),
    cell("half a grade", "skills", 2, "level", "2.5", "not a whole number", _WHOLE),
    cell("a speed in words", "skills", 3, "speed", "fast", "not a number", _NUMBER),
    cell("a speed below zero", "skills", 3, "speed", "-0.5", "out of range", "write a number from 0 to 100"),
    cell("a speed beyond all", "skills", 3, "speed", 200, "out of range", "write a number from 0 to 100"),
    cell("a speed with a comma", "skills", 3, "speed", "0,5", "not a number", "write 0.5, with a point", forms=UNSEPARATED),
    cell("a skill from a day that can be read two ways", "skills", 3, "from", "01/02/2027", "a date that can be read two ways", "write 2027-02-01 or 2027-01-02"),
    cell("a skill that ends before it starts", "skills", 3, "to", "2026-01-01", "ends before it starts", "write 2027-02-01 or later"),
    cell("a grade given in a month", "skills", 2, "as_of", "10/2026", "a month instead of a day", "write a day of it, such as 2026-10-01"),
    cell("a grade given in words", "skills", 2, "as_of", "last year", "not a date", _DAY),
    cell("a level without its grade", "levels", 2, "level", None, "empty", "write a grade such as 3", got=""),
    cell("a level in words", "levels", 2, "level", "one", "not a whole number", _WHOLE),
    cell("a level twice", "levels", 3, "level", 1, "a level given twice", "keep one of them"),
    cell("a level without its speed", "levels", 2, "speed", None, "empty", "write a speed such as 1.2; 1 is nominal", got=""),
    cell("a speed of a level in words", "levels", 2, "speed", "slow", "not a number", _NUMBER),
    cell("a speed of a level as a percentage", "levels", 2, "speed", "60%", "not a number", "write 0.6"),
    cell("a speed of a level below zero", "levels", 2, "speed", -1, "out of range", "write a number from 0 to 100"),
]  # fmt: skip

LEAVE = [
    cell("leave of nobody", "leave", 2, "person", None, "empty", "write the name of the person or team", forms=SHEETS, got=""),
    cell("leave of somebody misspelled", "leave", 2, "person", "Adaa", "no such person or team", "did you mean 'Ada'?", forms=SHEETS),
    cell("leave of a team misspelled among people", "leave", 2, "person", "Studios", "no such person or team", "did you mean 'Studio'?", forms=SHEETS),
    cell("leave of somebody unknown", "leave", 2, "person", "Zed", "no such person or team", "write a person, a team, or all", forms=SHEETS),
    cell("leave of a team misspelled", "leave", 3, "team", "Studo", "no such team", "did you mean 'Studio'?", forms=SHEETS),
    cell("leave without a first day", "leave", 2, "from", None, "empty", "write the first day away, such as 2027-02-01", forms=SHEETS, got=""),
    cell("leave from a day that can be read two ways", "leave", 2, "from", "02/01/2027", "a date that can be read two ways", "write 2027-01-02 or 2027-02-01"),
    cell("leave from a serial number", "leave", 2, "from", 46054, "a number where a date belongs", "show the cell as a date, or write 2026-02-01 if that was meant"),
    cell("leave that ends before it starts", "leave", 2, "to", "2027-01-01", "ends before it starts", "write 2027-02-01 or later"),
    cell("leave until somewhen", "leave", 2, "to", "summer", "not a date", _DAY),
    cell("leave for centuries", "leave", 2, "to", "2250-01-01", "more than 100 years after the start", "leave it empty if no date is meant"),
    cell("half days as 50", "leave", 3, "share", 50, "out of range", "write 0.5 if 50 % was meant", forms=SHEETS),
    cell("half days in words", "leave", 3, "share", "half", "not a number", _SHARE, forms=SHEETS),
    cell("half days below zero", "leave", 3, "share", "-0.5", "out of range", "write a number from 0 to 1", forms=SHEETS),
    cell("more than whole days", "leave", 3, "share", "1.5", "out of range", "write 1 for all of it, 0.5 for half of it", forms=SHEETS),
    cell("a kind of leave with a control character", "leave", 2, "kind", "\x01", _CONTROL, "remove them"),
]  # fmt: skip

PROJECTS = [
    cell("a project twice", "projects", 4, "project", "Shop", "name given twice", "names are unique, and this one is in {projects 2 project}", forms=SHEETS),
    cell("a project without a name", "projects", 4, "project", None, "empty", "write the project's name", forms=SHEETS, got=""),
    cell("a priority in words", "projects", 2, "priority", "high", "not a whole number", _WHOLE),
    cell("half a priority", "projects", 2, "priority", "1.5", "not a whole number", _WHOLE),
    cell("a priority beyond all", "projects", 2, "priority", 10**12, "out of range", "write a whole number of at most 9 digits"),
    cell("a start of a project that can be read two ways", "projects", 2, "start", "01/02/2027", "a date that can be read two ways", "write 2027-02-01 or 2027-01-02"),
    cell("a start of a project in words", "projects", 2, "start", "asap", "not a date", _DAY),
    cell("a deadline in a quarter", "projects", 2, "deadline", "Q3", "not a date", _DAY),
    cell("a deadline with the day first", "projects", 2, "deadline", "31/12/2027", "not a date", "write 2027-12-31"),
    cell("a deadline in another century", "projects", 2, "deadline", "2190-01-01", "more than 100 years after the start", "leave it empty if no date is meant"),
    cell("a status misspelled", "projects", 2, "status", "plannd", "not known", "did you mean 'planned'?"),
    cell("a probability without its sign", "projects", 3, "probability", 80, "out of range", "write 0.8 if 80 % was meant"),
    cell("a probability in words", "projects", 3, "probability", "likely", "not a number", _SHARE),
    cell("a probability above one", "projects", 3, "probability", "1.2", "out of range", "write 1 for all of it, 0.5 for half of it"),
    cell("an owner with a control character", "projects", 2, "owner", "E\x01", _CONTROL, "remove them"),
    cell("a client with a control character", "projects", 2, "client", "E\x01", _CONTROL, "remove them"),
    cell("a programme with a control character", "projects", 2, "programme", "E\x01", _CONTROL, "remove them"),
    cell("a value in words", "projects", 2, "value", "a lot", "not a number", _NUMBER),
    cell("a value whose comma can be two things", "projects", 2, "value", "1,200", "not a number", "write 1.200, with a point, or 1200", forms=UNSEPARATED),
    cell("a value with a comma for thousands", "projects", 2, "value", "1,200.50", "not a number", "write 1200.50"),
    cell("a value with points for thousands", "projects", 2, "value", "1.200,50", "not a number", "write 1200.50", forms=UNSEPARATED),
    cell("a budget with its sign", "projects", 2, "budget", "€80000", "not a number", "write 80000"),
    cell("a budget below zero", "projects", 2, "budget", -80000, _NEGATIVE, "write 80000 if the sign is a slip, or leave it out"),
    cell("a budget beyond any", "projects", 2, "budget", "1e16", "out of range", "write a number from 0 to 1e15"),
    cell("a value beyond any", "projects", 2, "value", "-1e16", "out of range", "write a number from -1e15 to 1e15"),
    cell("a budget without end", "projects", 2, "budget", "1e400", "not a finite number", _NUMBER),
    cell("a cost of delay below zero", "projects", 2, "cost_of_delay_per_day", "-500", _NEGATIVE, "write 500 if the sign is a slip, or leave it out"),
    cell("a cost of delay in words", "projects", 2, "cost_of_delay_per_day", "much", "not a number", _NUMBER),
    cell("objectives with a quotation mark left open", "projects", 2, "objectives", '"more', "a quotation mark that is not closed", _QUOTE),
    cell("tags of a project with a quotation mark left open", "projects", 2, "tags", 'web;"x', "a quotation mark that is not closed", _QUOTE),
]  # fmt: skip

DEMAND = [
    cell("demand of a project misspelled", "demand", 2, "project", "Portall", "no such project", "did you mean 'Portal'?" + _ADD_PROJECT, forms=SHEETS),
    cell("demand without a role", "demand", 2, "role", None, "empty", "write the role that is wanted", forms=NESTED, got=""),
    cell("demand of a role misspelled", "demand", 2, "role", "bakend", "a role that nobody has", "did you mean 'backend'?"),
    cell("demand of a role with a level", "demand", 2, "role", "backend level 2", "a role with more than its name", "write one role alone; work for either of two, or of a level, goes into the sheet tasks"),
    cell("demand of either of two roles", "demand", 2, "role", "backend, or data", "a role with more than its name", "write one role alone; work for either of two, or of a level, goes into the sheet tasks"),
    fault("demand that nobody can do", add("demand", project="Mail", role="kubernetes", m2027_03=1), At("demand", 5, "role"), "a role that nobody has", "add somebody for 1 FTE in 'Mail', e.g. a row to people: TBH 1, kubernetes, from 2027-03-01; the roles there: backend, data, qa, design", got="'kubernetes'"),
    cell("a phase with a control character", "demand", 2, "phase", "\x01", _CONTROL, "remove them"),
    cell("a low factor that is high", "demand", 2, "low", "1.2", "no factor for low", "write a part such as 0.8 (a fifth lower)", got="1.2"),
    cell("a low factor without its sign", "demand", 2, "low", 80, "out of range", "write 0.8 if 80 % was meant"),
    fault("low and high swapped", both(put("demand", 2, "low", 1.4), put("demand", 2, "high", 0.9)), At("demand", 2, "low"), "low and high are swapped", "write 0.9 as low and 1.4 as high", got="'1.4'"),
    cell("demand that is true", "demand", 2, "2027-02", True, "not a number", "write a number such as 1.5, or leave the cell empty", forms=SHEETS),
    cell("demand that may be in thousands", "demand", 2, "2027-02", "1.000", _TWO_WAYS, "write 1000 or 1", forms=SEMICOLON),
    cell("a low factor in words", "demand", 2, "low", "a bit", "not a number", _NUMBER),
    cell("a high factor that is low", "demand", 2, "high", "0.9", "no factor for high", "write a factor such as 1.5 (half as much again)", got="0.9"),
    cell("a high factor without its sign", "demand", 2, "high", 140, "out of range", "write 1.4 if 140 % was meant"),
    cell("demand below zero", "demand", 2, "2027-01", -1, "negative demand", "write 0 or more, or leave the cell empty"),
    cell("demand with its unit", "demand", 2, "2027-01", "1 FTE", "not a number", "write 1: the column is in FTE"),
    cell("demand in hours where people are counted", "demand", 2, "2027-01", "80h", "hours where FTE belong", "write the amount in FTE, without a unit"),
    cell("demand with a comma", "demand", 2, "2027-01", "1,5", "not a number", "write 1.5, with a point, or leave the cell empty", forms=UNSEPARATED),
    cell("demand in words", "demand", 2, "2027-01", "tbd", "not a number", "write a number such as 1.5, or leave the cell empty"),
    cell("demand that is no number", "demand", 2, "2027-01", "NaN", "not a finite number", "write a number such as 1.5, or leave the cell empty"),
    cell("demand of an army", "demand", 2, "2027-01", 100000, "more than 1,000 FTE in one period", "check the number, or set demand_unit to days or hours"),
    cell("demand as a percentage", "demand", 2, "2027-01", "80%", "a share where FTE belong", "write 0.8 if 80 % of a person was meant"),
    cell("demand that became a date", "demand", 2, "2027-01", _PEOPLE_FIRST, "a date where a number belongs", _TURNED),
    cell("a demand without its project", "demand", 2, "project", None, "empty", "write the project, Total if the row sums up others, or remove the row", forms=SHEETS, got=""),
    cell("a demand without its role", "demand", 3, "role", None, "empty", "write the role, Total if the row sums up others, or remove the row", forms=SHEETS, got=""),
    fault("a month without a year", head("demand", "2027-01", "Jan"), At("demand", 1, "Jan"), "without a year", "write the year behind it, such as Jan 2027, or in the row above", got="'Jan'", forms=SHEETS),
    fault("a month that is none", head("demand", "2027-01", "2027-13"), At("demand", 1, "2027-13"), "no such month or week", "write 2027-01, Jan 27 or 2027-W03", got="'2027-13'", forms=SHEETS),
    fault("a month that can be read two ways", head("demand", "2027-01", "01/02/2027"), At("demand", 1, "01/02/2027"), "can be read in several ways", "write 2027-01, Jan 27 or 2027-W03", got="'01/02/2027'", forms=SHEETS),
    fault("a month twice", head("demand", "2027-01", "February 2027"), At("demand", 1, "2027-02"), "2027-02 has a column already", "keep one column for each month or week", got="'2027-02'", forms=SHEETS),
    fault("a week among months", head("demand", "2027-01", "KW 1 2027"), At("demand", 1, "KW 1 2027"), "a week among months", "keep months and weeks apart: one table has one column for each", got="'KW 1 2027'", forms=SHEETS),
    fault("a quarter among months", head("demand", "2027-01", "Q1 2027"), At("demand", 1, "Q1 2027"), "neither a month nor the sum of its months", "write a column for each month, such as 2027-01, or correct the sum", got="'Q1 2027'", forms=SHEETS),
    fault("a day in the middle of a month", head("demand", "2027-01", date(2027, 1, 13)), At("demand", 1, 6), "a date that begins neither a month nor a week", "write the first day of a month, such as 2027-01-01, or the Monday of a week", got="'2027-01-13'", forms=FOLDERS),
    fault("no months at all", without_column("demand", "2027-01", "2027-02", "2027-03"), At("demand"), "no column is a month or a week", "add a column for each month, such as 2027-01, or the columns month and fte", forms=SHEETS),
    fault("a row of totals that does not sum", add("demand", project="Total", m2027_01=0.7, m2027_02=1.8, m2027_03=2), At("demand", 5, "2027-02"), "Total of 2027-02 says 1.8, the rows above add up to 1.45", "correct the one or the other, or remove the row of totals", forms=SHEETS),
    fault("a row of totals in German that does not sum", add("demand", project="Summe", m2027_01=0.7, m2027_02=1.45, m2027_03=3), At("demand", 5, "2027-03"), "Summe of 2027-03 says 3, the rows above add up to 2", "correct the one or the other, or remove the row of totals", forms=SHEETS),
    fault("a total of one project that does not sum", add("demand", project="Total Portal", m2027_01=0.5, m2027_02=1, m2027_03=0.5), At("demand", 5, "2027-02"), "Total Portal of 2027-02 says 1, the rows above add up to 1.25", "correct the one or the other, or remove the row of totals", forms=SHEETS),
    fault("a column of totals that does not sum", column("demand", "Total", 2, 0.25, 1.2), At("demand", 4, "Total"), "Total of Mail, qa says 1.2, its columns add up to 1.9", "correct the one or the other, or remove the column of totals", forms=SHEETS),
    fault("rows that add up with other ranges", add("demand", project="Portal", role="backend", phase="build", low=0.8, high=1.4, m2027_01=0.5), At("demand", 5, "low"), "another low than in row {demand 2}, to which it adds", "write the same low into both, or tell them apart by a phase", got="'0.8'", forms=SHEETS),
]  # fmt: skip


def _long(*cells: object) -> object:
    return sheet(
        "demand",
        ("project", "role", "month", "fte"),
        ("Portal", "qa", "2027-02", 0.5),
        ("Portal", "design", *cells),
    )  # type: ignore[arg-type]


def _spans(*cells: object) -> object:
    return sheet(
        "demand",
        ("project", "role", "from", "to", "effort"),
        ("Portal", "qa", "2027-02-01", "2027-03-31", 5),
        ("Portal", "design", *cells),
    )  # type: ignore[arg-type]


def _in_long(name: str, cells: tuple[object, ...], at: str, what: str, fix: str, got: object = None) -> Case:
    make = _long if len(cells) == 2 else _spans
    return fault(
        name,
        make(*cells),
        At("demand", 3, at),
        what,
        fix,
        got="" if got is None else repr(str(got)),
        forms=SHEETS,
    )  # type: ignore[arg-type]


LONG_DEMAND = [
    _in_long("a row without its month", (None, 1), "month", "empty", "write the month, such as 2027-01"),
    _in_long("a month in words", ("soon", 1), "month", "no month or week", "write 2027-01 or 2027-W03", "soon"),
    _in_long("a month of a row without its year", ("Jan", 1), "month", "without a year", "write the year behind it, such as Jan 2027, or in the row above", "Jan"),
    _in_long("a row without its amount", ("2027-01", None), "fte", "empty", "write the amount, or 0"),
    _in_long("an amount below zero", ("2027-01", -1), "fte", "negative demand", "write 0 or more, or leave the cell empty", -1),
    _in_long("an amount in words", ("2027-01", "two"), "fte", "not a number", "write a number such as 1.5, or leave the cell empty", "two"),
    _in_long("a span without its end", ("2027-01-04", None, 5), "to", "empty", "write the last day, such as 2027-03-31"),
    _in_long("a span that ends before it starts", ("2027-01-04", "2026-01-01", 5), "to", "ends before it starts", "write 2027-01-04 or later", "2026-01-01"),
    _in_long("a span until somewhen", ("2027-01-04", "soon", 5), "to", "not a date", _DAY, "soon"),
    _in_long("a span from a day that can be read two ways", ("1/2/2027", "2027-03-01", 5), "from", "a date that can be read two ways", "write 2027-02-01 or 2027-01-02", "1/2/2027"),
    _in_long("effort below zero in a span", ("2027-01-04", "2027-02-05", -1), "effort", "negative demand", "write 0 or more, or leave the cell empty", -1),
    _in_long("effort with its unit in a span", ("2027-01-04", "2027-02-05", "5d"), "effort", "not a number", "write 5: the column is in days", "5d"),
    _in_long("a span without effort", ("2027-01-04", "2027-02-05", None), "effort", "empty", "write the amount, or 0"),
    fault("hours in a table, of a day without length", both(without_row("settings", 6), sheet("demand", ("project", "role", "month", "hours"), ("Portal", "design", "2027-01", 20))), At("demand", 2, "hours"), _LENGTH, "add the setting hours_per_day, such as 8", forms=SHEETS),
    fault("two amounts in a row", sheet("demand", ("project", "role", "month", "fte", "effort"), ("Portal", "design", "2027-01", 1, 2)), At("demand", 2, "effort"), "effort beside fte", "keep one of them in a row", forms=SHEETS),
]  # fmt: skip

BOOKINGS = [
    cell("a booking of nobody", "bookings", 2, "person", None, "empty", "write the name of the person", forms=SHEETS, got=""),
    cell("a booking of somebody misspelled", "bookings", 2, "person", "Adda", "no such person", "did you mean 'Ada'?"),
    cell("a booking of somebody unknown", "bookings", 2, "person", "Zed", "no such person", "add a row to the sheet people", forms=SHEETS),
    cell("a booking of two people", "bookings", 2, "person", "Ada, Ben", "no such person", "one name in each row: write a row for each of Ada, Ben", forms=SHEETS),
    cell("a booking on no project", "bookings", 2, "project", None, "empty", "write the project in every row, or merge the cells", forms=SHEETS, got=""),
    cell("a booking on a project misspelled", "bookings", 2, "project", "Portall", "no such project", "did you mean 'Portal'?" + _ADD_PROJECT, forms=SHEETS),
    cell("a booking on a project misspelled in one file", "bookings", 2, "project", "Portall", "no such project", "did you mean 'Portal'?", forms=NESTED),
    cell("a booking from nowhen", "bookings", 2, "from", None, "empty", "write the first day, such as 2027-01-04", forms=SHEETS, got=""),
    cell("a booking from a month", "bookings", 2, "from", "Feb 27", "a month instead of a day", "write a day of it, such as 2027-02-01"),
    cell("a booking from a serial number", "bookings", 2, "from", 46100, "a number where a date belongs", "show the cell as a date, or write 2026-03-19 if that was meant"),
    cell("a booking until nowhen", "bookings", 2, "to", None, "empty", "write the last day, such as 2027-03-31", forms=SHEETS, got=""),
    cell("a booking that ends before it starts", "bookings", 2, "to", "2026-12-31", "ends before it starts", "write 2027-01-04 or later"),
    cell("a booking until a day with dots", "bookings", 2, "to", "31.03.2027", "not a date", "write 2027-03-31", forms=UNSEPARATED),
    cell("a booking for centuries", "bookings", 2, "to", "2150-01-01", "more than 100 years after the start", "check the year"),
    cell("a booking of an unknown share", "bookings", 2, "share", None, "empty", "write the share of the person's time, such as 0.5 or 50%; 1 for all of it", forms=SHEETS, got=""),
    cell("a booking of 50", "bookings", 2, "share", 50, "out of range", "write 0.5 if 50 % was meant"),
    cell("a booking of one and a half", "bookings", 2, "share", "1.5", "out of range", "write 1 for all of it, 0.5 for half of it"),
    cell("a booking below zero", "bookings", 2, "share", "-0.5", "out of range", "write a number from 0 to 1"),
    cell("a booking in words", "bookings", 2, "share", "half", "not a number", _SHARE),
    cell("a booking of nothing", "bookings", 2, "share", 0, "a booking of nothing", "write a share such as 0.5, or remove the booking", got="0.0"),
    cell("a booking with a comma", "bookings", 2, "share", "0,5", "not a number", "write 0.5, with a point", forms=UNSEPARATED),
    cell("a booking of an unknown kind", "bookings", 2, "kind", "firm", "not known", "known: 'hard', 'soft'"),
    fault("a total of bookings that does not sum", add("bookings", person="Total", share=0.9), At("bookings", 4, "share"), "Total of share says 0.9, the rows above add up to 0.7", _TOTAL, forms=SHEETS),
    cell("a booking for a phase with a control character", "bookings", 2, "phase", "\x01", _CONTROL, "remove them"),
]  # fmt: skip

TASKS = [
    cell("a task of no project", "tasks", 2, "project", None, "empty", "write the project in every row, or merge the cells", forms=SHEETS, got=""),
    cell("a task of a project misspelled", "tasks", 2, "project", "Shpo", "no such project", "did you mean 'Shop'?" + _ADD_PROJECT, forms=SHEETS),
    cell("a task without a name", "tasks", 2, "task", None, "empty", "write the task's name", forms=SHEETS, got=""),
    cell("a task twice", "tasks", 3, "task", "concept", "name given twice", "names are unique, and this one is in {tasks 2 task}"),
    cell("a task twice in another case", "tasks", 3, "task", "Concept", "name given twice", "names are unique, and this one is in {tasks 2 task} as 'concept'"),
    cell("effort of nobody", "tasks", 2, "role", None, "empty", "write the role that does the work", forms=SHEETS, got=""),
    cell("effort of a role misspelled", "tasks", 2, "role", "desing", "a role that nobody has", "did you mean 'design'?"),
    cell("effort of a level that nobody has", "tasks", 2, "role", "design level 3", "a level that nobody reaches", _LEVELS + "design without a level"),
    cell("a role without effort", "tasks", 2, "effort", None, "empty", "write the effort in days of work, or the days that it takes", got=""),
    cell("effort with its unit", "tasks", 2, "effort", "5 days", "not a number of days", "write 5"),
    cell("effort in weeks", "tasks", 2, "effort", "2 weeks", "not a number of days", "write 10: days, 5 a week"),
    cell("effort as a range", "tasks", 2, "effort", "1-3", "not a number of days", "write Uniform(1, 3), or the columns low, likely and high"),
    cell("effort as three numbers", "tasks", 2, "effort", "5/8/15", "not a number of days", "write PERT(5, 8, 15), or the columns low, likely and high"),
    cell("effort that became a date", "tasks", 2, "effort", _PEOPLE_FIRST, "a date where a number belongs", _TURNED),
    cell("effort below zero", "tasks", 2, "effort", -5, "an amount that can be below 0", "write 0 or more"),
    cell("effort that is no number", "tasks", 2, "effort", "NaN", "not a number of days", "write a number such as 8"),
    cell("effort for millennia", "tasks", 2, "effort", 10**9, "too large an amount", "write at most 100,000"),
    cell("effort in words", "tasks", 2, "effort", "lots", "not a number of days", "write a number such as 8"),
    cell("effort with a comma", "tasks", 2, "effort", "1,5", "not a number of days", "write 1.5, with a point", forms=UNSEPARATED),
    cell("effort as a law misspelled", "tasks", 2, "effort", "Prt(1,2,3)", "no law called 'Prt'", "did you mean 'PERT'?"),
    cell("effort as a law that falls", "tasks", 2, "effort", "PERT(8,5,15)", "PERT: low above likely", "write low ≤ likely ≤ high", got="'low=8, likely=5, high=15'"),
    cell("a median above its P90", "tasks", 2, "effort", "LogNormal(p50=5,p90=3)", "LogNormal: p50 above p90", "write p50 ≤ p90", got="'p50=5, p90=3'"),
    cell("effort that would run a program", "tasks", 2, "effort", "__import__('os')", "no law called '__import__'", "known: 'PERT', 'Beta', 'Empirical', 'Exponential', 'Fixed', 'Gamma', 'LogNormal', 'Mixture', …", got='''"__import__('os')"'''),
    cell("days in words", "tasks", 5, "days", "two", "not a number of days", "write a number such as 8"),
    cell("days below zero", "tasks", 5, "days", -1, "an amount that can be below 0", "write 0 or more"),
    cell("days as a range", "tasks", 5, "days", "10-12", "not a number of days", "write Uniform(10, 12), or the columns low, likely and high"),
    cell("a low above its likely", "tasks", 3, "low", 9, "low above likely", "write low ≤ likely ≤ high", got="'low=9, likely=8, high=15'"),
    cell("a high below its likely", "tasks", 3, "high", 6, "likely above high", "write low ≤ likely ≤ high", got="'low=5, likely=8, high=6'"),
    fault("a P10 above its P90", both(put("settings", 12, "value", "P10/P90"), put("tasks", 3, "low", 20)), At("tasks", 3, "low"), "low above likely", "write low ≤ likely ≤ high", got="'low=20, likely=8, high=15'"),
    cell("a low in words", "tasks", 3, "low", "few", "not a number", _NUMBER),
    cell("a low below zero", "tasks", 3, "low", -1, "out of range", "write a number from 0 to 100,000 days"),
    cell("a low that became a date", "tasks", 3, "low", _PEOPLE_FIRST, "a date where a number belongs", _TURNED),
    cell("a three-point estimate of two", "tasks", 3, "high", None, "empty beside the other parts of a three-point estimate", "give low, likely and high, or none of them", got=""),
    cell("a likely with its unit", "tasks", 3, "likely", "8 days", "not a number of days", "write 8"),
    cell("likely beside effort", "tasks", 3, "effort", 8, "likely beside effort", "keep one of them", got="", at=At("tasks", 3, "likely")),
    fault("hours beside effort", column("tasks", "hours", 8), At("tasks", 2, "hours"), "hours beside effort", "keep one of them"),
    fault("hours of a day without length", both(without_row("settings", 6), head("tasks", "effort", "hours")), At("tasks", 2, "hours"), _LENGTH, "add the setting hours_per_day, such as 8"),
    cell("a link to a task misspelled", "tasks", 4, "after", "concpt", "no such task in project 'Shop'", "did you mean 'concept'?"),
    cell("links with a comma between them", "tasks", 4, "after", "concept, import", "no such task in project 'Shop'", "lists are separated by ;, write concept; import"),
    cell("a link to itself", "tasks", 4, "after", "build", "a task that waits for itself", "remove the link"),
    cell("a cycle", "tasks", 2, "after", "test", "tasks that wait for each other: Shop/concept → Shop/build → Shop/approval → Shop/test → Shop/concept", "remove one of these links", got=""),
    cell("a link with a quotation mark left open", "tasks", 4, "after", '"concept', "a quotation mark that is not closed", _QUOTE),
    cell("people as a range beside their most", "tasks", 3, "people", "1-3", "not a whole number", "write 1 here, and 3 into people_max"),
    cell("people as a range that falls", "tasks", 2, "people", "3-1", "fewest above most", "write 1-3"),
    cell("people that became a date", "tasks", 3, "people", _PEOPLE_FIRST, "a date where a number belongs", _TURNED),
    cell("no people", "tasks", 3, "people", "0", "no number of people", "write a whole number from 1 to 10,000"),
    cell("people in words", "tasks", 3, "people", "two", "not a whole number", _WHOLE),
    cell("fewer at most than at least", "tasks", 3, "people", 5, "fewer than the 5 people needed", "write 5 or more", got="'2'", at=At("tasks", 3, "people_max")),
    cell("an army at most", "tasks", 3, "people_max", 500000, "no number of people", "write a whole number from 1 to 10,000"),
    cell("many at most", "tasks", 3, "people_max", "many", "not a whole number", _WHOLE),
    cell("a planned start in words", "tasks", 2, "start", "soon", "not a date", _DAY),
    cell("a planned start in another century", "tasks", 2, "start", "2190-01-01", "more than 100 years after the start", "leave it empty if no date is meant"),
    cell("a task's deadline as a serial number", "tasks", 2, "deadline", 46100, "a number where a date belongs", "show the cell as a date, or write 2026-03-19 if that was meant"),
    cell("a demanded level in words", "tasks", 3, "level", "high", "not a whole number", _WHOLE),
    cell("a demanded level that nobody has", "tasks", 3, "level", 9, "a level that nobody reaches", _LEVELS + "data level 3", got="'data level 9'"),
    cell("a phase of a task with a control character", "tasks", 2, "phase", "\x01", _CONTROL, "remove them"),
    cell("a task's priority in words", "tasks", 2, "priority", "high", "not a whole number", _WHOLE),
    cell("a fixed cost below zero", "tasks", 2, "fixed_cost", -1000, _NEGATIVE, "write 1000 if the sign is a slip, or leave it out"),
    cell("a fixed cost with its currency", "tasks", 2, "fixed_cost", "1000 EUR", "not a number", "write 1000"),
    cell("an owner of a task with a control character", "tasks", 2, "owner", "\x01", _CONTROL, "remove them"),
    cell("tags of a task with a quotation mark left open", "tasks", 2, "tags", '"x', "a quotation mark that is not closed", _QUOTE),
]  # fmt: skip

NEEDS = [
    cell("a need of no project", "needs", 2, "project", None, "empty", "write the project in every row, or merge the cells", forms=SHEETS, got=""),
    cell("a need of a project misspelled", "needs", 2, "project", "Shpo", "no such project", "did you mean 'Shop'?", forms=SHEETS),
    cell("a need of no task", "needs", 2, "task", None, "empty", "write the name of the task in project 'Shop'", forms=SHEETS, got=""),
    cell("a need of a task misspelled", "needs", 2, "task", "tset", "no such task in project 'Shop'", "did you mean 'test'?", forms=SHEETS),
    cell("a need of no role", "needs", 2, "role", None, "empty", "write the role that does the work", forms=SHEETS, got=""),
    cell("a need of a role misspelled", "needs", 2, "role", "qaa", "a role that nobody has", "did you mean 'qa'?"),
    cell("a need without effort", "needs", 2, "effort", None, "empty", "give the effort, or the task a duration", got=""),
    cell("a need with a unit", "needs", 2, "effort", "6d", "not a number of days", "write 6"),
    cell("a need below zero", "needs", 2, "effort", -1, "an amount that can be below 0", "write 0 or more"),
    cell("a low of a need above its likely", "needs", 3, "low", 3, "low above likely", "write low ≤ likely ≤ high", got="'low=3, likely=2, high=4'"),
    cell("a likely of a need left out", "needs", 3, "likely", None, "empty beside the other parts of a three-point estimate", "give low, likely and high, or none of them", got=""),
    cell("a high of a need below its likely", "needs", 3, "high", 1, "likely above high", "write low ≤ likely ≤ high", got="'low=1, likely=2, high=1'"),
    cell("a need of no people", "needs", 2, "people", "0", "no number of people", "write a whole number from 1 to 10,000"),
    cell("a need of many people at most", "needs", 2, "people_max", "x", "not a whole number", _WHOLE),
    cell("an allocation of 50", "needs", 3, "allocation", 50, "out of range", "write 0.5 if 50 % was meant"),
    cell("an allocation of nothing", "needs", 3, "allocation", 0, "an allocation of nothing", "write a share of at least 0.001", got="0.0"),
    cell("an allocation above one", "needs", 3, "allocation", "1.5", "out of range", "write 1 for all of it, 0.5 for half of it"),
    cell("a need of a level that nobody has", "needs", 2, "level", 9, "a level that nobody reaches", _LEVELS + "qa without a level", got="'qa level 9'"),
]  # fmt: skip

CHANCE = [
    cell("a driver without a name", "drivers", 2, "driver", None, "empty", "write the driver's name", forms=SHEETS, got=""),
    cell("a driver without a factor", "drivers", 2, "factor", None, "empty", "write a law such as LogNormal(p50=1, p90=1.3)", got=""),
    cell("a factor in words", "drivers", 2, "factor", "bad", "neither a number nor a law", "write a number such as 8"),
    cell("a factor below zero", "drivers", 2, "factor", -1, "an amount that can be below 0", "write 0 or more"),
    cell("a driver of an unknown project", "drivers", 2, "projects", "Shpo", "no such project", "did you mean 'Shop'?"),
    cell("a driver of an unknown task", "drivers", 2, "tasks", "Shop/biuld", "no such task", "did you mean 'Shop/build'?"),
    cell("a driver of an unknown skill", "drivers", 2, "skills", "bakend", "no such skill", "did you mean 'backend'?"),
    cell("a driver of an unknown phase", "drivers", 2, "phases", "bild", "no such phase", "did you mean 'build'?"),
    cell("a driver of an unknown tag", "drivers", 2, "tags", "wbe", "no such tag", "did you mean 'web'?"),
    cell("a driver of an unknown owner", "drivers", 2, "owners", "Evee", "no such owner", "did you mean 'Eve'?"),
    cell("a group without a name", "groups", 2, "group", None, "empty", "write the group's name", forms=SHEETS, got=""),
    cell("a group of nothing", "groups", 2, "members", None, "empty", "write Project/Task; Project/Task", got=""),
    cell("a group of an unknown task", "groups", 2, "members", "Shop/concept; Shop/imprt", "no such task", "did you mean 'Shop/import'?", got="'Shop/imprt'"),
    cell("a correlation beyond one", "groups", 2, "correlation", 2, "no correlation", "write a number from -1 to 1", got="2.0"),
    cell("a correlation in words", "groups", 2, "correlation", "strong", "not a number", _NUMBER),
    cell("a group without a correlation", "groups", 2, "correlation", None, "empty", "write a number from -1 to 1", got=""),
]  # fmt: skip

_PERSON_LACKS = "add it; the header has role, fte, team, location, country, from, to, run_the_business, cost_per_day, skills, count, manager, tags"

TABLES = [
    fault("a required column misspelled", head("people", "person", "persn"), At("people", 1, "persn"), "no such column", "did you mean 'person'?", got="'persn'", forms=SHEETS),
    fault("a role misspelled in the header", head("demand", "role", "rol"), At("demand", 1, "rol"), "no such column", "did you mean 'role'?", got="'rol'", forms=SHEETS),
    fault("a share misspelled in the header", head("bookings", "share", "shar"), At("bookings", 1, "shar"), "no such column", "did you mean 'share'?", got="'shar'", forms=SHEETS),
    fault("a column left out", without_column("people", "person"), At("people"), "no column 'person'", _PERSON_LACKS, forms=SHEETS),
    fault("a column of demand left out", without_column("demand", "project"), At("demand"), "no column 'project'", "add it; the header has role, phase, low, high, 2027-01, 2027-02, 2027-03", forms=SHEETS),
    fault("a column of bookings left out", without_column("bookings", "share"), At("bookings"), "no column 'share'", "add it; the header has person, project, from, to, kind, phase", forms=SHEETS),
    fault("a column twice", head("people", "fte", "role"), At("people", 1, 3), "a column that is there twice", "keep one of them", got="'role'", forms=("comma", "semicolon", "frames")),
    fault("no sheet of people", without_sheet("people"), At(), "no {people}", "add one; its header is at least person,role", forms=SHEETS),
    fault("demand in quarters alone", sheet("demand", ("project", "role", "Q1 2027", "Q2 2027"), ("Portal", "design", 1, 1)), At("demand", 1, "Q1 2027"), "a longer span than a month", "write a column for each month, such as 2027-01", got="'Q1 2027'", forms=SHEETS),
    fault("nobody below the header of people", lambda book: book.with_rows("people", book.rows("people")[:1]), At("people"), "no rows below the header", "write a row for each person, with a name and a role", forms=SHEETS),
    fault("a sheet misspelled", renamed_sheet("people", "peple"), At("peple"), "no such sheet", "did you mean 'people'?", got="'peple'", forms=SHEETS),
    fault("a sheet under another name", renamed_sheet("people", "Sheet2"), At("Sheet2"), "no such sheet", "its header looks like the sheet people: if it is, rename it to people", got="'Sheet2'", forms=SHEETS),
    fault("an empty sheet", sheet("people"), At("people"), "empty", "write the header person,role, and rows below it", forms=FILES),
    fault("a cell under no header", column("people", None, "x"), At("people", 2), "cell 15 stands under no header", "give the column a header, or put a cell that holds a separator in double quotes", got="'x'", forms=FOLDERS),
    fault("a second table below the first", lambda book: book.with_rows("skills", [*book.rows("skills"), ("skill", "person", "speed", *[None] * 4)]), At("skills", 4), "the header of another table", "put that table into a sheet of its own", got="'skill, person, speed'", forms=SHEETS),
]  # fmt: skip

WORKBOOKS = [
    cell("an error for a number", "people", 3, "fte", Formula("=1/0", "#DIV/0!"), "an error where a value belongs", "mend the formula, or write the value", forms=WORKBOOK, got="'#DIV/0!'"),
    cell("an error for a name", "people", 3, "person", Formula("=NA()", "#N/A"), "an error where a value belongs", "mend the formula, or write the value", forms=WORKBOOK, got="'#N/A'"),
    cell("an error in the demand", "demand", 2, "2027-02", Formula("=VLOOKUP(1,A1:A2,1)", "#N/A"), "an error where a value belongs", "mend the formula, or write the value", forms=WORKBOOK, got="'#N/A'"),
    cell("a reference to nowhere", "bookings", 2, "share", Formula("=#REF!", "#REF!"), "an error where a value belongs", "mend the formula, or write the value", forms=WORKBOOK, got="'#REF!'"),
    cell("a formula that nobody calculated", "people", 3, "fte", Formula("=0.5+0.3"), "a formula without a stored value", "open the workbook in a spreadsheet and save it, so that the value is stored", forms=WORKBOOK, got=""),
    cell("a formula in the demand that nobody calculated", "demand", 2, "2027-02", Formula("=0.5+0.3"), "a formula without a stored value", "open the workbook in a spreadsheet and save it, so that the value is stored", forms=WORKBOOK, got=""),
]  # fmt: skip

FAULTS: tuple[Case, ...] = (
    *SETTINGS, *PEOPLE, *SKILLS, *LEAVE, *PROJECTS, *DEMAND, *LONG_DEMAND, *BOOKINGS, *TASKS, *NEEDS, *CHANCE,
    *TABLES, *WORKBOOKS,
)  # fmt: skip
