"""Ages at which something changes: what each requires, and what is in place, computed from facts.

A `Transition` is one young person and one such day. Its items follow from the rules that hold
(`TransitionRule`) and from what is written about the young person; only what no fact can tell is confirmed by
somebody. Three queries for the facts and one for the cases, however many they are.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta
from django.db.models import Max, OuterRef, Q, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _

from cases.casefile.models import Activity, Case
from cases.casefile.querysets import LIST_COLUMNS
from cases.consents.models import Consent
from cases.limits import prepared_until
from cases.network.models import Participation
from cases.notes.models import Note
from cases.people import rules
from core.limits import limit
from core.templatetags.kui import day as in_words
from core.text import sort_key
from partners.categories.rules import ADULT_SIDE
from plans.models import OPEN_STATUSES, Milestone
from workspace.transitions.models import TransitionConfirmation, TransitionRule

C = TransitionRule.Check


# A transition whose day has passed stays on the board this long while something is missing.
PASSED_DAYS = 90


@dataclass(slots=True)
class Item:
    """One thing that is required: whether it is in place, since when or by whom, and what is still to be done."""

    rule: TransitionRule
    ok: bool
    detail: str = ""
    confirmation: TransitionConfirmation | None = None

    @property
    def may_be_confirmed(self) -> bool:
        """Whether somebody may say that it is in place: only what no fact tells."""
        return self.rule.check_by == C.CONFIRMED


@dataclass(slots=True)
class Transition:
    """One young person and one age at which something changes."""

    case: Case
    months: int
    day: date
    items: list[Item] = field(default_factory=list)

    @property
    def label(self) -> str:
        """The age: ``17½``."""
        return rules.TRANSITIONS[self.months]

    def is_long_past(self, today: date) -> bool:
        """Whether its day passed so long ago that facts of today say nothing about it."""
        return self.day < today - timedelta(days=PASSED_DAYS)

    @property
    def missing(self) -> list[Item]:
        """What is not in place."""
        return [item for item in self.items if not item.ok]

    @property
    def lacks_adult_side(self) -> bool:
        """Whether nobody from the adult side takes part, for somebody who turns 18."""
        return self.months == rules.OF_AGE and not self.case.adult_side_on

    @property
    def url(self) -> str:
        """The page of the case's transitions, at this one."""
        return f"{reverse('workspace:case_transitions', args=[self.case.pk])}#alder-{self.months}"


def months_before() -> int:
    """How many months before its day a transition is prepared."""
    return limit("transition_months_before")


def with_facts(cases, today: date):
    """The cases with the facts that the items are seen from, as columns of the one query that fetches them."""
    meetings = Note.objects.standing().filter(
        case=OuterRef("pk"), kind=Note.Kind.MEETING, happened_on__lte=today
    )
    adult = Participation.objects.current().holding(today)
    adult = adult.filter(case=OuterRef("pk"), partner__category__code__in=ADULT_SIDE).order_by(
        "from_on", "pk"
    )
    steps = Milestone.objects.filter(
        plan__case=OuterRef("pk"), plan__closed_on=None, status__in=OPEN_STATUSES
    )
    return (
        cases.select_related("person", "guide", "cover", "unit")
        .only(*LIST_COLUMNS, "opened_on", "unit__activity_fresh_days")
        .annotate(
            last_meeting_on=Subquery(meetings.order_by("-happened_on").values("happened_on")[:1]),
            adult_side_on=Subquery(adult.values("from_on")[:1]),
            adult_side=Subquery(adult.values("partner__name")[:1]),
            last_step_on=Subquery(
                steps.order_by().values("plan__case").annotate(m=Max("due_on")).values("m")[:1]
            ),
        )
    )


def between(first: date, last: date) -> Q:
    """Of cases: those who reach one of the ages on a day from ``first`` to ``last``."""
    near = Q()
    for months in rules.TRANSITIONS:
        # A day more on either side, for those born on 29 February; the exact day is computed afterwards.
        born = (
            rules.birthday(first, -months) - timedelta(days=3),
            rules.birthday(last, -months) + timedelta(days=3),
        )
        near |= Q(person__birth_date__range=born)
    return near


def ahead_of(cases, today: date) -> list[Transition]:
    """The transitions of the open cases in ``cases`` (a queryset) that are prepared now or passed lately,
    soonest first.

    One that has passed is left out once everything is in place.
    """
    first, last = today - timedelta(days=PASSED_DAYS), prepared_until(today)
    found = list(with_facts(cases.open().filter(between(first, last)), today).order_by("pk"))
    made = [
        Transition(case, months, day)
        for case in found
        for months in rules.TRANSITIONS
        if first <= (day := rules.birthday(case.person.birth_date, months)) <= last
    ]
    fill(made, today)
    made = [one for one in made if one.day >= today or one.missing]
    return sorted(made, key=lambda one: (one.day, sort_key(one.case.person.last_name), str(one.case.pk)))


