"""The directory of partners: the models of every room."""

from partners.categories.models import PartnerCategory, Side
from partners.directory.models import Absence, Contact, NotDuplicate, Partner
from partners.linksignin.models import SignInLink

__all__ = ["Absence", "Contact", "NotDuplicate", "Partner", "PartnerCategory", "Side", "SignInLink"]
