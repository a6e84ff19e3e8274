"""The unit's own development: guides and leaders, each in their own unit."""

from datetime import timedelta

from core import clock
from practice.postcards.actions import write_postcard
from tests.access_rows import Row


def extend(w):
    """A sealed postcard of the unit, and an opened one."""
    w.postcard = write_postcard(
        unit=w.unit, by=w.owner, text="KANARIE-postkort", opens_on=clock.today() + timedelta(days=30)
    )
    with clock.travel(clock.today() - timedelta(days=30)):
        day = clock.today() + timedelta(days=7)
        w.opened_postcard = write_postcard(unit=w.unit, by=w.owner, text="Vi turde mere", opens_on=day)


ROWS = [
    Row("practice:postcard_list", "guides and leaders"),
    Row("practice:postcard_add", "guides and leaders", methods=("get", "post")),
    Row(
        "practice:postcard_take_back",
        "guides and leaders",
        kwargs=lambda w: {"pk": w.postcard.pk},
        methods=("post",),
        unit_bound=True,
        only=frozenset({"owner", "leader"}),
        ok=(204, 303),
    ),
    Row(
        "practice:postcard_detail",
        "guides and leaders",
        kwargs=lambda w: {"pk": w.postcard.pk},
        unit_bound=True,
    ),
]
