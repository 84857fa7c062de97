"""Settings, each from one `TOANTRINH_…` variable; docs/reference/settings.md lists them. Production is the default."""

import os
import sys
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

ROOT = Path(__file__).resolve().parents[3]
DATA_DIR = Path(os.environ.get("TOANTRINH_DATA", ROOT / "var")).resolve()
KEYS_DIR = Path(os.environ.get("TOANTRINH_KEYS", DATA_DIR / "keys"))
FILES_DIR = Path(os.environ.get("TOANTRINH_FILES", DATA_DIR / "files"))
WITNESS_DIR = Path(os.environ.get("TOANTRINH_WITNESS", DATA_DIR / "witness"))
PACKAGES_DIR = Path(os.environ.get("TOANTRINH_PACKAGES", ROOT / "packages"))
BUILD_DIR = Path(os.environ.get("TOANTRINH_BUILD", ROOT / "build"))
HOST = os.environ.get("TOANTRINH_HOST", "http://localhost:8000")
"""Address under which people reach the house; it is printed in letters and QR codes."""
HELP_PHONE = os.environ.get("TOANTRINH_HELP_PHONE", "")
"""Telephone number that every page offers to who needs help."""

PAYMENT_STOPS_CLOCK = os.environ.get("TOANTRINH_PAYMENT_STOPS_CLOCK", "1") == "1"
"""Whether an agency's clock stands while its citizen has to pay (national code 6); no act says so yet."""

TESTING = "pytest" in sys.modules


def database(address: str, *, name: str) -> dict[str, Any]:
    """Django's settings for `sqlite:///path` or `postgresql://user:password@host:port/name`."""
    parts = urlsplit(address)
    if parts.scheme == "postgresql":
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": parts.path.lstrip("/"),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": parts.hostname or "",
            "PORT": parts.port or "",
            "CONN_MAX_AGE": 60,
            "CONN_HEALTH_CHECKS": True,
            "OPTIONS": {"options": "-c lock_timeout=20s"},  # as long as SQLite waits
        }
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": DATA_DIR / f"{name}.sqlite3",
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
        },
    }


DATABASE = os.environ.get("TOANTRINH_DATABASE", "sqlite")
DATABASES = {
    "default": database(DATABASE, name="house"),
    # Looks commit on a connection of their own, so that an action which rolls back keeps them.
    "looks": database(DATABASE, name="looks"),
}
DATABASE_ROUTERS = ["toantrinh.record.routing.LooksApart"]

SECRET_KEY_FILE = KEYS_DIR / "session"
SECRET_KEY = SECRET_KEY_FILE.read_text().strip() if SECRET_KEY_FILE.exists() else "not-made-yet-run-toantrinh-init"
DEBUG = False
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]", urlsplit(HOST).hostname or "localhost", *(["testserver"] * TESTING)]
CSRF_TRUSTED_ORIGINS = [HOST]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "django_htmx",
    "toantrinh.record",
    "toantrinh.people",
    "toantrinh.documents",
    "toantrinh.exchange",
    "toantrinh.notices",
    "toantrinh.payments",
    "toantrinh.tasks",
    "toantrinh.registers",
    "toantrinh.cases",
    "toantrinh.indicators",
    "toantrinh.web.design",
    "toantrinh.web.portal",
    "toantrinh.web.desk",
    "toantrinh.web.public",
    "toantrinh.web.console",
    "toantrinh.site.apps.SiteConfig",
]
AUTH_USER_MODEL = "people.Account"
AUTHENTICATION_BACKENDS = ["toantrinh.people.sign_in.AccountBackend"]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "toantrinh.web.design.middleware.Headers",
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "toantrinh.web.design.middleware.Language",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "toantrinh.web.design.middleware.WhoActs",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
ROOT_URLCONF = "toantrinh.site.urls"
WSGI_APPLICATION = "toantrinh.site.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["toantrinh.web.design.templatetags.design"],
            "context_processors": [
                "django.template.context_processors.request",
                "toantrinh.web.design.context.every_page",
            ],
        },
    }
]

LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", "Tiếng Việt"), ("en", "English")]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Ho_Chi_Minh"

STATIC_URL = "/tinh/"
STATICFILES_DIRS = [BUILD_DIR / "assets"] if (BUILD_DIR / "assets").is_dir() else []
WHITENOISE_USE_FINDERS = True
WHITENOISE_MAX_AGE = 3600
WHITENOISE_IMMUTABLE_FILE_TEST = r"\.[0-9a-f]{10}\.[a-z0-9]+$"

SESSION_COOKIE_AGE = 30 * 60
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SECURE = HOST.startswith("https://")
SESSION_COOKIE_SECURE = SECURE
CSRF_COOKIE_SECURE = SECURE
SECURE_HSTS_SECONDS = 31536000 if SECURE else 0
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "toantrinh.web.design.errors.show_stale_form"
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.TemporaryFileUploadHandler"]

EMAIL_BACKEND = os.environ.get("TOANTRINH_EMAIL_BACKEND", "django.core.mail.backends.filebased.EmailBackend")
EMAIL_FILE_PATH = DATA_DIR / "mail"
DEFAULT_FROM_EMAIL = os.environ.get("TOANTRINH_EMAIL_FROM", "toantrinh@localhost")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": os.environ.get("TOANTRINH_LOG", "WARNING")},
}
SILENCED_SYSTEM_CHECKS: list[str] = []
