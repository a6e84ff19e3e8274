"""Documents, reports and imports against their floors."""

import multiprocessing
from datetime import timedelta
from random import Random
from statistics import median

from django.db import connection, transaction

from accounts.models import Unit, User
from cases.models import Assignment, Case, StatusPeriod, YoungPerson
from core import clock
from core import pdf as documents
from core.importing.importer import no_progress
from core.spreadsheets.readers import read_sheets
from intake.caseload.importer import CASELOAD
from kui.bench.dataset import FIRST, LAST, Dataset
from kui.bench.measure import seconds
from kui.bench.workers import counting, start, take
from plans.handover.pdf import render
from plans.handover.sheet import sheet_for
from plans.models import Plan
from reports.models import ReportSnapshot


def _floor_document() -> bytes:
    """P0: two pages with a table of twelve rows and a chart, through the same print style sheet and fonts, no more."""
    bars = [{"x": n * 30, "y": n * 9, "height": 160 - n * 9} for n in range(12)]
    context = {
        "text": "Vi talte om skolen og om den praktik, der skal begynde efter ferien. " * 9,
        "bars": bars,
    }
    return documents.render("kui/bench/floor.html", context, title="P0")


def pdf(filled: Dataset, rounds: int = 12) -> dict:
    """The young person's plan as PDF, warm, against P0, in turn."""
    plan = Plan.objects.filter(case__guide=filled.guide).order_by("pk").first()

    def paper():
        return render(sheet_for(plan, "youth", on=clock.today()))

    _floor_document(), paper()
    pairs = [(seconds(paper), seconds(_floor_document)) for _ in range(rounds)]
    return {
        "ratio": round(median(mine / floor for mine, floor in pairs), 2),
        "p50_ms": round(median(mine for mine, _ in pairs) * 1000),
        "p0_ms": round(median(floor for _, floor in pairs) * 1000),
    }


def _forget(unit_ids) -> None:
    ReportSnapshot.objects.filter(unit__in=unit_ids).delete()


def _bulk(unit) -> None:
    """The floor of a report: one bulk fetch of the unit's cases, and one row written for each."""
    rows = list(Case.objects.filter(unit=unit).select_related("person", "guide")[:500])
    today, moment = clock.today(), clock.now()
    with transaction.atomic():
        ReportSnapshot.objects.bulk_create(
            ReportSnapshot(
                unit=unit,
                kind="case",
                subject_id=f"floor-{n}",
                period=today,
                as_of=today,
                known_on=moment,
                figures='{"status": "running"}' * 40,
                sha256="0" * 64,
            )
            for n, _ in enumerate(rows)
        )
        transaction.set_rollback(True)


def reports(filled: Dataset, rounds: int = 5) -> dict:
    """The data of a month of a unit of 500 against its floor, and two workers against one over the base's units."""
    unit, ratios, times = filled.unit, [], []
    for _ in range(rounds):
        floor = seconds(lambda: _bulk(unit))
        mine = seconds(lambda: take(unit.pk, paper=False))
        _forget([unit.pk])
        ratios.append(mine / floor)
        times.append(mine)
    result = {"ratio": round(median(ratios), 2), "seconds": round(median(times), 2)}
    if connection.vendor == "postgresql" and Unit.objects.count() >= 8:
        units = list(Unit.objects.order_by("pk").values_list("pk", flat=True)[:8])
        result["two_workers"] = _two_against_one(take, units, after=lambda: _forget(units))
        # What the machine itself gives: two processes that only count, share nothing and ask nobody.
        result["two_processes"] = _two_against_one(counting, [2_000_000] * 8)
    return result


def _two_against_one(task, arguments, *, after=lambda: None) -> float:
    """How much faster two processes do the same tasks than one. Starting them is not counted."""
    times = {}
    for workers in (1, 2):
        with multiprocessing.get_context("spawn").Pool(workers, start) as pool:
            pool.map(len, [()] * workers)
            times[workers] = seconds(lambda pool=pool: pool.map(task, arguments, chunksize=1))
        after()
    return round(times[1] / times[2], 2)


def caseload_import(filled: Dataset) -> dict:
    """Importing a list of 500 and of 2,000 against ``bulk_create`` of the same rows without audit."""
    by = User.objects.get(pk=filled.leader.pk)
    result, times = {}, {}
    for count in (500, 2000):
        with transaction.atomic():
            times[count] = seconds(lambda count=count: _import(filled.unit, by, count))
            transaction.set_rollback(True)
        with transaction.atomic():
            floor = seconds(lambda count=count: _bulk_people(filled, count))
            transaction.set_rollback(True)
        result[f"ratio_{count}"] = round(times[count] / floor, 2)
    result["ratio"] = result["ratio_500"]
    result["growth"] = round(times[2000] / times[500] / 4, 2)
    return result


def _list(count: int) -> bytes:
    """A caseload as a unit keeps it."""
    rng, lines = (
        Random(count),
        ["CPR;Fornavn;Efternavn;Adresse;Postnr;By;Mobil;Ungeguide;Startdato;Aktivitet"],
    )
    for n in range(count):
        day, month, year = rng.randint(1, 28), rng.randint(1, 12), rng.randint(4, 11)
        cpr = f"{day + 60:02}{month:02}{year:02}-{4000 + n}"
        lines.append(
            f"{cpr};{FIRST[n % len(FIRST)]};{LAST[n % len(LAST)]};Nørregade {n};4540;Fårevejle;20 12 34 56;G{n % 8};"
            f"{day}/{month}-2025;FGU"
        )
    return "\r\n".join(lines).encode("cp1252")


def _import(unit, by, count: int) -> None:
    table = CASELOAD.table(read_sheets(_list(count), "liste.csv"))
    outcomes = CASELOAD.plan(table, unit=unit, by=by, progress=no_progress)
    made = CASELOAD.write(outcomes, unit=unit, by=by, source="liste.csv")
    if len(made) != count:
        raise RuntimeError(f"the import made {len(made)} of {count} cases")


def _bulk_people(filled: Dataset, count: int) -> None:
    """The same people, cases, dated rows and plans, straight into their tables."""
    today = clock.today()
    people = [
        YoungPerson(
            unit=filled.unit,
            first_name=FIRST[n % len(FIRST)],
            last_name=LAST[n % len(LAST)],
            cpr=f"610108{4000 + n}",
            birth_date=today - timedelta(days=6000 + n),
        )
        for n in range(count)
    ]
    cases = [
        Case(person=person, unit=filled.unit, opened_on=today, status="running", guide=filled.guide)
        for person in people
    ]
    YoungPerson.objects.bulk_create(people, batch_size=500)
    Case.objects.bulk_create(cases, batch_size=500)
    Assignment.objects.bulk_create(
        [Assignment(case=case, user=filled.guide, from_on=today) for case in cases], batch_size=500
    )
    StatusPeriod.objects.bulk_create(
        [StatusPeriod(case=case, status="running", from_on=today) for case in cases], batch_size=500
    )
    Plan.objects.bulk_create([Plan(case=case) for case in cases], batch_size=500)
