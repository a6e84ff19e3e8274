"""What each relation to a case permits, as the specification of the matrix says it; nothing of it asks a database."""

from types import SimpleNamespace

import pytest

from cases.access.permissions import May, Permission, Relation, permissions
from kui.checks import policy_of, routes
from tests.access_rows import ACTS
from tests.helpers.world import ROWS

# Who they are → what they are to the case, and the purpose they stated.
WHO = {
    "owner": (Relation.OWN, None),
    "colleague": (Relation.COLLEAGUE, None),
    "sparring": (Relation.GRANTED, "sparring"),
    "cover": (Relation.GRANTED, "cover"),
    "leader": (Relation.LEADER, None),
    "named": (Relation.NAMED, None),
    "emergency": (Relation.EMERGENCY, None),
    "partner": (Relation.SHARED, None),
}
# Who is anything to a case of that kind.
THERE = {
    "plain": {"owner", "colleague", "sparring", "cover", "leader", "partner"},
    "shielded": {"owner", "named", "emergency"},
    "closed": {"owner", "colleague", "sparring", "cover", "leader"},
}
# What no route asks for by itself: it narrows what another permission opened.
NARROWS = {
    Permission.DOCUMENT_CONFIDENTIAL: "read a confidential document",
    Permission.DOCUMENT_WITHDRAWN: "read a withdrawn document",
    Permission.BUNDLE_SEND: "send it to another municipality",
}
# For the young person and a parent on their own page: nobody at work has them.
OWN_PAGE = {Permission.MY_PLAN_READ, Permission.MY_PLAN_WRITE, Permission.MY_PLAN_ALONE}


def specified(kind: str) -> dict[str, set[str]]:
    """Permission → those who have it on a case of that kind."""
    policies = {name: policy_of(name, pattern).removeprefix("case: ") for name, pattern in routes()}
    may = {permission: set(ACTS[act][kind]) for permission, act in NARROWS.items()}
    for row in ROWS:
        if row.about_a_case and policies[row.name] not in NARROWS:
            may.setdefault(policies[row.name], set()).update(ACTS[row.rule][kind])
    # A purpose is stated by whoever knows of the case and has not opened it.
    may[Permission.ASK_PURPOSE] = may[Permission.ASK_PURPOSE] & {"colleague"}
    return may


@pytest.mark.parametrize("kind", THERE)
@pytest.mark.parametrize("who", WHO)
def test_each_relation_permits_what_is_specified_and_no_more(who, kind):
    may = specified(kind)
    assert set(may) | OWN_PAGE == set(Permission)
    if who not in THERE[kind]:
        return
    relation, purpose = WHO[who]
    case = SimpleNamespace(relation=relation, grant_purpose=purpose, is_closed=kind == "closed")
    has = permissions(case, SimpleNamespace(is_leader=who == "leader"))
    assert has == {
        permission for permission, people in may.items() if who in people and permission not in OWN_PAGE
    }


@pytest.mark.parametrize("relation", [Relation.OWN, Relation.NAMED])
def test_a_leader_loses_nothing_by_another_relation(relation):
    case = SimpleNamespace(relation=relation, grant_purpose=None, is_closed=False)
    as_leader = permissions(
        SimpleNamespace(relation=Relation.LEADER, is_closed=False), SimpleNamespace(is_leader=False)
    )
    as_guide = permissions(case, SimpleNamespace(is_leader=False))
    assert permissions(case, SimpleNamespace(is_leader=True)) == as_leader | as_guide != as_guide


def test_a_permission_is_asked_for_by_its_name():
    may = May({Permission.NOTE_ADD})
    assert may.note_add and not may.close
    with pytest.raises(AttributeError, match="note_ad"):
        may.note_ad  # noqa: B018 - a slip of the pen is no refusal
