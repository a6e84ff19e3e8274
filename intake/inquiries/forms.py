"""Forms of intake and visitation."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from cases.guides.fields import CarrierField, carrier_label, carriers
from cases.guides.proposals import loads_of, propose
from cases.models import Consent
from cases.people.forms import CprField, PersonForm
from core import clock
from core.fields import DayField, PhoneField, SoonDayField, TidyForm, date_input, not_in_the_future
from core.idempotency import SubmitKeyForm
from core.versions import UntouchedModelForm, VersionedForm
from intake.inquiries.models import Department, Inquiry, Outcome, Statement, TargetGroup
from partners.models import Partner


class InquirySearchForm(TidyForm, forms.Form):
    """Who is it about? Enough to see whether the unit knows them already."""

    q = forms.CharField(label=_("CPR number, name or phone"), max_length=80)


class InquiryForm(UntouchedModelForm):
    """Who asks about whom, when and why."""

    cpr = CprField(
        label=_("CPR number"),
        max_length=20,
        required=False,
    )

    class Meta:
        model = Inquiry
        fields = [
            "first_name",
            "last_name",
            "birth_date",
            "cpr",
            "phone",
            "asked_by",
            "asked_by_name",
            "asked_by_contact",
            "received_on",
            "target_group",
            "reason",
        ]
        widgets = {
            "birth_date": date_input(),
            "received_on": date_input(),
            "reason": forms.Textarea(attrs={"rows": 5}),
            "first_name": forms.TextInput(attrs={"autocomplete": "off"}),
            "last_name": forms.TextInput(attrs={"autocomplete": "off"}),
        }
        field_classes = {"birth_date": DayField, "received_on": DayField, "phone": PhoneField}
        labels = {
            "phone": _("The young person's phone"),
            "received_on": _("Came on"),
            "asked_by": _("Who asks?"),
            "reason": _("Why do they ask?"),
        }
        help_texts = {
            "reason": _("What was said, in short. Departments do not see it: you write what you ask them.")
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["received_on"].initial = clock.today
        self.fields["received_on"].validators.append(not_in_the_future)
        groups = TargetGroup.objects.filter(is_active=True)
        if self.instance.target_group_id:
            groups = groups | TargetGroup.objects.filter(pk=self.instance.target_group_id)
        self.fields["target_group"].queryset = groups
        self.fields["target_group"].empty_label = _("Not clear yet")

    def clean_birth_date(self):
        """Not in the future."""
        born = self.cleaned_data["birth_date"]
        not_in_the_future(born)
        return born

    def clean(self):
        """A CPR number tells the date of birth to who left it out."""
        data = super().clean()
        read = getattr(self.fields["cpr"], "read", None)
        if data.get("cpr") and read and not data.get("birth_date") and "birth_date" not in self.errors:
            data["birth_date"] = read.birth_date
        return data


class InquiryAddForm(InquiryForm, SubmitKeyForm):
    """A new inquiry. Who was asked whether it is one of these says so before it is saved."""

    nobody_known = forms.BooleanField(required=False, label=_("I have looked: it is none of them"))


class InquiryEditForm(VersionedForm, InquiryForm):
    """An inquiry that is there. An empty CPR field keeps the number there is: it is not shown here."""

    unseen = ("cpr",)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial.pop("cpr", None)
        _mask(self.fields["cpr"], self.instance)

    def saved_by(self, case_id=None):
        """Who corrected it; the trail files it under its case, once it has one."""
        return super().saved_by(self.instance.case_id)

    def clean_cpr(self):
        """An empty field keeps the number there is."""
        return self.cleaned_data["cpr"] or self.instance.cpr


def _mask(field: forms.Field, inquiry: Inquiry) -> None:
    if inquiry.cpr:
        field.help_text = _("Known: %(masked)s. Write a number only to replace it.") % {
            "masked": inquiry.cpr_masked
        }


class AskForm(SubmitKeyForm):
    """A question to a department, and on which basis it is asked."""

    department = forms.ModelChoiceField(label=_("Department"), queryset=Department.objects.none())
    partner = forms.ModelChoiceField(
        label=_("Whose people answer in KUI"),
        queryset=Partner.objects.none(),
        required=False,
        empty_label=_("Nobody: I ask by phone and write it down"),
        help_text=_("Only parts of the municipality whose staff may decide."),
    )
    question = forms.CharField(
        label=_("What do you ask?"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("They read this, the name and the date of birth, and nothing more."),
    )
    basis = forms.ChoiceField(label=_("On which basis?"), choices=[("", _("Choose")), *Consent.Basis.choices])
    basis_note = forms.CharField(
        label=_("Which consent or which rule"),
        max_length=200,
        help_text=_(
            "For example: oral consent from mother, 3 November; or forvaltningsloven § 28, stk. 2, nr. 3."
        ),
    )
    asked_on = DayField(label=_("Asked on"))

    def __init__(self, *args, inquiry: Inquiry, **kwargs):
        super().__init__(*args, **kwargs)
        self.inquiry = inquiry
        awaited = inquiry.statements.awaited().values("department")
        self.fields["department"].queryset = Department.objects.filter(is_active=True).exclude(pk__in=awaited)
        partners = Partner.objects.of_unit(inquiry.unit_id).filter(
            side="internal", has_authority=True, is_active=True
        )
        self.fields["partner"].queryset = partners.order_by("sort_name", "pk")
        self.fields["asked_on"].initial = clock.today
        self.fields["asked_on"].validators.append(not_in_the_future)

    @property
    def asked(self) -> dict:
        """What the question is made of."""
        names = ("department", "partner", "question", "basis", "basis_note", "asked_on")
        return {name: self.cleaned_data[name] for name in names}

    def clean_asked_on(self):
        """Not before the inquiry came."""
        asked_on = self.cleaned_data["asked_on"]
        if asked_on < self.inquiry.received_on:
            raise ValidationError(_("That is before the inquiry came."))
        return asked_on


class AnswerForm(TidyForm, forms.Form):
    """A department's word."""

    view = forms.ChoiceField(
        label=_("What do you point to?"), choices=Statement.View.choices, widget=forms.RadioSelect
    )
    text = forms.CharField(
        label=_("Your statement"), max_length=4000, widget=forms.Textarea(attrs={"rows": 6})
    )


