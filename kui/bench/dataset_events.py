"""What else goes on in a unit that is filled: something of every kind that Min dag tells of, so that the page
measured is whole.

Each guide has as much of it as a guide has in an ordinary week. No other figure of a case hangs on it.
"""

from datetime import date, datetime, timedelta
from itertools import count

from audit.models import AuditEvent
from cases.models import Case, ClosingRequest, Consent, DutyBreach, Mention, Note, StatusPeriod, YoungPerson
from core import clock
from intake.models import Department, Inquiry, Statement
from workspace.models import Postponement, Transfer, TransferLine

ENDING, LOOKS, MENTIONS, PUT_OFF, QUIET, REVIEWED, INQUIRIES = 4, 12, 4, 4, 3, 3, 4


def add_events(unit, guides, leader, cases: list[Case], consents: list[Consent]) -> None:
    """Around each guide's own: ``cases`` and ``consents`` are those of the unit, as they were inserted."""
    today, moment = clock.today(), clock.now()
    department = Department.objects.order_by("position", "pk").first()
    for place, guide in enumerate(guides):
        own = [case for case in cases if case.guide_id == guide.pk]
        other = guides[(place + 1) % len(guides)]
        theirs = [case for case in cases if case.guide_id == other.pk]
        _breaches(own, today)
        _ending(own, consents, today)
        _quiet(own, today)
        _mentioned(guide, other, own[:2] + theirs[:2], moment)
        _handed_over(unit, other, guide, own[4:7], leader, today)
        _asked_to_close(own[7:9], guide, leader, moment)
        _put_off(own, unit, guide, today)
        _looked_back(unit, guide, place, today)
        _inquiries(unit, guide, place, department, today)
        AuditEvent.objects.bulk_create(
            AuditEvent(
                at=moment - timedelta(minutes=n),
                actor_id=guide.pk,
                actor_name=guide.name,
                unit_id=unit.pk,
                action="case.look",
                case_id=case.pk,
                relation="own",
            )
            for n, case in zip(range(LOOKS), own[20:], strict=False)
        )


def _breaches(own: list[Case], today: date) -> None:
    """Clocks of the duty that run, and one that was missed."""
    young = [case for case in own if case.person.birth_date > today - timedelta(days=365 * 17)]
    DutyBreach.objects.bulk_create(
        DutyBreach(case=case, learned_on=today - timedelta(days=days), how="school")
        for case, days in zip(young, (1, 4, 30), strict=False)
    )


def _ending(own: list[Case], consents: list[Consent], today: date) -> None:
    """Bases that end soon, or ended while the partner takes part."""
    ids = {case.pk for case in own}
    soon = [consent for consent in consents if consent.case_id in ids][: 2 * ENDING]
    for n, consent in enumerate(soon):
        Consent.objects.filter(case=consent.case_id, partner=consent.partner_id).update(
            expires_on=max(today + timedelta(days=12 if n % 2 else -5), consent.from_on)
        )


def _quiet(own: list[Case], today: date) -> None:
    """Cases where nothing has happened for long, and one whose activities contradict each other."""
    long_ago = today - timedelta(days=100)
    Case.objects.filter(pk__in=[case.pk for case in own[10 : 10 + QUIET]]).update(
        last_contact_on=long_ago, activity_confirmed_on=long_ago, status_since=long_ago
    )
    Case.objects.filter(pk=own[14].pk).update(activity_clash="hours", activity_confirmed_on=today)


def _mentioned(guide, by, cases: list[Case], moment: datetime) -> None:
    notes = Note.objects.bulk_create(
        Note(case=case, kind="talk", happened_on=moment.date(), text=f"@{guide.initials}", by=by)
        for case in cases[:MENTIONS]
    )
    Mention.objects.bulk_create(
        Mention(note=note, case_id=note.case_id, user=guide, by=by, made_at=moment - timedelta(hours=n))
        for n, note in enumerate(notes)
    )


