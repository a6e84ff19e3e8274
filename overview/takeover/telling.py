"""Whoever's work a hand-over moves is told by a mail: how much of which kind, and of whom nothing."""

from collections import Counter, defaultdict

from django.conf import settings
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.users.serving import mail_check
from cases.models import Case
from core import clock
from core.mail.outbox import queue_each
from overview.takeover.left import Kind, in_words
from overview.takeover.undoing import OF_USER, Done, Given
from plans.models import Milestone
from plans.promises.people import readers_of

# What goes back to the case's own guide when nobody takes it over.
TO_THE_GUIDE = (Kind.COVER, Kind.MEETING, Kind.MINUTES)


def concerned(done: Done) -> list[tuple[Given, User]]:
    """Each line with everybody whose work it is, or was."""
    found, guides = [], _guides([one.case_id for one in done.given])
    for one in done.given:
        if done.event.action == OF_USER:
            back = done.to is None and one.kind in TO_THE_GUIDE
            people = (done.who, done.to, guides.get(one.case_id) if back else None)
        else:
            people = (guides.get(one.case_id), _reader(done, one))
        found += [
            (one, person) for person in dict.fromkeys(people) if person is not None and person.is_active
        ]
    return found


def tell(done: Done, people: list[tuple[Given, User]], *, by, back=False) -> None:
    """A mail to each of ``people``, but ``by``: it was given on, or is given ``back``."""
    concerns: dict[User, Counter] = defaultdict(Counter)
    for one, person in people:
        if person.pk != by.pk:
            concerns[person][one.kind] += 1

    def write(to) -> tuple[str, str]:
        words = _("%(by)s has given on what lay with %(who)s. Of that this concerns you: %(what)s.")
        subject = _("KUI: something was given on")
        if back:
            words = _(
                "%(by)s has taken a hand-over back: with %(who)s lies again what concerns you: %(what)s."
            )
            subject = _("KUI: a hand-over is taken back")
        said = words % {"by": by.name, "who": done.who.name, "what": in_words(concerns[to])}
        return subject, f"{said}\n\n{settings.SITE_URL}/"

    queue_each(concerns, write, still_wanted=mail_check)


def _guides(case_ids: list) -> dict[str, User]:
    today = clock.today()
    cases = Case.objects.filter(pk__in=filter(None, case_ids)).select_related("guide", "cover")
    return {str(case.pk): case.acting_guide(today) for case in cases}


def _reader(done: Done, one: Given) -> User | None:
    """The contact who has a promise, if they sign in and may read it."""
    if done.to is None or one.kind != Kind.PROMISE or done.to.user is None:
        return None
    row = Milestone.objects.filter(pk=one.pk, contact=done.to.pk)
    row = row.select_related("contact__partner__category", "plan__case").first()
    return done.to.user if row and done.to.user in readers_of(row, clock.today()) else None
