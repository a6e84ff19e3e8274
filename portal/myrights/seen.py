"""Who has looked at the young person's case, as they read it: which part of the municipality or which partner, and why.

A parent, who reads along, stands by name; nobody at work does: it is the unit that answers for what its people do, and
the trail knows who it was.
"""

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.db.models.functions import TruncDate
from django.utils.translation import gettext as _

from accounts.models import Role, User
from audit.models import AuditEvent
from cases.access.models import AccessGrant
from cases.access.permissions import Relation
from cases.models import Case
from participation.models import Entry


@dataclass(frozen=True)
class Look:
    """That somebody was in the case on a day; ``why`` is empty where it is their daily work, or a parent.

    How often is not told: the trail has a row for every act, and an act is no look.
    """

    day: date
    who: str
    why: str


def looks_at(case: Case) -> QuerySet:
    """What was done in the case by everybody but the young person: a row a day, person and purpose."""
    own = case.entries.filter(kind=Entry.Kind.SELF).values("user")
    rows = AuditEvent.objects.filter(case_id=case.pk, outcome="ok", actor_id__isnull=False)
    rows = rows.exclude(actor_id__in=own).annotate(day=TruncDate("at"))
    rows = rows.values("day", "actor_id", "relation", "purpose").distinct()
    return rows.order_by("-day", "actor_id", "relation", "purpose")


def in_words(case: Case, rows: list[dict]) -> list[Look]:
    """The rows of `looks_at` as they are read; alike ones of a day become one. One query."""
    actors = User.everybody.filter(pk__in={row["actor_id"] for row in rows})
    known = {user.pk: user for user in actors.select_related("partner_contact__partner")}
    told = (
        Look(row["day"], who(case, known.get(row["actor_id"]), row["relation"]), _why(row)) for row in rows
    )
    return list(dict.fromkeys(told))


def who(case: Case, user: User | None, relation: str = "") -> str:
    """Who it was, as the young person reads it; ``relation`` is what they had to the case, where the trail says it."""
    if user is not None and user.role == Role.PARTNER:
        contact = getattr(user, "partner_contact", None)
        return contact.partner.name if contact else _("A partner")
    if user is not None and user.role == Role.PARENT:
        return user.name
    if relation in (Relation.GRANTED, Relation.NAMED, Relation.EMERGENCY):
        return _("A colleague of your guide")
    if user is not None and user.pk in (case.guide_id, case.deputy_id):
        return _("Your guide") if user.pk == case.guide_id else _("Your guide's stand-in")
    if relation == Relation.LEADER or (user is not None and user.role == Role.LEADER):
        return _("The leader of the youth unit")
    return _("The youth unit")


def _why(row: dict) -> str:
    if row["relation"] == Relation.EMERGENCY:
        return _("Emergency access: something could not wait")
    if row["relation"] == Relation.GRANTED:
        return str(dict(AccessGrant.Purpose.choices).get(row["purpose"], ""))
    return ""
