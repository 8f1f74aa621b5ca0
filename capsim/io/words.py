"""The words of the files: which sheets and columns there are, and what else people and the model call them.

A nested file (YAML, JSON) uses the words of the model and takes those of the sheets as well.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from difflib import get_close_matches

from capsim.domain.values import meant

__all__ = [
    "DAYS",
    "DEFAULTS",
    "FATES",
    "KEYS",
    "REQUIRED_SHEETS",
    "SHEETS",
    "WORK_SHEETS",
    "Column",
    "Sheet",
    "folded",
    "key_for",
    "near",
    "sheet_called",
    "sheet_near",
    "suggestion",
]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a sheet.

    Parameters
    ----------
    name : str
        As the sheet spells it.
    key : str
        As the model spells it.
    required : bool
        Whether the sheet must have it.
    numeric : bool
        Whether it holds numbers, so that ``1,5`` can be read in a file separated by ``;``.
    aliases : tuple of str
        What else people call it, folded.
    """

    name: str
    key: str
    required: bool = False
    numeric: bool = False
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet and its columns, in the order in which they are written.

    Parameters
    ----------
    name : str
    columns : tuple of Column
    aliases : tuple of str
        What else people call the sheet, folded.
    open : bool
        Whether headers that are no column are left to the sheet's own reader: months, or skills.
    wide : Sheet, optional
        The form with a column for each month or week, of a sheet that has a row for each span else.
    """

    name: str
    columns: tuple[Column, ...]
    aliases: tuple[str, ...] = ()
    open: bool = False
    wide: Sheet | None = None

    def column(self, header: str) -> Column | None:
        """Return the column that a header means; upper case, spaces and hyphens do not matter.

        Examples
        --------
        >>> SHEETS["people"].column("Job title").name, SHEETS["people"].column("salary")
        ('role', None)
        """
        if len(header) > _LONGEST_HEADER:
            return None
        words = _by_word(self)
        word = folded(header.translate(_ROUND))
        return words.get(word) or words.get(_without_unit(word))

    @property
    def required(self) -> tuple[Column, ...]:
        """The columns that it must have."""
        return tuple(column for column in self.columns if column.required)


_LONGEST_HEADER = 100
_ROUND = str.maketrans("[]{}", "()()")


@functools.cache
def _by_word(sheet: Sheet) -> Mapping[str, Column]:
    """Return the columns by every word for them: their names first, then other people's, then the model's."""
    found: dict[str, Column] = {column.name: column for column in sheet.columns}
    for column in sheet.columns:
        for alias in column.aliases:
            found.setdefault(alias, column)
    for column in sheet.columns:
        found.setdefault(column.key, column)
    return found


_UNIT = re.compile(r"_?(%|\((%|days|d|pd|person_days|fte|ftes|optional|date)\)|\*)$")
"""What a header may end with and still mean the same: ``FTE %``, ``Effort (days)``, ``Role*``."""


def _without_unit(word: str) -> str:
    return _UNIT.sub("", word)


def folded(word: str) -> str:
    """Return a header in the one spelling that counts.

    Examples
    --------
    >>> folded(" Run the business ")
    'run_the_business'
    """
    return re.sub(r"[\s_-]+", "_", _INVISIBLE.sub("", word).strip().rstrip(":").casefold())


_INVISIBLE = re.compile("[\u200b\u200c\u200d\u2060\ufeff\u00ad]")


def suggestion(word: str, known: Iterable[str]) -> str:
    """Return what could have been meant by an unknown word, or the words that there are."""
    names = list(known)
    hint = meant(folded(word), names)
    return hint if hint.startswith("did") else f"known: {', '.join(names)}"


def near(word: str, known: Iterable[str]) -> str | None:
    """Return the known word of which another is a slip of the pen, or None.

    Parameters
    ----------
    word : str
    known : iterable of str
        Folded.

    Examples
    --------
    >>> near("Efort", ["effort", "days"]), near("salary", ["effort", "days"])
    ('effort', None)
    """
    plain = folded(word) if len(word) <= _LONGEST_HEADER else ""
    if len(plain) < 3:
        return None
    words = list(known)
    letters = sorted(plain)
    swapped = next((each for each in words if len(each) == len(plain) and sorted(each) == letters), None)
    return swapped or next(iter(get_close_matches(plain, words, 1, cutoff=0.8)), None)


_WORD = re.compile(r"(?P<name>\w+)(?P<required>!?)(?P<numeric>#?)(?:=(?P<key>\w+))?")


def _sheet(name: str, columns: str, aliases: str = "", is_open: bool = False, /, **words: str) -> Sheet:
    """Make a sheet from ``name``, ``name!`` (required), ``name#`` (numbers), ``name=key``, and aliases."""
    found = [_WORD.fullmatch(word) for word in columns.split()]
    others = {column.removesuffix("_"): text for column, text in words.items()}
    return Sheet(
        name,
        tuple(
            Column(
                word["name"],
                word["key"] or word["name"],
                bool(word["required"]),
                bool(word["numeric"]),
                tuple(others.get(word["name"], "").split()),
            )
            for word in found
            if word is not None
        ),
        tuple(aliases.split()),
        is_open,
    )


