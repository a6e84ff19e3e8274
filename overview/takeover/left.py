"""What somebody who has stopped leaves behind, found in what is there: no list of it is kept that could disagree.

A user carries cases as guide, deputy or cover, takes part beside a guide, is named on shielded cases, leads meetings
and is asked to them, and has tasks of their own about no case (those about a case go with it), articles, steps and what
comes back in the unit; it is left behind once they can carry no cases (`User.may_carry`). At a partner, promises,
efforts and parts lie with a contact and questions with whoever signs in there; they are left behind once the contact
has gone or the partner is out of use. Every one of these stands in the list of exactly one user or partner.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, TextChoices
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.models import Role, User, carries_q
from cases.casefile.finding import told_apart
from cases.models import Case, ColleagueRole, NamedAccess, Participation
from core import clock
from core.ordering import Danish
from core.templatetags.kui import day as drawn_day
from intake.models import Inquiry, Statement
from meetings.models import Attendee, Meeting
from partners.models import Contact, Partner
from plans.models import Effort, Milestone
from plans.promises.querysets import with_waiting
from practice.models import Article, Rhythm, Step
from practice.onboarding.offboarding import Carried
from workspace.todos.models import Todo

# Who stops within so many days already has their list, so that it is empty on the last day.
LEFT_AHEAD_DAYS = 30


class Kind(TextChoices):
    """As what somebody carries something."""

    GUIDE = "guide", gettext_lazy("Cases as guide")
    DEPUTY = "deputy", gettext_lazy("Cases as deputy")
    COVER = "cover", gettext_lazy("Cases covered for a colleague")
    COLLEAGUE = "colleague", gettext_lazy("Parts beside the guide")
    NAMED = "named", gettext_lazy("Named on shielded cases")
    MEETING = "meeting", gettext_lazy("Meetings they lead")
    MINUTES = "minutes", gettext_lazy("Minutes not approved")
    ATTENDANCE = "attendance", gettext_lazy("Meetings they are asked to")
    TODO = "todo", gettext_lazy("Own tasks")
    ARTICLE = "article", gettext_lazy("Articles of the knowledge bank")
    RHYTHM = "rhythm", gettext_lazy("What comes back in the unit")
    STEP = "step", gettext_lazy("Steps they took on")
    PROMISE = "promise", gettext_lazy("Promises in plans")
    EFFORT = "effort", gettext_lazy("Efforts in plans")
    PART = "part", gettext_lazy("Parts around young people")
    STATEMENT = "statement", gettext_lazy("Questions not answered")


# What is about the unit or its owner, and hides nobody.
ABOUT_NOBODY = (Kind.TODO, Kind.ARTICLE, Kind.RHYTHM, Kind.STEP)


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that is left behind: a row of its kind, whom it is about, and what it is in a few words."""

    kind: Kind
    row: object
    # None for a question about somebody who has no case, and for what is about the unit.
    case: Case | None
    words: str = ""
    # What tells two of one name apart.
    apart: str = ""
    # Shielded, and whoever looks is not named on it: it is counted and given on, and nothing of it is told.
    hidden: bool = False

    @property
    def key(self) -> str:
        """What names the line among those of its page."""
        return f"{self.kind}-{self.row.pk}"


def of_user(user, on: date) -> dict[Kind, QuerySet]:
    """What ``user`` carries, by kind; whether it is left behind is asked of `User.may_carry`."""
    return {kind: rows.filter(**{path: user.pk}) for kind, (rows, path) in _of_users(on).items()}


