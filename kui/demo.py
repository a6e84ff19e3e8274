"""The demo unit at true size: 8 guides, 500 running cases, two years of history, 40 partners, a year of reports.

Everything is made through the real actions at past dates; only the seeds are fixed. What an action would refuse a
person, it refuses the demo. Each part takes a generator of its own, so that a change of one changes no other.
"""

from collections.abc import Callable
from contextlib import nullcontext
from datetime import date, timedelta
from random import Random

from django.core.exceptions import ValidationError
from django.db import transaction

import exchange.demo
import intake.demo
import meetings.demo
import participation.access.demo
import partners.anchoring.demo
import partners.directory.demo
import partners.offers.demo
import portal.myplan.demo
import practice.demo
import programmes.demo
import programmes.places.demo
import progress.demo
import reports.questions.demo
import reports.release.demo
import reports.schedules.demo
import reports.sharing.demo
import reports.snapshots.demo
import workspace.demo
import workspace.transitions.demo
from accounts.models import Role, Unit, User
from cases.casefile import actions
from cases.demo import activity, around, documents, duty, notes, texts
from cases.demo import cases as stories
from cases.models import Case, Status
from core import clock
from participation.conversation import demo as conversations
from partners.invitations.actions import invitable, invite_contact
from partners.models import Contact, Partner
from plans.agreement import demo as plans_agreed
from plans.demo import plans
from plans.efforts import demo as efforts
from plans.plan.actions import take_in
from plans.plan.demo import load_templates
from plans.promises import demo as promises
from plans.qualification import demo as questions
from portal.myacts import demo as own_acts

SLUG = "nordkysten"

PASSWORD = "ung-i-nordkysten"  # noqa: S105 – printed with the demo's sign-ins, which exist on this machine only

GUIDES = (
    ("Lisbeth Dahl", "LDA"),
    ("Anders Vest", "AVE"),
    ("Mette Kofoed", "MKO"),
    ("Søren Bredahl", "SBR"),
    ("Jamila Iqbal Andersen", "JIA"),
    ("Thomas Holm-Lund", "THL"),
    ("Karen Råbjerg", "KRÅ"),
    ("Per Østberg", "PØS"),
)

RUNNING, WAITING, CLOSED = 500, 14, 190

SEED = 25


def is_loaded() -> bool:
    """Whether the demo unit is there, whole."""
    return Unit.objects.filter(slug=SLUG).exists()


def sign_ins() -> list[tuple[str, str, str]]:
    """``(role, e-mail, password)`` of one user per role, the authority's and an external partner's apart.

    The young person and the parent have no password: their page shows the code.
    """
    return [
        ("guide", "guide@nordkysten.example", PASSWORD),
        ("leader", "leder@nordkysten.example", PASSWORD),
        ("admin", "admin@nordkysten.example", PASSWORD),
        ("figures", "tal@nordkysten.example", PASSWORD),
        ("partner-authority", "familie@nordkysten.example", PASSWORD),
        ("partner", "fgu@nordkysten.example", PASSWORD),
        # Typed on Min plan's own page, which shows the code.
        ("youth", participation.access.demo.YOUTH, participation.access.demo.SHOWN),
        ("parent", participation.access.demo.PARENT, participation.access.demo.SHOWN),
    ]


