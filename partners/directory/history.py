"""What has happened to a partner, read from the trail and told in words."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from audit import trail
from audit.models import AuditEvent
from core import municipalities
from core.phones import show_phone
from partners.categories.models import PartnerCategory, Side
from partners.directory.models import Contact, Partner

SHOWN = 10


@dataclass(frozen=True)
class Change:
    """One line of the card's history."""

    at: datetime
    who: str
    what: str
    fields: list[tuple[str, str, str]]


# What the trail says about a partner, in words.
WORDS = {
    "partner.create": gettext_lazy("Put in the directory"),
    "partner.change": gettext_lazy("Changed"),
    "partner.merge": gettext_lazy("Merged with %(name)s"),
    "partner.not_duplicate": gettext_lazy("Said not to be the same as another"),
    "contact.create": gettext_lazy("Added %(name)s"),
    "contact.change": gettext_lazy("Changed %(name)s"),
    "contact.absent": gettext_lazy("%(name)s is away"),
    "contact.back": gettext_lazy("The absence of %(name)s is called off"),
    "partnership.change": gettext_lazy("Wrote about the partnership"),
    "partnership.meeting": gettext_lazy("Wrote down a joint meeting"),
    "partnership.assumption": gettext_lazy("Named an assumption"),
    "partnership.challenge": gettext_lazy("Challenged an assumption"),
    "partnership.assess": gettext_lazy("Made a self-assessment"),
    "contact.invite": gettext_lazy("Invited %(name)s to use KUI"),
}


def _what(event: AuditEvent) -> str:
    name = (event.changes.get("contact") or ["", ""])[-1]
    if event.action == "partner.merge":
        name = event.changes.get("merged_values", [{}])[0].get("name", "?")
    return WORDS.get(event.action, _("Something else")) % {"name": name}


def _word(name: str, value, categories: dict[str, str]) -> str:
    """A stored value as the card says it."""
    if value in (None, ""):
        return "–"
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if name == "phone":
        return show_phone(value)
    if name == "municipality_code":
        return municipalities.name(value)
    if name == "category":
        return categories.get(value, value)
    if name == "side":
        return str(dict(Side.choices).get(value, value))
    if name == "agreement":
        return str(dict(Partner.Agreement.choices).get(value, value))
    if name.endswith("_on"):
        return date_format(date.fromisoformat(value), "SHORT_DATE_FORMAT")
    return str(value)


def _fields(event: AuditEvent, categories) -> list[tuple[str, str, str]]:
    """``(label, before, after)`` of the fields a change touched."""
    if event.action not in ("partner.change", "contact.change", "partner.merge"):
        return []
    model = Contact if event.action == "contact.change" else Partner
    labels = {field.name: field.verbose_name for field in model._meta.concrete_fields}
    return [
        (str(labels[name]).capitalize(), _word(name, both[0], categories), _word(name, both[1], categories))
        for name, both in event.changes.items()
        if name in labels
    ]


def events_of(partner: Partner):
    """The newest rows of the trail about a partner, its contacts, and the rows that were merged into it."""
    ids = [partner.pk, *partner.merged_from.values_list("pk", flat=True)]
    return trail.about(Partner, ids).filter(outcome="ok")[:SHOWN]


def changes_of(partner: Partner) -> list[Change]:
    """The newest changes of a partner, in words."""
    categories = {row.code: str(row) for row in PartnerCategory.objects.all()}
    return [
        Change(event.at, event.actor_name, _what(event), _fields(event, categories))
        for event in events_of(partner)
    ]
