"""The directory of partners: the models of every room."""

from partners.categories.models import PartnerCategory, Side
from partners.directory.models import Absence, Contact, NotDuplicate, Partner
from partners.linksignin.models import SignInLink
from partners.offers.models import Offer, OfferStart

__all__ = [
    "Absence", "Contact", "NotDuplicate", "Offer", "OfferStart", "Partner", "PartnerCategory", "Side", "SignInLink",
]  # fmt: skip
