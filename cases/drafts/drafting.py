"""What somebody is still writing on a case: kept on the server for every long text, and put back until it is sent.

A view wraps its form in `restore` when it shows it, and calls `drop` when it has been sent. The script in
``kui.js`` sends what is typed to ``cases:draft_save``; only its writer ever sees it.
"""

from datetime import datetime
from typing import TYPE_CHECKING

from django import forms
from django.urls import reverse
from django.utils.formats import date_format

from cases.drafts.models import Draft
from core import clock

if TYPE_CHECKING:
    from cases.casefile.models import Case


def restore(form: forms.BaseForm, case: "Case", user, name: str) -> forms.BaseForm:
    """Let the long texts of ``form`` be kept as one types, and put back what ``user`` left behind.

    One query when shown fresh.

    Sets ``form.restored`` to when the newest draft was kept, if one was put back. ``name`` tells forms apart, a
    row's id included where there are several.
    """
    form.restored = None
    long_ones = [key for key, field in form.fields.items() if isinstance(field.widget, forms.Textarea)]
    address = reverse("cases:draft_save", args=[case.pk])
    for key in long_ones:
        form.fields[key].widget.attrs |= {
            "data-draft": address,
            "data-form": f"{name}.{key}",
            "data-told": "draft-told",
        }
    if not form.is_bound and long_ones:
        form.restored = _put_back(form, case, user, {f"{name}.{key}": key for key in long_ones})
    return form


def _put_back(form, case: "Case", user, keys: dict[str, str]) -> datetime | None:
    newest = None
    for draft in Draft.objects.filter(case=case, user=user, form__in=list(keys)).order_by("saved_at", "pk"):
        key = keys[draft.form]
        if draft.text != (form.get_initial_for_field(form.fields[key], key) or ""):
            form.initial[key] = draft.text
            newest = draft.saved_at
    return newest


def keep(case: "Case", user, form: str, text: str) -> str:
    """Keep what ``user`` is typing in ``form``, or forget it when nothing is left; returns the time of day.

    At most 20,000 signs are kept. Only its writer sees it.
    """
    text = text.replace("\x00", "")[
        :20_000
    ]  # PostgreSQL keeps no NUL; a form field refuses it, a draft has none
    if text.strip():
        now = {"text": text, "saved_at": clock.now()}
        Draft.objects.update_or_create(case=case, user=user, form=form, defaults=now)
    else:
        Draft.objects.filter(case=case, user=user, form=form).delete()
    return date_format(clock.now().astimezone(clock.COPENHAGEN), "TIME_FORMAT")


def drop(case: "Case", user, name: str) -> None:
    """The form was sent: its drafts have done their work."""
    Draft.objects.filter(case=case, user=user, form__startswith=f"{name}.").delete()
