"""Where a code is sent: read as it is kept, and whether somebody else has the same.

Couples and families share telephones and mailboxes. A code that is sent there lets in whoever reads it, so a shared
address gets none: its entry is by paper.
"""

from collections.abc import Mapping

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from cases.models import Case, Guardian, YoungPerson
from core.crypto import blind_index
from core.phones import phone_in, phone_spellings
from participation.access.models import Entry
from partners.models import Contact


def read_destination(typed: str) -> str:
    """An e-mail in lower case or a mobile number as it is kept; "" for what is neither."""
    text = " ".join((typed or "").split())
    if "@" not in text:
        return phone_in(text)
    try:
        validate_email(text)
    except ValidationError:
        return ""
    return text.lower()


def fits_channel(destination: str, channel: str) -> bool:
    """Whether a code can come there in that way."""
    if channel == Entry.Channel.PAPER:
        return not destination
    return bool(destination) and ("@" in destination) == (channel == Entry.Channel.MAIL)


def _having(destination: str) -> Q:
    if "@" in destination:
        return Q(email__iexact=destination)
    return Q(phone__in=phone_spellings(destination))


def shared_with(
    destination: str, *, person: YoungPerson, guardian: Guardian | None = None, told_to: User | None = None
) -> list[str | Promise]:
    """Whose else the address is, in words that name nobody; empty when it is theirs alone.

    Of a case that ``told_to`` may not know of (a shielded one, another unit's) it is not said what they are.
    ``guardian`` is the parent it is meant for, else it is the young person's own. Somebody who stands in two units, or
    a parent at two siblings, is one and the same: known by number, and by name.
    """
    has = _having(destination)
    young, adults = YoungPerson.objects.filter(has), Guardian.objects.filter(has)
    entries = Entry.objects.standing().filter(destination_index=blind_index(destination))
    if guardian is None:
        young = young.exclude(pk=person.pk)
        if person.cpr_index:
            young = young.exclude(cpr_index=person.cpr_index)
        entries = entries.exclude(case__person=person, kind=Entry.Kind.SELF)
    else:
        adults = adults.exclude(pk=guardian.pk).exclude(name__iexact=guardian.name)
        entries = entries.exclude(guardian=guardian)
    found = {
        _("another young person") if guardian is None else _("a young person"): (young, "cases"),
        _("an adult around a young person"): (adults, "person__cases"),
        _("somebody else who has access to Min plan"): (entries, "case"),
    }
    words = _theirs(found, told_to)
    if User.objects.filter(has, is_active=True).exists():
        words.append(_("a colleague or a partner's user"))
    if Contact.objects.filter(has).exists():
        words.append(_("a contact of a partner"))
    return words


def _theirs(found: Mapping[str | Promise, tuple], told_to: User | None) -> list[str | Promise]:
    """The words of which there are rows whose case ``told_to`` may know of, and one word for all others."""
    if told_to is None:
        return [words for words, (rows, _case) in found.items() if rows.exists()]
    known = Case.objects.known_to(told_to).values("pk")
    told = [words for words, (rows, case) in found.items() if rows.filter(**{f"{case}__in": known}).exists()]
    others = any(rows.exclude(**{f"{case}__in": known}).exists() for rows, case in found.values())
    return [*told, _("somebody else")] if others else told


def is_shared(entry: Entry) -> bool:
    """Whether the address of ``entry`` is somebody else's too, as of now."""
    return bool(shared_with(entry.destination, person=entry.case.person, guardian=entry.guardian))
