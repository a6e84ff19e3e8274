"""Finding partners that are there already: the rules of `rules.py` over a unit's rows."""

from collections import defaultdict
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from accounts.models import Unit
from partners.categories.models import Side
from partners.directory.models import Contact, NotDuplicate, Partner
from partners.directory.rules import Fingerprint, Likeness, Reason, candidates, pairs

REASONS = {
    Reason.SAME_CVR: _("same CVR number"),
    Reason.SAME_NAME: _("same name"),
    Reason.SIMILAR_NAME: _("much the same name"),
    Reason.SAME_EMAIL: _("same e-mail"),
    Reason.SAME_PHONE: _("same phone number"),
    Reason.SAME_DOMAIN: _("same web domain"),
}


@dataclass(frozen=True)
class Candidate:
    """A partner that may be the one at hand, and why."""

    partner: Partner
    likeness: Likeness

    @property
    def why(self) -> list[str]:
        """The likenesses in words, strongest first."""
        return [REASONS[reason] for reason in self.likeness.reasons]


def fingerprint(partner: Partner, contacts: list[tuple[str, str]] = ()) -> Fingerprint:
    """The fingerprint of a partner, saved or not, with its contacts' ``(phone, email)``."""
    return Fingerprint.of(
        partner.name,
        pk=partner.pk,
        internal=partner.side == Side.INTERNAL,
        cvr=partner.cvr,
        phones=[partner.phone, *(phone for phone, _email in contacts)],
        emails=[partner.email, *(email for _phone, email in contacts)],
        webs=[partner.web],
    )


def fingerprints(unit: Unit) -> tuple[dict[int, Partner], list[Fingerprint]]:
    """Every partner of the unit's directory and its fingerprint, in two queries."""
    partners = Partner.objects.of_unit(unit).select_related("category").in_bulk()
    reached = defaultdict(list)
    rows = Contact.objects.filter(partner__unit=unit, partner__merged_into=None)
    for partner_id, phone, email in rows.values_list("partner_id", "phone", "email"):
        reached[partner_id].append((phone, email))
    # The elder of a pair comes first: it is the one to keep, as a rule.
    return partners, [fingerprint(partners[pk], reached[pk]) for pk in sorted(partners)]


def likely_duplicates(partner: Partner) -> list[Candidate]:
    """The unit's partners that ``partner`` (saved or not) may be, likest first; those said not to be are left out."""
    partners, known = fingerprints(partner.unit)
    told = {pk for pair in NotDuplicate.objects.naming(partner) for pk in pair} if partner.pk else set()
    reached = partner.contacts.values_list("phone", "email") if partner.pk else ()
    found = candidates(fingerprint(partner, list(reached)), known)
    return [Candidate(partners[other.pk], alike) for other, alike in found if other.pk not in told]


def likely_pairs(unit: Unit) -> list[tuple[Partner, Partner, Candidate]]:
    """Likely pairs in the directory, likest first, without those somebody has said are two."""
    partners, known = fingerprints(unit)
    told = set(NotDuplicate.objects.filter(one__unit=unit).values_list("one_id", "two_id"))
    return [
        (partners[a.pk], partners[b.pk], Candidate(partners[b.pk], alike))
        for a, b, alike in pairs(known)
        if tuple(sorted((a.pk, b.pk))) not in told
    ]
