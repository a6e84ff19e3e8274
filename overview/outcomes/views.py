"""*Resultater*: whether what the unit does holds, and the lists behind the numbers."""

from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.access import role_view
from accounts.exporting import Export, home_of, take_out
from accounts.models import Role
from cases.access.door import record_list
from core import exports
from overview.outcomes import lists, tables
from overview.outcomes.asked import Asked
from overview.outcomes.definitions import DEFINED, definition_sheet, explained, for_the_unit, title_of
from overview.outcomes.development import development_of
from overview.outcomes.efforts import Steps
from overview.outcomes.extract import extract_of
from overview.outcomes.figures import NONE, Figures
from overview.outcomes.forms import PeriodForm
from overview.outcomes.outside import is_too_small, outside_sentence
from overview.outcomes.over_time import over_time
from plans.models import EffortKind
from reports.release.extract_views import let_leave
from reports.release.extracting import withheld_words
from reports.release.extracts import Extract
from reports.snapshots.sheets import long_rows

PAGE_SIZE = 50
# By what how soon and for how long is split, the one asked for first first.
GROUPS = ("age", "programme", "road")


def linker(asked: Asked):
    """What gives the address of the list behind a number; that of steps is asked for as ``steps``."""
    cases, steps = reverse("overview:outcome_list"), reverse("overview:outcome_steps")

    def link(key: str, part: str = "") -> str:
        said = {"slags": part} if key == "steps" else {"tal": key, "del": part}
        params = {name: value for name, value in said.items() if value} | asked.params
        return f"{steps if key == 'steps' else cases}?{urlencode(params)}"

    return link


@role_view(Role.LEADER)
@require_GET
def outcomes(request):
    """Who reached a destination, how soon, for how long, and for whom; as a file with ``?format=``. With
    ``?udgave=ekstern`` what would leave the unit.
    """
    form = PeriodForm(request.GET, unit=request.user.unit)
    ok, asked = form.is_valid(), form.asked()
    outside = request.GET.get("udgave") == "ekstern"
    figures = asked.figures(request.user)
    if ok and not outside and request.GET.get("format") in exports.TYPES:
        return _take_out(request, asked, _inside(figures, linker(asked))["sheets"])
    context = _outside(figures) if outside else _inside(figures, linker(asked))
    home = reverse("overview:outcomes")
    context |= {
        "form": form,
        "asked": asked,
        "outside": outside,
        "hidden": figures.hidden,
        "empty": not figures.starts,
        "definitions": [(one.title, one.sentences(), one.method) for one in DEFINED.values()],
        "outside_url": f"{home}?{urlencode(asked.params | {'udgave': 'ekstern'})}",
        "inside_url": f"{home}?{urlencode(asked.params)}",
        "groups": [
            (
                DEFINED[one].title,
                f"{reverse('overview:outcome_groups')}?{urlencode({'opdelt': one} | asked.params)}",
            )
            for one in GROUPS
        ],
        "release_url": f"{reverse('overview:outcomes_release')}?{urlencode(asked.params)}",
    }
    return render(request, "overview/outcomes/outcomes.html", context, status=200 if ok else 422)


def _inside(figures: Figures, link) -> dict:
    """The page for the unit, where every number opens its list."""
    context = {
        "sentence": tables.sentence(figures),
        "edition": for_the_unit(),
        "tiles": tables.tiles(figures, link),
        "time": tables.time(figures, link),
        "held": tables.held(figures, link),
        "changes": [make(figures, link) for make in (tables.left, tables.back, tables.without)],
        "development": tables.development(development_of(figures)),
        "efforts": tables.efforts(Steps(figures), link),
    }
    splits = [table.as_table() for table in context["held"]]
    context["sheets"] = [
        context["time"], *splits, *context["changes"], context["development"], context["efforts"],
    ]  # fmt: skip
    return context


def _outside(figures: Figures) -> dict:
    """The page of what would leave: no small number, nothing that leads to a list or gives a few away."""
    made = extract_of(figures, figures.user.unit)
    return {
        "sentence": outside_sentence(figures) if any(table.key == "time" for table in made.tables) else "",
        "small": is_too_small(figures),
        "tables": made.tables,
        "seal": made.seal,
        "withheld": withheld_words() if made.withheld else "",
    }


@role_view(Role.LEADER)
@require_POST
def outcomes_release(request):
    """Let the results that the address asks for leave the unit: kept as they leave, and checked anew."""
    asked, user = _asked(request), request.user
    if is_too_small(asked.figures(user)):
        raise Http404
    return let_leave(
        request,
        Extract.Kind.RESULTS,
        str(asked),
        lambda: extract_of(asked.figures(user), user.unit),
        back=f"{reverse('overview:outcomes')}?{urlencode({**asked.params, 'udgave': 'ekstern'})}",
        done=_("The results are released. Later figures are checked against them."),
        lead=_("Edition for those outside the unit"),
        definitions=definition_sheet(str(asked))[2],
    )


