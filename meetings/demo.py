"""The demo unit's meetings, through the real actions at past dates: held, coming, moved, cancelled, shared or not."""

from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta

from cases.models import Case
from core import clock
from meetings.agenda import actions as agenda
from meetings.invitations import demo as invitations
from meetings.minutes import actions as minutes
from meetings.minutes.telling import covered_partners
from meetings.models import Attendee, Meeting, MeetingType, MinutesComment
from meetings.planning import actions
from meetings.planning.people import askable, partner_contacts
from meetings.planning.proposals import working_calendar
from partners.models import Contact

# What came of a point: (words of its title, text, kept out of what is shared).
OUTCOMES = (
    (
        "Uddannelse",
        "Vil gerne prøve FGU i to uger, før der vælges. Ungeguiden aftaler dagene med skolen.",
        False,
    ),
    ("Netværk", "Mormor vil gerne være med næste gang. Den unge spørger selv.", False),
    ("Helbred", "Fortalte om søvn og medicin. Følges op hos egen læge.", True),
    ("Hvem gør hvad", "Jobcentret tager fat i virksomheden, guiden i skolen.", False),
    ("Det, den unge", "Vil helst mødes om eftermiddagen. Det gør vi fremover.", False),
)
# What was agreed: (words, who, days).
AGREED = (
    ("Jeg besøger FGU en hel dag", "youth", 30),
    ("Ungeguiden aftaler dagene med skolen", "guide", 14),
    ("Praktikplads til påske er undersøgt", "partner", 45),
)
TO_THE_YOUNG = (
    "Tak for mødet. Vi talte om, hvad du gerne vil. Du prøver FGU. Vi finder dagene. "
    "Din mormor må gerne komme med næste gang."
)
PLACES = ("Ungeenheden, lokale 2", "Rådhuset, mødelokale Fjorden", "FGU, kantinen")


