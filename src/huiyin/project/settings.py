"""Settings of one Huiyin installation, read from the environment and the data folder.

Every variable read here is described in docs/reference/settings.md.
"""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from huiyin.ground.postgres import embedded_url
from huiyin.ground.postgres.roles import app_password
from huiyin.project.instance import environment
from huiyin.project.instance.database import database_entry
from huiyin.project.instance.folder import DataFolder, NotInitialised
from huiyin.project.instance.logs import logging_settings

PACKAGE = Path(__file__).resolve().parent.parent

# --- the installation -----------------------------------------------------------------------------
DATA = DataFolder(environment.data_folder())
MODE = environment.choice("HUIYIN_MODE", environment.MODES, DATA.mode)
if MODE != "production":
    DATA.initialise(MODE)
try:
    SECRET_KEY = DATA.secret()
except NotInitialised as error:
    raise ImproperlyConfigured(str(error)) from error
HUIYIN_KEYS_FILE = DATA.keys_file
PUBLIC_URL = environment.text("PUBLIC_URL", "http://127.0.0.1:8000").rstrip("/")
PUBLIC_HOST = urlsplit(PUBLIC_URL).hostname or "127.0.0.1"
HTTPS = PUBLIC_URL.startswith("https://")
DEBUG = False
ALLOWED_HOSTS = [PUBLIC_HOST, *environment.words("HUIYIN_ALLOWED_HOSTS"), "127.0.0.1", "localhost", "[::1]"]
TRUSTED_PROXY = environment.words("HUIYIN_TRUSTED_PROXY")
CODE_PROOFS = environment.pairs("HUIYIN_CODE_PROOFS")
"""File name → content, answered beside the printed codes: desks/public/proofs.py."""
WSGI_APPLICATION = "huiyin.project.wsgi.application"
ROOT_URLCONF = "huiyin.project.urls"
FILES_ROOT = DATA.files

# --- the database ---------------------------------------------------------------------------------
DATABASE_URL = environment.text("DATABASE_URL") or embedded_url(DATA.path)
DATABASE_ROLE = environment.choice("HUIYIN_DB_ROLE", ("app", "owner"), "app")
APP_ROLE = environment.text("HUIYIN_APP_ROLE", "huiyin_app")
DATABASES = {
    "default": database_entry(
        DATABASE_URL,
        role=DATABASE_ROLE,
        app_role=APP_ROLE,
        secret=SECRET_KEY,
        pool_size=environment.number("HUIYIN_DB_POOL", 8),
    )
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- parts ----------------------------------------------------------------------------------------
INSTALLED_APPS = [
    "huiyin.ground",
    "huiyin.registers.places",
    "huiyin.registers.people",
    "huiyin.registers.organisations",
    "huiyin.registers.rules",
    "huiyin.registers.owners",
    "huiyin.registers.rosters",
    "huiyin.casework.casefile",
    "huiyin.casework.s1_intake",
    "huiyin.casework.s2_triage",
    "huiyin.casework.s3_dispatch",
    "huiyin.casework.s4_handling",
    "huiyin.casework.s5_closure",
    "huiyin.casework.s6_topics",
    "huiyin.commons.c1_proposals",
    "huiyin.commons.c2_voices",
    "huiyin.commons.c3_decisions",
    "huiyin.commons.c4_works",
    "huiyin.commons.c6_fund",
    "huiyin.commons.c5_agreements",
    "huiyin.neighbours.board",
    "huiyin.neighbours.volunteers",
    "huiyin.insight",
    "huiyin.desks",
    "procrastinate.contrib.django",
    "pghistory",
    "pgtrigger",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "django_otp.plugins.otp_static",
    "axes",
    "csp",
    "django_htmx",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"  # desks/templates/django: our own list of choices
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "huiyin.ground.web.middleware.OnePolicyMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "huiyin.ground.web.compressing.CompressMiddleware",
    # before the session: refuse hostile input (NUL bytes, huge fields) with a sentence
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "huiyin.ground.web.middleware.NoStoreMiddleware",
    "huiyin.registers.people.middleware.ViewerMiddleware",
    "huiyin.ground.web.middleware.RefusalMiddleware",
    "axes.middleware.AxesMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PACKAGE / "desks" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "huiyin.desks.shell.shell",
            ],
        },
    },
]

# --- languages and time ---------------------------------------------------------------------------
LANGUAGE_CODE = "zh-hans"
LANGUAGES = [
    ("zh-hans", _("Simplified Chinese")),
    ("zh-hant", _("Traditional Chinese")),
    ("en", _("English")),
]
LOCALE_PATHS = [PACKAGE / "locale"]
USE_I18N = True
USE_TZ = True  # stored in UTC
TIME_ZONE = "Asia/Shanghai"  # shown

