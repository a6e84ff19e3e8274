"""Us and the others: guides and leaders look and write stories; leaders send and take in."""

from reports.sharing.actions import take_in_file, write_story
from tests.access_rows import Row
from tests.reports.sharing.conftest import file_of, sent


def extend(w):
    """A story that the leader wrote, and a file that they took in."""
    w.story = write_story(
        unit=w.unit, by=w.people["leader"], theme="team", kind="success", text="KANARIE-historie"
    )
    w.shared_file = take_in_file(sent(file_of()), unit=w.unit, by=w.people["leader"])


ROWS = [
    Row("reports:others", "guides and leaders"),
    Row("reports:sharing_file", "leaders", methods=("get", "post")),
    Row("reports:sharing_take_in", "leaders", methods=("get", "post")),
    Row(
        "reports:sharing_take_back",
        "leaders",
        kwargs=lambda w: {"pk": w.shared_file.pk},
        methods=("post",),
        unit_bound=True,
        ok=(303,),
    ),
    Row("reports:story_list", "guides and leaders"),
    Row("reports:story_add", "guides and leaders", methods=("get", "post")),
    Row(
        "reports:story_withdraw",
        "guides and leaders",
        kwargs=lambda w: {"pk": w.story.pk},
        methods=("get", "post"),
        unit_bound=True,
        only=frozenset({"leader"}),
    ),
]