def _also_wide(sheet: Sheet, *in_columns: str) -> Sheet:
    """Return a sheet that may have some of its columns as columns of months or weeks."""
    columns = tuple(
        replace(column, required=column.required and column.name not in in_columns)
        for column in sheet.columns
    )
    return replace(sheet, wide=replace(sheet, columns=columns, open=True))


_PERSON = (
    "persons people resource resources name names employee employees "
    "person_name resource_name employee_name full_name staff_member team_member "
    "member consultant assignee worker mitarbeiter mitarbeiterin mitarbeitende mitarbeiter_in"
)
_ROLE = (
    "roles job_title jobtitle job discipline skill title position role_name resource_role job_role rolle "
    "funktion stelle"
)
_FROM = (
    "start start_date from_date begin begins begin_date starts date_from valid_from first_day von beginn "
    "anfang beginning"
)
_TO = "end end_date to_date until finish finish_date ends till date_to valid_to valid_until last_day bis ende"
_JOINED = (
    "entry entry_date joined joined_on join_date joining_date hired hired_on hire_date hiring_date eintritt "
    "eintrittsdatum available_from contract_start contract_start_date contract_from employed_from"
)
_LEFT = (
    "exit exit_date left left_on leave_date leaving leaving_date austritt austrittsdatum "
    "available_until available_to available_till contract_end contract_end_date contract_until contract_to "
    "employed_until"
)
_PROJECT = "projects project_name initiative initiative_name projekt projektname"
_PHASE = "stage project_phase"
_LOW = "optimistic best best_case min minimum"
_HIGH = "pessimistic worst worst_case max maximum"
_HOURS = "effort_hours hours_of_effort effort_(hours) effort_(h) hrs person_hours man_hours stunden"
_DAYS = "effort_days person_days days_of_effort man_days mandays pd personentage aufwand"
_SHARE = (
    "fte allocation allocated utilization utilisation percent percentage % pct booked booking load "
    "anteil auslastung zuteilung prozent"
)


_SCOPE = "projects tasks skills phases tags owners teams objectives clients programmes"
_IN_SCOPE = {
    "projects": "project projekt projekte",
    "tasks": "task aufgabe aufgaben",
    "skills": "roles role skill rolle rollen",
    "phases": "phase phasen",
    "tags": "tag",
    "teams": "team",
    "objectives": "objective ziel ziele",
    "clients": "client customer kunde kunden",
    "programmes": "programme program programs programm",
}


