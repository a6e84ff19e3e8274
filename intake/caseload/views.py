"""Taking an imported caseload back."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from accounts.access import role_view
from accounts.models import Role
from cases.access.door import record_list
from cases.models import Case
from core.http import see_other
from core.importing.files import ImportFile
from intake.caseload import undoing
from intake.caseload.importer import CASELOAD


@role_view(Role.LEADER)
@require_http_methods(["GET", "POST"])
def caseload_undo(request, file_id):
    """What would go and what stays, and to take the list back."""
    file = (
        ImportFile.objects.of(request.user, CASELOAD.kind)
        .exclude(finished_at=None)
        .filter(pk=file_id)
        .first()
    )
    if file is None:
        raise Http404
    if request.method == "POST":
        gone, stay = undoing.undo(file, by=request.user)
        words = ngettext("%(count)s case is taken back.", "%(count)s cases are taken back.", gone)
        messages.success(request, words % {"count": gone})
        if stay:
            words = ngettext("%(count)s case stays, for it has been worked on.",
                             "%(count)s cases stay, for they have been worked on.", stay)  # fmt: skip
            messages.warning(request, words % {"count": stay})
        return see_other(reverse(f"{CASELOAD.urls}_result", args=[file.pk]))
    keys = list(undoing.opened_by(file.pk).values_list("pk", flat=True))
    stay = undoing.touched(keys)
    named = undoing.names_of(Case.objects.visible_to(request.user), stay)
    record_list("import", by=request.user, cases=named)
    context = {"file": file, "go": len(keys) - len(stay), "stay": len(stay), "named": named}
    context["back"] = reverse(f"{CASELOAD.urls}_result", args=[file.pk])
    return render(request, "intake/caseload/caseload_undo.html", context)
