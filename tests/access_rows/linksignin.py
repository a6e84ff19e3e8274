"""Signing in by link and told code: public, and the code told by the unit's own."""

from tests.access_rows import Row

ROWS = [
    Row(
        "partners:link_ask",
        "everybody",
        methods=("get", "post"),
        data=lambda w: {"email": "ingen@eksempel.dk"},
    ),
    Row("partners:link_sent", "everybody"),
    Row(
        "partners:link_open",
        "everybody",
        methods=("get", "post"),
        kwargs=lambda w: {"token": "nothing"},
        data=lambda w: {"code": "000000"},
    ),
    Row(
        "partners:contact_code",
        "staff",
        methods=("post",),
        kwargs=lambda w: {"pk": w.partner.pk, "contact_pk": w.contact.pk},
        unit_bound=True,
    ),
]
