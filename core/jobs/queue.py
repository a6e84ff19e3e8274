"""Long work with progress: order it, run it, take it over when its worker died.

The row is the truth and the broker only carries messages. `enqueue` writes the row in the caller's transaction and
dispatches it after commit; when the broker is away the message is lost, and `requeue_stale` (every half minute) finds
the row. A worker holds a lease on its job while it runs. A job whose database went away waits a little and is tried
again.
"""

import logging
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import Error, IntegrityError, connection, transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import clock, limits
from core.jobs.models import Job
from core.outages import is_database_away
from core.wake import wake

log = logging.getLogger(__name__)

# How long a worker may be silent before its job is anybody's.
LEASE = timedelta(seconds=settings.KUI_JOB_LEASE_SECONDS)

MAX_ATTEMPTS = 5
# After the first attempt that the database broke off; each further wait is twice as long.
BACK_OFF = timedelta(seconds=10)

_handlers: dict[str, Callable[[Job], dict | None]] = {}
# What stands of a kind of job that went wrong, as its owner reads it.
_stands: dict[str, Any] = {}
NOTHING_STANDS = gettext_lazy("It went wrong, and nothing of it was written. Try again.")


class LeaseLost(Exception):
    """Another worker has taken the job over; stop without writing more."""


class JobFailed(Exception):
    """The work cannot be done, for a reason that the owner can read."""


def job_handler(kind: str, *, stands=NOTHING_STANDS):
    """Register the function that does jobs of ``kind``.

    It gets the job, reports with `report_progress`, may be run again from the start at any time, and may return
    ``{"url": …, …}``: where its owner finds what was made. ``stands`` tells the owner what a job that went wrong has
    written: a handler that writes in more than one transaction says its own.
    """

    def register(function):
        _handlers[kind], _stands[kind] = function, stands
        return function

    return register


# How often a job is ordered when each time one with its key ends in the same moment.
ORDERS = 5


def enqueue(kind: str, *, owner=None, unit=None, args=None, title="", unique_key="", upload=None) -> Job:
    """Order work of ``kind``. With a ``unique_key``, an unfinished job with the same key is returned instead."""
    if kind not in _handlers:
        raise LookupError(f"no handler for jobs of kind {kind!r}")
    values = {
        "kind": kind,
        "owner_id": owner.pk if owner else None,
        "unit_id": unit.pk if unit else None,
        "args": args or {},
        "title": title,
        "unique_key": unique_key,
        "upload": upload,
        "created_at": clock.now(),
    }
    unfinished = Job.objects.filter(unique_key=unique_key, state__in=[Job.State.QUEUED, Job.State.RUNNING])
    for left in reversed(range(ORDERS)):
        try:
            with transaction.atomic():
                job = Job.objects.create(**values)
            break
        except IntegrityError:
            if there := unfinished.first():
                return there
            if not left:
                raise
            # It was finished since: order it again.
    transaction.on_commit(lambda: dispatch(job.pk))
    return job


def dispatch(job_id) -> None:
    """Tell the broker that a job waits. A broker that is away costs nothing but time: `requeue_stale` finds the row."""
    wake("core.jobs.tasks.run_job", str(job_id))


def run(job_id) -> None:
    """Claim the job and do it; does nothing when somebody else has it or it is over."""
    moment = clock.now()
    claimed = Job.objects.filter(_free(moment), pk=job_id, attempts__lt=MAX_ATTEMPTS).update(
        state=Job.State.RUNNING,
        lease_until=moment + LEASE,
        attempts=F("attempts") + 1,
        started_at=moment,
    )
    if not claimed:
        return
    job = Job.objects.get(pk=job_id)
    try:
        with limits.cached():
            result = _handlers[job.kind](job) or {}
    except LeaseLost:
        return
    except Exception as error:
        if is_database_away(error) and job.attempts < MAX_ATTEMPTS:
            _put_back(job, error)
            return
        log.exception("job %s of kind %s failed", job.pk, job.kind)
        told = str(error if isinstance(error, JobFailed) else _stands.get(job.kind, NOTHING_STANDS))
        _mend_connection()
        _finish(job, state=Job.State.FAILED, error=told[:300])
        return
    _finish(job, state=Job.State.DONE, result=result, result_url=result.get("url", ""), done=job.total)


def _free(moment) -> Q:
    """Jobs that anybody may take: they wait for nothing more, or their worker has fallen silent."""
    waits = Q(state=Job.State.QUEUED) & (Q(lease_until=None) | Q(lease_until__lt=moment))
    return waits | Q(state=Job.State.RUNNING, lease_until__lt=moment)


def _put_back(job: Job, error: Exception) -> None:
    """Let it wait before its next attempt, in the queue; the lease says until when."""
    log.warning("job %s of kind %s waits for the database: %s", job.pk, job.kind, type(error).__name__)
    _mend_connection()
    until = clock.now() + BACK_OFF * 2 ** (job.attempts - 1)
    try:
        _leased(job).update(
            state=Job.State.QUEUED,
            lease_until=until,
            message=_("The database did not answer. It is tried again by itself."),
        )
    except Error:  # still away: when the lease has run out, it is anybody's
        return


def _mend_connection() -> None:
    """Open a new connection next time, if the work has lost its own."""
    if not connection.in_atomic_block:
        connection.close_if_unusable_or_obsolete()


def _leased(job: Job):
    return Job.objects.filter(pk=job.pk, state=Job.State.RUNNING, attempts=job.attempts)


def _finish(job: Job, **values) -> None:
    _leased(job).update(finished_at=clock.now(), lease_until=None, upload=None, **values)


def report_progress(job: Job, done: int, total: int, message: str = "") -> None:
    """Say how far the work is, and renew the lease. Raises LeaseLost when another worker has taken over.

    Call it outside the transaction that does the work, or the progress is seen only when all is over. Who takes over
    begins anew; what is shown stands still until the work has come as far: progress never goes back.
    """
    if total == job.total:
        done = max(done, job.done)
    job.done, job.total = done, total
    values = {"done": done, "total": total, "lease_until": clock.now() + LEASE, "message": str(message)[:200]}
    if not _leased(job).update(**values):
        raise LeaseLost


def renew_lease(job: Job) -> None:
    """Inside the transaction that writes the result: make sure that the lease still is ours, and keep it until commit.

    Raises LeaseLost otherwise. Two workers can then never both write.
    """
    if not _leased(job).update(lease_until=clock.now() + LEASE):
        raise LeaseLost


def requeue_stale() -> int:
    """Dispatch again the jobs that nobody works on: lost messages and dead workers. Returns how many."""
    moment = clock.now()
    given_up = Job.objects.filter(state=Job.State.RUNNING, lease_until__lt=moment, attempts__gte=MAX_ATTEMPTS)
    for job in given_up:
        _finish(job, state=Job.State.FAILED, error=str(_stands.get(job.kind, NOTHING_STANDS))[:300])
    lost = Q(state=Job.State.RUNNING) | Q(created_at__lt=moment - timedelta(seconds=20))
    free = Job.objects.filter(_free(moment) & lost)
    waiting = list(free.order_by("created_at").values_list("pk", flat=True)[:50])
    for pk in waiting:
        dispatch(pk)
    return len(waiting)
