"""Consents that end: by their own date, or because the young person turns 18 and is asked anew."""

from datetime import date, timedelta
from functools import partial

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from cases.models import Consent, Participation
from cases.people import rules
from core.querysets import built_once
from core.templatetags.kui import day
from workspace.lines.line import Act, Task, go
from workspace.lines.source import About, Told, told

CONSENTS_AHEAD = 30


# How long a basis that ended unnoticed is still asked about, while the partner takes part.
ASKED_AFTER = 90


def consent_rows(about: About) -> QuerySet:
    """Bases that end within a month, or ended lately while the partner still takes part.

    One that reaches further for the same partner settles the line, and so does a withdrawal, or asking again: then the
    newer one has a line of its own when it ends.
    """
    return _ending(about.today).filter(case__among=about.cases)


@built_once
def _ending(today: date) -> QuerySet:
    until = today + timedelta(days=CONSENTS_AHEAD)
    taking_part = Participation.objects.current().holding(today)
    taking_part = taking_part.filter(case=OuterRef("case"), partner=OuterRef("partner"))
    further = Consent.objects.filter(
        Consent.in_force_q(until), case=OuterRef("case"), partner=OuterRef("partner")
    ).exclude(pk=OuterRef("pk"))
    of_age = rules.born_by(until, rules.OF_AGE)
    ends = Q(expires_on__lte=until) | Q(
        from_whom=Consent.FromWhom.CUSTODY, case__person__birth_date__lte=of_age
    )
    rows = Consent.objects.filter(
        ends,
        ~Exists(further),
        ~Exists(Consent.objects.filter(renews=OuterRef("pk"), withdrawn_at=None)),
        Consent.in_force_q(today) | Exists(taking_part),
        withdrawn_at=None,
        from_on__lte=today,
        expires_on__gte=today - timedelta(days=ASKED_AFTER),
    )
    return told(
        "consent", rows, case_id="case_id", day="expires_on", number="pk", other="partner_id", who="partner__name",
        what="from_whom",
    )  # fmt: skip


def consent_tasks(about: About, rows: list[Told]) -> list[Task]:
    """A line for each that ends, and one for all that have ended for the same young person."""
    latest, today = {}, about.today
    for found in sorted(rows, key=lambda row: (row.day, row.number)):
        row = Consent(
            pk=found.number, case=about.cases[found.case_id], from_whom=found.what, expires_on=found.day
        )
        row.partner_name = found.who
        latest[found.case_id, found.other] = row
    ended: dict = {}
    for row in latest.values():
        # What has ended already is one line for each young person: they are asked about all of it in one talk.
        ended.setdefault(row.case_id if row.last_day < today else row.pk, []).append(row)
    return [
        Task(
            rows[0].last_day,
            "consent",
            rows[0].case,
            partial(words, rows[0], today) if len(rows) == 1 else partial(words_of_several, rows),
            "lock",
            partial(ask_again, rows[0].pk) if len(rows) == 1 else see_all,
            ref=str(rows[0].pk),
        )
        for rows in ended.values()
    ]


def words(consent: Consent, today: date) -> str:
    """What ends, and why."""
    partner, lapses_on = consent.partner_name, consent.lapses_on
    if lapses_on and lapses_on <= consent.expires_on:
        text = (
            _("18 years: what a custody holder said yes to about %(partner)s holds no longer. Ask anew")
            if lapses_on <= today
            else _("Turns 18: then what a custody holder said yes to about %(partner)s holds no longer")
        )
        return text % {"partner": partner}
    if consent.expires_on < today:
        return _("What %(partner)s might be told ended %(day)s") % {
            "partner": partner,
            "day": day(consent.expires_on),
        }
    return _("What %(partner)s may be told ends") % {"partner": partner}


def words_of_several(rows: list[Consent]) -> str:
    """With whom nothing may be shared any more, though they take part."""
    names = [row.partner_name for row in rows]
    if len(names) > 3:
        names[2:] = [_("%(n)s more") % {"n": len(names) - 2}]
    listed = _("%(first)s and %(last)s") % {"first": ", ".join(names[:-1]), "last": names[-1]}
    return _("What %(partners)s might be told has ended") % {"partners": listed}


def see_all() -> tuple[Act, ...]:
    """All that may be told to whom, each to be asked for again."""
    return (go(_("See and ask again"), "cases:consents"),)


def ask_again(pk: int) -> tuple[Act, ...]:
    """A new one, filled in with what the former said."""
    return (go(_("Ask again"), "cases:consent_again", pk),)
