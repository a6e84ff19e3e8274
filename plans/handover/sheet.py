"""The plan on paper: what each audience may read, and how it is set.

`sheet_for` decides *what* is said (and notes what was left out and why); the templates in ``plans/pdf/`` decide how. A
sheet holds plain values only, so that nothing can be looked up, or leak, while the page is being drawn.
"""

import hashlib
import re
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from django.utils import formats, translation
from django.utils.translation import gettext as _

from cases.consents.disclosure import Coverage, coverage
from cases.models import Activity, ActivityPeriod, Consent, Participation, Topic
from cases.people import rules
from core import pdf
from plans.handover import road
from plans.handover.models import Handover
from plans.milestones.choices import MilestoneStatus
from plans.milestones.models import Milestone

Audience = Handover.Audience


ASSETS = Path(__file__).resolve().parent / "assets"


NEXT = 3  # steps on page one: more than three is a list, and nobody keeps a list in mind


class NotAllowed(Exception):
    """This audience may not be handed the plan now; the message says why, in words a guide can act on."""


@dataclass(frozen=True)
class Who:
    """Somebody to call."""

    name: str
    role: str = ""
    phone: str = ""
    email: str = ""


@dataclass(frozen=True)
class Step:
    """A milestone as it stands on the road. `number` counts from the reader's feet to the horizon."""

    number: int
    own_words: str
    professional: str
    who: str
    due_on: date | None
    start_on: date | None
    reached_on: date | None
    under_way: bool
    theirs: bool = False  # carried by the partner for whom the sheet is made
    aims: tuple[str, ...] = ()

    @property
    def reached(self) -> bool:
        """Whether it lies behind."""
        return self.reached_on is not None


@dataclass(frozen=True)
class Sheet:
    """Everything that one audience's PDF says."""

    audience: str
    language: str
    made_on: date
    unit: str
    called: str
    full_name: str
    age: int
    dream: str
    destination: str
    destination_note: str
    small_step: str
    goals: tuple[str, ...]
    steps: tuple[Step, ...]
    guide: Who | None
    deputy: Who | None
    phone: str = ""
    email: str = ""
    custody: tuple[Who, ...] = ()
    # For a partner whose basis covers it: what the young person is under way with.
    now: str = ""
    # What the sheet tells, as topics of a consent.
    topics: tuple[str, ...] = ()
    partner: str = ""
    basis: str = ""
    basis_until: date | None = None
    shared_with: tuple[str, ...] = ()
    left_out: tuple[str, ...] = field(default=())
    protected: bool = False

    @property
    def open_steps(self) -> tuple[Step, ...]:
        """What lies ahead."""
        return tuple(step for step in self.steps if not step.reached)

    @property
    def next_steps(self) -> tuple[Step, ...]:
        """What is on page one."""
        return self.open_steps[:NEXT]

    @property
    def reached_steps(self) -> tuple[Step, ...]:
        """What lies behind."""
        return tuple(step for step in self.steps if step.reached)

    @property
    def their_steps(self) -> tuple[Step, ...]:
        """What the partner has promised."""
        return tuple(step for step in self.steps if step.theirs)

    @property
    def has_duty(self) -> bool:
        """Whether the duty of those aged 15 to 17 to be in something applies (§ 2 a)."""
        return 15 <= self.age < 18


def sheet_for(plan, audience: str, *, partner=None, language="da", on: date) -> Sheet:
    """What `audience` may read of `plan` on the day `on`, straight from the database.

    Raises NotAllowed: custody holders of somebody who is 18, a partner without a basis in force that covers the plan.
    """
    case = plan.case
    person = case.person
    with translation.override(language):
        age = rules.age_on(person.birth_date, on)
        topics: frozenset[str] = frozenset({Topic.PLAN, Topic.CONTACT})
        basis, until = "", None
        if audience == Audience.CUSTODY and age >= 18:
            raise NotAllowed(_("The young person is of age: nobody else holds custody."))
        if audience == Audience.CUSTODY:
            topics |= {Topic.FAMILY}
        if audience == Audience.PARTNER:
            covered = _covered(case, partner, on)
            found = covered.of(Topic.PLAN)
            topics, until = covered.topics, found.last_day
            basis = f"{found.get_basis_display()}: {found.purpose}"
        sheet = Sheet(
            audience=audience,
            language=language,
            made_on=on,
            unit=case.unit.name,
            called=person.called,
            full_name=person.name,
            age=age,
            dream=plan.dream.strip(),
            destination=str(plan.destination) if plan.destination_id else "",
            destination_note=plan.destination_note,
            small_step=plan.small_step,
            goals=tuple(plan.goals.filter(is_dropped=False).values_list("text", flat=True)),
            steps=_steps(plan, audience, partner, case),
            guide=_colleague(case.guide),
            deputy=_colleague(case.deputy),
            phone=person.phone,
            email=person.email,
            custody=custody_of(person, on) if Topic.FAMILY in topics else (),
            now=under_way_with(case) if Topic.ACTIVITY in topics else "",
            topics=tuple(sorted(topics)),
            partner=partner.name if partner else "",
            basis=basis,
            basis_until=until,
            shared_with=_shared_with(case, on) if audience == Audience.YOUTH else (),
        )
        if Topic.CONTACT not in topics:
            sheet = _without_contact(sheet)
        sheet = _protect(sheet, case, plan) if person.address_protected else sheet
        return replace(sheet, topics=tuple(topic for topic in sheet.topics if _tells(sheet, topic)))


