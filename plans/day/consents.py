"""Consents that expire."""

from datetime import date, timedelta

from django.utils.translation import gettext as _

from cases.models import Consent
from plans.day.line import Act, Task, go

CONSENTS_AHEAD = 30


def consent_tasks(cases: dict, unit, today: date, user) -> list[Task]:
    """Consents that expire within a month; one query."""
    until = today + timedelta(days=CONSENTS_AHEAD)
    rows = Consent.objects.filter(Consent.in_force_q(today), case__in=list(cases), expires_on__lte=until)
    return [
        Task(
            expires,
            "consent",
            cases[case_id],
            _("The consent about %(partner)s expires") % {"partner": name},
            "lock",
            renew_acts,
            ref=str(pk),
        )
        for pk, case_id, name, expires in rows.values_list("pk", "case_id", "partner__name", "expires_on")
    ]


def renew_acts() -> tuple[Act, ...]:
    """Ask again."""
    return (go(_("Renew"), "samtykke/nyt/"),)
