"""What the young person takes along at the end of support: what we did together, what they reached, whom to call now.

As for the plan on paper (`plans.handover`): `summary_for` decides what is said to whom and what is left out; the
template how. The words are ours and plain (LIX 30 at most, held by a test); the guide's own are set as they were
written.
"""

import hashlib
from dataclasses import dataclass, replace
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import formats, translation
from django.utils.translation import gettext as _

from audit import trail
from cases.models import Case, CloseReason, ClosingSummary
from cases.people import rules
from core import clock
from core import pdf as paper
from core.limits import limit
from core.versions import Conflict
from plans.handover.pdf import ASSETS
from plans.handover.protection import address_hider
from plans.handover.scope import NotAllowed
from plans.handover.sheet import Who
from plans.milestones.choices import MilestoneStatus
from plans.plan.models import Destination, Outcome, Plan

Audience = ClosingSummary.Audience

MOST_STEPS = 12

MOST_WORDS = 1500


@dataclass(frozen=True)
class Summary:
    """Everything that one audience's summary says."""

    audience: str
    made_on: date
    unit: str
    called: str
    full_name: str
    began_on: date
    words: str
    reached: tuple[str, ...]
    destinations: tuple[str, ...]
    guide: Who | None
    # The birthday until which they may come back, in years; None when it has passed.
    may_return_until: int | None
    # Only after a destination somebody calls after 3, 6 and 12 months; no page promises what nobody does.
    calls: bool
    left_out: tuple[str, ...] = ()


def audiences(case: Case, on: date) -> list[tuple[str, str]]:
    """For whom it can be made: the young person, and custody holders until they are of age."""
    found = [(str(Audience.YOUTH), case.person.called)]
    if not case.person.is_of_age(on):
        found.append((str(Audience.CUSTODY), str(Audience.CUSTODY.label)))
    return found


def summary_for(case: Case, audience: str, *, words: str, on: date) -> Summary:
    """What ``audience`` may read, straight from the database.

    Raises plans.handover.scope.NotAllowed for custody holders of somebody who is of age.
    """
    person, guide = case.person, case.guide
    if audience == Audience.CUSTODY and person.is_of_age(on):
        raise NotAllowed(_("The young person is of age: nobody else holds custody."))
    plan, below = case.plans.order_by("-opened_on", "-pk").first(), limit("target_below_age", on=on)
    with translation.override("da"):
        destinations = _destinations(case)
        summary = Summary(
            audience=audience,
            made_on=on,
            unit=case.unit.name,
            called=person.called,
            full_name=person.name,
            began_on=case.opened_on,
            words=words.strip(),
            reached=_reached(plan) if plan is not None else (),
            destinations=destinations,
            guide=Who(guide.name, phone=guide.phone, email=guide.email)
            if guide and guide.is_active
            else None,
            calls=case.close_reason == CloseReason.DESTINATION if case.is_closed else bool(destinations),
            may_return_until=below if rules.age_on(person.birth_date, on) < below else None,
        )
        return _without_address(summary, case, plan) if person.address_protected else summary


def _reached(plan: Plan) -> tuple[str, ...]:
    """The last steps that were reached, in the young person's own words."""
    rows = plan.milestones.filter(status=MilestoneStatus.REACHED).order_by("reached_on", "position")
    return tuple(rows.values_list("own_words", flat=True))[-MOST_STEPS:]


def _destinations(case: Case) -> tuple[str, ...]:
    """The destinations that were wished for and reached, each with its first day."""
    rows = Outcome.objects.filter(case=case).exclude(destination__counts_as_positive=Destination.Counts.NO)
    rows = rows.select_related("destination").order_by("started_on", "pk")
    words = _("%(what)s from %(day)s")
    return tuple(words % {"what": row.destination, "day": in_words(row.started_on)} for row in rows)


def _without_address(summary: Summary, case: Case, plan: Plan | None) -> Summary:
    """The summary of somebody whose address is protected."""
    hide = address_hider(case, plan)
    return replace(
        summary,
        words=hide(summary.words),
        reached=tuple(hide(step) for step in summary.reached),
        destinations=tuple(hide(line) for line in summary.destinations),
        left_out=(_("Schools, places and partners: the address is protected."),),
    )


def shows_address(row: ClosingSummary, person) -> bool:
    """Whether what was given may show an address that is protected now: it was made with nothing left out."""
    return person.address_protected and not row.left_out


def in_words(day: date) -> str:
    """3. december 2026."""
    return formats.date_format(day)


def first_words(case: Case) -> str:
    """A beginning for what the guide writes: the activities, in order. To be made into sentences of one's own."""
    with translation.override("da"):
        labels = [
            f"{row.get_activity_display()}{', ' + row.place if row.place else ''}"
            for row in case.activity_periods.current().order_by("from_on", "pk")
            if row.activity not in ("none", "unknown")
        ]
        if not labels:
            return _("We have talked together since %(day)s.") % {"day": in_words(case.opened_on)}
        return _("We have talked together since %(day)s. You have been in: %(what)s.") % {
            "day": in_words(case.opened_on),
            "what": "; ".join(dict.fromkeys(labels)),
        }


def fingerprint(summary: Summary) -> str:
    """Tells whether what is given says the same as what was seen."""
    return hashlib.sha256(repr(summary).encode()).hexdigest()[:32]


def render(summary: Summary, *, created=None) -> bytes:
    """The PDF."""
    with translation.override("da"):
        title = _("What we did together – %(name)s") % {"name": summary.called}
        foot = f"{summary.unit} · {in_words(summary.made_on)}"
    return paper.render(
        "plans/closing/pdf/closing.html",
        {"s": summary, "foot": foot},
        lang="da",
        title=title,
        created=created,
        styles=[ASSETS / "adults.css"],
    )


@transaction.atomic
def give_summary(
    case: Case, audience: str, *, by, words: str, seen: str = "", on: date | None = None
) -> ClosingSummary:
    """Make the summary and keep its very bytes with their hash.

    Raises NotAllowed, ValidationError for too many words, and core.versions.Conflict when it would say something else
    than what was ``seen``.
    """
    if len(words) > MOST_WORDS:
        raise ValidationError({"words": _("Say it in fewer words: one page is enough.")})
    summary = summary_for(case, audience, words=words, on=on or clock.today())
    if seen and seen != fingerprint(summary):
        raise Conflict(case)
    moment = clock.now()
    data = render(summary, created=moment)
    row = ClosingSummary(
        case=case,
        audience=audience,
        words=words.strip(),
        pdf=data,
        sha256=hashlib.sha256(data).hexdigest(),
        left_out=list(summary.left_out),
        created_at=moment,
        by=by,
    )
    row.save(force_insert=True)
    trail.record(
        "closing.summary_given",
        by=by,
        case_id=case.pk,
        obj=row,
        changes={"audience": audience, "sha256": row.sha256},
    )
    return row
