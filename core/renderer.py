"""How forms are drawn: as Django draws them, with our templates; who has not chosen reads words, and no dashes."""

from django.db.models import BLANK_CHOICE_DASH
from django.forms.renderers import TemplatesSetting
from django.utils.translation import gettext as _

[(_value, DASHES)] = BLANK_CHOICE_DASH


class FormRenderer(TemplatesSetting):
    """``FORM_RENDERER`` of the settings."""

    def render(self, template_name, context, request=None):
        """The template; of a list the choice that is none says so."""
        for _group, options, _number in context.get("widget", {}).get("optgroups", ()):
            for option in options:
                if option["label"] == DASHES:
                    option["label"] = _("Choose")
        return super().render(template_name, context, request)
