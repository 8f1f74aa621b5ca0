"""Remarks on the register of risks: what is missing of a risk, or scored by a measure of its own."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from capsim.domain.findings.finding import Finding
from capsim.domain.risk import KINDS_OF_IMPACT, Risk, Scale
from capsim.domain.values import plain
from capsim.errors import Problem, Severity

if TYPE_CHECKING:
    from capsim.domain.portfolio import Portfolio

__all__ = ["about_risks"]


def about_risks(portfolio: Portfolio) -> Iterator[Finding]:
    """Find risks that are not known well enough, and those that cannot strike."""
    by_word = portfolio.risk_scale != Scale() or any(map(_says_words, portfolio.risks))
    for risk in portfolio.risks:
        yield from _unscored(risk)
        yield from _unanswered(risk)
        if by_word:
            yield from _off_the_scale(risk, portfolio.risk_scale)
        yield from _in_vain(risk, portfolio)


def _on(kind: str, severity: Severity, risk: Risk, what: str, fix: str) -> Finding:
    where = f"Risk {risk.name!r}"
    return Finding(kind, Problem(where, what, fix=fix, severity=severity), where)


def _unscored(risk: Risk) -> Iterator[Finding]:
    missing = {
        "probability": risk.probability is None,
        "impact": not risk.impact.is_known,
    }
    said = " and ".join(f"no {word}" for word, is_missing in missing.items() if is_missing)
    if said:
        fix = "say how likely it is, and what it does to effort, dates or money: a word of the scale will do"
        yield _on("risk not scored", "warning", risk, f"{said}: it changes nothing in the forecast", fix)


def _unanswered(risk: Risk) -> Iterator[Finding]:
    missing = {"owner": risk.owner is None, "response": not risk.responses}
    fixes = {"owner": "who answers for it", "response": "what can be done about it at what cost"}
    said = " and ".join(f"no {word}" for word, is_missing in missing.items() if is_missing)
    if said:
        fix = f"write {', and '.join(fixes[word] for word, is_missing in missing.items() if is_missing)}"
        yield _on("risk without owner or response", "info", risk, said, fix)


def _says_words(risk: Risk) -> bool:
    return any(isinstance(score, str) for score in _scores(risk))


def _scores(risk: Risk) -> list[object]:
    return [risk.probability, *(getattr(risk.impact, kind) for kind in KINDS_OF_IMPACT)]


def _off_the_scale(risk: Risk, scale: Scale) -> Iterator[Finding]:
    """Find numbers that no word of the scale stands for: such risks are not alike with the others.

    Where the scale has no words, as for money if it says none, a number is all that can be written. Words
    for effort are of threats.
    """
    off = []
    if isinstance(risk.probability, float) and risk.probability not in dict(scale.probability).values():
        off.append(f"probability {plain(risk.probability)}")
    for kind in KINDS_OF_IMPACT:
        law = getattr(risk.impact, kind)
        steps = dict(getattr(scale, kind)).values()
        if not steps or (kind == "effort" and risk.kind == "opportunity"):
            continue
        if law is not None and not isinstance(law, str) and law.is_fixed and law.mean() not in steps:
            off.append(f"{kind} {plain(law.mean())}")
    if off:
        what = f"scored off the shared scale: {', '.join(off)}"
        fix = "use its words, or give a range where more is known"
        yield _on("risk off the scale", "info", risk, what, fix)


def _in_vain(risk: Risk, portfolio: Portfolio) -> Iterator[Finding]:
    if risk.window is not None and not portfolio.start <= risk.window[1] <= portfolio.last_day:
        what = f"its window ends on {risk.window[1]}, outside the run: it never strikes"
        yield _on("risk outside the run", "warning", risk, what, "correct the dates, or take it out")
    if risk.window is None and any(each.lead_days for each in risk.taken):
        what = "a response with a lead time, and no window: it counts from the start"
        yield _on("lead time without a window", "info", risk, what, "say from when to when it can strike")