def _tells(sheet: Sheet, topic: str) -> bool:
    """Whether the sheet holds anything of a topic that may be told. Health is on no sheet."""
    return {
        Topic.CONTACT: True,
        Topic.PLAN: True,
        Topic.ACTIVITY: bool(sheet.now),
        Topic.FAMILY: bool(sheet.custody),
    }.get(Topic(topic), False)


def fingerprint(sheet: Sheet) -> str:
    """Tells whether two sheets say the same: what a guide saw before handing over, and what would be handed over."""
    return hashlib.sha256(repr(sheet).encode()).hexdigest()[:32]


def title(sheet: Sheet) -> str:
    """The title of the document, in its language."""
    with translation.override(sheet.language):
        if sheet.audience == Audience.YOUTH:
            return _("My plan – %(name)s") % {"name": sheet.called}
        return _("Plan for %(name)s") % {"name": sheet.full_name}


def render(sheet: Sheet, *, created=None) -> bytes:
    """The PDF of a sheet: the young person's own, or the sober one for adults around them."""
    sheet = _settable(sheet)
    drawings = {}
    with translation.override(sheet.language):
        context = {"sheet": sheet, "foot": _foot(sheet)}
        template, style = "plans/handover/pdf/adults.html", ASSETS / "adults.css"
        if sheet.audience == Audience.YOUTH:
            template, style = "plans/handover/pdf/youth.html", ASSETS / "youth.css"
            context |= _poster(sheet)
            drawings["road"] = road.draw(sheet.steps, title=context["in_words"], height=context["height"])
    return pdf.render(
        template,
        context,
        lang=sheet.language,
        title=title(sheet),
        created=created,
        styles=[style],
        drawings=drawings,
    )


def may_read_plan(case, partner, on: date) -> bool:
    """Whether the partner takes part and a basis in force on the day `on` covers the plan."""
    return Topic.PLAN in coverage(case, partner, on).topics


def readable_cases(cases, partner, on: date) -> dict:
    """Of `cases`, all visible to the partner: ``{case: topics that bases in force cover}``; in one query."""
    rows = Consent.objects.filter(Consent.in_force_q(on), case__in=cases, partner=partner)
    covered: dict = {}
    for case_id, topics in rows.values_list("case_id", "topics"):
        covered.setdefault(case_id, set()).update(topics)
    return {case: covered[case.pk] for case in cases if case.pk in covered}


def _covered(case, partner, on) -> Coverage:
    """What live consents (or other bases) cover for the partner. Raises NotAllowed unless that is the plan too."""
    found = coverage(case, partner, on)
    if Topic.PLAN in found.topics:
        return found
    if (
        found.bases
        or partner
        and Participation.objects.current().holding(on).filter(case=case, partner=partner)
    ):
        raise NotAllowed(_("No consent or other basis in force lets this partner read the plan."))
    raise NotAllowed(_("The partner does not take part in this case."))


def _steps(plan, audience, partner, case):
    """The milestones in the order of the road: reached ones by day, then those ahead by day, undated ones last."""
    rows = [
        row
        for row in plan.milestones.select_related("contact__partner")
        if row.status != MilestoneStatus.DROPPED
    ]
    far = date.max
    rows.sort(
        key=lambda row: (
            row.reached_on is None,
            row.reached_on or row.due_on or far,
            row.position,
        )
    )
    return tuple(
        Step(
            number=number,
            own_words=row.own_words,
            professional=row.professional,
            who=_who(row, audience, case),
            due_on=row.due_on,
            start_on=row.start_on,
            reached_on=row.reached_on,
            under_way=row.status == MilestoneStatus.UNDER_WAY,
            theirs=bool(partner and row.contact and row.contact.partner_id == partner.pk),
            aims=tuple(
                name
                for name, tagged in (
                    (_("outlook"), row.outlook),
                    (_("insight"), row.insight),
                    (_("competences"), row.competence),
                )
                if tagged
            ),
        )
        for number, row in enumerate(rows, start=1)
    )