@transaction.atomic
def load(say: Callable[[str], None], *, running: int = RUNNING) -> Unit:
    """Make the whole demo unit, or nothing. ``say`` is told how far it is; ``running`` scales it down for tests."""
    rng, scale = Random(SEED), running / RUNNING
    today = clock.today()
    unit = Unit.objects.create(slug=SLUG, name="Ungeenheden Nordkysten", municipality_code="0306")
    staff, admin = _staff(unit, today)
    say("Partners")
    directory = partners.directory.demo.load(unit, admin)
    _partner_users(unit, directory)
    _invite_another(unit, admin)
    load_templates(by=admin)
    _tell_stories(rng, unit, staff, directory, say, scale=scale)
    _shield_and_pause(rng, unit, staff)
    staff.left.is_active = False
    staff.left.save(update_fields=["is_active"])
    intake.demo.load(unit, staff)
    _load_around_the_cases(unit, staff, say, scale=scale)
    say("What departments are asked")
    questions.load(unit, Random(SEED), scale=scale)
    say("Partners at work")
    promises.load(unit, Random(SEED), most=max(6, round(24 * scale)))
    say("Cover, closings and looking back")
    workspace.demo.load(unit, staff)
    say("Young people who moved")
    exchange.demo.load(unit, staff, admin)
    practice.demo.load(unit, [staff.leader, *staff.guides])
    say("Programmes")
    programmes.demo.load(unit, staff.leader, staff.guides)
    programmes.places.demo.load(unit, partners.offers.demo.load(unit, admin))
    say("Who comes into Min plan")
    running_cases = Case.objects.filter(unit=unit, closed_on=None).select_related("guide", "person", "unit")
    running_cases = list(running_cases.order_by("opened_on", "person__sort_name", "id"))
    participation.access.demo.load(running_cases, staff.guides[0], Random(SEED), scale=scale)
    portal.myplan.demo.load(unit)
    own_acts.load(unit)
    say("Reports of the last twelve months")
    _freeze_reports(unit, staff)
    partners.anchoring.demo.load(unit, staff.leader, staff.guides)
    return unit


def _freeze_reports(unit, staff) -> None:
    """The reports that were made, which are made from now on, what was released, and what is asked of the numbers."""
    reports.snapshots.demo.load(unit, months=12)
    reports.schedules.demo.load(staff.leader, staff.guides[0])
    reports.release.demo.load(staff.leader)
    reports.questions.demo.load(staff.leader)
    reports.sharing.demo.load(unit, staff.leader, staff.guides[0])


def _tell_stories(rng: Random, unit, staff, directory, say: Callable[[str], None], *, scale: float) -> None:
    """The young people: each case from its opening until today, or until it was closed, with its plan."""
    today = clock.today()
    helpers = [partner for partner in directory if partner.is_active and partner.merged_into_id is None]
    told = _stories(rng, unit, staff, today, scale)
    for done, story in enumerate(told):
        if done % 50 == 0:
            say(f"Young people {done}/{len(told)}")
        silence = activity.fall_silent(story, done)
        case = stories.tell(story, by=staff.leader, take_in=take_in, reason=rng.choice(texts.REASONS))
        case.refresh_from_db()
        began = max(story.opened_on, today - timedelta(days=730))
        with clock.travel(silence) if silence else nullcontext():
            plan = plans.load(case, by=case.guide or staff.leader, on=began, rng=rng)
        if case.guide_id and not case.is_closed:
            carrying = Partner.objects.filter(contacts__milestones__plan=plan).distinct().order_by("pk")
            stories.surround(rng, case, helpers, carrying=list(carrying), by=case.guide)


def _load_around_the_cases(unit, staff, say: Callable[[str], None], *, scale: float) -> None:
    """What hangs on the open cases: duty, hand-overs, activities, documents, notes, and the people around."""
    say("The duty of 15–17-year-olds")
    duty.load(unit, rng=Random(SEED), scale=scale)
    workspace.transitions.demo.load(unit, rng=Random(SEED))
    say("What they say of their plans")
    plans_agreed.load(unit, rng=Random(SEED))
    say("Plans handed over")
    with_users = Partner.objects.filter(unit=unit, contacts__user__isnull=False).distinct().order_by("pk")
    plans.hand_over_some(unit, list(with_users), rng=Random(SEED), each=max(1, round(6 * scale)))
    say("Life in parallel")
    open_cases = Case.objects.filter(unit=unit, closed_on=None).select_related("guide", "unit")
    open_cases = list(open_cases.order_by("opened_on", "person__sort_name", "id"))
    activity.load(open_cases, Random(SEED))
    say("Efforts")
    efforts.load(open_cases, Random(SEED))
    say("Documents")
    running_cases = Case.objects.filter(unit=unit, closed_on=None).select_related("guide", "person")
    running_cases = list(running_cases.order_by("opened_on", "id"))
    documents.load(running_cases, Random(SEED))
    notes.load(running_cases, staff.guides, Random(SEED))
    say("Meetings")
    meetings.demo.load(running_cases, scale=scale)
    say("How it develops")
    progress.demo.load(running_cases, Random(SEED))
    say("The people around, and what partners were told")
    around.load(unit, staff, Random(SEED))
    say("What is said of goals and steps")
    conversations.load(running_cases, rng=Random(SEED))


