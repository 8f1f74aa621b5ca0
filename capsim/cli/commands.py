"""The commands: answers go to standard output; problems, progress and remarks to standard error."""

from __future__ import annotations

import functools
import io
import os
import shutil
import sys
import warnings
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final, ParamSpec

import typer

from capsim._version import __version__
from capsim.errors import (
    AssumptionWarning,
    CapsimError,
    CapsimWarning,
    InputError,
    ModelError,
    Problem,
    Refused,
    UnreadWarning,
)

if TYPE_CHECKING:
    from capsim.domain.portfolio import Portfolio
    from capsim.forecast import Forecast
    from capsim.running.progress import Progress

__all__ = ["app", "main"]

DONE: Final = 0
UNFINISHED: Final = 1
BAD_INPUT: Final = 2

_HELP = """Simulate people with skills working through a portfolio of projects; forecast when each is done.

MODEL is a workbook (.xlsx), a folder of CSV sheets, a .yaml or a .json file.

Exit codes: 0 done; 1 not finished (stopped, or the simulation failed); 2 bad input, all of it told on
standard error.
"""


def _share(given: object) -> float:
    """Read a share as files have it: 0.8, or 80 %."""
    from capsim.io.parsers import share

    try:
        return share(str(given))
    except Refused as error:
        raise typer.BadParameter(str(error)) from None


app = typer.Typer(
    help=_HELP,
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

Model = Annotated[
    Path,
    typer.Argument(
        metavar="MODEL", help="A workbook (.xlsx), a folder of CSV sheets, a .yaml or a .json file."
    ),
]
Target = Annotated[Path, typer.Argument(metavar="TARGET", help="Likewise; its ending says which.")]
NewTarget = Annotated[
    Path, typer.Argument(metavar="TARGET", help="A new file that ends in .xlsx or .yaml, or a new folder.")
]
With = Annotated[
    str,
    typer.Option(
        "--with",
        metavar="SHEETS",
        help="More sheets, with commas between: tasks, bookings, leave, skills, levels, projects.",
    ),
]
Replications = Annotated[int, typer.Option(metavar="N", help="Futures to simulate.")]
Replication = Annotated[int, typer.Option(metavar="K", help="Which of the futures of the seed, from 0.")]
Seed = Annotated[
    int | None, typer.Option(metavar="S", help="Seed of all draws; without it one is drawn and shown.")
]
Minimum = Annotated[
    float | None, typer.Option(metavar="SCORE", help="The least score that is good enough, from 0 to 100.")
]
Json = Annotated[bool, typer.Option("--json", help="Print JSON instead of text.")]
Out = Annotated[Path | None, typer.Option(metavar="FOLDER", help="Write every table there, as CSV.")]
Report = Annotated[
    Path | None, typer.Option(metavar="FILE", help="Write a report there: a page that ends in .html.")
]
Since = Annotated[
    Path | None,
    typer.Option(metavar="MODEL", help="The model of last month, say: the report shows what has changed."),
]
Log = Annotated[
    Path | None,
    typer.Option(
        metavar="FILE",
        help="Add this forecast to a book of forecasts (.csv); the report shows how promises moved.",
    ),
]
ScenarioFile = Annotated[
    Path, typer.Argument(metavar="SCENARIOS", help="A .yaml or .json file with scenarios.")
]
DecisionLog = Annotated[
    Path | None, typer.Option(metavar="FILE", help="Add the options to this book of decisions, a CSV file.")
]
Choice = Annotated[
    str | None, typer.Option(metavar="NAME", help='Which option was chosen; "as it is" for none of them.')
]
Note = Annotated[str, typer.Option(metavar="TEXT", help="Why it was chosen.")]
Project = Annotated[str, typer.Argument(metavar="PROJECT", help="The name of a project of the model.")]
Confidence = Annotated[
    float,
    typer.Option(metavar="SHARE", parser=_share, help="In what share of the futures promises are kept."),
]
Finish = Annotated[
    str | None, typer.Option("--finish", metavar="DATE", help="A date to be hit: what makes it safe?")
]
Urgent = Annotated[bool, typer.Option("--urgent", help="The project goes before all others.")]
Maximize = Annotated[str, typer.Option(metavar="GOAL", help="npv, value or alignment.")]
Budget = Annotated[
    float | None, typer.Option(metavar="MONEY", help="What the projects may cost together, in the mean.")
]
Late = Annotated[
    float | None,
    typer.Option(metavar="SHARE", help="The odds of being late that are accepted for each project."),
]
LeveledBy = Annotated[str, typer.Option(metavar="GROUP", help="Tell people by role, or name each person.")]
WriteTo = Annotated[
    Path | None,
    typer.Option(metavar="TARGET", help="Write the model as found there: .xlsx, .yaml, .json or a folder."),
]
Overwrite = Annotated[bool, typer.Option("--overwrite", help="Replace a model that is there.")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="No progress bar, no remarks.")]

