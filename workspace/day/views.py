"""Min dag: the guide's front page."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.access import role_view
from accounts.models import Role
from cases.access import door as access
from cases.access.door import case_view
from cases.access.permissions import Permission
from cases.activity import actions
from core import clock
from core.fragments import fragment
from core.http import acted, announce, next_url, see_other
from core.templatetags.kui import day as drawn_day
from workspace.day import day, putting_off
from workspace.day.forms import PutOffForm
from workspace.day.themes import ThemeFilterSet
from workspace.lines.line import Line, Page, Task, send

AWAY_SHOWN = 25


@role_view(Role.GUIDE, Role.LEADER)
@require_GET
def my_day(request):
    """Who needs me today: one list, over *overdue · today · this week · later*; each line does its thing in place."""
    today = clock.today()
    show_all = request.GET.get("vis") == "alle"
    page = day.Page(request.path)
    filters = ThemeFilterSet(request.GET)
    found = day.day_of(request.user, today, page=page, show_all=show_all, filters=filters)
    groups, cases = found.groups, found.cases
    away = found.put_off if show_all else found.put_off[:AWAY_SHOWN]
    shown = [task.case for group in (*groups, *found.elsewhere) for task in group.tasks if task.case]
    shown += [one.task.case for one in away]
    shown += [one.case for one in found.meetings if one.case]
    named = {case.pk: case for case in (*cases, *shown, *found.seen)}
    access.record_list("min-dag", by=request.user, cases=named.values())
    hour = clock.now().astimezone(clock.COPENHAGEN).hour
    context = {
        "today": today,
        "notices": found.notices,
        "put_off": [away_line(one, today, page) for one in away],
        "away": len(found.put_off),
        "groups": [group for group in groups if group.total],
        "elsewhere": [line for group in found.elsewhere for line in group.lines],
        "elsewhere_total": sum(group.total for group in found.elsewhere),
        "late": found.late,
        "due_today": found.due_today,
        "filters": filters,
        "total": len(cases),
        "waiting": sum(not case.has_guide for case in cases),
        "seen": [(case.person.name, case.get_absolute_url()) for case in found.seen],
        "meetings": found.meetings,
        "introductions": found.introductions,
        "first_name": request.user.name.split(" ")[0],
        "greeting": "morning" if hour < 10 else "day" if hour < 17 else "evening",
    }
    return render(request, "workspace/day/my_day.html", context)


def away_line(one: putting_off.PutOff, today, page: Page) -> Line:
    """A line that is put off: until when, why, by whom, and the way back."""
    row, task = one.row, one.task
    take = send(_("Let it stand again"), "workspace:line_take_back", rows=str(row.pk))
    line = task.plain_line(today, page, (take,) if page.may_act else ())
    by = row.by.name if row.by_id else ""
    line["words"] = fragment("workspace/day/_why_put_off.html", words=task.words, reason=row.reason, by=by)
    line["when"] = fragment("workspace/day/_when.html", until=_("until"), day=drawn_day(row.until_on))
    return line


def line_named(case, user, source: str) -> Task | None:
    """The line that stands on the user's day now, or None: it may have been settled meanwhile."""
    standing, _away = day.lines_of(case, user, clock.today())
    return next((task for task in standing if task.source == source), None)


@case_view(needs=Permission.LINE_PUT_OFF)
@require_http_methods(["GET", "POST"])
def line_put_off(request, case, source):
    """Put a line of Min dag off until a day, for a reason. What the law limits says why it cannot wait."""
    home = next_url(request, reverse("workspace:my_day"))
    task = line_named(case, request.user, source)
    if task is None:
        words = _("The line is not there any more: it was settled meanwhile.")
        if request.htmx:
            return announce(HttpResponse(fragment("workspace/day/_gone.html", words=words)), words)
        messages.info(request, words)
        return see_other(home)
    form = PutOffForm(request.POST or None)
    refusal = ""
    if task.statutory:
        refusal = _("The law sets this limit for the municipality, so it cannot be put off. It goes when the talk "
                    "or the activity is written down.")  # fmt: skip
    elif not task.can_wait:
        refusal = _("This line has a day of its own. Move that day where it belongs.")
    elif request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            rows = putting_off.put_off(
                task, by=request.user, until_on=data["until_on"], reason=data["reason"]
            )
        except ValidationError as error:
            form.add_error(None, error)
        else:
            return _was_put_off(request, task, rows, home)
    context = {"case": case, "task": task, "form": form, "refusal": refusal, "next": home}
    template = "workspace/day/_line_put_off.html" if request.htmx else "workspace/day/line_put_off.html"
    return render(request, template, context, status=422 if request.method == "POST" else 200)


def _was_put_off(request, task: Task, rows, home: str) -> HttpResponse:
    until = drawn_day(rows[0].until_on)
    words = _("%(name)s: put off until %(day)s.") % {"name": task.case.person.called, "day": until}
    rows = ",".join(str(row.pk) for row in rows)
    undo = f"{reverse('workspace:line_take_back', args=[task.case.pk])}?rows={rows}"
    return acted(request, words, to=home, undo=undo)


@case_view(needs=Permission.LINE_PUT_OFF)
@require_POST
def line_take_back(request, case):
    """Let lines that were put off stand again, at once. Sent again it changes nothing."""
    asked = request.POST.get("rows") or request.GET.get("rows", "")
    rows = [pk for pk in asked.split(",") if pk.isdecimal() and len(pk) < 19]
    putting_off.take_back(case, rows, by=request.user)
    return acted(request, _("The line stands again."), to=reverse("workspace:my_day"))


@case_view(needs=Permission.ACTIVITY_CONFIRM)
@require_POST
def confirmation_undo(request, case):
    """Take back what one confirmed by mistake today."""
    home = reverse("workspace:my_day")
    try:
        actions.take_back_confirmation(case, by=request.user)
    except ValidationError as error:
        return acted(request, error.messages[0], to=home, level=messages.WARNING)
    return acted(request, _("Undone. It is as it was."), to=home)