SHEETS: Mapping[str, Sheet] = {
    sheet.name: sheet
    for sheet in (
        _sheet(
            "settings", "setting! value!#",
            "setting config configuration options parameters assumptions einstellungen",
            setting="parameter option key item einstellung", value="wert values",
        ),
        _sheet(
            "people",
            "person!=name role! fte#=availability team location country calendar from=start to=end "
            "run_the_business# cost_per_day# skills count# manager tags focus# kind sick_days_per_year# "
            "sick_spells_per_year# sick_spell_days# leavers_per_year# days_to_hire# seats_filled# "
            "overloaded_leavers_per_year# "
            "joining_delay_days# joining_probability# onboarding_weeks# onboarding_speeds mentor "
            "mentor_share# mentor_days# productivity# learning_rate# learning_first_days# learning_at_most# "
            "currency contractor price_per_day#",
            "person resources resource staff team teams employees employee headcount roster workforce "
            "personnel members team_members people_list resource_list resource_pool mitarbeiter",
            person=_PERSON, role=_ROLE, from_=f"{_FROM} {_JOINED}", to=f"{_TO} {_LEFT}",
            fte="capacity ftes working_time workload employment employment_rate contract_% percent "
            "percentage % pct prozent pensum kapazität beschäftigungsgrad beschäftigung",
            team="team_name department group squad unit abteilung",
            location="site office city standort", country="nation land",
            run_the_business="rtb bau business_as_usual daily_business",
            cost_per_day="day_rate daily_rate daily_cost cost_day tagessatz",
            skills="other_skills secondary_skills further_skills skill_set",
            count="headcount heads number_of_people number quantity anzahl",
            manager="line_manager reports_to supervisor", tags="tag labels label",
            sick_days_per_year="sick_days sickness krankheitstage krankheitstage_pro_jahr",
            sick_spells_per_year="sick_spells",
            leavers_per_year="attrition attrition_per_year turnover fluktuation",
            days_to_hire="time_to_hire", onboarding_weeks="ramp_up_weeks", mentor="buddy",
            currency="rate_currency cost_currency währung", contractor="external freelancer extern externe",
            price_per_day="bill_rate billing_rate charge_rate sales_rate verrechnungssatz verkaufssatz",
            calendar="kalender", focus="fokus", productivity="produktivität", mentor_share="mentor_anteil",
        ),
        _sheet(
            "skills", "person! skill=name level# speed#=proficiency from=start to=end as_of decay",
            "skill skill_matrix skills_matrix competencies competences kompetenzen", True,
            person=_PERSON, skill="skill_name competence competency kompetenz",
            level="grade rating", speed="productivity", from_=_FROM, to=_TO,
            decay="fades left_by_year",
            as_of="assessed assessed_on graded graded_on last_assessed assessment_date",
        ),
        _sheet(
            "levels", "level! speed!#", "level skill_levels grades proficiency_levels",
            level="grade rating", speed="proficiency productivity factor",
        ),
        _sheet(
            "leave", "person team from!=start to=end share# kind paid",
            "leaves absence absences vacation vacations time_off pto out_of_office urlaub urlaube ferien "
            "abwesenheit abwesenheiten holidays_of_people people_holidays personal_holidays",
            person=_PERSON, team="team_name department group", from_=f"{_FROM} date day", to=_TO,
            share="percent percentage % anteil prozent",
            kind="type reason absence_type leave_type category art grund",
            paid="bezahlt",
        ),
        _sheet(
            "rates", "person! from!=start cost_per_day!#",
            "rate day_rates daily_rates rate_card tagessätze kostensätze",
            person=_PERSON, from_=_FROM, cost_per_day="rate day_rate daily_rate daily_cost tagessatz",
        ),
        _sheet(
            "projects",
            "project!=name priority# start deadline status probability# owner client programme value# "
            "budget# cost_of_delay_per_day# objectives tags delay_from penalty# penalty_after window_end "
            "price# billable spent# team requires excludes",
            "project project_list initiatives portfolio projekte",
            project=_PROJECT, priority="prio rank ranking priorität",
            start="start_date from begin beginn von",
            deadline="due due_date target_date end end_date finish finish_date to until go_live bis ende "
            "termin frist",
            status="state", probability="likelihood wahrscheinlichkeit eintrittswahrscheinlichkeit",
            team="owner_team owning_team responsible_team",
            owner="project_manager project_owner project_lead pm projektleiter projektleiterin "
            "projektleitung verantwortlich",
            client="customer kunde", programme="program programm", value="benefit nutzen wert",
            cost_of_delay_per_day="cost_of_delay verzugskosten_pro_tag",
            objectives="objective goals goal okr ziele ziel", tags="tag labels label",
            penalty="contract_penalty vertragsstrafe pönale", penalty_after="penalty_date",
            window_end="window_closes market_window zeitfenster_bis",
            price="fixed_price contract_value festpreis",
            billable="chargeable abrechenbar verrechenbar", spent="spent_to_date actual_cost istkosten",
            requires="prerequisites only_with voraussetzungen setzt_voraus",
            excludes="alternatives instead_of not_with schließt_aus",
        ),
        _sheet(
            "branches", "project! branch! way! probability!# tasks",
            "branch decisions either_or alternatives zweige entscheidungen",
            project=_PROJECT, branch="decision entscheidung zweig",
            way="option choice alternative variante weg",
            probability="likelihood wahrscheinlichkeit", tasks="task work_packages aufgaben",
        ),
        _sheet(
            "intake", "project! stage!=name probability# delay#",
            "funnel intake_funnel stages pipeline_stages trichter",
            project=_PROJECT, stage="step stufe schritt",
            probability="likelihood conversion wahrscheinlichkeit",
            delay="days delay_days duration dauer tage",
        ),
        _sheet(
            "streams",
            "stream!=name per_week# items# role=skill effort# hours# days#=duration low# likely# high# "
            "people people_max# allocation# level# priority# from=start to=end within_days# deadline owner "
            "done_per_week# project before",
            "stream backlogs backlog_items unplanned unplanned_work interrupts tickets incidents ticketstrom "
            "ungeplante_arbeit",
            stream="backlog kind strom", per_week="rate arrivals_per_week weekly per_working_week pro_woche",
            items="count number backlog_size stories anzahl", role="skills rolle",
            effort=f"{_DAYS} effort_per_item", hours=_HOURS, days="elapsed dauer tage", low=_LOW,
            likely="most_likely", high=_HIGH, people="team_size", priority="prio rank priorität",
            from_=_FROM, to=_TO, within_days="sla sla_days service_level target_days reaktionszeit",
            deadline="due due_date frist", owner="responsible",
            done_per_week="throughput velocity items_per_week durchsatz", project=_PROJECT,
            before="awaited_by wird_erwartet_von",
        ),
        _sheet(
            "demand",
            "project! role! phase low# high# period from=start to=end fte# effort# hours#",
            "demands resource_demand project_demand role_demand capacity_demand fte fte_demand fte_plan "
            "staffing staffing_plan resource_plan resource_requirements demand_plan demand_by_month bedarf",
            True,
            project=_PROJECT, role=f"{_ROLE} resource resource_type skills skill_name", phase=_PHASE,
            low=_LOW, high=_HIGH, period="month week monat woche date", from_=_FROM, to=_TO,
            fte="ftes demand amount quantity required_fte fte_required planned_fte",
            effort=f"days tage {_DAYS}", hours=_HOURS,
        ),
        _also_wide(
            _sheet(
                "bookings", "person! project! from!=start to!=end share!# kind phase",
                "booking assignments assignment allocations allocation resource_allocation "
                "resource_allocations allocation_plan staff_allocation reservations project_assignments "
                "buchungen einsatzplan zuteilung zuteilungen",
                person=_PERSON, project=_PROJECT, from_=_FROM, to=_TO, share=_SHARE,
                kind="type booking_type status", phase=_PHASE,
            ),
            "from", "to", "share",
        ),
        _sheet(
            "tasks",
            "project! task!=name role=skill effort# hours# days#=duration low# likely# high# after people "
            "people_max# allocation# least_allocation# fte# level# start end deadline phase priority# "
            "fixed_cost# owner tags actual_start actual_finish progress# remaining# assigned "
            "baseline_start baseline_finish rework_probability# rework_share# rework_by_speed "
            "rework_at_most# gate# only never same_person_as",
            "task work work_packages activities work_breakdown wbs backlog aufgaben",
            project=_PROJECT, task="task_name activity activity_name work_package aufgabe",
            role="skills discipline job_title resource_role rolle", effort=f"{_DAYS} estimate", hours=_HOURS,
            days="elapsed elapsed_days duration_days tage dauer", low=_LOW, likely="most_likely", high=_HIGH,
            after="predecessors predecessor depends_on dependencies dependency nach vorgänger vorgaenger "
            "abhängig_von",
            people="team_size min_people", people_max="max_people",
            start="start_date from begin not_before beginn von",
            end="end_date to until finish finish_date ende bis",
            deadline="due due_date target_date termin frist", phase=_PHASE,
            gate="go_probability gate_probability stage_gate quality_gate freigabe",
            priority="prio rank priorität", allocation="anteil auslastung", level="stufe",
            fixed_cost="fixkosten", only="nur", never="nie",
            owner="responsible", tags="tag labels label",
            actual_start="started started_on actual_start_date begun begun_on tatsächlicher_anfang ist_start "
            "ist_anfang begonnen begonnen_am",
            actual_finish="finished finished_on actual_end actual_finish_date actual_end_date completed_on "
            "done_on tatsächliches_ende ist_ende fertig_am erledigt_am",
            progress="%_complete percent_complete %_work_complete complete %_done percent_done fortschritt "
            "%_abgeschlossen fertigstellungsgrad",
            remaining="remaining_effort remaining_work remaining_days restaufwand rest verbleibende_arbeit",
            assigned="assigned_to assignees resource_names at_work zugewiesen ressourcennamen",
            rework_probability="nacharbeit nacharbeit_wahrscheinlichkeit",
            rework_share="rework nacharbeit_anteil",
            baseline_start="baseline_start_date planned_start_date geplanter_anfang basisplan_anfang",
            baseline_finish="baseline_end baseline_finish_date planned_finish_date geplantes_ende "
            "basisplan_ende",
        ),
        _sheet(
            "needs",
            "project! task! role!=skill effort# hours# low# likely# high# people people_max# allocation# "
            "least_allocation# fte# level# only never",
            "need task_needs",
            project=_PROJECT, task="task_name activity work_package aufgabe", role="skills discipline rolle",
            effort=_DAYS, hours=_HOURS, low=_LOW, likely="most_likely", high=_HIGH,
        ),
        _sheet(
            "benefits",
            "project! benefit!=name per_year!# lag_months# ramp_months# plateau_months# decay_months# owner "
            "factor",
            "benefit benefits_plan benefit_plan nutzen nutzenplan",
            project=_PROJECT, benefit="name nutzen", per_year="yearly annual per_annum pro_jahr",
            lag_months="start_lag lag verzug_monate", ramp_months="ramp ramp_up anlauf_monate",
            plateau_months="plateau months dauer_monate", decay_months="decay auslauf_monate",
            owner="benefit_owner responsible verantwortlich", factor="faktor",
        ),
        _sheet(
            "funding", "project! amount!# from=start milestone",
            "tranches tranche funding_plan budget_plan finanzierung tranchen budgetplan",
            project=_PROJECT, amount="budget money betrag", from_=f"{_FROM} period month released freigabe",
            milestone="task gate meilenstein",
        ),
        _sheet(
            "calendars", "calendar!=name pattern country region holidays_to=resolved_to", "calendar kalender",
            calendar="kalender",
            pattern="working_days week",
        ),
        _sheet(
            "holidays", "calendar! date!=day name", "public_holidays bank_holidays feiertage holiday",
            name="holiday holiday_name",
        ),
        _sheet(
            "drivers", f"driver!=name factor!# {_SCOPE}", "driver treiber",
            driver="treiber", factor="faktor", **_IN_SCOPE,
        ),
        _sheet(
            "risks",
            "risk!=name kind category probability# effort# delay# cost# from=start to=end "
            f"{_SCOPE} owner vendor labels away away_days# leaves days_to_hire#",
            "risk register risk_register risk_list risk_log risiken risikoregister risikoliste",
            risk="risiko risk_name risikoname bezeichnung title", kind="type art risk_type",
            category="kategorie", probability="likelihood eintrittswahrscheinlichkeit wahrscheinlichkeit",
            effort="effort_factor factor mehraufwand aufwand faktor",
            delay="delay_days impact auswirkung schedule_impact verzögerung verzug",
            cost="cost_impact kosten schaden schadenshöhe", from_=_FROM, to=_TO,
            owner="risk_owner responsible verantwortlich verantwortliche verantwortlicher risikoeigner",
            vendor="supplier lieferant", labels="label",
            away="people_away away_people fehlt abwesend", away_days="days_away absence_days fehltage",
            leaves="leavers people_leaving geht", days_to_hire="time_to_hire",
            **_IN_SCOPE,
        ),
        _sheet(
            "responses", "risk! response!=name cost# probability# impact# taken lead_days# owner",
            "response mitigation mitigations measures actions massnahmen gegenmassnahmen",
            risk="risiko risk_name", response="mitigation measure action massnahme gegenmassnahme",
            cost="kosten", probability="probability_after residual_probability restwahrscheinlichkeit "
            "wahrscheinlichkeit",
            impact="impact_left residual_impact restauswirkung auswirkung",
            taken="status planned decided beschlossen umgesetzt", lead_days="lead_time vorlauf vorlaufzeit",
            owner="responsible verantwortlich verantwortliche verantwortlicher",
        ),
        _sheet(
            "risk_scale", "word! probability# effort# delay# cost#",
            "scale probability_impact risikoskala skala",
            word="step level rating stufe wort", probability="likelihood wahrscheinlichkeit",
            effort="factor aufwand faktor", delay="delay_days verzögerung", cost="kosten",
        ),
        _sheet(
            "groups", "group!=name members! correlation!#", "group gruppen gruppe",
            group="gruppe", members="mitglieder", correlation="korrelation",
        ),
        _sheet(
            "freezes", "from!=start to!=end projects teams",
            "freeze frozen freeze_windows change_freeze change_freezes",
            from_=_FROM, to=_TO, projects=_IN_SCOPE["projects"], teams=_IN_SCOPE["teams"],
        ),
        _sheet(
            "objectives", "objective!=name weight# stakeholder owner",
            "objective goals strategic_objectives strategy ziele strategische_ziele",
            objective="goal strategic_objective ziel", weight="weighting importance gewicht gewichtung",
            stakeholder="interest_group anspruchsgruppe", owner="responsible verantwortlich",
        ),
        _sheet(
            "targets", "target!=name measure! goal!# projects owner",
            "target kpis kpi zielwerte", target="kpi zielwert", measure="metric measured_by messgröße",
            goal="value target_value zielwert_bis wert", projects=_IN_SCOPE["projects"],
            owner="responsible verantwortlich",
        ),
    )
}  # fmt: skip
"""Every sheet, in the order in which they are written and told."""

