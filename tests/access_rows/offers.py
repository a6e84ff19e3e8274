"""Offers: written by who keeps the partner's card, read with their places by guides and leaders."""

from partners.offers.actions import add_offer
from tests.access_rows import Row


def extend(w):
    """An offer of the partner that takes part, which its coordinator may write."""
    partner = w.people["partner"].partner_contact.partner
    w.offer = add_offer(partner, by=w.people["admin"], name="Værkstedshold", capacity=12)


_FORM = {"methods": ("get", "post"), "ok": (200, 303, 422)}
_WRITE = {"only": frozenset({"leader", "admin", "partner"})}


def _offer(w):
    return {"offer_id": w.offer.pk}


ROWS = [
    Row("partners:own_offers", "partners"),
    Row(
        "partners:offer_add",
        "leaders, admins and partners",
        kwargs=lambda w: {"pk": w.offer.partner_id},
        **_FORM,
        **_WRITE,
    ),
    Row("partners:offer_edit", "leaders, admins and partners", kwargs=_offer, **_FORM, **_WRITE),
    Row("programmes:offer_list", "guides and leaders"),
    Row("programmes:offer", "guides and leaders", kwargs=_offer, unit_bound=True),
    Row("programmes:interest_say", "write the plan", kwargs=_offer, **_FORM),
    Row("programmes:place_take", "write the plan", kwargs=_offer, **_FORM),
]
