"""The table of what each age requires, for the administrator: rows are added and ended, never rewritten."""

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.tables import Column, Listing
from cases.people import rules
from core import clock
from core.templatetags.kui import day
from workspace.transitions.models import TransitionRule

COLUMNS = (
    Column(label=_("How it is seen"), value=TransitionRule.get_check_by_display, css="small"),
    Column(label=_("Since"), value=lambda rule: day(rule.valid_from), css="nowrap"),
    Column(label=_("Where it is written"), value=lambda rule: rule.source, css="small"),
)


def _end_url(rule: TransitionRule) -> str:
    return "" if rule.valid_until else reverse("workspace:transition_rule_end", args=[rule.pk])


def _marks(rule: TransitionRule) -> list[tuple]:
    """That it does not hold yet, and until when it does."""
    found = [(gettext("comes"), "info", "calendar")] if rule.valid_from > clock.today() else []
    if rule.valid_until:
        found.append((gettext("until %(day)s") % {"day": day(rule.valid_until)}, "plain", ""))
    return found


def listings() -> list[Listing]:
    """Every requirement under its age, those that hold no more last."""
    today = clock.today()
    rows = sorted(
        TransitionRule.objects.order_by("months", "position", "pk"),
        key=lambda rule: bool(rule.valid_until and rule.valid_until <= today),
    )
    return [
        Listing(
            rows=[rule for rule in rows if rule.months == months],
            first=_("What is required"),
            columns=COLUMNS,
            url=_end_url,
            title=gettext("%(age)s years") % {"age": label},
            marks=_marks,
        )
        for months, label in rules.TRANSITIONS.items()
    ]
