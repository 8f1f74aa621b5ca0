"""The section on other words of the page on files: ``python -m tests.other_words`` writes it anew."""

from pathlib import Path

from capsim.io.settings import OTHER_WORDS, SETTINGS, setting_called
from capsim.io.words import SHEETS, Column, Sheet, sheet_called

PAGE = Path(__file__).parents[1] / "docs/reference/files.md"
HEADING = "## Other words\n"

INTRODUCTION = """
All that is understood besides the names above. Upper case, spaces, hyphens, a colon at the end, and a unit
behind the word such as `%`, `(days)` or `*` do not matter.
"""


def other_words(sheet: Sheet, column: Column) -> str:
    """What a column of a sheet is also called, as it is understood."""
    words = dict.fromkeys([*column.aliases, column.key])
    return ", ".join(
        word.replace("_", " ") for word in words if word != column.name and _means(sheet, word, column)
    )


def _means(sheet: Sheet, word: str, column: Column) -> bool:
    found = sheet.column(word)
    return found is not None and found.name == column.name


def _called(sheet: Sheet) -> str:
    return ", ".join(word.replace("_", " ") for word in sheet.aliases if sheet_called(word) is sheet)


def _settings() -> list[str]:
    """A row for each setting that has other words."""
    words = {
        setting: [word.replace("_", " ") for word in OTHER_WORDS if setting_called(word) == setting]
        for setting in SETTINGS
    }
    return [f"| `{setting}` | {', '.join(called)} |" for setting, called in words.items() if called]


def section() -> str:
    """The section as it should stand on the page."""
    sheets_of: dict[tuple[str, str], list[str]] = {}
    for sheet in SHEETS.values():
        for column in sheet.columns:
            if words := other_words(sheet, column):
                sheets_of.setdefault((column.name, words), []).append(f"`{sheet.name}`")
    columns = [f"| `{name}` | {', '.join(sheets)} | {words} |" for (name, words), sheets in sheets_of.items()]
    sheets = [f"| `{sheet.name}` | {_called(sheet)} |" for sheet in SHEETS.values() if sheet.aliases]
    return "\n".join(
        [
            INTRODUCTION,
            *("| Sheet | Also called |", "| --- | --- |", *sheets, ""),
            *("| Column | In | Also called |", "| --- | --- | --- |", *columns, ""),
            *("| Setting | Also called |", "| --- | --- |", *_settings(), "", ""),
        ]
    )


def main() -> None:
    """Put the section into the page."""
    before, _, rest = PAGE.read_text("utf-8").partition(HEADING)
    after = rest[rest.index("\n## ") + 1 :]
    PAGE.write_text(f"{before}{HEADING}{section()}{after}", "utf-8")


if __name__ == "__main__":
    main()