# --- style sheets, scripts and uploads ------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = DATA.static
GATHERED = (DATA.static / "staticfiles.json").exists()
WHITENOISE_USE_FINDERS = not GATHERED
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": str(DATA.files)},
    },
    "staticfiles": {
        # nothing is gathered while tests or `huiyin manage` run in a fresh clone
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if GATHERED or MODE != "scratch"
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024  # bytes of a form without its files
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
DATA_UPLOAD_MAX_NUMBER_FILES = 20
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
FILE_UPLOAD_PERMISSIONS = 0o600
CLAMD = environment.scanner("HUIYIN_CLAMD")
"""Where the malware scanner listens; empty: files are not scanned (ground/files/scanning.py)."""
FORM_LIMITS = environment.number("HUIYIN_FORM_LIMITS", 0 if MODE == "scratch" else 1)

# --- sign-in --------------------------------------------------------------------------------------
AUTH_USER_MODEL = "people.Account"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
CODES_PER_HOUR = environment.number("HUIYIN_CODES_PER_HOUR", 600)
LOGIN_URL = "/sign-in"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/sign-in"
OTP_TOTP_ISSUER = "Huiyin"
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_HANDLER = "axes.handlers.database.AxesDatabaseHandler"
AXES_VERBOSE = False

# --- browsers -------------------------------------------------------------------------------------
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:", "blob:"],
        "media-src": [SELF, "blob:"],
        "object-src": [NONE],
        "frame-ancestors": [NONE],
        "form-action": [SELF],
        "base-uri": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_SSL_REDIRECT = HTTPS and environment.flag("HUIYIN_REDIRECT_HTTPS")
SESSION_COOKIE_NAME = "__Host-huiyin-session" if HTTPS else "huiyin-session"
SESSION_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 3600  # seconds since the last note; ViewerMiddleware ends a session after as many
DEVICE_COOKIE_NAME = "__Host-huiyin-device" if HTTPS else "huiyin-device"  # a registered duty-room screen
CSRF_COOKIE_NAME = "__Host-huiyin-csrf" if HTTPS else "huiyin-csrf"
CSRF_COOKIE_SECURE = HTTPS
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL]
CSRF_FAILURE_VIEW = "huiyin.desks.public.stale.page_again"
LANGUAGE_COOKIE_NAME = "huiyin-language"
LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_SECURE = HTTPS

# --- text messages ----------------------------------------------------------------------------------
SMS = environment.choice(
    "HUIYIN_SMS", ("off", "aliyun", "simulator"), "off" if MODE == "production" else "simulator"
)
SMS_ACCOUNT = {
    "key_id": environment.text("HUIYIN_SMS_KEY_ID"),
    "secret": environment.text("HUIYIN_SMS_SECRET"),
    "sign_name": environment.text("HUIYIN_SMS_SIGN_NAME", "回音"),
    "endpoint": environment.text("HUIYIN_SMS_ENDPOINT", "https://dysmsapi.aliyuncs.com"),
    "templates": environment.pairs("HUIYIN_SMS_TEMPLATES"),
}
SMS_RECEIPT_SECRET = app_password(SECRET_KEY, "sms receipts")[:32]
"""Part of the address the provider pushes delivery receipts to: PUBLIC_URL/hooks/sms/<this>."""

# --- telephone calls --------------------------------------------------------------------------------
VOICE = environment.choice("HUIYIN_VOICE", ("off", "aliyun", "simulator"), "off")
"""Without a voice service the step "call" of an alarm goes by text message."""
VOICE_ACCOUNT = {
    "key_id": environment.text("HUIYIN_VOICE_KEY_ID", SMS_ACCOUNT["key_id"]),
    "secret": environment.text("HUIYIN_VOICE_SECRET", SMS_ACCOUNT["secret"]),
    "shown_number": environment.text("HUIYIN_VOICE_NUMBER"),
    "template": environment.text("HUIYIN_VOICE_TEMPLATE"),
    "endpoint": environment.text("HUIYIN_VOICE_ENDPOINT", "https://dyvmsapi.aliyuncs.com"),
}

# --- the city's platform of work orders ------------------------------------------------------------
CITY = {
    "url": environment.text("HUIYIN_CITY_URL"),
    "secret": environment.text("HUIYIN_CITY_SECRET"),
    "name": environment.text("HUIYIN_CITY_NAME", "12345"),
    "scope": environment.text("HUIYIN_CITY_SCOPE"),
}
"""Without an address nothing is fetched. `scope`: the area, by name or id, whose orders come from there."""

# --- jobs and logs --------------------------------------------------------------------------------
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"
PROCRASTINATE_IMPORT_PATHS = [
    "huiyin.channels.spreadsheets.jobs",
    "huiyin.channels.rosters.jobs",
    "huiyin.channels.city.jobs",
]  # channels are no Django apps
LOGGING = logging_settings(
    environment.choice("HUIYIN_LOG_LEVEL", ("DEBUG", "INFO", "WARNING", "ERROR"), "INFO")
)
