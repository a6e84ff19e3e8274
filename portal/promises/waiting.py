"""What waits for a partner about its promises: questions, decisions about its proposals, promises that have gone quiet,
and bases that end. Nothing here tells what was agreed: that stands behind the link, which writes down that it was told.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases.models import Case, Topic
from core.kept import Given, GivenIds, kept
from core.templatetags.kui import day
from plans.handover.scope import Basis, name_told
from plans.models import PromiseQuestion, Proposal
from plans.promises.rules import QUIET_DAYS
from portal.promises.outcomes import unseen_outcomes
from portal.promises.reading import Promise

# A basis that ends within so many days is told of.
ENDING_DAYS = 30
MOST = 50


@dataclass(frozen=True, slots=True)
class WaitingRow:
    """One thing that waits for the partner, as the first page draws it."""

    name: str
    words: str
    # Where the name and the button lead; "" for what is only to be known.
    url: str = ""
    button: str = ""
    late: bool = False
    # Where the button posts in place of leading there: seen, and gone from the page.
    post: str = ""
    # A word beside the name, with its tone.
    chip: str = ""
    tone: str = "info"
    # What rows have in common that say the same of many (`portal.partner.folding`).
    kind: str = ""


@kept
def questions() -> QuerySet[PromiseQuestion]:
    """Those that wait for a partner, about these cases."""
    rows = PromiseQuestion.objects.waiting().filter(
        partner=Given("partner"), milestone__plan__case__among=GivenIds("cases")
    )
    rows = rows.select_related("milestone__plan", "milestone__contact__partner__category")
    return rows.order_by("asked_at")[:MOST]


def question_rows(user, covered: Mapping[Case, set], on: date) -> list[WaitingRow]:
    """Questions of the guides that wait for an answer, the oldest first; one query."""
    by_id = {case.pk: (case, topics) for case, topics in covered.items() if Topic.PLAN in topics}
    made = []
    for row in questions().ask(partner=user.partner_contact.partner_id, cases=by_id):
        case, topics = by_id[row.milestone.plan.case_id]
        if row.milestone.may_be_told(topics):
            words = _("The youth guide asks about an agreement, since %(day)s") % {"day": day(row.asked_at)}
            url = reverse("portal:promise_answer", args=[case.pk, row.milestone_id, row.pk])
            made.append(
                WaitingRow(
                    name_told(case.person, topics),
                    words,
                    url,
                    _("Answer the question"),
                    chip=_("Question"),
                    kind="question",
                )
            )
    return made


def outcome_rows(user, covered: Mapping[Case, set], on: date) -> list[WaitingRow]:
    """How the partner's proposals ended, until somebody there has seen it; two queries.

    The young person is named only where a basis still covers the plan.
    """
    by_id = {case.pk: case for case, topics in covered.items() if Topic.PLAN in topics}
    made = []
    for row in unseen_outcomes(user, MOST):
        case = by_id.get(row.milestone.plan.case_id)
        told = {"what": row.get_kind_display(), "day": day(row.at)}
        if row.decision == Proposal.Decision.ACCEPTED:
            words = _("Your proposal of %(day)s is accepted: %(what)s") % told
        elif row.decision == Proposal.Decision.DECLINED:
            words = _("Your proposal of %(day)s is declined: %(what)s") % told
        else:
            words = (
                _("Your proposal of %(day)s fell away, for the agreement is not open any more: %(what)s")
                % told
            )
        url = reverse("portal:promise", args=[case.pk, row.milestone_id]) if case else ""
        name = name_told(case.person, covered[case]) if case else _("An agreement you can no longer open")
        post = reverse("portal:outcome_seen", args=[row.pk])
        chip = _("Answer to your proposal")
        made.append(WaitingRow(name, words, url, _("Seen"), post=post, chip=chip, kind="outcome"))
    return made


def quiet_rows(told: list[Promise]) -> list[WaitingRow]:
    """That nothing has happened for long on some promises, by young person; no query."""
    quiet = Counter((one.case_id, one.name) for one in told if one.is_quiet)
    if not quiet:
        return []
    number = sum(quiet.values())
    words = ngettext(
        "Nothing has happened for %(days)s days on %(n)s agreement. Tell how it goes.",
        "Nothing has happened for %(days)s days on %(n)s agreements. Tell how they go.",
        number,
    ) % {"days": QUIET_DAYS, "n": number}
    url = reverse("portal:promise_list") + "?vis=stille"
    return [WaitingRow(_("Our agreements"), words, url, _("See them"))]


def ending_rows(bases: Mapping[Case, list[Basis]], covered: Mapping[Case, set], on: date) -> list[WaitingRow]:
    """Bases that end within a month while none that lasts covers the same; no query."""
    soon, ending = on + timedelta(days=ENDING_DAYS), []
    for case, rows in bases.items():
        days = [(row, row.last_day(case)) for row in rows]
        lasting = {topic for row, last_day in days if last_day > soon for topic in row.topics}
        ending += [
            (row, last_day, case)
            for row, last_day in days
            if last_day <= soon and not set(row.topics) <= lasting
        ]
    words = _("What you may know ends after %(day)s. Talk to the youth guide if it is needed longer.")
    return [
        WaitingRow(
            name=name_told(case.person, covered[case]),
            words=words % {"day": day(last_day)},
            url=reverse("portal:shared_case", args=[case.pk]),
            button=_("See whom to call"),
            kind="ending",
        )
        for _row, last_day, case in sorted(ending, key=lambda one: (one[0].expires_on, one[0].pk))[:MOST]
    ]
