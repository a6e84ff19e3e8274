"""Articles on a case that they fit, and on the day of their owner."""

from datetime import timedelta

import pytest
from django.urls import reverse

from core import clock
from practice.knowledge.actions import archive_article, confirm_article
from practice.knowledge.choices import Explains
from practice.models import Article
from tests.helpers import factories
from tests.helpers.queries import queries
from workspace.day import day
from workspace.knowledge.suggesting import articles_for

pytestmark = pytest.mark.django_db


def born(years):
    return clock.today() - timedelta(days=365 * years + years // 4 + 40)


def titles(case, user):
    return [article.title for article in articles_for(case, user, clock.today())]


def lines(user):
    found = day.day_of(user, clock.today())
    return [task for group in found.groups for task in group.tasks if task.kind == "article"]


def test_what_fits_is_found_by_the_facts_of_the_case_and_no_more_than_three(guide):
    case = factories.make_case(guide, birth_date=born(16))
    factories.make_article(guide, title="Pligten", explains=Explains.DUTY, tags=[("age", "15")])
    factories.make_article(guide, title="Kun alder", tags=[("age", "15")])
    factories.make_article(guide, title="For voksne", explains=Explains.TRANSITIONS, tags=[("age", "18")])
    factories.make_article(guide, title="Om intet")
    assert titles(case, guide) == ["Pligten"]
    effort = factories.make_effort(case, kind="course")
    for number in range(4):
        factories.make_article(guide, title=f"Kursus {number}", tags=[("effort", effort.kind.code)])
    assert titles(case, guide) == ["Pligten", "Kursus 0", "Kursus 1"]


def test_somebody_who_is_soon_of_age(guide):
    factories.make_article(guide, title="Snart 18", explains=Explains.TRANSITIONS)
    assert titles(factories.make_case(guide, birth_date=born(17) - timedelta(days=200)), guide) == [
        "Snart 18"
    ]
    assert titles(factories.make_case(guide, birth_date=born(17)), guide) == []
    assert titles(factories.make_case(guide, birth_date=born(18)), guide) == []


def test_neither_drafts_nor_the_archive_nor_another_unit_s(guide, stranger):
    case = factories.make_case(guide, birth_date=born(16))
    factories.make_article(guide, publish=False, explains=Explains.DUTY)
    factories.make_article(stranger, explains=Explains.DUTY)
    archived = factories.make_article(guide, explains=Explains.CONSENTS)
    archive_article(archived, by=guide)
    assert titles(case, guide) == []
    factories.make_article(guide, unit=None, owner=None, title="Til alle", explains=Explains.DUTY)
    assert titles(case, guide) == ["Til alle"]


def test_the_case_page_asks_nothing_for_it_and_fetches_it_when_asked(client, guide):
    case = factories.make_case(guide, birth_date=born(16))
    client.force_login(guide)
    page = reverse("workspace:case_detail", args=[case.pk])
    before = queries(client, page)
    for number in range(5):
        factories.make_article(guide, title=f"Pligt {number}", tags=[("age", "15")])
    article = factories.make_article(guide, title="Pligten", explains=Explains.DUTY)
    assert queries(client, page) == before
    here = reverse("workspace:case_articles", args=[case.pk])
    assert here in client.get(page).text
    part = client.get(here, headers={"HX-Request": "true"})
    assert article.get_absolute_url() in part.text and "<html" not in part.text
    assert "<html" in client.get(here).text


def test_it_costs_the_same_for_two_articles_and_twenty(client, guide):
    case = factories.make_case(guide, birth_date=born(16))
    client.force_login(guide)
    here = reverse("workspace:case_articles", args=[case.pk])
    costs = []
    for upto in (2, 20):
        while Article.objects.count() < upto:
            factories.make_article(guide, tags=[("effort", "course"), ("age", "15")])
        factories.make_effort(case)
        costs.append(queries(client, here))
    assert costs[0] == costs[1]


def test_its_owner_is_told_from_the_very_day_and_nobody_else(guide, colleague, leader):
    today = clock.today()
    article = factories.make_article(guide, review_on=today)
    factories.make_article(guide, review_on=today + timedelta(days=1), title="I morgen")
    factories.make_article(guide, review_on=today, publish=False, title="Kladde")
    assert [task.words for task in lines(guide)] == ["Passer artiklen »Pligten« stadig?"]
    assert lines(colleague) == lines(leader) == []
    with clock.travel(today + timedelta(days=1)):
        assert len(lines(guide)) == 2
    confirm_article(article, by=colleague)
    assert lines(guide) == []


def test_the_line_is_done_where_it_stands(client, guide):
    article = factories.make_article(guide, review_on=clock.today())
    client.force_login(guide)
    page = client.get(reverse("workspace:my_day"))
    here = reverse("practice:article_confirm", args=[article.pk])
    assert here in page.text and article.get_absolute_url() in page.text
    assert client.post(here, headers={"HX-Request": "true"}).status_code == 204
    assert here not in client.get(reverse("workspace:my_day")).text
