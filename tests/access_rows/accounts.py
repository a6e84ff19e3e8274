"""Sign-in, one's own account, and the unit's users."""

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from allauth.usersessions.models import UserSession
from cryptography.hazmat.primitives.asymmetric import ec
from fido2.cose import ES256
from fido2.utils import websafe_encode
from fido2.webauthn import AttestationObject, AttestedCredentialData, AuthenticatorData

from accounts.models import FactorReset
from core import clock
from tests.access_rows import Row
from tests.helpers import factories

OWNER = frozenset({"owner"})
# 401 stands for being led to the sign-in page, where these pages lead by nature.
OR_SIGN_IN = (200, 302, 401)


def _credential() -> dict:
    """What a browser sends when a security key is set up, of a key that nobody has."""
    public = ec.generate_private_key(ec.SECP256R1()).public_key()
    made = AttestedCredentialData.create(b"\0" * 16, b"1" * 16, ES256.from_cryptography_key(public))
    data = AuthenticatorData.create(
        b"\0" * 32, AuthenticatorData.FLAG.UP | AuthenticatorData.FLAG.AT, 0, made
    )
    client = b'{"type":"webauthn.create","challenge":"AAAA","origin":"http://localhost"}'
    return {
        "id": websafe_encode(b"1" * 16),
        "rawId": websafe_encode(b"1" * 16),
        "type": "public-key",
        "response": {
            "clientDataJSON": websafe_encode(client),
            "attestationObject": websafe_encode(AttestationObject.create("none", data, {})),
        },
        "clientExtensionResults": {},
    }


def extend(w):
    """A session, second factors and users in every state."""
    w.session_row = UserSession.objects.create(
        user=w.owner, ip="192.0.2.1", user_agent="Firefox", session_key="0" * 32
    )
    TOTP.activate(w.owner, generate_totp_secret())
    RecoveryCodes.activate(w.owner)
    w.key = Authenticator.objects.create(
        user=w.owner,
        type=Authenticator.Type.WEBAUTHN,
        data={"name": "Min nøgle", "credential": _credential()},
    )
    FactorReset.objects.create(user=w.owner, asked_by=w.people["admin"])
    w.invited = factories.UserFactory(unit=w.unit, password=None, name="Ida Inviteret")
    w.to_confirm = factories.UserFactory(unit=w.unit, name="Ny Guide", to_confirm_since=clock.now())
    w.closed_user = factories.UserFactory(unit=w.unit, is_active=False, name="Leo Lukket")


def _key(w):
    return {"pk": w.key.pk}


def _user(w):
    return {"pk": w.user.pk}


ROWS = [
    Row("account_login", "everybody"),
    Row("account_logout", "everybody", methods=("get", "post"), ok=OR_SIGN_IN),
    Row("account_inactive", "everybody"),
    Row("account_reauthenticate", "signed in"),
    Row("account_change_password", "signed in", methods=("get", "post")),
    Row(
        "account_reset_password",
        "everybody",
        methods=("get", "post"),
        data=lambda w: {"email": "x@eksempel.dk"},
    ),
    Row("account_reset_password_done", "everybody"),
    Row("account_reset_password_from_key", "everybody", kwargs=lambda w: {"uidb36": "1", "key": "x-y"}),
    Row("account_reset_password_from_key_done", "everybody"),
    Row("mfa_index", "signed in"),
    Row("mfa_authenticate", "everybody", ok=OR_SIGN_IN),
    Row("mfa_reauthenticate", "signed in"),
    Row("mfa_activate_totp", "signed in"),
    Row("mfa_deactivate_totp", "signed in", only=OWNER),
    Row("mfa_view_recovery_codes", "signed in", only=OWNER),
    Row("mfa_generate_recovery_codes", "signed in"),
    Row("mfa_download_recovery_codes", "signed in", only=OWNER),
    Row("mfa_list_webauthn", "signed in"),
    Row("mfa_add_webauthn", "signed in"),
    Row("mfa_reauthenticate_webauthn", "signed in"),
    # Everybody is asked to confirm that it is them before the key is even looked up.
    Row("mfa_remove_webauthn", "signed in", kwargs=_key, methods=("get", "post"), ok=(302,)),
    Row("mfa_edit_webauthn", "signed in", kwargs=_key, methods=("get", "post"), ok=(302,)),
    Row("accounts:profile", "signed in", methods=("get", "post"), data=lambda w: {"name": ""}, ok=(200, 422)),
    Row("accounts:session_list", "signed in"),
    Row(
        "accounts:session_end",
        "signed in",
        kwargs=lambda w: {"pk": w.session_row.pk},
        methods=("post",),
        only=OWNER,
    ),
    Row("accounts:session_end_all", "signed in", methods=("post",), ok=(401,)),
    Row("accounts:session_left", "signed in"),
    Row("accounts:session_extend", "signed in", methods=("post",)),
    Row("accounts:user_list", "admins"),
    Row(
        "accounts:user_invite", "admins", methods=("get", "post"), data=lambda w: {"name": ""}, ok=(200, 422)
    ),
    Row(
        "accounts:user_invite_many",
        "admins",
        methods=("get", "post"),
        data=lambda w: {"people": ""},
        ok=(200, 422),
    ),
    Row(
        "accounts:user_edit",
        "admins",
        kwargs=_user,
        methods=("get", "post"),
        data=lambda w: {"name": ""},
        ok=(200, 422),
    ),
    Row("accounts:user_confirmations", "leaders"),
    Row(
        "accounts:user_confirm",
        "leaders",
        kwargs=lambda w: {"pk": w.to_confirm.pk},
        methods=("post",),
        unit_bound=True,
    ),
    Row("accounts:user_close", "admins", kwargs=_user, methods=("get", "post")),
    Row("accounts:user_invite_again", "admins", kwargs=lambda w: {"pk": w.invited.pk}, methods=("post",)),
    Row("accounts:user_invite_all_again", "admins", methods=("post",)),
    Row("accounts:user_reopen", "admins", kwargs=lambda w: {"pk": w.closed_user.pk}, methods=("post",)),
    Row("accounts:factor_reset_ask", "admins", kwargs=lambda w: {"pk": w.owner.pk}, methods=("post",)),
    Row(
        "accounts:factor_reset_confirm",
        "leaders and admins",
        kwargs=lambda w: {"pk": w.owner.pk},
        methods=("get", "post"),
        ok=(200, 302, 303, 400, 422),
        unit_bound=True,
    ),
]
