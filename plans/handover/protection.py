"""A protected address, and what gives it away, taken out of what is told.

That is partners, schools and places, also where they stand in free text.
"""

import re
from dataclasses import replace

from django.utils.translation import gettext as _

from cases.models import ActivityPeriod, Participation
from plans.handover.models import Handover


def without_address(sheet, case, plan):
    """The sheet of somebody whose address is protected: neither the address nor what gives it away stands in it."""
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
            cannot_because=hide(step.cannot_because),
            who=somebody if _is_elsewhere(step, own, given_away) else hide(step.who),
        )
        for step in sheet.steps
    )
    return replace(
        sheet,
        efforts=tuple(_effort(line, hide, somebody, own, given_away) for line in sheet.efforts),
        dream=hide(sheet.dream),
        destination_note="",
        small_step=hide(sheet.small_step),
        goal_lines=tuple(replace(goal, text=hide(goal.text)) for goal in sheet.goal_lines),
        asked=sheet.asked and replace(sheet.asked, because=hide(sheet.asked.because)),
        steps=steps,
        shared_with=(),
        email="",
        phone="",
        now="",
        custody=sheet.custody if sheet.audience == Handover.Audience.CUSTODY else (),
        protected=True,
        left_out=(
            *sheet.left_out,
            _("Schools, places and partners: the young person's address is protected."),
            _("The young person's phone and e-mail: the address is protected."),
        ),
    )


def _effort(line, hide, somebody: str, own: str, given_away):
    """An effort without what gives the address away."""
    return replace(
        line,
        name=hide(line.name),
        serves=tuple(hide(words) for words in line.serves),
        said=hide(line.said),
        who=somebody if _is_elsewhere(line, own, given_away) else hide(line.who),
    )


def _is_elsewhere(step, own: str, given_away) -> bool:
    """Whether the step's, or the effort's, "who" names a partner other than `own`."""
    if step.theirs:
        return False
    return any(word != own and word in step.who for word in given_away)


def address_hider(case, plan=None, *, own=""):
    """A function that covers, in a text, what would tell where somebody lives or spends the day.

    ``own`` is the name of the partner who reads, which that partner knows; without a ``plan`` nobody carries parts.
    """
    return _hider([word for word in _giveaways(case, plan) if word != own])


def _giveaways(case, plan):
    """The words that would tell where somebody with a protected address lives or spends the day."""
    person = case.person
    words = {person.address, person.city, person.postal_code}
    street = re.match(r"[^\d,]{4,}", person.address or "")
    words.add(street.group().strip() if street else "")
    for row in ActivityPeriod.objects.filter(case=case).select_related("partner"):
        words |= {row.place, row.partner.name if row.partner_id else ""}
    partners = [row.partner for row in Participation.objects.filter(case=case).select_related("partner")]
    carried = (plan.milestones, plan.efforts.standing()) if plan is not None else ()
    for row in (row for rows in carried for row in rows.select_related("contact__partner")):
        if row.contact_id:
            partners.append(row.contact.partner)
            words |= {row.contact.name, row.contact.email, row.contact.phone}
    for partner in partners:
        words |= {partner.name, partner.address, partner.city, partner.email, partner.phone, partner.web}
    return sorted({word.strip() for word in words if word and len(word.strip()) > 2}, key=len, reverse=True)


def _hider(words):
    """A function that covers `words` in a text, whatever their case."""
    if not words:
        return lambda text: text
    pattern = re.compile("|".join(rf"(?<!\w){re.escape(word)}(?!\w)" for word in words), re.IGNORECASE)
    hidden = _("[hidden]")
    return lambda text: pattern.sub(hidden, text)
