"""All settings, in one typed file, from the environment only.

Promises: safe by default (production, TLS cookies, no demonstration); every variable is read here and nowhere else.
Refuses: to start with a short or missing secret outside a demonstration, and to hold any number that comes from the law.
"""

import json
import os
import re
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

ROOT = Path(__file__).resolve().parents[2]


def env(name: str, default: str = "") -> str:
    return os.environ.get(f"DINHLANG_{name}", default)


def env_bool(name: str, default: bool = False) -> bool:
    return env(name, "1" if default else "0").strip().lower() in {"1", "true", "yes", "on"}


def env_list(name: str, default: str = "") -> list[str]:
    return [part.strip() for part in env(name, default).split(",") if part.strip()]


def gateway(name: str) -> dict[str, Any]:
    """A gateway for short messages as its variables describe it: address, method, fields and headers as JSON, pattern of a good answer."""
    try:
        fields, headers = json.loads(env(f"{name}_FIELDS", "{}")), json.loads(env(f"{name}_HEADERS", "{}"))
    except ValueError as error:
        raise ImproperlyConfigured(f"DINHLANG_{name}_FIELDS and DINHLANG_{name}_HEADERS are JSON: {error}") from error
    if not isinstance(fields, dict) or not isinstance(headers, dict):
        raise ImproperlyConfigured(f"DINHLANG_{name}_FIELDS and DINHLANG_{name}_HEADERS are JSON objects")
    try:
        re.compile(env(f"{name}_OK"))
    except re.error as error:
        raise ImproperlyConfigured(f"DINHLANG_{name}_OK is no regular expression: {error}") from error
    return {
        "url": env(f"{name}_URL"),
        "method": env(f"{name}_METHOD", "POST").upper(),
        "fields": fields,
        "headers": headers,
        "form": env_bool(f"{name}_FORM"),
        "ok": env(f"{name}_OK"),
    }


def database(url: str) -> dict[str, object]:
    """Django's database settings for a URL: `sqlite:///path` or `postgresql://user:password@host:port/name?options`."""
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": parts.path[1:] if parts.path.startswith("//") else parts.path,
            "CONN_MAX_AGE": None,  # the last connection to close empties the write-ahead log: far too much work for every request
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON; "
                "PRAGMA foreign_keys=ON; PRAGMA temp_store=MEMORY; PRAGMA cache_size=-16000; PRAGMA mmap_size=134217728",
            },
        }
    if parts.scheme in {"postgresql", "postgres"}:
        query: dict[str, str | int | None] = dict(parse_qsl(parts.query))
        if "prepare_threshold" in query:
            query["prepare_threshold"] = int(query["prepare_threshold"] or 0) or None
        return {
            "ENGINE": "dinhlang.config.postgresql",
            "NAME": unquote(parts.path.lstrip("/")),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": str(query.pop("host", "") or parts.hostname or ""),
            "PORT": str(parts.port or ""),
            "CONN_MAX_AGE": 600,
            "CONN_HEALTH_CHECKS": True,
            # Every page asks the same first question; a pooler between transactions wants ?prepare_threshold=0 in the URL.
            "OPTIONS": {"server_side_binding": True, "prepare_threshold": 5, **query},
        }
    raise ImproperlyConfigured(f"DATABASE_URL must begin with sqlite:/// or postgresql://, not {parts.scheme or 'nothing'}")


DEBUG = False
DEMO = env_bool("DEMO")  # set by the package dinhlang_demo alone; it also binds 127.0.0.1 and refuses forwarded requests
DEMO_GUARD = "dinhlang_demo.guard.refuse_real_database"  # called before anything is served or done in a demonstration
DATA_DIR = Path(env("DATA", str(ROOT / "var"))).resolve()
RULEBOOK_DIR = Path(env("RULEBOOK", str(ROOT / "rulebook"))).resolve()
POLICY_DIR = ROOT / "policy"
HANDBOOK_DIR = ROOT / "docs" / "handbook"
PUBLISHED_DIR = Path(env("PUBLISHED")).resolve() if env("PUBLISHED") else None  # where the log is exported for others
BACKUP_DIR = Path(env("BACKUPS")).resolve() if env("BACKUPS") else None  # where copies of the database lie
VAULT_BACKUP_DIR = Path(env("VAULT_BACKUPS")).resolve() if env("VAULT_BACKUPS") else None  # where the vault's keys lie, apart
LOG_ORIGIN = "demo.invalid/dinhlang" if DEMO else env("ORIGIN")  # invented acts never stand under the name of a real log

SITE_NAME = env("SITE_NAME", "Đình Làng")
SITE_PLACE = env("SITE_PLACE", "Tỉnh Cao Bằng" if DEMO else "")
HOME_BODY = env("HOME_BODY", "04" if DEMO else "")  # the code of the body the front page opens

