"""The minutes as PDF."""

from django.utils import translation
from django.utils.translation import gettext as _

from core import pdf as paper
from meetings.minutes.sheet import Sheet
from plans.handover.pdf import ASSETS


def render(sheet: Sheet, *, created=None) -> bytes:
    """The PDF of the minutes, in Danish."""
    with translation.override("da"):
        title = _("Minutes – %(form)s") % {"form": sheet.form}
        foot = f"{sheet.unit} · {sheet.form}"
    return paper.render(
        "meetings/minutes/pdf/minutes.html",
        {"s": sheet, "foot": foot},
        lang="da",
        title=title,
        created=created,
        styles=[ASSETS / "adults.css"],
    )