REQUIRED_SHEETS = ("people",)
"""The sheets that every model has."""

WORK_SHEETS = ("demand", "bookings", "tasks")
"""Every model has at least one of these."""


@functools.cache
def _sheets_by_word() -> Mapping[str, Sheet]:
    found = dict(SHEETS)
    for sheet in SHEETS.values():
        for alias in sheet.aliases:
            found.setdefault(alias, sheet)
    return found


def sheet_called(word: str) -> Sheet | None:
    """Return the sheet that a name means, or None.

    Examples
    --------
    >>> sheet_called("Staffing plan").name, sheet_called("budget")
    ('demand', None)
    """
    return _sheets_by_word().get(folded(word))


def sheet_near(word: str) -> Sheet | None:
    """Return the sheet of whose name another is a slip of the pen, or None.

    Examples
    --------
    >>> sheet_near("peopel").name
    'people'
    """
    words = _sheets_by_word()
    found = near(word, words)
    return None if found is None else words[found]


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


FATES = (
    "sick_days_per_year", "sick_spells_per_year", "sick_spell_days", "leavers_per_year", "days_to_hire",
    "seats_filled", "overloaded_leavers_per_year", "joining_delay_days", "joining_probability",
    "onboarding_weeks", "onboarding_speeds", "mentor", "mentor_share", "mentor_days", "productivity",
    "learning_rate", "learning_first_days", "learning_at_most",
)  # fmt: skip
"""What may happen to people, in words of files."""

