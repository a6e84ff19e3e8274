"""Invented inquiries of the demo unit, one or more in each state, made through the real actions at past dates."""

from datetime import timedelta

from cases.guides import actions as guides_actions
from cases.models import Case, Knowledge, Status
from core import clock
from intake.inquiries import actions as inquiries_actions
from intake.inquiries.models import Department, Inquiry, Statement, TargetGroup
from partners.models import Partner

# First name, last name, age in years, who asks, their name and number, target group, why.
ASKED = (
    (
        "Liv", "Søgaard", 16.2, "school", "Karen Bro, Nordskolen", "59 66 33 22", "duty",
        "Er ikke mødt i 9. klasse siden uge 38. Klasselæreren har talt med hjemmet to gange. Liv siger selv, at hun "
        "hellere vil arbejde med dyr.",
    ),
    (
        "Malthe", "Friis", 17.4, "parent", "Mor, Anne Friis", "20 33 18 40", "mental",
        "Sover om dagen og er holdt op med at gå på HF. Mor er bange for, at han isolerer sig.",
    ),
    (
        "Yasmin", "Haddad", 19.1, "young_person", "", "", "newcomer",
        "Kom selv forbi. Vil gerne i gang med noget, hvor hun lærer mere dansk, helst i en butik.",
    ),
    (
        "Oliver", "Bjerre", 15.6, "department", "Familieafdelingen", "59 66 40 11", "placed",
        "Flytter til en plejefamilie i kommunen næste måned og skal have en ny skole og en fast voksen.",
    ),
    (
        "Freja", "Lundgreen", 18.3, "department", "Beskæftigelsesafdelingen", "59 66 50 02", "no_education",
        "Har søgt kontanthjælp. Har gået på tre ungdomsuddannelser uden at blive færdig.",
    ),
    (
        "Noah", "Kirk", 17.9, "school", "FGU Nordkysten", "59 66 70 10", "drugs",
        "Er ofte væk om mandagen og siger, at han ryger for meget hash. Vil gerne have hjælp.",
    ),
    (
        "Sille", "Ravn", 16.8, "other", "Træner i håndboldklubben", "26 11 40 90", "leaving_school",
        "Har talt om at droppe ud af 10. klasse. Vil tale med en voksen uden for familien.",
    ),
    (
        "Adam", "Thorup", 20.5, "parent", "Far", "40 12 60 71", "no_education",
        "Har været hjemme siden lærepladsen stoppede i foråret.",
    ),
)  # fmt: skip


BASIS = (
    ("consent", "Mundtligt samtykke fra den unge og mor, noteret samme dag"),
    ("law", "Forvaltningsloven § 28, stk. 2, nr. 3"),
)


QUESTION = "Kender I den unge, er der en åben sag hos jer, og er der noget, vi skal tage hensyn til?"


ANSWERS = (
    (
        "uu",
        "take_in",
        "Vi har haft to samtaler. Er ikke afklaret om uddannelse, men vil gerne i praktik.",
        "Niels i UU",
    ),
    (
        "employment",
        "unsure",
        "Ingen sag hos os endnu. Vi kan tilbyde en virksomhedspraktik, hvis I tager opgaven.",
        "Birgit i ungeteamet",
    ),
    ("citizen_service", "unsure", "Ingen ydelser. Adressen er uændret.", "Borgerservice"),
)


KNOWN_BY = ("fgu", "eud", "mental", "drugs", "placed", "newcomer", "duty", "parent", "disability", "crime")


def load(unit, staff) -> None:
    """Inquiries new, asked, answered, put off, guided elsewhere, and taken in; and what guides know about.

    Some have waited too long.
    """
    today = clock.today()
    _describe_guides(staff)
    groups = {group.code: group for group in TargetGroup.objects.all()}
    family = Partner.objects.filter(
        unit=unit,
        category__code="family",
        has_authority=True,
        side="internal",
        is_active=True,
        merged_into=None,
    ).first()
    days = (2, 18, 5, 9, 30, 44, 12, 21)
    made = [
        _receive(unit, staff.guides[number % 3], groups, told, today - timedelta(days=days[number]))
        for number, told in enumerate(ASKED)
    ]
    _ask(made[1], staff.guides[1], family, today - timedelta(days=12), answers=1)
    _ask(made[3], staff.guides[0], family, today - timedelta(days=4), answers=2)
    _ask(made[6], staff.guides[0], None, today - timedelta(days=8), answers=3)
    _decide_some(made, staff.leader, today)
    _with_waiting_cases(unit, staff, groups, today)


