"""A table whose rows hold from a day: a change of words that are in use makes a new row, and the old one stays."""

from django import forms
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from accounts.tables import Table, save_row
from audit import trail
from core.acting import perform
from core.fields import DayField
from core.templatetags.kui import day
from core.versions import UntouchedModelForm
from progress.words.models import DatedWords


class DatedWordsForm(UntouchedModelForm):
    """The words, and the day from which they hold."""

    class Meta:
        fields = (
            "name_da", "name_en", "youth_da", "youth_en", "position", "is_active", "source", "valid_from",
        )  # fmt: skip
        field_classes = {"valid_from": DayField}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if not self.instance._state.adding and self.instance.is_used:
            words = _("Answers were given by these words: they stay, and yours hold from a later day.")
            self.fields["valid_from"].help_text = words

    def clean_valid_from(self):
        """Not before the words that are changed: what was asked then was asked in those."""
        day, row = self.cleaned_data["valid_from"], self.instance
        if not row._state.adding and day < row.valid_from:
            raise forms.ValidationError(_("That is before the words that you change began to hold."))
        return day

    def clean(self):
        """Words that were used hold their own day."""
        data, row = super().clean(), self.instance
        same_day = not row._state.adding and data.get("valid_from") == row.valid_from
        if same_day and row.is_used and self.values != self.before:
            self.add_error(
                "valid_from", _("Answers were given by these words. Choose a later day for the new.")
            )
        return data


class DatedWordsTable(Table):
    """A table in which changed words hold from their own day."""

    def edit(self, request, **where):
        """New words of the same code from a later day; on the very day, and while nobody used them, the row itself."""
        row = get_object_or_404(self.model, pk=list(where.values())[-1])
        form = self.form(request.POST if request.method == "POST" else None, instance=row)
        if form.is_valid():
            perform(form, self._change, form, row, by=request.user)
        return self._answer(request, form, row)

    def _change(self, form: UntouchedModelForm, row: DatedWords, *, by) -> None:
        if form.edited.valid_from == row.valid_from:
            save_row(form, by=by, action=self.edited)
            return
        made = form.edited
        made.pk, made._state.adding = None, True
        try:
            with transaction.atomic():
                made.save(force_insert=True)
        except IntegrityError:
            raise ValidationError({"valid_from": _("There are words from that day already.")}) from None
        changes = trail.changed(form.before, form.values)
        trail.record(self.edited, by=by, obj=made, changes=changes)


def days_of(row: DatedWords) -> str:
    """The day from which it holds, for a column."""
    return day(row.valid_from)
