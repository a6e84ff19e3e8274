"""Two rows of the directory that are one organisation become one, and nothing is left behind.

What points at a partner is found through the models themselves, so tables that come later are moved too: whoever adds
a foreign key to `Partner` or `Contact` need do nothing here, unless a unique constraint of theirs can forbid two rows
to become one. Dated rows settle that by superseding; other models say how in a method ``settle_merge(self, field,
survivor)``. Without either, the merge is refused as a whole rather than lose a row.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db import IntegrityError, models, transaction
from django.db.models import F, Q

from accounts.models import User
from accounts.users.actions import confirm_anew
from audit import trail
from audit.models import AuditEvent
from core import clock
from core.text import fold
from core.versions import Conflict
from partners.directory.actions import CONTACT_FIELDS, PARTNER_FIELDS, changes_by_code, field_values
from partners.directory.models import Contact, Partner
from partners.directory.rules import phone_digits

# The fields whose value an admin chooses; the address is chosen as one.
MERGE_FIELDS: dict[str, tuple[str, ...]] = {
    "name": ("name",),
    "category": ("category",),
    "side": ("side",),
    "has_authority": ("has_authority",),
    "cvr": ("cvr",),
    "address": ("address", "postal_code", "city"),
    "municipality_code": ("municipality_code",),
    "phone": ("phone",),
    "email": ("email",),
    "web": ("web",),
    "agreement": ("agreement",),
    "next_evaluation_on": ("next_evaluation_on",),
    "notes": ("notes",),
    "is_active": ("is_active",),
}


class CannotMerge(Exception):
    """A row of ``model`` can neither follow nor settle; nothing was changed."""

    def __init__(self, model: type[models.Model]):
        self.model = model
        super().__init__(f"{model._meta.label} rows cannot follow the merge")


@dataclass
class MergeSummary:
    """What a merge moves, or would move: rows by model label, and the cases it touches."""

    rows: Counter = field(default_factory=Counter)
    case_ids: set = field(default_factory=set)


def relations(model: type[models.Model]) -> Iterator[models.ForeignKey]:
    """Every foreign key in the product that points at ``model``, hidden ones and many-to-many tables included."""
    for relation in model._meta.get_fields(include_hidden=True):
        if relation.auto_created and not relation.concrete and (relation.one_to_many or relation.one_to_one):
            yield relation.field


def _rows(key: models.ForeignKey, target: models.Model) -> models.QuerySet:
    return key.model._base_manager.filter(**{key.name: target.pk})


def _case_path(model: type[models.Model]) -> str | None:
    """How a row of ``model`` names its case, directly or through one foreign key; None when it has none."""
    try:
        model._meta.get_field("case")
        return "case_id"
    except FieldDoesNotExist:
        pass
    for key in model._meta.concrete_fields:
        if key.is_relation and key.related_model is not model:
            try:
                key.related_model._meta.get_field("case")
                return f"{key.name}__case_id"
            except FieldDoesNotExist:
                continue
    return None


def _cases_of(rows: models.QuerySet) -> set:
    path = _case_path(rows.model)
    return set(rows.values_list(path, flat=True)) - {None} if path else set()


def preview_merge(other: Partner) -> MergeSummary:
    """What would move if ``other`` were merged into another partner."""
    moved = MergeSummary()
    for key in relations(Partner):
        rows = _rows(key, other)
        count = rows.count()
        if count:
            moved.rows[key.model._meta.label_lower] += count
            moved.case_ids |= _cases_of(rows)
    return moved


def seeing_more(survivor: Partner, other: Partner) -> list[Contact]:
    """Who signs in for one of the two and will see young people whom only the other had to do with."""
    cases = {one.pk: preview_merge(one).case_ids for one in (survivor, other)}
    gain = [one for one, two in ((survivor, other), (other, survivor)) if cases[two.pk] - cases[one.pk]]
    people = Contact.objects.filter(partner__in=gain, user__is_active=True)
    return list(people.select_related("user", "partner").order_by("pk"))


def _twin(key: models.ForeignKey, row: models.Model, survivor: models.Model) -> models.Model | None:
    """The survivor's row that a unique constraint lets stand only once."""
    for constraint in key.model._meta.constraints:
        if isinstance(constraint, models.UniqueConstraint) and key.name in constraint.fields:
            same = {name: getattr(row, name) for name in constraint.fields if name != key.name}
            twins = key.model._base_manager.filter(
                constraint.condition or Q(), **same, **{key.name: survivor.pk}
            )
            twin = twins.exclude(pk=row.pk).first()
            if twin:
                return twin
    return None


