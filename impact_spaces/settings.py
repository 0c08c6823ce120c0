"""All settings. Every environment variable is read here; a wrong or missing value is refused at start."""

import re
from email.utils import parseaddr
from pathlib import Path
from urllib.parse import unquote

import environ
from cryptography.fernet import Fernet, MultiFernet
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _
from kombu import Queue

from impact_spaces.lib import mail_url, provider_keys

env = environ.Env()
BASE_DIR = Path(__file__).resolve().parent.parent

# --- Where this installation runs -------------------------------------------------------------------------------

PRODUCTION = env.bool("PRODUCTION", default=False)
DEBUG = env.bool("DEBUG", default=False)
DATA_DIR = Path(env.str("DATA_DIR", default=str(BASE_DIR / ".data"))).resolve()
BASE_URL = env.str("BASE_URL", default="http://127.0.0.1:8000").rstrip("/")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=[] if PRODUCTION else ["*"])
# Outside production a fixed key lets links in mails survive a restart; it protects nothing.
SECRET_KEY = env.str("SECRET_KEY", default="" if PRODUCTION else "only-for-a-laptop-never-in-production")
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
# Keys (urlsafe base64 of 32 bytes) for what only its writer may read. The first seals, all of them unseal.
PRIVATE_KEYS = env.list("PRIVATE_KEYS", default=[] if PRODUCTION else ["only-for-a-laptop-never-in-production--0000="])

if PRODUCTION and DEBUG:
    raise ImproperlyConfigured("PRODUCTION and DEBUG are both on; switch one off.")
if len(SECRET_KEY) < 32:
    raise ImproperlyConfigured("SECRET_KEY must be set to at least 32 random characters.")
if PRODUCTION and not ALLOWED_HOSTS:
    raise ImproperlyConfigured("ALLOWED_HOSTS must name the hosts that this site answers to.")
try:
    MultiFernet([Fernet(key) for key in PRIVATE_KEYS])
except ValueError as error:
    raise ImproperlyConfigured("PRIVATE_KEYS must hold keys of 32 random bytes, in urlsafe base64.") from error
if not BASE_URL.startswith(("http://", "https://")):
    raise ImproperlyConfigured(f"BASE_URL must start with http:// or https://, not {BASE_URL!r}.")
for name in ("BASE_URL", "DATABASE_URL", "REDIS_URL", "EMAIL_URL", "DEFAULT_FROM_EMAIL", "DATA_DIR"):
    if PRODUCTION and not env.str(name, default=""):
        raise ImproperlyConfigured(f"{name} must be set in production.")
if PRODUCTION and not BASE_URL.startswith("https://"):
    raise ImproperlyConfigured("BASE_URL must start with https:// in production: links in mails hold secrets.")

# --- Engines: PostgreSQL and Valkey/Redis, the same on a laptop and in production ---------------------------------

DATABASES = {"default": env.db_url("DATABASE_URL", default="postgresql:///impact_spaces")}
DATABASES["default"] |= {"CONN_MAX_AGE": 600, "CONN_HEALTH_CHECKS": True}
DATABASES["default"]["HOST"] = unquote(DATABASES["default"]["HOST"])  # a socket's folder: %2Frun%2Fpostgresql
REDIS_URL = env.str("REDIS_URL", default="redis://127.0.0.1:6379/0")
CACHES = {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Celery wants another spelling of a unix socket than every other client, and the database's number elsewhere.
CELERY_BROKER_URL = REDIS_URL.replace("unix://", "redis+socket://", 1).replace("?db=", "?virtual_host=", 1)
CELERY_TASK_IGNORE_RESULT = True
# Mail has a queue, and in the Procfile a process, of its own: no long task holds up mails, no mailing holds up tasks.
# A worker that is told no queue takes both.
CELERY_TASK_QUEUES = [Queue("celery"), Queue("mail")]
CELERY_TASK_ROUTES = {name: {"queue": "mail"} for name in ("spaces.tasks.deliver_due", "spaces.tasks.sweep_stuck")}
CELERY_TASK_ACKS_LATE = True  # a killed worker's task runs again; every task may run twice
CELERY_TASK_REJECT_ON_WORKER_LOST = True  # at once where only the child was killed, else after visibility_timeout
CELERY_WORKER_PREFETCH_MULTIPLIER = 1  # no task waits in the hands of a worker that is busy with a long one
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {
    # Seconds after which a task that nobody acknowledged is given to another worker: longer than any task may run.
    # A mail never waits for that: the timetable asks for it anew every few seconds.
    "visibility_timeout": 900,
    "socket_timeout": 5,
    "socket_connect_timeout": 5,
}
CELERY_TASK_PUBLISH_RETRY = False  # a request never waits for the broker; beat asks again in seconds
CELERY_TIMEZONE = "Asia/Jerusalem"

# --- The site ---------------------------------------------------------------------------------------------------

INSTALLED_APPS = [
    "spaces",
    "members",
    "sectors",
    "allauth",
    "allauth.account",
    "rest_framework",
    "drf_spectacular",
    "pgtrigger",
    "django_htmx",
    "csp",
    "lucide",
    "impact_spaces.apps.OperatorsConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.humanize",
]

MIDDLEWARE = [
    "impact_spaces.lib.request_ids.RequestIdMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "impact_spaces.lib.privacy.PrivatePagesMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "members.middleware.PersonLocaleMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "impact_spaces.lib.refusals.RefusalMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "spaces.api.calls.CallsMiddleware",
]

ROOT_URLCONF = "impact_spaces.urls"
WSGI_APPLICATION = "impact_spaces.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
            "libraries": {"face": "impact_spaces.lib.face"},
        },
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
INSTALLED_APPS += ["django.forms"]