def all_of(case: Case, today: date) -> list[Transition]:
    """Every transition of one case (loaded by `with_facts`), from the first age to the last; those long past
    without items.
    """
    made = [
        Transition(case, months, rules.birthday(case.person.birth_date, months))
        for months in rules.TRANSITIONS
    ]
    fill([one for one in made if not one.is_long_past(today)], today)
    return made


def fill(transitions: list[Transition], today: date) -> None:
    """Compute what each requires and what is in place. Three queries."""
    by_age = defaultdict(list)
    for rule in TransitionRule.objects.holding(today):
        by_age[rule.months].append(rule)
    ids = {one.case.pk for one in transitions}
    consents, confirmed = defaultdict(list), {}
    rows = Consent.objects.filter(case__in=ids, basis=Consent.Basis.CONSENT, withdrawn_at=None)
    for row in rows.select_related("partner").only(
        "case_id", "partner_id", "partner__name", "from_whom", "from_on", "expires_on", "withdrawn_at"
    ):
        consents[row.case_id].append(row)
    told = TransitionConfirmation.objects.filter(case__in=ids, superseded_at=None).select_related(
        "recorded_by"
    )
    for row in told:
        confirmed[row.case_id, row.rule_id] = row
    for one in transitions:
        one.items = [
            CHECKS[rule.check_by](one, rule, today, consents[one.case.pk], confirmed)
            for rule in by_age[one.months]
        ]


def _meeting(one: Transition, rule, today, consents, confirmed) -> Item:
    held = one.case.last_meeting_on
    ok = held is not None and held >= one.day - relativedelta(months=months_before())
    return Item(
        rule, ok, _("held %(day)s") % {"day": in_words(held)} if ok else _("no meeting is written down")
    )


def _adult_side(one: Transition, rule, today, consents, confirmed) -> Item:
    if one.case.adult_side_on:
        words = _("%(partner)s since %(day)s")
        return Item(
            rule, True, words % {"partner": one.case.adult_side, "day": in_words(one.case.adult_side_on)}
        )
    return Item(rule, False)


def to_ask_anew(consents: Iterable[Consent], eighteen: date, today: date) -> list[str]:
    """The partners who were told on a parent's word alone, and whom the young person has not said yes to for
    the time after.
    """
    parents, own = {}, set()
    for row in consents:
        if row.from_whom == Consent.FromWhom.CUSTODY:
            if row.expires_on >= max(eighteen, today):
                parents[row.partner_id] = row.partner.name
        elif row.expires_on >= max(eighteen, today):
            own.add(row.partner_id)
    return sorted((name for pk, name in parents.items() if pk not in own), key=sort_key)


def _consents(one: Transition, rule, today, consents, confirmed) -> Item:
    names = to_ask_anew(consents, rules.birthday(one.case.person.birth_date, rules.OF_AGE), today)
    if names:
        return Item(rule, False, _("ask the young person anew: %(names)s") % {"names": ", ".join(names)})
    return Item(rule, True, _("no consent rests on a parent's word alone"))


def _next_step(one: Transition, rule, today, consents, confirmed) -> Item:
    ahead = one.case.last_step_on
    if ahead is not None and ahead >= one.day:
        return Item(rule, True, _("planned until %(day)s") % {"day": in_words(ahead)})
    return Item(rule, False, _("the plan has no step after that day"))


def _activity(one: Transition, rule, today, consents, confirmed) -> Item:
    case = one.case
    known = case.activity != Activity.UNKNOWN and case.activity_is_fresh(today)
    words = case.get_activity_display() if known else _("not confirmed lately")
    return Item(rule, known, str(words))


def _confirmed(one: Transition, rule, today, consents, confirmed) -> Item:
    row = confirmed.get((one.case.pk, rule.pk))
    if row is None:
        return Item(rule, False)
    words = _("%(name)s, %(day)s") % {"name": row.recorded_by.name, "day": in_words(row.on)}
    return Item(rule, True, f"{words}: {row.note}" if row.note else words, row)


CHECKS: dict[str, Callable[..., Item]] = {
    C.MEETING: _meeting,
    C.ADULT_SIDE: _adult_side,
    C.CONSENTS: _consents,
    C.NEXT_STEP: _next_step,
    C.ACTIVITY: _activity,
    C.CONFIRMED: _confirmed,
}