def _describe_guides(staff) -> None:
    """What each guide knows about, and which of them receive inquiries."""
    for number, guide in enumerate(staff.guides):
        codes = KNOWN_BY[number % len(KNOWN_BY)], KNOWN_BY[(number * 3 + 1) % len(KNOWN_BY)]
        guides_actions.describe_guide(
            guide,
            by=staff.leader,
            knowledge=list(Knowledge.objects.filter(code__in=codes)),
            works_with_intake=number < 6,
            qualification=guide.qualification,
            expected_version=guide.version,
        )


def _decide_some(made: list[Inquiry], leader, today) -> None:
    """One wait that is over, one guided elsewhere, and one wait that goes on."""
    with clock.travel(clock.at(today - timedelta(days=22), 10)):
        inquiries_actions.decide(
            made[4],
            "wait",
            by=leader,
            reason="Begynder i praktik via beskæftigelsesafdelingen. Vi taler sammen igen.",
            wait_until=today - timedelta(days=1),
        )
    with clock.travel(clock.at(today - timedelta(days=36), 14)):
        inquiries_actions.decide(
            made[5],
            "elsewhere",
            by=leader,
            where="Rusmiddelbehandlingen, ungesporet",
            reason="Er i gang på FGU og har en god kontakt dér. Ringer selv, hvis han vil mere.",
        )
    with clock.travel(clock.at(today - timedelta(days=3), 9)):
        inquiries_actions.decide(
            made[7],
            "wait",
            by=leader,
            reason="Far og søn vil prøve selv hen over jul.",
            wait_until=today + timedelta(days=40),
        )


def _receive(unit, by, groups, told, day) -> Inquiry:
    first, last, age, asked_by, name, contact, group, reason = told
    inquiry = Inquiry(
        unit=unit,
        first_name=first,
        last_name=last,
        birth_date=day - timedelta(days=int(age * 365.25)),
        asked_by=asked_by,
        asked_by_name=name,
        asked_by_contact=contact,
        target_group=groups.get(group),
        reason=reason,
        received_on=day,
    )
    with clock.travel(clock.at(day, 10)):
        return inquiries_actions.receive_inquiry(inquiry, by=by)


def _ask(inquiry: Inquiry, by, partner, day, *, answers: int) -> None:
    """Ask as many departments as answer, and the family department's ``partner``, which has not answered yet."""
    with clock.travel(clock.at(day, 11)):
        if partner is not None:
            _question(inquiry, "family", partner, by, BASIS[0], day)
        asked = [(_question(inquiry, row[0], None, by, BASIS[1], day), row) for row in ANSWERS[:answers]]
    for number, (statement, (_code, view, text, said_by)) in enumerate(asked):
        with clock.travel(clock.at(day + timedelta(days=1 + number), 13)):
            inquiries_actions.answer_statement(statement, by=by, view=view, text=text, said_by=said_by)


def _question(inquiry, code, partner, by, basis, day) -> Statement:
    statement = Statement(
        inquiry=inquiry,
        department=Department.objects.get(code=code),
        partner=partner,
        question=QUESTION,
        basis=basis[0],
        basis_note=basis[1],
        asked_on=day,
    )
    return inquiries_actions.ask_department(statement, by=by)


def _with_waiting_cases(unit, staff, groups, today) -> None:
    """Most cases that wait for a guide came by an inquiry: it says who asked, and gives them their target group."""
    waiting = Case.objects.filter(unit=unit, status=Status.WAITING, shielded=False).select_related("person")
    for number, case in enumerate(waiting.order_by("opened_on", "pk")[:10]):
        person, told = case.person, ASKED[number % len(ASKED)]
        inquiry = _receive(
            unit,
            staff.guides[number % 6],
            groups,
            (person.first_name, person.last_name, 17.0, *told[3:7], case.reason or told[7]),
            case.opened_on - timedelta(days=6),
        )
        Inquiry.objects.filter(pk=inquiry.pk).update(birth_date=person.birth_date)
        with clock.travel(clock.at(case.opened_on, 9)):
            inquiries_actions.decide(
                inquiry, "taken_in", by=staff.leader, reason="Hører til i ungeenheden.", case=case
            )