By = Annotated[
    list[str] | None,
    typer.Option(metavar="KEY", help="role (default), team, person or project; for two: --by project,role."),
]
PeriodOption = Annotated[str, typer.Option("--period", metavar="P", help="M for months, W for weeks.")]
Wide = Annotated[bool, typer.Option("--wide", help="The demand alone, with totals.")]

P = ParamSpec("P")


def main() -> None:
    """Run the command line and exit."""
    for stream in (sys.stdout, sys.stderr):  # a terminal that lacks a sign shows another one
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    try:
        app()
    except BrokenPipeError:  # the reader left before the last flush
        _forget_stdout()
        sys.exit(UNFINISHED)


def _command(answer: Callable[P, int]) -> Callable[P, None]:
    """Make a command of a function that returns an exit code; every failure is told in a sentence."""

    @app.command()
    @functools.wraps(answer)
    def run(*args: P.args, **kwargs: P.kwargs) -> None:
        with _remarks():
            raise typer.Exit(_code_of(lambda: answer(*args, **kwargs)))

    return run


def _code_of(answer: Callable[[], int]) -> int:
    """Return the exit code, never a traceback."""
    try:
        code = answer()
        sys.stdout.flush()
        return code
    except InputError as error:
        _say(str(error))
        return BAD_INPUT
    except CapsimError as error:
        _say(str(error))
    except BrokenPipeError:
        _forget_stdout()
    except KeyboardInterrupt:
        _say("stopped before there was an answer")
    except Exception as error:  # a mistake of capsim's own: still no traceback
        _say(f"a mistake inside capsim, please report it: {type(error).__name__}: {error}")
    return UNFINISHED


def _say(text: str) -> None:
    """Print to standard error."""
    typer.echo(text, err=True)


@contextmanager
def _remarks() -> Iterator[None]:
    """Print capsim's warnings as remarks, without the code that gave them."""
    with warnings.catch_warnings():
        warnings.simplefilter("always", CapsimWarning)
        warnings.showwarning = lambda message, *_, **__: _say(str(message))
        yield


