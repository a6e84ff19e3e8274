"""On which basis a partner may be told something, what it was told, and the unit's table of statutory rules."""

from django import forms
from django.db.models import Q
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from cases.consents.models import Consent, SharingRule, Topic
from cases.people import rules
from core import clock
from core.autocomplete import AutocompleteField
from core.fields import DayField
from core.idempotency import SubmitKeyForm
from core.versions import UntouchedModelForm, VersionedForm
from partners.directory import autocomplete

# Months: how long a basis holds when nothing else is said, and the longest that one asks somebody to say yes for.
USUAL, LONGEST = 12, 60


class ConsentForm(forms.ModelForm, SubmitKeyForm):
    """What may be told to whom, on which basis, until when.

    A consent and a rule take the same number of choices: neither is the exception. A rule of the unit's table
    brings its own words; another rule is written by hand.
    """

    partner = AutocompleteField(
        label=_("Partner"), search=autocomplete.search_partners, lookup="partners:pick_partner"
    )
    topics = forms.MultipleChoiceField(
        label=_("What it covers"),
        choices=Topic.choices,
        widget=forms.CheckboxSelectMultiple,
        help_text=_(
            "The partner's page shows what is ticked, and no more. Health and crime let it show milestones that tell "
            "of them. Notes are never shown: you tell that yourself."
        ),
    )
    known_rule = forms.ModelChoiceField(
        label=_("A rule we often use"), queryset=SharingRule.objects.none(), required=False
    )

    class Meta:
        model = Consent
        fields = [
            "partner",
            "basis",
            "topics",
            "purpose",
            "from_whom",
            "guardian",
            "second_guardian",
            "one_suffices",
            "form",
            "witness",
            "rule",
            "rule_text",
            "from_on",
            "expires_on",
        ]
        widgets = {
            "basis": forms.RadioSelect,
            "from_whom": forms.RadioSelect,
            "form": forms.RadioSelect,
            "rule_text": forms.Textarea(attrs={"rows": 3}),
        }
        field_classes = {"from_on": DayField, "expires_on": DayField}
        help_texts = {
            "purpose": _("Why the partner needs it, in words the young person understands."),
            "second_guardian": _("Custody is shared: both are asked."),
            "one_suffices": _("Only when the other one is not asked, for instance in an everyday matter."),
            "witness": _("When it was said aloud: somebody beside you who heard it."),
            "rule": _("Leave it empty when you chose one above."),
            "expires_on": _("The last day. A year is the usual."),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        case, today = self.instance.case, clock.today()
        self.fields["partner"].queryset = autocomplete.selectable_partners(case.unit)
        taking_part = case.participations.current().holding(today)
        self.fields["partner"].suggest(taking_part.values_list("partner_id", flat=True))
        self.fields["guardian"].queryset = case.person.guardians.filter(has_custody=True)
        self.fields["guardian"].empty_label = _("Choose, if one said yes")
        self.fields["second_guardian"].queryset = self.fields["guardian"].queryset
        self.fields["second_guardian"].empty_label = _("Choose, if both said yes")
        if not case.person.shares_custody(self.fields["guardian"].queryset):
            del self.fields["second_guardian"], self.fields["one_suffices"]
        self.fields["known_rule"].queryset = SharingRule.objects.filter(
            Q(valid_until=None) | Q(valid_until__gte=today), valid_from__lte=today
        )
        self.fields["known_rule"].empty_label = _("Choose, or write another below")
        self.fields["from_whom"].choices = self._who(case.person, today)
        self.fields["from_whom"].required = False
        self.fields["form"].required = False
        self.initial.setdefault("from_on", today)
        self.initial["expires_on"] = self.initial.get("expires_on") or rules.birthday(today, USUAL)

    @staticmethod
    def _who(person, today):
        """Who can say yes: only the young person once they are of age."""
        choices = [(Consent.FromWhom.YOUTH, person.called)]
        if not rules.is_of_age(person.birth_date, today):
            choices += [(Consent.FromWhom.CUSTODY, Consent.FromWhom.CUSTODY.label)]
            choices += [
                (
                    Consent.FromWhom.BOTH,
                    _("%(name)s and a custody holder") % {"name": person.called},
                )
            ]
        return choices

    def clean(self):
        """A rule of the table brings its words; a yes does not hold for ever. The rest is the model's to check."""
        data = super().clean()
        known, first, last = (data.get(name) for name in ("known_rule", "from_on", "expires_on"))
        is_consent = data.get("basis") == Consent.Basis.CONSENT
        if known and not is_consent:
            data["rule"] = data.get("rule") or known.name
            data["rule_text"] = data.get("rule_text") or known.text
        if is_consent and first and last and last > rules.birthday(first, LONGEST):
            most = date_format(rules.birthday(first, LONGEST))
            self.add_error(
                "expires_on", _("A consent lasts five years at most: here until %(day)s.") % {"day": most}
            )
        data["form"] = data.get("form") or Consent.Form.WRITTEN
        return data


class ToldForm(SubmitKeyForm):
    """What the guide told the partner themselves."""

    topics = forms.MultipleChoiceField(
        label=_("What it was about"), choices=Topic.choices, widget=forms.CheckboxSelectMultiple
    )
    what = forms.CharField(
        label=_("What you told, in short"),
        max_length=200,
        help_text=_("The young person can read it."),
    )

    def __init__(self, *args, consent, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["topics"].choices = [choice for choice in Topic.choices if choice[0] in consent.topics]


class SharingRuleForm(VersionedForm, UntouchedModelForm):
    """A rule that lets the unit tell, or makes it tell, from a day on."""

    class Meta:
        model = SharingRule
        fields = ["name", "text", "is_duty", "source", "valid_from", "valid_until"]
        widgets = {
            "text": forms.Textarea(attrs={"rows": 5}),
        }
        field_classes = {"valid_from": DayField, "valid_until": DayField}
        help_texts = {
            "name": _("The law and the paragraph, for instance Barnets lov § 133."),
            "text": _("In words that a young person understands: it stands on their receipt."),
            "is_duty": _("Tick when the rule makes you tell. Otherwise it lets you."),
            "source": _("Where the wording can be checked."),
        }
