"""The kinds of row that numbers count, and the columns they are counted by."""

from reports.metrics.breaches import breaches_at
from reports.metrics.querysets import cases_at, efforts_at, milestones_at, outcomes_at

CASES, MILESTONES, OUTCOMES, DUTY, EFFORTS = "cases", "milestones", "outcomes", "duty", "efforts"

# What is fetched of a row: every column that a definition or a group asks for.
FIELDS = {
    CASES: (
        "pk", "opened_on", "at_born", "at_status", "at_since", "at_before", "at_guide", "at_activity",
        "at_confirmed_on",
        "at_contact_on", "at_planned", "at_adult_side", "at_clash", "at_under_plan", "at_arrived", "at_moved_on",
        "at_rests_until",
    ),
    MILESTONES: (
        "pk", "at_case", "at_guide", "at_status", "at_state", "at_due_on", "at_reached_on",
    ),
    OUTCOMES: ("pk", "at_case", "at_guide", "at_counts", "destination_id", "started_on", "ended_on"),
    DUTY: ("pk", "at_case", "at_guide", "at_contact", "at_activity", "at_late", "contact_why", "activity_why"),
    EFFORTS: ("pk", "at_case", "at_guide", "at_kind", "at_contribution", "at_last_on"),
}  # fmt: skip

# The rows as they stood: each is asked for cases and a point in time.
ROWS_AT = {
    CASES: cases_at,
    MILESTONES: milestones_at,
    OUTCOMES: outcomes_at,
    DUTY: breaches_at,
    EFFORTS: efforts_at,
}