def _settle(key: models.ForeignKey, row: models.Model, survivor: models.Model) -> None:
    """Let a row that cannot simply follow do what its kind does."""
    if hasattr(row, "settle_merge"):
        row.settle_merge(key.name, survivor)
        return
    twin = _twin(key, row, survivor)
    if twin is None or not hasattr(row, "superseded_at"):
        raise CannotMerge(key.model)
    # Both hold now. The one that began first stands, with the other's person when it has none; the other stays as
    # history.
    kept, dropped = sorted((twin, row), key=lambda dated: (dated.from_on, dated.pk))
    rows = key.model._base_manager
    rows.filter(pk=dropped.pk).update(superseded_at=clock.now())
    if getattr(kept, "contact_id", 0) is None and dropped.contact_id:
        rows.filter(pk=kept.pk).update(contact_id=dropped.contact_id)
    rows.filter(pk=row.pk).update(**{key.name: survivor.pk})


def _move_all(other: models.Model, survivor: models.Model, moved: MergeSummary) -> None:
    """Point at ``survivor`` whatever points at ``other``. Raises CannotMerge."""
    for key in relations(type(other)):
        rows = _rows(key, other)
        pks = list(rows.values_list("pk", flat=True))
        if not pks:
            continue
        moved.rows[key.model._meta.label_lower] += len(pks)
        moved.case_ids |= _cases_of(rows)
        try:
            with transaction.atomic():
                rows.update(**{key.name: survivor.pk})
            continue
        except IntegrityError:
            pass
        for row in key.model._base_manager.filter(pk__in=pks):
            try:
                with transaction.atomic():
                    key.model._base_manager.filter(pk=row.pk).update(**{key.name: survivor.pk})
            except IntegrityError:
                _settle(key, row, survivor)


def same_person(a: Contact, b: Contact) -> bool:
    """Whether two contacts look like one person: the same name, and no two different mailboxes or phones."""
    if fold(a.name) != fold(b.name):
        return False
    for one, two in ((a.email.lower(), b.email.lower()), (phone_digits(a.phone), phone_digits(b.phone))):
        if one and two and one != two:
            return False
    return not (a.user_id and b.user_id)


def duplicate_contacts(survivor: Partner, other: Partner) -> list[tuple[Contact, Contact]]:
    """Pairs ``(the survivor's, the other's)`` of contacts that look like one person; each is in one pair at most."""
    left = list(survivor.contacts.all())
    found = []
    for theirs in other.contacts.all():
        ours = next((contact for contact in left if same_person(contact, theirs)), None)
        if ours:
            left.remove(ours)
            found.append((ours, theirs))
    return found


def _join_contacts(ours: Contact, theirs: Contact, moved: MergeSummary) -> None:
    """Make one person of two: empty fields are filled, the period covers both, the other row goes."""
    for name in CONTACT_FIELDS:
        if not getattr(ours, name) and name != "until_on":
            setattr(ours, name, getattr(theirs, name))
    if theirs.notes and theirs.notes not in ours.notes:
        ours.notes = f"{ours.notes}\n\n{theirs.notes}"
    ours.from_on = min(ours.from_on, theirs.from_on)
    ends = (ours.until_on, theirs.until_on)
    ours.until_on = None if None in ends else max(ends)
    user_id = ours.user_id or theirs.user_id
    Contact.objects.filter(pk=theirs.pk).update(user=None)
    _move_all(theirs, ours, moved)
    theirs.delete()
    ours.user_id = user_id
    ours.version = F("version") + 1
    ours.save()