def _of_users(on: date) -> dict[Kind, tuple[QuerySet, str]]:
    """The rows of each kind that lie with users, and the column that says with whom."""
    cases = Case.objects.open()
    named = NamedAccess.objects.filter(case__closed_on=None, case__shielded=True)
    asked_to = Attendee.objects.asked().filter(
        meeting__in=Meeting.objects.planned(), meeting__case__closed_on=None
    )
    # An administrator carries no case and sees to articles all the same.
    kept = Q(owner__is_active=True, owner__role=Role.ADMIN)
    beside = ColleagueRole.objects.current().filter(until_on=None, case__closed_on=None)
    return {
        Kind.GUIDE: (cases, "guide"),
        Kind.DEPUTY: (cases, "deputy"),
        Kind.COVER: (cases.filter(cover_until__gt=on), "cover"),
        Kind.COLLEAGUE: (beside, "user"),
        Kind.NAMED: (named, "user"),
        Kind.MEETING: (Meeting.objects.planned().filter(case__closed_on=None), "led_by"),
        Kind.MINUTES: (Meeting.objects.unfinished(on).filter(case__closed_on=None), "led_by"),
        Kind.ATTENDANCE: (asked_to, "user"),
        Kind.TODO: (Todo.objects.open().filter(case=None), "owner"),
        Kind.ARTICLE: (Article.objects.filter(archived_on=None).exclude(kept), "owner"),
        Kind.RHYTHM: (Rhythm.objects.in_use(), "owner"),
        Kind.STEP: (Step.objects.open(), "owner"),
    }


def _of_partners(on: date) -> dict[Kind, tuple[QuerySet, str]]:
    """The rows of each kind that lie with a partner's people who do not act on the day, and the partner's column."""
    in_use = Q(partner__is_active=True)
    promises = with_waiting(Milestone.objects.open().filter(plan__closed_on=None, plan__case__closed_on=None))
    efforts = Effort.objects.standing().filter(
        ended_on=None, plan__closed_on=None, plan__case__closed_on=None
    )
    parts = Participation.objects.current().filter(until_on=None, case__closed_on=None)
    # Nobody signs in for many partners, and a guide writes for them: only who could answer once can have stopped.
    users = Contact.objects.filter(partner=OuterRef("partner"), user__is_active=True)
    once = Contact.objects.filter(partner=OuterRef("partner"), user__isnull=False)
    open_inquiries = Inquiry.objects.undecided(on).filter(pk=OuterRef("inquiry"))
    asked = Statement.objects.awaited().filter(Exists(open_inquiries))
    return {
        Kind.PROMISE: (promises.filter(Contact.gone_q(on, "contact__")), "contact__partner"),
        Kind.EFFORT: (efforts.filter(Contact.gone_q(on, "contact__")), "contact__partner"),
        Kind.PART: (parts.filter(~in_use | Contact.gone_q(on, "contact__")), "partner"),
        Kind.STATEMENT: (
            asked.filter(~in_use | Exists(once) & ~Exists(users.staying(on)), partner__isnull=False),
            "partner",
        ),
    }


def of_partner(partner, on: date) -> dict[Kind, QuerySet]:
    """What lies with people of the partner who do not act on the day, by kind."""
    return {kind: rows.filter(**{path: partner.pk}) for kind, (rows, path) in _of_partners(on).items()}


def counts(found: dict[Kind, QuerySet]) -> dict[Kind, int]:
    """How much of each kind, without what there is none of."""
    return {kind: n for kind, rows in found.items() if (n := rows.count())}


def in_words(counted: dict[Kind, int]) -> str:
    """``Sager som ungeguide: 60, Sager som stedfortræder: 2``: kinds and numbers, and nothing of whom."""
    return ", ".join(f"{kind.label}: {counted[kind]}" for kind in Kind if counted.get(kind))


def lies_with(user) -> str:
    """What a user carries, in a sentence; "" for nothing. `accounts` asks before an access is closed.

    Closing moves nothing, so that nobody drops out of sight between two hands.
    """
    counted = counts(of_user(user, clock.today()))
    words = {"name": user.name, "what": in_words(counted)}
    waits = _("With %(name)s lies: %(what)s. It waits until the leader gives it to somebody else.")
    return waits % words if counted else ""


def carried(user, on: date) -> Carried:
    """How much lies with a user who leaves, and the page where it is given over. `practice.onboarding` asks."""
    counted = counts(of_user(user, on))
    return Carried(sum(counted.values()), in_words(counted), url_of(user))


def with_partner(partner) -> str:
    """What lies with people of the partner who have gone or soon go, kinds and numbers. `partners` asks."""
    counted = counts(of_partner(partner, soon(clock.today())))
    return in_words(counted)


def _with_something(people: QuerySet, found: dict[Kind, tuple[QuerySet, str]], unit_id: int) -> QuerySet:
    """Those of the unit's people with whom a row of any kind lies.

    The rows are said to be the unit's, too: else the database gathers those of all units first.
    """
    lies = Q(pk__in=[])
    for rows, path in found.values():
        lies |= Q(Exists(rows.order_by().filter(**{path: OuterRef("pk"), f"{path}__unit": unit_id})))
    return people.filter(lies, unit=unit_id)


