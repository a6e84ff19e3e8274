"""What is new in a version of the plan, in words: two versions as they were kept, told apart part by part.

A version is what `plans.handover.copies.kept` makes of a sheet: plain values, of the audience it was made for.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db import models
from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy


class Kind(models.TextChoices):
    """What happened to a part; in the order in which it is told."""

    REACHED = "reached", gettext_lazy("Reached")
    ADDED = "added", gettext_lazy("New in it")
    CHANGED = "changed", gettext_lazy("Changed")
    REMOVED = "removed", gettext_lazy("No longer there")


@dataclass(frozen=True)
class Change:
    """One thing that is new: a sentence's beginning in our words, and what it is about in theirs."""

    kind: str
    words: str
    what: str = ""
    before: str = ""


def changes(old: dict, new: dict) -> list[Change]:
    """What ``new`` says that ``old`` did not, and what it no longer says; reached first, then new, changed and gone."""
    found = [*_head(old, new)]
    for part, tell in (("goal_lines", _goal), ("steps", _step), ("efforts", _effort)):
        before = {row["key"]: row for row in old[part]}
        now = {row["key"]: row for row in new[part]}
        for key, row in now.items():
            found += tell(before.get(key), row, old["language"] == new["language"])
        found += [_gone(part, row) for key, row in before.items() if key not in now]
    order = list(Kind)
    return sorted(found, key=lambda change: order.index(Kind(change.kind)))


def _head(old: dict, new: dict) -> Iterator[Change]:
    if new["dream"] != old["dream"]:
        yield Change(Kind.CHANGED, _("The dream has new words"), before=old["dream"])
    if new["destination"] != old["destination"] and new["language"] == old["language"]:
        words = _("On the way to") if new["destination"] else _("There is no destination at the moment")
        yield Change(Kind.CHANGED, words, new["destination"], old["destination"])
    if new["small_step"] != old["small_step"] and new["small_step"]:
        yield Change(Kind.CHANGED, _("The first small step"), new["small_step"], old["small_step"])
    guide, former = new["guide"] or {}, old["guide"] or {}
    if guide.get("name") != former.get("name") and guide:
        yield Change(Kind.CHANGED, _("The guide is now"), guide["name"], former.get("name", ""))
    answer, former = ((sheet["asked"] or {}).get("answer") for sheet in (new, old))
    if answer != former and answer:
        yield Change(
            Kind.CHANGED, _("The plan has got a yes") if answer == "yes" else _("The plan has not got a yes")
        )


def _goal(old: dict | None, new: dict, _same: bool) -> Iterator[Change]:
    text, status = new["text"], new["status"]
    if status == "reached" and (old is None or old["status"] != "reached"):
        yield Change(Kind.REACHED, _("Goal reached"), text)
    elif old is None:
        yield Change(Kind.ADDED, _("New goal") if status == "now" else _("New goal, for later"), text)
    elif status != old["status"]:
        yield Change(Kind.CHANGED, _("We work for this now") if status == "now" else _("This can wait"), text)
    if old and text != old["text"]:
        yield Change(Kind.CHANGED, _("The goal now says"), text, old["text"])


def _step(old: dict | None, new: dict, same: bool) -> Iterator[Change]:
    what = new["own_words"]
    if new["reached_on"]:
        if old is None or not old["reached_on"]:
            yield Change(Kind.REACHED, _("Reached"), what)
        return
    if old is None:
        yield Change(Kind.ADDED, _("New step"), what)
        return
    if old["reached_on"]:
        yield Change(Kind.CHANGED, _("Not reached after all"), what)
    if what != old["own_words"]:
        yield Change(Kind.CHANGED, _("The step now says"), what, old["own_words"])
    if new["due_on"] != old["due_on"]:
        words = _("New day, %(day)s") % {"day": _day(new)} if new["due_on"] else _("Has no day any more")
        yield Change(Kind.CHANGED, words, what, _day(old))
    if same and new["who"] != old["who"]:
        yield Change(Kind.CHANGED, _("%(who)s does it now") % {"who": new["who"]}, what, old["who"])
    if _stuck(new) != _stuck(old):
        words = _("Cannot be done yet") if _stuck(new) else _("Can be done now")
        yield Change(Kind.CHANGED, words, what)
    if bool(new["wish"]) != bool(old["wish"]):
        yield Change(Kind.CHANGED, _("Waits for an answer") if new["wish"] else _("We have an answer"), what)


def _stuck(step: dict) -> bool:
    return step["status"] == "cannot_yet"


def _effort(old: dict | None, new: dict, _same: bool) -> Iterator[Change]:
    if old is None:
        yield Change(Kind.ADDED, _("New help"), new["name"])
    elif _going(new) != _going(old):
        yield Change(Kind.CHANGED, _("Goes on again") if _going(new) else _("Is over"), new["name"])
    elif new["last_on"] != old["last_on"] and new["last_on"]:
        words = _("Now lasts until %(day)s") % {"day": _day(new, "last_on")}
        yield Change(Kind.CHANGED, words, new["name"], _day(old, "last_on"))


def _going(effort: dict) -> bool:
    return effort["state"] in ("planned", "under_way")


def _gone(part: str, old: dict) -> Change:
    words = {
        "goal_lines": _("No longer a goal"),
        "steps": _("No longer a step"),
        "efforts": _("No longer in the plan"),
    }
    return Change(Kind.REMOVED, words[part], old.get("own_words") or old.get("text") or old["name"])


def _day(row: dict, name="due_on") -> str:
    return formats.date_format(date.fromisoformat(row[name])) if row[name] else ""