@transaction.atomic
def merge_partners(
    survivor: Partner,
    other: Partner,
    *,
    by: User,
    versions: tuple[int, int],
    values: Mapping[str, Any],
    joined: Iterable[tuple[int, int]] = (),
) -> MergeSummary:
    """Make one partner of two, in one transaction; ``survivor`` stays.

    ``values`` are the fields the admin chose; ``joined`` the ids of contacts ``(survivor's, other's)`` that are one
    person. The other row remains, empty, only to lead its old address to the survivor. Who sees more by it waits for a
    leader. Raises Conflict when one of them was changed since it was shown, CannotMerge when some row can neither
    follow nor settle, ValueError for a partner and itself or for two units.
    """
    survivor, other = _lock_pair(survivor, other, versions)
    joined, seeing = list(joined), seeing_more(survivor, other)
    moved = _join_all(survivor, other, joined)
    _move_all(other, survivor, moved)
    if joined:
        moved.rows[Contact._meta.label_lower] += len(joined)
    old, values_gone = field_values(survivor, PARTNER_FIELDS), field_values(other, PARTNER_FIELDS)
    gone = {name: str(value) for name, value in values_gone.items() if value not in ("", None)}
    for name, value in {**values, "version": survivor.version + 1}.items():
        setattr(survivor, name, value)
    survivor.save()
    other.merged_into, other.is_active, other.version = survivor, False, other.version + 1
    other.save()
    changes = changes_by_code(trail.changed(old, field_values(survivor, PARTNER_FIELDS))) | {
        "merged": [other.pk, survivor.pk],
        "merged_values": [gone, None],
        "moved": [dict(moved.rows), None],
        "joined_contacts": [[theirs for _, theirs in joined], [ours for ours, _ in joined]],
    }
    _record(survivor, other, moved, changes, by=by)
    for contact in seeing:
        confirm_anew(contact.user, by=by, changes={"partner": [other.name, survivor.name]})
    return moved


def _lock_pair(survivor: Partner, other: Partner, versions: tuple[int, int]) -> tuple[Partner, Partner]:
    """Both as they stand, locked. Raises ValueError and Conflict as `merge` says."""
    if survivor.pk == other.pk or survivor.unit_id != other.unit_id:
        raise ValueError("two partners of one unit are needed")
    # In the order of their ids, so that two merges the opposite way do not wait for each other.
    locked = Partner.objects.select_for_update().select_related("category").order_by("pk")
    rows = {row.pk: row for row in locked.filter(pk__in=[survivor.pk, other.pk])}
    survivor, other = rows[survivor.pk], rows[other.pk]
    for row, version in zip((survivor, other), versions, strict=True):
        if row.version != version or row.merged_into_id:
            raise Conflict(row)
    return survivor, other


def _join_all(survivor: Partner, other: Partner, joined: list[tuple[int, int]]) -> MergeSummary:
    """Make one person of each pair of contacts; what followed them counts by case only."""
    moved = MergeSummary()
    contacts = Contact.objects.in_bulk([pk for pair in joined for pk in pair])
    for ours_id, theirs_id in joined:
        ours, theirs = contacts[ours_id], contacts[theirs_id]
        if (ours.partner_id, theirs.partner_id) != (survivor.pk, other.pk):
            raise ValueError("these contacts belong elsewhere")
        followed = MergeSummary()
        _join_contacts(ours, theirs, followed)
        moved.case_ids |= followed.case_ids
    return moved


def _record(survivor: Partner, other: Partner, moved: MergeSummary, changes: dict, *, by: User) -> None:
    """The trail tells of the merge once for the partner, and once in each case that it touched."""
    trail.record("partner.merge", by=by, obj=survivor, changes=changes)
    told = {"partner": [other.name, survivor.name]}
    AuditEvent.objects.bulk_create(
        [
            trail.event("partner.merge", by=by, obj=survivor, case_id=case_id, changes=told)
            for case_id in sorted(moved.case_ids, key=str)
        ]
    )
