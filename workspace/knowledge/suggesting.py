"""Which articles fit a case, by its facts: age, duty, efforts, what those tell of, and the target group. No score."""

from datetime import date, timedelta

from django.db.models import QuerySet

from accounts.models import User
from cases import limits
from cases.models import Case
from cases.people import rules as people_rules
from intake.models import Inquiry
from plans.models import Effort
from practice.knowledge.choices import Explains, TagKind
from practice.knowledge.models import Article
from practice.knowledge.rules import age_group, score
from practice.knowledge.tags import areas_telling_of

MOST = 3
# So long before somebody is of age, articles about that fit.
BEFORE_18 = timedelta(days=183)


def facts_of(case: Case, on: date) -> dict[str, set[str]]:
    """What articles are compared with, by the kind of tag; three queries."""
    born = case.person.birth_date
    efforts = Effort.objects.standing().filter(plan__case=case, ended_on=None)
    kinds = set(efforts.order_by().values_list("kind__code", "kind__tells_of"))
    groups = Inquiry.objects.filter(case=case, target_group__isnull=False).order_by()
    explains = set()
    if limits.has_education_duty(born, on):
        explains.add(Explains.DUTY.value)
    if on < people_rules.birthday(born, 12 * 18) <= on + BEFORE_18:
        explains.add(Explains.TRANSITIONS.value)
    return {
        "explains": explains,
        TagKind.AGE.value: {age_group(case.person.age(on))} - {""},
        TagKind.EFFORT.value: {code for code, _topic in kinds},
        TagKind.AREA.value: areas_telling_of({topic for _code, topic in kinds if topic}, on),
        TagKind.GROUP.value: set(groups.values_list("target_group__code", flat=True)),
    }


def _published(user: User) -> QuerySet:
    rows = Article.objects.seen_by(user).published().prefetch_related("tags")
    return rows.only("pk", "title", "summary", "explains", "kind", "unit")


def articles_for(case: Case, user: User, on: date) -> list[Article]:
    """The articles that fit best, three at most, the unit's own before those of every unit; five queries."""
    wanted, found = facts_of(case, on), []
    for article in _published(user):
        tags: dict[str, set[str]] = {"explains": {article.explains} - {""}}
        for tag in article.tags.all():
            tags.setdefault(tag.kind, set()).add(tag.code)
        if points := score(wanted, tags):
            found.append((-points, article.is_shared, article.title, article.pk, article))
    return [row[-1] for row in sorted(found, key=lambda row: row[:-1])[:MOST]]
