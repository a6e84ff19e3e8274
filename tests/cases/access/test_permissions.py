"""What each relation to a case permits, as the specification of the matrix says it; nothing of it asks a database."""

from types import SimpleNamespace

import pytest

from accounts.models import Role
from cases.access.permissions import PERMISSIONS, May, Permission, Relation, permissions, works_with_cases
from kui.checks import policy_of, routes
from tests.access_rows import ACTS
from tests.helpers import factories
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


@pytest.mark.parametrize(
    ("relation", "open_case", "closed_case"),
    [
        (Relation.SELF, OWN_PAGE, {Permission.MY_PLAN_READ, Permission.MY_PLAN_ALONE}),
        (Relation.PARENT, {Permission.MY_PLAN_READ}, {Permission.MY_PLAN_READ}),
    ],
)
def test_on_min_plan_one_writes_alone_and_reads_after_the_closing(relation, open_case, closed_case):
    user = SimpleNamespace(is_leader=False)
    for is_closed, may in [(False, open_case), (True, closed_case)]:
        case = SimpleNamespace(relation=relation, grant_purpose=None, is_closed=is_closed)
        assert permissions(case, user) == may


def test_a_leader_on_the_case_by_a_purpose_gains_nothing_more():
    """Only the case's own guide and those named on it keep the leader's permissions beside theirs."""
    for relation in set(PERMISSIONS) - {Relation.OWN, Relation.NAMED, Relation.LEADER}:
        case = SimpleNamespace(relation=relation, grant_purpose="sparring", is_closed=False)
        has = permissions(case, SimpleNamespace(is_leader=True))
        assert has == permissions(case, SimpleNamespace(is_leader=False)), relation


@pytest.mark.parametrize(
    ("role", "works"),
    [(Role.GUIDE, True), (Role.LEADER, True), (Role.ADMIN, False), (Role.PARTNER, False)],
)
def test_only_guides_and_leaders_of_a_unit_work_with_cases(db, unit, role, works):
    user = factories.UserFactory(unit=unit, role=role)
    assert works_with_cases(user) is works
    user.is_active = False
    assert works_with_cases(user) is False
