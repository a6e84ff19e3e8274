"""Invented people and things, valid by construction. CPR numbers are replacement numbers, which nobody has."""

from datetime import date, timedelta

import factory

from accounts.models import Unit, User
from cases.documents.actions import add_document
from cases.models import YoungPerson
from core import clock
from core.uploads.accepting import Accepted, Format
from core.uploads.demo import letter as pdf
from partners.models import Contact, Partner, PartnerCategory
from plans.efforts.actions import add_effort
from plans.milestones.actions import add_milestone
from plans.models import Effort, EffortKind, Milestone
from plans.plan.actions import take_in
from practice.knowledge.actions import publish_article, write_article
from practice.knowledge.models import Article

FIRST_NAMES = [
    "Alma",
    "Bilal",
    "Caroline",
    "Ditte",
    "Emil",
    "Freja",
    "Gustav",
    "Hodan",
    "Ida",
    "Jonas",
    "Ærø",
    "Åse",
]


LAST_NAMES = [
    "Andersen",
    "Bøgh",
    "Christensen",
    "Dam",
    "Eriksen",
    "Frost",
    "Grøn",
    "Holm",
    "Iversen",
    "Østergaard",
]


def replacement_cpr(born: date, serial: int) -> str:
    """A replacement CPR number of somebody born on ``born`` in 2000–2036."""
    return f"{born.day + 60:02}{born:%m%y}{4000 + serial % 1000 if born.year >= 2000 else serial % 4000:04}"


class UnitFactory(factory.django.DjangoModelFactory):
    """A unit."""

    class Meta:
        model = Unit

    slug = factory.Sequence(lambda n: f"enhed-{n}")
    name = factory.Sequence(lambda n: f"Ungeenheden {n}")
    municipality_code = "0306"


class UserFactory(factory.django.DjangoModelFactory):
    """A user; the password is ``et-langt-kodeord``."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    unit = factory.SubFactory(UnitFactory)
    role = "guide"
    name = factory.Sequence(lambda n: f"Guide Nummer {n}")
    email = factory.Sequence(lambda n: f"bruger{n}@eksempel.dk")
    initials = factory.Sequence(lambda n: f"B{n}")
    phone = "20 12 34 56"

    @classmethod
    def _create(cls, model_class, *args, password="et-langt-kodeord", **kwargs):
        # As `create_user` makes it, without its four questions to the database, which holds to the same itself.
        user = model_class(**kwargs)
        user.set_password(password)
        user.save(force_insert=True)
        return user


class PartnerCategoryFactory(factory.django.DjangoModelFactory):
    """A kind of partner."""

    class Meta:
        model = PartnerCategory
        django_get_or_create = ("code",)

    code = "fgu"
    name_da = "FGU-institution"
    name_en = "Preparatory basic education"
    side = "external"


class PartnerFactory(factory.django.DjangoModelFactory):
    """A partner."""

    class Meta:
        model = Partner

    unit = factory.SubFactory(UnitFactory)
    name = factory.Sequence(lambda n: f"FGU Skole {n}")
    category = factory.SubFactory(PartnerCategoryFactory)
    side = "external"


class ContactFactory(factory.django.DjangoModelFactory):
    """A person at a partner."""

    class Meta:
        model = Contact

    partner = factory.SubFactory(PartnerFactory)
    name = factory.Sequence(lambda n: f"Kontakt Nummer {n}")
    phone = "20 65 43 21"
    from_on = date(2024, 1, 1)
    is_coordinator = True


class YoungPersonFactory(factory.django.DjangoModelFactory):
    """A young person of 17 or so, not saved: the verbs save them."""

    class Meta:
        model = YoungPerson

    unit = factory.SubFactory(UnitFactory)
    first_name = factory.Sequence(lambda n: FIRST_NAMES[n % len(FIRST_NAMES)])
    last_name = factory.Sequence(lambda n: f"{LAST_NAMES[n // len(FIRST_NAMES) % len(LAST_NAMES)]}")
    birth_date = factory.LazyFunction(lambda: clock.today() - timedelta(days=17 * 365 + 100))
    cpr = factory.LazyAttributeSequence(lambda o, n: replacement_cpr(o.birth_date, n))
    phone = "20 11 22 33"


def make_person(unit, **fields) -> YoungPerson:
    """A young person of ``unit``, not saved."""
    return YoungPersonFactory.build(unit=unit, **fields)


def make_case(guide, *, on=None, shielded=False, unit=None, by=None, **person_fields):
    """A case through the real verb: running with ``guide``, or waiting when ``guide`` is None (give ``unit``
    and ``by``).
    """
    on = on or clock.today() - timedelta(days=60)
    person = make_person(unit or guide.unit, **person_fields)
    case = take_in(person, by=by or guide, guide=guide, on=on, reason="Skolen ringede")
    if shielded:
        case.shielded = True
        case.save(update_fields=["shielded"])
    return case


def make_milestone(case, *, by=None, **fields) -> Milestone:
    """A milestone on the case's plan, through the real verb."""
    fields.setdefault("own_words", "Jeg vil besøge en skole")
    fields.setdefault("due_on", clock.today() + timedelta(days=14))
    return add_milestone(Milestone(plan=case.plans.get(closed_on=None), **fields), by=by or case.guide)


def make_effort(case, *, by=None, milestones=(), kind="course", **fields) -> Effort:
    """An effort on the case's plan, through the real verb; it began a month ago and the guide is responsible."""
    defaults = {
        "name": "Værkstedskursus",
        "responsible": "guide",
        "from_on": clock.today() - timedelta(days=30),
    }
    plan = case.plans.get(closed_on=None)
    plan.case = case
    effort = Effort(plan=plan, kind=EffortKind.objects.get(code=kind), **defaults | fields)
    return add_effort(effort, by=by or case.guide, milestones=milestones)


def make_document(case, *, by=None, words="Udtalelse fra skolen", **fields):
    """A PDF on the case, through the real verb; without the child process, which opens what strangers send."""
    accepted = Accepted(Format.PDF, pdf(words), 1)
    return add_document(case, accepted, by=by or case.guide, **{"title": "Udtalelse", **fields})


def make_article(by, *, publish=True, **fields) -> Article:
    """An article of one's own unit, published unless said otherwise."""
    said = {
        "kind": "law",
        "title": "Pligten",
        "summary": "Hvem den gælder",
        "body": "## Frister\n\nTo frister.",
    }
    said |= {"owner": by, "review_on": clock.today() + timedelta(days=90), "unit": by.unit}
    article = write_article(by=by, **(said | fields))
    if publish:
        publish_article(article, by=by)
    return article
