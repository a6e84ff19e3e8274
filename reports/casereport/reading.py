"""A case's report as something to read: codes as words, dates as dates."""

import datetime as dt

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cases.models import Activity, Status
from plans.models import Milestone, MilestoneStatus


def read_case(report) -> dict:
    """What the report about a case says, with codes turned into words and dates into dates."""
    data = report.data
    english = get_language() == "en"
    statuses = dict(MilestoneStatus.choices)
    plan = data["plan"]
    return {
        "status": dict(Status.choices).get(data["status"], ""),
        "guide": data["guide"],
        "opened_on": _date(data["opened_on"]),
        "closed_on": _date(data["closed_on"]),
        "activity": dict(Activity.choices).get(data["activity"], "")
        if data["fresh"]
        else _("Activity unknown"),
        "confirmed_on": _date(data["confirmed_on"]),
        "last_contact_on": _date(data["last_contact_on"]),
        "contacts": data["contacts"],
        "notes": data["notes"],
        "plan": plan and {**plan, "destination": plan["destination_en" if english else "destination_da"]},
        "milestones": [
            {
                **row,
                "status_words": statuses[row["status"]],
                "who": dict(Milestone.Responsible.choices)[row["responsible"]],
                "due_on": _date(row["due_on"]),
                "reached_on": _date(row["reached_on"]),
            }
            for row in data["milestones"]
        ],
        "reached_before": data["milestone_counts"]["reached_before"],
        "partners": data["partners"],
    }


def _date(text):
    return dt.date.fromisoformat(text) if text else None
