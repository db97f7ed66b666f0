"""Every decision about how the house runs, in one module; docs/settings.md lists the variables."""

from django.utils.csp import CSP

from config import env

BASE_DIR = env.ROOT
VAR_DIR = env.folder("TONGHU_VAR", BASE_DIR / "var")

DEBUG = env.flag("TONGHU_DEBUG")
NOT_SET_UP = "not-set-up"
SECRET_KEY = env.secret(VAR_DIR / "secret_key") or NOT_SET_UP
ALLOWED_HOSTS = env.words("TONGHU_HOSTS", "127.0.0.1 localhost [::1]")
CSRF_TRUSTED_ORIGINS = env.words("TONGHU_ORIGINS", "")
HTTPS = env.flag("TONGHU_HTTPS")
FORCE_SCRIPT_NAME = env.mount("TONGHU_PATH")
FRAME = env.there("TONGHU_FRAME")  # head and foot of a county's portal around the public pages

DEMO = env.flag("TONGHU_DEMO")
KEYRING = env.folder("TONGHU_KEYRING", VAR_DIR / "keyring.json")
FILES_DIR = env.folder("TONGHU_FILES", VAR_DIR / "files")
PACKS_DIR = BASE_DIR / "templates" / "packs"
PACK = env.text("TONGHU_PACK", "child_protection")

INSTALLED_APPS = [
    "config.apps.ConfigConfig",
    "people.apps.PeopleConfig",
    "forms_catalog.apps.FormsCatalogConfig",
    "ledgers.apps.LedgersConfig",
    "portal.apps.PortalConfig",
    "public.apps.PublicConfig",
    "demo.apps.DemoConfig",
    "wagtail.contrib.settings",
    "wagtail.contrib.redirects",
    "wagtail.embeds",
    "wagtail.sites",
    "people.wagtail_app.UsersConfig",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "axes",
    "people.allauth_app.TablesOnly",
    "allauth.mfa",
    "django_tasks_db",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "public.caching.PageCache",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "portal.middleware.SessionTime",
    "people.access.middleware.TwoFactors",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "portal.middleware.AdminPolicy",
    "axes.middleware.AxesMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "NAME": "jinja2",
        "DIRS": [BASE_DIR / "templates", *([FRAME] if FRAME else [])],
        "OPTIONS": {
            "environment": "forms_catalog.rendering.environment",
            "context_processors": ["portal.chrome.chrome"],
        },
    },
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    },
]

LOCAL = "django.core.cache.backends.locmem.LocMemCache"
CACHES = {
    "default": {"BACKEND": LOCAL},
    "pages": {"BACKEND": LOCAL, "LOCATION": "pages", "OPTIONS": {"MAX_ENTRIES": 2000}},
}

DATABASES = {"default": env.database(env.text("DATABASE_URL"), VAR_DIR / "tonghu.sqlite3")}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "people.access.backend.PhonePin",
    "ledgers.rights.PostRights",
    "django.contrib.auth.backends.ModelBackend",
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in ("MinimumLengthValidator", "CommonPasswordValidator", "NumericPasswordValidator")
]
CSRF_FAILURE_VIEW = "config.errors.forbidden"
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "work"
LOGOUT_REDIRECT_URL = "login"
AXES_FAILURE_LIMIT = 6
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_VERBOSE = False
AXES_HANDLER = "people.access.attempts.Handler"
AXES_LOCKOUT_CALLABLE = "people.views.locked_out"
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
REQUIRE_TWO_FACTORS = env.flag("TONGHU_TWO_FACTORS", not DEMO)
MFA_ADAPTER = "people.access.sealing.Adapter"

SESSION_ENGINE = "people.access.sessions"
SESSION_COOKIE_AGE = 10 * 60 * 60  # a working day: nobody is signed out over a half-filled form
SESSION_LASTS_ON = 2 * 60 * 60  # at least so long after every page
SESSION_SAVE_EVERY_REQUEST = False
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_PATH = CSRF_COOKIE_PATH = f"{FORCE_SCRIPT_NAME or ''}/"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 31536000 if HTTPS else 0
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SECURE_CSP = {
    "default-src": [CSP.SELF],
    "img-src": [CSP.SELF, "data:"],
    "object-src": [CSP.NONE],
    "base-uri": [CSP.NONE],
    "form-action": [CSP.SELF],
    "frame-ancestors": [CSP.NONE],
}

