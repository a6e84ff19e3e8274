"""Proposing something about the help itself, without a name, and answering with one."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from accounts.models import Unit, User
from audit import trail
from core import clock
from core.constraints import Taken
from core.text import holds_personal_number, tidy
from practice.ideas.models import Idea
from practice.ideas.rules import month_of

LONGEST = 1000


def propose_idea(unit: Unit, text: str) -> None:
    """Keep what somebody proposes about the help itself. It takes nobody, returns nothing, and writes no row of the
    trail: what is not stored cannot be found. The same text sent again in a month is kept once.

    Raises ValidationError for no text, for too long a text, and for one with a CPR number.
    """
    text = tidy(text)
    if not text:
        raise ValidationError({"text": _("Write what you propose.")})
    if len(text) > LONGEST:
        raise ValidationError({"text": _("That is too long. Write at most 1000 letters.")})
    if holds_personal_number(text):
        raise ValidationError(
            {"text": _("There is a CPR number in it. Take it out: nobody is to be recognised.")}
        )
    month = month_of(clock.today())
    digest = salted_hmac("practice.ideas", f"{unit.pk}\0{text.casefold()}").hexdigest()[:64]
    kept = {"text": text}
    with transaction.atomic():
        Unit.objects.select_for_update().get(pk=unit.pk)
        Idea.objects.get_or_create(unit=unit, month=month, digest=digest, defaults=kept)
        # Rows that the database numbers by what wrote them are all written anew: none tells when it came.
        Idea.objects.filter(unit=unit, month=month).update(month=month)


@transaction.atomic
def answer_idea(idea: Idea, status: str, *, by: User, answer: str = "", expected_version: int) -> None:
    """Answer for the unit; an answer may become another. Raises ValidationError for an answer that is none, or a "not
    now" without why; `Taken` when a colleague answered meanwhile.
    """
    answer = answer.strip()
    if status not in Idea.Status.values or status == Idea.Status.NEW:
        raise ValidationError({"status": _("Choose an answer.")})
    if status == Idea.Status.NOT_NOW and not answer:
        raise ValidationError({"answer": _("Say why not now.")})
    if holds_personal_number(answer):
        raise ValidationError({"answer": _("There is a CPR number in it. Take it out.")})
    values = {"status": status, "answer": answer, "answered_on": clock.today(), "answered_by": by}
    rows = Idea.objects.filter(pk=idea.pk, version=expected_version)
    if not rows.update(version=expected_version + 1, **values):
        raise Taken(
            _("A colleague has answered meanwhile. Look at the answer that stands, and send yours again.")
        )
    changes = {"status": [idea.status, status], "answer": [idea.answer, answer]}
    for name, value in values.items():
        setattr(idea, name, value)
    idea.version = expected_version + 1
    trail.record("idea.answered", by=by, obj=idea, changes=changes)