SECRET_KEY = env("SECRET_KEY")
SECRET_FILE = DATA_DIR / "secret"
if not SECRET_KEY and SECRET_FILE.is_file():
    SECRET_KEY = SECRET_FILE.read_text().strip()
if not SECRET_KEY and (DEMO or env_bool("BUILD")):
    SECRET_KEY = "demonstration-only-not-a-secret-" + "0" * 32
if len(SECRET_KEY) < 50:
    raise ImproperlyConfigured("Set DINHLANG_SECRET_KEY to at least 50 random characters, or run: dinhlang keys init")

ALLOWED_HOSTS = ["127.0.0.1", "localhost"] if DEMO else env_list("HOSTS")
BEHIND_PROXY = not DEMO and env_bool("BEHIND_PROXY")  # a server in front adds the visitor's address as the last X-Forwarded-For
GUEST_RATE = 12.0  # requests a second of one address and process that are answered without a queue, of people not signed in
GUEST_SHARE = 0.5  # of a process's time that they may take; a page long in the making counts as several, so that officials do not wait
GUEST_BURST = 40.0  # and how many at once, after a quiet while: a hall that opens a page together
HEALTH_PATH = "/suc-khoe/"  # a monitor asks it as often as it likes
OFFICIAL_HOSTS = env_list("OFFICIAL_HOSTS")  # where official postings may be looked at
OC4IDS_PREFIX = env("OC4IDS_PREFIX")  # registered for the projects of this site's open data; none: they have no prefix
CSRF_TRUSTED_ORIGINS = [] if DEMO else [f"https://{host}" for host in ALLOWED_HOSTS]

# --- an outside identity provider (OpenID Connect): a slot that is closed until all three of issuer, client and secret are set ---
OIDC_ISSUER = env("OIDC_ISSUER")  # to the letter as the provider's own document says it
OIDC_CLIENT_ID = env("OIDC_CLIENT_ID")
OIDC_SECRET_FILE = Path(env("OIDC_SECRET_FILE")).resolve() if env("OIDC_SECRET_FILE") else None
OIDC_NAME = env("OIDC_NAME")[:60] or urlsplit(OIDC_ISSUER).hostname or ""  # what people call it, such as VNeID
OIDC_HOSTS = env_list("OIDC_HOSTS")  # hosts of the provider beside the issuer's own
OIDC_SCOPES = env("OIDC_SCOPES", "openid").split()
OIDC_SUBJECT_CLAIM = env("OIDC_SUBJECT_CLAIM", "sub")  # names the person, the same for ever
OIDC_ASSURANCE = env("OIDC_ASSURANCE")  # claim=value,value: one of the values must be there; empty: whoever the provider knows is known
if OIDC_ISSUER:
    if not OIDC_ISSUER.startswith("https://") or not OIDC_NAME:
        raise ImproperlyConfigured("DINHLANG_OIDC_ISSUER must begin with https:// and name a host")
    if not OIDC_CLIENT_ID or OIDC_SECRET_FILE is None:
        raise ImproperlyConfigured("Beside DINHLANG_OIDC_ISSUER set DINHLANG_OIDC_CLIENT_ID and DINHLANG_OIDC_SECRET_FILE")
    if "openid" not in OIDC_SCOPES:
        raise ImproperlyConfigured("DINHLANG_OIDC_SCOPES must hold openid: without it nobody's identity is told")
    if OIDC_ASSURANCE and not all(part.strip(" ,") for part in OIDC_ASSURANCE.partition("=")):
        raise ImproperlyConfigured("DINHLANG_OIDC_ASSURANCE must read claim=value or claim=value,value")

# --- notices outside the house (docs/operating.md); a demonstration writes them to files ---
NOTICE_SENDER = "dinhlang_demo.outbox.send" if DEMO else "dinhlang.ground.notices.channels.door"
NOTICE_GATEWAYS = {"sms": gateway("SMS"), "zalo": gateway("ZALO")}
PUSH_CONTACT = env("PUSH_CONTACT")  # mailto: or https: address of the operator, for the browser makers' services; none: no push
EMAIL_HOST = env("EMAIL_HOST")  # none: no e-mail
EMAIL_PORT = int(env("EMAIL_PORT", "587"))
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = env("EMAIL_USER"), env("EMAIL_PASSWORD")
EMAIL_USE_SSL = env_bool("EMAIL_SSL")
EMAIL_USE_TLS = env_bool("EMAIL_TLS", not EMAIL_USE_SSL)
EMAIL_TIMEOUT = 15
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env("EMAIL_FROM", f"dinhlang@{ALLOWED_HOSTS[0] if ALLOWED_HOSTS else 'localhost'}")

WORKS = (
    "votes", "funds", "meetings", "petitions", "reception", "disclosures", "regulations", "outgoing", "budgets", "projects", "workbooks",
)  # fmt: skip

