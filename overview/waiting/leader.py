"""What waits for the leader of a unit."""

from datetime import date, timedelta

from django.db.models import BooleanField, Exists, OuterRef, Value
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.users.confirming import waiting_for_confirmation
from cases.models import BrokenGlass, Case, CloseReason, ClosingRequest
from core import clock
from core.addresses import address
from core.jobs.models import Job
from intake.inquiries.querysets import WAITING
from intake.models import Inquiry
from overview.waiting.ideas import IDEAS
from overview.waiting.introductions import INTRODUCTIONS
from overview.waiting.qualifications import QUALIFICATIONS
from overview.waiting.resets import RESETS
from overview.waiting.source import Row, Source
from overview.waiting.takeovers import TAKEOVERS
from overview.waiting.wellbeing import WELLBEING
from plans.models import Handover
from reports.snapshots.actions import TAKE
from workspace.board.board import waiting_cases

# For so long what a leader is to know of stands there.
KNOWN_DAYS = 14


def _closings(user, today):
    """Those of cases that the leader may open, and then those of the unit's shielded ones, without a name."""
    open_to_them = Case.objects.visible_to(user, why=False).values("pk")
    rows = ClosingRequest.objects.filter(decision="", case__unit=user.unit_id, case__closed_on=None)
    rows = rows.select_related("case__person", "asked_by").order_by("asked_at", "pk")
    return (
        rows.filter(case__in=open_to_them).annotate(hidden=Value(False, BooleanField())),
        rows.exclude(case__in=open_to_them).annotate(hidden=Value(True, BooleanField())),
    )


def _closing(row) -> Row:
    if row.hidden:
        # Of whom is told to nobody who is not named on the case; whom to ask is.
        words = _("%(name)s asks to close it. You decide once you are named on it.") % {
            "name": row.asked_by.name
        }
        return Row(_("A shielded case"), "", clock.local_date(row.asked_at), words)
    words = {"name": row.asked_by.name, "reason": CloseReason(row.reason).label}
    return Row(
        row.case.person.name,
        address("plans:case_close", row.case_id),
        clock.local_date(row.asked_at),
        _("%(name)s asks to close: %(reason)s") % words,
    )


def _without_guide(user, today):
    return waiting_cases(user).select_related("person").order_by("opened_on", "id")


def _case(case) -> Row:
    return Row(
        case.person.name, address("cases:case_assign", case.pk), case.opened_on, _("Waits for a guide")
    )


def _inquiries(user, today):
    return Inquiry.objects.visible_to(user).over(today).order_by("received_on", "pk")


def _inquiry(row) -> Row:
    return Row(row.name, row.get_absolute_url(), row.received_on, _("Waits for a decision"))


def _failed_reports(user, today):
    """Orders of reports that failed, and that no later one has made good."""
    later = Job.objects.filter(unique_key=OuterRef("unique_key"), created_at__gt=OuterRef("created_at"))
    rows = Job.objects.filter(kind=TAKE, unit_id=user.unit_id, state=Job.State.FAILED)
    return rows.filter(~Exists(later)).order_by("created_at")


def _failed_report(job) -> Row:
    return Row(job.title, reverse("reports:list"), clock.local_date(job.created_at), _("Failed"))


def _since(today: date):
    return clock.at(today - timedelta(days=KNOWN_DAYS))


def _handovers(user, today):
    """Plans of shielded cases and of protected addresses that went to a partner, for a stated reason."""
    rows = Handover.objects.filter(plan__case__unit=user.unit_id, created_at__gte=_since(today))
    return rows.exclude(told_reason="").select_related("by").listed().order_by("-created_at", "pk")


def _handover(row) -> Row:
    # Of whom is told to nobody who is not named on the case, as in the mail about it.
    return Row(
        row.by.name, "", clock.local_date(row.created_at), _("Handed a protected plan over to a partner")
    )


def _emergencies(user, today):
    rows = BrokenGlass.objects.filter(case__unit=user.unit_id, broken_at__gte=_since(today))
    return rows.select_related("user").defer("reason").order_by("-broken_at", "pk")


def _emergency(row) -> Row:
    return Row(
        row.user.name,
        reverse("cases:glass_list"),
        clock.local_date(row.broken_at),
        _("Used emergency access"),
    )


def _unconfirmed(user, today):
    return waiting_for_confirmation(user)


def _user(row) -> Row:
    since = clock.local_date(row.to_confirm_since)
    return Row(row.name, reverse("accounts:user_confirmations"), since, str(row.get_role_display()))


LEADER = (
    WELLBEING,
    Source(
        "closings", gettext_lazy("Closings to decide"), _closings, _closing,
        case_of=lambda row: None if row.hidden else row.case, kept=True,
    ),
    Source(
        "cases", gettext_lazy("Cases without a guide"), _without_guide, _case,
        route="workspace:unit_list", query="?vis=uden-guide", case_of=lambda case: case, kept=True,
    ),
    Source(
        "inquiries", gettext_lazy("Inquiries that have waited too long"), _inquiries, _inquiry,
        route="intake:inquiry_list", query="?vis=over", kept=True, limits=(WAITING,),
    ),
    QUALIFICATIONS,
    Source("people", gettext_lazy("Users to confirm"), _unconfirmed, _user, kept=True),
    TAKEOVERS,
    IDEAS,
    INTRODUCTIONS,
    RESETS,
    Source("reports", gettext_lazy("Reports that failed"), _failed_reports, _failed_report, kept=True),
    Source("handovers", gettext_lazy("Protected plans handed over"), _handovers, _handover, to_know=True, kept=True),
    Source("emergencies", gettext_lazy("Emergency access used"), _emergencies, _emergency, to_know=True, kept=True),
)  # fmt: skip
