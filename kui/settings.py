"""One settings file, driven by the environment.

``KUI_MODE`` says what this process is: ``production`` (the default, which refuses to start without its secrets),
``demo`` (everything embedded, secrets made on first run and kept in ``var/``) or ``test``.
"""

import base64
import json
import secrets
import sys
from pathlib import Path

import environ
from cryptography.fernet import Fernet
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from core import logs
from kui.database import database
from kui.gateway import text_messages

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()

KUI_MODE = env("KUI_MODE", default="test" if "pytest" in sys.modules else "production")
if KUI_MODE not in ("production", "demo", "test"):
    raise ImproperlyConfigured(f"KUI_MODE is {KUI_MODE!r}; it must be production, demo or test.")
PRODUCTION = KUI_MODE == "production"
TESTING = KUI_MODE == "test"
DEMO = KUI_MODE == "demo"

VAR_DIR = Path(env("KUI_VAR_DIR", default=str(BASE_DIR / "var")))
VAR_DIR.mkdir(parents=True, exist_ok=True)


def _local_secrets() -> dict[str, str]:
    """Secrets of a demo, made once and kept beside the embedded database they encrypt; those of tests are known."""
    if TESTING:
        known = "known to everybody, and therefore good for tests only"
        field_key = base64.urlsafe_b64encode(known[:32].encode()).decode()
        return {"SECRET_KEY": known, "KUI_FIELD_KEYS": field_key, "KUI_INDEX_KEY": known}
    path = VAR_DIR / "secrets.json"
    if not path.exists():
        made = {
            "SECRET_KEY": secrets.token_urlsafe(50),
            "KUI_FIELD_KEYS": Fernet.generate_key().decode(),
            "KUI_INDEX_KEY": secrets.token_urlsafe(32),
        }
        path.touch(mode=0o600)
        path.write_text(json.dumps(made, indent=1))
    return json.loads(path.read_text())


_fallback = {} if PRODUCTION else _local_secrets()


def _secret(name: str) -> str:
    """A secret from the environment. Production has no default, and refuses a short one."""
    value = env(name, default=_fallback.get(name, ""))
    if not value:
        raise ImproperlyConfigured(f"{name} is not set. Production has no default secret; see .env.example.")
    if len(value) < 32:
        raise ImproperlyConfigured(f"{name} is too short: at least 32 characters.")
    return value


SECRET_KEY = _secret("SECRET_KEY")
# Fernet keys, newest first, separated by commas: the first encrypts, all decrypt.
KUI_FIELD_KEYS = [key.strip() for key in _secret("KUI_FIELD_KEYS").split(",") if key.strip()]
for _key in KUI_FIELD_KEYS:
    try:
        Fernet(_key)
    except ValueError as error:
        raise ImproperlyConfigured("KUI_FIELD_KEYS holds something that is not a Fernet key.") from error
# Keys the searchable index of CPR numbers. Changing it means re-indexing every person.
KUI_INDEX_KEY = _secret("KUI_INDEX_KEY")

DEBUG = env.bool("DEBUG", default=False)
if DEBUG and PRODUCTION:
    raise ImproperlyConfigured("DEBUG shows people's data in error pages; it cannot be on in production.")

# --- where we are -------------------------------------------------------------------------------------------------
SITE_URL = env(
    "SITE_URL", default="" if PRODUCTION else f"http://127.0.0.1:{env('PORT', default='8000')}"
).rstrip("/")
if PRODUCTION and not SITE_URL.startswith("https://"):
    raise ImproperlyConfigured("SITE_URL must be the public https:// address; links in mails start with it.")
ALLOWED_HOSTS = env.list(
    "ALLOWED_HOSTS", default=[] if PRODUCTION else ["127.0.0.1", "localhost", "testserver"]
)
if PRODUCTION and (not ALLOWED_HOSTS or "*" in ALLOWED_HOSTS):
    raise ImproperlyConfigured("ALLOWED_HOSTS must name the hosts of this site, without '*'.")
CSRF_TRUSTED_ORIGINS = [SITE_URL] if SITE_URL.startswith("https://") else []
# How many proxies in front of us are ours: the client's address is read that far from the right, never further.
KUI_TRUSTED_PROXIES = env.int("KUI_TRUSTED_PROXIES", default=1 if PRODUCTION else 0)

INSTALLED_APPS = [
    "kui",
    "overview",
    "reports",
    "portal",
    "workspace",
    "intake",
    "exchange",
    "meetings",
    "practice",
    "participation",
    "programmes",
    "progress",
    "plans",
    "cases",
    "partners",
    "accounts",
    "audit",
    "core",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "django.forms",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django_htmx",
    "csp",
    "crispy_forms",
    "crispy_bootstrap5",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
]

