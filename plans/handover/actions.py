"""Handing the plan over."""

import hashlib
from collections.abc import Collection
from datetime import date
from functools import partial

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from audit import trail
from cases.consents import disclosure as sharing
from cases.emergency.actions import redact_reason
from cases.models import Disclosure, Topic
from core import clock
from core.mail.outbox import queue_each
from core.paper import Paper
from core.versions import Conflict
from plans.handover import guarded, pdf
from plans.handover.copies import copy_for, kept
from plans.handover.models import Handover
from plans.handover.sheet import Sheet
from plans.plan.models import Plan


@transaction.atomic
def hand_over(
    plan: Plan,
    audience: str,
    *,
    by,
    partner=None,
    paper: Paper | None = None,
    on: date | None = None,
    chosen: Collection[str] | None = None,
    seen="",
    reason="",
) -> Handover:
    """Hand the plan over: make the PDF for `audience`; keep its very bytes, their hash and what they say.

    What the audience may read is asked of the database now, and once more when the PDF is made: a consent withdrawn
    meanwhile stops it. `chosen` are the keys of what they are to have (`plans.handover.parts`), None for all they may.
    `seen` is the SHA-256 of the PDF that was looked at before; raises Conflict when other bytes would be handed over
    by now, and plans.handover.scope.NotAllowed when the audience may not have it.

    A partner gets the plan of a shielded case, or of somebody whose address is protected, for a stated `reason`
    only: raises ValidationError without one. It stands in the journal, and the leader is told that it happened.
    """
    on, reason = on or clock.today(), reason.strip()
    is_guarded = (to_partner := audience == Handover.Audience.PARTNER) and bool(guarded.words_of(plan.case))
    if is_guarded and not reason:
        raise ValidationError({"reason": _("Say why the partner needs the plan.")})
    Plan.objects.select_for_update().get(pk=plan.pk)  # one version at a time: each has a number of its own
    read_now = partial(copy_for, plan, audience, paper=paper, partner=partner, on=on, chosen=chosen)
    data = pdf.render(sheet := read_now())
    if read_now() != sheet or (seen and seen != hashlib.sha256(data).hexdigest()):
        raise Conflict(plan)
    if to_partner:
        _write_disclosure(plan, partner, sheet, by=by, on=on)
    handover = _keep(plan, partner, sheet, data, by=by, reason=reason if is_guarded else "")
    if is_guarded:
        guarded.write_down(handover, reason)
    if to_partner:
        _tell_partner(handover)
    return handover


def _write_disclosure(plan: Plan, partner, sheet: Sheet, *, by, on: date) -> None:
    """Raises Conflict when the basis has been withdrawn meanwhile."""
    try:
        sharing.disclose(plan.case, partner, by=by, kind=Disclosure.Kind.HANDOVER, topics=sheet.topics, on=on)
    except sharing.NotCovered:
        raise Conflict(plan) from None


def _keep(plan: Plan, partner, sheet: Sheet, data: bytes, *, by, reason: str) -> Handover:
    """The row that holds what was handed over, and its line in the trail."""
    handover = Handover(
        plan=plan,
        audience=sheet.audience,
        partner=partner,
        number=sheet.number,
        language=sheet.language,
        variant=sheet.variant,
        pdf=data,
        content=kept(sheet),
        sha256=hashlib.sha256(data).hexdigest(),
        left_out=list(sheet.left_out),
        topics=list(sheet.topics),
        hides_address=sheet.protected,
        plan_version=plan.version,
        created_at=clock.now(),
        by=by,
        told_reason=redact_reason(reason, plan.case.person) if reason else "",
    )
    handover.save(force_insert=True)
    trail.record(
        "plan.handed_over",
        by=by,
        case_id=plan.case_id,
        obj=handover,
        changes={
            "audience": sheet.audience,
            "partner": partner,
            "language": sheet.language,
            "variant": sheet.variant,
            "sha256": handover.sha256,
        },
        purpose=reason,
    )
    return handover


def _tell_partner(handover: Handover) -> None:
    """A mail to those of the partner who sign in: something waits. Sent only if they still may have it by then."""
    case, today = handover.plan.case, clock.today()
    link = settings.SITE_URL + reverse("portal:partner_inbox")
    contacts = handover.partner.contacts.acting(today).filter(user__is_active=True).select_related("user")

    def told(_user):
        body = _("A youth guide has shared something with you.\n\nSign in to read it: %(link)s\n")
        return _("Something new is shared with you"), body % {"link": link}

    queue_each(
        [contact.user for contact in contacts],
        told,
        key=f"handover:{handover.pk}",
        still_wanted=lambda user: sharing.mail_check(case, user, Topic.PLAN),
    )
