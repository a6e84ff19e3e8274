"""Who is in an answer is in its row on the trail, on every page and in every file."""

import re

import pytest
from django.db import transaction

from audit import trail
from audit.models import AuditEvent
from cases.models import Case, YoungPerson
from tests.access_rows import ACTS, PAGES
from tests.helpers import whole_day
from tests.helpers.world import ROWS, _objects, _url, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.once]

NAME = re.compile(r"navn\d+x")
ROLES = ("owner", "leader", "colleague", "partner")
# A name that one's own request brings along, and nothing of ours is looked up by.
GIVEN = {"intake:intake"}


@pytest.fixture(scope="module")
def people(world):
    """Everybody has a name of their own, and each role's day is full; the name → the ids of their cases."""
    with transaction.atomic():
        whole_day.fill(world.people["owner"], world.people["colleague"], world.people["leader"], 2)
        names = {}
        for number, person in enumerate(YoungPerson.objects.order_by("pk")):
            name = f"Navn{number}x"
            YoungPerson.objects.filter(pk=person.pk).update(
                first_name=name,
                last_name="Lund",
                preferred_name="",
                sort_name=f"lund {name}",
                search_name=name.lower(),
            )
            names[name.lower()] = {
                str(pk) for pk in Case.objects.filter(person=person).values_list("pk", flat=True)
            }
        # What was opened lately stands beside the day.
        for principal in ("owner", "leader"):
            for pk in Case.objects.visible_to(world.people[principal]).values_list("pk", flat=True)[:9]:
                trail.record("case.look", by=world.people[principal], case_id=pk)
        yield names
        transaction.set_rollback(True)


def _recorded(since: int) -> set[str]:
    """The cases that rows of the trail speak of."""
    found = set()
    for case_id, changes in AuditEvent.objects.filter(pk__gt=since).values_list("case_id", "changes"):
        found.add(str(case_id))
        found.update(map(str, changes.get("cases", ())))
    return found


def _answer(world, row, principal, kind):
    """The names in the answer, and the cases of which its rows speak; what was written is undone."""
    objects = _objects(world, kind)
    client = world.clients[principal]
    with transaction.atomic():
        last = AuditEvent.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
        cookies = client.cookies.copy()
        url = _url(row, objects)
        response = client.get(url) if "get" in row.methods else client.post(url, row.data(objects))
        response.content_read = (
            b"".join(response.streaming_content) if response.streaming else response.content
        )
        recorded = _recorded(last)
        client.cookies = cookies
        transaction.set_rollback(True)
    return set(NAME.findall(text_of(response))), recorded


@pytest.mark.in_turn
@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name + row.query)
def test_who_is_shown_is_on_the_trail(world, people, row):
    kind = "plain" if row.about_a_case else None
    wrong = []
    for principal in ROLES:
        if principal not in (row.only or (ACTS[row.rule][kind] if kind else PAGES[row.rule])):
            continue
        shown, recorded = _answer(world, row, principal, kind)
        wrong += [
            f"{principal}: {name}" for name in sorted(shown) if people[name] and not people[name] & recorded
        ]
    assert not wrong, f"{row.name}{row.query}\n" + "\n".join(wrong)


def test_it_sees_names(world, people):
    """It would be blind without."""
    row = next(row for row in ROWS if row.name == "workspace:my_day")
    shown, recorded = _answer(world, row, "owner", None)
    assert len(shown) > 10 and len(recorded) > 10
