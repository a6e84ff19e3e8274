"""The few pages of django-allauth that KUI uses, under Danish paths. There is no sign-up."""

from allauth.account import views as account
from allauth.mfa.base import views as factor
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as keys
from django.urls import path, re_path

urlpatterns = [
    path("log-ind/", account.login, name="account_login"),
    path("log-ud/", account.logout, name="account_logout"),
    path("lukket/", account.account_inactive, name="account_inactive"),
    path("bekraeft/", account.reauthenticate, name="account_reauthenticate"),
    path("adgangskode/", account.password_change, name="account_change_password"),
    path("ny-adgangskode/", account.password_reset, name="account_reset_password"),
    path("ny-adgangskode/sendt/", account.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^ny-adgangskode/vaelg/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path(
        "ny-adgangskode/gemt/",
        account.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    path("tofaktor/", factor.index, name="mfa_index"),
    path("tofaktor/kode/", factor.authenticate, name="mfa_authenticate"),
    path("tofaktor/bekraeft/", factor.reauthenticate, name="mfa_reauthenticate"),
    path("tofaktor/app/", totp.activate_totp, name="mfa_activate_totp"),
    path("tofaktor/app/fjern/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("tofaktor/gendannelseskoder/", codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path(
        "tofaktor/gendannelseskoder/nye/", codes.generate_recovery_codes, name="mfa_generate_recovery_codes"
    ),
    path(
        "tofaktor/gendannelseskoder/fil/", codes.download_recovery_codes, name="mfa_download_recovery_codes"
    ),
    path("tofaktor/noegler/", keys.list_webauthn, name="mfa_list_webauthn"),
    path("tofaktor/noegler/ny/", keys.add_webauthn, name="mfa_add_webauthn"),
    path("tofaktor/noegler/bekraeft/", keys.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    path("tofaktor/noegler/<int:pk>/fjern/", keys.remove_webauthn, name="mfa_remove_webauthn"),
    path("tofaktor/noegler/<int:pk>/navn/", keys.edit_webauthn, name="mfa_edit_webauthn"),
]

# Their policies: django-allauth guards its views itself, so `kui.checks` is told here.
POLICIES = {
    "account_login": "public",
    "account_logout": "public",
    "account_inactive": "public",
    "account_reauthenticate": "signed in",
    "account_change_password": "signed in",
    "account_reset_password": "public",
    "account_reset_password_done": "public",
    "account_reset_password_from_key": "public",
    "account_reset_password_from_key_done": "public",
    "mfa_index": "signed in",
    "mfa_authenticate": "public",
    "mfa_reauthenticate": "signed in",
    "mfa_activate_totp": "signed in",
    "mfa_deactivate_totp": "signed in",
    "mfa_view_recovery_codes": "signed in",
    "mfa_generate_recovery_codes": "signed in",
    "mfa_download_recovery_codes": "signed in",
    "mfa_list_webauthn": "signed in",
    "mfa_add_webauthn": "signed in",
    "mfa_reauthenticate_webauthn": "signed in",
    "mfa_remove_webauthn": "signed in",
    "mfa_edit_webauthn": "signed in",
}