# The headers come first, so that every answer has them: redirects to https, static files and error pages too.
MIDDLEWARE = [
    "core.stack.StackRoomMiddleware",
    "csp.middleware.CSPMiddleware",
    "core.middleware.HeadersMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "core.middleware.RequestIdMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "core.middleware.DatabaseDownMiddleware",
    "core.middleware.AnonymousBodyMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "core.middleware.OddHeadersMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "core.middleware.NoStoreMiddleware",
    "core.middleware.NumbersOutOfAddressesMiddleware",
    "core.middleware.LimitsMiddleware",
    "accounts.sessions.middleware.SessionLimitMiddleware",
    "accounts.profile.middleware.UserLanguageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "accounts.signin.middleware.OwnPageMiddleware",
    "accounts.signin.middleware.SecondFactorMiddleware",
    "core.middleware.RefusalMiddleware",
]
ROOT_URLCONF = "kui.urls"
KUI_MENU = "kui.nav"  # where the menus stand, for what draws them
WSGI_APPLICATION = "kui.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "core.context_processors.demo_mode",
            ],
        },
    }
]
CRISPY_ALLOWED_TEMPLATE_PACKS = CRISPY_TEMPLATE_PACK = "bootstrap5"

# --- database -----------------------------------------------------------------------------------------------------
DATABASES = {"default": database(env, VAR_DIR)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# Sign-in throttle and sessions live in the database: Redis may stop and nothing fails open.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "core_cache",
        # The default of 300 would throw counters out as soon as somebody fills it on purpose.
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}

# How long a process answers from what it last read of the table of limits. Tests restore what they change themselves.
KUI_LIMITS_SECONDS = 3600 if KUI_MODE == "test" else 60

# --- sign-in ------------------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["accounts.signin.backends.UserWithUnitBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.ScryptPasswordHasher"]
if TESTING:
    PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ["email", "name"]},
    },
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "account_login"
# A link to choose a password works once, and for two days: an invitation may be sent late on a Friday.
PASSWORD_RESET_TIMEOUT = env.int("PASSWORD_RESET_TIMEOUT", default=2 * 24 * 3600)
ACCOUNT_ADAPTER = "accounts.signin.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = [
    "email*",
    "password1*",
]  # nobody signs up; django-allauth wants it to agree with the line above
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"  # an administrator invites; the link in the mail proves the address
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "accounts.users.tokens.PasswordLinkTokenGenerator"  # noqa: S105
# accounts/signin/throttle.py counts passwords and codes (`login_failed`: codes). A town hall may come from one address.
ACCOUNT_RATE_LIMITS = {
    "login": None,
    "login_failed": "20/15m/key",
    "reset_password": "50/15m/ip",  # for each e-mail: `accounts.signin.throttle.record_link`
}
ACCOUNT_FORMS = {
    "login": "accounts.signin.forms.SignInForm",
    "reauthenticate": "accounts.signin.forms.ReauthenticatePasswordForm",
    "reset_password": "accounts.signin.forms.PasswordResetForm",
    "reset_password_from_key": "accounts.signin.forms.SetPasswordForm",
    "change_password": "accounts.signin.forms.ChangePasswordForm",
}
MFA_ADAPTER = "accounts.signin.adapters.MFAAdapter"
MFA_FORMS = {
    "authenticate": "accounts.signin.forms.SecondFactorForm",
    "reauthenticate": "accounts.signin.forms.ReauthenticateSecondFactorForm",
    "activate_totp": "accounts.signin.forms.ActivateTOTPForm",
    "add_webauthn": "accounts.signin.forms.AddSecurityKeyForm",
    "edit_webauthn": "accounts.signin.forms.RenameSecurityKeyForm",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_TOTP_TOLERANCE = 1
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not PRODUCTION
ALLAUTH_TRUSTED_PROXY_COUNT = KUI_TRUSTED_PROXIES
KUI_MFA_REQUIRED = env.bool("KUI_MFA_REQUIRED", default=PRODUCTION)

SESSION_ENGINE = "django.contrib.sessions.backends.db"
# What is said to somebody names young people: it goes with the session. Django's default leaves it in a cookie.
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
KUI_SESSION_IDLE_SECONDS = env.int("KUI_SESSION_IDLE_SECONDS", default=30 * 60)
KUI_SESSION_ABSOLUTE_SECONDS = env.int("KUI_SESSION_ABSOLUTE_SECONDS", default=10 * 3600)
SESSION_COOKIE_AGE = KUI_SESSION_ABSOLUTE_SECONDS

# --- headers ------------------------------------------------------------------------------------------------------
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "base-uri": [NONE],
        "object-src": [NONE],
        "frame-ancestors": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "manifest-src": [SELF],
        "img-src": [SELF, "data:"],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
if PRODUCTION:
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SESSION_COOKIE_NAME = "__Host-kui"
    CSRF_COOKIE_NAME = "__Host-kui-csrf"
    SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=True)
    SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = env.int("SECURE_HSTS_SECONDS", default=365 * 24 * 3600)
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
else:
    SESSION_COOKIE_NAME = "kui"

