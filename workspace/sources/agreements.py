"""Young people who have not said yes to their plan: they said no or could not answer, and are asked again."""

from functools import partial

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from plans.agreement.rules import ask_again_on
from plans.models import Agreement
from workspace.lines.line import Act, Task, go
from workspace.lines.source import About, Told, told


def agreement_rows(about: About) -> QuerySet:
    """The answers that stand in open plans, and are no yes."""
    rows = Agreement.objects.latest_of_each().to_ask_again()
    rows = rows.filter(plan__case__among=about.cases, plan__closed_on=None)
    return told("agreement", rows, case_id="plan__case_id", day="asked_on", what="answer")


def agreement_tasks(about: About, rows: list[Told]) -> list[Task]:
    """A line each: at the first contact since, and at the latest AGREE_AGAIN_DAYS after they were asked."""
    return [
        Task(
            ask_again_on(row.day, about.cases[row.case_id].last_contact_on),
            "agreement",
            about.cases[row.case_id],
            partial(agreement_words, row.what),
            "flag",
            agreement_acts,
        )
        for row in rows
    ]


def agreement_words(answer: str) -> str:
    """What they answered last time."""
    if answer == Agreement.Answer.NO:
        return _("Said no to the plan. Change it together, and ask again.")
    return _("Could not answer whether it is their plan. Ask again at the next talk.")


def agreement_acts() -> tuple[Act, ...]:
    """Ask again, or look at the plan first."""
    return (go(_("Ask again"), "plans:agreement_ask"), go(_("See the plan"), "workspace:plan"))
