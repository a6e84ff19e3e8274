"""Who is in the young person's life."""

from core import clock
from tests.access_rows import Row

ROWS = [
    Row("cases:network", "read the case"),
    Row(
        "cases:colleague_add",
        "change the young person's facts",
        methods=("get", "post"),
        data=lambda w: {"user": w.user.pk, "role": "Mentor", "on": clock.today().isoformat()},
        ok=(200, 303),
    ),
    Row(
        "cases:colleague_end",
        "change the young person's facts",
        methods=("post",),
        kwargs=lambda w: {"role_id": w.colleague_role.pk},
        ok=(303,),
    ),
]