def _user(unit, name: str, email: str, role: str, **fields) -> User:
    user = User(unit=unit, name=name, email=f"{email}@nordkysten.example", role=role, **fields)
    user.set_password(PASSWORD)
    user.save(force_insert=True)
    return user


def _staff(unit, today: date) -> tuple[stories.Staff, User]:
    guides = [
        _user(
            unit,
            name,
            "guide" if number == 0 else initials.lower().replace("å", "aa").replace("ø", "oe"),
            Role.GUIDE,
            initials=initials,
            phone=f"59 66 10 {20 + number}",
            qualification="Diplom i uddannelses- og erhvervsvejledning"
            if number % 3
            else "Master i vejledning",
        )
        for number, (name, initials) in enumerate(GUIDES)
    ]
    left = _user(unit, "Bodil Krag", "bkr", Role.GUIDE, initials="BKR")
    leader = _user(unit, "Hanne Leth", "leder", Role.LEADER, initials="HLE", phone="59 66 10 10")
    admin = _user(unit, "Ib Toft", "admin", Role.ADMIN, initials="ITO")
    _user(unit, "Dorte Friis", "tal", Role.FIGURES)
    return stories.Staff(guides, leader, left, today - timedelta(days=260)), admin


def _partner_users(unit, directory) -> None:
    """Give the family department two users, and two other departments and the FGU school one each."""
    for code, name, email in (
        ("family", "Sofia Ørsted", "familie"),
        ("family", "Jonas Brandt", "familie2"),
        ("employment", "Marie Juhl", "job"),
        ("social_psychiatry", "Lone Hvid", "psykiatri"),
        ("fgu", "Emma Jørgensen", "fgu"),
    ):
        partner = next(partner for partner in directory if partner.category.code == code)
        user = _user(unit, name, email, Role.PARTNER)
        Contact.objects.create(
            partner=partner,
            name=name,
            role="Kontaktperson",
            email=user.email,
            user=user,
            is_coordinator=True,
            from_on=date(2024, 8, 1),
        )


def _invite_another(unit, by) -> None:
    """One more is invited by the administrator, and waits for the leader to say that it is them."""
    contacts = Contact.objects.filter(partner__unit=unit).order_by("partner__name", "pk")
    contact = next((contact for contact in contacts if invitable(contact)), None)
    if contact:
        invite_contact(contact, by=by)


def _stories(rng: Random, unit, staff, today: date, scale: float) -> list[stories.Story]:
    """A hundred new a year for two years; the rest of the running cases are older."""
    made, numbers = [], iter(range(100_000))

    def add(count: float, opened: tuple[int, int], closed: tuple[int, int] | None = None):
        for _ in range(round(count * scale)):
            opened_on = today - timedelta(days=rng.randint(*opened))
            closed_on = None
            if closed:
                closed_on = max(today - timedelta(days=rng.randint(*closed)), opened_on + timedelta(days=60))
            made.append(
                stories.invent_story(
                    rng, unit, staff, next(numbers), opened_on=opened_on, closed_on=closed_on
                )
            )

    add(RUNNING - 180, (731, 1700))
    add(90, (366, 730))
    add(90, (8, 365))
    add(CLOSED, (500, 1500), (5, 420))
    for _ in range(max(2, round(WAITING * scale))):
        opened_on = today - timedelta(days=rng.randint(1, 28))
        story = stories.invent_story(rng, unit, staff, next(numbers), opened_on=opened_on, closed_on=None)
        story.guide, story.acts = None, []
        made.append(story)
    return made


def _shield_and_pause(rng: Random, unit, staff) -> None:
    """A few cases are shielded for named persons, a few paused."""
    running = list(
        Case.objects.filter(unit=unit, status=Status.RUNNING).order_by("opened_on", "person__sort_name")
    )
    for case in rng.sample(running, min(9, len(running))):
        try:
            actions.set_status(case, Status.PAUSED, by=staff.leader, note="Højskoleophold")
        except ValidationError:
            continue
    for case in rng.sample(running, min(3, len(running))):
        Case.objects.filter(pk=case.pk).update(shielded=True)