# --- People and sign-in: a code by mail, no passwords -------------------------------------------------------------

AUTH_USER_MODEL = "members.Person"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "home"
ACCOUNT_ADAPTER = "members.sign_in.Adapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 600
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 3
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_RATE_LIMITS = {"request_login_code": "60/h/ip,6/h/key"}  # a whole group signs in from one room
ALLAUTH_TRUSTED_PROXY_COUNT = int(env.bool("BEHIND_PROXY", default=False))
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = True
SESSION_ENGINE = "django.contrib.sessions.backends.cached_db"
SESSION_COOKIE_AGE = 60 * 60 * 24 * 30
# What was said to one person goes with their session, and waits in no cookie for whoever signs in next.
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# --- Mail -------------------------------------------------------------------------------------------------------

email_url = env.str("EMAIL_URL", default="") or "consolemail://"
try:
    EMAIL_CONFIG = mail_url.read(email_url) if mail_url.is_interface(email_url) else env.email_url_config(email_url)
except ValueError as error:
    raise ImproperlyConfigured(f"EMAIL_URL: {error}.") from None
vars().update({key: value for key, value in EMAIL_CONFIG.items() if key != "EMAIL_FILE_PATH"})
if not env.str("EMAIL_URL", default=""):
    EMAIL_BACKEND = "impact_spaces.lib.mail.FolderBackend"
EMAIL_FILE_PATH = DATA_DIR / "mail"
EMAIL_TIMEOUT = 20
# How many connections one run of the outbox opens to the mail server, and how many runs there are at once.
MAIL_CONNECTIONS = env.int("MAIL_CONNECTIONS", default=16)
MAIL_RUNS = env.int("MAIL_RUNS", default=2)
# How many mails a minute may leave, in all (0: any number) and to a domain. One run at a time keeps the pace then.
MAIL_PER_MINUTE = env.int("MAIL_PER_MINUTE", default=0)
MAIL_DOMAIN_PER_MINUTE = env.dict("MAIL_DOMAIN_PER_MINUTE", cast={"value": int}, default={})
if MAIL_PER_MINUTE < 0 or not all(limit > 0 for limit in MAIL_DOMAIN_PER_MINUTE.values()):
    raise ImproperlyConfigured("MAIL_PER_MINUTE and MAIL_DOMAIN_PER_MINUTE (gmail.com=60,…) count mails from 1 up.")
if not 1 <= MAIL_CONNECTIONS <= 100 or not 1 <= MAIL_RUNS <= 20:
    raise ImproperlyConfigured("MAIL_CONNECTIONS is a number from 1 to 100, MAIL_RUNS one from 1 to 20.")
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="Impact Spaces <spaces@impact.example>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
# Reports of failure come to this address, with the number of their mail behind a plus; without it, to our own.
BOUNCE_ADDRESS = env.str("BOUNCE_ADDRESS", default="")
bounce_local, _at, bounce_domain = BOUNCE_ADDRESS.partition("@")
our_domain = parseaddr(DEFAULT_FROM_EMAIL)[1].partition("@")[2]
if BOUNCE_ADDRESS and not re.fullmatch(r"[a-z0-9._-]{1,18}", bounce_local):  # 64 with what is put behind it
    raise ImproperlyConfigured("BOUNCE_ADDRESS must be name@domain, with a name of at most 18 letters and digits.")
if BOUNCE_ADDRESS and not f".{bounce_domain}".endswith(f".{our_domain}"):  # else SPF speaks for another (DMARC)
    raise ImproperlyConfigured(f"BOUNCE_ADDRESS must be at {our_domain}, as DEFAULT_FROM_EMAIL is, or below it.")
# Calendars answer to this address. What is mailed to it is handed to /inbox/calendar/ with the secret; without a
# secret nobody reads it, and calendars are not asked to answer.
CALENDAR_ADDRESS = env.str("CALENDAR_ADDRESS", default=parseaddr(DEFAULT_FROM_EMAIL)[1])
CALENDAR_INBOX_SECRET = env.str("CALENDAR_INBOX_SECRET", default="")
if CALENDAR_INBOX_SECRET and len(CALENDAR_INBOX_SECRET) < 32:
    raise ImproperlyConfigured("CALENDAR_INBOX_SECRET must be at least 32 random characters, or not set.")

