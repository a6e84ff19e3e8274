"""The page of a plan's versions: listed, compared, and confirmed with the screen turned to the young person."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core import clock
from core.paper import Paper
from plans.handover.actions import hand_over
from plans.models import Confirmation, Handover, Plan
from plans.versions.actions import code_of
from tests.helpers import factories


@pytest.fixture
def case(guide):
    case = factories.make_case(guide, first_name="Freja", birth_date=date(2009, 5, 5))
    factories.make_milestone(case, own_words="Jeg ringer til skolen")
    return case


def give(case, audience="youth", **to):
    return hand_over(Plan.objects.get(case=case), audience, by=case.guide, **to)


def test_versions_are_listed_and_two_are_compared_in_words(client, case, guide):
    give(case)
    factories.make_milestone(case, own_words="Jeg får en <mentor>")
    give(case, "custody", paper=Paper("ar", "large"))
    give(case)
    client.force_login(guide)
    url = reverse("workspace:versions", args=[case.pk])
    page = client.get(url)
    listed = page.content.decode()
    assert "Udgave 3" in listed and "العربية · Stor skrift" in listed
    # Beforehand: the last one, and the one before it for the same reader.
    assert (page.context["form"].initial["fra"], page.context["form"].initial["til"]) == (1, 3)
    compared = client.get(url, {"fra": "3", "til": "1"}).content.decode()  # however they are chosen
    assert "Nyt skridt: <b><bdi>Jeg får en &lt;mentor&gt;</bdi></b>" in compared
    assert "forskellige modtagere" not in compared
    assert "forskellige modtagere" in client.get(url, {"fra": "1", "til": "2"}).content.decode()
    assert "De siger det samme" in client.get(url, {"fra": "2", "til": "3"}).content.decode()
    assert "Vælg to forskellige" in client.get(url, {"fra": "1", "til": "1"}).content.decode()
    for odd in ("7", "x", "", "-1"):
        assert client.get(url, {"fra": odd, "til": "1"}).status_code == 200


def test_the_oldest_are_listed_and_not_compared(client, case, guide):
    plan = Plan.objects.get(case=case)
    Handover.objects.create(plan=plan, audience="youth", pdf=b"x", sha256="1" * 64, plan_version=1, by=guide)
    give(case)
    client.force_login(guide)
    page = client.get(reverse("workspace:versions", args=[case.pk]))
    assert "Udgave 1" in page.content.decode()
    assert [value for value, _ in page.context["form"].fields["fra"].choices] == [2]


def test_versions_cost_the_same_for_two_and_for_twenty(client, case, guide):
    plan = Plan.objects.get(case=case)
    client.force_login(guide)
    url = reverse("workspace:versions", args=[case.pk])

    def cost(numbers):
        for number in numbers:
            row = Handover.objects.create(
                plan=plan,
                audience="youth",
                pdf=b"x",
                sha256="1" * 64,
                plan_version=1,
                by=guide,
                number=number,
            )
            Confirmation.objects.create(handover=row, how="paper", sha256=row.sha256, by=guide)
        with CaptureQueriesContext(connection) as found:
            assert client.get(url).status_code == 200
        assert not any('"pdf"' in query["sql"] for query in found)
        return len(found)

    client.get(url)
    assert cost((1, 2)) == cost(range(3, 21))


def test_a_code_is_shown_to_the_guide_and_typed_on_a_screen_that_does_not_show_it(client, case, guide):
    row = give(case)
    client.force_login(guide)
    url = reverse("workspace:version_confirm", args=[case.pk, row.pk])
    assert code_of(row) in client.get(url).content.decode()
    theirs = f"{url}?skaerm=ung"
    assert code_of(row) not in client.get(theirs).content.decode()
    refused = client.post(theirs, {"code": "000 00x"})
    assert refused.status_code == 422
    wrong = f"{(int(code_of(row)) + 1) % 10**6:06}"
    refused = client.post(theirs, {"code": wrong})
    assert refused.status_code == 422 and "Det er ikke koden" in refused.content.decode()
    code = code_of(row)
    assert client.post(theirs, {"code": f"{code[:3]} {code[3:]}"}).status_code == 303
    assert row.confirmations.get().how == Confirmation.How.CODE
    listed = client.get(reverse("workspace:versions", args=[case.pk])).content.decode()
    assert "Med kode fra ungeguiden" in listed


def test_a_signature_on_paper_is_written_down_with_its_day(client, case, guide):
    row = give(case)
    client.force_login(guide)
    url = reverse("workspace:version_confirm", args=[case.pk, row.pk])
    assert client.post(url, {"on": "1.1.2020"}).status_code == 422
    assert client.post(url, {"on": clock.local_date(row.created_at).isoformat()}).status_code == 303
    assert row.confirmations.get().how == Confirmation.How.PAPER


def test_parents_and_strangers_versions_cannot_be_confirmed_here(client, case, guide):
    client.force_login(guide)
    other = factories.make_case(guide)
    factories.make_milestone(other)
    for wrong in (give(case, "custody"), give(other)):
        url = reverse("workspace:version_confirm", args=[case.pk, wrong.pk])
        assert client.get(url).status_code == 404
