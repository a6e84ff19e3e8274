"""What falls when somebody leaves: a partner's contact, or one of the unit's own people."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date

from accounts.models import User
from cases.models import Case
from partners.anchoring.models import Partnership as Written
from partners.models import Contact, Partner
from reports.anchoring import reading
from reports.anchoring.rules import FEWEST_CASES, Known, Reason, reasons, without


@dataclass(frozen=True)
class ContactLeaves:
    """The live cases that a contact carries, those with nobody else named, and what the partnership is like after."""

    cases: list[Case]
    alone: set
    before: list[Reason]
    after: list[Reason]


@dataclass(frozen=True)
class Hit:
    """A partnership that one of our own people holds alone: every live case there is theirs, or they answer for it."""

    partner: Partner
    cases: int
    all_theirs: bool
    answers: bool


@dataclass(frozen=True)
class UserLeaves:
    """The live cases of one of the unit's people, and the partnerships that lose whom they know."""

    cases: list[Case]
    hits: list[Hit] = field(default_factory=list)


def _shown(ids, reader) -> list[Case]:
    """The cases that the reader's own door opens, by name."""
    rows = Case.objects.visible_to(reader).filter(pk__in=ids).select_related("person", "guide")
    return list(rows.order_by("person__sort_name", "pk"))


def carried_alone(known: Known, pk: int) -> frozenset:
    """The live cases that lie with one person at the partner and with nobody else there."""
    theirs = next((one.cases for one in known.carriers if one.pk == pk), frozenset())
    others = [one.cases for one in known.carriers if one.pk != pk]
    return theirs.difference(*others)


def if_contact_leaves(contact: Contact, reader: User, on: date) -> ContactLeaves:
    """What falls when the contact leaves the partner."""
    found = reading.partnerships(reader.unit, on, only=contact.partner_id)
    known = found[0].known if found else Known(has_agreement=True)
    mine = next((one.cases for one in known.carriers if one.pk == contact.pk), frozenset())
    after = reasons(without(known, contact.pk), on)
    before = found[0].reasons if found else []
    return ContactLeaves(_shown(mine, reader), set(carried_alone(known, contact.pk)), before, after)


def held_alone(by_partner: dict[int, set], own: set) -> set[int]:
    """The partners all of whose live cases are among ``own``; one case alone says nothing."""
    return {pk for pk, cases in by_partner.items() if len(cases) >= FEWEST_CASES and cases <= own}


def if_user_leaves(user: User, reader: User) -> UserLeaves:
    """What falls when one of the unit's own people leaves. A partner whose page names them as answering is hit too."""
    live = reading.unit_cases(user.unit_id).filter(closed_on=None)
    own = set(live.filter(guide=user).values_list("pk", flat=True))
    by_partner: dict[int, set] = defaultdict(set)
    parts, *named = reading.carried_rows(user.unit_id)
    pairs = set(parts[0].order_by().values_list("partner", "case"))
    for rows, contact, case in named:
        pairs |= set(rows.order_by().values_list(f"{contact}__partner", case))
    for partner, case in pairs:
        by_partner[partner].add(case)
    alone = held_alone(by_partner, own)
    written = Written.objects.filter(partner__unit=user.unit_id, ours_by__iexact=user.name)
    answers = set(written.order_by().values_list("partner", flat=True))
    partners = Partner.objects.of_unit(user.unit).filter(pk__in=alone | answers, is_active=True)
    hits = [
        Hit(one, len(by_partner[one.pk]), one.pk in alone, one.pk in answers)
        for one in partners.select_related("category").order_by("sort_name", "pk")
    ]
    return UserLeaves(_shown(own, reader), hits)