# The name of the key with which the provider signs (DKIM); only for check_mail, this site signs nothing itself.
DKIM_SELECTOR = env.str("DKIM_SELECTOR", default="")
# Providers that may report what became of mails, each with its secret, and the same for what comes to the address for
# mails that come back. Whoever is not named here gets no answer.
MAIL_HOOKS = env.dict("MAIL_HOOKS", default={})
BOUNCE_INBOX_SECRET = env.str("BOUNCE_INBOX_SECRET", default="")
if BOUNCE_INBOX_SECRET and len(BOUNCE_INBOX_SECRET) < 32:
    raise ImproperlyConfigured("BOUNCE_INBOX_SECRET must be at least 32 random characters, or not set.")
try:
    provider_keys.check(MAIL_HOOKS)
except ValueError as error:
    raise ImproperlyConfigured(f"MAIL_HOOKS: {error}") from None

# --- Webhooks: a laptop may try them out on itself ---------------------------------------------------------------

WEBHOOKS_TO_THIS_MACHINE = env.bool("WEBHOOKS_TO_THIS_MACHINE", default=not PRODUCTION)
if PRODUCTION and WEBHOOKS_TO_THIS_MACHINE:
    raise ImproperlyConfigured("WEBHOOKS_TO_THIS_MACHINE is for a laptop; in production it opens what lies behind.")

# --- Languages: Hebrew first --------------------------------------------------------------------------------------

LANGUAGE_CODE = "he"
LANGUAGES = [("he", _("Hebrew")), ("ar", _("Arabic")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "Asia/Jerusalem"
USE_TZ = True

# So many notices and reminders a person gets in any seven days, over all spaces; each may choose less.
WEEKLY_CAP = env.int("WEEKLY_CAP", default=5)
if WEEKLY_CAP < 1:
    raise ImproperlyConfigured("WEEKLY_CAP is how many automatic mails a person gets in a week, at least 1.")

# --- Static files and safety ----------------------------------------------------------------------------------------

STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = DATA_DIR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if PRODUCTION
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = not PRODUCTION
MEDIA_ROOT = DATA_DIR / "files"
FILE_LIMIT_MB = env.int("FILE_LIMIT_MB", default=10)
if FILE_LIMIT_MB < 1:
    raise ImproperlyConfigured("FILE_LIMIT_MB is the largest file that a member may share, at least 1.")

SECURE_SSL_REDIRECT = SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = PRODUCTION
SECURE_REDIRECT_EXEMPT = [r"^(healthz|readyz|metrics)$"]  # a load balancer asks from inside, without TLS
SECURE_HSTS_SECONDS = 31536000 if PRODUCTION else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env.bool("BEHIND_PROXY", default=False) else None
SECURE_REFERRER_POLICY = "same-origin"  # a link in a mail holds a token: never tell another site
CSRF_TRUSTED_ORIGINS = [BASE_URL]
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "style-src": ["'self'"],
        "script-src": ["'self'"],
        "frame-ancestors": ["'none'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
    }
}

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "spaces.api.auth.PartnerAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["spaces.api.auth.MayCall"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_CONTENT_NEGOTIATION_CLASS": "spaces.api.negotiating.JsonOnly",
    "DEFAULT_SCHEMA_CLASS": "spaces.api.describing.Description",
    "EXCEPTION_HANDLER": "impact_spaces.api.problem",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Impact Spaces",
    "DESCRIPTION": "The API for partner systems. How to begin, and what holds for all calls: docs/api.md.",
    "VERSION": "1",
    "OAS_VERSION": "3.1.0",
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "COMPONENT_NO_READ_ONLY_REQUIRED": True,  # a call chooses its fields
    "ENUM_GENERATE_CHOICE_DESCRIPTION": False,
    "POSTPROCESSING_HOOKS": ["spaces.api.describing.with_topics_and_ways_in"],  # and choices stay where they are
}

# --- Eyes -------------------------------------------------------------------------------------------------------

METRICS_TOKEN = env.str("METRICS_TOKEN", default="")
if METRICS_TOKEN and len(METRICS_TOKEN) < 32:
    raise ImproperlyConfigured("METRICS_TOKEN must be at least 32 random characters, or not set.")
LOG_FORMAT = env.str("LOG_FORMAT", default="plain")
if LOG_FORMAT not in ("plain", "json"):
    raise ImproperlyConfigured(f"LOG_FORMAT is plain or json, not {LOG_FORMAT!r}.")
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "plain": {"()": "impact_spaces.lib.logs.Plain"},
        "json": {"()": "impact_spaces.lib.logs.Json"},
    },
    "filters": {"without_secrets": {"()": "impact_spaces.lib.logs.WithoutSecrets"}},
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": LOG_FORMAT, "filters": ["without_secrets"]}
    },
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", default="INFO")},
    "loggers": {"oauthlib": {"level": "WARNING"}},  # below that it writes tokens
}
