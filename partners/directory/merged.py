"""Where a page leads whose partner became part of another meanwhile."""

from functools import wraps

from django.contrib import messages
from django.http import Http404
from django.utils.translation import gettext as _

from core.http import see_other
from partners.directory.models import Partner

NAMES = ("pk", "other_pk", "partner_id")


def follows_merges(view):
    """Lead staff on to the partner that the one in the address is now part of, instead of “not found”.

    A window was left open, or a colleague merged them. Nothing that was sent is written: the partner that stands may
    say something else.
    """

    @wraps(view)
    def followed(request, **kwargs):
        try:
            return view(request, **kwargs)
        except Http404:
            asked = [kwargs[name] for name in NAMES if name in kwargs]
            rows = Partner.objects.filter(unit=request.user.unit_id, pk__in=asked).exclude(merged_into=None)
            gone = None if request.user.is_partner else rows.select_related("merged_into").first()
            if gone is None:
                raise
            words = _("%(other)s is now part of %(partner)s.") % {"other": gone, "partner": gone.merged_into}
            messages.info(request, words)
            return see_other(gone.merged_into.get_absolute_url())

    return followed
