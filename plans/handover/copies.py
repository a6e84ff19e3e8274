"""A copy of the plan, as it would be handed over now: which version it is, its shape, and what is new in it."""

import json
from dataclasses import asdict, replace
from datetime import date

from django.db.models import Max
from django.utils import translation
from django.utils.translation import gettext as _

from core import clock
from core.paper import Paper
from plans.handover.models import Handover
from plans.handover.sheet import Sheet, sheet_for
from plans.paper.news import Change, Kind, changes

MOST_NEWS = 5  # more than that is no news but a list


def copy_for(plan, audience: str, *, paper: Paper | None = None, **to) -> Sheet:
    """The sheet (`sheet_for`) of the version that would be handed over now.

    It opens with what is new since the same audience last had one, in whatever language and shape that was.
    """
    paper = paper or Paper()
    sheet = sheet_for(plan, audience, language=paper.language, **to)
    number = (plan.handovers.aggregate(last=Max("number"))["last"] or 0) + 1
    sheet = replace(sheet, number=number, variant=paper.variant, sign=paper.sign)
    before = plan.handovers.filter(audience=audience, partner=to.get("partner")).defer("pdf")
    before = before.exclude(content="").order_by("-number").first()
    if before is None:
        return sheet
    with translation.override(sheet.language):
        news = _on_paper(changes(json.loads(before.content), json.loads(kept(sheet))), sheet)
    since: date | None = clock.local_date(before.created_at) if news else None
    return replace(sheet, news=news, news_since=since)


def kept(sheet: Sheet) -> str:
    """What a version says, part by part, as it is kept beside its bytes."""
    return json.dumps(asdict(replace(sheet, news=(), news_since=None)), default=str)


def _on_paper(found: list[Change], sheet: Sheet) -> tuple[Change, ...]:
    """What may stand on the new paper.

    What is gone is named to the young person alone: a basis may have ended, or an address been protected since.
    """
    if sheet.audience != Handover.Audience.YOUTH or sheet.protected:
        gone = [change for change in found if change.kind == Kind.REMOVED]
        found = [change for change in found if change.kind != Kind.REMOVED]
        if gone:
            found.append(Change(Kind.REMOVED, _("Something in the last version is not in this one")))
    if len(found) > MOST_NEWS:
        more = Change(Kind.CHANGED, _("More is new. Read it all, and ask if you wonder"))
        found = [*found[: MOST_NEWS - 1], more]
    return tuple(replace(change, before="") for change in found)
