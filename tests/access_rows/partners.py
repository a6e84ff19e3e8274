"""The directory: the unit's staff reads it, its administrator keeps it, a partner sees the own card."""

from datetime import timedelta

from core import clock
from tests.access_rows import PAGES, Row
from tests.helpers import factories


def extend(w):
    """Another partner to merge with, and a card that nobody of the matrix signs in for."""
    today = clock.today()
    w.other_partner = factories.PartnerFactory(
        unit=w.unit,
        name="Ungdomsskolen Havn",
        has_authority=True,
        cvr="52399807",
        address="Havnegade 1",
        postal_code="4500",
        city="Nykøbing Sj.",
        municipality_code="0306",
        phone="20123456",
        email="post@ungdomsskolen.example",
        web="https://ungdomsskolen.example",
        agreement="written",
        next_evaluation_on=today - timedelta(days=3),
        notes="Lukket i juli",
    )
    w.other_contact = factories.ContactFactory(partner=w.other_partner, until_on=today + timedelta(days=9))
    factories.ContactFactory(partner=w.other_partner, until_on=today - timedelta(days=9))
    # One that is there twice.
    factories.PartnerFactory(unit=w.unit, name="Ungdomsskolen Havn")


def _pair(w):
    return {"pk": w.other_partner.pk, "other_pk": w.partner.pk}


# The unit's own: everybody at work there but those of another unit.
_STAFF = frozenset(name for name in PAGES["staff"] if not name.startswith("strange"))
_CARD = {"name": "Nyt navn", "agreement": "none"}

ROWS = [
    Row("partners:partner_list", "staff"),
    Row("partners:partner_list", "staff", query="?format=csv"),
    Row(
        "partners:partner_detail",
        "staff and partners",
        kwargs=lambda w: {"pk": w.other_partner.pk},
        only=_STAFF,
    ),
    # The own card.
    Row(
        "partners:partner_detail",
        "staff and partners",
        kwargs=lambda w: {"pk": w.partner.pk},
        only=_STAFF | {"partner"},
    ),
    Row("partners:pick_partner", "staff", query="?field=partner&partner-q=ung"),
    Row("partners:pick_contact", "staff", query="?field=contact&contact-q=ung"),
    Row("partners:own_card", "partners"),
    Row("partners:partner_add", "admins", methods=("get", "post"), data=lambda w: _CARD),
    Row(
        "partners:partner_edit",
        "admins",
        kwargs=lambda w: {"pk": w.other_partner.pk},
        methods=("get", "post"),
        data=lambda w: _CARD,
    ),
    Row(
        "partners:contact_add", "admins", kwargs=lambda w: {"pk": w.other_partner.pk}, methods=("get", "post")
    ),
    Row(
        "partners:contact_edit",
        "admins",
        kwargs=lambda w: {"pk": w.other_partner.pk, "contact_pk": w.other_contact.pk},
        methods=("get", "post"),
    ),
    Row(
        "partners:contact_invite",
        "admins",
        kwargs=lambda w: {"pk": w.other_partner.pk, "contact_pk": w.other_contact.pk},
        methods=("post",),
    ),
    Row("partners:duplicate_list", "admins"),
    Row("partners:not_duplicate", "admins", kwargs=_pair, methods=("post",)),
    Row("partners:merge_choose", "admins", kwargs=lambda w: {"pk": w.other_partner.pk}),
    Row("partners:partner_merge", "admins", kwargs=_pair),
    Row(
        "partners:partner_merge",
        "admins",
        kwargs=_pair,
        methods=("post",),
        data=lambda w: {"version": w.other_partner.version, "other_version": w.partner.version},
    ),
    Row("partners:category_list", "admins"),
    Row("partners:category_add", "admins", methods=("get", "post")),
    Row("partners:category_edit", "admins", kwargs=lambda w: {"pk": w.category.pk}, methods=("get", "post")),
]
