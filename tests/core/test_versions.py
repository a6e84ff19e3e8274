"""A form over a row that others may edit meanwhile, and doing what a form asks."""

import pytest
from django.core.exceptions import ValidationError

from cases.people.forms import PersonEditForm
from core.acting import perform
from core.idempotency import SubmitKeyForm
from core.versions import Conflict
from partners.directory.forms import PartnerForm
from tests.helpers import factories

pytestmark = pytest.mark.django_db


class OnceForm(SubmitKeyForm):
    """A form that makes something."""


def once(key="k") -> OnceForm:
    """The form as it was sent."""
    form = OnceForm({"submit_key": key})
    assert form.is_valid()
    return form


def test_what_a_form_asks_is_done_once(guide):
    done = []
    first, again = once(), once()
    for form in (first, again):
        assert perform(form, lambda *, by: done.append(by) or "made", by=guide, location="/der/")
    assert done == [guide]
    assert (first.made, first.repeated) == ("made", None)
    assert (again.made, again.repeated) == (None, "/der/")


def test_a_refusal_stands_at_its_field_or_above_and_leaves_the_key_free(guide):
    def refuse(*, by):
        raise ValidationError({"submit_key": "Her", "other": "Ikke her"})

    form = once()
    assert not perform(form, refuse, by=guide)
    assert form.errors == {"submit_key": ["Her"], "__all__": ["Ikke her"]}
    assert perform(once(), lambda *, by: None, by=guide)


def test_a_number_is_never_put_beside_another(guide, unit):
    person = factories.make_case(guide).person
    form = PersonEditForm({"version": 1}, instance=person, unit=unit)
    form.full_clean()
    form.cleaned_data = form.values | {"city": "Vig", "cpr": "0101051234"}
    form.rebase(person)
    assert "0101051234" not in str(form.conflict) and "Vig" in str(form.conflict)


def test_what_one_did_not_touch_is_the_others(unit):
    partner = factories.PartnerFactory(unit=unit, notes="Før", city="Vig")
    opened = PartnerForm(instance=partner)
    data = {bound.html_initial_name: bound.value() or "" for bound in opened.visible_fields()}
    data |= {bound.html_name: bound.value() or "" for bound in opened.visible_fields()}
    form = PartnerForm(data | {"version": 1, "notes": "Min", "anyway": "1"}, instance=partner)
    assert form.is_valid(), form.errors
    current = type(partner).objects.get(pk=partner.pk)
    current.version, current.notes, current.city = 2, "Deres", "Nykøbing"

    def lose(*, by):
        raise Conflict(current)

    assert not perform(form, lose, by=None)
    assert [(row["theirs"], row["mine"]) for row in form.conflict] == [("Deres", "Min")]
    assert (form["notes"].value(), form["city"].value(), form["version"].value()) == ("Min", "Nykøbing", 2)
