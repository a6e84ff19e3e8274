"""Cases as adjectives; `CaseQuerySet.visible_to` is the one door to them."""

from datetime import date, timedelta

from django.db.models import Q

from accounts.models import carries_q
from cases.access.querysets import AccessQuerySet
from core.freshness import fresh_since
from core.limits import limit


class CaseQuerySet(AccessQuerySet):
    """Adjectives of cases."""

    def open(self):
        """Not closed."""
        return self.filter(closed_on=None)

    def without_acting_guide(self):
        """Open, and nobody who can carry cases is its guide: it waits for one, or its guide has stopped.

        A cover ends by itself, and changes nothing: the case needs a guide all the same. Overblik, Fordeling,
        Overdrag and Enhedens dag count by this.
        """
        return self.open().exclude(carries_q("guide__"))

    def covered(self, on: date):
        """For whose guide somebody covers on that day; the same as `Case.is_covered`."""
        return self.filter(cover_from__lte=on, cover_until__gt=on)

    def overdue(self, on: date):
        """With a milestone whose day has passed; the same as `Case.is_overdue`."""
        return self.filter(earliest_open_due__lt=on)

    def unconfirmed(self, on: date, fresh_days: int):
        """Whose activity nobody has confirmed for ``fresh_days`` days; the opposite of `Case.activity_is_fresh`."""
        return self.filter(
            Q(activity_confirmed_on=None) | Q(activity_confirmed_on__lt=fresh_since(on, fresh_days))
        )

    def without_contact(self, on: date, contact_days: int):
        """Running, and a talk should have been held by now."""
        since = on - timedelta(days=contact_days)
        return self.filter(
            Q(last_contact_on__lt=since) | Q(last_contact_on=None, opened_on__lt=since), status="running"
        )

    def stalled(self, on: date):
        """Running, and nothing has happened for too long, and nobody lets it rest; the same as `Case.is_stalled`."""
        since = on - timedelta(days=limit("stalled_days", on=on))
        rows = self.filter(
            Q(status_since__lt=since) | Q(status_since=None, opened_on__lt=since),
            Q(stall_rests_until=None) | Q(stall_rests_until__lte=on),
            status="running",
        )
        for sign in ("last_contact_on", "activity_confirmed_on", "last_move_on"):
            rows = rows.filter(Q(**{sign: None}) | Q(**{f"{sign}__lt": since}))
        return rows

    def matching_name(self, folded: str):
        """Whose folded names hold every word of ``folded`` (see `core.text.fold`)."""
        rows = self
        for word in folded.split()[:6]:
            rows = rows.filter(person__search_name__contains=word)
        return rows


# The columns a list row needs. Never the CPR number: it would be decrypted for every row and shown in none.
LIST_COLUMNS = (
    "id",
    "opened_on",
    "status",
    "shielded",
    "closed_on",
    "activity",
    "activity_confirmed_on",
    "activity_clash",
    "opened_on",
    "status_since",
    "last_move_on",
    "stall_rests_until",
    "last_contact_on",
    "cover_from",
    "cover_until",
    "earliest_open_due",
    "person__first_name",
    "person__last_name",
    "person__preferred_name",
    "person__birth_date",
    "person__address_protected",
    "person__protected_until",
    "person__custody",
    "person__needs_interpreter",
    "guide__name",
    "guide__initials",
    "guide__is_active",
    "guide__role",
    "cover__name",
    "cover__is_active",
    "cover__role",
)
