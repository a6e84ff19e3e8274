"""The table of statutory rules for sharing without a consent: what guides choose between, from which day."""

from django.utils.text import Truncator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.tables import Column, Table
from cases.consents.forms import SharingRuleForm
from cases.consents.models import SharingRule
from core import clock
from core.templatetags.kui import day


def _marks(rule: SharingRule) -> list[tuple]:
    found = [(gettext("a duty to report"), "warn", "")] if rule.is_duty else []
    if rule.valid_until and rule.valid_until < clock.today():
        found.append((gettext("out of use"), "plain", ""))
    return found


def _period(rule: SharingRule) -> str:
    return f"{day(rule.valid_from)} – {day(rule.valid_until) if rule.valid_until else ''}"


RULES = Table(
    urls="cases:sharing_rule",
    form=SharingRuleForm,
    title=_("Rules for sharing"),
    lead=_(
        "What guides choose between when a law lets them tell, or makes them. Check the wording, and say where it "
        "stands. What is recorded already keeps its words."
    ),
    first=_("Rule"),
    new=_("New rule"),
    added="sharing_rule.added",
    edited="sharing_rule.edited",
    rows=lambda user: SharingRule.objects.all(),
    marks=_marks,
    codes=False,
    columns=(
        Column(label=_("What it says"), value=lambda row: Truncator(row.text).chars(160), css="small"),
        Column(label=_("Source"), value=lambda row: row.source, css="small muted"),
        Column(label=_("Period"), value=_period),
    ),
)
sharing_rule_list, sharing_rule_add, sharing_rule_edit = RULES.views()
