"""Forms about a young person and their case."""

from cases.forms.activity import ActivityChangeForm, ActivityEndForm, ActivityForm, StallRestForm
from cases.forms.around import ColleagueForm
from cases.forms.case import AssignForm, CaseForm, CloseForm, PersonsField, PurposeForm
from cases.forms.consent import ConsentForm, ToldForm
from cases.forms.documents import DocumentEditForm, DocumentUploadForm, DocumentWithdrawForm
from cases.forms.emergency import BreakGlassForm
from cases.forms.fields import date_input, not_in_the_future
from cases.forms.notes import NoteAppendForm, NoteEditForm, NoteForm, NoteKindForm, SummaryForm
from cases.forms.people import (
    CprField,
    GuardianAddForm,
    GuardianEditForm,
    GuardianForm,
    ParticipationForm,
    PersonEditForm,
    PersonForm,
)
from cases.forms.sharing_rules import SharingRuleForm

__all__ = [
    "SharingRuleForm",
    "ActivityChangeForm",
    "ActivityEndForm",
    "BreakGlassForm",
    "ColleagueForm",
    "ActivityForm",
    "AssignForm",
    "CaseForm",
    "CloseForm",
    "ConsentForm",
    "CprField",
    "DocumentEditForm",
    "DocumentUploadForm",
    "DocumentWithdrawForm",
    "GuardianAddForm",
    "GuardianEditForm",
    "GuardianForm",
    "NoteAppendForm",
    "NoteEditForm",
    "NoteForm",
    "NoteKindForm",
    "ParticipationForm",
    "PersonEditForm",
    "PersonForm",
    "PersonsField",
    "PurposeForm",
    "StallRestForm",
    "ToldForm",
    "SummaryForm",
    "date_input",
    "not_in_the_future",
]
