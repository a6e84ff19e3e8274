"""Monday's mail to a partner's people: how much waits, and where to see it. Numbers and a link; nothing about anybody.

It is computed as the first page is. Those for whom nothing waits get none, nor do those who said so on their card.
"""

from datetime import date

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts.models import User
from cases.models import Case, Topic
from core import clock, limits
from core.mail import outbox
from core.mail.models import OutboxMail
from partners.models import Contact
from plans.handover.scope import bases_in_force, covered_by
from plans.models import PromiseQuestion
from portal.meetings.minutes import minutes_waiting
from portal.meetings.ours import meetings_waiting
from portal.partner.more import round_rows
from portal.partner.waiting import PROMISE_AHEAD, statements_awaited
from portal.promises.outcomes import outcomes_of
from portal.promises.reading import told_promises
from portal.promises.waiting import ending_rows
from portal.qualification.waiting import qualifications_waiting
from workspace.digest.digest import monday_of


def _wanted():
    """Whoever signs in for a partner in use, and has not declined the mail."""
    here = Contact.objects.acting(clock.today()).values("user")
    return User.objects.filter(
        pk__in=here, role="partner", is_active=True, weekly_digest=True, to_confirm_since=None
    )


def send_due() -> int:
    """Queue the mails of this Monday that are not queued yet; returns how many. Any number of calls make one each."""
    monday = monday_of(clock.now())
    if monday is None:
        return 0
    people = _wanted().select_related("unit", "partner_contact__partner").order_by("pk")
    keys = {f"partner-digest:{user.pk}:{monday:%Y-%m-%d}": user for user in people}
    queued = set(OutboxMail.objects.filter(dedupe_key__in=list(keys)).values_list("dedupe_key", flat=True))
    sent = 0
    with limits.cached():
        for key, user in keys.items():
            if key not in queued:
                with transaction.atomic(), override(user.language):
                    sent += _queue(user, monday, key)
    return sent


def counts_of(user, on: date) -> dict[str, int]:
    """How much of each kind waits for the user, as on the first page."""
    contact = user.partner_contact
    cases = Case.objects.visible_to(user).select_related("person").order_by("pk")
    bases = bases_in_force(list(cases), contact.partner, on)
    covered = covered_by(bases)
    told = told_promises(user, on, {case.pk: topics for case, topics in covered.items()})
    asked = PromiseQuestion.objects.waiting().filter(milestone__in=[one.milestone_id for one in told])
    plans = [case.pk for case, topics in covered.items() if Topic.PLAN in topics]
    return {
        "qualifications": qualifications_waiting(user, on).count,
        "statements": statements_awaited(user).count(),
        "meetings": len(meetings_waiting(contact, on)),
        "minutes": len(minutes_waiting(contact, plans, on)),
        "questions": asked.count(),
        "late": sum(one.late for one in told),
        "soon": sum(one.is_due(on, PROMISE_AHEAD) and not one.late for one in told),
        "outcomes": outcomes_of(user).filter(seen_at=None).count(),
        "quiet": sum(one.is_quiet for one in told),
        "ending": len(ending_rows(bases, covered, on)),
        "rounds": len(round_rows(user, covered, on)),
    }


def _queue(user, monday: date, key: str) -> bool:
    counts = counts_of(user, monday)
    if not any(counts.values()):
        return False
    context = {
        **counts,
        "first_name": user.name.split(" ")[0],
        "home_url": settings.SITE_URL + reverse("portal:partner_inbox"),
        "card_url": settings.SITE_URL + reverse("partners:own_card"),
    }
    outbox.queue_mail(
        user.email,
        _("Your week in KUI"),
        render_to_string("portal/digest/email/digest.txt", context),
        dedupe_key=key,
        still_wanted=f"portal.digest.digest.still_wanted:{user.pk}",
    )
    return True


def still_wanted(user_id: str) -> bool:
    """Asked just before the mail leaves: gone from the partner, closed, or declined since it was queued."""
    return _wanted().filter(pk=user_id).exists()