def users_who_left(unit_id: int, on: date) -> QuerySet:
    """Those of the unit who can carry no cases and still carry something."""
    rows = User.objects.exclude(carries_q()).exclude(role=Role.PARTNER).order_by(Danish("name"), "pk")
    return _with_something(rows, _of_users(on), unit_id)


def partners_left(unit_id: int, on: date) -> QuerySet:
    """The unit's partners with whom something lies that nobody there will do."""
    return _with_something(Partner.objects.order_by("sort_name", "pk"), _of_partners(on), unit_id)


def who_left(unit_id: int, on: date) -> list[User | Partner]:
    """Every user and partner of the unit with whom something is left behind: the list of the lists. Two queries."""
    return [*users_who_left(unit_id, on), *partners_left(unit_id, on)]


def counted(people: list[User | Partner], on: date) -> list[tuple[User | Partner, dict[Kind, int]]]:
    """The people, each with how much of each kind lies there; a query a kind."""
    numbers: dict[tuple, dict[Kind, int]] = {}
    for model, found in ((User, _of_users(on)), (Partner, _of_partners(on))):
        ids = [one.pk for one in people if isinstance(one, model)]
        for kind, (rows, path) in found.items() if ids else ():
            lies = rows.filter(**{f"{path}__in": ids}).order_by().values_list(path)
            for pk, n in lies.annotate(n=Count("pk")):
                numbers.setdefault((model, pk), {})[kind] = n
    return [(one, numbers.get((type(one), one.pk), {})) for one in people]


def url_of(who: User | Partner) -> str:
    """The page of what they leave behind."""
    return reverse(f"overview:takeover_{'user' if isinstance(who, User) else 'partner'}", args=[who.pk])


def soon(on: date) -> date:
    """The day by which a partner's people count as gone on their page."""
    return on + timedelta(days=LEFT_AHEAD_DAYS)


def lines_of(found: dict[Kind, QuerySet], reader, most: int) -> list[Line]:
    """The lines of a page as ``reader`` may see them, at most ``most``; a query a kind, and two for what is seen."""
    rows = [
        (kind, row, row if isinstance(row, Case) else _case_of(row))
        for kind, one in found.items()
        for row in one.select_related(*_RELATED[kind]).order_by(*_ORDER[kind])[:most]
    ][:most]
    ids = {case.pk for _kind, _row, case in rows if case is not None}
    seen = set(Case.objects.visible_to(reader).filter(pk__in=ids).values_list("pk", flat=True))
    asked = [row.inquiry_id for kind, row, _case in rows if kind == Kind.STATEMENT]
    readable = set(Inquiry.objects.visible_to(reader).filter(pk__in=asked).values_list("pk", flat=True))
    cases = {case.pk: case for _kind, _row, case in rows if case is not None and case.pk in seen}
    apart, lines = told_apart(list(cases.values()), set(cases)), []
    for kind, row, case in rows:
        open_to = kind in ABOUT_NOBODY or (
            row.inquiry_id in readable if kind == Kind.STATEMENT else case.pk in seen
        )
        words, born = (_words(kind, row), apart.get(case and case.pk, "")) if open_to else ("", "")
        lines.append(Line(kind, row, case, words, born, hidden=not open_to))
    # Last, by a number that says nothing: between two names a hidden one could be guessed.
    return sorted(lines, key=lambda line: (line.hidden, str(line.row.pk) if line.hidden else ""))


