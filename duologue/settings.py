"""Django settings. What differs between clinics comes from the environment that
`duologue.operations.clinic_home` prepares: nobody edits this file.
"""

import os
from pathlib import Path

from psycopg.conninfo import conninfo_to_dict

PACKAGE = Path(__file__).resolve().parent
HOME = Path(os.environ.get("DUOLOGUE_HOME", "."))

SECRET_KEY = os.environ.get("DUOLOGUE_SECRET_KEY", "only-for-tests-and-tools")
DEBUG = False
DUOLOGUE_DEMO = os.environ.get("DUOLOGUE_DEMO") == "1"
# How dear it is to try a password on a clinician's key: cheap only where everybody is made up.
DUOLOGUE_KEY_COST = os.environ.get("DUOLOGUE_KEY_COST") or (
    "least" if DUOLOGUE_DEMO else "moderate"
)
BEHIND_TLS = os.environ.get("DUOLOGUE_BEHIND_TLS") == "1"
ALLOWED_HOSTS = os.environ.get("DUOLOGUE_HOSTS", "localhost,127.0.0.1,[::1],testserver").split(",")
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS if BEHIND_TLS]

ROOMS = (
    "people privacy sharing audit contact web measures programme calendar workshops notes safety "
    "enquiry screening consent preparation dosing integration followup outcomes record overview "
    "demo operations"
).split()

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    # Before allauth: its pages are drawn with our templates (people/templates).
    "duologue",
    *[f"duologue.{room}" for room in ROOMS],
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "procrastinate.contrib.django",
    "template_partials",
]

MIDDLEWARE = [
    "duologue.operations.health.HealthMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "duologue.privacy.principal.PrincipalMiddleware",
    "duologue.audit.middleware.WhoSawWhatMiddleware",
    "duologue.operations.first_run.FirstRunMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "duologue.people.second_factor.SecondFactorMiddleware",
    "duologue.web.refusals.RefusalsMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "duologue.privacy.headers.HeadersMiddleware",
    "duologue.privacy.left.LeftMiddleware",
]

ROOT_URLCONF = "duologue.urls"
WSGI_APPLICATION = "duologue.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "duologue.web.frame.frame",
            ],
            "builtins": ["duologue.web.templatetags.duologue"],
        },
    }
]


def _database(url: str) -> dict[str, object]:
    parts = conninfo_to_dict(url) if url else {}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.pop("dbname", "duologue"),
        "USER": parts.pop("user", ""),
        "PASSWORD": parts.pop("password", ""),
        "HOST": parts.pop("host", ""),
        "PORT": str(parts.pop("port", "")),
        "OPTIONS": {**parts},
    }


# Requests and jobs run as a role that owns nothing; only migrations use the owner.
DATABASES = {
    "default": _database(os.environ.get("DUOLOGUE_REQUEST_DATABASE", "")),
    "owner": _database(os.environ.get("DUOLOGUE_OWNER_DATABASE", "")),
}
DUOLOGUE_POOL = {"min_size": 1, "max_size": 12, "timeout": 20}
DATABASES["default"]["OPTIONS"]["pool"] = DUOLOGUE_POOL  # type: ignore[index]
DATABASE_ROUTERS = ["duologue.operations.router.OwnerMigrates"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "operations_cache",
    }
}

# Each room keeps its jobs in <room>/jobs.py.
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"
PROCRASTINATE_ON_APP_READY = "duologue.operations.jobs.use_transactions"

AUTH_USER_MODEL = "people.Person"
AUTHENTICATION_BACKENDS = ["duologue.people.backend.Backend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_COOKIE_NAME = "s"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = BEHIND_TLS
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
# Other sites learn nothing. Not "no-referrer": a browser then posts our own forms with "Origin: null",
# and Django rightly refuses them.
SECURE_REFERRER_POLICY = "same-origin"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_TLS else None
X_FRAME_OPTIONS = "DENY"
# Where "Leave now" lands: a page anybody might have open.
DUOLOGUE_NEUTRAL_ADDRESS = os.environ.get("DUOLOGUE_NEUTRAL_ADDRESS", "https://www.wikipedia.org/")
# What links in mails begin with.
DUOLOGUE_ADDRESS = os.environ.get("DUOLOGUE_ADDRESS", "http://localhost:8000").rstrip("/")
CSRF_FAILURE_VIEW = "duologue.web.views.csrf_failure"

LANGUAGE_CODE = "en-gb"
USE_I18N = False  # one language; dates and numbers follow it all the same
TIME_ZONE = os.environ.get("DUOLOGUE_TIME_ZONE", "UTC")  # the clinic's, read at each start
USE_TZ = True
STATIC_URL = "/static/"
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False

# With a mail server named, mail is queued and a job hands it over; the demo keeps it on a page.
# Otherwise there is none, and nothing is kept: links and codes must not pile up unread.
EMAIL_BACKEND = os.environ.get("DUOLOGUE_EMAIL_BACKEND") or (
    "duologue.contact.outbox.QueueBackend"
    if os.environ.get("DUOLOGUE_SMTP_HOST")
    else "duologue.contact.outbox.OutboxBackend"
    if DUOLOGUE_DEMO
    else "django.core.mail.backends.dummy.EmailBackend"
)
EMAIL_HOST = os.environ.get("DUOLOGUE_SMTP_HOST", "localhost")
EMAIL_PORT = int(os.environ.get("DUOLOGUE_SMTP_PORT", "25"))
EMAIL_HOST_USER = os.environ.get("DUOLOGUE_SMTP_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("DUOLOGUE_SMTP_PASSWORD", "")
EMAIL_USE_TLS = os.environ.get("DUOLOGUE_SMTP_TLS") == "1"
DEFAULT_FROM_EMAIL = os.environ.get("DUOLOGUE_MAIL_FROM", "clinic@localhost")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "filters": {"no_addresses": {"()": "duologue.privacy.logs.NoAddresses"}},
    "handlers": {
        "out": {
            "class": "logging.StreamHandler",
            "formatter": "line",
            "filters": ["no_addresses"],
        }
    },
    "root": {"handlers": ["out"], "level": "WARNING"},
}

from duologue.people.sign_in import *  # noqa: E402, F403  allauth's settings, beside their reasons