# --- words --------------------------------------------------------------------------------------------------------
LANGUAGE_CODE = "da"
# Dates and times of both languages, by name.
FORMAT_MODULE_PATH = ["kui.formats"]
LANGUAGES = [("da", _("Danish")), ("en", _("English"))]
LANGUAGE_COOKIE_NAME = "kui-language"
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/Copenhagen"

# --- static files -------------------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATIC_ROOT.mkdir(exist_ok=True)
_vendor = BASE_DIR / "var" / "vendor"
# Widgets of our own lie among the templates of the project.
FORM_RENDERER = "core.renderer.FormRenderer"
STATICFILES_DIRS = [BASE_DIR / "static", *([("vendor", str(_vendor))] if _vendor.is_dir() else [])]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if TESTING or DEBUG or "runserver" in sys.argv
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
MEDIA_ROOT = VAR_DIR / "media"

# --- documents ----------------------------------------------------------------------------------------------------
# Encrypted, under random names, where no web server looks. Web and worker need the same folder.
KUI_DOCUMENT_ROOT = Path(env("KUI_DOCUMENT_ROOT", default=str(VAR_DIR / "documents")))
# How much the documents of one case may take up in all, in megabytes.
KUI_DOCUMENT_QUOTA_MB = env.int("KUI_DOCUMENT_QUOTA_MB", default=500)
# How much the documents may take up, in megabytes, that go along when a case moves to another municipality. The
# sealed file is 40 MB at most, whoever receives it.
KUI_BUNDLE_DOCUMENTS_MB = min(env.int("KUI_BUNDLE_DOCUMENTS_MB", default=30), 35)
# The virus scanner: tcp://host:3310 or unix:///run/clamd.sock. With it, a document is closed until it was found clean.
KUI_CLAMD = env("KUI_CLAMD", default="")
# What is sent stays in memory until it is encrypted.
FILE_UPLOAD_HANDLERS = ["core.uploads.handler.MemoryOnlyHandler"]

# --- mail ---------------------------------------------------------------------------------------------------------
_email = env.email_url(
    "EMAIL_URL", default="filemail:///" if DEMO else "memorymail://" if TESTING else "smtp://localhost:25"
)
vars().update(_email)
EMAIL_FILE_PATH = str(VAR_DIR / "mail")
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env("DEFAULT_FROM_EMAIL", default="KUI <kui@localhost>")
vars().update(text_messages(env, KUI_MODE, VAR_DIR))

# --- background work ----------------------------------------------------------------------------------------------
REDIS_URL = env("REDIS_URL", default="")
if PRODUCTION and not REDIS_URL:
    raise ImproperlyConfigured("REDIS_URL is not set: production runs its background work over Redis.")
# A worker that was not heard from for so long has lost its job to the next one.
KUI_JOB_LEASE_SECONDS = env.int("KUI_JOB_LEASE_SECONDS", default=45)
# Two installations may share a Redis when each has a queue of its own.
CELERY_TASK_DEFAULT_QUEUE = env("KUI_QUEUE", default="kui")
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_TIME_LIMIT = 30 * 60
CELERY_TIMEZONE = TIME_ZONE
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_DB_REUSE_MAX = 100
CELERY_TASK_ALWAYS_EAGER = TESTING and not env.bool("KUI_TEST_REAL_BROKER", default=False)
CELERY_TASK_EAGER_PROPAGATES = True
CELERY_BEAT_SCHEDULE_FILENAME = str(VAR_DIR / "celerybeat-schedule")
if REDIS_URL:
    CELERY_BROKER_URL = REDIS_URL
    # A task runs at most half an hour, well under the time after which Redis would hand it out again.
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "visibility_timeout": 3600,
        "socket_connect_timeout": 2,
        "socket_timeout": 5,
    }
else:
    _broker = VAR_DIR / "broker"
    _broker.mkdir(exist_ok=True)
    CELERY_BROKER_URL = "filesystem://localhost"
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "data_folder_in": str(_broker),
        "data_folder_out": str(_broker),
        "control_folder": str(VAR_DIR / "broker-control"),
        "store_processed": False,
    }

# --- logs ---------------------------------------------------------------------------------------------------------
LOGGING = logs.config(env("KUI_LOG_LEVEL", default="INFO"))

SILENCED_SYSTEM_CHECKS: list[str] = []
TEST_RUNNER = "django.test.runner.DiscoverRunner"