class AnswerForThemForm(AnswerForm):
    """The same, written down by a guide."""

    said_by = forms.CharField(label=_("Who said it?"), max_length=120)


class WithdrawForm(TidyForm, forms.Form):
    """Why a question is taken back."""

    why = forms.CharField(label=_("Why?"), max_length=200)


class DecideForm(SubmitKeyForm):
    """Guide elsewhere, or wait. Taking in has a page of its own."""

    outcome = forms.ChoiceField(
        label=_("Decision"),
        choices=[(o.value, o.label) for o in (Outcome.ELSEWHERE, Outcome.WAIT)],
        widget=forms.RadioSelect,
    )
    where = forms.CharField(label=_("Guided to"), max_length=200, required=False)
    wait_until = SoonDayField(label=_("Waits until"), required=False)
    reason = forms.CharField(label=_("Why?"), max_length=2000, widget=forms.Textarea(attrs={"rows": 4}))

    def clean(self):
        """Elsewhere says where; a wait says until when."""
        data = super().clean()
        if data.get("outcome") == Outcome.ELSEWHERE and not data.get("where", "").strip():
            self.add_error("where", _("Say where they are guided to."))
        if data.get("outcome") == Outcome.WAIT and "wait_until" not in self.errors:
            if not data.get("wait_until"):
                self.add_error("wait_until", _("Say until when it waits."))
            elif data["wait_until"] <= clock.today():
                self.add_error("wait_until", _("Choose a day that lies ahead."))
        if data.get("outcome") != Outcome.WAIT:
            data["wait_until"] = None
        if data.get("outcome") != Outcome.ELSEWHERE:
            data["where"] = ""
        return data


class ReopenForm(TidyForm, forms.Form):
    """Why a decision is opened again."""

    reason = forms.CharField(label=_("Why?"), max_length=200)


class TakeInFields(SubmitKeyForm):
    """What taking in needs beside the young person's facts."""

    on = DayField(label=_("Case opens on"))
    guide = CarrierField(label=_("Guide"), required=False, empty_label=_("Waits for a guide"))
    decision_reason = forms.CharField(
        label=_("Why are they taken in?"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def _fill(self, inquiry: Inquiry, user) -> None:
        self.inquiry = inquiry
        self.fields["guide"].queryset = carriers(inquiry.unit_id)
        self.fields["guide"].initial = user.pk if user.is_guide else None
        if user.is_leader:
            self._propose(inquiry, user)
        self.fields["on"].initial = clock.today
        self.fields["on"].validators.append(not_in_the_future)

    def _propose(self, inquiry: Inquiry, leader) -> None:
        """For the leader, the guides stand in the order of the proposals, each with why."""
        knowledge = inquiry.target_group.knowledge_id if inquiry.target_group_id else None
        ranked = propose(loads_of(leader, clock.today()), knowledge, most=200)
        rest = self.fields["guide"].queryset.exclude(pk__in=[p.guide.pk for p in ranked])
        self.fields["guide"].choices = [
            ("", self.fields["guide"].empty_label),
            *((p.guide.pk, f"{p.guide.name} – {p.why}") for p in ranked),
            *((user.pk, carrier_label(user)) for user in rest),
        ]


class TakeInKnownForm(TakeInFields):
    """Taking in somebody whose facts the unit has already."""

    def __init__(self, *args, inquiry: Inquiry, user, **kwargs):
        super().__init__(*args, **kwargs)
        self._fill(inquiry, user)


class TakeInForm(PersonForm, TakeInFields):
    """Taking in: the young person's facts, filled in from the inquiry, and who carries the case."""

    def __init__(self, *args, inquiry: Inquiry, user, **kwargs):
        told = {name: getattr(inquiry, name) for name in ("first_name", "last_name", "birth_date", "phone")}
        super().__init__(*args, initial=told, unit=inquiry.unit, **kwargs)
        self.instance.unit = inquiry.unit
        self._fill(inquiry, user)
        _mask(self.fields["cpr"], inquiry)

    def clean_cpr(self):
        """An empty field keeps the number that the inquiry came with."""
        return self.cleaned_data["cpr"] or self.inquiry.cpr