def _who(row: Milestone, audience, case):
    if row.responsible == Milestone.Responsible.PARTNER:
        return f"{row.contact.name}, {row.contact.partner.name}"
    if row.responsible == Milestone.Responsible.GUIDE:
        return case.guide.name if case.guide else _("the guide")
    return _("Me") if audience == Audience.YOUTH else case.person.called


def _colleague(user):
    return Who(user.name, phone=user.phone, email=user.email) if user else None


def custody_of(person, on):
    """Who holds custody of somebody under 18, to name and to call."""
    rows = person.guardians.holding_custody(on).order_by("name")
    return tuple(Who(row.name, role=row.relation, phone=row.phone) for row in rows)


def under_way_with(case) -> str:
    """What the young person is under way with, and where, in words; empty when nobody knows."""
    rows = case.activity_periods.present().exclude(activity=Activity.UNKNOWN).counting_most_first()
    told = []
    for row in rows.select_related("partner"):
        where = row.place or (row.partner.name if row.partner else "")
        told.append(", ".join(filter(None, (row.get_activity_display(), where))))
    return " · ".join(told)


def _shared_with(case, on):
    rows = Consent.objects.filter(Consent.in_force_q(on), case=case).select_related("partner")
    return tuple(sorted({row.partner.name for row in rows if row.topics}))


def _without_contact(sheet):
    return replace(
        sheet,
        full_name=sheet.called,
        phone="",
        email="",
        left_out=(*sheet.left_out, _("Surname, phone and e-mail: the consent does not cover them.")),
    )


def _protect(sheet, case, plan):
    """Take out the address and what gives it away: partners, schools and places, also where they stand in free text."""
    given_away = _giveaways(case, plan)
    somebody = _("a partner (ask the guide)")
    # The partner's own name is known to the partner; everybody else's stays out.
    own = sheet.partner
    hide = _hider([word for word in given_away if word != own])
    steps = tuple(
        replace(
            step,
            own_words=hide(step.own_words),
            professional=hide(step.professional),
            who=somebody if milestone_is_elsewhere(step, own, given_away) else hide(step.who),
        )
        for step in sheet.steps
    )
    return replace(
        sheet,
        dream=hide(sheet.dream),
        destination_note="",
        small_step=hide(sheet.small_step),
        goals=tuple(hide(goal) for goal in sheet.goals),
        steps=steps,
        shared_with=(),
        email="",
        phone="",
        now="",
        custody=sheet.custody if sheet.audience == Audience.CUSTODY else (),
        protected=True,
        left_out=(
            *sheet.left_out,
            _("Schools, places and partners: the young person's address is protected."),
            _("The young person's phone and e-mail: the address is protected."),
        ),
    )


def milestone_is_elsewhere(step: Step, own: str, given_away) -> bool:
    """Whether the step's "who" names a partner other than `own`."""
    if step.theirs:
        return False
    return any(word != own and word in step.who for word in given_away)


def _giveaways(case, plan):
    """The words that would tell where somebody with a protected address lives or spends the day."""
    person = case.person
    words = {person.address, person.city, person.postal_code}
    street = re.match(r"[^\d,]{4,}", person.address or "")
    words.add(street.group().strip() if street else "")
    for row in ActivityPeriod.objects.filter(case=case).select_related("partner"):
        words |= {row.place, row.partner.name if row.partner_id else ""}
    partners = [row.partner for row in Participation.objects.filter(case=case).select_related("partner")]
    for row in plan.milestones.select_related("contact__partner"):
        if row.contact_id:
            partners.append(row.contact.partner)
            words |= {row.contact.name, row.contact.email, row.contact.phone}
    for partner in partners:
        words |= {partner.name, partner.address, partner.city, partner.email, partner.phone, partner.web}
    return sorted({word.strip() for word in words if word and len(word.strip()) > 2}, key=len, reverse=True)


def covering(case, plan):
    """A function that covers, in a text, what would tell where somebody with a protected address lives or spends the day."""
    return _hider(_giveaways(case, plan))


def _hider(words):
    """A function that covers `words` in a text, whatever their case."""
    if not words:
        return lambda text: text
    pattern = re.compile("|".join(rf"(?<!\w){re.escape(word)}(?!\w)" for word in words), re.IGNORECASE)
    hidden = _("[hidden]")
    return lambda text: pattern.sub(hidden, text)


_WORD, _ROWS = 40, 200


