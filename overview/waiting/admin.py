"""What waits for an administrator."""

from datetime import timedelta

from django.conf import settings
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Role, User
from accounts.users.filters import NO_PASSWORD
from accounts.users.views import manageable_users, not_in_yet
from audit.models import AuditEvent
from core import clock
from core.mail.models import OutboxMail
from core.ordering import Danish
from overview.waiting.resets import RESETS
from overview.waiting.source import Row, Source
from overview.waiting.takeovers import TAKEOVERS
from partners.directory.duplicates import likely_pairs
from partners.directory.history import WORDS
from partners.models import Contact

# A mail that failed longer ago than this has been noticed otherwise.
MAIL_DAYS = 14
# One that has been under way for so long may have left, and is not sent again by itself.
STUCK_HOURS = 1
# What a partner changed of its own card is told of for so many days.
CARD_DAYS = 14
CARD_ACTIONS = ("partner.change", "contact.create", "contact.change", "contact.absent", "contact.back")


def _mails(user, today):
    """Mails to the unit's own people and its partners' contacts that did not leave; they hold no case content."""
    now = clock.now()
    stuck = Q(state=OutboxMail.State.SENDING, created_at__lt=now - timedelta(hours=STUCK_HOURS))
    rows = OutboxMail.objects.filter(Q(state=OutboxMail.State.FAILED) | stuck)
    people = User.objects.filter(unit=user.unit_id).values("email")
    contacts = Contact.objects.filter(partner__unit=user.unit_id).exclude(email="").values("email")
    rows = rows.filter(Q(to__in=people) | Q(to__in=contacts), created_at__gte=now - timedelta(days=MAIL_DAYS))
    return rows.only("to", "subject", "created_at", "state", "error").order_by("-created_at", "pk")


def _mail(row) -> Row:
    failed = row.state == OutboxMail.State.FAILED
    words = _("Could not be sent") if failed else _("May not have been sent")
    return Row(row.to, "", clock.local_date(row.created_at), f"{row.subject} · {words}")


def _invited(user, today):
    return not_in_yet(user).order_by("date_joined", "pk")


def _not_in_yet(user) -> Row:
    url = reverse("accounts:user_edit", args=[user.pk])
    return Row(user.name, url, clock.local_date(user.date_joined), _("Has not been in yet"))


def _without_factor(user, today):
    return (
        manageable_users(user)
        .filter(is_active=True, is_gone=False, has_factor=False)
        .exclude(NO_PASSWORD)
        .order_by(Danish("name"), "pk")
    )


def _one_factor(user) -> Row:
    url = reverse("accounts:user_edit", args=[user.pk])
    asked = settings.KUI_MFA_REQUIRED
    words = _("Is asked for it at the next sign-in") if asked else _("Signs in with the password alone")
    return Row(user.name, url, words=words)


def _duplicates(user, today):
    return likely_pairs(user.unit)


def _pair(found) -> Row:
    one, two, candidate = found
    words = ", ".join(str(why) for why in candidate.why)
    return Row(
        _("%(one)s and %(two)s") % {"one": one, "two": two}, reverse("partners:duplicate_list"), words=words
    )


def _changed_by_partners(user, today):
    """What partners' own people changed on their cards lately, newest first."""
    people = User.objects.filter(unit=user.unit_id, role=Role.PARTNER).values("pk")
    since = clock.now() - timedelta(days=CARD_DAYS)
    rows = AuditEvent.objects.filter(
        action__in=CARD_ACTIONS, actor_id__in=people, at__gte=since, outcome="ok"
    )
    return rows.order_by("-at", "-pk")


def _card(event) -> Row:
    about, words = (event.changes.get("contact") or ["", ""])[-1], WORDS[event.action]
    url = reverse("partners:partner_detail", args=[event.object_id])
    return Row(event.actor_name, url, clock.local_date(event.at), words % {"name": about})


ADMIN = (
    RESETS,
    TAKEOVERS,
    Source("mails", gettext_lazy("Mails that did not leave"), _mails, _mail),
    Source(
        "invited", gettext_lazy("Users who have not been in yet"), _invited, _not_in_yet,
        route="accounts:user_list", query="?state=invited",
    ),
    Source(
        "factor", gettext_lazy("Users without a second step"), _without_factor,
        _one_factor,
    ),
    Source(
        "duplicates", gettext_lazy("Partners that may be the same"), _duplicates, _pair, route="partners:duplicate_list"
    ),
    Source(
        "cards", gettext_lazy("Partners that changed their own card"), _changed_by_partners, _card, to_know=True
    ),
)  # fmt: skip