def _forget_stdout() -> None:
    """Give standard output somewhere to go when its reader has left."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _portfolio(model: Path) -> Portfolio:
    """Read a model, and say what of it was not read or is left out, before any answer."""
    from capsim.cli import terminal
    from capsim.io import read

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UnreadWarning)  # told at greater length
        portfolio = read(model)
    for line in terminal.unread_lines(portfolio, f"capsim check {_quoted(model)}", _width()):
        _say(line)
    return portfolio


def _show_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"capsim {__version__}")
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    pass  # the help is the application's


class _Notes:
    """Says on standard error, once, what takes its time where nobody can see a bar."""

    def __init__(self) -> None:
        self._said: set[str] = set()

    def __call__(self, done: int, asked: int) -> None:
        """Leave it: how far a run is, is for a bar."""

    show = __call__

    def note(self, text: str) -> None:
        """Say it, if it is new."""
        if text and text not in self._said:
            self._said.add(text)
            _say(f"{text}; less than a minute")


# ---------------------------------------------------------------- commands


@_command
def forecast(
    model: Model,
    replications: Replications = 1000,
    seed: Seed = None,
    json: Json = False,
    out: Out = None,
    report: Report = None,
    since: Since = None,
    log: Log = None,
    quiet: Quiet = False,
) -> int:
    """Forecast when each project is done, and with what odds.

    The table sets until when each project is planned beside P50, P80 and P95. A narrow terminal leaves out
    P95, then P50, then days late; --json and --out have them all.

    A first answer goes to standard error as soon as 200 futures are done, if more are asked for; the one on
    standard output rests on all of them.

    Ctrl-C ends the run early: the answer then rests on what was done, and the exit code is 1.

    \b
    --json prints one object with the keys
      portfolio, start, horizon, seed, replications, asked, partial
      not_read    what of the model was not understood and may count
      left_out    what lies before the start, or an empty text
      summary     the whole forecast in one row
      delivery    a row per project: deadline, p50, p80, p95, probability, ...
      milestones  the same per milestone
      waiting     what is not finished by the horizon, and what it waits for

    Dates are year-month-day, shares are from 0 to 1, and what does not exist is null.

    --report writes one page for a board and for planners, which opens in every browser without a network.
    With --since and --log it shows which promises moved, and what of the model has changed.
    """  # noqa: D301 (a backspace keeps the lines of its paragraph apart)
    from capsim.cli import answers, terminal
    from capsim.facade import simulate
    from capsim.report.target import checked_target
    from capsim.running.progress import is_watched

    answers.refuse_model_folder(out)
    if report is not None:
        checked_target(report)
    if since is not None and report is None:
        fix = "say where to write it: --report report.html"
        raise InputError([Problem("--since", "what has changed stands in a report", str(since), fix)])
    earlier = None if since is None else _portfolio(since)

    def show_first(first: Forecast) -> None:
        if not first.is_schedule:  # which the others cannot refine
            _say(terminal.first_text(first, _width()))

    preview = None if quiet or json else show_first
    progress: Progress = not quiet and (is_watched() or _Notes())
    made = simulate(_portfolio(model), None, replications, seed, progress=progress, preview=preview)
    if out is not None:
        answers.write_frames(answers.forecast_frames(made), out)
    if log is not None:
        made.log(log)
        _say(f"added to {log}")
    if report is not None:
        made.report(report, since=earlier, log=log)
        _say(f"wrote {report}")
    typer.echo(
        answers.as_json(answers.forecast_answers(made)) if json else terminal.forecast_text(made, _width())
    )
    if not quiet and not json:
        _say(_next_steps(model, made, out))
    return UNFINISHED if made.partial else DONE


@_command
def demand(
    model: Model,
    by: By = None,
    period: PeriodOption = "M",
    wide: Wide = False,
    json: Json = False,
    out: Out = None,
) -> int:
    """Show planned demand, capacity and what is short, before any simulation.

    Everything is in full-time equivalents (FTE). Capacity is what people have after leave, public holidays
    and daily business. --wide shows the demand alone, with its totals: the table that you keep.

    \b
    --json prints one object with the keys
      portfolio, start, period
      not_read  what of the model was not understood and may count
      left_out  what lies before the start, or an empty text
      demand    a row per group and period: demand, booked, capacity, gap;
                with --wide a row per group, with a key per period
    --out writes the rows to demand.csv in a folder.
    """  # noqa: D301 (a backspace keeps the lines of its paragraph apart)
    from capsim.cli import answers, planned

    answers.refuse_model_folder(out)
    portfolio = _portfolio(model)
    keys = [key.strip() for each in by or ["role"] for key in each.split(",")]
    period = period.upper()
    frame = portfolio.demand(keys, period, wide)
    if out is not None:
        answers.write_frames({"demand": frame}, out)
    if json:
        typer.echo(answers.as_json(answers.demand_answers(portfolio, frame, period)))
    elif wide:
        typer.echo(planned.wide_text(portfolio, frame, keys, period, _width()))
    else:
        typer.echo(planned.demand_text(portfolio, frame, period, _width()))
    return DONE


@_command
def check(model: Model, minimum: Minimum = None, json: Json = False) -> int:
    """Tell everything that is wrong with a model, at once; else what could be better, with a score.

    The score is 100, less 10 for each kind of warning (it can change the answer) and 2 for each kind of
    remark; --minimum makes of it a gate: with less, the exit code is 2.

    \b
    --json prints one object with the keys
      ok        whether it can be simulated, and its score is good enough
      score     from 0 to 100; null if it cannot be simulated
      problems  what is wrong: the columns of the frame, and all of it as text
      findings  what could be better, likewise
      people, projects, tasks
                how many there are, if it can be simulated
    """  # noqa: D301 (a backspace keeps the lines of its paragraph apart)
    from capsim.cli import answers, terminal
    from capsim.forecast.checking import least_score, too_low
    from capsim.forecast.problems import problem_frame
    from capsim.io import read

    least = least_score(minimum)
    try:
        with warnings.catch_warnings():
            for told in (AssumptionWarning, UnreadWarning):  # they are among the findings
                warnings.simplefilter("ignore", told)
            portfolio = read(model)
    except InputError as error:
        wrong = error.problems if isinstance(error, ModelError) else problem_frame(error.found)
        if json:
            typer.echo(answers.as_json(answers.check_answers(None, wrong)))
        _say(str(error))
        for line in terminal.remark_lines(wrong[wrong["severity"] != "error"], _width()):
            _say(line)
        return BAD_INPUT
    found = portfolio.check()
    if json:
        typer.echo(answers.as_json(answers.check_answers(portfolio, found, least)))
    else:
        typer.echo(terminal.check_text(portfolio, found, _width()))
    if least is not None and found.attrs["score"] < least:
        raise too_low(found, least)
    return DONE


@_command
def new(target: NewTarget, with_: With = "") -> int:
    """Write a small model to fill in, which forecasts at once.

    A workbook has drop-downs, notes on its headers and a tab with help; --with adds sheets to it.
    """
    from capsim.io.templates import new_model

    for path in new_model(target, with_.split(",") if with_ else ()):
        typer.echo(f"wrote {path}")
    _say(f"now: capsim forecast {_quoted(target)}")
    return DONE


@_command
def convert(source: Model, target: Target, overwrite: Overwrite = False) -> int:
    """Write a model in another form; it stays the same model."""
    from capsim.io import write

    if not overwrite:
        _refuse_what_is_there(target)
    write(_portfolio(source), target, overwrite=overwrite)
    typer.echo(f"wrote {target}")
    return DONE


@_command
def trace(model: Model, replication: Replication = 0, seed: Seed = None, out: Out = None) -> int:
    """Tell one future as a story: what happens, date by date, and who works on what.

    With --out its events, schedule and seats are written as CSV.
    """
    from capsim.cli import answers
    from capsim.facade import trace as traced

    answers.refuse_model_folder(out)
    made = traced(_portfolio(model), seed=seed, replication=replication)
    if out is not None:
        answers.write_frames(answers.trace_frames(made), out)
    typer.echo(f"{str(made).splitlines()[0]}\n\n{made.story()}")
    return DONE


@_command
def compare(
    model: Model,
    scenarios: ScenarioFile,
    replications: Replications = 1000,
    seed: Seed = None,
    json: Json = False,
    out: Out = None,
    report: Report = None,
    log: DecisionLog = None,
    choice: Choice = None,
    note: Note = "",
    quiet: Quiet = False,
) -> int:
    """Compare scenarios with the model as it is, on the same futures.

    SCENARIOS is a .yaml or .json file: named lists of edits, such as delay: {name: Shop, days: 30}.

    A verdict claims no more than its interval (±) allows; else it is a tie.

    \b
    --json prints one object with the keys
      portfolio, start, seed, replications
      verdicts  a sentence for each scenario
      summary   a row for each scenario and measure
      projects  a row for each scenario and project
    --log adds the options to a book of decisions; --choice says which one was chosen, --note why.
    """  # noqa: D301 (a backspace keeps the lines of its paragraph apart)
    from capsim.cli import answers
    from capsim.cli.compared import comparison_text
    from capsim.decide import compare as compared
    from capsim.io import scenarios as files
    from capsim.report.target import checked_target
    from capsim.running.progress import is_watched

    answers.refuse_model_folder(out)
    if report is not None:
        checked_target(report)
    listed = files.read(scenarios)
    progress: Progress = not quiet and (is_watched() or _Notes())
    found = compared(_portfolio(model), listed, replications, seed, progress)
    if out is not None:
        answers.write_frames({"summary": found.summary(), "projects": found.projects()}, out)
    if log is not None:
        found.log(log, choice, note)
        _say(f"wrote {log}")
    if report is not None:
        found.report(report)
        _say(f"wrote {report}")
    typer.echo(
        answers.as_json(answers.comparison_answers(found)) if json else comparison_text(found, _width())
    )
    if not quiet and not json:
        _say(f"\nthe same again: --seed {found.base.seed} · a page: --report FILE")
    partial = found.base.partial or any(each.forecast.partial for each in found.alternatives)
    return UNFINISHED if partial else DONE


@_command
def what_if(
    model: Model,
    replications: Replications = 500,
    seed: Seed = None,
    json: Json = False,
    out: Out = None,
) -> int:
    """Try every sensible single change on the same futures, ranked by what it gains for its cost."""
    from capsim.cli.decided import decision_told
    from capsim.decide import what_if as tried

    found = tried(_portfolio(model), None, replications, seed, progress=False)
    typer.echo(decision_told(found, {"levers": found.frame()}, _width(), json=json, out=out))
    return DONE


@_command
def stress(
    model: Model,
    replications: Replications = 500,
    seed: Seed = None,
    json: Json = False,
    out: Out = None,
    report: Report = None,
) -> int:
    """Let shocks happen on the same futures: more work, somebody leaves, a team is out, hiring stops."""
    from capsim.cli.decided import decision_told
    from capsim.decide import stress as stressed

    found = stressed(_portfolio(model), None, replications, seed, progress=False)
    if report is not None:
        found.report(report)
        _say(f"wrote {report}")
    frames = {"shocks": found.frame(), "flexibility": found.flexibility()}
    typer.echo(decision_told(found, frames, _width(), json=json, out=out))
    return DONE


@_command
def promise(
    model: Model,
    project: Project,
    confidence: Confidence = 0.8,
    finish: Finish = None,
    urgent: Urgent = False,
    replications: Replications = 1000,
    seed: Seed = None,
    json: Json = False,
    out: Out = None,
) -> int:
    """Tell by when a project can be promised, who is displaced, and what a date would take."""
    from capsim.cli.decided import decision_told
    from capsim.decide import promise as promised

    found = promised(
        _portfolio(model),
        project,
        confidence,
        finish=finish,
        urgent=urgent,
        replications=replications,
        seed=seed,
    )
    frames = {"displaced": found.displaced(), "ways": found.ways()}
    typer.echo(decision_told(found, frames, _width(), json=json, out=out))
    return DONE


@_command
def optimize(
    model: Model,
    maximize: Maximize = "npv",
    budget: Budget = None,
    late: Late = None,
    replications: Replications = 300,
    seed: Seed = None,
    write: WriteTo = None,
    json: Json = False,
    out: Out = None,
) -> int:
    """Choose the projects that are worth most within money, people and the risk that is accepted."""
    from capsim.optimize import select
    from capsim.optimize.judging import goal_of

    if write is not None:
        _refuse_what_is_there(write)
    goal = goal_of(maximize, "optimize")
    found = select(_portfolio(model), goal, budget=budget, late=late, replications=replications, seed=seed)
    frames = {"frontier": found.frontier(), "binding": found.binding()}
    return _plan_told(found, frames, write, json=json, out=out)


@_command
def level(
    model: Model,
    confidence: Confidence = 0.8,
    by: LeveledBy = "role",
    replications: Replications = 300,
    seed: Seed = None,
    write: WriteTo = None,
    json: Json = False,
    out: Out = None,
) -> int:
    """Give every task a start date and people that hold with a chosen confidence, and tell why it moves."""
    from capsim.optimize import level as leveled

    if write is not None:
        _refuse_what_is_there(write)
    found = leveled(_portfolio(model), confidence, by=by, replications=replications, seed=seed)
    frames = {"plan": found.plan(), "reasons": found.reasons()}
    return _plan_told(found, frames, write, json=json, out=out)


def _plan_told(
    found: Any, frames: Mapping[str, Any], write: Path | None, *, json: bool, out: Path | None
) -> int:
    """Write the portfolio of a plan if that is asked for, and tell the plan."""
    from capsim.cli.decided import decision_told
    from capsim.io import write as written

    if write is not None:
        written(found.portfolio, write)
        _say(f"wrote {write}")
    typer.echo(decision_told(found, frames, _width(), json=json, out=out))
    return UNFINISHED if found.partial else DONE


def _refuse_what_is_there(target: Path) -> None:
    """Refuse a target that would be written over: a file, or a folder with something in it."""
    if target.is_dir() and not any(target.iterdir()):
        return
    if target.exists():
        fix = "choose another name, or give --overwrite to replace the model that is there"
        raise InputError([Problem(str(target), "is there already", fix=fix)])


def _next_steps(model: Path, made: Forecast, out: Path | None) -> str:
    """Tell what can be asked next."""
    story = f"one future as a story: capsim trace {_quoted(model)} --seed {made.seed}"
    tables = f"every table: {out}" if out is not None else "every table as CSV: --out FOLDER"
    return f"\nthe same again: --seed {made.seed} · {tables}\n{story}"


def _quoted(path: Path) -> str:
    text = str(path)
    return f'"{text}"' if " " in text else text


def _width() -> int:
    """Return the columns to fill: the terminal's, from 80 to 120."""
    return min(max(shutil.get_terminal_size((100, 24)).columns, 80), 120)
