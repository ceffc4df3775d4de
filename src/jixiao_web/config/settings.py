"""Settings: sensible without any; a bureau sets the environment, a laptop nothing.

JIXIAO_DATA      folder of the SQLite database, of uploaded and issued files and of the secret key (default: data/)
DATABASE_URL     postgresql://… instead of SQLite
JIXIAO_FILES     folder of uploaded and issued files (default: files/ in the data folder), or a bucket: s3://bucket/prefix?endpoint=https://…
JIXIAO_HOSTS     names under which the site is reached, separated by commas (default: this machine only)
JIXIAO_HTTPS     1 when the site is reached by https: cookies and HSTS follow
JIXIAO_DEBUG     1 for developers
JIXIAO_SMTP      smtp://person:password@host:port, smtp+tls://… (STARTTLS) or smtps://…; without it mail is kept in the data folder
JIXIAO_DEMO      1 when the sign-in page may say who can sign in with which password: for demonstrations only
JIXIAO_PROXIES   how many proxies stand before the server (their X-Forwarded-For is believed, no more)
JIXIAO_IDLE_MINUTES   minutes without a deed after which a session ends (default: 60)
JIXIAO_PASSWORD_DAYS  days after which a password must be changed (default: never)
JIXIAO_REQUIRE_TOTP   1 when administrators, the bureau and department finance must have a second factor
"""

from __future__ import annotations

import os
from pathlib import Path

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from jixiao_web.config.environment import database, files, mail, secret_key

PACKAGE = Path(__file__).resolve().parents[1]
DATA = Path(os.environ.get("JIXIAO_DATA", "data")).absolute()
DEBUG = os.environ.get("JIXIAO_DEBUG") == "1"
HTTPS = os.environ.get("JIXIAO_HTTPS") == "1"
SECRET_KEY = secret_key(DATA)
LOCAL_HOSTS = ["127.0.0.1", "localhost", "[::1]"]
ALLOWED_HOSTS = [name for name in os.environ.get("JIXIAO_HOSTS", "").split(",") if name] or LOCAL_HOSTS

APPS = (
    "shell",
    "audit",
    "organisation",
    "accounts",
    "jobs",
    "notices",
    "cycle",
    "filling",
    "evidence",
    "exchange",
    "evaluation",
    "review",
    "reports",
    "objectives",
    "results",
    "demo",
)
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django_htmx",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "axes",
    "csp",
    *(f"jixiao_web.{name}" for name in APPS),
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "jixiao_web.accounts.middleware.SignedInMiddleware",
    "axes.middleware.AxesMiddleware",
]
ROOT_URLCONF = "jixiao_web.config.urls"
WSGI_APPLICATION = "jixiao_web.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PACKAGE / "shell" / "templates"],  # before allauth's own
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "jixiao_web.shell.context.shell",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "jixiao_web.shell.templatetags.shell",
            ],
        },
    }
]

DATABASES = {"default": database(os.environ.get("DATABASE_URL", ""), DATA)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
STORE, MEDIA_ROOT = files(os.environ.get("JIXIAO_FILES", ""), DATA)
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 8 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
STORAGES = {
    "default": STORE,
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedStaticFilesStorage"
    },
}
STATIC_URL = "/static/"
STATIC_ROOT = DATA / "static"
WHITENOISE_USE_FINDERS = True  # no separate collecting step on a laptop
WHITENOISE_AUTOREFRESH = DEBUG

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("username", "name", "email", "phone")},
    },
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
    {"NAME": "jixiao_web.accounts.passwords.NameValidator"},
    {"NAME": "jixiao_web.accounts.passwords.HistoryValidator", "OPTIONS": {"remembered": 5}},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "jixiao_web.accounts.adapter.AccountAdapter"
ACCOUNT_FORMS = {"login": "jixiao_web.accounts.sign_in.SignInForm"}
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_RATE_LIMITS = {
    "login": "30/m/ip",
    "login_failed": "20/m/ip,10/15m/key",  # of one person: passwords from anywhere, and codes of the second factor
    "change_password": "10/m/user",
}  # the rest is axes
MFA_ADAPTER = "jixiao_web.accounts.adapter.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "绩效"
USERSESSIONS_TRACK_ACTIVITY = False
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25  # hours: a quarter of an hour
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_CALLABLE = "jixiao_web.accounts.lockout.locked_out"
AXES_USERNAME_CALLABLE = "jixiao_web.accounts.lockout.name_of"
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False
AXES_CLIENT_IP_CALLABLE = "jixiao_web.accounts.addresses.client_address"
PROXIES = int(os.environ.get("JIXIAO_PROXIES", "0"))
PASSWORD_DAYS = int(os.environ.get("JIXIAO_PASSWORD_DAYS", "0"))
REQUIRE_TOTP = os.environ.get("JIXIAO_REQUIRE_TOTP") == "1"
SESSION_IDLE_MINUTES = int(os.environ.get("JIXIAO_IDLE_MINUTES", "60"))
SESSION_COOKIE_AGE = 8 * 3600
SESSION_SAVE_EVERY_REQUEST = False
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"

SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "jixiao_web.shell.errors.csrf_failure"
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "object-src": [NONE],
        "frame-ancestors": [NONE],
    }
}

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "中文"), ("en", "English")]
LOCALE_PATHS = [PACKAGE / "locale"]  # words of policies and settings; each app has its own
USE_I18N = True
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
DATE_FORMAT = "Y-m-d"

for _name, _value in mail(os.environ.get("JIXIAO_SMTP", ""), DATA).items():
    globals()[_name] = _value
DEFAULT_FROM_EMAIL = os.environ.get("JIXIAO_MAIL_FROM", "jixiao@localhost")

UPLOAD_LIMIT = 30 * 1024 * 1024
"""The largest file that may be uploaded, in bytes."""
DEMO = os.environ.get("JIXIAO_DEMO") == "1"
SITE_TITLE = _("绩效管理")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {"jixiao_web": {"level": "INFO"}},
}
