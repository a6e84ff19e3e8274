"""Offers of the demo's partners: classes, courses and company courses, some of them shared."""

from datetime import timedelta

from accounts.models import Unit, User
from core import clock
from core.ordering import Danish
from partners.directory.models import Partner
from partners.offers.actions import add_offer
from partners.offers.models import Offer

# (category, name, kind, places, ages, leads to, requires, terms, shared, days to each start)
OFFERS = (
    ("fgu", "Værkstedshold, træ og metal", "class", 12, (15, 24), "education", "Kan møde kl. 8",
     "Gratis for enheden. Eget buskort.", True, (37, 128)),
    ("eud", "Prøv en erhvervsuddannelse", "course", 16, (16, 25), "education", "Har lyst til at prøve to fag",
     "Gratis. 4 uger.", True, (65,)),
    ("company", "Virksomhedsforløb på autoværksted", "company", 2, (17, 25), "employment", "Kan følge en arbejdsdag",
     "Praktik efter aftale med jobcenteret.", False, ()),
    ("company", "Virksomhedsforløb i køkkenet", "company", 3, (16, 25), "employment", "", "Frokost er med.", False, ()),
    ("youth_school", "Morgenhold: op og af sted", "course", 8, (15, 18), "", "Ingen krav",
     "Gratis. 6 uger, tre formiddage om ugen.", False, (16, 58)),
)  # fmt: skip


def load(unit: Unit, by: User) -> list[Offer]:
    """Enter the offers with the unit's partners of each category, as ``by``; a category without a partner has none."""
    today, made = clock.today(), []
    partners = {}
    rows = Partner.objects.of_unit(unit).filter(is_active=True).select_related("category")
    for partner in rows.order_by(Danish("name"), "pk"):
        partners.setdefault(partner.category.code, []).append(partner)
    for place, (code, name, kind, places, ages, leads_to, requires, terms, shared, starts) in enumerate(
        OFFERS
    ):
        if code not in partners:
            continue
        partner = partners[code][place % len(partners[code])]
        told = {"name": name, "kind": kind, "capacity": places, "youngest": ages[0], "oldest": ages[1]}
        told |= {"leads_to": leads_to, "requires": requires, "terms": terms, "is_shared": shared}
        with clock.travel(today - timedelta(days=90)):
            days = [today + timedelta(days=days) for days in starts]
            made.append(add_offer(partner, by=by, starts=days, **told))
    return made