# Wagtail's small tasks run at once, as ever; ours are rows that `manage.py worker` takes.
TASKS = {
    "default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"},
    "worker": {"BACKEND": "django_tasks_db.DatabaseBackend"},
}
REVEALS_A_DAY = env.number("TONGHU_REVEALS_A_DAY", 30)  # masked answers shown to one person
PUBLIC_A_MINUTE = env.number("TONGHU_PUBLIC_A_MINUTE", 60)  # more from outside are written in turn
EXPORT_ASKINGS_OPEN = env.number("TONGHU_EXPORT_ASKINGS_OPEN", 20)  # of one person, unanswered
EXPORT_ASKINGS_A_DAY = env.number("TONGHU_EXPORT_ASKINGS_A_DAY", 50)  # of one person
EXPORT_ALONE = env.number("TONGHU_EXPORT_ALONE", 500)  # more records are taken along by agreement
WORKER: dict[str, object] = {}  # other terms than those of ledgers/worker/terms.py, in seconds

LANGUAGE_CODE = "zh-hans"
TIME_ZONE = "Asia/Shanghai"
USE_I18N = True
USE_TZ = True
LOCALE_PATHS = [BASE_DIR / "site" / "config" / "locale"]

# In full: the server's door knows of the path only once the first request is there.
STATIC_URL = f"{FORCE_SCRIPT_NAME or ''}/static/"
WHITENOISE_STATIC_PREFIX = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [("frame", FRAME / "static")] if FRAME and (FRAME / "static").is_dir() else []
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "config.storage.Storage"},
}
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
WHITENOISE_ALLOW_ALL_ORIGINS = False
MEDIA_ROOT = VAR_DIR / "media"
MEDIA_URL = f"{FORCE_SCRIPT_NAME or ''}/media/"
DATA_UPLOAD_MAX_MEMORY_SIZE = 12 * 1024 * 1024
# A form of 1,000 questions posts up to five names for each, its tables 200 rows; the editor posts
# some thirty names for each question of the section that is open. Bytes are limited above.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 40_000
FILE_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024

# Without a mail server an approval does not fail for want of one, and messages wait.
MAILERS = env.mailers("TONGHU_SMTP")
MAIL_DOMAIN = env.text("TONGHU_MAIL_DOMAIN", "tonghu.invalid")
DEFAULT_FROM_EMAIL = env.text("TONGHU_MAIL_FROM", f"tonghu@{MAIL_DOMAIN}")
SMS = {
    "url": env.text("TONGHU_SMS_URL"),
    "shape": env.text("TONGHU_SMS_SHAPE", "generic"),
    "account": env.text("TONGHU_SMS_ACCOUNT"),
    "secret": env.text("TONGHU_SMS_SECRET"),
    "sign": env.text("TONGHU_SMS_SIGN"),
}
WEWORK_URL = env.text("TONGHU_WEWORK_URL")
QUIET_HOURS = env.text("TONGHU_QUIET_HOURS", "21:00-07:00")  # only what is urgent goes out then
NOTICES: dict[str, object] = {}  # other terms than those of ledgers/notices/terms.py

WAGTAILADMIN_LOGIN_URL = "login"
WAGTAIL_SITE_NAME = "童护"
WAGTAILADMIN_BASE_URL = env.text("TONGHU_URL", "http://127.0.0.1:8000")
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_I18N_ENABLED = False
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 50 * 1024 * 1024  # a photograph as the camera wrote it
WAGTAILIMAGES_IMAGE_FORM_BASE = "public.taking_in.PhotoForm"
WAGTAILDOCS_DOCUMENT_FORM_BASE = "public.taking_in.PaperForm"
WAGTAILDOCS_EXTENSIONS = [
    "pdf",
    "doc",
    "docx",
    "xls",
    "xlsx",
    "ppt",
    "pptx",
    "wps",
    "et",
    "txt",
    "csv",
]
WAGTAILADMIN_PERMITTED_LANGUAGES = [("zh-hans", "简体中文")]
WAGTAIL_USER_TIME_ZONES = [TIME_ZONE]

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {name: {"level": "ERROR"} for name in ("weasyprint", "fontTools", "axes")},
}
