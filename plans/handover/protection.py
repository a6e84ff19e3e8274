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
    # What the partner is called, and who works there, the partner knows; everybody else's stays out.
    own = sheet.partner
    given_away = _giveaways(case, plan, own)
    hide = _hider(given_away)
    steps = tuple(
        replace(
            step,
            own_words=hide(step.own_words),
            professional=hide(step.professional),
            cannot_because=hide(step.cannot_because),
            who=_who(step, hide, given_away),
        )
        for step in sheet.steps
    )
    return replace(
        sheet,
        efforts=tuple(_effort(line, hide, given_away) for line in sheet.efforts),
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
            _("Schools, places and partners: the address is protected."),
            _("Phone and e-mail: the address is protected."),
        ),
    )


def _effort(line, hide, given_away):
    """An effort without what gives the address away."""
    return replace(
        line,
        name=hide(line.name),
        serves=tuple(hide(words) for words in line.serves),
        said=hide(line.said),
        who=_who(line, hide, given_away),
    )


def _who(line, hide, given_away) -> str:
    """Who carries a step or an effort; of another partner than who reads only that it is one."""
    elsewhere = not line.theirs and any(word in line.who for word in given_away)
    return _("a partner (ask the guide)") if elsewhere else hide(line.who)


def address_hider(case, plan=None, *, own=""):
    """A function that covers, in a text, what would tell where somebody lives or spends the day.

    ``own`` is the name of the partner who reads, which that partner knows; without a ``plan`` nobody carries parts.
    """
    return _hider(_giveaways(case, plan, own))


def _giveaways(case, plan, own: str):
    """The words that would tell where somebody with a protected address lives or spends the day.

    Of the partner ``own`` none: it reads what it knows. Of a place its first words too: »Ærøgården, 8. b« is Ærøgården.
    """
    person = case.person
    words = {person.address, person.city, person.postal_code}
    street = re.match(r"[^\d,]{4,}", person.address or "")
    words.add(street.group().strip() if street else "")
    for row in ActivityPeriod.objects.filter(case=case).select_related("partner"):
        words |= {row.place, row.place.partition(",")[0], row.partner.name if row.partner_id else ""}
    partners = [row.partner for row in Participation.objects.filter(case=case).select_related("partner")]
    carried = (plan.milestones, plan.efforts.standing()) if plan is not None else ()
    for row in (row for rows in carried for row in rows.select_related("contact__partner")):
        if row.contact_id and row.contact.partner.name != own:
            partners.append(row.contact.partner)
            words |= {row.contact.name, row.contact.email, row.contact.phone}
    for partner in (partner for partner in partners if partner.name != own):
        words |= {partner.name, partner.address, partner.city, partner.email, partner.phone, partner.web}
    return sorted({word.strip() for word in words - {own} if len(word.strip()) > 2}, key=len, reverse=True)


def _hider(words):
    """A function that covers `words` in a text, whatever their case."""
    if not words:
        return lambda text: text
    pattern = re.compile("|".join(rf"(?<!\w){re.escape(word)}(?!\w)" for word in words), re.IGNORECASE)
    hidden = _("[hidden]")
    return lambda text: pattern.sub(hidden, text)
