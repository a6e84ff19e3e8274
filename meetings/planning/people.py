"""Who may be asked to a meeting about a young person: those around them, as forms call them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet, UUIDField
from django.utils.translation import gettext as _

from accounts.models import User
from cases.models import Case, ColleagueRole, Guardian, Participation
from core import clock
from core.kept import Given, kept
from core.ordering import Danish
from meetings.planning.models import Attendee
from partners.directory.autocomplete import name_of
from partners.models import Contact


@dataclass(frozen=True, slots=True)
class Askable:
    """Somebody who may be asked: the key of a form (`meetings.planning.actions.link_of`), a name, and their part."""

    key: str
    name: str
    part: str

    @property
    def label(self) -> str:
        """What stands beside the box."""
        return f"{self.name} ({self.part})" if self.part else self.name


def askable(case: Case, asked: Iterable[Attendee] = ()) -> list[Askable]:
    """Everybody who may be asked, and those ``asked`` already: the young person, adults, colleagues, partners' people.

    An adult who must have no contact with the young person is asked to no meeting with them. Three queries.
    """
    found = [Askable("youth", case.person.called, _("the young person"))]
    found += [*_adults(case), *_colleagues(case), *partner_contacts(case)]
    there = {one.key for one in found}
    return found + [Askable(row.key, row.name, row.part) for row in asked if row.key not in there]


def _adults(case: Case) -> list[Askable]:
    rows = Guardian.objects.filter(person=case.person_id).may_be_contacted(clock.today())
    return [Askable(f"adult-{row.pk}", row.name, row.relation) for row in rows]


def _colleagues(case: Case) -> list[Askable]:
    taking_part = ColleagueRole.objects.current().holding(clock.today()).filter(case=case)
    carried = {case.guide_id, case.deputy_id, case.cover_id} - {None}
    rows = User.objects.filter(pk__in=[*carried, *taking_part.values_list("user_id", flat=True)])
    rows = rows.filter(is_active=True).order_by(Danish("name"), "pk")
    words = {case.deputy_id: _("deputy"), case.cover_id: _("covers"), case.guide_id: _("guide")}
    return [Askable(f"colleague-{row.pk}", row.name, words.get(row.pk, _("colleague"))) for row in rows]


@kept
def _contacts(today: date) -> QuerySet[Contact]:
    around = Participation.objects.current().holding(today).filter(case=Given("case", UUIDField))
    rows = Contact.objects.staying(today).filter(partner__in=around.values("partner_id"))
    rows = rows.select_related("partner").only("name", "from_on", "partner__name")
    return rows.order_by("partner__sort_name", Danish("name"), "pk")


def partner_contacts(case: Case) -> list[Askable]:
    """The people at the partners who take part today, with from when who has not begun there. One query."""
    rows = _contacts(clock.today()).ask(case=case.pk)
    return [Askable(f"contact-{row.pk}", name_of(row), row.partner.name) for row in rows]
