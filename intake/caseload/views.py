"""Taking an imported caseload back."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
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
    """What would go and what stays, and to take the list back: the unit's leaders may, whoever brought it in."""
    imports = ImportFile.objects.of_unit(request.user.unit_id, CASELOAD.kind).exclude(finished_at=None)
    file = get_object_or_404(imports, pk=file_id)
    back = reverse(CASELOAD.urls)
    if file.owner_id == request.user.pk:
        back = reverse(f"{CASELOAD.urls}_result", args=[file.pk])
    if request.method == "POST":
        gone, stay = undoing.undo(file, by=request.user)
        if gone:
            words = ngettext("%(count)s case is taken back.", "%(count)s cases are taken back.", gone)
            messages.success(request, words % {"count": gone})
        if stay:
            words = ngettext("%(count)s case stays.", "%(count)s cases stay.", stay)
            messages.warning(request, words % {"count": stay})
        if not gone and not stay:
            messages.info(request, _("Nothing of it is left to take back."))
        return see_other(back)
    worked_on, unseen = undoing.staying(file.pk, by=request.user)
    named = undoing.names_of(Case.objects.visible_to(request.user), worked_on)
    record_list("import", by=request.user, cases=named)
    stay = len(worked_on) + len(unseen)
    context = {"file": file, "go": undoing.opened_by(file.pk).count() - stay, "stay": stay}
    context |= {"named": named, "unseen": len(unseen), "back": back}
    return render(request, "intake/caseload/caseload_undo.html", context)
