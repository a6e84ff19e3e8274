"""Invented templates for the demo unit, put there as an administrator does."""

import json
from pathlib import Path

from plans.plan.forms import PartTemplateForm
from plans.plan.tables import PART_TEMPLATES

TEMPLATES = Path(__file__).parent / "data" / "templates.json"


def load_templates(*, by) -> None:
    """Twenty goals and milestones to begin from."""
    for item in json.loads(TEMPLATES.read_text(encoding="utf-8")):
        form = PartTemplateForm(item | {"version": 1, "is_active": True})
        if not form.is_valid():
            raise ValueError(form.errors)
        PART_TEMPLATES.make(form, by=by)
