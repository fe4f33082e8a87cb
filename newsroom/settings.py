"""Settings from the environment; with none set: SQLite, local files, an in-process cache.

Every name is listed, with its meaning, in docs/operating.md.
"""

import contextlib
import os
import secrets
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import django
import environ

from liveblog.embeds.players import FRAME_SOURCES

env = environ.Env()

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = Path(env.str("VAR_DIR", default=str(BASE_DIR / "var")))


def _kept_secret_key() -> str:
    """A key of this machine's own, made once, so that a checkout runs without a setting."""
    kept = VAR_DIR / "secret_key"
    if not kept.exists():
        VAR_DIR.mkdir(parents=True, exist_ok=True)
        made = VAR_DIR / f"secret_key.{os.getpid()}"
        made.touch(mode=0o600)
        made.write_text(secrets.token_urlsafe(60))
        # Whole or not at all; of several processes that start at once, the first one's key is kept.
        with contextlib.suppress(FileExistsError):
            kept.hardlink_to(made)
        made.unlink()
    return kept.read_text().strip()


DEBUG = env.bool("DEBUG", default=False)
SECRET_KEY = env.str("SECRET_KEY", default="") or _kept_secret_key()
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])

INSTALLED_APPS = [
    "liveblog",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django_htmx",
]

# Django 6 brings its own; on 5.2 ours reads the same SECURE_CSP.
_CSP_MIDDLEWARE = (
    "django.middleware.csp.ContentSecurityPolicyMiddleware"
    if django.VERSION >= (6, 0)
    else "newsroom.csp.ContentSecurityPolicyMiddleware"
)

MIDDLEWARE = [
    "liveblog.reader.quick.QuickPoll",
    "django.middleware.security.SecurityMiddleware",
    _CSP_MIDDLEWARE,
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]

ROOT_URLCONF = "newsroom.urls"
WSGI_APPLICATION = "newsroom.wsgi.application"

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
            ],
        },
    },
]

VAR_DIR.mkdir(parents=True, exist_ok=True)
DATABASES = {"default": env.db("DATABASE_URL", default=f"sqlite:///{VAR_DIR / 'newsroom.sqlite3'}")}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # IMMEDIATE: a writer takes its lock before it reads, so a version is handed out once.
    # WAL: readers are not held up by it.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    }
else:
    DATABASES["default"].setdefault("CONN_HEALTH_CHECKS", True)
# To connect costs more than most queries do.
DATABASES["default"].setdefault("CONN_MAX_AGE", 60)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CACHES = {"default": env.cache_url("CACHE_URL", default="locmemcache://")}
if CACHES["default"]["BACKEND"].endswith("LocMemCache"):
    CACHES["default"]["OPTIONS"] = {"MAX_ENTRIES": 5_000}

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in ("UserAttributeSimilarityValidator", "MinimumLengthValidator")
]
LOGIN_URL = "admin:login"

LANGUAGE_CODE = "en-gb"
TIME_ZONE = env.str("TIME_ZONE", default="UTC")
USE_I18N = True
FORMAT_MODULE_PATH = "newsroom.formats"
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = Path(env.str("STATIC_ROOT", default=str(VAR_DIR / "static")))
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_URL = "/media/"
MEDIA_ROOT = Path(env.str("MEDIA_ROOT", default=str(VAR_DIR / "media")))
# Small newsrooms need no second program; large ones let the proxy or a bucket do it.
SERVE_MEDIA = env.bool("SERVE_MEDIA", default=True)
# Where a bucket keeps the pictures (Amazon's S3, or another that speaks like it), readers fetch
# them from it, or from MEDIA_DOMAIN before it. It must let anybody read: a signed address is
# another at each rendering, and no cache could share the page.
MEDIA_BUCKET = env.str("MEDIA_BUCKET", default="")
_MEDIA_ENDPOINT = env.str("MEDIA_ENDPOINT", default="").rstrip("/")
_MEDIA_REGION = env.str("MEDIA_REGION", default="")
_MEDIA_DOMAIN = env.str("MEDIA_DOMAIN", default="")
if MEDIA_BUCKET and not _MEDIA_DOMAIN:
    _MEDIA_DOMAIN = (
        f"{urlsplit(_MEDIA_ENDPOINT).netloc}/{MEDIA_BUCKET}"
        if _MEDIA_ENDPOINT
        else f"{MEDIA_BUCKET}.s3.{_MEDIA_REGION or 'us-east-1'}.amazonaws.com"
    )
_MEDIA_SCHEME = urlsplit(_MEDIA_ENDPOINT).scheme or "https"
_MEDIA_HOST = f"{_MEDIA_SCHEME}://{_MEDIA_DOMAIN.partition('/')[0]}"
STORAGES: dict[str, dict[str, Any]] = {
    "default": {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {
            "bucket_name": MEDIA_BUCKET,
            "endpoint_url": _MEDIA_ENDPOINT or None,
            "region_name": _MEDIA_REGION or None,
            "custom_domain": _MEDIA_DOMAIN,
            "url_protocol": f"{_MEDIA_SCHEME}:",
            "querystring_auth": False,
            # A name is made from what it holds: written twice, it is the same.
            "file_overwrite": True,
            "object_parameters": {"CacheControl": "public, max-age=31536000, immutable"},
        },
    }
    if MEDIA_BUCKET
    else {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_KEEP_ONLY_HASHED_FILES = False

# Our own host, for readers and editors alike; the bucket for pictures; and the players of quoted
# posts, in a frame that a reader has asked for (liveblog.embeds.players). No nonce: it would make
# each response different, and no cache could share them.
SECURE_CSP = {
    "default-src": ["'none'"],
    "script-src": ["'self'"],
    "style-src": ["'self'"],
    "img-src": ["'self'", *([_MEDIA_HOST] if MEDIA_BUCKET else [])],
    "font-src": ["'self'"],
    "connect-src": ["'self'"],
    "frame-src": list(FRAME_SOURCES),
    "manifest-src": ["'self'"],
    "form-action": ["'self'"],
    "frame-ancestors": ["'none'"],
    "base-uri": ["'none'"],
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SESSION_COOKIE_HTTPONLY = True
CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"

# HTTPS=1 says that readers reach this site by HTTPS only.
if env.bool("HTTPS", default=False):
    SECURE_SSL_REDIRECT = True
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True
    SECURE_HSTS_SECONDS = 365 * 24 * 3600
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True

# Django tells only DEBUG's console and a mailbox of errors; whoever runs this reads the log.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {"django": {"handlers": ["console"], "level": "WARNING", "propagate": False}},
}

# Who makes what can wait, such as a picture's sizes: a thread of each process, so that a small
# newsroom needs no second program; or a worker: TASKS_BACKEND=django_tasks_db.DatabaseBackend.
TASKS_BACKEND = env.str("TASKS_BACKEND", default="liveblog.later.OneThread")
TASKS = {"default": {"BACKEND": TASKS_BACKEND}}
if (_app := TASKS_BACKEND.partition(".")[0]) not in ("liveblog", "django"):
    INSTALLED_APPS.append(_app)

# A page of a hundred pictures' captions is one honest form.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5_000
# A whole report, pasted, is no error.
DATA_UPLOAD_MAX_MEMORY_SIZE = 10_000_000  # bytes

LIVEBLOG = {
    "SITE_NAME": env.str("SITE_NAME", default="The Newsroom"),
    "SITE_URL": env.str("SITE_URL", default=""),
}
