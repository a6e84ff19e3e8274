"""Earlier inquiries about the same young person."""

from django.db.models import Q

from cases.casefile.finding import CANDIDATES, NAMES_COMPARED, cpr_in
from cases.people import fuzzy
from core.crypto import blind_index
from core.phones import phone_spellings
from core.text import fold
from intake.inquiries.models import Inquiry


def earlier_inquiries(user, *, name: str, cpr="", phone="", but=None, limit: int = CANDIDATES) -> list:
    """Inquiries that ``user`` may read and that may be about the same young person, newest first."""
    rows = Inquiry.objects.visible_to(user).exclude(pk=but)
    same = Q(pk__in=[])
    if cpr:
        same |= Q(cpr_index=blind_index(cpr_in(cpr)))
    if numbers := phone_spellings(phone):
        same |= Q(phone__in=numbers)
    folded = fold(name)
    if len(folded) >= 3:
        known = rows.order_by("-received_on").values_list("pk", "search_name")[:NAMES_COMPARED]
        same |= Q(pk__in=[pk for pk, _slips in fuzzy.alike(folded, known, limit=limit)])
    return list(rows.filter(same).with_standing().order_by("-received_on", "pk")[:limit])
