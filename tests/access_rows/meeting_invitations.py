"""Invitations, the calendar and a partner's own meetings: each their own, and by a secret link no name."""

from datetime import timedelta

from cases.models import YoungPerson
from core import clock
from core.crypto import secret_hash
from meetings.models import CalendarFeed, Meeting, Notice
from tests.access_rows import PAGES, Row
from tests.helpers.invitations import make_meeting

SECRET = "kui_en-hemmelighed-til-proeven-af-doeren"
_ANSWER = {"answer": "yes"}


def extend(w):
    """A meeting in each open case to which everybody is asked; the young person's link, and the owner's feed."""
    week = clock.at(clock.today() + timedelta(days=1), 10)
    for number, (kind, made) in enumerate(w.kinds.items()):
        if kind == "closed":  # plans no meeting: the door refuses before one is looked for
            made.invited_to, made.youth_asked = w.kinds["plain"].invited_to, w.kinds["plain"].youth_asked
            continue
        contact = made.partner.contacts.first()
        people = ("youth", f"colleague-{w.owner.pk}", f"colleague-{w.user.pk}", f"contact-{contact.pk}")
        at = week + timedelta(hours=number)
        made.invited_to = make_meeting(made.case, *people, by=w.owner, at=at, place="Rådhuset, lokale 4")
        made.youth_asked = made.invited_to.attendees.get(is_youth=True)
    w.invited_to, w.youth_asked = w.kinds["plain"].invited_to, w.kinds["plain"].youth_asked
    w.colleague_asked = w.invited_to.attendees.get(user=w.user)
    w.contact_asked = w.invited_to.attendees.get(contact=w.partner.contacts.first())
    mail = w.colleague_asked.notices.get().mail
    values = {"method": "REQUEST", "of_sequence": 0, "secret_hash": secret_hash(SECRET), "mail": mail}
    Notice.objects.create(attendee=w.youth_asked, sequence=0, **values)
    # A link opens while it was sent to the address that is theirs.
    YoungPerson.objects.filter(cases=w.kinds["plain"].case).update(email=mail.to)
    CalendarFeed.objects.create(user=w.owner, secret_hash=secret_hash(SECRET))


OUTSIDE = (
    "anonymous",
    "admin",
    "partner",
    "partner unassigned",
    "partner withdrawn",
    "partner expired",
    "partner elsewhere",
    "stranger",
    "strange leader",
)


def sow(w):
    """Where a young person with a protected address meets, and of a shielded case, is read by nobody outside."""
    for kind in ("address protected", "shielded"):
        word = f"knr{kind.replace(' ', '')}xmeetingplace"
        w.canaries[kind]["meetingplace"] = word
        Meeting.objects.filter(pk=w.kinds[kind].invited_to.pk).update(
            place=word, online=f"https://{word}.example"
        )
        for principal in OUTSIDE:
            w.foreign[principal][word] = f"the place of a meeting of the {kind} case"


def _link(w):
    return {"secret": SECRET}


def _of_youth(w):
    return {"meeting_id": w.invited_to.pk, "attendee_id": w.youth_asked.pk}


ROWS = [
    Row("meetings:answer", "everybody", kwargs=_link, methods=("get", "post"), data=lambda w: _ANSWER),
    Row("meetings:answer_ics", "everybody", kwargs=_link),
    Row("meetings:feed", "everybody", kwargs=_link),
    Row("meetings:answer", "everybody", kwargs=lambda w: {"secret": "kui_forkert"}, ok=(404,)),
    Row("meetings:feed", "everybody", kwargs=lambda w: {"secret": "kui_forkert"}, ok=(404,)),
    Row("meetings:calendar", "guides and leaders"),
    Row("meetings:calendar", "guides and leaders", query="?vis=liste"),
    Row("meetings:feed_make", "guides and leaders", methods=("post",)),
    Row("meetings:feed_end", "guides and leaders", methods=("post",)),
    Row(
        "meetings:own_answer",
        "guides and leaders",
        kwargs=lambda w: {"attendee_id": w.colleague_asked.pk},
        methods=("post",),
        data=lambda w: _ANSWER,
        only=frozenset({"colleague"}) & PAGES["guides and leaders"],
    ),
    Row(
        "meetings:attendee_answer",
        "write the plan",
        kwargs=_of_youth,
        methods=("post",),
        data=lambda w: _ANSWER,
    ),
    Row(
        "meetings:meeting_tell",
        "write the plan",
        kwargs=lambda w: {"meeting_id": w.invited_to.pk},
        methods=("post",),
    ),
    Row(
        "meetings:attendee_required",
        "write the plan",
        kwargs=_of_youth,
        methods=("post",),
        data=lambda w: {"required": "yes"},
    ),
    Row("portal:our_meetings", "partners"),
    Row(
        "portal:our_answer",
        "partners",
        kwargs=lambda w: {"attendee_id": w.contact_asked.pk},
        methods=("post",),
        data=lambda w: _ANSWER,
        only=frozenset({"partner"}),
    ),
    Row(
        "portal:our_point",
        "partners",
        kwargs=lambda w: {"attendee_id": w.contact_asked.pk},
        methods=("get", "post"),
        only=frozenset({"partner"}),
    ),
]
