"""The way back of the migrations, on a database that holds what only the new ones have a place for."""

import datetime as dt
from importlib import import_module
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.db import connection

from core import clock
from reports.models import Release, ReportSnapshot, SharedFile
from reports.periods.rules import Month, Quarter
from tests.helpers.released import figures, frozen, over

pytestmark = pytest.mark.django_db


def back(migration, step):
    """Take a step of a migration's way back."""
    getattr(import_module(f"reports.migrations.{migration}"), step)(
        apps, SimpleNamespace(connection=connection)
    )


def test_quarters_go_and_the_table_can_be_altered_after_it(unit, leader):
    month = frozen(unit, figures(), Month(2026, 9))
    quarter = frozen(unit, over([figures()] * 3, Month(2026, 7)), Quarter(2026, 3))
    for report in (month, quarter):
        Release.objects.create(
            unit=unit, report=report, kind="edition", content="{}", sha256="0" * 64, by=leader
        )
    connection.check_constraints()  # what the rows above still owe, another transaction has long settled
    back("0007_periods_and_schedules", "only_months")
    assert [*ReportSnapshot.objects.all()] == [month] and Release.objects.get().report == month
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE reports_reportsnapshot ADD COLUMN added integer")


def test_a_file_that_was_taken_back_counts_no_more_without_the_word_for_it(unit, leader):
    now = clock.now()
    said = {"unit": unit, "municipality": "0250", "made_at": now - dt.timedelta(days=1), "by": leader}
    gone = SharedFile.objects.create(
        **said, sender="Vest", sender_key="vest", quarter="2026-Q3", content="", sha256="1" * 64,
        taken_back_at=now, taken_back_by=leader,
    )  # fmt: skip
    there = SharedFile.objects.create(
        **said, sender="Nord", sender_key="nord", quarter="2026-Q3", content="{}", sha256="2" * 64
    )
    back("0006_taken_back_files", "as_replaced")
    assert [*SharedFile.objects.filter(replaced_at=None)] == [there]
    gone.refresh_from_db()
    assert gone.replaced_at == now
