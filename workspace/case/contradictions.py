"""What in one case does not fit together: its activities with each other, and with the plan. In sentences."""

from datetime import date

from cases.activity import rules as activity_rules
from cases.activity.words import contradiction_words, past_their_time
from cases.models import Activity, ActivityPeriod, Case
from core.text import sort_key
from plans.models import Destination, Milestone, MilestoneStatus, Outcome, Plan


def has_arrived(case: Case, on: date) -> bool:
    """Whether a destination that counts as positive was reached and lasts. One query."""
    rows = Outcome.objects.filter(
        case=case, started_on__lte=on, destination__counts_as_positive=Destination.Counts.YES
    )
    return rows.exclude(ended_on__lt=on).exists()


def left_behind(periods: list[ActivityPeriod], milestones: list[Milestone]) -> list[str]:
    """Partners where a milestone is under way though the young person's activity there has ended."""
    present = {row.partner_id for row in periods if row.until_on is None}
    ended = {row.partner_id for row in periods if row.until_on is not None} - present - {None}
    under_way = {
        m.contact.partner_id: m.contact.partner.name
        for m in milestones
        if m.status == MilestoneStatus.UNDER_WAY and m.contact_id
    }
    return sorted((name for partner, name in under_way.items() if partner in ended), key=sort_key)


def contradictions_of(
    case: Case, periods: list[ActivityPeriod], plan: Plan | None, milestones: list[Milestone], today: date
) -> list[str]:
    """Sentences about what does not fit, from rows already fetched; one query only for somebody who does nothing."""
    if case.is_closed:
        return []
    present = sorted((row for row in periods if row.until_on is None), key=activity_rules.weight)
    left, late = left_behind(periods, milestones), past_their_time(present, today)
    codes = activity_rules.contradictions(
        activity_rules.standing(present),
        fresh=case.activity_is_fresh(today),
        has_plan=plan is not None,
        arrived=case.activity == Activity.NONE and has_arrived(case, today),
        left=left,
        ended=bool(late),
    )
    return [contradiction_words(code, present, left=left, ended=late) for code in codes]
