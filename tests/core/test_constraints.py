"""What the database refuses becomes an error of the form, in the constraint's own words, on both engines."""

from datetime import timedelta

import pytest
from django import forms
from django.db import IntegrityError, transaction

from cases.models import Assignment, Case, Participation
from core import clock, constraints
from core.acting import perform
from tests.helpers import factories

pytestmark = pytest.mark.django_db


class Form(forms.Form):
    kind = forms.CharField(required=False)
    until_on = forms.DateField(required=False)
    partner = forms.CharField(required=False)


def _sent(action, by):
    form = Form({})
    assert form.is_valid()
    done = perform(form, action, by=by)
    return done, form


def test_a_check_of_the_database_stands_beside_its_field(case, guide):
    def act(*, by):
        Assignment.objects.create(case=case, user=by, kind="cover", from_on=clock.today())

    done, form = _sent(act, guide)
    assert not done and form.errors == {"until_on": ["Skriv, hvor længe dækningen varer."]}
    assert not form.overtaken


def test_what_may_stand_once_was_taken_by_somebody_else(case, guide):
    partner = factories.PartnerFactory(unit=case.unit)

    def act(*, by):
        for _ in range(2):
            Participation.objects.create(case=case, partner=partner, from_on=clock.today())

    done, form = _sent(act, guide)
    assert not done and form.overtaken and list(form.errors) == ["partner"]
    assert not case.participations.exists()


def test_a_mistake_of_the_program_is_not_talked_away(case, guide):
    def act(*, by):
        Case.objects.filter(pk=case.pk).update(opened_on=None)

    with pytest.raises(IntegrityError):
        _sent(act, guide)


def test_the_name_is_known_whatever_kind_of_constraint_it_is(case, guide, colleague):
    row = case.assignments.get()
    for values, name in (
        ({"until_on": row.from_on - timedelta(days=1)}, "cases_assignment_runs_forward"),
        ({"kind": "cover"}, "cover_has_a_last_day"),
    ):
        with pytest.raises(IntegrityError) as raised, transaction.atomic():
            Assignment.objects.filter(pk=row.pk).update(**values)
        assert constraints.name_of(raised.value) == name
    with pytest.raises(IntegrityError) as raised, transaction.atomic():
        type(guide).objects.filter(pk=colleague.pk).update(email=guide.email.upper())
    assert constraints.name_of(raised.value) == "user_email_unique"
