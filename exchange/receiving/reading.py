"""What another municipality sent, read with suspicion: the content as today's schema says it, or a refusal."""

import json
from datetime import date

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from cases.models import Case, Status, Topic
from cases.people.actions import find_known
from exchange.bundle import content, history, sealing
from exchange.receiving.checks import check_content
from exchange.receiving.models import BundleReceived
from plans.models import GoalStatus


def read(data: bytes) -> dict:
    """The content of a bundle, an older one in today's words.

    Raises sealing.Refused: `older` or `newer` for a schema we do not know, `broken` for what does not fit.
    """
    try:
        said = json.loads(data)
        schema = said["schema"]
    except (ValueError, KeyError, TypeError, RecursionError):
        raise sealing.Refused("broken") from None
    if schema not in (1, 2, content.SCHEMA) or isinstance(schema, bool):
        raise sealing.Refused("older" if isinstance(schema, int) and schema < content.SCHEMA else "newer")
    try:
        if schema == 1:
            _renew(said)
        if schema < content.SCHEMA:
            _renew_plan(said["plan"])
        check_content(said)
    except (KeyError, TypeError, ValueError, AttributeError, ValidationError):
        raise sealing.Refused("broken") from None
    return said


def _renew(said: dict) -> None:
    """Give what the first schema said the shape of today's; what it did not say is empty."""
    said["summary"], said["documents"] = None, []
    said["case"]["shielded"] = False
    said["history"] = [
        history.line("status", Status(row["status"]).label, date.fromisoformat(row["from_on"]))
        | {"until_on": row["until_on"]}
        for row in said["statuses"]
    ]
    for row in said["guardians"]:
        row["until_on"] = None
    for row in said["partners"]:
        row |= {"cvr": "", "contact": ""}
    empty = dict.fromkeys(("cvr", "from_whom", "form", "witness", "rule", "rule_text"), "")
    codes = {str(label): code for code, label in Topic.choices}
    for row in said["consents"]:
        row |= empty | {"topics": [codes.get(words, words) for words in row["topics"]]}
    for row in [*said["notes"], *(more for note in said["notes"] for more in note["additions"])]:
        row |= {"named": "", "with_names": ""}
    for row in said["plan"]["milestones"] if said["plan"] else ():
        for move in row["moves"]:
            move["by"] = ""


def _renew_plan(told: dict | None) -> None:
    """Give an earlier schema's plan the shape of today's: a goal was left behind or not, and nothing had a reason."""
    for goal in told["goals"] if told else ():
        dropped = goal.pop("is_dropped")
        if not isinstance(dropped, bool):
            raise TypeError("neither yes nor no")
        goal |= {
            "status": GoalStatus.REMOVED if dropped else GoalStatus.NOW,
            "reached_on": None,
            "removed_because": _("no reason is known") if dropped else "",
            "moves": [],
        }
    for row in told["milestones"] if told else ():
        row |= {"cannot_on": None, "cannot_because": ""}


def known_case(unit, said: dict) -> Case | None:
    """The unit's open case about the same young person, found by the CPR number."""
    known = find_known(unit, cpr=said["person"]["cpr"])
    return known.cases.open().first() if known else None


def source_of(said: dict, row: BundleReceived) -> str:
    """Who sent it: the unit as it calls itself, and the installation as we know it."""
    unit, name = said["from"]["unit"], row.sender.name
    return unit if unit == name else f"{unit} ({name})"