DEFAULTS = tuple(word for word in FATES if not word.startswith("joining"))
"""What of it the portfolio can say for everybody."""

_POLICY = (
    "priority assignment reserve_after top_up top_up_min_days ignore_priority "
    "handover_after handover_days preempt resume_days wip_limit team_wip_limits focus switching_loss "
    "team_factor reactions"
)

DAYS = frozenset(
    (
        *("start", "end", "deadline", "day", "as_of", "resolved_to", "actual_start", "actual_finish"),
        *("baseline_start", "baseline_finish", "delay_from", "penalty_after", "window_end"),
    )
)
"""The keys of columns that hold days."""

KEYS: Mapping[str, tuple[str, ...]] = {
    "portfolio": _words(
        "capsim name start calendar calendars country region run_the_business ranges horizon currency "
        "low_high demand_unit hours_per_day status_date policy money people projects bookings levels "
        "drivers groups risks risk_scale strategy targets freezes streams"
    )
    + DEFAULTS,
    "policy": _words(_POLICY),
    "person": _words(
        "name skills role availability run_the_business team location country manager calendar leave start "
        "end cost_per_day count tags kind rates currency contractor price_per_day focus"
    )
    + FATES,
    "skill": _words("name proficiency level start end as_of decay"),
    "leave": _words("start end share kind paid"),
    "rate": _words("start cost_per_day"),
    "calendar": _words("name pattern country region holidays resolved_to"),
    "holiday": _words("day name"),
    "project": _words(
        "name priority start deadline status probability owner client programme value budget "
        "cost_of_delay_per_day objectives tags tasks demand benefits funding delay_from penalty "
        "penalty_after window_end price billable spent team requires excludes branches intake"
    ),
    "branch": _words("name ways"),
    "way": _words("name probability tasks"),
    "stage": _words("name probability delay"),
    "stream": _words(
        "name task per_week items skill effort hours duration low likely high people people_max allocation "
        "level priority start end within_days deadline owner done_per_week project before"
    ),
    "task": _words(
        "name skill effort hours duration low likely high after people people_max allocation "
        "least_allocation fte level start "
        "end deadline phase priority fixed_cost owner tags needs actual_start actual_finish progress "
        "remaining assigned baseline_start baseline_finish rework gate only never same_person_as"
    ),
    "demand": _words("role amounts fte days hours unit phase low high low_high"),
    "booking": _words("person project start end share kind phase"),
    "level": _words("level speed"),
    "need": _words(
        "skill effort hours low likely high people people_max allocation least_allocation fte level only "
        "never"
    ),
    "freeze": _words("start end projects teams"),
    "alternative": _words("skill factor level"),
    "link": _words("task project kind lag_days"),
    "driver": _words("name factor scope"),
    "scope": _words(_SCOPE),
    "risk": _words(
        "name kind category probability effort delay cost start end scope owner vendor tags responses "
        "away away_days leaves days_to_hire"
    ),
    "response": _words("name cost probability impact taken lead_days owner"),
    "scale": _words("probability effort delay cost"),
    "rework": _words("probability share by_speed at_most"),
    "group": _words("name members correlation"),
    "ranges": _words("default by_tag by_skill"),
    "spread": _words("low high"),
    "objective": _words("name weight stakeholder owner"),
    "target": _words("name measure goal projects owner"),
    "benefit": _words("name per_year lag_months ramp_months plateau_months decay_months owner factor"),
    "tranche": _words("amount start milestone"),
    "money": _words("discount_rate overtime_premium contractor_premium budget exchange_rates"),
}
"""What each entity of a nested file can say."""

