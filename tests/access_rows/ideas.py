"""What young people propose: guides and leaders, each in their own unit."""

from datetime import timedelta

from core import clock
from practice.ideas.actions import propose_idea
from practice.models import Idea
from tests.access_rows import Row


def extend(w):
    """Three ideas that are shown by now."""
    with clock.travel(clock.today() - timedelta(days=70)):
        for number in range(3):
            propose_idea(w.unit, f"En sofa {number}")
    w.idea = Idea.objects.filter(unit=w.unit).first()


ROWS = [
    Row("practice:idea_list", "guides and leaders"),
    Row(
        "practice:idea_add", "guides and leaders", methods=("get", "post"), data=lambda w: {"text": "en bus"}
    ),
    Row(
        "practice:idea_answer",
        "guides and leaders",
        methods=("get", "post"),
        kwargs=lambda w: {"idea_id": w.idea.pk},
        data=lambda w: {"status": "heard", "version": 1},
        ok=(200, 302, 303, 409),
        unit_bound=True,
    ),
]
