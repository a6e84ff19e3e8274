"""Writing to the trail. Import as ``from audit import trail`` and call ``trail.record(…)``."""

import datetime
import uuid
from collections.abc import Iterable, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.db import models

from audit.models import AuditEvent
from core import clock
from core.logs import LINK_SECRET

_request: ContextVar[Any] = ContextVar("audit_request", default=None)


_recorded: ContextVar[set | None] = ContextVar("audit_recorded", default=None)


@contextmanager
def of_request(request):
    """Let rows written in the block carry the request's path and id, and remember which cases they were about."""
    tokens = _request.set(request), _recorded.set(set())
    try:
        yield
    finally:
        _request.reset(tokens[0])
        _recorded.reset(tokens[1])


def has_recorded(case_id) -> bool:
    """Whether this request has already written a row about the case."""
    return case_id in (_recorded.get() or ())


def _kept(text: str) -> str:
    """A text as every database keeps it: PostgreSQL has no NUL. A damaged address is a denial worth keeping."""
    return text.replace("\x00", "�")


def _path(request) -> str:
    """Which page it was. Of an address that opens without signing in the secret is left out: a reader gets no key."""
    return _kept(LINK_SECRET.sub("[secret]", request.path)[:300])


def _plain(value):
    """A value as JSON can hold it."""
    if isinstance(value, models.Model):
        return f"{value._meta.label_lower}:{value.pk}"
    if isinstance(value, datetime.date | datetime.datetime):
        return value.isoformat()
    if isinstance(value, uuid.UUID):
        return str(value)
    if isinstance(value, str):
        return _kept(value)
    if value is None or isinstance(value, int | float | bool):
        return value
    if isinstance(value, list | tuple | set | frozenset):
        return [_plain(item) for item in value]
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    return str(value)


def event(
    action: str, *, by, case_id=None, obj=None, purpose="", changes=None, outcome="ok", relation=""
) -> AuditEvent:
    """An unsaved row; `record` for one, ``AuditEvent.objects.bulk_create`` for many acts of one transaction."""
    request = _request.get()
    return AuditEvent(
        at=clock.now(),
        actor_id=getattr(by, "pk", None),
        actor_name=str(by)[:200] if by is not None else "",
        unit_id=getattr(by, "unit_id", None),
        action=action,
        outcome=outcome,
        case_id=case_id,
        object_type=obj._meta.label_lower if obj is not None else "",
        object_id=str(obj.pk) if obj is not None else "",
        relation=relation,
        purpose=_kept(purpose[:300]),
        changes=_plain(changes or {}),
        path=_path(request) if request is not None else "",
        request_id=getattr(request, "id", ""),
    )


def record(
    action: str, *, by, case_id=None, obj=None, purpose="", changes=None, outcome="ok", relation=""
) -> AuditEvent:
    """Write one row, in the caller's transaction: no row, no act.

    ``changes`` is ``{"field": [old, new]}``; never a CPR number, which is said to have changed and no more.
    """
    row = event(
        action,
        by=by,
        case_id=case_id,
        obj=obj,
        purpose=purpose,
        changes=changes,
        outcome=outcome,
        relation=relation,
    )
    row.save(force_insert=True)
    if case_id is not None and (recorded := _recorded.get()) is not None:
        recorded.add(case_id)
    return row


def changed(old: Mapping, new: Mapping) -> dict[str, list]:
    """``{"field": [old, new]}`` for the fields of ``new`` that differ from ``old``."""
    return {name: [old.get(name), value] for name, value in new.items() if old.get(name) != value}


def about(model: type[models.Model], ids: Iterable) -> models.QuerySet:
    """What happened to rows of ``model``, newest first, where it was about no case; it has an index of its own."""
    rows = AuditEvent.objects.filter(
        object_type=model._meta.label_lower, object_id__in=[str(pk) for pk in ids], case_id=None
    )
    return rows.order_by("-at", "-pk")
