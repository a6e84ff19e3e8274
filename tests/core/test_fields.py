"""The door of every form: what is typed is read as a list's cell is."""

import pytest
from django import forms
from django.http import QueryDict

import kui.urls  # noqa: F401 – so that every form is there
from core.fields import PhoneField, PostalCodeField, TidyForm

OURS = (
    "accounts",
    "cases",
    "core",
    "exchange",
    "intake",
    "meetings",
    "overview",
    "partners",
    "plans",
    "portal",
    "practice",
    "participation",
    "programmes",
    "progress",
    "reports",
    "workspace",
)
# Built upon another package's form; what they hold is an address, a password or a code.
SIGN_IN = "accounts.signin.forms"


class Form(TidyForm, forms.Form):
    name = forms.CharField()
    words = forms.CharField(widget=forms.Textarea, required=False)
    password = forms.CharField(widget=forms.PasswordInput, strip=False, required=False)
    phone = PhoneField(required=False)
    code = PostalCodeField(required=False)
    mail = forms.EmailField(required=False)


def read(**data) -> dict:
    query = QueryDict(mutable=True)
    query.update({"name": "x"} | data)
    form = Form(query)
    assert form.is_valid(), form.errors
    return form.cleaned_data


def test_names_lose_what_nobody_sees_and_letters_are_one_sign():
    assert read(name="  A\u030ase\u200b \u00a0 Øster\u00adgård\x07 ")["name"] == "Åse Østergård"
    assert Form({"name": "a\nb"}).data["name"] == "a b"


def test_a_text_keeps_its_lines_and_an_emoji_its_joiner():
    assert read(words="Første\r\nanden\u2028tredje 👩\u200d👧")["words"] == "Første\nanden\ntredje 👩\u200d👧"


def test_an_address_of_e_mail_has_the_signs_that_mail_systems_know():
    assert read(mail="bo\u200b@eksempel．ｄｋ")["mail"] == "bo@eksempel.dk"


def test_a_password_is_what_was_typed():
    assert read(password=" a\u030a\u200b ")["password"] == " a\u030a\u200b "


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("２０ 12‑34–56", "20123456"), ("+45 20123456", "20123456"), ("1813", "1813"), ("", "")],
)
def test_phones(typed, kept):
    assert read(phone=typed)["phone"] == kept
    assert (
        not Form({"name": "x", "phone": typed}, initial={"name": "x", "phone": kept})
        .fields["phone"]
        .has_changed(kept, typed)
    )


@pytest.mark.parametrize("typed", ["00000000", "0", "12 34 56 78", "ring til mor", "+000000", "2012345²"])
def test_what_is_no_phone_is_said(typed):
    assert "phone" in Form({"name": "x", "phone": typed}).errors


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("DK-4540", "4540"), ("GL 3900", "3900"), ("fo-100", "FO-100"), ("100", "FO-100"), ("0800", "0800")],
)
def test_postal_codes(typed, kept):
    assert read(code=typed)["code"] == kept


@pytest.mark.parametrize("typed", ["0", "0000", "45400", "45", "Vig"])
def test_what_is_no_postal_code_is_said(typed):
    assert "code" in Form({"name": "x", "code": typed}).errors


def _all_forms(of=forms.BaseForm):
    for form in of.__subclasses__():
        yield form
        yield from _all_forms(form)


def test_every_form_of_ours_goes_through_the_door():
    ours = {
        form for form in _all_forms() if form.__module__.split(".")[0] in OURS and form.__module__ != SIGN_IN
    }
    assert len(ours) > 60
    assert [form for form in ours if not issubclass(form, TidyForm)] == []
