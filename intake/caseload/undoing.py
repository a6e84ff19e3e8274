"""Taking an imported list back: the cases it opened go, as long as nobody has written a word on them since."""

from collections import Counter
from collections.abc import Iterable
from uuid import UUID

from django.conf import settings
from django.db import models, transaction
from django.urls import reverse
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from accounts.users.serving import mail_check
from audit import trail
from audit.models import AuditEvent
from cases.models import ActivityPeriod, Assignment, Case, DutyBreach, Note, StatusPeriod, YoungPerson
from core import clock
from core.mail.outbox import queue_mail
from intake.caseload.bulk import BATCH
from intake.caseload.models import ListedCase
from plans.models import Goal, Plan

# What the import itself writes about a case, and at most one of each.
OWN = (Assignment, StatusPeriod, ActivityPeriod, DutyBreach, Note, Plan, Goal, ListedCase)
OWN_ACTS = ("case.opened", "case.activity_set", "duty.breach", "note.added", "plan.opened")


def opened_by(file_id: UUID):
    """The cases that an import opened and that are still there."""
    return Case.objects.filter(listed__made_by=file_id)


def touched(cases: Iterable[UUID]) -> set[UUID]:
    """Those of the cases on which somebody has done something since; to have looked is nothing."""
    keys, found = list(cases), set()
    for start in range(0, len(keys), BATCH):
        found |= _touched(keys[start : start + BATCH])
    return found


def _touched(keys: list[UUID]) -> set[UUID]:
    acts = AuditEvent.objects.filter(case_id__in=keys).exclude(action__in=OWN_ACTS).exclude(changes={})
    found = set(acts.values_list("case_id", flat=True))
    for model, path in ((Case, "pk"), (YoungPerson, "cases"), (Plan, "case")):
        found |= set(
            model._base_manager.filter(**{f"{path}__in": keys}, version__gt=1).values_list(path, flat=True)
        )
        for relation in model._meta.related_objects:
            if relation.related_model is not Case:
                found |= _rows_of_others(relation, path, keys)
    return found


def _rows_of_others(relation, path: str, keys: list[UUID]) -> set[UUID]:
    """The cases that have rows of the relation which the import has not made, or changed ones."""
    model = relation.related_model
    case = relation.field.name if path == "pk" else f"{relation.field.name}__{path}"
    rows = model._base_manager.filter(**{f"{case}__in": keys})
    counts = Counter(rows.values_list(case, flat=True))
    found = {key for key, number in counts.items() if model not in OWN or number > 1}
    if any(field.name == "version" for field in model._meta.local_fields + list(model._meta.fields)):
        found |= set(rows.filter(version__gt=1).values_list(case, flat=True))
    return found


def staying(file_id: UUID, *, by) -> tuple[set[UUID], set[UUID]]:
    """The cases of an import that stay: those somebody has worked on, and those ``by`` may not see."""
    keys = list(opened_by(file_id).values_list("pk", flat=True))
    seen = Case.objects.visible_to(by).filter(listed__made_by=file_id).values_list("pk", flat=True)
    unseen = set(keys) - set(seen)
    return touched(keys) - unseen, unseen


@transaction.atomic
def undo(file, *, by) -> tuple[int, int]:
    """Remove the untouched cases that the import opened, and the young people they are about.

    Returns how many went, and how many stay because somebody has worked on them, or because ``by`` may not see them.
    The trail keeps both.
    """
    keys = list(
        opened_by(file.pk).select_for_update(of=("self",)).order_by("pk").values_list("pk", flat=True)
    )
    stay = set().union(*staying(file.pk, by=by))
    go = [key for key in keys if key not in stay]
    people = list(Case.objects.filter(pk__in=go).values_list("person_id", flat=True))
    for start in range(0, len(go), BATCH):
        some = go[start : start + BATCH]
        Goal.objects.filter(plan__case__in=some).delete()
        for model in (Plan, Note, DutyBreach, ActivityPeriod, StatusPeriod, Assignment):
            model._base_manager.filter(case__in=some).delete()
        Case.objects.filter(pk__in=some).delete()
    for start in range(0, len(people), BATCH):
        YoungPerson.objects.filter(pk__in=people[start : start + BATCH]).delete()
    events = [trail.event("case.removed", by=by, case_id=key, purpose=file.filename) for key in go]
    AuditEvent.objects.bulk_create(events, batch_size=BATCH)
    trail.record("caseload.undone", by=by, obj=file, changes={"cases": [len(keys), len(stay)]})
    if go:
        file.undone_at, file.undone_by = clock.now(), by.name
        file.save(update_fields=["undone_at", "undone_by"])
        _tell_who_imported(file, len(go), by=by)
    return len(go), len(stay)


def _tell_who_imported(file, gone: int, *, by) -> None:
    """A mail to whoever brought the list in and did not take it back; it names no file, which may name somebody."""
    owner = User.objects.exclude(pk=by.pk).filter(pk=file.owner_id, is_active=True).first()
    if owner is None:
        return
    with translation.override(owner.language):
        words = {"name": by.name, "day": date_format(clock.local_date(file.finished_at)), "n": gone}
        said = ngettext(
            "%(name)s has taken back the list that you imported on %(day)s. %(n)s case is removed again.",
            "%(name)s has taken back the list that you imported on %(day)s. %(n)s cases are removed again.",
            gone,
        )
        address = settings.SITE_URL + reverse("intake:caseload_import_result", args=[file.pk])
        subject = _("A list that you imported has been taken back")
        queue_mail(owner.email, subject, f"{said % words}\n\n{address}", still_wanted=mail_check(owner))


def names_of(cases: models.QuerySet, keys: Iterable[UUID]) -> list[Case]:
    """The cases of ``keys`` among ``cases``, by name, with their young people."""
    return list(cases.filter(pk__in=list(keys)).select_related("person").order_by("person__sort_name", "pk"))
