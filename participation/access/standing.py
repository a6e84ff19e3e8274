"""Who may enter Min plan of a case as of a day, who could be let in, and why somebody's access has ended."""

from dataclasses import dataclass, replace
from datetime import date

from django.core.exceptions import ValidationError
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.models import Case, Guardian
from participation.access.actions import refuse_unless_allowed
from participation.access.models import Entry
from participation.access.rules import parents_enter_until
from participation.access.sending import not_arrived


@dataclass(frozen=True)
class Standing:
    """Somebody who is, or could be, let in: the young person when ``guardian`` is None, else a parent.

    ``ended`` says why an invitation lets them in no longer; ``refused`` why they cannot be invited now.
    """

    name: str
    guardian: Guardian | None
    entry: Entry | None
    ended: str | Promise
    refused: str
    # The last message to them did not arrive.
    unreached: bool = False

    @property
    def lets_in(self) -> bool:
        """Whether they can come in now."""
        return self.entry is not None and not self.ended


def standing_of(case: Case, on: date) -> list[Standing]:
    """The young person, then each adult around them of whom there is something to say; four queries."""
    entries = case.entries.standing().select_related("guardian", "invited_by", "last_sms")
    rows = {row.guardian_id: row for row in entries}
    unreached = not_arrived(rows.values())
    live = set(Entry.objects.live(on).filter(case=case).values_list("pk", flat=True))
    adults = [adult for adult in case.person.guardians.all() if not adult.until_on or adult.until_on > on]
    gone = [row.guardian for row in rows.values() if row.guardian and row.guardian not in adults]
    for adult in adults:
        adult.person = case.person
    lines = [
        _line(case, guardian, rows.get(guardian.pk if guardian else None), live, on)
        for guardian in (None, *adults, *gone)
    ]
    lines = [replace(line, unreached=bool(line.entry and line.entry.pk in unreached)) for line in lines]
    return [line for line in lines if line.guardian is None or line.entry or line.guardian.has_custody]


def _line(case: Case, guardian: Guardian | None, entry: Entry | None, live: set, on: date) -> Standing:
    ended = "" if entry is None or entry.pk in live else why_ended(case, guardian, on)
    refused = ""
    try:
        agreed_on = on if guardian and case.person.is_of_age(on) else None
        refuse_unless_allowed(case, guardian, on=on, despite=True, agreed_on=agreed_on)
    except ValidationError as error:
        refused = " ".join(error.messages)
    return Standing((guardian or case.person).name, guardian, entry, ended, refused)


def why_ended(case: Case, guardian: Guardian | None, on: date) -> str | Promise:
    """Why an invitation that nobody withdrew lets in no longer."""
    if case.is_closed:
        return gettext_lazy("The case was closed.")
    if guardian is not None and guardian.contact_ban:
        return gettext_lazy("They must have no contact with the young person.")
    if case.person.is_of_age(on):
        day = date_format(parents_enter_until(case.person.birth_date), "DATE_FORMAT")
        return _("It ended on %(day)s: the young person is of age. Ask them whether it may go on.") % {
            "day": day
        }
    if guardian is not None and not guardian.has_custody:
        return gettext_lazy("They no longer hold custody.")
    return gettext_lazy("The young person is protected.")
