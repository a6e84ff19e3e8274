"""A partner's own card, changed by its own people."""

from datetime import timedelta

from core import clock
from partners.models import Absence
from tests.access_rows import Row


def extend(w):
    """The partner's contact is away next month."""
    first = clock.today() + timedelta(days=30)
    w.absence = Absence.objects.create(
        contact=w.contact, from_on=first, until_on=first, by=w.people["partner"]
    )


_OWN = frozenset({"partner"})


def _contact(w):
    return {"contact_pk": w.contact.pk}


ROWS = [
    Row(
        "partners:own_card_edit",
        "partners' coordinators",
        methods=("get", "post"),
        data=lambda w: {"phone": "20123456"},
    ),
    Row(
        "partners:own_contact_add",
        "partners' coordinators",
        methods=("get", "post"),
        data=lambda w: {"name": "Bo"},
    ),
    Row(
        "partners:own_contact_edit",
        "partners",
        methods=("get", "post"),
        kwargs=_contact,
        only=_OWN,
        data=lambda w: {"name": "Bo", "version": 1},
    ),
    Row("partners:absence_add", "partners", methods=("get", "post"), kwargs=_contact, only=_OWN),
    Row(
        "partners:absence_cancel",
        "partners",
        methods=("post",),
        kwargs=lambda w: {"absence_pk": w.absence.pk},
        only=_OWN,
    ),
    Row("partners:weekly_mail", "partners", methods=("post",), data=lambda w: {"wanted": "nej"}),
]
