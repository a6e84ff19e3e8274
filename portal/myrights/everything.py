"""Everything the young person may see, in one file to take along: the papers themselves, and the rest in two forms.

``min-plan.txt`` is for reading and ``min-plan.json`` for machines; both say the same. Nothing in it is about anybody
else than they and those who work with them. It is made while they wait: the papers exist already.
"""

import json
from dataclasses import asdict, replace
from datetime import date
from tempfile import SpooledTemporaryFile
from zipfile import ZIP_DEFLATED, ZipFile

from django.core.serializers.json import DjangoJSONEncoder
from django.template.loader import render_to_string

from accounts.models import User
from cases.models import Case, Consent
from core import clock
from meetings.minutes.young_person import own_minutes_in
from participation.models import Remark
from plans.handover.sheet import sheet_for
from plans.models import Handover
from plans.plan.reading import open_plan_of
from portal.myrights.consents import because
from portal.myrights.leaves import hider, progress_told, road_told
from portal.myrights.papers import MOST, own_copies
from portal.myrights.seen import in_words, looks_at

# What is larger waits on disk while it is sent.
IN_MEMORY = 5_000_000


def everything_of(case: Case, *, reader: User, on: date) -> SpooledTemporaryFile:
    """The ZIP, from its beginning. As many queries however much there is; one paper at a time is in memory."""
    told = told_of(case, reader=reader, on=on)
    out = SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - whoever sends it closes it
    with ZipFile(out, "w", ZIP_DEFLATED) as archive:
        archive.writestr("min-plan.txt", render_to_string("portal/myrights/everything.txt", told))
        archive.writestr(
            "min-plan.json", json.dumps(told, cls=DjangoJSONEncoder, ensure_ascii=False, indent=1)
        )
        for row in own_copies(case).only("pk", "number", "created_at", "pdf").iterator(chunk_size=1):
            day = clock.local_date(row.created_at)
            archive.writestr(f"planer/plan-{row.number}-{day:%Y-%m-%d}.pdf", bytes(row.pdf))
    out.seek(0)
    return out


def told_of(case: Case, *, reader: User, on: date) -> dict:
    """What is written about them that they may see, as plain values."""
    person, hide = case.person, hider(case)
    said = Remark.objects.filter(case=case).select_related("by")
    return {
        "made_on": on,
        "name": person.name,
        "birth_date": person.birth_date,
        "unit": case.unit.name,
        "guide": case.guide.name if case.has_guide else "",
        "plan": _plan(case, reader, on),
        "road": [
            {"on": stop.on, "what": stop.title, "words": stop.words, "praise": stop.praise}
            for stop in road_told(case, on)
        ],
        "progress": [
            {"what": figure.title, "sentence": figure.sentence, "head": figure.head, "rows": _cells(figure)}
            for figure in progress_told(case, on)
        ],
        "said": [
            {
                "on": row.said_on,
                "who": person.called if row.is_theirs else row.by.name,
                "text": hide(row.text),
            }
            for row in said
        ],
        "minutes": [asdict(one) for one in own_minutes_in(case, MOST)],
        "consents": [
            _consent(row) for row in case.consents.select_related("partner").order_by("from_on", "pk")
        ],
        "looks": [asdict(look) for look in in_words(case, list(looks_at(case)))],
    }


def _plan(case: Case, reader: User, on: date) -> dict | None:
    plan = open_plan_of(case)
    if plan is None:
        return None
    sheet = sheet_for(plan, Handover.Audience.YOUTH, language=reader.language, on=on)
    # The pictures stand under progress, in words.
    return asdict(replace(sheet, progress=()))


def _cells(figure) -> list[list[str]]:
    return [list(row.cells) for row in figure.rows]


def _consent(row: Consent) -> dict:
    return {
        "to": row.partner.name,
        "about": [str(topic) for topic in row.topic_words],
        "why": row.purpose,
        "because": because(row),
        "from": row.from_on,
        "until": row.last_day,
        "taken_back": row.withdrawn_at,
    }
