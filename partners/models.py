"""The directory of partners: the models of every room."""

from partners.anchoring.models import (
    Assumption,
    Challenge,
    CriterionAnswer,
    JointMeeting,
    Partnership,
    SelfAssessment,
)
from partners.categories.models import PartnerCategory, Side
from partners.directory.models import Absence, Contact, NotDuplicate, Partner
from partners.linksignin.models import SignInLink
from partners.offers.models import Offer, OfferStart

__all__ = [
    "Absence",
    "Assumption",
    "Challenge",
    "Contact",
    "CriterionAnswer",
    "JointMeeting",
    "NotDuplicate",
    "Offer",
    "OfferStart",
    "Partner",
    "PartnerCategory",
    "Partnership",
    "SelfAssessment",
    "Side",
    "SignInLink",
]
