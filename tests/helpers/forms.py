"""Forms as a browser sends them."""

from django import forms

from core.autocomplete import Picked


def as_sent(form: forms.BaseForm) -> dict:
    """What a browser sends of a form as it is shown, untouched."""
    data = {}
    for bound in form:
        value = bound.value()
        if isinstance(value, Picked):
            data[bound.html_name] = value.key
        elif isinstance(bound.field, forms.BooleanField):
            data |= {bound.html_name: "on"} if value else {}
        elif isinstance(bound.field, (forms.MultipleChoiceField, forms.ModelMultipleChoiceField)):
            data[bound.html_name] = [str(one) for one in value or ()]
        else:
            shown = bound.field.widget.format_value(bound.field.prepare_value(value))
            data[bound.html_name] = (
                "" if shown in (None, []) else shown[0] if isinstance(shown, list) else shown
            )
    return data
