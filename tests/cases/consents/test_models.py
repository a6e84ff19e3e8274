"""Who may say yes, how it was said, which rule lets one tell, and how a basis stands on a day."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from accounts.limits.actions import add_limit
from cases.consents.actions import give_consent
from cases.consents.models import SENSITIVE, TOPIC_SHORT, topic_words
from cases.models import Case, Consent, Disclosure, Guardian, SharingRule, Topic, YoungPerson
from cases.people import rules
from cases.people.models import Custody
from core import clock
from tests.helpers import factories

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 20)
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def travelled():
    with clock.travel(TODAY):
        yield


class Family:
    """A young person of 16 and those around them, none of whom is kept."""

    def __init__(self, born=date(2010, 5, 5), custody=Custody.JOINT):
        self.person = YoungPerson(
            pk=1, first_name="Freja", last_name="Hansen", birth_date=born, custody=custody
        )
        self.case = Case(person=self.person)
        self.mother = self.holder(1, "Karen Hansen")
        self.father = self.holder(2, "Ole Hansen")

    def holder(self, pk, name, **fields):
        return Guardian(pk=pk, **{"person": self.person, "name": name, "has_custody": True} | fields)

    def consent(self, **fields):
        standard = {
            "from_on": TODAY,
            "expires_on": TODAY + 90 * DAY,
            "topics": ["plan"],
            "purpose": "Praktik",
        }
        return Consent(case=self.case, **standard | fields)


def give(case, partner, **fields):
    row = Consent(case=case, partner=partner, topics=["plan"], purpose="Praktik", **fields)
    return give_consent(row, by=case.guide)


@pytest.fixture
def family():
    return Family()


def wrong(row) -> dict[str, list[str]]:
    """What is said beside which field, in English; nothing when it may be kept."""
    with translation.override("en"):
        try:
            row.clean()
        except ValidationError as error:
            return error.message_dict
    return {}


# --- who says yes ---


def test_somebody_said_yes(family):
    assert wrong(family.consent(from_whom="")) == {"from_whom": ["Say who said yes."]}


@pytest.mark.parametrize(("born", "may"), [(date(2011, 11, 20), True), (date(2011, 11, 21), False)])
def test_from_15_one_says_yes_oneself(born, may):
    row = Family(born).consent(from_whom="youth")
    words = "Under 15 a custody holder has to say yes."
    assert wrong(row) == ({} if may else {"from_whom": [words]})


def test_the_day_from_which_it_holds_decides_and_today_when_none_is_said():
    family = Family(date(2011, 11, 30))
    assert wrong(family.consent(from_on=date(2011 + 15, 11, 30))) == {}
    assert list(wrong(family.consent(from_on=None, expires_on=None))) == ["from_whom"]
    grown = Family(date(2008, 11, 30))
    asked = {"from_whom": "custody", "guardian": grown.mother, "one_suffices": "x"}
    assert wrong(grown.consent(**asked)) == {}
    assert list(wrong(grown.consent(**asked, from_on=date(2026, 11, 30)))) == ["from_whom"]


def test_the_age_is_the_one_that_holds_on_the_day(admin):
    add_limit("consent_youngest_age", 16, by=admin, valid_from=TODAY + DAY, source="Ny lov")
    family = Family(date(2011, 5, 5))
    assert wrong(family.consent(from_on=TODAY)) == {}
    words = "Under 16 a custody holder has to say yes."
    assert wrong(family.consent(from_on=TODAY + DAY)) == {"from_whom": [words]}


@pytest.mark.parametrize("whom", ["custody", "both"])
def test_nobody_says_yes_for_somebody_of_age(whom):
    family = Family(date(2008, 11, 20))
    row = family.consent(from_whom=whom, guardian=family.mother, one_suffices="x")
    assert wrong(row) == {"from_whom": ["Freja is of age: nobody else can say yes."]}


@pytest.mark.parametrize("whom", ["custody", "both"])
def test_a_custody_holder_is_named_and_holds_custody_of_this_young_person(family, whom):
    assert wrong(family.consent(from_whom=whom)) == {"guardian": ["Name the custody holder."]}
    stranger = Family().holder(3, "Ulla Holm", person=YoungPerson(pk=2))
    aunt = family.holder(4, "Moster", has_custody=False)
    for holder in (stranger, aunt):
        row = family.consent(from_whom=whom, guardian=holder, one_suffices="x")
        assert wrong(row) == {"guardian": ["They do not hold custody."]}, holder


def test_of_two_who_hold_custody_together_the_other_says_yes_too(family):
    asked = {"from_whom": "custody", "guardian": family.mother}
    name_both = "Both parents hold custody: name the other too, or say why one suffices."
    no_custody = "They do not hold custody."
    for second, words in [
        (None, name_both),
        (family.mother, "Name the other custody holder."),
        (family.holder(4, "Moster", has_custody=False), no_custody),
        (family.holder(5, "Ulla Holm", person=YoungPerson(pk=2)), no_custody),
    ]:
        row = family.consent(**asked, second_guardian=second, one_suffices=" ")
        assert wrong(row) == {"second_guardian": [words]}, second
    row = family.consent(**asked, second_guardian=family.father, one_suffices="Glemt herfra")
    assert wrong(row) == {}
    assert (row.second_guardian, row.one_suffices) == (family.father, ""), "nobody needs a reason then"
    assert row.given_by == "Karen Hansen, Ole Hansen"


def test_one_of_two_suffices_for_a_reason(family):
    row = family.consent(from_whom="custody", guardian=family.mother, one_suffices="Faren er død")
    assert wrong(row) == {}
    assert (row.one_suffices, row.given_by) == ("Faren er død", "Karen Hansen")


@pytest.mark.parametrize("custody", [c for c in Custody if c != Custody.JOINT])
def test_whoever_holds_custody_alone_is_asked_alone(custody):
    family = Family(custody=custody)
    row = family.consent(
        from_whom="custody", guardian=family.mother, second_guardian=family.father, one_suffices="x"
    )
    assert wrong(row) == {}
    assert (row.guardian, row.second_guardian, row.one_suffices) == (family.mother, None, "")
    assert row.given_by == "Karen Hansen"


def test_both_are_named_with_the_young_person_first(family):
    row = family.consent(from_whom="both", guardian=family.mother, second_guardian=family.father)
    assert wrong(row) == {}
    assert row.given_by == "Freja Hansen, Karen Hansen, Ole Hansen"


def test_who_says_yes_alone_names_nobody_else_and_no_rule(family):
    row = family.consent(
        from_whom="youth",
        guardian=family.mother,
        second_guardian=family.father,
        one_suffices="x",
        rule="Forvaltningsloven § 28",
        rule_text="Ordlyd",
    )
    assert wrong(row) == {}
    assert (row.guardian, row.second_guardian, row.one_suffices) == (None, None, "")
    assert (row.given_by, row.rule, row.rule_text) == ("Freja Hansen", "", "")


# --- how, which rule, how long ---


def test_what_was_said_aloud_was_heard_by_somebody(family):
    assert wrong(family.consent(form="oral", witness=" ")) == {"witness": ["Name who heard it."]}
    oral, written = family.consent(form="oral", witness="Kim"), family.consent(form="written", witness="Kim")
    assert (wrong(oral), oral.witness) == ({}, "Kim")
    assert (wrong(written), written.witness) == ({}, "")


@pytest.mark.parametrize("basis", ["law", "duty"])
def test_a_rule_is_named_and_nobody_is_asked(family, basis):
    asked = {
        "basis": basis,
        "from_whom": "custody",
        "guardian": family.mother,
        "form": "oral",
        "witness": "Kim",
    }
    assert wrong(family.consent(**asked, rule=" ")) == {"rule": ["Say which rule it follows from."]}
    row = family.consent(**asked, rule="Forvaltningsloven § 28", rule_text="Ordlyd", given_by="Karen")
    assert wrong(row) == {}
    assert (row.rule, row.rule_text, row.form) == ("Forvaltningsloven § 28", "Ordlyd", "written")
    assert (row.from_whom, row.guardian, row.given_by, row.witness) == ("", None, "", "")
    assert not row.is_consent and family.consent().is_consent


def test_a_basis_holds_for_a_day_at_least(family):
    assert wrong(family.consent(expires_on=TODAY)) == {}
    for fields in ({}, {"basis": "law", "rule": "Forvaltningsloven § 28"}):
        row = family.consent(**fields, expires_on=TODAY - DAY)
        assert wrong(row) == {"expires_on": ["It expires before it begins."]}
    for fields in ({"from_on": None}, {"expires_on": None}):
        assert wrong(family.consent(**fields)) == {}, "what is missing is said by the field"


def test_all_that_is_wrong_is_said_at_once(family):
    row = family.consent(from_whom="", form="oral", expires_on=TODAY - DAY)
    assert set(wrong(row)) == {"from_whom", "witness", "expires_on"}
    both = {"from_whom": "custody", "guardian": family.mother, "second_guardian": family.father}
    assert set(wrong(family.consent(**both, form="oral"))) == {"witness"}


# --- how it stands ---


@pytest.mark.parametrize("born", [date(2009, 5, 5), date(2008, 2, 29), date(2008, 2, 28), date(2008, 3, 1)])
@pytest.mark.parametrize("whom", Consent.FromWhom.values)
def test_in_force_is_the_same_in_the_query_and_on_the_row(guide, born, whom):
    turns = rules.birthday(born, rules.OF_AGE)
    with clock.travel(turns - timedelta(days=100)):
        case = factories.make_case(guide, birth_date=born)
        holder = Guardian.objects.create(person=case.person, name="Mor", has_custody=True)
        partner = factories.PartnerFactory(unit=guide.unit)
        row = give(
            case,
            partner,
            from_whom=whom,
            guardian=None if whom == "youth" else holder,
            expires_on=turns + timedelta(days=10),
        )
    days = [turns + timedelta(days=n) for n in (-101, -100, -1, 0, 1, 10, 11)]
    for on in days:
        found = Consent.objects.filter(Consent.in_force_q(on), pk=row.pk).exists()
        assert found is row.in_force(on) is (row.state(on) == Consent.State.IN_FORCE), on
        custody = Guardian.objects.holding_custody(on).filter(pk=holder.pk).exists()
        assert custody is holder.holds_custody(on) is (on < turns)
    lapses = whom == "custody"
    assert [row.in_force(on) for on in days] == [False, True, True, not lapses, not lapses, not lapses, False]
    assert row.state(turns) == (Consent.State.LAPSED if lapses else Consent.State.IN_FORCE)


@pytest.mark.parametrize(
    ("whom", "days", "last"),
    [
        ("custody", 90, date(2027, 2, 18)),
        ("custody", 900, date(2028, 5, 4)),  # the eve of the 18th birthday
        ("both", 900, date(2029, 5, 8)),
        ("youth", 900, date(2029, 5, 8)),
    ],
)
def test_what_only_a_custody_holder_said_lapses_at_18(family, whom, days, last):
    row = family.consent(from_whom=whom, expires_on=TODAY + days * DAY)
    assert row.last_day == last
    assert row.lapses_on == (date(2028, 5, 5) if whom == "custody" else None)


def test_how_a_basis_stands_day_by_day(family):
    row = family.consent(from_whom="custody", from_on=date(2028, 5, 1), expires_on=date(2028, 5, 6))
    days = [
        date(2028, 4, 30),
        date(2028, 5, 1),
        date(2028, 5, 4),
        date(2028, 5, 5),
        date(2028, 5, 6),
        date(2028, 5, 7),
    ]
    assert [row.state(on) for on in days] == ["coming", "in_force", "in_force", "lapsed", "lapsed", "expired"]
    assert [row.in_force(on) for on in days] == [False, True, True, False, False, False]
    with clock.travel(date(2028, 5, 1)):
        assert row.in_force() and row.state() == "in_force"
    with clock.travel(date(2028, 5, 7)):
        assert not row.in_force() and row.state() == "expired"
    row.withdrawn_at = clock.at(date(2028, 5, 4), 23, 59)
    assert [row.state(on) for on in days] == ["coming", "in_force", *["withdrawn"] * 4]
    assert not any(row.in_force(on) for on in days), "it may be relied on for no day any more"


def test_a_withdrawn_basis_holds_for_nobody_who_asks_the_database(case, guide):
    row = Consent(case=case, partner=factories.PartnerFactory(unit=guide.unit), topics=["plan"], purpose="x")
    row.expires_on = TODAY
    row = give_consent(row, by=guide)
    assert Consent.objects.filter(Consent.in_force_q(TODAY)).get() == row
    Consent.objects.update(withdrawn_at=clock.now())
    assert not Consent.objects.filter(Consent.in_force_q(TODAY)).exists()


# --- the topics ---


def test_the_topics_are_told_in_the_order_of_the_matrix():
    with translation.override("en"):
        words = ["Name and contact details", "School, education and work", "Crime and punishment"]
        assert topic_words(["crime", "activity", "contact"]) == words
        for row in (
            Consent(topics=["crime", "activity", "contact"]),
            Disclosure(topics=["crime", "activity", "contact"]),
        ):
            assert row.topic_words == words
    assert topic_words([]) == []


def test_every_topic_has_a_short_name_and_three_are_sensitive():
    assert list(TOPIC_SHORT) == list(Topic)
    assert SENSITIVE == {Topic.HEALTH, Topic.FAMILY, Topic.CRIME}


def test_a_rule_is_called_by_its_name():
    assert str(SharingRule(name="Forvaltningsloven § 28")) == "Forvaltningsloven § 28"