_ALIASES: Mapping[str, Mapping[str, str]] = {
    "portfolio": {"objectives": "strategy"},
    "objective": {"objective": "name"},
    "target": {"target": "name"},
    "person": {"person": "name", "fte": "availability", "from": "start", "to": "end"},
    "skill": {"skill": "name", "speed": "proficiency", "from": "start", "to": "end"},
    "leave": {"from": "start", "to": "end"},
    "rate": {"from": "start"},
    "benefit": {"benefit": "name"},
    "tranche": {"from": "start"},
    "booking": {"from": "start", "to": "end"},
    "freeze": {"from": "start", "to": "end"},
    "demand": {"skill": "role"},
    "calendar": {"calendar": "name", "holidays_to": "resolved_to"},
    "holiday": {"date": "day"},
    "project": {"project": "name"},
    "task": {"task": "name", "role": "skill", "skills": "skill", "days": "duration"},
    "need": {"role": "skill", "skills": "skill"},
    "alternative": {"role": "skill"},
    "driver": {"driver": "name"},
    "branch": {"branch": "name"},
    "way": {"way": "name"},
    "stage": {"stage": "name"},
    "stream": {
        "stream": "name",
        "from": "start",
        "to": "end",
        "role": "skill",
        "skills": "skill",
        "days": "duration",
    },
    "risk": {"risk": "name", "from": "start", "to": "end"},
    "response": {"response": "name"},
    "group": {"group": "name"},
}


def key_for(entity: str, word: str) -> str | None:
    """Return the model's key for a word of a nested file, or None.

    Examples
    --------
    >>> key_for("person", "FTE"), key_for("person", "salary")
    ('availability', None)
    """
    plain = folded(word)
    key = _ALIASES.get(entity, {}).get(plain, plain)
    return key if key in KEYS[entity] else None
