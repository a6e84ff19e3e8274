"""Enhedens dag: Min dag over the whole unit, for its leader."""

from django.shortcuts import render
from django.views.decorators.http import require_GET

from accounts.access import role_view
from accounts.models import Role
from cases.access import door as access
from core import clock
from core.listing import PAGE_SIZE, Page, page_number
from workspace.day import day
from workspace.day.unit_day import AGES, NOBODY, THEMES, unit_day
from workspace.day.views import AWAY_SHOWN, away_line


def asked_for(params) -> dict:
    """The filters of the address; what is no choice is left out."""
    guide, age, theme = (params.get(name, "") for name in ("guide", "alder", "hvad"))
    is_guide = guide == NOBODY or (guide.isdecimal() and len(guide) < 10)
    return {
        "guide": guide if is_guide else "",
        "age": age if age in AGES else "",
        "theme": theme if theme in THEMES else "",
    }


@role_view(Role.LEADER)
@require_GET
def unit_day_page(request):
    """Where somebody waits: the lines of every guide's day, counted by age of delay; every count opens its list."""
    today, asked = clock.today(), asked_for(request.GET)
    found = unit_day(request.user, today, **asked)
    look = day.Page(request.path, may_act=False, with_guide=True)
    number = page_number(request)
    start = (number - 1) * PAGE_SIZE
    shown = found.lines[start : start + PAGE_SIZE]
    away = found.put_off if request.GET.get("vis") == "alle" else found.put_off[:AWAY_SHOWN]
    seen = {task.case.pk: task.case for task in [*shown, *(one.task for one in away)]}
    access.record_list("enhedens-dag", by=request.user, cases=seen.values())
    names = dict(found.guides)
    chips = [
        (name, value, words)
        for name, value, words in (
            ("guide", asked["guide"], names.get(asked["guide"], asked["guide"])),
            ("alder", asked["age"], asked["age"] and AGES[asked["age"]][0]),
            ("hvad", asked["theme"], asked["theme"] and THEMES[asked["theme"]][0]),
        )
        if value
    ]
    context = {
        "today": today,
        "found": found,
        "asked": asked,
        "ages": [(key, words) for key, (words, _belongs) in AGES.items()],
        "themes": [(key, words) for key, (words, _kinds) in THEMES.items()],
        "chips": chips,
        "page": Page(
            [task.line(today, look) for task in shown],
            number,
            len(found.lines) > start + PAGE_SIZE,
            len(found.lines),
        ),
        "put_off": [away_line(one, today, look) for one in away],
        "away": len(found.put_off),
    }
    return render(request, "workspace/day/unit_day.html", context)
