"""The table of limits and the unit's own choices: the administrator's."""

from datetime import timedelta

from core import clock
from core.limits import Limit
from tests.access_rows import Row


def extend(w):
    """A value whose day has not come."""
    w.coming_limit = Limit.objects.create(
        code="duty_contact_days",
        value=4,
        unit=Limit.Unit.WORKING_DAYS,
        valid_from=clock.today() + timedelta(days=40),
        source="Forslag",
    )


def _post(w):
    return {"value": 6, "valid_from": clock.today().isoformat(), "source": "Ny bekendtgørelse"}


_CODE = lambda w: {"code": "duty_contact_days"}  # noqa: E731
ROWS = [
    Row("accounts:limit_list", "admins"),
    Row("accounts:limit", "admins", kwargs=_CODE, methods=("get", "post"), data=_post),
    Row(
        "accounts:limit_take_back",
        "admins",
        kwargs=lambda w: {"code": "duty_contact_days", "pk": w.coming_limit.pk},
        methods=("post",),
    ),
    Row("accounts:unit_choices", "admins", methods=("get", "post"), ok=(200, 302, 303, 422)),
]
