"""The list of all that is shared with a partner's contact: the same cases as `visible_to` has, written once a day."""

from datetime import date

from django.db.models import QuerySet

from accounts.access import may_work
from accounts.models import Role
from cases.models import Case
from core import clock
from core.kept import Given, kept

# What a list of young people reads of each: who it is, whether an address is protected, when somebody is of age, and
# whom to call.
COLUMNS = (
    *(
        f"person__{name}"
        for name in ("first_name", "last_name", "preferred_name", "birth_date", "address_protected")
    ),
    *(f"{who}__{name}" for who in ("guide", "cover") for name in ("name", "phone", "is_active", "role")),
    *("cover_from", "cover_until"),
)


class GivenContact(Given):
    """A place for a partner's contact: for conditions that read no more of one than these."""

    def __init__(self, *, is_coordinator: bool, has_authority: bool):
        super().__init__("contact")
        self.pk, self.is_coordinator = self, is_coordinator
        self.partner = self.partner_id = Given("partner")
        self.partner.has_authority = has_authority


def shared_cases(user) -> list[Case]:
    """The cases shared with the partner's ``user``, by name, with what is in `COLUMNS`; one query."""
    contact, today = getattr(user, "partner_contact", None), clock.today()
    if not may_work(user) or user.role != Role.PARTNER or contact is None or not contact.may_act(today):
        return []
    rows = _shared_with(contact.is_coordinator, contact.partner.has_authority, today)
    return rows.ask(contact=contact.pk, partner=contact.partner_id)


@kept
def _shared_with(is_coordinator: bool, has_authority: bool, _today: date) -> QuerySet[Case]:
    whose = GivenContact(is_coordinator=is_coordinator, has_authority=has_authority)
    rows = Case.objects.shared_with_contact(whose)
    rows = rows.select_related("person", "guide", "cover").only("person_id", "guide_id", "cover_id", *COLUMNS)
    return rows.order_by("person__sort_name", "pk")