_PLAN = ("plan__case__person", "plan__case__guide", "plan__case__unit", "contact__partner__category", "goal")
_EFFORT = tuple(name for name in _PLAN if name != "goal") + ("kind",)
_CASE = ("person", "guide", "deputy", "cover", "unit")
_ABOUT = tuple(f"case__{name}" for name in _CASE)
_RELATED = {
    Kind.GUIDE: _CASE,
    Kind.DEPUTY: _CASE,
    Kind.COVER: _CASE,
    Kind.COLLEAGUE: ("case", *_ABOUT),
    Kind.NAMED: ("case", *_ABOUT),
    Kind.MEETING: (*_ABOUT, "type"),
    Kind.MINUTES: (*_ABOUT, "type"),
    Kind.ATTENDANCE: ("meeting__type", *(f"meeting__{name}" for name in _ABOUT)),
    Kind.TODO: ("owner",),
    Kind.ARTICLE: ("owner",),
    Kind.RHYTHM: ("owner",),
    Kind.STEP: ("owner",),
    Kind.PROMISE: _PLAN,
    Kind.EFFORT: _EFFORT,
    Kind.PART: ("case", *_ABOUT, "partner", "contact"),
    Kind.STATEMENT: ("inquiry__case", "department", "partner"),
}
_BY_NAME = ("case__person__sort_name", "pk")
_ORDER = {
    Kind.GUIDE: ("person__sort_name", "pk"),
    Kind.DEPUTY: ("person__sort_name", "pk"),
    Kind.COVER: ("person__sort_name", "pk"),
    Kind.COLLEAGUE: _BY_NAME,
    Kind.NAMED: _BY_NAME,
    Kind.MEETING: ("starts_at", "pk"),
    Kind.MINUTES: ("starts_at", "pk"),
    Kind.ATTENDANCE: ("meeting__starts_at", "pk"),
    Kind.TODO: ("due_on", "pk"),
    Kind.ARTICLE: (Danish("title"), "pk"),
    Kind.RHYTHM: ("pk",),
    Kind.STEP: ("due_on", "pk"),
    Kind.PROMISE: (F("due_on").asc(nulls_last=True), "plan__case__person__sort_name", "pk"),
    Kind.EFFORT: ("from_on", "plan__case__person__sort_name", "pk"),
    Kind.PART: _BY_NAME,
    Kind.STATEMENT: ("asked_on", "pk"),
}


def _waits(row: Milestone) -> list[str]:
    """That the partner is to answer something about a promise, or has proposed something, in words."""
    words = []
    if getattr(row, "questions_waiting", 0):
        words.append(
            ngettext("%(n)s question waits", "%(n)s questions wait", row.questions_waiting)
            % {"n": row.questions_waiting}
        )
    if getattr(row, "proposals_waiting", 0):
        words.append(
            ngettext("%(n)s proposal waits", "%(n)s proposals wait", row.proposals_waiting)
            % {"n": row.proposals_waiting}
        )
    return words


def _case_of(row) -> Case | None:
    if isinstance(row, Milestone | Effort):
        return row.plan.case
    if isinstance(row, Attendee):
        return row.meeting.case
    if isinstance(row, Article | Rhythm | Step):
        return None
    return row.inquiry.case if isinstance(row, Statement) else row.case


def _said(*parts) -> str:
    return " · ".join(getattr(part, "name", part) for part in parts if part)


def _words(kind: Kind, row) -> str:
    """What a line says after the name."""
    match kind:
        case Kind.COVER:
            return _("for %(name)s until and including %(day)s") % {
                "name": row.guide.name if row.guide else "–",
                "day": drawn_day(row.cover_until - timedelta(days=1)) if row.cover_until else "–",
            }
        case Kind.COLLEAGUE:
            return row.role
        case Kind.MEETING | Kind.MINUTES:
            return f"{row.type} · {drawn_day(row.on)}"
        case Kind.ATTENDANCE:
            return f"{row.meeting.type} · {drawn_day(row.meeting.on)}"
        case Kind.TODO:
            # What it says is its owner's alone, and then whoever's it becomes.
            return _("no. %(number)s, on %(day)s") % {"number": row.pk, "day": drawn_day(row.due_on)}
        case Kind.ARTICLE:
            return _("look at it again on %(day)s") % {"day": drawn_day(row.review_on)}
        case Kind.RHYTHM:
            return row.in_words
        case Kind.STEP:
            return f"{row.text} · {drawn_day(row.due_on)}"
        case Kind.PROMISE:
            due = drawn_day(row.due_on) if row.due_on else _("no date")
            return _said(row.own_words, due, row.contact, *_waits(row))
        case Kind.EFFORT:
            return _said(row.name, drawn_day(row.from_on), row.contact)
        case Kind.PART:
            return _said(row.role, row.contact)
        case Kind.STATEMENT:
            return f"{row.department} · {drawn_day(row.asked_on)}"
    return ""