def load(cases: Sequence[Case], *, scale: float) -> None:
    """Give some of the running ``cases`` their meetings, so that each story is told at least once."""
    today = clock.today()
    settled = [case for case in cases if case.guide_id and case.opened_on < today - timedelta(days=110)]
    stories: tuple[Callable[[Case, date], None], ...] = (_today, _unshared, _approved, _moved, _cancelled)
    count = max(len(stories), round(60 * scale))
    step = max(len(settled) // count, 1)
    for number, case in enumerate(settled[::step][:count]):
        stories[number % len(stories)](case, today)
    coming = Meeting.objects.filter(state="invited", starts_at__gt=clock.now(), case__in=cases)
    invitations.load(coming.select_related("case__guide"))


def tell_of_two(case: Case) -> None:
    """One that was held, its minutes out for comment, and one to come."""
    today = clock.today()
    held = _held(case, _day(today - timedelta(days=8)), "coordination")
    _shared(held, days=1, approved=False)
    _planned(case, _day(today + timedelta(days=12)), "follow-up", hour=13, follows=held)


def _day(day: date) -> date:
    """The working day on ``day``, or the last one before it."""
    calendar = working_calendar(day)
    while not calendar.is_working_day(day):
        day -= timedelta(days=1)
    return day


def _people(case: Case) -> list[str]:
    """The young person, the guide, colleagues, and one from each partner: first of those that may be told the plan."""
    keys = [one.key for one in askable(case) if one.key.startswith(("youth", "colleague"))]
    rows = Contact.objects.filter(pk__in=[one.key[8:] for one in partner_contacts(case)])
    # Of a partner's people, the first who signs in, or else the first.
    by_partner = {
        row.partner_id: row
        for row in sorted(rows, key=lambda row: (row.user_id is None, row.pk), reverse=True)
    }
    covered = covered_partners(case, by_partner, clock.today())
    partners = sorted(by_partner.values(), key=lambda row: (row.partner_id not in covered, row.pk))
    return [*keys[:3], *(f"contact-{row.pk}" for row in partners)][:6]


def _planned(case: Case, on: date, code: str, *, hour=10, follows: Meeting | None = None) -> Meeting:
    form, people = MeetingType.objects.get(code=code), _people(case)
    with clock.travel(_morning(min(on - timedelta(days=14), clock.today()), case)):
        meeting = actions.plan_meeting(
            case,
            by=case.guide,
            type=form,
            starts_at=clock.at(on, hour),
            place=PLACES[on.day % len(PLACES)],
            follows=follows,
            people=people,
        )
        agenda.propose_agenda(meeting, by=case.guide)
        if follows is None:
            own = "Må jeg selv vælge min kontaktperson?"
            agenda.add_item(meeting, by=case.guide, title=own, source="youth")
        actions.invite(meeting, by=case.guide)
    return meeting


def _morning(day: date, case: Case) -> datetime:
    return min(clock.at(max(day, case.opened_on), 8), clock.now())


def _held(case: Case, on: date, code: str, *, youth_comes=True, follows: Meeting | None = None) -> Meeting:
    """A meeting that was held, with what came of it and what was agreed."""
    meeting = _planned(case, on, code, follows=follows)
    with clock.travel(clock.at(on, 11)):
        there = [row.key for row in meeting.attendees.asked() if youth_comes or not row.is_youth]
        actions.hold(meeting, by=case.guide, present=there)
        items = list(meeting.agenda.all())
        said = {
            item.pk: next(((text, kept) for word, text, kept in OUTCOMES if word in item.title), ("", False))
            for item in items
        }
        minutes.write_minutes(
            meeting, by=case.guide, expected_version=0, outcomes=said, youth_text=TO_THE_YOUNG
        )
        agenda.park_item(items[-1], by=case.guide, parked=True)
        if case.plans.filter(closed_on=None).exists():
            _agree(meeting, items[0], on)
    return meeting


def _agree(meeting: Meeting, item, on: date) -> None:
    what, who, days = AGREED[on.day % len(AGREED)]
    rows = Attendee.objects.filter(meeting=meeting, attended=True).exclude(contact=None)
    contact = rows.select_related("contact__partner").first() if who == "partner" else None
    who = "guide" if who == "partner" and contact is None else who
    minutes.decide(
        item,
        by=meeting.case.guide,
        what=what,
        responsible=who,
        due_on=on + timedelta(days=days),
        contact=contact and contact.contact,
    )


def _shared(meeting: Meeting, *, days: int, approved: bool) -> None:
    """Minutes shared so many days after the meeting; ``approved`` by all who were there, and closed."""
    case = meeting.case
    with clock.travel(clock.at(meeting.on + timedelta(days=days), 9)):
        row = minutes.minutes_of(meeting)
        minutes.send_minutes(row, by=case.guide, comment_until=clock.today() + timedelta(days=7))
        present = list(meeting.attendees.present())
        said, by = present[-1], case.guide
        if MinutesComment.objects.count() % 2:  # every other time a partner writes it themselves
            theirs = [one for one in present if one.contact_id and one.contact.user_id]
            said, by = next(((one, one.contact.user) for one in theirs), (said, by))
        minutes.comment(row, by=by, attendee=said, text="Datoen for besøget mangler.")
        for attendee in present if approved else present[:1]:
            minutes.approve(row, by=case.guide, attendee=attendee)
        if approved:
            minutes.lock_minutes(row, by=case.guide)


def _today(case: Case, today: date) -> None:
    """A meeting today, whose agenda has points of every source."""
    before = _held(case, _day(today - timedelta(days=90)), "coordination")
    _shared(before, days=2, approved=True)
    _planned(case, today, "follow-up", hour=14, follows=before)


def _unshared(case: Case, today: date) -> None:
    """Minutes that nobody has shared for more than five working days."""
    _held(case, _day(today - timedelta(days=14)), "coordination", youth_comes=False)


def _approved(case: Case, today: date) -> None:
    """One row of meetings: approved, shared, and the next one coming."""
    first = _held(case, _day(today - timedelta(days=95)), "first")
    _shared(first, days=3, approved=True)
    with clock.travel(clock.at(first.on + timedelta(days=12), 9)):
        minutes.add_to_minutes(
            minutes.minutes_of(first), by=case.guide, text="Besøget er flyttet til uge 40 efter aftale."
        )
    second = _held(case, _day(today - timedelta(days=5)), "coordination", follows=first)
    _shared(second, days=1, approved=False)
    _planned(case, _day(today + timedelta(days=21)), "coordination", hour=13, follows=second)


def _moved(case: Case, today: date) -> None:
    """A meeting that was moved after people were invited."""
    meeting = _planned(case, _day(today + timedelta(days=2)), "transition")
    with clock.travel(_morning(today - timedelta(days=1), case)):
        actions.move_meeting(
            meeting,
            by=case.guide,
            starts_at=clock.at(_day(today + timedelta(days=6)), 12, 30),
            place="Ungeenheden, lokale 1",
            why="Jobcentret kunne ikke den dag",
            expected_version=meeting.version,
        )


def _cancelled(case: Case, today: date) -> None:
    """A meeting that was cancelled, and a draft of a new one."""
    meeting = _planned(case, _day(today - timedelta(days=4)), "coordination")
    with clock.travel(_morning(today - timedelta(days=6), case)):
        actions.cancel_meeting(meeting, by=case.guide, why="Den unge er indlagt")
    actions.plan_meeting(
        case,
        by=case.guide,
        type=MeetingType.objects.get(code="coordination"),
        starts_at=clock.at(_day(today + timedelta(days=12)), 9, 30),
        place=PLACES[0],
        people=_people(case),
    )
