"""Jobs survive what stops: a lost ring, a dead worker, two workers at once."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, InterfaceError, OperationalError, connection

from core import clock
from core.jobs import queue as jobs
from core.jobs.models import Job


@pytest.fixture
def work(monkeypatch):
    """A kind of job that remembers what it did; ``work.do`` may be replaced."""

    class Work:
        done: list = []
        do = staticmethod(lambda job: {"url": "/faerdig/"})

    monkeypatch.setitem(jobs._handlers, "try", lambda job: Work.do(job))
    monkeypatch.setattr(jobs, "dispatch", lambda pk: Work.done.append(pk))
    Work.done = []
    return Work


def test_a_job_runs_and_says_where_its_result_is(db, work):
    job = jobs.enqueue("try")
    jobs.run(job.pk)
    job.refresh_from_db()
    assert (job.state, job.result_url, job.attempts) == ("done", "/faerdig/", 1)


def test_run_twice_is_done_once(db, work):
    runs = []
    work.do = staticmethod(lambda job: runs.append(job.pk))
    job = jobs.enqueue("try")
    jobs.run(job.pk)
    jobs.run(job.pk)
    assert len(runs) == 1


def test_the_same_order_twice_is_one_job(db, work):
    assert jobs.enqueue("try", unique_key="rapport").pk == jobs.enqueue("try", unique_key="rapport").pk
    assert Job.objects.count() == 1


def test_what_ends_in_the_moment_of_another_order_is_ordered_again(db, work, monkeypatch):
    live, create = jobs.enqueue("try", unique_key="rapport"), Job.objects.create

    def refused_before_it_was_over(**values):
        monkeypatch.setattr(Job.objects, "create", create)
        raise IntegrityError("one_live_job_per_key")

    Job.objects.filter(pk=live.pk).update(state=Job.State.DONE)
    monkeypatch.setattr(Job.objects, "create", refused_before_it_was_over)
    again = jobs.enqueue("try", unique_key="rapport")
    assert again.pk != live.pk and again.state == "queued"


def test_a_lost_ring_is_rung_again(db, work):
    with clock.travel(clock.now() - timedelta(minutes=1)):
        job = jobs.enqueue("try")
    assert jobs.requeue_stale() == 1 and work.done == [job.pk]


def test_a_dead_workers_job_is_taken_over_and_the_dead_write_nothing(db, work):
    """The first worker falls silent; a second takes over; the first wakes up and is told to stop."""
    job = jobs.enqueue("try")
    lost = []

    def fall_silent(first):
        with clock.travel(clock.now() + jobs.LEASE + timedelta(seconds=1)):
            assert jobs.requeue_stale() == 1
            work.do = staticmethod(lambda second: {"url": "/af-den-anden/"})
            jobs.run(first.pk)
        try:
            jobs.renew_lease(first)
        except jobs.LeaseLost:
            lost.append(first.pk)
            raise

    work.do = staticmethod(fall_silent)
    jobs.run(job.pk)
    job.refresh_from_db()
    assert lost == [job.pk]
    assert (job.state, job.result_url, job.attempts) == ("done", "/af-den-anden/", 2)


def test_progress_never_goes_back_when_work_is_taken_over(db, work):
    """Who takes over begins anew: what the owner sees stands still until it has come as far."""
    job, seen = jobs.enqueue("try"), []

    def fall_silent(first):
        for done in (0, 3):
            jobs.report_progress(first, done, 5)
        with clock.travel(clock.now() + jobs.LEASE + timedelta(seconds=1)):
            work.do = staticmethod(begin_anew)
            jobs.run(first.pk)

    def begin_anew(second):
        for done in (0, 2, 4, 5):
            jobs.report_progress(second, done, 5)
            seen.append(Job.objects.get(pk=second.pk).done)

    work.do = staticmethod(fall_silent)
    jobs.run(job.pk)
    assert seen == [3, 3, 4, 5]


def test_a_lease_is_held_to_its_last_moment(db, work):
    job = jobs.enqueue("try")
    moment = clock.now()
    Job.objects.filter(pk=job.pk).update(state="running", lease_until=moment, attempts=1)
    with clock.travel(moment):
        assert jobs.requeue_stale() == 0
    with clock.travel(moment + timedelta(microseconds=1)):
        assert jobs.requeue_stale() == 1


def test_what_stops_every_time_fails_in_the_end(db, work):
    job = jobs.enqueue("try")
    Job.objects.filter(pk=job.pk).update(
        state="running", lease_until=clock.now() - timedelta(1), attempts=jobs.MAX_ATTEMPTS
    )
    jobs.requeue_stale()
    job.refresh_from_db()
    assert job.state == "failed" and job.error


def test_an_error_is_told_without_its_text(db, work):
    def fail(job):
        raise RuntimeError("Sofie Jensen 010108-4000")

    work.do = staticmethod(fail)
    job = jobs.enqueue("try")
    jobs.run(job.pk)
    job.refresh_from_db()
    assert job.state == "failed" and "Sofie" not in job.error


def test_a_reason_for_the_owner_is_told(db, work):
    def fail(job):
        raise jobs.JobFailed("Filen er tom.")

    work.do = staticmethod(fail)
    job = jobs.enqueue("try")
    jobs.run(job.pk)
    job.refresh_from_db()
    assert job.error == "Filen er tom."


def test_a_broker_that_is_away_loses_nothing(db, monkeypatch, django_capture_on_commit_callbacks):
    from core.jobs.tasks import run_job

    monkeypatch.setitem(jobs._handlers, "try", lambda job: None)

    def away(*args, **kwargs):
        raise ConnectionError("no broker")

    monkeypatch.setattr(run_job, "apply_async", away)
    with django_capture_on_commit_callbacks(execute=True):
        job = jobs.enqueue("try")
    assert Job.objects.get(pk=job.pk).state == "queued"


@pytest.mark.parametrize("lost", [OperationalError, InterfaceError])
def test_a_database_that_went_away_is_tried_again_after_a_while(db, work, lost):
    """It fails for good only when no attempt is left, and each wait is longer."""

    def fail(job):
        raise lost("server closed the connection")

    work.do = staticmethod(fail)
    job = jobs.enqueue("try")
    moment = clock.now() + timedelta(minutes=1)
    for attempt in range(1, jobs.MAX_ATTEMPTS):
        with clock.travel(moment):
            jobs.run(job.pk)
        job.refresh_from_db()
        assert (job.state, job.attempts, job.error) == ("queued", attempt, "")
        assert "Databasen svarede ikke" in job.message
        wait = jobs.BACK_OFF * 2 ** (attempt - 1)
        with clock.travel(moment + wait):
            assert jobs.requeue_stale() == 0, "it waits to the last moment"
            jobs.run(job.pk)
        moment += wait + timedelta(microseconds=1)
        with clock.travel(moment):
            assert jobs.requeue_stale() == 1
    with clock.travel(moment):
        jobs.run(job.pk)
    job.refresh_from_db()
    assert (job.state, job.attempts) == ("failed", jobs.MAX_ATTEMPTS)
    assert job.error == "Det gik galt, og intet af det er skrevet. Prøv igen."


def test_after_the_outage_it_is_done(db, work):
    tries = []

    def once_away(job):
        tries.append(job.attempts)
        if len(tries) == 1:
            raise OperationalError("server closed the connection")
        return {"url": "/faerdig/"}

    work.do = staticmethod(once_away)
    job = jobs.enqueue("try")
    jobs.run(job.pk)
    with clock.travel(clock.now() + jobs.BACK_OFF + timedelta(seconds=1)):
        jobs.run(job.pk)
    job.refresh_from_db()
    assert (job.state, job.result_url, tries) == ("done", "/faerdig/", [1, 2])


@pytest.mark.django_db(transaction=True)
def test_a_connection_cut_in_the_middle_of_the_work_is_opened_again(work):
    """The server ends the session; the job is put back over a fresh connection."""
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has no connection to cut")

    def cut(job):
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(pg_backend_pid())")

    work.do = staticmethod(cut)
    job = jobs.enqueue("try")
    jobs.run(job.pk)
    job.refresh_from_db()
    assert (job.state, job.attempts) == ("queued", 1)


def test_a_kind_says_what_stands_of_it(db, work, monkeypatch):
    def fail(job):
        raise RuntimeError

    work.do = staticmethod(fail)
    monkeypatch.setitem(jobs._stands, "try", "Det scannede står.")
    job, stopped = jobs.enqueue("try"), jobs.enqueue("try")
    jobs.run(job.pk)
    Job.objects.filter(pk=stopped.pk).update(
        state="running", lease_until=clock.now() - timedelta(1), attempts=jobs.MAX_ATTEMPTS
    )
    jobs.requeue_stale()
    assert set(Job.objects.values_list("state", "error")) == {("failed", "Det scannede står.")}
