"""What the invented unit did about the duty of 15–17-year-olds.

Most limits are met, some missed with a reason, a few running.
"""

from datetime import date, timedelta
from random import Random

from django.core.exceptions import ValidationError

from cases.casefile.models import Case
from cases.duty import actions as duty_actions
from cases.duty import clocks as duty
from cases.duty.models import BreachReason, DutyBreach, DutyDecision, DutyExemption
from cases.notes import actions as notes_actions
from cases.notes.models import Note
from core import clock

# (days ago that we learned it, how, what was said, whether somebody has talked with them since)
LATELY = (
    (2, DutyBreach.How.SCHOOL, "Ikke set på erhvervsskolen i to uger.", False),
    (4, DutyBreach.How.FAMILY, "Mor ringer: er meldt ud og bliver hjemme.", False),
    (7, DutyBreach.How.DATABASE, "Afbrudt grundforløb, meddelt i Ungedatabasen.", False),
    (9, DutyBreach.How.SCHOOL, "Fraværet er over 60 procent; skolen har stoppet forløbet.", False),
    (12, DutyBreach.How.PARTNER, "FGU melder, at pladsen er opsagt.", True),
    (24, DutyBreach.How.SCHOOL, "Mødte ikke op efter efterårsferien.", True),
    (33, DutyBreach.How.YOUNG_PERSON, "Siger selv, at det ikke gav mening længere.", True),
    (45, DutyBreach.How.SCHOOL, "Stoppede efter prøvetiden.", True),
)


REASONS = (
    (BreachReason.Why.IN_VAIN, "Ringede fire gange, skrev sms og var hjemme ved døren to gange."),
    (BreachReason.Why.ILL, "Indlagt i tre uger; vi holdt kontakten med mor."),
    (BreachReason.Why.OURS, "Ungeguiden var syg, og beskeden blev liggende."),
    (BreachReason.Why.NO_PLACE, "Ventede på plads på FGU; optag først efter nytår."),
    (BreachReason.Why.LATE, ""),
    (BreachReason.Why.DECLINED, "Ville ikke tale med os, før der var gået nogle uger."),
)


TALKS = (
    "Fik fat i {name} på telefonen. Vi ses på torsdag og ser på mulighederne.",
    "Hjemmebesøg. {name} fortæller, hvorfor det gik i stå. Vi aftaler et besøg på FGU.",
    "Gik en tur. {name} vil gerne i gang igen, men ikke samme sted.",
)


def load(unit, *, rng: Random, scale: float = 1.0) -> None:
    """Talks after most past breaches, reasons for what was missed, fresh breaches, exemptions, a mistake."""
    today = clock.today()
    for breach in (
        DutyBreach.objects.current().filter(case__unit=unit).select_related("case__person").order_by("pk")
    ):
        if rng.random() < 0.75 and breach.case.guide_id:
            _talk(rng, breach.case, breach.learned_on + timedelta(days=rng.choice((1, 1, 2, 3, 4))))
    cases = Case.objects.filter(
        unit=unit,
        closed_on=None,
        guide__isnull=False,
        shielded=False,
        activity__in=("fgu", "eud", "school", "course"),
        opened_on__lt=today - timedelta(days=60),
        person__birth_date__gt=duty.born_after(today + timedelta(days=40)),
    )
    cases = cases.select_related("person", "guide").order_by("opened_on", "id")
    free = [case for case in cases if not case.breaches.exists()]
    rng.shuffle(free)
    for days, how, note, talked in LATELY[: max(3, round(len(LATELY) * scale))]:
        if not free:
            break
        _lately(rng, free.pop(), today - timedelta(days=days), how, note, talked=talked)
    _exempt_some(free, today)
    _explain(unit, rng, today)


def _talk(rng: Random, case: Case, day: date) -> None:
    if day >= clock.today():
        return
    text = rng.choice(TALKS).format(name=case.person.called)
    with clock.travel(clock.at(day, rng.randint(9, 15))):
        notes_actions.add_note(
            case, by=case.guide, text=text, kind=rng.choice((Note.Kind.PHONE, Note.Kind.HOME_VISIT))
        )


def _lately(rng: Random, case: Case, day: date, how: str, note: str, *, talked: bool) -> None:
    with clock.travel(clock.at(day, 10)):
        try:
            duty_actions.report_breach(case, by=case.guide, how=how, note=note)
        except ValidationError:  # not of the age on that day
            return
    if talked:
        _talk(rng, case, day + timedelta(days=rng.choice((1, 2, 3))))


def _exempt_some(free: list[Case], today: date) -> None:
    """Two are exempted, and one breach was about somebody else."""
    for reason, who in (
        (DutyExemption.Reason.ILLNESS, "Familieafdelingen"),
        (DutyExemption.Reason.SOCIAL, "Ungdomsrådgivningen"),
    ):
        if not free:
            return
        case, day = free.pop(), today - timedelta(days=40)
        row = DutyExemption(
            case=case,
            reason=reason,
            from_on=day,
            until_on=today + timedelta(days=80) if reason == DutyExemption.Reason.ILLNESS else None,
            decided_by=who,
            custody_heard_on=day - timedelta(days=6),
        )
        with clock.travel(clock.at(day, 11)):
            duty_actions.exempt(row, by=case.guide)
    if free:
        _decide(free[-1], today - timedelta(days=20))
        case, day = free.pop(), today - timedelta(days=15)
        with clock.travel(clock.at(day, 9)):
            try:
                breach = duty_actions.report_breach(case, by=case.guide, how=DutyBreach.How.SCHOOL)
            except ValidationError:
                return
        with clock.travel(clock.at(day + timedelta(days=1), 9)):
            duty_actions.take_back_breach(
                breach, by=case.guide, why="Skolen havde forvekslet to med samme navn."
            )


def _decide(case: Case, day: date) -> None:
    """The authority has decided that the duty was not met."""
    decision = DutyDecision(
        case=case,
        kind=DutyDecision.Kind.NOT_MET,
        decided_on=day,
        decided_by="Ydelseskontoret",
        told_on=day - timedelta(days=8),
        note="Ungeydelsen fortsætter; ny vurdering om en måned.",
    )
    with clock.travel(clock.at(day, 13)):
        duty_actions.record_decision(decision, by=case.guide)


def _explain(unit, rng: Random, today: date) -> None:
    """Most of what was missed has been explained."""
    cases = (
        Case.objects.filter(unit=unit, breaches__isnull=False).select_related("person", "guide").distinct()
    )
    for pairs in duty.clocks(cases.order_by("pk"), today).values():
        for clock_ in (one for pair in pairs for one in pair):
            by = clock_.breach.recorded_by
            if clock_.needs_reason and rng.random() < (0.4 if clock_.is_open else 0.85):
                why, text = rng.choice(REASONS)
                with clock.travel(clock.at(min(clock_.missed_on + timedelta(days=2), today), 8)):
                    duty_actions.explain_missed(clock_.breach, clock_.which, by=by, why=why, text=text)