# What rooms hold about persons: modules with HOLDINGS (ground/people/personal.py), each row of policy/personal.toml at most once.
PERSONAL = (
    "dinhlang.ground.people.holdings",
    "dinhlang.ground.personal.here",
    "dinhlang.ground.notices.holdings",
    "dinhlang.works.votes.holdings",
    "dinhlang.works.funds.holdings",
    "dinhlang.works.meetings.holdings",
    "dinhlang.works.petitions.holdings",
    "dinhlang.works.reception.holdings",
)

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "csp",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "dinhlang.ground.record",
    "dinhlang.ground.jobs",
    "dinhlang.ground.files",
    "dinhlang.ground.bodies",
    "dinhlang.ground.people",
    "dinhlang.ground.imports",
    "dinhlang.ground.rolls",
    "dinhlang.ground.polls",
    "dinhlang.ground.kit",
    "dinhlang.ground.duties",
    "dinhlang.ground.documents",
    "dinhlang.ground.follow",
    "dinhlang.ground.personal",
    "dinhlang.ground.notices",
    "dinhlang.ground.ui",
    *(f"dinhlang.works.{work}" for work in WORKS),
    "dinhlang.web",
    "dinhlang.config",
    *(["dinhlang_demo"] if DEMO else []),
]

MIDDLEWARE = [
    "dinhlang.web.middleware.plain_refusals",
    *(["dinhlang_demo.guard.loopback_only"] if DEMO else []),
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "dinhlang.web.queue.first",
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "dinhlang.web.middleware.language_from_path",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "dinhlang.ground.people.middleware.actor_of_request",
    "dinhlang.ground.rolls.middleware.household_of_request",
    "dinhlang.web.queue.last",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "dinhlang.config.urls"
WSGI_APPLICATION = "dinhlang.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "dinhlang.web.context.site",
            ],
        },
    }
]
FORM_RENDERER = "dinhlang.ground.ui.forms.HallRenderer"

DATABASES = {"default": database(os.environ.get("DATABASE_URL") or f"sqlite:///{DATA_DIR / 'dinhlang.sqlite3'}")}
CACHES = {  # counts of sign-in tries alone; the framework's limit of 300 rows would let anybody push a count out with invented names
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "house_cache",
        "OPTIONS": {"MAX_ENTRIES": 50_000},
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
ATOMIC_REQUESTS = False  # an act opens its own transaction, and nothing else writes

LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", "Tiếng Việt"), ("en", "English")]
LOCALE_PATHS = [ROOT / "dinhlang" / "locale"]
USE_I18N = True
TIME_ZONE = "Asia/Ho_Chi_Minh"
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},  # nothing may use it: files live in the vault
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = DEMO
FILE_UPLOAD_HANDLERS = [
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_UPLOAD_TEMP_DIR = None

# --- accounts: officials only; two factors, no reset by e-mail or SMS ---
AUTHENTICATION_BACKENDS = ["dinhlang.ground.people.sessions.Accounts"]
ACCOUNT_ADAPTER = "dinhlang.ground.people.adapter.ConsoleMadeAccounts"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGIN_BY_CODE_ENABLED = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_RATE_LIMITS = {"login": None, "login_failed": "10/5m/key"}  # per account; a valley shares one address
ACCOUNT_SESSION_REMEMBER = False
MFA_ADAPTER = "dinhlang.ground.people.adapter.SecondFactor"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_USER_VERIFICATION = "required"  # finger, face or PIN: possession alone is one factor
MFA_TRUST_ENABLED = False
MFA_TOTP_ISSUER = SITE_NAME
LOGIN_URL = "/dang-nhap/"
LOGIN_REDIRECT_URL = "/viec-can-lam/"
LOGOUT_REDIRECT_URL = "/"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
SESSION_ENGINE = "dinhlang.ground.people.sessions"
SESSION_COOKIE_AGE = 20 * 60  # idle limit of an official's session, in seconds
SESSION_SAVE_EVERY_REQUEST = False
SESSION_EXPIRE_AT_BROWSER_CLOSE = True

# --- headers ---
SECURE_SSL_REDIRECT = False  # the front server does it; an application redirect would hide a plain-text form
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = not DEMO
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "dinhlang.web.views.csrf_failure"
SECURE_HSTS_SECONDS = 0 if DEMO else 31536000
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "script-src": [NONE],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"

# Nothing of a request may reach a log: no address, query, code, agent.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"plain": {"class": "logging.StreamHandler"}},
    "loggers": {
        "django.request": {"handlers": ["plain"], "level": "CRITICAL", "propagate": False},
        "django.security": {"handlers": ["plain"], "level": "CRITICAL", "propagate": False},
        "dinhlang": {"handlers": ["plain"], "level": env("LOG_LEVEL", "INFO"), "propagate": False},
    },
}
