"""The demo unit's template, a newcomer half-way through, and one who leaves."""

from collections.abc import Sequence
from datetime import timedelta

from accounts.models import User
from core import clock
from practice.onboarding.actions import begin_template, start_list, tick
from practice.onboarding.rules import Direction

WELCOME = "Kender FGU indefra og har arbejdet med unge i ti år. Sig hej i køkkenet."


def load(guides: Sequence[User], leader: User) -> None:
    """Begin with the template; the last guide is new, the one before leaves. Deterministic on a given day."""
    today = clock.today()
    newcomer, leaver, mentor = guides[-1], guides[-2], guides[0]
    begun = today - timedelta(days=20)
    with clock.travel(begun - timedelta(days=7)):
        begin_template(leader.unit, by=leader)
        told = {"mentor": mentor, "welcome": WELCOME, "day": begun}
        new = start_list(newcomer, by=leader, direction=Direction.JOINING, **told)
    for days, point in zip((1, 2, 3, 9, 13), new.points.order_by("due_on", "pk"), strict=False):
        with clock.travel(begun + timedelta(days=days)):
            tick(point, by=newcomer if days % 2 else leader)
    with clock.travel(today - timedelta(days=3)):
        last = today + timedelta(days=12)
        gone = start_list(leaver, by=leader, direction=Direction.LEAVING, day=last)
    with clock.travel(today - timedelta(days=1)):
        tick(gone.points.order_by("due_on", "pk")[0], by=leaver)
