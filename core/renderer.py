"""How forms are drawn: as Django draws them, with our templates; who has not chosen reads words, and no dashes; and no
text area cuts what is pasted into it.
"""

from django.db.models import BLANK_CHOICE_DASH
from django.forms import Textarea
from django.forms.renderers import TemplatesSetting
from django.utils.translation import gettext as _

[(_value, DASHES)] = BLANK_CHOICE_DASH


class FormRenderer(TemplatesSetting):
    """``FORM_RENDERER`` of the settings."""

    def render(self, template_name, context, request=None):
        """The template; of a list the choice that is none says so.

        A browser cuts a text at its ``maxlength`` without a word. A text area takes it all: the page counts by
        ``data-limit`` (``kui.js``), and the form refuses what is too long, with the text in it.
        """
        widget = context.get("widget", {})
        if template_name == Textarea.template_name and "maxlength" in widget["attrs"]:
            widget["attrs"]["data-limit"] = widget["attrs"].pop("maxlength")
        for _group, options, _number in widget.get("optgroups", ()):
            for option in options:
                if option["label"] == DASHES:
                    option["label"] = _("Choose")
        return super().render(template_name, context, request)
