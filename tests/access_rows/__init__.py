"""THE permission specification, readable by a customer.

`ACTS` says, for each act on a case, who may do it, in every kind of case. `PAGES` says the same of pages that
are not about one case. Each route of the product points to one line of either (``ROWS`` in the modules beside
this file); ``tests/test_access.py`` tries every route, with ``KUI_MATRIX=all`` as every person.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

# Who they are, seen from the case.
PRINCIPALS = (
    "anonymous",
    "owner",  # the guide who carries it
    "deputy",
    "former owner",
    "colleague",  # a guide of the same unit
    "sparring",  # a colleague who opened it for sparring today
    "cover",  # a colleague who opened it to cover today
    "leader",
    "admin",
    "figures only",  # a director: the unit's released figures, and no case
    "partner",  # takes part, with a basis in force
    "partner unassigned",  # no coordinator, where a basis is in force and the case names a colleague
    "partner withdrawn",  # takes part, the consent is withdrawn
    "partner expired",  # takes part, the basis ended yesterday
    "partner elsewhere",  # takes no part
    "named",  # a colleague named on the shielded case
    "emergency",  # a colleague who broke the glass of the shielded case less than an hour ago
    "stranger",  # a guide of another unit
    "strange leader",  # the leader of another unit
    "youth",  # the young person, invited into Min plan of the plain case
    "parent",  # holds custody of them, and is invited too
    "other parent",  # holds custody of them too, and is invited apart
    "youth elsewhere",  # a young person of the unit whose case is none of these
    "youth, closed",  # the young person of the closed case, which may still be read
    "parent, closed",  # holds custody of them
    "parent, said yes",  # of somebody who is 18, and said yes to it
    "parent shut out",  # held custody of somebody who is 18 today and has not said yes
    "parent without custody",  # held it when they were invited, and does not any more
    "youth, withdrawn",  # was invited into Min plan, and the guide has closed it to them
    "parent, withdrawn",  # their parent, to whom it is closed too
    "deactivated",  # was the owner's deputy once; the account is closed
)
KINDS = ("plain", "shielded", "address protected", "closed")

_OWN = {"owner", "deputy"}
_READERS = _OWN | {"sparring", "cover", "leader"}
_NAMED_ONLY = _OWN | {"named"}
_SHIELDED_READERS = _NAMED_ONLY | {"emergency"}


def _act(plain: set[str], *, shielded: set[str], closed: set[str]) -> dict[str, set[str]]:
    return {"plain": plain, "address protected": plain, "shielded": shielded, "closed": closed}


# act → kind of case → who may. Everybody else gets 404, or 403 where they may know that the case exists.
ACTS: dict[str, dict[str, set[str]]] = {
    "read the case": _act(_READERS, shielded=_SHIELDED_READERS, closed=_READERS),
    "read the plan": _act(_READERS, shielded=_SHIELDED_READERS, closed=_READERS),
    "see who has seen it": _act(_OWN | {"leader"}, shielded=_OWN, closed=_OWN | {"leader"}),
    "read its reports": _act(_OWN | {"leader"}, shielded=_OWN, closed=_OWN | {"leader"}),
    "change the young person's facts": _act(_OWN, shielded=_OWN, closed=set()),
    "write a note": _act(_OWN | {"cover"}, shielded=_OWN, closed=set()),
    # Also when the case was closed while they wrote.
    "keep a draft": _act(_OWN | {"cover", "leader"}, shielded=_OWN, closed=_OWN | {"cover", "leader"}),
    "confirm the activity": _act(_OWN | {"cover"}, shielded=_OWN, closed=set()),
    "put off a line of the day": _act(_OWN, shielded=_OWN, closed=_OWN),
    "ask to close": _act(_OWN, shielded=_OWN, closed=set()),
    "make the summary of the support": _act(_OWN | {"leader"}, shielded=_OWN, closed=_OWN | {"leader"}),
    "look back after the closing": _act(set(), shielded=set(), closed=_OWN | {"leader"}),
    "record consent": _act(_OWN, shielded=_OWN, closed=set()),
    "see the CPR number": _act(_OWN, shielded=_OWN, closed=_OWN),
    "write the plan": _act(_OWN, shielded=_OWN, closed=set()),
    "move a milestone": _act(_OWN | {"cover"}, shielded=_OWN, closed=set()),
    "hand over the plan": _act(_OWN, shielded=_OWN, closed=set()),
    "write in a programme": _act(_OWN | {"leader"}, shielded=_OWN, closed=_OWN | {"leader"}),
    "assign": _act({"leader"}, shielded=set(), closed=set()),
    "weigh the case": _act(_OWN | {"leader"}, shielded=_OWN, closed=set()),
    "close": _act({"leader"}, shielded=set(), closed=set()),
    "reopen": _act(set(), shielded=set(), closed={"leader"}),
    "state a purpose": _act(
        {"colleague", "former owner", "named", "emergency", "sparring", "cover"},
        shielded={"named"},
        closed={"colleague", "former owner", "named", "emergency", "sparring", "cover"},
    ),
    "read the documents": _act(_READERS, shielded=_SHIELDED_READERS, closed=_READERS),
    "put a document there": _act(_OWN | {"cover"}, shielded=_OWN, closed=set()),
    "read a confidential document": _act(_OWN | {"leader"}, shielded=_OWN, closed=_OWN | {"leader"}),
    "withdraw a document": _act(_OWN | {"leader"}, shielded=_OWN, closed=_OWN | {"leader"}),
    "read a withdrawn document": _act({"leader"}, shielded=set(), closed={"leader"}),
    "send it to another municipality": _act(_OWN | {"leader"}, shielded=_OWN, closed=set()),
    "see what was sent away": _act(_OWN | {"leader"}, shielded=_OWN, closed=_OWN | {"leader"}),
    # Everybody's leader, and no one else: the reason stands without the name.
    "read why a protected plan was handed over": _act({"leader"}, shielded={"leader"}, closed={"leader"}),
    "let somebody into Min plan": _act(_OWN, shielded=_OWN, closed=_OWN),
    "read what is shared": _act({"partner"}, shielded=set(), closed=set()),
}

# Who may know that a case exists, and so gets 403 in place of 404.
KNOWS_OF_IT = {
    "plain": {
        "owner",
        "deputy",
        "former owner",
        "colleague",
        "sparring",
        "cover",
        "leader",
        "named",
        "emergency",
        "partner",
        "youth",
        "parent",
        "other parent",
    },
    "shielded": _SHIELDED_READERS,
}
KNOWS_OF_IT["address protected"] = KNOWS_OF_IT["plain"] - {"youth", "parent", "other parent"}
KNOWS_OF_IT["closed"] = KNOWS_OF_IT["address protected"] - {"partner"} | {"youth, closed", "parent, closed"}

_GUIDES = {
    "owner",
    "deputy",
    "former owner",
    "colleague",
    "sparring",
    "cover",
    "named",
    "emergency",
    "stranger",
}
_LEADERS = {"leader", "strange leader"}
_PARTNERS = {"partner", "partner unassigned", "partner withdrawn", "partner expired", "partner elsewhere"}
_YOUTH = {"youth", "youth elsewhere", "youth, closed"}
_PARENTS = {"parent", "other parent", "parent, closed", "parent, said yes"}
# To whom Min plan was open once: nothing is left to read.
SHUT_OUT = {"parent shut out", "parent without custody", "youth, withdrawn", "parent, withdrawn"}
# Everybody who comes by the way in of Min plan: they hear of no other page that there is one.
OUTSIDERS = _YOUTH | _PARENTS | SHUT_OUT

# page → who may. Everybody else gets 403.
PAGES: dict[str, set[str]] = {
    "everybody": set(PRINCIPALS),
    "signed in": _GUIDES | _LEADERS | {"admin", "figures only"} | _PARTNERS,
    "signed in, to whatever": _GUIDES | _LEADERS | {"admin", "figures only"} | _PARTNERS | OUTSIDERS,
    "guides": _GUIDES,
    "leaders": _LEADERS,
    "admins": {"admin"},
    "partners": _PARTNERS,
    "partners' coordinators": _PARTNERS - {"partner unassigned"},
    "guides and leaders": _GUIDES | _LEADERS,
    "guides, leaders and partners": _GUIDES | _LEADERS | _PARTNERS,
    "staff": _GUIDES | _LEADERS | {"admin"},
    "staff and partners": _GUIDES | _LEADERS | {"admin"} | _PARTNERS,
    "released figures": {"leader", "strange leader", "figures only"},
    "leaders and admins": _LEADERS | {"admin"},
    "leaders, admins and partners": _LEADERS | {"admin"} | _PARTNERS,
    # Min plan: of the case that they may enter, and of no other.
    "Min plan": _YOUTH | _PARENTS,
    "Min plan, alone": _YOUTH,
    "Min plan, to write": _YOUTH - {"youth, closed"},
}


def _NOTHING_NAMED(w) -> dict:
    return {}


@dataclass(frozen=True)
class Row:
    """One route: which line of ACTS or PAGES it follows, and how to call it.

    ``kwargs`` and ``data`` get the world (see ``tests/test_access.py``): ``w.case``, ``w.plan``,
    ``w.milestone``, ``w.note``, ``w.partner``, ``w.user``, …; ``case_id`` is filled in. ``ok`` are the
    statuses that mean "let in". ``strangers`` is what people get who pass the role but meet a row of another
    unit (usually 404).
    """

    name: str
    rule: str
    kwargs: Callable[[Any], dict] = field(default=_NOTHING_NAMED)
    methods: tuple[str, ...] = ("get",)
    data: Callable[[Any], dict] = field(default=lambda w: {})
    query: str = ""
    ok: tuple[int, ...] = (200, 302, 303, 422)
    # The row behind the page belongs to the unit: principals of another unit get 404 instead.
    unit_bound: bool = False
    # Only these may, of those whom the rule lets in; the others get 404 (a thing of one's own).
    only: frozenset[str] | None = None

    @property
    def about_a_case(self) -> bool:
        """Whether the rule is an act on a case."""
        return self.rule in ACTS

    @property
    def names_a_thing(self) -> bool:
        """Whether the address names something of the plain case."""
        return self.kwargs is not _NOTHING_NAMED


# Which of the cases is theirs.
OWN_CASE = {
    "youth": "plain",
    "parent": "plain",
    "other parent": "plain",
    "youth, closed": "closed",
    "parent, closed": "closed",
}

# To the young person alone: who reads along, and what their papers, the road and the pictures of how it goes say.
IN_THEIR_PAPERS = {
    "guardianname",
    "first_name",
    "last_name",
    "phone",
    "milestoneprofessional",
    "closedmilestonewords",
    "closedmilestonecannot",
    "agreementbecause",
    "consentpurpose",
    "remarktheirs",
    "remarkours",
    "waitingeffort",
    "effortname",
    "effortyouth",
    "closedeffort",
    "measurebecause",
    "levelwords",
    "minutesyouthtext",
    "decisionwhat",
}


def is_theirs_to_read(principal: str, kind: str, field: str) -> bool:
    """Whether it is the young person of that case who asks, and the field is in their papers."""
    return principal in _YOUTH and OWN_CASE.get(principal) == kind and field in IN_THEIR_PAPERS