def _settable(sheet):
    """The sheet with its free text in a shape that can be set in a second, whatever somebody pasted into it.

    A word of thousands of letters, or thousands of empty lines, would keep the typesetter busy for minutes. Long words may
    break (at an invisible space), blank lines close up, and after two hundred lines the text runs on. Nothing is cut.
    """
    return replace(
        sheet,
        dream=_tame(sheet.dream),
        small_step=_tame(sheet.small_step),
        destination_note=_tame(sheet.destination_note),
        goals=tuple(_tame(goal) for goal in sheet.goals),
        steps=tuple(
            replace(step, own_words=_tame(step.own_words), professional=_tame(step.professional))
            for step in sheet.steps
        ),
    )


def _tame(text):
    rows = re.sub(r"\n\s*\n\s*", "\n\n", text.replace("\r", "")).split("\n")
    text = "\n".join([*rows[:_ROWS], " ".join(rows[_ROWS:])]).strip()
    return re.sub(rf"(\S{{{_WORD}}})(?=\S)", "\\1\u200b", text)


_PAGE = 264  # millimetres of page one above its foot


_RIGHTS = 50  # what "It is your plan" takes in two columns


_DREAMS = (("xl", 70, 36, 12.0), ("l", 150, 48, 9.4), ("m", 280, 64, 7.3), ("s", 10**9, 80, 6.2))


def _poster(sheet):
    """The context of page one: how large the dream is set, how high the landscape stands, what goes overleaf.

    The landscape takes the room that the words leave, so that page one is full and is one page.
    """
    short, whole = _cut(sheet.dream)
    size, _most, line, high = next(row for row in _DREAMS if len(short) <= row[1])
    wordy = sum(len(step.own_words) for step in sheet.next_steps) > 200
    taken = 52 + (10 + high * _lines(short, line) if short else 0)
    taken += 14 * (_lines(sheet.called, 14) - 1) + 6 * _lines(sheet.destination + sheet.small_step, 60)
    for step in sheet.next_steps:
        taken += max(13.5, 3 + 6.2 * _lines(step.own_words, 36), 4 + 5 * _lines(step.who, 24))
    taken += 20 + 34
    rest = len(sheet.open_steps) > NEXT or (
        sheet.reached_steps and any(step.professional for step in sheet.open_steps)
    )
    overleaf = bool(whole or rest or sheet.reached_steps or taken + _RIGHTS + 50 > _PAGE)
    height = min(max(_PAGE - taken - (0 if overleaf else _RIGHTS), 50), 112)
    return {
        "in_words": _in_words(sheet),
        "height": round(height),
        "dream_short": short,
        "dream_whole": whole,
        "dream_size": size,
        "name_size": "s" if len(sheet.called) > 22 else "m" if len(sheet.called) > 12 else "l",
        "wordy": wordy,
        "rest": rest,
        "poster_only": not overleaf,
        "note_lines": _note_lines(sheet, rest) if overleaf and not whole else (),
        # When page one runs over all the same, what follows runs on instead of leaving half a page white.
        "overleaf": overleaf and taken + 50 <= _PAGE,
    }


def _note_lines(sheet, rest):
    """Ruled lines for the young person's own pen, where page two has room to spare."""
    listed = len(sheet.reached_steps) + (len(sheet.open_steps) if rest else 0)
    lines = 11 - 2 * listed
    return range(lines) if lines >= 4 else ()


def _lines(text, line):
    """About how many lines of so many characters a text takes."""
    return max(1, -(-len(text) // line)) if text else 0


def _in_words(sheet):
    """The drawing for those who cannot see it."""
    reached, total = len(sheet.reached_steps), len(sheet.steps)
    if not total:
        return _("A road through hills towards the sun. It has no stops yet.")
    if reached == total:
        return _("A road with %(total)s stops. All are reached.") % {"total": total}
    return _("A road with %(total)s stops. %(reached)s are reached. The next is: %(next)s") % {
        "total": total,
        "reached": reached,
        "next": sheet.open_steps[0].own_words,
    }


_CUT = 420


def _cut(dream):
    """The dream for page one and, when it is long, the whole of it for page two; cut between sentences or words."""
    if len(dream) <= _CUT + 60:
        return dream, ""
    head = dream[:_CUT]
    end = max(head.rfind(". "), head.rfind("! "), head.rfind("? "), head.rfind("\n"))
    head = head[: end + 1] if end > _CUT // 2 else head.rsplit(" ", 1)[0]
    return head.rstrip() + " …", dream


def _foot(sheet):
    day = formats.date_format(sheet.made_on, "j. F Y" if sheet.language == "da" else "j F Y")
    return f"{sheet.unit} · {day}"