def _take_out(request, asked: Asked, made: list, home="overview:outcomes"):
    """The numbers as a workbook of their tables, or as one long CSV; they name nobody."""
    sheets, fmt = [(table.title, table.headings, table.plain_rows) for table in made], request.GET["format"]
    sheets.append(definition_sheet(str(asked), for_the_unit()))
    home = f"{reverse(home)}?{urlencode(asked.params)}"
    rows, name = long_rows(sheets), f"resultater-{asked.first}-{asked.last}"
    if fmt == exports.CSV:
        headings, lines, beside, sheet = [_("Table"), _("Row"), _("Column"), _("Value")], rows, [], ""
    else:
        (sheet, headings, lines), *beside = sheets
    taken = Export("reports: outcomes", fmt, name, _("Results"), home, sheet=sheet, beside=beside)
    return take_out(request, taken, headings, lines, changes={"rows": len(rows)}, count=0)


@role_view(Role.LEADER)
@require_GET
def outcome_groups(request):
    """How soon and for how long, by the road, the programme or the age (``?opdelt=``); 404 for another split."""
    asked, group = _asked(request), request.GET.get("opdelt", GROUPS[0])
    if group not in GROUPS:
        raise Http404
    made = over_time(asked.figures(request.user), group, linker(asked))
    if request.GET.get("format") in exports.TYPES:
        return _take_out(request, asked, [one.as_table() for one in made], home="overview:outcome_groups")
    home = reverse("overview:outcome_groups")
    context = {
        "made": made,
        "edition": for_the_unit(),
        "group": DEFINED[group].title,
        "groups": [
            (DEFINED[one].title, f"{home}?{urlencode({'opdelt': one} | asked.params)}", one == group)
            for one in GROUPS
        ],
        "asked": asked,
        "back_url": f"{reverse('overview:outcomes')}?{urlencode(asked.params)}",
    }
    return render(request, "overview/outcomes/outcome_groups.html", context)


def _asked(request) -> Asked:
    """What a list's address asks for; 404 for what cannot be."""
    form = PeriodForm(request.GET, unit=request.user.unit)
    if not form.is_valid():
        raise Http404
    return form.asked()


@role_view(Role.LEADER)
@require_http_methods(["GET", "POST"])
def outcome_list(request):
    """The cases behind one number; 404 for a number that does not exist."""
    asked, key, part = _asked(request), request.GET.get("tal", "started"), request.GET.get("del", "")
    figures = asked.figures(request.user)
    try:
        cases, title = lists.cases_of(figures, key, part), title_of(key)
        if part:
            group, _sep, name = part.partition(":")
            title = f"{title} · {DEFINED[group].title}: {figures.parts[group][name][0]}"
    except KeyError:
        raise Http404 from None
    home, fmt = home_of(request), request.GET.get("format")
    if fmt in exports.TYPES:
        rows = lists.rows_of(figures, cases)
        taken = Export(
            f"reports: outcomes {key} {part}".strip(), fmt, f"resultater-{asked.moment.day}", title, home,
            beside=[definition_sheet(str(asked))],
        )  # fmt: skip
        who = {"cases": [row.case.pk for row in rows]}
        return take_out(
            request, taken, lists.headings(), map(lists.line_of, rows), changes=who, count=len(rows)
        )
    page = Paginator(cases, PAGE_SIZE).get_page(request.GET.get("page"))
    record_list(f"reports: outcomes {key} {part}".strip(), by=request.user, cases=list(page))
    context = {
        "title": title,
        "explained": explained(key),
        "count": page.paginator.count,
        "page": page,
        "rows": lists.rows_of(figures, page),
        "asked": asked,
        "back_url": f"{reverse('overview:outcomes')}?{urlencode(asked.params)}",
    }
    return render(request, "overview/outcomes/outcome_list.html", context)


@role_view(Role.LEADER)
@require_GET
def outcome_steps(request):
    """The milestones behind one number of a kind of effort; 404 for a kind that stood behind none."""
    asked, kind = _asked(request), request.GET.get("slags", "")
    steps = Steps(asked.figures(request.user))
    try:
        rows = steps.rows().filter(pk__in=steps.of(kind))
    except KeyError:
        raise Http404 from None
    page = Paginator(lists.milestones(rows), PAGE_SIZE).get_page(request.GET.get("page"))
    cases = list({row.plan.case_id: row.plan.case for row in page}.values())
    record_list(f"reports: outcomes steps {kind}".strip(), by=request.user, cases=cases)
    if kind == NONE:
        title = _("Steps reached, no effort written to them")
    elif kind:
        title = _("Steps reached, with an effort: %(kind)s") % {"kind": EffortKind.objects.get(pk=kind)}
    else:
        title = _("Steps reached")
    context = {
        "title": title,
        "explained": explained("efforts"),
        "count": page.paginator.count,
        "page": page,
        "rows": lists.reached(page),
        "asked": asked,
        "back_url": f"{reverse('overview:outcomes')}?{urlencode(asked.params)}",
    }
    return render(request, "overview/outcomes/outcome_steps.html", context)
