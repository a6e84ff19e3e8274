"""Us and the others: guides and leaders look and write stories; leaders send and take in."""

from reports.others.actions import write_story
from tests.access_rows import Row


def extend(w):
    """A story that the leader wrote."""
    w.story = write_story(
        unit=w.unit, by=w.people["leader"], theme="team", kind="success", text="KANARIE-historie"
    )


ROWS = [
    Row("reports:others", "guides and leaders"),
    Row("reports:sharing_file", "leaders", methods=("get", "post")),
    Row("reports:sharing_take_in", "leaders", methods=("get", "post")),
    Row("reports:story_list", "guides and leaders"),
    Row("reports:story_add", "guides and leaders", methods=("get", "post")),
    Row(
        "reports:story_withdraw",
        "guides and leaders",
        kwargs=lambda w: {"pk": w.story.pk},
        methods=("post",),
        unit_bound=True,
        only=frozenset({"leader"}),
    ),
]