def _handed_over(unit, giver, taker, cases: list[Case], leader, today: date) -> None:
    """Some cases for good, and a cover that is on."""
    for_good, cover = Transfer.objects.bulk_create(
        Transfer(
            unit=unit,
            from_user=giver,
            to_user=taker,
            from_on=today - timedelta(days=5),
            by=leader,
            reason="Ny fordeling",
            **kind,
        )
        for kind in ({"kind": "for_good"}, {"kind": "cover", "until_on": today + timedelta(days=9)})
    )
    TransferLine.objects.bulk_create(TransferLine(transfer=for_good, case=case) for case in cases)
    Case.objects.filter(pk__in=[case.pk for case in cases]).update(last_contact_on=today - timedelta(days=8))
    TransferLine.objects.bulk_create(TransferLine(transfer=cover, case=case) for case in cases[:2])


def _asked_to_close(cases: list[Case], guide, leader, moment: datetime) -> None:
    """One waits for the leader, one was sent back."""
    asked = {"asked_by": guide, "reason": "destination", "asked_at": moment - timedelta(days=6)}
    back = {"decision": "sent_back", "decided_by": leader, "decided_at": moment, "words": "Hvad med planen?"}
    ClosingRequest.objects.bulk_create(
        [ClosingRequest(case=cases[0], **asked), ClosingRequest(case=cases[1], **asked, **back)]
    )


def _put_off(own: list[Case], unit, guide, today: date) -> None:
    """Talks that can wait."""
    rows = []
    for case in own[15:]:
        due = case.last_contact_on + timedelta(days=unit.contact_days)
        if due <= today and len(rows) < PUT_OFF:
            rows.append(
                Postponement(
                    case=case,
                    source="contact",
                    due_on=due,
                    until_on=today + timedelta(days=6),
                    reason="Er på højskole",
                    by=guide,
                )
            )
    Postponement.objects.bulk_create(rows)


def _looked_back(unit, guide, place: int, today: date) -> None:
    """Cases closed with a destination three months ago."""
    closed_on, number = today - timedelta(days=92), count(place * REVIEWED)
    people = [
        YoungPerson(
            unit=unit,
            first_name="Efter",
            last_name=f"Forløb {next(number)}",
            birth_date=today - timedelta(days=20 * 365),
        )
        for _n in range(REVIEWED)
    ]
    for person in people:
        person.derive()
    YoungPerson.objects.bulk_create(people)
    cases = Case.objects.bulk_create(
        Case(
            person=person,
            unit=unit,
            opened_on=closed_on - timedelta(days=300),
            closed_on=closed_on,
            status="closed",
            close_reason="destination",
            guide=guide,
            status_since=closed_on,
        )
        for person in people
    )
    StatusPeriod.objects.bulk_create(
        StatusPeriod(case=case, recorded_by=guide, **period)
        for case in cases
        for period in (
            {"status": "running", "from_on": case.opened_on, "until_on": closed_on},
            {"status": "closed", "from_on": closed_on},
        )
    )


def _inquiries(unit, guide, place: int, department, today: date) -> None:
    """Inquiries that wait: some for a statement."""
    rows = [
        Inquiry(
            unit=unit,
            first_name="Ny",
            last_name=f"Henvendelse {place}-{n}",
            birth_date=today - timedelta(days=16 * 365),
            asked_by="school",
            reason="Fravær",
            received_on=today - timedelta(days=10 + n),
            received_by=guide,
        )
        for n in range(INQUIRIES)
    ]
    for row in rows:
        row.derive()
    Inquiry.objects.bulk_create(rows)
    Statement.objects.bulk_create(
        Statement(
            inquiry=row,
            department=department,
            question="Kender I den unge?",
            basis="law",
            basis_note="Loven",
            asked_on=today - timedelta(days=12),
            asked_by=guide,
        )
        for row in rows[::2]
    )
