"""Partnerships: guides and leaders read and name assumptions; leaders write, and see whom a leaving hits."""

from partners.anchoring.actions import name_assumption
from tests.access_rows import PAGES, Row

# The unit's own guides and leaders.
_OWN = frozenset(name for name in PAGES["guides and leaders"] if not name.startswith("strange"))
_LEADER = frozenset({"leader"})


def extend(w):
    """An assumption that the leader named."""
    w.assumption = name_assumption(w.partner, by=w.people["leader"], text="KANARIE-antagelse")


def _partner(w):
    return {"pk": w.partner.pk}


def _assumption(w):
    return {"pk": w.partner.pk, "assumption_pk": w.assumption.pk}


ROWS = [
    Row("reports:fragile_list", "guides and leaders"),
    Row("reports:partnership", "guides and leaders", kwargs=_partner, only=_OWN),
    Row("reports:if_contact_leaves", "leaders", kwargs=lambda w: {"pk": w.contact.pk}, only=_LEADER),
    Row("reports:if_user_leaves", "leaders", kwargs=lambda w: {"pk": w.owner.pk}, only=_LEADER),
    Row("partners:partnership_edit", "leaders", kwargs=_partner, methods=("get", "post"), only=_LEADER),
    Row("partners:joint_meeting_add", "leaders", kwargs=_partner, methods=("get", "post"), only=_LEADER),
    Row("partners:assumption_add", "guides and leaders", kwargs=_partner, methods=("get", "post"), only=_OWN),
    Row(
        "partners:assumption_challenge",
        "guides and leaders",
        kwargs=_assumption,
        methods=("get", "post"),
        only=_OWN,
    ),
    Row("partners:self_assessment_add", "leaders", kwargs=_partner, methods=("get", "post"), only=_LEADER),
]
