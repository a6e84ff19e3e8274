"""The status of a young person, as far as a reader may know it at the moment of reading.

A partner's rests on `portal.partner.views.shared_with`, the young person's on the sheet of their own plan: what each
may read is decided there, never here. Unlike the guide's it is not frozen: no withdrawn consent would reach it.
"""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import get_language

from cases.models import Case, Consent, Topic
from plans.handover.sheet import Step, words_for
from plans.models import Handover
from plans.plan.reading import open_plan_of
from portal.partner.views import Shared, shared_with, tells
from reports.periods.rules import Period
from reports.schedules.models import Schedule, What
from reports.schedules.reading import latest_status
from reports.status.since import Since, since


def latest_of(unit, on: date) -> Period:
    """The period whose status is the latest: what is new is told from its first day on."""
    return latest_status(Schedule.objects.of(unit)[What.CASE], on)


@dataclass(frozen=True)
class ForPartner:
    """What a partner reads: what it may see now, and what of that is new."""

    shared: Shared
    since: Since

    @property
    def theirs(self) -> tuple[Step, ...]:
        """What comes next of what the partner has promised."""
        return tuple(step for step in self.since.ahead if step.theirs)

    @property
    def others(self) -> tuple[Step, ...]:
        """What comes next of what others do."""
        return tuple(step for step in self.since.ahead if not step.theirs)

    @property
    def told(self) -> list[str]:
        """The topics of which the page tells anything, as the partner's other page of the same things has it."""
        return [topic for topic in self.shared.topics if tells(self.shared, topic)]


def status_for_partner(case: Case, partner, on: date) -> ForPartner | None:
    """The status that ``partner`` may read on the day; None when no basis is in force."""
    shared = shared_with(case, partner, on)
    if shared is None:
        return None
    return ForPartner(shared, since(shared.sheet, latest_of(case.unit, on).first))


def status_for_youth(case: Case, on: date) -> dict:
    """The same to the young person, as a page of Min plan draws it."""
    day, plan = latest_of(case.unit, on).first, open_plan_of(case)
    if plan is None:
        return {"since": Since(day)}
    sheet = words_for(plan, Handover.Audience.YOUTH, language=get_language(), on=on)
    return {"since": since(sheet, day), "on": on}


def partners_of(case: Case, on: date) -> list[tuple]:
    """The partners that take part in the case, each with whether it may be told of the plan on the day; two queries."""
    rows = (
        case.participations.current()
        .holding(on)
        .select_related("partner")
        .order_by("partner__sort_name", "pk")
    )
    bases = Consent.objects.filter(Consent.in_force_q(on), case=case).values_list("partner", "topics")
    covered = {partner for partner, topics in bases if Topic.PLAN in topics}
    partners = {row.partner_id: row.partner for row in rows}
    open_to_them = case.closed_on is None and not case.shielded
    return [(partner, open_to_them and pk in covered) for pk, partner in partners.items()]
