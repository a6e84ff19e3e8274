"""Lists of people leave the house through one door."""

import re
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.urls import reverse

from accounts import exporting
from audit.models import AuditEvent
from core import clock
from core.importing.files import ImportFile
from core.spreadsheets.results import RowResult, RowStatus
from tests.helpers import factories

pytestmark = pytest.mark.django_db

# Figures name nobody.
NOT_PEOPLE = {"reports/snapshots/views.py", "reports/release/views.py", "reports/release/extract_views.py"}
# Ours, but for core, in which files are made.
APPS = {config.label for config in apps.get_app_configs() if "." not in config.name} - {"core"} | {"kui"}


def test_nobody_else_makes_a_file_of_a_list():
    makes = {
        str(path.relative_to(settings.BASE_DIR))
        for app in APPS
        for path in (Path(settings.BASE_DIR) / app).rglob("*.py")
        if re.search(r"\b(rows_response|file_response)\(", path.read_text())
    }
    assert makes - NOT_PEOPLE == {"accounts/exporting.py"}


@pytest.mark.parametrize("name", ["overview:metric_list", "partners:partner_list", "accounts:user_list"])
def test_many_people_leave_with_a_purpose(client, leader, admin, guide, name, monkeypatch):
    monkeypatch.setattr(exporting, "ASK_PURPOSE_OVER", 1)
    for _n in range(2):
        factories.make_case(guide)
        factories.PartnerFactory(unit=leader.unit)
    client.force_login(admin if name == "accounts:user_list" else leader)
    args = ["in_unit"] if name == "overview:metric_list" else []
    url = f"{reverse(name, args=args)}?format=csv"
    before = AuditEvent.objects.filter(action__endswith="export").count()
    asked = client.get(url)
    assert asked.status_code == 200 and asked["Content-Type"].startswith("text/html")
    assert client.post(url, {"format": "csv", "formaal": "\x00 "}).status_code == 422
    assert AuditEvent.objects.filter(action__endswith="export").count() == before
    sent = client.post(url, {"format": "csv", "formaal": "Til revisionen"})
    assert sent["Content-Type"].startswith("text/csv")
    kept = AuditEvent.objects.latest("pk")
    assert kept.action.endswith("export") or kept.action == "cases.exported"
    assert kept.purpose.endswith("Til revisionen")


def test_a_long_report_of_an_import_leaves_with_a_purpose_too(client, leader, monkeypatch):
    monkeypatch.setattr(exporting, "ASK_PURPOSE_OVER", 1)
    values = {"unit_id": leader.unit_id, "owner_id": leader.pk, "filename": "liste.csv", "content": b"x"}
    file = ImportFile.objects.create(kind="caseload", **values)
    file.finish([RowResult(row, RowStatus.NEW) for row in (2, 3)])
    client.force_login(leader)
    url = reverse("intake:caseload_import_report", args=[file.pk, "csv"])
    assert client.get(url)["Content-Type"].startswith("text/html")
    assert not AuditEvent.objects.filter(action="import.report").exists()
    sent = client.post(url, {"formaal": "Rettes i listen"})
    assert sent["Content-Type"].startswith("text/csv")
    kept = AuditEvent.objects.get(action="import.report")
    assert (kept.object_id, kept.purpose) == (str(file.pk), "csv: Rettes i listen")
    assert kept.changes == {"rows": [None, 2]}


def test_two_lists_of_one_day_are_two_files(client, leader, guide):
    """Of another guide, filtered otherwise, as known another day: a file does not take the place of another."""
    factories.make_case(guide)
    client.force_login(leader)
    url = reverse("overview:metric_list", args=["in_unit"])
    asked = ("", f"vejleder={guide.pk}", "del=age:15-17", "sort=name", f"pr={clock.today()}")

    def name_of(query):
        return client.get(f"{url}?{query}&format=csv")["Content-Disposition"]

    names = [name_of(query) for query in asked]
    assert len(set(names)) == len(asked), names
    assert names == [name_of(query) for query in asked], "the same list has the same name"
    assert all(str(clock.today()) in name for name in names) and "-" + guide.name.lower() not in str(names)
    both = [client.get(f"{reverse('partners:partner_list')}?format=csv{more}") for more in ("", "&q=ung")]
    assert len({got["Content-Disposition"] for got in both}) == 2
    assert all(f"partnere-{clock.today()}" in got["Content-Disposition"] for got in both)
